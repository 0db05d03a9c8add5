//! Who is in the cycle, as what, and in which role somebody acts.

use super::{Act, Cycle, Entry, Refusal};
use crate::attachment::{PersonEntered, Roster};
use crate::code::CodeSet;
use crate::contracting::Party;
use crate::id::{EntryNumber, PersonId};
use crate::ledger::Known;
use crate::moment::Moment;
use crate::noun::Noun;
use crate::people::{Actor, Held, Role};

impl Cycle {
    /// Everybody who was here at a time, with what they were here, in the order in which they first entered.
    pub fn people(&self, at: Moment) -> impl Iterator<Item = (&PersonId, Held)> {
        let held = move |(seat, person)| (person, self.roster.held_at(seat, at));
        self.roster.people().map(held).filter(|(_, held)| !held.roles.is_empty())
    }

    /// Who sits in a seat, such as that of a party to an [`Agreement`](crate::contracting::Agreement).
    #[must_use]
    pub fn person(&self, seat: u32) -> Option<&PersonId> {
        self.roster.person(seat)
    }

    /// What somebody was here at a time: nothing, where they were not here.
    ///
    /// ```
    /// use practice_cycle::{code::CodeSet, cycle::Act, history::History, people::Role};
    /// let mut history = History::default();
    /// for line in [
    ///     r#"{"type":"cycle_opened","occurred_at":"2026-04-01T09:00:00Z","recorded_at":"2026-04-01T09:00:00Z","by":"p-1","data":{"cycle":"cy-1","format":1,"clinician":"p-1","team":"t-1"}}"#,
    ///     r#"{"type":"person_entered","occurred_at":"2026-04-01T09:00:00Z","recorded_at":"2026-04-01T09:00:00Z","by":"p-1","data":{"person":"p-3","role":"manager"}}"#,
    ///     r#"{"type":"person_entered","occurred_at":"2026-05-01T09:00:00Z","recorded_at":"2026-05-01T09:00:00Z","by":"p-1","data":{"person":"p-3","role":"conference_chair","beside":["manager"]}}"#,
    /// ] {
    ///     history.record(serde_json::from_str::<Act>(line)?)?;
    /// }
    /// let held = history.cycle().held_at(&"p-3".parse()?, "2026-06-01T09:00:00Z".parse()?);
    /// assert_eq!(held.roles, CodeSet::of(&[Role::Manager, Role::ConferenceChair]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn held_at(&self, person: &PersonId, at: Moment) -> Held {
        self.seat_of(person.as_str()).map(|seat| self.roster.held_at(seat, at)).unwrap_or_default()
    }

    /// The main role that somebody held at a time: see [`Held::main`].
    #[must_use]
    pub fn role_at(&self, person: &PersonId, at: Moment) -> Option<Role> {
        self.held_at(person, at).main()
    }

    /// Somebody as an actor at a time, in their main role, for asking a [`Contract`](crate::contracting::Contract) what they
    /// can do.
    #[must_use]
    pub fn actor_at(&self, person: &PersonId, at: Moment) -> Option<Actor> {
        let seat = self.seat_of(person.as_str())?;
        self.actor_in(seat, at, Known::before(EntryNumber::LAST))
    }

    /// Who was here, in which role, when.
    pub(crate) fn roster(&self) -> &Roster {
        &self.roster
    }

    /// How many people ever entered.
    pub(crate) fn seats(&self) -> u32 {
        u32::try_from(self.roster.len()).unwrap_or(u32::MAX)
    }

    /// The seat of somebody who ever entered.
    pub(crate) fn seat_of(&self, person: &str) -> Option<u32> {
        self.ledger.slot(Noun::Person, person)
    }

    /// What somebody was at a time; where later entries say that they had left by then, as earlier entries knew them.
    pub(crate) fn held_of(&self, person: &str, at: Moment, number: EntryNumber) -> Held {
        let Some(seat) = self.seat_of(person) else { return Held::default() };
        let held = self.roster.held_at(seat, at);
        if held.roles.is_empty() { self.roster.held_as_known(seat, at, Known::before(number)) } else { held }
    }

    /// What somebody is at a time, which is nothing once they have left; none where they had not entered by then.
    pub(crate) fn held_once_entered(&self, person: &str, at: Moment) -> Option<Held> {
        let seat = self.seat_of(person)?;
        let entered = self.roster.had_entered(seat, at, Known::before(EntryNumber::LAST));
        entered.then(|| self.roster.held_at(seat, at))
    }

    /// The role in which the act of an entry was done: the one it names, or the main one that they held.
    pub(crate) fn role_of(&self, entry: &Entry) -> Option<Role> {
        let act = entry.act();
        act.in_role.or_else(|| self.held_of(act.by.as_str(), act.occurred_at, entry.number()).main())
    }

    /// Somebody in the role in which they were first here.
    pub(crate) fn actor_ever(&self, person: &PersonId, known: Known<'_>) -> Result<Actor, Refusal> {
        let seat = self.ledger.slot(Noun::Person, person.as_str()).ok_or(Refusal::UnknownActor)?;
        let role = self.roster.first_role(seat, known).ok_or(Refusal::ActorNotHere)?;
        Ok(Actor { seat, role })
    }

    /// Somebody by their seat as an actor at a time, by what was known.
    pub(crate) fn actor_in(&self, seat: u32, at: Moment, known: Known<'_>) -> Option<Actor> {
        self.roster.actor(seat, at, known)
    }

    /// Whoever did a step that was judged, by their seat, in the role of the act.
    pub(crate) fn actor_of(&self, seat: u32, act: &Act, known: Known<'_>) -> Option<Actor> {
        let actor = self.actor_in(seat, act.occurred_at, known)?;
        Some(Actor { role: act.in_role.unwrap_or(actor.role), ..actor })
    }

    /// Who acts, in the role that the act names, or in their main role.
    pub(crate) fn actor(&self, act: &Act, known: Known<'_>) -> Result<Actor, Refusal> {
        let actor = self.actor_as(&act.by, act.occurred_at, known)?;
        let Some(role) = act.in_role.filter(|&role| role != actor.role) else { return Ok(actor) };
        let held = self.roster.held_as_known(actor.seat, act.occurred_at, known);
        if held.roles.has(role) { Ok(Actor { role, ..actor }) } else { Err(Refusal::NotInThatRole { role }) }
    }

    pub(super) fn actor_as(&self, person: &PersonId, at: Moment, known: Known<'_>) -> Result<Actor, Refusal> {
        let seat = self.ledger.slot(Noun::Person, person.as_str()).ok_or(Refusal::UnknownActor)?;
        match self.roster.actor(seat, at, known) {
            Some(actor) => Ok(actor),
            None if self.roster.knows(seat, known) => Err(Refusal::ActorNotHere),
            None => Err(Refusal::UnknownActor),
        }
    }

    /// The roles that somebody held before they entered anew, and holds no longer.
    pub(crate) fn left_behind(&self, data: &PersonEntered, at: Moment, number: EntryNumber) -> CodeSet<Role> {
        let seat = self.seat_of(data.person.as_str());
        let held = seat.map(|seat| self.roster.held_as_known(seat, at, Known::before(number)).roles).unwrap_or_default();
        held.without(data.beside.with(data.role))
    }

    /// Whether a party to an agreement is, at a time, no longer here on the side for which they agreed: they have left, or sit on another
    /// side. Somebody else can [come in their place](crate::contracting::PartyReplaced).
    ///
    /// ```
    /// use practice_cycle::{contracting::Party, cycle::Cycle, moment::Moment};
    /// assert!(Cycle::default().has_left(0, Party::SocialWork, Moment::EARLIEST), "nobody is here");
    /// ```
    #[must_use]
    pub fn has_left(&self, seat: u32, party: Party, at: Moment) -> bool {
        !self.roster.held_at(seat, at).is_on(party.side())
    }

    /// Whoever acts, who was here once: in the role that the act names, or in the one in which they first entered.
    pub(super) fn actor_once(&self, act: &Act, known: Known<'_>) -> Result<Actor, Refusal> {
        let actor = self.actor_ever(&act.by, known)?;
        match act.in_role {
            Some(role) if !self.roster.ever_held(actor.seat, known).has(role) => Err(Refusal::NotInThatRole { role }),
            Some(role) => Ok(Actor { role, ..actor }),
            None => Ok(actor),
        }
    }

    /// Whether whoever says who comes and goes holds the role that they name, then or when it is recorded.
    pub(super) fn judge_named_role(&self, act: &Act, known: Known<'_>) -> Result<(), Refusal> {
        let Some(role) = act.in_role else { return Ok(()) };
        let held = self.seat_of(act.by.as_str()).is_some_and(|seat| {
            let at = |at| self.roster.held_as_known(seat, at, known).roles.has(role);
            at(act.occurred_at) || at(act.recorded_at)
        });
        if held { Ok(()) } else { Err(Refusal::NotInThatRole { role }) }
    }
}
