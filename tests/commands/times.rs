//! Of when a command speaks: as of which time, as known at which, and by which clocks.

use super::*;

/// The last line, which says of when the answer is.
fn when(told: &str) -> &str {
    told.trim_end().rsplit_once('\n').unwrap().1
}

/// A history with something recorded at each of some instants.
fn recorded_at(times: &[&str]) -> String {
    let mut lines = OPENED.replace("2026-09-07T08:30:00Z", "2026-01-05T08:30:00Z") + "\n";
    for (place, at) in times.iter().enumerate() {
        let offered = OFFERED.replace("2026-09-08T09:00:00Z", at).replace("\"c-1\"", &format!("\"c-{}\"", place + 1));
        lines += &(offered.replace("\"number\":2", &format!("\"number\":{}", place + 2)) + "\n");
    }
    lines
}

/// How many contracts there were, from the drawing of a history.
fn contracts(arguments: &[&str], history: &str) -> usize {
    let output = run("draw", &[&["sequence", "-"], arguments].concat(), history.as_bytes());
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
    text(&output.stdout).lines().filter(|line| line.contains("participant ")).count()
}

#[test]
fn a_day_is_included_whole_and_its_midnight_belongs_to_the_next() {
    for (day, last, midnight) in [
        ("2026-01-15", "2026-01-15T23:59:59.999999999Z", "2026-01-16T00:00:00Z"),
        ("2026-07-16", "2026-07-16T22:59:59.999999999Z", "2026-07-16T23:00:00Z"),
        // The days on which the clocks go forward and back.
        ("2026-03-29", "2026-03-29T22:59:59.999999999Z", "2026-03-29T23:00:00Z"),
        ("2026-10-25", "2026-10-25T23:59:59.999999999Z", "2026-10-26T00:00:00Z"),
    ] {
        let history = recorded_at(&[last, midnight]);
        assert_eq!(contracts(&["--as-of", day], &history), 1, "{day}");
        assert_eq!(contracts(&["--known-at", day], &history), 1, "{day}");
        assert_eq!(contracts(&["--as-of", midnight], &history), 2, "{day}");
        assert_eq!(contracts(&[], &history), 2, "{day}");
    }
}

#[test]
fn every_summary_says_of_when_it_speaks() {
    let default = "As of 8 Jul 2026 11:15 BST (when the last entry was recorded), as known at 8 Jul 2026 11:15 BST.";
    let hint = "`--as-of today` shows what time has done since.";
    assert_eq!(when(&checks(&["--policy", TEAM, TURNOVER], 0)), format!("{default} {hint}"));
    let replayed = "As of 8 Jul 2026 11:15 BST, as known at 8 Jul 2026 11:15 BST: 36 entries in effect.\n\
                    That is when the last entry was recorded; `--as-of today` shows what time has done since.\nCycle ";
    assert!(prints("replay", &[TURNOVER]).starts_with(replayed));
    let changed = checks(&["--policy", "local-practice", "--against", COUNCIL, TURNOVER], 1);
    assert_eq!(when(&changed), format!("{default} {hint}"));
    assert!(prints("draw", &["sequence", TURNOVER]).contains(&format!("\n    %% {default}\n")));
    assert!(prints("draw", &["boundary", TURNOVER]).contains(default));
    let given = ["--as-of", "2026-07-20", "--known-at", "2026-07-01T12:00:00Z"];
    let told = "As of the end of 20 Jul 2026 BST, as known at 1 Jul 2026 13:00 BST.";
    assert_eq!(when(&checks(&[&["--policy", TEAM], &given[..], &[TURNOVER]].concat(), 0)), told);
    let replayed = "As of the end of 20 Jul 2026 BST, as known at 1 Jul 2026 13:00 BST: 28 entries in effect.\nCycle ";
    assert!(prints("replay", &[&given[..], &[TURNOVER]].concat()).starts_with(replayed));
    assert!(prints("draw", &[&["sequence"], &given[..], &[TURNOVER]].concat()).contains(told));
    for picture in ["boundary", "timeline"] {
        assert!(prints("draw", &[&[picture], &given[..], &[TURNOVER]].concat()).contains(told), "{picture}");
    }
    let duty = ["duty", "--policy", TEAM, TURNOVER];
    assert!(prints("draw", &[&duty, &given[..]].concat()).contains(told));
}

