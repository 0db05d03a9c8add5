//! `check`: what rules of practice find in histories.

use super::*;

#[test]
fn check_shows_findings_beside_the_entries_and_a_summary() {
    let told = finds(&["--policy", TEAM, CONCURRENT], 1);
    let expected = "\
error[T03]: Once consent is withdrawn, there is no session under that contract until it is given again
   --> contract `c-film`, cycle `invented-concurrent`
    |
 52 | 16 Jul 2026 15:10 BST  social worker  recorded that consent was withdrawn (consent `cn-2`)
    |                                       ----------------------------------- ";
    assert!(told.contains(expected), "{told}");
    assert!(told.contains(
        "
 53 | 21 Jul 2026 14:30 BST  clinician      held a session (session `s-film-3`)
    |                                       ^^^^^^^^^^^^^^ "
    ));
    let summary =
        "\n7 rules, of which 7 applied; 16 duties: 3 findings (1 error, 2 queries, 0 undetermined), 0 excused, 2 open\n";
    assert!(told.ends_with(summary), "{told}");
}

#[test]
fn check_is_content_with_a_clean_history() {
    let told = finds(&["--policy", TEAM, TURNOVER], 0);
    assert_eq!(told, "7 rules, of which 2 applied; 5 duties: no findings, 0 excused, 0 open\n");
}

#[test]
fn check_knows_the_shipped_packs_by_name_and_others_by_their_files() {
    let own = checks(&["--policy", COUNCIL, TURNOVER], 1);
    let shipped = checks(&["--policy", "local-practice", TURNOVER], 1);
    assert!(own.contains("(4 weeks after 5 June 2026") && !shipped.contains("[R10]"), "{own}\n{shipped}");
    let extended = std::env::temp_dir().join(format!("practice-cycle-{}.pack.json", std::process::id()));
    let written = r#"{"pack":"ours","version":"1","title":"Invented","extends":["invented-team"],"off":["T01","T06"]}"#;
    std::fs::write(&extended, written).unwrap();
    let told = finds(&["--pack", TEAM, "--policy", extended.to_str().unwrap(), CONCURRENT], 1);
    std::fs::remove_file(extended).unwrap();
    assert!(told.ends_with(
        "5 rules, of which 5 applied; 11 duties: 1 finding (1 error, 0 queries, 0 undetermined), 0 excused, 2 open\n"
    ));
    checks(&["--pack", TEAM, "--policy", "invented-team", CONCURRENT], 1);
}

#[test]
fn check_shows_on_request_what_holds_what_is_open_and_what_never_applied() {
    let told = checks(&["--policy", TEAM, "--all", CONCURRENT], 1);
    let begins = |what: &str| told.lines().filter(|line| line.starts_with(what)).count();
    assert_eq!([begins("satisfied["), begins("released["), begins("pending[")], [10, 1, 2]);
    assert_eq!([begins("query["), begins("error[")], [2, 1]);
    assert!(told.lines().any(|line| line.starts_with("    | 14 Aug 2026 ") && line.contains(" ^^^ due")), "{told}");
    let told = checks(&["--policy", TEAM, "--all", TURNOVER], 0);
    assert!(told.contains("never applied[T02]: Nobody is filmed before there is consent to it\n"), "{told}");
}

#[test]
fn check_takes_histories_one_by_one_or_together() {
    let files = ["examples/data/family_not_told.jsonl", CONCURRENT];
    let each = checks(&[&["--policy", TEAM], &files[..]].concat(), 1);
    assert!(each.starts_with("In examples/data/family_not_told.jsonl:\n\n7 rules, "), "{each}");
    let end = "\n\n2 histories: 3 findings\nEach history is spoken of as of its own last recording; \
               `--as-of today` speaks of all of them as of today.\n";
    assert!(each.ends_with(end), "{each}");
    let together = checks(&[&["--policy", TEAM, "--together"], &files[..]].concat(), 1);
    assert!(together.contains(" invented-concurrent:53 | "), "{together}");
    assert_eq!(
        (together.matches("7 rules, ").count(), together.matches("As of 20 Oct 2026").count()),
        (1, 1),
        "the last of both"
    );
    assert!(!together.contains("Each history is spoken of"), "{together}");
}

