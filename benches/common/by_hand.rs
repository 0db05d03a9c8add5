//! The yardstick: the same lifecycle as a hand-written `match` over state and event, with the same checks, over the same types.

use practice_cycle::code::CodeSet;
use practice_cycle::contracting::{
    Accepted, Answer, ContractInvited, Event, Holder, Invited, Kind, Moved, Origin, Party, Refusal, Request, Stage, State,
    StepContext, Task,
};
use practice_cycle::moment::Moment;
use practice_cycle::people::{Role, Side};
use practice_cycle::permitted::Those;

#[derive(Clone)]
pub struct ByHand {
    pub state: State,
    pub trail: Vec<Mark>,
}

#[derive(Clone, Copy)]
pub struct Mark {
    at: Moment,
    lapses: Moment,
    number: u32,
    seat: u32,
    stage: Stage,
}

fn is_of_two(side: Side) -> bool {
    matches!(side, Side::Clinical | Side::SocialWork)
}

impl ByHand {
    pub fn invited(event: &ContractInvited, step: &StepContext) -> Self {
        let request = Request { space: event.space, stream: event.stream };
        let mut by_hand =
            Self { state: State::Invited(Invited::new(Origin::SocialWork, request)), trail: Vec::with_capacity(6) };
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

    fn stage(&self, at: Moment) -> Stage {
        match &self.state {
            State::Active(active) if active.agreement().lapses().is_some_and(|end| end <= at) => Stage::Lapsed,
            state => state.stage(),
        }
    }

    fn in_order(&self, asked: Kind, step: &StepContext) -> Result<(), Refusal> {
        match self.trail.last() {
            Some(mark) if step.at < mark.at => Err(Refusal::BeforePreviousStep { asked }),
            _ => Ok(()),
        }
    }

    fn permitted(&self, asked: Kind, step: &StepContext, yes: bool) -> Result<(), Refusal> {
        if yes { Ok(()) } else { Err(Refusal::NotTheirs { asked, role: step.by.role, permitted: Those(CodeSet::none()) }) }
    }

    /// Judges and applies.
    pub fn record(&mut self, event: &Event, step: &StepContext) -> Result<Moved, Refusal> {
        let kind = event.kind();
        let from = self.stage(step.at);
        let lapsed = from == Stage::Lapsed;
        let (side, role) = (step.by.role.side(), step.by.role);
        let two = is_of_two(side);
        let next = match (&self.state, event) {
            (State::Invited(it), Event::InvitationAccepted(_)) => {
                self.permitted(kind, step, side == self.state.origin().answered_by())?;
                self.in_order(kind, step)?;
                State::Negotiating(it.clone().accepted())
            }
            (State::Invited(it), Event::ReframeOffered(data)) => {
                self.permitted(kind, step, side == Side::Clinical)?;
                self.in_order(kind, step)?;
                State::Reframed(it.clone().reframed(data.to))
            }
            (State::Negotiating(it), Event::ReframeOffered(data)) => {
                self.permitted(kind, step, side == Side::Clinical)?;
                self.in_order(kind, step)?;
                State::Reframed(it.clone().reframed(data.to))
            }
            (State::Reframed(it), Event::ReframeAnswered(data)) => {
                self.permitted(kind, step, side == Side::SocialWork)?;
                self.in_order(kind, step)?;
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
                self.in_order(kind, step)?;
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
                self.in_order(kind, step)?;
                let tabled = it.tabled().ok_or(Refusal::NothingProposed)?;
                if tabled.accepted_by(side) {
                    return Err(Refusal::AlreadyAccepted);
                }
                if tabled.version() != data.version {
                    return Err(Refusal::StaleVersion { current: tabled.version() });
                }
                match it.clone().accepted(Party::of(side).unwrap(), step.by.seat).map_err(|gaps| Refusal::Gaps { gaps })? {
                    Accepted::Waiting(it) => State::Negotiating(it),
                    Accepted::Agreed(it) => State::Agreed(it),
                }
            }
            (State::Active(it), Event::TermsAccepted(data)) if !lapsed => {
                self.permitted(kind, step, two)?;
                self.in_order(kind, step)?;
                let tabled = it.tabled().ok_or(Refusal::NothingProposed)?;
                if tabled.accepted_by(side) {
                    return Err(Refusal::AlreadyAccepted);
                }
                if tabled.version() != data.version {
                    return Err(Refusal::StaleVersion { current: tabled.version() });
                }
                State::Active(
                    it.clone().accepted(Party::of(side).unwrap(), step.by.seat).map_err(|gaps| Refusal::Gaps { gaps })?,
                )
            }
            (State::Agreed(it), Event::ContractBegun(_)) => {
                self.permitted(kind, step, two)?;
                self.in_order(kind, step)?;
                if self.state.agreed().and_then(|agreement| agreement.lapses()).is_some_and(|end| end < step.at) {
                    return Err(Refusal::PlannedEndPassed { asked: kind });
                }
                State::Active(it.clone().begun())
            }
            (State::Agreed(it), Event::ContractPostponed(_)) => {
                self.permitted(kind, step, two)?;
                self.in_order(kind, step)?;
                State::Postponed(it.clone().postponed())
            }
            (State::Postponed(it), Event::ContractRestored(_)) => {
                self.permitted(kind, step, two)?;
                self.in_order(kind, step)?;
                State::Agreed(it.clone().restored())
            }
            (State::Active(it), Event::ContractReviewed(data)) if !lapsed => {
                self.permitted(kind, step, two)?;
                self.in_order(kind, step)?;
                State::Active(it.clone().reviewed(self.overdue(data.next_review, kind)?))
            }
            (State::Suspended(it), Event::ContractReviewed(data)) => {
                self.permitted(kind, step, two)?;
                self.in_order(kind, step)?;
                State::Suspended(it.clone().reviewed(self.overdue(data.next_review, kind)?))
            }
            (State::Active(it), Event::RoleFlexed(data)) if !lapsed => {
                self.permitted(kind, step, two)?;
                self.in_order(kind, step)?;
                if data.task == Task::StatutoryDecisions && matches!(data.to, Holder::Clinician | Holder::Shared) {
                    return Err(Refusal::ReservedDecision { asked: kind });
                }
                State::Active(it.clone())
            }
            (State::Active(it), Event::ContractSuspended(_)) if !lapsed => {
                self.permitted(kind, step, two)?;
                self.in_order(kind, step)?;
                State::Suspended(it.clone().suspended())
            }
            (State::Suspended(it), Event::ContractResumed(_)) => {
                self.permitted(kind, step, two)?;
                self.in_order(kind, step)?;
                State::Active(it.clone().resumed())
            }
            (State::Invited(it), Event::ContractDeclined(_)) => {
                self.permitted(kind, step, side == self.state.origin().answered_by())?;
                self.in_order(kind, step)?;
                State::Declined(it.clone().closed())
            }
            (State::Reframed(it), Event::ContractDeclined(_)) => {
                self.permitted(kind, step, two)?;
                self.in_order(kind, step)?;
                State::Declined(it.clone().closed())
            }
            (State::Negotiating(it), Event::ContractDeclined(_)) => {
                self.permitted(kind, step, two)?;
                self.in_order(kind, step)?;
                State::Declined(it.clone().closed())
            }
            (
                state @ (State::Invited(_)
                | State::Reframed(_)
                | State::Negotiating(_)
                | State::Agreed(_)
                | State::Postponed(_)),
                Event::ContractWithdrawn(_),
            ) => {
                self.permitted(kind, step, two || (role == Role::Court && state.origin() == Origin::Court))?;
                self.in_order(kind, step)?;
                State::Withdrawn(match state {
                    State::Invited(it) => it.clone().closed(),
                    State::Reframed(it) => it.clone().closed(),
                    State::Negotiating(it) => it.clone().closed(),
                    State::Agreed(it) => it.clone().closed(),
                    State::Postponed(it) => it.clone().closed(),
                    _ => return Err(Refusal::OutOfStep { asked: kind, stage: from }),
                })
            }
            (State::Active(it), Event::ContractCompleted(_)) => {
                self.permitted(kind, step, two)?;
                self.in_order(kind, step)?;
                State::Completed(it.clone().closed())
            }
            (State::Suspended(it), Event::ContractCompleted(_)) => {
                self.permitted(kind, step, two)?;
                self.in_order(kind, step)?;
                State::Completed(it.clone().closed())
            }
            (State::Active(it), Event::ContractRevoked(_)) if !lapsed => {
                self.permitted(kind, step, two || side == Side::Family)?;
                self.in_order(kind, step)?;
                State::Revoked(it.clone().closed())
            }
            (State::Suspended(it), Event::ContractRevoked(_)) => {
                self.permitted(kind, step, two || side == Side::Family)?;
                self.in_order(kind, step)?;
                State::Revoked(it.clone().closed())
            }
            _ => return Err(Refusal::OutOfStep { asked: kind, stage: from }),
        };
        self.state = next;
        self.mark(step);
        Ok(Moved { from, to: self.state.stage() })
    }

    fn overdue(&self, day: Option<chrono::NaiveDate>, asked: Kind) -> Result<Option<Moment>, Refusal> {
        day.map(practice_cycle::calendar::end_of).transpose().map_err(|_| Refusal::AbsurdDay { asked })
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
                let next = data.next_review.map(|day| practice_cycle::calendar::end_of(day).unwrap());
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
