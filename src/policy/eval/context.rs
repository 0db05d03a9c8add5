//! What a rule looks at: an entry, when and in which cycle, and the duty it may concern.

use std::ops::ControlFlow;

use crate::cycle::{Cycle, Entry};
use crate::field::Field;
use crate::history::History;
use crate::id::{CycleId, EntryNumber};
use crate::moment::Moment;
use crate::noun::{Noun, Ref};
use crate::people::Role;
use crate::policy::eval::references::{Ways, is_tombstone, walk};
use crate::policy::rule::field_path::{Access, Aspect, Step};
use crate::shape::Value;

/// One history under a policy: its entries, and who and what they refer to, as far as was known.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ground<'a> {
    pub(crate) history: &'a History,
    pub(crate) cycle: &'a Cycle,
    /// Its place among the histories that are looked at together.
    pub(crate) place: u16,
    /// Whether there are others.
    pub(crate) several: bool,
    pub(crate) known_at: Moment,
    /// When it begins, if an earlier attachment went before that is not looked at.
    pub(crate) midway: Option<Moment>,
}

impl<'a> Ground<'a> {
    /// One history alone, with all that is recorded.
    pub(crate) fn sole(history: &'a History) -> Self {
        Self::begun(history, crate::policy::midway(history, &[history]))
    }

    /// The same, where it is known what its first entry says of an earlier attachment.
    pub(crate) fn begun(history: &'a History, midway: Option<Moment>) -> Self {
        Self { history, cycle: history.cycle(), place: 0, several: false, known_at: Moment::LATEST, midway }
    }
}

/// An entry, looked at by a rule at a time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scene<'a> {
    pub(crate) ground: &'a Ground<'a>,
    pub(crate) ways: &'a Ways,
    pub(crate) entry: &'a Entry,
    /// When: as the entry occurred, or later, where time alone changed something.
    pub(crate) at: Moment,
    /// The entry up to which what occurred at that very instant counts.
    pub(crate) by: EntryNumber,
    pub(crate) each: Option<&'a str>,
    pub(crate) each_is_contract: bool,
    /// Whether time alone brought it about.
    pub(crate) time: bool,
    /// The entry that opened the duty.
    pub(crate) opening: Option<Opening<'a>>,
}

/// The entry that opened a duty, as it was looked at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Opening<'a> {
    pub(crate) entry: &'a Entry,
    pub(crate) ground: &'a Ground<'a>,
    pub(crate) each: Option<&'a str>,
    pub(crate) each_is_contract: bool,
    pub(crate) at: Moment,
    pub(crate) by: EntryNumber,
}

impl<'a> Opening<'a> {
    pub(crate) fn of(scene: &Scene<'a>) -> Self {
        let Scene { entry, ground, each, each_is_contract, at, by, .. } = *scene;
        Self { entry, ground, each, each_is_contract, at, by }
    }
}

/// Goes on, or stops.
pub(crate) type Flow = ControlFlow<()>;

impl<'a> Scene<'a> {
    pub(crate) fn of(ground: &'a Ground<'a>, ways: &'a Ways, entry: &'a Entry) -> Self {
        Self {
            ground,
            ways,
            entry,
            at: entry.act().occurred_at,
            by: entry.number(),
            each: None,
            each_is_contract: false,
            time: false,
            opening: None,
        }
    }

    /// Whether time alone brought it about: then it counts from the day that ended, and nothing answered it earlier that day.
    pub(crate) const fn made_by_time(&self) -> bool {
        self.time
    }

