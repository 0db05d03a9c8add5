//! Scenarios, what they come to, and running them.

mod scenario;
mod results;
mod running;

pub(crate) use results::Results;
pub(crate) use running::run;
pub(crate) use scenario::Scenario;
