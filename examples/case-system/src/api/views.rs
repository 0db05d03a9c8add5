//! What can be read of a cycle, each as whoever reads is shown it.

use std::io::Cursor;
use std::sync::Arc;

use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use practice_cycle::cycle::Possibility;
use practice_cycle::export::{self, Csv, Exporter, Format, Options, Pseudonyms, Traces, Xes, ocel};
use practice_cycle::history::History;
use practice_cycle::id::CycleId;
use practice_cycle::moment::Moment;
use practice_cycle::policy::{Duty, Finding, Outcome, Policy};
use practice_cycle::reading::Readings;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::problem::Problem;
use crate::app::App;
use crate::cycles::BrokenShown;
use crate::people::SignedIn;
use crate::shown::Shown;
use crate::store::{Access, May};

/// As of when, and as known when. Without either, now.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Times {
    /// Up to when things occurred.
    pub as_of: Option<Moment>,
    /// Up to when they were recorded.
    pub as_known_at: Option<Moment>,
}

/// A path with a cycle, as it may fail.
pub type OfCycle = Result<Path<CycleId>, PathRejection>;

/// A query with times, as it may fail.
pub type AtTimes = Result<Query<Times>, QueryRejection>;

/// What somebody may do in a cycle that is there and that they may read. Whoever may not is not told that it is there.
pub(crate) async fn accessible(app: &App, who: &SignedIn, cycle: &CycleId) -> Result<Access, Problem> {
    let access = app.reader_of(cycle, &who.0).await?.ok_or_else(Problem::not_found)?;
    if app.store.last(cycle).await?.is_none() {
        return Err(Problem::not_found());
    }
    Ok(access)
}

/// What every reading of a cycle begins with: the person may read it, the times read, and it is noted that it is being read.
///
/// # Errors
/// A [`Problem`] that does not differ between a cycle that is not there and one that they may not read.
pub async fn opened(app: &App, who: &SignedIn, cycle: OfCycle, times: AtTimes, what: &str) -> Result<Seen, Problem> {
    let Path(cycle) = cycle.map_err(|_| Problem::not_found())?;
    let Query(Times { as_of, as_known_at }) =
        times.map_err(|_| Problem::parameter("`as_of` and `as_known_at` take a time"))?;
    let access = accessible(app, who, &cycle).await?;
    let now = app.clock.now();
    app.store.note_read(now, &who.0, &cycle, what).await?;
    let administers = access.may(May::Administer);
    Ok(Seen { cycle, now, administers, as_of: as_of.unwrap_or(now), known_at: as_known_at.unwrap_or(now) })
}

/// What is being read.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The cycle.
    pub cycle: CycleId,
    /// Now.
    pub now: Moment,
    /// Whether they administer, and so are told what is wrong with a cycle that does not load.
    pub administers: bool,
    /// Up to when things occurred.
    pub as_of: Moment,
    /// Up to when they were recorded.
    pub known_at: Moment,
}

/// Where a cycle stands, for one reader.
#[derive(Debug, Serialize)]
pub struct OverviewAnswer {
    /// The overview, without what the reader is not shown.
    pub overview: Value,
    /// The same in words.
    pub text: String,
    /// From which row on the cycle does not load; it is read-only then, and shown as it stood before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub broken: Option<BrokenShown>,
}

/// Answers where a cycle stands.
///
/// # Errors
/// A [`Problem`], as of all that is read.
pub async fn overview(
    State(app): State<Arc<App>>,
    Extension(who): Extension<SignedIn>,
    cycle: OfCycle,
    times: AtTimes,
) -> Result<Json<OverviewAnswer>, Problem> {
    let seen = opened(&app, &who, cycle, times, "overview").await?;
    let answer = app.cycles.read(&seen.cycle, move |cycle| {
        let shown = Shown::to(cycle, seen.as_of, seen.known_at, cycle.reader(&who.0, seen.now));
        let broken = cycle.broken().map(|broken| broken.shown(seen.administers));
        OverviewAnswer { overview: shown.overview(), text: shown.overview_text(), broken }
    });
    Ok(Json(answer.await?))
}

