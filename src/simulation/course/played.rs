//! What is left of a cycle that was simulated.

use crate::history::History;
use crate::simulation::slip::Ledger;
use crate::simulation::unseen::Unseen;

use super::record::Record;

/// A cycle that was simulated.
///
/// ```
/// use practice_cycle::simulation::{Scenario, Simulator};
/// let played = Simulator::new(Scenario::shipped("team-as-it-is").unwrap()).group(0)?;
/// assert!(played[0].refused().next().is_none(), "nothing that a shipped scenario offers is refused");
/// assert_eq!(played[0].history().unwrap().entries().len() as u64, played[0].entries());
/// # Ok::<(), practice_cycle::simulation::Refused>(())
/// ```
#[derive(Debug)]
pub struct Played {
    pub(super) record: Record,
    pub(super) unseen: Unseen,
    pub(super) refused: Vec<(&'static str, &'static str, u64)>,
    pub(super) entries: u64,
    pub(super) team: u32,
    pub(super) available_minutes: u64,
    pub(super) ledger: Option<Ledger>,
}

impl Played {
    /// What was broken on purpose and what was not, duty by duty; where nothing was to be broken, and where no histories are kept, there is
    /// none.
    #[must_use]
    pub const fn ledger(&self) -> Option<&Ledger> {
        self.ledger.as_ref()
    }

    /// Its history, where histories are kept.
    #[must_use]
    pub fn history(&self) -> Option<&History> {
        match &self.record {
            Record::Kept(history) => Some(history),
            Record::Bare { .. } => None,
        }
    }

    /// Its history, for keeps.
    #[must_use]
    pub fn into_history(self) -> Option<History> {
        match self.record {
            Record::Kept(history) => Some(*history),
            Record::Bare { .. } => None,
        }
    }

    /// Where the cycle stands at the end.
    #[must_use]
    pub fn cycle(&self) -> &crate::cycle::Cycle {
        self.record.cycle()
    }

    /// How many entries there are.
    #[must_use]
    pub const fn entries(&self) -> u64 {
        self.entries
    }

    /// The acts that were refused: of which tendency, with which code, and how many.
    pub fn refused(&self) -> impl Iterator<Item = (&'static str, &'static str, u64)> {
        self.refused.iter().copied()
    }

    /// The team, by its number in the group, from 0. Cycles that follow one another are of one team.
    #[must_use]
    pub const fn team(&self) -> u32 {
        self.team
    }

    /// The unseen position of the boundary, day by day from the first of the horizon, as far as anybody asked for it.
    #[must_use]
    pub fn unseen(&self) -> &Unseen {
        &self.unseen
    }

    /// How many minutes for sessions the clinician had while the cycle was open; shared with their other cycles.
    #[must_use]
    pub const fn available_minutes(&self) -> u64 {
        self.available_minutes
    }
}
