//! The clock of the machine, set back and ahead.

use std::sync::Arc;
use std::sync::Mutex;

use axum::http::StatusCode;
use case_system::clock::Clock;
use practice_cycle::moment::Moment;

use crate::common::{Service, invitation};

#[tokio::test]
async fn a_clock_that_is_set_back_is_held_to_what_was_recorded_last() {
    let at: Arc<Mutex<Moment>> = Arc::new(Mutex::new("2026-04-07T09:00:00Z".parse().unwrap()));
    let now = Arc::clone(&at);
    let service = Service::with(|_| {}, Clock::new(move || *now.lock().unwrap())).await;
    service.open("cy-1").await;
    assert_eq!(service.offer("worker", "cy-1", &invitation("c-1", 10)).await.status, StatusCode::CREATED);

    *at.lock().unwrap() = "1970-01-01T00:00:00Z".parse().unwrap();
    let set_back = service.offer("worker", "cy-1", &invitation("c-2", 11)).await;
    assert_eq!(set_back.status, StatusCode::CREATED, "{}", set_back.body);
    assert_eq!(set_back.json()["entry"]["recorded_at"], "2026-04-07T09:00:00Z");
    // What occurs after it is recorded is refused: a client whose clock is ahead.
    let ahead = serde_json::json!({
        "type": "contract_invited", "occurred_at": "2026-04-07T09:00:01Z", "by": "worker",
        "data": { "contract": "c-3", "space": "team_meeting" },
    });
    let ahead = service.offer("worker", "cy-1", &ahead).await;
    assert!(ahead.status.is_client_error(), "{}", ahead.body);
    assert_eq!(ahead.json()["type"], "urn:case-system:problem:refused");
    assert_eq!(service.another().await.app.cycles.get(&"cy-1".parse().unwrap()).await.unwrap().broken(), None);
}
