//! What is answered where something is wrong: problem details (RFC 9457). None holds a text that people wrote, nor says more of the
//! database than that it cannot be used.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use practice_cycle::cycle::RefusalReport;
use practice_cycle::evidencing;
use practice_cycle::stored::FaultReport;
use serde::Serialize;

use crate::app::AppError;
use crate::cycles::{BrokenShown, Failure};
use crate::people::{NotSignedIn, NotTheirs};
use crate::store::StoreError;

/// A problem, as JSON with the media type `application/problem+json`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Problem {
    /// A URN that no other kind of problem has.
    #[serde(rename = "type")]
    pub kind: String,
    /// What kind of problem it is, in words.
    pub title: &'static str,
    /// The status of the answer.
    pub status: u16,
    /// What is wrong here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Why the act is refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Box<RefusalReport>>,
    /// Why an act of a portfolio is refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub portfolio_refusal: Option<Box<evidencing::RefusalReport>>,
    /// Why the body does not read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<Box<FaultReport>>,
    /// From which row on the cycle does not load.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub broken: Option<Box<BrokenShown>>,
}

impl Problem {
    /// A problem of a kind, which `code` names.
    #[must_use]
    pub fn new(status: StatusCode, code: &str, title: &'static str) -> Self {
        let kind = format!("urn:case-system:problem:{code}");
        Self {
            kind,
            title,
            status: status.as_u16(),
            detail: None,
            refusal: None,
            portfolio_refusal: None,
            fault: None,
            broken: None,
        }
    }

    /// The same, with what is wrong here.
    #[must_use]
    pub fn detail(mut self, detail: impl ToString) -> Self {
        self.detail = Some(detail.to_string());
        self
    }

    /// There is nothing there, or nothing that whoever asks may know of: the answers do not differ.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", "There is nothing here, or nothing that you may see")
    }

    /// The method is none of this address.
    #[must_use]
    pub fn method_not_allowed() -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method", "This address has no such method")
    }

    /// Whoever is signed in may not do that.
    #[must_use]
    pub fn forbidden(why: impl ToString) -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden", "You may not do this").detail(why)
    }

    /// A parameter of the address does not read.
    #[must_use]
    pub fn parameter(why: impl ToString) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "parameter", "A parameter of the address does not read").detail(why)
    }

    /// The body does not read as an act.
    #[must_use]
    pub fn fault(fault: FaultReport) -> Self {
        let mut problem =
            Self::new(StatusCode::UNPROCESSABLE_ENTITY, "unreadable", "The body does not read").detail(&fault.message);
        problem.fault = Some(Box::new(fault));
        problem
    }

    /// Something failed that is no fault of the request. What it was is in the log.
    #[must_use]
    pub fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "Something went wrong here")
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(&self)).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if matches!(status, StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS) {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        }
        response
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match &error {
            StoreError::Taken | StoreError::Overtaken => {
                Self::new(StatusCode::CONFLICT, "taken", "Somebody else was first").detail("load it again, and try again")
            }
            StoreError::Full(cause) => {
                tracing::error!(%cause, "the database has no room left");
                Self::new(StatusCode::INSUFFICIENT_STORAGE, "full", "There is no room left; nothing was recorded")
            }
            StoreError::NotListed(cause) => {
                tracing::error!(%cause, "nothing can be added to the list of erasures");
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "not-listed", "Nothing can be erased at the moment")
                    .detail("nothing was recorded; somebody has to look at the list of erasures")
            }
            StoreError::Unavailable(cause) => {
                tracing::error!(%cause, "the database cannot be used");
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", "The database cannot be used at the moment")
                    .detail("whether it is recorded is not known; send the same again, and the answer will say")
            }
            StoreError::Migration(_) | StoreError::Url | StoreError::Unreadable { .. } => {
                tracing::error!(%error, "the database holds what this version does not read");
                Self::internal()
            }
        }
    }
}

impl From<AppError> for Problem {
    fn from(error: AppError) -> Self {
        match error {
            AppError::Store(error) => error.into(),
            AppError::Pack(mistakes) => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "pack", "The pack has mistakes").detail(mistakes)
            }
            AppError::Calendar(reach) => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "pack", "The calendar does not reach so far").detail(reach)
            }
            error @ (AppError::NoSuchPack(_) | AppError::StoredPack { .. } | AppError::Random(_)) => {
                tracing::error!(%error, "a request failed");
                Self::internal()
            }
        }
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::NoSuchCycle => Self::not_found(),
            Failure::Refused(report) => {
                let status = StatusCode::from_u16(report.status).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
                let mut problem = Self::new(status, "refused", "The act is refused").detail(&report.message);
                problem.refusal = Some(report);
                problem
            }
            Failure::Discloses => Self::forbidden(Failure::Discloses),
            Failure::AnotherCycle => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "another-cycle", "The act opens another cycle")
                    .detail(Failure::AnotherCycle)
            }
            Failure::Busy => Self::new(StatusCode::CONFLICT, "busy", "Others kept recording in this cycle")
                .detail("nothing was recorded; send the same again"),
            Failure::ReadOnly(broken) => {
                let mut problem =
                    Self::new(StatusCode::CONFLICT, "read-only", "Nothing is recorded in this cycle, as it does not load")
                        .detail(format!("entry {} does not load", broken.line));
                problem.broken = Some(Box::new(broken.shown(false)));
                problem
            }
            Failure::Store(error) => error.into(),
            Failure::CutShort => Self::internal(),
        }
    }
}

impl From<NotSignedIn> for Problem {
    fn from(why: NotSignedIn) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "not-signed-in", "Nobody is signed in").detail(why)
    }
}

impl From<NotTheirs> for Problem {
    fn from(why: NotTheirs) -> Self {
        Self::forbidden(why)
    }
}
