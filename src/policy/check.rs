//! Checking whole histories at once.

use std::borrow::Cow;
use std::sync::Arc;

use super::compile::packs::Pack;
use super::engine::index::RuleIndex;
use super::engine::{Engine, Program, Recording};
use super::eval::context::{Environment, HistoryInput};
use super::eval::references::References;
use super::report::Report;
use super::report::finding::Finding;
use super::report::outcome::Outcomes;
use super::report::waivers::Served;
use crate::assessment::Parameters;
use crate::calendar::{Almanac, Calendar, OutOfRange};
use crate::cycle::{Cycle, Entry};
use crate::history::History;
use crate::moment::Moment;
use crate::standing;

/// The rules of a pack, ready to be run by a calendar. A copy shares them, and may go to another thread.
///
/// ```
/// use practice_cycle::{calendar::EnglandAndWales, history::History, moment::Moment, policy::{Pack, Policy}};
/// let policy = Policy::new(Pack::shipped("article").unwrap(), &EnglandAndWales::new())?;
/// let report = policy.check(&History::default(), Moment::LATEST, Moment::LATEST);
/// assert!(report.findings().next().is_none());
/// # Ok::<(), practice_cycle::calendar::OutOfRange>(())
/// ```
#[derive(Clone)]
pub struct Policy {
    pack: Arc<Pack>,
    pub(super) program: Arc<Program>,
}

impl std::fmt::Debug for Policy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let rules: Vec<&str> = self.program.rules.iter().map(|rule| rule.id().as_str()).collect();
        f.debug_struct("Policy").field("pack", &self.pack.name()).field("rules", &rules).finish_non_exhaustive()
    }
}

impl Policy {
    /// A policy of a pack by a calendar. Readings that its rules ask go by their default parameters.
    ///
    /// # Errors
    /// [`OutOfRange`] where the calendar does not answer for a day within its own range, or for none on which a rule is in
    /// force.
    pub fn new(pack: &Pack, calendar: &(impl Calendar + ?Sized)) -> Result<Self, OutOfRange> {
        Self::with_almanac(pack, &Arc::new(Almanac::new(calendar)?))
    }

    /// The same by an almanac, which many policies share: its days are not worked out anew.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use practice_cycle::{calendar::{Almanac, EnglandAndWales}, policy::{Pack, Policy}};
    /// let almanac = Arc::new(Almanac::new(&EnglandAndWales::new())?);
    /// for name in ["article", "local-practice"] {
    ///     assert_eq!(Policy::with_almanac(Pack::shipped(name).unwrap(), &almanac)?.pack().name(), name);
    /// }
    /// # Ok::<(), practice_cycle::calendar::OutOfRange>(())
    /// ```
    ///
    /// # Errors
    /// [`OutOfRange`] where it answers for no day on which a rule is in force.
    pub fn with_almanac(pack: &Pack, calendar: &Arc<Almanac>) -> Result<Self, OutOfRange> {
        let mut rules = pack.rules().to_vec();
        let index = RuleIndex::new(&mut rules);
        let range = calendar.range();
        for (from, to) in rules.iter().map(|rule| rule.in_force) {
            let (first, last) = (calendar.day_of(from), calendar.day_of(to.just_before().min(Moment::LATEST)));
            if last < *range.start() {
                calendar.reach(last)?;
            } else if first > *range.end() {
                calendar.reach(first)?;
            }
        }
        let environment = Environment {
            references: References::new(),
            calendar: Arc::clone(calendar),
            boundary: Parameters::unvalidated_v2().clone(),
            standing: standing::Parameters::default(),
        };
        Ok(Self { pack: Arc::new(pack.clone()), program: Arc::new(Program { rules, index, environment }) })
    }

    /// The same, with other parameters for the readings that its rules ask.
    #[must_use]
    pub fn reading_by(mut self, boundary: Parameters, standing: standing::Parameters) -> Self {
        let environment = &mut Arc::make_mut(&mut self.program).environment;
        (environment.boundary, environment.standing) = (boundary, standing);
        self
    }

