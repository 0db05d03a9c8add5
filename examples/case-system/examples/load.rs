//! How many acts a second the service records, beside the same service without judging, and how much memory many cycles take.
//!
//! ```text
//! cargo run --release -p case-system --example load                   # acts a second, on a disk
//! cargo run --release -p case-system --example load -- /dev/shm       # the same where writing to the disk costs nothing
//! cargo run --release -p case-system --example load -- memory         # 10,000 cycles of 100 entries
//! ```
//!
//! The yardstick is a route of the example: sign-in, limits, rights, reading of the body, numbering, sealing and storing are those of the
//! service; only nothing is judged, and no history is kept in memory. Rounds of the two take turns, so that both see the same machine.
//! What matters is the ratio. All cases are invented.
#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a measurement that cannot go on ends")]

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{Request, StatusCode, header};
use axum::routing::post;
use axum::{Extension, Router};
use case_system::app::App;
use case_system::clock::Clock;
use case_system::cycles::{Cycles, Limits};
use case_system::people::SignedIn;
use case_system::settings::{DatabaseUrl, Settings};
use case_system::store::{EVERYWHERE, Grant, May, NewRow, Row};
use case_system::{api, invented};
use practice_cycle::chain::{Chain, Salt};
use practice_cycle::cycle::Offer;
use practice_cycle::id::CycleId;
use practice_cycle::people::Held;
use serde_json::{Value, json};
use tokio::sync::Mutex;
use tower::ServiceExt;

/// How many clients send at once, each to a cycle of its own.
const CLIENTS: usize = 8;
/// How many cycles each client fills in a round.
const CYCLES: usize = 6;
const ROUNDS: usize = 5;

/// Where the cycles of the yardstick stand.
#[derive(Default)]
struct Unjudged(Mutex<HashMap<CycleId, End>>);

/// The number of the last entry, and the end of the chain.
type End = Arc<Mutex<(i64, Chain)>>;

