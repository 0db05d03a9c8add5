//! The pass over the entries that gathers what belongs to each contract and each change.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Deref;

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
        Cause::Change(change) => gathered.by_change.get(change)?.contract.as_ref(),
        Cause::Asking(asking) => gathered.by_asking.get(asking)?.contract.as_ref(),
    });
    let Gathered { rounds, mut changes, stretch, .. } = gathered;
    changes.sort_by_key(|reach| (Reverse(reach.ways.len()), Reverse(reach.steps.len()), reach.noticed));
    let uninvited = stretch.filter(|stretch| !stretch.invited).map(|stretch| stretch.from);
    let waited_until = waited_until(view, view.cycle().closed_at());
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
#[derive(Debug, Clone, Copy)]
struct Stretch {
    from: Cited,
    invited: bool,
}

/// Where a change is kept, and the contract it was noticed under.
#[derive(Debug, Clone)]
struct Noticed {
    place: usize,
    contract: Option<ContractId>,
    came_back: bool, // Whether something had been done under that contract by then.
    by: PersonId,
    cited: Cited,
    is_shared: bool, // Whether somebody who is not on the clinical side noticed it, or it reached such a person since.
}

/// The contract that a family's request is about, and whether something had been done under it by then.
#[derive(Debug, Clone)]
struct Asked {
    contract: Option<ContractId>,
    came_back: bool,
}

/// What belongs to each contract and each change, so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Gathered {
    pub(super) rounds: Vec<Round>,
    by_contract: BTreeMap<ContractId, usize>,
    by_session: BTreeMap<SessionId, ContractId>,
    by_change: BTreeMap<ChangeId, Noticed>,
    by_asking: BTreeMap<AskingId, Asked>,
    changes: Vec<Reach>,
    stretch: Option<Stretch>,
    /// The rounds that something came back from for the first time, by place, in that order.
    pub(super) returned: Vec<usize>,
}

/// An entry that is taken, and the cycle that it is part of.
#[derive(Clone, Copy)]
pub(super) struct Taken<'e> {
    pub(super) entry: &'e Entry,
    pub(super) cycle: &'e Cycle,
}

impl Deref for Taken<'_> {
    type Target = Entry;
    fn deref(&self) -> &Entry {
        self.entry
    }
}

impl Taken<'_> {
    /// Whether somebody stood on the clinical side then.
    fn is_clinical(&self, person: &PersonId) -> bool {
        self.cycle.held_at(person, self.entry.act().occurred_at).is_on(Side::Clinical)
    }

    /// Whether whoever did it stood on the clinical side then.
    fn is_own(&self) -> bool {
        self.is_clinical(&self.entry.act().by)
    }
}

impl Gathered {
    fn of(view: &View<'_>) -> Self {
        let mut gathered = Self::new(view);
        let cycle = view.cycle();
        for entry in view.by_occurrence() {
            gathered.take(Taken { entry, cycle });
        }
        gathered
    }

    fn new<'a>(view: &'a View<'a>) -> Self {
        let cycle = view.cycle();
        let mut invited: Vec<(Cited, &'a ContractInvited, &Contract)> = Vec::new();
        for contract in cycle.contracts() {
            let place = view.entries().binary_search_by_key(&contract.opened(), |entry| entry.number());
            let entry = place.ok().and_then(|place| view.entries().get(place)).copied();
            invited.extend(entry.and_then(|entry| Some((Cited::of(entry), ContractInvited::of(entry.event())?, contract))));
        }
        invited.sort_by_key(|&(cited, ..)| cited);
        let mut gathered = Self::default();
        for (invited, data, contract) in invited {
            gathered.meet(Round {
                contract: data.contract.clone(),
                space: contract.state().request().map_or(data.space, |request| request.space),
                stage: contract.latest_stage(view.as_of()),
                joined: None,
                invited,
                agreed: contract.first_entered(Stage::Agreed).map(|(entry, at)| Cited { at, entry }),
                done: None,
                back: Vec::new(),
            });
        }
        gathered
    }

    /// Makes room for a contract; its place.
    pub(super) fn meet(&mut self, round: Round) -> usize {
        let place = self.rounds.len();
        self.by_contract.insert(round.contract.clone(), place);
        self.rounds.push(round);
        place
    }

    /// The place of a contract.
    pub(super) fn place(&self, contract: &ContractId) -> Option<usize> {
        self.by_contract.get(contract).copied()
    }

