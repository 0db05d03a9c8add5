//! The report of a policy on histories: verdicts, duties and findings, all as data.

pub(crate) mod key;
pub(crate) mod verdict;
pub(crate) mod waivers;
pub(crate) mod outcome;
pub(crate) mod mark;
pub(crate) mod finding;

use std::sync::Arc;

use serde::Serialize;

use crate::calendar::Calendar;
use crate::id::RuleCode;
use crate::moment::Moment;
use crate::policy::compile::packs::Pack;
use crate::policy::engine::obligation::{Obligation, Status};
use crate::policy::eval::answer::EntryRef;
use crate::policy::eval::evidence::Evidence;
use crate::policy::rule::Source;
use crate::policy::syntax::codes::Severity;
use crate::reader::Reader;
use finding::Finding;
use outcome::Outcomes;
use verdict::{Duty, Outcome, Verdict};
use waivers::{Served, UnusedWaiver};

/// What the rules of a policy come to. Serialises.
///
/// ```
/// use practice_cycle::{calendar::EnglandAndWales, history::History, moment::Moment};
/// use practice_cycle::policy::{Pack, Policy, Verdict};
/// let history = History::read(std::fs::read("examples/data/family_not_told.jsonl")?.as_slice())?;
/// let policy = Policy::new(Pack::shipped("article").unwrap(), &EnglandAndWales::new())?;
/// let report = policy.check(&history, Moment::LATEST, Moment::LATEST);
/// assert!(matches!(report.rule("R04a").unwrap().verdict, Verdict::Violated { .. }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
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
    /// The waivers that excuse nothing, each with the reason, in the order in which they occurred: notes for those who wrote them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unused_waivers: Vec<UnusedWaiver>,
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
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RuleReport {
    /// The rule.
    pub rule: RuleCode,
    /// The rule in one sentence.
    pub title: Arc<str>,
    /// Where it comes from, as the pack that was checked cites it.
    pub source: Arc<Source>,
    /// The source that the rule names itself, where that is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Arc<Source>>,
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
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "DutyTally"))]
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
    /// It cannot be determined.
    pub unknown: u64,
    /// Of all these, how many are excused.
    pub excused: u64,
}

impl RuleReport {
    /// Leaves duties out, as if they had never begun.
    fn leave_out(&mut self, is_left_out: impl Fn(&Duty) -> bool) {
        let before = self.tally.total();
        self.duties.retain(|duty| {
            let stays = !is_left_out(duty);
            if !stays {
                self.tally.count_less(&duty.outcome, duty.excused.is_some());
            }
            stays
        });
        if self.tally.total() == before {
            return;
        }
        self.activated = self.tally.total() > 0;
        let counting = self.duties.iter().filter(|duty| duty.excused.is_none());
        let worst = Verdict::worst(counting.map(Duty::verdict));
        let settled = matches!(self.verdict, Verdict::Satisfied);
        let without = if settled { Verdict::Satisfied } else { Verdict::HoldsSoFar };
        self.verdict = worst.filter(|worst| worst.is_worse_than(&Verdict::Satisfied)).unwrap_or(without);
    }
}

impl Tally {
    /// All of them.
    #[must_use]
    pub const fn total(&self) -> u64 {
        let Self { open, holding, met, kept, released, missed, met_late, broken, unknown, excused: _ } = *self;
        open + holding + met + kept + released + missed + met_late + broken + unknown
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
        *self.of(outcome) += 1;
        self.excused += u64::from(excused);
    }

    fn count_less(&mut self, outcome: &Outcome, excused: bool) {
        let count = self.of(outcome);
        *count = count.saturating_sub(1);
        self.excused = self.excused.saturating_sub(u64::from(excused));
    }

    fn of(&mut self, outcome: &Outcome) -> &mut u64 {
        match outcome {
            Outcome::Open { .. } => &mut self.open,
            Outcome::Holding { .. } => &mut self.holding,
            Outcome::Met { .. } => &mut self.met,
            Outcome::Kept { .. } => &mut self.kept,
            Outcome::Released { .. } => &mut self.released,
            Outcome::Missed { remedied: None, .. } => &mut self.missed,
            Outcome::Missed { remedied: Some(_), .. } => &mut self.met_late,
            Outcome::Broken { .. } => &mut self.broken,
            Outcome::Unknown { .. } => &mut self.unknown,
        }
    }
}

