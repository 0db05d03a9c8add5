//! Whose act it is: judging by the [table](crate::permitted) of who may do what.

use super::{Act, Cycle, Event, Found, Kind, Refusal};
use crate::attachment;
use crate::code::CodeSet;
use crate::id::PersonId;
use crate::ledger::Known;
use crate::moment::Moment;
use crate::people::{Actor, Registration, Role};
use crate::permitted::{self, Asking, Permitted, Those};

impl Cycle {
    /// Whether whoever says who comes and goes may say that: see [`entering`](permitted::entering) and
    /// [`leaving`](permitted::leaving). They are here then, or when it is recorded, unless it is of themself; or they opened the cycle
    /// and were never in it. That others said it is recorded in histories of earlier versions, and stays:
    /// [`Warning`](crate::history::Warning).
    pub(crate) fn judge_attaching(&self, act: &Act) -> Result<(), Refusal> {
        self.judge_attaching_as(act, Known::before(self.next))
    }

    /// The same by what was known.
    pub(crate) fn judge_attaching_as(&self, act: &Act, known: Known<'_>) -> Result<(), Refusal> {
        let Event::Attachment(event) = &act.event else { return Ok(()) };
        let (person, at) = (
            match event {
                attachment::Event::PersonEntered(data) => &data.person,
                attachment::Event::PersonLeft(data) => &data.person,
                attachment::Event::CycleOpened(_) | attachment::Event::CycleClosed(_) => return Ok(()),
            },
            act.occurred_at,
        );
        if self.arranges(&act.by, known) {
            return Ok(());
        }
        let by = self.says_who_is_here(&act.by, at, act.recorded_at, *person == act.by, known)?;
        let by = act.in_role.map_or(by, |role| by.both(CodeSet::none().with(role)));
        let seat = self.seat_of(person.as_str());
        let before = seat.map(|seat| self.roster.held_as_known(seat, at, known).roles).unwrap_or_default();
        let (gained, lost, registers) = match event {
            attachment::Event::PersonEntered(data) => {
                // Whoever left at that very instant is there no more: to enter them again is to give them what they had.
                let from = seat.map(|seat| self.roster.held_from(seat, at, known).roles).unwrap_or_default();
                let holds = data.beside.with(data.role);
                (holds.without(from), from.without(holds), data.registered.is_some())
            }
            attachment::Event::PersonLeft(data) => {
                (CodeSet::none(), data.role.map_or(before, |role| CodeSet::none().with(role)), false)
            }
            attachment::Event::CycleOpened(_) | attachment::Event::CycleClosed(_) => return Ok(()),
        };
        let of_themself = *person == act.by;
        let role = by.iter().next().or(act.in_role).ok_or(Refusal::ActorNotHere)?;
        let not_theirs = |permitted: Permitted| {
            let asked = act.event.kind();
            Err(Refusal::NotTheirs { asked, role, permitted: Those(permitted.roles(Asking::NOTHING).unwrap_or_default()) })
        };
        let may = |permitted: Permitted| permitted.roles(Asking::NOTHING).is_none_or(|roles| !by.both(roles).is_empty());
        for permitted in gained.iter().map(permitted::entering) {
            if !may(permitted) {
                return not_theirs(permitted);
            }
        }
        if !of_themself && !lost.is_empty() && !may(permitted::leaving()) {
            return not_theirs(permitted::leaving());
        }
        let registering = permitted::entering(Role::SocialWorker);
        if registers && !may(registering) {
            return not_theirs(registering);
        }
        // Nobody gives themself the mandate.
        let mandated = |role: Role| role.mandate(Some(Registration::Registered)) == Some(true);
        let takes_it = registers || gained.iter().any(mandated);
        if of_themself && takes_it && !before.iter().any(mandated) {
            return Err(attachment::Refusal::NotOfThemself.into());
        }
        Ok(())
    }

    /// Whether somebody opened the cycle and was never in it: whoever arranges the post enters those who come first.
    pub(super) fn arranges(&self, person: &PersonId, known: Known<'_>) -> bool {
        let opened = self.opened.as_ref().is_some_and(|opened| opened.by == *person);
        opened && self.seat_of(person.as_str()).is_none_or(|seat| !self.roster.knows(seat, known))
    }

    /// The roles in which somebody says who is here: those they hold then, and those when it is recorded, if it is not of themself.
    pub(super) fn says_who_is_here(
        &self,
        by: &PersonId,
        at: Moment,
        recorded: Moment,
        of_themself: bool,
        known: Known<'_>,
    ) -> Result<CodeSet<Role>, Refusal> {
        let stranger = Refusal::Attachment(attachment::Refusal::Stranger);
        let seat = self.seat_of(by.as_str()).filter(|&seat| self.roster.knows(seat, known)).ok_or(stranger)?;
        let then = self.roster.held_as_known(seat, at, known).roles;
        let now = self.roster.held_as_known(seat, recorded, known).roles;
        let roles = if of_themself { then } else { then.and(now) };
        if roles.is_empty() { Err(Refusal::ActorNotHere) } else { Ok(roles) }
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
