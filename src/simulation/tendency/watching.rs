//! People look at the boundary, note what they see, and review it together.

use crate::assessment::Parameters;
use crate::boundary::{
    Basis, BoundaryObserved, BoundaryReviewed, DrawnBy, Indicator, Lean, Row, Scope, Sighting, Standpoint, Strength, Verdict,
};
use crate::code::Code;
use crate::contracting::Stage;
use crate::cycle::Kind;
use crate::deciding::RolesReconciled;
use crate::id::{ContractId, PersonId};
use crate::noun::Noun;
use crate::people::Role;
use crate::simulation::course::{Scene, Tendency, Wake};
use crate::simulation::observing::Position;
use crate::simulation::random::Stream;
use crate::simulation::scenario::Watching;
use crate::simulation::thing::Thing;

const LOOKS: u32 = 0;
const REVIEWS: u32 = 1;
const TALKS: u32 = 2;

#[derive(Debug)]
pub(super) struct Watches {
    says: Watching,
    looks: u32,
    /// Reviews by the calendar, and talks that were owed.
    reviews: u32,
    talks: u32,
    /// Whether the last review did not lean healthy.
    leaned: bool,
    /// Whether a talk is to come already.
    talk_is_due: bool,
}

/// What somebody notes of a row: the side that they saw.
type Notes = [Option<Lean>; Row::ALL.len()];

impl Watches {
    pub(super) const fn new(says: Watching) -> Self {
        Self { says, looks: 0, reviews: 0, talks: 0, leaned: false, talk_is_due: false }
    }

    fn next_look(&self, scene: &mut Scene<'_>) {
        let at = scene.again(&self.says.looks_every, scene.dice("looks_every", Thing::NOTHING, self.looks));
        scene.wake(at, Thing::NOTHING, LOOKS);
    }

    fn next_review(&self, scene: &mut Scene<'_>) {
        if let Some(every) = &self.says.reviews_every {
            let at = scene.again(every, scene.dice("reviews_every", Thing::NOTHING, self.reviews));
            scene.wake(at, Thing::NOTHING, REVIEWS);
        }
    }

    fn looks(&mut self, scene: &mut Scene<'_>) {
        let position = scene.position();
        let meeting = scene.dice("meeting", Thing::NOTHING, self.looks);
        let Some(&space) = self.says.spaces.get(self.looks as usize % self.says.spaces.len().max(1)) else { return };
        let state = scene.state();
        let (attends, copies) = (self.says.attends.at(&state), self.says.copies_a_colleague.at(&state));
        let notes_absent = self.says.notes_absent.at(&state);
        // In the order in which they came, without a search through all the families that were met.
        let observers: Vec<(PersonId, Role)> = [Role::Clinician, Role::Manager, Role::SocialWorker]
            .into_iter()
            .flat_map(|role| scene.here(role).map(move |person| (person.clone(), role)))
            .collect();
        let mut first: Option<Notes> = None;
        let mut control_was_sought = false;
        for (place, (observer, role)) in observers.iter().enumerate() {
            let draws = meeting.at("observer", place as u64);
            if !draws.named("attends").happens(attends) {
                continue;
            }
            let copies = draws.named("copies").happens(copies);
            let notes = first.filter(|_| copies).unwrap_or_else(|| self.sees(position, draws, scene));
            first.get_or_insert(notes);
            for (&row, seen) in Row::ALL.iter().zip(notes) {
                let Some(seen) = seen else { continue };
                for &lean in Lean::ALL {
                    let place = row.index() * Lean::ALL.len() + lean.index();
                    let absent = lean != seen && draws.at("absent", place as u64).happens(notes_absent);
                    let finding = match (lean == seen, absent) {
                        (true, _) => Sighting::Present(Strength::Strong),
                        (false, true) => Sighting::Absent,
                        (false, false) => continue,
                    };
                    let indicator = Indicator::at(row, lean);
                    control_was_sought |= indicator == Indicator::SeeksControl && lean == seen;
                    let observed = BoundaryObserved {
                        observation: scene.make(),
                        sign: indicator.into(),
                        finding,
                        standpoint: if *role == Role::Clinician { Standpoint::PartOfIt } else { Standpoint::LookingOn },
                        drawn_by: DrawnBy::Unknown,
                        space,
                        session: None,
                        basis: Basis::Direct,
                        contract: None,
                        words: None,
                    };
                    scene.offer(observed, observer);
                }
            }
        }
        if control_was_sought {
            self.owes_a_talk(scene);
        }
    }

