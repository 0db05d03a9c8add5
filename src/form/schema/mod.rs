//! JSON Schemas made from the [forms](crate::form): of what is offered and of what is stored.

mod write;
#[cfg(feature = "schemars")]
pub(crate) mod recorded;

use serde_json::Value;

use crate::attachment::FORMAT;
use crate::code::codes;
use crate::cycle::Kind;
use crate::form::{self, Field, Form};
#[cfg(feature = "schemars")]
pub(crate) use write::Definitions;
pub(crate) use write::InPlace;

codes! {
    /// Why something that fits a schema may still not be read: all that a schema cannot say.
    ///
    /// ```
    /// use practice_cycle::{cycle::Offer, code::Code, schema::Unsaid};
    /// let twice = r#"{"type":"person_left","by":"p-1","by":"p-2","occurred_at":"2026-04-16T17:00:00Z","data":{"person":"p-2"}}"#;
    /// assert!(serde_json::from_str::<serde_json::Value>(twice).is_ok() && Offer::parse(twice).is_err());
    /// assert_eq!(Unsaid::KeyTwice.label(), "a key stands twice in one object");
    /// ```
    #[non_exhaustive]
    pub enum Unsaid {
        /// A schema speaks of the value that a parser made, in which one of the two is lost.
        KeyTwice = "key_twice", "a key stands twice in one object";
        /// `1.0` is a whole number to JSON Schema.
        NotWhole = "not_whole", "a whole number is written with a point, an exponent, or as -0";
        /// The 29th of February of a year that has none, where the validator leaves `format` alone or it is written with a space;
        /// and a year that no calendar reaches.
        NoSuchDay = "no_such_day", "a day that is in no calendar";
        /// At the two ends, whether an instant is within 1900 to 2199 depends on its offset.
        BeyondTime = "beyond_time", "an instant just before 1900 or just after 2199";
        /// Space around a text does not count, so one that begins or ends with space has no limit that a schema could name.
        LongInSpace = "long_in_space", "a text that is too long and has space around it";
    }
}

/// The schema of an [`Offer`](crate::cycle::Offer): an act as a client sends it.
///
/// ```
/// let offer = practice_cycle::schema::offer();
/// assert!(offer["$defs"]["PersonLeftOffer"]["properties"].get("recorded_at").is_none());
/// ```
#[must_use]
pub fn offer() -> Value {
    of_cycle(
        "Offer",
        "Something that happened, as a client offers it: the host says when it is recorded.",
        &form::offer(),
        InPlace::Nothing,
    )
}

/// The schema of an [`Act`](crate::cycle::Act): what is offered, with when it is recorded.
///
/// ```
/// let act = practice_cycle::schema::act();
/// assert_eq!(act["$defs"]["PersonLeftAct"]["additionalProperties"], false);
/// ```
#[must_use]
pub fn act() -> Value {
    of_cycle("Act", "Something offered to be recorded.", &form::act(), InPlace::Nothing)
}

/// The schema of an [`Entry`](crate::cycle::Entry), which is a line of a history. Tombstones may stand in it, where text was
/// redacted.
///
/// ```
/// let entry = practice_cycle::schema::entry();
/// assert_eq!(entry["$defs"]["EntryNumber"]["minimum"], 1);
/// ```
#[must_use]
pub fn entry() -> Value {
    of_cycle("Entry", "An act that was admitted, with its number: a line of a history.", &form::entry(), InPlace::Tombstone)
}

/// The schema of whatever has an event of a cycle.
fn of_cycle(name: &str, about: &str, beside: &[Field], in_place: InPlace) -> Value {
    let forms = Kind::all().map(|kind| (kind.code(), kind.form()));
    made((&format!("format-{FORMAT}"), name), about, forms, beside, in_place)
}

/// The same of another vocabulary of events: its name, with the version of its format, and what of it is meant.
pub(crate) fn made<K>(
    of: (&str, &str),
    about: &str,
    forms: impl IntoIterator<Item = (&'static str, Form<K>)>,
    beside: &[Field],
    in_place: InPlace,
) -> Value {
    write::schema(of, about, forms, beside, in_place)
}
