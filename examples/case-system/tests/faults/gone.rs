//! A database that has no room, that somebody else holds, or that is gone and back.

use axum::http::StatusCode;
use case_system::clock::Clock;
use serde_json::json;

use crate::common::{Service, invitation, is_postgres};

#[tokio::test]
async fn without_room_nothing_is_recorded_and_with_room_again_all_is() {
    if is_postgres() {
        println!("for SQLite alone: its limit is set by a pragma of a connection");
        return;
    }
    let service = Service::with(|settings| settings.connections = 1, Clock::default()).await;
    service.open("cy-1").await;
    service.sql("PRAGMA max_page_count = 1").await;
    let mut recorded = 0;
    let full = loop {
        let answer = service.offer("worker", "cy-1", &invitation(&format!("c-{recorded}"), recorded)).await;
        if answer.status != StatusCode::CREATED {
            break answer;
        }
        recorded += 1;
        assert!(recorded < 1000, "it is never full");
    };
    assert_eq!(full.status, StatusCode::INSUFFICIENT_STORAGE, "{}", full.body);
    assert_eq!(full.json()["type"], "urn:case-system:problem:full");
    assert_eq!(service.rows("cy-1").await.len(), 4 + usize::try_from(recorded).unwrap());
    // What reading needs to be noted cannot be: nothing is shown that would not be in the list of what was read.
    let mut shown = service.get("worker", "/api/cycles/cy-1/overview").await.status;
    for _ in 0..200 {
        if shown != StatusCode::OK {
            break;
        }
        shown = service.get("worker", "/api/cycles/cy-1/overview").await.status;
    }
    assert_eq!(shown, StatusCode::INSUFFICIENT_STORAGE);

    service.sql("PRAGMA max_page_count = 1000000").await;
    let again = service.offer("worker", "cy-1", &invitation(&format!("c-{recorded}"), recorded)).await;
    assert_eq!(again.status, StatusCode::CREATED, "{}", again.body);
    assert_eq!(service.another().await.app.cycles.get(&"cy-1".parse().unwrap()).await.unwrap().broken(), None);
}

#[tokio::test]
async fn on_a_disk_that_is_full_nothing_is_recorded_and_nothing_is_lost() {
    if is_postgres() {
        println!("for SQLite alone: the disk of a server is not ours to fill");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mount = |words: &[&str]| {
        std::process::Command::new(words[0]).args(&words[1..]).arg(folder.path()).status().is_ok_and(|it| it.success())
    };
    if !mount(&["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs"]) {
        println!("skipped: no small file system can be mounted here; the test with a limit of pages ran");
        return;
    }
    let database = format!("sqlite:{}", folder.path().join("cases.db").display());
    let service =
        Service::over(database.clone(), std::sync::Arc::new(tempfile::tempdir().unwrap()), |_| {}, Clock::default()).await;
    service.open("cy-1").await;
    let mut recorded = 0;
    let full = loop {
        let answer = service.offer("worker", "cy-1", &invitation(&format!("c-{recorded}"), recorded)).await;
        if answer.status != StatusCode::CREATED {
            break answer;
        }
        recorded += 1;
        assert!(recorded < 5000, "it is never full");
    };
    assert!(full.status.is_server_error(), "{}", full.body);
    println!("full after {recorded} acts: {}", full.body);
    service.app.store.close().await;
    drop(service);
    let rows = {
        // With room again, in another place: the file as it was left.
        let elsewhere = std::sync::Arc::new(tempfile::tempdir().unwrap());
        for file in std::fs::read_dir(folder.path()).unwrap() {
            let file = file.unwrap();
            std::fs::copy(file.path(), elsewhere.path().join(file.file_name())).unwrap();
        }
        let database = format!("sqlite:{}", elsewhere.path().join("cases.db").display());
        let service = Service::over(database, elsewhere, |_| {}, Clock::default()).await;
        assert_eq!(service.app.cycles.get(&"cy-1".parse().unwrap()).await.unwrap().broken(), None);
        let again = service.offer("worker", "cy-1", &invitation(&format!("c-{recorded}"), recorded)).await;
        assert!(again.status.is_success(), "{}", again.body);
        service.rows("cy-1").await.len()
    };
    assert!(mount(&["umount"]));
    assert_eq!(rows, 5 + usize::try_from(recorded).unwrap());
}

#[tokio::test]
async fn while_somebody_else_holds_the_database_it_is_said_and_afterwards_it_goes_on() {
    let service = Service::with_cycle().await;
    let (database, folder) = (service.database.clone(), std::sync::Arc::clone(&service.folder));
    let hasty = Service::over(database, folder, |settings| settings.patience = 5_000, Clock::default()).await;
    let hold = if is_postgres() {
        "LOCK TABLE entries, cycles IN ACCESS EXCLUSIVE MODE"
    } else {
        "INSERT INTO reads VALUES ('', '', '', '')"
    };
    let mut held = service.another().await.app.store.pool().begin().await.unwrap();
    sqlx::raw_sql(hold).execute(&mut *held).await.unwrap();
    let answer = hasty.offer("worker", "cy-1", &invitation("c-1", 10)).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{}", answer.body);
    assert_eq!(
        (&answer.json()["type"], &answer.headers["retry-after"]),
        (&json!("urn:case-system:problem:unavailable"), &"5".parse().unwrap())
    );
    assert!(!answer.body.contains("locked") && !answer.body.contains("sqlite"), "nothing of the database is said");
    held.rollback().await.unwrap();
    assert_eq!(service.offer("worker", "cy-1", &invitation("c-1", 10)).await.status, StatusCode::CREATED);
    assert_eq!(service.rows("cy-1").await.len(), 5);
}

#[tokio::test]
async fn a_database_that_is_gone_and_back_is_taken_up_again() {
    if is_postgres() {
        // Every connection is ended by the server, as when it is started anew.
        let service = Service::with_cycle().await;
        let other = service.another().await;
        let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
        other.sql(end).await;
        let mut answers = Vec::new();
        for _ in 0..20 {
            answers.push(service.offer("worker", "cy-1", &invitation("c-1", 10)).await.status);
        }
        assert!(answers.last().unwrap().is_success(), "{answers:?}");
        assert_eq!(service.rows("cy-1").await.len(), 5);
        return;
    }
    // Of SQLite, the tables are gone and back: nothing is stored that was not acknowledged, and nothing acknowledged is lost.
    let service = Service::with_cycle().await;
    service.sql("ALTER TABLE cycles RENAME TO gone").await;
    assert_eq!(service.get("worker", "/api/cycles/cy-1/overview").await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(service.offer("worker", "cy-1", &invitation("c-1", 10)).await.status, StatusCode::SERVICE_UNAVAILABLE);
    let health = service.get("worker", "/health").await;
    assert_eq!(health.status, StatusCode::OK, "the database itself answers");
    service.sql("ALTER TABLE gone RENAME TO cycles").await;
    assert_eq!(service.offer("worker", "cy-1", &invitation("c-1", 10)).await.status, StatusCode::CREATED);
    assert_eq!(service.rows("cy-1").await.len(), 5);
}
