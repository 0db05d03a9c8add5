//! The state of a contract, whichever it is: what can be asked of it, and the step that leads on from it.

use super::agreement::{Agreement, Origin, Party, Tabled};
use super::event::{Answer, Event, Request};
use super::lifecycle::Stage;
use super::states::{Accepted, Active, Agreed, Closed, Invited, Negotiating, Postponed, Reframed, Successor, Suspended};
use super::step::StepContext;
use super::terms::Improper;
use crate::moment::Moment;

/// Any of the states, for what comes from outside.
///
/// ```
/// use practice_cycle::contracting::{Invited, Origin, Request, Stage, State};
/// use practice_cycle::space::Space;
/// let request = Request { space: Space::TeamMeeting, stream: None };
/// let state = State::Invited(Invited::new(Origin::Court, request));
/// assert_eq!(state.stage(), Stage::Invited);
/// assert_eq!(state.origin(), Origin::Court);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum State {
    /// See [`Invited`].
    Invited(Invited),
    /// See [`Reframed`].
    Reframed(Reframed),
    /// See [`Negotiating`].
    Negotiating(Negotiating),
    /// See [`Agreed`].
    Agreed(Agreed),
    /// See [`Postponed`].
    Postponed(Postponed),
    /// See [`Active`].
    Active(Active),
    /// See [`Suspended`].
    Suspended(Suspended),
    /// A side that was asked said no.
    Declined(Closed),
    /// Taken back before it began.
    Withdrawn(Closed),
    /// The work was done.
    Completed(Closed),
    /// Ended early by both, or it did not take place.
    Ended(Closed),
    /// One side, or the family, withdrew.
    Revoked(Closed),
}

impl State {
    /// The stage, without regard to time: an active contract may have lapsed.
    #[inline]
    #[must_use]
    pub fn stage(&self) -> Stage {
        match self {
            State::Invited(_) => Stage::Invited,
            State::Reframed(_) => Stage::Reframed,
            State::Negotiating(_) => Stage::Negotiating,
            State::Agreed(_) => Stage::Agreed,
            State::Postponed(_) => Stage::Postponed,
            State::Active(_) => Stage::Active,
            State::Suspended(_) => Stage::Suspended,
            State::Declined(_) => Stage::Declined,
            State::Withdrawn(_) => Stage::Withdrawn,
            State::Completed(_) => Stage::Completed,
            State::Ended(_) => Stage::Ended,
            State::Revoked(_) => Stage::Revoked,
        }
    }

    /// Where the invitation came from.
    #[inline]
    #[must_use]
    pub fn origin(&self) -> Origin {
        match self {
            State::Invited(Invited { invitation })
            | State::Reframed(Reframed { invitation, .. })
            | State::Negotiating(Negotiating { invitation, .. })
            | State::Agreed(Agreed { invitation, .. })
            | State::Postponed(Postponed { agreed: Agreed { invitation, .. } })
            | State::Active(Active { invitation, .. })
            | State::Suspended(Suspended { active: Active { invitation, .. } }) => invitation.origin,
            State::Declined(it) | State::Withdrawn(it) | State::Completed(it) | State::Ended(it) | State::Revoked(it) => {
                it.origin
            }
        }
    }

    /// The space and stream asked for or settled so far; `None` where it was closed before anything was agreed.
    #[must_use]
    pub fn request(&self) -> Option<Request> {
        match self {
            State::Invited(invited) => Some(invited.invitation.asked),
            State::Reframed(reframed) => Some(reframed.offered),
            State::Negotiating(negotiating) => Some(negotiating.settled()),
            State::Agreed(agreed) => Some(agreed.agreement.settled()),
            State::Postponed(postponed) => Some(postponed.agreed.agreement.settled()),
            State::Active(active) => Some(active.agreement.settled()),
            State::Suspended(suspended) => Some(suspended.active.agreement.settled()),
            State::Declined(it) | State::Withdrawn(it) | State::Completed(it) | State::Ended(it) | State::Revoked(it) => {
                it.agreement().map(Agreement::settled)
            }
        }
    }