/// Records an act as it comes.
async fn unjudged(
    State(app): State<Arc<App>>,
    Extension(who): Extension<SignedIn>,
    Extension(cycles): Extension<Arc<Unjudged>>,
    Path(cycle): Path<CycleId>,
    body: String,
) -> (StatusCode, [(header::HeaderName, &'static str); 1], String) {
    let offer = Offer::parse(&body).expect("an act");
    let access = app.store.access(Some(&cycle), &who.0).await.expect("rights");
    who.may_offer(&offer, Held::default(), &access).expect("an act that is theirs");
    let state = Arc::clone(cycles.0.lock().await.entry(cycle.clone()).or_default());
    let mut state = state.lock().await;
    let opener = offer.recorded_by.clone().unwrap_or_else(|| offer.by.clone());
    let kind = offer.event.kind().code();
    let (number, act) = (state.0 + 1, offer.recorded(app.clock.now()));
    // As cheap as it can be: the number put before what serde writes of the act.
    let written = serde_json::to_string(&act).expect("JSON");
    let line = format!("{{\"number\":{number},{}", written.trim_start_matches('{'));
    let answer = format!(r#"{{"outcome":"recorded","number":{number},"entry":{line},"warnings":[]}}"#);
    let mut salt = [0; 32];
    getrandom::fill(&mut salt).expect("random bytes");
    let seal = serde_json::to_string(&state.1.seal(&line, Salt::new(salt))).expect("JSON");
    let rows = [NewRow { row: Row { number, line, seal }, kind, recorded_at: act.recorded_at.to_string() }];
    app.store.append(&cycle, &rows, None, &opener).await.expect("a row that is stored");
    state.0 = number;
    (StatusCode::CREATED, [(header::CONTENT_TYPE, "application/json")], answer)
}

/// The acts of an invented case, to be sent to a cycle of another name.
fn acts(cycle: &str) -> Vec<(String, String)> {
    let mut acts = Vec::new();
    for line in include_str!("../../data/statutory_path.jsonl").lines() {
        let mut act: Value = serde_json::from_str(line).expect("JSON");
        let fields = act.as_object_mut().expect("an object");
        fields.remove("number");
        fields.remove("recorded_at");
        if act["type"] == "cycle_opened" {
            act["data"]["cycle"] = cycle.into();
        }
        let who = act["recorded_by"].as_str().or(act["by"].as_str()).expect("somebody").to_owned();
        acts.push((who, act.to_string()));
    }
    acts
}

/// Sends the acts of some cycles, one after another, and answers how long each took.
async fn client(router: Router, prefix: &'static str, cycles: Vec<String>) -> Vec<Duration> {
    let mut took = Vec::new();
    for cycle in cycles {
        for (who, body) in acts(&cycle) {
            let request = Request::post(format!("{prefix}/cycles/{cycle}/acts")).header("case-system-person", who);
            let request = request.header("content-type", "application/json").body(Body::from(body)).expect("a request");
            let started = Instant::now();
            let answer = router.clone().oneshot(request).await.expect("an answer");
            took.push(started.elapsed());
            let status = answer.status();
            let said = axum::body::to_bytes(answer.into_body(), usize::MAX).await.expect("a body");
            assert_eq!(status, StatusCode::CREATED, "{}", String::from_utf8_lossy(&said));
        }
    }
    took
}

/// One round: acts a second, and how long each took.
async fn round(router: &Router, prefix: &'static str, name: &str) -> (f64, Vec<Duration>) {
    let started = Instant::now();
    let clients: Vec<_> = (0..CLIENTS)
        .map(|of| {
            let cycles = (0..CYCLES).map(|cycle| format!("{name}-{of}-{cycle}")).collect();
            tokio::spawn(client(router.clone(), prefix, cycles))
        })
        .collect();
    let mut took = Vec::new();
    for client in clients {
        took.extend(client.await.expect("a client"));
    }
    let elapsed = started.elapsed().as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "some thousands")]
    let rate = took.len() as f64 / elapsed;
    (rate, took)
}

fn percentile(mut took: Vec<Duration>) -> Duration {
    took.sort_unstable();
    took[took.len() * 99 / 100]
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

async fn app(folder: &std::path::Path) -> Arc<App> {
    let mut settings = Settings::development(invented::people().into_iter().collect());
    settings.database = match std::env::var("DATABASE_URL") {
        Ok(url) => DatabaseUrl::new(url),
        Err(_) => DatabaseUrl::new(format!("sqlite:{}", folder.join("load.db").display())),
    };
    (settings.rates.person_burst, settings.rates.person_per_second) = (u32::MAX, u32::MAX);
    // After everything that occurs in the invented case.
    let later = "2028-01-03T09:00:00Z".parse().expect("a time");
    let app = App::start(settings, Clock::new(move || later)).await.expect("a service");
    for person in invented::people() {
        let mut rights = vec![(May::Read, String::new()), (May::Act, String::new()), (May::Open, String::new())];
        rights.extend(invented::people().iter().map(|whom| (May::Record, whom.to_string())));
        for (may, whom) in rights {
            let grant = Grant { cycle: EVERYWHERE.to_owned(), person: person.clone(), may, whom };
            app.store.grant(&grant).await.expect("a right");
        }
    }
    app
}

async fn throughput(folder: &std::path::Path) {
    let app = app(folder).await;
    let unjudged_route = Router::new().route("/unjudged/cycles/{cycle}/acts", post(unjudged));
    let router = api::service(Arc::clone(&app), unjudged_route.layer(Extension(Arc::new(Unjudged::default()))));
    let run = std::process::id();
    // Once to be warm.
    round(&router, "/api", &format!("{run}-warm")).await;
    round(&router, "/unjudged", &format!("{run}-warm-unjudged")).await;
    let (mut ratios, mut tails) = (Vec::new(), Vec::new());
    println!(
        "{:>8} {:>14} {:>14} {:>7} {:>12} {:>12} {:>7}",
        "round", "judged/s", "unjudged/s", "ratio", "p99 judged", "p99 without", "ratio"
    );
    for number in 1..=ROUNDS {
        let (with, judged_took) = round(&router, "/api", &format!("{run}-{number}")).await;
        let (without, unjudged_took) = round(&router, "/unjudged", &format!("{run}-{number}-unjudged")).await;
        let (tail, other) = (percentile(judged_took), percentile(unjudged_took));
        ratios.push(with / without);
        tails.push(tail.as_secs_f64() / other.as_secs_f64());
        println!(
            "{number:>8} {with:>14.0} {without:>14.0} {:>7.3} {tail:>12.1?} {other:>12.1?} {:>7.2}",
            with / without,
            tail.as_secs_f64() / other.as_secs_f64()
        );
    }
    println!(
        "median of {ROUNDS} rounds: {:.3} of the acts a second of the service without judging, {:.2} of its 99th percentile",
        median(ratios),
        median(tails)
    );
}

/// The memory that this process takes, in megabytes.
fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("a line");
    let kilobytes: f64 = line.trim().trim_end_matches(" kB").parse().expect("a number");
    kilobytes / 1024.0
}

/// A hundred entries: an opening, three people, and 48 contracts that were asked for and accepted.
fn hundred(cycle: &str) -> String {
    let mut lines = Vec::new();
    let mut add = |kind: &str, by: &str, data: Value| {
        let (number, minute) = (lines.len() + 1, lines.len());
        let at = format!("2026-04-06T{:02}:{:02}:00Z", 9 + minute / 60, minute % 60);
        let entry = json!({ "number": number, "type": kind, "occurred_at": at, "recorded_at": at, "by": by, "data": data });
        lines.push(entry.to_string());
    };
    add("cycle_opened", "clinician", json!({ "cycle": cycle, "format": 1, "clinician": "clinician", "team": "t-1" }));
    for (person, role) in [("worker", "social_worker"), ("manager", "manager"), ("mother", "parent")] {
        add("person_entered", "clinician", json!({ "person": person, "role": role }));
    }
    for contract in 0..48 {
        let contract = format!("contract-{contract}");
        add("contract_invited", "worker", json!({ "contract": contract, "space": "team_meeting" }));
        add("invitation_accepted", "clinician", json!({ "contract": contract }));
    }
    lines.join("\n")
}

async fn memory(folder: &std::path::Path) {
    const ALL: usize = 10_000;
    let app = app(folder).await;
    let started = Instant::now();
    let (mut cycles, mut bytes) = (Vec::new(), 0);
    for number in 0..ALL {
        let lines = hundred(&format!("cycle-{number}"));
        bytes += lines.len();
        cycles.push(app.cycles.import(&lines).await.expect("a cycle"));
    }
    println!(
        "{ALL} cycles of 100 entries, in {} MB of lines, stored in {:.0} s; nothing is in memory yet: {:.0} MB",
        bytes / 1_000_000,
        started.elapsed().as_secs_f64(),
        resident()
    );
    for most in [100, 1_000, ALL] {
        let most = std::num::NonZeroUsize::new(most).expect("some");
        let limited = Cycles::new(app.store.clone(), Clock::default(), Limits { cycles: most, bytes: usize::MAX });
        let started = Instant::now();
        for cycle in &cycles {
            let cycle = limited.get(cycle).await.expect("a cycle");
            assert_eq!((cycle.entries().len(), cycle.broken()), (100, None));
        }
        let each = started.elapsed() / u32::try_from(ALL).expect("it fits");
        println!("all read once, {} of them kept: {:.0} MB; {each:.0?} to load one", limited.in_memory(), resident());
    }
}

#[tokio::main]
async fn main() {
    let word = std::env::args().nth(1);
    let parent = word.as_deref().filter(|word| *word != "memory").map_or_else(std::env::temp_dir, PathBuf::from);
    let folder = parent.join(format!("case-system-load-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    if word.as_deref() == Some("memory") {
        memory(&folder).await;
    } else {
        throughput(&folder).await;
    }
    std::fs::remove_dir_all(&folder).expect("the folder");
}
