//! An act that is offered, by a client too, the entry it becomes, and how each is stored.

use serde::de::{Deserialize, Deserializer, MapAccess};
use serde::ser::{Serialize, Serializer};

use super::event::{Event, Kind};
use crate::envelope::{self, Form, Head, Read, Stored};
use crate::id::{EntryNumber, PersonId};
use crate::moment::Moment;
use crate::people::Role;

/// Something offered to be recorded: what happened, by whom, when, and when it is recorded.
///
/// ```
/// use practice_cycle::{attachment::PersonLeft, cycle::Act, id::PersonId};
/// let act: Act = serde_json::from_str(
///     r#"{"type":"person_left","occurred_at":"2026-04-16T17:00:00Z","recorded_at":"2026-04-20T09:00:00Z",
///         "by":"p-2","recorded_by":"p-5","data":{"person":"p-2"}}"#,
/// )?;
/// let at = "2026-04-16T17:00:00Z".parse()?;
/// let left = PersonLeft::new(PersonId::new("p-2")?);
/// let same = Act::new(left, PersonId::new("p-2")?, at)
///     .recorded("2026-04-20T09:00:00Z".parse()?)
///     .recorded_by(PersonId::new("p-5")?);
/// assert_eq!(act, same);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// What happened.
    pub event: Event,
    /// Who did it.
    pub by: PersonId,
    /// Who wrote it down, if somebody else. They need not take part in the cycle.
    pub recorded_by: Option<PersonId>,
    /// The role in which they did it. Needed only of somebody who holds several that differ in whether they permit it; where it is
    /// left out, it was their main role: [`Held::main`](crate::people::Held::main).
    pub in_role: Option<Role>,
    /// When it occurred. Of what has only a date, the first instant of that day in London, which
    /// [`start_of`](crate::calendar::start_of) gives: so it belongs to the day that begins, for rules that count days and for views
    /// as of a day alike.
    pub occurred_at: Moment,
    /// When it was recorded: not before it occurred, and not before the entry before it was.
    pub recorded_at: Moment,
}

impl Act {
    /// An act that is recorded as it occurs, by whoever did it.
    pub fn new(event: impl Into<Event>, by: PersonId, at: Moment) -> Self {
        Self { event: event.into(), by, recorded_by: None, in_role: None, occurred_at: at, recorded_at: at }
    }

    /// The same, recorded at another time.
    #[must_use]
    pub fn recorded(mut self, at: Moment) -> Self {
        self.recorded_at = at;
        self
    }

    /// The same, recorded by somebody else.
    #[must_use]
    pub fn recorded_by(mut self, person: PersonId) -> Self {
        self.recorded_by = Some(person);
        self
    }

    /// The same, done in a certain role of several.
    #[must_use]
    pub fn in_role(mut self, role: Role) -> Self {
        self.in_role = Some(role);
        self
    }
}

/// An act as a client sends it: the host says when it is recorded.
///
/// In the form of an [`Act`] without `recorded_at`, which is refused as an unknown field. `by` and `recorded_by` are what the
/// client says: whether it may name them is for the host to check.
///
/// ```
/// use practice_cycle::{cycle::Offer, moment::Moment};
/// let sent = r#"{"type":"person_left","occurred_at":"2026-04-16T17:00:00Z","by":"p-2","data":{"person":"p-2"}}"#;
/// let offer = Offer::parse(sent)?;
/// let now: Moment = "2026-04-20T09:00:00Z".parse()?;
/// assert_eq!(offer.recorded(now).recorded_at, now);
///
/// let backdated = r#"{"type":"person_left","recorded_at":"2026-04-16T17:00:00Z","data":{"person":"p-2"}}"#;
/// let error = Offer::parse(backdated).unwrap_err();
/// assert!(error.problem().starts_with("unknown field `recorded_at`"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What happened.
    pub event: Event,
    /// Who did it.
    pub by: PersonId,
    /// Who wrote it down, if somebody else. They need not take part in the cycle.
    pub recorded_by: Option<PersonId>,
    /// The role in which they did it, where that is to be said: see [`Act::in_role`].
    pub in_role: Option<Role>,
    /// When it occurred.
    pub occurred_at: Moment,
}

