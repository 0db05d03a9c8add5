//! Reads the values of an entry that a field path leads to, and makes keys of them.

use chrono::Datelike;
use smol_str::SmolStrBuilder;

use super::context::{Context, Flow};
use super::references::{is_tombstone, reference, says, walk};
use crate::calendar::Calendar;
use crate::cycle::Kind;
use crate::field::Field;
use crate::id::CycleId;
use crate::moment::Moment;
use crate::noun::{Noun, Ref};
use crate::policy::rule::aspect::{Aspect, OfDay};
use crate::policy::rule::field_path::{FieldPath, PathStep, Several};
use crate::policy::syntax::codes::Attribute;
use crate::shape::Value;

/// What a duty is about, as references one after another. Most are short enough to stand in place.
pub(crate) type Key = smol_str::SmolStr;

impl<'a> Context<'a> {
    /// Gives every value that is reached to a visitor: none where a path does not apply, [`Value::Missing`] where it is not known.
    #[inline]
    pub(crate) fn visit(&self, path: &FieldPath, mut visit: impl FnMut(Value<'a>) -> Flow) -> Flow {
        if let FieldPath::Several(several) = path {
            return self.visit_each(several, &mut visit);
        }
        if let FieldPath::OfDay(of, time) = path {
            return self.visit_days(*of, time, &mut visit);
        }
        if let FieldPath::Made(steps, noun, path) = path {
            return self.visit_made(steps, *noun, path, &mut visit);
        }
        self.first(path).map_or(Flow::Continue(()), visit)
    }

    /// The first value that is reached, if one is.
    #[inline]
    fn first(&self, path: &FieldPath) -> Option<Value<'a>> {
        let outside = |id: Option<&'a str>| Some(id.map_or(Value::Missing, Value::Outside));
        match path {
            FieldPath::Subject => self.entry.event().subject().map(Value::Ref),
            FieldPath::Field(steps, aspect) => match walk(self.entry.event().part(), steps) {
                Ok(part) => self.part_value(part, *aspect),
                Err(end) => end,
            },
            FieldPath::By(aspect) => self.person(self.entry.act().by.as_str(), *aspect),
            FieldPath::RecordedBy(aspect) => self.person(self.recorded_by(), *aspect),
            FieldPath::OccurredAt => Some(Value::Instant(self.entry.act().occurred_at)),
            FieldPath::RecordedAt => Some(Value::Instant(self.entry.act().recorded_at)),
            FieldPath::OfDay(of, time) => self.first(time).map(|time| self.of_day(*of, time)),
            FieldPath::Each(Aspect::Itself) => self.each.map(Value::Outside),
            FieldPath::Each(aspect) => self.each.and_then(|each| self.person(each, *aspect)),
            FieldPath::About(noun) => outside(self.about(*noun)),
            FieldPath::Case => outside(self.case()),
            FieldPath::Contract(attribute) => Some(self.attribute(*attribute)),
            FieldPath::Cycle => outside(self.input.cycle.id().map(CycleId::as_str)),
            FieldPath::Clinician => outside(self.clinician()),
            FieldPath::Made(steps, noun, path) => match self.made_there(steps, *noun) {
                Some(there) => there.first(path),
                None => Some(Value::Missing),
            },
            FieldPath::Several(several) => {
                let mut first = None;
                let _ = self.visit_each(several, &mut |value| {
                    first = Some(value);
                    Flow::Break(())
                });
                first
            }
        }
    }

