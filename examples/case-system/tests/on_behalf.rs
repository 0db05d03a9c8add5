//! Who may record what on whose behalf: nobody opens to themself what others said, and nobody acts in the name of somebody who acts for a
//! service without being named for them. All people and cases are invented.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

mod common;

use axum::http::StatusCode;
use case_system::clock::Clock;
use case_system::invented::HISTORIES;
use case_system::store::{EVERYWHERE, May};
use common::{Answer, Service, act, invitation};
use practice_cycle::cycle::Offer;
use practice_cycle::history::History;
use practice_cycle::id::CycleId;
use practice_cycle::moment::Moment;
use serde_json::{Value, json};

const WORDS: &str = "Invented-words-of-a-mother";

/// A cycle in which the mother said something, in entry 6.
async fn service() -> Service {
    let service = Service::with_cycle().await;
    recorded(&service, "worker", &invitation("c-1", 10)).await;
    recorded(&service, "worker", &for_another("worker", view())).await;
    service
}

fn view() -> Value {
    act("view_given", 20, "mother", json!({ "view": "vi-1", "contract": "c-1", "words": WORDS }))
}

/// An act that somebody else writes down.
fn for_another(recorder: &str, mut act: Value) -> Value {
    act["recorded_by"] = json!(recorder);
    act
}

/// A consent of the mother to show her words to somebody.
fn consent(by: &str, reader: &str) -> Value {
    let data =
        json!({ "consent": "cn-1", "to": "sharing_words", "given_by": "mother", "entries": [6], "readers": [reader] });
    act("consent_given", 40, by, data)
}

async fn recorded(service: &Service, who: &str, act: &Value) -> u64 {
    let answer = service.offer(who, "cy-1", act).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    answer.json().get("number").and_then(Value::as_u64).unwrap()
}

async fn reads_words(service: &Service, who: &str) -> bool {
    service.get(who, "/api/cycles/cy-1/entries").await.body.contains(WORDS)
}

#[track_caller]
fn forbidden(answer: &Answer, why: &str) {
    assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", answer.body);
    let detail = answer.json().get("detail").and_then(Value::as_str).unwrap().to_owned();
    assert!(detail.contains(why), "{detail}");
}

const DISCLOSES: &str = "this would show words of others to whoever does or records it";

#[tokio::test]
async fn nobody_records_a_consent_by_which_they_are_shown_something() {
    let service = service().await;
    // As their own observation, or as what the mother did; nor does somebody who writes for them.
    forbidden(&service.offer("worker", "cy-1", &consent("worker", "worker")).await, DISCLOSES);
    forbidden(&service.offer("worker", "cy-1", &for_another("worker", consent("mother", "worker"))).await, DISCLOSES);
    service.grant("cy-1", "manager", May::Record, "worker").await;
    forbidden(&service.offer("manager", "cy-1", &for_another("manager", consent("worker", "worker"))).await, DISCLOSES);
    assert_eq!(service.rows("cy-1").await.len(), 6, "nothing of it was recorded");
    assert!(!reads_words(&service, "worker").await);

    // Somebody to whom it shows nothing may, and so may she herself.
    recorded(&service, "manager", &consent("manager", "worker")).await;
    assert!(reads_words(&service, "worker").await && !reads_words(&service, "manager").await);
    service.grant("cy-1", "mother", May::Act, "").await;
    let mut hers = consent("mother", "manager");
    hers["data"]["consent"] = json!("cn-2");
    recorded(&service, "mother", &hers).await;
    assert!(reads_words(&service, "manager").await);
}

#[tokio::test]
async fn nobody_takes_back_that_a_consent_was_withdrawn_and_reads_on() {
    let service = service().await;
    recorded(&service, "manager", &consent("manager", "worker")).await;
    let withdrawn = act("consent_withdrawn", 50, "worker", json!({ "consent": "cn-1", "withdrawn_by": "mother" }));
    let number = recorded(&service, "worker", &withdrawn).await;
    assert!(!reads_words(&service, "worker").await);
    let mistaken = json!({ "entries": [number], "reason": "Invented: it was said of another." });
    forbidden(&service.offer("worker", "cy-1", &act("entered_in_error", 60, "worker", mistaken.clone())).await, DISCLOSES);
    assert!(!reads_words(&service, "worker").await);
    recorded(&service, "manager", &act("entered_in_error", 60, "manager", mistaken)).await;
    assert!(reads_words(&service, "worker").await);
}

