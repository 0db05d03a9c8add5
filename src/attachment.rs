//! The attachment itself: a cycle is opened and closed, and people enter and leave it.
//!
//! A cycle is one attachment of one clinician to one team. A later one, after a post is cut or teams are merged, is a new
//! cycle that names the earlier; nothing is inherited silently. Authority is judged by the role that somebody held here
//! when an act occurred, so a person who has left stays a valid actor of what they did before.

use std::collections::BTreeMap;

use thiserror::Error;

use crate::declare::{data, events, refusals};
use crate::fingerprint::Fingerprint;
use crate::id::{CycleId, EntryNumber, PersonId, TeamId};
use crate::ledger::Known;
use crate::moment::Moment;
use crate::people::{Actor, Role};
use crate::text::Text;

events! {
    CycleOpened = "cycle_opened", "open the cycle", "opened the cycle";
    CycleClosed = "cycle_closed", "close the cycle", "closed the cycle";
    PersonEntered = "person_entered", "enter the cycle", "noted who entered", new;
    PersonLeft = "person_left", "leave the cycle", "noted who left";
}

/// The version of the stored form that this crate writes, and reads.
pub const FORMAT: u16 = 1;

data! {
    /// The attachment began. Always the first entry; it enters the clinician too. Whoever arranged the post may act.
    CycleOpened: r#"{"cycle":"cy-2","format":1,"clinician":"p-1","team":"t-1","earlier":"cy-1"}"# {
        /// The cycle.
        cycle: CycleId,
        /// The version of the stored form, [`FORMAT`].
        format: u16,
        /// The clinician who is attached.
        clinician: PersonId,
        /// The team joined.
        team: TeamId,
        /// The attachment before this one, if there was one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        earlier: Option<CycleId>,
    }
}

impl CycleOpened {
    /// A first attachment, in the stored form of today.
    #[must_use]
    pub fn new(cycle: CycleId, clinician: PersonId, team: TeamId) -> Self {
        Self { cycle, format: FORMAT, clinician, team, earlier: None }
    }
}

data! {
    /// The attachment ended. What occurred before may still be recorded, and open contracts may still be closed.
    CycleClosed: r#"{"cycle":"cy-1","words":"The post was cut."}"# {
        /// The cycle that is closed: this one.
        cycle: CycleId,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

data! {
    /// Somebody entered the cycle in a role, or changed their role in it, from when this occurred. Recorded by anyone.
    PersonEntered: r#"{"person":"p-2","role":"social_worker"}"# {
        /// Who entered.
        person: PersonId,
        /// The role they hold from then on.
        role: Role,
    }
}

data! {
    /// Somebody left the cycle when this occurred. Recorded by anyone.
    PersonLeft: r#"{"person":"p-2"}"# {
        /// Who left.
        person: PersonId,
    }
}

/// Why an act upon the attachment is refused.
///
/// ```
/// use practice_cycle::attachment::Refusal;
/// assert_eq!(Refusal::AlreadyClosed.to_string(), "cannot close the cycle: it is closed already");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Refusal {
    /// The first entry opens the cycle, and no later one.
    #[error(
        "cannot open the cycle: it is open already; what was wrong about its opening can be corrected (`opening_corrected`)"
    )]
    AlreadyOpen,
    /// The stored form is of a version that this crate does not read.
    #[error("cannot open a cycle stored in format {found}; this version reads format {reads}", reads = FORMAT)]
    UnknownFormat {
        /// The version found.
        found: u16,
    },
    /// A cycle that names itself as the one before.
    #[error("cannot open a cycle that names itself as the earlier one")]
    EarlierIsItself,
    /// The reference is of some other cycle.
    #[error("cannot close or correct another cycle than this one")]
    AnotherCycle,
    /// The cycle is closed already.
    #[error("cannot close the cycle: it is closed already")]
    AlreadyClosed,
    /// A cycle has one clinician.
    #[error("cannot enter as clinician of this cycle; another clinician enters as `outside_clinician`")]
    AnotherClinician,
    /// The clinician's own role here cannot be another.
    #[error("cannot change the role of the clinician whose attachment this is")]
    ClinicianStays,
    /// They are here in that role already.
    #[error("cannot enter as {role}: they are here in that role already")]
    AlreadyHere {
        /// The role.
        role: Role,
    },
    /// They left at that very time.
    #[error("cannot leave the cycle: they left at that time already")]
    AlreadyLeft,
    /// They left before, or had not entered.
    #[error("cannot leave the cycle: they are not in it at that time")]
    NotHere,
}

