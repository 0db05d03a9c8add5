//! The examples, run as a host would run them: what they print, what they refuse, and how they exit.

#![expect(clippy::unwrap_used, reason = "the helpers of tests fail as tests do")]

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

/// An example as it was built beside this test. `cargo test` builds all of them; where only this test was asked for, they
/// are built now.
fn example(name: &str) -> Command {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    let folder = BUILT.get_or_init(|| {
        let profile = std::env::current_exe().unwrap().ancestors().nth(2).unwrap().to_path_buf();
        let folder = profile.join("examples");
        let missing = |name: &&str| !folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX)).exists();
        if ["replay", "acts", "whole_case", "check", "can_it_happen"].iter().any(missing) {
            let mut build = Command::new(env!("CARGO"));
            build.args(["build", "--quiet", "--examples", "--target-dir"]).arg(profile.parent().unwrap());
            build.args(profile.ends_with("release").then_some("--release"));
            assert!(build.status().unwrap().success());
        }
        folder
    });
    let mut command = Command::new(folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX)));
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

/// Runs an example with arguments and standard input.
#[track_caller]
fn run(name: &str, arguments: &[&str], input: &[u8]) -> Output {
    let pipes = || Stdio::piped();
    let mut child = example(name).args(arguments).stdin(pipes()).stdout(pipes()).stderr(pipes()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // An example that refuses its arguments reads nothing, and then nobody is there to write to.
    let writer = std::thread::spawn(move || stdin.write_all(&input).unwrap_or_default());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[track_caller]
fn prints(name: &str, arguments: &[&str]) -> String {
    let output = run(name, arguments, b"");
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
    text(&output.stdout).to_owned()
}

/// That an example prints nothing, says why, and exits with a status.
#[track_caller]
fn fails(name: &str, arguments: &[&str], input: &[u8], status: i32, why: &str) {
    let output = run(name, arguments, input);
    assert_eq!((text(&output.stderr), text(&output.stdout)), (why, ""));
    assert_eq!(output.status.code(), Some(status));
}

#[track_caller]
fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&prints("replay", &[&["--json"], arguments].concat())).unwrap()
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

const OPENED: &str = r#"{"number":1,"type":"cycle_opened","occurred_at":"2026-09-07T08:30:00Z","recorded_at":"2026-09-07T08:30:00Z","by":"manager","data":{"cycle":"invented","format":1,"clinician":"clinician","team":"invented-team"}}"#;
const OFFERED: &str = r#"{"number":2,"type":"contract_invited","occurred_at":"2026-09-08T09:00:00Z","recorded_at":"2026-09-08T09:00:00Z","by":"clinician","data":{"contract":"c-1","space":"team_meeting"}}"#;
const REPLAY_USAGE: &str = "usage: replay [--json] [--as-of TIME] [--known-at TIME] FILE\n";

// Replay.

#[test]
fn replay_tells_a_short_history_in_full() {
    let output = run("replay", &["-"], format!("{OPENED}\n{OFFERED}\n").as_bytes());
    let told = "\
as of 2026-09-08T09:00:00Z, as known at 2026-09-08T09:00:00Z: 2 entries in effect
cycle invented with team invented-team, opened 2026-09-07T08:30:00Z by manager [1]

People
  clinician: clinician

Joining

Contracts
  c-1: invited
    offer of the clinician: team meeting, 2026-09-08T09:00:00Z by clinician [2]
    possible for clinician: reframe, propose terms, withdraw
    not for clinician: as clinician one cannot accept the invitation; that is for the social work side
    not for clinician: as clinician one cannot decline; that is for the social work side

Work
";
    assert_eq!(output.status.code(), Some(0));
    let (stands, readings) = text(&output.stdout).split_once("\nReadings\n").unwrap();
    assert_eq!(stands, told);
    let readings: Vec<&str> = readings.split("\n\n").collect();
    assert_eq!(readings.len(), 4);
    for (reading, beginning) in readings.into_iter().zip([
        "By 8 September 2026, as known on 8 September 2026, joining seems to have come as far as: outsider",
        "By 8 September 2026, as known on 8 September 2026, no turns of the cycle seem complete, out of 1 invitation (patience",
        "By 8 September 2026, as known on 8 September 2026, the boundary in the whole cycle: insufficient evidence: 0 of 2",
        "By 8 September 2026, as known on 8 September 2026, the boundary in the whole cycle through time, by parameters",
    ]) {
        assert!(reading.starts_with(beginning), "{reading}");
    }
}

#[test]
fn replay_tells_the_same_in_json_under_stable_keys() {
    let told = json(&["examples/data/turnover.jsonl"]);
    let expected = [
        "as_of", "changes", "closed_at", "concerns", "consents", "contracts", "deciding", "entered_in_error",
        "entries_in_effect", "explanations", "explanations_withheld", "interventions", "joining", "known_at",
        "observations", "opened", "other_sessions", "people", "readings", "redacted", "suggestions",
    ];
    assert_eq!(keys(&told), expected);
    let contract = &told["contracts"][0];
    let expected = [
        "agreed", "arose_from", "asked", "contract", "noted", "origin", "outcomes", "possible", "ratings", "reason",
        "reframes", "reported", "review_overdue", "settled", "stage", "successor", "tabled", "views",
    ];
    assert_eq!(keys(contract), expected);
    assert_eq!(keys(&told["joining"]), ["acknowledgements", "disruptions", "influence", "occasions", "rules"]);
    assert_eq!(contract["agreed"]["social_work"], "worker-b");
    assert_eq!(contract["agreed"]["planned_end"], "2026-08-14");
    assert_eq!(told["concerns"][0]["passed_on"][0]["to"], "worker-b");
}

#[test]
fn replay_tells_what_was_known_at_a_time() {
    let case = "examples/data/turnover.jsonl";
    let then = json(&["--as-of", "2026-06-19T17:00:00Z", "--known-at", "2026-06-19T17:00:00Z", case]);
    let since = json(&["--as-of", "2026-06-19T17:00:00Z", case]);
    let here = |told: &Value| {
        told["people"].as_array().unwrap().iter().find(|it| it["person"] == "worker-a").unwrap()["here"].clone()
    };
    assert_eq!((here(&then), here(&since)), (Value::Bool(true), Value::Bool(false)));
    assert_eq!(then["contracts"][0]["agreed"]["version"], 2);
    assert_eq!(then["contracts"][0]["agreed"]["social_work"], "worker-a");
    assert_eq!((then["concerns"].as_array().unwrap().len(), since["concerns"].as_array().unwrap().len()), (0, 1));
    assert_eq!(then["known_at"], "2026-06-19T17:00:00Z");
    assert_eq!(since["known_at"], "2026-07-08T10:15:00Z", "by default, when the last entry was recorded");
}

#[test]
fn replay_shows_what_time_alone_does() {
    let case = "examples/data/boundary_seen_differently.jsonl";
    let stands = |told: Value| (told["contracts"][0]["stage"].clone(), told["contracts"][0]["review_overdue"].clone());
    assert_eq!(stands(json(&[case])), (Value::from("active"), Value::Bool(true)));
    assert_eq!(stands(json(&["--as-of", "2026-10-22T12:00:00Z", case])), (Value::from("active"), Value::Bool(false)));
    assert_eq!(stands(json(&["--as-of", "2026-11-02T12:00:00Z", case])), (Value::from("lapsed"), Value::Bool(true)));
}

#[test]
fn replay_keeps_ratings_apart_and_shows_what_became_of_suggestions() {
    let told = prints("replay", &["examples/data/unwelcome_reframe.jsonl"]);
    for line in [
        "    rated by clinician: 7 of 10\n    rated by manager: 4 of 10\n    rated by worker-a: 6 of 10\n",
        "  suggestion su-5 within c-1, offering su-4 again, 2026-05-15T09:30:00Z by clinician [30]\n    adapted, ",
        "    reframed to case consultation (reflective work with the social work system): adapted, ",
    ] {
        assert!(told.contains(line), "{line:?} in {told}");
    }
}

#[test]
fn replay_names_corrected_and_redacted_entries() {
    let told = json(&["examples/data/concurrent_contracts.jsonl"]);
    assert_eq!(told["entered_in_error"][0]["entry"], 28);
    assert_eq!(told["entered_in_error"][0]["corrected"]["entry"], 29);
    let told = prints("replay", &["examples/data/family_not_told.jsonl"]);
    assert!(told.contains("\nRedacted\n  entry 10 (`concern_raised`): 2026-10-20T09:00:00Z by manager [23]\n\nReadings\n"));
}

#[test]
fn replay_tells_milestones_and_decisions_without_the_number_of_the_case() {
    let told = prints("replay", &["examples/data/statutory_path.jsonl"]);
    for line in [
        "\nCases and decisions\n  recorded completely from 2026-01-05: every milestone, fe-1 ",
        "  mi-7 of case 1: initial child protection conference held, after mi-5, 2026-02-26T10:00:00Z by chair [31]\n",
        "  mi-24 of case 1: proceedings extended, after mi-21, until 2027-02-26, ",
        "  threshold decision de-4 of case 1: stays as it is, 2026-06-05T17:30:00Z by clinician [56]\n    \
         decided by clinician; contributed: support\n",
        "  waived wa-1: R21a, opened by entry 24 of case 1, ",
    ] {
        assert!(told.contains(line), "{line:?} in {told}");
    }
    assert!(!told.contains("de-2"), "it was entered in error");
    let told = json(&["examples/data/statutory_path.jsonl"]);
    assert_eq!(told["deciding"]["conflicts"][0]["answers"][0]["answer"], "stands_down");
    assert!(!prints("replay", &["examples/data/turnover.jsonl"]).contains("Cases and decisions"));
}

#[test]
fn replay_says_so_where_the_cycle_was_not_open_yet() {
    let told = prints("replay", &["--as-of", "2026-01-02T00:00:00Z", "examples/data/turnover.jsonl"]);
    let expected = "as of 2026-01-02T00:00:00Z, as known at 2026-07-08T10:15:00Z: 0 entries in effect\n\
                    the cycle was not open yet\n";
    assert_eq!(told, expected);
}

#[test]
fn no_free_text_is_ever_printed_by_replay() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/data");
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    for file in files.filter(|file| file.extension().is_some_and(|kind| kind == "jsonl") && !file.ends_with("acts.jsonl")) {
        let file = file.to_str().unwrap();
        for told in [prints("replay", &[file]), prints("replay", &["--json", file])] {
            // Every text of the cases begins with the word, and every case reference has it; cycles and teams do too.
            assert!(!told.contains("Invented") && !told.contains("invented-case"), "{file}");
        }
    }
}

