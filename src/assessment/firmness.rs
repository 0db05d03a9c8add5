//! Firmness: how firmly what observers saw points to one side, under a stated model of how far they depend on each other.

use serde::Serialize;
use statrs::function::beta::{checked_beta_reg, ln_beta};

use super::parameters::{Parameters, Prior};
use crate::boundary::Lean;
use crate::code::Code;

/// How firmly what was seen points to one side, beside what it would be under other assumptions. Each number lies between 0 and 1.
///
/// It says that more than half of what observers like these would see shows that side, if the model holds. It is **not the chance
/// of being right**: the page of [`assessment`](super) has the model, and how often it was right where that could be known.
///
/// ```
/// use practice_cycle::assessment::{Firmness, Parameters};
/// // Two observers to whom a side showed strongly, directly and today.
/// let two = Firmness::of(2.0, 2.0, 2.0, Parameters::unvalidated_v2()).unwrap();
/// assert!((two.firmness - 0.79).abs() < 0.005);
/// assert!((two.if_independent - 0.85).abs() < 0.005 && (two.if_half_depends - 0.75).abs() < 0.005);
/// assert_eq!(Firmness::of(0.0, 0.0, 0.0, Parameters::unvalidated_v2()), None, "nobody looked: nothing is said");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Firmness {
    /// By the parameters.
    pub firmness: f64,
    /// If observers were independent of each other (dependence 0).
    pub if_independent: f64,
    /// If they depended on each other by half (dependence 0.5).
    pub if_half_depends: f64,
    /// Under a prior that expects either alike (1/2, 1/2).
    pub if_expected_evenly: f64,
    /// Under a prior that expects it in a quarter of what is seen, and weighs four times as much (1, 3).
    pub if_expected_seldom: f64,
}

impl Firmness {
    /// From how far a side showed to all observers (*S*), their weight (*n*), and the sum of the squares of their weights. Nothing
    /// where they have no weight.
    #[must_use]
    pub fn of(showed: f64, weight: f64, squares: f64, parameters: &Parameters) -> Option<Self> {
        let (dependence, prior) = (parameters.dependence(), parameters.prior());
        let given =
            |dependence: f64, prior: Prior| Share::of(showed, weight, squares, dependence, prior).map(Share::above_half);
        Some(Self {
            firmness: given(dependence, prior)?,
            if_independent: given(0.0, prior)?,
            if_half_depends: given(0.5, prior)?,
            if_expected_evenly: given(dependence, Prior { shows: 0.5, does_not: 0.5 })?,
            if_expected_seldom: given(dependence, Prior { shows: 1.0, does_not: 3.0 })?,
        })
    }

    /// The least and the greatest of all five.
    #[must_use]
    pub fn range(&self) -> (f64, f64) {
        let Self { firmness, if_independent, if_half_depends, if_expected_evenly, if_expected_seldom } = *self;
        let others = [if_independent, if_half_depends, if_expected_evenly, if_expected_seldom];
        others.iter().fold((firmness, firmness), |(least, most), &other| (least.min(other), most.max(other)))
    }
}

/// What is known of the share of one side: a beta distribution.
#[derive(Debug, Clone, Copy)]
pub(super) struct Share {
    a: f64,
    b: f64,
}

impl Share {
    /// The share of a side that showed so far to observers of such a weight.
    pub(super) fn of(showed: f64, weight: f64, squares: f64, dependence: f64, prior: Prior) -> Option<Self> {
        if weight <= 0.0 || squares <= 0.0 {
            return None;
        }
        let alike = (weight * weight / squares).max(1.0); // As many observers of equal weight.
        let counts = 1.0 + dependence * (alike - 1.0);
        Some(Self { a: prior.shows + showed / counts, b: prior.does_not + (weight - showed).max(0.0) / counts })
    }

    /// The probability that the share is at most this.
    fn up_to(self, share: f64) -> f64 {
        // Both parameters are above 0 and the share within 0 and 1, so there is always an answer.
        if share <= 0.0 {
            0.0
        } else if share >= 1.0 {
            1.0
        } else {
            checked_beta_reg(self.a, self.b, share).map_or(f64::NAN, |below| below.clamp(0.0, 1.0))
        }
    }

    pub(super) fn above_half(self) -> f64 {
        1.0 - self.up_to(0.5)
    }

    fn mirrored(self) -> Self {
        Self { a: self.b, b: self.a }
    }

    /// The probability that the log odds of the share are at most these. Shares too near to 0 or 1 to be written as a share
    /// still have their odds, and there a power of them is all that is left of the distribution.
    fn up_to_odds(self, odds: f64) -> f64 {
        if odds > 0.0 {
            1.0 - self.mirrored().up_to_odds(-odds)
        } else if odds < -36.0 {
            (self.a * odds - self.a.ln() - ln_beta(self.a, self.b)).exp().min(1.0)
        } else {
            self.up_to(1.0 / (1.0 + (-odds).exp()))
        }
    }

