//! What was recorded about each case, in the order of occurrence.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::Decider;
use crate::code::CodeSet;
use crate::cycle::{Cycle, Entry, Event};
use crate::deciding::{Direction, Pressure, ThresholdDecided};
use crate::deliberating::{
    About, Because, Course, DisagreementOn, Event as Deliberating, Risk, Safety, StatementKind, StatementMade,
};
use crate::evidence::Cited;
use crate::history::View;
use crate::id::{DecisionId, DisagreementId, DiscussionId, HypothesisId, PersonId, StepId, TestId};
use crate::people::{Role, Side};
use crate::reader::Reader;
use crate::text::CaseRef;

/// Everything of one case.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct OfCase {
    pub(super) case: CaseRef,
    pub(super) number: usize,
    pub(super) facts: Vec<Fact>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fact {
    pub(super) cited: Cited,
    pub(super) what: What,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum What {
    Held { sides: CodeSet<Side> },
    Said { discussion: DiscussionId, kind: StatementKind, about: CodeSet<About>, author: Option<Side> },
    Planned { discussion: DiscussionId, test: TestId, hypotheses: Vec<HypothesisId>, risks: CodeSet<Risk> },
    Reviewed { test: TestId, then: Course, because: Option<Because> },
    Differed { disagreement: DisagreementId, on: DisagreementOn, safety: Safety },
    Settled { disagreement: DisagreementId },
    Escalated { disagreement: DisagreementId },
    Taken { step: StepId, by: PersonId, side: Option<Side>, again: Option<StepId>, is_own: bool },
    HandedBack { step: StepId },
    Dropped { step: StepId },
    Decided { decision: DecisionId, direction: Direction, pressed_by: CodeSet<Pressure>, by: Vec<Decider> },
}

impl OfCase {
    /// What of it somebody is shown.
    pub(super) fn shown_to(&self, reader: &Reader) -> Self {
        let mut shown = self.clone();
        shown.facts.retain(|fact| reader.is_shown(fact.cited.entry));
        shown
    }

    /// Whether there is more than decisions: a discussion, a difference or a step.
    pub(super) fn was_deliberated(&self) -> bool {
        self.facts.iter().any(|fact| !matches!(fact.what, What::Decided { .. }))
    }
}

/// Of which case things are.
#[derive(Default)]
struct Cases<'a> {
    discussions: HashMap<&'a DiscussionId, &'a CaseRef, RandomState>,
    tests: HashMap<&'a TestId, &'a CaseRef, RandomState>,
    disagreements: HashMap<&'a DisagreementId, &'a CaseRef, RandomState>,
    steps: HashMap<&'a StepId, &'a CaseRef, RandomState>,
}

impl<'a> Cases<'a> {
    /// What a thing belongs to is recorded before it.
    fn of(view: &View<'a>) -> Self {
        let mut cases = Self::default();
        for entry in view.entries() {
            let Event::Deliberating(event) = entry.event() else { continue };
            if let Deliberating::DiscussionHeld(data) = event {
                cases.discussions.insert(&data.discussion, &data.case);
            } else if let Deliberating::TestPlanned(data) = event {
                let case = cases.discussions.get(&data.discussion).copied();
                cases.tests.extend(case.map(|case| (&data.test, case)));
            } else if let Deliberating::DisagreementRecorded(data) = event {
                cases.disagreements.insert(&data.disagreement, &data.case);
            } else if let Deliberating::StepTakenOn(data) = event {
                cases.steps.insert(&data.step, &data.case);
            }
        }
        cases
    }

