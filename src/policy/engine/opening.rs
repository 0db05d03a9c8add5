//! What an entry opens, and by when that is due.

use std::cmp::Reverse;

use super::answering::said_by;
use super::key::{Keyed, key};
use super::{Engine, Grounds, What, Works};
use crate::calendar::Period;
use crate::contracting::Stage;
use crate::cycle::Kind;
use crate::id::Ref;
use crate::moment::Moment;
use crate::policy::access::Access;
use crate::policy::dated::Dated;
use crate::policy::duties::{Live, Missed, Rare, Status};
use crate::policy::rule::{Clock, Duty, Happening, Limit, Order, Rule, Watched};
use crate::policy::scene::{Ground, Opening, Scene};
use crate::policy::truth::Truth;
use crate::policy::verdict::{Missing, Witness};
use crate::shape::Value;

/// How a value of time was asked for and could not be had.
#[derive(Clone, Copy)]
pub(super) enum NoDay {
    Calendar,
    Parameter,
    Field,
}

impl Engine {
    /// Puts a duty up that is owed from now on, with its time.
    pub(super) fn owe(&mut self, mut live: Live, due: Result<Moment, NoDay>) {
        match due {
            Ok(due) => live.due = due,
            Err(lacks) => return self.unknown(live, lacks.missing()),
        }
        let (serial, due) = (live.serial, live.due);
        let place = self.duties.put(live);
        self.opened.push((place, serial));
        if due != Moment::NEVER {
            self.timers.push(Reverse((due, What::Due { serial, place })));
        }
    }

    pub(super) fn unknown(&mut self, live: Live, missing: Missing) {
        self.settled.push(Live { status: Status::Unknown(Box::new(missing)), ..live });
    }

