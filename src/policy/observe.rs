//! An observer of rules in a search: it follows histories that branch, entry by entry.

use super::check::Policy;
use super::enforce::Enforcement;
pub(crate) use super::engine::fingerprint::EntryFingerprint;
use super::engine::obligation::{Obligation, Status};
use super::engine::{Engine, Recording};
use super::eval::context::HistoryInput;
use super::report::outcome::Outcomes;
use super::report::verdict::{Outcome, Verdict};
use crate::cycle::{Entry, Event};
use crate::deciding;
use crate::history::History;
use crate::id::EntryNumber;
use crate::moment::Moment;

/// Some rules of a pack, by their places, as bits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct RuleSet(u128);

impl RuleSet {
    /// More rules than this are not distinguished.
    pub(crate) const MOST: usize = 128;

    pub(crate) fn insert(&mut self, place: usize) {
        self.0 |= 1_u128.checked_shl(place as u32).unwrap_or_default();
    }

    pub(crate) fn has(self, place: usize) -> bool {
        self.0.checked_shr(place as u32).is_some_and(|bits| bits & 1 == 1)
    }

    pub(crate) fn bits(self) -> u128 {
        self.0
    }
}

/// What rules have come to so far in a history.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct SoFar {
    /// Those that ever had a duty that was met, or a ban that was kept.
    pub(crate) kept: RuleSet,
    /// Those that ever were broken, and not excused by then.
    pub(crate) broken: RuleSet,
    /// Those of which that could not be determined.
    pub(crate) unknown: RuleSet,
    /// Those that the last entry broke, for the first time or again.
    by_last: RuleSet,
}

impl SoFar {
    /// Counts a duty for what it came to.
    fn count(&mut self, policy: &Policy, outcomes: &Outcomes<'_>, obligation: &Obligation, last: Option<EntryNumber>) {
        let place = obligation.rule as usize;
        let Some(rule) = policy.program.rule(obligation) else { return };
        let state = outcomes.state(rule, obligation);
        if state.excused.is_some() {
            return;
        }
        match state.outcome.verdict() {
            Verdict::Violated { by, .. } => {
                self.broken.insert(place);
                if last == Some(obligation.opened.entry) || by.is_some_and(|by| last == Some(by.entry)) {
                    self.by_last.insert(place);
                }
            }
            Verdict::Undetermined { .. } => self.unknown.insert(place),
            Verdict::Satisfied | Verdict::HoldsSoFar | Verdict::Pending { .. } => {}
        }
        if matches!(state.outcome, Outcome::Met { .. } | Outcome::Kept { .. }) {
            self.kept.insert(place);
        }
    }
}

/// Where the rules of a policy stand in one history of a search.
#[derive(Debug)]
pub(crate) struct Observer {
    engine: Engine,
    pub(crate) so_far: SoFar,
    /// What was settled, and may come to something else: once a waiver that excused it is over, or once a feed shows that what was
    /// missing did not happen.
    unsure: Vec<Obligation>,
    /// When the next such waiver is over.
    waived_to: Option<Moment>,
}

impl Clone for Observer {
    fn clone(&self) -> Self {
        let Self { engine, so_far, unsure, waived_to } = self;
        Self { engine: engine.clone(), so_far: *so_far, unsure: unsure.clone(), waived_to: *waived_to }
    }

    fn clone_from(&mut self, other: &Self) {
        self.engine.clone_from(&other.engine);
        self.so_far = other.so_far;
        self.unsure.clone_from(&other.unsure);
        self.waived_to = other.waived_to;
    }
}

impl Policy {
    /// Whether a rule may ask later how contracts stood when something occurred.
    pub(crate) fn looks_around(&self) -> bool {
        self.program.index.looks_around
    }

    /// Where its rules stand after all that a history holds.
    pub(crate) fn watch(&self, history: &History) -> Observer {
        let engine = Engine::new(&self.program, Recording::Off);
        let mut observer = Observer { engine, so_far: SoFar::default(), unsure: Vec::new(), waived_to: None };
        let inputs = [HistoryInput::sole(history)];
        for entry in history.all_corrected() {
            observer.take_one(self, &inputs, entry);
        }
        observer
    }
}

impl Observer {
    /// Takes the last entry of a history.
    pub(crate) fn take(&mut self, policy: &Policy, history: &History) {
        if let Some(entry) = history.entries().last() {
            self.take_one(policy, &[HistoryInput::sole(history)], entry);
        }
    }

