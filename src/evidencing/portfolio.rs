//! The portfolio, and what its owner is shown of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::{self, Write};

use super::act::{Act, Entry};
use super::event::{Event, EvidenceWithdrawn, FORMAT, PracticeEvidenced, TextRedacted};
use super::refusal::Refusal;
use crate::id::{EntryNumber, EvidenceId, PersonId, PortfolioId};

/// One professional's evidence of their practice: see the [module](super). By itself it shows nothing; [`open_for`](Self::open_for)
/// shows its owner everything.
///
/// ```
/// use practice_cycle::evidencing::{Act, Portfolio, PortfolioOpened, Refusal};
/// let mut portfolio = Portfolio::default();
/// let opened = PortfolioOpened::new("pf-1".parse()?, "worker-a".parse()?);
/// portfolio.record(Act::new(opened, "worker-a".parse()?, "2026-01-05T09:00:00Z".parse()?))?;
/// assert_eq!(portfolio.open_for(&"worker-a".parse()?)?.entries().len(), 1);
/// assert_eq!(portfolio.open_for(&"worker-b".parse()?).unwrap_err(), Refusal::NotTheirs);
/// assert_eq!(format!("{portfolio:?}"), "Portfolio");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default)]
pub struct Portfolio {
    entries: Vec<Entry>,
    opened: Option<(PortfolioId, PersonId)>,
    evidence: BTreeMap<EvidenceId, EntryNumber>,
    withdrawn: BTreeMap<EntryNumber, EntryNumber>, // Evidence, and what withdrew it.
    redacted: BTreeMap<EntryNumber, EntryNumber>,  // Redacted entry, and the entry that says so.
}

impl fmt::Debug for Portfolio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Portfolio")
    }
}

impl Portfolio {
    /// Judges an act, and changes nothing.
    ///
    /// # Errors
    /// The [`Refusal`]. Whoever is not the owner learns only that.
    pub fn judge(&self, act: &Act) -> Result<(), Refusal> {
        self.judge_owner(act)?;
        if act.event.part().has_tombstone() {
            return Err(Refusal::Tombstone);
        }
        if let Some(entry) = self.entries.iter().find(|entry| entry.says(act)) {
            return Err(Refusal::AlreadyRecorded { number: entry.number });
        }
        self.judge_content(act)
    }

    /// Records an act: judges it, and numbers it. The entry is to be stored; where it redacts text, the lines of
    /// [`redacted_in`](OwnersView::redacted_in) are to be written anew. Linear in the number of entries.
    ///
    /// # Errors
    /// The [`Refusal`], and then nothing has changed.
    pub fn record(&mut self, act: Act) -> Result<Entry, Refusal> {
        self.judge(&act)?;
        let entry = Entry { number: self.next_number(), act };
        self.apply(entry.clone());
        Ok(entry)
    }

