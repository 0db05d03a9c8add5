//! What every refusal has beside its words: a stable code, a category with the status that a host answers, and parameters.
//!
//! Refusals are small values without references or text. [`about`](crate::cycle::Refusal::about) makes data of one together
//! with the act it refuses: a [`RefusalReport`](crate::cycle::RefusalReport), to be sent to a client.
//!
//! # Every refusal, and everything that cannot be read
//!
#![doc = include_str!("refusals.md")]

use serde::Serialize;

use crate::code::{Code, CodeSet, codes};
use crate::field::Field;
use crate::id::EntryNumber;
use crate::noun::Ref;

codes! {
    /// What kind of refusal it is, and so what can be done about it.
    ///
    /// ```
    /// use practice_cycle::{code::Code, contracting::Refusal, refusal::Category};
    /// let refusal = Refusal::StaleVersion { current: 2 };
    /// assert_eq!(refusal.category(), Category::Conflict);
    /// assert_eq!(refusal.category().http_status(), 409);
    /// assert_eq!(Category::NotAllowed.code(), "not_allowed");
    /// ```
    pub enum Category {
        /// What was asked for holds already, even if by another entry: nothing is left to be done.
        AlreadySo = "already_so", "already so";
        /// What is recorded does not admit it, now or at that time.
        Conflict = "conflict", "does not fit what is recorded";
        /// It is for somebody else to do.
        NotAllowed = "not_allowed", "for somebody else to do";
        /// It refers to something that is not recorded here.
        NotFound = "not_found", "not recorded here";
        /// It cannot be meant, whatever is recorded.
        Invalid = "invalid", "not valid as it stands";
    }
}

impl Category {
    /// The status with which a host would answer over HTTP: 200 for what is already so, 409 for a conflict, 403 for what is
    /// not allowed, 404 for what is not found, 422 for what is invalid.
    ///
    /// ```
    /// use practice_cycle::{code::Code, refusal::Category};
    /// let statuses: Vec<u16> = Category::ALL.iter().map(|category| category.http_status()).collect();
    /// assert_eq!(statuses, [200, 409, 403, 404, 422]);
    /// ```
    #[must_use]
    pub const fn http_status(self) -> u16 {
        match self {
            Category::AlreadySo => 200,
            Category::Conflict => 409,
            Category::NotAllowed => 403,
            Category::NotFound => 404,
            Category::Invalid => 422,
        }
    }
}

/// What a refusal says in one place of its words: a code, several, a number, or numbers of entries. It holds no reference and
/// no text.
///
/// ```
/// use practice_cycle::refusal::Parameter;
/// assert_eq!(serde_json::to_string(&Parameter::Code("invited"))?, r#""invited""#);
/// assert_eq!(serde_json::to_string(&Parameter::Codes(vec!["goal", "lead"]))?, r#"["goal","lead"]"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Parameter {
    /// A code.
    Code(&'static str),
    /// Codes, in the order of their list.
    Codes(Vec<&'static str>),
    /// A number.
    Number(u32),
    /// The number of an entry.
    Entry(EntryNumber),
    /// The numbers of entries.
    Entries(Vec<EntryNumber>),
    /// Whether it is so.
    Flag(bool),
}

/// What a parameter takes: of a code, the list it is of, by its name in [`labels`](crate::labels).
///
/// ```
/// use practice_cycle::refusal::Takes;
/// assert_eq!(serde_json::to_string(&Takes::Codes("people::Side"))?, r#"{"codes":"people::Side"}"#);
/// assert_eq!(Takes::Entry.to_string(), "number of an entry");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "ParameterTakes"))]
#[serde(rename_all = "snake_case")]
pub enum Takes {
    /// A code of a list.
    Code(&'static str),
    /// Codes of a list.
    Codes(&'static str),
    /// The code of a kind of event.
    Kind,
    /// The code of another refusal, whose parameters stand beside it.
    Refusal,
    /// A number.
    Number,
    /// The number of an entry.
    Entry,
    /// Numbers of entries.
    Entries,
    /// Whether it is so.
    Flag,
}

impl std::fmt::Display for Takes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Takes::Code(list) => f.write_str(list),
            Takes::Codes(list) => write!(f, "several of {list}"),
            Takes::Kind => f.write_str("kind of event"),
            Takes::Refusal => f.write_str("code of a refusal"),
            Takes::Number => f.write_str("number"),
            Takes::Entry => f.write_str("number of an entry"),
            Takes::Entries => f.write_str("numbers of entries"),
            Takes::Flag => f.write_str("true or false"),
        }
    }
}

/// A refusal that can occur: what is known of it beforehand.
///
/// ```
/// use practice_cycle::{labels, refusal::Category};
/// let declared = labels::refusals();
/// let gaps = declared.iter().find(|declared| declared.code == "contracting.gaps").unwrap();
/// assert_eq!((gaps.category, gaps.parameters[0].0), (Category::Conflict, "gaps"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Declared {
    /// The stable code.
    pub code: &'static str,
    /// The category.
    pub category: Category,
    /// Its parameters, by name, and what each takes.
    pub parameters: Vec<(&'static str, Takes)>,
}

