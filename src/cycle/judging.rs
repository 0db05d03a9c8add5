//! Judging an act: whether it can be recorded, by what the entries before it say.

use super::{Act, Cycle, Entry, Event, Found, Kind, Refusal};
use crate::contracting::{self, Contract, Repeats, StepContext, Successor};
use crate::id::{EntryNumber, PersonId};
use crate::moment::Moment;
use crate::noun::{Noun, Ref};
use crate::people::{Actor, Side};
use crate::{attachment, boundary, deciding, intervening, joining, reporting};

impl Cycle {
    pub(super) fn judge_offered(&self, act: &Act) -> Result<Found, Refusal> {
        act.is_fit_to_offer()?;
        self.judge_stored(act, Repeats::AreTheSame)
    }

    #[inline]
    pub(crate) fn judge_stored(&self, act: &Act, repeats: Repeats) -> Result<Found, Refusal> {
        if act.recorded_at < self.last_recorded {
            return Err(Refusal::RecordedBackwards);
        }
        if let Event::Correction(_) = act.event {
            return Err(Refusal::HistoryDecides);
        }
        self.judge_at(act, self.next, repeats)
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

    /// Judges an act as the entry with a number, by what entries before it say.
    pub(crate) fn judge_at(&self, act: &Act, number: EntryNumber, repeats: Repeats) -> Result<Found, Refusal> {
        let at = act.occurred_at;
        if act.recorded_at < at {
            return Err(Refusal::RecordedBeforeOccurred);
        }
        let found = self.find(act, number)?;
        self.judge_references(&act.event, number, at)?;
        match (&act.event, found.actor) {
            (Event::Attachment(event), _) => self.judge_attachment(event, &found, at, number)?,
            (_, None) => return Err(Refusal::UnknownActor),
            (Event::Contracting(event), Some(by)) => {
                self.judge_contracting(event, &found, &self.step(event, by, at, number, repeats))?
            }
            (Event::Intervening(event), Some(by)) => {
                self.work.judge(event, found.subject, &self.setting(by, at, number, repeats))?;
            }
            (Event::Deciding(event), Some(by)) => {
                self.decisions.judge(event, found.subject, &self.setting(by, at, number, repeats))?;
            }
            (Event::Joining(event), Some(by)) => {
                joining::may(event.kind(), by.role)?;
                if let joining::Event::RuleWorkedWith(data) = event {
                    let rule = found.subject.and_then(|slot| self.rules.get(slot as usize));
                    rule.map_or(Ok(()), |rule| rule.judge(data.step, by, at, repeats))?;
                }
            }
            (Event::Reporting(event), Some(_)) => {
                if let Some(contract) = event.needs_begun() {
                    let begun = self.contract_named(contract)?.had_begun(at, number);
                    begun.then_some(()).ok_or(reporting::Refusal::NotBegun)?;
                }
            }
            (Event::Boundary(event), Some(by)) => {
                boundary::may(event.kind(), by.role)?;
                event.is_proper(&act.by, at)?;
            }
            (Event::Correction(_), Some(_)) => {}
        }
        Ok(found)
    }

    fn setting(&self, by: Actor, at: Moment, number: EntryNumber, repeats: Repeats) -> intervening::Setting<'_> {
        let Self { ledger, roster, contracts, .. } = self;
        intervening::Setting { ledger, roster, contracts, by, at, number, repeats }
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
        self.judge_closing(kind, at, number)?;
        // Who enters and who leaves may be noted by anyone, and so may that a cycle opens: somebody has to be the first.
        let (anyone, clerical) = match kind {
            Kind::Attachment(attachment::Kind::CycleClosed) | Kind::Correction(_) => (false, true),
            Kind::Attachment(
                attachment::Kind::CycleOpened | attachment::Kind::PersonEntered | attachment::Kind::PersonLeft,
            ) => (true, false),
            Kind::Contracting(_) | Kind::Intervening(_) | Kind::Deciding(_) => (false, false),
            Kind::Joining(_) | Kind::Boundary(_) | Kind::Reporting(_) => (false, false),
        };
        let actor = if anyone { None } else { Some(self.actor(&act.by, at, number)?) };
        if clerical && actor.is_some_and(|actor| actor.role.side() == Side::Family) {
            return Err(Refusal::NotForFamily);
        }
        let Some(subject) = act.event.subject() else { return Ok(Found { actor, subject: None, made: None }) };
        let (slot, made) = match self.ledger.find(subject) {
            Some((slot, made)) => (Some(slot), made.filter(|made| made.number < number)),
            None => (None, None),
        };
        match made {
            Some(made) if kind.creates_subject() && subject.noun != Noun::Person => {
                return Err(if made.at == at { Refusal::AlreadyRecorded } else { Refusal::IdTaken { noun: subject.noun } });
            }
            Some(made) if made.at > at && subject.noun != Noun::Person => {
                return Err(Refusal::NotYet { noun: subject.noun });
            }
            None if !kind.creates_subject() => return Err(Refusal::Unknown { noun: subject.noun }),
            Some(_) | None => {}
        }
        Ok(Found { actor, subject: slot, made })
    }

