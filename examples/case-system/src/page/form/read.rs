//! From what was typed to an act, by the form of its kind; and what is missing.

use practice_cycle::calendar::{LocalTimeError, TIME_ZONE, london_time};
use practice_cycle::chrono::NaiveDateTime;
use practice_cycle::form::{Field, Holds, Takes};
use practice_cycle::moment::Moment;
use serde_json::{Map, Value};

use crate::page::asked::Fields;

/// What is wrong with a field, by its path in the act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wrong {
    pub(super) path: String,
    pub(super) message: String,
}

impl Wrong {
    pub(super) fn new(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { path: path.into(), message: message.into() }
    }
}

/// How browsers write a time by the clocks where somebody is.
const LOCAL: &str = "%Y-%m-%dT%H:%M:%S";

/// A time as a browser takes it.
pub(super) fn local(at: Moment) -> String {
    at.to_utc().with_timezone(&TIME_ZONE).format(LOCAL).to_string()
}

/// A time as a browser gives it.
pub(super) fn instant(typed: &str) -> Result<Moment, String> {
    let read =
        NaiveDateTime::parse_from_str(typed, LOCAL).or_else(|_| NaiveDateTime::parse_from_str(typed, "%Y-%m-%dT%H:%M"));
    let Ok(read) = read else {
        return typed.parse().map_err(|_| "Enter a day and a time".to_owned());
    };
    london_time(read).map_err(|why: LocalTimeError| why.to_string())
}

/// Reads what was typed.
pub(super) struct Reading<'f> {
    fields: &'f Fields,
    pub(super) wrong: Vec<Wrong>,
}

impl<'f> Reading<'f> {
    pub(super) fn new(fields: &'f Fields) -> Self {
        Self { fields, wrong: Vec::new() }
    }

    /// The object of some fields, as far as something was typed.
    pub(super) fn object(&mut self, all: &[Field], path: &str) -> Map<String, Value> {
        let mut object = Map::new();
        for field in all {
            let path = format!("{path}.{}", field.name);
            let with = field.required_with.as_ref();
            let is_with = with.is_some_and(|with| {
                object.get(with.field).and_then(Value::as_str).is_some_and(|code| with.codes.contains(&code))
            });
            let required = field.required || is_with;
            match self.value(&field.takes, &path, required) {
                Some(value) => _ = object.insert(field.name.to_owned(), value),
                None if required => {
                    let how = if is_chosen(&field.takes) { "chosen" } else { "filled in" };
                    self.wrong.push(Wrong::new(path, format!("{} has to be {how}", field.label)));
                }
                None => {}
            }
        }
        object
    }

    fn value(&mut self, takes: &Takes, path: &str, required: bool) -> Option<Value> {
        let typed = || self.fields.get(path).map(str::to_owned);
        match takes {
            Takes::Number { .. } | Takes::Entry => typed().map(number),
            Takes::Instant => {
                let typed = typed()?;
                match instant(&typed) {
                    Ok(at) => Some(at.to_string().into()),
                    Err(why) => {
                        self.wrong.push(Wrong::new(path, why));
                        Some(typed.into())
                    }
                }
            }
            Takes::Codes { .. } => self.several(path, Value::String),
            Takes::List { of, .. } => {
                if matches!(**of, Takes::Entry) {
                    self.several(path, number)
                } else if matches!(**of, Takes::Reference { makes: false, .. } | Takes::Code { .. }) {
                    self.several(path, Value::String)
                } else {
                    self.rows(of, path)
                }
            }
            Takes::Group { fields, .. } => {
                let mut inner = Reading::new(self.fields);
                let object = inner.object(fields, path);
                if object.is_empty() && !required {
                    return None;
                }
                self.wrong.append(&mut inner.wrong);
                Some(object.into())
            }
            Takes::Choice { variants, .. } => {
                let chosen = typed()?;
                let variant = variants.iter().find(|variant| variant.code == chosen)?;
                let under = format!("{path}.{}", variant.code);
                let held: Value = match &variant.holds {
                    Holds::Nothing => return Some(chosen.into()),
                    Holds::One { takes } => {
                        let held = self.value(takes, &under, true);
                        if held.is_none() {
                            self.wrong.push(Wrong::new(&under, format!("{} has to be filled in", variant.label)));
                        }
                        held.unwrap_or_default()
                    }
                    Holds::Fields { fields } => self.object(fields, &under).into(),
                };
                Some(Map::from_iter([(chosen, held)]).into())
            }
            Takes::Code { .. } | Takes::Reference { .. } | Takes::Outside { .. } | Takes::Text { .. } | Takes::Day => {
                typed().map(Value::String)
            }
            // What a later version of the crate takes.
            _ => typed().map(Value::String),
        }
    }

