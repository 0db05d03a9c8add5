//! What is open: begun and not finished, said and not answered.

use serde::Serialize;

use super::Overview;
use crate::contracting::{Prospect, Stage};
use crate::id::{AskingId, ChangeId, ConcernId, ConflictId, ConsentId, ContractId, InterventionId, SessionId, SuggestionId};
use crate::joining::Cause;

/// What is open as of the time of the [`Overview`], by reference. That something is open is no fault: no suggestion needs an answer,
/// and a consent is in force as long as it is not withdrawn.
///
/// ```
/// use practice_cycle::overview::Open;
/// assert_eq!(Open::default().concerns_not_passed_on.len(), 0);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Open<'a> {
    /// Contracts that are not closed.
    pub contracts: Vec<&'a ContractId>,
    /// Of these, those with a reframe that nobody answered.
    pub reframes_unanswered: Vec<&'a ContractId>,
    /// Of these, those with terms on the table that not both sides accepted.
    pub terms_not_accepted: Vec<&'a ContractId>,
    /// Of these, those whose planned review is overdue.
    pub reviews_overdue: Vec<&'a ContractId>,
    /// Of these, those with a party who is no longer here.
    pub parties_gone: Vec<&'a ContractId>,
    /// Contracts that lapsed, and were renewed into no other.
    pub lapsed: Vec<&'a ContractId>,
    /// Contracts that are to go on in another, which is not agreed yet.
    pub renewals_waiting: Vec<&'a ContractId>,
    /// Interventions that are not closed.
    pub interventions: Vec<&'a InterventionId>,
    /// Interventions that no contract covers, closed ones too.
    pub interventions_uncovered: Vec<&'a InterventionId>,
    /// Sessions that no contract covers.
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
}

impl<'a> Open<'a> {
    pub(super) fn of(overview: &Overview<'a>) -> Self {
        let contracts = || overview.contracts.iter().filter(|it| it.is_open());
        let (work, joining) = (&overview.work, &overview.joining);
        let causes = overview.contracts.iter().flat_map(|it| &it.invited.data().arose_from);
        let answered: std::collections::BTreeSet<&AskingId> = causes
            .filter_map(|cause| match cause {
                Cause::Asking(asking) => Some(asking),
                Cause::Contract(_) | Cause::Change(_) => None,
            })
            .collect();
        Self {
            contracts: contracts().map(|it| it.contract).collect(),
            reframes_unanswered: contracts()
                .filter(|it| it.reframes.last().is_some_and(|reframe| reframe.answered.is_none()))
                .map(|it| it.contract)
                .collect(),
            terms_not_accepted: contracts().filter(|it| it.on_table.is_some()).map(|it| it.contract).collect(),
            reviews_overdue: contracts().filter(|it| it.review_overdue).map(|it| it.contract).collect(),
            parties_gone: contracts()
                .filter(|it| it.agreed.as_ref().is_some_and(|agreed| !agreed.gone.is_empty()))
                .map(|it| it.contract)
                .collect(),
            lapsed: overview
                .contracts
                .iter()
                .filter(|it| it.stage == Stage::Lapsed && it.renewed.is_empty())
                .map(|it| it.contract)
                .collect(),
            renewals_waiting: overview
                .contracts
                .iter()
                .filter(|it| it.renewed.last().is_some_and(|renewed| renewed.prospect == Some(Prospect::Open)))
                .map(|it| it.contract)
                .collect(),
            interventions: work
                .interventions
                .iter()
                .filter(|it| it.closed.is_none())
                .map(|it| &it.begun.data().intervention)
                .collect(),
            interventions_uncovered: work
                .interventions
                .iter()
                .filter(|it| it.contract().is_none())
                .map(|it| &it.begun.data().intervention)
                .collect(),
            sessions_uncovered: work
                .sessions
                .iter()
                .filter(|it| it.contract().is_none())
                .map(|it| &it.held.data().session)
                .collect(),
            concerns_not_passed_on: work
                .concerns
                .iter()
                .filter(|it| it.passed_on.is_empty())
                .map(|it| &it.raised.data().concern)
                .collect(),
            suggestions_unanswered: work
                .suggestions
                .iter()
                .filter(|it| it.answered.is_empty())
                .map(|it| &it.offered.data().suggestion)
                .collect(),
            consents_in_force: work
                .consents
                .iter()
                .filter(|it| it.withdrawn.is_none())
                .map(|it| &it.given.data().consent)
                .collect(),
            changes_only_noticed: work
                .changes
                .iter()
                .filter(|it| it.was_only_noticed())
                .map(|it| &it.noticed.data().change)
                .collect(),
            asked_again_unanswered: joining
                .asked_again
                .iter()
                .map(|it| &it.data().asking)
                .filter(|asking| !answered.contains(asking))
                .collect(),
            conflicts_unanswered: overview
                .deciding
                .conflicts
                .iter()
                .filter(|it| it.answered.is_empty())
                .map(|it| &it.declared.data().conflict)
                .collect(),
        }
    }
}