    /// After the cycle was closed, little can still occur.
    pub(super) fn judge_closing(&self, kind: Kind, at: Moment, number: EntryNumber) -> Result<(), Refusal> {
        let closed_before = self.closed.is_some_and(|(closed, by)| by < number && closed < at);
        if closed_before && !stays_possible(kind) { Err(Refusal::AfterClosing) } else { Ok(()) }
    }

    /// Whatever else the act refers to has to be there.
    fn judge_references(&self, event: &Event, number: EntryNumber, at: Moment) -> Result<(), Refusal> {
        let mut verdict = Ok(());
        let mut is_subject = event.subject().is_some();
        // The clinician is not there before the cycle opens.
        let opens = matches!(event, Event::Attachment(attachment::Event::CycleOpened(_)));
        event.part().references(&mut |thing| {
            if std::mem::take(&mut is_subject) || opens || verdict.is_err() {
                return;
            }
            verdict = self.judge_reference(thing, number, at);
        });
        verdict
    }

    #[inline]
    fn judge_reference(&self, thing: Ref<'_>, number: EntryNumber, at: Moment) -> Result<(), Refusal> {
        let noun = thing.noun;
        let known = self.ledger.find(thing).and_then(|(slot, made)| Some((slot, made.filter(|made| made.number < number)?)));
        let (slot, made) = known.ok_or(Refusal::Unknown { noun })?;
        // That somebody came earlier than was first recorded is learned from a later entry.
        let there = if noun == Noun::Person { self.roster.had_entered(slot, at, number) } else { made.at <= at };
        if there { Ok(()) } else { Err(Refusal::NotYet { noun }) }
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

    fn judge_contracting(&self, event: &contracting::Event, found: &Found, step: &StepContext) -> Result<(), Refusal> {
        if let contracting::Event::ContractInvited(_) = event {
            Contract::origin_of(step.by.role)?;
            return Ok(());
        }
        let contract = found.subject.and_then(|slot| self.contracts.get(slot as usize));
        let contract = contract.ok_or(Refusal::Unknown { noun: Noun::Contract })?;
        contract.judge(event, step)?;
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
    pub(super) fn step(
        &self,
        event: &contracting::Event,
        by: Actor,
        at: Moment,
        number: EntryNumber,
        repeats: Repeats,
    ) -> StepContext {
        let mut step = StepContext { repeats, ..StepContext::new(by, at, number) };
        let seat = |person: &PersonId| self.ledger.slot(Noun::Person, person.as_str());
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
            Act::InterventionBegun | Act::InterventionCovered | Act::SessionHeld | Act::SuggestionOffered
            | Act::SuggestionAnswered | Act::ConsentGiven => false,
            Act::InterventionClosed | Act::ConcernRaised | Act::ConcernPassedOn | Act::FamilyHelpedToUnderstand
            | Act::ExplanationWithheld | Act::ConsentWithdrawn | Act::ChangeNoticed | Act::ChangeWitnessed
            | Act::ChangeDocumented | Act::ChangeAmplified => true,
        },
        // What is new in deciding is about cases, and so is over with the cycle.
        Kind::Deciding(act) => matches!(act, deciding::Kind::ConflictAnswered | deciding::Kind::DutyWaived),
        Kind::Reporting(_) | Kind::Correction(_) | Kind::Attachment(_) => true,
        Kind::Joining(_) | Kind::Boundary(_) => false,
    }
}
