//! Simulated observers of the boundary, and what its readings make of what they note. With the feature `simulation`.
//!
//! The numbers come from a seed that is given, by a generator of which every release makes the same use ([`random`]): there are no
//! dice of its own in the crate. A [`Population`] says who observes, where, how often and how well; a [`Team`] is drawn from it, and
//! its members note what they see of an unseen [`Position`] in a real history; a [`Calibrator`] makes many of them and compares what
//! readings claim with what is so.
//!
//! Nothing here was measured on people. Every number of a population names where it comes from, and those that come with the crate
//! are [illustrative](Source::Illustrative).
//!
//! ```
//! use practice_cycle::assessment::Parameters;
//! use practice_cycle::simulation::{Calibrator, Manner, Population};
//! let calibrator = Calibrator::new(Population::illustrative(), Parameters::unvalidated_v1());
//! let calibration = calibrator.teams(50).dependence(&[0.0]).manners(&[Manner::Honest]).run()?;
//! let leans = calibration.conditions[0].all().leans;
//! assert!(leans.claimed().unwrap() >= 0.8, "what leans is claimed with at least this firmness");
//! assert!(leans.right.count <= leans.right.of);
//! # Ok::<(), practice_cycle::history::Refusal>(())
//! ```

pub mod random;
mod amount;
mod population;
mod position;
mod observers;
mod calibration;

pub use amount::{Amount, Source};
pub use calibration::{Calibration, Calibrator, Claims, Condition, FalseDrift, Readings, Share, TrueMajority};
pub use observers::{Manner, Team};
pub use population::{Population, PopulationError, RawPopulation, Seat};
pub use position::Position;
