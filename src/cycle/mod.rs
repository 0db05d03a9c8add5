//! The acts together: one attachment of a clinician to a team, and what may happen in it next.
//!
//! Offer an [`Act`] to [`Cycle::decide`]: it becomes an [`Entry`], or a [`Refusal`] says why not. [`Cycle::evolve`] applies an
//! entry. There is no second set of commands: an event says what happened, and an act offers that it did.

mod act;
mod refusal;

pub use act::{Act, Entry, Event, Kind};
pub use refusal::{About, Refusal};

use crate::attachment::{self, CLINICIAN, Roster};
use crate::contracting::{self, Contract, Moved, Stage, Step, Successor};
use crate::id::{ContractId, CycleId, EntryNumber, Noun, PersonId, Ref, TeamId};
use crate::intervening::{self, Work, put};
use crate::joining;
use crate::ledger::{Ledger, Made, Missing};
use crate::moment::Moment;
use crate::people::{Actor, Role};
use crate::reporting;

/// One attachment of one clinician to one team, as far as what may happen next hangs on what has happened.
///
/// It holds no text. Corrections and redactions belong to the [`History`](crate::history::History), which holds the entries;
/// the cycle alone refuses them.
///
/// ```
/// use practice_cycle::cycle::{Act, Cycle};
/// let mut cycle = Cycle::default();
/// let open: Act = serde_json::from_str(
///     r#"{"type":"cycle_opened","occurred_at":"2026-04-01T09:00:00Z","recorded_at":"2026-04-01T09:00:00Z","by":"p-1",
///         "data":{"cycle":"cy-1","format":1,"clinician":"p-1","team":"t-1"}}"#,
/// )?;
/// let entry = cycle.decide(open.clone())?;
/// cycle.evolve(&entry)?;
/// assert_eq!(cycle.decide(open).unwrap_err().to_string(), "cannot open the cycle: it is open already");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Cycle {
    opened: Option<Opened>,
    closed: Option<(Moment, EntryNumber)>,
    next: EntryNumber,
    last_recorded: Moment,
    ledger: Ledger,
    roster: Roster,
    rules: Vec<joining::Rule>,
    contracts: Vec<Contract>,
    work: Work,
}

#[derive(Debug, Clone)]
struct Opened {
    cycle: CycleId,
    team: TeamId,
    at: Moment,
}

/// What an entry did to the stage of a contract, where it was a step of one.
///
/// ```
/// use practice_cycle::{contracting::{Moved, Stage}, cycle::Applied};
/// assert_eq!(Applied::Noted.moved(), None);
/// let moved = Moved { from: Stage::Agreed, to: Stage::Active };
/// assert_eq!(Applied::Contract(moved).moved(), Some(moved));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applied {
    /// It was noted; no contract moved.
    Noted,
    /// A contract took a step.
    Contract(Moved),
}

impl Applied {
    /// The stage left and the stage entered, if a contract took a step.
    #[must_use]
    pub fn moved(self) -> Option<Moved> {
        match self {
            Applied::Noted => None,
            Applied::Contract(moved) => Some(moved),
        }
    }
}

/// A step that is possible from where a contract stands, and what keeps a certain person from it now, if anything does.
///
/// ```
/// use practice_cycle::{contracting::{Kind, Refusal}, cycle::Possibility};
/// let accept = Possibility { step: Kind::TermsAccepted, obstacle: Some(Refusal::NothingProposed) };
/// assert!(!accept.is_open());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Possibility {
    /// The step.
    pub step: contracting::Kind,
    /// What keeps them from it.
    pub obstacle: Option<contracting::Refusal>,
}

impl Possibility {
    /// Whether nothing keeps them from it, as far as that does not hang on what they would say.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.obstacle.is_none()
    }
}

/// What an act refers to, looked up once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found {
    actor: Option<Actor>,
    subject: Option<u32>,
    made: Option<Made>,
}

