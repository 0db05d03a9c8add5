//! Lengths of time as people write them.

use practice_cycle::calendar::{Period, PeriodError};

fn meant(words: &str) -> Option<String> {
    match words.parse::<Period>() {
        Err(PeriodError::Unclear { meant }) => meant.map(|period| period.to_string()),
        other => panic!("{words}: {other:?}"),
    }
}

#[test]
fn every_length_reads_and_is_shown_back() {
    for words in ["same day", "1 hour", "48 hours", "1 day", "90 days", "1 working day", "10 working days"] {
        assert_eq!(words.parse::<Period>().unwrap().to_string(), words);
    }
    for words in ["1 week", "6 weeks", "1 month", "3 months", "65535 hours"] {
        assert_eq!(serde_json::to_string(&words.parse::<Period>().unwrap()).unwrap(), format!("\"{words}\""));
        assert_eq!(serde_json::from_str::<Period>(&format!("\"{words}\"")).unwrap(), words.parse().unwrap());
    }
}

#[test]
fn what_is_nearly_right_is_refused_with_what_is_right() {
    for (words, right) in [
        ("10 workign days", "10 working days"),
        ("10 wd", "10 working days"),
        ("10 w/d", "10 working days"),
        ("10 working-days", "10 working days"),
        ("10 business days", "10 working days"),
        ("10 weekdays", "10 working days"),
        ("1 hours", "1 hour"),
        ("2 hour", "2 hours"),
        ("48h", "48 hours"),
        ("48 Hours", "48 hours"),
        (" 3  months ", "3 months"),
        ("03 months", "3 months"),
        ("3 mnths", "3 months"),
        ("2 years", "24 months"),
        ("1 fortnight", "2 weeks"),
        ("same-day", "same day"),
        ("Sameday", "same day"),
    ] {
        assert_eq!(meant(words).as_deref(), Some(right), "{words}");
    }
}

#[test]
fn what_could_be_anything_is_refused_without_a_guess() {
    for words in
        ["", " ", "ten days", "10", "10 ", "3 m", "90 minutes", "-3 days", "1.5 hours", "10 dags ago", "day", "🕰 day"]
    {
        assert_eq!(meant(words), None, "{words}");
    }
    assert_eq!(meant(&("10 days".to_owned() + &" ".repeat(60))), None);
}

#[test]
fn a_length_is_neither_nothing_nor_without_end() {
    let refused = |words: &str| words.parse::<Period>().unwrap_err();
    assert_eq!(refused("0 hours"), PeriodError::Nothing);
    assert_eq!(refused("00 wd"), PeriodError::Nothing);
    assert_eq!(refused("65536 days"), PeriodError::TooLong);
    assert_eq!(refused("9999999999999999999999 days"), PeriodError::TooLong);
    assert_eq!(refused("6000 years"), PeriodError::TooLong);
    assert_eq!(
        refused("0 hours").to_string(),
        "expected a length of time of at least 1; what is due on the day itself is due the `same day`"
    );
    assert_eq!(refused("65536 days").to_string(), "expected a length of time of at most 65535");
    assert_eq!(
        refused("soon").to_string(),
        "expected a length of time: `same day`, or a number of hours, days, working days, weeks or months; \
         for example `10 working days`"
    );
}

#[test]
fn a_number_alone_is_no_length() {
    let refused = serde_json::from_str::<Period>("10").unwrap_err().to_string();
    assert_eq!(
        refused,
        "invalid type: integer `10`, expected a length of time such as `10 working days` at line 1 column 2"
    );
}
