//! The rule engine: takes entries one after another, in the order in which they occurred, and keeps the obligations they make.
//!
//! The clock moves before an entry is looked at: what was due before it is late then. One entry first answers what is open, then
//! changes what lasts, then opens duties; last it is kept for whoever looks back.
//!
//! What keeps it fast: kinds of entry that concern no rule are passed over, an entry meets only who watches for its kind, and an
//! obligation is written once, where it stays until it is put away. References to entries are passed by reference, because what
//! was just put together from small parts is slow to copy.

pub(crate) mod index;
pub(crate) mod obligation;
pub(crate) mod store;
mod timers;
pub(crate) mod deadline;
mod opening;
mod discharge;
mod closing;
mod states;
mod clock;
pub(crate) mod fingerprint;

use std::collections::HashSet;

use foldhash::fast::RandomState;

use crate::calendar::Almanac;
use crate::code::CodeSet;
use crate::cycle::Entry;
use crate::deciding;
use crate::id::{EntryNumber, FeedId, RuleCode};
use crate::moment::Moment;
use crate::policy::eval::answer::EntryRef;
use crate::policy::eval::context::{Context, Environment, HistoryInput, Records};
use crate::policy::eval::fields::Key;
use crate::policy::eval::memory::Memory;
use crate::policy::eval::past::links::Followed;
use crate::policy::eval::past::today::Today;
use crate::policy::rule::Rule;
use index::{OfKind, RuleIndex};
use obligation::{Missed, Obligation, Status};
use store::ObligationStore;
use timers::Timers;

/// Up to this many rules that watch for one kind of entry are asked one after another.
const MANY: usize = 64;

/// Rules as they are run: compiled, found by what they watch, and with what histories are read by.
#[derive(Clone)]
pub(crate) struct Program {
    pub(crate) rules: Vec<Rule>,
    pub(crate) index: RuleIndex,
    pub(crate) environment: Environment,
}

impl Program {
    pub(crate) fn rule(&self, obligation: &Obligation) -> Option<&Rule> {
        self.rules.get(obligation.rule as usize)
    }

    /// The place of the rule that a code means.
    pub(crate) fn place_of(&self, code: &RuleCode) -> Option<u32> {
        self.index.places.get(code).copied()
    }

    pub(crate) fn runtime<'a>(&'a self, inputs: &'a [HistoryInput<'a>]) -> Runtime<'a> {
        let Self { rules, index, environment } = self;
        Runtime { rules, index, records: Records { environment, inputs } }
    }
}

/// A program, and the histories that it runs on.
pub(crate) struct Runtime<'a> {
    rules: &'a [Rule],
    index: &'a RuleIndex,
    records: Records<'a>,
}

impl<'a> Runtime<'a> {
    fn calendar(&self) -> &'a Almanac {
        &self.records.environment.calendar
    }

    fn rule(&self, place: u32) -> Option<&'a Rule> {
        self.rules.get(place as usize)
    }
}

/// Whether what findings show is recorded as rules are evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Recording {
    On,
    Off,
}

/// A state that the entry at hand began or ended.
#[derive(Debug, Clone)]
struct StateChange {
    state: u32,
    begins: bool,
    key: Key,
    /// The entry by which it is looked at: the invitation of a contract, or the entry at hand.
    seen: EntryNumber,
}

/// That recording of milestones is complete from a time, and before another.
#[derive(Debug, Clone)]
pub(crate) struct Feed {
    pub(crate) history: u32,
    pub(crate) id: FeedId,
    pub(crate) from: Moment,
    pub(crate) ends: Moment,
    pub(crate) what: Option<CodeSet<deciding::Milestone>>,
    pub(crate) case: Option<Box<str>>,
}

/// What was recorded that matters to every rule.
#[derive(Debug, Clone, Default)]
pub(crate) struct Notes {
    pub(crate) feeds: Vec<Feed>,
    pub(crate) waivers: Vec<EntryRef>,
    /// Histories whose cycle is closed.
    pub(crate) closed: Vec<u32>,
}

/// Where the rules stand.
#[derive(Debug, Clone)]
pub(crate) struct Engine {
    pub(crate) store: ObligationStore,
    memory: Memory,
    timers: Timers,
    today: Today,
    /// What answers were found to name.
    followed: Followed,
    pub(crate) notes: Notes,
    /// Obligations that became late since that was last forgotten: by place and serial number.
    late: Vec<(u32, u32)>,
    recording: Recording,
    /// What a rule that looks at first times has applied to, by rule.
    firsts: Vec<HashSet<Key, RandomState>>,
    /// What the entry at hand began and ended.
    changes: Vec<StateChange>,
    /// Whether some rule watches that a rule is broken, by rule; and what was broken since those were last asked.
    watched: Vec<bool>,
    breaches: Vec<(Obligation, Moment)>,
    /// The slot of the contract that was looked up last: the next entry is often about the same.
    latest: Option<(u32, u32)>,
    found: Vec<u32>,
    /// What the entry at hand says of what answers have to say together.
    says: u64,
}

impl Engine {
    pub(crate) fn new(program: &Program, recording: Recording) -> Self {
        let Program { rules, index, .. } = program;
        Self {
            store: ObligationStore::new(rules.len()),
            memory: Memory::new(index.trackers.len(), index.states.len(), index.concurrents.len()),
            timers: Timers::default(),
            today: Today::default(),
            followed: Followed::default(),
            notes: Notes::default(),
            late: Vec::new(),
            recording,
            firsts: vec![HashSet::default(); rules.len()],
            changes: Vec::new(),
            watched: index.broken.iter().map(|watching| !watching.is_empty()).collect(),
            breaches: Vec::new(),
            latest: None,
            found: Vec::new(),
            says: 0,
        }
    }