#[test]
fn replay_refuses_a_step_out_of_turn_and_names_those_that_are_possible() {
    let completed = OFFERED.replace(r#""number":2,"type":"contract_invited""#, r#""number":3,"type":"contract_completed""#);
    let completed = completed.replace(r#","space":"team_meeting""#, "");
    let why = "line 3: `contract_completed` by `clinician` on contract `c-1`: cannot complete: the contract is invited; \
               possible now: accept the invitation, reframe, propose terms, decline, withdraw\n\
               line 3: write one of `invitation_accepted`, `reframe_offered`, `terms_proposed`, `contract_declined`, \
               `contract_withdrawn`\n";
    fails("replay", &["-"], format!("{OPENED}\n{OFFERED}\n{completed}\n").as_bytes(), 1, why);
}

#[test]
fn replay_refuses_bad_lines_without_quoting_them() {
    let misspelt = OFFERED.replace("team_meeting", "team_meating");
    let lines = |second: &[u8]| [OPENED.as_bytes(), b"\n", second, b"\n"].concat();
    let misspelt = run("replay", &["-"], &lines(misspelt.as_bytes()));
    assert_eq!(misspelt.status.code(), Some(1));
    let why = text(&misspelt.stderr);
    assert!(why.starts_with("line 2: column 176, at `data.space`: expected one of `team_meeting`, "), "{why}");
    assert!(!why.contains("meating"));

    fails("replay", &["-"], &lines(b"{\"number\":2,\xff}"), 1, "line 2: column 13: expected UTF-8\n");
    fails("replay", &["-"], &lines(&vec![b' '; (1 << 20) + 1]), 1, "line 2: it is longer than 1048576 bytes\n");
    let first = "line 1: entry 2 where entry 1 comes next\n";
    let first = first.replace("entry 2 where", "`contract_invited` by `clinician` on contract `c-1`: entry 2 where");
    fails("replay", &["-"], OFFERED.as_bytes(), 1, &first);
    fails("replay", &["-"], b"\n", 1, "line 1: the history is empty; the first entry is `cycle_opened`\n");
}

#[test]
fn replay_says_how_it_is_used() {
    let usage = |arguments: &[&str], why: &str| fails("replay", arguments, b"", 2, &format!("{why}\n{REPLAY_USAGE}"));
    usage(&[], "which file?");
    usage(&["a", "b"], "one file at a time");
    usage(&["--jsn", "a"], "there is no such option");
    usage(&["a", "--as-of"], "`--as-of` needs a time");
    let time = "`--known-at`: expected an instant such as `2026-04-02T09:30:00Z`, from 1900 to 2199";
    usage(&["--known-at", "yesterday", "a"], time);
    usage(&["examples/data/nothing.jsonl"], "the file cannot be read: entity not found");
    usage(&["examples/data"], "the file cannot be read: is a directory");
}

#[cfg(unix)]
#[test]
fn replay_ends_quietly_when_nobody_reads_on() {
    let mut child = example("replay")
        .args(["--json", "examples/data/concurrent_contracts.jsonl"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((text(&output.stderr), output.status.code()), ("", Some(0)));
}

// Acts.

/// What became of each line: the number of its entry, or the code of its refusal.
fn answers(output: &Output) -> Vec<String> {
    let answer = |line: &str| {
        let answer: Value = serde_json::from_str(line).unwrap();
        answer.get("number").or(answer.pointer("/refused/code")).unwrap().to_string().replace('"', "")
    };
    text(&output.stdout).lines().map(answer).collect()
}

#[test]
fn acts_become_entries_or_are_refused_and_the_next_one_is_offered() {
    let output = run("acts", &["examples/data/acts.jsonl"], b"");
    let expected = [
        "1",
        "2",
        "3",
        "4",
        "history.already_recorded",
        "contracting.not_theirs",
        "contracting.out_of_step",
        "5",
        "contracting.gaps",
        "reading.malformed",
        "contracting.reserved_decision",
        "6",
        "7",
        "contracting.stale_version",
        "8",
        "intervening.not_covered",
        "9",
        "10",
        "history.leaves_dependents",
    ];
    assert_eq!(answers(&output), expected);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(1), ""));
}

#[test]
fn refused_acts_say_why_in_full() {
    let output = run("acts", &["examples/data/acts.jsonl"], b"");
    let lines: Vec<&str> = text(&output.stdout).lines().collect();
    let expected = r#"{"line":7,"refused":{"code":"contracting.out_of_step","category":"conflict","status":409,"message":"`contract_completed` by `clinician` on contract `c-1`: cannot complete: the contract is invited; possible now: accept the invitation, reframe, propose terms, decline, withdraw","kind":"contract_completed","subject":{"noun":"contract","id":"c-1"},"parameters":{"asked":"contract_completed","stage":"invited","possible":["invitation_accepted","reframe_offered","terms_proposed","contract_declined","contract_withdrawn"]},"possible":["invitation_accepted","reframe_offered","terms_proposed","contract_declined","contract_withdrawn"]}}"#;
    assert_eq!(lines[6], expected);
    let expected = r#"{"line":5,"refused":{"code":"history.already_recorded","category":"already_so","status":200,"message":"`contract_invited` by `worker-a` on contract `c-1`: that is recorded already, as entry 4","kind":"contract_invited","subject":{"noun":"contract","id":"c-1"},"parameters":{"number":4,"redacted":false},"possible":[]}}"#;
    assert_eq!(lines[4], expected);
    let expected = r#"{"line":10,"refused":{"code":"reading.malformed","category":"invalid","status":422,"message":"column 149, at `data`: unknown field `verison`, expected `contract` or `version`","column":149,"field":"data"}}"#;
    assert_eq!(lines[9], expected);
    let expected = r#"{"line":19,"refused":{"code":"history.leaves_dependents","category":"conflict","status":409,"message":"`entered_in_error` by `worker-a`: cannot be marked as entered in error: needed by entry 10","kind":"entered_in_error","parameters":{"dependents":[10]},"field":"data.entries","possible":[]}}"#;
    assert_eq!(lines[18], expected);
}

#[test]
fn acts_that_are_all_admitted_make_a_history_that_replays() {
    let offered = OPENED.replace(r#""number":1,"#, "") + "\n\n" + &OFFERED.replace(r#""number":2,"#, "");
    let output = run("acts", &["-"], offered.as_bytes());
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(0), &*format!("{OPENED}\n{OFFERED}\n")));
    assert_eq!(run("replay", &["-"], &output.stdout).status.code(), Some(0));
}

#[test]
fn lines_that_are_no_text_or_too_long_are_refused_and_passed_over() {
    let long = [vec![b' '; (1 << 20) + 5], b"{}".to_vec()].concat();
    let opened = OPENED.replace(r#""number":1,"#, "");
    let input = [b"{\"by\":\"\xff\"}\n".to_vec(), long, b"\n".to_vec(), opened.into_bytes()].concat();
    let output = run("acts", &["-"], &input);
    assert_eq!(answers(&output), ["reading.not_utf8", "reading.too_long", "1"]);
    let lines: Vec<&str> = text(&output.stdout).lines().collect();
    let refused = [
        r#"{"line":1,"refused":{"code":"reading.not_utf8","category":"invalid","status":422,"message":"column 8: expected UTF-8","column":8}}"#,
        r#"{"line":2,"refused":{"code":"reading.too_long","category":"invalid","status":422,"message":"it is longer than 1048576 bytes"}}"#,
    ];
    assert_eq!(lines[..2], refused);
}

#[test]
fn acts_says_how_it_is_used() {
    fails("acts", &[], b"", 2, "which file?\nusage: acts FILE\n");
    fails("acts", &["a", "b"], b"", 2, "which file?\nusage: acts FILE\n");
    fails("acts", &["examples/data/nothing"], b"", 2, "the file cannot be read: entity not found\nusage: acts FILE\n");
}

// Check.

const CHECK_USAGE: &str = "\
usage: check --policy PACK [--pack FILE]... [--as-of TIME] [--known-at TIME] [--together] [--all] [--json] [--junit FILE]
             [--deny errors|queries|undetermined] HISTORY...
       check --policy PACK [--pack FILE]... --against PACK [--as-of TIME] [--known-at TIME] [--together] [--json] HISTORY...
       check --policy PACK [--pack FILE]... --stories FILE...
       check --policy PACK [--pack FILE]... --rules
";
const TEAM: &str = "examples/data/invented_team.pack.json";
const COUNCIL: &str = "examples/data/invented_council.pack.json";
const CONCURRENT: &str = "examples/data/concurrent_contracts.jsonl";

/// What the example `check` prints, with its status.
#[track_caller]
fn checks(arguments: &[&str], status: i32) -> String {
    let output = run("check", arguments, b"");
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(status), ""));
    text(&output.stdout).to_owned()
}

