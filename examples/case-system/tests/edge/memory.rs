//! How much stays in memory: by the bytes of what is stored, and not by how many entries there are.

use std::sync::Arc;

use axum::http::StatusCode;
use case_system::clock::Clock;
use case_system::settings::Settings;
use serde_json::json;

use crate::common::{Service, act, invitation};

fn small(settings: &mut Settings) {
    settings.cache.bytes = 15_000;
}

#[tokio::test]
async fn one_long_text_counts_as_much_as_many_short_entries() {
    let service = Service::with(small, Clock::default()).await;
    for cycle in ["cy-1", "cy-2", "cy-3"] {
        service.open(cycle).await;
    }
    assert_eq!(service.app.cycles.in_memory(), 3);
    assert_eq!(service.offer("worker", "cy-1", &invitation("c-1", 10)).await.status, StatusCode::CREATED);
    let words = "Invented. ".repeat(1_900);
    let said = act("view_given", 20, "worker", json!({ "view": "vi-1", "contract": "c-1", "words": words }));
    let recorded = service.offer("worker", "cy-1", &said).await;
    assert_eq!(recorded.status, StatusCode::CREATED, "{}", recorded.body);
    assert_eq!(service.app.cycles.in_memory(), 1, "the one that was asked for last stays, however long it is");

    // The same where it is loaded, and where it is taken up after another process recorded it.
    let fresh = Service::over(service.database.clone(), Arc::clone(&service.folder), small, Clock::default()).await;
    for (cycle, in_memory) in [("cy-2", 1), ("cy-3", 2), ("cy-1", 1), ("cy-2", 1), ("cy-3", 2)] {
        fresh.app.cycles.get(&cycle.parse().unwrap()).await.unwrap();
        assert_eq!(fresh.app.cycles.in_memory(), in_memory, "{cycle}");
    }
    assert_eq!(service.offer("worker", "cy-2", &invitation("c-1", 10)).await.status, StatusCode::CREATED);
    let said = act("view_given", 20, "worker", json!({ "view": "vi-1", "contract": "c-1", "words": words }));
    assert_eq!(service.offer("worker", "cy-2", &said).await.status, StatusCode::CREATED);
    fresh.app.cycles.get(&"cy-2".parse().unwrap()).await.unwrap();
    assert_eq!(fresh.app.cycles.in_memory(), 1);
}
