//! Any of the states, and what can be asked of it whichever it is.

use super::agreement::{Agreement, Origin, Tabled};
use super::event::Request;
use super::lifecycle::Stage;
use super::states::{Active, Agreed, Closed, Invited, Negotiating, Postponed, Reframed, Suspended};
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
            State::Declined(closed)
            | State::Withdrawn(closed)
            | State::Completed(closed)
            | State::Ended(closed)
            | State::Revoked(closed) => closed.origin,
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
            State::Declined(closed)
            | State::Withdrawn(closed)
            | State::Completed(closed)
            | State::Ended(closed)
            | State::Revoked(closed) => closed.agreement().map(Agreement::settled),
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

    pub(crate) fn has_successor(&self) -> bool {
        match self {
            State::Declined(closed)
            | State::Withdrawn(closed)
            | State::Completed(closed)
            | State::Ended(closed)
            | State::Revoked(closed) => closed.has_successor(),
            State::Invited(_)
            | State::Reframed(_)
            | State::Negotiating(_)
            | State::Agreed(_)
            | State::Postponed(_)
            | State::Active(_)
            | State::Suspended(_) => false,
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
            State::Declined(closed)
            | State::Withdrawn(closed)
            | State::Completed(closed)
            | State::Ended(closed)
            | State::Revoked(closed) => closed.agreement(),
            State::Invited(_) | State::Reframed(_) | State::Negotiating(_) => None,
        }
    }
}
