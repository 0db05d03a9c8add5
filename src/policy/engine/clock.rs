//! The clock: what is late when its time is over, and what lapses.

use std::cmp::Reverse;

use super::{Engine, Runtime};
use crate::moment::Moment;
use crate::policy::engine::obligation::Status;

/// When a duty is due. In the order in which that is; of one instant, in the order in which duties were opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Timer {
    at: Moment,
    serial: u32,
    place: u32,
}

/// So many timers may be there, beside two for each duty, before those are dropped whose duty came to something else.
const SPARE: usize = 64;

impl Engine {
    /// Sees to it that a duty is looked at when it is due.
    pub(super) fn wake(&mut self, place: u32, serial: u32, at: Moment) {
        if at == Moment::NEVER {
            return;
        }
        self.dues.push(Reverse(Timer { at, serial, place }));
        if self.dues.len() > 2 * self.duties.len() + SPARE {
            let duties = &self.duties;
            self.dues.retain(|Reverse(timer)| {
                let obligation = duties.get_open(timer.place);
                obligation.is_some_and(|obligation| obligation.serial == timer.serial && obligation.due == timer.at)
            });
        }
    }

    /// Moves the clock: whatever was due before this instant is late, and whatever ended before it has ended.
    #[inline]
    pub(in crate::policy) fn advance(&mut self, runtime: &Runtime<'_>, to: Moment) {
        let due = self.dues.peek().is_some_and(|Reverse(timer)| timer.at < to);
        if due || self.lapses.peek().is_some_and(|Reverse((at, ..))| *at < to) {
            self.run_out(runtime, to);
        }
        self.clock = self.clock.max(to);
    }

    fn run_out(&mut self, runtime: &Runtime<'_>, to: Moment) {
        loop {
            let due = self.dues.peek().map_or(Moment::NEVER, |Reverse(timer)| timer.at);
            let lapse = self.lapses.peek().map_or(Moment::NEVER, |Reverse((at, ..))| *at);
            if due.min(lapse) >= to {
                return;
            }
            self.clock = self.clock.max(due.min(lapse));
            if due <= lapse {
                // All that is due at one instant is late at once: none of it comes of another.
                while let Some(&Reverse(timer)) = self.dues.peek().filter(|Reverse(timer)| timer.at == due) {
                    self.dues.pop();
                    self.due(timer);
                }
            } else if let Some(Reverse((at, history, step))) = self.lapses.pop() {
                self.lapse(runtime, history, step, at);
            }
            self.breaches(runtime);
        }
    }

    fn due(&mut self, Timer { at, serial, place }: Timer) {
        let Some(obligation) = self.duties.get_mut(place) else { return };
        if obligation.serial != serial || obligation.due != at || obligation.stands() {
            return;
        }
        if matches!(obligation.status, Status::Waiting) {
            let by = obligation.cold.as_ref().and_then(|cold| cold.before);
            self.miss(place, at, by);
        } else if matches!(obligation.status, Status::Banned) {
            self.settle(place, Status::Kept(at));
        }
    }
}
