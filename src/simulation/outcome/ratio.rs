//! How many of how many, summed over replications.

use serde::{Deserialize, Serialize};

use super::bins::Bins;
use super::estimate::Estimate;
use super::outcomes::Unit;

/// How many of how many, in whole numbers: things, or seconds.
///
/// ```
/// use practice_cycle::simulation::outcome::Ratio;
/// let mut told = Ratio { num: 1, den: 2 };
/// told += Ratio { num: 2, den: 2 };
/// assert_eq!(told, Ratio { num: 3, den: 4 });
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Ratio {
    /// How many.
    pub num: u64,
    /// Of how many.
    pub den: u64,
}

impl Ratio {
    /// One thing for which something holds, or not.
    pub(super) fn one(is_so: bool) -> Self {
        Self { num: u64::from(is_so), den: 1 }
    }
}

impl std::ops::AddAssign for Ratio {
    fn add_assign(&mut self, other: Self) {
        self.num = self.num.saturating_add(other.num);
        self.den = self.den.saturating_add(other.den);
    }
}

/// Ratios of replications, summed: all that their mean, its variance and their spread are made of.
///
/// The mean is the sum of the numerators over that of the denominators (the ratio estimator), and its variance that of the delta method:
/// with *e* = num − mean · den of each of *n* replications, Σ *e*² / ((*n* − 1) *n*) over the square of the mean denominator
/// (W. G. Cochran, *Sampling Techniques*, 1977, chapter 6). Replications are independent of one another; cycles that share staff are not.
///
/// ```
/// use practice_cycle::simulation::outcome::{Ratio, Ratios, Unit};
/// let mut told = Ratios::default();
/// for (num, den) in [(1, 2), (3, 4), (2, 2)] {
///     told.add(Ratio { num, den }, Unit::Share);
/// }
/// let estimate = told.estimate(3, Unit::Share).unwrap();
/// assert_eq!(estimate.value, 0.75);
/// // The e are -0.5, 0 and 0.5, and the mean denominator is 8/3: 0.5 / 6 over 64/9.
/// assert!((estimate.variance - 0.5 / 6.0 / (64.0 / 9.0)).abs() < 1e-15);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Ratios {
    num: i128,
    den: i128,
    num_squared: i128,
    den_squared: i128,
    num_by_den: i128,
    /// Of each replication whose denominator is not 0, the ratio in millionths of its unit.
    told: u64,
    millionths: i128,
    millionths_squared: i128,
    spread: Bins,
}

/// A number in how many parts it is counted.
const MILLION: f64 = 1e6;

impl Ratios {
    /// Adds the ratio of a replication.
    pub fn add(&mut self, ratio: Ratio, unit: Unit) {
        let (num, den) = (i128::from(ratio.num), i128::from(ratio.den));
        self.num += num;
        self.den += den;
        self.num_squared = self.num_squared.saturating_add(num * num);
        self.den_squared = self.den_squared.saturating_add(den * den);
        self.num_by_den = self.num_by_den.saturating_add(num * den);
        if ratio.den > 0 {
            let (by, over) = unit.scale();
            let scaled = u128::from(ratio.num).saturating_mul(u128::from(by) * 1_000_000);
            let millionths = u64::try_from(scaled / (u128::from(ratio.den) * u128::from(over))).unwrap_or(u64::MAX);
            self.told += 1;
            self.millionths += i128::from(millionths);
            self.millionths_squared =
                self.millionths_squared.saturating_add(i128::from(millionths).saturating_mul(i128::from(millionths)));
            self.spread.add(millionths);
        }
    }

    /// Adds all that the other holds.
    pub fn merge(&mut self, other: &Self) {
        self.num += other.num;
        self.den += other.den;
        self.num_squared = self.num_squared.saturating_add(other.num_squared);
        self.den_squared = self.den_squared.saturating_add(other.den_squared);
        self.num_by_den = self.num_by_den.saturating_add(other.num_by_den);
        self.told += other.told;
        self.millionths += other.millionths;
        self.millionths_squared = self.millionths_squared.saturating_add(other.millionths_squared);
        self.spread.merge(&other.spread);
    }

    /// In how many replications there was something to take the ratio of.
    #[must_use]
    pub fn told(&self) -> u64 {
        self.told
    }

    /// The mean over this many replications, in which there need not always be anything; none where there never was.
    #[must_use]
    pub fn estimate(&self, replications: u64, unit: Unit) -> Option<Estimate> {
        if self.den == 0 {
            return None;
        }
        let scale = factor(unit);
        let (ratio, freedom) = (self.ratio(), replications.saturating_sub(1) as f64);
        let n = i128::from(replications);
        let squares = spread(n, self.num_squared, self.num, self.num)
            - 2.0 * ratio * spread(n, self.num_by_den, self.num, self.den)
            + ratio * ratio * spread(n, self.den_squared, self.den, self.den);
        let den = self.den as f64;
        let variance = if freedom > 0.0 { squares.max(0.0) / (freedom * den * den) } else { 0.0 };
        Some(Estimate { value: ratio * scale, variance: variance * scale * scale, freedom })
    }

    fn ratio(&self) -> f64 {
        self.num as f64 / self.den as f64
    }

    /// How many things it is of.
    #[must_use]
    pub fn of(&self) -> u64 {
        u64::try_from(self.den).unwrap_or(u64::MAX)
    }

    /// How the replications vary among themselves: the standard deviation of their ratios, each alike; none of fewer than two.
    #[must_use]
    pub fn deviation(&self) -> Option<f64> {
        let n = i128::from(self.told);
        let squares = spread(n, self.millionths_squared, self.millionths, self.millionths);
        (n > 1).then(|| (squares / (n * (n - 1)) as f64).max(0.0).sqrt() / MILLION)
    }

