//! Exports: each format shows what its reader is shown, as it was so and as it was known, and nothing that nobody asked for.

#![expect(clippy::unwrap_used, reason = "the helpers of tests fail as tests do")]

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};

use practice_cycle::code::Code;
use practice_cycle::cycle::{Entry, Event, Kind};
use practice_cycle::export::{
    Case, Csv, Error, Exporter, Format, ObjectType, Options, Phase, Pseudonyms, Summary, attributes, ocel,
};
use practice_cycle::history::History;
use practice_cycle::id::EntryNumber;
use practice_cycle::moment::Moment;
use practice_cycle::noun::Noun;
use practice_cycle::reader::Reader;
use practice_cycle::standing::{Parameters, Standing};
use serde_json::Value;

const EVERY_KIND: &str = "tests/golden/every_kind.jsonl";
const TURNOVER: &str = "examples/data/turnover.jsonl";

fn read(file: &str) -> History {
    History::read(std::fs::read(file).unwrap().as_slice()).unwrap()
}

/// Every history that comes with this repository to be looked at.
fn examples() -> Vec<History> {
    let files = std::fs::read_dir("examples/data").unwrap().map(|file| file.unwrap().path());
    let histories = files.filter(|file| file.extension().is_some_and(|it| it == "jsonl"));
    let read = histories.filter_map(|file| History::read(std::fs::read(file).unwrap().as_slice()).ok());
    read.chain([read_every_kind()]).collect()
}

fn read_every_kind() -> History {
    read(EVERY_KIND)
}

/// Which entries were exported.
struct Numbers<'n>(&'n mut Vec<EntryNumber>);

impl Format for Numbers<'_> {
    fn add(&mut self, case: &Case<'_>) -> Result<(), Error> {
        case.each(|row| {
            self.0.push(row.number);
            Ok(())
        })
    }
    fn finish(self: Box<Self>) -> Result<(), Error> {
        Ok(())
    }
}

fn numbers(history: &History, options: Options) -> (Vec<EntryNumber>, Summary) {
    let mut numbers = Vec::new();
    let mut exporter = Exporter::new(Numbers(&mut numbers), options);
    exporter.add(history).unwrap();
    let summary = exporter.finish().unwrap();
    (numbers, summary)
}

fn json(histories: &[&History], options: Options) -> String {
    let mut written = Vec::new();
    let mut exporter = Exporter::new(ocel::Json::new(&mut written, Cursor::new(Vec::new())), options);
    histories.iter().for_each(|history| exporter.add(history).unwrap());
    exporter.finish().unwrap();
    String::from_utf8(written).unwrap()
}

fn csv(histories: &[&History], options: Options) -> String {
    let mut written = Vec::new();
    let mut exporter = Exporter::new(Csv::new(&mut written), options);
    histories.iter().for_each(|history| exporter.add(history).unwrap());
    exporter.finish().unwrap();
    String::from_utf8(written).unwrap()
}

