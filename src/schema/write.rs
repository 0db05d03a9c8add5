//! Schemas out of forms.

use serde_json::{Map, Value, json};

use super::pattern;
use crate::code::Code;
use crate::form::{Field, Form, Holds, Takes, Variant, Word};
use crate::id::MAX_LEN;
use crate::note::spoken;
use crate::noun::Outside;

/// What is defined once, by its name.
struct Definitions {
    all: Map<String, Value>,
    /// Whether what is redacted can stand there.
    has_tombstones: bool,
}

/// The schema of whatever has an event of one of these forms, each with its code, and these fields beside it.
pub(super) fn schema<K>(
    (vocabulary, name): (&str, &str),
    about: &str,
    forms: impl IntoIterator<Item = (&'static str, Form<K>)>,
    beside: &[Field],
    has_tombstones: bool,
) -> Value {
    let mut definitions = Definitions { all: Map::new(), has_tombstones };
    let kinds: Vec<Value> = forms.into_iter().map(|(code, form)| definitions.kind(name, code, &form, beside)).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("urn:practice-cycle:{vocabulary}:{}", name.to_ascii_lowercase()),
        "title": name,
        "description": about,
        "oneOf": kinds,
        "$defs": definitions.all,
    })
}

impl Definitions {
    /// A reference to what is defined, and is defined now if it was not.
    fn defined(&mut self, name: &str, define: impl FnOnce(&mut Self) -> Value) -> Value {
        if !self.all.contains_key(name) {
            let mut definition = define(self);
            // Generators of code take the title for the name of the type, where there is one.
            keyword(&mut definition, "title", name);
            self.all.insert(name.to_owned(), definition);
        }
        json!({ "$ref": format!("#/$defs/{name}") })
    }

    fn kind<K>(&mut self, whole: &str, code: &str, form: &Form<K>, beside: &[Field]) -> Value {
        self.defined(&format!("{}{whole}", form.name), |this| {
            let mut object = this.object(beside);
            let data = this.defined(&form.name, |this| described(this.object(&form.fields), &form.help));
            for (name, schema) in [("type", json!({ "const": code })), ("data", data)] {
                if let Some(Value::Object(properties)) = object.get_mut("properties") {
                    properties.insert(name.to_owned(), schema);
                }
                if let Some(Value::Array(required)) = object.get_mut("required") {
                    required.push(name.into());
                }
            }
            described(object, &form.help)
        })
    }

    /// An object with these fields and no others.
    fn object(&mut self, fields: &[Field]) -> Value {
        let properties: Map<String, Value> = fields.iter().map(|field| (field.name.to_owned(), self.field(field))).collect();
        let required: Vec<&str> = fields.iter().filter(|field| field.required).map(|field| field.name).collect();
        let mut object = json!({
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": false,
        });
        let needed: Vec<Value> = fields.iter().filter_map(needed).collect();
        if let (Value::Object(object), false) = (&mut object, needed.is_empty()) {
            object.insert("allOf".to_owned(), needed.into());
        }
        object
    }

    fn field(&mut self, field: &Field) -> Value {
        let takes = self.takes(&field.takes);
        let takes = if field.nullable {
            json!({ "anyOf": [takes, { "type": "null" }] })
        } else if takes.get("$ref").is_some() {
            // Generators of code make another type of a reference that has something beside it.
            json!({ "allOf": [takes] })
        } else {
            takes
        };
        described(takes, &field.help)
    }

    fn takes(&mut self, takes: &Takes) -> Value {
        match takes {
            Takes::Code { list, words } => self.list(list, words),
            Takes::Codes { list, words } => {
                json!({ "type": "array", "items": self.list(list, words), "uniqueItems": true })
            }
            Takes::Reference { noun, .. } => self.reference(noun.code(), noun.label()),
            Takes::Outside { to, redactable, .. } => {
                let reference = self.reference(outside(*to), to.label());
                if *redactable { self.redactable(reference) } else { reference }
            }
            Takes::Entry => self.defined("EntryNumber", |_| {
                described(json!({ "type": "integer", "minimum": 1, "maximum": u32::MAX }), "The number of an entry.")
            }),
            &Takes::Text { max_chars, .. } => {
                let text = self.defined("Text", |_| text(max_chars));
                self.redactable(text)
            }
            Takes::Day => self.defined("Day", |_| {
                dated(&pattern::day(), pattern::USUAL_DAY, "date", "A day such as 2026-04-02.", "2026-04-02")
            }),
            Takes::Instant => self.defined("Moment", |_| {
                let about = "An instant from 1900 to 2199, with its offset from UTC.";
                dated(&pattern::moment(), pattern::USUAL_MOMENT, "date-time", about, "2026-04-02T09:30:00Z")
            }),
            &Takes::Number { least, most } => json!({ "type": "integer", "minimum": least, "maximum": most }),
            // That a list is too long, the cycle judges.
            Takes::List { of, .. } => json!({ "type": "array", "items": self.takes(of) }),
            Takes::Group { name, help, fields } => self.defined(name, |this| described(this.object(fields), help)),
            Takes::Choice { name, help, variants } => self.defined(name, |this| {
                let variants: Vec<Value> = variants.iter().map(|variant| this.variant(name, variant)).collect();
                described(json!({ "oneOf": variants }), help)
            }),
        }
    }

