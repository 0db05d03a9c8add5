//! The JSON Schema of what stories and worlds write of acts: the data of an event beside who and when.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use super::setting_up;
use crate::code::Code;
use crate::cycle::Kind;
use crate::form::schema::recorded::beside_others;
use crate::form::schema::{Definitions, InPlace};
use crate::form::{Field, Takes};
use crate::json_schema::scalar::{codes, described};
use crate::json_schema::{derived, pattern};
use crate::labels;
use crate::noun::Noun;

/// A time, as a story writes it.
pub(crate) struct When;

impl JsonSchema for When {
    fn schema_name() -> Cow<'static, str> {
        "When".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A time by the clocks of London such as 2026-03-27 10:00, a day, or an instant.",
            "type": "string",
            "pattern": pattern::when(),
            "examples": ["2026-03-27 10:00", "2026-03-27", "2026-03-27T10:00:00Z"],
        })
    }
}

/// An act of a story.
pub(crate) struct StoryAct;

impl JsonSchema for StoryAct {
    fn schema_name() -> Cow<'static, str> {
        "StoryAct".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut definitions = Definitions::new(InPlace::Nothing);
        let when = generator.subschema_for::<When>();
        let refusals: Vec<&str> = labels::refusals().iter().map(|declared| declared.code).collect();
        let mut beside = Map::new();
        let mut put = |name: &str, schema: Value, about: &str| _ = beside.insert(name.to_owned(), about_it(schema, about));
        put("at", when.clone().to_value(), "When it occurs.");
        put("recorded", when.to_value(), "When it is recorded, if later.");
        put("by", person(&mut definitions), "Who does it.");
        put("recorded_by", person(&mut definitions), "Who writes it down, if somebody else.");
        put("in_role", role(&mut definitions), "In which of several roles.");
        put("as", json!({ "type": "string" }), "What this act is called, for those that name it.");
        let refused = definitions.defined("StoryRefusal", |_| {
            described(
                json!({ "anyOf": [{ "const": true }, { "type": "string", "enum": refusals }] }),
                "That an act is refused, or with which code.",
            )
        });
        put("refused", refused, "");
        let mut all: Vec<Value> =
            Kind::all().map(|kind| act(kind, "StoryAct", &["at", "by"], &beside, &mut definitions)).collect();
        all.push(set_up(&beside, &mut definitions));
        derived::define(definitions.all(), generator);
        json_schema!({ "description": "Something that happens in a story.", "oneOf": all })
    }
}

/// What may happen in a world.
pub(crate) struct WorldOffer;

impl JsonSchema for WorldOffer {
    fn schema_name() -> Cow<'static, str> {
        "WorldOffer".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut definitions = Definitions::new(InPlace::Name);
        let mut beside = Map::new();
        let mut put = |name: &str, schema: Value, about: &str| _ = beside.insert(name.to_owned(), about_it(schema, about));
        put("by", person(&mut definitions), "Who may do it.");
        put("in_role", role(&mut definitions), "In which of several roles.");
        // Nothing is corrected in a search.
        let kinds = Kind::all().filter(|kind| !matches!(kind, Kind::Correction(_)));
        let all: Vec<Value> = kinds.map(|kind| act(kind, "Offered", &["by"], &beside, &mut definitions)).collect();
        derived::define(definitions.all(), generator);
        json_schema!({ "description": "Something that may happen in a world.", "oneOf": all })
    }
}

fn person(definitions: &mut Definitions) -> Value {
    definitions.takes(&Takes::Reference { noun: Noun::Person, makes: false, max_chars: crate::id::MAX_LEN })
}

fn role(definitions: &mut Definitions) -> Value {
    let in_role = crate::form::offer().into_iter().find(|field| field.name == "in_role");
    in_role.map_or_else(|| json!({ "type": "string" }), |field| definitions.takes(&field.takes))
}

/// A reference with words of its own beside it.
fn about_it(schema: Value, about: &str) -> Value {
    let schema = if schema.get("$ref").is_some() { json!({ "allOf": [schema] }) } else { schema };
    described(schema, about)
}

