//! The agreement among raters: how far those who rated the same thing gave it the same value.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;
use statrs::distribution::{ContinuousCDF, StudentsT};

use crate::message::{Message, Said, messages};

/// The least number of units of which more than counts is said.
pub(super) const FEWEST_UNITS: u64 = 10;

/// How far raters agree: as a share of pairs, and corrected for chance in two ways.
///
/// A unit is one thing that several could rate; in a reading of the boundary, one indicator on one occasion, with the values
/// *present* and *absent*. A rater gives a unit at most one value. Only units with two ratings or more say anything of
/// agreement. What is said rests on n(u, k), the number of raters who gave unit u the value k, with n(u) in all.
///
/// | | Formula |
/// |---|---|
/// | `agreeing` of `pairs` | sums over units of the pairs who gave one value, n(u, k)(n(u, k) - 1)/2, and of all pairs, n(u)(n(u) - 1)/2 |
/// | `observed_disagreement` | D = 1 - 1/n sum over u and k of n(u, k)(n(u, k) - 1)/(n(u) - 1), with n the number of ratings |
/// | `expected_disagreement` | E = 1 - sum over k of n(k)(n(k) - 1)/(n(n - 1)), with n(k) the ratings of the value k |
/// | `alpha` | Krippendorff's alpha for nominal data, 1 - D/E |
/// | `interval` | from leaving out each of the N units in turn: standard error sqrt((N - 1)/N sum of (alpha(-u) - mean of them)^2); alpha less and plus that, times the quantile .975 of Student's t with N - 1 degrees of freedom; `high` no more than 1 |
/// | `ac1` | Gwet's AC1, (a - c)/(1 - c): a is the mean over these units of the share of pairs who agree; c = 1/(K - 1) sum over k of p(k)(1 - p(k)), with K the number of possible values and p(k) the mean of n(u, k)/n(u) over all units, here also those with a single rating |
///
/// For alpha and both its disagreements n, n(k) and N are of units with two ratings or more. 1 is full agreement, 0 what chance
/// would give, below 0 systematic disagreement. Alpha falls where nearly all ratings are of one value, however well raters
/// agree; AC1 does not, which is why it stands beside it. Of fewer than ten units nothing but counts is given.
///
/// Neither corrects for raters choosing what to rate: what observers noted because it struck them is no sample of what they saw.
/// Neither says who is right. Units of one meeting are not independent of one another, so the interval is rather too narrow.
///
/// Sources: K. Krippendorff, *Computing Krippendorff's Alpha-Reliability*, University of Pennsylvania, 2011; K. L. Gwet,
/// "Computing inter-rater reliability and its variance in the presence of high agreement", *British Journal of Mathematical and
/// Statistical Psychology* 61, 2008, and with missing ratings his *Handbook of Inter-Rater Reliability*, fourth edition, 2014;
/// B. Efron and C. Stein, "The jackknife estimate of variance", *Annals of Statistics* 9, 1981.
///
/// ```
/// use practice_cycle::assessment::{Agreement, Uncorrected};
/// let agreement = Agreement { units: 3, ratings: 6, agreeing: 2, pairs: 3, ..Agreement::default() };
/// assert_eq!(agreement.to_string(), "67% of 3 pairs (3 of the 10 units needed to say more)");
/// assert_eq!(agreement.why_none, Some(Uncorrected::FewUnits));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Agreement {
    /// The units with two ratings or more.
    pub units: u64,
    /// The ratings of these.
    pub ratings: u64,
    /// The units with a single rating. Only the chance of AC1 counts them.
    pub rated_once: u64,
    /// The pairs of ratings of one unit that gave it the same value.
    pub agreeing: u64,
    /// The pairs of ratings of one unit.
    pub pairs: u64,
    /// The disagreement that was observed, from 0 to 1.
    pub observed_disagreement: Option<f64>,
    /// The disagreement that chance would give to these ratings, from 0 to 1.
    pub expected_disagreement: Option<f64>,
    /// Krippendorff's alpha, where it is defined: at most 1.
    pub alpha: Option<f64>,
    /// How far alpha can be relied on. None where leaving out some unit leaves only one value.
    pub interval: Option<Interval>,
    /// Gwet's AC1: at most 1.
    pub ac1: Option<f64>,
    /// Why there is no alpha, where there is none.
    pub why_none: Option<Uncorrected>,
}

