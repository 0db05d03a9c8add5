//! Differences that are named, and settled or taken to the manager.

use crate::deliberating::{
    DisagreementEscalated, DisagreementOn, DisagreementRecorded, DisagreementSettled, Safety, Settled,
};
use crate::id::DisagreementId;
use crate::noun::Noun;
use crate::simulation::course::Scene;
use crate::simulation::thing::Thing;

use super::{Discusses, SETTLES, Talk};

/// Within how many working days one is to be settled on which a child's safety depends.
const BY_WHEN: f64 = 5.0;

impl Discusses {
    /// The worker and the clinician differ.
    pub(super) fn differ(&self, talk: &Talk, scene: &mut Scene<'_>) {
        const ON: [DisagreementOn; 4] =
            [DisagreementOn::Risk, DisagreementOn::Explanation, DisagreementOn::Threshold, DisagreementOn::Plan];
        let (state, says) = (scene.state(), &self.says.differing);
        let dice = scene.dice("differ", talk.about, 0);
        let drawn = dice.named("safety").uniform();
        let danger = says.immediate_danger.at(&state);
        let safety = if drawn < danger && talk.manager.is_some() {
            Safety::ImmediateDanger
        } else if drawn < danger + says.safety_affected.at(&state) {
            Safety::Affected
        } else {
            Safety::NotAffected
        };
        let about = scene.next(Noun::Disagreement);
        let on = ON.get(dice.named("on").among(ON.len())).copied().unwrap_or(DisagreementOn::Risk);
        let (Some(disagreement), Some(same)) = (about.reference::<DisagreementId>(), about.reference()) else { return };
        let by_when = (safety == Safety::Affected).then(|| scene.date(scene.working_days_after(scene.now(), BY_WHEN)));
        let recorded = DisagreementRecorded {
            disagreement,
            case: talk.case.clone(),
            discussion: Some(talk.discussion.clone()),
            between: vec![talk.clinician.clone(), talk.worker.clone()],
            on,
            safety,
            by_when,
            words: None,
        };
        if !scene.offer(recorded, &talk.clinician) {
            return;
        }
        if let (Safety::ImmediateDanger, Some(manager)) = (safety, &talk.manager) {
            scene.offer(DisagreementEscalated { disagreement: same, to: manager.clone(), words: None }, &talk.clinician);
            return;
        }
        let stays_open = safety == Safety::NotAffected && dice.named("stays_open").happens(says.stays_open.at(&state));
        if !stays_open {
            scene.wake(scene.after(&says.settled_after, dice.named("settled_after")), about, SETTLES);
        }
    }

    /// It is settled by what was learned since, or taken to the manager.
    pub(super) fn settles(&self, about: Thing, scene: &mut Scene<'_>) {
        let (Some(by), Some(disagreement)) = (scene.clinician(), about.reference::<DisagreementId>()) else { return };
        let chance = self.says.differing.escalated.at(&scene.state());
        let is_escalated = scene.dice("escalated", about, 0).happens(chance);
        match scene.manager().filter(|_| is_escalated) {
            Some(to) => scene.offer(DisagreementEscalated { disagreement, to, words: None }, &by),
            None => {
                let how = Settled::NewInformation;
                scene.offer(DisagreementSettled { disagreement, how, test: None, decision: None, words: None }, &by)
            }
        };
    }
}