#[test]
fn check_shows_findings_beside_the_entries_and_a_summary() {
    let told = checks(&["--policy", TEAM, CONCURRENT], 1);
    let expected = "\
error[T03]: Once consent is withdrawn, there is no session under that contract until it is given again
   --> contract `c-film`, cycle `invented-concurrent`
    |
 52 | 16 Jul 2026 15:10  social worker  recorded that consent was withdrawn (consent `cn-2`)
    |                                   ----------------------------------- this opened it
 53 | 21 Jul 2026 14:30  clinician      held a session (session `s-film-3`)
    |                                   ^^^^^^^^^^^^^^ this was not to happen
    |
";
    assert!(told.contains(expected), "{told}");
    let summary =
        "\n7 rules, of which 7 applied; 16 duties: 3 findings (1 error, 2 queries, 0 undetermined), 0 excused, 2 open\n";
    assert!(told.ends_with(summary), "{told}");
}

#[test]
fn check_is_content_with_a_clean_history() {
    let told = checks(&["--policy", TEAM, "examples/data/turnover.jsonl"], 0);
    assert_eq!(told, "7 rules, of which 2 applied; 5 duties: no findings, 0 excused, 0 open\n");
}

#[test]
fn check_knows_the_shipped_packs_by_name_and_others_by_their_files() {
    let own = checks(&["--policy", COUNCIL, "examples/data/turnover.jsonl"], 1);
    let shipped = checks(&["--policy", "local-practice", "examples/data/turnover.jsonl"], 1);
    assert!(own.contains("(4 weeks after 5 June 2026") && !shipped.contains("[R10]"), "{own}\n{shipped}");
    let extended = std::env::temp_dir().join(format!("practice-cycle-{}.pack.json", std::process::id()));
    let written = r#"{"pack":"ours","version":"1","title":"Invented","extends":["invented-team"],"off":["T01","T06"]}"#;
    std::fs::write(&extended, written).unwrap();
    let told = checks(&["--pack", TEAM, "--policy", extended.to_str().unwrap(), CONCURRENT], 1);
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
    assert!(told.contains("    | 14 Aug 2026 24:00                 ^^^ due\n"), "{told}");
    let told = checks(&["--policy", TEAM, "--all", "examples/data/turnover.jsonl"], 0);
    assert!(told.contains("never applied[T02]: Nobody is filmed before there is consent to it\n"), "{told}");
}

