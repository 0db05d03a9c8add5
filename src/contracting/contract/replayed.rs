//! What becomes of a contract if some of its steps are taken back: replayed from there, until it stands as before.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::Facts;
use super::position::Position;
use super::trail::Mark;
use super::{Contract, mark};
use crate::contracting::agreement::{Agreement, Party};
use crate::contracting::event::Event;
use crate::contracting::lifecycle::Stage;
use crate::contracting::refusal::Refusal;
use crate::contracting::state::State;
use crate::contracting::step::{Prospect, StepContext};
use crate::id::EntryNumber;
use crate::ledger::Known;
use crate::moment::Moment;

/// A contract replayed in part: what its steps would lead to, and where it would stand.
#[derive(Debug, Clone, Default)]
pub(crate) struct Replayed {
    /// The steps that lead elsewhere, or are taken back.
    changed: BTreeMap<EntryNumber, Option<Mark>>,
    /// The positions that would be kept instead.
    kept: BTreeMap<usize, Position>,
    /// Where it would stand in the end, if elsewhere.
    now: Option<Position>,
    /// Up to which step it was replayed.
    reached: Option<EntryNumber>,
    /// How much of what steps may rest on had been found not to fit by then.
    pub(crate) settled: usize,
}

/// The time within which a contract would have stood elsewhere than it did.
pub(crate) type Stretch = (Moment, Moment);

/// When a step was taken, as which entry, and the seat of whoever took it.
type Taken = (Moment, EntryNumber, u32);

impl Replayed {
    /// A step as it would be, unless it is taken back.
    pub(super) fn mark(&self, mark: &Mark) -> Option<Mark> {
        self.changed.get(&mark.number).copied().unwrap_or(Some(*mark))
    }

    /// Where it would stand in the end, if elsewhere.
    pub(super) fn now(&self) -> Option<&Position> {
        self.now.as_ref()
    }

    /// Who would have agreed, if it would stand elsewhere in the end.
    pub(crate) fn parties(&self) -> Option<Option<[u32; 2]>> {
        self.now.as_ref().map(|now| now.state.agreed().map(Agreement::both_accepted))
    }

    fn has_reached(&self, number: EntryNumber) -> bool {
        self.reached.is_some_and(|reached| number <= reached)
    }

    /// Whether a step was replayed already, by all that is settled, and as taken back, if it is.
    pub(crate) fn has_replayed(&self, number: EntryNumber, taken_back: bool, settled: usize) -> bool {
        let as_taken_back = self.changed.get(&number).is_some_and(Option::is_none);
        self.has_reached(number) && if taken_back { as_taken_back } else { self.settled == settled }
    }
}

