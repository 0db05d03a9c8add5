//! Distributions of what takes time, by name, and drawn by inversion.
//!
//! A draw takes one uniform number, and but for rounding a greater one never makes it smaller. So two worlds that differ in a
//! parameter alone are compared draw by draw. Logarithms, powers and the like come from `libm` alone: those of the standard library
//! differ in their last digits from machine to machine.

mod tail;

use super::trouble::{ScenarioError, Troubles};
use crate::strict::choice;

choice! {
    /// How something is spread, such as how long it takes. No distribution comes below 0.
    ///
    /// A distribution is plain data; [`checked`](Self::checked) refuses what lies outside the limits that stand beside each number.
    /// Of numbers outside them, what the other functions say means nothing.
    ///
    /// ```
    /// use practice_cycle::simulation::Distribution;
    /// let spread: Distribution = serde_json::from_str(r#"{"exponential":{"mean":210.0}}"#)?;
    /// assert_eq!(spread, Distribution::Exponential { mean: 210.0 });
    /// assert_eq!((spread.mean(), spread.sd()), (210.0, 210.0));
    /// assert!((spread.quantile(0.5) - 210.0 * 2_f64.ln()).abs() < 1e-12, "half of all lie below the median");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
    pub enum Distribution {
        /// Always the same.
        Fixed {
            /// What it always is, from 0 to 1,000,000,000.
            value: f64,
        },
        /// Anything between two numbers, each as likely as any other.
        Uniform {
            /// The least, from 0.
            from: f64,
            /// The most, at least `from`, at most 1,000,000,000.
            to: f64,
        },
        /// What comes with the same chance at every moment, however long it has been waited for.
        Exponential {
            /// The mean, above 0, at most 1,000,000,000.
            mean: f64,
        },
        /// What is often short and sometimes very long: its logarithm is normal.
        Lognormal {
            /// The median, above 0, at most 1,000,000,000.
            median: f64,
            /// The standard deviation of the natural logarithm, above 0, at most 5.
            sigma: f64,
        },
        /// What comes more (a shape above 1) or less (below 1) readily the longer it has been waited for.
        Weibull {
            /// The shape, from 0.1 to 100; 1 is the exponential distribution.
            shape: f64,
            /// The scale, above 0, at most 1,000,000,000: about 63 % lie below it.
            scale: f64,
        },
        /// What takes several steps, each exponential; the shape is how many, which need not be whole.
        Gamma {
            /// The shape, from 0.01 to 10,000.
            shape: f64,
            /// The scale, above 0, at most 1,000,000,000: the mean of one step.
            scale: f64,
        },
        /// One of the values that were counted, each as likely as any other.
        Empirical {
            /// From the least to the greatest, from 1 to 10,000 of them, each from 0 to 1,000,000,000; one that was met twice stands
            /// twice.
            values: Vec<f64>,
        },
    }
}

/// The greatest number below 1 that [`Stream::uniform`](super::random::Stream::uniform) gives.
const TOP: f64 = 1.0 - f64::EPSILON / 2.0;
const MOST: f64 = 1e9;
const MOST_VALUES: usize = 10_000;

impl Distribution {
    /// The distribution, if all its numbers lie within their limits.
    ///
    /// # Errors
    /// Numbers that do not, all of them, each by its path.
    ///
    /// ```
    /// use practice_cycle::simulation::Distribution;
    /// assert!(Distribution::Gamma { shape: 2.0, scale: 7.0 }.checked().is_ok());
    /// let wrong = Distribution::Uniform { from: 3.0, to: 1.0 }.checked().unwrap_err();
    /// assert_eq!(wrong.to_string(), "`uniform.to`: expected a number from 3 to 1000000000");
    /// ```
    pub fn checked(self) -> Result<Self, ScenarioError> {
        let mut troubles = Troubles::new();
        self.check(&mut troubles);
        troubles.finish(self)
    }

