//! Every reading of one view.

use serde::Serialize;

use super::Reading;
use crate::anchoring::{self, Anchoring};
use crate::assessment::{Assessment, Drift, Parameters};
use crate::boundary::Scope;
use crate::history::View;
use crate::hypotheses::{self, Hypotheses};
use crate::openings::Openings;
use crate::partnership::{self, Partnership};
use crate::sharing::{self, Sharing};
use crate::standing::{self, Standing};
use crate::turns::{self, Turns};

/// How the cycle looks. They are readings and no findings: a pattern leans, and people say what it means.
///
/// Each is by its default parameters. In JSON it is an object with one field for each reading.
///
/// ```
/// use practice_cycle::{history::History, moment::Moment, reading::Readings};
/// let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
/// let readings = Readings::of(&history.view(Moment::LATEST, Moment::LATEST));
/// assert_eq!(serde_json::to_value(&readings)?["turns"]["reading"], "turns");
/// assert!(readings.partnership.is_empty(), "no meeting was described");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Readings {
    /// How far joining has come.
    pub standing: Reading,
    /// What the rules of the system keep closed.
    pub openings: Reading,
    /// How often and how fast the cycle closed.
    pub turns: Reading,
    /// The boundary of the whole cycle as observers saw it.
    pub boundary: Reading,
    /// Whether that is moving.
    pub drift: Reading,
    /// How meetings with the family were described, of each case of which there is anything to read.
    pub partnership: Vec<Reading>,
    /// Several ideas about each question, and the evidence weighed against each.
    pub hypotheses: Reading,
    /// Whether the record of each question stays open to something other than the first idea.
    pub anchoring: Reading,
    /// Whether the risk and the steps of each case are carried together.
    pub sharing: Reading,
}

impl Readings {
    /// Every reading of a view.
    #[must_use]
    pub fn of(view: &View<'_>) -> Self {
        let parameters = Parameters::unvalidated_v2();
        Self {
            standing: Standing::of(view, &standing::Parameters::default()).into(),
            openings: Openings::of(view).into(),
            turns: Turns::of(view, &turns::Parameters::default()).into(),
            boundary: Assessment::of(view, Scope::Cycle, parameters).into(),
            drift: Drift::of(view, Scope::Cycle, parameters).into(),
            partnership: Partnership::each(view, partnership::Parameters::unvalidated_v1())
                .into_iter()
                .map(Reading::from)
                .collect(),
            hypotheses: Hypotheses::of(view, &hypotheses::Parameters::default()).into(),
            anchoring: Anchoring::of(view, &anchoring::Parameters::default()).into(),
            sharing: Sharing::of(view, &sharing::Parameters::default()).into(),
        }
    }

    /// All of them, those of single cases last.
    ///
    /// ```
    /// use practice_cycle::{history::History, moment::Moment, reading::Readings};
    /// let history = History::default();
    /// assert_eq!(Readings::of(&history.view(Moment::LATEST, Moment::LATEST)).iter().count(), 8);
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = &Reading> {
        let Self { standing, openings, turns, boundary, drift, partnership, hypotheses, anchoring, sharing } = self;
        [standing, openings, turns, boundary, drift, hypotheses, anchoring, sharing].into_iter().chain(partnership)
    }
}
