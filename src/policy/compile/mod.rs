//! Compiles packs: names are resolved, lengths of time read, and whatever cannot be becomes a problem.

mod source_rule;
mod names;
mod lints;
mod resolver;
mod predicate;
mod deadline;
mod happening;
mod condition;
mod requirement;
mod merge;
pub(crate) mod packs;
