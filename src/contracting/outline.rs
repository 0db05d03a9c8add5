//! What a contract comes to for what may still happen to it.

use super::agreement::{Agreement, Tabled};
use super::contract::Contract;
use super::event::{Kind, Request};
use super::state::State;
use super::states::{Agreed, Closed, Ground};
use crate::outline::Outline;

impl Contract {
    /// Which version of the terms it is does not matter, for whoever accepts says what lies on the table.
    pub(crate) fn outline(&self, to: &mut Outline<'_>) {
        to.byte(self.state().stage() as u8);
        to.flag(self.has_taken(Kind::ContractBegun));
        match self.state() {
            State::Invited(it) => ground(&it.ground, to),
            State::Reframed(it) => {
                ground(&it.ground, to);
                request(it.offered, to);
            }
            State::Negotiating(it) => {
                ground(&it.ground, to);
                request(it.settled(), to);
                tabled(it.tabled(), to);
            }
            State::Agreed(it) | State::Postponed(super::states::Postponed { agreed: it }) => agreed(it, to),
            State::Active(it) | State::Suspended(super::states::Suspended { active: it }) => {
                ground(&it.ground, to);
                agreement(it.agreement(), to);
                tabled(it.tabled(), to);
            }
            State::Declined(it) | State::Withdrawn(it) | State::Completed(it) | State::Ended(it) | State::Revoked(it) => {
                closed(it, to);
            }
        }
    }
}

fn agreed(it: &Agreed, to: &mut Outline<'_>) {
    ground(&it.ground, to);
    agreement(&it.agreement, to);
}

fn closed(it: &Closed, to: &mut Outline<'_>) {
    to.byte(it.origin as u8);
    to.flag(it.has_successor());
    to.flag(it.agreement().is_some());
    it.agreement().into_iter().for_each(|it| agreement(it, to));
}

fn ground(ground: &Ground, to: &mut Outline<'_>) {
    to.byte(ground.origin as u8);
    request(ground.asked, to);
}

fn request(request: Request, to: &mut Outline<'_>) {
    to.byte(request.space as u8);
    to.byte(request.stream.map_or(u8::MAX, |stream| stream as u8));
}

fn tabled(tabled: Option<&Tabled>, to: &mut Outline<'_>) {
    to.flag(tabled.is_some());
    let Some(tabled) = tabled else { return };
    to.said(tabled.number());
    to.words(tabled.gaps());
    tabled.outline(to);
}

fn agreement(agreement: &Agreement, to: &mut Outline<'_>) {
    to.said(agreement.number());
    request(agreement.settled(), to);
    agreement.outline(to);
}