    fn visit_each(&self, several: &Several, visit: &mut dyn FnMut(Value<'a>) -> Flow) -> Flow {
        match several {
            Several::List(steps, aspect) => self.descend(self.entry.event().part(), steps, *aspect, visit),
            Several::People(aspect) => {
                if let Some(value) = self.person(self.entry.act().by.as_str(), *aspect) {
                    visit(value)?;
                }
                let mut flow = Flow::Continue(());
                self.entry.event().part().references(&mut |reference| {
                    if flow.is_continue()
                        && reference.noun == Noun::Person
                        && let Some(value) = self.person(reference.id, *aspect)
                    {
                        flow = visit(value);
                    }
                });
                flow
            }
            Several::ContractsOfPerson => self.contracts_of_person(visit),
            Several::ContractsLost => self.contracts_lost(visit),
            Several::ContractsKept => self.contracts_kept(visit),
            Several::PeopleHere => self.people_here(visit),
            Several::Opening(paths) => match self.opened(paths) {
                Some((opening, path)) => opening.visit(path, visit),
                None => visit(Value::Missing),
            },
        }
    }

    /// What is reached from the entry that made what a field refers to; where nothing is named, nothing is known of it.
    fn visit_made(
        &self,
        steps: &[PathStep],
        noun: Noun,
        path: &FieldPath,
        visit: &mut dyn FnMut(Value<'a>) -> Flow,
    ) -> Flow {
        match self.made_there(steps, noun) {
            Some(there) => there.visit(path, visit),
            None => visit(Value::Missing),
        }
    }

    /// Everybody who is there after the entry.
    fn people_here(&self, visit: &mut dyn FnMut(Value<'a>) -> Flow) -> Flow {
        let roster = self.input.cycle.roster();
        let is_here = |seat: u32| !roster.held_around(seat, self.at, self.by).1.roles.is_empty();
        roster.people().filter(|&(seat, _)| is_here(seat)).try_for_each(|(_, person)| visit(Value::Outside(person.as_str())))
    }

    /// What is asked of each day or instant that is reached.
    fn visit_days(&self, of: OfDay, time: &FieldPath, visit: &mut dyn FnMut(Value<'a>) -> Flow) -> Flow {
        self.visit(time, |time| visit(self.of_day(of, time)))
    }

    /// What is asked of a day, or of the day of an instant, by the calendar of the policy; nothing is known beyond it.
    fn of_day(&self, of: OfDay, time: Value<'a>) -> Value<'a> {
        let calendar = &self.environment.calendar;
        let day = match time {
            Value::Day(day) => day,
            Value::Instant(at) => calendar.day_of(at),
            Value::Missing | Value::Code(_) | Value::Codes(_) | Value::Number(_) => return Value::Missing,
            Value::Ref(_) | Value::Outside(_) | Value::Text | Value::Inner => return Value::Missing,
        };
        match (calendar.is_working_day(day), of) {
            (Err(_), _) => Value::Missing,
            (Ok(_), OfDay::Weekday) => Value::Code(day.weekday().num_days_from_monday() as u8),
            (Ok(works), OfDay::WorkingDay) => Value::Code(u8::from(!works)),
        }
    }

    /// The instant of a time: of a day its first, as of a record that has only a date. Nothing beyond the calendar.
    pub(crate) fn instant(&self, time: Value<'_>) -> Option<Moment> {
        match time {
            Value::Instant(at) => Some(at),
            Value::Day(day) => self.environment.calendar.start_of(day).ok(),
            Value::Missing | Value::Code(_) | Value::Codes(_) | Value::Number(_) => None,
            Value::Ref(_) | Value::Outside(_) | Value::Text | Value::Inner => None,
        }
    }

    /// Whether something that is reached was left out, or redacted, rather than being beyond the calendar.
    pub(crate) fn is_left_out(&self, path: &FieldPath) -> bool {
        if let FieldPath::Made(steps, noun, path) = path {
            return self.made_there(steps, *noun).is_none_or(|there| there.is_left_out(path));
        }
        if let FieldPath::OfDay(_, time) = path {
            return self.is_left_out(time);
        }
        if let FieldPath::Several(Several::Opening(paths)) = path {
            return self.opened(paths).is_none_or(|(opening, path)| opening.is_left_out(path));
        }
        self.visit(path, |value| if value == Value::Missing { Flow::Break(()) } else { Flow::Continue(()) }).is_break()
    }

    /// Whether a time that is reached lies before the calendar begins.
    pub(crate) fn lies_before_calendar(&self, path: &FieldPath) -> bool {
        if let FieldPath::Made(steps, noun, path) = path {
            return self.made_there(steps, *noun).is_some_and(|there| there.lies_before_calendar(path));
        }
        if let FieldPath::OfDay(_, time) = path {
            return self.lies_before_calendar(time);
        }
        if let FieldPath::Several(Several::Opening(paths)) = path {
            return self.opened(paths).is_some_and(|(opening, path)| opening.lies_before_calendar(path));
        }
        let calendar = &self.environment.calendar;
        let is_before = |day| if day < *calendar.range().start() { Flow::Break(()) } else { Flow::Continue(()) };
        let visit = |value| {
            if let Value::Day(day) = value {
                return is_before(day);
            }
            if let Value::Instant(at) = value { is_before(calendar.day_of(at)) } else { Flow::Continue(()) }
        };
        self.visit(path, visit).is_break()
    }

    /// Whether what was said there was redacted.
    pub(crate) fn is_redacted(&self, path: &FieldPath) -> bool {
        if let FieldPath::Made(steps, noun, path) = path {
            return self.made_there(steps, *noun).is_some_and(|there| there.is_redacted(path));
        }
        if let FieldPath::Several(Several::Opening(paths)) = path {
            return self.opened(paths).is_some_and(|(opening, path)| opening.is_redacted(path));
        }
        if let FieldPath::Field(steps, Aspect::Itself) | FieldPath::Several(Several::List(steps, Aspect::Itself)) = path {
            return is_tombstone(self.entry, steps);
        }
        (*path == FieldPath::Case && self.is_case_redacted())
            || (*path == FieldPath::Contract(Attribute::Case) && self.is_contract_case_redacted())
    }

    /// Whether the way applies: at no step does another variant stand than the one that it goes through.
    pub(crate) fn applies(&self, access: &FieldPath) -> bool {
        if let FieldPath::Made(steps, noun, path) = access {
            return self.made_there(steps, *noun).is_none_or(|there| there.applies(path));
        }
        if let FieldPath::OfDay(_, time) = access {
            return self.applies(time);
        }
        if let FieldPath::Several(Several::Opening(paths)) = access {
            return self.opened(paths).is_none_or(|(opening, path)| opening.applies(path));
        }
        let (FieldPath::Field(steps, _) | FieldPath::Several(Several::List(steps, _))) = access else { return true };
        let mut part = self.entry.event().part();
        for step in steps {
            let inner = match *step {
                PathStep::Field(place) => part.nth(place.into()),
                PathStep::Variant(variant, place) => {
                    if matches!(part.value(), Value::Code(here) if here != variant) {
                        return false;
                    }
                    part.nth(place.into())
                }
                PathStep::Elements | PathStep::Only(..) => return true,
            };
            let Some(inner) = inner else { return true };
            part = inner;
        }
        true
    }

    /// Whether it is not known what the entry is about: a part of the key was left out, or redacted.
    pub(crate) fn lacks(&self, key: &[FieldPath]) -> bool {
        key.iter().any(|part| self.first(part) == Some(Value::Missing))
    }

    /// Whether it was redacted what the entry is about, in a part of the key.
    pub(crate) fn is_subject_redacted(&self, key: &[FieldPath]) -> bool {
        key.iter().any(|part| self.is_redacted(part))
    }

    /// Whether what the entry is about may be what another is about: no part of both keys is known, and differs.
    pub(crate) fn may_be_about(&self, key: &[FieldPath], other: &Context<'_>, others: &[FieldPath]) -> bool {
        key.iter().zip(others).all(|(part, theirs)| {
            let Some(here) = self.nth_id(part, 0) else { return true };
            let mut ids = (0..).take_while(|&nth| nth == 0 || theirs.is_list()).map_while(|nth| other.nth_id(theirs, nth));
            ids.next().is_none_or(|first| first == here || ids.any(|id| id == here))
        })
    }

    /// Whether anything is said there, even if it was redacted since. A list without elements says nothing.
    pub(crate) fn says(&self, access: &FieldPath) -> bool {
        if let FieldPath::Made(steps, noun, path) = access {
            return self.made_there(steps, *noun).is_some_and(|there| there.says(path));
        }
        if let FieldPath::OfDay(_, time) = access {
            return self.says(time);
        }
        if let FieldPath::Several(Several::Opening(paths)) = access {
            return self.opened(paths).is_some_and(|(opening, path)| opening.says(path));
        }
        match self.first(access) {
            None | Some(Value::Codes(0)) => false,
            Some(Value::Missing) => self.is_redacted(access),
            Some(_) => true,
        }
    }

    /// The only value that is reached, if there is one and it is known.
    pub(crate) fn one(&self, access: &FieldPath) -> Option<Value<'a>> {
        self.first(access).filter(|value| *value != Value::Missing)
    }

    /// A reference as text, for keys.
    #[inline]
    pub(crate) fn id(&self, access: &FieldPath) -> Option<&'a str> {
        if let FieldPath::Subject = access {
            return self.entry.event().subject().map(|subject| subject.id);
        }
        reference(self.one(access)?)
    }

    /// One of the references in a list; any other reference is the same each time.
    #[inline]
    pub(crate) fn nth_id(&self, access: &FieldPath, nth: usize) -> Option<&'a str> {
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

    /// What a part says, or what is asked of the person it refers to.
    #[inline]
    fn part_value(&self, part: &'a dyn Field, aspect: Aspect) -> Option<Value<'a>> {
        if aspect == Aspect::Itself {
            return Some(part.value());
        }
        if let Value::Ref(Ref { id, .. }) = part.value() { self.person(id, aspect) } else { Some(Value::Missing) }
    }

    /// Gives what is reached in each element of a list, within each of another perhaps.
    fn descend(
        &self,
        part: &'a dyn Field,
        steps: &[PathStep],
        aspect: Aspect,
        visit: &mut dyn FnMut(Value<'a>) -> Flow,
    ) -> Flow {
        let list = steps.iter().position(|step| *step == PathStep::Elements).unwrap_or(steps.len());
        let (before, within) = steps.split_at_checked(list).unwrap_or((steps, &[]));
        let part = match walk(part, before) {
            Ok(part) => part,
            Err(end) => return end.map_or(Flow::Continue(()), visit),
        };
        let [_, within @ ..] = within else {
            return self.part_value(part, aspect).map_or(Flow::Continue(()), visit);
        };
        let mut elements = (0..).map_while(|place| part.nth(place));
        let [PathStep::Only(place, code), within @ ..] = within else {
            return elements.try_for_each(|element| self.descend(element, within, aspect, visit));
        };
        elements.try_for_each(|element| match says(element, *place, *code) {
            Some(true) => self.descend(element, within, aspect, visit),
            Some(false) => Flow::Continue(()),
            None => visit(Value::Missing),
        })
    }
}

/// The key of an entry, if every part of it is known: one reference as it stands, or several one after another, for which there
/// has to be room. References of one history are distinguished from those of another.
#[inline]
pub(crate) fn key<'k, 'a: 'k>(
    parts: &[FieldPath],
    scoped: bool,
    context: &Context<'a>,
    nth: usize,
    room: &'k mut Key,
) -> Option<&'k str> {
    let prefixed = scoped && context.input.several;
    if let ([part], false) = (parts, prefixed) {
        return context.nth_id(part, nth);
    }
    *room = joined(parts, prefixed, context, nth)?;
    Some(room)
}

fn joined(parts: &[FieldPath], prefixed: bool, context: &Context<'_>, nth: usize) -> Option<Key> {
    let mut key = SmolStrBuilder::new();
    if prefixed {
        key.push_str(&context.input.place.to_string());
        key.push('\0');
    }
    for (place, part) in parts.iter().enumerate() {
        if place > 0 {
            key.push('\0');
        }
        key.push_str(context.nth_id(part, nth)?);
    }
    Some(key.finish())
}

pub(crate) fn asked_key<'k, 'a: 'k>(
    asked: &[(Kind, Box<[FieldPath]>)],
    scoped: bool,
    context: &Context<'a>,
    room: &'k mut Key,
) -> Option<&'k str> {
    let kind = context.entry.event().kind();
    let (_, parts) = asked.iter().find(|(of, _)| *of == kind)?;
    key(parts, scoped, context, 0, room)
}
