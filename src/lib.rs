//! How a clinician becomes an embedded part of a child-protection social-work team, as typed states and one history.

// Words: what things are called.
pub mod word;
mod fact;
pub mod id;
pub mod text;
pub mod moment;
pub mod calendar;
pub mod people;
pub mod space;
pub mod boundary;
// Acts: one offers, then it has happened.
mod ledger;
pub mod attachment;
pub mod joining;
pub mod contracting;
pub mod reporting;
pub mod intervening;
pub mod correction;
// The cycle: the acts together, and all that happened.
pub mod cycle;
pub mod stored;
pub mod history;
// For tests of code that embeds all of this.
#[cfg(feature = "proptest")]
pub mod strategy;
