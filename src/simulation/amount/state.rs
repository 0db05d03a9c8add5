//! What a chance or a rate may depend on.

use super::super::trouble::Troubles;
use super::Source;
use crate::code::codes;
use crate::strict::object;

/// How a cycle stands, as far as what tends to happen in it may depend on that.
///
/// ```
/// use practice_cycle::simulation::{FactorOf, State};
/// let state = State { joined: true, open_contracts: 3, ..State::default() };
/// assert_eq!((state.value(FactorOf::Joined), state.value(FactorOf::Vacancies)), (1.0, 0.0));
/// assert_eq!(state.value(FactorOf::OpenContracts), 3.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct State {
    /// Whether joining looks at least as far as an ally.
    pub joined: bool,
    /// How much of the unseen boundary is too close, from 0 to 1.
    pub too_close: f64,
    /// How much of it is too far away, from 0 to 1.
    pub too_far: f64,
    /// How many contracts are open.
    pub open_contracts: u32,
    /// How many places of the team are vacant.
    pub vacancies: u32,
    /// How much of the budget is cut, from 0, nothing, to 1, all.
    pub budget_cut: f64,
    /// The month, from 1 for January to 12. Of any other number, as of the default 0, the course of a year changes nothing.
    pub month: u8,
}

impl State {
    /// What it says of something, as a number: of what is true or false, 1 or 0.
    #[must_use]
    pub fn value(&self, of: FactorOf) -> f64 {
        match of {
            FactorOf::Joined => f64::from(u8::from(self.joined)),
            FactorOf::TooClose => self.too_close,
            FactorOf::TooFar => self.too_far,
            FactorOf::OpenContracts => self.open_contracts.into(),
            FactorOf::Vacancies => self.vacancies.into(),
            FactorOf::BudgetCut => self.budget_cut,
        }
    }
}

codes! {
    /// What of the [`State`] a factor goes by.
    ///
    /// ```
    /// use practice_cycle::{code::Code, simulation::FactorOf};
    /// assert_eq!(FactorOf::from_code("too_far"), Some(FactorOf::TooFar));
    /// ```
    #[non_exhaustive]
    pub enum FactorOf {
        Joined = "joined", "once joining looks at least as far as an ally";
        TooClose = "too_close", "as far as the boundary is too close";
        TooFar = "too_far", "as far as it is too far away";
        OpenContracts = "open_contracts", "for each open contract";
        Vacancies = "vacancies", "for each vacant place of the team";
        BudgetCut = "budget_cut", "as far as the budget is cut";
    }
}

object! {
    /// How many times as much for each unit of something: the factor to the power of what the state says of it.
    ///
    /// So a factor of 0.5 per open contract halves for one of them and quarters for two, and one per `joined` counts once joined and
    /// not before. A factor of 1 changes nothing.
    ///
    /// ```
    /// use practice_cycle::simulation::{Factor, FactorOf, State};
    /// let factor: Factor = serde_json::from_str(r#"{"per":"open_contracts","factor":0.5,"source":"illustrative"}"#)?;
    /// assert_eq!(factor, Factor::illustrative(FactorOf::OpenContracts, 0.5));
    /// assert_eq!(factor.at(&State { open_contracts: 2, ..State::default() }), 0.25);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
    pub struct Factor {
        /// What it goes by.
        pub per: FactorOf,
        /// How many times as much, from 0 to 100.
        pub factor: f64,
        /// Where the number comes from.
        pub source: Source,
    }
}

impl Factor {
    /// A factor that nobody measured.
    #[must_use]
    pub const fn illustrative(per: FactorOf, factor: f64) -> Self {
        Self { per, factor, source: Source::Illustrative }
    }

    /// How many times as much it comes to in a state; at most a million times.
    #[must_use]
    pub fn at(&self, state: &State) -> f64 {
        // The limit keeps the product of several finite, and so that of one with a factor of 0 a number.
        libm::pow(self.factor, state.value(self.per)).min(1e6)
    }

    fn check(&self, troubles: &mut Troubles) {
        troubles.number("factor", self.factor, 0.0..=100.0);
    }
}

/// What all of them come to.
pub(super) fn product(factors: &[Factor], state: &State) -> f64 {
    factors.iter().map(|factor| factor.at(state)).product()
}

pub(super) fn check(factors: &[Factor], troubles: &mut Troubles) {
    const MOST: usize = 16;
    if factors.len() > MOST {
        troubles.at("times", format!("expected at most {MOST} factors"));
    }
    troubles.each("times", factors, |troubles, factor| factor.check(troubles));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::Code;

    #[test]
    fn a_factor_counts_as_often_as_what_it_goes_by() {
        let state = State {
            joined: true,
            too_close: 0.5,
            too_far: 0.25,
            open_contracts: 3,
            vacancies: 2,
            budget_cut: 1.0,
            month: 3,
        };
        let come_to: Vec<f64> = FactorOf::ALL.iter().map(|&per| Factor::illustrative(per, 16.0).at(&state)).collect();
        assert_eq!(come_to, [16.0, 4.0, 2.0, 4096.0, 256.0, 16.0]);
        let factors = [Factor::illustrative(FactorOf::Joined, 0.5), Factor::illustrative(FactorOf::Vacancies, 3.0)];
        assert_eq!((product(&factors, &state), product(&[], &state)), (4.5, 1.0));
    }

    #[test]
    fn nothing_times_very_much_is_nothing() {
        let state = State { joined: true, open_contracts: u32::MAX, ..State::default() };
        let much = Factor::illustrative(FactorOf::OpenContracts, 100.0);
        let none = Factor::illustrative(FactorOf::Joined, 0.0);
        assert_eq!(product(&[much.clone(), none], &state), 0.0);
        assert_eq!(much.at(&state), 1e6);
    }

    #[test]
    fn factors_are_checked_one_by_one() {
        let mut troubles = Troubles::new();
        let unfit = [-0.1, 100.0, f64::NAN, f64::INFINITY].map(|factor| Factor::illustrative(FactorOf::Joined, factor));
        check(&unfit, &mut troubles);
        check(&vec![Factor::illustrative(FactorOf::Joined, 1.0); 17], &mut troubles);
        let wrong = troubles.finish(()).unwrap_err();
        let at: Vec<&str> = wrong.problems().iter().map(|trouble| trouble.at.as_str()).collect();
        assert_eq!(at, ["times[0].factor", "times[2].factor", "times[3].factor", "times"]);
    }
}
