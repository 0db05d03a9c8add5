//! Spaces are opened: the social work side invites, or the clinician offers.

use crate::code::CodeSet;
use crate::contracting::ContractInvited;
use crate::cycle::Kind;
use crate::joining;
use crate::noun::Noun;
use crate::people::Role;
use crate::simulation::course::{Heard, Scene, Tendency, Wake};
use crate::simulation::scenario::Inviting;
use crate::simulation::thing::Thing;

use super::recurring::Recurring;

const INVITES: u32 = 0;
const OFFERS: u32 = 1;
/// How often a family without an open contract is looked for.
const TRIES: u32 = 4;

#[derive(Debug)]
pub(super) struct Invites {
    says: Inviting,
    invites: Recurring,
    offers: Recurring,
}

impl Invites {
    pub(super) fn new(says: Inviting) -> Self {
        Self { says, invites: Recurring::new("invites", INVITES), offers: Recurring::new("offers", OFFERS) }
    }

    fn asks(&self, by_clinician: bool, scene: &mut Scene<'_>) {
        let about = Thing::new(Noun::Contract, scene.made(Noun::Contract) + 1);
        let by = if by_clinician {
            scene.clinician()
        } else {
            scene.one_of(Role::SocialWorker, scene.dice("invited_by", about, 0))
        };
        let Some(by) = by else { return };
        let Some(asked) = self.says.asked(scene.dice("asked", about, 0).uniform()) else { return };
        let family = self.family(about, scene);
        let case = scene.family(family).map(|family| family.case.clone());
        let invited = ContractInvited {
            contract: scene.make(),
            space: asked.space,
            stream: Some(asked.stream),
            case,
            case_kinds: CodeSet::none(),
            words: None,
            arose_from: Vec::new(),
        };
        scene.offer(invited, &by);
    }

    /// The family that it is about: a new one, or one that the team works with and that has no open contract.
    fn family(&self, about: Thing, scene: &mut Scene<'_>) -> u32 {
        let chance = self.says.new_family.at(&scene.state());
        if !scene.dice("new_family", about, 0).happens(chance) {
            let known = scene.families();
            // A few tries are enough, and take no longer the more families there are.
            for nth in 0..TRIES {
                let family = scene.dice("family", about, nth).among(known as usize) as u32 + 1;
                if family <= known && !scene.has_open_contract(family) {
                    return family;
                }
            }
        }
        scene.new_family()
    }
}

impl Tendency for Invites {
    fn name(&self) -> &'static str {
        "inviting"
    }

    fn listens(&self, kind: Kind) -> bool {
        use joining::Kind::{ClinicianAcknowledged, JoiningDisrupted, RuleWorkedWith};
        let changes_joining = matches!(kind, Kind::Joining(ClinicianAcknowledged | JoiningDisrupted | RuleWorkedWith));
        changes_joining && self.says.invites.varies()
    }

    fn begins(&mut self, scene: &mut Scene<'_>) {
        self.invites.plan(&self.says.invites, scene);
        if let Some(offers) = &self.says.offers {
            self.offers.plan(offers, scene);
        }
    }

    fn hears(&mut self, _heard: Heard, scene: &mut Scene<'_>) {
        self.invites.plan(&self.says.invites, scene);
    }

    fn wakes(&mut self, wake: Wake, scene: &mut Scene<'_>) {
        if self.invites.comes(wake, &self.says.invites, scene) {
            self.asks(false, scene);
        }
        if let Some(offers) = &self.says.offers
            && self.offers.comes(wake, offers, scene)
        {
            self.asks(true, scene);
        }
    }
}
