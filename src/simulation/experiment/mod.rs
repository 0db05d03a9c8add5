//! Experiments: scenarios run many times, and what that shows: differences between them, when there are replications enough, and how long a
//! warm-up takes.
//!
//! ```
//! use practice_cycle::simulation::experiment::{Correction, Experiment};
//! use practice_cycle::simulation::{Scenario, Simulator, outcome::Outcome};
//! let base = Scenario::shipped("null").unwrap();
//! let base = base.changed([("/horizon/days", 90.into()), ("/replications/to", 8.into())])?;
//! let more = base.changed([("/tendencies/inviting/invites/value", 3.into())])?;
//! let part = Experiment::named("more", Simulator::new(more)).against("as it is", Simulator::new(base)).run()?;
//! let rows = part.rows(0.95, Correction::None)?;
//! let invitations = rows.iter().find(|row| row.outcome == Outcome::Invitations).unwrap();
//! assert!(invitations.diff_low > Some(0.0), "there are more of them, whatever the draws");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! *Intervals are about random draws only, not about the world.* A difference that they are sure of is a difference between two scenarios:
//! where a factor of the scenario says that one is better, replications will find that it is.
//!
//! # The same bytes
//!
//! An [`Experiment`] plays groups by their numbers, and adds up whole numbers. So a [`Part`] is the same in whatever number of threads it was
//! run, however often it was stopped and continued, and from whatever shards it was merged; and so are its JSON and its tables. Memory
//! does not grow with the number of replications. Parts of other scenarios, seeds or versions are refused ([`PartError`]), and so are
//! those that hold the same replications.
//!
//! # Variants
//!
//! [`Scenario::changed`](crate::simulation::Scenario::changed) sets single values by JSON Pointer;
//! [`one_at_a_time`](crate::simulation::Scenario::one_at_a_time) multiplies one number after another, and
//! [`by_design`](crate::simulation::Scenario::by_design) reads a table of variants, as programs for sensitivity analysis write them.
//!
//! # In pairs
//!
//! Two scenarios that are run with the same seed have all draws in common but those that the change makes different (common random
//! numbers). Their replications are compared one by one; [`Difference::saved`] says how many times more replications it would have
//! taken without that.
//!
//! # Several comparisons
//!
//! Of twenty comparisons of equals, one differs at 95 % by chance alone. [`Correction`] names what is done about that.

mod pairs;
mod precision;
mod correction;
mod warm_up;
mod row;
mod ranges;
mod in_order;
mod totals;
mod watched;
mod part;
mod run;

pub use correction::Correction;
pub use pairs::{Difference, Pairs};
pub use part::{MadeBy, Part, PartError, Tried};
pub use precision::{Enough, Precision, PrecisionError};
pub use ranges::{NoRanges, NoShard, Ranges, Shard};
pub use row::{Against, Row};
pub use run::{Experiment, ExperimentError};
pub use totals::Totals;
pub use warm_up::{WarmUp, mser_5};
pub use watched::Asks;