#[test]
fn check_speaks_of_a_time_as_known_at_a_time() {
    let checked = |when: &str, time: &str, status| checks(&["--policy", TEAM, when, time, CONCURRENT], status);
    let before = checked("--as-of", "2026-07-17T00:00:00Z", 1);
    assert!(!before.contains("[T03]") && before.contains("[T01]"), "{before}");
    // A day stands for its end in London: an hour before midnight by the clocks of Greenwich in summer.
    assert_eq!(checked("--as-of", "2026-07-16", 1), checked("--as-of", "2026-07-16T23:00:00Z", 1));
    assert_eq!(checked("--known-at", "2026-02-15", 0), checked("--known-at", "2026-02-16T00:00:00Z", 0));
    let told = checked("--known-at", "2026-02-16T00:00:00Z", 0);
    assert!(told.ends_with("no findings, 0 excused, 1 open\n"), "{told}");
}

#[test]
fn check_takes_histories_one_by_one_or_together() {
    let files = ["examples/data/family_not_told.jsonl", CONCURRENT];
    let each = checks(&[&["--policy", TEAM], &files[..]].concat(), 1);
    assert!(each.starts_with("In examples/data/family_not_told.jsonl:\n\n7 rules, "), "{each}");
    assert!(each.ends_with("2 open\n\n2 histories: 3 findings\n"), "{each}");
    let together = checks(&[&["--policy", TEAM, "--together"], &files[..]].concat(), 1);
    assert!(together.contains(" invented-concurrent:53 | "), "{together}");
    assert_eq!(together.matches("7 rules, ").count(), 1);
}

