//! `export`: histories in the formats of other systems.

use std::collections::BTreeSet;

use super::*;

fn log(arguments: &[&str]) -> Value {
    serde_json::from_str(&prints("export", &[&["ocel-json"], arguments].concat())).unwrap()
}

#[test]
fn a_log_of_ocel_holds_every_history_that_loads() {
    let folder = scratch("export_several");
    let broken = file(&folder, "broken.jsonl", format!("{OPENED}\n{{\"number\":2}}\n"));
    let output = run("export", &["ocel-json", TURNOVER, &broken, CONCURRENT, TURNOVER], b"");
    assert_eq!(output.status.code(), Some(2));
    let why: Vec<&str> = text(&output.stderr).lines().collect();
    assert!(why[0].starts_with(&format!("{broken}: line 2: ")), "{why:?}");
    assert_eq!(why[1], format!("{TURNOVER}: it is a second history of the cycle `invented-turnover`, and is left out"));
    let log: Value = serde_json::from_str(text(&output.stdout)).unwrap();
    let cycles = log["objects"].as_array().unwrap().iter().filter(|it| it["type"] == "cycle");
    let cycles: BTreeSet<&str> = cycles.map(|it| it["id"].as_str().unwrap()).collect();
    assert_eq!(cycles, BTreeSet::from(["cycle invented-concurrent", "cycle invented-turnover"]));
}

#[test]
fn a_file_is_named_with_how_much_is_in_it_and_is_the_same_as_what_is_printed() {
    let folder = scratch("export_file");
    let out = folder.join("log.csv").to_str().unwrap().to_owned();
    let told = prints("export", &["csv", "--out", &out, TURNOVER]);
    let written = std::fs::read_to_string(&out).unwrap();
    let rows = written.matches("\r\n").count() - 1;
    assert_eq!(told, format!("{out}\n{rows} events, 1 history.\n"));
    assert_eq!(prints("export", &["csv", TURNOVER]), written);
    fails(
        "export",
        &["csv", "--out", &out, TURNOVER],
        b"",
        2,
        &format!("{out}: there is a file already; `--force` overwrites it\n"),
    );
}

#[test]
fn where_no_history_can_be_exported_nothing_is_left() {
    let folder = scratch("export_of_nothing");
    let out = folder.join("log").to_str().unwrap().to_owned();
    let empty = folder.join("empty");
    std::fs::create_dir(&empty).unwrap();
    let empty = empty.to_str().unwrap();
    let formats = ["csv", "xes", "ocel-json", "fhir"].into_iter();
    let formats = formats.chain(cfg!(feature = "sqlite").then_some("ocel-sqlite"));
    let missing = "nothing.jsonl: it cannot be read: there is no such file\n".to_owned();
    let no_files = format!("{empty}: there is no file `*.jsonl` in it\n");
    for format in formats.chain(cfg!(feature = "parquet").then_some("parquet")) {
        for (place, why) in [("nothing.jsonl", &missing), (empty, &no_files)] {
            fails("export", &[format, "--out", &out, place], b"", 2, why);
            assert!(!Path::new(&out).exists(), "{format}");
            if !["ocel-sqlite", "parquet"].contains(&format) {
                fails("export", &[format, place], b"", 2, why);
            }
        }
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1, "no draft is left of {format}");
        prints("export", &[format, "--out", &out, TURNOVER]);
        std::fs::remove_file(&out).unwrap();
    }
}

#[test]
fn what_holds_acts_and_not_entries_says_so() {
    let why = "examples/data/acts.jsonl: it holds acts, which have no number, and not the entries of a history; `practice-cycle act` records them\n";
    fails("export", &["csv", "examples/data/acts.jsonl"], b"", 2, why);
    fails("replay", &["examples/data/acts.jsonl"], b"", 2, why);
}

#[test]
fn standard_input_is_exported_like_a_file() {
    let stored = std::fs::read(TURNOVER).unwrap();
    let output = run("export", &["ocel-json", "-"], &stored);
    assert_eq!(text(&output.stdout), prints("export", &["ocel-json", TURNOVER]));
}

#[cfg(feature = "sqlite")]
#[test]
fn a_database_is_written_whole_to_a_file_or_not_at_all() {
    let folder = scratch("export_sqlite");
    let out = folder.join("log.sqlite").to_str().unwrap().to_owned();
    fails("export", &["ocel-sqlite", TURNOVER], b"", 2, "this format is written to a file: give --out\n");
    let told = prints("export", &["ocel-sqlite", "--stages", "--out", &out, TURNOVER, CONCURRENT]);
    assert!(told.contains(" events, 2 histories; left out: 1 entry made in error."), "{told}");
    assert!(std::fs::read(&out).unwrap().starts_with(b"SQLite format 3\0"));
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1, "no journal and no draft is left");
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_goes_to_a_file_alone() {
    let folder = scratch("export_parquet");
    let out = folder.join("log.parquet").to_str().unwrap().to_owned();
    fails("export", &["parquet", TURNOVER], b"", 2, "this format is written to a file: give --out\n");
    prints("export", &["parquet", "--out", &out, TURNOVER]);
    assert!(std::fs::read(&out).unwrap().starts_with(b"PAR1"));
}

#[cfg(not(feature = "sqlite"))]
#[test]
fn a_format_that_was_not_built_in_says_so() {
    let why = "this program was built without this format: build it with the feature `sqlite`\n";
    fails("export", &["ocel-sqlite", "--out", "log.sqlite", TURNOVER], b"", 2, why);
}

#[test]
fn states_are_for_ocel_and_words_for_somebody_in_a_file() {
    let no_room = "--stages, --standing and --boundary are for OCEL: this format has no room for them\n";
    fails("export", &["csv", "--standing", TURNOVER], b"", 2, no_room);
    let output = run("export", &["csv", "--words", TURNOVER], b"");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("--for <PERSON>") && text(&output.stderr).contains("--out <FILE>"));
    let nobody = "`--for somebody`: nobody of that reference is in what was read\n";
    let folder = scratch("export_for");
    let out = folder.join("log.json").to_str().unwrap().to_owned();
    fails("export", &["ocel-json", "--for", "somebody", "--out", &out, TURNOVER], b"", 2, nobody);
    assert!(!Path::new(&out).exists());
}

#[test]
fn what_a_family_observed_is_exported_for_those_alone_who_may_know_of_it() {
    let moving = "examples/data/boundary_moving.jsonl";
    let observed =
        |log: &Value| log["events"].as_array().unwrap().iter().filter(|it| it["type"] == "boundary_observed").count();
    let (nobody, clinician) = (observed(&log(&[moving])), observed(&log(&["--for", "clinician", moving])));
    assert!(nobody < clinician, "{nobody} and {clinician}");
}

#[test]
fn an_export_can_be_of_an_earlier_time() {
    let events = |more: &[&str]| log(&[more, &[TURNOVER]].concat())["events"].as_array().unwrap().len();
    let (early, all) = (events(&["--as-of", "2026-06-10"]), events(&[]));
    assert!(0 < early && early < all && events(&["--known-at", "2026-06-10"]) <= early, "{early} of {all}");
}
