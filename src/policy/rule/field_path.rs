//! How a rule reaches a value: by a path of names that is looked up once, against the shapes of the events, when a pack is
//! loaded.
//!
//! | Path | What it reaches |
//! |---|---|
//! | `space`, `reason.code`, `cover.uncovered.why`, … | a field of the entry, by its stored names; in a list, of any element |
//! | `by` | who acted |
//! | `people` | who acted, and everybody whom the entry names |
//! | `each` | the element that the duty is about |
//! | `….role`, `….side`, `….mandate` | of a person, at that time: mandate is `yes` or `no` |
//! | `contract`, `case`, `intervention`, … | what the entry is about, by itself or through what it refers to |
//! | `contract.stage`, `.origin`, `.space`, `.stream`, `.lead`, `.focus`, `.duration`, `.case`, … | of that contract, at that time |
//! | `cycle`, `clinician` | the attachment, and whose it is |
//! | `opening.…` | the same of the entry that opened the duty |

use std::sync::Arc;

use crate::code::Code;
use crate::contracting::{FocusKind, Lead, Origin, Stage};
use crate::cycle::Kind;
use crate::noun::Noun;
use crate::people::{Role, Side};
use crate::policy::syntax::codes::Attribute;
use crate::shape::{CodeList, Holds, Shape};
use crate::space::{Space, Stream};

/// One step into the data of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PathStep {
    /// The field at a place.
    Field(u8),
    /// What a variant holds, if it is that variant.
    Variant(u8, u8),
    /// Every element.
    Elements,
}

/// What of a person is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Aspect {
    Itself,
    Role,
    Side,
    Mandate,
}

const DURATIONS: &[&str] = &["single", "until", "review_by"];
const YES_NO: &[&str] = &["yes", "no"];

/// How a value is reached from an entry of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FieldPath {
    By(Aspect),
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
    /// What may be several values, or none.
    Several(Several),
}

impl FieldPath {
    /// Whether it leads to people, or to what they are.
    pub(crate) fn is_of_people(&self) -> bool {
        let aspect = match self {
            FieldPath::By(aspect) | FieldPath::Each(aspect) | FieldPath::Field(_, aspect) => *aspect,
            FieldPath::Several(Several::People(aspect) | Several::List(_, aspect)) => *aspect,
            FieldPath::Subject
            | FieldPath::About(_)
            | FieldPath::Case
            | FieldPath::Contract(_)
            | FieldPath::Cycle
            | FieldPath::Clinician
            | FieldPath::Several(Several::ContractsOfPerson | Several::Opening(_)) => Aspect::Itself,
        };
        aspect != Aspect::Itself
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
}

impl UnknownField {
    fn of<N: ToString>(name: &str, instead: impl IntoIterator<Item = N>) -> Self {
        Self { name: name.to_owned(), instead: instead.into_iter().map(|name| name.to_string()).collect() }
    }
}

/// A path that was looked up: how to go, what is there, and whether that is a list.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) access: FieldPath,
    pub(crate) reached: FieldKind,
    pub(crate) several: bool,
}

fn codes<W: Code>() -> Vec<String> {
    owned(&CodeList::of::<W>().codes())
}

fn owned(codes: &[&str]) -> Vec<String> {
    codes.iter().map(|&code| code.to_owned()).collect()
}

/// What a duty can be about, beside the fields of its entries.
pub(crate) const KEYS: &[&str] = &["cycle", "clinician", "case"];

impl FieldPath {
    /// Whether such a path is followed, from the entry itself or from the one that opened the duty.
    fn follows(&self, is_such: fn(&FieldPath) -> bool) -> bool {
        let opening = if let FieldPath::Several(Several::Opening(paths)) = self { &**paths } else { &[] };
        is_such(self) || opening.iter().any(|(_, path)| path.follows(is_such))
    }

    /// Whether it leads to how a contract stood at the time.
    pub(crate) fn is_of_a_contract(&self) -> bool {
        self.follows(|path| matches!(path, FieldPath::Contract(_) | FieldPath::Several(Several::ContractsOfPerson)))
    }

    /// Whether it reaches the stage of a contract, which time alone may change.
    pub(crate) fn is_stage(&self) -> bool {
        self.follows(|path| *path == FieldPath::Contract(Attribute::Stage))
    }

