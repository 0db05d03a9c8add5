//! Times as stories write them.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use thiserror::Error;

use crate::calendar::{LocalTimeError, last_instant_of, london_time};
use crate::moment::Moment;

/// What is no time, or may be either of two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub(crate) enum TimeProblem {
    #[error("expected a time such as `2026-03-27 10:00`, a day, or an instant such as `2026-03-27T10:00:00Z`")]
    NoTime,
    #[error(transparent)]
    Local(#[from] LocalTimeError),
}

/// A day for its noon, a time by the clocks of London, or an instant.
pub(crate) fn time(written: &str) -> Result<Moment, TimeProblem> {
    let noon = |day: NaiveDate| Some(london_time(day.and_time(NaiveTime::from_hms_opt(12, 0, 0)?)));
    moment(written, |day| noon(day).ok_or(TimeProblem::NoTime)?.map_err(TimeProblem::from))
}

fn moment(written: &str, of_day: impl Fn(NaiveDate) -> Result<Moment, TimeProblem>) -> Result<Moment, TimeProblem> {
    if let Ok(instant) = written.parse() {
        return Ok(instant);
    }
    if let Ok(day) = written.parse::<NaiveDate>() {
        return of_day(day);
    }
    let time = NaiveDateTime::parse_from_str(written, "%Y-%m-%d %H:%M").map_err(|_| TimeProblem::NoTime)?;
    Ok(london_time(time)?)
}

/// A day for its end.
pub(crate) fn end_of_day(written: &str) -> Result<Moment, TimeProblem> {
    moment(written, |day| last_instant_of(day).map_err(|_| TimeProblem::NoTime))
}
