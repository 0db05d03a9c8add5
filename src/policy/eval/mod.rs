//! Whether a condition holds: an entry in its context, what it refers to, and the tests of its fields. There is one evaluator,
//! and it records what it looks at for whoever wants to show it.

pub(crate) mod answer;
pub(crate) mod references;
pub(crate) mod context;
pub(crate) mod about;
pub(crate) mod contract;
pub(crate) mod fields;
pub(crate) mod evidence;
pub(crate) mod predicate;
pub(crate) mod counted;
pub(crate) mod memory;
pub(crate) mod past;
pub(crate) mod condition;
