//! What is answered where something is wrong: problem details (RFC 9457). None holds a text that people wrote, nor says more of the
//! database than that it cannot be used.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use practice_cycle::cycle::RefusalReport;
use practice_cycle::evidencing;
use practice_cycle::stored::FaultReport;
use serde::{Serialize, Serializer};

use crate::app::AppError;
use crate::cycles::{BrokenShown, Failure};
use crate::people::{NotSignedIn, NotTheirs};
use crate::store::StoreError;

/// What kinds of problems there are. A browser gets a page for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Nobody is signed in.
    NotSignedIn,
    /// Whoever is signed in may not do that.
    Forbidden,
    /// A page of another site sent it.
    OtherSite,
    /// A form without the token of now.
    OldForm,
    /// There is nothing there, or nothing that whoever asks may know of.
    NotFound,
    /// The method is none of this address.
    Method,
    /// A parameter of the address does not read.
    Parameter,
    /// The body is of another media type.
    MediaType,
    /// The body did not arrive whole, or is no text.
    Body,
    /// The body is too long.
    TooLarge,
    /// It did not arrive, or was not answered, in time.
    TooSlow,
    /// More requests, or streams, than one may have.
    TooMany,
    /// The body does not read.
    Unreadable,
    /// An act that opens no cycle, where one is opened.
    NoOpening,
    /// An act that opens another cycle than the one it is sent to.
    AnotherCycle,
    /// The crate refuses the act.
    Refused,
    /// A pack of rules with mistakes, or beyond the calendar.
    Pack,
    /// Somebody else was first.
    Taken,
    /// Others kept recording.
    Busy,
    /// What is recorded does not load, and so nothing more is.
    ReadOnly,
    /// The database does not answer.
    Unavailable,
    /// The database has no room.
    Full,
    /// What is to be erased cannot be added to the list of erasures.
    NotListed,
    /// Something else failed, that is no fault of the request.
    Internal,
}

impl Kind {
    /// The last part of its URN.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Kind::NotSignedIn => "not-signed-in",
            Kind::Forbidden => "forbidden",
            Kind::OtherSite => "other-site",
            Kind::OldForm => "old-form",
            Kind::NotFound => "not-found",
            Kind::Method => "method",
            Kind::Parameter => "parameter",
            Kind::MediaType => "media-type",
            Kind::Body => "body",
            Kind::TooLarge => "too-large",
            Kind::TooSlow => "too-slow",
            Kind::TooMany => "too-many",
            Kind::Unreadable => "unreadable",
            Kind::NoOpening => "no-opening",
            Kind::AnotherCycle => "another-cycle",
            Kind::Refused => "refused",
            Kind::Pack => "pack",
            Kind::Taken => "taken",
            Kind::Busy => "busy",
            Kind::ReadOnly => "read-only",
            Kind::Unavailable => "unavailable",
            Kind::Full => "full",
            Kind::NotListed => "not-listed",
            Kind::Internal => "internal",
        }
    }

    /// The same in words.
    const fn title(self) -> &'static str {
        match self {
            Kind::NotSignedIn => "Nobody is signed in",
            Kind::Forbidden => "You may not do this",
            Kind::OtherSite => "A page of another site sent this",
            Kind::OldForm => "The form was open for too long, or comes from elsewhere",
            Kind::NotFound => "There is nothing here, or nothing that you may see",
            Kind::Method => "This address has no such method",
            Kind::Parameter => "A parameter of the address does not read",
            Kind::MediaType => "The body has to be `application/json`",
            Kind::Body => "The body did not arrive whole, or is no text",
            Kind::TooLarge => "The body is too long",
            Kind::TooSlow => "The request did not arrive, or was not answered, in time",
            Kind::TooMany => "Too many requests; wait a little",
            Kind::Unreadable => "The body does not read",
            Kind::NoOpening => "The act opens no cycle",
            Kind::AnotherCycle => "The act opens another cycle",
            Kind::Refused => "The act is refused",
            Kind::Pack => "The pack of rules cannot be used",
            Kind::Taken => "Somebody else was first",
            Kind::Busy => "Others kept recording in this cycle",
            Kind::ReadOnly => "Nothing is recorded here, as it does not load",
            Kind::Unavailable => "The database cannot be used at the moment",
            Kind::Full => "There is no room left; nothing was recorded",
            Kind::NotListed => "Nothing can be erased at the moment",
            Kind::Internal => "Something went wrong here",
        }
    }

    /// The status of its answers; a refusal may name another.
    const fn status(self) -> StatusCode {
        match self {
            Kind::NotSignedIn => StatusCode::UNAUTHORIZED,
            Kind::Forbidden | Kind::OtherSite | Kind::OldForm => StatusCode::FORBIDDEN,
            Kind::NotFound => StatusCode::NOT_FOUND,
            Kind::Method => StatusCode::METHOD_NOT_ALLOWED,
            Kind::Parameter | Kind::Body => StatusCode::BAD_REQUEST,
            Kind::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Kind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Kind::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Kind::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Kind::Unreadable | Kind::NoOpening | Kind::AnotherCycle | Kind::Refused | Kind::Pack => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            Kind::Taken | Kind::Busy | Kind::ReadOnly => StatusCode::CONFLICT,
            Kind::Unavailable | Kind::NotListed => StatusCode::SERVICE_UNAVAILABLE,
            Kind::Full => StatusCode::INSUFFICIENT_STORAGE,
            Kind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

/// As a URN that no other kind has.
impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("urn:case-system:problem:{}", self.code()))
    }
}

