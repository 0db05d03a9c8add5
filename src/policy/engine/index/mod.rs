//! An index of the rules by the events they watch, so that each entry meets only the rules it may concern.

pub(crate) mod places;
mod stages;

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::attachment;
use crate::cycle::Kind;
use crate::deciding;
use crate::id::RuleCode;
use crate::intervening;
use crate::policy::rule::condition::{Concurrent, Condition, End, Happened, Open, Ratio, Slot};
use crate::policy::rule::effective::Effective;
use crate::policy::rule::field_path::FieldPath;
use crate::policy::rule::happening::{Happening, State, Watched};
use crate::policy::rule::predicate::{Pattern, Test};
use crate::policy::rule::requirement::{Limit, Requirement};
use crate::policy::rule::{Closes, Rule};
use crate::policy::syntax::codes::{Clock, OnClose};
use places::Places;

/// What an entry, or a change of state, is to a rule. In the order in which one entry is taken: what is open is answered before
/// anything is opened, and what is looked back on comes last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    Answer,
    Before,
    Until,
    /// A state of entries begins or ends.
    From(u32),
    To(u32),
    Open,
    Track(u32),
}

/// A rule that watches for entries of a kind.
#[derive(Debug, Clone)]
pub(crate) struct Watch {
    pub(crate) part: Part,
    pub(crate) rule: u32,
    /// First those that the entry itself answers.
    pub(crate) tests: Box<[Test]>,
    pub(crate) key: Box<[FieldPath]>,
    pub(crate) scoped: bool,
    /// Whether a test looks at the entry that opened the duty.
    pub(crate) looks_back: bool,
    /// Whether it is about each element of a list.
    pub(crate) many: bool,
}

/// What happened before, kept for conditions that ask.
#[derive(Debug, Clone)]
pub(crate) struct Tracker {
    /// How many of the latest are kept; none where only the first is.
    pub(crate) keeps: usize,
    pub(crate) first: bool,
    pub(crate) asked: Remembered,
}

/// What is asked of something that happened before: that it did, when, or what it said besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Remembered {
    ThatItWas,
    When,
    What,
}

impl Remembered {
    fn when(asked: bool) -> Self {
        if asked { Remembered::When } else { Remembered::ThatItWas }
    }
}

/// What the conditions of a rule ask that is kept up to date: readings, and how many contracts there are.
#[derive(Debug, Clone)]
pub(crate) struct Asks {
    pub(crate) a_reading: bool,
    pub(crate) counts: Vec<Slot>,
}

/// A state that a rule asks about, and who watches it begin and end.
#[derive(Debug, Clone)]
pub(crate) struct StateDef {
    pub(crate) rule: u32,
    pub(crate) state: State,
    /// How the key is reached: from the invitation of a contract, or from the entries between which it lasts.
    pub(crate) keys: Vec<(Kind, Box<[FieldPath]>)>,
    pub(crate) scoped: bool,
    pub(crate) begins: Vec<Part>,
    pub(crate) ends: Vec<Part>,
}

impl StateDef {
    /// What watches it begin, or end.
    pub(crate) fn parts(&self, begins: bool) -> &[Part] {
        if begins { &self.begins } else { &self.ends }
    }

    /// How the key is reached from an entry of a kind.
    pub(crate) fn key(&self, kind: Kind) -> &[FieldPath] {
        self.keys.iter().find(|(of, _)| *of == kind).map_or(&[], |(_, key)| key)
    }
}

/// What entries of one kind are to the rules.
#[derive(Debug, Clone, Default)]
pub(crate) struct OfKind {
    /// Who watches for them, in the order in which an entry is taken: for what is open and what lasts,
    pub(crate) early: Vec<Watch>,
    /// how many of them, from the first, are for what is open, of these rules;
    pub(crate) of_open: usize,
    pub(crate) answered: Places,
    /// and, when that is done, for what is opened and what is looked back on.
    pub(crate) late: Vec<Watch>,
    /// Whether they may answer what is opened later on their day.
    pub(crate) answers_today: bool,
    /// Whether they are steps of contracts that may begin or end a state, close a contract, or stop a clock.
    pub(crate) is_step: bool,
    /// Whether they change something for every rule.
    pub(crate) is_noted: bool,
    /// Whether they are steps after which contracts may be counted otherwise.
    pub(crate) is_counted: bool,
    /// Whether readings that conditions ask rest on them.
    pub(crate) is_read: bool,
}