    fn take_one(&mut self, policy: &Policy, inputs: &[HistoryInput<'_>], entry: &Entry) {
        let runtime = policy.program.runtime(inputs);
        self.engine.take(&runtime, 0, entry);
        // What is due by a day that is past already is late at once.
        let now = self.engine.clock();
        if self.engine.next_due().is_some_and(|due| due < now) {
            self.engine.advance(&runtime, now);
        }
        self.count_news(policy, inputs, Some(entry.number()));
        if let Event::Deciding(deciding::Event::FeedDeclaredComplete(_)) = entry.event() {
            self.count_late(policy, inputs);
        }
        self.count_waived(policy, inputs);
    }

    /// Lets time pass: whatever was due before an instant is late.
    pub(crate) fn pass(&mut self, policy: &Policy, history: &History, to: Moment) {
        let inputs = [HistoryInput::sole(history)];
        self.engine.advance(&policy.program.runtime(&inputs), to);
        self.count_news(policy, &inputs, None);
        self.count_waived(policy, &inputs);
    }

    /// When something falls due next, or counts again.
    pub(crate) fn next_due(&self) -> Option<Moment> {
        let due = self.engine.next_due();
        // A waiver is over at that very instant, and what is due at one is late after it.
        due.into_iter().chain(self.waived_to.map(Moment::just_before)).min()
    }

    /// Whether a rule ever applied.
    pub(crate) fn has_applied(&self, place: usize) -> bool {
        self.engine.store.activated(place)
    }

    /// Whether a rule ever had a duty that was met, or a ban that was kept, to its end or so far.
    pub(crate) fn has_kept(&self, place: usize) -> bool {
        let is_kept = |obligation: &Obligation| obligation.rule as usize == place && obligation.status == Status::Banned;
        self.so_far.kept.has(place) || self.engine.store.open().any(is_kept)
    }

    /// Whether a rule has a duty that time will make late.
    pub(crate) fn owes(&self, place: usize) -> bool {
        let owed = |obligation: &Obligation| {
            obligation.rule as usize == place && obligation.status == Status::Waiting && obligation.due != Moment::NEVER
        };
        self.engine.store.open().any(owed)
    }

    /// Whether the last entry broke a rule for which an act is refused.
    pub(crate) fn is_refused(&self, policy: &Policy, strictness: Enforcement) -> bool {
        let broken = policy.program.rules.iter().enumerate().filter(|(place, _)| self.so_far.by_last.has(*place));
        broken.map(|(_, rule)| rule.severity).any(|severity| strictness.refuses(severity))
    }

    /// Canonical bytes of where the rules stand: equal bytes allow the same future.
    pub(crate) fn fingerprint(&self, policy: &Policy, entries: &EntryFingerprint<'_>, to: &mut Vec<u8>) {
        let SoFar { kept, broken, unknown, by_last: _ } = self.so_far;
        for rules in [kept, broken, unknown] {
            to.extend(rules.bits().to_le_bytes());
        }
        to.extend((0..policy.program.rules.len()).map(|place| u8::from(self.has_applied(place))));
        self.engine.fingerprint(&policy.program, &self.unsure, entries, to);
    }

    /// Counts what was settled or became late, and forgets it.
    fn count_news(&mut self, policy: &Policy, inputs: &[HistoryInput<'_>], last: Option<EntryNumber>) {
        self.so_far.by_last = RuleSet::default();
        let engine = &self.engine;
        let outcomes = Outcomes::new(&policy.program, engine, inputs, engine.clock());
        for obligation in engine.store.settled().chain(engine.late()) {
            self.so_far.count(policy, &outcomes, obligation, last);
        }
        let ends = outcomes.next_waiver_ends(engine.clock()).is_some();
        self.engine.store.put_away(|obligation| {
            // What may count again: what is broken, or cannot be determined.
            let excused = ends && matches!(obligation.status, Status::Missed(_) | Status::Broken(_) | Status::Unknown(_));
            if excused || rests_on_feed(policy, &obligation) {
                self.unsure.push(obligation);
            }
        });
        self.engine.forget_late();
        self.engine.drop_stale();
    }

    /// Counts anew what is late: that a feed is complete shows that what was missing did not happen.
    fn count_late(&mut self, policy: &Policy, inputs: &[HistoryInput<'_>]) {
        let engine = &self.engine;
        let outcomes = Outcomes::new(&policy.program, engine, inputs, engine.clock());
        let late = engine.store.open().chain(&self.unsure);
        for obligation in late.filter(|obligation| matches!(obligation.status, Status::Missed(_))) {
            self.so_far.count(policy, &outcomes, obligation, None);
        }
    }

    /// Counts anew what was excused by waivers that are over.
    fn count_waived(&mut self, policy: &Policy, inputs: &[HistoryInput<'_>]) {
        let engine = &self.engine;
        let now = engine.clock();
        if engine.notes.waivers.is_empty() {
            return;
        }
        let outcomes = Outcomes::new(&policy.program, engine, inputs, now);
        let next = outcomes.next_waiver_ends(now);
        if self.waived_to.is_some_and(|ends| ends <= now) {
            let late = engine.store.open().filter(|obligation| matches!(obligation.status, Status::Missed(_)));
            for obligation in late.chain(&self.unsure) {
                self.so_far.count(policy, &outcomes, obligation, None);
            }
        }
        if next.is_none() {
            self.unsure.retain(|obligation| rests_on_feed(policy, obligation));
        }
        self.waived_to = next;
    }
}

/// Whether a duty was missed, as far as nothing that was not recorded met it.
fn rests_on_feed(policy: &Policy, obligation: &Obligation) -> bool {
    let rests = policy.program.rule(obligation).is_some_and(|rule| rule.rests_on_feed.is_some());
    rests && matches!(obligation.status, Status::Missed(_))
}