#[test]
fn check_tells_what_another_pack_would_change() {
    let told = checks(&["--policy", "local-practice", "--against", COUNCIL, "examples/data/turnover.jsonl"], 1);
    let expected = "\
R02: holds so far -> no rule; 1 duty disappears
~ contract `c-1` (opened by entry 11): kept -> no such duty
R10: pending -> violated; 1 finding appears
+ query[R10]: ";
    assert!(told.starts_with(expected), "{told}");
    assert!(told.ends_with("\nC01: no rule -> holds so far\n"), "{told}");
    // A verdict that is as before does not hide that something is due sooner.
    let sooner = [
        "--policy",
        "local-practice",
        "--against",
        COUNCIL,
        "--as-of",
        "2026-07-01T12:00:00Z",
        "examples/data/turnover.jsonl",
    ];
    let told = checks(&sooner, 1);
    let expected = "R10: pending as before; 1 duty shifts
~ contract `c-1` (opened by entry 12): open, due 17 Jul 2026 24:00 -> open, due 3 Jul 2026 24:00
";
    assert!(told.contains(expected), "{told}");
    let same = checks(&["--policy", COUNCIL, "--against", COUNCIL, CONCURRENT], 0);
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
    // What cannot be told.
    let path = std::env::temp_dir().join(format!("practice-cycle-deny-{}.pack.json", std::process::id()));
    let written = r#"{"pack":"ours","version":"1","title":"Invented","rules":[{"id":"X1","title":"An invented rule",
        "source":{"work":"invented","known":"local"},"severity":"error","per":["contract"],"first":true,
        "when":{"event":"session_held"},"expect":{"event":"outcome_rated"},"within":"12 months"}]}"#;
    std::fs::write(&path, written).unwrap();
    let not_told = "examples/data/family_not_told.jsonl";
    assert!(denies(path.to_str().unwrap(), "queries", not_told, 0).contains("2 undetermined"));
    denies(path.to_str().unwrap(), "undetermined", not_told, 1);
    checks(&["--policy", path.to_str().unwrap(), not_told], 1);
    std::fs::remove_file(path).unwrap();
}

