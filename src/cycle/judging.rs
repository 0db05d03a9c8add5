//! Judging an act: whether it can be recorded, by what the entries before it say.

use std::collections::BTreeMap;

use super::{Act, Cycle, Event, Found, Kind, Refusal};
use crate::contracting::{self, Contract, ContractRenewed, Judge, Prospect, Renewal, Replayed, StepContext, Successor};
use crate::id::{EntryNumber, PersonId};
use crate::ledger::Known;
use crate::moment::Moment;
use crate::noun::{Noun, Ref};
use crate::people::{Actor, Side};
use crate::permitted::Permitted;
use crate::refusal::Place;
use crate::{attachment, boundary, calendar, deciding, deliberating, intervening, joining, partnering, reporting};

/// By what an act is judged: the entries that are known, and what contracts would be where steps are to be taken back.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Basis<'k> {
    pub(crate) known: Known<'k>,
    pub(crate) replayed: Option<&'k BTreeMap<u32, Replayed>>,
}

impl Basis<'_> {
    /// All that is recorded before a number.
    #[inline]
    pub(crate) const fn before(number: EntryNumber) -> Self {
        Self { known: Known::before(number), replayed: None }
    }
}

impl Cycle {
    pub(super) fn judge_offered(&self, act: &Act) -> Result<Found, Refusal> {
        act.is_fit_to_offer()?;
        self.judge_to_take(act)
    }

    /// Judges an act that is fit to be offered.
    pub(crate) fn judge_to_take(&self, act: &Act) -> Result<Found, Refusal> {
        let found = self.judge_stored(act)?;
        self.judge_offering(act)?;
        Ok(found)
    }

    /// What is asked only where an act is offered, and not of what is stored: earlier versions recorded it.
    pub(crate) fn judge_offering(&self, act: &Act) -> Result<(), Refusal> {
        if is_midnight(act.occurred_at) {
            self.judge_exactly(act, Basis::before(self.next), None)?;
        }
        self.judge_attaching(act)?;
        self.reaches_others(act)?;
        let Event::Contracting(event) = &act.event else { return Ok(()) };
        let contract = event.subject().and_then(|subject| self.contract_by(subject.id));
        contract.map_or(Ok(()), |contract| Ok(contract.is_fit_to_offer(event, act.occurred_at)?))
    }

    /// Whether an act that takes a change to others names any. It is asked where an act is offered; what is stored is taken as it
    /// stands.
    pub(crate) fn reaches_others(&self, act: &Act) -> Result<(), intervening::Refusal> {
        let Event::Intervening(event) = &act.event else { return Ok(()) };
        let Some(by) = self.seat_of(act.by.as_str()) else { return Ok(()) };
        let slot = event.subject().and_then(|subject| self.slot(subject));
        self.work.reaches_others(event, slot, by, |person| self.seat_of(person.as_str()))
    }

    #[inline]
    pub(crate) fn judge_stored(&self, act: &Act) -> Result<Found, Refusal> {
        if act.recorded_at < self.last_recorded {
            return Err(Refusal::RecordedBackwards);
        }
        if let Event::Correction(_) = act.event {
            return Err(Refusal::HistoryDecides);
        }
        self.judge_by(act, Basis::before(self.next))
    }

    /// Whether a correction can be made by whoever makes it, then; what it corrects is for the history to judge.
    pub(crate) fn judge_correction(&self, act: &Act) -> Result<(), Refusal> {
        if act.recorded_at < self.last_recorded {
            return Err(Refusal::RecordedBackwards);
        }
        self.judge_author(act, Basis::before(self.next))
    }

    /// Whether whoever corrects was there to correct.
    pub(crate) fn judge_author(&self, act: &Act, basis: Basis<'_>) -> Result<(), Refusal> {
        if act.recorded_at < act.occurred_at {
            return Err(Refusal::RecordedBeforeOccurred);
        }
        let found = self.find(act, basis.known)?;
        self.judge_whose(act, &found, basis.known)
    }

