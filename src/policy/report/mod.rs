//! What rules come to on a history.

pub(crate) mod diff;
pub(crate) mod evidence;
pub(crate) mod finding;
pub(crate) mod verdict;

use serde::Serialize;

use super::engine::Engine;
use super::engine::obligation::{Obligation, Status};
use super::eval::context::HistoryInput;
use super::report::finding::Finding;
use super::report::verdict::{Duty, Excuse, Outcome, Verdict};
use super::rule::{Duty as Asked, Rule, Severity, Source};
use super::{Policy, end_of};
use crate::calendar::Calendar;
use crate::deciding::DutyWaived;
use crate::id::RuleCode;
use crate::moment::Moment;
use crate::policy::eval::answer::{EntryRef, Missing};
use crate::word::Words;

/// What the rules of a policy come to. Serialises.
///
/// ```
/// use practice_cycle::{calendar::EnglandAndWales, history::History, moment::Moment};
/// use practice_cycle::policy::{Pack, Policy, Verdict};
/// let history = History::read(include_bytes!("../../../examples/data/family_not_told.jsonl").as_slice())?;
/// let policy = Policy::new(Pack::shipped("article").unwrap(), &EnglandAndWales::new())?;
/// let report = policy.check(&history, Moment::LATEST, Moment::LATEST);
/// assert!(matches!(report.rule("R04").unwrap().verdict, Verdict::Violated { .. }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// The pack, and its version.
    pub pack: (String, String),
    /// The calendar, and its version.
    pub calendar: (String, String),
    /// The time it speaks of. Where everything recorded was asked for, when the last entry was recorded.
    pub as_of: Moment,
    /// The time up to which it knows.
    pub known_at: Moment,
    /// Rule by rule, in the order of the pack.
    pub rules: Vec<RuleReport>,
    #[serde(skip)]
    findings: Vec<Finding>,
}

/// What one rule comes to.
///
/// ```
/// use practice_cycle::{calendar::EnglandAndWales, history::History, moment::Moment, policy::{Pack, Policy}};
/// let policy = Policy::new(Pack::shipped("article").unwrap(), &EnglandAndWales::new())?;
/// let report = policy.check(&History::default(), Moment::LATEST, Moment::LATEST);
/// assert!(!report.rules[0].activated, "nothing happened that it applies to");
/// # Ok::<(), practice_cycle::calendar::OutOfRange>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct RuleReport {
    /// The rule.
    pub rule: RuleCode,
    /// The rule in one sentence.
    pub title: String,
    /// Where it comes from.
    pub source: Source,
    /// How much weight its findings have.
    pub severity: Severity,
    /// What it comes to: the worst of its duties, those apart that are excused.
    pub verdict: Verdict,
    /// Whether it ever applied.
    pub activated: bool,
    /// How many duties came to what.
    pub tally: Tally,
    /// Each time it applied, in the order in which that was. A monitor lists those that are open or were broken.
    pub duties: Vec<Duty>,
}

/// How many duties came to what.
///
/// ```
/// use practice_cycle::policy::Tally;
/// let tally = Tally { met: 3, missed: 1, ..Tally::default() };
/// assert_eq!(tally.total(), 4);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Tally {
    /// Owed, and not late.
    pub open: u64,
    /// Bans in force, and kept so far.
    pub holding: u64,
    /// Met in time.
    pub met: u64,
    /// Kept to the end, or required and so.
    pub kept: u64,
    /// Fallen away.
    pub released: u64,
    /// Not met in time, and not since.
    pub missed: u64,
    /// Met too late.
    pub met_late: u64,
    /// Broken outright.
    pub broken: u64,
    /// Not to be told.
    pub unknown: u64,
    /// Of all these, how many are excused.
    pub excused: u64,
}

impl Tally {
    /// All of them.
    #[must_use]
    pub const fn total(&self) -> u64 {
        self.open
            + self.holding
            + self.met
            + self.kept
            + self.released
            + self.missed
            + self.met_late
            + self.broken
            + self.unknown
    }