impl Default for Cycle {
    fn default() -> Self {
        Self {
            opened: None,
            closed: None,
            next: EntryNumber::FIRST,
            last_recorded: Moment::EARLIEST,
            ledger: Ledger::default(),
            roster: Roster::default(),
            rules: Vec::new(),
            contracts: Vec::new(),
            work: Work::default(),
        }
    }
}

impl Cycle {
    /// Whether an act can be recorded, without recording it.
    ///
    /// # Errors
    /// Why not. A refusal is a few bytes and costs no allocation; [`Refusal::about`] adds what the act was about.
    pub fn judge(&self, act: &Act) -> Result<(), Refusal> {
        self.judge_offered(act).map(drop)
    }

    /// Turns an act into the next entry. Nothing changes until the entry is given to [`Cycle::evolve`].
    ///
    /// The act is used up either way; to keep it when it is refused, [`judge`](Cycle::judge) first.
    ///
    /// # Errors
    /// Why it cannot be recorded.
    pub fn decide(&self, act: Act) -> Result<Entry, Refusal> {
        self.judge(&act)?;
        Ok(Entry { number: self.next, act })
    }

    /// Applies an entry, if it fits: its number is the next, and it could have happened. What does not fit changes nothing.
    ///
    /// # Errors
    /// Why it does not fit.
    pub fn evolve(&mut self, entry: &Entry) -> Result<Applied, Refusal> {
        if entry.number != self.next {
            return Err(Refusal::OutOfNumber { found: entry.number, expected: self.next });
        }
        let found = self.judge_stored(&entry.act)?;
        Ok(self.admit(&found, &entry.act))
    }

    /// Judges an act once, records it, and returns the entry to be stored.
    ///
    /// # Errors
    /// Why it cannot be recorded; nothing has changed then.
    pub fn record(&mut self, act: Act) -> Result<(Entry, Applied), Refusal> {
        let found = self.judge_offered(&act)?;
        let number = self.next;
        let applied = self.admit(&found, &act);
        Ok((Entry { number, act }, applied))
    }

    /// The number that the next entry will have.
    #[must_use]
    pub fn next_number(&self) -> EntryNumber {
        self.next
    }

    /// When the last entry was recorded; the start of time before there is one.
    #[must_use]
    pub fn last_recorded(&self) -> Moment {
        self.last_recorded
    }

    /// The cycle's own reference, once it is open.
    #[must_use]
    pub fn id(&self) -> Option<&CycleId> {
        self.opened.as_ref().map(|opened| &opened.cycle)
    }

    /// The team, once the cycle is open.
    #[must_use]
    pub fn team(&self) -> Option<&TeamId> {
        self.opened.as_ref().map(|opened| &opened.team)
    }

    /// When the attachment ended, if it has.
    #[must_use]
    pub fn closed_at(&self) -> Option<Moment> {
        self.closed.map(|(at, _)| at)
    }

    /// The contract with that reference.
    #[must_use]
    pub fn contract(&self, id: &ContractId) -> Option<&Contract> {
        let (slot, made) = self.ledger.find(Ref { noun: Noun::Contract, id: id.as_str() })?;
        made.and_then(|_| self.contracts.get(slot as usize))
    }

    /// Every contract that was invited and not taken back as an error, in the order of first invitation.
    pub fn contracts(&self) -> impl Iterator<Item = &Contract> {
        let made = |slot: usize| self.ledger.is_made(Noun::Contract, slot);
        self.contracts.iter().enumerate().filter(move |&(slot, _)| made(slot)).map(|(_, contract)| contract)
    }

    /// The role that somebody held at a time.
    #[must_use]
    pub fn role_at(&self, person: &PersonId, at: Moment) -> Option<Role> {
        self.actor_at(person, at).map(|actor| actor.role)
    }

    /// Somebody as an actor at a time, for asking a [`Contract`] what they can do.
    #[must_use]
    pub fn actor_at(&self, person: &PersonId, at: Moment) -> Option<Actor> {
        let (seat, _) = self.ledger.find(Ref { noun: Noun::Person, id: person.as_str() })?;
        let role = self.roster.role_at(seat, at)?;
        Some(Actor { seat, role })
    }

