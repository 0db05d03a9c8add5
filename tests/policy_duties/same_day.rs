//! What was recorded earlier on the day of a trigger answers it once, and not if it has answered another.

use serde_json::{Value, json};

use super::{begun, milestones, record, told};

fn conference() -> Value {
    json!({"per": ["case"], "when": {"event": "milestone_reached", "where": {"what": "section_47_started"}},
        "expect": {"event": "milestone_reached", "where": {"what": "initial_conference"}}, "within": "15 working days"})
}

#[test]
fn the_answer_to_an_enquiry_is_none_to_another_begun_later_that_day() {
    let history = milestones(&[
        ("2026-02-03T09:00:00Z", "mi-1", "section_47_started", None),
        ("2026-02-24T10:00:00Z", "mi-2", "initial_conference", None),
        ("2026-02-24T15:00:00Z", "mi-3", "section_47_started", None),
    ]);
    assert_eq!(told(&conference(), &history), ["met by 8", "missed at 2026-03-17T23:59:59.999999999Z"]);
}

#[test]
fn an_answer_that_came_before_any_trigger_answers_the_first_of_that_day() {
    let history = milestones(&[
        ("2026-02-24T09:00:00Z", "mi-1", "initial_conference", None),
        ("2026-02-24T10:00:00Z", "mi-2", "section_47_started", None),
        ("2026-02-24T15:00:00Z", "mi-3", "section_47_started", None),
    ]);
    assert_eq!(told(&conference(), &history), ["met by 7", "missed at 2026-03-17T23:59:59.999999999Z"]);
    // One each, the latest first.
    let history = milestones(&[
        ("2026-02-24T08:00:00Z", "mi-0", "initial_conference", None),
        ("2026-02-24T09:00:00Z", "mi-1", "initial_conference", None),
        ("2026-02-24T10:00:00Z", "mi-2", "section_47_started", None),
        ("2026-02-24T15:00:00Z", "mi-3", "section_47_started", None),
    ]);
    assert_eq!(told(&conference(), &history), ["met by 8", "met by 7"]);
    // Of another day, it answers none.
    let history = milestones(&[
        ("2026-02-23T23:59:59Z", "mi-1", "initial_conference", None),
        ("2026-02-24T00:00:00Z", "mi-2", "section_47_started", None),
    ]);
    assert_eq!(told(&conference(), &history), ["missed at 2026-03-17T23:59:59.999999999Z"]);
}

#[test]
fn a_later_answer_meets_all_that_is_open() {
    let history = milestones(&[
        ("2026-02-24T10:00:00Z", "mi-1", "section_47_started", None),
        ("2026-02-24T15:00:00Z", "mi-2", "section_47_started", None),
        ("2026-02-24T16:00:00Z", "mi-3", "initial_conference", None),
    ]);
    assert_eq!(told(&conference(), &history), ["met by 9", "met by 9"]);
}

#[test]
fn what_remedied_a_duty_is_spent() {
    let history = milestones(&[
        ("2026-01-06T10:00:00Z", "mi-1", "section_47_started", None),
        ("2026-02-24T10:00:00Z", "mi-2", "initial_conference", None),
        ("2026-02-24T15:00:00Z", "mi-3", "section_47_started", None),
    ]);
    let late = "missed at 2026-01-27T23:59:59.999999999Z, done late by 8";
    assert_eq!(told(&conference(), &history), [late, "missed at 2026-03-17T23:59:59.999999999Z"]);
}

#[test]
fn what_counted_towards_several_is_spent() {
    let mut rule = conference();
    rule["at_least"] = json!(2);
    let history = milestones(&[
        ("2026-02-23T10:00:00Z", "mi-1", "section_47_started", None),
        ("2026-02-24T10:00:00Z", "mi-2", "initial_conference", None),
        ("2026-02-24T15:00:00Z", "mi-3", "section_47_started", None),
        ("2026-02-25T10:00:00Z", "mi-4", "initial_conference", None),
    ]);
    assert_eq!(told(&rule, &history), ["met by 10", "missed at 2026-03-17T23:59:59.999999999Z"]);
    // What counts towards one that is opened later that day counts towards no other.
    let history = milestones(&[
        ("2026-02-24T10:00:00Z", "mi-1", "initial_conference", None),
        ("2026-02-24T11:00:00Z", "mi-2", "section_47_started", None),
        ("2026-02-24T12:00:00Z", "mi-3", "section_47_started", None),
        ("2026-02-25T10:00:00Z", "mi-4", "initial_conference", None),
    ]);
    assert_eq!(told(&rule, &history), ["met by 10", "missed at 2026-03-17T23:59:59.999999999Z"]);
}

/// The proposal of 13:36 is not answered by the acceptance of 13:33, which answered the proposal of the day before.
#[test]
fn a_proposal_is_not_answered_by_what_answered_the_one_before() {
    let rule = json!({"per": ["contract"], "when": {"event": "terms_proposed"}, "expect": {"event": "terms_accepted"},
        "within": "10 working days"});
    let mut history = begun();
    let roles = json!({"notes": "shared", "statutory_process": "shared", "context": "shared", "asking": "shared", "reflecting": "shared"});
    let terms = json!({"contract": "c-1", "terms": {"focus": {"code": "assess_risk"}, "goal": "Seen together.", "lead": "clinician",
        "roles": roles, "safeguarding": "none_known", "duration": {"until": {"ends": "2026-12-01"}}, "family_understanding": "Seen together."}});
    let day = |time: &str| format!("2026-03-{time}:00Z");
    record(
        &mut history,
        &day("02T09:00"),
        "worker",
        "contract_invited",
        json!({"contract": "c-1", "space": "joint_session"}),
    );
    record(&mut history, &day("02T15:00"), "worker", "terms_proposed", terms.clone());
    record(&mut history, &day("03T13:33"), "clin", "terms_accepted", json!({"contract": "c-1", "version": 1}));
    record(&mut history, &day("03T13:36"), "worker", "terms_proposed", terms);
    assert_eq!(told(&rule, &history), ["met by 9", "missed at 2026-03-17T23:59:59.999999999Z"]);
    // An acceptance of the same day that answered nothing is one.
    let mut other = rule.clone();
    other["when"]["where"] = json!({"by.side": "social_work", "terms.lead": "clinician"});
    assert_eq!(told(&other, &history), ["met by 9", "missed at 2026-03-17T23:59:59.999999999Z"]);
}