/// Which of the references of an act a refusal is about. It shows in the [report](crate::cycle::RefusalReport), as a path.
///
/// ```
/// use practice_cycle::{cycle::Refusal, noun::Noun, refusal::Place};
/// let refusal = Refusal::Unknown { noun: Noun::Contract, place: Place::default() };
/// assert_eq!(refusal.to_string(), "no such contract is known here");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place(u16); // Its place among the references in the order written; the greatest number where that is not known.

impl Default for Place {
    /// Of none, or not known of which.
    fn default() -> Self {
        Self::NONE
    }
}

impl Place {
    const NONE: Place = Place(u16::MAX);

    /// What the act is about: its first reference.
    pub(crate) const SUBJECT: Place = Place(0);

    /// The place of a reference among those of an act.
    #[inline]
    pub(crate) fn nth(place: usize) -> Self {
        u16::try_from(place).map_or(Self::NONE, Self)
    }

    /// The place of a reference among those of an event, of which it is a part.
    #[cold]
    pub(crate) fn of(reference: &str, event: &dyn Field) -> Self {
        let (mut before, mut found) = (0, Self::NONE);
        event.references(&mut |other| {
            if std::ptr::eq(other.id, reference) {
                found = Self::nth(before);
            }
            before += 1;
        });
        found
    }

    /// The place in an event as it is offered, of which a shorter one was made by taking some references for others.
    pub(crate) fn in_longer<'a>(
        self,
        shorter: &dyn Field,
        longer: &'a dyn Field,
        taken_for: impl Fn(Ref<'a>) -> &'a str,
    ) -> Self {
        let Some(place) = self.get() else { return self };
        let mut references = Vec::new();
        shorter.references(&mut |thing| references.push(thing));
        let Some(meant) = references.get(place) else { return Self::NONE };
        let (mut before, mut found) = (0, Self::NONE);
        longer.references(&mut |thing| {
            let is_meant = thing.noun == meant.noun && taken_for(thing) == meant.id;
            if is_meant && before >= place && found == Self::NONE {
                found = Self::nth(before);
            }
            before += 1;
        });
        found
    }

    /// The place among the references of an act, if it is known.
    pub(crate) fn get(self) -> Option<usize> {
        (self != Self::NONE).then_some(self.0.into())
    }
}

/// Where in the act that which is wrong stands.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Whereabouts {
    /// In no one place.
    Nowhere,
    /// In what it is about: its first reference.
    Subject,
    /// In one of its references, which the words name.
    Reference(Place),
    /// In the first of these fields that this kind of event has.
    Field(&'static [&'static str]),
    /// In the list of a field, where this entry is named.
    Entry(&'static str, EntryNumber),
    /// In the list of a field, where whoever acts is named.
    Actor(&'static str),
    /// In the first list that is too long.
    LongList,
    /// In what names again what was named before.
    NamedAgain,
    /// In the first tombstone.
    Tombstone,
}

impl From<Place> for Whereabouts {
    fn from(place: Place) -> Self {
        Self::Reference(place)
    }
}

impl<const N: usize> From<&'static [&'static str; N]> for Whereabouts {
    fn from(fields: &'static [&'static str; N]) -> Self {
        Self::Field(fields)
    }
}

/// A list of codes with a name, by which translators find it. [`labels`](crate::labels) names them all.
pub(crate) trait Listed: Code {
    /// The name: the module, and the type.
    const LIST: &'static str;
}

/// What stands in a field of a refusal.
pub(crate) trait Said {
    /// What it takes as a parameter, if it is one.
    fn takes() -> Option<Takes>;

    /// What it says, if anything.
    fn said(&self) -> Option<Parameter>;
}

macro_rules! said {
    ($([$($P:ident: $Bound:ident)?] $Type:ty: $takes:expr, $this:ident => $said:expr;)+) => {$(
        impl$(<$P: $Bound>)? Said for $Type {
            fn takes() -> Option<Takes> {
                $takes
            }
            fn said(&self) -> Option<Parameter> {
                let $this = self;
                $said
            }
        }
    )+};
}

said! {
    [W: Listed] W: Some(Takes::Code(W::LIST)), word => Some(Parameter::Code(word.code()));
    [W: Listed] CodeSet<W>: Some(Takes::Codes(W::LIST)), words => Some(Parameter::Codes(words.iter().map(Code::code).collect()));
    [P: Said] Option<P>: P::takes(), part => part.as_ref().and_then(Said::said);
    [] u16: Some(Takes::Number), number => Some(Parameter::Number((*number).into()));
    [] u32: Some(Takes::Number), number => Some(Parameter::Number(*number));
    [] bool: Some(Takes::Flag), flag => Some(Parameter::Flag(*flag));
    [] EntryNumber: Some(Takes::Entry), number => Some(Parameter::Entry(*number));
    [] Vec<EntryNumber>: Some(Takes::Entries), numbers => Some(Parameter::Entries(numbers.clone()));
    [] Place: None, _place => None;
}

/// What a field of a refusal takes, found by how it is reached; the function is never called.
pub(crate) fn taken<T, P: Said>(_: fn(&T) -> Option<&P>) -> Option<Takes> {
    P::takes()
}
