//! Values and words by themselves: what a text and a moment may be, and the figure of the boundary.

use practice_cycle::boundary::{Indicator, Lean, Row};
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

#[test]
fn the_figure_is_read_the_same_both_ways() {
    for &indicator in Indicator::ALL {
        assert_eq!(Indicator::at(indicator.row(), indicator.lean()), indicator);
    }
    assert_eq!(Indicator::ALL.len(), Row::ALL.len() * Lean::ALL.len());
}
