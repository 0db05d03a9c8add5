//! Which entries touch what: everything that entries are about or refer to, and who acts in them.

use std::collections::{BTreeSet, HashMap};
use std::fmt;

use foldhash::fast::RandomState;

use crate::attachment;
use crate::cycle::{Cycle, Entry, Event};
use crate::history::History;
use crate::id::EntryNumber;
use crate::joining;
use crate::moment::Moment;
use crate::noun::{Noun, Ref};

/// Something an entry can be about, by its slot in the ledger.
pub(in crate::history) type Thing = (Noun, u32);

/// For each thing, the entries in effect that touch it, in the order in which they occurred. Asked, never walked.
#[derive(Clone, Default)]
pub(in crate::history) struct Touching {
    things: HashMap<Thing, BTreeSet<(Moment, EntryNumber)>, RandomState>,
    /// Those by which somebody came or left, or a contract moved, earlier than something of theirs that was recorded before.
    late: BTreeSet<EntryNumber>,
    /// Disruptions, by the seat of whoever reports them: they may rest on when that person came later.
    disruptions: BTreeSet<(u32, EntryNumber)>,
}

impl fmt::Debug for Touching {
    // The order of the index must not show.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Touching({} things)", self.things.len())
    }
}

impl Touching {
    pub(in crate::history) fn note(&mut self, entry: &Entry, cycle: &Cycle) {
        let key = (entry.act.occurred_at, entry.number);
        let Self { things: all, late, disruptions } = self;
        let attends = is_attendance(entry.event());
        things(entry, cycle, |thing| {
            let entries = all.entry(thing).or_default();
            if attends && entries.last().is_some_and(|last| key.0 < last.0) {
                late.insert(entry.number);
            }
            entries.insert(key);
        });
        // A contract knows its own steps, but not what touches it beside them.
        let contract = entry.event().subject().filter(|_| is_step(entry.event()));
        let slot = contract.and_then(|contract| cycle.slot(contract));
        let beside = slot.and_then(|slot| all.get(&(Noun::Contract, slot))?.last());
        if beside.is_some_and(|last| key.0 < last.0) {
            late.insert(entry.number);
        }
        if let Event::Joining(joining::Event::JoiningDisrupted(_)) = entry.event() {
            disruptions.extend(cycle.seat_of(entry.act.by.as_str()).map(|seat| (seat, entry.number)));
        }
    }

    pub(in crate::history) fn forget(&mut self, entry: &Entry, cycle: &Cycle) {
        let key = (entry.act.occurred_at, entry.number);
        things(entry, cycle, |thing| {
            if let Some(entries) = self.things.get_mut(&thing) {
                entries.remove(&key);
            }
        });
        if let Event::Joining(joining::Event::JoiningDisrupted(_)) = entry.event() {
            let seat = cycle.seat_of(entry.act.by.as_str());
            seat.into_iter().for_each(|seat| _ = self.disruptions.remove(&(seat, entry.number)));
        }
    }

    /// Whether somebody came or left, or a contract moved, by an entry earlier than something of theirs that was recorded before.
    pub(in crate::history) fn is_late(&self, number: EntryNumber) -> bool {
        self.late.contains(&number)
    }

    /// The disruptions after an entry that somebody reports.
    pub(in crate::history) fn disruptions_by(&self, seat: u32, after: EntryNumber) -> impl Iterator<Item = EntryNumber> {
        self.disruptions.range((seat, after)..=(seat, EntryNumber::LAST)).map(|&(_, number)| number)
    }

    /// The entries that touch a thing and occurred within a time, both ends included.
    pub(in crate::history) fn within(
        &self,
        thing: Thing,
        since: Moment,
        until: Moment,
    ) -> impl Iterator<Item = EntryNumber> {
        let entries = self.things.get(&thing).into_iter();
        let within = (since, EntryNumber::FIRST)..=(until, EntryNumber::LAST);
        entries.flat_map(move |entries| entries.range(within.clone())).map(|&(_, number)| number)
    }
}

fn things(entry: &Entry, cycle: &Cycle, mut visit: impl FnMut(Thing)) {
    let mut thing = |thing: Ref<'_>| cycle.slot(thing).into_iter().for_each(|slot| visit((thing.noun, slot)));
    thing(Ref { noun: Noun::Person, id: entry.act.by.as_str() });
    // A contract knows its own steps.
    let mut is_own_step = is_step(entry.event());
    entry.act.event.part().references(&mut |reference| {
        if !std::mem::take(&mut is_own_step) {
            thing(reference);
        }
    });
}

fn is_attendance(event: &Event) -> bool {
    matches!(event, Event::Attachment(attachment::Event::PersonEntered(_) | attachment::Event::PersonLeft(_)))
}

/// Whether it is a step of a contract that leads on.
pub(in crate::history) fn is_step(event: &Event) -> bool {
    matches!(event, Event::Contracting(event) if !event.kind().is_within())
}

impl History {
    /// Linear when it is first asked for, and kept since.
    pub(in crate::history) fn touching(&self) -> &Touching {
        self.touching.get_or_init(|| {
            let mut touching = Touching::default();
            let in_effect = self.all_corrected().filter(|entry| self.undone_by(entry.number).is_none());
            in_effect.for_each(|entry| touching.note(entry, &self.cycle));
            touching
        })
    }
}
