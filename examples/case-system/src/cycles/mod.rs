//! Histories in memory: loaded when they are asked for, a bounded number of them, one writer each at a time.
//!
//! Several processes may work on one database. Whoever reads looks first whether there is more than is in memory, so that nothing is
//! shown that another process has redacted since; whoever writes is kept apart from others by the key of the table, takes up what they
//! stored, and judges again.

mod cache;
mod load;
mod disclosed;
mod offer;
mod again;
mod import;

use std::ops::Deref;
use std::sync::Arc;

use practice_cycle::cycle::{Offer, RefusalReport};
use practice_cycle::history::History;
use practice_cycle::id::{CycleId, PersonId};
use practice_cycle::moment::Moment;
use practice_cycle::people::Held;
use practice_cycle::reader::Reader;
use thiserror::Error;
use tokio::sync::{Mutex, OwnedRwLockReadGuard, RwLock, broadcast};

pub(crate) use again::redacted_again;
pub use cache::Limits;
pub use import::ImportError;
pub use load::{Broken, BrokenShown, verify};
pub use offer::{Late, Outcome, Recorded};

use crate::clock::Clock;
use crate::store::{Store, StoreError};
use cache::Cache;
use load::{Loaded, Reload, load};

/// Why a cycle cannot be read, or an act not be recorded.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Failure {
    /// There is no such cycle.
    #[error("there is no such cycle")]
    NoSuchCycle,
    /// The act is refused.
    #[error("the act is refused: {}", .0.message)]
    Refused(Box<RefusalReport>),
    /// The act would show whoever does or records it what they are not shown.
    #[error(
        "this would show words of others to whoever does or records it; whoever said them has to record it, or somebody to whom it shows \
         nothing more"
    )]
    Discloses,
    /// A cycle is opened under the reference that its opening names.
    #[error("the act opens another cycle than the one it is sent to")]
    AnotherCycle,
    /// Others wrote each time before this could be stored.
    #[error("others kept recording in this cycle; offer the act again")]
    Busy,
    /// The cycle does not load.
    #[error("entry {} does not load, so nothing is recorded in this cycle: {}", .0.line, .0.why)]
    ReadOnly(Broken),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What should not happen: a thread that ended in the middle.
    #[error("the work on this cycle was cut short")]
    CutShort,
}

/// A cycle as it is in memory.
#[derive(Debug, Default)]
pub(crate) struct Slot {
    /// One at a time decides, stores and accepts.
    writing: Mutex<()>,
    loaded: Arc<RwLock<Loaded>>,
}

/// A cycle for whoever reads it. While it is held, nothing is accepted in that cycle: let it go soon, and never hold two of one cycle.
#[derive(Debug)]
pub struct Cycle(OwnedRwLockReadGuard<Loaded>);

impl Deref for Cycle {
    type Target = History;

    /// The history; of a cycle that does not load, as it stood before the row that is wrong.
    fn deref(&self) -> &History {
        &self.0.history
    }
}

impl Cycle {
    /// The row from which on it does not load. Such a cycle is read-only.
    #[must_use]
    pub fn broken(&self) -> Option<&Broken> {
        self.0.broken.as_ref()
    }

    /// Somebody as a reader of it, by the roles and the consents that are known and in force now, whatever day they ask for. Of a cycle
    /// that does not load whole nobody knows what later rows withdraw, so they are shown no more than anybody, and what they said
    /// themself.
    #[must_use]
    pub fn reader(&self, person: &PersonId, now: Moment) -> Reader {
        // A clock that was set back brings nothing back.
        let now = now.max(self.cycle().last_recorded());
        let view = self.view(now, now);
        if self.broken().is_some() { Reader::of_incomplete(&view, person) } else { Reader::of(&view, person) }
    }

    /// The end of its chain, to be kept where whoever can write the database cannot.
    #[must_use]
    pub fn head(&self) -> Option<practice_cycle::chain::Head> {
        self.0.chain.head()
    }
}

/// All cycles.
#[derive(Debug, Clone)]
pub struct Cycles {
    store: Store,
    clock: Clock,
    cache: Arc<Cache>,
    changed: broadcast::Sender<CycleId>,
}

