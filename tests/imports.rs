//! Event logs read as acts: what becomes of each row, what comes back of an export, and logs and mappings that are wrong.
//!
//! Run with `UPDATE=1` to write the golden text anew: it lists what does not come back of an export, and why.
#![expect(clippy::unwrap_used, reason = "the helpers of tests fail as tests do")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use practice_cycle::cycle::Act;
use practice_cycle::export::{Csv, Exporter, Options, Traces, Xes};
use practice_cycle::history::History;
use practice_cycle::id::{EntryNumber, PersonId};
use practice_cycle::import::{Imported, LogError, Mapping, MappingError, RawMapping, Unusable, XmlProblem, read};
use practice_cycle::reader::Reader;
use serde_json::{Value, json};

const LOG: &str = include_str!("../examples/data/invented_log.csv");
const MAPPING: &str = include_str!("../examples/data/invented_log.mapping.json");

fn mapping() -> Mapping {
    Mapping::parse(MAPPING).unwrap()
}

fn imported(log: &str) -> Imported {
    read(log.as_bytes(), &mapping()).unwrap()
}

/// The mapping, with something else at a place.
fn with(pointer: &str, value: Value) -> Result<Mapping, Unusable> {
    let mut all: Value = serde_json::from_str(MAPPING).unwrap();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    all.pointer_mut(parent).unwrap()[name] = value;
    Mapping::parse(&all.to_string())
}

fn codes(imported: &Imported) -> Vec<(u64, &str)> {
    imported.report.refused.iter().map(|refused| (refused.line, refused.code)).collect()
}

#[test]
fn each_row_is_left_out_refused_or_accepted() {
    let imported = imported(LOG);
    let report = &imported.report;
    assert_eq!(
        codes(&imported),
        [
            (11, "import.time_twice"),
            (12, "import.unknown_activity"),
            (14, "import.not_in_table"),
            (15, "contracting.out_of_step"),
            (18, "import.not_a_number"),
        ]
    );
    let left_out: Vec<(&str, u64)> = report.left_out.iter().map(|rule| (rule.because.as_str(), rule.rows)).collect();
    assert_eq!(left_out, [("entries made while people were trained", 1), ("activities that the mapping leaves out", 1)]);
    assert_eq!((report.read, report.accepted, report.refused_rows(), report.stated), (17, 10, 5, 4));
    assert_eq!(report.read, report.accepted + report.refused_rows() + 2);
    let entries: usize = imported.histories.values().map(|history| history.entries().len()).sum();
    assert_eq!(entries as u64, report.accepted + report.stated);
    assert_eq!(report.not_mapped, BTreeMap::new());
}

#[test]
fn what_came_of_a_log_loads_like_any_other_history() {
    for (cycle, history) in imported(LOG).histories {
        let mut written = Vec::new();
        history.write(&mut written).unwrap();
        let loaded = History::read(written.as_slice()).unwrap();
        assert_eq!(loaded.cycle().id(), Some(&cycle));
        assert_eq!(loaded.entries(), history.entries());
    }
}

#[test]
fn nothing_of_a_row_is_in_a_message_or_a_reference() {
    let imported = imported(LOG);
    let said: String = imported.report.refused.iter().map(|refused| refused.message.clone() + "\n").collect();
    let cells: BTreeSet<&str> = LOG.lines().skip(1).flat_map(|line| line.split(',')).filter(|cell| cell.len() > 4).collect();
    for cell in &cells {
        assert!(!said.contains(cell), "{cell:?} in {said}");
    }
    for history in imported.histories.values() {
        for entry in history.entries() {
            let stored = serde_json::to_string(entry).unwrap();
            assert!(!stored.contains("Ash") && !stored.contains("Birch") && !stored.contains("West"), "{stored}");
        }
    }
}

#[test]
fn a_column_that_is_not_mapped_is_counted_where_it_holds_something() {
    let mut lines = LOG.lines();
    let mut log = format!("{},mood\n", lines.next().unwrap());
    for (place, line) in lines.enumerate() {
        let mood = if place % 5 == 0 { "Invented: low" } else { " " };
        writeln!(log, "{line},{mood}").unwrap();
    }
    assert_eq!(imported(&log).report.not_mapped, BTreeMap::from([("mood".to_owned(), 4)]));
    let ignoring = with("/ignore", json!(["mood"])).unwrap();
    assert_eq!(read(log.as_bytes(), &ignoring).unwrap().report.not_mapped, BTreeMap::new());
}

