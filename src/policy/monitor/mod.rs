//! A monitor: checks entries as they arrive, and reports what differs from what it reported before.

mod announced; // What was told, and what falls due.
pub(super) mod news;
pub(super) mod diary;

use std::collections::BTreeMap;

use super::check::{Policy, end_of};
use super::engine::obligation::{Obligation, Status};
use super::engine::{Engine, Program, Recording};
use super::eval::answer::EntryRef;
use super::eval::context::HistoryInput;
use super::report::key::DutyKey;
use super::report::outcome::{Outcomes, duty};
use super::report::verdict::DutyState;
use super::report::waivers::{Served, UnusedWaiver, WhyUnused};
use super::report::{Report, Tally};
use super::rule::Rule;
use crate::cycle::{Entry, Event};
use crate::deciding::{self, DutyWaived};
use crate::history::History;
use crate::id::{ContractId, EntryNumber};
use crate::moment::Moment;
use announced::{Announced, Dues};
use news::News;

/// Rules at work on one history as it grows. It belongs to whoever holds it, and may go to another thread.
///
/// An entry costs what the rules that watch its kind cost, however long the history is. An entry that occurred before one that was
/// taken already, or before something that fell due since, and a correction, have the history replayed: of that, too, only what
/// differs is news. A waiver, or a feed declared complete or ended, has the duties looked at again that it can concern. What is
/// kept are the duties that are open or were broken, what conditions look back on, and what was reported of each duty.
///
/// ```
/// use practice_cycle::{calendar::EnglandAndWales, history::History, moment::Moment, policy::{Pack, Policy}};
/// let policy = Policy::new(Pack::shipped("article").unwrap(), &EnglandAndWales::new())?;
/// let whole = History::read(std::fs::read("examples/data/family_not_told.jsonl")?.as_slice())?;
/// let (mut growing, mut monitor) = (History::default(), policy.monitor());
/// let mut told = 0;
/// for entry in whole.entries() {
///     growing.append(entry.clone())?;
///     told += monitor.advance(&growing).len();
/// }
/// assert!(told > 0 && monitor.advance(&growing).is_empty(), "nothing is told twice");
/// let (live, batch) = (monitor.report(&growing, Moment::LATEST), policy.check(&whole, Moment::LATEST, Moment::LATEST));
/// assert!(live.rules.iter().zip(&batch.rules).all(|(live, batch)| live.verdict == batch.verdict));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Monitor {
    policy: Policy,
    engine: Engine,
    /// How many entries were taken.
    taken: usize,
    /// When the history begins, if an earlier attachment went before: what its first entry says.
    midway: Option<Moment>,
    /// The time that it speaks of. The engine's clock stands at what came last, so that what comes later is not late.
    now: Moment,
    /// Whether every duty is to be compared with what was reported of it, because all was replayed.
    anew: bool,
    /// The places of waivers and of feeds, declared or ended, that were taken since news was last reported.
    declared: Vec<usize>,
    /// What was settled and reported, and can still come to something else: by a feed declared later, or a waiver.
    kept: Vec<Obligation>,
    /// When the next waiver comes to its end.
    waived_to: Option<Moment>,
    /// How many duties were settled for good.
    tallies: Vec<Tally>,
    /// The waivers that served these; and, of waivers that name an opening of which nothing is kept, why they serve nothing.
    served: Served,
    not_opened: BTreeMap<EntryNumber, WhyUnused>,
    announced: Announced,
}

impl Monitor {
    /// Takes the entries that the history has gained since the last time, and reports what differs, in the order of the keys.
    pub fn advance(&mut self, history: &History) -> Vec<News> {
        self.advance_to(history, self.now)
    }

    /// The same, and moves the clock to a time: what fell due before it is late. The clock never goes back.
    pub fn advance_to(&mut self, history: &History, now: Moment) -> Vec<News> {
        self.now = self.now.max(now);
        let input = self.input(history);
        self.catch_up(input);
        self.tell(input)
    }

