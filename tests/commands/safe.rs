//! What stands in files does nothing to a terminal, and shows as what it is.

use super::*;

/// Turns text around, and clears a screen.
const HOSTILE: &str = "Kind\u{202e}fisher\u{1b}[2J\u{2066}";

fn is_safe(told: &str) -> bool {
    !told
        .chars()
        .any(|letter| letter.is_control() && letter != '\n' && letter != '\t' || "\u{202e}\u{2066}".contains(letter))
}

fn pack(title: &str, section: &str) -> String {
    let rule = serde_json::json!({"id": "X1", "title": title, "severity": "error", "per": ["contract"],
        "source": {"work": section, "known": "local"}, "when": {"event": "contract_invited"},
        "expect": {"event": "outcome_rated"}, "within": "same day"});
    serde_json::json!({"pack": "ours", "version": "1", "title": title, "rules": [rule]}).to_string()
}

#[test]
fn the_words_of_a_pack_are_shown_and_do_nothing() {
    let folder = scratch("hostile_pack");
    // Where the control characters of a pack are refused, that is told as safely.
    for words in [HOSTILE, "Kind\u{202e}fisher\u{2066}"] {
        let pack = file(&folder, "hostile.pack.json", pack(words, words));
        let mut shown = 0;
        for arguments in [
            &["check", "--policy", &pack, "--rules"][..],
            &["check", "--policy", &pack, "--all", TURNOVER],
            &["check", "--policy", &pack, "--json", TURNOVER],
            &["search", "--policy", &pack, "--world", "examples/data/invented_world.json", "X1"],
        ] {
            let output = fed(program().args(arguments), b"");
            let told = [text(&output.stdout), text(&output.stderr)].concat();
            assert!(is_safe(&told), "{told:?}");
            shown += usize::from(told.contains(r"Kind\u{202e}fisher") || told.contains(r"Kind\u202efisher"));
            if arguments.contains(&"--json") && output.status.code() != Some(2) {
                let json: Value = serde_json::from_str(&told).unwrap();
                assert_eq!(json["checked"][0]["report"]["rules"][0]["title"], words, "the same text all the same");
            }
        }
        assert!(shown == 4 || words == HOSTILE, "{shown}");
    }
}

#[test]
fn a_title_is_one_line() {
    let folder = scratch("title_of_lines");
    let pack = file(&folder, "lines.pack.json", pack("Kind\n\n0 rules: no findings\n", "ours\nerror[Z9]: ours"));
    for more in [&[][..], &["--all"], &["--rules"]] {
        let files = if more.contains(&"--rules") { &[][..] } else { &[TURNOVER] };
        let output = fed(program().args(["check", "--policy", &pack]).args(more).args(files), b"");
        let told = text(&output.stdout);
        assert!(!told.lines().any(|line| line.starts_with("0 rules") || line.starts_with("error[Z9]")), "{told}");
        assert!(told.contains(r"Kind\u{a}\u{a}0 rules") || output.status.code() == Some(2), "{told}");
    }
}

#[test]
fn the_words_of_a_pack_are_safe_in_xml() {
    let folder = scratch("hostile_xml");
    let pack = file(&folder, "hostile.pack.json", pack("Kind\u{202e}fisher <&> ]]>", "ours"));
    let xml = folder.join("found.xml").to_str().unwrap().to_owned();
    run("check", &["--policy", &pack, "--junit", &xml, TURNOVER], b"");
    let written = std::fs::read_to_string(&xml).unwrap();
    assert!(is_safe(&written) && written.contains(r"Kind\u{202e}fisher"), "{written}");
    let told = quick_junit::Report::deserialize_from_str(&written).unwrap();
    assert_eq!(told.test_suites[0].test_cases[0].name.as_str(), r"X1: Kind\u{202e}fisher <&> ]]>");
}

