//! Whether a length of time is over at an instant, and how far it reaches back.

use chrono::TimeDelta;
use practice_cycle::calendar::{EnglandAndWales, Period};
use practice_cycle::moment::Moment;

fn moment(written: &str) -> Moment {
    written.parse().unwrap()
}

#[track_caller]
fn reached(period: &str, to: &str) -> String {
    let back = period.parse::<Period>().unwrap().reaches_back_to(moment(to), &EnglandAndWales::new());
    back.map_or_else(|refused| refused.to_string(), |at| at.to_string())
}

#[test]
fn hours_have_passed_at_the_due_instant_and_days_at_the_midnight_after_it() {
    let (england, from) = (EnglandAndWales::new(), moment("2026-04-02T12:00:00Z"));
    for (period, due) in [
        ("48 hours", "2026-04-04T12:00:00Z"),
        ("same day", "2026-04-02T22:59:59.999999999Z"),
        ("2 days", "2026-04-04T22:59:59.999999999Z"),
        ("15 working days", "2026-04-27T22:59:59.999999999Z"),
        ("1 month", "2026-05-02T22:59:59.999999999Z"),
    ] {
        let (period, due) = (period.parse::<Period>().unwrap(), moment(due));
        let at = |nanos: i64| Moment::try_from(due.to_utc() + TimeDelta::nanoseconds(nanos)).unwrap();
        let both = |to| (period.is_within(from, to, &england).unwrap(), period.has_passed(from, to, &england).unwrap());
        let at_once = matches!(period, Period::Hours(_));
        assert_eq!([both(at(-1)), both(due), both(at(1))], [(true, false), (true, at_once), (false, true)], "{period}");
    }
}

#[test]
fn it_reaches_back_to_the_start_of_a_day_or_by_the_hour() {
    assert_eq!(reached("48 hours", "2026-03-30T12:00:00Z"), "2026-03-28T12:00:00Z");
    assert_eq!(reached("same day", "2026-03-30T12:00:00Z"), "2026-03-29T23:00:00Z");
    assert_eq!(reached("same day", "2026-03-29T22:59:59.999999999Z"), "2026-03-29T00:00:00Z"); // As the day ends, with its 23 hours.
    assert_eq!(reached("same day", "2026-03-29T23:00:00Z"), "2026-03-29T23:00:00Z"); // As the next begins.
    assert_eq!(reached("90 days", "2026-05-01T12:00:00Z"), "2026-01-31T00:00:00Z");
    assert_eq!(reached("15 working days", "2026-04-27T22:59:59.999999999Z"), "2026-04-01T23:00:00Z");
    assert_eq!(reached("15 working days", "2026-04-27T23:00:00Z"), "2026-04-06T23:00:00Z");
    assert_eq!(reached("15 working days", "2026-04-28T12:00:00Z"), "2026-04-06T23:00:00Z"); // Past Easter at a step.
    assert_eq!(reached("1 month", "2027-02-28T12:00:00Z"), "2027-01-28T00:00:00Z");
    assert_eq!(reached("1 month", "2027-03-01T12:00:00Z"), "2027-02-01T00:00:00Z");
}

#[test]
fn it_does_not_reach_beyond_the_range() {
    let outside = |day: &str| {
        let side = if day < "2000" { "before" } else { "after" };
        format!("{day} is {side} the calendar, which runs from 2000-01-01 to 2050-12-31")
    };
    assert_eq!(reached("same day", "2000-01-01T12:00:00Z"), "2000-01-01T00:00:00Z");
    assert_eq!(reached("1 day", "2000-01-01T12:00:00Z"), outside("1999-12-31"));
    assert_eq!(reached("1 working day", "2000-01-04T12:00:00Z"), outside("1999-12-31")); // After a long weekend.
    assert_eq!(reached("13 hours", "2000-01-01T12:00:00Z"), outside("1999-12-31"));
    assert_eq!(reached("1 hour", "2051-01-01T00:30:00Z"), outside("2051-01-01"));
    assert_eq!(reached("1 hour", "2051-01-01T00:00:00Z"), outside("2051-01-01"));
    assert_eq!(reached("1 hour", "2050-12-31T23:59:59.999999999Z"), "2050-12-31T22:59:59.999999999Z");
}
