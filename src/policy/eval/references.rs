//! What an entry is about, and the ways that lead there.

use crate::cycle::{Entry, Kind};
use crate::field::Field;
use crate::noun::{Noun, Ref};
use crate::policy::eval::context::{Scene, reference};
use crate::policy::rule::field_path::{Step, direct, links, own_case};
use crate::shape::Value;
use crate::word::Word;

/// The ways from the entries of each kind to what they are about, looked up once for a policy.
#[derive(Debug, Clone)]
pub(crate) struct Ways {
    kinds: Vec<[Way; Noun::ALL.len()]>,
    /// To the case that an entry itself names, and to what else it refers to.
    cases: Vec<CaseWay>,
}

#[derive(Debug, Clone)]
struct CaseWay {
    own: Option<Box<[Step]>>,
    links: Vec<(Box<[Step]>, Noun)>,
}

#[derive(Debug, Clone, Default)]
struct Way {
    direct: Vec<Box<[Step]>>,
    link: Vec<(Box<[Step]>, Noun)>,
}

impl Ways {
    pub(crate) fn new() -> Self {
        let way = |kind: Kind| {
            std::array::from_fn(|place| {
                let noun = Noun::ALL.get(place).copied();
                let direct = noun.and_then(|noun| direct(kind, noun)).unwrap_or_default();
                let link = links(kind).into_iter().filter(|&(_, link)| Some(link) != noun).collect();
                Way { direct, link }
            })
        };
        let case = |kind: Kind| CaseWay { own: own_case(kind), links: links(kind) };
        Self { kinds: Kind::all().map(way).collect(), cases: Kind::all().map(case).collect() }
    }

    fn of(&self, kind: Kind, noun: Noun) -> Option<&Way> {
        self.kinds.get(kind.index())?.get(noun.index())
    }
}

impl<'a> Scene<'a> {
    /// What the entry is about, by itself or through what it refers to.
    pub(crate) fn about(&self, noun: Noun) -> Option<&'a str> {
        self.about_through(self.entry, noun, 3)
    }

    fn about_through(&self, entry: &'a Entry, noun: Noun, depth: u8) -> Option<&'a str> {
        let way = self.ways.of(entry.event().kind(), noun)?;
        way.direct.iter().find_map(|steps| self.reference(entry, steps)).or_else(|| {
            let depth = depth.checked_sub(1)?;
            way.link.iter().find_map(|(steps, link)| self.about_through(self.made(entry, steps, *link)?, noun, depth))
        })
    }

    pub(crate) fn case(&self) -> Option<&'a str> {
        self.case_through(self.entry, 3)
    }

    /// The case that an entry names, or that of its contract, or that of what it refers to. One that was redacted is not found
    /// out by another way.
    fn case_through(&self, entry: &'a Entry, depth: u8) -> Option<&'a str> {
        let way = self.ways.cases.get(entry.event().kind().index())?;
        if let Some(steps) = &way.own {
            let own = self.reference(entry, steps);
            if own.is_some() || is_tombstone(entry, steps) {
                return own;
            }
        }
        let contract = self.about_through(entry, Noun::Contract, 3).and_then(|id| self.ground.cycle.contract_by(id));
        if let Some(case) = contract.and_then(|contract| self.invited(contract)?.case.as_ref()) {
            return case.as_str();
        }
        let depth = depth.checked_sub(1)?;
        way.links.iter().find_map(|(steps, link)| self.case_through(self.made(entry, steps, *link)?, depth))
    }

    /// A reference that an entry holds.
    fn reference(&self, entry: &'a Entry, steps: &[Step]) -> Option<&'a str> {
        reference(walk(entry.event().part(), steps).ok()?.value())
    }

    /// The other entry that made what an entry refers to.
    fn made(&self, entry: &'a Entry, steps: &[Step], link: Noun) -> Option<&'a Entry> {
        let id = self.reference(entry, steps)?;
        // An entry that makes a thing refers to it by itself.
        let made = self.ground.cycle.made_by(Ref { noun: link, id }).filter(|&number| number != entry.number())?;
        self.ground.history.entry(made)
    }
}

/// The part that a way without lists leads to; or the value at which it ends before: none where it does not apply, and
/// [`Value::Missing`] where something was left out.
#[inline]
pub(crate) fn walk<'a>(mut part: &'a dyn Field, steps: &[Step]) -> Result<&'a dyn Field, Option<Value<'a>>> {
    for step in steps {
        let place = match *step {
            Step::Field(place) => place,
            Step::Variant(variant, place) => {
                let here = part.value();
                if here != Value::Word(variant) {
                    return Err(Some(here).filter(|here| *here == Value::Missing));
                }
                place
            }
            Step::Elements => return Err(None),
        };
        part = part.nth(place.into()).ok_or(Some(Value::Missing))?;
    }
    Ok(part)
}

/// Whether something stood there that was redacted.
pub(crate) fn is_tombstone(entry: &Entry, steps: &[Step]) -> bool {
    let mut part = entry.event().part();
    for step in steps {
        let (Step::Field(place) | Step::Variant(_, place)) = *step else { return false };
        let Some(inner) = part.nth(place.into()) else { return false };
        part = inner;
    }
    part.has_tombstone()
}