/// A problem, as JSON with the media type `application/problem+json`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Problem {
    /// What kind of problem it is.
    #[serde(rename = "type")]
    pub kind: Kind,
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
    /// A problem of a kind.
    #[must_use]
    pub fn new(kind: Kind) -> Self {
        Self {
            kind,
            title: kind.title(),
            status: kind.status().as_u16(),
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
        Self::new(Kind::NotFound)
    }

    /// The method is none of this address.
    #[must_use]
    pub fn method_not_allowed() -> Self {
        Self::new(Kind::Method)
    }

    /// Whoever is signed in may not do that.
    #[must_use]
    pub fn forbidden(why: impl ToString) -> Self {
        Self::new(Kind::Forbidden).detail(why)
    }

    /// A parameter of the address does not read.
    #[must_use]
    pub fn parameter(why: impl ToString) -> Self {
        Self::new(Kind::Parameter).detail(why)
    }

    /// The body does not read as an act.
    #[must_use]
    pub fn fault(fault: FaultReport) -> Self {
        let mut problem = Self::new(Kind::Unreadable).detail(&fault.message);
        problem.fault = Some(Box::new(fault));
        problem
    }

    /// Something failed that is no fault of the request. What it was is in the log.
    #[must_use]
    pub fn internal() -> Self {
        Self::new(Kind::Internal)
    }

    /// The crate refuses an act, with a status and in words.
    #[must_use]
    pub fn refused(status: u16, why: &str) -> Self {
        Self { status, ..Self::new(Kind::Refused).detail(why) }
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
        // For whoever makes a page of it.
        response.extensions_mut().insert(self);
        response
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match &error {
            StoreError::Taken | StoreError::Overtaken => Self::new(Kind::Taken).detail("load it again, and try again"),
            StoreError::Full(cause) => {
                tracing::error!(%cause, "the database has no room left");
                Self::new(Kind::Full)
            }
            StoreError::NotListed(cause) => {
                tracing::error!(%cause, "nothing can be added to the list of erasures");
                Self::new(Kind::NotListed).detail("nothing was recorded; somebody has to look at the list of erasures")
            }
            StoreError::Unavailable(cause) => {
                tracing::error!(%cause, "the database cannot be used");
                Self::new(Kind::Unavailable)
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
            AppError::Pack(mistakes) => Self::new(Kind::Pack).detail(mistakes),
            AppError::Calendar(reach) => Self::new(Kind::Pack).detail(reach),
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
                let mut problem = Self::refused(report.status, &report.message);
                problem.refusal = Some(report);
                problem
            }
            Failure::Discloses => Self::forbidden(Failure::Discloses),
            Failure::AnotherCycle => Self::new(Kind::AnotherCycle).detail(Failure::AnotherCycle),
            Failure::Busy => Self::new(Kind::Busy).detail("nothing was recorded; send the same again"),
            Failure::ReadOnly(broken) => {
                let mut problem =
                    Self::new(Kind::ReadOnly).detail(format!("entry {} of the cycle does not load", broken.line));
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
        Self::new(Kind::NotSignedIn).detail(why)
    }
}

impl From<NotTheirs> for Problem {
    fn from(why: NotTheirs) -> Self {
        Self::forbidden(why)
    }
}
