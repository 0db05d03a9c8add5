//! A contract, as a `Task`.

use std::collections::BTreeSet;

use super::data::{CodeableConcept, CodeableReference, Coding, DateTime, Period, Reference};
use super::episode::{begun, closed};
use super::lost::Lost;
use super::names::Names;
use super::resource::{Input, Output, Performer, Task, Value};
use crate::code::Code;
use crate::contracting::{self, Origin, ReasonCode, Request, Stage};
use crate::cycle::Entry;
use crate::joining::Cause;
use crate::overview::{Agreed, Contract, Overview};
use crate::people::Side;
use crate::reader::Reader;
use crate::words;

/// What a contract is written by.
pub(super) struct Of<'c, 'a> {
    pub(super) overview: &'c Overview<'a>,
    pub(super) names: &'c Names<'c>,
    pub(super) reader: &'c Reader,
    /// Whether the goal is written, where the reader may read it.
    pub(super) words: bool,
}

/// The status that a stage comes to.
///
/// A contract that was put off has not begun, which `on-hold` would say. One whose planned end has passed is still under way as far as
/// anybody said. One that ended early since its goal was met was completed.
pub(super) const fn status(stage: Stage, reason: Option<ReasonCode>) -> &'static str {
    match stage {
        Stage::Invited => "requested",
        Stage::Reframed | Stage::Negotiating => "received",
        Stage::Agreed | Stage::Postponed => "accepted",
        Stage::Active | Stage::Lapsed => "in-progress",
        Stage::Suspended => "on-hold",
        Stage::Declined => "rejected",
        Stage::Completed => "completed",
        Stage::Ended if matches!(reason, Some(ReasonCode::GoalMetEarly)) => "completed",
        Stage::Withdrawn | Stage::Ended | Stage::Revoked => "cancelled",
    }
}

/// With what authority a contract was asked for: an offer that the other side may take up, an invitation by those who plan the work,
/// or an instruction.
pub(super) const fn intent(origin: Origin) -> &'static str {
    match origin {
        Origin::CliniciansOffer => "proposal",
        Origin::SocialWork => "plan",
        Origin::Court => "order",
    }
}

impl Of<'_, '_> {
    pub(super) fn task(&self, contract: &Contract<'_>) -> Task {
        let (names, base) = (self.names, self.names.base);
        let invited = contract.invited.data();
        let asked = Request { space: invited.space, stream: invited.stream };
        let request = contract.settled.unwrap_or(asked);
        let identifier = names.contract(contract.contract);
        let authored = contract.invited.entry().act().occurred_at;
        let modified = contract.stages.last().map_or(authored, |entered| entered.at.max(authored));
        let reason = reason(contract);
        let agreed = contract.agreed.as_ref();
        let focus = agreed.and_then(|it| it.terms.focus.as_ref());
        let owner = agreed.and_then(|it| it.clinical_party.as_ref());
        let concept = |list: &str, word| CodeableReference { concept: CodeableConcept::of(base, list, word) };
        Task {
            id: names.id("Task", &identifier.value),
            based_on: invited.arose_from.iter().filter_map(|cause| self.arose_from(cause)).collect(),
            group_identifier: Some(names.cycle()),
            status: status(contract.stage, reason),
            status_reason: reason.map(|reason| concept("reason", reason)),
            business_status: CodeableConcept::of(base, "contract-stage", contract.stage),
            intent: intent(contract.origin),
            code: CodeableConcept::of(base, "space", request.space),
            description: agreed.and_then(|agreed| self.goal(contract, agreed)),
            r#for: invited.case.as_ref().and_then(|case| names.patient(case)),
            requested_period: agreed
                .and_then(|it| it.planned_end)
                .map(|day| Period { start: None, end: Some(DateTime::On(day)) }),
            execution_period: begun(contract).and_then(|begun| Period::of(Some(begun), closed(contract))),
            authored_on: DateTime::At(authored),
            last_modified: DateTime::At(modified),
            requester: names.practitioner(&contract.invited.entry().act().by),
            owner: owner.map(|party| names.practitioner(party)),
            performer: agreed.map_or_else(Vec::new, |it| self.performers(it)),
            reason: focus
                .map(|focus| CodeableReference { concept: CodeableConcept::of(base, "focus", focus.code()) })
                .into_iter()
                .collect(),
            input: self.inputs(request, agreed),
            output: self.sessions(contract),
            identifier: vec![identifier],
        }
    }

    /// A contract of this cycle that another arose from.
    fn arose_from(&self, cause: &Cause) -> Option<Reference> {
        match cause {
            Cause::Contract(contract) => self.overview.contracts.get(contract).map(|cause| {
                let identifier = self.names.contract(cause.contract);
                self.names.here("Task", &identifier.value)
            }),
            Cause::Change(_) | Cause::Asking(_) => None,
        }
    }

    /// The goal, where words are asked for and the reader may read those of whoever proposed the terms.
    fn goal(&self, contract: &Contract<'_>, agreed: &Agreed<'_>) -> Option<String> {
        let version = contract.versions.iter().rev().find(|version| version.version == agreed.version)?;
        let may_read = self.words && self.reader.may_read(version.proposed.entry().number());
        agreed.terms.goal.as_ref().filter(|_| may_read)?.words().map(str::to_owned)
    }

