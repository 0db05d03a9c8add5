//! Threshold decisions, assessments of a family, and the legal status of a case.

use crate::code::CodeSet;
use crate::deciding::{
    Considered, Direction, LegalStatus, LegalStatusChanged, Milestone, MilestoneReached, ThresholdDecided, Urgency,
};
use crate::id::DecisionId;
use crate::noun::Noun;
use crate::people::Role;
use crate::simulation::course::{Scene, Wake};
use crate::simulation::thing::Thing;

use super::super::numbered::put;
use super::planning::takes_on;
use super::{AUTHORISES, DECIDES, Discusses, Talk, one_of_the_families};

/// How long after a discussion it is decided, in seconds.
const DECIDES_AFTER: i64 = 1800;

/// What the legal status of a case can change to.
const STATUSES: [LegalStatus; 4] =
    [LegalStatus::Section17, LegalStatus::Section47, LegalStatus::ChildProtection, LegalStatus::LookedAfter];

impl Discusses {
    pub(super) fn is_to_decide(&mut self, talk: &Talk, scene: &mut Scene<'_>) {
        if let Some(case) = self.case(talk.family) {
            case.is_to_be_decided = true;
        }
        // What is decided is about the family: until it is, no other decision of the case is to come.
        let at = scene.opening(scene.now() + DECIDES_AFTER);
        scene.wake(at, Thing::new(Noun::Decision, talk.family), DECIDES);
    }

    /// A worker and the manager decide, the clinician having contributed; and the worker takes two steps on, the clinician another.
    pub(super) fn decides(&mut self, about: Thing, scene: &mut Scene<'_>) {
        let family = about.number();
        if let Some(case) = self.case(family) {
            case.is_to_be_decided = false;
        }
        let Some(case) = scene.family(family).map(|family| family.case.clone()) else { return };
        let thing = scene.next(Noun::Decision);
        let dice = scene.dice("threshold", thing, 0);
        let worker = scene.one_of(Role::SocialWorker, dice.named("worker"));
        let (Some(worker), Some(clinician)) = (worker, scene.clinician()) else { return };
        let (state, says) = (scene.state(), &self.says.deciding);
        let (drawn, up) = (dice.named("direction").uniform(), says.up.at(&state));
        let direction = if drawn < up {
            Direction::Up
        } else if drawn < up + says.down.at(&state) {
            Direction::Down
        } else {
            Direction::Hold
        };
        let Some(decision) = thing.reference::<DecisionId>() else { return };
        let decided = ThresholdDecided {
            decision: decision.clone(),
            case: case.clone(),
            direction,
            decided_by: [worker.clone()].into_iter().chain(scene.manager()).collect(),
            contributed: vec![clinician.clone()],
            considered: CodeSet::of(&[Considered::BestInterests, Considered::RisksOfActing, Considered::RisksOfNotActing]),
            pressed_by: CodeSet::none(),
            prompted: CodeSet::none(),
            urgency: Some(Urgency::Planned),
            words: None,
        };
        if scene.offer(decided, &worker) {
            // Most of it falls to the worker, who is not left alone with it.
            takes_on(&case, &worker, None, Some(decision.clone()), None, scene);
            takes_on(&case, &worker, None, Some(decision.clone()), None, scene);
            takes_on(&case, &clinician, None, Some(decision), None, scene);
        }
    }

    /// A social worker completes an assessment of a family.
    pub(super) fn assesses(&mut self, wake: Wake, scene: &mut Scene<'_>) {
        let Some(assessing) = &self.says.assessing else { return };
        if !self.assesses.comes(wake, &assessing.completed, scene) {
            return;
        }
        let dice = scene.dice("assessment", Thing::NOTHING, self.assesses.count());
        let family = one_of_the_families(dice.named("case"), scene);
        let worker = scene.one_of(Role::SocialWorker, dice.named("worker"));
        let (Some(family), Some(worker)) = (family, worker) else { return };
        let about = scene.next(Noun::Milestone);
        let case = scene.family(family).map(|family| family.case.clone());
        let (Some(case), Some(milestone)) = (case, about.reference()) else { return };
        let what = Milestone::AssessmentCompleted;
        let completed = MilestoneReached { milestone, case, what, other: None, follows: None, until: None, words: None };
        if scene.offer(completed, &worker) {
            let at = scene.after(&assessing.authorised_after, dice.named("authorised_after"));
            scene.wake(at, about, AUTHORISES);
            put(&mut self.assessed, about.number(), family);
        }
    }

    /// The manager authorises an assessment, as soon as there is one.
    pub(super) fn authorises(&self, about: Thing, scene: &mut Scene<'_>) {
        let family = self.assessed.get(about.number() as usize).and_then(|&family| scene.family(family));
        let Some(case) = family.map(|family| family.case.clone()) else { return };
        let Some(manager) = scene.manager() else {
            return scene.wake(scene.working_days_after(scene.now(), 1.0), about, AUTHORISES);
        };
        let (milestone, what, follows) = (scene.make(), Milestone::AssessmentAuthorised, about.reference());
        scene.offer(MilestoneReached { milestone, case, what, other: None, follows, until: None, words: None }, &manager);
    }

    /// The legal status of a case changes to another.
    pub(super) fn changes_status(&mut self, wake: Wake, scene: &mut Scene<'_>) {
        let Some(changes) = &self.says.status_changes else { return };
        if !self.changes_status.comes(wake, changes, scene) {
            return;
        }
        let dice = scene.dice("status", Thing::NOTHING, self.changes_status.count());
        let family = one_of_the_families(dice.named("case"), scene);
        let worker = scene.one_of(Role::SocialWorker, dice.named("worker"));
        let (Some(family), Some(worker)) = (family, worker) else { return };
        let Some(case) = scene.family(family).map(|family| family.case.clone()) else { return };
        let Some(known) = self.case(family) else { return };
        let others = || STATUSES.iter().copied().filter(|&status| known.status != Some(status));
        let Some(to) = others().nth(dice.named("to").among(others().count())) else { return };
        let from = known.status.map_or(CodeSet::none(), |status| CodeSet::none().with(status));
        known.status = Some(to);
        let to = CodeSet::none().with(to);
        let changed = LegalStatusChanged { change: scene.make(), case, from, to, words: None };
        scene.offer(changed, &worker);
    }
}
