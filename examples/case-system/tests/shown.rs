//! What each reader is shown of every invented case: nothing of what is kept from them, and all else.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use std::collections::BTreeSet;

use case_system::api::views::{Wanted, exported, findings_for};
use case_system::monitor::is_told_to;
use case_system::shown::Shown;
use practice_cycle::calendar::EnglandAndWales;
use practice_cycle::cycle::Entry;
use practice_cycle::export::Options;
use practice_cycle::form::{Holds, Takes};
use practice_cycle::history::History;
use practice_cycle::id::PersonId;
use practice_cycle::moment::Moment;
use practice_cycle::policy::{Diary, Pack, Policy};
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

fn texts_of(entry: &Entry) -> Vec<String> {
    let (mut found, whole) = (Vec::new(), serde_json::to_value(entry).unwrap());
    for field in entry.event().kind().form().fields {
        texts(&whole["data"][field.name], &field.takes, &mut found);
    }
    found
}

/// Whether a text stands in what is shown. A short one may be a part of another.
fn says(shown: &str, text: &str) -> bool {
    let written = serde_json::to_string(text).unwrap();
    shown.contains(if text.len() > 12 { written.trim_matches('"') } else { &written })
}

/// Earlier times, and now.
fn times(history: &History) -> [Moment; 3] {
    let at = |part: usize| history.entries()[history.entries().len() * part / 3].act().recorded_at;
    [at(1), at(2), Moment::LATEST]
}

fn policy() -> Policy {
    Policy::new(Pack::shipped("local-practice").unwrap(), &EnglandAndWales::new()).unwrap()
}

