//! Gathers what belongs to each contract and each change in one pass over the entries.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{Arc, ArcReading, Beginning, ENOUGH, Link, Reach, Return, Returned, Round, Stall, Travelled, Turns, Way};
use crate::contracting::{self, Contract, ContractInvited, Source, Stage};
use crate::cycle::{Entry, Event};
use crate::evidence::{Cited, Elapsed, Times};
use crate::history::View;
use crate::id::{ChangeId, ContractId, SessionId};
use crate::intervening::{self, ChangeNoticed, Cover};
use crate::joining;
use crate::word::Words;

pub(super) fn read(view: &View<'_>) -> Turns {
    let mut gathered = Gathered::new(view);
    for entry in view.by_occurrence() {
        gathered.take(entry);
    }
    let chain = gathered.chain(view);
    let Gathered { rounds, mut changes, stretch, .. } = gathered;
    changes.sort_by_key(|reach| (Reverse(reach.ways.len()), Reverse(reach.steps.len()), reach.noticed));
    let uninvited = stretch.filter(|stretch| !stretch.invited).map(|stretch| stretch.from);
    let arcs = arcs(&rounds, uninvited);
    let stall = stall(&arcs, rounds.iter().filter(|round| round.is_turn()).count());
    Turns { as_of: view.as_of(), known_at: view.known_at(), rounds, arcs, stall, chain, changes }
}

/// The last stretch of joining so far, and whether an invitation has followed it.
#[derive(Clone, Copy)]
struct Stretch {
    from: Cited,
    invited: bool,
}

/// Where a change is kept, and the contract it was noticed under.
#[derive(Clone, Copy)]
struct Noticed<'a> {
    place: usize,
    contract: Option<&'a ContractId>,
    came_back: bool, // Whether something had been done under that contract by then.
}

struct Gathered<'a> {
    rounds: Vec<Round>,
    by_contract: BTreeMap<&'a ContractId, usize>,
    by_session: BTreeMap<&'a SessionId, &'a ContractId>,
    by_change: BTreeMap<&'a ChangeId, Noticed<'a>>,
    changes: Vec<Reach>,
    stretch: Option<Stretch>,
}

