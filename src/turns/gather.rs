//! The pass over the entries that gathers what belongs to each contract and each change.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::arc::{arcs, stall};
use super::chain::chain;
use super::{ArcReading, Parameters, Reach, Return, Returned, Round, Turns, Way};
use crate::code::CodeSet;
use crate::contracting::{self, Contract, ContractInvited, Stage};
use crate::cycle::{Cycle, Entry, Event};
use crate::evidence::{Cited, RecordedFor};
use crate::history::View;
use crate::id::{AskingId, ChangeId, ContractId, EntryNumber, PersonId, SessionId};
use crate::intervening::{self, ChangeAmplified, ChangeNoticed, Cover};
use crate::joining::{self, Cause};
use crate::moment::Moment;
use crate::people::Side;

pub(super) fn read(view: &View<'_>, parameters: &Parameters) -> Turns {
    let gathered = Gathered::of(view);
    let chain = chain(view, |cause| match cause {
        Cause::Contract(contract) => Some(contract),
        Cause::Change(change) => gathered.by_change.get(change)?.contract,
        Cause::Asking(asking) => gathered.by_asking.get(asking)?.contract,
    });
    let Gathered { rounds, mut changes, stretch, cycle, .. } = gathered;
    changes.sort_by_key(|reach| (Reverse(reach.ways.len()), Reverse(reach.steps.len()), reach.noticed));
    let uninvited = stretch.filter(|stretch| !stretch.invited).map(|stretch| stretch.from);
    let waited_until = waited_until(view, cycle.closed_at());
    let arcs = arcs(&rounds, uninvited, waited_until, parameters);
    let stall = stall(&arcs, rounds.iter().filter(|round| round.is_turn()).count());
    let (as_of, known_at, parameters) = (view.as_of(), view.known_at(), parameters.id().clone());
    let mut turns =
        Turns { as_of, known_at, waited_until, parameters, rounds, arcs, stall, chain, changes, recorded_for: Vec::new() };
    turns.recorded_for = RecordedFor::among(view, cited(&turns));
    turns
}

/// Every entry that the reading cites.
fn cited(turns: &Turns) -> Vec<EntryNumber> {
    let mut cited: Vec<Cited> = turns.chain.iter().map(|link| link.invited).collect();
    for round in &turns.rounds {
        cited.push(round.invited);
        cited.extend(round.joined.into_iter().chain(round.agreed).chain(round.done));
        cited.extend(round.back.iter().map(|back| back.cited));
    }
    cited.extend(turns.arcs.iter().flat_map(ArcReading::unfinished).map(|beginning| beginning.from));
    cited.extend(turns.changes.iter().map(|reach| reach.noticed));
    let travelled = turns.changes.iter().flat_map(|reach| &reach.steps).copied();
    cited.into_iter().map(|cited| cited.entry).chain(travelled).collect()
}

/// The rounds alone.
pub(super) fn rounds(view: &View<'_>) -> Vec<Round> {
    Gathered::of(view).rounds
}

/// The time up to which waiting is counted.
fn waited_until(view: &View<'_>, closed_at: Option<Moment>) -> Moment {
    let until = match view.as_of().min(view.known_at()) {
        // Everything recorded: what happened after the last of it, nobody can say.
        Moment::LATEST => view.entries().last().map_or(Moment::EARLIEST, |entry| entry.act().recorded_at),
        until => until,
    };
    closed_at.map_or(until, |closed_at| until.min(closed_at))
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
    by: &'a PersonId,
    cited: Cited,
    is_shared: bool, // Whether somebody who is not on the clinical side noticed it, or it reached such a person since.
}

/// The contract that a family's request is about, and whether something had been done under it by then.
#[derive(Clone, Copy)]
struct Asked<'a> {
    contract: Option<&'a ContractId>,
    came_back: bool,
}

struct Gathered<'a> {
    rounds: Vec<Round>,
    by_contract: BTreeMap<&'a ContractId, usize>,
    by_session: BTreeMap<&'a SessionId, &'a ContractId>,
    by_change: BTreeMap<&'a ChangeId, Noticed<'a>>,
    by_asking: BTreeMap<&'a AskingId, Asked<'a>>,
    changes: Vec<Reach>,
    stretch: Option<Stretch>,
    cycle: &'a Cycle,
}

impl<'a> Gathered<'a> {
    fn of(view: &'a View<'a>) -> Self {
        let mut gathered = Self::new(view);
        for entry in view.by_occurrence() {
            gathered.take(entry);
        }
        gathered
    }

