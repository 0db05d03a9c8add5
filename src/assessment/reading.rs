//! The parts of a reading: by observer, row, perspective and space, and what stands beside the verdict.

use std::collections::BTreeSet;

use serde::Serialize;

use super::agreement::{Agreement, Counts};
use super::gather::{Beside, Gathered, Seen};
use super::tally::{Heads, Parts, Tally};
use super::verdict::Missing;
use crate::boundary::{DrawnBy, Lean, Row, Verdict};
use crate::code::{Code, CodeSet};
use crate::id::{EntryNumber, PersonId};
use crate::moment::Moment;
use crate::people::{Role, Side};
use crate::space::Space;

/// One observer, and which way what they saw leans.
///
/// ```
/// # use practice_cycle::assessment::{Assessment, Parameters};
/// # use practice_cycle::{boundary::Scope, history::History, moment::Moment};
/// # let history = History::read(include_bytes!("../../examples/data/boundary_seen_differently.jsonl").as_slice())?;
/// # let view = history.view("2026-10-16T17:00:00Z".parse()?, Moment::LATEST);
/// let reading = Assessment::of(&view, Scope::Cycle, Parameters::unvalidated_v1());
/// assert_eq!(
///     reading.observers[0].to_string(),
///     "what worker-a (social worker) saw in case consultation leans healthy (entries 14 and 17)",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ObserverReading {
    /// Who.
    pub person: PersonId,
    /// The role they held when they last observed.
    pub role: Role,
    /// Their voice: at most one in all.
    pub voice: Tally,
    /// The side with more than half of it, if what they saw, before it faded, is enough to be heard.
    pub leans: Option<Lean>,
    /// Where they saw it.
    pub spaces: CodeSet<Space>,
    /// What it rests on.
    pub entries: Vec<EntryNumber>,
}

/// A row of Figure 1: how far each side of it showed, summed over observers, each of whom counts at most once a side.
///
/// ```
/// # use practice_cycle::assessment::{Assessment, Parameters};
/// # use practice_cycle::{boundary::Scope, history::History, moment::Moment};
/// # let history = History::read(include_bytes!("../../examples/data/boundary_seen_differently.jsonl").as_slice())?;
/// # let view = history.view("2026-10-16T17:00:00Z".parse()?, Moment::LATEST);
/// let reading = Assessment::of(&view, Scope::Cycle, Parameters::unvalidated_v1());
/// let role = &reading.rows[1];
/// assert!(role.tally.enmeshed > 0.7 && role.tally.healthy > 0.7, "both show, and neither takes from the other");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RowReading {
    /// The row.
    pub row: Row,
    /// How far each side showed.
    pub tally: Tally,
    /// What it rests on.
    pub entries: Vec<EntryNumber>,
}

/// The observers of one side, or in one space.
///
/// ```
/// use practice_cycle::{assessment::{GroupReading, Tally}, boundary::Lean, people::Side, code::CodeSet};
/// let voices = Tally { enmeshed: 0.5, healthy: 0.25, diffuse: 0.0 };
/// let heard = CodeSet::of(&[Lean::Enmeshed, Lean::Healthy]);
/// let family = GroupReading { of: Side::Family, observers: 2, leaning: 2, voices, heard, leans: None };
/// assert_eq!(family.to_string(), "the family is divided (2 observers: too close (enmeshed), healthy)");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct GroupReading<G> {
    /// Which side, or which space.
    pub of: G,
    /// How many.
    pub observers: u32,
    /// How many of them are heard and lean some way.
    pub leaning: u32,
    /// Their voices.
    pub voices: Tally,
    /// The ways in which these lean.
    pub heard: CodeSet<Lean>,
    /// The side that all of these lean to, if they are not divided.
    pub leans: Option<Lean>,
}

/// What is tallied apart from the verdict.
///
/// ```
/// use practice_cycle::assessment::Apart;
/// assert_eq!(Apart::default().tally.total(), 0.0);
/// ```
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Apart {
    /// The voices.
    pub tally: Tally,
    /// What they rest on.
    pub entries: Vec<EntryNumber>,
}

/// An observer without whom the verdict would be another.
///
/// ```
/// # use practice_cycle::assessment::{Assessment, Parameters};
/// # use practice_cycle::{boundary::Scope, history::History, moment::Moment};
/// # let history = History::read(include_bytes!("../../examples/data/boundary_seen_differently.jsonl").as_slice())?;
/// # let view = history.view("2026-10-16T17:00:00Z".parse()?, Moment::LATEST);
/// let reading = Assessment::of(&view, Scope::Cycle, Parameters::unvalidated_v1());
/// assert_eq!(
///     reading.flips[2].to_string(),
///     "without advocate it would be: insufficient evidence (1 of 2 perspectives needed)",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Flip {
    /// Who.
    pub person: PersonId,
    /// What the verdict would be.
    pub becomes: Verdict,
    /// What would be missing then.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<Missing>,
}

