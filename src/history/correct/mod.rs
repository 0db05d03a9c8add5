//! Entries made in error lose their effect: what rests on them is judged again without them, or the correction is refused. A
//! correction that was itself made in error is taken back in the same way, and what it took back comes into effect again.

mod undone;
mod corrected;
mod touching;
mod recheck;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

pub(super) use corrected::Corrected;
pub(super) use recheck::Recheck;
pub(super) use touching::Touching;
pub(super) use undone::{Undone, named_in};

use super::{History, Refusal};
use crate::attachment::{self, CycleOpened};
use crate::contracting::Replayed;
use crate::correction;
use crate::cycle::{self, Act, Basis, Cycle, Entry, Event};
use crate::id::EntryNumber;
use crate::intervening;
use crate::ledger::Known;
use crate::noun::Noun;
use crate::refusal::Place;
use undone::Turned;

/// What a correction would change.
#[derive(Debug)]
pub(super) struct Change {
    turned: Turned,
    replayed: BTreeMap<u32, Replayed>,
    /// What all entries say, where the correction changes that.
    whole: Option<Box<Whole>>,
}

/// What all entries say as corrected, and the cycle that they amount to.
#[derive(Debug)]
pub(super) struct Whole {
    corrected: Corrected,
    cycle: Cycle,
}

impl History {
    /// What a correction would change, if the rest could still have happened. What it costs depends on what rests on the entries
    /// that it names; to take a correction back costs a copy of the cycle as well.
    pub(super) fn change_by(&self, act: &Act, names: &[EntryNumber]) -> Result<Change, Refusal> {
        self.cycle.judge_correction(act)?;
        if names.is_empty() {
            return Err(Refusal::NamesNothing);
        }
        for &number in names {
            let entry = self.entry(number).ok_or(Refusal::NoSuchEntry { number })?;
            let redacts = matches!(entry.event(), Event::Correction(correction::Event::Redacted(_)));
            if number == EntryNumber::FIRST || redacts {
                return Err(Refusal::Stays { number });
            }
        }
        let next = self.cycle.next_number();
        let turned = self.undone.turned_by(next, names, &self.entries);
        if turned.is_empty() {
            return Err(Refusal::AlreadyCorrected);
        }
        let amends = |number: EntryNumber| self.entry(number).is_some_and(Corrected::is_amended_by);
        if turned.taken_back().chain(turned.put_back()).any(amends) {
            let whole = Some(Box::new(self.whole(act, None, &turned)?));
            return Ok(Change { turned, replayed: BTreeMap::new(), whole });
        }
        let errors: BTreeSet<EntryNumber> = turned.taken_back().collect();
        let put_back: Vec<&Entry> =
            turned.put_back().filter_map(|number| self.corrected(number)).filter(|it| has_effect(it)).collect();
        let scratch = if put_back.is_empty() { None } else { Some(self.put_back_in_a_copy(&put_back, &errors)?) };
        let cycle = scratch.as_ref().unwrap_or(&self.cycle);
        let mut recheck = Recheck::new(self, cycle, errors);
        put_back.iter().for_each(|entry| recheck.put_back(entry));
        let corrects = |number: &EntryNumber| self.entry(*number).is_some_and(|entry| !has_effect(entry));
        turned.put_back().filter(corrects).for_each(|number| recheck.counts_again(number));
        let (misfits, without, replayed) = recheck.outcome();
        let known = Known { before: next, without: Some(&without) };
        let author = cycle.judge_author(act, Basis { known, replayed: None });
        if !misfits.is_empty() {
            let misfits = misfits.into_iter().collect();
            return Err(if put_back.is_empty() {
                Refusal::Leaves { dependents: misfits }
            } else {
                Refusal::Contradicts { with: misfits }
            });
        }
        author.map_err(|_| Refusal::TakesBackItsAuthor)?;
        Ok(Change { turned, replayed, whole: None })
    }

