//! When what is allowed a length of time is due, and how that was counted.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, Datelike, Days, NaiveDate, Offset, Timelike};
use serde::{Deserialize, Serialize};

use super::{Calendar, DayOff, OutOfRange, Period, Tz, add_months, day};
use crate::moment::Moment;

impl Period {
    /// The last instant that is in time for what may take this long from `from`, and how it was counted.
    ///
    /// Hours are elapsed time: where the clocks change, 24 of them end an hour sooner or later by the clock. All else ends as
    /// a day ends, at its 24:00 where the calendar is kept. The day that starts the count is not counted; `same day` ends as
    /// it does. A week is seven days. Months end on the same day of the month, or on the month's last where it has no such
    /// day. Only working days pass over days off: other deadlines may fall on one.
    ///
    /// # Errors
    /// [`OutOfRange`] when the day that starts the count, or the one counted to, lies outside the calendar. For hours the one
    /// counted to is the day it is when they have passed.
    ///
    /// ```
    /// use practice_cycle::calendar::{EnglandAndWales, Period};
    /// let due = "1 month".parse::<Period>()?.due("2026-01-31T09:00:00Z".parse()?, &EnglandAndWales::new())?;
    /// assert_eq!(due.at, "2026-03-01T00:00:00Z".parse()?);
    /// assert!(due.counted.clamped); // There is no 31 February.
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn due(self, from: Moment, calendar: &(impl Calendar + ?Sized)) -> Result<Due, OutOfRange> {
        let at = self.due_at(from, calendar)?;
        let zone = calendar.zone();
        let (start, last) = (calendar.day_of(from), last_day(at, calendar));
        let mut skipped = BTreeMap::new();
        if let Self::WorkingDays(_) = self {
            for day in start.iter_days().skip(1).take_while(|day| *day < last) {
                if let Some(why) = calendar.day_off(day)? {
                    skipped.insert(day, why);
                }
            }
        }
        let clamped = matches!(self, Self::Months(_)) && start.day() != last.day();
        let (calendar, version) = (calendar.name().to_owned(), calendar.version().to_owned());
        Ok(Due { at, counted: Counted { period: self, from, calendar, version, zone, skipped, clamped } })
    }

    /// The same instant as [`due`](Self::due) gives, and nothing else: it allocates nothing.
    ///
    /// # Errors
    /// [`OutOfRange`], as [`due`](Self::due).
    pub fn due_at(self, from: Moment, calendar: &(impl Calendar + ?Sized)) -> Result<Moment, OutOfRange> {
        let start = calendar.day_of(from);
        calendar.reach(start)?;
        let last = match self {
            Self::Hours(hours) => return elapsed(from, hours.get(), calendar),
            Self::SameDay => Some(start),
            Self::Days(days) => start.checked_add_days(Days::new(days.get().into())),
            Self::WorkingDays(days) => Some(calendar.add_working_days(start, days.get().into())?),
            Self::Weeks(weeks) => start.checked_add_days(Days::new(7 * u64::from(weeks.get()))),
            Self::Months(months) => add_months(start, months.get().into()),
        };
        calendar.end_of(last.unwrap_or(NaiveDate::MAX))
    }
}

pub(super) const HOUR: i64 = 3_600_000_000_000;

fn elapsed(from: Moment, hours: u16, calendar: &(impl Calendar + ?Sized)) -> Result<Moment, OutOfRange> {
    let at = from.to_nanos().checked_add(HOUR * i64::from(hours)).and_then(Moment::from_nanos);
    let at = at.ok_or_else(|| OutOfRange::new(calendar, NaiveDate::MAX))?;
    calendar.reach(calendar.day_of(at))?;
    Ok(at)
}

/// The day that ends at an instant, or within which it lies.
pub(super) fn last_day(at: Moment, calendar: &(impl Calendar + ?Sized)) -> NaiveDate {
    calendar.day_of(just_before(at))
}

fn just_before(at: Moment) -> Moment {
    Moment::from_nanos(at.to_nanos() - 1).unwrap_or(at)
}

/// An instant by which something is due, and how it was counted.
///
/// ```
/// use practice_cycle::calendar::{EnglandAndWales, Period};
/// let due = "48 hours".parse::<Period>()?.due("2026-03-28T09:00:00Z".parse()?, &EnglandAndWales::new())?;
/// assert_eq!(
///     due.to_string(),
///     "by 10:00 on 30 March 2026 (48 hours after 09:00 on 28 March 2026, between which the clocks changed, \
///      by the calendar of England and Wales, `proclaimed to 2023`)"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The last instant that is in time.
    pub at: Moment,
    /// How it was counted.
    pub counted: Counted,
}