impl OfKind {
    /// Whether no rule has anything to do with them.
    pub(crate) fn is_idle(&self) -> bool {
        let watches = !self.early.is_empty() || !self.late.is_empty();
        !(watches || self.answers_today || self.is_step || self.is_noted || self.is_counted || self.is_read)
    }
}

#[derive(Debug, Clone)]
pub(crate) struct RuleIndex {
    /// The place of each rule, by its id and by those that it had before.
    pub(crate) places: HashMap<RuleCode, u32, RandomState>,
    /// By kind of entry.
    pub(crate) kinds: Vec<OfKind>,
    /// Rules that watch whether a rule is broken, by rule.
    pub(crate) broken: Vec<Vec<(u32, Part)>>,
    pub(crate) trackers: Vec<Tracker>,
    pub(crate) states: Vec<StateDef>,
    /// Of each rule, what may have happened before its duty was opened.
    pub(crate) before: Vec<Option<u32>>,
    /// Trackers of which only that counts which came after the last that another keeps: both.
    pub(crate) after: Vec<(u32, u32)>,
    /// Trackers of what began, and of what ended it, whatever each was about.
    pub(crate) ends: Vec<(u32, u32)>,
    /// Of each rule, whether what answers it is compared with what opened it.
    pub(crate) look_back: Vec<bool>,
    /// Whether any test asks how a contract stood when an entry occurred.
    pub(crate) looks_around: bool,
    pub(crate) needs_live: bool,
    /// Conditions that count contracts, as far as that is kept up to date.
    pub(crate) concurrents: Vec<Concurrent>,
    /// Of each rule, what its conditions ask that is kept up to date.
    pub(crate) asks: Vec<Asks>,
    /// The stages of which contracts are counted at once, as bits.
    counted: u32,
    /// For each stage that a contract leaves, and last for leaving none, the stages whose entering matters, as bits.
    moves: Vec<u32>,
    /// For each stage that a contract leaves, and last for leaving none, and each that it enters: the states that begin or end then.
    turning: Vec<Vec<u32>>,
    /// The rules whose clocks pause; those that carry what is owed to a successor; and all.
    pub(crate) pausing: Places,
    pub(crate) carrying: Places,
    pub(crate) all: Places,
    /// The rules whose duties close with a contract, an intervention and a case.
    closing: [Places; 3],
}

impl RuleIndex {
    pub(crate) fn new(rules: &mut [Rule]) -> Self {
        let mut index = Self {
            places: called(rules),
            kinds: vec![OfKind::default(); Kind::COUNT],
            broken: vec![Vec::new(); rules.len()],
            trackers: Vec::new(),
            states: Vec::new(),
            before: vec![None; rules.len()],
            after: Vec::new(),
            ends: Vec::new(),
            look_back: vec![false; rules.len()],
            looks_around: false,
            needs_live: false,
            concurrents: Vec::new(),
            asks: rules.iter().map(|rule| Asks { a_reading: rule.asks_reading(), counts: Vec::new() }).collect(),
            counted: 0,
            moves: Vec::new(),
            turning: Vec::new(),
            pausing: those(rules, |rule| rule.clock == Clock::Pauses),
            carrying: those(rules, |rule| rule.on_close == OnClose::Carry && closes(rule) == Some(Closes::Contract)),
            all: those(rules, |_| true),
            closing: [Closes::Contract, Closes::Intervention, Closes::Case]
                .map(|what| those(rules, |rule| closes(rule) == Some(what))),
        };
        let ids = called(rules);
        for (place, rule) in (0_u32..).zip(rules.iter_mut()) {
            index.add(place, rule, &ids);
        }
        let asks_reading = index.asks.iter().any(|asks| asks.a_reading);
        index.turning = index.states_that_turn();
        index.moves = index.moves_that_matter(rules);
        let steps = index.steps_that_matter(rules);
        for (kind, of) in Kind::all().zip(&mut index.kinds) {
            for watches in [&mut of.early, &mut of.late] {
                watches.sort_by_key(|watch| (watch.part.phase(), watch.rule, watch.part));
            }
            of.of_open = of.early.partition_point(|watch| watch.part.phase() == 0);
            of.answered = of.early.iter().take(of.of_open).map(|watch| watch.rule).collect();
            of.is_step = matches!(kind, Kind::Contracting(step) if steps.has(step));
            of.is_noted = is_noted(kind);
            of.is_counted = !index.concurrents.is_empty() && matches!(kind, Kind::Contracting(step) if !step.is_within());
            of.is_read = asks_reading && is_read(kind);
        }
        index
    }

