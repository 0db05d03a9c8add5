//! Compiles packs: names are resolved, lengths of time read, and whatever cannot be becomes a problem.

mod source_rule;
mod lints;
mod time_lints;
mod resolver;
mod predicate;
mod deadline;
mod happening;
mod condition;
mod links;
mod requirement;
pub(crate) mod packs;
