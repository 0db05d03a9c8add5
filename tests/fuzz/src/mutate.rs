//! Changes at random that know the form: fields, lists, numbers, times, references; and now and then bytes.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use serde_json::{Map, Number, Value};

use crate::Draws;
use crate::corpus::Corpus;

/// Strings at the edges of what is read.
const STRINGS: [&str; 14] = [
    "",
    " ",
    "c-1",
    "p-1",
    "\u{feff}",
    "0 days",
    "65535 months",
    "65536 weeks",
    "same day",
    "1900-01-01",
    "2199-12-31",
    "1899-12-31T23:59:59Z",
    "2199-12-31T23:59:59.999999999Z",
    "2026-03-29T01:30:00+01:00",
];

/// Where in a document something is changed: name or place, from the outside in.
type Path = Vec<Step>;

#[derive(Debug, Clone)]
enum Step {
    Field(String),
    Place(usize),
}

/// A document with one to four changes.
#[must_use]
pub fn document(text: &str, corpus: &Corpus, draws: &mut Draws) -> String {
    if draws.once_in(12) {
        return bytes(text, draws);
    }
    let Ok(mut value) = serde_json::from_str::<Value>(text) else { return bytes(text, draws) };
    for _ in 0..=few(draws) {
        change(&mut value, corpus, draws);
    }
    value.to_string()
}

/// Lines of JSON with one to three changes; mostly the entries are numbered anew, so that more is looked at than their numbers.
#[must_use]
pub fn lines(text: &str, corpus: &Corpus, draws: &mut Draws) -> String {
    if draws.once_in(10) {
        return bytes(text, draws);
    }
    let mut lines: Vec<Value> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    // Most changes make the rest unreadable, so that the beginning alone is often enough.
    if draws.once_in(2) {
        lines.truncate(1 + draws.among(lines.len()));
    }
    for _ in 0..=few(draws) {
        let place = draws.among(lines.len());
        match draws.among(8) {
            0 if lines.len() > 1 => _ = lines.remove(place),
            1 => {
                let line = lines.get(place).cloned().unwrap_or_default();
                lines.insert(draws.among(lines.len() + 1), line);
            }
            2 => {
                let other = draws.among(lines.len());
                lines.swap(place, other);
            }
            _ => lines.get_mut(place).into_iter().for_each(|line| change(line, corpus, draws)),
        }
    }
    if !draws.once_in(8) {
        for (place, line) in lines.iter_mut().enumerate() {
            if let Some(fields) = line.as_object_mut() {
                fields.insert("number".to_owned(), (place + 1).into());
            }
        }
    }
    lines.iter().map(|line| line.to_string() + "\n").collect()
}

/// Mostly none beside the first, since most changes make something unreadable.
fn few(draws: &mut Draws) -> usize {
    if draws.once_in(3) { draws.among(4) } else { 0 }
}

/// One change somewhere in a document.
pub fn change(value: &mut Value, corpus: &Corpus, draws: &mut Draws) {
    let mut paths = Vec::new();
    paths_of(value, &mut Vec::new(), &mut paths);
    let Some(path) = draws.one(&paths).cloned() else { return };
    let name = path.iter().rev().find_map(|step| match step {
        Step::Field(name) => Some(name.clone()),
        Step::Place(_) => None,
    });
    let Some(found) = at(value, &path) else { return };
    // What stands elsewhere under the same name reads more often than not.
    let seen = name.map_or(&[][..], |name| corpus.seen(&name));
    let is_leaf = !(found.is_array() || found.is_object());
    if !seen.is_empty() && (draws.once_in(2) || (is_leaf && draws.once_in(2))) {
        if let Some(other) = draws.one(seen) {
            *found = other.clone();
        }
        return;
    }
    match found {
        Value::Object(fields) => of_fields(fields, corpus, draws),
        Value::Array(all) => of_list(all, draws),
        Value::String(words) => *found = string(words, draws),
        Value::Number(number) => *found = other_number(number, draws),
        Value::Bool(it) => *found = Value::Bool(!*it),
        Value::Null => *found = Value::from(draws.among(3)),
    }
}

fn paths_of(value: &Value, path: &mut Path, all: &mut Vec<Path>) {
    all.push(path.clone());
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                path.push(Step::Field(name.clone()));
                paths_of(value, path, all);
                path.pop();
            }
        }
        Value::Array(values) => {
            for (place, value) in values.iter().enumerate() {
                path.push(Step::Place(place));
                paths_of(value, path, all);
                path.pop();
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn at<'v>(value: &'v mut Value, path: &[Step]) -> Option<&'v mut Value> {
    path.iter().try_fold(value, |value, step| match step {
        Step::Field(name) => value.get_mut(name),
        Step::Place(place) => value.get_mut(place),
    })
}

