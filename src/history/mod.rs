//! All that happened: the entries in the order of their recording, and the cycle they amount to.
//!
//! A history loads by replay, so one that could not have happened does not load. Every entry has two times, when it occurred
//! and when it was recorded; late recording is normal. [`History::view`] tells what had happened by a time, as known at a
//! time.

mod correct;
mod load;
mod view;
mod appearances;

use std::collections::BTreeMap;

use thiserror::Error;

pub use appearances::{Appearance, Part, appearances};
pub use load::{LoadError, MAX_LINE, Problem};
pub use view::View;

use crate::code::CodeSet;
use crate::contracting::{self, Contract, Draft, Repeats};
use crate::correction;
use crate::cycle::{self, Act, Applied, Cycle, Entry, Event, Found};
use crate::id::{ContractId, EntryNumber};
use crate::moment::Moment;
use correct::Touching;

/// The entries of one cycle, and where it stands.
///
/// ```
/// use practice_cycle::{cycle::Act, history::History};
/// let mut history = History::default();
/// let open: Act = serde_json::from_str(
///     r#"{"type":"cycle_opened","occurred_at":"2026-04-01T09:00:00Z","recorded_at":"2026-04-01T09:00:00Z","by":"p-1",
///         "data":{"cycle":"cy-1","format":1,"clinician":"p-1","team":"t-1"}}"#,
/// )?;
/// history.record(open)?;
///
/// let mut stored = Vec::new();
/// history.write(&mut stored)?;
/// assert_eq!(History::read(stored.as_slice())?.entries(), history.entries());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct History {
    entries: Vec<Entry>,
    cycle: Cycle,
    undone: BTreeMap<EntryNumber, EntryNumber>, // Entry in error, and the entry that says so.
    redacted: BTreeMap<EntryNumber, EntryNumber>, // Redacted entry, and the entry that says so.
    touching: Option<Touching>,                 // Made at the first correction, kept since.
    latest: Option<Moment>,                     // When the latest of the entries occurred.
    has_late: bool,                             // Whether an entry occurred before one that was recorded earlier.
}

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
    /// A correction that points at nothing.
    #[error("a correction names at least one entry")]
    NamesNothing,
    /// There is no such entry before this one.
    #[error("there is no entry {number} to correct")]
    NoSuchEntry {
        /// The number.
        number: EntryNumber,
    },
    /// What opened the cycle, and what corrected something, stays.
    #[error("entry {number} opened the cycle or is itself a correction, and cannot be marked as entered in error")]
    Stays {
        /// The number.
        number: EntryNumber,
    },
    /// All of them are corrected in that way already.
    #[error("that correction is recorded already")]
    AlreadySo,
    /// There is neither text nor a case reference in it.
    #[error("entry {number} holds nothing that could be redacted")]
    NothingToRedact {
        /// The number.
        number: EntryNumber,
    },
    /// Nobody takes back that they were there to take it back.
    #[error("cannot be marked as entered in error by somebody who would then never have been here")]
    TakesBackItsAuthor,
    /// Without them, other entries could not have happened. They can be named in the same correction.
    #[error("cannot be marked as entered in error: {} on it", depend(.dependents))]
    Leaves {
        /// The entries that depend on them, in order.
        dependents: Vec<EntryNumber>,
    },
}

fn depend(dependents: &[EntryNumber]) -> String {
    match dependents {
        [one] => format!("entry {one} depends"),
        many => {
            let listed: Vec<String> = many.iter().take(20).map(ToString::to_string).collect();
            let more = if many.len() > 20 { ", …" } else { "" };
            format!("entries {}{more} depend", listed.join(", "))
        }
    }
}

impl Refusal {
    /// Whether what was asked for is so already.
    #[must_use]
    pub fn is_already_so(&self) -> bool {
        match self {
            Refusal::Act(refusal) => refusal.is_already_so(),
            Refusal::AlreadySo => true,
            Refusal::NamesNothing
            | Refusal::NoSuchEntry { .. }
            | Refusal::Stays { .. }
            | Refusal::NothingToRedact { .. }
            | Refusal::TakesBackItsAuthor
            | Refusal::Leaves { .. } => false,
        }
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
            Refusal::NamesNothing => "names_nothing",
            Refusal::NoSuchEntry { .. } => "no_such_entry",
            Refusal::Stays { .. } => "stays",
            Refusal::AlreadySo => "already_so",
            Refusal::NothingToRedact { .. } => "nothing_to_redact",
            Refusal::TakesBackItsAuthor => "takes_back_its_author",
            Refusal::Leaves { .. } => "leaves_dependents",
        }
    }
}

