//! A number that simulation estimates, and how much random draws leave open about it.

use statrs::distribution::{ContinuousCDF, StudentsT};

/// A number estimated from replications, with the variance of the estimate.
///
/// ```
/// use practice_cycle::simulation::outcome::Estimate;
/// let estimate = Estimate { value: 10.0, variance: 0.25, freedom: 9.0 };
/// let (low, high) = estimate.interval(0.95).unwrap();
/// // Half a unit on either side, 2.262157 times: as tables of Student's distribution have it for 9 degrees of freedom.
/// assert!((low - 8.868_921).abs() < 1e-6 && (high - 11.131_079).abs() < 1e-6);
/// assert_eq!(Estimate { freedom: 0.0, ..estimate }.interval(0.95), None, "one replication says nothing about others");
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The number, in the unit of its outcome.
    pub value: f64,
    /// The variance of the estimate, in that unit squared; nothing where `freedom` is 0.
    pub variance: f64,
    /// The degrees of freedom of that variance: one less than there are replications, or groups of them.
    pub freedom: f64,
}

impl Estimate {
    /// Where the number lies with a confidence between 0 and 1, by Student's distribution. It is about random draws only, not about the
    /// world. None where there were too few replications, where they did not vary (what is rare may not have come up yet, which
    /// proves nothing), and where the confidence is none.
    #[must_use]
    pub fn interval(&self, confidence: f64) -> Option<(f64, f64)> {
        let half = self.half_width(confidence)?;
        Some((self.value - half, self.value + half))
    }

    /// The same of a share: worked out for the logarithm of its odds, so that it keeps within 0 and 1. Of a number that is no share above 0
    /// and below 1 it is the plain interval. Source: A. Agresti, *Categorical Data Analysis* (2013), section 3.1.
    ///
    /// ```
    /// use practice_cycle::simulation::outcome::Estimate;
    /// let nearly_all = Estimate { value: 0.98, variance: 0.0004, freedom: 9.0 };
    /// assert!(nearly_all.interval(0.95).unwrap().1 > 1.0);
    /// let (low, high) = nearly_all.interval_of_share(0.95).unwrap();
    /// assert!(low > 0.8 && low < 0.98 && high > 0.98 && high < 1.0);
    /// ```
    #[must_use]
    pub fn interval_of_share(&self, confidence: f64) -> Option<(f64, f64)> {
        let spread = self.value * (1.0 - self.value);
        if self.value <= 0.0 || self.value >= 1.0 {
            return self.interval(confidence);
        }
        let half = self.half_width(confidence)? / spread;
        let odds = (self.value / (1.0 - self.value)).ln();
        let share = |odds: f64| 1.0 / (1.0 + (-odds).exp());
        Some((share(odds - half), share(odds + half)))
    }

    /// Half the width of the plain [interval](Self::interval).
    #[must_use]
    pub fn half_width(&self, confidence: f64) -> Option<f64> {
        let student = self.student().filter(|_| confidence > 0.0 && confidence < 1.0)?;
        Some(student.inverse_cdf(0.5 + confidence / 2.0) * self.variance.sqrt())
    }

    /// How likely an estimate at least so far from 0 on either side would be, if the number were 0: the p-value of the two-sided t test.
    /// None where there were too few replications, or they did not vary.
    #[must_use]
    pub fn chance_if_none(&self) -> Option<f64> {
        Some(2.0 * self.student()?.sf(self.value.abs() / self.variance.sqrt()))
    }

    fn student(&self) -> Option<StudentsT> {
        StudentsT::new(0.0, 1.0, self.freedom).ok().filter(|_| self.variance > 0.0)
    }
}

/// The estimate with the variance of the jackknife that leaves out one group at a time: `without` are the estimates without each of them.
/// None where one of those cannot be determined.
pub(super) fn jackknife(value: f64, without: impl Iterator<Item = Option<f64>>) -> Estimate {
    let Some(without) = without.collect::<Option<Vec<f64>>>().filter(|without| without.len() > 1) else {
        return Estimate { value, variance: 0.0, freedom: 0.0 };
    };
    let groups = without.len() as f64;
    let mean = without.iter().sum::<f64>() / groups;
    let squares: f64 = without.iter().map(|it| (it - mean) * (it - mean)).sum();
    // What is the same without each group may differ in the last digits, which is no variance.
    let squares = if squares < 1e-24 * (1.0 + value * value) { 0.0 } else { squares };
    Estimate { value, variance: (groups - 1.0) / groups * squares, freedom: groups - 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCIPY_QUANTILES: [(f64, f64, f64); 5] = [
        (1.0, 0.95, 12.7062047362),
        (4.0, 0.9, 2.1318467863),
        (9.0, 0.95, 2.2621571628),
        (29.0, 0.99, 2.7563859037),
        (999.0, 0.95, 1.9623414611),
    ];
    const SCIPY_CHANCES: [(f64, f64, f64); 4] =
        [(1.0, 1.0, 0.500000000000), (9.0, -2.5, 0.033861827683), (29.0, 0.3, 0.766317093329), (99.0, 4.0, 0.000122251528)];

    /// Of a mean, the jackknife is the variance of a mean as everybody knows it: 1, 2, 3 and 6 vary by 14/3, their mean by a quarter of it.
    #[test]
    fn of_a_mean_the_jackknife_is_the_usual_variance() {
        let values = [1.0, 2.0, 3.0, 6.0];
        let found = jackknife(3.0, values.iter().map(|left_out| Some((12.0 - left_out) / 3.0)));
        assert!((found.variance - 14.0 / 12.0).abs() < 1e-12 && found.freedom == 3.0, "{found:?}");
        assert_eq!(jackknife(3.0, [Some(1.0), None].into_iter()).freedom, 0.0);
    }

    /// `scipy.stats.t.ppf` and `2 * scipy.stats.t.sf`.
    #[test]
    fn quantiles_and_chances_are_those_of_scipy() {
        for (freedom, confidence, expected) in SCIPY_QUANTILES {
            let found = Estimate { value: 0.0, variance: 1.0, freedom }.half_width(confidence).unwrap();
            assert!((found - expected).abs() < 1e-7 * expected, "{freedom} {confidence}: {found}");
        }
        for (freedom, value, expected) in SCIPY_CHANCES {
            let found = Estimate { value, variance: 1.0, freedom }.chance_if_none().unwrap();
            assert!((found - expected).abs() < 1e-9, "{freedom} {value}: {found}");
        }
        let same = Estimate { value: 1.0, variance: 0.0, freedom: 3.0 };
        assert_eq!((same.chance_if_none(), same.interval(0.95)), (None, None));
    }
}
