//! What a search of all rules came to, and its exit status.

use practice_cycle::search::{Clashes, Reachability, Reviewed};

use crate::failure::Ending;

/// What was found of every rule, and of them together.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    /// The rules that no story speaks of.
    pub(crate) without_story: Vec<String>,
    /// Those that time was too short for.
    pub(crate) not_looked_at: Vec<String>,
    pub(crate) reviewed: Vec<Reviewed>,
    /// Of rules together, where that was asked.
    pub(crate) clashes: Option<Clashes>,
    /// Whether people get stuck; none where there is no world to ask it of, too.
    pub(crate) stuck: Option<Reachability>,
}

impl Answer {
    pub(crate) fn ending(&self) -> Ending {
        let clash = self.clashes.as_ref().is_some_and(|clashes| !clashes.found.is_empty());
        let stuck = self.stuck.as_ref().is_some_and(|stuck| stuck.history().is_some());
        if clash || stuck {
            Ending::Found
        } else if self.is_seen_through() {
            Ending::Clean
        } else {
            Ending::NotSeenThrough
        }
    }

    /// Whether everything that was asked was looked at, and no question left at a bound.
    pub(crate) fn is_seen_through(&self) -> bool {
        let each = self.without_story.is_empty()
            && self.not_looked_at.is_empty()
            && self.reviewed.iter().all(Reviewed::is_seen_through);
        let together = self.clashes.as_ref().is_none_or(|clashes| {
            clashes.bound.is_none() && clashes.passed_over == 0 && self.stuck.as_ref().is_some_and(Reachability::is_answered)
        });
        each && together
    }
}
