//! Why something cannot be recorded in a history.

use thiserror::Error;

use crate::code::{Code, CodeSet, codes};
use crate::contracting;
use crate::cycle::{self, Act, RefusalReport};
use crate::declare::refusals;
use crate::id::EntryNumber;
use crate::refusal::Whereabouts;

/// Why something cannot be recorded in a history.
///
/// ```
/// use practice_cycle::{history::Refusal, id::EntryNumber};
/// let refusal = Refusal::Leaves { dependents: vec![EntryNumber::FIRST] };
/// assert_eq!(refusal.to_string(), "cannot be marked as entered in error: needed by entry 1");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Refusal {
    /// The act itself is refused.
    #[error(transparent)]
    Act(#[from] cycle::Refusal),
    /// The same is recorded already: by the same person, of the same time, kind and content.
    #[error("that is recorded already, as entry {number}{compared}", compared = compared(*.redacted))]
    AlreadyRecorded {
        /// The entry.
        number: EntryNumber,
        /// Whether text of it was redacted, so that only what remains could be compared.
        redacted: bool,
    },
    /// The same was recorded, and taken back as an error.
    #[error(
        "that was recorded as entry {number} and taken back by entry {by}; if that was a mistake, mark entry {by} as entered \
         in error{compared}",
        compared = compared(*.redacted)
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
    #[error("whoever was to take the later steps back may not do so: {refusal}", refusal = .0)]
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
        "entry {number} opened the cycle or redacted text, and cannot be marked as entered in error; for a wrong \
         opening, correct the opening by a further entry"
    )]
    Stays {
        /// The number.
        number: EntryNumber,
    },
    /// All of them are corrected in that way already, by another correction.
    #[error("all these entries are corrected in that way already")]
    AlreadyCorrected,
    /// The opening already says that, or the two references are already one.
    #[error("that would change nothing")]
    ChangesNothing,
    /// There is neither text nor a case reference in it.
    #[error("entry {number} holds nothing that could be redacted")]
    NothingToRedact {
        /// The number.
        number: EntryNumber,
    },
    /// A correction cannot take back what put its own author there.
    #[error("whoever corrects this would then not have been here to do so")]
    TakesBackItsAuthor,
    /// What comes into effect again, or is changed, does not fit beside entries that are recorded: they could not have
    /// happened then.
    #[error("then {with} could not have happened", with = entries(.with))]
    Contradicts {
        /// The entries that could not have happened then, in order.
        with: Vec<EntryNumber>,
    },
    /// Without them, other entries could not have happened. They can be named in the same correction.
    #[error("cannot be marked as entered in error: needed by {dependents}", dependents = entries(.dependents))]
    Leaves {
        /// The entries that depend on them, in order.
        dependents: Vec<EntryNumber>,
    },
}

fn compared(redacted: bool) -> &'static str {
    Compared::of(redacted).map_or("", Code::label)
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
    /// Whether the very same is recorded: a host that tries again can distinguish this from a mistake. Others of the category
    /// [`AlreadySo`](crate::refusal::Category::AlreadySo) say that what was asked for holds already, by another entry.
    #[must_use]
    pub const fn is_already_so(&self) -> bool {
        matches!(self, Refusal::AlreadyRecorded { .. })
    }

    /// The steps of the contract that are possible instead, where the state of the contract was the problem.
    #[must_use]
    pub fn possible(&self) -> CodeSet<contracting::Kind> {
        if let Refusal::Act(refusal) = self { refusal.possible() } else { CodeSet::none() }
    }

    /// The refusal with the act it refuses, as data and in words.
    ///
    /// ```
    /// use practice_cycle::{correction::Redacted, cycle::Act, history::History};
    /// let nothing = Redacted { entries: vec![], reason: "The wrong family.".parse()? };
    /// let act = Act::new(nothing, "p-1".parse()?, "2026-04-01T09:00:00Z".parse()?);
    /// let mut history = History::default();
    /// # let opened = practice_cycle::attachment::CycleOpened::new("cy-1".parse()?, "p-1".parse()?, "t-1".parse()?);
    /// # history.record(Act::new(opened, "p-1".parse()?, "2026-04-01T09:00:00Z".parse()?))?;
    /// let report = history.judge(&act).unwrap_err().about(&act);
    /// assert_eq!((report.code, report.status), ("history.names_nothing", 422));
    /// assert_eq!(report.field.as_deref(), Some("data.entries"));
    /// assert_eq!(report.to_string(), "`redacted` by `p-1`: a correction names at least one entry");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn about(&self, act: &Act) -> RefusalReport {
        if let Refusal::Act(refusal) = self {
            return refusal.about(act);
        }
        let mut parameters = Vec::new();
        self.parameters(&mut |name, parameter| parameters.push((name, parameter)));
        let named = (self.code(), self.category());
        let report = RefusalReport::new(act.event.kind(), named, parameters, self.possible(), self.to_string());
        report.of(act, self.whereabouts())
    }
}

codes! {
    /// What of an act was compared with what is recorded, where not all could be.
    ///
    /// ```
    /// use practice_cycle::{code::Code, history::Compared};
    /// assert_eq!(Compared::Remainder.label(), "; of what was redacted there, only what remains was compared");
    /// ```
    pub enum Compared {
        Remainder = "remainder", "; of what was redacted there, only what remains was compared";
    }
}

impl Compared {
    fn of(redacted: bool) -> Option<Self> {
        redacted.then_some(Compared::Remainder)
    }
}

refusals! {
    by reference;
    Corrector(refusal) = "history.corrector", NotAllowed;
    AlreadyRecorded { number, redacted } = "history.already_recorded", AlreadySo
        [compared: Option<Compared> = Compared::of(*redacted)];
    TakenBack { number, by, redacted } = "history.taken_back", Conflict
        [compared: Option<Compared> = Compared::of(*redacted)];
    Contradicts { with } = "history.contradicts", Conflict;
    ChangesNothing = "history.changes_nothing", AlreadySo;
    NamesNothing = "history.names_nothing", Invalid @ &["data.entries"];
    NoSuchEntry { number } = "history.no_such_entry", NotFound @ Whereabouts::Entry("data.entries", *number);
    Stays { number } = "history.stays", Conflict @ Whereabouts::Entry("data.entries", *number);
    AlreadyCorrected = "history.already_corrected", AlreadySo @ &["data.entries"];
    NothingToRedact { number } = "history.nothing_to_redact", Conflict @ Whereabouts::Entry("data.entries", *number);
    TakesBackItsAuthor = "history.takes_back_its_author", NotAllowed @ &["by"];
    Leaves { dependents } = "history.leaves_dependents", Conflict @ &["data.entries"];
    => Act: cycle;
}
