//! When something occurred and was recorded, by whom it was written down, days of the week, and what was redacted.

use serde_json::{Value, json};

use super::{Told, policy, rule, session};

const BOTH: &[&str] = &["worker-1", "clin-1", "parent-1"];

fn sessions() -> Value {
    json!({"event": "session_held"})
}

/// A session of a Friday, recorded at a time.
fn recorded_at(recorded: &str) -> Told {
    let mut told = Told::with_contract();
    told.recorded("2026-06-05T10:00:00Z", recorded, "worker-1", None, "session_held", session("s-1", BOTH));
    told
}

#[test]
fn a_time_is_no_later_than_so_long_after_another() {
    let in_time = json!({"recorded_at": {"within": "2 working days", "after": "occurred_at"}});
    let cases = [
        ("2026-06-05T10:00:00Z", "kept"),
        ("2026-06-09T22:59:59.999999999Z", "kept"),
        // The second working day ended at midnight in London.
        ("2026-06-09T23:00:00Z", "broken by 11"),
    ];
    for (recorded, expected) in cases {
        assert_eq!(recorded_at(recorded).requires(sessions(), in_time.clone()), [expected], "{recorded}");
    }
    // Hours are elapsed, and the last instant is in time.
    let hours = json!({"recorded_at": {"within": "48 hours", "after": "occurred_at"}});
    assert_eq!(recorded_at("2026-06-07T10:00:00Z").requires(sessions(), hours.clone()), ["kept"]);
    assert_eq!(recorded_at("2026-06-07T10:00:00.000000001Z").requires(sessions(), hours), ["broken by 11"]);
}

#[test]
fn a_time_is_later_than_so_long_after_another_where_it_is_not_within_that() {
    let late = json!({"recorded_at": {"later_than": "2 working days", "after": "occurred_at"}});
    assert_eq!(recorded_at("2026-06-09T22:59:59.999999999Z").requires(sessions(), late.clone()), ["broken by 11"]);
    assert_eq!(recorded_at("2026-06-09T23:00:00Z").requires(sessions(), late.clone()), ["kept"]);
    // With both, it lies between.
    let between = json!({"recorded_at": {"later_than": "same day", "within": "48 hours", "after": "occurred_at"}});
    let cases = [
        ("2026-06-05T12:00:00Z", "broken by 11"),
        ("2026-06-05T23:00:00Z", "kept"),
        ("2026-06-07T10:00:00Z", "kept"),
        ("2026-06-07T10:00:01Z", "broken by 11"),
    ];
    for (recorded, expected) in cases {
        assert_eq!(recorded_at(recorded).requires(sessions(), between.clone()), [expected], "{recorded}");
    }
    // Of what was left out, neither is known.
    let mut told = Told::with_contract();
    told.act("2026-06-09T10:00:00Z", "worker-1", "contract_reviewed", json!({"contract": "c-9", "with": ["clin-1"]}));
    let next = json!({"next_review": {"later_than": "1 week", "after": "occurred_at"}});
    assert_eq!(told.requires(json!({"event": "contract_reviewed"}), next), ["unknown: next_review"]);
    let found = recorded_at("2026-06-09T22:00:00Z")
        .findings(&policy(&[rule("X1", json!({"when": sessions(), "require": {"where": late}}))]), "X1");
    let [text] = found.as_slice() else { panic!("{found:?}") };
    assert!(text.contains("it was recorded later than 2 working days after it occurred"), "{text}");
}

#[test]
fn a_parameter_has_the_value_of_the_day() {
    let told = recorded_at("2026-06-09T12:00:00Z");
    let asked = |values: Value| {
        let tests = json!({"recorded_at": {"within": "$soon", "after": "occurred_at"}});
        let fields = json!({"parameters": {"soon": values}, "when": sessions(), "require": {"where": tests}});
        told.comes_to(&policy(&[rule("X1", fields)]), "X1", "2027-01-01T00:00:00Z")
    };
    assert_eq!(
        asked(json!([{"to": "2026-06-04", "value": "1 week"}, {"from": "2026-06-05", "value": "1 working day"}])),
        ["broken by 11"]
    );
    assert_eq!(
        asked(json!([{"to": "2026-06-05", "value": "1 week"}, {"from": "2026-06-06", "value": "1 working day"}])),
        ["kept"]
    );
    assert_eq!(asked(json!([{"to": "2026-06-04", "value": "1 week"}])), ["unknown: the rule has no value for that day"]);
}