#[test]
fn check_tells_what_another_pack_would_change() {
    let told = finds(&["--policy", "local-practice", "--against", COUNCIL, TURNOVER], 1);
    let expected = "\
R02: holds so far -> no rule; 1 duty disappears
~ contract `c-1` (opened by entry 11): kept -> no such duty
R10: pending -> violated; 1 finding appears
+ query[R10]: ";
    assert!(told.starts_with(expected), "{told}");
    assert!(told.contains("\nC01: no rule -> holds so far\n"), "{told}");
    // A verdict that is as before does not hide that something is due sooner.
    let sooner = ["--policy", "local-practice", "--against", COUNCIL, "--as-of", "2026-07-01T12:00:00Z", TURNOVER];
    let told = checks(&sooner, 1);
    let expected = "R10: pending as before; 1 duty shifts
~ contract `c-1` (opened by entry 12): open, due 17 Jul 2026 end of day BST -> ";
    assert!(told.contains(expected), "{told}");
    let utc = checks(&[&sooner[..], &["--utc"]].concat(), 1);
    assert!(utc.contains("open, due 17 Jul 2026 before 23:00 UTC -> "), "{utc}");
    let same = finds(&["--policy", COUNCIL, "--against", COUNCIL, CONCURRENT], 0);
    assert_eq!(same, "nothing changes\n");
}

#[test]
fn check_is_as_strict_as_it_is_asked_to_be() {
    let denies = |pack: &str, deny: &str, file: &str, status| checks(&["--policy", pack, "--deny", deny, file], status);
    // Two queries and an error.
    for deny in ["errors", "queries", "undetermined"] {
        assert!(denies(TEAM, deny, CONCURRENT, 1).contains("3 findings (1 error, 2 queries, 0 undetermined)"));
    }
    // Before the error, there are queries alone.
    let queries =
        |deny: &str, status| checks(&["--policy", TEAM, "--as-of", "2026-07-16", "--deny", deny, CONCURRENT], status);
    assert!(queries("errors", 0).contains("2 findings (0 errors, 2 queries, 0 undetermined)"), "shown all the same");
    queries("queries", 1);
    // What cannot be determined.
    let path = std::env::temp_dir().join(format!("practice-cycle-deny-{}.pack.json", std::process::id()));
    let written = r#"{"pack":"ours","version":"1","title":"Invented","rules":[{"id":"X1","title":"An invented rule",
        "source":{"work":"invented","known":"local"},"severity":"error","per":["contract"],"first":true,
        "when":{"event":"session_held"},"expect":{"event":"outcome_rated"},"within":"12 months"}]}"#;
    std::fs::write(&path, written).unwrap();
    let family = "examples/data/family_not_told.jsonl";
    assert!(denies(path.to_str().unwrap(), "queries", family, 0).contains("2 undetermined"));
    denies(path.to_str().unwrap(), "undetermined", family, 1);
    checks(&["--policy", path.to_str().unwrap(), family], 1);
    std::fs::remove_file(path).unwrap();
}

#[test]
fn check_lists_the_rules_of_a_pack() {
    let told = checks(&["--policy", COUNCIL, "--rules"], 0);
    let begins = "invented-council 2026-11: What an invented council does otherwise than the pack it builds on\n";
    assert!(told.starts_with(begins), "{told}");
    let own =
        "\nC01 (query): Whoever noticed a change has it written down within four weeks, so that it is not lost with them
  The invented council's practice standards, 5 (the service's own rule)\n";
    assert!(told.contains(own), "{told}");
    assert!(told.contains("\nR10 (query): ") && told.contains("\n  of the pack local-practice "), "{told}");
    assert!(!told.contains("\nR02 "), "it is off");
}

