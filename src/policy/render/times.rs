//! Times in English.

use super::fields::{Fields, clause};
use super::sentences::{until_done, until_the_end};
use crate::calendar::Period;
use crate::message::Message;
use crate::policy::report::finding::Finding;
use crate::policy::report::verdict::Outcome;
use crate::policy::rule::aspect::OfDay;

/// That something lies on a working day, or not, where a path asks that.
pub(crate) fn of_working_day(path: &str, works: bool, fields: &Fields) -> Option<String> {
    let (time, OfDay::WorkingDay) = OfDay::split(path)? else { return None };
    let day = if works { "on a working day" } else { "on a day that is not a working day" };
    Some(clause(time).map_or_else(|| format!("{} is {day}", fields.name(time)), |clause| format!("{clause} {day}")))
}

/// That a time is no later than so long after another, which is said as a clause or as a name; or that it is later.
pub(crate) fn between_times(path: &str, name: &str, is_within: bool, period: &str, after: &str) -> String {
    let subject = path.rsplit('.').next().and_then(clause).map_or_else(|| format!("{name} is"), str::to_owned);
    match (period.parse::<Period>(), is_within) {
        (Ok(Period::SameDay), true) => format!("{subject} no later than on the same day as {after}"),
        (Ok(Period::SameDay), false) => format!("{subject} on a later day than {after}"),
        (_, true) => format!("{subject} no later than {period} after {after}"),
        (_, false) => format!("{subject} later than {period} after {after}"),
    }
}

/// How long a waiver excuses it, where that is said: without a day, what is due again and again may be excused for ever, because
/// it is due anew only once it is done.
pub(crate) fn excused_until(finding: &Finding) -> Option<Message> {
    let is_owed = matches!(finding.duty.outcome, Outcome::Open { .. } | Outcome::Missed { remedied: None, .. });
    match finding.duty.excused.as_ref()?.until {
        Some(day) => Some(until_the_end(day)),
        None if is_owed && finding.asked.form.every.is_some() => Some(until_done()),
        None => None,
    }
}
