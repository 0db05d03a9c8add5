//! Streams of news: who is told what, how much of what they missed, how many they may have open, and that it is noted.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Body;
use axum::http::{Response, StatusCode};
use case_system::clock::Clock;
use case_system::monitor::Pace;
use case_system::settings::Settings;
use case_system::store::May;
use http_body_util::BodyExt;
use practice_cycle::moment::Moment;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::common::pages::Pages;
use crate::common::{Answer, Service, act, person, read, request};

const PACE: Pace = Pace { clock: Duration::from_millis(20), others: Duration::from_millis(40) };

/// How long anything may take before a test gives up: far longer than a slow machine needs.
const PATIENCE: Duration = Duration::from_secs(120);

/// Somebody who listens, and what they were told so far.
struct Listener {
    body: Body,
    heard: String,
}

impl Listener {
    fn of(answer: Response<Body>) -> Self {
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()["content-type"], "text/event-stream");
        Self { body: answer.into_body(), heard: String::new() }
    }

    /// Listens until something is told, or the stream ends; answers whether it was told.
    async fn until(&mut self, wanted: &str) -> bool {
        let listening = async {
            while !self.heard.contains(wanted) {
                let Some(frame) = self.body.frame().await else { return false };
                self.heard.push_str(std::str::from_utf8(frame.unwrap().data_ref().unwrap()).unwrap());
            }
            true
        };
        tokio::time::timeout(PATIENCE, listening).await.unwrap()
    }

    /// The numbers of the pieces that were told.
    fn numbers(&self) -> Vec<i64> {
        self.heard.lines().filter_map(|line| line.strip_prefix("id: ")?.parse().ok()).collect()
    }
}

async fn asked(pages: &Pages, who: &str, path: &str, last: Option<&str>) -> Response<Body> {
    let mut request = request("GET", who, path);
    if let Some(last) = last {
        request = request.header("last-event-id", last);
    }
    pages.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
}

async fn listens(pages: &Pages, who: &str, path: &str) -> Listener {
    Listener::of(asked(pages, who, path, None).await)
}

/// The cycle `cy-1`, with a monitor over it, and a clock that the test may set.
async fn watched(change: impl FnOnce(&mut Settings)) -> (Arc<Mutex<Moment>>, Pages) {
    let now: Arc<Mutex<Moment>> = Arc::new(Mutex::new("2026-04-06T10:00:00Z".parse().unwrap()));
    let reads = Arc::clone(&now);
    let service = Service::with(change, Clock::new(move || *reads.lock().unwrap())).await;
    service.open("cy-1").await;
    (now, Pages::watched(service, PACE))
}

fn short(settings: &mut Settings) {
    settings.http.stream_for = 2;
}

async fn offered(pages: &Pages, kind: &str, data: Value) {
    let answer: Answer = pages.service.offer("clinician", "cy-1", &act(kind, 30, "clinician", data)).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
}

/// Raises a concern, of which the family is not told.
async fn raise(pages: &Pages, concern: &str) {
    offered(pages, "concern_raised", json!({ "concern": concern, "what": "concern" })).await;
}

/// Waits until so much was told, whoever it was for.
async fn told(pages: &Pages, last: i64) {
    let telling = async {
        while pages.service.app.store.last_news().await.unwrap() < last {
            tokio::time::sleep(PACE.clock).await;
        }
    };
    tokio::time::timeout(PATIENCE, telling).await.unwrap();
}

