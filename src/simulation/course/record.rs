//! The record of a cycle as it runs: a history that is kept, or the cycle alone.

use std::collections::VecDeque;

use crate::cycle::{Act, Applied, Cycle, Entry};
use crate::history::History;
use crate::id::EntryNumber;

#[derive(Debug)]
pub(super) enum Record {
    Kept(Box<History>),
    /// The cycle, and the entries that tendencies have yet to hear.
    Bare {
        cycle: Box<Cycle>,
        unheard: VecDeque<Entry>,
    },
}

impl Record {
    pub(super) fn new(keeps_histories: bool) -> Self {
        if keeps_histories {
            Self::Kept(Box::default())
        } else {
            Self::Bare { cycle: Box::default(), unheard: VecDeque::new() }
        }
    }

    pub(super) fn cycle(&self) -> &Cycle {
        match self {
            Self::Kept(history) => history.cycle(),
            Self::Bare { cycle, .. } => cycle,
        }
    }

    pub(super) fn entry(&self, number: EntryNumber) -> Option<&Entry> {
        match self {
            Self::Kept(history) => history.entry(number),
            Self::Bare { unheard, .. } => unheard.iter().find(|entry| entry.number() == number),
        }
    }

    /// Records an act; or the code of why not.
    pub(super) fn record(&mut self, act: Act) -> Result<Applied, &'static str> {
        match self {
            Self::Kept(history) => history.record(act).map(|(_, applied)| applied).map_err(|refusal| refusal.code()),
            Self::Bare { cycle, unheard } => {
                let (entry, applied) = cycle.record(act).map_err(|refusal| refusal.code())?;
                unheard.push_back(entry);
                Ok(applied)
            }
        }
    }

    /// The entry that was recorded last.
    pub(super) fn last(&self) -> Option<&Entry> {
        match self {
            Self::Kept(history) => history.entries().last(),
            Self::Bare { unheard, .. } => unheard.back(),
        }
    }

    /// An entry was heard by all: it is kept no longer than the record needs it.
    pub(super) fn heard(&mut self, number: EntryNumber) {
        if let Self::Bare { unheard, .. } = self {
            while unheard.front().is_some_and(|entry| entry.number() <= number) {
                unheard.pop_front();
            }
        }
    }
}
