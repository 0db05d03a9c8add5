//! Conditions: what is so at a time, and what was before.

use std::cmp::Ordering;

use crate::assessment::Assessment;
use crate::boundary::Scope;
use crate::calendar::Period;
use crate::id::EntryNumber;
use crate::moment::Moment;
use crate::policy::engine::obligation::Key;
use crate::policy::engine::{Engine, Runtime};
use crate::policy::eval::answer::Truth;
use crate::policy::eval::answer::{EntryRef, Missing};
use crate::policy::eval::context::{Context, Opening};
use crate::policy::eval::key::asked_key;
use crate::policy::eval::memory::reaches_back;
use crate::policy::eval::predicate;
use crate::policy::rule::effective::Effective;
use crate::policy::rule::field_path::Attribute;
use crate::policy::rule::predicate::Test;
use crate::policy::rule::{Condition, Keys, Slot};
use crate::shape::Value;
use crate::standing::Standing;
use crate::word::Word;

/// At least so many, at most so many.
type Limits<'c> = (Option<&'c Effective<i64>>, Option<&'c Effective<i64>>);

impl Engine {
    /// Whether a condition holds; where that is not known, what is missing.
    pub(crate) fn holds<'a>(
        &mut self,
        runtime: &Runtime<'a>,
        condition: &'a Condition,
        context: &Context<'a>,
        about: Option<&str>,
    ) -> (Truth, Option<Missing>) {
        match condition {
            Condition::All(all) => {
                let (mut so_far, mut missing) = (Truth::Yes, None);
                for condition in all {
                    let (truth, why) = self.holds(runtime, condition, context, about);
                    if truth == Truth::No {
                        return (Truth::No, None);
                    }
                    missing = missing.or(why);
                    so_far = so_far.min(truth);
                }
                (so_far, missing)
            }
            Condition::Any(any) => {
                let (mut so_far, mut missing) = (Truth::No, None);
                for condition in any {
                    let (truth, why) = self.holds(runtime, condition, context, about);
                    if truth == Truth::Yes {
                        return (Truth::Yes, None);
                    }
                    missing = missing.or(why);
                    so_far = so_far.max(truth);
                }
                (so_far, missing)
            }
            Condition::Not(condition) => {
                let (truth, missing) = self.holds(runtime, condition, context, about);
                (truth.not(), missing)
            }
            Condition::Where(kinds) => {
                let kind = context.entry.event().kind();
                let Some((_, tests)) = kinds.iter().find(|(of, _)| *of == kind) else { return (Truth::No, None) };
                let (truth, missing) = predicate::all(tests, context);
                (truth, missing.map(|path| Missing::Field(path.to_owned())))
            }
            Condition::While { slot: Slot(state), .. } => {
                let Some(about) = about else { return (Truth::Unknown, Some(Missing::Field("per".to_owned()))) };
                let holds = self.states.get(usize::from(*state)).is_some_and(|states| states.contains_key(about));
                (Truth::of(holds), None)
            }
            Condition::Happened { asked, scoped, slot: Slot(tracker), within, at_least, at_most, made_here, .. } => self
                .happened(
                    runtime,
                    (asked, *scoped, *tracker, *made_here),
                    within.as_ref(),
                    (at_least.as_ref(), at_most.as_ref()),
                    context,
                ),
            Condition::End { first, asked, scoped, slot: Slot(tracker), is, made_here, .. } => {
                let mut room = Key::default();
                let Some(key) = asked_key(asked, *scoped, context, &mut room) else {
                    return (Truth::Unknown, Some(Missing::Field("per".to_owned())));
                };
                let track = self.trackers.get(usize::from(*tracker)).and_then(|tracked| tracked.get(key));
                let earlier = |one: EntryRef, other: EntryRef| {
                    (one.at, one.history, one.entry) < (other.at, other.history, other.entry)
                };
                let midway = context.input.midway.is_some() && !made_here;
                let (end, doubt) = track.map_or((None, None), |track| (track.surely.last(), track.perhaps.last()));
                if midway && (end.or(doubt).is_none() || *first) {
                    return (Truth::Unknown, Some(Missing::EarlierCycle));
                }
                if let Some(doubt) = doubt.filter(|&doubt| end.is_none_or(|end| earlier(doubt, end) == *first)) {
                    return (Truth::Unknown, Some(Missing::Answer(doubt)));
                }
                let Some(end) = end else { return (Truth::No, None) };
                let (Some(input), Some(entry)) = (runtime.input(end.history), runtime.entry(end)) else {
                    return (Truth::No, None);
                };
                let opening = Some(Opening::of(context));
                let (truth, missing) = is.fits(&Context { opening, ..Context::of(input, &runtime.index.paths, entry) });
                (truth, missing.map(|path| Missing::Field(path.to_owned())))
            }
            Condition::Concurrent { stages, tests, sharing, distinct, at_least, at_most } => self.concurrent(
                runtime,
                (*stages, tests, sharing, *distinct),
                (at_least.as_ref(), at_most.as_ref()),
                context,
            ),
            Condition::Standing(step) => {
                let view = context.input.history.view(context.at.just_before(), context.input.known_at);
                let standing = Standing::of(&view, runtime.thresholds);
                (Truth::of(standing.step >= *step), None)
            }
            Condition::Boundary(verdicts) => {
                let view = context.input.history.view(context.at.just_before(), context.input.known_at);
                let reading = Assessment::of(&view, Scope::Cycle, runtime.parameters);
                if reading.verdict == crate::boundary::Verdict::Insufficient && !verdicts.contains(&reading.verdict) {
                    return (Truth::Unknown, Some(Missing::Reading("the boundary".to_owned())));
                }
                (Truth::of(verdicts.contains(&reading.verdict)), None)
            }
        }
    }

    pub(crate) fn happened<'a>(
        &mut self,
        runtime: &Runtime<'a>,
        (asked, scoped, tracker, made_here): (&Keys, bool, u16, bool),
        within: Option<&Effective<Period>>,
        (at_least, at_most): Limits<'_>,
        context: &Context<'a>,
    ) -> (Truth, Option<Missing>) {
        let mut room = Key::default();
        let Some(key) = asked_key(asked, scoped, context, &mut room) else {
            return (Truth::Unknown, Some(Missing::Field("per".to_owned())));
        };
        let track = self.trackers.get(usize::from(tracker)).and_then(|tracked| tracked.get(key));
        // What is no longer ago than the period; or why that cannot be told.
        let since = if track.is_some() || context.input.midway.is_some() {
            reaches_back(runtime, within, context.at, context.at)
        } else {
            Ok(Moment::EARLIEST)
        };
        let recent = |at: Moment| since.map(|since| at >= since);
        let (mut surely, mut perhaps, mut why) = (0_i64, 0_i64, None);
        if let Some(track) = track {
            for (entry_ref, doubtful) in
                track.surely.iter().map(|one| (one, false)).chain(track.perhaps.iter().map(|one| (one, true)))
            {
                match recent(entry_ref.at) {
                    Ok(false) => {}
                    Ok(true) if !doubtful => surely += 1,
                    Ok(true) => {
                        perhaps += 1;
                        why = why.or(Some(Missing::Answer(entry_ref)));
                    }
                    Err(lacks) => {
                        perhaps += 1;
                        why = why.or(Some(lacks.missing()));
                    }
                }
            }
        }
        // What is not here may have been in an attachment before this one, if that is not looked at.
        let midway = context.input.midway.filter(|_| !made_here);
        if midway.is_some_and(|began| recent(began).unwrap_or(true)) {
            perhaps = i64::MAX / 2;
            why = why.or(Some(Missing::EarlierCycle));
        }
        limits((surely, surely + perhaps), at_least, at_most, context.at, why)
    }

    pub(crate) fn concurrent<'a>(
        &self,
        runtime: &Runtime<'a>,
        (stages, tests, sharing, distinct): (u32, &[Test], &[Attribute], Option<Attribute>),
        (at_least, at_most): Limits<'_>,
        context: &Context<'a>,
    ) -> (Truth, Option<Missing>) {
        let Some(here) = context.contract() else { return (Truth::Unknown, Some(Missing::Field("contract".to_owned()))) };
        let (mut surely, mut perhaps) = (0_i64, 0_i64);
        let mut values: Vec<Value<'a>> = Vec::new();
        for running in &self.running {
            if stages >> running.stage.index() & 1 == 0 {
                continue;
            }
            let Some(input) = runtime.input(running.history) else { continue };
            let Some(entry) = input.history.entry(running.opened) else { continue };
            // Of one instant, entries of an earlier history come before those of this one, and of a later history after them.
            let (at, by) = match running.history.cmp(&context.input.place) {
                Ordering::Equal => (context.at, context.by),
                Ordering::Greater if !context.made_by_time() => (context.at.just_before(), EntryNumber::LAST),
                Ordering::Greater | Ordering::Less => (context.at, EntryNumber::LAST),
            };
            let there = Context { at, by, ..Context::of(input, &runtime.index.paths, entry) };
            let Some(contract) = there.contract() else { continue };
            let mut shares = predicate::all(tests, &there).0;
            for &attribute in sharing {
                let (mine, other) = (context.attribute_of(here, attribute), there.attribute_of(contract, attribute));
                let same = match (mine, other) {
                    (Value::Missing, _) => {
                        return (Truth::Unknown, Some(Missing::Field(format!("contract.{}", attribute.code()))));
                    }
                    (_, Value::Missing) => Truth::Unknown,
                    (mine, other) => Truth::of(mine == other),
                };
                shares = shares.min(same);
            }
            if shares == Truth::No {
                continue;
            }
            match (distinct.map(|attribute| there.attribute_of(contract, attribute)), shares) {
                (None, Truth::Yes) => surely += 1,
                (Some(value), Truth::Yes) if value != Value::Missing => {
                    if !values.contains(&value) {
                        values.push(value);
                        surely += 1;
                    }
                }
                _ => perhaps += 1,
            }
        }
        let why = (perhaps > 0).then(|| Missing::Field("contract".to_owned()));
        limits((surely, surely + perhaps), at_least, at_most, context.at, why)
    }
}

/// Whether a count, which is at least one number and at most another, lies within its limits.
pub(crate) fn limits(
    (surely, perhaps): (i64, i64),
    at_least: Option<&Effective<i64>>,
    at_most: Option<&Effective<i64>>,
    at: Moment,
    why: Option<Missing>,
) -> (Truth, Option<Missing>) {
    let told = |limit: Option<&Effective<i64>>, least: bool| match limit.map(|limit| limit.at(at)) {
        None => (Truth::Yes, None),
        Some(None) => (Truth::Unknown, Some(Missing::Parameter)),
        Some(Some(&limit)) => {
            let (poor, rich) = if least { (surely >= limit, perhaps >= limit) } else { (perhaps <= limit, surely <= limit) };
            match (poor, rich) {
                (true, _) => (Truth::Yes, None),
                (false, true) => (Truth::Unknown, why.clone()),
                (false, false) => (Truth::No, None),
            }
        }
    };
    let ((enough, lacks), (few, otherwise)) = (told(at_least, true), told(at_most, false));
    (enough.min(few), lacks.or(otherwise))
}