async fn noted(pages: &Pages, who: &str) -> usize {
    let all = pages.service.app.store.reads_by(&person(who)).await.unwrap();
    all.iter().filter(|read| read.what == "news" && read.cycle.as_str() == "cy-1").count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_is_told_what_is_theirs_and_that_is_noted() {
    let (now, pages) = watched(short).await;
    let mut worker = listens(&pages, "worker", "/news").await;
    raise(&pages, "co-1").await;
    told(&pages, 1).await;
    // The stream may have ended before: then they come again, as a browser does.
    if !worker.until("id: 1\n").await {
        worker = listens(&pages, "worker", "/news?after=0").await;
        assert!(worker.until("id: 1\n").await, "{}", worker.heard);
    }
    let data = worker.heard.lines().find_map(|line| line.strip_prefix("data: ")).unwrap();
    let data: Value = serde_json::from_str(data).unwrap();
    assert_eq!((&data["cycle"], &data["rule"], &data["what"]), (&json!("cy-1"), &json!("R26"), &json!("opened")));
    assert_eq!((&data["address"], &data["said"]), (&json!("/cycles/cy-1"), &json!("is due")));
    assert_eq!(noted(&pages, "worker").await, 1);

    // It is late by now, which is told with what was missed, in one reading.
    *now.lock().unwrap() = "2026-04-07T10:00:00Z".parse().unwrap();
    told(&pages, 2).await;
    let mut manager = listens(&pages, "manager", "/news?after=0").await;
    assert!(manager.until("is late").await);
    assert_eq!((manager.numbers(), noted(&pages, "manager").await), (vec![1, 2], 1));

    // A member of the family, and somebody who may not read the cycle, are told nothing of it; nor is whoever may no longer.
    let grant = case_system::store::Grant {
        cycle: "cy-1".to_owned(),
        person: person("manager"),
        may: May::Read,
        whom: String::new(),
    };
    assert!(pages.service.app.store.revoke(&grant).await.unwrap());
    for who in ["mother", "stranger", "manager"] {
        let mut listener = listens(&pages, who, "/news?after=0").await;
        assert!(!listener.until("event: news").await, "{who}: {}", listener.heard);
        assert_eq!(noted(&pages, who).await, usize::from(who == "manager"), "{who}");
    }
    pages.monitor.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_noted_is_not_told() {
    let (_, pages) = watched(short).await;
    raise(&pages, "co-1").await;
    told(&pages, 1).await;
    pages.service.sql("ALTER TABLE reads RENAME TO gone").await;
    let mut worker = listens(&pages, "worker", "/news?after=0").await;
    assert!(!worker.until("event: news").await, "{}", worker.heard);
    pages.service.sql("ALTER TABLE gone RENAME TO reads").await;
    let mut worker = listens(&pages, "worker", "/news?after=0").await;
    assert!(worker.until("event: news").await, "{}", worker.heard);
    pages.monitor.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_comes_again_goes_on_where_they_were() {
    let (_, pages) = watched(|_| {}).await;
    for concern in ["co-1", "co-2", "co-3"] {
        raise(&pages, concern).await;
    }
    told(&pages, 3).await;
    let mut worker = Listener::of(asked(&pages, "worker", "/news?after=0", Some("1")).await);
    assert!(worker.until("id: 3\n").await);
    assert_eq!(worker.numbers(), [2, 3], "what a browser had last goes before the address");
    // After a backup was taken back, a browser had more than there is: it is told what is told from now on.
    let mut later = listens(&pages, "worker", "/news?after=999").await;
    raise(&pages, "co-4").await;
    assert!(later.until("id: 4\n").await && worker.until("id: 4\n").await);
    assert_eq!((later.numbers(), worker.numbers()), (vec![4], vec![2, 3, 4]));
    for wrong in ["/news?after=x", "/news?after=1.5"] {
        let answer = read(asked(&pages, "worker", wrong, None).await).await;
        assert_eq!(
            (answer.status, &answer.json()["type"]),
            (StatusCode::BAD_REQUEST, &json!("urn:case-system:problem:parameter"))
        );
    }
    pages.monitor.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_what_was_missed_only_the_last_is_told_and_that_there_was_more() {
    let (_, pages) = watched(|_| {}).await;
    raise(&pages, "co-1").await;
    told(&pages, 1).await;
    let many = "WITH RECURSIVE more(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM more WHERE n < 600) \
                INSERT INTO news (number, told_at, news) SELECT number + n, told_at, news FROM news, more WHERE number = 1";
    pages.service.sql(many).await;
    let mut worker = listens(&pages, "worker", "/news?after=0").await;
    assert!(worker.until("id: 601\n").await);
    assert_eq!(worker.numbers(), (102..=601).collect::<Vec<i64>>());
    assert!(worker.heard.starts_with("event: missed\ndata: {}\n\n"), "{}", &worker.heard[..200]);
    assert_eq!(worker.heard.matches("event: missed").count(), 1);
    assert_eq!(noted(&pages, "worker").await, 10, "one note of fifty pieces");

    let mut whole = listens(&pages, "worker", "/news?after=590").await;
    assert!(whole.until("id: 601\n").await && !whole.heard.contains("missed"));
    // What is forgotten was missed, too.
    pages.service.sql("DELETE FROM news WHERE number < 595").await;
    let mut away = listens(&pages, "worker", "/news?after=590").await;
    assert!(away.until("id: 601\n").await && away.heard.starts_with("event: missed\n"), "{}", away.heard);
    assert_eq!(away.numbers(), (595..=601).collect::<Vec<i64>>());
    pages.monitor.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_person_has_no_more_streams_open_than_they_may() {
    let (_, pages) = watched(|settings| settings.rates.person_streams = 2).await;
    let (first, _second) = (listens(&pages, "worker", "/news").await, listens(&pages, "worker", "/news").await);
    let third = asked(&pages, "worker", "/news", None).await;
    assert_eq!(third.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(read(third).await.json()["type"], "urn:case-system:problem:too-many");
    drop(listens(&pages, "manager", "/news").await);
    drop(first);
    let _third = listens(&pages, "worker", "/news").await;
    assert_eq!(asked(&pages, "worker", "/news", None).await.status(), StatusCode::TOO_MANY_REQUESTS);
    pages.monitor.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stream_ends_after_its_time_and_with_the_monitor() {
    let (_, pages) = watched(short).await;
    let mut after_its_time = listens(&pages, "worker", "/news").await;
    assert!(!after_its_time.until("event").await);
    let (_, pages) = watched(|_| {}).await;
    let mut with_the_monitor = listens(&pages, "worker", "/news").await;
    pages.monitor.stop().await;
    assert!(!with_the_monitor.until("event").await);
}
