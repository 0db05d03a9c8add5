//! Cases are talked about with both sides, plans are made and tested, and thresholds are decided ("Dear social workers: a letter from a
//! psychologist").

mod planning;
mod differing;
mod deciding;

use crate::code::CodeSet;
use crate::cycle::Kind;
use crate::deciding::{FeedDeclaredComplete, LegalStatus, Milestone};
use crate::deliberating::{
    self, About, DiscussionHeld, HypothesisPut, OfferedInstead, Order, Question, ReferralReturned, ReturnReason,
    StatementKind, StatementMade,
};
use crate::id::{DiscussionId, PersonId};
use crate::noun::Noun;
use crate::people::Role;
use crate::simulation::course::{Heard, Scene, Tendency, Wake};
use crate::simulation::random::Stream as Dice;
use crate::simulation::scenario::Discussing;
use crate::simulation::thing::Thing;
use crate::space::Space;
use crate::text::CaseRef;

use super::numbered::grown;
use super::recurring::Recurring;

const TALKS: u32 = 0;
const LOOKS_AGAIN: u32 = 1;
const HANDS_BACK: u32 = 2;
const TAKES_UP: u32 = 3;
const SETTLES: u32 = 4;
const DECIDES: u32 = 5;
const ASSESSES: u32 = 6;
const AUTHORISES: u32 = 7;
const CHANGES_STATUS: u32 = 8;

/// A plan that is tested.
#[derive(Debug, Clone, Copy, Default)]
struct Plan {
    family: u32,
    /// How often it was looked at.
    looked: u32,
    /// How often it went on as it is since it was made or changed.
    went_on: u32,
}

/// A step that the worker took on.
#[derive(Debug, Clone)]
struct Step {
    family: u32,
    taken_by: PersonId,
}

/// What is known of a case, by the number of its family.
#[derive(Debug, Clone, Copy, Default)]
struct Case {
    /// It was talked about, and is yet to be decided.
    is_to_be_decided: bool,
    status: Option<LegalStatus>,
}

#[derive(Debug)]
pub(super) struct Discusses {
    says: Discussing,
    talks: Recurring,
    /// The last discussion, until it was recorded.
    talk: Option<Talk>,
    assesses: Recurring,
    changes_status: Recurring,
    cases: Vec<Case>,
    /// By the number of the plan.
    plans: Vec<Plan>,
    /// By the number of the step, those of the clinician left out.
    steps: Vec<Option<Step>>,
    /// Whose an assessment is, by the number of the milestone.
    assessed: Vec<u32>,
}

impl Discusses {
    pub(super) fn new(says: Discussing) -> Self {
        Self {
            says,
            talks: Recurring::new("talks", TALKS),
            talk: None,
            assesses: Recurring::new("assesses", ASSESSES),
            changes_status: Recurring::new("changes_status", CHANGES_STATUS),
            cases: Vec::new(),
            plans: Vec::new(),
            steps: Vec::new(),
            assessed: Vec::new(),
        }
    }

    fn case(&mut self, family: u32) -> Option<&mut Case> {
        grown(&mut self.cases, family)
    }

    /// A case is talked about.
    fn talks(&mut self, scene: &mut Scene<'_>) {
        let nth = self.talks.count();
        let dice = scene.dice("discussion", Thing::NOTHING, nth);
        let Some(family) = one_of_the_families(dice.named("case"), scene) else { return };
        let state = scene.state();
        let is_free = self.case(family).is_some_and(|case| !case.is_to_be_decided);
        let is_decided = is_free && dice.named("decided").happens(self.says.deciding.decided.at(&state));
        let question = match dice.named("question").among(2) {
            _ if is_decided => Question::Threshold,
            0 => Question::WhatExplains,
            _ => Question::WhatWouldHelp,
        };
        let Some(talk) = Talk::held(family, question, dice, scene) else { return };
        if is_decided {
            self.is_to_decide(&talk, scene);
        }
        self.talk = Some(talk);
    }

    /// What comes of a discussion, once it was recorded.
    fn goes_on(&mut self, talk: &Talk, scene: &mut Scene<'_>) {
        let (state, dice) = (scene.state(), talk.dice);
        self.say(talk, scene);
        if dice.named("returned").happens(self.says.returned.at(&state)) {
            let returned = ReferralReturned {
                returned: scene.make(),
                case: talk.case.clone(),
                service: Role::AdultMentalHealth,
                reason: ReturnReason::RiskTooHigh,
                offered: CodeSet::none().with(OfferedInstead::Consultation),
                contract: None,
                words: None,
            };
            scene.offer(returned, &talk.worker);
        }
        if dice.named("differ").happens(self.says.differing.differ.at(&state)) {
            self.differ(talk, scene);
        }
        if dice.named("planned").happens(self.says.planning.planned.at(&state)) {
            self.plan(talk, scene);
        }
    }

