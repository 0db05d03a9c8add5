//! Bounded look-back buffers for conditions: what happened before, which states last, and what readings rest on.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, OnceLock};

use foldhash::fast::RandomState;

use super::answer::{EntryRef, Missing};
use super::context::{Context, Environment, HistoryInput, Records};
use super::counted::Contracts;
use super::fields::Key;
use crate::assessment::{self, Assessment};
use crate::boundary::{Scope, Verdict};
use crate::calendar::{OutOfRange, Period};
use crate::cycle::Event;
use crate::evidence::Cited;
use crate::id::EntryNumber;
use crate::moment::Moment;
use crate::policy::rule::effective::Effective;
use crate::standing::{self, Standing, Step};

pub(crate) type ByKey<T> = HashMap<Key, T, RandomState>;

/// All of it: bounded by what the rules ask.
#[derive(Debug, Clone)]
pub(crate) struct Memory {
    /// What happened before, by the place of who asks.
    pub(crate) trackers: Vec<ByKey<Track>>,
    /// Earlier happenings whose subject is not known, by tracker, of each history.
    pub(crate) keyless: Vec<Vec<(u32, Times)>>,
    /// Of these, all whose subject was redacted.
    pub(crate) redacted: Vec<Vec<(u32, Times)>>,
    /// What lasts, by the place of the state: how many times over.
    pub(crate) states: Vec<ByKey<u32>>,
    pub(crate) contracts: Contracts,
    /// What readings rest on, by history.
    readings: Vec<Readings>,
}

impl Memory {
    pub(crate) fn new(trackers: usize, states: usize, counts: usize) -> Self {
        Self {
            trackers: vec![ByKey::default(); trackers],
            keyless: vec![Vec::new(); trackers],
            redacted: vec![Vec::new(); trackers],
            states: vec![ByKey::default(); states],
            contracts: Contracts::new(counts),
            readings: Vec::new(),
        }
    }

    /// Forgets everything, and keeps the room it has.
    pub(crate) fn clear(&mut self) {
        self.trackers.iter_mut().for_each(ByKey::clear);
        self.keyless.iter_mut().for_each(Vec::clear);
        self.redacted.iter_mut().for_each(Vec::clear);
        self.states.iter_mut().for_each(ByKey::clear);
        self.contracts.clear();
        self.readings.clear();
    }

    /// What happened before about a key, as one of those who ask keeps it.
    pub(crate) fn track(&self, tracker: u32, key: &str) -> Option<&Track> {
        self.trackers.get(tracker as usize)?.get(key)
    }

    /// Earlier happenings in a history whose subject is not known, as one tracker keeps them.
    pub(crate) fn keyless(&self, tracker: u32, history: u32) -> Option<&Times> {
        let of = self.keyless.get(tracker as usize)?.iter().find(|(of, _)| *of == history);
        of.map(|(_, times)| times)
    }

    /// Earlier happenings whose subject is not known, of every history.
    pub(crate) fn about_unknown(&self, tracker: u32) -> impl Iterator<Item = &Times> {
        let lists = [&self.keyless, &self.redacted].map(|list| list.get(tracker as usize));
        lists.into_iter().flatten().flatten().map(|(_, times)| times)
    }

    /// Keeps something whose subject is not known.
    pub(crate) fn keep_keyless(&mut self, tracker: u32, entry_ref: EntryRef, keeps: usize, is_redacted: bool) {
        let lists = [(&mut self.keyless, keeps), (&mut self.redacted, usize::MAX)];
        for (list, keeps) in lists.into_iter().take(1 + usize::from(is_redacted)) {
            let Some(of) = list.get_mut(tracker as usize) else { continue };
            match of.iter_mut().find(|(history, _)| *history == entry_ref.history) {
                Some((_, times)) => times.keep_latest(entry_ref, keeps),
                None => {
                    let mut times = Times::default();
                    times.keep_latest(entry_ref, keeps);
                    of.push((entry_ref.history, times));
                }
            }
        }
    }

    /// Keeps an entry for readings that conditions ask.
    pub(crate) fn keep_for_readings(&mut self, records: Records<'_>, context: &Context<'_>) {
        let place = context.input.place as usize;
        if place >= self.readings.len() {
            self.readings.resize_with(place + 1, Readings::default);
        }
        if let Some(readings) = self.readings.get_mut(place) {
            readings.keep(records, context);
        }
    }

    /// Makes ready for what a condition asks of the time just before an entry.
    pub(crate) fn make_readings_ready(&mut self, context: &Context<'_>, environment: &Environment) {
        if let Some(readings) = self.readings.get_mut(context.input.place as usize) {
            readings.make_ready(context.input, context.at.just_before(), &environment.boundary);
        }
    }

    fn readings(&self, context: &Context<'_>) -> Option<&Readings> {
        let as_of = context.at.just_before();
        let readings = self.readings.get(context.input.place as usize).filter(|ready| ready.as_of == Some(as_of))?;
        // Before the opening there is nothing to read.
        let opening = context.input.entry(EntryNumber::FIRST)?;
        (opening.act().occurred_at <= as_of).then_some(readings)
    }

