//! Compiled tests of fields.

use std::sync::Arc;

use super::effective::Effective;
use super::field_path::{Codes, FieldPath};
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
    Said,
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
        is_such(&self.field.reach) || matches!(&self.check, Check::SameAs(other) if is_such(&other.reach))
    }

    /// Whether it looks at the entry that opened the duty.
    pub(crate) fn looks_back(&self) -> bool {
        self.reaches(FieldPath::is_of_the_opening)
    }

    /// Whether what it says of the invitation to a contract changes by that contract's own steps alone, or by a merger of teams:
    /// not where it asks for a stage, which ends by time, or for what people are at the time, or for a value by date.
    pub(crate) fn is_lasting(&self) -> bool {
        let by_date = match &self.check {
            Check::AtLeast(limit) | Check::AtMost(limit) | Check::CountAtLeast(limit) | Check::CountAtMost(limit) => {
                !limit.is_always()
            }
            Check::Codes(_) | Check::Ids(_) | Check::Numbers(_) | Check::SameAs(_) | Check::Said => false,
        };
        !by_date && !self.reaches(|path| path.is_stage() || path.is_of_people())
    }

    /// Whether it asks how a contract stood at the time.
    pub(crate) fn looks_around(&self) -> bool {
        self.reaches(FieldPath::is_of_a_contract)
    }
}