/// An interval that holds what is estimated 95 times in a hundred, as far as units are independent of one another.
///
/// ```
/// use practice_cycle::assessment::Interval;
/// let interval = Interval { low: 0.2, high: 0.7, standard_error: 0.11 };
/// assert_eq!(interval.to_string(), "0.20 to 0.70");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Interval {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
    /// The standard error that it is made of.
    pub standard_error: f64,
}

const ALL_ALIKE: &str = "all ratings are of one value";

/// Why agreement is not corrected for chance.
///
/// ```
/// use practice_cycle::assessment::Uncorrected;
/// assert_eq!(Uncorrected::NothingVaries.to_string(), "all ratings are of one value");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, thiserror::Error)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Uncorrected {
    /// Fewer than ten units have two ratings.
    #[error("fewer than ten units have two ratings")]
    FewUnits,
    /// All ratings are of one value, so that alpha is not defined.
    #[error("{ALL_ALIKE}")]
    NothingVaries,
}

impl Default for Agreement {
    /// No rating at all.
    fn default() -> Self {
        Self {
            units: 0,
            ratings: 0,
            rated_once: 0,
            agreeing: 0,
            pairs: 0,
            observed_disagreement: None,
            expected_disagreement: None,
            alpha: None,
            interval: None,
            ac1: None,
            why_none: Some(Uncorrected::FewUnits),
        }
    }
}

impl Agreement {
    /// The share of pairs that agree, in percent, if there is a pair.
    #[must_use]
    pub fn percent(&self) -> Option<f64> {
        (self.pairs > 0).then(|| 100.0 * self.agreeing as f64 / self.pairs as f64)
    }
}

messages! {
    no_pairs() = "agreement-no-pairs", "no two rated the same thing";
    pairs(count) = "agreement-pairs", "{count} pairs", one "1 pair";
    agreeing(percent, pairs) = "agreement", "{percent}% of {pairs}";
    few_units(agreeing, units, needed) = "agreement-few-units", "{agreeing} ({units} of the {needed} units needed to say more)";
    nothing_varies(agreeing, why) = "agreement-nothing-varies", "{agreeing} ({why})";
    all_alike() = "agreement-all-alike", ALL_ALIKE;
    more_than_chance(agreeing) = "agreement-more-than-chance", "{agreeing}, more than chance would give";
    less_than_chance(agreeing) = "agreement-less-than-chance", "{agreeing}, less than chance would give";
    chance_alone(agreeing) = "agreement-chance-alone", "{agreeing}, which chance alone could give";
    coefficients(agreeing, alpha, ac1, units) = "agreement-coefficients", "{agreeing} (alpha {alpha}; AC1 {ac1}; {units} units)";
    within(alpha, low, high) = "agreement-interval", "{alpha}, {low} to {high}";
}

impl Agreement {
    /// How far they agree, as it stands in a sentence.
    pub(super) fn said(&self) -> Message {
        let two = |number: f64| format!("{number:.2}");
        let Some(percent) = self.percent() else { return no_pairs() };
        let said = agreeing(format!("{percent:.0}"), pairs(self.pairs));
        match self.why_none {
            Some(Uncorrected::FewUnits) => return few_units(said, self.units, FEWEST_UNITS),
            Some(Uncorrected::NothingVaries) => return nothing_varies(said, all_alike()),
            None => {}
        }
        let said = match self.interval {
            Some(interval) if interval.low > 0.0 => more_than_chance(said),
            Some(interval) if interval.high < 0.0 => less_than_chance(said),
            Some(_) => chance_alone(said),
            None => said,
        };
        let (Some(alpha), Some(ac1)) = (self.alpha, self.ac1) else { return said };
        let alpha: Said = match self.interval {
            Some(Interval { low, high, .. }) => within(two(alpha), two(low), two(high)).into(),
            None => two(alpha).into(),
        };
        coefficients(said, alpha, two(ac1), self.units)
    }
}

