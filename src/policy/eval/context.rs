//! The evaluation context: histories, one entry of them, and a time.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::answer::EntryRef;
use super::references::References;
use crate::assessment;
use crate::attachment;
use crate::calendar::Almanac;
use crate::code::{Code, CodeSet};
use crate::cycle::{Cycle, Entry, Event, Kind};
use crate::history::History;
use crate::id::EntryNumber;
use crate::moment::Moment;
use crate::people::{Held, Side};
use crate::policy::rule::aspect::Aspect;
use crate::policy::rule::field_path::FieldPath;
use crate::shape::Value;
use crate::standing;

/// Goes on, or stops.
pub(crate) type Flow = ControlFlow<()>;

/// What histories are read by, whichever they are.
#[derive(Debug, Clone)]
pub(crate) struct Environment {
    pub(crate) references: References,
    pub(crate) calendar: Arc<Almanac>,
    /// The parameters of the readings that conditions ask.
    pub(crate) boundary: assessment::Parameters,
    pub(crate) standing: standing::Parameters,
}

/// One history under a policy: its entries, and who and what they refer to, as far as was known.
#[derive(Debug, Clone, Copy)]
pub(crate) struct HistoryInput<'a> {
    pub(crate) history: &'a History,
    pub(crate) cycle: &'a Cycle,
    /// Its place among the histories that are looked at together.
    pub(crate) place: u32,
    /// Whether there are others.
    pub(crate) several: bool,
    pub(crate) known_at: Moment,
    /// When it begins, if an earlier attachment went before that is not looked at.
    pub(crate) midway: Option<Moment>,
}

impl<'a> HistoryInput<'a> {
    /// One history alone, with all that is recorded.
    pub(crate) fn sole(history: &'a History) -> Self {
        Self::begun(history, Self::midway(history, &[history], Moment::LATEST))
    }

    /// An entry, as it stands by what was known.
    #[inline]
    pub(crate) fn entry(&self, number: EntryNumber) -> Option<&'a Entry> {
        self.history.corrected_by(number, self.known_at)
    }

    /// The same, where it is known what its first entry says of an earlier attachment.
    pub(crate) fn begun(history: &'a History, midway: Option<Moment>) -> Self {
        Self { history, cycle: history.cycle(), place: 0, several: false, known_at: Moment::LATEST, midway }
    }

    /// When a history begins, as it was known at a time, if it follows an attachment that is not among those looked at.
    pub(crate) fn midway(history: &History, all: &[&History], known_at: Moment) -> Option<Moment> {
        let first = history.corrected_by(EntryNumber::FIRST, known_at)?;
        let Event::Attachment(attachment::Event::CycleOpened(data)) = first.event() else { return None };
        let earlier = data.earlier.as_ref()?;
        let is_there = all.iter().any(|history| history.cycle().id() == Some(earlier));
        (!is_there).then_some(first.act().occurred_at)
    }
}

/// The histories that are looked at together, and what they are read by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Records<'a> {
    pub(crate) environment: &'a Environment,
    pub(crate) inputs: &'a [HistoryInput<'a>],
}

impl<'a> Records<'a> {
    pub(crate) fn input(self, place: u32) -> Option<&'a HistoryInput<'a>> {
        self.inputs.get(place as usize)
    }

    pub(crate) fn entry(self, entry_ref: EntryRef) -> Option<&'a Entry> {
        self.input(entry_ref.history)?.entry(entry_ref.entry)
    }

    /// An entry in its history, as it occurred.
    pub(crate) fn context(self, entry_ref: EntryRef) -> Option<Context<'a>> {
        let input = self.input(entry_ref.history)?;
        Some(self.of(input, input.entry(entry_ref.entry)?))
    }

    #[inline]
    pub(crate) fn of(self, input: &'a HistoryInput<'a>, entry: &'a Entry) -> Context<'a> {
        Context::of(input, self.environment, entry)
    }
}

/// An entry, looked at by a rule at a time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) input: &'a HistoryInput<'a>,
    pub(crate) environment: &'a Environment,
    pub(crate) entry: &'a Entry,
    /// When: as the entry occurred, or later, where time alone changed something.
    pub(crate) at: Moment,
    /// When something is asked of it, if that is at another time.
    pub(crate) asked_at: Option<Moment>,
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
    pub(crate) input: &'a HistoryInput<'a>,
    pub(crate) each: Option<&'a str>,
    pub(crate) each_is_contract: bool,
    pub(crate) at: Moment,
    pub(crate) by: EntryNumber,
}

