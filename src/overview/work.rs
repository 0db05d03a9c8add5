//! The work: interventions and sessions, and what arose in them.

use serde::Serialize;

use super::{Fact, Things};
use crate::cycle::Entry;
use crate::id::{
    AcknowledgementId, ChangeId, ConcernId, ConsentId, ContractId, InfluenceId, InterventionId, SessionId, SuggestionId,
};
use crate::intervening::{
    ChangeAmplified, ChangeDocumented, ChangeNoticed, ChangeWitnessed, ConcernPassedOn, ConcernRaised, ConsentGiven,
    ConsentWithdrawn, Cover, Event, ExplanationWithheld, FamilyHelpedToUnderstand, InterventionBegun, InterventionClosed,
    InterventionCovered, SessionCancelled, SessionCovered, SessionHeld, SuggestionAnswered, SuggestionOffered,
};

/// What was recorded of the work, each list in the order of occurrence.
///
/// ```
/// use practice_cycle::overview::Work;
/// assert_eq!(Work::default().sessions.len(), 0);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "OverviewWork"))]
pub struct Work<'a> {
    /// Interventions. Their sessions name them.
    pub interventions: Things<'a, InterventionId, Intervention<'a>>,
    /// Sessions, whether they belong to an intervention or not.
    pub sessions: Things<'a, SessionId, Session<'a>>,
    /// Sessions that were not held.
    pub cancelled_sessions: Vec<Fact<'a, SessionCancelled>>,
    /// Suggestions.
    pub suggestions: Things<'a, SuggestionId, Suggestion<'a>>,
    /// Concerns.
    pub concerns: Things<'a, ConcernId, Concern<'a>>,
    /// Explanations given.
    pub explanations: Vec<Fact<'a, FamilyHelpedToUnderstand>>,
    /// Explanations withheld.
    pub explanations_withheld: Vec<Fact<'a, ExplanationWithheld>>,
    /// Consents.
    pub consents: Things<'a, ConsentId, Consent<'a>>,
    /// Changes that were noticed.
    pub changes: Things<'a, ChangeId, Change<'a>>,
}

/// An intervention.
///
/// ```
/// use practice_cycle::overview::Intervention;
/// fn is_open(intervention: &Intervention<'_>) -> bool { intervention.closed.is_none() }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "OverviewIntervention"))]
pub struct Intervention<'a> {
    /// Its reference.
    pub intervention: &'a InterventionId,
    /// How it began.
    pub begun: Fact<'a, InterventionBegun>,
    /// The contract that covers it, from the beginning or since.
    pub contract: Option<&'a ContractId>,
    /// How a contract came to cover it, if it began without.
    pub covered: Option<Fact<'a, InterventionCovered>>,
    /// How it was closed, if it was.
    pub closed: Option<Fact<'a, InterventionClosed>>,
}

/// A session that was held.
///
/// ```
/// use practice_cycle::overview::Session;
/// fn is_covered(session: &Session<'_>) -> bool { session.contract.is_some() }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "OverviewSession"))]
pub struct Session<'a> {
    /// Its reference.
    pub session: &'a SessionId,
    /// How it was held.
    pub held: Fact<'a, SessionHeld>,
    /// The contract that covers it, from the beginning or since.
    pub contract: Option<&'a ContractId>,
    /// How a contract came to cover it, if it was held without.
    pub covered: Option<Fact<'a, SessionCovered>>,
}

fn covering(cover: &Cover) -> Option<&ContractId> {
    match cover {
        Cover::Contract(contract) => Some(contract),
        Cover::Uncovered { .. } => None,
    }
}

/// A suggestion, and what became of it. No suggestion needs an answer.
///
/// ```
/// use practice_cycle::overview::Suggestion;
/// fn is_unanswered(suggestion: &Suggestion<'_>) -> bool { suggestion.answered.is_empty() }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "OverviewSuggestion"))]
pub struct Suggestion<'a> {
    /// Its reference.
    pub suggestion: &'a SuggestionId,
    /// How it was offered.
    pub offered: Fact<'a, SuggestionOffered>,
    /// The answers to it.
    pub answered: Vec<Fact<'a, SuggestionAnswered>>,
}

/// A concern about safety, and to whom it was passed on.
///
/// ```
/// use practice_cycle::overview::Concern;
/// fn was_passed_on(concern: &Concern<'_>) -> bool { !concern.passed_on.is_empty() }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "OverviewConcern"))]
pub struct Concern<'a> {
    /// Its reference.
    pub concern: &'a ConcernId,
    /// How it was raised.
    pub raised: Fact<'a, ConcernRaised>,
    /// To whom it was passed on, and when.
    pub passed_on: Vec<Fact<'a, ConcernPassedOn>>,
}

/// A consent, in force until it is withdrawn.
///
/// ```
/// use practice_cycle::overview::Consent;
/// fn is_in_force(consent: &Consent<'_>) -> bool { consent.withdrawn.is_none() }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "OverviewConsent"))]
pub struct Consent<'a> {
    /// Its reference.
    pub consent: &'a ConsentId,
    /// How it was given.
    pub given: Fact<'a, ConsentGiven>,
    /// How it was withdrawn, if it was.
    pub withdrawn: Option<Fact<'a, ConsentWithdrawn>>,
}

