//! Readings in one shape: whatever is read, its JSON begins with the same head.
//!
//! | Field | It is |
//! |---|---|
//! | `reading` | which reading: `boundary`, `drift`, `standing`, `openings` or `turns` |
//! | `as_of` | the time that it speaks of |
//! | `known_at` | the time up to which what was recorded was known |
//! | `parameters` | the name of the set of parameters; `openings` goes by none |
//! | `scope` | what was asked about, of `boundary` and `drift`; the others are of the whole cycle |
//!
//! After these stands what the reading says, by the names of the fields of its type. References are in it, and no text that people
//! wrote. A field may be added in any release; what reads this should pass over fields that it does not know.

use std::fmt;

use serde::Serialize;

use crate::assessment::{Assessment, Drift};
use crate::openings::Openings;
use crate::reader::Reader;
use crate::standing::Standing;
use crate::turns::Turns;

/// A reading, of whatever kind. `Display` tells it in words.
///
/// ```
/// use practice_cycle::{history::History, moment::Moment, reading::Reading, standing::{Parameters, Standing}};
/// let history = History::read(include_bytes!("../examples/data/turnover.jsonl").as_slice())?;
/// let view = history.view(Moment::LATEST, Moment::LATEST);
/// let reading = Reading::from(Standing::of(&view, &Parameters::default()));
/// let json = serde_json::to_value(&reading)?;
/// assert_eq!((&json["reading"], &json["parameters"]), (&"standing".into(), &"unvalidated_v1".into()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(tag = "reading", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Reading {
    /// The boundary as observers saw it.
    Boundary(Box<Assessment>),
    /// Whether that is moving.
    Drift(Box<Drift>),
    /// How far joining has come.
    Standing(Box<Standing>),
    /// What the rules of the system keep closed.
    Openings(Box<Openings>),
    /// How often and how fast the cycle closed.
    Turns(Box<Turns>),
}

macro_rules! from {
    ($($Kind:ident($Type:ident);)+) => {$(
        impl From<$Type> for Reading {
            fn from(reading: $Type) -> Self {
                Self::$Kind(Box::new(reading))
            }
        }
    )+};
}

from! {
    Boundary(Assessment);
    Drift(Drift);
    Standing(Standing);
    Openings(Openings);
    Turns(Turns);
}

impl Reading {
    /// The text for one reader. Only the boundary and its drift speak of what members of a family saw; the others are the same for
    /// everybody.
    ///
    /// ```
    /// # use practice_cycle::{history::History, moment::Moment, reader::Reader, reading::Reading, standing::{Parameters, Standing}};
    /// # let history = History::read(include_bytes!("../examples/data/turnover.jsonl").as_slice())?;
    /// let view = history.view(Moment::LATEST, Moment::LATEST);
    /// let reading = Reading::from(Standing::of(&view, &Parameters::default()));
    /// assert_eq!(reading.text_for(&Reader::of(&view, &"clinician".parse()?)), reading.to_string());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn text_for(&self, reader: &Reader) -> String {
        match self {
            Self::Boundary(reading) => reading.text_for(reader),
            Self::Drift(reading) => reading.text_for(reader),
            Self::Standing(_) | Self::Openings(_) | Self::Turns(_) => self.to_string(),
        }
    }
}

impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boundary(reading) => reading.fmt(f),
            Self::Drift(reading) => reading.fmt(f),
            Self::Standing(reading) => reading.fmt(f),
            Self::Openings(reading) => reading.fmt(f),
            Self::Turns(reading) => reading.fmt(f),
        }
    }
}

/// The JSON Schema (draft 2020-12) of a [`Reading`].
///
/// ```
/// let schema = practice_cycle::reading::schema();
/// assert_eq!(schema.pointer("/$id").unwrap(), "urn:practice-cycle:reading");
/// assert_eq!(schema.pointer("/oneOf/0/properties/reading/const").unwrap(), "boundary");
/// ```
#[cfg(feature = "schemars")]
#[must_use]
pub fn schema() -> schemars::Schema {
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize().with_transform(in_short);
    let mut schema = settings.into_generator().into_root_schema_for::<Reading>();
    schema.insert("$id".to_owned(), "urn:practice-cycle:reading".into());
    schema
}

/// Descriptions are the first paragraphs of the documentation, without the marks of links and code.
#[cfg(feature = "schemars")]
fn in_short(schema: &mut schemars::Schema) {
    schemars::transform::transform_subschemas(&mut in_short, schema);
    if let Some(serde_json::Value::String(words)) = schema.get_mut("description") {
        let mut pieces = words.split("\n\n").next().unwrap_or_default().split("](");
        let mut plain = pieces.next().unwrap_or_default().to_owned();
        // Where a link leads stands up to the bracket that closes it.
        pieces.for_each(|piece| plain += piece.split_once(')').map_or(piece, |(_, after)| after));
        *words = plain.replace(['`', '*', '[', ']'], "").split_whitespace().collect::<Vec<_>>().join(" ");
    }
}