impl Offer {
    /// The act, recorded at a time that the host's clock gives.
    #[must_use]
    pub fn recorded(self, at: Moment) -> Act {
        let Self { event, by, recorded_by, in_role, occurred_at } = self;
        Act { event, by, recorded_by, in_role, occurred_at, recorded_at: at }
    }
}

/// An act that was admitted, with its number in the history.
///
/// Stored flat, in this order: `number` (an act has none), `type`, `occurred_at`, `recorded_at`, `by`, `recorded_by` if it is
/// somebody else, `in_role` if it is named, `data`. Keys are read in any order; unknown ones are refused.
///
/// ```
/// use practice_cycle::cycle::Entry;
/// let stored = r#"{"number":7,"type":"person_left","occurred_at":"2026-04-16T17:00:00Z","recorded_at":"2026-04-16T17:00:00Z","by":"p-2","data":{"person":"p-2"}}"#;
/// let entry: Entry = serde_json::from_str(stored)?;
/// assert_eq!(entry.number().get(), 7);
/// assert_eq!(serde_json::to_string(&entry)?, stored);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub(crate) number: EntryNumber,
    pub(crate) act: Act,
}

impl Entry {
    /// The number in the history, from 1.
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
    pub(crate) fn has_tombstone(&self) -> bool {
        self.act.event.part().has_tombstone()
    }

    /// The act alone, to be offered elsewhere.
    #[must_use]
    pub fn into_act(self) -> Act {
        self.act
    }
}

impl Stored for Event {
    type Kind = Kind;
    const HAS_OTHERS: bool = true;

    fn fields(form: Form) -> &'static [&'static str] {
        match form {
            Form::Offer => &["type", "occurred_at", "by", "recorded_by", "in_role", "data"],
            Form::Act => &["type", "occurred_at", "recorded_at", "by", "recorded_by", "in_role", "data"],
            Form::Entry => &["number", "type", "occurred_at", "recorded_at", "by", "recorded_by", "in_role", "data"],
        }
    }

    fn read<'de, A: MapAccess<'de>>(kind: Kind, map: &mut A) -> Result<Self, A::Error> {
        Event::read(kind, map)
    }

    fn has_tombstone(&self) -> bool {
        self.part().has_tombstone()
    }
}

/// Writes an act, numbered where it is an entry.
fn write<S: Serializer>(number: Option<EntryNumber>, act: &Act, serializer: S) -> Result<S::Ok, S::Error> {
    let Act { event, by, recorded_by, in_role, occurred_at, recorded_at } = act;
    let head = Head {
        number,
        kind: event.kind().code(),
        occurred_at: *occurred_at,
        recorded_at: Some(*recorded_at),
        by,
        recorded_by: recorded_by.as_ref(),
        in_role: *in_role,
    };
    head.write(serializer, |map| event.write(map))
}

impl Serialize for Offer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { event, by, recorded_by, in_role, occurred_at } = self;
        let head = Head {
            number: None,
            kind: event.kind().code(),
            occurred_at: *occurred_at,
            recorded_at: None,
            by,
            recorded_by: recorded_by.as_ref(),
            in_role: *in_role,
        };
        head.write(serializer, |map| event.write(map))
    }
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

impl<'de> Deserialize<'de> for Offer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Read { event, by, recorded_by, in_role, occurred_at, .. } = envelope::read(Form::Offer, deserializer)?;
        Ok(Self { event, by, recorded_by, in_role, occurred_at })
    }
}

impl<'de> Deserialize<'de> for Act {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(envelope::read(Form::Act, deserializer)?.into())
    }
}

impl<'de> Deserialize<'de> for Entry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = envelope::read(Form::Entry, deserializer)?;
        Ok(Self { number: read.number, act: read.into() })
    }
}

impl From<Read<Event>> for Act {
    fn from(read: Read<Event>) -> Self {
        let Read { event, by, recorded_by, in_role, occurred_at, recorded_at, .. } = read;
        Self { event, by, recorded_by, in_role, occurred_at, recorded_at }
    }
}
