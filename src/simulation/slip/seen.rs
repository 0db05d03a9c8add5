//! What a ruling looks at: an act with who stood where then, and what had gone before.

use std::collections::{BTreeMap, BTreeSet};

use crate::code::CodeSet;
use crate::contracting::{ContractBegun, ContractInvited, Duration, PartyReplaced, TermsAccepted, TermsProposed};
use crate::cycle::{Cycle, Event};
use crate::deciding::{LegalStatusChanged, MilestoneReached, ThresholdDecided};
use crate::deliberating::{DiscussionHeld, ReferralReturned, StepTakenOn, TestPlanned};
use crate::id::{EntryNumber, PersonId};
use crate::intervening::{
    ConsentGiven, Cover, FamilyHelpedToUnderstand, InterventionBegun, InterventionCovered, SessionCovered, SessionHeld,
};
use crate::ledger::Known;
use crate::moment::Moment;
use crate::people::{Held, Role, Side};
use crate::space::{Space, Stream};

/// An act that happened, or is about to be offered.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen<'a> {
    pub(super) at: Moment,
    /// Nothing where it is only about to be offered.
    pub(super) number: Option<EntryNumber>,
    pub(super) event: &'a Event,
    pub(super) by: &'a PersonId,
    pub(super) in_role: Option<Role>,
    pub(super) cycle: &'a Cycle,
    pub(super) facts: &'a Facts,
}

/// An act as it is looked back on.
#[derive(Debug, Clone)]
pub(super) struct Past {
    pub(super) at: Moment,
    pub(super) number: EntryNumber,
    pub(super) event: Event,
    pub(super) by: PersonId,
    pub(super) in_role: Option<Role>,
}

impl Past {
    pub(super) fn seen<'a>(&'a self, cycle: &'a Cycle, facts: &'a Facts) -> Seen<'a> {
        let Self { at, number, event, by, in_role } = self;
        Seen { at: *at, number: Some(*number), event, by, in_role: *in_role, cycle, facts }
    }
}

/// Those who stand for the two sides in what is agreed.
type Parties = BTreeMap<Side, PersonId>;

/// What had gone before, in the order in which it occurred, and what follows from it.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts {
    pub(super) past: Vec<Past>,
    /// The cases of contracts, discussions, plans and steps, by what they are called.
    cases: BTreeMap<(&'static str, String), String>,
    /// The contracts of pieces of work, where they name one.
    contracts_of_work: BTreeMap<String, String>,
    streams_asked: BTreeMap<String, Option<Stream>>,
    durations: BTreeMap<String, Vec<Option<Duration>>>,
    /// Of each contract the version that was accepted last, and by whom.
    accepted: BTreeMap<String, (u32, Parties)>,
    agreed: BTreeMap<String, (u32, Parties)>,
    begun: BTreeSet<String>,
}

const CONTRACT: &str = "contract";
const DISCUSSION: &str = "discussion";
const TEST: &str = "test";
const STEP: &str = "step";

