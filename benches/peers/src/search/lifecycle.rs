//! The lifecycle of contracts as numbers alone, so that a step costs next to nothing: each of three contracts stands in one of
//! some seventy states, and a constant table, made from that of the stages, tells the states that can follow.

use std::num::NonZeroUsize;
use std::sync::Arc;

use practice_cycle::code::CodeSet;
use practice_cycle::contracting::{Kind, Stage};
use practice_cycle::people::{Role, Side};
use practice_cycle::permitted::Asking;
use practice_cycle::search::{Answer, Claim, Machine, Search};
use stateright::{Checker, Model, Property};

use super::Engine;

/// Where one contract stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Contract {
    stage: Stage,
    invited_by: Side,
    /// Who accepts what lies on the table.
    tabled: Option<CodeSet<Side>>,
    renewed: bool,
}

const SIDES: [Side; 2] = [Side::Clinical, Side::SocialWork];

impl Contract {
    fn invited(invited_by: Side) -> Self {
        Self { stage: Stage::Invited, invited_by, tabled: None, renewed: false }
    }

    /// What can follow on this.
    fn followed_by(self) -> Vec<Self> {
        let steps = self.stage.steps();
        // Whether it is for the side that was asked is seen to where the step is taken.
        let may = |kind: Kind, side: Side| {
            let asking = Asking { asked: Role::of(side), other: Role::of(side), answered: true };
            kind.permitted().roles(asking).is_none_or(|roles| !roles.both(Role::of(side)).is_empty())
        };
        let by = |kind: Kind| SIDES.into_iter().filter(move |&side| may(kind, side)).map(move |side| (kind, side));
        let taken = steps.iter().flat_map(by).flat_map(|(kind, by)| self.after(kind, by));
        let lapsed = (self.stage == Stage::Active).then_some(Self { stage: Stage::Lapsed, ..self });
        taken.chain(lapsed).collect()
    }

    fn after(self, kind: Kind, by: Side) -> Vec<Self> {
        let leads_to = self.stage.after(kind);
        let at = |stage: Stage| Self { stage, tabled: self.tabled.filter(|_| !stage.is_terminal()), ..self };
        match kind {
            Kind::InvitationAccepted | Kind::ContractDeclined if by == self.invited_by => Vec::new(),
            Kind::TermsProposed => {
                leads_to.iter().map(|stage| Self { tabled: Some(CodeSet::default()), ..at(stage) }).collect()
            }
            Kind::TermsAccepted => {
                let Some(accepted) = self.tabled.filter(|accepted| !accepted.has(by)) else { return Vec::new() };
                let by_both = accepted != CodeSet::default();
                let moves = by_both && leads_to.has(Stage::Agreed);
                let tabled = (!by_both).then_some(CodeSet::of(&[by]));
                vec![Self { stage: if moves { Stage::Agreed } else { self.stage }, tabled, ..self }]
            }
            Kind::ContractRenewed if self.renewed => Vec::new(),
            Kind::ContractRenewed => leads_to.iter().map(|stage| Self { renewed: true, ..at(stage) }).collect(),
            _ => leads_to.iter().map(at).collect(),
        }
    }
}

const CONTRACTS: usize = 3;
/// More than can follow on any state of a contract.
const MOST: usize = 16;

/// Of each contract, the number of its state.
type Numbers = [u8; CONTRACTS];

/// What can follow on each state of a contract, by number; that there is no contract yet is the first.
#[derive(Clone)]
struct Lifecycle {
    follows: Arc<[[Option<u8>; MOST]]>,
    sound: Arc<[bool]>,
    alike: bool,
}

const CLAIM: &str = "nothing lies on the table of what is closed";