    /// The pack.
    #[must_use]
    pub fn pack(&self) -> &Pack {
        &self.pack
    }

    /// The calendar that deadlines are counted by.
    #[must_use]
    pub fn calendar(&self) -> &Almanac {
        &self.program.environment.calendar
    }

    /// Checks what had happened by a time, as it was known at a time. Linear in the number of entries, as far as no rule [asks a
    /// reading](super::Rule::asks_reading).
    #[must_use]
    pub fn check(&self, history: &History, as_of: Moment, known_at: Moment) -> Report {
        self.check_all(&[history], as_of, known_at)
    }

    /// Checks several histories together, as rules about the caseload of one practitioner, or about a case in several cycles,
    /// need. At most 65,536, each of another cycle: what two histories of one cycle hold would count twice, so a host that is given
    /// two refuses them, as the program `practice-cycle` does.
    #[must_use]
    pub fn check_all(&self, histories: &[&History], as_of: Moment, known_at: Moment) -> Report {
        self.outcomes(histories, as_of, known_at, |outcomes, end| self.report(outcomes, end, known_at))
    }

    /// Every duty with its explanation: those that are open, or were met, among them. In the order of the pack, then of time.
    ///
    /// ```
    /// use practice_cycle::{calendar::EnglandAndWales, history::History, moment::Moment, policy::{Pack, Policy}};
    /// let history = History::read(std::fs::read("examples/data/family_not_told.jsonl")?.as_slice())?;
    /// let policy = Policy::new(Pack::shipped("article").unwrap(), &EnglandAndWales::new())?;
    /// let report = policy.check(&history, Moment::LATEST, Moment::LATEST);
    /// let all = policy.explain(&[&history], Moment::LATEST, Moment::LATEST);
    /// assert_eq!(all.len() as u64, report.summary().duties);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn explain(&self, histories: &[&History], as_of: Moment, known_at: Moment) -> Vec<Finding> {
        self.outcomes(histories, as_of, known_at, |outcomes, end| {
            let by_rule = outcomes.by_rule(&[]).into_iter();
            let all = by_rule.flat_map(|(rule, obligations)| {
                obligations.into_iter().map(move |(obligation, fate)| {
                    Finding::of(outcomes, rule, (obligation, fate), outcomes.duty(rule, obligation), end)
                })
            });
            all.collect()
        })
    }

    /// Runs the rules on histories, as they were known at a time, up to a time, and reads what came of it.
    fn outcomes<T>(
        &self,
        histories: &[&History],
        as_of: Moment,
        known_at: Moment,
        read: impl FnOnce(&Outcomes<'_>, Moment) -> T,
    ) -> T {
        let cycles: Vec<Cow<'_, Cycle>> = histories.iter().map(|history| known_cycle(history, known_at)).collect();
        let several = histories.len() > 1;
        let each = (0_u32..).zip(histories).zip(&cycles).map(|((place, history), cycle)| {
            let midway = HistoryInput::midway(history, histories, known_at);
            HistoryInput { history, cycle, place, several, known_at, midway }
        });
        let inputs: Vec<HistoryInput<'_>> = each.collect();
        self.run(&mut Engine::new(&self.program, Recording::On), &inputs, as_of, read)
    }

    /// Takes every entry in effect, in the order in which it occurred, moves the clock to the end, and reads what came of it.
    pub(super) fn run<'a, T>(
        &'a self,
        engine: &mut Engine,
        inputs: &'a [HistoryInput<'a>],
        as_of: Moment,
        read: impl FnOnce(&Outcomes<'_>, Moment) -> T,
    ) -> T {
        let (runtime, end) = (&self.program.runtime(inputs), end_of(inputs, as_of.min(Moment::LATEST)));
        if let [input] = inputs
            && input.history.is_in_order()
        {
            // As many as were recorded by then and had occurred: recording never goes back, and here occurring does not.
            let known = |entry: &Entry| entry.act().recorded_at <= input.known_at && entry.act().occurred_at <= as_of;
            let entries = input.history.entries();
            for entry in entries.iter().take(entries.partition_point(known)) {
                engine.take(runtime, 0, entry);
            }
        } else {
            let mut entries: Vec<(Moment, u32, &'a Entry)> = Vec::new();
            for input in inputs {
                let view = input.history.view(as_of, input.known_at);
                entries.extend(view.entries().iter().map(|&entry| (entry.act().occurred_at, input.place, entry)));
            }
            entries.sort_by_key(|&(at, place, entry)| (at, place, entry.number()));
            for (_, place, entry) in entries {
                engine.take(runtime, place, entry);
            }
        }
        // Where everything recorded was asked for, the clock stands at the last that occurred or was recorded.
        engine.advance(runtime, end);
        read(&Outcomes::new(&self.program, engine, inputs, end), end)
    }

    fn report(&self, outcomes: &Outcomes<'_>, end: Moment, known_at: Moment) -> Report {
        Report::of(&self.pack, outcomes, (end, known_at), &[], &[], Served::default())
    }

    /// A checker, for many histories one after another: it keeps the room it needed for one.
    #[must_use]
    pub fn checker(&self) -> Checker<'_> {
        Checker { policy: self, engine: Engine::new(&self.program, Recording::Off) }
    }
}