impl Facts {
    /// Takes in what happened, after it was ruled on.
    pub(super) fn note(&mut self, past: Past, cycle: &Cycle) {
        let Past { event, by, .. } = &past;
        let seen = past.seen(cycle, self);
        if let Some(data) = ContractInvited::of(event) {
            let contract = data.contract.as_str().to_owned();
            let case = data.case.as_ref().and_then(|case| case.as_str()).map(str::to_owned);
            self.streams_asked.insert(contract.clone(), data.stream);
            case.map(|case| self.cases.insert((CONTRACT, contract), case));
        } else if let Some(data) = DiscussionHeld::of(event) {
            let case = data.case.as_str().map(str::to_owned);
            case.map(|case| self.cases.insert((DISCUSSION, data.discussion.as_str().to_owned()), case));
        } else if let Some(data) = TestPlanned::of(event) {
            let case = self.case_of_discussion(data.discussion.as_str()).map(str::to_owned);
            case.map(|case| self.cases.insert((TEST, data.test.as_str().to_owned()), case));
        } else if let Some(data) = StepTakenOn::of(event) {
            let case = data.case.as_str().map(str::to_owned);
            case.map(|case| self.cases.insert((STEP, data.step.as_str().to_owned()), case));
        } else if let Some(data) = InterventionBegun::of(event) {
            let contract = seen.contract().map(str::to_owned);
            contract.map(|contract| self.contracts_of_work.insert(data.intervention.as_str().to_owned(), contract));
        } else if let Some(data) = TermsProposed::of(event) {
            let contract = data.contract.as_str().to_owned();
            // New terms before the work begins put what was agreed back on the table; later they do not, until both accept them.
            if !self.begun.contains(&contract) {
                self.agreed.remove(&contract);
            }
            self.durations.entry(contract).or_default().push(data.terms.duration);
        } else if let Some(data) = ContractBegun::of(event) {
            self.begun.insert(data.contract.as_str().to_owned());
        } else if let Some(data) = TermsAccepted::of(event) {
            let side = seen.side_acting();
            let contract = data.contract.as_str().to_owned();
            let tabled = self.accepted.entry(contract.clone()).or_default();
            if tabled.0 != data.version {
                *tabled = (data.version, Parties::new());
            }
            side.map(|side| tabled.1.insert(side, by.clone()));
            if tabled.1.len() == 2 {
                self.agreed.insert(contract, tabled.clone());
            }
        } else if let Some(data) = PartyReplaced::of(event)
            && let Some((_, parties)) = self.agreed.get_mut(data.contract.as_str())
        {
            let replaced = parties.values_mut().filter(|party| **party == data.party);
            replaced.for_each(|party| *party = data.successor.clone());
        }
        self.past.push(past);
    }

    pub(super) fn case_of_contract(&self, contract: &str) -> Option<&str> {
        self.cases.get(&(CONTRACT, contract.to_owned())).map(String::as_str)
    }

    pub(super) fn case_of_test(&self, test: &str) -> Option<&str> {
        self.cases.get(&(TEST, test.to_owned())).map(String::as_str)
    }

    pub(super) fn case_of_step(&self, step: &str) -> Option<&str> {
        self.cases.get(&(STEP, step.to_owned())).map(String::as_str)
    }

    pub(super) fn case_of_discussion(&self, discussion: &str) -> Option<&str> {
        self.cases.get(&(DISCUSSION, discussion.to_owned())).map(String::as_str)
    }

    /// The stream that an invitation asked for, if it said one.
    pub(super) fn stream_asked(&self, contract: &str) -> Option<Stream> {
        self.streams_asked.get(contract).copied().flatten()
    }

    /// Whether what is agreed goes on: until a day, or a review, and is no single meeting.
    pub(super) fn goes_on(&self, contract: &str) -> bool {
        let version = self.agreed.get(contract).map_or(0, |(version, _)| *version as usize);
        let durations = self.durations.get(contract);
        let duration = durations.and_then(|all| all.get(version.checked_sub(1)?).copied().flatten());
        matches!(duration, Some(Duration::Until { .. } | Duration::ReviewBy(_)))
    }

    /// Who stands for a side in what is agreed.
    pub(super) fn party(&self, contract: &str, side: Side) -> Option<&PersonId> {
        self.agreed.get(contract)?.1.get(&side)
    }

    /// The contracts that were ever agreed, of which somebody is a party now.
    pub(super) fn contracts_of(&self, person: &PersonId) -> impl Iterator<Item = (&str, Side)> {
        self.agreed.iter().flat_map(move |(contract, (_, parties))| {
            let is_theirs = move |(side, party): (&Side, &PersonId)| (party == person).then_some((contract.as_str(), *side));
            parties.iter().filter_map(is_theirs)
        })
    }

    /// Who accepted a version for a side, if it is the one that was accepted last.
    pub(super) fn accepted_for(&self, contract: &str, version: u32, side: Side) -> Option<&PersonId> {
        let (last, parties) = self.accepted.get(contract)?;
        parties.get(&side).filter(|_| *last == version)
    }

    /// The version of the terms that was accepted last.
    pub(super) fn last_accepted(&self, contract: &str) -> Option<u32> {
        self.accepted.get(contract).map(|(version, _)| *version)
    }
}

impl<'a> Seen<'a> {
    /// What somebody was at that instant.
    pub(super) fn held(&self, person: &PersonId) -> Held {
        self.cycle.held_at(person, self.at)
    }

