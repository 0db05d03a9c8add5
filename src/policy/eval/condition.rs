//! Evaluates conditions: whether what a rule requires of a time, or of what came before, holds.

use super::answer::{EntryRef, Held, Missing, Truth, unknown};
use super::context::{Context, Opening, Records};
use super::counted::limits;
use super::evidence::{Seen, Silent, Trace};
use super::memory::{Memory, reaches_back};
use super::past::window::is_after;
use super::predicate;
use crate::boundary;
use crate::moment::Moment;
use crate::policy::rule::condition::{Condition, End, Happened, Slot};
use crate::policy::rule::happening::State;
use crate::policy::rule::predicate::Pattern;

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
                let lasts = self.states.get(*slot as usize).is_some_and(|states| states.contains_key(about));
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
            Condition::Concurrent(asked) => self.contracts.concurrent(records, asked, context, trace),
            Condition::Ratio(asked) => self.ratio(records, asked, context, trace),
            Condition::Open(asked) => self.open(records, asked, context, trace),
            Condition::Standing(step) => {
                let stands = self.standing(records, context);
                trace.saw(|| Seen::Standing(stands));
                (Truth::of(stands >= *step), None)
            }
            Condition::Boundary(verdicts) => {
                let reads = self.boundary(records, context);
                trace.saw(|| Seen::Boundary(reads));
                if reads == boundary::Verdict::Insufficient && !verdicts.contains(&reads) {
                    return (Truth::Unknown, Some(Missing::Reading("boundary".into())));
                }
                (Truth::of(verdicts.contains(&reads)), None)
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
            // Whoever wants to see everything sees the rest, too, but for readings: those cost most.
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
        Happened { look_back, within, since: after, is, at_least, at_most }: &'a Happened,
        context: &Context<'a>,
        trace: &mut T,
    ) -> Held {
        let Some(before) = self.before_about(records, look_back, context) else { return unknown("per") };
        let track = before.track;
        // What is no longer ago than the period; or why that cannot be determined.
        let since = if track.is_some() || !before.unclear.is_empty() || context.input.midway.is_some() {
            reaches_back(records, within.as_ref(), context.at, context.at)
        } else {
            Ok(Moment::EARLIEST)
        };
        let recent = |at: Moment| since.map(|since| at >= since);
        // Only what came after this counts; and after this, as far as is known.
        let bound = after.as_ref().and_then(|after| self.before_about(records, after, context));
        let (after, maybe_after) = bound.map(|bound| bound.last()).unwrap_or_default();
        let counts = |one: EntryRef| after.is_none_or(|after| is_after(one, after));
        // And only what is such, beside the entry that asks.
        let is_such = |one: EntryRef| {
            let Some(is) = is else { return Truth::Yes };
            records.context(one).map_or(Truth::Unknown, |there| is_such(is, there, context, &mut Silent).0)
        };
        let maybe_after = maybe_after.filter(|&maybe| counts(maybe));
        let (mut surely, mut perhaps, mut why) = (0_i64, 0_i64, None);
        let surely_so = track.into_iter().flat_map(|track| track.surely.iter()).map(|one| (one, false));
        let maybe_so = track.into_iter().flat_map(|track| track.perhaps.iter()).chain(before.unclear.iter().copied());
        for (entry_ref, doubtful) in surely_so.chain(maybe_so.map(|one| (one, true))).filter(|&(one, _)| counts(one)) {
            let doubt = maybe_after.filter(|&maybe| !is_after(entry_ref, maybe));
            let such = is_such(entry_ref);
            if such == Truth::No {
                continue;
            }
            let doubt = if doubtful || such == Truth::Unknown { Some(entry_ref) } else { doubt };
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
        trace.saw(|| {
            let several = at_least.as_ref().and_then(|limit| limit.at(context.at)).is_some_and(|&limit| limit > 1);
            let times = (several || at_most.is_some()).then_some(surely);
            let such = track.into_iter().flat_map(|track| track.surely.iter()).filter(|&one| is_such(one) == Truth::Yes);
            let last = such.last().filter(|&last| counts(last));
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
        let Some(before) = self.before_about(records, look_back, context) else { return unknown("per") };
        let earlier =
            |one: EntryRef, other: EntryRef| (one.at, one.history, one.entry) < (other.at, other.history, other.entry);
        let midway = context.input.midway.is_some() && !look_back.made_here;
        let (end, doubt) = before.last();
        let doubt = if *first { before.first_unclear() } else { doubt };
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
        field_missing(is_such(is, there, context, trace))
    }
}

/// Whether what happened before is such, beside the entry that asks.
fn is_such<'a, T: Trace<'a>>(
    is: &'a Pattern,
    there: Context<'a>,
    asking: &Context<'a>,
    trace: &mut T,
) -> predicate::Tested<'a> {
    is.fits(&Context { opening: Some(Opening::of(asking)), asked_at: Some(asking.now()), ..there }, trace)
}

fn field_missing((truth, missing): predicate::Tested<'_>) -> Held {
    (truth, missing.map(Missing::from))
}
