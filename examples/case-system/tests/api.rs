//! The API, over a real database and without a network. All people and cases are invented.

mod common;

use axum::http::StatusCode;
use common::{Service, act, invitation, opening};
use serde_json::json;

#[tokio::test]
async fn an_act_is_recorded_and_a_retry_finds_it() {
    let service = Service::with_cycle().await;
    let first = service.offer("worker", "cy-1", &invitation("c-1", 10)).await;
    assert_eq!(first.status, StatusCode::CREATED, "{}", first.body);
    let first = first.json();
    assert_eq!((&first["outcome"], &first["number"]), (&json!("recorded"), &json!(5)));
    assert_eq!(first["entry"]["data"]["contract"], "c-1");

    let again = service.offer("worker", "cy-1", &invitation("c-1", 10)).await;
    assert_eq!(again.status, StatusCode::OK);
    assert_eq!(again.json()["outcome"], "already_recorded");
    assert_eq!(again.json()["entry"], first["entry"]);

    let overview = service.get("worker", "/api/cycles/cy-1/overview").await.json();
    assert_eq!(overview["overview"]["contracts"][0]["stage"], "invited");
    assert_eq!(overview["overview"]["entries"], 5);
    assert!(overview["text"].as_str().unwrap().contains("c-1"));
}

#[tokio::test]
async fn a_refusal_is_data() {
    let service = Service::with_cycle().await;
    let begun = service.offer("worker", "cy-1", &act("contract_begun", 10, "worker", json!({ "contract": "c-9" }))).await;
    assert_eq!(begun.status, StatusCode::NOT_FOUND);
    assert_eq!(begun.headers["content-type"], "application/problem+json");
    let problem = begun.json();
    assert_eq!(problem["type"], "urn:case-system:problem:refused");
    assert_eq!(problem["refusal"]["code"], "cycle.unknown");
    assert_eq!(problem["refusal"]["reference"], json!({ "noun": "contract", "id": "c-9" }));

    let again = service.offer("clinician", "cy-1", &opening("cy-1")).await;
    assert_eq!((again.status, &again.json()["outcome"]), (StatusCode::OK, &json!("already_recorded")));
}

#[tokio::test]
async fn every_answer_is_made_for_its_reader() {
    let service = Service::with_cycle().await;
    let space = json!({ "space": "team_meeting" });
    service.offer("worker", "cy-1", &invitation("c-1", 10)).await;
    let view = json!({ "view": "vi-1", "contract": "c-1", "words": "Invented: it was a relief." });
    let mut said = act("view_given", 20, "mother", view);
    said["recorded_by"] = json!("worker");
    let recorded = service.offer("worker", "cy-1", &said).await;
    assert_eq!(recorded.status, StatusCode::CREATED, "{} {space}", recorded.body);
    assert!(recorded.body.contains("relief"), "whoever sent it is shown what they sent");

    for path in [
        "overview",
        "entries",
        "readings",
        "possible",
        "findings",
        "export?format=csv",
        "export?format=ocel-json",
        "export?format=xes",
    ] {
        let path = format!("/api/cycles/cy-1/{path}");
        let (hers, workers) = (service.get("mother", &path).await, service.get("worker", &path).await);
        assert_eq!((hers.status, workers.status), (StatusCode::OK, StatusCode::OK), "{path}: {}", hers.body);
        assert!(
            !workers.body.contains("relief") && !workers.body.contains("vi-1"),
            "{path} shows another what a mother said"
        );
        if path.ends_with("overview") || path.ends_with("entries") {
            assert!(hers.body.contains("relief"), "{path} keeps her own words from her");
        }
    }
    // What was read is noted, and by whom.
    let read = service.app.store.reads_of(&"cy-1".parse().unwrap()).await.unwrap();
    let hers: Vec<&str> =
        read.iter().filter(|read| read.person.as_str() == "mother").map(|read| read.what.as_str()).collect();
    assert_eq!(hers, ["overview", "entries", "readings", "possible", "findings", "export", "export", "export"]);
    assert_eq!(read.len(), 16);
}

#[tokio::test]
async fn an_overview_is_as_of_a_time_and_as_known_at_a_time() {
    let service = Service::with_cycle().await;
    service.offer("worker", "cy-1", &invitation("c-1", 10)).await;
    let at = |times: &str| format!("/api/cycles/cy-1/overview?{times}");
    let before = service.get("worker", &at("as_of=2026-04-06T09:00:05Z")).await.json();
    assert_eq!(before["overview"]["contracts"], json!([]));
    let after = service.get("worker", &at("as_of=2026-04-06T09:00:10Z")).await.json();
    assert_eq!(after["overview"]["contracts"][0]["stage"], "invited");
    let unknown = service.get("worker", &at("as_of=2026-04-06T09:00:10Z&as_known_at=2026-04-06T10:00:00Z")).await.json();
    assert_eq!(unknown["overview"]["entries"], 0, "it was recorded later, by the clock of the machine");
    for wrong in ["as_of=yesterday", "as_off=2026-04-06T09:00:05Z"] {
        let refused = service.get("worker", &at(wrong)).await;
        assert_eq!(
            (refused.status, &refused.json()["type"]),
            (StatusCode::BAD_REQUEST, &json!("urn:case-system:problem:parameter"))
        );
    }
}

