//! Every contract: its stage, what was agreed by whom, what lies on the table, what is possible next, and what people say
//! of it, each for themself.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use practice_cycle::code::{Code, CodeSet};
use practice_cycle::contracting::{
    self, Agreement, Answer, Duration, Flexed, FocusKind, Gap, Holder, Lead, Origin, Party, Prospect, ReasonCode, Request,
    Stage, Successor, Tabled,
};
use practice_cycle::cycle::{Cycle, Entry, Event, Kind, Possibility};
use practice_cycle::history::History;
use practice_cycle::id::{ContractId, EntryNumber, OutcomeId, PersonId, ReportId, ViewId};
use practice_cycle::joining::Cause;
use practice_cycle::moment::Moment;
use practice_cycle::people::{Held, Role, Side};
use practice_cycle::reporting::{self, Score};
use serde::Serialize;

use super::standing::{Noted, of_kind};

#[derive(Debug, Serialize)]
pub(crate) struct Contract<'a> {
    pub(crate) contract: &'a ContractId,
    pub(crate) stage: Stage,
    pub(crate) review_overdue: bool,
    pub(crate) origin: Origin,
    pub(crate) asked: Request,
    /// Where it is settled to take place; `None` where it was closed before anything was agreed.
    pub(crate) settled: Option<Request>,
    pub(crate) arose_from: &'a [Cause],
    pub(crate) noted: Noted<'a>,
    pub(crate) reframes: Vec<Reframe<'a>>,
    pub(crate) agreed: Option<Agreed<'a>>,
    pub(crate) tabled: Option<OnTable>,
    /// The last reason given for declining, withdrawing, postponing, suspending, ending or revoking.
    pub(crate) reason: Option<ReasonCode>,
    /// The contract that it was last linked to.
    pub(crate) successor: Option<&'a Successor>,
    /// What has become of that one, if it is of this cycle.
    pub(crate) prospect: Option<Prospect>,
    pub(crate) flexed: Vec<RoleFlexed<'a>>,
    pub(crate) reported: Vec<Reported<'a>>,
    pub(crate) ratings: Vec<Ratings<'a>>,
    pub(crate) views: Vec<View<'a>>,
    pub(crate) outcomes: Vec<Outcome<'a>>,
    pub(crate) possible: Vec<Can<'a>>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Reframe<'a> {
    pub(crate) to: Request,
    pub(crate) answer: Option<&'static str>,
    pub(crate) noted: Noted<'a>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Agreed<'a> {
    pub(crate) version: u32,
    /// The entry that holds the terms.
    pub(crate) entry: EntryNumber,
    pub(crate) focus: Option<FocusKind>,
    pub(crate) lead: Option<Lead>,
    pub(crate) roles: BTreeMap<&'static str, Holder>,
    pub(crate) clinical: Option<&'a PersonId>,
    pub(crate) social_work: Option<&'a PersonId>,
    /// The parties who are no longer here on their side.
    pub(crate) gone: Vec<&'a PersonId>,
    pub(crate) planned_end: Option<NaiveDate>,
    /// The instant by which it is to be reviewed, while it is open.
    pub(crate) review_due: Option<Moment>,
}

#[derive(Debug, Serialize)]
pub(crate) struct OnTable {
    pub(crate) version: u32,
    pub(crate) entry: EntryNumber,
    pub(crate) gaps: CodeSet<Gap>,
    pub(crate) accepted_by: CodeSet<Side>,
}

/// An agreement as somebody reported it: never one that work can rest on.
#[derive(Debug, Serialize)]
pub(crate) struct Reported<'a> {
    pub(crate) report: &'a ReportId,
    pub(crate) between: &'a [PersonId],
    pub(crate) gaps: CodeSet<Gap>,
    pub(crate) gives_away_a_decision: bool,
    pub(crate) noted: Noted<'a>,
}

/// One person's ratings, apart from everybody else's.
#[derive(Debug, Serialize)]
pub(crate) struct Ratings<'a> {
    pub(crate) person: &'a PersonId,
    pub(crate) scores: Vec<Score>,
}

/// A role that was taken otherwise than agreed.
#[derive(Debug, Serialize)]
pub(crate) struct RoleFlexed<'a> {
    pub(crate) task: Flexed,
    pub(crate) to: Holder,
    /// Whether it is reserved to those with the statutory mandate, and a clinician took it all the same, or shared it.
    pub(crate) gives_away_a_decision: bool,
    pub(crate) noted: Noted<'a>,
}

