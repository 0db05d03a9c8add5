//! By when a duty is due, and how far back something may lie.

use super::Works;
use crate::calendar::Calendar;
use crate::cycle::Kind;
use crate::moment::Moment;
use crate::policy::engine::obligation::Live;
use crate::policy::eval::context::Scene;
use crate::policy::eval::memory::NoDay;
use crate::policy::rule::field_path::Access;
use crate::policy::rule::{Duty, Limit, Rule};
use crate::shape::Value;

/// By when a duty is due: never, where no time is set.
pub(super) fn due(works: &Works<'_>, rule: &Rule, live: &Live, scene: Option<&Scene<'_>>) -> Result<Moment, NoDay> {
    let from = live.counts_from();
    let period = match &rule.duty {
        Duty::Expect { limit: Limit::Within(period) | Limit::Every(period), .. } => period,
        Duty::Forbid { within: Some(period), .. } => period,
        Duty::Expect { limit: Limit::By(ways), .. } => return by_day(works, ways, scene),
        Duty::PrecededBy { .. } => {
            return works.calendar.end_of(works.calendar.day_of(from)).map_err(|_| NoDay::Calendar);
        }
        Duty::Expect { limit: Limit::None, .. } | Duty::Forbid { .. } | Duty::Require(..) => return Ok(Moment::NEVER),
    };
    let period = *period.at(from).ok_or(NoDay::Parameter)?;
    let from = live.counted_from(period);
    let due = match live.rare.as_ref().filter(|rare| !rare.stood.is_empty()) {
        None => period.due_at(from, works.calendar),
        Some(_) => period.due_at_with_pauses(from, &live.pauses(), works.calendar),
    };
    due.map_err(|_| NoDay::Calendar)
}

/// The end of a day that the opening names.
pub(super) fn by_day(works: &Works<'_>, ways: &[(Kind, Access)], scene: Option<&Scene<'_>>) -> Result<Moment, NoDay> {
    let scene = scene.ok_or(NoDay::Field)?;
    let kind = scene.entry.event().kind();
    let (_, way) = ways.iter().find(|(of, _)| *of == kind).ok_or(NoDay::Field)?;
    let Some(Value::Day(day)) = scene.one(way) else { return Err(NoDay::Field) };
    works.calendar.end_of(day).map_err(|_| NoDay::Calendar)
}
