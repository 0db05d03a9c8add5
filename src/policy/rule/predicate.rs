//! Tests of fields, as they were looked up.

use super::effective::Dated;
use super::field_path::Access;
use crate::cycle::Kind;

/// What has to hold of a value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Check {
    /// One of these words, by their bits.
    Words(u64),
    Ids(Box<[Box<str>]>),
    Numbers(Box<[i64]>),
    AtLeast(Dated<i64>),
    AtMost(Dated<i64>),
    SameAs(Access),
    Said,
    CountAtLeast(Dated<i64>),
    CountAtMost(Dated<i64>),
}

/// A test of one field of entries of one kind.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Test {
    pub(crate) access: Access,
    pub(crate) check: Check,
    /// Whether it has to fail instead.
    pub(crate) not: bool,
    /// The path as written, for findings.
    pub(crate) path: Box<str>,
    /// The path of the field that it is compared with, as written, for findings.
    pub(crate) other: Option<Box<str>>,
}

/// Tests of each kind of entry that there is a pattern for; all tests of a kind have to hold.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Pattern {
    pub(crate) kinds: Vec<(Kind, Box<[Test]>)>,
}

impl Test {
    /// Whether it looks at the entry that opened the duty.
    pub(crate) fn looks_back(&self) -> bool {
        let opening = |access: &Access| matches!(access, Access::Opening(_));
        opening(&self.access) || matches!(&self.check, Check::SameAs(other) if opening(other))
    }

    /// Whether it asks how a contract stood at the time.
    pub(crate) fn looks_around(&self) -> bool {
        self.access.is_of_a_contract() || matches!(&self.check, Check::SameAs(other) if other.is_of_a_contract())
    }
}
