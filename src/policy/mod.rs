//! Policy: what a service ought to do, checked on what was recorded.
//!
//! A rule is data, with a source and a severity, and stands in a [`Pack`]. It says: *when* something happens, something
//! else has to be so (`require`), to follow (`expect`), to have gone before (`preceded_by`), or must not follow (`forbid`):
//! the page [`writing`] shows every part of it. Each time it applies is a [`Duty`] of its own; the rule's [`Verdict`] is
//! that of its worst duty.
//!
//! A verdict is a function of the history, the pack, the calendar, the time it speaks of and the time up to which it knows, and
//! of nothing else: how often anybody asks changes nothing.
//!
//! ```
//! use practice_cycle::{calendar::EnglandAndWales, history::History, moment::Moment, policy::{Pack, Policy}};
//! let history = History::read(include_bytes!("../../examples/data/family_not_told.jsonl").as_slice())?;
//! let policy = Policy::new(Pack::shipped("article").unwrap(), &EnglandAndWales::new())?;
//! let report = policy.check(&history, Moment::LATEST, Moment::LATEST);
//! assert!(report.findings().any(|finding| finding.rule.as_str() == "R04"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What a verdict means
//!
//! | Verdict | Meaning |
//! |---|---|
//! | satisfied | it holds, and nothing that occurs later can break it, or what it is about is closed |
//! | holds so far | it holds, and could be broken later |
//! | pending | a duty is open, and not late |
//! | violated | it is broken; what comes too late is a remedy, no cure |
//! | undetermined | what is needed to tell is not there |
//!
//! 1. The clock moves before an entry is looked at: an entry at an instant finds what was due before it late. What is due at
//!    that very instant is in time, and a ban no longer binds at the instant at which its time ends.
//! 2. Deadlines are counted as [`Period::due`](crate::calendar::Period::due) says, and name their calendar. One beyond the
//!    calendar is undetermined, never a guess; so is one for whose day the rule has no value.
//! 3. Entries are taken in the order in which they occurred, those at one instant in the order of recording; of several
//!    histories, the earlier listed first. An entry first answers what is open, then what it has to go before comes, then what
//!    ends the duty; then the same for the states that it begins or ends; then closes what it closes, and carries what goes on
//!    with a successor; then opens duties; last, those who watch a rule learn that it was broken. What conditions look back on is
//!    what went before it, and what lasts is told as it stands after it.
//! 4. What happened on one day counts in either order, unless the rule says `strict`: an answer recorded earlier on the day of
//!    its trigger is one, and what has to go before something may come later that day. That holds for entries, not for states, and
//!    not where each duty needs an answer of its own or is due again and again. Bans go by the order.
//! 5. When what a duty is about closes (the contract, the intervention, the case, or the cycle in which it was opened), an open
//!    duty is released, broken, kept or carried to the successor, as the rule says. A breach that is closed, or ended by `until`,
//!    is remedied no more.
//! 6. Clocks never pause, unless the rule says that they do while the contract is suspended:
//!    see [`Pauses`](crate::calendar::Pauses).
//! 7. Absence proves something only where recording is complete: where a milestone could have met a duty, its absence leaves that
//!    undetermined until somebody [declared](crate::deciding::FeedDeclaredComplete) its feed complete from that day or before.
//!    Each of several milestones may have a feed of its own. Conditions (`happened` and the like) go by what is recorded.
//! 8. A value that was left out, or redacted, leaves undetermined whatever turns on it: whether a rule applies, was met, was ended
//!    or was broken. An entry of which it is not known what it is about may be the answer to any duty of the rule in its history. A
//!    case that was redacted is not found out by another way. Where a way does not apply at all (the reason why work was uncovered,
//!    of work that was covered), a test simply fails, be it that something is so or that it is not; and nothing is said there.
//! 9. A query can be excused by a recorded waiver ([`DutyWaived`](crate::deciding::DutyWaived)) that is no earlier than the duty,
//!    of the same history or naming the case: its duty is shown, and does not count. An error cannot.
//! 10. Readings that a rule asks speak of the time just before.
//! 11. What time alone brings about (a contract lapses, a duty is late) happens after all entries of that instant, and counts from
//!     the day that ended then: first all that is due is late, then those who watch learn of it, then contracts lapse.
//! 12. What was due again and again (`every`) is due again from what met it, be it late, and ends with its state. What was to
//!     happen `at_least` so often is met, or remedied, by the one that makes it enough.
//! 13. `first` is the first time that the rule applies about the same, its conditions being so; one of which that cannot be told
//!     is not yet the first.
//! 14. Where a history follows an attachment that is not looked at, what may lie there leaves undetermined whatever asks for what
//!     went before, unless it is about something that was made here, such as a contract.
//! 15. Of several histories together, references are known within their history alone, unless the case, the clinician or the
//!     cycle is among what the rule is about. Somebody's role is the one they held at that instant.
//! 16. A rule that watches another learns that it was broken as soon as that is so, before feeds and waivers are asked; the entry
//!     that opened the duty that was broken stands for it.
//!
//! # Three ways to run
//! [`Policy::check`] looks at a whole history; a [`Monitor`] takes entries as they come, and says what changed and what falls due
//! next; [`Policy::judge`] tells what offering an act would break. All three are one engine; a slow evaluator in the tests,
//! written from this page alone, is what they are held to.
//!
//! Nothing here is legal advice, and no finding is about a person: it explains, can be answered, and never ranks anybody.