    /// The roles in which whoever acted was acting.
    pub(super) fn roles_acting(&self) -> CodeSet<Role> {
        self.in_role.map_or_else(|| self.held(self.by).roles, |role| CodeSet::none().with(role))
    }

    /// The side for which whoever acted was acting.
    pub(super) fn side_acting(&self) -> Option<Side> {
        // As it was known when they acted: what they were else by then can be recorded later.
        let known = Known::before(self.number.unwrap_or(EntryNumber::LAST));
        let main = || self.cycle.roster().actor(self.cycle.seat_of(self.by.as_str())?, self.at, known);
        self.in_role.or_else(|| main().map(|actor| actor.role)).map(Role::side)
    }

    /// Whether somebody of a side is among these.
    pub(super) fn has(&self, people: &[PersonId], side: Side) -> bool {
        people.iter().any(|person| self.held(person).is_on(side))
    }

    pub(super) fn has_both(&self, people: &[PersonId]) -> bool {
        self.has(people, Side::Clinical) && self.has(people, Side::SocialWork)
    }

    /// A meeting at which somebody of the family was.
    pub(super) fn met_family(&self) -> Option<&'a SessionHeld> {
        SessionHeld::of(self.event).filter(|data| self.has(&data.present, Side::Family))
    }

    /// The contract that it is about.
    pub(super) fn contract(&self) -> Option<&'a str> {
        let covered = |cover: &'a Cover| match cover {
            Cover::Contract(contract) => Some(contract),
            Cover::Uncovered { contract, .. } => contract.as_ref(),
        };
        if let Event::Contracting(event) = self.event {
            return Some(event.contract().as_str());
        }
        let named = InterventionBegun::of(self.event)
            .map(|data| covered(&data.cover))
            .or_else(|| SessionHeld::of(self.event).map(|data| covered(&data.cover)))
            .or_else(|| InterventionCovered::of(self.event).map(|data| Some(&data.contract)))
            .or_else(|| SessionCovered::of(self.event).map(|data| Some(&data.contract)))
            .or_else(|| FamilyHelpedToUnderstand::of(self.event).map(|data| data.contract.as_ref()))
            .or_else(|| ConsentGiven::of(self.event).map(|data| data.contract.as_ref()));
        named.flatten().map(|contract| contract.as_str())
    }

    /// The contract that a meeting is about: its own, or that of the work to which it belongs.
    pub(super) fn contract_of_meeting(&self) -> Option<&'a str> {
        let work = || SessionHeld::of(self.event)?.intervention.as_ref();
        self.contract().or_else(|| self.facts.contracts_of_work.get(work()?.as_str()).map(String::as_str))
    }

    /// The case that it is about.
    pub(super) fn case(&self) -> Option<&'a str> {
        let named = LegalStatusChanged::of(self.event)
            .map(|data| &data.case)
            .or_else(|| MilestoneReached::of(self.event).map(|data| &data.case))
            .or_else(|| ThresholdDecided::of(self.event).map(|data| &data.case))
            .or_else(|| DiscussionHeld::of(self.event).map(|data| &data.case))
            .or_else(|| StepTakenOn::of(self.event).map(|data| &data.case))
            .or_else(|| ReferralReturned::of(self.event).map(|data| &data.case));
        match named {
            Some(case) => case.as_str(),
            None => self.facts.case_of_contract(self.contract_of_meeting()?),
        }
    }

    /// The space and the stream that are settled for a contract.
    pub(super) fn settled(&self, contract: &str) -> Option<(Space, Option<Stream>)> {
        self.cycle.contract_by(contract)?.state().request().map(|request| (request.space, request.stream))
    }

    /// Whether both parties to what is agreed are there, each on their side.
    pub(super) fn parties_are_there(&self, contract: &str) -> bool {
        let is_there = |side| self.facts.party(contract, side).is_some_and(|party| self.held(party).is_on(side));
        is_there(Side::Clinical) && is_there(Side::SocialWork)
    }

    /// What went before, the latest first.
    pub(super) fn before(&self) -> impl Iterator<Item = Seen<'a>> + use<'a> {
        let (cycle, facts) = (self.cycle, self.facts);
        facts.past.iter().rev().map(move |past| past.seen(cycle, facts))
    }
}
