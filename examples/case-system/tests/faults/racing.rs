//! Two writers, in one process and in two.

use axum::http::StatusCode;
use practice_cycle::history::History;

use crate::common::{Service, invitation};
use crate::program::Program;

/// All rows, in order and without a gap, and the history that they come to.
async fn checked(service: &Service) -> History {
    let rows = service.rows("cy-1").await;
    let numbers: Vec<i64> = rows.iter().map(|row| row.number).collect();
    assert_eq!(numbers, (1..=64).collect::<Vec<i64>>());
    let fresh = service.another().await;
    let cycle = fresh.app.cycles.get(&"cy-1".parse().unwrap()).await.unwrap();
    assert_eq!(cycle.broken(), None);
    let lines: Vec<&str> = rows.iter().map(|row| row.line.as_str()).collect();
    let history = History::read(lines.join("\n").as_bytes()).unwrap();
    assert_eq!(history.contracts().count(), 60, "each act is there, once");
    history
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_acts_of_two_writers_of_one_process_are_all_recorded() {
    let service = Service::with_cycle().await;
    let mut writers = Vec::new();
    for act in 0..60 {
        let (router, body) = (service.router.clone(), invitation(&format!("c-{act}"), act).to_string());
        writers.push(tokio::spawn(async move {
            let request =
                crate::common::request("POST", "worker", "/api/cycles/cy-1/acts").header("content-type", "application/json");
            let request = request.body(axum::body::Body::from(body)).unwrap();
            tower::ServiceExt::oneshot(router, request).await.unwrap().status()
        }));
    }
    for writer in writers {
        assert_eq!(writer.await.unwrap(), StatusCode::CREATED);
    }
    checked(&service).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_acts_of_two_services_over_one_database_are_all_recorded() {
    let one = Service::with_cycle().await;
    let other = one.another().await;
    let mut writers = Vec::new();
    for (service, first) in [(one.router.clone(), 0), (other.router.clone(), 30)] {
        writers.push(tokio::spawn(async move {
            for act in first..first + 30 {
                let body = invitation(&format!("c-{act}"), act).to_string();
                let request = crate::common::request("POST", "worker", "/api/cycles/cy-1/acts");
                let request = request.header("content-type", "application/json").body(axum::body::Body::from(body)).unwrap();
                let answer = tower::ServiceExt::oneshot(service.clone(), request).await.unwrap();
                assert_eq!(answer.status(), StatusCode::CREATED);
            }
        }));
    }
    for writer in writers {
        writer.await.unwrap();
    }
    checked(&one).await;
    // Whoever reads in one sees what was recorded in the other.
    for service in [&one, &other] {
        let overview = service.get("worker", "/api/cycles/cy-1/overview").await.json();
        assert_eq!(overview["overview"]["contracts"].as_array().unwrap().len(), 60);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_acts_of_two_processes_are_all_recorded() {
    let service = Service::with_cycle().await;
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let programs = folders.each_ref().map(|folder| Program::start(folder.path(), &service.database, None));
    let writers: Vec<_> = (0..2_u32)
        .zip(&programs)
        .map(|(writer, program)| {
            let client = program.client();
            std::thread::spawn(move || {
                for act in (0..30).map(|act| act * 2 + writer) {
                    let (status, body) = client.offer("worker", "cy-1", &invitation(&format!("c-{act}"), act)).unwrap();
                    assert_eq!(status, 201, "{body}");
                }
            })
        })
        .collect();
    for writer in writers {
        tokio::task::spawn_blocking(move || writer.join().unwrap()).await.unwrap();
    }
    checked(&service).await;
}

#[tokio::test]
async fn what_another_process_redacted_is_shown_by_none() {
    let one = Service::with_cycle().await;
    one.offer("worker", "cy-1", &invitation("c-1", 10)).await;
    let words = "Invented: to be forgotten.";
    let declined = serde_json::json!({ "contract": "c-1", "reason": { "code": "other", "words": words } });
    let declined = crate::common::act("contract_withdrawn", 20, "worker", declined);
    assert_eq!(one.offer("worker", "cy-1", &declined).await.status, StatusCode::CREATED);
    assert!(one.get("worker", "/api/cycles/cy-1/entries").await.body.contains(words), "it is in memory here");

    let other = one.another().await;
    let redacted = serde_json::json!({ "entries": [6], "reason": "Invented: it was asked for." });
    let redacted = crate::common::act("redacted", 30, "manager", redacted);
    let answer = other.offer("manager", "cy-1", &redacted).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    for path in ["entries", "overview"] {
        assert!(!one.get("worker", &format!("/api/cycles/cy-1/{path}")).await.body.contains("forgotten"), "{path}");
    }
    assert!(one.rows("cy-1").await.iter().all(|row| !row.line.contains("forgotten")));
    // Nor is it in any file of SQLite's.
    for file in std::fs::read_dir(one.folder.path()).unwrap() {
        let path = file.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        assert!(!bytes.windows(9).any(|bytes| bytes == b"forgotten"), "{}", path.display());
    }
    // And this one can go on recording.
    assert_eq!(one.offer("worker", "cy-1", &invitation("c-2", 40)).await.status, StatusCode::CREATED);
    assert_eq!(one.another().await.app.cycles.get(&"cy-1".parse().unwrap()).await.unwrap().broken(), None);
}
