//! Why something cannot be recorded in a portfolio, or is shown to nobody else.

use std::collections::BTreeMap;

use serde::Serialize;
use thiserror::Error;

use super::act::Act;
use super::codes::StandardNumber;
use super::event::{FORMAT, Kind};
use crate::declare::refusals;
use crate::id::EntryNumber;
use crate::refusal::{Category, Parameter, Said, Takes, Whereabouts};

/// Why an act is refused, or somebody is not shown a portfolio. It holds no reference and no text.
///
/// ```
/// use practice_cycle::{evidencing::Refusal, refusal::Category};
/// assert_eq!(Refusal::NotTheirs.to_string(), "a portfolio is read and written by its owner alone");
/// assert_eq!(Refusal::NotTheirs.category(), Category::NotAllowed);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Refusal {
    /// Whoever reads or writes is not the owner. Nothing else is judged then, so that nothing is given away.
    #[error("a portfolio is read and written by its owner alone")]
    NotTheirs,
    /// The first entry opens the portfolio.
    #[error("the portfolio is not open yet; open it first")]
    NotOpened,
    /// No later entry opens it.
    #[error("cannot open the portfolio: it is open already")]
    AlreadyOpen,
    /// The stored form is of a version that this crate does not read.
    #[error("cannot open a portfolio stored in format {found}; this version reads format {reads}", reads = FORMAT)]
    UnknownFormat {
        /// The version found.
        found: u16,
    },
    /// Nothing is recorded before it occurs.
    #[error("recorded before it occurred")]
    RecordedBeforeOccurred,
    /// The order of entries is the order of recording.
    #[error("recorded earlier than the entry before it")]
    RecordedBackwards,
    /// An entry with another number than the next.
    #[error("entry {found} where entry {expected} comes next")]
    OutOfNumber {
        /// The number found.
        found: EntryNumber,
        /// The number that comes next.
        expected: EntryNumber,
    },
    /// The same is recorded already: of the same time, kind and content.
    #[error("that is recorded already, as entry {number}")]
    AlreadyRecorded {
        /// The entry.
        number: EntryNumber,
    },
    /// A tombstone is what a redaction leaves; it cannot be offered.
    #[error("a redacted text cannot be recorded again")]
    Tombstone,
    /// The reference is that of other evidence.
    #[error("evidence with that reference is recorded already")]
    IdTaken,
    /// Evidence of no element.
    #[error("evidence is of at least one element")]
    NoElement,
    /// Standards without a number.
    #[error("standards have at least one number")]
    NoNumber,
    /// A standard that is there twice.
    #[error("standard {standard} is named twice")]
    NumberTwice {
        /// The number of the standard.
        standard: StandardNumber,
    },
    /// No evidence with that reference.
    #[error("no such evidence is recorded here")]
    Unknown,
    /// The evidence is withdrawn.
    #[error("that evidence was withdrawn already, by entry {by}")]
    AlreadyWithdrawn {
        /// The entry that withdrew it.
        by: EntryNumber,
    },
    /// Withdrawn at a time when there was nothing to be evidence of.
    #[error("withdrawn before the practice that it is evidence of")]
    WithdrawnBefore,
    /// A redaction that points at nothing.
    #[error("a redaction names at least one entry")]
    NamesNothing,
    /// A redaction that points at an entry twice.
    #[error("entry {number} is named twice")]
    NamedTwice {
        /// The number.
        number: EntryNumber,
    },
    /// There is no such entry before this one.
    #[error("there is no entry {number} to redact")]
    NoSuchEntry {
        /// The number.
        number: EntryNumber,
    },
    /// There is neither text nor a reference to a source in it.
    #[error("entry {number} holds nothing that could be redacted")]
    NothingToRedact {
        /// The number.
        number: EntryNumber,
    },
    /// All that it held was redacted.
    #[error("entry {number} was redacted already, by entry {by}")]
    AlreadyRedacted {
        /// The number.
        number: EntryNumber,
        /// The entry that redacted it.
        by: EntryNumber,
    },
}