    /// The rules whose duties close with something.
    pub(crate) fn closing(&self, what: Closes) -> &Places {
        let [contract, intervention, case] = &self.closing;
        match what {
            Closes::Contract => contract,
            Closes::Intervention => intervention,
            Closes::Case => case,
        }
    }

    fn add(&mut self, place: u32, rule: &mut Rule, ids: &HashMap<RuleCode, u32, RandomState>) {
        let (scoped, earlier_today) = (rule.scoped, rule.counts_earlier_today());
        self.watch(place, &rule.when, Part::Open, scoped, ids);
        if let (true, Some(looks_back)) = (rule.linked_by().is_some(), self.look_back.get_mut(place as usize)) {
            *looks_back = true;
        }
        if let Some(until) = &rule.until {
            self.watch(place, until, Part::Until, scoped, ids);
        }
        match &mut rule.requirement {
            Requirement::Require(condition) => self.condition(place, condition, scoped),
            Requirement::Expect { what, limit, before, at_any_time, at_least, together, .. } => {
                self.watch(place, what, Part::Answer, scoped, ids);
                if let Some(before) = before {
                    self.watch(place, before, Part::Before, scoped, ids);
                }
                if let (Limit::Every(_), Happening::Begins(state)) = (&*limit, &rule.when.what) {
                    let ends = Watched { what: Happening::Ends(state.clone()), ..rule.when.clone() };
                    self.watch(place, &ends, Part::Until, scoped, ids);
                }
                if *at_any_time || together.is_some() {
                    // By a day that may be past already, the latest need not be those in time; and what is said together may be
                    // said by any number.
                    let all = together.is_some() || matches!(limit, Limit::By(_));
                    let keeps = if all { usize::MAX } else { usize::try_from(at_least.greatest()).unwrap_or(1) };
                    let asked = if together.is_some() { Remembered::What } else { Remembered::When };
                    let tracker = self.track(place, what, (keeps, false, asked), scoped);
                    self.set_before(place, tracker);
                }
                if earlier_today {
                    for (kind, _) in &what.keys {
                        if let Some(of) = self.kinds.get_mut(kind.index()) {
                            of.answers_today = true;
                        }
                    }
                }
            }
            Requirement::PrecededBy { what, within, lead_time, since } => {
                self.watch(place, what, Part::Answer, scoped, ids);
                let keeps = if lead_time.is_some() { usize::MAX } else { 1 };
                let asked = Remembered::when(within.is_some() || lead_time.is_some());
                let tracker = self.track(place, what, (keeps, false, asked), scoped);
                self.set_before(place, tracker);
                if let Some(since) = since {
                    let after = self.track(place, since, (1, false, Remembered::When), scoped);
                    self.after.push((tracker, after));
                }
            }
            Requirement::Forbid { what, .. } => self.watch(place, what, Part::Answer, scoped, ids),
        }
        for condition in rule.only_if.iter_mut().chain(&mut rule.unless) {
            self.condition(place, condition, scoped);
        }
    }

    fn set_before(&mut self, place: u32, tracker: u32) {
        if let Some(before) = self.before.get_mut(place as usize) {
            *before = Some(tracker);
        }
    }