/// An act of one kind: what is there to be made has a reference made up for it, where it names none.
fn act(kind: Kind, whole: &str, also: &[&str], beside: &Map<String, Value>, definitions: &mut Definitions) -> Value {
    let mut form = kind.form();
    let noun = kind.subject_noun().filter(|&noun| kind.creates_subject() && noun != Noun::Person);
    let in_world = whole == "Offered";
    for field in &mut form.fields {
        let is_made = matches!(field.takes, Takes::Reference { makes: true, .. });
        let is_made_up = is_made && noun.is_some_and(|noun| in_world || noun != Noun::Contract);
        let is_tabled = in_world && kind.code() == "terms_accepted" && field.name == "version";
        field.required &= !(is_made_up || is_tabled);
    }
    // A word of the story hides a field of that name.
    form.fields.retain(|field: &Field| !beside.contains_key(field.name) && field.name != "do");
    definitions.defined(&format!("{}{whole}", form.name), |definitions| {
        let mut others = beside.clone();
        others.insert("do".to_owned(), json!({ "const": kind.code() }));
        let mut object = beside_others(&form, &others, definitions);
        require(&mut object, also.iter().chain(&["do"]));
        if !in_world {
            name_entries(&mut object);
        }
        described(object, &form.help)
    })
}

fn require<'n>(object: &mut Value, names: impl Iterator<Item = &'n &'n str>) {
    if let Some(Value::Array(required)) = object.get_mut("required") {
        required.extend(names.map(|&name| name.into()));
    }
}

/// Entries may be named by what their acts are called.
fn name_entries(object: &mut Value) {
    let Some(Value::Object(properties)) = object.get_mut("properties") else { return };
    for field in ["entries", "opened_by"] {
        if let Some(numbers) = properties.get_mut(field) {
            let about = numbers.get("description").and_then(Value::as_str).unwrap_or_default().to_owned();
            let one = json!({ "anyOf": [{ "$ref": "#/$defs/EntryNumber" }, { "type": "string" }] });
            let several = json!({ "type": "array", "items": one });
            let nothing = json!({ "type": "null" });
            let named = if field == "entries" { several } else { json!({ "anyOf": [one, nothing] }) };
            *numbers = described(named, &about);
        }
    }
}

/// All the steps to a contract in force.
fn set_up(beside: &Map<String, Value>, definitions: &mut Definitions) -> Value {
    let field = |kind: &str, name: &str| {
        let form = Kind::from_code(kind).map(Kind::form);
        form.and_then(|form| form.fields.into_iter().find(|field| field.name == name))
    };
    let mut fields: Vec<Field> =
        ["contract", "space", "stream", "case"].iter().filter_map(|name| field("contract_invited", name)).collect();
    fields.iter_mut().for_each(|field| field.required = field.name == "contract");
    let mut properties = beside.clone();
    // Terms in part: what is not said is filled in.
    if let Some(Takes::Group { fields, .. }) = field("terms_proposed", "terms").map(|field| field.takes) {
        let terms = definitions.defined("StoryTerms", |definitions| {
            let mut some = fields;
            some.iter_mut().for_each(|field| field.required = false);
            described(definitions.object(&some), "What of the terms is not as usual in stories.")
        });
        properties.insert("terms".to_owned(), terms);
    }
    let stages = setting_up::Until::ALL.iter().map(|stage| (stage.code(), stage.label()));
    let until = definitions.defined("StoryContractStage", |_| codes("StoryContractStage", stages));
    properties.insert("stage".to_owned(), about_it(until, "How far it is set up; active where nothing is said."));
    properties.insert("do".to_owned(), json!({ "const": setting_up::CODE }));
    definitions.defined("ContractSetUpStoryAct", |definitions| {
        let mut object = definitions.object(&fields);
        if let Some(Value::Object(own)) = object.get_mut("properties") {
            own.extend(properties);
        }
        require(&mut object, ["at", "by", "do"].iter());
        described(object, "All the steps to a contract in force.")
    })
}

/// How time may pass in a world.
pub(crate) struct Passing;

impl JsonSchema for Passing {
    fn schema_name() -> Cow<'static, str> {
        "Passing".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Until what is due next, or over a length of time.",
            "type": "string",
            "pattern": r"^(next_due|same day|1 (hour|day|working day|week|month)|([2-9]|[1-9][0-9]+) (hours|days|working days|weeks|months))$",
            "examples": ["next_due", "2 weeks"],
        })
    }
}

/// The kinds of thing that a world may have several of.
pub(crate) fn things(_: &mut SchemaGenerator) -> Schema {
    let nouns = Noun::ALL.iter().filter(|noun| **noun != Noun::Person);
    let properties: Map<String, Value> = nouns
        .map(|noun| (noun.code().to_owned(), json!({ "type": "integer", "minimum": 0, "maximum": u16::MAX })))
        .collect();
    json_schema!({ "type": "object", "properties": properties, "additionalProperties": false })
}
