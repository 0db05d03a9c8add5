//! What lies within a group but in no cycle alone: the diary, the clinicians' desks, and the cycles that are to open.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::calendar::Almanac;
use crate::cycle::Event;
use crate::id::{CycleId, PersonId};
use crate::simulation::random::Stream;
use crate::simulation::scenario::Scenario;
use crate::simulation::slip::Violations;
use crate::simulation::thing::Thing;

use super::desk::{Desk, Holder};
use super::diary::{Booking, Diary, Wake};
use super::world;

/// The tendency of a booking that opens a cycle.
pub(super) const OPENS: u16 = u16::MAX;
/// That of one at which an act that was put off happens.
pub(super) const PUT_OFF: u16 = u16::MAX - 1;
/// What a tendency is woken with about a contract that has a place now.
pub const PLACE: u32 = u32::MAX;

/// What lies within a group but in no cycle alone.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) scenario: Arc<Scenario>,
    pub(super) diary: Diary,
    pub(super) ends: i64,
    pub(super) desks: Vec<Desk>,
    /// The cycles that are to open: the post of the team, and the cycle before it.
    openings: Vec<Opening>,
    /// Which tendency waits for a place for a contract.
    waiting: BTreeMap<(u32, u32), u16>,
    pub(super) keeps_histories: bool,
    pub(super) replication: u32,
    pub(super) stream: Stream,
    clinicians: u32,
    /// What is broken on purpose, with the calendar that says when it was due.
    pub(super) slips: Option<(Violations, Arc<Almanac>)>,
    /// Acts that were put off, each with whose it is.
    put_off: Vec<Option<(Event, PersonId)>>,
}

#[derive(Debug, Clone)]
pub(super) struct Opening {
    pub(super) at: i64,
    pub(super) team: u32,
    pub(super) desk: usize,
    pub(super) clinician: PersonId,
    pub(super) earlier: Option<CycleId>,
}

impl Shared {
    /// Of a group, by its number among the replications; its teams are to open.
    pub(super) fn new(scenario: &Arc<Scenario>, replication: u32, keeps_histories: bool) -> Self {
        let says = scenario.says();
        let rota = scenario.rota();
        let stream = Stream::new(says.replications.seed).at("replication", replication.into());
        let clinicians = says.group.clinicians;
        let places = says.capacity.open_contracts_at_most.map(|most| most as usize);
        let desk = |nth: u32| Desk::new(places, scenario.minutes_of(stream.at("desk", nth.into())));
        let mut shared = Shared {
            scenario: Arc::clone(scenario),
            diary: Diary::default(),
            ends: scenario.ends(),
            desks: (0..clinicians).map(desk).collect(),
            openings: Vec::new(),
            waiting: BTreeMap::new(),
            keeps_histories,
            replication,
            stream,
            clinicians,
            slips: scenario.calendar().map(|calendar| (scenario.violations().clone(), Arc::clone(calendar))),
            put_off: Vec::new(),
        };
        if clinicians > 0 {
            let starts = rota.opening(scenario.starts());
            for team in 0..says.group.cycles {
                let nth = team % clinicians;
                let clinician = world::clinician(replication, nth + 1);
                shared.opens(Opening { at: starts, team, desk: nth as usize, clinician, earlier: None });
            }
        }
        shared
    }

    fn opens(&mut self, opening: Opening) {
        let (at, cycle, what) = (opening.at, opening.team, self.openings.len() as u32);
        self.openings.push(opening);
        if at < self.ends {
            self.diary.note(Booking { at, cycle, tendency: OPENS, wake: Wake { about: Thing::NOTHING, what } });
        }
    }

    pub(super) fn take_place(&mut self, holder: Holder, desk: usize, tendency: u16) -> bool {
        let has_place = self.desks.get_mut(desk).is_some_and(|desk| desk.take(holder));
        if !has_place {
            self.waiting.insert((holder.cycle, holder.contract), tendency);
        }
        has_place
    }

    pub(super) fn leave_place(&mut self, holder: Holder, desk: usize, now: i64) {
        self.waiting.remove(&(holder.cycle, holder.contract));
        let next = self.desks.get_mut(desk).and_then(|desk| desk.leave(holder));
        self.has_place(next, now);
    }

    pub(super) fn pass_place(&mut self, desk: usize, from: Holder, to: Holder) {
        if let Some(desk) = self.desks.get_mut(desk) {
            desk.pass(from, to);
        }
    }

    pub(super) fn puts_off(&mut self, cycle: u32, until: i64, event: Event, by: &PersonId) {
        let what = self.put_off.len() as u32;
        self.put_off.push(Some((event, by.clone())));
        let at = self.scenario.rota().opening(until);
        if at < self.ends {
            self.diary.note(Booking { at, cycle, tendency: PUT_OFF, wake: Wake { about: Thing::NOTHING, what } });
        }
    }

    fn has_place(&mut self, next: impl IntoIterator<Item = Holder>, now: i64) {
        for Holder { cycle, contract } in next {
            if let Some(tendency) = self.waiting.remove(&(cycle, contract)) {
                let about = Thing::new(crate::noun::Noun::Contract, contract);
                self.diary.note(Booking { at: now, cycle, tendency, wake: Wake { about, what: PLACE } });
            }
        }
    }

    pub(super) fn book(&mut self, desk: usize, from: i64, minutes: u16) -> Option<i64> {
        self.desks.get_mut(desk)?.book(from, minutes, self.scenario.rota())
    }

    /// A cycle has closed: whoever comes after its clinician begins with the same team at a time.
    pub(super) fn succeed(&mut self, cycle: u32, team: u32, desk: usize, earlier: CycleId, at: i64, now: i64) {
        self.waiting.retain(|(of, _), _| *of != cycle);
        let next = self.desks.get_mut(desk).map(|desk| desk.clear(cycle)).unwrap_or_default();
        self.has_place(next, now);
        self.clinicians += 1;
        let clinician = world::clinician(self.replication, self.clinicians);
        self.opens(Opening { at, team, desk, clinician, earlier: Some(earlier) });
    }

    /// The cycle that is to open, by its place.
    pub(super) fn opening(&self, place: u32) -> Option<Opening> {
        self.openings.get(place as usize).cloned()
    }

    /// How many cycles of a team opened before another.
    pub(super) fn before(&self, opening: &Opening) -> u64 {
        self.openings.iter().filter(|other| other.team == opening.team && other.at < opening.at).count() as u64
    }

    /// An act that was put off, and whose it is.
    pub(super) fn was_put_off(&mut self, place: u32) -> Option<(Event, PersonId)> {
        self.put_off.get_mut(place as usize)?.take()
    }
}
