//! How long something takes.

use super::super::distribution::Distribution;
use super::super::random::Stream;
use super::super::trouble::{ScenarioError, Troubles};
use super::Source;
use crate::code::codes;
use crate::strict::object;

codes! {
    /// The unit in which a length of time is written.
    ///
    /// ```
    /// use practice_cycle::{code::Code, simulation::LengthUnit};
    /// assert_eq!(LengthUnit::from_code("working_days"), Some(LengthUnit::WorkingDays));
    /// assert_eq!(LengthUnit::Weeks.seconds(), Some(604_800));
    /// ```
    pub enum LengthUnit {
        Minutes = "minutes", "minutes";
        Hours = "hours", "hours";
        /// Of 24 hours, whatever the clock does.
        Days = "days", "days";
        /// Which days these are is for a calendar to say.
        WorkingDays = "working_days", "working days";
        Weeks = "weeks", "weeks";
    }
}

impl LengthUnit {
    /// How many seconds one of them has; `None` for working days, which are counted on a calendar.
    #[must_use]
    pub const fn seconds(self) -> Option<i64> {
        match self {
            Self::Minutes => Some(60),
            Self::Hours => Some(3600),
            Self::Days => Some(86_400),
            Self::WorkingDays => None,
            Self::Weeks => Some(604_800),
        }
    }
}

object! {
    /// How long something takes, or how long it is until it comes.
    ///
    /// ```
    /// use practice_cycle::simulation::{Distribution, Length, LengthUnit, Source, random::Stream};
    /// let written = r#"{"is":{"gamma":{"shape":2.0,"scale":4.0}},"unit":"working_days","source":"illustrative"}"#;
    /// let length: Length = serde_json::from_str(written)?;
    /// assert_eq!(length, Length::illustrative(Distribution::Gamma { shape: 2.0, scale: 4.0 }, LengthUnit::WorkingDays));
    /// let dice = Stream::new(7).named("until it begins");
    /// assert_eq!(length.draw(dice), length.is.quantile(dice.uniform()), "one uniform number a draw");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
    pub struct Length {
        /// How it is spread.
        pub is: Distribution,
        /// The unit of its numbers.
        pub unit: LengthUnit,
        /// Where they come from.
        pub source: Source,
    }
}

impl Length {
    /// A length that nobody measured.
    #[must_use]
    pub const fn illustrative(is: Distribution, unit: LengthUnit) -> Self {
        Self { is, unit, source: Source::Illustrative }
    }

    /// One such length in its unit, never below 0: always the same for the same dice.
    #[must_use]
    pub fn draw(&self, dice: Stream) -> f64 {
        self.is.quantile(dice.uniform())
    }

    /// The length, if all its numbers lie within their limits.
    ///
    /// # Errors
    /// Numbers that do not, all of them, each by its path.
    pub fn checked(self) -> Result<Self, ScenarioError> {
        let mut troubles = Troubles::new();
        self.check(&mut troubles);
        troubles.finish(self)
    }

    pub(crate) fn check(&self, troubles: &mut Troubles) {
        troubles.within("is", |troubles| self.is.check(troubles));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_strictly_and_checked_by_path() {
        let read = |json: &str| serde_json::from_str::<Length>(json).map_err(|error| error.to_string());
        let unknown = read(r#"{"is":{"fixed":{"value":1.0}},"unit":"days","source":"illustrative","about":1}"#);
        assert!(unknown.unwrap_err().starts_with("unknown field `about`"));
        let unknown = read(r#"{"is":{"fixed":{"value":1.0,"mean":2.0}},"unit":"days","source":"illustrative"}"#);
        assert!(unknown.unwrap_err().starts_with("unknown field `mean`"));
        assert!(read(r#"{"is":{"fixed":{"value":1.0}},"unit":"months","source":"illustrative"}"#).is_err());
        let wrong = Length::illustrative(Distribution::Exponential { mean: 0.0 }, LengthUnit::Days).checked();
        assert_eq!(wrong.unwrap_err().problems()[0].at, "is.exponential.mean");
    }
}
