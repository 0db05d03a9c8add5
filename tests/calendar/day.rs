//! When a day ends in London, and where months end.

use chrono::{Datelike, NaiveDate, TimeDelta};
use practice_cycle::calendar::{add_months, end_of, local_date};
use practice_cycle::moment::MomentError;

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
        let just_before = end.to_utc() - TimeDelta::nanoseconds(1);
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
