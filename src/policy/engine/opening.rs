//! What an entry opens, and by when that is due.

use super::discharge::said_by;
use super::due::due;
use super::{Engine, Works};
use crate::calendar::Calendar;
use crate::contracting::Stage;
use crate::moment::Moment;
use crate::noun::Ref;
use crate::policy::engine::obligation::{Key, Live, Missed, Rare, Status};
use crate::policy::eval::answer::Truth;
use crate::policy::eval::answer::{Missing, Witness};
use crate::policy::eval::context::{Opening, Scene};
use crate::policy::eval::key::key;
use crate::policy::eval::memory::Track;
use crate::policy::eval::memory::{NoDay, reaches_back};
use crate::policy::rule::field_path::Access;
use crate::policy::rule::{Clock, Duty, Happening, Limit, Order, Rule, Watched};
use crate::shape::Value;

impl Engine {
    /// A duty is owed from now on, with its time.
    #[inline]
    pub(super) fn owe(&mut self, place: u32, due: Result<Moment, NoDay>) {
        match due {
            Ok(due) => self.owe_by(place, due),
            Err(lacks) => self.unknown(place, lacks.missing()),
        }
    }

    fn owe_by(&mut self, place: u32, due: Moment) {
        let Some(live) = self.duties.get_mut(place) else { return };
        live.due = due;
        let serial = live.serial;
        self.duties.shelve(place);
        self.opened.push((place, serial));
        self.wake(place, serial, due);
    }

    pub(super) fn unknown(&mut self, place: u32, missing: Missing) {
        self.settle(place, Status::Unknown(Box::new(missing)));
    }