/// The texts that stand in stored data.
fn texts(entry: &Entry) -> Vec<String> {
    fn strings(value: &Value, all: &mut Vec<String>) {
        match value {
            Value::String(text) if text.contains(' ') => all.push(text.clone()),
            Value::Array(items) => items.iter().for_each(|item| strings(item, all)),
            Value::Object(fields) => fields.values().for_each(|field| strings(field, all)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let mut all = Vec::new();
    strings(&serde_json::to_value(entry).unwrap(), &mut all);
    all
}

#[test]
fn every_kind_but_corrections_belongs_to_a_part_of_the_work() {
    for kind in Kind::all() {
        assert_eq!(Phase::of(kind).is_none(), kind.family() == "correction", "{kind:?}");
    }
}

#[test]
fn no_attribute_has_the_name_of_another() {
    for kind in Kind::all() {
        let names: Vec<&str> = attributes(kind).map(|attribute| attribute.name.as_str()).collect();
        let mut different: BTreeSet<&str> = names.iter().copied().collect();
        different.extend(["number", "recorded_at", "phase", "by_role"]);
        assert_eq!(different.len(), names.len() + 4, "{kind:?}: {names:?}");
    }
}

#[test]
fn what_is_exported_is_what_the_reader_is_shown_in_the_order_of_occurrence() {
    let (mut withheld, mut all) = (0, 0);
    for history in examples() {
        let last = history.cycle().last_recorded();
        let view = history.view(last, last);
        let people: BTreeSet<_> = view.entries().iter().map(|entry| &entry.act().by).collect();
        let readers = people.into_iter().map(Some).chain([None]);
        for person in readers {
            let reader = person.map_or_else(|| Reader::nobody(&view), |person| Reader::of(&view, person));
            let options = person.map_or_else(Options::new, |person| Options::new().for_person(person.clone()));
            let shown = view.by_occurrence().into_iter().map(Entry::number).filter(|&number| reader.is_shown(number));
            let shown: Vec<EntryNumber> = shown.collect();
            assert_eq!(numbers(&history, options).0, shown);
            all += view.entries().len();
            withheld += view.entries().len() - shown.len();
        }
    }
    assert!(withheld > 100 && all > 5 * withheld, "{withheld} of {all}");
}

#[test]
fn an_export_is_as_of_a_time_and_as_known_at_a_time() {
    let history = read(TURNOVER);
    for entry in history.entries() {
        let (occurred, recorded) = (entry.act().occurred_at, entry.act().recorded_at);
        for (as_of, known_at) in [(occurred, Moment::LATEST), (Moment::LATEST, recorded), (occurred, recorded)] {
            let view = history.view(as_of, known_at);
            let reader = Reader::nobody(&view);
            let shown = view.entries().iter().filter(|entry| reader.is_shown(entry.number())).count();
            let (found, summary) = numbers(&history, Options::new().as_of(as_of).known_at(known_at));
            assert_eq!((found.len(), summary.events), (shown, shown as u64));
        }
    }
    let before = Options::new().as_of("2020-01-01T00:00:00Z".parse().unwrap());
    let (found, summary) = numbers(&history, before);
    assert_eq!((found.len(), summary.histories, summary.not_open), (0, 0, 1));
}

#[test]
fn entries_made_in_error_are_left_out_and_counted() {
    let mut history = read(TURNOVER);
    let (before, summary) = numbers(&history, Options::new());
    assert_eq!(summary.in_error, 0);
    // The last of those that nothing rests on.
    let last = history.entries().last().unwrap();
    let (at, by) = (last.act().recorded_at, last.act().by.clone());
    let taken_back = before.iter().copied().rev().find(|number| {
        let correction = format!(
            r#"{{"type":"entered_in_error","occurred_at":"{at}","recorded_at":"{at}","by":"{}","data":{{"entries":[{number}],"reason":"Invented."}}}}"#,
            by.as_str()
        );
        history.record(serde_json::from_str(&correction).unwrap()).is_ok()
    });
    let (after, summary) = numbers(&history, Options::new());
    assert_eq!(summary.in_error, 1);
    assert_eq!(after, before.into_iter().filter(|&it| Some(it) != taken_back).collect::<Vec<_>>());
}

#[test]
fn no_word_is_exported_unless_it_is_asked_for_by_somebody_who_may_read_it() {
    let (mut kept, mut shown) = (0, 0);
    for history in examples() {
        let view = history.view(Moment::LATEST, Moment::LATEST);
        let clinician = view.entries().iter().find_map(|entry| {
            let Event::Attachment(practice_cycle::attachment::Event::CycleOpened(data)) = entry.event() else { return None };
            Some(data.clinician.clone())
        });
        let clinician = clinician.unwrap();
        let reader = Reader::of(&view, &clinician);
        let for_clinician = Options::new().for_person(clinician);
        let written = [
            json(&[&history], Options::new()) + &csv(&[&history], Options::new()),
            json(&[&history], Options::new().with_words()),
            json(&[&history], for_clinician.clone()),
        ];
        let with_words = json(&[&history], for_clinician.with_words());
        for entry in view.entries() {
            for text in texts(entry).iter().map(|text| serde_json::to_string(text).unwrap()) {
                let text = text.trim_matches('"');
                assert!(written.iter().all(|log| !log.contains(text)), "{text}");
                assert_eq!(
                    with_words.contains(text),
                    reader.is_shown(entry.number()) && reader.may_read(entry.number()),
                    "{text}"
                );
                kept += 1;
                shown += usize::from(with_words.contains(text));
            }
        }
    }
    assert!(shown > 20 && kept > shown, "{shown} of {kept}");
}

#[test]
fn cases_are_numbered_through_all_histories_unless_words_are_asked_for() {
    let (one, other) = (read("examples/data/statutory_path.jsonl"), read("examples/data/threshold_after_incident.jsonl"));
    let log = json(&[&one, &other], Options::new());
    let cases = |log: &str| -> BTreeSet<String> {
        let log: Value = serde_json::from_str(log).unwrap();
        let cases = log["objects"].as_array().unwrap().iter().filter(|object| object["type"] == "case");
        cases.map(|object| object["id"].as_str().unwrap().to_owned()).collect()
    };
    let numbered = cases(&log);
    assert_eq!(numbered, (1..=numbered.len()).map(|number| format!("case {number}")).collect());
    let stored = cases(&json(&[&one, &other], Options::new().with_words()));
    assert_eq!(stored.len(), numbered.len());
    assert!(stored.is_disjoint(&numbered) && stored.iter().all(|case| !log.contains(case.as_str())));
}

#[test]
fn a_pseudonym_is_the_same_in_every_format_and_no_reference_stays() {
    let history = read(TURNOVER);
    let key = Pseudonyms::new(b"an invented key of 32 characters").unwrap();
    let options = || Options::new().with_pseudonyms(key.clone()).with_stages();
    let (json, csv) = (json(&[&history], options()), csv(&[&history], options()));
    let view = history.view(Moment::LATEST, Moment::LATEST);
    for entry in view.entries() {
        let pseudonym = key.of(ObjectType::Made(Noun::Person), entry.act().by.as_str());
        assert!(json.contains(&format!("\"person {pseudonym}\"")) && csv.contains(&format!(",{pseudonym},")));
    }
    let cycle = key.of(ObjectType::Cycle, history.cycle().id().unwrap().as_str());
    assert!(json.contains(&format!("\"cycle {cycle}\"")) && csv.contains(&format!("\r\n{cycle},")));
    for contract in view.entries().iter().filter_map(|it| practice_cycle::contracting::ContractInvited::of(it.event())) {
        let pseudonym = key.of(ObjectType::Made(Noun::Contract), contract.contract.as_str());
        assert!(json.contains(&format!("\"contract {cycle} {pseudonym}\"")));
        assert!(!json.contains(&format!(" {}\"", contract.contract.as_str())));
    }
    // A role has the code `clinician`, too; a reference stands after a space.
    for (log, before) in [(&json, " "), (&csv, "")] {
        for reference in ["invented-turnover", "worker-a", "worker-b", "invented-team"] {
            assert!(!log.contains(&format!("{before}{reference}")), "{reference}");
        }
    }
}

#[test]
fn each_object_is_declared_and_written_once_and_all_values_are_text() {
    let histories = examples();
    let histories: Vec<&History> = histories.iter().collect();
    let log: Value = serde_json::from_str(&json(&histories, Options::new().with_stages())).unwrap();
    let list = |name: &str| log[name].as_array().unwrap().iter();
    let mut objects = BTreeMap::new();
    for object in list("objects") {
        assert!(objects.insert(object["id"].as_str().unwrap(), object["type"].as_str().unwrap()).is_none(), "{object}");
    }
    let declared =
        |name: &str| -> BTreeSet<String> { list(name).map(|it| it["name"].as_str().unwrap().to_owned()).collect() };
    let (events_declared, objects_declared) = (declared("eventTypes"), declared("objectTypes"));
    assert!(objects.values().all(|of| objects_declared.contains(*of)));
    let cases = objects.iter().filter(|(_, of)| **of == "case").map(|(id, _)| id.trim_start_matches("case "));
    assert!(cases.clone().all(|number| number.parse::<u32>().is_ok()) && cases.count() > 3);
    for event in list("events") {
        assert!(events_declared.contains(event["type"].as_str().unwrap()));
        assert!(event["attributes"].as_array().unwrap().iter().all(|it| it["value"].is_string()));
        let related = event["relationships"].as_array().unwrap().iter();
        assert!(related.into_iter().all(|it| objects.contains_key(it["objectId"].as_str().unwrap())), "{event}");
    }
    assert!(events_declared.len() > 100 && objects_declared.len() > 40);
}

#[test]
fn states_end_where_the_readings_say_that_things_stand() {
    let history = read("examples/data/therapy_reframe_welcome.jsonl");
    let last = history.cycle().last_recorded();
    let view = history.view(last, last);
    let log: Value = serde_json::from_str(&json(&[&history], Options::new().with_stages().with_standing())).unwrap();
    let last_of = |id: &str, name: &str| {
        let object = log["objects"].as_array().unwrap().iter().find(|it| it["id"] == id).unwrap();
        let mut its = object["attributes"].as_array().unwrap().iter().filter(|it| it["name"] == name);
        its.next_back().unwrap()["value"].as_str().unwrap().to_owned()
    };
    let cycle = history.cycle().id().unwrap().as_str();
    let standing = Standing::of(&view, &Parameters::default()).step.code();
    assert_eq!(last_of(&format!("cycle {cycle}"), "standing"), standing);
    let invited = view.entries().iter().filter_map(|it| practice_cycle::contracting::ContractInvited::of(it.event()));
    for contract in invited.map(|data| &data.contract) {
        let stage = view.cycle().contract(contract).unwrap().stages(last).last().unwrap().stage.code();
        assert_eq!(last_of(&format!("contract {cycle} {}", contract.as_str()), "stage"), stage);
    }
}

#[test]
fn a_second_history_of_a_cycle_is_left_out_and_the_export_goes_on() {
    let (one, other) = (read(TURNOVER), read("examples/data/unwelcome_reframe.jsonl"));
    let mut exporter = Exporter::new(Csv::new(io::sink()), Options::new());
    exporter.add(&one).unwrap();
    let again = exporter.add(&one).unwrap_err();
    assert_eq!(again.to_string(), "it is a second history of the cycle `invented-turnover`, and is left out");
    exporter.add(&other).unwrap();
    assert_eq!(exporter.finish().unwrap().histories, 2);
}

/// A spool that is somewhere else than in memory.
struct Elsewhere;

impl Read for Elsewhere {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Ok(0)
    }
}

impl Write for Elsewhere {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for Elsewhere {
    fn seek(&mut self, _: SeekFrom) -> io::Result<u64> {
        Ok(0)
    }
}

#[test]
fn memory_is_bounded_by_the_largest_history_beside_the_references_that_are_shared() {
    let stored = std::fs::read_to_string(TURNOVER).unwrap();
    let most = |count: usize| {
        let used = allocation_counter::measure(|| {
            let mut exporter = Exporter::new(ocel::Json::new(io::sink(), Elsewhere), Options::new());
            for number in 0..count {
                let history = stored.replace("invented-turnover", &format!("cycle-{number}"));
                exporter.add(&History::read(history.as_bytes()).unwrap()).unwrap();
            }
            exporter.finish().unwrap();
        });
        used.bytes_max
    };
    let _ = most(1); // What is made once for a program: which attributes each kind of event has.
    let (few, many) = (most(5), most(200));
    assert!(many < few + 200 * 128, "{few} bytes for 5 histories, {many} for 200");
}

#[test]
fn what_cannot_be_written_is_an_error() {
    let history = read(TURNOVER);
    let mut room = [0; 1000];
    let mut exporter = Exporter::new(ocel::Json::new(&mut room[..], Cursor::new(Vec::new())), Options::new());
    assert!(matches!(exporter.add(&history), Err(Error::Io(why)) if why.kind() == io::ErrorKind::WriteZero));
}
