//! How much of what was begun has ended by a time, and how: cumulative incidence with competing ends (Aalen-Johansen).

use serde::Serialize;

use super::End;
use crate::code::CodeSet;
use crate::evidence::Elapsed;

/// One beginning as the estimate takes it: for how long it was followed, and how it ended, if it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spell {
    pub(super) time: Elapsed,
    pub(super) end: Option<End>,
}

/// An interval of 95 %, from 0 to 1. The module [`turns`](super) says how it is made.
///
/// ```
/// use practice_cycle::turns::Interval;
/// let interval = Interval { low: 0.25, high: 0.5 };
/// assert_eq!(serde_json::to_string(&interval)?, r#"{"low":0.25,"high":0.5}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "TurnsInterval"))]
pub struct Interval {
    /// The lower limit.
    pub low: f64,
    /// The upper limit.
    pub high: f64,
}

impl Interval {
    /// About an incidence, on the scale of the logarithm of its negative logarithm, so that it stays between 0 and 1; none where that
    /// scale has no place for the incidence, or where nothing varies.
    fn about(incidence: f64, variance: f64, quantile: f64) -> Option<Self> {
        if !(incidence > 0.0 && incidence < 1.0 && variance > 0.0) {
            return None;
        }
        let reach = quantile * variance.sqrt() / (incidence * incidence.ln());
        // The logarithm is negative, and so is the reach.
        Some(Self { low: incidence.powf((-reach).exp()), high: incidence.powf(reach.exp()) })
    }
}

/// Of all that was begun, how much had ended in one way by a time.
///
/// ```
/// use practice_cycle::turns::{End, Incidence};
/// let declined = Incidence { end: End::Declined, count: 1, incidence: 0.2, variance: 0.032, interval: None };
/// assert!(declined.incidence <= 1.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Incidence {
    /// The way.
    pub end: End,
    /// How many ended so after exactly that time.
    pub count: usize,
    /// The share that has ended so within that time, from 0 to 1, as estimated.
    pub incidence: f64,
    /// The variance of that estimate.
    pub variance: f64,
    /// Where the share lies by that variance.
    pub interval: Option<Interval>,
}

/// A time after which something ended.
///
/// ```
/// use practice_cycle::{evidence::Elapsed, turns::Step};
/// let time = Elapsed::between("2026-09-11T08:00:00Z".parse()?, "2026-09-11T20:00:00Z".parse()?);
/// let step = Step { time, at_risk: 5, open: 1.0, ends: vec![] };
/// assert_eq!(step.time.seconds(), 43_200);
/// # Ok::<(), practice_cycle::moment::MomentError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "CurveStep"))]
pub struct Step {
    /// The time since the beginning.
    pub time: Elapsed,
    /// How many had been followed for so long without an end.
    pub at_risk: usize,
    /// The share that has not ended within that time, from 0 to 1. With the incidences of all ends it comes to 1.
    pub open: f64,
    /// The end of the arc itself, and each other way in which anything on it has ended.
    pub ends: Vec<Incidence>,
}

/// How much of what was begun has ended, and how, by the time since the beginning. The module [`turns`](super) says how it is estimated.
///
/// ```
/// use practice_cycle::{history::History, moment::Moment, turns::{Arc, End, Parameters, Turns}};
/// let stored = std::fs::read("examples/data/therapy_reframe_welcome.jsonl")?;
/// let history = History::read(stored.as_slice())?;
/// let turns = Turns::of(&history.view(Moment::LATEST, Moment::LATEST), &Parameters::default());
/// let curve = &turns.arc(Arc::ToContracting).curve;
/// // Of two invitations one led to an agreement, and the other had not been open for so long.
/// assert_eq!((curve.beginnings, curve.steps.len()), (2, 1));
/// assert_eq!(curve.incidence(End::Reached, curve.median.unwrap()), 1.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Curve {
    /// How many were begun.
    pub beginnings: usize,
    /// Every time after which something ended, the shortest first.
    pub steps: Vec<Step>,
    /// The first of these times within which half of what was begun has come to the end of the arc; none where that is not reached.
    pub median: Option<Elapsed>,
}

