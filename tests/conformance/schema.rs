//! The schemas never refuse what reading accepts; and whatever they accept that reading refuses has one of the listed reasons.
//! Held to by a validator that is not ours, with `format` asserted and without.
//!
//! Run with `UPDATE=1` to write the golden files anew.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "in the helpers of tests, where a slip is a failed test"
)]

#[path = "../forms/fill.rs"]
mod fill;
mod golden;
mod spoil;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use jsonschema::Validator;
use practice_cycle::code::Code;
use practice_cycle::cycle::{Act, Entry, Kind, Offer};
use practice_cycle::schema::{self, Unsaid};
use practice_cycle::stored;
use serde_json::{Value, json};

/// Something that is written, its schema, and how it is read.
struct Written {
    name: &'static str,
    schema: Value,
    /// With `format` asserted, and as an annotation.
    validators: [Validator; 2],
    reads: fn(&str) -> Result<Value, String>,
}

impl Written {
    fn new(name: &'static str, schema: Value, reads: fn(&str) -> Result<Value, String>) -> Self {
        let validator = |formats| jsonschema::options().should_validate_formats(formats).build(&schema).unwrap();
        let validators = [validator(true), validator(false)];
        Self { name, schema, validators, reads }
    }

    fn offer() -> Self {
        Self::new("offer", schema::offer(), read_as::<Offer>)
    }

    fn act() -> Self {
        Self::new("act", schema::act(), read_as::<Act>)
    }

    fn entry() -> Self {
        Self::new("entry", schema::entry(), read_as::<Entry>)
    }

    /// The same as it is written: an entry has a number more, an offer no `recorded_at`.
    fn of(&self, kind: Kind, data: &Value) -> Value {
        let mut document = fill::act(kind, data);
        if self.name == "entry" {
            document["number"] = json!(7);
            document["recorded_by"] = json!("p-9");
        }
        if self.name == "offer" {
            document.as_object_mut().unwrap().remove("recorded_at");
        }
        document
    }

    #[track_caller]
    fn fits(&self, document: &Value, what: &str) {
        for validator in &self.validators {
            let wrong: Vec<String> =
                validator.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect();
            assert!(wrong.is_empty(), "{} {what}: {wrong:#?}", self.name);
        }
    }

    /// Holds a document to the law, and tells why reading refuses what the schema accepts.
    #[track_caller]
    fn obeys(&self, document: &Value) -> Outcome {
        let read = (self.reads)(&document.to_string());
        let fits = [&self.validators[0], &self.validators[1]].map(|validator| validator.is_valid(document));
        let Err(problem) = read else {
            assert!(fits == [true; 2], "the schema of an {} refuses what is read: {document}", self.name);
            return Outcome::Read;
        };
        if fits == [false; 2] {
            return Outcome::Refused;
        }
        let why = Unsaid::ALL.iter().find(|why| (self.reads)(&mended(document, **why).to_string()).is_ok());
        let name = self.name;
        Outcome::Unsaid(
            *why.unwrap_or_else(|| panic!("the schema of an {name} accepts without reason: {problem}: {document}")),
        )
    }
}

/// What becomes of a document.
#[derive(Debug, PartialEq)]
enum Outcome {
    Read,
    /// By the schema, too.
    Refused,
    Unsaid(Unsaid),
}

fn read_as<T: serde::de::DeserializeOwned + serde::Serialize>(line: &str) -> Result<Value, String> {
    let read: T = stored::parse(line).map_err(|error| error.to_string())?;
    Ok(serde_json::to_value(read).unwrap())
}

/// The document without what a reason is about: where it can be read then, that was the reason.
fn mended(document: &Value, why: Unsaid) -> Value {
    match document {
        Value::Object(object) => object.iter().map(|(key, value)| (key.clone(), mended(value, why))).collect(),
        Value::Array(items) => items.iter().map(|item| mended(item, why)).collect(),
        Value::Number(number) if why == Unsaid::NotWhole && number.is_f64() => number
            .as_f64()
            .filter(|number| number.fract() == 0.0)
            .map_or_else(|| document.clone(), |whole| json!(whole as i64)),
        Value::String(text) => match why {
            Unsaid::NoSuchDay => json!(text.replace("2-29", "2-28").replace("999999", "9999")),
            Unsaid::BeyondTime => json!(text.replace("1899-12-31", "1900-01-02").replace("2200-01-01", "2199-12-30")),
            Unsaid::LongInSpace if text.trim() != text => json!(text.trim().chars().take(20_000).collect::<String>()),
            _ => document.clone(),
        },
        Value::Null | Value::Bool(_) | Value::Number(_) => document.clone(),
    }
}

