//! The boundary as observers saw it: what the pattern seems to lean to, who saw otherwise, and what is missing.
//!
//! A reading describes a pattern between two sides of a working relationship, for reflection and research. **It is never fit
//! for appraising a person.** No cut-off has been validated, which is why the default set of parameters says so in its name
//! and why every result names its set. The healthy side of Figure 1 needs the social work side as much as the clinician.
//!
//! # How it is read
//! 1. **Within an observer first.** How far an indicator showed to somebody is the strongest sight of it they noted (its
//!    strength, times what it rests on, halved with every half-life since) times the part of their sights of it in which it was
//!    there at all, each counted by its age and basis. So the same notes twice over change nothing.
//! 2. **One voice each.** Over all rows an observer has one voice at most, shared between the sides by what showed to them.
//!    However much somebody writes, they count once. The tallies of a *row* are not shared: both pulls can show there.
//! 3. **Gates.** Too few observers, perspectives, spaces, rows, or too faint: *insufficient*, and what is missing.
//! 4. **Contested** where enough of those who lean some way lean otherwise than most, or where two perspectives lean apart,
//!    however many stand on each. Nothing is averaged over a disagreement.
//! 5. **Mixed** where the voices pull to both ends at once, or to two sides of which neither is sure.
//! 6. **A lean** where one side is likely enough to hold the majority: see [`Sureness`] for the model and its limits.
//!    Otherwise *insufficient*.
//!
//! Not having seen is never the same as nothing there. That something was *absent* quietens an observer's own sights of it;
//! it does not speak for another side, because a pattern that is not enmeshed is not thereby healthy.
//!
//! # Worked by hand
//! With [`Parameters::unvalidated_v1`]: everything seen directly and on the day itself, so that a slight sight counts 0.5, a
//! clear one 0.75, a strong one 1. A and B are social workers, P is a parent; rows are direction, role, expertise, learning and
//! authority; two spaces.
//!
#![doc = include_str!("worked.md")]
//!
//! The sureness of the first: the share of healthy has a beta distribution with 3 + 1/3 and 2/3, of which 0.94 lies above one
//! half.

mod agreement;
mod drift;
mod gather;
mod parameters;
mod sureness;
mod tally;
mod tell;
mod verdict;

use serde::Serialize;

pub use agreement::Agreement;
pub use drift::{Drift, Movement, Span};
pub use gather::{Excluded, SetAside};
pub use parameters::{Bases, DriftWindows, Gates, NotParameters, Parameters, RawParameters, Strengths, Thresholds};
pub use sureness::Sureness;
pub use tally::Tally;
pub use verdict::Missing;

use crate::boundary::{DrawnBy, Lean, Row, Verdict};
use crate::history::View;
use crate::id::{ContractId, EntryNumber, ParametersId, PersonId};
use crate::moment::Moment;
use crate::people::{Role, Side};
use crate::space::Space;
use crate::word::{Word, Words};
use agreement::Counts;
use gather::{Beside, Gathered, Seen, Source, gather};
use tally::{Cells, Parts};
use verdict::Sums;

/// Which observations are asked about.
///
/// ```
/// use practice_cycle::{assessment::Scope, people::Side};
/// assert_eq!(Scope::Perspective(Side::Family).to_string(), "as the family saw it");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// All of the cycle.
    Cycle,
    /// Those under one contract.
    Contract(ContractId),
    /// Those in one space.
    Space(Space),
    /// Those by people of one side, as they stood when they saw it.
    Perspective(Side),
}

/// One observer, and which way what they saw leans.
///
/// ```
/// # use practice_cycle::assessment::{Assessment, Parameters, Scope};
/// # use practice_cycle::{history::History, moment::Moment};
/// # let history = History::read(include_bytes!("../../examples/data/boundary_seen_differently.jsonl").as_slice())?;
/// # let view = history.view("2026-10-16T17:00:00Z".parse()?, Moment::LATEST);
/// let reading = Assessment::of(&view, Scope::Cycle, Parameters::unvalidated_v1());
/// assert_eq!(
///     reading.observers[0].to_string(),
///     "what worker-a (social worker) saw in case consultation leans healthy [14, 17]",
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
    /// The side with more than half of it, if it is loud enough to be heard.
    pub leans: Option<Lean>,
    /// Where they saw it.
    pub spaces: Words<Space>,
    /// What it rests on.
    pub entries: Vec<EntryNumber>,
}

