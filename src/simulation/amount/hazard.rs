//! When something comes whose rate may change.

use super::super::distribution::exponential;
use super::super::random::Stream;

/// When something comes that happens at a rate, though the rate may change before it does.
///
/// One threshold is drawn, with the mean 1. What the rate comes to over time wears it down, and once nothing is left, it happens. So
/// each change of the rate takes a new [`plan`](Self::plan) and no new draw, and at a higher rate nothing comes later. Source: the
/// integrated hazard of a process reaches a standard exponential threshold; J. F. Lawless, *Statistical Models and Methods for Lifetime
/// Data* (2003), chapter 1.
///
/// Times are whole seconds from any beginning.
///
/// ```
/// use practice_cycle::simulation::{Hazard, random::Stream};
/// let dice = Stream::new(7).named("leaves");
/// let threshold = -(1.0 - dice.uniform()).ln();
/// let mut leaving = Hazard::new(dice);
/// let first = leaving.plan(0, 1e-6).unwrap();
/// assert_eq!(first, (threshold / 1e-6).ceil() as i64);
/// let half_way = first / 2;
/// let later = leaving.plan(half_way, 0.5e-6).unwrap();
/// assert!((later - half_way - 2 * (first - half_way)).abs() <= 2, "at half the rate, what is left takes twice as long");
/// assert_eq!(leaving.plan(half_way, 0.0), None, "at no rate at all it never comes");
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hazard {
    /// What is left of the threshold since the last plan.
    left: f64,
    /// When that was made.
    since: i64,
    /// The rate a second since then.
    rate: f64,
}

impl Hazard {
    /// With its threshold drawn, and no rate until it is planned.
    #[must_use]
    pub fn new(dice: Stream) -> Self {
        Self { left: exponential(dice.uniform()), since: 0, rate: 0.0 }
    }

    /// When it comes if the rate is this one from now on: now, if it has come already; `None` if never, or beyond all times.
    ///
    /// Each plan takes the place of the one before. What was planned and is asked for again at its time has come, whatever the rate
    /// is then. A time before that of the last plan is taken for that, and a rate below 0, or none, for 0.
    pub fn plan(&mut self, now: i64, per_second: f64) -> Option<i64> {
        let now = now.max(self.since);
        // Whether it has come is read from the plan itself, since rounding may keep a last bit of what is left.
        let has_come = self.comes().is_some_and(|comes| comes <= now);
        let worn = self.rate * (now.saturating_sub(self.since)) as f64;
        self.left = if has_come { 0.0 } else { (self.left - worn).max(0.0) };
        self.since = now;
        self.rate = per_second.max(0.0);
        self.comes()
    }

    fn comes(&self) -> Option<i64> {
        if self.left <= 0.0 {
            return Some(self.since);
        }
        let seconds = libm::ceil(self.left / self.rate);
        // Above 2^53 seconds, hundreds of millions of years, whole numbers are no longer exact.
        (seconds < 9e15).then(|| self.since.saturating_add(seconds as i64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hazard(nth: u64) -> Hazard {
        Hazard::new(Stream::new(11).at("hazard", nth))
    }

    #[test]
    fn it_comes_when_it_was_planned_however_often_it_is_asked() {
        for nth in 0..2000 {
            let mut planned = hazard(nth);
            let mut comes = planned.plan(5, 3.7e-5).unwrap();
            // The plan holds but for rounding, and at its time it has come.
            for step in 1..20 {
                let again = planned.plan(5 + (comes - 5) * step / 20, 3.7e-5).unwrap();
                assert!((again - comes).abs() <= 1, "{nth}");
                comes = again;
            }
            assert_eq!(planned.plan(comes, 1e-9), Some(comes), "{nth}");
            assert_eq!(planned.plan(comes + 10, 0.0), Some(comes + 10), "what has come stays so: {nth}");
        }
    }

    #[test]
    fn a_higher_rate_is_never_later() {
        for nth in 0..500 {
            let at = [1e-6, 2e-6, 5e-6].map(|rate| hazard(nth).plan(0, rate).unwrap());
            assert!(at.is_sorted_by(|one, other| one >= other), "{at:?}");
        }
    }

    #[test]
    fn without_a_rate_nothing_comes() {
        let mut planned = hazard(1);
        for rate in [0.0, -1.0, f64::NAN, 1e-300] {
            assert_eq!(planned.plan(100, rate), None, "{rate}");
        }
        assert!(planned.plan(200, 1.0).unwrap() >= 200, "and nothing was worn down meanwhile");
        let mut at_once = hazard(1);
        assert_eq!(at_once.plan(100, f64::INFINITY), Some(100));
    }

    #[test]
    fn times_do_not_run_backwards() {
        let mut planned = hazard(2);
        planned.plan(1000, 1e-6);
        let kept = planned;
        assert_eq!(planned.plan(10, 1e-6), kept.comes());
        assert_eq!(planned, kept);
    }

    #[test]
    fn waiting_times_are_exponential() {
        // The rate is changed half way through the mean; the integrated hazard at the time that it comes is exponential all the same.
        let (slow, fast) = (1e-6, 4e-6);
        let mut tenths = [0_u32; 10];
        for nth in 0..10_000 {
            let mut planned = hazard(nth);
            let change = 500_000;
            let comes = planned.plan(0, slow).filter(|&comes| comes <= change);
            let comes = comes.or_else(|| planned.plan(change, fast)).unwrap();
            let hazard = slow * comes.min(change) as f64 + fast * (comes - change).max(0) as f64;
            let share = 1.0 - (-hazard).exp();
            tenths[(share * 10.0) as usize] += 1;
        }
        let square: f64 = tenths.iter().map(|&count| (f64::from(count) - 1000.0).powi(2) / 1000.0).sum();
        // 99.9 % of chi-squared with 9 degrees of freedom lies below.
        assert!(square < 27.9, "{tenths:?}");
    }
}