fn golden_lines() -> Vec<(String, String)> {
    let golden = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../golden");
    let data = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples/data");
    let folder = |path: PathBuf| std::fs::read_dir(path).unwrap().map(|file| file.unwrap().path());
    let files = folder(golden.join("format_1")).chain(folder(data)).chain([golden.join("entries.jsonl")]);
    let lines = |path: PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        text.lines().map(|line| (name.clone(), line.to_owned())).collect::<Vec<_>>()
    };
    // `acts.jsonl` holds acts, as its name says, and a portfolio entries of another kind.
    let histories = files.filter(|path| {
        let name = path.to_string_lossy();
        name.ends_with(".jsonl") && !name.ends_with("acts.jsonl") && !name.ends_with("portfolio.jsonl")
    });
    histories.flat_map(lines).collect()
}

#[test]
fn the_schemas_are_as_before() {
    for mut written in [Written::offer(), Written::act(), Written::entry()] {
        written.schema.sort_all_objects();
        golden::is_as_before(written.name, &written.schema);
    }
}

#[test]
fn the_schemas_are_schemas() {
    for written in [Written::offer(), Written::act(), Written::entry()] {
        assert!(jsonschema::meta::is_valid(&written.schema), "{}", written.name);
        assert_eq!(written.schema["$id"], format!("urn:practice-cycle:format-1:{}", written.name));
        assert_eq!(written.schema["oneOf"].as_array().unwrap().len(), Kind::all().count());
        // Every reference leads somewhere, and nothing is defined that nothing refers to.
        let mut referred = BTreeSet::new();
        references(&written.schema, &mut referred);
        let defined: BTreeSet<String> =
            written.schema["$defs"].as_object().unwrap().keys().map(|name| format!("#/$defs/{name}")).collect();
        assert_eq!(referred, defined);
    }
}

