//! A deadline, and how it was counted: as a value, and as one clause.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, Datelike, NaiveDate, Offset, Timelike};
use serde::{Deserialize, Serialize};

use super::{DayOff, Pauses, Period, Tz, day};
use crate::moment::Moment;

/// An instant by which something is due, and how it was counted.
///
/// ```
/// use practice_cycle::calendar::{EnglandAndWales, Period};
/// let due = "48 hours".parse::<Period>()?.due("2026-03-28T09:00:00Z".parse()?, &EnglandAndWales::new())?;
/// assert_eq!(
///     due.to_string(),
///     "by 10:00 on 30 March 2026 (48 hours after 09:00 on 28 March 2026, between which the clocks changed, \
///      by the calendar of England and Wales, `bank holidays as published to 2028, then by rule`)"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
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
/// assert!(due.counted.by_rule.is_empty(), "the bank holidays of 2026 are published");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
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
    #[cfg_attr(feature = "schemars", schemars(with = "String"))]
    pub zone: Tz,
    /// The days off that a count of working days passed over, and why they were off.
    pub skipped: BTreeMap<NaiveDate, DayOff>,
    /// The years among those counted through whose bank holidays were not published yet, and are taken to be on their usual days:
    /// only where working days are counted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by_rule: Vec<i32>,
    /// Whether a count of months ended sooner because the last month is short.
    pub clamped: bool,
    /// The pauses that put the deadline off, or might have: all that lie between.
    #[serde(default, skip_serializing_if = "Pauses::is_empty")]
    pub paused: Pauses,
}

impl fmt::Display for Due {
    /// One clause: when, and in brackets how that was counted. Weekends go without saying.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Counted { period, from, calendar, version, zone, skipped, by_rule, clamped: _, paused } = &self.counted;
        let (first, last) = (day::day_in(*zone, *from), day::day_in(*zone, self.at));
        let local = |at: Moment| at.to_utc().with_timezone(zone);
        match period {
            Period::Hours(_) => {
                write!(f, "by {} ({period} after {}", Clock(local(self.at)), Clock(local(*from)))?;
                if local(*from).offset().fix() != local(self.at).offset().fix() {
                    f.write_str(", between which the clocks changed")?;
                }
            }
            Period::SameDay if first == last => write!(f, "by the end of {} (the same day", Day(last))?,
            Period::SameDay => write!(f, "by the end of {} (the same day as {}", Day(last), Day(first))?,
            Period::Days(_) | Period::WorkingDays(_) | Period::Weeks(_) | Period::Months(_) => {
                write!(f, "by the end of {} ({period} after {}", Day(last), Day(first))?;
            }
        }
        if let Some(short) = self.counted.short_month() {
            write!(f, ", where {} ends", short.format("%B"))?;
        }
        write!(f, ", by the calendar of {calendar}, `{version}`")?;
        let feasts = skipped.iter().filter(|(_, why)| **why != DayOff::Weekend).map(|(day, why)| {
            let format = if day.year() == last.year() { "%-d %B" } else { "%-d %B %Y" };
            format!("{why} on {}", day.format(format))
        });
        list(f, ", not counting ", feasts)?;
        if !by_rule.is_empty() {
            list(f, ", the bank holidays of ", by_rule.iter().map(i32::to_string))?;
            f.write_str(" by rule, not yet published")?;
        }
        let stood = paused.iter().map(|(start, end)| format!("from {} to {}", Clock(local(start)), Clock(local(end))));
        list(f, ", the clock standing still ", stood)?;
        f.write_str(")")
    }
}

impl Counted {
    /// The last day of the month counted to, where it ended the count.
    pub(crate) fn short_month(&self) -> Option<NaiveDate> {
        self.period.months_on(day::day_in(self.zone, self.from)).filter(|_| self.clamped)
    }
}

/// How many things a text lists one by one; the value holds them all.
const LISTED: usize = 8;

/// A list in words, and what goes before it; nothing for nothing.
fn list(f: &mut fmt::Formatter<'_>, before: &str, all: impl Iterator<Item = String>) -> fmt::Result {
    let mut all: Vec<String> = all.collect();
    if let Some(more @ 1..) = all.len().checked_sub(LISTED) {
        all.truncate(LISTED);
        all.push(format!("{more} more"));
    }
    let Some(last) = all.pop() else { return Ok(()) };
    if all.is_empty() { write!(f, "{before}{last}") } else { write!(f, "{before}{} and {last}", all.join(", ")) }
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