#[test]
fn check_lists_the_rules_of_a_pack() {
    let told = checks(&["--policy", COUNCIL, "--rules"], 0);
    let begins = "invented-council 2026-11: What an invented council does otherwise than the pack it builds on\n";
    assert!(told.starts_with(begins), "{told}");
    let own =
        "\nC01 (query): Whoever noticed a change has it written down within four weeks, so that it is not lost with them
  The invented council's practice standards, 5 (of the service's own)\n";
    assert!(told.ends_with(own), "{told}");
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
        "case":"case-1","direction":"up","decided_by":["manager"]}],"expect":{"P01":"holds"}}]}"#;
    std::fs::write(&path, written).unwrap();
    let told = checks(&["--policy", "shared-risk", "--stories", file], 1);
    let expected =
        format!("{file}: A manager decides alone\n  P01: expected `holds`, and it is `violated`\n    P01 is broken");
    assert!(told.starts_with(&expected), "{told}");
    assert!(told.ends_with("\n\n1 story: 0 as expected, 1 otherwise\n"), "{told}");
    let other = format!("{file}: its stories are of the pack `shared-risk`, not of `article`\n");
    fails("check", &["--policy", "article", "--stories", file], b"", 2, &other);
    std::fs::write(&path, r#"{"about":"Invented.","pack":"shared-risk","people":{},"scenarios":{}}"#).unwrap();
    let wrong = format!("{file}: the scenarios do not read:\n  scenarios: scenarios: expected a list (line 1)\n");
    fails("check", &["--policy", "shared-risk", "--stories", file], b"", 2, &wrong);
    std::fs::remove_file(path).unwrap();
}

#[test]
fn check_tells_the_same_in_json() {
    let told = checks(&["--policy", TEAM, "--json", CONCURRENT], 1);
    let told: Value = serde_json::from_str(&told).unwrap();
    let checked = &told["checked"][0];
    assert_eq!(keys(checked), ["files", "findings", "report", "summary"]);
    assert_eq!((checked["summary"]["errors"].as_u64(), checked["summary"]["queries"].as_u64()), (Some(1), Some(2)));
    let rules: Vec<&str> = checked["findings"].as_array().unwrap().iter().map(|it| it["rule"].as_str().unwrap()).collect();
    assert_eq!(rules, ["T01", "T03", "T06"]);
    assert_eq!(checked["report"]["rules"][0]["verdict"]["violated"]["at"], "2026-02-17T00:00:00Z");
    let told = checks(&["--policy", TEAM, "--json", "--all", CONCURRENT], 1);
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["checked"][0]["explained"].as_array().unwrap().len(), 16);
    let told = checks(&["--policy", "local-practice", "--against", COUNCIL, "--json", "examples/data/turnover.jsonl"], 1);
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["compared"][0]["changes"][1]["rule"], "R10");
}

#[test]
fn check_writes_a_case_for_each_rule_for_test_runners() {
    let path = std::env::temp_dir().join(format!("practice-cycle-{}.xml", std::process::id()));
    checks(&["--policy", TEAM, "--junit", path.to_str().unwrap(), CONCURRENT, "examples/data/turnover.jsonl"], 1);
    let junit = std::fs::read_to_string(&path).unwrap();
    let told = quick_junit::Report::deserialize_from_str(&junit).unwrap();
    std::fs::remove_file(path).unwrap();
    assert_eq!((told.name.unwrap().as_str(), told.tests, told.failures, told.errors), ("invented-team", 14, 3, 0));
    let suite = &told.test_suites[0];
    assert_eq!((suite.name.as_str(), suite.tests, suite.failures), (CONCURRENT, 7, 3));
    assert_eq!((told.test_suites[1].failures, told.test_suites[1].skipped), (0, 5));
    assert!(junit.contains("^^^^^^^^^^^^^^ this was not to happen"), "{junit}");
    let nowhere = run("check", &["--policy", TEAM, "--junit", "examples", "examples/data/turnover.jsonl"], b"");
    assert_eq!(nowhere.status.code(), Some(2));
    assert!(text(&nowhere.stderr).starts_with("examples: the file cannot be written: "), "{}", text(&nowhere.stderr));
    assert!(text(&nowhere.stdout).ends_with("no findings, 0 excused, 0 open\n"), "what was found is told all the same");
}

