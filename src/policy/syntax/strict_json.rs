//! Strict JSON: an object is read by the names of its fields, and unknown or repeated ones are problems.
//!
//! What serde derives would also read a struct from a list, in the order of its fields, and take `null` for something left out:
//! the first would let a slip of position through, the second looks as if something were said.

use std::cell::RefCell;
use std::fmt;

use serde::de::value::{MapAccessDeserializer, MapDeserializer, SeqDeserializer};
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error as _, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Map, Value};

use crate::policy::syntax::problem::{Problem, Problems, shown};
use crate::stored;

/// Reads JSON, and where in it a name stands twice in one object: of two values, one would be passed over in silence.
pub(crate) fn json(written: &str) -> Result<(Value, Vec<String>), Error> {
    let twice = RefCell::new(Vec::new());
    let mut reader = serde_json::Deserializer::from_str(stored::without_mark(written));
    let value = Once { path: String::new(), twice: &twice }.deserialize(&mut reader)?;
    reader.end()?;
    Ok((value, twice.into_inner()))
}

/// Reads the form of a file, with the place and the line of what does not fit it; what stands in it is not looked up yet. A name that
/// stands twice in one object is refused, since of its two values one would be passed over; and so is a list in place of an object.
pub(crate) fn form<T: DeserializeOwned>(what: &str, written: &str) -> Result<T, Vec<Problem>> {
    let mut problems = Problems::of(what);
    let mut reader = serde_json::Deserializer::from_str(stored::without_mark(written));
    let read = serde_path_to_error::deserialize::<_, T>(&mut reader)
        .map_err(|error| (error.path().to_string(), error.into_inner()))
        .and_then(|form| reader.end().map(|()| form).map_err(|error| (String::new(), error)));
    if let Err((path, error)) = &read {
        let unreadable = stored::unreadable(error, path.clone());
        problems.note(unreadable.path(), format!("{} (line {})", unreadable.problem(), error.line()));
        return Err(problems.into_all());
    }
    if let Ok((value, twice)) = json(written) {
        twice.into_iter().for_each(|path| problems.note(path, "it stands there twice"));
        if let Err(error) = serde_path_to_error::deserialize::<_, T>(Named(&value)) {
            problems.note(error.path().to_string(), error.inner().to_string());
        }
    }
    match read {
        Ok(form) if problems.is_empty() => Ok(form),
        Ok(_) | Err(_) => Err(problems.into_all()),
    }
}

/// A value at a place, in whose objects each name should stand once.
struct Once<'t> {
    path: String,
    twice: &'t RefCell<Vec<String>>,
}

impl<'de> DeserializeSeed<'de> for Once<'_> {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Once<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut all = Vec::new();
        while let Some(one) =
            seq.next_element_seed(Once { path: format!("{}[{}]", self.path, all.len()), twice: self.twice })?
        {
            all.push(one);
        }
        Ok(all.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut all = Map::new();
        while let Some(name) = map.next_key::<String>()? {
            let dot = if self.path.is_empty() { "" } else { "." };
            let path = format!("{}{dot}{}", self.path, shown(&name));
            if all.contains_key(&name) {
                self.twice.borrow_mut().push(path.clone());
            }
            let value = map.next_value_seed(Once { path, twice: self.twice })?;
            all.insert(name, value);
        }
        Ok(all.into())
    }
}

/// A value that is read by names.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Named<'de>(pub(crate) &'de Value);

impl<'de> IntoDeserializer<'de, Error> for Named<'de> {
    type Deserializer = Self;
    fn into_deserializer(self) -> Self {
        self
    }
}

/// In the order of their names, whatever order a map keeps: that is a feature of `serde_json`, which any crate may turn on.
fn fields<'de>(
    fields: &'de Map<String, Value>,
) -> MapDeserializer<'de, impl Iterator<Item = (&'de str, Named<'de>)> + use<'de>, Error> {
    let mut all: Vec<(&str, Named<'de>)> = fields.iter().map(|(name, value)| (name.as_str(), Named(value))).collect();
    all.sort_unstable_by_key(|(name, _)| *name);
    MapDeserializer::new(all.into_iter())
}

impl<'de> Deserializer<'de> for Named<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Null => Err(Error::custom("expected a value, or that the field be left out")),
            Value::Array(all) => visitor.visit_seq(SeqDeserializer::new(all.iter().map(Named))),
            Value::Object(all) => visitor.visit_map(fields(all)),
            value @ (Value::Bool(_) | Value::Number(_) | Value::String(_)) => value.deserialize_any(visitor),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        if self.0.is_array() {
            return Err(Error::custom("expected an object, with its fields by name"));
        }
        self.deserialize_any(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        if let Value::Object(all) = self.0
            && all.len() == 1
        {
            return visitor.visit_enum(MapAccessDeserializer::new(fields(all)));
        }
        // Conditions are the one choice that a pack has.
        Err(Error::custom("expected an object with one condition, by its name"))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct newtype_struct seq
        tuple tuple_struct map identifier
    }
}
