//! Quantiles that have no formula, of the normal and the gamma distribution: by Newton's method on the logarithm of a tail.
//!
//! Of both the logarithm of either tail is concave (of the gamma distribution, as a function of the logarithm of the quantile).
//! From a bound on the outer side of the quantile, Newton's steps therefore all go inwards and never too far, and each quantile is
//! taken from the smaller of its tails, which keeps its digits.

use std::f64::consts::{FRAC_1_SQRT_2, FRAC_2_SQRT_PI};

/// The quantile of the normal distribution with mean 0 and standard deviation 1.
pub(super) fn normal(u: f64) -> f64 {
    let share = u.min(1.0 - u);
    if share <= 0.0 {
        return f64::NEG_INFINITY;
    }
    // A tail is at most `exp(-z²/2)/2`.
    let bound = libm::sqrt(-2.0 * libm::log(2.0 * share));
    let distance = newton(bound, libm::log(share), |z| {
        let tail = libm::erfc(z * FRAC_1_SQRT_2) / 2.0;
        let density = libm::exp(-z * z / 2.0) * (FRAC_1_SQRT_2 * FRAC_2_SQRT_PI / 2.0);
        (libm::log(tail), -density / tail)
    });
    if u < 0.5 { -distance } else { distance }
}

/// The quantile of the gamma distribution with this shape and the scale 1.
pub(super) fn gamma(shape: f64, u: f64) -> f64 {
    if u <= 0.0 {
        return 0.0;
    }
    let ln_gamma = libm::lgamma(shape);
    let ln_density = |ln_x: f64, x: f64| shape * ln_x - x - ln_gamma; // That of the logarithm.
    if u <= 0.5 {
        let ln_u = libm::log(u);
        // The density without `exp(-x)`, which is at most 1, gives one bound; that a tail of this side is lighter than that of the
        // normal distribution with the same variance, the other.
        let by_power = (ln_u + ln_gamma + libm::log(shape)) / shape;
        let by_variance = shape - libm::sqrt(-2.0 * shape * ln_u);
        let bound = if by_variance > 0.0 { by_power.max(libm::log(by_variance)) } else { by_power };
        libm::exp(newton(bound, ln_u, |ln_x| {
            let x = libm::exp(ln_x);
            let sum = lower_sum(shape, x);
            (ln_density(ln_x, x) + libm::log(sum), 1.0 / sum)
        }))
    } else {
        let ln_upper = libm::log(1.0 - u);
        // A tail of this side is at most that of a variable with this variance whose tail is as heavy as the exponential one's:
        // S. Boucheron, G. Lugosi, P. Massart, *Concentration inequalities* (2013), section 2.4.
        let bound = libm::log(shape + libm::sqrt(-2.0 * shape * ln_upper) - ln_upper);
        libm::exp(newton(bound, ln_upper, |ln_x| {
            let x = libm::exp(ln_x);
            let ln_density = ln_density(ln_x, x);
            let ln_tail = ln_upper_tail(shape, x, ln_density);
            (ln_tail, -libm::exp(ln_density - ln_tail))
        }))
    }
}

/// Where a function reaches a value, by its value and its slope, from a start from which all steps go one way.
fn newton(start: f64, reached: f64, of: impl Fn(f64) -> (f64, f64)) -> f64 {
    // Near the end each step doubles the digits: after one as small as this, what is left is rounding.
    const SMALL: f64 = 1e-9;
    // No parameter within its limits takes half of these.
    const MOST_STEPS: usize = 64;
    let mut at = start;
    for _ in 0..MOST_STEPS {
        let (value, slope) = of(at);
        let step = (reached - value) / slope;
        at += step;
        if step.abs() <= SMALL {
            break;
        }
    }
    at
}

/// The lower tail over `x` times the density: the power series of the incomplete gamma function.
/// Source: NIST Digital Library of Mathematical Functions, 8.11.4.
fn lower_sum(shape: f64, x: f64) -> f64 {
    let (mut term, mut sum, mut below) = (1.0 / shape, 1.0 / shape, shape);
    while term > sum * f64::EPSILON / 4.0 {
        below += 1.0;
        term *= x / below;
        sum += term;
    }
    sum
}

/// The logarithm of the upper tail: what the lower one leaves, or, far out, the continued fraction, from its far end.
/// Source: NIST Digital Library of Mathematical Functions, 8.9.2.
fn ln_upper_tail(shape: f64, x: f64, ln_density: f64) -> f64 {
    if x < shape + 1.0 {
        return libm::log1p(-libm::exp(ln_density + libm::log(lower_sum(shape, x))));
    }
    // Lentz's method.
    let mut b = x + 1.0 - shape;
    let (mut c, mut d) = (f64::MAX, 1.0 / b);
    let mut fraction = d;
    for nth in 1..100_000_u32 {
        let nth = f64::from(nth);
        let a = nth * (shape - nth);
        b += 2.0;
        d = 1.0 / (a * d + b);
        c = b + a / c;
        let factor = c * d;
        fraction *= factor;
        if (factor - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    ln_density + libm::log(fraction)
}
