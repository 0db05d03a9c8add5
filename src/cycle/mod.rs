//! The acts together: one attachment of a clinician to a team, and what may happen in it next.
//!
//! Offer an [`Act`] to [`Cycle::decide`]: it becomes an [`Entry`], or a [`Refusal`] says why not. [`Cycle::evolve`] applies an
//! entry. There are no separate command types: you submit an event wrapped in an act.
//!
//! # Every event
//!
#![doc = include_str!("events.md")]

mod event;
mod act;
mod refusal;
mod report;
mod people;
mod authority;
mod judging;
mod possible;
mod applying;

pub use act::{Act, Entry, Offer};
#[cfg(feature = "schemars")]
pub(crate) use event::OfKinds;
pub(crate) use event::UNKNOWN_EVENT;
pub use event::{Event, Kind};
pub(crate) use judging::Basis;
pub use possible::Possibility;
pub use refusal::{Lack, Refusal};
pub use report::{Reference, RefusalReport};

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::attachment::Roster;
use crate::contracting::{Contract, Moved};
use crate::deciding::Decisions;
use crate::deliberating::Deliberations;
use crate::fingerprint::Fingerprint;
use crate::id::{ContractId, CycleId, EntryNumber, PersonId, RuleId, TeamId};
use crate::intervening::Work;
use crate::joining;
use crate::ledger::Ledger;
use crate::moment::Moment;
use crate::noun::{Noun, Ref};
use crate::partnering::Partnerships;
use crate::people::Actor;
use crate::refusal::Place;

/// One attachment of one clinician to one team, as far as what may happen next depends on what has happened.
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
/// assert_eq!(cycle.decide(open).unwrap_err().code(), "attachment.already_open");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Cycle {
    // What seldom changes is shared with the cycle that this one is a clone of, until it does.
    opened: Option<Arc<Opened>>,
    ledger: Arc<Ledger>,
    roster: Arc<Roster>,
    closed: Option<(Moment, EntryNumber)>,
    next: EntryNumber,
    last_recorded: Moment,
    mergers: Arc<BTreeMap<(Moment, EntryNumber), joining::Merger>>,
    rules: Vec<joining::Rule>,
    contracts: Vec<Contract>,
    /// Whether one that was put back stands behind a later one.
    contracts_in_disorder: bool,
    work: Work,
    decisions: Decisions,
    deliberations: Deliberations,
    partnerships: Partnerships,
}

#[derive(Debug)]
struct Opened {
    cycle: CycleId,
    team: TeamId,
    at: Moment,
    /// Who opened it, and so arranges who is there.
    by: PersonId,
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
    /// A contract was opened: invited, where nothing was before.
    Opened,
    /// A contract took a step.
    Contract(Moved),
}

impl Applied {
    /// The stage left and the stage entered, if a contract took a step.
    #[must_use]
    pub fn moved(self) -> Option<Moved> {
        match self {
            Applied::Noted | Applied::Opened => None,
            Applied::Contract(moved) => Some(moved),
        }
    }
}

/// The longest list an act can hold: people present, entries corrected, what an invitation arose from.
pub const MAX_ITEMS: usize = 1_000;

/// What an act refers to, looked up once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found {
    actor: Option<Actor>,
    subject: Option<u32>,
}

impl Clone for Cycle {
    fn clone(&self) -> Self {
        let mut cycle = Self::default();
        cycle.clone_from(self);
        cycle
    }

    fn clone_from(&mut self, other: &Self) {
        let Self {
            opened,
            ledger,
            roster,
            closed,
            next,
            last_recorded,
            mergers,
            rules,
            contracts,
            contracts_in_disorder,
            work,
            decisions,
            deliberations,
            partnerships,
        } = self;
        opened.clone_from(&other.opened);
        ledger.clone_from(&other.ledger);
        roster.clone_from(&other.roster);
        (*closed, *next, *last_recorded) = (other.closed, other.next, other.last_recorded);
        mergers.clone_from(&other.mergers);
        rules.clone_from(&other.rules);
        contracts.clone_from(&other.contracts);
        *contracts_in_disorder = other.contracts_in_disorder;
        work.clone_from(&other.work);
        decisions.clone_from(&other.decisions);
        deliberations.clone_from(&other.deliberations);
        partnerships.clone_from(&other.partnerships);
    }
}

