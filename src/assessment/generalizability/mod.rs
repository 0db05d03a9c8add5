//! A generalizability study: how much of the differences between values comes from the occasion, and how much from who looks.

mod crossed;

use serde::Serialize;
use thiserror::Error;

pub use crossed::CrossedStudy;

/// The least number of observers, and of occasions, that are studied.
const FEWEST: usize = 5;

/// How far values given by observers distinguish occasions, from a table in which every observer gave every occasion one value.
///
/// Occasions and observers are both taken as drawn from many more (a crossed study with both at random; R. L. Brennan,
/// *Generalizability Theory*, Springer 2001, chapter 2; L. J. Cronbach and others, *The Dependability of Behavioral
/// Measurements*, Wiley 1972). With o occasions, r observers, M the mean of all, M(i) that of an occasion and M(j) that of an
/// observer:
///
/// | | Mean square | Variance |
/// |---|---|---|
/// | occasions | r/(o - 1) sum over i of (M(i) - M)^2 | (its mean square - that of the rest)/r |
/// | observers | o/(r - 1) sum over j of (M(j) - M)^2 | (its mean square - that of the rest)/o |
/// | rest | 1/((o - 1)(r - 1)) sum over i and j of (value - M(i) - M(j) + M)^2 | its mean square |
///
/// A variance cannot be less than nothing, but its estimate can, above all in a small table. It is then set to zero and marked
/// ([`Component::set_to_zero`]): it says that the table is too small for this, not that there is no such variance. Of the rest
/// it is not known how much is that some observers differ on some occasions, and how much is chance.
///
/// It is about one table and the people in it. It does not correct for observers choosing what to note, and a high coefficient does
/// not say that what they agree on is true.
///
/// ```
/// use practice_cycle::assessment::Generalizability;
/// let given = [[0.0, 0.5, 0.25, 0.5, 0.25], [0.5, 1.0, 0.5, 0.75, 0.5], [0.25, 0.5, 0.5, 0.5, 0.5], [0.75, 1.0, 0.75, 1.0, 1.0], [0.0, 0.25, 0.0, 0.5, 0.25]];
/// let table: Vec<Vec<Option<f64>>> = given.iter().map(|occasion| occasion.iter().map(|&value| Some(value)).collect()).collect();
/// let study = Generalizability::of(&table)?;
/// let (one, three) = (study.dependability(1).unwrap_or_default(), study.dependability(3).unwrap_or_default());
/// assert!(one < three && three < study.generalizability(3).unwrap_or_default());
/// # Ok::<(), practice_cycle::assessment::NoStudy>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Generalizability {
    /// How many occasions the table has.
    pub occasions: usize,
    /// How many observers.
    pub observers: usize,
    /// The mean of all values.
    pub mean: f64,
    /// What comes from the occasion: that which observers are asked about.
    pub occasion: Component,
    /// What comes from who looks: some give more than others throughout.
    pub observer: Component,
    /// The rest: that some observers differ on some occasions, and chance.
    pub rest: Component,
}

/// One part of the variance of the values.
///
/// ```
/// use practice_cycle::assessment::Component;
/// let component = Component { mean_square: 0.01, estimate: -0.02, variance: 0.0 };
/// assert!(component.set_to_zero());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Component {
    /// The mean square that it is estimated from.
    pub mean_square: f64,
    /// The estimate, which may be below zero.
    pub estimate: f64,
    /// The same, but no less than zero.
    pub variance: f64,
}

impl Component {
    fn of(mean_square: f64, estimate: f64) -> Self {
        Self { mean_square, estimate, variance: estimate.max(0.0) }
    }

    /// Whether the estimate was below zero.
    #[must_use]
    pub fn set_to_zero(&self) -> bool {
        self.estimate < 0.0
    }
}

/// Why there is no study.
///
/// ```
/// use practice_cycle::assessment::{Generalizability, NoStudy};
/// let refused = Generalizability::of(&[vec![Some(0.5); 5], vec![Some(0.5); 5]]);
/// assert_eq!(refused, Err(NoStudy::TooSmall { occasions: 2, observers: 5 }));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum NoStudy {
    /// Fewer than five observers, or fewer than five occasions.
    #[error("{occasions} occasions by {observers} observers: a study takes at least five of each")]
    TooSmall {
        /// The occasions.
        occasions: usize,
        /// The observers.
        observers: usize,
    },
    /// Somebody gave some occasion no value, or one that is no number.
    #[error("occasion {occasion} has no value from observer {observer}: everybody has to value every occasion")]
    Missing {
        /// Which occasion, from 1.
        occasion: usize,
        /// Which observer, from 1.
        observer: usize,
    },
}

fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let several = values.len() as f64;
    values.sum::<f64>() / several
}

