//! The yardstick: the same lifecycle as a hand-written `match` over state and event, with the same checks, over the same types.

use practice_cycle::code::CodeSet;
use practice_cycle::contracting::{
    Accepted, Answer, Closed, ContractEnded, ContractInvited, Event, Flexed, Holder, Invited, Kind, Moved, Origin, Party,
    Prospect, ReasonCode, Refusal, Request, Stage, State, StepContext, Task,
};
use practice_cycle::id::EntryNumber;
use practice_cycle::moment::Moment;
use practice_cycle::people::{Role, Side};
use practice_cycle::permitted::Those;

#[derive(Clone)]
pub struct ByHand {
    pub state: State,
    pub trail: Vec<Mark>,
    /// Whether a contract is linked that follows, or is to follow.
    linked: bool,
    /// Who accepted what was agreed, for the clinical and for the social work side.
    accepted: [u32; 2],
    replaced: Vec<Replaced>,
}

#[derive(Clone, Copy)]
pub struct Mark {
    at: Moment,
    lapses: Moment,
    number: u32,
    seat: u32,
    stage: Stage,
}

/// A party was replaced at a time, by whoever holds a seat.
#[derive(Clone, Copy)]
struct Replaced {
    at: Moment,
    number: EntryNumber,
    party: Party,
    by: u32,
}

fn is_of_two(side: Side) -> bool {
    matches!(side, Side::Clinical | Side::SocialWork)
}

fn is_within(kind: Kind) -> bool {
    matches!(kind, Kind::ContractReviewed | Kind::PartyReplaced | Kind::RoleFlexed)
}

impl Mark {
    fn stage_at(&self, at: Moment) -> Stage {
        if self.stage == Stage::Active && self.lapses < at { Stage::Lapsed } else { self.stage }
    }
}

impl ByHand {
    pub fn invited(event: &ContractInvited, step: &StepContext) -> Self {
        let origin = match step.by.role.side() {
            Side::Clinical => Origin::CliniciansOffer,
            Side::SocialWork => Origin::SocialWork,
            Side::Family | Side::Partner => Origin::Court,
        };
        let request = Request { space: event.space, stream: event.stream };
        let mut by_hand = Self {
            state: State::Invited(Invited::new(origin, request)),
            trail: Vec::with_capacity(6),
            linked: false,
            accepted: [u32::MAX; 2],
            replaced: Vec::new(),
        };
        by_hand.mark(step);
        by_hand
    }

    fn mark(&mut self, step: &StepContext) {
        let lapses = self.lapses();
        let stage = self.state.stage();
        self.trail.push(Mark { at: step.at, lapses, number: step.number.get(), seat: step.by.seat, stage });
    }

    fn lapses(&self) -> Moment {
        match &self.state {
            State::Active(active) => active.agreement().lapses().unwrap_or(Moment::LATEST),
            _ => Moment::LATEST,
        }
    }

    pub fn stage(&self, at: Moment) -> Stage {
        match &self.state {
            State::Active(active) if active.agreement().lapses().is_some_and(|end| end < at) => Stage::Lapsed,
            state => state.stage(),
        }
    }

    fn permitted(&self, asked: Kind, step: &StepContext, yes: bool) -> Result<(), Refusal> {
        if yes { Ok(()) } else { Err(Refusal::NotTheirs { asked, role: step.by.role, permitted: Those(CodeSet::none()) }) }
    }

    /// What occurred within what was agreed, by where the contract stood then: any stage of that very instant will do.
    fn within(&mut self, event: &Event, step: &StepContext) -> Result<Moved, Refusal> {
        let asked = event.kind();
        let fits = |stage| matches!(stage, Stage::Active | Stage::Suspended);
        let last = self.trail.iter().rev().skip_while(|mark| mark.at > step.at);
        let mut stood = None;
        for mark in last {
            let stage = mark.stage_at(step.at);
            stood = stood.or(Some(stage));
            if fits(stage) {
                stood = Some(stage);
                break;
            }
            if mark.at < step.at {
                break;
            }
        }
        let stage = stood.unwrap_or(Stage::Invited);
        if !fits(stage) {
            return Err(Refusal::OutOfStep { asked, stage });
        }
        self.permitted(asked, step, is_of_two(step.by.role.side()))?;
        match event {
            Event::ContractReviewed(data) => {
                let next = self.overdue(data.next_review, asked)?;
                // One that was recorded late, or of a contract that is closed by now, moves nothing here.
                let is_last = self.trail.last().is_some_and(|mark| mark.at <= step.at);
                self.state = match &self.state {
                    State::Active(it) if is_last => State::Active(it.clone().reviewed(next)),
                    State::Suspended(it) if is_last => State::Suspended(it.clone().reviewed(next)),
                    state => state.clone(),
                };
            }
            Event::RoleFlexed(data) if data.task == Flexed::Lead && data.to == Holder::NotNeeded => {
                return Err(Refusal::NobodyLeads);
            }
            Event::PartyReplaced(_) => self.replace(step)?,
            _ => {}
        }
        let now = self.trail.iter().rev().find(|mark| mark.at <= step.at).map_or(stage, |mark| mark.stage_at(step.at));
        Ok(Moved { from: now, to: now })
    }

