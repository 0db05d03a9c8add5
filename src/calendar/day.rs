//! The bounds of a day: where it ends and the next begins.

use chrono::{Months, NaiveDate, NaiveTime, TimeZone};
use chrono_tz::{GapInfo, Tz};

use crate::moment::{Moment, MomentError};

/// The zone whose midnights part one day from the next.
///
/// Summer time is known from 1916 to 2099; from 2100 the zone's tables end, and every day is taken to run by
/// Greenwich time.
pub const TIME_ZONE: Tz = Tz::Europe__London;

/// The day it is in London at this instant.
#[must_use]
pub fn local_date(at: Moment) -> NaiveDate {
    day_in(TIME_ZONE, at)
}

/// The end of a day in London: its 24:00, which is also the first instant of the next day.
///
/// What is due on a day is in time up to and including this instant.
///
/// # Errors
/// [`MomentError`] when the day ends outside 1900 to 2199.
///
/// ```
/// use practice_cycle::calendar::end_of;
/// let midsummer = "2026-06-24".parse()?;
/// assert_eq!(end_of(midsummer)?.to_string(), "2026-06-24T23:00:00Z");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn end_of(day: NaiveDate) -> Result<Moment, MomentError> {
    end_in(TIME_ZONE, day).ok_or(MomentError)
}

/// The end of a day in any zone, if it can be told.
///
/// London has never moved its clocks at midnight; others have. Of two midnights the later ends the day, and where clocks
/// go forward over midnight the day ends as they do.
pub(super) fn end_in(zone: Tz, day: NaiveDate) -> Option<Moment> {
    let midnight = day.succ_opt()?.and_time(NaiveTime::MIN);
    let end = zone.from_local_datetime(&midnight).latest().or_else(|| GapInfo::new(&midnight, &zone)?.end)?;
    Moment::new(end.to_utc()).ok()
}

/// The day it is in any zone: the first that ends after this instant.
pub(super) fn day_in(zone: Tz, at: Moment) -> NaiveDate {
    let date = at.to_utc().with_timezone(&zone).date_naive();
    // Newfoundland turned its clocks back a minute past midnight: for that minute the next day had begun, and it ended again.
    date.pred_opt().filter(|&before| end_in(zone, before).is_some_and(|end| end > at)).unwrap_or(date)
}

pub(super) const FIRST_TELLABLE: NaiveDate = NaiveDate::from_ymd_opt(1900, 1, 1).expect("a day of the calendar");
pub(super) const LAST_TELLABLE: NaiveDate = NaiveDate::from_ymd_opt(2198, 12, 31).expect("a day of the calendar");

/// Whether a day's end can be told as a [`Moment`]: any day from 1900 to 2198.
#[must_use]
pub fn is_tellable(day: NaiveDate) -> bool {
    (FIRST_TELLABLE..=LAST_TELLABLE).contains(&day)
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
    use chrono::Datelike;

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
        assert_eq!(end_of(day("2199-12-31")), Err(MomentError));
        assert_eq!(end_of(NaiveDate::MAX), Err(MomentError));
        assert_eq!(end_of(NaiveDate::MIN), Err(MomentError));
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
