//! The clock: as time passes, obligations fall due, bans end, and contracts lapse.

use std::cmp::Reverse;

use super::obligation::Status;
use super::timers::Timer;
use super::{Engine, Runtime};
use crate::moment::Moment;

impl Engine {
    /// Moves the clock: whatever was due before this instant is late, and whatever ended before it has ended.
    #[inline]
    pub(crate) fn advance(&mut self, runtime: &Runtime<'_>, to: Moment) {
        let (due, lapse) = self.timers.next();
        if due.min(lapse) < to {
            self.run_out(runtime, to);
        }
        self.timers.clock = self.timers.clock.max(to);
    }

    /// Lets time pass up to an instant, and leaves the clock just after the last that it brought about: what occurred later than
    /// that is not late yet.
    pub(crate) fn pass(&mut self, runtime: &Runtime<'_>, to: Moment) {
        self.drop_stale();
        if self.wakes() < to {
            self.run_out(runtime, to);
            self.timers.clock = self.timers.clock.just_after();
        }
    }

    fn run_out(&mut self, runtime: &Runtime<'_>, to: Moment) {
        loop {
            self.drop_stale();
            let (due, lapse) = self.timers.next();
            if due.min(lapse) >= to {
                return;
            }
            self.timers.clock = self.timers.clock.max(due.min(lapse));
            if due <= lapse {
                // All that is due at one instant is late at once: none of it follows from another.
                while let Some(timer) = self.timers.pop_at(due) {
                    self.due(timer);
                }
            } else if self.timers.renewals.peek().is_some_and(|Reverse((at, ..))| *at == lapse) {
                if let Some(Reverse((at, history, step, slot))) = self.timers.renewals.pop() {
                    self.renew(runtime, history, step, slot, at);
                }
            } else if let Some(Reverse((at, history, step))) = self.timers.lapses.pop() {
                self.lapse(runtime, history, step, at);
            }
            self.breaches(runtime);
        }
    }

    fn due(&mut self, Timer { at, serial, place }: Timer) {
        let Some(obligation) = self.store.get_mut(place) else { return };
        if obligation.serial != serial || obligation.due != at || obligation.stands() {
            return;
        }
        if matches!(obligation.status, Status::Waiting) {
            let (by, closed) = (obligation.cold.as_ref().and_then(|cold| cold.before), obligation.is_closed());
            self.miss(place, at, by);
            if closed {
                self.remedy(place, None);
            }
        } else if matches!(obligation.status, Status::Banned) {
            self.settle(place, Status::Kept(at));
        }
    }
}
