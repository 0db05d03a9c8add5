//! The events of the work, as they are recorded.

use super::words::{
    CancelledCode, ChangeKind, Close, ConcernKind, ConsentTo, Cover, Explained, Form, Interpreter, Purpose, Reception,
};
use crate::code::CodeSet;
use crate::contracting::{Coded, Unwelcome};
use crate::declare::{data, events};
use crate::id::{
    CancellationId, ChangeId, ConcernId, ConsentId, ContractId, DecisionId, EntryNumber, ExplanationId, InterventionId,
    PersonId, SessionId, SuggestionId,
};
use crate::people::Side;
use crate::space::{Space, Stream};
use crate::text::Text;

events! {
    in ("practice_cycle::intervening");
    InterventionBegun = "intervention_begun", "begin an intervention", "began an intervention", new;
    InterventionCovered = "intervention_covered", "cover an intervention", "covered an intervention";
    InterventionClosed = "intervention_closed", "close an intervention", "closed an intervention";
    SessionHeld = "session_held", "hold a session", "held a session", new;
    SessionCovered = "session_covered", "cover a session", "covered a session";
    SessionCancelled = "session_cancelled", "cancel a session", "cancelled a session", new;
    SuggestionOffered = "suggestion_offered", "offer a suggestion", "offered a suggestion", new;
    SuggestionAnswered = "suggestion_answered", "answer a suggestion", "answered a suggestion";
    ConcernRaised = "concern_raised", "raise a concern", "raised a concern", new;
    ConcernPassedOn = "concern_passed_on", "pass a concern on", "passed a concern on";
    FamilyHelpedToUnderstand = "family_helped_to_understand", "help the family to understand", "helped the family to understand", new;
    ExplanationWithheld = "explanation_withheld", "withhold an explanation", "withheld an explanation", new;
    ConsentGiven = "consent_given", "give consent", "recorded a consent", new;
    ConsentWithdrawn = "consent_withdrawn", "withdraw consent", "recorded that consent was withdrawn";
    ChangeNoticed = "change_noticed", "notice a change", "noticed a change", new;
    ChangeWitnessed = "change_witnessed", "witness a change", "witnessed a change";
    ChangeDocumented = "change_documented", "document a change", "documented a change";
    ChangeAmplified = "change_amplified", "amplify a change", "amplified a change";
}

impl Event {
    /// What the work rests on, where the event says that work was done.
    pub(crate) fn cover(&self) -> Option<&Cover> {
        if let Event::InterventionBegun(data) = self {
            Some(&data.cover)
        } else if let Event::SessionHeld(data) = self {
            Some(&data.cover)
        } else {
            None
        }
    }
}

data! {
    /// An intervention began.
    InterventionBegun in ("practice_cycle::intervening"): r#"{"intervention":"i-1","cover":{"contract":"c-1"},"stream":"reflective","form":"consultation","purpose":"practice"}"# {
        /// Its own reference.
        intervention: InterventionId,
        /// What it rests on.
        cover: Cover,
        /// The stream.
        stream: Stream,
        /// The form.
        form: Form,
        /// What it is for.
        purpose: Purpose,
        /// More about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

data! {
    /// An intervention that began uncovered came to rest on a contract.
    InterventionCovered in ("practice_cycle::intervening"): r#"{"intervention":"i-1","contract":"c-2"}"# {
        /// The intervention.
        intervention: InterventionId,
        /// The contract.
        contract: ContractId,
    }
}

data! {
    /// An intervention came to its end.
    InterventionClosed in ("practice_cycle::intervening"): r#"{"intervention":"i-1","how":"completed"}"# {
        /// The intervention.
        intervention: InterventionId,
        /// Whether it was completed or stopped.
        how: Close,
        /// More about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

data! {
    /// People met. Late recording is normal: what counts is how the contract stood when the session was held.
    SessionHeld in ("practice_cycle::intervening"): r#"{"session":"s-1","intervention":"i-1","cover":{"contract":"c-1"},"space":"home_visit","present":["p-1","p-2","p-3"]}"# {
        /// Its own reference.
        session: SessionId,
        /// The intervention it belongs to, if any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        intervention: Option<InterventionId>,
        /// What it rests on.
        cover: Cover,
        /// The space.
        space: Space,
        /// Who was there, family included.
        present: Vec<PersonId>,
        /// More about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

data! {
    /// A session that was held uncovered came to rest on a contract: one that is active when it comes to cover it.
    SessionCovered in ("practice_cycle::intervening"): r#"{"session":"s-1","contract":"c-2"}"# {
        /// The session.
        session: SessionId,
        /// The contract.
        contract: ContractId,
    }
}

data! {
    /// A meeting was cancelled. It was not held, and counts nowhere as one that was.
    SessionCancelled in ("practice_cycle::intervening"): r#"{"cancellation":"ca-1","space":"home_visit","side":"family","reason":{"code":"ill"},"contract":"c-1"}"# {
        /// Its own reference.
        cancellation: CancellationId,
        /// The space in which it would have been.
        space: Space,
        /// The side that cancelled it.
        side: Side,
        /// Why.
        reason: Coded<CancelledCode>,
        /// The contract under which it would have been, if under one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        contract: Option<ContractId>,
        /// The intervention that it would have belonged to, if to one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        intervention: Option<InterventionId>,
    }
}

data! {
    /// Somebody suggested something within an active contract: another reading of the risk, say. No suggestion needs an
    /// answer.
    SuggestionOffered in ("practice_cycle::intervening"): r#"{"suggestion":"su-2","contract":"c-1","words":"Ask the school how he is.","again":"su-1"}"# {
        /// Its own reference.
        suggestion: SuggestionId,
        /// The contract.
        contract: ContractId,
        /// What was suggested; with the new evidence, where it is offered again.
        words: Text,
        /// The earlier suggestion that this offers again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        again: Option<SuggestionId>,
    }
}

