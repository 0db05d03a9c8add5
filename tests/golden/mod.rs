//! Files that hold what is to come out, as it came out before. Where something else does, the lines that differ are shown, and how to
//! write the file anew.

use std::path::Path;

use similar::TextDiff;

/// Holds a text to a file, by its path from the folder of the package; with `UPDATE=1`, writes the file.
#[track_caller]
#[expect(clippy::panic, clippy::unwrap_used, reason = "a text that differs, or cannot be written, is a failed test")]
pub(crate) fn is_golden(file: &str, now: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, now).unwrap();
    }
    let before = std::fs::read_to_string(&path).unwrap_or_default();
    if before != now {
        let test = env!("CARGO_CRATE_NAME");
        let lines = TextDiff::from_lines(&before, now).unified_diff().context_radius(2).header("before", "now").to_string();
        panic!(
            "{file} is another now; if that is meant, `UPDATE=1 cargo test --workspace --all-features --test {test}`\n{lines}"
        );
    }
}
