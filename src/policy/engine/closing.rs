//! Closing obligations: what ends them, pauses them or carries them on, and which rules watch for another rule being broken.

use super::deadline::due;
use super::index::Part;
use super::obligation::{Cold, Obligation, Status};
use super::{Engine, Feed, Runtime};
use crate::attachment;
use crate::calendar::{Calendar, starts};
use crate::contracting::Stage;
use crate::cycle::Event;
use crate::deciding;
use crate::intervening;
use crate::moment::Moment;
use crate::noun::Noun;
use crate::policy::eval::answer::{EntryRef, Missing, Truth};
use crate::policy::eval::context::{Context, HistoryInput};
use crate::policy::rule::{Closes, Rule};
use crate::policy::syntax::codes::{OnClose, Order};

impl Engine {
    /// Stops and starts the clocks of duties about a contract.
    pub(super) fn pause(
        &mut self,
        runtime: &Runtime<'_>,
        context: &Context<'_>,
        entry_ref: &EntryRef,
        from: Option<Stage>,
        to: Stage,
    ) {
        let (stops, starts) = (to == Stage::Suspended, from == Some(Stage::Suspended));
        if !stops && !starts {
            return;
        }
        let Some(contract) = context.about(Noun::Contract) else { return };
        for place in self.store.owing(&runtime.index.pausing) {
            let Some(rule) = runtime.rule(place) else { continue };
            for duty in self.duties_with(rule, place, contract, context.input) {
                let Some(obligation) = self.store.get_mut(duty) else { continue };
                if obligation.status != Status::Waiting || obligation.is_closed() {
                    continue;
                }
                if stops {
                    obligation.cold_mut().stands_since = Some(entry_ref.at);
                    continue;
                }
                let Some(cold) = &mut obligation.cold else { continue };
                let Some(since) = cold.stands_since.take() else { continue };
                cold.stood.push((since, entry_ref.at));
                match due(runtime, rule, obligation, None) {
                    Ok(due) => {
                        obligation.due = due;
                        let serial = obligation.serial;
                        self.timers.wake(&self.store, duty, serial, due);
                    }
                    Err(lacks) => self.settle(duty, Status::Unknown(Box::new(lacks.into()))),
                }
            }
        }
    }

    /// The open duties of a rule with one part of the key.
    pub(super) fn duties_with(&self, rule: &Rule, place: u32, id: &str, input: &HistoryInput<'_>) -> Vec<u32> {
        let Some((part, closes)) = rule.closes_with else { return Vec::new() };
        let history = input.place;
        let mut found = Vec::new();
        if rule.key_names.len() == 1 {
            let prefixed = input.several && rule.scoped;
            let key = if prefixed { format!("{history}\0{id}") } else { id.to_owned() };
            self.store.about(place, &key, &mut found);
            return found;
        }
        self.store.of(place, &mut found);
        found.retain(|&duty| {
            self.store.get(duty).is_some_and(|obligation| {
                // A case goes on through several cycles; contracts and interventions do not.
                let here = closes == Closes::Case || obligation.opened.history == history;
                here && obligation.parts(rule).nth(part.into()) == Some(id)
            })
        });
        found
    }

    /// What a duty is about has closed.
    pub(super) fn close(
        &mut self,
        runtime: &Runtime<'_>,
        input: &HistoryInput<'_>,
        what: Closes,
        id: &str,
        entry_ref: &EntryRef,
    ) {
        for place in self.store.owing(runtime.index.closing(what)) {
            let Some(rule) = runtime.rule(place) else { continue };
            for duty in self.duties_with(rule, place, id, input) {
                self.close_duty(runtime, rule, duty, entry_ref);
            }
        }
    }

    pub(super) fn close_duty(&mut self, runtime: &Runtime<'_>, rule: &Rule, place: u32, entry_ref: &EntryRef) {
        let Some(obligation) = self.store.get(place) else { return };
        match (&obligation.status, rule.on_close) {
            (_, OnClose::Carry | OnClose::Keep) => {}
            (Status::Banned, _) => self.settle(place, Status::Kept(entry_ref.at)),
            (Status::Waiting, OnClose::Release) => self.settle(place, Status::Released(*entry_ref)),
            (Status::Waiting, OnClose::Break) if rule.order == Order::Strict => {
                self.miss(place, entry_ref.at, Some(*entry_ref));
                self.remedy(place, None);
            }
            (Status::Waiting, OnClose::Break) => self.last_day(runtime, place, entry_ref),
            (Status::Missed(_), _) => self.remedy(place, None),
            _ => {}
        }
    }

    /// What a duty is about has closed, and there is the rest of that day. A clock that stood still runs again.
    fn last_day(&mut self, runtime: &Runtime<'_>, place: u32, entry_ref: &EntryRef) {
        let calendar = runtime.calendar();
        let Ok(end) = calendar.last_instant_of(calendar.day_of(entry_ref.at)) else {
            return self.unknown(place, Missing::Calendar);
        };
        let Some(obligation) = self.store.get_mut(place) else { return };
        let cold = obligation.cold_mut();
        cold.closed = true;
        cold.stands_since = None;
        if end < obligation.due {
            obligation.due = end;
            obligation.cold_mut().before = Some(*entry_ref);
        }
        let (serial, due) = (obligation.serial, obligation.due);
        self.timers.wake(&self.store, place, serial, due);
    }

