//! Data types of FHIR R5, as far as they are written here.

use chrono::NaiveDate;
use serde::Serialize;
use thiserror::Error;

use crate::code::Code;
use crate::moment::Moment;

/// The address below which everything that is named here stands: systems of codes and identifiers, and resources.
///
/// ```
/// use practice_cycle::export::fhir::Base;
/// let base: Base = "https://records.example".parse()?;
/// assert_eq!(base.as_str(), "https://records.example");
/// assert!("records".parse::<Base>().is_err());
/// # Ok::<(), practice_cycle::export::fhir::BaseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base(Box<str>); // Invariant: `http://` or `https://`, then graphic characters; no `/` at the end, no `?` and no `#`.

/// What was given is no address of the web that others can stand below.
///
/// ```
/// use practice_cycle::export::fhir::{Base, BaseError};
/// assert_eq!("https://records.example/?a".parse::<Base>(), Err(BaseError));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("expected an address such as `https://records.example`, without a slash at the end, without `?` and `#`")]
pub struct BaseError;

impl Base {
    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn of_codes(&self, list: &str) -> String {
        format!("{}/CodeSystem/{list}", self.0)
    }

    pub(super) fn of_references(&self, to: &str) -> String {
        format!("{}/id/{to}", self.0)
    }
}

/// An address that leads nowhere, as `example` is reserved: whoever has one of their own gives that.
impl Default for Base {
    fn default() -> Self {
        Self("https://practice-cycle.example".into())
    }
}

impl std::str::FromStr for Base {
    type Err = BaseError;
    fn from_str(address: &str) -> Result<Self, BaseError> {
        let host = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://")).ok_or(BaseError)?;
        let fits = |byte: u8| byte.is_ascii_graphic() && !b"?#\"<>\\^`{|}".contains(&byte);
        let is_address = !host.is_empty() && !host.starts_with('/') && !host.ends_with('/') && host.bytes().all(fits);
        if is_address { Ok(Self(address.into())) } else { Err(BaseError) }
    }
}

/// A code, with the list that it is of.
///
/// ```
/// use practice_cycle::{contracting::Stage, export::fhir::{Base, Coding}};
/// let coding = Coding::of(&Base::default(), "contract-stage", Stage::Active);
/// assert_eq!(serde_json::to_value(coding)?["code"], "active");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Coding {
    /// The list, as an address.
    pub system: String,
    /// The code.
    pub code: &'static str,
    /// Its English label.
    pub display: &'static str,
}

impl Coding {
    /// A word of a list of ours.
    #[must_use]
    pub fn of<W: Code>(base: &Base, list: &str, word: W) -> Self {
        Self { system: base.of_codes(list), code: word.code(), display: word.label() }
    }
}

/// A concept, as one code or several that say the same.
///
/// ```
/// use practice_cycle::export::fhir::CodeableConcept;
/// assert_eq!(serde_json::to_string(&CodeableConcept { coding: vec![] })?, r#"{"coding":[]}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CodeableConcept {
    /// The codes, never none in what is made here.
    pub coding: Vec<Coding>,
}

impl CodeableConcept {
    pub(super) fn of<W: Code>(base: &Base, list: &str, word: W) -> Self {
        Self { coding: vec![Coding::of(base, list, word)] }
    }
}

/// A concept, where a reference could stand, too.
///
/// ```
/// use practice_cycle::export::fhir::{CodeableConcept, CodeableReference};
/// let reason = CodeableReference { concept: CodeableConcept { coding: vec![] } };
/// assert!(serde_json::to_value(reason)?.get("concept").is_some());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CodeableReference {
    /// The concept.
    pub concept: CodeableConcept,
}

/// A reference of the host, with the system in which it is one.
///
/// ```
/// use practice_cycle::export::fhir::Identifier;
/// let person = Identifier { system: "https://records.example/id/person".to_owned(), value: "p-1".to_owned() };
/// assert_eq!(serde_json::to_value(person)?["value"], "p-1");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Identifier {
    /// The system, as an address.
    pub system: String,
    /// The reference, or its pseudonym.
    pub value: String,
}

/// A reference to a resource: of the same bundle by its address, or elsewhere by its identifier alone. Nothing about a person is in it
/// but that identifier.
///
/// ```
/// use practice_cycle::export::fhir::{Identifier, Reference};
/// let person = Identifier { system: "https://records.example/id/person".to_owned(), value: "p-1".to_owned() };
/// let reference = Reference { reference: None, r#type: "Practitioner", identifier: Some(person) };
/// assert_eq!(serde_json::to_value(reference)?["type"], "Practitioner");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reference {
    /// The address of a resource of the same bundle.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The type of the resource.
    pub r#type: &'static str,
    /// The identifier of what is elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identifier: Option<Identifier>,
}

/// An instant, in UTC, or a day, in London.
///
/// ```
/// use practice_cycle::export::fhir::DateTime;
/// let at = DateTime::At("2026-04-02T10:30:00+01:00".parse()?);
/// assert_eq!(serde_json::to_string(&at)?, r#""2026-04-02T09:30:00Z""#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum DateTime {
    /// An instant.
    At(Moment),
    /// A day.
    On(NaiveDate),
}

/// A time from and to, both included; what is left out is open.
///
/// ```
/// use practice_cycle::export::fhir::{DateTime, Period};
/// let until = Period { start: None, end: Some(DateTime::On("2026-08-14".parse()?)) };
/// assert_eq!(serde_json::to_string(&until)?, r#"{"end":"2026-08-14"}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Period {
    /// Since when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<DateTime>,
    /// Until when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<DateTime>,
}

impl Period {
    /// From one instant to another; none, where neither is known.
    pub(super) fn of(start: Option<Moment>, end: Option<Moment>) -> Option<Self> {
        let (start, end) = (start.map(DateTime::At), end.map(DateTime::At));
        (start.is_some() || end.is_some()).then_some(Self { start, end })
    }
}
