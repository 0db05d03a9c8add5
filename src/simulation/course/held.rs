//! Running values of a cycle: what tendencies ask for all the time, kept entry by entry.

use chrono::NaiveDate;

use crate::attachment;
use crate::code::Code;
use crate::contracting::{self, Answer, Duration, Request, Stage};
use crate::cycle::{Applied, Entry, Event};
use crate::id::{ContractId, PersonId};
use crate::intervening;
use crate::noun::Noun;
use crate::people::Role;
use crate::simulation::thing::Thing;
use crate::text::CaseRef;

use super::people::People;
use crate::simulation::rota::seconds;

/// Where a contract stands.
///
/// ```
/// use practice_cycle::simulation::{Heard, Scenario, Scene, Simulator, Tendency};
///
/// #[derive(Debug)]
/// struct Looking;
///
/// impl Tendency for Looking {
///     fn name(&self) -> &'static str {
///         "looking"
///     }
///     fn hears(&mut self, heard: Heard, scene: &mut Scene<'_>) {
///         if heard.kind.code() == "contract_invited" {
///             let held = scene.contract(heard.about.number()).unwrap();
///             assert!(held.is_open() && held.invited_at == scene.now() && held.begun_at.is_none());
///         }
///     }
/// }
///
/// let simulator = Simulator::new(Scenario::shipped("null").unwrap()).with("looking", || Box::new(Looking));
/// assert!(simulator.group(0).is_ok());
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct HeldContract {
    /// Its reference.
    pub contract: ContractId,
    /// Its stage, as of the last step; a planned end that has passed is for [`has_lapsed`](Self::has_lapsed) to say.
    pub stage: Stage,
    /// The space and stream as they are settled so far: asked for, reframed or adapted.
    pub settled: Request,
    /// What was offered instead, while that is not answered.
    pub offered: Option<Request>,
    /// The case, if it is about one.
    pub case: Option<CaseRef>,
    /// Who of the social work side stands for it: whoever invited or was offered it, or a successor.
    pub worker: PersonId,
    /// Whether the clinician made the first step.
    pub is_clinicians_offer: bool,
    /// The version of the terms on the table; 0 before there are any.
    pub version: u32,
    /// When it was invited, in seconds from the Unix epoch, as all times here.
    pub invited_at: i64,
    /// When it was first agreed.
    pub agreed_at: Option<i64>,
    /// When work under it first began.
    pub begun_at: Option<i64>,
    /// When it was suspended, while it is.
    pub suspended_at: Option<i64>,
    /// When it was last reviewed.
    pub reviewed_at: Option<i64>,
    /// How long it is to last, as last proposed.
    pub duration: Option<Duration>,
    /// Sessions held under it.
    pub sessions: u32,
    /// Whether something else was offered instead of what was asked for.
    pub was_reframed: bool,
    /// The number of the contract that it renews, if it was invited for that.
    pub renews: Option<u32>,
}

impl HeldContract {
    /// Whether it is neither closed nor declined nor withdrawn.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(
            self.stage,
            Stage::Invited
                | Stage::Reframed
                | Stage::Negotiating
                | Stage::Agreed
                | Stage::Postponed
                | Stage::Active
                | Stage::Suspended
                | Stage::Lapsed
        )
    }
}

impl HeldContract {
    /// The last day of it, where its terms name one.
    #[must_use]
    pub fn ends(&self) -> Option<NaiveDate> {
        match self.duration? {
            Duration::Single(day) => Some(day),
            Duration::Until { ends, .. } => Some(ends),
            Duration::ReviewBy(_) => None,
        }
    }

    /// Whether its last day has passed before a day, though nobody closed it.
    #[must_use]
    pub fn has_lapsed(&self, today: NaiveDate) -> bool {
        matches!(self.stage, Stage::Active | Stage::Suspended) && self.ends().is_some_and(|ends| ends < today)
    }
}

/// Running values, each found without a search where it has a number.
#[derive(Debug, Default)]
pub(super) struct Held {
    pub(super) people: People,
    pub(super) contracts: Vec<Option<HeldContract>>,
    pub(super) open: Vec<u32>,
    /// How many of each kind of thing were made, by the place of the noun.
    made: Vec<u32>,
    /// How many open contracts there are about each family, by its number.
    open_of_family: Vec<u32>,
    pub(super) disruptions: u32,
    pub(super) acknowledged_since: bool,
    pub(super) acknowledgements: u32,
    pub(super) rules_worked_with: u32,
}

