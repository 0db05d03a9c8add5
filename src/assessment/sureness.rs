//! How sure: the probability that one side holds the majority, under a stated model.

use serde::Serialize;
use statrs::function::beta::checked_beta_reg;

use super::tally::Tally;
use crate::boundary::Lean;
use crate::word::Word;

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

    /// The probability that this share is greater than another that is known apart from it. The trapezium rule over both
    /// distribution functions, so that the answers for the two orders add up to one.
    pub(super) fn greater_than(self, other: Share) -> f64 {
        const STEPS: u32 = 256;
        let mut sum = 0.0;
        let (mut mine, mut theirs) = (0.0, 0.0);
        for step in 1..=STEPS {
            let share = f64::from(step) / f64::from(STEPS);
            let (mine_then, theirs_then) = (self.up_to(share), other.up_to(share));
            sum += (mine_then - mine) * (theirs + theirs_then) / 2.0;
            (mine, theirs) = (mine_then, theirs_then);
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_parameters_agree_with_the_binomial_sum() {
        // I_x(a, b) is the chance of at least a successes in a + b - 1 trials.
        for (a, b, below) in [(1.0, 1.0, 0.5), (2.0, 1.0, 0.25), (3.0, 2.0, 5.0 / 16.0), (1.0, 3.0, 0.875)] {
            assert!((Share { a, b }.up_to(0.5) - below).abs() < 1e-12, "{a}, {b}");
        }
    }

    #[test]
    fn two_orders_add_up_to_one() {
        let shares = [Share { a: 0.3, b: 0.7 }, Share { a: 4.3, b: 1.7 }, Share { a: 1.0, b: 9.0 }];
        for one in shares {
            assert!((one.greater_than(one) - 0.5).abs() < 1e-12);
            for other in shares {
                assert!((one.greater_than(other) + other.greater_than(one) - 1.0).abs() < 1e-12);
            }
        }
        // Of two uniform shares, the greatest of two against one: P(max > y) = 2/3.
        let (greatest, uniform) = (Share { a: 2.0, b: 1.0 }, Share { a: 1.0, b: 1.0 });
        assert!((greatest.greater_than(uniform) - 2.0 / 3.0).abs() < 1e-4);
    }
}
