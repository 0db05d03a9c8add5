//! Schemas of single values: references, codes, text, days and instants.

use serde_json::{Value, json};

use super::pattern;
use crate::note::spoken;

/// A code as the name of a type: `boundary_review` is `BoundaryReview`.
pub(crate) fn joined(code: &str) -> String {
    code.split('_').map(spoken).collect()
}

/// What a reference is called, by the code of what it refers to: `boundary_review` is `BoundaryReviewId`.
pub(crate) fn reference_name(code: &str) -> String {
    format!("{}Id", joined(code))
}

/// A reference to something with this code and label, and how long it may be.
pub(crate) fn reference(code: &str, label: &str, most: usize) -> Value {
    let id = json!({ "type": "string", "minLength": 1, "maxLength": most, "pattern": pattern::ID });
    titled(described(id, &format!("Refers to: {label}.")), &reference_name(code))
}

/// A word of a list, by its code; each with its label.
pub(crate) fn codes<'w>(name: &str, words: impl Iterator<Item = (&'w str, &'w str)>) -> Value {
    let (codes, labels): (Vec<&str>, Vec<String>) = words.map(|(code, label)| (code, format!("{code}: {label}"))).unzip();
    titled(described(json!({ "type": "string", "enum": codes }), &labels.join("; ")), name)
}

/// What a list is called: with its module before it where data of events has something else of that name, and where each module has one
/// of them.
#[cfg(feature = "schemars")]
pub(crate) fn list_name(module: &str, name: &str) -> String {
    let family = module.split("::").nth(1).unwrap_or_default();
    match (family, name) {
        (_, "Kind") | ("partnership", "Answer") => format!("{}{name}", joined(family)),
        _ => name.to_owned(),
    }
}

/// The number of an entry.
pub(crate) fn entry_number() -> Value {
    let number = json!({ "type": "integer", "minimum": 1, "maximum": u32::MAX });
    titled(described(number, "The number of an entry."), "EntryNumber")
}

/// Words that somebody writes, and how many characters they may be.
pub(crate) fn text(most: usize) -> Value {
    let text = json!({
        "type": "string",
        "minLength": 1,
        "pattern": pattern::text(),
        "anyOf": [{ "maxLength": most }, { "pattern": pattern::in_space() }],
    });
    let about = format!("Words that somebody writes: not blank, at most {most} characters without the space around them.");
    titled(described(text, &about), "Text")
}

/// A day, as freely as it is read.
pub(crate) fn day() -> Value {
    let about = "A day such as 2026-04-02.";
    titled(dated(&pattern::day(), pattern::USUAL_DAY, "date", about, "2026-04-02"), "Day")
}

/// An instant, as freely as it is read.
pub(crate) fn moment() -> Value {
    let about = "An instant from 1900 to 2199, with its offset from UTC.";
    titled(dated(&pattern::moment(), pattern::USUAL_MOMENT, "date-time", about, "2026-04-02T09:30:00Z"), "Moment")
}

/// A day or an instant. Where it is written as RFC 3339 has it, `format` says more: whether a year has its 29th of February.
fn dated(pattern: &str, usual: &str, format: &str, about: &str, example: &str) -> Value {
    let dated = json!({
        "type": "string",
        "pattern": pattern,
        "if": { "pattern": usual },
        "then": { "format": format },
        "examples": [example],
    });
    described(dated, about)
}

/// What a redaction left in place of what stood there.
pub(crate) fn tombstone() -> Value {
    let object = json!({
        "type": "object",
        "properties": { "redacted": { "const": true } },
        "required": ["redacted"],
        "additionalProperties": false,
    });
    titled(described(object, "What a redaction left."), "Tombstone")
}

/// A schema with its name: generators of code take the title for the name of the type, where there is one.
pub(crate) fn titled(schema: Value, name: &str) -> Value {
    keyword(schema, "title", name)
}

/// A schema with what is said of it, if anything is.
pub(crate) fn described(schema: Value, about: &str) -> Value {
    if about.is_empty() { schema } else { keyword(schema, "description", about) }
}

fn keyword(mut schema: Value, name: &str, words: &str) -> Value {
    if let Value::Object(keywords) = &mut schema {
        keywords.insert(name.to_owned(), words.into());
    }
    schema
}
