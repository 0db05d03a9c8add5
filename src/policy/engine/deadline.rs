//! The deadline of an obligation: when it is due, pauses of its clock counted in.

use super::Runtime;
use super::obligation::Obligation;
use crate::calendar::{Calendar, Period};
use crate::cycle::Kind;
use crate::moment::Moment;
use crate::policy::eval::context::Context;
use crate::policy::eval::memory::NoTime;
use crate::policy::rule::Rule;
use crate::policy::rule::field_path::FieldPath;
use crate::policy::rule::requirement::{Limit, Requirement};
use crate::shape::Value;

/// The last instant at which a duty can be met in time; of a ban, the instant at which it ends. Never, where no time is set.
pub(super) fn due(
    runtime: &Runtime<'_>,
    rule: &Rule,
    obligation: &Obligation,
    context: Option<&Context<'_>>,
) -> Result<Moment, NoTime> {
    let from = obligation.since;
    let period = match &rule.requirement {
        Requirement::Expect { limit: Limit::Within(period) | Limit::Every(period), .. } => period,
        Requirement::Forbid { within: Some(period), .. } => period,
        Requirement::Expect { limit: Limit::By(paths), .. } => return by_day(runtime, paths, context),
        Requirement::PrecededBy { .. } => {
            return runtime.calendar().last_instant_of(runtime.calendar().day_of(from)).map_err(NoTime::Calendar);
        }
        Requirement::Expect { limit: Limit::None, .. } | Requirement::Forbid { .. } | Requirement::Require(_) => {
            return Ok(Moment::NEVER);
        }
    };
    let period = *period.at(from).ok_or(NoTime::Parameter)?;
    let from = obligation.counted_from();
    let due = match obligation.cold.as_ref().filter(|cold| !cold.stood.is_empty()) {
        None => period.due_at(from, runtime.calendar()),
        Some(_) => period.due_at_with_pauses(from, &obligation.pauses(), runtime.calendar()),
    };
    let due = due.map_err(NoTime::Calendar)?;
    Ok(if let Requirement::Forbid { .. } = rule.requirement { end_of_ban(period, due) } else { due })
}

/// The instant at which a ban no longer binds: that at which its hours have passed, or the midnight after the last day.
pub(crate) fn end_of_ban(period: Period, last: Moment) -> Moment {
    if let Period::Hours(_) = period { last } else { last.just_after() }
}

/// The last instant of a day that the opening names.
fn by_day(runtime: &Runtime<'_>, paths: &[(Kind, FieldPath)], context: Option<&Context<'_>>) -> Result<Moment, NoTime> {
    let context = context.ok_or(NoTime::Field)?;
    let kind = context.entry.event().kind();
    let (_, path) = paths.iter().find(|(of, _)| *of == kind).ok_or(NoTime::Field)?;
    let Some(Value::Day(day)) = context.one(path) else { return Err(NoTime::Field) };
    runtime.calendar().last_instant_of(day).map_err(NoTime::Calendar)
}
