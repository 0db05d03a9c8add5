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