/// A change that was noticed, who took it up, and what it led to.
///
/// ```
/// use practice_cycle::overview::Change;
/// fn was_witnessed(change: &Change<'_>) -> bool { !change.witnessed.is_empty() }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "OverviewChange"))]
pub struct Change<'a> {
    /// Its reference.
    pub change: &'a ChangeId,
    /// How it was noticed.
    pub noticed: Fact<'a, ChangeNoticed>,
    /// Who else saw it.
    pub witnessed: Vec<Fact<'a, ChangeWitnessed>>,
    /// Where it was written down.
    pub documented: Vec<Fact<'a, ChangeDocumented>>,
    /// To whom it was told.
    pub amplified: Vec<Fact<'a, ChangeAmplified>>,
    /// What came of it for joining and contracting: here the circle closes.
    pub led_to: LedTo<'a>,
}

impl Change<'_> {
    /// Whether nobody witnessed, documented or amplified it.
    #[must_use]
    pub fn was_only_noticed(&self) -> bool {
        self.witnessed.is_empty() && self.documented.is_empty() && self.amplified.is_empty()
    }
}

/// What names a change as its cause.
///
/// ```
/// use practice_cycle::overview::LedTo;
/// assert!(LedTo::default().is_empty());
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "OverviewLedTo"))]
pub struct LedTo<'a> {
    /// Invitations into contracts.
    pub contracts: Vec<&'a ContractId>,
    /// Acknowledgements of the clinician.
    pub acknowledgements: Vec<&'a AcknowledgementId>,
    /// Invitations to shape the practice of the team.
    pub influence: Vec<&'a InfluenceId>,
}

impl LedTo<'_> {
    /// Whether nothing names it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.contracts.is_empty() && self.acknowledgements.is_empty() && self.influence.is_empty()
    }
}

impl<'a> Work<'a> {
    pub(super) fn take(&mut self, entry: &'a Entry, event: &'a Event) -> Option<()> {
        match event {
            Event::InterventionBegun(data) => {
                let (intervention, contract) = (&data.intervention, covering(&data.cover));
                let begun = Fact::new(entry, data);
                let it = Intervention { intervention, begun, contract, covered: None, closed: None };
                self.interventions.add(intervention, it);
            }
            Event::InterventionCovered(data) => {
                let intervention = self.interventions.get_mut(&data.intervention)?;
                (intervention.covered, intervention.contract) = (Some(Fact::new(entry, data)), Some(&data.contract));
            }
            Event::InterventionClosed(data) => {
                self.interventions.get_mut(&data.intervention)?.closed = Some(Fact::new(entry, data));
            }
            Event::SessionHeld(data) => {
                let (session, contract) = (&data.session, covering(&data.cover));
                self.sessions.add(session, Session { session, held: Fact::new(entry, data), contract, covered: None });
            }
            Event::SessionCovered(data) => {
                let session = self.sessions.get_mut(&data.session)?;
                (session.covered, session.contract) = (Some(Fact::new(entry, data)), Some(&data.contract));
            }
            Event::SessionCancelled(data) => self.cancelled_sessions.push(Fact::new(entry, data)),
            Event::SuggestionOffered(data) => {
                let (suggestion, offered) = (&data.suggestion, Fact::new(entry, data));
                self.suggestions.add(suggestion, Suggestion { suggestion, offered, answered: Vec::new() });
            }
            Event::SuggestionAnswered(data) => {
                self.suggestions.get_mut(&data.suggestion)?.answered.push(Fact::new(entry, data));
            }
            Event::ConcernRaised(data) => {
                let (concern, raised) = (&data.concern, Fact::new(entry, data));
                self.concerns.add(concern, Concern { concern, raised, passed_on: Vec::new() });
            }
            Event::ConcernPassedOn(data) => self.concerns.get_mut(&data.concern)?.passed_on.push(Fact::new(entry, data)),
            Event::FamilyHelpedToUnderstand(data) => self.explanations.push(Fact::new(entry, data)),
            Event::ExplanationWithheld(data) => self.explanations_withheld.push(Fact::new(entry, data)),
            Event::ConsentGiven(data) => {
                let (consent, given) = (&data.consent, Fact::new(entry, data));
                self.consents.add(consent, Consent { consent, given, withdrawn: None });
            }
            Event::ConsentWithdrawn(data) => {
                self.consents.get_mut(&data.consent)?.withdrawn = Some(Fact::new(entry, data));
            }
            Event::ChangeNoticed(data) => {
                let (witnessed, documented, amplified, led_to) = Default::default();
                let (change, noticed) = (&data.change, Fact::new(entry, data));
                self.changes.add(change, Change { change, noticed, witnessed, documented, amplified, led_to });
            }
            Event::ChangeWitnessed(data) => self.changes.get_mut(&data.change)?.witnessed.push(Fact::new(entry, data)),
            Event::ChangeDocumented(data) => self.changes.get_mut(&data.change)?.documented.push(Fact::new(entry, data)),
            Event::ChangeAmplified(data) => self.changes.get_mut(&data.change)?.amplified.push(Fact::new(entry, data)),
        }
        Some(())
    }
}
