//! Event logs read as acts: what becomes of each row, what comes back of an export, and logs and mappings that are wrong.
//!
//! Run with `UPDATE=1` to write the golden text anew: it lists what does not come back of an export, and why.
#![expect(clippy::unwrap_used, reason = "the helpers of tests fail as tests do")]

#[path = "golden/mod.rs"]
mod golden;

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
    assert_eq!((report.read, report.accepted, report.refused_rows(), report.stated), (17, 10, 5, 6));
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
        [
            (13, true, "import.not_in_table"),
            (13, true, "import.not_in_table"),
            (13, true, "import.not_in_table"),
            (13, false, "cycle.not_opened")
        ]
    );
    let row = imported.report.refused.iter().find(|it| it.line == 13 && !it.stated).unwrap();
    assert_eq!(row.follows_from, Some(13));
    assert!(row.message.ends_with("; it may follow from what the mapping states, which was refused"), "{}", row.message);
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
        (
            "/activities/named/Met/event/data/parts",
            json!({"session": {"column": "row"}, "cover": {"constant": {"uncovered": "urgent"}}, "present": {"column": "who"}}),
            "`activities.named.Met.data`: the field `space` is missing, and may not be left out",
        ),
        (
            "/activities/named/Terms/event/data/parts/terms/parts/lead",
            json!({"constant": "sharde"}),
            "`activities.named.Terms.data.terms.lead`: expected one of `clinician`, `social_worker`, `shared`, found `sharde`",
        ),
        (
            "/activities/named/Terms/event/data/parts/terms/parts/lead",
            json!({"constant": "R. Ash (invented)"}),
            "`activities.named.Terms.data.terms.lead`: expected one of `clinician`, `social_worker`, `shared`",
        ),
        ("/opening/0/by", json!({"constant": ["p-1"]}), "`opening[0].by`: expected a reference"),
        (
            "/opening/0/data/parts/format",
            json!({"constant": "one"}),
            "`opening[0].data.format`: expected a whole number from 0 to 65535, found `one`",
        ),
        (
            "/times/formats",
            json!(["DD/MM/YYYY HH:MM"]),
            "`times.formats`: `DD/MM/YYYY HH:MM` does not say which day and time it is; as `strftime` writes it, `%d/%m/%Y %H:%M` does",
        ),
        (
            "/times/formats",
            json!(["%d/%m %H:%M"]),
            "`times.formats`: `%d/%m %H:%M` does not say which day and time it is; as `strftime` writes it, `%d/%m/%Y %H:%M` does",
        ),
        (
            "/activities/named/Terms/event/data/parts/terms/parts/duration/parts/until/parts/ends/day/formats",
            json!(["dd/mm/yyyy"]),
            "`activities.named.Terms.data.terms.duration.until.ends`: `dd/mm/yyyy` does not say which day it is; as `strftime` writes it, \
             `%d/%m/%Y` does",
        ),
    ] {
        let error = with(pointer, value).unwrap_err();
        assert!(matches!(error, Unusable::Mapping(_)), "{pointer}: {error}");
        assert_eq!(error.to_string(), said, "{pointer}");
    }
    let roles = with("/tables/roles/R. Ash (invented)", json!("socialworker")).unwrap_err().to_string();
    assert!(roles.starts_with("`tables.roles`, which `entering.role` asks: expected one of `clinician`, "), "{roles}");
    assert!(roles.ends_with(", found `socialworker`"), "{roles}");
    let kind = with("/opening/0/type", json!("cycle_begun")).unwrap_err().to_string();
    let listed = "`opening[0].type`: expected the code of an event; `practice-cycle schema import_mapping` lists them";
    assert!(kind.ends_with(listed), "{kind}");
    for (pointer, value) in [
        ("/colour", json!("blue")),
        ("/by", json!({"column": "who", "constant": "p-1"})),
        ("/by", json!(["who"])),
        (named, json!({"Met": {"event": {"type": "session_missed", "data": {"parts": {}}}}})),
    ] {
        assert!(matches!(with(pointer, value), Err(Unusable::Unreadable(_))), "{pointer}");
    }
}

/// A mapping whose one activity has these data.
fn of_data(kind: &Value, data: Value) -> Result<Mapping, Unusable> {
    with("/activities/named", json!({"x": {"event": {"type": kind, "data": data}}}))
}

