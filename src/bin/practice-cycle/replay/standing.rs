//! Where a cycle stands, as a plain value: gathered once, then printed in either of two ways.

use practice_cycle::assessment::{Assessment, Drift, Parameters};

use practice_cycle::attachment;
use practice_cycle::boundary::{self, Basis, Indicator, Lean, Scope, Sighting, Sign, Standpoint};
use practice_cycle::code::CodeSet;
use practice_cycle::cycle::{Cycle, Entry, Event};
use practice_cycle::history::{History, View};
use practice_cycle::id::{
    AcknowledgementId, AskingId, ContractId, CycleId, DisruptionId, EntryNumber, InfluenceId, ObservationId, OccasionId,
    PersonId, RuleId, TeamId,
};
use practice_cycle::joining::{self, Acknowledged, Cause, Disruption, Place, Quality, RuleStep, Voice};
use practice_cycle::moment::Moment;
use practice_cycle::openings::Openings;
use practice_cycle::people::Role;
use practice_cycle::space::Space;
use practice_cycle::turns::{self, Turns};
use serde::Serialize;

use super::contracts::{self, Contract};
use super::deciding::Deciding;
use super::work::Work;

/// The entries of one kind, each with its data.
pub(crate) fn of_kind<'a, Data: 'a>(
    entries: &[&'a Entry],
    of: impl Fn(&'a Event) -> Option<&'a Data>,
) -> impl DoubleEndedIterator<Item = (&'a Entry, &'a Data)> {
    entries.iter().filter_map(move |entry| Some((*entry, of(entry.event())?)))
}

/// Everything there is to tell. The keys of the JSON are the names of these fields.
#[derive(Debug, Serialize)]
pub(crate) struct Standing<'a> {
    pub(crate) as_of: Moment,
    pub(crate) known_at: Moment,
    /// How many entries had occurred by then, were known, and are in effect.
    pub(crate) entries_in_effect: usize,
    /// `None` before the cycle was opened; then there is nothing else to tell either.
    pub(crate) opened: Option<Opened<'a>>,
    pub(crate) closed_at: Option<Moment>,
    pub(crate) people: Vec<Somebody<'a>>,
    pub(crate) joining: Joining<'a>,
    pub(crate) contracts: Vec<Contract<'a>>,
    #[serde(flatten)]
    pub(crate) work: Work<'a>,
    pub(crate) deciding: Deciding<'a>,
    pub(crate) observations: Vec<Observation<'a>>,
    pub(crate) entered_in_error: Vec<Corrected<'a>>,
    pub(crate) redacted: Vec<Corrected<'a>>,
    pub(crate) readings: Readings,
}

/// What the history reads like, each reading with the entries it rests on.
#[derive(Debug, Serialize)]
pub(crate) struct Readings {
    pub(crate) standing: practice_cycle::standing::Standing,
    pub(crate) openings: Openings,
    pub(crate) turns: Turns,
    pub(crate) boundary: Assessment,
    pub(crate) drift: Drift,
}

impl Readings {
    fn of(view: &View<'_>) -> Self {
        let parameters = Parameters::unvalidated_v1();
        Self {
            standing: practice_cycle::standing::Standing::of(view, &practice_cycle::standing::Parameters::default()),
            openings: Openings::of(view),
            turns: Turns::of(view, &turns::Parameters::default()),
            boundary: Assessment::of(view, Scope::Cycle, parameters),
            drift: Drift::of(view, Scope::Cycle, parameters),
        }
    }
}

/// Where something was noted, and by whom it was done.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct Noted<'a> {
    pub(crate) entry: EntryNumber,
    pub(crate) by: &'a PersonId,
    /// Who wrote it down, if somebody else.
    pub(crate) recorded_by: Option<&'a PersonId>,
    pub(crate) occurred_at: Moment,
    pub(crate) recorded_at: Moment,
}

impl<'a> Noted<'a> {
    pub(crate) fn of(entry: &'a Entry) -> Self {
        let act = entry.act();
        let recorded_by = act.recorded_by.as_ref().filter(|recorded_by| **recorded_by != act.by);
        let (occurred_at, recorded_at) = (act.occurred_at, act.recorded_at);
        Self { entry: entry.number(), by: &act.by, recorded_by, occurred_at, recorded_at }
    }
}

