//! A cycle as resources of FHIR R5: what each stage comes to, what is lost, and what is not shown.
#![expect(clippy::unwrap_used, reason = "the helpers of tests fail as tests do")]

use std::collections::{BTreeMap, BTreeSet};

use practice_cycle::cycle::Act;
use practice_cycle::export::fhir::{self, Exported, Lost, Options};
use practice_cycle::export::{Exporter, Options as Shown, Pseudonyms};
use practice_cycle::history::History;
use practice_cycle::moment::Moment;
use practice_cycle::reader::Reader;
use serde_json::{Value, json};

fn history(name: &str) -> History {
    let path = format!("{}/examples/data/{name}.jsonl", env!("CARGO_MANIFEST_DIR"));
    History::read(std::fs::read(path).unwrap().as_slice()).unwrap()
}

fn resources(history: &History, at: Moment) -> Vec<Exported> {
    let view = history.view(at, at);
    fhir::resources(&view, &Reader::nobody(&view), &Options::default())
}

fn of_type(all: &[Exported], wanted: &str) -> Vec<Value> {
    let all = all.iter().map(|it| serde_json::to_value(&it.resource).unwrap());
    all.filter(|it| it["resourceType"] == wanted).collect()
}

/// A cycle with one contract, taken step by step.
fn steps(steps: &[(&str, Value)]) -> History {
    let mut history = History::default();
    let opened = json!({"cycle": "cy-1", "format": 1, "clinician": "p-1", "team": "t-1"});
    let worker = json!({"person": "p-2", "role": "social_worker"});
    let begin = [("cycle_opened", "p-1", opened), ("person_entered", "p-1", worker)];
    let by = |kind: &str| if kind == "contract_invited" { "p-2" } else { "p-1" };
    let all = begin.into_iter().chain(steps.iter().map(|(kind, data)| {
        // `terms_accepted` by both sides, one after the other.
        let (kind, person) = kind.split_once(' ').unwrap_or((kind, by(kind)));
        (kind, person, data.clone())
    }));
    for (day, (kind, person, data)) in (1..).zip(all) {
        let at = format!("2026-04-{day:02}T09:00:00Z");
        let act = json!({"type": kind, "occurred_at": at, "recorded_at": at, "by": person, "data": data});
        history.record(serde_json::from_value::<Act>(act).unwrap()).unwrap();
    }
    history
}

fn invited() -> (&'static str, Value) {
    ("contract_invited", json!({"contract": "c-1", "space": "team_meeting", "case": "case-9"}))
}

fn contract(more: &Value) -> Value {
    let mut data = json!({"contract": "c-1"});
    data.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    data
}

fn agreed() -> Vec<(&'static str, Value)> {
    let roles = json!({"notes": "social_worker", "statutory_process": "social_worker", "context": "shared", "asking": "clinician", "reflecting": "shared"});
    let terms = json!({
        "focus": {"code": "assess_risk"}, "goal": "Invented: a plan.", "lead": "shared", "roles": roles,
        "safeguarding": "none_known", "duration": {"until": {"ends": "2026-06-30"}},
    });
    vec![
        invited(),
        ("invitation_accepted", contract(&json!({}))),
        ("terms_proposed", contract(&json!({"terms": terms}))),
        ("terms_accepted p-1", contract(&json!({"version": 1}))),
        ("terms_accepted p-2", contract(&json!({"version": 1}))),
    ]
}

