//! Random walks: what is offered next, mostly what leads on, and now and then anything at all.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use practice_cycle::attachment::{CycleClosed, CycleOpened, PersonEntered, PersonLeft};
use practice_cycle::contracting::{
    self, Answer as Answered, Coded, ContractBegun, ContractCompleted, ContractDeclined, ContractEnded, ContractInvited,
    ContractPostponed, ContractRenewed, ContractRestored, ContractResumed, ContractReviewed, ContractRevoked,
    ContractSuspended, ContractWithdrawn, Draft, Duration, Flexed, FocusKind, Holder, InvitationAccepted, Lead,
    PartyReplaced, ReasonCode, ReframeAnswered, ReframeOffered, RoleFlexed, Roles, Safeguarding, Task, TermsAccepted,
    TermsProposed,
};
use practice_cycle::cycle::{self, Event};
use practice_cycle::id::{ContractId, PersonId};
use practice_cycle::moment::Moment;
use practice_cycle::people;
use practice_cycle::space::Space;
use practice_cycle::space::Stream;
use practice_cycle::text::Text;
use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};

use crate::contract::{Answer, Contract, Day, Hour, Name, Request, Role, Stage, Step, Successor, Terms, Who};
use crate::model::{Act, CLINICIAN, Deed, World};

pub(crate) const PEOPLE: Who = 8;
pub(crate) const CONTRACTS: Name = 6;
pub(crate) const SPACES: [Space; 3] = [Space::TeamMeeting, Space::HomeVisit, Space::CaseConsultation];
pub(crate) const STREAMS: [Stream; 2] = [Stream::Reflective, Stream::Direct];