/// By how much a sum of shares may miss a half that it would reach if numbers were exact.
const TOLERANCE: f64 = 1e-9;

/// The quantile of the normal distribution that leaves 2.5 % above it.
const NORMAL: f64 = 1.959_963_984_540_054;

impl Curve {
    /// The curve of some beginnings, with variances of Greenwood's kind.
    pub(super) fn of(mut spells: Vec<Spell>) -> Self {
        let tables = Tables::of(&mut spells);
        let mut running = Estimate::new(tables.ends.len());
        let step = |row: &Row| {
            running.pass(row.at_risk, &row.counts);
            let of = |place: usize, end: End| {
                let (incidence, variance) =
                    running.by.get(place).map_or((0.0, 0.0), |by| (by.incidence, by.variance.max(0.0)));
                let interval = Interval::about(incidence, variance, NORMAL);
                Incidence { end, count: row.count(place), incidence, variance, interval }
            };
            let ends = tables.ends.iter().enumerate().map(|(place, end)| of(place, end)).collect();
            Step { time: row.time, at_risk: row.at_risk, open: running.open, ends }
        };
        let steps = tables.rows.iter().map(step).collect();
        Self::from_steps(spells.len(), steps)
    }

    /// The same with variances by clusters, each a list of spells: what the estimate becomes without each of them.
    pub(super) fn clustered(mut clusters: Vec<Vec<Spell>>, quantile: f64) -> Self {
        // By what they hold, so that nothing depends on their names: of two that hold the same, either may come first.
        clusters.iter_mut().for_each(|spells| spells.sort_unstable());
        clusters.sort_unstable();
        let mut curve = Self::of(clusters.concat());
        let ends: CodeSet<End> = curve.steps.first().into_iter().flat_map(|step| &step.ends).map(|it| it.end).collect();
        let mut sums = vec![vec![(0.0, 0.0); ends.len()]; curve.steps.len()];
        for spells in &clusters {
            let mut running = Estimate::new(ends.len());
            let mut counts = vec![0; ends.len()];
            let mut later = spells.as_slice();
            for (step, sums) in curve.steps.iter().zip(&mut sums) {
                let before = later.partition_point(|spell| spell.time < step.time);
                later = later.get(before..).unwrap_or_default();
                let now = later.iter().take_while(|spell| spell.time == step.time);
                counts.iter_mut().zip(&step.ends).for_each(|(count, it)| *count = it.count);
                for spell in now {
                    let place = ends.iter().position(|end| Some(end) == spell.end);
                    place.and_then(|place| counts.get_mut(place)).into_iter().for_each(|count| *count -= 1);
                }
                running.pass(step.at_risk - later.len(), &counts);
                for ((sum, squares), (without, with)) in sums.iter_mut().zip(running.by.iter().zip(&step.ends)) {
                    let change = without.incidence - with.incidence;
                    *sum += change;
                    *squares += change * change;
                }
            }
        }
        let number = clusters.len() as f64;
        for (step, sums) in curve.steps.iter_mut().zip(&sums) {
            for (it, (sum, squares)) in step.ends.iter_mut().zip(sums) {
                it.variance = ((number - 1.0) / number * (squares - sum * sum / number)).max(0.0);
                it.interval = Interval::about(it.incidence, it.variance, quantile);
            }
        }
        curve
    }

    fn from_steps(beginnings: usize, steps: Vec<Step>) -> Self {
        let half = |step: &&Step| step.of(End::Reached).is_some_and(|it| it.incidence >= 0.5 - TOLERANCE);
        let median = steps.iter().find(half).map(|step| step.time);
        Self { beginnings, steps, median }
    }

    /// The last step within a time; none where nothing had ended by then. The work is that of halving the list of steps.
    #[must_use]
    pub fn at(&self, time: Elapsed) -> Option<&Step> {
        self.steps.get(self.steps.partition_point(|step| step.time <= time).checked_sub(1)?)
    }

