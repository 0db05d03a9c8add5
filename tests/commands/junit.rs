//! What `check` writes for test runners: it fails exactly where the exit status says so.

use super::*;
use quick_junit::Report;

#[track_caller]
fn read(path: &str) -> Report {
    Report::deserialize_from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn there_is_a_case_for_each_rule() {
    let folder = scratch("junit_cases");
    let path = folder.join("found.xml").to_str().unwrap().to_owned();
    checks(&["--policy", TEAM, "--junit", &path, CONCURRENT, TURNOVER], 1);
    let told = read(&path);
    assert_eq!((told.name.as_ref().unwrap().as_str(), told.tests, told.failures, told.errors), ("invented-team", 14, 3, 0));
    let suite = &told.test_suites[0];
    assert_eq!((suite.name.as_str(), suite.tests, suite.failures), (CONCURRENT, 7, 3));
    assert_eq!((told.test_suites[1].failures, told.test_suites[1].skipped), (0, 5));
    let times: Vec<(&str, &str)> =
        suite.properties.iter().map(|property| (property.name.as_str(), property.value.as_str())).collect();
    assert_eq!(times, [("as_of", "2026-07-31T11:05:00Z"), ("known_at", "2026-07-31T11:05:00Z")]);
    let junit = std::fs::read_to_string(&path).unwrap();
    assert!(junit.contains("^^^^^^^^^^^^^^ "), "{junit}");
    let nowhere = run("check", &["--policy", TEAM, "--junit", "examples", TURNOVER], b"");
    assert_eq!(nowhere.status.code(), Some(2));
    assert_eq!(text(&nowhere.stderr), "examples: it is no plain file, and so is not overwritten\n");
}

/// A pack with an error, a query and what cannot be determined, each where it is asked for, on one history.
fn pack(error: bool, query: bool, undetermined: bool) -> String {
    let rule = |id: &str, severity: &str, rest: Value| {
        let mut rule = serde_json::json!({"id": id, "title": "An invented rule", "severity": severity,
            "source": {"work": "Invented", "known": "local"}, "per": ["contract"]});
        rule.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        rule
    };
    let broken = |within: &str| serde_json::json!({"when": {"event": "contract_invited"}, "expect": {"event": "outcome_rated"}, "within": within});
    let unknown = serde_json::json!({"first": true, "when": {"event": "session_held"},
        "expect": {"event": "outcome_rated"}, "within": "12 months"});
    let rules = [
        (error, rule("E1", "error", broken("same day"))),
        (query, rule("Q1", "query", broken("2 days"))),
        (undetermined, rule("U1", "error", unknown)),
    ];
    let rules: Vec<Value> = rules.into_iter().filter(|(is_in, _)| *is_in).map(|(_, rule)| rule).collect();
    serde_json::json!({"pack": "ours", "version": "1", "title": "Invented", "rules": rules}).to_string()
}

#[test]
fn a_case_fails_where_the_status_says_so() {
    let folder = scratch("junit_deny");
    let case = "examples/data/family_not_told.jsonl";
    for (error, query, undetermined) in
        [(true, false, false), (false, true, false), (false, false, true), (true, true, true), (false, true, true)]
    {
        let pack = file(&folder, "ours.pack.json", pack(error, query, undetermined));
        for (deny, least) in [("errors", 0), ("queries", 1), ("undetermined", 2)] {
            let path = folder.join("found.xml").to_str().unwrap().to_owned();
            let counts = [error, query && least > 0, undetermined && least > 1];
            let status = i32::from(counts.contains(&true));
            let asked = ["--policy", &pack, "--deny", deny, "--force", "--junit", &path, case];
            checks(&asked, status);
            let told = read(&path);
            let failures = counts[..2].iter().filter(|counts| **counts).count();
            assert_eq!((told.failures, told.errors), (failures, usize::from(counts[2])), "{deny}");
            // What does not count is printed.
            let xml = std::fs::read_to_string(&path).unwrap();
            let printed = xml.matches("<system-out>").count();
            let all = [error, query, undetermined].iter().filter(|is_in| **is_in).count();
            assert_eq!(printed, all - failures - usize::from(counts[2]), "{xml}");
        }
    }
}

#[test]
fn a_history_that_does_not_load_is_an_error() {
    let folder = scratch("junit_unread");
    let broken = file(&folder, "broken.jsonl", "{}\n");
    let path = folder.join("found.xml").to_str().unwrap().to_owned();
    let output = run("check", &["--policy", TEAM, "--junit", &path, &broken, TURNOVER], b"");
    assert_eq!(output.status.code(), Some(2));
    let told = read(&path);
    assert_eq!((told.failures, told.errors, told.test_suites.len()), (0, 1, 2));
    assert_eq!(told.test_suites[1].name.as_str(), broken);
}

#[test]
fn why_a_file_was_not_read_is_one_line_and_all_of_it_is_in_the_text() {
    let folder = scratch("junit_unread_stories");
    let path = folder.join("found.xml").to_str().unwrap().to_owned();
    let wrong = file(&folder, "wrong.json", "[]");
    let output = run("check", &["--policy", "article", "--stories", "--junit", &path, &wrong], b"");
    assert_eq!(output.status.code(), Some(2));
    let written = std::fs::read_to_string(&path).unwrap();
    let message = format!(r#"message="{wrong}: the scenarios do not read" type="unread">"#);
    assert!(written.contains(&message) && !written.contains(r"\u{a}"), "{written}");
    assert!(written.contains("the scenarios do not read:\n  scenarios: expected an object (line 1)"), "{written}");
}

#[test]
fn stories_are_written_too() {
    let folder = scratch("junit_stories");
    let path = folder.join("found.xml").to_str().unwrap().to_owned();
    checks(&["--policy", "article", "--stories", "--junit", &path, "tests/scenarios/article.json"], 0);
    let told = read(&path);
    assert_eq!((told.name.as_ref().unwrap().as_str(), told.failures, told.errors), ("article", 0, 0));
    assert!(told.tests > 5);
    let written = r#"{"about":"Invented.","pack":"shared-risk","people":{"clinician":"clinician","manager":"manager"},
        "scenarios":[{"name":"A manager decides alone","acts":[{"at":"2026-03-27","by":"manager","do":"threshold_decided",
        "case":"case-1","direction":"up","decided_by":["manager"]}],"expect":{"P01a":"holds"}}]}"#;
    let (other, broken) = (file(&folder, "other.json", written), file(&folder, "broken.json", "{}"));
    checks(&["--policy", "shared-risk", "--stories", "--force", "--junit", &path, &other], 1);
    let told = read(&path);
    assert_eq!((told.tests, told.failures, told.errors), (1, 1, 0));
    assert_eq!(told.test_suites[0].test_cases[0].name.as_str(), "A manager decides alone");
    let both = ["--policy", "shared-risk", "--stories", "--force", "--junit", &path, &broken, &other];
    let output = run("check", &both, b"");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!((read(&path).failures, read(&path).errors), (1, 1));
    assert!(text(&output.stdout).contains("1 story: 0 as expected, 1 otherwise"));
}
