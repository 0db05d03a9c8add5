//! `search`: what can happen in a small world.

use super::*;

#[test]
fn search_says_how_it_is_used() {
    misused("search", &[], "--policy <PACK>");
    misused("search", &["--policy"], "a value is required for '--policy <PACK>'");
    misused("search", &["--polcy", "article"], "unexpected argument '--polcy'");
    let both = ["--policy", "article", "--world", "a", "--stories", "b"];
    misused("search", &both, "the argument '--world <FILE>' cannot be used with '--stories <FILE>'");
    misused("search", &["--policy", "article", "R04", "R05"], "unexpected argument 'R05'");
    misused("search", &["--policy", "article", "--steps", "few"], "invalid value 'few' for '--steps <N>'");
    misused("search", &["--policy", "article", "--threads", "0"], "'0' for '--threads <N>': expected a number, at least 1");
    misused("search", &["--policy", "article", "--threads", "few"], "expected a number, at least 1");
    misused("search", &["--policy", "article", "--limit", "60"], "expected a time such as `90s`, `10m` or `2h`");
    misused("search", &["--policy", "article", "--out", "a"], "<RULE>");
    misused("search", &["--policy", "article", "R04", "--clashes"], "cannot be used with");
    let none = "there is neither a pack nor a file `none`; the packs are `article`, `connected-practice`, `england-statutory`, `local-practice`, \
                `open-hypotheses`, `partnership`, `programme`, `shared-risk`\n";
    fails("search", &["--policy", "none", "R04"], b"", 2, none);
    fails(
        "search",
        &["--policy", "shared-risk", "P99"],
        b"",
        2,
        "`shared-risk` has no rule `P99`; it has P01a, P01b, P02, P07a, P07b, P09, P10, P11, R15a, R15b, R15c\n",
    );
    let missing = ["--policy", "article", "--world", "none.json", "R04"];
    fails("search", &missing, b"", 2, "none.json: it cannot be read: there is no such file\n");
    let alone = "there are no stories of `invented-team`; give some by --stories, or a --world\n";
    fails("search", &["--policy", TEAM, "T03"], b"", 2, alone);
}

#[test]
fn what_can_happen_is_shown_by_a_history_in_which_check_finds_it() {
    let path = std::env::temp_dir().join(format!("can-it-happen-{}.jsonl", std::process::id()));
    let file = path.to_str().unwrap();
    let told = prints("search", &["--policy", "shared-risk", "P07b", "--out", file]);
    for expected in [
        "  it is kept: yes, in ",
        "  it is broken: yes, in ",
        "  it is broken, and nothing else is: yes, in ",
        "The shortest history that breaks it and nothing else:\n",
    ] {
        assert!(told.contains(expected), "{told}");
    }
    assert!(told.contains(&format!("It is in {file}, for `replay` and `check` with `--as-of ")), "{told}");
    let found = checks(&["--policy", "shared-risk", file], 1);
    assert!(found.contains("[P07b]"), "{found}");
    std::fs::remove_file(&path).unwrap();

    // Where time alone breaks it, the history says until when to look.
    let output = run("search", &["--policy", "local-practice", "--steps", "6", "R10", "--out", file], b"");
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(3), ""), "there is more beyond six steps");
    let told = text(&output.stdout);
    assert!(told.contains("  and then nothing until "), "{told}");
    let (_, after) = told.split_once("`check` with `--as-of ").unwrap();
    let (until, _) = after.split_once('`').unwrap();
    let found = checks(&["--policy", "local-practice", "--as-of", until, file], 1);
    assert!(found.contains("[R10]"), "{found}");
    std::fs::remove_file(path).unwrap();
}

#[test]
fn what_cannot_happen_is_said_to_be_so() {
    let pack = std::env::temp_dir().join(format!("can-it-happen-{}.pack.json", std::process::id()));
    let rule = r#"{"id":"X1","title":"Sessions rest on active contracts","source":{"work":"Invented","known":"local"},
        "severity":"error","per":["contract"],"when":{"event":"session_held","where":{"cover":"contract"}},
        "require":{"where":{"contract.stage":["active"]}}}"#;
    let written = format!(r#"{{"pack":"ours","version":"1","title":"Ours","rules":[{rule}]}}"#);
    std::fs::write(&pack, written).unwrap();
    let world = "examples/data/invented_world.json";
    let told = prints("search", &["--policy", "ours", "--pack", pack.to_str().unwrap(), "--world", world, "X1"]);
    let never = "never in this world";
    assert!(told.contains(&format!("  it is broken: {never}\n  it is broken, and nothing else is: {never}\n")), "{told}");
    assert!(!told.contains("shortest history"), "{told}");
    std::fs::remove_file(pack).unwrap();
}

