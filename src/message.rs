//! Sentences as data: which one it is and what stands in it. `Display` says it in English; a catalogue says it in its language.

use std::fmt::{self, Display, Formatter};

use chrono::NaiveDate;

use crate::calendar::local_date;
use crate::code::CodeSet;
use crate::id::EntryNumber;
use crate::moment::Moment;
use crate::refusal::Listed;

/// A sentence that there is, or a phrase of one: its name, its parameters, and its English.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Template {
    pub(crate) name: &'static str,
    pub(crate) parameters: &'static [&'static str],
    /// The English, with the names of parameters in braces.
    pub(crate) words: &'static str,
    /// The English where the first parameter is one, and where it is none.
    pub(crate) one: Option<&'static str>,
    pub(crate) none: Option<&'static str>,
}

/// A sentence, or a phrase of one, with what stands in it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Message {
    pub(crate) template: &'static Template,
    pub(crate) said: Vec<Said>,
}

/// What stands in one place of a sentence.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Said {
    /// A code of a list.
    Code {
        list: &'static str,
        code: &'static str,
        label: &'static str,
    },
    /// A number of things.
    Number(u64),
    /// What is written alike in every language: a reference, a number with its decimals, or words as whoever wrote them.
    Plain(String),
    Day(NaiveDate),
    /// A day in a column of days.
    ShortDay(NaiveDate),
    /// A day without its year.
    DayInYear(NaiveDate),
    /// A name made from a stored one, of a list that is no list of codes: a field, or a variant.
    Named {
        list: &'static str,
        code: String,
        label: String,
    },
    /// What was done: the past tense of a kind of event.
    Done {
        kind: &'static str,
        past: &'static str,
    },
    Message(Box<Message>),
    Row(Row, Vec<Said>),
    /// The same as a sentence begins.
    Capital(Box<Said>),
    /// The same without its article, which English has for many words in one: other languages say the whole.
    WithoutThe(Box<Said>),
    /// The first of these, as wide as the widest of them.
    Wide(Vec<Said>),
}

/// How several things stand in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Row {
    /// `a, b`.
    Commas,
    /// `a, b and c`.
    And,
    /// `a, b or c`.
    Or,
    /// `a; b`.
    Semicolons,
    /// `A. B`.
    FullStops,
    /// `a, and b`, of things that hold an *and* or an *or* of their own.
    AndApart,
    /// `a, or b`, of such things.
    OrApart,
    /// `a, then b`.
    Then,
    /// `a b`.
    Spaces,
}

/// A kind of event as one asks for it.
pub(crate) fn kind(code: &'static str, label: &'static str) -> Said {
    Said::Code { list: "cycle::Kind", code, label }
}

/// A day in a column of days.
pub(crate) struct Short(pub(crate) NaiveDate);

/// A day without its year.
pub(crate) struct DayInYear(pub(crate) NaiveDate);

/// A line of a text: sentences, each of which is said in one language.
pub(crate) type Line = Vec<Message>;

/// Declares sentences: each is a function that takes what stands in it.
macro_rules! messages {
    ($($(#[$meta:meta])* $vis:vis $function:ident($($parameter:ident),*) = $name:literal, $words:expr $(, one $one:literal)? $(, none $none:literal)?;)+) => {
        /// Every sentence that is declared here.
        #[cfg(feature = "languages")]
        pub(crate) const MESSAGES: &[$crate::message::Template] = &[$(
            $crate::message::messages!(@template [$($parameter),*] $name, $words $(, one $one)? $(, none $none)?)
        ),+];

        $($(#[$meta])* $vis fn $function($($parameter: impl Into<$crate::message::Said>),*) -> $crate::message::Message {
            static TEMPLATE: $crate::message::Template =
                $crate::message::messages!(@template [$($parameter),*] $name, $words $(, one $one)? $(, none $none)?);
            $crate::message::Message { template: &TEMPLATE, said: vec![$($parameter.into()),*] }
        })+
    };
    (@template [$($parameter:ident),*] $name:literal, $words:expr $(, one $one:literal)? $(, none $none:literal)?) => {
        $crate::message::Template {
            name: $name,
            parameters: &[$(stringify!($parameter)),*],
            words: $words,
            one: $crate::message::messages!(@some $($one)?),
            none: $crate::message::messages!(@some $($none)?),
        }
    };
    (@some) => { None };
    (@some $words:literal) => { Some($words) };
}
pub(crate) use messages;

/// Types that are said as messages: `Display` says the same in English.
macro_rules! said_in_english {
    ($($Type:ty),+ $(,)?) => {$(
        impl std::fmt::Display for $Type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.said().fmt(f)
            }
        }
    )+};
}
pub(crate) use said_in_english;