impl Finding {
    /// What somebody is shown of it: without what it says of entries that they are not shown, but that there is one. One reader for each
    /// history, in their order. Whether they may know of the duty at all, [`Duty::is_told_to`](crate::policy::Duty::is_told_to) says.
    ///
    /// ```
    /// use practice_cycle::{calendar::EnglandAndWales, history::History, moment::Moment, policy::{Pack, Policy}, reader::Reader};
    /// let history = History::read(std::fs::read("examples/data/family_not_told.jsonl")?.as_slice())?;
    /// let policy = Policy::new(Pack::shipped("article").unwrap(), &EnglandAndWales::new())?;
    /// let report = policy.check(&history, Moment::LATEST, Moment::LATEST);
    /// let nobody = [Reader::nobody(&history.view(Moment::LATEST, Moment::LATEST))];
    /// for finding in report.findings() {
    ///     assert_eq!(&finding.told_to(&nobody), finding, "here no member of the family said anything");
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn told_to(&self, readers: &[Reader]) -> Self {
        let is_shown = |of: &EntryRef| of.is_shown_to(readers);
        let opening = is_shown(&self.duty.opened_by);
        let is_told = |evidence: &Evidence| match evidence {
            Evidence::Field { of, .. } => of.as_ref().map_or(opening, is_shown),
            Evidence::Happened { last, since, .. } => last.iter().chain(since).all(is_shown),
            Evidence::Ratio { .. }
            | Evidence::NeverHappened { .. }
            | Evidence::Concurrent { .. }
            | Evidence::Open { .. }
            | Evidence::Stage(_)
            | Evidence::Standing(_)
            | Evidence::Boundary(_) => true,
        };
        let mut told = self.clone();
        told.because.retain(is_told);
        told.found.retain(is_told);
        told
    }
}

impl Report {
    /// With what was settled and put away before, and the counts of what was forgotten, and the waivers that it served.
    pub(crate) fn of(
        pack: &Pack,
        outcomes: &Outcomes<'_>,
        (as_of, known_at): (Moment, Moment),
        earlier: &[Obligation],
        counted: &[Tally],
        mut served: Served,
    ) -> Self {
        let mut findings = Vec::new();
        let rules = outcomes.by_rule(earlier).into_iter().enumerate().map(|(place, (rule, obligations))| {
            let mut tally = counted.get(place).copied().unwrap_or_default();
            let mut duties = Vec::with_capacity(obligations.len());
            let mut worst: Option<Verdict> = None;
            for (obligation, fate) in obligations {
                let duty = outcomes.duty(rule, obligation);
                outcomes.note_served(obligation, &mut served);
                tally.count(&duty.outcome, duty.excused.is_some());
                let verdict = duty.verdict();
                if matches!(verdict, Verdict::Violated { .. } | Verdict::Undetermined { .. }) {
                    findings.push(Finding::of(outcomes, rule, (obligation, fate), duty.clone(), as_of));
                }
                if duty.excused.is_none() {
                    worst = Verdict::worst(worst.into_iter().chain([verdict]));
                }
                duties.push(duty);
            }
            let over = outcomes.are_closed() || rule.in_force.1 <= as_of;
            let verdict = match worst {
                Some(worst) if worst.is_worse_than(&Verdict::HoldsSoFar) => worst,
                Some(Verdict::HoldsSoFar) => Verdict::HoldsSoFar,
                _ if over => Verdict::Satisfied,
                _ => Verdict::HoldsSoFar,
            };
            RuleReport {
                rule: rule.id.clone(),
                title: Arc::clone(&rule.title),
                source: Arc::clone(&rule.source),
                after: rule.after.clone(),
                severity: rule.severity,
                verdict,
                activated: outcomes.has_applied(place),
                tally,
                duties,
            }
        });
        let rules = rules.collect();
        let unused_waivers = outcomes.unused_waivers(&served);
        let calendar = outcomes.calendar();
        Self {
            pack: (pack.name().to_owned(), pack.version().to_owned()),
            calendar: (calendar.name().to_owned(), calendar.version().to_owned()),
            as_of,
            known_at,
            rules,
            unused_waivers,
            findings,
        }
    }

    /// What somebody is shown of it: as if no duty had begun with an entry that they are not shown, or were met, ended or broken by one, in
    /// the findings, the counts and what each rule comes to; without waivers that they are not shown. One reader for each history, in their order. Of what a [monitor](super::Monitor) has put away it only has
    /// the counts, which stay; so ask the report of a check.
    ///
    /// ```
    /// use practice_cycle::{calendar::EnglandAndWales, history::History, moment::Moment, policy::{Pack, Policy}, reader::Reader};
    /// let history = History::read(std::fs::read("examples/data/compliance_threatened.jsonl")?.as_slice())?;
    /// let policy = Policy::new(Pack::shipped("partnership").unwrap(), &EnglandAndWales::new())?;
    /// let report = policy.check(&history, Moment::LATEST, Moment::LATEST);
    /// let nobody = Reader::nobody(&history.view(Moment::LATEST, Moment::LATEST));
    /// let found = |report: &practice_cycle::policy::Report| report.findings().any(|finding| finding.rule.as_str() == "P05");
    /// assert!(found(&report), "values were not talked about in time");
    /// assert!(!found(&report.for_readers(&[nobody])), "a parent agreed that named readers know of it, and nobody else");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn for_readers(&self, readers: &[Reader]) -> Self {
        let mut told = self.clone();
        told.findings.retain(|finding| finding.duty.is_told_to(readers));
        told.findings.iter_mut().for_each(|finding| *finding = finding.told_to(readers));
        told.rules.iter_mut().for_each(|rule| rule.leave_out(|duty| !duty.is_told_to(readers)));
        told.unused_waivers.retain(|waiver| waiver.at.is_shown_to(readers));
        told
    }

    /// One rule.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&RuleReport> {
        self.rules.iter().find(|rule| rule.rule.as_str() == id)
    }

    /// Every duty that was broken, or cannot be determined, with its explanation: those that are excused among them. In the order of
    /// the pack, then of time.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter()
    }
}
