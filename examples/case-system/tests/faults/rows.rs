//! Rows that are not what was stored: that cycle is read-only with its line named, and others live on.

use axum::http::StatusCode;
use case_system::store::{EVERYWHERE, May};
use practice_cycle::chain::{Chain, Record, Salt};
use practice_cycle::stored;
use serde_json::{Value, json};

use crate::common::{Service, act, invitation};

/// What somebody who administers is told of what does not load in the cycle `cy-1`.
async fn administered(service: &Service) -> Value {
    service.grant(EVERYWHERE, "manager", May::Administer, "").await;
    service.get("manager", "/api/cycles/cy-1/overview").await.json()["broken"].clone()
}

/// The cycle `cy-1` is shown as it stood before a row, and takes nothing; `cy-2` lives on.
async fn is_read_only(service: &Service, line: i64, why: &str, newer: bool) {
    let overview = service.get("worker", "/api/cycles/cy-1/overview").await;
    assert_eq!(overview.status, StatusCode::OK);
    let overview = overview.json();
    assert_eq!(overview["broken"]["line"], line, "{overview}");
    assert_eq!(overview["broken"], json!({ "line": line, "newer": newer }), "what is wrong is for whoever administers");
    let administered = administered(service).await;
    assert_eq!((&administered["why"], &administered["newer"]), (&json!(why), &json!(newer)));
    assert_eq!(overview["overview"]["entries"], line - 1);
    for path in ["entries", "findings", "possible", "readings"] {
        assert_eq!(service.get("worker", &format!("/api/cycles/cy-1/{path}")).await.status, StatusCode::OK, "{path}");
    }

    let before = service.rows("cy-1").await.len();
    let refused = service.offer("worker", "cy-1", &invitation("c-9", 50)).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert_eq!(
        (&refused.json()["type"], &refused.json()["broken"]["line"]),
        (&json!("urn:case-system:problem:read-only"), &json!(line))
    );
    assert!(!refused.body.contains(why), "{}", refused.body);
    assert_eq!(service.rows("cy-1").await.len(), before);

    assert!(service.offer("worker", "cy-2", &invitation("c-9", 50)).await.status.is_success());
    assert_eq!(service.get("worker", "/api/cycles/cy-2/overview").await.json()["broken"], json!(null));
}

async fn two_cycles() -> Service {
    let service = Service::with_cycle().await;
    service.open("cy-2").await;
    for second in 10..13 {
        service.offer("worker", "cy-1", &invitation(&format!("c-{second}"), second)).await;
    }
    service
}