/// An observer who saw it otherwise than somebody who is still there, and has left. What they saw is named whether or not it
/// still counts: people leaving does not settle a disagreement.
///
/// ```
/// # use practice_cycle::assessment::{Assessment, Parameters};
/// # use practice_cycle::{boundary::Scope, history::History, moment::Moment};
/// # let history = History::read(include_bytes!("../../examples/data/boundary_seen_differently.jsonl").as_slice())?;
/// # let view = history.view("2026-10-16T17:00:00Z".parse()?, Moment::LATEST);
/// let reading = Assessment::of(&view, Scope::Cycle, Parameters::unvalidated_v1());
/// let left = &reading.departed[0];
/// assert_eq!((left.person.as_str(), left.left_at.to_string().as_str()), ("manager", "2026-10-09T17:00:00Z"));
/// assert!(left.counts, "what they saw is still recent enough");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Departed {
    /// Who.
    pub person: PersonId,
    /// The role they held when they last observed.
    pub role: Role,
    /// Which way all they ever saw leans, however long ago.
    pub leaned: Lean,
    /// When they left.
    pub left_at: Moment,
    /// Whether any of it still counts here.
    pub counts: bool,
    /// What it rests on.
    pub entries: Vec<EntryNumber>,
}

/// What drew what was seen: a clinician who was asked to take over is not one who took over.
///
/// ```
/// use practice_cycle::{assessment::Drawn, boundary::{DrawnBy, Lean}};
/// let drawn = Drawn { leans: Lean::Enmeshed, by: DrawnBy::AskedByTeam, entries: Vec::new() };
/// assert_eq!(drawn.entries.len(), 0);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Drawn {
    /// The side it leans to.
    pub leans: Lean,
    /// What drew it.
    pub by: DrawnBy,
    /// The observations.
    pub entries: Vec<EntryNumber>,
}

/// What leans one way, and was looked for and not there. It speaks for no side and disagrees with none, so it changes no verdict
/// but through the observer's own sights; yet whoever reads a lean has to know how many looked for it and found nothing.
///
/// ```
/// use practice_cycle::{assessment::NotThere, boundary::Lean, id::EntryNumber};
/// let not_there = NotThere { leans: Lean::Enmeshed, observers: 1, entries: vec![EntryNumber::FIRST] };
/// assert_eq!(not_there.to_string(), "what leans too close (enmeshed): 1 observation by 1 observer (entry 1)");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotThere {
    /// The side it leans to.
    pub leans: Lean,
    /// How many looked for it, and at least once found nothing.
    pub observers: u32,
    /// The observations.
    pub entries: Vec<EntryNumber>,
}

pub(super) fn observer(seen: &Seen<'_>) -> ObserverReading {
    ObserverReading {
        person: seen.person.clone(),
        role: seen.role,
        voice: seen.voice.tally(),
        leans: seen.leans,
        spaces: seen.spaces(),
        entries: seen.entries.clone(),
    }
}

pub(super) fn rows(gathered: &Gathered<'_>) -> Vec<RowReading> {
    let reading = |&row: &Row| {
        let mut parts = Parts::default();
        gathered.counted().for_each(|seen| parts.add(seen.row(row)));
        let entries = gathered.by_row.iter().filter(|&&(of, _)| of == row).map(|&(_, entry)| entry).collect();
        RowReading { row, tally: parts.tally(), entries }
    };
    Row::ALL.iter().map(reading).collect()
}

/// Observers taken together.
#[derive(Debug, Clone, Copy, Default)]
struct Group {
    observers: u32,
    voices: Parts,
    leaning: Heads,
}

impl Group {
    fn add(&mut self, voice: Parts, leans: Option<Lean>) {
        self.observers += 1;
        self.voices.add(voice);
        self.leaning.add(leans);
    }

    fn reading<G>(&self, of: G) -> GroupReading<G> {
        let (heard, observers, leaning) = (self.leaning.leans(), self.observers, self.leaning.total());
        let leans = heard.iter().next().filter(|_| heard.len() == 1);
        GroupReading { of, observers, leaning, voices: self.voices.tally(), heard, leans }
    }
}