    /// What a correction of the opening or a merge would change. It costs as much as replaying the whole history.
    pub(super) fn change_by_amending(&self, act: &Act, event: &correction::Event) -> Result<Change, Refusal> {
        self.cycle.judge_correction(act)?;
        let corrected = |noun, id: &str| self.corrected.reference(noun, id).to_owned();
        let says_something = match event {
            correction::Event::OpeningCorrected(data) => {
                if self.cycle.id() != Some(&data.cycle) {
                    return Err(cycle::Refusal::from(attachment::Refusal::AnotherCycle).into());
                }
                let opening = self.corrected(EntryNumber::FIRST).map(Entry::act);
                let (opened_at, opened) =
                    opening.and_then(|act| Some((act.occurred_at, CycleOpened::of(&act.event)?))).unzip();
                data.opened_at.is_some_and(|at| Some(at) != opened_at)
                    || data.clinician.as_ref().is_some_and(|clinician| opened.is_none_or(|it| it.clinician != *clinician))
                    || data.team.as_ref().is_some_and(|team| opened.is_none_or(|it| it.team != *team))
            }
            correction::Event::PeopleMerged(data) => {
                if self.cycle.seat_of(data.person.as_str()).is_none() {
                    return Err(cycle::Refusal::Unknown { noun: Noun::Person, place: Place::SUBJECT }.into());
                }
                let noun = Some(Noun::Person);
                let (person, into) = (corrected(noun, data.person.as_str()), corrected(noun, data.into.as_str()));
                person == data.person.as_str() && person != into
            }
            correction::Event::CasesMerged(data) => {
                let both = data.case.as_str().zip(data.into.as_str());
                both.is_none_or(|(case, into)| corrected(None, case) == case && corrected(None, into) != case)
            }
            correction::Event::EnteredInError(_) | correction::Event::Redacted(_) => true,
        };
        if !says_something {
            return Err(Refusal::ChangesNothing);
        }
        let turned = Turned::default();
        let whole = Some(Box::new(self.whole(act, Some(event), &turned)?));
        Ok(Change { turned, replayed: BTreeMap::new(), whole })
    }

    /// What all entries would say with one more correction, and once others have turned; the cycle that they would amount to.
    fn whole(&self, act: &Act, event: Option<&correction::Event>, turned: &Turned) -> Result<Whole, Refusal> {
        let next = self.cycle.next_number();
        let is_undone = |number: EntryNumber| turned.then(number).unwrap_or(self.undone_by(number)).is_some();
        let corrections = self.entries.iter().filter(|entry| Corrected::is_amended_by(entry) && !is_undone(entry.number));
        let corrections = corrections.filter_map(|entry| {
            let Event::Correction(event) = entry.event() else { return None };
            Some((entry.number, event))
        });
        let corrected = self.corrected.from(next, corrections.chain(event.map(|event| (next, event))), &self.entries);
        let entries = self.entries.iter().filter(|entry| !is_undone(entry.number));
        let entries = entries.map(|stored| corrected.entry(stored, EntryNumber::LAST));
        let (mut cycle, with) =
            Cycle::replay(entries.map(|entry| (entry, corrected.may_repeat(entry))), corrected.unclear_from());
        cycle.know_as(corrected.given_up(EntryNumber::LAST));
        cycle.stand_with(&self.cycle);
        if !with.is_empty() {
            return Err(Refusal::Contradicts { with });
        }
        let author = corrected.act(act);
        cycle.judge_correction(author.as_ref().unwrap_or(act)).map_err(|_| Refusal::TakesBackItsAuthor)?;
        Ok(Whole { corrected, cycle })
    }