fn standing(steps_taken: &[(&'static str, Value)]) -> (String, String, String) {
    let history = steps(steps_taken);
    let all = resources(&history, history.cycle().last_recorded());
    let (tasks, episodes) = (of_type(&all, "Task"), of_type(&all, "EpisodeOfCare"));
    let task = tasks.first().unwrap();
    let code = |value: &Value| value.as_str().unwrap().to_owned();
    (
        code(&task["status"]),
        code(task.pointer("/businessStatus/coding/0/code").unwrap()),
        code(&episodes.first().unwrap()["status"]),
    )
}

#[test]
fn every_stage_has_a_status() {
    let reason = |code: &str| contract(&json!({"reason": {"code": code}}));
    let begun = || [agreed(), vec![("contract_begun", contract(&json!({})))]].concat();
    let after = |mut before: Vec<(&'static str, Value)>, step: (&'static str, Value)| {
        before.push(step);
        before
    };
    let reframed = ("reframe_offered", contract(&json!({"to": {"space": "case_consultation"}, "reason": "Invented."})));
    let ended = |code: &str| ("contract_ended", contract(&json!({"reason": {"code": code}, "with": "p-2"})));
    for (taken, status, stage, episode) in [
        (vec![invited()], "requested", "invited", "planned"),
        (vec![invited(), reframed], "received", "reframed", "planned"),
        (vec![invited(), ("invitation_accepted", contract(&json!({})))], "received", "negotiating", "planned"),
        (agreed(), "accepted", "agreed", "planned"),
        (after(agreed(), ("contract_postponed", reason("no_capacity"))), "accepted", "postponed", "planned"),
        (begun(), "in-progress", "active", "active"),
        (after(begun(), ("contract_suspended", reason("no_capacity"))), "on-hold", "suspended", "onhold"),
        (vec![invited(), ("contract_declined", reason("no_capacity"))], "rejected", "declined", "cancelled"),
        (vec![invited(), ("contract_withdrawn p-2", reason("case_closed"))], "cancelled", "withdrawn", "cancelled"),
        (after(begun(), ("contract_completed", contract(&json!({})))), "completed", "completed", "finished"),
        (after(begun(), ended("goal_met_early")), "completed", "ended", "finished"),
        (after(begun(), ended("party_left")), "cancelled", "ended", "finished"),
        (after(begun(), ("contract_revoked", reason("risk_too_high"))), "cancelled", "revoked", "finished"),
    ] {
        assert_eq!(standing(&taken), (status.to_owned(), stage.to_owned(), episode.to_owned()));
    }
    let history = steps(&begun());
    let later = resources(&history, "2026-08-01T00:00:00Z".parse().unwrap());
    let task = &of_type(&later, "Task")[0];
    assert_eq!((&task["status"], &task["businessStatus"]["coding"][0]["code"]), (&json!("in-progress"), &json!("lapsed")));
}

#[test]
fn a_contract_says_who_what_and_when() {
    let history = steps(&[agreed(), vec![("contract_begun", contract(&json!({})))]].concat());
    let all = resources(&history, history.cycle().last_recorded());
    let task = &of_type(&all, "Task")[0];
    let value = |reference: &Value| reference["identifier"]["value"].clone();
    assert_eq!(
        (value(&task["requester"]), value(&task["owner"]), value(&task["for"])),
        (json!("p-2"), json!("p-1"), json!("case-9"))
    );
    assert_eq!(task["authoredOn"], "2026-04-03T09:00:00Z");
    assert_eq!(task["requestedPeriod"], json!({"end": "2026-06-30"}));
    assert_eq!(task["executionPeriod"], json!({"start": "2026-04-08T09:00:00Z"}));
    assert_eq!(task["reason"][0]["concept"]["coding"][0]["code"], "assess_risk");
    let inputs: BTreeMap<&str, &Value> = task["input"]
        .as_array()
        .unwrap()
        .iter()
        .map(|input| {
            let value = input.get("valueCoding").map_or_else(|| &input["valuePositiveInt"], |coding| &coding["code"]);
            (input["type"]["coding"][0]["code"].as_str().unwrap(), value)
        })
        .collect();
    assert_eq!(inputs["notes"], "social_worker");
    assert_eq!(inputs["version"], 1);
    assert_eq!(task.get("description"), None, "no words unless they are asked for");
}

#[test]
fn words_are_written_for_whom_may_read_them_alone() {
    let history = steps(&agreed());
    let last = history.cycle().last_recorded();
    let view = history.view(last, last);
    let options = Options { words: true, ..Options::default() };
    let goal = |reader: &Reader| of_type(&fhir::resources(&view, reader, &options), "Task")[0].get("description").cloned();
    assert_eq!(goal(&Reader::of(&view, &"p-2".parse().unwrap())), Some(json!("Invented: a plan.")));
    assert_eq!(goal(&Reader::nobody(&view)), None);
}

#[test]
fn what_is_lost_is_named_with_the_resource_that_lacks_it() {
    let history = history("turnover");
    let all = resources(&history, history.cycle().last_recorded());
    let lost = |place: usize| all.get(place).unwrap().lost.clone();
    for (place, lacks) in [(0, Lost::Joining), (all.len() - 1, Lost::PartiesReplaced), (all.len() - 1, Lost::Safeguarding)] {
        assert!(lost(place).contains(&lacks), "{place}: {:?}", lost(place));
    }
    let little = steps(&[invited()]);
    let all = resources(&little, little.cycle().last_recorded());
    assert!(all.iter().all(|it| it.lost.is_empty()), "{all:?}");
}

#[test]
fn what_a_reader_is_not_shown_is_not_counted_as_lost() {
    let history = history("boundary_seen_differently");
    let last = history.cycle().last_recorded();
    let view = history.view(last, last);
    let lost = |reader: &Reader| fhir::resources(&view, reader, &Options::default()).first().unwrap().lost.clone();
    let hidden = view.entries().iter().any(|entry| !Reader::nobody(&view).is_shown(entry.number()));
    assert!(hidden, "something is hidden from nobody in particular");
    assert!(lost(&Reader::nobody(&view)).is_subset(&lost(&Reader::of(&view, &"clinician".parse().unwrap()))));
}

#[test]
fn nobody_of_the_family_is_in_the_team() {
    let history = history("family_not_told");
    let all = resources(&history, history.cycle().last_recorded());
    let written = of_type(&all, "CareTeam")[0].to_string();
    assert!(!written.contains("parent"), "{written}");
    assert!(all.first().unwrap().lost.contains(&Lost::FamilyMembers));
}

#[test]
fn a_bundle_holds_every_cycle_and_says_what_is_lost() {
    let mut written = Vec::new();
    let options = Shown::new().with_pseudonyms(Pseudonyms::new(b"an invented key of 32 characters").unwrap());
    let mut exporter = Exporter::new(fhir::Json::new(&mut written, fhir::Base::default()), options);
    for name in ["turnover", "shared_risk", "statutory_path"] {
        exporter.add(&history(name)).unwrap();
    }
    exporter.finish().unwrap();
    let bundle: Value = serde_json::from_slice(&written).unwrap();
    let entries = bundle["entry"].as_array().unwrap();
    let types = |wanted: &str| entries.iter().filter(|it| it["resource"]["resourceType"] == wanted).count();
    assert_eq!((types("CareTeam"), types("OperationOutcome")), (3, 1));
    let urls: BTreeSet<&str> = entries.iter().filter_map(|it| it["fullUrl"].as_str()).collect();
    assert_eq!(urls.len(), entries.len(), "each has an address of its own");
    let text = String::from_utf8(written).unwrap();
    for reference in ["worker-a", "clinician", "manager", "invented"] {
        assert!(!text.contains(&format!("\"value\":\"{reference}")), "{reference} in {text}");
    }
}