    /// How far standing had come just before.
    pub(super) fn standing(&self, records: Records<'_>, context: &Context<'_>) -> Step {
        let parameters = &records.environment.standing;
        if let Some(readings) = self.readings(context) {
            return readings.counted.standing.step(parameters);
        }
        let view = context.input.history.view(context.at.just_before(), context.input.known_at);
        Standing::of(&view, parameters).step
    }

    /// How the boundary read just before.
    pub(super) fn boundary(&self, records: Records<'_>, context: &Context<'_>) -> Verdict {
        let (parameters, input) = (&records.environment.boundary, context.input);
        let as_of = context.at.just_before();
        if let Some(readings) = self.readings(context) {
            let read = || readings.counted.boundary.verdict(as_of, parameters);
            return *readings.boundary.get_or_init(read);
        }
        Assessment::of(&input.history.view(as_of, input.known_at), Scope::Cycle, parameters).verdict
    }
}

/// What readings of one history rest on so far.
#[derive(Debug, Clone, Default)]
struct Readings {
    /// Entries that are not counted yet, in the order in which they occurred.
    waiting: VecDeque<Cited>,
    /// What was counted. It is shared by copies until one of them goes on.
    counted: Arc<Counted>,
    /// The last instant of which something was counted.
    until: Option<Moment>,
    /// Whether entries came in another order than they occurred, or some were corrected: then the history itself is read.
    is_lost: bool,
    /// The time that it is ready to be asked of, and what was read of it.
    as_of: Option<Moment>,
    boundary: OnceLock<Verdict>,
}

#[derive(Debug, Clone, Default)]
struct Counted {
    standing: standing::Running,
    boundary: assessment::Running,
}

/// The most entries that wait, beside those of one instant.
const WAITING: usize = 64;

impl Readings {
    fn keep(&mut self, records: Records<'_>, context: &Context<'_>) {
        let cited = Cited::of(context.entry);
        let last = self.waiting.back().map(|last| last.at).or(self.until);
        if matches!(context.entry.event(), Event::Correction(_)) {
            self.is_lost |= !context.input.history.is_in_order();
        } else if last.is_some_and(|last| cited.at < last) {
            self.is_lost = true;
        } else {
            self.waiting.push_back(cited);
            if self.waiting.len() > WAITING
                && let Some(input) = records.input(context.input.place)
            {
                self.count(input, cited.at.just_before(), &records.environment.boundary);
            }
        }
    }

    /// Counts what had occurred by a time.
    fn count(&mut self, input: &HistoryInput<'_>, as_of: Moment, parameters: &assessment::Parameters) {
        while let Some(cited) = self.waiting.front().copied().filter(|cited| cited.at <= as_of) {
            self.waiting.pop_front();
            self.until = Some(cited.at);
            if let Some(entry) = input.entry(cited.entry) {
                let counted = Arc::make_mut(&mut self.counted);
                counted.standing.take(entry, input.cycle, |number| input.entry(number));
                counted.boundary.take(entry, input.cycle, parameters);
            }
        }
    }

    fn make_ready(&mut self, input: &HistoryInput<'_>, as_of: Moment, parameters: &assessment::Parameters) {
        let ready = !self.is_lost && self.until.is_none_or(|until| until <= as_of);
        let as_of = Some(as_of).filter(|_| ready);
        if self.as_of != as_of {
            self.boundary = OnceLock::new();
            self.as_of = as_of;
        }
        if let Some(as_of) = as_of {
            self.count(input, as_of, parameters);
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

    /// Keeps this many of the latest: one at least.
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

    pub(crate) fn len(&self) -> usize {
        self.before.len() + usize::from(self.last.is_some())
    }

    /// One by its place, the earliest first.
    pub(crate) fn get(&self, place: usize) -> Option<EntryRef> {
        self.before.get(place).copied().or(self.last.filter(|_| place == self.before.len()))
    }

    /// How many come first for which something holds, that holds for none after them.
    pub(crate) fn partition_point(&self, holds: impl Fn(&EntryRef) -> bool) -> usize {
        let before = self.before.partition_point(&holds);
        let all = before == self.before.len();
        before + usize::from(all && self.last.is_some_and(|last| holds(&last)))
    }

    /// How many there are from a time on.
    pub(crate) fn since(&self, from: Moment) -> usize {
        self.len() - self.partition_point(|one| one.at < from)
    }
}

/// Why a length of time cannot be counted.
#[derive(Clone, Copy)]
pub(crate) enum NoTime {
    Calendar(OutOfRange),
    Parameter,
    Field,
}

impl From<NoTime> for Missing {
    fn from(lacks: NoTime) -> Self {
        match lacks {
            NoTime::Calendar(refused) => refused.into(),
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
    period.reaches_back_to(to, &*records.environment.calendar).map_err(NoTime::Calendar)
}
