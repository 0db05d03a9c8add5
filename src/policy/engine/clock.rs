//! The clock of an obligation: when it is due, when it is overdue, and when it lapses.

use std::cmp::Reverse;

use super::obligation::{Obligation, Status};
use super::timers::Timer;
use super::{Engine, Runtime};
use crate::calendar::Calendar;
use crate::cycle::Kind;
use crate::moment::Moment;
use crate::policy::eval::context::Context;
use crate::policy::eval::memory::NoTime;
use crate::policy::rule::Rule;
use crate::policy::rule::field_path::FieldPath;
use crate::policy::rule::requirement::{Limit, Requirement};
use crate::shape::Value;

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

    fn run_out(&mut self, runtime: &Runtime<'_>, to: Moment) {
        loop {
            let (due, lapse) = self.timers.next();
            if due.min(lapse) >= to {
                return;
            }
            self.timers.clock = self.timers.clock.max(due.min(lapse));
            if due <= lapse {
                // All that is due at one instant is late at once: none of it comes of another.
                while let Some(&Reverse(timer)) = self.timers.dues.peek().filter(|Reverse(timer)| timer.at == due) {
                    self.timers.dues.pop();
                    self.due(timer);
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
            let by = obligation.cold.as_ref().and_then(|cold| cold.before);
            self.miss(place, at, by);
        } else if matches!(obligation.status, Status::Banned) {
            self.settle(place, Status::Kept(at));
        }
    }
}

/// By when a duty is due: never, where no time is set.
pub(super) fn due(
    runtime: &Runtime<'_>,
    rule: &Rule,
    obligation: &Obligation,
    context: Option<&Context<'_>>,
) -> Result<Moment, NoTime> {
    let from = obligation.counts_from();
    let period = match &rule.requirement {
        Requirement::Expect { limit: Limit::Within(period) | Limit::Every(period), .. } => period,
        Requirement::Forbid { within: Some(period), .. } => period,
        Requirement::Expect { limit: Limit::By(paths), .. } => return by_day(runtime, paths, context),
        Requirement::PrecededBy { .. } => {
            return runtime.calendar().end_of(runtime.calendar().day_of(from)).map_err(|_| NoTime::Calendar);
        }
        Requirement::Expect { limit: Limit::None, .. } | Requirement::Forbid { .. } | Requirement::Require(_) => {
            return Ok(Moment::NEVER);
        }
    };
    let period = *period.at(from).ok_or(NoTime::Parameter)?;
    let from = obligation.counted_from(period);
    let due = match obligation.cold.as_ref().filter(|cold| !cold.stood.is_empty()) {
        None => period.due_at(from, runtime.calendar()),
        Some(_) => period.due_at_with_pauses(from, &obligation.pauses(), runtime.calendar()),
    };
    due.map_err(|_| NoTime::Calendar)
}

/// The end of a day that the opening names.
pub(super) fn by_day(
    runtime: &Runtime<'_>,
    paths: &[(Kind, FieldPath)],
    context: Option<&Context<'_>>,
) -> Result<Moment, NoTime> {
    let context = context.ok_or(NoTime::Field)?;
    let kind = context.entry.event().kind();
    let (_, path) = paths.iter().find(|(of, _)| *of == kind).ok_or(NoTime::Field)?;
    let Some(Value::Day(day)) = context.one(path) else { return Err(NoTime::Field) };
    runtime.calendar().end_of(day).map_err(|_| NoTime::Calendar)
}
