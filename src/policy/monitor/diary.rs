//! A diary: monitors of many cycles, and what falls due in all of them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::ops::Deref;

use super::Monitor;
use super::news::News;
use crate::history::History;
use crate::id::CycleId;
use crate::moment::Moment;
use crate::policy::check::Policy;
use crate::policy::report::key::DutyKey;
use crate::policy::report::verdict::DutyState;

/// A monitor, and where its cycle stands among the times of all.
#[derive(Debug, Clone)]
struct Watched {
    monitor: Monitor,
    wakes: Moment,
    first: Moment,
}

impl Watched {
    fn new(monitor: Monitor) -> Self {
        Self { monitor, wakes: Moment::NEVER, first: Moment::NEVER }
    }
}

/// A monitor for each of many cycles, and what falls due in all of them, in order.
///
/// An entry costs what it costs the monitor of its cycle. Moving the clock looks at those cycles alone in which something fell
/// due, or a contract lapsed; what falls due first is known, however many cycles there are. The histories stay with whoever keeps
/// them, and are handed in.
///
/// ```
/// use practice_cycle::{calendar::EnglandAndWales, history::History, moment::Moment, policy::{Diary, News, Pack, Policy}};
/// let mut diary = Diary::new(Policy::new(Pack::shipped("local-practice").unwrap(), &EnglandAndWales::new())?);
/// let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
/// diary.advance(&history);
/// let (due, key) = diary.next_due().unwrap();
/// assert_eq!((key.cycle.as_str(), key.rule.as_str()), ("invented-turnover", "R10"));
///
/// let news = diary.advance_to(due, |_| Some(&history));
/// assert_eq!(news, [], "what is due at that very instant is in time");
/// let news = diary.advance_to(Moment::LATEST, |_| Some(&history));
/// assert!(matches!(&news[0], News::Late(duty) if duty.key.rule.as_str() == "R10"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Diary {
    policy: Policy,
    now: Moment,
    /// The last time of which something was reported, of any cycle.
    latest: Moment,
    cycles: BTreeMap<CycleId, Watched>,
    times: Times,
}

/// Cycles in the order of time.
#[derive(Debug, Clone, Default)]
struct Times {
    /// When time alone brings something about next, for each cycle in which it does.
    wakes: BTreeSet<(Moment, CycleId)>,
    /// When a duty falls due next, likewise.
    firsts: BTreeSet<(Moment, CycleId)>,
}

impl Diary {
    /// A diary without a cycle.
    #[must_use]
    pub fn new(policy: Policy) -> Self {
        let now = Moment::EARLIEST;
        Self { policy, now, latest: now, cycles: BTreeMap::new(), times: Times::default() }
    }

    /// A diary that reported before, up to a time: by a server that ended. The time is that of a clock that went on, or its
    /// [clock](Self::clock) as it stood. The next move of the clock asks for the history of every cycle of which something was
    /// reported, and reports what differs; another cycle is looked at as its history is [handed in](Self::advance).
    #[must_use]
    pub fn resume(policy: Policy, now: Moment, told: impl IntoIterator<Item = (DutyKey, DutyState)>) -> Self {
        let mut by_cycle: BTreeMap<CycleId, Vec<(DutyKey, DutyState)>> = BTreeMap::new();
        for (key, state) in told {
            match by_cycle.get_mut(&key.cycle) {
                Some(of_cycle) => of_cycle.push((key, state)),
                None => _ = by_cycle.insert(key.cycle.clone(), vec![(key, state)]),
            }
        }
        let mut diary = Self { now, latest: now, ..Self::new(policy) };
        for (cycle, told) in by_cycle {
            let mut watched = Watched::new(diary.policy.resume(now, told));
            diary.times.place(&cycle, &mut watched, Moment::EARLIEST);
            diary.cycles.insert(cycle, watched);
        }
        diary
    }

    /// Takes the entries that the history of a cycle has gained, and reports what differs. A cycle that was not known is from
    /// now on; of a history in which none was opened nothing is reported.
    pub fn advance(&mut self, history: &History) -> Vec<News> {
        let Some(cycle) = history.cycle().id() else { return Vec::new() };
        self.advance_one(cycle, history)
    }

    /// Moves the clock to a time, and reports what differs, in the order of the keys. It asks for the histories of those cycles in
    /// which something fell due before. A cycle whose history is not given is asked for again the next time.
    pub fn advance_to<H: Deref<Target = History>>(
        &mut self,
        now: Moment,
        mut history: impl FnMut(&CycleId) -> Option<H>,
    ) -> Vec<News> {
        self.now = self.now.max(now);
        self.latest = self.latest.max(self.now);
        let wake = self.times.wakes.iter().take_while(|(at, _)| *at < self.now || *at == Moment::EARLIEST);
        let mut cycles: Vec<CycleId> = wake.map(|(_, cycle)| cycle.clone()).collect();
        cycles.sort_unstable();
        let mut news = Vec::new();
        for cycle in cycles {
            if let Some(history) = history(&cycle) {
                news.append(&mut self.advance_one(&cycle, &history));
            }
        }
        news
    }

