//! The age of an instant: whether a length of time has passed since, and how far back it reaches.

use chrono::{Days, Months, NaiveDate};

use super::due::HOUR;
use super::{Calendar, OutOfRange, Period, add_months};
use crate::moment::Moment;

impl Period {
    /// Whether this long has passed since `from`: what may not happen *before* it has passed may happen now.
    ///
    /// So 24 hours have passed to the instant a day later, which is both in time and late enough; and ten working days once
    /// the tenth has ended, at the midnight that is no longer in time.
    ///
    /// # Errors
    /// [`OutOfRange`], as [`due`](Self::due), wherever `to` lies.
    ///
    /// ```
    /// use practice_cycle::calendar::{EnglandAndWales, Period};
    /// let (notice, from) = ("1 day".parse::<Period>()?, "2026-06-01T09:00:00Z".parse()?);
    /// let passed = |to: &str| Ok::<_, Box<dyn std::error::Error>>(notice.has_passed(from, to.parse()?, &EnglandAndWales::new())?);
    /// assert!(!passed("2026-06-02T22:59:59Z")?); // The day after is not over.
    /// assert!(passed("2026-06-02T23:00:00Z")?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn has_passed(self, from: Moment, to: Moment, calendar: &(impl Calendar + ?Sized)) -> Result<bool, OutOfRange> {
        let due = self.due_at(from, calendar)?;
        Ok(if let Self::Hours(_) = self { due <= to } else { due < to })
    }

    /// Whether what began at `from` is no older than this at `to`: whether `to` is in time, the due instant included.
    ///
    /// # Errors
    /// [`OutOfRange`], as [`due`](Self::due), wherever `to` lies.
    pub fn is_within(self, from: Moment, to: Moment, calendar: &(impl Calendar + ?Sized)) -> Result<bool, OutOfRange> {
        Ok(to <= self.due_at(from, calendar)?)
    }

    /// The earliest instant that is no older than this at `to`, in the sense of [`is_within`](Self::is_within): what is
    /// counted *in the last 90 days* is counted from there.
    ///
    /// All but hours reach back to the start of a day.
    ///
    /// # Errors
    /// [`OutOfRange`] when the day of `to` or the day reached lies outside the calendar.
    ///
    /// ```
    /// use practice_cycle::calendar::{EnglandAndWales, Period};
    /// let recent = "3 months".parse::<Period>()?;
    /// let since = recent.reaches_back_to("2026-05-31T12:00:00Z".parse()?, &EnglandAndWales::new())?;
    /// assert_eq!(since, "2026-03-01T00:00:00Z".parse()?); // From 28 February it was due by the end of 28 May.
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn reaches_back_to(self, to: Moment, calendar: &(impl Calendar + ?Sized)) -> Result<Moment, OutOfRange> {
        let last = calendar.day_of(to);
        calendar.reach(last)?;
        let first = match self {
            Self::Hours(hours) => {
                let beyond = || OutOfRange::new(calendar, NaiveDate::MIN);
                let from = Moment::from_nanos(to.nanos() - HOUR * i64::from(hours.get())).ok_or_else(beyond)?;
                calendar.reach(calendar.day_of(from))?;
                return Ok(from);
            }
            Self::SameDay => Some(last),
            Self::Days(days) => last.checked_sub_days(Days::new(days.get().into())),
            Self::WorkingDays(days) => Some(calendar.sub_working_days(last, days.get().into())?),
            Self::Weeks(weeks) => last.checked_sub_days(Days::new(7 * u64::from(weeks.get()))),
            Self::Months(months) => first_within(last, months.get().into()),
        };
        calendar.start_of(first.unwrap_or(NaiveDate::MIN))
    }
}

/// The first day from which this many months end no sooner than `last`.
fn first_within(last: NaiveDate, months: u32) -> Option<NaiveDate> {
    let first = last.checked_sub_months(Months::new(months))?;
    // Back from 31 May is 28 February, but on from there is 28 May only.
    if add_months(first, months)? < last { first.succ_opt() } else { Some(first) }
}
