//! The outcome of each obligation, as a duty that can be shown.

use std::collections::HashSet;
use std::sync::Arc;

use crate::calendar::Almanac;
use crate::code::CodeSet;
use crate::deciding::{DutyWaived, Milestone};
use crate::id::{CycleId, EntryNumber};
use crate::moment::Moment;
use crate::policy::engine::obligation::{Obligation, Status};
use crate::policy::engine::{Engine, Feed, Program};
use crate::policy::eval::answer::{EntryRef, Missing};
use crate::policy::eval::context::{HistoryInput, Records};
use crate::policy::report::key::DutyKey;
use crate::policy::report::verdict::{Duty, DutyState, Excuse, Outcome, Verdict};
use crate::policy::report::waivers::{About, Served, UnusedWaiver, Waivers, is_about};
use crate::policy::rule::Rule;
use crate::policy::rule::requirement::Requirement;
use crate::policy::syntax::codes::Severity;

/// Whether what happens later can still bear on a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Open,
    Settled,
}

/// Where an engine stands, read as duties.
pub(crate) struct Outcomes<'a> {
    program: &'a Program,
    engine: &'a Engine,
    inputs: &'a [HistoryInput<'a>],
    waivers: Waivers<'a>,
    /// The time that is spoken of.
    now: Moment,
    /// When the first of the histories begins.
    began: Moment,
}

