//! Days: when one ends, which of them are worked, and the day by which something is due.
//!
//! A statutory clock counts working days. The day that starts it is not counted, and what is due on a day may be done
//! until that day ends, at midnight in London. Bank holidays are moved and added by proclamation, often at short
//! notice, so a deadline is only as good as the calendar behind it: [`Counted`] names that calendar and lists every
//! day it passed over.

mod day;
mod england;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::RangeInclusive;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use day::{TIME_ZONE, add_months, end_of, is_tellable, local_date};
pub use england::EnglandAndWales;

/// Says which days are worked, within a range, under a name and a version that a deadline can quote.
///
/// An implementation judges single days, in [`day_off`](Self::day_off); counting follows from that.
///
/// ```
/// use chrono::{Datelike, NaiveDate, Weekday};
/// use practice_cycle::calendar::{Calendar, DayOff, OutOfRange};
/// # use std::ops::RangeInclusive;
///
/// struct Clinic(RangeInclusive<NaiveDate>); // Shut on Fridays.
///
/// impl Calendar for Clinic {
///     fn name(&self) -> &str { "the clinic" }
///     fn version(&self) -> &str { "1" }
///     fn range(&self) -> RangeInclusive<NaiveDate> { self.0.clone() }
///     fn day_off(&self, day: NaiveDate) -> Result<Option<DayOff>, OutOfRange> {
///         self.reach(day)?;
///         Ok((day.weekday() == Weekday::Fri).then_some(DayOff::Extra))
///     }
/// }
///
/// let clinic = Clinic("2026-01-01".parse()?..="2026-12-31".parse()?);
/// assert_eq!(clinic.add_working_days("2026-04-02".parse()?, 2)?.due, "2026-04-05".parse()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Calendar {
    /// What the calendar is called.
    fn name(&self) -> &str;

    /// Which edition it is. Two calendars that answer differently differ in name, version or range.
    fn version(&self) -> &str;

    /// The first and last day it can answer for.
    fn range(&self) -> RangeInclusive<NaiveDate>;

    /// Why nobody works on this day, or nothing if it is a working day.
    ///
    /// # Errors
    /// [`OutOfRange`] for a day outside the range; [`reach`](Self::reach) makes it.
    fn day_off(&self, day: NaiveDate) -> Result<Option<DayOff>, OutOfRange>;

    /// Refuses a day outside the range.
    ///
    /// # Errors
    /// [`OutOfRange`], naming the day and the range.
    fn reach(&self, day: NaiveDate) -> Result<(), OutOfRange> {
        if self.range().contains(&day) { Ok(()) } else { Err(OutOfRange::new(self, day)) }
    }

    /// Whether this day is worked.
    ///
    /// # Errors
    /// [`OutOfRange`] for a day outside the range.
    fn is_working_day(&self, day: NaiveDate) -> Result<bool, OutOfRange> {
        Ok(self.day_off(day)?.is_none())
    }

    /// Counts this many working days on from a day, which is not itself counted; counting none ends where it began.
    ///
    /// # Errors
    /// [`OutOfRange`] when `from` or the day looked for lies outside the range.
    fn add_working_days(&self, from: NaiveDate, days: u32) -> Result<Counted, OutOfRange> {
        self.reach(from)?;
        // Were every day worked, it would still take this long: a count that cannot end in range is not begun.
        let soonest = from.checked_add_days(Days::new(days.into()));
        self.reach(soonest.unwrap_or(NaiveDate::MAX))?;
        let (mut due, mut left, mut skipped) = (from, days, BTreeMap::new());
        while left > 0 {
            due = due.succ_opt().ok_or_else(|| OutOfRange::new(self, due))?;
            match self.day_off(due)? {
                Some(why) => _ = skipped.insert(due, why),
                None => left -= 1,
            }
        }
        let (calendar, version) = (self.name().to_owned(), self.version().to_owned());
        Ok(Counted { due, calendar, version, skipped })
    }
}

/// A day that was counted to, and how.
///
/// ```
/// use practice_cycle::calendar::{Calendar, EnglandAndWales};
/// let counted = EnglandAndWales::new().add_working_days("2026-04-02".parse()?, 3)?;
/// assert_eq!(
///     counted.to_string(),
///     "2026-04-09 by England and Wales (proclaimed to 2023), \
///      not counting weekends, 2026-04-03 (Good Friday), 2026-04-06 (Easter Monday)",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// The day counted to; what is due is due by its [end](end_of).
    pub due: NaiveDate,
    /// The name of the calendar.
    pub calendar: String,
    /// The version of the calendar.
    pub version: String,
    /// The days between that were not counted, and why not.
    pub skipped: BTreeMap<NaiveDate, DayOff>,
}

impl fmt::Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} by {} ({})", self.due, self.calendar, self.version)?;
        let mut before = ", not counting";
        if self.skipped.values().any(|why| *why == DayOff::Weekend) {
            write!(f, "{before} weekends")?;
            before = ",";
        }
        for (day, why) in &self.skipped {
            if *why != DayOff::Weekend {
                write!(f, "{before} {day} ({why})")?;
                before = ",";
            }
        }
        Ok(())
    }
}

/// Why a day is not worked. A bank holiday that falls on a weekend is a weekend.
///
/// ```
/// use practice_cycle::calendar::DayOff;
/// assert_eq!(DayOff::BankHoliday("Good Friday".into()).to_string(), "Good Friday");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayOff {
    /// A Saturday or a Sunday.
    Weekend,
    /// A bank holiday, or the day that stands in for one, by name.
    BankHoliday(Cow<'static, str>),
    /// A day that whoever set up the calendar added to it.
    Extra,
}

impl fmt::Display for DayOff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Weekend => "weekend",
            Self::BankHoliday(name) => name,
            Self::Extra => "extra day",
        })
    }
}

/// A calendar was asked about a day it cannot answer for.
///
/// ```
/// use practice_cycle::calendar::{Calendar, EnglandAndWales};
/// let refused = EnglandAndWales::new().is_working_day("2040-01-02".parse()?).unwrap_err();
/// assert_eq!(
///     refused.to_string(),
///     "2040-01-02 is outside the calendar of England and Wales, which runs from 2000-01-01 to 2035-12-31",
/// );
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{day} is outside the calendar of {calendar}, which runs from {} to {}", range.start(), range.end())]
pub struct OutOfRange {
    /// The day asked for, or the first one needed.
    pub day: NaiveDate,
    /// The name of the calendar.
    pub calendar: String,
    /// The days the calendar can answer for.
    pub range: RangeInclusive<NaiveDate>,
}

impl OutOfRange {
    fn new(calendar: &(impl Calendar + ?Sized), day: NaiveDate) -> Self {
        let (calendar, range) = (calendar.name().to_owned(), calendar.range());
        Self { day, calendar, range }
    }
}
