//! What an entry does to duties that are open: it answers them, ends them, or comes before they were met.

use super::due::due;
use super::{Engine, Turn, Works};
use crate::calendar::Calendar;
use crate::policy::engine::index::{Part, Watch};
use crate::policy::engine::obligation::{Key, Live, Status};
use crate::policy::eval::answer::Truth;
use crate::policy::eval::answer::{Missing, Witness};
use crate::policy::eval::context::Scene;
use crate::policy::eval::key::{key, looking_back};
use crate::policy::eval::predicate;
use crate::policy::rule::{Duty, Limit, Order, Rule, Together};
use crate::shape::Value;

impl Engine {
    /// One watch of an entry that has its kind.
    #[inline]
    pub(super) fn meet<'a>(&mut self, works: &Works<'a>, watch: &'a Watch, scene: &Scene<'a>, witness: &Witness) {
        match watch.part {
            Part::Open => {
                let (truth, missing) = predicate::all(&watch.tests, scene);
                if truth != Truth::No {
                    let missing = missing.filter(|_| truth == Truth::Unknown);
                    self.open(works, watch.rule, scene, witness, &watch.key, watch.scoped, missing);
                }
            }
            Part::Answer | Part::Before | Part::Until => {
                if !self.duties.has_open(watch.rule) {
                    return;
                }
                let mut truth = Truth::Yes;
                if !watch.looks_back {
                    truth = predicate::all(&watch.tests, scene).0;
                    if truth == Truth::No {
                        return;
                    }
                }
                let fits = |live: &Live| {
                    if !watch.looks_back {
                        return truth;
                    }
                    predicate::all(&watch.tests, &looking_back(works, live, scene)).0
                };
                if let Some(together) = works.rules.get(usize::from(watch.rule)).and_then(Rule::together) {
                    self.says = says(together, scene);
                }
                let mut room = Key::default();
                for nth in 0.. {
                    let Some(key) = key(&watch.key, watch.scoped, scene, nth, &mut room) else {
                        if nth == 0 && watch.part == Part::Answer && scene.lacks(&watch.key) {
                            self.doubt(watch.rule, witness, &fits);
                        }
                        return;
                    };
                    self.touch(works, watch.rule, watch.part, key, witness, false, &fits);
                    if !watch.many {
                        return;
                    }
                }
            }
            Part::From(state) | Part::To(state) => {
                if predicate::all(&watch.tests, scene).0 == Truth::Yes
                    && let Some(key) = key(&watch.key, watch.scoped, scene, 0, &mut Key::default())
                {
                    let begins = matches!(watch.part, Part::From(_));
                    if let Some(holds) = self.states.get_mut(usize::from(state)) {
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
                    self.turns.push(Turn { state, begins, key: Key::new(key), seen: scene.entry.number() });
                }
            }
            Part::Track(tracker) => {
                let truth = predicate::all(&watch.tests, scene).0;
                if truth == Truth::No {
                    return;
                }
                if scene.lacks(&watch.key)
                    && let Some(keyless) = self.keyless.get_mut(usize::from(tracker))
                {
                    keyless.retain(|earlier| earlier.history != witness.history);
                    keyless.push(*witness);
                }
                let mut room = Key::default();
                for nth in 0.. {
                    let (Some(key), Some(tracked), Some(def)) = (
                        key(&watch.key, watch.scoped, scene, nth, &mut room),
                        self.trackers.get_mut(usize::from(tracker)),
                        works.plan.trackers.get(usize::from(tracker)),
                    ) else {
                        return;
                    };
                    let track = match tracked.get_mut(key) {
                        Some(track) => track,
                        None => tracked.entry(Key::new(key)).or_default(),
                    };
                    let times = if truth == Truth::Yes { &mut track.surely } else { &mut track.perhaps };
                    if def.first {
                        times.keep_first(*witness);
                    } else {
                        times.keep_latest(*witness, def.keeps);
                    }
                    if !watch.many {
                        return;
                    }
                }
            }
        }
    }

    /// An answer, an end, or what a duty had to go before.
    #[expect(clippy::too_many_arguments, reason = "what happened, when, and to what of which rule it matters")]
    pub(super) fn touch(
        &mut self,
        works: &Works<'_>,
        rule: u16,
        part: Part,
        key: &str,
        witness: &Witness,
        by_time: bool,
        fits: &dyn Fn(&Live) -> Truth,
    ) {
        let mut found = std::mem::take(&mut self.found);
        self.duties.about(rule, key, &mut found);
        let Some(of) = works.rules.get(usize::from(rule)) else { return };
        for &place in &found {
            let Some(live) = self.duties.get(place) else { continue };
            let truth = fits(live);
            if truth == Truth::No {
                continue;
            }
            let (waits, banned) = (matches!(live.status, Status::Waiting), matches!(live.status, Status::Banned));
            if truth == Truth::Unknown {
                if let Some(live) = self.duties.get_mut(place).filter(|_| waits || banned) {
                    let too_late = part == Part::Answer && banned && live.due <= witness.at;
                    if let Some(doubt) = live.rare_mut().doubts.of_mut(part).filter(|_| !too_late) {
                        doubt.get_or_insert(*witness);
                    }
                }
                continue;
            }
            if part == Part::Answer && !self.says_the_rest(of, place) {
                continue;
            }
            match part {
                Part::Answer if banned => self.forbidden(of, place, witness),
                Part::Answer => self.answered(works, of, place, witness),
                Part::Before if waits => self.passed(works, of, place, witness, by_time),
                Part::Until if waits => self.settle(place, Status::Released(*witness)),
                Part::Until if banned => self.settle(place, Status::Kept(witness.at)),
                Part::Until => self.remedy(place, None),
                Part::Before | Part::Open | Part::From(_) | Part::To(_) | Part::Track(_) => {}
            }
            let one_each = matches!(of.duty, Duty::Expect { each_its_own: true, .. });
            if part == Part::Answer && one_each {
                break;
            }
        }
        self.found = found;
    }

    /// Whether the answer at hand says what was left to say, where answers say it together.
    pub(super) fn says_the_rest(&mut self, rule: &Rule, place: u32) -> bool {
        let Some((together, live)) = rule.together().zip(self.duties.get_mut(place)) else { return true };
        let said = &mut live.rare_mut().said;
        *said |= self.says;
        together.all & !*said == 0
    }

    /// An entry may have answered any open duty of a rule, or broken any ban: what it is about is not known.
    pub(super) fn doubt(&mut self, rule: u16, witness: &Witness, fits: &dyn Fn(&Live) -> Truth) {
        let mut found = std::mem::take(&mut self.found);
        self.duties.of(rule, &mut found);
        for &place in &found {
            if let Some(live) = self.duties.get_mut(place)
                && live.opened.history == witness.history
                && (matches!(live.status, Status::Waiting)
                    || (matches!(live.status, Status::Banned) && witness.at < live.due))
                && fits(live) != Truth::No
            {
                live.rare_mut().doubts.answered.get_or_insert(*witness);
            }
        }
        self.found = found;
    }

    /// What a duty had to go before has happened: it is late, unless there is the rest of that day.
    pub(super) fn passed(&mut self, works: &Works<'_>, rule: &Rule, place: u32, witness: &Witness, by_time: bool) {
        if rule.order == Order::Strict {
            return self.miss(place, witness.at, Some(*witness));
        }
        let day = works.calendar.day_of(if by_time { witness.at.just_before() } else { witness.at });
        let Ok(end) = works.calendar.end_of(day) else {
            return self.settle(place, Status::Unknown(Box::new(Missing::Calendar)));
        };
        let Some(live) = self.duties.get_mut(place) else { return };
        if end < live.due {
            live.due = end;
            live.rare_mut().before = Some(*witness);
            let serial = live.serial;
            self.wake(place, serial, end);
        }
    }

    /// A breach is remedied, or nothing remedies it any more.
    pub(super) fn remedy(&mut self, place: u32, by: Option<Witness>) {
        let Some(live) = self.duties.get_mut(place) else { return };
        if let Status::Missed(missed) = &mut live.status {
            missed.remedied = by;
        }
        self.duties.settle(place);
    }

    pub(super) fn forbidden(&mut self, rule: &Rule, place: u32, witness: &Witness) {
        let Duty::Forbid { more_than, .. } = &rule.duty else { return };
        let Some(live) = self.duties.get_mut(place) else { return };
        if live.due <= witness.at {
            return;
        }
        live.count += 1;
        let allowed = more_than.at(live.counts_from()).copied().unwrap_or_default();
        if i64::from(live.count) > allowed {
            self.settle(place, Status::Broken(*witness));
        }
    }

    /// A duty that waits is answered, or one that is late.
    pub(super) fn answered(&mut self, works: &Works<'_>, rule: &Rule, place: u32, witness: &Witness) {
        let Some(live) = self.duties.get_mut(place) else { return };
        let (mut needed, mut again) = (1, false);
        if let Duty::Expect { at_least, limit, .. } = &rule.duty {
            needed = at_least.at(live.counts_from()).copied().unwrap_or(1);
            again = matches!(limit, Limit::Every(_));
        }
        live.count += 1;
        if i64::from(live.count) < needed {
            return;
        }
        if matches!(live.status, Status::Waiting) {
            self.settle(place, Status::Met(*witness));
        } else {
            self.remedy(place, Some(*witness));
        }
        if let Some(met) = self.duties.get(place).filter(|_| again).cloned() {
            let next = self.duties.put(|serial| Live {
                serial,
                since: witness.at,
                count: 0,
                by_time: false,
                status: Status::Waiting,
                rare: met.renewed(),
                ..met
            });
            if let Some(live) = self.duties.get(next) {
                let due = due(works, rule, live, None);
                self.owe(next, due);
            }
        }
    }
}

/// What an entry says of what answers have to say together.
pub(super) fn says(together: &Together, scene: &Scene<'_>) -> u64 {
    let kind = scene.entry.event().kind();
    let Some((_, way)) = together.ways.iter().find(|(of, _)| *of == kind) else { return u64::MAX };
    let mut said = 0;
    let _ = scene.visit(way, |value| {
        if let Value::Words(words) = value {
            said |= words;
        } else if let Value::Word(word) = value {
            said |= 1 << word;
        }
        std::ops::ControlFlow::Continue(())
    });
    said
}

pub(super) fn said_by(works: &Works<'_>, together: &Together, witness: Witness) -> u64 {
    let entry = works.ground(witness.history).zip(works.entry(witness));
    entry.map_or(0, |(ground, entry)| says(together, &Scene::of(ground, &works.plan.ways, entry)))
}