    /// Whether it looks at the entry that opened the duty.
    pub(crate) const fn is_of_the_opening(&self) -> bool {
        matches!(self, FieldPath::Several(Several::Opening(_)))
    }

    /// Whether it may reach several values.
    pub(crate) const fn is_list(&self) -> bool {
        matches!(self, FieldPath::Several(Several::People(_) | Several::List(..)))
    }

    /// Whether the entry itself says it, so that nothing is looked up.
    pub(crate) const fn is_at_hand(&self) -> bool {
        matches!(
            self,
            FieldPath::Subject
                | FieldPath::Field(_, Aspect::Itself)
                | FieldPath::Several(Several::List(_, Aspect::Itself))
                | FieldPath::By(Aspect::Itself)
        )
    }

    fn along(steps: Vec<PathStep>, aspect: Aspect) -> Self {
        let is_list = steps.contains(&PathStep::Elements);
        if is_list {
            FieldPath::Several(Several::List(steps.into(), aspect))
        } else {
            FieldPath::Field(steps.into(), aspect)
        }
    }

    /// Looks a path up for entries of a kind. `each` is what the duty is about one element of, `openings` are the kinds that
    /// open the duty with their `each`.
    pub(crate) fn find(
        path: &str,
        kind: Kind,
        each: Option<&FieldKind>,
        openings: Option<&[(Kind, Option<FieldKind>)]>,
    ) -> Result<Found, UnknownField> {
        if let (Some(rest), Some(openings)) = (path.strip_prefix("opening."), openings) {
            let mut found = Vec::new();
            let mut last = None;
            for (kind, each) in openings {
                let here = Self::find(rest, *kind, each.as_ref(), None)?;
                last = Some((here.reached, here.several));
                found.push((*kind, here.access));
            }
            if let Some((reached, several)) = last {
                return Ok(Found { access: FieldPath::Several(Several::Opening(found.into())), reached, several });
            }
        }
        let (head, rest) = path.split_once('.').map_or((path, None), |(head, rest)| (head, Some(rest)));
        let person = |make: fn(Aspect) -> FieldPath| -> Result<Found, UnknownField> {
            let (aspect, reached) = aspect(rest)?;
            Ok(Found { access: make(aspect), reached, several: false })
        };
        let plain = |access| Ok(Found { access, reached: FieldKind::Reference, several: false });
        match (head, rest) {
            ("by", _) => return person(FieldPath::By),
            ("people", _) => {
                return Ok(Found { several: true, ..person(|aspect| FieldPath::Several(Several::People(aspect)))? });
            }
            ("each", _) if each == Some(&FieldKind::Person) => return person(FieldPath::Each),
            ("each", None) if each.is_some() => return plain(FieldPath::Each(Aspect::Itself)),
            ("cycle", None) => return plain(FieldPath::Cycle),
            ("clinician", None) => return plain(FieldPath::Clinician),
            ("contract", Some(rest)) => {
                if let Some(attribute) = Attribute::from_code(rest) {
                    let reached = attribute.kind();
                    return Ok(Found { access: FieldPath::Contract(attribute), reached, several: false });
                }
            }
            _ => {}
        }
        let shape = kind.shape();
        // A case that an entry need not name may be that of what it refers to.
        if path == "case" && has_case(kind, 3) {
            return plain(FieldPath::Case);
        }
        if let Ok(found) = field(&shape, path) {
            let first = matches!(&found.access, FieldPath::Field(steps, Aspect::Itself) if **steps == [PathStep::Field(0)]);
            let is_subject = first && kind.subject_noun().is_some();
            return Ok(if is_subject { Found { access: FieldPath::Subject, ..found } } else { found });
        }
        if let (None, Some(noun)) = (rest, Noun::from_code(head))
            && has(kind, noun)
        {
            return plain(FieldPath::About(noun));
        }
        let mut nowhere = field(&shape, path).err().unwrap_or(UnknownField::of(path, [""; 0]));
        if head == "contract" && rest.is_some() {
            nowhere = UnknownField::of(path, codes::<Attribute>().iter().map(|code| format!("contract.{code}")));
        } else if nowhere.name == head {
            let people = ["people", "people.side", "by", "by.role", "by.side", "by.mandate"];
            nowhere.instead.extend(people.iter().chain(KEYS).map(|&name| name.to_owned()));
            // People are reached by the field that names them.
            let nouns = Noun::ALL.iter().filter(|&&noun| noun != Noun::Person && has(kind, noun));
            nowhere.instead.extend(nouns.map(|noun| noun.code().to_owned()));
            if each.is_some() {
                nowhere.instead.push("each".to_owned());
            }
        }
        nowhere.instead.sort();
        nowhere.instead.dedup();
        Err(nowhere)
    }
}

