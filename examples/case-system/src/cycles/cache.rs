//! Which cycles stay in memory: those that were asked for last, within two limits.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lru::LruCache;
use practice_cycle::id::CycleId;

use super::Slot;

/// How much stays in memory.
///
/// Entries differ in length, so it is their stored lines that are counted, in bytes. What they say takes as many again in memory, and what
/// they come to takes more: of short entries, four to five times as many in all (`cargo run --release -p case-system --example load -- memory`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// The largest number of cycles.
    pub cycles: NonZeroUsize,
    /// The most bytes that the lines of all of them have together. The cycle that was asked for last stays, however long it is.
    pub bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { cycles: NonZeroUsize::MIN.saturating_add(9_999), bytes: 128 << 20 }
    }
}

struct Kept {
    slots: LruCache<CycleId, (Arc<Slot>, usize)>,
    bytes: usize,
}

pub(super) struct Cache {
    kept: Mutex<Kept>,
    most: usize,
}

impl std::fmt::Debug for Cache {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let kept = self.kept();
        f.debug_struct("Cache").field("cycles", &kept.slots.len()).field("bytes", &kept.bytes).finish()
    }
}

impl Cache {
    pub(super) fn new(limits: Limits) -> Self {
        Self { kept: Mutex::new(Kept { slots: LruCache::new(limits.cycles), bytes: 0 }), most: limits.bytes }
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
            kept.bytes -= gone;
        }
        slot
    }

    /// Notes how many bytes the lines of a cycle have, and lets others go if that is too much. Whoever still works on one goes on with it.
    pub(super) fn weigh(&self, cycle: &CycleId, bytes: usize) {
        let mut kept = self.kept();
        let Some((_, before)) = kept.slots.get_mut(cycle) else { return };
        let before = std::mem::replace(before, bytes);
        kept.bytes = kept.bytes - before + bytes;
        while kept.bytes > self.most && kept.slots.len() > 1 {
            let Some((_, (_, gone))) = kept.slots.pop_lru() else { break };
            kept.bytes -= gone;
        }
    }

    /// Lets a cycle go.
    pub(super) fn forget(&self, cycle: &CycleId) {
        let mut kept = self.kept();
        if let Some((_, gone)) = kept.slots.pop(cycle) {
            kept.bytes -= gone;
        }
    }

    pub(super) fn len(&self) -> usize {
        self.kept().slots.len()
    }
}
