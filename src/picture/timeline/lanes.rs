//! What a timeline shows, gathered from the history: who was here as what, and what happened when.

use std::collections::HashMap;

use crate::attachment::{CycleOpened, PersonEntered, PersonLeft};
use crate::code::{Code, CodeSet};
use crate::cycle::{Cycle, Entry, Event};
use crate::history::View;
use crate::id::PersonId;
use crate::moment::Moment;
use crate::people::{Role, Side};
use crate::reader::Reader;
use crate::{intervening, joining};

/// Somebody who ever took part, and when as what.
#[derive(Debug)]
pub(super) struct Presence {
    pub(super) id: String,
    pub(super) side: Side,
    pub(super) stretches: Vec<Stretch>,
}

/// A time during which somebody held the same roles.
#[derive(Debug)]
pub(super) struct Stretch {
    pub(super) from: Moment,
    pub(super) to: Moment,
    pub(super) roles: String,
}

/// Everybody, side by side, and on each in the order in which they came.
pub(super) fn presences(view: &View<'_>, reader: &Reader) -> Vec<Presence> {
    let mut met: Vec<(&PersonId, Vec<Moment>)> = Vec::new();
    let mut place: HashMap<&PersonId, usize> = HashMap::new();
    for entry in view.by_occurrence().into_iter().filter(|entry| reader.is_shown(entry.number())) {
        let Some(person) = comes_or_goes(entry) else { continue };
        let at = entry.act().occurred_at;
        let next = met.len();
        match met.get_mut(*place.entry(person).or_insert(next)) {
            Some((_, times)) => times.push(at),
            None => met.push((person, vec![at])),
        }
    }
    let until = view.speaks_of();
    let presence = |(person, times): (&PersonId, Vec<Moment>)| presence(view.cycle(), person, &times, until);
    let mut presences: Vec<Presence> = met.into_iter().filter_map(presence).collect();
    presences.sort_by_key(|presence| presence.side);
    presences
}

fn comes_or_goes(entry: &Entry) -> Option<&PersonId> {
    let event = entry.event();
    let came = CycleOpened::of(event).map(|data| &data.clinician);
    let came = came.or_else(|| PersonEntered::of(event).map(|data| &data.person));
    came.or_else(|| PersonLeft::of(event).map(|data| &data.person))
}

fn presence(cycle: &Cycle, person: &PersonId, times: &[Moment], until: Moment) -> Option<Presence> {
    let mut stretches: Vec<(Moment, Moment, CodeSet<Role>)> = Vec::new();
    let mut main = None;
    let ends = times.iter().copied().skip(1).chain([until]);
    for (&from, to) in times.iter().zip(ends) {
        // Whoever leaves holds their roles until that instant, and not after it.
        let held = cycle.held_at(person, from.just_after());
        main = main.or(held.main());
        match stretches.last_mut() {
            _ if held.roles.is_empty() => {}
            Some((_, end, roles)) if *end == from && *roles == held.roles => *end = to,
            _ => stretches.push((from, to.max(from), held.roles)),
        }
    }
    let told = |(from, to, roles): (Moment, Moment, CodeSet<Role>)| {
        let roles: Vec<&str> = roles.iter().map(Code::label).collect();
        Stretch { from, to, roles: roles.join(", ") }
    };
    let stretches = stretches.into_iter().map(told).collect();
    Some(Presence { id: person.to_string(), side: main?.side(), stretches })
}

/// What happened, kind by kind: what it is called, and when.
#[derive(Debug)]
pub(super) struct Lane {
    pub(super) name: &'static str,
    pub(super) times: Vec<Moment>,
}

/// What a lane holds, in the order of the cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Happened {
    Occasion,
    Rule,
    Acknowledged,
    Influence,
    Disrupted,
    AskedAgain,
    Intervention,
    Session,
    Change,
}

impl Happened {
    fn of(event: &Event) -> Option<Self> {
        if let Event::Joining(event) = event {
            return Some(match event {
                joining::Event::OccasionOfJoining(_) => Self::Occasion,
                joining::Event::RuleNoticed(_) | joining::Event::RuleWorkedWith(_) => Self::Rule,
                joining::Event::ClinicianAcknowledged(_) => Self::Acknowledged,
                joining::Event::InfluenceInvited(_) => Self::Influence,
                joining::Event::JoiningDisrupted(_) => Self::Disrupted,
                joining::Event::HelpAskedAgain(_) => Self::AskedAgain,
            });
        }
        if intervening::SessionHeld::of(event).is_some() {
            return Some(Self::Session);
        }
        if intervening::InterventionBegun::of(event).is_some() {
            return Some(Self::Intervention);
        }
        intervening::ChangeNoticed::of(event).map(|_| Self::Change)
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Occasion => "occasions of joining",
            Self::Rule => "rules of the system",
            Self::Acknowledged => "acknowledgements",
            Self::Influence => "asked to shape practice",
            Self::Disrupted => "disruptions",
            Self::AskedAgain => "help asked for again",
            Self::Intervention => "interventions begun",
            Self::Session => "sessions",
            Self::Change => "changes noticed",
        }
    }
}

/// What was done of joining, and of the work; kinds of which nothing happened are left out.
pub(super) fn lanes(view: &View<'_>, reader: &Reader) -> (Vec<Lane>, Vec<Lane>) {
    let mut happened: Vec<(Happened, Moment)> = Vec::new();
    for entry in view.entries().iter().filter(|entry| reader.is_shown(entry.number())) {
        happened.extend(Happened::of(entry.event()).map(|kind| (kind, entry.act().occurred_at)));
    }
    happened.sort_unstable();
    let lane = |of: &[(Happened, Moment)]| {
        let name = of.first().map_or("", |(kind, _)| kind.name());
        Lane { name, times: of.iter().map(|&(_, at)| at).collect() }
    };
    let is_joining = |of: &&[(Happened, Moment)]| of.first().is_some_and(|(kind, _)| *kind < Happened::Intervention);
    let kinds: Vec<&[(Happened, Moment)]> = happened.chunk_by(|one, other| one.0 == other.0).collect();
    let (joining, work): (Vec<_>, Vec<_>) = kinds.into_iter().partition(is_joining);
    (joining.into_iter().map(lane).collect(), work.into_iter().map(lane).collect())
}