/// A row of Figure 1: how far each side of it showed, summed over observers, each of whom counts at most once a side.
///
/// ```
/// # use practice_cycle::assessment::{Assessment, Parameters, Scope};
/// # use practice_cycle::{history::History, moment::Moment};
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
/// use practice_cycle::{assessment::{GroupReading, Tally}, boundary::Lean, people::Side, word::Words};
/// let voices = Tally { enmeshed: 0.5, healthy: 0.25, diffuse: 0.0 };
/// let heard = Words::of(&[Lean::Enmeshed, Lean::Healthy]);
/// let family = GroupReading { of: Side::Family, observers: 2, voices, heard, leans: None };
/// assert_eq!(family.to_string(), "the family is divided (2 observers: enmeshed, healthy)");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct GroupReading<G> {
    /// Which side, or which space.
    pub of: G,
    /// How many.
    pub observers: u32,
    /// Their voices.
    pub voices: Tally,
    /// The ways in which those of them lean who are loud enough to be heard.
    pub heard: Words<Lean>,
    /// The side with more than half of the voices, unless those who gave them are divided.
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
/// # use practice_cycle::assessment::{Assessment, Parameters, Scope};
/// # use practice_cycle::{history::History, moment::Moment};
/// # let history = History::read(include_bytes!("../../examples/data/boundary_seen_differently.jsonl").as_slice())?;
/// # let view = history.view("2026-10-16T17:00:00Z".parse()?, Moment::LATEST);
/// let reading = Assessment::of(&view, Scope::Cycle, Parameters::unvalidated_v1());
/// assert_eq!(
///     reading.flips[2].to_string(),
///     "without advocate it would be: insufficient evidence (1 of 2 perspectives)",
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
/// # use practice_cycle::assessment::{Assessment, Parameters, Scope};
/// # use practice_cycle::{history::History, moment::Moment};
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

/// A reading of the boundary at one time, with everything it rests on. `Display` tells it in words.
///
/// ```
/// use practice_cycle::assessment::{Assessment, Parameters, Scope};
/// use practice_cycle::{boundary::Verdict, history::History, moment::Moment};
///
/// let history = History::read(include_bytes!("../../examples/data/boundary_seen_differently.jsonl").as_slice())?;
/// let sixth_week = "2026-10-16T17:00:00Z".parse()?;
/// let view = history.view(sixth_week, Moment::LATEST);
/// let reading = Assessment::of(&view, Scope::Cycle, Parameters::unvalidated_v1());
/// assert_eq!(reading.verdict, Verdict::Contested);
/// assert_eq!(reading.departed[0].person.as_str(), "manager");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Assessment {
    /// The parameters it goes by.
    pub parameters: ParametersId,
    /// What was asked about.
    pub scope: Scope,
    /// The time it speaks of. Where everything recorded was asked for, the time of the last entry.
    pub as_of: Moment,
    /// The time up to which it knows.
    pub known_at: Moment,
    /// What it says.
    pub verdict: Verdict,
    /// What is missing, where it is insufficient.
    pub missing: Vec<Missing>,
    /// How sure. Below the gates, and where it is contested, a number and no more.
    pub sureness: Sureness,
    /// The voices of all observers.
    pub voices: Tally,
    /// Row by row, in the order of Figure 1.
    pub rows: Vec<RowReading>,
    /// Observer by observer, in the order of their first entries.
    pub observers: Vec<ObserverReading>,
    /// Side by side.
    pub perspectives: Vec<GroupReading<Side>>,
    /// Space by space.
    pub spaces: Vec<GroupReading<Space>>,
    /// How far perspectives agree on the rows.
    pub between_perspectives: Agreement,
    /// How far observers do.
    pub between_observers: Agreement,
    /// Whose leaving out would change the verdict, and to what.
    pub flips: Vec<Flip>,
    /// Who saw it otherwise and has left.
    pub departed: Vec<Departed>,
    /// Observations that somebody seeks control of a safeguarding decision, seen directly. One is enough to look into; it is
    /// an alert and no verdict, and a concern raised is never one.
    pub alerts: Vec<EntryNumber>,
    /// What drew what was seen.
    pub drawn: Vec<Drawn>,
    /// What people said of what they were part of.
    pub self_report: Apart,
    /// Indicators of the service's own.
    pub own_indicators: Apart,
    /// The first and the last observation that counts.
    pub seen_between: Option<(Moment, Moment)>,
    /// What does not count, and why, in the order of recording.
    pub excluded: Vec<Excluded>,
}

