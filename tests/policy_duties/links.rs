//! What answers name, and what a time is counted from.

use serde_json::{Value, json};

use super::{explained, milestones, outcome, record, told};

fn enquiry() -> Value {
    json!({"per": ["case"], "when": {"event": "milestone_reached", "where": {"what": "section_47_started"}},
        "expect": {"event": "milestone_reached", "where": {"what": "initial_conference"}}, "within": "15 working days",
        "linked_by": "follows"})
}

#[test]
fn a_conference_that_names_its_enquiry_answers_that_alone() {
    let two = |follows| {
        milestones(&[
            ("2026-01-05T10:00:00Z", "mi-1", "section_47_started", None),
            ("2026-01-19T10:00:00Z", "mi-2", "section_47_started", None),
            ("2026-01-20T10:00:00Z", "mi-3", "initial_conference", follows),
        ])
    };
    let missed = |at: &str| format!("missed at {at}T23:59:59.999999999Z");
    assert_eq!(told(&enquiry(), &two(Some("mi-1"))), ["met by 9".to_owned(), missed("2026-02-09")]);
    assert_eq!(told(&enquiry(), &two(Some("mi-2"))), [missed("2026-01-26"), "met by 9".to_owned()]);
    // Where it names none, it answers both; so it does where the rule goes by no link.
    assert_eq!(told(&enquiry(), &two(None)), ["met by 9", "met by 9"]);
    let mut plain = enquiry();
    plain.as_object_mut().unwrap().remove("linked_by");
    assert_eq!(told(&plain, &two(Some("mi-1"))), ["met by 9", "met by 9"]);
}

#[test]
fn what_it_names_may_name_it_in_turn() {
    let history = milestones(&[
        ("2026-01-05T10:00:00Z", "mi-1", "section_47_started", None),
        ("2026-01-06T10:00:00Z", "mi-2", "section_47_started", None),
        ("2026-01-07T10:00:00Z", "mi-3", "strategy_discussion", Some("mi-1")),
        ("2026-01-08T10:00:00Z", "mi-4", "core_group", Some("mi-3")),
        ("2026-01-09T10:00:00Z", "mi-5", "initial_conference", Some("mi-4")),
    ]);
    assert_eq!(told(&enquiry(), &history), ["met by 11", "missed at 2026-01-27T23:59:59.999999999Z"]);
    // The nearest is the one.
    let history = milestones(&[
        ("2026-01-05T10:00:00Z", "mi-1", "section_47_started", None),
        ("2026-01-06T10:00:00Z", "mi-2", "section_47_started", Some("mi-1")),
        ("2026-01-09T10:00:00Z", "mi-3", "initial_conference", Some("mi-2")),
    ]);
    assert_eq!(told(&enquiry(), &history), ["missed at 2026-01-26T23:59:59.999999999Z", "met by 9"]);
    // What leads to none that opens a duty may answer any.
    let history = milestones(&[
        ("2026-01-05T10:00:00Z", "mi-1", "strategy_discussion", None),
        ("2026-01-06T10:00:00Z", "mi-2", "section_47_started", Some("mi-1")),
        ("2026-01-09T10:00:00Z", "mi-3", "initial_conference", Some("mi-1")),
    ]);
    assert_eq!(told(&enquiry(), &history), ["met by 9"]);
}

#[test]
fn what_names_a_trigger_of_which_no_duty_came_answers_nothing() {
    let mut rule = enquiry();
    rule["unless"] = json!({"happened": {"event": "milestone_reached", "where": {"what": "section_47_started"}}});
    let history = milestones(&[
        ("2026-01-05T10:00:00Z", "mi-1", "section_47_started", None),
        ("2026-01-06T10:00:00Z", "mi-2", "section_47_started", None),
        ("2026-01-09T10:00:00Z", "mi-3", "initial_conference", Some("mi-2")),
    ]);
    assert_eq!(told(&rule, &history), ["missed at 2026-01-26T23:59:59.999999999Z"]);
}

#[test]
fn each_its_own_goes_by_the_link_where_there_is_one() {
    let mut rule = enquiry();
    rule["each_its_own"] = json!(true);
    let history = milestones(&[
        ("2026-01-05T10:00:00Z", "mi-1", "section_47_started", None),
        ("2026-01-06T10:00:00Z", "mi-2", "section_47_started", None),
        ("2026-01-08T10:00:00Z", "mi-3", "initial_conference", Some("mi-2")),
        ("2026-01-09T10:00:00Z", "mi-4", "initial_conference", None),
    ]);
    assert_eq!(told(&rule, &history), ["met by 10", "met by 9"]);
}

#[test]
fn earlier_on_the_day_a_link_counts_too() {
    let another = |follows| {
        milestones(&[
            ("2026-01-05T10:00:00Z", "mi-1", "section_47_started", None),
            ("2026-01-06T09:00:00Z", "mi-2", "initial_conference", Some("mi-1")),
            ("2026-01-06T10:00:00Z", "mi-3", "initial_conference", follows),
            ("2026-01-06T11:00:00Z", "mi-4", "section_47_started", None),
        ])
    };
    assert_eq!(told(&enquiry(), &another(None)), ["met by 8", "met by 9"]);
    // What names the first enquiry is none to the second, though the first was answered already.
    assert_eq!(told(&enquiry(), &another(Some("mi-1"))), ["met by 8", "missed at 2026-01-27T23:59:59.999999999Z"]);
}