    /// Opens duties of a rule, if it applies.
    #[expect(clippy::too_many_arguments, reason = "what opened it, where it stands, and how its key is reached")]
    pub(super) fn open<'a>(
        &mut self,
        works: &Works<'a>,
        place: u16,
        scene: &Scene<'a>,
        witness: &Witness,
        key: &[Access],
        scoped: bool,
        missing: Option<&str>,
    ) {
        let Some(rule) = works.rules.get(usize::from(place)) else { return };
        // What time alone brought about belongs to the day that ended then.
        let from = if scene.made_by_time() { witness.at.just_before() } else { witness.at };
        if !rule.is_in_force(from) {
            return;
        }
        let Some(each) = &rule.each else {
            return self.open_one(works, place, rule, scene, witness, key, scoped, missing);
        };
        let kind = scene.entry.event().kind();
        let Some((_, way)) = each.ways.iter().find(|(of, _)| *of == kind) else { return };
        let mut ids: Vec<&'a str> = Vec::new();
        let _ = scene.visit(way, |value| {
            if let Value::Ref(Ref { id, .. }) | Value::Outside(id) = value
                && !ids.contains(&id)
            {
                ids.push(id);
            }
            std::ops::ControlFlow::Continue(())
        });
        for id in ids {
            let scene = Scene { each: Some(id), each_is_contract: each.is_contract, ..*scene };
            self.open_one(works, place, rule, &scene, witness, key, scoped, missing);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "as `open`")]
    #[inline]
    fn open_one<'a>(
        &mut self,
        works: &Works<'a>,
        place: u16,
        rule: &'a Rule,
        scene: &Scene<'a>,
        witness: &Witness,
        parts: &[Access],
        scoped: bool,
        missing: Option<&str>,
    ) {
        let mut room = Key::default();
        let keyed = key(parts, scoped, scene, 0, &mut room);
        let mut unknown = missing.map(|path| Missing::Field(path.to_owned()));
        if keyed.is_none() {
            let missing =
                rule.key_names.get(self.known_parts(parts, scene)).map_or_else(String::new, |name| name.to_string());
            unknown = unknown.or(Some(Missing::Field(missing)));
        }
        if let Some(condition) = &rule.only_if {
            match self.holds(works, condition, scene, keyed) {
                (Truth::No, _) => return,
                (Truth::Unknown, why) => unknown = unknown.or(why),
                (Truth::Yes, _) => {}
            }
        }
        if let Some(condition) = &rule.unless {
            match self.holds(works, condition, scene, keyed) {
                (Truth::Yes, _) => return,
                (Truth::Unknown, why) => unknown = unknown.or(why),
                (Truth::No, _) => {}
            }
        }
        if rule.first
            && let Some(keyed) = keyed
            && let Some(seen) = self.seen.get_mut(usize::from(place))
        {
            if seen.contains(keyed) {
                return;
            }
            if unknown.is_none() {
                seen.insert(Key::new(keyed));
            }
        }
        let duty = self.duties.put(|serial| Live {
            rule: place,
            by_time: scene.made_by_time(),
            serial,
            key: keyed.map(Key::new).unwrap_or_default(),
            opened: *witness,
            seen: scene.entry.number(),
            count: 0,
            since: witness.at,
            due: Moment::NEVER,
            status: Status::Waiting,
            rare: Rare::of(scene.each, scene.each_is_contract),
        });
        match unknown {
            Some(missing) => self.unknown(duty, missing),
            None => self.open_duty(works, rule, scene, witness, duty, false),
        }
    }

    /// How many parts of a key are known.
    pub(super) fn known_parts(&self, key: &[Access], scene: &Scene<'_>) -> usize {
        key.iter().take_while(|access| scene.id(access).is_some()).count()
    }

    /// Sees what a new duty comes to: it is owed, or settled at once.
    pub(super) fn open_duty<'a>(
        &mut self,
        works: &Works<'a>,
        rule: &'a Rule,
        scene: &Scene<'a>,
        witness: &Witness,
        place: u32,
        by_breach: bool,
    ) {
        let Some(live) = self.duties.get(place) else { return };
        let (from, since) = (live.counts_from(), live.since);
        match &rule.duty {
            Duty::Require(condition, _) => {
                let key = live.key.clone();
                let (truth, missing) = self.holds(works, condition, scene, Some(&key));
                let status = match truth {
                    Truth::Yes => Status::Kept(since),
                    Truth::Unknown => Status::Unknown(Box::new(missing.unwrap_or(Missing::Field(String::new())))),
                    Truth::No => Status::Broken(*witness),
                };
                self.settle(place, status);
            }
            Duty::Expect { at_least, .. } => match at_least.at(from) {
                Some(&needed) => self.expect(works, rule, scene, place, needed, by_breach),
                None => self.unknown(place, Missing::Parameter),
            },
            Duty::PrecededBy { within, .. } => {
                let (track, doubt) = self.before(works, live);
                let reached = reaches_back(works, within.as_ref(), from, since);
                let recent = |witness: &Witness| reached.map(|reached| witness.at >= reached);
                if let Some(latest) = track.and_then(|track| track.surely.last()) {
                    match recent(&latest) {
                        Ok(true) => return self.settle(place, Status::Met(latest)),
                        Err(lacks) => return self.unknown(place, lacks.missing()),
                        Ok(false) => {}
                    }
                }
                let doubt = doubt.filter(|doubt| recent(doubt).unwrap_or(true));
                let due = due(works, rule, live, Some(scene));
                if let Some(live) = self.duties.get_mut(place).filter(|_| doubt.is_some()) {
                    live.rare_mut().doubts.answered = doubt;
                }
                if rule.order == Order::SameDay {
                    return self.owe(place, due);
                }
                self.duties.shelve(place);
                self.miss(place, since, Some(*witness));
            }
            Duty::Forbid { more_than, .. } => {
                if more_than.at(from).is_none() {
                    return self.unknown(place, Missing::Parameter);
                }
                let due = due(works, rule, live, Some(scene));
                if let Some(live) = self.duties.get_mut(place) {
                    live.status = Status::Banned;
                }
                self.owe(place, due);
            }
        }
    }

    /// Something has to follow: unless it went before, where that counts.
    fn expect<'a>(
        &mut self,
        works: &Works<'a>,
        rule: &'a Rule,
        scene: &Scene<'a>,
        place: u32,
        needed: i64,
        by_breach: bool,
    ) {
        let Duty::Expect { what, limit, at_any_time, together, each_its_own, .. } = &rule.duty else { return };
        let Some(live) = self.duties.get_mut(place) else { return };
        if rule.clock == Clock::Pauses && scene.stage() == Some(Stage::Suspended) {
            live.rare_mut().stands_since = Some(live.since);
        }
        let Some(live) = self.duties.get(place) else { return };
        let due = due(works, rule, live, Some(scene));
        let again = matches!(limit, Limit::Every(_));
        let (mut earlier, mut doubt) = (Vec::new(), None);
        if *at_any_time || together.is_some() {
            let (track, maybe) = self.before(works, live);
            (earlier, doubt) = (track.map(|track| track.surely.iter().collect()).unwrap_or_default(), maybe);
        } else if rule.order == Order::SameDay && !scene.made_by_time() && !by_breach && !each_its_own && !again {
            (earlier, doubt) = self.earlier_today(works, what, live, scene);
        }
        if let Some(live) = self.duties.get_mut(place).filter(|_| doubt.is_some()) {
            live.rare_mut().doubts.answered = doubt;
        }
        if earlier.is_empty() {
            return self.owe(place, due);
        }
        let said = |earlier: &[Witness]| {
            let together = together.as_ref()?;
            Some(earlier.iter().fold(0, |said, witness| said | said_by(works, together, *witness)))
        };
        let enough = |earlier: &[Witness]| match (together, said(earlier)) {
            (Some(together), Some(said)) => together.all & !said == 0,
            _ => i64::try_from(earlier.len()).is_ok_and(|count| count >= needed),
        };
        // Of a day that cannot be told, nothing is known to be in time; of a time that is still to come, all is.
        let in_time = |witness: &&Witness| match (&due, limit) {
            (Ok(due), _) => witness.at <= *due,
            (Err(_), Limit::By(_)) => false,
            (Err(_), Limit::None | Limit::Within(_) | Limit::Every(_)) => true,
        };
        let timely: Vec<Witness> = earlier.iter().filter(in_time).copied().collect();
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
        if let Some(live) = self.duties.get_mut(place) {
            match said(&earlier) {
                Some(said) => live.rare_mut().said = said,
                None => live.count = u32::try_from(earlier.len()).unwrap_or(u32::MAX),
            }
        }
        self.owe(place, due);
    }

    /// What happened before a duty was opened, and may have answered it; and what may have, but for something that is not known.
    pub(super) fn before(&self, works: &Works<'_>, live: &Live) -> (Option<&Track>, Option<Witness>) {
        let Some(tracker) = works.plan.before.get(usize::from(live.rule)).copied().flatten().map(usize::from) else {
            return (None, None);
        };
        let keyless = self.keyless.get(tracker).map_or(&[][..], Vec::as_slice);
        let keyless = keyless.iter().find(|earlier| earlier.history == live.opened.history).copied();
        let track = self.trackers.get(tracker).and_then(|tracked| tracked.get(&*live.key));
        let doubtful = track.and_then(|track| track.perhaps.last());
        (track, [keyless, doubtful].into_iter().flatten().max_by_key(|doubt| doubt.at))
    }

    /// What answered a duty on the day it was opened, before it was; and what may have.
    pub(super) fn earlier_today<'a>(
        &self,
        works: &Works<'a>,
        what: &'a Watched,
        live: &Live,
        scene: &Scene<'a>,
    ) -> (Vec<Witness>, Option<Witness>) {
        let (mut earlier, mut doubt) = (Vec::new(), None);
        if scene.at >= self.day_ends && works.calendar.day_of(scene.at) != self.day {
            return (earlier, doubt);
        }
        let Happening::Entry(pattern) = &what.what else { return (earlier, doubt) };
        let scoped =
            works.rules.get(usize::from(live.rule)).is_some_and(|rule| crate::policy::engine::index::scoped(rule.about()));
        for &(kind, witness) in &self.today {
            let Some((_, parts)) = what.keys.iter().find(|(of, _)| *of == kind) else { continue };
            let (Some(ground), Some(entry)) = (works.ground(witness.history), works.entry(witness)) else { continue };
            let answer = Scene { opening: Some(Opening::of(scene)), ..Scene::of(ground, &works.plan.ways, entry) };
            let truth = pattern.fits(&answer).0;
            if truth != Truth::No && witness.history == live.opened.history && answer.lacks(parts) {
                doubt = Some(witness);
            }
            let is_about = || {
                (0..)
                    .take_while(|&nth| nth == 0 || parts.iter().any(Access::is_list))
                    .map_while(|nth| Some(*key(parts, scoped, &answer, nth, &mut Key::default())? == *live.key))
                    .any(|is_about| is_about)
            };
            match truth {
                Truth::Yes if is_about() => earlier.push(witness),
                Truth::Unknown if is_about() => doubt = Some(witness),
                Truth::Yes | Truth::Unknown | Truth::No => {}
            }
        }
        (earlier, doubt)
    }
}