    /// The case of an event and what it says, where it says something that is read here.
    fn read(&self, entry: &'a Entry, event: &'a Deliberating, cycle: &Cycle) -> Option<(&'a CaseRef, What)> {
        let side = |person: &PersonId| main_role(person, entry, cycle).map(Role::side);
        Some(match event {
            Deliberating::DiscussionHeld(data) => {
                (&data.case, What::Held { sides: data.present.iter().filter_map(side).collect() })
            }
            Deliberating::StatementMade(data) => {
                let StatementMade { discussion, kind, about, .. } = data;
                let author = data.author.as_ref().and_then(side);
                let said = What::Said { discussion: discussion.clone(), kind: *kind, about: *about, author };
                (self.discussions.get(discussion).copied()?, said)
            }
            Deliberating::TestPlanned(data) => {
                let (discussion, test, hypotheses) = (data.discussion.clone(), data.test.clone(), data.hypotheses.clone());
                let planned = What::Planned { discussion, test, hypotheses, risks: data.risks };
                (self.discussions.get(&data.discussion).copied()?, planned)
            }
            Deliberating::TestReviewed(data) => {
                let reviewed = What::Reviewed { test: data.test.clone(), then: data.then, because: data.because };
                (self.tests.get(&data.test).copied()?, reviewed)
            }
            Deliberating::DisagreementRecorded(data) => {
                let disagreement = data.disagreement.clone();
                (&data.case, What::Differed { disagreement, on: data.on, safety: data.safety })
            }
            Deliberating::DisagreementSettled(data) => {
                let settled = What::Settled { disagreement: data.disagreement.clone() };
                (self.disagreements.get(&data.disagreement).copied()?, settled)
            }
            Deliberating::DisagreementEscalated(data) => {
                let escalated = What::Escalated { disagreement: data.disagreement.clone() };
                (self.disagreements.get(&data.disagreement).copied()?, escalated)
            }
            Deliberating::StepTakenOn(data) => {
                let (step, by, side) = (data.step.clone(), data.taken_by.clone(), side(&data.taken_by));
                let act = entry.act();
                let is_own = act.by == by && act.recorded_by.as_ref().is_none_or(|recorded_by| *recorded_by == by);
                (&data.case, What::Taken { step, by, side, again: data.again.clone(), is_own })
            }
            Deliberating::StepHandedBack(data) => {
                (self.steps.get(&data.step).copied()?, What::HandedBack { step: data.step.clone() })
            }
            Deliberating::StepDropped(data) => {
                (self.steps.get(&data.step).copied()?, What::Dropped { step: data.step.clone() })
            }
            Deliberating::HypothesisPut(_)
            | Deliberating::EvidenceWeighed(_)
            | Deliberating::HypothesisSetAside(_)
            | Deliberating::HypothesisKept(_)
            | Deliberating::HypothesisReshaped(_)
            | Deliberating::ReferralReturned(_)
            | Deliberating::WrittenAgreementMade(_) => return None,
        })
    }
}

/// The main role that somebody held when an entry occurred.
fn main_role(person: &PersonId, entry: &Entry, cycle: &Cycle) -> Option<Role> {
    cycle.held_of(person.as_str(), entry.act().occurred_at, entry.number()).main()
}

fn decided(entry: &Entry, data: &ThresholdDecided, cycle: &Cycle) -> What {
    let decider = |person: &PersonId| {
        let held = cycle.held_of(person.as_str(), entry.act().occurred_at, entry.number());
        Decider { person: person.clone(), mandate: held.mandate() }
    };
    let by = data.decided_by.iter().map(decider).collect();
    let pressed_by = data.pressed_by;
    What::Decided { decision: data.decision.clone(), direction: data.direction, pressed_by, by }
}

/// What was recorded of each case, in the order in which they came up. Cases whose reference was redacted cannot be distinguished,
/// and are left out. Linear in the number of entries, but for sorting them.
pub(super) fn of(view: &View<'_>) -> Vec<OfCase> {
    let is_read =
        |entry: &&Entry| matches!(entry.event(), Event::Deliberating(_)) || ThresholdDecided::of(entry.event()).is_some();
    if !view.entries().iter().any(&is_read) {
        return Vec::new();
    }
    let (cases, cycle) = (Cases::of(view), view.cycle());
    let numbers: HashMap<&CaseRef, usize, RandomState> = view.history().cases().into_iter().zip(1..).collect();
    let mut places: HashMap<&CaseRef, usize, RandomState> = HashMap::default();
    let mut all: Vec<OfCase> = Vec::new();
    for &entry in view.in_order().iter().filter(|entry| is_read(entry)) {
        let found = if let Event::Deliberating(event) = entry.event() {
            cases.read(entry, event, cycle)
        } else {
            ThresholdDecided::of(entry.event()).map(|data| (&data.case, decided(entry, data, cycle)))
        };
        let Some((case, what)) = found else { continue };
        let Some(&number) = numbers.get(case) else { continue };
        let place = *places.entry(case).or_insert(all.len());
        if place == all.len() {
            all.push(OfCase { case: case.clone(), number, facts: Vec::new() });
        }
        let fact = Fact { cited: Cited::of(entry), what };
        all.get_mut(place).into_iter().for_each(|of_case| of_case.facts.push(fact.clone()));
    }
    all
}
