//! Slips: duties that a simulated process breaks on purpose, and the ledger in which every duty stands.
//!
//! A finding of a rule is only worth something if it is known what it should have found. So a process that keeps the rules is made
//! to break some: an act that it owes is left out, comes too late, or another is put in its place. Each slip is noted, and so is
//! every duty that was kept. For that the simulation rules on each rule itself, in a few lines written from what the rule says, and
//! shares nothing with the engine of [`policy`](crate::policy) but the calendar, the machine and the packs' words.
//!
//! Which rule is broken by which act, and how, is what [`breakable`] lists; why others cannot be broken on purpose, [`not_on_purpose`].
//! Whatever a slip breaks beside its own rule stands in the ledger, too, as not broken on purpose.

mod seen;
mod row;
mod article;
mod local_practice;
mod shared_risk;
mod ruling;
mod ledger;
mod violation;
mod slips;

pub use ledger::{Ledger, LedgerRow};
pub use row::Way;
pub use ruling::CameTo;
pub use slips::{Slip, Slips};
pub use violation::{Breaking, Violation, Violations, ViolationsError};

/// The table of rules, pack by pack.
const ROWS: [&[row::Row]; 3] = [article::ROWS, local_practice::ROWS, shared_risk::ROWS];

const NOT_ON_PURPOSE: &[(&str, &str)] = &[
    ("P01b", "it opens by several acts of several people, and no single act owes its answer"),
    ("R02", "it rests on a reading of joining, and no single act makes that"),
    ("R08a", "that a clinician is instructed about a family they have worked with is not simulated"),
    ("R08c", "that a clinician is instructed about a family they have worked with is not simulated"),
    ("R09a", "it compares contracts that stand at once, and no act of one of them owes it"),
    ("R09b", "it compares contracts that stand at once, and no act of one of them owes it"),
    (
        "R12c",
        "a process that keeps the rules does not begin or resume work while a party is gone; it breaks where R12a was broken before",
    ),
    (
        "R12d",
        "a process that keeps the rules does not offer it while a party is gone; it breaks where R12a was broken before",
    ),
    ("R13c", "only a suspension that is recorded late can break it"),
];

/// The rules that can be broken on purpose: the rule, the act of a compliant process that a slip takes hold of, and in which ways.
///
/// ```
/// use practice_cycle::simulation::{Way, breakable};
/// let (_, act, ways) = breakable().find(|(rule, ..)| *rule == "R26").unwrap();
/// assert_eq!((act, ways), ("passing a concern on (`concern_passed_on`)", &[Way::Omitting, Way::Delaying][..]));
/// ```
pub fn breakable() -> impl Iterator<Item = (&'static str, &'static str, &'static [Way])> {
    ROWS.iter().copied().flatten().filter(|row| !row.ways.is_empty()).map(|row| (row.rule, row.act, row.ways))
}

/// The rules of the article, of local practice and of shared risk that cannot be broken on purpose, each with the reason.
///
/// ```
/// use practice_cycle::simulation::not_on_purpose;
/// assert!(not_on_purpose().any(|(rule, _)| rule == "R02"));
/// ```
pub fn not_on_purpose() -> impl Iterator<Item = (&'static str, &'static str)> {
    NOT_ON_PURPOSE.iter().copied()
}

/// The rules on which the simulation rules itself.
///
/// ```
/// use practice_cycle::simulation::ruled_on;
/// assert!(ruled_on().any(|rule| rule == "R10"));
/// ```
pub fn ruled_on() -> impl Iterator<Item = &'static str> {
    ROWS.iter().copied().flatten().map(|row| row.rule)
}
