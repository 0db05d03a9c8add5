//! Opening obligations: which ones an entry starts, and when each is due.

use std::sync::Arc;

use super::deadline::due;
use super::obligation::{Cold, Missed, Obligation, Status};
use super::{Engine, Recording, Runtime};
use crate::calendar::Calendar;
use crate::contracting::Stage;
use crate::moment::Moment;
use crate::noun::Ref;
use crate::policy::eval::answer::{EntryRef, Missing, Truth};
use crate::policy::eval::context::{Context, Opening};
use crate::policy::eval::evidence::{Everything, Fitting, Silent};
use crate::policy::eval::fields::{Key, key};
use crate::policy::eval::memory::{NoTime, Track, reaches_back};
use crate::policy::rule::field_path::FieldPath;
use crate::policy::rule::happening::{Happening, Watched};
use crate::policy::rule::requirement::{Limit, Requirement};
use crate::policy::rule::{self, Rule};
use crate::policy::syntax::codes::{Clock, Order};
use crate::shape::Value;

/// What opens a duty: of which rule, how its key is reached, what is not known, and what fitted.
pub(super) struct Opens<'o, 'a> {
    pub(super) rule: u32,
    pub(super) key: &'o [FieldPath],
    pub(super) scoped: bool,
    pub(super) missing: Option<&'o Arc<str>>,
    pub(super) fitting: Fitting<'a>,
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

