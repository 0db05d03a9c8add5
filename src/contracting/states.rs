//! The states of a contract, one struct for each. A step consumes its state, so a wrong step does not compile.

use super::agreement::{Agreement, Origin, Party, Tabled};
use super::event::Request;
use super::terms::{Draft, Gap, Improper};
use crate::code::CodeSet;
use crate::id::EntryNumber;
use crate::moment::Moment;

/// The invitation behind every open state: where it came from, what it asked for, how many versions of terms followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Invitation {
    pub(super) origin: Origin,
    pub(super) asked: Request,
    versions: u32,
}

/// A space was opened; nobody has answered.
///
/// ```
/// use practice_cycle::contracting::{Invited, Origin, Request};
/// use practice_cycle::space::{Space, Stream};
/// let asked = Request { space: Space::JointSession, stream: Some(Stream::Direct) };
/// let offered = Request { space: Space::CaseConsultation, stream: Some(Stream::Reflective) };
/// let invited = Invited::new(Origin::SocialWork, asked);
/// assert_eq!(invited.clone().reframed(offered).not_welcomed(), invited);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Invited {
    pub(super) invitation: Invitation,
}

/// The clinician offered something else; it has not been answered.
///
/// ```
/// use practice_cycle::contracting::{Invited, Origin, Request};
/// use practice_cycle::space::Space;
/// let asked = Request { space: Space::JointSession, stream: None };
/// let offered = Request { space: Space::CaseConsultation, stream: None };
/// let reframed = Invited::new(Origin::SocialWork, asked).reframed(offered);
/// assert_eq!(reframed.welcomed().settled(), offered);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Reframed {
    pub(super) invitation: Invitation,
    pub(super) offered: Request,
}

/// Both are talking; terms may lie on the table.
///
/// ```
/// use practice_cycle::contracting::{Invited, Origin, Request};
/// use practice_cycle::space::Space;
/// let request = Request { space: Space::TeamMeeting, stream: None };
/// let negotiating = Invited::new(Origin::SocialWork, request).accepted();
/// assert!(negotiating.tabled().is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Negotiating {
    pub(super) invitation: Invitation,
    settled: Request,
    tabled: Option<Tabled>,
}

/// Both sides accepted one version; the work has not begun.
///
/// ```
/// use practice_cycle::contracting::{Active, Agreed};
/// fn put_off_and_begin(agreed: Agreed) -> Active { agreed.postponed().restored().begun() }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Agreed {
    pub(super) invitation: Invitation,
    pub(super) agreement: Agreement,
}

/// Agreed, and put off.
///
/// ```
/// use practice_cycle::contracting::{Agreed, Postponed};
/// fn restore(postponed: Postponed) -> Agreed { postponed.restored() }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Postponed {
    pub(super) agreed: Agreed,
}

/// The work is under way, though its planned end may have passed.
///
/// ```
/// use practice_cycle::contracting::{Active, Closed};
/// fn halt_and_finish(active: Active) -> Closed { active.suspended().resumed().closed() }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Active {
    pub(super) invitation: Invitation,
    pub(super) agreement: Agreement,
    tabled: Option<Tabled>,
    pub(super) successor: Option<Successor>,
}

/// The work is halted.
///
/// ```
/// use practice_cycle::contracting::{Active, Suspended};
/// fn go_on(suspended: Suspended) -> Active { suspended.resumed() }
/// ```
///
/// Work cannot rest on it meanwhile:
///
/// ```compile_fail,E0599
/// use practice_cycle::contracting::{Agreement, Suspended};
/// fn rest_on(suspended: &Suspended) -> &Agreement { suspended.agreement() }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Suspended {
    pub(super) active: Active,
}

/// Closed, in one of five ways: declined, withdrawn, completed, ended or revoked.
///
/// ```
/// use practice_cycle::contracting::{Invited, Origin, Request};
/// use practice_cycle::space::Space;
/// let request = Request { space: Space::TeamMeeting, stream: None };
/// let closed = Invited::new(Origin::SocialWork, request).closed();
/// assert!(closed.agreement().is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Closed {
    pub(super) origin: Origin,
    pub(super) agreement: Option<Agreement>,
    pub(super) successor: Option<Successor>,
}

/// The contract that follows: the entry that invited it, or elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Successor {
    Here(EntryNumber),
    Elsewhere,
}

/// What an acceptance amounts to.
///
/// ```
/// use practice_cycle::contracting::{Accepted, Agreed, Negotiating};
/// fn agreed(accepted: Accepted) -> Option<Agreed> {
///     match accepted {
///         Accepted::Agreed(agreed) => Some(agreed),
///         Accepted::Waiting(_) => None,
///     }
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Accepted {
    /// The other side has not accepted yet.
    Waiting(Negotiating),
    /// Both have.
    Agreed(Agreed),
}

