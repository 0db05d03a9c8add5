//! What is done about several comparisons.

use crate::code::codes;

codes! {
    /// How chances are adjusted where several comparisons are made, so that all together err no more often than one would.
    ///
    /// ```
    /// use practice_cycle::simulation::experiment::Correction;
    /// let chances = [0.01, 0.04, 0.03];
    /// let told = |by: Correction| by.adjusted(&chances).iter().map(|it| (it * 100.0).round()).collect::<Vec<_>>();
    /// assert_eq!(told(Correction::None), [1.0, 4.0, 3.0]);
    /// assert_eq!(told(Correction::Bonferroni), [3.0, 12.0, 9.0]);
    /// assert_eq!(told(Correction::Holm), [3.0, 6.0, 6.0]);
    /// ```
    pub enum Correction {
        None = "none", "none";
        Bonferroni = "bonferroni", "Bonferroni";
        Holm = "holm", "Holm";
    }
}

impl Correction {
    /// The chances, each between 0 and 1, as they are to be read beside the others, in their order.
    ///
    /// Bonferroni multiplies each by how many there are. Holm (*Scandinavian Journal of Statistics* 6, 1979) multiplies the least
    /// by as many, the next by one less and so on, none below the one before; it promises the same, and finds more.
    #[must_use]
    pub fn adjusted(self, chances: &[f64]) -> Vec<f64> {
        let all = chances.len();
        match self {
            Correction::None => chances.to_vec(),
            Correction::Bonferroni => chances.iter().map(|chance| (chance * all as f64).min(1.0)).collect(),
            Correction::Holm => {
                let mut ranked: Vec<(usize, f64)> = chances.iter().copied().enumerate().collect();
                ranked.sort_by(|(_, one), (_, other)| one.total_cmp(other));
                let mut least = 0.0;
                for (rank, (_, chance)) in ranked.iter_mut().enumerate() {
                    least = f64::max(least, (*chance * (all - rank) as f64).min(1.0));
                    *chance = least;
                }
                ranked.sort_by_key(|&(place, _)| place);
                ranked.into_iter().map(|(_, chance)| chance).collect()
            }
        }
    }

    /// At which confidence each of a number of intervals is made, so that all together hold what they should with this confidence: by
    /// Bonferroni, also where chances are adjusted by Holm, for whom there are no intervals that are made each by itself.
    ///
    /// ```
    /// use practice_cycle::simulation::experiment::Correction;
    /// assert!((Correction::Bonferroni.confidence(0.95, 10) - 0.995).abs() < 1e-12);
    /// assert_eq!(Correction::None.confidence(0.95, 10), 0.95);
    /// ```
    #[must_use]
    pub fn confidence(self, together: f64, comparisons: usize) -> f64 {
        match self {
            Correction::None => together,
            Correction::Bonferroni | Correction::Holm => 1.0 - (1.0 - together) / comparisons.max(1) as f64,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand. Of four: the least counts four times, the next three times; 0.02 twice is less than that, so it stays at it.
    #[test]
    fn an_example_by_hand() {
        let near = |found: Vec<f64>, expected: [f64; 4]| {
            assert!(found.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 1e-12), "{found:?}");
        };
        near(Correction::Holm.adjusted(&[0.02, 0.01, 0.015, 0.6]), [0.045, 0.04, 0.045, 0.6]);
        near(Correction::Bonferroni.adjusted(&[0.02, 0.01, 0.015, 0.6]), [0.08, 0.04, 0.06, 1.0]);
        assert!(Correction::Holm.adjusted(&[]).is_empty());
    }
}
