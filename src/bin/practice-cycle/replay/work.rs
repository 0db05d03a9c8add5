//! The work: interventions with their sessions, and what arose in it.

use practice_cycle::code::CodeSet;
use practice_cycle::contracting;
use practice_cycle::cycle::Entry;
use practice_cycle::id::{
    AcknowledgementId, CancellationId, ChangeId, ConcernId, ConsentId, ContractId, ExplanationId, InfluenceId,
    InterventionId, PersonId, SessionId, SuggestionId,
};
use practice_cycle::intervening::{
    self, CancelledCode, ChangeKind, Close, ConcernKind, ConsentTo, Cover, Explained, Form, Interpreter, Purpose, Reception,
};
use practice_cycle::joining::{self, Cause};
use practice_cycle::people::Side;
use practice_cycle::space::{Space, Stream};
use serde::Serialize;

use super::standing::{Noted, of_kind};

#[derive(Debug, Serialize)]
pub(crate) struct Work<'a> {
    pub(crate) interventions: Vec<Intervention<'a>>,
    /// Sessions that belong to no intervention.
    pub(crate) other_sessions: Vec<Session<'a>>,
    /// Sessions that were not held.
    pub(crate) cancelled_sessions: Vec<Cancelled<'a>>,
    pub(crate) concerns: Vec<Concern<'a>>,
    pub(crate) explanations: Vec<Explanation<'a>>,
    pub(crate) explanations_withheld: Vec<Withheld<'a>>,
    pub(crate) consents: Vec<Consent<'a>>,
    pub(crate) suggestions: Vec<Suggestion<'a>>,
    pub(crate) changes: Vec<Change<'a>>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Intervention<'a> {
    pub(crate) intervention: &'a InterventionId,
    pub(crate) stream: Stream,
    pub(crate) form: Form,
    pub(crate) purpose: Purpose,
    pub(crate) cover: &'a Cover,
    /// The contract that came to cover it, if it began without.
    pub(crate) covered_by: Option<&'a ContractId>,
    pub(crate) closed: Option<Close>,
    pub(crate) noted: Noted<'a>,
    pub(crate) sessions: Vec<Session<'a>>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Session<'a> {
    pub(crate) session: &'a SessionId,
    pub(crate) space: Space,
    pub(crate) cover: &'a Cover,
    /// The contract that came to cover it, if it was held without.
    pub(crate) covered_by: Option<&'a ContractId>,
    pub(crate) present: &'a [PersonId],
    pub(crate) noted: Noted<'a>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Cancelled<'a> {
    pub(crate) cancellation: &'a CancellationId,
    pub(crate) space: Space,
    pub(crate) side: Side,
    pub(crate) reason: CancelledCode,
    pub(crate) contract: Option<&'a ContractId>,
    pub(crate) intervention: Option<&'a InterventionId>,
    pub(crate) noted: Noted<'a>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Concern<'a> {
    pub(crate) concern: &'a ConcernId,
    pub(crate) what: ConcernKind,
    pub(crate) session: Option<&'a SessionId>,
    pub(crate) noted: Noted<'a>,
    pub(crate) passed_on: Vec<PassedOn<'a>>,
}

#[derive(Debug, Serialize)]
pub(crate) struct PassedOn<'a> {
    pub(crate) to: &'a PersonId,
    pub(crate) noted: Noted<'a>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Explanation<'a> {
    pub(crate) explanation: &'a ExplanationId,
    pub(crate) person: &'a PersonId,
    pub(crate) explained: CodeSet<Explained>,
    pub(crate) interpreter: Interpreter,
    pub(crate) contract: Option<&'a ContractId>,
    pub(crate) noted: Noted<'a>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Withheld<'a> {
    pub(crate) explanation: &'a ExplanationId,
    pub(crate) person: &'a PersonId,
    pub(crate) manager: Option<&'a PersonId>,
    pub(crate) contract: Option<&'a ContractId>,
    pub(crate) noted: Noted<'a>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Consent<'a> {
    pub(crate) consent: &'a ConsentId,
    pub(crate) to: ConsentTo,
    pub(crate) given_by: &'a PersonId,
    pub(crate) for_person: Option<&'a PersonId>,
    pub(crate) contract: Option<&'a ContractId>,
    pub(crate) noted: Noted<'a>,
    pub(crate) withdrawn: Option<Withdrawn<'a>>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Withdrawn<'a> {
    pub(crate) by: &'a PersonId,
    pub(crate) noted: Noted<'a>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Suggestion<'a> {
    pub(crate) suggestion: &'a SuggestionId,
    pub(crate) contract: &'a ContractId,
    pub(crate) again: Option<&'a SuggestionId>,
    pub(crate) noted: Noted<'a>,
    /// What became of it; no suggestion needs an answer.
    pub(crate) answers: Vec<Answered<'a>>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Answered<'a> {
    pub(crate) reception: Reception,
    pub(crate) noted: Noted<'a>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Change<'a> {
    pub(crate) change: &'a ChangeId,
    pub(crate) what: ChangeKind,
    pub(crate) contract: Option<&'a ContractId>,
    pub(crate) session: Option<&'a SessionId>,
    pub(crate) noticed: Noted<'a>,
    pub(crate) witnessed: Vec<Noted<'a>>,
    pub(crate) documented: Vec<Noted<'a>>,
    pub(crate) amplified: Vec<Amplified<'a>>,
    pub(crate) led_to: LedTo<'a>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Amplified<'a> {
    pub(crate) to: &'a [PersonId],
    pub(crate) noted: Noted<'a>,
}

/// What came back from a change to joining and contracting: here the circle closes.
#[derive(Debug, Serialize)]
pub(crate) struct LedTo<'a> {
    pub(crate) contracts: Vec<&'a ContractId>,
    pub(crate) acknowledgements: Vec<&'a AcknowledgementId>,
    pub(crate) influence: Vec<&'a InfluenceId>,
}

impl<'a> Work<'a> {
    pub(crate) fn gather(entries: &[&'a Entry]) -> Self {
        Self {
            interventions: interventions(entries),
            other_sessions: sessions(entries, None),
            cancelled_sessions: cancelled(entries),
            concerns: concerns(entries),
            explanations: explanations(entries),
            explanations_withheld: withheld(entries),
            consents: consents(entries),
            suggestions: suggestions(entries),
            changes: changes(entries),
        }
    }
}

fn interventions<'a>(entries: &[&'a Entry]) -> Vec<Intervention<'a>> {
    let begun = of_kind(entries, intervening::InterventionBegun::of);
    let interventions = begun.map(|(entry, data)| {
        let id = &data.intervention;
        let mut covered = of_kind(entries, intervening::InterventionCovered::of);
        let mut closed = of_kind(entries, intervening::InterventionClosed::of);
        Intervention {
            intervention: id,
            stream: data.stream,
            form: data.form,
            purpose: data.purpose,
            cover: &data.cover,
            covered_by: covered.find(|(_, data)| &data.intervention == id).map(|(_, data)| &data.contract),
            closed: closed.find(|(_, data)| &data.intervention == id).map(|(_, data)| data.how),
            noted: Noted::of(entry),
            sessions: sessions(entries, Some(id)),
        }
    });
    interventions.collect()
}

fn sessions<'a>(entries: &[&'a Entry], of: Option<&InterventionId>) -> Vec<Session<'a>> {
    let held = of_kind(entries, intervening::SessionHeld::of);
    let covered_by = |session: &SessionId| {
        let mut covered = of_kind(entries, intervening::SessionCovered::of);
        covered.find(|(_, data)| &data.session == session).map(|(_, data)| &data.contract)
    };
    let held = held.filter(|(_, data)| data.intervention.as_ref() == of).map(|(entry, data)| Session {
        session: &data.session,
        space: data.space,
        cover: &data.cover,
        covered_by: covered_by(&data.session),
        present: &data.present,
        noted: Noted::of(entry),
    });
    held.collect()
}

fn cancelled<'a>(entries: &[&'a Entry]) -> Vec<Cancelled<'a>> {
    let cancelled = of_kind(entries, intervening::SessionCancelled::of).map(|(entry, data)| Cancelled {
        cancellation: &data.cancellation,
        space: data.space,
        side: data.side,
        reason: data.reason.code(),
        contract: data.contract.as_ref(),
        intervention: data.intervention.as_ref(),
        noted: Noted::of(entry),
    });
    cancelled.collect()
}

fn concerns<'a>(entries: &[&'a Entry]) -> Vec<Concern<'a>> {
    let raised = of_kind(entries, intervening::ConcernRaised::of).map(|(entry, data)| {
        let passed_on = of_kind(entries, intervening::ConcernPassedOn::of);
        let passed_on = passed_on.filter(|(_, passed)| passed.concern == data.concern);
        Concern {
            concern: &data.concern,
            what: data.what,
            session: data.session.as_ref(),
            noted: Noted::of(entry),
            passed_on: passed_on.map(|(entry, data)| PassedOn { to: &data.to, noted: Noted::of(entry) }).collect(),
        }
    });
    raised.collect()
}

