//! What one simulated history, or one replication, shows of each outcome.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use super::course::{Course, Followed};
use super::outcomes::Outcome;
use super::ratio::Ratio;
use crate::code::Code;
use crate::strict::words;

/// An outcome, or one part of it: a verdict, a stream, a pack. Written as its code, with the part after a slash.
///
/// ```
/// use practice_cycle::simulation::outcome::{Measured, Outcome};
/// let measured: Measured = "findings/local-practice".parse()?;
/// assert_eq!(measured, Measured::part(Outcome::Findings, "local-practice"));
/// assert_eq!(Measured::whole(Outcome::Sessions).to_string(), "sessions");
/// assert!("happiness".parse::<Measured>().is_err());
/// # Ok::<(), practice_cycle::simulation::outcome::NoOutcome>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Measured {
    outcome: Outcome,
    group: Option<Box<str>>,
}

/// There is no outcome of that name.
///
/// ```
/// use practice_cycle::simulation::outcome::{Measured, NoOutcome};
/// assert_eq!("happiness".parse::<Measured>(), Err(NoOutcome));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("expected the code of an outcome, with a part of it after a slash where it has parts")]
pub struct NoOutcome;

impl Measured {
    /// All of an outcome.
    #[must_use]
    pub const fn whole(outcome: Outcome) -> Self {
        Self { outcome, group: None }
    }

    /// One part of an outcome. Parts are streams, answers, verdicts or packs, never groups of families.
    #[must_use]
    pub fn part(outcome: Outcome, group: &str) -> Self {
        Self { outcome, group: Some(group.into()) }
    }

    /// The outcome.
    #[must_use]
    pub const fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// The part; none for all of it.
    #[must_use]
    pub fn group(&self) -> Option<&str> {
        self.group.as_deref()
    }
}

impl From<Outcome> for Measured {
    fn from(outcome: Outcome) -> Self {
        Self::whole(outcome)
    }
}

impl fmt::Display for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.outcome.code())?;
        self.group().map_or(Ok(()), |group| write!(f, "/{group}"))
    }
}

impl FromStr for Measured {
    type Err = NoOutcome;
    fn from_str(words: &str) -> Result<Self, NoOutcome> {
        let (code, group) = words.split_once('/').map_or((words, None), |(code, group)| (code, Some(group.into())));
        Ok(Self { outcome: Outcome::from_code(code).ok_or(NoOutcome)?, group })
    }
}

words!(Measured: "an outcome such as `sessions` or `streams/direct`");

/// What was observed of each outcome, in whole numbers: of one cycle, or of all cycles of a replication together.
///
/// ```
/// use practice_cycle::simulation::outcome::{Course, Followed, Observed, Outcome, Ratio};
/// let mut one = Observed::default();
/// one.count(Outcome::Sessions, Ratio { num: 5, den: 604_800 });
/// one.follow(Course::Invitation, Followed { seconds: 86_400, end: None });
/// let mut replication = one.clone();
/// replication.join(&one);
/// assert_eq!(replication.ratio(Outcome::Sessions), Ratio { num: 10, den: 1_209_600 });
/// assert_eq!(replication.followed(Course::Invitation).len(), 2);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Observed {
    ratios: BTreeMap<Measured, Ratio>,
    followed: BTreeMap<Course, Vec<Followed>>,
}

impl Observed {
    /// Adds to a ratio.
    pub fn count(&mut self, of: impl Into<Measured>, ratio: Ratio) {
        *self.ratios.entry(of.into()).or_default() += ratio;
    }

    /// Adds something that was followed.
    pub fn follow(&mut self, course: Course, followed: Followed) {
        self.followed.entry(course).or_default().push(followed);
    }

    /// Adds another cycle of the same replication.
    pub fn join(&mut self, other: &Self) {
        other.ratios.iter().for_each(|(of, &ratio)| *self.ratios.entry(of.clone()).or_default() += ratio);
        for (&course, followed) in &other.followed {
            self.followed.entry(course).or_default().extend(followed);
        }
    }

    /// A ratio; 0 of 0 where nothing was observed.
    #[must_use]
    pub fn ratio(&self, of: impl Into<Measured>) -> Ratio {
        self.ratios.get(&of.into()).copied().unwrap_or_default()
    }

    /// Every ratio that was observed.
    pub fn ratios(&self) -> impl Iterator<Item = (&Measured, Ratio)> {
        self.ratios.iter().map(|(of, &ratio)| (of, ratio))
    }

    /// What was followed, in the order in which it was found.
    #[must_use]
    pub fn followed(&self, course: Course) -> &[Followed] {
        self.followed.get(&course).map_or(&[], Vec::as_slice)
    }

    /// Every course of which something was followed.
    pub fn courses(&self) -> impl Iterator<Item = (Course, &[Followed])> {
        self.followed.iter().map(|(&course, followed)| (course, followed.as_slice()))
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for Measured {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Measured".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "An outcome by its code, or one group of it.",
            "type": "string",
            "minLength": 1,
        })
    }
}
