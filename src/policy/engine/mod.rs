//! The rules at work: entries are taken one after another, in the order in which they occurred.
//!
//! The clock moves before an entry is looked at: what was due before it is late then. One entry first answers what is open, then
//! changes what lasts, then opens duties; last it is kept for whoever looks back.
//!
//! What keeps it fast: kinds of entry that concern no rule are passed over, an entry meets only who watches for its kind, and a
//! duty is written once, where it stays until it is put away. Witnesses are handed on by reference, for what was just put together
//! from small parts is slow to copy.

mod clock;
mod closing;
mod discharge;
mod due;
mod fingerprint;
pub(crate) mod index;
pub(crate) mod obligation;
mod opening;
mod states;
mod store;

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};

use chrono::NaiveDate;
use foldhash::fast::RandomState;

use super::engine::index::RuleIndex;
use super::engine::obligation::{Key, Missed, Obligation, Status};
use super::engine::store::ObligationStore;
use super::eval::context::{Context, HistoryInput};
use super::rule::Rule;
use crate::assessment::Parameters;
use crate::calendar::{Almanac, Calendar};
use crate::contracting::Stage;
use crate::cycle::{Entry, Kind};
use crate::deciding;
use crate::id::EntryNumber;
use crate::moment::Moment;
use crate::policy::eval::answer::EntryRef;
use crate::policy::eval::memory::Track;
use crate::word::Words;
use clock::Timer;
pub(crate) use fingerprint::EntryFingerprint;

/// What an engine runs on: rules, what they watch, the calendar they count by, and the histories.
pub(crate) struct Runtime<'a> {
    pub(super) rules: &'a [Rule],
    pub(super) index: &'a RuleIndex,
    pub(super) calendar: &'a Almanac,
    pub(super) parameters: &'a Parameters,
    pub(super) thresholds: &'a crate::standing::Thresholds,
    /// The histories that are looked at together.
    pub(super) inputs: &'a [HistoryInput<'a>],
}

impl<'a> Runtime<'a> {
    pub(crate) fn input(&self, place: u16) -> Option<&'a HistoryInput<'a>> {
        self.inputs.get(usize::from(place))
    }

    pub(crate) fn entry(&self, entry_ref: EntryRef) -> Option<&'a Entry> {
        self.input(entry_ref.history)?.history.entry(entry_ref.entry)
    }
}

/// A state that the entry at hand began or ended.
#[derive(Debug, Clone)]
struct StateChange {
    state: u16,
    begins: bool,
    key: Key,
    /// The entry by which it is looked at: the invitation of a contract, or the entry at hand.
    seen: EntryNumber,
}

/// A contract that is not closed.
#[derive(Debug, Clone)]
pub(crate) struct OpenContract {
    pub(crate) history: u16,
    pub(crate) opened: EntryNumber,
    pub(crate) stage: Stage,
}

/// That recording of milestones is complete from a time.
#[derive(Debug, Clone)]
pub(super) struct Feed {
    pub(super) from: Moment,
    pub(super) what: Option<Words<deciding::Milestone>>,
    pub(super) case: Option<Box<str>>,
}

type ByKey<T> = HashMap<Key, T, RandomState>;

/// Where the rules stand.
#[derive(Debug, Clone)]
pub(crate) struct Engine {
    pub(super) duties: ObligationStore,
    dues: BinaryHeap<Reverse<Timer>>,
    /// When contracts lapse, unless they take another step: of which history, by which step.
    lapses: BinaryHeap<Reverse<(Moment, u16, EntryNumber)>>,
    pub(crate) trackers: Vec<ByKey<Track>>,
    /// The latest of what happened before of which it is not known what it is about, by tracker, of each history.
    keyless: Vec<Vec<EntryRef>>,
    pub(crate) states: Vec<ByKey<u32>>,
    seen: Vec<HashSet<Key, RandomState>>,
    pub(crate) running: Vec<OpenContract>,
    today: Vec<(Kind, EntryRef)>,
    /// The day of what is in `today`, and its end.
    day: NaiveDate,
    day_ends: Moment,
    turns: Vec<StateChange>,
    /// Duties that were opened, and that became late, since somebody was told: by place and serial number.
    opened: Vec<(u32, u32)>,
    late: Vec<(u32, u32)>,
    pub(super) feeds: Vec<Feed>,
    pub(super) waivers: Vec<EntryRef>,
    /// The instant up to which the clock has moved.
    pub(super) clock: Moment,
    pub(super) closed: Vec<u16>,
    /// Whether somebody watches that a rule is broken.
    watched: Vec<bool>,
    breaches: Vec<(Obligation, Moment)>,
    /// The slot of the contract that was looked up last: the next entry is often about the same.
    latest: Option<(u16, u32)>,
    found: Vec<u32>,
    /// What the entry at hand says of what answers have to say together.
    says: u32,
}
impl Engine {
    pub(super) fn new(index: &RuleIndex, rules: usize) -> Self {
        Self {
            duties: ObligationStore::new(rules),
            dues: BinaryHeap::new(),
            lapses: BinaryHeap::new(),
            trackers: vec![ByKey::default(); index.trackers.len()],
            keyless: vec![Vec::new(); index.trackers.len()],
            states: vec![ByKey::default(); index.states.len()],
            seen: vec![HashSet::default(); rules],
            running: Vec::new(),
            today: Vec::new(),
            day: NaiveDate::MIN,
            day_ends: Moment::EARLIEST,
            turns: Vec::new(),
            opened: Vec::new(),
            late: Vec::new(),
            feeds: Vec::new(),
            waivers: Vec::new(),
            clock: Moment::EARLIEST,
            closed: Vec::new(),
            watched: index.broken.iter().map(|observer| !observer.is_empty()).collect(),
            breaches: Vec::new(),
            latest: None,
            found: Vec::new(),
            says: 0,
        }
    }