    /// The share of what was begun that has ended in one way within a time, from 0 to 1.
    #[must_use]
    pub fn incidence(&self, end: End, within: Elapsed) -> f64 {
        self.at(within).and_then(|step| step.of(end)).map_or(0.0, |it| it.incidence)
    }
}

impl Step {
    /// What it says of one way to end; none where nothing on this arc has ended that way.
    #[must_use]
    pub fn of(&self, end: End) -> Option<&Incidence> {
        self.ends.iter().find(|it| it.end == end)
    }
}

/// How many were at risk, and how many ended in which way, at each time after which something ended.
struct Tables {
    ends: CodeSet<End>,
    rows: Vec<Row>,
}

struct Row {
    time: Elapsed,
    at_risk: usize,
    counts: Vec<usize>, // In step with the ends.
}

impl Row {
    fn count(&self, place: usize) -> usize {
        self.counts.get(place).copied().unwrap_or_default()
    }
}

impl Tables {
    fn of(spells: &mut [Spell]) -> Self {
        spells.sort_unstable();
        let ends: CodeSet<End> = spells.iter().filter_map(|spell| spell.end).chain([End::Reached]).collect();
        let (mut rows, mut before) = (Vec::new(), 0);
        for together in spells.chunk_by(|one, other| one.time == other.time) {
            let mut counts = vec![0; ends.len()];
            for (end, count) in ends.iter().zip(&mut counts) {
                *count = together.iter().filter(|spell| spell.end == Some(end)).count();
            }
            // Who is followed no longer from a time on was at risk at that time: ends come before censorings.
            if let Some(first) = together.first().filter(|_| counts.iter().any(|&count| count > 0)) {
                rows.push(Row { time: first.time, at_risk: spells.len() - before, counts });
            }
            before += together.len();
        }
        Self { ends, rows }
    }
}

/// The estimate as it goes from step to step.
pub(crate) struct Estimate {
    /// The share that has not ended.
    pub(crate) open: f64,
    variance: f64, // Of `open`.
    /// Of each way to end.
    pub(crate) by: Vec<Way>,
}

#[derive(Clone, Copy, Default)]
pub(crate) struct Way {
    /// The share that has ended that way.
    pub(crate) incidence: f64,
    variance: f64,
    with_open: f64, // The covariance with `open`.
}

impl Estimate {
    /// Nothing has ended yet, with this many ways in which it can.
    pub(crate) fn new(ends: usize) -> Self {
        Self { open: 1.0, variance: 0.0, by: vec![Way::default(); ends] }
    }