    /// What somebody could do about a contract at a time, and what they could not, with the reason: every kind of step that
    /// is possible from where the contract stands.
    ///
    /// # Errors
    /// Where the contract or the person is not known, or the person is not in the cycle at that time.
    pub fn possible(&self, person: &PersonId, contract: &ContractId, at: Moment) -> Result<Vec<Possibility>, Refusal> {
        let actor = self.actor(person, at, self.next)?;
        let contract = self.contract_named(contract)?;
        let steps = contract.stage(at).steps();
        Ok(steps.iter().map(|step| Possibility { step, obstacle: contract.why_not(step, actor, at).err() }).collect())
    }

    fn contract_named(&self, id: &ContractId) -> Result<&Contract, Refusal> {
        self.contract(id).ok_or(Refusal::Unknown { noun: Noun::Contract })
    }

    fn actor(&self, person: &PersonId, at: Moment, number: EntryNumber) -> Result<Actor, Refusal> {
        let found = self.ledger.find(Ref { noun: Noun::Person, id: person.as_str() });
        let (seat, _) = found.ok_or(Refusal::UnknownActor)?;
        self.roster.actor(seat, at, number).ok_or(Refusal::ActorNotHere)
    }

    fn judge_offered(&self, act: &Act) -> Result<Found, Refusal> {
        if act.event.part().has_tombstone() {
            return Err(Refusal::Tombstone);
        }
        self.judge_stored(act)
    }

    #[inline]
    pub(crate) fn judge_stored(&self, act: &Act) -> Result<Found, Refusal> {
        if act.recorded_at < self.last_recorded {
            return Err(Refusal::RecordedBackwards);
        }
        if let Event::Correction(_) = act.event {
            return Err(Refusal::HistoryDecides);
        }
        self.judge_at(act, self.next)
    }

    /// Judges an act as the entry with a number, by what entries before it say.
    pub(crate) fn judge_at(&self, act: &Act, number: EntryNumber) -> Result<Found, Refusal> {
        let at = act.occurred_at;
        if act.recorded_at < at {
            return Err(Refusal::RecordedBeforeOccurred);
        }
        let found = self.find(act, number)?;
        self.judge_references(&act.event, number, at)?;
        match (&act.event, found.actor) {
            (Event::Attachment(event), _) => self.judge_attachment(event, &found, at, number)?,
            (_, None) => return Err(Refusal::UnknownActor),
            (Event::Contracting(event), Some(by)) => self.judge_contracting(event, &found, by, at, number)?,
            (Event::Intervening(event), Some(by)) => {
                let setting = intervening::Setting {
                    ledger: &self.ledger,
                    roster: &self.roster,
                    contracts: &self.contracts,
                    by,
                    at,
                    number,
                };
                self.work.judge(event, found.subject, &setting)?;
            }
            (Event::Joining(event), Some(by)) => {
                joining::may(event.kind(), by.role)?;
                if let joining::Event::RuleWorkedWith(data) = event {
                    let rule = found.subject.and_then(|slot| self.rules.get(slot as usize));
                    rule.map_or(Ok(()), |rule| rule.judge(data.step, by, at))?;
                }
            }
            (Event::Reporting(event), Some(_)) => {
                reporting::judge(event.kind(), self.contract_named(event.contract())?, at, number)?;
            }
            (Event::Boundary(_) | Event::Correction(_), Some(_)) => {}
        }
        Ok(found)
    }

