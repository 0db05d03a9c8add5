//! Distributions of what takes time, by name, and drawn by inversion.
//!
//! A draw takes one uniform number, and a greater one never makes it smaller. So two worlds that differ in a parameter alone are
//! compared draw by draw. Logarithms, powers and the like come from `libm` alone: those of the standard library differ in their last
//! digits from machine to machine.

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
            /// The standard deviation of the natural logarithm, from 0 to 5.
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
                // Where `from` is no number within its limits, only its own trouble is told.
                troubles.number("to", *to, if (0.0..=MOST).contains(from) { *from } else { 0.0 }..=MOST);
            }),
            Self::Exponential { mean } => {
                troubles.within("exponential", |troubles| troubles.above_zero("mean", *mean, MOST));
            }
            Self::Lognormal { median, sigma } => troubles.within("lognormal", |troubles| {
                troubles.above_zero("median", *median, MOST);
                troubles.number("sigma", *sigma, 0.0..=5.0);
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

    /// The value below which this share of all lies, from 0 to below 1; a share outside of that is taken for the nearest within.
    #[must_use]
    pub fn quantile(&self, u: f64) -> f64 {
        let u = u.max(0.0).min(TOP); // Not `clamp`, which would let NaN through.
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
