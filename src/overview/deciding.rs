//! Cases and decisions: milestones, legal status, who leads, threshold decisions, and what keeps roles apart.

use serde::Serialize;

use super::{Fact, Things};
use crate::cycle::Entry;
use crate::deciding::{
    ConflictAnswered, ConflictDeclared, DecisionHandedBack, DutyWaived, Event, ExpertInstructed, FeedDeclaredComplete,
    FeedEnded, LeadPractitionerNamed, LegalStatusChanged, MilestoneReached, RolesReconciled, ThresholdDecided,
};
use crate::id::{ConflictId, FeedId};

/// What was recorded of cases and decisions, each list in the order of occurrence.
///
/// ```
/// use practice_cycle::overview::Deciding;
/// assert_eq!(Deciding::default().milestones.len(), 0);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Deciding<'a> {
    /// Since when what is recorded completely.
    pub feeds: Vec<Fact<'a, FeedDeclaredComplete>>,
    /// Until when it was, where that came to an end.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub feeds_ended: Vec<Fact<'a, FeedEnded>>,
    /// Milestones.
    pub milestones: Vec<Fact<'a, MilestoneReached>>,
    /// Changes of legal status.
    pub legal_status: Vec<Fact<'a, LegalStatusChanged>>,
    /// Who leads.
    pub leads: Vec<Fact<'a, LeadPractitionerNamed>>,
    /// Threshold decisions.
    pub decisions: Vec<Fact<'a, ThresholdDecided>>,
    /// Decisions that a clinician was asked for, and handed back.
    pub handed_back: Vec<Fact<'a, DecisionHandedBack>>,
    /// Experts instructed.
    pub experts: Vec<Fact<'a, ExpertInstructed>>,
    /// Conflicts of interest.
    pub conflicts: Things<'a, ConflictId, Conflict<'a>>,
    /// Roles reconciled.
    pub reconciliations: Vec<Fact<'a, RolesReconciled>>,
    /// Duties waived.
    pub waivers: Vec<Fact<'a, DutyWaived>>,
}

/// A conflict of interest, and how it was answered.
///
/// ```
/// use practice_cycle::overview::Conflict;
/// fn is_unanswered(conflict: &Conflict<'_>) -> bool { conflict.answered.is_empty() }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Conflict<'a> {
    /// Its reference.
    pub conflict: &'a ConflictId,
    /// How it was declared.
    pub declared: Fact<'a, ConflictDeclared>,
    /// The answers to it.
    pub answered: Vec<Fact<'a, ConflictAnswered>>,
}

impl<'a> Deciding<'a> {
    /// How a feed ended, if it did.
    #[must_use]
    pub fn ending(&self, feed: &FeedId) -> Option<&Fact<'a, FeedEnded>> {
        self.feeds_ended.iter().find(|ended| ended.data().feed == *feed)
    }

    pub(super) fn take(&mut self, entry: &'a Entry, event: &'a Event) -> Option<()> {
        match event {
            Event::MilestoneReached(data) => self.milestones.push(Fact::new(entry, data)),
            Event::FeedDeclaredComplete(data) => self.feeds.push(Fact::new(entry, data)),
            Event::FeedEnded(data) => self.feeds_ended.push(Fact::new(entry, data)),
            Event::LegalStatusChanged(data) => self.legal_status.push(Fact::new(entry, data)),
            Event::LeadPractitionerNamed(data) => self.leads.push(Fact::new(entry, data)),
            Event::ThresholdDecided(data) => self.decisions.push(Fact::new(entry, data)),
            Event::ExpertInstructed(data) => self.experts.push(Fact::new(entry, data)),
            Event::ConflictDeclared(data) => {
                let (conflict, declared) = (&data.conflict, Fact::new(entry, data));
                self.conflicts.add(conflict, Conflict { conflict, declared, answered: Vec::new() });
            }
            Event::ConflictAnswered(data) => {
                self.conflicts.get_mut(&data.conflict)?.answered.push(Fact::new(entry, data));
            }
            Event::RolesReconciled(data) => self.reconciliations.push(Fact::new(entry, data)),
            Event::DutyWaived(data) => self.waivers.push(Fact::new(entry, data)),
            Event::DecisionHandedBack(data) => self.handed_back.push(Fact::new(entry, data)),
            Event::ReflectionHeld(_)
            | Event::LivedExperienceHeard(_)
            | Event::DecisionExplained(_)
            | Event::RequestTurnedAway(_)
            | Event::ThresholdMoved(_)
            | Event::ProgrammeBegun(_)
            | Event::ProgrammeExtended(_)
            | Event::ProgrammeEnded(_)
            | Event::SpokenFor(_) => return None,
        }
        Some(())
    }
}