    fn new(view: &'a View<'a>) -> Self {
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
            stage: contract.latest_stage(view.as_of()),
            joined: None,
            invited,
            agreed: contract.first_entered(Stage::Agreed).map(|(entry, at)| Cited { at, entry }),
            done: None,
            back: Vec::new(),
        };
        let rounds = invited.into_iter().map(round).collect();
        let (by_session, by_change, by_asking) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        Self { rounds, by_contract, by_session, by_change, by_asking, changes: Vec::new(), stretch: None, cycle }
    }

    /// Whether somebody stood on the clinical side at a time.
    fn is_clinical(&self, person: &PersonId, at: Moment) -> bool {
        self.cycle.held_at(person, at).is_on(Side::Clinical)
    }

    /// Whether whoever did something stood on the clinical side then.
    fn is_own(&self, entry: &Entry) -> bool {
        self.is_clinical(&entry.act().by, entry.act().occurred_at)
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
                self.came_of(&data.because_of, Returned::Acknowledgement, entry);
            }
            joining::Event::InfluenceInvited(data) => {
                self.came_of(&data.because_of, Returned::Influence, entry);
            }
            joining::Event::OccasionOfJoining(_) | joining::Event::RuleNoticed(_) | joining::Event::RuleWorkedWith(_) => {}
            joining::Event::HelpAskedAgain(data) => {
                let contract = data.contract.as_ref();
                let round = contract.and_then(|contract| round(&mut self.rounds, &self.by_contract, contract));
                let came_back = round.is_some_and(|round| round.done.is_some());
                self.by_asking.insert(&data.asking, Asked { contract, came_back });
                return;
            }
            joining::Event::JoiningDisrupted(_) => return,
        }
        if self.stretch.is_none_or(|stretch| stretch.invited) {
            self.stretch = Some(Stretch { from: Cited::of(entry), invited: false });
        }
    }

    fn came_of(&mut self, causes: &[Cause], what: Returned, entry: &Entry) {
        for cause in causes {
            match cause {
                Cause::Contract(contract) => self.came_back(contract, what, Cited::of(entry)),
                Cause::Change(change) => {
                    self.travelled(change, Way::LedOn, entry);
                    if let Some(contract) = self.credited(change) {
                        self.came_back(contract, what, Cited::of(entry));
                    }
                }
                Cause::Asking(asking) => {
                    let asked = self.by_asking.get(asking).filter(|asked| asked.came_back);
                    if let Some(contract) = asked.and_then(|asked| asked.contract) {
                        self.came_back(contract, what, Cited::of(entry));
                    }
                }
            }
        }
    }

    fn invited(&mut self, data: &'a ContractInvited, entry: &'a Entry) {
        if let (Some(stretch), Some(round)) = (&mut self.stretch, round(&mut self.rounds, &self.by_contract, &data.contract))
        {
            stretch.invited = true;
            round.joined = Some(stretch.from);
        }
        // One's own offer is no return, and takes no change to anybody.
        if !self.is_own(entry) {
            self.came_of(&data.arose_from, Returned::Invitation, entry);
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
            Work::SessionCovered(data) => {
                self.done_under(&data.contract, entry);
                self.by_session.insert(&data.session, &data.contract);
            }
            Work::ChangeNoticed(data) => self.noticed(data, entry),
            Work::ChangeWitnessed(data) => {
                // A line from before that was refused counts for nothing.
                let noticed_by = self.by_change.get(&data.change).map(|noticed| noticed.by);
                if noticed_by != Some(&entry.act().by) {
                    self.travelled(&data.change, Way::Witnessed, entry);
                }
            }
            Work::ChangeDocumented(data) => self.travelled(&data.change, Way::Documented, entry),
            Work::ChangeAmplified(data) => self.amplified(data, entry),
            Work::InterventionClosed(_)
            | Work::SessionCancelled(_)
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
        let (by, cited, place) = (&entry.act().by, Cited::of(entry), self.changes.len());
        self.by_change.insert(&data.change, Noticed { place, contract, came_back, by, cited, is_shared: false });
        self.changes.push(Reach {
            change: data.change.clone(),
            what: data.what,
            noticed: cited,
            ways: CodeSet::none(),
            steps: Vec::new(),
        });
        if !self.is_own(entry) {
            self.shared(&data.change);
        }
    }

    /// A change that somebody besides the clinician knows of comes back to joining, from when it was noticed.
    fn shared(&mut self, change: &ChangeId) {
        let Some(noticed) = self.by_change.get_mut(change).filter(|noticed| !noticed.is_shared) else { return };
        noticed.is_shared = true;
        let (cited, contract) = (noticed.cited, noticed.contract.filter(|_| noticed.came_back));
        if let Some(contract) = contract {
            self.came_back(contract, Returned::Change, cited);
        }
    }

    fn amplified(&mut self, data: &ChangeAmplified, entry: &Entry) {
        let act = entry.act();
        let mut others = data.to.iter().filter(|to| **to != act.by).peekable();
        // Lines from before that was refused, to nobody else or to nobody at all, count for nothing.
        if others.peek().is_none() && (!data.to.is_empty() || data.words.is_none()) {
            return;
        }
        self.travelled(&data.change, Way::Amplified, entry);
        if others.any(|to| !self.is_clinical(to, act.occurred_at)) {
            self.shared(&data.change);
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
        if !self.is_own(entry) {
            self.shared(change);
        }
    }

    /// Counts an entry once for each contract, however often it names it.
    fn came_back(&mut self, contract: &ContractId, what: Returned, cited: Cited) {
        let Some(round) = round(&mut self.rounds, &self.by_contract, contract) else { return };
        let place = round.back.partition_point(|back| back.cited < cited);
        if round.done.is_some() && round.back.get(place).is_none_or(|back| back.cited != cited) {
            round.back.insert(place, Return { what, cited });
        }
    }
}

fn round<'r>(
    rounds: &'r mut [Round],
    by_contract: &BTreeMap<&ContractId, usize>,
    contract: &ContractId,
) -> Option<&'r mut Round> {
    by_contract.get(contract).and_then(|&place| rounds.get_mut(place))
}
