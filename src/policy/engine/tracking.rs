//! What happened before, as far as somebody may ask.

use std::collections::VecDeque;

use crate::policy::verdict::Witness;

/// What happened before about one key; and what may have, for something in it is not known.
#[derive(Debug, Clone, Default)]
pub(super) struct Track {
    pub(super) surely: Times,
    pub(super) perhaps: Times,
}

/// When something happened: either the first time, or the latest few.
#[derive(Debug, Clone, Default)]
pub(super) struct Times {
    /// Most ask for one time only, which stands in place.
    last: Option<Witness>,
    before: VecDeque<Witness>,
}

impl Times {
    pub(super) fn keep_first(&mut self, witness: Witness) {
        self.last.get_or_insert(witness);
    }

    /// Keeps the latest so many: one at least.
    pub(super) fn keep_latest(&mut self, witness: Witness, keeps: usize) {
        let Some(before) = self.last.replace(witness).filter(|_| keeps > 1) else { return };
        if self.before.len() + 1 == keeps {
            self.before.pop_front();
        }
        self.before.push_back(before);
    }

    /// The only one that is kept, or the latest.
    pub(super) fn last(&self) -> Option<Witness> {
        self.last
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Witness> {
        self.before.iter().copied().chain(self.last)
    }
}
