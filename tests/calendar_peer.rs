//! The calendar of England and Wales beside an independent one, the crate `holidays-rs`, on every day that ours covers.
//!
//! The peer works from rules of its own and computes Easter itself. Neither knows what is proclaimed after its release.
#![expect(clippy::unwrap_used, reason = "in the helpers of tests, where a slip is a failed test")]

use chrono::{Datelike, NaiveDate};
use holidays_rs::{Calendar as Peer, Date};
use practice_cycle::calendar::{Almanac, Calendar, EnglandAndWales};

fn theirs(day: NaiveDate) -> Date {
    Date::new(day.year(), u8::try_from(day.month()).unwrap(), u8::try_from(day.day()).unwrap()).unwrap()
}

fn days(calendar: &EnglandAndWales) -> Vec<NaiveDate> {
    let range = calendar.range();
    range.start().iter_days().take_while(|day| range.contains(day)).collect()
}

#[test]
fn every_day_is_worked_where_an_independent_calendar_says_so() {
    let (ours, peer) = (EnglandAndWales::new(), Peer::united_kingdom());
    let days = days(&ours);
    assert_eq!(days.len(), 18_628);
    let differ: Vec<_> =
        days.into_iter().filter(|&day| ours.is_working_day(day).unwrap() != peer.is_working_day(theirs(day))).collect();
    assert_eq!(differ, [], "a difference that is meant is listed here, with its reason");
}

#[test]
fn working_days_are_counted_as_an_independent_calendar_counts_them() {
    let ours = EnglandAndWales::new();
    let (almanac, peer) = (Almanac::new(&ours).unwrap(), Peer::united_kingdom());
    let days = days(&ours);
    let inner = days.iter().copied().filter(|day| (2001..=2049).contains(&day.year()));
    for (place, day) in inner.enumerate() {
        let count = u32::try_from(place).unwrap() % 64 + 1;
        let (on, back) = (almanac.add_working_days(day, count).unwrap(), almanac.sub_working_days(day, count).unwrap());
        assert_eq!(theirs(on), peer.nth_working_day_after(theirs(day), count), "{count} after {day}");
        assert_eq!(theirs(back), peer.nth_working_day_before(theirs(day), count), "{count} before {day}");
    }
}