    fn replace(&mut self, step: &StepContext) -> Result<(), Refusal> {
        let party = [Party::Clinical, Party::SocialWork]
            .into_iter()
            .find(|&party| step.replaced.is_some() && step.replaced == Some(self.party(party, step.at)))
            .ok_or(Refusal::NotAParty)?;
        let other = step.other.filter(|other| Party::of(other.role.side()) == Some(party)).ok_or(Refusal::NotASuccessor)?;
        if Some(other.seat) == step.replaced {
            return Err(Refusal::NotASuccessor);
        }
        self.replaced.push(Replaced { at: step.at, number: step.number, party, by: other.seat });
        self.replaced.sort_by_key(|replaced| (replaced.at, replaced.number));
        Ok(())
    }

    fn party(&self, party: Party, at: Moment) -> u32 {
        let replaced = self.replaced.iter().rev().find(|replaced| replaced.party == party && replaced.at <= at);
        replaced.map_or(self.accepted[usize::from(party == Party::SocialWork)], |replaced| replaced.by)
    }

    /// Judges and applies.
    pub fn record(&mut self, event: &Event, step: &StepContext) -> Result<Moved, Refusal> {
        let kind = event.kind();
        if is_within(kind) {
            return self.within(event, step);
        }
        if self.trail.last().is_some_and(|mark| step.at < mark.at) {
            return Err(Refusal::BeforePreviousStep { asked: kind });
        }
        let from = self.stage(step.at);
        let lapsed = from == Stage::Lapsed;
        let (side, role) = (step.by.role.side(), step.by.role);
        let two = is_of_two(side);
        let next = match (&self.state, event) {
            (State::Invited(it), Event::InvitationAccepted(_)) => {
                self.permitted(kind, step, side == self.state.origin().answered_by())?;
                State::Negotiating(it.clone().accepted())
            }
            (State::Invited(it), Event::ReframeOffered(data)) => {
                self.permitted(kind, step, side == Side::Clinical)?;
                State::Reframed(it.clone().reframed(data.to))
            }
            (State::Negotiating(it), Event::ReframeOffered(data)) => {
                self.permitted(kind, step, side == Side::Clinical)?;
                State::Reframed(it.clone().reframed(data.to))
            }
            (State::Reframed(it), Event::ReframeAnswered(data)) => {
                self.permitted(kind, step, side == Side::SocialWork)?;
                match &data.answer {
                    Answer::Welcomed => State::Negotiating(it.clone().welcomed()),
                    Answer::Adapted { to, .. } => State::Negotiating(it.clone().adapted(*to)),
                    Answer::NotWelcomed { .. } => State::Invited(it.clone().not_welcomed()),
                }
            }
            (
                State::Invited(_) | State::Negotiating(_) | State::Agreed(_) | State::Postponed(_) | State::Active(_),
                Event::TermsProposed(data),
            ) if !lapsed => {
                self.permitted(kind, step, two)?;
                let holder = data.terms.roles.holder(Task::StatutoryDecisions);
                if matches!(holder, Some(Holder::Clinician | Holder::Shared)) {
                    return Err(Refusal::ReservedDecision { asked: kind });
                }
                let (terms, number) = (&data.terms, step.number);
                let absurd = |_| Refusal::AbsurdDay { asked: kind };
                match &self.state {
                    State::Invited(it) => State::Negotiating(it.clone().proposed(terms, number).map_err(absurd)?),
                    State::Negotiating(it) => State::Negotiating(it.clone().proposed(terms, number).map_err(absurd)?),
                    State::Agreed(it) => State::Negotiating(it.clone().reopened(terms, number).map_err(absurd)?),
                    State::Postponed(it) => State::Negotiating(it.clone().reopened(terms, number).map_err(absurd)?),
                    State::Active(it) => State::Active(it.clone().proposed(terms, number).map_err(absurd)?),
                    _ => return Err(Refusal::OutOfStep { asked: kind, stage: from }),
                }
            }
            (State::Negotiating(it), Event::TermsAccepted(data)) => {
                self.permitted(kind, step, two)?;
                let tabled = it.tabled().ok_or(Refusal::NothingProposed)?;
                if tabled.version() != data.version {
                    return Err(Refusal::StaleVersion { current: tabled.version() });
                }
                if tabled.accepted_by(side) {
                    return Err(Refusal::AlreadyAccepted);
                }
                match it.clone().accepted(Party::of(side).unwrap(), step.by.seat).map_err(|gaps| Refusal::Gaps { gaps })? {
                    Accepted::Waiting(it) => State::Negotiating(it),
                    Accepted::Agreed(it) => State::Agreed(it),
                }
            }
            (State::Active(it), Event::TermsAccepted(data)) if !lapsed => {
                self.permitted(kind, step, two)?;
                let tabled = it.tabled().ok_or(Refusal::NothingProposed)?;
                if tabled.version() != data.version {
                    return Err(Refusal::StaleVersion { current: tabled.version() });
                }
                if tabled.accepted_by(side) {
                    return Err(Refusal::AlreadyAccepted);
                }
                let ends = tabled.lapses();
                let next =
                    it.clone().accepted(Party::of(side).unwrap(), step.by.seat).map_err(|gaps| Refusal::Gaps { gaps })?;
                if ends.is_some_and(|end| end < step.at) {
                    return Err(Refusal::PlannedEndPassed { asked: kind });
                }
                State::Active(next)
            }
            (State::Agreed(it), Event::ContractBegun(_)) => {
                self.permitted(kind, step, two)?;
                self.not_yet_ended(kind, step)?;
                State::Active(it.clone().begun())
            }
            (State::Agreed(it), Event::ContractPostponed(_)) => {
                self.permitted(kind, step, two)?;
                State::Postponed(it.clone().postponed())
            }
            (State::Postponed(it), Event::ContractRestored(_)) => {
                self.permitted(kind, step, two)?;
                State::Agreed(it.clone().restored())
            }
            (State::Active(it), Event::ContractSuspended(_)) if !lapsed => {
                self.permitted(kind, step, two)?;
                State::Suspended(it.clone().suspended())
            }
            (State::Suspended(it), Event::ContractResumed(_)) => {
                self.permitted(kind, step, two)?;
                self.not_yet_ended(kind, step)?;
                State::Active(it.clone().resumed())
            }
            (State::Invited(it), Event::ContractDeclined(_)) => {
                self.permitted(kind, step, side == self.state.origin().answered_by())?;
                State::Declined(it.clone().closed())
            }
            (State::Reframed(it), Event::ContractDeclined(_)) => {
                self.permitted(kind, step, two)?;
                State::Declined(it.clone().closed())
            }
            (State::Negotiating(it), Event::ContractDeclined(_)) => {
                self.permitted(kind, step, two)?;
                State::Declined(it.clone().closed())
            }
            (State::Invited(it), Event::ContractWithdrawn(_)) => {
                let asked = match self.state.origin() {
                    Origin::CliniciansOffer => side == Side::Clinical,
                    Origin::SocialWork => side == Side::SocialWork,
                    Origin::Court => role == Role::Court,
                };
                self.permitted(kind, step, asked)?;
                State::Withdrawn(it.clone().closed())
            }
            (
                state @ (State::Reframed(_) | State::Negotiating(_) | State::Agreed(_) | State::Postponed(_)),
                Event::ContractWithdrawn(_),
            ) => {
                self.permitted(kind, step, two || (role == Role::Court && state.origin() == Origin::Court))?;
                State::Withdrawn(match state {
                    State::Reframed(it) => it.clone().closed(),
                    State::Negotiating(it) => it.clone().closed(),
                    State::Agreed(it) => it.clone().closed(),
                    State::Postponed(it) => it.clone().closed(),
                    _ => return Err(Refusal::OutOfStep { asked: kind, stage: from }),
                })
            }
            (State::Active(it), Event::ContractCompleted(_)) => {
                self.permitted(kind, step, two)?;
                State::Completed(it.clone().closed())
            }
            (State::Suspended(it), Event::ContractCompleted(_)) => {
                self.permitted(kind, step, two)?;
                State::Completed(it.clone().closed())
            }
            (State::Agreed(it), Event::ContractEnded(data)) => State::Ended(self.ended(it.clone().closed(), data, step)?),
            (State::Active(it), Event::ContractEnded(data)) => State::Ended(self.ended(it.clone().closed(), data, step)?),
            (State::Suspended(it), Event::ContractEnded(data)) => {
                State::Ended(self.ended(it.clone().closed(), data, step)?)
            }
            (State::Active(it), Event::ContractRevoked(_)) if !lapsed => {
                self.permitted(kind, step, two || side == Side::Family)?;
                State::Revoked(it.clone().closed())
            }
            (State::Suspended(it), Event::ContractRevoked(_)) => {
                self.permitted(kind, step, two || side == Side::Family)?;
                State::Revoked(it.clone().closed())
            }
            (
                state @ (State::Active(_)
                | State::Declined(_)
                | State::Withdrawn(_)
                | State::Completed(_)
                | State::Ended(_)
                | State::Revoked(_)),
                Event::ContractRenewed(_),
            ) => {
                self.permitted(kind, step, two)?;
                if self.linked {
                    return Err(Refusal::HasSuccessor);
                }
                // Of what follows elsewhere nothing more is known, so that it takes effect at once.
                let prospect = step.renewal.map_or(Prospect::Agreed, |renewal| renewal.prospect);
                let next = match (state, prospect) {
                    (State::Active(it), Prospect::Agreed) => State::Completed(it.clone().closed()),
                    (state, _) => state.clone(),
                };
                self.linked = prospect != Prospect::Nothing;
                next
            }
            _ => return Err(Refusal::OutOfStep { asked: kind, stage: from }),
        };
        if let (State::Negotiating(_), State::Agreed(_)) = (&self.state, &next) {
            let seat = |side| next.agreed().and_then(|agreement| agreement.party(side)).unwrap_or(u32::MAX);
            self.accepted = [seat(Side::Clinical), seat(Side::SocialWork)];
        }
        self.state = next;
        self.mark(step);
        Ok(Moved { from, to: self.stage(step.at) })
    }