pub(crate) mod syntax;
mod rule;
mod compile;
mod eval;
mod engine;
mod report;
mod render;
pub(crate) mod enforce;
mod monitor;
pub(crate) mod observe;
#[doc = include_str!("writing.md")]
pub mod writing {}

use std::borrow::Cow;

pub use compile::packs::{Pack, Packs};
pub use enforce::{Enforcement, Judgement};
pub use eval::answer::{Missing, Witness};
pub use monitor::{Monitor, News};
pub use render::excerpt::Excerpt;
pub use render::{NotClean, Rendering, Summary};
pub use report::diff::{Change, Owed, Shift};
pub use report::finding::{Because, Finding, Setting};
pub use report::verdict::{Duty, Excuse, Outcome, Verdict};
pub use report::{Report, RuleReport, Tally};
pub use rule::field_path::Attribute;
pub use rule::{Clock, Known, OnClose, Order, Rule, Severity, Source};
#[cfg(feature = "schemars")]
pub use syntax::json_schema::schema;
pub use syntax::problem::{NotAPack, Trouble};

use crate::assessment::Parameters;
use crate::calendar::{Almanac, Calendar, OutOfRange};
use crate::cycle::{Cycle, Entry, Event};
use crate::history::History;
use crate::moment::Moment;
use crate::standing;
use engine::index::Plan;
use engine::{Engine, Works};
use eval::context::Ground;

/// The rules of a pack, ready to be run by a calendar.
///
/// ```
/// use practice_cycle::{calendar::EnglandAndWales, history::History, moment::Moment, policy::{Pack, Policy}};
/// let policy = Policy::new(Pack::shipped("article").unwrap(), &EnglandAndWales::new())?;
/// let report = policy.check(&History::default(), Moment::LATEST, Moment::LATEST);
/// assert!(report.findings().next().is_none());
/// # Ok::<(), practice_cycle::calendar::OutOfRange>(())
/// ```
pub struct Policy {
    pack: Pack,
    rules: Vec<Rule>,
    plan: Plan,
    calendar: Almanac,
    parameters: Parameters,
    thresholds: standing::Parameters,
}