/// A reading of each group with anybody in it, in the order of the words.
fn readings<W: Code>(groups: &[Group]) -> Vec<GroupReading<W>> {
    let found = W::ALL.iter().zip(groups).filter(|(_, group)| group.observers > 0);
    found.map(|(&of, group)| group.reading(of)).collect()
}

pub(super) fn perspectives(gathered: &Gathered<'_>) -> Vec<GroupReading<Side>> {
    let mut groups = [Group::default(); Side::ALL.len()];
    for seen in gathered.counted() {
        if let Some(group) = groups.get_mut(seen.role.side().index()) {
            group.add(seen.voice, seen.leans);
        }
    }
    readings(&groups)
}

pub(super) fn spaces(gathered: &Gathered<'_>) -> Vec<GroupReading<Space>> {
    let mut groups = [Group::default(); Space::ALL.len()];
    for seen in gathered.counted() {
        for (space, cells) in &seen.spaces {
            if let Some(group) = groups.get_mut(space.index()) {
                // Whether somebody is heard is asked of them, not of each space by itself.
                group.add(cells.voice(seen.fading), cells.voice(1.0).leans().filter(|_| seen.heard));
            }
        }
    }
    readings(&groups)
}

pub(super) fn agreements(gathered: &Gathered<'_>) -> (Agreement, Agreement) {
    let (mut observers, mut perspectives) = (Counts::<3>::default(), Counts::<3>::default());
    let add = |counts: &mut Counts<3>, row: Row, parts: &Parts| {
        if let Some(lean) = parts.leading().filter(|_| parts.total() > 0) {
            counts.add(row.index(), lean.index());
        }
    };
    for &row in Row::ALL {
        let mut sides = [Parts::default(); Side::ALL.len()];
        for seen in gathered.counted() {
            let parts = seen.row(row);
            add(&mut observers, row, &parts);
            if let Some(side) = sides.get_mut(seen.role.side().index()) {
                side.add(parts);
            }
        }
        sides.iter().for_each(|side| add(&mut perspectives, row, side));
    }
    (observers.agreement(), perspectives.agreement())
}

pub(super) fn departed(gathered: &Gathered<'_>, heard_from: f64) -> Vec<Departed> {
    let ever = |seen: &Seen<'_>| Some(seen.ever()).filter(|voice| voice.is_heard(heard_from))?.leans();
    // Whoever else saw it, whether they are still here or not: a difference does not end because both have left.
    let leans = |seen: &Seen<'_>| seen.leans.or_else(|| ever(seen));
    let mut all = Heads::default();
    gathered.observers.iter().for_each(|seen| all.add(leans(seen)));
    let otherwise = |seen: &Seen<'_>| {
        let (left_at, leaned) = (seen.left_at?, ever(seen)?);
        let mut others = all;
        others.take(leans(seen));
        let mut entries = [seen.faded.as_slice(), &seen.entries].concat();
        entries.sort_unstable();
        let (person, role, counts) = (seen.person.clone(), seen.role, !seen.entries.is_empty());
        let differs = others.leans().iter().any(|lean| lean != leaned);
        differs.then_some(Departed { person, role, leaned, left_at, counts, entries })
    };
    gathered.observers.iter().filter_map(otherwise).collect()
}

pub(super) fn drawn(gathered: &Gathered<'_>) -> Vec<Drawn> {
    let both = Lean::ALL.iter().flat_map(|&leans| DrawnBy::ALL.iter().map(move |&by| (leans, by)));
    let entries = |leans: Lean, by: DrawnBy| {
        let these = gathered.drawn.iter().filter(|&&(lean, drawn, _)| (lean, drawn) == (leans, by));
        these.map(|&(_, _, entry)| entry).collect()
    };
    let all = both.map(|(leans, by)| Drawn { leans, by, entries: entries(leans, by) });
    all.filter(|drawn| !drawn.entries.is_empty()).collect()
}

pub(super) fn not_there(gathered: &Gathered<'_>) -> Vec<NotThere> {
    let of = |&leans: &Lean| {
        let these = || gathered.absent.iter().filter(move |&&(lean, ..)| lean == leans);
        let seats: BTreeSet<usize> = these().map(|&(_, seat, _)| seat).collect();
        let entries = these().map(|&(.., entry)| entry).collect();
        NotThere { leans, observers: seats.len() as u32, entries }
    };
    Lean::ALL.iter().map(of).filter(|not_there| !not_there.entries.is_empty()).collect()
}

pub(super) fn apart(beside: Beside) -> Apart {
    Apart { tally: beside.tally().tally(), entries: beside.entries }
}