    pub(crate) fn check(&self, troubles: &mut Troubles) {
        match self {
            Self::Fixed { value } => troubles.within("fixed", |troubles| troubles.number("value", *value, 0.0..=MOST)),
            Self::Uniform { from, to } => troubles.within("uniform", |troubles| {
                troubles.number("from", *from, 0.0..=MOST);
                // Where `from` is no number within its limits, only its own trouble is reported.
                troubles.number("to", *to, if (0.0..=MOST).contains(from) { *from } else { 0.0 }..=MOST);
            }),
            Self::Exponential { mean } => {
                troubles.within("exponential", |troubles| troubles.above_zero("mean", *mean, MOST));
            }
            Self::Lognormal { median, sigma } => troubles.within("lognormal", |troubles| {
                troubles.above_zero("median", *median, MOST);
                troubles.above_zero("sigma", *sigma, 5.0);
            }),
            Self::Weibull { shape, scale } => troubles.within("weibull", |troubles| {
                troubles.number("shape", *shape, 0.1..=100.0);
                troubles.above_zero("scale", *scale, MOST);
            }),
            Self::Gamma { shape, scale } => troubles.within("gamma", |troubles| {
                troubles.number("shape", *shape, 0.01..=10_000.0);
                troubles.above_zero("scale", *scale, MOST);
            }),
            Self::Empirical { values } => troubles.within("empirical", |troubles| {
                if !(1..=MOST_VALUES).contains(&values.len()) {
                    troubles.at("values", format!("expected from 1 to {MOST_VALUES} values"));
                }
                let mut least = 0.0;
                troubles.each("values", values, |troubles, &value| {
                    troubles.number_here(value, 0.0..=MOST);
                    if value < least {
                        troubles.add("expected no value after a greater one");
                    }
                    least = value.max(least);
                });
            }),
        }
    }

    /// The value below which this share of all lies, from 0 to below 1; a share outside of that is taken for the nearest within,
    /// and none at all (NaN) for 0.
    #[must_use]
    pub fn quantile(&self, u: f64) -> f64 {
        let u = if u.is_nan() { 0.0 } else { u.clamp(0.0, TOP) };
        match self {
            Self::Fixed { value } => *value,
            Self::Uniform { from, to } => from + (to - from) * u,
            Self::Exponential { mean } => mean * exponential(u),
            Self::Lognormal { median, sigma } => median * libm::exp(sigma * tail::normal(u)),
            Self::Weibull { shape, scale } => scale * libm::pow(exponential(u), 1.0 / shape),
            Self::Gamma { shape, scale } => scale * tail::gamma(*shape, u),
            Self::Empirical { values } => {
                values.get((u * values.len() as f64) as usize).or(values.last()).copied().unwrap_or_default()
            }
        }
    }

    /// The mean.
    #[must_use]
    pub fn mean(&self) -> f64 {
        match self {
            Self::Fixed { value } => *value,
            Self::Uniform { from, to } => f64::midpoint(*from, *to),
            Self::Exponential { mean } => *mean,
            Self::Lognormal { median, sigma } => median * libm::exp(sigma * sigma / 2.0),
            Self::Weibull { shape, scale } => scale * libm::tgamma(1.0 + 1.0 / shape),
            Self::Gamma { shape, scale } => shape * scale,
            Self::Empirical { values } => values.iter().sum::<f64>() / values.len() as f64,
        }
    }

    /// The standard deviation; of counted values, that of these values themselves, not of a larger whole.
    #[must_use]
    pub fn sd(&self) -> f64 {
        match self {
            Self::Fixed { .. } => 0.0,
            Self::Uniform { from, to } => (to - from) / libm::sqrt(12.0),
            Self::Exponential { mean } => *mean,
            Self::Lognormal { sigma, .. } => self.mean() * libm::sqrt(libm::expm1(sigma * sigma)),
            Self::Weibull { shape, .. } => {
                // Logarithms, since the difference of the moments themselves loses its digits as the shape grows.
                let ln_ratio = libm::lgamma(1.0 + 2.0 / shape) - 2.0 * libm::lgamma(1.0 + 1.0 / shape);
                self.mean() * libm::sqrt(libm::expm1(ln_ratio))
            }
            Self::Gamma { shape, scale } => scale * libm::sqrt(*shape),
            Self::Empirical { values } => {
                let mean = self.mean();
                let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
                libm::sqrt(squares / values.len() as f64)
            }
        }
    }
}

/// The standard normal quantile of a uniform number, by inversion.
pub(crate) fn normal_quantile(u: f64) -> f64 {
    tail::normal(u)
}