impl Held {
    pub(super) fn contract(&self, number: u32) -> Option<&HeldContract> {
        self.contracts.get(number as usize)?.as_ref()
    }

    /// How many of a kind were made.
    pub(super) fn made(&self, noun: Noun) -> u32 {
        self.made.get(noun.index()).copied().unwrap_or(0)
    }

    /// The number of the next of a kind.
    pub(super) fn next(&mut self, noun: Noun) -> u32 {
        let place = noun.index();
        if self.made.len() <= place {
            self.made.resize(Noun::ALL.len(), 0);
        }
        self.made.get_mut(place).map_or(0, |made| {
            *made += 1;
            *made
        })
    }

    fn contract_mut(&mut self, id: &ContractId) -> Option<&mut HeldContract> {
        let thing = Thing::named(Noun::Contract, id.as_str())?;
        self.contracts.get_mut(thing.number() as usize)?.as_mut()
    }

    /// Takes an entry that was applied.
    pub(super) fn take(&mut self, entry: &Entry, applied: Applied) {
        let at = seconds(entry.act().occurred_at);
        match entry.event() {
            Event::Attachment(event) => self.take_attachment(event),
            Event::Contracting(event) => self.take_contracting(event, &entry.act().by, at, applied),
            Event::Intervening(intervening::Event::SessionHeld(data)) => {
                if let intervening::Cover::Contract(id) = &data.cover
                    && let Some(contract) = self.contract_mut(id)
                {
                    contract.sessions += 1;
                }
            }
            Event::Joining(event) => self.take_joining(event),
            Event::Intervening(_)
            | Event::Deciding(_)
            | Event::Deliberating(_)
            | Event::Partnering(_)
            | Event::Boundary(_)
            | Event::Reporting(_)
            | Event::Correction(_) => {}
        }
    }

    fn take_attachment(&mut self, event: &attachment::Event) {
        match event {
            attachment::Event::CycleOpened(data) => self.people.enters(&data.clinician, Role::Clinician),
            attachment::Event::PersonEntered(data) => self.people.enters(&data.person, data.role),
            // Whoever leaves one role of several stays in another.
            attachment::Event::PersonLeft(data) if data.role.is_none() => self.people.leaves(&data.person),
            attachment::Event::PersonLeft(_) => {}
            attachment::Event::CycleClosed(_) => {}
        }
    }

    fn take_joining(&mut self, event: &crate::joining::Event) {
        use crate::joining::Event as Joining;
        match event {
            Joining::JoiningDisrupted(_) => {
                self.disruptions += 1;
                self.acknowledged_since = false;
            }
            Joining::ClinicianAcknowledged(_) => {
                self.acknowledgements += 1;
                self.acknowledged_since = true;
            }
            Joining::RuleWorkedWith(_) => self.rules_worked_with += 1,
            Joining::OccasionOfJoining(_)
            | Joining::RuleNoticed(_)
            | Joining::InfluenceInvited(_)
            | Joining::HelpAskedAgain(_) => {}
        }
    }

