//! What tests share: a service over a database of its own, and requests to it. All people and cases are invented.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]
#![allow(dead_code, clippy::allow_attributes, reason = "not every test file uses all of it")]

pub(crate) mod pages;

use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use case_system::api;
use case_system::app::App;
use case_system::clock::Clock;
use case_system::settings::{DatabaseUrl, Settings};
use case_system::store::{ANYBODY, EVERYWHERE, Grant, May, Row};
use http_body_util::BodyExt;
use practice_cycle::id::PersonId;
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection};
use tower::ServiceExt;

/// Those who may sign in.
pub(crate) const PEOPLE: [&str; 6] = ["clinician", "worker", "manager", "mother", "stranger", "partner"];

/// A service, and the folder of its database, which goes with it.
pub(crate) struct Service {
    pub(crate) app: Arc<App>,
    pub(crate) router: Router,
    pub(crate) folder: Arc<tempfile::TempDir>,
    pub(crate) database: String,
}

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: axum::http::HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

pub(crate) fn person(id: &str) -> PersonId {
    id.parse().unwrap()
}

/// The URL of a database that nobody else uses: a file in a folder, or, where `DATABASE_URL` names a server of PostgreSQL, a new one
/// there.
pub(crate) async fn database(folder: &std::path::Path) -> String {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let Ok(server) = std::env::var("DATABASE_URL") else {
        return format!("sqlite:{}", folder.join("cases.db").display());
    };
    sqlx::any::install_default_drivers();
    let name = format!("cases_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::SeqCst));
    let mut connection = sqlx::AnyConnection::connect(&server).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    format!("{}/{name}", server.rsplit_once('/').unwrap().0)
}

/// Whether the tests run against PostgreSQL.
pub(crate) fn is_postgres() -> bool {
    std::env::var("DATABASE_URL").is_ok()
}

/// The settings of a test, over a database.
pub(crate) fn settings(database: &str) -> Settings {
    let mut settings = Settings::development(PEOPLE.map(person).into());
    settings.database = DatabaseUrl::new(database);
    settings.rates.person_burst = 1_000_000;
    settings.rates.person_per_second = 1_000_000;
    settings
}

impl Service {
    pub(crate) async fn new() -> Self {
        Self::with(|_| {}, Clock::default()).await
    }

    pub(crate) async fn with(change: impl FnOnce(&mut Settings), clock: Clock) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = database(folder.path()).await;
        Self::over(database, Arc::new(folder), change, clock).await
    }

    /// A service over a database that is there.
    pub(crate) async fn over(
        database: String,
        folder: Arc<tempfile::TempDir>,
        change: impl FnOnce(&mut Settings),
        clock: Clock,
    ) -> Self {
        let mut settings = settings(&database);
        change(&mut settings);
        let app = App::start(settings, clock).await.unwrap();
        let router = api::service(Arc::clone(&app), Router::new());
        Self { app, router, folder, database }
    }

    /// Another service over the same database, as another process would be: it has read nothing yet.
    pub(crate) async fn another(&self) -> Self {
        Self::over(self.database.clone(), Arc::clone(&self.folder), |_| {}, Clock::default()).await
    }

    /// A service with the cycle `cy-1`: the clinician and a worker are in it, and may act; so is the mother of a family.
    pub(crate) async fn with_cycle() -> Self {
        let service = Self::new().await;
        service.open("cy-1").await;
        service
    }

    /// Opens a cycle, with the people who are in it.
    pub(crate) async fn open(&self, cycle: &str) {
        self.grant(EVERYWHERE, "clinician", May::Open, "").await;
        let opened = self.offer("clinician", cycle, &opening(cycle)).await;
        assert_eq!(opened.status, StatusCode::CREATED, "{}", opened.body);
        for (id, role) in [("worker", "social_worker"), ("manager", "manager"), ("mother", "parent")] {
            let entered = act("person_entered", 0, "clinician", json!({ "person": id, "role": role }));
            assert_eq!(self.offer("clinician", cycle, &entered).await.status, StatusCode::CREATED);
            self.grant(cycle, id, May::Read, "").await;
        }
        for id in ["worker", "manager"] {
            self.grant(cycle, id, May::Act, "").await;
        }
        self.grant(cycle, "worker", May::Record, ANYBODY).await;
    }

    pub(crate) async fn grant(&self, cycle: &str, who: &str, may: May, whom: &str) {
        let grant = Grant { cycle: cycle.to_owned(), person: person(who), may, whom: whom.to_owned() };
        self.app.store.grant(&grant).await.unwrap();
    }

    /// The rows of a cycle as they are stored.
    pub(crate) async fn rows(&self, cycle: &str) -> Vec<Row> {
        self.app.store.rows(&cycle.parse().unwrap(), 0).await.unwrap()
    }

    /// Changes the database behind the back of the service.
    pub(crate) async fn sql(&self, statement: &str) {
        let pool = self.app.store.pool();
        sqlx::raw_sql(AssertSqlSafe(statement.to_owned())).execute(pool).await.unwrap();
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        read(self.router.clone().oneshot(request).await.unwrap()).await
    }

    pub(crate) async fn get(&self, who: &str, path: &str) -> Answer {
        self.send(request("GET", who, path).body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn offer(&self, who: &str, cycle: &str, act: &Value) -> Answer {
        self.post(who, &format!("/api/cycles/{cycle}/acts"), act).await
    }

    pub(crate) async fn post(&self, who: &str, path: &str, body: &Value) -> Answer {
        let request = request("POST", who, path).header(header::CONTENT_TYPE, "application/json");
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }
}

pub(crate) fn request(method: &str, who: &str, path: &str) -> axum::http::request::Builder {
    Request::builder().method(method).uri(path).header("case-system-person", who)
}

pub(crate) async fn read(response: Response<Body>) -> Answer {
    let (head, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    Answer { status: head.status, headers: head.headers, body: String::from_utf8(body.to_vec()).unwrap() }
}

/// The act that opens a cycle.
pub(crate) fn opening(cycle: &str) -> Value {
    act("cycle_opened", 0, "clinician", json!({ "cycle": cycle, "format": 1, "clinician": "clinician", "team": "t-1" }))
}

/// An act of 6 April 2026, so many seconds after nine.
pub(crate) fn act(kind: &str, second: u32, by: &str, data: Value) -> Value {
    let (minute, second) = (second / 60, second % 60);
    json!({ "type": kind, "occurred_at": format!("2026-04-06T09:{minute:02}:{second:02}Z"), "by": by, "data": data })
}

/// An invitation to a contract by the worker.
pub(crate) fn invitation(contract: &str, second: u32) -> Value {
    act("contract_invited", second, "worker", json!({ "contract": contract, "space": "team_meeting" }))
}

/// Runs the program over the database of a service, or another one.
pub(crate) fn run(service: &Service, database: &str, words: &[&str]) -> Output {
    let file = service.folder.path().join("settings.toml");
    std::fs::write(&file, "[sign_in]\nby = \"development\"\npeople = []\n").unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_case-system"));
    command.arg("--settings").arg(&file).args(words).env("CASE_SYSTEM_DATABASE", database).output().unwrap()
}

/// What it prints, where it ends with a status.
#[track_caller]
pub(crate) fn prints(output: &Output, status: i32) -> String {
    let (out, error) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(status), "{out}{error}");
    out.into_owned()
}

pub(crate) fn says(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
