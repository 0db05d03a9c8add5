//! The reasons why an act cannot be recorded.

use thiserror::Error;

use super::{Act, Event};
use crate::code::CodeSet;
use crate::declare::refusals;
use crate::id::EntryNumber;
use crate::noun::Noun;
use crate::{attachment, boundary, contracting, deciding, intervening, joining, reporting};

/// Why an act cannot be recorded: `Copy`, without references or text, so that refusing costs nothing.
///
/// ```
/// use practice_cycle::{cycle::Refusal, noun::Noun};
/// let refusal = Refusal::Unknown { noun: Noun::Contract };
/// assert_eq!(refusal.to_string(), "no such contract is known here");
/// assert_eq!(refusal.code(), "unknown");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Refusal {
    /// The first entry opens the cycle.
    #[error("the cycle is not open yet; the first entry is `cycle_opened`")]
    NotOpened,
    /// Nothing is recorded of the time before.
    #[error("this occurred before the cycle was opened")]
    BeforeOpening,
    /// After closing, late records and closings remain.
    #[error("the cycle was closed by then; what occurred before can still be recorded, and open contracts closed")]
    AfterClosing,
    /// Nothing is recorded before it occurs; a plan belongs into terms.
    #[error("recorded before it occurred; what is planned belongs into terms")]
    RecordedBeforeOccurred,
    /// The order of entries is the order of recording.
    #[error("recorded at an earlier time than the entry before it")]
    RecordedBackwards,
    /// An entry with another number than the next.
    #[error("entry {found} where entry {expected} comes next")]
    OutOfNumber {
        /// The number it has.
        found: EntryNumber,
        /// The number that comes next.
        expected: EntryNumber,
    },
    /// Nobody acts in a cycle that they never entered.
    #[error("the person who acts never entered this cycle; `person_entered` says who they are here")]
    UnknownActor,
    /// They had not entered yet, or had left.
    #[error("the person who acts was not in this cycle when it occurred")]
    ActorNotHere,
    /// The act refers to something that no entry made.
    #[error("no such {noun} is known here")]
    Unknown {
        /// What it refers to.
        noun: Noun,
    },
    /// The act refers to something that only came about later.
    #[error("that {noun} only came about later than this occurred")]
    NotYet {
        /// What it refers to.
        noun: Noun,
    },
    /// The reference belongs to something that is recorded.
    #[error("a {noun} with that reference is recorded already")]
    IdTaken {
        /// What it refers to.
        noun: Noun,
    },
    /// Closing the cycle and correcting its record is not for the family; what they wish is recorded by somebody of the team.
    #[error("closing the cycle and correcting its record is not for the family")]
    NotForFamily,
    /// A list that nobody means.
    #[error("a list of more than {} items cannot be recorded", crate::cycle::MAX_ITEMS)]
    TooMany,
    /// Nobody is present twice at once, and nothing came of the same contract twice. What is stored is taken as it stands.
    #[error("a list names the same {noun} twice")]
    NamedTwice {
        /// What it names.
        noun: Noun,
    },
    /// A tombstone is what a redaction leaves; it cannot be offered.
    #[error("a redacted text cannot be offered anew")]
    Tombstone,
    /// Corrections hang on everything recorded since.
    #[error(
        "a cycle alone cannot be corrected; offer this to its history (`History::record`, or `append` once it is stored)"
    )]
    HistoryDecides,
    /// See [`attachment::Refusal`].
    #[error(transparent)]
    Attachment(#[from] attachment::Refusal),
    /// See [`joining::Refusal`].
    #[error(transparent)]
    Joining(#[from] joining::Refusal),
    /// See [`boundary::Refusal`].
    #[error(transparent)]
    Boundary(#[from] boundary::Refusal),
    /// See [`contracting::Refusal`].
    #[error(transparent)]
    Contracting(#[from] contracting::Refusal),
    /// See [`intervening::Refusal`].
    #[error(transparent)]
    Intervening(#[from] intervening::Refusal),
    /// See [`deciding::Refusal`].
    #[error(transparent)]
    Deciding(#[from] deciding::Refusal),
    /// See [`reporting::Refusal`].
    #[error(transparent)]
    Reporting(#[from] reporting::Refusal),
}

refusals! {
    NotOpened = "not_opened";
    BeforeOpening = "before_opening";
    AfterClosing = "after_closing";
    RecordedBeforeOccurred = "recorded_before_occurred";
    RecordedBackwards = "recorded_backwards";
    OutOfNumber = "out_of_number";
    UnknownActor = "unknown_actor";
    ActorNotHere = "actor_not_here";
    Unknown = "unknown";
    NotYet = "not_yet";
    IdTaken = "id_taken";
    NotForFamily = "not_for_family";
    TooMany = "too_many";
    NamedTwice = "named_twice";
    Tombstone = "tombstone";
    HistoryDecides = "history_decides";
    => Attachment, Joining, Boundary, Contracting, Intervening, Deciding, Reporting;
}

impl Refusal {
    /// Whether it is refused because somebody is, or is not, here already, or because whoever tells of it was not here.
    pub(crate) fn is_excused(self) -> bool {
        use attachment::Refusal::{AlreadyHere, AlreadyLeft, NotHere};
        let attends = matches!(self, Refusal::Attachment(AlreadyHere { .. } | AlreadyLeft | NotHere));
        attends || matches!(self, Refusal::ActorNotHere | Refusal::UnknownActor)
    }

    /// The steps of the contract that are possible instead, where the state of the contract was the problem.
    #[must_use]
    pub fn possible(self) -> CodeSet<contracting::Kind> {
        use intervening::Refusal::{NotCovered, NotUnderWay};
        if let Refusal::Intervening(NotCovered { stage: Some(stage) } | NotUnderWay { stage: Some(stage) }) = self {
            return stage.steps();
        }
        if let Refusal::Contracting(refusal) = self { refusal.possible() } else { CodeSet::none() }
    }

    /// The refusal in words, with the references of the act it is about and no text.
    ///
    /// ```
    /// use practice_cycle::cycle::{Act, Cycle};
    /// let act: Act = serde_json::from_str(
    ///     r#"{"type":"contract_begun","occurred_at":"2026-04-01T09:00:00Z","recorded_at":"2026-04-01T09:00:00Z","by":"p-1",
    ///         "data":{"contract":"c-1"}}"#,
    /// )?;
    /// let refusal = Cycle::default().judge(&act).unwrap_err();
    /// assert_eq!(
    ///     refusal.about(&act),
    ///     "`contract_begun` by `p-1` on contract `c-1`: the cycle is not open yet; the first entry is `cycle_opened`",
    /// );
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn about(self, act: &Act) -> String {
        let mut about = act.about(&self);
        if let Refusal::Unknown { noun } | Refusal::NotYet { noun } = self {
            let mut named = Vec::new();
            act.event.part().references(&mut |thing| {
                if thing.noun == noun {
                    named.push(format!("`{}`", thing.id));
                }
            });
            about = format!("{about} ({})", named.join(", "));
        }
        about
    }
}

impl Act {
    /// Whether this is something that anybody would offer: no tombstones, no endless lists, nobody listed twice, no form of work in
    /// a stream that it does not belong to.
    pub(crate) fn is_fit_to_offer(&self) -> Result<(), Refusal> {
        let part = self.event.part();
        if part.has_tombstone() {
            return Err(Refusal::Tombstone);
        }
        if part.longest_list() > crate::cycle::MAX_ITEMS {
            return Err(Refusal::TooMany);
        }
        if let Event::Intervening(event) = &self.event {
            event.is_fit_to_offer()?;
        }
        part.named_twice().map_or(Ok(()), |noun| Err(Refusal::NamedTwice { noun }))
    }

    /// Why the act is refused, with its references.
    pub(crate) fn about(&self, refusal: &dyn std::error::Error) -> String {
        let (kind, by) = (self.event.kind().code(), &self.by);
        match self.event.subject() {
            Some(subject) => format!("`{kind}` by `{by}` on {} `{}`: {refusal}", subject.noun, subject.id),
            None => format!("`{kind}` by `{by}`: {refusal}"),
        }
    }
}
