//! Simulated observers of the boundary, and what its readings make of what they note.

mod population;
mod position;
mod observers;
mod calibration;

pub use calibration::{Calibration, Calibrator, Claims, Condition, FalseDrift, Readings, Share, TrueMajority};
pub use observers::{Manner, Team};
pub use population::{Population, PopulationError, RawPopulation, Seat};
pub use position::Position;
