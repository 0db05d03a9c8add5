//! How a rule reaches a value: by a path of names that is looked up once, against the shapes of the events, when a pack is
//! loaded.
//!
//! | Path | What it reaches |
//! |---|---|
//! | `space`, `reason.code`, `cover.uncovered.why`, … | a field of the entry, by its stored names; in a list, of any element |
//! | `signs[finding:present].sign` | the same, in those elements alone of which another field says a code |
//! | `by` | who acted |
//! | `recorded_by` | who wrote it down: whoever acted, where nobody else did |
//! | `occurred_at`, `recorded_at` | when it occurred, and when it was recorded |
//! | `people` | who acted, and everybody whom the entry names |
//! | `each` | the element that the duty is about |
//! | `….role`, `….side`, `….mandate` | of a person, at that time: mandate is `yes` or `no` |
//! | `….role_now`, `….side_now`, `….mandate_now` | of a person, when that is asked |
//! | `….weekday`, `….working_day` | of a day or an instant |
//! | `contract`, `case`, `intervention`, … | what the entry is about, by itself or through what it refers to |
//! | `views.of_whom`, `test.look_again`, … | a field of the entry that made what a field refers to |
//! | `contract.stage`, `.origin`, `.space`, `.stream`, `.lead`, `.focus`, `.duration`, `.case`, `.parties`, … | of that contract, at that time |
//! | `cycle`, `clinician` | the attachment, and whose it is |
//! | `opening.…` | the same of the entry that opened the duty |

use super::aspect::{Aspect, OfDay, sides_of_parties};
pub(crate) use super::reach::{Codes, FieldKind, FieldPath, Found, PathStep, Several, UnknownField};
use crate::attachment;
use crate::code::Code;
use crate::contracting::{FocusKind, Lead, Origin, Stage};
use crate::cycle::Kind;
use crate::noun::{Noun, Outside};
use crate::policy::syntax::codes::Attribute;
use crate::shape::{CodeList, FieldShape, Holds, Shape};
use crate::space::{Space, Stream};

const DURATIONS: &[&str] = &["single", "until", "review_by"];

fn codes<W: Code>() -> Vec<String> {
    owned(&CodeList::of::<W>().codes())
}

fn owned(codes: &[&str]) -> Vec<String> {
    codes.iter().map(|&code| code.to_owned()).collect()
}

/// What a duty can be about, beside the fields of its entries.
pub(crate) const KEYS: &[&str] = &["cycle", "clinician", "case"];

