//! Changes that are noticed, and what comes of them: from there the circle closes.

use crate::code::Code;
use crate::id::{ChangeId, SessionId};
use crate::intervening::{ChangeAmplified, ChangeDocumented, ChangeKind, ChangeNoticed, ChangeWitnessed};
use crate::joining::{Acknowledged, Cause, ClinicianAcknowledged};
use crate::noun::Noun;
use crate::simulation::course::Scene;
use crate::simulation::thing::Thing;

use super::super::numbered::put;
use super::meeting::Meeting;
use super::{COMES_BACK, Works};

impl Works {
    /// The worker notices a change, and the clinician may witness it.
    pub(super) fn notices(&mut self, meeting: &Meeting, session: SessionId, scene: &mut Scene<'_>) {
        let (state, says) = (scene.state(), &self.says.changes);
        if !meeting.dice.named("change").happens(says.noticed.at(&state)) {
            return;
        }
        let about = scene.next(Noun::Change);
        let kind = ChangeKind::ALL.get(meeting.dice.named("change_kind").among(ChangeKind::ALL.len()));
        let (Some(change), Some(&what)) = (about.reference::<ChangeId>(), kind) else { return };
        let (words, contract) = (scene.words(), Some(meeting.contract.clone()));
        let noticed = ChangeNoticed { change: change.clone(), what, words, contract, session: Some(session) };
        if !scene.offer(noticed, &meeting.worker) {
            return;
        }
        if meeting.dice.named("witnessed").happens(says.witnessed.at(&state)) {
            scene.offer(ChangeWitnessed { change, words: None }, &meeting.clinician);
        }
        put(&mut self.changes, about.number(), meeting.about.number());
        let at = scene.after(&says.come_back_after, meeting.dice.named("comes_back"));
        scene.wake(at, about, COMES_BACK);
    }

    /// What comes of a change some time later.
    pub(super) fn comes_back(&self, about: Thing, scene: &mut Scene<'_>) {
        let contract = self.changes.get(about.number() as usize).and_then(|&contract| scene.contract(contract));
        let worker = contract.map(|contract| contract.worker.clone()).filter(|worker| scene.is_here(worker));
        let (Some(worker), Some(change)) = (worker, about.reference::<ChangeId>()) else { return };
        let (state, dice, says) = (scene.state(), scene.dice("comes_back", about, 0), &self.says.changes);
        if dice.named("documented").happens(says.documented.at(&state)) {
            scene.offer(ChangeDocumented { change: change.clone(), words: None }, &worker);
        }
        if dice.named("amplified").happens(says.amplified.at(&state))
            && let Some(manager) = scene.manager().filter(|manager| *manager != worker)
        {
            scene.offer(ChangeAmplified { change: change.clone(), to: vec![manager], words: None }, &worker);
        }
        if dice.named("acknowledged").happens(says.acknowledged.at(&state)) {
            let (acknowledgement, how) = (scene.make(), Acknowledged::InWords);
            let because_of = vec![Cause::Change(change)];
            scene.offer(ClinicianAcknowledged { acknowledgement, how, because_of, words: None }, &worker);
        }
    }
}