impl Lifecycle {
    fn new(alike: bool) -> Self {
        let mut all: Vec<Option<Contract>> = vec![None];
        let mut follows = Vec::new();
        while let Some(&from) = all.get(follows.len()) {
            let mut row = [None; MOST];
            let leads_to = from.map_or_else(|| SIDES.map(Contract::invited).to_vec(), Contract::followed_by);
            let mut next: Vec<u8> = Vec::new();
            for to in leads_to {
                let place = all.iter().position(|known| *known == Some(to)).unwrap_or_else(|| {
                    all.push(Some(to));
                    all.len() - 1
                });
                next.push(place.try_into().unwrap());
            }
            next.sort_unstable();
            next.dedup();
            for (cell, to) in row.iter_mut().zip(&next) {
                *cell = Some(*to);
            }
            assert!(next.len() <= MOST);
            follows.push(row);
        }
        let is_sound = |contract: &Option<Contract>| {
            contract.is_none_or(|contract| !contract.stage.is_terminal() || contract.tabled.is_none())
        };
        Self { follows: follows.into(), sound: all.iter().map(is_sound).collect(), alike }
    }

    fn is_sound(&self, state: &Numbers) -> bool {
        state.iter().all(|&contract| self.sound[usize::from(contract)])
    }
}

fn sorted(state: &Numbers) -> Numbers {
    let mut state = *state;
    state.sort_unstable();
    state
}

pub(crate) fn search_alike(engine: Engine, threads: usize) -> usize {
    search(true, engine, threads)
}

pub(crate) fn search_distinct(engine: Engine, threads: usize) -> usize {
    search(false, engine, threads)
}

fn search(alike: bool, engine: Engine, threads: usize) -> usize {
    let lifecycle = Lifecycle::new(alike);
    match engine {
        Engine::Ours => {
            let of = lifecycle.clone();
            let claim = Claim::always(CLAIM, move |state: &Numbers| of.is_sound(state));
            let explored = Search::new(lifecycle).claim(claim).threads(NonZeroUsize::new(threads).unwrap()).run();
            assert_eq!((explored.answers(), explored.bound()), (&[Answer::Nowhere][..], None), "{CLAIM}, always");
            explored.states()
        }
        Engine::BreadthFirst => checked(lifecycle.checker().threads(threads).spawn_bfs().join()),
        Engine::DepthFirst => {
            // Its states are not sorted, for it does that itself.
            let lifecycle = Lifecycle { alike: false, ..lifecycle };
            checked(lifecycle.checker().threads(threads).symmetry_fn(sorted).spawn_dfs().join())
        }
    }
}

fn checked(checker: impl Checker<Lifecycle>) -> usize {
    checker.assert_properties();
    checker.unique_state_count()
}

impl Machine for Lifecycle {
    type State = Numbers;

    fn start(&self) -> Numbers {
        Numbers::default()
    }

    fn choices(&self) -> usize {
        CONTRACTS * MOST
    }

    fn choose(&mut self, choice: usize, from: &Numbers, into: &mut Numbers) -> bool {
        let contract = choice / MOST;
        let Some(to) = self.follows[usize::from(from[contract])][choice % MOST] else { return false };
        *into = *from;
        into[contract] = to;
        true
    }

    fn identity(&mut self, state: &Numbers) -> u128 {
        let [a, b, c] = if self.alike { sorted(state) } else { *state };
        u32::from_le_bytes([a, b, c, 0]).into()
    }
}

impl Model for Lifecycle {
    type State = Numbers;
    type Action = (usize, u8);

    fn init_states(&self) -> Vec<Numbers> {
        vec![Numbers::default()]
    }

    fn actions(&self, from: &Numbers, actions: &mut Vec<(usize, u8)>) {
        for (contract, &stands) in from.iter().enumerate() {
            let follows = self.follows[usize::from(stands)].iter().map_while(|to| *to);
            actions.extend(follows.map(|to| (contract, to)));
        }
    }

    fn next_state(&self, from: &Numbers, (contract, to): (usize, u8)) -> Option<Numbers> {
        let mut into = *from;
        into[contract] = to;
        Some(if self.alike { sorted(&into) } else { into })
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![Property::always(CLAIM, Lifecycle::is_sound)]
    }
}