#[tokio::test]
async fn nobody_takes_on_a_reference_that_is_shown_more() {
    let service = service().await;
    let entered = act("person_entered", 30, "clinician", json!({ "person": "worker-2", "role": "social_worker" }));
    recorded(&service, "clinician", &entered).await;
    // That somebody else reads it shows nothing to the worker, until they are the same.
    recorded(&service, "worker", &consent("worker", "worker-2")).await;
    let merged = |by: &str| {
        let data = json!({ "person": "worker-2", "into": "worker", "reason": "Invented: entered twice." });
        act("people_merged", 50, by, data)
    };
    forbidden(&service.offer("worker", "cy-1", &merged("worker")).await, DISCLOSES);
    assert!(!reads_words(&service, "worker").await);
    recorded(&service, "manager", &merged("manager")).await;
    assert!(reads_words(&service, "worker").await);
}

#[tokio::test]
async fn nobody_merges_their_own_reference_before_there_is_anything_to_be_shown() {
    let service = Service::with_cycle().await;
    recorded(&service, "worker", &invitation("c-1", 10)).await;
    service.grant("cy-1", "manager", May::Record, "worker").await;
    let entered = act("person_entered", 12, "clinician", json!({ "person": "worker-2", "role": "social_worker" }));
    recorded(&service, "clinician", &entered).await;
    let merged = |by: &str, person: &str, into: &str| {
        act("people_merged", 15, by, json!({ "person": person, "into": into, "reason": "Invented: entered twice." }))
    };
    for act in [merged("worker", "worker-2", "worker"), merged("worker", "worker", "worker-2")] {
        forbidden(&service.offer("worker", "cy-1", &act).await, DISCLOSES);
        forbidden(&service.offer("manager", "cy-1", &for_another("manager", act)).await, DISCLOSES);
    }
    // So what is said later, and shown to the other reference, is not shown to the worker.
    let said = recorded(&service, "worker", &for_another("worker", view())).await;
    let mut shared = consent("worker", "worker-2");
    shared["data"]["entries"] = json!([said]);
    recorded(&service, "worker", &shared).await;
    assert!(!reads_words(&service, "worker").await);

    // A reference that was merged with theirs by somebody else is theirs, too.
    recorded(&service, "manager", &merged("manager", "worker-2", "worker")).await;
    forbidden(&service.offer("worker", "cy-1", &merged("worker", "mother", "worker-2")).await, DISCLOSES);
    shared["data"]["consent"] = json!("cn-2");
    forbidden(&service.offer("worker", "cy-1", &shared).await, DISCLOSES);
}

#[tokio::test]
async fn a_consent_for_oneself_is_refused_alike_whoever_said_it() {
    let service = service().await;
    let entered = act("person_entered", 30, "clinician", json!({ "person": "father", "role": "parent" }));
    recorded(&service, "clinician", &entered).await;
    let mut answers = Vec::new();
    // The words of entry 6 are the mother's; entry 5 holds none, and there is no entry 90.
    for (given_by, entry) in [("mother", 6), ("father", 6), ("mother", 5), ("father", 90)] {
        let mut act = consent("worker", "worker");
        act["data"]["given_by"] = json!(given_by);
        act["data"]["entries"] = json!([entry]);
        answers.push(service.offer("worker", "cy-1", &act).await);
    }
    for answer in &answers {
        forbidden(answer, DISCLOSES);
        assert_eq!(answer.body, answers[0].body);
    }
    // The same of a description that somebody else made, or did not.
    for description in ["dp-1", "dp-2"] {
        let data = json!({ "passing": "ps-1", "description": description, "readers": ["worker"], "offered": ["advocate"] });
        let passed_on = for_another("worker", act("description_passed_on", 40, "mother", data));
        assert_eq!(service.offer("worker", "cy-1", &passed_on).await.body, answers[0].body);
    }
}

