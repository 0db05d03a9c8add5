//! The references of cases, which can lead to a family: what is printed has numbers in their place.

use super::*;

const STATUTORY: &str = "examples/data/statutory_path.jsonl";

/// Every invented case has it in its reference.
const REFERENCE: &str = "invented-case";

#[test]
fn no_command_prints_the_reference_of_a_case() {
    let folder = scratch("case_references");
    let xml = folder.join("found.xml").to_str().unwrap().to_owned();
    let marked = ["--all", "--force", "--junit", &xml];
    let mut numbered = 0;
    for file in invented() {
        let check = |pack| vec!["check", "--policy", pack];
        for asked in [
            vec!["replay"],
            vec!["replay", "--json"],
            [check("article"), marked.to_vec()].concat(),
            [check("local-practice"), marked.to_vec(), vec!["--json"]].concat(),
            [check("england-statutory"), marked.to_vec(), vec!["--together"]].concat(),
            [check("local-practice"), vec!["--against", COUNCIL]].concat(),
            [check("local-practice"), vec!["--against", COUNCIL, "--json"]].concat(),
            vec!["draw", "sequence", "--policy", "england-statutory"],
            vec!["draw", "timeline"],
            vec!["draw", "duty", "--policy", "england-statutory"],
            vec!["draw", "boundary"],
            vec!["draw", "circuit"],
        ] {
            let output = fed(program().args(&asked).arg(&file), b"");
            assert!(output.status.code().is_some(), "{asked:?}");
            let mut told = [text(&output.stdout), text(&output.stderr)].concat();
            if asked.contains(&"--junit") {
                told += &std::fs::read_to_string(&xml).unwrap();
            }
            assert!(!told.contains(REFERENCE), "{asked:?} {file}");
            numbered += usize::from(told.contains("case-1"));
        }
    }
    assert!(numbered > 10, "{numbered}");
}

#[test]
fn references_of_cases_are_printed_where_they_are_asked_for_and_in_json_alone() {
    let asked = ["--policy", "local-practice", "--all", "--json"];
    let status = run("check", &[&asked[..], &[STATUTORY]].concat(), b"").status.code().unwrap();
    let numbered = checks(&[&asked[..], &[STATUTORY]].concat(), status);
    let whole = checks(&[&asked[..], &["--words", STATUTORY]].concat(), status);
    assert!(whole.contains(REFERENCE) && !numbered.contains(REFERENCE));
    // But for them, it is the same.
    let stored = std::fs::read_to_string(STATUTORY).unwrap();
    let mut cases: Vec<&str> = Vec::new();
    for piece in stored.split("\"case\":\"").skip(1) {
        let case = piece.split('"').next().unwrap();
        if !cases.contains(&case) {
            cases.push(case);
        }
    }
    let renamed = cases
        .iter()
        .enumerate()
        .fold(whole, |told, (place, case)| told.replace(&format!("\"{case}\""), &format!("\"case-{}\"", place + 1)));
    assert_eq!(renamed, numbered);
    misused("check", &["--policy", "local-practice", "--words", STATUTORY], "--json");
}

#[test]
fn a_case_of_several_histories_is_one_where_they_are_checked_together() {
    let folder = scratch("case_of_several");
    let history = |cycle: &str, milestones: &[(&str, &str)]| {
        let mut lines = OPENED.replace("\"cycle\":\"invented\"", &format!("\"cycle\":\"{cycle}\"")) + "\n";
        for (place, (case, what)) in milestones.iter().enumerate() {
            let (number, at) = (place + 2, format!("2026-09-08T{:02}:00:00Z", place + 9));
            lines += &format!(
                r#"{{"number":{number},"type":"milestone_reached","occurred_at":"{at}","recorded_at":"{at}","by":"clinician","data":{{"milestone":"mi-{number}","case":"{case}","what":"{what}"}}}}"#
            );
            lines += "\n";
        }
        file(&folder, &format!("{cycle}.jsonl"), lines)
    };
    let one = history("one", &[("family-9", "case_opened")]);
    let other = history("other", &[("family-1", "referral_received"), ("family-9", "case_closed")]);
    let rule = serde_json::json!({"id": "X1", "title": "An invented rule", "severity": "error", "per": ["case"],
        "source": {"work": "Invented", "known": "local"},
        "when": {"event": "milestone_reached", "where": {"what": "case_opened"}},
        "expect": {"event": "milestone_reached", "where": {"what": "case_closed"}}, "within": "2 days"});
    let pack = serde_json::json!({"pack": "ours", "version": "1", "title": "Ours", "rules": [rule]}).to_string();
    let pack = file(&folder, "ours.pack.json", pack);
    let asked = ["--policy", &pack, "--as-of", "2026-10-01", &one, &other];
    let together = checks(&[&["--together", "--all"], &asked[..]].concat(), 0);
    assert!(together.contains("satisfied[X1]") && together.contains("case `case-1`"), "{together}");
    // By itself, nothing says that the first was closed.
    let each = checks(&asked, 1);
    assert!(each.contains("undetermined[X1]") && !each.contains("family-"), "{each}");
}