#[test]
fn words_that_stand_for_nothing_are_nothing() {
    let log = LOG.replace(",live,\n", ",live,nan\n");
    assert!(
        imported(&log)
            .histories
            .values()
            .flat_map(History::entries)
            .any(|it| serde_json::to_string(it).unwrap().contains("nan"))
    );
    let with_empty = read(log.as_bytes(), &with("/empty", json!(["nan"])).unwrap()).unwrap();
    for (cycle, history) in imported(LOG).histories {
        assert_eq!(with_empty.histories[&cycle].entries(), history.entries());
    }
}

#[test]
fn rows_in_another_order_come_back_into_theirs() {
    let mut lines: Vec<&str> = LOG.lines().collect();
    lines[1..].reverse();
    let log = lines.join("\n");
    let as_written = imported(&log);
    assert!(as_written.report.accepted < 10);
    let by_time = read(log.as_bytes(), &with("/order", json!("by_time")).unwrap()).unwrap();
    assert_eq!((by_time.report.accepted, by_time.report.refused_rows()), (10, 5));
    let by_row = read(log.as_bytes(), &with("/order", json!({"by_number": "row"})).unwrap()).unwrap();
    for (cycle, history) in imported(LOG).histories {
        assert_eq!(by_time.histories[&cycle].entries(), history.entries());
        assert_eq!(by_row.histories[&cycle].entries(), history.entries());
    }
}

#[test]
fn a_row_that_cannot_be_read_stops_no_other() {
    let mut log = LOG.as_bytes().to_vec();
    log.extend_from_slice(b"too,short\n");
    log.extend_from_slice(b"20,West 2026,02/07/2026 09:00,\xff,Asked for help,21,team,,,,,,live,\n");
    log.extend_from_slice(b"21,West 2026,02/07/2026 10:00,R. Ash (invented),Asked for help,22,team,,,,,,live,\n");
    let imported = read(log.as_slice(), &mapping()).unwrap();
    assert_eq!(codes(&imported)[5..], [(19, "import.length"), (20, "import.not_utf8")]);
    assert_eq!((imported.report.read, imported.report.accepted), (20, 11));
}

#[test]
fn the_same_row_twice_is_refused_as_recorded_already() {
    let first = LOG.lines().nth(1).unwrap();
    let imported = imported(&format!("{LOG}{}\n", first.replacen('1', "99", 1)));
    assert_eq!(codes(&imported).last(), Some(&(19, "history.already_recorded")));
}

#[test]
fn what_the_mapping_states_is_refused_by_name_too() {
    let mapping = with("/tables/clinicians", json!({"West 2026": "T. Birch (invented)"})).unwrap();
    let imported = read(LOG.as_bytes(), &mapping).unwrap();
    let stated: Vec<(u64, bool, &str)> =
        imported.report.refused.iter().filter(|it| it.line == 13).map(|it| (it.line, it.stated, it.code)).collect();
    assert_eq!(
        stated,
        [(13, true, "import.not_in_table"), (13, true, "import.not_in_table"), (13, false, "cycle.not_opened")]
    );
    assert_eq!(imported.histories.len(), 1);
}

#[test]
fn a_mapping_that_does_not_hold_together_is_refused_with_its_place() {
    let named = "/activities/named";
    for (pointer, value, said) in [
        ("/format", json!(2), "`format` is 2; this version reads mappings in format 1"),
        ("/activities", json!({"named": {}}), "`activities` names none"),
        (
            "/activities/named/Agreed/event/data/parts/verson",
            json!({"constant": 1}),
            "`activities.named.Agreed.data`: the data of `terms_accepted` has no field `verson` there; it has `contract`, `version`",
        ),
        (
            "/activities/named/Met/event/data/parts/space/lookup/table",
            json!("rooms"),
            "`activities.named.Met.data.space`: there is no table `rooms`",
        ),
        (
            "/times/zone",
            json!("Europe/Londinium"),
            "`times.zone`: there is no zone `Europe/Londinium`; expected a name of IANA such as `Europe/London`",
        ),
        (
            "/times/zone",
            json!(null),
            "`times.zone` is missing: `%d/%m/%Y %H:%M` has no offset, so a zone such as `Europe/London` has to be named",
        ),
        ("/times/formats", json!(["%d/%m/%Y %Q"]), "`times.formats`: `%d/%m/%Y %Q` is no format of `strftime`"),
        (
            "/log/csv/delimiter",
            json!("é"),
            "`log.csv.delimiter`: expected one ASCII character, and neither a quote nor the end of a line",
        ),
        (
            "/by/reference/prefix",
            json!("a person"),
            "`by`: expected a reference of 1 to 128 printable ASCII characters, without spaces, quotes, backticks or backslashes",
        ),
        ("/by/reference/columns", json!([]), "`by.reference.columns` is empty"),
    ] {
        let error = with(pointer, value).unwrap_err();
        assert!(matches!(error, Unusable::Mapping(_)), "{pointer}: {error}");
        assert_eq!(error.to_string(), said, "{pointer}");
    }
    for (pointer, value) in [
        ("/colour", json!("blue")),
        ("/by", json!({"column": "who", "constant": "p-1"})),
        ("/by", json!(["who"])),
        (named, json!({"Met": {"event": {"type": "session_missed", "data": {"parts": {}}}}})),
    ] {
        assert!(matches!(with(pointer, value), Err(Unusable::Unreadable(_))), "{pointer}");
    }
}

