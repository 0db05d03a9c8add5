//! Reading one stored line, with errors that say where and what was expected, and never quote what stands there.

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;
use thiserror::Error;

use crate::code::{Code, codes};
use crate::cycle::{Act, Entry, Offer, RefusalReport, UNKNOWN_EVENT};
use crate::refusal::Category;

/// Why a line could not be read. It names the place and what was expected there, and holds no text of the line, except the
/// name of an unknown field where that looks like a name.
///
/// ```
/// use practice_cycle::{cycle::Act, stored};
/// let error = stored::parse::<Act>(r#"{"type":"person_left","by":"p-2","data":{"person":7}}"#).unwrap_err();
/// assert_eq!(error.to_string(), "column 51, at `data.person`: expected a string");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("column {column}{}: {problem}", place(.path))]
pub struct Unreadable {
    column: usize,
    path: String,
    problem: String,
    cause: Cause,
    /// A field that is missing, or that does not exist, at that path.
    name: Option<String>,
}

codes! {
    /// Why something cannot be read: each cause calls for something else to be done.
    ///
    /// ```
    /// use practice_cycle::{cycle::Act, stored::{self, Cause}};
    /// let cause = |line: &str| stored::parse::<Act>(line).unwrap_err().cause();
    /// assert_eq!(cause(r#"{"type":"milestone_undone"}"#), Cause::Newer);
    /// assert_eq!(cause(r#"{"type":"person_left","#), Cause::Malformed);
    /// assert_eq!(cause(&format!(r#"{{"type":"person_left","data":{}"#, "[".repeat(200))), Cause::TooDeep);
    /// ```
    pub enum Cause {
        /// Lists or objects stand within one another more deeply than anything here does, anywhere in the line.
        TooDeep = "too_deep", "nested too deeply";
        /// An event of a type, or a cycle in a format, that this version does not know.
        Newer = "newer", "perhaps written by a newer version";
        /// It is not JSON, is cut off, or does not fit what is expected there.
        Malformed = "malformed", "malformed";
    }
}

codes! {
    /// What is wrong with what was to be read: a line, an act that a client sent, or a whole history.
    ///
    /// ```
    /// use practice_cycle::{code::Code, cycle::Act, refusal::Category, stored::{self, Fault}};
    /// let error = stored::parse::<Act>("{").unwrap_err();
    /// assert_eq!(error.fault(), Fault::Malformed);
    /// assert_eq!((error.fault().code(), error.fault().category()), ("reading.malformed", Some(Category::Invalid)));
    /// ```
    #[non_exhaustive]
    pub enum Fault {
        Malformed = "reading.malformed", "it is not JSON, is cut off, or does not fit what is expected there";
        Newer = "reading.newer", "it was perhaps written by a newer version";
        TooDeep = "reading.too_deep", "it is nested too deeply";
        TooLong = "reading.too_long", "it is longer than a line may be";
        NotUtf8 = "reading.not_utf8", "it is not UTF-8";
        Refused = "reading.refused", "the entry does not fit what came before";
        UnexplainedTombstone = "reading.unexplained_tombstone", "a tombstone, and no later entry that redacts it";
        /// The fault of the reader, and not of what was to be read.
        Io = "reading.io", "it could not be fetched";
    }
}

impl Fault {
    /// That it is invalid; nothing where it could not be fetched, which is no fault of whoever sent it.
    #[must_use]
    pub const fn category(self) -> Option<Category> {
        match self {
            Fault::Malformed | Fault::Newer | Fault::TooDeep | Fault::TooLong => Some(Category::Invalid),
            Fault::NotUtf8 | Fault::Refused | Fault::UnexplainedTombstone => Some(Category::Invalid),
            Fault::Io => None,
        }
    }
}

impl From<Cause> for Fault {
    fn from(cause: Cause) -> Self {
        match cause {
            Cause::Malformed => Fault::Malformed,
            Cause::Newer => Fault::Newer,
            Cause::TooDeep => Fault::TooDeep,
        }
    }
}