    /// A copy of the cycle in which entries have their effect again as others lose theirs, if nothing bears their references by now,
    /// and no two of them say what can be said once.
    fn put_back_in_a_copy(&self, entries: &[&Entry], errors: &BTreeSet<EntryNumber>) -> Result<Cycle, Refusal> {
        let makers = entries.iter().filter(|entry| entry.event().kind().creates_subject());
        let by_now = makers.filter_map(|entry| self.cycle.made_anew(entry.event().subject()?));
        let mut with: BTreeSet<EntryNumber> = by_now.collect();
        let mut said = BTreeSet::new();
        for entry in entries.iter().filter(|entry| is_said_once(entry.event())) {
            let subject = entry.event().subject().map(|subject| subject.id);
            if !said.insert((entry.event().kind(), subject)) {
                with.insert(entry.number);
            }
        }
        let with: Vec<EntryNumber> = with.into_iter().collect();
        if !with.is_empty() {
            return Err(Refusal::Contradicts { with });
        }
        let mut cycle = self.cycle.clone();
        // What can be said once is forgotten before it comes back otherwise.
        let ends = |entry: &&Entry| is_said_once(entry.event()) && !entry.event().kind().creates_subject();
        let taken_back = errors.iter().filter_map(|&number| self.corrected(number)).filter(ends);
        taken_back.for_each(|entry| cycle.forget(&entry.act, entry.number));
        for entry in entries {
            cycle.put_back(&entry.act, entry.number, Known { before: entry.number, without: Some(errors) });
        }
        Ok(cycle)
    }

    /// Changes what a correction was found to change.
    pub(super) fn change(&mut self, by: EntryNumber, names: &[EntryNumber], mut change: Change) {
        let turned = std::mem::take(&mut change.turned);
        if !names.is_empty() {
            self.undone.turn(by, names, &turned);
        }
        if let Some(whole) = change.whole {
            (self.corrected, self.cycle) = (whole.corrected, whole.cycle);
            self.touching = OnceLock::new();
            return;
        }
        let Self { entries, cycle, touching, corrected, .. } = self;
        let entry =
            |number: EntryNumber| entries.get(number.place()).map(|stored| corrected.entry(stored, EntryNumber::LAST));
        if let Some(touching) = touching.get_mut() {
            turned.taken_back().filter_map(entry).for_each(|entry| touching.forget(entry, cycle));
        }
        turn(cycle, &turned, change.replayed, entry);
        if let Some(touching) = touching.get_mut() {
            turned.put_back().filter_map(entry).for_each(|entry| touching.note(entry, cycle));
        }
    }

    /// A copy of the cycle with a change applied that amends no entry.
    pub(super) fn turned(&self, change: Change) -> Cycle {
        let mut cycle = self.cycle.clone();
        turn(&mut cycle, &change.turned, change.replayed, |number| self.corrected(number));
        cycle
    }
}

/// Puts entries back into a cycle, and takes others out.
fn turn<'e>(
    cycle: &mut Cycle,
    turned: &Turned,
    replayed: BTreeMap<u32, Replayed>,
    entry: impl Fn(EntryNumber) -> Option<&'e Entry>,
) {
    let entry = |number: EntryNumber| entry(number).filter(|entry| has_effect(entry));
    // What can be said once is forgotten before it comes back otherwise.
    turned.taken_back().filter_map(entry).for_each(|entry| cycle.forget(&entry.act, entry.number));
    let put_back = turned.put_back().filter_map(entry);
    put_back.for_each(|entry| cycle.put_back(&entry.act, entry.number, Known::before(entry.number)));
    cycle.adopt(replayed);
}

/// Whether an entry says something of the cycle, rather than of other entries.
fn has_effect(entry: &Entry) -> bool {
    !matches!(entry.event(), Event::Correction(_))
}

/// Whether of an event there can be one about each thing: what makes it, covers it, closes it or withdraws it.
fn is_said_once(event: &Event) -> bool {
    use intervening::Event as Work;
    let ends = matches!(
        event,
        Event::Attachment(attachment::Event::CycleClosed(_))
            | Event::Intervening(
                Work::InterventionCovered(_)
                    | Work::InterventionClosed(_)
                    | Work::SessionCovered(_)
                    | Work::ConsentWithdrawn(_)
            )
    );
    let is_person = event.subject().is_some_and(|subject| subject.noun == Noun::Person);
    ends || (event.kind().creates_subject() && !is_person)
}