#[derive(Debug, Serialize)]
pub(crate) struct Opened<'a> {
    pub(crate) cycle: &'a CycleId,
    pub(crate) team: &'a TeamId,
    pub(crate) clinician: &'a PersonId,
    pub(crate) earlier: Option<&'a CycleId>,
    pub(crate) noted: Noted<'a>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Somebody<'a> {
    pub(crate) person: &'a PersonId,
    /// The roles they hold, or held last.
    pub(crate) roles: CodeSet<Role>,
    pub(crate) here: bool,
    /// When they left, if they are not here.
    pub(crate) left_at: Option<Moment>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Joining<'a> {
    pub(crate) occasions: Vec<Occasion<'a>>,
    pub(crate) rules: Vec<Rule<'a>>,
    pub(crate) acknowledgements: Vec<Acknowledgement<'a>>,
    pub(crate) disruptions: Vec<Disrupted<'a>>,
    pub(crate) influence: Vec<Influence<'a>>,
    pub(crate) asked_again: Vec<Asked<'a>>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Occasion<'a> {
    pub(crate) occasion: &'a OccasionId,
    pub(crate) place: Place,
    pub(crate) with: &'a [PersonId],
    pub(crate) qualities: CodeSet<Quality>,
    pub(crate) noted: Noted<'a>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Rule<'a> {
    pub(crate) rule: &'a RuleId,
    pub(crate) voice: Voice,
    /// What was last done about it, if anything beyond noticing it.
    pub(crate) stands: Option<RuleStep>,
    pub(crate) steps: Vec<RuleStep>,
    pub(crate) noted: Noted<'a>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Acknowledgement<'a> {
    pub(crate) acknowledgement: &'a AcknowledgementId,
    pub(crate) how: Acknowledged,
    pub(crate) because_of: &'a [Cause],
    pub(crate) noted: Noted<'a>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Disrupted<'a> {
    pub(crate) disruption: &'a DisruptionId,
    pub(crate) what: Disruption,
    pub(crate) noted: Noted<'a>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Influence<'a> {
    pub(crate) influence: &'a InfluenceId,
    pub(crate) because_of: &'a [Cause],
    pub(crate) noted: Noted<'a>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Asked<'a> {
    pub(crate) asking: &'a AskingId,
    pub(crate) asked_by: &'a PersonId,
    pub(crate) contract: Option<&'a ContractId>,
    pub(crate) noted: Noted<'a>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Observation<'a> {
    pub(crate) observation: &'a ObservationId,
    /// The indicator of Figure 1; `None` for one of the service's own, whose name is free text.
    pub(crate) figure1: Option<Indicator>,
    pub(crate) leans: Lean,
    pub(crate) finding: Sighting,
    pub(crate) standpoint: Standpoint,
    pub(crate) basis: Basis,
    pub(crate) space: Space,
    pub(crate) noted: Noted<'a>,
}

/// An entry that was marked as made in error, or redacted.
#[derive(Debug, Serialize)]
pub(crate) struct Corrected<'a> {
    pub(crate) entry: EntryNumber,
    pub(crate) kind: &'static str,
    pub(crate) corrected: Noted<'a>,
}

impl<'a> Standing<'a> {
    /// What had happened by one time, as it was known at another.
    pub(crate) fn gather(history: &'a History, view: &View<'a>, cycle: &'a Cycle) -> Self {
        let (as_of, known_at) = (view.as_of(), view.known_at());
        let entries = view.by_occurrence();
        Self {
            as_of,
            known_at,
            entries_in_effect: entries.len(),
            opened: opened(&entries),
            closed_at: cycle.closed_at(),
            people: people(&entries, cycle, as_of),
            joining: Joining::gather(&entries),
            contracts: contracts::gather(history, &entries, cycle, as_of),
            work: Work::gather(&entries),
            deciding: Deciding::gather(&entries),
            observations: observations(&entries),
            entered_in_error: corrected(history, known_at, |number| history.undone_by(number)),
            redacted: corrected(history, known_at, |number| history.redacted_by(number)),
            readings: Readings::of(view),
        }
    }
}

fn opened<'a>(entries: &[&'a Entry]) -> Option<Opened<'a>> {
    let (entry, data) = of_kind(entries, attachment::CycleOpened::of).next()?;
    let attachment::CycleOpened { cycle, team, clinician, earlier, .. } = data;
    Some(Opened { cycle, team, clinician, earlier: earlier.as_ref(), noted: Noted::of(entry) })
}

/// Everybody who entered, in that order.
fn people<'a>(entries: &[&'a Entry], cycle: &Cycle, as_of: Moment) -> Vec<Somebody<'a>> {
    let mut people: Vec<Somebody<'a>> = Vec::new();
    let clinician = opened(entries).map(|opened| opened.clinician);
    let others = of_kind(entries, attachment::PersonEntered::of).map(|(_, data)| &data.person);
    for person in clinician.into_iter().chain(others) {
        if people.iter().any(|known| known.person == person) {
            continue;
        }
        let here = !cycle.held_at(person, as_of).roles.is_empty();
        let mut leavings = of_kind(entries, attachment::PersonLeft::of).filter(|(_, data)| &data.person == person);
        let left_at = leavings.next_back().filter(|_| !here).map(|(entry, _)| entry.act().occurred_at);
        // Whoever leaves holds their roles until that instant.
        let roles = cycle.held_at(person, left_at.unwrap_or(as_of)).roles;
        people.push(Somebody { person, roles, here, left_at });
    }
    people
}

