//! Where one day ends and the next begins.

use chrono::{Datelike, Months, NaiveDate, NaiveTime, TimeZone};
use chrono_tz::Tz;

use crate::moment::{Moment, NotAMoment};

/// The zone whose midnights part one day from the next.
///
/// Summer time is known from 1916 to 2099; from 2100 the zone's tables end, and every day is taken to run by
/// Greenwich time.
pub const TIME_ZONE: Tz = Tz::Europe__London;

/// The day it is in London at this instant.
#[must_use]
pub fn local_date(at: Moment) -> NaiveDate {
    at.to_utc().with_timezone(&TIME_ZONE).date_naive()
}

/// The end of a day in London: its 24:00, which is also the first instant of the next day.
///
/// What is due on a day is in time up to and including this instant.
///
/// # Errors
/// [`NotAMoment`] when the day ends outside 1900 to 2199.
///
/// ```
/// use practice_cycle::calendar::end_of;
/// let midsummer = "2026-06-24".parse()?;
/// assert_eq!(end_of(midsummer)?.to_string(), "2026-06-24T23:00:00Z");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn end_of(day: NaiveDate) -> Result<Moment, NotAMoment> {
    let midnight = day.succ_opt().ok_or(NotAMoment)?.and_time(NaiveTime::MIN);
    // London has never moved its clocks at midnight; were it to, the earlier of two midnights would end the day.
    let end = TIME_ZONE.from_local_datetime(&midnight).earliest();
    Moment::new(end.ok_or(NotAMoment)?.to_utc())
}

/// Whether a day's end can be told as a [`Moment`]: any day from 1900 to 2198.
#[must_use]
pub fn is_tellable(day: NaiveDate) -> bool {
    (1900..=2198).contains(&day.year())
}

/// The same day of the month so many months later, or the month's last where it has no such day.
///
/// Nothing where chrono's own calendar ends.
#[must_use]
pub fn add_months(day: NaiveDate, months: u32) -> Option<NaiveDate> {
    day.checked_add_months(Months::new(months))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(written: &str) -> NaiveDate {
        written.parse().unwrap()
    }

    #[test]
    fn days_end_at_midnight_in_london() {
        let end = |written| end_of(day(written)).unwrap().to_string();
        let here = |at: &str| local_date(at.parse().unwrap());
        assert_eq!(here("2026-06-10T23:30:00Z"), day("2026-06-11"));
        assert_eq!(here("2026-01-15T23:30:00Z"), day("2026-01-15"));
        assert_eq!(end("2026-01-15"), "2026-01-16T00:00:00Z");
        assert_eq!(end("2026-06-10"), "2026-06-10T23:00:00Z");
        assert_eq!(end("2026-03-28"), "2026-03-29T00:00:00Z"); // Clocks go forward at 01:00 the next morning.
        assert_eq!(end("2026-03-29"), "2026-03-29T23:00:00Z");
        assert_eq!(end("2026-10-25"), "2026-10-26T00:00:00Z"); // Clocks went back that morning.
        assert_eq!(end("2110-06-10"), "2110-06-11T00:00:00Z"); // Should be 23:00, but the tables end with 2099.
        assert_eq!(end_of(day("2199-12-31")), Err(NotAMoment));
        assert_eq!(end_of(NaiveDate::MAX), Err(NotAMoment));
        assert_eq!(end_of(NaiveDate::MIN), Err(NotAMoment));
    }

    #[test]
    fn every_day_begins_where_the_one_before_it_ends() {
        let days = day("1900-01-01").iter_days();
        for day in days.take_while(|day| day.year() < 2199) {
            let end = end_of(day).unwrap();
            assert_eq!(local_date(end), day.succ_opt().unwrap());
            let just_before = end.to_utc() - chrono::TimeDelta::nanoseconds(1);
            assert_eq!(local_date(just_before.try_into().unwrap()), day);
        }
    }

    #[test]
    fn months_end_no_later_than_the_month_does() {
        assert_eq!(add_months(day("2028-01-31"), 1), Some(day("2028-02-29")));
        assert_eq!(add_months(day("2026-08-31"), 6), Some(day("2027-02-28")));
        assert_eq!(add_months(day("2026-08-15"), 12), Some(day("2027-08-15")));
        assert_eq!(add_months(day("2026-08-15"), u32::MAX), None);
    }
}