impl FieldPath {
    /// Looks a path up for entries of a kind. `each` is what the duty is about one element of, `openings` are the kinds that
    /// open the duty with their `each`.
    pub(crate) fn find(
        path: &str,
        kind: Kind,
        each: Option<&FieldKind>,
        openings: Option<&[(Kind, Option<FieldKind>)]>,
    ) -> Result<Found, UnknownField> {
        if let (Some(rest), Some(openings)) = (path.strip_prefix("opening."), openings)
            && let Some(found) = Self::find_in_opening(rest, openings)?
        {
            return Ok(found);
        }
        if let Some((time, of)) = OfDay::split(path) {
            let Found { access, reached, several, .. } = Self::find(time, kind, each, openings)?;
            if !matches!(reached, FieldKind::Day | FieldKind::Instant) {
                return Err(UnknownField::of(path.rsplit('.').next().unwrap_or(path), [""; 0]));
            }
            let reached = FieldKind::Code(owned(of.codes()));
            return Ok(Found { several, ..Found::one(FieldPath::OfDay(of, Box::new(access)), reached) });
        }
        let (head, rest) = path.split_once('.').map_or((path, None), |(head, rest)| (head, Some(rest)));
        let person = |make: fn(Aspect) -> FieldPath| -> Result<Found, UnknownField> {
            let (aspect, reached) = aspect(rest)?;
            Ok(Found::one(make(aspect), reached))
        };
        let plain = |access| Ok(Found::one(access, FieldKind::Reference));
        match (head, rest) {
            ("by", _) => return person(FieldPath::By),
            ("recorded_by", _) => return person(FieldPath::RecordedBy),
            ("occurred_at", None) => return Ok(Found::one(FieldPath::OccurredAt, FieldKind::Instant)),
            ("recorded_at", None) => return Ok(Found::one(FieldPath::RecordedAt, FieldKind::Instant)),
            ("occurred_at" | "recorded_at", Some(rest)) => return Err(UnknownField::of(rest, OfDay::NAMES)),
            ("people", _) => {
                return Ok(Found { several: true, ..person(|aspect| FieldPath::Several(Several::People(aspect)))? });
            }
            ("each", _) if each == Some(&FieldKind::Person) => return person(FieldPath::Each),
            ("each", None) if each.is_some() => return plain(FieldPath::Each(Aspect::Itself)),
            ("cycle", None) => return plain(FieldPath::Cycle),
            ("clinician", None) => return plain(FieldPath::Clinician),
            ("contract", None) if kind == ENTERED => {
                return Ok(Found { several: true, ..plain(FieldPath::Several(Several::ContractsKept))? });
            }
            ("contract", Some(rest)) => {
                if let Some(attribute) = Attribute::from_code(rest) {
                    let found = Found::one(FieldPath::Contract(attribute), attribute.kind());
                    let (several, redactable) = (attribute.is_list(), attribute == Attribute::Case);
                    return Ok(Found { several, redactable, ..found });
                }
            }
            _ => {}
        }
        let shape = kind.shape();
        // A case that an entry need not name may be that of what it refers to.
        if path == "case" && has_case(kind, 3) {
            return Ok(Found { redactable: true, ..plain(FieldPath::Case)? });
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
        if let (Some(rest), Some((steps, noun))) = (rest, link(kind, head))
            && let Some((_, made)) = made(kind, head)
        {
            // What a thing is, the entry that made it says.
            let nowhere = |nowhere: UnknownField| UnknownField { of: nowhere.of.or(Some(made)), ..nowhere };
            let there = Self::find(rest, made, None, None).map_err(nowhere)?;
            return Ok(Found { access: FieldPath::Made(steps, noun, Box::new(there.access)), ..there });
        }
        let mut nowhere = field(&shape, path).err().unwrap_or(UnknownField::of(path, [""; 0]));
        if head == "contract" && rest.is_some() {
            nowhere = UnknownField::of(path, codes::<Attribute>().iter().map(|code| format!("contract.{code}")));
        } else if nowhere.name == head {
            let people = ["people", "people.side", "by", "by.role", "by.side", "by.mandate", "recorded_by"];
            let times = ["occurred_at", "recorded_at"];
            nowhere.instead.extend(people.iter().chain(&times).chain(KEYS).map(|&name| name.to_owned()));
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

    /// Looks a path up in every kind of entry that opens the rule: each has to have it, and as the same kind of value.
    fn find_in_opening(path: &str, openings: &[(Kind, Option<FieldKind>)]) -> Result<Option<Found>, UnknownField> {
        let (mut paths, mut known) = (Vec::new(), None::<Found>);
        for (kind, each) in openings {
            let nowhere = |nowhere: UnknownField| UnknownField { of: nowhere.of.or(Some(*kind)), ..nowhere };
            let here = Self::find(path, *kind, each.as_ref(), None).map_err(nowhere)?;
            if known.as_ref().is_some_and(|known| known.reached != here.reached) {
                return Err(nowhere(UnknownField { is_unlike: true, ..UnknownField::of(path, [""; 0]) }));
            }
            paths.push((*kind, here.access.clone()));
            let before = known.as_ref().map_or((false, false), |known| (known.several, known.redactable));
            known = Some(Found { several: here.several || before.0, redactable: here.redactable || before.1, ..here });
        }
        Ok(known.map(|known| Found { access: FieldPath::Several(Several::Opening(paths.into())), ..known }))
    }
}

/// The kind of entry that says of somebody that they entered.
const ENTERED: Kind = Kind::Attachment(attachment::Kind::PersonEntered);

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
        Ok(Found {
            access: FieldPath::Field(steps, Aspect::Itself), reached: FieldKind::Reference, several: false, ..
        }) => Some(steps),
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
                ..
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

/// Every link of a kind: its name, how it is reached, and what it names. By its first field, what makes a thing names itself.
pub(super) fn named_links(kind: Kind) -> Vec<(&'static str, Box<[PathStep]>, Noun)> {
    let parts = kind.fields().parts;
    let name = |(steps, noun): (Box<[PathStep]>, Noun)| {
        let [PathStep::Field(place)] = *steps else { return None };
        if place == 0 && kind.creates_subject() {
            return None;
        }
        Some((parts.get(place as usize)?.name, steps, noun))
    };
    links(kind).into_iter().filter_map(name).collect()
}

/// What kind of thing a field of a kind of entry names, and the kind of entry that makes it.
pub(crate) fn made(kind: Kind, name: &str) -> Option<(Noun, Kind)> {
    let (_, noun) = link(kind, name)?;
    Some((noun, maker(noun)?))
}

/// How a field that names another thing is reached in a kind of entry, and what kind of thing that is.
pub(super) fn link(kind: Kind, name: &str) -> Option<(Box<[PathStep]>, Noun)> {
    named_links(kind).into_iter().find(|(named, ..)| *named == name).map(|(_, steps, noun)| (steps, noun))
}

fn aspect(rest: Option<&str>) -> Result<(Aspect, FieldKind), UnknownField> {
    let Some(name) = rest else { return Ok((Aspect::Itself, FieldKind::Person)) };
    let aspect = Aspect::named(name).ok_or_else(|| UnknownField::of(name, Aspect::NAMES))?;
    Ok((aspect, FieldKind::Code(owned(&aspect.codes()))))
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
            Attribute::Parties => FieldKind::Code(owned(&sides_of_parties())),
            Attribute::Case | Attribute::Clinician | Attribute::Team => FieldKind::Reference,
        }
    }

    /// Whether it may be several at once.
    pub(crate) fn is_list(self) -> bool {
        self == Attribute::Parties
    }

    /// Whether it changes by the contract's own steps alone, or by a merger of teams: not by time, or by who is there.
    pub(super) fn is_lasting(self) -> bool {
        self != Attribute::Stage && self != Attribute::Parties
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
                let (name, only) = name.split_once('[').map_or((name, None), |(name, only)| (name, Some(only)));
                let found = fields.parts.iter().enumerate().find(|(_, part)| part.name == name);
                let Some((at, part)) = found else {
                    return Err(UnknownField::of(name, fields.parts.iter().map(|part| part.name)));
                };
                steps.push(PathStep::Field(place(at)));
                shape = &part.shape;
                if let Some(only) = only {
                    let Shape::List(element) = shape.inner() else { return Err(UnknownField::of(path, [""; 0])) };
                    steps.extend([PathStep::Elements, only_where(element, only)?]);
                    (shape, several) = (element, true);
                }
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
                return Ok(Found { several, ..Found::one(FieldPath::along(steps, aspect), reached) });
            }
            Shape::Day | Shape::Instant => return Err(UnknownField::of(name, OfDay::NAMES)),
            Shape::Code(_)
            | Shape::Codes(_)
            | Shape::Number(..)
            | Shape::Entry
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
    Ok(Found { several, redactable: may_be_redacted(shape), ..Found::one(FieldPath::along(steps, Aspect::Itself), reached) })
}

/// Those elements of a list in which a field says a code: `finding:present]`.
fn only_where(element: &Shape, only: &str) -> Result<PathStep, UnknownField> {
    let Some((name, code)) = only.strip_suffix(']').and_then(|only| only.split_once(':')) else {
        return Err(UnknownField::of(only, ["name:code]"]));
    };
    let Shape::Fields(fields) = element.inner() else { return Err(UnknownField::of(name, [""; 0])) };
    let coded = |part: &FieldShape| matches!(part.shape.inner(), Shape::Code(_));
    let Some((at, FieldShape { shape, .. })) =
        fields.parts.iter().enumerate().find(|(_, part)| part.name == name && coded(part))
    else {
        return Err(UnknownField::of(name, fields.parts.iter().filter(|part| coded(part)).map(|part| part.name)));
    };
    let Shape::Code(list) = shape.inner() else { return Err(UnknownField::of(name, [""; 0])) };
    let codes = list.codes();
    let place = |place: usize| u8::try_from(place).unwrap_or(u8::MAX);
    match codes.iter().position(|one| *one == code) {
        Some(says) => Ok(PathStep::Only(place(at), place(says))),
        None => Err(UnknownField::of(code, codes)),
    }
}

/// Whether what has this shape, or something within it, may be redacted: text, and references to a case.
fn may_be_redacted(shape: &Shape) -> bool {
    match shape.inner() {
        Shape::Text | Shape::Outside(Outside::Case) => true,
        Shape::Fields(fields) => fields.parts.iter().any(|part| may_be_redacted(&part.shape)),
        Shape::List(element) => may_be_redacted(element),
        Shape::Variants(variants) => variants.all.iter().any(|variant| match &variant.holds {
            Holds::One(inner) => may_be_redacted(inner),
            Holds::Fields(fields) => fields.iter().any(|part| may_be_redacted(&part.shape)),
            Holds::Nothing | Holds::Unasked(_) => false,
        }),
        Shape::Code(_) | Shape::Codes(_) | Shape::Number(..) | Shape::Entry | Shape::Day | Shape::Instant => false,
        Shape::Ref(_) | Shape::Outside(_) | Shape::Optional(_) => false,
    }
}
