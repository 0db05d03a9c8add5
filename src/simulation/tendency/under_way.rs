//! What can be done under a contract as it stands now.

use chrono::NaiveDate;

use crate::contracting::{Duration, Stage};
use crate::simulation::course::{HeldContract, Scene};

/// The last day of a contract, if an end is planned.
pub(super) fn last_day(contract: &HeldContract) -> Option<NaiveDate> {
    match contract.duration? {
        Duration::Single(day) | Duration::Until { ends: day, .. } => Some(day),
        Duration::ReviewBy(_) => None,
    }
}

/// Whether the last day of a contract is over.
pub(super) fn is_over(contract: &HeldContract, scene: &Scene<'_>) -> bool {
    last_day(contract).is_some_and(|last| last < scene.today())
}

/// Whether a contract is under way: begun, not suspended, and not past its last day.
pub(super) fn is_under_way(contract: &HeldContract, scene: &Scene<'_>) -> bool {
    contract.stage == Stage::Active && !is_over(contract, scene)
}

/// Whether somebody of each side is there to stand for a contract. The clinician is, as long as the cycle goes on.
pub(super) fn has_its_parties(contract: &HeldContract, scene: &Scene<'_>) -> bool {
    scene.is_here(&contract.worker)
}

/// A time on a later day than today, so that what follows itself comes to an end.
pub(super) fn on_a_later_day(at: i64, scene: &Scene<'_>) -> i64 {
    at.max(scene.opening(scene.end_of_day(scene.now())))
}