/// Answers with the entries of a cycle.
///
/// # Errors
/// A [`Problem`], as of all that is read.
pub async fn entries(
    State(app): State<Arc<App>>,
    Extension(who): Extension<SignedIn>,
    cycle: OfCycle,
    times: AtTimes,
) -> Result<Json<Value>, Problem> {
    let seen = opened(&app, &who, cycle, times, "entries").await?;
    let answer = app.cycles.read(&seen.cycle, move |cycle| {
        let entries: Vec<Value> =
            Shown::to(cycle, seen.as_of, seen.known_at, cycle.reader(&who.0, seen.now)).entries().collect();
        json!({ "entries": entries, "broken": cycle.broken().map(|broken| broken.shown(seen.administers)) })
    });
    Ok(Json(answer.await?))
}

/// Answers what whoever is signed in may do now, and what they may not, with the reason.
///
/// # Errors
/// A [`Problem`], as of all that is read.
pub async fn possible(
    State(app): State<Arc<App>>,
    Extension(who): Extension<SignedIn>,
    cycle: OfCycle,
    times: AtTimes,
) -> Result<Json<Value>, Problem> {
    let seen = opened(&app, &who, cycle, times, "possible").await?;
    let answer = app.cycles.read(&seen.cycle, move |cycle| {
        let shown = Shown::to(cycle, seen.now, seen.now, cycle.reader(&who.0, seen.now));
        let at = seen.as_of.max(cycle.cycle().last_recorded());
        let possible: Vec<Possibility> = shown.possible(&who.0, at).collect();
        json!({ "possible": possible, "at": at })
    });
    Ok(Json(answer.await?))
}

/// A finding, as one reader may see it.
#[derive(Debug, Serialize)]
pub struct Found {
    /// When what was asked was due, where it was due at a time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<Moment>,
    /// The finding, with what would help.
    pub finding: Finding,
    /// The same in words, beside the entries that it names.
    pub text: String,
}

/// A duty that is open.
#[derive(Debug, Serialize)]
pub struct Due {
    /// The last instant in time; none, where it is owed some time.
    pub due: Option<Moment>,
    /// What the rule is called.
    pub title: String,
    /// The duty.
    pub duty: Duty,
}

/// Findings and open duties, in order: what was or is due first comes first.
#[derive(Debug, Serialize)]
pub struct FindingsAnswer {
    /// The pack of rules, and its version.
    pub pack: (String, String),
    /// What was found.
    pub findings: Vec<Found>,
    /// What is due.
    pub due: Vec<Due>,
}

/// What the rules of a policy find in a history, for one reader.
#[must_use]
pub fn findings_for(policy: &Policy, history: &History, shown: &Shown<'_>) -> FindingsAnswer {
    let readers = std::slice::from_ref(shown.reader());
    let report = policy.check(history, shown.view().as_of(), shown.view().known_at()).for_readers(readers);
    let found = report.findings().map(|finding| Found {
        due: finding.due.as_ref().map(|due| due.at),
        text: finding.excerpt(&[history]).for_readers(readers).to_string(),
        finding: finding.clone(),
    });
    let mut findings: Vec<Found> = found.collect();
    findings.sort_by_key(|found| found.due.unwrap_or(Moment::LATEST));
    let mut due = Vec::new();
    for rule in &report.rules {
        for duty in &rule.duties {
            if let Outcome::Open { due_by } = duty.outcome {
                due.push(Due { due: due_by, title: rule.title.to_string(), duty: duty.clone() });
            }
        }
    }
    due.sort_by_key(|due| due.due.unwrap_or(Moment::LATEST));
    FindingsAnswer { pack: report.pack.clone(), findings, due }
}

/// Answers with what the rules in force find, and what is due by them.
///
/// # Errors
/// A [`Problem`], as of all that is read.
pub async fn findings(
    State(app): State<Arc<App>>,
    Extension(who): Extension<SignedIn>,
    cycle: OfCycle,
    times: AtTimes,
) -> Result<Json<FindingsAnswer>, Problem> {
    let seen = opened(&app, &who, cycle, times, "findings").await?;
    let policy = app.policy().await?;
    let answer = app.cycles.read(&seen.cycle, move |cycle| {
        findings_for(&policy, cycle, &Shown::to(cycle, seen.as_of, seen.known_at, cycle.reader(&who.0, seen.now)))
    });
    Ok(Json(answer.await?))
}

