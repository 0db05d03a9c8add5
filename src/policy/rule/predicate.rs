//! Compiled tests of fields.

use std::sync::Arc;

use super::effective::Effective;
use super::field_path::{Codes, FieldPath};
use crate::calendar::Period;
use crate::cycle::Kind;

/// A field that a test looks at: as written, how it is reached, and the codes that it may say.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TestedField {
    pub(crate) path: Arc<str>,
    pub(crate) reach: FieldPath,
    pub(crate) codes: Codes,
}

/// What has to hold of a value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Check {
    /// One of these words, by their bits.
    Codes(u64),
    Ids(Box<[Box<str>]>),
    Numbers(Box<[i64]>),
    AtLeast(Effective<i64>),
    AtMost(Effective<i64>),
    SameAs(TestedField),
    /// A time is no later than so long after another.
    Within {
        period: Effective<Period>,
        after: TestedField,
    },
    Said,
    Redacted,
    CountAtLeast(Effective<i64>),
    CountAtMost(Effective<i64>),
}

/// A test of one field of entries of one kind.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Test {
    pub(crate) field: TestedField,
    pub(crate) check: Check,
    /// Whether it has to fail instead.
    pub(crate) not: bool,
}

/// Tests of each kind of entry that there is a pattern for; all tests of a kind have to hold.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Pattern {
    pub(crate) kinds: Vec<(Kind, Box<[Test]>)>,
}

impl Pattern {
    /// Whether a test looks at the entry that opened the duty.
    pub(crate) fn looks_back(&self) -> bool {
        self.kinds.iter().any(|(_, tests)| tests.iter().any(Test::looks_back))
    }
}

impl Test {
    pub(super) fn reaches(&self, is_such: impl Fn(&FieldPath) -> bool) -> bool {
        is_such(&self.field.reach) || self.other().is_some_and(|other| is_such(&other.reach))
    }

    /// The field that it compares with.
    pub(crate) fn other(&self) -> Option<&TestedField> {
        match &self.check {
            Check::SameAs(other) | Check::Within { after: other, .. } => Some(other),
            Check::Codes(_)
            | Check::Ids(_)
            | Check::Numbers(_)
            | Check::AtLeast(_)
            | Check::AtMost(_)
            | Check::Said
            | Check::Redacted
            | Check::CountAtLeast(_)
            | Check::CountAtMost(_) => None,
        }
    }

    /// Whether what it asks may depend on when things happened, and not only on their order.
    pub(crate) fn looks_at_time(&self) -> bool {
        self.reaches(FieldPath::is_timed) || matches!(self.check, Check::Within { .. })
    }

    /// Whether it may depend on the minutes at which they happened.
    pub(crate) fn looks_at_minutes(&self) -> bool {
        self.reaches(FieldPath::is_instant)
    }

    /// Whether it looks at the entry that opened the duty.
    pub(crate) fn looks_back(&self) -> bool {
        self.reaches(FieldPath::is_of_the_opening)
    }

    /// Whether what it says of the invitation to a contract changes by that contract's own steps alone, or by a merger of teams:
    /// not where it asks for a stage, which ends by time, for who is there, for what people are at the time, or for a value by
    /// date.
    pub(crate) fn is_lasting(&self) -> bool {
        let by_date = match &self.check {
            Check::AtLeast(limit) | Check::AtMost(limit) | Check::CountAtLeast(limit) | Check::CountAtMost(limit) => {
                !limit.is_always()
            }
            Check::Within { period, .. } => !period.is_always(),
            Check::Codes(_) | Check::Ids(_) | Check::Numbers(_) | Check::SameAs(_) | Check::Said | Check::Redacted => false,
        };
        !by_date && !self.reaches(|path| !path.is_lasting())
    }

    /// Whether it asks how a contract stood at the time.
    pub(crate) fn looks_around(&self) -> bool {
        self.reaches(FieldPath::is_of_a_contract)
    }
}
