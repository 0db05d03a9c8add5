//! Times in English.

use super::fields::{Fields, clause};
use crate::calendar::Period;
use crate::policy::rule::aspect::OfDay;

/// That something lies on a working day, or not, where a path asks that.
pub(crate) fn of_working_day(path: &str, works: bool, fields: &Fields) -> Option<String> {
    let (time, OfDay::WorkingDay) = OfDay::split(path)? else { return None };
    let day = if works { "on a working day" } else { "on a day that is not a working day" };
    Some(clause(time).map_or_else(|| format!("{} is {day}", fields.name(time)), |clause| format!("{clause} {day}")))
}

/// That a time is no later than so long after another, which is said as a clause or as a name.
pub(crate) fn no_later(path: &str, name: &str, holds: bool, period: &str, after: &str) -> String {
    let subject = match (path.rsplit('.').next().and_then(clause), holds) {
        (Some(clause), true) => clause.to_owned(),
        (Some(clause), false) => format!("it is not the case that {clause}"),
        (None, true) => format!("{name} is"),
        (None, false) => format!("{name} is not"),
    };
    match period.parse::<Period>() {
        Ok(Period::SameDay) => format!("{subject} no later than on the same day as {after}"),
        _ => format!("{subject} no later than {period} after {after}"),
    }
}
