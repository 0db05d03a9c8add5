//! A queue of what time alone brings about: obligations that fall due, contracts that lapse.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

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

/// Everything that time will bring about, the earliest first, and how far the clock has moved.
#[derive(Debug, Clone)]
pub(super) struct Timers {
    pub(super) dues: BinaryHeap<Reverse<Timer>>,
    /// When contracts lapse, unless they take another step: of which history, by which step.
    pub(super) lapses: BinaryHeap<Reverse<(Moment, u32, EntryNumber)>>,
    /// When renewals take effect that were recorded late: of which history, by which step, of the contract in which slot.
    pub(super) renewals: BinaryHeap<Reverse<(Moment, u32, EntryNumber, u32)>>,
    pub(super) clock: Moment,
}

impl Default for Timers {
    fn default() -> Self {
        Self { dues: BinaryHeap::new(), lapses: BinaryHeap::new(), renewals: BinaryHeap::new(), clock: Moment::EARLIEST }
    }
}

/// As many timers may be there, beside two for each obligation, before those are dropped that are out of date.
const SPARE: usize = 64;

impl Timers {
    pub(super) fn clear(&mut self) {
        self.dues.clear();
        self.lapses.clear();
        self.renewals.clear();
        self.clock = Moment::EARLIEST;
    }

    /// Sees to it that an obligation is looked at when it is due.
    #[inline]
    pub(super) fn wake(&mut self, store: &ObligationStore, place: u32, serial: u32, at: Moment) {
        if at == Moment::NEVER {
            return;
        }
        self.dues.push(Reverse(Timer { at, serial, place }));
        if self.dues.len() > 2 * store.len() + SPARE {
            self.dues.retain(|Reverse(timer)| {
                let open = store.get_open(timer.place);
                open.is_some_and(|obligation| obligation.serial == timer.serial && obligation.due == timer.at)
            });
        }
    }

    /// When the next obligation is due, and the next contract lapses or is completed: never, where none will.
    #[inline]
    pub(super) fn next(&self) -> (Moment, Moment) {
        let due = self.dues.peek().map_or(Moment::NEVER, |Reverse(timer)| timer.at);
        let lapses = self.lapses.peek().map_or(Moment::NEVER, |Reverse((at, ..))| *at);
        (due, self.renewals.peek().map_or(lapses, |Reverse((at, ..))| lapses.min(*at)))
    }
}