    fn not_yet_ended(&self, asked: Kind, step: &StepContext) -> Result<(), Refusal> {
        let ends = self.state.agreed().and_then(|agreement| agreement.lapses());
        if ends.is_some_and(|end| end < step.at) { Err(Refusal::PlannedEndPassed { asked }) } else { Ok(()) }
    }

    /// Ending is joint; `did_not_take_place` is for what was agreed and never begun.
    fn ended(&self, closed: Closed, data: &ContractEnded, step: &StepContext) -> Result<Closed, Refusal> {
        let side = step.by.role.side();
        self.permitted(Kind::ContractEnded, step, is_of_two(side))?;
        let (stage, reason) = (self.stage(step.at), data.reason.code());
        if (reason == ReasonCode::DidNotTakePlace) != (stage == Stage::Agreed) {
            return Err(Refusal::ReasonOutOfPlace { stage, reason });
        }
        let other = step.other.map(|other| other.role.side());
        if other.is_some_and(|other| is_of_two(other) && other != side) { Ok(closed) } else { Err(Refusal::NotJoint) }
    }

    fn overdue(&self, day: Option<chrono::NaiveDate>, asked: Kind) -> Result<Option<Moment>, Refusal> {
        day.map(practice_cycle::calendar::last_instant_of).transpose().map_err(|_| Refusal::AbsurdDay { asked })
    }