impl History {
    /// Every entry, corrected ones too, in the order of recording.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entry with a number.
    #[must_use]
    pub fn entry(&self, number: EntryNumber) -> Option<&Entry> {
        self.entries.get(number.place())
    }

    /// Where the cycle stands after everything recorded.
    #[must_use]
    pub fn cycle(&self) -> &Cycle {
        &self.cycle
    }

    /// Whether the entries, as they stand, are all in effect and in the order in which they occurred.
    pub(crate) fn is_in_order(&self) -> bool {
        self.undone.is_empty() && self.redacted.is_empty() && !self.has_late
    }

    /// The entry that marked this one as entered in error, if one did.
    #[must_use]
    pub fn undone_by(&self, number: EntryNumber) -> Option<EntryNumber> {
        self.undone.get(&number).copied()
    }

    /// The entry that redacted this one, if one did.
    #[must_use]
    pub fn redacted_by(&self, number: EntryNumber) -> Option<EntryNumber> {
        self.redacted.get(&number).copied()
    }

    /// The entries that an entry redacted, as they are now. Where entries are stored line by line, these lines still hold the
    /// text: write them anew.
    pub fn redacted_in(&self, correction: EntryNumber) -> impl Iterator<Item = &Entry> {
        let redacted = self.redacted.iter().filter(move |&(_, &by)| by == correction);
        redacted.filter_map(|(&number, _)| self.entry(number))
    }

    /// The first entry in which text was replaced by a tombstone though no entry says that it was redacted. A history that is
    /// stored like this does not load.
    #[must_use]
    pub fn unexplained_tombstone(&self) -> Option<EntryNumber> {
        let unexplained = |entry: &&Entry| entry.has_tombstone() && self.redacted_by(entry.number).is_none();
        self.entries.iter().find(unexplained).map(Entry::number)
    }

    /// Every contract with its reference, in the order of first invitation.
    pub fn contracts(&self) -> impl Iterator<Item = (&ContractId, &Contract)> {
        self.cycle.contracts().filter_map(|contract| Some((self.contract_id(contract)?, contract)))
    }

    /// The reference of a contract of this history, or of a view of it.
    #[must_use]
    pub fn contract_id(&self, contract: &Contract) -> Option<&ContractId> {
        let invited = contracting::ContractInvited::of(self.entry(contract.opened())?.event())?;
        Some(&invited.contract)
    }

    /// The terms that an entry proposed, whether or not it was since taken back: with the number of an
    /// [`Agreement`](crate::contracting::Agreement), those agreed.
    #[must_use]
    pub fn terms(&self, number: EntryNumber) -> Option<&Draft> {
        contracting::TermsProposed::of(self.entry(number)?.event()).map(|proposed| &*proposed.terms)
    }

    /// Whether an act can be recorded, without recording it. A correction is tried on a copy of the history.
    ///
    /// # Errors
    /// Why not.
    pub fn judge(&self, act: &Act) -> Result<(), Refusal> {
        if let Event::Correction(_) = act.event {
            return self.clone().record(act.clone()).map(drop);
        }
        act.is_fit_to_offer()?;
        self.judge_told_apart(act, true).map(drop)
    }

    /// A cycle takes what looks alike for the same, since it keeps no words. The history compares what was said: what was
    /// said otherwise is judged as another fact, and a reference that is taken is no repeat. Where a redaction has made it
    /// unknowable, what is offered is taken for the same, and what is stored for another.
    fn judge_told_apart(&self, act: &Act, is_offered: bool) -> Result<Found, Refusal> {
        match self.cycle.judge_stored(act, Repeats::AreTheSame) {
            Err(refusal) if refusal.is_already_so() && !self.has_recorded(act, is_offered) => {
                let refusal = match self.cycle.judge_stored(act, Repeats::AreOthers) {
                    Err(cycle::Refusal::AlreadyRecorded) => match act.event.subject() {
                        Some(subject) => cycle::Refusal::IdTaken { noun: subject.noun },
                        None => cycle::Refusal::AlreadyRecorded,
                    },
                    judged => return Ok(judged?),
                };
                Err(refusal.into())
            }
            judged => Ok(judged?),
        }
    }

