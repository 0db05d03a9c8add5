//! The monitor: over a restart, beside another, when the pack changes, and over a thousand cycles. All people and cases are invented.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::http::StatusCode;
use case_system::app::App;
use case_system::clock::Clock;
use case_system::monitor::{Monitor, Pace, Told, is_told_to};
use case_system::store::{EVERYWHERE, FoundBy, May, StoreError};
use common::{Service, act, opening, person, settings};
use practice_cycle::cycle::Offer;
use practice_cycle::id::CycleId;
use practice_cycle::moment::Moment;
use practice_cycle::policy::{Diary, DutyKey, DutyState, News};
use practice_cycle::reader::Reader;
use serde_json::{Value, json};

const PACE: Pace = Pace { clock: Duration::from_millis(20), others: Duration::from_millis(40) };

/// How long anything may take before a test gives up: far longer than a slow disk or a busy machine needs.
const PATIENCE: Duration = Duration::from_secs(600);

/// A clock that a test sets.
fn clock() -> (Arc<Mutex<Moment>>, Clock) {
    // Only the first of the tests of a process sets it.
    let _ = tracing_subscriber::fmt().with_max_level(tracing::Level::WARN).with_test_writer().try_init();
    let now = Arc::new(Mutex::new("2026-04-06T10:00:00Z".parse().unwrap()));
    let read = Arc::clone(&now);
    (now, Clock::new(move || *read.lock().unwrap()))
}

/// A concern, which is to be passed on the same day.
fn concern(id: &str) -> Value {
    act("concern_raised", 30, "clinician", json!({ "concern": id, "what": "concern" }))
}

fn passed_on(id: &str) -> Value {
    act("concern_passed_on", 40, "clinician", json!({ "concern": id, "to": "manager" }))
}

async fn offered(service: &Service, act: &Value) {
    let answer = service.offer("clinician", "cy-1", act).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
}

/// A service, and a monitor that has told of a concern.
async fn with_a_concern() -> (Service, Monitor) {
    let (_, clock) = clock();
    let service = Service::with(|_| {}, clock).await;
    service.open("cy-1").await;
    let monitor = Monitor::start(Arc::clone(&service.app), PACE);
    offered(&service, &concern("co-1")).await;
    settles(&service.app, "R26", &["opened"]).await;
    (service, monitor)
}

/// All that was told, by the code of the news.
async fn told(app: &App, rule: &str) -> Vec<(&'static str, DutyKey)> {
    let all = app.store.news_after(0, 100_000).await.unwrap();
    all.into_iter()
        .map(|told| (told.news.code(), told.news.key().clone()))
        .filter(|(_, key)| key.rule.as_str() == rule)
        .collect()
}