impl fmt::Display for Agreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.said().fmt(f)
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2} to {:.2}", self.low, self.high)
    }
}

/// How many raters gave each unit each of `K` values.
#[derive(Debug, Clone)]
pub(super) struct Counts<const K: usize>(Vec<[u64; K]>);

impl<const K: usize> Default for Counts<K> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

/// Sums over units, from which alpha follows: those of all, or of all but one.
#[derive(Clone, Copy)]
struct Sums<const K: usize> {
    /// Over units, of the pairs who agree by how many others each rater could agree with.
    agreeing: f64,
    values: [u64; K],
}

/// The ordered pairs of raters who gave a unit one value.
fn same<const K: usize>(unit: &[u64; K]) -> u64 {
    unit.iter().map(|&count| count * count.saturating_sub(1)).sum()
}

impl<const K: usize> Sums<K> {
    fn without(mut self, unit: &[u64; K]) -> Self {
        let raters: u64 = unit.iter().sum();
        self.agreeing -= same(unit) as f64 / raters.saturating_sub(1) as f64;
        self.values.iter_mut().zip(unit).for_each(|(value, count)| *value -= count);
        self
    }

    /// Observed and expected disagreement.
    fn disagreements(&self) -> (f64, f64) {
        let all: u64 = self.values.iter().sum();
        let differing: u64 = self.values.iter().map(|&count| count * (all - count)).sum();
        (1.0 - self.agreeing / all as f64, differing as f64 / (all as f64 * all.saturating_sub(1) as f64))
    }

    /// None where nothing varies.
    fn alpha(&self) -> Option<f64> {
        let (observed, expected) = self.disagreements();
        (self.values.iter().filter(|&&count| count > 0).count() > 1).then(|| 1.0 - observed / expected)
    }
}

impl<const K: usize> Counts<K> {
    /// One rater gives a unit a value, each by its number from 0; units are numbered without large gaps.
    pub(super) fn add(&mut self, unit: usize, value: usize) {
        if self.0.len() <= unit {
            self.0.resize(unit + 1, [0; K]);
        }
        if let Some(count) = self.0.get_mut(unit).and_then(|values| values.get_mut(value)) {
            *count += 1;
        }
    }

    /// Linear in the number of units, for as many values; the order of units makes no difference, not even in the last digit.
    pub(super) fn agreement(&self) -> Agreement {
        // Units that were rated alike are taken together.
        let mut alike: BTreeMap<[u64; K], u64> = BTreeMap::new();
        self.0
            .iter()
            .filter(|unit| unit.iter().any(|&count| count > 0))
            .for_each(|&unit| *alike.entry(unit).or_default() += 1);
        let mut agreement = Agreement::default();
        let mut sums = Sums { agreeing: 0.0, values: [0; K] };
        let (mut shares, mut agreeing_share) = ([0.0; K], 0.0);
        for (unit, &times) in &alike {
            let raters: u64 = unit.iter().sum();
            shares.iter_mut().zip(unit).for_each(|(share, &count)| *share += (times * count) as f64 / raters as f64);
            if raters < 2 {
                agreement.rated_once += times;
                continue;
            }
            let (same, pairs) = (times * same(unit), times * raters * (raters - 1));
            agreement.units += times;
            agreement.ratings += times * raters;
            agreement.agreeing += same / 2;
            agreement.pairs += pairs / 2;
            sums.agreeing += same as f64 / (raters - 1) as f64;
            sums.values.iter_mut().zip(unit).for_each(|(value, count)| *value += times * count);
            agreeing_share += same as f64 / (raters * (raters - 1)) as f64;
        }
        if agreement.units < FEWEST_UNITS {
            return agreement;
        }
        let (observed, expected) = sums.disagreements();
        let (units, rated) = (agreement.units as f64, (agreement.units + agreement.rated_once) as f64);
        let chance = shares.iter().map(|share| share / rated * (1.0 - share / rated)).sum::<f64>() / (K as f64 - 1.0);
        agreement.observed_disagreement = Some(observed);
        agreement.expected_disagreement = Some(expected);
        agreement.alpha = sums.alpha();
        agreement.interval = agreement.alpha.and_then(|alpha| {
            let several = alike.iter().filter(|(unit, _)| unit.iter().sum::<u64>() > 1);
            let without = several.map(|(unit, &times)| Some((sums.without(unit).alpha()?, times as f64)));
            interval(alpha, &without.collect::<Option<Vec<_>>>()?, units)
        });
        agreement.ac1 = Some((agreeing_share / units - chance) / (1.0 - chance));
        agreement.why_none = agreement.alpha.is_none().then_some(Uncorrected::NothingVaries);
        agreement
    }
}