impl<'a> Outcomes<'a> {
    pub(crate) fn new(program: &'a Program, engine: &'a Engine, inputs: &'a [HistoryInput<'a>], now: Moment) -> Self {
        let records = Records { environment: &program.environment, inputs };
        let waivers = Waivers::new(program, &engine.notes.waivers, records);
        let opened = inputs.iter().filter_map(|input| Some(input.entry(EntryNumber::FIRST)?.act().occurred_at));
        Self { program, engine, inputs, waivers, now, began: opened.min().unwrap_or(Moment::EARLIEST) }
    }

    pub(crate) fn records(&self) -> Records<'a> {
        Records { environment: &self.program.environment, inputs: self.inputs }
    }

    pub(crate) fn calendar(&self) -> &'a Almanac {
        &self.program.environment.calendar
    }

    /// Whether the cycles of all histories are closed.
    pub(crate) fn are_closed(&self) -> bool {
        !self.inputs.is_empty() && self.inputs.iter().all(|input| self.engine.notes.closed.contains(&input.place))
    }

    /// Whether the rule at a place ever applied.
    pub(crate) fn has_applied(&self, place: usize) -> bool {
        self.engine.store.activated(place)
    }

    /// Every obligation, those first that were settled earlier and forgotten by the engine.
    pub(crate) fn all<'e>(&'e self, earlier: &'e [Obligation]) -> impl Iterator<Item = (&'e Obligation, Fate)> {
        let settled = earlier.iter().chain(self.engine.store.settled()).map(|obligation| (obligation, Fate::Settled));
        let mut open: Vec<&Obligation> = self.engine.store.open().collect();
        open.sort_unstable_by_key(|obligation| obligation.serial);
        settled.chain(open.into_iter().map(|obligation| (obligation, Fate::Open)))
    }

    /// The same by rule, in the order of the pack, and of each rule in the order of opening.
    pub(crate) fn by_rule<'e>(&'e self, earlier: &'e [Obligation]) -> Vec<(&'a Rule, Vec<(&'e Obligation, Fate)>)> {
        let mut by_rule: Vec<(&Rule, Vec<_>)> = self.program.rules.iter().map(|rule| (rule, Vec::new())).collect();
        for (obligation, fate) in self.all(earlier) {
            if let Some((_, of_rule)) = by_rule.get_mut(obligation.rule as usize) {
                of_rule.push((obligation, fate));
            }
        }
        for (_, of_rule) in &mut by_rule {
            of_rule.sort_unstable_by_key(|(obligation, _)| obligation.serial);
        }
        by_rule
    }

    /// How many rules are violated.
    pub(crate) fn violated(&self) -> usize {
        let is_bad = |obligation: &&Obligation| matches!(obligation.status, Status::Missed(..) | Status::Broken(_));
        let mut bad: HashSet<u32> = HashSet::new();
        for obligation in self.engine.store.iter().filter(is_bad) {
            if bad.contains(&obligation.rule) {
                continue;
            }
            let Some(rule) = self.program.rule(obligation) else { continue };
            let state = self.state(rule, obligation);
            if matches!(state.outcome.verdict(), Verdict::Violated { .. }) && state.excused.is_none() {
                bad.insert(obligation.rule);
            }
        }
        bad.len()
    }

    /// An obligation as a duty, as it is shown.
    pub(crate) fn duty(&self, rule: &Rule, obligation: &Obligation) -> Duty {
        duty(rule, obligation, Arc::new(self.key(rule, obligation)), self.state(rule, obligation))
    }

    /// What names the duty among all of its history.
    pub(crate) fn key(&self, rule: &Rule, obligation: &Obligation) -> DutyKey {
        let Obligation { opened, seen, renewed_by, again, .. } = *obligation;
        let cycle = self.records().input(opened.history).and_then(|input| input.cycle.id()).cloned();
        DutyKey {
            cycle: cycle.unwrap_or_else(CycleId::not_opened),
            rule: rule.id.clone(),
            opened_by: opened.entry,
            invited_by: (seen != opened.entry).then_some(seen),
            each: obligation.each().map(Into::into),
            after: renewed_by,
            again,
        }
    }

    /// What an obligation comes to, and no more than that.
    pub(crate) fn state(&self, rule: &Rule, obligation: &Obligation) -> DutyState {
        // Nothing but feeds and waivers asks what it is about.
        let asked = rule.rests_on_feed.is_some() || !self.waivers.is_empty();
        let about = if asked { about(rule, obligation) } else { Vec::new() };
        self.state_about(rule, obligation, &about)
    }

    fn state_about(&self, rule: &Rule, obligation: &Obligation, about: &About) -> DutyState {
        let outcome = self.outcome(rule, obligation, about);
        let broken =
            matches!(outcome.verdict(), Verdict::Violated { .. } | Verdict::Undetermined { .. } | Verdict::Pending { .. });
        let excusable = rule.severity == Severity::Query && broken && !self.waivers.is_empty();
        let excused = excusable.then(|| self.waivers.excuse(rule, obligation, about, &outcome, self.now)).flatten();
        let excused = excused.and_then(|at| {
            let waiver = self.records().entry(at)?;
            Some(Excuse { by: waiver.act().by.clone(), at, until: DutyWaived::of(waiver.event())?.until })
        });
        DutyState { outcome, excused }
    }

    /// Notes which waivers a duty gives something to excuse.
    pub(crate) fn note_served(&self, obligation: &Obligation, served: &mut Served) {
        let Some(rule) = self.program.rule(obligation).filter(|_| !self.waivers.is_empty()) else { return };
        let about = about(rule, obligation);
        self.waivers.note(rule, obligation, &about, &self.outcome(rule, obligation, &about), served);
    }

    /// The waivers that excuse nothing.
    pub(crate) fn unused_waivers(&self, served: &Served) -> Vec<UnusedWaiver> {
        self.waivers.unused(&self.program.rules, served)
    }

    /// When the next waiver comes to its end, after a time.
    pub(crate) fn next_waiver_ends(&self, after: Moment) -> Option<Moment> {
        self.waivers.next_end(after)
    }

    fn outcome(&self, rule: &Rule, obligation: &Obligation, about: &About) -> Outcome {
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
                } else if self.may_lie_earlier(rule, obligation) {
                    Outcome::Unknown { missing: Missing::EarlierCycle }
                } else if rule.rests_on_feed.is_some_and(|what| !self.is_fed(rule, obligation, missed.at, what, about)) {
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
    fn may_lie_earlier(&self, rule: &Rule, obligation: &Obligation) -> bool {
        let midway = self.records().input(obligation.opened.history).and_then(|input| input.midway);
        let Some(began) = midway.filter(|_| !rule.made_here) else { return false };
        if after(obligation).is_some_and(|after| began <= after) {
            return false;
        }
        match self.looks_back_to(rule, obligation) {
            LooksBack::To(reached) => began >= reached,
            LooksBack::Unbounded => true,
            LooksBack::Not => false,
        }
    }

    /// How far back an answer may lie.
    fn looks_back_to(&self, rule: &Rule, obligation: &Obligation) -> LooksBack {
        match &rule.requirement {
            Requirement::PrecededBy { within: Some(period), .. } => {
                let period = period.at(obligation.since);
                let reached = period.and_then(|period| period.reaches_back_to(obligation.since, self.calendar()).ok());
                reached.map_or(LooksBack::Unbounded, LooksBack::To)
            }
            Requirement::PrecededBy { within: None, .. }
            | Requirement::Expect { at_any_time: true, .. }
            | Requirement::Expect { together: Some(_), .. } => LooksBack::Unbounded,
            Requirement::Expect { .. } | Requirement::Require(_) | Requirement::Forbid { .. } => LooksBack::Not,
        }
    }

    /// Whether the recording of these milestones is complete over the whole time in which one was expected, up to and with the end
    /// of that: where one feed ends another may go on.
    fn is_fed(&self, rule: &Rule, obligation: &Obligation, until: Moment, what: CodeSet<Milestone>, about: &About) -> bool {
        let from = match self.looks_back_to(rule, obligation) {
            LooksBack::To(reached) => reached.max(self.began).max(after(obligation).unwrap_or(self.began)),
            LooksBack::Unbounded => after(obligation).unwrap_or(self.began),
            LooksBack::Not => obligation.since,
        };
        // What was late as it opened: nothing after that is in time, and nothing before it counts as an answer.
        if from > until {
            return true;
        }
        let feeds = &self.engine.notes.feeds;
        what.iter().all(|milestone| {
            let of_these = |feed: &&Feed| {
                feed.what.is_none_or(|fed| fed.has(milestone))
                    && feed.case.as_deref().is_none_or(|case| is_about(about, &["case"], case))
            };
            let mut reached = from;
            loop {
                let next = feeds.iter().filter(of_these).filter(|feed| feed.from <= reached).map(|feed| feed.ends).max();
                match next {
                    Some(ends) if ends > until => return true,
                    Some(ends) if ends > reached => reached = ends,
                    Some(_) | None => return false,
                }
            }
        })
    }
}

/// An obligation as a duty, where its key and what it comes to are known.
pub(crate) fn duty(rule: &Rule, obligation: &Obligation, key: Arc<DutyKey>, state: DutyState) -> Duty {
    let DutyState { outcome, excused } = state;
    Duty { key, about: about(rule, obligation), opened_by: obligation.opened, since: obligation.since, outcome, excused }
}

/// What an obligation is about: names and references, in the order of the rule.
fn about(rule: &Rule, obligation: &Obligation) -> Vec<(Arc<str>, Box<str>)> {
    let parts = rule.key_names.iter().zip(obligation.parts(rule));
    let mut about: Vec<(Arc<str>, Box<str>)> = parts.map(|(name, id)| (Arc::clone(name), id.into())).collect();
    if let Some(each) = obligation.each()
        && !about.iter().any(|(_, id)| **id == *each)
    {
        about.push(("each".into(), each.into()));
    }
    about
}

/// How far back an answer may lie: to a time, to the beginning, or not at all.
enum LooksBack {
    To(Moment),
    Unbounded,
    Not,
}

/// When that last happened which an answer had to come after, where the rule asks that.
fn after(obligation: &Obligation) -> Option<Moment> {
    obligation.cold.as_ref()?.after.map(|after| after.at)
}