impl Message {
    /// The parameters by name.
    pub(crate) fn parameters(&self) -> impl Iterator<Item = (&'static str, &Said)> {
        self.template.parameters.iter().copied().zip(&self.said)
    }
}

impl Display for Message {
    /// The sentence in English.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Template { words, one, none, .. } = *self.template;
        let words = match self.said.first() {
            Some(Said::Number(0)) => none.unwrap_or(words),
            Some(Said::Number(1)) => one.unwrap_or(words),
            Some(
                Said::Number(_)
                | Said::Code { .. }
                | Said::Plain(_)
                | Said::Day(_)
                | Said::ShortDay(_)
                | Said::DayInYear(_)
                | Said::Named { .. }
                | Said::Done { .. }
                | Said::Message(_)
                | Said::Row(..)
                | Said::Capital(_)
                | Said::WithoutThe(_)
                | Said::Wide(_),
            )
            | None => words,
        };
        let mut pieces = words.split('{');
        f.write_str(pieces.next().unwrap_or_default())?;
        for piece in pieces {
            let (name, after) = piece.split_once('}').unwrap_or((piece, ""));
            if let Some((_, said)) = self.parameters().find(|(parameter, _)| *parameter == name) {
                write!(f, "{said}")?;
            }
            f.write_str(after)?;
        }
        Ok(())
    }
}

impl Display for Said {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Said::Code { label, .. } => f.write_str(label),
            Said::Number(number) => write!(f, "{number}"),
            Said::Plain(words) => f.write_str(words),
            Said::Day(day) => write!(f, "{}", day.format("%-d %B %Y")),
            Said::ShortDay(day) => write!(f, "{}", day.format("%e %b %Y")),
            Said::DayInYear(day) => write!(f, "{}", day.format("%-d %B")),
            Said::Named { label, .. } => f.write_str(label),
            Said::Done { past, .. } => f.write_str(past),
            Said::Message(message) => message.fmt(f),
            Said::Row(row, things) => f.write_str(&row.join(&things.iter().map(Said::to_string).collect::<Vec<_>>())),
            Said::Capital(said) => f.write_str(&capital(&said.to_string())),
            Said::WithoutThe(said) => {
                let said = said.to_string();
                f.write_str(said.strip_prefix("the ").unwrap_or(&said))
            }
            Said::Wide(these) => f.write_str(&wide(these.iter().map(Said::to_string))),
        }
    }
}

impl Said {
    /// Whether English has a comma in it: a clause that goes on after one needs another to end it.
    pub(crate) fn has_comma(&self) -> bool {
        self.to_string().contains(',')
    }

    /// The same as a sentence begins.
    pub(crate) fn capital(said: impl Into<Self>) -> Self {
        Said::Capital(Box::new(said.into()))
    }
}

/// Words as a sentence begins.
pub(crate) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    first + letters.as_str()
}

/// The first of some words, as wide as the widest of them.
pub(crate) fn wide(these: impl Iterator<Item = String>) -> String {
    let these: Vec<String> = these.collect();
    let width = these.iter().map(|one| one.chars().count()).max().unwrap_or_default();
    these.first().map(|first| format!("{first:width$}")).unwrap_or_default()
}