    /// Forgets everything, and keeps the room it has.
    pub(super) fn clear(&mut self) {
        self.duties.clear();
        self.dues.clear();
        self.lapses.clear();
        self.trackers.iter_mut().for_each(ByKey::clear);
        self.keyless.iter_mut().for_each(Vec::clear);
        self.states.iter_mut().for_each(ByKey::clear);
        self.seen.iter_mut().for_each(HashSet::clear);
        self.running.clear();
        self.today.clear();
        (self.day, self.day_ends) = (NaiveDate::MIN, Moment::EARLIEST);
        self.turns.clear();
        self.latest = None;
        self.told();
        self.feeds.clear();
        self.waivers.clear();
        self.clock = Moment::EARLIEST;
        self.closed.clear();
        self.breaches.clear();
    }

    /// Takes the next entry.
    pub(super) fn take<'a>(&mut self, runtime: &Runtime<'a>, place: u16, entry: &'a Entry) {
        let at = entry.act().occurred_at;
        self.advance(runtime, at);
        let kind = entry.event().kind();
        let Some(of) = runtime.index.kinds.get(kind.index()).filter(|of| !of.is_idle()) else { return };
        let Some(input) = runtime.input(place) else { return };
        let context = Context::of(input, &runtime.index.paths, entry);
        let entry_ref = EntryRef { history: place, entry: entry.number(), at };
        for watch in &of.early {
            self.meet(runtime, watch, &context, &entry_ref);
        }
        if of.is_step {
            self.step(runtime, &context, &entry_ref);
        } else {
            self.turn(runtime, &context, &entry_ref);
            if of.is_noted {
                self.note(runtime, &context, &entry_ref);
            }
        }
        self.open_turned(runtime, &context, &entry_ref);
        for watch in &of.late {
            self.meet(runtime, watch, &context, &entry_ref);
        }
        if of.answers_today {
            self.keep_today(runtime, kind, entry_ref);
        }
        self.breaches(runtime);
    }

    /// Keeps an entry for what is opened later on its day.
    fn keep_today(&mut self, runtime: &Runtime<'_>, kind: Kind, entry_ref: EntryRef) {
        if entry_ref.at >= self.day_ends {
            let day = runtime.calendar.day_of(entry_ref.at);
            if day != self.day {
                self.today.clear();
            }
            // Beyond the calendar each entry is asked for its day.
            (self.day, self.day_ends) = (day, runtime.calendar.end_of(day).unwrap_or(entry_ref.at));
        }
        self.today.push((kind, entry_ref));
    }

    /// Forgets what was news.
    pub(super) fn told(&mut self) {
        self.opened.clear();
        self.late.clear();
    }

    /// Duties that were opened since somebody was told, and are open.
    pub(super) fn opened(&self) -> impl Iterator<Item = &Obligation> {
        let open = |obligation: &&Obligation| matches!(obligation.status, Status::Waiting | Status::Banned);
        self.placed(&self.opened).filter(open)
    }

    /// Duties that became late since somebody was told, and may still be remedied.
    pub(super) fn late(&self) -> impl Iterator<Item = &Obligation> {
        self.placed(&self.late)
    }

    fn placed<'e>(&'e self, places: &'e [(u32, u32)]) -> impl Iterator<Item = &'e Obligation> {
        places
            .iter()
            .filter_map(|&(place, serial)| self.duties.get_open(place).filter(|obligation| obligation.serial == serial))
    }

    /// The next instant at which something falls due, with the duty.
    pub(super) fn next_due(&self) -> Option<(Moment, &Obligation)> {
        let waits =
            |obligation: &&Obligation| matches!(obligation.status, Status::Waiting) && obligation.due != Moment::NEVER;
        self.duties
            .open()
            .filter(waits)
            .map(|obligation| (obligation.due, obligation))
            .min_by_key(|(due, obligation)| (*due, obligation.serial))
    }

    /// A duty was not met in time. It stays, for what may still remedy it.
    fn miss(&mut self, place: u32, at: Moment, by: Option<EntryRef>) {
        let Some(obligation) = self.duties.get_mut(place) else { return };
        obligation.status = Status::Missed(Box::new(Missed { at, by, remedied: None }));
        self.late.push((place, obligation.serial));
        if obligation.doubt().is_none() {
            self.breached(place, at);
        }
    }

    /// Notes a breach for those who watch that rule.
    fn breached(&mut self, place: u32, at: Moment) {
        let Some(obligation) = self.duties.get(place) else { return };
        if self.watched.get(usize::from(obligation.rule)).copied().unwrap_or_default() {
            self.breaches.push((obligation.clone(), at));
        }
    }

    #[inline(always)] // What it came to is then written where it stays.
    fn settle(&mut self, place: u32, status: Status) {
        if let Some(obligation) = self.duties.get_mut(place) {
            obligation.status = status;
            self.settled(place);
        }
    }

    fn settled(&mut self, place: u32) {
        let Some(obligation) = self.duties.get(place) else { return };
        if let Status::Broken(by) = &obligation.status
            && obligation.doubts().ended.is_none()
        {
            self.breached(place, by.at);
        }
        self.duties.settle(place);
    }
}
