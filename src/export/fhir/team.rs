//! The attachment of a clinician to a team, as a `CareTeam`.

use std::collections::BTreeSet;

use super::data::{CodeableConcept, Coding, Period};
use super::lost::Lost;
use super::names::Names;
use super::resource::{CareTeam, Participant};
use crate::attachment::CycleOpened;
use crate::cycle::Event;
use crate::history::View;
use crate::intervening::Event as Intervening;
use crate::overview::{Case, Fact, Overview, Person};
use crate::people::Side;
use crate::reader::Reader;
use crate::reporting::Event as Reporting;

pub(super) fn care_team(overview: &Overview<'_>, opened: &Fact<'_, CycleOpened>, names: &Names<'_>) -> CareTeam {
    let closed = overview.attachment.closed.as_ref().map(|fact| fact.entry().act().occurred_at);
    CareTeam {
        id: names.id("CareTeam", ""),
        identifier: vec![names.cycle()],
        status: if closed.is_some() { "inactive" } else { "active" },
        period: Period::of(Some(opened.entry().act().occurred_at), closed),
        participant: overview
            .people
            .iter()
            .filter(|person| !is_family(person))
            .map(|it| participant(it, opened, names))
            .collect(),
        managing_organization: overview.attachment.teams.iter().map(|joined| names.team(&joined.team)).collect(),
    }
}

/// Whether somebody is of the family, by a role among others.
fn is_family(person: &Person<'_>) -> bool {
    person.roles.iter().any(|role| role.side() == Side::Family)
        || person.entered.iter().any(|fact| fact.data().role.side() == Side::Family)
}

fn participant(person: &Person<'_>, opened: &Fact<'_, CycleOpened>, names: &Names<'_>) -> Participant {
    let entered = person.entered.first().map(|fact| fact.entry().act().occurred_at);
    let is_clinician = opened.data().clinician == *person.person;
    let start = if is_clinician { Some(opened.entry().act().occurred_at) } else { entered };
    let coding: Vec<Coding> = person.roles.iter().map(|role| Coding::of(names.base, "role", role)).collect();
    Participant {
        role: (!coding.is_empty()).then_some(CodeableConcept { coding }),
        member: names.practitioner(person.person),
        coverage_period: Period::of(start, person.left_at),
    }
}

/// What of the cycle as a whole, as far as a reader is shown it, is in none of the resources.
pub(super) fn lost(view: &View<'_>, overview: &Overview<'_>, reader: &Reader) -> BTreeSet<Lost> {
    let shown = view.by_occurrence().into_iter().filter(|entry| reader.is_shown(entry.number()));
    let mut lost: BTreeSet<Lost> = shown.filter_map(|entry| of_event(entry.event())).collect();
    let moved = |person: &Person<'_>| person.entered.len() > 1 || !person.left.is_empty() && person.left_at.is_none();
    let uncovered = overview.work.sessions.iter().any(|it| it.contract.is_none())
        || overview.work.interventions.iter().any(|it| it.contract.is_none());
    let is_left_out =
        |case: &Case<'_>| case.contracts.is_empty() && case.entries.iter().any(|&entry| reader.is_shown(entry));
    for (what, is_so) in [
        (Lost::FamilyMembers, overview.people.iter().any(is_family)),
        (Lost::RolesThroughTime, overview.people.iter().any(moved)),
        (Lost::Registration, overview.people.iter().any(|person| person.registration.is_some())),
        (Lost::UncoveredWork, uncovered),
        (Lost::Corrections, view.corrections().any(|(entry, _)| reader.is_shown(entry.number()))),
        (Lost::CasesWithoutContract, overview.cases.iter().any(is_left_out)),
    ] {
        if is_so {
            lost.insert(what);
        }
    }
    lost
}

/// Where an event has no place at all. Those of contracts, sessions and people do, as far as the resources have room.
#[rustfmt::skip]
fn of_event(event: &Event) -> Option<Lost> {
    match event {
        Event::Attachment(_) | Event::Contracting(_) | Event::Correction(_) => None,
        Event::Joining(_) => Some(Lost::Joining),
        Event::Boundary(_) => Some(Lost::Boundary),
        Event::Deciding(_) => Some(Lost::Deciding),
        Event::Deliberating(_) => Some(Lost::Deliberating),
        Event::Partnering(_) => Some(Lost::Partnering),
        Event::Reporting(event) => Some(match event {
            Reporting::AgreementReported(_) => Lost::ReportedAgreements,
            Reporting::OutcomeRated(_) | Reporting::ViewGiven(_) | Reporting::OutcomeLearned(_) | Reporting::OutcomeFedBack(_) => {
                Lost::Accounts
            }
        }),
        Event::Intervening(event) => match event {
            Intervening::SessionHeld(_) | Intervening::SessionCovered(_) => None,
            Intervening::InterventionBegun(_) | Intervening::InterventionCovered(_) | Intervening::InterventionClosed(_) => {
                Some(Lost::Interventions)
            }
            Intervening::SessionCancelled(_) => Some(Lost::CancelledSessions),
            Intervening::SuggestionOffered(_) | Intervening::SuggestionAnswered(_) => Some(Lost::Suggestions),
            Intervening::ConcernRaised(_) | Intervening::ConcernPassedOn(_) => Some(Lost::Concerns),
            Intervening::FamilyHelpedToUnderstand(_) | Intervening::ExplanationWithheld(_) => Some(Lost::Explanations),
            Intervening::ConsentGiven(_) | Intervening::ConsentWithdrawn(_) => Some(Lost::Consents),
            Intervening::ChangeNoticed(_) | Intervening::ChangeWitnessed(_) | Intervening::ChangeDocumented(_)
            | Intervening::ChangeAmplified(_) => Some(Lost::Changes),
        },
    }
}