/// Whether an entry of a kind is about something, by itself or through what it refers to.
fn has(kind: Kind, noun: Noun) -> bool {
    direct(kind, noun).is_some() || links(kind).iter().any(|&(_, link)| link != noun && leads(link, noun, 3))
}

/// Whether an entry of a kind belongs to a case, by itself or through what it refers to.
fn has_case(kind: Kind, depth: u8) -> bool {
    let of = |link: Noun| depth > 0 && maker(link).is_some_and(|kind| has_case(kind, depth - 1));
    own_case(kind).is_some() || has(kind, Noun::Contract) || links(kind).iter().any(|&(_, link)| of(link))
}

/// The way to the case that an entry itself names.
pub(crate) fn own_case(kind: Kind) -> Option<Box<[PathStep]>> {
    match field(&kind.shape(), "case") {
        Ok(Found { access: FieldPath::Field(steps, Aspect::Itself), reached: FieldKind::Reference, several: false }) => {
            Some(steps)
        }
        _ => None,
    }
}

fn leads(from: Noun, to: Noun, depth: u8) -> bool {
    depth > 0
        && maker(from).is_some_and(|kind| {
            direct(kind, to).is_some() || links(kind).iter().any(|&(_, link)| link != from && leads(link, to, depth - 1))
        })
}

/// The kind of event that makes a thing.
pub(super) fn maker(noun: Noun) -> Option<Kind> {
    Kind::all().find(|kind| kind.creates_subject() && kind.subject_noun() == Some(noun) && noun != Noun::Person)
}

/// The ways to a reference of a noun that stands in an entry itself: the field of that name, or what the entry rests on.
pub(crate) fn direct(kind: Kind, noun: Noun) -> Option<Vec<Box<[PathStep]>>> {
    let shape = kind.shape();
    let paths = [noun.code().to_owned(), format!("cover.{}", noun.code()), format!("cover.uncovered.{}", noun.code())];
    let paths: Vec<Box<[PathStep]>> = paths
        .iter()
        .filter_map(|path| match field(&shape, path) {
            Ok(Found {
                access: FieldPath::Field(steps, Aspect::Itself),
                reached: FieldKind::Reference | FieldKind::Person,
                several: false,
            }) => Some(steps),
            _ => None,
        })
        .collect();
    (!paths.is_empty()).then_some(paths)
}

/// The references in an entry that lead on to what it is about.
pub(crate) fn links(kind: Kind) -> Vec<(Box<[PathStep]>, Noun)> {
    let fields = kind.fields();
    let links = fields.parts.iter().enumerate().filter_map(|(place, part)| {
        let Shape::Ref(noun) = part.shape.inner() else { return None };
        let leads_on = *noun != Noun::Person && *noun != Noun::Contract;
        leads_on.then_some((Box::from([PathStep::Field(u8::try_from(place).ok()?)]), *noun))
    });
    links.collect()
}

fn aspect(rest: Option<&str>) -> Result<(Aspect, FieldKind), UnknownField> {
    Ok(match rest {
        None => (Aspect::Itself, FieldKind::Person),
        Some("role") => (Aspect::Role, FieldKind::Code(codes::<Role>())),
        Some("side") => (Aspect::Side, FieldKind::Code(codes::<Side>())),
        Some("mandate") => (Aspect::Mandate, FieldKind::Code(owned(YES_NO))),
        Some(other) => {
            return Err(UnknownField::of(other, ["role", "side", "mandate"]));
        }
    })
}

