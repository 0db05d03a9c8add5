//! What people tend to do: the tendencies that a scenario names.

mod recurring;
mod joining;

pub use recurring::Recurring;

use crate::simulation::course::{Cast, Tendency};
use crate::simulation::scenario::Scenario;

/// The tendencies of a scenario, fresh for a cycle, in the order in which they hear of what happened.
pub(crate) fn made(scenario: &Scenario) -> Cast {
    let says = &scenario.says().tendencies;
    let joining = says.joining.clone().map(|says| Box::new(joining::Joins::new(says)) as Box<dyn Tendency>);
    [joining].into_iter().flatten().collect()
}
