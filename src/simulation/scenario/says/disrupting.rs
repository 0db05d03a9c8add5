//! What comes from outside: budgets, reforms of practice, mergers.

use crate::joining::Disruption;
use crate::simulation::amount::{Amount, Chance, Length, Rate};
use crate::simulation::trouble::Troubles;
use crate::strict::{choice, object};

object! {
    /// What comes from outside and disrupts joining.
    ///
    /// ```
    /// use practice_cycle::simulation::Scenario;
    /// let scenario = Scenario::shipped("budget-shock").unwrap();
    /// assert_eq!(scenario.says().tendencies.disrupting.as_ref().unwrap().shocks.len(), 1);
    /// ```
    #[derive(Debug, Clone, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
    pub struct Disrupting {
        /// Each of them, at most 64.
        pub shocks: Vec<Shock>,
    }
}

choice! {
    /// When something comes.
    ///
    /// ```
    /// use practice_cycle::simulation::Comes;
    /// assert_eq!(serde_json::from_str::<Comes>(r#"{"on_day":180}"#)?, Comes::OnDay(180));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename_all = "snake_case"))]
    pub enum Comes {
        /// On a day of the horizon, from 0 for the first: in all cycles at once.
        OnDay(u32),
        /// Again and again, in each cycle by itself.
        At(Rate),
    }
}

object! {
    /// Something that comes from outside, and what it does.
    ///
    /// ```
    /// use practice_cycle::{joining::Disruption, simulation::Scenario};
    /// let scenario = Scenario::shipped("budget-shock").unwrap();
    /// let shock = &scenario.says().tendencies.disrupting.as_ref().unwrap().shocks[0];
    /// assert_eq!(shock.what, Disruption::Budget);
    /// ```
    #[derive(Debug, Clone, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
    pub struct Shock {
        /// What it is.
        pub what: Disruption,
        /// When it comes.
        pub comes: Comes,
        /// The chance that each contract that is begun is ended by it.
        pub ends: Chance,
        /// How much of the budget it cuts, from 0 to 1: what rates and chances can depend on.
        pub cut: Amount,
        /// How long that lasts.
        pub lasts: Length,
    }
}

impl Disrupting {
    pub(super) fn check(&self, troubles: &mut Troubles) {
        if self.shocks.len() > 64 {
            troubles.at("shocks", "expected at most 64");
        }
        troubles.each("shocks", &self.shocks, |troubles, shock| {
            if let Comes::At(rate) = &shock.comes {
                troubles.within("comes.at", |troubles| rate.check(troubles));
            }
            troubles.within("ends", |troubles| shock.ends.check(troubles));
            troubles.number("cut.value", shock.cut.value, 0.0..=1.0);
            troubles.within("lasts", |troubles| shock.lasts.check(troubles));
        });
    }
}