    /// Opens duties of a rule, if it applies.
    #[expect(clippy::too_many_arguments, reason = "what opened it, where it stands, and how its key is reached")]
    pub(super) fn open<'a>(
        &mut self,
        works: Works<'a>,
        grounds: &[Ground<'a>],
        place: u16,
        scene: &Scene<'a>,
        witness: Witness,
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
            return self.open_one(works, grounds, place, rule, scene, witness, key, scoped, missing);
        };
        let kind = scene.entry.event().kind();
        let Some((_, way)) = each.ways.iter().find(|(of, _)| *of == kind) else { return };
        let mut ids: Vec<&'a str> = Vec::new();
        let _ = scene.visit(way, &mut |value| {
            if let Value::Ref(Ref { id, .. }) | Value::Outside(id) = value
                && !ids.contains(&id)
            {
                ids.push(id);
            }
            std::ops::ControlFlow::Continue(())
        });
        for id in ids {
            let scene = Scene { each: Some(id), each_is_contract: each.is_contract, ..*scene };
            self.open_one(works, grounds, place, rule, &scene, witness, key, scoped, missing);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "as `open`")]
    pub(super) fn open_one<'a>(
        &mut self,
        works: Works<'a>,
        grounds: &[Ground<'a>],
        place: u16,
        rule: &'a Rule,
        scene: &Scene<'a>,
        witness: Witness,
        parts: &[Access],
        scoped: bool,
        missing: Option<&str>,
    ) {
        let keyed = key(parts, scoped, scene, 0);
        let mut live = Live {
            rule: place,
            serial: 0,
            key: keyed.as_ref().map(Keyed::kept).unwrap_or_default(),
            opened: witness,
            seen: scene.entry.number(),
            since: witness.at,
            due: Moment::NEVER,
            count: 0,
            status: Status::Waiting,
            rare: Rare::of(scene.each, scene.each_is_contract),
            by_time: scene.made_by_time(),
        };
        let mut unknown = missing.map(|path| Missing::Field(path.to_owned()));
        if keyed.is_none() {
            let missing =
                rule.key_names.get(self.known_parts(parts, scene)).map_or_else(String::new, |name| name.to_string());
            unknown = unknown.or(Some(Missing::Field(missing)));
        }
        if let Some(condition) = &rule.only_if {
            match self.holds(works, grounds, condition, scene, keyed.as_deref()) {
                (Truth::No, _) => return,
                (Truth::Unknown, why) => unknown = unknown.or(why),
                (Truth::Yes, _) => {}
            }
        }
        if let Some(condition) = &rule.unless {
            match self.holds(works, grounds, condition, scene, keyed.as_deref()) {
                (Truth::Yes, _) => return,
                (Truth::Unknown, why) => unknown = unknown.or(why),
                (Truth::No, _) => {}
            }
        }
        if rule.first
            && keyed.is_some()
            && let Some(seen) = self.seen.get_mut(usize::from(place))
        {
            if seen.contains(&live.key) {
                return;
            }
            if unknown.is_none() {
                seen.insert(live.key.clone());
            }
        }
        if let Some(activated) = self.activated.get_mut(usize::from(place)) {
            *activated = true;
        }
        live.serial = self.duties.next_serial();
        if let Some(missing) = unknown {
            return self.unknown(live, missing);
        }
        self.open_duty(works, grounds, rule, scene, live, false);
    }

    /// How many parts of a key are known.
    pub(super) fn known_parts(&self, key: &[Access], scene: &Scene<'_>) -> usize {
        key.iter().take_while(|access| scene.id(access).is_some()).count()
    }

    pub(super) fn open_duty<'a>(
        &mut self,
        works: Works<'a>,
        grounds: &[Ground<'a>],
        rule: &'a Rule,
        scene: &Scene<'a>,
        mut live: Live,
        by_breach: bool,
    ) {
        let from = live.counts_from();
        match &rule.duty {
            Duty::Require(condition, _) => {
                let key = live.key.clone();
                let (truth, missing) = self.holds(works, grounds, condition, scene, Some(&key));
                live.status = match truth {
                    Truth::Yes => Status::Kept(live.since),
                    Truth::Unknown => Status::Unknown(Box::new(missing.unwrap_or(Missing::Field(String::new())))),
                    Truth::No => Status::Broken(live.opened),
                };
                if let Status::Broken(by) = live.status {
                    self.breached(&live, by.at);
                }
                self.settled.push(live);
            }
            Duty::Expect { what, limit, at_any_time, together, at_least, each_its_own, .. } => {
                let Some(&needed) = at_least.at(from) else {
                    return self.unknown(live, Missing::Parameter);
                };
                if rule.clock == Clock::Pauses && scene.stage() == Some(Stage::Suspended) {
                    live.rare_mut().stands_since = Some(live.since);
                }
                let due = due(works, rule, &live, Some(scene));
                let again = matches!(limit, Limit::Every(_));
                let (mut earlier, mut doubt) = (Vec::new(), None);
                if *at_any_time || together.is_some() {
                    (earlier, doubt) = self.before(works, &live);
                } else if rule.order == Order::SameDay && !scene.made_by_time() && !by_breach && !each_its_own && !again {
                    (earlier, doubt) = self.earlier_today(works, grounds, what, &live, scene);
                }
                if let Some(doubt) = doubt {
                    live.rare_mut().doubts.answered = Some(doubt);
                }
                let said = |earlier: &[Witness]| {
                    let together = together.as_ref()?;
                    Some(earlier.iter().fold(0, |said, witness| said | said_by(works, grounds, together, *witness)))
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
                    live.status = Status::Met(*met);
                    return self.settled.push(live);
                }
                if let (Ok(at), Some(last)) = (&due, earlier.last().filter(|_| enough(&earlier))) {
                    live.status = Status::Missed(Box::new(Missed { at: *at, by: None, remedied: Some(*last) }));
                    if live.doubt().is_none() {
                        self.breached(&live, *at);
                    }
                    return self.settled.push(live);
                }
                match said(&earlier) {
                    Some(said) => live.rare_mut().said = said,
                    None => live.count = u32::try_from(earlier.len()).unwrap_or(u32::MAX),
                }
                self.owe(live, due);
            }
            Duty::PrecededBy { within, .. } => {
                let (earlier, doubt) = self.before(works, &live);
                let reached = reaches_back(works, within.as_ref(), from, live.since);
                let recent = |witness: &Witness| reached.map(|reached| witness.at >= reached);
                let latest = earlier.last();
                match latest.map(recent) {
                    Some(Ok(true)) => {
                        live.status = latest.map_or(Status::Waiting, |met| Status::Met(*met));
                        return self.settled.push(live);
                    }
                    Some(Err(lacks)) => {
                        return self.unknown(live, lacks.missing());
                    }
                    Some(Ok(false)) | None => {}
                }
                if let Some(doubt) = doubt.filter(|doubt| recent(doubt).unwrap_or(true)) {
                    live.rare_mut().doubts.answered = Some(doubt);
                }
                if rule.order == Order::SameDay {
                    let due = due(works, rule, &live, Some(scene));
                    return self.owe(live, due);
                }
                let (at, by) = (live.since, live.opened);
                let place = self.duties.put(live);
                self.miss(place, at, Some(by));
            }
            Duty::Forbid { more_than, .. } => {
                if more_than.at(from).is_none() {
                    return self.unknown(live, Missing::Parameter);
                }
                live.status = Status::Banned;
                let due = due(works, rule, &live, Some(scene));
                self.owe(live, due);
            }
        }
    }

    /// What happened before a duty was opened, and may have answered it; and what may have, but for something that is not known.
    pub(super) fn before(&self, works: Works<'_>, live: &Live) -> (Vec<Witness>, Option<Witness>) {
        let Some(tracker) = works.plan.before.get(usize::from(live.rule)).copied().flatten().map(usize::from) else {
            return (Vec::new(), None);
        };
        let keyless = self.keyless.get(tracker).map_or(&[][..], Vec::as_slice);
        let keyless = keyless.iter().find(|earlier| earlier.history == live.opened.history).copied();
        let track = self.trackers.get(tracker).and_then(|tracked| tracked.get(&*live.key));
        let Some(track) = track else { return (Vec::new(), keyless) };
        let latest = [keyless, track.doubtful.back().copied()].into_iter().flatten().max_by_key(|doubt| doubt.at);
        (track.latest.iter().copied().collect(), latest)
    }

    /// What answered a duty on the day it was opened, before it was; and what may have.
    pub(super) fn earlier_today<'a>(
        &mut self,
        works: Works<'a>,
        grounds: &[Ground<'a>],
        what: &'a Watched,
        live: &Live,
        scene: &Scene<'a>,
    ) -> (Vec<Witness>, Option<Witness>) {
        let (mut earlier, mut doubt) = (Vec::new(), None);
        if scene.at >= self.day_ends && works.calendar.day_of(scene.at) != self.day {
            return (earlier, doubt);
        }
        let Happening::Entry(pattern) = &what.what else { return (earlier, doubt) };
        let scoped = works.rules.get(usize::from(live.rule)).is_some_and(|rule| crate::policy::plan::scoped(rule.about()));
        for &(kind, witness) in &self.today {
            let Some((_, parts)) = what.keys.iter().find(|(of, _)| *of == kind) else { continue };
            let (Some(ground), Some(entry)) = (grounds.ground(witness.history), grounds.entry(witness)) else { continue };
            let answer = Scene { opening: Some(Opening::of(scene)), ..Scene::of(ground, &works.plan.ways, entry) };
            let truth = pattern.fits(&answer).0;
            if truth != Truth::No && witness.history == live.opened.history && answer.lacks(parts) {
                doubt = Some(witness);
            }
            let is_about = || {
                (0..)
                    .take_while(|&nth| nth == 0 || parts.iter().any(Access::is_list))
                    .map_while(|nth| key(parts, scoped, &answer, nth))
                    .any(|key| *key == *live.key)
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

impl NoDay {
    pub(super) fn missing(self) -> Missing {
        match self {
            NoDay::Calendar => Missing::Calendar,
            NoDay::Parameter => Missing::Parameter,
            NoDay::Field => Missing::Field("by".to_owned()),
        }
    }
}

/// By when a duty is due: never, where no time is set.
pub(super) fn due(works: Works<'_>, rule: &Rule, live: &Live, scene: Option<&Scene<'_>>) -> Result<Moment, NoDay> {
    let from = live.counts_from();
    let period = match &rule.duty {
        Duty::Expect { limit: Limit::Within(period) | Limit::Every(period), .. } => period,
        Duty::Forbid { within: Some(period), .. } => period,
        Duty::Expect { limit: Limit::By(ways), .. } => return by_day(works, ways, scene),
        Duty::PrecededBy { .. } => {
            return works.calendar.end_of(works.calendar.day_of(from)).map_err(|_| NoDay::Calendar);
        }
        Duty::Expect { limit: Limit::None, .. } | Duty::Forbid { .. } | Duty::Require(..) => return Ok(Moment::NEVER),
    };
    let period = *period.at(from).ok_or(NoDay::Parameter)?;
    let from = live.counted_from(period);
    let due = match live.rare.as_ref().filter(|rare| !rare.stood.is_empty()) {
        None => period.due_at(from, works.calendar),
        Some(_) => period.due_at_with_pauses(from, &live.pauses(), works.calendar),
    };
    due.map_err(|_| NoDay::Calendar)
}

/// The earliest instant that is no longer ago than a period, by the value that it has at a time; the first there is, where
/// nothing is said of that.
pub(super) fn reaches_back(
    works: Works<'_>,
    within: Option<&Dated<Period>>,
    dated: Moment,
    to: Moment,
) -> Result<Moment, NoDay> {
    let Some(within) = within else { return Ok(Moment::EARLIEST) };
    let period = within.at(dated).ok_or(NoDay::Parameter)?;
    period.reaches_back_to(to, works.calendar).map_err(|_| NoDay::Calendar)
}

/// The end of a day that the opening names.
pub(super) fn by_day(works: Works<'_>, ways: &[(Kind, Access)], scene: Option<&Scene<'_>>) -> Result<Moment, NoDay> {
    let scene = scene.ok_or(NoDay::Field)?;
    let kind = scene.entry.event().kind();
    let (_, way) = ways.iter().find(|(of, _)| *of == kind).ok_or(NoDay::Field)?;
    let Some(Value::Day(day)) = scene.one(way) else { return Err(NoDay::Field) };
    works.calendar.end_of(day).map_err(|_| NoDay::Calendar)
}
