//! All that happened: the entries in the order of their recording, and the cycle they amount to.
//!
//! A history loads by replay, so one that could not have happened does not load. Every entry has two times, when it occurred
//! and when it was recorded; late recording is normal. [`History::view`] shows what had happened by a time, as known at a
//! time.

mod repeats;
mod refusal;
mod correct;
mod warnings;
mod decide;
mod late;
mod sharing;
mod meeting;
mod load;
mod view;
mod appearances;
mod possible;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::OnceLock;

use foldhash::fast::RandomState;

pub use appearances::{Appearance, Part, appearances};
pub use decide::{Decision, Refused, Stale};
pub use load::{LoadError, MAX_LINE, Problem};
pub use refusal::{Compared, Refusal};
pub use repeats::Recorded;
pub use view::View;
pub use warnings::Warning;

use crate::boundary::{self, Sign};
use crate::contracting::{self, Contract, Draft};
use crate::cycle::{self, Act, Cycle, Entry, Event, Found};
use crate::id::{ContractId, EntryNumber, PersonId};
use crate::moment::Moment;
use crate::noun::Noun;
use crate::text::{CaseRef, Text};
use correct::{Corrected, Touching, Undone};
use decide::Revision;
use repeats::Index;

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
    undone: Undone,
    corrected: Corrected,
    redacted: BTreeMap<EntryNumber, EntryNumber>, // Redacted entry, and the entry that says so.
    touching: OnceLock<Touching>,                 // Made at the first correction, kept since.
    index: OnceLock<Index>,                       // Made at the first act that is offered, kept since.
    latest: Option<Moment>,                       // When the latest of the entries occurred.
    has_late: bool,                               // Whether an entry occurred before one that was recorded earlier.
    revision: OnceLock<Revision>,
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

    /// The entry with a number, as corrected: by what is known now of the opening, and with one reference where two were merged.
    /// Elsewhere it is the entry as it is stored. Readings and rules go by the entries as corrected.
    ///
    /// ```
    /// use practice_cycle::{attachment::CycleOpened, cycle::Act, history::History, id::EntryNumber};
    /// let mut history = History::default();
    /// # for line in [
    /// #     r#"{"type":"cycle_opened","occurred_at":"2026-06-01T08:00:00Z","recorded_at":"2026-06-01T08:00:00Z","by":"p-1","data":{"cycle":"cy-1","format":1,"clinician":"p-1","team":"t-1"}}"#,
    /// # ] {
    /// #     history.record(serde_json::from_str(line)?)?;
    /// # }
    /// let corrected: Act = serde_json::from_str(
    ///     r#"{"type":"opening_corrected","occurred_at":"2026-06-02T09:00:00Z","recorded_at":"2026-06-02T09:00:00Z","by":"p-1",
    ///         "data":{"cycle":"cy-1","opened_at":"2026-05-01T08:00:00Z","reason":"The post began a month earlier."}}"#,
    /// )?;
    /// history.record(corrected)?;
    /// assert_eq!(history.corrected(EntryNumber::FIRST).unwrap().act().occurred_at.to_string(), "2026-05-01T08:00:00Z");
    /// assert_eq!(history.entry(EntryNumber::FIRST).unwrap().act().occurred_at.to_string(), "2026-06-01T08:00:00Z");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn corrected(&self, number: EntryNumber) -> Option<&Entry> {
        let stored = self.entry(number)?;
        Some(if self.corrected.is_empty() { stored } else { self.corrected.entry(stored, EntryNumber::LAST) })
    }

    /// The references under which somebody is known here: the one that stands for them now, and those that were merged into it.
    /// Linear in the number of merges.
    ///
    /// ```
    /// use practice_cycle::{history::History, id::PersonId};
    /// let person: PersonId = "p-2".parse()?;
    /// assert_eq!(History::default().references_of(&person), [person]);
    /// # Ok::<(), practice_cycle::id::IdError>(())
    /// ```
    #[must_use]
    pub fn references_of(&self, person: &PersonId) -> Vec<PersonId> {
        let stays = self.corrected.reference(Some(Noun::Person), person.as_str());
        let merged =
            self.corrected.given_up(EntryNumber::LAST).filter(|&(_, into)| into == stays).map(|(reference, _)| reference);
        std::iter::once(stays).chain(merged).filter_map(|reference| PersonId::new(reference).ok()).collect()
    }

    /// All entries as corrected.
    pub(crate) fn all_corrected(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.entries.iter().map(|stored| self.corrected.entry(stored, EntryNumber::LAST))
    }

    /// The entry with a number, as corrected by what was recorded by a time.
    pub(crate) fn corrected_by(&self, number: EntryNumber, known_at: Moment) -> Option<&Entry> {
        let stored = self.entry(number)?;
        if self.corrected.is_empty() {
            return Some(stored);
        }
        Some(self.corrected.entry(stored, self.first_after(known_at)))
    }

    /// The number of the first entry recorded after a time.
    fn first_after(&self, known_at: Moment) -> EntryNumber {
        let known = self.entries.partition_point(|entry| entry.act.recorded_at <= known_at);
        self.entries.get(known).map_or(self.cycle.next_number(), Entry::number)
    }

    /// Where the cycle stands after everything recorded.
    #[must_use]
    pub fn cycle(&self) -> &Cycle {
        &self.cycle
    }

    /// Whether the entries, as they stand, are all in effect and in the order in which they occurred.
    pub(crate) fn is_in_order(&self) -> bool {
        self.undone.is_empty() && self.corrected.is_empty() && self.redacted.is_empty() && !self.has_late
    }

    /// The entry that marked this one as entered in error, if one did.
    #[must_use]
    pub fn undone_by(&self, number: EntryNumber) -> Option<EntryNumber> {
        self.undone.by(number)
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

    /// The cases that were ever named, in the order of first mention in what was recorded, whatever was corrected since. The place of a
    /// case is how it is shown where its reference is not, because a case number can lead to a family. Those whose references were
    /// redacted are left out. Linear in the number of entries.
    ///
    /// ```
    /// use practice_cycle::history::History;
    /// let history = History::read(std::fs::read("examples/data/statutory_path.jsonl")?.as_slice())?;
    /// assert_eq!(history.cases()[0].as_str(), Some("invented-case-31"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn cases(&self) -> Vec<&CaseRef> {
        let mut known: HashSet<&CaseRef, RandomState> = HashSet::default();
        let named = self.entries.iter().flat_map(|entry| entry.event().cases());
        named.filter(|case| case.as_str().is_some() && known.insert(case)).collect()
    }

    /// A copy without the words that people wrote, for those who study how people work together rather than what they said. Where a
    /// text stood, there is a tombstone; a case is named by its place among the [`cases`](History::cases), `case-1`, and an indicator of
    /// the service's own by its place among those, `sign-1`, so that readings say the same. References to people stay as they are. The
    /// work is that of loading the history.
    ///
    /// ```
    /// use practice_cycle::history::History;
    /// let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
    /// let mut bare = Vec::new();
    /// history.without_words()?.write(&mut bare)?;
    /// assert!(!String::from_utf8(bare)?.contains("\"words\":\""));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// What replay would refuse. Nothing is judged by the words of a text, so that a history that was admitted is not refused.
    pub fn without_words(&self) -> Result<Self, Refusal> {
        self.bare(&places([self]))
    }

    /// The same of several histories that are looked at together: a case that several of them name has one name in all the copies, and
    /// two cases have two.
    ///
    /// ```
    /// use practice_cycle::history::History;
    /// let one = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
    /// let other = History::read(std::fs::read("examples/data/statutory_path.jsonl")?.as_slice())?;
    /// let bare = History::all_without_words([&one, &other])?;
    /// assert_eq!(bare[0].entries(), one.without_words()?.entries());
    /// assert_ne!(bare[1].entries(), other.without_words()?.entries(), "`case-1` is the first of the other history");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`without_words`](Self::without_words).
    pub fn all_without_words<'a>(histories: impl IntoIterator<Item = &'a Self>) -> Result<Vec<Self>, Refusal> {
        let histories: Vec<&Self> = histories.into_iter().collect();
        let places = places(histories.iter().copied());
        histories.iter().map(|history| history.bare(&places)).collect()
    }

    fn bare(&self, places: &HashMap<&str, usize, RandomState>) -> Result<Self, Refusal> {
        let mut copy = Self::default();
        let mut signs: HashMap<&str, usize, RandomState> = HashMap::default();
        for stored in &self.entries {
            let mut entry = stored.clone();
            let sign = own_sign(stored.event()).map(|name| {
                let next = signs.len() + 1;
                *signs.entry(name).or_insert(next)
            });
            // Every case that is named has its place.
            entry
                .act
                .event
                .part_mut()
                .strike(&mut |case| places.get(case).map(|place| format!("case-{place}").into()).unwrap_or_default());
            if let (Some(place), Event::Boundary(boundary::Event::BoundaryObserved(data))) = (sign, &mut entry.act.event)
                && let Sign::Own { name, .. } = &mut data.sign
                && let Ok(neutral) = Text::new(&format!("sign-{place}"))
            {
                *name = neutral;
            }
            copy.append(entry)?;
        }
        Ok(copy)
    }

    /// The terms that an entry proposed, whether or not it was since taken back: with the number of an
    /// [`Agreement`](crate::contracting::Agreement), those agreed.
    #[must_use]
    pub fn terms(&self, number: EntryNumber) -> Option<&Draft> {
        contracting::TermsProposed::of(self.entry(number)?.event()).map(|proposed| &*proposed.terms)
    }

    /// Judges an act that is fit to be offered and later than whatever occurred before, for [`take`](Self::take).
    pub(crate) fn find(&self, act: &Act) -> Result<Found, cycle::Refusal> {
        let found = self.cycle.judge_to_take(act)?;
        self.judge_sharing(act)?;
        self.judge_meeting(act, self.cycle.next_number())?;
        Ok(found)
    }

    /// Takes an act that was judged, and is later than whatever occurred before.
    pub(crate) fn take(&mut self, found: &Found, act: Act) {
        let number = self.cycle.next_number();
        self.cycle.admit(found, &act);
        self.latest = Some(act.occurred_at);
        self.entries.push(Entry { number, act });
        self.forget_indexes();
    }

    /// Becomes like another history without corrections, with which it has this many entries in common already.
    pub(crate) fn become_like(&mut self, other: &Self, in_common: usize) {
        self.entries.truncate(in_common);
        self.entries.extend_from_slice(other.entries.get(in_common..).unwrap_or_default());
        self.cycle.clone_from(&other.cycle);
        (self.latest, self.has_late) = (other.latest, other.has_late);
        self.forget_indexes();
    }

    /// What is kept to answer sooner is made again when it is asked for.
    fn forget_indexes(&mut self) {
        (self.touching, self.index, self.revision) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
    }
}

/// The name of an indicator of the service's own, where an event is about one and it was not redacted.
fn own_sign(event: &Event) -> Option<&str> {
    let Event::Boundary(boundary::Event::BoundaryObserved(data)) = event else { return None };
    if let Sign::Own { name, .. } = &data.sign { name.words() } else { None }
}

/// The places of the cases that histories name, from 1, those of the first history first.
fn places<'a>(histories: impl IntoIterator<Item = &'a History>) -> HashMap<&'a str, usize, RandomState> {
    let mut places = HashMap::default();
    for case in histories.into_iter().flat_map(History::cases) {
        let next = places.len() + 1;
        places.entry(case.as_str().unwrap_or_default()).or_insert(next);
    }
    places
}
