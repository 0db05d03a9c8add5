//! Tables: one row an event, flat, by the names that process mining expects. The columns are defined here once; CSV, Arrow and Parquet
//! differ in how they write them.

pub(super) mod csv;
#[cfg(feature = "arrow")]
pub mod arrow;
#[cfg(feature = "parquet")]
pub(super) mod parquet;

use std::borrow::Cow;
use std::fmt::Write as _;

use super::case::{Case, Row};
use super::layout::Value;
use super::object::{Object, ObjectType};
use crate::code::Code;
use crate::moment::Moment;
use crate::noun::Noun;

/// What stands in a column of one row.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell<'c> {
    None,
    Text(Cow<'c, str>),
    Number(u32),
    Time(Moment),
}

/// What every cell of a column is, unless it is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    Text,
    Number,
    Time,
}

/// A column.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) name: &'static str,
    #[cfg_attr(not(feature = "arrow"), expect(dead_code, reason = "CSV has no types"))]
    pub(super) holds: Type,
    /// Whether it is never empty.
    #[cfg_attr(not(feature = "arrow"), expect(dead_code, reason = "CSV has no types"))]
    pub(super) is_always: bool,
    pub(super) of: for<'r> fn(&Case<'_>, &'r Row<'_>) -> Cell<'r>,
}

macro_rules! columns {
    ($($name:literal, $holds:ident $($always:ident)?, $of:expr;)+) => {
        /// The columns, in their order.
        pub(super) const COLUMNS: &[Column] = &[$(Column {
            name: $name,
            holds: Type::$holds,
            is_always: columns!(@always $($always)?),
            of: $of,
        }),+];
    };
    (@always always) => { true };
    (@always) => { false };
}

columns! {
    "case:concept:name", Text always, |_, row| cycle(row);
    "concept:name", Text always, |_, row| text(row.kind.code());
    "time:timestamp", Time always, |_, row| Cell::Time(row.occurred_at);
    "org:resource", Text, |_, row| row.by.map_or(Cell::None, text);
    "org:role", Text, |_, row| row.role.map_or(Cell::None, |role| text(role.code()));
    "number", Number always, |_, row| Cell::Number(row.number.get());
    "recorded_at", Time always, |_, row| Cell::Time(row.recorded_at);
    "recorded_by", Text, |_, row| named(row, |how, _| how == "recorded_by");
    "phase", Text always, |_, row| text(row.phase.code());
    "contract", Text, |_, row| of_type(row, ObjectType::Made(Noun::Contract));
    "intervention", Text, |_, row| of_type(row, ObjectType::Made(Noun::Intervention));
    "session", Text, |_, row| of_type(row, ObjectType::Made(Noun::Session));
    "case", Text, |_, row| of_type(row, ObjectType::Case);
    "space", Text, |_, row| attribute(row, &["space", "at.in"]);
    "reason", Text, |_, row| attribute(row, &["reason.code"]);
    "attributes", Text, |_, row| attributes(row);
    "relations", Text, |_, row| relations(row);
}

fn text(text: &str) -> Cell<'_> {
    Cell::Text(Cow::Borrowed(text))
}

fn cycle<'r>(row: &'r Row<'_>) -> Cell<'r> {
    named(row, |how, _| how == "cycle")
}

/// The first thing that a row relates to in that way.
fn named<'r>(row: &'r Row<'_>, is: impl Fn(&str, &Object<'_>) -> bool) -> Cell<'r> {
    let found = row.relations.iter().find(|(how, object)| is(how, object));
    found.map_or(Cell::None, |(_, object)| text(object.name))
}

/// The things of a type that a row relates to: of several, each once, with spaces between.
fn of_type<'r>(row: &'r Row<'_>, of: ObjectType) -> Cell<'r> {
    let mut all = row.relations.iter().filter(|(_, object)| object.of == of).map(|(_, object)| object.name);
    let Some(first) = all.next() else { return Cell::None };
    let mut names = Cow::Borrowed(first);
    let mut seen = vec![first];
    for name in all {
        if !seen.contains(&name) {
            seen.push(name);
            let names = names.to_mut();
            names.push(' ');
            names.push_str(name);
        }
    }
    Cell::Text(names)
}

/// The first of these attributes that a row has.
fn attribute<'r>(row: &'r Row<'_>, names: &[&str]) -> Cell<'r> {
    let found = names.iter().find_map(|name| row.attributes.iter().find(|(of, _)| of == name));
    match found {
        Some((_, Value::Text(value))) => text(value),
        Some((_, value)) => Cell::Text(Cow::Owned(value.to_string())),
        None => Cell::None,
    }
}

/// All attributes, as an object of JSON.
fn attributes<'r>(row: &'r Row<'_>) -> Cell<'r> {
    if row.attributes.is_empty() {
        return Cell::None;
    }
    let mut json = String::from("{");
    for (name, value) in &row.attributes {
        if json.len() > 1 {
            json.push(',');
        }
        // Names are paths of fields: nothing in them is to be escaped. Writing into a `String` cannot fail.
        let _ = write!(json, "\"{name}\":");
        let _ = match value {
            Value::Number(number) => write!(json, "{number}"),
            Value::Time(at) => write!(json, "\"{at}\""),
            Value::Day(day) => write!(json, "\"{day}\""),
            Value::Text(text) => write!(json, "{}", serde_json::Value::String(text.to_string())),
        };
    }
    json.push('}');
    Cell::Text(Cow::Owned(json))
}

/// Everything but the cycle that a row relates to, as an object of JSON: lists of things by how it relates to them.
fn relations<'r>(row: &'r Row<'_>) -> Cell<'r> {
    let mut json = String::from("{");
    let mut told: Vec<&str> = vec!["cycle"];
    for (how, _) in &row.relations {
        if told.contains(how) {
            continue;
        }
        told.push(how);
        if json.len() > 1 {
            json.push(',');
        }
        // References have nothing in them that is to be escaped.
        let _ = write!(json, "\"{how}\":[");
        for (place, (_, object)) in row.relations.iter().filter(|(other, _)| other == how).enumerate() {
            let _ = write!(json, "{}\"{object}\"", if place > 0 { "," } else { "" });
        }
        json.push(']');
    }
    json.push('}');
    if told.len() > 1 { Cell::Text(Cow::Owned(json)) } else { Cell::None }
}
