//! Which entries touch what: everything that entries are about or refer to, and who acts in them.

use std::collections::{BTreeSet, HashMap};
use std::fmt;

use foldhash::fast::RandomState;

use crate::cycle::{Cycle, Entry, Event};
use crate::history::History;
use crate::id::EntryNumber;
use crate::moment::Moment;
use crate::noun::{Noun, Ref};

/// Something an entry can be about, by its slot in the ledger.
pub(in crate::history) type Thing = (Noun, u32);

/// For each thing, the entries in effect that touch it, in the order in which they occurred. Asked, never walked.
#[derive(Clone, Default)]
pub(in crate::history) struct Touching(HashMap<Thing, BTreeSet<(Moment, EntryNumber)>, RandomState>);

impl fmt::Debug for Touching {
    // The order of the index must not show.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Touching({} things)", self.0.len())
    }
}

impl Touching {
    pub(in crate::history) fn note(&mut self, entry: &Entry, cycle: &Cycle) {
        let key = (entry.act.occurred_at, entry.number);
        things(entry, cycle, |thing| _ = self.0.entry(thing).or_default().insert(key));
    }

    pub(in crate::history) fn forget(&mut self, entry: &Entry, cycle: &Cycle) {
        let key = (entry.act.occurred_at, entry.number);
        things(entry, cycle, |thing| {
            if let Some(entries) = self.0.get_mut(&thing) {
                entries.remove(&key);
            }
        });
    }

    /// The entries that touch a thing and occurred within a time, both ends included.
    pub(in crate::history) fn within(
        &self,
        thing: Thing,
        since: Moment,
        until: Moment,
    ) -> impl Iterator<Item = EntryNumber> {
        let entries = self.0.get(&thing).into_iter();
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

/// Whether it is a step of a contract that leads on.
pub(in crate::history) fn is_step(event: &Event) -> bool {
    matches!(event, Event::Contracting(event) if !event.kind().is_within())
}

impl History {
    /// Linear when it is first asked for, and kept since.
    pub(in crate::history) fn touching(&self) -> &Touching {
        self.touching.get_or_init(|| {
            let mut touching = Touching::default();
            let in_effect = self.all_told().filter(|entry| self.undone_by(entry.number).is_none());
            in_effect.for_each(|entry| touching.note(entry, &self.cycle));
            touching
        })
    }
}
