//! The drift of the boundary: whether what the same people see of it changes through time.

mod movement;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::gather::{Gathered, gather};
use super::observations::Observations;
use super::parameters::Parameters;
use crate::boundary::{Lean, Row, Scope};
use crate::code::Code;
use crate::history::View;
use crate::id::{EntryNumber, ParametersId, PersonId};
use crate::moment::Moment;
use crate::reader::Reader;
use crate::signs::{Exact, Occasion, Sums, Unit, place};
use movement::test;

pub use movement::{Change, Movement};

/// One window of time, and what was seen in it, beside what the same people saw in all windows.
///
/// ```
/// # use practice_cycle::assessment::{Drift, Parameters};
/// # use practice_cycle::{boundary::Scope, history::History, moment::Moment};
/// # let history = History::read(std::fs::read("examples/data/boundary_seen_differently.jsonl")?.as_slice())?;
/// # let view = history.view("2026-11-13T17:00:00Z".parse()?, Moment::LATEST);
/// let drift = Drift::of(&view, Scope::Cycle, Parameters::unvalidated_v2());
/// let last = drift.windows.last().unwrap();
/// assert_eq!((last.last_day.to_string().as_str(), last.is_compared), ("2026-11-13", false));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Window {
    /// The first London day in it.
    #[cfg_attr(feature = "schemars", schemars(with = "String"))]
    pub first_day: chrono::NaiveDate,
    /// The last London day in it.
    #[cfg_attr(feature = "schemars", schemars(with = "String"))]
    pub last_day: chrono::NaiveDate,
    /// Whether it is compared with others: it holds enough occasions that were noted by people heard in two windows.
    pub is_compared: bool,
    /// How many occasions were noted in it.
    pub occasions: u32,
    /// How many observers noted anything in it.
    pub observers: u32,
    /// For each side, how far it showed beyond what the same observers saw over all windows: *Y* of the page, between -1 and 1.
    /// Nothing where the window is not compared, or nobody could tell.
    pub beyond: [Option<f64>; Lean::ALL.len()],
    /// What counts of it, in the order of recording.
    pub entries: Vec<EntryNumber>,
}

/// Change through time: the same people, window by window, and whether their order in time matters.
///
/// # How it is read
/// Back from the day of the reading there are up to seven windows of 28 days, by the default parameters. An observation lies in
/// the window of its day; an occasion in that of the latest day on which anybody noted it.
/// 1. **Value.** To an observer on an occasion, a side has a value in each row in which they noted it (how far it showed) or saw
///    another side there (nothing); the value of the occasion is the mean over these rows. Nothing fades here.
/// 2. **Who is compared.** Windows in which those compared noted fewer than two occasions are left out, and people heard in fewer than
///    two of the windows left; in turn, until neither changes. With fewer than five windows left nothing is said.
/// 3. **The same people.** Each is compared with themself: their own mean over all their occasions in these windows is taken away. So
///    neither who looks, nor who is heard most, is taken for a change. ***Y*** of a window and side is the mean, over its occasions, of
///    the mean over observers. A side that some window says nothing of is left out; if none is left, nothing is said.
/// 4. **Test.** *T* is the largest, over sides and cuts between two windows, of the difference between the mean of the windows
///    after and that of those before, times sqrt(c(W - c)/W), with *c* of the *W* windows before. Every order of the windows
///    is tried (of two as great, the first side and the earliest cut is named): *p* is the share of all *W*! orders in which *T* is at least what was observed (R. A. Fisher, *The Design of
///    Experiments*, 1935; M. D. Ernst, "Permutation methods: a basis for exact inference", *Statistical Science* 19, 2004).
///    The pattern is said to move where *p* is at most .20.
///
/// # What it promises
/// If nothing changes, and one window says nothing of the next, it errs at most one time in five, exactly: that is what trying
/// every order gives. Where moods outlast a window it errs more often: see the figures on the page of [`assessment`](super).
/// It compares what was noted. What observers chose not to note, nobody can compare.
///
/// ```
/// use practice_cycle::assessment::{Drift, Movement, Parameters};
/// use practice_cycle::{boundary::Scope, history::History, moment::Moment};
///
/// let history = History::read(std::fs::read("examples/data/boundary_seen_differently.jsonl")?.as_slice())?;
/// let view = history.view("2026-11-13T17:00:00Z".parse()?, Moment::LATEST);
/// let drift = Drift::of(&view, Scope::Cycle, Parameters::unvalidated_v2());
/// assert!(matches!(drift.movement, Movement::TooLittle { needed: 5, .. }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
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
    /// The windows, the earliest first; none before the first observation of any kind.
    pub windows: Vec<Window>,
    /// Who is compared, in the order of their first entries: those heard in two of the windows that are compared.
    pub among: Vec<PersonId>,
    /// Who is not, because they are heard in one window alone, or in windows that are not compared.
    pub not_compared: Vec<PersonId>,
    /// For whom the text is that is for nobody in particular.
    #[serde(skip)]
    pub(super) nobody: Reader,
}

