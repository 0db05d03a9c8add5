//! An invitation becomes an agreement, or does not.

use crate::contracting::{
    Answer, Coded, ContractBegun, ContractDeclined, ContractPostponed, ContractRestored, ContractWithdrawn, Draft, Duration,
    FocusKind, Holder, InvitationAccepted, Kind as Step, Lead, Reason, ReasonCode, ReframeAnswered, ReframeOffered, Request,
    Roles, Safeguarding, Stage, Task, TermsAccepted, TermsProposed,
};
use crate::cycle::Kind;
use crate::id::{ContractId, PersonId};
use crate::noun::Noun;
use crate::simulation::course::{Heard, PLACE, Scene, Tendency, Wake};
use crate::simulation::scenario::Contracting;
use crate::simulation::thing::Thing;
use crate::space::{Space, Stream};

const ANSWERS: u32 = 0;
const ANSWERS_REFRAME: u32 = 1;
const PROPOSES: u32 = 2;
const ACCEPTS: u32 = 3;
const BEGINS: u32 = 4;
const GIVES_UP: u32 = 5;

#[derive(Debug)]
pub(super) struct Contracts(Contracting);

impl Contracts {
    pub(super) const fn new(says: Contracting) -> Self {
        Self(says)
    }

    /// Answers an invitation: declines, offers something else, or accepts it.
    fn answers(&self, about: Thing, scene: &mut Scene<'_>) {
        let Some(held) = scene.contract(about.number()).filter(|held| held.stage == Stage::Invited) else { return };
        let (contract, is_offer, is_renewal) = (held.contract.clone(), held.is_clinicians_offer, held.renews.is_some());
        let is_reflective = held.settled.stream == Some(Stream::Reflective);
        let was_reframed = held.was_reframed;
        let Some(clinician) = scene.clinician() else { return };
        let by = if is_offer { self.worker_for(about, scene) } else { Some(clinician) };
        let Some(by) = by else { return };
        let state = scene.state();
        let answer = scene.dice("answer", about, 0).uniform();
        let declines = self.0.declines.at(&state);
        let reframes = self.0.reframes.at(&state);
        if is_renewal {
            scene.offer(InvitationAccepted { contract }, &by);
        } else if was_reframed {
            // What was offered instead is not welcome: where the risk was the reason it is declined, else the first request stands.
            if self.is_too_risky(about, scene) {
                scene.offer(ContractDeclined { contract, reason: reason(ReasonCode::RiskTooHigh) }, &by);
            } else {
                scene.offer(InvitationAccepted { contract }, &by);
            }
        } else if answer < declines {
            scene.offer(ContractDeclined { contract, reason: reason(ReasonCode::NoCapacity) }, &by);
        } else if answer < declines + reframes && !is_offer && !is_reflective {
            let to = Request { space: Space::CaseConsultation, stream: Some(Stream::Reflective) };
            let words = scene.words();
            if scene.offer(ReframeOffered { contract, to, reason: words }, &by) {
                let at = scene.after(&self.0.reframe_answered_after, scene.dice("reframe_answered_after", about, 0));
                scene.wake(at, about, ANSWERS_REFRAME);
            }
        } else {
            scene.offer(InvitationAccepted { contract }, &by);
        }
    }

    fn is_too_risky(&self, about: Thing, scene: &mut Scene<'_>) -> bool {
        let chance = self.0.risk_too_high.at(&scene.state());
        scene.dice("risk_too_high", about, 0).happens(chance)
    }

    /// Who speaks for the social work side: whoever stands for the contract, or somebody else of the team.
    fn worker_for(&self, about: Thing, scene: &Scene<'_>) -> Option<PersonId> {
        let held = scene.contract(about.number())?;
        if !held.is_clinicians_offer || scene.clinician().is_none_or(|clinician| held.worker != clinician) {
            return Some(held.worker.clone()).filter(|worker| scene.is_here(worker));
        }
        scene.one_of(crate::people::Role::SocialWorker, scene.dice("worker_for", about, 0)).or_else(|| scene.manager())
    }

