//! Duties, one by one, on histories written out: what answers them, what their time is counted from, what had to go before, and
//! what becomes of them when what they are about closes. Everything is invented.
#![expect(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing, reason = "in tests, where a slip is a failed test")]

#[path = "policy_duties/before.rs"]
mod before;
#[path = "policy_duties/closing.rs"]
mod closing;
#[path = "policy_duties/links.rs"]
mod links;
#[path = "policy_duties/open.rs"]
mod open;
#[path = "policy_duties/same_day.rs"]
mod same_day;

use practice_cycle::calendar::EnglandAndWales;
use practice_cycle::cycle::Act;
use practice_cycle::history::History;
use practice_cycle::moment::Moment;
use practice_cycle::policy::{Finding, Outcome, Packs, Policy};
use serde_json::{Value, json};

/// A policy of one rule, which is an error.
#[track_caller]
fn policy(rule: &Value) -> Policy {
    let mut whole = json!({"id": "X1", "title": "An invented rule", "severity": "error",
        "source": {"work": "invented", "known": "local"}});
    whole.as_object_mut().unwrap().extend(rule.as_object().unwrap().clone());
    let pack = json!({"pack": "invented", "version": "1", "title": "Invented", "rules": [whole]});
    let mut packs = Packs::default();
    let name = packs.add(&pack.to_string()).unwrap_or_else(|wrong| panic!("{wrong}"));
    Policy::new(packs.pack(&name).unwrap(), &EnglandAndWales::new()).unwrap()
}

/// Everything that a rule says of a history, as of a time.
#[track_caller]
fn explained(rule: &Value, history: &History, as_of: &str) -> Vec<Finding> {
    policy(rule).explain(&[history], moment(as_of), Moment::LATEST)
}

/// What became of each duty, in words: by which entry it was met, or when it was missed.
#[track_caller]
fn told(rule: &Value, history: &History) -> Vec<String> {
    explained(rule, history, "2026-12-31T12:00:00Z").iter().map(|finding| outcome(&finding.duty.outcome)).collect()
}

fn outcome(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Open { due_by } => format!("open until {}", due_by.map_or("ever".to_owned(), |due| due.to_string())),
        Outcome::Holding { until } => format!("holding until {}", until.map_or("ever".to_owned(), |at| at.to_string())),
        Outcome::Met { by } => format!("met by {}", by.entry),
        Outcome::Kept { at } => format!("kept at {at}"),
        Outcome::Released { by, .. } => format!("released by {}", by.unwrap().entry),
        Outcome::Missed { at, by, remedied } => {
            let by = by.map(|by| format!(" by {}", by.entry)).unwrap_or_default();
            let late = remedied.map(|late| format!(", done late by {}", late.entry)).unwrap_or_default();
            format!("missed at {at}{by}{late}")
        }
        Outcome::Broken { by } => format!("broken by {}", by.entry),
        Outcome::Unknown { missing } => format!("not known: {missing}"),
        _ => panic!("another outcome"),
    }
}

fn moment(at: &str) -> Moment {
    at.parse().unwrap()
}

/// A cycle with a clinician, a worker, a manager, a chair and a parent, in which all milestones are recorded: six entries.
fn begun() -> History {
    let mut history = History::default();
    let at = "2026-01-05T09:00:00Z";
    record(
        &mut history,
        at,
        "clin",
        "cycle_opened",
        json!({"cycle": "cy-1", "format": 1, "clinician": "clin", "team": "t-1"}),
    );
    for (person, role) in
        [("worker", "social_worker"), ("manager", "manager"), ("chair", "conference_chair"), ("parent", "parent")]
    {
        record(&mut history, at, "clin", "person_entered", json!({"person": person, "role": role}));
    }
    record(&mut history, at, "manager", "feed_declared_complete", json!({"feed": "fe-1", "from": "2026-01-05"}));
    history
}

/// The same with a contract that is active from 2 March on: twelve entries.
fn under_contract() -> History {
    let mut history = begun();
    let at = "2026-03-02T09:00:00Z";
    let roles = json!({"notes": "shared", "statutory_process": "shared", "context": "shared", "asking": "shared", "reflecting": "shared"});
    let terms = json!({"focus": {"code": "assess_risk"}, "goal": "Seen together.", "lead": "clinician", "roles": roles,
        "safeguarding": "none_known", "duration": {"until": {"ends": "2026-12-01"}}, "family_understanding": "Seen together."});
    record(&mut history, at, "worker", "contract_invited", json!({"contract": "c-1", "space": "joint_session"}));
    record(&mut history, at, "clin", "invitation_accepted", json!({"contract": "c-1"}));
    record(&mut history, at, "worker", "terms_proposed", json!({"contract": "c-1", "terms": terms}));
    record(&mut history, at, "worker", "terms_accepted", json!({"contract": "c-1", "version": 1}));
    record(&mut history, at, "clin", "terms_accepted", json!({"contract": "c-1", "version": 1}));
    record(&mut history, at, "worker", "contract_begun", json!({"contract": "c-1"}));
    history
}

/// Records what occurred at a time, at that time; its number.
#[track_caller]
fn record(history: &mut History, at: &str, by: &str, kind: &str, data: Value) -> u32 {
    let act = json!({"type": kind, "occurred_at": at, "recorded_at": at, "by": by, "data": data});
    history
        .record(serde_json::from_value::<Act>(act).unwrap())
        .unwrap_or_else(|refused| panic!("{kind} at {at}: {refused}"));
    history.entries().last().unwrap().number().get()
}

/// Records a milestone of the case, which may follow another.
#[track_caller]
fn milestone(history: &mut History, at: &str, id: &str, what: &str, follows: Option<&str>) -> u32 {
    let mut data = json!({"milestone": id, "case": "case-1", "what": what});
    if let Some(follows) = follows {
        data["follows"] = json!(follows);
    }
    record(history, at, if what.ends_with("conference") { "chair" } else { "manager" }, "milestone_reached", data)
}

/// Records a step of the contract or a fact within it.
#[track_caller]
fn step(history: &mut History, at: &str, kind: &str) -> u32 {
    let data = match kind {
        "contract_reviewed" => json!({"contract": "c-1", "with": ["clin"], "words": "Going on."}),
        "contract_suspended" => json!({"contract": "c-1", "reason": {"code": "no_capacity"}}),
        "contract_completed" | "contract_resumed" => json!({"contract": "c-1"}),
        "role_flexed" => json!({"contract": "c-1", "task": "notes", "to": "clinician", "reason": "Called away."}),
        _ => panic!("no such step here: {kind}"),
    };
    record(history, at, "worker", kind, data)
}

/// Records a session under the contract.
#[track_caller]
fn session(history: &mut History, at: &str, id: &str, space: &str) -> u32 {
    let data = json!({"session": id, "cover": {"contract": "c-1"}, "space": space, "present": ["parent"]});
    record(history, at, "clin", "session_held", data)
}

/// As many milestones as are named, each at its time.
fn milestones(all: &[(&str, &str, &str, Option<&str>)]) -> History {
    let mut history = begun();
    for &(at, id, what, follows) in all {
        milestone(&mut history, at, id, what, follows);
    }
    history
}
