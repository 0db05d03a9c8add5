//! Case discussions: what was said, thought and weighed in each, the plans that came of it, differences, and who takes which step.

use chrono::NaiveDate;
use serde::Serialize;

use super::{Fact, Things};
use crate::cycle::Entry;
use crate::deliberating::{
    Course, DisagreementEscalated, DisagreementRecorded, DisagreementSettled, DiscussionHeld, Event, EvidenceWeighed,
    HypothesisPut, ReferralReturned, Safety, StatementMade, StepDropped, StepHandedBack, StepTakenOn, TestPlanned,
    TestReviewed, WrittenAgreementMade,
};
use crate::id::{DisagreementId, DiscussionId, HypothesisId, StatementId, StepId, TestId};

/// What was recorded of case discussions, each list in the order of occurrence.
///
/// ```
/// use practice_cycle::overview::Deliberating;
/// assert_eq!(Deliberating::default().discussions.len(), 0);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "OverviewDeliberating"))]
pub struct Deliberating<'a> {
    /// Discussions. What was said, put and planned in one names it.
    pub discussions: Vec<Fact<'a, DiscussionHeld>>,
    /// Statements.
    pub statements: Things<'a, StatementId, Statement<'a>>,
    /// Hypotheses.
    pub hypotheses: Things<'a, HypothesisId, Hypothesis<'a>>,
    /// Plans that test ideas.
    pub plans: Things<'a, TestId, Plan<'a>>,
    /// Disagreements.
    pub disagreements: Things<'a, DisagreementId, Disagreement<'a>>,
    /// Steps, each under one name.
    pub steps: Things<'a, StepId, Step<'a>>,
    /// Referrals that a service sent back.
    pub referrals_returned: Vec<Fact<'a, ReferralReturned>>,
    /// Written agreements with a family.
    pub written_agreements: Vec<Fact<'a, WrittenAgreementMade>>,
}

/// A statement, and how it was weighed as a piece of evidence: by each who weighed it, uncombined.
///
/// ```
/// use practice_cycle::overview::Statement;
/// fn was_weighed(statement: &Statement<'_>) -> bool { !statement.weighed.is_empty() }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "OverviewStatement"))]
pub struct Statement<'a> {
    /// Its reference.
    pub statement: &'a StatementId,
    /// The discussion.
    pub discussion: &'a DiscussionId,
    /// How it was made.
    pub made: Fact<'a, StatementMade>,
    /// Each weighing of it.
    pub weighed: Vec<Fact<'a, EvidenceWeighed>>,
}

/// A hypothesis, and what became of it.
///
/// ```
/// use practice_cycle::overview::Hypothesis;
/// fn is_considered(hypothesis: &Hypothesis<'_>) -> bool { !hypothesis.is_set_aside }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "OverviewHypothesis"))]
pub struct Hypothesis<'a> {
    /// Its reference.
    pub hypothesis: &'a HypothesisId,
    /// The discussion in which it was put.
    pub discussion: &'a DiscussionId,
    /// Whether it was set aside, and not kept since.
    pub is_set_aside: bool,
    /// How it was put.
    pub put: Fact<'a, HypothesisPut>,
    /// Each time it was set aside, kept or reshaped.
    pub became: Vec<Fact<'a, Event>>,
}

/// A plan that tests ideas, and each time it was looked at again.
///
/// ```
/// use practice_cycle::overview::Plan;
/// fn goes_on(plan: &Plan<'_>) -> bool { !plan.is_stopped }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "OverviewPlan"))]
pub struct Plan<'a> {
    /// Its reference.
    pub test: &'a TestId,
    /// The discussion in which it was planned.
    pub discussion: &'a DiscussionId,
    /// Whether it was stopped.
    pub is_stopped: bool,
    /// The day on which to look again, in London, as last planned; none once it was stopped.
    pub look_again: Option<NaiveDate>,
    /// How it was planned.
    pub planned: Fact<'a, TestPlanned>,
    /// Each time it was looked at again.
    pub reviewed: Vec<Fact<'a, TestReviewed>>,
}

/// A disagreement. It may stay open.
///
/// ```
/// use practice_cycle::overview::Disagreement;
/// fn is_open(disagreement: &Disagreement<'_>) -> bool { disagreement.settled.is_none() }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "OverviewDisagreement"))]
pub struct Disagreement<'a> {
    /// Its reference.
    pub disagreement: &'a DisagreementId,
    /// How it was recorded.
    pub recorded: Fact<'a, DisagreementRecorded>,
    /// How it was settled, if it was.
    pub settled: Option<Fact<'a, DisagreementSettled>>,
    /// Each time it was taken to somebody else.
    pub escalated: Vec<Fact<'a, DisagreementEscalated>>,
}

impl Disagreement<'_> {
    /// Whether a child's safety depends on it, and it was neither settled nor taken to somebody else.
    #[must_use]
    pub fn waits_with_safety(&self) -> bool {
        let depends = matches!(self.recorded.data().safety, Safety::Affected | Safety::ImmediateDanger);
        depends && self.settled.is_none() && self.escalated.is_empty()
    }
}

