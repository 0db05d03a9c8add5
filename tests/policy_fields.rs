//! What a rule asks of the fields of an entry: when it was recorded and by whom, days of the week, what was redacted, who people are
//! by then, and which contracts they lose. All of it is invented.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "in tests, where a slip is a failed test"
)]

#[path = "policy_fields/loading.rs"]
mod loading;
#[path = "policy_fields/made.rs"]
mod made;
#[path = "policy_fields/people.rs"]
mod people;
#[path = "policy_fields/times.rs"]
mod times;

use practice_cycle::calendar::EnglandAndWales;
use practice_cycle::cycle::Act;
use practice_cycle::history::History;
use practice_cycle::moment::Moment;
use practice_cycle::policy::{Finding, Missing, Outcome, Packs, Policy};
use serde_json::{Value, json};

/// A rule with what every rule has.
fn rule(id: &str, fields: Value) -> Value {
    let mut rule = json!({"id": id, "title": "An invented rule", "severity": "query",
        "source": {"work": "invented", "known": "local"}});
    rule.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    rule
}

fn added(rules: &[Value]) -> Result<Packs, String> {
    let mut packs = Packs::default();
    let pack = json!({"pack": "ours", "version": "1", "title": "Invented rules", "rules": rules});
    packs.add(&pack.to_string()).map_err(|wrong| wrong.to_string())?;
    Ok(packs)
}

#[track_caller]
fn policy(rules: &[Value]) -> Policy {
    let packs = added(rules).unwrap_or_else(|wrong| panic!("{wrong}"));
    Policy::new(packs.pack("ours").unwrap(), &EnglandAndWales::new()).unwrap()
}

fn at(written: &str) -> Moment {
    written.parse().unwrap()
}

/// A history, and who wrote an entry down when.
struct Told(History);

impl Told {
    /// A cycle with a clinician, a worker, a manager and a parent.
    fn new() -> Self {
        let mut told = Self(History::default());
        let opened = json!({"cycle": "cy-9", "format": 1, "clinician": "clin-1", "team": "t-9"});
        told.act("2026-06-01T08:00:00Z", "manager-1", "cycle_opened", opened);
        for (person, role) in [("manager-1", "manager"), ("worker-1", "social_worker"), ("parent-1", "parent")] {
            told.enters("2026-06-01T08:10:00Z", person, role);
        }
        told
    }

    /// The same, with a contract that both sides agreed and began.
    fn with_contract() -> Self {
        let mut told = Self::new();
        let invited = json!({"contract": "c-9", "space": "joint_session", "stream": "direct", "case": "case-9"});
        told.act("2026-06-02T09:00:00Z", "worker-1", "contract_invited", invited);
        told.act("2026-06-02T10:00:00Z", "clin-1", "invitation_accepted", json!({"contract": "c-9"}));
        told.proposes("2026-06-03T10:00:00Z", "worker-1");
        told.accepts("2026-06-03T10:05:00Z", "worker-1", 1);
        told.accepts("2026-06-03T10:10:00Z", "clin-1", 1);
        told.act("2026-06-04T09:00:00Z", "clin-1", "contract_begun", json!({"contract": "c-9"}));
        told
    }

    #[track_caller]
    fn act(&mut self, when: &str, by: &str, kind: &str, data: Value) {
        self.recorded(when, when, by, None, kind, data);
    }

    #[track_caller]
    fn recorded(&mut self, when: &str, recorded: &str, by: &str, recorded_by: Option<&str>, kind: &str, data: Value) {
        let mut act = json!({"type": kind, "occurred_at": when, "recorded_at": recorded, "by": by, "data": data});
        if let Some(other) = recorded_by {
            act["recorded_by"] = json!(other);
        }
        let act: Act = serde_json::from_value(act).unwrap();
        self.0.record(act).unwrap_or_else(|refused| panic!("{refused}"));
    }

    #[track_caller]
    fn enters(&mut self, when: &str, person: &str, role: &str) {
        self.act(when, "manager-1", "person_entered", json!({"person": person, "role": role}));
    }

    #[track_caller]
    fn leaves(&mut self, when: &str, person: &str) {
        self.act(when, "manager-1", "person_left", json!({"person": person}));
    }

    #[track_caller]
    fn proposes(&mut self, when: &str, by: &str) {
        let terms = json!({"focus": {"code": "engage_parent"}, "goal": "An invented goal.", "lead": "clinician",
            "roles": {"notes": "social_worker", "statutory_process": "social_worker", "context": "shared",
                "asking": "clinician", "reflecting": "clinician", "safeguarding": "social_worker"},
            "safeguarding": "none_known", "duration": {"until": {"ends": "2026-09-30"}}, "family_understanding": "Invented."});
        self.act(when, by, "terms_proposed", json!({"contract": "c-9", "terms": terms}));
    }

    #[track_caller]
    fn accepts(&mut self, when: &str, by: &str, version: u8) {
        self.act(when, by, "terms_accepted", json!({"contract": "c-9", "version": version}));
    }

    /// A session, with whoever is named present.
    #[track_caller]
    fn session(&mut self, id: &str, when: &str, present: &[&str]) {
        self.act(when, "worker-1", "session_held", session(id, present));
    }

    /// What a policy says of each duty of a rule, in order: its verdict, and what it came to.
    fn comes_to(&self, policy: &Policy, id: &str, as_of: &str) -> Vec<String> {
        let report = policy.check(&self.0, at(as_of), Moment::LATEST);
        let rule = report.rules.iter().find(|rule| rule.rule.as_str() == id).unwrap();
        let mut duties: Vec<_> = rule.duties.iter().collect();
        duties.sort_by_key(|duty| (duty.opened_by, duty.since));
        let said = |outcome: &Outcome| match outcome {
            Outcome::Met { by } => format!("met by {}", by.entry),
            Outcome::Missed { at, remedied: Some(by), .. } => format!("missed at {at}, remedied by {}", by.entry),
            Outcome::Missed { at, .. } => format!("missed at {at}"),
            Outcome::Unknown { missing: Missing::Field(path) } => format!("unknown: {path}"),
            Outcome::Unknown { missing } => format!("unknown: {missing}"),
            Outcome::Kept { .. } => "kept".to_owned(),
            Outcome::Broken { by } => format!("broken by {}", by.entry),
            Outcome::Open { due_by: Some(due_by) } => format!("open until {due_by}"),
            Outcome::Open { due_by: None } => "open".to_owned(),
            Outcome::Released { .. } => "released".to_owned(),
            other => panic!("{other:?}"),
        };
        duties.into_iter().map(|duty| said(&duty.outcome)).collect()
    }

    /// What is asked to be so of one entry, as a duty of its own.
    fn requires(&self, when: Value, tests: Value) -> Vec<String> {
        let rules = [rule("X1", json!({"when": when, "require": {"where": tests}}))];
        self.comes_to(&policy(&rules), "X1", "2027-01-01T00:00:00Z")
    }

    /// The findings of a rule in words.
    fn findings(&self, policy: &Policy, id: &str) -> Vec<String> {
        let all = policy.explain(&[&self.0], Moment::LATEST, Moment::LATEST);
        all.iter().filter(|finding| finding.rule.as_str() == id).map(Finding::to_string).collect()
    }
}

fn session(id: &str, present: &[&str]) -> Value {
    json!({"session": id, "cover": {"contract": "c-9"}, "space": "joint_session", "present": present})
}
