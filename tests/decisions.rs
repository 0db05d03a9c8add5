//! Decide, store, accept; and what corrections leave: a live history judges as one that is loaded does, what was taken back comes
//! back as it was, and what comes late stands where it occurred.
#![cfg(feature = "proptest")]
#![cfg_attr(
    feature = "proptest",
    expect(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing, reason = "the helpers of tests fail as tests do")
)]

#[path = "decisions/world.rs"]
mod world;
#[path = "decisions/busy.rs"]
mod busy;
#[path = "decisions/found.rs"]
mod found;
#[path = "decisions/accepting.rs"]
mod accepting;
#[path = "decisions/nested.rs"]
mod nested;
#[path = "decisions/lateness.rs"]
mod lateness;