    /// All that is in it, for its owner.
    ///
    /// # Errors
    /// [`Refusal::NotTheirs`] for anybody else, and [`Refusal::NotOpened`] where it belongs to nobody yet.
    pub fn open_for(&self, reader: &PersonId) -> Result<OwnersView<'_>, Refusal> {
        let (portfolio, owner) = self.opened.as_ref().ok_or(Refusal::NotOpened)?;
        if owner != reader {
            return Err(Refusal::NotTheirs);
        }
        Ok(OwnersView { of: self, portfolio, owner })
    }

    /// Whether somebody may go on reading: the owner, or anybody while there is none.
    pub(super) fn judge_reader(&self, reader: &PersonId) -> Result<(), Refusal> {
        match &self.opened {
            Some((_, owner)) if owner != reader => Err(Refusal::NotTheirs),
            Some(_) | None => Ok(()),
        }
    }

    /// Adds an entry that was stored.
    pub(super) fn replay(&mut self, entry: Entry, reader: &PersonId) -> Result<(), Refusal> {
        if let (None, Event::PortfolioOpened(data)) = (&self.opened, &entry.act.event)
            && data.owner != *reader
        {
            return Err(Refusal::NotTheirs);
        }
        self.judge_owner(&entry.act)?;
        let (found, expected) = (entry.number, self.next_number());
        if found != expected {
            return Err(Refusal::OutOfNumber { found, expected });
        }
        self.judge_content(&entry.act)?;
        self.apply(entry);
        Ok(())
    }

    /// Whether an entry says that another was redacted.
    pub(super) fn is_redacted(&self, number: EntryNumber) -> bool {
        self.redacted.contains_key(&number)
    }

    fn next_number(&self) -> EntryNumber {
        self.entries.last().map_or(EntryNumber::FIRST, |entry| entry.number.next())
    }

    /// Whether whoever acts may, and the portfolio is open for it. Comes before all else.
    fn judge_owner(&self, act: &Act) -> Result<(), Refusal> {
        let owner = match (&self.opened, &act.event) {
            (Some((_, owner)), _) => owner,
            (None, Event::PortfolioOpened(data)) => &data.owner,
            (None, Event::PracticeEvidenced(_) | Event::EvidenceWithdrawn(_) | Event::TextRedacted(_)) => {
                return Err(Refusal::NotOpened);
            }
        };
        if act.by == *owner { Ok(()) } else { Err(Refusal::NotTheirs) }
    }

    fn judge_content(&self, act: &Act) -> Result<(), Refusal> {
        if act.recorded_at < act.occurred_at {
            return Err(Refusal::RecordedBeforeOccurred);
        }
        if self.entries.last().is_some_and(|last| act.recorded_at < last.act.recorded_at) {
            return Err(Refusal::RecordedBackwards);
        }
        match &act.event {
            Event::PortfolioOpened(_) if self.opened.is_some() => Err(Refusal::AlreadyOpen),
            Event::PortfolioOpened(data) if data.format != FORMAT => Err(Refusal::UnknownFormat { found: data.format }),
            Event::PortfolioOpened(_) => Ok(()),
            Event::PracticeEvidenced(data) => self.judge_evidence(data),
            Event::EvidenceWithdrawn(data) => self.judge_withdrawal(data, act),
            Event::TextRedacted(data) => self.judge_redaction(data),
        }
    }

    fn judge_evidence(&self, data: &PracticeEvidenced) -> Result<(), Refusal> {
        if self.evidence.contains_key(&data.evidence) {
            return Err(Refusal::IdTaken);
        }
        if data.elements.is_empty() {
            return Err(Refusal::NoElement);
        }
        let Some(standards) = &data.standards else { return Ok(()) };
        if standards.numbers.is_empty() {
            return Err(Refusal::NoNumber);
        }
        let mut named = BTreeSet::new();
        let twice = standards.numbers.iter().find(|&&standard| !named.insert(standard));
        twice.map_or(Ok(()), |&standard| Err(Refusal::NumberTwice { standard }))
    }

    fn judge_withdrawal(&self, data: &EvidenceWithdrawn, act: &Act) -> Result<(), Refusal> {
        let number = *self.evidence.get(&data.evidence).ok_or(Refusal::Unknown)?;
        if let Some(&by) = self.withdrawn.get(&number) {
            return Err(Refusal::AlreadyWithdrawn { by });
        }
        let is_before = |entry: &Entry| act.occurred_at < entry.act.occurred_at;
        if self.entry(number).is_some_and(is_before) { Err(Refusal::WithdrawnBefore) } else { Ok(()) }
    }

    fn judge_redaction(&self, data: &TextRedacted) -> Result<(), Refusal> {
        if data.entries.is_empty() {
            return Err(Refusal::NamesNothing);
        }
        let mut named = BTreeSet::new();
        for &number in &data.entries {
            if !named.insert(number) {
                return Err(Refusal::NamedTwice { number });
            }
            let entry = self.entry(number).ok_or(Refusal::NoSuchEntry { number })?;
            if let Some(&by) = self.redacted.get(&number) {
                return Err(Refusal::AlreadyRedacted { number, by });
            }
            // What is loaded may hold the tombstones already.
            if !entry.act.event.part().has_text() && !entry.has_tombstone() {
                return Err(Refusal::NothingToRedact { number });
            }
        }
        Ok(())
    }

    pub(super) fn entry(&self, number: EntryNumber) -> Option<&Entry> {
        self.entries.get(number.place())
    }

    /// Adds an entry that was judged.
    fn apply(&mut self, entry: Entry) {
        let number = entry.number;
        match &entry.act.event {
            Event::PortfolioOpened(data) => self.opened = Some((data.portfolio.clone(), data.owner.clone())),
            Event::PracticeEvidenced(data) => _ = self.evidence.insert(data.evidence.clone(), number),
            Event::EvidenceWithdrawn(data) => {
                let evidence = self.evidence.get(&data.evidence).copied();
                self.withdrawn.extend(evidence.map(|evidence| (evidence, number)));
            }
            Event::TextRedacted(data) => {
                for &redacted in &data.entries {
                    self.redacted.insert(redacted, number);
                    if let Some(entry) = self.entries.get_mut(redacted.place()) {
                        entry.act.event.part_mut().redact();
                    }
                }
            }
        }
        self.entries.push(entry);
    }
}

