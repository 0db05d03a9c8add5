//! What a path of a rule leads to: how it is reached from an entry, and what kind of value is there.

use std::sync::Arc;

use super::aspect::{Aspect, OfDay};
use crate::cycle::Kind;
use crate::noun::Noun;
use crate::policy::syntax::codes::Attribute;

/// One step into the data of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PathStep {
    /// The field at a place.
    Field(u8),
    /// What a variant holds, if it is that variant.
    Variant(u8, u8),
    /// Every element;
    Elements,
    /// and of these, those in which the field at a place says a code.
    Only(u8, u8),
}

/// How a value is reached from an entry of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FieldPath {
    By(Aspect),
    /// Who wrote it down: whoever acted, where nobody else did.
    RecordedBy(Aspect),
    OccurredAt,
    RecordedAt,
    /// Of each day or instant that is reached.
    OfDay(OfDay, Box<FieldPath>),
    Each(Aspect),
    /// What the entry is about by its first field, as it stands.
    Subject,
    Field(Box<[PathStep]>, Aspect),
    /// What the entry is about, found through what it refers to.
    About(Noun),
    Case,
    Contract(Attribute),
    Cycle,
    Clinician,
    /// The same of the entry that made what a field refers to.
    Made(Box<[PathStep]>, Noun, Box<FieldPath>),
    /// What may be several values, or none.
    Several(Several),
}

impl FieldPath {
    /// What of people it leads to.
    fn aspect(&self) -> Aspect {
        match self {
            FieldPath::By(aspect)
            | FieldPath::RecordedBy(aspect)
            | FieldPath::Each(aspect)
            | FieldPath::Field(_, aspect) => *aspect,
            FieldPath::Several(Several::People(aspect) | Several::List(_, aspect)) => *aspect,
            FieldPath::Several(Several::Opening(paths)) => paths.first().map_or(Aspect::Itself, |(_, path)| path.aspect()),
            FieldPath::Made(_, _, path) => path.aspect(),
            FieldPath::Subject
            | FieldPath::About(_)
            | FieldPath::Case
            | FieldPath::Contract(_)
            | FieldPath::Cycle
            | FieldPath::Clinician
            | FieldPath::OccurredAt
            | FieldPath::RecordedAt
            | FieldPath::OfDay(..)
            | FieldPath::Several(
                Several::ContractsOfPerson | Several::ContractsLost | Several::ContractsKept | Several::PeopleHere,
            ) => Aspect::Itself,
        }
    }

    /// Whether what it says of the invitation to a contract changes by that contract's own steps alone, or by a merger of teams.
    pub(super) fn is_lasting(&self) -> bool {
        let by_time = self.follows(|path| matches!(path, FieldPath::Contract(attribute) if !attribute.is_lasting()));
        !by_time && !self.is_of_people()
    }

    /// Whether it leads to what people are.
    pub(crate) fn is_of_people(&self) -> bool {
        self.aspect() != Aspect::Itself
    }

    /// Whether it leads to what people are when that is asked, which is nothing once they have left.
    pub(crate) fn is_of_people_now(&self) -> bool {
        self.aspect().is_now()
    }
}

/// How several values are reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Several {
    /// Who acted, and everybody whom the entry names.
    People(Aspect),
    /// A field within the elements of a list: of each of them.
    List(Box<[PathStep]>, Aspect),
    /// Every contract under way to which the person that the entry is about is a party; only as `each`.
    ContractsOfPerson,
    /// Every one of these that the entry has the person leave, or sit on another side of; only as `each`.
    ContractsLost,
    /// Every one of these for whose side the person is there after the entry; only of somebody who enters.
    ContractsKept,
    /// Everybody who is there after the entry; only as `each`, and as whom an entry is about.
    PeopleHere,
    /// Of the entry that opened the duty, by its kind.
    Opening(Box<[(Kind, FieldPath)]>),
}

/// What kind of value is reached, for loading: which tests make sense of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum FieldKind {
    Code(Vec<String>),
    Number,
    Day,
    Instant,
    Person,
    Reference,
    Text,
    Inner,
}

/// The codes of a list of words, each in its place; none where a field says no codes.
pub(crate) type Codes = Arc<[Arc<str>]>;

