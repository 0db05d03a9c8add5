//! The parts of a reading: by observer, row, perspective and space, and what stands beside the verdict.

mod beside;

use std::collections::{BTreeSet, HashMap};

use foldhash::fast::RandomState;
use serde::Serialize;

use crate::assessment::agreement::{Agreement, Counts};
use crate::assessment::gather::{Gathered, Seen, Stand, indicator_of};
use crate::assessment::parameters::Parameters;
use crate::assessment::tally::Tally;
use crate::assessment::verdict::Missing;
use crate::boundary::{DrawnBy, Indicator, Lean, Row, Verdict};
use crate::code::{Code, CodeSet};
use crate::id::{EntryNumber, PersonId};
use crate::people::{Role, Side};
use crate::signs::{Group, Occasion, Sums, Voice, place_of};
use crate::space::Space;

pub use beside::{Alert, Beside, Departed, NotedBothWays};
pub(in crate::assessment) use beside::{alerts, departed, noted_both_ways};

/// One observer, and which way what they saw leans.
///
/// ```
/// # use practice_cycle::assessment::{Assessment, Parameters};
/// # use practice_cycle::{boundary::Scope, history::History, moment::Moment};
/// # let history = History::read(std::fs::read("examples/data/boundary_seen_differently.jsonl")?.as_slice())?;
/// # let view = history.view("2026-10-16T17:00:00Z".parse()?, Moment::LATEST);
/// let reading = Assessment::of(&view, Scope::Cycle, Parameters::unvalidated_v2());
/// assert_eq!(
///     reading.observers[0].to_string(),
///     "what worker-a (social worker) saw in case consultation leans healthy (entries 14 and 17)",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct ObserverReading {
    /// Who.
    pub person: PersonId,
    /// The role they held when something last showed to them, or when they last looked.
    pub role: Role,
    /// How far each side showed to them: *y* of the page. From 0 to the weight of that side.
    pub showed: Tally,
    /// What they weigh on each side: *m*. From 0 to 1.
    pub weight: Tally,
    /// The side that alone shows to them with more than half of their weight.
    pub leans: Option<Lean>,
    /// Where they noted anything that counts.
    pub spaces: CodeSet<Space>,
    /// What it rests on.
    pub entries: Vec<EntryNumber>,
}

/// A row of Figure 1: how far each side of it showed, summed over observers: each side by itself, at most one for each of them.
///
/// ```
/// # use practice_cycle::assessment::{Assessment, Parameters};
/// # use practice_cycle::{boundary::Scope, history::History, moment::Moment};
/// # let history = History::read(std::fs::read("examples/data/boundary_seen_differently.jsonl")?.as_slice())?;
/// # let view = history.view("2026-10-16T17:00:00Z".parse()?, Moment::LATEST);
/// let reading = Assessment::of(&view, Scope::Cycle, Parameters::unvalidated_v2());
/// let role = &reading.rows[1];
/// assert!(role.tally.enmeshed > 0.6 && role.tally.healthy > 0.6, "both show, and neither takes from the other");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
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
/// let showed = Tally { enmeshed: 0.75, healthy: 0.75, diffuse: 0.0 };
/// let ways = CodeSet::of(&[Lean::Enmeshed, Lean::Healthy]);
/// let family = GroupReading { of: Side::Family, observers: 2, leaning: 2, showed, ways, leans: None };
/// assert_eq!(family.to_string(), "the family is divided (2 observers: too close (enmeshed), healthy)");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "GroupReadingOf{G}"))]
pub struct GroupReading<G> {
    /// Which side, or which space.
    pub of: G,
    /// How many observers: of a space, those who noted anything of it.
    pub observers: u32,
    /// How many of them lean some way.
    pub leaning: u32,
    /// How far each side showed, summed over them.
    pub showed: Tally,
    /// The ways in which they lean.
    pub ways: CodeSet<Lean>,
    /// The side that all of those who lean, lean to.
    pub leans: Option<Lean>,
}

