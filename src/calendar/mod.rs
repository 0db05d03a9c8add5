//! Days and deadlines: when a day ends, which days are worked, and when what is allowed a length of time is due.
//!
//! A statutory clock counts working days. The day that starts it is not counted, and what is due on a day may be done
//! on all of that day, up to the midnight at which the next begins where the calendar is kept. What is done at that midnight is
//! done on the next day. A record that has only a date stands at the [first instant](start_of) of its day. Bank holidays are moved and added by proclamation, often at
//! short notice, so a deadline is only as good as the calendar behind it: [`Due`] names that calendar and lists what it
//! passed over. Days are those of [`chrono`], which the crate hands on.
//!
//! ```
//! use practice_cycle::calendar::{EnglandAndWales, Period};
//! let conference: Period = "15 working days".parse()?;
//! let due = conference.due("2026-04-02T15:20:00Z".parse()?, &EnglandAndWales::new())?;
//! assert_eq!(due.at, "2026-04-27T22:59:59.999999999Z".parse()?); // The last instant in time.
//! assert_eq!(
//!     due.to_string(),
//!     "by the end of 27 April 2026 (15 working days after 2 April 2026, by the calendar of England and Wales, \
//!      `bank holidays as published to 2028, then by rule`, not counting Good Friday on 3 April and Easter Monday on 6 April)"
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod day;
mod local;
mod england;
mod period;
mod pauses;
mod counted;
mod due;
mod age;
mod almanac;

use std::borrow::Cow;
use std::fmt;
use std::ops::RangeInclusive;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::moment::Moment;
use day::{FIRST_TELLABLE, LAST_TELLABLE};

pub use almanac::Almanac;
pub use chrono_tz::Tz;
pub use counted::{Counted, Due};
pub use day::{TIME_ZONE, add_months, end_of, is_tellable, last_instant_of, local_date, start_of};
pub(crate) use day::{day_in, starts};
pub use england::EnglandAndWales;
pub(crate) use england::PUBLISHED;
pub use local::{Local, LocalTimeError, london_time};
pub use pauses::Pauses;
pub use period::{Period, PeriodError};