#[tokio::test]
async fn a_line_that_was_changed_is_named_and_can_be_mended() {
    let service = two_cycles().await;
    service
        .sql("UPDATE entries SET line = replace(line, 'team_meeting', 'home_visit') WHERE cycle = 'cy-1' AND number = 6")
        .await;
    let fresh = service.another().await;
    is_read_only(&fresh, 6, "its line does not match its seal", false).await;
    service
        .sql("UPDATE entries SET line = replace(line, 'home_visit', 'team_meeting') WHERE cycle = 'cy-1' AND number = 6")
        .await;
    assert_eq!(fresh.offer("worker", "cy-1", &invitation("c-9", 50)).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn a_line_that_is_no_json_is_named() {
    let service = two_cycles().await;
    service.sql("UPDATE entries SET line = '{' WHERE cycle = 'cy-1' AND number = 5").await;
    is_read_only(&service.another().await, 5, "its line does not match its seal", false).await;
}

#[tokio::test]
async fn a_row_that_is_gone_is_named() {
    let service = two_cycles().await;
    service.sql("DELETE FROM entries WHERE cycle = 'cy-1' AND number = 6").await;
    is_read_only(&service.another().await, 6, "its row is missing", false).await;
}

#[tokio::test]
async fn a_seal_that_was_changed_is_named() {
    let service = two_cycles().await;
    service
        .sql("UPDATE entries SET seal = replace(seal, '\"link\":\"', '\"link\":\"0') WHERE cycle = 'cy-1' AND number = 6")
        .await;
    let fresh = service.another().await;
    let overview = fresh.get("worker", "/api/cycles/cy-1/overview").await.json();
    assert_eq!(overview["broken"]["line"], 6, "{overview}");
    assert!(administered(&fresh).await["why"].as_str().unwrap().starts_with("its seal: "));
}

#[tokio::test]
async fn a_row_of_a_newer_version_is_named_as_such() {
    let service = two_cycles().await;
    // In memory already, when the newer version writes it.
    service.get("worker", "/api/cycles/cy-1/overview").await;
    let rows = service.rows("cy-1").await;
    let last: Record = stored::parse(&rows.last().unwrap().seal).unwrap();
    let line = r#"{"number":8,"type":"party_rotated","occurred_at":"2026-04-06T10:00:00Z","recorded_at":"2199-04-06T10:00:00Z","by":"worker","data":{}}"#;
    let record = Chain::after(&last).seal(line, Salt::new([7; 32]));
    let seal = serde_json::to_string(&record).unwrap();
    service
        .sql(&format!(
            "INSERT INTO entries (cycle, number, line, seal, kind, recorded_at) VALUES ('cy-1', 8, '{line}', '{seal}', 'party_rotated', ''); \
             UPDATE cycles SET last = 8 WHERE cycle = 'cy-1'"
        ))
        .await;
    let why = administered(&service).await["why"].as_str().unwrap().to_owned();
    assert!(why.contains("a newer version may have written this one"), "{why}");
    is_read_only(&service, 8, &why, true).await;
    is_read_only(&service.another().await, 8, &why, true).await;
}

#[tokio::test]
async fn an_older_program_does_not_start_on_the_tables_of_a_newer_one() {
    let service = Service::with_cycle().await;
    let (yes, none) = if crate::common::is_postgres() { ("true", "''") } else { ("1", "X''") };
    service
        .sql(&format!(
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9999, 'newer', {yes}, {none}, 0)"
        ))
        .await;
    let settings = crate::common::settings(&service.database);
    let refused = case_system::app::App::start(settings, case_system::clock::Clock::default()).await.unwrap_err();
    assert_eq!(refused.to_string(), "the tables cannot be brought up to date");
}

#[tokio::test]
async fn of_a_damaged_cycle_words_are_for_those_who_said_them_alone() {
    let service = two_cycles().await;
    let mut said = act("view_given", 20, "mother", json!({ "view": "vi-1", "contract": "c-10", "words": "Invented-words" }));
    said["recorded_by"] = json!("worker");
    let withdrawn = json!({ "contract": "c-11", "reason": { "code": "other", "words": "Invented-reason" } });
    let raised = json!({ "concern": "co-1", "what": "concern", "words": "Invented-bruise" });
    let consent = json!({
        "consent": "cn-1", "to": "sharing_words", "given_by": "mother", "entries": [8], "readers": ["clinician"],
    });
    let acts = [
        ("worker", said),
        ("worker", act("contract_withdrawn", 30, "worker", withdrawn)),
        ("clinician", act("concern_raised", 35, "clinician", raised)),
        ("worker", act("consent_given", 40, "worker", consent)),
        ("worker", act("consent_withdrawn", 50, "worker", json!({ "consent": "cn-1", "withdrawn_by": "mother" }))),
    ];
    for (who, act) in &acts {
        let answer = service.offer(who, "cy-1", act).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    }
    let withdrawal = service.rows("cy-1").await.last().unwrap().number;
    assert_eq!(withdrawal, 12);
    // The row in which the consent was withdrawn is damaged: without it, the consent is in force.
    service.sql("UPDATE entries SET line = '{' WHERE cycle = 'cy-1' AND number = 12").await;
    let fresh = service.another().await;
    let all = ["overview", "entries", "findings", "readings", "possible", "export?format=csv", "export?format=xes"];
    let shown = async |who: &str, path: &str| {
        let answer = fresh.get(who, &format!("/api/cycles/cy-1/{path}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        answer.body
    };
    for path in all {
        for (who, kept) in [
            ("clinician", ["Invented-words", "Invented-reason", "vi-1"]),
            ("worker", ["Invented-words", "Invented-bruise", "co-1"]),
            ("manager", ["Invented-words", "Invented-bruise", "Invented-reason"]),
            ("mother", ["Invented-reason", "Invented-bruise", "co-1"]),
        ] {
            let body = shown(who, path).await;
            for kept in kept {
                assert!(!body.contains(kept), "{kept} in {path} for {who}");
            }
        }
    }
    for (who, own) in [("mother", "Invented-words"), ("worker", "Invented-reason"), ("clinician", "Invented-bruise")] {
        assert!(shown(who, "entries").await.contains(own), "{own} for {who}");
    }
}