    /// Gives every value that is reached to a visitor: none where a path does not apply, [`Value::Missing`] where it is not known.
    #[inline]
    pub(crate) fn visit(&self, access: &Access, mut visit: impl FnMut(Value<'a>) -> Flow) -> Flow {
        match access {
            Access::List(..) | Access::People(_) | Access::ContractsOfPerson | Access::Opening(_) => {
                self.visit_each(access, &mut visit)
            }
            Access::Subject
            | Access::Field(..)
            | Access::By(_)
            | Access::Each(_)
            | Access::About(_)
            | Access::Case
            | Access::Contract(_)
            | Access::Cycle
            | Access::Clinician => self.first(access).map_or(Flow::Continue(()), visit),
        }
    }

    /// The first value that is reached, if one is.
    #[inline]
    fn first(&self, access: &Access) -> Option<Value<'a>> {
        let outside = |id: Option<&'a str>| Some(id.map_or(Value::Missing, Value::Outside));
        match access {
            Access::Subject => self.entry.event().subject().map(Value::Ref),
            Access::Field(steps, aspect) => match walk(self.entry.event().part(), steps) {
                Ok(part) => Some(self.told(part, *aspect)),
                Err(end) => end,
            },
            Access::By(aspect) => Some(self.person(self.entry.act().by.as_str(), *aspect)),
            Access::Each(Aspect::Itself) => self.each.map(Value::Outside),
            Access::Each(aspect) => self.each.map(|each| self.person(each, *aspect)),
            Access::About(noun) => outside(self.about(*noun)),
            Access::Case => outside(self.case()),
            Access::Contract(attribute) => Some(self.attribute(*attribute)),
            Access::Cycle => outside(self.ground.cycle.id().map(CycleId::as_str)),
            Access::Clinician => outside(self.clinician()),
            Access::List(..) | Access::People(_) | Access::ContractsOfPerson | Access::Opening(_) => {
                let mut first = None;
                let _ = self.visit_each(access, &mut |value| {
                    first = Some(value);
                    Flow::Break(())
                });
                first
            }
        }
    }

    fn visit_each(&self, access: &Access, visit: &mut dyn FnMut(Value<'a>) -> Flow) -> Flow {
        match access {
            Access::List(steps, aspect) => self.descend(self.entry.event().part(), steps, *aspect, visit),
            Access::People(aspect) => {
                visit(self.person(self.entry.act().by.as_str(), *aspect))?;
                let mut flow = Flow::Continue(());
                self.entry.event().part().references(&mut |reference| {
                    if flow.is_continue() && reference.noun == Noun::Person {
                        flow = visit(self.person(reference.id, *aspect));
                    }
                });
                flow
            }
            Access::ContractsOfPerson => self.contracts_of_person(visit),
            Access::Opening(ways) => {
                let Some(Opening { entry, ground, each, each_is_contract, at, by }) = self.opening else {
                    return visit(Value::Missing);
                };
                let kind = entry.event().kind();
                let Some((_, access)) = ways.iter().find(|(of, _)| *of == kind) else { return visit(Value::Missing) };
                let opening = Scene { each, each_is_contract, at, by, ..Scene::of(ground, self.ways, entry) };
                opening.visit(access, visit)
            }
            Access::Subject
            | Access::Field(..)
            | Access::By(_)
            | Access::Each(_)
            | Access::About(_)
            | Access::Case
            | Access::Contract(_)
            | Access::Cycle
            | Access::Clinician => self.first(access).map_or(Flow::Continue(()), visit),
        }
    }

    /// Whether the way applies: at no step does another variant stand than the one that it goes through.
    pub(crate) fn applies(&self, access: &Access) -> bool {
        let (Access::Field(steps, _) | Access::List(steps, _)) = access else { return true };
        let mut part = self.entry.event().part();
        for step in steps {
            let inner = match *step {
                Step::Field(place) => part.nth(place.into()),
                Step::Variant(variant, place) => {
                    if matches!(part.value(), Value::Word(here) if here != variant) {
                        return false;
                    }
                    part.nth(place.into())
                }
                Step::Elements => return true,
            };
            let Some(inner) = inner else { return true };
            part = inner;
        }
        true
    }

    /// Whether it is not known what the entry is about: a part of the key was left out, or redacted.
    pub(crate) fn lacks(&self, key: &[Access]) -> bool {
        key.iter().any(|part| self.first(part) == Some(Value::Missing))
    }

    /// Whether anything is said there, be it redacted since. A list without elements says nothing.
    pub(crate) fn says(&self, access: &Access) -> bool {
        match self.first(access) {
            None | Some(Value::Words(0)) => false,
            Some(Value::Missing) => matches!(access, Access::Field(steps, _) if is_tombstone(self.entry, steps)),
            Some(_) => true,
        }
    }

    /// The only value that is reached, if there is one and it is known.
    pub(crate) fn one(&self, access: &Access) -> Option<Value<'a>> {
        self.first(access).filter(|value| *value != Value::Missing)
    }

