//! Search: what could ever happen.
mod claims;
mod explore;
mod explored;
mod machine;
mod world;

pub use claims::of_the_cycle;
pub use explore::{MAX_CLAIMS, Search};
pub use explored::{Answer, Bound, Explored, Progress};
pub use machine::{Claim, Machine};
pub use world::{NotAWorld, Pass, Situation, World};
