//! What the JSON Schema says of the parts of a pack beyond their shape: which codes there are, and how lengths of time, numbers
//! and days are written.

use std::borrow::Cow;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use crate::code::Code;
use crate::cycle;

/// A word of a list, by code.
pub(crate) struct Coded<W>(PhantomData<W>);

impl<W: Code> JsonSchema for Coded<W> {
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
pub(crate) use says;

/// A kind of event, by code.
pub(crate) struct Event;
/// A length of time, or a parameter.
pub(crate) struct Length;
/// A day.
pub(crate) struct Day;

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
    "pattern": r"^(same day|1 (hour|day|working day|week|month)|([2-9]|[1-9][0-9]+) (hours|days|working days|weeks|months)|\$.*)$",
    "examples": ["same day", "48 hours", "10 working days", "6 weeks", "3 months", "$review_every"],
});
says!(Day as "Day" => {
    "description": "A day such as `2026-04-01`.",
    "type": "string",
    "format": "date",
});
pub(crate) fn one_duty(schema: &mut Schema) {
    exactly_one(schema, &[&["require"], &["expect"], &["preceded_by"], &["forbid"]]);
}

pub(crate) fn one_happening(schema: &mut Schema) {
    exactly_one(schema, &[&["event"], &["any"], &["begins"], &["ends"], &["broken"]]);
}

pub(crate) fn one_state(schema: &mut Schema) {
    exactly_one(schema, &[&["stage"], &["from", "to"]]);
}

fn exactly_one(schema: &mut Schema, choices: &[&[&str]]) {
    let choices: Vec<Value> = choices.iter().map(|fields| json!({ "required": fields })).collect();
    schema.insert("oneOf".to_owned(), choices.into());
}

pub(crate) fn some_number(schema: &mut Schema) {
    schema.insert("anyOf".to_owned(), json!([{ "required": ["at_least"] }, { "required": ["at_most"] }]));
}

pub(crate) fn some_test(schema: &mut Schema) {
    schema.insert("minProperties".to_owned(), 1.into());
    schema.insert("dependentRequired".to_owned(), json!({ "within": ["after"], "later_than": ["after"] }));
    let some_length = json!({ "anyOf": [{ "required": ["within"] }, { "required": ["later_than"] }] });
    schema.insert("dependentSchemas".to_owned(), json!({ "after": some_length }));
}