#[test]
fn check_runs_the_stories_of_a_pack() {
    let stories = "tests/scenarios/article.json";
    let told = checks(&["--policy", "article", "--stories", stories], 0);
    assert!(told.ends_with(" as expected, 0 otherwise\n"), "{told}");
    let path = std::env::temp_dir().join(format!("practice-cycle-stories-{}.json", std::process::id()));
    let file = path.to_str().unwrap();
    let written = r#"{"about":"Invented.","pack":"shared-risk","people":{"clinician":"clinician","manager":"manager"},
        "scenarios":[{"name":"A manager decides alone","acts":[{"at":"2026-03-27","by":"manager","do":"threshold_decided",
        "case":"case-1","direction":"up","decided_by":["manager"]}],"expect":{"P01a":"holds"}}]}"#;
    std::fs::write(&path, written).unwrap();
    let told = checks(&["--policy", "shared-risk", "--stories", file], 1);
    let expected =
        format!("{file}: A manager decides alone\n  P01a: expected `holds`, and it is `violated`\n    P01a is broken");
    assert!(told.starts_with(&expected), "{told}");
    assert!(told.ends_with("\n\n1 story: 0 as expected, 1 otherwise\n"), "{told}");
    let other = format!("{file}: its stories are of the pack `shared-risk`, not of `article`\n");
    let output = run("check", &["--policy", "article", "--stories", file], b"");
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(2), &*other));
    std::fs::write(&path, r#"{"about":"Invented.","pack":"shared-risk","people":{},"scenarios":{}}"#).unwrap();
    let wrong = format!("{file}: the scenarios do not read:\n  scenarios: scenarios: expected a list (line 1)\n");
    let output = run("check", &["--policy", "shared-risk", "--stories", file], b"");
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(2), &*wrong));
    std::fs::remove_file(path).unwrap();
}

#[test]
fn check_tells_the_same_in_json() {
    let told = checks(&["--policy", TEAM, "--json", CONCURRENT], 1);
    let told: Value = serde_json::from_str(&told).unwrap();
    let checked = &told["checked"][0];
    let expected = ["as_of", "as_of_last_recording", "files", "findings", "known_at", "report", "summary"];
    assert_eq!(keys(checked), expected);
    assert_eq!((keys(&told), told["failed"].as_array().unwrap().len()), (vec!["checked", "failed"], 0));
    assert_eq!((checked["summary"]["errors"].as_u64(), checked["summary"]["queries"].as_u64()), (Some(1), Some(2)));
    let rules: Vec<&str> = checked["findings"].as_array().unwrap().iter().map(|it| it["rule"].as_str().unwrap()).collect();
    assert_eq!(rules, ["T01", "T03", "T06"]);
    assert_eq!(checked["report"]["rules"][0]["verdict"]["violated"]["at"], "2026-02-16T23:59:59.999999999Z");
    let told = checks(&["--policy", TEAM, "--json", "--all", CONCURRENT], 1);
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["checked"][0]["explained"].as_array().unwrap().len(), 16);
    let told = checks(&["--policy", "local-practice", "--against", COUNCIL, "--json", TURNOVER], 1);
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["compared"][0]["changes"][1]["rule"], "R10");
}

#[test]
fn no_free_text_is_ever_printed_by_check() {
    for file in invented() {
        for form in [&["--all"][..], &["--all", "--json"]] {
            let output = run("check", &[&["--policy", COUNCIL], form, &[&file]].concat(), b"");
            // Of one of them no rule of this pack says anything.
            assert!(output.status.code().is_some_and(|code| code <= 2));
            assert_eq!(text(&output.stderr), "", "{file}");
            assert!(!text(&output.stdout).contains("Invented"), "{file}");
        }
    }
}