data! {
    /// The other side answered a suggestion.
    SuggestionAnswered in ("practice_cycle::intervening"): r#"{"suggestion":"su-1","reception":"not_now","words":"After the conference."}"# {
        /// The suggestion.
        suggestion: SuggestionId,
        /// How.
        reception: Reception,
        /// Why, or what it became.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
        /// Why it was not welcome, or not now, as a code, where one fits.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<Unwelcome>,
    }
}

data! {
    /// A concern arose, or something was disclosed, in a meeting or outside one, covered or not.
    ConcernRaised in ("practice_cycle::intervening"): r#"{"concern":"co-1","what":"disclosure","session":"s-1"}"# {
        /// Its own reference.
        concern: ConcernId,
        /// Which of the two.
        what: ConcernKind,
        /// The session it arose in, if in one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        session: Option<SessionId>,
        /// What it is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

data! {
    /// A concern was passed on.
    ConcernPassedOn in ("practice_cycle::intervening"): r#"{"concern":"co-1","to":"p-2"}"# {
        /// The concern.
        concern: ConcernId,
        /// To whom.
        to: PersonId,
    }
}

data! {
    /// One person of the family was helped to understand how the two roles combine.
    FamilyHelpedToUnderstand in ("practice_cycle::intervening"): r#"{"explanation":"ex-1","person":"p-3","explained":["social_workers_role","clinicians_role"],"interpreter":"not_needed","contract":"c-1"}"# {
        /// Its own reference.
        explanation: ExplanationId,
        /// Who was helped: a parent, or a child according to age.
        person: PersonId,
        /// What was explained.
        explained: CodeSet<Explained>,
        /// Whether somebody interpreted.
        interpreter: Interpreter,
        /// The contract it concerns, if any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        contract: Option<ContractId>,
        /// The age in years, where it shaped how it was explained.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        age: Option<u8>,
        /// What they understood or asked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        understood: Option<Text>,
    }
}

data! {
    /// It was decided, with the manager and for a reason, not to explain this to somebody for now.
    ExplanationWithheld in ("practice_cycle::intervening"): r#"{"explanation":"ex-2","person":"p-4","reason":"Too young to be helped by it.","manager":"p-5"}"# {
        /// Its own reference.
        explanation: ExplanationId,
        /// Who was not told.
        person: PersonId,
        /// Why.
        reason: Text,
        /// The manager with whom it was decided. That there was none can be recorded; policy has its say.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        manager: Option<PersonId>,
        /// The contract it concerns, if any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        contract: Option<ContractId>,
        /// The threshold decision that is not explained to them, if it is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        decision: Option<DecisionId>,
    }
}

data! {
    /// Somebody consented.
    ///
    /// Consent to the [sharing of words](ConsentTo::SharingWords) is given by the member of the family whose words they are, for
    /// nobody else, and names the entries and who may read them; no other consent does. Where it is not given, their words are
    /// withheld from everybody else: see [`reader`](crate::reader).
    ConsentGiven in ("practice_cycle::intervening"): r#"{"consent":"cn-1","to":"filming","given_by":"p-3","contract":"c-1"}"# {
        /// Its own reference.
        consent: ConsentId,
        /// To what.
        to: ConsentTo,
        /// Who gave it; the person who acts may have taken it down.
        given_by: PersonId,
        /// For whom, if not for themself: a child, say.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        for_person: Option<PersonId>,
        /// The contract it concerns, if any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        contract: Option<ContractId>,
        /// The entries whose words may be read, where it is to the sharing of words: each holds words of whoever consents.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        entries: Vec<EntryNumber>,
        /// Who may read them.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        readers: Vec<PersonId>,
    }
}

data! {
    /// A consent was withdrawn.
    ConsentWithdrawn in ("practice_cycle::intervening"): r#"{"consent":"cn-1","withdrawn_by":"p-3"}"# {
        /// The consent.
        consent: ConsentId,
        /// Who withdrew it.
        withdrawn_by: PersonId,
    }
}

data! {
    /// Somebody noticed that something had changed.
    ChangeNoticed in ("practice_cycle::intervening"): r#"{"change":"ch-1","what":"story","words":"The school speaks of him with warmth.","contract":"c-1"}"# {
        /// Its own reference.
        change: ChangeId,
        /// What kind of change.
        what: ChangeKind,
        /// What it was.
        words: Text,
        /// The contract under which it was noticed, if any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        contract: Option<ContractId>,
        /// The session in which it was noticed, if in one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        session: Option<SessionId>,
    }
}

data! {
    /// Somebody else witnessed a change: never whoever noticed it.
    ChangeWitnessed in ("practice_cycle::intervening"): r#"{"change":"ch-1"}"# {
        /// The change.
        change: ChangeId,
        /// How it looked to them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

data! {
    /// A change was written down for others.
    ChangeDocumented in ("practice_cycle::intervening"): r#"{"change":"ch-1","words":"In the minutes of the core group."}"# {
        /// The change.
        change: ChangeId,
        /// Where.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

data! {
    /// A change was carried on to others: never to whoever acts.
    ChangeAmplified in ("practice_cycle::intervening"): r#"{"change":"ch-1","to":["p-5"]}"# {
        /// The change.
        change: ChangeId,
        /// To whom. Nobody is named where they are not known in this cycle; words say who they were then.
        to: Vec<PersonId>,
        /// How.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}
