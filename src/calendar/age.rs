//! The age of an instant: whether a length of time has passed since, and how far back it reaches.

use chrono::{Days, Months, NaiveDate};

use super::due::{HOUR, last_day};
use super::{Calendar, OutOfRange, Period, add_months};
use crate::moment::Moment;

impl Period {
    /// Whether this long has passed since `from`: what may not happen *before* it has passed may happen now.
    ///
    /// It has passed at the instant at which it is [due](Self::due_at), and ever after. So 24 hours have passed to the
    /// instant a day later, and ten working days once the tenth has ended. The due instant is the one that is both in time and
    /// late enough.
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
        Ok(self.due_at(from, calendar)? <= to)
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
    /// All but hours reach back to the start of a day. What happens as a day ends, at its 24:00, is still of that day.
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
        let last = last_day(to, calendar);
        calendar.reach(last)?;
        let first = match self {
            Self::Hours(hours) => {
                let beyond = || OutOfRange::new(calendar, NaiveDate::MIN);
                let from = Moment::from_nanos(to.to_nanos() - HOUR * i64::from(hours.get())).ok_or_else(beyond)?;
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

/// The first day from which so many months end no sooner than `last`.
fn first_within(last: NaiveDate, months: u32) -> Option<NaiveDate> {
    let first = last.checked_sub_months(Months::new(months))?;
    // Back from 31 May is 28 February, but on from there is 28 May only.
    if add_months(first, months)? < last { first.succ_opt() } else { Some(first) }
}

#[cfg(test)]
mod tests {
    use super::super::EnglandAndWales;
    use super::*;

    fn moment(written: &str) -> Moment {
        written.parse().unwrap()
    }

    #[track_caller]
    fn reached(period: &str, to: &str) -> String {
        let back = period.parse::<Period>().unwrap().reaches_back_to(moment(to), &EnglandAndWales::new());
        back.map_or_else(|refused| refused.to_string(), |at| at.to_string())
    }

    #[test]
    fn the_due_instant_is_both_in_time_and_late_enough() {
        let (england, from) = (EnglandAndWales::new(), moment("2026-04-02T12:00:00Z"));
        for (period, due) in [
            ("48 hours", "2026-04-04T12:00:00Z"),
            ("same day", "2026-04-02T23:00:00Z"),
            ("2 days", "2026-04-04T23:00:00Z"),
            ("15 working days", "2026-04-27T23:00:00Z"),
            ("1 month", "2026-05-02T23:00:00Z"),
        ] {
            let (period, due) = (period.parse::<Period>().unwrap(), moment(due));
            let at = |nanos: i64| Moment::from_nanos(due.to_nanos() + nanos).unwrap();
            let both = |to| (period.is_within(from, to, &england).unwrap(), period.has_passed(from, to, &england).unwrap());
            assert_eq!([both(at(-1)), both(due), both(at(1))], [(true, false), (true, true), (false, true)], "{period}");
        }
    }

    #[test]
    fn it_reaches_back_to_the_start_of_a_day_or_by_the_hour() {
        assert_eq!(reached("48 hours", "2026-03-30T12:00:00Z"), "2026-03-28T12:00:00Z");
        assert_eq!(reached("same day", "2026-03-30T12:00:00Z"), "2026-03-29T23:00:00Z");
        assert_eq!(reached("same day", "2026-03-29T23:00:00Z"), "2026-03-29T00:00:00Z"); // As the day ends, with its 23 hours.
        assert_eq!(reached("90 days", "2026-05-01T12:00:00Z"), "2026-01-31T00:00:00Z");
        assert_eq!(reached("15 working days", "2026-04-27T23:00:00Z"), "2026-04-01T23:00:00Z");
        assert_eq!(reached("15 working days", "2026-04-28T12:00:00Z"), "2026-04-06T23:00:00Z"); // Past Easter at a step.
        assert_eq!(reached("1 month", "2027-02-28T12:00:00Z"), "2027-01-28T00:00:00Z");
        assert_eq!(reached("1 month", "2027-03-01T12:00:00Z"), "2027-02-01T00:00:00Z");
    }

    #[test]
    fn it_does_not_reach_beyond_the_range() {
        let outside = |day: &str| format!("{day} is outside the calendar, which runs from 2000-01-01 to 2035-12-31");
        assert_eq!(reached("same day", "2000-01-01T12:00:00Z"), "2000-01-01T00:00:00Z");
        assert_eq!(reached("1 day", "2000-01-01T12:00:00Z"), outside("1999-12-31"));
        assert_eq!(reached("1 working day", "2000-01-04T12:00:00Z"), outside("1999-12-31")); // After a long weekend.
        assert_eq!(reached("13 hours", "2000-01-01T12:00:00Z"), outside("1999-12-31"));
        assert_eq!(reached("1 hour", "2036-01-01T00:30:00Z"), outside("2036-01-01"));
        assert_eq!(reached("1 hour", "2036-01-01T00:00:00Z"), "2035-12-31T23:00:00Z");
    }
}