    fn watch(&mut self, place: u32, watched: &Watched, part: Part, scoped: bool, ids: &HashMap<RuleCode, u32, RandomState>) {
        match &watched.what {
            Happening::Entry(pattern) => self.entries(place, pattern, watched, part, scoped),
            Happening::Begins(state) => {
                let state = self.state(place, state, &watched.keys, scoped);
                if let Some(def) = self.states.get_mut(state as usize) {
                    def.begins.push(part);
                }
            }
            Happening::Ends(state) => {
                let state = self.state(place, state, &watched.keys, scoped);
                if let Some(def) = self.states.get_mut(state as usize) {
                    def.ends.push(part);
                }
            }
            Happening::Broken(id) => {
                if let Some(observer) = ids.get(id).and_then(|other| self.broken.get_mut(*other as usize)) {
                    observer.push((place, part));
                }
            }
        }
    }

    fn entries(&mut self, rule: u32, pattern: &Pattern, watched: &Watched, part: Part, scoped: bool) {
        for (kind, tests) in &pattern.kinds {
            let key = watched.keys.iter().find(|(of, _)| of == kind).map(|(_, key)| key.clone()).unwrap_or_default();
            let looks_back = tests.iter().any(Test::looks_back);
            self.looks_around |= tests.iter().any(Test::looks_around);
            if let Some(rule) = self.look_back.get_mut(rule as usize) {
                *rule |= looks_back;
            }
            let many = key.iter().any(FieldPath::is_list);
            let mut tests = tests.clone();
            tests.sort_by_key(|test| !test.field.reach.is_at_hand());
            let watch = Watch { part, rule, tests, key, scoped, looks_back, many };
            if let Some(of) = self.kinds.get_mut(kind.index()) {
                if part.is_early() { of.early.push(watch) } else { of.late.push(watch) }
            }
        }
    }

    fn track(
        &mut self,
        rule: u32,
        watched: &Watched,
        (keeps, first, asked): (usize, bool, Remembered),
        scoped: bool,
    ) -> u32 {
        let tracker = self.trackers.len() as u32;
        self.trackers.push(Tracker { keeps, first, asked });
        if let Happening::Entry(pattern) = &watched.what {
            self.entries(rule, pattern, watched, Part::Track(tracker), scoped);
        }
        tracker
    }

    /// The state of a rule, known already or new.
    fn state(&mut self, rule: u32, state: &State, keys: &[(Kind, Box<[FieldPath]>)], scoped: bool) -> u32 {
        // Of entries it says itself what it is about; of a stage that is said beside it. The states of one rule stand one after
        // another, last those of the rule at hand.
        let is_known = |def: &StateDef| def.state == *state && (matches!(state, State::Between(..)) || def.keys == keys);
        let mut own = self.states.iter().enumerate().rev().take_while(|(_, def)| def.rule == rule);
        if let Some((known, _)) = own.find(|(_, def)| is_known(def)) {
            return known as u32;
        }
        let place = self.states.len() as u32;
        let keys = match state {
            State::Stages(_) => keys.to_vec(),
            State::Between(from, to) => from.keys.iter().chain(&to.keys).cloned().collect(),
        };
        self.states.push(StateDef { rule, state: state.clone(), keys, scoped, begins: Vec::new(), ends: Vec::new() });
        if let State::Between(from, to) = state {
            for (watched, part) in [(from, Part::From(place)), (to, Part::To(place))] {
                if let Happening::Entry(pattern) = &watched.what {
                    self.entries(rule, pattern, watched, part, scoped);
                }
            }
        }
        place
    }