fn references(schema: &Value, found: &mut BTreeSet<String>) {
    match schema {
        Value::Object(object) => {
            if let Some(Value::String(reference)) = object.get("$ref") {
                found.insert(reference.clone());
            }
            object.values().for_each(|value| references(value, found));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A name defined for one thing and taken for another would make the schema of the second wrong, without anybody noticing.
#[test]
fn no_two_things_share_a_name() {
    let mut named: BTreeMap<String, Value> = BTreeMap::new();
    fn collect(value: &Value, named: &mut BTreeMap<String, Value>) {
        if let Value::Object(object) = value {
            let takes = object.get("type").and_then(Value::as_str).unwrap_or_default();
            let (name, content) = match takes {
                "code" | "codes" => (&object["list"], &object["words"]),
                "group" => (&object["name"], &object["fields"]),
                "choice" => (&object["name"], &object["variants"]),
                _ => (&Value::Null, &Value::Null),
            };
            if let Value::String(name) = name {
                let before = named.entry(name.clone()).or_insert_with(|| content.clone());
                assert_eq!(before, content, "{name}");
            }
        }
        match value {
            Value::Object(object) => object.values().for_each(|value| collect(value, named)),
            Value::Array(items) => items.iter().for_each(|value| collect(value, named)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    for kind in Kind::all() {
        let form = kind.form();
        assert!(named.insert(form.name.clone(), json!([])).is_none(), "{}", form.name);
        collect(&serde_json::to_value(&form.fields).unwrap(), &mut named);
    }
    assert!(named.len() > 100, "{}", named.len());
    // Fields under a variant, by both names.
    let joined = |code: &str| {
        let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
        code.split('_').map(capital).collect::<String>()
    };
    let fields = |(name, content): (&String, &Value)| {
        let variants: Vec<&Value> =
            content.as_array().unwrap().iter().filter(|it| it["holds"]["type"] == "fields").collect();
        variants.iter().map(|it| format!("{name}{}", joined(it["code"].as_str().unwrap()))).collect::<Vec<_>>()
    };
    let under: Vec<String> = named.iter().flat_map(fields).collect();
    assert!(under.contains(&"DurationUntil".to_owned()));
    assert!(under.iter().all(|name| !named.contains_key(name)), "{under:?}");
    // What is defined beside them, in every schema.
    for own in ["Text", "Day", "Moment", "EntryNumber", "Tombstone"] {
        assert!(!named.contains_key(own), "{own}");
    }
    assert!(!named.keys().any(|name| name.ends_with("Id") || name.ends_with("Act") || name.ends_with("Offer")));
}

#[test]
fn every_line_that_was_ever_written_fits() {
    let entry = Written::entry();
    let lines = golden_lines();
    assert!(lines.len() > 500, "{}", lines.len());
    for (place, (name, line)) in lines.iter().enumerate() {
        entry.fits(&serde_json::from_str(line).unwrap(), &format!("{name}, {place}"));
    }
}

#[test]
fn whatever_a_form_offers_fits() {
    for written in [Written::offer(), Written::act(), Written::entry()] {
        for kind in Kind::all() {
            for data in fill::all_of(&kind.form().fields) {
                written.fits(&written.of(kind, &data), kind.code());
            }
        }
    }
}

#[test]
fn every_stored_example_fits() {
    for written in [Written::offer(), Written::act(), Written::entry()] {
        for kind in Kind::all() {
            written.fits(&written.of(kind, &serde_json::from_str(kind.stored_example()).unwrap()), kind.code());
        }
    }
}

#[test]
fn what_is_required_is_required_by_the_schema_too() {
    let act = Written::act();
    for kind in Kind::all() {
        for (place, data) in fill::incomplete(&kind.form().fields) {
            assert!(!act.validators[1].is_valid(&act.of(kind, &data)), "{} without {place}", kind.code());
        }
    }
}

/// Spoils a document of each kind in every way, and counts what became of them.
fn spoil_all(written: &Written, kinds: impl Iterator<Item = Kind>) -> (usize, usize, BTreeSet<Unsaid>) {
    let (mut read, mut refused, mut unsaid) = (0, 0, BTreeSet::new());
    for kind in kinds {
        let data = serde_json::from_str(kind.stored_example()).unwrap();
        for document in spoil::spoilt(&written.of(kind, &data)) {
            match written.obeys(&document) {
                Outcome::Read => read += 1,
                Outcome::Refused => refused += 1,
                Outcome::Unsaid(why) => _ = unsaid.insert(why),
            }
        }
    }
    (read, refused, unsaid)
}

#[test]
fn spoilt_acts_are_refused_by_the_schema_only_if_they_cannot_be_read() {
    let (read, refused, unsaid) = spoil_all(&Written::act(), Kind::all());
    assert!(read > 1_000 && refused > 20_000, "{read} {refused}");
    // A key that stands twice is lost before a validator sees it.
    let seen = [Unsaid::NotWhole, Unsaid::NoSuchDay, Unsaid::BeyondTime, Unsaid::LongInSpace];
    assert_eq!(unsaid, BTreeSet::from(seen));
}

#[test]
fn spoilt_entries_are_refused_by_the_schema_only_if_they_cannot_be_read() {
    let (read, refused, _) = spoil_all(&Written::entry(), Kind::all().step_by(2));
    assert!(read > 500 && refused > 10_000, "{read} {refused}");
}

#[test]
fn spoilt_offers_are_refused_by_the_schema_only_if_they_cannot_be_read() {
    let (read, refused, _) = spoil_all(&Written::offer(), Kind::all().skip(1).step_by(4));
    assert!(read > 200 && refused > 5_000, "{read} {refused}");
}

/// An act of a kind with one field filled in.
fn with(kind: &str, field: &str, value: Value) -> Value {
    let kind = Kind::from_code(kind).unwrap();
    let mut data = fill::least_of(&kind.form().fields);
    data[field] = value;
    fill::act(kind, &data)
}

#[test]
fn every_listed_reason_has_its_example() {
    let act = Written::act();
    let mut shown = BTreeSet::new();
    for document in [
        with("outcome_rated", "score", json!(7.0)),
        with("outcome_rated", "score", json!(-0.0)),
        with("terms_accepted", "version", json!(1e3)),
        with("contract_reviewed", "next_review", json!("2026-2-29")),
        with("contract_reviewed", "next_review", json!("+999999-01-01")),
        with("boundary_reviewed", "as_of", json!("1900-02-29 09:00:00Z")),
        with("boundary_reviewed", "as_of", json!("1899-12-31T23:59:59Z")),
        with("boundary_reviewed", "as_of", json!("2200-01-01T00:00:00Z")),
        with("view_given", "words", json!(format!("{} ", "a".repeat(20_001)))),
    ] {
        let Outcome::Unsaid(why) = act.obeys(&document) else { panic!("no reason is needed: {document}") };
        shown.insert(why);
    }
    // Without `format`, the same of days and instants as they are usually written.
    for document in [
        with("contract_reviewed", "next_review", json!("2026-02-29")),
        with("boundary_reviewed", "as_of", json!("2026-02-29T09:00:00Z")),
    ] {
        assert_eq!([true, false].map(|formats| act.validators[usize::from(!formats)].is_valid(&document)), [false, true]);
        assert_eq!(act.obeys(&document), Outcome::Unsaid(Unsaid::NoSuchDay));
    }
    let twice =
        with("person_left", "person", json!("p-2")).to_string().replacen(r#""by":"p-1""#, r#""by":"p-1","by":"p-1""#, 1);
    act.fits(&serde_json::from_str(&twice).unwrap(), "twice");
    assert!((act.reads)(&twice).unwrap_err().contains("duplicate field `by`"));
    shown.insert(Unsaid::KeyTwice);
    assert_eq!(shown, Unsaid::ALL.iter().copied().collect());
}

#[test]
fn a_tombstone_fits_an_entry_and_no_act() {
    let tombstone = json!({"redacted": true});
    let [offer, act, entry] = [Written::offer(), Written::act(), Written::entry()];
    for (kind, field) in [("view_given", "words"), ("contract_invited", "case"), ("cases_merged", "into")] {
        let kind = Kind::from_code(kind).unwrap();
        let mut data = fill::least_of(&kind.form().fields);
        data[field] = tombstone.clone();
        entry.fits(&entry.of(kind, &data), field);
        assert!((entry.reads)(&entry.of(kind, &data).to_string()).is_ok());
        for written in [&offer, &act] {
            let document = written.of(kind, &data);
            assert!(!written.validators[1].is_valid(&document), "{} {field}", written.name);
            let problem = (written.reads)(&document.to_string()).unwrap_err();
            assert!(problem.ends_with("a redacted text cannot be recorded again"), "{problem}");
        }
    }
}

/// Where the schema and reading have to agree exactly: the validator speaks of a part alone.
fn part(name: &str, formats: bool) -> Validator {
    let schema = json!({ "$ref": format!("#/$defs/{name}"), "$defs": schema::act()["$defs"] });
    jsonschema::options().should_validate_formats(formats).build(&schema).unwrap()
}

#[test]
fn every_character_that_a_text_or_a_reference_may_have_is_known_to_the_schema() {
    let (text, person) = (part("Text", false), part("PersonId", false));
    let mut refused = [0, 0];
    for c in '\0'..=char::MAX {
        for words in [format!("{c}"), format!("{c}a"), format!("a{c}"), format!("a{c}a")] {
            let read = practice_cycle::text::Text::new(&words).is_ok();
            assert_eq!(text.is_valid(&json!(words)), read, "{words:?}");
            refused[0] += usize::from(!read);
            // Beyond these planes there is nothing that a reference could have.
            if c < '\u{3000}' {
                let read = practice_cycle::id::PersonId::new(&words).is_ok();
                assert_eq!(person.is_valid(&json!(words)), read, "{words:?}");
                refused[1] += usize::from(!read);
            }
        }
    }
    assert!(refused.iter().all(|&refused| refused > 100), "{refused:?}");
}

/// Days and instants as people and programs write them, well and badly.
fn dates() -> Vec<String> {
    let mut dates = Vec::new();
    for year in
        ["0000", "0001", "26", "202", "2024", "2026", "1900", "2000", "12026", "+12026", "-0004", "+2026", " 2026", ""]
    {
        for month in ["00", "01", "1", "2", "02", "4", "06", "9", "11", "12", "13", "012", " 3", "x"] {
            for day in ["0", "00", "1", "01", "28", "29", "30", "31", "32", "9", "031", " 5", "5 ", "5\u{85}"] {
                for between in ["-", " - ", "/", "\u{2212}", ""] {
                    dates.push(format!("{year}{between}{month}{between}{day}"));
                }
            }
        }
    }
    dates
}

#[test]
fn days_are_as_they_are_read() {
    let [with_formats, without] = [part("Day", true), part("Day", false)];
    let (mut days, mut unsaid) = (0, 0);
    for date in dates() {
        let read = date.parse::<practice_cycle::chrono::NaiveDate>().is_ok();
        let value = json!(date);
        assert!(!read || (with_formats.is_valid(&value) && without.is_valid(&value)), "{date:?} is read");
        days += usize::from(read);
        if !read && without.is_valid(&value) {
            let leap = date.contains("29") && date.contains('2');
            assert!(leap, "{date:?} is not read");
            unsaid += 1;
        }
    }
    assert!(days > 1_000 && unsaid > 10, "{days} {unsaid}");
}

#[test]
fn instants_are_as_they_are_read() {
    let [with_formats, without] = [part("Moment", true), part("Moment", false)];
    let (mut instants, mut unsaid) = (0, 0);
    for date in
        ["2026-04-02", "2024-02-29", "2026-02-29", "1899-12-31", "2200-01-01", "2199-12-31", "1900-01-01", "2026-4-2"]
    {
        for between in ["T", "t", " ", "", "_"] {
            for time in ["09:30:00", "00:00:00", "23:59:59", "23:59:60", "24:00:00", "9:30:00", "09:30", "09:60:00"] {
                for fraction in ["", ".5", ".123456789", ".1234567891234", ".", ",5"] {
                    for offset in
                        ["Z", "z", "+01:00", "-00:00", "\u{2212}05:00", "+23:59", "-24:00", "+0100", "+01", "", " Z"]
                    {
                        let instant = format!("{date}{between}{time}{fraction}{offset}");
                        let read = instant.parse::<practice_cycle::moment::Moment>().is_ok();
                        let value = json!(instant);
                        assert!(!read || (with_formats.is_valid(&value) && without.is_valid(&value)), "{instant} is read");
                        instants += usize::from(read);
                        if !read && without.is_valid(&value) {
                            let known = ["2026-02-29", "1899-12-31", "2200-01-01"].contains(&date)
                                || (date, offset) == ("1900-01-01", "+01:00")
                                || (date == "1900-01-01" && offset == "+23:59")
                                || (date == "2199-12-31" && offset == "\u{2212}05:00");
                            assert!(known, "{instant} is not read");
                            unsaid += 1;
                        }
                    }
                }
            }
        }
    }
    assert!(instants > 500 && unsaid > 100, "{instants} {unsaid}");
}

mod drawn {
    use practice_cycle::strategy;
    use proptest::prelude::*;
    use proptest::test_runner::TestRunner;

    use super::*;

    #[test]
    fn acts_and_histories_that_are_drawn_fit() {
        let (act, entry) = (Written::act(), Written::entry());
        let config = ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() };
        let drawn = (strategy::acts(30), strategy::history(40));
        let fits = |(acts, history): (Vec<Act>, practice_cycle::history::History)| {
            acts.iter().for_each(|drawn| act.fits(&serde_json::to_value(drawn).unwrap(), "drawn"));
            history.entries().iter().for_each(|drawn| entry.fits(&serde_json::to_value(drawn).unwrap(), "drawn"));
            Ok(())
        };
        TestRunner::new(config).run(&drawn, fits).unwrap();
    }

    #[test]
    fn acts_that_are_drawn_and_spoilt_obey() {
        let act = Written::act();
        let config = ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() };
        let spoilt = (strategy::acts(1), any::<prop::sample::Index>());
        let obeys = |(acts, place): (Vec<Act>, prop::sample::Index)| {
            let mutants = spoil::spoilt(&serde_json::to_value(&acts[0]).unwrap());
            let from = place.index(mutants.len());
            mutants[from..].iter().take(40).for_each(|mutant| _ = act.obeys(mutant));
            Ok(())
        };
        TestRunner::new(config).run(&spoilt, obeys).unwrap();
    }
}