    /// Applies without judging: the bare fold.
    pub fn apply(&mut self, event: &Event, step: &StepContext) {
        let side = step.by.role.side();
        let number = step.number;
        let next = match (&self.state, event) {
            (State::Invited(it), Event::InvitationAccepted(_)) => State::Negotiating(it.clone().accepted()),
            (State::Invited(it), Event::ReframeOffered(data)) => State::Reframed(it.clone().reframed(data.to)),
            (State::Reframed(it), Event::ReframeAnswered(data)) => match &data.answer {
                Answer::Welcomed => State::Negotiating(it.clone().welcomed()),
                Answer::Adapted { to, .. } => State::Negotiating(it.clone().adapted(*to)),
                Answer::NotWelcomed { .. } => State::Invited(it.clone().not_welcomed()),
            },
            (State::Negotiating(it), Event::TermsProposed(data)) => {
                State::Negotiating(it.clone().proposed(&data.terms, number).unwrap())
            }
            (State::Negotiating(it), Event::TermsAccepted(_)) => {
                match it.clone().accepted(Party::of(side).unwrap(), step.by.seat).unwrap() {
                    Accepted::Waiting(it) => State::Negotiating(it),
                    Accepted::Agreed(it) => State::Agreed(it),
                }
            }
            (State::Agreed(it), Event::ContractBegun(_)) => State::Active(it.clone().begun()),
            (State::Active(it), Event::ContractReviewed(data)) => {
                let next = data.next_review.map(|day| practice_cycle::calendar::last_instant_of(day).unwrap());
                State::Active(it.clone().reviewed(next))
            }
            (State::Active(it), Event::ContractSuspended(_)) => State::Suspended(it.clone().suspended()),
            (State::Suspended(it), Event::ContractResumed(_)) => State::Active(it.clone().resumed()),
            (State::Active(it), Event::ContractCompleted(_)) => State::Completed(it.clone().closed()),
            (state, event) => panic!("not in the lives that are told: {:?} {:?}", state.stage(), event.kind()),
        };
        self.state = next;
        self.mark(step);
    }
}