/// A world in which an invitation may be accepted, some day; and two rules, of which one asks for what the other forbids.
fn clashing(folder: &Path) -> (String, String) {
    let pack = r#"{"pack": "ours", "version": "1", "title": "Ours", "rules": [
        {"id": "A", "title": "An invitation is accepted that day", "source": {"work": "ours", "known": "local"},
         "severity": "query", "per": ["contract"], "when": {"event": "contract_invited"},
         "expect": {"event": "invitation_accepted"}, "within": "same day"},
        {"id": "B", "title": "No invitation is accepted", "source": {"work": "ours", "known": "local"},
         "severity": "query", "per": ["contract"], "when": {"event": "contract_invited"},
         "forbid": {"event": "invitation_accepted"}}]}"#;
    let world = r#"{"about": "Invented: an invitation that may be accepted, some day.",
        "people": {"clinician": "clinician", "worker": "social_worker"}, "starts": "2026-03-02 09:00",
        "offers": [{"by": "worker", "do": "contract_invited", "space": "team_meeting"},
                   {"by": "clinician", "do": "invitation_accepted", "contract": "$contract"}],
        "passes": ["next_due"]}"#;
    (file(folder, "ours.pack.json", pack), file(folder, "ours.world.json", world))
}

#[test]
fn the_status_says_whether_rules_clash_and_whether_all_was_seen_through() {
    let folder = scratch("clashes");
    let (pack, world) = clashing(&folder);
    let asked = ["--policy", &pack, "--world", &world, "--clashes"];
    let found = run("search", &asked, b"");
    let told = text(&found.stdout);
    assert_eq!((found.status.code(), text(&found.stderr)), (Some(1), ""), "{told}");
    assert!(told.contains("\nA and B: from here, one of them must be broken in this world:\n"), "{told}");

    let review = ["--policy", "shared-risk", "--stories", "examples/data/invented_review.json", "--clashes"];
    let output = run("search", &review, b"");
    let told = text(&output.stdout);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(3), ""), "no story speaks of the others: {told}");
    assert!(told.contains("\nP07a: no story says what it comes to\n"), "{told}");
    assert!(
        told.contains("\n32 sets of rules were not looked at, because no story speaks of them; they could clash\n"),
        "{told}"
    );
    let written = r#"{"pack":"ours","version":"1","title":"Invented","extends":["shared-risk"],"off":["P01a","P01b","P02","P07a","P09","P10","P11","R15a","R15b","R15c"]}"#;
    let without = file(&folder, "without.pack.json", written);
    let told = prints("search", &[&["--policy", &without], &review[2..]].concat());
    assert!(told.contains("\nNo rule, pair or three rules clash in these worlds.\n"), "{told}");
    assert!(told.ends_with("Do people get stuck because errors are refused? never in this world\n"), "{told}");

    let bounded = run("search", &[&review[..], &["--states", "1"]].concat(), b"");
    let told = text(&bounded.stdout);
    assert_eq!((bounded.status.code(), text(&bounded.stderr)), (Some(3), ""), "{told}");
    assert!(told.contains("Stopped before all rules were seen through, after 1 state; other rules may clash."), "{told}");
}

/// Every rule of the pack.
const ALL: [&str; 11] = ["P01a", "P01b", "P02", "P07a", "P07b", "P09", "P10", "P11", "R15a", "R15b", "R15c"];

#[test]
fn what_no_story_speaks_of_was_not_looked_at() {
    let folder = scratch("no_story");
    let stories = r#"{"about":"Invented.","pack":"shared-risk","people":{"clinician":"clinician"},"scenarios":[]}"#;
    let stories = file(&folder, "none.json", stories);
    let asked = ["--policy", "shared-risk", "--stories", &stories];
    let output = run("search", &asked, b"");
    let told: String = ALL.iter().map(|id| format!("{id}: no story says what it comes to\n")).collect();
    assert_eq!((output.status.code(), text(&output.stdout), text(&output.stderr)), (Some(3), &*told, ""));
    let output = run("search", &[&asked[..], &["--clashes"]].concat(), b"");
    let told = text(&output.stdout);
    assert_eq!(output.status.code(), Some(3), "{told}");
    assert!(
        told.contains(" sets of rules were not looked at, because no story speaks of them; they could clash\n"),
        "{told}"
    );
    assert!(
        told.ends_with(
            "\nWhether people get stuck because errors are refused was not asked: there is no world for all the rules.\n"
        ),
        "{told}"
    );
    let output = run("search", &[&asked[..], &["--clashes", "--json"]].concat(), b"");
    assert_eq!(output.status.code(), Some(3));
    let told: Value = serde_json::from_str(text(&output.stdout)).unwrap();
    assert_eq!((&told["without_story"], &told["seen_through"]), (&serde_json::json!(ALL), &Value::Bool(false)));
    assert_eq!(told["stuck"], serde_json::json!({"answer": "not_asked", "why": "no_world"}));
    assert!(told["clashes"]["passed_over"].as_u64().unwrap() >= 2, "{told}");
}