impl Contract {
    /// Replays what follows from a step on, until the contract stands as it did, and `to_the_end` whether or not it does; the time
    /// within which it stood elsewhere, if it did.
    ///
    /// `was` gives a step as it was taken, by its number and the seat of whoever took it. `will` gives it as it would be taken, or
    /// nothing if it is taken back, or does not fit where the contract would stand, if that is given. `late` says whether a step
    /// was recorded after entries that occurred later, which did not know of it: for them the time goes on.
    pub(crate) fn replay_from<'e>(
        &self,
        from: EntryNumber,
        to_the_end: bool,
        replayed: &mut Replayed,
        was: impl Fn(EntryNumber, u32) -> Option<(&'e Event, StepContext)>,
        mut will: impl FnMut(EntryNumber, Whose<'_>) -> Option<(&'e Event, StepContext)>,
        late: impl Fn(EntryNumber) -> bool,
    ) -> Option<Stretch> {
        // What the successor did is learned late.
        let is_late = |mark: &Mark| mark.is_of_successor() || late(mark.number);
        let place = self.trail.place(from);
        let (told, position) = self.trail.kept_before(place).unzip();
        let (told, mut old) = (told.unwrap_or_default(), position.cloned());
        let is_first = replayed.reached.is_none();
        // What was replayed already is replayed to the end once more.
        let to_the_end = to_the_end || replayed.has_reached(from);
        replayed.kept.split_off(&(place + 1));
        // Where it would stand; until it is known to be elsewhere, that is where it stood.
        let mut new = if is_first { None } else { replayed.kept.get(&told).or(position).cloned() };
        let (mut stretch, mut last_kept): (Option<Stretch>, usize) = (None, told);
        // A step that is put back may occur later than one recorded after it.
        let mut reached = Moment::EARLIEST;
        for (after, mark) in (told + 1..).zip(self.trail.marks().get(told..).unwrap_or_default()) {
            let before = after <= place;
            if after == place + 1 && is_first {
                new.clone_from(&old);
            }
            let stays_out = mark.taken_back || (before && is_first);
            if !stays_out {
                let whose = match mark.renewal {
                    Some((successor, _, false)) => Whose::Successors(successor),
                    _ => Whose::Own((!before).then_some(Judge(new.as_ref()))),
                };
                let again = will(mark.number, whose);
                let stood = new.as_ref().map(Position::leads_to);
                let leads_to = again.and_then(|(event, step)| {
                    take(&mut new, event, &step);
                    new.as_ref().map(|new| self::mark(&step, new))
                });
                if !before {
                    let stands = leads_to.map(|to| (to.stage, to.lapses)).or(stood);
                    let since = leads_to.map_or(mark.at, |to| to.at.min(mark.at));
                    let as_before = stands == Some((mark.stage, mark.lapses)) && leads_to.is_none_or(|to| to.at == mark.at);
                    reached = reached.max(leads_to.map_or(Moment::EARLIEST, |to| to.at));
                    stretch = stretched(stretch, (since, since.max(reached)), as_before, || is_late(mark));
                    if leads_to.is_some_and(|to| to.leads_as(mark)) {
                        replayed.changed.remove(&mark.number);
                    } else {
                        replayed.changed.insert(mark.number, leads_to);
                    }
                    replayed.reached = replayed.reached.max(Some(mark.number));
                }
            }
            if let Some((event, step)) = (!mark.taken_back).then(|| was(mark.number, mark.seat)).flatten() {
                take(&mut old, event, &StepContext { renewal: mark.renewal(), ..step });
            }
            if before {
                continue;
            }
            if !to_the_end && new == old {
                let later = self.trail.marks().get(after..).unwrap_or_default().iter();
                let next = later.into_iter().find(|mark| !mark.taken_back && !is_late(mark));
                return next.map_or(stretch, |next| stretched(stretch, (next.at, next.at), true, || false));
            }
            if self.trail.kept_at(after).is_some() || (to_the_end && self.trail.is_due(after, last_kept)) {
                last_kept = after;
                new.iter().for_each(|new| _ = replayed.kept.insert(after, new.clone()));
            }
        }
        replayed.now = new;
        stretch
    }

    /// Becomes what the replay came to.
    pub(crate) fn adopt(&mut self, replayed: Replayed) {
        for (number, to) in replayed.changed {
            self.trail.set(number, to);
        }
        for (after, position) in replayed.kept {
            self.trail.set_kept(after, position);
        }
        if let Some(position) = replayed.now {
            self.now = position;
        }
        self.set_facts();
        self.trail.tidy();
    }

    /// Puts a step or a fact back that had been taken back; what follows from a step is to be replayed.
    pub(crate) fn put_back(&mut self, event: &Event, step: &StepContext) {
        if event.kind().is_within() {
            self.facts.note(event, step);
            self.set_facts();
        } else {
            // It leads nowhere until it is replayed, so that it is seen to lead elsewhere than it did.
            self.trail.put_back(Mark { at: step.at, lapses: Moment::EARLIEST, ..mark(step, &self.now) });
        }
    }

    /// Puts a step of its successor back.
    pub(crate) fn put_back_of_successor(&mut self, successor: EntryNumber, (at, number, seat): Taken) {
        let (lapses, renewal) = (Moment::EARLIEST, Some((successor, Prospect::Open, false)));
        self.trail.put_back(Mark { at, lapses, number, seat, stage: self.now.stage, taken_back: false, renewal });
    }

    /// The entries that invited those that it was ever renewed into, as far as that was not taken back.
    pub(crate) fn successors(&self) -> BTreeSet<EntryNumber> {
        let links = self.trail.marks().iter().filter(|mark| !mark.taken_back).filter_map(|mark| mark.renewal);
        links.map(|(successor, ..)| successor).collect()
    }

    /// Its own steps after an entry: when, which and by whom.
    pub(crate) fn own_steps_after(&self, number: EntryNumber) -> Vec<Taken> {
        let later = self.trail.marks().iter().filter(|mark| mark.number > number);
        let own = later.filter(|mark| !mark.taken_back && !mark.is_of_successor());
        own.map(|mark| (mark.at, mark.number, mark.seat)).collect()
    }

    /// Forgets everything: that it was opened was taken back, and so was all that came of it.
    pub(crate) fn forget(&mut self) {
        self.trail.clear();
        self.facts = Facts::default();
        self.predecessors.clear();
    }

    /// Forgets a fact within the agreement that was taken back.
    pub(crate) fn forget_fact(&mut self, at: Moment, number: EntryNumber) {
        self.facts.forget((at, number));
        self.set_facts();
    }