fn codes(told: &[(&'static str, DutyKey)]) -> Vec<&'static str> {
    told.iter().map(|(code, _)| *code).collect()
}

async fn settles(app: &App, rule: &str, expected: &[&str]) {
    let begun = Instant::now();
    while codes(&told(app, rule).await) != expected {
        assert!(begun.elapsed() < PATIENCE, "{:?}, where {expected:?} was expected", told(app, rule).await);
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    // Nor does anything come after it.
    tokio::time::sleep(PACE.others * 3).await;
    assert_eq!(codes(&told(app, rule).await), expected);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn over_a_restart_nothing_is_told_twice_and_nothing_is_missed() {
    let (now, clock) = clock();
    let service = Service::with(|_| {}, clock.clone()).await;
    service.open("cy-1").await;
    let monitor = Monitor::start(Arc::clone(&service.app), PACE);
    let mut heard = monitor.subscribe();
    offered(&service, &concern("co-1")).await;
    settles(&service.app, "R26", &["opened"]).await;
    let Told { number, news, .. } = heard.recv().await.unwrap();
    assert_eq!((number, news.code(), news.key().rule.as_str()), (1, "opened", "R26"));
    monitor.stop().await;

    // It begins again, and it is the same.
    let monitor = Monitor::start(Arc::clone(&service.app), PACE);
    settles(&service.app, "R26", &["opened"]).await;
    monitor.stop().await;

    // While nobody watches, one thing falls due and another is recorded, and the whole program starts anew.
    offered(&service, &concern("co-2")).await;
    offered(&service, &passed_on("co-2")).await;
    *now.lock().unwrap() = "2026-04-07T10:00:00Z".parse().unwrap();
    let app = App::start(settings(&service.database), clock).await.unwrap();
    let monitor = Monitor::start(Arc::clone(&app), PACE);
    settles(&app, "R26", &["opened", "late", "settled"]).await;
    monitor.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_monitors_tell_everything_once() {
    let (now, clock) = clock();
    let service = Service::with(|_| {}, clock.clone()).await;
    service.open("cy-1").await;
    let other = App::start(settings(&service.database), clock).await.unwrap();
    let monitors = [Monitor::start(Arc::clone(&service.app), PACE), Monitor::start(Arc::clone(&other), PACE)];
    for number in 0..20 {
        offered(&service, &concern(&format!("co-{number}"))).await;
    }
    settles(&other, "R26", &["opened"; 20]).await;
    *now.lock().unwrap() = "2026-04-07T10:00:00Z".parse().unwrap();
    let all: Vec<&str> = std::iter::repeat_n("opened", 20).chain(std::iter::repeat_n("late", 20)).collect();
    settles(&service.app, "R26", &all).await;
    let kept = service.app.store.told().await.unwrap();
    assert_eq!(kept.keys().filter(|key| key.rule.as_str() == "R26").count(), 20);
    for monitor in monitors {
        monitor.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_listens_to_one_of_two_monitors_hears_everything_once() {
    let (_, clock) = clock();
    let service = Service::with(|_| {}, clock.clone()).await;
    service.open("cy-1").await;
    let other = App::start(settings(&service.database), clock).await.unwrap();
    let monitors = [Monitor::start(Arc::clone(&service.app), PACE), Monitor::start(Arc::clone(&other), PACE)];
    let heard = monitors.each_ref().map(Monitor::subscribe);
    for number in 0..20 {
        offered(&service, &concern(&format!("co-{number}"))).await;
    }
    settles(&other, "R26", &["opened"; 20]).await;
    let last = other.store.last_news().await.unwrap();
    for mut heard in heard {
        let mut numbers = Vec::new();
        while numbers.last() != Some(&last) {
            numbers.push(tokio::time::timeout(PATIENCE, heard.recv()).await.unwrap().unwrap().number);
        }
        assert_eq!(numbers, (1..=last).collect::<Vec<i64>>());
    }
    for monitor in monitors {
        monitor.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_pack_is_followed_while_it_runs() {
    let (service, monitor) = with_a_concern().await;

    // The article has no such rule.
    service.app.put_in_force("\"article\"", &person("manager")).await.unwrap();
    settles(&service.app, "R26", &["opened", "withdrawn"]).await;
    assert!(service.app.store.told().await.unwrap().keys().all(|key| key.rule.as_str() != "R26"));
    service.app.put_in_force("\"local-practice\"", &person("manager")).await.unwrap();
    settles(&service.app, "R26", &["opened", "withdrawn", "opened"]).await;
    monitor.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_another_monitor_told_meanwhile_is_not_told_again() {
    let (now, clock) = clock();
    let service = Service::with(|_| {}, clock).await;
    let (store, cycle) = (&service.app.store, "cy-1".parse::<CycleId>().unwrap());
    service.open("cy-1").await;
    offered(&service, &concern("co-1")).await;
    // Two monitors over the same; each tells by what it knows.
    let history = service.app.cycles.get(&cycle).await.unwrap();
    let seen = BTreeMap::from([(cycle, i64::try_from(history.entries().len()).unwrap())]);
    let mut diary = Diary::new(service.app.policy().await.unwrap());
    let opened = diary.advance(&history);
    let late = diary.advance_to("2026-04-08T10:00:00Z".parse().unwrap(), |_| Some(&*history));
    let kept: BTreeMap<DutyKey, DutyState> =
        opened.iter().filter_map(|news| Some((news.key().clone(), news.state()?))).collect();
    let at = *now.lock().unwrap();
    let tell = async |news: &[News], kept: &BTreeMap<DutyKey, DutyState>, pack: i64| {
        store.tell(at, news, FoundBy { seen: &seen, pack, kept }).await.map(|told| told.len())
    };
    let nothing = BTreeMap::new();
    assert_eq!(tell(&opened, &nothing, 0).await.unwrap(), opened.len());
    assert_eq!(tell(&opened, &nothing, 0).await.unwrap(), 0, "the other found out the same");
    assert_eq!(tell(&late, &kept, 0).await.unwrap(), late.len());
    // One that is behind would open again what is late by now.
    let behind = tell(&opened, &nothing, 0).await;
    assert!(matches!(behind, Err(StoreError::Overtaken)), "{behind:?}");
    // It begins again, and tells both in one: only the last of it.
    let both = [opened.clone(), late.clone()].concat();
    assert_eq!(tell(&both, &nothing, 0).await.unwrap(), 0);
    // By a pack that is in force no longer, nothing is told.
    service.app.put_in_force("\"article\"", &person("manager")).await.unwrap();
    let kept = store.told().await.unwrap();
    let withdrawn: Vec<News> = kept
        .iter()
        .filter(|(key, _)| key.rule.as_str() == "R26")
        .map(|(key, was)| News::Withdrawn { key: key.clone(), was: was.clone() })
        .collect();
    assert!(matches!(tell(&withdrawn, &kept, 0).await, Err(StoreError::Overtaken)));
    assert_eq!(tell(&withdrawn, &kept, 1).await.unwrap(), 1);
    assert_eq!(codes(&told(&service.app, "R26").await), ["opened", "late", "withdrawn"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_monitor_that_has_not_seen_the_new_pack_tells_nothing_by_the_old_one() {
    let (service, monitor) = with_a_concern().await;
    // The other looks at its clock, and at the pack, once in an hour: it hears of what its own process records at once.
    let slow = Pace { clock: Duration::from_secs(3_600), others: Duration::from_secs(3_600) };
    let (_, clock) = clock();
    let other = Service::over(service.database.clone(), Arc::clone(&service.folder), |_| {}, clock).await;
    let slow = Monitor::start(Arc::clone(&other.app), slow);
    // It has begun once it tells something.
    offered(&other, &concern("co-2")).await;
    settles(&service.app, "R26", &["opened", "opened"]).await;

    service.app.put_in_force("\"article\"", &person("manager")).await.unwrap();
    let withdrawn = ["opened", "opened", "withdrawn", "withdrawn"];
    settles(&service.app, "R26", &withdrawn).await;
    offered(&other, &concern("co-3")).await;
    settles(&service.app, "R26", &withdrawn).await;
    slow.stop().await;
    monitor.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_machine_whose_clock_is_a_little_behind_takes_nothing_back() {
    let (now, ahead) = clock();
    let (later, behind) = clock();
    let service = Service::with(|_| {}, ahead).await;
    service.open("cy-1").await;
    let monitor = Monitor::start(Arc::clone(&service.app), PACE);
    offered(&service, &concern("co-1")).await;
    settles(&service.app, "R26", &["opened"]).await;
    // It is late from midnight on in London, which is an hour ahead in summer.
    *now.lock().unwrap() = "2026-04-06T23:00:20Z".parse().unwrap();
    settles(&service.app, "R26", &["opened", "late"]).await;
    *later.lock().unwrap() = "2026-04-06T22:59:50Z".parse().unwrap();
    let other = App::start(settings(&service.database), behind).await.unwrap();
    let other = Monitor::start(other, PACE);
    settles(&service.app, "R26", &["opened", "late"]).await;
    *later.lock().unwrap() = "2026-04-06T23:00:20Z".parse().unwrap();
    settles(&service.app, "R26", &["opened", "late"]).await;
    other.stop().await;
    monitor.stop().await;
}

/// Two monitors, each with a pace of its own, while somebody records and days go by: of each duty, no two pieces in turn say the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_monitors_that_race_tell_each_piece_once() {
    let (now, clock) = clock();
    let service = Service::with(|_| {}, clock.clone()).await;
    service.open("cy-1").await;
    let other = Service::over(service.database.clone(), Arc::clone(&service.folder), |_| {}, clock).await;
    let paces = [3, 5].map(Duration::from_millis).map(|pace| Pace { clock: pace, others: pace });
    let [one, two] = paces;
    let monitors = [Monitor::start(Arc::clone(&service.app), one), Monitor::start(Arc::clone(&other.app), two)];
    for day in 7..22 {
        for (service, id) in [(&service, format!("co-{day}")), (&other, format!("co-{day}-other"))] {
            let mut raised = concern(&id);
            raised["occurred_at"] = json!(format!("2026-04-{day:02}T08:00:00Z"));
            *now.lock().unwrap() = format!("2026-04-{day:02}T09:00:00Z").parse().unwrap();
            offered(service, &raised).await;
        }
        *now.lock().unwrap() = format!("2026-04-{day:02}T23:30:00Z").parse().unwrap();
        tokio::time::sleep(Duration::from_millis(8)).await;
    }
    let begun = Instant::now();
    while told(&service.app, "R26").await.iter().filter(|(code, _)| *code == "late").count() < 30 {
        assert!(begun.elapsed() < PATIENCE);
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    for monitor in monitors {
        monitor.stop().await;
    }
    let mut by_duty: BTreeMap<DutyKey, Vec<&str>> = BTreeMap::new();
    for (code, key) in told(&service.app, "R26").await {
        by_duty.entry(key).or_default().push(code);
    }
    assert_eq!(by_duty.len(), 30);
    for (key, codes) in by_duty {
        // A monitor that finds it only after it is late tells that at once.
        assert!(codes == ["opened", "late"] || codes == ["late"], "{key:?}: {codes:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_of_the_family_is_not_told_of_a_concern() {
    let (service, monitor) = with_a_concern().await;
    service.app.put_in_force("\"article\"", &person("manager")).await.unwrap();
    settles(&service.app, "R26", &["opened", "withdrawn"]).await;
    let news = service.app.store.news_after(0, 10).await.unwrap();
    let cycle = service.app.cycles.get(&"cy-1".parse().unwrap()).await.unwrap();
    let view = cycle.view(Moment::LATEST, Moment::LATEST);
    let told = |who: &str| {
        let reader = Reader::of(&view, &person(who));
        let codes = news.iter().filter(|told| is_told_to(&told.news, &reader)).map(|told| told.news.code());
        codes.collect::<Vec<&str>>()
    };
    assert_eq!(told("manager"), ["opened", "withdrawn"]);
    assert_eq!(told("mother"), [""; 0]);
    drop(cycle);
    monitor.stop().await;
}

/// Takes about half a minute, most of it to record.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_cycles_are_watched() {
    const CYCLES: usize = 1_000;
    let (now, clock) = clock();
    let service = Service::with(|settings| settings.cache.cycles = 100.try_into().unwrap(), clock.clone()).await;
    service.grant(EVERYWHERE, "clinician", May::Open, "").await;
    let monitor = Monitor::start(Arc::clone(&service.app), PACE);
    for number in 0..CYCLES {
        let cycle = format!("cy-{number}").parse().unwrap();
        let entered = act("person_entered", 0, "clinician", json!({ "person": "worker", "role": "social_worker" }));
        for act in [opening(&format!("cy-{number}")), entered, concern("co-1")] {
            let offer: Offer = serde_json::from_value(act).unwrap();
            service.app.cycles.offer(&cycle, offer, None).await.unwrap();
        }
    }
    settles(&service.app, "R26", &[&["opened"; CYCLES][..]].concat()).await;
    monitor.stop().await;

    // After a restart, everything falls late in one night.
    *now.lock().unwrap() = "2026-04-07T10:00:00Z".parse().unwrap();
    let app = App::start(settings(&service.database), clock).await.unwrap();
    let monitor = Monitor::start(Arc::clone(&app), PACE);
    settles(&app, "R26", &[&["opened"; CYCLES][..], &["late"; CYCLES][..]].concat()).await;
    let mut by_cycle: BTreeMap<_, usize> = BTreeMap::new();
    for (_, key) in told(&app, "R26").await {
        *by_cycle.entry(key.cycle).or_default() += 1;
    }
    assert!(by_cycle.len() == CYCLES && by_cycle.values().all(|told| *told == 2), "each was told twice: opened, and late");
    let waiting = app.store.waiting("2026-04-07T11:00:00Z".parse().unwrap()).await.unwrap();
    assert_eq!(waiting.len(), CYCLES);
    monitor.stop().await;
}
