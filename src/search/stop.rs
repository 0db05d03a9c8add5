//! How a search is ended before its time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What ends a search before its time: a flag, and a question that sets it.
#[derive(Clone, Default)]
pub(super) struct Stop {
    flag: Arc<AtomicBool>,
    asks: Option<Arc<dyn Fn() -> bool + Send + Sync>>,
}

impl std::fmt::Debug for Stop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stop").field("flag", &self.flag).finish_non_exhaustive()
    }
}

impl Stop {
    pub(super) fn on(&mut self, flag: Arc<AtomicBool>) {
        self.flag = flag;
    }

    pub(super) fn when(&mut self, asks: impl Fn() -> bool + Send + Sync + 'static) {
        self.asks = Some(Arc::new(asks));
    }

    pub(super) fn is_set(&self) -> bool {
        self.flag.load(Ordering::Relaxed)
    }

    /// Whether to stop here; the question is asked, and once it said yes, the flag stays set.
    pub(super) fn is_asked_for(&self) -> bool {
        if !self.is_set() && self.asks.as_ref().is_some_and(|asks| asks()) {
            self.flag.store(true, Ordering::Relaxed);
        }
        self.is_set()
    }
}
