//! Where a cycle stands.

use std::sync::Arc;

use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::{Extension, Json};
use practice_cycle::id::CycleId;
use practice_cycle::moment::Moment;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::problem::Problem;
use crate::app::App;
use crate::cycles::Broken;
use crate::people::SignedIn;
use crate::shown::Shown;

/// As of when, and as known when. Without either, now.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Times {
    /// Up to when things occurred.
    pub as_of: Option<Moment>,
    /// Up to when they were recorded.
    pub as_known_at: Option<Moment>,
}

/// Where a cycle stands, for one reader.
#[derive(Debug, Serialize)]
pub struct Answer {
    /// The overview, without what the reader is not shown.
    pub overview: Value,
    /// The same in words.
    pub text: String,
    /// From which row on the cycle does not load; it is read-only then, and shown as it stood before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub broken: Option<Broken>,
}

/// What every reading of a cycle begins with: the person may read it, the times read, and it is noted that it is being read.
pub async fn opened(
    app: &App,
    who: &SignedIn,
    cycle: Result<Path<CycleId>, PathRejection>,
    times: Result<Query<Times>, QueryRejection>,
    what: &str,
) -> Result<(CycleId, Moment, Moment), Problem> {
    let Path(cycle) = cycle.map_err(|_| Problem::not_found())?;
    let Query(Times { as_of, as_known_at }) = times.map_err(|why| Problem::parameter(why.body_text()))?;
    if app.reader_of(&cycle, &who.0).await?.is_none() || app.store.last(&cycle).await?.is_none() {
        return Err(Problem::not_found());
    }
    let now = app.clock.now();
    app.store.note_read(now, &who.0, &cycle, what).await?;
    Ok((cycle, as_of.unwrap_or(now), as_known_at.unwrap_or(now)))
}

/// Answers where a cycle stands.
pub async fn overview(
    State(app): State<Arc<App>>,
    Extension(who): Extension<SignedIn>,
    cycle: Result<Path<CycleId>, PathRejection>,
    times: Result<Query<Times>, QueryRejection>,
) -> Result<Json<Answer>, Problem> {
    let (cycle, as_of, known_at) = opened(&app, &who, cycle, times, "overview").await?;
    let answer = app.cycles.read(&cycle, move |cycle| {
        let shown = Shown::to(cycle, as_of, known_at, &who.0);
        Answer { overview: shown.overview(), text: shown.overview_text(), broken: cycle.broken().cloned() }
    });
    Ok(Json(answer.await?))
}