refusals! {
    NotTheirs = "evidencing.not_theirs", NotAllowed @ &["by"];
    NotOpened = "evidencing.not_opened", Conflict;
    AlreadyOpen = "evidencing.already_open", Conflict;
    UnknownFormat { found } = "evidencing.unknown_format", Invalid [reads: u16 = FORMAT] @ &["data.format"];
    RecordedBeforeOccurred = "evidencing.recorded_before_occurred", Invalid @ &["occurred_at"];
    RecordedBackwards = "evidencing.recorded_backwards", Conflict @ &["recorded_at"];
    OutOfNumber { found, expected } = "evidencing.out_of_number", Conflict @ &["number"];
    AlreadyRecorded { number } = "evidencing.already_recorded", AlreadySo;
    Tombstone = "evidencing.tombstone", Invalid;
    IdTaken = "evidencing.id_taken", Conflict @ &["data.evidence"];
    NoElement = "evidencing.no_element", Invalid @ &["data.elements"];
    NoNumber = "evidencing.no_number", Invalid @ &["data.standards.numbers"];
    NumberTwice { standard } = "evidencing.number_twice", Invalid @ &["data.standards.numbers"];
    Unknown = "evidencing.unknown", NotFound @ &["data.evidence"];
    AlreadyWithdrawn { by } = "evidencing.already_withdrawn", AlreadySo @ &["data.evidence"];
    WithdrawnBefore = "evidencing.withdrawn_before", Conflict @ &["occurred_at"];
    NamesNothing = "evidencing.names_nothing", Invalid @ &["data.entries"];
    NamedTwice { number } = "evidencing.named_twice", Invalid @ &["data.entries"];
    NoSuchEntry { number } = "evidencing.no_such_entry", NotFound @ &["data.entries"];
    NothingToRedact { number } = "evidencing.nothing_to_redact", Conflict @ &["data.entries"];
    AlreadyRedacted { number, by } = "evidencing.already_redacted", AlreadySo @ &["data.entries"];
}

impl Said for StandardNumber {
    fn takes() -> Option<Takes> {
        Some(Takes::Number)
    }
    fn said(&self) -> Option<Parameter> {
        Some(Parameter::Number(self.get().into()))
    }
}

/// A refusal together with what it refuses, as data for a client. It holds codes, and neither references nor text.
///
/// ```
/// use practice_cycle::evidencing::{Act, EvidenceWithdrawn, Portfolio};
/// let withdrawn = EvidenceWithdrawn { evidence: "ev-1".parse()?, reason: None };
/// let act = Act::new(withdrawn, "p-2".parse()?, "2026-04-16T17:00:00Z".parse()?);
/// let report = Portfolio::default().judge(&act).unwrap_err().about(&act);
/// assert_eq!(
///     serde_json::to_value(&report)?,
///     serde_json::json!({
///         "code": "evidencing.not_opened",
///         "category": "conflict",
///         "status": 409,
///         "message": "`evidence_withdrawn`: the portfolio is not open yet; open it first",
///         "kind": "evidence_withdrawn",
///         "parameters": {},
///     }),
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "PortfolioRefusalReport"))]
#[non_exhaustive]
pub struct RefusalReport {
    /// The stable code.
    pub code: &'static str,
    /// What kind of refusal it is.
    pub category: Category,
    /// The status with which a host would answer over HTTP.
    pub status: u16,
    /// The refusal in words.
    pub message: String,
    /// What was asked.
    pub kind: Kind,
    /// What the words say in particular, by the names that the words in [`labels`](crate::labels) have for it.
    pub parameters: BTreeMap<&'static str, Parameter>,
    /// The path, in the stored form of the act, to what is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<&'static str>,
}

impl Refusal {
    /// The path, in the stored form of the act, to what is wrong: `by`, or `data.entries`; none where it stands in no one place.
    ///
    /// ```
    /// use practice_cycle::evidencing::Refusal;
    /// assert_eq!(Refusal::NoElement.field(), Some("data.elements"));
    /// ```
    #[must_use]
    pub fn field(self) -> Option<&'static str> {
        if let Whereabouts::Field(fields) = self.whereabouts() { fields.first().copied() } else { None }
    }

    /// The refusal with the act it refuses, as data and in words.
    ///
    /// ```
    /// use practice_cycle::evidencing::{Act, EvidenceWithdrawn, Refusal};
    /// let withdrawn = EvidenceWithdrawn { evidence: "ev-1".parse()?, reason: None };
    /// let act = Act::new(withdrawn, "p-2".parse()?, "2026-04-16T17:00:00Z".parse()?);
    /// assert_eq!(Refusal::Unknown.about(&act).message, "`evidence_withdrawn`: no such evidence is recorded here");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn about(self, act: &Act) -> RefusalReport {
        let (kind, category, mut parameters) = (act.event.kind(), self.category(), BTreeMap::new());
        self.parameters(&mut |name, parameter| _ = parameters.insert(name, parameter));
        let message = format!("`{}`: {self}", crate::code::Code::code(kind));
        RefusalReport {
            code: self.code(),
            category,
            status: category.http_status(),
            message,
            kind,
            parameters,
            field: self.field(),
        }
    }

    /// Whether the very same is recorded: a host that tries again can distinguish this from a mistake.
    #[must_use]
    pub const fn is_already_so(self) -> bool {
        matches!(self, Refusal::AlreadyRecorded { .. })
    }
}