    /// Counts a duty that was settled for good.
    pub(crate) fn count_settled(&mut self, status: &Status) {
        match status {
            Status::Met(_) => self.met += 1,
            Status::Kept(_) => self.kept += 1,
            Status::Released(_) => self.released += 1,
            // These can still come to something else, and are kept.
            Status::Waiting | Status::Banned | Status::Missed(_) | Status::Broken(_) | Status::Unknown(_) => {}
        }
    }

    pub(crate) fn count(&mut self, outcome: &Outcome, excused: bool) {
        let count = match outcome {
            Outcome::Open { .. } => &mut self.open,
            Outcome::Holding { .. } => &mut self.holding,
            Outcome::Met { .. } => &mut self.met,
            Outcome::Kept { .. } => &mut self.kept,
            Outcome::Released { .. } => &mut self.released,
            Outcome::Missed { remedied: None, .. } => &mut self.missed,
            Outcome::Missed { remedied: Some(_), .. } => &mut self.met_late,
            Outcome::Broken { .. } => &mut self.broken,
            Outcome::Unknown { .. } => &mut self.unknown,
        };
        *count += 1;
        self.excused += u64::from(excused);
    }
}

impl Report {
    pub(crate) fn of(
        policy: &Policy,
        engine: &Engine,
        inputs: &[HistoryInput<'_>],
        as_of: Moment,
        known_at: Moment,
    ) -> Self {
        Self::with_earlier(policy, engine, inputs, (end_of(inputs, as_of), known_at), &[], &[])
    }

    /// With what was settled and put away before, and the counts of what was forgotten.
    pub(crate) fn with_earlier(
        policy: &Policy,
        engine: &Engine,
        inputs: &[HistoryInput<'_>],
        (as_of, known_at): (Moment, Moment),
        earlier: &[Obligation],
        counted: &[Tally],
    ) -> Self {
        let mut by_rule: Vec<Vec<(&Obligation, Fate)>> = vec![Vec::new(); policy.rules.len()];
        for (obligation, fate) in fates(engine, earlier) {
            if let Some(duties) = by_rule.get_mut(usize::from(obligation.rule)) {
                duties.push((obligation, fate));
            }
        }
        let closed = !inputs.is_empty() && inputs.iter().all(|input| engine.closed.contains(&input.place));
        let mut findings = Vec::new();
        let mut rules = Vec::new();
        for (place, (rule, mut obligations)) in policy.rules.iter().zip(by_rule).enumerate() {
            obligations.sort_unstable_by_key(|(obligation, _)| obligation.serial);
            let mut tally = counted.get(place).copied().unwrap_or_default();
            let mut duties = Vec::with_capacity(obligations.len());
            let mut worst: Option<Verdict> = None;
            for (obligation, fate) in obligations {
                let duty = duty(policy, engine, inputs, rule, obligation);
                tally.count(&duty.outcome, duty.excused.is_some());
                let verdict = duty.verdict();
                if matches!(verdict, Verdict::Violated { .. } | Verdict::Undetermined { .. }) {
                    findings.push(Finding::of(policy, inputs, rule, (obligation, fate), duty.clone(), as_of));
                }
                if duty.excused.is_none() {
                    worst = Verdict::worst(worst.into_iter().chain([verdict]));
                }
                duties.push(duty);
            }
            let activated = engine.duties.activated(place);
            let over = closed || rule.in_force.1 <= as_of;
            let verdict = match worst {
                Some(worst) if worst.is_worse_than(&Verdict::HoldsSoFar) => worst,
                Some(Verdict::HoldsSoFar) => Verdict::HoldsSoFar,
                _ if over => Verdict::Satisfied,
                _ => Verdict::HoldsSoFar,
            };
            rules.push(RuleReport {
                rule: rule.id.clone(),
                title: rule.title.clone(),
                source: rule.source.clone(),
                severity: rule.severity,
                verdict,
                activated,
                tally,
                duties,
            });
        }
        let calendar = policy.calendar();
        Self {
            pack: (policy.pack.name().to_owned(), policy.pack.version().to_owned()),
            calendar: (calendar.name().to_owned(), calendar.version().to_owned()),
            as_of,
            known_at,
            rules,
            findings,
        }
    }

    /// One rule.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&RuleReport> {
        self.rules.iter().find(|rule| rule.rule.as_str() == id)
    }

    /// Every duty that was broken, or cannot be told, with its explanation: those that are excused among them. In the order of
    /// the pack, then of time.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter()
    }
}

