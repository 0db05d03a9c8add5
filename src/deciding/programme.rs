//! Places on a programme (Ignite, on Pause): a practitioner with few cases, who stays for a planned length and speaks for somebody to
//! other services.
//!
//! On Pause the practitioner is deliberately not a social worker. That is how that programme is built, and each event names a programme
//! by the service's own code, of which another may be built otherwise; so whoever works with somebody is recorded as it is, a social
//! worker too, and only a member of the family is refused. A record that refused the awkward fact would lose it.
//!
//! A planned length is the programme's own, and no ceiling on help. A condition of that programme which is contested is not modelled:
//! no eligibility is recorded at all.

use chrono::NaiveDate;

use crate::code::{CodeSet, codes};
use crate::declare::data;
use crate::id::{PersonId, ProgrammeCode, ProgrammeId, SpeakingId};
use crate::text::{CaseRef, Text};

data! {
    /// Work on a programme began.
    ProgrammeBegun in ("practice_cycle::deciding"): r#"{"programme":"pg-1","case":"case-204","code":"pause","practitioner":"p-1","planned_end":"2027-10-01"}"# {
        /// Its own reference: of this place on the programme.
        programme: ProgrammeId,
        /// The case.
        case: CaseRef,
        /// The programme, by the service's own code.
        code: ProgrammeCode,
        /// Who works with them: anybody here who is not of the family, in whichever role.
        practitioner: PersonId,
        /// The day, in London, on which it is planned to end; no earlier than the day on which it begins.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        planned_end: Option<NaiveDate>,
    }
}

data! {
    /// A programme goes on for longer, for a reason.
    ProgrammeExtended in ("practice_cycle::deciding"): r#"{"programme":"pg-1","until":"2027-12-01","reason":"The new home is not ready."}"# {
        /// The place on the programme.
        programme: ProgrammeId,
        /// The last day, in London, no earlier than the day of this.
        until: NaiveDate,
        /// Why.
        reason: Text,
    }
}

codes! {
    /// How work on a programme ended.
    ///
    /// ```
    /// use practice_cycle::{deciding::ProgrammeEnding, code::Code};
    /// assert_eq!(ProgrammeEnding::MovedOn.label(), "moved on to other help");
    /// ```
    #[non_exhaustive]
    pub enum ProgrammeEnding {
        Finished = "finished", "finished as planned";
        MovedOn = "moved_on", "moved on to other help";
        Left = "left", "left by choice";
        Other = "other", "ended otherwise";
    }
}

data! {
    /// Work on a programme ended.
    ProgrammeEnded in ("practice_cycle::deciding"): r#"{"programme":"pg-1","how":"finished"}"# {
        /// The place on the programme.
        programme: ProgrammeId,
        /// How.
        how: ProgrammeEnding,
        /// More about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

codes! {
    /// To whom a practitioner spoke for somebody.
    ///
    /// ```
    /// use practice_cycle::{deciding::SpokenTo, code::Code};
    /// assert_eq!(SpokenTo::Addiction.label(), "addiction services");
    /// ```
    #[non_exhaustive]
    pub enum SpokenTo {
        Housing = "housing", "housing";
        Health = "health", "health services";
        Therapy = "therapy", "psychological services";
        Addiction = "addiction", "addiction services";
        Education = "education", "education";
        Benefits = "benefits", "benefits";
        Justice = "justice", "justice services";
    }
}

data! {
    /// The practitioner of a programme spoke for somebody to other services, so that what they need is better understood there.
    SpokenFor in ("practice_cycle::deciding"): r#"{"speaking":"sk-1","programme":"pg-1","to":["housing","health"]}"# {
        /// Its own reference.
        speaking: SpeakingId,
        /// The place on the programme.
        programme: ProgrammeId,
        /// To which services: one at least.
        to: CodeSet<SpokenTo>,
        /// More about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}
