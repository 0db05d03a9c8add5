//! What the shipped packs refuse: nobody begins, resumes or agrees to work with somebody who has left. Whatever else breaks a
//! rule is recorded, and flagged.
#![expect(clippy::panic, clippy::unwrap_used, reason = "in tests, where a slip is a failed test")]

use practice_cycle::calendar::EnglandAndWales;
use practice_cycle::cycle::Act;
use practice_cycle::history::History;
use practice_cycle::policy::{Enforcement, Pack, Packs, Policy};
use serde_json::{Value, json};

fn local() -> Policy {
    Policy::new(Pack::shipped("local-practice").unwrap(), &EnglandAndWales::new()).unwrap()
}

fn act(at: &str, by: &str, kind: &str, data: Value) -> Act {
    let at = format!("2026-03-{at}Z");
    serde_json::from_value(json!({"type": kind, "occurred_at": at, "recorded_at": at, "by": by, "data": data})).unwrap()
}

/// A worker invited, and proposed terms that they accept.
fn offered() -> History {
    let terms = json!({
        "focus": {"code": "case_dilemma"}, "goal": "Invented.", "lead": "shared", "safeguarding": "none_known",
        "roles": {"notes": "social_worker", "statutory_process": "social_worker", "context": "shared", "asking": "shared",
            "reflecting": "clinician"},
        "duration": {"until": {"ends": "2026-12-18"}}, "family_understanding": "Invented.",
    });
    let mut history = History::default();
    for act in [
        act(
            "02T08:00:00",
            "manager",
            "cycle_opened",
            json!({"cycle": "cy", "format": 1, "clinician": "clinician", "team": "t"}),
        ),
        act("02T08:10:00", "manager", "person_entered", json!({"person": "manager", "role": "manager"})),
        act("02T08:10:00", "manager", "person_entered", json!({"person": "worker", "role": "social_worker"})),
        act("02T08:10:00", "manager", "person_entered", json!({"person": "next", "role": "social_worker"})),
        act("02T09:00:00", "worker", "contract_invited", json!({"contract": "c-1", "space": "case_consultation"})),
        act("02T10:00:00", "worker", "terms_proposed", json!({"contract": "c-1", "terms": terms})),
        act("02T10:05:00", "worker", "terms_accepted", json!({"contract": "c-1", "version": 1})),
    ] {
        history.record(act).unwrap_or_else(|refused| panic!("{refused}"));
    }
    history
}

fn with(mut history: History, acts: &[Act]) -> History {
    for act in acts {
        history.record(act.clone()).unwrap_or_else(|refused| panic!("{refused}"));
    }
    history
}

/// The rules that refuse an act, and those that warn of it.
fn judged(history: &History, act: &Act, strictness: Enforcement) -> (Vec<String>, Vec<String>) {
    let judgement = local().judge(history, act, strictness).unwrap();
    assert_eq!(judgement.admits(), judgement.refused.is_empty());
    let rules = |findings: &[practice_cycle::policy::Finding]| findings.iter().map(|found| found.rule.to_string()).collect();
    (rules(&judgement.refused), rules(&judgement.warned))
}

fn accepts(at: &str) -> Act {
    act(at, "clinician", "terms_accepted", json!({"contract": "c-1", "version": 1}))
}

fn left(at: &str) -> Act {
    act(at, "manager", "person_left", json!({"person": "worker"}))
}

const C1: fn() -> Value = || json!({"contract": "c-1"});

#[test]
fn an_agreement_with_somebody_who_has_left_is_refused() {
    let there = judged(&offered(), &accepts("04T09:00:00"), Enforcement::RefuseErrors);
    assert_eq!(there.0, Vec::<String>::new());
    let gone = with(offered(), &[left("03T17:00:00")]);
    let refused = judged(&gone, &accepts("04T09:00:00"), Enforcement::RefuseErrors);
    assert_eq!(refused.0, ["R12d"]);
    let (refused, warned) = judged(&gone, &accepts("04T09:00:00"), Enforcement::WarnOnly);
    assert!(refused.is_empty() && warned.contains(&"R12d".to_owned()), "{warned:?}");
    let on_another_side = act("03T17:00:00", "manager", "person_entered", json!({"person": "worker", "role": "school"}));
    let moved = with(offered(), &[on_another_side]);
    assert_eq!(judged(&moved, &accepts("04T09:00:00"), Enforcement::RefuseErrors).0, ["R12d"]);
}

#[test]
fn beginning_and_resuming_with_somebody_who_has_left_is_refused() {
    let agreed = with(offered(), &[accepts("03T09:00:00")]);
    let begins = act("05T09:00:00", "clinician", "contract_begun", C1());
    assert_eq!(judged(&agreed, &begins, Enforcement::RefuseErrors).0, Vec::<String>::new());
    let gone = with(agreed.clone(), &[left("04T17:00:00")]);
    assert_eq!(judged(&gone, &begins, Enforcement::RefuseErrors).0, ["R12c"]);
    let suspended = json!({"contract": "c-1", "reason": {"code": "no_capacity"}});
    let stopped = with(
        agreed,
        &[
            act("05T09:00:00", "clinician", "contract_begun", C1()),
            act("06T09:00:00", "worker", "contract_suspended", suspended),
            left("09T17:00:00"),
        ],
    );
    let resumes = act("12T09:00:00", "clinician", "contract_resumed", C1());
    assert_eq!(judged(&stopped, &resumes, Enforcement::RefuseErrors).0, ["R12c"]);
    let successor = json!({"contract": "c-1", "party": "worker", "successor": "next"});
    let replaced = with(stopped, &[act("11T09:00:00", "manager", "party_replaced", successor)]);
    assert_eq!(judged(&replaced, &resumes, Enforcement::RefuseErrors).0, Vec::<String>::new());
}

#[test]
fn what_happened_is_never_refused() {
    let flexed = json!({"contract": "c-1", "task": "statutory_decisions", "to": "clinician", "reason": "Invented."});
    let active = with(offered(), &[accepts("03T09:00:00"), act("03T10:00:00", "worker", "contract_begun", C1())]);
    let (refused, warned) = judged(&active, &act("04T09:00:00", "worker", "role_flexed", flexed), Enforcement::RefuseAll);
    assert!(refused.is_empty() && warned == ["R06b"], "{refused:?} {warned:?}");
}

#[test]
fn of_the_shipped_rules_these_alone_are_errors_that_hang_on_an_act_that_commits() {
    let commits = ["invitation_accepted", "terms_accepted", "contract_begun", "contract_resumed", "contract_renewed"];
    let mut refuse = Vec::new();
    for name in Packs::shipped().names() {
        let path = format!("{}/src/policy/packs/{name}.json", env!("CARGO_MANIFEST_DIR"));
        let pack: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        for rule in pack["rules"].as_array().unwrap().iter().filter(|rule| rule["severity"] == "error") {
            let watched = [&rule["when"], &rule["forbid"]].map(Value::to_string).concat();
            if commits.iter().any(|kind| watched.contains(&format!("\"{kind}\""))) {
                refuse.push(rule["id"].as_str().unwrap().to_owned());
            }
        }
    }
    assert_eq!(refuse, ["R12c", "R12d"]);
}