    /// The code alone, or an object with the code as its only key. Fields under it are defined by both names: `DurationUntil`.
    fn variant(&mut self, choice: &str, variant: &Variant) -> Value {
        let held = match &variant.holds {
            Holds::Nothing => return described(json!({ "const": variant.code }), &variant.help),
            Holds::One { takes } => self.takes(takes),
            Holds::Fields { fields } => {
                self.defined(&format!("{choice}{}", joined(&variant.code)), |this| this.object(fields))
            }
        };
        let mut properties = Map::new();
        properties.insert(variant.code.clone(), held);
        let object = json!({
            "type": "object",
            "properties": properties,
            "required": [variant.code],
            "additionalProperties": false,
        });
        described(object, &variant.help)
    }

    fn list(&mut self, name: &str, words: &[Word]) -> Value {
        self.defined(name, |_| {
            let codes: Vec<&str> = words.iter().map(|word| word.code).collect();
            let labels: Vec<String> = words.iter().map(|word| format!("{}: {}", word.code, word.label)).collect();
            described(json!({ "type": "string", "enum": codes }), &labels.join("; "))
        })
    }

    /// A reference, defined by the code of what it refers to: `boundary_review` is `BoundaryReviewId`.
    fn reference(&mut self, code: &str, label: &str) -> Value {
        self.defined(&format!("{}Id", joined(code)), |_| {
            let id = json!({ "type": "string", "minLength": 1, "maxLength": MAX_LEN, "pattern": pattern::ID });
            described(id, &format!("Refers to: {label}."))
        })
    }

    /// The same, or a tombstone where one can stand.
    fn redactable(&mut self, kept: Value) -> Value {
        if !self.has_tombstones {
            return kept;
        }
        let tombstone = self.defined("Tombstone", |_| {
            let object = json!({
                "type": "object",
                "properties": { "redacted": { "const": true } },
                "required": ["redacted"],
                "additionalProperties": false,
            });
            described(object, "What a redaction left.")
        });
        json!({ "anyOf": [kept, tombstone] })
    }
}

/// A code as the name of a type: `boundary_review` is `BoundaryReview`.
fn joined(code: &str) -> String {
    code.split('_').map(spoken).collect()
}

/// What an outside reference is named by.
const fn outside(to: Outside) -> &'static str {
    match to {
        Outside::Cycle => "cycle",
        Outside::Team => "team",
        Outside::Case => "case",
        Outside::ContractElsewhere => "contract",
        Outside::RuleOfPolicy => "rule_of_policy",
        Outside::MilestoneOfService => "milestone_of_service",
        Outside::Parameters => "parameters",
        Outside::ProgrammeOfService => "programme_of_service",
        Outside::Portfolio => "portfolio",
        Outside::Source => "source",
    }
}

/// That a field is needed with certain codes of another: there, and not `null`.
fn needed(field: &Field) -> Option<Value> {
    let with = field.required_with.as_ref()?;
    let one = |name: &str, schema: Value| Value::from(Map::from_iter([(name.to_owned(), schema)]));
    Some(json!({
        "if": { "properties": one(with.field, json!({ "enum": with.codes })), "required": [with.field] },
        "then": { "properties": one(field.name, json!({ "not": { "type": "null" } })), "required": [field.name] },
    }))
}

fn text(most: usize) -> Value {
    let text = json!({
        "type": "string",
        "minLength": 1,
        "pattern": pattern::text(),
        "anyOf": [{ "maxLength": most }, { "pattern": pattern::in_space() }],
    });
    let about = format!("Words that somebody writes: not blank, at most {most} characters without the space around them.");
    described(text, &about)
}

/// A day or an instant. Where it is written as RFC 3339 has it, `format` tells more: whether a year has its 29th of February.
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

/// A schema with what is said of it, if anything is.
fn described(mut schema: Value, about: &str) -> Value {
    if !about.is_empty() {
        keyword(&mut schema, "description", about);
    }
    schema
}

fn keyword(schema: &mut Value, name: &str, words: &str) {
    if let Value::Object(keywords) = schema {
        keywords.insert(name.to_owned(), words.into());
    }
}
