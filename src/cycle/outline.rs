//! What a cycle comes to for what may still happen in it.

use super::Cycle;
use crate::outline::Outline;

impl Cycle {
    /// Everything but the contracts, which may change places.
    pub(crate) fn outline(&self, to: &mut Outline<'_>) {
        to.flag(self.closed.is_some());
        self.roster.outline(to);
        self.ledger.outline(to);
        for rule in &self.rules {
            rule.outline(to);
        }
        self.work.outline(to);
    }

    /// Who is here, and in which role.
    pub(crate) fn outline_people(&self, to: &mut Outline<'_>) {
        self.roster.outline(to);
    }
}
