//! How often something happens.

use super::super::trouble::{ScenarioError, Troubles};
use super::Source;
use super::state::{self, Factor, State};
use crate::code::codes;
use crate::strict::object;

codes! {
    /// The time that a rate counts by.
    ///
    /// ```
    /// use practice_cycle::simulation::RatePer;
    /// assert_eq!(RatePer::Month.seconds() * 12.0, RatePer::Year.seconds());
    /// ```
    pub enum RatePer {
        Day = "day", "per day";
        Week = "week", "per week";
        /// A twelfth of a year.
        Month = "month", "per month";
        /// Of 365.25 days.
        Year = "year", "per year";
    }
}

impl RatePer {
    /// How many seconds it has.
    #[must_use]
    pub const fn seconds(self) -> f64 {
        const DAY: f64 = 86_400.0;
        match self {
            Self::Day => DAY,
            Self::Week => 7.0 * DAY,
            Self::Month => 365.25 / 12.0 * DAY,
            Self::Year => 365.25 * DAY,
        }
    }
}

object! {
    /// How often something happens, and what that depends on. Of what or of whom it is the rate is for the field that holds it to say.
    ///
    /// A rate is no share: at one a year nothing happens in a year in 37 % of all years, and twice or more often in 26 %.
    ///
    /// ```
    /// use practice_cycle::simulation::{Rate, RatePer, State};
    /// let rate: Rate = serde_json::from_str(r#"{"value":2.0,"per":"week","source":"illustrative"}"#)?;
    /// assert_eq!(rate, Rate::illustrative(2.0, RatePer::Week));
    /// assert_eq!(rate.per_second(&State::default()), 2.0 / 604_800.0);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
    pub struct Rate {
        /// How often, where no factor counts, from 0 to 1,000 times a day.
        pub value: f64,
        /// In what time.
        pub per: RatePer,
        /// Where the number comes from.
        pub source: Source,
        /// What it is multiplied by, at most 16 factors.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub times: Vec<Factor>,
        /// What it is multiplied by in each month, from January to December, each from 0 to 100; the same in all where it is left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub through_the_year: Option<[f64; 12]>,
    }
}

/// The most that a rate may come to in a day: beyond it a run would hardly end.
const MOST_A_DAY: f64 = 1000.0;

impl Rate {
    /// A rate that nobody measured, and that depends on nothing.
    #[must_use]
    pub const fn illustrative(value: f64, per: RatePer) -> Self {
        Self { value, per, source: Source::Illustrative, times: Vec::new(), through_the_year: None }
    }

    /// How often a second in a state: what a [`Hazard`](super::Hazard) is planned by.
    #[must_use]
    pub fn per_second(&self, state: &State) -> f64 {
        let months = self.through_the_year.iter().flatten();
        let in_the_month = (1..=12).zip(months).find(|&(month, _)| month == state.month).map_or(1.0, |(_, &factor)| factor);
        self.value / self.per.seconds() * state::product(&self.times, state) * in_the_month
    }

    /// Whether it is another in another state, or another month.
    #[must_use]
    pub fn varies(&self) -> bool {
        !self.times.is_empty() || self.through_the_year.is_some()
    }

    /// The rate, if all its numbers lie within their limits.
    ///
    /// # Errors
    /// Numbers that do not, all of them, each by its path.
    pub fn checked(self) -> Result<Self, ScenarioError> {
        let mut troubles = Troubles::new();
        self.check(&mut troubles);
        troubles.finish(self)
    }

    pub(crate) fn check(&self, troubles: &mut Troubles) {
        troubles.number("value", self.value, 0.0..=MOST_A_DAY * self.per.seconds() / RatePer::Day.seconds());
        state::check(&self.times, troubles);
        if let Some(months) = &self.through_the_year {
            troubles.each("through_the_year", months, |troubles, &factor| troubles.number_here(factor, 0.0..=100.0));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::FactorOf;
    use super::*;

    #[test]
    fn a_rate_is_the_same_in_every_unit() {
        let daily = [
            Rate::illustrative(1.0, RatePer::Day),
            Rate::illustrative(7.0, RatePer::Week),
            Rate::illustrative(365.25 / 12.0, RatePer::Month),
            Rate::illustrative(365.25, RatePer::Year),
        ];
        for rate in daily {
            assert!((rate.per_second(&State::default()) * 86_400.0 - 1.0).abs() < 1e-15, "{rate:?}");
        }
    }

    #[test]
    fn months_and_factors_multiply() {
        let mut months = [1.0; 12];
        (months[0], months[11]) = (0.5, 3.0);
        let rate = Rate {
            times: vec![Factor::illustrative(FactorOf::Joined, 0.5)],
            through_the_year: Some(months),
            ..Rate::illustrative(86_400.0, RatePer::Day)
        };
        let at = |month, joined| rate.per_second(&State { month, joined, ..State::default() });
        assert_eq!([at(1, false), at(6, false), at(12, false), at(12, true)], [0.5, 1.0, 3.0, 1.5]);
        assert_eq!([at(0, false), at(13, false)], [1.0, 1.0]);
    }

    #[test]
    fn every_number_is_checked() {
        for unfit in [-0.1, 1e7, f64::NAN, f64::INFINITY] {
            let mut months = [1.0; 12];
            months[3] = unfit;
            let rate = Rate { through_the_year: Some(months), ..Rate::illustrative(unfit, RatePer::Day) };
            let wrong = rate.checked().unwrap_err();
            let at: Vec<&str> = wrong.problems().iter().map(|trouble| trouble.at.as_str()).collect();
            assert_eq!(at, ["value", "through_the_year[3]"]);
        }
    }

    #[test]
    fn a_year_has_twelve_months() {
        let read = |months: usize| {
            let months = serde_json::to_string(&vec![1.0; months]).unwrap();
            let json = format!(r#"{{"value":1.0,"per":"day","source":"illustrative","through_the_year":{months}}}"#);
            serde_json::from_str::<Rate>(&json).is_ok()
        };
        assert_eq!([11, 12, 13].map(read), [false, true, false]);
    }
}