    /// Gives each condition that looks back the place of what it asks about.
    fn condition(&mut self, place: u32, condition: &mut Condition, rule_scoped: bool) {
        match condition {
            Condition::All(all) | Condition::Any(all) => {
                for condition in all {
                    self.condition(place, condition, rule_scoped);
                }
            }
            Condition::Not(condition) => self.condition(place, condition, rule_scoped),
            Condition::While { state, keys, slot } => *slot = Slot(self.state(place, state, keys, rule_scoped)),
            Condition::Happened(Happened { look_back, within, since, is, at_least, at_most }) => {
                let most = |limit: &Option<Effective<i64>>| limit.as_ref().map_or(0, Effective::greatest);
                let keeps = most(at_least).max(most(at_most) + 1).max(1);
                let mut asked = (usize::try_from(keeps).unwrap_or(1), false, Remembered::when(within.is_some()));
                if let Some(is) = is {
                    // Which of them count is known only when that is asked.
                    asked = (usize::MAX, false, Remembered::What);
                    self.looks_around |= is.kinds.iter().any(|(_, tests)| tests.iter().any(Test::looks_around));
                }
                look_back.slot = Slot(self.track(place, &look_back.what, asked, look_back.scoped));
                if let Some(since) = since {
                    since.slot = Slot(self.track(place, &since.what, (1, false, Remembered::When), since.scoped));
                    self.after.push((look_back.slot.0, since.slot.0));
                }
            }
            Condition::Ratio(Ratio { of, to, within, .. }) => {
                for counted in [of, to] {
                    let asked = (usize::MAX, false, Remembered::when(within.is_some()));
                    counted.slot = Slot(self.track(place, &counted.what, asked, counted.scoped));
                }
            }
            Condition::Open(Open { from, to, .. }) => {
                from.slot = Slot(self.track(place, &from.what, (usize::MAX, false, Remembered::What), from.scoped));
                to.slot = Slot(self.track(place, &to.what, (1, false, Remembered::When), to.scoped));
                self.ends.push((from.slot.0, to.slot.0));
            }
            Condition::End(End { first, look_back, is }) => {
                self.looks_around |= is.kinds.iter().any(|(_, tests)| tests.iter().any(Test::looks_around));
                look_back.slot = Slot(self.track(place, &look_back.what, (1, *first, Remembered::What), look_back.scoped));
            }
            Condition::Concurrent(asked) => {
                self.needs_live = true;
                self.counted |= asked.stages;
                if asked.is_lasting() {
                    let slot = Slot(self.concurrents.len() as u32);
                    asked.slot = Some(slot);
                    self.concurrents.push(asked.clone());
                    if let Some(asks) = self.asks.get_mut(place as usize) {
                        asks.counts.push(slot);
                    }
                }
            }
            Condition::Where(_) | Condition::Standing(_) | Condition::Boundary(_) => {}
        }
    }
}

/// The places of the rules that are such.
fn those(rules: &[Rule], are: impl Fn(&Rule) -> bool) -> Places {
    (0..).zip(rules).filter(|(_, rule)| are(rule)).map(|(place, _)| place).collect()
}

/// The place of each rule by the id that it has, and by those that it had.
fn called(rules: &[Rule]) -> HashMap<RuleCode, u32, RandomState> {
    let ids = |(place, rule): (u32, &Rule)| {
        let ids: Vec<RuleCode> = std::iter::once(&rule.id).chain(&rule.formerly).cloned().collect();
        ids.into_iter().map(move |id| (id, place))
    };
    (0..).zip(rules).flat_map(ids).collect()
}

fn closes(rule: &Rule) -> Option<Closes> {
    rule.closes_with.map(|(_, closes)| closes)
}

/// Whether an entry closes what duties are about, declares a feed complete, or waives a duty.
fn is_noted(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Attachment(attachment::Kind::CycleClosed)
            | Kind::Intervening(intervening::Kind::InterventionClosed)
            | Kind::Deciding(
                deciding::Kind::MilestoneReached
                    | deciding::Kind::FeedDeclaredComplete
                    | deciding::Kind::FeedEnded
                    | deciding::Kind::DutyWaived
            )
    )
}

/// Whether readings of the boundary or of standing rest on entries of a kind; or have to be made anew with them.
fn is_read(kind: Kind) -> bool {
    match kind {
        Kind::Joining(_) | Kind::Contracting(_) | Kind::Intervening(_) | Kind::Boundary(_) | Kind::Correction(_) => true,
        Kind::Attachment(_) | Kind::Reporting(_) | Kind::Deciding(_) | Kind::Deliberating(_) | Kind::Partnering(_) => false,
    }
}

impl Part {
    const fn phase(self) -> u8 {
        match self {
            Part::Answer | Part::Before | Part::Until => 0,
            Part::From(_) | Part::To(_) => 1,
            Part::Open => 2,
            Part::Track(_) => 3,
        }
    }

    const fn is_early(self) -> bool {
        self.phase() < 2
    }
}
