//! A portfolio is its owner's. All people are invented.

mod common;

use axum::http::StatusCode;
use common::{Service, act};
use serde_json::json;

const NOTE: &str = "Invented: what I learned of it.";

fn opening(by: &str, owner: &str) -> serde_json::Value {
    act("portfolio_opened", 0, by, json!({ "portfolio": "pf-1", "format": 1, "owner": owner }))
}

#[tokio::test]
async fn its_owner_alone_reads_and_writes_it() {
    let service = Service::with_cycle().await;
    let offer = "/api/portfolio/acts";
    assert_eq!(service.get("worker", "/api/portfolio").await.status, StatusCode::NOT_FOUND);
    for (by, owner) in [("manager", "manager"), ("manager", "worker")] {
        let forbidden = service.post("worker", offer, &opening(by, owner)).await;
        assert_eq!(forbidden.status, StatusCode::FORBIDDEN, "{}", forbidden.body);
    }
    let refused = service.post("worker", offer, &opening("worker", "manager")).await;
    assert_eq!((refused.status, &refused.json()["portfolio_refusal"]["status"]), (StatusCode::FORBIDDEN, &json!(403)));
    assert_eq!(service.post("worker", offer, &opening("worker", "worker")).await.status, StatusCode::CREATED);

    let data = json!({
        "evidence": "ev-1", "elements": ["motivational_interviewing"], "domains": ["professionalism"],
        "rests_on": { "basis": "direct_observation", "reference": "invented-observation-1" }, "note": NOTE,
    });
    let evidence = act("practice_evidenced", 10, "worker", data);
    let recorded = service.post("worker", offer, &evidence).await;
    assert_eq!((recorded.status, &recorded.json()["number"]), (StatusCode::CREATED, &json!(2)), "{}", recorded.body);
    let again = service.post("worker", offer, &evidence).await;
    assert_eq!((again.status, again.json()), (StatusCode::OK, json!({ "outcome": "already_recorded", "number": 2 })));

    let hers = service.get("worker", "/api/portfolio").await;
    assert!(hers.body.contains(NOTE));
    assert_eq!(hers.json()["entries"].as_array().unwrap().len(), 2);
    for other in ["manager", "clinician", "stranger"] {
        assert_eq!(service.get(other, "/api/portfolio").await.status, StatusCode::NOT_FOUND, "{other}");
    }
    let forged = act("text_redacted", 20, "worker", json!({ "entries": [2] }));
    assert_eq!(service.post("manager", offer, &forged).await.status, StatusCode::FORBIDDEN);

    let redacted = service.post("worker", offer, &forged).await;
    assert_eq!(redacted.status, StatusCode::CREATED, "{}", redacted.body);
    assert!(!service.get("worker", "/api/portfolio").await.body.contains(NOTE));
    assert!(!service.app.store.portfolio(&"worker".parse().unwrap()).await.unwrap().concat().contains(NOTE));
}

#[tokio::test]
async fn when_it_is_recorded_the_host_says() {
    let service = Service::new().await;
    let mut stamped = opening("worker", "worker");
    stamped["recorded_at"] = json!("2026-04-06T09:00:00Z");
    let refused = service.post("worker", "/api/portfolio/acts", &stamped).await;
    assert_eq!(
        (refused.status, &refused.json()["detail"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("expected an object without `recorded_at`"))
    );
    assert_eq!(service.app.store.portfolio_length(&"worker".parse().unwrap()).await.unwrap(), 0);
}
