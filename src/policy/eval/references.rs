//! Reference paths: precomputed from an entry to its contract, case and the like.

use crate::code::Code;
use crate::cycle::{Entry, Kind};
use crate::field::Field;
use crate::noun::{Noun, Ref};
use crate::policy::rule::field_path::{PathStep, direct, links, own_case};
use crate::shape::Value;

/// The ways from the entries of each kind to what they are about, looked up once for a policy.
#[derive(Debug, Clone)]
pub(crate) struct References {
    kinds: Vec<[Route; Noun::ALL.len()]>,
    /// To the case that an entry itself names, and to what else it refers to.
    pub(crate) cases: Vec<CaseRoute>,
}

#[derive(Debug, Clone)]
pub(crate) struct CaseRoute {
    pub(crate) own: Option<Box<[PathStep]>>,
    pub(crate) links: Vec<(Box<[PathStep]>, Noun)>,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Route {
    pub(crate) direct: Vec<Box<[PathStep]>>,
    pub(crate) link: Vec<(Box<[PathStep]>, Noun)>,
}

impl References {
    pub(crate) fn new() -> Self {
        let path = |kind: Kind| {
            std::array::from_fn(|place| {
                let noun = Noun::ALL.get(place).copied();
                let direct = noun.and_then(|noun| direct(kind, noun)).unwrap_or_default();
                let link = links(kind).into_iter().filter(|&(_, link)| Some(link) != noun).collect();
                Route { direct, link }
            })
        };
        let case = |kind: Kind| CaseRoute { own: own_case(kind), links: links(kind) };
        Self { kinds: Kind::all().map(path).collect(), cases: Kind::all().map(case).collect() }
    }

    pub(crate) fn of(&self, kind: Kind, noun: Noun) -> Option<&Route> {
        self.kinds.get(kind.index())?.get(noun.index())
    }
}

/// The part that a way without lists leads to; or the value at which it ends before: none where it does not apply, and
/// [`Value::Missing`] where something was left out.
#[inline]
pub(crate) fn walk<'a>(mut part: &'a dyn Field, steps: &[PathStep]) -> Result<&'a dyn Field, Option<Value<'a>>> {
    for step in steps {
        let place = match *step {
            PathStep::Field(place) => place,
            PathStep::Variant(variant, place) => {
                let here = part.value();
                if here != Value::Code(variant) {
                    return Err(Some(here).filter(|here| *here == Value::Missing));
                }
                place
            }
            PathStep::Elements | PathStep::Only(..) => return Err(None),
        };
        part = part.nth(place.into()).ok_or(Some(Value::Missing))?;
    }
    Ok(part)
}

/// Whether something stood there that was redacted; of a list, in any element.
pub(crate) fn is_tombstone(entry: &Entry, steps: &[PathStep]) -> bool {
    has_tombstone(entry.event().part(), steps)
}

fn has_tombstone(part: &dyn Field, steps: &[PathStep]) -> bool {
    let Some((step, rest)) = steps.split_first() else { return part.has_tombstone() };
    let within = |place: usize| part.nth(place).is_some_and(|inner| has_tombstone(inner, rest));
    match *step {
        PathStep::Field(place) => within(place.into()),
        PathStep::Variant(variant, place) => part.value() == Value::Code(variant) && within(place.into()),
        PathStep::Only(place, code) => says(part, place, code) != Some(false) && has_tombstone(part, rest),
        PathStep::Elements => (0..).map_while(|place| part.nth(place)).any(|element| has_tombstone(element, rest)),
    }
}

/// Whether the field at a place of an element says a code, if that is known.
pub(super) fn says(element: &dyn Field, place: u8, code: u8) -> Option<bool> {
    let value = element.nth(place.into())?.value();
    (value != Value::Missing).then(|| value == Value::Code(code))
}

/// A reference as text, if the value is one.
pub(crate) fn reference(value: Value<'_>) -> Option<&str> {
    match value {
        Value::Ref(Ref { id, .. }) | Value::Outside(id) => Some(id),
        Value::Missing
        | Value::Code(_)
        | Value::Codes(_)
        | Value::Number(_)
        | Value::Day(_)
        | Value::Instant(_)
        | Value::Text
        | Value::Inner => None,
    }
}
