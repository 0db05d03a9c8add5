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

use super::engine::index::Plan;
use super::engine::obligation::{Key, Live, Missed, Status};
use super::engine::store::Duties;
use super::eval::context::{Ground, Scene};
use super::rule::Rule;
use crate::assessment::Parameters;
use crate::calendar::{Almanac, Calendar};
use crate::contracting::Stage;
use crate::cycle::{Entry, Kind};
use crate::deciding;
use crate::id::EntryNumber;
use crate::moment::Moment;
use crate::policy::eval::answer::Witness;
use crate::policy::eval::memory::Track;
use crate::word::Words;
use clock::Timer;
pub(crate) use fingerprint::Telling;

/// What an engine runs on: rules, what they watch, the calendar they count by, and the histories.
pub(crate) struct Works<'a> {
    pub(super) rules: &'a [Rule],
    pub(super) plan: &'a Plan,
    pub(super) calendar: &'a Almanac,
    pub(super) parameters: &'a Parameters,
    pub(super) thresholds: &'a crate::standing::Thresholds,
    /// The histories that are looked at together.
    pub(super) grounds: &'a [Ground<'a>],
}

impl<'a> Works<'a> {
    pub(crate) fn ground(&self, place: u16) -> Option<&'a Ground<'a>> {
        self.grounds.get(usize::from(place))
    }

    pub(crate) fn entry(&self, witness: Witness) -> Option<&'a Entry> {
        self.ground(witness.history)?.history.entry(witness.entry)
    }
}

/// A state that the entry at hand began or ended.
#[derive(Debug, Clone)]
struct Turn {
    state: u16,
    begins: bool,
    key: Key,
    /// The entry by which it is looked at: the invitation of a contract, or the entry at hand.
    seen: EntryNumber,
}

