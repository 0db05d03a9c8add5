//! The trail of a contract: the steps that lead on, in order, and where it stood after them.

use serde::Serialize;

use super::position::Position;
use crate::contracting::lifecycle::Stage;
use crate::contracting::step::{Prospect, Renewal};
use crate::id::EntryNumber;
use crate::ledger::Known;
use crate::moment::Moment;

/// How many steps lie between two positions that are kept.
const STRIDE: usize = 16;

/// The steps of a contract that lead on, in the order recorded, which for them is the order in which they occurred.
///
/// Every so often the position after a step is kept, so that what followed from one step can be replayed without replaying all
/// that went before. A step that was taken back stays as a mark until half of them are such.
///
/// A step that is put back may have occurred after one that was recorded later. One of the two is taken back with the same
/// correction, or that is refused; until then the marks are in disorder.
#[derive(Debug)]
pub(super) struct Trail {
    marks: Vec<Mark>,
    taken_back: usize,
    kept: Vec<Kept>,
    in_disorder: bool,
}

impl Clone for Trail {
    fn clone(&self) -> Self {
        let Self { marks, taken_back, kept, in_disorder } = self;
        Self { marks: marks.clone(), taken_back: *taken_back, kept: kept.clone(), in_disorder: *in_disorder }
    }

    fn clone_from(&mut self, other: &Self) {
        self.marks.clone_from(&other.marks);
        self.taken_back = other.taken_back;
        self.kept.clone_from(&other.kept);
        self.in_disorder = other.in_disorder;
    }
}

/// A position that is kept: where the contract stood after a number of marks, leaving reviews and replacements aside.
#[derive(Debug, Clone)]
struct Kept {
    after: usize,
    position: Position,
}

impl Trail {
    #[inline]
    pub(super) fn of(mark: Mark) -> Self {
        let mut marks = Vec::with_capacity(6);
        marks.push(mark);
        Self { marks, taken_back: 0, kept: Vec::new(), in_disorder: false }
    }

    /// Adds a step, after which the contract stands in a position.
    #[inline]
    pub(super) fn push(&mut self, mark: Mark, position: &Position) {
        self.marks.push(mark);
        if self.is_due(self.marks.len(), self.last_kept()) {
            self.kept.push(Kept { after: self.marks.len(), position: position.clone().without_facts() });
        }
    }

    /// Lets go of every step.
    pub(super) fn clear(&mut self) {
        self.marks.clear();
        self.kept.clear();
        self.taken_back = 0;
        self.in_disorder = false;
    }

    fn last_kept(&self) -> usize {
        self.kept.last().map_or(0, |kept| kept.after)
    }

    /// Whether the position after a number of marks is to be kept, where the last one kept stands after `before` marks.
    pub(super) fn is_due(&self, after: usize, before: usize) -> bool {
        after >= before + STRIDE
    }

    /// All marks, and those taken back among them.
    pub(super) fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// The steps in effect that had occurred by a time, the latest first.
    #[inline]
    pub(super) fn by(&self, at: Moment) -> impl Iterator<Item = &Mark> {
        let by = if self.in_disorder { self.marks.len() } else { self.marks.partition_point(|mark| mark.at <= at) };
        let marks = self.marks.get(..by).unwrap_or_default().iter().rev();
        marks.filter(move |mark| mark.at <= at && !mark.taken_back)
    }

    /// Whether every step is known.
    #[inline]
    pub(super) fn is_known(&self, known: Known<'_>) -> bool {
        known.without.is_none() && self.marks.last().is_none_or(|mark| mark.number < known.before)
    }

    /// The place of a step, or where it would stand.
    pub(super) fn place(&self, number: EntryNumber) -> usize {
        self.marks.partition_point(|mark| mark.number < number)
    }

    /// The step that an entry is.
    pub(super) fn step(&self, number: EntryNumber) -> Option<&Mark> {
        self.marks.get(self.place(number)).filter(|mark| mark.number == number && !mark.taken_back)
    }

    /// The last position kept before a place, and after how many marks.
    pub(super) fn kept_before(&self, place: usize) -> Option<(usize, &Position)> {
        let before = self.kept.partition_point(|kept| kept.after <= place);
        let kept = self.kept.get(before.checked_sub(1)?)?;
        Some((kept.after, &kept.position))
    }

    /// The position kept after this many marks.
    pub(super) fn kept_at(&self, after: usize) -> Option<&Position> {
        let place = self.kept.binary_search_by_key(&after, |kept| kept.after).ok()?;
        self.kept.get(place).map(|kept| &kept.position)
    }

    pub(super) fn set_kept(&mut self, after: usize, position: Position) {
        match self.kept.binary_search_by_key(&after, |kept| kept.after) {
            Ok(place) => self.kept.get_mut(place).into_iter().for_each(|kept| kept.position.clone_from(&position)),
            Err(place) => self.kept.insert(place, Kept { after, position }),
        }
    }

