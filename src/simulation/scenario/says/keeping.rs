//! How contracts are kept: reviewed, suspended, renewed (the article, section Contracting).

use crate::simulation::amount::{Amount, Chance, Length, Rate};
use crate::simulation::trouble::Troubles;
use crate::strict::object;

object! {
    /// How contracts are reviewed, suspended and renewed.
    ///
    /// ```
    /// use practice_cycle::simulation::Scenario;
    /// let scenario = Scenario::shipped("null").unwrap();
    /// let keeping = scenario.says().tendencies.keeping.as_ref().unwrap();
    /// assert!(keeping.renewed.value < 1.0);
    /// ```
    #[derive(Debug, Clone, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
    pub struct Keeping {
        /// How long it takes from the beginning, or a review, to the next review: at most until the day that was agreed for the first.
        pub review_every: Length,
        /// The same while a contract is suspended.
        pub review_suspended_every: Length,
        /// How contracts are suspended. Left out: none is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub suspending: Option<Suspending>,
        /// The chance that a contract with a planned end is to be renewed: the worker invites to one that follows it.
        pub renewed: Chance,
        /// How many days before its planned end that is asked for, from 0 to 366.
        pub asked_days_before: Amount,
    }
}

object! {
    /// How contracts are suspended, and resumed.
    ///
    /// ```
    /// use practice_cycle::simulation::Scenario;
    /// let scenario = Scenario::shipped("null").unwrap();
    /// let suspending = scenario.says().tendencies.keeping.as_ref().unwrap().suspending.as_ref().unwrap();
    /// assert!(suspending.resumed.value > 0.0);
    /// ```
    #[derive(Debug, Clone, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
    pub struct Suspending {
        /// How often each contract that is under way is suspended.
        pub suspensions: Rate,
        /// For how long.
        pub lasts: Length,
        /// The chance that it is resumed then. Otherwise both sides end it.
        pub resumed: Chance,
    }
}

impl Keeping {
    pub(super) fn check(&self, troubles: &mut Troubles) {
        troubles.within("review_every", |troubles| self.review_every.check(troubles));
        troubles.within("review_suspended_every", |troubles| self.review_suspended_every.check(troubles));
        if let Some(suspending) = &self.suspending {
            troubles.within("suspending", |troubles| {
                troubles.within("suspensions", |troubles| suspending.suspensions.check(troubles));
                troubles.within("lasts", |troubles| suspending.lasts.check(troubles));
                troubles.within("resumed", |troubles| suspending.resumed.check(troubles));
            });
        }
        troubles.within("renewed", |troubles| self.renewed.check(troubles));
        troubles.number("asked_days_before.value", self.asked_days_before.value, 0.0..=366.0);
    }
}
