//! Why something cannot be recorded in a history.

use thiserror::Error;

use crate::code::CodeSet;
use crate::contracting;
use crate::cycle::{self, Act};
use crate::id::EntryNumber;

/// Why something cannot be recorded in a history.
///
/// ```
/// use practice_cycle::{history::Refusal, id::EntryNumber};
/// let refusal = Refusal::Leaves { dependents: vec![EntryNumber::FIRST] };
/// assert_eq!(refusal.to_string(), "cannot be marked as entered in error: entry 1 depends on it");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Refusal {
    /// The act itself is refused.
    #[error(transparent)]
    Act(#[from] cycle::Refusal),
    /// The same is recorded already: by the same person, of the same time, kind and content.
    #[error("that is recorded already, as entry {number}{}", compared(*.redacted))]
    AlreadyRecorded {
        /// The entry.
        number: EntryNumber,
        /// Whether text of it was redacted, so that only what remains could be compared.
        redacted: bool,
    },
    /// The same was recorded, and taken back as an error.
    #[error(
        "that was recorded as entry {number} and taken back by entry {by}; if that was a mistake, mark entry {by} as entered \
         in error{}",
        compared(*.redacted)
    )]
    TakenBack {
        /// The entry.
        number: EntryNumber,
        /// The correction that took it back.
        by: EntryNumber,
        /// Whether text of it was redacted, so that only what remains could be compared.
        redacted: bool,
    },
    /// Whoever was to take later steps back for a late one cannot correct; see [`History::decide_late`](super::History::decide_late).
    #[error("whoever was to take the later steps back cannot correct: {0}")]
    Corrector(cycle::Refusal),
    /// A correction that points at nothing.
    #[error("a correction names at least one entry")]
    NamesNothing,
    /// There is no such entry before this one.
    #[error("there is no entry {number} to correct")]
    NoSuchEntry {
        /// The number.
        number: EntryNumber,
    },
    /// What opened the cycle stays, and is corrected by a further entry; so does a redaction, for the text is gone.
    #[error(
        "entry {number} opened the cycle or redacted text, and cannot be marked as entered in error; a wrong opening is \
         corrected by a further entry (`opening_corrected`)"
    )]
    Stays {
        /// The number.
        number: EntryNumber,
    },
    /// All of them are corrected in that way already, by another correction.
    #[error("all these entries are corrected in that way already")]
    AlreadyCorrected,
    /// The opening is so, or the two references are one, already.
    #[error("that would change nothing")]
    ChangesNothing,
    /// There is neither text nor a case reference in it.
    #[error("entry {number} holds nothing that could be redacted")]
    NothingToRedact {
        /// The number.
        number: EntryNumber,
    },
    /// Nobody takes back that they were there to take it back.
    #[error("whoever corrects this would then not have been here to do so")]
    TakesBackItsAuthor,
    /// What comes into effect again, or is told otherwise, does not fit beside entries that are recorded: they could not have
    /// happened then.
    #[error("then {} could not have happened", entries(.with))]
    Contradicts {
        /// The entries that could not have happened then, in order.
        with: Vec<EntryNumber>,
    },
    /// Without them, other entries could not have happened. They can be named in the same correction.
    #[error("cannot be marked as entered in error: {} on it", depend(.dependents))]
    Leaves {
        /// The entries that depend on them, in order.
        dependents: Vec<EntryNumber>,
    },
}

fn compared(redacted: bool) -> &'static str {
    if redacted { "; of what was redacted there, only what remains was compared" } else { "" }
}

fn depend(dependents: &[EntryNumber]) -> String {
    format!("{} depend{}", entries(dependents), if dependents.len() == 1 { "s" } else { "" })
}

fn entries(numbers: &[EntryNumber]) -> String {
    match numbers {
        [one] => format!("entry {one}"),
        many => {
            let listed: Vec<String> = many.iter().take(20).map(ToString::to_string).collect();
            let more = if many.len() > 20 { ", …" } else { "" };
            format!("entries {}{more}", listed.join(", "))
        }
    }
}

impl Refusal {
    /// Whether the very same is recorded: a host that tries again can tell this from a mistake.
    #[must_use]
    pub const fn is_already_so(&self) -> bool {
        matches!(self, Refusal::AlreadyRecorded { .. })
    }

    /// The steps of the contract that are possible instead, where the state of the contract was the problem.
    #[must_use]
    pub fn possible(&self) -> CodeSet<contracting::Kind> {
        if let Refusal::Act(refusal) = self { refusal.possible() } else { CodeSet::none() }
    }

    /// The refusal in words, with the references of the act it is about and no text.
    #[must_use]
    pub fn about(&self, act: &Act) -> String {
        if let Refusal::Act(refusal) = self { refusal.about(act) } else { act.about(self) }
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::Act(refusal) => refusal.code(),
            Refusal::Corrector(_) => "corrector",
            Refusal::AlreadyRecorded { .. } => "already_recorded",
            Refusal::TakenBack { .. } => "taken_back",
            Refusal::Contradicts { .. } => "contradicts",
            Refusal::ChangesNothing => "changes_nothing",
            Refusal::NamesNothing => "names_nothing",
            Refusal::NoSuchEntry { .. } => "no_such_entry",
            Refusal::Stays { .. } => "stays",
            Refusal::AlreadyCorrected => "already_corrected",
            Refusal::NothingToRedact { .. } => "nothing_to_redact",
            Refusal::TakesBackItsAuthor => "takes_back_its_author",
            Refusal::Leaves { .. } => "leaves_dependents",
        }
    }
}
