//! `replay`: where a cycle stands.

use super::*;

#[track_caller]
fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&prints("replay", &[&["--json"], arguments].concat())).unwrap()
}

#[test]
fn replay_tells_a_short_history_in_full() {
    let output = run("replay", &["-"], format!("{OPENED}\n{OFFERED}\n").as_bytes());
    let told = "\
As of 8 Sep 2026 10:00 BST, as known at 8 Sep 2026 10:00 BST: 2 entries in effect.
That is when the last entry was recorded; `--as-of today` shows what time has done since.
Cycle invented with team invented-team, opened 7 Sep 2026 09:30 BST by manager [1].

Open
  contracts: c-1

People
  clinician: clinician

Contracts
  c-1: invited
    offer of the clinician: team meeting, 8 Sep 2026 10:00 BST by clinician [2]

Possible next
  c-1: clinician can reframe, propose terms, withdraw
  c-1: not for clinician: only the social work side can accept the invitation
  c-1: not for clinician: only the social work side can decline
";
    assert_eq!(output.status.code(), Some(0));
    let (stands, readings) = text(&output.stdout).split_once("\nReadings\n").unwrap();
    assert_eq!(stands, told);
    let readings: Vec<&str> = readings.split("\n\n").collect();
    assert_eq!(readings.len(), 5);
    for (reading, beginning) in readings.into_iter().zip([
        "By 8 September 2026 (as then known), too little is recorded of joining to say how far it has come, by the parameters",
        "By 8 September 2026 (as then known), no rules of the system were noticed, so nothing is known",
        "By 8 September 2026 (as then known), no turns of the cycle seem complete, out of 1 invitation (parameters",
        "By 8 September 2026 (as then known), no observation of the boundary in the whole cycle is known.",
        "By 8 September 2026 (as then known), no drift of the boundary in the whole cycle can be told: no observation is known",
    ]) {
        assert!(reading.starts_with(beginning), "{reading}");
    }
}