/// What is counted apart from the verdict, by the same model.
///
/// ```
/// use practice_cycle::{assessment::Apart, boundary::Lean};
/// assert_eq!(Apart::default().showed.of(Lean::Healthy), 0.0);
/// ```
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Apart {
    /// How far each side showed, summed over observers.
    pub showed: Tally,
    /// What they weigh on each side.
    pub weight: Tally,
    /// What they rest on.
    pub entries: Vec<EntryNumber>,
}

/// An observer without whom the verdict would be another.
///
/// ```
/// # use practice_cycle::assessment::{Assessment, Parameters};
/// # use practice_cycle::{boundary::Scope, history::History, moment::Moment};
/// # let history = History::read(std::fs::read("examples/data/boundary_seen_differently.jsonl")?.as_slice())?;
/// # let view = history.view("2026-10-16T17:00:00Z".parse()?, Moment::LATEST);
/// let reading = Assessment::of(&view, Scope::Cycle, Parameters::unvalidated_v2());
/// assert_eq!(
///     reading.flips[2].to_string(),
///     "without advocate it would be: insufficient evidence (1 of 2 perspectives needed)",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Flip {
    /// Who.
    pub person: PersonId,
    /// What the verdict would be.
    pub becomes: Verdict,
    /// What would be missing then.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<Missing>,
}

/// What drew what was seen: a clinician who was asked to take over is not one who took over.
///
/// ```
/// use practice_cycle::{assessment::Drawn, boundary::{DrawnBy, Lean}};
/// let drawn = Drawn { leans: Lean::Enmeshed, by: DrawnBy::AskedByTeam, entries: Vec::new() };
/// assert_eq!(drawn.entries.len(), 0);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Drawn {
    /// The side it leans to.
    pub leans: Lean,
    /// What drew it.
    pub by: DrawnBy,
    /// The observations.
    pub entries: Vec<EntryNumber>,
}

/// What leans one way, and was looked for and not there. It takes from that side and leaves the scales of the others alone: having
/// looked and not seen one side speaks for no other. Whoever reads a lean has to know how many looked for it and found nothing.
///
/// ```
/// use practice_cycle::{assessment::NotThere, boundary::Lean, id::EntryNumber};
/// let not_there = NotThere { leans: Lean::Enmeshed, observers: 1, entries: vec![EntryNumber::FIRST] };
/// assert_eq!(not_there.to_string(), "what leans too close (enmeshed): 1 observation by 1 observer (entry 1)");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct NotThere {
    /// The side it leans to.
    pub leans: Lean,
    /// How many looked for it, and at least once found nothing.
    pub observers: u32,
    /// The observations.
    pub entries: Vec<EntryNumber>,
}

pub(in crate::assessment) fn observer(seen: &Seen<'_>, stand: &Stand) -> ObserverReading {
    ObserverReading {
        person: seen.person.clone(),
        role: seen.role,
        showed: seen.scales.showed,
        weight: seen.scales.weight,
        leans: seen.leans,
        spaces: stand.spaces,
        entries: seen.entries.clone(),
    }
}

pub(in crate::assessment) fn rows(gathered: &Gathered<'_>) -> Vec<RowReading> {
    let mut rows = [(); Row::ALL.len()].map(|()| (Sums::<Lean>::default(), Vec::new()));
    for noted in &gathered.counted {
        let row = indicator_of(noted).and_then(|indicator| rows.get_mut(indicator.row().index()));
        row.into_iter().for_each(|(_, entries)| entries.push(noted.number));
    }
    for stand in gathered.observers.iter().filter_map(|seen| gathered.stand(seen)) {
        for (&row, (sums, _)) in Row::ALL.iter().zip(&mut rows) {
            sums.add_all(&stand.voice.row(row, gathered.day, gathered.half_life));
        }
    }
    let readings = Row::ALL.iter().zip(rows);
    readings.map(|(&row, (sums, entries))| RowReading { row, tally: sums.tally(), entries }).collect()
}

/// A reading of each group with anybody in it, in the order of the words.
fn readings<W: Code>(groups: &[Group<Lean>]) -> Vec<GroupReading<W>> {
    let found = W::ALL.iter().zip(groups).filter(|(_, group)| group.observers > 0);
    let reading = |(&of, group): (&W, &Group<Lean>)| {
        let (showed, leans) = (group.showed.tally(), group.leans());
        let Group { observers, leaning, ways, .. } = *group;
        GroupReading { of, observers, leaning, showed, ways, leans }
    };
    found.map(reading).collect()
}

