//! What can be done under a contract as it stands now.

use crate::contracting::Stage;
use crate::simulation::course::{HeldContract, Scene};

/// Whether a contract is under way: begun, not suspended, and not past its last day.
pub(super) fn is_under_way(contract: &HeldContract, scene: &Scene<'_>) -> bool {
    contract.stage == Stage::Active && !contract.has_lapsed(scene.today())
}

/// Whether somebody of each side is there to stand for a contract. The clinician is, as long as the cycle goes on.
pub(super) fn has_its_parties(contract: &HeldContract, scene: &Scene<'_>) -> bool {
    scene.is_here(&contract.worker)
}

/// A time on a later day than today, so that what follows itself comes to an end.
pub(super) fn on_a_later_day(at: i64, scene: &Scene<'_>) -> i64 {
    at.max(scene.opening(scene.end_of_day(scene.now())))
}
