//! Counting a deadline: when what is allowed a length of time is due.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};

use super::{Calendar, Counted, Due, OutOfRange, Pauses, Period};
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
        self.due_with_pauses(from, &Pauses::NONE, calendar)
    }

    /// The same instant as [`due`](Self::due) gives, and nothing else: it allocates nothing.
    ///
    /// # Errors
    /// [`OutOfRange`], as [`due`](Self::due).
    pub fn due_at(self, from: Moment, calendar: &(impl Calendar + ?Sized)) -> Result<Moment, OutOfRange> {
        self.due_at_with_pauses(from, &Pauses::NONE, calendar)
    }

    /// The last instant that is in time where the clock stands still at times: [`Pauses`] tells how that is counted.
    ///
    /// # Errors
    /// [`OutOfRange`], as [`due`](Self::due).
    pub fn due_with_pauses(
        self,
        from: Moment,
        pauses: &Pauses,
        calendar: &(impl Calendar + ?Sized),
    ) -> Result<Due, OutOfRange> {
        let at = self.due_at_with_pauses(from, pauses, calendar)?;
        let (start, last) = (calendar.day_of(from), last_day(at, calendar));
        let mut skipped = BTreeMap::new();
        if let Self::WorkingDays(_) = self {
            for day in start.iter_days().skip(1).take_while(|day| *day < last) {
                if let Some(why) = calendar.day_off(day)? {
                    skipped.insert(day, why);
                }
            }
        }
        let counted = Counted {
            period: self,
            from,
            calendar: calendar.name().to_owned(),
            version: calendar.version().to_owned(),
            zone: calendar.zone(),
            skipped,
            clamped: self.months_on(start).is_some_and(|day| day.day() != start.day()),
            paused: pauses.after(from).filter(|&(start, _)| start < at).collect(),
        };
        Ok(Due { at, counted })
    }

    /// The same instant as [`due_with_pauses`](Self::due_with_pauses) gives, and nothing else: it allocates nothing.
    ///
    /// # Errors
    /// [`OutOfRange`], as [`due`](Self::due).
    pub fn due_at_with_pauses(
        self,
        from: Moment,
        pauses: &Pauses,
        calendar: &(impl Calendar + ?Sized),
    ) -> Result<Moment, OutOfRange> {
        let start = calendar.day_of(from);
        calendar.reach(start)?;
        let days = |count: u64| start.checked_add_days(Days::new(count));
        let last = match self {
            Self::Hours(hours) => return hours_on(from, hours.get(), pauses, calendar),
            Self::SameDay => Some(start),
            Self::Days(count) => days(count.get().into()),
            Self::WorkingDays(count) => Some(calendar.add_working_days(start, count.get().into())?),
            Self::Weeks(count) => days(7 * u64::from(count.get())),
            Self::Months(_) => self.months_on(start),
        };
        let mut last = last.unwrap_or(NaiveDate::MAX);
        let mut due = calendar.end_of(last)?;
        for pause in pauses.after(from) {
            if pause.0 >= due {
                break;
            }
            last = self.put_off(last, start, pause, calendar)?;
            due = calendar.end_of(last)?;
        }
        Ok(due)
    }

    /// The day counted to, put off by the days since `start` that ended in a pause.
    fn put_off(
        self,
        last: NaiveDate,
        start: NaiveDate,
        pause: (Moment, Moment),
        calendar: &(impl Calendar + ?Sized),
    ) -> Result<NaiveDate, OutOfRange> {
        // The day that starts the count is not counted, so it costs nothing; but what is due on that day waits for its end.
        let uncounted = if let Self::SameDay = self { start.pred_opt() } else { Some(start) };
        let before = calendar.day_of(pause.0).pred_opt().max(uncounted).unwrap_or(start);
        let until = calendar.day_of(pause.1).pred_opt().unwrap_or(before).max(before);
        if let Self::WorkingDays(_) = self {
            return calendar.add_working_days(last, calendar.working_days_between(before, until)?);
        }
        Ok(last.checked_add_signed(until.signed_duration_since(before)).unwrap_or(NaiveDate::MAX))
    }
}

pub(super) const HOUR: i64 = 3_600_000_000_000;

