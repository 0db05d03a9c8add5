//! Compiled requirements: what a rule asks, and by when.

use std::sync::Arc;

use super::condition::Condition;
use super::effective::Effective;
use super::field_path::FieldPath;
use super::happening::{Happening, Watched};
use super::links::{CountedFrom, LinkPath};
use super::predicate::Check;
use crate::calendar::Period;
use crate::code::{Code, CodeSet};
use crate::cycle::Kind;
use crate::deciding::{self, Milestone};

/// What has to hold, follow, have gone before, or not follow.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Requirement {
    Require(Condition),
    Expect {
        what: Watched,
        limit: Limit,
        before: Option<Watched>,
        together: Option<Together>,
        at_least: Effective<i64>,
        at_any_time: bool,
        each_its_own: bool,
        linked_by: Option<LinkPath>,
        counted_from: Option<CountedFrom>,
    },
    PrecededBy {
        what: Watched,
        within: Option<Effective<Period>>,
        lead_time: Option<Effective<Period>>,
        since: Option<Watched>,
    },
    Forbid {
        what: Watched,
        within: Option<Effective<Period>>,
        more_than: Effective<i64>,
    },
}

/// By when.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Limit {
    None,
    Within(Effective<Period>),
    Every(Effective<Period>),
    By(Vec<(Kind, FieldPath)>),
}

impl Requirement {
    /// The milestones that can meet it, if any can.
    pub(crate) fn milestones(&self) -> Option<CodeSet<Milestone>> {
        const REACHED: Kind = Kind::Deciding(deciding::Kind::MilestoneReached);
        let what = match self {
            Requirement::Expect { what, .. } | Requirement::PrecededBy { what, .. } => what,
            Requirement::Require(_) | Requirement::Forbid { .. } => return None,
        };
        let Happening::Entry(pattern) = &what.what else { return None };
        let (_, tests) = pattern.kinds.iter().find(|(kind, _)| *kind == REACHED)?;
        let every: CodeSet<Milestone> = Milestone::ALL.iter().copied().collect();
        let named = tests.iter().find(|test| &*test.field.path == "what" && !test.not).map(|test| &test.check);
        Some(if let Some(Check::Codes(bits)) = named { CodeSet::from_bits(*bits) } else { every })
    }
}

/// What answers have to say between them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Together {
    /// Where they say it; one of another kind says everything.
    pub(crate) paths: Vec<(Kind, FieldPath)>,
    /// All of it, as bits.
    pub(crate) all: u64,
    /// The codes, with the bit of each.
    pub(crate) codes: Vec<Arc<str>>,
    pub(crate) bits: Vec<u64>,
}

impl Together {
    /// Whether a code is among what was said.
    pub(crate) fn says(&self, code: &str, said: u64) -> bool {
        self.codes.iter().zip(&self.bits).any(|(listed, bit)| **listed == *code && said & bit != 0)
    }
}

/// One duty for each of several.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Each {
    pub(crate) paths: Vec<(Kind, FieldPath)>,
    pub(crate) is_contract: bool,
}