impl Cycles {
    /// The cycles of a database.
    #[must_use]
    pub fn new(store: Store, clock: Clock, limits: Limits) -> Self {
        Self { store, clock, cache: Arc::new(Cache::new(limits)), changed: broadcast::channel(1024).0 }
    }

    /// The references of the cycles in which this process records something, from now on. What other processes record is found by
    /// [`Store::cycles`].
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<CycleId> {
        self.changed.subscribe()
    }

    /// How many cycles are in memory.
    #[must_use]
    pub fn in_memory(&self) -> usize {
        self.cache.len()
    }

    /// A cycle with all that is stored of it.
    ///
    /// # Errors
    /// [`Failure::NoSuchCycle`], [`Failure::Store`] or [`Failure::CutShort`].
    pub async fn get(&self, cycle: &CycleId) -> Result<Cycle, Failure> {
        let last = self.store.last(cycle).await?.ok_or(Failure::NoSuchCycle)?;
        let slot = self.cache.slot(cycle);
        if !is_up_to(&slot, last).await {
            let _writing = slot.writing.lock().await;
            if !is_up_to(&slot, last).await {
                self.catch_up(cycle, &slot).await?;
            }
        }
        Ok(Cycle(Arc::clone(&slot.loaded).read_owned().await))
    }

    /// Reads a cycle on a thread where that may take its time.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub async fn read<T, F>(&self, cycle: &CycleId, reading: F) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: FnOnce(&Cycle) -> T + Send + 'static,
    {
        let cycle = self.get(cycle).await?;
        blocking(move || reading(&cycle)).await
    }

    /// What whoever acted was in a cycle when they did, where somebody else records it; nothing, where they do so themself, or there is
    /// no such cycle yet.
    ///
    /// # Errors
    /// [`Failure::Store`] or [`Failure::CutShort`].
    pub async fn held(&self, cycle: &CycleId, offer: &Offer) -> Result<Held, Failure> {
        if offer.recorded_by.as_ref().is_none_or(|recorder| *recorder == offer.by) {
            return Ok(Held::default());
        }
        match self.get(cycle).await {
            Ok(cycle) => Ok(cycle.cycle().held_at(&offer.by, offer.occurred_at)),
            Err(Failure::NoSuchCycle) => Ok(Held::default()),
            Err(why) => Err(why),
        }
    }

    /// Takes up what is stored and not in memory. Whoever calls it holds the lock of writing.
    async fn catch_up(&self, cycle: &CycleId, slot: &Slot) -> Result<(), Failure> {
        let (seen, is_broken) = {
            let loaded = slot.loaded.read().await;
            (loaded.seen, loaded.broken.is_some())
        };
        let mut taken = Err(Reload);
        if seen > 0 && !is_broken {
            let rows = self.store.rows(cycle, seen).await?;
            let mut loaded = Arc::clone(&slot.loaded).write_owned().await;
            taken = blocking(move || loaded.take_up(&rows)).await?;
        }
        if taken == Err(Reload) {
            self.load(cycle, slot).await?;
        }
        self.weigh(cycle, slot).await;
        Ok(())
    }

    async fn load(&self, cycle: &CycleId, slot: &Slot) -> Result<(), Failure> {
        let rows = self.store.rows(cycle, 0).await?;
        let loaded = blocking(move || load(&rows)).await?;
        if let Some(Broken { line, why, newer, later }) = &loaded.broken {
            tracing::error!(cycle = cycle.as_str(), line, why, newer, later, "a cycle does not load, and is read-only");
        }
        *slot.loaded.write().await = loaded;
        Ok(())
    }

    async fn weigh(&self, cycle: &CycleId, slot: &Slot) {
        let bytes = slot.loaded.read().await.bytes;
        self.cache.weigh(cycle, bytes);
    }

    /// The database beneath.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }
}

/// Whether what is in memory is all that is stored. A cycle that does not load is loaded again each time, since somebody may have
/// mended it.
async fn is_up_to(slot: &Slot, last: i64) -> bool {
    let loaded = slot.loaded.read().await;
    loaded.broken.is_none() && loaded.seen == last
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Failure> {
    tokio::task::spawn_blocking(work).await.map_err(|_| Failure::CutShort)
}
