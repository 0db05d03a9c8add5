//! The JSON Schema of packs, so that editors complete them and say at once what is misspelt.
//!
//! It is made from the written form ([`form`](super::form)); what stands here is what the types there do not say: which codes
//! there are, how lengths of time and parameters are written, and the short forms. Whatever it refuses, loading refuses too.
//! Loading refuses more: paths of fields, ids of rules and how things fit together are looked up only then.

use std::borrow::Cow;
use std::marker::PhantomData;

use schemars::generate::SchemaSettings;
use schemars::transform::transform_subschemas;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use super::form::{DatedForm, FieldTest, KeyApart, KeyForm, OneOrMany, PackForm, ScalarForm, TestForm, ValueForm};
use crate::cycle;
use crate::word::Word;

/// The JSON Schema (draft 2020-12) of a pack of rules, as it is written in a file.
///
/// What it refuses, [`Pack::read`](super::Pack::read) refuses too; what it admits may still not load, because names of fields
/// and rules are only looked up then. A pack may name its schema under `$schema`, as editors expect.
///
/// ```
/// let schema = practice_cycle::policy::schema();
/// assert_eq!(schema.pointer("/$schema").unwrap(), "https://json-schema.org/draft/2020-12/schema");
/// assert!(schema.pointer("/$defs/Event/enum").unwrap().as_array().unwrap().contains(&"contract_begun".into()));
/// ```
#[must_use]
pub fn schema() -> Schema {
    let mut schema =
        SchemaSettings::draft2020_12().with_transform(plain).into_generator().into_root_schema_for::<PackForm>();
    if let Some(fields) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        fields.insert(
            "$schema".to_owned(),
            json!({ "type": "string", "description": "Where this schema lies, for editors." }),
        );
    }
    schema
}

/// A word of a list, by code.
pub(super) struct Coded<W>(PhantomData<W>);

impl<W: Word> JsonSchema for Coded<W> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Code".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let codes: Vec<&str> = W::ALL.iter().map(|word| word.code()).collect();
        json_schema!({ "enum": codes })
    }
}

/// Declares a form by its name and its schema; the types named first are those it speaks of.
macro_rules! says {
    ($(#[$meta:meta])* $Type:ident as $name:literal $(with $($inner:ident: $Inner:ty),+)? => $schema:tt) => {
        impl JsonSchema for $Type {
            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }
            fn json_schema(_generator: &mut SchemaGenerator) -> Schema {
                $($(let $inner = _generator.subschema_for::<$Inner>();)+)?
                json_schema!($schema)
            }
        }
    };
}

/// A kind of event, by code.
pub(super) struct Event;
/// A length of time, or a parameter.
pub(super) struct Length;
/// A number, or a parameter.
pub(super) struct Number;
/// A day.
pub(super) struct Day;

/// Corrections are no events of their own for a rule.
fn events() -> Vec<&'static str> {
    cycle::Kind::all().filter(|kind| !matches!(kind, cycle::Kind::Correction(_))).map(cycle::Kind::code).collect()
}

says!(Event as "Event" => {
    "description": "A kind of event, by code.",
    "enum": (events()),
});
says!(Length as "Length" => {
    "description": "A length of time such as `10 working days`, or `$name` for a parameter.",
    "type": "string",
    "pattern": r"^(same day|[1-9][0-9]* (hours?|days?|working days?|weeks?|months?)|\$.*)$",
    "examples": ["same day", "48 hours", "10 working days", "6 weeks", "3 months", "$review_every"],
});
says!(Number as "Number" => {
    "description": "A number, or `$name` for a parameter.",
    "anyOf": [{ "type": "integer", "minimum": 0 }, { "type": "string", "pattern": r"^\$" }],
});
says!(Day as "Day" => {
    "description": "A day such as `2026-04-01`.",
    "type": "string",
    "format": "date",
});
says!(ScalarForm as "Value" => {
    "description": "A word or a number.",
    "type": ["string", "integer"],
});
says!(ValueForm as "ParameterValue" with scalar: ScalarForm, dated: DatedForm => {
    "description": "A value, or one with the days on which it holds.",
    "anyOf": [scalar, dated],
});
says!(KeyForm as "Key" with apart: KeyApart => {
    "description": "One name for both, or a field of what opens the duty beside a field of what answers it.",
    "anyOf": [{ "type": "string" }, apart],
});
says!(TestForm as "Field" with scalar: ScalarForm, test: FieldTest => {
    "description": "It is this, or one of these, or passes these tests.",
    "anyOf": [scalar, { "type": "array", "items": scalar, "minItems": 1 }, test],
});

impl<T: JsonSchema> JsonSchema for OneOrMany<T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        format!("One or many of {}", T::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = generator.subschema_for::<T>();
        json_schema!({ "anyOf": [one, { "type": "array", "items": one, "minItems": 1 }] })
    }
}

pub(super) fn one_duty(schema: &mut Schema) {
    exactly_one(schema, &[&["require"], &["expect"], &["preceded_by"], &["forbid"]]);
}

pub(super) fn one_happening(schema: &mut Schema) {
    exactly_one(schema, &[&["event"], &["any"], &["begins"], &["ends"], &["broken"]]);
}

pub(super) fn one_state(schema: &mut Schema) {
    exactly_one(schema, &[&["stage"], &["from", "to"]]);
}

fn exactly_one(schema: &mut Schema, choices: &[&[&str]]) {
    let choices: Vec<Value> = choices.iter().map(|fields| json!({ "required": fields })).collect();
    schema.insert("oneOf".to_owned(), choices.into());
}

pub(super) fn some_number(schema: &mut Schema) {
    schema.insert("anyOf".to_owned(), json!([{ "required": ["at_least"] }, { "required": ["at_most"] }]));
}

pub(super) fn some_test(schema: &mut Schema) {
    schema.insert("minProperties".to_owned(), 1.into());
}

/// Leaves out what serde would admit and loading does not: `null` for what may be left out.
fn plain(schema: &mut Schema) {
    transform_subschemas(&mut plain, schema);
    if schema.get("default").is_some_and(Value::is_null) {
        schema.remove("default");
    }
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|name| name != "null");
        if let [one] = types.as_mut_slice() {
            let one = one.take();
            schema.insert("type".to_owned(), one);
        }
    }
    if let Some(Value::Array(codes)) = schema.get_mut("enum") {
        codes.retain(|code| !code.is_null());
    }
    let Some(Value::Array(choices)) = schema.get_mut("anyOf") else { return };
    choices.retain(|choice| choice != &json!({ "type": "null" }));
    if let [Value::Object(only)] = choices.as_mut_slice() {
        let only = std::mem::take(only);
        schema.remove("anyOf");
        for (name, value) in only {
            schema.ensure_object().entry(name).or_insert(value);
        }
    }
}
