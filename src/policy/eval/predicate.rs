//! Evaluates tests of fields, in three values: yes, no, and not known.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::answer::{Missing, Truth};
use super::context::Context;
use super::evidence::{Seen, Trace};
use crate::calendar::Calendar;
use crate::noun::Ref;
use crate::policy::rule::effective::Effective;
use crate::policy::rule::predicate::{Check, Pattern, Test};
use crate::policy::rule::requirement::Together;
use crate::shape::Value;

/// Whether something holds; where that is not known, what is missing.
pub(crate) type Tested<'t> = (Truth, Option<Lack<'t>>);

/// The field of a test that cannot be answered, and why. In order: of several, the first by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Lack<'t> {
    path: &'t Arc<str>,
    why: Why,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Why {
    /// It, or what it is compared with, was left out.
    Field,
    /// The limit has no value for that day.
    Parameter,
    /// The day lies before the calendar begins, or after it ends.
    BeforeCalendar,
    Calendar,
}

impl From<Lack<'_>> for Missing {
    fn from(Lack { path, why }: Lack<'_>) -> Self {
        match why {
            Why::Field => Missing::Field(Arc::clone(path)),
            Why::Parameter => Missing::Parameter,
            Why::BeforeCalendar => Missing::BeforeCalendar,
            Why::Calendar => Missing::Calendar,
        }
    }
}

impl Pattern {
    /// Whether an entry fits.
    #[inline]
    pub(crate) fn fits<'a>(&'a self, context: &Context<'a>, trace: &mut impl Trace<'a>) -> Tested<'a> {
        let kind = context.entry.event().kind();
        self.kinds.iter().find(|(of, _)| *of == kind).map_or((Truth::No, None), |(_, tests)| all(tests, context, trace))
    }
}

/// Whether all tests hold.
#[inline]
pub(crate) fn all<'a, 't: 'a>(tests: &'t [Test], context: &Context<'a>, trace: &mut impl Trace<'a>) -> Tested<'t> {
    if tests.is_empty() { (Truth::Yes, None) } else { hold(tests, context, trace) }
}

