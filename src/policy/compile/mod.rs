//! From what is written to what is run: names are looked up, lengths of time read, and what cannot be is a problem.

mod source_rule;
mod lints;
mod resolver;
mod field_test;
mod event_pattern;
mod condition;
mod duty;
pub(crate) mod packs;