    /// Judges an act by what is known.
    pub(crate) fn judge_by(&self, act: &Act, basis: Basis<'_>) -> Result<Found, Refusal> {
        self.judge_where(act, basis, None)
    }

    /// Judges an act by what is known; a step of a contract, where that is given, by where the contract stood then.
    ///
    /// Earlier versions let a contract lapse after the midnight of its planned end, and not at it: what was recorded of that very
    /// instant stands.
    pub(crate) fn judge_where(&self, act: &Act, basis: Basis<'_>, stood: Option<&Judge<'_>>) -> Result<Found, Refusal> {
        let judged = self.judge_exactly(act, basis, stood);
        match judged {
            Err(refusal) if refusal.comes_of_lapsing() && is_midnight(act.occurred_at) => {
                let before = Act { occurred_at: act.occurred_at.just_before(), ..act.clone() };
                self.judge_exactly(&before, basis, stood).map_err(|_| refusal)
            }
            judged => judged,
        }
    }

    fn judge_exactly(&self, act: &Act, basis: Basis<'_>, stood: Option<&Judge<'_>>) -> Result<Found, Refusal> {
        let (at, known) = (act.occurred_at, basis.known);
        if act.recorded_at < at {
            return Err(Refusal::RecordedBeforeOccurred);
        }
        let found = self.find(act, known)?;
        self.judge_whose(act, &found, known)?;
        self.judge_references(&act.event, at, known)?;
        match (&act.event, found.actor) {
            (Event::Attachment(event), _) => self.judge_attachment(event, &found, at, known)?,
            (_, None) => return Err(Refusal::UnknownActor),
            (Event::Contracting(event), Some(by)) => {
                self.judge_contracting(event, &found, &self.step(event, by, at, known), basis, stood)?;
            }
            (Event::Intervening(event), Some(by)) => {
                self.work.judge(event, found.subject, &self.setting(by, at, basis))?;
            }
            (Event::Deciding(event), Some(by)) => {
                self.decisions.judge(event, found.subject, &self.setting(by, at, basis))?;
            }
            (Event::Deliberating(event), Some(by)) => {
                self.deliberations.judge(event, &act.by, found.subject, &self.setting(by, at, basis))?;
            }
            (Event::Partnering(event), Some(by)) => {
                self.partnerships.judge(event, &self.setting(by, at, basis))?;
            }
            (Event::Joining(event), Some(_)) => {
                if let joining::Event::JoiningDisrupted(data) = event {
                    data.is_proper()?;
                }
                if let joining::Event::HelpAskedAgain(data) = event {
                    let asked_by = self.seat_of(data.asked_by.as_str());
                    let held = asked_by.map(|seat| self.roster.held_as_known(seat, at, known));
                    let family = held.is_some_and(|held| held.is_on(Side::Family));
                    family.then_some(()).ok_or(joining::Refusal::NotOfFamily)?;
                }
                if let joining::Event::RuleNoticed(data) = event {
                    data.is_proper()?;
                }
                if let joining::Event::RuleWorkedWith(data) = event {
                    let rule = found.subject.and_then(|slot| self.rules.get(slot as usize));
                    rule.map_or(Ok(()), |rule| rule.judge(data.step, at, known))?;
                }
            }
            (Event::Reporting(event), Some(_)) => {
                event.is_proper()?;
                if let Some(contract) = event.needs_begun() {
                    let slot = self.contract_slot(contract.as_str());
                    let replayed = slot.and_then(|slot| basis.replayed?.get(&slot));
                    let begun = self.contract_named(contract)?.had_begun(at, known, replayed);
                    begun.then_some(()).ok_or(reporting::Refusal::NotBegun)?;
                }
            }
            (Event::Boundary(event), Some(_)) => {
                event.is_proper(&act.by, at)?;
            }
            (Event::Correction(_), Some(_)) => {}
        }
        Ok(found)
    }

