//! What is written in a pack: strict JSON, its shape, and what is wrong with it.

pub(crate) mod problem;
pub(crate) mod strict_json;
pub(crate) mod codes;
#[cfg(feature = "schemars")]
pub(crate) mod schema_terms;
pub(crate) mod shorthand;
pub(crate) mod condition;
pub(crate) mod pack;
pub(crate) mod parse;
#[cfg(feature = "schemars")]
pub(crate) mod json_schema;
