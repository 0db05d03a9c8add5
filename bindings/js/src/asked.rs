//! Which time is spoken of, and for whom: the options that most functions take.

use practice_cycle::calendar::{Local, last_instant_of};
use practice_cycle::chrono::NaiveDate;
use practice_cycle::history::{History, View};
use practice_cycle::id::PersonId;
use practice_cycle::moment::Moment;
use practice_cycle::picture::Options;
use practice_cycle::reader::Reader;
use serde::{Deserialize, Deserializer};
use wasm_bindgen::JsValue;

use crate::error::{Outcome, argument, other};
use crate::value;

/// A time as RFC 3339, or a day for its last instant in London.
pub(crate) fn moment(word: &str) -> Option<Moment> {
    word.parse::<NaiveDate>().map_or_else(|_| word.parse().ok(), |day| last_instant_of(day).ok())
}

pub(crate) const MOMENT: &str = "a time such as `2026-04-02T09:30:00Z` or a day such as `2026-04-02`, from 1900 to 2199";

/// A time that is given as an argument.
pub(crate) fn when(value: &JsValue, name: &str) -> Outcome<Moment> {
    moment(&value::text(value, name)?).ok_or_else(|| argument("value", &format!("`{name}`: expected {MOMENT}")))
}

/// A time among options.
#[derive(Debug, Clone, Copy)]
struct When(Moment);

impl<'de> Deserialize<'de> for When {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        moment(&word).map(When).ok_or_else(|| serde::de::Error::custom(format!("expected {MOMENT}")))
    }
}

/// Options of what is data and whole.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(crate) struct Whole {
    as_of: Option<When>,
    known_at: Option<When>,
    words: bool,
}

/// Options of what is made for somebody to read: for one person, or for nobody in particular.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(crate) struct ForReader {
    as_of: Option<When>,
    known_at: Option<When>,
    reader: Option<PersonId>,
}

/// Options of a check: it shows what one reader may know, or what nobody in particular may know; where `whole` is true, everything.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(crate) struct Checking {
    as_of: Option<When>,
    known_at: Option<When>,
    reader: Option<PersonId>,
    whole: bool,
}

/// Options of a picture: those of what is made to be read, and how wide it is.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(crate) struct Drawing {
    as_of: Option<When>,
    known_at: Option<When>,
    reader: Option<PersonId>,
    wide: Option<u32>,
}

/// Times that were asked for, filled in from a history.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen {
    pub(crate) as_of: Moment,
    pub(crate) known_at: Moment,
}

impl Seen {
    fn of(history: &History, as_of: Option<When>, known_at: Option<When>) -> Self {
        let last_recorded = history.cycle().last_recorded();
        let known_at = known_at.map_or(last_recorded, |When(at)| at);
        Self { as_of: as_of.map_or(last_recorded.min(known_at), |When(at)| at), known_at }
    }

    pub(crate) fn view(self, history: &History) -> View<'_> {
        history.view(self.as_of, self.known_at)
    }

    /// Both times, by the clocks of London.
    pub(crate) fn told(self) -> String {
        format!("As of {}, as known at {}.", Local::in_london(self.as_of), Local::in_london(self.known_at))
    }
}

/// A history as it is shown, and of when.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(crate) history: History,
    pub(crate) seen: Seen,
}

impl Whole {
    /// The history as it is stored where words are asked for, and else without them and with its cases numbered.
    pub(crate) fn of(&self, history: &History) -> Outcome<Shown> {
        let seen = Seen::of(history, self.as_of, self.known_at);
        let shown = if self.words { history.clone() } else { history.without_words().map_err(other)? };
        Ok(Shown { history: shown, seen })
    }
}

impl ForReader {
    /// The history with words for a reader who is named, and without for nobody in particular.
    pub(crate) fn of(&self, history: &History) -> Outcome<Shown> {
        Whole { as_of: self.as_of, known_at: self.known_at, words: self.reader.is_some() }.of(history)
    }

    /// The same without words for anybody.
    pub(crate) fn bare(&self, history: &History) -> Outcome<Shown> {
        Whole { as_of: self.as_of, known_at: self.known_at, words: false }.of(history)
    }

    /// What of the view they are shown.
    pub(crate) fn reader(&self, shown: &Shown) -> Reader {
        let view = shown.seen.view(&shown.history);
        self.reader.as_ref().map_or_else(|| Reader::nobody(&view), |person| Reader::of(&view, person))
    }
}

impl Checking {
    /// The history without words, and of it what they are shown: all of it to no reader.
    pub(crate) fn of(self, history: &History) -> Outcome<(Shown, Vec<Reader>)> {
        let Self { as_of, known_at, reader, whole } = self;
        if whole && reader.is_some() {
            return Err(argument("option", "`options`: expected either a `reader` or `whole`"));
        }
        let options = ForReader { as_of, known_at, reader };
        let shown = options.bare(history)?;
        let readers = if whole { Vec::new() } else { vec![options.reader(&shown)] };
        Ok((shown, readers))
    }
}

impl Drawing {
    /// The history without words, for whom it is drawn, and how.
    pub(crate) fn of(self, history: &History) -> Outcome<(Shown, Reader, Options)> {
        let Self { as_of, known_at, reader, wide } = self;
        let asked = ForReader { as_of, known_at, reader };
        let shown = asked.bare(history)?;
        let reader = asked.reader(&shown);
        let options = Options::default().for_reader(reader.clone());
        let options = match wide {
            Some(pixels) => options.wide(pixels).map_err(|why| argument("option", &format!("`options`: {why}")))?,
            None => options,
        };
        Ok((shown, reader, options))
    }
}
