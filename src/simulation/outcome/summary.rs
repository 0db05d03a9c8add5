//! What many replications show of each outcome, as sums of whole numbers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::course::Course;
use super::estimate::Estimate;
use super::observed::{Measured, Observed};
use super::outcomes::{Measure, Outcome, Unit};
use super::ratio::Ratios;
use super::spells::Spells;
use crate::code::Code;

/// Replications of one scenario, summed. Any order, and any sharding, comes to the same sums, and so to the same bytes.
///
/// ```
/// use practice_cycle::simulation::outcome::{Observed, Outcome, Ratio, Summary};
/// let mut summary = Summary::default();
/// let mut shard = Summary::default();
/// for (replication, sessions) in [(0, 3), (1, 5)] {
///     let mut observed = Observed::default();
///     observed.count(Outcome::Sessions, Ratio { num: sessions, den: 604_800 });
///     summary.add(replication, &observed);
/// }
/// shard.merge(&summary);
/// assert_eq!(shard, serde_json::from_str(&serde_json::to_string(&summary)?)?);
/// let sessions = shard.told(&Outcome::Sessions.into(), 365).unwrap();
/// let estimate = sessions.estimate.unwrap();
/// assert_eq!((estimate.value, estimate.freedom), (4.0, 1.0));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Summary {
    replications: u64,
    ratios: BTreeMap<Measured, Ratios>,
    spells: BTreeMap<Course, Spells>,
}

/// What a [`Summary`] says of one outcome, in the unit of that.
///
/// ```
/// use practice_cycle::simulation::outcome::{Outcome, Summary};
/// assert_eq!(Summary::default().told(&Outcome::TimeToAlly.into(), 365), None, "of nothing nothing is told");
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Told {
    /// Of a time, or a share within a time, how many beginnings were followed; of other shares, of how many things they are; of all else,
    /// and of a share of time, in how many replications there was anything.
    pub count: u64,
    /// How many of those had not ended when they were followed no longer.
    pub unended: u64,
    /// The mean, or the share; none where it cannot be determined, since nobody was followed for long enough.
    pub estimate: Option<Estimate>,
    /// The standard deviation: of a time, between beginnings; of a ratio, between replications. None of a share within a time.
    pub deviation: Option<f64>,
    /// What 5, 50 and 95 of a hundred do not exceed: of a time, of everything begun, and none where fewer have come to the end;
    /// of a ratio, of replications. None of a share within a time.
    pub quantiles: [Option<f64>; 3],
}

const QUANTILES: [u8; 3] = [5, 50, 95];

impl Summary {
    /// Adds a replication, all its cycles together. Its number decides in which group it is, where estimates are made without some.
    pub fn add(&mut self, replication: u64, observed: &Observed) {
        self.replications += 1;
        for (of, ratio) in observed.ratios() {
            if let Measure::Ratio(unit) = of.outcome().measure() {
                self.ratios.entry(of.clone()).or_default().add(ratio, unit);
            }
        }
        for (course, followed) in observed.courses() {
            let spells = self.spells.entry(course).or_default();
            followed.iter().for_each(|&followed| spells.add(replication, followed));
        }
    }

    /// Adds other replications of the same scenario.
    pub fn merge(&mut self, other: &Self) {
        self.replications += other.replications;
        other.ratios.iter().for_each(|(of, ratios)| self.ratios.entry(of.clone()).or_default().merge(ratios));
        other.spells.iter().for_each(|(&course, spells)| self.spells.entry(course).or_default().merge(spells));
    }

    /// How many replications were added.
    #[must_use]
    pub fn replications(&self) -> u64 {
        self.replications
    }

    /// The sums of a ratio, if anything of it was observed.
    #[must_use]
    pub fn ratios(&self, of: &Measured) -> Option<&Ratios> {
        self.ratios.get(of)
    }

    /// The counts of what was followed, if anything was.
    #[must_use]
    pub fn spells(&self, course: Course) -> Option<&Spells> {
        self.spells.get(&course)
    }

    /// Every outcome of which anything was observed, in the order of outcomes.
    #[must_use]
    pub fn measured(&self) -> Vec<Measured> {
        let followed = Outcome::ALL.iter().filter(|outcome| match outcome.measure() {
            Measure::Time { of, .. } | Measure::EndedWithin { of, .. } | Measure::OpenAfter { of, .. } => {
                self.spells.contains_key(&of)
            }
            Measure::Ratio(_) => false,
        });
        let mut measured: Vec<Measured> = self.ratios.keys().cloned().chain(followed.map(|&it| it.into())).collect();
        measured.sort();
        measured
    }

    /// What it says of an outcome, over a span of this many days; none where nothing of it was observed.
    #[must_use]
    pub fn told(&self, of: &Measured, days: u64) -> Option<Told> {
        match of.outcome().measure() {
            Measure::Ratio(unit) => {
                let ratios = self.ratios.get(of)?;
                // A share of time is of no number of things.
                let is_of_things = unit == Unit::Share && of.outcome() != Outcome::ClinicalTime;
                let count = if is_of_things { ratios.of() } else { ratios.told() };
                let estimate = ratios.estimate(self.replications, unit);
                let quantiles = QUANTILES.map(|quantile| ratios.quantile(quantile));
                Some(Told { count, unended: 0, estimate, deviation: ratios.deviation(), quantiles })
            }
            measure @ Measure::Time { of, ends, within } => {
                let spells = self.spells.get(&of)?;
                let estimate = spells.estimate(measure, days);
                let deviation = spells.deviation_within(ends, within.min(days));
                let quantiles = QUANTILES.map(|quantile| spells.quantile(ends, quantile).map(|day| day as f64));
                Some(Told { count: spells.count(), unended: spells.unended(), estimate, deviation, quantiles })
            }
            measure @ (Measure::EndedWithin { of, .. } | Measure::OpenAfter { of, .. }) => {
                let spells = self.spells.get(&of)?;
                let estimate = spells.estimate(measure, days);
                let (count, unended) = (spells.count(), spells.unended());
                Some(Told { count, unended, estimate, deviation: None, quantiles: [None; 3] })
            }
        }
    }
}
