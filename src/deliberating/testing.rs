//! Plans that are tested, and the steps in them, each under one name.

use chrono::NaiveDate;

use crate::code::{CodeSet, codes};
use crate::declare::data;
use crate::id::{DecisionId, DisagreementId, DiscussionId, HypothesisId, PersonId, StepId, TestId};
use crate::text::{CaseRef, Text};

codes! {
    /// Which way a risk goes ("Dear social workers": no action removes risk; acting makes new and unknown risks).
    ///
    /// ```
    /// use practice_cycle::{deliberating::Risk, code::Code};
    /// assert_eq!(Risk::ALL.len(), 3);
    /// ```
    pub enum Risk {
        Acting = "acting", "of acting";
        NotActing = "not_acting", "of not acting";
        New = "new", "new, made by acting";
    }
}

data! {
    /// A plan was agreed that tests ideas: what would show that it is better or enough, what would show that the course must change,
    /// and the day to look again. Without a sign of success, and without a day, it is no plan.
    TestPlanned in ("practice_cycle::deliberating"): r#"{"test":"te-1","discussion":"di-1","hypotheses":["hy-1","hy-2"],"better":"He comes to school on the days of that lesson.","change_course":"He is away for a week.","look_again":"2026-06-19","risks":["acting","not_acting"],"agreed_by":["p-1","p-2","p-4"]}"# {
        /// Its own reference.
        test: TestId,
        /// The discussion in which it was planned.
        discussion: DiscussionId,
        /// The ideas that it tests, where it tests some.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        hypotheses: Vec<HypothesisId>,
        /// What would show that it is better.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        better: Option<Text>,
        /// What would show that enough was done.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        enough: Option<Text>,
        /// What would show that the course must change.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        change_course: Option<Text>,
        /// The day on which to look again, in London; no earlier than that of the plan.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        look_again: Option<NaiveDate>,
        /// Which risks were named.
        #[serde(default, skip_serializing_if = "CodeSet::is_empty_ref")]
        risks: CodeSet<Risk>,
        /// Who agreed the plan, of those who were present in the discussion. Nobody is said to have agreed what was planned without
        /// them: they agree in a later discussion of it, or by taking a step on.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        agreed_by: Vec<PersonId>,
        /// More about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

codes! {
    /// What follows from looking again at a plan.
    ///
    /// ```
    /// use practice_cycle::{deliberating::Course, code::Code};
    /// assert_eq!(Course::Change.label(), "change");
    /// ```
    pub enum Course {
        GoOn = "go_on", "go on";
        Change = "change", "change";
        Stop = "stop", "stop";
    }
}

codes! {
    /// Why a plan goes on, changes or stops.
    ///
    /// ```
    /// use practice_cycle::{deliberating::Because, code::Code};
    /// assert_eq!(Because::SafeEnough.label(), "things are safe enough");
    /// ```
    #[non_exhaustive]
    pub enum Because {
        SafeEnough = "safe_enough", "things are safe enough";
        Better = "better", "it is better";
        NoDifference = "no_difference", "it makes no difference";
        Worse = "worse", "it is worse";
        NoLongerFits = "no_longer_fits", "it no longer fits";
    }
}

data! {
    /// A plan was looked at again: what was found, and what follows.
    TestReviewed in ("practice_cycle::deliberating"): r#"{"test":"te-1","found":"He came on three days of four.","then":"go_on","because":"better","look_again":"2026-07-03"}"# {
        /// The plan.
        test: TestId,
        /// What was found.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        found: Option<Text>,
        /// What follows.
        then: Course,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        because: Option<Because>,
        /// The day on which to look again, in London: said where the plan goes on or changes, and not where it stops.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        look_again: Option<NaiveDate>,
    }
}

data! {
    /// Somebody takes a step: something to be done, by one person, under their name. They act themself, and another may write it down:
    /// nobody puts a step on another's shoulders. A step that was handed back is taken up by another
    /// that names it.
    StepTakenOn in ("practice_cycle::deliberating"): r#"{"step":"sp-2","case":"case-204","taken_by":"p-2","test":"te-1","again":"sp-1","words":"Talks with his teacher."}"# {
        /// Its own reference.
        step: StepId,
        /// The case.
        case: CaseRef,
        /// Who takes it: the person who acts.
        taken_by: PersonId,
        /// The plan to which it belongs, if to one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        test: Option<TestId>,
        /// The threshold decision from which it follows, if from one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        decision: Option<DecisionId>,
        /// The disagreement on which it acts, if on one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        disagreement: Option<DisagreementId>,
        /// The step that was handed back and is taken up by this.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        again: Option<StepId>,
        /// What it is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

data! {
    /// Whoever took a step handed it back, so that it does not stay under a name that cannot carry it.
    StepHandedBack in ("practice_cycle::deliberating"): r#"{"step":"sp-1","words":"The family wishes to talk with somebody else."}"# {
        /// The step.
        step: StepId,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

data! {
    /// A step is not taken after all, for a reason.
    StepDropped in ("practice_cycle::deliberating"): r#"{"step":"sp-1","reason":"The teacher has called the family herself."}"# {
        /// The step.
        step: StepId,
        /// Why.
        reason: Text,
    }
}