refusals! {
    AlreadyOpen = "attachment.already_open", Conflict;
    UnknownFormat { found } = "attachment.unknown_format", Invalid [reads: u16 = FORMAT] @ &["data.format"];
    EarlierIsItself = "attachment.earlier_is_itself", Invalid @ &["data.earlier"];
    AnotherCycle = "attachment.another_cycle", NotFound @ &["data.cycle"];
    AlreadyClosed = "attachment.already_closed", Conflict;
    AnotherClinician = "attachment.another_clinician", Conflict @ &["data.role"];
    ClinicianStays = "attachment.clinician_stays", Conflict @ &["data.role"];
    AlreadyHere { role } = "attachment.already_here", AlreadySo @ &["data.person"];
    AlreadyLeft = "attachment.already_left", AlreadySo @ &["data.person"];
    NotHere = "attachment.not_here", Conflict @ &["data.person"];
}

/// Who was in the cycle, in which role, when.
///
/// ```
/// use practice_cycle::attachment::Roster;
/// assert_eq!(Roster::default().len(), 0);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Roster {
    people: Vec<PersonId>,
    seats: Vec<Stay>, // In step with `people`.
}

/// One person's comings and goings, in the order in which they occurred: by when and by which entry, the role held from then
/// on; `None` where they left.
type Stay = BTreeMap<(Moment, EntryNumber), Option<Role>>;

/// The seat of the clinician: the first to enter.
pub(crate) const CLINICIAN: u32 = 0;

