//! How much of what was begun has come to which end by when, over replications.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::course::Followed;
use super::estimate::{Estimate, jackknife};
use super::outcomes::Measure;
use crate::code::{Code, CodeSet};
use crate::turns;
use crate::turns::End;

/// Replications fall into this many groups by their numbers, whatever ran them; what varies between groups shows how sure an
/// estimate is. A convention: more groups would show little more, since Student's quantile is already 2.04 for this many.
pub const GROUPS: u64 = 32;

/// Of many beginnings how long they were followed, to the nearest day, and how they ended: counts alone, so that they can be added.
///
/// The share that has come to each end by a day is the estimate of Aalen and Johansen, as [`turns`] explains it: whoever
/// is followed no longer counts as long as they were followed. Where there is one way to end, the rest is that of Kaplan and Meier.
///
/// Cycles of one replication share staff, so that the variance is not taken from single beginnings: replications are put into
/// [`GROUPS`] by their number, and each estimate is made again without each group (the delete-a-group jackknife; P. S. Kott, *Journal of
/// Official Statistics* 17, 2001).
///
/// ```
/// use practice_cycle::{code::CodeSet, simulation::outcome::{Course, Followed, Measure, Spells}, turns::End};
/// const DAY: u64 = 86_400;
/// let mut spells = Spells::default();
/// for (replication, days, end) in [
///     (0, 1, Some(End::Reached)), (1, 2, Some(End::Reached)), (2, 2, Some(End::Declined)), (3, 3, None), (4, 4, Some(End::Reached)),
/// ] {
///     spells.add(replication, Followed { seconds: days * DAY, end });
/// }
/// assert_eq!((spells.count(), spells.unended()), (5, 1));
/// let ends = CodeSet::of(&[End::Reached]);
/// let agreed = |within| spells.estimate(Measure::EndedWithin { of: Course::Invitation, ends, within }, 90).unwrap().value;
/// assert!((agreed(2) - 0.4).abs() < 1e-12);
/// // Two were left after two days. One of them was followed for three days alone, and counts like the other, which then ended.
/// assert!((agreed(4) - 0.8).abs() < 1e-12);
/// assert_eq!(spells.quantile(ends, 50), Some(4), "0.2, 0.4, then 0.8");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(from = "Vec<Counted>", into = "Vec<Counted>")]
pub struct Spells(BTreeMap<Key, u64>);

/// A group, a day, and an end; none where they were followed no longer.
type Key = (u8, u64, Option<End>);

/// How many of a group were followed to a day, and how that ended.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct Counted {
    group: u8,
    day: u64,
    end: Option<End>,
    count: u64,
}

impl From<Vec<Counted>> for Spells {
    fn from(rows: Vec<Counted>) -> Self {
        let mut spells = Self::default();
        rows.into_iter().for_each(|it| *spells.0.entry((it.group, it.day, it.end)).or_default() += it.count);
        spells
    }
}

impl From<Spells> for Vec<Counted> {
    fn from(spells: Spells) -> Self {
        spells.0.into_iter().map(|((group, day, end), count)| Counted { group, day, end, count }).collect()
    }
}

impl Spells {
    /// Counts a beginning of a replication.
    pub fn add(&mut self, replication: u64, followed: Followed) {
        *self.0.entry(((replication % GROUPS) as u8, followed.day(), followed.end)).or_default() += 1;
    }

    /// Counts all that the other counted.
    pub fn merge(&mut self, other: &Self) {
        other.0.iter().for_each(|(&key, count)| *self.0.entry(key).or_default() += count);
    }

