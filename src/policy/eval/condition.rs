//! Evaluates conditions: whether what a rule requires of a time, or of what came before, holds.

use std::cmp::Ordering;
use std::sync::Arc;

use super::answer::{EntryRef, Missing, Truth};
use super::context::{Context, Opening, Records};
use super::evidence::{Seen, Trace};
use super::fields::{Key, asked_key};
use super::memory::{Memory, reaches_back};
use super::past::window::is_after;
use super::predicate;
use crate::assessment::Assessment;
use crate::boundary::{self, Scope};
use crate::code::Code;
use crate::id::EntryNumber;
use crate::moment::Moment;
use crate::noun::Noun;
use crate::policy::rule::condition::{Concurrent, Condition, End, Happened, Slot};
use crate::policy::rule::effective::Effective;
use crate::policy::rule::happening::State;
use crate::shape::Value;
use crate::standing::Standing;

/// Whether something is so; where that is not known, what is missing.
pub(crate) type Held = (Truth, Option<Missing>);

/// At least so many, at most so many.
type Limits<'c> = (Option<&'c Effective<i64>>, Option<&'c Effective<i64>>);

impl Memory {
    /// Whether a condition holds.
    pub(crate) fn holds<'a, T: Trace<'a>>(
        &self,
        records: Records<'a>,
        condition: &'a Condition,
        context: &Context<'a>,
        about: Option<&str>,
        trace: &mut T,
    ) -> Held {
        match condition {
            Condition::All(all) => self.several(records, all, Truth::No, context, about, trace),
            Condition::Any(any) => self.several(records, any, Truth::Yes, context, about, trace),
            Condition::Not(condition) => {
                let (truth, missing) = self.holds(records, condition, context, about, trace);
                (truth.not(), missing)
            }
            Condition::Where(kinds) => {
                let kind = context.entry.event().kind();
                let tests = kinds.iter().find(|(of, _)| *of == kind);
                tests.map_or((Truth::No, None), |(_, tests)| field_missing(predicate::all(tests, context, trace)))
            }
            Condition::While { state, slot: Slot(slot), .. } => {
                let Some(about) = about else { return unknown("per") };
                let lasts = self.states.get(usize::from(*slot)).is_some_and(|states| states.contains_key(about));
                if T::RECORDS
                    && matches!(state, State::Stages(_))
                    && let Some(stage) = context.stage()
                {
                    trace.saw(|| Seen::Stage(stage));
                }
                (Truth::of(lasts), None)
            }
            Condition::Happened(asked) => self.happened(records, asked, context, trace),
            Condition::End(end) => self.end(records, end, context, trace),
            Condition::Concurrent(asked) => self.concurrent(records, asked, context, trace),
            Condition::Ratio(asked) => self.ratio(records, asked, context, trace),
            Condition::Standing(step) => {
                let view = context.input.history.view(context.at.just_before(), context.input.known_at);
                let standing = Standing::of(&view, &records.environment.standing);
                trace.saw(|| Seen::Standing(standing.step));
                (Truth::of(standing.step >= *step), None)
            }
            Condition::Boundary(verdicts) => {
                let view = context.input.history.view(context.at.just_before(), context.input.known_at);
                let reading = Assessment::of(&view, Scope::Cycle, &records.environment.boundary);
                trace.saw(|| Seen::Boundary(reading.verdict));
                if reading.verdict == boundary::Verdict::Insufficient && !verdicts.contains(&reading.verdict) {
                    return (Truth::Unknown, Some(Missing::Reading("boundary".into())));
                }
                (Truth::of(verdicts.contains(&reading.verdict)), None)
            }
        }
    }

    /// Several conditions, of which one that comes to `decides` is enough.
    fn several<'a, T: Trace<'a>>(
        &self,
        records: Records<'a>,
        conditions: &'a [Condition],
        decides: Truth,
        context: &Context<'a>,
        about: Option<&str>,
        trace: &mut T,
    ) -> Held {
        let (mut so_far, mut missing) = (decides.not(), None);
        for condition in conditions {
            // Whoever wants to see everything sees the rest, too, but for readings: those cost more the longer the history.
            if so_far == decides && (!T::LOOKS_AT_ALL || condition.asks_reading()) {
                continue;
            }
            let (truth, why) = self.holds(records, condition, context, about, trace);
            so_far = if decides == Truth::No { so_far.min(truth) } else { so_far.max(truth) };
            missing = missing.or(why);
        }
        (so_far, missing.filter(|_| so_far != decides))
    }

