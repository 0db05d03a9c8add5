//! Who of the family belongs to a case, and their views: sought, included, missing or awaited.

use chrono::NaiveDate;

use crate::code::{CodeSet, codes};
use crate::declare::data;
use crate::id::{AssessmentSharingId, AwaitingId, FamilyMemberId, MilestoneId, MissingViewsId, PersonId, ViewsId};
use crate::text::{CaseRef, Text};

codes! {
    /// Whether somebody holds parental responsibility.
    ///
    /// ```
    /// use practice_cycle::{partnering::Responsibility, code::Code};
    /// assert_eq!(Responsibility::Held.label(), "holds parental responsibility");
    /// ```
    pub enum Responsibility {
        Held = "held", "holds parental responsibility";
        NotHeld = "not_held", "does not hold parental responsibility";
        NotKnown = "not_known", "it is not known whether they hold parental responsibility";
    }
}

data! {
    /// Of which case somebody of the family is, and whether they hold parental responsibility for the child. The latest naming of
    /// somebody for a case counts; who is never named may be of any case, and a parent of whom nothing else is said is taken to
    /// hold parental responsibility.
    FamilyMemberNamed in ("practice_cycle::partnering"): r#"{"member":"fm-1","case":"case-204","person":"p-4","responsibility":"held"}"# {
        /// Its own reference.
        member: FamilyMemberId,
        /// The case.
        case: CaseRef,
        /// Who: somebody of the family.
        person: PersonId,
        /// Whether they hold parental responsibility, where that is to be recorded.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        responsibility: Option<Responsibility>,
    }
}

codes! {
    /// How somebody's views were sought.
    ///
    /// ```
    /// use practice_cycle::{partnering::HowSought, code::Code};
    /// assert_eq!(HowSought::PlayOrDrawing.label(), "in play or drawing");
    /// ```
    #[non_exhaustive]
    pub enum HowSought {
        Meeting = "meeting", "in a meeting";
        Visit = "visit", "on a visit";
        Telephone = "telephone", "by telephone";
        Letter = "letter", "by letter or message";
        Online = "online", "online";
        ThroughAdvocate = "through_advocate", "through an advocate";
        PlayOrDrawing = "play_or_drawing", "in play or drawing";
    }
}

data! {
    /// Somebody of the family was asked for their views: each parent with responsibility, one who lives elsewhere too unless that is
    /// unsafe, and the child.
    ViewsSought in ("practice_cycle::partnering"): r#"{"views":"vs-1","case":"case-204","of_whom":"p-4","how":"visit"}"# {
        /// Its own reference.
        views: ViewsId,
        /// The case.
        case: CaseRef,
        /// Of whom: somebody of the family.
        of_whom: PersonId,
        /// How.
        how: HowSought,
        /// What they said, or more about it. These words are theirs.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

codes! {
    /// In what somebody's views, or their experience, were included.
    ///
    /// ```
    /// use practice_cycle::{partnering::InWhat, code::Code};
    /// assert_eq!(InWhat::Assessment.label(), "the assessment of the family");
    /// ```
    #[non_exhaustive]
    pub enum InWhat {
        Assessment = "assessment", "the assessment of the family";
        Plan = "plan", "the plan";
        Decision = "decision", "the decision";
        Review = "review", "the review";
    }
}

data! {
    /// Views that were sought went into something.
    ViewsIncluded in ("practice_cycle::partnering"): r#"{"views":"vs-1","in_what":["assessment","plan"]}"# {
        /// The views.
        views: ViewsId,
        /// Into what: something.
        in_what: CodeSet<InWhat>,
    }
}

codes! {
    /// Why somebody's views are missing.
    ///
    /// ```
    /// use practice_cycle::{partnering::WhyMissing, code::Code};
    /// assert_eq!(WhyMissing::UnsafeToAsk.label(), "it was unsafe to ask");
    /// ```
    #[non_exhaustive]
    pub enum WhyMissing {
        Declined = "declined", "they did not wish to give them";
        NotFound = "not_found", "they could not be found";
        UnsafeToAsk = "unsafe_to_ask", "it was unsafe to ask";
        RanOutOfTime = "ran_out_of_time", "time ran out";
    }
}

data! {
    /// Somebody's views are missing, and why; whether they were sought or not.
    ViewsMissing in ("practice_cycle::partnering"): r#"{"missing":"vm-1","case":"case-204","of_whom":"p-7","why":"not_found"}"# {
        /// Its own reference.
        missing: MissingViewsId,
        /// The case.
        case: CaseRef,
        /// Whose: somebody of the family.
        of_whom: PersonId,
        /// How they had been sought, if they were.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        views: Option<ViewsId>,
        /// Why.
        why: WhyMissing,
        /// More about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

data! {
    /// Something waits for somebody's views: an assessment of the family, say, is late because of it.
    ViewsAwaited in ("practice_cycle::partnering"): r#"{"awaiting":"vw-1","case":"case-204","of_whom":"p-7","views":"vs-2","until":"2026-06-26"}"# {
        /// Its own reference.
        awaiting: AwaitingId,
        /// The case.
        case: CaseRef,
        /// Whose: somebody of the family.
        of_whom: PersonId,
        /// How they were sought.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        views: Option<ViewsId>,
        /// The last day, in London, on which it waits; no earlier than the day of this. Left out, it was not said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<NaiveDate>,
    }
}

data! {
    /// An assessment of the family was shared with somebody of the family.
    AssessmentShared in ("practice_cycle::partnering"): r#"{"sharing":"sh-1","case":"case-204","with":"p-4","milestone":"mi-2"}"# {
        /// Its own reference.
        sharing: AssessmentSharingId,
        /// The case.
        case: CaseRef,
        /// With whom: somebody of the family.
        with: PersonId,
        /// The milestone that says that the assessment was completed, where there is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        milestone: Option<MilestoneId>,
    }
}
