//! The rows of the table of outcomes.

use serde::Serialize;

use super::pairs::Pairs;
use crate::moment::Moment;
use crate::simulation::outcome::{Estimate, Measured, Outcome, Span, Summary, Unit};

/// A row of `outcomes.csv`: one outcome, or one part of it, of one scenario. Its fields are the columns, in this order; what cannot
/// be determined is left empty. *Intervals are about random draws only, not about the world.*
///
/// ```
/// use practice_cycle::simulation::experiment::Row;
/// use practice_cycle::simulation::outcome::{Observed, Outcome, Ratio, Span, Summary};
/// let (from, to) = ("2026-01-05T00:00:00Z".parse()?, "2027-01-05T00:00:00Z".parse()?);
/// let mut summary = Summary::default();
/// for (replication, num) in [(0, 3), (1, 5)] {
///     let mut observed = Observed::default();
///     observed.count(Outcome::Sessions, Ratio { num, den: 604_800 });
///     summary.add(replication, &observed);
/// }
/// let rows = Row::of("as_it_is", &summary, &Span::new(from, from, to)?, 0.95);
/// assert_eq!((rows.len(), rows[0].outcome, rows[0].n, rows[0].mean), (1, Outcome::Sessions, 2, Some(4.0)));
/// assert!(rows[0].low < Some(4.0) && rows[0].difference.is_none());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// The name of the scenario.
    pub scenario: String,
    /// The outcome.
    pub outcome: Outcome,
    /// The part of it: a stream, a verdict, an answer, a pack; `all` where it has no parts. Never a group of families.
    pub group: String,
    /// The unit of all numbers from `mean` on, but of `saved`.
    pub unit: Unit,
    /// From when on the span counts.
    pub from: Moment,
    /// When the span ends.
    pub to: Moment,
    /// How much it rests on: see [`Told::count`](crate::simulation::outcome::Told::count).
    pub n: u64,
    /// How many of those had not ended when they were followed no longer.
    pub censored: u64,
    /// The mean.
    pub mean: Option<f64>,
    /// The standard deviation: see [`Told::deviation`](crate::simulation::outcome::Told::deviation).
    pub sd: Option<f64>,
    /// What 5 of a hundred do not exceed: see [`Told::quantiles`](crate::simulation::outcome::Told::quantiles).
    pub p05: Option<f64>,
    /// What half of all do not exceed.
    pub p50: Option<f64>,
    /// What 95 of a hundred do not exceed.
    pub p95: Option<f64>,
    /// The lower end of the interval of the mean.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
    /// The name of the scenario with which it is compared in pairs.
    pub against: Option<String>,
    /// How far the mean lies above the mean there.
    pub difference: Option<f64>,
    /// The lower end of the interval of that difference.
    pub diff_low: Option<f64>,
    /// The upper end.
    pub diff_high: Option<f64>,
    /// How many times smaller the variance of the difference is than without pairs.
    pub saved: Option<f64>,
}

/// The scenario with which one is compared in pairs.
///
/// ```
/// use practice_cycle::simulation::experiment::{Against, Pairs, Row};
/// use practice_cycle::simulation::outcome::{Observed, Outcome, Ratio, Span};
/// let (from, to) = ("2026-01-05T00:00:00Z".parse()?, "2027-01-05T00:00:00Z".parse()?);
/// let told = |num| {
///     let mut observed = Observed::default();
///     observed.count(Outcome::FamiliesTold, Ratio { num, den: 4 });
///     observed
/// };
/// let mut pairs = Pairs::default();
/// pairs.add(0, &told(3), &told(2));
/// pairs.add(1, &told(4), &told(1));
/// let against = Against { scenario: "as_it_is", pairs: &pairs, confidence: 0.95 };
/// let rows = against.rows("protected_joining", &Span::new(from, from, to)?, 0.95);
/// assert_eq!((rows[0].mean, rows[0].difference), (Some(0.875), Some(0.5)));
/// assert_eq!(rows[0].against.as_deref(), Some("as_it_is"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Against<'a> {
    /// Its name.
    pub scenario: &'a str,
    /// Both, ours first.
    pub pairs: &'a Pairs,
    /// The confidence of intervals of differences, which several comparisons may make greater than that of means.
    pub confidence: f64,
}

impl Row {
    /// The columns: the names of the fields.
    pub const COLUMNS: [&str; 20] = [
        "scenario", "outcome", "group", "unit", "from", "to", "n", "censored", "mean", "sd", "p05", "p50", "p95", "low",
        "high", "against", "difference", "diff_low", "diff_high", "saved",
    ];

    /// The rows of one scenario, with intervals of a confidence, in the order of outcomes.
    #[must_use]
    pub fn of(scenario: &str, summary: &Summary, span: &Span, confidence: f64) -> Vec<Self> {
        summary.measured().iter().filter_map(|of| Self::one(scenario, summary, of, span, confidence)).collect()
    }

    fn one(scenario: &str, summary: &Summary, of: &Measured, span: &Span, confidence: f64) -> Option<Self> {
        let told = summary.told(of, span.days())?;
        let unit = of.outcome().unit();
        let interval =
            |it: Estimate| if unit == Unit::Share { it.interval_of_share(confidence) } else { it.interval(confidence) };
        let (low, high) = told.estimate.and_then(interval).unzip();
        let [p05, p50, p95] = told.quantiles;
        Some(Self {
            scenario: scenario.to_owned(),
            outcome: of.outcome(),
            group: of.group().unwrap_or("all").to_owned(),
            unit,
            from: span.warm_up_until(),
            to: span.to(),
            n: told.count,
            censored: told.unended,
            mean: told.estimate.map(|it| it.value),
            sd: told.deviation,
            p05,
            p50,
            p95,
            low,
            high,
            against: None,
            difference: None,
            diff_low: None,
            diff_high: None,
            saved: None,
        })
    }
}

impl Against<'_> {
    /// The rows of one scenario, with intervals of a confidence, and how far each lies above the same outcome of the other.
    #[must_use]
    pub fn rows(&self, scenario: &str, span: &Span, confidence: f64) -> Vec<Row> {
        let row = |of: &Measured| {
            let row = Row::one(scenario, self.pairs.ours(), of, span, confidence)?;
            let difference = self.pairs.difference(of, span.days());
            let (diff_low, diff_high) = difference.and_then(|it| it.estimate.interval(self.confidence)).unzip();
            Some(Row {
                against: Some(self.scenario.to_owned()),
                difference: difference.map(|it| it.estimate.value),
                diff_low,
                diff_high,
                saved: difference.and_then(|it| it.saved()),
                ..row
            })
        };
        self.pairs.ours().measured().iter().filter_map(row).collect()
    }
}
