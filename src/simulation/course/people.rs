//! Who is or was in a cycle: found by reference or role without a search through all who ever came.

use std::collections::HashMap;

use crate::code::Code;
use crate::id::PersonId;
use crate::people::{Role, Side};

/// Somebody who is or was in the cycle.
///
/// ```
/// use practice_cycle::simulation::{Scenario, Scene, Simulator, Tendency};
///
/// #[derive(Debug)]
/// struct Looking;
///
/// impl Tendency for Looking {
///     fn name(&self) -> &'static str {
///         "looking"
///     }
///     fn begins(&mut self, scene: &mut Scene<'_>) {
///         let first = scene.people().first().unwrap();
///         assert!(first.is_here && Some(&first.person) == scene.clinician().as_ref());
///     }
/// }
///
/// let simulator = Simulator::new(Scenario::shipped("null").unwrap()).with("looking", || Box::new(Looking));
/// assert!(simulator.group(0).is_ok());
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct HeldPerson {
    /// Their reference.
    pub person: PersonId,
    /// Their role.
    pub role: Role,
    /// Whether they are there.
    pub is_here: bool,
}

#[derive(Debug, Default)]
pub(super) struct People {
    /// In the order in which they first came.
    all: Vec<HeldPerson>,
    places: HashMap<PersonId, usize, foldhash::fast::RandomState>,
    /// The places of those who are there, in their order, by the role.
    here: Vec<Vec<usize>>,
}

impl People {
    pub(super) fn all(&self) -> &[HeldPerson] {
        &self.all
    }

    pub(super) fn get(&self, person: &PersonId) -> Option<&HeldPerson> {
        self.all.get(*self.places.get(person)?)
    }

    pub(super) fn is_clinical(&self, person: &PersonId) -> bool {
        self.get(person).is_some_and(|held| held.role.side() == Side::Clinical)
    }

    pub(super) fn here(&self, role: Role) -> impl Iterator<Item = &HeldPerson> {
        let places = self.here.get(role.index()).map(Vec::as_slice).unwrap_or_default();
        places.iter().filter_map(|&place| self.all.get(place))
    }

    pub(super) fn enters(&mut self, person: &PersonId, role: Role) {
        self.leaves(person);
        let place = match self.places.get(person) {
            Some(&place) => place,
            None => {
                self.places.insert(person.clone(), self.all.len());
                self.all.push(HeldPerson { person: person.clone(), role, is_here: true });
                self.all.len() - 1
            }
        };
        if let Some(held) = self.all.get_mut(place) {
            (held.role, held.is_here) = (role, true);
        }
        if self.here.is_empty() {
            self.here.resize_with(Role::ALL.len(), Vec::new);
        }
        if let Some(here) = self.here.get_mut(role.index()) {
            here.insert(here.partition_point(|&other| other < place), place);
        }
    }

    pub(super) fn leaves(&mut self, person: &PersonId) {
        let Some(&place) = self.places.get(person) else { return };
        let Some(held) = self.all.get_mut(place) else { return };
        held.is_here = false;
        if let Some(here) = self.here.get_mut(held.role.index())
            && let Ok(at) = here.binary_search(&place)
        {
            here.remove(at);
        }
    }
}
