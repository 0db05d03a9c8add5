//! The statistics of experiments: differences between scenarios, when there are replications enough, and how long a warm-up takes.
//!
//! ```
//! use practice_cycle::simulation::experiment::Pairs;
//! use practice_cycle::simulation::outcome::{Observed, Outcome, Ratio};
//! let mut pairs = Pairs::default();
//! for (replication, ours, theirs) in [(0, 4, 2), (1, 6, 3), (2, 5, 3)] {
//!     let [ours, theirs] = [ours, theirs].map(|num| {
//!         let mut observed = Observed::default();
//!         observed.count(Outcome::Sessions, Ratio { num, den: 604_800 });
//!         observed
//!     });
//!     pairs.add(replication, &ours, &theirs);
//! }
//! let difference = pairs.difference(&Outcome::Sessions.into(), 365).unwrap();
//! let (low, high) = difference.estimate.interval(0.95).unwrap();
//! assert!((difference.estimate.value - 7.0 / 3.0).abs() < 1e-12 && low > 0.0 && high < 5.0);
//! ```
//!
//! *Intervals are about random draws only, not about the world.* A difference that they are sure of is a difference between two scenarios:
//! where a factor of the scenario says that one is better, replications will find that it is.
//!
//! # In pairs
//!
//! Two scenarios that are run with the same seed have all draws in common but those that the change makes different (common random
//! numbers). Their replications are compared one by one; [`Difference::saved`] tells how many times more replications it would have
//! taken without that.
//!
//! # Several comparisons
//!
//! Of twenty comparisons of what is the same, one differs at 95 % by chance alone. [`Correction`] names what is done about that.

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
pub use part::{Asks, MadeBy, Part, PartError, Tried};
pub use precision::{Enough, Precision, PrecisionError};
pub use ranges::{NoRanges, NoShard, Ranges, Shard};
pub use row::{Against, Row};
pub use run::{Experiment, ExperimentError};
pub use totals::Totals;
pub use warm_up::{WarmUp, mser_5};
