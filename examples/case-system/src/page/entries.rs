//! Entries as a reader is shown them, corrections and what they correct among them.

use maud::{Markup, html};
use practice_cycle::calendar::Local;
use practice_cycle::cycle::Kind;
use practice_cycle::form::{Field, Holds, Takes};
use serde_json::Value;

use super::text::{capitalised, day, time};
use crate::shown::Shown;

/// An entry as JSON, in the parts that a page needs.
pub(super) struct Said<'e> {
    pub(super) number: u64,
    pub(super) kind: Kind,
    pub(super) by: &'e str,
    pub(super) occurred: &'e str,
    pub(super) data: &'e Value,
    pub(super) undone_by: Option<u64>,
    recorded: &'e str,
    recorded_by: Option<&'e str>,
}

impl<'e> Said<'e> {
    /// Of what [`Shown::entries`] gives.
    pub(super) fn of(shown: &'e Value) -> Option<Self> {
        let entry = shown.get("entry")?;
        let text = |name: &str| entry.get(name).and_then(Value::as_str);
        Some(Self {
            number: entry.get("number")?.as_u64()?,
            kind: Kind::from_code(text("type")?)?,
            by: text("by")?,
            occurred: text("occurred_at")?,
            recorded: text("recorded_at")?,
            recorded_by: text("recorded_by"),
            data: entry.get("data")?,
            undone_by: shown.get("undone_by").and_then(Value::as_u64),
        })
    }

    /// The day on which it occurred, or the time as it stands where that does not read.
    pub(super) fn day(&self) -> String {
        self.occurred.parse().map_or_else(|_| self.occurred.to_owned(), super::text::day_of)
    }

    fn item(&self) -> Markup {
        let when = |at: &str| at.parse().map_or_else(|_| html! { (at) }, time);
        let recorded = Some(when(self.recorded)).filter(|recorded| shown_time(recorded) != shown_time(&when(self.occurred)));
        html! {
            li #(format!("entry-{}", self.number)) .undone[self.undone_by.is_some()] {
                p .lead {
                    span .number { (self.number) } " "
                    span .said { (self.by) " " (self.kind.past_tense()) }
                    @if let Some(by) = self.undone_by {
                        " " span .tag.bad { "taken back" } " by " a href=(format!("#entry-{by}")) { "entry " (by) }
                    }
                }
                p .quiet {
                    (when(self.occurred))
                    @if let Some(recorded) = &recorded { ", recorded " (recorded) }
                    @if let Some(by) = self.recorded_by { " by " (by) }
                }
                (fields(&self.kind.form().fields, self.data))
            }
        }
    }
}

/// What is read of a time, without what only programs read.
fn shown_time(time: &Markup) -> Option<String> {
    time.0.split_once('>').map(|(_, shown)| shown.to_owned())
}

/// The whole history that somebody is shown, what was recorded last first.
pub(super) fn history(shown: &Shown<'_>) -> Markup {
    let entries: Vec<Value> = shown.entries().collect();
    let said: Vec<Said<'_>> = entries.iter().rev().filter_map(Said::of).collect();
    html! {
        @if said.is_empty() { p { "Nothing had been recorded." } }
        @else { ol .entries { @for said in &said { (said.item()) } } }
    }
}

fn fields(fields: &[Field], data: &Value) -> Markup {
    let said: Vec<(&Field, &Value)> = fields.iter().filter_map(|field| Some((field, data.get(field.name)?))).collect();
    html! {
        @if !said.is_empty() { dl { @for (field, said) in said { div { dt { (field.label) } dd { (value(&field.takes, said)) } } } } }
    }
}

fn value(takes: &Takes, said: &Value) -> Markup {
    let text = said.as_str().unwrap_or_default();
    let label = |words: &[practice_cycle::form::Word], code: &str| {
        words.iter().find(|word| word.code == code).map_or_else(|| code.to_owned(), |word| word.label.to_owned())
    };
    match takes {
        Takes::Code { words, .. } => html! { (label(words, text)) },
        Takes::Codes { words, .. } => {
            let all: Vec<String> =
                said.as_array().into_iter().flatten().filter_map(Value::as_str).map(|code| label(words, code)).collect();
            html! { (all.join(", ")) }
        }
        Takes::Entry => html! { a href=(format!("#entry-{said}")) { "entry " (said) } },
        Takes::Text { .. } if said.is_string() => html! { q { (text) } },
        Takes::Text { .. } => html! { i { "redacted" } },
        Takes::Outside { .. } if !said.is_string() => html! { i { "redacted" } },
        Takes::Day => html! { (text.parse().map_or_else(|_| text.to_owned(), day)) },
        Takes::Instant => html! { (text.parse().map_or_else(|_| text.to_owned(), |at| Local::in_london(at).to_string())) },
        Takes::List { of, .. } => {
            let items = said.as_array().map(Vec::as_slice).unwrap_or_default();
            html! { ul { @for item in items { li { (value(of, item)) } } } }
        }
        Takes::Group { fields: all, .. } => fields(all, said),
        Takes::Choice { variants, .. } => {
            let chosen = said.as_object().and_then(|object| object.iter().next());
            let (code, held) = chosen.map_or((text, None), |(code, held)| (code.as_str(), Some(held)));
            let variant = variants.iter().find(|variant| variant.code == code);
            html! {
                (variant.map_or(code, |variant| variant.label.as_str()))
                @if let (Some(variant), Some(held)) = (variant, held) {
                    @match &variant.holds {
                        Holds::Nothing => {}
                        Holds::One { takes } => { ": " (value(takes, held)) }
                        Holds::Fields { fields: all } => (fields(all, held)),
                    }
                }
            }
        }
        Takes::Reference { .. } | Takes::Outside { .. } => html! { (text) },
        Takes::Number { .. } => html! { (said) },
        // What a later version of the crate takes.
        _ => html! { (said.as_str().map_or_else(|| said.to_string(), str::to_owned)) },
    }
}

/// What an entry says first in a code, and its day: to tell it from others without a word that anybody wrote.
pub(super) fn in_short(said: &Said<'_>) -> String {
    let label = |field: &Field| {
        let Takes::Code { words, .. } = &field.takes else { return None };
        let code = said.data.get(field.name)?.as_str()?;
        words.iter().find(|word| word.code == code).map(|word| word.label)
    };
    match said.kind.form().fields.iter().find_map(label) {
        Some(label) => format!("{label}, {}", said.day()),
        None => said.day(),
    }
}

/// What an entry records, and on which day.
pub(super) fn named(said: &Said<'_>) -> String {
    format!("{}: {}, {}", said.number, capitalised(said.kind.past_tense()), in_short(said))
}
