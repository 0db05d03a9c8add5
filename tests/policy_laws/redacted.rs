//! An entry of which it was redacted what it is about may be what a condition asks for, and no more than that. The engine and the
//! reference are both asked.

use practice_cycle::history::History;
use practice_cycle::moment::Moment;
use serde_json::{Value, json};

use super::lapses::{begun, record, rule};
use super::policy_reference::Outcome;
use super::{agree, another, pack, policy};

fn redact(history: &mut History, numbers: &[u32]) {
    let data = json!({"entries": numbers, "reason": "The wrong family."});
    record(history, "manager", "03-20", "03-20", "redacted", data);
}

fn reached(history: &mut History, day: &str, milestone: &str, case: &str, what: &str) -> u32 {
    let data = json!({"milestone": milestone, "case": case, "what": what});
    record(history, "wa", day, day, "milestone_reached", data)
}

/// What each of several conditions comes to at the conference of each case, one after another; alone and beside another history.
#[track_caller]
fn asked(history: &History, per: &str, conditions: &[Value]) -> Vec<Vec<&'static str>> {
    let when = json!({"event": "milestone_reached", "where": {"what": "initial_conference"}});
    let rules = conditions
        .iter()
        .enumerate()
        .map(|(place, condition)| rule(&format!("X{place}"), json!({"per": [per], "when": when, "require": condition})));
    let pack = pack(&rules.collect::<Vec<_>>());
    let policy = policy(&pack).unwrap();
    agree(&pack, &policy, &[history, &another(history)], Moment::LATEST, Moment::LATEST);
    let ruled = agree(&pack, &policy, &[history], Moment::LATEST, Moment::LATEST);
    let code = |outcome: &Outcome| match outcome {
        Outcome::Kept(_) => "kept",
        Outcome::Broken(_) => "broken",
        Outcome::Unknown(why) => *why,
        other => panic!("{other:?}"),
    };
    ruled.iter().map(|rule| rule.duties.iter().map(|duty| code(&duty.outcome)).collect()).collect()
}

fn group(more: Value) -> Value {
    let mut group = json!({"event": "milestone_reached", "where": {"what": "core_group"}});
    group.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    group
}

/// One core group of a case, one whose case was redacted, and another case without any; then a conference of both.
fn groups() -> History {
    let mut history = begun();
    reached(&mut history, "03-06", "mi-1", "case-a", "core_group");
    let unclear = reached(&mut history, "03-08", "mi-2", "case-a", "core_group");
    reached(&mut history, "03-12", "mi-3", "case-a", "initial_conference");
    reached(&mut history, "03-13", "mi-4", "case-b", "initial_conference");
    redact(&mut history, &[unclear]);
    history
}

#[test]
fn what_was_redacted_may_be_about_any_case() {
    let told = asked(
        &groups(),
        "case",
        &[
            json!({"happened": group(json!({}))}),
            json!({"happened": group(json!({"at_least": 2}))}),
            json!({"happened": group(json!({"at_least": 3}))}),
            json!({"happened": group(json!({"at_most": 0}))}),
            json!({"happened": group(json!({"at_most": 1}))}),
            json!({"happened": group(json!({"at_most": 2}))}),
            json!({"happened": group(json!({"within": "4 days"}))}),
            json!({"happened": group(json!({"within": "2 days"}))}),
            json!({"first": group(json!({"is": {"what": "core_group"}}))}),
            json!({"last": group(json!({"is": {"what": "core_group"}}))}),
            json!({"last": {"event": "milestone_reached", "where": {"what": "case_opened"}, "is": {"what": "case_opened"}}}),
        ],
    );
    let expected = [
        ["kept", "answer"],
        ["answer", "broken"],
        ["broken", "broken"],
        ["broken", "answer"],
        ["answer", "kept"],
        ["kept", "kept"],
        ["answer", "broken"],
        ["broken", "broken"],
        ["kept", "answer"],
        ["answer", "answer"],
        ["broken", "broken"],
    ];
    assert_eq!(told, expected);
}

