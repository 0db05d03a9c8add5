//! For whom what is printed is made: what a member of the family observed stands beside no finding, and in no sequence, but for those
//! who may know of it. All of it is invented.

use super::*;

/// A worker and a parent who each observed the boundary, the parent that control was sought, and agreed to show it to the worker.
fn observed(name: &str) -> String {
    let seen = |observation: &str, sign: &str| {
        format!(
            r#"{{"observation":"{observation}","sign":{{"figure1":"{sign}"}},"finding":{{"present":"strong"}},"standpoint":"looking_on","drawn_by":"unknown","space":"home_visit","basis":"direct"}}"#
        )
    };
    let entered = |person: &str, role: &str| format!(r#"{{"person":"{person}","role":"{role}"}}"#);
    let agreed = r#"{"consent":"cn-1","to":"sharing_words","given_by":"parent","entries":[6],"readers":["worker"]}"#;
    let lines = [
        ("clinician", "person_entered", entered("worker", "social_worker")),
        ("worker", "person_entered", entered("parent", "parent")),
        ("worker", "person_entered", entered("manager", "manager")),
        ("worker", "boundary_observed", seen("o-1", "takes_over_tasks")),
        ("parent", "boundary_observed", seen("o-2", "seeks_control")),
        ("parent", "consent_given", agreed.to_owned()),
    ];
    let mut stored = format!("{OPENED}\n").replace(r#""by":"manager""#, r#""by":"clinician""#);
    for (number, (by, kind, data)) in (2..).zip(lines) {
        let at = format!("2026-09-07T{:02}:30:00Z", 7 + number);
        stored += &format!(
            "{{\"number\":{number},\"type\":\"{kind}\",\"occurred_at\":\"{at}\",\"recorded_at\":\"{at}\",\"by\":\"{by}\",\"data\":{data}}}\n"
        );
    }
    let file = scratch(name).join("observed.jsonl");
    std::fs::write(&file, stored).unwrap();
    file.to_str().unwrap().to_owned()
}

/// Nobody in particular, then those who may know of what the parent observed and those who may not.
const READERS: [(&[&str], bool); 5] = [
    (&[], false),
    (&["--for", "manager"], false),
    (&["--for", "parent"], true),
    (&["--for", "worker"], true),
    (&["--for", "clinician"], true),
];

#[test]
fn a_finding_that_began_with_what_one_of_a_family_observed_is_shown_to_those_who_may_know_of_it() {
    let file = observed("findings_for_whom");
    let xml = format!("{file}.xml");
    for extra in [&[][..], &["--all"]] {
        for (person, is_shown) in READERS {
            let asked = ["--policy", "local-practice", "--as-of", "2026-12-01", "--force", "--junit", &xml, &file];
            // Where they are told of no duty at all, nothing was checked.
            let told = checks(&[&asked[..], extra, person].concat(), if is_shown { 1 } else { 2 });
            let written = std::fs::read_to_string(&xml).unwrap();
            let of_rule = written.split("<testcase").find(|case| case.contains("R18b")).unwrap_or_default();
            assert_eq!(
                (told.contains("query[R18b]"), of_rule.contains("<failure")),
                (is_shown, is_shown),
                "{person:?}: {told}"
            );
            for told in [&told, &written] {
                for line in ["observed the boundary", "o-2", "seeks control"] {
                    assert_eq!(told.contains(line), is_shown, "{person:?} {line}: {told}");
                }
            }
        }
    }
    let whole = checks(&["--policy", "local-practice", "--as-of", "2026-12-01", "--json", &file], 1);
    assert!(whole.contains("seeks_control"), "JSON is whole");
    for other in [&["--json"][..], &["--rules"]] {
        let files: &[&str] = if other == ["--rules"] { &[] } else { &[&file] };
        let asked = [&["--policy", "local-practice", "--for", "parent"], other, files].concat();
        misused("check", &asked, "stories and rules tell of nobody, and JSON is whole: leave out --for");
    }
}

#[test]
fn what_would_change_tells_no_more() {
    let file = observed("changes_for_whom");
    for (person, is_shown) in READERS {
        let asked = ["--policy", "article", "--against", "local-practice", "--as-of", "2026-12-01", &file];
        let told = checks(&[&asked[..], person].concat(), 1);
        assert!(told.contains("R18b"), "{told}");
        assert_eq!(told.contains("o-2"), is_shown, "{person:?}: {told}");
    }
}

/// A rule that comes to something else by another pack, but only by what a reader is not shown, is no change to them: no heading names it.
#[test]
fn what_would_change_names_no_rule_that_changes_by_what_is_not_shown() {
    let file = observed("no_heading_for_whom");
    let pack = std::path::Path::new(&file).with_file_name("longer.json");
    let longer = r#"{"pack":"longer","version":"1","title":"Talked about later","extends":["local-practice"],"set":{"R18b.talk_within":"400 working days"}}"#;
    std::fs::write(&pack, longer).unwrap();
    let asked = ["--policy", "local-practice", "--against", pack.to_str().unwrap(), "--as-of", "2026-12-01", &file];
    for (person, is_shown) in READERS {
        let told = checks(&[&asked[..], person].concat(), i32::from(is_shown));
        let heading = told.lines().next().unwrap();
        let expected = if is_shown { "R18b: violated -> pending; 1 finding disappears" } else { "nothing changes" };
        assert_eq!(heading, expected, "{person:?}: {told}");
    }
    // JSON is whole, and so is the status then.
    assert!(checks(&[&asked[..], &["--json"]].concat(), 1).contains("R18b"));
}

/// A reference that is written wrongly would show what nobody in particular is shown, and look as if it were for them.
#[test]
fn somebody_who_is_in_no_history_is_refused_wherever_a_reader_is_named() {
    let why = "`--for somebody-else`: nobody of that reference is in what was read\n";
    let person = ["--for", "somebody-else", TURNOVER];
    for picture in [&["timeline"][..], &["circuit"], &["boundary"], &["duty", "--policy", "article"], &["sequence"]] {
        fails("draw", &[picture, &person].concat(), b"", 2, why);
    }
    for asked in [&["--policy", "article"][..], &["--policy", "article", "--against", "local-practice"]] {
        fails("check", &[asked, &person].concat(), b"", 2, why);
        fails("check", &[asked, &["--together", CONCURRENT], &person].concat(), b"", 2, why);
    }
    fails("replay", &person, b"", 2, why);
    // Somebody of one of several is known.
    let of_one = ["--policy", "article", "--for", "duty-worker", TURNOVER, CONCURRENT];
    assert_eq!(text(&run("check", &of_one, b"").stderr), "");
}

#[test]
fn a_sequence_draws_what_its_reader_is_shown() {
    let file = observed("sequence_for_whom");
    for policy in [&[][..], &["--policy", "local-practice", "--as-of", "2026-12-01"]] {
        for (person, is_shown) in READERS {
            let drawn = prints("draw", &[&["sequence", &file][..], policy, person].concat());
            assert!(drawn.contains("observed the boundary (o-1)"), "{person:?}: {drawn}");
            for line in ["(o-2)", "[6]", "as parent", "started the clock"].iter().take(if policy.is_empty() { 3 } else { 4 })
            {
                assert_eq!(drawn.contains(line), is_shown, "{person:?} {line}: {drawn}");
            }
            assert_eq!(drawn.contains("R18b"), is_shown && !policy.is_empty(), "{person:?}: {drawn}");
        }
    }
}

#[test]
fn replay_reads_partnership_for_its_reader_of_each_case_of_which_there_is_anything() {
    let entered = |person: &str, role: &str| format!(r#"{{"person":"{person}","role":"{role}"}}"#);
    let described = |description: &str, seen_as: &str, finding: &str| {
        format!(
            r#"{{"description":"{description}","case":"case-204","seen_as":"{seen_as}","signs":[{{"sign":"listened","finding":"{finding}"}}]}}"#
        )
    };
    let lines = [
        ("clinician", "person_entered", entered("worker", "social_worker")),
        ("worker", "person_entered", entered("parent", "parent")),
        ("parent", "practice_described", described("dp-1", "family", "absent")),
        ("worker", "practice_described", described("dp-2", "worker", "present")),
        ("worker", "description_passed_on", r#"{"passing":"ps-1","description":"dp-2","readers":["parent"]}"#.to_owned()),
    ];
    let line = |(place, (by, code, data)): (usize, &(&str, &str, String))| {
        let (at, number) = (format!("2026-09-{:02}T12:00:00Z", 8 + place), place + 2);
        format!(
            r#"{{"number":{number},"type":"{code}","occurred_at":"{at}","recorded_at":"{at}","by":"{by}","data":{data}}}"#
        ) + "\n"
    };
    let history: String = lines.iter().enumerate().map(line).collect();
    let history = format!("{OPENED}\n{history}");
    for (person, is_shown) in [(&[][..], false), (&["--for", "worker"], false), (&["--for", "parent"], true)] {
        let output = run("replay", &[&["-"][..], person].concat(), history.as_bytes());
        let told = text(&output.stdout);
        // The worker's own is theirs as well: nobody in particular is told of no description.
        for line in [
            "partnership with the family of case 1, from what is shown to",
            "the worker (entry 5): present: the family was listened to",
        ] {
            assert_eq!(told.contains(line), !person.is_empty(), "{told}");
        }
        assert_eq!(told.contains("the family (entry 4): absent: the family was listened to"), is_shown, "{told}");
        assert!(!told.contains("case-204"), "{told}");
    }
    // Where the parent alone described anything, nobody else is told that there is such a reading.
    let alone: String = history.lines().take(4).map(|line| line.to_owned() + "\n").collect();
    for (person, is_shown) in [(&[][..], false), (&["--for", "worker"], false), (&["--for", "parent"], true)] {
        let output = run("replay", &[&["-"][..], person].concat(), alone.as_bytes());
        assert_eq!(text(&output.stdout).contains("partnership"), is_shown, "{person:?}");
    }
    let output = run("replay", &["-", "--json"], history.as_bytes());
    let whole: Value = serde_json::from_slice(&output.stdout).unwrap();
    let partnership = &whole["readings"]["partnership"][0];
    assert_eq!((&partnership["reading"], &partnership["case"]), (&"partnership".into(), &"case-1".into()));
    assert_eq!(partnership["meetings"][0]["descriptions"].as_array().map(Vec::len), Some(1));
}

/// What `check` tells somebody of a file, whatever it comes to.
fn told_by_check(policy: &str, file: &str, more: &[&str]) -> String {
    let output = run("check", &[&["--policy", policy, file], more].concat(), b"");
    assert_eq!(text(&output.stderr), "");
    text(&output.stdout).to_owned()
}

#[test]
fn that_a_family_let_a_threat_go_further_is_found_for_those_whom_they_named() {
    const THREATENED: &str = "examples/data/compliance_threatened.jsonl";
    let xml = scratch("threatened_for_whom").join("found.xml");
    let xml = xml.to_str().unwrap();
    for (person, is_told) in [("worker-a", false), ("clinician", false), ("child-1", false), ("manager", true)] {
        let told = |more: &[&str]| told_by_check("partnership", THREATENED, &[&["--for", person], more].concat());
        let (plain, all) = (told(&["--force", "--junit", xml]), told(&["--all"]));
        let written = std::fs::read_to_string(xml).unwrap();
        assert!(plain.contains("P14"), "what is no secret is found for everybody: {plain}");
        assert_eq!(plain.contains("P05"), is_told, "{person}: {plain}");
        assert_eq!(all.contains("query[P05]") && all.contains("satisfied[P05]"), is_told, "{person}: {all}");
        let of_rule: Vec<&str> = all.lines().filter(|line| line.contains("P05")).collect();
        assert!(is_told || (of_rule.len() == 1 && of_rule[0].starts_with("never applied[P05]: ")), "{of_rule:?}");
        for marker in ["passed a description on (passing `ps-1`)", "ps-2", "values are talked about too late"] {
            assert!(is_told || !format!("{plain}{all}{written}").contains(marker), "{person} {marker}");
        }
        let of_rule = written.split("<testcase").find(|case| case.contains("P05")).unwrap_or_default();
        assert_eq!(of_rule.contains("<failure"), is_told, "{person}: {of_rule}");
        for counts in [&plain, &all] {
            let applied = if is_told { "6 applied" } else { "5 applied" };
            assert!(counts.contains(applied), "{person}: {counts}");
        }
    }
    let whole = told_by_check("partnership", THREATENED, &["--json"]);
    assert!(whole.contains(r#""rule":"P05""#) && whole.contains("ps-2"), "JSON is whole");
    // Both sides of one visit stand beside each other for whom they were passed on to.
    for person in ["manager", "parent-1"] {
        let told = prints("replay", &[THREATENED, "--for", person]);
        for line in
            ["- the family (entry 14)", "- the worker (entry 15)", "- an observer", "(entry 28)", "- the worker (entry 29)"]
        {
            assert!(told.contains(line), "{person} {line}: {told}");
        }
    }
    for person in [&["--for", "parent-2"][..], &["--for", "child-1"], &[]] {
        let told = prints("replay", &[&[THREATENED], person].concat());
        for line in ["(entry 15)", "(entry 28)", "(entry 29)", "too much work", "pressure from managers"] {
            assert!(!told.contains(line), "{person:?} {line}: {told}");
        }
    }
}

/// A history of a worker and a father, and what the worker then recorded.
fn recorded(name: &str, lines: &[(&str, &str)]) -> String {
    let people = [
        ("person_entered", r#"{"person":"worker","role":"social_worker"}"#),
        ("person_entered", r#"{"person":"father","role":"parent"}"#),
    ];
    let mut stored = format!("{OPENED}\n");
    for (number, (kind, data)) in (2..).zip(people.iter().chain(lines)) {
        let at = format!("2026-09-07T{:02}:30:00Z", 7 + number);
        let by = if number < 4 { "manager" } else { "worker" };
        stored += &format!(
            "{{\"number\":{number},\"type\":\"{kind}\",\"occurred_at\":\"{at}\",\"recorded_at\":\"{at}\",\"by\":\"{by}\",\"data\":{data}}}\n"
        );
    }
    let file = scratch(name).join("recorded.jsonl");
    std::fs::write(&file, stored).unwrap();
    file.to_str().unwrap().to_owned()
}

/// That a duty was met would tell that what met it was recorded.
#[test]
fn what_met_a_duty_is_told_to_whom_it_is_shown() {
    let completed = ("milestone_reached", r#"{"milestone":"mi-1","case":"case-1","what":"assessment_completed"}"#);
    for (why, is_secret) in [("unsafe_to_ask", true), ("declined", false)] {
        let missing = format!(r#"{{"missing":"vm-1","case":"case-1","of_whom":"father","why":"{why}"}}"#);
        let file = recorded(&format!("met_for_whom_{why}"), &[("views_missing", &missing), completed]);
        for (person, is_shown) in [(&["--for", "father"][..], !is_secret), (&[], !is_secret), (&["--for", "worker"], true)] {
            let told = told_by_check("partnership", &file, &[&["--all"], person].concat());
            assert_eq!(told.contains("satisfied[R17a]"), is_shown, "{person:?}: {told}");
            assert_eq!(told.contains("never applied[R17a]"), !is_shown, "{person:?}: {told}");
        }
    }
}

/// What was said without a name has nobody's role beside it either.
#[test]
fn what_was_said_here_stands_in_a_finding_without_a_role() {
    let pack = scratch("said_here_for_whom").join("said.pack.json");
    let rules = r#"{"pack":"invented-said","version":"1","title":"Invented","rules":[{"id":"X01","title":"Invented: a hypothesis follows","source":{"work":"Invented","section":"1","known":"local"},"severity":"query","per":["discussion"],"when":{"event":"statement_made"},"expect":{"event":"hypothesis_put"},"within":"1 working day"}]}"#;
    std::fs::write(&pack, rules).unwrap();
    let held = (
        "discussion_held",
        r#"{"discussion":"di-1","case":"case-1","question":"what_explains","space":"network_meeting","present":["worker"]}"#,
    );
    for (author, is_named) in [("", false), (r#""author":"worker","#, true)] {
        let said = format!(r#"{{"statement":"st-1","discussion":"di-1","kind":"worry",{author}"words":"Invented."}}"#);
        let file = recorded(&format!("said_here_{is_named}"), &[held, ("statement_made", &said)]);
        for person in [&[][..], &["--for", "clinician"], &["--for", "father"]] {
            let told = told_by_check(pack.to_str().unwrap(), &file, &[&["--as-of", "2026-10-01"], person].concat());
            let line = told.lines().find(|line| line.contains("recorded a statement")).unwrap_or_default();
            assert!(line.contains("(statement `st-1`)"), "{told}");
            assert_eq!(line.contains("social worker"), is_named, "{line}");
        }
    }
}
