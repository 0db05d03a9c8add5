//! How a case is read from what was recorded about it.

use std::collections::{BTreeMap, BTreeSet};

use super::gather::{Fact, OfCase, What};
use super::{
    CaseReading, Decision, Down, HandedBack, Heard, Missing, NamedAgain, OpenDifference, Parameters, RiskNamed, Shared,
    SteppedDown, Taker, Tested, Unchanged,
};
use crate::code::{Code, CodeSet};
use crate::deciding::Direction;
use crate::deliberating::{About, Because, Course, Risk, StatementKind};
use crate::evidence::Cited;
use crate::id::{DisagreementId, DiscussionId, PersonId, StepId, TestId};
use crate::people::Side;

pub(super) fn cases(facts: &[OfCase], parameters: &Parameters) -> Vec<CaseReading> {
    facts.iter().map(|of_case| Gathered::of(&of_case.facts, parameters).read(of_case, parameters)).collect()
}

/// The directions of risk that a statement is about.
fn risks(about: CodeSet<About>) -> CodeSet<Risk> {
    let risk = |about: About| match about {
        About::Acting => Some(Risk::Acting),
        About::NotActing => Some(Risk::NotActing),
        About::NewRisk => Some(Risk::New),
        About::GoingWell | About::BestInterests => None,
    };
    about.iter().filter_map(risk).collect()
}

/// A direction of risk since the last step.
#[derive(Default)]
struct Run<'a> {
    discussions: BTreeSet<&'a DiscussionId>,
    named: Vec<Cited>,
}

struct Taken<'a> {
    step: &'a StepId,
    by: &'a PersonId,
    side: Option<Side>,
    cited: Cited,
    is_own: bool,
}

/// What there is of a case, so far.
#[derive(Default)]
struct Gathered<'a> {
    present: BTreeMap<Side, Vec<Cited>>,
    said: BTreeMap<Side, Vec<Cited>>,
    named: BTreeMap<Risk, Vec<Cited>>,
    strengths: Vec<Cited>,
    tests: Vec<Tested>,
    differences: Vec<OpenDifference>,
    settled: BTreeSet<&'a DisagreementId>,
    steps: Vec<Taken<'a>>,
    handed_back: Vec<HandedBack>,
    taken_up: BTreeMap<&'a StepId, Cited>,
    over: BTreeSet<&'a StepId>,
    dropped: Vec<Cited>,
    down: Vec<Down>,
    decisions: Vec<Decision>,
    runs: BTreeMap<Risk, Run<'a>>,
    named_again: Vec<NamedAgain>,
    going_on: BTreeMap<&'a TestId, Vec<Cited>>,
    unchanged: Vec<Unchanged>,
}

impl<'a> Gathered<'a> {
    fn of(facts: &'a [Fact], parameters: &Parameters) -> Self {
        let mut gathered = Self::default();
        facts.iter().for_each(|fact| gathered.take(fact, parameters));
        let taken_up = |back: &HandedBack| gathered.taken_up.get(&back.step).copied();
        let taken_up: Vec<Option<Cited>> = gathered.handed_back.iter().map(taken_up).collect();
        gathered.handed_back.iter_mut().zip(taken_up).for_each(|(back, taken_up)| back.taken_up = taken_up);
        for risk in Risk::ALL {
            gathered.end_run(*risk, None, parameters);
        }
        let going_on = std::mem::take(&mut gathered.going_on);
        going_on.into_iter().for_each(|(test, reviews)| gathered.note_unchanged(test, reviews, parameters));
        gathered
    }