    fn owe_by(&mut self, place: u32, due: Moment) {
        let Some(obligation) = self.store.get_mut(place) else { return };
        obligation.due = due;
        let serial = obligation.serial;
        self.store.shelve(place);
        self.news.opened.push((place, serial));
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
        // What time alone brought about belongs to the day that ended then.
        let from = if context.made_by_time() { entry_ref.at.just_before() } else { entry_ref.at };
        if !rule.is_in_force(from) {
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
        let mut unknown = opens.missing.map(|path| Missing::Field(Arc::clone(path)));
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
            self.memory.make_readings_ready(context);
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
        let (from, since) = (obligation.counts_from(), obligation.since);
        match &rule.requirement {
            Requirement::Require(condition) => {
                let key = obligation.key.clone();
                let (truth, missing) = self.memory.holds(runtime.records, condition, context, Some(&key), &mut Silent);
                let status = match truth {
                    Truth::Yes => Status::Kept(since),
                    Truth::Unknown => Status::Unknown(Box::new(missing.unwrap_or(Missing::Field("".into())))),
                    Truth::No => Status::Broken(*entry_ref),
                };
                if truth != Truth::Yes
                    && self.recording == Recording::On
                {
                    // What it rests on is looked at again for a finding alone: what holds may have counted much.
                    let mut all = Everything::default();
                    let _ = self.memory.holds(runtime.records, condition, context, Some(&key), &mut all);
                    if let Some(obligation) = self.store.get_mut(place) {
                        obligation.cold_mut().instead = all.evidence(*entry_ref);
                    }
                }
                self.settle(place, status);
            }
            Requirement::Expect { at_least, .. } => match at_least.at(from) {
                Some(&needed) => self.expect(runtime, rule, context, place, needed, by_breach),
                None => self.unknown(place, Missing::Parameter),
            },
            Requirement::PrecededBy { within, .. } => {
                let (track, doubt) = self.before(runtime, obligation);
                let reached = reaches_back(runtime.records, within.as_ref(), from, since);
                let recent = |entry_ref: &EntryRef| reached.map(|reached| entry_ref.at >= reached);
                if let Some(latest) = track.and_then(|track| track.surely.last()) {
                    match recent(&latest) {
                        Ok(true) => return self.settle(place, Status::Met(latest)),
                        Err(lacks) => return self.unknown(place, lacks.into()),
                        Ok(false) => {}
                    }
                }
                let doubt = doubt.filter(|doubt| recent(doubt).unwrap_or(true));
                let due = due(runtime, rule, obligation, Some(context));
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
                if more_than.at(from).is_none() {
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
        let Requirement::Expect { what, limit, at_any_time, together, each_its_own, .. } = &rule.requirement else { return };
        let Some(obligation) = self.store.get_mut(place) else { return };
        if rule.clock == Clock::Pauses && context.stage() == Some(Stage::Suspended) {
            obligation.cold_mut().stands_since = Some(obligation.since);
        }
        let Some(obligation) = self.store.get(place) else { return };
        let due = due(runtime, rule, obligation, Some(context));
        let again = matches!(limit, Limit::Every(_));
        let (mut earlier, mut doubt) = (Vec::new(), None);
        if *at_any_time || together.is_some() {
            let (track, maybe) = self.before(runtime, obligation);
            (earlier, doubt) = (track.map(|track| track.surely.iter().collect()).unwrap_or_default(), maybe);
        } else if rule.order == Order::SameDay && !context.made_by_time() && !by_breach && !each_its_own && !again {
            (earlier, doubt) = self.earlier_today(runtime, what, obligation, context);
        }
        if let Some(obligation) = self.store.get_mut(place).filter(|_| doubt.is_some()) {
            obligation.cold_mut().doubts.answered = doubt;
        }
        if earlier.is_empty() {
            return self.owe(place, due);
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
        self.owe(place, due);
    }

    /// What happened before a duty was opened, and may have answered it; and what may have, but for something that is not known.
    pub(super) fn before(&self, runtime: &Runtime<'_>, obligation: &Obligation) -> (Option<&Track>, Option<EntryRef>) {
        let Some(tracker) = runtime.index.before.get(obligation.rule as usize).copied().flatten() else {
            return (None, None);
        };
        let keyless = self.memory.keyless.get(tracker as usize).map_or(&[][..], Vec::as_slice);
        let keyless = keyless.iter().find(|earlier| earlier.history == obligation.opened.history).copied();
        let track = self.memory.track(tracker, &obligation.key);
        let doubtful = track.and_then(|track| track.perhaps.last());
        (track, [keyless, doubtful].into_iter().flatten().max_by_key(|doubt| doubt.at))
    }

    /// What answered a duty on the day it was opened, before it was; and what may have.
    pub(super) fn earlier_today<'a>(
        &self,
        runtime: &Runtime<'a>,
        what: &'a Watched,
        obligation: &Obligation,
        context: &Context<'a>,
    ) -> (Vec<EntryRef>, Option<EntryRef>) {
        let (mut earlier, mut doubt) = (Vec::new(), None);
        if context.at >= self.today.ends && runtime.calendar().day_of(context.at) != self.today.day {
            return (earlier, doubt);
        }
        let Happening::Entry(pattern) = &what.what else { return (earlier, doubt) };
        let scoped = runtime.rule(obligation.rule).is_some_and(|rule| rule::scoped(rule.about()));
        for &(kind, entry_ref) in &self.today.entries {
            let Some((_, parts)) = what.keys.iter().find(|(of, _)| *of == kind) else { continue };
            let Some(there) = runtime.records.context(entry_ref) else { continue };
            let answer = Context { opening: Some(Opening::of(context)), ..there };
            let truth = pattern.fits(&answer, &mut Silent).0;
            if truth != Truth::No && entry_ref.history == obligation.opened.history && answer.lacks(parts) {
                doubt = Some(entry_ref);
            }
            let is_about = || {
                (0..)
                    .take_while(|&nth| nth == 0 || parts.iter().any(FieldPath::is_list))
                    .map_while(|nth| Some(*key(parts, scoped, &answer, nth, &mut Key::default())? == *obligation.key))
                    .any(|is_about| is_about)
            };
            match truth {
                Truth::Yes if is_about() => earlier.push(entry_ref),
                Truth::Unknown if is_about() => doubt = Some(entry_ref),
                Truth::Yes | Truth::Unknown | Truth::No => {}
            }
        }
        (earlier, doubt)
    }
}
