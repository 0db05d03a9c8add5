//! Quantiles that have no formula: of the normal distribution by fractions that are known to come near it, since it is drawn most
//! often; of the gamma distribution by Newton's method on the logarithm of a tail.
//!
//! The logarithm of either tail of the gamma distribution is concave, as a function of the logarithm of the quantile. From a bound on
//! the outer side of the quantile, Newton's steps therefore all go inwards and never too far, and each quantile is taken from the
//! smaller of its tails, which keeps its digits.

/// The quantile of the normal distribution with mean 0 and standard deviation 1, to about the last digit.
///
/// Source: M. J. Wichura, *Algorithm AS 241: the percentage points of the normal distribution*, Applied Statistics 37 (1988),
/// 477-484, its function PPND16.
pub(super) fn normal(u: f64) -> f64 {
    let from_middle = u - 0.5;
    if from_middle.abs() <= 0.425 {
        return from_middle * fraction(&MIDDLE, 0.180_625 - from_middle * from_middle);
    }
    let share = u.min(1.0 - u);
    if share <= 0.0 {
        return f64::NEG_INFINITY;
    }
    let out = libm::sqrt(-libm::log(share));
    let distance = if out <= 5.0 { fraction(&TAIL, out - 1.6) } else { fraction(&FAR_TAIL, out - 5.0) };
    if from_middle < 0.0 { -distance } else { distance }
}

/// The coefficients above and below the line, from the lowest power.
type Fraction = [[f64; 8]; 2];

const MIDDLE: Fraction = [
    [
        3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087,
        33430.57558358813, 2509.0809287301227,
    ],
    [
        1.0, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
        28729.085735721943, 5226.495278852854,
    ],
];
const TAIL: Fraction = [
    [
        1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
        0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
    ],
    [
        1.0, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
        0.0005475938084995345, 1.0507500716444169e-09,
    ],
];
const FAR_TAIL: Fraction = [
    [
        6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
        0.0012426609473880784, 2.7115555687434876e-05, 2.0103343992922881e-07,
    ],
    [
        1.0, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 1.8463183175100548e-05,
        1.421511758316446e-07, 2.0442631033899397e-15,
    ],
];

fn fraction([above, below]: &Fraction, x: f64) -> f64 {
    let at = |powers: &[f64; 8]| powers.iter().rev().fold(0.0, |sum, coefficient| sum * x + coefficient);
    at(above) / at(below)
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::FRAC_1_SQRT_2;

    #[test]
    fn beyond_a_quantile_lies_its_share() {
        let shares = (1..5000_u32).map(|nth| f64::from(nth) / 10_000.0).chain((5..50).map(|nth| 10_f64.powi(-nth / 3)));
        for share in shares {
            let below = normal(share);
            let tail = libm::erfc(-below * FRAC_1_SQRT_2) / 2.0;
            assert!((tail - share).abs() <= 1e-13 * share, "{share}: {tail}");
            // Of shares near the whole, what is left has fewer digits than the share itself.
            assert!(share < 1e-3 || (normal(1.0 - share) + below).abs() <= 1e-12, "{share}");
        }
        assert_eq!(normal(0.5), 0.0);
    }
}
