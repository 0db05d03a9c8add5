//! What is open: begun and not finished, said and not answered.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Serialize;

use super::{Change, Contract, Disagreement, Overview, Step, Views};
use crate::contracting::{Prospect, Stage};
use crate::id::{
    AskingId, ChangeId, ConcernId, ConflictId, ConsentId, ContractId, DisagreementId, InterventionId, OutcomeId,
    PlacementDisruptionId, ProgrammeId, SessionId, StepId, SuggestionId, TestId, ViewsId,
};
use crate::joining::Cause;

/// What is open as of the time of the [`Overview`], by reference. That something is open is no fault: no suggestion needs an answer,
/// and a consent is in force as long as it is not withdrawn.
///
/// ```
/// use practice_cycle::overview::Open;
/// assert_eq!(Open::default().concerns_not_passed_on.len(), 0);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "OverviewOpen"))]
pub struct Open<'a> {
    /// Contracts that are not closed.
    pub contracts: Vec<&'a ContractId>,
    /// Of these, those with a reframe that nobody answered.
    pub reframes_unanswered: Vec<&'a ContractId>,
    /// Of these, those with terms on the table that not both sides accepted.
    pub terms_not_accepted: Vec<&'a ContractId>,
    /// Contracts whose planned review is overdue, those that lapsed since among them.
    pub reviews_overdue: Vec<&'a ContractId>,
    /// Of these, those with a party who is no longer here.
    pub parties_gone: Vec<&'a ContractId>,
    /// Contracts that lapsed, and were renewed into no other, or into one that came to nothing.
    pub lapsed: Vec<&'a ContractId>,
    /// Contracts that are to go on in another, which is not agreed yet.
    pub renewals_waiting: Vec<&'a ContractId>,
    /// Interventions that are not closed.
    pub interventions: Vec<&'a InterventionId>,
    /// Interventions that no contract covers so far, closed ones too: one can come to cover them later.
    pub interventions_uncovered: Vec<&'a InterventionId>,
    /// Sessions that no contract covers so far.
    pub sessions_uncovered: Vec<&'a SessionId>,
    /// Concerns that were passed on to nobody.
    pub concerns_not_passed_on: Vec<&'a ConcernId>,
    /// Suggestions without an answer.
    pub suggestions_unanswered: Vec<&'a SuggestionId>,
    /// Consents in force.
    pub consents_in_force: Vec<&'a ConsentId>,
    /// Changes that were noticed, and that nobody witnessed, documented or amplified.
    pub changes_only_noticed: Vec<&'a ChangeId>,
    /// Families who asked for help again, where no invitation names that as its cause.
    pub asked_again_unanswered: Vec<&'a AskingId>,
    /// Conflicts of interest without an answer.
    pub conflicts_unanswered: Vec<&'a ConflictId>,
    /// Plans that were not stopped.
    pub plans: Vec<&'a TestId>,
    /// Of these, those whose day to look again has passed. Of a view of all that is recorded, by when the last of it was recorded.
    pub plans_to_look_at: Vec<&'a TestId>,
    /// Disagreements that were not settled; they may stay so.
    pub disagreements: Vec<&'a DisagreementId>,
    /// Of these, those on which a child's safety depends, and which were not taken to somebody else.
    pub disagreements_not_escalated: Vec<&'a DisagreementId>,
    /// Steps that were handed back, and neither taken up again nor dropped.
    pub steps_handed_back: Vec<&'a StepId>,
    /// Outcomes of decisions and plans that were told to nobody who decided.
    pub outcomes_not_fed_back: Vec<&'a OutcomeId>,
    /// Places on a programme that did not end.
    pub programmes: Vec<&'a ProgrammeId>,
    /// Views that were sought, and are neither included nor missing.
    pub views_sought: Vec<&'a ViewsId>,
    /// Disruptions of a placement that no discussion names.
    pub disruptions_not_discussed: Vec<&'a PlacementDisruptionId>,
}