impl Attribute {
    /// What kind of value it is.
    pub(crate) fn kind(self) -> FieldKind {
        match self {
            Attribute::Stage => FieldKind::Code(codes::<Stage>()),
            Attribute::Origin => FieldKind::Code(codes::<Origin>()),
            Attribute::Space => FieldKind::Code(codes::<Space>()),
            Attribute::Stream => FieldKind::Code(codes::<Stream>()),
            Attribute::Lead => FieldKind::Code(codes::<Lead>()),
            Attribute::Focus => FieldKind::Code(codes::<FocusKind>()),
            Attribute::Duration => FieldKind::Code(owned(DURATIONS)),
            Attribute::Case | Attribute::Clinician | Attribute::Team => FieldKind::Reference,
        }
    }
}

/// Follows a path of stored names through a shape.
fn field(shape: &Shape, path: &str) -> Result<Found, UnknownField> {
    let mut steps = Vec::new();
    let mut several = false;
    let mut shape = shape;
    let mut names = path.split('.').peekable();
    loop {
        if let Shape::List(element) = shape.inner() {
            steps.push(PathStep::Elements);
            several = true;
            shape = element;
            continue;
        }
        let Some(&name) = names.peek() else { break };
        let place = |place: usize| u8::try_from(place).unwrap_or(u8::MAX);
        match shape.inner() {
            Shape::Fields(fields) => {
                let found = fields.parts.iter().enumerate().find(|(_, part)| part.name == name);
                let Some((at, part)) = found else {
                    return Err(UnknownField::of(name, fields.parts.iter().map(|part| part.name)));
                };
                steps.push(PathStep::Field(place(at)));
                shape = &part.shape;
                names.next();
            }
            Shape::Variants(variants) => {
                let found = variants.all.iter().enumerate().find(|(_, variant)| variant.code == name);
                let unknown = |name| Err(UnknownField::of(name, variants.all.iter().map(|variant| &variant.code)));
                let Some((at, variant)) = found else { return unknown(name) };
                names.next();
                match &variant.holds {
                    Holds::Nothing | Holds::Unasked(_) => return unknown(path),
                    Holds::One(inner) => {
                        steps.push(PathStep::Variant(place(at), 0));
                        shape = inner;
                    }
                    Holds::Fields(fields) => {
                        let inner =
                            names.peek().and_then(|name| fields.iter().enumerate().find(|(_, part)| part.name == *name));
                        let Some((field_at, part)) = inner else {
                            let name = names.peek().map_or(path, |name| name);
                            return Err(UnknownField::of(name, fields.iter().map(|part| part.name)));
                        };
                        steps.push(PathStep::Variant(place(at), place(field_at)));
                        shape = &part.shape;
                        names.next();
                    }
                }
            }
            Shape::Ref(Noun::Person) => {
                let rest: Vec<&str> = names.collect();
                let (aspect, reached) = aspect(Some(&rest.join(".")))?;
                return Ok(Found { access: FieldPath::along(steps, aspect), reached, several });
            }
            Shape::Code(_)
            | Shape::Codes(_)
            | Shape::Number(..)
            | Shape::Entry
            | Shape::Day
            | Shape::Instant
            | Shape::Ref(_)
            | Shape::Outside(_)
            | Shape::Text
            | Shape::Optional(_)
            | Shape::List(_) => return Err(UnknownField::of(name, [""; 0])),
        }
    }
    let reached = match shape.inner() {
        Shape::Code(codes) => FieldKind::Code(owned(&codes.codes())),
        Shape::Codes(codes) => {
            several = true;
            FieldKind::Code(owned(&codes.codes()))
        }
        Shape::Variants(variants) => FieldKind::Code(variants.all.iter().map(|variant| variant.code.clone()).collect()),
        Shape::Number(..) | Shape::Entry => FieldKind::Number,
        Shape::Day => FieldKind::Day,
        Shape::Instant => FieldKind::Instant,
        Shape::Ref(Noun::Person) => FieldKind::Person,
        Shape::Ref(_) | Shape::Outside(_) => FieldKind::Reference,
        Shape::Text => FieldKind::Text,
        Shape::Fields(_) | Shape::List(_) | Shape::Optional(_) => FieldKind::Inner,
    };
    Ok(Found { access: FieldPath::along(steps, Aspect::Itself), reached, several })
}
