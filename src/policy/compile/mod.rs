//! Compiles packs: names are resolved, lengths of time read, and whatever cannot be becomes a problem.

mod source_rule;
mod lints;
mod resolver;
mod field_test;
mod event_pattern;
mod condition;
mod duty;
pub(crate) mod packs;
