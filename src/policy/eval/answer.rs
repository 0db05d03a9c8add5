//! The answer of an evaluation: yes, no, or not known and why not; and the entries it rests on.

use std::borrow::Cow;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::calendar::{Beyond, OutOfRange};
use crate::id::EntryNumber;
use crate::message::{Message, messages, said_in_english};
use crate::moment::Moment;
use crate::reader::Reader;

/// Whether something holds, as far as is known. In order, so that *all* is the least and *any* the greatest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Truth {
    No,
    Unknown,
    Yes,
}

impl Truth {
    pub(crate) const fn of(is: bool) -> Self {
        if is { Truth::Yes } else { Truth::No }
    }

    pub(crate) const fn not(self) -> Self {
        match self {
            Truth::No => Truth::Yes,
            Truth::Unknown => Truth::Unknown,
            Truth::Yes => Truth::No,
        }
    }
}

/// Whether something holds; where that is not known, what is missing.
pub(crate) type Held = (Truth, Option<Missing>);

pub(crate) fn unknown(path: &str) -> Held {
    (Truth::Unknown, Some(Missing::Field(path.into())))
}

/// An entry that a verdict rests on, and when it occurred.
///
/// ```
/// use practice_cycle::{id::EntryNumber, policy::EntryRef};
/// let witness = EntryRef { history: 0, entry: EntryNumber::FIRST, at: "2026-04-01T09:00:00Z".parse()? };
/// assert_eq!(serde_json::to_string(&witness)?, r#"{"history":0,"entry":1,"at":"2026-04-01T09:00:00Z"}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct EntryRef {
    /// The place of its history among those that were checked together, from 0.
    pub history: u32,
    /// Its number there.
    pub entry: EntryNumber,
    /// When it occurred; for what time alone brought about, the last instant before that.
    pub at: Moment,
}

impl EntryRef {
    /// Whether whoever reads it is shown the entry; one reader for each history, in their order.
    pub(crate) fn is_shown_to(&self, readers: &[Reader]) -> bool {
        readers.get(self.history as usize).is_none_or(|reader| reader.is_shown(self.entry))
    }
}

/// What a verdict cannot be given without.
///
/// ```
/// use practice_cycle::policy::Missing;
/// assert_eq!(Missing::Feed.to_string(), "these milestones are not declared to be recorded completely from that day on");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "DutyMissing"))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Missing {
    /// A field was left out or redacted, or what it refers to is not known.
    Field(Arc<str>),
    /// The calendar ends before a day that is needed.
    Calendar,
    /// The calendar begins after a day that is needed.
    BeforeCalendar,
    /// Recording is not known to be complete, so absence proves nothing.
    Feed,
    /// A reading says nothing: which one, by code.
    Reading(Cow<'static, str>),
    /// The history begins with an attachment that followed another, and that one is not among what is checked.
    EarlierCycle,
    /// This entry may have answered it; something in it is not known.
    Answer(EntryRef),
    /// The rule has no value of a parameter for that day.
    Parameter,
}

messages! {
    field(name) = "lacks-field", "what it says of \"{name}\" is not known";
    calendar_ends() = "lacks-calendar", "the calendar ends before that day";
    calendar_begins() = "lacks-calendar-before", "the calendar begins after that day";
    feed() = "lacks-feed", "these milestones are not declared to be recorded completely from that day on";
    boundary() = "lacks-boundary", "too little is recorded to read the boundary";
    reading(what) = "lacks-reading", "too little is recorded to read the {what}";
    earlier_cycle() = "lacks-earlier-cycle", "it may lie in an earlier attachment, which is not among what was checked";
    maybe(entry) = "lacks-answer", "entry {entry} may be what was asked, and something in it is not known";
    parameter() = "lacks-parameter", "the rule has no value for that day";
}

impl Missing {
    /// The same, to be said in any language.
    pub(crate) fn said(&self) -> Message {
        match self {
            Missing::Field(path) => field(path.replace(['_', '.'], " ")),
            Missing::Calendar => calendar_ends(),
            Missing::BeforeCalendar => calendar_begins(),
            Missing::Feed => feed(),
            Missing::Reading(what) if what == "boundary" => boundary(),
            Missing::Reading(what) => reading(what.as_ref()),
            Missing::EarlierCycle => earlier_cycle(),
            Missing::Answer(by) => maybe(by.entry),
            Missing::Parameter => parameter(),
        }
    }
}

said_in_english!(Missing);

impl From<OutOfRange> for Missing {
    fn from(refused: OutOfRange) -> Self {
        match refused.side() {
            Beyond::Before => Missing::BeforeCalendar,
            Beyond::After => Missing::Calendar,
        }
    }
}
