//! Exporting the same histories to the same log of OCEL 2.0 as JSON: ours, which writes events as they come, beside the crate
//! `process_mining`, which builds a log in memory and writes it. Both begin with the rows of `export::Case`. That the two logs are the
//! same is checked first.
//!
//! `cargo run --release -p peers --bin export`

#![expect(clippy::unwrap_used, reason = "benchmarks run on histories of their own, and stop where those do not fit")]

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io::{Cursor, Write};
use std::time::Instant;

use practice_cycle::cycle::Kind;
use practice_cycle::export::{Case, Error, Exporter, Format, Object, Options, Value, ValueType, attributes, ocel};
use practice_cycle::history::History;
use practice_cycle::noun::Noun;
use practice_cycle::{code::Code, export::ObjectType};
use process_mining::OCEL;
use process_mining::core::event_data::object_centric::ocel_json::export_ocel_json_to_writer;
use process_mining::core::event_data::object_centric::{
    OCELAttributeValue, OCELEvent, OCELEventAttribute, OCELObject, OCELRelationship, OCELType, OCELTypeAttribute,
};

const SIZES: [usize; 3] = [20, 200, 2000];
const RUNS: usize = 5;

/// The log of the peer, as somebody would build it who uses that crate.
struct Theirs<W> {
    to: W,
    log: OCEL,
    kinds: BTreeSet<Kind>,
    written: HashSet<String>,
}

impl<W: Write> Theirs<W> {
    fn new(to: W) -> Self {
        let log = OCEL { event_types: Vec::new(), object_types: Vec::new(), events: Vec::new(), objects: Vec::new() };
        Self { to, log, kinds: BTreeSet::new(), written: HashSet::new() }
    }
}

fn relationships(relations: &[(&'static str, Object<'_>)]) -> Vec<OCELRelationship> {
    relations.iter().map(|(how, object)| OCELRelationship::new(object.to_string(), how)).collect()
}

fn attribute(name: &str, value: OCELAttributeValue) -> OCELEventAttribute {
    OCELEventAttribute { name: name.to_owned(), value }
}