    fn setting<'a>(&'a self, by: Actor, at: Moment, basis: Basis<'a>) -> intervening::Setting<'a> {
        let Self { ledger, roster, contracts, .. } = self;
        let Basis { known, replayed } = basis;
        intervening::Setting { ledger, roster, contracts, replayed, by, at, known }
    }

    /// Looks up who acts and what the act is about, once.
    #[inline]
    fn find(&self, act: &Act, known: Known<'_>) -> Result<Found, Refusal> {
        let at = act.occurred_at;
        let kind = act.event.kind();
        self.judge_opening(kind, at)?;
        self.judge_closing(kind, at, known)?;
        // Who says who came and went is judged by itself, where it is offered.
        let anybody = matches!(kind.permitted(), Permitted::Anybody | Permitted::Arranging(_));
        if anybody {
            self.judge_named_role(act, known)?;
        }
        let actor = match self.actor(act, known) {
            _ if anybody => None,
            Err(Refusal::ActorNotHere) if disrupts(kind) => Some(self.actor_once(act, known)?),
            actor => Some(actor?),
        };
        // What a correction is about is for the history to judge.
        let subject = act.event.subject().filter(|_| !matches!(kind, Kind::Correction(_)));
        let Some(subject) = subject else { return Ok(Found { actor, subject: None }) };
        let noun = subject.noun;
        let (slot, made) = self.ledger.find(subject).unzip();
        let made = made.flatten().filter(|made| known.has(made.number));
        match made {
            // What is known of people is when they came and went.
            _ if noun == Noun::Person => {
                let is_known = kind.creates_subject() || slot.is_some_and(|seat| self.roster.knows(seat, known));
                is_known.then_some(()).ok_or(Refusal::Unknown { noun, place: Place::SUBJECT })?;
            }
            Some(_) if kind.creates_subject() => return Err(Refusal::IdTaken { noun }),
            Some(made) if made.at > at => return Err(Refusal::NotYet { noun, place: Place::SUBJECT }),
            None if !kind.creates_subject() => return Err(Refusal::Unknown { noun, place: Place::SUBJECT }),
            Some(_) | None => {}
        }
        Ok(Found { actor, subject: slot })
    }

    /// The cycle is opened first, and once; and nothing but a disruption of joining may have occurred before it.
    #[inline]
    pub(super) fn judge_opening(&self, kind: Kind, at: Moment) -> Result<(), Refusal> {
        let opens = kind == Kind::Attachment(attachment::Kind::CycleOpened);
        match &self.opened {
            Some(_) if opens => Err(attachment::Refusal::AlreadyOpen.into()),
            Some(opened) if at < opened.at && !disrupts(kind) => Err(Refusal::BeforeOpening),
            None if !opens => Err(Refusal::NotOpened),
            Some(_) | None => Ok(()),
        }
    }

    /// After the cycle was closed, little can still occur.
    pub(super) fn judge_closing(&self, kind: Kind, at: Moment, known: Known<'_>) -> Result<(), Refusal> {
        let closed_before = self.closed.is_some_and(|(closed, by)| known.has(by) && closed < at);
        if closed_before && !stays_possible(kind) { Err(Refusal::AfterClosing) } else { Ok(()) }
    }

    /// Whatever else the act refers to has to be there.
    fn judge_references(&self, event: &Event, at: Moment, known: Known<'_>) -> Result<(), Refusal> {
        let mut verdict = Ok(());
        let has_subject = event.subject().is_some();
        let mut references = 0;
        // The clinician is not there before the cycle opens.
        let opens = matches!(event, Event::Attachment(attachment::Event::CycleOpened(_)));
        event.part().references(&mut |thing| {
            let place = references;
            references += 1;
            if (has_subject && place == 0) || opens || verdict.is_err() {
                return;
            }
            verdict = self.judge_reference(thing, Place::nth(place), at, known);
        });
        verdict
    }