/// Chance, from a seed.
pub(crate) struct Chance(TestRng);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        Self(TestRng::from_seed(RngAlgorithm::ChaCha, &bytes))
    }

    pub(crate) fn below(&mut self, most: usize) -> usize {
        (self.0.next_u64() % most.max(1) as u64) as usize
    }

    /// Once in so many times.
    fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    fn person(&mut self) -> Who {
        1 + self.below(PEOPLE)
    }

    fn request(&mut self) -> Request {
        (self.below(SPACES.len()), (!self.once_in(3)).then(|| self.below(STREAMS.len())))
    }

    fn day(&mut self, now: Hour) -> Day {
        now / 24 + self.below(12) as Day - 1
    }

    fn terms(&mut self, now: Hour) -> Terms {
        let (ends, review_by) = ((!self.once_in(3)).then(|| self.day(now) + 2), (!self.once_in(2)).then(|| self.day(now)));
        Terms {
            complete: !self.once_in(8),
            gives_a_decision_away: self.once_in(20),
            family_understanding: !self.once_in(4),
            ends,
            // Without an end, it is to be said when to look again.
            review_by: if ends.is_none() { review_by.or(Some(now / 24 + 3)) } else { review_by },
        }
    }

    /// A step that leads on from where a contract stands.
    fn leading_on(&mut self, contract: &Contract, now: Hour) -> Step {
        match contract.latest_stage(now) {
            Stage::Invited => match self.below(6) {
                0 => Step::Reframe(self.request()),
                1 | 2 => Step::Accept,
                3 if self.once_in(3) => Step::Withdraw,
                _ => Step::Propose(self.terms(now)),
            },
            Stage::Reframed => match self.below(3) {
                0 => Step::Answer(Answer::Welcomed),
                1 => Step::Answer(Answer::Adapted(self.request())),
                _ => Step::Answer(Answer::NotWelcomed),
            },
            Stage::Negotiating => match (contract.table, self.below(8)) {
                (_, 0) => Step::Reframe(self.request()),
                (None, _) | (_, 1) => Step::Propose(self.terms(now)),
                (Some(table), _) => Step::AcceptTerms(table.version),
            },
            Stage::Agreed => match self.below(5) {
                0 => Step::Postpone,
                1 => Step::Propose(self.terms(now)),
                _ => Step::Begin,
            },
            Stage::Postponed => Step::Restore,
            Stage::Active => match (contract.table, self.below(12)) {
                (Some(table), 0..=5) => Step::AcceptTerms(table.version),
                (_, 0 | 1) => Step::Propose(self.terms(now)),
                (_, 2 | 3) => Step::Suspend,
                (_, 4 | 5) => Step::Review { next: (!self.once_in(3)).then(|| self.day(now)) },
                (_, 6) => Step::Flex { decision: self.once_in(3) },
                (_, 7) => Step::Complete,
                (_, 8) => self.renewal(),
                (_, 9 | 10) => self.replacing(contract, now),
                _ => Step::End { did_not_take_place: self.once_in(4), with: self.person() },
            },
            Stage::Suspended => match self.below(6) {
                0 => Step::Review { next: Some(self.day(now)) },
                1 => self.renewal(),
                2 => self.replacing(contract, now),
                _ => Step::Resume,
            },
            Stage::Lapsed => match self.below(4) {
                0 => Step::Complete,
                1 => Step::Review { next: None },
                _ => self.renewal(),
            },
            Stage::Declined | Stage::Withdrawn | Stage::Completed | Stage::Ended | Stage::Revoked => match self.below(3) {
                0 => self.renewal(),
                1 => Step::Review { next: None },
                _ => Step::Flex { decision: false },
            },
        }
    }

    fn renewal(&mut self) -> Step {
        let here = Successor::Here(self.below(CONTRACTS));
        Step::Renew(if self.once_in(4) { Successor::Elsewhere } else { here })
    }

    fn replacing(&mut self, contract: &Contract, now: Hour) -> Step {
        let party = match contract.parties(now) {
            // Mostly of the social work side, where there are several.
            Some([clinical, social]) if !self.once_in(6) => self.of(&[clinical, social, social]),
            _ => self.person(),
        };
        Step::Replace { party, successor: self.person() }
    }

    fn any_step(&mut self, contract: Option<&Contract>, now: Hour) -> Step {
        match self.below(19) {
            0 => Step::Accept,
            1 => Step::Reframe(self.request()),
            2 => Step::Answer(self.of(&[Answer::Welcomed, Answer::Adapted((0, None)), Answer::NotWelcomed])),
            3 => Step::Propose(self.terms(now)),
            4 => Step::AcceptTerms(1 + self.below(3) as u32),
            5 => Step::Decline,
            6 => Step::Withdraw,
            7 => Step::Postpone,
            8 => Step::Restore,
            9 => Step::Begin,
            10 => Step::Review { next: self.once_in(2).then(|| self.day(now)) },
            11 => contract.map_or(Step::Begin, |contract| self.replacing(contract, now)),
            12 => Step::Flex { decision: self.once_in(2) },
            13 => Step::Suspend,
            14 => Step::Resume,
            15 => Step::Complete,
            16 => Step::End { did_not_take_place: self.once_in(2), with: self.person() },
            17 => Step::Revoke,
            _ => self.renewal(),
        }
    }

    fn deed(&mut self, world: &World, now: Hour) -> Deed {
        match self.below(100) {
            0 if self.once_in(20) => Deed::Open,
            1 if self.once_in(10) => Deed::Close,
            2..=4 => Deed::Leave(self.person()),
            5..=16 => {
                let who = self.person();
                Deed::Enter(who, if who == CLINICIAN { Role::Clinician } else { self.of(&Role::ALL) })
            }
            17..=26 => Deed::Invite(self.below(CONTRACTS), self.request()),
            place => {
                let name = self.below(CONTRACTS);
                match world.contracts.get(&name) {
                    None => Deed::Invite(name, self.request()),
                    Some(contract) if place < 88 => Deed::Take(name, self.leading_on(contract, now)),
                    contract => Deed::Take(name, self.any_step(contract, now)),
                }
            }
        }
    }

    /// What is offered next, and the hour to which the clock moves.
    pub(crate) fn act(&mut self, world: &World, clock: &mut Hour) -> Act {
        let Some(opener) = world.opened_by() else {
            return Act { deed: Deed::Open, by: self.of(&[CLINICIAN, PEOPLE]), occurred: *clock, recorded: *clock };
        };
        *clock += if self.once_in(3) { 0 } else { self.below(20) as Hour };
        let occurred = *clock - if self.once_in(5) { self.below(60) as Hour } else { 0 } + Hour::from(self.once_in(50));
        let recorded = *clock - Hour::from(self.once_in(50));
        let deed = self.deed(world, occurred);
        let by = match self.below(10) {
            0 | 1 => self.person(),
            2 => opener,
            3..=5 => CLINICIAN,
            _ => {
                // Somebody of the social work side, where there is anybody.
                let of_the_side =
                    |who: &Who| matches!(world.role_at(*who, occurred), Some(Role::SocialWorker | Role::Manager));
                let there: Vec<Who> = (1..=PEOPLE).filter(of_the_side).collect();
                if there.is_empty() { opener } else { self.of(&there) }
            }
        };
        Act { deed, by, occurred, recorded }
    }
}

// The same in the words of the library.

pub(crate) fn moment(hour: Hour) -> Moment {
    let start: DateTime<Utc> = "2026-03-01T00:00:00Z".parse().unwrap();
    Moment::new(start + TimeDelta::hours(hour)).unwrap()
}

fn day(day: Day) -> NaiveDate {
    let start: NaiveDate = "2026-03-01".parse().unwrap();
    if day < 0 { start - Days::new(day.unsigned_abs()) } else { start + Days::new(day.unsigned_abs()) }
}

pub(crate) fn person(who: Who) -> PersonId {
    PersonId::new(&format!("p-{who}")).unwrap()
}

pub(crate) fn contract_id(name: Name) -> ContractId {
    ContractId::new(&format!("c-{name}")).unwrap()
}

pub(crate) fn role(role: Role) -> people::Role {
    match role {
        Role::Clinician => people::Role::Clinician,
        Role::SocialWorker => people::Role::SocialWorker,
        Role::Manager => people::Role::Manager,
        Role::Parent => people::Role::Parent,
        Role::Court => people::Role::Court,
        Role::School => people::Role::School,
    }
}