impl Roster {
    /// How many people have entered so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.seats.len()
    }

    /// Whether nobody has entered yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.seats.is_empty()
    }

    /// Everybody who ever entered, by seat.
    pub fn people(&self) -> impl Iterator<Item = (u32, &PersonId)> {
        (0..).zip(&self.people)
    }

    /// Who sits in a seat.
    #[must_use]
    pub fn person(&self, seat: u32) -> Option<&PersonId> {
        self.people.get(seat as usize)
    }

    /// Gives somebody their seat: the next, or the one they had.
    pub(crate) fn seat(&mut self, seat: u32, person: &PersonId) {
        if self.people.len() <= seat as usize {
            self.people.push(person.clone());
            self.seats.push(Stay::new());
        }
    }

    /// The role somebody held at a time. Somebody who leaves at that very instant still holds it.
    #[inline]
    #[must_use]
    pub fn role_at(&self, seat: u32, at: Moment) -> Option<Role> {
        self.role_as_known(seat, at, Known::before(EntryNumber::LAST))
    }

    /// The role somebody held at a time, by what was known.
    #[inline]
    pub(crate) fn role_as_known(&self, seat: u32, at: Moment, known: Known<'_>) -> Option<Role> {
        let counts = |&(&(when, _), role): &(&(Moment, EntryNumber), &Option<Role>)| role.is_some() || when < at;
        *self.turns(seat, at, known).find(counts)?.1
    }

    /// Somebody's turns up to a time, the latest first, as far as was known.
    #[inline]
    fn turns<'r>(
        &'r self,
        seat: u32,
        at: Moment,
        known: Known<'r>,
    ) -> impl Iterator<Item = (&'r (Moment, EntryNumber), &'r Option<Role>)> {
        let stay = self.seats.get(seat as usize).into_iter();
        let turns = stay.flat_map(move |stay| stay.range(..=(at, EntryNumber::LAST)).rev());
        turns.filter(move |((_, number), _)| known.has(*number))
    }

    /// Somebody as an actor at a time, by what was known.
    #[inline]
    pub(crate) fn actor(&self, seat: u32, at: Moment, known: Known<'_>) -> Option<Actor> {
        let role = self.role_as_known(seat, at, known)?;
        Some(Actor { seat, role })
    }

    /// How they stood after everything up to and including an instant: not here (`None`), or in a role.
    fn stood_after(&self, seat: u32, at: Moment, known: Known<'_>) -> Option<Role> {
        *self.turns(seat, at, known).next()?.1
    }

    /// When somebody who is no longer here at a time left. Whoever leaves at that very instant has left.
    pub(crate) fn left_at(&self, seat: u32, at: Moment) -> Option<Moment> {
        let (&(when, _), role) = self.turns(seat, at, Known::before(EntryNumber::LAST)).next()?;
        role.is_none().then_some(when)
    }

    /// Whether somebody had entered by a time, though they may have left again.
    pub(crate) fn had_entered(&self, seat: u32, at: Moment, known: Known<'_>) -> bool {
        self.turns(seat, at, known).next().is_some()
    }

    /// Whether anything is known of somebody, whenever it was.
    pub(crate) fn knows(&self, seat: u32, known: Known<'_>) -> bool {
        let stay = self.seats.get(seat as usize);
        stay.is_some_and(|stay| stay.keys().any(|&(_, number)| known.has(number)))
    }

    /// The role in which somebody first entered, by what was known.
    pub(crate) fn first_role(&self, seat: u32, known: Known<'_>) -> Option<Role> {
        let stay = self.seats.get(seat as usize)?;
        stay.iter().find(|&(&(_, number), role)| role.is_some() && known.has(number)).and_then(|(_, role)| *role)
    }

    /// The entry by which somebody first entered, in the order of occurrence.
    pub(crate) fn entered_by(&self, seat: u32) -> Option<EntryNumber> {
        self.seats.get(seat as usize)?.first_key_value().map(|(&(_, number), _)| number)
    }

    pub(crate) fn judge_entering(
        &self,
        person: Option<u32>,
        role: Role,
        at: Moment,
        known: Known<'_>,
    ) -> Result<(), Refusal> {
        let is_clinician = person == Some(CLINICIAN);
        if is_clinician && role != Role::Clinician {
            return Err(Refusal::ClinicianStays);
        }
        if !is_clinician && role == Role::Clinician {
            return Err(Refusal::AnotherClinician);
        }
        let stood = person.and_then(|seat| self.stood_after(seat, at, known));
        if stood == Some(role) { Err(Refusal::AlreadyHere { role }) } else { Ok(()) }
    }

    pub(crate) fn judge_leaving(&self, seat: u32, at: Moment, known: Known<'_>) -> Result<(), Refusal> {
        match self.turns(seat, at, known).next() {
            Some((_, Some(_))) => Ok(()),
            Some((&(when, _), None)) if when == at => Err(Refusal::AlreadyLeft),
            Some(_) | None => Err(Refusal::NotHere),
        }
    }

    /// Notes that somebody holds a role from a time on, or has left.
    pub(crate) fn note(&mut self, seat: u32, role: Option<Role>, at: Moment, number: EntryNumber) {
        if let Some(stay) = self.seats.get_mut(seat as usize) {
            stay.insert((at, number), role);
        }
    }

    /// Forgets what an entry noted.
    pub(crate) fn forget(&mut self, seat: u32, at: Moment, number: EntryNumber) {
        if let Some(stay) = self.seats.get_mut(seat as usize) {
            stay.remove(&(at, number));
        }
    }

    /// Until when acts of somebody may rest on what an entry noted: the next time they came or left that was not recorded late, as
    /// `late` says.
    pub(crate) fn rests_until(
        &self,
        seat: u32,
        at: Moment,
        number: EntryNumber,
        late: impl Fn(EntryNumber) -> bool,
    ) -> Moment {
        let Some(stay) = self.seats.get(seat as usize) else { return at };
        let later = stay.range((at, number)..).map(|(&key, _)| key).filter(|&key| key != (at, number));
        let masks = |&(when, number): &(Moment, EntryNumber)| when > at && !late(number);
        later.into_iter().find(masks).map_or(Moment::NEVER, |(when, _)| when)
    }

    /// Who is here and in which role, in the order of the seats they are said to have.
    pub(crate) fn fingerprint(&self, to: &mut Fingerprint<'_>) {
        let start = to.bytes.len();
        to.bytes.resize(start + self.seats.len(), 0);
        for (seat, stay) in self.seats.iter().enumerate() {
            let said = to.seats.get(seat).map_or(seat, |&said| said as usize);
            let role = stay.last_key_value().and_then(|(_, role)| *role);
            if let Some(byte) = to.bytes.get_mut(start + said) {
                *byte = role.map_or(u8::MAX, |role| role as u8);
            }
        }
    }
}