#[tokio::test]
async fn nobody_passes_a_description_on_to_themself() {
    let service = service().await;
    let described = json!({
        "description": "dp-1", "case": "case-1", "seen_as": "family", "signs": [{ "sign": "listened", "finding": "absent" }],
    });
    recorded(&service, "worker", &for_another("worker", act("practice_described", 30, "mother", described))).await;
    let passed_on = |reader: &str| {
        let data = json!({ "passing": "ps-1", "description": "dp-1", "readers": [reader], "offered": ["somebody_else", "advocate"] });
        for_another("worker", act("description_passed_on", 40, "mother", data))
    };
    forbidden(&service.offer("worker", "cy-1", &passed_on("worker")).await, DISCLOSES);
    recorded(&service, "worker", &passed_on("clinician")).await;
}

#[tokio::test]
async fn nobody_acts_in_a_managers_name_who_is_not_named_for_them() {
    let service = service().await;
    let redacted = act("redacted", 40, "manager", json!({ "entries": [6], "reason": "Invented: it was asked for." }));
    let by_worker = for_another("worker", redacted);
    // The worker may write down what anybody of the family does.
    forbidden(&service.offer("worker", "cy-1", &by_worker).await, "you may not record for that person");
    assert_eq!(service.rows("cy-1").await.len(), 6);
    // Nor may they say so at another time, or in another role.
    for (field, value) in [("occurred_at", "2026-04-06T08:00:00Z"), ("in_role", "parent")] {
        let mut changed = by_worker.clone();
        changed[field] = json!(value);
        let answer = service.offer("worker", "cy-1", &changed).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{field}: {}", answer.body);
    }
    service.grant("cy-1", "worker", May::Record, "manager").await;
    recorded(&service, "worker", &by_worker).await;
    let last = service.rows("cy-1").await.pop().unwrap();
    assert!(last.line.contains("\"by\":\"manager\"") && last.line.contains("\"recorded_by\":\"worker\""), "{}", last.number);
}

#[tokio::test]
async fn somebody_who_is_of_the_family_and_of_a_service_records_for_themself() {
    let service = service().await;
    let entered = act("person_entered", 30, "clinician", json!({ "person": "partner", "role": "carer" }));
    recorded(&service, "clinician", &entered).await;
    let said = |view: &str, second: u32| {
        let data = json!({ "view": view, "contract": "c-1", "words": WORDS });
        for_another("worker", act("view_given", second, "partner", data))
    };
    recorded(&service, "worker", &said("vi-2", 40)).await;
    let beside = json!({ "person": "partner", "role": "family_support_worker", "beside": ["carer"] });
    recorded(&service, "clinician", &act("person_entered", 50, "clinician", beside)).await;
    forbidden(&service.offer("worker", "cy-1", &said("vi-3", 60)).await, "you may not record for that person");
}

/// Of everything that is recorded in the invented cases, nothing shows more to whoever does or records it.
#[tokio::test]
async fn no_work_of_the_invented_cases_is_held_up() {
    // After everything that occurs in them.
    let later: Moment = "2028-01-03T09:00:00Z".parse().unwrap();
    let service = Service::with(|_| {}, Clock::new(move || later)).await;
    service.grant(EVERYWHERE, "clinician", May::Open, "").await;
    let mut acts = 0;
    for lines in HISTORIES {
        // What was redacted cannot be offered again.
        let lines = lines.replace("{\"redacted\":true}", "\"Invented.\"");
        let cycle: CycleId = History::read(lines.as_bytes()).unwrap().cycle().id().unwrap().clone();
        for line in lines.lines() {
            let mut sent: Value = serde_json::from_str(line).unwrap();
            sent.as_object_mut().unwrap().retain(|field, _| !["number", "recorded_at"].contains(&field.as_str()));
            let offer: Offer = serde_json::from_value(sent).unwrap();
            let offered = service.app.cycles.offer(&cycle, offer, None).await;
            assert!(offered.is_ok(), "{cycle}: {line}: {:?}", offered.err());
            acts += 1;
        }
    }
    assert!(acts > 200, "{acts}");
}