pub(crate) fn request((space, stream): Request) -> contracting::Request {
    contracting::Request { space: SPACES[space], stream: stream.map(|stream| STREAMS[stream]) }
}

fn words() -> Text {
    Text::new("Invented.").unwrap()
}

fn draft(terms: Terms) -> Draft {
    let roles = Roles::all(Holder::Shared);
    let decisions = if terms.gives_a_decision_away { Holder::Shared } else { Holder::SocialWorker };
    let duration = match (terms.ends, terms.review_by) {
        (Some(ends), None) => Duration::Single(day(ends)),
        (Some(ends), Some(review)) => Duration::Until { ends: day(ends), review_by: Some(day(review)) },
        (None, review) => Duration::ReviewBy(day(review.unwrap())),
    };
    Draft {
        focus: Some(Coded::new(FocusKind::CaseDilemma, None).unwrap()),
        goal: terms.complete.then(words),
        serves: None,
        lead: Some(Lead::Shared),
        roles: roles.with(Task::StatutoryDecisions, decisions),
        safeguarding: Some(Safeguarding::NoneKnown),
        duration: Some(duration),
        family_understanding: terms.family_understanding.then(words),
    }
}

fn step(contract: ContractId, step: Step) -> Event {
    let reason = |code| Coded::new(code, None).unwrap();
    match step {
        Step::Accept => InvitationAccepted { contract }.into(),
        Step::Reframe(to) => ReframeOffered { contract, to: request(to), reason: words() }.into(),
        Step::Answer(answer) => {
            let answer = match answer {
                Answer::Welcomed => Answered::Welcomed,
                Answer::Adapted(to) => Answered::Adapted { to: request(to), reason: words() },
                Answer::NotWelcomed => Answered::NotWelcomed { reason: words(), why: None },
            };
            ReframeAnswered { contract, answer }.into()
        }
        Step::Propose(terms) => TermsProposed { contract, terms: Box::new(draft(terms)) }.into(),
        Step::AcceptTerms(version) => TermsAccepted { contract, version }.into(),
        Step::Decline => ContractDeclined { contract, reason: reason(ReasonCode::NoCapacity) }.into(),
        Step::Withdraw => ContractWithdrawn { contract, reason: reason(ReasonCode::CaseClosed) }.into(),
        Step::Postpone => ContractPostponed { contract, reason: reason(ReasonCode::NoCapacity) }.into(),
        Step::Restore => ContractRestored { contract }.into(),
        Step::Begin => ContractBegun { contract }.into(),
        Step::Review { next } => {
            ContractReviewed { contract, with: Vec::new(), next_review: next.map(day), words: None }.into()
        }
        Step::Replace { party, successor } => {
            PartyReplaced { contract, party: person(party), successor: person(successor) }.into()
        }
        Step::Flex { decision } => {
            let task = if decision { Flexed::StatutoryDecisions } else { Flexed::Notes };
            RoleFlexed { contract, task, to: Holder::Clinician, reason: words() }.into()
        }
        Step::Suspend => ContractSuspended { contract, reason: reason(ReasonCode::NoCapacity) }.into(),
        Step::Resume => ContractResumed { contract }.into(),
        Step::Complete => ContractCompleted { contract, words: None }.into(),
        Step::End { did_not_take_place, with } => {
            let code = if did_not_take_place { ReasonCode::DidNotTakePlace } else { ReasonCode::GoalMetEarly };
            ContractEnded { contract, reason: reason(code), with: person(with) }.into()
        }
        Step::Revoke => ContractRevoked { contract, reason: reason(ReasonCode::FamilyWithdrew) }.into(),
        Step::Renew(to) => {
            let successor = match to {
                Successor::Here(name) => contracting::Successor::Here(contract_id(name)),
                Successor::Elsewhere => {
                    contracting::Successor::Elsewhere { cycle: "cy-2".parse().unwrap(), contract: "c-1".parse().unwrap() }
                }
            };
            ContractRenewed { contract, successor }.into()
        }
    }
}

pub(crate) fn said(act: &Act) -> cycle::Act {
    let cycle = || "cy-1".parse().unwrap();
    let event: Event = match act.deed {
        Deed::Open => CycleOpened::new(cycle(), person(CLINICIAN), "t-1".parse().unwrap()).into(),
        Deed::Close => CycleClosed { cycle: cycle(), words: None }.into(),
        Deed::Enter(who, entering) => PersonEntered::new(person(who), role(entering)).into(),
        Deed::Leave(who) => PersonLeft::new(person(who)).into(),
        Deed::Invite(name, asked) => {
            let request = request(asked);
            let mut invited = ContractInvited::new(contract_id(name), request.space);
            invited.stream = request.stream;
            invited.into()
        }
        Deed::Take(name, taken) => step(contract_id(name), taken),
    };
    cycle::Act::new(event, person(act.by), moment(act.occurred)).recorded(moment(act.recorded))
}
