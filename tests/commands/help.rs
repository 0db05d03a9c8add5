//! Help, the version, wrong usage, and pipes that close.

use super::*;

const COMMANDS: [&str; 13] = [
    "replay", "act", "check", "search", "draw", "calibrate", "table", "export", "import", "simulate", "merge", "schema",
    "labels",
];

#[track_caller]
fn helps(arguments: &[&str]) -> String {
    let output = fed(program().args(arguments), b"");
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""), "{arguments:?}");
    text(&output.stdout).to_owned()
}

/// The paragraph of an option in a help text.
#[track_caller]
fn paragraph<'a>(help: &'a str, flag: &str) -> &'a str {
    let from = help.find(&format!("      {flag}")).unwrap();
    let rest = &help[from..];
    &rest[..rest.find("\n\n      --").unwrap_or(rest.len())]
}

#[test]
fn every_command_explains_itself_with_its_exit_statuses() {
    let all = helps(&["--help"]);
    for command in COMMANDS {
        assert!(all.contains(&format!("\n  {command} ")), "{all}");
        let help = helps(&[command, "--help"]);
        assert!(help.contains("\nUsage: practice-cycle ") && help.contains("\nExit status:\n  0  "), "{help}");
        assert!(helps(&["help", command]).contains("Exit status:"));
        assert!(helps(&[command, "-h"]).contains("Exit status:"));
    }
    for picture in ["timeline", "duty", "boundary", "circuit", "sequence", "lifecycle"] {
        assert!(helps(&["draw", picture, "--help"]).contains("\nExit status:\n  0  "), "{picture}");
    }
    assert!(helps(&["search", "--help"]).contains("\n  3  not everything was seen through"));
}

#[test]
fn the_help_says_what_each_default_is() {
    let defaults = [
        ("--as-of <WHEN>", "[default: when the last entry was recorded, or --known-at where that is earlier]"),
        ("--known-at <WHEN>", "[default: when the last entry was recorded]"),
    ];
    for command in [&["replay"][..], &["check"], &["draw", "timeline"], &["draw", "boundary"], &["draw", "sequence"]] {
        let help = helps(&[command, &["--help"]].concat());
        for (flag, last) in defaults {
            let told: Vec<&str> = paragraph(&help, flag).split_whitespace().collect();
            assert!(told.join(" ").contains(last), "{help}");
        }
        assert!(help.contains("today"), "{help}");
    }
    let help = helps(&["search", "--help"]);
    for (flag, default) in [
        ("--steps <N>", "[default: 30]"),
        ("--states <N>", "[default: 100000]"),
        ("--threads <N>", "[default: 1]"),
        ("--limit <TIME>", "[default: none]"),
    ] {
        assert!(paragraph(&help, flag).contains(default), "{flag} in {help}");
    }
    let help = helps(&["calibrate", "--help"]);
    for (flag, default) in [
        ("--dependence <LIST>", "[default: 0,0.25,0.5]"),
        ("--teams <N>", "[default: 6000]"),
        ("--sizes <FROM-TO>", "[default: 2-8]"),
        ("--seed <N>", "[default: 1]"),
        ("--threads <N>", "[default: as many as there are processors]"),
    ] {
        let told: Vec<&str> = paragraph(&help, flag).split_whitespace().collect();
        assert!(told.join(" ").contains(default), "{flag} in {help}");
    }
    assert!(paragraph(&helps(&["check", "--help"]), "--deny <LEAST>").contains("[default: undetermined]"));
}

#[test]
fn the_help_says_what_is_printed_and_what_words_mean() {
    let plain = |help: &str| help.split_whitespace().collect::<Vec<_>>().join(" ");
    let program = plain(&helps(&["--help"]));
    assert!(
        program.contains("`act` prints the entries that it makes, and `--json --words` of `replay` and `check`"),
        "{program}"
    );
    let check = plain(&helps(&["check", "--help"]));
    for said in [
        "applied something happened that the rule is about",
        "open the duty is not done yet, and not late",
        "excused the duty was waived",
        "undetermined something that the rule asks for was not recorded",
        "or no rule applied in any of the histories",
        "a file; `-` is standard input",
        "one file, or one cycle, given twice is refused",
    ] {
        assert!(check.contains(said), "{said}: {check}");
    }
    assert!(plain(&helps(&["replay", "--help"])).contains("One file, or one cycle, given twice is refused."));
    let search = plain(&helps(&["search", "--help"]));
    assert!(search.contains("Seen through means") && search.contains("no story speaks of a rule"), "{search}");
    for (command, flag) in [(&["search"][..], "--out <FILE>"), (&["draw", "sequence"], "--out <FILE>")] {
        assert!(plain(paragraph(&helps(&[command, &["--help"]].concat()), flag)).contains("which is not `-`"));
    }
    let times = plain(paragraph(&helps(&["replay", "--help"]), "--as-of <WHEN>"));
    assert!(times.contains("`2026-04-02T10:30:00+01:00`") && times.contains("from 1900 to 2199"), "{times}");
}