#[test]
fn no_free_text_is_ever_printed_by_check() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/data");
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    for file in files.filter(|file| file.extension().is_some_and(|kind| kind == "jsonl") && !file.ends_with("acts.jsonl")) {
        for form in [&["--all"][..], &["--all", "--json"]] {
            let output = run("check", &[&["--policy", COUNCIL], form, &[file.to_str().unwrap()]].concat(), b"");
            assert!(output.status.code().is_some_and(|code| code < 2), "{}", text(&output.stderr));
            assert!(!text(&output.stdout).contains("Invented"), "{}", file.display());
        }
    }
}

#[test]
fn check_says_by_file_and_place_what_does_not_load() {
    let wrong = |arguments: &[&str], input: &[u8], why: &str| fails("check", arguments, input, 2, why);
    wrong(
        &["--policy", "artcle", CONCURRENT],
        b"",
        "there is neither a pack nor a file `artcle`; the packs are `article`, `england-statutory`, `local-practice`, \
         `programme`, `shared-risk`\n",
    );
    wrong(&["--policy", "article", "nothing.jsonl"], b"", "nothing.jsonl: it cannot be read: entity not found\n");
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
    let usage = |arguments: &[&str], why: &str| fails("check", arguments, b"", 2, &format!("{why}\n{CHECK_USAGE}"));
    usage(&[], "which policy?");
    usage(&["--policy", "article"], "which histories?");
    usage(&["--polcy", "article"], "invalid option '--polcy'");
    usage(&["--policy"], "missing argument for option '--policy'");
    usage(&["--help"], "checks histories by a pack of rules");
    let time = "`--as-of`: expected an instant such as `2026-04-02T09:30:00Z`, from 1900 to 2199; or a day such as \
                `2026-04-02`, for its end in London";
    usage(&["--policy", "article", "--as-of", "tomorrow", "a"], time);
    let both = "`--against` shows changes, and goes with neither `--all`, `--junit` nor `--deny`";
    usage(&["--policy", "article", "--against", "article", "--all", "a"], both);
    usage(&["--policy", "article", "--deny", "all", "a"], "`--deny`: expected `errors`, `queries` or `undetermined`");
    usage(&["--policy", "article", "--stories"], "which stories?");
    usage(&["--policy", "article", "--stories", "--json", "a"], "`--stories` runs stories, and goes with nothing else");
    usage(&["--policy", "article", "--rules", "a"], "`--rules` lists the rules of a pack, and goes with nothing else");
}

// What can happen.

const POSSIBLE_USAGE: &str = "\
usage: can_it_happen --policy PACK [--pack FILE]... [--stories FILE | --world FILE] [--steps N] [--states N] [--threads N]
                     [--scenarios FILE] [--clashes | RULE [--keep] [--out FILE] [--draw FILE]]
PACK is the name of a pack that comes with the crate or is given by --pack, or a file; the former have stories already
";

#[test]
fn can_it_happen_says_how_it_is_used() {
    let fails = |arguments: &[&str], why: &str| fails("can_it_happen", arguments, b"", 2, why);
    fails(&[], &format!("--policy is missing\n{POSSIBLE_USAGE}"));
    fails(&["--policy"], &format!("missing argument for option '--policy'\n{POSSIBLE_USAGE}"));
    fails(&["--polcy", "article"], &format!("invalid option '--polcy'\n{POSSIBLE_USAGE}"));
    fails(
        &["--policy", "article", "--world", "a", "--stories", "b"],
        &format!("give --stories or a --world, not both\n{POSSIBLE_USAGE}"),
    );
    fails(&["--policy", "article", "R04", "R05"], &format!("unexpected argument \"R05\"\n{POSSIBLE_USAGE}"));
    fails(
        &["--policy", "article", "--steps", "few"],
        &format!("cannot parse argument \"few\": invalid digit found in string\n{POSSIBLE_USAGE}"),
    );
    fails(
        &["--policy", "none", "R04"],
        "there is no pack `none`; there is article, england-statutory, local-practice, programme, shared-risk\n",
    );
    fails(&["--policy", "shared-risk", "P99"], "`shared-risk` has no rule `P99`; it has P01, P07\n");
    let output = run("can_it_happen", &["--policy", "article", "--world", "none.json", "R04"], b"");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).starts_with("none.json: "));
}