    fn take(&mut self, fact: &'a Fact, parameters: &Parameters) {
        let cited = fact.cited;
        match &fact.what {
            What::Held { sides } => sides.iter().for_each(|side| self.present.entry(side).or_default().push(cited)),
            What::Said { discussion, kind, about, author } => {
                author.iter().for_each(|side| self.said.entry(*side).or_default().push(cited));
                self.name(risks(*about), discussion, cited);
                if *kind == StatementKind::Strength || about.has(About::GoingWell) {
                    self.strengths.push(cited);
                }
            }
            What::Planned { discussion, test, hypotheses, risks } => {
                self.name(*risks, discussion, cited);
                let (test, hypotheses) = (test.clone(), hypotheses.clone());
                self.tests.push(Tested { test, hypotheses, planned: cited, looked_at: Vec::new() });
            }
            What::Reviewed { test, then, because } => self.review(test, *then, *because, cited, parameters),
            What::Differed { disagreement, on, safety } => {
                let (disagreement, on, safety) = (disagreement.clone(), *on, *safety);
                self.differences.push(OpenDifference { disagreement, on, safety, recorded: cited, escalated: Vec::new() });
            }
            What::Settled { disagreement } => {
                self.settled.insert(disagreement);
            }
            What::Escalated { disagreement } => {
                let of_it = self.differences.iter_mut().find(|difference| difference.disagreement == *disagreement);
                of_it.into_iter().for_each(|difference| difference.escalated.push(cited));
            }
            What::Taken { step, by, side, again, is_own } => {
                self.taken_up.extend(again.iter().map(|earlier| (earlier, cited)));
                Risk::ALL.iter().for_each(|&risk| self.end_run(risk, Some(cited), parameters));
                self.steps.push(Taken { step, by, side: *side, cited, is_own: *is_own });
            }
            What::HandedBack { step } => {
                self.over.insert(step);
                self.handed_back.push(HandedBack { step: step.clone(), back: cited, taken_up: None });
            }
            What::Dropped { step } => {
                self.over.insert(step);
                self.dropped.push(cited);
            }
            What::Decided { decision, direction, pressed_by, by } => {
                if *direction == Direction::Down && pressed_by.is_empty() {
                    self.down.push(Down { how: SteppedDown::ThresholdDown, cited });
                }
                let (decision, direction, decided_by) = (decision.clone(), *direction, by.clone());
                self.decisions.push(Decision { decision, direction, cited, pressed_by: *pressed_by, decided_by });
            }
        }
    }

    fn name(&mut self, risks: CodeSet<Risk>, discussion: &'a DiscussionId, cited: Cited) {
        for risk in risks.iter() {
            self.named.entry(risk).or_default().push(cited);
            let run = self.runs.entry(risk).or_default();
            run.discussions.insert(discussion);
            run.named.push(cited);
        }
    }

    /// Ends the run of a risk by a step, or by the time of the reading.
    fn end_run(&mut self, risk: Risk, step: Option<Cited>, parameters: &Parameters) {
        let Run { discussions, named } = self.runs.remove(&risk).unwrap_or_default();
        if discussions.len() >= parameters.named_again() {
            self.named_again.push(NamedAgain { risk, discussions: discussions.len(), named, step });
        }
    }

    fn review(&mut self, test: &'a TestId, then: Course, because: Option<Because>, cited: Cited, parameters: &Parameters) {
        let planned = self.tests.iter_mut().find(|planned| planned.test == *test);
        planned.into_iter().for_each(|planned| planned.looked_at.push(cited));
        match then {
            Course::GoOn => self.going_on.entry(test).or_default().push(cited),
            Course::Change | Course::Stop => {
                let reviews = self.going_on.remove(test).unwrap_or_default();
                self.note_unchanged(test, reviews, parameters);
            }
        }
        if then == Course::Stop && because == Some(Because::SafeEnough) {
            self.down.push(Down { how: SteppedDown::PlanStopped, cited });
        }
    }

    fn note_unchanged(&mut self, test: &TestId, reviews: Vec<Cited>, parameters: &Parameters) {
        if reviews.len() >= parameters.unchanged_reviews() {
            self.unchanged.push(Unchanged { test: test.clone(), reviews });
        }
    }