#[test]
fn no_line_of_the_help_is_longer_than_a_terminal_is_wide() {
    for command in COMMANDS {
        let help = helps(&[command, "--help"]);
        let longest =
            help.lines().filter(|line| !line.starts_with("  practice-cycle ")).map(|line| line.chars().count()).max();
        assert!(longest.is_some_and(|longest| longest <= 100), "{longest:?} {help}");
    }
}

#[test]
fn the_version_is_that_of_the_package() {
    assert_eq!(helps(&["--version"]), format!("practice-cycle {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn wrong_usage_is_told_on_standard_error() {
    for (arguments, why) in [
        (&[][..], "Usage: practice-cycle <COMMAND>"),
        (&["frob"], "unrecognized subcommand 'frob'"),
        (&["--frob"], "unexpected argument '--frob'"),
        (&["draw"], "Usage: practice-cycle draw <COMMAND>"),
        (&["draw", "boundary"], "<HISTORY>"),
    ] {
        let output = fed(program().args(arguments), b"");
        assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), ""), "{arguments:?}");
        assert!(text(&output.stderr).contains(why), "{}", text(&output.stderr));
    }
}

#[test]
fn nothing_is_coloured() {
    for arguments in [&["--help"][..], &["check", "--help"], &["frob"], &["replay", TURNOVER]] {
        for (name, value) in [("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")] {
            let output = fed(program().args(arguments).env(name, value), b"");
            assert!(!output.stdout.contains(&0x1b) && !output.stderr.contains(&0x1b), "{arguments:?}");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_command_ends_quietly_when_nobody_reads_on() {
    let history = std::fs::read(CONCURRENT).unwrap();
    let acts = std::fs::read("examples/data/acts.jsonl").unwrap();
    for (arguments, input, status) in [
        (&["replay", "--json", "-"][..], &history, 0),
        (&["replay", "-"], &history, 0),
        (&["act", "-"], &acts, 1),
        (&["check", "--policy", TEAM, "-"], &history, 1),
        (&["check", "--policy", TEAM, "--rules"], &history, 0),
        (&["search", "--policy", "shared-risk", "P07b"], &history, 0),
        (&["draw", "timeline", "-"], &history, 0),
        (&["draw", "duty", "--policy", TEAM, "-"], &history, 0),
        (&["draw", "boundary", "-"], &history, 0),
        (&["draw", "circuit", "-"], &history, 0),
        (&["draw", "sequence", "-"], &history, 0),
        (&["draw", "lifecycle"], &history, 0),
        (&["calibrate", "--teams", "1", "--sizes", "2"], &history, 0),
        (&["table", "-"], &history, 0),
    ] {
        let pipes = || Stdio::piped();
        let mut child = program().args(arguments).stdin(pipes()).stdout(pipes()).stderr(pipes()).spawn().unwrap();
        drop(child.stdout.take());
        let mut stdin = child.stdin.take().unwrap();
        let input = input.clone();
        let writer = std::thread::spawn(move || stdin.write_all(&input).unwrap_or_default());
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        assert_eq!((text(&output.stderr), output.status.code()), ("", Some(status)), "{arguments:?}");
    }
}

#[test]
fn every_command_that_reads_a_history_takes_it_from_standard_input() {
    let history = std::fs::read(CONCURRENT).unwrap();
    for (arguments, status) in [
        (&["replay"][..], 0),
        (&["check", "--policy", TEAM], 1),
        (&["check", "--policy", TEAM, "--against", COUNCIL], 1),
        (&["draw", "timeline"], 0),
        (&["draw", "duty", "--policy", TEAM], 0),
        (&["draw", "boundary"], 0),
        (&["draw", "circuit"], 0),
        (&["draw", "sequence"], 0),
        (&["table"], 0),
    ] {
        let from = |name: &str| fed(program().args(arguments).arg(name), &history);
        let (read, named) = (from("-"), from(CONCURRENT));
        assert_eq!((read.status.code(), text(&read.stderr)), (Some(status), ""), "{arguments:?}");
        assert_eq!(text(&read.stdout), text(&named.stdout), "{arguments:?}");
    }
}

#[test]
fn the_program_works_from_any_folder() {
    let folder = scratch("any_folder");
    let output = fed(program().current_dir(folder).args(["search", "--policy", "shared-risk", "P07b"]), b"");
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
    assert!(text(&output.stdout).contains("The shortest history that breaks it"));
}