impl<W: Write> Format for Theirs<W> {
    fn add(&mut self, case: &Case<'_>) -> Result<(), Error> {
        let mut objects: Vec<(Object<'_>, Vec<OCELRelationship>)> = Vec::new();
        let mut places: BTreeMap<Object<'_>, usize> = BTreeMap::new();
        case.each(|row| {
            self.kinds.insert(row.kind);
            let mut all = vec![
                attribute("number", OCELAttributeValue::String(row.number.to_string())),
                attribute("recorded_at", OCELAttributeValue::Time(row.recorded_at.to_utc().fixed_offset())),
                attribute("phase", OCELAttributeValue::String(row.phase.code().to_owned())),
            ];
            all.extend(row.role.map(|role| attribute("by_role", OCELAttributeValue::String(role.code().to_owned()))));
            all.extend(row.attributes.iter().map(|(name, value)| {
                attribute(
                    name,
                    match value {
                        Value::Time(at) => OCELAttributeValue::Time(at.to_utc().fixed_offset()),
                        Value::Text(_) | Value::Number(_) | Value::Day(_) => OCELAttributeValue::String(value.to_string()),
                    },
                )
            }));
            self.log.events.push(OCELEvent::new(
                format!("{} {}", case.cycle(), row.number),
                row.kind.code(),
                row.occurred_at.to_utc().fixed_offset(),
                all,
                relationships(&row.relations),
            ));
            let mut place = |object| {
                *places.entry(object).or_insert_with(|| {
                    objects.push((object, Vec::new()));
                    objects.len() - 1
                })
            };
            for &(_, object) in &row.relations {
                place(object);
            }
            let is_opening = row.kind.code() == "cycle_opened";
            let opened = row.relations.first().filter(|_| is_opening).map(|&(_, cycle)| cycle);
            if let Some(made) = row.makes.or(opened) {
                let place = place(made);
                let relates = |how: &str, object: &Object<'_>| {
                    let is_person = object.of == ObjectType::Made(Noun::Person);
                    *object != made && !matches!(how, "by" | "recorded_by") && (is_opening || !is_person)
                };
                let related: Vec<_> = row.relations.iter().copied().filter(|(how, it)| relates(how, it)).collect();
                if let Some((_, relations)) = objects.get_mut(place) {
                    *relations = relationships(&related);
                }
            }
            Ok(())
        })?;
        for (object, relationships) in objects {
            let id = object.to_string();
            if self.written.insert(id.clone()) {
                let object_type = object.of.code().to_owned();
                self.log.objects.push(OCELObject { id, object_type, attributes: Vec::new(), relationships });
            }
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), Error> {
        self.log.event_types = self.kinds.iter().map(|&kind| event_type(kind)).collect();
        let of: BTreeSet<&str> = self.log.objects.iter().map(|object| object.object_type.as_str()).collect();
        self.log.object_types =
            of.into_iter().map(|name| OCELType { name: name.to_owned(), attributes: Vec::new() }).collect();
        Ok(export_ocel_json_to_writer(&self.log, self.to)?)
    }
}

fn event_type(kind: Kind) -> OCELType {
    let own = attributes(kind).filter(|attribute| !attribute.is_words);
    let own = own.map(|attribute| (attribute.name.as_str(), attribute.holds));
    let always = [
        ("number", ValueType::Number),
        ("recorded_at", ValueType::Time),
        ("phase", ValueType::Text),
        ("by_role", ValueType::Text),
    ];
    let named = |(name, holds): (&str, ValueType)| OCELTypeAttribute {
        name: name.to_owned(),
        value_type: match holds {
            ValueType::Number => "integer".to_owned(),
            ValueType::Time => "time".to_owned(),
            ValueType::Text | ValueType::Day => "string".to_owned(),
        },
    };
    OCELType { name: kind.code().to_owned(), attributes: always.into_iter().chain(own).map(named).collect() }
}

/// Counts what is written, and forgets it.
#[derive(Default)]
struct Counted(u64);

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += std::hint::black_box(bytes).len() as u64;
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn exported(histories: &[History], format: impl Format) -> u64 {
    let mut exporter = Exporter::new(format, Options::new());
    histories.iter().for_each(|history| exporter.add(history).unwrap());
    exporter.finish().unwrap().events
}

fn ours(histories: &[History], to: impl Write) -> u64 {
    exported(histories, ocel::Json::new(to, Cursor::new(Vec::new())))
}

fn theirs(histories: &[History], to: impl Write) -> u64 {
    exported(histories, Theirs::new(to))
}

/// Both logs hold the same.
fn check(histories: &[History]) {
    let read = |write: fn(&[History], &mut Vec<u8>) -> u64| -> OCEL {
        let mut written = Vec::new();
        write(histories, &mut written);
        let mut log: OCEL = serde_json::from_slice(&written).unwrap();
        log.objects.sort_by(|one, other| one.id.cmp(&other.id));
        log.object_types.sort_by(|one, other| one.name.cmp(&other.name));
        log
    };
    let (ours, theirs) = (read(|histories, to| ours(histories, to)), read(|histories, to| theirs(histories, to)));
    assert!(ours.events == theirs.events && ours.event_types == theirs.event_types, "the two logs differ in events");
    assert!(ours.objects == theirs.objects && ours.object_types == theirs.object_types, "the two logs differ in objects");
}

/// Seconds that a call takes, and what it counts.
fn timed(call: impl FnOnce(&mut Counted) -> u64) -> (f64, u64) {
    let mut to = Counted::default();
    let begun = Instant::now();
    let events = call(&mut to);
    let took = begun.elapsed().as_secs_f64();
    assert!(to.0 > 100 * events);
    (took, events)
}

fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied().unwrap()
}

fn main() {
    let stored = std::fs::read_to_string("examples/data/turnover.jsonl").unwrap();
    println!(
        "The same histories as OCEL 2.0 in JSON, in events a second; the median of {RUNS} runs, one after the other in turn.\n"
    );
    println!(
        "| histories | events | practice-cycle | process_mining: build, then write | ratio | to reach |\n|---|---|---|---|---|---|"
    );
    for size in SIZES {
        let history = |number: usize| stored.replace("invented-turnover", &format!("cycle-{number}"));
        let histories: Vec<History> = (0..size).map(|number| History::read(history(number).as_bytes()).unwrap()).collect();
        if size == SIZES[0] {
            check(&histories);
        }
        let (mut one, mut other, mut events) = (Vec::new(), Vec::new(), 0);
        for _ in 0..RUNS {
            let (took, count) = timed(|to| ours(&histories, to));
            one.push(took);
            events = count;
            other.push(timed(|to| theirs(&histories, to)).0);
        }
        let (one, other) = (median(one), median(other));
        let rate = |took: f64| (events as f64 / took).round();
        println!("| {size} | {events} | {} | {} | {:.1} | ≥ 2 |", rate(one), rate(other), other / one);
    }
}
