//! Cases and decisions: milestones, legal status, who leads, threshold decisions and what comes back to those who take them, what keeps
//! roles apart, and places on a programme.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Serialize, Serializer};

use super::{Fact, Things};
use crate::correction::CasesMerged;
use crate::cycle::Entry;
use crate::deciding::{
    ConflictAnswered, ConflictDeclared, DecisionExplained, DecisionHandedBack, DutyWaived, Event, ExpertInstructed,
    FeedDeclaredComplete, FeedEnded, LeadPractitionerNamed, LegalStatusChanged, LivedExperienceHeard, MilestoneReached,
    ProgrammeBegun, ProgrammeEnded, ProgrammeExtended, ReflectionHeld, RequestTurnedAway, RolesReconciled, SpokenFor,
    ThresholdDecided, ThresholdMoved,
};
use crate::deliberating::{DiscussionHeld, EvidenceWeighed, HypothesisPut, StatementMade, TestPlanned};
use crate::history::{History, View};
use crate::id::{ConflictId, DecisionId, DiscussionId, EntryNumber, FeedId, OutcomeId, ProgrammeId, RequestId, StatementId};
use crate::reporting::{OutcomeFedBack, OutcomeLearned};
use crate::text::CaseRef;

/// What was recorded of cases and decisions, each list in the order of occurrence.
///
/// ```
/// use practice_cycle::overview::Deciding;
/// assert_eq!(Deciding::default().milestones.len(), 0);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "OverviewDeciding"))]
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
    /// Explanations of decisions to the family.
    pub decisions_explained: Vec<Fact<'a, DecisionExplained>>,
    /// What was learned of the outcome of decisions and of plans, where no contract is named.
    pub outcomes: Things<'a, OutcomeId, Outcome<'a>>,
    /// Of each decision of which an outcome was learned, what was recorded of its case when it was taken.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub known_then: Things<'a, DecisionId, KnownThen<'a>>,
    /// Reflection.
    pub reflections: Vec<Fact<'a, ReflectionHeld>>,
    /// Lived experience that was heard.
    pub lived_experience: Vec<Fact<'a, LivedExperienceHeard>>,
    /// Requests for help that were turned away.
    pub requests: Things<'a, RequestId, Request<'a>>,
    /// Thresholds that moved.
    pub thresholds_moved: Vec<Fact<'a, ThresholdMoved>>,
    /// Places on a programme.
    pub programmes: Things<'a, ProgrammeId, Programme<'a>>,
}

/// A conflict of interest, and how it was answered.
///
/// ```
/// use practice_cycle::overview::Conflict;
/// fn is_unanswered(conflict: &Conflict<'_>) -> bool { conflict.answered.is_empty() }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "OverviewConflict"))]
pub struct Conflict<'a> {
    /// Its reference.
    pub conflict: &'a ConflictId,
    /// How it was declared.
    pub declared: Fact<'a, ConflictDeclared>,
    /// The answers to it.
    pub answered: Vec<Fact<'a, ConflictAnswered>>,
}

/// What was learned of the outcome of a decision or a plan, and to whom it was told.
///
/// ```
/// use practice_cycle::overview::Outcome;
/// fn was_fed_back(outcome: &Outcome<'_>) -> bool { !outcome.fed_back.is_empty() }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "OverviewOutcome"))]
pub struct Outcome<'a> {
    /// Its reference.
    pub outcome: &'a OutcomeId,
    /// What was learned.
    pub learned: Fact<'a, OutcomeLearned>,
    /// Each time it was told to those who had decided.
    pub fed_back: Vec<Fact<'a, OutcomeFedBack>>,
}