#[test]
fn replay_tells_which_roles_flexed_and_what_was_reserved() {
    let line = |(place, (by, code, data)): (usize, (&str, &str, &str))| {
        let at = format!("2026-09-08T{place:02}:00:00Z");
        let number = place + 2;
        format!(
            r#"{{"number":{number},"type":"{code}","occurred_at":"{at}","recorded_at":"{at}","by":"{by}","data":{data}}}"#
        ) + "\n"
    };
    let terms = r#"{"contract":"c-1","terms":{"focus":{"code":"case_dilemma"},"goal":"g","lead":"shared","roles":{"notes":"shared","statutory_process":"shared","context":"shared","asking":"shared","reflecting":"shared"},"safeguarding":"none_known","duration":{"review_by":"2026-10-01"}}}"#;
    let flexed =
        |task: &str, to: &str| format!(r#"{{"contract":"c-1","task":"{task}","to":"{to}","reason":"On the day."}}"#);
    let [lead, decision, mandated] =
        [("lead", "clinician"), ("statutory_decisions", "clinician"), ("statutory_decisions", "social_worker")]
            .map(|(task, to)| flexed(task, to));
    let lines = [
        ("clinician", "person_entered", r#"{"person":"worker","role":"social_worker"}"#),
        ("clinician", "contract_invited", r#"{"contract":"c-1","space":"team_meeting"}"#),
        ("clinician", "terms_proposed", terms),
        ("clinician", "terms_accepted", r#"{"contract":"c-1","version":1}"#),
        ("worker", "terms_accepted", r#"{"contract":"c-1","version":1}"#),
        ("worker", "contract_begun", r#"{"contract":"c-1"}"#),
        ("worker", "role_flexed", &lead),
        ("worker", "role_flexed", &decision),
        ("worker", "role_flexed", &mandated),
    ];
    let lines: String = lines.into_iter().enumerate().map(line).collect();
    let output = run("replay", &["-"], format!("{OPENED}\n{lines}").as_bytes());
    assert_eq!(text(&output.stderr), "");
    let told: Vec<&str> = text(&output.stdout).lines().filter(|line| line.contains("flexed:")).collect();
    assert_eq!(
        told,
        [
            "    flexed: leading to the clinician, 8 Sep 2026 07:00 BST by worker [8]",
            "    flexed: statutory decisions to the clinician; that is reserved to those with the statutory mandate, 8 Sep 2026 08:00 BST by worker [9]",
            "    flexed: statutory decisions to the social worker, 8 Sep 2026 09:00 BST by worker [10]",
        ]
    );
}

#[test]
fn replay_tells_the_same_in_json_under_stable_keys() {
    let told = json(&["examples/data/turnover.jsonl"]);
    let expected = [
        "agreements_reported", "as_of", "as_of_last_recording", "boundary_reviews", "cancelled_sessions", "cases",
        "changes", "closed", "concerns", "consents", "contracts", "corrections", "deciding", "deliberating", "entries",
        "explanations", "explanations_withheld", "file", "interventions", "joining", "known_at", "observation_answers",
        "observations", "open", "opened", "partnering", "people", "possible", "readings", "sessions", "suggestions",
        "teams",
    ];
    assert_eq!(keys(&told), expected);
    let contract = &told["contracts"][0];
    let expected = [
        "agreed", "agreements_reported", "contract", "flexed", "invited", "on_table", "origin", "outcomes",
        "outcomes_fed_back", "parties_replaced", "ratings", "reframes", "renewed", "review_overdue", "reviews", "settled",
        "stage", "stages", "steps", "versions", "views",
    ];
    assert_eq!(keys(contract), expected);
    assert_eq!(
        keys(&told["joining"]),
        ["acknowledgements", "asked_again", "disruptions", "influence", "occasions", "rules"]
    );
    assert_eq!(contract["agreed"]["social_work_party"], "worker-b");
    assert_eq!(contract["agreed"]["planned_end"], "2026-08-14");
    assert_eq!(told["concerns"][0]["passed_on"][0]["data"]["to"], "worker-b");
}

#[test]
fn replay_tells_what_was_known_at_a_time() {
    let case = "examples/data/turnover.jsonl";
    let then = json(&["--as-of", "2026-06-19T17:00:00Z", "--known-at", "2026-06-19T17:00:00Z", case]);
    let since = json(&["--as-of", "2026-06-19T17:00:00Z", case]);
    let here = |told: &Value| {
        told["people"].as_array().unwrap().iter().find(|it| it["person"] == "worker-a").unwrap()["left_at"].is_null()
    };
    assert_eq!((here(&then), here(&since)), (true, false));
    assert_eq!(then["contracts"][0]["agreed"]["version"], 2);
    assert_eq!(then["contracts"][0]["agreed"]["social_work_party"], "worker-a");
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
        "    ra-1: rated 6 of 10, 8 Jun 2026 10:00 BST by worker-a [34]\n    ra-2: rated 4 of 10, 8 Jun 2026 11:00 BST by manager [35]\n",
        "  su-5: within contract c-1, offering su-4 again, 15 May 2026 10:30 BST by clinician [30]\n    adapted, ",
        "    reframe adapted to case consultation (reflective work with the social work system), ",
    ] {
        assert!(told.contains(line), "{line:?} in {told}");
    }
}

#[test]
fn replay_names_corrected_and_redacted_entries() {
    let told = json(&["examples/data/concurrent_contracts.jsonl"]);
    assert_eq!(told["corrections"]["entered_in_error"][0]["entries"][0]["number"], 28);
    assert_eq!(told["corrections"]["entered_in_error"][0]["fact"]["number"], 29);
    let told = prints("replay", &["examples/data/family_not_told.jsonl", "--for", "manager"]);
    assert!(told.contains("\nCorrections\n  redacted: entry 10, 20 Oct 2026 10:00 BST by manager [23]\n"));
}

#[test]
fn replay_tells_milestones_and_decisions_without_the_number_of_the_case() {
    let told = prints("replay", &["examples/data/statutory_path.jsonl"]);
    for line in [
        "\nRecorded completely\n  fe-1: every milestone, from 5 Jan 2026, ",
        "  mi-7 of case 1: initial child protection conference held, after mi-5, 26 Feb 2026 10:00 GMT by chair, recorded by worker-a [31]\n",
        "  mi-24 of case 1: proceedings extended, after mi-21, until 26 Feb 2027, ",
        "  de-4 of case 1: stays as it is, 5 Jun 2026 18:30 BST by clinician [56]\n    decided by clinician\n    contributed: support\n",
        "  wa-1 of case 1: rule R21a, opened by entry 26, ",
    ] {
        assert!(told.contains(line), "{line:?} in {told}");
    }
    assert!(!told.contains("de-2"), "it was entered in error");
    let told = json(&["examples/data/statutory_path.jsonl"]);
    assert_eq!(told["deciding"]["conflicts"][0]["answered"][0]["data"]["answer"], "stands_down");
    assert_eq!(told["deciding"]["milestones"][0]["data"]["case"], "case-1", "the place of the case among those named");
    assert!(!prints("replay", &["examples/data/turnover.jsonl"]).contains("Milestones"));
}

#[test]
fn replay_says_so_where_the_cycle_was_not_open_yet() {
    let told = prints("replay", &["--as-of", "2026-01-02T00:00:00Z", "examples/data/turnover.jsonl"]);
    let when = "As of 2 Jan 2026 00:00 GMT, as known at 8 Jul 2026 11:15 BST: no entries in effect.\n";
    assert!(told.starts_with(&format!("{when}The cycle was not open yet.\n")), "{told}");
}

#[test]
fn no_free_text_is_ever_printed_by_replay() {
    for file in invented() {
        for told in [prints("replay", &[&file]), prints("replay", &["--json", &file])] {
            // Every text of the cases begins with the word, and every case reference has it; cycles and teams do too.
            assert!(!told.contains("Invented") && !told.contains("invented-case"), "{file}");
        }
    }
}

#[test]
fn nothing_is_possible_for_somebody_who_has_just_left() {
    let line = |number: usize, at: &str, kind: &str, data: &str| {
        format!(
            r#"{{"number":{number},"type":"{kind}","occurred_at":"{at}","recorded_at":"{at}","by":"clinician","data":{data}}}"#
        )
    };
    let lines = [
        OPENED.to_owned(),
        OFFERED.to_owned(),
        line(3, "2026-09-08T10:00:00Z", "person_entered", r#"{"person":"worker","role":"social_worker"}"#),
        line(4, "2026-09-09T10:00:00Z", "person_left", r#"{"person":"worker"}"#),
    ];
    let possible = |lines: &[String]| {
        let output = run("replay", &["-"], (lines.join("\n") + "\n").as_bytes());
        let told = text(&output.stdout).to_owned();
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
        told.split_once("\nPossible next\n").unwrap().1.split_once("\nReadings\n").unwrap().0.to_owned()
    };
    assert!(possible(&lines[..3]).contains("worker can accept the invitation"));
    assert!(!possible(&lines).contains("worker"), "{}", possible(&lines));
}

#[test]
fn words_are_printed_where_they_are_asked_for_and_in_json_alone() {
    let told = json(&["--words", "examples/data/turnover.jsonl"]);
    assert!(told["contracts"][0]["agreed"]["terms"]["goal"].as_str().unwrap().starts_with("Invented"));
    let bare = json(&["examples/data/turnover.jsonl"]);
    assert_eq!(bare["contracts"][0]["agreed"]["terms"]["goal"]["redacted"], true);
    misused("replay", &["--words", "examples/data/turnover.jsonl"], "--json");
}

#[test]
fn replay_is_made_for_one_reader_where_one_is_named() {
    let family_not_told = "examples/data/family_not_told.jsonl";
    let is_told = |arguments: &[&str]| {
        prints("replay", &[arguments, &[family_not_told]].concat()).contains(" by parent-1, recorded by manager [22]\n")
    };
    assert!(!is_told(&[]) && !is_told(&["--for", "clinician"]) && is_told(&["--for", "parent-1"]));
    let clinician = prints("replay", &["--for", "clinician", family_not_told]);
    assert!(clinician.contains("\nFor clinician.\n") && clinician.contains("\n      goal: \""), "{clinician}");
    let stranger = "`--for somebody-else`: nobody of that reference is in what was read";
    misused("replay", &["--for", "somebody-else", family_not_told], stranger);
    let parent = prints("replay", &["--for", "parent-1", family_not_told]);
    assert!(
        !parent.contains("disclosure") && clinician.contains("co-1: disclosure"),
        "what a child said to somebody alone: {parent}"
    );
    let whole = "the JSON of a history is whole: leave out --for, which is for a portfolio there";
    misused("replay", &["--for", "clinician", "--json", family_not_told], whole);
    let portfolio = "examples/data/portfolio.jsonl";
    misused("replay", &["--for", "social-worker-a", "--json", family_not_told, portfolio], whole);
    misused("replay", &["--for", "not a reference", family_not_told], "--for");
}

#[test]
fn replay_refuses_a_step_out_of_turn_and_names_those_that_are_possible() {
    let completed = OFFERED.replace(r#""number":2,"type":"contract_invited""#, r#""number":3,"type":"contract_completed""#);
    let completed = completed.replace(r#","space":"team_meeting""#, "");
    let why = "-: line 3: `contract_completed` by `clinician` on contract `c-1`: cannot complete: the contract is invited; \
               possible now: accept the invitation, reframe, propose terms, decline, withdraw\n\
               line 3: write one of `invitation_accepted`, `reframe_offered`, `terms_proposed`, `contract_declined`, \
               `contract_withdrawn`\n";
    fails("replay", &["-"], format!("{OPENED}\n{OFFERED}\n{completed}\n").as_bytes(), 2, why);
}

#[test]
fn replay_refuses_bad_lines_without_quoting_them() {
    let misspelt = OFFERED.replace("team_meeting", "team_meating");
    let lines = |second: &[u8]| [OPENED.as_bytes(), b"\n", second, b"\n"].concat();
    let misspelt = run("replay", &["-"], &lines(misspelt.as_bytes()));
    assert_eq!(misspelt.status.code(), Some(2));
    let why = text(&misspelt.stderr);
    assert!(why.starts_with("-: line 2: column 176, at `data.space`: expected one of `team_meeting`, "), "{why}");
    assert!(!why.contains("meating"));

    fails("replay", &["-"], &lines(b"{\"number\":2,\xff}"), 2, "-: line 2: column 13: expected UTF-8\n");
    fails("replay", &["-"], &lines(&vec![b' '; (1 << 20) + 1]), 2, "-: line 2: it is longer than 1048576 bytes\n");
    let first = "-: line 1: entry 2 where entry 1 comes next; entry 1 is missing before it\n";
    let first = first.replace("entry 2 where", "`contract_invited` by `clinician` on contract `c-1`: entry 2 where");
    fails("replay", &["-"], OFFERED.as_bytes(), 2, &first);
    fails("replay", &["-"], b"\n", 2, "-: line 1: the history is empty; the first entry is `cycle_opened`\n");
}

#[test]
fn replay_says_how_it_is_used() {
    misused("replay", &[], "<HISTORY>...");
    misused("replay", &["--jsn", "a"], "unexpected argument '--jsn'");
    misused("replay", &["a", "--as-of"], "a value is required for '--as-of <WHEN>'");
    misused("replay", &["--known-at", "yesterday", "a"], "expected a time such as `2026-04-02T09:30:00Z`, a day such as");
    let nothing = "examples/data/nothing.jsonl: it cannot be read: there is no such file
";
    fails("replay", &["examples/data/nothing.jsonl"], b"", 2, nothing);
    fails(
        "replay",
        &["examples/data"],
        b"",
        2,
        "examples/data: it is a folder; give the histories in it: `examples/data/*.jsonl`
",
    );
    let folder = "examples/data/: it is a folder; give the histories in it: `examples/data/*.jsonl`\n";
    fails("draw", &["timeline", "examples/data/"], b"", 2, folder);
    fails("check", &["--policy", "article", "examples/data/"], b"", 2, folder);
}

#[test]
fn a_history_that_is_cut_short_or_lacks_an_entry_says_so() {
    let folder = scratch("cut_short");
    let whole = std::fs::read_to_string(TURNOVER).unwrap();
    let begun: String = whole.lines().take(4).map(|line| format!("{line}\n")).collect();
    let within = format!("{begun}{}", &whole.lines().nth(4).unwrap()[..40]);
    let cut = file(&folder, "cut.jsonl", &within);
    let output = run("replay", &[&cut], b"");
    assert!(text(&output.stderr).ends_with("; the file seems to be cut short\n"), "{}", text(&output.stderr));
    let middle = file(&folder, "middle.jsonl", format!("{within}\n{OPENED}\n"));
    let said = run("replay", &[&middle], b"");
    assert!(text(&said.stderr).contains("line 5: ") && !text(&said.stderr).contains("cut short"), "{}", text(&said.stderr));
    for (left_out, missing) in [(4..5, "entry 5 is missing before it"), (4..7, "entries 5 to 7 are missing before it")] {
        let some = whole.lines().enumerate().filter(|(place, _)| !left_out.contains(place));
        let some: String = some.map(|(_, line)| format!("{line}\n")).collect();
        let output = run("replay", &[&file(&folder, "some.jsonl", some)], b"");
        assert!(
            text(&output.stderr).ends_with(&format!("where entry 5 comes next; {missing}\n")),
            "{}",
            text(&output.stderr)
        );
    }
}

/// What is possible hangs on the roles that somebody holds: what is told of all who hold them is true of each.
#[test]
fn what_is_possible_is_told_once_of_all_who_hold_the_same_roles() {
    use practice_cycle::history::History;
    use practice_cycle::moment::Moment;
    let mut shared = 0;
    for file in invented() {
        let told = json(&[&file]);
        let history = History::read(std::fs::read(&file).unwrap().as_slice()).unwrap();
        let as_of: Moment = told["as_of"].as_str().unwrap().parse().unwrap();
        let view = history.view(as_of, as_of);
        let cycle = view.cycle();
        for possible in told["possible"].as_array().unwrap() {
            let contract = possible["contract"].as_str().unwrap().parse().unwrap();
            let people = possible["people"].as_array().unwrap();
            shared += usize::from(people.len() > 1);
            for person in people {
                let steps = cycle.possible(&person.as_str().unwrap().parse().unwrap(), &contract, as_of).unwrap();
                assert_eq!(possible["steps"], serde_json::to_value(steps).unwrap(), "{file} {person}");
            }
        }
    }
    assert!(shared > 0);
}

#[test]
fn many_who_can_do_the_same_are_told_in_one_line() {
    let mut lines = vec![OPENED.to_owned()];
    let entered = |place: usize| {
        format!(
            r#"{{"number":{},"type":"person_entered","occurred_at":"2026-09-07T08:40:00Z","recorded_at":"2026-09-07T08:40:00Z","by":"manager","data":{{"person":"worker-{place}","role":"social_worker"}}}}"#,
            place + 1
        )
    };
    lines.extend((1..=20).map(entered));
    lines.push(OFFERED.replace("\"number\":2", "\"number\":22"));
    let history = lines.join("\n") + "\n";
    let told = text(&run("replay", &["-"], history.as_bytes()).stdout).to_owned();
    let named: Vec<String> = (1..=8).map(|place| format!("worker-{place}")).collect();
    let expected = format!("  c-1: {}, and 12 more with the same roles can accept the invitation, ", named.join(", "));
    assert!(told.contains(&expected), "{told}");
    let told: Value = serde_json::from_str(text(&run("replay", &["--json", "-"], history.as_bytes()).stdout)).unwrap();
    let possible = told["possible"].as_array().unwrap();
    assert_eq!(possible.len(), 2, "the clinician, and all of these");
    assert_eq!(possible[1]["people"].as_array().unwrap().len(), 20);
}

/// What was weighed about a question is read where there is something to read, and for the reader that is asked for.
#[test]
fn replay_reads_case_discussions_for_whom_it_is_asked() {
    let held = r#"{"discussion":"di-1","case":"invented-case","question":"what_explains","space":"network_meeting","present":["clinician","parent"]}"#;
    let put = r#"{"hypothesis":"hy-1","discussion":"di-1","order":"later","words":"Invented."}"#;
    let said = r#"{"statement":"st-1","discussion":"di-1","kind":"opinion","author":"clinician","words":"Invented."}"#;
    let weighed =
        r#"{"weighing":"we-1","piece":"st-1","ratings":[{"hypothesis":"hy-1","rating":"inconsistent"}],"found":"came_up"}"#;
    let lines = [
        ("clinician", "person_entered", r#"{"person":"parent","role":"parent"}"#),
        ("clinician", "discussion_held", held),
        ("clinician", "hypothesis_put", put),
        ("clinician", "statement_made", said),
        ("parent", "evidence_weighed", weighed),
    ];
    let line = |(place, (by, code, data)): (usize, (&str, &str, &str))| {
        let at = format!("2026-09-08T{place:02}:00:00Z");
        let number = place + 2;
        format!(
            r#"{{"number":{number},"type":"{code}","occurred_at":"{at}","recorded_at":"{at}","by":"{by}","data":{data}}}"#
        ) + "\n"
    };
    let stored = |count: usize| {
        let lines: String = lines.into_iter().take(count).enumerate().map(line).collect();
        format!("{OPENED}\n{lines}")
    };
    let told = |count: usize, arguments: &[&str]| {
        let output = run("replay", &[arguments, &["-"]].concat(), stored(count).as_bytes());
        assert_eq!(text(&output.stderr), "");
        text(&output.stdout).split_once("\nReadings\n").unwrap().1.to_owned()
    };
    let (all, anchored) = ("ideas and evidence weighed about 1 question", "the first idea of 1 question");
    assert_eq!(told(1, &[]).split("\n\n").count(), 5, "nobody discussed anything");
    let discussed = told(2, &[]);
    assert!(discussed.contains("Case 1: cannot be determined") && !discussed.contains("idea"), "{discussed}");
    let (nobodys, parents) = (told(5, &[]), told(5, &["--for", "parent"]));
    assert!(nobodys.contains(all) && nobodys.contains(anchored) && nobodys.contains("hy-1"), "{nobodys}");
    assert!(
        nobodys.contains("No evidence is shown that was weighed against them.") && !nobodys.contains("parent"),
        "{nobodys}"
    );
    assert!(parents.contains("As parent weighed it (entry 6)"), "{parents}");
    // JSON is whole.
    let output = run("replay", &["--json", "-"], stored(5).as_bytes());
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(told["readings"]["hypotheses"]["questions"][0]["raters"][0]["rater"], "parent");
    assert_eq!(told["readings"]["sharing"]["cases"][0]["case"], "case-1", "the reference of the case is left out");
}