    #[inline]
    fn judge_reference(&self, thing: Ref<'_>, place: Place, at: Moment, known: Known<'_>) -> Result<(), Refusal> {
        let noun = thing.noun;
        let (slot, made) = self.ledger.find(thing).ok_or(Refusal::Unknown { noun, place })?;
        if noun == Noun::Person {
            // That somebody came earlier than was first recorded is learned from a later entry.
            return match self.roster.had_entered(slot, at, known) {
                true => Ok(()),
                false if self.roster.knows(slot, known) => Err(Refusal::NotYet { noun, place }),
                false => Err(Refusal::Unknown { noun, place }),
            };
        }
        let made = made.filter(|made| known.has(made.number)).ok_or(Refusal::Unknown { noun, place })?;
        if made.at <= at { Ok(()) } else { Err(Refusal::NotYet { noun, place }) }
    }

    fn judge_attachment(
        &self,
        event: &attachment::Event,
        found: &Found,
        at: Moment,
        known: Known<'_>,
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
                } else if self.closed.is_some_and(|(_, by)| known.has(by)) {
                    Err(attachment::Refusal::AlreadyClosed)
                } else {
                    Ok(())
                }
            }
            attachment::Event::PersonEntered(data) => self.roster.judge_entering(found.subject, data, at, known),
            attachment::Event::PersonLeft(data) => match found.subject {
                Some(seat) => self.roster.judge_leaving(seat, data, at, known),
                None => Err(attachment::Refusal::NotHere),
            },
        }
    }

    fn judge_contracting(
        &self,
        event: &contracting::Event,
        found: &Found,
        step: &StepContext,
        basis: Basis<'_>,
        stood: Option<&Judge<'_>>,
    ) -> Result<(), Refusal> {
        if let contracting::Event::ContractInvited(_) = event {
            Contract::may_invite(step.by.role)?;
            return Ok(());
        }
        let unknown = Refusal::Unknown { noun: Noun::Contract, place: Place::SUBJECT };
        let slot = found.subject.ok_or(unknown)?;
        let contract = self.contract_in(slot).ok_or(unknown)?;
        match stood {
            Some(stood) => stood.judge(event, step)?,
            None if event.kind().is_within() => {
                let replayed = basis.replayed.and_then(|replayed| replayed.get(&slot));
                contract.judge_within(event, step, basis.known, replayed)?;
            }
            None => contract.judge(event, step)?,
        }
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
    pub(crate) fn step(&self, event: &contracting::Event, by: Actor, at: Moment, known: Known<'_>) -> StepContext {
        let mut step = StepContext::new(by, at, known.before);
        let seat = |person: &PersonId| self.ledger.slot(Noun::Person, person.as_str());
        // Of several roles, it is the one on one of the two sides that matters here.
        let here = |person: &PersonId| {
            let seat = seat(person)?;
            let held = self.roster.held_as_known(seat, at, known);
            let mut of_two = held.roles.iter().filter(|role| matches!(role.side(), Side::Clinical | Side::SocialWork));
            Some(Actor { seat, role: of_two.next().or(held.main())? })
        };
        if let contracting::Event::ContractEnded(data) = event {
            step.other = here(&data.with);
        }
        if let contracting::Event::PartyReplaced(data) = event {
            step.other = here(&data.successor);
            step.replaced = seat(&data.party);
        }
        if let contracting::Event::ContractRenewed(data) = event {
            step.renewal = self.renewal(data, known.before, |_| None);
        }
        step
    }

    /// The contract here that another is renewed into, and what has become of it by the steps before an entry.
    pub(crate) fn renewal<'r>(
        &self,
        data: &ContractRenewed,
        before: EntryNumber,
        replayed: impl Fn(u32) -> Option<&'r Replayed>,
    ) -> Option<Renewal> {
        let Successor::Here(contract) = &data.successor else { return None };
        let slot = self.ledger.slot(Noun::Contract, contract.as_str())?;
        let contract = self.contract_in(slot)?;
        let prospect = contract.prospect_before(before, replayed(slot));
        let (prospect, since) = prospect.unwrap_or((Prospect::Open, Moment::EARLIEST));
        Some(Renewal { successor: contract.opened(), prospect, since, links: true })
    }
}