/// What was recorded of a case by the time that a threshold decision about it was taken, as known then: what was recorded or corrected
/// later is left out, though somebody may have known of it, and what was taken back later is in. Cases are told apart as they were then,
/// whatever was merged since. Beside an outcome, so that nobody is judged by what they could not know (Ignite, on feedback). Empty where
/// the reference to the case was redacted.
///
/// ```
/// use practice_cycle::overview::KnownThen;
/// fn was_anything_known(known: &KnownThen<'_>) -> bool { !known.entries.is_empty() }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "OverviewKnownThen"))]
pub struct KnownThen<'a> {
    /// The decision.
    pub decision: &'a DecisionId,
    /// How it was taken. Serialised as the number of the entry.
    #[serde(serialize_with = "number")]
    #[cfg_attr(feature = "schemars", schemars(with = "EntryNumber"))]
    pub decided: Fact<'a, ThresholdDecided>,
    /// The entries about the case that were recorded by then, in the order of recording: those that name it, and what was said, put,
    /// planned and weighed in a discussion of it. Serialised as their numbers.
    #[serde(serialize_with = "numbers")]
    #[cfg_attr(feature = "schemars", schemars(with = "Vec<EntryNumber>"))]
    pub entries: Vec<&'a Entry>,
}

fn number<S: Serializer, D>(fact: &Fact<'_, D>, serializer: S) -> Result<S::Ok, S::Error> {
    fact.entry().number().serialize(serializer)
}

fn numbers<S: Serializer>(entries: &[&Entry], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(entries.iter().map(|entry| entry.number()))
}

/// The entries about each case, in the order of recording: gathered once for all decisions.
struct AboutCases<'a> {
    /// By each name that a case ever had, each entry with the one that names the case: itself, or the discussion that it belongs to.
    by_name: BTreeMap<&'a str, Vec<(EntryNumber, EntryNumber)>>,
    /// The entries that merge cases.
    merging: Vec<EntryNumber>,
}

impl<'a> AboutCases<'a> {
    /// An entry is about a case that it names, and what was said, put, planned and weighed in a discussion is about the case of the
    /// discussion.
    fn of(history: &'a History) -> Self {
        let mut about = Self { by_name: BTreeMap::new(), merging: Vec::new() };
        let (mut discussions, mut pieces) = (BTreeMap::<&DiscussionId, _>::new(), BTreeMap::<&StatementId, _>::new());
        for stored in history.entries() {
            let (number, event) = (stored.number(), stored.event());
            about.merging.extend(CasesMerged::of(event).map(|_| number));
            if let Some(data) = DiscussionHeld::of(event) {
                discussions.insert(&data.discussion, number);
            }
            let said = StatementMade::of(event).map(|data| &data.discussion);
            let put = HypothesisPut::of(event).map(|data| &data.discussion);
            let planned = TestPlanned::of(event).map(|data| &data.discussion);
            let held = said.or(put).or(planned).and_then(|discussion| discussions.get(discussion));
            let held = held.or_else(|| pieces.get(&EvidenceWeighed::of(event)?.piece)).copied();
            if let Some((data, held)) = StatementMade::of(event).zip(held) {
                pieces.insert(&data.statement, held);
            }
            for naming in [Some(number), held].into_iter().flatten() {
                let named = history.versions(naming).flat_map(|entry| entry.event().cases()).filter_map(CaseRef::as_str);
                for case in named {
                    let entries = about.by_name.entry(case).or_default();
                    if entries.last() != Some(&(number, naming)) {
                        entries.push((number, naming));
                    }
                }
            }
        }
        about
    }

    /// Names are those that stood for the cases then: of the decision, which may have been recorded since, and of the entries.
    fn known_then(&self, decided: Fact<'a, ThresholdDecided>, history: &'a History) -> KnownThen<'a> {
        let (number, at) = (decided.entry().number(), decided.entry().act().occurred_at);
        let stored = history.entry(number).and_then(|stored| ThresholdDecided::of(stored.event()));
        let case = stored.and_then(|data| data.case.as_str()).map(|case| history.case_then(case, &self.merging, at));
        let about = case.and_then(|case| self.by_name.get(case)).map_or(&[][..], Vec::as_slice);
        let names_it = |entry: &Entry| entry.event().cases().any(|named| named.as_str() == case);
        let of_it = about.iter().filter(|&&(_, naming)| history.corrected_by(naming, at).is_some_and(names_it));
        let mut earlier: Vec<EntryNumber> = of_it.map(|&(entry, _)| entry).filter(|&entry| entry != number).collect();
        earlier.dedup();
        KnownThen { decision: &decided.data().decision, decided, entries: history.known_then(earlier.into_iter(), at) }
    }
}