/// A policy at work on many histories, one after another.
///
/// ```
/// use practice_cycle::{calendar::EnglandAndWales, history::History, moment::Moment, policy::{Pack, Policy, Verdict}};
/// let policy = Policy::new(Pack::shipped("article").unwrap(), &EnglandAndWales::new())?;
/// let mut checker = policy.checker();
/// let history = History::read(std::fs::read("examples/data/family_not_told.jsonl")?.as_slice())?;
/// let report = policy.check(&history, Moment::LATEST, Moment::LATEST);
/// assert_eq!(checker.check(&history, Moment::LATEST), report);
/// let violated = report.rules.iter().filter(|rule| matches!(rule.verdict, Verdict::Violated { .. }));
/// assert_eq!(checker.violated(&history, Moment::LATEST), violated.count());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Checker<'p> {
    policy: &'p Policy,
    engine: Engine,
}

impl Checker<'_> {
    /// What [`Policy::check`] says, as everything recorded is known.
    #[must_use]
    pub fn check(&mut self, history: &History, as_of: Moment) -> Report {
        let Self { policy, engine } = self;
        engine.clear(Recording::On);
        policy
            .run(engine, &[HistoryInput::sole(history)], as_of, |outcomes, end| policy.report(outcomes, end, Moment::LATEST))
    }

    /// How many rules are violated, and no more than that: nothing is written down.
    #[must_use]
    pub fn violated(&mut self, history: &History, as_of: Moment) -> usize {
        self.engine.clear(Recording::Off);
        self.policy.run(&mut self.engine, &[HistoryInput::sole(history)], as_of, |outcomes, _| outcomes.violated())
    }
}

/// The time that "everything recorded" speaks of: when the last entry was recorded.
pub(super) fn end_of(inputs: &[HistoryInput<'_>], as_of: Moment) -> Moment {
    if as_of != Moment::LATEST {
        return as_of;
    }
    let last = |input: &HistoryInput<'_>| {
        if input.known_at == Moment::LATEST {
            return input.history.entries().last().map(|entry| entry.act().recorded_at);
        }
        let known = input.history.entries().partition_point(|entry| entry.act().recorded_at <= input.known_at);
        input.history.entries().get(known.checked_sub(1)?).map(|entry| entry.act().recorded_at)
    };
    inputs.iter().filter_map(last).max().unwrap_or(Moment::EARLIEST)
}

/// The cycle as it was known at a time.
fn known_cycle(history: &History, known_at: Moment) -> Cow<'_, Cycle> {
    let known = history.entries().last().is_none_or(|entry| entry.act().recorded_at <= known_at);
    if known { Cow::Borrowed(history.cycle()) } else { Cow::Owned(history.view(Moment::LATEST, known_at).into_cycle()) }
}