#[test]
fn check_says_by_file_and_place_what_does_not_load() {
    let wrong = |arguments: &[&str], input: &[u8], why: &str| fails("check", arguments, input, 2, why);
    wrong(
        &["--policy", "artcle", CONCURRENT],
        b"",
        "there is neither a pack nor a file `artcle`; the packs are `article`, `connected-practice`, `england-statutory`, `local-practice`, \
         `open-hypotheses`, `partnership`, `programme`, `shared-risk`\n",
    );
    wrong(&["--policy", "article", "nothing.jsonl"], b"", "nothing.jsonl: it cannot be read: there is no such file\n");
    wrong(&["--policy", "article", "-"], b"\n", "-: line 1: the history is empty; the first entry is `cycle_opened`\n");
    wrong(&["--policy", "article", "-"], b"{}\n", "-: line 1: column 2: missing field `number`\n");
    let path = std::env::temp_dir().join(format!("practice-cycle-wrong-{}.pack.json", std::process::id()));
    let file = path.to_str().unwrap();
    let written = r#"{"pack":"ours","version":"1","title":"Invented","extends":["local-practise"],"rules":[{"id":"X1",
        "title":"An invented rule","source":{"work":"invented","known":"local"},"severity":"eror",
        "when":{"event":"contract_begn"},"expect":{"event":"contract_reviewed"},"within":"3 fortnigths"}]}"#;
    std::fs::write(&path, written).unwrap();
    let why = format!(
        "{file}: the pack does not load:
  ours: extends[0]: there is no pack `local-practise`; did you mean `local-practice`?
  ours: rules[0] (X1).severity: there is no severity `eror`; did you mean `error`?
  ours: rules[0] (X1).when.event: there is no event `contract_begn`; did you mean `contract_begun`?
"
    );
    let output = run("check", &["--policy", file, CONCURRENT], b"");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).starts_with(&why), "{}", text(&output.stderr));
    std::fs::write(&path, "{\"pack\": ").unwrap();
    wrong(
        &["--policy", file, CONCURRENT],
        b"",
        &format!("{file}: the pack does not load:\n  pack: expected JSON (line 1, column 9)\n"),
    );
    std::fs::remove_file(path).unwrap();
}

#[test]
fn check_says_how_it_is_used() {
    misused("check", &[], "--policy <PACK>");
    misused("check", &["--policy", "article"], "<HISTORY>...");
    misused("check", &["--polcy", "article"], "unexpected argument '--polcy'");
    misused("check", &["--policy"], "a value is required for '--policy <PACK>'");
    let time = "invalid value 'tomorrow' for '--as-of <WHEN>': expected a time such as `2026-04-02T09:30:00Z`, a day such as \
                `2026-04-02`, or `today`, from 1900 to 2199";
    misused("check", &["--policy", "article", "--as-of", "tomorrow", "a"], time);
    let both = "the argument '--all' cannot be used with";
    misused("check", &["--policy", "article", "--all", "--against", "article", "a"], both);
    let values = "[possible values: errors, queries, undetermined]";
    misused("check", &["--policy", "article", "--deny", "all", "a"], values);
    misused("check", &["--policy", "article", "--stories"], "<HISTORY>...");
    misused("check", &["--policy", "article", "--stories", "--json", "a"], "cannot be used with");
    misused("check", &["--policy", "article", "--rules", "a"], "cannot be used with");
    for time in [&["--as-of", "today"][..], &["--known-at", "today"], &["--utc"]] {
        misused("check", &[&["--policy", "article", "--rules"], time].concat(), "stories and rules speak of no time");
    }
}

#[test]
fn where_no_rule_applied_nothing_was_checked() {
    let folder = scratch("nothing_applied");
    let short = file(&folder, "short.jsonl", format!("{OPENED}\n"));
    let nothing = "No rule of this pack applied, so nothing was checked.\n";
    let told = checks(&["--policy", TEAM, &short], 2);
    assert!(
        told.starts_with(&format!(
            "7 rules, of which 0 applied; no duties: no findings, 0 excused, 0 open\n{nothing}As of "
        )),
        "{told}"
    );
    let told: Value = serde_json::from_str(&checks(&["--policy", TEAM, "--json", &short], 2)).unwrap();
    assert_eq!(told["checked"][0]["summary"]["applied"], 0);
    // Where something was checked, that counts; of the other history it is said.
    let told = checks(&["--policy", TEAM, &short, TURNOVER], 0);
    assert_eq!(told.matches(nothing).count(), 1, "{told}");
    assert!(!checks(&["--policy", TEAM, "--together", &short, TURNOVER], 0).contains(nothing));
    // The file for test runners says so, too.
    let xml = folder.join("found.xml").to_str().unwrap().to_owned();
    checks(&["--policy", TEAM, "--junit", &xml, &short], 2);
    let told = quick_junit::Report::deserialize_from_str(&std::fs::read_to_string(&xml).unwrap()).unwrap();
    assert_eq!((told.tests, told.failures, told.errors), (8, 0, 1));
}

