//! What the forms declare, where it stands in schemas that are derived.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::write::{Definitions, InPlace};
use crate::cycle::{Entry, Kind};
use crate::field::Field;
use crate::form::{self, Form};
use crate::json_schema::derived;
use crate::moment::Moment;

/// The schema of the entries of some kinds, each with its code: of one as it is, of several as a choice.
pub(crate) fn entries<K>(
    forms: impl IntoIterator<Item = (&'static str, Form<K>)>,
    beside: &[form::Field],
    generator: &mut SchemaGenerator,
) -> Schema {
    // As it is written, in UTC, which is less than what is read.
    generator.subschema_for::<Moment>();
    let mut definitions = Definitions::new(InPlace::Tombstone);
    let (mut names, mut each) = (Vec::new(), Vec::new());
    for (code, form) in forms {
        each.push(definitions.kind("Entry", code, &form, beside));
        names.push(format!("{}Entry", form.name));
    }
    let mut definitions = definitions.all();
    let alone = if let [name] = &names[..] { definitions.remove(name) } else { None };
    derived::define(definitions, generator);
    derived::as_it_is(alone.unwrap_or_else(|| json!({ "oneOf": each })))
}

/// The same of entries of a cycle.
pub(crate) fn entries_of(kinds: &[Kind], generator: &mut SchemaGenerator) -> Schema {
    entries(kinds.iter().map(|kind| (kind.code(), kind.form())), &form::entry(), generator)
}

impl JsonSchema for Entry {
    fn schema_name() -> Cow<'static, str> {
        "Entry".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let kinds: Vec<Kind> = Kind::all().collect();
        entries_of(&kinds, generator)
    }
}

/// A part of the data of events.
pub(crate) fn part<T: Field>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<Moment>();
    let mut definitions = Definitions::new(InPlace::Tombstone);
    let part = definitions.takes(&form::describe::takes(&T::shape()));
    derived::define(definitions.all(), generator);
    derived::as_it_is(part)
}

/// The same, or `null`.
pub(crate) fn part_or_null<T: Field>(generator: &mut SchemaGenerator) -> Schema {
    let part = part::<T>(generator);
    derived::as_it_is(json!({ "anyOf": [part, { "type": "null" }] }))
}

/// An object that has the fields of an event beside others, in the written form of a story or of a world.
pub(crate) fn beside_others<K>(form: &Form<K>, others: &Map<String, Value>, definitions: &mut Definitions) -> Value {
    let mut object = definitions.object(&form.fields);
    if let Some(Value::Object(properties)) = object.get_mut("properties") {
        properties.extend(others.clone());
    }
    object
}
