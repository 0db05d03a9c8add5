//! The search, and what it is asked to find: that states are merged only where the same may follow, that what is wrong is
//! found by the shortest history, and that bounds and mistakes are said.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "the helpers of tests fail as tests do")]

#[path = "search/discussion.rs"]
mod discussion;
#[path = "search/invented.rs"]
mod invented;
#[path = "search/machines.rs"]
mod machines;
#[path = "search/merging.rs"]
mod merging;
#[path = "search/refused.rs"]
mod refused;
#[path = "search/reviewing.rs"]
mod reviewing;
