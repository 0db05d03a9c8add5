//! The pass over the entries that gathers what belongs to each contract and each change.

use std::borrow::Borrow;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Deref;

use foldhash::fast::RandomState;

use super::arc::{arcs, stall};
use super::chain::chain;
use super::{Parameters, Reach, Return, Returned, Round, Turns, Way};
use crate::code::CodeSet;
use crate::contracting::{self, Contract, ContractInvited, Stage};
use crate::cycle::{Cycle, Entry, Event};
use crate::evidence::{Cited, RecordedFor};
use crate::history::View;
use crate::id::{ChangeId, ContractId, EntryNumber, PersonId};
use crate::intervening::{self, ChangeAmplified, ChangeNoticed, Cover};
use crate::joining::{self, Cause};
use crate::moment::Moment;
use crate::people::Side;

pub(super) fn read(view: &View<'_>, parameters: &Parameters) -> Turns {
    let mut for_another = Vec::new();
    let see = |entry| for_another.extend(RecordedFor::is_for_another(entry).then_some(entry));
    let gathered = Gathered { reach: Some(Vec::new()), ..Gathered::new(view) }.all_of(view, see);
    let named = |place: Option<usize>| gathered.rounds.get(place?).map(|round| &round.contract);
    let chain = chain(view, |cause| match cause {
        Cause::Contract(contract) => Some(contract),
        Cause::Change(change) => named(gathered.by_change.get(change.as_str())?.contract),
        Cause::Asking(asking) => named(gathered.by_asking.get(asking.as_str())?.contract),
    });
    let Gathered { rounds, reach, stretch, .. } = gathered;
    let mut changes = reach.unwrap_or_default();
    changes.sort_by_key(|reach| (Reverse(reach.ways.len()), Reverse(reach.steps.len()), reach.noticed));
    let uninvited = stretch.filter(|stretch| !stretch.invited).map(|stretch| stretch.from);
    let waited_until = waited_until(view, view.cycle().closed_at());
    let arcs = arcs(&rounds, uninvited, waited_until, view.cycle(), parameters);
    let stall = stall(&arcs, rounds.iter().filter(|round| round.is_turn()).count());
    let (as_of, known_at, parameters) = (view.as_of(), view.known_at(), parameters.id().clone());
    let mut turns =
        Turns { as_of, known_at, waited_until, parameters, rounds, arcs, stall, chain, changes, recorded_for: Vec::new() };
    turns.recorded_for = RecordedFor::among_these(view, for_another, || cited(&turns));
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
    cited.extend(turns.arcs.iter().flat_map(|arc| arc.unfinished()).map(|beginning| beginning.from));
    cited.extend(turns.changes.iter().map(|reach| reach.noticed));
    let travelled = turns.changes.iter().flat_map(|reach| &reach.steps).copied();
    let ended = turns.arcs.iter().flat_map(|arc| &arc.ends).filter_map(|ended| ended.entry);
    cited.into_iter().map(|cited| cited.entry).chain(travelled).chain(ended).collect()
}

/// The rounds alone; every entry is shown in the order of occurrence as it is passed.
pub(super) fn rounds<'a>(view: &View<'a>, see: impl FnMut(&'a Entry)) -> Vec<Round> {
    Gathered::new(view).all_of(view, see).rounds
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

/// A reference as it is kept: borrowed from its entry, or, where entries come and go, copied.
pub(super) trait Key<'e>: Borrow<str> + Hash + Eq + From<&'e str> {}

impl<'e, K: Borrow<str> + Hash + Eq + From<&'e str>> Key<'e> for K {}

/// Where the reach of a change is kept, if it is, and the contract it was noticed under.
#[derive(Debug, Clone)]
struct Noticed<K> {
    place: usize,
    contract: Option<usize>, // The place of its round.
    came_back: bool,         // Whether something had been done under that contract by then.
    by: K,
    cited: Cited,
    is_shared: bool, // Whether somebody who is not on the clinical side noticed it, or it reached such a person since.
}

/// The contract that a family's request is about, and whether something had been done under it by then.
#[derive(Debug, Clone, Copy)]
struct Asked {
    contract: Option<usize>, // The place of its round.
    came_back: bool,
}

/// What belongs to each contract and each change, so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Gathered<K> {
    pub(super) rounds: Vec<Round>,
    // Only ever asked, never walked, so that no order can show. Contracts are known by the places of their rounds.
    by_contract: HashMap<K, usize, RandomState>,
    by_session: HashMap<K, usize, RandomState>,
    by_change: HashMap<K, Noticed<K>, RandomState>,
    by_asking: HashMap<K, Asked, RandomState>,
    /// The place of the contract that was asked for last: most often the next entry is about it, too.
    last: usize,
    /// How far each change travelled, where that is asked.
    reach: Option<Vec<Reach>>,
    stretch: Option<Stretch>,
    /// The rounds that something came back from for the first time, by place, in that order.
    pub(super) returned: Vec<usize>,
}