    /// The ratio that this many of a hundred replications do not exceed; none of none.
    #[must_use]
    pub fn quantile(&self, of_a_hundred: u8) -> Option<f64> {
        self.spread.quantile(of_a_hundred).map(|millionths| millionths as f64 / MILLION)
    }
}

/// What a ratio of whole numbers is multiplied by to be given in a unit.
fn factor(unit: Unit) -> f64 {
    let (by, over) = unit.scale();
    by as f64 / over as f64
}

/// *n* Σ *xy* − Σ *x* Σ *y*, which is *n* times the sum of the products of deviations: exact before it is rounded once, as a difference of
/// two rounded sums would not be.
fn spread(n: i128, products: i128, x: i128, y: i128) -> f64 {
    n.saturating_mul(products).saturating_sub(x.saturating_mul(y)) as f64
}

/// What two simulations have in common, replication by replication, of one outcome: the sums of products that a paired comparison takes
/// beside the [`Ratios`] of each.
///
/// ```
/// use practice_cycle::simulation::outcome::{Products, Ratio, Ratios, Unit};
/// let (mut ours, mut theirs, mut both) = (Ratios::default(), Ratios::default(), Products::default());
/// for (one, other) in [(1, 2), (3, 4), (2, 3)] {
///     let (one, other) = (Ratio { num: one, den: 4 }, Ratio { num: other, den: 4 });
///     ours.add(one, Unit::Share);
///     theirs.add(other, Unit::Share);
///     both.add(one, other);
/// }
/// // Ours is a quarter below theirs each time, so that the variance of the difference is nothing: the covariance is the variance.
/// let covariance = both.covariance(&ours, &theirs, 3, Unit::Share).unwrap();
/// assert!((covariance - ours.estimate(3, Unit::Share).unwrap().variance).abs() < 1e-15);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Products {
    nums: i128,
    num_by_den: i128,
    den_by_num: i128,
    dens: i128,
}

impl Products {
    /// Adds one replication of both.
    pub fn add(&mut self, ours: Ratio, theirs: Ratio) {
        let product = |one: u64, other: u64| i128::from(one).saturating_mul(i128::from(other));
        self.merge(&Self {
            nums: product(ours.num, theirs.num),
            num_by_den: product(ours.num, theirs.den),
            den_by_num: product(ours.den, theirs.num),
            dens: product(ours.den, theirs.den),
        });
    }

    /// Adds all that the other holds.
    pub fn merge(&mut self, other: &Self) {
        self.nums = self.nums.saturating_add(other.nums);
        self.num_by_den = self.num_by_den.saturating_add(other.num_by_den);
        self.den_by_num = self.den_by_num.saturating_add(other.den_by_num);
        self.dens = self.dens.saturating_add(other.dens);
    }

    /// The covariance of the two means, by the delta method, over this many replications of both; none where one of them was of
    /// nothing, or with fewer than two replications.
    #[must_use]
    pub fn covariance(&self, ours: &Ratios, theirs: &Ratios, replications: u64, unit: Unit) -> Option<f64> {
        if ours.den == 0 || theirs.den == 0 || replications < 2 {
            return None;
        }
        let n = i128::from(replications);
        let (one, other) = (ours.ratio(), theirs.ratio());
        let products = spread(n, self.nums, ours.num, theirs.num)
            - other * spread(n, self.num_by_den, ours.num, theirs.den)
            - one * spread(n, self.den_by_num, ours.den, theirs.num)
            + one * other * spread(n, self.dens, ours.den, theirs.den);
        let scale = factor(unit);
        Some(products * scale * scale / ((replications - 1) as f64 * ours.den as f64 * theirs.den as f64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_equal_denominators_the_variance_is_that_of_a_mean() {
        // Numerators 2, 4, 4, 6 of one week each: their mean is 4, and they vary by 8/3, so their mean by 2/3.
        let mut ratios = Ratios::default();
        [2, 4, 4, 6].iter().for_each(|&num| ratios.add(Ratio { num, den: 604_800 }, Unit::PerWeek));
        let found = ratios.estimate(4, Unit::PerWeek).unwrap();
        assert!((found.value - 4.0).abs() < 1e-12 && (found.variance - 2.0 / 3.0).abs() < 1e-12, "{found:?}");
        assert!((ratios.deviation().unwrap() - (8.0_f64 / 3.0).sqrt()).abs() < 1e-12);
        assert!((ratios.quantile(50).unwrap() - 4.0).abs() < 0.07 && (ratios.quantile(95).unwrap() - 6.0).abs() < 0.1);
    }

    #[test]
    fn a_replication_that_tells_of_nothing_still_is_one() {
        let mut ratios = Ratios::default();
        ratios.add(Ratio { num: 1, den: 2 }, Unit::Share);
        ratios.add(Ratio::default(), Unit::Share);
        assert_eq!((ratios.told(), ratios.of()), (1, 2));
        // Both deviate from their expectation by nothing.
        let found = ratios.estimate(2, Unit::Share).unwrap();
        assert_eq!((found.value, found.variance, found.freedom), (0.5, 0.0, 1.0));
        assert_eq!(Ratios::default().estimate(5, Unit::Share), None);
    }

    #[test]
    fn large_sums_are_stored_and_read_to_the_last_digit() {
        let mut ratios = Ratios::default();
        (0..9).for_each(|nth| ratios.add(Ratio { num: 63_072_000_123 + nth, den: 63_072_000 }, Unit::Contracts));
        let stored = serde_json::to_string(&ratios).unwrap();
        assert!(stored.contains("\"num_squared\":35802"), "{stored}");
        assert_eq!(serde_json::from_str::<Ratios>(&stored).unwrap(), ratios);
    }
}