    /// A reference as text, for keys.
    #[inline]
    pub(crate) fn id(&self, access: &Access) -> Option<&'a str> {
        if let Access::Subject = access {
            return self.entry.event().subject().map(|subject| subject.id);
        }
        reference(self.one(access)?)
    }

    /// One of the references in a list; any other reference is the same each time.
    #[inline]
    pub(crate) fn nth_id(&self, access: &Access, nth: usize) -> Option<&'a str> {
        if !access.is_list() {
            return self.id(access);
        }
        let (mut left, mut found) = (nth, None);
        let _ = self.visit(access, |value| {
            if left == 0 {
                found = reference(value);
                return Flow::Break(());
            }
            left -= 1;
            Flow::Continue(())
        });
        found
    }

    /// Gives what is reached in each element of a list, within each of another perhaps.
    fn descend(
        &self,
        part: &'a dyn Field,
        steps: &[Step],
        aspect: Aspect,
        visit: &mut dyn FnMut(Value<'a>) -> Flow,
    ) -> Flow {
        let list = steps.iter().position(|step| *step == Step::Elements).unwrap_or(steps.len());
        let (before, within) = steps.split_at_checked(list).unwrap_or((steps, &[]));
        let part = match walk(part, before) {
            Ok(part) => part,
            Err(end) => return end.map_or(Flow::Continue(()), visit),
        };
        let [_, within @ ..] = within else { return visit(self.told(part, aspect)) };
        (0..).map_while(|place| part.nth(place)).try_for_each(|element| self.descend(element, within, aspect, visit))
    }

    /// What a part says, or what is asked of the person it refers to.
    #[inline]
    fn told(&self, part: &'a dyn Field, aspect: Aspect) -> Value<'a> {
        if aspect == Aspect::Itself {
            return part.value();
        }
        if let Value::Ref(Ref { id, .. }) = part.value() { self.person(id, aspect) } else { Value::Missing }
    }

    fn person(&self, id: &'a str, aspect: Aspect) -> Value<'a> {
        if aspect == Aspect::Itself {
            return Value::Outside(id);
        }
        let Some(role) = self.role(id) else { return Value::Missing };
        Value::Word(match aspect {
            Aspect::Role | Aspect::Itself => role as u8,
            Aspect::Side => role.side() as u8,
            Aspect::Mandate => u8::from(!role.has_mandate()),
        })
    }

    /// The role somebody held then. Somebody of whom it is later learned that they had left by then, counts as they were known.
    fn role(&self, id: &str) -> Option<Role> {
        self.ground.cycle.role_of(id, self.at, self.entry.number())
    }

    pub(crate) fn clinician(&self) -> Option<&'a str> {
        self.ground.cycle.person(crate::attachment::CLINICIAN).map(|person| person.as_str())
    }
}

pub(crate) fn reference(value: Value<'_>) -> Option<&str> {
    match value {
        Value::Ref(Ref { id, .. }) | Value::Outside(id) => Some(id),
        Value::Missing
        | Value::Word(_)
        | Value::Words(_)
        | Value::Number(_)
        | Value::Day(_)
        | Value::Instant(_)
        | Value::Text
        | Value::Inner => None,
    }
}