impl Default for Cycle {
    fn default() -> Self {
        Self {
            opened: None,
            ledger: Arc::default(),
            roster: Arc::default(),
            closed: None,
            next: EntryNumber::FIRST,
            last_recorded: Moment::EARLIEST,
            mergers: Arc::default(),
            rules: Vec::new(),
            contracts: Vec::new(),
            contracts_in_disorder: false,
            work: Work::default(),
            decisions: Decisions::default(),
            deliberations: Deliberations::default(),
            partnerships: Partnerships::default(),
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
    /// A cycle keeps no words, so it cannot distinguish what is offered again from what only looks alike: that the same fact is not
    /// recorded twice is for the [`History`](crate::history::History) to see.
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

    /// The team, once the cycle is open: the one that was joined, or what has become of it since.
    #[must_use]
    pub fn team(&self) -> Option<&TeamId> {
        self.teams().last().map(|(_, team)| team)
    }

    /// The team that was joined, and the teams that it became as teams were merged, each with when.
    ///
    /// ```
    /// use practice_cycle::{cycle::Act, history::History};
    /// let mut history = History::default();
    /// for line in [
    ///     r#"{"type":"cycle_opened","occurred_at":"2026-04-01T09:00:00Z","recorded_at":"2026-04-01T09:00:00Z","by":"p-1","data":{"cycle":"cy-1","format":1,"clinician":"p-1","team":"t-1"}}"#,
    ///     r#"{"type":"joining_disrupted","occurred_at":"2026-06-01T09:00:00Z","recorded_at":"2026-06-01T09:00:00Z","by":"p-1","data":{"disruption":"di-1","what":"team_merger","merged":{"teams":["t-1","t-2"],"into":"t-3"}}}"#,
    /// ] {
    ///     history.record(serde_json::from_str::<Act>(line)?)?;
    /// }
    /// let teams: Vec<&str> = history.cycle().teams().map(|(_, team)| team.as_str()).collect();
    /// assert_eq!(teams, ["t-1", "t-3"]);
    /// assert_eq!(history.cycle().team().unwrap().as_str(), "t-3");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn teams(&self) -> impl Iterator<Item = (Moment, &TeamId)> {
        let opened = self.opened.as_ref().map(|opened| (opened.at, &opened.team));
        let mut team = opened.map(|(_, team)| team);
        let since = opened.map_or(Moment::NEVER, |(at, _)| at);
        let later = self.mergers.range((since, EntryNumber::FIRST)..);
        let became = later.filter_map(move |(&(at, _), merger)| {
            let merged = team.is_some_and(|team| merger.teams.contains(team));
            merged.then(|| {
                team = Some(&merger.into);
                (at, &merger.into)
            })
        });
        opened.into_iter().chain(became)
    }

    /// Whether its team was merged with others.
    pub(crate) fn has_merged_teams(&self) -> bool {
        !self.mergers.is_empty()
    }

    /// The team at a time.
    pub(crate) fn team_at(&self, at: Moment) -> Option<&TeamId> {
        self.teams().take_while(|&(since, _)| since <= at).last().or_else(|| self.teams().next()).map(|(_, team)| team)
    }

    /// When the attachment ended, if it has.
    #[must_use]
    pub fn closed_at(&self) -> Option<Moment> {
        self.closed.map(|(at, _)| at)
    }

    /// The contract with that reference.
    #[must_use]
    pub fn contract(&self, id: &ContractId) -> Option<&Contract> {
        self.contract_by(id.as_str())
    }

    /// Every contract that was invited and not taken back as an error, in the order of first invitation.
    pub fn contracts(&self) -> impl Iterator<Item = &Contract> {
        let made = |(slot, contract)| self.ledger.is_made(Noun::Contract, slot).then_some(contract);
        let mut sorted: Vec<&Contract> = Vec::new();
        let in_order = if self.contracts_in_disorder { &[][..] } else { &self.contracts[..] };
        if self.contracts_in_disorder {
            sorted.extend(self.contracts.iter().enumerate().filter_map(made));
            sorted.sort_by_key(|contract| contract.opened());
        }
        sorted.into_iter().chain(in_order.iter().enumerate().filter_map(made))
    }

    /// Where a rule of the system stands.
    #[must_use]
    pub fn rule(&self, id: &RuleId) -> Option<&joining::Rule> {
        let (slot, made) = self.ledger.find(Ref { noun: Noun::Rule, id: id.as_str() })?;
        made.and_then(|_| self.rules.get(slot as usize))
    }

    /// The contract with that reference, as text.
    pub(crate) fn contract_by(&self, id: &str) -> Option<&Contract> {
        self.contract_in(self.contract_slot(id)?)
    }

    /// The slot of the contract with that reference.
    pub(crate) fn contract_slot(&self, id: &str) -> Option<u32> {
        self.ledger.find(Ref { noun: Noun::Contract, id }).filter(|(_, made)| made.is_some()).map(|(slot, _)| slot)
    }

    /// The contract in a slot.
    pub(crate) fn contract_in(&self, slot: u32) -> Option<&Contract> {
        self.contracts.get(slot as usize)
    }

    /// The reference of what is in a slot, with the entries that made things at hand.
    pub(crate) fn id_in<'a>(
        &'a self,
        noun: Noun,
        slot: u32,
        entry: impl Fn(EntryNumber) -> Option<&'a Entry>,
    ) -> Option<&'a str> {
        if noun == Noun::Person {
            return self.roster.person(slot).map(PersonId::as_str);
        }
        entry(self.ledger.made(noun, slot)?.number)?.event().subject().map(|subject| subject.id)
    }

    /// The entry that made a thing, unless that was taken back.
    pub(crate) fn made_by(&self, thing: Ref<'_>) -> Option<EntryNumber> {
        let (slot, made) = self.ledger.find(thing)?;
        if thing.noun == Noun::Person { self.roster.entered_by(slot) } else { made.map(|made| made.number) }
    }

    /// The entry that made a thing, other than a person, of which the making was taken back once.
    pub(crate) fn made_anew(&self, thing: Ref<'_>) -> Option<EntryNumber> {
        self.ledger.find(thing).filter(|_| thing.noun != Noun::Person)?.1.map(|made| made.number)
    }

    /// The entry by which a consent was withdrawn, if one did.
    pub(crate) fn withdrawn_by(&self, consent: &str) -> Option<EntryNumber> {
        self.work.withdrawn_by(self.ledger.slot(Noun::Consent, consent)? as usize)
    }

    /// The fingerprint of everything but the contracts, which may change places.
    pub(crate) fn fingerprint(&self, to: &mut Fingerprint<'_>) {
        to.flag(self.closed.is_some());
        self.roster.fingerprint(to);
        self.ledger.fingerprint(to);
        for rule in &self.rules {
            rule.fingerprint(to);
        }
        self.work.fingerprint(to);
        self.decisions.fingerprint(to);
        self.deliberations.fingerprint(to);
    }

    /// Who is here, and in which role.
    pub(crate) fn fingerprint_people(&self, to: &mut Fingerprint<'_>) {
        self.roster.fingerprint(to);
    }

    fn contract_named(&self, id: &ContractId) -> Result<&Contract, Refusal> {
        self.contract(id).ok_or(Refusal::Unknown { noun: Noun::Contract, place: Place::default() })
    }
}