    /// What was ticked, or typed in lines of its own.
    fn several(&self, path: &str, value: impl Fn(String) -> Value) -> Option<Value> {
        let all = self.fields.all(path).flat_map(str::lines).map(str::trim).filter(|typed| !typed.is_empty());
        let all: Vec<Value> = all.map(|typed| value(typed.to_owned())).collect();
        (!all.is_empty()).then_some(all.into())
    }

    fn rows(&mut self, of: &Takes, path: &str) -> Option<Value> {
        let mut items = Vec::new();
        for row in 0..rows(self.fields, path) {
            let path = format!("{path}.{row}");
            items.extend(self.value(of, &path, false));
        }
        (!items.is_empty()).then_some(items.into())
    }
}

/// How many rows of a list are drawn.
pub(super) fn rows(fields: &Fields, path: &str) -> usize {
    fields.get(&format!("{path}.rows")).and_then(|rows| rows.parse().ok()).unwrap_or(1).clamp(1, 100)
}

/// A whole number, or what was typed in its place, of which the crate says what is wrong.
fn number(typed: String) -> Value {
    typed.parse::<u32>().map_or_else(|_| Value::String(typed), Value::from)
}

/// Whether it is chosen, and not typed.
fn is_chosen(takes: &Takes) -> bool {
    matches!(
        takes,
        Takes::Code { .. }
            | Takes::Codes { .. }
            | Takes::Choice { .. }
            | Takes::Entry
            | Takes::Reference { makes: false, .. }
    )
}

#[cfg(test)]
mod tests {
    use practice_cycle::cycle::Kind;
    use serde_json::json;

    use super::{Fields, Reading, Wrong, instant};

    fn read(kind: &str, typed: &str) -> (serde_json::Value, Vec<Wrong>) {
        let fields = Fields::of(typed.as_bytes());
        let mut reading = Reading::new(&fields);
        let object = reading.object(&Kind::from_code(kind).unwrap().form().fields, "data");
        (object.into(), reading.wrong)
    }

    #[test]
    fn what_was_typed_becomes_what_is_stored() {
        let (data, wrong) = read("outcome_rated", "data.rating=ra-1&data.contract=+c-1+&data.score=7");
        assert_eq!((data, wrong), (json!({ "rating": "ra-1", "contract": "c-1", "score": 7 }), vec![]));
    }

    #[test]
    fn what_is_missing_is_named() {
        let (_, wrong) = read("outcome_rated", "data.rating=ra-1&data.score=");
        assert_eq!(
            wrong,
            [
                Wrong::new("data.contract", "Contract has to be chosen"),
                Wrong::new("data.score", "Score has to be filled in")
            ]
        );
    }

    #[test]
    fn a_code_may_ask_for_words() {
        let (_, wrong) = read("contract_declined", "data.contract=c-1&data.reason.code=other");
        assert_eq!(wrong.iter().map(|wrong| wrong.path.as_str()).collect::<Vec<_>>(), ["data.reason.words"]);
        let (data, wrong) =
            read("contract_declined", "data.contract=c-1&data.reason.code=other&data.reason.words=Invented.");
        assert_eq!((data["reason"]["words"].as_str(), wrong), (Some("Invented."), vec![]));
    }

    #[test]
    fn a_choice_holds_what_stands_under_it() {
        let (data, _) = read("occasion_of_joining", "data.occasion=oc-1&data.place=in&data.place.in=team_meeting");
        let field = Kind::from_code("occasion_of_joining").unwrap().form().fields[1].name;
        let (chosen, _) = read("occasion_of_joining", &format!("data.{field}=in&data.{field}.in=team_meeting"));
        assert_eq!(chosen[field], json!({ "in": "team_meeting" }), "{data}");
    }

    #[test]
    fn a_time_is_by_the_clocks_of_london() {
        assert_eq!(instant("2026-07-01T10:00").unwrap().to_string(), "2026-07-01T09:00:00Z");
        assert_eq!(instant("2026-01-01T10:00:05").unwrap().to_string(), "2026-01-01T10:00:05Z");
        assert!(instant("2026-03-29T01:30").unwrap_err().contains("never show"));
        assert_eq!(instant("soon").unwrap_err(), "Enter a day and a time");
    }
}
