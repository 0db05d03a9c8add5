//! `simulate` and `merge`: what they print and write, and what they refuse.

use std::collections::BTreeMap;
use std::fs;

use super::*;

/// Small enough for every run of the tests.
const SMALL: [&str; 6] = ["--set", "/horizon/days=120", "--set", "/group/cycles=2", "--replications", "6"];

/// Runs `simulate` of a small scenario, to a folder.
#[track_caller]
fn simulates(folder: &Path, name: &str, arguments: &[&str]) -> PathBuf {
    let out = folder.join(name);
    let asked = [&["team-as-it-is"], &SMALL[..], arguments, &["--quiet", "--out", out.to_str().unwrap()]].concat();
    assert_eq!(prints("simulate", &asked), "");
    out
}

/// All files of a folder and of those in it, by their names.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            found.extend(files(&path).into_iter().map(|(inside, held)| (format!("{name}/{inside}"), held)));
        } else {
            found.insert(name, fs::read(&path).unwrap());
        }
    }
    found
}

#[track_caller]
fn are_the_same(one: &Path, other: &Path) {
    let (one, other) = (files(one), files(other));
    assert!(one.keys().eq(other.keys()), "{:?} {:?}", one.keys(), other.keys());
    let differs = one.iter().find(|(name, held)| other.get(*name) != Some(*held));
    assert_eq!(differs.map(|(name, _)| name), None);
}

