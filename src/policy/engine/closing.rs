//! What closes, stands still or is carried on, and who hears that a rule was broken.

use super::due::due;
use super::{Engine, Feed, Works};
use crate::attachment;
use crate::calendar::Calendar;
use crate::contracting::Stage;
use crate::cycle::Event;
use crate::deciding;
use crate::intervening;
use crate::moment::Moment;
use crate::noun::Noun;
use crate::policy::engine::index::{self, Part};
use crate::policy::engine::obligation::{Live, Rare, Status};
use crate::policy::eval::answer::Truth;
use crate::policy::eval::answer::Witness;
use crate::policy::eval::context::{Ground, Scene};
use crate::policy::rule::{Clock, Closes, OnClose, Rule};

impl Engine {
    /// Stops and starts the clocks of duties about a contract.
    pub(super) fn pause(&mut self, works: &Works<'_>, scene: &Scene<'_>, witness: &Witness, from: Option<Stage>, to: Stage) {
        let (stops, starts) = (to == Stage::Suspended, from == Some(Stage::Suspended));
        if !stops && !starts {
            return;
        }
        let Some(contract) = scene.about(Noun::Contract) else { return };
        for (place, rule) in (0_u16..).zip(works.rules) {
            if rule.clock != Clock::Pauses {
                continue;
            }
            for duty in self.duties_with(rule, place, contract, scene.ground) {
                let Some(live) = self.duties.get_mut(duty) else { continue };
                if live.status != Status::Waiting {
                    continue;
                }
                if stops {
                    live.rare_mut().stands_since = Some(witness.at);
                    continue;
                }
                let Some(rare) = &mut live.rare else { continue };
                let Some(since) = rare.stands_since.take() else { continue };
                rare.stood.push((since, witness.at));
                match due(works, rule, live, None) {
                    Ok(due) => {
                        live.due = due;
                        let serial = live.serial;
                        self.wake(duty, serial, due);
                    }
                    Err(lacks) => self.settle(duty, Status::Unknown(Box::new(lacks.missing()))),
                }
            }
        }
    }

    /// The open duties of a rule with one part of the key.
    pub(super) fn duties_with(&self, rule: &Rule, place: u16, id: &str, ground: &Ground<'_>) -> Vec<u32> {
        let Some((part, closes)) = rule.closes_with else { return Vec::new() };
        let history = ground.place;
        let mut found = Vec::new();
        if rule.key_names.len() == 1 {
            let prefixed = ground.several && index::scoped(rule.about());
            let key = if prefixed { format!("{history}\0{id}") } else { id.to_owned() };
            self.duties.about(place, &key, &mut found);
            return found;
        }
        self.duties.of(place, &mut found);
        found.retain(|&duty| {
            self.duties.get(duty).is_some_and(|live| {
                // A case goes on through several cycles; contracts and interventions do not.
                let here = closes == Closes::Case || live.opened.history == history;
                here && live.parts(rule).nth(part.into()) == Some(id)
            })
        });
        found
    }

    /// What a duty is about has closed.
    pub(super) fn close(&mut self, works: &Works<'_>, ground: &Ground<'_>, what: Closes, id: &str, witness: &Witness) {
        for (place, rule) in (0_u16..).zip(works.rules) {
            if rule.closes_with.is_some_and(|(_, closes)| closes == what) && self.duties.has_open(place) {
                for duty in self.duties_with(rule, place, id, ground) {
                    self.close_duty(rule, duty, witness);
                }
            }
        }
    }

    pub(super) fn close_duty(&mut self, rule: &Rule, place: u32, witness: &Witness) {
        let Some(live) = self.duties.get(place) else { return };
        match (&live.status, rule.on_close) {
            (_, OnClose::Carry | OnClose::Keep) => {}
            (Status::Banned, _) => self.settle(place, Status::Kept(witness.at)),
            (Status::Waiting, OnClose::Release) => self.settle(place, Status::Released(*witness)),
            (Status::Waiting, OnClose::Break) => {
                self.miss(place, witness.at, Some(*witness));
                self.remedy(place, None);
            }
            (Status::Missed(_), _) => self.remedy(place, None),
            _ => {}
        }
    }