impl std::fmt::Debug for Policy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let rules: Vec<&str> = self.rules.iter().map(|rule| rule.id().as_str()).collect();
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
        let mut rules = pack.rules().to_vec();
        let plan = Plan::new(&mut rules);
        let range = calendar.range();
        for (from, to) in rules.iter().map(|rule| rule.in_force) {
            let (first, last) = (calendar.day_of(from), calendar.day_of(to.just_before().min(Moment::LATEST)));
            if last < *range.start() {
                calendar.reach(last)?;
            } else if first > *range.end() {
                calendar.reach(first)?;
            }
        }
        Ok(Self {
            rules,
            plan,
            calendar: Almanac::new(calendar)?,
            parameters: Parameters::unvalidated_v1().clone(),
            thresholds: standing::Parameters::default(),
            pack: pack.clone(),
        })
    }

    /// The same, with other parameters for the readings that its rules ask.
    #[must_use]
    pub fn reading_by(mut self, parameters: Parameters, thresholds: standing::Parameters) -> Self {
        (self.parameters, self.thresholds) = (parameters, thresholds);
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
        &self.calendar
    }

    fn engine(&self) -> Engine {
        Engine::new(&self.plan, self.rules.len())
    }

    fn works<'a>(&'a self, grounds: &'a [Ground<'a>]) -> Works<'a> {
        Works {
            rules: &self.rules,
            plan: &self.plan,
            calendar: &self.calendar,
            parameters: &self.parameters,
            thresholds: &self.thresholds,
            grounds,
        }
    }

    /// Checks what had happened by a time, as it was known at a time. Linear in the number of entries, as far as no rule [asks a
    /// reading](Rule::asks_reading), and but for this: a finding of a rule that requires something to have gone before looks
    /// through the history once more, to say what did.
    #[must_use]
    pub fn check(&self, history: &History, as_of: Moment, known_at: Moment) -> Report {
        self.check_all(&[history], as_of, known_at)
    }

    /// Checks several histories together, as rules about the caseload of one practitioner, or about a case in several cycles,
    /// need. At most 65,536.
    #[must_use]
    pub fn check_all(&self, histories: &[&History], as_of: Moment, known_at: Moment) -> Report {
        let mut engine = self.engine();
        let cycles: Vec<Cow<'_, Cycle>> = histories.iter().map(|history| known_cycle(history, known_at)).collect();
        let grounds = grounds(histories, &cycles, known_at);
        self.run(&mut engine, &grounds, as_of);
        Report::of(self, &engine, &grounds, as_of.min(Moment::LATEST), known_at)
    }

    /// Every duty with its explanation: those that are open, or were met, among them. In the order of the pack, then of time.
    ///
    /// ```
    /// use practice_cycle::{calendar::EnglandAndWales, history::History, moment::Moment, policy::{Pack, Policy}};
    /// let history = History::read(include_bytes!("../../examples/data/family_not_told.jsonl").as_slice())?;
    /// let policy = Policy::new(Pack::shipped("article").unwrap(), &EnglandAndWales::new())?;
    /// let report = policy.check(&history, Moment::LATEST, Moment::LATEST);
    /// let all = policy.explain(&[&history], Moment::LATEST, Moment::LATEST);
    /// assert_eq!(all.len() as u64, report.summary().duties);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn explain(&self, histories: &[&History], as_of: Moment, known_at: Moment) -> Vec<Finding> {
        let mut engine = self.engine();
        let cycles: Vec<Cow<'_, Cycle>> = histories.iter().map(|history| known_cycle(history, known_at)).collect();
        let grounds = grounds(histories, &cycles, known_at);
        self.run(&mut engine, &grounds, as_of);
        let mut lives: Vec<_> = report::fates(&engine, &[]).collect();
        lives.sort_unstable_by_key(|(live, _)| (live.rule, live.serial));
        let as_of = end_of(&grounds, as_of.min(Moment::LATEST));
        let explained = lives.into_iter().filter_map(|(live, fate)| {
            let rule = self.rules.get(usize::from(live.rule))?;
            let duty = report::duty(self, &engine, &grounds, rule, live);
            Some(Finding::of(self, &grounds, rule, (live, fate), duty, as_of))
        });
        explained.collect()
    }

    /// Takes every entry in effect, in the order in which it occurred, and moves the clock to the end.
    fn run<'a>(&'a self, engine: &mut Engine, grounds: &'a [Ground<'a>], as_of: Moment) {
        let works = &self.works(grounds);
        if let [ground] = grounds
            && ground.history.is_in_order()
        {
            // As many as were recorded by then and had occurred: recording never goes back, and here occurring does not.
            let known = |entry: &Entry| entry.act().recorded_at <= ground.known_at && entry.act().occurred_at <= as_of;
            let entries = ground.history.entries();
            for entry in entries.iter().take(entries.partition_point(known)) {
                engine.take(works, 0, entry);
            }
            return self.finish(engine, grounds, as_of);
        }
        let mut entries: Vec<(Moment, u16, &'a Entry)> = Vec::new();
        for ground in grounds {
            let view = ground.history.view(as_of, ground.known_at);
            entries.extend(view.entries().iter().map(|&entry| (entry.act().occurred_at, ground.place, entry)));
        }
        entries.sort_by_key(|&(at, place, entry)| (at, place, entry.number()));
        for (_, place, entry) in entries {
            engine.take(works, place, entry);
        }
        self.finish(engine, grounds, as_of);
    }

    /// Where everything recorded was asked for, the clock stands at the last that occurred or was recorded.
    fn finish<'a>(&'a self, engine: &mut Engine, grounds: &'a [Ground<'a>], as_of: Moment) {
        engine.advance(&self.works(grounds), end_of(grounds, as_of));
    }

    /// A checker, for many histories one after another: it keeps the room it needed for one.
    #[must_use]
    pub fn checker(&self) -> Checker<'_> {
        Checker { policy: self, engine: self.engine() }
    }

    /// A monitor of one history.
    #[must_use]
    pub fn monitor(&self) -> Monitor<'_> {
        Monitor::new(self)
    }
}

