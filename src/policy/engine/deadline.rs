//! The deadline of an obligation: when it is due, pauses of its clock counted in.

use super::Runtime;
use super::obligation::Obligation;
use crate::calendar::Calendar;
use crate::cycle::Kind;
use crate::moment::Moment;
use crate::policy::eval::context::Context;
use crate::policy::eval::memory::NoTime;
use crate::policy::rule::Rule;
use crate::policy::rule::field_path::FieldPath;
use crate::policy::rule::requirement::{Limit, Requirement};
use crate::shape::Value;

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
fn by_day(runtime: &Runtime<'_>, paths: &[(Kind, FieldPath)], context: Option<&Context<'_>>) -> Result<Moment, NoTime> {
    let context = context.ok_or(NoTime::Field)?;
    let kind = context.entry.event().kind();
    let (_, path) = paths.iter().find(|(of, _)| *of == kind).ok_or(NoTime::Field)?;
    let Some(Value::Day(day)) = context.one(path) else { return Err(NoTime::Field) };
    runtime.calendar().end_of(day).map_err(|_| NoTime::Calendar)
}