#[test]
fn what_can_happen_is_shown_by_a_history_in_which_check_finds_it() {
    let path = std::env::temp_dir().join(format!("can-it-happen-{}.jsonl", std::process::id()));
    let file = path.to_str().unwrap();
    let told = prints("can_it_happen", &["--policy", "shared-risk", "P01", "--out", file]);
    for expected in [
        "  it is kept: yes, in ",
        "  it is broken: yes, in ",
        "  it is broken, and nothing else is: yes, in ",
        "The shortest history that breaks it and nothing else:\n",
    ] {
        assert!(told.contains(expected), "{told}");
    }
    assert!(told.contains(&format!("It is in {file}, for `replay` and `check --as-of ")), "{told}");
    let found = checks(&["--policy", "shared-risk", file], 1);
    assert!(found.contains("[P01]"), "{found}");
    std::fs::remove_file(&path).unwrap();

    // Where time alone breaks it, the history says until when to look.
    let told = prints("can_it_happen", &["--policy", "local-practice", "--steps", "6", "R10", "--out", file]);
    let (_, after) = told.split_once("  and then nothing until ").unwrap();
    let until = after.lines().next().unwrap();
    let found = checks(&["--policy", "local-practice", "--as-of", until, file], 1);
    assert!(found.contains("[R10]"), "{found}");
    std::fs::remove_file(path).unwrap();
}

#[test]
fn what_cannot_happen_is_said_to_be_so() {
    let pack = std::env::temp_dir().join(format!("can-it-happen-{}.pack.json", std::process::id()));
    let rule = r#"{"id":"X1","title":"Sessions rest on active contracts","source":{"work":"Invented","known":"local"},
        "severity":"error","per":["contract"],"when":{"event":"session_held","where":{"cover":"contract"}},
        "require":{"where":{"contract.stage":["active"]}},"order":"strict"}"#;
    let written = format!(r#"{{"pack":"ours","version":"1","title":"Ours","rules":[{rule}]}}"#);
    std::fs::write(&pack, written).unwrap();
    let world = "examples/data/invented_world.json";
    let told = prints("can_it_happen", &["--policy", "ours", "--pack", pack.to_str().unwrap(), "--world", world, "X1"]);
    let never = "no, nothing in this world leads there";
    assert!(told.contains(&format!("  it is broken: {never}\n  it is broken, and nothing else is: {never}\n")), "{told}");
    assert!(!told.contains("shortest history"), "{told}");
    std::fs::remove_file(pack).unwrap();
}

// The whole case.

#[test]
fn the_whole_case_closes_the_circle() {
    let told = prints("whole_case", &[]);
    for line in [
        " 13  2026-09-11T10:00:00Z  worker-a accepted the terms (negotiating -> agreed)\n",
        "     refused to worker-a: as social worker one cannot accept the invitation; that is for the clinical side\n",
        "     refused to clinician: cannot accept the terms yet; they do not say: a goal, who takes notes, who explains \
         statutory process, who sets the context, who asks, who reflects, the safeguarding concerns, how long, how the \
         family will be helped to understand\n",
        "     refused to clinician: work cannot rest on a contract that was suspended at the time; record it as uncovered, \
         and why\n",
    ] {
        assert!(told.contains(line), "{line:?} in {told}");
    }
    assert!(told.ends_with("The circle has closed: c-2 arose from a change noticed in the work under c-1.\n"));
    assert!(!told.contains("Invented"));
}

#[test]
fn the_readme_of_the_cases_lists_them_all() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/data");
    let readme = std::fs::read_to_string(folder.join("README.md")).unwrap();
    for file in std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name()) {
        let name = file.to_str().unwrap();
        assert!(name == "README.md" || readme.contains(&format!("| `{name}` |")), "{name}");
    }
}

#[test]
fn what_the_readme_shows_is_printed() {
    let readme = include_str!("../README.md");
    let told = prints("replay", &["examples/data/turnover.jsonl"]);
    let excerpt = readme.split("```text\n").find(|block| block.starts_with("Contracts\n")).unwrap();
    let lines: Vec<&str> = excerpt.split("```").next().unwrap().lines().collect();
    assert!(lines.len() > 5);
    for line in lines {
        assert!(told.lines().any(|printed| printed == line), "not printed: {line}");
    }
    let told = prints("replay", &["examples/data/boundary_seen_differently.jsonl"]);
    let excerpt = readme.split("```text\n").find(|block| block.contains("the boundary in the whole cycle")).unwrap();
    let line = excerpt.lines().next().unwrap();
    assert!(told.lines().any(|printed| printed == line), "not printed: {line}");
    let told = prints("replay", &["examples/data/statutory_path.jsonl"]);
    let excerpt = readme.split("```text\n").find(|block| block.starts_with("Cases and decisions\n")).unwrap();
    for line in excerpt.split("```").next().unwrap().lines() {
        assert!(told.lines().any(|printed| printed == line), "not printed: {line}");
    }
    let told = checks(&["--policy", TEAM, CONCURRENT], 1);
    let excerpt = readme.split("```text\n").find(|block| block.starts_with("error[")).unwrap();
    assert!(told.contains(excerpt.split("```").next().unwrap()), "{told}");
    let refused = prints("whole_case", &[]).matches("refused to").count();
    assert_eq!(refused, 5);
    assert!(readme.contains("with five refusals on the way"));
}
