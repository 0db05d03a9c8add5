//! Schemas as they were before.

use serde::Serialize;

#[path = "../golden/mod.rs"]
mod kept;

/// Holds a schema to its golden file.
#[track_caller]
pub(crate) fn is_as_before(name: &str, schema: &impl Serialize) {
    kept::is_golden(&format!("../golden/{name}.schema.json"), &(serde_json::to_string_pretty(schema).unwrap() + "\n"));
}
