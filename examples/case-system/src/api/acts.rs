//! Offering an act.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use practice_cycle::attachment::Event as Attaching;
use practice_cycle::cycle::{Entry, Event, Offer, RefusalReport};
use practice_cycle::id::{CycleId, EntryNumber};
use practice_cycle::stored;
use practice_cycle::text::Text;
use serde::{Deserialize, Serialize};

use super::problem::{Kind, Problem};
use super::views::OfCycle;
use crate::app::App;
use crate::cycles::{Late, Outcome, Recorded};
use crate::people::{NotTheirs, SignedIn};
use crate::store::May;

/// What is answered to an act that is recorded, or need not be.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// `recorded`, `already_recorded`, or `already_so`.
    pub outcome: &'static str,
    /// The number of the entry that records this act.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<EntryNumber>,
    /// The entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<Box<Entry>>,
    /// What may not have been meant, by code.
    pub warnings: Vec<&'static str>,
    /// Why nothing was recorded, where what the act asks for is so by another entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Box<RefusalReport>>,
}

/// Records an act in a cycle.
///
/// # Errors
/// A [`Problem`] says why it is not recorded.
pub async fn offer(
    State(app): State<Arc<App>>,
    Extension(who): Extension<SignedIn>,
    cycle: OfCycle,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let Path(cycle) = cycle.map_err(|_| Problem::not_found())?;
    let offer: Offer = read(&headers, body)?;
    record(&app, &who, &cycle, offer, None).await
}

/// Opens a cycle, under the reference that its opening names.
///
/// # Errors
/// A [`Problem`] says why it is not opened.
pub async fn open(
    State(app): State<Arc<App>>,
    Extension(who): Extension<SignedIn>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let offer: Offer = read(&headers, body)?;
    let Event::Attachment(Attaching::CycleOpened(opened)) = &offer.event else {
        return Err(Problem::new(Kind::NoOpening).detail("only `cycle_opened` is offered here"));
    };
    let cycle = opened.cycle.clone();
    record(&app, &who, &cycle, offer, None).await
}

/// An act that comes after later steps of its contract were recorded, and why those are to be taken back and repeated.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OfferedLate {
    act: Offer,
    reason: Text,
}

/// Records a late act: the later steps are taken back by whoever is signed in, and repeated.
///
/// # Errors
/// A [`Problem`] says why it is not recorded.
pub async fn offer_late(
    State(app): State<Arc<App>>,
    Extension(who): Extension<SignedIn>,
    cycle: OfCycle,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let Path(cycle) = cycle.map_err(|_| Problem::not_found())?;
    let OfferedLate { act, reason } = read(&headers, body)?;
    let late = Late { by: who.0.clone(), reason };
    record(&app, &who, &cycle, act, Some(late)).await
}

/// Records an act, once it is known to be theirs.
///
/// # Errors
/// A [`Problem`] says why it is not recorded.
pub async fn record(
    app: &App,
    who: &SignedIn,
    cycle: &CycleId,
    offer: Offer,
    late: Option<Late>,
) -> Result<Response, Problem> {
    let access = app.store.access(Some(cycle), &who.0).await?;
    let opens = offer.event.kind().code() == "cycle_opened";
    // Whoever may not read a cycle is not told that it is there.
    if !opens && !access.may(May::Read) {
        return Err(Problem::not_found());
    }
    let held = app.cycles.held(cycle, &offer).await?;
    who.may_offer(&offer, held, &access).inspect_err(|why| {
        tracing::warn!(person = who.0.as_str(), cycle = cycle.as_str(), %why, "an act that is not theirs");
    })?;
    // Taking later steps back is an act of their own.
    if late.is_some() && !access.may(May::Act) {
        return Err(NotTheirs::Nothing.into());
    }
    let recorded = app.cycles.offer(cycle, offer, late).await?;
    Ok(answer(recorded))
}

/// Whoever sent it has sent all that is in the entry, but its number and its time: so it is theirs to be shown, whatever a reader is.
fn answer(recorded: Recorded) -> Response {
    let Recorded { outcome, entry, warnings } = recorded;
    let (status, outcome, refusal) = match outcome {
        Outcome::Recorded => (StatusCode::CREATED, "recorded", None),
        Outcome::AlreadyRecorded => (StatusCode::OK, "already_recorded", None),
        Outcome::AlreadySo(report) => (StatusCode::OK, "already_so", Some(report)),
    };
    let number = entry.as_ref().map(|entry| entry.number());
    (status, Json(Answer { outcome, number, entry, warnings, refusal })).into_response()
}

/// Reads a body that is JSON.
///
/// # Errors
/// A [`Problem`] says why it does not read, without what stands there.
pub fn read<T: serde::de::DeserializeOwned>(headers: &HeaderMap, body: Result<Bytes, BytesRejection>) -> Result<T, Problem> {
    stored::parse(&body_of(headers, body)?).map_err(|unreadable| Problem::fault(unreadable.report()))
}

/// The text of a body that is JSON.
///
/// # Errors
/// A [`Problem`], where it says that it is something else, is too long, or is no text.
pub(super) fn body_of(headers: &HeaderMap, body: Result<Bytes, BytesRejection>) -> Result<String, Problem> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    // A form of another site cannot send JSON.
    if !kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json")) {
        return Err(Problem::new(Kind::MediaType));
    }
    let not_utf8 = |_| Problem::new(Kind::Body).detail("the body is not UTF-8");
    String::from_utf8(arrived(body)?.into()).map_err(not_utf8)
}

/// A body that arrived whole, and is not too long.
///
/// # Errors
/// A [`Problem`], where it is not.
pub fn arrived(body: Result<Bytes, BytesRejection>) -> Result<Bytes, Problem> {
    body.map_err(|rejection| {
        let is_long = rejection.status() == StatusCode::PAYLOAD_TOO_LARGE;
        Problem::new(if is_long { Kind::TooLarge } else { Kind::Body })
    })
}