/// A portfolio as its owner sees it: they alone are given one, by [`Portfolio::open_for`].
///
/// ```
/// use practice_cycle::evidencing::{OwnersView, Portfolio};
/// fn stored(view: OwnersView<'_>) -> std::io::Result<Vec<u8>> {
///     let mut lines = Vec::new();
///     view.write(&mut lines)?;
///     Ok(lines)
/// }
/// assert!(Portfolio::default().open_for(&"worker-a".parse()?).is_err(), "it belongs to nobody yet");
/// # Ok::<(), practice_cycle::id::IdError>(())
/// ```
#[derive(Clone, Copy)]
pub struct OwnersView<'p> {
    of: &'p Portfolio,
    portfolio: &'p PortfolioId,
    owner: &'p PersonId,
}

impl fmt::Debug for OwnersView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OwnersView")
    }
}

impl<'p> OwnersView<'p> {
    /// The portfolio.
    #[must_use]
    pub fn portfolio(self) -> &'p PortfolioId {
        self.portfolio
    }

    /// Whose it is.
    #[must_use]
    pub fn owner(self) -> &'p PersonId {
        self.owner
    }

    /// Every entry, in the order of recording, what was withdrawn too.
    #[must_use]
    pub fn entries(self) -> &'p [Entry] {
        &self.of.entries
    }

    /// The entry that says the same as an act; where text was redacted, in what remains. Linear in the number of entries.
    #[must_use]
    pub fn recorded(self, act: &Act) -> Option<EntryNumber> {
        self.of.entries.iter().find(|entry| entry.says(act)).map(Entry::number)
    }

    /// The entry that withdrew evidence, by the number of the evidence, if it was withdrawn.
    #[must_use]
    pub fn withdrawn_by(self, evidence: EntryNumber) -> Option<EntryNumber> {
        self.of.withdrawn.get(&evidence).copied()
    }

    /// The entries that an entry redacted, as they are now: their stored lines still hold the text, until they are written anew.
    pub fn redacted_in(self, redaction: EntryNumber) -> impl Iterator<Item = &'p Entry> {
        let redacted = self.of.redacted.iter().filter(move |&(_, &by)| by == redaction);
        redacted.filter_map(|(&number, _)| self.of.entry(number))
    }

    /// The first entry in which text was replaced by a tombstone though no entry says that it was redacted. A portfolio that is stored
    /// like this does not load.
    #[must_use]
    pub fn unexplained_tombstone(self) -> Option<EntryNumber> {
        let unexplained = |entry: &&Entry| entry.has_tombstone() && !self.of.is_redacted(entry.number);
        self.of.entries.iter().find(unexplained).map(Entry::number)
    }

    /// Writes the portfolio as JSON Lines.
    ///
    /// # Errors
    /// Whatever the writer says.
    pub fn write(self, mut writer: impl Write) -> io::Result<()> {
        for entry in self.entries() {
            let mut line = serde_json::to_vec(entry)?;
            line.push(b'\n');
            writer.write_all(&line)?;
        }
        writer.flush()
    }
}