impl FieldKind {
    /// Whether two values can be the same: those of one kind, of one list of codes; a day and an instant of that day.
    pub(crate) fn compares_with(&self, other: &FieldKind) -> bool {
        match (self, other) {
            // Codes are compared by their places.
            (FieldKind::Code(codes), FieldKind::Code(others)) => codes.starts_with(others) || others.starts_with(codes),
            (FieldKind::Number, FieldKind::Number) => true,
            (FieldKind::Day | FieldKind::Instant, FieldKind::Day | FieldKind::Instant) => true,
            (FieldKind::Person | FieldKind::Reference, FieldKind::Person | FieldKind::Reference) => true,
            _ => false,
        }
    }

    /// The codes that such a value may say, each in its place.
    pub(crate) fn codes(&self) -> Codes {
        if let FieldKind::Code(codes) = self {
            codes.iter().map(|code| code.as_str().into()).collect()
        } else {
            Arc::new([])
        }
    }
}

/// A path that leads nowhere, and the names that would have led somewhere.
#[derive(Debug)]
pub(crate) struct UnknownField {
    pub(crate) name: String,
    pub(crate) instead: Vec<String>,
    /// The kind of entry in which it was looked for, where that is another: what opens the rule, or what made a thing.
    pub(crate) of: Option<Kind>,
    /// Whether it is there, but of another kind than in what else opens the rule.
    pub(crate) is_unlike: bool,
}

impl UnknownField {
    pub(crate) fn of<N: ToString>(name: &str, instead: impl IntoIterator<Item = N>) -> Self {
        let instead = instead.into_iter().map(|name| name.to_string()).collect();
        Self { name: name.to_owned(), instead, of: None, is_unlike: false }
    }
}

/// A path that was looked up: how to go, what is there, and whether that is a list.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) access: FieldPath,
    pub(crate) reached: FieldKind,
    pub(crate) several: bool,
    /// Whether what stands there, or within it, may be redacted.
    pub(crate) redactable: bool,
}

impl Found {
    pub(super) fn one(access: FieldPath, reached: FieldKind) -> Self {
        Self { access, reached, several: false, redactable: false }
    }
}

impl FieldPath {
    /// Whether such a path is followed, from the entry itself, from the one that opened the duty, or from one that made what is
    /// referred to.
    fn follows(&self, is_such: fn(&FieldPath) -> bool) -> bool {
        let opening = if let FieldPath::Several(Several::Opening(paths)) = self { &**paths } else { &[] };
        let made = matches!(self, FieldPath::Made(_, _, path) if path.follows(is_such));
        is_such(self) || made || opening.iter().any(|(_, path)| path.follows(is_such))
    }

    /// Whether it leads to how a contract stood at the time.
    pub(crate) fn is_of_a_contract(&self) -> bool {
        self.follows(|path| matches!(path, FieldPath::Contract(_) | FieldPath::Several(Several::ContractsOfPerson)))
    }

    /// Whether it reaches what depends on time: the stage of a contract, which time alone may change, or a time itself.
    pub(crate) fn is_timed(&self) -> bool {
        self.follows(|path| {
            path.is_instant() || matches!(path, FieldPath::Contract(Attribute::Stage) | FieldPath::OfDay(..))
        })
    }

    /// Whether it reaches the instant of the entry.
    pub(crate) fn is_instant(&self) -> bool {
        self.follows(|path| matches!(path, FieldPath::OccurredAt | FieldPath::RecordedAt))
    }

    /// Whether it looks at the entry that opened the duty.
    pub(crate) const fn is_of_the_opening(&self) -> bool {
        matches!(self, FieldPath::Several(Several::Opening(_)))
    }

    /// Whether it may reach several values.
    pub(crate) fn is_list(&self) -> bool {
        if let FieldPath::Made(_, _, path) = self {
            return path.is_list();
        }
        matches!(
            self,
            FieldPath::Several(Several::People(_) | Several::List(..) | Several::ContractsKept | Several::PeopleHere)
        )
    }

    /// Whether the entry itself says it, so that nothing is looked up.
    pub(crate) const fn is_at_hand(&self) -> bool {
        matches!(
            self,
            FieldPath::Subject
                | FieldPath::Field(_, Aspect::Itself)
                | FieldPath::Several(Several::List(_, Aspect::Itself))
                | FieldPath::By(Aspect::Itself)
                | FieldPath::RecordedBy(Aspect::Itself)
                | FieldPath::OccurredAt
                | FieldPath::RecordedAt
        )
    }

    pub(super) fn along(steps: Vec<PathStep>, aspect: Aspect) -> Self {
        let is_list = steps.contains(&PathStep::Elements);
        if is_list {
            FieldPath::Several(Several::List(steps.into(), aspect))
        } else {
            FieldPath::Field(steps.into(), aspect)
        }
    }
}
