//! A cycle that does not load, met by the clock of the monitor.

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::http::StatusCode;
use case_system::clock::Clock;
use case_system::monitor::{Monitor, Pace};
use practice_cycle::moment::Moment;
use serde_json::json;

use crate::common::{Service, act};

/// How long anything may take before the test gives up: far longer than a slow machine needs.
const PATIENCE: Duration = Duration::from_secs(120);

/// What is logged of what went wrong.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_clock_asks_once_for_a_cycle_that_does_not_load() {
    const TICK: Duration = Duration::from_millis(20);
    let log = Log::default();
    let writer = log.clone();
    let logging = tracing_subscriber::fmt().with_max_level(tracing::Level::ERROR).with_ansi(false);
    logging.with_writer(move || writer.clone()).init();
    let now: Arc<Mutex<Moment>> = Arc::new(Mutex::new("2026-04-06T10:00:00Z".parse().unwrap()));
    let read = Arc::clone(&now);
    let one_in_memory = |settings: &mut case_system::settings::Settings| settings.cache.cycles = 1.try_into().unwrap();
    let service = Service::with(one_in_memory, Clock::new(move || *read.lock().unwrap())).await;
    let monitor = Monitor::start(Arc::clone(&service.app), Pace { clock: TICK, others: TICK });
    for cycle in ["cy-broken", "cy-whole"] {
        service.open(cycle).await;
        let concern = act("concern_raised", 30, "clinician", json!({ "concern": "co-1", "what": "concern" }));
        assert_eq!(service.offer("clinician", cycle, &concern).await.status, StatusCode::CREATED);
    }
    let told = async |code: &str| {
        let all = service.app.store.news_after(0, 100).await.unwrap();
        all.iter().filter(|told| told.news.key().rule.as_str() == "R26" && told.news.code() == code).count()
    };
    let comes = async |code: &str, count: usize| {
        while told(code).await < count {
            tokio::time::sleep(TICK).await;
        }
    };
    tokio::time::timeout(PATIENCE, comes("opened", 2)).await.unwrap();
    service.sql("UPDATE entries SET line = replace(line, 'social_worker', 'parent') WHERE cycle = 'cy-broken'").await;
    // Overnight both concerns should have been passed on; the first cycle is no longer in memory.
    *now.lock().unwrap() = "2026-04-07T10:00:00Z".parse().unwrap();
    tokio::time::timeout(PATIENCE, comes("late", 1)).await.unwrap();
    tokio::time::sleep(TICK * 50).await;
    monitor.stop().await;
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let loaded = log.lines().filter(|line| line.contains("does not load") && line.contains("cy-broken")).count();
    assert_eq!((loaded, told("late").await), (1, 1), "{log}");
}