    /// How many beginnings were counted.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.0.values().sum()
    }

    /// How many of them had not ended when they were followed no longer.
    #[must_use]
    pub fn unended(&self) -> u64 {
        self.0.iter().filter(|((_, _, end), _)| end.is_none()).map(|(_, count)| count).sum()
    }

    /// What a measure comes to over a span of this many days; none where nobody was followed for as long as it asks, and for a ratio.
    #[must_use]
    pub fn estimate(&self, measure: Measure, days: u64) -> Option<Estimate> {
        let groups: BTreeSet<u8> = self.groups().collect();
        let of = |without| self.curve(without).told(measure, days);
        Some(jackknife(of(None)?, groups.into_iter().map(|group| of(Some(group)))))
    }

    /// How far that of ours lies above that of theirs, with groups paired by their numbers.
    #[must_use]
    pub fn difference(&self, theirs: &Self, measure: Measure, days: u64) -> Option<Estimate> {
        let groups: BTreeSet<u8> = self.groups().chain(theirs.groups()).collect();
        let of = |without| Some(self.curve(without).told(measure, days)? - theirs.curve(without).told(measure, days)?);
        Some(jackknife(of(None)?, groups.into_iter().map(|group| of(Some(group)))))
    }

    /// The standard deviation, in days, of the time to one of some ends, counted as `days` where it takes longer, or another end
    /// comes first.
    #[must_use]
    pub fn deviation_within(&self, ends: CodeSet<End>, days: u64) -> Option<f64> {
        let (mean, square) = self.curve(None).moments(ends, days)?;
        Some((square - mean * mean).max(0.0).sqrt())
    }

    /// The first day by which this many of a hundred of everything begun have come to one of some ends; none where fewer have.
    #[must_use]
    pub fn quantile(&self, ends: CodeSet<End>, of_a_hundred: u8) -> Option<u64> {
        // By how much a sum of shares may miss a share that it would reach if numbers were exact.
        const TOLERANCE: f64 = 1e-9;
        let share = f64::from(of_a_hundred) / 100.0 - TOLERANCE;
        self.curve(None).points.iter().find(|point| point.ended(ends) >= share).map(|point| point.day)
    }

    /// The groups, in their order.
    fn groups(&self) -> impl Iterator<Item = u8> {
        self.0.keys().map(|&(group, ..)| group)
    }

    /// The curve of all, or of all but one group.
    fn curve(&self, without: Option<u8>) -> Curve {
        let mut days: BTreeMap<u64, ([u64; End::ALL.len()], u64)> = BTreeMap::new();
        for (&(_, day, end), &count) in self.0.iter().filter(|((group, ..), _)| Some(*group) != without) {
            let (ended, all) = days.entry(day).or_default();
            *all += count;
            end.and_then(|end| ended.get_mut(end.index())).into_iter().for_each(|ended| *ended += count);
        }
        let mut at_risk: u64 = days.values().map(|(_, all)| all).sum();
        let mut estimate = turns::Estimate::new(End::ALL.len());
        let mut points = Vec::with_capacity(days.len());
        for (&day, (ended, all)) in &days {
            // Who is followed no longer from a day on was at risk on that day: ends come before that.
            estimate.pass(at_risk as usize, &ended.map(|count| count as usize));
            let by = std::array::from_fn(|end| estimate.by.get(end).map_or(0.0, |way| way.incidence));
            points.push(Point { day, open: estimate.open, by });
            at_risk -= all;
        }
        Curve { points }
    }
}

/// Where things stand from a day on.
struct Point {
    day: u64,
    open: f64,
    by: [f64; End::ALL.len()],
}

impl Point {
    const START: Self = Self { day: 0, open: 1.0, by: [0.0; End::ALL.len()] };

    fn ended(&self, ends: CodeSet<End>) -> f64 {
        End::ALL.iter().zip(&self.by).filter(|&(&end, _)| ends.has(end)).map(|(_, share)| share).sum()
    }
}

struct Curve {
    points: Vec<Point>,
}

/// What is left of 1 where nothing is left.
const NOTHING: f64 = 1e-12;

impl Curve {
    /// Where things stood on a day; none after the last day for which anybody was followed, unless everything had ended.
    fn by(&self, day: u64) -> Option<&Point> {
        let last = self.points.last()?;
        if day > last.day && last.open > NOTHING {
            return None;
        }
        Some(self.points.iter().take_while(|point| point.day <= day).last().unwrap_or(&Point::START))
    }

    /// What a measure comes to, over a span of this many days.
    fn told(&self, measure: Measure, days: u64) -> Option<f64> {
        match measure {
            Measure::Time { ends, within, .. } => self.moments(ends, within.min(days)).map(|(mean, _)| mean),
            Measure::EndedWithin { ends, within, .. } => self.by(within.min(days)).map(|point| point.ended(ends)),
            Measure::OpenAfter { within, .. } => self.by(within.min(days)).map(|point| point.open),
            Measure::Ratio(_) => None,
        }
    }