impl Assessment {
    /// Reads the boundary in a view of a history, which fixes what had happened and what was known. Linear in the number of
    /// entries.
    #[must_use]
    pub fn of(view: &View<'_>, scope: Scope, parameters: &Parameters) -> Self {
        let as_of = time_of(view);
        let source = Source::new(view, &scope);
        let gathered = gather(&source, as_of, parameters.window_days(), parameters);
        let mut sums = Sums::default();
        gathered.counted().for_each(|seen| sums.add(seen, parameters));
        let (verdict, missing) = sums.judge(&scope, parameters);
        let flip = |seen: &Seen<'_>| {
            let (becomes, missing) = sums.flipped_without(seen, verdict, &scope, parameters)?;
            Some(Flip { person: seen.person.clone(), becomes, missing })
        };
        let heard_from = parameters.thresholds().heard_from;
        let (between_observers, between_perspectives) = agreements(&gathered);
        Self {
            parameters: parameters.id().clone(),
            as_of,
            known_at: view.known_at(),
            verdict,
            missing,
            sureness: sums.sureness(parameters),
            voices: sums.voices.tally(),
            rows: rows(&gathered),
            observers: gathered.counted().map(|seen| observer(seen, heard_from)).collect(),
            perspectives: perspectives(&gathered, heard_from),
            spaces: spaces(&gathered, heard_from),
            between_perspectives,
            between_observers,
            flips: gathered.counted().filter_map(flip).collect(),
            departed: departed(&gathered, heard_from),
            drawn: drawn(&gathered),
            seen_between: gathered.first.zip(gathered.last),
            alerts: gathered.alerts,
            self_report: apart(gathered.self_report),
            own_indicators: apart(gathered.own),
            excluded: gathered.excluded,
            scope,
        }
    }

    /// What counts towards the verdict, in the order of recording.
    #[must_use]
    pub fn used(&self) -> Vec<EntryNumber> {
        let mut used: Vec<EntryNumber> = self.observers.iter().flat_map(|seen| &seen.entries).copied().collect();
        used.sort_unstable();
        used
    }
}

/// The time a view speaks of.
fn time_of(view: &View<'_>) -> Moment {
    let last = view.entries().last().map_or(view.as_of(), |entry| entry.act().recorded_at);
    if view.as_of() == Moment::LATEST { last } else { view.as_of() }
}

/// How many days, with their parts, lie between two instants.
fn days_between(earlier: Moment, later: Moment) -> f64 {
    (later.to_utc() - earlier.to_utc()).as_seconds_f64() / 86_400.0
}

fn observer(seen: &Seen<'_>, heard_from: f64) -> ObserverReading {
    let voice = seen.voice();
    ObserverReading {
        person: seen.person.clone(),
        role: seen.role,
        voice: voice.tally(),
        leans: voice.leans(heard_from),
        spaces: seen.spaces(),
        entries: seen.entries.clone(),
    }
}

fn group<G>(of: G, group: &Group, heard_from: f64) -> GroupReading<G> {
    let Group { observers, voices, heard } = *group;
    let leans = voices.leans(heard_from).filter(|_| heard.len() < 2);
    GroupReading { of, observers, voices: voices.tally(), heard, leans }
}