fn of_fields(fields: &mut Map<String, Value>, corpus: &Corpus, draws: &mut Draws) {
    let names: Vec<String> = fields.keys().cloned().collect();
    let Some(name) = draws.one(&names).cloned() else { return };
    match draws.among(4) {
        0 => _ = fields.remove(&name),
        1 => _ = fields.insert(name, Value::Null),
        // A field that stands beside one of these in some other place.
        2 => {
            let beside = corpus.seen(&name).iter().filter_map(Value::as_object).flatten();
            let beside: Vec<(String, Value)> = beside.map(|(name, value)| (name.clone(), value.clone())).collect();
            if let Some((name, value)) = draws.one(&beside) {
                fields.insert(name.clone(), value.clone());
            }
        }
        _ => {
            let other = names.get(draws.among(names.len())).and_then(|other| fields.get(other)).cloned();
            fields.insert(name, other.unwrap_or_default());
        }
    }
}

fn of_list(all: &mut Vec<Value>, draws: &mut Draws) {
    let (place, other) = (draws.among(all.len()), draws.among(all.len()));
    match draws.among(4) {
        0 if !all.is_empty() => _ = all.remove(place),
        1 => all.extend(all.get(place).cloned()),
        2 if !all.is_empty() => all.swap(place, other),
        _ => all.clear(),
    }
}

/// Another string: a time is shifted, a length of time counts otherwise, words are changed by a letter.
fn string(words: &str, draws: &mut Draws) -> Value {
    if draws.once_in(6) {
        return draws.one(&STRINGS).copied().unwrap_or_default().into();
    }
    if let Ok(at) = words.parse::<DateTime<Utc>>() {
        let by = [1, 60, 3_600, 86_400, 604_800, 31_557_600, 3_155_760_000].get(draws.among(7)).copied().unwrap_or(1);
        let by = TimeDelta::seconds(if draws.once_in(2) { by } else { -by });
        let shifted = at.checked_add_signed(by).unwrap_or(at);
        return shifted.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true).into();
    }
    if let Ok(day) = words.parse::<NaiveDate>() {
        let by = Days::new([1, 7, 31, 366, 36_500].get(draws.among(5)).copied().unwrap_or(1));
        let shifted = if draws.once_in(2) { day.checked_add_days(by) } else { day.checked_sub_days(by) };
        return shifted.unwrap_or(day).to_string().into();
    }
    if let Some((number, rest)) = words.split_once(' ').filter(|(number, _)| number.parse::<u32>().is_ok()) {
        let number = [0, 1, 2, 53, 65_535].get(draws.among(5)).map_or(number.to_owned(), ToString::to_string);
        return format!("{number} {rest}").into();
    }
    let mut letters: Vec<char> = words.chars().collect();
    let place = draws.among(letters.len());
    match draws.among(3) {
        0 if !letters.is_empty() => _ = letters.remove(place),
        1 => letters.insert(place, ['-', '$', '.', '1', ' ', 'é', '\u{0}', '"'].get(draws.among(8)).copied().unwrap_or('x')),
        _ => letters.extend(letters.clone()),
    }
    letters.into_iter().collect::<String>().into()
}

fn other_number(number: &Number, draws: &mut Draws) -> Value {
    let close = number.as_i64().unwrap_or_default();
    match draws.among(9) {
        0 => 0.into(),
        1 => 1.into(),
        2 => close.saturating_add(1).into(),
        3 => close.saturating_sub(1).into(),
        4 => (-close).into(),
        5 => u64::MAX.into(),
        6 => Value::from(number.as_f64().unwrap_or_default() / 2.0),
        7 => Value::from(1e-300),
        _ => 65_536.into(),
    }
}

/// Changes that know no form. What is no text any more is mended as a reader of text would mend it.
#[must_use]
pub fn bytes(text: &str, draws: &mut Draws) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=draws.among(3) {
        let (one, other) = (draws.among(bytes.len()), draws.among(bytes.len()));
        let (from, to) = (one.min(other), one.max(other).min(one.min(other) + 200));
        match draws.among(5) {
            0 => bytes.truncate(one),
            1 => _ = bytes.drain(from..to),
            2 => {
                let again: Vec<u8> = bytes.get(from..to).unwrap_or_default().to_vec();
                bytes.splice(one..one, again);
            }
            3 => bytes.get_mut(one).into_iter().for_each(|byte| *byte ^= 1 << draws.among(8)),
            _ => bytes.get_mut(one).into_iter().for_each(|byte| {
                *byte = *br#"{}[]":,0-e\ "#.get(draws.among(12)).unwrap_or(&b' ');
            }),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