impl<'a> Gathered<'a> {
    fn new(view: &View<'a>) -> Self {
        let cycle = view.cycle();
        let mut invited: Vec<(Cited, &'a ContractInvited, &Contract)> = Vec::new();
        for contract in cycle.contracts() {
            let place = view.entries().binary_search_by_key(&contract.opened(), |entry| entry.number());
            let entry = place.ok().and_then(|place| view.entries().get(place)).copied();
            invited.extend(entry.and_then(|entry| Some((Cited::of(entry), ContractInvited::of(entry.event())?, contract))));
        }
        invited.sort_by_key(|&(cited, ..)| cited);
        let by_contract = invited.iter().enumerate().map(|(place, (_, data, _))| (&data.contract, place)).collect();
        let round = |(invited, data, contract): (Cited, &ContractInvited, &Contract)| Round {
            contract: data.contract.clone(),
            space: contract.state().request().map_or(data.space, |request| request.space),
            stage: contract.stage(view.as_of()),
            joined: None,
            invited,
            agreed: contract.first_entered(Stage::Agreed).map(|(entry, at)| Cited { at, entry }),
            done: None,
            back: Vec::new(),
        };
        let rounds = invited.into_iter().map(round).collect();
        let (by_session, by_change) = (BTreeMap::new(), BTreeMap::new());
        Self { rounds, by_contract, by_session, by_change, changes: Vec::new(), stretch: None }
    }

    fn take(&mut self, entry: &'a Entry) {
        match entry.event() {
            Event::Joining(event) => self.joined(event, entry),
            Event::Contracting(contracting::Event::ContractInvited(data)) => self.invited(data, entry),
            Event::Intervening(event) => self.worked(event, entry),
            Event::Contracting(_)
            | Event::Deciding(_)
            | Event::Boundary(_)
            | Event::Reporting(_)
            | Event::Attachment(_)
            | Event::Correction(_) => {}
        }
    }

    fn joined(&mut self, event: &'a joining::Event, entry: &'a Entry) {
        match event {
            joining::Event::ClinicianAcknowledged(data) => {
                self.because_of(data.because_of.as_ref(), Returned::Acknowledgement, entry);
            }
            joining::Event::InfluenceInvited(data) => {
                self.because_of(data.because_of.as_ref(), Returned::Influence, entry);
            }
            joining::Event::OccasionOfJoining(_) | joining::Event::RuleNoticed(_) | joining::Event::RuleWorkedWith(_) => {}
            joining::Event::JoiningDisrupted(_) => return,
        }
        if self.stretch.is_none_or(|stretch| stretch.invited) {
            self.stretch = Some(Stretch { from: Cited::of(entry), invited: false });
        }
    }

    fn because_of(&mut self, change: Option<&ChangeId>, what: Returned, entry: &Entry) {
        let Some(change) = change else { return };
        self.travelled(change, Way::LedOn, entry);
        if let Some(contract) = self.credited(change) {
            self.came_back(contract, what, entry);
        }
    }

    fn invited(&mut self, data: &'a ContractInvited, entry: &'a Entry) {
        if let (Some(stretch), Some(round)) = (&mut self.stretch, round(&mut self.rounds, &self.by_contract, &data.contract))
        {
            stretch.invited = true;
            round.joined = Some(stretch.from);
        }
        for source in &data.arose_from {
            match source {
                Source::Contract(contract) => self.came_back(contract, Returned::Invitation, entry),
                Source::Change(change) => self.because_of(Some(change), Returned::Invitation, entry),
            }
        }
    }

    fn worked(&mut self, event: &'a intervening::Event, entry: &'a Entry) {
        use intervening::Event as Work;
        match event {
            Work::InterventionBegun(data) => self.done(&data.cover, entry),
            Work::InterventionCovered(data) => self.done_under(&data.contract, entry),
            Work::SessionHeld(data) => {
                self.done(&data.cover, entry);
                if let Cover::Contract(contract) = &data.cover {
                    self.by_session.insert(&data.session, contract);
                }
            }
            Work::ChangeNoticed(data) => self.noticed(data, entry),
            Work::ChangeWitnessed(data) => self.travelled(&data.change, Way::Witnessed, entry),
            Work::ChangeDocumented(data) => self.travelled(&data.change, Way::Documented, entry),
            Work::ChangeAmplified(data) => self.travelled(&data.change, Way::Amplified, entry),
            Work::InterventionClosed(_)
            | Work::SuggestionOffered(_)
            | Work::SuggestionAnswered(_)
            | Work::ConcernRaised(_)
            | Work::ConcernPassedOn(_)
            | Work::FamilyHelpedToUnderstand(_)
            | Work::ExplanationWithheld(_)
            | Work::ConsentGiven(_)
            | Work::ConsentWithdrawn(_) => {}
        }
    }

    fn done(&mut self, cover: &Cover, entry: &Entry) {
        match cover {
            Cover::Contract(contract) => self.done_under(contract, entry),
            Cover::Uncovered { .. } => {}
        }
    }

    fn done_under(&mut self, contract: &ContractId, entry: &Entry) {
        if let Some(round) = round(&mut self.rounds, &self.by_contract, contract) {
            round.done.get_or_insert(Cited::of(entry));
        }
    }

    fn noticed(&mut self, data: &'a ChangeNoticed, entry: &'a Entry) {
        let by_session = || data.session.as_ref().and_then(|session| self.by_session.get(session).copied());
        let contract = data.contract.as_ref().or_else(by_session);
        let round = contract.and_then(|contract| round(&mut self.rounds, &self.by_contract, contract));
        let came_back = round.is_some_and(|round| round.done.is_some());
        self.by_change.insert(&data.change, Noticed { place: self.changes.len(), contract, came_back });
        self.changes.push(Reach {
            change: data.change.clone(),
            what: data.what,
            noticed: Cited::of(entry),
            ways: Words::none(),
            steps: Vec::new(),
        });
        if let Some(contract) = contract {
            self.came_back(contract, Returned::Change, entry);
        }
    }

    /// The contract whose work a change is credited to.
    fn credited(&self, change: &ChangeId) -> Option<&'a ContractId> {
        self.by_change.get(change).filter(|noticed| noticed.came_back)?.contract
    }

    fn travelled(&mut self, change: &ChangeId, way: Way, entry: &Entry) {
        let reach = self.by_change.get(change).and_then(|noticed| self.changes.get_mut(noticed.place));
        if let Some(reach) = reach {
            reach.ways.insert(way);
            if reach.steps.last() != Some(&entry.number()) {
                reach.steps.push(entry.number());
            }
        }
    }

