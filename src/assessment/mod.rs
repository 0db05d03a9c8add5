//! The assessment of the boundary, as observers saw it: the way the pattern leans, who saw otherwise, and what is missing.
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
//!    However much somebody writes, they count once. The tallies of a *row* are not shared: both pulls can show there. Whoever
//!    has come to another side has their voice from there: what they noted before is not carried over, and is set aside. (So
//!    what somebody first notes from there can lower any tally; otherwise a further healthy sight never lowers the healthy one.)
//! 3. **Gates.** Too few observers, perspectives, spaces, rows, or too faint: *insufficient*, and what is missing.
//! 4. **Contested** where enough of those who lean some way lean otherwise than most, or where two perspectives lean apart (each
//!    to where most of its people lean), however many stand on each. Here people are counted, not voices: a dissent that grows
//!    faint is still a dissent for as long as it lies within the window, and nothing is averaged over it.
//! 5. **Mixed** where the voices pull to both ends at once, or to two sides of which neither is sure.
//! 6. **A lean** where one side is likely enough to hold the majority: see [`Sureness`] for the model and its limits.
//!    Otherwise *insufficient*.
//!
//! Not having seen is never the same as nothing there. That something was *absent* quietens an observer's own sights of it;
//! it does not speak for another side, because a pattern that is not enmeshed is not thereby healthy.
//!
//! What people note of what they were part of is self-report and tallied apart. The clinician of the cycle is always part of it,
//! whatever standpoint they note: the boundary has two ends, and they are one of them. So is whoever of the social work side
//! says that they were; others of that side were often there to look on. What rests on something to which the parameters give
//! no weight at all is set aside too, and opens no gate.
//!
//! # Worked by hand
//! With [`Parameters::unvalidated_v1`]: everything seen directly and on the day itself, so that a slight sight counts 0.5, a
//! clear one 0.75, a strong one 1. A and B are social workers, P is a parent, S a clinical supervisor; rows are direction, role, expertise, learning and
//! authority; two spaces.
//!
#![doc = include_str!("worked.md")]
//!
//! The sureness of the first: the share of healthy has a beta distribution with 3 + 1/3 and 2/3, of which 0.94 lies above one
//! half.

mod parameters;
mod observations;
mod tally;
mod gather;
mod sureness;
mod verdict;
mod running;
mod agreement;
mod generalizability;
mod reading;
mod drift;
mod narrative;

use serde::Serialize;

pub use agreement::{Agreement, Interval, Uncorrected};
pub use drift::{Among, Drift, Movement, Span};
pub use generalizability::{Component, Generalizability, NoStudy};
pub use observations::{Excluded, SetAside};
pub use parameters::{Bases, DriftWindows, Gates, Parameters, ParametersError, RawParameters, Strengths, Thresholds};
pub use reading::{Apart, Departed, Drawn, Flip, GroupReading, NotThere, ObserverReading, RowReading};
pub(crate) use running::Running;
pub use sureness::Sureness;
pub use tally::Tally;
pub use verdict::Missing;

use crate::boundary::{Scope, Verdict};
use crate::evidence::RecordedFor;
use crate::history::View;
use crate::id::{EntryNumber, ParametersId};
use crate::moment::Moment;
use crate::people::Side;
use crate::space::Space;
use gather::{Seen, gather};
use observations::{Observations, time_of};
use reading::{agreements, apart, departed, drawn, not_there, observer, perspectives, rows, spaces};
use verdict::Sums;

/// A reading of the boundary at one time, with everything it rests on. `Display` tells it in words.
///
/// ```
/// use practice_cycle::assessment::{Assessment, Parameters};
/// use practice_cycle::{boundary::{Scope, Verdict}, history::History, moment::Moment};
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
    /// What was looked for and not there, of what counts.
    pub not_there: Vec<NotThere>,
    /// What people said of what they were part of; whatever the clinician of the cycle noted is always that.
    pub self_report: Apart,
    /// Indicators of the service's own.
    pub own_indicators: Apart,
    /// The first and the last observation that counts.
    pub seen_between: Option<(Moment, Moment)>,
    /// What does not count, and why, in the order of recording.
    pub excluded: Vec<Excluded>,
    /// Of what counts or is tallied apart, what somebody recorded for whoever saw it. It counts as theirs.
    pub recorded_for: Vec<RecordedFor>,
}

impl Assessment {
    /// Reads the boundary in a view of a history, which fixes what had happened and what was known. Linear in the number of
    /// entries.
    #[must_use]
    pub fn of(view: &View<'_>, scope: Scope, parameters: &Parameters) -> Self {
        let as_of = time_of(view);
        let observations = Observations::new(view, &scope, parameters);
        let gathered = gather(&observations, as_of, parameters.window_days(), parameters);
        let mut sums = Sums::default();
        gathered.counted().for_each(|seen| sums.add(seen));
        let (verdict, missing) = sums.judge(&scope, parameters);
        let flip = |seen: &Seen<'_>| {
            let (becomes, missing) = sums.flipped_without(seen, verdict, &scope, parameters)?;
            Some(Flip { person: seen.person.clone(), becomes, missing })
        };
        let (between_observers, between_perspectives) = agreements(&gathered);
        let counted = gathered.counted().flat_map(|seen| &seen.entries);
        let apart_from_them = gathered.self_report.entries.iter().chain(&gathered.own.entries);
        let recorded_for = RecordedFor::among(view, counted.chain(apart_from_them).copied());
        Self {
            parameters: parameters.id().clone(),
            as_of,
            known_at: view.known_at(),
            verdict,
            missing,
            sureness: sums.sureness(parameters),
            voices: sums.voices.tally(),
            rows: rows(&gathered),
            observers: gathered.counted().map(observer).collect(),
            perspectives: perspectives(&gathered),
            spaces: spaces(&gathered),
            between_perspectives,
            between_observers,
            flips: gathered.counted().filter_map(flip).collect(),
            departed: departed(&gathered, parameters.thresholds().heard_from),
            drawn: drawn(&gathered),
            not_there: not_there(&gathered),
            seen_between: gathered.first.zip(gathered.last),
            alerts: gathered.alerts,
            self_report: apart(gathered.self_report),
            own_indicators: apart(gathered.own),
            excluded: gathered.excluded,
            recorded_for,
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