/// What one observer saw of each side on one occasion.
pub(super) struct Value {
    pub(super) observer: usize,
    pub(super) occasion: Occasion,
    window: usize,
    pub(super) sides: [Option<f64>; Lean::ALL.len()],
}

impl Drift {
    /// Reads change in a view of a history, up to the time that the view speaks of. Linear in the number of entries; the test
    /// takes W! orders of at most eight windows.
    #[must_use]
    pub fn of(view: &View<'_>, scope: Scope, parameters: &Parameters) -> Self {
        let as_of = view.speaks_of();
        let observations = Observations::new(view, &scope, parameters);
        let gathered = gather(&observations, as_of, parameters);
        let settings = parameters.drift();
        let (days, most) = (settings.days as i32, settings.most as usize);
        // Windows are numbered back from the time of the reading.
        let back = |day: i32| ((gathered.day - day) / days) as usize;
        let first = observations.in_scope().map(|noted| noted.day).min();
        let count = first.map_or(0, |first| most.min(back(first) + 1));
        let values = values(&gathered, |day| count.checked_sub(back(day) + 1));
        let (compared, among) = compared(&values, count, settings.occasions as usize);
        let beyond = beyond(&values, &compared, &among);
        let mut windows: Vec<Window> = (0..count)
            .filter_map(|place| {
                let last = gathered.day - (count - 1 - place) as i32 * days;
                let is_compared = compared.contains(&place);
                let (first_day, last_day) = (day(last - days + 1)?, day(last)?);
                let in_it = || values.iter().filter(|value| value.window == place);
                Some(Window {
                    first_day,
                    last_day,
                    is_compared,
                    occasions: in_it().map(|value| value.occasion).collect::<BTreeSet<_>>().len() as u32,
                    observers: in_it().map(|value| value.observer).collect::<BTreeSet<_>>().len() as u32,
                    beyond: beyond.get(&place).copied().unwrap_or_default(),
                    entries: Vec::new(),
                })
            })
            .collect();
        for noted in &gathered.counted {
            let window = count.checked_sub(back(noted.day) + 1).and_then(|place| windows.get_mut(place));
            window.into_iter().for_each(|window| window.entries.push(noted.number));
        }
        let taking_part: Vec<&Window> = windows.iter().filter(|window| window.is_compared).collect();
        let movement = test(&taking_part, &settings);
        let is_among = |(place, _): &(usize, _)| among.contains(place);
        let observers = gathered.observers.iter().map(|seen| seen.person.clone()).enumerate();
        let heard: BTreeSet<usize> = values.iter().map(|value| value.observer).collect();
        let (among, not_compared): (Vec<_>, Vec<_>) =
            observers.filter(|(place, _)| heard.contains(place)).partition(is_among);
        let people = |named: Vec<(usize, PersonId)>| named.into_iter().map(|(_, person)| person).collect();
        Self {
            parameters: parameters.id().clone(),
            scope,
            as_of,
            known_at: view.known_at(),
            movement,
            windows,
            among: people(among),
            not_compared: people(not_compared),
            nobody: observations.nobody(),
        }
    }
}

fn day(number: i32) -> Option<chrono::NaiveDate> {
    chrono::NaiveDate::from_num_days_from_ce_opt(number)
}

/// What each observer saw of each side on each occasion, as far as it lies in a window.
pub(super) fn values(gathered: &Gathered<'_>, window: impl Fn(i32) -> Option<usize>) -> Vec<Value> {
    let mut units: Vec<(Occasion, usize, u32, Unit)> = Vec::new();
    for (observer, stand) in (0..).zip(gathered.observers.iter().map(|seen| gathered.stand(seen))) {
        let of_them = stand.into_iter().flat_map(|stand| stand.voice.units());
        units.extend(of_them.map(|(occasion, place, unit)| (occasion, observer, place, *unit)));
    }
    units.sort_unstable_by_key(|&(occasion, observer, place, _)| (occasion, observer, place));
    let mut values = Vec::new();
    for occasion in units.chunk_by(|one, other| one.0 == other.0) {
        let last = occasion.iter().map(|&(.., unit)| unit.day).max().unwrap_or_default();
        let Some(window) = window(last) else { continue };
        for of_one in occasion.chunk_by(|one, other| one.1 == other.1) {
            let Some(&(occasion, observer, ..)) = of_one.first() else { continue };
            values.push(Value { observer, occasion, window, sides: sides(of_one) });
        }
    }
    values
}

