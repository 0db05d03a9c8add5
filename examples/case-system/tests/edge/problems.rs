//! Pages in place of problems: one for each kind, with what to do.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{StatusCode, header};
use case_system::clock::Clock;
use case_system::settings::{Secret, Settings, SignIn};
use case_system::store::{EVERYWHERE, May};
use serde_json::json;
use tower::ServiceExt;

use crate::common::pages::Pages;
use crate::common::{Answer, Service, is_postgres, read, request};

const SECRET: &str = "an-invented-secret-of-more-than-32-characters";

#[track_caller]
fn says(answer: &Answer, status: StatusCode, title: &str, what_to_do: &str) {
    assert_eq!(answer.status, status, "{}", answer.body);
    assert!(answer.body.contains(&format!("<h1>{title}</h1>")), "{}", answer.body);
    assert!(answer.body.contains(what_to_do), "{}", answer.body);
}

/// What is typed into the form of a contract that is asked for.
const TYPED: [(&str, &str); 4] =
    [("data.contract", "c-1"), ("data.space", "team_meeting"), ("occurred_at", "2026-04-06T10:30:00"), ("by", "worker")];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_took_too_long_is_sent_again_or_loaded_again() {
    let opened = Service::with_cycle().await;
    let (database, folder) = (opened.database.clone(), std::sync::Arc::clone(&opened.folder));
    let hasty = Service::over(database, folder, |settings| settings.answer_within = 0, Clock::default()).await;
    let pages = Pages::of(hasty);
    let looked = pages.get("worker", "/cycles/cy-1").await;
    says(&looked, StatusCode::REQUEST_TIMEOUT, "This took too long", "Load the page again.");
    let forever = Body::from_stream(futures_util::stream::pending::<Result<String, std::io::Error>>());
    let sent = request("POST", "worker", "/cycles/cy-1/acts/contract_invited").header(header::ACCEPT, "text/html");
    let sent = read(pages.router.clone().oneshot(sent.body(forever).unwrap()).await.unwrap()).await;
    says(&sent, StatusCode::REQUEST_TIMEOUT, "This took too long", "Whether it was recorded is not known. Go back");
    pages.monitor.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_room_it_is_said_that_nothing_was_recorded() {
    if is_postgres() {
        println!("for SQLite alone: its limit is set by a pragma of a connection");
        return;
    }
    let service = Service::with(|settings| settings.connections = 1, Clock::default()).await;
    service.open("cy-1").await;
    let pages = Pages::of(service);
    pages.monitor.stop().await;
    pages.service.sql("PRAGMA max_page_count = 1").await;
    let mut looked = pages.get("worker", "/").await;
    for _ in 0..1000 {
        if looked.status != StatusCode::OK {
            break;
        }
        looked = pages.get("worker", "/").await;
    }
    let room = "There is no room left";
    says(&looked, StatusCode::INSUFFICIENT_STORAGE, room, "That you read this has to be noted first, and cannot be.");
    let mut sent = looked;
    for number in 0..1000 {
        let contract = format!("c-{number}");
        let typed = [&[("data.contract", contract.as_str())], &TYPED[1..]].concat();
        sent = pages.send("worker", "/cycles/cy-1/acts/contract_invited", &typed).await;
        if sent.status != StatusCode::SEE_OTHER {
            break;
        }
    }
    says(&sent, StatusCode::INSUFFICIENT_STORAGE, room, "Nothing was recorded. Tell whoever looks after this system");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rules_beyond_the_calendar_are_refused_by_a_page_of_their_own() {
    let service = Service::with_cycle().await;
    service.grant(EVERYWHERE, "manager", May::Administer, "").await;
    let pages = Pages::of(service);
    let pack = include_str!("../../../../src/policy/packs/article.json");
    let pack = pack.replacen("\"article\"", "\"far\"", 1);
    let far = pack.replacen("\"severity\"", "\"in_force\": { \"from\": \"2100-01-01\" }, \"severity\"", 1);
    let beyond = pages.send("manager", "/rules", &[("pack", &far), ("do", "preview")]).await;
    says(&beyond, StatusCode::UNPROCESSABLE_ENTITY, "These rules cannot be used", "the rules of before are in force");
    pages.monitor.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_forbidden_says_why() {
    let service = Service::with_cycle().await;
    service.grant(EVERYWHERE, "manager", May::Administer, "").await;
    let pages = Pages::of(service);
    let rights = pages.get("worker", "/rules").await;
    says(&rights, StatusCode::FORBIDDEN, "You may not do this", "You may not change the rules.");
    let old = pages.send_with("manager", "/rules", &[("shipped", "article")], "old").await;
    says(&old, StatusCode::FORBIDDEN, "This form was open for too long", "load the page again");
    let crossed =
        request("POST", "worker", "/rules").header(header::ACCEPT, "text/html").header("sec-fetch-site", "cross-site");
    let crossed = read(pages.router.clone().oneshot(crossed.body(Body::empty()).unwrap()).await.unwrap()).await;
    says(&crossed, StatusCode::FORBIDDEN, "This was sent by another site", "Go to the page here");
    let titles: BTreeSet<&str> = [&rights, &old, &crossed]
        .iter()
        .map(|page| page.body.split("<h1>").nth(1).unwrap().split('<').next().unwrap())
        .collect();
    assert_eq!(titles.len(), 3);
    let none = pages.get("worker", "/cycles/two%20words/acts/contract_invited").await;
    says(&none, StatusCode::NOT_FOUND, "There is nothing here", "nothing here that you may see");
    pages.monitor.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn behind_a_proxy_there_is_no_list_to_pick_from() {
    let proxied = |settings: &mut Settings| {
        settings.sign_in = SignIn::Proxy {
            header: "x-case-system-person".to_owned(),
            secret_header: "x-case-system-secret".to_owned(),
            secret: Some(Secret::new(SECRET)),
            trusted: Vec::new(),
        };
    };
    let pages = Pages::of(Service::with(proxied, Clock::default()).await);
    for method in ["GET", "POST", "PUT"] {
        for signed_in in [true, false] {
            let mut answers = Vec::new();
            for path in ["/sign-in", "/nothing-of-the-kind"] {
                let mut sent = axum::http::Request::builder().method(method).uri(path).header(header::ACCEPT, "text/html");
                if signed_in {
                    sent = sent.header("x-case-system-person", "worker").header("x-case-system-secret", SECRET);
                }
                let answer =
                    read(pages.router.clone().oneshot(sent.body(Body::from("person=worker")).unwrap()).await.unwrap());
                let answer = answer.await;
                assert!(!answer.headers.contains_key(header::SET_COOKIE));
                answers.push((answer.status, answer.body));
            }
            assert_eq!(answers[0], answers[1], "{method}, signed in: {signed_in}");
            assert_eq!(answers[0].0, if signed_in { StatusCode::NOT_FOUND } else { StatusCode::UNAUTHORIZED });
        }
    }
    let data = json!({ "person": "worker" });
    assert_eq!(pages.service.post("worker", "/sign-in", &data).await.status, StatusCode::UNAUTHORIZED);
    pages.monitor.stop().await;
}