impl<'a> Opening<'a> {
    pub(crate) fn of(context: &Context<'a>) -> Self {
        let Context { entry, input, each, each_is_contract, at, by, .. } = *context;
        Self { entry, input, each, each_is_contract, at, by }
    }
}

impl<'a> Context<'a> {
    pub(crate) fn of(input: &'a HistoryInput<'a>, environment: &'a Environment, entry: &'a Entry) -> Self {
        Self {
            input,
            environment,
            entry,
            at: entry.act().occurred_at,
            asked_at: None,
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

    /// The time at which something is asked of it.
    pub(crate) fn now(&self) -> Moment {
        self.asked_at.unwrap_or(self.at)
    }

    /// What is asked of a person, as they were then, or as they are now: then nothing, once they have left.
    pub(crate) fn person(&self, id: &'a str, aspect: Aspect) -> Option<Value<'a>> {
        if aspect == Aspect::Itself {
            return Some(Value::Outside(id));
        }
        let held = if aspect.is_now() { self.input.cycle.held_once_entered(id, self.now()) } else { Some(self.held(id)) };
        let Some(held) = held else { return Some(Value::Missing) };
        if held.roles.is_empty() {
            return (!aspect.is_now()).then_some(Value::Missing);
        }
        Some(match aspect {
            Aspect::Itself => Value::Outside(id),
            Aspect::Role | Aspect::RoleNow => one_or_several(held.roles.iter().map(|role| role as u8)),
            Aspect::Side | Aspect::SideNow => {
                one_or_several(Side::ALL.iter().filter(|&&side| held.is_on(side)).map(|&side| side as u8))
            }
            Aspect::Mandate | Aspect::MandateNow => {
                held.mandate().map_or(Value::Missing, |has_it| Value::Code(u8::from(!has_it)))
            }
        })
    }

    /// Who wrote the entry down: whoever acted, where nobody else did.
    pub(crate) fn recorded_by(&self) -> &'a str {
        let act = self.entry.act();
        act.recorded_by.as_ref().unwrap_or(&act.by).as_str()
    }

    /// The entry that opened the duty, as it is looked at from here, and the path for its kind.
    pub(crate) fn opened<'p>(&self, paths: &'p [(Kind, FieldPath)]) -> Option<(Context<'a>, &'p FieldPath)> {
        let Opening { entry, input, each, each_is_contract, at, by } = self.opening?;
        let kind = entry.event().kind();
        let (_, path) = paths.iter().find(|(of, _)| *of == kind)?;
        let opening = Context::of(input, self.environment, entry);
        Some((Context { each, each_is_contract, at, by, asked_at: Some(self.now()), ..opening }, path))
    }

    /// What somebody was then; whoever acted, in the role in which they say they did. Somebody of whom it is later learned that they had left
    /// by then, counts as they were known.
    fn held(&self, id: &str) -> Held {
        let (entry, cycle) = (self.entry, self.input.cycle);
        let held = cycle.held_of(id, self.at, entry.number());
        // Whoever acted, where they say in which role.
        let acted = entry.act().by.as_str() == id && entry.act().occurred_at == self.at;
        match entry.act().in_role.filter(|_| acted) {
            Some(role) => Held { roles: CodeSet::none().with(role), ..held },
            None => held,
        }
    }

    /// The entry it looks at.
    pub(crate) fn entry_ref(&self) -> EntryRef {
        EntryRef { history: self.input.place, entry: self.entry.number(), at: self.entry.act().occurred_at }
    }

    pub(crate) fn clinician(&self) -> Option<&'a str> {
        self.input.cycle.person(attachment::CLINICIAN).map(|person| person.as_str())
    }
}

/// A code, or several of one list.
fn one_or_several<'a>(codes: impl Iterator<Item = u8>) -> Value<'a> {
    let bits = codes.fold(0_u64, |bits, code| bits | 1 << code);
    if bits.is_power_of_two() { Value::Code(bits.trailing_zeros() as u8) } else { Value::Codes(bits) }
}
