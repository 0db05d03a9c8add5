//! How likely something is.

use super::super::trouble::{ScenarioError, Troubles};
use super::Source;
use super::state::{self, Factor, State};
use crate::strict::object;

object! {
    /// How likely something is each time that it may happen, and what that depends on.
    ///
    /// ```
    /// use practice_cycle::simulation::{Chance, State};
    /// let chance: Chance = serde_json::from_str(
    ///     r#"{"value":0.6,"source":"illustrative","times":[{"per":"joined","factor":1.5,"source":"illustrative"}]}"#,
    /// )?;
    /// assert_eq!(chance.at(&State::default()), 0.6);
    /// assert_eq!(chance.at(&State { joined: true, ..State::default() }), 0.6 * 1.5);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
    pub struct Chance {
        /// How likely it is where no factor counts, from 0, never, to 1, always.
        pub value: f64,
        /// Where that comes from.
        pub source: Source,
        /// What it is multiplied by, at most 16 factors; the product is at most 1.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub times: Vec<Factor>,
    }
}

impl Chance {
    /// A chance that nobody measured, and that depends on nothing.
    #[must_use]
    pub const fn illustrative(value: f64) -> Self {
        Self { value, source: Source::Illustrative, times: Vec::new() }
    }

    /// How likely it is in a state, from 0 to 1.
    #[must_use]
    pub fn at(&self, state: &State) -> f64 {
        (self.value * state::product(&self.times, state)).min(1.0)
    }

    /// The chance, if all its numbers lie within their limits.
    ///
    /// # Errors
    /// Numbers that do not, all of them, each by its path.
    pub fn checked(self) -> Result<Self, ScenarioError> {
        let mut troubles = Troubles::new();
        self.check(&mut troubles);
        troubles.finish(self)
    }

    pub(crate) fn check(&self, troubles: &mut Troubles) {
        troubles.number("value", self.value, 0.0..=1.0);
        state::check(&self.times, troubles);
    }
}

#[cfg(test)]
mod tests {
    use super::super::FactorOf;
    use super::*;

    #[test]
    fn a_chance_is_never_more_than_certain() {
        let chance = Chance { times: vec![Factor::illustrative(FactorOf::Vacancies, 2.0)], ..Chance::illustrative(0.3) };
        let at = [0, 1, 2].map(|vacancies| chance.at(&State { vacancies, ..State::default() }));
        assert_eq!(at, [0.3, 0.6, 1.0]);
    }

    #[test]
    fn every_number_is_checked() {
        let unfit = [-0.1, 1.1, f64::NAN, f64::INFINITY];
        assert!(unfit.iter().all(|&value| Chance::illustrative(value).checked().is_err()));
        assert!([0.0, 1.0].iter().all(|&value| Chance::illustrative(value).checked().is_ok()));
        let chance = Chance { times: vec![Factor::illustrative(FactorOf::Joined, -1.0)], ..Chance::illustrative(0.3) };
        assert_eq!(chance.checked().unwrap_err().to_string(), "`times[0].factor`: expected a number from 0 to 100");
    }

    #[test]
    fn what_is_left_out_is_not_written() {
        let written = serde_json::to_string(&Chance::illustrative(0.5)).unwrap();
        assert_eq!(written, r#"{"value":0.5,"source":"illustrative"}"#);
        assert_eq!(serde_json::from_str::<Chance>(&written).unwrap(), Chance::illustrative(0.5));
        assert!(serde_json::from_str::<Chance>(r#"{"value":0.5,"source":"illustrative","per":"day"}"#).is_err());
    }
}