    /// Looks up who acts and what the act is about, once.
    #[inline]
    fn find(&self, act: &Act, number: EntryNumber) -> Result<Found, Refusal> {
        let at = act.occurred_at;
        let kind = act.event.kind();
        match &self.opened {
            Some(opened) if at < opened.at => return Err(Refusal::BeforeOpening),
            Some(_) => {}
            None if kind == Kind::Attachment(attachment::Kind::CycleOpened) => {}
            None => return Err(Refusal::NotOpened),
        }
        let closed_before = self.closed.is_some_and(|(closed, by)| by < number && closed < at);
        if closed_before && !stays_possible(kind) {
            return Err(Refusal::AfterClosing);
        }
        // Who enters and who leaves may be noted by anyone, and so may that a cycle opens: somebody has to be the first.
        let anyone = matches!(kind, Kind::Attachment(kind) if kind != attachment::Kind::CycleClosed);
        let actor = if anyone { None } else { Some(self.actor(&act.by, at, number)?) };
        let Some(subject) = act.event.subject() else { return Ok(Found { actor, subject: None, made: None }) };
        let (slot, made) = match self.ledger.find(subject) {
            Some((slot, made)) => (Some(slot), made.filter(|made| made.number < number)),
            None => (None, None),
        };
        match made {
            Some(made) if kind.makes() && subject.noun != Noun::Person => {
                return Err(if made.at == at { Refusal::AlreadyRecorded } else { Refusal::IdTaken { noun: subject.noun } });
            }
            Some(made) if made.at > at && subject.noun != Noun::Person => {
                return Err(Refusal::NotYet { noun: subject.noun });
            }
            None if !kind.makes() => return Err(Refusal::Unknown { noun: subject.noun }),
            Some(_) | None => {}
        }
        Ok(Found { actor, subject: slot, made })
    }

    /// Whatever else the act refers to has to be there.
    fn judge_references(&self, event: &Event, number: EntryNumber, at: Moment) -> Result<(), Refusal> {
        let mut verdict = Ok(());
        let mut is_subject = event.subject().is_some();
        let opens = matches!(event, Event::Attachment(_));
        event.part().references(&mut |thing| {
            if std::mem::take(&mut is_subject) || opens || verdict.is_err() {
                return;
            }
            verdict = self.ledger.refer(thing, number, at).map(drop).map_err(|missing| match missing {
                Missing::Unknown => Refusal::Unknown { noun: thing.noun },
                Missing::NotYet => Refusal::NotYet { noun: thing.noun },
            });
        });
        verdict
    }

    fn judge_attachment(
        &self,
        event: &attachment::Event,
        found: &Found,
        at: Moment,
        number: EntryNumber,
    ) -> Result<(), attachment::Refusal> {
        match event {
            attachment::Event::CycleOpened(data) => {
                if self.opened.is_some() {
                    Err(attachment::Refusal::AlreadyOpen)
                } else if data.format != attachment::FORMAT {
                    Err(attachment::Refusal::UnknownFormat { found: data.format })
                } else if data.earlier.as_ref() == Some(&data.cycle) {
                    Err(attachment::Refusal::EarlierIsItself)
                } else {
                    Ok(())
                }
            }
            attachment::Event::CycleClosed(data) => {
                if self.id() != Some(&data.cycle) {
                    Err(attachment::Refusal::AnotherCycle)
                } else if self.closed.is_some_and(|(_, by)| by < number) {
                    Err(attachment::Refusal::AlreadyClosed)
                } else {
                    Ok(())
                }
            }
            attachment::Event::PersonEntered(data) => {
                let known = found.subject.filter(|_| found.made.is_some());
                self.roster.judge_entering(known, data.role, at, number)
            }
            attachment::Event::PersonLeft(_) => match found.subject {
                Some(seat) => self.roster.judge_leaving(seat, at, number),
                None => Err(attachment::Refusal::NotHere),
            },
        }
    }

