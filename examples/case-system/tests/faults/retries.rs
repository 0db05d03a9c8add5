//! A client that sends everything twice.

use axum::http::StatusCode;
use serde_json::json;

use crate::common::{Service, act, invitation};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_twice_is_recorded_once() {
    let service = Service::with_cycle().await;
    let terms = json!({ "contract": "c-1", "terms": {} });
    let acts = [
        ("worker", invitation("c-1", 10)),
        ("clinician", act("invitation_accepted", 20, "clinician", json!({ "contract": "c-1" }))),
        ("worker", act("terms_proposed", 30, "worker", terms)),
        (
            "worker",
            act(
                "contract_withdrawn",
                40,
                "worker",
                json!({ "contract": "c-1", "reason": { "code": "other", "words": "Invented." } }),
            ),
        ),
        ("manager", act("redacted", 50, "manager", json!({ "entries": [8], "reason": "Invented: it was asked for." }))),
    ];
    for (who, act) in &acts {
        // At the same time, and once more after that.
        let (one, two) = tokio::join!(service.offer(who, "cy-1", act), service.offer(who, "cy-1", act));
        let mut statuses = [one.status, two.status];
        statuses.sort();
        assert_eq!(statuses, [StatusCode::OK, StatusCode::CREATED], "{} {}", one.body, two.body);
        assert_eq!(one.json()["number"], two.json()["number"]);
        let again = service.another().await.offer(who, "cy-1", act).await;
        assert_eq!((again.status, &again.json()["number"]), (StatusCode::OK, &one.json()["number"]), "{}", again.body);
    }
    assert_eq!(service.rows("cy-1").await.len(), 4 + acts.len());
}

#[tokio::test]
async fn a_client_that_goes_away_leaves_nothing_half_done() {
    let service = Service::with_cycle().await;
    for second in 10..30_u32 {
        let act = invitation(&format!("c-{second}"), second);
        let offer = service.offer("worker", "cy-1", &act);
        // The handler is dropped wherever it stands by then.
        let _ = tokio::time::timeout(std::time::Duration::from_micros(u64::from(second) * 60), offer).await;
    }
    // Whatever was recorded of that, all of it can be sent again, and is there once.
    for second in 10..30_u32 {
        let answer = service.offer("worker", "cy-1", &invitation(&format!("c-{second}"), second)).await;
        assert!(answer.status.is_success(), "{}", answer.body);
    }
    assert_eq!(service.rows("cy-1").await.len(), 24);
    assert_eq!(service.another().await.app.cycles.get(&"cy-1".parse().unwrap()).await.unwrap().broken(), None);
}
