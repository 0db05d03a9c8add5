//! Readings in one shape: whatever is read, its JSON begins with the same head.
//!
//! | Field | It is |
//! |---|---|
//! | `reading` | which reading: `boundary`, `drift`, `standing`, `openings`, `turns`, `hypotheses`, `anchoring`, `sharing` or `partnership`; and `portfolio`, which is of another file and [its owner's alone](crate::evidencing) |
//! | `as_of` | the time that it speaks of |
//! | `known_at` | the time up to which what was recorded was known |
//! | `parameters` | the name of the set of parameters; `openings` goes by none |
//! | `scope` | what was asked about, of `boundary` and `drift`; `partnership` is of one `case`, the others of the whole cycle, `hypotheses` and `anchoring` question by question, `sharing` case by case |
//!
//! After these stands what the reading says, by the names of the fields of its type. References are in it, and no text that people
//! wrote. A field may be added in any release; what reads this should pass over fields that it does not know.
//!
//! # As a table
//!
//! [`table`] has, and `practice-cycle table` writes, those of the boundary, its drift, the standing and the turns in long form, one number a line. What each measure is, the field of the reading says:
//!
//! | Reading | Level and key | Measures |
//! |---|---|---|
//! | history | all | `recorded_entries`; `since_opening_days`, `since_last_recording_days` (of 24 hours, up to `as_of`) |
//! | boundary | all | `verdict`; `used_observers`, `used_entries`; `dissent_share`, `dissent_observers`, `perspectives_differ` ([`Dissent`](crate::assessment::Dissent)); `verdict_depends_on_observers` (how many flips); `departed_and_differing_observers`; `alerts_entries`, `self_report_entries`, `own_indicators_entries`, `excluded_entries` |
//! | | missing: gate | `found`, `needed` ([`Missing`](crate::assessment::Missing)) |
//! | | side: lean | `showed_observers` (*S*), `weight_observers` (*n*), `alike_observers` (*N*), `divided_by` (*D*), `showed_to_observers`; `firmness`, `firmness_low`, `firmness_high`, `firmness_if_…`, `shows_most_probability` ([`SideReading`](crate::assessment::SideReading)) |
//! | | row: row/lean | `showed_observers` |
//! | | observer: person; observer_side: lean/person | `role`, `leans`; `showed_observers` (*y*), `weight_observers` (*m*) |
//! | | perspective, space: code; perspective_side, space_side: code/lean | `observers`, `leaning_observers`, `leans`; `showed_observers` |
//! | | agreement: `between_observers`, `between_perspectives` | the fields of [`Agreement`](crate::assessment::Agreement) |
//! | | drawn: lean/what drew it; looked_for_and_absent: lean | `observations_count` |
//! | drift | all | `movement`; `compared_windows`, `compared_observers`, `not_compared_observers`; `change_side`, `change_observers`, `change_since_day`, `statistic` (*T*), `orders_share` (*p*) ([`Change`](crate::assessment::Change)) |
//! | | window: first day; window_side: first day/lean | `last_day`, `compared`, `occasions_count`, `observers`; `beyond_own_mean_observers` (*Y*) |
//! | standing | all; condition: step/requirement | `step`, `step_number` (from 1), `undisrupted_step`, `unanswered_disruptions_count`; `have_count`, `need_count` |
//! | turns | all | `turns_count`, `contracts_count`, `chain_depth_count`, `stall` |
//! | | arc: arc; arc_end: arc/end | `beginnings_count`, `under_way_count`, `stalled_count`, `median_seconds`; `ended_count` |
//! | | arc_end_by_seconds: arc/end/seconds | `incidence_share`, `incidence_variance`, `incidence_low_share`, `incidence_high_share` ([`Incidence`](crate::turns::Incidence)) |
//! | | beginning: arc/contract | `followed_seconds`, `end` (empty where it has not ended): for survival analysis, clustered by history |

mod each;
pub mod table;

use std::fmt;

use serde::Serialize;

pub use each::Readings;

