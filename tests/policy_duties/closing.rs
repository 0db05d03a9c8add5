//! Pauses, closings, and what a finding rests on.

use practice_cycle::history::History;
use practice_cycle::moment::Moment;
use practice_cycle::policy::{Evidence, FieldValue};
use serde_json::{Value, json};

use super::{begun, policy, record, step, told, under_contract};

fn every_six_weeks() -> Value {
    json!({"per": ["contract"], "when": {"begins": {"stage": ["active", "suspended"]}},
        "expect": {"event": "contract_reviewed"}, "every": "6 weeks", "clock": "pauses"})
}

/// A suspension of an hour every five weeks puts a review off by no day, and starts no time anew.
#[test]
fn a_short_suspension_restarts_nothing() {
    let mut history = under_contract();
    for day in ["04-06", "05-11", "06-15"] {
        step(&mut history, &format!("2026-{day}T09:00:00Z"), "contract_suspended");
        step(&mut history, &format!("2026-{day}T10:00:00Z"), "contract_resumed");
    }
    // Six weeks after 2 March.
    assert_eq!(told(&every_six_weeks(), &history), ["missed at 2026-04-13T22:59:59.999999999Z"]);
}

#[test]
fn a_suspension_puts_a_review_off_by_its_days() {
    let mut history = under_contract();
    step(&mut history, "2026-04-06T09:00:00Z", "contract_suspended");
    step(&mut history, "2026-04-16T09:00:00Z", "contract_resumed");
    assert_eq!(told(&every_six_weeks(), &history), ["missed at 2026-04-23T22:59:59.999999999Z"]);
    // A review held during the suspension counts, and the next waits for its end: four days of the pause come after it.
    let mut history = under_contract();
    step(&mut history, "2026-04-06T09:00:00Z", "contract_suspended");
    let review = step(&mut history, "2026-04-12T09:00:00Z", "contract_reviewed");
    step(&mut history, "2026-04-16T09:00:00Z", "contract_resumed");
    let next = "missed at 2026-05-27T22:59:59.999999999Z".to_owned();
    assert_eq!(told(&every_six_weeks(), &history), [format!("met by {review}"), next]);
    // While it is suspended, nothing is late.
    let mut history = under_contract();
    step(&mut history, "2026-04-06T09:00:00Z", "contract_suspended");
    step(&mut history, "2026-11-06T09:00:00Z", "contract_reviewed");
    assert_eq!(told(&every_six_weeks(), &history)[0], "met by 14");
}

#[test]
fn what_is_opened_while_it_is_suspended_waits() {
    let rule = json!({"per": ["contract"], "when": {"event": "contract_suspended"},
        "expect": {"event": "contract_reviewed"}, "within": "5 days", "clock": "pauses"});
    let mut history = under_contract();
    step(&mut history, "2026-04-06T09:00:00Z", "contract_suspended");
    assert_eq!(told(&rule, &history), ["open until ever"]);
    // Ten days later it goes on: the days that ended in the suspension do not count.
    step(&mut history, "2026-04-16T09:00:00Z", "contract_resumed");
    assert_eq!(told(&rule, &history), ["missed at 2026-04-20T22:59:59.999999999Z"]);
    // A state that begins with the suspension, too.
    let rule = json!({"per": ["contract"], "when": {"begins": {"stage": ["suspended", "lapsed"]}},
        "expect": {"event": "contract_reviewed"}, "every": "5 days", "clock": "pauses"});
    let mut history = under_contract();
    step(&mut history, "2026-04-06T09:00:00Z", "contract_suspended");
    assert_eq!(told(&rule, &history), ["open until ever"]);
}

fn breaks(more: Value) -> Value {
    let mut rule = json!({"per": ["contract"], "when": {"event": "contract_begun"}, "expect": {"event": "contract_reviewed"},
        "on_close": "break"});
    rule.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    rule
}

/// Completed at ten on 20 March by entry 13, with a review at another time.
fn completed(reviewed: &str) -> History {
    let mut history = under_contract();
    step(&mut history, "2026-03-20T10:00:00Z", "contract_completed");
    let review = json!({"contract": "c-1", "with": ["clin"], "words": "Going on."});
    let act = json!({"type": "contract_reviewed", "occurred_at": reviewed, "recorded_at": reviewed, "by": "worker", "data": review});
    let review = history.record(serde_json::from_value(act).unwrap());
    assert!(review.is_err(), "what is closed is reviewed no more: the answer has to be of another kind");
    let view = json!({"view": "vi-1", "contract": "c-1", "words": "Invented."});
    record(&mut history, reviewed, "worker", "view_given", view);
    history
}

