//! What was reported of each duty, and when those that are open fall due.

use std::collections::{BTreeSet, HashMap, btree_set};
use std::sync::Arc;

use foldhash::fast::RandomState;

use crate::moment::Moment;
use crate::policy::report::key::DutyKey;
use crate::policy::report::verdict::{DutyState, Outcome};

/// What was reported of a duty, and in which round it was last found to be one.
#[derive(Debug, Clone)]
struct Kept {
    state: DutyState,
    round: u32,
}

/// What was reported, by key.
#[derive(Debug, Clone, Default)]
pub(super) struct Announced {
    kept: HashMap<Arc<DutyKey>, Kept, RandomState>,
    dues: BTreeSet<(Moment, Arc<DutyKey>)>,
    /// How often all was compared.
    round: u32,
}

impl FromIterator<(DutyKey, DutyState)> for Announced {
    fn from_iter<T: IntoIterator<Item = (DutyKey, DutyState)>>(told: T) -> Self {
        let mut announced = Self::default();
        for (key, state) in told {
            announced.tell(key, &state);
        }
        announced
    }
}

impl Announced {
    /// Keeps what is reported of a duty now. If it differs: its key, and what was reported of it before.
    pub(super) fn tell(&mut self, key: DutyKey, state: &DutyState) -> Option<(Arc<DutyKey>, Option<DutyState>)> {
        let (key, was) = match self.kept.get_key_value(&key) {
            Some((_, kept)) if kept.state == *state => {
                self.seen(&key);
                return None;
            }
            Some((known, kept)) => (Arc::clone(known), Some(kept.state.clone())),
            None => (Arc::new(key), None),
        };
        self.kept.insert(Arc::clone(&key), Kept { state: state.clone(), round: self.round });
        let (before, due) = (was.as_ref().and_then(due), due(state));
        if before != due {
            if let Some(at) = before {
                self.dues.remove(&(at, Arc::clone(&key)));
            }
            self.dues.extend(due.map(|at| (at, Arc::clone(&key))));
        }
        Some((key, was))
    }

    /// Notes that there still is such a duty, and that it stands as it was reported.
    fn seen(&mut self, key: &DutyKey) {
        if let Some(kept) = self.kept.get_mut(key) {
            kept.round = self.round;
        }
    }

    /// Begins to compare all.
    pub(super) fn begin_round(&mut self) {
        self.round = self.round.wrapping_add(1);
    }

    /// Takes out what was not found since that began, in the order of the keys.
    pub(super) fn take_missing(&mut self) -> Vec<(DutyKey, DutyState)> {
        let round = self.round;
        let mut missing: Vec<_> = self.kept.extract_if(|_, kept| kept.round != round).collect();
        missing.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        let gone = missing.into_iter().map(|(key, kept)| {
            if let Some(at) = due(&kept.state) {
                self.dues.remove(&(at, Arc::clone(&key)));
            }
            (Arc::unwrap_or_clone(key), kept.state)
        });
        gone.collect()
    }

    /// What falls due, in order.
    pub(super) fn dues(&self) -> Dues<'_> {
        Dues(self.dues.iter())
    }

    /// What was reported, in the order of the keys.
    pub(super) fn all(&self) -> impl Iterator<Item = (&DutyKey, &DutyState)> {
        let mut all: Vec<_> = self.kept.iter().map(|(key, kept)| (&**key, &kept.state)).collect();
        all.sort_unstable_by_key(|(key, _)| *key);
        all.into_iter()
    }
}

/// Duties that are owed by a time, the first one first; of one time, in the order of their keys.
#[derive(Debug, Clone)]
pub(super) struct Dues<'m>(btree_set::Iter<'m, (Moment, Arc<DutyKey>)>);

impl<'m> Iterator for Dues<'m> {
    type Item = (Moment, &'m DutyKey);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(at, key)| (*at, &**key))
    }
}

/// By when a duty is owed, if it is owed by a time.
const fn due(state: &DutyState) -> Option<Moment> {
    match state.outcome {
        Outcome::Open { due_by } => due_by,
        Outcome::Holding { .. }
        | Outcome::Met { .. }
        | Outcome::Kept { .. }
        | Outcome::Released { .. }
        | Outcome::Missed { .. }
        | Outcome::Broken { .. }
        | Outcome::Unknown { .. } => None,
    }
}
