//! What replications come to beside their outcomes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::warm_up::{WarmUp, mser_5};
use crate::simulation::audit::{Audit, BoundaryAudit};
use crate::simulation::outcome::Outcome;

/// What replications of one scenario come to beside their outcomes, in whole numbers that add up the same in any order.
///
/// ```
/// use practice_cycle::simulation::experiment::{Experiment, Totals};
/// use practice_cycle::simulation::{Scenario, Simulator};
/// let mut raw = Scenario::shipped("null").unwrap().says().clone();
/// (raw.horizon.days, raw.replications.to) = (60, 2);
/// let part = Experiment::new(Simulator::new(raw.try_into()?)).run()?;
/// let totals: &Totals = part.tried()[0].totals();
/// assert_eq!((totals.cycles(), totals.refused().count()), (10, 0), "five teams, twice");
/// assert!(totals.entries() > 50);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Totals {
    pub(super) cycles: u64,
    pub(super) entries: u64,
    pub(super) refused: BTreeMap<String, BTreeMap<String, u64>>,
    pub(super) audit: Audit,
    pub(super) boundary: BoundaryAudit,
    /// How much there was in each week of the span, where that was asked for.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub(super) weeks: BTreeMap<Outcome, Vec<u64>>,
}

impl Totals {
    /// How many cycles were opened.
    #[must_use]
    pub const fn cycles(&self) -> u64 {
        self.cycles
    }

    /// How many entries were recorded.
    #[must_use]
    pub const fn entries(&self) -> u64 {
        self.entries
    }

    /// The acts that were refused: of which tendency, with which code, and how many.
    pub fn refused(&self) -> impl Iterator<Item = (&str, &str, u64)> {
        let each = |(of, codes): (_, _)| {
            let of: &String = of;
            let codes: &BTreeMap<String, u64> = codes;
            codes.iter().map(move |(code, &count)| (of.as_str(), code.as_str(), count))
        };
        self.refused.iter().flat_map(each)
    }

    /// What came of rules; empty where no pack was asked.
    #[must_use]
    pub const fn audit(&self) -> &Audit {
        &self.audit
    }

    /// What came of readings of the boundary; empty where none were asked for.
    #[must_use]
    pub const fn boundary(&self) -> &BoundaryAudit {
        &self.boundary
    }

    /// How much of the beginning is best left out of each series that is kept week by week, in weeks from the first of the horizon; none
    /// of a series of fewer than 50 weeks. See [`mser_5`].
    pub fn warm_ups(&self) -> impl Iterator<Item = (Outcome, Option<WarmUp>)> {
        // Multiplied by any number, a series has the same warm-up: sums do as well as means.
        self.weeks.iter().map(|(&of, weeks)| (of, mser_5(&weeks.iter().map(|&count| count as f64).collect::<Vec<_>>())))
    }

    /// Adds a refused act.
    pub(super) fn refuse(&mut self, of: &str, code: &str, count: u64) {
        *self.refused.entry(of.to_owned()).or_default().entry(code.to_owned()).or_default() += count;
    }

    /// Adds something that happened in a week, from 0; what lies beyond the last whole week is left out.
    pub(super) fn happened(&mut self, of: Outcome, week: usize, weeks: usize) {
        let series = self.weeks.entry(of).or_insert_with(|| vec![0; weeks]);
        if let Some(count) = series.get_mut(week) {
            *count += 1;
        }
    }

    /// Adds what came of other replications of the same scenario.
    pub fn merge(&mut self, other: &Self) {
        self.cycles += other.cycles;
        self.entries += other.entries;
        other.refused().for_each(|(of, code, count)| self.refuse(of, code, count));
        self.audit.merge(&other.audit);
        self.boundary.merge(&other.boundary);
        for (&of, weeks) in &other.weeks {
            let series = self.weeks.entry(of).or_default();
            series.resize(series.len().max(weeks.len()), 0);
            series.iter_mut().zip(weeks).for_each(|(sum, count)| *sum += count);
        }
    }
}
