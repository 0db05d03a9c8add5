//! The outcome of each obligation, as a duty that can be shown.

use std::collections::HashSet;
use std::sync::Arc;

use crate::calendar::Almanac;
use crate::code::CodeSet;
use crate::deciding::{DutyWaived, Milestone};
use crate::id::{ContractId, EntryNumber, RuleCode};
use crate::moment::Moment;
use crate::policy::engine::obligation::{Obligation, Status};
use crate::policy::engine::{Engine, Program};
use crate::policy::eval::answer::{EntryRef, Missing};
use crate::policy::eval::context::{HistoryInput, Records};
use crate::policy::report::verdict::{Duty, Excuse, Outcome, Verdict};
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
    /// Waivers by what they name, and then in the order in which they occurred.
    waivers: Vec<Waiver<'a>>,
    /// When the first of the histories begins.
    began: Moment,
}

/// A waiver, and its place among all.
struct Waiver<'a> {
    place: usize,
    at: EntryRef,
    data: &'a DutyWaived,
    /// The rule, by the id it has now.
    rule: &'a RuleCode,
}

impl Waiver<'_> {
    /// Its rule, the entry that opened the duty, and the contract or the case, as far as it names them.
    fn names(&self) -> (&RuleCode, Option<EntryNumber>, &str) {
        let DutyWaived { opened_by, contract, case, .. } = self.data;
        let contract = contract.as_ref().map(ContractId::as_str);
        (self.rule, *opened_by, contract.or_else(|| case.as_ref()?.as_str()).unwrap_or_default())
    }
}

/// What a duty is about: names, and references.
type About = [(Arc<str>, Box<str>)];

impl<'a> Outcomes<'a> {
    pub(crate) fn new(program: &'a Program, engine: &'a Engine, inputs: &'a [HistoryInput<'a>]) -> Self {
        let records = Records { environment: &program.environment, inputs };
        let waiver = |(place, &at)| {
            let data = DutyWaived::of(records.entry(at)?.event())?;
            Some(Waiver { place, at, data, rule: program.index.id_now(&data.rule) })
        };
        let mut waivers: Vec<_> = engine.notes.waivers.iter().enumerate().filter_map(waiver).collect();
        waivers.sort_by(|one, other| one.names().cmp(&other.names()));
        let opened = inputs.iter().filter_map(|input| Some(input.entry(EntryNumber::FIRST)?.act().occurred_at));
        Self { program, engine, inputs, waivers, began: opened.min().unwrap_or(Moment::EARLIEST) }
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
            let duty = self.duty(rule, obligation);
            if matches!(duty.verdict(), Verdict::Violated { .. }) && duty.excused.is_none() {
                bad.insert(obligation.rule);
            }
        }
        bad.len()
    }

    /// An obligation as a duty, as it is shown.
    pub(crate) fn duty(&self, rule: &Rule, obligation: &Obligation) -> Duty {
        let parts = rule.key_names.iter().zip(obligation.parts(rule));
        let mut about: Vec<(Arc<str>, Box<str>)> = parts.map(|(name, id)| (Arc::clone(name), id.into())).collect();
        if let Some(each) = obligation.each()
            && !about.iter().any(|(_, id)| **id == *each)
        {
            about.push(("each".into(), each.into()));
        }
        let outcome = self.outcome(rule, obligation, &about);
        let broken =
            matches!(outcome.verdict(), Verdict::Violated { .. } | Verdict::Undetermined { .. } | Verdict::Pending { .. });
        let excusable = rule.severity == Severity::Query && broken && !self.waivers.is_empty();
        let excused = excusable.then(|| self.excuse(rule, obligation, &about)).flatten();
        Duty { about, opened_by: obligation.opened, since: obligation.since, outcome, excused }
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
                } else if rule.rests_on_feed.is_some_and(|what| !self.is_fed(rule, obligation, what, about)) {
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

    /// Whether the recording of these milestones is complete over the time in which one was expected.
    fn is_fed(&self, rule: &Rule, obligation: &Obligation, what: CodeSet<Milestone>, about: &About) -> bool {
        let from = match self.looks_back_to(rule, obligation) {
            LooksBack::To(reached) => reached.max(self.began).max(after(obligation).unwrap_or(self.began)),
            LooksBack::Unbounded => after(obligation).unwrap_or(self.began),
            LooksBack::Not => obligation.since,
        };
        what.iter().all(|milestone| {
            self.engine.notes.feeds.iter().any(|feed| {
                let covers = feed.what.is_none_or(|fed| fed.has(milestone));
                covers && feed.case.as_deref().is_none_or(|case| is_about(about, &["case"], case)) && feed.from <= from
            })
        })
    }

    /// The waiver that excuses a duty: of this rule, recorded to have occurred no earlier than the duty, and about the same as
    /// far as it says.
    fn excuse(&self, rule: &Rule, obligation: &Obligation, about: &About) -> Option<Excuse> {
        let excuses = |Waiver { at, data, .. }: &Waiver<'_>| {
            let same_history = obligation.opened.history == at.history;
            at.at >= obligation.opened.at
                // Another history knows nothing of this one, but for the case.
                && (same_history || data.case.is_some())
                && data.opened_by.is_none_or(|opened| same_history && opened == obligation.opened.entry)
                && data
                    .contract
                    .as_ref()
                    .is_none_or(|contract| same_history && is_about(about, &["contract", "each"], contract.as_str()))
                && data.case.as_ref().is_none_or(|case| case.as_str().is_some_and(|case| is_about(about, &["case"], case)))
        };
        // Those that name the opening, whatever else they name; and of the others those that name nothing, or what it is about.
        let first = |opened_by: Option<EntryNumber>, id: Option<&str>| {
            let start = (&rule.id, opened_by, id.unwrap_or_default());
            let from = self.waivers.partition_point(|waiver| waiver.names() < start);
            let mut named = self.waivers.iter().skip(from).take_while(|waiver| {
                let (of, opened, names) = waiver.names();
                (of, opened) == (&rule.id, opened_by) && id.is_none_or(|id| id == names)
            });
            named.find(|waiver| excuses(waiver))
        };
        let by_name = std::iter::once("").chain(about.iter().map(|(_, id)| &**id)).filter_map(|id| first(None, Some(id)));
        let first =
            first(Some(obligation.opened.entry), None).into_iter().chain(by_name).min_by_key(|waiver| waiver.place)?;
        Some(Excuse { by: self.records().entry(first.at)?.act().by.clone(), at: first.at })
    }
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

fn is_about(about: &About, names: &[&str], id: &str) -> bool {
    about.iter().any(|(name, about)| names.contains(&&**name) && **about == *id)
}