/// A contract that is not closed.
#[derive(Debug, Clone)]
pub(crate) struct Running {
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
    pub(super) duties: Duties,
    dues: BinaryHeap<Reverse<Timer>>,
    /// When contracts lapse, unless they take another step: of which history, by which step.
    lapses: BinaryHeap<Reverse<(Moment, u16, EntryNumber)>>,
    pub(crate) trackers: Vec<ByKey<Track>>,
    /// The latest of what happened before of which it is not known what it is about, by tracker, of each history.
    keyless: Vec<Vec<Witness>>,
    pub(crate) states: Vec<ByKey<u32>>,
    seen: Vec<HashSet<Key, RandomState>>,
    pub(crate) running: Vec<Running>,
    today: Vec<(Kind, Witness)>,
    /// The day of what is in `today`, and its end.
    day: NaiveDate,
    day_ends: Moment,
    turns: Vec<Turn>,
    /// Duties that were opened, and that became late, since somebody was told: by place and serial number.
    opened: Vec<(u32, u32)>,
    late: Vec<(u32, u32)>,
    pub(super) feeds: Vec<Feed>,
    pub(super) waivers: Vec<Witness>,
    /// The instant up to which the clock has moved.
    pub(super) clock: Moment,
    pub(super) closed: Vec<u16>,
    /// Whether somebody watches that a rule is broken.
    watched: Vec<bool>,
    breaches: Vec<(Live, Moment)>,
    /// The slot of the contract that was looked up last: the next entry is often about the same.
    latest: Option<(u16, u32)>,
    found: Vec<u32>,
    /// What the entry at hand says of what answers have to say together.
    says: u64,
}
impl Engine {
    pub(super) fn new(plan: &Plan, rules: usize) -> Self {
        Self {
            duties: Duties::new(rules),
            dues: BinaryHeap::new(),
            lapses: BinaryHeap::new(),
            trackers: vec![ByKey::default(); plan.trackers.len()],
            keyless: vec![Vec::new(); plan.trackers.len()],
            states: vec![ByKey::default(); plan.states.len()],
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
            watched: plan.broken.iter().map(|watching| !watching.is_empty()).collect(),
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
    pub(super) fn take<'a>(&mut self, works: &Works<'a>, place: u16, entry: &'a Entry) {
        let at = entry.act().occurred_at;
        self.advance(works, at);
        let kind = entry.event().kind();
        let Some(of) = works.plan.kinds.get(kind.index()).filter(|of| !of.is_idle()) else { return };
        let Some(ground) = works.ground(place) else { return };
        let scene = Scene::of(ground, &works.plan.ways, entry);
        let witness = Witness { history: place, entry: entry.number(), at };
        for watch in &of.early {
            self.meet(works, watch, &scene, &witness);
        }
        if of.is_step {
            self.step(works, &scene, &witness);
        } else {
            self.turn(works, &scene, &witness);
            if of.is_noted {
                self.note(works, &scene, &witness);
            }
        }
        self.open_turned(works, &scene, &witness);
        for watch in &of.late {
            self.meet(works, watch, &scene, &witness);
        }
        if of.answers_today {
            self.keep_today(works, kind, witness);
        }
        self.breaches(works);
    }

    /// Keeps an entry for what is opened later on its day.
    fn keep_today(&mut self, works: &Works<'_>, kind: Kind, witness: Witness) {
        if witness.at >= self.day_ends {
            let day = works.calendar.day_of(witness.at);
            if day != self.day {
                self.today.clear();
            }
            // Beyond the calendar each entry is asked for its day.
            (self.day, self.day_ends) = (day, works.calendar.end_of(day).unwrap_or(witness.at));
        }
        self.today.push((kind, witness));
    }

    /// Forgets what was news.
    pub(super) fn told(&mut self) {
        self.opened.clear();
        self.late.clear();
    }

    /// Duties that were opened since somebody was told, and are open.
    pub(super) fn opened(&self) -> impl Iterator<Item = &Live> {
        let open = |live: &&Live| matches!(live.status, Status::Waiting | Status::Banned);
        self.placed(&self.opened).filter(open)
    }

    /// Duties that became late since somebody was told, and may still be remedied.
    pub(super) fn late(&self) -> impl Iterator<Item = &Live> {
        self.placed(&self.late)
    }

    fn placed<'e>(&'e self, places: &'e [(u32, u32)]) -> impl Iterator<Item = &'e Live> {
        places.iter().filter_map(|&(place, serial)| self.duties.get_open(place).filter(|live| live.serial == serial))
    }

    /// The next instant at which something falls due, with the duty.
    pub(super) fn next_due(&self) -> Option<(Moment, &Live)> {
        let waits = |live: &&Live| matches!(live.status, Status::Waiting) && live.due != Moment::NEVER;
        self.duties.open().filter(waits).map(|live| (live.due, live)).min_by_key(|(due, live)| (*due, live.serial))
    }

    /// A duty was not met in time. It stays, for what may still remedy it.
    fn miss(&mut self, place: u32, at: Moment, by: Option<Witness>) {
        let Some(live) = self.duties.get_mut(place) else { return };
        live.status = Status::Missed(Box::new(Missed { at, by, remedied: None }));
        self.late.push((place, live.serial));
        if live.doubt().is_none() {
            self.breached(place, at);
        }
    }

    /// Notes a breach for those who watch that rule.
    fn breached(&mut self, place: u32, at: Moment) {
        let Some(live) = self.duties.get(place) else { return };
        if self.watched.get(usize::from(live.rule)).copied().unwrap_or_default() {
            self.breaches.push((live.clone(), at));
        }
    }

    #[inline(always)] // What it came to is then written where it stays.
    fn settle(&mut self, place: u32, status: Status) {
        if let Some(live) = self.duties.get_mut(place) {
            live.status = status;
            self.settled(place);
        }
    }

    fn settled(&mut self, place: u32) {
        let Some(live) = self.duties.get(place) else { return };
        if let Status::Broken(by) = &live.status
            && live.doubts().ended.is_none()
        {
            self.breached(place, by.at);
        }
        self.duties.settle(place);
    }
}
