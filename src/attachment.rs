//! The attachment itself: a cycle is opened and closed, and people enter and leave it.
//!
//! A cycle is one attachment of one clinician to one team. A later one, after a post is cut or teams are merged, is a new
//! cycle that names the earlier; nothing is inherited silently. Authority is judged by the role that somebody held here
//! when an act occurred, so a person who has left stays a valid actor of what they did before.

use std::collections::BTreeMap;

use thiserror::Error;

use crate::code::CodeSet;
use crate::declare::{data, events, refusals};
use crate::fingerprint::Fingerprint;
use crate::id::{CycleId, EntryNumber, PersonId, TeamId};
use crate::ledger::Known;
use crate::moment::Moment;
use crate::people::{Actor, Held, Registration, Role};
use crate::text::Text;

events! {
    CycleOpened = "cycle_opened", "open the cycle", "opened the cycle";
    CycleClosed = "cycle_closed", "close the cycle", "closed the cycle";
    PersonEntered = "person_entered", "say who enters", "noted who entered", new;
    PersonLeft = "person_left", "say who leaves", "noted who left";
}

/// The version of the stored form that this crate writes, and reads.
pub const FORMAT: u16 = 1;

data! {
    /// The attachment began. Always the first entry; it enters the clinician too. Whoever arranges
    /// the post may act, and enters those who come first.
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
    /// Somebody entered the cycle in a role, or took on another role in it, from when this occurred. The role comes in place of
    /// whatever they were before, but for the roles that `beside` names: these they go on holding.
    PersonEntered: r#"{"person":"p-3","role":"conference_chair","beside":["manager"],"registered":"registered"}"# {
        /// Who entered.
        person: PersonId,
        /// The role they hold from then on.
        role: Role,
        /// The roles that they held before and go on holding beside it.
        #[serde(default, skip_serializing_if = "CodeSet::is_empty_ref")]
        beside: CodeSet<Role>,
        /// Whether they are registered as a social worker, if that is to be recorded. It holds until it is said otherwise.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        registered: Option<Registration>,
    }
}

impl PersonEntered {
    /// Somebody entered in a role, in place of whatever they were before.
    #[must_use]
    pub fn new(person: PersonId, role: Role) -> Self {
        Self { person, role, beside: CodeSet::none(), registered: None }
    }
}

data! {
    /// Somebody left the cycle when this occurred; or gave up one of their roles and stayed in the others.
    PersonLeft: r#"{"person":"p-3","role":"conference_chair"}"# {
        /// Who left.
        person: PersonId,
        /// The role that they gave up, if they stayed in another.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        role: Option<Role>,
    }
}

impl PersonLeft {
    /// Somebody left the cycle.
    #[must_use]
    pub fn new(person: PersonId) -> Self {
        Self { person, role: None }
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
    #[error("cannot open the cycle: it is open already; what was wrong about its opening can be corrected")]
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
    #[error("cannot enter as the clinician of this cycle; another clinician enters as an outside clinician")]
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
    /// What they go on holding, they held.
    #[error("cannot enter beside another role: they do not hold {role} then")]
    NotHeldBeside {
        /// The role that they would go on holding.
        role: Role,
    },
    /// They gave up a role that they did not hold, or the only one.
    #[error(
        "cannot give up the role of {role}: they do not hold it then, or hold no other; somebody who \
         holds no other leaves the cycle instead"
    )]
    NotHeld {
        /// The role.
        role: Role,
    },
    /// Nobody who is not here says who is.
    #[error(
        "somebody who is not in this cycle cannot say who comes and goes; ask somebody who is here, or whoever opened the cycle"
    )]
    Stranger,
    /// Nobody gives themself the statutory mandate.
    #[error(
        "nobody can give themself a role with the statutory mandate, or say that they are registered; ask somebody else here to record it"
    )]
    NotOfThemself,
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
    NotHeldBeside { role } = "attachment.not_held_beside", Conflict @ &["data.beside"];
    NotHeld { role } = "attachment.not_held", Conflict @ &["data.role"];
    Stranger = "attachment.stranger", NotAllowed @ &["by"];
    NotOfThemself = "attachment.not_of_themself", NotAllowed @ &["by"];
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

/// One person's comings and goings, in the order in which they occurred: by when, and by which entry.
type Stay = BTreeMap<(Moment, EntryNumber), Turn>;

/// What an entry says of somebody, from when it occurred on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn {
    /// They hold these roles and no other.
    Holds(Held),
    /// They gave up a role.
    GaveUp(Role),
    /// They left.
    Left,
}

