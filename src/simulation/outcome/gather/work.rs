//! What was done: sessions, what they rested on, and what they take of people's time.

use std::collections::{BTreeMap, BTreeSet};

use super::Beside;
use super::contracts::work_ended_at;
use super::window::Window;
use crate::code::Code;
use crate::contracting::{self, Answer, Contract, Stage};
use crate::cycle::{Cycle, Entry, Event};
use crate::evidence::Elapsed;
use crate::id::{ContractId, InterventionId, PersonId, SessionId};
use crate::intervening::{self, Cover, SessionHeld};
use crate::joining;
use crate::moment::Moment;
use crate::people::Side;
use crate::simulation::outcome::course::{Course, DAY, Followed};
use crate::simulation::outcome::observed::{Measured, Observed};
use crate::simulation::outcome::outcomes::Outcome;
use crate::simulation::outcome::ratio::Ratio;
use crate::space::Stream;
use crate::turns::End;

/// What has to be remembered as entries pass, in the order of occurrence.
#[derive(Default)]
pub(super) struct Pass<'e> {
    contracts: Vec<&'e ContractId>,
    renewed: BTreeSet<&'e ContractId>,
    worked: BTreeMap<&'e ContractId, Moment>, // Since when.
    streams: BTreeMap<&'e InterventionId, Stream>,
    uncovered_interventions: BTreeMap<&'e InterventionId, Uncovered>,
    uncovered_sessions: BTreeMap<&'e SessionId, Uncovered>,
    told: BTreeSet<&'e PersonId>,
    withheld: BTreeSet<&'e PersonId>,
    met: BTreeSet<&'e PersonId>,
    sessions: Vec<Moment>,
    by_stream: BTreeMap<Stream, u64>, // Of the sessions that count.
    with_clinician: u64,              // Of the sessions that count.
    disruptions: Vec<Moment>,
}

/// Work without a contract, and since when there is one for it.
struct Uncovered {
    at: Moment,
    covered: Option<Moment>,
}

impl<'e> Pass<'e> {
    pub(super) fn take(&mut self, entry: &'e Entry, cycle: &Cycle, window: Window, observed: &mut Observed) {
        let at = entry.act().occurred_at;
        match entry.event() {
            Event::Contracting(event) => self.contracted(event, at, window, observed),
            Event::Intervening(event) => self.worked(event, at, cycle, window, observed),
            Event::Joining(joining::Event::JoiningDisrupted(_)) => self.disruptions.push(at),
            Event::Joining(_)
            | Event::Deciding(_)
            | Event::Deliberating(_)
            | Event::Partnering(_)
            | Event::Boundary(_)
            | Event::Reporting(_)
            | Event::Attachment(_)
            | Event::Correction(_) => {}
        }
    }

    fn contracted(&mut self, event: &'e contracting::Event, at: Moment, window: Window, observed: &mut Observed) {
        if let contracting::Event::ContractInvited(data) = event {
            self.contracts.push(&data.contract);
        } else if let contracting::Event::ContractRenewed(data) = event {
            self.renewed.insert(&data.contract);
        } else if let contracting::Event::ReframeAnswered(data) = event
            && window.holds(at)
        {
            let given = match data.answer {
                Answer::Welcomed => "welcomed",
                Answer::Adapted { .. } => "adapted",
                Answer::NotWelcomed { .. } => "not_welcomed",
            };
            for answer in ["welcomed", "adapted", "not_welcomed"] {
                observed.count(Measured::part(Outcome::ReframesAnswered, answer), Ratio::one(answer == given));
            }
        }
    }

    fn worked(&mut self, event: &'e intervening::Event, at: Moment, cycle: &Cycle, window: Window, observed: &mut Observed) {
        use intervening::Event as Work;
        match event {
            Work::InterventionBegun(data) => {
                self.streams.insert(&data.intervention, data.stream);
                if self.rests_on(&data.cover, at, window, observed) {
                    self.uncovered_interventions.insert(&data.intervention, Uncovered { at, covered: None });
                }
            }
            Work::SessionHeld(data) => {
                if self.rests_on(&data.cover, at, window, observed) {
                    self.uncovered_sessions.insert(&data.session, Uncovered { at, covered: None });
                }
                self.held(data, at, cycle, window, observed);
            }
            Work::InterventionCovered(data) => {
                self.worked.entry(&data.contract).or_insert(at);
                let uncovered = self.uncovered_interventions.get_mut(&data.intervention);
                uncovered.into_iter().for_each(|it| it.covered = it.covered.or(Some(at)));
            }
            Work::SessionCovered(data) => {
                self.worked.entry(&data.contract).or_insert(at);
                let uncovered = self.uncovered_sessions.get_mut(&data.session);
                uncovered.into_iter().for_each(|it| it.covered = it.covered.or(Some(at)));
            }
            Work::FamilyHelpedToUnderstand(data) => _ = self.told.insert(&data.person),
            Work::ExplanationWithheld(data) => _ = self.withheld.insert(&data.person),
            Work::InterventionClosed(_)
            | Work::SessionCancelled(_)
            | Work::SuggestionOffered(_)
            | Work::SuggestionAnswered(_)
            | Work::ConcernRaised(_)
            | Work::ConcernPassedOn(_)
            | Work::ConsentGiven(_)
            | Work::ConsentWithdrawn(_)
            | Work::ChangeNoticed(_)
            | Work::ChangeWitnessed(_)
            | Work::ChangeDocumented(_)
            | Work::ChangeAmplified(_) => {}
        }
    }

