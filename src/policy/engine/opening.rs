//! Opening obligations: which ones an entry starts, and when each is due.

use std::sync::Arc;

use super::deadline::due;
use super::obligation::{Cold, Missed, Obligation, Status};
use super::{Engine, Recording, Runtime};
use crate::contracting::Stage;
use crate::moment::Moment;
use crate::noun::Ref;
use crate::policy::eval::answer::{EntryRef, Missing, Truth};
use crate::policy::eval::context::Context;
use crate::policy::eval::evidence::{Everything, Fitting, Silent};
use crate::policy::eval::fields::{Key, key};
use crate::policy::eval::memory::{NoTime, Times, Track, reaches_back};
use crate::policy::eval::past::today::Asks;
use crate::policy::eval::past::window::{Found, Window, is_after};
use crate::policy::rule::Rule;
use crate::policy::rule::field_path::FieldPath;
use crate::policy::rule::requirement::{Limit, Requirement};
use crate::policy::syntax::codes::{Clock, Order};
use crate::shape::Value;

/// What opens a duty: of which rule, how its key is reached, what is not known, and what fitted.
pub(super) struct Opens<'o, 'a> {
    pub(super) rule: u32,
    pub(super) key: &'o [FieldPath],
    pub(super) scoped: bool,
    pub(super) missing: Option<Missing>,
    pub(super) fitting: Fitting<'a>,
}

/// What went before an opening: what met the duty, why that is not known, what may have, and what that had to come after.
#[derive(Default)]
struct Before {
    met: Option<EntryRef>,
    lacks: Option<NoTime>,
    doubt: Option<EntryRef>,
    after: Option<EntryRef>,
}

impl Engine {
    /// A duty is owed from now on, with its time.
    #[inline]
    pub(super) fn owe(&mut self, place: u32, due: Result<Moment, NoTime>) {
        match due {
            Ok(due) => self.owe_by(place, due),
            Err(lacks) => self.unknown(place, lacks.into()),
        }
    }

    fn owe_if_known(&mut self, place: u32, due: Result<Moment, Missing>) {
        match due {
            Ok(due) => self.owe_by(place, due),
            Err(missing) => self.unknown(place, missing),
        }
    }

    fn owe_by(&mut self, place: u32, due: Moment) {
        let Some(obligation) = self.store.get_mut(place) else { return };
        obligation.due = due;
        let serial = obligation.serial;
        self.store.shelve(place);
        self.timers.wake(&self.store, place, serial, due);
    }

    pub(super) fn unknown(&mut self, place: u32, missing: Missing) {
        self.settle(place, Status::Unknown(Box::new(missing)));
    }

