//! What a rule looked at, in English.

use std::fmt;

use super::fields::{Aspect, Fields, People, fact_of, listed};
use super::people::{a_role, parties, somebody};
use super::phrases::did;
use super::times::of_working_day;
use crate::calendar::TIME_ZONE;
use crate::code::Code;
use crate::cycle::Kind;
use crate::evidence::Day;
use crate::policy::eval::evidence::{Evidence, FieldValue};

/// What a rule looked at, one sentence after another.
pub(crate) fn shown(evidence: &Evidence, fields: &Fields) -> Vec<String> {
    match evidence {
        Evidence::Field { path, of, values } => {
            let said = field(path, values, fields);
            let entry = of.map(|of| format!(" (entry {})", of.entry)).unwrap_or_default();
            vec![format!("{said}{entry}")]
        }
        Evidence::Happened { events, last: None, since: Some(since), .. } => {
            let since = format!("since entry {}, on {}", since.entry, Day(since.at));
            vec![match events.as_slice() {
                [event] => format!("nobody {} {since}", done(event)),
                _ => format!("none of these is recorded {since}"),
            }]
        }
        Evidence::Happened { events, last: None, since: None, .. } | Evidence::NeverHappened { events, .. } => {
            vec![match events.as_slice() {
                [event] => format!("nobody {} before", done(event)),
                _ => "none of these is recorded before".to_owned(),
            }]
        }
        Evidence::Ratio { counts: (counted, base), .. } => {
            let share = (counted * 100).checked_div(*base).map(|share| format!(" ({share} for every 100)"));
            vec![format!("{counted} of the one, {base} of the other{}", share.unwrap_or_default())]
        }
        Evidence::Happened { events, last: Some(last), times, since: _ } => {
            let day = Day(last.at);
            let last = match events.as_slice() {
                [event] => format!("somebody last {} on {day}", done(event)),
                _ => format!("the last of these was entry {}, on {day}", last.entry),
            };
            let times = times.map(|times| match times {
                0 => " (not once in that time)".to_owned(),
                1 => " (once in that time)".to_owned(),
                times => format!(" ({times} times in that time)"),
            });
            vec![last + &times.unwrap_or_default()]
        }
        Evidence::Concurrent { attribute, values, more } => {
            let path = format!("contract.{}", attribute.map_or("contract", Code::code));
            let noun = attribute.map_or("contract", Code::label);
            let mut values: Vec<String> = values.iter().map(|value| written(value, &path, fields)).collect();
            if *more > 0 {
                values.push(format!("{more} more"));
            }
            vec![match values.as_slice() {
                [] => format!("no {noun} is counted"),
                [one] => format!("the {noun} counted is {one}"),
                all => format!("the {noun}s counted are {}", listed(all, "and")),
            }]
        }
        Evidence::Open { events, path, values, more } => {
            let events: Vec<String> = events.iter().map(|event| (*event).to_owned()).collect();
            let fields = fields.within(&events);
            let named = path.as_deref().unwrap_or_default();
            let mut values: Vec<String> = values.iter().map(|value| written(value, named, &fields)).collect();
            if *more > 0 {
                values.push(format!("{more} more"));
            }
            vec![match values.as_slice() {
                [] => "nothing is open".to_owned(),
                [one] => format!("{one} is open"),
                all => format!("these are open: {}", listed(all, "and")),
            }]
        }
        Evidence::Stage(stage) => vec![format!("the contract is {stage}")],
        Evidence::Standing(step) => vec![format!("joining so far looks like \"{step}\"")],
        Evidence::Boundary(verdict) => vec![format!("the boundary reads as \"{verdict}\"")],
    }
}

/// What was found in place of what was required: all that a field says was looked at, so that what is not there can be said.
pub(crate) fn found(evidence: &Evidence, fields: &Fields) -> Vec<String> {
    if let Evidence::Field { path, of: None, values } = evidence
        && let [FieldValue::Code(code)] = values.as_slice()
        && **code == *"no"
        && let Some(people) = fields.people(path)
        && people.are_several
        && people.aspect == Aspect::Mandate
    {
        return vec![format!("nobody with the statutory mandate is among {}", people.name)];
    }
    shown(evidence, fields)
}

/// Several of these as one clause: whom two of them tell of is named once.
pub(crate) fn together(evidence: impl IntoIterator<Item = String>) -> String {
    const INCLUDE: &str = " include ";
    let mut told: Vec<String> = Vec::new();
    let mut of = String::new();
    for said in evidence {
        let name = said.split_once(INCLUDE).map_or("", |(name, _)| name).to_owned();
        let same = if name.is_empty() || name != of { None } else { said.split_once(INCLUDE) };
        told.push(same.map_or(said.clone(), |(_, rest)| rest.to_owned()));
        of = name;
    }
    listed(&told, "and")
}

