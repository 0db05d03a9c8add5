//! The pages, without a network or a browser: what they escape, refuse, keep and leave out. All people and cases are invented.
#![expect(clippy::unwrap_used, clippy::wildcard_enum_match_arm, reason = "helpers of tests")]

mod common;

use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::{StatusCode, header};
use case_system::clock::Clock;
use case_system::store::{EVERYWHERE, May};
use common::pages::Pages;
use common::{Service, act, invitation, opening, person};
use practice_cycle::cycle::Kind;
use practice_cycle::form::{Field, Takes};
use practice_cycle::moment::Moment;
use serde_json::{Value, json};
use tower::ServiceExt;

const INVITE: &str = "/cycles/cy-1/acts/contract_invited";

/// What is typed to invite a contract.
const TYPED: [(&str, &str); 5] = [
    ("data.contract", "c-1"),
    ("data.space", "team_meeting"),
    ("data.words", "Invented: <script>alert(1)</script>"),
    ("occurred_at", "2026-04-06T10:30:00"),
    ("by", "worker"),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_is_recorded_once_and_its_words_are_escaped() {
    let pages = Pages::of(Service::with_cycle().await);
    for _ in 0..2 {
        // Sent again, it finds what it recorded.
        let sent = pages.send("worker", INVITE, &TYPED).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        assert_eq!(sent.headers[header::LOCATION], "/cycles/cy-1?done=5");
    }
    let page = pages.get("worker", "/cycles/cy-1?done=5").await;
    assert!(page.body.contains("Invented: &lt;script&gt;alert(1)&lt;/script&gt;") && !page.body.contains("<script>alert"));
    assert!(page.body.contains("entry 5") && !page.body.contains("entry-6"));
    pages.monitor.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_without_its_token_records_nothing_and_keeps_what_was_typed() {
    let pages = Pages::of(Service::with_cycle().await);
    let of_another = pages.service.app.tokens.of(&person("manager"));
    for token in ["", "x", &of_another] {
        let sent = pages.send_with("worker", INVITE, &TYPED, token).await;
        assert_eq!(sent.status, StatusCode::FORBIDDEN);
        assert!(sent.body.contains("Nothing was recorded") && sent.body.contains("alert(1)&lt;/script&gt;"));
    }
    assert!(!pages.get("worker", "/cycles/cy-1").await.body.contains("entry-5"));
    pages.monitor.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_refused_is_said_where_it_was_offered() {
    let pages = Pages::of(Service::with_cycle().await);
    let missing = pages.send("worker", INVITE, &TYPED[2..]).await;
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        missing.body.contains("href=\"#data.space\"") && missing.body.contains("Space has to be chosen"),
        "{}",
        missing.body
    );

    let unknown = [("data.contract", "c-9"), ("occurred_at", "2026-04-06T10:30:00"), ("by", "worker")];
    let refused = pages.send("worker", "/cycles/cy-1/acts/contract_begun", &unknown).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    assert!(refused.body.contains("href=\"#data.contract\"") && refused.body.contains("value=\"c-9\""), "{}", refused.body);

    // The mother may read, and nothing else; the manager may not write for others.
    let mother = pages.send("mother", INVITE, &[&TYPED[..4], &[("by", "mother")]].concat()).await;
    assert_eq!(mother.status, StatusCode::FORBIDDEN);
    let manager = pages.send("manager", INVITE, &TYPED).await;
    assert_eq!(manager.status, StatusCode::FORBIDDEN);
    assert!(manager.body.contains("You may not record for that person"), "{}", manager.body);
    pages.monitor.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_page_is_for_whoever_reads_it() {
    let service = Service::with_cycle().await;
    service.offer("worker", "cy-1", &invitation("c-1", 10)).await;
    let concern = act(
        "concern_raised",
        30,
        "clinician",
        json!({ "concern": "co-1", "what": "concern", "words": "Invented: a bruise." }),
    );
    assert_eq!(service.offer("clinician", "cy-1", &concern).await.status, StatusCode::CREATED);
    let pages = Pages::of(service);
    for path in ["/cycles/cy-1", "/cycles/cy-1/acts/concern_passed_on", "/cycles/cy-1/timeline.svg", "/week", "/"] {
        let mother = pages.get("mother", path).await;
        assert_eq!(mother.status, StatusCode::OK, "{path}");
        assert!(!mother.body.contains("co-1") && !mother.body.contains("bruise") && !mother.body.contains("R26"), "{path}");
    }
    let worker = pages.get("worker", "/cycles/cy-1").await.body;
    assert!(worker.contains("co-1") && worker.contains("bruise") && worker.contains("R26"));
    for path in ["/cycles/cy-1", "/cycles/cy-1/acts/contract_invited", "/cycles/cy-1/boundary.svg", "/cycles/none"] {
        assert_eq!(pages.get("stranger", path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(pages.get("stranger", "/rules").await.status, StatusCode::FORBIDDEN);
    assert!(!pages.get("stranger", "/").await.body.contains("cy-1"));
    pages.monitor.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_kind_has_a_form_with_every_field() {
    fn names(fields: &[Field], path: &str, all: &mut Vec<String>) {
        for field in fields {
            let path = format!("{path}.{}", field.name);
            match &field.takes {
                Takes::Group { fields, .. } => names(fields, &path, all),
                _ => all.push(path),
            }
        }
    }
    let pages = Pages::of(Service::with_cycle().await);
    for kind in Kind::all() {
        let form = pages.get("worker", &format!("/cycles/cy-1/acts/{}", kind.code())).await;
        assert_eq!(form.status, StatusCode::OK, "{}", kind.code());
        let mut all = Vec::new();
        names(&kind.form().fields, "data", &mut all);
        for path in all {
            assert!(form.body.contains(&format!("id=\"{path}\"")), "{}: {path}", kind.code());
        }
    }
    assert_eq!(pages.get("worker", "/cycles/cy-1/acts/nothing").await.status, StatusCode::NOT_FOUND);
    pages.monitor.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reference_is_no_way_out_of_a_page_or_an_address() {
    let hostile = "a/../b?c=%3Cd%3E&<script>alert(1)</script>#e";
    let service = Service::new().await;
    service.grant(EVERYWHERE, "clinician", May::Open, "").await;
    let opened = service.post("clinician", "/api/cycles", &opening(hostile)).await;
    assert_eq!(opened.status, StatusCode::CREATED, "{}", opened.body);
    let pages = Pages::of(service);
    let all = pages.get("clinician", "/").await.body;
    assert!(!all.contains("<script>alert"));
    let address =
        all.split("href=\"").find_map(|rest| rest.split('"').next().filter(|to| to.starts_with("/cycles/"))).unwrap();
    let page = pages.get("clinician", address).await;
    assert_eq!(page.status, StatusCode::OK, "{address}");
    assert!(!page.body.contains("<script>alert") && page.body.contains("alert(1)&lt;/script&gt;"));
    pages.monitor.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_not_signed_in_gets_a_page_or_a_problem_as_they_asked() {
    let pages = Pages::of(Service::with_cycle().await);
    let page = pages.get("nobody", "/").await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    assert!(
        page.headers[header::CONTENT_TYPE].to_str().unwrap().starts_with("text/html") && page.body.contains("Who are you?")
    );
    assert!(page.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().contains("script-src 'self'"));
    let problem = pages.get("nobody", "/api/me").await;
    assert_eq!(problem.headers[header::CONTENT_TYPE], "application/problem+json");

    let picked = |body: &'static str, site: &str| {
        let request = axum::http::Request::post("/sign-in").header("sec-fetch-site", site).body(Body::from(body)).unwrap();
        pages.router.clone().oneshot(request)
    };
    let answer = picked("person=worker", "same-origin").await.unwrap();
    assert_eq!(answer.headers()[header::SET_COOKIE], "case-system-person=worker; Path=/; HttpOnly; SameSite=Strict");
    assert_eq!(picked("person=worker", "cross-site").await.unwrap().status(), StatusCode::FORBIDDEN);
    assert_eq!(picked("person=nobody", "same-origin").await.unwrap().status(), StatusCode::BAD_REQUEST);
    pages.monitor.stop().await;
}

/// Every address under which something of the cycle `cy-1` is shown, as of now and as of the evening of 7 April, by what is known now and
/// by what was known then.
fn addresses() -> Vec<String> {
    let of_api = [
        "overview",
        "entries",
        "findings",
        "readings",
        "possible",
        "export?format=csv",
        "export?format=ocel-json",
        "export?format=xes",
    ];
    let of_pages = ["", "/timeline.svg", "/boundary.svg", "/boundary.svg?words=minuchin", "/acts/concern_passed_on"];
    let at = "2026-04-07T18:00:00Z";
    let times = ["".to_owned(), format!("as_of={at}"), format!("as_of={at}&as_known_at={at}"), format!("as_known_at={at}")];
    let days = ["", "on=2026-04-07", "on=2026-04-07&known=yes", "day=1", "day=1&known=yes"];
    let of_api =
        of_api.iter().flat_map(|path| times.iter().map(move |times| (format!("/api/cycles/cy-1/{path}"), times.clone())));
    let of_pages =
        of_pages.iter().flat_map(|path| days.iter().map(move |day| (format!("/cycles/cy-1{path}"), (*day).to_owned())));
    of_api
        .chain(of_pages)
        .map(|(path, query)| format!("{path}{}{query}", if path.contains('?') { '&' } else { '?' }))
        .collect()
}

/// A service whose clock a test sets; it says nine o'clock on 6 April.
async fn with_clock() -> (Arc<Mutex<Moment>>, Service) {
    let now: Arc<Mutex<Moment>> = Arc::new(Mutex::new("2026-04-06T09:30:00Z".parse().unwrap()));
    let read = Arc::clone(&now);
    let service = Service::with(|_| {}, Clock::new(move || *read.lock().unwrap())).await;
    service.open("cy-1").await;
    (now, service)
}

async fn offered(service: &Service, who: &str, act: &serde_json::Value) -> u64 {
    let answer = service.offer(who, "cy-1", act).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    answer.json().get("number").and_then(Value::as_u64).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_consent_that_was_withdrawn_is_not_brought_back_by_asking_for_an_earlier_day() {
    let (now, service) = with_clock().await;
    offered(&service, "worker", &invitation("c-1", 10)).await;
    let mut said = act("view_given", 20, "mother", json!({ "view": "vi-1", "contract": "c-1", "words": "Invented-words" }));
    said["recorded_by"] = json!("worker");
    let number = offered(&service, "worker", &said).await;
    let consent = json!({
        "consent": "cn-1", "to": "sharing_words", "given_by": "mother", "entries": [number], "readers": ["clinician"],
    });
    offered(&service, "worker", &act("consent_given", 40, "worker", consent)).await;
    let pages = Pages::of(service);
    let mut shown = 0;
    *now.lock().unwrap() = "2026-04-08T09:00:00Z".parse().unwrap();
    for path in addresses() {
        shown += usize::from(pages.get("clinician", &path).await.body.contains("Invented-words"));
    }
    assert!(shown >= 9, "by the consent, the clinician reads them: {shown}");

    let withdrawn = json!({
        "type": "consent_withdrawn", "occurred_at": "2026-04-08T09:00:00Z", "by": "worker",
        "data": { "consent": "cn-1", "withdrawn_by": "mother" },
    });
    offered(&pages.service, "worker", &withdrawn).await;
    *now.lock().unwrap() = "2026-04-10T09:00:00Z".parse().unwrap();
    let hers = pages.get("mother", "/api/cycles/cy-1/entries?as_of=2026-04-07T18:00:00Z").await;
    assert!(hers.body.contains("Invented-words"), "{}", hers.body);
    for path in addresses() {
        let answer = pages.get("clinician", &path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        for kept in ["Invented-words", "vi-1", "cn-1"] {
            assert!(!answer.body.contains(kept), "{kept} in {path}");
        }
    }
    pages.monitor.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_who_left_is_not_shown_by_asking_for_an_earlier_day_what_only_the_team_is() {
    let (now, service) = with_clock().await;
    let raised = json!({ "concern": "co-1", "what": "concern", "words": "Invented-bruise" });
    offered(&service, "clinician", &act("concern_raised", 30, "clinician", raised)).await;
    let pages = Pages::of(service);
    *now.lock().unwrap() = "2026-04-08T09:00:00Z".parse().unwrap();
    let mut shown = 0;
    for path in addresses() {
        shown += usize::from(pages.get("worker", &path).await.body.contains("Invented-bruise"));
    }
    assert!(shown >= 9, "as one of the team, they read it: {shown}");
    let left = json!({
        "type": "person_left", "occurred_at": "2026-04-08T09:00:00Z", "by": "manager", "data": { "person": "worker" },
    });
    offered(&pages.service, "manager", &left).await;
    *now.lock().unwrap() = "2026-04-10T09:00:00Z".parse().unwrap();
    for path in addresses() {
        let answer = pages.get("worker", &path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        for kept in ["Invented-bruise", "co-1", "R26"] {
            assert!(!answer.body.contains(kept), "{kept} in {path}");
        }
    }
    pages.monitor.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_list_of_cycles_says_nothing_of_what_its_reader_is_not_shown() {
    let (now, service) = with_clock().await;
    offered(&service, "worker", &invitation("c-1", 10)).await;
    *now.lock().unwrap() = "2026-04-08T09:00:00Z".parse().unwrap();
    let raised = json!({ "concern": "co-1", "what": "concern", "words": "Invented-bruise" });
    offered(&service, "clinician", &act("concern_raised", 30, "clinician", raised)).await;
    let pages = Pages::of(service);
    *now.lock().unwrap() = "2026-04-10T09:00:00Z".parse().unwrap();
    let (worker, mother) = (pages.get("worker", "/").await.body, pages.get("mother", "/").await.body);
    assert!(worker.contains("2026-04-08") && worker.contains("c-1"), "{worker}");
    assert!(!mother.contains("2026-04-08") && mother.contains("2026-04-06") && mother.contains("c-1"), "{mother}");
    pages.monitor.stop().await;
}