    /// A worry and a strength may be said without a name; an idea of what explains it stands beside others.
    fn say(&self, talk: &Talk, scene: &mut Scene<'_>) {
        let chance = self.says.said.at(&scene.state());
        let said = [(StatementKind::Worry, About::NotActing), (StatementKind::Strength, About::GoingWell)];
        for (place, (kind, about)) in (0..).zip(said) {
            if talk.dice.at("said", place).happens(chance) {
                let (statement, words, about) = (scene.make(), scene.words(), CodeSet::none().with(about));
                let discussion = talk.discussion.clone();
                let made = StatementMade { statement, discussion, kind, about, author: None, source: None, words };
                scene.offer(made, &talk.worker);
            }
        }
        if talk.dice.named("idea").happens(chance) {
            let (hypothesis, words, discussion) = (scene.make(), scene.words(), talk.discussion.clone());
            scene.offer(HypothesisPut { hypothesis, discussion, order: Order::First, words }, &talk.clinician);
        }
    }
}

impl Tendency for Discusses {
    fn name(&self) -> &'static str {
        "discussing"
    }

    fn listens(&self, kind: Kind) -> bool {
        kind == Kind::Deliberating(deliberating::Kind::DiscussionHeld)
    }

    fn begins(&mut self, scene: &mut Scene<'_>) {
        self.talks.plan(&self.says.discussions, scene);
        if let Some(assessing) = &self.says.assessing {
            self.assesses.plan(&assessing.completed, scene);
            all_are_recorded(scene);
        }
        if let Some(changes) = &self.says.status_changes {
            self.changes_status.plan(changes, scene);
        }
    }

    fn hears(&mut self, heard: Heard, scene: &mut Scene<'_>) {
        if let Some(talk) = self.talk.take_if(|talk| talk.about == heard.about) {
            self.goes_on(&talk, scene);
        }
    }

    fn wakes(&mut self, wake: Wake, scene: &mut Scene<'_>) {
        match wake.what {
            TALKS if self.talks.comes(wake, &self.says.discussions, scene) => self.talks(scene),
            LOOKS_AGAIN => self.looks_again(wake.about, scene),
            HANDS_BACK => self.hands_back(wake.about, scene),
            TAKES_UP => self.takes_up(wake.about, scene),
            SETTLES => self.settles(wake.about, scene),
            DECIDES => self.decides(wake.about, scene),
            ASSESSES => self.assesses(wake, scene),
            AUTHORISES => self.authorises(wake.about, scene),
            CHANGES_STATUS => self.changes_status(wake, scene),
            _ => {}
        }
    }
}

/// A discussion that takes place now.
#[derive(Debug)]
struct Talk {
    family: u32,
    case: CaseRef,
    /// The thing that it is, about which draws are made.
    about: Thing,
    discussion: DiscussionId,
    worker: PersonId,
    clinician: PersonId,
    manager: Option<PersonId>,
    dice: Dice,
}

impl Talk {
    /// Holds it, if somebody of each side is there.
    fn held(family: u32, question: Question, dice: Dice, scene: &mut Scene<'_>) -> Option<Self> {
        let case = scene.family(family)?.case.clone();
        let (clinician, worker) = (scene.clinician()?, scene.one_of(Role::SocialWorker, dice.named("worker"))?);
        let manager = scene.manager();
        let about = scene.next(Noun::Discussion);
        let discussion: DiscussionId = about.reference()?;
        let held = DiscussionHeld {
            discussion: discussion.clone(),
            case: case.clone(),
            question,
            space: Space::NetworkMeeting,
            present: [&clinician, &worker].into_iter().chain(&manager).cloned().collect(),
            absent: vec![],
            contract: None,
            continues: None,
            disruption: None,
            words: None,
        };
        let is_held = scene.offer(held, &worker);
        is_held.then_some(Self { family, case, about, discussion, worker, clinician, manager, dice })
    }
}

/// One of the families that the team works with.
fn one_of_the_families(dice: Dice, scene: &Scene<'_>) -> Option<u32> {
    let count = scene.families();
    (count > 0).then(|| dice.among(count as usize) as u32 + 1)
}

/// All assessments are recorded from here on, so it can be determined that one is not authorised.
fn all_are_recorded(scene: &mut Scene<'_>) {
    let Some(manager) = scene.manager() else { return };
    let what = Some(CodeSet::of(&[Milestone::AssessmentCompleted, Milestone::AssessmentAuthorised]));
    let (feed, from) = (scene.make(), scene.today());
    scene.offer(FeedDeclaredComplete { feed, from, what, case: None }, &manager);
}