/// An entry that is taken, and the cycle that it is part of.
#[derive(Clone, Copy)]
pub(super) struct Taken<'e, 'c> {
    pub(super) entry: &'e Entry,
    pub(super) cycle: &'c Cycle,
}

impl Deref for Taken<'_, '_> {
    type Target = Entry;
    fn deref(&self) -> &Entry {
        self.entry
    }
}

impl Taken<'_, '_> {
    /// Whether somebody stood on the clinical side then.
    fn is_clinical(&self, person: &PersonId) -> bool {
        self.cycle.held_at(person, self.entry.act().occurred_at).is_on(Side::Clinical)
    }

    /// Whether whoever did it stood on the clinical side then.
    fn is_own(&self) -> bool {
        self.is_clinical(&self.entry.act().by)
    }
}

impl<'a> Gathered<&'a str> {
    /// The same once every entry of a view is taken.
    fn all_of(mut self, view: &View<'a>, mut see: impl FnMut(&'a Entry)) -> Self {
        let cycle = view.cycle();
        for &entry in view.in_order().iter() {
            see(entry);
            self.take(Taken { entry, cycle });
        }
        self
    }

    fn new(view: &View<'a>) -> Self {
        let mut invited: Vec<(Cited, &'a ContractInvited, &Contract)> = Vec::new();
        for contract in view.cycle().contracts() {
            let entry = view.entry(contract.opened());
            invited.extend(entry.and_then(|entry| Some((Cited::of(entry), ContractInvited::of(entry.event())?, contract))));
        }
        invited.sort_by_key(|&(cited, ..)| cited);
        let mut gathered = Self::default();
        gathered.by_contract.reserve(invited.len());
        for (invited, data, contract) in invited {
            gathered.meet(
                &data.contract,
                Round {
                    contract: data.contract.clone(),
                    space: contract.state().request().map_or(data.space, |request| request.space),
                    stage: contract.latest_stage(view.as_of()),
                    joined: None,
                    invited,
                    agreed: contract.first_entered(Stage::Agreed).map(|(entry, at)| Cited { at, entry }),
                    done: None,
                    back: Vec::new(),
                },
            );
        }
        gathered
    }
}

impl<'e, K: Key<'e>> Gathered<K> {
    /// Makes room for a contract.
    pub(super) fn meet(&mut self, contract: &'e ContractId, round: Round) {
        self.by_contract.insert(contract.as_str().into(), self.rounds.len());
        self.rounds.push(round);
    }

    /// The place of a contract.
    pub(super) fn place(&mut self, contract: &ContractId) -> Option<usize> {
        if self.rounds.get(self.last).is_none_or(|round| round.contract != *contract) {
            self.last = self.by_contract.get(contract.as_str()).copied()?;
        }
        Some(self.last)
    }

    pub(super) fn take(&mut self, entry: Taken<'e, '_>) {
        match entry.entry.event() {
            Event::Joining(event) => self.joined(event, entry),
            Event::Contracting(contracting::Event::ContractInvited(data)) => self.invited(data, entry),
            Event::Intervening(event) => self.worked(event, entry),
            Event::Contracting(_)
            | Event::Deciding(_)
            | Event::Deliberating(_)
            | Event::Partnering(_)
            | Event::Boundary(_)
            | Event::Reporting(_)
            | Event::Attachment(_)
            | Event::Correction(_) => {}
        }
    }

    fn joined(&mut self, event: &'e joining::Event, entry: Taken<'e, '_>) {
        match event {
            joining::Event::ClinicianAcknowledged(data) => {
                self.came_of(&data.because_of, Returned::Acknowledgement, entry);
            }
            joining::Event::InfluenceInvited(data) => {
                self.came_of(&data.because_of, Returned::Influence, entry);
            }
            joining::Event::OccasionOfJoining(_) | joining::Event::RuleNoticed(_) | joining::Event::RuleWorkedWith(_) => {}
            joining::Event::HelpAskedAgain(data) => {
                let contract = data.contract.as_ref().and_then(|contract| self.place(contract));
                let asked = Asked { contract, came_back: self.is_done(contract) };
                self.by_asking.insert(data.asking.as_str().into(), asked);
                return;
            }
            joining::Event::JoiningDisrupted(_) => return,
        }
        if self.stretch.is_none_or(|stretch| stretch.invited) {
            self.stretch = Some(Stretch { from: Cited::of(&entry), invited: false });
        }
    }

