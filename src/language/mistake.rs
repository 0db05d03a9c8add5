//! What is wrong in a catalogue, by line and message.

use std::fmt;

use thiserror::Error;

/// Something that is wrong in a catalogue, and where.
///
/// ```
/// use practice_cycle::language::{Mistake, What};
/// let mistake = Mistake { line: 7, message: Some("kind-contract_begun".to_owned()), what: What::Twice };
/// assert_eq!(mistake.to_string(), "line 7, `kind-contract_begun`: it is there already, further up");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The line, from 1.
    pub line: usize,
    /// The message in which it stands, where that is known.
    pub message: Option<String>,
    /// What is wrong.
    pub what: What,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.message {
            Some(message) => write!(f, "line {}, `{message}`: {}", self.line, self.what),
            None => write!(f, "line {}: {}", self.line, self.what),
        }
    }
}

/// What can be wrong in a catalogue. The first five keep it from being read; the others are found by
/// [`check`](super::Catalogue::check).
///
/// ```
/// use practice_cycle::language::What;
/// assert_eq!(What::LacksParameter("stage".to_owned()).to_string(), "it leaves out `$stage`, which the English has");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum What {
    /// It is no Fluent, for this reason.
    Syntax(String),
    /// A message of that name stands further up.
    Twice,
    /// The file does not say of which language it is, in `catalogue-language`.
    NoLanguage,
    /// The tag of a language is not one.
    NotALanguage(String),
    /// Whether it is reviewed is neither `yes` nor `no`.
    NeitherYesNorNo(String),
    /// There is no message of that name, so it is never said.
    UnknownMessage,
    /// The message has forms, and no value of its own.
    NoValue,
    /// It names a parameter that the message does not have.
    UnknownParameter(String),
    /// It leaves out a parameter that the English has.
    LacksParameter(String),
    /// The label lacks a form that a sentence asks for, which is therefore said in English.
    LacksForm(String),
    /// It refers to a message, a form of one, or a term that is not in the file.
    UnknownReference(String),
    /// It calls a function; there are none.
    UnknownFunction(String),
    /// It refers to itself, if by way of others.
    Circular,
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            What::Syntax(why) => write!(f, "it cannot be read: {why}"),
            What::Twice => f.write_str("it is there already, further up"),
            What::NoLanguage => f.write_str("the language is missing: `catalogue-language = cy`, for instance"),
            What::NotALanguage(tag) => write!(f, "`{tag}` is no tag of a language"),
            What::NeitherYesNorNo(word) => write!(f, "expected `yes` or `no`, not `{word}`"),
            What::UnknownMessage => f.write_str("there is no message of that name"),
            What::NoValue => f.write_str("it has forms, and no words of its own"),
            What::UnknownParameter(name) => write!(f, "it names `${name}`, which is no parameter of this message"),
            What::LacksParameter(name) => write!(f, "it leaves out `${name}`, which the English has"),
            What::LacksForm(form) => write!(f, "it lacks the form `.{form}`, which a sentence asks for"),
            What::UnknownReference(name) => write!(f, "it refers to `{name}`, which is not in the file"),
            What::UnknownFunction(name) => write!(f, "it calls `{name}`; there are no functions"),
            What::Circular => f.write_str("it refers to itself"),
        }
    }
}

/// Why a catalogue cannot be read: everything that is wrong in it, at once.
///
/// ```
/// use practice_cycle::language::Catalogue;
/// let error = Catalogue::read("people-Role-parent = rhiant\n").unwrap_err();
/// assert_eq!(error.to_string(), "line 1: the language is missing: `catalogue-language = cy`, for instance");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{}", .mistakes.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
pub struct CatalogueError {
    mistakes: Vec<Mistake>, // Invariant: at least one, in the order of the file.
}

impl CatalogueError {
    pub(super) fn of(mut mistakes: Vec<Mistake>) -> Self {
        mistakes.sort_by_key(|mistake| mistake.line);
        Self { mistakes }
    }

    /// Everything that is wrong, in the order of the file; at least one thing.
    #[must_use]
    pub fn mistakes(&self) -> &[Mistake] {
        &self.mistakes
    }
}