    /// Who takes the steps that stand, of the family or of those who work, in the order of their first.
    fn takers(&self, of_family: bool) -> Vec<Taker> {
        let mut takers: Vec<Taker> = Vec::new();
        let is_of = |taken: &&Taken<'_>| (taken.side == Some(Side::Family)) == of_family;
        for taken in self.steps.iter().filter(|taken| !self.over.contains(taken.step)).filter(is_of) {
            let place = takers.iter().position(|taker| taker.person == *taken.by).unwrap_or(takers.len());
            if place == takers.len() {
                let (sides, steps, written_by_others) = Default::default();
                takers.push(Taker { person: taken.by.clone(), sides, steps, written_by_others });
            }
            if let Some(taker) = takers.get_mut(place) {
                taker.sides.extend(taken.side.filter(|side| !taker.sides.contains(side)));
                taker.steps.push(taken.cited);
                taker.written_by_others.extend((!taken.is_own).then_some(taken.cited));
            }
        }
        takers
    }

    fn heard(&self) -> Vec<Heard> {
        let of = |by: &BTreeMap<Side, Vec<Cited>>, side| by.get(&side).cloned().unwrap_or_default();
        let heard =
            Side::ALL.iter().map(|&side| Heard { side, present: of(&self.present, side), said: of(&self.said, side) });
        heard.filter(|heard| !heard.present.is_empty() || !heard.said.is_empty()).collect()
    }

    fn missing(&self, takers: &[Taker], heard: &[Heard], parameters: &Parameters) -> Vec<Missing> {
        let of: usize = takers.iter().map(|taker| taker.steps.len()).sum();
        let most = takers.iter().map(|taker| taker.steps.len()).max().unwrap_or_default();
        let sides: CodeSet<Side> = takers.iter().flat_map(|taker| &taker.sides).copied().collect();
        let is_named = |risk: Risk| self.named.contains_key(&risk);
        let few = |found: usize, needed: usize| found < needed;
        let is_mostly_one = takers.len() > 1 && most * 100 > parameters.most_by_one_percent() * of;
        let (steps, people, step_sides) = (parameters.steps(), parameters.people(), parameters.step_sides());
        [
            (few(of, steps), Missing::Steps { found: of, needed: steps }),
            (few(takers.len(), people), Missing::People { found: takers.len(), needed: people }),
            (few(sides.len(), step_sides), Missing::StepSides { found: sides.len(), needed: step_sides }),
            (is_mostly_one, Missing::MostByOne { found: most, of }),
            (few(heard.len(), parameters.sides()), Missing::Sides { found: heard.len(), needed: parameters.sides() }),
            (!is_named(Risk::Acting) && !is_named(Risk::New), Missing::RiskOfActing),
            (!is_named(Risk::NotActing), Missing::RiskOfNotActing),
        ]
        .into_iter()
        .filter_map(|(is_missing, missing)| is_missing.then_some(missing))
        .collect()
    }

    fn read(mut self, of_case: &OfCase, parameters: &Parameters) -> CaseReading {
        let (takers, by_family, heard) = (self.takers(false), self.takers(true), self.heard());
        let missing = self.missing(&takers, &heard, parameters);
        let reads_as = match takers.as_slice() {
            [one] if one.steps.len() >= parameters.steps() => Shared::OnePerson,
            _ if missing.is_empty() => Shared::CarriedTogether,
            _ => Shared::CannotBeDetermined,
        };
        self.differences.retain(|difference| !self.settled.contains(&difference.disagreement));
        self.tests.retain(|tested| !tested.hypotheses.is_empty() && !tested.looked_at.is_empty());
        self.unchanged.sort_by_key(|unchanged| unchanged.reviews.first().copied());
        self.named_again.sort_by_key(|named| named.named.first().copied());
        CaseReading {
            case: of_case.case.clone(),
            number: of_case.number,
            reads_as,
            missing,
            heard,
            risks: self.named.into_iter().map(|(risk, named)| RiskNamed { risk, named }).collect(),
            strengths: self.strengths,
            tested: self.tests,
            open: self.differences,
            takers,
            by_family,
            handed_back: self.handed_back,
            dropped: self.dropped,
            stepped_down: self.down,
            decisions: self.decisions,
            unchanged: self.unchanged,
            named_again: self.named_again,
        }
    }
}