    fn came_of(&mut self, causes: &[Cause], what: Returned, entry: Taken<'e, '_>) {
        for cause in causes {
            match cause {
                Cause::Contract(contract) => {
                    let place = self.place(contract);
                    self.came_back(place, what, Cited::of(&entry));
                }
                Cause::Change(change) => {
                    self.travelled(change, Way::LedOn, entry);
                    self.came_back(self.credited(change), what, Cited::of(&entry));
                }
                Cause::Asking(asking) => {
                    let asked = self.by_asking.get(asking.as_str()).filter(|asked| asked.came_back);
                    self.came_back(asked.and_then(|asked| asked.contract), what, Cited::of(&entry));
                }
            }
        }
    }

    fn invited(&mut self, data: &'e ContractInvited, entry: Taken<'e, '_>) {
        let place = self.place(&data.contract);
        if let (Some(stretch), Some(round)) = (&mut self.stretch, place.and_then(|place| self.rounds.get_mut(place))) {
            stretch.invited = true;
            round.joined = Some(stretch.from);
        }
        // One's own offer is no return, and takes no change to anybody.
        if !entry.is_own() {
            self.came_of(&data.arose_from, Returned::Invitation, entry);
        }
    }

    fn worked(&mut self, event: &'e intervening::Event, entry: Taken<'e, '_>) {
        use intervening::Event as Work;
        match event {
            Work::InterventionBegun(data) => _ = self.done(&data.cover, entry),
            Work::InterventionCovered(data) => _ = self.done_under(&data.contract, entry),
            Work::SessionHeld(data) => {
                if let Some(place) = self.done(&data.cover, entry) {
                    self.by_session.insert(data.session.as_str().into(), place);
                }
            }
            Work::SessionCovered(data) => {
                if let Some(place) = self.done_under(&data.contract, entry) {
                    self.by_session.insert(data.session.as_str().into(), place);
                }
            }
            Work::ChangeNoticed(data) => self.noticed(data, entry),
            Work::ChangeWitnessed(data) => {
                // A line from before that was refused counts for nothing.
                let noticed = self.by_change.get(data.change.as_str());
                if noticed.is_none_or(|noticed| noticed.by.borrow() != entry.act().by.as_str()) {
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

    /// The place of the contract that work rests on.
    fn done(&mut self, cover: &Cover, entry: Taken<'e, '_>) -> Option<usize> {
        match cover {
            Cover::Contract(contract) => self.done_under(contract, entry),
            Cover::Uncovered { .. } => None,
        }
    }

    fn done_under(&mut self, contract: &ContractId, entry: Taken<'e, '_>) -> Option<usize> {
        let place = self.place(contract)?;
        self.rounds.get_mut(place)?.done.get_or_insert(Cited::of(&entry));
        Some(place)
    }

    /// Whether something was done under a contract.
    fn is_done(&self, contract: Option<usize>) -> bool {
        contract.and_then(|place| self.rounds.get(place)).is_some_and(|round| round.done.is_some())
    }

    fn noticed(&mut self, data: &'e ChangeNoticed, entry: Taken<'e, '_>) {
        let contract = match &data.contract {
            Some(contract) => self.place(contract),
            None => data.session.as_ref().and_then(|session| self.by_session.get(session.as_str())).copied(),
        };
        let came_back = self.is_done(contract);
        let (by, cited) = (entry.entry.act().by.as_str().into(), Cited::of(&entry));
        let place = self.reach.as_ref().map_or(0, Vec::len);
        let noticed = Noticed { place, contract, came_back, by, cited, is_shared: false };
        self.by_change.insert(data.change.as_str().into(), noticed);
        self.reach.iter_mut().for_each(|reach| {
            reach.push(Reach {
                change: data.change.clone(),
                what: data.what,
                noticed: cited,
                ways: CodeSet::none(),
                steps: Vec::new(),
            });
        });
        if !entry.is_own() {
            self.shared(&data.change);
        }
    }

    /// A change that somebody besides the clinician knows of comes back to joining, from when it was noticed.
    fn shared(&mut self, change: &ChangeId) {
        let Some(noticed) = self.by_change.get_mut(change.as_str()).filter(|noticed| !noticed.is_shared) else { return };
        noticed.is_shared = true;
        let (cited, contract) = (noticed.cited, noticed.contract.filter(|_| noticed.came_back));
        self.came_back(contract, Returned::Change, cited);
    }

    fn amplified(&mut self, data: &ChangeAmplified, entry: Taken<'e, '_>) {
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

    /// The place of the contract whose work a change is credited to.
    fn credited(&self, change: &ChangeId) -> Option<usize> {
        self.by_change.get(change.as_str()).filter(|noticed| noticed.came_back)?.contract
    }

    fn travelled(&mut self, change: &ChangeId, way: Way, entry: Taken<'e, '_>) {
        let place = self.by_change.get(change.as_str()).map(|noticed| noticed.place);
        if let Some(reach) = self.reach.as_mut().zip(place).and_then(|(reach, place)| reach.get_mut(place)) {
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
    fn came_back(&mut self, contract: Option<usize>, what: Returned, cited: Cited) {
        let Some(nth) = contract else { return };
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