fn explanations<'a>(entries: &[&'a Entry]) -> Vec<Explanation<'a>> {
    let explained = of_kind(entries, intervening::FamilyHelpedToUnderstand::of).map(|(entry, data)| Explanation {
        explanation: &data.explanation,
        person: &data.person,
        explained: data.explained,
        interpreter: data.interpreter,
        contract: data.contract.as_ref(),
        noted: Noted::of(entry),
    });
    explained.collect()
}

fn withheld<'a>(entries: &[&'a Entry]) -> Vec<Withheld<'a>> {
    let withheld = of_kind(entries, intervening::ExplanationWithheld::of).map(|(entry, data)| Withheld {
        explanation: &data.explanation,
        person: &data.person,
        manager: data.manager.as_ref(),
        contract: data.contract.as_ref(),
        noted: Noted::of(entry),
    });
    withheld.collect()
}

fn consents<'a>(entries: &[&'a Entry]) -> Vec<Consent<'a>> {
    let given = of_kind(entries, intervening::ConsentGiven::of).map(|(entry, data)| {
        let mut withdrawn = of_kind(entries, intervening::ConsentWithdrawn::of);
        let withdrawn = withdrawn.find(|(_, withdrawn)| withdrawn.consent == data.consent);
        Consent {
            consent: &data.consent,
            to: data.to,
            given_by: &data.given_by,
            for_person: data.for_person.as_ref(),
            contract: data.contract.as_ref(),
            noted: Noted::of(entry),
            withdrawn: withdrawn.map(|(entry, data)| Withdrawn { by: &data.withdrawn_by, noted: Noted::of(entry) }),
        }
    });
    given.collect()
}

