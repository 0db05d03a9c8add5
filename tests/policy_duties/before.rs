//! What has to have gone before: how long before, and after what; and how much of one thing there was for another.

use serde_json::{Value, json};

use super::{explained, session, step, told, under_contract};

fn reviewed(more: Value) -> Value {
    let mut rule =
        json!({"per": ["contract"], "when": {"event": "session_held"}, "preceded_by": {"event": "contract_reviewed"}});
    rule.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    rule
}

/// Reviews at some times, and a session after them all.
fn reviews(at: &[&str], held: &str) -> practice_cycle::history::History {
    let mut history = under_contract();
    for at in at {
        step(&mut history, at, "contract_reviewed");
    }
    session(&mut history, held, "s-1", "home_visit");
    history
}

#[test]
fn days_before_are_counted_on_to_a_day_no_later() {
    let rule = reviewed(json!({"lead_time": "2 working days"}));
    // Wednesday, and two working days: Friday.
    assert_eq!(told(&rule, &reviews(&["2026-03-04T23:00:00Z"], "2026-03-06T00:00:00Z")), ["met by 13"]);
    let late = reviews(&["2026-03-04T23:00:00Z"], "2026-03-05T23:59:59Z");
    assert_eq!(told(&rule, &late), ["missed at 2026-03-05T23:59:59Z by 14"]);
    // The weekend does not count: Friday, and two working days are Tuesday.
    assert_eq!(told(&rule, &reviews(&["2026-03-06T09:00:00Z"], "2026-03-10T09:00:00Z")), ["met by 13"]);
    let monday = reviews(&["2026-03-06T09:00:00Z"], "2026-03-09T09:00:00Z");
    assert_eq!(told(&rule, &monday), ["missed at 2026-03-09T09:00:00Z by 14"]);
    // What comes later that day is too late, as nothing else is.
    let mut after = reviews(&[], "2026-03-09T09:00:00Z");
    step(&mut after, "2026-03-09T10:00:00Z", "contract_reviewed");
    assert_eq!(told(&rule, &after), ["missed at 2026-03-09T09:00:00Z by 13, done late by 14"]);
}

#[test]
fn hours_before_are_elapsed_time() {
    let rule = reviewed(json!({"lead_time": "24 hours"}));
    assert_eq!(told(&rule, &reviews(&["2026-03-04T09:00:00Z"], "2026-03-05T09:00:00Z")), ["met by 13"]);
    let short = reviews(&["2026-03-04T09:00:01Z"], "2026-03-05T09:00:00Z");
    assert_eq!(told(&rule, &short), ["missed at 2026-03-05T09:00:00Z by 14"]);
    // The clocks went forward in between: by the clock it is 25 hours.
    assert_eq!(told(&rule, &reviews(&["2026-03-28T12:00:00Z"], "2026-03-29T12:00:00Z")), ["met by 13"]);
}

#[test]
fn any_in_the_window_is_enough() {
    let rule = reviewed(json!({"lead_time": "2 days", "within": "2 weeks"}));
    // One too long ago, one in the window, one too late.
    let three = ["2026-03-03T09:00:00Z", "2026-03-10T09:00:00Z", "2026-03-19T09:00:00Z"];
    assert_eq!(told(&rule, &reviews(&three, "2026-03-20T09:00:00Z")), ["met by 14"]);
    let two = ["2026-03-03T09:00:00Z", "2026-03-19T09:00:00Z"];
    assert_eq!(told(&rule, &reviews(&two, "2026-03-20T09:00:00Z")), ["missed at 2026-03-20T09:00:00Z by 15"]);
    let text = explained(&rule, &reviews(&two, "2026-03-20T09:00:00Z"), "2026-04-01T09:00:00Z")[0].to_string();
    assert!(text.contains("review the contract within 2 weeks and at least 2 days before that"), "{text}");
}