/// The numbers of the entries that are pointed at somewhere in a value: of findings.
fn pointed_at(value: &Value, found: &mut BTreeSet<u64>) {
    match value {
        Value::Object(fields) => {
            if fields.contains_key("history") && fields.contains_key("at") {
                found.extend(fields["entry"].as_u64());
            }
            fields.values().for_each(|value| pointed_at(value, found));
        }
        Value::Array(items) => items.iter().for_each(|item| pointed_at(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
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
fn what_is_kept_from_a_reader_is_kept_whatever_day_they_ask_for() {
    let policy = policy();
    let (mut hidden, mut silent, mut later, mut pointed) = (0, 0, 0, 0);
    for (name, history) in histories() {
        for person in readers(&history) {
            let now = reader(&history, &person);
            let readable: BTreeSet<String> =
                history.entries().iter().filter(|entry| now.may_read(entry.number())).flat_map(texts_of).collect();
            for (as_of, known_at) in times(&history).into_iter().flat_map(|at| times(&history).map(|known| (at, known))) {
                let here = format!("{name}, for {person}, as of {as_of}, as known at {known_at}");
                let shown = Shown::to(&history, as_of, known_at, now.clone());
                let known = history.entries().iter().filter(|entry| entry.act().recorded_at <= known_at);
                let had = known.clone().filter(|entry| entry.act().occurred_at <= as_of);
                // An overview says what was taken back by all that was known, whatever day it is of.
                let [known, had] = [known.collect::<Vec<&Entry>>(), had.collect()];
                let [said, said_by_then] =
                    [&known, &had].map(|all| all.iter().copied().flat_map(texts_of).collect::<BTreeSet<String>>());
                let [allowed, allowed_by_then] = [&known, &had].map(|all| {
                    let numbers = all.iter().map(|entry| entry.number()).filter(|number| now.is_shown(*number));
                    numbers.map(|number| number.get().into()).collect::<BTreeSet<u64>>()
                });

                let entries = Value::from(shown.entries().collect::<Vec<Value>>());
                let found = serde_json::to_value(findings_for(&policy, &history, &shown)).unwrap();
                let mut listed = BTreeSet::new();
                numbers(&entries, &mut listed);
                assert_eq!(listed, allowed_by_then, "{here}");
                let mut named = BTreeSet::new();
                let overview = shown.overview();
                numbers(&overview, &mut named);
                assert!(named.is_subset(&allowed), "{here}: {named:?}");
                let mut at = BTreeSet::new();
                pointed_at(&found, &mut at);
                assert!(at.is_subset(&allowed_by_then), "{here}: {:?}", at.difference(&allowed_by_then));
                pointed += at.len();
                hidden += had.len() - allowed_by_then.len();

                let (overview, then) = (overview.to_string(), format!("{entries}{found}"));
                for (entry, text) in
                    history.entries().iter().flat_map(|entry| texts_of(entry).into_iter().map(move |text| (entry, text)))
                {
                    let is_kept = !readable.contains(&text);
                    for (all, said) in [(&overview, &said), (&then, &said_by_then)] {
                        let is_later = !said.contains(&text);
                        assert!(!(is_kept || is_later) || !says(all, &text), "{here}: a text of entry {}", entry.number());
                        later += usize::from(is_later);
                    }
                    silent += usize::from(is_kept);
                }
            }
        }
    }
    assert!(hidden > 100 && silent > 500 && later > 500 && pointed > 100, "{hidden} {silent} {later} {pointed}");
}

#[test]
fn an_export_of_an_earlier_day_holds_no_text_and_no_entry_that_its_reader_is_not_shown() {
    let (mut rows, mut left_out) = (0, 0);
    for (name, history) in histories() {
        for person in readers(&history) {
            let now = reader(&history, &person);
            for (as_of, known_at) in times(&history).into_iter().flat_map(|at| times(&history).map(|known| (at, known))) {
                let here = format!("{name}, for {person}, as of {as_of}, as known at {known_at}");
                for wanted in [Wanted::Csv, Wanted::OcelJson, Wanted::Xes] {
                    let options = Options::new().as_of(as_of).known_at(known_at).for_reader(now.clone());
                    let written = String::from_utf8(exported(&history, wanted, options).unwrap()).unwrap();
                    for entry in history.entries() {
                        for text in texts_of(entry).iter().filter(|text| text.len() > 12) {
                            assert!(!says(&written, text), "{here}, {wanted:?}: a text of entry {}", entry.number());
                        }
                    }
                    let Wanted::Xes = wanted else { continue };
                    let events = written.split_once("<trace").map(|(_, events)| events).unwrap_or_default();
                    let numbers = events.split("key=\"number\" value=\"").skip(1);
                    let numbers: Vec<u32> = numbers.map(|rest| rest.split('"').next().unwrap().parse().unwrap()).collect();
                    for number in &numbers {
                        let entry = history.entry((*number).try_into().unwrap()).unwrap();
                        let had = entry.act().occurred_at <= as_of && entry.act().recorded_at <= known_at;
                        assert!(had && now.is_shown(entry.number()), "{here}: entry {number}");
                    }
                    (rows, left_out) = (rows + numbers.len(), left_out + history.entries().len() - numbers.len());
                }
            }
        }
    }
    assert!(rows > 1000 && left_out > 1000, "{rows} rows, and {left_out} left out");
}

#[test]
fn news_are_told_to_those_alone_who_are_shown_what_they_are_about() {
    let (mut told, mut kept) = (0, 0);
    for (name, history) in histories() {
        let mut diary = Diary::new(policy());
        let mut so_far = History::default();
        for entry in history.entries() {
            // What a later entry redacts is without its text from the beginning, in these files.
            so_far.append_line(&serde_json::to_string(entry).unwrap()).unwrap();
            let is_last = so_far.entries().len() == history.entries().len();
            let now = if is_last { Moment::LATEST } else { entry.act().recorded_at };
            let mut news = diary.advance(&so_far);
            news.append(&mut diary.advance_to(now, |_| Some(&so_far)));
            for person in readers(&so_far) {
                let reader = Reader::of(&so_far.view(now, now), &person);
                for one in &news {
                    let key = one.key();
                    let named = [Some(key.opened_by), key.invited_by, key.after];
                    let is_shown = named.into_iter().flatten().all(|number| reader.is_shown(number));
                    let is_told = is_told_to(one, &reader);
                    assert!(is_shown || !is_told, "{name}, for {person}: {key:?}");
                    (told, kept) = (told + usize::from(is_told), kept + usize::from(!is_told));
                }
            }
        }
    }
    assert!(told > 1000 && kept >= 2, "{told} were told, and {kept} kept from somebody");
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
