//! What had happened by a time, as known at a time.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::History;
use crate::cycle::{Cycle, Entry, Event};
use crate::id::EntryNumber;
use crate::moment::Moment;
use crate::{correction, joining};

/// The entries in effect that had occurred by one time, as known at another.
///
/// Corrections count from when they were recorded. They are not listed themselves; what they took back is left out.
///
/// ```
/// use practice_cycle::{history::History, moment::Moment};
/// let history = History::default();
/// assert_eq!(history.view(Moment::LATEST, Moment::LATEST).entries().len(), 0);
/// ```
#[derive(Debug, Clone)]
pub struct View<'a> {
    entries: Vec<&'a Entry>,
    as_of: Moment,
    known_at: Moment,
    history: &'a History,
    cycle: OnceLock<Cycle>, // Made when it is first asked for, if something is hidden: several readings of one view ask.
    /// The first entry that was not known.
    next: EntryNumber,
}

impl History {
    /// What had happened by `as_of`, as it was recorded by `known_at`. Linear in the number of entries.
    #[must_use]
    pub fn view(&self, as_of: Moment, known_at: Moment) -> View<'_> {
        let next = self.first_after(known_at);
        // Before the opening there is nothing to show.
        let is_open =
            self.corrected_by(EntryNumber::FIRST, known_at).is_some_and(|opening| opening.act.occurred_at <= as_of);
        let next = if is_open { next } else { EntryNumber::FIRST };
        let known = self.entries.iter().take(next.place()).map(|stored| self.corrected.entry(stored, next));
        View {
            entries: known.filter(self.in_effect(as_of, next)).collect(),
            as_of,
            known_at,
            history: self,
            cycle: OnceLock::new(),
            next,
        }
    }

    /// Which entries had happened by a time, and were not taken back by what was recorded before a number.
    fn in_effect(&self, as_of: Moment, next: EntryNumber) -> impl Fn(&&Entry) -> bool {
        let is_undone = self.undone.before(next, &self.entries);
        move |entry| {
            let correction = matches!(entry.event(), Event::Correction(_));
            entry.act.occurred_at <= as_of && !correction && !is_undone(entry.number)
        }
    }

    /// Those of some entries that had happened by a time, as known then: what a [view](History::view) of it holds of them. Linear in
    /// them.
    pub(crate) fn known_then(&self, numbers: impl Iterator<Item = EntryNumber>, at: Moment) -> Vec<&Entry> {
        let next = self.first_after(at);
        let stored = numbers.take_while(|&number| number < next).filter_map(|number| self.entry(number));
        stored.map(|stored| self.corrected.entry(stored, next)).filter(self.in_effect(at, next)).collect()
    }

    /// Every version of an entry: as it is stored, and as each correction left it.
    pub(crate) fn versions(&self, number: EntryNumber) -> impl Iterator<Item = &Entry> {
        self.entry(number).into_iter().chain(self.corrected.versions_of(number))
    }

    /// The reference that stood for a case by what was recorded by a time, given the entries that ever merged cases. Quadratic in those.
    pub(crate) fn case_then<'a>(&'a self, case: &'a str, merging: &[EntryNumber], at: Moment) -> &'a str {
        let next = self.first_after(at);
        let is_undone = self.undone.before(next, &self.entries);
        let known = merging.iter().copied().filter(|&number| number < next && !is_undone(number));
        let merged = known.filter_map(|number| correction::CasesMerged::of(self.entry(number)?.event()));
        let stands_for = |merged: &[(&'a str, &'a str)], name: &'a str| {
            merged.iter().fold(name, |name, &(case, into)| if case == name { into } else { name })
        };
        let mut so_far = Vec::new();
        for (case, into) in merged.filter_map(|data| data.case.as_str().zip(data.into.as_str())) {
            so_far.push((case, stands_for(&so_far, into)));
        }
        stands_for(&so_far, case)
    }
}

impl<'a> View<'a> {
    /// The entries, in the order of recording.
    #[must_use]
    pub fn entries(&self) -> &[&'a Entry] {
        &self.entries
    }