/// The references of the things for which something holds.
fn which<'t, 'a, T: 't, K>(
    things: impl IntoIterator<Item = &'t T>,
    reference: impl Fn(&T) -> &'a K,
    is_so: impl Fn(&T) -> bool,
) -> Vec<&'a K> {
    things.into_iter().filter(|thing| is_so(thing)).map(reference).collect()
}

impl<'a> Open<'a> {
    pub(super) fn of(overview: &Overview<'a>, today: NaiveDate) -> Self {
        let Overview { contracts, work, joining, deciding, deliberating, partnering, .. } = overview;
        let of = |is_so: &dyn Fn(&Contract<'a>) -> bool| which(contracts, |it| it.contract, is_so);
        let invited = contracts.iter().flat_map(|it| &it.invited.data().arose_from);
        let answered: BTreeSet<&AskingId> = invited.filter_map(asking).collect();
        let into_nothing = |it: &Contract<'_>| it.renewed.last().is_none_or(|last| last.prospect == Some(Prospect::Nothing));
        Self {
            contracts: of(&|it| it.is_open()),
            reframes_unanswered: of(&|it| it.stage == Stage::Reframed),
            terms_not_accepted: of(&|it| it.is_open() && it.on_table.is_some()),
            reviews_overdue: of(&|it| it.review_overdue),
            parties_gone: of(&|it| it.agreed.as_ref().is_some_and(|agreed| !agreed.parties_gone.is_empty())),
            lapsed: of(&|it| it.stage == Stage::Lapsed && into_nothing(it)),
            renewals_waiting: of(&|it| it.renewed.last().is_some_and(|last| last.prospect == Some(Prospect::Open))),
            interventions: which(&work.interventions, |it| it.intervention, |it| it.closed.is_none()),
            interventions_uncovered: which(&work.interventions, |it| it.intervention, |it| it.contract.is_none()),
            sessions_uncovered: which(&work.sessions, |it| it.session, |it| it.contract.is_none()),
            concerns_not_passed_on: which(&work.concerns, |it| it.concern, |it| it.passed_on.is_empty()),
            suggestions_unanswered: which(&work.suggestions, |it| it.suggestion, |it| it.answered.is_empty()),
            consents_in_force: which(&work.consents, |it| it.consent, |it| it.withdrawn.is_none()),
            changes_only_noticed: which(&work.changes, |it| it.change, Change::was_only_noticed),
            asked_again_unanswered: which(
                &joining.asked_again,
                |it| &it.data().asking,
                |it| !answered.contains(&it.data().asking),
            ),
            conflicts_unanswered: which(&deciding.conflicts, |it| it.conflict, |it| it.answered.is_empty()),
            plans: which(&deliberating.plans, |it| it.test, |it| !it.is_stopped),
            plans_to_look_at: which(&deliberating.plans, |it| it.test, |it| it.look_again.is_some_and(|day| day < today)),
            disagreements: which(&deliberating.disagreements, |it| it.disagreement, |it| it.settled.is_none()),
            disagreements_not_escalated: which(
                &deliberating.disagreements,
                |it| it.disagreement,
                Disagreement::waits_with_safety,
            ),
            steps_handed_back: which(&deliberating.steps, |it| it.step, Step::is_with_nobody),
            outcomes_not_fed_back: which(&deciding.outcomes, |it| it.outcome, |it| it.fed_back.is_empty()),
            programmes: which(&deciding.programmes, |it| it.programme, |it| it.ended.is_none()),
            views_sought: which(&partnering.views, |it| it.views, Views::are_open),
            disruptions_not_discussed: which(&partnering.disruptions, |it| it.disruption, |it| it.discussions.is_empty()),
        }
    }
}

fn asking(cause: &Cause) -> Option<&AskingId> {
    match cause {
        Cause::Asking(asking) => Some(asking),
        Cause::Contract(_) | Cause::Change(_) => None,
    }
}
