//! How the clinician joins the team's culture (the article, section Joining).

use crate::simulation::amount::{Amount, Chance, Length, Rate};
use crate::simulation::trouble::Troubles;
use crate::strict::object;

object! {
    /// How the clinician joins the team's culture, and is acknowledged.
    ///
    /// ```
    /// use practice_cycle::simulation::Scenario;
    /// let scenario = Scenario::shipped("null").unwrap();
    /// let joining = scenario.says().tendencies.joining.as_ref().unwrap();
    /// assert!(joining.occasions.value > 0.0);
    /// ```
    #[derive(Debug, Clone, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
    pub struct Joining {
        /// Occasions of joining with the team.
        pub occasions: Rate,
        /// How many workers are met on an occasion at most, from 1 to 100.
        pub workers_met: Amount,
        /// How often a rule of the system is noticed.
        pub notices_rules: Rate,
        /// How long it takes from there until it is worked with.
        pub works_with_rules_after: Length,
        /// How often somebody of the social work side acknowledges the clinician, once a rule was worked with.
        pub acknowledgements: Rate,
        /// The chance that a member of staff who seems to have done so is then asked beyond the team's own cases.
        pub influence: Chance,
        /// How long the clinician goes without an occasion of joining at most: one is made then. Left out: for any time.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub at_most_apart: Option<Length>,
        /// How long after a disruption the clinician meets those who are now there.
        pub joins_again_after: Length,
        /// Further occasions after each disruption: time for joining that is kept free. Left out: none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub protected: Option<Protected>,
    }
}

object! {
    /// Time for joining that is kept free after a disruption: how many occasions, and how far apart.
    ///
    /// ```
    /// use practice_cycle::simulation::Scenario;
    /// let scenario = Scenario::shipped("protected-joining").unwrap();
    /// let protected = scenario.says().tendencies.joining.as_ref().unwrap().protected.as_ref().unwrap();
    /// assert!(protected.occasions.value >= 1.0);
    /// ```
    #[derive(Debug, Clone, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
    pub struct Protected {
        /// How many occasions, from 0 to 100.
        pub occasions: Amount,
        /// How far apart.
        pub apart: Length,
        /// How much of the clinician's time each takes, in minutes, from 0 to 480.
        pub minutes: Amount,
    }
}

impl Joining {
    pub(super) fn check(&self, troubles: &mut Troubles) {
        troubles.within("occasions", |troubles| self.occasions.check(troubles));
        troubles.number("workers_met.value", self.workers_met.value, 1.0..=100.0);
        troubles.within("notices_rules", |troubles| self.notices_rules.check(troubles));
        troubles.within("works_with_rules_after", |troubles| self.works_with_rules_after.check(troubles));
        troubles.within("acknowledgements", |troubles| self.acknowledgements.check(troubles));
        troubles.within("influence", |troubles| self.influence.check(troubles));
        if let Some(apart) = &self.at_most_apart {
            troubles.within("at_most_apart", |troubles| apart.check(troubles));
        }
        troubles.within("joins_again_after", |troubles| self.joins_again_after.check(troubles));
        if let Some(protected) = &self.protected {
            troubles.within("protected", |troubles| {
                troubles.number("occasions.value", protected.occasions.value, 0.0..=100.0);
                troubles.within("apart", |troubles| protected.apart.check(troubles));
                troubles.number("minutes.value", protected.minutes.value, 0.0..=480.0);
            });
        }
    }
}