    fn judge_contracting(
        &self,
        event: &contracting::Event,
        found: &Found,
        by: Actor,
        at: Moment,
        number: EntryNumber,
    ) -> Result<(), Refusal> {
        if let contracting::Event::ContractInvited(_) = event {
            Contract::origin_of(by.role)?;
            return Ok(());
        }
        let contract = found.subject.and_then(|slot| self.contracts.get(slot as usize));
        let contract = contract.ok_or(Refusal::Unknown { noun: Noun::Contract })?;
        contract.judge(event, &self.step(event, by, at, number))?;
        if let contracting::Event::ContractRenewed(data) = event
            && let Successor::Here(successor) = &data.successor
            && self.contract_named(successor)?.opened() <= contract.opened()
        {
            return Err(contracting::Refusal::SuccessorNotLater.into());
        }
        Ok(())
    }

    /// The step, with whoever else the event names.
    #[inline]
    fn step(&self, event: &contracting::Event, by: Actor, at: Moment, number: EntryNumber) -> Step {
        let mut step = Step::new(by, at, number);
        let seat =
            |person: &PersonId| self.ledger.find(Ref { noun: Noun::Person, id: person.as_str() }).map(|(seat, _)| seat);
        let here = |person: &PersonId| self.roster.actor(seat(person)?, at, number);
        if let contracting::Event::ContractEnded(data) = event {
            step.other = here(&data.with);
        }
        if let contracting::Event::PartyReplaced(data) = event {
            step.other = here(&data.successor);
            step.replaced = seat(&data.party);
        }
        step
    }

    /// Applies an act that was judged as the next entry.
    #[inline]
    pub(crate) fn admit(&mut self, found: &Found, act: &Act) -> Applied {
        let number = self.next;
        let applied = self.apply(found, act, number);
        self.pass(act);
        applied
    }

    /// Counts an entry that the history applies by itself: a correction.
    pub(crate) fn pass(&mut self, act: &Act) {
        self.next = self.next.next();
        self.last_recorded = act.recorded_at;
    }

    /// Applies an act that was judged as the entry with a number.
    #[inline]
    pub(crate) fn apply(&mut self, found: &Found, act: &Act, number: EntryNumber) -> Applied {
        let at = act.occurred_at;
        let event = &act.event;
        let slot = match event.subject() {
            Some(subject) if event.kind().makes() && found.made.is_none() => {
                self.ledger.make(subject, found.subject, Made { number, at })
            }
            Some(_) | None => found.subject.unwrap_or_default(),
        };
        match (event, found.actor) {
            (Event::Contracting(contracting::Event::ContractInvited(data)), Some(by)) => {
                if let Ok(contract) = Contract::invited(data, &Step::new(by, at, number)) {
                    put(&mut self.contracts, slot as usize, contract);
                }
                return Applied::Contract(Moved { from: Stage::Invited, to: Stage::Invited });
            }
            (Event::Contracting(event), Some(by)) => {
                let step = self.step(event, by, at, number);
                if let Some(contract) = self.contracts.get_mut(slot as usize) {
                    return Applied::Contract(contract.apply(event, &step));
                }
            }
            (Event::Intervening(event), Some(by)) => self.work.apply(event, slot, by, at, number),
            (Event::Joining(joining::Event::RuleNoticed(_)), Some(_)) => {
                put(&mut self.rules, slot as usize, joining::Rule::noticed(at));
            }
            (Event::Joining(joining::Event::RuleWorkedWith(data)), Some(by)) => {
                if let Some(rule) = self.rules.get_mut(slot as usize) {
                    rule.apply(data.step, by, at);
                }
            }
            (Event::Attachment(event), _) => self.apply_attachment(event, slot, at, number),
            (
                Event::Joining(_)
                | Event::Boundary(_)
                | Event::Reporting(_)
                | Event::Correction(_)
                | Event::Contracting(_)
                | Event::Intervening(_),
                _,
            ) => {}
        }
        Applied::Noted
    }

    /// Whether a correction can be made by whoever makes it, then; what it corrects is for the history to judge.
    pub(crate) fn judge_correction(&self, entry: &Entry) -> Result<(), Refusal> {
        if entry.number != self.next {
            return Err(Refusal::OutOfNumber { found: entry.number, expected: self.next });
        }
        if entry.act.recorded_at < self.last_recorded {
            return Err(Refusal::RecordedBackwards);
        }
        if entry.act.recorded_at < entry.act.occurred_at {
            return Err(Refusal::RecordedBeforeOccurred);
        }
        self.find(&entry.act, entry.number).map(drop)
    }