impl Row {
    /// What stands between things, but for the last.
    pub(crate) const fn between(self) -> &'static str {
        match self {
            Row::Commas | Row::And | Row::Or | Row::AndApart | Row::OrApart | Row::Then => ", ",
            Row::Semicolons => "; ",
            Row::FullStops => ". ",
            Row::Spaces => " ",
        }
    }

    /// Things in a row, in English.
    fn join(self, things: &[String]) -> String {
        match (self, things) {
            (Row::And, [first @ .., last]) if !first.is_empty() => format!("{} and {last}", first.join(self.between())),
            (Row::Or, [first @ .., last]) if !first.is_empty() => format!("{} or {last}", first.join(self.between())),
            (Row::AndApart, things) => things.join(", and "),
            (Row::OrApart, things) => things.join(", or "),
            (Row::Then, things) => things.join(", then "),
            (Row::And | Row::Or | Row::Commas | Row::Semicolons | Row::FullStops | Row::Spaces, things) => {
                things.join(self.between())
            }
        }
    }

    pub(crate) fn of<T: Into<Said>>(self, things: impl IntoIterator<Item = T>) -> Said {
        Said::Row(self, things.into_iter().map(Into::into).collect())
    }
}

/// Writes lines in English.
pub(crate) fn write(lines: &[Line], f: &mut Formatter<'_>) -> fmt::Result {
    f.write_str(&text(lines))
}

/// Lines in English.
pub(crate) fn text(lines: &[Line]) -> String {
    text_by(lines, Message::to_string)
}

/// Lines, each with its sentences as they are said by somebody.
pub(crate) fn text_by(lines: &[Line], say: impl Fn(&Message) -> String) -> String {
    let line = |line: &Line| line.iter().map(&say).collect::<Vec<_>>().join(" ") + "\n";
    lines.iter().map(line).collect()
}

impl<W: Listed> From<W> for Said {
    fn from(code: W) -> Self {
        Said::Code { list: W::LIST, code: code.code(), label: code.label() }
    }
}

impl<W: Listed> From<CodeSet<W>> for Said {
    fn from(codes: CodeSet<W>) -> Self {
        Row::Commas.of(codes.iter())
    }
}

impl From<Message> for Said {
    fn from(message: Message) -> Self {
        Said::Message(Box::new(message))
    }
}

impl From<EntryNumber> for Said {
    fn from(number: EntryNumber) -> Self {
        Said::Plain(number.to_string())
    }
}

macro_rules! plainly {
    ($($Type:ty: $value:ident => $said:expr;)+) => {$(
        impl From<$Type> for Said {
            fn from($value: $Type) -> Self {
                $said
            }
        }
    )+};
}

plainly! {
    String: plain => Said::Plain(plain);
    &str: plain => Said::Plain(plain.to_owned());
    NaiveDate: day => Said::Day(day);
    Short: day => Said::ShortDay(day.0);
    DayInYear: day => Said::DayInYear(day.0);
    Moment: at => Said::Day(local_date(at));
    u32: number => Said::Number(number.into());
    usize: number => Said::Number(number as u64);
    u64: number => Said::Number(number);
}

#[cfg(test)]
mod tests {
    use super::*;

    messages! {
        seen(count) = "test-seen", "{count} signs", one "1 sign", none "no signs";
        saw(who, what) = "test-saw", "{who} saw {what}.";
    }

    #[test]
    fn a_sentence_says_what_stands_in_it() {
        let saw = |count: u32| saw("p-1", seen(count)).to_string();
        assert_eq!([saw(0), saw(1), saw(2)], ["p-1 saw no signs.", "p-1 saw 1 sign.", "p-1 saw 2 signs."]);
        assert_eq!(Row::And.of(["a", "b", "c"]).to_string(), "a, b and c");
        assert_eq!(Row::And.of(["a"]).to_string(), "a");
        assert_eq!(Row::Or.of(["a", "b", "c"]).to_string(), "a, b or c");
        assert_eq!(Row::Semicolons.of(["a", "b"]).to_string(), "a; b");
        assert_eq!(Row::AndApart.of(["a and b", "c", "d"]).to_string(), "a and b, and c, and d");
        assert_eq!(Row::Then.of(["a", "b"]).to_string(), "a, then b");
        assert_eq!(Said::capital("seen by two").to_string(), "Seen by two");
        assert_eq!(Said::Wide(vec!["a".into(), "abc".into()]).to_string(), "a  ", "as wide as the widest");
        assert_eq!(Said::WithoutThe(Box::new("the plan".into())).to_string(), "plan");
        #[cfg(feature = "languages")]
        assert_eq!(MESSAGES.iter().map(|template| template.name).collect::<Vec<_>>(), ["test-seen", "test-saw"]);
    }
}