/// A policy at work on many histories, one after another.
///
/// ```
/// use practice_cycle::{calendar::EnglandAndWales, history::History, moment::Moment, policy::{Pack, Policy}};
/// let policy = Policy::new(Pack::shipped("article").unwrap(), &EnglandAndWales::new())?;
/// let mut checker = policy.checker();
/// let history = History::read(include_bytes!("../../examples/data/family_not_told.jsonl").as_slice())?;
/// assert_eq!(checker.check(&history, Moment::LATEST), policy.check(&history, Moment::LATEST, Moment::LATEST));
/// assert_eq!(checker.violated(&history, Moment::LATEST), 1);
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
        self.with(history, as_of, |policy, engine, grounds| Report::of(policy, engine, grounds, as_of, Moment::LATEST))
    }

    /// How many rules are violated, and no more than that: nothing is written down.
    #[must_use]
    pub fn violated(&mut self, history: &History, as_of: Moment) -> usize {
        self.with(history, as_of, report::violated)
    }

    fn with<T>(&mut self, history: &History, as_of: Moment, read: impl FnOnce(&Policy, &Engine, &[Ground<'_>]) -> T) -> T {
        self.engine.clear();
        let grounds = [Ground::sole(history)];
        self.policy.run(&mut self.engine, &grounds, as_of);
        read(self.policy, &self.engine, &grounds)
    }
}

/// The time that "everything recorded" speaks of: when the last entry was recorded.
fn end_of(grounds: &[Ground<'_>], as_of: Moment) -> Moment {
    if as_of != Moment::LATEST {
        return as_of;
    }
    let last = |ground: &Ground<'_>| {
        if ground.known_at == Moment::LATEST {
            return ground.history.entries().last().map(|entry| entry.act().recorded_at);
        }
        let known = ground.history.entries().partition_point(|entry| entry.act().recorded_at <= ground.known_at);
        ground.history.entries().get(known.checked_sub(1)?).map(|entry| entry.act().recorded_at)
    };
    grounds.iter().filter_map(last).max().unwrap_or(Moment::EARLIEST)
}

/// The cycle as it was known at a time.
fn known_cycle(history: &History, known_at: Moment) -> Cow<'_, Cycle> {
    let known = history.entries().last().is_none_or(|entry| entry.act().recorded_at <= known_at);
    if known { Cow::Borrowed(history.cycle()) } else { Cow::Owned(history.view(Moment::LATEST, known_at).cycle()) }
}

fn grounds<'a>(histories: &[&'a History], cycles: &'a [Cow<'a, Cycle>], known_at: Moment) -> Vec<Ground<'a>> {
    let each = (0_u16..).zip(histories).zip(cycles);
    let several = histories.len() > 1;
    let midway = |history| midway(history, histories);
    each.map(|((place, history), cycle)| Ground { history, cycle, place, several, known_at, midway: midway(history) })
        .collect()
}

/// When a history begins, if it follows an attachment that is not among those looked at.
fn midway(history: &History, all: &[&History]) -> Option<Moment> {
    let first = history.entries().first()?;
    let Event::Attachment(crate::attachment::Event::CycleOpened(data)) = first.event() else { return None };
    let earlier = data.earlier.as_ref()?;
    let is_there = all.iter().any(|history| history.cycle().id() == Some(earlier));
    (!is_there).then_some(first.act().occurred_at)
}
