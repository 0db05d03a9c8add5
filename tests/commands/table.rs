//! `table`: readings of many histories in long form, by several times and parameters, with pseudonyms and suppression.

#[path = "table_suppressed.rs"]
mod suppressed;

use std::collections::{BTreeMap, BTreeSet};

use super::*;

const SEEN: &str = "examples/data/boundary_seen_differently.jsonl";
const KEY: &str = "an invented key of 32 characters";

type Line = BTreeMap<String, String>;

/// The lines of a table, each by the names of its columns. Nothing in these has to be quoted.
#[track_caller]
fn lines(table: &str) -> Vec<Line> {
    let mut lines = table.strip_suffix("\r\n").unwrap().split("\r\n").map(|line| line.split(',').collect::<Vec<_>>());
    let columns = lines.next().unwrap();
    let line = |line: Vec<&str>| {
        assert_eq!(line.len(), columns.len(), "{line:?}");
        columns.iter().zip(line).map(|(column, cell)| ((*column).to_owned(), cell.to_owned())).collect()
    };
    lines.map(line).collect()
}

#[track_caller]
fn table(arguments: &[&str]) -> Vec<Line> {
    lines(&prints("table", arguments))
}

/// The one value of a measure.
#[track_caller]
fn value<'l>(lines: &'l [Line], level: &str, key: &str, measure: &str) -> &'l str {
    let is = |line: &&Line| line["level"] == level && line["key"] == key && line["measure"] == measure;
    let found: Vec<&Line> = lines.iter().filter(is).collect();
    let [line] = found.as_slice() else { unreachable!("{level} {key} {measure}: {found:?}") };
    &line["value"]
}

fn column<'l>(lines: &'l [Line], column: &str) -> BTreeSet<&'l str> {
    lines.iter().map(|line| line[column].as_str()).collect()
}