/// What may still occur after the cycle was closed: closing what is open, what people still say and learn, and corrections.
/// What cannot is new work, and joining.
#[rustfmt::skip]
fn stays_possible(kind: Kind) -> bool {
    use contracting::Kind as Contracting;
    use intervening::Kind as Act;
    match kind {
        Kind::Contracting(step) => match step {
            Contracting::ContractDeclined | Contracting::ContractWithdrawn | Contracting::ContractCompleted | Contracting::ContractEnded
            | Contracting::ContractRevoked | Contracting::ContractRenewed => true,
            Contracting::ContractInvited | Contracting::InvitationAccepted | Contracting::ReframeOffered | Contracting::ReframeAnswered
            | Contracting::TermsProposed | Contracting::TermsAccepted | Contracting::ContractPostponed | Contracting::ContractRestored
            | Contracting::ContractBegun | Contracting::ContractReviewed | Contracting::PartyReplaced | Contracting::RoleFlexed
            | Contracting::ContractSuspended | Contracting::ContractResumed => false,
        },
        Kind::Intervening(act) => match act {
            Act::InterventionBegun | Act::InterventionCovered | Act::SessionHeld | Act::SessionCovered
            | Act::SessionCancelled | Act::SuggestionOffered | Act::SuggestionAnswered | Act::ConsentGiven => false,
            Act::InterventionClosed | Act::ConcernRaised | Act::ConcernPassedOn | Act::FamilyHelpedToUnderstand
            | Act::ExplanationWithheld | Act::ConsentWithdrawn | Act::ChangeNoticed | Act::ChangeWitnessed
            | Act::ChangeDocumented | Act::ChangeAmplified => true,
        },
        // What is new in deciding is about cases, and so is over with the cycle.
        Kind::Deciding(act) => {
            use deciding::Kind::{ConflictAnswered, DecisionExplained, DutyWaived, FeedEnded, ProgrammeEnded};
            matches!(act, ConflictAnswered | DutyWaived | FeedEnded | DecisionExplained | ProgrammeEnded)
        }
        Kind::Deliberating(act) => {
            use deliberating::Kind::{DisagreementEscalated, DisagreementSettled, StepDropped, StepHandedBack, TestReviewed};
            matches!(act, DisagreementEscalated | DisagreementSettled | StepDropped | StepHandedBack | TestReviewed)
        }
        Kind::Partnering(act) => {
            use partnering::Kind::{AssessmentShared, DescriptionPassedOn, PracticeDescribed, ViewsIncluded, ViewsMissing};
            matches!(act, AssessmentShared | DescriptionPassedOn | PracticeDescribed | ViewsIncluded | ViewsMissing)
        }
        Kind::Reporting(_) | Kind::Correction(_) | Kind::Attachment(_) => true,
        Kind::Joining(joining::Kind::JoiningDisrupted | joining::Kind::HelpAskedAgain) => true,
        Kind::Boundary(boundary::Kind::ObservationAnswered) => true,
        Kind::Joining(_) | Kind::Boundary(_) => false,
    }
}

/// Whether it may occur before the cycle is opened, and be recorded by somebody who was not here then.
pub(super) const fn disrupts(kind: Kind) -> bool {
    matches!(kind, Kind::Joining(joining::Kind::JoiningDisrupted))
}

/// Whether a day in London begins at an instant.
fn is_midnight(at: Moment) -> bool {
    const HOUR: i64 = 3_600_000_000_000;
    // London's clocks were never more than two hours ahead, so at most hours nothing has to be looked up.
    let by_greenwich = at.nanos().rem_euclid(24 * HOUR);
    let may_be = by_greenwich % HOUR == 0 && (by_greenwich == 0 || by_greenwich >= 22 * HOUR);
    may_be && calendar::start_of(calendar::local_date(at)) == Ok(at)
}
