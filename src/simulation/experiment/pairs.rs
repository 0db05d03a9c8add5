//! Two scenarios, replication by replication.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::simulation::outcome::{Estimate, Measure, Measured, Observed, Products, Summary};

/// Two scenarios that were run in pairs, summed: each by itself, and what they have in common.
///
/// ```
/// use practice_cycle::simulation::experiment::Pairs;
/// use practice_cycle::simulation::outcome::{Observed, Outcome, Ratio};
/// let told = |num| {
///     let mut observed = Observed::default();
///     observed.count(Outcome::FamiliesTold, Ratio { num, den: 4 });
///     observed
/// };
/// let (mut pairs, mut shard) = (Pairs::default(), Pairs::default());
/// pairs.add(0, &told(3), &told(2));
/// shard.add(1, &told(4), &told(3));
/// pairs.merge(&shard);
/// let difference = pairs.difference(&Outcome::FamiliesTold.into(), 365).unwrap();
/// assert_eq!((difference.estimate.value, difference.estimate.variance), (0.25, 0.0), "by a quarter each time");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Pairs {
    ours: Summary,
    theirs: Summary,
    products: BTreeMap<Measured, Products>,
}

/// How far one scenario lies above another in an outcome.
///
/// ```
/// use practice_cycle::simulation::{experiment::Difference, outcome::Estimate};
/// let estimate = Estimate { value: 1.0, variance: 0.5, freedom: 9.0 };
/// assert_eq!(Difference { estimate, unpaired: 2.0 }.saved(), Some(4.0));
/// assert_eq!(Difference { estimate: Estimate { variance: 0.0, ..estimate }, unpaired: 2.0 }.saved(), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// The difference, ours less theirs, in the unit of the outcome.
    pub estimate: Estimate,
    /// What its variance would be if the two had nothing in common: the sum of both.
    pub unpaired: f64,
}

impl Difference {
    /// How many times smaller the variance is than without pairs: that many times more replications would have been needed. Below 1 where
    /// pairs made it worse; none where the difference does not vary at all, or there were too few replications.
    #[must_use]
    pub fn saved(&self) -> Option<f64> {
        (self.estimate.freedom > 0.0 && self.estimate.variance > 0.0).then(|| self.unpaired / self.estimate.variance)
    }
}

impl Pairs {
    /// Adds a replication of both.
    pub fn add(&mut self, replication: u64, ours: &Observed, theirs: &Observed) {
        self.ours.add(replication, ours);
        self.theirs.add(replication, theirs);
        let measured: BTreeSet<&Measured> = ours.ratios().chain(theirs.ratios()).map(|(of, _)| of).collect();
        for of in measured {
            self.products.entry(of.clone()).or_default().add(ours.ratio(of.clone()), theirs.ratio(of.clone()));
        }
    }

    /// Adds other replications of the same two scenarios.
    pub fn merge(&mut self, other: &Self) {
        self.ours.merge(&other.ours);
        self.theirs.merge(&other.theirs);
        other.products.iter().for_each(|(of, products)| self.products.entry(of.clone()).or_default().merge(products));
    }

    /// Ours alone.
    #[must_use]
    pub fn ours(&self) -> &Summary {
        &self.ours
    }

    /// Theirs alone.
    #[must_use]
    pub fn theirs(&self) -> &Summary {
        &self.theirs
    }

    /// How far ours lies above theirs in an outcome, over a span of this many days; none where one of them says nothing of it.
    ///
    /// Of a ratio, the variance is that of both means less twice their covariance, over replications; of what is followed through time,
    /// that of the jackknife over groups of replications, which are the same ones in both.
    #[must_use]
    pub fn difference(&self, of: &Measured, days: u64) -> Option<Difference> {
        let estimates = [&self.ours, &self.theirs].map(|it| it.told(of, days).and_then(|told| told.estimate));
        let [Some(ours), Some(theirs)] = estimates else { return None };
        let unpaired = ours.variance + theirs.variance;
        let estimate = match of.outcome().measure() {
            Measure::Ratio(unit) => {
                let (one, other) = (self.ours.ratios(of)?, self.theirs.ratios(of)?);
                let products = self.products.get(of)?;
                let covariance = products.covariance(one, other, self.ours.replications(), unit).unwrap_or_default();
                let variance = (unpaired - 2.0 * covariance).max(0.0);
                Estimate { value: ours.value - theirs.value, variance, freedom: ours.freedom }
            }
            measure @ (Measure::Time { of, .. } | Measure::EndedWithin { of, .. } | Measure::OpenAfter { of, .. }) => {
                self.ours.spells(of)?.difference(self.theirs.spells(of)?, measure, days)?
            }
        };
        Some(Difference { estimate, unpaired })
    }
}