impl<'a> Joining<'a> {
    fn gather(entries: &[&'a Entry]) -> Self {
        let occasion = |(entry, data): (&'a Entry, &'a joining::OccasionOfJoining)| Occasion {
            occasion: &data.occasion,
            place: data.place,
            with: &data.with,
            qualities: data.qualities,
            noted: Noted::of(entry),
        };
        let rule = |(entry, data): (&'a Entry, &'a joining::RuleNoticed)| {
            let steps = of_kind(entries, joining::RuleWorkedWith::of).filter(|(_, step)| step.rule == data.rule);
            let steps: Vec<RuleStep> = steps.map(|(_, step)| step.step).collect();
            Rule { rule: &data.rule, voice: data.voice, stands: steps.last().copied(), steps, noted: Noted::of(entry) }
        };
        let acknowledgement = |(entry, data): (&'a Entry, &'a joining::ClinicianAcknowledged)| Acknowledgement {
            acknowledgement: &data.acknowledgement,
            how: data.how,
            because_of: &data.because_of,
            noted: Noted::of(entry),
        };
        let disrupted = |(entry, data): (&'a Entry, &'a joining::JoiningDisrupted)| Disrupted {
            disruption: &data.disruption,
            what: data.what,
            noted: Noted::of(entry),
        };
        let influence = |(entry, data): (&'a Entry, &'a joining::InfluenceInvited)| Influence {
            influence: &data.influence,
            because_of: &data.because_of,
            noted: Noted::of(entry),
        };
        let asked = |(entry, data): (&'a Entry, &'a joining::HelpAskedAgain)| Asked {
            asking: &data.asking,
            asked_by: &data.asked_by,
            contract: data.contract.as_ref(),
            noted: Noted::of(entry),
        };
        Self {
            occasions: of_kind(entries, joining::OccasionOfJoining::of).map(occasion).collect(),
            rules: of_kind(entries, joining::RuleNoticed::of).map(rule).collect(),
            acknowledgements: of_kind(entries, joining::ClinicianAcknowledged::of).map(acknowledgement).collect(),
            disruptions: of_kind(entries, joining::JoiningDisrupted::of).map(disrupted).collect(),
            influence: of_kind(entries, joining::InfluenceInvited::of).map(influence).collect(),
            asked_again: of_kind(entries, joining::HelpAskedAgain::of).map(asked).collect(),
        }
    }
}

fn observations<'a>(entries: &[&'a Entry]) -> Vec<Observation<'a>> {
    let observation = |(entry, data): (&'a Entry, &'a boundary::BoundaryObserved)| Observation {
        observation: &data.observation,
        figure1: if let Sign::Figure1(indicator) = data.sign { Some(indicator) } else { None },
        leans: data.sign.lean(),
        finding: data.finding,
        standpoint: data.standpoint,
        basis: data.basis,
        space: data.space,
        noted: Noted::of(entry),
    };
    of_kind(entries, boundary::BoundaryObserved::of).map(observation).collect()
}

/// Corrections count from when they were recorded, whatever the time up to which is told.
fn corrected<'a>(
    history: &'a History,
    known_at: Moment,
    by: impl Fn(EntryNumber) -> Option<EntryNumber>,
) -> Vec<Corrected<'a>> {
    let known = |entry: &&'a Entry| entry.act().recorded_at <= known_at;
    let entries = history.entries().iter().filter(|entry| !matches!(entry.event(), Event::Correction(_)));
    let corrected = entries.filter_map(|entry| {
        let correction = by(entry.number()).and_then(|number| history.entry(number)).filter(known)?;
        Some(Corrected { entry: entry.number(), kind: entry.event().kind().code(), corrected: Noted::of(correction) })
    });
    corrected.collect()
}