/// A step that somebody took on, and whether it is with them still.
///
/// ```
/// use practice_cycle::overview::Step;
/// fn is_with_them(step: &Step<'_>) -> bool { step.handed_back.is_none() && step.dropped.is_none() }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "OverviewStep"))]
pub struct Step<'a> {
    /// Its reference.
    pub step: &'a StepId,
    /// How it was taken on.
    pub taken_on: Fact<'a, StepTakenOn>,
    /// How it was handed back, if it was.
    pub handed_back: Option<Fact<'a, StepHandedBack>>,
    /// How it was dropped, if it was.
    pub dropped: Option<Fact<'a, StepDropped>>,
    /// The steps that take it up again.
    pub taken_up_by: Vec<&'a StepId>,
}

impl Step<'_> {
    /// Whether it was handed back, and neither taken up again nor dropped.
    #[must_use]
    pub fn is_with_nobody(&self) -> bool {
        self.handed_back.is_some() && self.dropped.is_none() && self.taken_up_by.is_empty()
    }
}

impl<'a> Deliberating<'a> {
    pub(super) fn take(&mut self, entry: &'a Entry, event: &'a Event) -> Option<()> {
        match event {
            Event::DiscussionHeld(data) => self.discussions.push(Fact::new(entry, data)),
            Event::StatementMade(data) => {
                let (statement, discussion, made) = (&data.statement, &data.discussion, Fact::new(entry, data));
                self.statements.add(statement, Statement { statement, discussion, made, weighed: Vec::new() });
            }
            Event::EvidenceWeighed(data) => self.statements.get_mut(&data.piece)?.weighed.push(Fact::new(entry, data)),
            Event::HypothesisPut(data) => {
                let (hypothesis, discussion, put) = (&data.hypothesis, &data.discussion, Fact::new(entry, data));
                let it = Hypothesis { hypothesis, discussion, is_set_aside: false, put, became: Vec::new() };
                self.hypotheses.add(hypothesis, it);
            }
            Event::HypothesisSetAside(data) => {
                let hypothesis = self.hypotheses.get_mut(&data.hypothesis)?;
                hypothesis.is_set_aside = true;
                hypothesis.became.push(Fact::new(entry, event));
            }
            Event::HypothesisKept(data) => {
                let hypothesis = self.hypotheses.get_mut(&data.hypothesis)?;
                hypothesis.is_set_aside = false;
                hypothesis.became.push(Fact::new(entry, event));
            }
            Event::HypothesisReshaped(data) => {
                self.hypotheses.get_mut(&data.hypothesis)?.became.push(Fact::new(entry, event));
            }
            Event::TestPlanned(data) => self.plan(entry, data),
            Event::TestReviewed(data) => {
                let plan = self.plans.get_mut(&data.test)?;
                // A review from before the stop can be recorded after it.
                plan.is_stopped |= data.then == Course::Stop;
                plan.look_again = data.look_again.filter(|_| !plan.is_stopped);
                plan.reviewed.push(Fact::new(entry, data));
            }
            Event::DisagreementRecorded(data) => {
                let (disagreement, recorded) = (&data.disagreement, Fact::new(entry, data));
                let it = Disagreement { disagreement, recorded, settled: None, escalated: Vec::new() };
                self.disagreements.add(disagreement, it);
            }
            Event::DisagreementSettled(data) => {
                self.disagreements.get_mut(&data.disagreement)?.settled = Some(Fact::new(entry, data));
            }
            Event::DisagreementEscalated(data) => {
                self.disagreements.get_mut(&data.disagreement)?.escalated.push(Fact::new(entry, data));
            }
            Event::StepTakenOn(data) => {
                let step = &data.step;
                if let Some(earlier) = data.again.as_ref().and_then(|again| self.steps.get_mut(again)) {
                    earlier.taken_up_by.push(step);
                }
                let (taken_on, taken_up_by) = (Fact::new(entry, &**data), Vec::new());
                self.steps.add(step, Step { step, taken_on, handed_back: None, dropped: None, taken_up_by });
            }
            Event::StepHandedBack(data) => self.steps.get_mut(&data.step)?.handed_back = Some(Fact::new(entry, data)),
            Event::StepDropped(data) => self.steps.get_mut(&data.step)?.dropped = Some(Fact::new(entry, data)),
            Event::ReferralReturned(data) => self.referrals_returned.push(Fact::new(entry, data)),
            Event::WrittenAgreementMade(data) => self.written_agreements.push(Fact::new(entry, data)),
        }
        Some(())
    }

    fn plan(&mut self, entry: &'a Entry, data: &'a TestPlanned) {
        let (test, discussion, planned) = (&data.test, &data.discussion, Fact::new(entry, data));
        let (is_stopped, look_again, reviewed) = (false, data.look_again, Vec::new());
        self.plans.add(test, Plan { test, discussion, is_stopped, look_again, planned, reviewed });
    }
}