    /// Forgets everything, and keeps the room it has.
    pub(crate) fn clear(&mut self, recording: Recording) {
        self.store.clear();
        self.memory.clear();
        self.timers.clear();
        self.today.clear();
        self.followed.clear();
        self.notes.feeds.clear();
        self.notes.waivers.clear();
        self.notes.closed.clear();
        self.late.clear();
        self.recording = recording;
        self.firsts.iter_mut().for_each(HashSet::clear);
        self.changes.clear();
        self.breaches.clear();
        self.latest = None;
    }

    /// The instant up to which the clock has moved.
    pub(crate) fn clock(&self) -> Moment {
        self.timers.clock
    }

    /// Takes the next entry.
    pub(crate) fn take<'a>(&mut self, runtime: &Runtime<'a>, place: u32, entry: &'a Entry) {
        let at = entry.act().occurred_at;
        self.advance(runtime, at);
        let kind = entry.event().kind();
        let Some(of) = runtime.index.kinds.get(kind.index()).filter(|of| !of.is_idle()) else { return };
        let Some(input) = runtime.records.input(place) else { return };
        let context = runtime.records.of(input, entry);
        let entry_ref = EntryRef { history: place, entry: entry.number(), at };
        if of.answers_today {
            self.today.turn(runtime.calendar(), at);
        }
        self.meet_early(runtime, of, &context, &entry_ref);
        if of.is_counted
            && let Some(contract) = self.contract(&context)
        {
            self.memory.contracts.note_change(place, contract.opened());
        }
        if of.is_step {
            self.step(runtime, &context, &entry_ref);
        } else {
            self.turn(runtime, &entry_ref);
            if of.is_noted {
                self.note(runtime, &context, &entry_ref);
            }
        }
        if of.is_read {
            self.memory.keep_for_readings(runtime.records, &context);
        }
        self.open_turned(runtime, &context, &entry_ref);
        for watch in &of.late {
            self.meet(runtime, watch, &context, &entry_ref);
        }
        if of.answers_today {
            self.today.keep(kind, entry_ref);
        }
        self.breaches(runtime);
    }

    /// Those who watch for what is open and what lasts: of many rules, only those that have open duties.
    #[inline]
    fn meet_early<'a>(&mut self, runtime: &Runtime<'a>, of: &'a OfKind, context: &Context<'a>, entry_ref: &EntryRef) {
        let few = of.early.len() <= MANY;
        let (of_open, lasting) = of.early.split_at_checked(of.of_open).unwrap_or_default();
        if few {
            of_open.iter().for_each(|watch| self.meet(runtime, watch, context, entry_ref));
        } else {
            for rule in self.store.owing(&of.answered) {
                let from = of_open.partition_point(|watch| watch.rule < rule);
                let own = of_open.iter().skip(from).take_while(|watch| watch.rule == rule);
                own.for_each(|watch| self.meet(runtime, watch, context, entry_ref));
            }
        }
        lasting.iter().for_each(|watch| self.meet(runtime, watch, context, entry_ref));
    }

    /// Forgets what became late.
    pub(crate) fn forget_late(&mut self) {
        self.late.clear();
    }

    /// Duties that became late since that was last forgotten, and may still be remedied.
    pub(crate) fn late(&self) -> impl Iterator<Item = &Obligation> {
        self.late
            .iter()
            .filter_map(|&(place, serial)| self.store.get_open(place).filter(|obligation| obligation.serial == serial))
    }

    /// Forgets timers that are out of date, as far as they are the next ones.
    pub(crate) fn drop_stale(&mut self) {
        self.timers.drop_stale(&self.store);
    }

    /// The next instant at which a duty falls due, once [stale timers are dropped](Self::drop_stale).
    pub(crate) fn next_due(&self) -> Option<Moment> {
        self.timers.next_due()
    }

    /// The next instant at which time alone brings something about, likewise: never, where it does not.
    pub(crate) fn wakes(&self) -> Moment {
        let (due, lapse) = self.timers.next();
        due.min(lapse)
    }

    /// A duty was not met in time. It stays, for what may still remedy it.
    fn miss(&mut self, place: u32, at: Moment, by: Option<EntryRef>) {
        let Some(obligation) = self.store.get_mut(place) else { return };
        obligation.status = Status::Missed(Box::new(Missed { at, by, remedied: None }));
        self.late.push((place, obligation.serial));
        if obligation.doubt().is_none() {
            self.breached(place, at);
        }
    }

    /// Notes a breach for those who watch that rule.
    fn breached(&mut self, place: u32, at: Moment) {
        let Some(obligation) = self.store.get(place) else { return };
        if self.watched.get(obligation.rule as usize).copied().unwrap_or_default() {
            self.breaches.push((obligation.clone(), at));
        }
    }

    #[inline(always)] // What it came to is then written where it stays.
    fn settle(&mut self, place: u32, status: Status) {
        if let Some(obligation) = self.store.get_mut(place) {
            obligation.status = status;
            self.settled(place);
        }
    }

    fn settled(&mut self, place: u32) {
        let Some(obligation) = self.store.get(place) else { return };
        if let Status::Broken(by) = &obligation.status
            && obligation.doubts().ended.is_none()
        {
            self.breached(place, by.at);
        }
        self.store.settle(place);
    }
}