    /// The terms on the table.
    #[inline]
    #[must_use]
    pub fn tabled(&self) -> Option<&Tabled> {
        match self {
            State::Negotiating(negotiating) => negotiating.tabled(),
            State::Active(active) => active.tabled(),
            State::Suspended(suspended) => suspended.active.tabled(),
            State::Invited(_)
            | State::Reframed(_)
            | State::Agreed(_)
            | State::Postponed(_)
            | State::Declined(_)
            | State::Withdrawn(_)
            | State::Completed(_)
            | State::Ended(_)
            | State::Revoked(_) => None,
        }
    }

    /// The same, closed; `None` where it is closed already.
    #[inline]
    pub(crate) fn closed(&self) -> Option<Closed> {
        match self {
            State::Invited(it) => Some(it.clone().closed()),
            State::Reframed(it) => Some(it.clone().closed()),
            State::Negotiating(it) => Some(it.clone().closed()),
            State::Agreed(it) => Some(it.clone().closed()),
            State::Postponed(it) => Some(it.clone().closed()),
            State::Active(it) => Some(it.clone().closed()),
            State::Suspended(it) => Some(it.clone().closed()),
            State::Declined(_) | State::Withdrawn(_) | State::Completed(_) | State::Ended(_) | State::Revoked(_) => None,
        }
    }

    /// The contract that follows, or is to follow.
    pub(super) fn successor(&self) -> Option<Successor> {
        match self {
            State::Active(it) | State::Suspended(Suspended { active: it }) => it.successor,
            State::Declined(it) | State::Withdrawn(it) | State::Completed(it) | State::Ended(it) | State::Revoked(it) => {
                it.successor
            }
            State::Invited(_) | State::Reframed(_) | State::Negotiating(_) | State::Agreed(_) | State::Postponed(_) => None,
        }
    }

    /// The same, linked to another contract that follows, or to none; `None` where none can follow yet.
    pub(super) fn linked(&self, to: Option<Successor>) -> Option<State> {
        match self {
            State::Active(it) => Some(State::Active(it.clone().linked(to))),
            State::Suspended(it) => Some(State::Suspended(it.clone().active.linked(to).suspended())),
            State::Declined(it) => Some(State::Declined(it.clone().linked(to))),
            State::Withdrawn(it) => Some(State::Withdrawn(it.clone().linked(to))),
            State::Completed(it) => Some(State::Completed(it.clone().linked(to))),
            State::Ended(it) => Some(State::Ended(it.clone().linked(to))),
            State::Revoked(it) => Some(State::Revoked(it.clone().linked(to))),
            State::Invited(_) | State::Reframed(_) | State::Negotiating(_) | State::Agreed(_) | State::Postponed(_) => None,
        }
    }

    /// The instant from which work under way has lapsed; [`Moment::NEVER`] where no end is planned, or nothing is under way.
    #[inline]
    pub(crate) fn lapses(&self) -> Moment {
        if let State::Active(active) = self { active.agreement.lapses().unwrap_or(Moment::NEVER) } else { Moment::NEVER }
    }

    /// What was agreed, for reading; work rests only on [`Active::agreement`].
    #[must_use]
    pub fn agreed(&self) -> Option<&Agreement> {
        match self {
            State::Agreed(agreed) => Some(&agreed.agreement),
            State::Postponed(postponed) => Some(&postponed.agreed.agreement),
            State::Active(active) => Some(&active.agreement),
            State::Suspended(suspended) => Some(&suspended.active.agreement),
            State::Declined(it) | State::Withdrawn(it) | State::Completed(it) | State::Ended(it) | State::Revoked(it) => {
                it.agreement()
            }
            State::Invited(_) | State::Reframed(_) | State::Negotiating(_) => None,
        }
    }

