//! What goes wrong in a database, a process or a network, and what is left then: nothing that was acknowledged is lost. All people and
//! cases are invented.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "helpers of tests")]

#[path = "../common/mod.rs"]
mod common;
mod program;

mod clock;
mod gone;
mod killed;
mod racing;
mod retries;
mod rows;
mod starting;
