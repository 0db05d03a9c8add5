//! Deadlines whose clock stood still for a time.

use practice_cycle::calendar::{Due, EnglandAndWales, Pauses, Period};
use practice_cycle::moment::Moment;

fn pauses(written: &[(&str, &str)]) -> Pauses {
    written.iter().map(|(start, end)| (start.parse().unwrap(), end.parse().unwrap())).collect()
}

fn counted(period: &str, from: &str, paused: &[(&str, &str)]) -> Due {
    let period: Period = period.parse().unwrap();
    period.due_with_pauses(from.parse().unwrap(), &pauses(paused), &EnglandAndWales::new()).unwrap()
}

#[track_caller]
fn due(period: &str, from: &str, paused: &[(&str, &str)]) -> String {
    counted(period, from, paused).at.to_string()
}

#[test]
fn pauses_that_overlap_or_touch_are_one() {
    let (a, b, c, d) = ("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", "2026-01-03T00:00:00Z", "2026-01-04T00:00:00Z");
    assert_eq!(pauses(&[(c, d), (a, b)]).iter().count(), 2);
    assert_eq!(pauses(&[(b, c), (a, b)]), pauses(&[(a, c)]));
    assert_eq!(pauses(&[(a, d), (b, c)]), pauses(&[(a, d)]));
    assert_eq!(pauses(&[(a, c), (b, d), (c, a), (b, b)]), pauses(&[(a, d)]));
    assert!(pauses(&[(d, a)]).is_empty());
    let written = format!(r#"[["{b}","{c}"],["{a}","{b}"]]"#);
    assert_eq!(serde_json::from_str::<Pauses>(&written).unwrap(), pauses(&[(a, c)]));
    assert_eq!(serde_json::to_string(&pauses(&[(a, c)])).unwrap(), format!(r#"[["{a}","{c}"]]"#));
}

#[test]
fn hours_go_on_with_what_was_left() {
    let from = "2026-06-01T09:00:00Z";
    let due = |paused: &[_]| due("48 hours", from, paused);
    assert_eq!(due(&[("2026-06-02T09:00:00Z", "2026-06-02T14:00:00Z")]), "2026-06-03T14:00:00Z");
    assert_eq!(due(&[("2026-05-30T09:00:00Z", "2026-06-01T10:00:00Z")]), "2026-06-03T10:00:00Z"); // Begun before.
    assert_eq!(due(&[("2026-05-30T09:00:00Z", from)]), "2026-06-03T09:00:00Z");
    // A pause that starts at the very end of the time leaves none of it, and puts it off; one a nanosecond later changes nothing.
    assert_eq!(due(&[("2026-06-03T09:00:00.000000001Z", "2026-07-01T00:00:00Z")]), "2026-06-03T09:00:00Z");
    assert_eq!(due(&[("2026-06-03T09:00:00Z", "2026-07-01T00:00:00Z")]), "2026-07-01T00:00:00Z");
    assert_eq!(due(&[("2026-06-03T08:59:59.999999999Z", "2026-07-01T00:00:00Z")]), "2026-07-01T00:00:00.000000001Z");
    // The second is reached only because of the first.
    let both = [("2026-06-02T00:00:00Z", "2026-06-02T12:00:00Z"), ("2026-06-03T12:00:00Z", "2026-06-03T13:00:00Z")];
    assert_eq!(due(&both), "2026-06-03T22:00:00Z");
}

#[test]
fn a_day_counts_if_the_clock_runs_as_it_ends() {
    let due = |period, paused: &[_]| due(period, "2026-06-01T09:00:00Z", paused);
    assert_eq!(due("3 days", &[]), "2026-06-04T22:59:59.999999999Z");
    assert_eq!(due("3 days", &[("2026-06-02T08:00:00Z", "2026-06-02T17:00:00Z")]), "2026-06-04T22:59:59.999999999Z"); // Within a day.
    assert_eq!(due("3 days", &[("2026-06-02T17:00:00Z", "2026-06-03T08:00:00Z")]), "2026-06-05T22:59:59.999999999Z"); // One midnight.
    assert_eq!(due("3 days", &[("2026-06-01T08:00:00Z", "2026-06-02T08:00:00Z")]), "2026-06-04T22:59:59.999999999Z"); // Over the start.
    assert_eq!(due("3 days", &[("2026-06-04T10:00:00Z", "2026-06-07T10:00:00Z")]), "2026-06-07T22:59:59.999999999Z"); // Over the end.
    assert_eq!(due("3 days", &[("2026-06-04T23:00:00Z", "2026-06-07T10:00:00Z")]), "2026-06-04T22:59:59.999999999Z"); // At the end.
    assert_eq!(due("3 days", &[("2026-06-04T10:00:00Z", "2026-06-04T23:00:00Z")]), "2026-06-05T22:59:59.999999999Z"); // Up to the end.
    assert_eq!(due("same day", &[("2026-06-01T10:00:00Z", "2026-06-03T10:00:00Z")]), "2026-06-03T22:59:59.999999999Z");
    assert_eq!(due("1 week", &[("2026-06-02T10:00:00Z", "2026-06-03T10:00:00Z")]), "2026-06-09T22:59:59.999999999Z");
    assert_eq!(due("1 month", &[("2026-06-02T10:00:00Z", "2026-06-03T10:00:00Z")]), "2026-07-02T22:59:59.999999999Z");
}

#[test]
fn days_off_are_not_paused_twice() {
    let due = |paused: &[_]| due("2 working days", "2026-06-05T09:00:00Z", paused); // A Friday.
    assert_eq!(due(&[]), "2026-06-09T22:59:59.999999999Z");
    assert_eq!(due(&[("2026-06-05T17:00:00Z", "2026-06-08T08:00:00Z")]), "2026-06-09T22:59:59.999999999Z");
    assert_eq!(due(&[("2026-06-05T17:00:00Z", "2026-06-09T08:00:00Z")]), "2026-06-10T22:59:59.999999999Z");
}

#[test]
fn nothing_is_due_while_a_pause_goes_on() {
    let on = [("2026-06-02T09:00:00Z".parse().unwrap(), Moment::LATEST)].into_iter().collect();
    let due = |period: &str, from: &str| {
        let period: Period = period.parse().unwrap();
        period.due_at_with_pauses(from.parse().unwrap(), &on, &EnglandAndWales::new()).ok()
    };
    for period in ["48 hours", "2 days", "2 working days", "1 week", "1 month"] {
        assert_eq!(due(period, "2026-06-01T09:00:00Z"), None, "{period}");
    }
    assert_eq!(
        due("same day", "2026-06-01T09:00:00Z").map(|at| at.to_string()).as_deref(),
        Some("2026-06-01T22:59:59.999999999Z")
    );
    assert_eq!(due("same day", "2026-06-02T09:00:00Z"), None);
}

#[test]
fn the_clause_says_when_the_clock_stood_still() {
    let paused = [("2026-05-01T00:00:00Z", "2026-05-02T00:00:00Z"), ("2026-06-04T10:00:00Z", "2026-06-07T10:00:00Z")];
    let due = counted("3 days", "2026-06-01T09:00:00Z", &paused);
    assert_eq!(due.counted.paused, pauses(&paused[1..]));
    assert_eq!(
        due.to_string(),
        "by the end of 7 June 2026 (3 days after 1 June 2026, by the calendar of England and Wales, \
         `bank holidays as published to 2028, then by rule`, \
         the clock standing still from 11:00 on 4 June 2026 to 11:00 on 7 June 2026)"
    );
    let due = counted("same day", "2026-06-04T12:00:00Z", &paused);
    assert_eq!(
        due.to_string(),
        "by the end of 7 June 2026 (the same day as 4 June 2026, by the calendar of England and Wales, \
         `bank holidays as published to 2028, then by rule`, \
         the clock standing still from 11:00 on 4 June 2026 to 11:00 on 7 June 2026)"
    );
}
