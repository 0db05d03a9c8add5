//! What can be wrong: with a mapping, with a log, with one row of it.

use std::io;

use serde::Serialize;
use thiserror::Error;

use crate::cycle::{Kind, RefusalReport};
use crate::id::IdError;
use crate::stored::Unreadable;

/// Why a mapping cannot be used. It names the place in the mapping.
///
/// ```
/// use practice_cycle::import::MappingError;
/// let error = MappingError::UnknownTable { table: "spaces".to_owned(), at: "activities.named.Asked".to_owned() };
/// assert_eq!(error.to_string(), "`activities.named.Asked`: there is no table `spaces`");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum MappingError {
    /// It is written in a format that is not known here.
    #[error("`format` is {found}; this version reads mappings in format 1")]
    UnknownFormat {
        /// The format.
        found: u32,
    },
    /// It says of no activity what it is.
    #[error("`activities` names none")]
    NoActivities,
    /// A table is asked that is not there.
    #[error("`{at}`: there is no table `{table}`")]
    UnknownTable {
        /// Its name.
        table: String,
        /// The place in the mapping.
        at: String,
    },
    /// The data of an event has no such field.
    #[error("`{at}`: the data of `{}` has no field `{field}` there; it has {has}", .kind.code())]
    NoSuchField {
        /// The kind of event.
        kind: Kind,
        /// The field.
        field: String,
        /// The fields that there are.
        has: String,
        /// The place in the mapping.
        at: String,
    },
    /// A field that may not be left out is.
    #[error("`{at}`: the field `{field}` is missing, and may not be left out")]
    MissingField {
        /// The field.
        field: &'static str,
        /// The place in the mapping.
        at: String,
    },
    /// A constant or an entry of a table is nothing that the field takes.
    #[error("{}: expected {expected}{}", unfit_at(.at, .table.as_deref()), .found.as_ref().map(|found| format!(", found `{found}`")).unwrap_or_default())]
    Unfit {
        /// The place in the mapping.
        at: String,
        /// The table that holds it, where one does.
        table: Option<String>,
        /// What stands there, where it looks like a code.
        found: Option<String>,
        /// What the field takes.
        expected: String,
    },
    /// What is written in a format is no time, or no day.
    #[error("`{at}`: `{format}` does not say {what}; as `strftime` writes it, `{example}` does")]
    SaysTooLittle {
        /// The format.
        format: String,
        /// The place in the mapping.
        at: String,
        /// What it does not say.
        what: &'static str,
        /// A format that says it.
        example: &'static str,
    },
    /// A format is none for a time, or for a day.
    #[error("`{at}`: `{format}` is no format of `strftime`")]
    NotAFormat {
        /// The format.
        format: String,
        /// The place in the mapping.
        at: String,
    },
    /// A format says nothing of an offset, and no zone is named.
    #[error("`times.zone` is missing: `{format}` has no offset, so a zone such as `Europe/London` has to be named")]
    NoZone {
        /// The format.
        format: String,
    },
    /// There is no zone of that name.
    #[error("`times.zone`: there is no zone `{zone}`; expected a name of IANA such as `Europe/London`")]
    UnknownZone {
        /// The name.
        zone: String,
    },
    /// A list that must not be empty is.
    #[error("`{at}` is empty")]
    Empty {
        /// The place in the mapping.
        at: String,
    },
    /// What is to stand between values is not one ASCII character.
    #[error("`log.csv.delimiter`: expected one ASCII character, and neither a quote nor the end of a line")]
    Delimiter,
    /// References cannot begin with that.
    #[error("`{at}`: {why}")]
    Prefix {
        /// The place in the mapping.
        at: String,
        /// Why not.
        why: IdError,
    },
}

fn unfit_at(at: &str, table: Option<&str>) -> String {
    table.map_or_else(|| format!("`{at}`"), |table| format!("`tables.{table}`, which `{at}` asks"))
}