#[test]
fn what_is_written_in_a_file_says_so_too() {
    let folder = scratch("written_when");
    for picture in ["timeline", "boundary", "sequence"] {
        let out = folder.join(picture).to_str().unwrap().to_owned();
        let told = prints("draw", &[picture, TURNOVER, "--out", &out]);
        let said = "As of 8 Jul 2026 11:15 BST (when the last entry was recorded), as known at 8 Jul 2026 11:15 BST.";
        assert_eq!(told, format!("{out}\n{said} `--as-of today` shows what time has done since.\n"));
        assert!(std::fs::read_to_string(out).unwrap().contains(said));
    }
}

#[test]
fn times_are_those_of_london_with_the_zone_named_or_of_utc() {
    let told = checks(&["--policy", TEAM, CONCURRENT], 1);
    for time in ["12 Feb 2026 11:00 GMT", "16 Jul 2026 15:10 BST", "As of 31 Jul 2026 12:05 BST"] {
        assert!(told.contains(time), "{time} in {told}");
    }
    let told = checks(&["--policy", TEAM, "--utc", CONCURRENT], 1);
    for time in ["12 Feb 2026 11:00 UTC", "16 Jul 2026 14:10 UTC", "As of 31 Jul 2026 11:05 UTC"] {
        assert!(told.contains(time), "{time} in {told}");
    }
    assert!(!told.contains(" BST") && !told.contains(" GMT"), "{told}");
    for (arguments, london, utc) in [
        (&["replay"][..], "As of 8 Jul 2026 11:15 BST", "As of 8 Jul 2026 10:15 UTC"),
        (&["draw", "sequence"], " 1 Jun 2026 09:30 BST ", " 1 Jun 2026 08:30 UTC "),
        (&["draw", "boundary"], "As of 8 Jul 2026 11:15 BST", "As of 8 Jul 2026 10:15 UTC"),
    ] {
        let printed = |more: &[&str]| text(&fed(program().args(arguments).args(more).arg(TURNOVER), b"").stdout).to_owned();
        assert!(printed(&[]).contains(london), "{arguments:?}");
        assert!(printed(&["--utc"]).contains(utc), "{arguments:?}");
    }
    let found = |more: &[&str]| prints("search", &[&["--policy", "shared-risk", "P07b"], more].concat());
    assert!(found(&[]).contains("[1] 6 Mar 2026 10:00 GMT ") && found(&["--utc"]).contains("[1] 6 Mar 2026 10:00 UTC "));
}

#[test]
fn json_has_instants_in_utc() {
    let told = checks(&["--policy", TEAM, "--json", "--as-of", "2026-07-20", TURNOVER], 0);
    let told: Value = serde_json::from_str(&told).unwrap();
    let checked = &told["checked"][0];
    assert_eq!(checked["as_of"], "2026-07-20T22:59:59.999999999Z");
    assert_eq!(checked["known_at"], "2026-07-08T10:15:00Z");
    assert_eq!(checked["as_of_last_recording"], false);
    let told = checks(&["--policy", "local-practice", "--against", COUNCIL, "--json", TURNOVER], 1);
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["compared"][0]["as_of"], "2026-07-08T10:15:00Z");
    assert_eq!(told["compared"][0]["as_of_last_recording"], true);
}

#[test]
fn the_default_is_the_last_recording_and_not_the_end_of_time() {
    let asked = |more: &[&str]| finds(&[&["--policy", "local-practice"], more, &[TURNOVER]].concat(), 1);
    let silent = asked(&[]);
    assert_eq!(silent, asked(&["--as-of", "2026-07-08T10:15:00Z"]));
    // A case that fell silent looks clean only as of when somebody last wrote.
    assert!(!silent.contains("[R10]") && asked(&["--as-of", "2026-12-01"]).contains("[R10]"));
}