    pub(super) fn take(&mut self, entry: Taken<'_>) {
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

    fn joined(&mut self, event: &joining::Event, entry: Taken<'_>) {
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
                self.by_asking.insert(data.asking.clone(), Asked { contract: contract.cloned(), came_back });
                return;
            }
            joining::Event::JoiningDisrupted(_) => return,
        }
        if self.stretch.is_none_or(|stretch| stretch.invited) {
            self.stretch = Some(Stretch { from: Cited::of(&entry), invited: false });
        }
    }

    fn came_of(&mut self, causes: &[Cause], what: Returned, entry: Taken<'_>) {
        for cause in causes {
            match cause {
                Cause::Contract(contract) => self.came_back(contract, what, Cited::of(&entry)),
                Cause::Change(change) => {
                    self.travelled(change, Way::LedOn, entry);
                    if let Some(contract) = self.credited(change) {
                        self.came_back(&contract, what, Cited::of(&entry));
                    }
                }
                Cause::Asking(asking) => {
                    let asked = self.by_asking.get(asking).filter(|asked| asked.came_back);
                    if let Some(contract) = asked.and_then(|asked| asked.contract.clone()) {
                        self.came_back(&contract, what, Cited::of(&entry));
                    }
                }
            }
        }
    }

    fn invited(&mut self, data: &ContractInvited, entry: Taken<'_>) {
        if let (Some(stretch), Some(round)) = (&mut self.stretch, round(&mut self.rounds, &self.by_contract, &data.contract))
        {
            stretch.invited = true;
            round.joined = Some(stretch.from);
        }
        // One's own offer is no return, and takes no change to anybody.
        if !entry.is_own() {
            self.came_of(&data.arose_from, Returned::Invitation, entry);
        }
    }

    fn worked(&mut self, event: &intervening::Event, entry: Taken<'_>) {
        use intervening::Event as Work;
        match event {
            Work::InterventionBegun(data) => self.done(&data.cover, entry),
            Work::InterventionCovered(data) => self.done_under(&data.contract, entry),
            Work::SessionHeld(data) => {
                self.done(&data.cover, entry);
                if let Cover::Contract(contract) = &data.cover {
                    self.by_session.insert(data.session.clone(), contract.clone());
                }
            }
            Work::SessionCovered(data) => {
                self.done_under(&data.contract, entry);
                self.by_session.insert(data.session.clone(), data.contract.clone());
            }
            Work::ChangeNoticed(data) => self.noticed(data, entry),
            Work::ChangeWitnessed(data) => {
                // A line from before that was refused counts for nothing.
                let noticed_by = self.by_change.get(&data.change).map(|noticed| &noticed.by);
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

    fn done(&mut self, cover: &Cover, entry: Taken<'_>) {
        match cover {
            Cover::Contract(contract) => self.done_under(contract, entry),
            Cover::Uncovered { .. } => {}
        }
    }

    fn done_under(&mut self, contract: &ContractId, entry: Taken<'_>) {
        if let Some(round) = round(&mut self.rounds, &self.by_contract, contract) {
            round.done.get_or_insert(Cited::of(&entry));
        }
    }

    fn noticed(&mut self, data: &ChangeNoticed, entry: Taken<'_>) {
        let by_session = || data.session.as_ref().and_then(|session| self.by_session.get(session));
        let contract = data.contract.as_ref().or_else(by_session).cloned();
        let round = contract.as_ref().and_then(|contract| round(&mut self.rounds, &self.by_contract, contract));
        let came_back = round.is_some_and(|round| round.done.is_some());
        let (by, cited, place) = (entry.act().by.clone(), Cited::of(&entry), self.changes.len());
        self.by_change.insert(data.change.clone(), Noticed { place, contract, came_back, by, cited, is_shared: false });
        self.changes.push(Reach {
            change: data.change.clone(),
            what: data.what,
            noticed: cited,
            ways: CodeSet::none(),
            steps: Vec::new(),
        });
        if !entry.is_own() {
            self.shared(&data.change);
        }
    }

    /// A change that somebody besides the clinician knows of comes back to joining, from when it was noticed.
    fn shared(&mut self, change: &ChangeId) {
        let Some(noticed) = self.by_change.get_mut(change).filter(|noticed| !noticed.is_shared) else { return };
        noticed.is_shared = true;
        let (cited, contract) = (noticed.cited, noticed.contract.clone().filter(|_| noticed.came_back));
        if let Some(contract) = contract {
            self.came_back(&contract, Returned::Change, cited);
        }
    }

    fn amplified(&mut self, data: &ChangeAmplified, entry: Taken<'_>) {
        let act = entry.act();
        let mut others = data.to.iter().filter(|to| **to != act.by).peekable();
        // Lines from before that was refused, to nobody else or to nobody at all, count for nothing.
        if others.peek().is_none() && (!data.to.is_empty() || data.words.is_none()) {
            return;
        }
        self.travelled(&data.change, Way::Amplified, entry);
        if others.any(|to| !entry.is_clinical(to)) {
            self.shared(&data.change);
        }
    }

    /// The contract whose work a change is credited to.
    fn credited(&self, change: &ChangeId) -> Option<ContractId> {
        self.by_change.get(change).filter(|noticed| noticed.came_back)?.contract.clone()
    }

    fn travelled(&mut self, change: &ChangeId, way: Way, entry: Taken<'_>) {
        let reach = self.by_change.get(change).and_then(|noticed| self.changes.get_mut(noticed.place));
        if let Some(reach) = reach {
            reach.ways.insert(way);
            if reach.steps.last() != Some(&entry.number()) {
                reach.steps.push(entry.number());
            }
        }
        if !entry.is_own() {
            self.shared(change);
        }
    }

    /// Counts an entry once for each contract, however often it names it.
    fn came_back(&mut self, contract: &ContractId, what: Returned, cited: Cited) {
        let Some(nth) = self.place(contract) else { return };
        let Some(round) = self.rounds.get_mut(nth) else { return };
        let place = round.back.partition_point(|back| back.cited < cited);
        if round.done.is_some() && round.back.get(place).is_none_or(|back| back.cited != cited) {
            if round.back.is_empty() {
                self.returned.push(nth);
            }
            round.back.insert(place, Return { what, cited });
        }
    }
}

fn round<'r>(
    rounds: &'r mut [Round],
    by_contract: &BTreeMap<ContractId, usize>,
    contract: &ContractId,
) -> Option<&'r mut Round> {
    by_contract.get(contract).and_then(|&place| rounds.get_mut(place))
}