#[test]
fn a_day_stands_at_its_first_instant() {
    let reviewed = |next: Option<&str>| {
        let mut told = Told::with_contract();
        let mut data = json!({"contract": "c-9", "with": ["clin-1"]});
        if let Some(next) = next {
            data["next_review"] = json!(next);
        }
        told.act("2026-06-09T10:00:00Z", "worker-1", "contract_reviewed", data);
        told
    };
    let asked = |next: Option<&str>, tests: Value| reviewed(next).requires(json!({"event": "contract_reviewed"}), tests);
    let soon = json!({"next_review": {"within": "2 weeks", "after": "occurred_at"}});
    assert_eq!(asked(Some("2026-06-23"), soon.clone()), ["kept"]);
    assert_eq!(asked(Some("2026-06-24"), soon.clone()), ["broken by 11"]);
    assert_eq!(asked(None, soon), ["unknown: next_review"]);
    // Ten hours after the day began the review took place, and a nanosecond later than nine.
    assert_eq!(asked(Some("2026-06-09"), json!({"occurred_at": {"within": "11 hours", "after": "next_review"}})), ["kept"]);
    assert_eq!(
        asked(Some("2026-06-09"), json!({"occurred_at": {"within": "10 hours", "after": "next_review"}})),
        ["broken by 11"]
    );
    // Beside an instant, a day is the same where that lies on it.
    assert_eq!(asked(Some("2026-06-09"), json!({"next_review": {"same_as": "occurred_at"}})), ["kept"]);
    assert_eq!(asked(Some("2026-06-10"), json!({"recorded_at": {"same_as": "next_review"}})), ["broken by 11"]);
    assert_eq!(asked(Some("2026-06-10"), json!({"next_review": {"differs_from": "occurred_at"}})), ["kept"]);
    // Beyond the calendar nothing is known.
    let beyond = "unknown: the calendar ends before that day";
    assert_eq!(asked(Some("2190-06-10"), json!({"next_review.weekday": "thursday"})), [beyond]);
    assert_eq!(asked(Some("2190-06-10"), json!({"next_review.working_day": {"not": "no"}})), [beyond]);
    assert_eq!(asked(Some("2190-06-10"), json!({"occurred_at": {"within": "1 week", "after": "next_review"}})), [beyond]);
    assert_eq!(asked(None, json!({"next_review.weekday": "thursday"})), ["unknown: next_review.weekday"]);
    let before = "unknown: the calendar begins after that day";
    assert_eq!(asked(Some("1990-06-10"), json!({"next_review.working_day": "yes"})), [before]);
    assert_eq!(asked(Some("1990-06-10"), json!({"occurred_at": {"within": "1 week", "after": "next_review"}})), [before]);
}

#[test]
fn days_of_the_week_and_working_days_are_those_of_london() {
    let held = |when: &str| {
        let mut told = Told::with_contract();
        told.session("s-1", when, BOTH);
        told
    };
    let asked = |when: &str, tests: Value| held(when).requires(sessions(), tests) == ["kept"];
    assert!(asked("2026-06-05T22:59:59Z", json!({"occurred_at.weekday": "friday", "occurred_at.working_day": "yes"})));
    assert!(asked("2026-06-05T23:00:00Z", json!({"occurred_at.weekday": "saturday", "occurred_at.working_day": "no"})));
    assert!(asked("2026-06-07T22:59:59Z", json!({"occurred_at.weekday": ["saturday", "sunday"]})));
    assert!(asked("2026-06-07T23:00:00Z", json!({"occurred_at.weekday": {"not": ["saturday", "sunday"]}})));
    // The summer bank holiday is a Monday.
    assert!(asked("2026-08-31T10:00:00Z", json!({"occurred_at.weekday": "monday", "occurred_at.working_day": "no"})));
    // What answers can be asked for the day of what opened the duty.
    let fields = json!({"per": ["contract"], "when": sessions(), "within": "1 week", "order": "strict",
        "expect": {"event": "session_held", "where": {"opening.occurred_at.weekday": "friday", "occurred_at.weekday": "monday"}}});
    let mut told = held("2026-06-05T10:00:00Z");
    told.session("s-2", "2026-06-07T10:00:00Z", BOTH);
    told.session("s-3", "2026-06-08T10:00:00Z", BOTH);
    let found = told.comes_to(&policy(&[rule("X1", fields)]), "X1", "2026-06-08T12:00:00Z");
    assert_eq!(found[0], "met by 13");
}