#[test]
fn only_what_came_after_the_last_such_entry_counts() {
    let rule = reviewed(json!({"since": {"event": "role_flexed"}, "order": "strict"}));
    let told = |order: &[&str]| {
        let mut history = under_contract();
        for (day, kind) in order.iter().enumerate() {
            step(&mut history, &format!("2026-03-{:02}T09:00:00Z", day + 3), kind);
        }
        session(&mut history, "2026-03-20T09:00:00Z", "s-1", "home_visit");
        super::told(&rule, &history)
    };
    assert_eq!(told(&["contract_reviewed"]), ["met by 13"]);
    assert_eq!(told(&["role_flexed", "contract_reviewed"]), ["met by 14"]);
    assert_eq!(told(&["contract_reviewed", "role_flexed"]), ["missed at 2026-03-20T09:00:00Z by 15"]);
    assert_eq!(told(&["contract_reviewed", "role_flexed", "contract_reviewed"]), ["met by 15"]);
}

#[test]
fn a_condition_asks_what_happened_since() {
    let rule = json!({"per": ["contract"], "when": {"event": "session_held"},
        "require": {"happened": {"event": "contract_reviewed", "since": {"event": "role_flexed"}}}});
    let mut history = under_contract();
    step(&mut history, "2026-03-03T09:00:00Z", "contract_reviewed");
    session(&mut history, "2026-03-04T09:00:00Z", "s-1", "home_visit");
    step(&mut history, "2026-03-05T09:00:00Z", "role_flexed");
    session(&mut history, "2026-03-06T09:00:00Z", "s-2", "home_visit");
    step(&mut history, "2026-03-09T09:00:00Z", "contract_reviewed");
    session(&mut history, "2026-03-10T09:00:00Z", "s-3", "home_visit");
    assert_eq!(told(&rule, &history), ["kept at 2026-03-04T09:00:00Z", "broken by 16", "kept at 2026-03-10T09:00:00Z"]);
    let text = explained(&rule, &history, "2026-04-01T09:00:00Z")[1].to_string();
    let asked = "somebody reviewed the contract, since somebody last flexed a role; \
                 here nobody reviewed the contract since entry 15, on 5 March 2026";
    assert!(text.contains(asked), "{text}");
}

#[test]
fn half_of_the_sessions_are_at_home() {
    let rule = json!({"per": ["contract"], "when": {"event": "session_held"}, "require": {"ratio": {
        "of": {"event": "session_held", "where": {"space": "home_visit"}}, "to": {"event": "session_held"},
        "within": "1 month", "at_least": 50}}});
    let mut history = under_contract();
    for (day, space) in [
        ("03-03", "home_visit"),
        ("03-04", "joint_session"), // one of two
        ("03-05", "joint_session"), // one of three
        ("03-06", "home_visit"),    // two of four
        ("04-05", "joint_session"), // two of four within a month: that of 5 March on
        ("05-20", "joint_session"), // none of one
    ] {
        session(&mut history, &format!("2026-{day}T09:00:00Z"), &format!("s-{day}"), space);
    }
    let kept = |day: &str| format!("kept at 2026-{day}T0{}:00:00Z", 9);
    let found = told(&rule, &history);
    assert_eq!(found[..2], [kept("03-03"), kept("03-04")]);
    assert_eq!(found[2..4], ["broken by 15".to_owned(), kept("03-06")]);
    assert_eq!(found[4..], ["broken by 17", "broken by 18"]);
    let text = explained(&rule, &history, "2026-12-01T09:00:00Z")[2].to_string();
    assert!(text.contains("here 1 of the one, 3 of the other (33 for every 100)"), "{text}");
    assert!(
        text.contains("for every 100 times that somebody held a session within 1 month, somebody held a session"),
        "{text}"
    );
}

#[test]
fn no_more_of_the_one_than_of_the_other() {
    let rule = json!({"per": ["contract"], "when": {"event": ["contract_reviewed", "role_flexed"]}, "require": {"ratio": {
        "of": {"event": "role_flexed"}, "to": {"event": "contract_reviewed"}, "at_most": 100}}});
    let mut history = under_contract();
    for (day, kind) in
        ["role_flexed", "role_flexed", "contract_reviewed", "contract_reviewed", "role_flexed"].iter().enumerate()
    {
        step(&mut history, &format!("2026-03-{:02}T09:00:00Z", day + 3), kind);
    }
    // One is more than none.
    let kept = |day: u8| format!("kept at 2026-03-0{day}T09:00:00Z");
    let broken = |entry: u8| format!("broken by {entry}");
    assert_eq!(told(&rule, &history), [broken(13), broken(14), broken(15), kept(6), broken(17)]);
}