impl Generalizability {
    /// Studies a table: a row for each occasion, a place in it for each observer. Linear in the number of values.
    ///
    /// # Errors
    /// [`NoStudy::TooSmall`] below five of either, [`NoStudy::Missing`] where not all values are there.
    pub fn of(table: &[Vec<Option<f64>>]) -> Result<Self, NoStudy> {
        let occasions = table.len();
        let observers = table.iter().map(Vec::len).max().unwrap_or_default();
        if occasions < FEWEST || observers < FEWEST {
            return Err(NoStudy::TooSmall { occasions, observers });
        }
        let complete = |(row, values): (usize, &Vec<Option<f64>>)| {
            let value = |column: usize| {
                let value = values.get(column).copied().flatten().filter(|value| value.is_finite());
                value.ok_or(NoStudy::Missing { occasion: row + 1, observer: column + 1 })
            };
            (0..observers).map(value).collect()
        };
        let rows: Vec<Vec<f64>> = table.iter().enumerate().map(complete).collect::<Result<_, _>>()?;
        Ok(Self::of_complete(&rows, observers))
    }

    fn of_complete(rows: &[Vec<f64>], observers: usize) -> Self {
        let (o, r) = (rows.len() as f64, observers as f64);
        // Counted from the first value, so that equal values vary by nothing at all.
        let first = rows.first().and_then(|row| row.first()).copied().unwrap_or_default();
        let rows: Vec<Vec<f64>> = rows.iter().map(|row| row.iter().map(|value| value - first).collect()).collect();
        let by_occasion: Vec<f64> = rows.iter().map(|row| mean(row.iter().copied())).collect();
        let mut by_observer = vec![0.0; observers];
        for row in &rows {
            by_observer.iter_mut().zip(row).for_each(|(sum, value)| *sum += value / o);
        }
        let all = mean(by_occasion.iter().copied());
        let spread = |means: &[f64]| means.iter().map(|mean| (mean - all).powi(2)).sum::<f64>();
        let squares = |(row, of_row): (&Vec<f64>, &f64)| {
            row.iter().zip(&by_observer).map(|(value, of_column)| (value - of_row - of_column + all).powi(2)).sum::<f64>()
        };
        let rest = rows.iter().zip(&by_occasion).map(squares).sum::<f64>() / ((o - 1.0) * (r - 1.0));
        let (occasion, observer) = (r * spread(&by_occasion) / (o - 1.0), o * spread(&by_observer) / (r - 1.0));
        Self {
            occasions: rows.len(),
            observers,
            mean: first + all,
            occasion: Component::of(occasion, (occasion - rest) / r),
            observer: Component::of(observer, (observer - rest) / o),
            rest: Component::of(rest, rest),
        }
    }

    /// How far the mean of that many observers puts occasions in the right order: variance of occasions by itself plus that of the
    /// rest over the number of observers. From 0 to 1; none where neither varies, or for no observers.
    #[must_use]
    pub fn generalizability(&self, observers: u32) -> Option<f64> {
        self.coefficient(observers, self.rest.variance)
    }

    /// The same for the value itself and not only its order, so that it also counts that some observers give more than others.
    /// From 0 to 1, no more than the [generalizability](Self::generalizability).
    #[must_use]
    pub fn dependability(&self, observers: u32) -> Option<f64> {
        self.coefficient(observers, self.observer.variance + self.rest.variance)
    }