/// Why a log cannot be read further. Rows that were read before are lost: nothing of it is to be used.
///
/// ```
/// use practice_cycle::import::{LogError, Mapping, read};
/// let mapping = Mapping::parse(&std::fs::read_to_string("examples/data/invented_log.mapping.json")?)?;
/// let error = read("a,b\n1,2\n".as_bytes(), &mapping).unwrap_err();
/// assert!(matches!(error, LogError::NoColumns { .. }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum LogError {
    /// It could not be fetched.
    #[error("it could not be read ({})", .0.kind())]
    Io(#[source] io::Error),
    /// There is nothing in it.
    #[error("it is empty: its first line has to hold the names of its columns")]
    Empty,
    /// Columns that the mapping names are not among the names in the first line.
    #[error("{}", no_columns(.missing, .found.as_deref(), *.count, *.other))]
    NoColumns {
        /// These columns, in alphabetical order.
        missing: Vec<String>,
        /// The names in the first line; nothing where none of them is one that the mapping names, as these may be no names.
        found: Option<Vec<String>>,
        /// How many values the first line holds.
        count: usize,
        /// What most likely stands between values instead of the delimiter, where the first line holds one value.
        other: Option<char>,
    },
    /// Two columns have one name.
    #[error("two columns are called by the name of column {place}")]
    SameColumn {
        /// The place of the second, from 1.
        place: usize,
    },
    /// The names in the first line are not UTF-8.
    #[error("line 1: it is not UTF-8; save the log as UTF-8")]
    NotUtf8,
    /// It is not XML, or not XES.
    #[error("line {line}: {why}")]
    Xml {
        /// The line, from 1.
        line: u64,
        /// What is wrong.
        why: XmlProblem,
    },
}

/// Which columns are missing, which there are instead, and what to do where they were not taken apart.
fn no_columns(missing: &[String], found: Option<&[String]>, count: usize, other: Option<char>) -> String {
    let quoted = |names: &[String]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let there = if missing.len() == 1 { "there is no column" } else { "there are no columns" };
    let mut said = format!("{there} {}, which the mapping names", quoted(missing));
    match found {
        Some(found) => said += &format!("; the first line has {}", quoted(found)),
        None if count == 1 => said += "; the first line holds one value, which is none of its columns",
        None => said += &format!("; the first line holds {count} values, and none of them is one of its columns"),
    }
    match other {
        Some('\t') => said += "; it holds a tab: set `\"log\": {\"csv\": {\"delimiter\": \"\\t\"}}` in the mapping",
        Some(other) => {
            said +=
                &format!("; it holds `{other}`: set `\"log\": {{\"csv\": {{\"delimiter\": \"{other}\"}}}}` in the mapping");
        }
        None => {}
    }
    said
}

/// What is wrong with XML. It holds no text of it.
///
/// ```
/// use practice_cycle::import::XmlProblem;
/// assert_eq!(XmlProblem::NoLog.to_string(), "expected the element `log` of XES");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum XmlProblem {
    /// It is not well-formed.
    #[error("it is not well-formed XML in UTF-8")]
    Malformed,
    /// It ends in the middle.
    #[error("it ends before its elements do")]
    CutOff,
    /// It is XML of another kind.
    #[error("expected the element `log` of XES")]
    NoLog,
    /// A trace or an event stands where none may.
    #[error("a `trace` stands in the log, and an `event` in the log or in a trace, and nowhere else")]
    OutOfPlace,
    /// Attributes within attributes.
    #[error("attributes are nested more than {0} deep")]
    TooDeep(usize),
}