fn rows(gathered: &Gathered<'_>) -> Vec<RowReading> {
    let reading = |&row: &Row| {
        let mut parts = Parts::default();
        gathered.counted().for_each(|seen| parts.add(seen.cells.row(row)));
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
    heard: Words<Lean>,
}

impl Group {
    fn add(&mut self, voice: Parts, heard_from: f64) {
        self.observers += 1;
        self.voices.add(voice);
        if let Some(lean) = voice.leans(heard_from) {
            self.heard.insert(lean);
        }
    }
}

fn perspectives(gathered: &Gathered<'_>, heard_from: f64) -> Vec<GroupReading<Side>> {
    let mut found = vec![Group::default(); Side::ALL.len()];
    for seen in gathered.counted() {
        if let Some(group) = found.get_mut(seen.role.side().index()) {
            group.add(seen.voice(), heard_from);
        }
    }
    let found = Side::ALL.iter().zip(&found).filter(|(_, group)| group.observers > 0);
    found.map(|(&side, these)| group(side, these, heard_from)).collect()
}

fn spaces(gathered: &Gathered<'_>, heard_from: f64) -> Vec<GroupReading<Space>> {
    let mut found = vec![Group::default(); Space::ALL.len()];
    for (space, cells) in gathered.counted().flat_map(|seen| &seen.spaces) {
        if let Some(group) = found.get_mut(space.index()) {
            group.add(cells.voice(), heard_from);
        }
    }
    let found = Space::ALL.iter().zip(&found).filter(|(_, group)| group.observers > 0);
    found.map(|(&space, these)| group(space, these, heard_from)).collect()
}

fn agreements(gathered: &Gathered<'_>) -> (Agreement, Agreement) {
    let (mut observers, mut perspectives) = (Counts::default(), Counts::default());
    for &row in Row::ALL {
        let mut sides = [Parts::default(); Side::ALL.len()];
        for seen in gathered.counted() {
            let parts = seen.cells.row(row);
            observers.add(row, &parts);
            if let Some(side) = sides.get_mut(seen.role.side().index()) {
                side.add(parts);
            }
        }
        sides.iter().for_each(|side| perspectives.add(row, side));
    }
    (observers.agreement(), perspectives.agreement())
}

fn departed(gathered: &Gathered<'_>, heard_from: f64) -> Vec<Departed> {
    let ever = |cells: &Cells| cells.voice().leans(heard_from);
    let mut here: Words<Lean> = Words::none();
    for seen in gathered.observers.iter().filter(|seen| seen.left_at.is_none()) {
        if let Some(lean) = seen.voice().leans(heard_from).or_else(|| ever(&seen.ever)) {
            here.insert(lean);
        }
    }
    let otherwise = |seen: &Seen<'_>| {
        let (left_at, leaned) = (seen.left_at?, ever(&seen.ever)?);
        let mut entries = [seen.faded.as_slice(), &seen.entries].concat();
        entries.sort_unstable();
        let (person, role, counts) = (seen.person.clone(), seen.role, !seen.entries.is_empty());
        here.iter().any(|lean| lean != leaned).then_some(Departed { person, role, leaned, left_at, counts, entries })
    };
    gathered.observers.iter().filter_map(otherwise).collect()
}

fn drawn(gathered: &Gathered<'_>) -> Vec<Drawn> {
    let both = Lean::ALL.iter().flat_map(|&leans| DrawnBy::ALL.iter().map(move |&by| (leans, by)));
    let entries = |leans: Lean, by: DrawnBy| {
        let these = gathered.drawn.iter().filter(|&&(lean, drawn, _)| (lean, drawn) == (leans, by));
        these.map(|&(_, _, entry)| entry).collect()
    };
    let all = both.map(|(leans, by)| Drawn { leans, by, entries: entries(leans, by) });
    all.filter(|drawn| !drawn.entries.is_empty()).collect()
}

fn apart(beside: Beside) -> Apart {
    Apart { tally: beside.tally().tally(), entries: beside.entries }
}