    /// Opens duties of a rule, if it applies.
    pub(super) fn open<'a>(
        &mut self,
        runtime: &Runtime<'a>,
        opens: &Opens<'_, 'a>,
        context: &Context<'a>,
        entry_ref: &EntryRef,
    ) {
        let Some(rule) = runtime.rule(opens.rule) else { return };
        if !rule.is_in_force(entry_ref.at) {
            return;
        }
        let Some(each) = &rule.each else { return self.open_one(runtime, opens, rule, context, entry_ref) };
        let kind = context.entry.event().kind();
        let Some((_, path)) = each.paths.iter().find(|(of, _)| *of == kind) else { return };
        let mut ids: Vec<&'a str> = Vec::new();
        let _ = context.visit(path, |value| {
            if let Value::Ref(Ref { id, .. }) | Value::Outside(id) = value
                && !ids.contains(&id)
            {
                ids.push(id);
            }
            std::ops::ControlFlow::Continue(())
        });
        for id in ids {
            let context = Context { each: Some(id), each_is_contract: each.is_contract, ..*context };
            self.open_one(runtime, opens, rule, &context, entry_ref);
        }
    }

    #[inline]
    fn open_one<'a>(
        &mut self,
        runtime: &Runtime<'a>,
        opens: &Opens<'_, 'a>,
        rule: &'a Rule,
        context: &Context<'a>,
        entry_ref: &EntryRef,
    ) {
        let mut room = Key::default();
        let keyed = key(opens.key, opens.scoped, context, 0, &mut room);
        let mut unknown = opens.missing.clone();
        if keyed.is_none() {
            let known = opens.key.iter().take_while(|path| context.id(path).is_some()).count();
            let missing = rule.key_names.get(known).map_or_else(|| "".into(), Arc::clone);
            unknown = unknown.or(Some(Missing::Field(missing)));
        }
        self.make_ready(runtime, opens.rule, context);
        for (condition, has_to_be) in [(&rule.only_if, Truth::Yes), (&rule.unless, Truth::No)] {
            let Some(condition) = condition else { continue };
            match self.memory.holds(runtime.records, condition, context, keyed, &mut Silent) {
                (Truth::Unknown, why) => unknown = unknown.or(why),
                (truth, _) if truth == has_to_be => {}
                _ => return,
            }
        }
        if rule.first
            && let Some(keyed) = keyed
            && let Some(seen) = self.firsts.get_mut(opens.rule as usize)
        {
            if seen.contains(keyed) {
                return;
            }
            if unknown.is_none() {
                seen.insert(Key::new(keyed));
            }
        }
        let duty = self.store.put(|serial| Obligation {
            rule: opens.rule,
            by_time: context.made_by_time(),
            serial,
            key: keyed.map(Key::new).unwrap_or_default(),
            opened: *entry_ref,
            seen: context.entry.number(),
            count: 0,
            since: entry_ref.at,
            due: Moment::NEVER,
            status: Status::Waiting,
            renewed_by: None,
            again: 0,
            cold: Cold::of(context.each, context.each_is_contract),
        });
        let because = opens.fitting.evidence(*entry_ref);
        if !because.is_empty()
            && let Some(obligation) = self.store.get_mut(duty)
        {
            obligation.cold_mut().because = because;
        }
        match unknown {
            Some(missing) => self.unknown(duty, missing),
            None => self.open_duty(runtime, rule, context, entry_ref, duty, false),
        }
    }

    /// Makes ready for what the conditions of a rule ask that is kept up to date.
    #[inline]
    fn make_ready<'a>(&mut self, runtime: &Runtime<'a>, rule: u32, context: &Context<'a>) {
        let Some(asks) = runtime.index.asks.get(rule as usize) else { return };
        if asks.a_reading {
            self.memory.make_readings_ready(context, runtime.records.environment);
        }
        for &slot in &asks.counts {
            if let Some(asked) = runtime.index.concurrents.get(slot.0 as usize) {
                self.memory.contracts.catch_up(runtime.records, slot, asked, context);
            }
        }
    }

    /// Sees what a new duty comes to: it is owed, or settled at once.
    pub(super) fn open_duty<'a>(
        &mut self,
        runtime: &Runtime<'a>,
        rule: &'a Rule,
        context: &Context<'a>,
        entry_ref: &EntryRef,
        place: u32,
        by_breach: bool,
    ) {
        let Some(obligation) = self.store.get(place) else { return };
        let since = obligation.since;
        match &rule.requirement {
            Requirement::Require(condition) => {
                let key = obligation.key.clone();
                let (truth, missing) = self.memory.holds(runtime.records, condition, context, Some(&key), &mut Silent);
                let status = match truth {
                    Truth::Yes => Status::Kept(since),
                    Truth::Unknown => Status::Unknown(Box::new(missing.unwrap_or(Missing::Field("".into())))),
                    Truth::No => Status::Broken(*entry_ref),
                };
                if truth != Truth::Yes && self.recording == Recording::On {
                    // What it rests on is looked at again for a finding alone: what holds may have counted much.
                    let mut all = Everything::default();
                    let _ = self.memory.holds(runtime.records, condition, context, Some(&key), &mut all);
                    if let Some(obligation) = self.store.get_mut(place) {
                        obligation.cold_mut().instead = all.evidence(*entry_ref);
                    }
                }
                self.settle(place, status);
            }
            Requirement::Expect { at_least, .. } => match at_least.at(since) {
                Some(&needed) => self.expect(runtime, rule, context, place, needed, by_breach),
                None => self.unknown(place, Missing::Parameter),
            },
            Requirement::PrecededBy { .. } => {
                let due = due(runtime, rule, obligation, Some(context));
                let Before { met, lacks, doubt, after } = self.went_before(runtime, rule, obligation);
                if let Some(obligation) = self.store.get_mut(place).filter(|_| after.is_some()) {
                    obligation.cold_mut().after = after;
                }
                match (met, lacks) {
                    (Some(met), _) => return self.settle(place, Status::Met(met)),
                    (None, Some(lacks)) => return self.unknown(place, lacks.into()),
                    (None, None) => {}
                }
                if let Some(obligation) = self.store.get_mut(place).filter(|_| doubt.is_some()) {
                    obligation.cold_mut().doubts.answered = doubt;
                }
                if rule.order == Order::SameDay {
                    return self.owe(place, due);
                }
                self.store.shelve(place);
                self.miss(place, since, Some(*entry_ref));
            }
            Requirement::Forbid { more_than, .. } => {
                if more_than.at(since).is_none() {
                    return self.unknown(place, Missing::Parameter);
                }
                let due = due(runtime, rule, obligation, Some(context));
                if let Some(obligation) = self.store.get_mut(place) {
                    obligation.status = Status::Banned;
                }
                self.owe(place, due);
            }
        }
    }

    /// Something has to follow: unless it went before, where that counts.
    fn expect<'a>(
        &mut self,
        runtime: &Runtime<'a>,
        rule: &'a Rule,
        context: &Context<'a>,
        place: u32,
        needed: i64,
        by_breach: bool,
    ) {
        let Requirement::Expect { what, limit, at_any_time, together, counted_from, .. } = &rule.requirement else { return };
        let Some(obligation) = self.store.get_mut(place) else { return };
        if rule.clock == Clock::Pauses && context.stage() == Some(Stage::Suspended) {
            obligation.cold_mut().stands_since = Some(obligation.since);
        }
        let counted = counted_from.as_ref().map(|from| context.counted_from(runtime.records, from));
        if let Some(Ok(Some(counted))) = counted {
            obligation.cold_mut().counted = Some(counted);
        }
        let Some(obligation) = self.store.get(place) else { return };
        let due = match counted {
            Some(Err(missing)) => Err(missing),
            Some(Ok(_)) | None => due(runtime, rule, obligation, Some(context)).map_err(Missing::from),
        };
        let (mut earlier, mut doubt) = (Vec::new(), None);
        if *at_any_time || together.is_some() {
            let (track, maybe) = self.before(runtime, obligation);
            (earlier, doubt) = (track.map(|track| track.surely.iter().collect()).unwrap_or_default(), maybe);
        } else if rule.counts_earlier_today() && !context.made_by_time() && !by_breach {
            let asks = Asks {
                records: runtime.records,
                place: obligation.rule,
                rule,
                what,
                opening: context,
                opened: obligation.opened,
                key: &obligation.key,
                needed: usize::try_from(needed).unwrap_or(usize::MAX),
                looks_at_all: due.as_ref().map_or(true, |due| *due < obligation.since),
            };
            (earlier, doubt) = self.today.take(&asks, runtime.calendar(), &mut self.followed);
        }
        if let Some(obligation) = self.store.get_mut(place).filter(|_| doubt.is_some()) {
            obligation.cold_mut().doubts.answered = doubt;
        }
        if earlier.is_empty() {
            return self.owe_if_known(place, due);
        }
        let said = |earlier: &[EntryRef]| {
            let together = together.as_ref()?;
            Some(earlier.iter().fold(0, |said, entry_ref| {
                said | runtime.records.context(*entry_ref).map_or(0, |there| together.said_in(&there))
            }))
        };
        let enough = |earlier: &[EntryRef]| match (together, said(earlier)) {
            (Some(together), Some(said)) => together.all & !said == 0,
            _ => i64::try_from(earlier.len()).is_ok_and(|count| count >= needed),
        };
        // Of a day that cannot be determined, nothing is known to be in time; of a time that is still to come, all is.
        let in_time = |entry_ref: &&EntryRef| match (&due, limit) {
            (Ok(due), _) => entry_ref.at <= *due,
            (Err(_), Limit::By(_)) => false,
            (Err(_), Limit::Within(_)) if counted_from.is_some() => false,
            (Err(_), Limit::None | Limit::Within(_) | Limit::Every(_)) => true,
        };
        let timely: Vec<EntryRef> = earlier.iter().filter(in_time).copied().collect();
        if let Some(met) = timely.last().filter(|_| enough(&timely)) {
            return self.settle(place, Status::Met(*met));
        }
        if let (Ok(at), Some(last)) = (&due, earlier.last().filter(|_| enough(&earlier))) {
            let missed = Missed { at: *at, by: None, remedied: Some(*last) };
            self.settle(place, Status::Missed(Box::new(missed)));
            if doubt.is_none() {
                self.breached(place, *at);
            }
            return;
        }
        if let Some(obligation) = self.store.get_mut(place) {
            match said(&earlier) {
                Some(said) => obligation.cold_mut().said = said,
                None => obligation.count = u32::try_from(earlier.len()).unwrap_or(u32::MAX),
            }
        }
        self.owe_if_known(place, due);
    }

    /// What went before an opening, where something has to have.
    fn went_before(&self, runtime: &Runtime<'_>, rule: &Rule, obligation: &Obligation) -> Before {
        let Requirement::PrecededBy { within, lead_time, since, .. } = &rule.requirement else { return Before::default() };
        let Some(tracker) = runtime.index.before.get(obligation.rule as usize).copied().flatten() else {
            return Before::default();
        };
        let (opened, history) = (obligation.since, obligation.opened.history);
        let times = |tracker: u32| {
            let track = self.memory.track(tracker, &obligation.key);
            (track.map(|track| &track.surely), track.map(|track| &track.perhaps), self.memory.keyless(tracker, history))
        };
        let window = Window {
            calendar: runtime.calendar(),
            from: reaches_back(runtime.records, within.as_ref(), opened, opened),
            lead: lead_time.as_ref().map(|lead| lead.at(opened).copied().ok_or(NoTime::Parameter)),
            to: opened,
        };
        let (surely, perhaps, keyless) = times(tracker);
        let find = |times: Option<&Times>, after| times.map(|times| window.find(times, after)).unwrap_or_default();
        // Only what came after this counts; and after this, as far as is known.
        let (mut after, mut maybe) = (None, None);
        let slot = runtime.index.after.iter().find(|(of, _)| *of == tracker).map(|(_, after)| *after);
        if let Some(slot) = slot.filter(|_| since.is_some()) {
            let (surely, perhaps, keyless) = times(slot);
            after = surely.and_then(Times::last);
            let doubtful = [perhaps, keyless].into_iter().flatten().filter_map(Times::last);
            let later = doubtful.filter(|&one| after.is_none_or(|after| is_after(one, after)));
            maybe = later.reduce(|one, other| if is_after(one, other) { one } else { other });
        }
        let Found { surely: met, perhaps: unclear } = find(surely, maybe.or(after));
        let doubts =
            [maybe.filter(|_| find(surely, after).any().is_some()), find(perhaps, after).any(), find(keyless, after).any()];
        Before {
            met,
            lacks: unclear.map(|(_, lacks)| lacks),
            doubt: doubts.into_iter().flatten().max_by_key(|doubt| doubt.at),
            after,
        }
    }

    /// What happened before a duty was opened, and may have answered it; and what may have, but for something that is not known.
    pub(super) fn before(&self, runtime: &Runtime<'_>, obligation: &Obligation) -> (Option<&Track>, Option<EntryRef>) {
        let Some(tracker) = runtime.index.before.get(obligation.rule as usize).copied().flatten() else {
            return (None, None);
        };
        let keyless = self.memory.keyless(tracker, obligation.opened.history).and_then(Times::last);
        let track = self.memory.track(tracker, &obligation.key);
        let doubtful = track.and_then(|track| track.perhaps.last());
        (track, [keyless, doubtful].into_iter().flatten().max_by_key(|doubt| doubt.at))
    }
}
