//! What practice is evidenced of: the elements of Connected Practice, the domains and standards that they name, and what evidence
//! rests on.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::code::codes;
use crate::field::Field;
use crate::shape::{Shape, Value};

codes! {
    /// An element of Connected Practice.
    ///
    /// ```
    /// use practice_cycle::{code::Code, evidencing::Element};
    /// assert_eq!(Element::from_code("permanence").map(Code::label), Some("permanence"));
    /// ```
    #[non_exhaustive]
    pub enum Element {
        MotivationalInterviewing = "motivational_interviewing", "motivational interviewing";
        AttachmentAndTrauma = "attachment_and_trauma", "attachment and trauma informed practice";
        Permanence = "permanence", "permanence";
        AssessmentAndRiskAnalysis = "assessment_and_risk_analysis", "assessment and risk analysis";
    }
}

codes! {
    /// A domain of the Professional Capabilities Framework for social workers (PCF), of those that Connected Practice names. The
    /// framework has others.
    ///
    /// ```
    /// use practice_cycle::{code::Code, evidencing::Domain};
    /// assert_eq!(Domain::ValuesAndEthics.label(), "values and ethics");
    /// ```
    #[non_exhaustive]
    pub enum Domain {
        Professionalism = "professionalism", "professionalism";
        ValuesAndEthics = "values_and_ethics", "values and ethics";
        Diversity = "diversity", "diversity";
        Knowledge = "knowledge", "knowledge";
        InterventionSkills = "intervention_skills", "intervention and skills";
        CriticalReflection = "critical_reflection", "critical reflection";
    }
}

codes! {
    /// By which of two scales a standard is numbered: the later one took the place of the earlier, and both are in use.
    ///
    /// ```
    /// use practice_cycle::{code::Code, evidencing::Scale};
    /// assert_eq!((Scale::Kss.label(), Scale::Pqs.label()), ("KSS", "PQS"));
    /// ```
    pub enum Scale {
        /// The knowledge and skills statements.
        Kss = "kss", "KSS";
        /// The post-qualifying standards.
        Pqs = "pqs", "PQS";
    }
}

codes! {
    /// What evidence rests on.
    ///
    /// ```
    /// use practice_cycle::{code::Code, evidencing::Basis};
    /// assert_eq!(Basis::DirectObservation.label(), "direct observation");
    /// ```
    #[non_exhaustive]
    pub enum Basis {
        DirectObservation = "direct_observation", "direct observation";
        Reflection = "reflection", "reflection";
        Feedback = "feedback", "feedback";
        WrittenWork = "written_work", "written work";
        Supervision = "supervision", "supervision";
        Other = "other", "something else";
    }
}

/// The number of a standard on its scale, from 1 to 10.
///
/// ```
/// use practice_cycle::evidencing::StandardNumber;
/// assert_eq!(StandardNumber::new(7)?.get(), 7);
/// assert!(StandardNumber::new(0).is_err() && StandardNumber::new(11).is_err());
/// # Ok::<(), practice_cycle::evidencing::StandardNumberError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct StandardNumber(u8); // Invariant: from 1 to `MOST`.

const MOST: u8 = 10;

/// A number of a standard outside 1 to 10.
///
/// ```
/// use practice_cycle::evidencing::{StandardNumber, StandardNumberError};
/// assert_eq!(StandardNumber::new(200), Err(StandardNumberError));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("expected the number of a standard, from 1 to 10")]
pub struct StandardNumberError;

impl StandardNumber {
    /// The number of a standard.
    ///
    /// # Errors
    /// [`StandardNumberError`] outside 1 to 10.
    pub const fn new(number: u8) -> Result<Self, StandardNumberError> {
        if 1 <= number && number <= MOST { Ok(Self(number)) } else { Err(StandardNumberError) }
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for StandardNumber {
    type Error = StandardNumberError;
    fn try_from(number: u8) -> Result<Self, StandardNumberError> {
        Self::new(number)
    }
}

impl From<StandardNumber> for u8 {
    fn from(number: StandardNumber) -> u8 {
        number.0
    }
}

impl fmt::Display for StandardNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Field for StandardNumber {
    fn shape() -> Shape {
        Shape::Number(1, MOST.into())
    }
    fn value(&self) -> Value<'_> {
        Value::Number(self.0.into())
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for StandardNumber {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "StandardNumber".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "integer", "minimum": 1, "maximum": MOST })
    }
}
