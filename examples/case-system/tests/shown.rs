//! What each reader is shown of every invented case: nothing of what is kept from them, and all else.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use std::collections::BTreeSet;

use case_system::shown::Shown;
use practice_cycle::form::{Holds, Takes};
use practice_cycle::history::History;
use practice_cycle::id::PersonId;
use practice_cycle::moment::Moment;
use practice_cycle::reader::Reader;
use serde_json::Value;

/// The invented histories of the repository.
fn histories() -> Vec<(String, History)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../data");
    let mut all = Vec::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let is_history = path.extension().is_some_and(|it| it == "jsonl") && !["acts", "portfolio"].contains(&name.as_str());
        if is_history {
            all.push((name, History::read(std::fs::read(&path).unwrap().as_slice()).unwrap()));
        }
    }
    assert_eq!(all.len(), 15);
    all
}

fn reader(history: &History, person: &PersonId) -> Reader {
    Reader::of(&history.view(Moment::LATEST, Moment::LATEST), person)
}

/// Everybody who ever acted, and a stranger.
fn readers(history: &History) -> BTreeSet<PersonId> {
    let acted = history.entries().iter().flat_map(|entry| [Some(entry.act().by.clone()), entry.act().recorded_by.clone()]);
    acted.flatten().chain(["stranger".parse().unwrap()]).collect()
}

/// The texts of an entry, by what its kind takes.
fn texts(value: &Value, takes: &Takes, found: &mut Vec<String>) {
    match (takes, value) {
        (Takes::Text { .. }, Value::String(text)) => found.push(text.clone()),
        (Takes::List { of, .. }, Value::Array(items)) => items.iter().for_each(|item| texts(item, of, found)),
        (Takes::Group { fields, .. }, _) => fields.iter().for_each(|field| texts(&value[field.name], &field.takes, found)),
        (Takes::Choice { variants, .. }, Value::Object(object)) => {
            for (variant, held) in variants.iter().filter_map(|it| Some((it, object.get(&it.code)?))) {
                match &variant.holds {
                    Holds::One { takes } => texts(held, takes, found),
                    Holds::Fields { fields } => {
                        fields.iter().for_each(|field| texts(&held[field.name], &field.takes, found))
                    }
                    Holds::Nothing => {}
                }
            }
        }
        _ => {}
    }
}

fn texts_of(entry: &practice_cycle::cycle::Entry) -> Vec<String> {
    let (mut found, whole) = (Vec::new(), serde_json::to_value(entry).unwrap());
    for field in entry.event().kind().form().fields {
        texts(&whole["data"][field.name], &field.takes, &mut found);
    }
    found
}

/// The numbers of all entries that stand somewhere in a value.
fn numbers(value: &Value, found: &mut BTreeSet<u64>) {
    match value {
        Value::Object(fields) => {
            if fields.contains_key("recorded_at") && fields.contains_key("data") {
                found.extend(fields["number"].as_u64());
            }
            fields.values().for_each(|value| numbers(value, found));
        }
        Value::Array(items) => items.iter().for_each(|item| numbers(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn nothing_that_is_kept_from_a_reader_is_in_the_json_for_them_and_all_else_is() {
    let (mut hidden, mut silent) = (0, 0);
    for (name, history) in histories() {
        for person in readers(&history) {
            let view = history.view(Moment::LATEST, Moment::LATEST);
            let reader = Reader::of(&view, &person);
            let shown = Shown::to(&history, Moment::LATEST, Moment::LATEST, reader.clone());
            let overview = shown.overview();
            let entries: Vec<Value> = shown.entries().collect();
            let both = format!("{overview}{}", Value::from(entries.clone()));

            let mut listed = BTreeSet::new();
            numbers(&Value::from(entries), &mut listed);
            let mut in_overview = BTreeSet::new();
            numbers(&overview, &mut in_overview);
            let readable: BTreeSet<String> =
                history.entries().iter().filter(|entry| reader.may_read(entry.number())).flat_map(texts_of).collect();
            for entry in history.entries() {
                let (number, is_shown) = (u64::from(entry.number().get()), reader.is_shown(entry.number()));
                assert_eq!(listed.contains(&number), is_shown, "{name}, for {person}: entry {number}");
                assert!(is_shown || !in_overview.contains(&number), "{name}, for {person}: entry {number}");
                hidden += usize::from(!is_shown);
                if !reader.may_read(entry.number()) {
                    for text in texts_of(entry).into_iter().filter(|text| !readable.contains(text)) {
                        let written = serde_json::to_string(&text).unwrap();
                        assert!(!both.contains(&written), "{name}, for {person}: a text of entry {number}");
                        silent += 1;
                    }
                }
            }
        }
    }
    assert!(hidden > 100 && silent > 500, "{hidden} entries and {silent} texts were kept from somebody");
}

#[test]
fn what_an_entry_began_that_is_not_shown_is_in_no_list_of_the_overview() {
    let mut kept = 0;
    for (name, history) in histories() {
        for person in readers(&history) {
            let shown = Shown::to(&history, Moment::LATEST, Moment::LATEST, reader(&history, &person));
            let open = shown.overview()["open"].to_string();
            let view = history.view(Moment::LATEST, Moment::LATEST);
            let reader = Reader::of(&view, &person);
            for entry in history.entries().iter().filter(|entry| !reader.is_shown(entry.number())) {
                let whole = serde_json::to_value(entry).unwrap();
                for noun in ["concern", "consent", "statement", "outcome", "views"] {
                    if let Some(id) = whole["data"][noun].as_str() {
                        let begun = ["concern_raised", "consent_given", "statement_made", "outcome_learned"];
                        if begun.contains(&entry.event().kind().code()) {
                            assert!(!open.contains(&format!("\"{id}\"")), "{name}, for {person}: {noun} {id}");
                            kept += 1;
                        }
                    }
                }
            }
        }
    }
    assert!(kept >= 9, "{kept}");
}

#[test]
fn before_the_opening_nothing_is_shown() {
    for (_, history) in histories() {
        let before = "2020-01-01T00:00:00Z".parse().unwrap();
        let shown = Shown::to(&history, before, Moment::LATEST, reader(&history, &"stranger".parse().unwrap()));
        assert_eq!(shown.entries().count(), 0);
        assert_eq!(shown.overview()["entries"], 0);
    }
}

#[test]
fn an_overview_from_which_nothing_is_kept_is_the_crates_own() {
    let (_, history) = histories().into_iter().find(|(name, _)| name == "turnover").unwrap();
    let shown = Shown::to(&history, Moment::LATEST, Moment::LATEST, reader(&history, &"clinician".parse().unwrap()));
    let view = history.view(Moment::LATEST, Moment::LATEST);
    let hidden = history.entries().iter().filter(|entry| !shown.reader().is_shown(entry.number())).count();
    let silent =
        history.entries().iter().filter(|entry| !shown.reader().may_read(entry.number()) && !texts_of(entry).is_empty());
    assert_eq!((hidden, silent.count()), (0, 0), "the example was chosen for that");
    assert_eq!(shown.overview(), serde_json::to_value(practice_cycle::overview::Overview::of(&view)).unwrap());
}