    /// What the rules come to by now, or at a time. Of each rule, the duties that are open or were broken; all are counted. A
    /// time before what was taken, or fell due, last has the history checked as a whole.
    #[must_use]
    pub fn report(&mut self, history: &History, as_of: Moment) -> Report {
        let input = self.input(history);
        self.catch_up(input);
        let as_of = end_of(&[input], as_of);
        if as_of < self.engine.clock() {
            return self.policy.check(history, as_of, Moment::LATEST);
        }
        // The clock moves in a copy, so that asking changes nothing.
        let mut engine = self.engine.clone();
        let (inputs, program) = ([input], &*self.policy.program);
        engine.advance(&program.runtime(&inputs), as_of);
        let outcomes = Outcomes::new(program, &engine, &inputs, as_of);
        let times = (as_of, Moment::LATEST);
        let mut report = Report::of(self.policy.pack(), &outcomes, times, &self.kept, &self.tallies, self.served.clone());
        self.tell_why(history, &mut report.unused_waivers);
        report
    }

    /// What a waiver names may have been met and forgotten before it was given: that is found out once, in the whole history.
    fn tell_why(&mut self, history: &History, unused: &mut [UnusedWaiver]) {
        for waiver in unused.iter_mut().filter(|waiver| waiver.why == WhyUnused::NotOpened) {
            let (EntryRef { entry, at, .. }, policy) = (waiver.at, &self.policy);
            waiver.why = *self.not_opened.entry(entry).or_insert_with(|| {
                let then = policy.check(history, at, Moment::LATEST).unused_waivers;
                then.iter().find(|then| then.at.entry == entry).map_or(WhyUnused::NotOpened, |then| then.why)
            });
        }
    }

    /// What falls due next, of what was reported: when, and which duty.
    #[must_use]
    pub fn next_due(&self) -> Option<(Moment, &DutyKey)> {
        self.dues().next()
    }

    /// What was reported and falls due, the first one first; of one time, in the order of the keys.
    pub fn dues(&self) -> impl Iterator<Item = (Moment, &DutyKey)> {
        self.in_order()
    }

    /// What was reported of every duty, in the order of the keys.
    pub fn told(&self) -> impl Iterator<Item = (&DutyKey, &DutyState)> {
        self.announced.all()
    }

    /// The time that what was reported speaks of: as far as the clock was moved, or when the last entry occurred.
    #[must_use]
    pub const fn clock(&self) -> Moment {
        self.now
    }

    /// How many duties are kept: those that are open, and those that were broken or cannot be determined.
    #[must_use]
    pub fn kept(&self) -> usize {
        self.kept.len() + self.engine.store.len()
    }