    /// What falls due next, of what was reported: when, and which duty of which cycle.
    #[must_use]
    pub fn next_due(&self) -> Option<(Moment, &DutyKey)> {
        let (_, cycle) = self.times.firsts.first()?;
        self.cycles.get(cycle)?.monitor.next_due()
    }

    /// What was reported and falls due in all cycles, the first one first; of one time, in the order of the keys. It looks no
    /// further than what is taken from it.
    pub fn dues(&self) -> impl Iterator<Item = (Moment, &DutyKey)> {
        let mut firsts = self.times.firsts.iter().peekable();
        let mut begun = Vec::new();
        let mut heads: BinaryHeap<Reverse<(Moment, &DutyKey, usize)>> = BinaryHeap::new();
        std::iter::from_fn(move || {
            // A cycle is taken in once its first comes before what is at hand, or with it.
            while let Some((_, cycle)) =
                firsts.next_if(|(first, _)| heads.peek().is_none_or(|Reverse((at, ..))| first <= at))
            {
                let Some(watched) = self.cycles.get(cycle) else { continue };
                let mut dues = watched.monitor.in_order();
                heads.extend(dues.next().map(|(at, key)| Reverse((at, key, begun.len()))));
                begun.push(dues);
            }
            let Reverse((at, key, place)) = heads.pop()?;
            let next = begun.get_mut(place).and_then(Iterator::next);
            heads.extend(next.map(|(at, key)| Reverse((at, key, place))));
            Some((at, key))
        })
    }

    /// Goes on by another policy, in every cycle. What was reported stays: the next move of the clock asks for the history of
    /// every cycle, and reports what differs by the other. [`Policy::diff`] shows it before.
    pub fn replace_policy(&mut self, policy: Policy) {
        for (cycle, watched) in &mut self.cycles {
            watched.monitor.replace_policy(policy.clone());
            self.times.place(cycle, watched, Moment::EARLIEST);
        }
        self.policy = policy;
    }

    /// The monitor of a cycle, for what was reported of it.
    #[must_use]
    pub fn monitor(&self, cycle: &CycleId) -> Option<&Monitor> {
        self.cycles.get(cycle).map(|watched| &watched.monitor)
    }

    /// Gives a cycle away, with what was reported of it: nothing more of it is reported.
    pub fn remove(&mut self, cycle: &CycleId) -> Option<Monitor> {
        let Watched { monitor, wakes, first } = self.cycles.remove(cycle)?;
        put(&mut self.times.wakes, cycle, wakes, Moment::NEVER);
        put(&mut self.times.firsts, cycle, first, Moment::NEVER);
        Some(monitor)
    }

    /// The time up to which something was reported, of any cycle: as far as the clock was moved, or when the last entry occurred.
    #[must_use]
    pub const fn clock(&self) -> Moment {
        self.latest
    }

    fn advance_one(&mut self, cycle: &CycleId, history: &History) -> Vec<News> {
        let Self { policy, now, latest, cycles, times } = self;
        let watched = match cycles.get_mut(cycle) {
            Some(watched) => watched,
            None => cycles.entry(cycle.clone()).or_insert_with(|| Watched::new(policy.monitor())),
        };
        let news = watched.monitor.advance_to(history, *now);
        *latest = (*latest).max(watched.monitor.clock());
        let wakes = watched.monitor.wakes();
        times.place(cycle, watched, wakes);
        news
    }
}

impl Times {
    /// Puts a cycle where it stands now among the times of all.
    fn place(&mut self, cycle: &CycleId, watched: &mut Watched, wakes: Moment) {
        let first = watched.monitor.next_due().map_or(Moment::NEVER, |(at, _)| at);
        put(&mut self.wakes, cycle, watched.wakes, wakes);
        put(&mut self.firsts, cycle, watched.first, first);
        (watched.wakes, watched.first) = (wakes, first);
    }
}

/// Moves a cycle among times.
fn put(times: &mut BTreeSet<(Moment, CycleId)>, cycle: &CycleId, from: Moment, to: Moment) {
    if from == to {
        return;
    }
    let mut time = (from, cycle.clone());
    times.remove(&time);
    if to != Moment::NEVER {
        time.0 = to;
        times.insert(time);
    }
}
