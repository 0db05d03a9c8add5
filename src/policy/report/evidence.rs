//! What a rule looked at, as far as it may be shown: codes, roles, numbers, days and references, never text.

use std::ops::ControlFlow;

use crate::assessment::Assessment;
use crate::boundary::Scope;
use crate::calendar::local_date;
use crate::cycle::Kind;
use crate::id::EntryNumber;
use crate::moment::Moment;
use crate::noun::Ref;
use crate::policy::Policy;
use crate::policy::eval::answer::Truth;
use crate::policy::eval::context::{Ground, Opening, Scene};
use crate::policy::eval::predicate;
use crate::policy::report::finding::Because;
use crate::policy::rule::field_path::{Access, Attribute, Reached};
use crate::policy::rule::predicate::{Check, Test};
use crate::policy::rule::{Condition, Happening, Keys, State, Watched};
use crate::shape::Value;
use crate::standing::Standing;
use crate::word::Word;

/// Which of the values of a field.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Show {
    WhatFits,
    /// All of them, and of a field that is compared with another, that other, too.
    Everything,
}

/// What was found in place of what was required: what each condition compared, in the order written.
pub(crate) fn instead<'a>(
    policy: &'a Policy,
    grounds: &'a [Ground<'a>],
    condition: &Condition,
    scene: &Scene<'a>,
) -> Vec<Because> {
    let mut all = Vec::new();
    let mut open = vec![condition];
    while let Some(condition) = open.pop() {
        let mut found = |path: &str, value: String| {
            if !all.iter().any(|because: &Because| because.path == path) {
                all.push(Because { path: path.to_owned(), value });
            }
        };
        match condition {
            Condition::All(all) | Condition::Any(all) => open.extend(all.iter().rev()),
            Condition::Not(condition) => open.push(condition),
            Condition::Where(kinds) => tested(kinds, scene, Show::Everything, &mut all),
            Condition::While { state: State::Stages(_), .. } => {
                if let Some(stage) = scene.stage() {
                    found("contract.stage", stage.code().to_owned());
                }
            }
            // What began and has not ended is told by the rule itself.
            Condition::While { state: State::Between(..), .. } => {}
            Condition::Happened { what, asked, scoped, within, at_least, at_most, .. } => {
                let within = within.as_ref().and_then(|within| within.at(scene.at));
                let since = within.and_then(|within| within.reaches_back_to(scene.at, policy.calendar()).ok());
                let before = before(policy, grounds, (what, asked, *scoped), scene);
                let last = before.last().map_or_else(|| "never".to_owned(), |(at, _)| local_date(*at).to_string());
                found(&format!("{}.last", name(what)), last);
                let several = at_least.as_ref().and_then(|limit| limit.at(scene.at)).is_some_and(|&limit| limit > 1);
                if several || at_most.is_some() {
                    let recent = before.iter().filter(|(at, _)| since.is_none_or(|since| *at >= since)).count();
                    found(&format!("{}.times", name(what)), recent.to_string());
                }
            }
            Condition::End { first, what, asked, scoped, is, .. } => {
                let before = before(policy, grounds, (what, asked, *scoped), scene);
                match if *first { before.first() } else { before.last() } {
                    Some((_, end)) => tested(&is.kinds, end, Show::Everything, &mut all),
                    None => found(&format!("{}.{}", name(what), if *first { "first" } else { "last" }), "never".to_owned()),
                }
            }
            Condition::Concurrent { stages, tests, sharing, distinct, .. } => {
                let which = distinct.map_or("contract", Attribute::code);
                found(
                    &format!("concurrent.{which}"),
                    concurrent(policy, grounds, (*stages, tests, sharing, *distinct), scene),
                );
            }
            Condition::Standing(_) => {
                let view = scene.ground.history.view(scene.at.just_before(), scene.ground.known_at);
                found("standing", Standing::of(&view, &policy.thresholds).step.code().to_owned());
            }
            Condition::Boundary(_) => {
                let view = scene.ground.history.view(scene.at.just_before(), scene.ground.known_at);
                found("boundary", Assessment::of(&view, Scope::Cycle, &policy.parameters).verdict.code().to_owned());
            }
        }
    }
    all
}

/// An event by its code, or several by one word.
fn name(what: &Watched) -> &str {
    match &what.what {
        Happening::Entry(pattern) => match pattern.kinds.as_slice() {
            [(kind, _)] => kind.code(),
            _ => "happened",
        },
        Happening::Begins(_) | Happening::Ends(_) | Happening::Broken(_) => "happened",
    }
}