impl Invited {
    /// A space is opened.
    #[must_use]
    pub fn new(origin: Origin, asked: Request) -> Self {
        Self { invitation: Invitation { origin, asked, versions: 0 } }
    }

    /// The side that was asked says yes.
    #[inline]
    #[must_use]
    pub fn accepted(self) -> Negotiating {
        Negotiating { settled: self.invitation.asked, invitation: self.invitation, tabled: None }
    }

    /// The clinician offers something else.
    #[inline]
    #[must_use]
    pub fn reframed(self, offered: Request) -> Reframed {
        Reframed { invitation: self.invitation, offered }
    }

    /// One side puts terms on the table at once.
    ///
    /// # Errors
    /// [`Improper`] where nobody could ever agree to the terms.
    pub fn proposed(self, draft: &Draft, number: EntryNumber) -> Result<Negotiating, Improper> {
        self.accepted().proposed(draft, number)
    }

    /// Declined or withdrawn.
    #[inline]
    #[must_use]
    pub fn closed(self) -> Closed {
        Closed { origin: self.invitation.origin, agreement: None, successor: None }
    }
}

impl Reframed {
    /// Welcomed as offered.
    #[inline]
    #[must_use]
    pub fn welcomed(self) -> Negotiating {
        Negotiating { settled: self.offered, invitation: self.invitation, tabled: None }
    }

    /// Something between the two.
    #[inline]
    #[must_use]
    pub fn adapted(self, to: Request) -> Negotiating {
        Negotiating { settled: to, invitation: self.invitation, tabled: None }
    }

    /// Not welcomed: the first request stands.
    #[inline]
    #[must_use]
    pub fn not_welcomed(self) -> Invited {
        Invited { invitation: self.invitation }
    }

    /// Declined or withdrawn.
    #[inline]
    #[must_use]
    pub fn closed(self) -> Closed {
        Invited { invitation: self.invitation }.closed()
    }
}

impl Negotiating {
    /// The terms on the table.
    #[inline]
    #[must_use]
    pub fn tabled(&self) -> Option<&Tabled> {
        self.tabled.as_ref()
    }

    /// The space and stream as they were settled so far.
    #[inline]
    #[must_use]
    pub fn settled(&self) -> Request {
        self.settled
    }

    /// One side puts terms on the table; they replace what lay there.
    ///
    /// # Errors
    /// [`Improper`] where nobody could ever agree to the terms.
    pub fn proposed(mut self, draft: &Draft, number: EntryNumber) -> Result<Self, Improper> {
        self.invitation.versions = self.invitation.versions.saturating_add(1);
        self.tabled = Some(Tabled::new(self.invitation.versions, draft, self.settled.space, number)?);
        Ok(self)
    }

    /// One side accepts what lies on the table.
    ///
    /// # Errors
    /// The gaps, where something is missing: the table itself counts as missing everything.
    #[inline]
    pub fn accepted(mut self, party: Party, seat: u32) -> Result<Accepted, CodeSet<Gap>> {
        let Some(tabled) = &mut self.tabled else { return Err(Draft::default().gaps(self.settled.space)) };
        if !tabled.gaps().is_empty() {
            return Err(tabled.gaps());
        }
        tabled.accept(party, seat);
        Ok(match tabled.agreement(self.settled) {
            Some(agreement) => Accepted::Agreed(Agreed { invitation: self.invitation, agreement }),
            None => Accepted::Waiting(self),
        })
    }

    /// The clinician offers something else.
    #[inline]
    #[must_use]
    pub fn reframed(self, offered: Request) -> Reframed {
        Reframed { invitation: self.invitation, offered }
    }

    /// Declined or withdrawn.
    #[inline]
    #[must_use]
    pub fn closed(self) -> Closed {
        Invited { invitation: self.invitation }.closed()
    }
}

impl Agreed {
    /// The work begins.
    #[inline]
    #[must_use]
    pub fn begun(self) -> Active {
        Active { invitation: self.invitation, agreement: self.agreement, tabled: None, successor: None }
    }

    /// It is put off.
    #[must_use]
    pub fn postponed(self) -> Postponed {
        Postponed { agreed: self }
    }

    /// It is opened again for other terms.
    ///
    /// # Errors
    /// [`Improper`] where nobody could ever agree to the terms.
    pub fn reopened(self, draft: &Draft, number: EntryNumber) -> Result<Negotiating, Improper> {
        Negotiating { settled: self.agreement.settled(), invitation: self.invitation, tabled: None }.proposed(draft, number)
    }

