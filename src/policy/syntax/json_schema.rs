//! The JSON Schema of packs, so that editors complete them and say at once what is misspelt.
//!
//! It is made from the [written form](super::pack); what stands here is what the types there do not say: which codes
//! there are, how lengths of time and parameters are written, and the short forms. Whatever it refuses, loading refuses too.
//! Loading refuses more: paths of fields, ids of rules and how things fit together are looked up only then.

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::transform::transform_subschemas;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use super::schema_terms::says;
use crate::policy::syntax::pack::PackForm;
use crate::policy::syntax::shorthand::{
    DatedForm, FieldTest, KeyApart, KeyForm, NumberForm, OneOrMany, ScalarForm, TestForm, ValueForm,
};

/// The JSON Schema (draft 2020-12) of a pack of rules, as it is written in a file.
///
/// What it refuses, [`Pack::read`](crate::policy::Pack::read) refuses too; what it admits may still not load, because names of fields
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

says!(NumberForm as "Number" => {
    "description": "A number, or `$name` for a parameter.",
    "anyOf": [{ "type": "integer", "minimum": 0 }, { "type": "string", "pattern": r"^\$" }],
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
