//! Files that hold what is to come out, as it came out before. Where something else does, the lines that differ are shown, and how to
//! write the file anew.

use std::path::Path;

use similar::TextDiff;

/// Holds a text to a file, by its path from the folder of the package; with `UPDATE=1`, writes the file.
#[track_caller]
#[expect(clippy::panic, clippy::unwrap_used, reason = "a text that differs, or cannot be written, is a failed test")]
pub(crate) fn is_golden(file: &str, now: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    if std::env::var("UPDATE").is_ok_and(|update| update == "1") {
        std::fs::write(&path, now).unwrap();
    }
    let before = std::fs::read_to_string(&path);
    if before.as_ref().ok().is_none_or(|before| before != now) {
        let before = before.unwrap_or_default();
        let test = env!("CARGO_CRATE_NAME");
        let lines = TextDiff::from_lines(&before, now).unified_diff().context_radius(2).header("before", "now").to_string();
        panic!(
            "{file} has changed; if that is meant, `UPDATE=1 cargo test --workspace --all-features --test {test}`\n{lines}"
        );
    }
}
