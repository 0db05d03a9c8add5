//! An act that was decided and is not recorded yet, so that a host can store it first.

use practice_cycle::history;
use serde_json::json;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::Outcome;
use crate::value;

/// An act that the history admits: what to store before it is accepted.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Decision(pub(crate) history::Decision);

#[wasm_bindgen]
impl Decision {
    /// The entries to be stored, in order.
    ///
    /// # Errors
    /// That there is no memory left for them.
    #[wasm_bindgen(unchecked_return_type = "Entry[]")]
    pub fn entries(&self) -> Outcome<JsValue> {
        value::to_js(&self.0.entries())
    }

    /// The entries whose stored lines are to be written anew, because text in them is redacted.
    ///
    /// # Errors
    /// That there is no memory left for them.
    #[wasm_bindgen(unchecked_return_type = "Entry[]")]
    pub fn rewritten(&self) -> Outcome<JsValue> {
        value::to_js(&self.0.rewritten())
    }

    /// What might not be meant.
    ///
    /// # Errors
    /// That there is no memory left for it.
    #[wasm_bindgen(unchecked_return_type = "Warning[]")]
    pub fn warnings(&self) -> Outcome<JsValue> {
        let told = |warning: &history::Warning| json!({"code": warning.code(), "entry": warning.number(), "message": warning.to_string()});
        value::to_js(&self.0.warnings().iter().map(told).collect::<Vec<_>>())
    }
}
