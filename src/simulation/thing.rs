//! What a simulated act is about: a kind of thing and a number, from which its reference follows.

use crate::code::Code;
use crate::id::Numbered;
use crate::noun::Noun;

/// Something that acts make and later ones refer to: a kind, and its number among those of its kind in a cycle, from 1.
///
/// Its reference follows from it, so nothing has to be kept to find it again: contract 12 is `contract-12`. What is about nothing in
/// particular is about the person with the number 0, whom there is not.
///
/// ```
/// use practice_cycle::{id::ContractId, noun::Noun, simulation::Thing};
/// let third = Thing::new(Noun::Contract, 3);
/// assert_eq!(third.reference::<ContractId>().unwrap().as_str(), "contract-3");
/// assert_eq!(Thing::named(Noun::Contract, "contract-3"), Some(third));
/// assert_eq!(Thing::named(Noun::Contract, "session-3"), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Thing {
    noun: Noun,
    number: u32,
}

impl Thing {
    /// Nothing in particular: the cycle as a whole.
    pub const NOTHING: Thing = Thing { noun: Noun::Person, number: 0 };

    /// The thing of a kind with a number.
    #[must_use]
    pub const fn new(noun: Noun, number: u32) -> Self {
        Self { noun, number }
    }

    /// The kind.
    #[must_use]
    pub const fn noun(self) -> Noun {
        self.noun
    }

    /// The number, from 1.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.number
    }

    /// Its reference, if it is of the kind that is asked for.
    #[must_use]
    pub fn reference<R: Numbered>(self) -> Option<R> {
        (self.noun == R::NOUN).then(|| R::numbered(self.number))
    }

    /// The thing that a reference is to, if it was made by a simulation.
    #[must_use]
    pub fn named(noun: Noun, reference: &str) -> Option<Self> {
        let digits = reference.strip_prefix(noun.code())?.strip_prefix('-')?;
        let number = digits.parse().ok().filter(|_| !digits.starts_with(['0', '+']))?;
        Some(Self { noun, number })
    }
}
