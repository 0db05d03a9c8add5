//! The people around a cycle, whom entries name once they are met: families, and references that no other cycle has.

use crate::id::{CycleId, IdError, PersonId, TeamId};
use crate::people::Role;
use crate::text::CaseRef;

/// What the references of a cycle begin with, so that no other cycle of a scenario has them: the replication and the cycle.
#[derive(Debug, Clone)]
pub(super) struct Prefix {
    replication: u32,
    cycle: u32,
}

impl Prefix {
    pub(super) const fn new(replication: u32, cycle: u32) -> Self {
        Self { replication, cycle }
    }

    pub(super) fn cycle(&self) -> CycleId {
        made(CycleId::new(&format!("cycle-{}-{}", self.replication, self.cycle)))
    }

    pub(super) fn person(&self, number: u32) -> PersonId {
        made(PersonId::new(&format!("person-{}-{}-{number}", self.replication, self.cycle)))
    }

    fn of_family(&self, family: u32, number: u32) -> PersonId {
        made(PersonId::new(&format!("family-{}-{}-{family}-{number}", self.replication, self.cycle)))
    }

    fn case(&self, number: u32) -> CaseRef {
        made(CaseRef::new(&format!("case-{}-{}-{number}", self.replication, self.cycle)))
    }
}

/// The reference of a clinician, who is known by it in every cycle of theirs.
pub(super) fn clinician(replication: u32, number: u32) -> PersonId {
    made(PersonId::new(&format!("clinician-{replication}-{number}")))
}

/// The reference of a team.
pub(super) fn team(replication: u32, number: u32) -> TeamId {
    made(TeamId::new(&format!("team-{replication}-{number}")))
}

#[expect(clippy::expect_used, reason = "words and numbers with hyphens between them are fit for a reference")]
fn made<R>(reference: Result<R, IdError>) -> R {
    reference.expect("letters, digits and hyphens")
}

/// A family that a team works with. All are alike but for how many they are, and nothing is known of them but who belongs together.
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
///         let number = scene.new_family();
///         let family = scene.family(number).unwrap();
///         assert_eq!((family.number, family.people().count()), (number, family.adults.len() + family.children.len()));
///     }
/// }
///
/// let simulator = Simulator::new(Scenario::shipped("null").unwrap()).with("looking", || Box::new(Looking));
/// assert!(simulator.group(0).is_ok());
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Family {
    /// Its number among those that the team works with, from 1.
    pub number: u32,
    /// The case.
    pub case: CaseRef,
    /// Parents and others who care for the children.
    pub adults: Vec<PersonId>,
    /// The children.
    pub children: Vec<PersonId>,
}

impl Family {
    pub(super) fn new(prefix: &Prefix, number: u32, adults: u32, children: u32) -> Self {
        let person = |nth: u32| prefix.of_family(number, nth + 1);
        Self {
            number,
            case: prefix.case(number),
            adults: (0..adults).map(person).collect(),
            children: (adults..adults + children).map(person).collect(),
        }
    }

    /// Everybody of the family, each with their role.
    pub fn people(&self) -> impl Iterator<Item = (&PersonId, Role)> {
        let adults = self.adults.iter().map(|person| (person, Role::Parent));
        adults.chain(self.children.iter().map(|person| (person, Role::Child)))
    }
}