/// What was done, by the code of its kind.
fn done(event: &str) -> String {
    Kind::from_code(event).map_or_else(|| "did something".to_owned(), did)
}

/// What a field says.
fn field(path: &str, values: &[FieldValue], fields: &Fields) -> String {
    let place = if path.starts_with("opening.") { " in the opening entry" } else { "" };
    let name = fields.name(path) + place;
    match values {
        [] if fields.people(path).is_some_and(|people| people.by_then) => {
            let people = fields.people(path).map(|people| people.name).unwrap_or_default();
            return format!("{people}{place} has left by then");
        }
        [] if path.ends_with("contract.parties") => return format!("no party to the contract{place} is still there"),
        [FieldValue::Redacted] => return format!("{name} was redacted"),
        [] if path == "contract" => return "it rests on no contract".to_owned(),
        [] => return format!("{name} is not recorded"),
        [FieldValue::Unshown] => return format!("{name} is recorded"),
        [FieldValue::Code(code)] => {
            if let Some(fact) = fact_of(path, code, true) {
                return fact;
            }
            if let Some(fact) = of_working_day(path, **code == *"yes", fields) {
                return fact + place;
            }
        }
        _ => {}
    }
    let Some(people) = fields.people(path) else {
        let values: Vec<String> = values.iter().map(|value| written(value, path, fields)).collect();
        if path == "contract.stage" {
            return format!("the contract is {}", listed(&values, "and").replace('"', ""));
        }
        if path.ends_with("contract.parties") {
            return parties(&values, "and", true) + place;
        }
        return format!("{name} is {}", listed(&values, "and"));
    };
    of_people(&People { name: people.name + place, ..people }, values)
}

/// What is said of people.
fn of_people(people: &People, values: &[FieldValue]) -> String {
    people.said(of_people_then(people, values))
}

fn of_people_then(People { name, are_several, aspect, .. }: &People, values: &[FieldValue]) -> String {
    let codes: Vec<String> = values.iter().map(ToString::to_string).collect();
    let somebody: Vec<String> = codes.iter().map(|code| somebody(*aspect, code)).collect();
    if *are_several {
        return match aspect {
            Aspect::Themselves => {
                format!("among {name} {} {}", if codes.len() == 1 { "is" } else { "are" }, listed(&somebody, "and"))
            }
            Aspect::Role | Aspect::Side | Aspect::Mandate => format!("{name} include {}", listed(&somebody, "and")),
        };
    }
    match aspect {
        Aspect::Themselves => format!("{name} is {}", listed(&somebody, "and")),
        Aspect::Role => format!("{name} is {}", listed(&codes.iter().map(|code| a_role(code)).collect::<Vec<_>>(), "and")),
        Aspect::Side => format!("{name} is {}", listed(&somebody, "and").replacen("somebody ", "", 1)),
        Aspect::Mandate if codes == ["yes"] => format!("{name} has the statutory mandate"),
        Aspect::Mandate => format!("{name} does not have the statutory mandate"),
    }
}

/// One value, as people write it.
fn written(value: &FieldValue, path: &str, fields: &Fields) -> String {
    match value {
        FieldValue::Code(code) => fields.value(path, code),
        FieldValue::Number(number) => number.to_string(),
        FieldValue::Day(day) => day.format("%-d %B %Y").to_string(),
        FieldValue::Instant(at) => {
            format!("{} on {}", at.to_utc().with_timezone(&TIME_ZONE).format("%H:%M"), Day(*at))
        }
        FieldValue::Reference(id) => format!("`{id}`"),
        FieldValue::Unshown => "something recorded".to_owned(),
        FieldValue::Redacted => "something redacted".to_owned(),
    }
}

impl fmt::Display for FieldValue {
    /// As it is stored: a code has no label by itself.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FieldValue::Code(code) => f.write_str(code),
            FieldValue::Number(number) => number.fmt(f),
            FieldValue::Day(day) => day.fmt(f),
            FieldValue::Instant(at) => at.fmt(f),
            FieldValue::Reference(id) => f.write_str(id),
            FieldValue::Unshown | FieldValue::Redacted => f.write_str("…"),
        }
    }
}

impl fmt::Display for Evidence {
    /// In words, as of whatever entry has such a field.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&shown(self, &Fields::any()).join(", "))
    }
}
