//! Compiles packs: names are resolved, lengths of time read, and whatever cannot be becomes a problem.

mod source_rule;
mod lints;
mod resolver;
mod predicate;
mod deadline;
mod happening;
mod condition;
mod requirement;
pub(crate) mod packs;
