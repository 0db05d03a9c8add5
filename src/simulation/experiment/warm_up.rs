//! How much of the beginning to leave out.

/// How many values in a row are one batch.
const BATCH: usize = 5;

/// What is best left out of a series, because it still shows how it began.
///
/// ```
/// use practice_cycle::simulation::experiment::WarmUp;
/// assert_eq!(WarmUp { leave_out: 10, settled: true }.leave_out, 10);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WarmUp {
    /// How many values at the beginning.
    pub leave_out: usize,
    /// Whether less than half of the series is left out. Otherwise the run is too short to know: make it longer, or declare that
    /// it terminates and has no warm-up.
    pub settled: bool,
}

/// Where the warm-up of a series ends: the rule MSER-5 (K. P. White, M. J. Cobb and S. C. Spratt, *A comparison of five steady-state
/// truncation heuristics for simulation*, Winter Simulation Conference 2000).
///
/// Values are put into batches of five, and as many batches are left out as make the mean of the rest surest: where the sum of squared
/// deviations of the rest, over the square of how many there are, is least. At least five batches stay. None of fewer than
/// ten batches. The series is best a mean over replications, such as sessions week by week.
///
/// ```
/// use practice_cycle::simulation::experiment::{WarmUp, mser_5};
/// // Twenty weeks of growth, then eighty that go up and down.
/// let weeks: Vec<f64> = (0..100).map(|week| if week < 20 { f64::from(week) } else { 20.0 + f64::from(week % 2) }).collect();
/// assert_eq!(mser_5(&weeks), Some(WarmUp { leave_out: 20, settled: true }));
/// assert_eq!(mser_5(&weeks[..40]), None);
/// ```
#[must_use]
pub fn mser_5(series: &[f64]) -> Option<WarmUp> {
    let batches: Vec<f64> = series.chunks_exact(BATCH).map(|batch| batch.iter().sum::<f64>() / BATCH as f64).collect();
    let last = batches.len().checked_sub(BATCH).filter(|_| batches.len() >= 2 * BATCH)?;
    let mut best: Option<(f64, usize)> = None;
    for left_out in 0..=last {
        let rest = batches.get(left_out..)?;
        let count = rest.len() as f64;
        let mean = rest.iter().sum::<f64>() / count;
        let statistic = rest.iter().map(|batch| (batch - mean) * (batch - mean)).sum::<f64>() / (count * count);
        if best.is_none_or(|(least, _)| statistic < least) {
            best = Some((statistic, left_out));
        }
    }
    let (_, left_out) = best?;
    Some(WarmUp { leave_out: left_out * BATCH, settled: 2 * left_out < batches.len() })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ten batches with the means 9, 5, 1, 2, 1, 2, 1, 2, 1, 2. Without the first two, eight deviate from 1.5 by a half each: 2 over 64. Without
    /// the first three, seven: 12/7 over 49, which is more.
    #[test]
    fn an_example_by_hand() {
        let means = [9.0, 5.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0];
        let series: Vec<f64> = means.iter().flat_map(|&mean| [mean - 1.0, mean + 1.0, mean, mean, mean]).collect();
        assert_eq!(mser_5(&series), Some(WarmUp { leave_out: 10, settled: true }));
    }

    #[test]
    fn a_series_that_never_settles_is_told_as_such() {
        let growing: Vec<f64> = (0..100).map(f64::from).collect();
        let found = mser_5(&growing).unwrap();
        assert!(!found.settled && found.leave_out == 75, "{found:?}");
        // What does not vary has no warm-up.
        assert_eq!(mser_5(&[3.0; 50]), Some(WarmUp { leave_out: 0, settled: true }));
    }
}