    /// What was agreed, to be changed by facts within it.
    pub(super) fn agreed_mut(&mut self) -> Option<&mut Agreement> {
        match self {
            State::Agreed(agreed) => Some(&mut agreed.agreement),
            State::Postponed(postponed) => Some(&mut postponed.agreed.agreement),
            State::Active(active) => Some(&mut active.agreement),
            State::Suspended(suspended) => Some(&mut suspended.active.agreement),
            State::Declined(it) | State::Withdrawn(it) | State::Completed(it) | State::Ended(it) | State::Revoked(it) => {
                it.agreement.as_mut()
            }
            State::Invited(_) | State::Reframed(_) | State::Negotiating(_) => None,
        }
    }

    /// Enters the state that a step leads to; `None` where it leads to no other, as a fact within an agreement.
    #[inline]
    pub(super) fn advance(&mut self, event: &Event, step: &StepContext) -> Option<()> {
        let number = step.number;
        let (party, seat) = (Party::of(step.by.role.side()), step.by.seat);
        let negotiating = |it: Result<Negotiating, Improper>| it.ok().map(State::Negotiating);
        *self = match (event, &*self) {
            (Event::InvitationAccepted(_), State::Invited(it)) => State::Negotiating(it.clone().accepted()),
            (Event::ReframeOffered(data), State::Invited(it)) => State::Reframed(it.clone().reframed(data.to)),
            (Event::ReframeOffered(data), State::Negotiating(it)) => State::Reframed(it.clone().reframed(data.to)),
            (Event::ReframeAnswered(data), State::Reframed(it)) => match &data.answer {
                Answer::Welcomed => State::Negotiating(it.clone().welcomed()),
                Answer::Adapted { to, .. } => State::Negotiating(it.clone().adapted(*to)),
                Answer::NotWelcomed { .. } => State::Invited(it.clone().not_welcomed()),
            },
            (Event::TermsProposed(data), State::Invited(it)) => negotiating(it.clone().proposed(&data.terms, number))?,
            (Event::TermsProposed(data), State::Negotiating(it)) => negotiating(it.clone().proposed(&data.terms, number))?,
            (Event::TermsProposed(data), State::Agreed(it)) => negotiating(it.clone().reopened(&data.terms, number))?,
            (Event::TermsProposed(data), State::Postponed(it)) => negotiating(it.clone().reopened(&data.terms, number))?,
            (Event::TermsProposed(data), State::Active(it)) => State::Active(it.clone().proposed(&data.terms, number).ok()?),
            (Event::TermsAccepted(_), State::Negotiating(it)) => match it.clone().accepted(party?, seat).ok()? {
                Accepted::Waiting(it) => State::Negotiating(it),
                Accepted::Agreed(it) => State::Agreed(it),
            },
            (Event::TermsAccepted(_), State::Active(it)) => State::Active(it.clone().accepted(party?, seat).ok()?),
            (Event::ContractPostponed(_), State::Agreed(it)) => State::Postponed(it.clone().postponed()),
            (Event::ContractRestored(_), State::Postponed(it)) => State::Agreed(it.clone().restored()),
            (Event::ContractBegun(_), State::Agreed(it)) => State::Active(it.clone().begun()),
            (Event::ContractSuspended(_), State::Active(it)) => State::Suspended(it.clone().suspended()),
            (Event::ContractResumed(_), State::Suspended(it)) => State::Active(it.clone().resumed()),
            (Event::ContractDeclined(_), state) => State::Declined(state.closed()?),
            (Event::ContractWithdrawn(_), state) => State::Withdrawn(state.closed()?),
            (Event::ContractCompleted(_), state) => State::Completed(state.closed()?),
            (Event::ContractEnded(_), state) => State::Ended(state.closed()?),
            (Event::ContractRevoked(_), state) => State::Revoked(state.closed()?),
            (Event::ContractRenewed(_), state) => {
                let here = step.renewal.map(|renewal| Successor::Here(renewal.successor));
                state.linked(Some(here.unwrap_or(Successor::Elsewhere)))?
            }
            _ => return None,
        };
        Some(())
    }
}