/// How a deadline was counted: from when, by which calendar, and what was passed over.
///
/// ```
/// use practice_cycle::calendar::{DayOff, EnglandAndWales, Period};
/// let due = "1 working day".parse::<Period>()?.due("2026-06-05T12:00:00Z".parse()?, &EnglandAndWales::new())?;
/// assert_eq!(due.counted.calendar, "England and Wales");
/// assert_eq!(due.counted.skipped.get(&"2026-06-06".parse()?), Some(&DayOff::Weekend));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// The length of time that was counted.
    pub period: Period,
    /// The instant that started the count.
    pub from: Moment,
    /// The name of the calendar.
    pub calendar: String,
    /// The version of the calendar.
    pub version: String,
    /// The zone of the calendar.
    pub zone: Tz,
    /// The days off that a count of working days passed over, and why they were off.
    pub skipped: BTreeMap<NaiveDate, DayOff>,
    /// Whether a count of months ended sooner because the last month is short.
    pub clamped: bool,
}

/// Days off are told one by one up to here; the value lists them all.
const TOLD: usize = 8;

impl fmt::Display for Due {
    /// One clause: when, and in brackets how that was counted. Weekends go without saying.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Counted { period, from, calendar, version, zone, skipped, clamped } = &self.counted;
        let last = day::day_in(*zone, just_before(self.at));
        let (start, end) = (from.to_utc().with_timezone(zone), self.at.to_utc().with_timezone(zone));
        match period {
            Period::Hours(_) => {
                write!(f, "by {} ({period} after {}", Clock(end), Clock(start))?;
                if start.offset().fix() != end.offset().fix() {
                    f.write_str(", between which the clocks changed")?;
                }
            }
            Period::SameDay => write!(f, "by the end of {} (the same day", Day(last))?,
            Period::Days(_) | Period::WorkingDays(_) | Period::Weeks(_) | Period::Months(_) => {
                let start = day::day_in(*zone, *from);
                write!(f, "by the end of {} ({period} after {}", Day(last), Day(start))?;
            }
        }
        if *clamped {
            write!(f, ", where {} ends", last.format("%B"))?;
        }
        write!(f, ", by the calendar of {calendar}, `{version}`")?;
        let feasts: Vec<_> = skipped.iter().filter(|(_, why)| **why != DayOff::Weekend).collect();
        for (place, (day, why)) in feasts.iter().take(TOLD).enumerate() {
            let before = match place {
                0 => ", not counting ",
                _ if place + 1 == feasts.len() => " and ",
                _ => ", ",
            };
            let year = if day.year() == last.year() { "" } else { " %Y" };
            write!(f, "{before}{why} on {}{}", day.format("%-d %B"), day.format(year))?;
        }
        if let Some(more @ 1..) = feasts.len().checked_sub(TOLD) {
            write!(f, " and {more} more")?;
        }
        f.write_str(")")
    }
}

struct Day(NaiveDate);

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%-d %B %Y"))
    }
}

/// A time of day, as exact as it has to be.
struct Clock(DateTime<Tz>);

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = self.0.second() == 0 && self.0.nanosecond() == 0;
        write!(f, "{}", self.0.format(if whole { "%H:%M on %-d %B %Y" } else { "%H:%M:%S%.f on %-d %B %Y" }))
    }
}

#[cfg(test)]
mod tests {
    use super::super::EnglandAndWales;
    use super::*;

    fn moment(written: &str) -> Moment {
        written.parse().unwrap()
    }

    #[track_caller]
    fn told(period: &str, from: &str) -> String {
        let (period, calendar) = (period.parse::<Period>().unwrap(), EnglandAndWales::new());
        let due = period.due(moment(from), &calendar).unwrap();
        assert_eq!(period.due_at(moment(from), &calendar), Ok(due.at));
        let written = serde_json::to_string(&due).unwrap();
        assert_eq!(serde_json::from_str::<Due>(&written).unwrap(), due);
        due.to_string().replace(", by the calendar of England and Wales, `proclaimed to 2023`", "")
    }

    #[test]
    fn working_days_are_counted_from_the_day_after_to_the_end_of_a_day() {
        assert_eq!(
            told("15 working days", "2026-04-02T23:30:00+01:00"),
            "by the end of 27 April 2026 (15 working days after 2 April 2026, \
             not counting Good Friday on 3 April and Easter Monday on 6 April)"
        );
        assert_eq!(
            told("20 working days", "2026-08-14T09:00:00Z"),
            "by the end of 14 September 2026 (20 working days after 14 August 2026, \
             not counting Summer bank holiday on 31 August)"
        );
        assert_eq!(
            told("10 working days", "2026-12-17T00:00:00Z"),
            "by the end of 5 January 2027 (10 working days after 17 December 2026, not counting \
             Christmas Day on 25 December 2026, Boxing Day on 28 December 2026 and New Year's Day on 1 January)"
        );
        assert_eq!(
            told("1 working day", "2026-06-05T09:00:00Z"),
            "by the end of 8 June 2026 (1 working day after 5 June 2026)"
        );
        // Good Friday and Easter Monday of the next spring are the ninth and the tenth.
        let long = told("320 working days", "2026-01-02T09:00:00Z");
        assert!(long.ends_with("Boxing Day on 28 December 2026, New Year's Day on 1 January and 2 more)"), "{long}");
    }