    fn happened<'a, T: Trace<'a>>(
        &self,
        records: Records<'a>,
        Happened { look_back, within, since: after, at_least, at_most }: &'a Happened,
        context: &Context<'a>,
        trace: &mut T,
    ) -> Held {
        let mut room = Key::default();
        let Some(key) = asked_key(&look_back.asked, look_back.scoped, context, &mut room) else { return unknown("per") };
        let track = self.track(look_back.slot.0, key);
        // What is no longer ago than the period; or why that cannot be determined.
        let since = if track.is_some() || context.input.midway.is_some() {
            reaches_back(records, within.as_ref(), context.at, context.at)
        } else {
            Ok(Moment::EARLIEST)
        };
        let recent = |at: Moment| since.map(|since| at >= since);
        // Only what came after this counts; and after this, as far as is known.
        let after = after.as_ref().and_then(|after| {
            let track = self.track(after.slot.0, asked_key(&after.asked, after.scoped, context, &mut Key::default())?);
            Some((track?.surely.last(), track?.perhaps.last()))
        });
        let (after, maybe_after) = after.unwrap_or_default();
        let counts = |one: EntryRef| after.is_none_or(|after| is_after(one, after));
        let maybe_after = maybe_after.filter(|&maybe| counts(maybe));
        let (mut surely, mut perhaps, mut why) = (0_i64, 0_i64, None);
        if let Some(track) = track {
            let all = track.surely.iter().map(|one| (one, false)).chain(track.perhaps.iter().map(|one| (one, true)));
            for (entry_ref, doubtful) in all.filter(|&(one, _)| counts(one)) {
                let doubt = maybe_after.filter(|&maybe| !is_after(entry_ref, maybe));
                let doubt = if doubtful { Some(entry_ref) } else { doubt };
                match recent(entry_ref.at) {
                    Ok(false) => {}
                    Ok(true) => match doubt {
                        None => surely += 1,
                        Some(doubt) => {
                            perhaps += 1;
                            why = why.or(Some(Missing::Answer(doubt)));
                        }
                    },
                    Err(lacks) => {
                        perhaps += 1;
                        why = why.or(Some(lacks.into()));
                    }
                }
            }
        }
        trace.saw(|| {
            let several = at_least.as_ref().and_then(|limit| limit.at(context.at)).is_some_and(|&limit| limit > 1);
            let times = (several || at_most.is_some()).then_some(surely);
            let last = track.and_then(|track| track.surely.last()).filter(|&last| counts(last));
            Seen::Happened { what: &look_back.what, last, times, since: after }
        });
        // What is not here may have been in an attachment before this one, if that is not looked at.
        let midway = context.input.midway.filter(|_| !look_back.made_here);
        let midway = midway.filter(|&began| after.is_none_or(|after| began > after.at));
        if midway.is_some_and(|began| recent(began).unwrap_or(true)) {
            perhaps = i64::MAX / 2;
            why = why.or(Some(Missing::EarlierCycle));
        }
        limits((surely, surely + perhaps), (at_least.as_ref(), at_most.as_ref()), context.at, why)
    }

    /// Whether the first, or the last, of what had happened before was such.
    fn end<'a, T: Trace<'a>>(
        &self,
        records: Records<'a>,
        End { first, look_back, is }: &'a End,
        context: &Context<'a>,
        trace: &mut T,
    ) -> Held {
        let mut room = Key::default();
        let Some(key) = asked_key(&look_back.asked, look_back.scoped, context, &mut room) else { return unknown("per") };
        let track = self.track(look_back.slot.0, key);
        let earlier =
            |one: EntryRef, other: EntryRef| (one.at, one.history, one.entry) < (other.at, other.history, other.entry);
        let midway = context.input.midway.is_some() && !look_back.made_here;
        let (end, doubt) = track.map_or((None, None), |track| (track.surely.last(), track.perhaps.last()));
        if midway && (end.or(doubt).is_none() || *first) {
            return (Truth::Unknown, Some(Missing::EarlierCycle));
        }
        if let Some(doubt) = doubt.filter(|&doubt| end.is_none_or(|end| earlier(doubt, end) == *first)) {
            return (Truth::Unknown, Some(Missing::Answer(doubt)));
        }
        let Some(there) = end.and_then(|end| records.context(end)) else {
            trace.saw(|| Seen::NeverHappened { what: &look_back.what, first: *first });
            return (Truth::No, None);
        };
        field_missing(is.fits(&Context { opening: Some(Opening::of(context)), asked_at: Some(context.now()), ..there }, trace))
    }

