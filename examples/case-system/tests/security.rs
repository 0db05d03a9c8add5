//! What nobody may do: each is tried, refused, and gives nothing away, in what is answered or in what is logged. All people and cases
//! are invented.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "helpers of tests")]

mod common;

use std::io::Write;
use std::net::SocketAddr;
use std::sync::{LazyLock, Mutex};

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode};
use case_system::clock::Clock;
use case_system::settings::{Secret, Settings, SignIn};
use case_system::store::{EVERYWHERE, May};
use common::pages::Pages;
use common::{Answer, Service, act, invitation, opening, request};
use serde_json::{Value, json};

const WORDS: &str = "Invented-words-that-nobody-else-may-read";
const SECRET: &str = "an-invented-secret-of-more-than-32-characters";

/// Headers of a request: names and values.
type Headers<'h> = &'h [(&'h str, &'h str)];

/// All that is logged by this process, down to the last detail of every crate.
static LOGGED: LazyLock<&'static Mutex<Vec<u8>>> = LazyLock::new(|| {
    let logged: &'static Mutex<Vec<u8>> = Box::leak(Box::default());
    struct Log(&'static Mutex<Vec<u8>>);
    impl Write for Log {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_ansi(false).with_writer(move || Log(logged)).init();
    logged
});

/// The log holds lines, and none of what may not be in one.
#[track_caller]
fn log_is_clean() {
    let logged = LOGGED.lock().unwrap();
    let log = String::from_utf8_lossy(&logged);
    assert!(log.contains("answered"), "something is logged");
    for kept in [WORDS, SECRET] {
        if let Some(line) = log.lines().find(|line| line.contains(kept)) {
            panic!("in the log: {line}");
        }
    }
}

/// An answer refuses with a status, carries the headers, and says nothing that is kept.
#[track_caller]
fn refused(answer: &Answer, status: StatusCode, kind: &str) {
    assert_eq!(answer.status, status, "{}", answer.body);
    assert_eq!(answer.json()["type"], format!("urn:case-system:problem:{kind}"), "{}", answer.body);
    assert_eq!(answer.headers["content-type"], "application/problem+json");
    protected(answer);
    for kept in [WORDS, SECRET, "sqlite", "postgres", "SELECT", "src/"] {
        assert!(!answer.body.contains(kept), "{}", answer.body);
    }
}

#[track_caller]
fn protected(answer: &Answer) {
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("cache-control", "no-store"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(answer.headers[name], value, "{name}");
    }
    let policy = answer.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
}

fn view_by(who: &str, recorded_by: Option<&str>) -> Value {
    let mut view = act("view_given", 20, who, json!({ "view": "vi-1", "contract": "c-1", "words": WORDS }));
    if let Some(recorder) = recorded_by {
        view["recorded_by"] = json!(recorder);
    }
    view
}

#[tokio::test]
async fn acts_that_are_not_theirs() {
    LazyLock::force(&LOGGED);
    let service = Service::with_cycle().await;
    service.offer("worker", "cy-1", &invitation("c-1", 10)).await;
    let before = service.rows("cy-1").await;

    let unsigned = Request::post("/api/cycles/cy-1/acts").header("content-type", "application/json");
    let unsigned = service.send(unsigned.body(Body::from(view_by("worker", None).to_string())).unwrap()).await;
    refused(&unsigned, StatusCode::UNAUTHORIZED, "not-signed-in");
    refused(
        &service.offer("nobody-we-know", "cy-1", &view_by("worker", None)).await,
        StatusCode::UNAUTHORIZED,
        "not-signed-in",
    );
    // Somebody who may not read the cycle is told what they would be told of one that is not there.
    let hidden = service.offer("stranger", "cy-1", &view_by("stranger", None)).await;
    let none = service.offer("stranger", "cy-9", &view_by("stranger", None)).await;
    refused(&hidden, StatusCode::NOT_FOUND, "not-found");
    assert_eq!((hidden.status, &hidden.body), (none.status, &none.body));
    // In the name of somebody else, without and with saying so; and for somebody for whom they may not write.
    refused(&service.offer("worker", "cy-1", &view_by("clinician", None)).await, StatusCode::FORBIDDEN, "forbidden");
    refused(
        &service.offer("worker", "cy-1", &view_by("mother", Some("clinician"))).await,
        StatusCode::FORBIDDEN,
        "forbidden",
    );
    refused(
        &service.offer("manager", "cy-1", &view_by("mother", Some("manager"))).await,
        StatusCode::FORBIDDEN,
        "forbidden",
    );
    // Who may read and no more.
    refused(&service.offer("mother", "cy-1", &view_by("mother", None)).await, StatusCode::FORBIDDEN, "forbidden");
    let late = json!({ "act": view_by("mother", None), "reason": WORDS });
    refused(&service.post("mother", "/api/cycles/cy-1/late-acts", &late).await, StatusCode::FORBIDDEN, "forbidden");
    // A cycle, without the right to open one.
    let opening_of_hers = json!({ "cycle": "cy-7", "format": 1, "clinician": "worker", "team": "t-1" });
    let opens = service.post("worker", "/api/cycles", &act("cycle_opened", 1, "worker", opening_of_hers)).await;
    refused(&opens, StatusCode::FORBIDDEN, "forbidden");
    assert_eq!(service.rows("cy-1").await, before, "nothing of it was recorded");
    assert_eq!(service.app.store.cycles().await.unwrap().len(), 1);
    log_is_clean();
}