#[cfg(unix)]
#[test]
fn the_name_of_a_file_is_shown_and_does_nothing() {
    let folder = scratch("hostile_name");
    let named = file(&folder, "a\n\u{1b}[31m\u{202e}.jsonl", std::fs::read(TURNOVER).unwrap());
    let missing = folder.join("b\n\u{202e}.jsonl").to_str().unwrap().to_owned();
    for arguments in
        [&["check", "--policy", TEAM][..], &["replay"], &["replay", "--json"], &["check", "--json", "--policy", TEAM]]
    {
        let output = fed(program().args(arguments).args([&named, &missing, CONCURRENT]), b"");
        assert_eq!(output.status.code(), Some(2));
        let (told, why) = (text(&output.stdout), text(&output.stderr));
        assert!(is_safe(told) && is_safe(why), "{told:?} {why:?}");
        assert!(why.contains(r"/b\u{a}\u{202e}.jsonl: it cannot be read: there is no such file"), "{why}");
        assert_eq!(why.lines().count(), 1, "{why}");
    }
    let told = text(&run("check", &["--policy", TEAM, &named, CONCURRENT], b"").stdout).to_owned();
    assert!(told.contains(r"/a\u{a}\u{1b}[31m\u{202e}.jsonl:"), "in one line: {told}");
}

#[test]
fn what_an_act_says_is_printed_as_the_same_text() {
    let opened = OPENED.replace(r#""number":1,"#, "");
    let invited =
        OFFERED.replace(r#""number":2,"#, "").replace("\"space\"", "\"words\":\"Invented\u{202e} text\",\"space\"");
    let output = run("act", &["-"], format!("{opened}\n{invited}\n").as_bytes());
    let told = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{told}");
    assert!(is_safe(told), "{told:?}");
    let entry: Value = serde_json::from_str(told.lines().nth(1).unwrap()).unwrap();
    assert_eq!(entry["data"]["words"], "Invented\u{202e} text");
}

#[cfg(unix)]
#[test]
fn every_file_that_is_named_with_what_is_wrong_is_named_in_one_line() {
    let folder = scratch("names_in_one_line");
    let path = folder.join("a\nb").to_str().unwrap().to_owned();
    let named = path.replace('\n', r"\u{a}");
    let [one, other] = ["history\n1", "history\n2"].map(|name| file(&folder, name, std::fs::read(TURNOVER).unwrap()));
    let shown = |path: &str| path.replace('\n', r"\u{a}");
    let twice = format!(
        "{} and {} are both histories of the cycle `invented-turnover`; give each cycle once\n",
        shown(&one),
        shown(&other)
    );
    let is_one = format!("{} and {} are one file; give each history once\n", shown(&one), shown(&one));
    for (arguments, why) in [
        (vec!["act", &path], format!("{named}: it cannot be read: there is no such file\n")),
        (vec!["draw", "sequence", &path], format!("{named}: it cannot be read: there is no such file\n")),
        (
            vec!["search", "--policy", "article", "--world", &path, "R04"],
            format!("{named}: it cannot be read: there is no such file\n"),
        ),
        (
            vec!["check", "--policy", "article", &one, "--junit", &other],
            format!("{}: there is a file already; `--force` overwrites it\n", shown(&other)),
        ),
        (vec!["replay", &one, &one], is_one),
        (vec!["replay", &one, &other], twice),
    ] {
        let output = fed(program().args(&arguments), b"");
        assert_eq!((text(&output.stderr), text(&output.stdout), output.status.code()), (&*why, "", Some(2)));
    }
    let no_rule =
        "`shared-risk` has no rule `a\\u{a}b`; it has P01a, P01b, P02, P07a, P07b, P09, P10, P11, R15a, R15b, R15c\n";
    fails("search", &["--policy", "shared-risk", "a\nb"], b"", 2, no_rule);
    let unknown = run("check", &["--policy", &path, TURNOVER], b"");
    assert!(text(&unknown.stderr).starts_with(&format!("there is neither a pack nor a file `{named}`; ")));
}