#[test]
fn what_others_came_after_may_be_of_another_case() {
    let mut history = begun();
    reached(&mut history, "03-06", "mi-1", "case-a", "core_group");
    let unclear = reached(&mut history, "03-08", "mi-2", "case-a", "protection_plan_begun");
    reached(&mut history, "03-12", "mi-3", "case-a", "initial_conference");
    redact(&mut history, &[unclear]);
    let since = json!({"event": "milestone_reached", "where": {"what": "protection_plan_begun"}});
    let told = asked(
        &history,
        "case",
        &[
            json!({"happened": group(json!({"since": since}))}),
            json!({"happened": group(json!({"since": since, "at_most": 0}))}),
            json!({"happened": group(json!({"since": since, "at_most": 1}))}),
        ],
    );
    assert_eq!(told, [["answer"], ["answer"], ["kept"]]);
}

#[test]
fn what_was_redacted_may_count_in_a_ratio_and_among_what_is_open() {
    let mut history = groups();
    let step = |step: &str, case: &str| json!({"step": step, "case": case, "taken_by": "wa"});
    record(&mut history, "wa", "03-10", "03-20", "step_taken_on", step("sp-1", "case-a"));
    let unclear = record(&mut history, "wa", "03-11", "03-20", "step_taken_on", step("sp-2", "case-a"));
    let dropped = record(&mut history, "wa", "03-11", "03-20", "step_taken_on", step("sp-3", "case-a"));
    record(&mut history, "wa", "03-11", "03-20", "step_dropped", json!({"step": "sp-3", "reason": "Done."}));
    redact(&mut history, &[unclear, dropped]);
    let to = json!({"event": "milestone_reached", "where": {"what": "initial_conference"}});
    let share = |limit: i64| json!({"ratio": {"of": group(json!({})), "to": to, "at_least": limit}});
    let open = |name: &str, limit: i64| {
        let mut open = json!({"from": {"event": "step_taken_on"}, "to": {"event": "step_dropped"}, "same": ["step"]});
        open[name] = json!(limit);
        json!({"open": open})
    };
    let told = asked(
        &history,
        "case",
        &[
            share(100),
            share(200),
            share(300),
            open("at_least", 1),
            open("at_least", 2),
            open("at_most", 1),
            open("at_most", 2),
            open("at_least", 3),
        ],
    );
    let expected = [
        ["kept", "answer"],
        ["answer", "broken"],
        ["broken", "broken"],
        ["kept", "answer"],
        ["answer", "broken"],
        ["answer", "kept"],
        ["kept", "kept"],
        ["broken", "broken"],
    ];
    assert_eq!(told, expected);
}

#[test]
fn who_asks_without_a_case_may_be_of_any() {
    let mut history = begun();
    reached(&mut history, "03-06", "mi-1", "case-a", "core_group");
    reached(&mut history, "03-08", "mi-2", "case-b", "core_group");
    let asks = reached(&mut history, "03-12", "mi-3", "case-a", "initial_conference");
    redact(&mut history, &[asks]);
    let of_case = |more: Value| {
        let mut group = group(more);
        group["per"] = json!(["case"]);
        group
    };
    let told = asked(
        &history,
        "milestone",
        &[
            json!({"happened": of_case(json!({}))}),
            json!({"happened": of_case(json!({"at_least": 3}))}),
            json!({"happened": of_case(json!({"at_most": 2}))}),
            json!({"happened": of_case(json!({"within": "2 days"}))}),
            json!({"last": of_case(json!({"is": {"what": "core_group"}}))}),
            json!({"last": {"event": "milestone_reached", "per": ["case"], "where": {"what": "case_opened"}, "is": {"what": "case_opened"}}}),
        ],
    );
    assert_eq!(told, [["answer"], ["broken"], ["kept"], ["broken"], ["answer"], ["broken"]]);
}
