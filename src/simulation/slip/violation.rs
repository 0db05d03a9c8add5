//! Which rules are to be broken on purpose, how often and in which way: data, checked once.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::row::{Row, Way};
use super::{NOT_ON_PURPOSE, ROWS};
use crate::calendar::Period;
use crate::code::Code;
use crate::id::RuleCode;
use crate::simulation::amount::Amount;
use crate::strict::{choice, object};

choice! {
    /// In which way a duty is broken.
    ///
    /// ```
    /// use practice_cycle::simulation::Breaking;
    /// let by: Breaking = serde_json::from_str(r#"{"delaying":{"for":"3 weeks"}}"#)?;
    /// assert_eq!(by, Breaking::Delaying { lasting: "3 weeks".parse()? });
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
    pub enum Breaking {
        /// What is owed is not done. Of what is due again and again, it is not done in time.
        Omitting,
        /// It is done so long after it was due; where it is to be done before anything is due, so long after it was to be done.
        Delaying {
            /// How long, as a rule writes lengths of time.
            #[serde(rename = "for")]
            lasting: Period,
        },
        /// Something else is done in its place, such as a meeting in another space.
        Swapping,
    }
}

impl Breaking {
    /// The same without its length.
    #[must_use]
    pub const fn way(self) -> Way {
        match self {
            Breaking::Omitting => Way::Omitting,
            Breaking::Delaying { .. } => Way::Delaying,
            Breaking::Swapping => Way::Swapping,
        }
    }
}

object! {
    /// One rule that is to be broken on purpose.
    ///
    /// ```
    /// use practice_cycle::simulation::{Breaking, Violation};
    /// let written = r#"{"rule":"R26","chance":{"value":0.05,"source":"illustrative"},"by":"omitting"}"#;
    /// let violation: Violation = serde_json::from_str(written)?;
    /// assert_eq!(violation.by, Breaking::Omitting);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
    pub struct Violation {
        /// The rule.
        pub rule: RuleCode,
        /// The chance of each of its duties to be broken, from 0, never, to 1, always.
        pub chance: Amount,
        /// In which way.
        pub by: Breaking,
    }
}

/// Rules that are to be broken on purpose.
///
/// ```
/// use practice_cycle::simulation::{Violation, Violations};
/// let violation = |written: &str| serde_json::from_str::<Violation>(written).unwrap();
/// let ours = vec![violation(r#"{"rule":"R02","chance":{"value":1.5,"source":"illustrative"},"by":"omitting"}"#)];
/// let refused = Violations::new(ours).unwrap_err();
/// assert_eq!(refused.problems().len(), 2, "the rule, and the chance");
/// assert!(refused.to_string().starts_with("`violations[0].rule`: R02 cannot be broken on purpose: "));
/// ```
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(try_from = "Vec<Violation>", into = "Vec<Violation>")]
pub struct Violations(Vec<Violation>); // Invariant: `problems_of` finds none.

/// Violations were refused: all that is wrong, each with its place.
///
/// ```
/// use practice_cycle::simulation::Violations;
/// let written = r#"[{"rule":"R00","chance":{"value":0.1,"source":"illustrative"},"by":"swapping"}]"#;
/// let refused = serde_json::from_str::<Violations>(written).unwrap_err();
/// assert_eq!(refused.to_string(), "`violations[0].by`: R00 can be broken by omitting, delaying");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{}", .0.join("; "))]
pub struct ViolationsError(Vec<String>); // Invariant: not empty.

impl ViolationsError {
    /// All that is wrong, each with its place.
    #[must_use]
    pub fn problems(&self) -> &[String] {
        &self.0
    }
}

pub(super) fn row(rule: &str) -> Option<&'static Row> {
    ROWS.iter().copied().flatten().find(|row| row.rule == rule)
}

fn problems_of(violations: &[Violation]) -> Vec<String> {
    let mut problems = Vec::new();
    for (place, Violation { rule, chance, by }) in violations.iter().enumerate() {
        let mut note = |field: &str, what: String| problems.push(format!("`violations[{place}].{field}`: {what}"));
        let reason = NOT_ON_PURPOSE.iter().find(|(not, _)| *not == rule.as_str()).map(|(_, reason)| reason);
        match (reason, row(rule.as_str())) {
            (Some(reason), _) => note("rule", format!("{rule} cannot be broken on purpose: {reason}")),
            (None, None) => note("rule", format!("the simulation does not rule on {rule}")),
            (None, Some(row)) if !row.ways.contains(&by.way()) => {
                let ways: Vec<&str> = row.ways.iter().map(|way| way.code()).collect();
                note("by", format!("{rule} can be broken by {}", ways.join(", ")));
            }
            (None, Some(_)) => {}
        }
        if violations.iter().take(place).any(|earlier| earlier.rule == *rule) {
            note("rule", format!("{rule} stands here twice"));
        }
        // Comparisons with NaN are false, so a number has to lie within rather than not outside.
        if !(0.0..=1.0).contains(&chance.value) {
            note("chance", "expected a chance from 0 to 1".to_owned());
        }
    }
    problems
}

impl Violations {
    /// Violations, if nothing is wrong about them: each names once a rule that can be broken in that way.
    ///
    /// # Errors
    /// [`ViolationsError`] with all that is wrong.
    pub fn new(violations: Vec<Violation>) -> Result<Self, ViolationsError> {
        let problems = problems_of(&violations);
        if problems.is_empty() { Ok(Self(violations)) } else { Err(ViolationsError(problems)) }
    }

    /// Each of them, in the order given.
    #[must_use]
    pub fn each(&self) -> &[Violation] {
        &self.0
    }
}

impl TryFrom<Vec<Violation>> for Violations {
    type Error = ViolationsError;
    fn try_from(violations: Vec<Violation>) -> Result<Self, ViolationsError> {
        Self::new(violations)
    }
}

impl From<Violations> for Vec<Violation> {
    fn from(violations: Violations) -> Self {
        violations.0
    }
}