    /// The entries in the order of occurrence; of those at one instant, in the order of recording.
    #[must_use]
    pub fn by_occurrence(&self) -> Vec<&'a Entry> {
        let mut entries = self.entries.clone();
        entries.sort_by_key(|entry| (entry.act.occurred_at, entry.number));
        entries
    }

    /// The same, without a copy where they were recorded in that order.
    pub(crate) fn in_order(&self) -> Cow<'_, [&'a Entry]> {
        let in_order = !self.history.has_late && self.history.corrected.is_empty();
        if in_order { Cow::Borrowed(&self.entries) } else { Cow::Owned(self.by_occurrence()) }
    }

    /// The history that it is a view of.
    pub(crate) fn history(&self) -> &'a History {
        self.history
    }

    /// The entry with a number as it was known, whether it is in effect or not.
    pub(crate) fn entry(&self, number: EntryNumber) -> Option<&'a Entry> {
        let stored = self.history.entry(number).filter(|_| number < self.next)?;
        Some(self.history.corrected.entry(stored, self.next))
    }

    /// The corrections that were known, in the order of recording, whatever the time up to which it looks; none that was taken back
    /// itself. Whoever made them is named by the reference that stands for them now.
    pub fn corrections(&self) -> impl Iterator<Item = (&'a Entry, &'a correction::Event)> {
        let is_undone = self.history.undone.before(self.next, &self.history.entries);
        let known = self.history.entries.iter().take(self.next.place());
        let corrected = &self.history.corrected;
        known.map(move |stored| corrected.entry(stored, self.next)).filter_map(move |entry| {
            let Event::Correction(event) = entry.event() else { return None };
            (!is_undone(entry.number)).then_some((entry, event))
        })
    }

    /// The time up to which it looks.
    #[must_use]
    pub fn as_of(&self) -> Moment {
        self.as_of
    }

    /// The time that it speaks of: where everything was asked for, when the last of it was recorded.
    pub(crate) fn speaks_of(&self) -> Moment {
        let last = self.entries.last().map_or(self.as_of, |entry| entry.act.recorded_at);
        if self.as_of == Moment::LATEST { last } else { self.as_of }
    }

    /// The time up to which what was recorded is known.
    #[must_use]
    pub fn known_at(&self) -> Moment {
        self.known_at
    }

    /// The cycle that these entries amount to. Where they are all that was recorded, and nothing was corrected, it is the history's own;
    /// otherwise they are replayed once, when it is first asked for.
    ///
    /// ```
    /// use practice_cycle::{history::History, moment::Moment};
    /// let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
    /// let whole = history.view(Moment::LATEST, Moment::LATEST);
    /// assert!(std::ptr::eq(whole.cycle(), history.cycle()));
    /// let before = history.view(Moment::LATEST, history.entries()[8].act().recorded_at);
    /// assert_eq!(before.cycle().next_number(), history.entries()[9].number());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn cycle(&self) -> &Cycle {
        if self.hides_nothing() { self.history.cycle() } else { self.cycle.get_or_init(|| self.replay()) }
    }

    /// Whether its entries are all entries of the history, as they were stored. A correction is never among them.
    fn hides_nothing(&self) -> bool {
        self.entries.len() == self.history.entries.len() && self.history.corrected.is_empty()
    }

    /// The same, of a view that is of no further use.
    pub(crate) fn into_cycle(mut self) -> Cycle {
        self.cycle.take().unwrap_or_else(|| self.replay())
    }

    fn replay(&self) -> Cycle {
        // Whoever reports a disruption may have come after it occurred.
        let disrupts = |entry: &Entry| matches!(entry.event(), Event::Joining(joining::Event::JoiningDisrupted(_)));
        let corrected = &self.history.corrected;
        let entries = self.entries.iter().map(|entry| (*entry, corrected.may_repeat(entry) || disrupts(entry)));
        let (mut cycle, misfits) = Cycle::replay(entries, corrected.unclear_from());
        debug_assert!(misfits.is_empty(), "entries {misfits:?} rest on one that occurred later");
        cycle.know_as(corrected.given_up(self.next));
        cycle
    }
}