/// Says which days are worked and when each ends, within a range, under a name and a version that a deadline can quote.
///
/// An implementation judges single days, in [`day_off`](Self::day_off), and names its zone; counting follows from that. What
/// is provided may be done faster by an implementation, never otherwise.
///
/// ```
/// use chrono::{Datelike, NaiveDate, Weekday};
/// use practice_cycle::calendar::{Calendar, DayOff, OutOfRange, TIME_ZONE, Tz};
/// # use std::ops::RangeInclusive;
///
/// struct Clinic(RangeInclusive<NaiveDate>); // Shut on Fridays.
///
/// impl Calendar for Clinic {
///     fn name(&self) -> &str { "the clinic" }
///     fn version(&self) -> &str { "1" }
///     fn range(&self) -> RangeInclusive<NaiveDate> { self.0.clone() }
///     fn zone(&self) -> Tz { TIME_ZONE }
///     fn day_off(&self, day: NaiveDate) -> Result<Option<DayOff>, OutOfRange> {
///         self.reach(day)?;
///         Ok((day.weekday() == Weekday::Fri).then_some(DayOff::Extra))
///     }
/// }
///
/// let clinic = Clinic("2026-01-01".parse()?..="2026-12-31".parse()?);
/// assert_eq!(clinic.add_working_days("2026-04-02".parse()?, 2)?, "2026-04-05".parse()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Calendar {
    /// What the calendar is called.
    fn name(&self) -> &str;

    /// Which edition it is. Two calendars that answer differently differ in name, version or range.
    fn version(&self) -> &str;

    /// The first and last day it can answer for. Days outside 1900 to 2198 are beyond every calendar: their ends cannot be
    /// [held](is_tellable) as a [`Moment`].
    fn range(&self) -> RangeInclusive<NaiveDate>;

    /// The zone whose midnights part one day from the next.
    fn zone(&self) -> Tz;

    /// The first day from which days off are worked out by rule, because nobody has published them yet: nothing where all are
    /// published, or where nobody does.
    fn by_rule_from(&self) -> Option<NaiveDate> {
        None
    }

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
        let refused = OutOfRange::new(self, day);
        if (refused.first..=refused.last).contains(&day) { Ok(()) } else { Err(refused) }
    }

    /// Whether this day is worked.
    ///
    /// # Errors
    /// [`OutOfRange`] for a day outside the range.
    fn is_working_day(&self, day: NaiveDate) -> Result<bool, OutOfRange> {
        Ok(self.day_off(day)?.is_none())
    }

    /// The day it is at this instant, in range or not: the first that ends after it.
    fn day_of(&self, at: Moment) -> NaiveDate {
        day::day_in(self.zone(), at)
    }

    /// The start of a day, its first instant.
    ///
    /// # Errors
    /// [`OutOfRange`] for a day outside the range.
    fn start_of(&self, day: NaiveDate) -> Result<Moment, OutOfRange> {
        self.reach(day)?;
        // East of Greenwich, 1900 began before the first instant that a `Moment` can hold.
        Ok(day.pred_opt().and_then(|before| day::end_in(self.zone(), before)).unwrap_or(Moment::EARLIEST))
    }

    /// The end of a day: its 24:00, which is also the first instant of the next day.
    ///
    /// # Errors
    /// [`OutOfRange`] for a day outside the range.
    fn end_of(&self, day: NaiveDate) -> Result<Moment, OutOfRange> {
        self.reach(day)?;
        day::end_in(self.zone(), day).ok_or(OutOfRange::new(self, day))
    }

    /// The last instant of a day: what is due on the day is in time up to and with it.
    ///
    /// # Errors
    /// [`OutOfRange`] for a day outside the range.
    fn last_instant_of(&self, day: NaiveDate) -> Result<Moment, OutOfRange> {
        Ok(self.end_of(day)?.just_before())
    }

    /// Counts this many working days on from a day, which is not itself counted; counting none ends where it began.
    ///
    /// # Errors
    /// [`OutOfRange`] when `from` or the day looked for lies outside the range; it names the first day that was missing.
    fn add_working_days(&self, from: NaiveDate, days: u32) -> Result<NaiveDate, OutOfRange> {
        self.reach(from)?;
        let (mut day, mut left) = (from, days);
        while left > 0 {
            day = day.succ_opt().unwrap_or(day);
            left -= u32::from(self.is_working_day(day)?);
        }
        Ok(day)
    }

    /// Counts this many working days back from a day, which is not itself counted; counting none ends where it began.
    ///
    /// # Errors
    /// [`OutOfRange`], as [`add_working_days`](Self::add_working_days).
    fn sub_working_days(&self, from: NaiveDate, days: u32) -> Result<NaiveDate, OutOfRange> {
        self.reach(from)?;
        let (mut day, mut left) = (from, days);
        while left > 0 {
            day = day.pred_opt().unwrap_or(day);
            left -= u32::from(self.is_working_day(day)?);
        }
        Ok(day)
    }

    /// How many days are worked after one day, up to and with another; none if that is not later.
    ///
    /// # Errors
    /// [`OutOfRange`] when either day lies outside the range.
    fn working_days_between(&self, after: NaiveDate, until: NaiveDate) -> Result<u32, OutOfRange> {
        self.reach(after)?;
        self.reach(until)?;
        let days = after.iter_days().skip(1).take_while(|day| *day <= until);
        days.map(|day| self.is_working_day(day).map(u32::from)).sum()
    }
}

/// Why a day is not worked. A bank holiday that falls on a weekend is a weekend.
///
/// ```
/// use practice_cycle::calendar::DayOff;
/// assert_eq!(DayOff::BankHoliday("Good Friday".into()).to_string(), "Good Friday");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
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
/// use practice_cycle::calendar::{Beyond, Calendar, EnglandAndWales};
/// let refused = EnglandAndWales::new().is_working_day("2060-01-02".parse()?).unwrap_err();
/// assert_eq!(refused.to_string(), "2060-01-02 is after the calendar, which runs from 2000-01-01 to 2050-12-31");
/// assert_eq!(refused.side(), Beyond::After);
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{day} is {} the calendar, which runs from {first} to {last}", match self.side() { Beyond::Before => "before", Beyond::After => "after" })]
pub struct OutOfRange {
    /// The day asked for, or the first one needed.
    pub day: NaiveDate,
    /// The first day the calendar can answer for.
    pub first: NaiveDate,
    /// The last day the calendar can answer for.
    pub last: NaiveDate,
}

/// On which side of a calendar a day lies that it cannot answer for.
///
/// ```
/// use practice_cycle::calendar::{Beyond, Calendar, EnglandAndWales};
/// let refused = EnglandAndWales::new().is_working_day("1999-12-31".parse()?).unwrap_err();
/// assert_eq!(refused.side(), Beyond::Before);
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beyond {
    /// Before its first day.
    Before,
    /// After its last day.
    After,
}

impl OutOfRange {
    fn new(calendar: &(impl Calendar + ?Sized), day: NaiveDate) -> Self {
        let range = calendar.range();
        Self { day, first: FIRST_TELLABLE.max(*range.start()), last: LAST_TELLABLE.min(*range.end()) }
    }

    /// Whether the day lies before the calendar or after it.
    #[must_use]
    pub fn side(&self) -> Beyond {
        if self.day < self.first { Beyond::Before } else { Beyond::After }
    }
}
