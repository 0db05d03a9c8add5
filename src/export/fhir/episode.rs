//! What was contracted about one case, as an `EpisodeOfCare`.

use std::collections::BTreeSet;

use super::data::{CodeableConcept, Period};
use super::lost::Lost;
use super::names::Names;
use super::resource::EpisodeOfCare;
use crate::code::CodeSet;
use crate::contracting::Stage;
use crate::moment::Moment;
use crate::overview::{Case, Contract, Overview};
use crate::space::CaseKind;

/// One episode; none of a case about which no contract was invited, or whose reference was redacted.
pub(super) fn episode(overview: &Overview<'_>, case: &Case<'_>, names: &Names<'_>) -> Option<EpisodeOfCare> {
    let contracts: Vec<&Contract<'_>> = case.contracts.iter().filter_map(|it| overview.contracts.get(it)).collect();
    let (patient, identifier) = (names.patient(case.case)?, names.case(case.case)?);
    let (status, period) = standing(&contracts)?;
    let kinds: CodeSet<CaseKind> =
        contracts.iter().map(|it| it.invited.data().case_kinds).fold(CodeSet::none(), CodeSet::and);
    let opened = overview.attachment.opened.as_ref();
    Some(EpisodeOfCare {
        id: names.id("EpisodeOfCare", &identifier.value),
        identifier: vec![names.cycle(), identifier],
        status,
        r#type: kinds.iter().map(|kind| CodeableConcept::of(names.base, "case-kind", kind)).collect(),
        patient,
        managing_organization: overview.attachment.teams.last().map(|joined| names.team(&joined.team)),
        period,
        care_manager: opened.map(|opened| names.practitioner(&opened.data().clinician)),
        care_team: vec![names.here("CareTeam", "")],
    })
}

/// Since when work under a contract was under way; none, where it never began.
pub(super) fn begun(contract: &Contract<'_>) -> Option<Moment> {
    contract.stages.iter().find(|entered| entered.stage == Stage::Active).map(|entered| entered.at)
}

/// When a contract was closed, if it is.
pub(super) fn closed(contract: &Contract<'_>) -> Option<Moment> {
    contract.stages.last().filter(|entered| entered.stage.is_terminal()).map(|entered| entered.at)
}

/// The status that the contracts of a case come to, and from when to when; none without contracts.
fn standing(contracts: &[&Contract<'_>]) -> Option<(&'static str, Option<Period>)> {
    if contracts.is_empty() {
        return None;
    }
    let start = contracts.iter().filter_map(|it| begun(it)).min();
    let is_any = |stages: &[Stage]| contracts.iter().any(|it| stages.contains(&it.stage));
    let is_over = contracts.iter().all(|it| it.stage.is_terminal());
    let end = contracts.iter().filter_map(|it| closed(it)).max().filter(|_| is_over);
    let status = match (start.is_some(), is_over) {
        (true, true) => "finished",
        (false, true) => "cancelled",
        (false, false) => "planned",
        (true, false) if is_any(&[Stage::Active, Stage::Lapsed]) => "active",
        (true, false) if is_any(&[Stage::Suspended]) => "onhold",
        // What was begun is closed, and more is being agreed.
        (true, false) => "active",
    };
    Some((status, Period::of(start, end)))
}

pub(super) fn lost(case: &Case<'_>) -> BTreeSet<Lost> {
    let has_status = !case.legal_status.is_empty() || case.lead.is_some();
    has_status.then_some(Lost::LegalStatus).into_iter().collect()
}