#[derive(Debug, Serialize)]
pub(crate) struct View<'a> {
    pub(crate) view: &'a ViewId,
    pub(crate) noted: Noted<'a>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Outcome<'a> {
    pub(crate) outcome: &'a OutcomeId,
    pub(crate) noted: Noted<'a>,
}

/// What somebody of the two sides could do next about the contract, and what keeps them from the rest.
#[derive(Debug, Serialize)]
pub(crate) struct Can<'a> {
    pub(crate) person: &'a PersonId,
    pub(crate) role: Role,
    pub(crate) can: Vec<Kind>,
    pub(crate) cannot: Vec<Cannot>,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Cannot {
    pub(crate) step: Kind,
    pub(crate) code: &'static str,
    pub(crate) why: String,
}

/// Every contract, in the order in which the invitations occurred.
pub(crate) fn gather<'a>(history: &'a History, entries: &[&'a Entry], cycle: &'a Cycle, as_of: Moment) -> Vec<Contract<'a>> {
    let invitations = of_kind(entries, contracting::ContractInvited::of);
    let contracts = invitations.filter_map(|(entry, data)| {
        let id = &data.contract;
        let contract = cycle.contract(id)?;
        let state = contract.state();
        Some(Contract {
            contract: id,
            stage: contract.latest_stage(as_of),
            review_overdue: contract.is_review_overdue(as_of),
            origin: state.origin(),
            asked: Request { space: data.space, stream: data.stream },
            settled: state.request(),
            arose_from: &data.arose_from,
            noted: Noted::of(entry),
            reframes: reframes(entries, id),
            agreed: state.agreed().map(|agreement| {
                Agreed::of(agreement, history, cycle, (!contract.latest_stage(as_of).is_terminal(), as_of))
            }),
            tabled: state.tabled().map(OnTable::of),
            reason: last_reason(entries, id),
            successor: successor(entries, id),
            prospect: successor(entries, id).and_then(|successor| prospect(successor, cycle, as_of)),
            flexed: flexed(entries, id),
            reported: reported(entries, id, state.request().map_or(data.space, |settled| settled.space)),
            ratings: ratings(entries, id),
            views: of_kind(entries, reporting::ViewGiven::of)
                .filter(|(_, data)| &data.contract == id)
                .map(|(entry, data)| View { view: &data.view, noted: Noted::of(entry) })
                .collect(),
            outcomes: of_kind(entries, reporting::OutcomeLearned::of)
                .filter(|(_, data)| &data.contract == id)
                .map(|(entry, data)| Outcome { outcome: &data.outcome, noted: Noted::of(entry) })
                .collect(),
            possible: possible(cycle, id, as_of),
        })
    });
    contracts.collect()
}

impl<'a> Agreed<'a> {
    fn of(agreement: &Agreement, history: &History, cycle: &'a Cycle, (is_open, as_of): (bool, Moment)) -> Self {
        let party = |side: Side| cycle.person(agreement.party(side)?);
        let has_left = |party: &Party| {
            let seat = agreement.party(party.side())?;
            if is_open && cycle.has_left(seat, *party, as_of) { cycle.person(seat) } else { None }
        };
        let gone = Party::ALL.iter().filter_map(has_left).collect();
        let terms = history.terms(agreement.number());
        let planned_end = terms.and_then(|terms| terms.duration).and_then(|duration| match duration {
            Duration::Single(day) | Duration::Until { ends: day, .. } => Some(day),
            Duration::ReviewBy(_) => None,
        });
        let roles = terms.map(|terms| terms.roles.iter().map(|(task, holder)| (task.code(), holder)).collect());
        Self {
            version: agreement.version(),
            entry: agreement.number(),
            focus: terms.and_then(|terms| terms.focus.as_ref()).map(contracting::Coded::code),
            lead: terms.and_then(|terms| terms.lead),
            roles: roles.unwrap_or_default(),
            clinical: party(Side::Clinical),
            social_work: party(Side::SocialWork),
            gone,
            planned_end,
            review_due: agreement.review_overdue().filter(|_| is_open),
        }
    }
}

impl OnTable {
    fn of(tabled: &Tabled) -> Self {
        let accepted_by = Side::ALL.iter().copied().filter(|&side| tabled.accepted_by(side)).collect();
        Self { version: tabled.version(), entry: tabled.number(), gaps: tabled.gaps(), accepted_by }
    }
}