use crate::anchoring::Anchoring;
use crate::assessment::{Assessment, Drift};
use crate::hypotheses::Hypotheses;
#[cfg(feature = "languages")]
use crate::message;
use crate::openings::Openings;
use crate::partnership::Partnership;
use crate::reader::Reader;
use crate::sharing::Sharing;
use crate::standing::Standing;
use crate::turns::Turns;

/// A reading, of whatever kind. `Display` writes it in words.
///
/// ```
/// use practice_cycle::{history::History, moment::Moment, reading::Reading, standing::{Parameters, Standing}};
/// let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
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
    /// How meetings with the family of a case were described.
    Partnership(Box<Partnership>),
    /// Several ideas about a question, and the evidence weighed against each.
    Hypotheses(Box<Hypotheses>),
    /// Whether the record of a question stays open to something other than the first idea.
    Anchoring(Box<Anchoring>),
    /// Whether the risk and the steps of a case are carried together.
    Sharing(Box<Sharing>),
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
    Partnership(Partnership);
    Hypotheses(Hypotheses);
    Anchoring(Anchoring);
    Sharing(Sharing);
}

impl Reading {
    /// The text for one reader. The standing, the openings and the turns are the same for everybody; the others
    /// speak of what members of a family saw or said.
    ///
    /// ```
    /// # use practice_cycle::{history::History, moment::Moment, reader::Reader, reading::Reading, standing::{Parameters, Standing}};
    /// # let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
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
            Self::Partnership(reading) => reading.text_for(reader),
            Self::Hypotheses(reading) => reading.text_for(reader),
            Self::Anchoring(reading) => reading.text_for(reader),
            Self::Sharing(reading) => reading.text_for(reader),
            Self::Standing(_) | Self::Openings(_) | Self::Turns(_) => self.to_string(),
        }
    }

    /// The same in another language, sentence by sentence.
    #[cfg(feature = "languages")]
    pub(crate) fn said_for(&self, reader: &Reader, say: impl Fn(&message::Message) -> String) -> String {
        let (lines, ends_line) = match self {
            Self::Boundary(reading) => (reading.lines_for(reader), true),
            Self::Drift(reading) => (reading.lines_for(reader), true),
            Self::Partnership(reading) => (reading.lines_for(reader), true),
            Self::Standing(reading) => (reading.lines(), false),
            Self::Openings(reading) => (reading.lines(), false),
            Self::Turns(reading) => (reading.lines(), false),
            Self::Hypotheses(reading) => (reading.lines_for(reader), false),
            Self::Anchoring(reading) => (reading.lines_for(reader), false),
            Self::Sharing(reading) => (reading.lines_for(reader), false),
        };
        let text = message::text_by(&lines, say);
        if ends_line { text } else { text.trim_end().to_owned() }
    }

    /// Whether there is nothing to read for somebody: no question, or no case, that was discussed. Of the other readings there is always
    /// something to say.
    ///
    /// ```
    /// # use practice_cycle::{history::History, moment::Moment, reader::Reader, reading::Reading, sharing::{Parameters, Sharing}};
    /// # let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
    /// let view = history.view(Moment::LATEST, Moment::LATEST);
    /// let reading = Reading::from(Sharing::of(&view, &Parameters::default()));
    /// assert!(reading.is_bare_for(&Reader::nobody(&view)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn is_bare_for(&self, reader: &Reader) -> bool {
        match self {
            Self::Hypotheses(reading) => reading.is_bare_for(reader),
            Self::Anchoring(reading) => reading.is_bare_for(reader),
            Self::Sharing(reading) => reading.is_bare_for(reader),
            Self::Partnership(reading) => reading.text_for(reader).is_empty(),
            Self::Boundary(_) | Self::Drift(_) | Self::Standing(_) | Self::Openings(_) | Self::Turns(_) => false,
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
            Self::Partnership(reading) => reading.fmt(f),
            Self::Hypotheses(reading) => reading.fmt(f),
            Self::Anchoring(reading) => reading.fmt(f),
            Self::Sharing(reading) => reading.fmt(f),
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
    crate::json_schema::derived::written::<Reading>("urn:practice-cycle:reading")
}