    /// Takes in the next time, at which this many of those at risk ended in each way.
    pub(crate) fn pass(&mut self, at_risk: usize, counts: &[usize]) {
        if at_risk == 0 {
            return;
        }
        let n = at_risk as f64;
        let all = counts.iter().sum::<usize>() as f64 / n;
        let squared = self.open * self.open;
        for (way, &count) in self.by.iter_mut().zip(counts) {
            let share = count as f64 / n;
            way.incidence += self.open * share;
            way.variance +=
                share * share * self.variance + 2.0 * share * way.with_open + squared * share * (1.0 - share) / n;
            way.with_open = (1.0 - all) * (way.with_open + share * self.variance) - squared * share * (1.0 - all) / n;
        }
        self.variance = (1.0 - all) * (1.0 - all) * self.variance + squared * all * (1.0 - all) / n;
        self.open *= 1.0 - all;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moment::Moment;

    fn days(days: u16) -> Elapsed {
        Elapsed::days(days)
    }

    fn spell(time: u16, end: Option<End>) -> Spell {
        Spell { time: days(time), end }
    }

    const REACHED: Option<End> = Some(End::Reached);
    const DECLINED: Option<End> = Some(End::Declined);

    #[track_caller]
    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-12, "{found} instead of {expected}");
    }

    /// The example of the documentation of the module.
    #[test]
    fn a_worked_example_by_hand() {
        let spells = vec![
            spell(4, REACHED),
            spell(1, REACHED),
            spell(2, None),
            spell(2, DECLINED),
            spell(2, REACHED),
            spell(3, None),
        ];
        let curve = Curve::of(spells);
        let told = |step: &Step| (step.time, step.at_risk, step.ends.iter().map(|it| it.count).collect::<Vec<_>>());
        let told: Vec<_> = curve.steps.iter().map(told).collect();
        let expected = [(days(1), 6, vec![1, 0]), (days(2), 5, vec![1, 1]), (days(4), 1, vec![1, 0])];
        assert_eq!((curve.beginnings, told), (6, expected.to_vec()), "censored at two days, it was at risk then");
        let [one, two, three] = curve.steps.as_slice() else { panic!("three steps") };
        let by = |step: &Step, end| step.of(end).map(|it| (it.incidence, it.variance)).unwrap_or_default();
        near(one.open, 5.0 / 6.0);
        near(by(one, End::Reached).0, 1.0 / 6.0);
        near(by(one, End::Reached).1, 5.0 / 216.0); // As of a share of six: 1/6 * 5/6 / 6.
        near(two.open, 0.5);
        near(by(two, End::Reached).0, 1.0 / 3.0);
        near(by(two, End::Declined).0, 1.0 / 6.0);
        // As nobody was censored before, these are again variances of shares of six: 1/3 * 2/3 / 6 and 1/6 * 5/6 / 6.
        near(by(two, End::Reached).1, 1.0 / 27.0);
        near(by(two, End::Declined).1, 5.0 / 216.0);
        near(three.open, 0.0);
        near(by(three, End::Reached).0, 5.0 / 6.0);
        // What is left all ends that way, and whatever was declined stays.
        near(by(three, End::Reached).1, 5.0 / 216.0);
        assert_eq!(curve.median, Some(days(4)));
        near(curve.incidence(End::Declined, days(3)), 1.0 / 6.0);
        near(curve.incidence(End::Declined, Elapsed::between(Moment::EARLIEST, Moment::EARLIEST)), 0.0);
    }

    /// The closed form (Marubini and Valsecchi 1995, section 10.2), which is written quite otherwise.
    #[test]
    fn the_variance_is_that_of_the_closed_form() {
        let ends = [REACHED, None, DECLINED, REACHED, Some(End::Withdrawn), None, REACHED];
        let spells: Vec<Spell> = (0..60_u16).map(|n| spell(1 + n * n % 23, ends[usize::from(n % 7)])).collect();
        let curve = Curve::of(spells);
        for (last, step) in curve.steps.iter().enumerate() {
            for it in &step.ends {
                let (mut variance, mut open) = (0.0, 1.0);
                for earlier in &curve.steps[..=last] {
                    let n = earlier.at_risk as f64;
                    let all = earlier.ends.iter().map(|it| it.count).sum::<usize>() as f64;
                    let this = earlier.of(it.end).unwrap();
                    let (count, rest) = (this.count as f64, it.incidence - this.incidence);
                    if n > all {
                        variance += rest * rest * all / (n * (n - all));
                    }
                    variance += open * open * count * (n - count) / (n * n * n);
                    variance -= 2.0 * rest * open * count / (n * n);
                    open = earlier.open;
                }
                near(it.variance, variance);
            }
        }
    }

    #[test]
    fn the_interval_stays_between_none_and_all() {
        let interval = Interval::about(0.9, 0.01, NORMAL).unwrap();
        // By hand: 0.9 to the power of exp(+-1.959964 * 0.1 / (0.9 * ln 0.9)).
        assert!((interval.low - 0.434_999).abs() < 1e-6 && (interval.high - 0.986_753).abs() < 1e-6, "{interval:?}");
        assert_eq!([(0.0, 0.1), (1.0, 0.1), (0.5, 0.0)].map(|(share, v)| Interval::about(share, v, NORMAL)), [None; 3]);
    }
}
