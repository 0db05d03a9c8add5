//! Worlds and rules that are put together for one test.

use std::sync::Arc;

use practice_cycle::calendar::EnglandAndWales;
use practice_cycle::policy::{Pack, Packs, Policy};
use practice_cycle::search::World;
use serde_json::{Value, json};

/// A world that is not shipped, from its fields; who is there, and when it begins, unless that is said.
#[track_caller]
pub(crate) fn world(fields: Value) -> World {
    let mut written = json!({
        "about": "Invented.",
        "people": {"clinician": "clinician", "worker": "social_worker"},
        "starts": "2026-03-02 09:00",
        "offers": []
    });
    for (name, value) in fields.as_object().unwrap() {
        written[name] = value.clone();
    }
    World::read(&written.to_string()).unwrap()
}

pub(crate) fn complete(ends: &str) -> Value {
    json!({
        "focus": {"code": "case_dilemma"}, "goal": "Invented.", "lead": "shared",
        "roles": {"notes": "social_worker", "statutory_process": "social_worker", "context": "shared", "asking": "shared", "reflecting": "clinician"},
        "safeguarding": "none_known", "duration": {"until": {"ends": ends}}, "family_understanding": "Invented."
    })
}

/// A contract that is active from the start.
pub(crate) fn under_way() -> Value {
    json!([{"at": "2026-03-02 09:00", "by": "worker", "do": "set_up_contract", "contract": "c-1"}])
}

/// A pack of rules from what they say, beside what every rule has; each with the name that it is given.
#[track_caller]
pub(crate) fn pack(rules: &[(&str, Value)]) -> Pack {
    let rule = |(id, fields): &(&str, Value)| {
        let source = json!({"work": "Invented", "section": "1", "known": "local"});
        let mut rule = json!({"id": id, "title": "Invented", "source": source, "severity": "error"});
        for (name, value) in fields.as_object().unwrap() {
            rule[name] = value.clone();
        }
        rule
    };
    let rules: Vec<Value> = rules.iter().map(rule).collect();
    let mut packs = Packs::shipped();
    packs.add(&json!({"pack": "invented", "version": "1", "title": "Invented", "rules": rules}).to_string()).unwrap();
    packs.pack("invented").unwrap().clone()
}

/// A policy of rules from what they say, and what they are called.
#[track_caller]
pub(crate) fn policy(rules: &[Value]) -> (Arc<Policy>, Vec<String>) {
    let ids: Vec<String> = (1..=rules.len()).map(|place| format!("X{place}")).collect();
    let rules: Vec<(&str, Value)> = ids.iter().map(String::as_str).zip(rules.iter().cloned()).collect();
    let policy = Policy::new(&pack(&rules), &EnglandAndWales::new()).unwrap();
    (Arc::new(policy), ids)
}
