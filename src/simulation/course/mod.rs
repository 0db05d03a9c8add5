//! The course of a group: cycles that share clinicians, worked off event by event in the order of time.

mod diary;
mod desk;
mod world;
mod people;
mod held;
mod record;
mod shared;
mod run;
mod scene;
mod group;

pub use diary::Wake;
pub use group::Tendency;
pub(crate) use group::{Cast, Course};
pub use held::HeldContract;
pub use people::HeldPerson;
pub use run::{Heard, Played, Refused};
pub use scene::Scene;
pub use shared::PLACE;
pub use world::Family;