    /// The policy.
    #[must_use]
    pub const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Goes on by another policy. What was reported stays: what differs by the other is news the next time.
    ///
    /// ```
    /// use practice_cycle::{calendar::EnglandAndWales, history::History, policy::{News, Packs, Policy}};
    /// let mut packs = Packs::shipped();
    /// packs.add(r#"{"pack":"later","version":"1","title":"Reviewed later","extends":["local-practice"],
    ///     "set":{"R10.review_every":"8 weeks"}}"#)?;
    /// let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
    /// let now = Policy::new(packs.pack("local-practice").unwrap(), &EnglandAndWales::new())?;
    /// let mut monitor = now.monitor();
    /// monitor.advance(&history);
    ///
    /// monitor.replace_policy(Policy::new(packs.pack("later").unwrap(), &EnglandAndWales::new())?);
    /// let news = monitor.advance(&history);
    /// assert!(matches!(&news[..], [News::Changed { duty, .. }] if duty.key.rule.as_str() == "R10"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn replace_policy(&mut self, policy: Policy) {
        *self = Self { now: self.now, announced: std::mem::take(&mut self.announced), ..policy.monitor() };
        self.anew = true;
    }

    /// When time alone brings something about next: never, where it does not. A waiver is over at the very instant of its end.
    fn wakes(&self) -> Moment {
        self.engine.wakes().min(self.waived_to.map_or(Moment::NEVER, Moment::just_before))
    }

    fn in_order(&self) -> Dues<'_> {
        self.announced.dues()
    }

    /// The history as it is looked at. Its first entry is read once, for it may long be out of reach of the caches.
    fn input<'m>(&mut self, history: &'m History) -> HistoryInput<'m> {
        let fresh = history.entries().get(self.taken..);
        if self.taken == 0
            || fresh.is_none_or(|fresh| fresh.iter().any(|entry| matches!(entry.event(), Event::Correction(_))))
        {
            self.midway = HistoryInput::midway(history, &[history], Moment::LATEST);
        }
        HistoryInput::begun(history, self.midway)
    }

    /// Takes what is new, and lets time pass.
    fn catch_up(&mut self, input: HistoryInput<'_>) {
        let inputs = [input];
        let policy = self.policy.clone();
        let runtime = &policy.program.runtime(&inputs);
        let entries = input.history.entries();
        let fresh = entries.get(self.taken..);
        let mut late = fresh.is_none();
        for (place, entry) in (self.taken..).zip(fresh.unwrap_or_default()) {
            let at = entry.act().occurred_at;
            let corrects = matches!(entry.event(), Event::Correction(_));
            // Who came or left at an instant was there, or was gone, for whatever else was recorded of that instant.
            let attends = matches!(entry.event(), Event::Attachment(_)) && at == self.engine.clock();
            if corrects || attends || at < self.engine.clock() {
                late = true;
                break;
            }
            self.engine.take(runtime, 0, input.entry(entry.number()).unwrap_or(entry));
            if declares(entry) {
                self.declared.push(place);
            }
        }
        if late {
            self.anew = true;
            self.engine.clear(Recording::On);
            self.kept.clear();
            self.tallies.fill(Tally::default());
            self.served.clear();
            self.not_opened.clear();
            for entry in input.history.view(Moment::LATEST, Moment::LATEST).by_occurrence() {
                self.engine.take(runtime, 0, entry);
            }
        }
        self.taken = entries.len();
        self.now = self.now.max(self.engine.clock());
        self.engine.pass(runtime, self.now);
        self.engine.drop_stale();
    }

    /// Reports what differs, and puts away what was settled: what nothing will change any more is counted and forgotten.
    fn tell(&mut self, input: HistoryInput<'_>) -> Vec<News> {
        let clock = self.now;
        let Self { policy, engine, kept, tallies, announced, served, .. } = self;
        let (inputs, program) = ([input], &*policy.program);
        let outcomes = Outcomes::new(program, engine, &inputs, clock);
        if self.anew {
            announced.begin_round();
        }
        let mut news = Vec::new();
        let mut compare = |rule: &Rule, obligation: &Obligation| {
            let (key, state) = (outcomes.key(rule, obligation), outcomes.state(rule, obligation));
            if let Some((key, was)) = announced.tell(key, &state) {
                news.push(News::of(duty(rule, obligation, key, state), was));
            }
        };
        if self.anew {
            engine.store.iter().for_each(|obligation| with_rule(program, obligation, &mut compare));
        } else {
            engine.store.touched().for_each(|obligation| with_rule(program, obligation, &mut compare));
            let waiver_over = self.waived_to.is_some_and(|to| to <= clock);
            if waiver_over || !self.declared.is_empty() {
                let declared = self.declared.iter().filter_map(|&place| input.history.entries().get(place));
                let declared: Vec<&Entry> = declared.collect();
                let mut concerned = |rule: &Rule, obligation: &Obligation| {
                    if waiver_over || declared.iter().any(|entry| concerns(entry, program, rule, obligation)) {
                        compare(rule, obligation);
                    }
                };
                kept.iter().chain(engine.store.open()).for_each(|obligation| with_rule(program, obligation, &mut concerned));
            }
        }
        if self.anew {
            news.extend(announced.take_missing().into_iter().map(|(key, was)| News::Withdrawn { key, was }));
        }
        news.sort_by(|one, other| one.key().cmp(other.key()));
        if !engine.notes.waivers.is_empty() {
            engine.store.settled().filter(|obligation| !stays(obligation)).for_each(|one| outcomes.note_served(one, served));
        }
        self.waived_to = outcomes.next_waiver_ends(clock);
        self.anew = false;
        self.declared.clear();
        engine.store.forget_touched();
        engine.store.put_away(|obligation| {
            if stays(&obligation) {
                kept.push(obligation);
            } else if let Some(tally) = tallies.get_mut(obligation.rule as usize) {
                tally.count_settled(&obligation.status);
            }
        });
        engine.forget_late();
        news
    }
}

