//! Bounded look-back buffers for conditions: what happened before, and which states last.

use std::collections::{HashMap, VecDeque};

use foldhash::fast::RandomState;

use super::answer::{EntryRef, Missing};
use super::context::Records;
use super::fields::Key;
use crate::calendar::Period;
use crate::contracting::Stage;
use crate::id::EntryNumber;
use crate::moment::Moment;
use crate::policy::rule::effective::Effective;

pub(crate) type ByKey<T> = HashMap<Key, T, RandomState>;

/// All of it: bounded by what the rules ask.
#[derive(Debug, Clone)]
pub(crate) struct Memory {
    /// What happened before, by the place of who asks.
    pub(crate) trackers: Vec<ByKey<Track>>,
    /// The latest of what happened before of which it is not known what it is about, by tracker, of each history.
    pub(crate) keyless: Vec<Vec<EntryRef>>,
    /// What lasts, by the place of the state: how many times over.
    pub(crate) states: Vec<ByKey<u32>>,
    pub(crate) contracts: Vec<CountedContract>,
}

/// A contract that may be counted: one that is not closed, or at a stage that is asked about.
#[derive(Debug, Clone)]
pub(crate) struct CountedContract {
    pub(crate) history: u32,
    pub(crate) opened: EntryNumber,
    pub(crate) stage: Stage,
}

impl Memory {
    pub(crate) fn new(trackers: usize, states: usize) -> Self {
        Self {
            trackers: vec![ByKey::default(); trackers],
            keyless: vec![Vec::new(); trackers],
            states: vec![ByKey::default(); states],
            contracts: Vec::new(),
        }
    }

    /// Forgets everything, and keeps the room it has.
    pub(crate) fn clear(&mut self) {
        self.trackers.iter_mut().for_each(ByKey::clear);
        self.keyless.iter_mut().for_each(Vec::clear);
        self.states.iter_mut().for_each(ByKey::clear);
        self.contracts.clear();
    }

    /// What happened before about a key, as one of those who ask keeps it.
    pub(crate) fn track(&self, tracker: u32, key: &str) -> Option<&Track> {
        self.trackers.get(tracker as usize)?.get(key)
    }

    /// Notes where a contract stands, if that may be counted.
    pub(crate) fn note_stage(&mut self, history: u32, opened: EntryNumber, stage: Stage, counts: bool) {
        let known = self.contracts.iter().position(|one| one.history == history && one.opened == opened);
        match (known, counts) {
            (Some(place), false) => drop(self.contracts.swap_remove(place)),
            (Some(place), true) => {
                if let Some(contract) = self.contracts.get_mut(place) {
                    contract.stage = stage;
                }
            }
            (None, true) => self.contracts.push(CountedContract { history, opened, stage }),
            (None, false) => {}
        }
    }
}

/// What happened before about one key; and what may have, for something in it is not known.
#[derive(Debug, Clone, Default)]
pub(crate) struct Track {
    pub(crate) surely: Times,
    pub(crate) perhaps: Times,
}

/// When something happened: either the first time, or the latest few.
#[derive(Debug, Clone, Default)]
pub(crate) struct Times {
    /// Most ask for one time only, which stands in place.
    last: Option<EntryRef>,
    before: VecDeque<EntryRef>,
}

impl Times {
    pub(crate) fn keep_first(&mut self, entry_ref: EntryRef) {
        self.last.get_or_insert(entry_ref);
    }

    /// Keeps the latest so many: one at least.
    pub(crate) fn keep_latest(&mut self, entry_ref: EntryRef, keeps: usize) {
        let Some(before) = self.last.replace(entry_ref).filter(|_| keeps > 1) else { return };
        if self.before.len() + 1 == keeps {
            self.before.pop_front();
        }
        self.before.push_back(before);
    }

    /// The only one that is kept, or the latest.
    pub(crate) fn last(&self) -> Option<EntryRef> {
        self.last
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = EntryRef> {
        self.before.iter().copied().chain(self.last)
    }
}

/// Why a length of time cannot be counted.
#[derive(Clone, Copy)]
pub(crate) enum NoTime {
    Calendar,
    Parameter,
    Field,
}

impl From<NoTime> for Missing {
    fn from(lacks: NoTime) -> Self {
        match lacks {
            NoTime::Calendar => Missing::Calendar,
            NoTime::Parameter => Missing::Parameter,
            NoTime::Field => Missing::Field("by".into()),
        }
    }
}

/// The earliest instant that is no longer ago than a period, by the value that it has at a time; the first there is, where
/// nothing is said of that.
pub(crate) fn reaches_back(
    records: Records<'_>,
    within: Option<&Effective<Period>>,
    valued_at: Moment,
    to: Moment,
) -> Result<Moment, NoTime> {
    let Some(within) = within else { return Ok(Moment::EARLIEST) };
    let period = within.at(valued_at).ok_or(NoTime::Parameter)?;
    period.reaches_back_to(to, &records.environment.calendar).map_err(|_| NoTime::Calendar)
}