    /// Whoever acts in an entry, by what entries before it say.
    pub(crate) fn actor_of(&self, entry: &Entry) -> Result<Actor, Refusal> {
        self.actor(&entry.act.by, entry.act.occurred_at, entry.number)
    }

    /// The slot of a thing, whether or not it was since unmade.
    pub(crate) fn slot(&self, thing: Ref<'_>) -> Option<u32> {
        self.ledger.find(thing).map(|(slot, _)| slot)
    }

    /// Forgets a thing, before it is told anew.
    pub(crate) fn forget(&mut self, noun: Noun, slot: u32) {
        self.ledger.unmake(noun, slot);
        if noun == Noun::Person {
            self.roster.forget(slot);
        }
    }

    /// Enters the clinician as the opening entry did, after they were forgotten.
    pub(crate) fn enter_clinician_again(&mut self, opening: &Act) {
        if let Event::Attachment(event @ attachment::Event::CycleOpened(_)) = &opening.event {
            self.apply_attachment(event, CLINICIAN, opening.occurred_at, EntryNumber::FIRST);
        }
    }

    pub(crate) fn was_closed_by(&self, number: EntryNumber) -> bool {
        self.closed.is_some_and(|(_, by)| by == number)
    }

    pub(crate) fn reopen(&mut self) {
        self.closed = None;
    }

    /// The cycle that entries of a history amount to: some of them, in their order, that could have happened without the rest.
    pub(crate) fn told_by(entries: &[&Entry]) -> Self {
        let mut cycle = Self::default();
        for entry in entries {
            let found = cycle.judge_at(&entry.act, entry.number);
            debug_assert!(found.is_ok(), "entry {} rests on one that occurred later: {found:?}", entry.number);
            if let Ok(found) = found {
                cycle.apply(&found, &entry.act, entry.number);
            }
            cycle.last_recorded = entry.act.recorded_at;
            cycle.next = entry.number.next();
        }
        cycle
    }

    fn apply_attachment(&mut self, event: &attachment::Event, slot: u32, at: Moment, number: EntryNumber) {
        match event {
            attachment::Event::CycleOpened(data) => {
                let clinician = Ref { noun: Noun::Person, id: data.clinician.as_str() };
                let slot = self.slot(clinician);
                self.ledger.make(clinician, slot, Made { number, at });
                self.roster.note(CLINICIAN, Some(Role::Clinician), at, number);
                self.opened = Some(Opened { cycle: data.cycle.clone(), team: data.team.clone(), at });
            }
            attachment::Event::CycleClosed(_) => self.closed = Some((at, number)),
            attachment::Event::PersonEntered(data) => self.roster.note(slot, Some(data.role), at, number),
            attachment::Event::PersonLeft(_) => self.roster.note(slot, None, at, number),
        }
    }
}

/// What may still occur after the cycle was closed: closing what is open, and learning what became of it.
fn stays_possible(kind: Kind) -> bool {
    use contracting::Kind as Step;
    match kind {
        Kind::Contracting(step) => matches!(
            step,
            Step::ContractDeclined
                | Step::ContractWithdrawn
                | Step::ContractCompleted
                | Step::ContractEnded
                | Step::ContractRevoked
                | Step::ContractRenewed
        ),
        Kind::Intervening(kind) => {
            kind == intervening::Kind::InterventionClosed || kind == intervening::Kind::ConcernPassedOn
        }
        Kind::Reporting(_) | Kind::Correction(_) => true,
        Kind::Attachment(kind) => kind == attachment::Kind::CycleClosed || kind == attachment::Kind::PersonLeft,
        Kind::Joining(_) | Kind::Boundary(_) => false,
    }
}
