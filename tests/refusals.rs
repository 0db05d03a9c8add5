//! Every refusal, and everything that cannot be read, as data: unique codes, categories, the place in the act, words that a
//! translator can replace; and the two pages that list them.
//!
//! Run with `UPDATE=1` to write `src/refusals.md` and `src/labels.en.json` anew.
#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "in the helpers of tests, where a slip is a failed test"
)]

#[path = "golden/mod.rs"]
mod golden;
#[path = "refusals/each.rs"]
mod each;
#[cfg(feature = "languages")]
#[path = "refusals/languages.rs"]
mod languages;
#[path = "refusals/listed.rs"]
mod listed;
#[path = "refusals/places.rs"]
mod places;
#[path = "refusals/reading.rs"]
mod reading;