/// Why a row became no entry: by a stable code, and in words that hold nothing of what stands in the row, but references.
///
/// ```
/// use practice_cycle::import::Problem;
/// let problem = Problem::NoValue { what: "resource".to_owned() };
/// assert_eq!((problem.code(), problem.to_string().as_str()), ("import.no_value", "`resource` is empty"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Problem {
    /// It has more or fewer values than there are columns.
    #[error("expected {expected} values, found {found}")]
    Length {
        /// How many columns there are.
        expected: u64,
        /// How many values it has.
        found: u64,
    },
    /// It is not UTF-8.
    #[error("it is not UTF-8; save the log as UTF-8")]
    NotUtf8,
    /// A column that is said to hold an object of JSON does not.
    #[error("`{column}` holds no object of JSON whose members are words, numbers, or lists of these")]
    NotJson {
        /// The column.
        column: String,
    },
    /// What is needed is not there.
    #[error("`{what}` is empty")]
    NoValue {
        /// The column, or what the mapping says of it.
        what: String,
    },
    /// It is no reference.
    #[error("`{what}` holds no reference: {IdError}")]
    NoReference {
        /// What the mapping says of it.
        what: &'static str,
    },
    /// It is no code of a role.
    #[error("`entering.role` holds no code of a role")]
    NoRole,
    /// Several things stand where one is expected.
    #[error("`{column}` holds several values")]
    SeveralValues {
        /// The column.
        column: String,
    },
    /// The mapping does not say what the activity is.
    #[error("the mapping does not say what the activity in `{column}` is")]
    UnknownActivity {
        /// The column.
        column: String,
    },
    /// A table has nothing for what stands there.
    #[error("the table `{table}` has nothing for what stands in `{column}`")]
    NotInTable {
        /// The column.
        column: String,
        /// The table.
        table: String,
    },
    /// It is no number.
    #[error("`{column}` holds no whole number")]
    NotANumber {
        /// The column.
        column: String,
    },
    /// It is no time as the mapping says that times are written.
    #[error("`{column}` fits none of the formats of the mapping")]
    TimeFormat {
        /// The column.
        column: String,
    },
    /// The clocks never showed that time.
    #[error("the clocks of `{zone}` never showed the time in `{column}`: they went forward")]
    TimeSkipped {
        /// The column.
        column: String,
        /// The zone.
        zone: String,
    },
    /// The clocks showed that time twice.
    #[error("the clocks of `{zone}` showed the time in `{column}` twice: it needs its offset")]
    TimeTwice {
        /// The column.
        column: String,
        /// The zone.
        zone: String,
    },
    /// Before 1900 or after 2199.
    #[error("the time in `{column}` is before 1900 or after 2199")]
    TimeBeyond {
        /// The column.
        column: String,
    },
    /// The values of a list do not belong to the same number of items.
    #[error("`{column}` holds {found} values of a list, where there are {expected} items")]
    Misaligned {
        /// The column.
        column: String,
        /// How many items there are.
        expected: usize,
        /// How many values stand there.
        found: usize,
    },
    /// Words that an event needs are in no column, as an export leaves them out unless it is asked for them.
    #[error(
        "`{at}`: the words are missing: the log was exported without them; `export --words --for PERSON` keeps those that PERSON may read"
    )]
    NoWords {
        /// The path to the field.
        at: String,
    },
    /// What came of it is no act.
    #[error("{}", unreadable(.0))]
    Unreadable(Unreadable),
    /// The act is refused.
    #[error("{0}")]
    Refused(Box<RefusalReport>),
}

/// What is wrong, and with which field; the column would be one of what the mapping made of the row.
fn unreadable(why: &Unreadable) -> String {
    let place = if why.path().is_empty() { "the act" } else { why.path() };
    format!("`{place}`: {}", why.problem())
}

impl Problem {
    /// The stable code. Where an act is refused, it is that of the refusal.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Length { .. } => "import.length",
            Self::NotUtf8 => "import.not_utf8",
            Self::NotJson { .. } => "import.not_json",
            Self::NoValue { .. } => "import.no_value",
            Self::NoReference { .. } => "import.no_reference",
            Self::NoRole => "import.no_role",
            Self::SeveralValues { .. } => "import.several_values",
            Self::UnknownActivity { .. } => "import.unknown_activity",
            Self::NotInTable { .. } => "import.not_in_table",
            Self::NotANumber { .. } => "import.not_a_number",
            Self::TimeFormat { .. } => "import.time_format",
            Self::TimeSkipped { .. } => "import.time_skipped",
            Self::TimeTwice { .. } => "import.time_twice",
            Self::TimeBeyond { .. } => "import.time_beyond",
            Self::Misaligned { .. } => "import.misaligned",
            Self::NoWords { .. } => "import.no_words",
            Self::Unreadable(why) => crate::code::Code::code(why.fault()),
            Self::Refused(report) => report.code,
        }
    }
}

/// A row, or something that the mapping states, that became no entry.
///
/// ```
/// use practice_cycle::import::{Mapping, read};
/// let mapping = Mapping::parse(&std::fs::read_to_string("examples/data/invented_log.mapping.json")?)?;
/// let imported = read(std::fs::read("examples/data/invented_log.csv")?.as_slice(), &mapping)?;
/// let refused = &imported.report.refused[0];
/// assert_eq!((refused.line, refused.code), (11, "import.time_twice"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// The line on which the row begins, from 1.
    pub line: u64,
    /// Whether it is not the row itself, but what the mapping states beside it.
    pub stated: bool,
    /// The stable code of why.
    pub code: &'static str,
    /// Why, in words.
    pub message: String,
    /// The line of an earlier row that was refused and is about something that this one refers to: perhaps that is why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follows_from: Option<u64>,
}