fn hold<'a, 't: 'a, T: Trace<'a>>(tests: &'t [Test], context: &Context<'a>, trace: &mut T) -> Tested<'t> {
    let (mut so_far, mut missing) = (Truth::Yes, None);
    for test in tests {
        match test.holds(context, trace) {
            Truth::No if T::LOOKS_AT_ALL => so_far = Truth::No,
            Truth::No => return (Truth::No, None),
            Truth::Unknown => {
                so_far = so_far.min(Truth::Unknown);
                // The first by name, in whatever order they are asked.
                let lack = Lack { path: &test.field.path, why: test.why(context) };
                missing = Some(missing.map_or(lack, |other: Lack<'_>| other.min(lack)));
            }
            Truth::Yes => {}
        }
    }
    (so_far, missing.filter(|_| so_far != Truth::No))
}

impl Test {
    #[inline]
    fn holds<'a, T: Trace<'a>>(&'a self, context: &Context<'a>, trace: &mut T) -> Truth {
        let truth = match &self.check {
            Check::CountAtLeast(limit) => self.counts(context, limit, |count, limit| count >= limit, trace),
            Check::CountAtMost(limit) => self.counts(context, limit, |count, limit| count <= limit, trace),
            Check::Redacted if context.is_redacted(&self.field.reach) => {
                trace.saw(|| Seen::Redacted { test: self, of: context.entry_ref(), fits: !self.not });
                Truth::Yes
            }
            Check::Said | Check::Redacted => {
                let said = context.says(&self.field.reach);
                if T::RECORDS {
                    let (of, fits, mut shown) =
                        (context.entry_ref(), (said && self.check == Check::Said) != self.not, false);
                    let mut saw = |value| trace.saw(|| Seen::Field { test: self, of, value, fits });
                    let _ = context.visit(&self.field.reach, |value| {
                        if said && value != Value::Missing {
                            shown = true;
                            saw(Some(value));
                        }
                        ControlFlow::Continue(())
                    });
                    if !shown {
                        saw(said.then_some(Value::Text));
                    }
                }
                Truth::of(said && self.check == Check::Said)
            }
            Check::Codes(_)
            | Check::Ids(_)
            | Check::Numbers(_)
            | Check::AtLeast(_)
            | Check::AtMost(_)
            | Check::Within { .. }
            | Check::SameAs(_) => {
                // Of several values one is enough.
                let (mut best, mut any) = (Truth::No, false);
                let _ = context.visit(&self.field.reach, |value| {
                    any = true;
                    let truth = self.check_one(value, context);
                    best = best.max(truth);
                    let fits = (truth == Truth::Yes) != self.not;
                    trace.saw(|| Seen::Field { test: self, of: context.entry_ref(), value: Some(value), fits });
                    if best == Truth::Yes && !T::RECORDS { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
                });
                // Somebody who has left is nothing any more.
                if T::RECORDS && !any && self.field.reach.is_of_people_now() {
                    trace.saw(|| Seen::Field { test: self, of: context.entry_ref(), value: None, fits: self.not });
                }
                if let (Some(other), true) = (self.other(), T::LOOKS_AT_ALL) {
                    let _ = context.visit(&other.reach, |value| {
                        trace.saw(|| Seen::Other { field: other, of: context.entry_ref(), value });
                        ControlFlow::Continue(())
                    });
                }
                best
            }
        };
        if !self.not {
            return truth;
        }
        // What is not there at all passes neither a test nor its `not`.
        let compares =
            !matches!(&self.check, Check::Said | Check::Redacted | Check::CountAtLeast(_) | Check::CountAtMost(_));
        let other = self.other().is_none_or(|other| context.applies(&other.reach));
        let is_there = || context.applies(&self.field.reach) && other;
        if compares && truth == Truth::No && !is_there() { Truth::No } else { truth.not() }
    }

    /// Why it is not known whether it holds.
    fn why(&self, context: &Context<'_>) -> Why {
        let other = self.other().is_some_and(|other| context.is_left_out(&other.reach));
        if other || context.is_left_out(&self.field.reach) {
            return Why::Field;
        }
        let has_value = match &self.check {
            Check::AtLeast(limit) | Check::AtMost(limit) | Check::CountAtLeast(limit) | Check::CountAtMost(limit) => {
                limit.at(context.at).is_some()
            }
            Check::Within { period, .. } => period.at(context.at).is_some(),
            Check::Codes(_) | Check::Ids(_) | Check::Numbers(_) | Check::SameAs(_) | Check::Said | Check::Redacted => true,
        };
        if !has_value {
            return Why::Parameter;
        }
        let other = self.other().is_some_and(|other| context.lies_before_calendar(&other.reach));
        let is_before = other || context.lies_before_calendar(&self.field.reach);
        if is_before { Why::BeforeCalendar } else { Why::Calendar }
    }

    fn counts<'a>(
        &'a self,
        context: &Context<'a>,
        limit: &Effective<i64>,
        fits: fn(i64, i64) -> bool,
        trace: &mut impl Trace<'a>,
    ) -> Truth {
        let mut count = 0_i64;
        // Somebody who holds several roles is one all the same.
        let of_people = self.field.reach.is_of_people();
        let _ = context.visit(&self.field.reach, |value| {
            count += if let (Value::Codes(words), false) = (value, of_people) { i64::from(words.count_ones()) } else { 1 };
            trace.saw(|| Seen::Field { test: self, of: context.entry_ref(), value: Some(value), fits: false });
            ControlFlow::Continue(())
        });
        limit.at(context.at).map_or(Truth::Unknown, |&limit| Truth::of(fits(count, limit)))
    }

    /// Whether one value, of a list perhaps, is as it has to be.
    #[inline]
    fn check_one(&self, value: Value<'_>, context: &Context<'_>) -> Truth {
        match (&self.check, value) {
            (_, Value::Missing) => Truth::Unknown,
            (Check::Codes(mask), Value::Code(word)) => Truth::of(mask >> word & 1 == 1),
            (Check::Codes(mask), Value::Codes(words)) => Truth::of(mask & words != 0),
            (Check::Numbers(numbers), Value::Number(number)) => Truth::of(numbers.contains(&number)),
            (Check::Ids(ids), Value::Ref(Ref { id, .. }) | Value::Outside(id)) => {
                Truth::of(ids.iter().any(|listed| **listed == *id))
            }
            (Check::AtLeast(limit), Value::Number(number)) => {
                limit.at(context.at).map_or(Truth::Unknown, |limit| Truth::of(number >= *limit))
            }
            (Check::AtMost(limit), Value::Number(number)) => {
                limit.at(context.at).map_or(Truth::Unknown, |limit| Truth::of(number <= *limit))
            }
            (Check::SameAs(other), value) => {
                let mut best = Truth::No;
                let _ = context.visit(&other.reach, |other| {
                    best = best.max(same(value, other, context));
                    if best == Truth::Yes { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
                });
                best
            }
            (Check::Within { period, after }, value) => {
                let Some((at, period)) = context.instant(value).zip(period.at(context.at)) else { return Truth::Unknown };
                let mut best = Truth::No;
                let _ = context.visit(&after.reach, |after| {
                    let due =
                        context.instant(after).and_then(|from| period.due_at(from, &*context.environment.calendar).ok());
                    best = best.max(due.map_or(Truth::Unknown, |due| Truth::of(at <= due)));
                    if best == Truth::Yes { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
                });
                best
            }
            _ => Truth::No,
        }
    }
}

fn same(one: Value<'_>, other: Value<'_>, context: &Context<'_>) -> Truth {
    match (one, other) {
        (Value::Missing, _) | (_, Value::Missing) => Truth::Unknown,
        // A reference is the same whether or not what it points at is recorded here.
        (
            Value::Ref(Ref { id: one, .. }) | Value::Outside(one),
            Value::Ref(Ref { id: other, .. }) | Value::Outside(other),
        ) => Truth::of(one == other),
        // Somebody with several roles, beside one role.
        (Value::Code(word), Value::Codes(words)) | (Value::Codes(words), Value::Code(word)) => {
            Truth::of(words >> word & 1 == 1)
        }
        // Of lists, some element is the same.
        (Value::Codes(words), Value::Codes(others)) => Truth::of(words & others != 0),
        // An instant, beside a day: it is of that day.
        (Value::Day(day), Value::Instant(at)) | (Value::Instant(at), Value::Day(day)) => {
            Truth::of(context.environment.calendar.day_of(at) == day)
        }
        (one, other) => Truth::of(one == other),
    }
}

impl Together {
    /// What an entry says of what answers have to say together.
    pub(crate) fn said_in(&self, context: &Context<'_>) -> u64 {
        let kind = context.entry.event().kind();
        let Some((_, path)) = self.paths.iter().find(|(of, _)| *of == kind) else { return u64::MAX };
        let mut said = 0;
        let _ = context.visit(path, |value| {
            if let Value::Codes(words) = value {
                said |= words;
            } else if let Value::Code(word) = value {
                said |= 1 << word;
            }
            ControlFlow::Continue(())
        });
        said
    }
}
