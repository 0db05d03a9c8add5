//! A portfolio: `replay` tells its owner what it evidences, and nobody else anything.

use super::*;

const YEAR: &str = "examples/data/portfolio.jsonl";
const NOT_THEIRS: &str = "line 1: a portfolio is read and written by its owner alone\n";
const IS_ONE: &str = "it is a portfolio, which is shown to its owner alone; `practice-cycle replay --for OWNER` shows it\n";

#[test]
fn its_owner_is_told_what_is_evidenced_and_none_of_the_notes() {
    let told = prints("replay", &["--for", "social-worker-a", YEAR]);
    assert!(
        told.starts_with("By 11 December 2026 (as then known), what is evidenced in the portfolio invented-portfolio-1."),
        "{told}"
    );
    assert!(told.contains("\n  not evidenced here: professionalism; KSS 3, 6 and 7\n"), "{told}");
    assert!(!told.contains("Invented"), "{told}");
    let then = prints("replay", &["--for", "social-worker-a", "--as-of", "2026-06-30", YEAR]);
    assert!(then.contains("\n  diversity: 3 June 2026 (entry 5)\n") && !then.contains("Withdrawn"), "{then}");
    let stored = std::fs::read(YEAR).unwrap();
    let output = run("replay", &["--for", "social-worker-a", "-"], &[b"\xef\xbb\xbf", stored.as_slice()].concat());
    assert_eq!((text(&output.stdout), output.status.code()), (told.as_str(), Some(0)));
    // Beside a history, of which they know nothing.
    let both = prints("replay", &["--for", "social-worker-a", "examples/data/turnover.jsonl", YEAR]);
    assert!(both.ends_with(&format!("\nIn {YEAR}:\n\n{told}")), "{both}");
}

#[test]
fn nobody_else_is_told_anything() {
    fails("replay", &["--for", "manager", YEAR], b"", 2, &format!("{YEAR}: {NOT_THEIRS}"));
    fails("replay", &[YEAR], b"", 2, &format!("{YEAR}: {IS_ONE}"));
    let json = run("replay", &["--json", YEAR], b"");
    assert_eq!((text(&json.stderr), json.status.code()), (format!("{YEAR}: {IS_ONE}").as_str(), Some(2)));
    assert!(!text(&json.stdout).contains("invented-portfolio"), "{}", text(&json.stdout));
    for (name, arguments) in
        [("check", &["--policy", "article", YEAR][..]), ("draw", &["boundary", YEAR]), ("table", &[YEAR])]
    {
        let output = run(name, arguments, b"");
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(text(&output.stderr).contains(IS_ONE.trim_end()), "{name}: {}", text(&output.stderr));
        assert!(!text(&output.stdout).contains("portfolio-1") && !text(&output.stdout).contains("ev-1"), "{name}");
    }
    // A broken one is not told either.
    let stored = std::fs::read_to_string(YEAR).unwrap().replacen("\"elements\"", "\"case\"", 1);
    let why = "-: line 2: column 169, at `data`: unknown field `case`, expected one of `evidence`, `elements`, `domains`, `standards`, `rests_on`, `note`\n";
    fails("replay", &["--for", "social-worker-a", "-"], stored.as_bytes(), 2, why);
    fails("replay", &["--for", "manager", "-"], stored.as_bytes(), 2, &format!("-: {NOT_THEIRS}"));
}