    /// The facts that may rest on one that is taken back.
    pub(crate) fn facts_resting_on(&self, at: Moment, number: EntryNumber, known: Known<'_>) -> Vec<EntryNumber> {
        self.facts.resting_on((at, number), known).collect()
    }

    /// Who agreed for each of the two, as far as anything is agreed.
    pub(crate) fn parties(&self) -> Option<[u32; 2]> {
        self.now.state.agreed().map(Agreement::both_accepted)
    }

    /// Every fact by which a party was replaced.
    pub(crate) fn replacements(&self) -> impl Iterator<Item = EntryNumber> {
        self.facts.replacements()
    }

    /// The steps of its own that occurred after a time, in order.
    pub(crate) fn steps_after(&self, at: Moment) -> impl Iterator<Item = EntryNumber> {
        let by = self.trail.marks().partition_point(|mark| mark.at <= at);
        let later = self.trail.marks().get(by..).unwrap_or_default();
        later.iter().filter(|mark| !mark.taken_back && !mark.is_of_successor()).map(|mark| mark.number)
    }

    /// Who stands for a party to what is agreed, by the steps and replacements up to an entry: whoever accepted it, which may be
    /// somebody else than who works under it, or whoever took their place since.
    pub(crate) fn stands_for(
        &self,
        party: Party,
        (at, by): (Moment, EntryNumber),
        accepts: impl Fn(EntryNumber) -> bool,
    ) -> Option<u32> {
        let mut steps = self.trail.by(at).filter(|mark| mark.is_by(at, by) && !mark.is_of_successor());
        let accepted = steps.find(|mark| accepts(mark.number)).map(|mark| ((mark.at, mark.number), mark.seat));
        let replaced = self.facts.last_replaced(party, (at, by));
        accepted.into_iter().chain(replaced).max().map(|(_, seat)| seat)
    }

    /// The state it was in at a time, by the steps and facts up to an entry where they occurred at that very instant. `step`
    /// gives a step by its number and the seat of whoever took it.
    pub(crate) fn state_by<'e>(
        &self,
        at: Moment,
        by: EntryNumber,
        step: impl Fn(EntryNumber, u32) -> Option<(&'e Event, StepContext)>,
    ) -> Option<State> {
        let last = self.trail.by(at).find(|mark| mark.is_by(at, by))?;
        let place = self.trail.place(last.number) + 1;
        let (told, position) = self.trail.kept_before(place).unzip();
        let mut position = position.cloned();
        let steps = self.trail.marks().get(told.unwrap_or_default()..place).unwrap_or_default();
        for mark in steps.iter().filter(|mark| !mark.taken_back) {
            let (event, step) = step(mark.number, mark.seat)?;
            take(&mut position, event, &StepContext { renewal: mark.renewal(), ..step });
        }
        let mut position = position?;
        self.facts.set(&mut position, (at, by));
        Some(position.state)
    }
}

/// Whose step it is: the contract's own, with what judges it if it is to be judged, or its successor's, with the entry that invited
/// that.
pub(crate) enum Whose<'p> {
    Own(Option<Judge<'p>>),
    Successors(EntryNumber),
}

/// What judges a step: where the contract stands then, if it was opened.
pub(crate) struct Judge<'p>(Option<&'p Position>);

impl Judge<'_> {
    /// Judges a step.
    pub(crate) fn judge(&self, event: &Event, step: &StepContext) -> Result<(), Refusal> {
        match self.0 {
            Some(position) => position.judge(event, step),
            None => Err(Refusal::OutOfStep { asked: event.kind(), stage: Stage::Invited }),
        }
    }
}

/// The stretch within which a contract stands elsewhere, after a step at a time that leads where it did, or does not; where it stands
/// is reached by a time that may be later.
fn stretched(stretch: Option<Stretch>, (at, reached): Stretch, as_before: bool, late: impl Fn() -> bool) -> Option<Stretch> {
    match stretch {
        // A step may come before one that was put back and occurred later; it does not fit then.
        Some((since, Moment::NEVER)) if as_before && !late() => Some((since, reached.max(since))),
        Some((since, _)) if !as_before => Some((since.min(at), Moment::NEVER)),
        None if !as_before => Some((at, Moment::NEVER)),
        _ => stretch,
    }
}

/// Takes a step that was judged; an invitation is the first.
fn take(position: &mut Option<Position>, event: &Event, step: &StepContext) {
    match (position.as_mut(), event) {
        (_, Event::ContractInvited(data)) => *position = Position::invited(data, step).ok(),
        (Some(position), event) => position.apply(event, step),
        (None, _) => {}
    }
}
