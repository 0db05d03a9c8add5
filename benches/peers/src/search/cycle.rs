//! The cycle itself, as our shipped worlds offer it, for both: the same judging, applying and identity.

use std::cell::RefCell;
use std::hash::{Hash, Hasher};
use std::num::NonZeroUsize;

use practice_cycle::contracting::Draft;
use practice_cycle::search::{Answer, Claim, Machine, Search, Situation, World};
use stateright::{Checker, Model, Property};

use super::Engine;
pub(crate) use Symmetry::{Alike, Distinct};

/// Whether contracts may change places.
pub(crate) enum Symmetry {
    Alike,
    Distinct,
}

/// One of the claims that `of_the_cycle` makes.
const CLAIM: &str = "nobody agrees to a share of the clinician in a statutory decision";

fn keeps_decisions(state: &Situation) -> bool {
    let history = state.history();
    let agreed = history.contracts().filter_map(|(_, contract)| contract.state().agreed());
    agreed.into_iter().all(|agreed| !history.terms(agreed.number()).is_some_and(Draft::gives_away_a_decision))
}

pub(crate) fn search(world: &str, symmetry: Symmetry, engine: Engine, threads: usize) -> usize {
    let world = World::shipped(world).unwrap();
    let world = if let Distinct = symmetry { world.without_symmetry() } else { world };
    if engine == Engine::Ours {
        let claim = Claim::always(CLAIM, keeps_decisions);
        let explored = Search::new(world).claim(claim).threads(NonZeroUsize::new(threads).unwrap()).run();
        assert_eq!((explored.answers(), explored.bound()), (&[Answer::Nowhere][..], None), "{CLAIM}, always");
        return explored.states();
    }
    let checker = Cycle(world).checker().threads(threads).spawn_bfs().join();
    checker.assert_properties();
    checker.unique_state_count()
}

/// A world as a model. A world is chosen in by one at a time, so each thread takes one of its own.
struct Cycle(World);

/// A situation, known by its identity.
#[derive(Debug, Clone)]
struct Known {
    situation: Situation,
    identity: u128,
}

impl PartialEq for Known {
    fn eq(&self, other: &Self) -> bool {
        self.identity == other.identity
    }
}

impl Hash for Known {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.identity.hash(state);
    }
}

thread_local! {
    /// The world of this thread, and the situation that it last chose to go to.
    static OWN: RefCell<Option<(World, Situation)>> = const { RefCell::new(None) };
}

impl Cycle {
    /// What a choice leads to, if it is admitted. Situations that are left are made where the last was, as in our search, so
    /// that what both have in common is not made again.
    fn chosen(&self, choice: usize, from: &Situation) -> Option<Known> {
        OWN.with_borrow_mut(|own| {
            let (world, into) = own.get_or_insert_with(|| (self.0.clone(), self.0.start()));
            world.choose(choice, from, into).then(|| Known { identity: world.identity(into), situation: into.clone() })
        })
    }
}

impl Model for Cycle {
    type State = Known;
    type Action = usize;

    fn init_states(&self) -> Vec<Known> {
        let situation = self.0.start();
        vec![Known { identity: self.0.clone().identity(&situation), situation }]
    }

    /// All there are: that a choice is refused is told once it is tried, so nothing is judged twice.
    fn actions(&self, _: &Known, actions: &mut Vec<usize>) {
        actions.extend(0..self.0.choices());
    }

    fn next_state(&self, from: &Known, choice: usize) -> Option<Known> {
        self.chosen(choice, &from.situation)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![Property::always(CLAIM, |_, known: &Known| keeps_decisions(&known.situation))]
    }
}
