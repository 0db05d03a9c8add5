//! What all JSON Schemas (draft 2020-12) share: single values as they are written, and what is made of what is derived.
//!
//! One name means one thing, whichever schema it stands in: a generator of types that reads several of them makes one type of it.

pub(crate) mod pattern;
pub(crate) mod scalar;
#[cfg(feature = "schemars")]
pub(crate) mod derived;
