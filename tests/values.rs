//! Values and words by themselves: what a text and a moment may be, and the figure of the boundary.

use std::time::{Duration, SystemTime};

use practice_cycle::boundary::{Indicator, Lean, Row};
use practice_cycle::chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use practice_cycle::code::Code;
use practice_cycle::moment::{Moment, MomentError};
use practice_cycle::text::{MAX_CHARS, Text, TextError};

#[test]
fn what_the_constructor_refuses_is_not_read_either() {
    for (written, why) in [
        (r#""  ""#, "expected a text that is not blank"),
        (r#""a\u0000b""#, "expected a text without control characters"),
        (r#""a\u0085b""#, "expected a text without control characters"),
        (r#"{"redacted":false}"#, "expected `\"redacted\": true`"),
    ] {
        let error = serde_json::from_str::<Text>(written).unwrap_err().to_string();
        assert!(error.starts_with(why), "{written}: {error}");
    }
}

#[test]
fn characters_are_counted_not_bytes() {
    let longest = "é".repeat(MAX_CHARS);
    assert!(Text::new(&longest).is_ok());
    assert_eq!(Text::new(&(longest + "é")), Err(TextError::TooLong));
}

#[test]
fn a_tombstone_survives_a_round_trip() {
    let text: Text = serde_json::from_str(r#"{"redacted":true}"#).unwrap();
    assert_eq!(text, Text::redacted());
    assert_eq!(serde_json::to_string(&text).unwrap(), r#"{"redacted":true}"#);
}

#[test]
fn the_range_ends_where_it_says() {
    assert_eq!(Moment::EARLIEST.to_string(), "1900-01-01T00:00:00Z");
    assert_eq!(Moment::LATEST.to_string(), "2199-12-31T23:59:59.999999999Z");
    assert_eq!("1899-12-31T23:59:59Z".parse::<Moment>(), Err(MomentError));
    assert_eq!("2200-01-01T00:00:00Z".parse::<Moment>(), Err(MomentError));
}

#[test]
fn every_digit_survives_a_round_trip() {
    let written = "2026-04-02T09:30:00.123456789Z";
    assert_eq!(written.parse::<Moment>().unwrap().to_string(), written);
}

fn from_the_epoch(nanos: i64) -> SystemTime {
    let from = Duration::from_nanos(nanos.unsigned_abs());
    if nanos < 0 { SystemTime::UNIX_EPOCH - from } else { SystemTime::UNIX_EPOCH + from }
}

#[test]
fn the_time_of_a_clock_is_kept_to_the_nanosecond_before_1970_too() {
    for (nanos, written) in [
        (0, "1970-01-01T00:00:00Z"),
        (-1, "1969-12-31T23:59:59.999999999Z"),
        (-1_500_000_000, "1969-12-31T23:59:58.500Z"),
        (1_775_122_200_123_456_789, "2026-04-02T09:30:00.123456789Z"),
    ] {
        let at = Moment::try_from(from_the_epoch(nanos)).unwrap();
        assert_eq!(at.to_string(), written);
        assert_eq!(SystemTime::from(at), from_the_epoch(nanos), "{written}");
    }
}

#[test]
fn a_clock_that_is_wrong_by_centuries_is_refused() {
    let tick = Duration::from_nanos(1);
    let (first, last) = (SystemTime::from(Moment::EARLIEST), SystemTime::from(Moment::LATEST));
    assert_eq!(Moment::try_from(first), Ok(Moment::EARLIEST));
    assert_eq!(Moment::try_from(last), Ok(Moment::LATEST));
    let centuries = Duration::from_secs(1 << 34);
    for wrong in [first - tick, last + tick, first - centuries, last + centuries] {
        assert_eq!(Moment::try_from(wrong), Err(MomentError), "{wrong:?}");
    }
}

#[test]
fn a_leap_second_is_no_instant() {
    for leap in ["2016-12-31T23:59:60Z", "2016-12-31T23:59:60.5Z", "2017-01-01T00:59:60+01:00", "2026-04-02T09:30:60Z"] {
        assert_eq!(leap.parse::<Moment>(), Err(MomentError), "{leap}");
        let error = serde_json::from_str::<Moment>(&format!("\"{leap}\"")).unwrap_err().to_string();
        assert!(error.starts_with("expected an instant such as"), "{error}");
    }
    let leap = NaiveDate::from_ymd_opt(2016, 12, 31).and_then(|day| day.and_hms_milli_opt(23, 59, 59, 1_000)).unwrap();
    let leap: DateTime<Utc> = leap.and_utc();
    assert_eq!(Moment::new(leap), Err(MomentError));
    assert_eq!(Moment::try_from(leap + TimeDelta::milliseconds(999)), Err(MomentError));
    for beside in [leap - TimeDelta::nanoseconds(1), leap + TimeDelta::seconds(1)] {
        assert!(Moment::new(beside).is_ok(), "{beside}");
    }
}

#[test]
fn the_figure_is_read_the_same_both_ways() {
    for &indicator in Indicator::ALL {
        assert_eq!(Indicator::at(indicator.row(), indicator.lean()), indicator);
    }
    assert_eq!(Indicator::ALL.len(), Row::ALL.len() * Lean::ALL.len());
}

/// What a host keeps, or hands from one thread to another. If one of them may not be, this does not compile. A rendering and an
/// excerpt are made where they are shown: they borrow a language, which may be anything.
#[test]
fn what_a_host_shares_between_threads_may_be_shared() {
    fn may_be_shared<T: Send + Sync>() {}
    macro_rules! shared {
        ($($module:ident: $($Type:ident $(<$Of:ty>)?),+;)+) => {
            $($(may_be_shared::<practice_cycle::$module::$Type $(<$Of>)?>();)+)+
        };
    }
    shared! {
        assessment: Assessment, Drift, Parameters, ParametersError;
        attachment: Event, Refusal;
        boundary: Event, Refusal;
        calendar: Almanac, Due, EnglandAndWales, OutOfRange, Pauses, Period, PeriodError;
        code: CodeSet<practice_cycle::people::Role>;
        contracting: Agreement, Coded<practice_cycle::contracting::FocusKind>, Contract, Draft, Event, Improper, Refusal, State,
            Tabled, Terms;
        correction: Event;
        cycle: Act, Applied, Cycle, Entry, Event, Kind, Offer, Possibility, Refusal;
        deciding: Event, Refusal;
        evidence: Cited, Elapsed;
        history: Appearance, Decision, History, LoadError, Problem, Recorded, Refusal, Refused, Stale, View;
        id: CycleId, EntryNumber, EntryNumberError, IdError, PersonId;
        intervening: Event, Refusal;
        joining: Event, Refusal;
        moment: Moment, MomentError;
        people: Actor;
        policy: Change, Checker, Diary, DutyKey, DutyState, Evidence, Finding, FindingsError, Judgement, Mark, Monitor, News, Pack,
            PackError, Packs, Policy, Report, Rule, Summary, Verdict;
        reporting: Event, Refusal, Score, ScoreError;
        scenario: Ran, ScenarioError, Scenarios;
        search: Claim<practice_cycle::cycle::Cycle>, Explored, Reviewed, Reviewer, Stories, World,
            WorldError;
        standing: Parameters, ParametersError, Standing;
        stored: Unreadable;
        text: CaseRef, Text, TextError;
        turns: Parameters, ParametersError, Pool, Pooled, Turns;
    }
}