#[test]
fn a_pack_may_come_from_standard_input() {
    let pack = std::fs::read(TEAM).unwrap();
    let named = checks(&["--policy", TEAM, CONCURRENT], 1);
    for asked in [&["--policy", "-"][..], &["--policy", "invented-team", "--pack", "-"]] {
        let output = run("check", &[asked, &[CONCURRENT]].concat(), &pack);
        assert_eq!((text(&output.stdout), text(&output.stderr), output.status.code()), (&*named, "", Some(1)));
    }
    let council = std::fs::read(COUNCIL).unwrap();
    let changes = ["--policy", "local-practice", "--against"];
    let output = run("check", &[&changes[..], &["-", TURNOVER]].concat(), &council);
    assert_eq!(text(&output.stdout), checks(&[&changes[..], &[COUNCIL, TURNOVER]].concat(), 1));
}

#[test]
fn nothing_checked_is_a_failure() {
    let folder = scratch("nothing_checked");
    let pack = file(&folder, "none.pack.json", r#"{"pack":"none","version":"1","title":"Invented","rules":[]}"#);
    fails("check", &["--policy", &pack, TURNOVER], b"", 2, "the pack `none` has no rules, so nothing was checked\n");
    let written = r#"{"about":"Invented.","pack":"shared-risk","people":{"clinician":"clinician"},"scenarios":[]}"#;
    let stories = file(&folder, "none.json", written);
    let output = run("check", &["--policy", "shared-risk", "--stories", &stories], b"");
    let why = format!("{stories}: it holds no stories, so nothing was checked\n");
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(2), &*why));
    let empty = file(&folder, "empty.jsonl", "");
    let output = run("check", &["--policy", "article", &empty], b"");
    let why = format!("{empty}: line 1: the history is empty; the first entry is `cycle_opened`\n");
    assert_eq!((output.status.code(), text(&output.stderr), text(&output.stdout)), (Some(2), &*why, ""));
}

/// A shipped history with the waiver of R21a naming an entry that opened no such duty.
fn with_an_unused_waiver(folder: &Path) -> String {
    let stored = std::fs::read_to_string("examples/data/statutory_path.jsonl").unwrap();
    let changed = stored.replace(r#""rule":"R21a","opened_by":26"#, r#""rule":"R21a","opened_by":24"#);
    assert_ne!(stored, changed);
    file(folder, "unused.jsonl", changed)
}

#[test]
fn check_notes_which_waivers_excuse_nothing_and_ends_as_it_would_without_them() {
    let folder = scratch("unused_waivers");
    let history = with_an_unused_waiver(&folder);
    let note =
        "note: the waiver of R21a in entry 34 excuses nothing: the entry that it names had opened no duty of this rule\n";
    for more in [&[][..], &["--all"]] {
        let args = [&["--policy", "england-statutory", "--deny", "errors", &history], more].concat();
        let plain =
            [&["--policy", "england-statutory", "--deny", "errors", "examples/data/statutory_path.jsonl"], more].concat();
        let (told, used) = (run("check", &args, b""), run("check", &plain, b""));
        assert!(text(&told.stdout).contains(note), "{}", text(&told.stdout));
        assert!(!text(&used.stdout).contains("excuses nothing"), "{}", text(&used.stdout));
        assert_eq!(told.status.code(), used.status.code());
    }
    let json: Value =
        serde_json::from_slice(&run("check", &["--policy", "england-statutory", "--json", &history], b"").stdout).unwrap();
    let unused = &json["checked"][0]["report"]["unused_waivers"];
    assert_eq!(unused[0]["why"], "not_opened");
    assert_eq!((&unused[0]["rule"], &unused[0]["at"]["entry"]), (&Value::from("R21a"), &Value::from(34)));
    let path = folder.join("found.xml").to_str().unwrap().to_owned();
    run("check", &["--policy", "england-statutory", "--junit", &path, &history], b"");
    let junit = quick_junit::Report::deserialize_from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    let out = junit.test_suites[0].system_out.as_ref().unwrap();
    assert_eq!(format!("{}\n", out.as_str()), note);
}