/// The quantile of the exponential distribution with the mean 1.
pub(crate) fn exponential(u: f64) -> f64 {
    -libm::log1p(-u)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(spread: Distribution) -> Vec<String> {
        let wrong = spread.checked().map_err(|wrong| wrong.problems().to_vec()).unwrap_err();
        wrong.into_iter().map(|trouble| trouble.at).collect()
    }

    #[test]
    fn every_limit_is_kept() {
        let refused = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0];
        for number in refused {
            assert_eq!(wrong(Distribution::Fixed { value: number }), ["fixed.value"]);
            assert_eq!(wrong(Distribution::Uniform { from: number, to: number }), ["uniform.from", "uniform.to"]);
            assert_eq!(wrong(Distribution::Empirical { values: vec![1.0, 1.0, number] })[0], "empirical.values[2]");
        }
        for number in refused.into_iter().chain([0.0]) {
            assert_eq!(wrong(Distribution::Exponential { mean: number }), ["exponential.mean"]);
            assert_eq!(
                wrong(Distribution::Lognormal { median: number, sigma: 5.1 }),
                ["lognormal.median", "lognormal.sigma"]
            );
            assert_eq!(wrong(Distribution::Weibull { shape: number, scale: number }), ["weibull.shape", "weibull.scale"]);
            assert_eq!(wrong(Distribution::Gamma { shape: number, scale: number }), ["gamma.shape", "gamma.scale"]);
        }
        assert_eq!(wrong(Distribution::Uniform { from: 2.0, to: 1.0 }), ["uniform.to"]);
        assert_eq!(wrong(Distribution::Lognormal { median: 1.0, sigma: 0.0 }), ["lognormal.sigma"]);
        assert_eq!(wrong(Distribution::Empirical { values: Vec::new() }), ["empirical.values"]);
        assert_eq!(wrong(Distribution::Empirical { values: vec![0.0; 10_001] }), ["empirical.values"]);
        assert_eq!(
            wrong(Distribution::Empirical { values: vec![3.0, 2.0, 2.5] }),
            ["empirical.values[1]", "empirical.values[2]"]
        );
    }

    #[test]
    fn at_every_limit_the_ends_are_numbers() {
        let (least, most) = (f64::MIN_POSITIVE, MOST);
        let at_limits = [
            Distribution::Fixed { value: most },
            Distribution::Uniform { from: 0.0, to: 0.0 },
            Distribution::Exponential { mean: least },
            Distribution::Lognormal { median: most, sigma: least },
            Distribution::Lognormal { median: most, sigma: 5.0 },
            Distribution::Weibull { shape: 0.1, scale: most },
            Distribution::Weibull { shape: 100.0, scale: most },
            Distribution::Gamma { shape: 0.01, scale: most },
            Distribution::Gamma { shape: 10_000.0, scale: most },
            Distribution::Empirical { values: vec![0.0, most] },
        ];
        for spread in at_limits.map(|spread| spread.checked().unwrap()) {
            let ends = [f64::NAN, -1.0, 0.0, 0.5, TOP, 1.0, 2.0].map(|u| spread.quantile(u));
            assert!(ends.iter().all(|end| end.is_finite() && *end >= 0.0), "{spread:?}: {ends:?}");
            assert!(ends.is_sorted(), "{spread:?}: {ends:?}");
            assert!(spread.mean().is_finite() && spread.sd().is_finite(), "{spread:?}");
        }
    }

    #[test]
    fn counted_values_are_drawn_alike() {
        let spread = Distribution::Empirical { values: vec![1.0, 1.0, 4.0, 6.0] };
        assert_eq!([0.0, 0.25, 0.49, 0.5, 0.74, 0.75, 1.0].map(|u| spread.quantile(u)), [1.0, 1.0, 1.0, 4.0, 4.0, 6.0, 6.0]);
        assert_eq!((spread.mean(), spread.sd()), (3.0, 4.5_f64.sqrt()));
    }

    #[test]
    fn a_distribution_is_read_strictly() {
        let read = |json: &str| serde_json::from_str::<Distribution>(json).map_err(|error| error.to_string());
        for json in [r#""fixed""#, r#"{"fixed":{"value":1.0,"about":2}}"#, r#"{"fixed":[1.0]}"#, r#"{"fixed":{}}"#] {
            assert!(read(json).is_err(), "{json}");
        }
        assert!(read(r#"{"fixed":{"value":1.0},"uniform":{"from":0.0,"to":1.0}}"#).unwrap_err().contains("alone"));
        let spread = Distribution::Empirical { values: vec![0.5, 2.0] };
        assert_eq!(serde_json::to_string(&spread).unwrap(), r#"{"empirical":{"values":[0.5,2.0]}}"#);
        assert_eq!(read(r#"{"empirical":{"values":[0.5,2.0]}}"#), Ok(spread));
    }

    #[cfg(feature = "schemars")]
    #[test]
    fn the_schema_refuses_unknown_fields_as_reading_does() {
        let schema = schemars::schema_for!(Distribution);
        let gamma = "/oneOf/5/properties/gamma";
        assert_eq!(schema.pointer(&format!("{gamma}/required")).unwrap(), &serde_json::json!(["shape", "scale"]));
        assert_eq!(schema.pointer(&format!("{gamma}/additionalProperties")).unwrap(), false);
    }
}