#[test]
fn where_less_is_known_the_default_is_when_that_was_known() {
    let earlier = ["--known-at", "2026-07-01T12:00:00Z"];
    let told = "As of 1 Jul 2026 13:00 BST, as known at 1 Jul 2026 13:00 BST.";
    assert_eq!(when(&checks(&[&["--policy", TEAM], &earlier[..], &[TURNOVER]].concat(), 0)), told);
    let replayed = prints("replay", &[&earlier[..], &[TURNOVER]].concat());
    assert!(
        replayed.starts_with("As of 1 Jul 2026 13:00 BST, as known at 1 Jul 2026 13:00 BST: 28 entries in effect.\nCycle "),
        "{replayed}"
    );
    let drawn = prints("draw", &[&["sequence"], &earlier[..], &[TURNOVER]].concat());
    assert!(drawn.contains(&format!("\n    %% {told}\n")), "{drawn}");
    // What is known later changes nothing of when the last entry was recorded.
    let later = checks(&["--policy", TEAM, "--known-at", "2026-08-01", TURNOVER], 0);
    assert!(
        when(&later).starts_with("As of 8 Jul 2026 11:15 BST (when the last entry was recorded), as known at the end of "),
        "{later}"
    );
    for (more, as_of, is_last) in [
        (&[][..], "2026-07-08T10:15:00Z", true),
        (&earlier, "2026-07-01T12:00:00Z", false),
        (&["--as-of", "2026-07-08T10:15:00Z"], "2026-07-08T10:15:00Z", false),
    ] {
        let replayed: Value = serde_json::from_str(&prints("replay", &[&["--json"], more, &[TURNOVER]].concat())).unwrap();
        assert_eq!((&replayed["as_of"], &replayed["as_of_last_recording"]), (&Value::from(as_of), &Value::Bool(is_last)));
        assert_eq!(replayed["file"], TURNOVER);
        let checked: Value =
            serde_json::from_str(&checks(&[&["--policy", TEAM, "--json"], more, &[TURNOVER]].concat(), 0)).unwrap();
        let checked = &checked["checked"][0];
        assert_eq!((&checked["as_of"], &checked["as_of_last_recording"]), (&Value::from(as_of), &Value::Bool(is_last)));
    }
}

#[test]
fn today_is_the_whole_of_it_in_london() {
    use practice_cycle::calendar::local_date;
    use practice_cycle::moment::Moment;
    let day = || local_date(Moment::try_from(std::time::SystemTime::now()).unwrap()).format("%-d %b %Y").to_string();
    let before = day();
    let told = checks(&["--policy", TEAM, "--as-of", "today", "--known-at", "today", TURNOVER], 0);
    // The day may end meanwhile.
    let days = [before, day()].map(|day| format!("As of the end of {day} "));
    assert!(days.iter().any(|day| when(&told).starts_with(day)), "{told}");
    assert!(!told.contains("when the last entry was recorded"), "{told}");
}

#[test]
fn each_of_several_histories_speaks_of_its_own_last_recording() {
    let files = [TURNOVER, CONCURRENT];
    let told = checks(&[&["--policy", TEAM], &files[..]].concat(), 1);
    assert!(told.contains("As of 8 Jul 2026 11:15 BST (") && told.contains("As of 31 Jul 2026 12:05 BST ("), "{told}");
    let hint = "Each history is spoken of as of its own last recording; `--as-of today` speaks of all of them as of today.";
    assert_eq!(when(&told), hint);
    let told = checks(&[&["--policy", TEAM, "--as-of", "2026-07-31"], &files[..]].concat(), 1);
    assert_eq!(told.matches("As of the end of 31 Jul 2026 BST").count(), 2);
    assert!(!told.contains(hint), "{told}");
}
