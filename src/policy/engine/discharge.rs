//! Discharging obligations: whether an entry answers an open one, ends it, or came too soon to be asked for.

use super::deadline::due;
use super::index::{Part, Watch};
use super::obligation::{Obligation, Status};
use super::opening::Opens;
use super::{Engine, Recording, Runtime, StateChange};
use crate::calendar::Calendar;
use crate::policy::eval::answer::{EntryRef, Missing, Truth};
use crate::policy::eval::context::Context;
use crate::policy::eval::evidence::{Fitting, Silent};
use crate::policy::eval::fields::{Key, key};
use crate::policy::eval::past::links::{Linked, leads_to};
use crate::policy::eval::predicate;
use crate::policy::rule::Rule;
use crate::policy::rule::happening::Happening;
use crate::policy::rule::requirement::{Limit, Requirement};
use crate::policy::syntax::codes::Order;

impl Engine {
    /// One watch of an entry that has its kind.
    #[inline]
    pub(super) fn meet<'a>(&mut self, runtime: &Runtime<'a>, watch: &'a Watch, context: &Context<'a>, entry_ref: &EntryRef) {
        match watch.part {
            Part::Open => {
                let mut fitting = Fitting::default();
                let (truth, missing) = match self.recording {
                    Recording::On => predicate::all(&watch.tests, context, &mut fitting),
                    Recording::Off => predicate::all(&watch.tests, context, &mut Silent),
                };
                if truth != Truth::No {
                    let missing = missing.filter(|_| truth == Truth::Unknown).map(Missing::from);
                    let Watch { rule, ref key, scoped, .. } = *watch;
                    self.open(runtime, &Opens { rule, key, scoped, missing, fitting }, context, entry_ref);
                }
            }
            Part::Answer | Part::Before | Part::Until => {
                if !self.store.has_open(watch.rule) {
                    return;
                }
                let mut truth = Truth::Yes;
                if !watch.looks_back {
                    truth = predicate::all(&watch.tests, context, &mut Silent).0;
                    if truth == Truth::No {
                        return;
                    }
                }
                let linked = self.linked(runtime, watch, context);
                let fits = |obligation: &Obligation| {
                    let named = linked.answers(obligation.opened, entry_ref.history);
                    if !watch.looks_back || named == Truth::No {
                        return truth.min(named);
                    }
                    let opening = obligation.opening(runtime.records);
                    predicate::all(&watch.tests, &Context { opening, ..*context }, &mut Silent).0.min(named)
                };
                if let Some(together) = runtime.rule(watch.rule).and_then(Rule::together) {
                    self.says = together.said_in(context);
                }
                let mut room = Key::default();
                for nth in 0.. {
                    let Some(key) = key(&watch.key, watch.scoped, context, nth, &mut room) else {
                        if nth == 0 && watch.part == Part::Answer && context.lacks(&watch.key) {
                            self.doubt(watch.rule, entry_ref, &fits);
                        }
                        return;
                    };
                    self.touch(runtime, watch.rule, watch.part, key, entry_ref, &fits);
                    if !watch.many {
                        return;
                    }
                }
            }
            Part::From(state) | Part::To(state) => {
                if predicate::all(&watch.tests, context, &mut Silent).0 == Truth::Yes
                    && let Some(key) = key(&watch.key, watch.scoped, context, 0, &mut Key::default())
                {
                    let begins = matches!(watch.part, Part::From(_));
                    if let Some(holds) = self.memory.states.get_mut(state as usize) {
                        // It begins once, and ends once.
                        if holds.contains_key(key) == begins {
                            return;
                        }
                        if begins {
                            holds.insert(Key::new(key), 1);
                        } else {
                            holds.remove(key);
                        }
                    }
                    self.changes.push(StateChange { state, begins, key: Key::new(key), seen: context.entry.number() });
                }
            }
            Part::Track(tracker) => {
                let truth = predicate::all(&watch.tests, context, &mut Silent).0;
                if truth == Truth::No {
                    return;
                }
                if context.lacks(&watch.key)
                    && let Some(def) = runtime.index.trackers.get(tracker as usize)
                {
                    let keeps = if def.keeps == usize::MAX { def.keeps } else { 1 };
                    self.memory.keep_keyless(tracker, *entry_ref, keeps, context.is_subject_redacted(&watch.key));
                }
                let mut room = Key::default();
                for nth in 0.. {
                    let (Some(key), Some(tracked), Some(def)) = (
                        key(&watch.key, watch.scoped, context, nth, &mut room),
                        self.memory.trackers.get_mut(tracker as usize),
                        runtime.index.trackers.get(tracker as usize),
                    ) else {
                        return;
                    };
                    let track = match tracked.get_mut(key) {
                        Some(track) => track,
                        None => tracked.entry(Key::new(key)).or_default(),
                    };
                    let times = if truth == Truth::Yes { &mut track.surely } else { &mut track.perhaps };
                    if def.first {
                        times.keep_first(*entry_ref);
                    } else {
                        times.keep_latest(*entry_ref, def.keeps);
                    }
                    if !watch.many {
                        return;
                    }
                }
            }
        }
    }

    /// An answer, an end, or what a duty had to go before.
    pub(super) fn touch(
        &mut self,
        runtime: &Runtime<'_>,
        rule: u32,
        part: Part,
        key: &str,
        entry_ref: &EntryRef,
        fits: &dyn Fn(&Obligation) -> Truth,
    ) {
        let mut found = std::mem::take(&mut self.found);
        self.store.about(rule, key, &mut found);
        let Some(of) = runtime.rule(rule) else { return };
        for &place in &found {
            let Some(obligation) = self.store.get(place) else { continue };
            let truth = fits(obligation);
            if truth == Truth::No {
                continue;
            }
            let (waits, banned) =
                (matches!(obligation.status, Status::Waiting), matches!(obligation.status, Status::Banned));
            if truth == Truth::Unknown {
                if let Some(obligation) = self.store.get_mut(place).filter(|_| waits || banned) {
                    let too_late = part == Part::Answer && banned && obligation.due <= entry_ref.at;
                    if let Some(doubt) = obligation.cold_mut().doubts.of_mut(part).filter(|_| !too_late) {
                        doubt.get_or_insert(*entry_ref);
                    }
                }
                continue;
            }
            if part == Part::Answer && !self.says_the_rest(of, place) {
                continue;
            }
            match part {
                Part::Answer if banned => self.forbidden(of, place, entry_ref),
                Part::Answer => {
                    if of.counts_earlier_today() {
                        self.today.spend(rule, key, *entry_ref);
                    }
                    self.answered(runtime, of, place, entry_ref);
                }
                Part::Before if waits => self.passed(runtime, of, place, entry_ref),
                Part::Until if waits => self.settle(place, Status::Released(*entry_ref)),
                Part::Until if banned => self.settle(place, Status::Kept(entry_ref.at)),
                Part::Until => self.remedy(place, None),
                Part::Before | Part::Open | Part::From(_) | Part::To(_) | Part::Track(_) => {}
            }
            let one_each = matches!(of.requirement, Requirement::Expect { each_its_own: true, .. });
            if part == Part::Answer && one_each {
                break;
            }
        }
        self.found = found;
    }

    /// What an answer names, where a rule goes by that.
    fn linked<'a>(&mut self, runtime: &Runtime<'a>, watch: &Watch, context: &Context<'a>) -> Linked {
        let rule = runtime.rule(watch.rule).filter(|_| watch.part == Part::Answer);
        match rule.map(|rule| (rule.linked_by(), &rule.when.what)) {
            Some((Some(along), Happening::Entry(when))) => {
                leads_to(&mut self.followed, runtime.records, (watch.rule, when), along, context)
            }
            _ => Linked::ToNone,
        }
    }

    /// Whether the answer at hand says what was left to say, where answers say it together.
    pub(super) fn says_the_rest(&mut self, rule: &Rule, place: u32) -> bool {
        let Some((together, obligation)) = rule.together().zip(self.store.get_mut(place)) else { return true };
        let said = &mut obligation.cold_mut().said;
        *said |= self.says;
        together.all & !*said == 0
    }

    /// An entry may have answered any open duty of a rule, or broken any ban: what it is about is not known.
    pub(super) fn doubt(&mut self, rule: u32, entry_ref: &EntryRef, fits: &dyn Fn(&Obligation) -> Truth) {
        let mut found = std::mem::take(&mut self.found);
        self.store.of(rule, &mut found);
        for &place in &found {
            if let Some(obligation) = self.store.get_mut(place)
                && obligation.opened.history == entry_ref.history
                && (matches!(obligation.status, Status::Waiting)
                    || (matches!(obligation.status, Status::Banned) && entry_ref.at < obligation.due))
                && fits(obligation) != Truth::No
            {
                obligation.cold_mut().doubts.answered.get_or_insert(*entry_ref);
            }
        }
        self.found = found;
    }

    /// What a duty had to go before has happened: it is late, unless there is the rest of that day.
    pub(super) fn passed(&mut self, runtime: &Runtime<'_>, rule: &Rule, place: u32, entry_ref: &EntryRef) {
        if rule.order == Order::Strict {
            return self.miss(place, entry_ref.at, Some(*entry_ref));
        }
        let end = match runtime.calendar().last_instant_of(runtime.calendar().day_of(entry_ref.at)) {
            Ok(end) => end,
            Err(refused) => return self.settle(place, Status::Unknown(Box::new(refused.into()))),
        };
        let Some(obligation) = self.store.get_mut(place) else { return };
        if end < obligation.due {
            obligation.due = end;
            obligation.cold_mut().before = Some(*entry_ref);
            let serial = obligation.serial;
            self.timers.wake(&self.store, place, serial, end);
        }
    }

    /// A breach is remedied, or nothing remedies it any more.
    pub(super) fn remedy(&mut self, place: u32, by: Option<EntryRef>) {
        let Some(obligation) = self.store.get_mut(place) else { return };
        if let Status::Missed(missed) = &mut obligation.status {
            missed.remedied = by;
        }
        self.store.settle(place);
    }

    pub(super) fn forbidden(&mut self, rule: &Rule, place: u32, entry_ref: &EntryRef) {
        let Requirement::Forbid { more_than, .. } = &rule.requirement else { return };
        let Some(obligation) = self.store.get_mut(place) else { return };
        if obligation.due <= entry_ref.at {
            return;
        }
        obligation.count += 1;
        let allowed = more_than.at(obligation.since).copied().unwrap_or_default();
        if i64::from(obligation.count) > allowed {
            self.settle(place, Status::Broken(*entry_ref));
        }
    }

    /// A duty that waits is answered, or one that is late.
    pub(super) fn answered(&mut self, runtime: &Runtime<'_>, rule: &Rule, place: u32, entry_ref: &EntryRef) {
        let Some(obligation) = self.store.get_mut(place) else { return };
        let (mut needed, mut again, mut by_breach) = (1, false, false);
        if let Requirement::Expect { what, at_least, limit, .. } = &rule.requirement {
            needed = at_least.at(obligation.since).copied().unwrap_or(1);
            again = matches!(limit, Limit::Every(_));
            by_breach = matches!(what.what, Happening::Broken(_));
        }
        obligation.count += 1;
        if i64::from(obligation.count) < needed {
            return;
        }
        if matches!(obligation.status, Status::Waiting) {
            self.settle(place, Status::Met(*entry_ref));
        } else {
            self.remedy(place, Some(*entry_ref));
        }
        if let Some(met) = self.store.get(place).filter(|met| again && !met.is_closed()).cloned() {
            let next = self.store.put(|serial| Obligation {
                serial,
                since: entry_ref.at,
                count: 0,
                status: Status::Waiting,
                renewed_by: Some(entry_ref.entry),
                again: met.again + u32::from(by_breach || met.renewed_by == Some(entry_ref.entry)),
                cold: met.renewed(),
                ..met
            });
            if let Some(obligation) = self.store.get(next) {
                let due = due(runtime, rule, obligation, None);
                self.owe(next, due);
            }
        }
    }
}
