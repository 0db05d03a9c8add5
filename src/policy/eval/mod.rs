//! Whether a condition holds: an entry in its context, what it refers to, and the tests of its fields.

pub(crate) mod answer;
pub(crate) mod context;
pub(crate) mod references;
pub(crate) mod contract;
pub(crate) mod predicate;
pub(crate) mod key;
pub(crate) mod memory;
pub(crate) mod condition;
