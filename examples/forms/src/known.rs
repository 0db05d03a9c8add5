//! What is recorded in a history, by what forms ask for: so that nobody has to remember a reference.

use std::collections::BTreeMap;

use practice_cycle::code::Code;
use practice_cycle::cycle::Entry;
use practice_cycle::form::{Field, Holds, Takes};
use practice_cycle::history::History;
use serde_json::Value;

/// What can be chosen: by the code of what it is, each reference with words that help to tell it from others.
#[derive(Default)]
pub(crate) struct Known {
    pub(crate) references: BTreeMap<&'static str, BTreeMap<String, String>>,
    pub(crate) entries: Vec<(u32, String)>,
}

impl Known {
    /// Everything that is recorded and in effect.
    pub(crate) fn in_history(history: &History) -> Self {
        let mut known = Self::default();
        for entry in history.entries() {
            let number = entry.number();
            let words = words(entry);
            known.entries.push((number.get(), format!("{}, {words}", entry.event().kind().past_tense())));
            if history.undone_by(number).is_none() {
                known.note(entry, &words);
            }
        }
        known
    }

    fn note(&mut self, entry: &Entry, words: &str) {
        // An entry is written as the form of its kind says.
        let Ok(stored) = serde_json::to_value(entry) else { return };
        let form = entry.event().kind().form();
        if let Some(data) = stored.get("data") {
            self.note_fields(&form.fields, data, words);
        }
    }

    fn note_fields(&mut self, fields: &[Field], data: &Value, words: &str) {
        for field in fields {
            if let Some(value) = data.get(field.name) {
                self.note_value(&field.takes, value, words);
            }
        }
    }

    fn note_value(&mut self, takes: &Takes, value: &Value, words: &str) {
        let (sort, words) = match (takes, value) {
            (Takes::Reference { noun, makes, .. }, Value::String(_)) => (noun.code(), if *makes { words } else { "" }),
            (Takes::Outside { to, .. }, Value::String(_)) => (to.code(), ""),
            (Takes::List { of, .. }, Value::Array(items)) => {
                return items.iter().for_each(|item| self.note_value(of, item, words));
            }
            (Takes::Group { fields, .. }, data) => return self.note_fields(fields, data, words),
            (Takes::Choice { variants, .. }, Value::Object(chosen)) => {
                for variant in variants {
                    match (&variant.holds, chosen.get(&variant.code)) {
                        (Holds::One { takes }, Some(held)) => self.note_value(takes, held, words),
                        (Holds::Fields { fields }, Some(held)) => self.note_fields(fields, held, words),
                        (Holds::Nothing, _) | (_, None) => {}
                    }
                }
                return;
            }
            _ => return,
        };
        if let Value::String(reference) = value {
            let known = self.references.entry(sort).or_default().entry(reference.clone()).or_default();
            if !words.is_empty() {
                words.clone_into(known);
            }
        }
    }
}

/// The first code that an entry says, in words, and its day: none of what people wrote.
fn words(entry: &Entry) -> String {
    let at = entry.act().occurred_at.to_string();
    let day = at.split('T').next().unwrap_or_default();
    let data = serde_json::to_value(entry).ok().and_then(|mut stored| stored.get_mut("data").map(Value::take));
    let label = |field: &Field| {
        let Takes::Code { words, .. } = &field.takes else { return None };
        let code = data.as_ref()?.get(field.name)?;
        words.iter().find(|word| *code == word.code).map(|word| word.label)
    };
    match entry.event().kind().form().fields.iter().find_map(label) {
        Some(label) => format!("{label}, {day}"),
        None => day.to_owned(),
    }
}