#[test]
fn what_closes_at_ten_may_be_answered_until_the_day_ends() {
    let rule = |more: Value| {
        let mut rule = breaks(more);
        rule["expect"] = json!({"event": "view_given"});
        rule
    };
    let (plain, strict) = (rule(json!({})), rule(json!({"order": "strict"})));
    assert_eq!(told(&plain, &completed("2026-03-20T17:00:00Z")), ["met by 14"]);
    assert_eq!(told(&plain, &completed("2026-03-20T23:59:59.999999999Z")), ["met by 14"]);
    // At midnight it is too late, and nothing remedies it any more.
    let late = "missed at 2026-03-20T23:59:59.999999999Z by 13";
    assert_eq!(told(&plain, &completed("2026-03-21T00:00:00Z")), [late]);
    assert_eq!(told(&strict, &completed("2026-03-20T17:00:00Z")), ["missed at 2026-03-20T10:00:00Z by 13"]);
    // A time that ends before the day does not wait for it.
    let short = rule(json!({"within": "434 hours"})); // Until 11:00 of that day.
    assert_eq!(told(&short, &completed("2026-03-20T17:00:00Z")), ["missed at 2026-03-20T11:00:00Z"]);
    assert_eq!(told(&short, &completed("2026-03-20T11:00:00Z")), ["met by 14"]);
}

/// A clock that stands still runs again once its contract is closed.
#[test]
fn what_closes_while_its_clock_stands_is_late_that_day_all_the_same() {
    let rule = breaks(json!({"within": "6 weeks", "clock": "pauses"}));
    let mut history = under_contract();
    step(&mut history, "2026-03-10T09:00:00Z", "contract_suspended");
    let close = json!({"cycle": "cy-1"});
    let act = json!({"type": "cycle_closed", "occurred_at": "2026-03-12T09:00:00Z", "recorded_at": "2026-03-12T09:00:00Z",
        "by": "clin", "data": close});
    history.record(serde_json::from_value(act).unwrap()).unwrap();
    assert_eq!(told(&rule, &history), ["missed at 2026-03-12T23:59:59.999999999Z by 14"]);
}

/// Two histories of one clinician: what the one shows is what was counted, and what was counted decides.
#[test]
fn a_finding_shows_the_contracts_that_were_counted() {
    let contract = |history: &mut History, id: &str| {
        let at = "2026-06-02T08:00:00Z";
        let roles = json!({"notes": "shared", "statutory_process": "shared", "context": "shared", "asking": "shared", "reflecting": "shared"});
        let terms = json!({"focus": {"code": "engage_parent"}, "goal": "Invented.", "lead": "clinician", "roles": roles,
            "safeguarding": "none_known", "duration": {"until": {"ends": "2026-09-17"}}, "family_understanding": "Invented."});
        record(history, at, "worker", "contract_invited", json!({"contract": id, "space": "joint_session"}));
        record(history, at, "worker", "terms_proposed", json!({"contract": id, "terms": terms}));
        record(history, at, "worker", "terms_accepted", json!({"contract": id, "version": 1}));
        record(history, at, "clin", "terms_accepted", json!({"contract": id, "version": 1}));
    };
    let start = |history: &mut History, id: &str| {
        record(history, "2026-06-05T09:00:00Z", "worker", "contract_begun", json!({"contract": id}));
    };
    let mut one = begun();
    contract(&mut one, "a1");
    contract(&mut one, "a2");
    start(&mut one, "a1");
    start(&mut one, "a2");
    let mut other = begun();
    contract(&mut other, "b1");
    start(&mut other, "b1");
    let mut stored = Vec::new();
    other.write(&mut stored).unwrap();
    let other = History::read(String::from_utf8(stored).unwrap().replace("cy-1", "cy-2").as_bytes()).unwrap();
    let rule = json!({"per": ["contract"], "when": {"event": "contract_begun"},
        "require": {"concurrent": {"stage": ["active"], "sharing": ["clinician"], "at_least": 3}}});
    for histories in [[&one, &other], [&other, &one]] {
        let all = policy(&rule).explain(&histories, Moment::LATEST, Moment::LATEST);
        let counted = all.iter().map(|finding| {
            let Some(Evidence::Concurrent { values, .. }) = finding.found.first() else { return 3 };
            let named = values.iter().filter(|value| matches!(value, FieldValue::Reference(_))).count();
            assert_eq!(named, values.len());
            named
        });
        // Of one instant, each counts those that began before it in the order of the histories: one, two, three.
        assert_eq!(counted.collect::<Vec<_>>(), [1, 2, 3]);
        let broken = all.iter().filter(|finding| super::outcome(&finding.duty.outcome).starts_with("broken")).count();
        assert_eq!(broken, 2);
    }
}