#[test]
fn threads_and_shards_leave_no_trace_in_any_file() {
    let folder = scratch("simulate-shards");
    let asked = ["--against", "small.json", "--policy", "local-practice", "--warm-up"];
    let other = run("simulate", &["--print", "null"], b"").stdout;
    let mut other: Value = serde_json::from_slice(&other).unwrap();
    (other["horizon"]["days"], other["group"]["cycles"]) = (120.into(), 2.into());
    let path = folder.join("small.json");
    fs::write(&path, other.to_string()).unwrap();
    let asked = |more: &[&'static str]| -> Vec<String> {
        let asked = asked.iter().map(|word| if *word == "small.json" { path.to_str().unwrap() } else { word });
        asked.chain(more.iter().copied()).map(str::to_owned).collect()
    };
    let run = |name: &str, more: &[&'static str]| {
        let asked = asked(more);
        simulates(&folder, name, &asked.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let one = run("one", &["--threads", "1", "--histories"]);
    let two = run("two", &["--threads", "2", "--histories"]);
    are_the_same(&one, &two);
    let written = files(&one);
    let expected =
        ["audit.csv", "description.md", "manifest.json", "outcomes.csv", "outcomes.svg", "part.json", "refused.csv"];
    assert!(expected.iter().all(|name| written.contains_key(*name)), "{:?}", written.keys());
    let histories: Vec<&String> = written.keys().filter(|name| name.starts_with("histories/")).collect();
    assert!(histories.len() >= 24, "two scenarios, six replications, two teams: {histories:?}");
    let first = one.join("histories").join("2-null").join("000000-1.jsonl");
    assert!(prints("replay", &[first.to_str().unwrap()]).contains("Contracts"), "they can be read like any other");

    let whole = run("whole", &[]);
    let parts: Vec<PathBuf> = ["1/3", "2/3", "3/3"]
        .iter()
        .zip(["a", "b", "c"])
        .map(|(shard, name)| run(name, &["--shard", shard]).join("part.json"))
        .collect();
    let merged = folder.join("merged");
    let mut arguments: Vec<&str> = parts.iter().rev().map(|path| path.to_str().unwrap()).collect();
    arguments.extend(["--quiet", "--out", merged.to_str().unwrap()]);
    assert_eq!(prints("merge", &arguments), "");
    are_the_same(&whole, &merged);
    let manifest: Value = serde_json::from_slice(&fs::read(merged.join("manifest.json")).unwrap()).unwrap();
    assert_eq!(manifest["replications"]["run"], serde_json::json!([[0, 6]]));
    assert_eq!(manifest["seed"], 20_260_105);
    assert_eq!(manifest["intervals"], "intervals are about random draws only, not about the world");
    assert_eq!(manifest["scenarios"][0]["fingerprint"].as_str().unwrap().len(), 32);
    assert_eq!(manifest["asked"]["packs"][0][0], "local-practice");
    assert!(manifest["scenarios"][0]["warm_up"]["invitations"].is_null(), "seventeen weeks tell of no warm-up");
    // Some of them tell which are missing.
    let told = prints("merge", &arguments[..2]);
    assert!(told.contains("\nNot run: 0 to 1\n"), "{told}");
    // What is read is never overwritten.
    let into = parts[0].parent().unwrap().to_str().unwrap();
    let read = format!("{}: it is read by this command, and so is not overwritten\n", parts[0].display());
    fails("merge", &[parts[0].to_str().unwrap(), "--out", into, "--force"], b"", 2, &read);
}

#[test]
fn the_table_says_what_intervals_are_about() {
    let told = prints("simulate", &[&["team-as-it-is"], &SMALL[..]].concat());
    let first = "6 replications (0 to 5), seed 20260105; 95 %: intervals are about random draws only, not about the world\n";
    assert!(told.starts_with(first), "{told}");
    assert!(told.contains("\nteam-as-it-is with /horizon/days=120, /group/cycles=2: A team as it is\n"), "{told}");
    assert!(told.contains("\n  invitations (a week)  "), "{told}");
    assert!(told.lines().all(|line| line == line.trim_end()), "{told}");
    let none = prints("simulate", &["null", "--replications", "0"]);
    assert!(none.starts_with("0 replications (none), seed 20260105;") && none.contains("\n  nothing happened\n"), "{none}");
    let nobody = prints("simulate", &["null", "--set", "/group/clinicians=0", "--replications", "2"]);
    assert!(nobody.contains("\n  nothing happened\n  0 cycles, 0 entries, 0 acts refused\n"), "{nobody}");
}

#[test]
fn scenarios_are_listed_and_printed() {
    let listed = prints("simulate", &["--list"]);
    assert!(listed.lines().any(|line| line == "team-as-it-is         A team as it is"), "{listed}");
    for name in listed.lines().filter_map(|line| line.split_whitespace().next()) {
        let printed = prints("simulate", &["--print", name]);
        let read = run("simulate", &["-", "--replications", "0"], printed.as_bytes());
        assert_eq!((read.status.code(), text(&read.stderr)), (Some(0), ""), "{name}");
    }
}

#[test]
fn variants_come_from_tables_and_factors() {
    let folder = scratch("simulate-variants");
    let table = folder.join("design.csv");
    fs::write(&table, "name,/tendencies/inviting/invites/value\nfew,0.5\nmany,3\n").unwrap();
    let out = simulates(&folder, "design", &["--design", table.to_str().unwrap()]);
    let csv = fs::read_to_string(out.join("outcomes.csv")).unwrap();
    let mean = |name: &str| {
        let row = csv.lines().find(|line| line.starts_with(&format!("{name},invitations,"))).unwrap();
        row.split(',').nth(8).unwrap().parse::<f64>().unwrap()
    };
    assert!(mean("few") < mean("many"), "{csv}");
    let described = fs::read_to_string(out.join("description.md")).unwrap();
    let row = "\nOf `many`, what differs:\n\n| Number | Value | Unit | Source |\n|---|---|---|---|\n\
               | `/tendencies/inviting/invites` | 3.0 | per month | illustrative |\n";
    assert!(described.contains(row), "{described}");

    let asked = ["--sensitivity", "/tendencies/inviting/invites/value=0.5,2", "--correction", "bonferroni"];
    let out = simulates(&folder, "sensitivity", &asked);
    let csv = fs::read_to_string(out.join("outcomes.csv")).unwrap();
    let row = csv.lines().find(|line| line.contains("invites/value times 2,invitations,")).unwrap();
    let cells: Vec<&str> = row.split(',').collect();
    assert!(cells[15].starts_with("\"team-as-it-is with"), "compared with the scenario itself: {row}");
    fs::write(&table, "/group/cycles,/group/adults\n-1,1\n1,0\n").unwrap();
    let path = table.to_str().unwrap();
    let why =
        format!("{path}: row 1: `group.cycles`: expected u32\nrow 2: `group.adults`: expected a number from 1 to 10\n");
    fails("simulate", &["null", "--design", path], b"", 2, &why);
    fs::write(&table, "/group/cycles\n").unwrap();
    fails("simulate", &["null", "--design", path], b"", 2, "the table has no rows, so nothing was run\n");
}

#[test]
fn replications_are_added_until_a_mean_is_sure() {
    let folder = scratch("simulate-until");
    let out = folder.join("out");
    let asked = [&["null"], &SMALL[..4], &["--until", "invitations=0.2", "--at-most", "200", "--quiet"]].concat();
    assert_eq!(prints("simulate", &[&asked[..], &["--out", out.to_str().unwrap()]].concat()), "");
    let manifest: Value = serde_json::from_slice(&fs::read(out.join("manifest.json")).unwrap()).unwrap();
    assert_eq!(manifest["replications"]["run"], serde_json::json!([[0, 32]]));
    assert_eq!(manifest["asked"]["precision"]["of"], "invitations");
}

#[test]
fn what_exists_is_not_overwritten_unless_asked() {
    let folder = scratch("simulate-force");
    let out = simulates(&folder, "out", &[]);
    let before = files(&out);
    let arguments = [&["team-as-it-is"], &SMALL[..], &["--seed", "7", "--quiet", "--out", out.to_str().unwrap()]].concat();
    let why = format!("{}: there is a file already; `--force` overwrites it\n", out.join("outcomes.csv").display());
    fails("simulate", &arguments, b"", 2, &why);
    assert_eq!(files(&out), before);
    assert_eq!(prints("simulate", &[&arguments[..], &["--force"]].concat()), "");
    assert_ne!(files(&out), before);
    let file = folder.join("file");
    fs::write(&file, "").unwrap();
    let why = format!("{}: it is no folder\n", file.display());
    fails("simulate", &["null", "--replications", "0", "--out", file.to_str().unwrap()], b"", 2, &why);
}

#[test]
fn what_cannot_be_simulated_is_named() {
    let names = "`team-as-it-is`, `null`, `protected-joining`, `budget-shock`";
    let why = format!("there is neither a scenario nor a file `a\\u{{1b}}b`; the scenarios are {names}\n");
    fails("simulate", &["a\u{1b}b"], b"", 2, &why);
    let why = "the scenario as it is set: `horizon.days`: expected a number from 0 to 14610\n";
    fails("simulate", &["null", "--set", "/horizon/days=15000", "--set", "/horizon/from=\"2001-01-01\""], b"", 2, why);
    let why = "the scenario as it is set: `/nowhere/at/all`: expected a JSON Pointer to a place in the scenario\n";
    fails("simulate", &["null", "--set", "/nowhere/at/all=1"], b"", 2, why);
    let why = "`null with /horizon/days=90` and `team-as-it-is` are compared, and so need one horizon: the same first day, days and warm-up\n";
    fails("simulate", &["null", "--set", "/horizon/days=90", "--against", "team-as-it-is"], b"", 2, why);
    fails(
        "simulate",
        &["null", "--against", "null"],
        b"",
        2,
        "two scenarios are called `null`; give each a name of its own\n",
    );
    fails("simulate", &["-"], b"{", 2, "-: the line ends within an object (line 1)\n");
    let read = run("simulate", &["-"], b"{\"scenario\":\"a\"}");
    assert!(text(&read.stderr).contains("missing field `version`"), "{}", text(&read.stderr));
    let why = "there is neither a pack nor a file `nobody`";
    assert!(text(&run("simulate", &["null", "--policy", "nobody"], b"").stderr).starts_with(why));

    misused("simulate", &[], "required arguments were not provided");
    misused("simulate", &["null", "--set", "group=1"], "expected a JSON Pointer and a value, such as `/group/cycles=2`");
    misused("simulate", &["null", "--shard", "3/2"], "expected a part and how many there are, such as `1/4`");
    misused("simulate", &["null", "--until", "joy=1", "--at-most", "9"], "expected the code of an outcome");
    misused("simulate", &["null", "--until", "sessions=1"], "--at-most <N>");
    misused("simulate", &["null", "--confidence", "1"], "expected a number above 0 and below 1, such as `0.95`");
    misused("simulate", &["null", "--sensitivity", "/a=b"], "expected a JSON Pointer and factors from 0");
    misused("simulate", &["null", "--histories"], "--out <DIR>");
    misused("simulate", &["--list", "null"], "cannot be used with");
}

#[test]
fn parts_that_do_not_belong_together_are_refused() {
    let folder = scratch("simulate-parts");
    let [one, seed, same] = [("one", "1"), ("seed", "2"), ("same", "1")]
        .map(|(name, seed)| simulates(&folder, name, &["--seed", seed]).join("part.json"));
    let path = |path: &Path| path.to_str().unwrap().to_owned();
    let (one, seed, same) = (path(&one), path(&seed), path(&same));
    let why = format!("{seed} and what was merged before it: one part has the seed 1, the other 2\n");
    fails("merge", &[&one, &seed], b"", 2, &why);
    let why = format!("{same} and what was merged before it: both parts hold the replications 0 to 5\n");
    fails("merge", &[&one, &same], b"", 2, &why);
    let why = format!("{one} and {one} are one file; give each history once\n");
    fails("merge", &[&one, &one], b"", 2, &why);
    let output = run("merge", &["-"], b"{}");
    assert_eq!(output.status.code(), Some(2));
    assert!(
        text(&output.stderr).starts_with("-: it is no part of an experiment: missing field"),
        "{}",
        text(&output.stderr)
    );
    misused("merge", &[], "required arguments were not provided");
}