#[test]
fn a_log_that_lacks_a_column_is_not_begun() {
    let error = read(LOG.replacen("piece", "job", 1).as_bytes(), &mapping()).unwrap_err();
    assert_eq!(error.to_string(), "there is no column `piece`, which the mapping names");
    let error = read(LOG.replacen("piece", "place", 1).as_bytes(), &mapping()).unwrap_err();
    assert!(matches!(error, LogError::SameColumn { place: 7 }), "{error}");
    assert!(matches!(read(&b""[..], &mapping()).unwrap_err(), LogError::NoColumn { .. }));
}

/// An XES of one trace, with the mapping for it.
fn xes(event: &str) -> (String, Mapping) {
    let log = format!(
        "<?xml version=\"1.0\"?>\n<log xmlns=\"http://www.xes-standard.org/\">\n<extension name=\"Concept\" prefix=\"concept\" uri=\"u\"/>\n\
         <global scope=\"event\"><string key=\"concept:name\" value=\"x\"/></global>\n<string key=\"source\" value=\"y\"/>\n\
         <trace>\n<string key=\"concept:name\" value=\"cy-1\"/>\n{event}\n</trace>\n</log>\n"
    );
    let mapping = json!({
        "format": 1, "log": "xes", "cycle": {"column": "trace:concept:name"}, "occurred_at": "time:timestamp",
        "by": {"column": "org:resource"}, "activity": "concept:name",
        "activities": {"named": {"open": {"event": {"type": "cycle_opened", "data": {"parts": {
            "cycle": {"column": "trace:concept:name"}, "format": {"column": "setting/format"},
            "clinician": {"column": "org:resource"}, "team": {"column": "setting"}}}}}}},
    });
    (log, serde_json::from_value::<RawMapping>(mapping).unwrap().try_into().unwrap())
}

const OPENED: &str = "<event>\n<string key=\"concept:name\" value=\"open\"/><date key=\"time:timestamp\" value=\"2026-04-01T10:00:00.000+01:00\"/>\
    <string key=\"org:resource\" value=\"p-1\"></string>\n<string key=\"setting\" value=\"t&#45;1\"><int key=\"format\" value=\"1\"/></string>\
    <list key=\"tags\"><values><string key=\"tag\" value=\"a\"/><string key=\"tag\" value=\"b\"/></values></list></event>";

#[test]
fn xes_is_read_with_what_is_nested_in_it() {
    let (log, mapping) = xes(OPENED);
    let imported = read(log.as_bytes(), &mapping).unwrap();
    assert_eq!(imported.report.refused, []);
    let history = imported.histories.values().next().unwrap();
    assert_eq!(
        serde_json::to_string(&history.entries()[0]).unwrap(),
        r#"{"number":1,"type":"cycle_opened","occurred_at":"2026-04-01T09:00:00Z","recorded_at":"2026-04-01T09:00:00Z","by":"p-1","data":{"cycle":"cy-1","format":1,"clinician":"p-1","team":"t-1"}}"#
    );
    assert_eq!(imported.report.not_mapped, BTreeMap::from([("tags".to_owned(), 1)]));
    let (log, mapping) = xes(&OPENED.replace("2026-04-01T10", "soon"));
    assert_eq!(codes(&read(log.as_bytes(), &mapping).unwrap()), [(8, "import.time_format")]);
}

