//! What stands beside a reading: who saw it otherwise and left, alerts, and what was noted both ways.

use std::collections::{BTreeSet, HashMap};

use foldhash::fast::RandomState;
use serde::Serialize;

use crate::assessment::gather::{Gathered, Seen, indicator_of};
use crate::assessment::observations::{Noted, Observations};
use crate::boundary::{Indicator, Lean, Sighting};
use crate::code::Code;
use crate::id::{EntryNumber, PersonId};
use crate::moment::Moment;
use crate::people::{Role, Side};
use crate::signs::{Occasion, place_of};

/// An observer who has left, and to whom it looked otherwise than to somebody else. People leaving does not settle a disagreement,
/// so it is named for as long as both are on record, and it is said whether anybody who differs is still there.
///
/// ```
/// # use practice_cycle::assessment::{Assessment, Parameters};
/// # use practice_cycle::{boundary::Scope, history::History, moment::Moment};
/// # let history = History::read(std::fs::read("examples/data/boundary_seen_differently.jsonl")?.as_slice())?;
/// # let view = history.view("2026-10-16T17:00:00Z".parse()?, Moment::LATEST);
/// let reading = Assessment::of(&view, Scope::Cycle, Parameters::unvalidated_v2());
/// let left = &reading.departed[0];
/// assert_eq!((left.person.as_str(), left.left_at.to_string().as_str()), ("manager", "2026-10-09T17:00:00Z"));
/// assert_eq!((left.others_there, left.others_gone), (1, 0), "one who sees it otherwise is still there");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Departed {
    /// Who.
    pub person: PersonId,
    /// The role they held when something last showed to them.
    pub role: Role,
    /// Which way what they saw leans.
    pub leaned: Lean,
    /// When they left.
    pub left_at: Moment,
    /// What is left of their weight on that side.
    pub weight: f64,
    /// How many of those who lean otherwise are still there.
    pub others_there: u32,
    /// How many of those who lean otherwise have left, too.
    pub others_gone: u32,
    /// What it rests on.
    pub entries: Vec<EntryNumber>,
}

/// That somebody seeks control of a safeguarding decision was seen directly. One sight is enough to look into; it is an alert and
/// no verdict, and a concern raised is never one.
///
/// ```
/// use practice_cycle::{assessment::Alert, id::EntryNumber};
/// let alert = Alert { entry: EntryNumber::FIRST, others: Vec::new() };
/// assert!(alert.others.is_empty(), "nobody else noted anything of that occasion");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Alert {
    /// The observation.
    pub entry: EntryNumber,
    /// What other people noted of the same occasion as present or absent, in the order of recording, whatever side they are on and
    /// whether or not it counts: to be read beside it.
    pub others: Vec<Beside>,
}

/// What somebody else noted of an occasion of which there is an alert.
///
/// ```
/// use practice_cycle::{assessment::Beside, boundary::Sighting, id::EntryNumber, people::Side};
/// let beside = Beside { entry: EntryNumber::FIRST, side: Side::Clinical, finding: Sighting::Absent };
/// assert_eq!(serde_json::to_string(&beside)?, r#"{"entry":1,"side":"clinical","finding":"absent"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Beside {
    /// The observation.
    pub entry: EntryNumber,
    /// The side from which it was made.
    pub side: Side,
    /// What was found.
    pub finding: Sighting,
}

/// Of one occasion somebody noted a sign both as present and as absent. It counts as present, and is shown here.
///
/// ```
/// use practice_cycle::{assessment::NotedBothWays, boundary::Indicator, id::EntryNumber};
/// let (indicator, entries) = (Indicator::CompliesOnly, vec![EntryNumber::FIRST, EntryNumber::FIRST.next()]);
/// let noted = NotedBothWays { person: "worker-a".parse()?, indicator, entries };
/// assert_eq!(noted.to_string(), "worker-a: complies without offering alternatives (entries 1 and 2)");
/// # Ok::<(), practice_cycle::id::IdError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct NotedBothWays {
    /// Who.
    pub person: PersonId,
    /// Which sign.
    pub indicator: Indicator,
    /// The observations.
    pub entries: Vec<EntryNumber>,
}