/// Whether what happens later can still bear on a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Open,
    Settled,
}

/// Every duty, those first that were settled earlier and forgotten by the engine.
pub(crate) fn fates<'e>(engine: &'e Engine, earlier: &'e [Obligation]) -> impl Iterator<Item = (&'e Obligation, Fate)> {
    let settled = earlier.iter().chain(engine.duties.settled()).map(|obligation| (obligation, Fate::Settled));
    let mut open: Vec<&Obligation> = engine.duties.open().collect();
    open.sort_unstable_by_key(|obligation| obligation.serial);
    settled.chain(open.into_iter().map(|obligation| (obligation, Fate::Open)))
}

/// How many rules are violated.
pub(crate) fn violated(policy: &Policy, engine: &Engine, inputs: &[HistoryInput<'_>]) -> usize {
    let is_bad = |obligation: &&Obligation| matches!(obligation.status, Status::Missed(..) | Status::Broken(_));
    let mut bad: Vec<u16> = Vec::new();
    for obligation in engine.duties.iter().filter(is_bad) {
        if bad.contains(&obligation.rule) {
            continue;
        }
        let Some(rule) = policy.rules.get(usize::from(obligation.rule)) else { continue };
        let duty = duty(policy, engine, inputs, rule, obligation);
        if matches!(duty.verdict(), Verdict::Violated { .. }) && duty.excused.is_none() {
            bad.push(obligation.rule);
        }
    }
    bad.len()
}

/// A duty, as it is shown.
pub(crate) fn duty(
    policy: &Policy,
    engine: &Engine,
    inputs: &[HistoryInput<'_>],
    rule: &Rule,
    obligation: &Obligation,
) -> Duty {
    let names = rule.about().map(str::to_owned);
    let mut about: Vec<(String, String)> = names.zip(obligation.parts(rule).map(str::to_owned)).collect();
    if let Some(each) = obligation.each()
        && !about.iter().any(|(_, id)| id == each)
    {
        about.push(("each".to_owned(), each.to_string()));
    }
    let outcome = outcome(policy, engine, inputs, rule, obligation, &about);
    let broken =
        matches!(outcome.verdict(), Verdict::Violated { .. } | Verdict::Undetermined { .. } | Verdict::Pending { .. });
    let excused =
        (rule.severity == Severity::Query && broken).then(|| excuse(engine, inputs, rule, obligation, &about)).flatten();
    Duty { about, opened_by: obligation.opened, since: obligation.since, outcome, excused }
}

fn outcome(
    policy: &Policy,
    engine: &Engine,
    inputs: &[HistoryInput<'_>],
    rule: &Rule,
    obligation: &Obligation,
    about: &[(String, String)],
) -> Outcome {
    let unclear = |maybe: EntryRef| Outcome::Unknown { missing: Missing::Answer(maybe) };
    let doubts = obligation.doubts();
    match &obligation.status {
        Status::Waiting => {
            let stands = obligation.stands();
            Outcome::Open { due_by: obligation.due.if_ever().filter(|_| !stands) }
        }
        Status::Banned => doubts.answered.map_or(Outcome::Holding { until: obligation.due.if_ever() }, unclear),
        // What may have come before it was met may have made it late.
        Status::Met(by) => doubts.passed.map_or(Outcome::Met { by: *by }, unclear),
        Status::Kept(at) => doubts.answered.map_or(Outcome::Kept { at: *at }, unclear),
        Status::Released(by) => Outcome::Released { at: by.at, by: Some(*by) },
        Status::Missed(missed) => {
            if let Some(doubt) = obligation.doubt() {
                unclear(doubt)
            } else if may_lie_earlier(policy, inputs, rule, obligation) {
                Outcome::Unknown { missing: Missing::EarlierCycle }
            } else if rule.rests_on_feed.is_some_and(|what| !is_fed(policy, engine, inputs, rule, obligation, what, about)) {
                Outcome::Unknown { missing: Missing::Feed }
            } else {
                Outcome::Missed { at: missed.at, by: missed.by, remedied: missed.remedied }
            }
        }
        Status::Broken(by) => doubts.ended.map_or(Outcome::Broken { by: *by }, unclear),
        Status::Unknown(missing) => Outcome::Unknown { missing: (**missing).clone() },
    }
}

/// Whether what had to go before may lie in an earlier attachment that is not looked at.
fn may_lie_earlier(policy: &Policy, inputs: &[HistoryInput<'_>], rule: &Rule, obligation: &Obligation) -> bool {
    let midway = inputs.get(usize::from(obligation.opened.history)).and_then(|input| input.midway);
    let Some(began) = midway.filter(|_| !rule.made_here) else { return false };
    match &rule.duty {
        Asked::PrecededBy { within: Some(period), .. } => {
            let reached =
                period.at(obligation.since).map(|period| period.reaches_back_to(obligation.since, policy.calendar()));
            reached.and_then(Result::ok).is_none_or(|reached| began >= reached)
        }
        Asked::PrecededBy { within: None, .. }
        | Asked::Expect { at_any_time: true, .. }
        | Asked::Expect { together: Some(_), .. } => true,
        Asked::Expect { .. } | Asked::Require(..) | Asked::Forbid { .. } => false,
    }
}

/// Whether the recording of these milestones is complete over the time in which one was expected.
fn is_fed(
    policy: &Policy,
    engine: &Engine,
    inputs: &[HistoryInput<'_>],
    rule: &Rule,
    obligation: &Obligation,
    what: Words<crate::deciding::Milestone>,
    about: &[(String, String)],
) -> bool {
    let opened = inputs.iter().filter_map(|input| input.history.entries().first()).map(|entry| entry.act().occurred_at);
    let first = opened.min().unwrap_or(Moment::EARLIEST);
    let is_fed = |milestone| {
        engine.feeds.iter().any(|feed| {
            let covers = feed.what.is_none_or(|fed| fed.has(milestone));
            let case = feed.case.as_deref().is_none_or(|case| about.iter().any(|(name, id)| name == "case" && id == case));
            let in_time = match &rule.duty {
                Asked::PrecededBy { within: Some(period), .. } => {
                    let period = period.at(obligation.since);
                    period.is_some_and(|period| {
                        period.reaches_back_to(obligation.since, &policy.calendar).is_ok_and(|reached| feed.from <= reached)
                    }) || feed.from <= first
                }
                Asked::PrecededBy { .. }
                | Asked::Expect { at_any_time: true, .. }
                | Asked::Expect { together: Some(_), .. } => feed.from <= first,
                Asked::Expect { .. } | Asked::Require(..) | Asked::Forbid { .. } => feed.from <= obligation.since,
            };
            covers && case && in_time
        })
    };
    what.iter().all(is_fed)
}

/// The waiver that excuses a duty: of this rule, recorded to have occurred no earlier than the duty, and about the same as
/// far as it says.
fn excuse(
    engine: &Engine,
    inputs: &[HistoryInput<'_>],
    rule: &Rule,
    obligation: &Obligation,
    about: &[(String, String)],
) -> Option<Excuse> {
    let excuses = |entry_ref: &EntryRef| {
        let input = inputs.get(usize::from(entry_ref.history))?;
        let entry = input.history.entry(entry_ref.entry)?;
        let data = DutyWaived::of(entry.event())?;
        let is_about =
            |names: &[&str], id: &str| about.iter().any(|(name, about)| names.contains(&name.as_str()) && about == id);
        let same_history = obligation.opened.history == entry_ref.history;
        let fits = data.rule == rule.id
            && entry_ref.at >= obligation.opened.at
            // Another history knows nothing of this one, but for the case.
            && (same_history || data.case.is_some())
            && data.opened_by.is_none_or(|opened| same_history && opened == obligation.opened.entry)
            && data.contract.as_ref().is_none_or(|contract| same_history && is_about(&["contract", "each"], contract.as_str()))
            && data.case.as_ref().is_none_or(|case| case.as_str().is_some_and(|case| is_about(&["case"], case)));
        fits.then(|| Excuse { by: entry.act().by.clone(), at: *entry_ref })
    };
    engine.waivers.iter().find_map(excuses)
}