impl Turn {
    /// They hold one role.
    pub(crate) const fn of(role: Role) -> Self {
        Turn::Holds(Held { roles: CodeSet::from_bits(1 << role as u64), registration: None })
    }
}

impl From<&PersonEntered> for Turn {
    fn from(data: &PersonEntered) -> Self {
        Turn::Holds(Held { roles: data.beside.with(data.role), registration: data.registered })
    }
}

impl From<&PersonLeft> for Turn {
    fn from(data: &PersonLeft) -> Self {
        data.role.map_or(Turn::Left, Turn::GaveUp)
    }
}

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

    /// What somebody is here at a time. Somebody who leaves at that very instant still holds their roles.
    #[inline]
    #[must_use]
    pub fn held_at(&self, seat: u32, at: Moment) -> Held {
        self.held_as_known(seat, at, Known::before(EntryNumber::LAST))
    }

    /// What somebody is here at a time, by what was known.
    #[inline]
    pub(crate) fn held_as_known(&self, seat: u32, at: Moment, known: Known<'_>) -> Held {
        // Whoever leaves, or gives up a role, at that very instant still holds it.
        let counts = |&((when, _), turn): &(&(Moment, EntryNumber), &Turn)| matches!(turn, Turn::Holds(_)) || *when < at;
        held_after(self.turns(seat, at, known).filter(counts))
    }

    /// Somebody's turns up to a time, the latest first, as far as was known.
    #[inline]
    fn turns<'r>(
        &'r self,
        seat: u32,
        at: Moment,
        known: Known<'r>,
    ) -> impl Iterator<Item = (&'r (Moment, EntryNumber), &'r Turn)> {
        let stay = self.seats.get(seat as usize).into_iter();
        let turns = stay.flat_map(move |stay| stay.range(..=(at, EntryNumber::LAST)).rev());
        turns.filter(move |((_, number), _)| known.has(*number))
    }

    /// Somebody as an actor at a time, by what was known: in their main role.
    #[inline]
    pub(crate) fn actor(&self, seat: u32, at: Moment, known: Known<'_>) -> Option<Actor> {
        let role = self.held_as_known(seat, at, known).main()?;
        Some(Actor { seat, role })
    }

    /// What they are after everything up to and including an instant.
    pub(crate) fn held_from(&self, seat: u32, at: Moment, known: Known<'_>) -> Held {
        held_after(self.turns(seat, at, known))
    }

    /// What somebody is right before an entry that occurred at an instant, and right after it.
    pub(crate) fn held_around(&self, seat: u32, at: Moment, number: EntryNumber) -> (Held, Held) {
        let turns = || self.turns(seat, at, Known::before(EntryNumber::LAST));
        let before = held_after(turns().filter(|((when, by), _)| (*when, *by) < (at, number)));
        (before, held_after(turns().filter(|((when, by), _)| (*when, *by) <= (at, number))))
    }

    /// When somebody who is no longer here at a time left. Whoever leaves at that very instant has left.
    pub(crate) fn left_at(&self, seat: u32, at: Moment) -> Option<Moment> {
        let (&(when, _), turn) = self.turns(seat, at, Known::before(EntryNumber::LAST)).next()?;
        (*turn == Turn::Left).then_some(when)
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
        let mut turns = self.seats.get(seat as usize)?.iter().filter(|((_, number), _)| known.has(*number));
        turns.find_map(|(_, turn)| if let Turn::Holds(held) = turn { held.main() } else { None })
    }

    /// Every role that somebody ever held, by what was known.
    pub(crate) fn ever_held(&self, seat: u32, known: Known<'_>) -> CodeSet<Role> {
        let stay = self.seats.get(seat as usize).into_iter().flatten();
        let turns = stay.filter(|((_, number), _)| known.has(*number)).map(|(_, turn)| turn);
        turns.fold(CodeSet::none(), |ever, turn| if let Turn::Holds(held) = turn { ever.and(held.roles) } else { ever })
    }

    /// The entry by which somebody first entered, in the order of occurrence.
    pub(crate) fn entered_by(&self, seat: u32) -> Option<EntryNumber> {
        self.seats.get(seat as usize)?.first_key_value().map(|(&(_, number), _)| number)
    }

    pub(crate) fn judge_entering(
        &self,
        person: Option<u32>,
        data: &PersonEntered,
        at: Moment,
        known: Known<'_>,
    ) -> Result<(), Refusal> {
        let role = data.role;
        let is_clinician = person == Some(CLINICIAN);
        if is_clinician && (role != Role::Clinician || !data.beside.is_empty()) {
            return Err(Refusal::ClinicianStays);
        }
        if !is_clinician && data.beside.with(role).has(Role::Clinician) {
            return Err(Refusal::AnotherClinician);
        }
        let held = person.map(|seat| self.held_from(seat, at, known)).unwrap_or_default();
        if let Some(role) = data.beside.iter().find(|&role| !held.roles.has(role)) {
            return Err(Refusal::NotHeldBeside { role });
        }
        let says_more = data.registered.is_some_and(|registered| held.registration != Some(registered));
        let is_here = held.roles == data.beside.with(role) && !says_more;
        if is_here { Err(Refusal::AlreadyHere { role }) } else { Ok(()) }
    }

    pub(crate) fn judge_leaving(&self, seat: u32, data: &PersonLeft, at: Moment, known: Known<'_>) -> Result<(), Refusal> {
        if let Some(role) = data.role {
            let held = self.held_from(seat, at, known).roles;
            // What was given up later is not there to stay in.
            let later = self.seats.get(seat as usize).into_iter().flat_map(|stay| stay.range((at, EntryNumber::LAST)..));
            let later = later.filter(|((_, number), _)| known.has(*number)).map(|(_, turn)| turn);
            let mut stays = held.without(CodeSet::none().with(role));
            for turn in later {
                match *turn {
                    Turn::GaveUp(role) => stays = stays.without(CodeSet::none().with(role)),
                    Turn::Holds(_) | Turn::Left => break,
                }
            }
            return if held.has(role) && !stays.is_empty() { Ok(()) } else { Err(Refusal::NotHeld { role }) };
        }
        self.judge_leaving_whole(seat, at, known)
    }

    /// Whether somebody can leave the cycle, out of all their roles.
    pub(crate) fn judge_leaving_whole(&self, seat: u32, at: Moment, known: Known<'_>) -> Result<(), Refusal> {
        match self.turns(seat, at, known).next() {
            Some((_, Turn::Holds(_) | Turn::GaveUp(_))) => Ok(()),
            Some((&(when, _), Turn::Left)) if when == at => Err(Refusal::AlreadyLeft),
            Some((_, Turn::Left)) | None => Err(Refusal::NotHere),
        }
    }

    /// Notes what an entry says of somebody.
    pub(crate) fn note(&mut self, seat: u32, turn: Turn, at: Moment, number: EntryNumber) {
        if let Some(stay) = self.seats.get_mut(seat as usize) {
            stay.insert((at, number), turn);
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

    /// Who is here and as what, in the order of the seats they are said to have.
    pub(crate) fn fingerprint(&self, to: &mut Fingerprint<'_>) {
        const EACH: usize = size_of::<u64>() + 1;
        let start = to.bytes.len();
        to.bytes.resize(start + self.seats.len() * EACH, 0);
        for (seat, stay) in self.seats.iter().enumerate() {
            let said = to.seats.get(seat).map_or(seat, |&said| said as usize);
            let held = held_after(stay.iter().rev());
            if let Some(bytes) = to.bytes.get_mut(start + said * EACH..).and_then(<[u8]>::first_chunk_mut::<EACH>) {
                let [roles @ .., registration] = bytes;
                *roles = held.roles.bits().to_le_bytes();
                *registration = held.registration.map_or(0, |registration| registration as u8 + 1);
            }
        }
    }
}

/// What turns amount to, of which the latest comes first. That somebody is registered holds until it is said otherwise.
fn held_after<'r>(turns: impl Iterator<Item = (&'r (Moment, EntryNumber), &'r Turn)>) -> Held {
    let (mut given_up, mut roles, mut registration) = (CodeSet::none(), None, None);
    for (_, turn) in turns {
        match *turn {
            Turn::Holds(held) => {
                roles.get_or_insert_with(|| held.roles.without(given_up));
                registration = held.registration;
            }
            Turn::GaveUp(role) => given_up.insert(role),
            Turn::Left => _ = roles.get_or_insert(CodeSet::none()),
        }
        // Only of these is it asked whether they are registered.
        let may_decide = roles.is_some_and(|roles| roles.has(Role::SocialWorker) || roles.has(Role::Manager));
        if roles.is_some() && (registration.is_some() || !may_decide) {
            break;
        }
    }
    Held { roles: roles.unwrap_or_default(), registration }
}
