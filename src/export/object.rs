//! What events relate to: the cycle, people, teams, cases, and whatever entries make.

use std::fmt;

use crate::code::Code;
use crate::noun::{Noun, Outside};
use crate::reading::table::Who;

/// What kind of thing an event relates to.
///
/// ```
/// use practice_cycle::{export::ObjectType, noun::Noun};
/// assert_eq!(ObjectType::Made(Noun::Contract).code(), "contract");
/// assert!(ObjectType::Case.is_shared() && !ObjectType::Made(Noun::Contract).is_shared());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ObjectType {
    /// A cycle.
    Cycle,
    /// A team.
    Team,
    /// A child's case, in the host's system.
    Case,
    /// What an entry made, or a person.
    Made(Noun),
}

impl From<Who> for ObjectType {
    /// What a [table of readings](crate::reading::table) refers to.
    fn from(who: Who) -> Self {
        match who {
            Who::Person => Self::Made(Noun::Person),
            Who::Cycle => Self::Cycle,
            Who::Contract => Self::Made(Noun::Contract),
        }
    }
}

impl ObjectType {
    /// The kind of thing outside a history that becomes an object, if it does: codes of a service's own are no objects.
    pub(crate) const fn outside(what: Outside) -> Option<Self> {
        match what {
            Outside::Cycle => Some(Self::Cycle),
            Outside::Team => Some(Self::Team),
            Outside::Case => Some(Self::Case),
            Outside::ContractElsewhere
            | Outside::RuleOfPolicy
            | Outside::MilestoneOfService
            | Outside::Parameters
            | Outside::ProgrammeOfService
            | Outside::Portfolio
            | Outside::Source => None,
        }
    }

    /// The stable code, by which the type is called in every format.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Cycle => Outside::Cycle.code(),
            Self::Team => Outside::Team.code(),
            Self::Case => Outside::Case.code(),
            Self::Made(noun) => noun.code(),
        }
    }

    /// Whether one reference means one thing in every cycle, as those of people, teams and cases do; other references are a cycle's own.
    #[must_use]
    pub fn is_shared(self) -> bool {
        matches!(self, Self::Cycle | Self::Team | Self::Case | Self::Made(Noun::Person))
    }
}

/// One thing that events relate to.
///
/// Its identity in a log is its [`Display`](fmt::Display): the type, the cycle where the reference is a cycle's own, and the reference,
/// with spaces between, which no reference holds: `person worker-a`, `contract cycle-1 c-1`.
///
/// ```
/// use practice_cycle::{export::{Object, ObjectType}, noun::Noun};
/// let contract = Object { of: ObjectType::Made(Noun::Contract), cycle: "cycle-1", name: "c-1" };
/// assert_eq!(contract.to_string(), "contract cycle-1 c-1");
/// let worker = Object { of: ObjectType::Made(Noun::Person), cycle: "cycle-1", name: "worker-a" };
/// assert_eq!(worker.to_string(), "person worker-a");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Object<'a> {
    /// What kind of thing it is.
    pub of: ObjectType,
    /// The cycle in whose history it is referred to.
    pub cycle: &'a str,
    /// The reference, or what stands for it: a pseudonym, or the number of a case.
    pub name: &'a str,
}

impl Object<'_> {
    /// The parts of its identity, which have spaces between.
    pub(crate) fn parts(&self) -> [&str; 3] {
        [self.of.code(), if self.of.is_shared() { "" } else { self.cycle }, self.name]
    }
}

impl fmt::Display for Object<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [of, cycle, name] = self.parts();
        if cycle.is_empty() { write!(f, "{of} {name}") } else { write!(f, "{of} {cycle} {name}") }
    }
}