/// A history in which some of the social work side and some parents note one sign at two meetings.
fn noted(cycle: &str, workers: usize, parents: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut add = |day: usize, kind: &str, by: &str, data: String| {
        let number = lines.len() + 1;
        lines.push(format!(
            r#"{{"number":{number},"type":"{kind}","occurred_at":"2026-09-{day:02}T09:00:00Z","recorded_at":"2026-09-{day:02}T09:00:00Z","by":"{by}","data":{data}}}"#
        ));
    };
    let opened = format!(r#"{{"cycle":"{cycle}","format":1,"clinician":"clinician","team":"invented-team"}}"#);
    add(7, "cycle_opened", "manager", opened);
    add(7, "person_entered", "manager", r#"{"person":"manager","role":"manager"}"#.to_owned());
    let people = |of: &str, count: usize| (1..=count).map(|place| format!("{of}-{place}")).collect::<Vec<_>>();
    let (workers, parents) = (people("worker", workers), people("parent", parents));
    for (person, role) in workers.iter().map(|it| (it, "social_worker")).chain(parents.iter().map(|it| (it, "parent"))) {
        add(7, "person_entered", "manager", format!(r#"{{"person":"{person}","role":"{role}"}}"#));
    }
    let mut observation = 0;
    for day in [14, 21] {
        for person in workers.iter().chain(&parents) {
            observation += 1;
            add(
                day,
                "boundary_observed",
                person,
                format!(
                    r#"{{"observation":"o-{observation}","sign":{{"figure1":"complies_only"}},"finding":{{"present":"strong"}},"standpoint":"looking_on","drawn_by":"unknown","space":"team_meeting","basis":"direct"}}"#
                ),
            );
        }
    }
    lines.join("\n") + "\n"
}

#[test]
fn a_table_says_what_the_readings_say_and_ends_its_lines_as_rfc_4180_asks() {
    let lines = table(&[SEEN, "--as-of", "2026-10-16T17:00:00Z", "--known-at", "2027-01-01"]);
    let all = prints("replay", &["--json", "--as-of", "2026-10-16T17:00:00Z", "--known-at", "2027-01-01", SEEN]);
    let told: Value = serde_json::from_str(&all).unwrap();
    let of = |reading: &str| lines.iter().filter(|line| line["reading"] == reading).cloned().collect::<Vec<Line>>();
    assert_eq!(column(&lines, "reading"), ["boundary", "drift", "history", "standing", "turns"].into());
    assert_eq!(column(&lines, "history"), ["invented-boundary"].into());
    assert_eq!(column(&lines, "as_of"), ["2026-10-16T17:00:00Z"].into());
    assert_eq!(column(&of("boundary"), "parameters"), ["unvalidated_v2"].into());
    assert_eq!(column(&of("history"), "parameters"), [""].into());
    let boundary = of("boundary");
    let same = |level: &str, key: &str, measure: &str, place: &str| {
        let (value, told) = (value(&boundary, level, key, measure), told.pointer(place).unwrap());
        match told.as_f64() {
            Some(told) => assert!((value.parse::<f64>().unwrap() - told).abs() < 1e-12, "{place}: {value}, {told}"),
            None => assert_eq!(value, told, "{place}"),
        }
    };
    same("all", "", "verdict", "/readings/boundary/verdict");
    same("all", "", "dissent_share", "/readings/boundary/dissent/share");
    same("side", "healthy", "showed_observers", "/readings/boundary/sides/1/showed");
    same("side", "healthy", "firmness", "/readings/boundary/sides/1/firmness/firmness");
    same("row", "role/enmeshed", "showed_observers", "/readings/boundary/rows/1/tally/enmeshed");
    same("observer", "worker-a", "leans", "/readings/boundary/observers/0/leans");
    assert_eq!(
        value(&boundary, "observer", "advocate", "leans"),
        "",
        "to her no side shows with more than half of her weight"
    );
    assert_eq!(value(&of("standing"), "all", "", "step"), told.pointer("/readings/standing/step").unwrap());
    assert_eq!(value(&of("drift"), "all", "", "movement"), "too_little");
    let verdict = boundary.iter().find(|line| line["measure"] == "verdict").unwrap();
    assert_eq!((verdict["n"].as_str(), verdict["entries"].as_str()), ("3", "14 15 17 19 21"));
}

#[test]
fn only_what_is_asked_for_is_read() {
    let lines = table(&[
        "examples/data/boundary_moving.jsonl",
        "--reading",
        "boundary",
        "--scope",
        "cycle,contract,space,perspective",
    ]);
    assert_eq!(column(&lines, "reading"), ["boundary"].into());
    let scopes = column(&lines, "scope");
    for scope in ["cycle", "contract/c-1", "space/home_visit", "perspective/family"] {
        assert!(scopes.contains(scope), "{scopes:?}");
    }
    let lines = table(&[SEEN, "--reading", "drift", "--scope", "perspective"]);
    assert_eq!(column(&lines, "reading"), ["drift"].into());
    let scopes = column(&lines, "scope");
    assert!(scopes.contains("perspective/social_work") && !scopes.contains("perspective/partner"), "{scopes:?}");
}

#[test]
fn times_are_given_one_by_one_or_from_the_opening() {
    // Opened on 7 September 2026 at 08:30.
    let weeks = table(&["--weeks-after-opening", "4", "--weeks-after-opening", "2", SEEN]);
    assert_eq!(column(&weeks, "as_of"), ["2026-09-21T08:30:00Z", "2026-10-05T08:30:00Z"].into());
    let times = table(&[
        "--as-of", "2026-09-21T08:30:00Z", "--as-of", "2026-10-05T08:30:00Z", "--as-of", "2026-10-05T08:30:00Z", SEEN,
    ]);
    assert_eq!(weeks, times);
    let days: Vec<&str> =
        weeks.iter().filter(|line| line["measure"] == "since_opening_days").map(|line| line["value"].as_str()).collect();
    assert_eq!(days, ["14", "28"]);
    // Without a time, that of the last recording.
    let last = table(&["--reading", "history", SEEN]);
    assert_eq!(value(&last, "all", "", "since_last_recording_days"), "0");
}

#[test]
fn what_cannot_be_read_stops_none_of_the_others() {
    let folder = scratch("table_unread");
    for (name, written) in
        [("a.jsonl", noted("cy-a", 2, 1)), ("c.jsonl", noted("cy-c", 2, 1)), ("d.jsonl", noted("cy-a", 3, 1))]
    {
        file(&folder, name, written);
    }
    file(&folder, "b.jsonl", format!("{OPENED}\n{{\"number\":2}}\n"));
    file(&folder, "notes.txt", "no history");
    let output = run("table", &[folder.to_str().unwrap(), "missing"], b"");
    assert_eq!(output.status.code(), Some(2));
    let told: Vec<&str> = text(&output.stderr).lines().collect();
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told[0].contains("b.jsonl: line 2: ") && told[2].starts_with("missing: it cannot be read"), "{told:?}");
    assert!(told[1].ends_with("d.jsonl: it is a second history of the cycle `cy-a`, and is left out"), "{told:?}");
    assert_eq!(column(&lines(text(&output.stdout)), "history"), ["cy-a", "cy-c"].into());
}

#[test]
fn a_grid_tries_every_combination_and_names_it() {
    let grid = ["--grid", "half_life_days=21,42,84", "--grid", "dependence=0,0.25,0.5", "--grid", "turns.days=14"];
    let lines = table(&[&["--as-of", "2026-10-16", SEEN][..], &grid].concat());
    let of = |reading: &str| {
        let these: Vec<Line> = lines.iter().filter(|line| line["reading"] == reading).cloned().collect();
        column(&these, "parameters").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(of("boundary").len(), 9);
    assert!(of("boundary").contains(&"unvalidated_v2+half_life_days=21+dependence=0.5".to_owned()));
    assert_eq!(of("drift"), of("boundary"));
    assert!(of("turns")[0].ends_with("+days=14") && of("turns").len() == 1);
    assert!(!of("standing")[0].contains('+'));
    // The middle of the grid is the default set, by another name.
    let plain = table(&["--as-of", "2026-10-16", SEEN, "--reading", "boundary"]);
    let middle = |line: &&Line| {
        line["reading"] == "boundary" && line["parameters"] == "unvalidated_v2+half_life_days=42+dependence=0.25"
    };
    let unnamed = |line: &Line| {
        let mut line = line.clone();
        line.remove("parameters");
        line
    };
    let middle: Vec<Line> = lines.iter().filter(middle).map(unnamed).collect();
    assert_eq!(middle, plain.iter().map(unnamed).collect::<Vec<_>>());
}

#[test]
fn sets_of_parameters_come_from_a_file() {
    let folder = scratch("table_parameters");
    let ours = r#"{"standing":[{"id":"ours"},{"id":"stricter","turns":4}],"turns":[{"id":"ours","days":14}]}"#;
    let sets = file(&folder, "sets.json", ours);
    let lines = table(&["--parameters", &sets, "--grid", "standing.turns=3", SEEN]);
    let all = column(&lines, "parameters");
    assert_eq!(all, ["", "unvalidated_v2", "ours", "ours+turns=3", "stricter+turns=3"].into());
    for (written, why) in [
        (
            r#"{"boundaries":[]}"#,
            "sets.json: unknown field `boundaries`, expected one of `boundary`, `standing`, `turns` (line 1)",
        ),
        ("{\n\"turns\":[{\"id\":\"ours\",\n\"days\":0}]}", "sets.json: turns[0]: `days` is 0: expected 1 to 3650 (line 3)"),
        ("[]", "sets.json: expected an object (line 1)"),
        ("3", "sets.json: expected an object (line 1)"),
        (r#"{"turns":3}"#, "sets.json: turns: expected a list (line 1)"),
        ("{} and more", "sets.json: trailing characters (line 1)"),
        (
            r#"{"turns":[{"id":"ours","days":7},{"id":"ours","days":8}]}"#,
            "two sets of parameters of one reading are called `ours`",
        ),
    ] {
        let sets = file(&folder, "sets.json", written);
        let output = run("table", &["--parameters", &sets, SEEN], b"");
        assert!(text(&output.stderr).contains(why), "{}", text(&output.stderr));
        assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), ""));
    }
}

#[test]
fn pseudonyms_hang_on_the_key_and_hide_every_reference() {
    let folder = scratch("table_pseudonyms");
    let key = file(&folder, "key", format!("{KEY}\n"));
    let asked = ["--pseudonyms", "--scope", "cycle,contract", SEEN, "examples/data/boundary_moving.jsonl"];
    let by_file = prints("table", &[&asked[..], &["--pseudonym-key", &key]].concat());
    let by_variable = |key: &str| fed(program().arg("table").args(asked).env("PRACTICE_CYCLE_PSEUDONYM_KEY", key), b"");
    assert_eq!(text(&by_variable(KEY).stdout), by_file, "the same key, the same pseudonyms");
    assert_ne!(text(&by_variable("another invented key of 35 characters").stdout), by_file);
    let open = table(&asked[1..]);
    let hidden = lines(&by_file);
    assert_eq!(open.len(), hidden.len());
    let mut names: BTreeMap<&str, &str> = BTreeMap::new();
    for (open, hidden) in open.iter().zip(&hidden) {
        for column in ["as_of", "parameters", "reading", "level", "measure", "value", "n", "entries"] {
            assert_eq!(open[column], hidden[column]);
        }
        // One pseudonym for one reference, in both histories.
        let is_person = open["level"].starts_with("observer");
        for column in ["history", "scope", "key"] {
            if column == "history" || (column == "key" && is_person) || open[column].starts_with("contract/") {
                assert_ne!(open[column], hidden[column]);
                assert_eq!(*names.entry(&open[column]).or_insert(&hidden[column]), hidden[column]);
            }
        }
    }
    assert!(names.len() > 8 && names["worker-a"].starts_with("person-") && names["worker-a"].len() == 27, "{names:?}");
    for reference in ["worker-a", "advocate,", "parent-1", "invented-boundary", "invented-moving", "c-1", KEY] {
        assert!(!by_file.contains(&format!(",{reference}")) && !by_file.contains(&format!("/{reference}")), "{reference}");
    }
}

#[test]
fn without_a_key_there_are_no_pseudonyms_and_no_table() {
    let folder = scratch("table_no_key");
    let short = file(&folder, "short", "a key of 31 characters, made up\n");
    for (more, why) in [
        (&["--pseudonyms"][..], "--pseudonyms needs a key: give --pseudonym-key, or set PRACTICE_CYCLE_PSEUDONYM_KEY\n"),
        (
            &["--pseudonyms", "--pseudonym-key", &short],
            "`--pseudonym-key`: the key is too short: expected at least 32 bytes\n",
        ),
    ] {
        let output = run("table", &[more, &[SEEN]].concat(), b"");
        assert_eq!((output.status.code(), text(&output.stdout), text(&output.stderr)), (Some(2), "", why));
    }
}

#[test]
fn where_no_history_can_be_read_there_is_no_table() {
    let folder = scratch("table_of_nothing");
    let out = folder.join("table.csv").to_str().unwrap().to_owned();
    let why = "nothing.jsonl: it cannot be read: there is no such file\n";
    fails("table", &["--out", &out, "nothing.jsonl"], b"", 2, why);
    fails("table", &["nothing.jsonl"], b"", 2, why);
    assert!(!Path::new(&out).exists());
}

#[test]
fn cells_of_few_people_are_empty_and_so_are_those_that_give_them_away() {
    let folder = scratch("table_suppress");
    let few = file(&folder, "few.jsonl", noted("few", 3, 1));
    let some = file(&folder, "some.jsonl", noted("some", 6, 2));
    let many = file(&folder, "many.jsonl", noted("many", 7, 5));
    let boundary = |history: &str| table(&["--suppress", "--reading", "boundary", history]);
    // Four in all: nothing of them is left.
    let lines = boundary(&few);
    assert_eq!(value(&lines, "all", "", "verdict"), "");
    assert!(
        lines
            .iter()
            .filter(|line| ["all", "side", "row", "perspective"].contains(&line["level"].as_str()))
            .all(|line| { line["n"].is_empty() && line["entries"].is_empty() || line["n"] == "0" })
    );
    // Eight, of whom two are parents: they go, and the others with them, by whom they could be found.
    let lines = boundary(&some);
    assert_eq!(value(&lines, "all", "", "used_observers"), "8");
    assert_eq!(value(&lines, "perspective", "family", "observers"), "");
    assert_eq!(value(&lines, "perspective", "social_work", "observers"), "");
    assert_eq!(value(&lines, "perspective_side", "social_work/diffuse", "showed_observers"), "");
    assert_eq!(value(&lines, "space", "team_meeting", "observers"), "8");
    // Enough of either.
    let lines = boundary(&many);
    assert_eq!(value(&lines, "perspective", "family", "observers"), "5");
    assert_eq!(value(&lines, "perspective", "social_work", "observers"), "7");
    assert!(lines.iter().all(|line| !line["level"].starts_with("observer")), "nothing is of one person");
    let open = table(&["--reading", "boundary", &many]);
    assert_eq!(open.iter().filter(|line| line["level"] == "observer" && line["measure"] == "leans").count(), 12);
}

#[test]
fn a_table_is_written_to_a_file_whole_or_not_at_all() {
    let folder = scratch("table_out");
    let path = folder.join("table.csv");
    let path = path.to_str().unwrap();
    assert_eq!(prints("table", &["--out", path, SEEN]), format!("{path}\n"));
    assert_eq!(std::fs::read_to_string(path).unwrap(), prints("table", &[SEEN]));
    let again = run("table", &["--output", path, TURNOVER], b"");
    assert_eq!(text(&again.stderr), format!("{path}: there is a file already; `--force` overwrites it\n"));
    assert_eq!(std::fs::read_to_string(path).unwrap(), prints("table", &[SEEN]));
    assert_eq!(prints("table", &["--output", path, "--force", TURNOVER]), format!("{path}\n"));
    assert_eq!(std::fs::read_to_string(path).unwrap(), prints("table", &[TURNOVER]));
    let history = file(&folder, "history.jsonl", std::fs::read(SEEN).unwrap());
    let read = run("table", &["--out", &history, "--force", folder.to_str().unwrap()], b"");
    assert!(text(&read.stderr).ends_with("it is read by this command, and so is not overwritten\n"));
    assert_eq!(std::fs::read_to_string(&history).unwrap(), std::fs::read_to_string(SEEN).unwrap());
}

/// The most memory that a table of so many histories took, in kibibytes. Asked of the system when all but standard input has been
/// read: the last history in the folder cannot be, which is told at once, and then the program waits for us.
#[cfg(target_os = "linux")]
fn peak(histories: usize) -> u64 {
    use std::io::{BufRead, BufReader};
    let folder = scratch(&format!("table_memory_{histories}"));
    for number in 0..histories {
        file(&folder, &format!("{number:05}.jsonl"), noted(&format!("cy-{number}"), 1, 1));
    }
    file(&folder, "z.jsonl", "no history\n");
    let mut command = program();
    command.args(["table", "--reading", "boundary,standing", folder.to_str().unwrap(), "-"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdout = child.stdout.take().unwrap();
    let reader = std::thread::spawn(move || std::io::copy(&mut stdout, &mut std::io::sink()).unwrap());
    let mut told = String::new();
    BufReader::new(child.stderr.take().unwrap()).read_line(&mut told).unwrap();
    assert!(told.contains("z.jsonl: line 1"), "{told}");
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let most =
        status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")).unwrap().parse().unwrap();
    drop(child.stdin.take());
    assert_eq!(child.wait().unwrap().code(), Some(2));
    assert!(reader.join().unwrap() > 1000 * histories as u64);
    std::fs::remove_dir_all(folder).unwrap();
    most
}

#[cfg(target_os = "linux")]
#[test]
fn ten_thousand_histories_take_no_more_memory_than_a_hundred() {
    let (hundred, ten_thousand) = (peak(100), peak(10_000));
    // What is kept of each is its name and which cycle it was of: a fifth of a kibibyte. Held, each would take kibibytes.
    assert!(ten_thousand < hundred + 4096, "{hundred} KiB, and {ten_thousand} KiB");
}