    /// Carries what is owed about a contract to the one that follows it.
    pub(super) fn carry(&mut self, works: &Works<'_>, ground: &Ground<'_>, from: &str, to: &str) {
        for (place, rule) in (0_u16..).zip(works.rules) {
            let Some((part, Closes::Contract)) = rule.closes_with else { continue };
            if rule.on_close != OnClose::Carry {
                continue;
            }
            for duty in self.duties_with(rule, place, from, ground) {
                let Some(live) = self.duties.get(duty) else { continue };
                let before = live.key.split('\0').count().saturating_sub(rule.key_names.len());
                let at = before + usize::from(part);
                let parts = live.key.split('\0').enumerate().map(|(place, part)| if place == at { to } else { part });
                let key = parts.collect::<Vec<_>>().join("\0");
                self.duties.rekey(duty, key.into());
            }
        }
    }

    /// What entries outside contracts change for every rule: closings, feeds and waivers.
    #[expect(clippy::wildcard_enum_match_arm, reason = "of all events these few change something for every rule")]
    pub(super) fn note(&mut self, works: &Works<'_>, scene: &Scene<'_>, witness: &Witness) {
        match scene.entry.event() {
            Event::Attachment(attachment::Event::CycleClosed(_)) => {
                self.closed.push(witness.history);
                for (place, rule) in (0_u16..).zip(works.rules) {
                    let mut open = Vec::new();
                    self.duties.of(place, &mut open);
                    for duty in open {
                        if self.duties.get(duty).is_some_and(|live| live.opened.history == witness.history) {
                            self.close_duty(rule, duty, witness);
                        }
                    }
                }
            }
            Event::Intervening(intervening::Event::InterventionClosed(data)) => {
                self.close(works, scene.ground, Closes::Intervention, data.intervention.as_str(), witness);
            }
            Event::Deciding(deciding::Event::MilestoneReached(data)) if data.what == deciding::Milestone::CaseClosed => {
                if let Some(case) = data.case.as_str() {
                    self.close(works, scene.ground, Closes::Case, case, witness);
                }
            }
            Event::Deciding(deciding::Event::FeedDeclaredComplete(data)) => {
                let before = data.from.pred_opt().filter(|day| day >= works.calendar.range().start());
                let from = before.map_or(Moment::EARLIEST, |day| works.calendar.end_of(day).unwrap_or(Moment::LATEST));
                self.feeds.push(Feed {
                    from,
                    what: data.what,
                    case: data.case.as_ref().map(|case| case.as_str().unwrap_or_default().into()),
                });
            }
            Event::Deciding(deciding::Event::DutyWaived(_)) => self.waivers.push(*witness),
            _ => {}
        }
    }

    /// Tells those who watch that rules were broken.
    #[inline]
    pub(super) fn breaches<'a>(&mut self, works: &Works<'a>) {
        while !self.breaches.is_empty() {
            for (broken, at) in std::mem::take(&mut self.breaches) {
                self.breach(works, &broken, at);
            }
        }
    }

    /// Tells those who watch that a duty was broken.
    pub(super) fn breach<'a>(&mut self, works: &Works<'a>, broken: &Live, at: Moment) {
        let Some(watching) = works.plan.broken.get(usize::from(broken.rule)) else { return };
        let by_time = matches!(&broken.status, Status::Missed(missed) if missed.is_by_time());
        let witness = Witness { at, ..broken.opened };
        for &(place, part) in watching {
            match part {
                Part::Answer | Part::Before | Part::Until => {
                    self.touch(works, place, part, &broken.key, &witness, by_time, &|_| Truth::Yes);
                }
                Part::Open => self.open_breach(works, place, broken, &witness, by_time),
                Part::From(_) | Part::To(_) | Part::Track(_) => {}
            }
        }
    }

    pub(super) fn open_breach<'a>(
        &mut self,
        works: &Works<'a>,
        place: u16,
        broken: &Live,
        witness: &Witness,
        by_time: bool,
    ) {
        let (Some(rule), Some(ground)) = (works.rules.get(usize::from(place)), works.ground(broken.opened.history)) else {
            return;
        };
        let Some(entry) = works.entry(broken.seen()) else { return };
        let from = if by_time { witness.at.just_before() } else { witness.at };
        if !rule.is_in_force(from) {
            return;
        }
        let at = if by_time { witness.at.just_after() } else { witness.at };
        let scene = Scene { at, by: witness.entry, time: by_time, ..Scene::of(ground, &works.plan.ways, entry) };
        let duty = self.duties.put(|serial| Live {
            rule: place,
            serial,
            opened: *witness,
            since: witness.at,
            due: Moment::NEVER,
            count: 0,
            status: Status::Waiting,
            rare: Rare::of(broken.each(), broken.each_is_contract()),
            by_time,
            ..broken.clone()
        });
        self.open_duty(works, rule, &scene, witness, duty, true);
    }
}