fn reframes<'a>(entries: &[&'a Entry], id: &ContractId) -> Vec<Reframe<'a>> {
    let answers = of_kind(entries, contracting::ReframeAnswered::of).filter(|(_, data)| &data.contract == id);
    let mut answers = answers.map(|(_, data)| match data.answer {
        Answer::Welcomed => "welcomed",
        Answer::Adapted { .. } => "adapted",
        Answer::NotWelcomed { .. } => "not_welcomed",
    });
    let offers = of_kind(entries, contracting::ReframeOffered::of).filter(|(_, data)| &data.contract == id);
    // Each offer but the last was answered, or there could not have been another.
    offers.map(|(entry, data)| Reframe { to: data.to, answer: answers.next(), noted: Noted::of(entry) }).collect()
}

fn successor<'a>(entries: &[&'a Entry], id: &ContractId) -> Option<&'a Successor> {
    let mut renewed = of_kind(entries, contracting::ContractRenewed::of).filter(|(_, data)| &data.contract == id);
    renewed.next_back().map(|(_, data)| &data.successor)
}

fn prospect(successor: &Successor, cycle: &Cycle, as_of: Moment) -> Option<Prospect> {
    let Successor::Here(contract) = successor else { return None };
    Some(Prospect::of(cycle.contract(contract)?.latest_stage(as_of)))
}

fn flexed<'a>(entries: &[&'a Entry], id: &ContractId) -> Vec<RoleFlexed<'a>> {
    let flexed = of_kind(entries, contracting::RoleFlexed::of).filter(|(_, data)| &data.contract == id);
    let flexed = flexed.map(|(entry, data)| RoleFlexed {
        task: data.task,
        to: data.to,
        gives_away_a_decision: data.task.is_reserved() && matches!(data.to, Holder::Clinician | Holder::Shared),
        noted: Noted::of(entry),
    });
    flexed.collect()
}

#[expect(clippy::wildcard_enum_match_arm, reason = "whatever other steps there are, these are the ones with a reason")]
fn last_reason(entries: &[&Entry], id: &ContractId) -> Option<ReasonCode> {
    use contracting::Event as Contracting;
    entries.iter().rev().find_map(|entry| {
        let Event::Contracting(step) = entry.event() else { return None };
        let (contract, reason) = match step {
            Contracting::ContractDeclined(data) => (&data.contract, &data.reason),
            Contracting::ContractWithdrawn(data) => (&data.contract, &data.reason),
            Contracting::ContractPostponed(data) => (&data.contract, &data.reason),
            Contracting::ContractSuspended(data) => (&data.contract, &data.reason),
            Contracting::ContractEnded(data) => (&data.contract, &data.reason),
            Contracting::ContractRevoked(data) => (&data.contract, &data.reason),
            _ => return None,
        };
        (contract == id).then(|| reason.code())
    })
}

fn reported<'a>(entries: &[&'a Entry], id: &ContractId, space: practice_cycle::space::Space) -> Vec<Reported<'a>> {
    let reports = of_kind(entries, reporting::AgreementReported::of).filter(|(_, data)| data.contract.as_ref() == Some(id));
    let reports = reports.map(|(entry, data)| Reported {
        report: &data.report,
        between: &data.between,
        gaps: data.terms.gaps(space),
        gives_away_a_decision: data.terms.gives_away_a_decision(),
        noted: Noted::of(entry),
    });
    reports.collect()
}

fn ratings<'a>(entries: &[&'a Entry], id: &ContractId) -> Vec<Ratings<'a>> {
    let mut by_person: BTreeMap<&PersonId, Vec<Score>> = BTreeMap::new();
    for (entry, data) in of_kind(entries, reporting::OutcomeRated::of).filter(|(_, data)| &data.contract == id) {
        by_person.entry(&entry.act().by).or_default().push(data.score);
    }
    by_person.into_iter().map(|(person, scores)| Ratings { person, scores }).collect()
}

fn possible<'a>(cycle: &'a Cycle, id: &ContractId, as_of: Moment) -> Vec<Can<'a>> {
    let of_two = |&(_, held): &(&PersonId, Held)| held.is_on(Side::Clinical) || held.is_on(Side::SocialWork);
    let people = cycle.people(as_of).filter(of_two).filter_map(|(person, held)| {
        let role = held.main()?;
        let steps: Vec<Possibility> = cycle.possible(person, id, as_of).unwrap_or_default();
        let cannot = steps.iter().filter_map(|step| {
            let why = step.obstacle?;
            Some(Cannot { step: step.kind, code: why.code(), why: why.to_string() })
        });
        let cannot = cannot.collect();
        let can = steps.iter().filter(|step| step.is_open()).map(|step| step.kind).collect();
        Some(Can { person, role, can, cannot })
    });
    people.collect()
}
