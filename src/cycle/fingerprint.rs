//! The fingerprint of a cycle.

use super::Cycle;
use crate::fingerprint::Fingerprint;

impl Cycle {
    /// Everything but the contracts, which may change places.
    pub(crate) fn fingerprint(&self, to: &mut Fingerprint<'_>) {
        to.flag(self.closed.is_some());
        self.roster.fingerprint(to);
        self.ledger.fingerprint(to);
        for rule in &self.rules {
            rule.fingerprint(to);
        }
        self.work.fingerprint(to);
    }

    /// Who is here, and in which role.
    pub(crate) fn fingerprint_people(&self, to: &mut Fingerprint<'_>) {
        self.roster.fingerprint(to);
    }
}