/// A command that cannot write any file, though it may make them.
#[cfg(unix)]
fn cannot_write(arguments: &[&str]) -> Output {
    let full = "trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$@\"";
    let mut command = Command::new("sh");
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(["-c", full, env!("CARGO_BIN_EXE_practice-cycle")]);
    fed(command.args(arguments), b"")
}

#[cfg(unix)]
#[test]
fn what_was_found_is_told_even_where_a_file_cannot_be_written() {
    let folder = scratch("full");
    let path = folder.join("out").to_str().unwrap().to_owned();
    let why = format!("{path}: it cannot be written: it would be larger than a file may be\n");
    let one = ["search", "--policy", "shared-risk", "P07b"];
    let found = prints("search", &one[1..]);
    for asked in ["--out", "--draw", "--scenarios"] {
        let output = cannot_write(&[&one[..], &[asked, &path]].concat());
        assert_eq!((text(&output.stdout), text(&output.stderr), output.status.code()), (&*found, &*why, Some(2)));
        assert!(!Path::new(&path).exists());
    }
    let all = ["search", "--policy", "shared-risk", "--stories", "examples/data/invented_review.json"];
    let output = cannot_write(&[&all[..], &["--scenarios", &path]].concat());
    assert_eq!((text(&output.stderr), output.status.code()), (&*why, Some(2)));
    assert_eq!(text(&output.stdout), text(&run("search", &all[1..], b"").stdout));
    let check = ["check", "--policy", TEAM, CONCURRENT];
    let output = cannot_write(&[&check[..], &["--junit", &path]].concat());
    assert_eq!((text(&output.stderr), output.status.code()), (&*why, Some(2)));
    assert_eq!(text(&output.stdout), checks(&check[1..], 1));
}

#[test]
fn a_search_ends_in_the_time_it_is_given() {
    let began = std::time::Instant::now();
    let asked = ["--policy", "local-practice", "--clashes", "--states", "100000000", "--steps", "1000", "--limit", "1s"];
    let output = run("search", &asked, b"");
    let told = text(&output.stdout);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(3), ""), "{told}");
    assert!(told.contains(": not looked at within the time it was given\n"), "{told}");
    assert!(began.elapsed() < std::time::Duration::from_secs(60), "{:?}", began.elapsed());
}

#[test]
fn progress_is_told_where_it_is_asked_for_and_not_among_the_answer() {
    let quiet = run("search", &["--policy", "shared-risk", "P07b"], b"");
    let telling = run("search", &["--policy", "shared-risk", "P07b", "--progress"], b"");
    assert_eq!(text(&quiet.stderr), "", "standard error is no terminal here");
    assert!(text(&telling.stderr).starts_with("P07b: no steps, 1 state, "), "{}", text(&telling.stderr));
    assert_eq!(text(&quiet.stdout), text(&telling.stdout));
}

#[test]
fn every_never_is_one_of_this_world() {
    let folder = scratch("never");
    let (pack, world) = clashing(&folder);
    let mut nevers = 0;
    for arguments in [
        &["--policy", "shared-risk", "P07b"][..],
        &["--policy", "shared-risk", "--states", "2000"],
        &["--policy", "article", "--states", "2000"],
        &["--policy", &pack, "--world", &world, "--clashes"],
        &["--policy", TEAM, "--world", "examples/data/invented_world.json"],
    ] {
        let told = text(&run("search", arguments, b"").stdout).to_owned();
        // Titles of rules may say what they like.
        for line in told.lines().filter(|line| line.contains("never") && !line.contains("]: ")) {
            for said in line.split("; ").filter(|said| said.contains("never")) {
                assert!(said.contains("in this world"), "{line}");
                nevers += 1;
            }
        }
    }
    assert!(nevers > 1, "{nevers}");
}

/// The end of the shortest history in which a service offers nothing that helps, of the stories of that rule.
const END: &str = "2026-03-06T10:01:00Z";