    fn answers_reframe(&self, about: Thing, scene: &mut Scene<'_>) {
        let Some(held) = scene.contract(about.number()).filter(|held| held.stage == Stage::Reframed) else { return };
        let contract = held.contract.clone();
        let Some(by) = self.worker_for(about, scene) else { return };
        let state = scene.state();
        let draw = scene.dice("reframe_answer", about, 0).uniform();
        let (welcomes, adapts) = (self.0.welcomes.at(&state), self.0.adapts.at(&state));
        let answer = if draw < welcomes {
            Answer::Welcomed
        } else if draw < welcomes + adapts {
            let to = Request { space: Space::ReflectivePracticeGroup, stream: Some(Stream::Reflective) };
            Answer::Adapted { to, reason: scene.words() }
        } else {
            Answer::NotWelcomed { reason: scene.words(), why: None }
        };
        scene.offer(ReframeAnswered { contract, answer }, &by);
    }

    fn proposes(&self, about: Thing, scene: &mut Scene<'_>) {
        let Some(held) = scene.contract(about.number()).filter(|held| held.stage == Stage::Negotiating) else { return };
        let (contract, settled) = (held.contract.clone(), held.settled);
        let Some(clinician) = scene.clinician() else { return };
        let terms = Box::new(self.terms(about, settled, scene));
        if scene.offer(TermsProposed { contract: contract.clone(), terms }, &clinician) {
            let version = scene.contract(about.number()).map_or(1, |held| held.version);
            scene.offer(TermsAccepted { contract, version }, &clinician);
            let at = scene.after(&self.0.accepted_after, scene.dice("accepted_after", about, 0));
            scene.wake(at, about, ACCEPTS);
        }
    }

    fn terms(&self, about: Thing, settled: Request, scene: &mut Scene<'_>) -> Draft {
        let is_direct = settled.stream == Some(Stream::Direct);
        let focus = if is_direct { FocusKind::EngageParent } else { FocusKind::CaseDilemma };
        let first_review = scene.after(&self.0.first_review_after, scene.dice("first_review_after", about, 0));
        let review_by = scene.date(first_review);
        let chance = self.0.names_its_end.at(&scene.state());
        let duration = if scene.dice("names_its_end", about, 0).happens(chance) {
            let ends = scene.date(scene.after(&self.0.lasts, scene.dice("lasts", about, 0)));
            Duration::Until { ends, review_by: None }
        } else {
            Duration::ReviewBy(review_by)
        };
        Draft {
            focus: Coded::new(focus, None).ok(),
            goal: Some(scene.words()),
            serves: None,
            lead: Some(if is_direct { Lead::Shared } else { Lead::Clinician }),
            roles: Roles::all(Holder::Shared).with(Task::StatutoryDecisions, Holder::SocialWorker),
            safeguarding: Some(Safeguarding::NoneKnown),
            duration: Some(duration),
            family_understanding: Some(scene.words()),
        }
    }

    fn accepts(&self, about: Thing, scene: &mut Scene<'_>) {
        let Some(held) = scene.contract(about.number()).filter(|held| held.stage == Stage::Negotiating) else { return };
        let (contract, version) = (held.contract.clone(), held.version);
        if let Some(by) = self.worker_for(about, scene) {
            scene.offer(TermsAccepted { contract, version }, &by);
        }
    }

    /// Looks for a place once it is agreed; without one it is put off.
    fn agreed(&self, about: Thing, scene: &mut Scene<'_>) {
        let Some(held) = scene.contract(about.number()) else { return };
        let (contract, renews) = (held.contract.clone(), held.renews);
        if let Some(renewed) = renews {
            scene.pass_place(renewed, about.number());
        }
        if scene.take_place(about.number()) {
            let at = scene.after(&self.0.begins_after, scene.dice("begins_after", about, 0));
            scene.wake(at, about, BEGINS);
        } else if let Some(clinician) = scene.clinician() {
            scene.offer(ContractPostponed { contract, reason: reason(ReasonCode::NoCapacity) }, &clinician);
        }
    }