    /// The means of the time to one of some ends and of its square, with `days` counting for what takes longer or ends otherwise.
    fn moments(&self, ends: CodeSet<End>, days: u64) -> Option<(f64, f64)> {
        let last = days as f64;
        let left = 1.0 - self.by(days)?.ended(ends);
        let (mut mean, mut square, mut before) = (left * last, left * last * last, 0.0);
        for point in self.points.iter().take_while(|point| point.day <= days) {
            let (share, day) = (point.ended(ends) - before, point.day as f64);
            before += share;
            mean += share * day;
            square += share * day * day;
        }
        Some((mean, square))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::outcome::Course;

    const REACHED: Option<End> = Some(End::Reached);
    const DECLINED: Option<End> = Some(End::Declined);
    const OF: Course = Course::Invitation;

    fn spells(of: &[(u64, u64, Option<End>)]) -> Spells {
        let mut spells = Spells::default();
        of.iter().for_each(|&(replication, day, end)| spells.add(replication, Followed { seconds: day * 86_400, end }));
        spells
    }

    fn reached() -> CodeSet<End> {
        CodeSet::of(&[End::Reached])
    }

    #[track_caller]
    fn near(found: Option<f64>, expected: f64) {
        assert!(found.is_some_and(|found| (found - expected).abs() < 1e-12), "{found:?} instead of {expected}");
    }

    fn value(spells: &Spells, measure: Measure, days: u64) -> Option<f64> {
        spells.estimate(measure, days).map(|estimate| estimate.value)
    }

    /// The example of the documentation of `turns`: at risk are 6, 5 and 1, and the incidence of the end is 1/6, 1/3 and 5/6.
    #[test]
    fn the_example_of_turns_comes_to_the_same_here() {
        let spells =
            spells(&[(0, 4, REACHED), (1, 1, REACHED), (2, 2, None), (3, 2, DECLINED), (4, 2, REACHED), (5, 3, None)]);
        for (within, expected) in [(0, 0.0), (1, 1.0 / 6.0), (2, 1.0 / 3.0), (3, 1.0 / 3.0), (4, 5.0 / 6.0), (99, 5.0 / 6.0)]
        {
            near(value(&spells, Measure::EndedWithin { of: OF, ends: reached(), within }, 99), expected);
        }
        near(value(&spells, Measure::OpenAfter { of: OF, within: 2 }, 99), 0.5);
        // Of ten days: a sixth takes one, a sixth two, a half four, and the sixth that was declined never comes.
        near(value(&spells, Measure::Time { of: OF, ends: reached(), within: 10 }, 99), (1.0 + 2.0 + 12.0 + 10.0) / 6.0);
        // Of a span of three days no more than three days count: two thirds are still to come then.
        near(value(&spells, Measure::Time { of: OF, ends: reached(), within: 10 }, 3), (1.0 + 2.0 + 4.0 * 3.0) / 6.0);
        assert_eq!([5, 50, 95].map(|quantile| spells.quantile(reached(), quantile)), [Some(1), Some(4), None]);
    }

    #[test]
    fn what_nobody_was_followed_for_is_not_told() {
        let spells = spells(&[(0, 1, REACHED), (1, 5, None)]);
        let within = |within| value(&spells, Measure::EndedWithin { of: OF, ends: reached(), within }, 99);
        assert_eq!((within(5), within(6)), (Some(0.5), None));
        assert_eq!(value(&spells, Measure::Time { of: OF, ends: reached(), within: 6 }, 99), None);
        assert_eq!(spells.quantile(reached(), 95), None);
        assert_eq!(value(&Spells::default(), Measure::OpenAfter { of: OF, within: 1 }, 99), None);
    }

    /// Durations of 1 to 20 days, each as often, of which the mean is 10.5 and the variance 33.25; each is cut off, if it is not over,
    /// on a day that has nothing to do with it.
    #[test]
    fn known_durations_are_recovered_although_many_were_not_followed_to_their_end() {
        let mut spells = Spells::default();
        for duration in 1..=20 {
            for cut in 1..=40 {
                let end = (duration <= cut).then_some(End::Reached);
                spells.add(duration * 40 + cut, Followed { seconds: duration.min(cut) * 86_400, end });
            }
        }
        assert_eq!((spells.count(), spells.unended()), (800, 190));
        let mean = spells.estimate(Measure::Time { of: OF, ends: reached(), within: 84 }, 99).unwrap();
        near(Some(mean.value), 10.5);
        near(spells.deviation_within(reached(), 84), 33.25_f64.sqrt());
        assert_eq!([5, 50, 95].map(|quantile| spells.quantile(reached(), quantile)), [Some(1), Some(10), Some(19)]);
    }

    /// Of what is always followed to its end the mean is the plain one, and groups of one replication each make its variance the usual one.
    #[test]
    fn the_variance_is_between_groups_of_replications() {
        let spells = spells(&[(0, 1, REACHED), (1, 2, REACHED), (2, 3, REACHED), (3, 6, REACHED)]);
        let found = spells.estimate(Measure::Time { of: OF, ends: reached(), within: 84 }, 99).unwrap();
        near(Some(found.value), 3.0);
        near(Some(found.variance), 14.0 / 12.0);
        assert_eq!(found.freedom, 3.0);
        // The same a day later each time: the difference is a day, and does not vary.
        let later = self::spells(&[(0, 2, REACHED), (1, 3, REACHED), (2, 4, REACHED), (3, 7, REACHED)]);
        let difference = later.difference(&spells, Measure::Time { of: OF, ends: reached(), within: 84 }, 99).unwrap();
        near(Some(difference.value), 1.0);
        assert!(difference.variance == 0.0 && difference.freedom == 3.0, "{difference:?}");
    }
}