#[test]
fn what_is_named_and_was_taken_back_is_not_known() {
    let mut history = milestones(&[
        ("2026-01-05T10:00:00Z", "mi-1", "section_47_started", None),
        ("2026-01-06T10:00:00Z", "mi-2", "section_47_started", None),
        ("2026-01-09T10:00:00Z", "mi-3", "initial_conference", Some("mi-1")),
    ]);
    let met = told(&enquiry(), &history);
    assert_eq!(met, ["met by 9", "missed at 2026-01-27T23:59:59.999999999Z"]);
    let undo = json!({"entries": [7], "reason": "A slip."});
    let act = json!({"type": "entered_in_error", "occurred_at": "2026-01-10T09:00:00Z", "recorded_at": "2026-01-10T09:00:00Z",
        "by": "manager", "data": undo});
    // What another entry names may have to stay; where it can go, nobody knows any more what was meant.
    if history.record(serde_json::from_value(act).unwrap()).is_ok() {
        let maybe = "not known: entry 9 may be what was asked, and something in it is not known";
        assert_eq!(told(&enquiry(), &history), [maybe]);
    }
}

fn discussed() -> Value {
    let mut rule = enquiry();
    rule["counted_from"] =
        json!({"along": "follows", "event": "milestone_reached", "where": {"what": "strategy_discussion"}});
    rule
}

/// Thursday 2 April 2026 and fifteen working days: Easter passed over, Monday 27 April.
#[test]
fn a_time_is_counted_from_the_discussion_that_led_to_the_enquiry() {
    let history = milestones(&[
        ("2026-04-02T09:30:00Z", "mi-1", "strategy_discussion", None),
        ("2026-04-07T09:30:00Z", "mi-2", "section_47_started", Some("mi-1")),
    ]);
    let found = explained(&discussed(), &history, "2026-12-31T12:00:00Z");
    assert_eq!(outcome(&found[0].duty.outcome), "missed at 2026-04-27T22:59:59.999999999Z");
    assert_eq!(found[0].counted_from.unwrap().entry.get(), 7);
    let text = found[0].to_string();
    assert!(text.contains("(15 working days after 2 April 2026"), "{text}");
    assert!(text.contains(", counted from entry 7."), "{text}");
    // The discussion need not be named by the enquiry itself; and without one, the enquiry counts.
    let history = milestones(&[
        ("2026-04-02T09:30:00Z", "mi-1", "strategy_discussion", None),
        ("2026-04-03T09:30:00Z", "mi-2", "core_group", Some("mi-1")),
        ("2026-04-07T09:30:00Z", "mi-3", "section_47_started", Some("mi-2")),
        ("2026-04-07T09:30:00Z", "mi-4", "section_47_started", None),
    ]);
    let missed = ["missed at 2026-04-27T22:59:59.999999999Z", "missed at 2026-04-28T22:59:59.999999999Z"];
    assert_eq!(told(&discussed(), &history), missed);
    assert!(explained(&discussed(), &history, "2026-12-31T12:00:00Z")[1].counted_from.is_none());
}

#[test]
fn what_was_due_before_it_opened_is_late_at_once_and_can_be_done_late() {
    let mut history = milestones(&[
        ("2026-02-02T09:30:00Z", "mi-1", "strategy_discussion", None),
        ("2026-04-07T09:30:00Z", "mi-2", "section_47_started", Some("mi-1")),
    ]);
    let data = json!({"milestone": "mi-3", "case": "case-1", "what": "initial_conference"});
    record(&mut history, "2026-04-08T09:30:00Z", "chair", "milestone_reached", data);
    assert_eq!(told(&discussed(), &history), ["missed at 2026-02-23T23:59:59.999999999Z, done late by 9"]);
}

#[test]
fn hours_are_counted_from_there_too() {
    let mut rule = discussed();
    rule["within"] = json!("48 hours");
    let history = milestones(&[
        ("2026-04-02T09:30:00Z", "mi-1", "strategy_discussion", None),
        ("2026-04-03T12:00:00Z", "mi-2", "section_47_started", Some("mi-1")),
        ("2026-04-04T09:30:00Z", "mi-3", "initial_conference", None),
    ]);
    assert_eq!(told(&rule, &history), ["met by 9"]);
    let history = milestones(&[
        ("2026-04-02T09:30:00Z", "mi-1", "strategy_discussion", None),
        ("2026-04-03T12:00:00Z", "mi-2", "section_47_started", Some("mi-1")),
        ("2026-04-04T09:30:01Z", "mi-3", "initial_conference", None),
    ]);
    assert_eq!(told(&rule, &history), ["missed at 2026-04-04T09:30:00Z, done late by 9"]);
}
