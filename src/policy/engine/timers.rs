//! A queue of what time alone brings about: obligations that fall due, contracts that lapse.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::obligation::Status;
use super::store::ObligationStore;
use crate::id::EntryNumber;
use crate::moment::Moment;

/// When an obligation is due. In the order in which that is; of one instant, in the order in which they were opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Timer {
    pub(super) at: Moment,
    pub(super) serial: u32,
    pub(super) place: u32,
}

impl Timer {
    /// Whether it still does something. Where a clock stands still, it does not: another is set when the clock goes on.
    fn is_live(&self, store: &ObligationStore) -> bool {
        store.get_open(self.place).is_some_and(|obligation| {
            obligation.serial == self.serial
                && obligation.due == self.at
                && matches!(obligation.status, Status::Waiting | Status::Banned)
                && !obligation.stands()
        })
    }
}

/// Everything that time will bring about, the earliest first, and how far the clock has moved.
#[derive(Debug, Clone)]
pub(super) struct Timers {
    pub(super) dues: BinaryHeap<Reverse<Timer>>,
    /// The ends of bans.
    pub(super) ends: BinaryHeap<Reverse<Timer>>,
    /// When contracts lapse, unless they take another step: of which history, by which step.
    pub(super) lapses: BinaryHeap<Reverse<(Moment, u32, EntryNumber)>>,
    /// When renewals take effect that were recorded late: of which history, by which step, of the contract in which slot.
    pub(super) renewals: BinaryHeap<Reverse<(Moment, u32, EntryNumber, u32)>>,
    pub(super) clock: Moment,
}

impl Default for Timers {
    fn default() -> Self {
        let (dues, ends) = (BinaryHeap::new(), BinaryHeap::new());
        Self { dues, ends, lapses: BinaryHeap::new(), renewals: BinaryHeap::new(), clock: Moment::EARLIEST }
    }
}

/// As many timers may be there, beside two for each obligation, before those are dropped that are out of date.
const SPARE: usize = 64;

impl Timers {
    pub(super) fn clear(&mut self) {
        self.dues.clear();
        self.ends.clear();
        self.lapses.clear();
        self.renewals.clear();
        self.clock = Moment::EARLIEST;
    }

    /// Sees to it that an obligation is looked at when it is due, or a ban when it ends.
    #[inline]
    pub(super) fn wake(&mut self, store: &ObligationStore, place: u32, serial: u32, at: Moment) {
        if at == Moment::NEVER {
            return;
        }
        let is_ban = store.get(place).is_some_and(|obligation| obligation.status == Status::Banned);
        let timers = if is_ban { &mut self.ends } else { &mut self.dues };
        timers.push(Reverse(Timer { at, serial, place }));
        if timers.len() > 2 * store.len() + SPARE {
            timers.retain(|Reverse(timer)| timer.is_live(store));
        }
    }

    /// Forgets timers that are out of date, as far as they are the next ones: each is looked at once.
    pub(super) fn drop_stale(&mut self, store: &ObligationStore) {
        for timers in [&mut self.dues, &mut self.ends] {
            while timers.peek().is_some_and(|Reverse(timer)| !timer.is_live(store)) {
                timers.pop();
            }
        }
    }

    /// The next of an instant: what is due before what ends.
    pub(super) fn pop_at(&mut self, at: Moment) -> Option<Timer> {
        let mut both = [&mut self.dues, &mut self.ends].into_iter();
        let timers = both.find(|timers| timers.peek().is_some_and(|Reverse(timer)| timer.at == at))?;
        timers.pop().map(|Reverse(timer)| timer)
    }

    /// When the next obligation is due, those apart that wait for nothing in time.
    pub(super) fn next_due(&self) -> Option<Moment> {
        self.dues.peek().map(|Reverse(timer)| timer.at)
    }

    /// When the next obligation is due or the next ban ends, and when the next contract lapses or is completed: never, where none
    /// will.
    #[inline]
    pub(super) fn next(&self) -> (Moment, Moment) {
        let first = |timers: &BinaryHeap<Reverse<Timer>>| timers.peek().map_or(Moment::NEVER, |Reverse(timer)| timer.at);
        let due = first(&self.dues).min(first(&self.ends));
        let lapses = self.lapses.peek().map_or(Moment::NEVER, |Reverse((at, ..))| *at);
        (due, self.renewals.peek().map_or(lapses, |Reverse((at, ..))| lapses.min(*at)))
    }
}