/// Why something could not be read, as data for a client. It holds no text of what was to be read.
///
/// ```
/// use practice_cycle::{cycle::Act, stored};
/// let error = stored::parse::<Act>(r#"{"type":"person_left","by":"p-2","data":{"person":7}}"#).unwrap_err();
/// assert_eq!(
///     serde_json::to_value(error.report())?,
///     serde_json::json!({
///         "code": "reading.malformed",
///         "category": "invalid",
///         "status": 422,
///         "message": "column 51, at `data.person`: expected a string",
///         "column": 51,
///         "field": "data.person",
///     }),
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct FaultReport {
    /// The stable code.
    pub code: &'static str,
    /// That it is invalid, unless the reader failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    /// The status with which a host would answer over HTTP whoever sent it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// What is wrong, in words.
    pub message: String,
    /// The line, from 1, where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// The column, in bytes from 1, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
    /// The path to the field, such as `data.terms.lead`, where it is known; of a field that is missing, or that there is none of, the
    /// path that it has or would have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Why the entry does not fit what came before, where that is the fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Box<RefusalReport>>,
}

impl FaultReport {
    pub(crate) fn new(fault: Fault, message: String) -> Self {
        let (code, category) = (fault.code(), fault.category());
        let status = category.map(Category::http_status);
        Self { code, category, status, message, line: None, column: None, field: None, refusal: None }
    }
}

impl fmt::Display for FaultReport {
    /// The message.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Cause {
    pub(crate) fn of(error: &serde_json::Error) -> Self {
        let message = error.to_string();
        match message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message) {
            TOO_DEEP => Cause::TooDeep,
            UNKNOWN_EVENT => Cause::Newer,
            _ => Cause::Malformed,
        }
    }
}

/// The words of serde_json, which stops at 128 levels.
const TOO_DEEP: &str = "recursion limit exceeded";

/// A text without the byte order mark that some editors put at its start.
pub(crate) fn without_mark(written: &str) -> &str {
    written.strip_prefix('\u{feff}').unwrap_or(written)
}

/// The format that a line names which is of the kind that opens a file, whatever else there may be in it.
pub(crate) fn format(line: &str, opening: &str) -> Option<u16> {
    let entry: serde_json::Value = serde_json::from_str(line).ok()?;
    let format = entry.get("data").filter(|_| entry.get("type").is_some_and(|kind| kind == opening))?.get("format")?;
    u16::try_from(format.as_u64()?).ok()
}

fn place(path: &str) -> String {
    if path.is_empty() { String::new() } else { format!(", at `{path}`") }
}

impl Unreadable {
    /// The column, in bytes from 1; 0 where it is not known.
    #[must_use]
    pub fn column(&self) -> usize {
        self.column
    }

    /// The path to the field, such as `data.terms.lead`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Why it cannot be read.
    #[must_use]
    pub fn cause(&self) -> Cause {
        self.cause
    }

    /// What is wrong, by its stable code.
    #[must_use]
    pub fn fault(&self) -> Fault {
        self.cause.into()
    }

    /// The same as data.
    #[must_use]
    pub fn report(&self) -> FaultReport {
        FaultReport {
            column: Some(self.column).filter(|column| *column > 0),
            field: self.field(),
            ..FaultReport::new(self.fault(), self.to_string())
        }
    }

    /// The path with the field that is missing, or unknown, at its end.
    fn field(&self) -> Option<String> {
        let parts: Vec<&str> = [Some(&*self.path), self.name.as_deref()].into_iter().flatten().collect();
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        (!parts.is_empty()).then(|| parts.join("."))
    }

    /// What was wrong, or expected.
    #[must_use]
    pub fn problem(&self) -> &str {
        &self.problem
    }
}