    /// Sets what a step leads to, or that it was taken back.
    pub(super) fn set(&mut self, number: EntryNumber, to: Option<Mark>) {
        let place = self.place(number);
        let Some(mark) = self.marks.get_mut(place).filter(|mark| mark.number == number) else { return };
        match to {
            Some(to) => *mark = to,
            None => {
                self.taken_back += usize::from(!mark.taken_back);
                mark.taken_back = true;
            }
        }
    }

    /// Puts a step back that had been taken back. What it leads to, and what follows from it, is to be replayed.
    pub(super) fn put_back(&mut self, mark: Mark) {
        let place = self.place(mark.number);
        self.kept.retain(|kept| kept.after <= place);
        match self.marks.get_mut(place).filter(|old| old.number == mark.number) {
            Some(old) => {
                self.taken_back -= usize::from(old.taken_back);
                *old = mark;
            }
            None => self.marks.insert(place, mark),
        }
        let beside = self.marks.get(place.saturating_sub(1)..self.marks.len().min(place + 2)).unwrap_or_default();
        self.in_disorder |= !beside.is_sorted_by_key(|mark| mark.at);
    }

    /// Steps in effect are in order, so those that were taken back are moved to where they are not in the way.
    fn put_in_order(&mut self) {
        let mut last = Moment::EARLIEST;
        for mark in &mut self.marks {
            if mark.taken_back {
                mark.at = last;
            }
            last = mark.at;
        }
        self.in_disorder = false;
    }

    /// Lets go of steps that were taken back: those at the end, and all, once they are half of the marks.
    pub(super) fn tidy(&mut self) {
        while self.marks.pop_if(|mark| mark.taken_back).is_some() {
            self.taken_back -= 1;
        }
        while self.kept.pop_if(|kept| kept.after > self.marks.len()).is_some() {}
        if self.in_disorder {
            self.put_in_order();
        }
        if self.marks.len() < 2 * STRIDE || 2 * self.taken_back < self.marks.len() {
            return;
        }
        let (mut told, mut stays, mut before) = (0, 0, 0);
        let marks = &self.marks;
        self.kept.retain_mut(|kept| {
            let stretch = marks.get(told..kept.after).unwrap_or_default();
            stays += stretch.iter().filter(|mark| !mark.taken_back).count();
            told = kept.after;
            kept.after = stays;
            let far = stays >= before + STRIDE / 2;
            before = if far { stays } else { before };
            far
        });
        self.marks.retain(|mark| !mark.taken_back);
        self.taken_back = 0;
    }
}

/// A stage that a contract came into.
///
/// ```
/// use practice_cycle::contracting::{Stage, StageEntered};
/// use practice_cycle::id::EntryNumber;
/// let at = "2026-09-08T09:00:00Z".parse()?;
/// let invited = StageEntered { stage: Stage::Invited, at, entry: Some(EntryNumber::FIRST) };
/// assert_eq!(
///     serde_json::to_string(&invited).unwrap(),
///     r#"{"stage":"invited","at":"2026-09-08T09:00:00Z","entry":1}"#,
/// );
/// # Ok::<(), practice_cycle::moment::MomentError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct StageEntered {
    /// The stage.
    pub stage: Stage,
    /// Since when.
    pub at: Moment,
    /// The entry that led there; none where the planned end passed, which nobody records.
    pub entry: Option<EntryNumber>,
}

/// One step taken, and the stage it led to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    pub(super) at: Moment,
    pub(super) lapses: Moment,
    pub(super) number: EntryNumber,
    pub(super) seat: u32,
    pub(super) stage: Stage,
    pub(super) taken_back: bool,
    /// The invitation of the successor that the step links, or whose step it is; what that had come to; and whether it links.
    pub(super) renewal: Option<(EntryNumber, Prospect, bool)>,
}

impl Mark {
    /// Whether it leads where another does, at the same time and by the same.
    pub(super) fn leads_as(&self, other: &Mark) -> bool {
        let of = |mark: &Mark| (mark.at, mark.stage, mark.lapses, mark.renewal);
        of(self) == of(other)
    }

    /// Whether it is a step of the successor, which may have moved this contract too.
    pub(super) fn is_of_successor(&self) -> bool {
        self.renewal.is_some_and(|(.., links)| !links)
    }

    /// What it says of the successor, as far as the trail of this contract shows since when.
    pub(super) fn renewal(&self) -> Option<Renewal> {
        let (successor, prospect, links) = self.renewal?;
        Some(Renewal { successor, prospect, since: self.at, links })
    }

    /// Whether it had occurred by a time; where at that very instant, by an entry.
    pub(super) fn is_by(&self, at: Moment, by: EntryNumber) -> bool {
        self.at < at || (self.at == at && self.number <= by)
    }

    /// The stage after this step, at a time before the next.
    pub(super) fn stage_at(&self, at: Moment) -> Stage {
        if self.lapses < at { Stage::Lapsed } else { self.stage }
    }
}
