//! An act that is offered, by a client too, the entry it becomes, and how each is stored.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::event::Event;
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
/// client says: whether it may say so is for the host to check.
///
/// ```
/// use practice_cycle::{cycle::Offer, moment::Moment, stored};
/// let sent = r#"{"type":"person_left","occurred_at":"2026-04-16T17:00:00Z","by":"p-2","data":{"person":"p-2"}}"#;
/// let offer: Offer = stored::parse(sent)?;
/// let now: Moment = "2026-04-20T09:00:00Z".parse()?;
/// assert_eq!(offer.recorded(now).recorded_at, now);
///
/// let backdated = r#"{"type":"person_left","recorded_at":"2026-04-16T17:00:00Z","data":{"person":"p-2"}}"#;
/// let error = stored::parse::<Offer>(backdated).unwrap_err();
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

/// What is stored flat. Each form lacks a field that the next has.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    Offer,
    Act,
    Entry,
}

impl Form {
    const fn fields(self) -> &'static [&'static str] {
        match self {
            Form::Offer => &["type", "occurred_at", "by", "recorded_by", "in_role", "data"],
            Form::Act => &["type", "occurred_at", "recorded_at", "by", "recorded_by", "in_role", "data"],
            Form::Entry => &["number", "type", "occurred_at", "recorded_at", "by", "recorded_by", "in_role", "data"],
        }
    }

    fn is_recorded(self) -> bool {
        self >= Form::Act
    }

    fn is_numbered(self) -> bool {
        self == Form::Entry
    }
}

#[derive(Clone, Copy)]
enum Field {
    Number,
    Type,
    OccurredAt,
    RecordedAt,
    By,
    RecordedBy,
    InRole,
    Data,
}

/// Reads the name of a field of a form.
#[derive(Clone, Copy)]
struct Name(Form);

impl<'de> de::DeserializeSeed<'de> for Name {
    type Value = Field;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Field, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Name {
    type Value = Field;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<Field, E> {
        Ok(match name {
            "number" if self.0.is_numbered() => Field::Number,
            "type" => Field::Type,
            "occurred_at" => Field::OccurredAt,
            "recorded_at" if self.0.is_recorded() => Field::RecordedAt,
            "by" => Field::By,
            "recorded_by" => Field::RecordedBy,
            "in_role" => Field::InRole,
            "data" => Field::Data,
            _ => return Err(E::unknown_field(name, self.0.fields())),
        })
    }
}

/// What is written: of an entry all, of an act no number, of an offer no `recorded_at` either.
struct Written<'a> {
    number: Option<EntryNumber>,
    event: &'a Event,
    occurred_at: Moment,
    recorded_at: Option<Moment>,
    by: &'a PersonId,
    recorded_by: &'a Option<PersonId>,
    in_role: Option<Role>,
}

impl<'a> Written<'a> {
    fn act(number: Option<EntryNumber>, act: &'a Act) -> Self {
        let Act { event, by, recorded_by, in_role, occurred_at, recorded_at } = act;
        Self {
            number,
            event,
            occurred_at: *occurred_at,
            recorded_at: Some(*recorded_at),
            by,
            recorded_by,
            in_role: *in_role,
        }
    }
}

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(number) = self.number {
            map.serialize_entry("number", &number)?;
        }
        map.serialize_entry("type", self.event.kind().code())?;
        map.serialize_entry("occurred_at", &self.occurred_at)?;
        if let Some(at) = self.recorded_at {
            map.serialize_entry("recorded_at", &at)?;
        }
        map.serialize_entry("by", self.by)?;
        if let Some(person) = self.recorded_by {
            map.serialize_entry("recorded_by", person)?;
        }
        if let Some(role) = self.in_role {
            map.serialize_entry("in_role", &role)?;
        }
        map.serialize_key("data")?;
        self.event.write(&mut map)?;
        map.end()
    }
}

impl Serialize for Offer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { event, by, recorded_by, in_role, occurred_at } = self;
        let (number, occurred_at, recorded_at, in_role) = (None, *occurred_at, None, *in_role);
        Written { number, event, occurred_at, recorded_at, by, recorded_by, in_role }.serialize(serializer)
    }
}

impl Serialize for Act {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Written::act(None, self).serialize(serializer)
    }
}

impl Serialize for Entry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Written::act(Some(self.number), &self.act).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Offer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(deserializer.deserialize_struct("Offer", Form::Offer.fields(), Flat(Form::Offer))?.offer)
    }
}

impl<'de> Deserialize<'de> for Act {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_struct("Act", Form::Act.fields(), Flat(Form::Act))?.act()
    }
}

impl<'de> Deserialize<'de> for Entry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = deserializer.deserialize_struct("Entry", Form::Entry.fields(), Flat(Form::Entry))?;
        let number = read.number.ok_or_else(|| de::Error::missing_field("number"))?;
        Ok(Self { number, act: read.act()? })
    }
}

