//! The course of a group: cycles that share clinicians, worked off event by event in the order of time.

mod diary;
mod desk;
mod world;
mod people;
mod held;
mod record;
mod played;
mod scene;
mod run;

pub use diary::Wake;
pub use held::HeldContract;
pub use people::HeldPerson;
pub use played::Played;
pub(crate) use run::{Cast, Course};
pub use run::{Refused, Tendency};
pub use scene::{Heard, PLACE, Scene};
pub use world::Family;