/// A request for help that was turned away, and those with which it came back.
///
/// ```
/// use practice_cycle::overview::Request;
/// fn came_back(request: &Request<'_>) -> bool { !request.came_back_as.is_empty() }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "OverviewRequest"))]
pub struct Request<'a> {
    /// Its reference.
    pub request: &'a RequestId,
    /// How it was turned away.
    pub turned_away: Fact<'a, RequestTurnedAway>,
    /// The later requests that name it.
    pub came_back_as: Vec<&'a RequestId>,
}

/// A place on a programme.
///
/// ```
/// use practice_cycle::overview::Programme;
/// fn goes_on(programme: &Programme<'_>) -> bool { programme.ended.is_none() }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "OverviewProgramme"))]
pub struct Programme<'a> {
    /// Its reference.
    pub programme: &'a ProgrammeId,
    /// How it began.
    pub begun: Fact<'a, ProgrammeBegun>,
    /// Each time it was extended.
    pub extended: Vec<Fact<'a, ProgrammeExtended>>,
    /// Each time the practitioner spoke for somebody to other services.
    pub spoken_for: Vec<Fact<'a, SpokenFor>>,
    /// How it ended, if it did.
    pub ended: Option<Fact<'a, ProgrammeEnded>>,
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
            Event::DecisionExplained(data) => self.decisions_explained.push(Fact::new(entry, data)),
            Event::ReflectionHeld(data) => self.reflections.push(Fact::new(entry, data)),
            Event::LivedExperienceHeard(data) => self.lived_experience.push(Fact::new(entry, data)),
            Event::RequestTurnedAway(data) => {
                let (request, turned_away) = (&data.request, Fact::new(entry, data));
                if let Some(earlier) = data.again.as_ref().and_then(|again| self.requests.get_mut(again)) {
                    earlier.came_back_as.push(request);
                }
                self.requests.add(request, Request { request, turned_away, came_back_as: Vec::new() });
            }
            Event::ThresholdMoved(data) => self.thresholds_moved.push(Fact::new(entry, data)),
            Event::ProgrammeBegun(data) => {
                let (programme, begun, extended, spoken_for) =
                    (&data.programme, Fact::new(entry, data), Vec::new(), Vec::new());
                self.programmes.add(programme, Programme { programme, begun, extended, spoken_for, ended: None });
            }
            Event::ProgrammeExtended(data) => {
                self.programmes.get_mut(&data.programme)?.extended.push(Fact::new(entry, data));
            }
            Event::ProgrammeEnded(data) => self.programmes.get_mut(&data.programme)?.ended = Some(Fact::new(entry, data)),
            Event::SpokenFor(data) => self.programmes.get_mut(&data.programme)?.spoken_for.push(Fact::new(entry, data)),
        }
        Some(())
    }

    /// Gathers what was known when those decisions were taken of which an outcome was learned.
    pub(super) fn look_back(&mut self, of_contracts: impl Iterator<Item = &'a OutcomeLearned>, view: &View<'a>) {
        let learned = self.outcomes.iter().map(|it| it.learned.data()).chain(of_contracts);
        let decisions: BTreeSet<&DecisionId> = learned.filter_map(|data| data.decision.as_ref()).collect();
        if decisions.is_empty() {
            return;
        }
        let about = AboutCases::of(view.history());
        for &decided in self.decisions.iter().filter(|fact| decisions.contains(&fact.data().decision)) {
            self.known_then.add(&decided.data().decision, about.known_then(decided, view.history()));
        }
    }

    /// What was learned of the outcome of a decision or a plan alone.
    pub(super) fn learned(&mut self, entry: &'a Entry, data: &'a OutcomeLearned) {
        let (outcome, learned) = (&data.outcome, Fact::new(entry, data));
        self.outcomes.add(outcome, Outcome { outcome, learned, fed_back: Vec::new() });
    }

    pub(super) fn fed_back(&mut self, entry: &'a Entry, data: &'a OutcomeFedBack) -> Option<()> {
        self.outcomes.get_mut(&data.outcome)?.fed_back.push(Fact::new(entry, data));
        Some(())
    }
}