fn hours_on(from: Moment, hours: u16, pauses: &Pauses, calendar: &(impl Calendar + ?Sized)) -> Result<Moment, OutOfRange> {
    let mut due = from.to_nanos().saturating_add(HOUR * i64::from(hours));
    for (start, end) in pauses.after(from) {
        if start.to_nanos() >= due {
            break;
        }
        due = due.saturating_add(end.to_nanos() - start.max(from).to_nanos());
    }
    let due = Moment::from_nanos(due).ok_or_else(|| OutOfRange::new(calendar, NaiveDate::MAX))?;
    calendar.reach(calendar.day_of(due))?;
    Ok(due)
}

/// The day that ends at an instant, or within which it lies.
pub(super) fn last_day(at: Moment, calendar: &(impl Calendar + ?Sized)) -> NaiveDate {
    calendar.day_of(at.just_before())
}

#[cfg(test)]
mod tests {
    use super::super::EnglandAndWales;
    use super::*;

    fn moment(written: &str) -> Moment {
        written.parse().unwrap()
    }

    #[track_caller]
    fn explained(period: &str, from: &str) -> String {
        let (period, calendar) = (period.parse::<Period>().unwrap(), EnglandAndWales::new());
        let due = period.due(moment(from), &calendar).unwrap();
        assert_eq!(period.due_at(moment(from), &calendar), Ok(due.at));
        let written = serde_json::to_string(&due).unwrap();
        assert_eq!(serde_json::from_str::<Due>(&written).unwrap(), due);
        let by = ", by the calendar of England and Wales, `bank holidays as proclaimed to 2023, then by rule`";
        due.to_string().replace(by, "")
    }

    #[test]
    fn working_days_are_counted_from_the_day_after_to_the_end_of_a_day() {
        assert_eq!(
            explained("15 working days", "2026-04-02T23:30:00+01:00"),
            "by the end of 27 April 2026 (15 working days after 2 April 2026, \
             not counting Good Friday on 3 April and Easter Monday on 6 April)"
        );
        assert_eq!(
            explained("20 working days", "2026-08-14T09:00:00Z"),
            "by the end of 14 September 2026 (20 working days after 14 August 2026, \
             not counting Summer bank holiday on 31 August)"
        );
        assert_eq!(
            explained("10 working days", "2026-12-17T00:00:00Z"),
            "by the end of 5 January 2027 (10 working days after 17 December 2026, not counting \
             Christmas Day on 25 December 2026, Boxing Day on 28 December 2026 and New Year's Day on 1 January)"
        );
        assert_eq!(
            explained("1 working day", "2026-06-05T09:00:00Z"),
            "by the end of 8 June 2026 (1 working day after 5 June 2026)"
        );
        // Good Friday and Easter Monday of the next spring are the ninth and the tenth.
        let long = explained("320 working days", "2026-01-02T09:00:00Z");
        assert!(long.ends_with("Boxing Day on 28 December 2026, New Year's Day on 1 January and 2 more)"), "{long}");
    }

    #[test]
    fn all_but_hours_end_as_a_day_does() {
        assert_eq!(explained("same day", "2026-04-02T22:59:59Z"), "by the end of 2 April 2026 (the same day)");
        assert_eq!(explained("same day", "2026-04-02T23:00:00Z"), "by the end of 3 April 2026 (the same day)");
        assert_eq!(explained("1 day", "2026-04-02T23:00:00Z"), "by the end of 4 April 2026 (1 day after 3 April 2026)");
        assert_eq!(explained("6 weeks", "2026-03-28T11:00:00Z"), "by the end of 9 May 2026 (6 weeks after 28 March 2026)");
    }

    #[test]
    fn months_end_no_later_than_the_month_does() {
        let due = |from| explained("1 month", from);
        assert_eq!(
            due("2026-01-31T09:00:00Z"),
            "by the end of 28 February 2026 (1 month after 31 January 2026, where February ends)"
        );
        assert_eq!(
            due("2028-01-31T09:00:00Z"),
            "by the end of 29 February 2028 (1 month after 31 January 2028, where February ends)"
        );
        assert_eq!(due("2028-02-29T09:00:00Z"), "by the end of 29 March 2028 (1 month after 29 February 2028)");
        let year = explained("12 months", "2028-02-29T09:00:00Z");
        assert_eq!(year, "by the end of 28 February 2029 (12 months after 29 February 2028, where February ends)");
    }

    #[test]
    fn hours_are_elapsed_time() {
        assert_eq!(
            explained("1 hour", "2026-06-01T09:00:00Z"),
            "by 11:00 on 1 June 2026 (1 hour after 10:00 on 1 June 2026)"
        );
        assert_eq!(
            explained("24 hours", "2026-10-24T12:00:00.5Z"),
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