#[tokio::test]
async fn what_is_possible_names_the_obstacle() {
    let service = Service::with_cycle().await;
    service.offer("worker", "cy-1", &invitation("c-1", 10)).await;
    let possible = service.get("worker", "/api/cycles/cy-1/possible").await.json();
    let accept = |possible: &serde_json::Value| {
        let all = possible["possible"].as_array().unwrap();
        all.iter().find(|it| it["kind"] == "invitation_accepted").unwrap().clone()
    };
    let hers = accept(&possible);
    assert_eq!(hers["about"], json!({ "noun": "contract", "id": "c-1" }));
    assert_eq!(hers["obstacle"]["message"], "only the clinical side can accept the invitation");
    let his = accept(&service.get("clinician", "/api/cycles/cy-1/possible").await.json());
    assert!(his["obstacle"].is_null());
    let form = service.get("clinician", "/api/forms/invitation_accepted").await.json();
    assert_eq!(form["fields"][0]["name"], "contract");
    assert_eq!(service.get("clinician", "/api/forms/nothing").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn findings_name_what_is_due_and_what_helps() {
    let service = Service::new().await;
    case_system::invented::bring_in(&service.app).await.unwrap();
    let found = service.get("clinician", "/api/cycles/invented-turnover/findings?as_of=2026-08-20T09:00:00Z").await;
    let found = found.json();
    assert_eq!(found["pack"][0], "local-practice");
    let first = &found["findings"][0];
    assert!(first["due"].as_str().unwrap() <= found["findings"][1]["due"].as_str().unwrap_or("9"));
    assert!(!first["finding"]["help"].as_array().unwrap().is_empty());
    assert!(first["text"].as_str().unwrap().contains(first["finding"]["rule"].as_str().unwrap()));
    // All that is invented is there, and is brought in once.
    case_system::invented::bring_in(&service.app).await.unwrap();
    let cycles = service.get("clinician", "/api/cycles").await.json();
    assert!(cycles["cycles"].as_array().unwrap().contains(&json!("invented-turnover")));
    assert_eq!(service.app.store.cycles().await.unwrap().len(), case_system::invented::HISTORIES.len());
}

#[tokio::test]
async fn a_late_act_takes_later_steps_back_and_repeats_them() {
    let service = Service::with_cycle().await;
    service.offer("worker", "cy-1", &invitation("c-1", 10)).await;
    let accepted = act("invitation_accepted", 60, "clinician", json!({ "contract": "c-1" }));
    assert_eq!(service.offer("clinician", "cy-1", &accepted).await.status, StatusCode::CREATED);
    // The worker took the invitation back before, which is only recorded now: the acceptance does not fit after that.
    let withdrawn = json!({ "contract": "c-1", "reason": { "code": "other", "words": "Invented: the family moved away." } });
    let withdrawn = act("contract_withdrawn", 30, "worker", withdrawn);
    let refused = service.offer("worker", "cy-1", &withdrawn).await;
    assert_eq!(refused.json()["refusal"]["category"], "conflict", "{}", refused.body);
    let late = json!({ "act": withdrawn, "reason": "Invented: the note was found." });
    let contradicts = service.post("worker", "/api/cycles/cy-1/late-acts", &late).await;
    assert_eq!(contradicts.json()["refusal"]["code"], "history.contradicts", "{}", contradicts.body);

    // Terms that were proposed before the acceptance was recorded do fit after it.
    service.offer("worker", "cy-1", &invitation("c-2", 70)).await;
    let proposed = act("terms_proposed", 90, "worker", json!({ "contract": "c-2", "terms": {} }));
    assert_eq!(service.offer("worker", "cy-1", &proposed).await.status, StatusCode::CREATED);
    let accepted = act("invitation_accepted", 80, "clinician", json!({ "contract": "c-2" }));
    assert_eq!(service.offer("clinician", "cy-1", &accepted).await.status, StatusCode::CONFLICT);
    let late = json!({ "act": accepted, "reason": "Invented: yes was said earlier." });
    let recorded = service.post("clinician", "/api/cycles/cy-1/late-acts", &late).await;
    assert_eq!(recorded.status, StatusCode::CREATED, "{}", recorded.body);
    assert_eq!((&recorded.json()["number"], &recorded.json()["entry"]["type"]), (&json!(10), &json!("invitation_accepted")));
    let again = service.post("clinician", "/api/cycles/cy-1/late-acts", &late).await;
    assert_eq!((again.status, &again.json()["number"]), (StatusCode::OK, &json!(10)));
    let entries = service.get("clinician", "/api/cycles/cy-1/entries").await.json();
    let kinds: Vec<&str> =
        entries["entries"].as_array().unwrap().iter().map(|it| it["entry"]["type"].as_str().unwrap()).collect();
    assert_eq!(kinds[8..], ["entered_in_error", "invitation_accepted", "terms_proposed"]);
}

#[tokio::test]
async fn a_cycle_is_opened_under_the_reference_that_its_opening_names() {
    let service = Service::with_cycle().await;
    let opened = service.post("clinician", "/api/cycles", &opening("cy-2")).await;
    assert_eq!(opened.status, StatusCode::CREATED, "{}", opened.body);
    assert_eq!(service.get("clinician", "/api/cycles").await.json(), json!({ "cycles": ["cy-1", "cy-2"] }));
    assert_eq!(service.get("worker", "/api/cycles").await.json(), json!({ "cycles": ["cy-1"] }));
    let other = service.offer("clinician", "cy-3", &opening("cy-4")).await;
    assert_eq!(
        (other.status, &other.json()["type"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("urn:case-system:problem:another-cycle"))
    );
    let none = service.post("clinician", "/api/cycles", &invitation("c-1", 1)).await;
    assert_eq!(
        (none.status, &none.json()["type"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("urn:case-system:problem:no-opening"))
    );
}
