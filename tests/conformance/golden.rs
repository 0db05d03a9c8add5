//! Schemas as they were before.

use std::path::PathBuf;

use serde::Serialize;

/// Holds a schema to its golden file line by line, so that what differs is short to read; `UPDATE=1` writes it anew.
#[track_caller]
#[expect(clippy::panic, reason = "a golden file that is not there is a failed test")]
pub(crate) fn is_as_before(name: &str, schema: &impl Serialize) {
    let now = serde_json::to_string_pretty(schema).unwrap() + "\n";
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("../golden/{name}.schema.json"));
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{error}; run with UPDATE=1"));
    for (now, before) in now.lines().zip(golden.lines()) {
        assert_eq!(now, before);
    }
    assert_eq!(now.lines().count(), golden.lines().count());
}
