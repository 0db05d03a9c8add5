//! Every number of a scenario, with its unit and source.

use std::collections::BTreeMap;

use practice_cycle::simulation::Scenario;
use practice_cycle::simulation::experiment::Part;
use serde_json::Value;

use super::plain;

pub(super) const ILLUSTRATIVE: &str = "illustrative";

/// A number, or several that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    at: String,
    value: String,
    unit: String,
    /// Empty of what has none, such as how many teams there are.
    pub(super) source: String,
}

/// The numbers of a scenario, by where they stand; but for its replications, which say nothing of what is simulated.
pub(super) fn of(scenario: &Scenario) -> Vec<Number> {
    let mut numbers = Vec::new();
    let json = serde_json::to_value(scenario).unwrap_or_default();
    for (name, held) in fields(&json).filter(|(name, _)| *name != "replications") {
        walk(held, format!("/{name}"), &mut numbers);
    }
    numbers
}

/// The fields of an object, in the order of their names, whatever order it keeps.
fn fields(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten().collect::<BTreeMap<_, _>>().into_iter()
}

/// All numbers of the scenario that others are compared with, or of the first; and of every other what differs from that.
pub(super) fn tables(part: &Part) -> String {
    let Some(base) = part.against().or(part.tried().first()) else { return String::new() };
    let all = of(base.scenario());
    let mut text = format!("Of `{}`:\n\n{}", plain(base.name()), table(&all));
    for tried in part.all().filter(|tried| tried.name() != base.name()) {
        let own = of(tried.scenario());
        let differs: Vec<Number> = own.iter().filter(|number| !all.contains(number)).cloned().collect();
        let gone: Vec<String> = all
            .iter()
            .filter(|number| own.iter().all(|other| other.at != number.at))
            .map(|number| format!("`{}`", plain(&number.at)))
            .collect();
        text += &format!("\n\nOf `{}`, what differs:", plain(tried.name()));
        if differs.is_empty() && gone.is_empty() {
            text += " nothing.";
        }
        if !differs.is_empty() {
            text += &format!("\n\n{}", table(&differs));
        }
        if !gone.is_empty() {
            text += &format!("\n\nLeft out: {}.", gone.join(", "));
        }
    }
    text
}

fn table(numbers: &[Number]) -> String {
    let mut rows = vec!["| Number | Value | Unit | Source |".to_owned(), "|---|---|---|---|".to_owned()];
    rows.extend(numbers.iter().map(|Number { at, value, unit, source }| {
        let source = if source.is_empty() { "set by the scenario" } else { source };
        format!("| `{}` | {} | {} | {} |", plain(at), plain(value), plain(unit), plain(source))
    }));
    rows.join("\n")
}

fn walk(value: &Value, at: String, into: &mut Vec<Number>) {
    match value {
        Value::Object(own) => {
            let source = own.get("source");
            if let Some(source) = source {
                let unit = unit(&at, own);
                let own = fields(value).filter(|(name, held)| !is_apart(name) && !has_source(held));
                let told = own.map(|(name, held)| told(name, held)).collect::<Vec<_>>().join(", ");
                into.push(Number { at: at.clone(), value: told, unit, source: named(source) });
            }
            for (name, held) in fields(value) {
                if source.is_none() || has_source(held) {
                    walk(held, format!("{at}/{name}"), into);
                }
            }
        }
        Value::Array(items) => items.iter().enumerate().for_each(|(nth, held)| walk(held, format!("{at}/{nth}"), into)),
        Value::Number(number) => {
            let unit = at.rsplit('/').next().filter(|name| *name == "days").unwrap_or("count").to_owned();
            into.push(Number { at, value: number.to_string(), unit, source: String::new() });
        }
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

/// What has a column of its own, or is no number.
fn is_apart(name: &str) -> bool {
    matches!(name, "source" | "unit" | "per")
}

/// Whether there are numbers with sources of their own in it.
fn has_source(value: &Value) -> bool {
    match value {
        Value::Object(fields) => fields.contains_key("source") || fields.values().any(has_source),
        Value::Array(items) => items.iter().any(has_source),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

fn told(name: &str, value: &Value) -> String {
    match (name, value) {
        // A distribution: its name, then its parameters.
        ("is", Value::Object(_)) => fields(value).map(|(name, held)| format!("{name} {}", inside(held))).collect(),
        ("value", value) => inside(value),
        (name, value) => format!("{} {}", name.replace('_', " "), inside(value)),
    }
}

fn inside(value: &Value) -> String {
    match value {
        Value::Object(_) => {
            let each = fields(value).map(|(name, held)| format!("{} {}", name.replace('_', " "), inside(held)));
            format!("({})", each.collect::<Vec<_>>().join(", "))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(inside).collect::<Vec<_>>().join(", ")),
        Value::String(words) => words.clone(),
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

fn unit(at: &str, fields: &serde_json::Map<String, Value>) -> String {
    let words = |name: &str| fields.get(name).and_then(Value::as_str).map(|words| words.replace('_', " "));
    if let Some(unit) = words("unit") {
        return unit;
    }
    match (words("per"), fields.contains_key("factor")) {
        (Some(per), true) => format!("times, for each of: {per}"),
        (Some(per), false) => format!("per {per}"),
        (None, _) => {
            let name = at.rsplit('/').next().unwrap_or_default();
            let unit = ["minutes", "days", "weeks"].into_iter().find(|unit| name.split('_').any(|word| word == *unit));
            unit.unwrap_or(if fields.contains_key("weight") { "beside the other weights" } else { "share or count" })
                .to_owned()
        }
    }
}

fn named(source: &Value) -> String {
    let Some(work) = source.get("work") else { return source.as_str().unwrap_or(ILLUSTRATIVE).to_owned() };
    let words = |name: &str| work.get(name).and_then(Value::as_str).unwrap_or_default().replace('_', " ");
    format!("{} ({})", work.get("work").and_then(Value::as_str).unwrap_or_default(), words("known"))
}
