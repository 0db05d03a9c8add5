//! One line of the table.

use crate::code::Code;
use crate::id::EntryNumber;

/// The names of the columns.
///
/// ```
/// use practice_cycle::reading::table::COLUMNS;
/// assert_eq!((COLUMNS[0], COLUMNS[8]), ("history", "value"));
/// ```
pub const COLUMNS: [&str; 11] =
    ["history", "as_of", "parameters", "scope", "reading", "level", "key", "measure", "value", "n", "entries"];

/// What a reference is of. Two of one name but of different kinds are two things.
///
/// ```
/// use practice_cycle::reading::table::{Key, Who};
/// let key = Key::Reference(Some("contract"), Who::Contract, "c-1".to_owned());
/// assert_eq!(key.named(&|_, reference| reference.to_uppercase()), "contract/C-1");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// A person.
    Person,
    /// A cycle.
    Cycle,
    /// A contract.
    Contract,
}

/// What a line, or a reading, is about.
///
/// ```
/// use practice_cycle::reading::table::Key;
/// assert_eq!(Key::All.named(&|_, reference| reference.to_owned()), "");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Key {
    /// All of it.
    All,
    /// A part that this crate has a code for.
    Code(String),
    /// Somebody or something, by the host's reference, of a part that this crate has a code for.
    Reference(Option<&'static str>, Who, String),
}

impl Key {
    pub(super) fn code(code: impl Code) -> Self {
        Self::Code(code.code().to_owned())
    }

    /// A part of a part.
    pub(super) fn codes(code: impl Code, of_it: impl Code) -> Self {
        Self::Code(format!("{}/{}", code.code(), of_it.code()))
    }

    /// As it is written: references by what `name` makes of them, such as pseudonyms.
    #[must_use]
    pub fn named(&self, name: &dyn Fn(Who, &str) -> String) -> String {
        match self {
            Self::All => String::new(),
            Self::Code(code) => code.clone(),
            Self::Reference(None, who, reference) => name(*who, reference),
            Self::Reference(Some(of), who, reference) => format!("{of}/{}", name(*who, reference)),
        }
    }
}

/// One line, but for what it shares with the others of its reading.
///
/// ```
/// use practice_cycle::{history::History, moment::Moment, reading::table::{Measured, Table}};
/// let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
/// let table = Table { readings: vec![Measured::History], ..Table::default() };
/// let row = &table.of(&history.view(Moment::LATEST, Moment::LATEST))[0].rows[0];
/// assert_eq!((row.level, row.measure, row.value.as_str()), ("all", "recorded_entries", "38"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What the line is about: `all` of it, or a part such as `side` or `observer`.
    pub level: &'static str,
    /// Which part.
    pub key: Key,
    /// What is measured; its name ends with its unit, if it has one.
    pub measure: &'static str,
    /// A number, in the fewest digits that read back as the same, or a code; empty where there is none.
    pub value: String,
    /// How many people or things the value is of.
    pub n: Option<u64>,
    /// The entries that it rests on, in order.
    pub entries: Vec<EntryNumber>,
    /// The smallest group of people, or pieces of work, that the value says something of; none where it says nothing of
    /// anybody in particular.
    pub(super) least: Option<u64>,
    /// The fewest who are left of a number that is printed, once `n` is taken away; none where nobody is.
    pub(super) n_leaves: Option<u64>,
    /// A name that it shares with the lines that are hidden if it is.
    pub(super) together: Option<String>,
    /// Whether it is of one person, or one piece of work, alone.
    pub(super) of_one: bool,
}

/// A value as it is written: a number in the fewest digits that read back as the same, or a code.
pub(super) trait Written {
    fn written(self) -> String;
}

impl Written for f64 {
    fn written(self) -> String {
        // No two zeros.
        (self + 0.0).to_string()
    }
}

macro_rules! written_as_shown {
    ($($Type:ty)*) => {$(
        impl Written for $Type {
            fn written(self) -> String {
                self.to_string()
            }
        }
    )*};
}

written_as_shown! { u32 u64 usize bool &str }

impl<T: Written> Written for Option<T> {
    fn written(self) -> String {
        self.map(Written::written).unwrap_or_default()
    }
}

impl Row {
    pub(super) fn new(level: &'static str, key: Key, measure: &'static str, value: impl Written) -> Self {
        let value = value.written();
        let (n, least, n_leaves, together, entries) = (None, None, None, None, Vec::new());
        Self { level, key, measure, value, n, least, n_leaves, together, of_one: false, entries }
    }

    pub(super) fn all(measure: &'static str, value: impl Written) -> Self {
        Self::new("all", Key::All, measure, value)
    }

    /// It is of this many people.
    pub(super) fn people(self, n: impl TryInto<u64>) -> Self {
        let n: Option<u64> = n.try_into().ok();
        Self { n, ..self }.telling_of(n.unwrap_or_default())
    }

    /// It is of this many of something else.
    pub(super) fn things(self, n: impl TryInto<u64>) -> Self {
        Self { n: n.try_into().ok(), ..self }
    }

    /// It says something of a group of this many people, or pieces of work, among others; with 0, of nobody.
    pub(super) fn telling_of(self, people: impl TryInto<u64>) -> Self {
        let group = people.try_into().ok().filter(|&people| people > 0);
        Self { least: self.least.into_iter().chain(group).min(), ..self }
    }

    /// Whoever knows `n` and a total knows of this many others.
    pub(super) fn n_leaves(self, people: impl TryInto<u64>) -> Self {
        let left = people.try_into().ok().filter(|&people| people > 0);
        Self { n_leaves: self.n_leaves.into_iter().chain(left).min(), ..self }
    }

    /// It is hidden if any line of this name says something of few.
    pub(super) fn together(self, name: impl Into<String>) -> Self {
        Self { together: Some(name.into()), ..self }
    }

    /// It is of one person, or one piece of work, alone.
    pub(super) fn of_one(self) -> Self {
        Self { of_one: true, ..self }
    }

    pub(super) fn citing(self, entries: impl IntoIterator<Item = EntryNumber>) -> Self {
        let mut entries: Vec<EntryNumber> = entries.into_iter().collect();
        entries.sort_unstable();
        entries.dedup();
        Self { entries, ..self }
    }
}
