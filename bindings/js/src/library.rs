//! What comes with the library and is of no history: packs, forms, schemas, labels and the life of a contract.

use practice_cycle::cycle::Kind;
use practice_cycle::policy::Packs;
use practice_cycle::{diagram, labels, schema};
use serde_json::json;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::{Outcome, argument};
use crate::value;

/// The names of the packs that come with the library.
#[wasm_bindgen(js_name = packNames)]
#[must_use]
pub fn pack_names() -> Vec<String> {
    Packs::shipped().names().map(str::to_owned).collect()
}

/// A pack that comes with the library, as it is written; nothing where there is none of that name.
///
/// # Errors
/// That the name is no string.
#[wasm_bindgen(js_name = packText)]
pub fn pack_text(#[wasm_bindgen(unchecked_param_type = "string")] name: &JsValue) -> Outcome<Option<String>> {
    Ok(Packs::written(&value::text(name, "name")?).map(str::to_owned))
}

/// The form of every kind of event: its fields, labels and codes.
///
/// # Errors
/// That there is no memory left for them.
#[wasm_bindgen(unchecked_return_type = "Form[]")]
pub fn forms() -> Outcome<JsValue> {
    value::to_js(&Kind::all().map(Kind::form).collect::<Vec<_>>())
}

/// The form of one kind of event.
///
/// # Errors
/// That there is no such kind.
#[wasm_bindgen(js_name = formOf, unchecked_return_type = "Form")]
pub fn form_of(#[wasm_bindgen(unchecked_param_type = "string")] kind: &JsValue) -> Outcome<JsValue> {
    let kind = Kind::from_code(&value::text(kind, "kind")?);
    value::to_js(&kind.ok_or_else(|| argument("unknown", "`kind`: there is no such event"))?.form())
}

/// Every code with its English label.
///
/// # Errors
/// That there is no memory left for them.
#[wasm_bindgen(js_name = codeLabels, unchecked_return_type = "Label[]")]
pub fn code_labels() -> Outcome<JsValue> {
    let told = |label: labels::Label| json!({"list": label.list, "code": label.code, "label": label.label});
    value::to_js(&labels::all().map(told).collect::<Vec<_>>())
}

/// Every kind of event: its code, its label, which is the act as one would ask for it, and what was done, in the past tense.
///
/// # Errors
/// That there is no memory left for them.
#[wasm_bindgen(js_name = eventKinds, unchecked_return_type = "EventKind[]")]
pub fn event_kinds() -> Outcome<JsValue> {
    let told = |(code, label, past_tense)| json!({"code": code, "label": label, "past_tense": past_tense});
    value::to_js(&labels::kinds().map(told).collect::<Vec<_>>())
}

/// The life of any contract as a Mermaid state diagram.
#[wasm_bindgen]
#[must_use]
pub fn lifecycle() -> String {
    diagram::mermaid()
}

/// The names of the JSON Schemas there are, and `all`, which is all of them in one document for generators of types.
#[wasm_bindgen(js_name = schemaNames)]
#[must_use]
pub fn schema_names() -> Vec<String> {
    schema::names().chain([ALL]).map(str::to_owned).collect()
}

/// The name of all schemas as one document.
const ALL: &str = "all";

/// A JSON Schema (draft 2020-12) by name.
///
/// # Errors
/// That there is none of that name.
#[wasm_bindgen(js_name = schemaOf, unchecked_return_type = "object")]
pub fn schema_of(#[wasm_bindgen(unchecked_param_type = "string")] name: &JsValue) -> Outcome<JsValue> {
    let name = value::text(name, "name")?;
    let bundle =
        || schema::bundle("urn:practice-cycle:all", schema::names().filter_map(|name| Some((name, schema::of(name)?))));
    let schema = if name == ALL { Some(bundle()) } else { schema::of(&name) };
    value::to_js(&schema.ok_or_else(|| argument("unknown", "`name`: there is no such schema"))?)
}
