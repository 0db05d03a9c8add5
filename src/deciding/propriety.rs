//! Keeping roles apart: experts and their conflicts, roles that one clinician holds towards one family, and duties that
//! somebody waived for a reason.

use chrono::NaiveDate;

use crate::code::{CodeSet, codes};
use crate::declare::data;
use crate::id::{ConflictId, ContractId, EntryNumber, InstructionId, PersonId, ReconciliationId, RuleCode, WaiverId};
use crate::text::{CaseRef, Text};

codes! {
    /// In what an interest conflicts with being an independent expert.
    ///
    /// ```
    /// use practice_cycle::{deciding::ConflictKind, code::Code};
    /// assert_eq!(ConflictKind::Employment.label(), "employed by a party");
    /// ```
    #[non_exhaustive]
    pub enum ConflictKind {
        WorkWithFamily = "work_with_family", "past or current work with the family";
        Employment = "employment", "employed by a party";
        OtherInterest = "other_interest", "another interest";
    }
}

codes! {
    /// What came of a conflict that was declared.
    ///
    /// ```
    /// use practice_cycle::{deciding::ConflictAnswer, code::Code};
    /// assert_eq!(ConflictAnswer::StandsDown.label(), "somebody else does it");
    /// ```
    pub enum ConflictAnswer {
        NoConflict = "no_conflict", "found to be none";
        Managed = "managed", "known, and managed";
        StandsDown = "stands_down", "somebody else does it";
    }
}

data! {
    /// A clinician was instructed as an expert for court, by the court or by a party with its leave.
    ExpertInstructed in ("practice_cycle::deciding"): r#"{"instruction":"is-1","case":"case-204","expert":"p-1"}"# {
        /// Its own reference.
        instruction: InstructionId,
        /// The case.
        case: CaseRef,
        /// Who was instructed: the clinician, or one from outside.
        expert: PersonId,
        /// To do what.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

data! {
    /// Somebody declared a conflict of interest, best before taking on what it concerns. It names at least one thing that it
    /// concerns.
    ConflictDeclared in ("practice_cycle::deciding"): r#"{"conflict":"cf-1","what":["work_with_family"],"instruction":"is-1"}"# {
        /// Its own reference.
        conflict: ConflictId,
        /// What conflicts.
        what: CodeSet<ConflictKind>,
        /// The instruction it concerns.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        instruction: Option<InstructionId>,
        /// The contract it concerns.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        contract: Option<ContractId>,
        /// The case it concerns.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        case: Option<CaseRef>,
        /// More about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

data! {
    /// Somebody other than whoever declared it answered a conflict of interest.
    ConflictAnswered in ("practice_cycle::deciding"): r#"{"conflict":"cf-1","answer":"managed","words":"A colleague writes the report."}"# {
        /// The conflict.
        conflict: ConflictId,
        /// What came of it.
        answer: ConflictAnswer,
        /// How, or why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

data! {
    /// The clinician's roles in several contracts about one family were talked through and fitted together: leading in one,
    /// say, and in another advising the worker.
    RolesReconciled in ("practice_cycle::deciding"): r#"{"reconciliation":"rr-1","contracts":["c-1","c-2"]}"# {
        /// Its own reference.
        reconciliation: ReconciliationId,
        /// The contracts: two or more.
        contracts: Vec<ContractId>,
        /// How they fit.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

data! {
    /// Somebody put their name and a reason to not doing what a rule of policy asks. The rule still shows it, as excused.
    ///
    /// It excuses what had begun when it was given: of a duty that is due again and again, the period that was running then. Where
    /// it says `until`, it excuses the periods up to that day too, and only as long as it lasts: what is not done by the end of
    /// that day counts again. What it means to the letter stands on the front page of [`policy`](crate::policy).
    DutyWaived in ("practice_cycle::deciding"): r#"{"waiver":"wa-1","rule":"R10","opened_by":9,"contract":"c-1","until":"2026-06-30","reason":"The family is abroad until July."}"# {
        /// Its own reference.
        waiver: WaiverId,
        /// The rule, by its stable code.
        rule: RuleCode,
        /// The entry that opened the duty; every duty of the rule that fits, where this is left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        opened_by: Option<EntryNumber>,
        /// The contract it concerns, if one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        contract: Option<ContractId>,
        /// The case it concerns, if one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        case: Option<CaseRef>,
        /// The last day on which it excuses anything: no earlier than the day on which it is given. Without one, a duty that is
        /// due again and again stays excused until it is done.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<NaiveDate>,
        /// Why.
        reason: Text,
    }
}