#[tokio::test]
async fn acts_that_would_show_words_of_others() {
    LazyLock::force(&LOGGED);
    let service = Service::with_cycle().await;
    service.open("cy-letting-in").await;
    let merged = json!({ "person": "mother", "into": "worker", "reason": WORDS });
    let offered = service.offer("worker", "cy-letting-in", &act("people_merged", 30, "worker", merged)).await;
    refused(&offered, StatusCode::FORBIDDEN, "forbidden");
    // By a form, too.
    let pages = Pages::of(service);
    let fields =
        [("occurred_at", "2026-04-06T10:00:30"), ("data.person", "mother"), ("data.into", "worker"), ("data.reason", WORDS)];
    let sent = pages.send("worker", "/cycles/cy-letting-in/acts/people_merged", &fields).await;
    assert_eq!(sent.status, StatusCode::FORBIDDEN, "{}", sent.body);
    assert!(sent.body.contains("this would show words of others"), "{}", sent.body);
    let logged = String::from_utf8_lossy(&LOGGED.lock().unwrap()).into_owned();
    let noted = logged.lines().filter(|line| line.contains("WARN") && line.contains("cycle=\"cy-letting-in\""));
    let noted: Vec<&str> = noted.filter(|line| line.contains("person=\"worker\"")).collect();
    assert_eq!(noted.len(), 2, "{noted:?}");
    log_is_clean();
}

#[tokio::test]
async fn what_is_read_without_a_right() {
    LazyLock::force(&LOGGED);
    let service = Service::with_cycle().await;
    service.offer("worker", "cy-1", &invitation("c-1", 10)).await;
    service.offer("worker", "cy-1", &view_by("mother", Some("worker"))).await;
    for path in ["overview", "entries", "findings", "readings", "possible", "export?format=csv"] {
        let hidden = service.get("stranger", &format!("/api/cycles/cy-1/{path}")).await;
        let none = service.get("stranger", &format!("/api/cycles/cy-9/{path}")).await;
        refused(&hidden, StatusCode::NOT_FOUND, "not-found");
        assert_eq!((hidden.status, &hidden.body), (none.status, &none.body), "{path}");
    }
    assert_eq!(service.get("stranger", "/api/cycles").await.json(), json!({ "cycles": [] }));
    let read = service.app.store.reads_by(&"stranger".parse().unwrap()).await.unwrap();
    assert_eq!(read, [], "nothing was read");
    let words = service.get("mother", "/api/cycles/cy-1/entries").await;
    assert!(words.body.contains(WORDS), "her own words");
    log_is_clean();
}