    fn begins_work(&self, about: Thing, scene: &mut Scene<'_>) {
        let Some(held) = scene.contract(about.number()) else { return };
        let (contract, stage, ends, worker) = (held.contract.clone(), held.stage, held.ends(), held.worker.clone());
        let Some(clinician) = scene.clinician() else { return };
        if !matches!(stage, Stage::Agreed | Stage::Postponed) {
            return;
        }
        if ends.is_some_and(|ends| ends <= scene.today()) || !scene.is_here(&worker) {
            self.takes_back(about, &contract, ReasonCode::NoCapacity, &clinician, scene);
            return;
        }
        if stage == Stage::Postponed {
            scene.offer(ContractRestored { contract: contract.clone() }, &clinician);
        }
        scene.offer(ContractBegun { contract }, &clinician);
    }

    fn takes_back(&self, about: Thing, contract: &ContractId, why: ReasonCode, by: &PersonId, scene: &mut Scene<'_>) {
        scene.offer(ContractWithdrawn { contract: contract.clone(), reason: reason(why) }, by);
        scene.leave_place(about.number());
    }

    /// Whoever asked has waited long enough.
    fn gives_up(&self, about: Thing, scene: &mut Scene<'_>) {
        let Some(held) = scene.contract(about.number()) else { return };
        let waits =
            matches!(held.stage, Stage::Invited | Stage::Reframed | Stage::Negotiating | Stage::Agreed | Stage::Postponed);
        let (contract, worker, is_offer) = (held.contract.clone(), held.worker.clone(), held.is_clinicians_offer);
        if !waits {
            return;
        }
        let by = if is_offer {
            scene.clinician()
        } else {
            Some(worker).filter(|worker| scene.is_here(worker)).or_else(|| scene.manager())
        };
        if let Some(by) = by {
            self.takes_back(about, &contract, ReasonCode::CaseClosed, &by, scene);
        }
    }
}

impl Tendency for Contracts {
    fn name(&self) -> &'static str {
        "contracting"
    }

    fn listens(&self, kind: Kind) -> bool {
        matches!(kind, Kind::Contracting(_))
    }

    fn hears(&mut self, heard: Heard, scene: &mut Scene<'_>) {
        let Kind::Contracting(step) = heard.kind else { return };
        let about = heard.about;
        if step == Step::ContractInvited {
            let at = scene.after(&self.0.answers_after, scene.dice("answers_after", about, 0));
            scene.wake(at, about, ANSWERS);
            let patience = scene.after(&self.0.patience, scene.dice("patience", about, 0));
            scene.wake(patience, about, GIVES_UP);
            return;
        }
        let Some(moved) = heard.moved.filter(|_| about.noun() == Noun::Contract) else { return };
        if moved.to == Stage::Negotiating && moved.from != Stage::Negotiating {
            let at = scene.after(&self.0.terms_after, scene.dice("terms_after", about, 0));
            scene.wake(at, about, PROPOSES);
        } else if moved.to == Stage::Invited {
            // What was offered instead was not welcome.
            let at = scene.after(&self.0.answers_after, scene.dice("answers_after", about, 1));
            scene.wake(at, about, ANSWERS);
        } else if moved.to == Stage::Agreed && moved.from == Stage::Negotiating {
            self.agreed(about, scene);
        }
    }

    fn wakes(&mut self, wake: Wake, scene: &mut Scene<'_>) {
        match wake.what {
            ANSWERS => self.answers(wake.about, scene),
            ANSWERS_REFRAME => self.answers_reframe(wake.about, scene),
            PROPOSES => self.proposes(wake.about, scene),
            ACCEPTS => self.accepts(wake.about, scene),
            BEGINS => self.begins_work(wake.about, scene),
            PLACE => {
                let at = scene.after(&self.0.begins_after, scene.dice("begins_after", wake.about, 0));
                scene.wake(at, wake.about, BEGINS);
            }
            GIVES_UP => self.gives_up(wake.about, scene),
            _ => {}
        }
    }
}

pub(super) fn reason(code: ReasonCode) -> Reason {
    #[expect(clippy::expect_used, reason = "of the codes none but `other` needs words")]
    Reason::new(code, None).expect("a code that needs no words")
}
