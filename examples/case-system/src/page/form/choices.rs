//! What is recorded in a cycle, by what forms ask for: so that nobody has to remember a reference.

use std::collections::BTreeMap;

use practice_cycle::code::Code;
use practice_cycle::form::{Field, Holds, Takes};
use serde_json::Value;

use crate::page::entries::{Said, in_short, named};
use crate::shown::Shown;

/// What can be chosen, of what somebody is shown: by the code of what it is, each reference with words to tell it from others.
#[derive(Default)]
pub(super) struct Choices {
    references: BTreeMap<&'static str, BTreeMap<String, String>>,
    entries: Vec<(u64, String)>,
}

impl Choices {
    pub(super) fn of(shown: &Shown<'_>) -> Self {
        let mut choices = Self::default();
        let entries: Vec<Value> = shown.entries().collect();
        for said in entries.iter().filter_map(Said::of) {
            choices.entries.push((said.number, named(&said)));
            if said.undone_by.is_none() {
                choices.note_fields(&said.kind.form().fields, said.data, &in_short(&said));
            }
        }
        let here = shown.view().cycle().people(shown.view().as_of());
        let roles = here.map(|(person, held)| (person.to_string(), held.roles.to_string())).collect::<BTreeMap<_, _>>();
        let people = choices.references.entry("person").or_default();
        for (person, roles) in roles {
            people.insert(person, roles);
        }
        choices
    }

    /// What there is of a kind of thing.
    pub(super) fn of_kind(&self, kind: &str) -> Vec<(String, String)> {
        let of_kind = self.references.get(kind).into_iter().flatten();
        let label = |reference: &String, words: &String| {
            if words.is_empty() { reference.clone() } else { format!("{reference} ({words})") }
        };
        of_kind.map(|(reference, words)| (reference.clone(), label(reference, words))).collect()
    }

    /// The entries, the last first.
    pub(super) fn entries(&self) -> Vec<(String, String)> {
        self.entries.iter().rev().map(|(number, words)| (number.to_string(), words.clone())).collect()
    }

    fn note_fields(&mut self, fields: &[Field], data: &Value, words: &str) {
        for field in fields {
            if let Some(value) = data.get(field.name) {
                self.note(&field.takes, value, words);
            }
        }
    }

    fn note(&mut self, takes: &Takes, value: &Value, words: &str) {
        let (kind, words) = match (takes, value) {
            (Takes::Reference { noun, makes, .. }, Value::String(_)) => (noun.code(), if *makes { words } else { "" }),
            (Takes::Outside { to, .. }, Value::String(_)) => (to.code(), ""),
            (Takes::List { of, .. }, Value::Array(items)) => {
                return items.iter().for_each(|item| self.note(of, item, words));
            }
            (Takes::Group { fields, .. }, data) => return self.note_fields(fields, data, words),
            (Takes::Choice { variants, .. }, Value::Object(chosen)) => {
                for variant in variants {
                    match (&variant.holds, chosen.get(&variant.code)) {
                        (Holds::One { takes }, Some(held)) => self.note(takes, held, words),
                        (Holds::Fields { fields }, Some(held)) => self.note_fields(fields, held, words),
                        (Holds::Nothing, _) | (_, None) => {}
                    }
                }
                return;
            }
            _ => return,
        };
        if let Value::String(reference) = value {
            let known = self.references.entry(kind).or_default().entry(reference.clone()).or_default();
            if !words.is_empty() {
                words.clone_into(known);
            }
        }
    }
}