#[test]
fn who_wrote_it_down_is_whoever_acted_where_nobody_else_did() {
    let mut told = Told::with_contract();
    let when = "2026-06-05T10:00:00Z";
    told.session("s-1", when, BOTH);
    told.recorded(when, when, "worker-1", Some("manager-1"), "session_held", session("s-2", BOTH));
    told.recorded(when, when, "worker-1", Some("clerk-1"), "session_held", session("s-3", BOTH));
    let asked = |tests: Value| told.requires(sessions(), tests);
    assert_eq!(asked(json!({"recorded_by": {"same_as": "by"}})), ["kept", "broken by 12", "broken by 13"]);
    assert_eq!(asked(json!({"recorded_by": "clerk-1"})), ["broken by 11", "broken by 12", "kept"]);
    // The clerk never entered the cycle.
    let clerk = "unknown: recorded_by.role";
    assert_eq!(asked(json!({"recorded_by.role": "manager"})), ["broken by 11", "kept", clerk]);
    assert_eq!(asked(json!({"recorded_by.side": "social_work"}))[..2], ["kept", "kept"]);
}

#[test]
fn redacted_is_told_apart_from_left_out() {
    // What is written as struck here is redacted by a later entry.
    let struck = || json!({"redacted": true});
    let milestone = |words: Value, case: Value| {
        let redacted = words == struck() || case == struck();
        let or = |value: Value, invented: &str| if value == struck() { json!(invented) } else { value };
        let mut data = json!({"milestone": "m-1", "case": or(case, "case-1"), "what": "core_group"});
        if !words.is_null() {
            data["words"] = or(words, "Invented.");
        }
        let mut told = Told::new();
        told.act("2026-06-05T10:00:00Z", "worker-1", "milestone_reached", data);
        if redacted {
            told.act("2026-06-05T11:00:00Z", "manager-1", "redacted", json!({"entries": [5], "reason": "Invented."}));
        }
        told
    };
    let asked = |words: Value, case: Value, tests: Value| {
        milestone(words, case).requires(json!({"event": "milestone_reached"}), tests)[0].clone()
    };
    let said = json!({"words": {"said": true}});
    let redacted = |is: bool| json!({"words": {"redacted": is}});
    for (words, is_said, is_redacted) in
        [(json!("Invented."), "kept", false), (struck(), "kept", true), (Value::Null, "broken by 5", false)]
    {
        assert_eq!(asked(words.clone(), json!("case-1"), said.clone()), is_said, "{words}");
        assert_eq!(asked(words.clone(), json!("case-1"), redacted(is_redacted)), "kept", "{words}");
        assert_eq!(asked(words.clone(), json!("case-1"), redacted(!is_redacted)), "broken by 5", "{words}");
    }
    assert_eq!(asked(Value::Null, struck(), json!({"case": {"redacted": true}})), "kept");
    assert_eq!(asked(Value::Null, json!("case-1"), json!({"case": {"redacted": true}})), "broken by 5");
    // Looked at from what answers, it is the same.
    let fields = json!({"when": {"event": "milestone_reached"}, "within": "1 week",
        "expect": {"event": "person_left", "where": {"opening.words": {"redacted": true}}}});
    let mut told = milestone(struck(), json!("case-1"));
    told.leaves("2026-06-06T10:00:00Z", "parent-1");
    assert_eq!(told.comes_to(&policy(&[rule("X1", fields)]), "X1", "2026-07-01T00:00:00Z"), ["met by 7"]);
}

#[test]
fn it_is_said_in_plain_words() {
    let told = recorded_at("2026-06-10T09:00:00Z");
    let tests = json!({
        "recorded_at": {"within": "2 working days", "after": "occurred_at"},
        "occurred_at.working_day": "no",
        "recorded_by.side": "clinical",
        "occurred_at.weekday": ["saturday", "sunday"],
    });
    let found = told.findings(&policy(&[rule("X1", json!({"when": sessions(), "require": {"where": tests}}))]), "X1");
    let [text] = found.as_slice() else { panic!("{found:?}") };
    assert!(
        text.contains(
            "it occurred on a day that is not a working day, it was recorded no later than 2 working days after it occurred"
        ) || text.contains("it was recorded no later than 2 working days after it occurred"),
        "{text}"
    );
    assert!(text.contains("it occurred on a working day"), "{text}");
    assert!(text.contains("the day of the week on which it occurred is \"Friday\""), "{text}");
    assert!(text.contains("the person who wrote it down is from the social work side"), "{text}");
    assert!(text.contains("when it was recorded is 10:00 on 10 June 2026"), "{text}");
    assert!(!text.contains('_'), "{text}");
}