/// Answers with every reading of which there is something to say, in words: the JSON of a reading is whole.
///
/// # Errors
/// A [`Problem`], as of all that is read.
pub async fn readings(
    State(app): State<Arc<App>>,
    Extension(who): Extension<SignedIn>,
    cycle: OfCycle,
    times: AtTimes,
) -> Result<Json<Value>, Problem> {
    let seen = opened(&app, &who, cycle, times, "readings").await?;
    let answer = app.cycles.read(&seen.cycle, move |cycle| {
        let shown = Shown::to(cycle, seen.as_of, seen.known_at, cycle.reader(&who.0, seen.now));
        let all = Readings::of(shown.view());
        let mut named = vec![
            ("standing", &all.standing),
            ("openings", &all.openings),
            ("turns", &all.turns),
            ("boundary", &all.boundary),
            ("drift", &all.drift),
            ("hypotheses", &all.hypotheses),
            ("anchoring", &all.anchoring),
            ("sharing", &all.sharing),
        ];
        named.extend(all.partnership.iter().map(|reading| ("partnership", reading)));
        let readings: Vec<Value> = named
            .into_iter()
            .filter(|(_, reading)| !reading.is_bare_for(shown.reader()))
            .map(|(name, reading)| json!({ "reading": name, "text": reading.text_for(shown.reader()) }))
            .collect();
        json!({ "readings": readings })
    });
    Ok(Json(answer.await?))
}

/// The format of an export.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wanted {
    /// One row an event.
    Csv,
    /// OCEL 2.0 as JSON.
    OcelJson,
    /// XES, with one trace for the cycle.
    Xes,
}

/// What is exported.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Export {
    format: Wanted,
    as_of: Option<Moment>,
    as_known_at: Option<Moment>,
}

/// Answers with a cycle in the format of another system, without free text.
///
/// # Errors
/// A [`Problem`], as of all that is read.
pub async fn export(
    State(app): State<Arc<App>>,
    Extension(who): Extension<SignedIn>,
    cycle: OfCycle,
    wanted: Result<Query<Export>, QueryRejection>,
) -> Result<Response, Problem> {
    let formats = "`format` takes `csv`, `ocel-json` or `xes`; `as_of` and `as_known_at` take a time";
    let Query(Export { format, as_of, as_known_at }) = wanted.map_err(|_| Problem::parameter(formats))?;
    let seen = opened(&app, &who, cycle, Ok(Query(Times { as_of, as_known_at })), "export").await?;
    let mut options = Options::new().as_of(seen.as_of).known_at(seen.known_at);
    if let Some(key) = &app.settings.pseudonym_key {
        options = options.with_pseudonyms(Pseudonyms::new(key.bytes()).map_err(|error| {
            tracing::error!(%error, "the key of the pseudonyms does not do");
            Problem::internal()
        })?);
    }
    let written = app
        .cycles
        .read(&seen.cycle, move |cycle| {
            let reader = cycle.reader(&who.0, seen.now);
            exported(cycle, format, options.for_reader(reader))
        })
        .await?;
    let body = written.map_err(|error| {
        tracing::error!(%error, "an export failed");
        Problem::internal()
    })?;
    let kind = match format {
        Wanted::Csv => "text/csv; charset=utf-8",
        Wanted::OcelJson => "application/json",
        Wanted::Xes => "application/xml",
    };
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static(kind))], body).into_response())
}

/// A history in the format of another system.
///
/// # Errors
/// [`export::Error`], where it cannot be written.
pub fn exported(history: &History, wanted: Wanted, options: Options) -> Result<Vec<u8>, export::Error> {
    fn all<'w>(format: impl Format + 'w, history: &History, options: Options) -> Result<(), export::Error> {
        let mut exporter = Exporter::new(format, options);
        exporter.add(history)?;
        exporter.finish().map(|_| ())
    }
    let mut body = Vec::new();
    match wanted {
        Wanted::Csv => all(Csv::new(&mut body), history, options)?,
        Wanted::OcelJson => all(ocel::Json::new(&mut body, Cursor::new(Vec::new())), history, options)?,
        Wanted::Xes => all(Xes::new(&mut body, Traces::OfCycles), history, options)?,
    }
    Ok(body)
}
