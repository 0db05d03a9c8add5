//! The fingerprint of a contract.

use super::agreement::{Agreement, Tabled};
use super::contract::Contract;
use super::event::Request;
use super::state::State;
use super::states::{Agreed, Closed, Invitation, Successor};
use crate::fingerprint::Fingerprint;

impl Contract {
    /// Which version of the terms it is does not matter, for whoever accepts says what lies on the table.
    pub(crate) fn fingerprint(&self, to: &mut Fingerprint<'_>) {
        to.byte(self.state().stage() as u8);
        to.flag(self.has_begun());
        if let Some(Successor::Here(successor)) = self.state().successor() {
            to.said(successor);
        }
        match self.state() {
            State::Invited(it) => invitation(&it.invitation, to),
            State::Reframed(it) => {
                invitation(&it.invitation, to);
                request(it.offered, to);
            }
            State::Negotiating(it) => {
                invitation(&it.invitation, to);
                request(it.settled(), to);
                tabled(it.tabled(), to);
            }
            State::Agreed(it) | State::Postponed(super::states::Postponed { agreed: it }) => agreed(it, to),
            State::Active(it) | State::Suspended(super::states::Suspended { active: it }) => {
                invitation(&it.invitation, to);
                agreement(it.agreement(), to);
                tabled(it.tabled(), to);
                to.flag(it.has_successor());
            }
            State::Declined(it) | State::Withdrawn(it) | State::Completed(it) | State::Ended(it) | State::Revoked(it) => {
                closed(it, to);
            }
        }
    }
}

fn agreed(it: &Agreed, to: &mut Fingerprint<'_>) {
    invitation(&it.invitation, to);
    agreement(&it.agreement, to);
}

fn closed(it: &Closed, to: &mut Fingerprint<'_>) {
    to.byte(it.origin as u8);
    to.flag(it.has_successor());
    to.flag(it.agreement().is_some());
    it.agreement().into_iter().for_each(|it| agreement(it, to));
}

fn invitation(invitation: &Invitation, to: &mut Fingerprint<'_>) {
    to.byte(invitation.origin as u8);
    request(invitation.asked, to);
}

fn request(request: Request, to: &mut Fingerprint<'_>) {
    to.byte(request.space as u8);
    to.byte(request.stream.map_or(u8::MAX, |stream| stream as u8));
}

fn tabled(tabled: Option<&Tabled>, to: &mut Fingerprint<'_>) {
    to.flag(tabled.is_some());
    let Some(tabled) = tabled else { return };
    to.said(tabled.number());
    to.words(tabled.gaps());
    tabled.fingerprint(to);
}

fn agreement(agreement: &Agreement, to: &mut Fingerprint<'_>) {
    to.said(agreement.number());
    request(agreement.settled(), to);
    agreement.fingerprint(to);
}
