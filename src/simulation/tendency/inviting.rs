//! Spaces are opened: the social work side invites, or the clinician offers.

use crate::code::CodeSet;
use crate::contracting::ContractInvited;
use crate::cycle::Kind;
use crate::intervening;
use crate::joining::{self, Cause};
use crate::noun::Noun;
use crate::people::Role;
use crate::simulation::course::{Heard, Scene, Tendency, Wake};
use crate::simulation::scenario::Inviting;
use crate::simulation::thing::Thing;

use super::recurring::Recurring;

const INVITES: u32 = 0;
const OFFERS: u32 = 1;
const AFTER_A_CHANGE: u32 = 2;
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

    fn asks(&self, by_clinician: bool, cause: Option<Thing>, scene: &mut Scene<'_>) {
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
            arose_from: cause.and_then(Thing::reference).map(Cause::Change).into_iter().collect(),
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
        let is_change = kind == Kind::Intervening(intervening::Kind::ChangeNoticed);
        (is_change && self.says.after_a_change.is_some()) || (changes_joining(kind) && self.says.invites.varies())
    }

    fn begins(&mut self, scene: &mut Scene<'_>) {
        self.invites.plan(&self.says.invites, scene);
        if let Some(offers) = &self.says.offers {
            self.offers.plan(offers, scene);
        }
    }

    fn hears(&mut self, heard: Heard, scene: &mut Scene<'_>) {
        if let (Kind::Intervening(intervening::Kind::ChangeNoticed), Some(after)) = (heard.kind, &self.says.after_a_change)
            && scene.dice("after_a_change", heard.about, 0).happens(after.chance.at(&scene.state()))
        {
            let at = scene.again(&after.after, scene.dice("after_a_change_by", heard.about, 0));
            scene.wake(at, heard.about, AFTER_A_CHANGE);
        }
        if changes_joining(heard.kind) && self.says.invites.varies() {
            self.invites.plan(&self.says.invites, scene);
        }
    }

    fn wakes(&mut self, wake: Wake, scene: &mut Scene<'_>) {
        if wake.what == AFTER_A_CHANGE {
            return self.asks(false, Some(wake.about), scene);
        }
        if self.invites.comes(wake, &self.says.invites, scene) {
            self.asks(false, None, scene);
        }
        if let Some(offers) = &self.says.offers
            && self.offers.comes(wake, offers, scene)
        {
            self.asks(true, None, scene);
        }
    }
}

/// Whether what is of this kind changes how joined a clinician is.
fn changes_joining(kind: Kind) -> bool {
    use joining::Kind::{ClinicianAcknowledged, JoiningDisrupted, RuleWorkedWith};
    matches!(kind, Kind::Joining(ClinicianAcknowledged | JoiningDisrupted | RuleWorkedWith))
}
