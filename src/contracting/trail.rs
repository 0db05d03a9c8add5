//! The trail of a contract: which steps had been taken by a time, and where it then stood.

use super::contract::Contract;
use super::event::Kind;
use super::lifecycle::Stage;
use super::step::Mark;
use crate::id::EntryNumber;
use crate::moment::Moment;

impl Contract {
    /// Where it stood at a time, by the steps that had occurred by then; `None` before it was opened.
    #[must_use]
    pub fn stage_at(&self, at: Moment) -> Option<Stage> {
        let mark = self.trail.iter().rfind(|mark| mark.at <= at)?;
        Some(mark.stage_at(at))
    }

    /// Where it stood at a time, by the steps up to an entry where they occurred at that very instant.
    pub(crate) fn stage_by(&self, at: Moment, by: EntryNumber) -> Option<Stage> {
        let mark = self.trail.iter().rfind(|mark| mark.is_by(at, by))?;
        Some(mark.stage_at(at))
    }

    /// What an entry did, if it was a step of this contract: the stage it left, the one it entered, and when that one lapses.
    pub(crate) fn step_of(&self, number: EntryNumber) -> Option<(Option<Stage>, Stage, Moment)> {
        let place = self.trail.iter().rposition(|mark| mark.number == number)?;
        let mark = self.trail.get(place)?;
        let before = place.checked_sub(1).and_then(|place| self.trail.get(place));
        Some((before.map(|before| before.stage_at(mark.at)), mark.stage, mark.lapses))
    }

    /// The steps that had occurred by a time, as entries and the seats of those who took them.
    pub(crate) fn steps_by(&self, at: Moment, by: EntryNumber) -> impl Iterator<Item = (EntryNumber, u32)> {
        self.trail.iter().filter(move |mark| mark.is_by(at, by)).map(|mark| (mark.number, mark.seat))
    }

    /// The step by which it first entered a stage, and when; `None` where it never did. Nothing enters
    /// [`Lapsed`](Stage::Lapsed): it is what time makes of an active contract.
    #[must_use]
    pub fn first_entered(&self, stage: Stage) -> Option<(EntryNumber, Moment)> {
        self.trail.iter().find(|mark| mark.stage == stage).map(|mark| (mark.number, mark.at))
    }

    /// What work can rest on at a time, by what entries before a certain one say: only an active contract gives it. Steps at
    /// the very instant count on both sides.
    ///
    /// # Errors
    /// The stage it was in, or `None` before it was opened.
    pub(crate) fn covers(&self, at: Moment, before: EntryNumber) -> Result<(), Option<Stage>> {
        let steps = self.trail.get(..self.trail.partition_point(|mark| mark.at <= at)).unwrap_or_default();
        let mut stood = None;
        for mark in steps.iter().rev().filter(|mark| mark.number < before) {
            let stage = mark.stage_at(at);
            if stage == Stage::Active {
                return Ok(());
            }
            stood = stood.or(Some(stage));
            if mark.at < at {
                break;
            }
        }
        Err(stood)
    }

    /// Whether work had begun by a time, by what entries before a certain one say.
    pub(crate) fn had_begun(&self, at: Moment, before: EntryNumber) -> bool {
        let begun = |mark: &Mark| mark.kind == Kind::ContractBegun && mark.at <= at && mark.number < before;
        self.trail.iter().any(begun)
    }
}
