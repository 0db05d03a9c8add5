//! An act that a portfolio's owner offers, the entry it becomes, and how each is stored.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use super::event::{Event, Kind};
use crate::code::Code;
use crate::cycle::UNKNOWN_EVENT;
use crate::envelope::{self, Form, Head, Read, Stored};
use crate::id::{EntryNumber, PersonId};
use crate::moment::Moment;

/// Something offered to be recorded in a portfolio: what happened, by whom, when, and when it is recorded. Nobody writes in it for
/// somebody else, so there is no field for that.
///
/// ```
/// use practice_cycle::evidencing::{Act, EvidenceWithdrawn};
/// let act: Act = serde_json::from_str(
///     r#"{"type":"evidence_withdrawn","occurred_at":"2026-04-16T17:00:00Z","recorded_at":"2026-04-20T09:00:00Z","by":"p-2",
///         "data":{"evidence":"ev-1"}}"#,
/// )?;
/// let withdrawn = EvidenceWithdrawn { evidence: "ev-1".parse()?, reason: None };
/// let same = Act::new(withdrawn, "p-2".parse()?, "2026-04-16T17:00:00Z".parse()?).recorded("2026-04-20T09:00:00Z".parse()?);
/// assert_eq!(act, same);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// What happened.
    pub event: Event,
    /// Who did it, and writes it down.
    pub by: PersonId,
    /// When it occurred: of evidence, when they practised.
    pub occurred_at: Moment,
    /// When it was recorded: not before it occurred, and not before the entry before it was.
    pub recorded_at: Moment,
}

impl Act {
    /// An act that is recorded as it occurs.
    pub fn new(event: impl Into<Event>, by: PersonId, at: Moment) -> Self {
        Self { event: event.into(), by, occurred_at: at, recorded_at: at }
    }

    /// The same, recorded at another time.
    #[must_use]
    pub fn recorded(mut self, at: Moment) -> Self {
        self.recorded_at = at;
        self
    }
}

/// An act that was admitted, with its number in the portfolio.
///
/// Stored flat, in this order: `number` (an act has none), `type`, `occurred_at`, `recorded_at`, `by`, `data`. Keys are read in any
/// order; unknown ones are refused. It is read by [`Portfolio::append_line`](super::Portfolio::append_line) alone, which asks who
/// reads.
///
/// ```
/// use practice_cycle::{evidencing::Portfolio, id::EntryNumber};
/// let stored = r#"{"number":1,"type":"portfolio_opened","occurred_at":"2026-01-05T09:00:00Z","recorded_at":"2026-01-05T09:00:00Z","by":"p-2","data":{"portfolio":"pf-1","format":1,"owner":"p-2"}}"#;
/// let owner = "p-2".parse()?;
/// let mut portfolio = Portfolio::default();
/// assert_eq!(portfolio.append_line(stored, &owner)?, EntryNumber::FIRST);
/// assert_eq!(serde_json::to_string(&portfolio.open_for(&owner)?.entries()[0])?, stored);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// ```compile_fail
/// // Nobody reads one past the question whose it is.
/// let entry: practice_cycle::evidencing::Entry = serde_json::from_str("{}").unwrap();
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub(super) number: EntryNumber,
    pub(super) act: Act,
}

impl Entry {
    /// The number in the portfolio, from 1.
    #[must_use]
    pub fn number(&self) -> EntryNumber {
        self.number
    }

    /// What was admitted.
    #[must_use]
    pub fn act(&self) -> &Act {
        &self.act
    }

    /// What happened.
    #[must_use]
    pub fn event(&self) -> &Event {
        &self.act.event
    }

    /// Whether a tombstone stands in it.
    pub(super) fn has_tombstone(&self) -> bool {
        self.act.event.part().has_tombstone()
    }

    /// Whether an act says the same: of the same time, kind and content; where text was redacted, what remains.
    pub(super) fn says(&self, act: &Act) -> bool {
        let Act { event, by, occurred_at, .. } = &self.act;
        if *by != act.by || *occurred_at != act.occurred_at || event.kind() != act.event.kind() {
            return false;
        }
        if !self.has_tombstone() {
            return *event == act.event;
        }
        let mut remains = act.event.clone();
        remains.part_mut().redact();
        *event == remains
    }
}

/// A kind as it is stored. One that this version does not know may be of a newer one.
#[derive(Clone, Copy)]
pub(crate) struct StoredKind(Kind);

impl<'de> Deserialize<'de> for StoredKind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Word;
        impl Visitor<'_> for Word {
            type Value = StoredKind;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the code of an event")
            }
            fn visit_str<E: de::Error>(self, code: &str) -> Result<StoredKind, E> {
                Kind::from_code(code).map(StoredKind).ok_or_else(|| E::custom(UNKNOWN_EVENT))
            }
        }
        deserializer.deserialize_str(Word)
    }
}

impl Stored for Event {
    type Kind = StoredKind;
    const HAS_OTHERS: bool = false;

    fn fields(form: Form) -> &'static [&'static str] {
        match form {
            Form::Offer => &["type", "occurred_at", "by", "data"],
            Form::Act => &["type", "occurred_at", "recorded_at", "by", "data"],
            Form::Entry => &["number", "type", "occurred_at", "recorded_at", "by", "data"],
        }
    }

    fn read<'de, A: MapAccess<'de>>(StoredKind(kind): StoredKind, map: &mut A) -> Result<Self, A::Error> {
        Event::read(kind, map)
    }

    fn has_tombstone(&self) -> bool {
        self.part().has_tombstone()
    }
}

fn write<S: Serializer>(number: Option<EntryNumber>, act: &Act, serializer: S) -> Result<S::Ok, S::Error> {
    let Act { event, by, occurred_at, recorded_at } = act;
    let head = Head {
        number,
        kind: event.kind().code(),
        occurred_at: *occurred_at,
        recorded_at: Some(*recorded_at),
        by,
        recorded_by: None,
        in_role: None,
    };
    head.write(serializer, |map| event.write(map))
}

impl Serialize for Act {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write(None, self, serializer)
    }
}

impl Serialize for Entry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write(Some(self.number), &self.act, serializer)
    }
}

impl From<Read<Event>> for Act {
    fn from(read: Read<Event>) -> Self {
        let Read { event, by, occurred_at, recorded_at, .. } = read;
        Self { event, by, occurred_at, recorded_at }
    }
}

impl<'de> Deserialize<'de> for Act {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(envelope::read(Form::Act, deserializer)?.into())
    }
}

/// An entry as it is stored, before it is asked who reads.
pub(super) struct StoredEntry(pub(super) Entry);

impl<'de> Deserialize<'de> for StoredEntry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = envelope::read(Form::Entry, deserializer)?;
        Ok(Self(Entry { number: read.number, act: read.into() }))
    }
}
