//! How an event is stored flat, with who did it and when beside it: an offer, an act, or an entry, of whichever vocabulary.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};

use crate::id::{EntryNumber, PersonId};
use crate::moment::Moment;
use crate::people::Role;

/// What is stored flat. Each form lacks a field that the next has.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    Offer,
    Act,
    Entry,
}

impl Form {
    fn is_recorded(self) -> bool {
        self >= Form::Act
    }

    fn is_numbered(self) -> bool {
        self == Form::Entry
    }
}

/// Events that are stored in this form.
pub(crate) trait Stored: Sized {
    /// What `type` names.
    type Kind: Copy + for<'de> Deserialize<'de>;

    /// Whether somebody can write down what somebody else did, and in which of their roles they did it.
    const HAS_OTHERS: bool;

    /// The names of the fields, as they are listed where another is found.
    fn fields(form: Form) -> &'static [&'static str];

    /// Reads the data of an event whose kind is known.
    fn read<'de, A: MapAccess<'de>>(kind: Self::Kind, map: &mut A) -> Result<Self, A::Error>;

    /// Whether a tombstone stands in it.
    fn has_tombstone(&self) -> bool;
}

/// What was read, with every field that its form has.
pub(crate) struct Read<E> {
    /// Of an entry; else the first.
    pub(crate) number: EntryNumber,
    pub(crate) event: E,
    pub(crate) by: PersonId,
    pub(crate) recorded_by: Option<PersonId>,
    pub(crate) in_role: Option<Role>,
    pub(crate) occurred_at: Moment,
    /// Of an act or an entry; else when it occurred.
    pub(crate) recorded_at: Moment,
}

/// Reads one of the forms.
pub(crate) fn read<'de, E: Stored, D: Deserializer<'de>>(form: Form, deserializer: D) -> Result<Read<E>, D::Error> {
    let name = match form {
        Form::Offer => "Offer",
        Form::Act => "Act",
        Form::Entry => "Entry",
    };
    deserializer.deserialize_struct(name, E::fields(form), Flat::<E>(form, PhantomData))
}

/// What stands before the data when it is written: of an entry a number, of an offer no `recorded_at`.
pub(crate) struct Head<'a> {
    pub(crate) number: Option<EntryNumber>,
    pub(crate) kind: &'static str,
    pub(crate) occurred_at: Moment,
    pub(crate) recorded_at: Option<Moment>,
    pub(crate) by: &'a PersonId,
    pub(crate) recorded_by: Option<&'a PersonId>,
    pub(crate) in_role: Option<Role>,
}

impl Head<'_> {
    /// Writes it, and then the data.
    pub(crate) fn write<S: Serializer>(
        self,
        serializer: S,
        data: impl FnOnce(&mut S::SerializeMap) -> Result<(), S::Error>,
    ) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(number) = self.number {
            map.serialize_entry("number", &number)?;
        }
        map.serialize_entry("type", self.kind)?;
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
        data(&mut map)?;
        map.end()
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
struct Name<E>(Form, PhantomData<E>);

impl<'de, E: Stored> de::DeserializeSeed<'de> for Name<E> {
    type Value = Field;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Field, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<E: Stored> Visitor<'_> for Name<E> {
    type Value = Field;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<X: de::Error>(self, name: &str) -> Result<Field, X> {
        Ok(match name {
            "number" if self.0.is_numbered() => Field::Number,
            "type" => Field::Type,
            "occurred_at" => Field::OccurredAt,
            "recorded_at" if self.0.is_recorded() => Field::RecordedAt,
            "by" => Field::By,
            "recorded_by" if E::HAS_OTHERS => Field::RecordedBy,
            "in_role" if E::HAS_OTHERS => Field::InRole,
            "data" => Field::Data,
            _ => return Err(X::unknown_field(name, E::fields(self.0))),
        })
    }
}

/// Reads the flat form. The data goes straight into the type that `type` names; only where `data` comes first is it kept
/// aside until `type` is known.
struct Flat<E>(Form, PhantomData<E>);

impl<'de, E: Stored> Visitor<'de> for Flat<E> {
    type Value = Read<E>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Form::Offer | Form::Act => "an act",
            Form::Entry => "an entry",
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (mut number, mut kind, mut event, mut kept) = (None, None::<E::Kind>, None::<E>, None::<Kept>);
        let (mut occurred_at, mut recorded_at, mut by, mut recorded_by, mut in_role) = (None, None, None, None, None);
        while let Some(field) = map.next_key_seed(Name::<E>(self.0, PhantomData))? {
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
                    Some(kind) if kept.is_none() => event = Some(E::read(kind, &mut map)?),
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
            (None, Some(mut data)) => E::read(kind, &mut data).map_err(de::Error::custom)?,
            (None, None) => return Err(de::Error::missing_field("data")),
        };
        if !self.0.is_numbered() && event.has_tombstone() {
            return Err(de::Error::custom("a redacted text cannot be recorded again"));
        }
        let by = by.ok_or_else(|| de::Error::missing_field("by"))?;
        let occurred_at = occurred_at.ok_or_else(|| de::Error::missing_field("occurred_at"))?;
        if self.0.is_recorded() && recorded_at.is_none() {
            return Err(de::Error::missing_field("recorded_at"));
        }
        Ok(Read {
            number: number.unwrap_or(EntryNumber::FIRST),
            event,
            by,
            recorded_by: recorded_by.flatten(),
            in_role: in_role.flatten(),
            occurred_at,
            recorded_at: recorded_at.unwrap_or(occurred_at),
        })
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
