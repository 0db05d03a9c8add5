//! Plans that are tested, and the steps in them.

use crate::code::CodeSet;
use crate::deliberating::{
    Because, Course, Question, Risk, StepDropped, StepHandedBack, StepTakenOn, TestPlanned, TestReviewed,
};
use crate::id::{DecisionId, PersonId, StepId, TestId};
use crate::noun::Noun;
use crate::people::Role;
use crate::simulation::course::Scene;
use crate::simulation::thing::Thing;
use crate::text::CaseRef;

use super::super::numbered::put;
use super::super::under_way::on_a_later_day;
use super::{Discusses, HANDS_BACK, LOOKS_AGAIN, Plan, Step, TAKES_UP, Talk};

/// How often a plan goes on as it is until the case is talked about.
const UNCHANGED: u32 = 3;

impl Discusses {
    /// A discussion makes a plan, and two take steps on.
    pub(super) fn plan(&mut self, talk: &Talk, scene: &mut Scene<'_>) {
        let about = scene.next(Noun::Test);
        let Some(test) = about.reference::<TestId>() else { return };
        let looks = scene.after(&self.says.planning.looks_again_after, talk.dice.named("looks_again"));
        let looks = on_a_later_day(looks, scene);
        let planned = TestPlanned {
            test: test.clone(),
            discussion: talk.discussion.clone(),
            hypotheses: vec![],
            better: Some(scene.words()),
            enough: None,
            change_course: Some(scene.words()),
            look_again: Some(scene.date(looks)),
            risks: CodeSet::of(&[Risk::Acting, Risk::NotActing]),
            agreed_by: [&talk.clinician, &talk.worker].into_iter().chain(&talk.manager).cloned().collect(),
            words: None,
        };
        if !scene.offer(planned, &talk.worker) {
            return;
        }
        put(&mut self.plans, about.number(), Plan { family: talk.family, looked: 0, went_on: 0 });
        scene.wake(looks, about, LOOKS_AGAIN);
        let case = &talk.case;
        if let Some(step) = takes_on(case, &talk.worker, Some(test.clone()), None, None, scene) {
            let taken = Step { family: talk.family, taken_by: talk.worker.clone() };
            put(&mut self.steps, step.number(), Some(taken));
            let planning = &self.says.planning;
            if talk.dice.named("handed_back").happens(planning.handed_back.at(&scene.state())) {
                let at = scene.after(&planning.handed_back_after, talk.dice.named("handed_back_after"));
                scene.wake(at, step, HANDS_BACK);
            }
        }
        takes_on(case, &talk.clinician, Some(test), None, None, scene);
    }

    /// A plan is looked at again, on the day that it names.
    pub(super) fn looks_again(&mut self, about: Thing, scene: &mut Scene<'_>) {
        let (state, planning) = (scene.state(), &self.says.planning);
        let (Some(plan), Some(test)) = (self.plans.get_mut(about.number() as usize), about.reference::<TestId>()) else {
            return;
        };
        let Some(by) = scene.clinician() else { return };
        plan.looked += 1;
        let dice = scene.dice("looked_at", about, plan.looked);
        let drawn = dice.named("then").uniform();
        let goes_on = planning.goes_on.at(&state);
        let (then, because) = if drawn < goes_on {
            (Course::GoOn, Because::Better)
        } else if drawn < goes_on + planning.changes.at(&state) {
            (Course::Change, Because::NoDifference)
        } else {
            (Course::Stop, Because::SafeEnough)
        };
        let looks = on_a_later_day(scene.after(&planning.looks_again_after, dice.named("looks_again")), scene);
        let look_again = (then != Course::Stop).then(|| scene.date(looks));
        plan.went_on = if then == Course::GoOn { plan.went_on + 1 } else { 0 };
        let (is_unchanged, family) = (plan.went_on == UNCHANGED, plan.family);
        let reviewed = TestReviewed { test, found: None, then, because: Some(because), look_again };
        if scene.offer(reviewed, &by) && look_again.is_some() {
            scene.wake(looks, about, LOOKS_AGAIN);
        }
        if is_unchanged {
            Talk::held(family, Question::PlanUnchanged, dice, scene);
        }
    }

    /// The worker hands a step back.
    pub(super) fn hands_back(&self, about: Thing, scene: &mut Scene<'_>) {
        let step = self.steps.get(about.number() as usize).and_then(Option::as_ref);
        let worker = step.map(|step| &step.taken_by).filter(|worker| scene.is_here(worker));
        let (Some(worker), Some(step)) = (worker, about.reference::<StepId>()) else { return };
        if scene.offer(StepHandedBack { step, words: None }, worker) {
            let at = scene.after(&self.says.planning.taken_up_after, scene.dice("taken_up_after", about, 0));
            scene.wake(at, about, TAKES_UP);
        }
    }

    /// Somebody else of the team takes up what was handed back; where there is nobody it is dropped.
    pub(super) fn takes_up(&self, about: Thing, scene: &mut Scene<'_>) {
        let step = self.steps.get(about.number() as usize).and_then(Option::as_ref);
        let (Some(Step { family, taken_by }), Some(again)) = (step, about.reference::<StepId>()) else { return };
        let Some(case) = scene.family(*family).map(|family| family.case.clone()) else { return };
        let other = scene.here(Role::SocialWorker).find(|worker| *worker != taken_by).cloned();
        if let Some(other) = scene.manager().or(other) {
            takes_on(&case, &other, None, None, Some(again), scene);
        } else if let Some(clinician) = scene.clinician() {
            let reason = scene.words();
            scene.offer(StepDropped { step: again, reason }, &clinician);
        }
    }
}

/// Somebody takes a step on: which one it is.
pub(super) fn takes_on(
    case: &CaseRef,
    by: &PersonId,
    test: Option<TestId>,
    decision: Option<DecisionId>,
    again: Option<StepId>,
    scene: &mut Scene<'_>,
) -> Option<Thing> {
    let about = scene.next(Noun::Step);
    let (case, taken_by) = (case.clone(), by.clone());
    let step =
        StepTakenOn { step: about.reference()?, case, taken_by, test, decision, disagreement: None, again, words: None };
    scene.offer(step, by).then_some(about)
}