#[test]
fn search_tells_the_same_in_json() {
    let told: Value = serde_json::from_str(&prints("search", &["--policy", "shared-risk", "P07b", "--json"])).unwrap();
    let rule = &told["rules"][0];
    assert_eq!((&told["pack"], &rule["rule"]), (&Value::from("shared-risk"), &Value::from("P07b")));
    assert_eq!(rule["breaks"]["answer"], "found");
    assert_eq!(rule["breaks"]["history"][0]["type"], "cycle_opened");
    assert_eq!((&rule["breaks"]["as_of"], &rule["breaks"]["known_at"]), (&Value::from(END), &Value::from(END)));
    assert_eq!(rule["undetermined"]["answer"], "never_in_this_world");
    assert_eq!(rule["seen_through"], true);

    let folder = scratch("search_json");
    let (pack, world) = clashing(&folder);
    let output = run("search", &["--policy", &pack, "--world", &world, "--clashes", "--json"], b"");
    assert_eq!(output.status.code(), Some(1));
    let told: Value = serde_json::from_str(text(&output.stdout)).unwrap();
    assert_eq!(told["clashes"]["found"][0]["rules"], serde_json::json!(["A", "B"]));
    assert_eq!(told["clashes"]["found"][0]["trap"]["answer"], "found");
    assert_eq!((&told["clashes"]["not_within"], told["rules"].as_array().unwrap().len()), (&Value::Null, 2));
    let bounded = run("search", &["--policy", "shared-risk", "P07b", "--json", "--states", "1"], b"");
    assert_eq!(bounded.status.code(), Some(3));
    let told: Value = serde_json::from_str(text(&bounded.stdout)).unwrap();
    assert_eq!(told["rules"][0]["seen_through"], false);
}

#[test]
fn the_drawing_marks_what_was_broken() {
    let folder = scratch("marked");
    let broken = folder.join("broken.mmd").to_str().unwrap().to_owned();
    let told = prints("search", &["--policy", "shared-risk", "P07b", "--draw", &broken]);
    assert!(told.ends_with(&format!("\nIt is drawn in {broken}.\n")), "{told}");
    let drawn = std::fs::read_to_string(&broken).unwrap();
    let (_, marked) = drawn.split_once("    rect rgb(255, 224, 224)\n").unwrap();
    let marked: Vec<&str> = marked.split("    end\n").next().unwrap().lines().collect();
    let when = "As of 6 Mar 2026 10:01 GMT, as known at 6 Mar 2026 10:01 GMT.";
    assert!(told.contains(&format!("\n{when}\n")) && drawn.contains(&format!("    %% {when}\n")), "{told}{drawn}");
    assert!(marked[0].contains("recorded a referral returned") && marked[1].contains(": P07b "), "{drawn}");
    // Where time alone breaks it, it is marked when it was due.
    let late = folder.join("late.mmd").to_str().unwrap().to_owned();
    run("search", &["--policy", "local-practice", "--steps", "6", "R10", "--draw", &late], b"");
    let drawn = std::fs::read_to_string(late).unwrap();
    let (_, marked) = drawn.split_once("    rect rgb(255, 224, 224)\n").unwrap();
    assert!(marked.lines().next().unwrap().contains("R10 ") && marked.contains("Note over n0,n"), "{drawn}");
    // What is kept has nothing to mark.
    let kept = folder.join("kept.mmd").to_str().unwrap().to_owned();
    prints("search", &["--policy", "shared-risk", "P07b", "--keep", "--draw", &kept]);
    assert!(!std::fs::read_to_string(kept).unwrap().contains("rect"));
}

#[test]
fn where_there_is_no_such_history_none_is_written() {
    let folder = scratch("no_such_history");
    let pack = r#"{"pack":"ours","version":"1","title":"Ours","rules":[{"id":"X1","title":"Sessions rest on active contracts",
        "source":{"work":"Invented","known":"local"},"severity":"error","per":["contract"],
        "when":{"event":"session_held","where":{"cover":"contract"}},"require":{"where":{"contract.stage":["active"]}}}]}"#;
    let pack = file(&folder, "ours.pack.json", pack);
    let out = folder.join("out.jsonl");
    let asked = ["--policy", &pack, "--world", "examples/data/invented_world.json", "X1", "--out", out.to_str().unwrap()];
    let output = run("search", &asked, b"");
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(2), "there is no such history to write\n"));
    assert!(text(&output.stdout).contains("  it is broken: never in this world\n") && !out.exists());
}