    fn coefficient(&self, observers: u32, error: f64) -> Option<f64> {
        let wanted = self.occasion.variance;
        let all = (observers > 0).then(|| wanted + error / f64::from(observers))?;
        (all > 0.0).then(|| wanted / all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_near(found: f64, expected: f64, within: f64) {
        assert!((found - expected).abs() < within, "{found}, not {expected}");
    }

    fn table(rows: &[&[f64]]) -> Vec<Vec<Option<f64>>> {
        rows.iter().map(|row| row.iter().map(|&value| Some(value)).collect()).collect()
    }

    /// Brennan 2001, table 2.2 (synthetic data set 1): ten persons by twelve items, right (1) or wrong (0). Published there, to
    /// four and three digits: variances .0574, .0754 and .1269; coefficients for twelve items .844 and .773.
    #[test]
    fn the_first_table_of_brennan_reads_as_published() {
        let rows: [[u8; 12]; 10] = [
            [1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0],
            [1, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0],
            [1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0],
            [1, 1, 0, 1, 1, 0, 0, 1, 0, 0, 0, 0],
            [1, 1, 1, 1, 1, 0, 1, 0, 0, 0, 0, 0],
            [1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 0, 0],
            [1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0],
            [1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 0, 0],
            [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0],
            [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
        ];
        let rows: Vec<Vec<Option<f64>>> =
            rows.iter().map(|row| row.iter().map(|&value| Some(f64::from(value))).collect()).collect();
        let study = Generalizability::of(&rows).unwrap();
        assert_eq!((study.occasions, study.observers), (10, 12));
        assert_near(study.occasion.mean_square, 0.8157, 5e-5);
        assert_near(study.observer.mean_square, 0.8811, 5e-5);
        assert_near(study.occasion.variance, 0.0574, 5e-5);
        assert_near(study.observer.variance, 0.0754, 5e-5);
        assert_near(study.rest.variance, 0.1269, 5e-5);
        assert_near(study.generalizability(12).unwrap(), 0.844, 5e-4);
        assert_near(study.dependability(12).unwrap(), 0.773, 5e-4);
    }

    /// P. E. Shrout and J. L. Fleiss, "Intraclass correlations", *Psychological Bulletin* 86, 1979, table 2: six targets by four
    /// judges. Published: mean squares 11.24, 32.49, 1.02; ICC(3,4) .91, ICC(3,1) .71, ICC(2,4) .62, ICC(2,1) .29. It is too small
    /// for what is public here.
    #[test]
    fn the_table_of_shrout_and_fleiss_reads_as_published() {
        let rows = [
            [9.0, 2.0, 5.0, 8.0],
            [6.0, 1.0, 3.0, 2.0],
            [8.0, 4.0, 6.0, 8.0],
            [7.0, 1.0, 2.0, 6.0],
            [10.0, 5.0, 6.0, 9.0],
            [6.0, 2.0, 4.0, 7.0],
        ];
        let study = Generalizability::of_complete(&rows.map(Vec::from), 4);
        assert_near(study.occasion.mean_square, 11.24, 5e-3);
        assert_near(study.observer.mean_square, 32.49, 5e-3);
        assert_near(study.rest.mean_square, 1.02, 5e-3);
        assert_near(study.generalizability(4).unwrap(), 0.91, 5e-3);
        assert_near(study.generalizability(1).unwrap(), 0.71, 5e-3);
        assert_near(study.dependability(4).unwrap(), 0.62, 5e-3);
        assert_near(study.dependability(1).unwrap(), 0.29, 5e-3);
        let rows: Vec<&[f64]> = rows.iter().map(<[f64; 4]>::as_slice).collect();
        assert_eq!(Generalizability::of(&table(&rows)), Err(NoStudy::TooSmall { occasions: 6, observers: 4 }));
    }

    #[test]
    fn a_variance_below_zero_is_set_to_zero_and_marked() {
        let rows: [&[f64]; 5] = [
            &[0.5, 0.75, 0.5, 1.0, 0.5],
            &[0.75, 0.5, 1.0, 0.5, 0.75],
            &[0.5, 1.0, 0.75, 0.5, 0.5],
            &[1.0, 0.5, 0.5, 0.75, 1.0],
            &[0.5, 0.5, 0.75, 1.0, 0.75],
        ];
        let study = Generalizability::of(&table(&rows)).unwrap();
        assert_near(study.occasion.estimate, -0.010_312_5, 1e-12);
        assert_eq!((study.occasion.variance, study.observer.variance), (0.0, 0.0));
        assert!(study.occasion.set_to_zero() && study.observer.set_to_zero() && !study.rest.set_to_zero());
        assert_near(study.rest.variance, 0.060_312_5, 1e-12);
        assert_eq!((study.generalizability(5), study.dependability(5)), (Some(0.0), Some(0.0)));
    }

    #[test]
    fn what_is_missing_or_no_number_is_named() {
        let whole = vec![vec![Some(0.1); 6]; 5];
        let flat = Generalizability::of(&whole).unwrap();
        assert_eq!((flat.generalizability(3), flat.dependability(3), flat.generalizability(0)), (None, None, None));
        for spoilt in [None, Some(f64::NAN), Some(f64::INFINITY)] {
            let mut table = whole.clone();
            table[3][1] = spoilt;
            let refused = Generalizability::of(&table).unwrap_err();
            assert_eq!(refused, NoStudy::Missing { occasion: 4, observer: 2 });
            assert_eq!(
                refused.to_string(),
                "occasion 4 has no value from observer 2: everybody has to value every occasion"
            );
        }
        let mut ragged = whole.clone();
        ragged[0].pop();
        assert_eq!(Generalizability::of(&ragged), Err(NoStudy::Missing { occasion: 1, observer: 6 }));
        assert_eq!(Generalizability::of(&whole[..4]), Err(NoStudy::TooSmall { occasions: 4, observers: 6 }));
        assert_eq!(Generalizability::of(&[]), Err(NoStudy::TooSmall { occasions: 0, observers: 0 }));
    }
}