fn suggestions<'a>(entries: &[&'a Entry]) -> Vec<Suggestion<'a>> {
    let offered = of_kind(entries, intervening::SuggestionOffered::of).map(|(entry, data)| {
        let answers = of_kind(entries, intervening::SuggestionAnswered::of);
        let answers = answers.filter(|(_, answer)| answer.suggestion == data.suggestion);
        Suggestion {
            suggestion: &data.suggestion,
            contract: &data.contract,
            again: data.again.as_ref(),
            noted: Noted::of(entry),
            answers: answers.map(|(entry, data)| Answered { reception: data.reception, noted: Noted::of(entry) }).collect(),
        }
    });
    offered.collect()
}

fn changes<'a>(entries: &[&'a Entry]) -> Vec<Change<'a>> {
    let noticed = of_kind(entries, intervening::ChangeNoticed::of).map(|(entry, data)| {
        let id = &data.change;
        let witnessed = of_kind(entries, intervening::ChangeWitnessed::of).filter(|(_, data)| &data.change == id);
        let documented = of_kind(entries, intervening::ChangeDocumented::of).filter(|(_, data)| &data.change == id);
        let amplified = of_kind(entries, intervening::ChangeAmplified::of).filter(|(_, data)| &data.change == id);
        Change {
            change: id,
            what: data.what,
            contract: data.contract.as_ref(),
            session: data.session.as_ref(),
            noticed: Noted::of(entry),
            witnessed: witnessed.map(|(entry, _)| Noted::of(entry)).collect(),
            documented: documented.map(|(entry, _)| Noted::of(entry)).collect(),
            amplified: amplified.map(|(entry, data)| Amplified { to: &data.to, noted: Noted::of(entry) }).collect(),
            led_to: LedTo::of(id, entries),
        }
    });
    noticed.collect()
}

impl<'a> LedTo<'a> {
    fn of(change: &ChangeId, entries: &[&'a Entry]) -> Self {
        let arose = |causes: &[Cause]| causes.iter().any(|cause| matches!(cause, Cause::Change(id) if id == change));
        Self {
            contracts: of_kind(entries, contracting::ContractInvited::of)
                .filter(|(_, data)| arose(&data.arose_from))
                .map(|(_, data)| &data.contract)
                .collect(),
            acknowledgements: of_kind(entries, joining::ClinicianAcknowledged::of)
                .filter(|(_, data)| arose(&data.because_of))
                .map(|(_, data)| &data.acknowledgement)
                .collect(),
            influence: of_kind(entries, joining::InfluenceInvited::of)
                .filter(|(_, data)| arose(&data.because_of))
                .map(|(_, data)| &data.influence)
                .collect(),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.contracts.is_empty() && self.acknowledgements.is_empty() && self.influence.is_empty()
    }
}
