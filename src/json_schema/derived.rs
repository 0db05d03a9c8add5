//! Schemas that are derived from the declarations of types.

use schemars::generate::SchemaSettings;
use schemars::transform::transform_subschemas;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value};

/// The schema of what is written, by its own name. It admits fields that a later version adds.
pub(crate) fn written<T: JsonSchema>(id: &str) -> Schema {
    whole::<T>(id, SchemaSettings::draft2020_12().for_serialize())
}

/// The schema of what is written by hand and read: what may be left out is left to the writer.
pub(crate) fn read<T: JsonSchema>(id: &str) -> Schema {
    whole::<T>(id, SchemaSettings::draft2020_12().for_deserialize())
}

fn whole<T: JsonSchema>(id: &str, settings: SchemaSettings) -> Schema {
    let settings = settings.with_transform(in_short);
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    schema.insert("$id".to_owned(), id.into());
    schema
}

/// Descriptions are the first paragraphs of the documentation, without the marks of links and code.
fn in_short(schema: &mut Schema) {
    transform_subschemas(&mut in_short, schema);
    if let Some(Value::String(words)) = schema.get_mut("description") {
        let mut pieces = words.split("\n\n").next().unwrap_or_default().split("](");
        let mut plain = pieces.next().unwrap_or_default().to_owned();
        // Where a link leads stands up to the bracket that closes it.
        pieces.for_each(|piece| plain += piece.split_once(')').map_or(piece, |(_, after)| after));
        *words = plain.replace(['`', '*', '[', ']'], "").split_whitespace().collect::<Vec<_>>().join(" ");
    }
}

/// A schema that was not derived, as one that is.
pub(crate) fn as_it_is(schema: Value) -> Schema {
    Schema::try_from(schema).unwrap_or_default()
}

/// What another schema defines, defined in this one too, under the same names.
pub(crate) fn define(definitions: Map<String, Value>, generator: &mut SchemaGenerator) {
    for (name, schema) in definitions {
        generator.definitions_mut().entry(name).or_insert(schema);
    }
}
