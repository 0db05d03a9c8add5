//! What people tend to do: the tendencies that a scenario names.

mod numbered;
mod under_way;
mod recurring;
mod joining;
mod inviting;
mod contracting;
mod working;
mod keeping;
mod discussing;
mod staffing;
mod disrupting;
mod watching;

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
    joins(says.working.clone().map(|says| Box::new(working::Works::new(says)) as _));
    joins(says.keeping.clone().map(|says| Box::new(keeping::Keeps::new(says)) as _));
    joins(says.discussing.clone().map(|says| Box::new(discussing::Discusses::new(says)) as _));
    joins(says.staffing.clone().map(|says| Box::new(staffing::Staffs::new(says)) as _));
    joins(says.disrupting.clone().map(|says| Box::new(disrupting::Disrupts::new(says)) as _));
    joins(says.watching.clone().map(|says| Box::new(watching::Watches::new(says)) as _));
    cast
}