    /// How wide the middle of the distribution is, in log odds.
    fn width(self) -> f64 {
        (1.0 / self.a + 1.0 / self.b).sqrt()
    }

    /// The probability that this share is greater than all others, each known apart from it.
    ///
    /// The distribution functions of the others are averaged over the density of this one, in log odds around the mode of that
    /// density: it has no poles there, and falls off like a normal distribution or like a power of the odds. In steps that grow
    /// like a hyperbolic sine, the trapezium rule converges exponentially on either (H. Takahasi and M. Mori, *Double exponential
    /// formulas for numerical integration*, 1974). The narrower the others are beside this one, the more steps it takes.
    pub(super) fn greatest(self, others: &[Share]) -> f64 {
        const STEPS: f64 = 64.0;
        const MOST: f64 = 4096.0;
        const FURTHEST: f64 = 7.0;
        let narrowest = others.iter().fold(self.width(), |narrowest, other| narrowest.min(other.width()));
        let steps = (STEPS * self.width() / narrowest).ceil().min(MOST);
        let (a, b) = (self.a, self.b);
        let (mode, width) = ((a / b).ln(), self.width());
        // Of the two logarithms, each of a sum of one and a power, the greater part is taken out first, or it would overflow.
        let ln_one_and_exp = |odds: f64| odds.max(0.0) + (-odds.abs()).exp().ln_1p();
        let log_density = |odds: f64| -a * ln_one_and_exp(-odds) - b * ln_one_and_exp(odds);
        let highest = log_density(mode);
        let (mut greater, mut all) = (0.0, 0.0);
        for step in -(steps as i32)..=steps as i32 {
            let along = FURTHEST * f64::from(step) / steps;
            let odds = mode + width * along.sinh();
            let weight = (log_density(odds) - highest).exp() * along.cosh();
            if weight > 0.0 {
                greater += weight * others.iter().map(|other| other.up_to_odds(odds)).product::<f64>();
                all += weight;
            }
        }
        greater / all
    }
}

/// How likely each side is to show most, of those of which anything is known; nothing for the others.
pub(super) fn greatest(shares: [Option<Share>; Lean::ALL.len()]) -> [Option<f64>; Lean::ALL.len()] {
    let mut place = 0;
    shares.map(|share| {
        let others: Vec<Share> =
            shares.iter().enumerate().filter(|&(other, _)| other != place).filter_map(|(_, other)| *other).collect();
        place += 1;
        share.map(|share| share.greatest(&others))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two pairs of parameters, and how likely the share of the first is the greater. Those of whole numbers are exact sums of
    /// fractions; the others were integrated with thirty digits (mpmath).
    const KNOWN: [(f64, f64, f64, f64, f64); 11] = [
        (2.0, 1.0, 1.0, 1.0, 2.0 / 3.0),
        (40.0, 22.0, 30.0, 31.0, 0.9585513447579792),
        (400.0, 300.0, 380.0, 320.0, 0.8592366219640123),
        (0.05, 1.0, 0.1, 1.0, 1.0 / 3.0),
        (0.05, 0.05, 0.05, 0.1, 0.61171793351873),
        (0.05, 0.05, 1.0, 1.0, 0.5),
        (0.05, 0.05, 3.0, 1.0, 0.465909090909091),
        (0.05, 0.05, 400.0, 300.0, 0.493256853597904),
        (0.1, 2.5, 0.3, 2.0, 0.229586331034504),
        (1.35, 0.65, 0.5, 2.5, 0.924028964582908),
        (0.01, 0.02, 0.02, 0.01, 0.259211589185452),
    ];

    #[test]
    fn whole_parameters_agree_with_the_binomial_sum() {
        // I_x(a, b) is the chance of at least a successes in a + b - 1 trials.
        for (a, b, below) in [(1.0, 1.0, 0.5), (2.0, 1.0, 0.25), (3.0, 2.0, 5.0 / 16.0), (1.0, 3.0, 0.875)] {
            assert!((Share { a, b }.up_to(0.5) - below).abs() < 1e-12, "{a}, {b}");
        }
    }

    #[test]
    fn the_orders_of_three_add_up_to_one() {
        let shares = [(0.3, 0.7), (4.3, 1.7), (1.0, 9.0), (0.25, 0.75), (200.0, 3.0)].map(|(a, b)| Share { a, b });
        for one in shares {
            for other in shares {
                for third in shares {
                    let each = greatest([Some(one), Some(other), Some(third)]);
                    let all: f64 = each.iter().flatten().sum();
                    assert!((all - 1.0).abs() < 1e-8, "{one:?}, {other:?}, {third:?}: {each:?}");
                }
            }
        }
    }

    #[test]
    fn which_of_two_shares_is_greater_agrees_with_known_values() {
        for (a, b, c, d, known) in KNOWN {
            let (one, other) = (Share { a, b }, Share { a: c, b: d });
            for found in [one.greatest(&[other]), 1.0 - other.greatest(&[one])] {
                assert!((found - known).abs() < 1e-8, "{a}, {b} against {c}, {d}: {found}, not {known}");
            }
        }
    }
}