    fn performers(&self, agreed: &Agreed<'_>) -> Vec<Performer> {
        [(Side::Clinical, &agreed.clinical_party), (Side::SocialWork, &agreed.social_work_party)]
            .into_iter()
            .filter_map(|(side, party)| {
                let function = CodeableConcept::of(self.names.base, "side", side);
                Some(Performer { function, actor: self.names.practitioner(party.as_ref()?) })
            })
            .collect()
    }

    /// What was settled, in codes, numbers and days.
    fn inputs(&self, request: Request, agreed: Option<&Agreed<'_>>) -> Vec<Input> {
        let base = self.names.base;
        let input = |code: &'static str, display: &'static str, value: Value| Input {
            r#type: CodeableConcept { coding: vec![Coding { system: base.of_codes("term"), code, display }] },
            value,
        };
        let mut inputs = Vec::new();
        if let Some(stream) = request.stream {
            inputs.push(input("stream", "stream of work", Value::Coding(Coding::of(base, "stream", stream))));
        }
        let Some(agreed) = agreed else { return inputs };
        inputs.push(input("version", "version of the terms", Value::PositiveInt(agreed.version)));
        if let Some(lead) = agreed.terms.lead {
            inputs.push(input("lead", "who leads", Value::Coding(Coding::of(base, "lead", lead))));
        }
        for &task in contracting::Task::ALL {
            if let Some(holder) = agreed.terms.roles.holder(task) {
                inputs.push(input(task.code(), task.label(), Value::Coding(Coding::of(base, "holder", holder))));
            }
        }
        if let Some(plan) = agreed.terms.serves {
            inputs.push(input("serves", "the plan that it serves", Value::Coding(Coding::of(base, "childs-plan", plan))));
        }
        inputs.extend(agreed.review_by.map(|day| input("review_by", "to be reviewed by", Value::Date(day))));
        inputs
    }

    fn sessions(&self, contract: &Contract<'_>) -> Vec<Output> {
        let coding = vec![Coding { system: self.names.base.of_codes("output"), code: "session", display: "session held" }];
        let held = self.overview.work.sessions.iter().filter(|it| it.contract == Some(contract.contract));
        held.filter(|it| self.reader.is_shown(it.held.entry().number()))
            .map(|it| Output {
                r#type: CodeableConcept { coding: coding.clone() },
                value_reference: self.names.session(it.session),
            })
            .collect()
    }

    /// What of a contract, as far as the reader is shown it, is not in its task.
    pub(super) fn lost(&self, contract: &Contract<'_>, task: &Task) -> BTreeSet<Lost> {
        let invited = contract.invited.data();
        let asked = Request { space: invited.space, stream: invited.stream };
        let terms = contract.agreed.as_ref().map(|agreed| agreed.terms);
        let causes = invited.arose_from.len() > task.based_on.len();
        let readable = entries(contract).into_iter().filter(|entry| self.reader.may_read(entry.number()));
        let texts: usize = readable.map(|entry| words::texts(entry).len()).sum();
        [
            (Lost::StageHistory, contract.stages.len() > 1),
            (Lost::Asked, contract.settled.is_some_and(|settled| settled != asked)),
            (Lost::Reframes, !contract.reframes.is_empty()),
            (Lost::Versions, contract.versions.len() > usize::from(terms.is_some()) || contract.on_table.is_some()),
            (Lost::Gaps, contract.versions.iter().any(|version| !version.gaps.is_empty())),
            (Lost::Safeguarding, terms.is_some_and(|terms| terms.safeguarding.is_some())),
            (Lost::FamilyUnderstanding, terms.is_some_and(|terms| terms.family_understanding.is_some())),
            (Lost::Words, texts > usize::from(task.description.is_some())),
            (Lost::Reviews, !contract.reviews.is_empty()),
            (Lost::PartiesReplaced, !contract.parties_replaced.is_empty()),
            (Lost::RolesFlexed, !contract.flexed.is_empty()),
            (Lost::Renewals, !contract.renewed.is_empty()),
            (Lost::Causes, causes),
        ]
        .into_iter()
        .filter_map(|(lost, is_so)| is_so.then_some(lost))
        .collect()
    }
}

/// Why a contract stands as it does, by the step that brought it there.
fn reason(contract: &Contract<'_>) -> Option<ReasonCode> {
    let entry = contract.stages.last()?.entry?;
    contract.steps.iter().find(|step| step.entry().number() == entry)?.data().reason()
}

/// The entries that made a contract what it is.
fn entries<'a>(contract: &Contract<'a>) -> Vec<&'a Entry> {
    let mut entries = vec![contract.invited.entry()];
    for reframe in &contract.reframes {
        entries.push(reframe.offered.entry());
        entries.extend(reframe.answered.map(|fact| fact.entry()));
    }
    entries.extend(contract.versions.iter().map(|version| version.proposed.entry()));
    entries.extend(contract.steps.iter().map(|step| step.entry()));
    entries.extend(contract.reviews.iter().map(|review| review.entry()));
    entries.extend(contract.flexed.iter().map(|flexed| flexed.fact.entry()));
    entries
}
