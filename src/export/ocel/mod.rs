//! OCEL 2.0, the object-centric event log (Berti and others, "OCEL 2.0 Specification", 2023), as JSON and as a database of SQLite.
//!
//! | In OCEL | Here |
//! |---|---|
//! | event type | the kind of event, by its code |
//! | event | an entry; its id is that of the cycle, a space, and the number of the entry |
//! | event attribute | `number`, `recorded_at`, `phase`, `by_role`, and the codes, numbers and times of its data, by the path of the field: see [`attributes`](fn@super::attributes) |
//! | object type | the cycle, `person`, `team`, `case`, and whatever entries make, such as `contract`, `intervention` or `session`: see [`ObjectType`] |
//! | relation of an event to an object | what an entry refers to; the qualifier is the path of the field (`present`, `cover.contract`), or `cycle`, `by` or `recorded_by` |
//! | relation of an object to another | of a cycle its clinician, its team and the cycle before it; of what an entry made, everything but people that this entry refers to |
//! | object attribute | only what the [options](super::Options) ask for: the `stage` of a contract, the `standing` and `boundary` of a cycle, each since when |
//!
//! Flattened on `contract`, a log has in the life of a contract what other events say of it, too: the invitation to another that arose
//! from it, the renewal by which it came. What happens to a contract itself relates to it by the qualifier `contract`.
//!
//! Events stand in the order of occurrence, history by history; of those at one instant, `number` gives the order, which the tables of a
//! database, one for each type, do not keep. Only the types that occur are declared, an event type with all attributes that events
//! of its kind can have. Whatever it is, a value is written as text, as the specification has it for JSON; its type says what it
//! is: `string`, `integer` or `time`. A day is no instant, and so a `string`.

mod gather;
mod json;
#[cfg(feature = "sqlite")]
mod sqlite;

pub use json::Json;
#[cfg(feature = "sqlite")]
pub use sqlite::Sqlite;

use std::borrow::Cow;

use super::case::{Case, Row};
use super::derived::{BOUNDARY, Change, STAGE, STANDING};
use super::layout::{Value, ValueType, attributes};
use super::object::{Object, ObjectType};
use super::options::Options;
use crate::code::Code;
use crate::cycle::Kind;
use crate::noun::Noun;

/// The attributes that events of every kind have.
const OF_EVERY_EVENT: [(&str, ValueType); 4] = [
    ("number", ValueType::Number),
    ("recorded_at", ValueType::Time),
    ("phase", ValueType::Text),
    ("by_role", ValueType::Text),
];

/// The name that the standard has for a type.
const fn type_name(holds: ValueType) -> &'static str {
    match holds {
        ValueType::Text | ValueType::Day => "string",
        ValueType::Number => "integer",
        ValueType::Time => "time",
    }
}

/// The attributes that events of a kind can have.
fn of_event(kind: Kind, options: &Options) -> impl Iterator<Item = (&'static str, ValueType)> {
    let has_words = options.has_words();
    let own = attributes(kind).filter(move |attribute| has_words || !attribute.is_words);
    OF_EVERY_EVENT.into_iter().chain(own.map(|attribute| (attribute.name.as_str(), attribute.holds)))
}

/// The attributes that objects of a type can have, all of them codes.
fn of_object(of: ObjectType, options: &Options) -> impl Iterator<Item = &'static str> {
    let asked = [
        (ObjectType::Made(Noun::Contract), options.has_stages(), STAGE),
        (ObjectType::Cycle, options.has_standing(), STANDING),
        (ObjectType::Cycle, options.has_boundary(), BOUNDARY),
    ];
    asked.into_iter().filter(move |(its, is_asked, _)| *its == of && *is_asked).map(|(_, _, name)| name)
}

/// The attributes that every event has, with their values, but for the role, which not every one has.
fn of_row<'c>(row: &Row<'c>) -> impl Iterator<Item = (&'static str, Value<'c>)> + use<'c> {
    let text = |code: &'static str| Value::Text(Cow::Borrowed(code));
    let always = [
        ("number", Value::Number(row.number.get().into())),
        ("recorded_at", Value::Time(row.recorded_at)),
        ("phase", text(row.phase.code())),
    ];
    always.into_iter().chain(row.role.map(|role| ("by_role", text(role.code()))))
}

/// The changes of an object, in the order of time, among changes that are sorted by object.
fn of_one<'x, 'c>(changes: &'x [Change<'c>], object: &Object<'_>) -> &'x [Change<'c>] {
    let from = changes.partition_point(|change| change.object < *object);
    let to = changes.partition_point(|change| change.object <= *object);
    changes.get(from..to).unwrap_or_default()
}

/// The changes of a history, sorted by object and of each by time.
fn sorted<'c>(case: &'c Case<'_>) -> Vec<Change<'c>> {
    let mut changes = case.changes();
    changes.sort_by_key(|change| change.object);
    changes
}
