//! Which cycles stay in memory: those that were asked for last, within two limits.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lru::LruCache;
use practice_cycle::id::CycleId;

use super::Slot;

/// How much stays in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// The largest number of cycles.
    pub cycles: NonZeroUsize,
    /// The largest number of entries in all of them together. The cycle that was asked for last stays, however long it is.
    pub entries: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { cycles: NonZeroUsize::MIN.saturating_add(9_999), entries: 1_000_000 }
    }
}

struct Kept {
    slots: LruCache<CycleId, (Arc<Slot>, usize)>,
    entries: usize,
}

pub(super) struct Cache {
    kept: Mutex<Kept>,
    most: usize,
}

impl std::fmt::Debug for Cache {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let kept = self.kept();
        f.debug_struct("Cache").field("cycles", &kept.slots.len()).field("entries", &kept.entries).finish()
    }
}

impl Cache {
    pub(super) fn new(limits: Limits) -> Self {
        Self { kept: Mutex::new(Kept { slots: LruCache::new(limits.cycles), entries: 0 }), most: limits.entries }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        // Nothing in here can be left half done.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The slot of a cycle, with nothing in it where it was not in memory.
    pub(super) fn slot(&self, cycle: &CycleId) -> Arc<Slot> {
        let mut kept = self.kept();
        if let Some((slot, _)) = kept.slots.get(cycle) {
            return Arc::clone(slot);
        }
        let slot = Arc::new(Slot::default());
        if let Some((_, (_, gone))) = kept.slots.push(cycle.clone(), (Arc::clone(&slot), 0)) {
            kept.entries -= gone;
        }
        slot
    }

    /// Notes how long a cycle is, and lets others go if that is too much. Whoever still works on one goes on with it.
    pub(super) fn weigh(&self, cycle: &CycleId, entries: usize) {
        let mut kept = self.kept();
        let Some((_, before)) = kept.slots.get_mut(cycle) else { return };
        let before = std::mem::replace(before, entries);
        kept.entries = kept.entries - before + entries;
        while kept.entries > self.most && kept.slots.len() > 1 {
            let Some((_, (_, gone))) = kept.slots.pop_lru() else { break };
            kept.entries -= gone;
        }
    }

    /// Lets a cycle go.
    pub(super) fn forget(&self, cycle: &CycleId) {
        let mut kept = self.kept();
        if let Some((_, gone)) = kept.slots.pop(cycle) {
            kept.entries -= gone;
        }
    }

    pub(super) fn len(&self) -> usize {
        self.kept().slots.len()
    }
}
