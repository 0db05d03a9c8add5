//! Tests of fields, in three values: yes, no, and not known.

use std::ops::ControlFlow;

use crate::noun::Ref;
use crate::policy::eval::answer::Truth;
use crate::policy::eval::context::Scene;
use crate::policy::rule::effective::Dated;
use crate::policy::rule::predicate::{Check, Pattern, Test};
use crate::shape::Value;

impl Pattern {
    /// Whether an entry fits; where that is not known, which path is missing.
    #[inline]
    pub(crate) fn fits<'p>(&'p self, scene: &Scene<'_>) -> (Truth, Option<&'p str>) {
        let kind = scene.entry.event().kind();
        self.kinds.iter().find(|(of, _)| *of == kind).map_or((Truth::No, None), |(_, tests)| all(tests, scene))
    }
}

/// Whether all tests hold; where that is not known, which path is missing.
#[inline]
pub(crate) fn all<'t>(tests: &'t [Test], scene: &Scene<'_>) -> (Truth, Option<&'t str>) {
    if tests.is_empty() { (Truth::Yes, None) } else { hold(tests, scene) }
}

fn hold<'t>(tests: &'t [Test], scene: &Scene<'_>) -> (Truth, Option<&'t str>) {
    let (mut so_far, mut missing) = (Truth::Yes, None);
    for test in tests {
        match test.holds(scene) {
            Truth::No => return (Truth::No, None),
            Truth::Unknown => {
                so_far = Truth::Unknown;
                // The first by name, in whatever order they are asked.
                missing = Some(missing.map_or(&*test.path, |other: &str| other.min(&test.path)));
            }
            Truth::Yes => {}
        }
    }
    (so_far, missing)
}

impl Test {
    #[inline]
    pub(crate) fn holds(&self, scene: &Scene<'_>) -> Truth {
        let truth = match &self.check {
            Check::CountAtLeast(limit) => self.counts(scene, limit, |count, limit| count >= limit),
            Check::CountAtMost(limit) => self.counts(scene, limit, |count, limit| count <= limit),
            Check::Said => Truth::of(scene.says(&self.access)),
            Check::Words(_)
            | Check::Ids(_)
            | Check::Numbers(_)
            | Check::AtLeast(_)
            | Check::AtMost(_)
            | Check::SameAs(_) => {
                // Of several values one is enough.
                let mut best = Truth::No;
                let _ = scene.visit(&self.access, |value| {
                    best = best.max(self.check_one(value, scene));
                    if best == Truth::Yes { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
                });
                best
            }
        };
        if !self.not {
            return truth;
        }
        // What is not there at all neither is nor is not so.
        let compares = !matches!(&self.check, Check::Said | Check::CountAtLeast(_) | Check::CountAtMost(_));
        let other = if let Check::SameAs(other) = &self.check { scene.applies(other) } else { true };
        if compares && truth == Truth::No && !(scene.applies(&self.access) && other) { Truth::No } else { truth.not() }
    }

    fn counts(&self, scene: &Scene<'_>, limit: &Dated<i64>, fits: fn(i64, i64) -> bool) -> Truth {
        let mut count = 0_i64;
        let _ = scene.visit(&self.access, |value| {
            count += if let Value::Words(words) = value { i64::from(words.count_ones()) } else { 1 };
            ControlFlow::Continue(())
        });
        limit.at(scene.at).map_or(Truth::Unknown, |&limit| Truth::of(fits(count, limit)))
    }

    /// Whether one value, of a list perhaps, is as it has to be.
    pub(crate) fn passes(&self, value: Value<'_>, scene: &Scene<'_>) -> bool {
        (self.check_one(value, scene) == Truth::Yes) != self.not
    }

    #[inline]
    fn check_one(&self, value: Value<'_>, scene: &Scene<'_>) -> Truth {
        match (&self.check, value) {
            (_, Value::Missing) => Truth::Unknown,
            (Check::Words(mask), Value::Word(word)) => Truth::of(mask >> word & 1 == 1),
            (Check::Words(mask), Value::Words(words)) => Truth::of(mask & words != 0),
            (Check::Numbers(numbers), Value::Number(number)) => Truth::of(numbers.contains(&number)),
            (Check::Ids(ids), Value::Ref(Ref { id, .. }) | Value::Outside(id)) => {
                Truth::of(ids.iter().any(|listed| **listed == *id))
            }
            (Check::AtLeast(limit), Value::Number(number)) => {
                limit.at(scene.at).map_or(Truth::Unknown, |limit| Truth::of(number >= *limit))
            }
            (Check::AtMost(limit), Value::Number(number)) => {
                limit.at(scene.at).map_or(Truth::Unknown, |limit| Truth::of(number <= *limit))
            }
            (Check::SameAs(other), value) => {
                let mut best = Truth::No;
                let _ = scene.visit(other, |other| {
                    best = best.max(same(value, other));
                    if best == Truth::Yes { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
                });
                best
            }
            _ => Truth::No,
        }
    }
}

fn same(one: Value<'_>, other: Value<'_>) -> Truth {
    match (one, other) {
        (Value::Missing, _) | (_, Value::Missing) => Truth::Unknown,
        // A reference is the same whether or not what it points at is recorded here.
        (
            Value::Ref(Ref { id: one, .. }) | Value::Outside(one),
            Value::Ref(Ref { id: other, .. }) | Value::Outside(other),
        ) => Truth::of(one == other),
        (one, other) => Truth::of(one == other),
    }
}