    /// Carries what is owed about a contract to the one that follows it.
    pub(super) fn carry(&mut self, runtime: &Runtime<'_>, input: &HistoryInput<'_>, from: &str, to: &str) {
        for place in self.store.owing(&runtime.index.carrying) {
            let Some(rule) = runtime.rule(place) else { continue };
            let Some((part, Closes::Contract)) = rule.closes_with else { continue };
            for duty in self.duties_with(rule, place, from, input) {
                let Some(obligation) = self.store.get(duty) else { continue };
                let before = obligation.key.split('\0').count().saturating_sub(rule.key_names.len());
                let at = before + usize::from(part);
                let parts = obligation.key.split('\0').enumerate().map(|(place, part)| if place == at { to } else { part });
                let key = parts.collect::<Vec<_>>().join("\0");
                self.store.rekey(duty, key.into());
            }
        }
    }

    /// What entries outside contracts change for every rule: closings, feeds and waivers.
    #[expect(clippy::wildcard_enum_match_arm, reason = "of all events these few change something for every rule")]
    pub(super) fn note(&mut self, runtime: &Runtime<'_>, context: &Context<'_>, entry_ref: &EntryRef) {
        match context.entry.event() {
            Event::Attachment(attachment::Event::CycleClosed(_)) => {
                self.notes.closed.push(entry_ref.history);
                for place in self.store.owing(&runtime.index.all) {
                    let Some(rule) = runtime.rule(place) else { continue };
                    let mut open = Vec::new();
                    self.store.of(place, &mut open);
                    for duty in open {
                        if self.store.get(duty).is_some_and(|obligation| obligation.opened.history == entry_ref.history) {
                            self.close_duty(runtime, rule, duty, entry_ref);
                        }
                    }
                }
            }
            Event::Intervening(intervening::Event::InterventionClosed(data)) => {
                self.close(runtime, context.input, Closes::Intervention, data.intervention.as_str(), entry_ref);
            }
            Event::Deciding(deciding::Event::MilestoneReached(data)) if data.what == deciding::Milestone::CaseClosed => {
                if let Some(case) = data.case.as_str() {
                    self.close(runtime, context.input, Closes::Case, case, entry_ref);
                }
            }
            Event::Deciding(deciding::Event::FeedDeclaredComplete(data)) => {
                self.notes.feeds.push(Feed {
                    history: entry_ref.history,
                    id: data.feed.clone(),
                    from: starts(runtime.calendar().zone(), data.from),
                    ends: Moment::NEVER,
                    what: data.what,
                    case: data.case.as_ref().map(|case| case.as_str().unwrap_or_default().into()),
                });
            }
            Event::Deciding(deciding::Event::FeedEnded(data)) => {
                let ends = data.last.succ_opt().map_or(Moment::NEVER, |day| starts(runtime.calendar().zone(), day));
                for feed in &mut self.notes.feeds {
                    if feed.history == entry_ref.history && feed.id == data.feed {
                        feed.ends = ends;
                    }
                }
            }
            Event::Deciding(deciding::Event::DutyWaived(_)) => self.notes.waivers.push(*entry_ref),
            _ => {}
        }
    }

    /// Passes the duties that were broken on to the rules that watch theirs.
    #[inline]
    pub(super) fn breaches<'a>(&mut self, runtime: &Runtime<'a>) {
        while !self.breaches.is_empty() {
            for (broken, at) in std::mem::take(&mut self.breaches) {
                self.breach(runtime, &broken, at);
            }
        }
    }

    /// Passes a duty that was broken on to the rules that watch its rule.
    pub(super) fn breach<'a>(&mut self, runtime: &Runtime<'a>, broken: &Obligation, at: Moment) {
        let Some(observer) = runtime.index.broken.get(broken.rule as usize) else { return };
        let by_time = matches!(&broken.status, Status::Missed(missed) if missed.is_by_time());
        let entry_ref = EntryRef { at, ..broken.opened };
        for &(place, part) in observer {
            match part {
                Part::Answer | Part::Before | Part::Until => {
                    self.touch(runtime, place, part, &broken.key, &entry_ref, &|_| Truth::Yes);
                }
                Part::Open => self.open_breach(runtime, place, broken, &entry_ref, by_time),
                Part::From(_) | Part::To(_) | Part::Track(_) => {}
            }
        }
    }

    pub(super) fn open_breach<'a>(
        &mut self,
        runtime: &Runtime<'a>,
        place: u32,
        broken: &Obligation,
        entry_ref: &EntryRef,
        by_time: bool,
    ) {
        let (Some(rule), Some(input)) = (runtime.rule(place), runtime.records.input(broken.opened.history)) else {
            return;
        };
        let Some(entry) = runtime.records.entry(broken.seen()) else { return };
        if !rule.is_in_force(entry_ref.at) {
            return;
        }
        let at = if by_time { entry_ref.at.just_after() } else { entry_ref.at };
        let context = Context { at, by: entry_ref.entry, time: by_time, ..runtime.records.of(input, entry) };
        let duty = self.store.put(|serial| Obligation {
            rule: place,
            serial,
            opened: *entry_ref,
            since: entry_ref.at,
            due: Moment::NEVER,
            count: 0,
            status: Status::Waiting,
            cold: Cold::of(broken.each(), broken.each_is_contract()),
            by_time,
            ..broken.clone()
        });
        self.open_duty(runtime, rule, &context, entry_ref, duty, true);
    }
}
