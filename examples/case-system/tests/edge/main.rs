//! Where the service meets the world: connections, streams of news, pages in place of problems, and the notes of what is read. All people
//! and cases are invented.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

#[path = "../common/mod.rs"]
mod common;

mod broken;
mod connections;
mod memory;
mod news;
mod noted;
mod problems;