    /// Withdrawn, or ended because it did not take place.
    #[inline]
    #[must_use]
    pub fn closed(self) -> Closed {
        Closed { origin: self.invitation.origin, agreement: Some(self.agreement), successor: None }
    }
}

impl Postponed {
    /// It stands again.
    #[must_use]
    pub fn restored(self) -> Agreed {
        self.agreed
    }

    /// Terms with another date.
    ///
    /// # Errors
    /// [`Improper`] where nobody could ever agree to the terms.
    pub fn reopened(self, draft: &Draft, number: EntryNumber) -> Result<Negotiating, Improper> {
        self.agreed.reopened(draft, number)
    }

    /// Withdrawn.
    #[inline]
    #[must_use]
    pub fn closed(self) -> Closed {
        self.agreed.closed()
    }
}

impl Active {
    /// What work can rest on.
    #[inline]
    #[must_use]
    pub fn agreement(&self) -> &Agreement {
        &self.agreement
    }

    /// The amendment on the table.
    #[inline]
    #[must_use]
    pub fn tabled(&self) -> Option<&Tabled> {
        self.tabled.as_ref()
    }

    /// It is reviewed: the next review, if one is planned, is overdue from an instant.
    #[inline]
    #[must_use]
    pub fn reviewed(mut self, next_overdue: Option<Moment>) -> Self {
        self.agreement.set_review_overdue(next_overdue);
        self
    }

    /// One side proposes an amendment; what was agreed stands until both accept.
    ///
    /// # Errors
    /// [`Improper`] where nobody could ever agree to the terms.
    pub fn proposed(mut self, draft: &Draft, number: EntryNumber) -> Result<Self, Improper> {
        self.invitation.versions = self.invitation.versions.saturating_add(1);
        self.tabled = Some(Tabled::new(self.invitation.versions, draft, self.agreement.settled().space, number)?);
        Ok(self)
    }

    /// One side accepts the amendment; when both have, it is what is agreed, between the same parties as before.
    ///
    /// # Errors
    /// The gaps, where something is missing.
    #[inline]
    pub fn accepted(mut self, party: Party, seat: u32) -> Result<Self, CodeSet<Gap>> {
        let settled = self.agreement.settled();
        let Some(tabled) = &mut self.tabled else { return Err(Draft::default().gaps(settled.space)) };
        if !tabled.gaps().is_empty() {
            return Err(tabled.gaps());
        }
        tabled.accept(party, seat);
        if let Some(agreement) = tabled.agreement(settled) {
            self.agreement = self.agreement.amended(agreement);
            self.tabled = None;
        }
        Ok(self)
    }

    /// The party of a side is replaced.
    #[must_use]
    pub fn party_replaced(mut self, party: Party, successor: u32) -> Self {
        self.agreement.set_party(party, successor);
        self
    }

    /// The work is halted.
    #[inline]
    #[must_use]
    pub fn suspended(self) -> Suspended {
        Suspended { active: self }
    }

    /// Whether it is linked to a contract that is to follow it.
    #[must_use]
    pub fn has_successor(&self) -> bool {
        self.successor.is_some()
    }

    /// It is linked to a contract that is to follow it, and goes on until that is agreed.
    #[must_use]
    pub(super) fn linked(mut self, to: Option<Successor>) -> Self {
        self.successor = to;
        self
    }

    /// Completed, ended, revoked, or followed by another.
    #[inline]
    #[must_use]
    pub fn closed(self) -> Closed {
        Closed { origin: self.invitation.origin, agreement: Some(self.agreement), successor: self.successor }
    }
}

impl Suspended {
    /// The work goes on.
    #[inline]
    #[must_use]
    pub fn resumed(self) -> Active {
        self.active
    }

    /// It is reviewed while it is halted.
    #[inline]
    #[must_use]
    pub fn reviewed(self, next_overdue: Option<Moment>) -> Self {
        Self { active: self.active.reviewed(next_overdue) }
    }

    /// The party of a side is replaced while it is halted.
    #[must_use]
    pub fn party_replaced(self, party: Party, successor: u32) -> Self {
        Self { active: self.active.party_replaced(party, successor) }
    }

    /// Completed, ended or revoked.
    #[inline]
    #[must_use]
    pub fn closed(self) -> Closed {
        self.active.closed()
    }
}

impl Closed {
    /// What had been agreed, if anything.
    #[inline]
    #[must_use]
    pub fn agreement(&self) -> Option<&Agreement> {
        self.agreement.as_ref()
    }

    /// Whether it is linked to a contract that follows it.
    #[must_use]
    pub fn has_successor(&self) -> bool {
        self.successor.is_some()
    }

    /// It is linked to a contract that follows it, or to none any more.
    #[must_use]
    pub(super) fn linked(mut self, to: Option<Successor>) -> Self {
        self.successor = to;
        self
    }
}