#[tokio::test]
async fn no_reference_is_a_right_everywhere() {
    LazyLock::force(&LOGGED);
    let service = Service::with_cycle().await;
    service.grant(EVERYWHERE, "stranger", May::Open, "").await;
    for cycle in ["*", "everywhere", "%", "every%20cycle"] {
        let data = json!({ "cycle": cycle, "format": 1, "clinician": "stranger", "team": "t-1" });
        service.post("stranger", "/api/cycles", &act("cycle_opened", 1, "stranger", data)).await;
    }
    assert_eq!(service.get("stranger", "/api/cycles").await.json()["cycles"].as_array().unwrap().len(), 4, "their own");
    refused(&service.get("stranger", "/api/cycles/cy-1/overview").await, StatusCode::NOT_FOUND, "not-found");
    let every = act(
        "cycle_opened",
        1,
        "stranger",
        json!({ "cycle": EVERYWHERE, "format": 1, "clinician": "stranger", "team": "t-1" }),
    );
    refused(&service.post("stranger", "/api/cycles", &every).await, StatusCode::UNPROCESSABLE_ENTITY, "unreadable");
}

fn proxied(settings: &mut Settings) {
    settings.sign_in = SignIn::Proxy {
        header: "x-case-system-person".to_owned(),
        secret_header: "x-case-system-secret".to_owned(),
        secret: Some(Secret::new(SECRET)),
        trusted: vec!["10.1.0.0/16".parse().unwrap()],
    };
}

#[tokio::test]
async fn forged_headers() {
    LazyLock::force(&LOGGED);
    let service = Service::with(proxied, Clock::default()).await;
    let from = |address: &str| ConnectInfo(format!("{address}:4711").parse::<SocketAddr>().unwrap());
    let me = |headers: &[(&str, &str)], address: Option<&str>| {
        let mut request = Request::get("/api/me");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(address) = address {
            request = request.extension(from(address));
        }
        request.body(Body::empty()).unwrap()
    };
    let (person, secret) = (("x-case-system-person", "worker"), ("x-case-system-secret", SECRET));
    let right = service.send(me(&[person, secret], Some("10.1.2.3"))).await;
    assert_eq!((right.status, &right.json()["person"]), (StatusCode::OK, &json!("worker")));
    // By way of IPv6, it is the same address.
    assert_eq!(service.send(me(&[person, secret], Some("[::ffff:10.1.2.3]"))).await.status, StatusCode::OK);

    let forged: [(Headers<'_>, Option<&str>); 12] = [
        (&[], Some("10.1.2.3")),
        (&[person], Some("10.1.2.3")),
        (&[secret], Some("10.1.2.3")),
        (&[person, ("x-case-system-secret", "guessed")], Some("10.1.2.3")),
        (&[person, ("x-case-system-secret", "")], Some("10.1.2.3")),
        (&[person, ("x-case-system-secret", "guessed"), secret], Some("10.1.2.3")),
        (&[person, ("x-case-system-person", "manager"), secret], Some("10.1.2.3")),
        (&[("x-case-system-person", "two words"), secret], Some("10.1.2.3")),
        (&[("x-case-system-person", ""), secret], Some("10.1.2.3")),
        (&[person, secret], Some("192.0.2.7")),
        (&[person, secret], None),
        (&[person, secret, ("x-forwarded-for", "10.1.2.3"), ("forwarded", "for=10.1.2.3")], Some("192.0.2.7")),
    ];
    for (headers, address) in forged {
        refused(&service.send(me(headers, address)).await, StatusCode::UNAUTHORIZED, "not-signed-in");
    }
    // What picks somebody in development picks nobody here.
    for (name, value) in [("cookie", "case-system-person=worker"), ("case-system-person", "worker")] {
        refused(
            &service.send(me(&[(name, value), secret], Some("10.1.2.3"))).await,
            StatusCode::UNAUTHORIZED,
            "not-signed-in",
        );
    }
    log_is_clean();
}

#[tokio::test]
async fn posts_of_other_sites() {
    LazyLock::force(&LOGGED);
    let service = Service::with_cycle().await;
    let before = service.rows("cy-1").await;
    let post = |headers: &[(&str, &str)]| {
        let mut request = request("POST", "worker", "/api/cycles/cy-1/acts").header("host", "cases.example");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(Body::from(invitation("c-1", 10).to_string())).unwrap()
    };
    let json = ("content-type", "application/json");
    let crossed: [Headers<'_>; 8] = [
        &[json, ("sec-fetch-site", "cross-site")],
        &[json, ("sec-fetch-site", "same-site")],
        &[json, ("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")],
        &[json, ("origin", "https://evil.example")],
        &[json, ("origin", "null")],
        &[json, ("origin", "https://cases.example.evil.example")],
        &[json, ("origin", "https://cases.example"), ("sec-fetch-site", "cross-site")],
        &[json, ("origin", "https://cases.example"), ("origin", "https://evil.example")],
    ];
    for headers in crossed {
        refused(&service.send(post(headers)).await, StatusCode::FORBIDDEN, "other-site");
    }
    // What a form can send without a browser asking first.
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""] {
        refused(&service.send(post(&[("content-type", kind)])).await, StatusCode::UNSUPPORTED_MEDIA_TYPE, "media-type");
    }
    assert_eq!(service.rows("cy-1").await, before);
    let own = service.send(post(&[json, ("origin", "https://cases.example"), ("sec-fetch-site", "same-origin")])).await;
    assert_eq!(own.status, StatusCode::CREATED, "{}", own.body);

    // Where it is set where browsers reach the service, `Host` does not say so.
    let set = |settings: &mut Settings| settings.origin = Some("https://cases.example".to_owned());
    let service = Service::with(set, Clock::default()).await;
    let request =
        request("POST", "worker", "/api/cycles").header("host", "evil.example").header("origin", "https://evil.example");
    let answer = service.send(request.header("content-type", "application/json").body(Body::from("{}")).unwrap()).await;
    refused(&answer, StatusCode::FORBIDDEN, "other-site");

    // The tokens of forms: each is of one person.
    let tokens = &service.app.tokens;
    let (worker, manager) = ("worker".parse().unwrap(), "manager".parse().unwrap());
    assert!(
        tokens.is_of(&tokens.of(&worker), &worker)
            && !tokens.is_of(&tokens.of(&worker), &manager)
            && !tokens.is_of("", &worker)
    );
    log_is_clean();
}

