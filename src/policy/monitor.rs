//! A monitor: checks entries as they arrive, and says what is new.

use super::check::{Policy, end_of};
use super::engine::obligation::{Obligation, Status};
use super::engine::{Engine, Recording};
use super::eval::context::HistoryInput;
use super::report::outcome::Outcomes;
use super::report::verdict::Duty;
use super::report::{Report, Tally};
use crate::cycle::Event;
use crate::history::History;
use crate::id::RuleCode;
use crate::moment::Moment;

/// What changed when entries were taken, or the clock moved. Duties are written out as they are asked for, so that news nobody
/// reads costs nothing.
///
/// ```
/// use practice_cycle::{calendar::EnglandAndWales, history::History, policy::{Outcome, Pack, Policy}};
/// let history = History::read(include_bytes!("../../examples/data/family_not_told.jsonl").as_slice())?;
/// let policy = Policy::new(Pack::shipped("article").unwrap(), &EnglandAndWales::new())?;
/// let mut monitor = policy.monitor();
/// let news = monitor.advance(&history);
/// assert!(news.late().any(|(rule, duty)| rule.as_str() == "R04" && matches!(duty.outcome, Outcome::Missed { .. })));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct News<'m, 'p> {
    monitor: &'m Monitor<'p>,
    input: HistoryInput<'m>,
    anew: bool,
}

impl<'m> News<'m, '_> {
    /// Whether everything was told anew, because an entry came late or corrected something. The rest then tells of everything.
    #[must_use]
    pub const fn is_anew(&self) -> bool {
        self.anew
    }

    /// Duties that were settled, with their rules, in the order in which that was.
    pub fn settled(&self) -> impl Iterator<Item = (&'m RuleCode, Duty)> {
        self.duties(self.monitor.engine.store.settled())
    }

    /// Duties that are late now, and may still be remedied.
    pub fn late(&self) -> impl Iterator<Item = (&'m RuleCode, Duty)> {
        self.duties(self.monitor.engine.late())
    }

    /// Duties that were opened, and are open.
    pub fn opened(&self) -> impl Iterator<Item = (&'m RuleCode, Duty)> {
        self.duties(self.monitor.engine.opened())
    }

    fn duties(&self, obligations: impl Iterator<Item = &'m Obligation>) -> impl Iterator<Item = (&'m RuleCode, Duty)> {
        let Self { monitor, input, .. } = *self;
        obligations.filter_map(move |obligation| monitor.duty(&[input], obligation))
    }
}

/// Rules at work on one history as it grows.
///
/// An entry costs what the rules that watch its kind cost, however long the history is; an entry that occurred before one that was
/// taken already, and a correction, have the history told anew. What is kept are the duties that are open or were broken, and
/// what conditions look back on.
///
/// ```
/// use practice_cycle::{calendar::EnglandAndWales, history::History, moment::Moment, policy::{Pack, Policy}};
/// let policy = Policy::new(Pack::shipped("article").unwrap(), &EnglandAndWales::new())?;
/// let whole = History::read(include_bytes!("../../examples/data/family_not_told.jsonl").as_slice())?;
/// let (mut growing, mut monitor) = (History::default(), policy.monitor());
/// for entry in whole.entries() {
///     growing.append(entry.clone())?;
///     monitor.advance(&growing);
/// }
/// let (live, batch) = (monitor.report(&growing, Moment::LATEST), policy.check(&whole, Moment::LATEST, Moment::LATEST));
/// assert!(live.rules.iter().zip(&batch.rules).all(|(live, batch)| live.verdict == batch.verdict));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Monitor<'p> {
    policy: &'p Policy,
    engine: Engine,
    /// How many entries were taken.
    taken: usize,
    /// When the history begins, if an earlier attachment went before: what its first entry says.
    midway: Option<Moment>,
    /// Whether a report has taken entries of which no news were told yet, and whether all was told anew for it.
    pending: bool,
    anew: bool,
    /// What was settled and told of, and can still come to something else: by a feed declared later, or a waiver.
    kept: Vec<Obligation>,
    /// How many duties were settled for good.
    tallies: Vec<Tally>,
}