    /// Whether enough, and not too many, contracts stand at some stages at once.
    fn concurrent<'a, T: Trace<'a>>(
        &self,
        records: Records<'a>,
        Concurrent { stages, tests, sharing, distinct, at_least, at_most }: &'a Concurrent,
        context: &Context<'a>,
        trace: &mut T,
    ) -> Held {
        let Some(here) = context.contract() else { return unknown("contract") };
        trace.saw(|| Seen::Concurrent(distinct.as_ref().map(|(attribute, _)| *attribute)));
        let (mut surely, mut perhaps) = (0_i64, 0_i64);
        let mut values: Vec<Value<'a>> = Vec::new();
        for open in self.contracts.iter().filter(|open| stages >> open.stage.index() & 1 == 1) {
            let Some(input) = records.input(open.history) else { continue };
            let Some(entry) = input.entry(open.opened) else { continue };
            // Of one instant, entries of an earlier history come before those of this one, and of a later history after them.
            let (at, by) = match open.history.cmp(&context.input.place) {
                Ordering::Equal => (context.at, context.by),
                Ordering::Greater if !context.made_by_time() => (context.at.just_before(), EntryNumber::LAST),
                Ordering::Greater | Ordering::Less => (context.at, EntryNumber::LAST),
            };
            let there = Context { at, by, ..records.of(input, entry) };
            let Some(contract) = there.contract() else { continue };
            let mut shares = predicate::all(tests, &there, &mut super::evidence::Silent).0;
            for &attribute in sharing {
                let same = match (context.attribute_of(here, attribute), there.attribute_of(contract, attribute)) {
                    (Value::Missing, _) => {
                        let path: Arc<str> = format!("contract.{}", attribute.code()).into();
                        return (Truth::Unknown, Some(Missing::Field(path)));
                    }
                    (_, Value::Missing) => Truth::Unknown,
                    (mine, other) => Truth::of(mine == other),
                };
                shares = shares.min(same);
            }
            if shares == Truth::No {
                continue;
            }
            match (distinct.as_ref().map(|(attribute, _)| there.attribute_of(contract, *attribute)), shares) {
                (None, Truth::Yes) => {
                    surely += 1;
                    trace.saw(|| Seen::Counted(there.about(Noun::Contract).map_or(Value::Missing, Value::Outside), None));
                }
                (Some(value), Truth::Yes) if value != Value::Missing => {
                    if !values.contains(&value) {
                        values.push(value);
                        surely += 1;
                        trace.saw(|| Seen::Counted(value, distinct.as_ref().map(|(_, codes)| codes)));
                    }
                }
                _ => perhaps += 1,
            }
        }
        let why = (perhaps > 0).then(|| Missing::Field("contract".into()));
        limits((surely, surely + perhaps), (at_least.as_ref(), at_most.as_ref()), context.at, why)
    }
}

fn unknown(path: &str) -> Held {
    (Truth::Unknown, Some(Missing::Field(path.into())))
}

fn field_missing((truth, missing): predicate::Tested<'_>) -> Held {
    (truth, missing.map(Missing::from))
}

/// Whether a count, which is at least one number and at most another, lies within its limits.
fn limits((surely, perhaps): (i64, i64), (at_least, at_most): Limits<'_>, at: Moment, why: Option<Missing>) -> Held {
    let within = |limit: Option<&Effective<i64>>, least: bool| match limit.map(|limit| limit.at(at)) {
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
    let ((enough, lacks), (few, otherwise)) = (within(at_least, true), within(at_most, false));
    (enough.min(few), lacks.or(otherwise))
}