    /// Whether it rests on no contract.
    fn rests_on(&mut self, cover: &'e Cover, at: Moment, window: Window, observed: &mut Observed) -> bool {
        let uncovered = match cover {
            Cover::Contract(contract) => {
                self.worked.entry(contract).or_insert(at);
                false
            }
            Cover::Uncovered { .. } => true,
        };
        if window.holds(at) {
            observed.count(Outcome::Uncovered, Ratio::one(uncovered));
        }
        uncovered
    }

    fn held(&mut self, data: &'e SessionHeld, at: Moment, cycle: &Cycle, window: Window, observed: &mut Observed) {
        self.sessions.push(at);
        let on = |person: &PersonId, side| cycle.held_at(person, at).is_on(side);
        let clinician = data.present.iter().any(|person| on(person, Side::Clinical));
        let family = || data.present.iter().filter(|person| on(person, Side::Family));
        if window.holds(at) {
            self.with_clinician += u64::from(clinician);
            let of_intervention = data.intervention.as_ref().and_then(|it| self.streams.get(it)).copied();
            let by_who_was_there = if family().next().is_some() { Stream::Direct } else { Stream::Reflective };
            let held = of_intervention.unwrap_or(by_who_was_there);
            *self.by_stream.entry(held).or_default() += 1;
        }
        if clinician {
            for person in family().filter(|person| self.met.insert(person)) {
                if window.holds(at) && (self.told.contains(person) || !self.withheld.contains(person)) {
                    observed.count(Outcome::FamiliesTold, Ratio::one(self.told.contains(person)));
                }
            }
        }
    }

    pub(super) fn observe(self, cycle: &Cycle, opening: Moment, window: Window, beside: &Beside, observed: &mut Observed) {
        let held = self.sessions.iter().filter(|&&at| window.holds(at)).count() as u64;
        observed.count(Outcome::Sessions, Ratio { num: held, den: window.seconds() });
        for stream in Stream::ALL {
            let num = self.by_stream.get(stream).copied().unwrap_or_default();
            observed.count(Measured::part(Outcome::Streams, stream.code()), Ratio { num, den: held });
        }
        if beside.capacity_seconds > 0 {
            let num = self.with_clinician.saturating_mul(beside.session_seconds);
            observed.count(Outcome::ClinicalTime, Ratio { num, den: beside.capacity_seconds });
        }
        for (id, contract) in self.contracts.iter().filter_map(|&id| Some((id, cycle.contract(id)?))) {
            let worked = self.worked.get(id).copied();
            first_work(contract, worked, window).into_iter().for_each(|it| observed.follow(Course::Agreement, it));
            let ended = work_ended_at(&contract.stages(window.until));
            if ended.is_some_and(|ended| window.holds(ended.at)) {
                observed.count(Outcome::Renewed, Ratio::one(self.renewed.contains(id)));
            }
        }
        for uncovered in self.uncovered_interventions.values().chain(self.uncovered_sessions.values()) {
            let covered = uncovered.covered.map(|at| (at, End::Reached));
            window.follow(uncovered.at, covered).into_iter().for_each(|it| observed.follow(Course::Uncovered, it));
        }
        for &at in &self.disruptions {
            let recovered = recovery(&self.sessions, at, opening, window);
            recovered.into_iter().for_each(|it| observed.follow(Course::Disruption, it));
        }
    }
}

/// From when a contract was first agreed until the first work under it, or until it ended otherwise.
fn first_work(contract: &Contract, worked: Option<Moment>, window: Window) -> Option<Followed> {
    let stages = contract.stages(window.until);
    let agreed = stages.iter().position(|entered| entered.stage == Stage::Agreed)?;
    let later = stages.get(agreed..)?;
    let otherwise = later.iter().find_map(|entered| Some((entered.at, End::by(entered.stage)?)));
    // Of work and another end at one instant the work counts.
    let worked = worked.filter(|&at| otherwise.is_none_or(|(ended, _)| at <= ended)).map(|at| (at, End::Reached));
    window.follow(later.first()?.at, worked.or(otherwise))
}

/// This many days before a disruption show how many sessions there were before.
const BEFORE: u64 = 56;
/// This many days have to hold as many again.
const AFTER: u64 = 28;

/// From a disruption until the first day from which on the next four weeks hold at least as many sessions as four weeks did on average in
/// the eight weeks before. None where there was no session then, where the cycle had not been open for so long, and where fewer than four
/// weeks follow.
fn recovery(sessions: &[Moment], at: Moment, opening: Moment, window: Window) -> Option<Followed> {
    let seconds = |from: Moment, to: Moment| Elapsed::between(from, to).seconds();
    let enough = seconds(opening, at) >= BEFORE * DAY && seconds(at, window.until) >= AFTER * DAY;
    let before = sessions.iter().filter(|&&held| held < at && seconds(held, at) <= BEFORE * DAY).count() as u64;
    if !enough || !window.holds(at) || before == 0 {
        return None;
    }
    let needed = usize::try_from((before * AFTER).div_ceil(BEFORE)).ok()?;
    let later: Vec<u64> =
        sessions.iter().filter(|&&held| held > at && held <= window.until).map(|&held| seconds(at, held)).collect();
    let recovered = later.windows(needed).find_map(|row| {
        let (first, last) = (row.first()?, row.last()?);
        (last - first < AFTER * DAY).then(|| last.saturating_sub(AFTER * DAY))
    });
    let followed = seconds(at, window.until) - AFTER * DAY;
    Some(Followed { seconds: recovered.unwrap_or(followed), end: recovered.map(|_| End::Reached) })
}
