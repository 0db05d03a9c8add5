//! The clinician joins the team's culture, and is acknowledged (the article, section Joining).

use crate::code::CodeSet;
use crate::cycle::Kind;
use crate::joining::{
    self, Acknowledged, ClinicianAcknowledged, InfluenceInvited, OccasionOfJoining, Place, RuleNoticed, RuleStep,
    RuleWorkedWith, Voice,
};
use crate::noun::Noun;
use crate::people::Role;
use crate::simulation::course::{Heard, Scene, Tendency, Wake};
use crate::simulation::scenario::Joining;
use crate::simulation::thing::Thing;
use crate::space::Space;

use super::recurring::Recurring;
use super::under_way::on_a_later_day;

const OCCASION: u32 = 0;
const NOTICES: u32 = 1;
const WORKS_WITH: u32 = 2;
const ACKNOWLEDGED: u32 = 3;
const AGAIN: u32 = 4;
const PROTECTED: u32 = 5;
const LONG_AGO: u32 = 6;

#[derive(Debug)]
pub(super) struct Joins {
    says: Joining,
    occasions: Recurring,
    notices: Recurring,
    acknowledgements: Recurring,
    /// How many occasions of those kept free after a disruption are still to come.
    kept_free: u32,
}

impl Joins {
    pub(super) fn new(says: Joining) -> Self {
        Self {
            says,
            occasions: Recurring::new("occasion", OCCASION),
            notices: Recurring::new("notices_rule", NOTICES),
            acknowledgements: Recurring::new("acknowledged", ACKNOWLEDGED),
            kept_free: 0,
        }
    }

    /// The clinician meets some of those who are there, each time others.
    fn meets(&self, scene: &mut Scene<'_>) {
        let Some(clinician) = scene.clinician() else { return };
        let nth = scene.made(Noun::Occasion);
        let mut with: Vec<_> = scene.here(Role::SocialWorker).cloned().collect();
        if with.is_empty() {
            with.extend(scene.manager());
        }
        if with.is_empty() {
            return;
        }
        let first = scene.dice("occasion_with", Thing::NOTHING, nth).among(with.len());
        with.rotate_left(first);
        with.truncate(self.says.workers_met.value as usize);
        let (occasion, place) = (scene.make(), Place::In(Space::TeamMeeting));
        scene.offer(OccasionOfJoining { occasion, place, with, qualities: CodeSet::none(), words: None }, &clinician);
    }

    fn notices(&self, scene: &mut Scene<'_>) {
        let Some(clinician) = scene.clinician() else { return };
        let words = scene.words();
        // A rule that closes nothing: it is there to be noticed and worked with.
        let noticed = RuleNoticed {
            rule: scene.make(),
            voice: Voice::Unspoken,
            words,
            about: None,
            belief: None,
            bars_spaces: CodeSet::none(),
            bars_cases: CodeSet::none(),
            only_spaces: CodeSet::none(),
            only_cases: CodeSet::none(),
        };
        let about = Thing::new(Noun::Rule, scene.made(Noun::Rule));
        if scene.offer(noticed, &clinician) {
            let at = scene.after(&self.says.works_with_rules_after, scene.dice("works_with_rule", about, 0));
            scene.wake(at, about, WORKS_WITH);
        }
    }

    fn acknowledged(&self, scene: &mut Scene<'_>) {
        let nth = scene.made(Noun::Acknowledgement);
        let dice = scene.dice("acknowledged_by", Thing::NOTHING, nth);
        let Some(worker) = scene.one_of(Role::SocialWorker, dice).or_else(|| scene.manager()) else { return };
        let acknowledgement = scene.make();
        let how = Acknowledged::SoughtOut;
        scene.offer(ClinicianAcknowledged { acknowledgement, how, because_of: vec![], words: None }, &worker);
        let chance = self.says.influence.at(&scene.state());
        if scene.dice("influence", Thing::NOTHING, nth).happens(chance) {
            let (influence, words) = (scene.make(), scene.words());
            scene.offer(InfluenceInvited { influence, words, because_of: vec![] }, &worker);
        }
    }
}

impl Tendency for Joins {
    fn name(&self) -> &'static str {
        "joining"
    }

    fn listens(&self, kind: Kind) -> bool {
        use crate::joining::Kind::{JoiningDisrupted, OccasionOfJoining, RuleWorkedWith};
        matches!(kind, Kind::Joining(JoiningDisrupted | OccasionOfJoining | RuleWorkedWith))
    }

    fn begins(&mut self, scene: &mut Scene<'_>) {
        self.meets(scene);
        self.occasions.plan(&self.says.occasions, scene);
        self.notices.plan(&self.says.notices_rules, scene);
    }

    fn hears(&mut self, heard: Heard, scene: &mut Scene<'_>) {
        let Kind::Joining(kind) = heard.kind else { return };
        match kind {
            joining::Kind::JoiningDisrupted => {
                let at = scene.after(&self.says.joins_again_after, scene.dice("joins_again", heard.about, 0));
                scene.wake(at, heard.about, AGAIN);
                if let Some(protected) = &self.says.protected {
                    self.kept_free = protected.occasions.value as u32;
                }
            }
            joining::Kind::OccasionOfJoining => {
                if let Some(apart) = &self.says.at_most_apart {
                    let at = scene.after(apart, scene.dice("apart", heard.about, 0));
                    scene.wake(on_a_later_day(at, scene), heard.about, LONG_AGO);
                }
            }
            // Nobody is acknowledged for having worked with the team before they have.
            joining::Kind::RuleWorkedWith if self.acknowledgements.count() == 0 => {
                self.acknowledgements.plan(&self.says.acknowledgements, scene);
            }
            joining::Kind::RuleNoticed
            | joining::Kind::RuleWorkedWith
            | joining::Kind::ClinicianAcknowledged
            | joining::Kind::InfluenceInvited
            | joining::Kind::HelpAskedAgain => {}
        }
    }

    fn wakes(&mut self, wake: Wake, scene: &mut Scene<'_>) {
        match wake.what {
            OCCASION if self.occasions.comes(wake, &self.says.occasions, scene) => self.meets(scene),
            NOTICES if self.notices.comes(wake, &self.says.notices_rules, scene) => self.notices(scene),
            WORKS_WITH => {
                if let (Some(clinician), Some(rule)) = (scene.clinician(), wake.about.reference()) {
                    scene.offer(RuleWorkedWith { rule, step: RuleStep::Connected, words: None }, &clinician);
                }
            }
            ACKNOWLEDGED if self.acknowledgements.comes(wake, &self.says.acknowledgements, scene) => {
                self.acknowledged(scene)
            }
            // There was no other since.
            LONG_AGO if scene.made(Noun::Occasion) == wake.about.number() => self.meets(scene),
            AGAIN | PROTECTED => {
                self.meets(scene);
                if let Some(protected) = self.says.protected.as_ref().filter(|_| self.kept_free > 0) {
                    self.kept_free -= 1;
                    let dice = scene.dice("protected", wake.about, self.kept_free);
                    let at = scene.after(&protected.apart, dice);
                    // Time that is kept free for joining is not there for sessions.
                    let booked = scene.book(at, protected.minutes.value as u16);
                    scene.wake(booked.unwrap_or(at), wake.about, PROTECTED);
                }
            }
            _ => {}
        }
    }
}