#[test]
fn xml_that_is_wrong_is_refused_and_never_read_on() {
    let (log, mapping) = xes(OPENED);
    for cut in 0..log.trim_end().len() {
        if log.is_char_boundary(cut) {
            assert!(matches!(read(&log.as_bytes()[..cut], &mapping), Err(LogError::Xml { .. })), "cut at {cut}");
        }
    }
    let deep = format!("{}{}", "<string key=\"a\" value=\"b\">".repeat(60), "</string>".repeat(60));
    for (event, why) in [
        ("<event><trace/></event>", XmlProblem::OutOfPlace),
        ("<event><string key=\"a\" value=\"&other;\"/></event>", XmlProblem::Malformed),
        ("<event><string key=\"a\" value=\"b\"></event></string>", XmlProblem::Malformed),
        (&format!("<event>{deep}</event>"), XmlProblem::TooDeep(32)),
    ] {
        let (log, mapping) = xes(event);
        let error = read(log.as_bytes(), &mapping).unwrap_err();
        assert!(matches!(&error, LogError::Xml { why: found, .. } if *found == why), "{event}: {error}");
    }
    let error = read(&b"<html></html>"[..], &mapping).unwrap_err();
    assert_eq!(error.to_string(), "line 1: expected the element `log` of XES");
}

/// What came back of an export of a history for somebody, and what did not.
fn round_trip(name: &str, history: &History, person: &PersonId, said: &mut String) -> (usize, usize) {
    let last = history.cycle().last_recorded();
    let view = history.view(last, last);
    let reader = Reader::of(&view, person);
    let readable = |number: EntryNumber| reader.is_shown(number);
    let exported: Vec<&Act> = view.entries().iter().filter(|it| readable(it.number())).map(|entry| entry.act()).collect();
    let mut totals = (0, 0);
    for format in ["exported-csv", "exported-xes"] {
        let mut written = Vec::new();
        let options = Options::new().for_person(person.clone()).with_words();
        let mut exporter = match format {
            "exported-csv" => Exporter::new(Csv::new(&mut written), options),
            _ => Exporter::new(Xes::new(&mut written, Traces::OfCycles), options),
        };
        exporter.add(history).unwrap();
        let summary = exporter.finish().unwrap();
        assert_eq!(summary.events as usize, exported.len(), "{name}");
        let imported = read(written.as_slice(), &Mapping::shipped(format).unwrap()).unwrap();
        assert_eq!(imported.report.read, summary.events, "{name}: every event is a row");
        assert_eq!(imported.report.read, imported.report.accepted + imported.report.refused_rows());
        assert_eq!(imported.report.not_mapped, BTreeMap::new(), "{name}");
        let back: Vec<&Act> = imported.histories.values().flat_map(History::entries).map(|entry| entry.act()).collect();
        let same = exported.iter().filter(|act| back.contains(act)).count();
        let mut refused: BTreeMap<&str, usize> = BTreeMap::new();
        imported.report.refused.iter().for_each(|it| *refused.entry(it.code).or_default() += 1);
        let mut otherwise: BTreeMap<&str, usize> = BTreeMap::new();
        for act in back.iter().filter(|act| !exported.contains(*act)) {
            *otherwise.entry(act.event.kind().code()).or_default() += 1;
        }
        writeln!(
            said,
            "{name}, {format}: {same} of {} the same; refused: {refused:?}; otherwise: {otherwise:?}",
            exported.len()
        )
        .unwrap();
        totals = (totals.0 + same, totals.1 + exported.len());
    }
    totals
}

#[test]
fn what_is_exported_with_its_words_comes_back_and_what_does_not_is_listed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let (mut said, mut same, mut all) = (String::new(), 0, 0);
    for file in files.iter().filter(|file| file.extension().is_some_and(|kind| kind == "jsonl")) {
        let Ok(history) = History::read(std::fs::read(file).unwrap().as_slice()) else { continue };
        let opened: Value = serde_json::to_value(&history.entries()[0]).unwrap();
        let clinician: PersonId = opened["data"]["clinician"].as_str().unwrap().parse().unwrap();
        let name = file.file_stem().unwrap().to_str().unwrap();
        let (back, exported) = round_trip(name, &history, &clinician, &mut said);
        (same, all) = (same + back, all + exported);
    }
    writeln!(said, "all: {same} of {all} the same").unwrap();
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/imported.txt");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&golden, &said).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&golden).unwrap_or_default(), said, "`UPDATE=1` writes it anew");
    assert!(same * 100 >= all * 90, "{said}");
}

#[test]
fn shipped_mappings_say_what_they_are() {
    for name in Mapping::SHIPPED {
        let written = serde_json::to_string(Mapping::shipped(name).unwrap().says()).unwrap();
        assert!(Mapping::parse(&written).is_ok(), "{name}: what is written is read");
    }
    assert!(matches!(
        serde_json::from_str::<RawMapping>(MAPPING).map(|raw| Mapping::try_from(RawMapping { format: 9, ..raw })).unwrap(),
        Err(MappingError::UnknownFormat { found: 9 })
    ));
}
