//! What people tend to do: the tendencies that a scenario names.

mod recurring;
mod joining;
mod inviting;
mod contracting;
mod staffing;
mod disrupting;

pub use recurring::Recurring;

use crate::simulation::course::{Cast, Tendency};
use crate::simulation::scenario::Scenario;

/// The tendencies of a scenario, fresh for a cycle, in the order in which they hear of what happened.
pub(crate) fn made(scenario: &Scenario) -> Cast {
    let says = &scenario.says().tendencies;
    let mut cast: Cast = Vec::new();
    let mut joins = |tendency: Option<Box<dyn Tendency>>| cast.extend(tendency);
    joins(says.joining.clone().map(|says| Box::new(joining::Joins::new(says)) as _));
    joins(says.inviting.clone().map(|says| Box::new(inviting::Invites::new(says)) as _));
    joins(says.contracting.clone().map(|says| Box::new(contracting::Contracts::new(says)) as _));
    joins(says.staffing.clone().map(|says| Box::new(staffing::Staffs::new(says)) as _));
    joins(says.disrupting.clone().map(|says| Box::new(disrupting::Disrupts::new(says)) as _));
    cast
}