impl Policy {
    /// A monitor of one history.
    #[must_use]
    pub fn monitor(&self) -> Monitor {
        let mut engine = Engine::new(&self.program, Recording::On);
        engine.store.note_touched();
        Monitor {
            policy: self.clone(),
            engine,
            taken: 0,
            midway: None,
            now: Moment::EARLIEST,
            anew: false,
            declared: Vec::new(),
            kept: Vec::new(),
            waived_to: None,
            tallies: vec![Tally::default(); self.program.rules.len()],
            served: Served::default(),
            not_opened: BTreeMap::new(),
            announced: Announced::default(),
        }
    }

    /// A monitor of one history of which something was reported before, up to a time: by a server that ended. Its first news
    /// is what differs from that. The time is that of a clock that went on, or its [clock](Monitor::clock) as it stood.
    ///
    /// ```
    /// use practice_cycle::{calendar::EnglandAndWales, history::History, policy::{Pack, Policy}};
    /// let policy = Policy::new(Pack::shipped("article").unwrap(), &EnglandAndWales::new())?;
    /// let history = History::read(std::fs::read("examples/data/family_not_told.jsonl")?.as_slice())?;
    /// let mut before = policy.monitor();
    /// before.advance(&history);
    /// let told = before.told().map(|(key, state)| (key.clone(), state.clone()));
    /// assert!(policy.resume(before.clock(), told).advance(&history).is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn resume(&self, now: Moment, told: impl IntoIterator<Item = (DutyKey, DutyState)>) -> Monitor {
        Monitor { now, anew: true, announced: told.into_iter().collect(), ..self.monitor() }
    }
}

fn with_rule(program: &Program, obligation: &Obligation, with: &mut impl FnMut(&Rule, &Obligation)) {
    if let Some(rule) = program.rule(obligation) {
        with(rule, obligation);
    }
}

/// Whether a settled duty can still come to something else: by a feed that is declared later, or a waiver.
fn stays(obligation: &Obligation) -> bool {
    !matches!(obligation.status, Status::Met(_) | Status::Kept(_) | Status::Released(_)) || obligation.doubts().any()
}

/// Whether an entry can bear on duties without touching them.
fn declares(entry: &Entry) -> bool {
    matches!(
        entry.event(),
        Event::Deciding(
            deciding::Event::DutyWaived(_) | deciding::Event::FeedDeclaredComplete(_) | deciding::Event::FeedEnded(_)
        )
    )
}

/// Whether a waiver, or a feed declared complete or ended, can concern a duty.
fn concerns(entry: &Entry, program: &Program, rule: &Rule, obligation: &Obligation) -> bool {
    let Some(DutyWaived { rule: of, opened_by, contract, case, .. }) = DutyWaived::of(entry.event()) else {
        return rule.rests_on_feed.is_some() && matches!(obligation.status, Status::Missed(_));
    };
    let is_about = |id: &str| obligation.each() == Some(id) || obligation.parts(rule).any(|part| part == id);
    program.place_of(of) == Some(obligation.rule)
        && opened_by.is_none_or(|opened| opened == obligation.opened.entry)
        && contract.as_ref().map(ContractId::as_str).is_none_or(is_about)
        && case.as_ref().is_none_or(|case| case.as_str().is_some_and(is_about))
}