/// What was read, with every field that its form has.
struct Read {
    number: Option<EntryNumber>,
    recorded_at: Option<Moment>,
    offer: Offer,
}

impl Read {
    fn act<E: de::Error>(self) -> Result<Act, E> {
        let at = self.recorded_at.ok_or_else(|| E::missing_field("recorded_at"))?;
        Ok(self.offer.recorded(at))
    }
}

/// Reads the flat form. The data goes straight into the type that `type` names; only where `data` comes first is it kept
/// aside until `type` is known.
struct Flat(Form);

impl<'de> Visitor<'de> for Flat {
    type Value = Read;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Form::Offer | Form::Act => "an act",
            Form::Entry => "an entry",
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (mut number, mut kind, mut event, mut kept) = (None, None, None, None::<Kept>);
        let (mut occurred_at, mut recorded_at, mut by, mut recorded_by, mut in_role) = (None, None, None, None, None);
        while let Some(field) = map.next_key_seed(Name(self.0))? {
            match field {
                Field::Number => once(&mut number, "number", &mut map)?,
                Field::Type => once(&mut kind, "type", &mut map)?,
                Field::OccurredAt => once(&mut occurred_at, "occurred_at", &mut map)?,
                Field::RecordedAt => once(&mut recorded_at, "recorded_at", &mut map)?,
                Field::By => once(&mut by, "by", &mut map)?,
                Field::RecordedBy => once(&mut recorded_by, "recorded_by", &mut map)?,
                Field::InRole => once(&mut in_role, "in_role", &mut map)?,
                Field::Data => match kind {
                    _ if event.is_some() => return Err(de::Error::duplicate_field("data")),
                    Some(kind) if kept.is_none() => event = Some(Event::read(kind, &mut map)?),
                    Some(_) | None => once(&mut kept, "data", &mut map)?,
                },
            }
        }
        if self.0.is_numbered() && number.is_none() {
            return Err(de::Error::missing_field("number"));
        }
        let kind = kind.ok_or_else(|| de::Error::missing_field("type"))?;
        let event = match (event, kept) {
            (Some(event), _) => event,
            (None, Some(mut data)) => Event::read(kind, &mut data).map_err(de::Error::custom)?,
            (None, None) => return Err(de::Error::missing_field("data")),
        };
        if !self.0.is_numbered() && event.part().has_tombstone() {
            return Err(de::Error::custom("a redacted text cannot be recorded again"));
        }
        let offer = Offer {
            event,
            by: by.ok_or_else(|| de::Error::missing_field("by"))?,
            recorded_by: recorded_by.flatten(),
            in_role: in_role.flatten(),
            occurred_at: occurred_at.ok_or_else(|| de::Error::missing_field("occurred_at"))?,
        };
        if self.0.is_recorded() && recorded_at.is_none() {
            return Err(de::Error::missing_field("recorded_at"));
        }
        Ok(Read { number, recorded_at, offer })
    }
}

/// Reads a field that has not been there before.
#[inline]
fn once<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    slot: &mut Option<T>,
    name: &'static str,
    map: &mut A,
) -> Result<(), A::Error> {
    if slot.is_some() {
        return Err(de::Error::duplicate_field(name));
    }
    *slot = Some(map.next_value()?);
    Ok(())
}

/// Data that came before its type, handed on as the value of a map once the type is known.
struct Kept(serde_json::Value);

impl<'de> MapAccess<'de> for Kept {
    type Error = serde_json::Error;

    fn next_key_seed<K: de::DeserializeSeed<'de>>(&mut self, _: K) -> Result<Option<K::Value>, Self::Error> {
        Ok(None)
    }

    fn next_value_seed<V: de::DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Self::Error> {
        seed.deserialize(std::mem::take(&mut self.0))
    }
}

impl<'de> Deserialize<'de> for Kept {
    /// As a JSON value; but of two equal keys, such a value would silently keep the second.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        macro_rules! plain {
            ($($visit:ident: $Type:ty),+) => {$(
                fn $visit<E: de::Error>(self, value: $Type) -> Result<Self::Value, E> {
                    Ok(value.into())
                }
            )+};
        }
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = serde_json::Value;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("data")
            }
            fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
                Ok(serde_json::Value::Null)
            }
            plain! { visit_bool: bool, visit_u64: u64, visit_i64: i64, visit_f64: f64, visit_str: &str }
            fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut values = Vec::new();
                while let Some(Kept(value)) = seq.next_element()? {
                    values.push(value);
                }
                Ok(values.into())
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut values = serde_json::Map::new();
                while let Some((key, Kept(value))) = map.next_entry::<String, Kept>()? {
                    if values.insert(key, value).is_some() {
                        return Err(de::Error::custom("duplicate field"));
                    }
                }
                Ok(values.into())
            }
        }
        deserializer.deserialize_any(Any).map(Kept)
    }
}