pub(in crate::assessment) fn perspectives(gathered: &Gathered<'_>) -> Vec<GroupReading<Side>> {
    let mut groups = [Group::default(); Side::ALL.len()];
    for seen in &gathered.observers {
        if let Some(group) = groups.get_mut(seen.role.side().index()) {
            group.add(&seen.scales, seen.leans);
        }
    }
    readings(&groups)
}

/// What was noted of each space, read by itself.
pub(in crate::assessment) fn spaces(gathered: &Gathered<'_>, parameters: &Parameters) -> Vec<GroupReading<Space>> {
    let mut voices: HashMap<(usize, usize), Voice<Indicator>, RandomState> = HashMap::default();
    for noted in &gathered.counted {
        let Some(place) = indicator_of(noted).and_then(place_of) else { continue };
        let voice = voices.entry((noted.data.space.index(), noted.seat)).or_default();
        voice.note((noted.occasion, place), noted.sight(parameters));
    }
    let mut groups = [Group::default(); Space::ALL.len()];
    for ((space, _), mut voice) in voices {
        voice.settle(gathered.half_life);
        let scales = voice.scales(gathered.day, gathered.half_life);
        if let Some(group) = groups.get_mut(space) {
            group.add(&scales, scales.leans());
        }
    }
    readings(&groups)
}

/// How far observers agree, and how far perspectives do: of each sign on each occasion, whether it was there. To a perspective it
/// was where it was to anybody in it.
pub(in crate::assessment) fn agreements(gathered: &Gathered<'_>) -> (Agreement, Agreement) {
    let mut units: Vec<(Occasion, u32, Side, bool)> = Vec::new();
    for seen in &gathered.observers {
        let side = seen.role.side();
        let voice = gathered.stand(seen).into_iter().flat_map(|stand| stand.voice.units());
        units.extend(voice.map(|(occasion, place, unit)| (occasion, place, side, unit.present)));
    }
    units.sort_unstable();
    let (mut observers, mut perspectives) = (Counts::<2>::default(), Counts::<2>::default());
    for (place, unit) in units.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)).enumerate() {
        unit.iter().for_each(|&(.., present)| observers.add(place, usize::from(present)));
        for side in unit.chunk_by(|one, other| one.2 == other.2) {
            perspectives.add(place, usize::from(side.iter().any(|&(.., present)| present)));
        }
    }
    (observers.agreement(), perspectives.agreement())
}

pub(in crate::assessment) fn drawn(gathered: &Gathered<'_>) -> Vec<Drawn> {
    let all: Vec<(Lean, DrawnBy, EntryNumber)> = gathered.drawn().collect();
    let both = Lean::ALL.iter().flat_map(|&leans| DrawnBy::ALL.iter().map(move |&by| (leans, by)));
    let entries = |leans: Lean, by: DrawnBy| {
        let these = all.iter().filter(|&&(lean, drawn, _)| (lean, drawn) == (leans, by));
        these.map(|&(_, _, entry)| entry).collect()
    };
    let all = both.map(|(leans, by)| Drawn { leans, by, entries: entries(leans, by) });
    all.filter(|drawn| !drawn.entries.is_empty()).collect()
}

pub(in crate::assessment) fn not_there(gathered: &Gathered<'_>) -> Vec<NotThere> {
    let of = |&leans: &Lean| {
        let these = || gathered.absent().filter(move |noted| noted.data.sign.lean() == leans);
        let seats: BTreeSet<usize> = these().map(|noted| noted.seat).collect();
        let entries = these().map(|noted| noted.number).collect();
        NotThere { leans, observers: seats.len() as u32, entries }
    };
    Lean::ALL.iter().map(of).filter(|not_there| !not_there.entries.is_empty()).collect()
}

pub(in crate::assessment) fn apart((showed, weight): (Sums<Lean>, Sums<Lean>), entries: Vec<EntryNumber>) -> Apart {
    Apart { showed: showed.tally(), weight: weight.tally(), entries }
}
