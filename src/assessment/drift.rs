//! Whether the pattern is moving, since when, and how sure.

use serde::Serialize;

use super::gather::{Source, gather};
use super::parameters::Parameters;
use super::sureness::Share;
use super::tally::{Parts, Tally};
use super::verdict::Sums;
use super::{Scope, time_of};
use crate::boundary::{Lean, Verdict};
use crate::history::View;
use crate::id::{EntryNumber, ParametersId};
use crate::moment::Moment;
use crate::word::Word;

/// One window of time: what it alone would say.
///
/// ```
/// # use practice_cycle::assessment::{Drift, Parameters, Scope};
/// # use practice_cycle::{history::History, moment::Moment};
/// # let history = History::read(include_bytes!("../../examples/data/boundary_seen_differently.jsonl").as_slice())?;
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
    /// What it rests on.
    pub entries: Vec<EntryNumber>,
}

/// Which way the pattern is moving, if any.
///
/// ```
/// use practice_cycle::assessment::Movement;
/// let movement = Movement::TooLittle { windows: 1 };
/// assert_eq!(
///     movement.to_string(),
///     "too little to tell a change: it takes two windows with enough observers, and there is 1",
/// );
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Movement {
    /// Fewer than two windows have as many observers as the gate asks for.
    TooLittle {
        /// How many have.
        windows: u32,
    },
    /// No change is sure enough. That is not to say that nothing changed.
    NoneSure {
        /// The side of the likeliest change.
        towards: Lean,
        /// How sure that would be.
        found: f64,
        /// How sure it would have to be.
        needed: f64,
    },
    /// The share of one side has grown.
    Moving {
        /// Which side.
        towards: Lean,
        /// The start of the first window after which it was greater.
        since: Moment,
        /// How sure.
        sure: f64,
    },
}

/// Change through time: windows of equal length, one after another, each read by the same model, and the point at which what
/// came after differs most from what came before.
///
/// At every point between two windows, the voices before and those after are each summed, and asked how likely it is that the
/// share of a side is greater after than before (two beta distributions, as in [`Sureness`](super::Sureness)). The likeliest
/// change is told. Looking in many places finds something by chance, so the doubt is multiplied by the number of comparisons
/// (Bonferroni's correction): the answer errs towards saying nothing.
///
/// An observer counts once in each window, so those who stay weigh more than those who pass through, and the windows are not as
/// independent as the model takes them to be. A change of observers can look like a change of the pattern: compare
/// [`Assessment::departed`](super::Assessment::departed).
///
/// ```
/// use practice_cycle::assessment::{Drift, Movement, Parameters, Scope};
/// use practice_cycle::{history::History, moment::Moment};
///
/// let history = History::read(include_bytes!("../../examples/data/boundary_seen_differently.jsonl").as_slice())?;
/// let view = history.view("2026-11-13T17:00:00Z".parse()?, Moment::LATEST);
/// let drift = Drift::of(&view, Scope::Cycle, Parameters::unvalidated_v1());
/// assert!(matches!(drift.movement, Movement::TooLittle { windows: 1 }));
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
        let source = Source::new(view, &scope);
        let windows = parameters.drift();
        let first = source.first();
        let mut spans = Vec::new();
        let mut voices = Vec::new();
        for back in (0..windows.windows).rev() {
            let (Some(from), Some(to)) = (before(as_of, windows.days * (back + 1)), before(as_of, windows.days * back))
            else {
                continue;
            };
            if first.is_none_or(|first| first > to) {
                continue;
            }
            let gathered = gather(&source, to, windows.days, parameters);
            let mut sums = Sums::default();
            gathered.counted().for_each(|seen| sums.add(seen));
            let (verdict, _) = sums.judge(&scope, parameters);
            let mut entries: Vec<EntryNumber> = gathered.counted().flat_map(|seen| &seen.entries).copied().collect();
            entries.sort_unstable();
            if sums.observers >= parameters.gates().observers {
                voices.push((from, sums.voices));
            }
            let (observers, voices) = (sums.observers, sums.voices.tally());
            spans.push(Span { from, to, observers, voices, verdict, entries });
        }
        let movement = movement(&voices, parameters);
        Self { parameters: parameters.id().clone(), scope, as_of, known_at: view.known_at(), movement, spans }
    }
}

fn before(at: Moment, days: u32) -> Option<Moment> {
    Moment::new(at.to_utc() - chrono::TimeDelta::days(i64::from(days))).ok()
}

fn movement(windows: &[(Moment, Parts)], parameters: &Parameters) -> Movement {
    let splits = windows.len().saturating_sub(1);
    let mut best: Option<(f64, Lean, Moment)> = None;
    let sum = |windows: &[(Moment, Parts)]| {
        let mut all = Parts::default();
        windows.iter().for_each(|(_, voices)| all.add(*voices));
        all.tally()
    };
    for split in 1..windows.len() {
        let (earlier, later) = windows.split_at(split);
        let Some(&(since, _)) = later.first() else { continue };
        let (earlier, later) = (sum(earlier), sum(later));
        for &lean in Lean::ALL {
            let of = |voices| Share::of(voices, lean, parameters.prior());
            let grown = of(later).greater_than(of(earlier));
            if best.is_none_or(|(most, ..)| grown > most) {
                best = Some((grown, lean, since));
            }
        }
    }
    let Some((grown, towards, since)) = best else {
        return Movement::TooLittle { windows: windows.len() as u32 };
    };
    let comparisons = (splits * Lean::ALL.len()) as f64;
    let sure = (1.0 - (1.0 - grown) * comparisons).max(0.0);
    let needed = parameters.thresholds().sure_from;
    if sure >= needed {
        Movement::Moving { towards, since, sure }
    } else {
        Movement::NoneSure { towards, found: sure, needed }
    }
}
