//! When a length of time is due, and how that is explained.

use practice_cycle::calendar::{Due, EnglandAndWales, Period};
use practice_cycle::moment::Moment;

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
    let by = ", by the calendar of England and Wales, `bank holidays as published to 2028, then by rule`";
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
    assert_eq!(explained("1 hour", "2026-06-01T09:00:00Z"), "by 11:00 on 1 June 2026 (1 hour after 10:00 on 1 June 2026)");
    assert_eq!(
        explained("24 hours", "2026-10-24T12:00:00.5Z"),
        "by 12:00:00.500 on 25 October 2026 (24 hours after 13:00:00.500 on 24 October 2026, between which the clocks changed)"
    );
}

#[test]
fn days_end_before_midnight_before_and_after_the_clocks_change() {
    let due = |from| "1 day".parse::<Period>().unwrap().due_at(moment(from), &EnglandAndWales::new()).unwrap();
    assert_eq!(due("2026-03-27T12:00:00Z"), moment("2026-03-28T23:59:59.999999999Z"));
    assert_eq!(due("2026-03-28T12:00:00Z"), moment("2026-03-29T22:59:59.999999999Z"));
    assert_eq!(due("2026-10-23T12:00:00Z"), moment("2026-10-24T22:59:59.999999999Z"));
    assert_eq!(due("2026-10-24T12:00:00Z"), moment("2026-10-25T23:59:59.999999999Z"));
}

#[test]
fn nothing_is_due_beyond_the_range() {
    let due = |period: &str, from| {
        let due = period.parse::<Period>().unwrap().due_at(moment(from), &EnglandAndWales::new());
        due.map(|at| at.to_string()).map_err(|refused| refused.day.to_string())
    };
    assert_eq!(due("same day", "2050-12-31T12:00:00Z"), Ok("2050-12-31T23:59:59.999999999Z".into()));
    assert_eq!(due("1 day", "2050-12-31T12:00:00Z"), Err("2051-01-01".into()));
    assert_eq!(due("1 working day", "2050-12-31T12:00:00Z"), Err("2051-01-01".into()));
    assert_eq!(due("6 months", "2050-07-31T12:00:00Z"), Err("2051-01-31".into()));
    assert_eq!(due("11 hours", "2050-12-31T12:00:00Z"), Ok("2050-12-31T23:00:00Z".into()));
    assert_eq!(due("12 hours", "2050-12-31T12:00:00Z"), Err("2051-01-01".into()));
    assert_eq!(due("1 hour", "1999-12-31T23:59:59Z"), Err("1999-12-31".into()));
    assert_eq!(due("1 hour", "2000-01-01T00:00:00Z"), Ok("2000-01-01T01:00:00Z".into()));
    assert_eq!(due("65535 hours", "2199-12-31T12:00:00Z"), Err("2199-12-31".into()));
    assert_eq!(due("65535 months", "2026-01-01T12:00:00Z"), Err("7487-04-01".into()));
}