/// Every value in it, replaced by another one, one at a time.
fn spoilt(json: &Value, by: &Value) -> Vec<Value> {
    let mut all = vec![by.clone()];
    match json {
        Value::Array(items) => {
            for (place, item) in items.iter().enumerate() {
                all.extend(spoilt(item, by).into_iter().map(|it| {
                    let mut other = items.clone();
                    *other.get_mut(place).unwrap() = it;
                    Value::Array(other)
                }));
            }
        }
        Value::Object(parts) => {
            for (name, part) in parts {
                all.extend(spoilt(part, by).into_iter().map(|it| {
                    let mut other = parts.clone();
                    other.insert(name.clone(), it);
                    Value::Object(other)
                }));
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    all
}

#[test]
fn a_mapping_is_refused_for_its_constants_only_where_every_act_would_be() {
    let (mut missing, mut unfit) = (0, 0);
    for line in include_str!("golden/every_kind.jsonl").lines() {
        let entry: Value = serde_json::from_str(line).unwrap();
        let (kind, data) = (&entry["type"], &entry["data"]);
        let reads = |data: &Value| {
            let act = format!(
                r#"{{"type":{kind},"occurred_at":"2026-04-01T09:00:00Z","recorded_at":"2026-04-01T09:00:00Z","by":"p-1","data":{data}}}"#
            );
            practice_cycle::stored::parse::<Act>(&act)
        };
        let parts = |data: &Value| -> Value {
            let parts = data.as_object().unwrap().iter().map(|(name, json)| (name.clone(), json!({"constant": json})));
            json!({"parts": parts.collect::<serde_json::Map<String, Value>>()})
        };
        assert_eq!(reads(data).err(), None, "{line}");
        for whole in [json!({"constant": data}), parts(data)] {
            assert_eq!(of_data(kind, whole).err(), None, "{line}");
        }
        for name in data.as_object().unwrap().keys() {
            let mut without = data.clone();
            without.as_object_mut().unwrap().remove(name);
            let needed = reads(&without).is_err_and(|why| why.problem() == format!("missing field `{name}`"));
            let refused = of_data(kind, parts(&without)).is_err();
            missing += usize::from(refused);
            assert!(refused || !needed, "{kind} without {name} is let through");
            assert!(!refused || reads(&without).is_err(), "{kind} without {name} is refused");
        }
        for by in [json!("no-such-code"), json!(7), json!(["no-such-code"]), json!({})] {
            for other in spoilt(data, &by) {
                if let Err(why) = of_data(kind, json!({"constant": other})) {
                    unfit += 1;
                    assert!(reads(&other).is_err(), "{kind}: {why}: {other}");
                }
            }
        }
    }
    assert!(missing > 200 && unfit > 1000, "{missing} and {unfit}");
}

#[cfg(feature = "schemars")]
#[test]
fn the_schema_of_a_mapping_takes_the_one_format_and_no_field_that_there_is_not() {
    fn open(schema: &Value, at: &str, found: &mut Vec<String>) {
        if let Value::Object(parts) = schema {
            if parts.contains_key("properties") && parts.get("additionalProperties") != Some(&json!(false)) {
                found.push(at.to_owned());
            }
            parts.iter().for_each(|(name, part)| open(part, &format!("{at}/{name}"), found));
        } else if let Value::Array(items) = schema {
            items.iter().for_each(|item| open(item, at, found));
        }
    }
    let schema = practice_cycle::import::schema().to_value();
    assert_eq!(schema["properties"]["format"]["const"], 1);
    let mut found = Vec::new();
    open(&schema, "", &mut found);
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn a_log_that_lacks_a_column_is_not_begun() {
    let error = read(LOG.replacen("piece", "job", 1).as_bytes(), &mapping()).unwrap_err();
    let said = "there is no column `piece`, which the mapping names; the first line has `row`, `attachment`, `when`, `who`, `what`, \
                `job`, `place`, `about`, `purpose`, `until`, `present`, `score`, `state`, `remark`";
    assert_eq!(error.to_string(), said);
    let both = LOG.replacen("piece", "job", 1).replacen("who,what", "whom,what", 1);
    let error = read(both.as_bytes(), &mapping()).unwrap_err();
    assert!(error.to_string().starts_with("there are no columns `piece`, `who`, which the mapping names; "), "{error}");
    let error = read(LOG.replacen("piece", "place", 1).as_bytes(), &mapping()).unwrap_err();
    assert!(matches!(error, LogError::SameColumn { place: 7 }), "{error}");
    assert!(matches!(read(&b""[..], &mapping()).unwrap_err(), LogError::Empty));
}

#[test]
fn a_log_with_another_delimiter_names_the_setting_and_quotes_nothing_of_its_first_line() {
    for (other, written) in [(";", ";"), ("\t", "\\t"), ("|", "|")] {
        let error = read(LOG.replace(',', other).as_bytes(), &mapping()).unwrap_err().to_string();
        assert!(
            error.ends_with(&format!("set `\"log\": {{\"csv\": {{\"delimiter\": \"{written}\"}}}}` in the mapping")),
            "{error}"
        );
        let delimiter = with("/log/csv/delimiter", json!(other)).unwrap();
        assert_eq!(read(LOG.replace(',', other).as_bytes(), &delimiter).unwrap().report.read, 17);
    }
    let headless: String = LOG.lines().skip(1).map(|line| format!("{line}\n")).collect();
    let error = read(headless.as_bytes(), &mapping()).unwrap_err().to_string();
    assert!(error.ends_with("; the first line holds 14 values, and none of them is one of its columns"), "{error}");
    assert!(!error.contains("Ash"), "{error}");
}

#[test]
fn a_line_is_the_one_that_an_editor_shows_however_lines_end() {
    let expected = codes(&imported(LOG)).iter().map(|(line, _)| *line).collect::<Vec<_>>();
    let lines = |log: &str| codes(&imported(log)).iter().map(|(line, _)| *line).collect::<Vec<_>>();
    for end in ["\r\n", "\r"] {
        assert_eq!(lines(&LOG.replace('\n', end)), expected, "{end:?}");
    }
    // A field that holds line ends is some lines long; a blank line is one.
    for end in ["\n", "\r\n", "\r"] {
        let long = LOG
            .replacen("Invented: the parents", "\"Invented:\n\nthe parents", 1)
            .replacen("each other\n", "each other\"\n\n", 1);
        let later: Vec<u64> = expected.iter().map(|line| line + 3).collect();
        assert_eq!(lines(&long.replace('\n', end)), later, "{end:?}");
    }
    // Longer than what is read at once.
    let many = format!("{}\r\n", LOG.lines().nth(9).unwrap()).repeat(4000);
    let log = format!("{}\r\n{many}{}", LOG.lines().next().unwrap(), LOG.lines().nth(11).unwrap());
    assert_eq!(lines(&log), [4002]);
    let (log, mapping) = xes(&OPENED.replace("2026-04-01T10", "soon"));
    for end in ["\n", "\r\n", "\r"] {
        let imported = read(log.replace('\n', end).into_bytes().as_slice(), &mapping).unwrap();
        assert_eq!(codes(&imported), [(8, "import.time_format")], "{end:?}");
    }
}

#[test]
fn a_refusal_that_may_follow_from_an_earlier_one_says_from_which() {
    let log = LOG.replacen("Asked for help,17,joint visit", "Asked for help,17,nowhere", 1);
    let imported = imported(&log);
    let followed = |line: u64| imported.report.refused.iter().find(|it| it.line == line).map(|it| it.follows_from);
    assert_eq!(followed(2), Some(None));
    for line in [3, 4, 5, 6, 7, 9, 15, 16, 17] {
        assert_eq!(followed(line), Some(Some(2)), "line {line}");
    }
    assert_eq!(followed(11), Some(None), "of another cycle");
    let said = &imported.report.refused.iter().find(|it| it.line == 3).unwrap().message;
    assert!(said.ends_with("; it may follow from line 2, which was refused"), "{said}");
    // What is made after all is lost no more.
    let again = "2,West 2026,07/04/2026 09:20,R. Ash (invented),Asked for help,17,joint visit,F-3001,,,,,live,\n2,West 2026,08/04/2026";
    let imported = read(log.replacen("2,West 2026,08/04/2026", again, 1).as_bytes(), &mapping()).unwrap();
    assert!(imported.report.refused.iter().all(|it| it.follows_from.is_none()), "{:?}", imported.report.refused);
}

#[test]
fn somebody_who_is_not_known_is_named_with_the_field_and_the_column() {
    let mut all: Value = serde_json::from_str(MAPPING).unwrap();
    all["opening"].as_array_mut().unwrap().pop();
    let imported = read(LOG.as_bytes(), &Mapping::parse(&all.to_string()).unwrap()).unwrap();
    let refused = imported.report.refused.iter().find(|it| it.line == 9).unwrap();
    assert!(refused.message.ends_with(", at `data.present[2]` from `present`"), "{}", refused.message);
}

#[test]
fn an_export_without_words_says_that_its_words_are_missing() {
    let stored = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data/turnover.jsonl")).unwrap();
    let history = History::read(stored.as_slice()).unwrap();
    for name in Mapping::SHIPPED {
        let mut written = Vec::new();
        let mut exporter = match name {
            "exported-csv" => Exporter::new(Csv::new(&mut written), Options::new()),
            _ => Exporter::new(Xes::new(&mut written, Traces::OfCycles), Options::new()),
        };
        exporter.add(&history).unwrap();
        exporter.finish().unwrap();
        let report = read(written.as_slice(), &Mapping::shipped(name).unwrap()).unwrap().report;
        let first = &report.refused[0];
        assert_eq!(first.code, "import.no_words", "{name}");
        assert_eq!(
            first.message,
            "`data.terms.safeguarding.known`: the words are missing: the log was exported without them; \
             `export --words --for PERSON` keeps those that PERSON may read"
        );
        assert!(report.refused.iter().all(|it| it.code != "reading.malformed"), "{name}: {:?}", report.refused);
        assert_eq!(report.refused[1].follows_from, Some(first.line), "{name}");
    }
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
    golden::is_golden("tests/golden/imported.txt", &said);
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