    /// Counts an entry once for each contract, however often it names it.
    fn came_back(&mut self, contract: &ContractId, what: Returned, entry: &Entry) {
        let Some(round) = round(&mut self.rounds, &self.by_contract, contract) else { return };
        let cited = Cited::of(entry);
        if round.done.is_some() && round.back.last().is_none_or(|last| last.cited != cited) {
            round.back.push(Return { what, cited });
        }
    }

    fn chain(&self, view: &View<'_>) -> Vec<Link> {
        let mut depths: BTreeMap<&ContractId, u32> = BTreeMap::new();
        let mut chain = Vec::new();
        for &entry in view.entries() {
            let Some(data) = ContractInvited::of(entry.event()) else { continue };
            if data.arose_from.is_empty() {
                continue;
            }
            let contract = |source: &'_ Source| match source {
                Source::Contract(contract) => depths.get(contract).copied(),
                Source::Change(change) => {
                    self.by_change.get(change).and_then(|noticed| depths.get(noticed.contract?).copied())
                }
            };
            let depth = 1 + data.arose_from.iter().filter_map(contract).max().unwrap_or_default();
            depths.insert(&data.contract, depth);
            chain.push(Link {
                contract: data.contract.clone(),
                invited: Cited::of(entry),
                arose_from: data.arose_from.clone(),
                depth,
            });
        }
        chain
    }
}

fn round<'r>(
    rounds: &'r mut [Round],
    by_contract: &BTreeMap<&ContractId, usize>,
    contract: &ContractId,
) -> Option<&'r mut Round> {
    by_contract.get(contract).and_then(|&place| rounds.get_mut(place))
}

fn arcs(rounds: &[Round], uninvited: Option<Cited>) -> [ArcReading; 3] {
    let back = |round: &Round| round.back.first().map(|back| back.cited);
    let mut to_contracting = arc(Arc::ToContracting, rounds, |round| (round.joined, round.agreed));
    to_contracting.unfinished.extend(uninvited.map(|from| Beginning { contract: None, stage: None, from }));
    [
        to_contracting,
        arc(Arc::ToIntervening, rounds, |round| (round.agreed, round.done)),
        arc(Arc::ToJoining, rounds, |round| (round.done, back(round))),
    ]
}

fn arc(arc: Arc, rounds: &[Round], ends: impl Fn(&Round) -> (Option<Cited>, Option<Cited>)) -> ArcReading {
    let (mut travelled, mut unfinished) = (Vec::new(), Vec::new());
    for round in rounds {
        let contract = round.contract.clone();
        match ends(round) {
            (Some(from), Some(to)) => {
                travelled.push(Travelled { contract, from, to, took: Elapsed::between(from.at, to.at) });
            }
            (Some(from), None) => {
                unfinished.push(Beginning { contract: Some(contract), stage: Some(round.stage), from });
            }
            (None, _) => {}
        }
    }
    let times = Times::of(travelled.iter().map(|travelled| travelled.took).collect());
    ArcReading { arc, travelled, unfinished, times }
}

fn stall(arcs: &[ArcReading; 3], turns: usize) -> Stall {
    // Not being welcomed is a normal outcome, and no stall.
    let turned_down = |beginning: &&Beginning| matches!(beginning.stage, Some(Stage::Declined | Stage::Withdrawn));
    let left_open = |arc: &ArcReading| arc.unfinished.iter().filter(|beginning| !turned_down(beginning)).count();
    let share = |arc: &ArcReading| (left_open(arc), left_open(arc) + arc.travelled.len());
    // Of two shares, the larger by cross-multiplication: whole numbers compare alike everywhere.
    let larger = |(open, of): (usize, usize), (than, of_that): (usize, usize)| open * of_that > than * of;
    let stalling: Vec<&ArcReading> = arcs.iter().filter(|arc| left_open(arc) >= ENOUGH).collect();
    let most = stalling.iter().map(|arc| share(arc)).reduce(|most, next| if larger(next, most) { next } else { most });
    if let Some(most) = most {
        return Stall::At(stalling.iter().filter(|arc| !larger(most, share(arc))).map(|arc| arc.arc).collect());
    }
    if turns >= ENOUGH { Stall::Nowhere } else { Stall::NotEnoughToSay }
}