    fn take_contracting(&mut self, event: &contracting::Event, by: &PersonId, at: i64, applied: Applied) {
        use contracting::Event as Step;
        if let Step::ContractInvited(data) = event {
            self.invited(data, by, at);
            return;
        }
        let is_clinician = self.people.is_clinical(by);
        let Some(contract) = self.contract_mut(event.contract()) else { return };
        match event {
            Step::ReframeOffered(data) => {
                contract.offered = Some(data.to);
                contract.was_reframed = true;
            }
            Step::ReframeAnswered(data) => {
                let offered = contract.offered.take();
                contract.settled = match (&data.answer, offered) {
                    (Answer::Welcomed, Some(offered)) => offered,
                    (Answer::Adapted { to, .. }, _) => *to,
                    (Answer::NotWelcomed { .. } | Answer::Welcomed, _) => contract.settled,
                };
            }
            Step::TermsProposed(data) => {
                contract.version += 1;
                contract.duration = data.terms.duration.or(contract.duration);
            }
            // Of a contract that the clinician offered, whoever answers for the social work side stands for it.
            Step::InvitationAccepted(_) | Step::TermsAccepted(_) if !is_clinician => {
                if contract.worker != *by {
                    contract.worker = by.clone();
                }
            }
            Step::ContractReviewed(_) => contract.reviewed_at = Some(at),
            Step::PartyReplaced(data) => {
                if contract.worker == data.party {
                    contract.worker = data.successor.clone();
                }
            }
            Step::ContractInvited(_)
            | Step::InvitationAccepted(_)
            | Step::TermsAccepted(_)
            | Step::ContractDeclined(_)
            | Step::ContractWithdrawn(_)
            | Step::ContractPostponed(_)
            | Step::ContractRestored(_)
            | Step::ContractBegun(_)
            | Step::RoleFlexed(_)
            | Step::ContractSuspended(_)
            | Step::ContractResumed(_)
            | Step::ContractCompleted(_)
            | Step::ContractEnded(_)
            | Step::ContractRevoked(_) => {}
            Step::ContractRenewed(data) => {
                let old = Thing::named(Noun::Contract, data.contract.as_str());
                if let contracting::Successor::Here(successor) = &data.successor
                    && let Some(successor) = self.contract_mut(successor)
                {
                    successor.renews = old.map(Thing::number);
                }
                return;
            }
        }
        let Some(moved) = applied.moved() else { return };
        let renewed = contract.renews.filter(|_| moved.to == Stage::Agreed);
        contract.stage = moved.to;
        if moved.to == Stage::Agreed {
            contract.agreed_at.get_or_insert(at);
        } else if moved.to == Stage::Active {
            contract.begun_at.get_or_insert(at);
            contract.suspended_at = None;
        } else if moved.to == Stage::Suspended {
            contract.suspended_at.get_or_insert(at);
        }
        if !contract.is_open()
            && let Some(thing) = Thing::named(Noun::Contract, event.contract().as_str())
        {
            self.closed(thing.number());
        }
        // What was renewed, and is open still, is completed by the agreement that follows it.
        if let Some(renewed) = renewed
            && let Some(Some(old)) = self.contracts.get_mut(renewed as usize)
            && old.is_open()
        {
            old.stage = Stage::Completed;
            self.closed(renewed);
        }
    }

    fn closed(&mut self, number: u32) {
        self.open.retain(|&open| open != number);
        let family = self.contract(number).and_then(|contract| family(contract.case.as_ref()?));
        if let Some(open) = family.and_then(|family| self.open_of_family.get_mut(family)) {
            *open = open.saturating_sub(1);
        }
    }

    /// Whether there is an open contract about a family.
    pub(super) fn has_open_contract(&self, family: u32) -> bool {
        self.open_of_family.get(family as usize).is_some_and(|&open| open > 0)
    }

    fn invited(&mut self, data: &contracting::ContractInvited, by: &PersonId, at: i64) {
        let Some(thing) = Thing::named(Noun::Contract, data.contract.as_str()) else { return };
        let place = thing.number() as usize;
        if self.contracts.len() <= place {
            self.contracts.resize_with(place + 1, || None);
        }
        if let Some(family) = data.case.as_ref().and_then(family) {
            if self.open_of_family.len() <= family {
                self.open_of_family.resize(family + 1, 0);
            }
            if let Some(open) = self.open_of_family.get_mut(family) {
                *open += 1;
            }
        }
        let held = HeldContract {
            contract: data.contract.clone(),
            stage: Stage::Invited,
            settled: Request { space: data.space, stream: data.stream },
            offered: None,
            case: data.case.clone(),
            worker: by.clone(),
            is_clinicians_offer: self.people.is_clinical(by),
            version: 0,
            invited_at: at,
            agreed_at: None,
            begun_at: None,
            suspended_at: None,
            reviewed_at: None,
            duration: None,
            sessions: 0,
            was_reframed: false,
            renews: None,
        };
        if let Some(slot) = self.contracts.get_mut(place) {
            *slot = Some(held);
            self.open.push(thing.number());
        }
    }
}

/// The number of the family of a case.
fn family(case: &CaseRef) -> Option<usize> {
    case.as_str()?.rsplit('-').next()?.parse().ok()
}
