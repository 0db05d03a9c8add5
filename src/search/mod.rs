//! Search: what could ever happen.
mod claims;
mod explore;
mod explored;
mod machine;
mod review;
mod world;

pub use claims::of_the_cycle;
pub use explore::{MAX_CLAIMS, Search};
pub use explored::{Answer, Bound, Explored, Progress};
pub use machine::{Claim, Machine};
pub use review::{Clash, Reviewed, Reviewer, Shown};
pub use world::{NotAWorld, Pass, Situation, Stories, World};
