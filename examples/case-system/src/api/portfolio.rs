//! Somebody's own portfolio. It is found by who is signed in, and never by what a request names.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode};
use axum::{Extension, Json};
use practice_cycle::evidencing::{Act, Portfolio, Refusal};
use practice_cycle::id::PersonId;
use practice_cycle::moment::Moment;
use practice_cycle::stored;
use serde_json::{Value, json};

use super::acts::body_of;
use super::problem::{Kind, Problem};
use crate::app::App;
use crate::erasing::redaction_of;
use crate::people::SignedIn;
use crate::store::StoreError;

/// How often an act is judged again because the owner recorded something elsewhere at the same time.
const TRIES: u32 = 10;

async fn load(app: &App, owner: &PersonId) -> Result<Portfolio, Problem> {
    let lines = app.store.portfolio(owner).await?;
    if lines.is_empty() {
        return Ok(Portfolio::default());
    }
    Portfolio::read(lines.join("\n").as_bytes(), owner).map_err(|error| {
        tracing::error!(owner = owner.as_str(), %error, "a portfolio does not load");
        Problem::new(Kind::ReadOnly).detail(format!("your portfolio: {error}"))
    })
}

fn refused(refusal: Refusal, act: &Act) -> Problem {
    let report = refusal.about(act);
    let mut problem = Problem::refused(report.status, &report.message);
    problem.portfolio_refusal = Some(Box::new(report));
    problem
}

/// Answers with the portfolio of whoever is signed in: what is recorded, and what it comes to.
///
/// # Errors
/// A [`Problem`]: 404, where they have none.
pub(super) async fn portfolio(
    State(app): State<Arc<App>>,
    Extension(who): Extension<SignedIn>,
) -> Result<Json<Value>, Problem> {
    let portfolio = load(&app, &who.0).await?;
    let view = portfolio.open_for(&who.0).map_err(|_| Problem::not_found())?;
    let reading = view.reading(Moment::LATEST, Moment::LATEST);
    Ok(Json(json!({ "entries": view.entries(), "reading": reading, "text": reading.to_string() })))
}

/// Records an act in the portfolio of whoever is signed in; the first opens it.
///
/// # Errors
/// A [`Problem`] says why it is not recorded.
pub(super) async fn offer(
    State(app): State<Arc<App>>,
    Extension(who): Extension<SignedIn>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let act = read(&body_of(&headers, body)?, app.clock.now())?;
    if act.by != who.0 {
        return Err(Problem::forbidden("a portfolio is written by its owner alone"));
    }
    for _ in 0..TRIES {
        let mut portfolio = load(&app, &who.0).await?;
        // Nothing is recorded before what was recorded last, whatever the clock says.
        let last =
            portfolio.open_for(&who.0).ok().and_then(|view| view.entries().last().map(|entry| entry.act().recorded_at));
        let act = act.clone().recorded(last.map_or(act.recorded_at, |last| last.max(act.recorded_at)));
        let entry = match portfolio.record(act.clone()) {
            Ok(entry) => entry,
            Err(Refusal::AlreadyRecorded { number }) => {
                return Ok((StatusCode::OK, Json(json!({ "outcome": "already_recorded", "number": number }))));
            }
            Err(refusal) => return Err(refused(refusal, &act)),
        };
        let unwritable = |_| Problem::internal();
        let line = serde_json::to_string(&entry).map_err(unwritable)?;
        let view = portfolio.open_for(&who.0).map_err(|refusal| refused(refusal, &act))?;
        let redaction = redaction_of(view, &entry).map_err(unwritable)?;
        match app.store.append_to_portfolio(&who.0, entry.number().get().into(), &line, redaction.as_ref()).await {
            Ok(()) => {
                return Ok((
                    StatusCode::CREATED,
                    Json(json!({ "outcome": "recorded", "number": entry.number(), "entry": entry })),
                ));
            }
            Err(StoreError::Taken) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(StoreError::Taken.into())
}

/// Reads an act as a client sends it: when it is recorded, the host says.
fn read(body: &str, now: Moment) -> Result<Act, Problem> {
    let mut sent: Value = stored::parse(body).map_err(|unreadable| Problem::fault(unreadable.report()))?;
    match sent.as_object_mut() {
        Some(fields) if !fields.contains_key("recorded_at") => _ = fields.insert("recorded_at".to_owned(), json!(now)),
        Some(_) | None => {
            return Err(Problem::new(Kind::Unreadable).detail("expected an object without `recorded_at`"));
        }
    }
    stored::parse(&sent.to_string()).map_err(|unreadable| Problem::fault(unreadable.report()))
}
