//! The sureness of a reading: the probability that one side holds the majority, under a stated model.

use serde::Serialize;
use statrs::function::beta::{checked_beta_reg, ln_beta};

use super::tally::Tally;
use crate::boundary::Lean;
use crate::code::Code;

/// How likely it is, for each side, that it holds the majority: that more than half of what observers like these would see
/// leans that way.
///
/// # Model
/// Each observer's voice is a draw, or part of one, from three sides with unknown shares. Before anything is seen the shares
/// have a Dirichlet distribution with the parameter `prior` for each side; a third each means that all sides together weigh as
/// one observer (the choice of Perks, *Journal of the Institute of Actuaries* 73, 1947). Voices are added to it, so that the
/// share of one side has a beta distribution, and the answer is the tail of it above one half (Gelman and others, *Bayesian
/// Data Analysis*, third edition, section 3.4).
///
/// # Assumptions
/// Observers see independently of one another; what they saw long ago tells less, so their voices are parts of a draw; what
/// they saw is what there was to see. Sides are compared as equals: none is harder to see than another.
///
/// # Limits
/// A team talks, so its observers are *not* independent, and the answer is surer than it should be. Parts of a draw are a
/// convention of weighted likelihoods, not counts. It says how firmly the observations point one way, not whether they are
/// right, and nothing of how things are between two people.
///
/// ```
/// use practice_cycle::{assessment::{Sureness, Tally}, boundary::Lean};
/// let sure = Sureness::of(Tally { enmeshed: 0.0, healthy: 2.0, diffuse: 0.0 }, 1.0);
/// // Beta(3, 2) above one half: 1 - (4/16 + 1/16) = 11/16.
/// assert!((sure.of_lean(Lean::Healthy) - 11.0 / 16.0).abs() < 1e-9);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Sureness {
    /// That too close holds the majority.
    pub enmeshed: f64,
    /// That healthy does.
    pub healthy: f64,
    /// That too far away does.
    pub diffuse: f64,
}

impl Sureness {
    /// How sure these voices make it, with so much given to each side beforehand.
    #[must_use]
    pub fn of(voices: Tally, prior: f64) -> Self {
        let majority = |lean: Lean| Share::of(voices, lean, prior).above(0.5);
        Self { enmeshed: majority(Lean::Enmeshed), healthy: majority(Lean::Healthy), diffuse: majority(Lean::Diffuse) }
    }

    /// That one side holds the majority.
    #[must_use]
    pub const fn of_lean(&self, lean: Lean) -> f64 {
        match lean {
            Lean::Enmeshed => self.enmeshed,
            Lean::Healthy => self.healthy,
            Lean::Diffuse => self.diffuse,
        }
    }

    /// The likeliest side to hold it, the first of them if two are as likely.
    #[must_use]
    pub fn likeliest(&self) -> (Lean, f64) {
        let mut best = (Lean::Enmeshed, self.enmeshed);
        for &lean in Lean::ALL {
            if self.of_lean(lean) > best.1 {
                best = (lean, self.of_lean(lean));
            }
        }
        best
    }
}

/// What is known of the share of one side: a beta distribution.
#[derive(Debug, Clone, Copy)]
pub(super) struct Share {
    a: f64,
    b: f64,
}

impl Share {
    pub(super) fn of(voices: Tally, lean: Lean, prior: f64) -> Self {
        let a = voices.of(lean) + prior;
        // The others are added one by one: taking away would round.
        let others: f64 = Lean::ALL.iter().filter(|&&other| other != lean).map(|&other| voices.of(other) + prior).sum();
        Self { a, b: others }
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

    pub(super) fn above(self, share: f64) -> f64 {
        1.0 - self.up_to(share)
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

    /// The probability that this share is greater than another that is known apart from it.
    ///
    /// The distribution function of the wider one is averaged over the density of the narrower one, in log odds around the
    /// mode of that density: it has no poles there, and falls off like a normal distribution or like a power of the odds. In
    /// steps that grow like a hyperbolic sine, the trapezium rule converges exponentially on either (H. Takahasi and M. Mori,
    /// *Double exponential formulas for numerical integration*, 1974).
    pub(super) fn greater_than(self, other: Share) -> f64 {
        const STEPS: i32 = 64;
        const FURTHEST: f64 = 7.0;
        if other.width() < self.width() {
            return 1.0 - other.greater_than(self);
        }
        let (a, b) = (self.a, self.b);
        let (mode, width) = ((a / b).ln(), self.width());
        // Of the two logarithms, each of a sum of one and a power, the greater part is taken out first, or it would overflow.
        let ln_one_and_exp = |odds: f64| odds.max(0.0) + (-odds.abs()).exp().ln_1p();
        let log_density = |odds: f64| -a * ln_one_and_exp(-odds) - b * ln_one_and_exp(odds);
        let highest = log_density(mode);
        let (mut greater, mut all) = (0.0, 0.0);
        for step in -STEPS..=STEPS {
            let along = FURTHEST * f64::from(step) / f64::from(STEPS);
            let odds = mode + width * along.sinh();
            let weight = (log_density(odds) - highest).exp() * along.cosh();
            if weight > 0.0 {
                greater += weight * other.up_to_odds(odds);
                all += weight;
            }
        }
        greater / all
    }
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
    fn two_orders_add_up_to_one() {
        let shares = [(0.3, 0.7), (4.3, 1.7), (1.0, 9.0), (0.05, 0.05), (2000.0, 3.0)].map(|(a, b)| Share { a, b });
        for one in shares {
            assert!((one.greater_than(one) - 0.5).abs() < 1e-9, "{one:?}");
            for other in shares {
                let both = one.greater_than(other) + other.greater_than(one);
                assert!((both - 1.0).abs() < 1e-9, "{one:?}, {other:?}: {both}");
            }
        }
    }

    #[test]
    fn which_of_two_shares_is_greater_agrees_with_known_values() {
        for (a, b, c, d, known) in KNOWN {
            let found = Share { a, b }.greater_than(Share { a: c, b: d });
            assert!((found - known).abs() < 1e-9, "{a}, {b} against {c}, {d}: {found}, not {known}");
        }
    }
}