/// Reads one line of JSON: an act, an entry, a pack, or any of their parts. Acts, offers and entries have this as a function of their
/// own, [`Act::parse`], which is compiled once.
///
/// # Errors
/// [`Unreadable`] names the place and what was expected.
pub fn parse<T: DeserializeOwned>(line: &str) -> Result<T, Unreadable> {
    // The path costs time, so it is asked for only once the plain reading has failed.
    serde_json::from_str(line).or_else(|_| locate(line))
}

/// The readers of all events are large. A program that calls [`parse`] for one of these types, or reads it with serde, compiles them
/// anew for release; these functions are compiled with the crate.
macro_rules! compiled_once {
    ($($(#[$doc:meta])+ $Type:ident)+) => {$(
        impl $Type {
            $(#[$doc])+
            ///
            /// # Errors
            /// [`Unreadable`] names the place and what was expected.
            pub fn parse(line: &str) -> Result<Self, Unreadable> {
                parse(line)
            }
        }
    )+};
}

compiled_once! {
    /// Reads an act from one line of JSON. A program that reads acts so, and not through serde, builds sooner for release.
    ///
    /// ```
    /// use practice_cycle::cycle::Act;
    /// let error = Act::parse(r#"{"type":"person_left","by":"p-2","data":{"person":7}}"#).unwrap_err();
    /// assert_eq!(error.to_string(), "column 51, at `data.person`: expected a string");
    /// ```
    Act
    /// Reads what a client sent, from one line of JSON, as [`Act::parse`] reads an act.
    ///
    /// ```
    /// use practice_cycle::cycle::Offer;
    /// let error = Offer::parse(r#"{"type":"person_left","recorded_at":"2026-04-16T17:00:00Z"}"#).unwrap_err();
    /// assert_eq!(error.report().field.as_deref(), Some("recorded_at"));
    /// ```
    Offer
    /// Reads a stored line for itself, without the history that it is of, as [`Act::parse`] reads an act.
    ///
    /// ```
    /// use practice_cycle::cycle::Entry;
    /// let error = Entry::parse(r#"{"number":0,"type":"person_left"}"#).unwrap_err();
    /// assert_eq!(error.report().field.as_deref(), Some("number"));
    /// ```
    Entry
}

#[cold]
fn locate<T: DeserializeOwned>(line: &str) -> Result<T, Unreadable> {
    let mut reader = serde_json::Deserializer::from_str(line);
    match serde_path_to_error::deserialize(&mut reader) {
        Ok(value) => match reader.end() {
            Ok(()) => Ok(value),
            Err(error) => Err(unreadable(&error, String::new())),
        },
        Err(error) => {
            if let Some(too_deep) = too_deep(line).filter(|_| Cause::of(error.inner()) == Cause::Malformed) {
                return Err(unreadable(&too_deep, String::new()));
            }
            // Data that stands before its type is read before its fields are known, so its keys may be anything.
            let unknown = line.find("\"data\"").is_some_and(|data| line.find("\"type\"").is_none_or(|kind| data < kind));
            let path = error.path().to_string();
            if !unknown {
                return Err(unreadable(error.inner(), path));
            }
            let path = if path.starts_with("data") { "data".to_owned() } else { path };
            let found = unreadable(error.inner(), path);
            // With the type first, the field shows; the column is that of the line as it stands.
            match type_first(line).map(|line| locate::<T>(&line)) {
                Some(Err(within)) => Err(Unreadable { column: found.column, ..within }),
                Some(Ok(_)) | None => Err(found),
            }
        }
    }
}

/// The same object with `type` before all else; nothing where it is no object with a type, or has a key twice.
fn type_first(line: &str) -> Option<String> {
    let mut whole: serde_json::Map<String, serde_json::Value> = serde_json::from_str(line).ok()?;
    let kind = whole.remove("type")?;
    let rest = serde_json::to_string(&whole).ok()?;
    let rest = rest.strip_prefix('{').filter(|rest| *rest != "}")?;
    Some(format!(r#"{{"type":{kind},{rest}"#))
}

/// That a line is nested too deeply: one that fits nothing is given up before that is seen.
fn too_deep(line: &str) -> Option<serde_json::Error> {
    serde_json::from_str::<serde_json::Value>(line).err().filter(|error| Cause::of(error) == Cause::TooDeep)
}

/// Where something does not read, and why, without anything of what stands there but names.
pub(crate) fn unreadable(error: &serde_json::Error, path: String) -> Unreadable {
    let problem = explain(error);
    // A key that is no field or code of ours may be anything: the path ends above it.
    let path = match path.rsplit_once('.') {
        Some((above, last)) if quotes(error, last) => above.to_owned(),
        Some(_) => path,
        None if quotes(error, &path) => String::new(),
        None => path,
    };
    let is_whole = matches!(&*path, "" | ".");
    let path = if path != "." && path.split('.').all(is_a_segment) { path } else { String::new() };
    // Below a path that is not given, a name would stand in the wrong place.
    let name = if is_whole || !path.is_empty() { named(error) } else { None };
    Unreadable { column: error.column(), path, problem, cause: Cause::of(error), name }
}

/// The field that is missing or unknown, where it looks like a name.
fn named(error: &serde_json::Error) -> Option<String> {
    let message = error.to_string();
    let rest = ["unknown field `", "missing field `"].iter().find_map(|problem| message.strip_prefix(problem))?;
    let (name, _) = rest.split_once('`')?;
    looks_like_a_name(name).then(|| name.to_owned())
}

/// Whether the problem is a name itself, rather than what stands under it.
fn quotes(error: &serde_json::Error, name: &str) -> bool {
    let message = error.to_string();
    ["unknown field `", "unknown variant `"].iter().any(|problem| {
        message.strip_prefix(problem).and_then(|rest| rest.strip_prefix(name)).is_some_and(|rest| rest.starts_with('`'))
    })
}

/// The message of an error without what it quotes.
pub(crate) fn explain(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
    // What was expected stands last, so a quotation that looks like it stands before.
    let expected = |tail: &str| tail.replace("expected ", "").trim().to_owned();
    if let Some(rest) = message.strip_prefix("unknown field `") {
        let (name, tail) = rest.rsplit_once("`, expected ").or_else(|| rest.rsplit_once("`, ")).unwrap_or((rest, ""));
        let name = if looks_like_a_name(name) { format!("unknown field `{name}`") } else { "unknown field".to_owned() };
        return if tail.is_empty() { name } else { format!("{name}, expected {}", expected(tail)) };
    }
    if let Some(within) = message.strip_prefix("EOF while parsing ") {
        return format!("the line ends within {within}");
    }
    if message == TOO_DEEP {
        return "it is nested too deeply".to_owned();
    }
    if ["expected value", "expected ident"].contains(&message) {
        return "expected JSON".to_owned();
    }
    // chrono's words for a day that does not exist.
    if ["input is out of range", "input contains invalid characters", "premature end of input", "trailing input"]
        .contains(&message)
    {
        return "expected a day such as `2026-04-02`".to_owned();
    }
    let quotes = ["unknown variant `", "invalid type: ", "invalid value: ", "invalid length "];
    if quotes.iter().any(|quote| message.starts_with(quote)) {
        let tail = message.rsplit_once(", expected ").map_or("something else", |(_, tail)| tail);
        let tail = match tail {
            "struct variant" | "map" => "an object",
            // The name of a type of ours says nothing to whoever writes the file.
            tail if tail.starts_with("struct ") => "an object",
            "a sequence" => "a list",
            tail => tail,
        };
        return format!("expected {tail}");
    }
    message.to_owned()
}

fn looks_like_a_name(name: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    (1..=40).contains(&name.len()) && name.bytes().all(fits)
}

/// Whether part of a path is a name, perhaps with places in a list: `arose_from[0]`.
fn is_a_segment(segment: &str) -> bool {
    let mut parts = segment.split('[');
    let place = |place: &str| place.strip_suffix(']').is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    parts.next().is_some_and(looks_like_a_name) && parts.all(place)
}