    /// Whether the very same fact is recorded. Linear, and asked only where a cycle sees a likeness.
    fn has_recorded(&self, act: &Act, or_redacted: bool) -> bool {
        let alike = |entry: &Entry| {
            let same = entry.act.by == act.by && entry.act.occurred_at == act.occurred_at;
            let told = if entry.has_tombstone() {
                or_redacted && entry.act.event.kind() == act.event.kind()
            } else {
                entry.act.event == act.event
            };
            same && told && !self.undone.contains_key(&entry.number)
        };
        self.entries.iter().rev().any(alike)
    }

    /// Judges an act that is fit to be offered, for [`take`](Self::take).
    pub(crate) fn find(&self, act: &Act) -> Result<Found, Refusal> {
        self.judge_told_apart(act, true)
    }

    /// Takes an act that was judged, and is later than whatever occurred before.
    pub(crate) fn take(&mut self, found: &Found, act: Act) {
        let number = self.cycle.next_number();
        self.cycle.admit(found, &act);
        self.latest = Some(act.occurred_at);
        self.entries.push(Entry { number, act });
    }

    /// Becomes like another history without corrections, with which it has so many entries in common already.
    pub(crate) fn become_like(&mut self, other: &Self, in_common: usize) {
        self.entries.truncate(in_common);
        self.entries.extend_from_slice(other.entries.get(in_common..).unwrap_or_default());
        self.cycle.clone_from(&other.cycle);
        (self.latest, self.has_late) = (other.latest, other.has_late);
    }

    /// Records an act, and returns the entry to be stored with what it did. The act is used up either way; to keep it when
    /// it is refused, [`judge`](History::judge) first.
    ///
    /// # Errors
    /// Why it cannot be recorded; nothing has changed then.
    pub fn record(&mut self, act: Act) -> Result<(&Entry, Applied), Refusal> {
        act.is_fit_to_offer()?;
        let number = self.cycle.next_number();
        let entry = Entry { number, act };
        let applied = self.admit(&entry, true)?;
        self.entries.push(entry);
        let place = number.place();
        match self.entries.get(place) {
            Some(entry) => Ok((entry, applied)),
            None => Err(Refusal::NoSuchEntry { number }),
        }
    }

    /// Adds an entry that was stored, if it fits.
    ///
    /// # Errors
    /// Why it does not fit; nothing has changed then.
    pub fn append(&mut self, entry: Entry) -> Result<Applied, Refusal> {
        let applied = self.admit(&entry, false)?;
        self.entries.push(entry);
        Ok(applied)
    }

    /// Everything about adding an entry but keeping it.
    fn admit(&mut self, entry: &Entry, is_offered: bool) -> Result<Applied, Refusal> {
        let applied = if let Event::Correction(event) = &entry.act.event {
            self.correct(entry, event)?;
            Applied::Noted
        } else {
            let expected = self.cycle.next_number();
            if entry.number != expected {
                return Err(cycle::Refusal::OutOfNumber { found: entry.number, expected }.into());
            }
            let found = self.judge_told_apart(&entry.act, is_offered)?;
            self.cycle.admit(&found, &entry.act)
        };
        if let Some(touching) = &mut self.touching {
            touching.note(entry, &self.cycle);
        }
        let at = entry.act.occurred_at;
        self.has_late |= self.latest.is_some_and(|latest| at < latest);
        self.latest = self.latest.max(Some(at));
        Ok(applied)
    }

    fn correct(&mut self, entry: &Entry, event: &correction::Event) -> Result<(), Refusal> {
        self.cycle.judge_correction(entry)?;
        match event {
            correction::Event::EnteredInError(data) => self.undo(entry, &data.entries)?,
            correction::Event::Redacted(data) => self.redact(entry.number, &data.entries)?,
        }
        self.cycle.pass(&entry.act);
        Ok(())
    }

    fn redact(&mut self, by: EntryNumber, numbers: &[EntryNumber]) -> Result<(), Refusal> {
        if numbers.is_empty() {
            return Err(Refusal::NamesNothing);
        }
        for &number in numbers {
            let entry = self.entry(number).ok_or(Refusal::NoSuchEntry { number })?;
            let part = entry.act.event.part();
            if !part.has_text() && !part.has_tombstone() {
                return Err(Refusal::NothingToRedact { number });
            }
        }
        if numbers.iter().all(|number| self.redacted.contains_key(number)) {
            return Err(Refusal::AlreadySo);
        }
        for &number in numbers {
            if let Some(entry) = self.entries.get_mut(number.place()) {
                entry.act.event.part_mut().redact();
            }
            self.redacted.entry(number).or_insert(by);
        }
        Ok(())
    }
}