    #[test]
    fn all_but_hours_end_as_a_day_does() {
        assert_eq!(told("same day", "2026-04-02T22:59:59Z"), "by the end of 2 April 2026 (the same day)");
        assert_eq!(told("same day", "2026-04-02T23:00:00Z"), "by the end of 3 April 2026 (the same day)");
        assert_eq!(told("1 day", "2026-04-02T23:00:00Z"), "by the end of 4 April 2026 (1 day after 3 April 2026)");
        assert_eq!(told("6 weeks", "2026-03-28T11:00:00Z"), "by the end of 9 May 2026 (6 weeks after 28 March 2026)");
    }

    #[test]
    fn months_end_no_later_than_the_month_does() {
        let due = |from| told("1 month", from);
        assert_eq!(
            due("2026-01-31T09:00:00Z"),
            "by the end of 28 February 2026 (1 month after 31 January 2026, where February ends)"
        );
        assert_eq!(
            due("2028-01-31T09:00:00Z"),
            "by the end of 29 February 2028 (1 month after 31 January 2028, where February ends)"
        );
        assert_eq!(due("2028-02-29T09:00:00Z"), "by the end of 29 March 2028 (1 month after 29 February 2028)");
        let year = told("12 months", "2028-02-29T09:00:00Z");
        assert_eq!(year, "by the end of 28 February 2029 (12 months after 29 February 2028, where February ends)");
    }

    #[test]
    fn hours_are_elapsed_time() {
        assert_eq!(told("1 hour", "2026-06-01T09:00:00Z"), "by 11:00 on 1 June 2026 (1 hour after 10:00 on 1 June 2026)");
        assert_eq!(
            told("24 hours", "2026-10-24T12:00:00.5Z"),
            "by 12:00:00.500 on 25 October 2026 (24 hours after 13:00:00.500 on 24 October 2026, between which the clocks changed)"
        );
    }

    #[test]
    fn days_end_at_midnight_before_and_after_the_clocks_change() {
        let due = |from| "1 day".parse::<Period>().unwrap().due_at(moment(from), &EnglandAndWales::new()).unwrap();
        assert_eq!(due("2026-03-27T12:00:00Z"), moment("2026-03-29T00:00:00Z"));
        assert_eq!(due("2026-03-28T12:00:00Z"), moment("2026-03-29T23:00:00Z"));
        assert_eq!(due("2026-10-23T12:00:00Z"), moment("2026-10-24T23:00:00Z"));
        assert_eq!(due("2026-10-24T12:00:00Z"), moment("2026-10-26T00:00:00Z"));
    }

    #[test]
    fn nothing_is_due_beyond_the_range() {
        let due = |period: &str, from| {
            let due = period.parse::<Period>().unwrap().due_at(moment(from), &EnglandAndWales::new());
            due.map(|at| at.to_string()).map_err(|refused| refused.day.to_string())
        };
        assert_eq!(due("same day", "2035-12-31T12:00:00Z"), Ok("2036-01-01T00:00:00Z".into()));
        assert_eq!(due("1 day", "2035-12-31T12:00:00Z"), Err("2036-01-01".into()));
        assert_eq!(due("1 working day", "2035-12-31T12:00:00Z"), Err("2036-01-01".into()));
        assert_eq!(due("6 months", "2035-07-31T12:00:00Z"), Err("2036-01-31".into()));
        assert_eq!(due("11 hours", "2035-12-31T12:00:00Z"), Ok("2035-12-31T23:00:00Z".into()));
        assert_eq!(due("12 hours", "2035-12-31T12:00:00Z"), Err("2036-01-01".into()));
        assert_eq!(due("1 hour", "1999-12-31T23:59:59Z"), Err("1999-12-31".into()));
        assert_eq!(due("1 hour", "2000-01-01T00:00:00Z"), Ok("2000-01-01T01:00:00Z".into()));
        assert_eq!(due("65535 hours", "2199-12-31T12:00:00Z"), Err("2199-12-31".into()));
        assert_eq!(due("65535 months", "2026-01-01T12:00:00Z"), Err("7487-04-01".into()));
    }
}
