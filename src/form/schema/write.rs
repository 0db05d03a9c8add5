//! Schemas out of forms.

use serde_json::{Map, Value, json};

use crate::code::Code;
use crate::form::{Field, Form, Holds, Takes, Variant, Word};
use crate::id::MAX_LEN;
use crate::json_schema::scalar::{self, described, joined, titled};
use crate::noun::Outside;

/// What may stand in place of a value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum InPlace {
    /// Nothing.
    Nothing,
    /// The tombstone of what was redacted.
    Tombstone,
    /// A name that stands for values, with a dollar sign before it.
    #[cfg(feature = "schemars")]
    Name,
}

/// What is defined once, by its name.
pub(crate) struct Definitions {
    all: Map<String, Value>,
    in_place: InPlace,
}

/// The schema of whatever has an event of one of these forms, each with its code, and these fields beside it.
pub(super) fn schema<K>(
    (vocabulary, name): (&str, &str),
    about: &str,
    forms: impl IntoIterator<Item = (&'static str, Form<K>)>,
    beside: &[Field],
    in_place: InPlace,
) -> Value {
    let mut definitions = Definitions::new(in_place);
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
    pub(crate) fn new(in_place: InPlace) -> Self {
        Self { all: Map::new(), in_place }
    }

    /// What is defined, by its name.
    #[cfg(feature = "schemars")]
    pub(crate) fn all(self) -> Map<String, Value> {
        self.all
    }

    /// A reference to what is defined, and is defined now if it was not.
    pub(crate) fn defined(&mut self, name: &str, define: impl FnOnce(&mut Self) -> Value) -> Value {
        if !self.all.contains_key(name) {
            let definition = define(self);
            self.all.insert(name.to_owned(), titled(definition, name));
        }
        json!({ "$ref": format!("#/$defs/{name}") })
    }

    /// The name of what has values in it: another one where something else may stand in place of each.
    fn with_values(&self, name: &str) -> String {
        match self.in_place {
            InPlace::Nothing | InPlace::Tombstone => name.to_owned(),
            #[cfg(feature = "schemars")]
            InPlace::Name => format!("World{name}"),
        }
    }

    /// An event of one kind, with these fields beside it.
    pub(super) fn kind<K>(&mut self, whole: &str, code: &str, form: &Form<K>, beside: &[Field]) -> Value {
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
    pub(crate) fn object(&mut self, fields: &[Field]) -> Value {
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

    pub(crate) fn takes(&mut self, takes: &Takes) -> Value {
        let exactly = self.exactly(takes);
        match self.in_place {
            InPlace::Nothing | InPlace::Tombstone => exactly,
            #[cfg(feature = "schemars")]
            InPlace::Name => {
                let name = self.defined("WorldName", |_| {
                    let name = json!({ "type": "string", "pattern": r"^\$" });
                    described(name, "A name that stands for people, things or values of the world, each in turn.")
                });
                json!({ "anyOf": [exactly, name] })
            }
        }
    }

    fn exactly(&mut self, takes: &Takes) -> Value {
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
            Takes::Entry => self.defined("EntryNumber", |_| scalar::entry_number()),
            &Takes::Text { max_chars, .. } => {
                let text = self.defined("Text", |_| scalar::text(max_chars));
                self.redactable(text)
            }
            Takes::Day => self.defined("Day", |_| scalar::day()),
            Takes::Instant => self.defined("Moment", |_| scalar::moment()),
            &Takes::Number { least, most } => json!({ "type": "integer", "minimum": least, "maximum": most }),
            // That a list is too long, the cycle judges.
            Takes::List { of, .. } => json!({ "type": "array", "items": self.takes(of) }),
            Takes::Group { name, help, fields } => {
                self.defined(&self.with_values(name), |this| described(this.object(fields), help))
            }
            Takes::Choice { name, help, variants } => self.defined(&self.with_values(name), |this| {
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
                self.defined(&self.with_values(&format!("{choice}{}", joined(&variant.code))), |this| this.object(fields))
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
        self.defined(name, |_| scalar::codes(name, words.iter().map(|word| (word.code, word.label))))
    }

    /// A reference, defined by the code of what it refers to.
    fn reference(&mut self, code: &str, label: &str) -> Value {
        self.defined(&scalar::reference_name(code), |_| scalar::reference(code, label, MAX_LEN))
    }

    /// The same, or a tombstone where one can stand.
    fn redactable(&mut self, kept: Value) -> Value {
        if self.in_place != InPlace::Tombstone {
            return kept;
        }
        let tombstone = self.defined("Tombstone", |_| scalar::tombstone());
        json!({ "anyOf": [kept, tombstone] })
    }
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