/// What had happened before about the same, first what occurred first: when, and how it is looked at.
fn before<'a>(
    policy: &'a Policy,
    grounds: &'a [Ground<'a>],
    (what, asked, scoped): (&Watched, &Keys, bool),
    scene: &Scene<'a>,
) -> Vec<(Moment, Scene<'a>)> {
    let Happening::Entry(pattern) = &what.what else { return Vec::new() };
    let parts = |keys: &'_ Keys, kind: Kind| keys.iter().find(|(of, _)| *of == kind).map(|(_, parts)| parts.clone());
    let Some(asked) = parts(asked, scene.entry.event().kind()) else { return Vec::new() };
    let mut all: Vec<((Moment, u16, EntryNumber), Scene<'a>)> = Vec::new();
    for ground in grounds.iter().filter(|ground| !scoped || ground.place == scene.ground.place) {
        for entry in ground.history.view(scene.at, ground.known_at).entries() {
            let there = Scene { opening: Some(Opening::of(scene)), ..Scene::of(ground, &policy.plan.ways, entry) };
            let order = (there.at, ground.place, there.by);
            let Some(parts) = parts(&what.keys, entry.event().kind()) else { continue };
            let is_about = |nth| asked.iter().zip(&parts).all(|(here, part)| scene.id(here) == there.nth_id(part, nth));
            let goes_on = |nth: &usize| *nth == 0 || parts.iter().any(Access::is_list);
            let has = |nth: &usize| parts.iter().all(|part| there.nth_id(part, *nth).is_some());
            let is_same = (0..).take_while(goes_on).take_while(has).any(is_about);
            if order < (scene.at, scene.ground.place, scene.by) && is_same && pattern.fits(&there).0 == Truth::Yes {
                all.push((order, there));
            }
        }
    }
    all.sort_by_key(|(order, _)| *order);
    all.into_iter().map(|((at, ..), there)| (at, there)).collect()
}

/// The contracts that stood at some stages at once, or what is asked of them.
fn concurrent(
    policy: &Policy,
    grounds: &[Ground<'_>],
    (stages, tests, sharing, distinct): (u32, &[Test], &[Attribute], Option<Attribute>),
    scene: &Scene<'_>,
) -> String {
    let Some(here) = scene.contract() else { return String::new() };
    let mut found: Vec<String> = Vec::new();
    for ground in grounds {
        // Of another history, whatever occurred by then.
        let by = if ground.place == scene.ground.place { scene.by } else { EntryNumber::LAST };
        for contract in ground.cycle.contracts() {
            let stands = contract.stage_by(scene.at, by).is_some_and(|stage| stages >> stage.index() & 1 == 1);
            let Some(entry) = ground.history.entry(contract.opened()).filter(|_| stands) else { continue };
            let there = Scene { at: scene.at, by, ..Scene::of(ground, &policy.plan.ways, entry) };
            let shares = |&attribute: &Attribute| {
                let (mine, other) = (scene.attribute_of(here, attribute), there.attribute_of(contract, attribute));
                mine == other && mine != Value::Missing
            };
            if predicate::all(tests, &there).0 != Truth::Yes || !sharing.iter().all(shares) {
                continue;
            }
            let attribute = distinct.and_then(|attribute| {
                shown(
                    &format!("contract.{}", attribute.code()),
                    entry.event().kind(),
                    there.attribute_of(contract, attribute),
                )
            });
            let id = ground.history.contract_id(contract).filter(|_| distinct.is_none()).map(ToString::to_string);
            found.extend(attribute.or(id).filter(|one| !found.contains(one)));
        }
    }
    found.join("`, `")
}

/// What the tested fields of an entry say: each field once, and of a list each value once.
pub(crate) fn tested(kinds: &[(Kind, Box<[Test]>)], scene: &Scene<'_>, show: Show, all: &mut Vec<Because>) {
    let kind = scene.entry.event().kind();
    let Some((_, tests)) = kinds.iter().find(|(of, _)| *of == kind) else { return };
    for test in tests {
        let mut values: Vec<String> = Vec::new();
        let _ = scene.visit(&test.access, |value| {
            let fits = show == Show::Everything || test.passes(value, scene);
            values.extend(shown(&test.path, kind, value).filter(|shown| fits && !values.contains(shown)));
            ControlFlow::Continue(())
        });
        let value = values.join("`, `");
        match all.iter_mut().find(|because| because.path == *test.path) {
            Some(because) if because.value != value => because.value = format!("{}`, `{value}", because.value),
            Some(_) => {}
            // That something is left out says something only where that was asked.
            None if value.is_empty() && test.check != Check::Said => {}
            None => all.push(Because { path: test.path.to_string(), value }),
        }
        if let (Show::Everything, Check::SameAs(other), Some(path)) = (show, &test.check, &test.other) {
            compared(path, other, scene, all);
        }
    }
}

/// What the field says that another is compared with.
fn compared(path: &str, access: &Access, scene: &Scene<'_>, all: &mut Vec<Because>) {
    let of_opening = path.strip_prefix("opening.").zip(scene.opening.as_ref());
    let (reached, kind) = of_opening
        .map_or_else(|| (path, scene.entry.event().kind()), |(path, opening)| (path, opening.entry.event().kind()));
    let mut values: Vec<String> = Vec::new();
    let _ = scene.visit(access, |value| {
        values.extend(shown(reached, kind, value).filter(|shown| !values.contains(shown)));
        ControlFlow::Continue(())
    });
    if !all.iter().any(|because| because.path == path) {
        all.push(Because { path: path.to_owned(), value: values.join("`, `") });
    }
}

/// A value, as far as it may be shown.
fn shown(path: &str, kind: Kind, value: Value<'_>) -> Option<String> {
    match value {
        Value::Missing | Value::Text | Value::Inner => None,
        Value::Word(place) => code(path, kind, place),
        Value::Words(bits) => {
            let codes: Vec<String> =
                (0..64).filter(|place| bits >> place & 1 == 1).filter_map(|place| code(path, kind, place)).collect();
            Some(codes.join("`, `"))
        }
        Value::Number(number) => Some(number.to_string()),
        Value::Day(day) => Some(day.to_string()),
        Value::Instant(at) => Some(at.to_string()),
        Value::Ref(Ref { id, .. }) | Value::Outside(id) => Some(id.to_owned()),
    }
}

/// The code of a word that is reached.
fn code(path: &str, kind: Kind, place: u8) -> Option<String> {
    let found = Access::find(path, kind, Some(&Reached::Person), None).ok()?;
    if let Reached::Word(codes) = found.reached { codes.get(usize::from(place)).cloned() } else { None }
}
