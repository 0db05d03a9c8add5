//! The drift of the boundary: the same reading window by window, and whether it moves.

mod movement;

use serde::Serialize;

use super::gather::gather;
use super::observations::{Observations, time_of};
use super::parameters::Parameters;
use super::tally::Tally;
use super::verdict::{Missing, Sums};
use crate::boundary::{Scope, Verdict};
use crate::history::View;
use crate::id::{EntryNumber, ParametersId};
use crate::moment::Moment;
use movement::TakingPart;

pub use movement::{Among, Movement};

/// One window of time: what it alone would say.
///
/// ```
/// # use practice_cycle::assessment::{Drift, Parameters};
/// # use practice_cycle::{boundary::Scope, history::History, moment::Moment};
/// # let history = History::read(include_bytes!("../../../examples/data/boundary_seen_differently.jsonl").as_slice())?;
/// # let view = history.view("2026-11-13T17:00:00Z".parse()?, Moment::LATEST);
/// let drift = Drift::of(&view, Scope::Cycle, Parameters::unvalidated_v1());
/// let numbers: Vec<u32> = drift.spans[1].entries.iter().map(|entry| entry.get()).collect();
/// assert_eq!((drift.spans[1].observers, numbers), (3, vec![15, 17, 19, 21]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Span {
    /// After this.
    pub from: Moment,
    /// Up to and including this.
    pub to: Moment,
    /// How many observers saw something in it.
    pub observers: u32,
    /// Their voices.
    pub voices: Tally,
    /// What a reading of this window alone would say.
    pub verdict: Verdict,
    /// The gates that are shut. Where there is any, the window takes no part in looking for a change.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub shut: Vec<Missing>,
    /// What it rests on.
    pub entries: Vec<EntryNumber>,
}

/// Change through time: windows of equal length, one after another, each read by the same model, and the point at which what
/// came after differs most from what came before.
///
/// Only windows that pass every gate take part. At every point between two of them, the voices of those who are heard both
/// before and after it are summed on each side, and asked how likely it is that the share of a side is greater after than before
/// (two beta distributions, as in [`Sureness`](super::Sureness)). Whoever gave *b* voices before it and *a* after it has the
/// weight *ab* / (*a* + *b*) in both sums (N. Mantel and W. Haenszel, *Statistical aspects of the analysis of data from
/// retrospective studies of disease*, 1959), and each sum is as loud as so many voices of these weights are worth (L. Kish,
/// *Survey Sampling*, 1965). So people are compared with themselves: neither a change of who looks nor of who is heard most is
/// taken for a change of what is seen. Where too few are left to compare, the point is passed over. The likeliest change is
/// told. Looking in many places finds something by chance, so the doubt is multiplied by the number of comparisons
/// (Bonferroni's correction): the answer errs towards saying nothing.
///
/// An observer counts once in each window, so the windows are not as independent as the model takes them to be. What those saw who
/// are heard on one side alone is in the windows, and they in [`Among`](super::Among): it settles nothing. See also
/// [`Assessment::departed`](super::Assessment::departed).
///
/// ```
/// use practice_cycle::assessment::{Drift, Movement, Parameters};
/// use practice_cycle::{boundary::Scope, history::History, moment::Moment};
///
/// let history = History::read(include_bytes!("../../../examples/data/boundary_seen_differently.jsonl").as_slice())?;
/// let view = history.view("2026-11-13T17:00:00Z".parse()?, Moment::LATEST);
/// let drift = Drift::of(&view, Scope::Cycle, Parameters::unvalidated_v1());
/// assert!(matches!(drift.movement, Movement::TooLittle { windows: 0 }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Drift {
    /// The parameters it goes by.
    pub parameters: ParametersId,
    /// What was asked about.
    pub scope: Scope,
    /// The time it speaks of.
    pub as_of: Moment,
    /// The time up to which it knows.
    pub known_at: Moment,
    /// Whether the pattern is moving.
    pub movement: Movement,
    /// The windows, the earliest first; none before the first observation.
    pub spans: Vec<Span>,
}

impl Drift {
    /// Reads change in a view of a history, up to the time that the view speaks of. Linear in the number of entries, for each
    /// window.
    #[must_use]
    pub fn of(view: &View<'_>, scope: Scope, parameters: &Parameters) -> Self {
        let as_of = time_of(view);
        let observations = Observations::new(view, &scope, parameters);
        let windows = parameters.drift();
        let first = observations.first();
        let mut spans = Vec::new();
        let mut taking_part = TakingPart::default();
        for back in (0..windows.windows).rev() {
            let (Some(from), Some(to)) = (before(as_of, windows.days * (back + 1)), before(as_of, windows.days * back))
            else {
                continue;
            };
            if first.is_none_or(|first| first > to) {
                continue;
            }
            let gathered = gather(&observations, to, windows.days, parameters);
            let mut sums = Sums::default();
            gathered.counted().for_each(|seen| sums.add(seen));
            let (verdict, _) = sums.judge(&scope, parameters);
            let mut entries: Vec<EntryNumber> = gathered.counted().flat_map(|seen| &seen.entries).copied().collect();
            entries.sort_unstable();
            let shut = sums.gates(&scope, parameters);
            if shut.is_empty() {
                taking_part.add(from, gathered.counted().filter(|seen| seen.heard));
            }
            let (observers, voices) = (sums.observers, sums.voices.tally());
            spans.push(Span { from, to, observers, voices, verdict, shut, entries });
        }
        let movement = taking_part.movement(parameters);
        Self { parameters: parameters.id().clone(), scope, as_of, known_at: view.known_at(), movement, spans }
    }
}

fn before(at: Moment, days: u32) -> Option<Moment> {
    Moment::new(at.to_utc() - chrono::TimeDelta::days(i64::from(days))).ok()
}
