//! Values between the two languages: text that has to be text, and JSON that becomes plain objects.

use practice_cycle::stored;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use crate::error::{Outcome, argument, other};

/// A text that was given as an argument of this name.
pub(crate) fn text(value: &JsValue, name: &str) -> Outcome<String> {
    value.as_string().ok_or_else(|| argument("type", &format!("`{name}`: expected a string")))
}

/// A value that reads from text, such as the reference of a person or a time. The text itself is not repeated in what is thrown.
pub(crate) fn parsed<T: std::str::FromStr<Err: std::fmt::Display>>(value: &JsValue, name: &str) -> Outcome<T> {
    text(value, name)?.parse().map_err(|why| argument("value", &format!("`{name}`: {why}")))
}

/// The JSON of a value: a string is taken for JSON that was written already.
pub(crate) fn json(value: &JsValue, name: &str) -> Outcome<String> {
    if let Some(written) = value.as_string() {
        return Ok(written);
    }
    if !value.is_object() {
        return Err(argument("type", &format!("`{name}`: expected an object, or its JSON as a string")));
    }
    // What JavaScript itself says of an object without a JSON form, such as one that holds itself, goes through as it is.
    let written = js_sys::JSON::stringify(value)?;
    JsValue::from(written).as_string().ok_or_else(|| argument("type", &format!("`{name}`: it has no JSON")))
}

/// An object of options; without any, as if it were empty.
pub(crate) fn options<T: DeserializeOwned + Default>(value: &JsValue) -> Outcome<T> {
    if is_absent(value) {
        return Ok(T::default());
    }
    if !value.is_object() || js_sys::Array::is_array(value) {
        return Err(argument("type", "`options`: expected an object"));
    }
    // What is wrong is said without what was given.
    stored::parse(&json(value, "options")?).map_err(|why| argument("option", &format!("`options`: {why}")))
}

pub(crate) fn is_absent(value: &JsValue) -> bool {
    value.is_undefined() || value.is_null()
}

/// Plain data of JavaScript.
pub(crate) fn to_js(value: &impl Serialize) -> Outcome<JsValue> {
    js_sys::JSON::parse(&serde_json::to_string(value).map_err(other)?)
}