impl<'p> Monitor<'p> {
    /// Takes the entries that the history has gained since the last time, and says what changed.
    pub fn advance<'m>(&'m mut self, history: &'m History) -> News<'m, 'p> {
        let input = self.input(history);
        self.catch_up(input);
        self.pending = false;
        News { anew: self.anew, monitor: self, input }
    }

    /// Moves the clock to a time without a new entry, and says what fell due before it. An entry that occurred before that time
    /// and comes later has the history told anew.
    pub fn advance_to<'m>(&'m mut self, history: &'m History, now: Moment) -> News<'m, 'p> {
        let input = self.input(history);
        self.catch_up(input);
        self.pending = false;
        self.engine.advance(&self.policy.program.runtime(&[input]), now);
        News { anew: self.anew, monitor: self, input }
    }

    /// What the rules come to by now, or at a time. Of each rule, the duties that are open or were broken; all are counted. A
    /// time before the clock has the history checked as a whole.
    #[must_use]
    pub fn report(&mut self, history: &History, as_of: Moment) -> Report {
        let input = self.input(history);
        self.catch_up(input);
        self.pending = true;
        let as_of = end_of(&[input], as_of);
        if as_of < self.engine.clock() {
            return self.policy.check(history, as_of, Moment::LATEST);
        }
        // The clock moves in a copy, so that asking changes nothing.
        let mut engine = self.engine.clone();
        let (inputs, program) = ([input], &self.policy.program);
        engine.advance(&program.runtime(&inputs), as_of);
        let outcomes = Outcomes::new(program, &engine, &inputs);
        Report::of(self.policy.pack(), &outcomes, (as_of, Moment::LATEST), &self.kept, &self.tallies)
    }

    /// What falls due next: when, and which duty of which rule.
    #[must_use]
    pub fn next_due(&self, history: &History) -> Option<(Moment, &'p RuleCode, Duty)> {
        let (at, obligation) = self.engine.next_due()?;
        let (rule, duty) = self.duty(&[HistoryInput::sole(history)], obligation)?;
        Some((at, rule, duty))
    }

    /// How many duties are kept: those that are open, and those that were broken or cannot be told.
    #[must_use]
    pub fn kept(&self) -> usize {
        self.kept.len() + self.engine.store.len()
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

    fn duty(&self, inputs: &[HistoryInput<'_>], obligation: &Obligation) -> Option<(&'p RuleCode, Duty)> {
        let rule = self.policy.program.rule(obligation)?;
        Some((&rule.id, Outcomes::new(&self.policy.program, &self.engine, inputs).duty(rule, obligation)))
    }

    /// Takes what is new. What a report took first is news all the same, for whoever asks for news next.
    fn catch_up(&mut self, input: HistoryInput<'_>) {
        if !self.pending {
            self.put_away();
            self.anew = false;
        }
        self.anew |= self.take(input);
    }

    /// Takes what is new; whether everything had to be told anew.
    fn take(&mut self, input: HistoryInput<'_>) -> bool {
        let entries = input.history.entries();
        let inputs = [input];
        let runtime = &self.policy.program.runtime(&inputs);
        let fresh = entries.get(self.taken..);
        let mut anew = fresh.is_none();
        for entry in fresh.unwrap_or_default() {
            let at = entry.act().occurred_at;
            let corrects = matches!(entry.event(), Event::Correction(_));
            // Who came or left at an instant did so for whatever else was recorded of that instant.
            let attends = matches!(entry.event(), Event::Attachment(_)) && at == self.engine.clock();
            if corrects || attends || at < self.engine.clock() {
                anew = true;
                break;
            }
            self.engine.take(runtime, 0, input.entry(entry.number()).unwrap_or(entry));
        }
        if anew {
            self.engine.clear(Recording::On);
            self.kept.clear();
            self.tallies.fill(Tally::default());
            for entry in input.history.view(Moment::LATEST, Moment::LATEST).by_occurrence() {
                self.engine.take(runtime, 0, entry);
            }
        }
        self.taken = entries.len();
        anew
    }

    /// Puts away what was told: what nothing will change any more is counted and forgotten.
    fn put_away(&mut self) {
        self.engine.store.put_away(|obligation| {
            if stays(&obligation) {
                self.kept.push(obligation);
            } else if let Some(tally) = self.tallies.get_mut(obligation.rule as usize) {
                tally.count_settled(&obligation.status);
            }
        });
        self.engine.forget_news();
    }
}

impl Policy {
    /// A monitor of one history.
    #[must_use]
    pub fn monitor(&self) -> Monitor<'_> {
        Monitor {
            policy: self,
            engine: Engine::new(&self.program, Recording::On),
            taken: 0,
            midway: None,
            pending: false,
            anew: false,
            kept: Vec::new(),
            tallies: vec![Tally::default(); self.program.rules.len()],
        }
    }
}

/// Whether a settled duty can still come to something else: by a feed that is declared later, or a waiver.
fn stays(obligation: &Obligation) -> bool {
    !matches!(obligation.status, Status::Met(_) | Status::Kept(_) | Status::Released(_)) || obligation.doubts().any()
}