#[tokio::test]
async fn scripts_in_references_and_texts() {
    LazyLock::force(&LOGGED);
    let service = Service::with_cycle().await;
    let script = "<script>alert(1)</script>";
    let hostile = [script, "../../etc/passwd", "a;--", "100%", "=1+1", "{{7*7}}", "c-1'OR'1'='1", "$1", "a/acts"];
    for (second, id) in (10..).zip(hostile) {
        let invited = service.offer("worker", "cy-1", &invitation(id, second)).await;
        let is_reference = !id.contains('\'');
        assert_eq!(
            invited.status,
            if is_reference { StatusCode::CREATED } else { StatusCode::UNPROCESSABLE_ENTITY },
            "{id}"
        );
        assert_eq!(
            invited.headers["content-type"],
            if is_reference { "application/json" } else { "application/problem+json" }
        );
        protected(&invited);
        // As the reference of a cycle in an address, it is that of no cycle, whatever stands in it.
        let path: String = id.bytes().map(|byte| format!("%{byte:02X}")).collect();
        refused(&service.get("worker", &format!("/api/cycles/{path}/overview")).await, StatusCode::NOT_FOUND, "not-found");
    }
    let said = json!({ "contract": "../../etc/passwd", "reason": { "code": "other", "words": format!("{script}{WORDS}") } });
    assert_eq!(
        service.offer("worker", "cy-1", &act("contract_withdrawn", 60, "worker", said)).await.status,
        StatusCode::CREATED
    );
    for path in ["overview", "entries", "findings", "readings", "export?format=csv"] {
        let answer = service.get("worker", &format!("/api/cycles/cy-1/{path}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        let kind = answer.headers["content-type"].to_str().unwrap();
        assert!(
            kind.starts_with("application/json") || kind.starts_with("text/csv"),
            "{path}: a browser runs nothing in {kind}"
        );
        protected(&answer);
    }
    let xes = service.get("worker", "/api/cycles/cy-1/export?format=xes").await;
    assert!(!xes.body.contains(script) && xes.body.contains("&lt;script"), "XML escapes it");
    // Their cycle is opened under such a reference, too, and found under it alone.
    let opened = service.post("clinician", "/api/cycles", &opening(script)).await;
    assert_eq!(opened.status, StatusCode::CREATED, "{}", opened.body);
    let path: String = script.bytes().map(|byte| format!("%{byte:02X}")).collect();
    assert_eq!(service.get("clinician", &format!("/api/cycles/{path}/overview")).await.status, StatusCode::OK);
    assert_eq!(service.app.store.cycles().await.unwrap().len(), 2, "no table was dropped");
    log_is_clean();
}

#[tokio::test]
async fn bodies_that_are_too_long_or_no_acts() {
    LazyLock::force(&LOGGED);
    let service = Service::with_cycle().await;
    let before = service.rows("cy-1").await;
    let post = |body: Vec<u8>| {
        let request = request("POST", "worker", "/api/cycles/cy-1/acts").header("content-type", "application/json");
        request.body(Body::from(body)).unwrap()
    };
    let long = format!("\"{WORDS}{}\"", "x".repeat(service.app.settings.body_limit));
    refused(&service.send(post(long.into_bytes())).await, StatusCode::PAYLOAD_TOO_LARGE, "too-large");
    refused(&service.send(post(vec![b'"', 0xff, b'"'])).await, StatusCode::BAD_REQUEST, "body");
    let deep = "[".repeat(100_000);
    let unknown =
        act("view_given", 20, "worker", json!({ "view": "vi-1", "contract": "c-1", "words": WORDS, (WORDS): WORDS }));
    let control =
        act("view_given", 20, "worker", json!({ "view": "vi-1", "contract": "c-1", "words": format!("{WORDS}\u{0}") }));
    let number = act("view_given", 20, "worker", json!({ "view": WORDS.repeat(9), "contract": "c-1", "words": 7 }));
    let kind = act(WORDS, 20, "worker", json!({}));
    let time = json!({ "type": "view_given", "occurred_at": WORDS, "by": "worker", "data": {} });
    let stamped = json!({ "type": "view_given", "occurred_at": "2026-04-06T09:00:00Z", "recorded_at": "2026-04-06T09:00:00Z", "by": "worker", "data": {} });
    let texts = [deep, String::new(), "null".to_owned()];
    let values = [unknown, control, number, kind, time, stamped].map(|value| value.to_string());
    for body in texts.into_iter().chain(values) {
        refused(&service.send(post(body.into_bytes())).await, StatusCode::UNPROCESSABLE_ENTITY, "unreadable");
    }
    for (method, path) in [("DELETE", "/api/cycles/cy-1/acts"), ("PUT", "/api/cycles"), ("TRACE", "/api/me")] {
        let answer = service.send(request(method, "worker", path).body(Body::empty()).unwrap()).await;
        refused(&answer, StatusCode::METHOD_NOT_ALLOWED, "method");
    }
    refused(&service.get("worker", "/api/cycles/cy-1/../../../etc/passwd").await, StatusCode::NOT_FOUND, "not-found");
    assert_eq!(service.rows("cy-1").await, before);
    log_is_clean();
}

#[tokio::test]
async fn a_body_that_never_ends() {
    LazyLock::force(&LOGGED);
    // What comes before may take its time.
    let opened = Service::with_cycle().await;
    let (database, folder) = (opened.database.clone(), std::sync::Arc::clone(&opened.folder));
    let service = Service::over(database, folder, |settings| settings.answer_within = 1, Clock::default()).await;
    let before = service.rows("cy-1").await;
    let forever = Body::from_stream(futures_util::stream::pending::<Result<String, std::io::Error>>());
    let request = request("POST", "worker", "/api/cycles/cy-1/acts").header("content-type", "application/json");
    refused(&service.send(request.body(forever).unwrap()).await, StatusCode::REQUEST_TIMEOUT, "too-slow");
    assert_eq!(service.rows("cy-1").await, before);
    log_is_clean();
}

#[tokio::test]
async fn a_refusal_repeats_no_text() {
    LazyLock::force(&LOGGED);
    let service = Service::with_cycle().await;
    let unknown = act("view_given", 20, "worker", json!({ "view": "vi-1", "contract": "c-9", "words": WORDS }));
    let answer = service.offer("worker", "cy-1", &unknown).await;
    refused(&answer, StatusCode::NOT_FOUND, "refused");
    assert_eq!(answer.json()["refusal"]["code"], "cycle.unknown");
    log_is_clean();
}

#[tokio::test]
async fn too_many_requests() {
    LazyLock::force(&LOGGED);
    let few = |settings: &mut Settings| {
        settings.rates.person_burst = 5;
        settings.rates.person_per_second = 1;
        settings.rates.stranger_per_minute = 3;
    };
    let service = Service::with(few, Clock::default()).await;
    // On a slow machine one more is let through each second, so they are sent until one is refused.
    let mut limited = Vec::new();
    for sent in 0..100_000 {
        let answer = service.get("worker", "/api/me").await;
        if answer.status != StatusCode::OK {
            assert!(sent >= 5, "{sent}");
            limited.push(answer);
            break;
        }
    }
    let limited = limited.pop().unwrap();
    refused(&limited, StatusCode::TOO_MANY_REQUESTS, "too-many");
    assert_eq!(limited.headers["retry-after"], "5");
    assert_eq!(service.get("manager", "/api/me").await.status, StatusCode::OK, "another person is not held back");
    let mut guesses = Vec::new();
    while guesses.last() != Some(&429) && guesses.len() < 100_000 {
        guesses.push(service.get(&format!("guess-{}", guesses.len()), "/api/me").await.status.as_u16());
    }
    assert!(guesses.len() > 3 && guesses[..3] == [401; 3] && guesses.last() == Some(&429), "{}", guesses.len());
}

#[test]
fn settings_that_would_let_anybody_in_are_refused_and_secrets_show_nowhere() {
    let none = |_: &str| None;
    let parse = |written: &str| Settings::parse(written, none).map_err(|error| error.to_string());
    let outside = "listen = \"0.0.0.0:8080\"\n[sign_in]\nby = \"development\"\npeople = [\"p-1\"]\n";
    assert_eq!(parse(outside).unwrap_err(), "the development sign-in is for this machine alone; `listen` is 0.0.0.0:8080");
    let short = "[sign_in]\nby = \"proxy\"\nsecret = \"short\"\n";
    let needs = "sign-in by a proxy needs a secret of at least 32 characters in `sign_in.secret`; without one, every network in `sign_in.trusted` has to be one address";
    assert_eq!(parse(short).unwrap_err(), needs);
    assert_eq!(parse("[sign_in]\nby = \"proxy\"\n").unwrap_err(), needs);
    let trusting =
        |networks: &str, secret: &str| parse(&format!("[sign_in]\nby = \"proxy\"\ntrusted = [{networks}]\n{secret}"));
    for networks in ["\"0.0.0.0/0\"", "\"::/0\"", "\"10.0.0.0/8\"", "\"10.0.0.1/32\", \"10.0.0.0/31\"", "\"fd00::/127\""] {
        assert_eq!(trusting(networks, "").unwrap_err(), needs, "{networks}");
        assert!(trusting(networks, &format!("secret = \"{SECRET}\"\n")).is_ok(), "{networks}");
    }
    assert!(trusting("\"10.0.0.1/32\", \"fd00::1/128\"", "").is_ok());

    let environment = |name: &str| match name {
        "CASE_SYSTEM_PROXY_SECRET" | "CASE_SYSTEM_FORM_KEY" | "CASE_SYSTEM_PSEUDONYM_KEY" => Some(SECRET.to_owned()),
        "CASE_SYSTEM_DATABASE" => Some(format!("postgres://cases:{SECRET}@database.example/cases")),
        _ => None,
    };
    let settings = Settings::parse("[sign_in]\nby = \"proxy\"\n", environment).unwrap();
    assert!(!format!("{settings:?}").contains(SECRET) && !format!("{settings:#?}").contains("cases:"));
    let broken = format!("form_key = \"{SECRET}\"\nform_kay = \"{SECRET}\"\n");
    assert!(!parse(&broken).unwrap_err().contains(SECRET));
    let unquoted = format!("form_key = {SECRET}\n");
    assert!(!parse(&unquoted).unwrap_err().contains(SECRET));
}

#[test]
fn the_settings_that_are_given_as_an_example_are_read() {
    let secret = |name: &str| (name == "CASE_SYSTEM_PROXY_SECRET").then(|| SECRET.to_owned());
    let settings = Settings::parse(include_str!("../settings.example.toml"), secret).unwrap();
    let defaults = Settings::development(Vec::new());
    assert_eq!((settings.cache, settings.rates, settings.body_limit), (defaults.cache, defaults.rates, defaults.body_limit));
}
