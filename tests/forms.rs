//! A form says what reading takes: what is filled in by the form alone can be read, and what it calls required cannot be left out.
//!
//! Run with `UPDATE=1` to write the golden file anew.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "in the helpers of tests, where a slip is a failed test"
)]

#[path = "forms/fill.rs"]
mod fill;
#[path = "golden/mod.rs"]
mod golden;

use std::collections::{BTreeMap, BTreeSet};

use practice_cycle::code::Code;
use practice_cycle::cycle::{Act, Entry, Kind, MAX_ITEMS, Offer};
use practice_cycle::evidencing;
use practice_cycle::form::{self, Field, Holds, Takes};
use practice_cycle::noun::Noun;
use practice_cycle::stored;
use serde_json::{Value, json};

fn read(kind: Kind, data: &Value) -> Result<Act, String> {
    stored::parse(&fill::act(kind, data).to_string()).map_err(|error| error.to_string())
}

#[track_caller]
fn reads(kind: Kind, data: &Value) -> Act {
    read(kind, data).unwrap_or_else(|error| panic!("{}: {error}: {data}", kind.code()))
}

/// Every part of a form, however deep, with its path.
fn parts(kind: Kind) -> Vec<(String, Takes)> {
    fn of_fields(path: &str, fields: &[Field], found: &mut Vec<(String, Takes)>) {
        fields.iter().for_each(|field| of(&format!("{path}.{}", field.name), &field.takes, found));
    }
    fn of(path: &str, takes: &Takes, found: &mut Vec<(String, Takes)>) {
        found.push((path.to_owned(), takes.clone()));
        match takes {
            Takes::List { of: item, .. } => of(&format!("{path}[]"), item, found),
            Takes::Group { fields, .. } => of_fields(path, fields, found),
            Takes::Choice { variants, .. } => {
                for variant in variants {
                    let path = format!("{path}.{}", variant.code);
                    match &variant.holds {
                        Holds::Nothing => {}
                        Holds::One { takes } => of(&path, takes, found),
                        Holds::Fields { fields } => of_fields(&path, fields, found),
                    }
                }
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    of_fields(kind.code(), &kind.form().fields, &mut found);
    found
}

#[test]
fn the_forms_are_as_before() {
    let forms: Vec<_> = Kind::all().map(Kind::form).collect();
    let mut all = json!({ "offer": form::offer(), "act": form::act(), "entry": form::entry(), "forms": forms });
    all.sort_all_objects();
    let now = serde_json::to_string_pretty(&all).unwrap() + "\n";
    golden::is_golden("tests/golden/forms.json", &now);
}

#[test]
fn what_is_required_is_enough() {
    for kind in Kind::all() {
        let data = fill::least_of(&kind.form().fields);
        let act = reads(kind, &data);
        assert_eq!(act.event.kind(), kind);
        // Nothing was left out that is written all the same, and nothing was added.
        let again = serde_json::to_value(&act).unwrap();
        assert_eq!(again, fill::act(kind, &data), "{}", kind.code());
    }
}

#[test]
fn whatever_a_form_offers_can_be_read_and_is_written_again() {
    let mut documents = 0;
    for kind in Kind::all() {
        for data in fill::all_of(&kind.form().fields) {
            let act = reads(kind, &data);
            let written = serde_json::to_string(&act).unwrap();
            assert_eq!(stored::parse::<Act>(&written).unwrap(), act);
            documents += 1;
        }
    }
    assert!(documents > 1_000, "{documents}");
}

#[test]
fn every_optional_field_is_kept_when_it_is_filled_in() {
    let mut optional = 0;
    for kind in Kind::all() {
        let fields = kind.form().fields;
        for field in fields.iter().filter(|field| !field.required) {
            let mut data = fill::least_of(&fields);
            // An empty list says no more than one that is left out.
            let value =
                fill::all(&field.takes).into_iter().find(|value| *value != json!([]) && *value != json!({})).unwrap();
            data[field.name] = value;
            let written = serde_json::to_value(reads(kind, &data)).unwrap();
            assert!(written["data"].get(field.name).is_some(), "{}.{}", kind.code(), field.name);
            optional += 1;
        }
    }
    assert!(optional > 70, "{optional}");
}

#[test]
fn what_is_required_cannot_be_left_out() {
    let mut left_out = 0;
    for kind in Kind::all() {
        for (place, data) in fill::incomplete(&kind.form().fields) {
            assert!(read(kind, &data).is_err(), "{} was read without {place}: {data}", kind.code());
            left_out += 1;
        }
    }
    assert!(left_out > 200, "{left_out}");
}

#[test]
fn null_says_the_same_as_leaving_out_where_the_form_says_so() {
    let mut refused = 0;
    for kind in Kind::all() {
        let fields = kind.form().fields;
        let least = fill::least_of(&fields);
        for field in &fields {
            let mut data = least.clone();
            data[field.name] = Value::Null;
            assert_eq!(read(kind, &data).is_ok(), field.nullable, "{}.{}", kind.code(), field.name);
            assert!(!(field.nullable && field.required));
            refused += usize::from(!field.nullable);
            if field.nullable {
                assert_eq!(reads(kind, &data), reads(kind, &least));
            }
        }
    }
    assert!(refused > 100, "{refused}");
}

/// Puts a value at the only place of a kind where a field of that name stands.
fn with(kind: &str, field: &str, value: Value) -> Result<Act, String> {
    let kind = Kind::from_code(kind).unwrap();
    let mut data = fill::least_of(&kind.form().fields);
    data[field] = value;
    read(kind, &data)
}

#[test]
fn limits_are_where_the_form_says_they_are() {
    let mut seen = BTreeSet::new();
    for kind in Kind::all() {
        for field in kind.form().fields {
            let refused: Vec<Value> = match &field.takes {
                Takes::Text { max_chars, redactable: true } => {
                    vec![json!("é".repeat(max_chars + 1)), json!(" "), json!(""), json!(7), json!({"redacted": true})]
                }
                Takes::Reference { max_chars, .. } | Takes::Outside { max_chars, .. } => {
                    vec![json!("a".repeat(max_chars + 1)), json!(""), json!("a b"), json!("é"), json!({"redacted": true})]
                }
                Takes::Number { least, most } => vec![json!(u64::from(*most) + 1), json!(i64::from(*least) - 1), json!("1")],
                Takes::Entry => vec![json!(0), json!(u64::from(u32::MAX) + 1)],
                Takes::Code { .. } => vec![json!("no_such_code"), json!([])],
                Takes::Codes { words, .. } => {
                    vec![json!([words[0].code, words[0].code]), json!(words[0].code), json!(["no"])]
                }
                Takes::Day => vec![json!("2026-02-30"), json!("2026-05-01T00:00:00Z")],
                Takes::Instant => vec![json!("2026-05-01"), json!("1899-12-31T23:59:59Z"), json!("2200-01-01T00:00:00Z")],
                _ => continue,
            };
            seen.insert(serde_json::to_value(&field.takes).unwrap()["type"].as_str().unwrap().to_owned());
            for value in refused {
                let read = with(kind.code(), field.name, value.clone());
                assert!(read.is_err(), "{}.{} takes {value}", kind.code(), field.name);
            }
        }
    }
    assert_eq!(
        seen,
        ["code", "codes", "day", "entry", "instant", "number", "outside", "reference", "text"].map(str::to_owned).into()
    );
}

#[test]
fn a_list_that_is_too_long_is_read_and_cannot_be_offered() {
    let lists: BTreeSet<usize> = Kind::all()
        .flat_map(parts)
        .filter_map(|(_, takes)| if let Takes::List { max_items, .. } = takes { Some(max_items) } else { None })
        .collect();
    assert_eq!(lists, BTreeSet::from([MAX_ITEMS]));
    let people = |number| (0..number).map(|place| json!(format!("p-{place}"))).collect::<Value>();
    let refusal = |number| {
        let act = with("session_held", "present", people(number)).unwrap();
        practice_cycle::cycle::Cycle::default().judge(&act).unwrap_err().code()
    };
    assert_eq!((refusal(MAX_ITEMS), refusal(MAX_ITEMS + 1)), ("cycle.not_opened", "cycle.too_many"));
}

#[test]
fn every_stored_example_fits_its_form() {
    fn names(fields: &[Field]) -> BTreeMap<&str, &Takes> {
        fields.iter().map(|field| (field.name, &field.takes)).collect()
    }
    fn fits(value: &Value, takes: &Takes, path: &str) {
        match (takes, value) {
            (Takes::Code { words, .. }, Value::String(code)) => {
                assert!(words.iter().any(|word| word.code == code), "{path}")
            }
            (Takes::Codes { words, .. }, Value::Array(codes)) => {
                assert!(codes.iter().all(|code| words.iter().any(|word| *code == word.code)), "{path}")
            }
            (Takes::List { of, .. }, Value::Array(items)) => items.iter().for_each(|item| fits(item, of, path)),
            (Takes::Group { fields, .. }, Value::Object(said)) => said.iter().for_each(|(name, value)| {
                fits(value, names(fields).get(name.as_str()).unwrap_or_else(|| panic!("{path}.{name}")), path)
            }),
            (Takes::Choice { variants, .. }, Value::String(code)) => {
                assert!(variants.iter().any(|it| it.code == *code && it.holds == Holds::Nothing), "{path}")
            }
            (Takes::Choice { variants, .. }, Value::Object(said)) => {
                let (code, held) = said.iter().next().unwrap();
                let variant = variants.iter().find(|variant| variant.code == *code).unwrap();
                match (&variant.holds, held) {
                    (Holds::One { takes }, held) => fits(held, takes, path),
                    (Holds::Fields { fields }, Value::Object(said)) => {
                        said.iter().for_each(|(name, value)| fits(value, names(fields)[name.as_str()], path))
                    }
                    (holds, held) => panic!("{path}: {holds:?} and {held}"),
                }
            }
            (Takes::Number { .. } | Takes::Entry, Value::Number(_)) => {}
            (
                Takes::Reference { .. } | Takes::Outside { .. } | Takes::Text { .. } | Takes::Day | Takes::Instant,
                Value::String(_),
            ) => {}
            (takes, value) => panic!("{path}: {takes:?} and {value}"),
        }
    }
    for kind in Kind::all() {
        let fields = kind.form().fields;
        let example: Value = serde_json::from_str(kind.stored_example()).unwrap();
        for (name, value) in example.as_object().unwrap() {
            fits(value, names(&fields)[name.as_str()], &format!("{}.{name}", kind.code()));
        }
    }
}

#[test]
fn every_field_and_variant_has_words_for_people() {
    fn check(fields: &[Field], path: &str) {
        for field in fields {
            let path = format!("{path}.{}", field.name);
            assert!(!field.help.is_empty() && !field.label.is_empty(), "{path} says nothing");
            assert!(!field.help.contains(['`', '[', ']', '#', '\n']), "{path}: {}", field.help);
            assert!(field.help.ends_with('.'), "{path}: {}", field.help);
            within(&field.takes, &path);
        }
    }
    fn within(takes: &Takes, path: &str) {
        match takes {
            Takes::Group { fields, help, .. } => {
                assert!(!help.is_empty(), "{path}");
                check(fields, path);
            }
            Takes::List { of, .. } => within(of, path),
            Takes::Choice { variants, help, .. } => {
                assert!(!help.is_empty(), "{path}");
                for variant in variants {
                    assert!(!variant.help.is_empty() && !variant.label.is_empty(), "{path}.{}", variant.code);
                    match &variant.holds {
                        Holds::Nothing => {}
                        Holds::One { takes } => within(takes, path),
                        Holds::Fields { fields } => check(fields, path),
                    }
                }
            }
            _ => {}
        }
    }
    for kind in Kind::all() {
        let form = kind.form();
        assert!(!form.help.is_empty() && !form.help.contains("Stored form"), "{}: {}", kind.code(), form.help);
        assert_eq!((form.kind, form.label, form.family), (kind, kind.label(), kind.family()));
        check(&form.fields, kind.code());
    }
    check(&form::entry(), "entry");
}

#[test]
fn what_an_event_makes_is_its_first_field_alone() {
    let makes = |kind: Kind| {
        let making: Vec<(String, Noun)> = parts(kind)
            .into_iter()
            .filter_map(|(path, takes)| match takes {
                Takes::Reference { noun, makes: true, .. } => Some((path, noun)),
                _ => None,
            })
            .collect();
        making
    };
    let made = |kind: &str| makes(Kind::from_code(kind).unwrap());
    assert_eq!(made("contract_invited"), [("contract_invited.contract".to_owned(), Noun::Contract)]);
    assert_eq!(made("session_held"), [("session_held.session".to_owned(), Noun::Session)]);
    assert_eq!(made("terms_proposed"), []);
    assert_eq!(made("people_merged"), []);
    // Everything that can be referred to is made by some event, of a cycle or of a portfolio.
    let of_portfolios = evidencing::Kind::ALL.iter().filter_map(|kind| match kind.form().fields.remove(0).takes {
        Takes::Reference { noun, makes: true, .. } => Some(noun),
        _ => None,
    });
    let all: BTreeSet<Noun> = Kind::all().flat_map(makes).map(|(_, noun)| noun).chain(of_portfolios).collect();
    assert_eq!(all, Noun::ALL.iter().copied().collect());
}

#[test]
fn a_form_names_every_field_that_is_read() {
    for kind in Kind::all() {
        let mut data = fill::least_of(&kind.form().fields);
        data["no_such_field"] = json!(1);
        let error = read(kind, &data).unwrap_err();
        let expected = error.split_once("unknown field `no_such_field`, expected ").unwrap().1;
        let read: Vec<&str> =
            expected.trim_start_matches("one of ").split(", ").map(|name| name.trim_matches('`')).collect();
        let read: Vec<&str> = read.iter().flat_map(|names| names.split("` or `")).collect();
        let shown: Vec<&str> = kind.form().fields.iter().map(|field| field.name).collect();
        assert_eq!(shown, read, "{}", kind.code());
    }
}

#[test]
fn the_envelope_is_what_is_read_beside_the_event() {
    let kind = Kind::from_code("person_left").unwrap();
    let mut line = fill::act(kind, &json!({"person": "p-1"}));
    line["no_such_field"] = json!(1);
    let line = line.to_string();
    let names = |error: String| {
        let expected = error.split_once("expected one of ").unwrap().1.to_owned();
        let names = expected.split(", ").map(|name| name.trim_matches('`').to_owned());
        names.filter(|name| name != "type" && name != "data").collect::<Vec<_>>()
    };
    // An offer has no `recorded_at`, and what comes first is found first.
    let offer = line.replacen(r#""recorded_at":"2026-04-02T08:00:00.500Z","#, "", 1);
    let read_offer = names(stored::parse::<Offer>(&offer).unwrap_err().to_string());
    let read_act = names(stored::parse::<Act>(&line).unwrap_err().to_string());
    let read_entry = names(stored::parse::<Entry>(&line).unwrap_err().to_string());
    let shown = |fields: Vec<Field>| fields.iter().map(|field| field.name.to_owned()).collect::<Vec<_>>();
    assert_eq!((shown(form::offer()), shown(form::act()), shown(form::entry())), (read_offer, read_act, read_entry));
}

#[test]
fn the_envelope_requires_what_reading_requires() {
    let kind = Kind::from_code("person_left").unwrap();
    let whole = fill::act(kind, &json!({"person": "p-1"}));
    for field in form::act() {
        let mut line = whole.clone();
        line.as_object_mut().unwrap().remove(field.name);
        assert_eq!(stored::parse::<Act>(&line.to_string()).is_err(), field.required, "{}", field.name);
        line[field.name] = Value::Null;
        assert_eq!(stored::parse::<Act>(&line.to_string()).is_ok(), field.nullable, "{}", field.name);
    }
}