    /// What somebody sees: of each row for which there is the opportunity, a side, which may be taken for another.
    fn sees(&self, position: Position, draws: Stream, scene: &mut Scene<'_>) -> Notes {
        let state = scene.state();
        let (opportunity, error) = (self.says.opportunity.at(&state), self.says.error.at(&state));
        let mut notes: Notes = Default::default();
        for (&row, note) in Row::ALL.iter().zip(&mut notes) {
            let place = row.index() as u64;
            if draws.at("opportunity", place).happens(opportunity) {
                let errs = draws.at("error", place).happens(error);
                *note = if errs {
                    Lean::ALL.get(draws.at("taken_for", place).among(Lean::ALL.len())).copied()
                } else {
                    Some(position.shows(draws.at("shows", place)))
                };
            }
        }
        notes
    }

    fn owes_a_talk(&mut self, scene: &mut Scene<'_>) {
        if !self.talk_is_due {
            self.talk_is_due = true;
            // Later than what it is about, so that it answers it.
            let at = scene.again(&self.says.talks_after, scene.dice("talks_after", Thing::NOTHING, self.talks));
            scene.wake(at, Thing::NOTHING, TALKS);
        }
    }

    /// Both sides settle what they make of the boundary: the side that holds the majority of it, or that none does.
    fn reviews(&mut self, scene: &mut Scene<'_>) {
        let verdict = match scene.position().majority() {
            Some(Lean::Enmeshed) => Verdict::Enmeshed,
            Some(Lean::Healthy) => Verdict::Healthy,
            Some(Lean::Diffuse) => Verdict::Diffuse,
            None => Verdict::Mixed,
        };
        let dice = scene.dice("reviewed_with", Thing::NOTHING, scene.made(Noun::BoundaryReview));
        let worker = scene.one_of(Role::SocialWorker, dice).or_else(|| scene.manager());
        let (Some(clinician), Some(worker)) = (scene.clinician(), worker) else { return };
        let reviewed = BoundaryReviewed {
            review: scene.make(),
            parameters: Parameters::unvalidated_v2().id().clone(),
            as_of: scene.moment(),
            scope: Scope::Cycle,
            verdict,
            with: vec![worker],
            words: None,
        };
        if scene.offer(reviewed, &clinician) {
            let leans = verdict != Verdict::Healthy;
            let twice = leans && std::mem::replace(&mut self.leaned, leans);
            self.leaned = leans;
            if twice {
                self.owes_a_talk(scene);
            }
        }
    }

    /// The two sides talk: they settle how their roles fit together, where they have several agreements, or review the boundary again.
    fn talks(&mut self, scene: &mut Scene<'_>) {
        self.talk_is_due = false;
        self.talks += 1;
        let contracts: Vec<ContractId> = scene
            .open_contracts()
            .iter()
            .filter_map(|&number| scene.contract(number))
            .filter(|held| held.stage == Stage::Active)
            .map(|held| held.contract.clone())
            .collect();
        if contracts.len() < 2 {
            return self.reviews(scene);
        }
        if let Some(clinician) = scene.clinician() {
            let reconciliation = scene.make();
            scene.offer(RolesReconciled { reconciliation, contracts, words: None }, &clinician);
        }
    }
}

impl Tendency for Watches {
    fn name(&self) -> &'static str {
        "watching"
    }

    fn listens(&self, _kind: Kind) -> bool {
        false
    }

    fn begins(&mut self, scene: &mut Scene<'_>) {
        self.next_look(scene);
        self.next_review(scene);
    }

    fn wakes(&mut self, wake: Wake, scene: &mut Scene<'_>) {
        match wake.what {
            LOOKS => {
                self.looks(scene);
                self.looks += 1;
                self.next_look(scene);
            }
            REVIEWS => {
                self.reviews(scene);
                self.reviews += 1;
                self.next_review(scene);
            }
            TALKS => self.talks(scene),
            _ => {}
        }
    }
}