pub(in crate::assessment) fn departed(gathered: &Gathered<'_>) -> Vec<Departed> {
    // By the way they lean: how many are there, and how many have left.
    let mut counts = [(0_u32, 0_u32); Lean::ALL.len()];
    for seen in &gathered.observers {
        if let Some((there, gone)) = seen.leans.and_then(|lean| counts.get_mut(lean.index())) {
            *(if seen.left_at.is_some() { gone } else { there }) += 1;
        }
    }
    let otherwise = |seen: &Seen<'_>| {
        let (left_at, leaned) = (seen.left_at?, seen.leans?);
        let others = Lean::ALL.iter().zip(counts).filter(|&(&lean, _)| lean != leaned);
        let (others_there, others_gone) = others.fold((0, 0), |(all, left), (_, (there, gone))| (all + there, left + gone));
        (others_there + others_gone > 0).then(|| Departed {
            person: seen.person.clone(),
            role: seen.role,
            leaned,
            left_at,
            weight: seen.scales.weight.of(leaned),
            others_there,
            others_gone,
            entries: seen.entries.clone(),
        })
    };
    gathered.observers.iter().filter_map(otherwise).collect()
}

pub(in crate::assessment) fn alerts(gathered: &Gathered<'_>, all: &Observations<'_>) -> Vec<Alert> {
    let mut of_occasions: HashMap<Occasion, Vec<&Noted<'_>>, RandomState> =
        gathered.alerts.iter().map(|alert| (alert.occasion, Vec::new())).collect();
    if !of_occasions.is_empty() {
        let seen = |noted: &&Noted<'_>| noted.data.finding != Sighting::NoOpportunity;
        for noted in all.noted.iter().filter(seen) {
            of_occasions.get_mut(&noted.occasion).into_iter().for_each(|known| known.push(noted));
        }
    }
    let beside = |noted: &Noted<'_>| {
        let (entry, side, finding) = (noted.number, noted.role.side(), noted.data.finding);
        Beside { entry, side, finding }
    };
    let alert = |alert: &Noted<'_>| {
        let of_it = of_occasions.get(&alert.occasion).into_iter().flatten();
        let others = of_it.filter(|noted| noted.seat != alert.seat).map(|noted| beside(noted)).collect();
        Alert { entry: alert.number, others }
    };
    gathered.alerts.iter().map(alert).collect()
}

pub(in crate::assessment) fn noted_both_ways(gathered: &Gathered<'_>) -> Vec<NotedBothWays> {
    let units: BTreeSet<(usize, Occasion, u32)> = gathered.noted_both_ways().into_iter().collect();
    if units.is_empty() {
        return Vec::new();
    }
    let mut found: HashMap<(usize, Occasion, u32), Vec<EntryNumber>, RandomState> = HashMap::default();
    let mut order = Vec::new();
    for noted in &gathered.counted {
        let Some(indicator) = indicator_of(noted) else { continue };
        let Some(place) = place_of(indicator) else { continue };
        let unit = (noted.seat, noted.occasion, place);
        if units.contains(&unit) {
            found.entry(unit).or_insert_with(|| {
                order.push((unit, indicator));
                Vec::new()
            });
            found.get_mut(&unit).into_iter().for_each(|entries| entries.push(noted.number));
        }
    }
    let people: HashMap<usize, &PersonId, RandomState> =
        gathered.observers.iter().map(|seen| (seen.seat, seen.person)).collect();
    let each = order.into_iter().filter_map(|(unit, indicator)| {
        let person = (*people.get(&unit.0)?).clone();
        Some(NotedBothWays { person, indicator, entries: found.remove(&unit)? })
    });
    each.collect()
}