/// The jackknife, from what an estimate is without each unit, and for how many units it is that.
fn interval(estimate: f64, without: &[(f64, f64)], units: f64) -> Option<Interval> {
    let mean = without.iter().map(|(value, times)| value * times).sum::<f64>() / units;
    let squares: f64 = without.iter().map(|(value, times)| times * (value - mean).powi(2)).sum();
    let standard_error = ((units - 1.0) / units * squares).sqrt();
    let away = StudentsT::new(0.0, 1.0, units - 1.0).ok()?.inverse_cdf(0.975) * standard_error;
    Some(Interval { low: estimate - away, high: (estimate + away).min(1.0), standard_error })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_near(found: impl Into<Option<f64>>, expected: f64) {
        let found = found.into().unwrap();
        assert!((found - expected).abs() < 1e-9, "{found}, not {expected}");
    }

    fn counts<const K: usize>(units: &[[u64; K]]) -> Counts<K> {
        let mut counts = Counts::default();
        for (unit, values) in units.iter().enumerate() {
            for (value, &times) in values.iter().enumerate() {
                (0..times).for_each(|_| counts.add(unit, value));
            }
        }
        counts
    }

    /// Krippendorff 2011, section C: four observers, twelve units, five values, some missing, one unit rated once.
    const KRIPPENDORFF: [[u64; 5]; 12] = [
        [3, 0, 0, 0, 0],
        [0, 3, 1, 0, 0],
        [0, 0, 4, 0, 0],
        [0, 0, 4, 0, 0],
        [0, 4, 0, 0, 0],
        [1, 1, 1, 1, 0],
        [0, 0, 0, 4, 0],
        [3, 1, 0, 0, 0],
        [0, 4, 0, 0, 0],
        [0, 0, 0, 0, 3],
        [2, 0, 0, 0, 0],
        [0, 0, 1, 0, 0],
    ];

    /// Invented: present and absent.
    const PRESENT_OR_ABSENT: [[u64; 2]; 14] =
        [[4, 0], [3, 1], [0, 3], [2, 0], [1, 1], [0, 2], [5, 1], [1, 0], [0, 4], [2, 2], [3, 0], [0, 2], [1, 2], [2, 0]];

    #[test]
    fn the_example_of_krippendorff_reads_as_published() {
        let agreement = counts(&KRIPPENDORFF).agreement();
        assert_eq!((agreement.units, agreement.ratings, agreement.rated_once), (11, 40, 1));
        assert_eq!((agreement.agreeing, agreement.pairs), (43, 55));
        // Published: .743. The rest by the Python packages `krippendorff` 0.9 and `irrCAC` 0.4.
        assert_near(agreement.observed_disagreement, 0.2);
        assert_near(agreement.expected_disagreement, 0.779_487_179_487_179_5);
        assert_near(agreement.alpha, 0.743_421_052_631_579);
        let interval = agreement.interval.unwrap();
        assert_near(interval.standard_error, 0.146_326_652_200_706_2);
        assert_near(interval.low, 0.417_384_953_785_224_6);
        assert_eq!(interval.high, 1.0);
        assert!((agreement.ac1.unwrap() - 0.775_444_068_127).abs() < 1e-11);
        assert_eq!(
            agreement.to_string(),
            "78% of 55 pairs, more than chance would give (alpha 0.74, 0.42 to 1.00; AC1 0.78; 11 units)"
        );
    }

    #[test]
    fn two_values_read_as_the_python_packages_read_them() {
        let agreement = counts(&PRESENT_OR_ABSENT).agreement();
        assert_near(agreement.observed_disagreement, 0.260_162_601_626_016_3);
        assert_near(agreement.expected_disagreement, 0.504_878_048_780_487_8);
        assert_near(agreement.alpha, 0.484_702_093_397_745_5);
        let interval = agreement.interval.unwrap();
        assert_near(interval.standard_error, 0.185_778_570_486_286_7);
        assert_near(interval.low, 0.079_925_360_545_694_43);
        assert_near(interval.high, 0.889_478_826_249_796_6);
        assert!((agreement.ac1.unwrap() - 0.521_034_072_518).abs() < 1e-11);
    }

    /// Gwet 2008, table 1: 118 both the first value, 5 and 2 apart, none both the second.
    #[test]
    fn where_nearly_all_is_of_one_value_alpha_falls_and_ac1_stays() {
        let agreement = counts(&[vec![[2, 0]; 118], vec![[1, 1]; 7]].concat()).agreement();
        assert_near(agreement.alpha, -0.024_691_358_024_691_47);
        assert_near(agreement.interval.unwrap().low, -0.046_152_985_873_181_56);
        assert_near(agreement.interval.unwrap().high, -0.003_229_730_176_201_37);
        assert!((agreement.ac1.unwrap() - 0.940_776_337_609).abs() < 1e-11);
    }

    #[test]
    fn the_order_of_units_changes_not_one_digit() {
        let mut other_way = PRESENT_OR_ABSENT;
        other_way.reverse();
        assert_eq!(counts(&other_way).agreement(), counts(&PRESENT_OR_ABSENT).agreement());
    }

    #[test]
    fn under_ten_units_there_are_counts_alone() {
        let nine: Vec<_> = PRESENT_OR_ABSENT.iter().copied().filter(|unit| unit.iter().sum::<u64>() > 1).take(9).collect();
        let agreement = counts(&nine).agreement();
        assert_eq!((agreement.units, agreement.alpha, agreement.ac1), (9, None, None));
        assert_eq!(agreement.why_none, Some(Uncorrected::FewUnits));
        // Units with one rating open no gate.
        let with_one = [nine.as_slice(), &[[1, 0]]].concat();
        assert_eq!(counts(&with_one).agreement(), Agreement { rated_once: 1, ..agreement });
        let ten = [nine.as_slice(), &[[0, 2]]].concat();
        assert_eq!(counts(&ten).agreement().why_none, None);
        assert_eq!(Counts::<2>::default().agreement(), Agreement::default());
        assert_eq!(Agreement::default().to_string(), "no two rated the same thing");
    }

    #[test]
    fn without_variation_alpha_is_not_defined_and_no_interval_hides_it() {
        let agreement = counts(&[[2, 0]; 12]).agreement();
        assert_eq!((agreement.alpha, agreement.interval, agreement.ac1), (None, None, Some(1.0)));
        assert_eq!(agreement.why_none, Some(Uncorrected::NothingVaries));
        assert_eq!(agreement.to_string(), "100% of 12 pairs (all ratings are of one value)");
        // Without the one unit that differs nothing varies: there is an alpha, and nothing to say how sure it is.
        let one_other = counts(&[vec![[2, 0]; 11], vec![[0, 2]]].concat()).agreement();
        assert_eq!((one_other.alpha, one_other.interval, one_other.why_none), (Some(1.0), None, None));
        assert_eq!(one_other.to_string(), "100% of 12 pairs (alpha 1.00; AC1 1.00; 12 units)");
    }

    #[test]
    fn the_quantiles_are_those_of_published_tables() {
        for (freedom, published) in [
            (9.0, 2.262_157_163),
            (12.0, 2.178_812_830),
            (20.0, 2.085_963_447),
            (50.0, 2.008_559_110),
            (100.0, 1.983_971_519),
            (1e3, 1.962_339_081),
            (1e4, 1.960_201_240),
        ] {
            let quantile = StudentsT::new(0.0, 1.0, freedom).unwrap().inverse_cdf(0.975);
            assert!((quantile - published).abs() < 1e-8, "{quantile} at {freedom}");
        }
    }
}