/// How far each side showed to one observer on one occasion: the mean over the rows in which they noted it, or another side.
fn sides(units: &[(Occasion, usize, u32, Unit)]) -> [Option<f64>; Lean::ALL.len()] {
    let mut sums = [(Exact::default(), 0_u32); Lean::ALL.len()];
    for row in 0..Row::ALL.len() as u32 {
        let of = |lean: Lean| {
            let place = place(row, lean);
            units.iter().find(|&&(_, _, at, _)| at == place).map(|&(.., unit)| unit)
        };
        for (&lean, (sum, count)) in Lean::ALL.iter().zip(&mut sums) {
            let beside = || Lean::ALL.iter().any(|&other| other != lean && of(other).is_some_and(|unit| unit.present));
            let noted = of(lean);
            if noted.is_some() || beside() {
                sum.add(Exact::of(noted.map_or(0.0, |unit| unit.value)));
                *count += 1;
            }
        }
    }
    sums.map(|(sum, count)| (count > 0).then(|| sum.mean(count)))
}

/// The windows that are compared and those who are, until neither leaves out more of the other: each window has enough occasions
/// noted by them, and each of them is heard in two of the windows.
fn compared(values: &[Value], count: usize, occasions: usize) -> (BTreeSet<usize>, BTreeSet<usize>) {
    let mut windows: BTreeSet<usize> = (0..count).collect();
    let mut among: BTreeSet<usize> = values.iter().map(|value| value.observer).collect();
    loop {
        let (mut heard_in, mut held): (BTreeMap<usize, BTreeSet<usize>>, BTreeMap<usize, BTreeSet<Occasion>>) =
            Default::default();
        for value in values.iter().filter(|value| windows.contains(&value.window) && among.contains(&value.observer)) {
            heard_in.entry(value.observer).or_default().insert(value.window);
            held.entry(value.window).or_default().insert(value.occasion);
        }
        let before = (windows.len(), among.len());
        among.retain(|observer| heard_in.get(observer).is_some_and(|windows| windows.len() >= 2));
        windows.retain(|window| held.get(window).is_some_and(|held| held.len() >= occasions));
        if (windows.len(), among.len()) == before {
            return (windows, among);
        }
    }
}

/// For each window that is compared, and each side, how far it showed beyond what the same people saw over all of them.
fn beyond(
    values: &[Value],
    windows: &BTreeSet<usize>,
    among: &BTreeSet<usize>,
) -> BTreeMap<usize, [Option<f64>; Lean::ALL.len()]> {
    let taking_part = || values.iter().filter(|value| windows.contains(&value.window) && among.contains(&value.observer));
    let mut own: BTreeMap<usize, (Sums<Lean>, [u32; Lean::ALL.len()])> = BTreeMap::new();
    for value in taking_part() {
        let (sums, counts) = own.entry(value.observer).or_default();
        for ((&lean, side), count) in Lean::ALL.iter().zip(value.sides).zip(counts) {
            if let Some(side) = side {
                sums.add(lean, Exact::of(side));
                *count += 1;
            }
        }
    }
    let mut means: BTreeMap<usize, [(Shifted, u32); Lean::ALL.len()]> = BTreeMap::new();
    let of_occasions: Vec<&Value> = taking_part().collect(); // Those of one occasion stand together.
    for occasion in of_occasions.chunk_by(|one, other| one.occasion == other.occasion) {
        let Some(window) = occasion.first().map(|value| value.window) else { continue };
        for (place, &lean) in Lean::ALL.iter().enumerate() {
            let (mut sum, mut count) = (Shifted::default(), 0);
            for value in occasion {
                let (Some(Some(side)), Some((sums, counts))) = (value.sides.get(place), own.get(&value.observer)) else {
                    continue;
                };
                let mean = sums.of(lean).mean(counts.get(place).copied().unwrap_or_default());
                sum.add(side - mean);
                count += 1;
            }
            let window = means.entry(window).or_default().get_mut(place);
            if let (Some((sums, occasions)), true) = (window, count > 0) {
                sums.add(sum.mean(count));
                *occasions += 1;
            }
        }
    }
    let mean = |(sum, count): (Shifted, u32)| (count > 0).then(|| sum.mean(count));
    means.into_iter().map(|(window, sides)| (window, sides.map(mean))).collect()
}

/// An exact sum of numbers between -1 and 1.
#[derive(Debug, Clone, Copy, Default)]
struct Shifted(Exact);

impl Shifted {
    fn add(&mut self, number: f64) {
        self.0.add(Exact::of(number + 1.0));
    }

    fn mean(self, of: u32) -> f64 {
        self.0.mean(of) - 1.0
    }
}

/// What windows have to hold.
#[cfg(test)]
mod tests {
    use super::*;

    fn value(observer: usize, occasion: Occasion, window: usize) -> Value {
        Value { observer, occasion, window, sides: [Some(1.0), None, None] }
    }

    #[test]
    fn a_window_and_an_observer_can_leave_each_other_out() {
        // The third is heard in the last window, and in the second alone beside it, which without them has but one occasion.
        let values = [value(0, 0, 0), value(0, 1, 0), value(0, 2, 1), value(2, 3, 1), value(0, 4, 2), value(0, 5, 2)];
        let (windows, among) = compared(&values, 3, 2);
        assert_eq!((windows, among), (BTreeSet::from([0, 2]), BTreeSet::from([0])));
    }
}
