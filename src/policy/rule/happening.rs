//! Happenings: the events and states a rule watches for, and what each is then about.

use super::field_path::FieldPath;
use super::predicate::{Pattern, Test};
use crate::code::Code;
use crate::contracting::Stage;
use crate::cycle::Kind;
use crate::id::RuleCode;

/// For each kind of entry, how the parts of a key are reached.
pub(crate) type Keys = Vec<(Kind, Box<[FieldPath]>)>;

/// What happens, and what it is then about.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Watched {
    pub(crate) what: Happening,
    /// For each kind of entry, how the parts of the key are reached. For states, by the invitation of the contract.
    pub(crate) keys: Keys,
}

/// Something that happens.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Happening {
    Entry(Pattern),
    Begins(State),
    Ends(State),
    Broken(RuleCode),
}

/// A state that lasts.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum State {
    /// Some contract of the key stands at one of these stages, as bits.
    Stages(u32),
    /// Something began, and has not ended.
    Between(Box<Watched>, Box<Watched>),
}

impl State {
    /// Whether it holds while a contract stands at a stage.
    pub(crate) fn holds_at(&self, stage: Stage) -> bool {
        matches!(self, State::Stages(stages) if stages >> stage.index() & 1 == 1)
    }
}

impl Watched {
    /// Whether time decides if it happens: a contract lapses by time alone.
    pub(crate) fn looks_at_time(&self) -> bool {
        match &self.what {
            Happening::Begins(_) | Happening::Ends(_) => true,
            Happening::Entry(pattern) => ask_times(&pattern.kinds),
            Happening::Broken(_) => false,
        }
    }

    /// Whether the minutes at which it happens matter.
    pub(crate) fn looks_at_minutes(&self) -> bool {
        match &self.what {
            Happening::Entry(pattern) => ask_minutes(&pattern.kinds),
            Happening::Begins(State::Between(from, to)) | Happening::Ends(State::Between(from, to)) => {
                from.looks_at_minutes() || to.looks_at_minutes()
            }
            Happening::Begins(State::Stages(_)) | Happening::Ends(State::Stages(_)) | Happening::Broken(_) => false,
        }
    }
}

/// Whether tests ask for times, or at which stage a contract is, which time alone may change.
pub(crate) fn ask_times(kinds: &[(Kind, Box<[Test]>)]) -> bool {
    kinds.iter().flat_map(|(_, tests)| tests).any(Test::looks_at_time)
}

/// Whether tests ask for the minutes at which something happened.
pub(crate) fn ask_minutes(kinds: &[(Kind, Box<[Test]>)]) -> bool {
    kinds.iter().flat_map(|(_, tests)| tests).any(Test::looks_at_minutes)
}
