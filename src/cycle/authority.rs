//! Whose act it is: judging by the [table](crate::permitted) of who may do what.

use super::{Act, Cycle, Event, Found, Kind, Refusal};
use crate::attachment;
use crate::ledger::Known;
use crate::moment::Moment;
use crate::noun::Noun;
use crate::people::{Actor, Side};
use crate::permitted::{self, Asking, Permitted, Those};

impl Cycle {
    /// Whether whoever says who comes and goes may say so: they are here on a side that may, then or when it is recorded, or they
    /// opened the cycle. Somebody has to be the first of the social work side, and enters themself. That others said so is recorded
    /// in histories of earlier versions, and stays: [`Warning`](crate::history::Warning).
    pub(crate) fn judge_attaching(&self, act: &Act) -> Result<(), Refusal> {
        self.judge_attaching_as(act, Known::before(self.next))
    }

    /// The same by what was known.
    pub(crate) fn judge_attaching_as(&self, act: &Act, known: Known<'_>) -> Result<(), Refusal> {
        let (person, entered) = match &act.event {
            Event::Attachment(attachment::Event::PersonEntered(data)) => (&data.person, Some(data)),
            Event::Attachment(attachment::Event::PersonLeft(data)) => (&data.person, None),
            _ => return Ok(()),
        };
        let opened_it = self.opened.as_ref().is_some_and(|opened| opened.by == act.by);
        let (asked, at) = (act.event.kind(), act.occurred_at);
        let first = |data: &attachment::PersonEntered| {
            let joins = data.role.side() == Side::SocialWork && *person == act.by;
            joins && !self.roster.had_any_of(Side::SocialWork, Moment::LATEST, known)
        };
        if opened_it || entered.is_some_and(first) {
            return Ok(());
        }
        let seat = self.ledger.slot(Noun::Person, act.by.as_str()).ok_or(Refusal::UnknownActor)?;
        let then = self.roster.held_as_known(seat, at, known);
        let now = self.roster.held_as_known(seat, act.recorded_at, known);
        let by = then.roles.and(now.roles);
        let Some(role) = act.in_role.or(then.main()).or(now.main()) else {
            return Err(if self.roster.knows(seat, known) { Refusal::ActorNotHere } else { Refusal::UnknownActor });
        };
        let goes = || self.ledger.slot(Noun::Person, person.as_str()).map(|seat| self.roster.held_as_known(seat, at, known));
        let roles = match entered {
            Some(data) => data.beside.with(data.role),
            None => goes().unwrap_or_default().roles,
        };
        let mut may = roles.iter().filter_map(|role| permitted::entering(role).roles(Asking::NOTHING));
        let Some(permitted) = may.find(|permitted| by.without(*permitted) == by) else { return Ok(()) };
        Err(Refusal::NotTheirs { asked, role, permitted: Those(permitted) })
    }

    /// Whether it is for whoever acts, in the role in which they do, by the table of who may do what. Steps of a contract are judged by
    /// the contract, by the same table, once it is known whether they are in step.
    #[inline]
    pub(super) fn judge_whose(&self, act: &Act, found: &Found, known: Known<'_>) -> Result<(), Refusal> {
        let Some(by) = found.actor else { return Ok(()) };
        let asked = act.event.kind();
        let permitted = asked.permitted();
        if act.in_role.is_none() {
            self.judge_which_role(act, by, found, known)?;
        }
        if let Kind::Contracting(_) = asked {
            return Ok(());
        }
        let asking = self.asking(permitted, found.subject, known);
        if permitted.allows(by.role, asking) {
            return Ok(());
        }
        let permitted = permitted.roles(asking).unwrap_or_default();
        Err(Refusal::NotTheirs { asked, role: by.role, permitted: Those(permitted) })
    }

    /// Where somebody holds several roles and names none: whether these differ in what they permit.
    #[inline]
    fn judge_which_role(&self, act: &Act, by: Actor, found: &Found, known: Known<'_>) -> Result<(), Refusal> {
        let held = self.roster.held_as_known(by.seat, act.occurred_at, known).roles;
        if held.len() < 2 {
            return Ok(());
        }
        let asked = act.event.kind();
        let permitted = asked.permitted();
        let contract = found.subject.and_then(|slot| self.contract_in(slot));
        let asking = match (asked, contract) {
            (Kind::Contracting(_), Some(contract)) => contract.asking(act.occurred_at),
            _ => self.asking(permitted, found.subject, known),
        };
        let permits = permitted.roles(asking).map_or(held, |roles| held.both(roles));
        if permits.is_empty() || permits == held { Ok(()) } else { Err(Refusal::WhichRole { asked }) }
    }

    /// Who is asked by what an act other than a step of a contract is about.
    #[inline]
    pub(super) fn asking(&self, permitted: Permitted, subject: Option<u32>, known: Known<'_>) -> Asking {
        match (permitted, subject) {
            // A suggestion alone asks, beside an invitation.
            (Permitted::SideAsked { .. } | Permitted::OtherSide { .. }, Some(slot)) => {
                self.work.asking(slot, &self.roster, known)
            }
            (Permitted::Anybody | Permitted::Roles(_) | Permitted::Arranging(_), _) | (_, None) => Asking::NOTHING,
        }
    }
}
