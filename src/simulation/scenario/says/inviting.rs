//! How spaces are opened: the social work side invites, or the clinician offers (the article, section Contracting).

use crate::simulation::amount::{Chance, Length, Rate, Source};
use crate::simulation::trouble::Troubles;
use crate::space::{Space, Stream};
use crate::strict::object;

object! {
    /// How spaces are opened.
    ///
    /// ```
    /// use practice_cycle::simulation::Scenario;
    /// let scenario = Scenario::shipped("null").unwrap();
    /// let inviting = scenario.says().tendencies.inviting.as_ref().unwrap();
    /// assert!(inviting.spaces.iter().all(|asked| asked.weight > 0.0));
    /// ```
    #[derive(Debug, Clone, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
    pub struct Inviting {
        /// How often the social workers of a team invite, all together. Nobody invites while there is no social worker.
        pub invites: Rate,
        /// How often the clinician offers a space.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub offers: Option<Rate>,
        /// The chance that what is asked is about a family with whom no contract was made yet. Otherwise it is about one of those that
        /// the team works with already and that have no open contract; about a new one, where none is found in four tries.
        pub new_family: Chance,
        /// The chance that a change which was noticed leads to another invitation: the circle of the article's
        /// Figure 3 closes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub after_a_change: Option<AfterAChange>,
        /// What is asked for, from 1 to 64 kinds.
        pub spaces: Vec<Asked>,
    }
}

object! {
    /// A change that was noticed leads to another invitation.
    ///
    /// ```
    /// use practice_cycle::simulation::Scenario;
    /// let scenario = Scenario::shipped("team-as-it-is").unwrap();
    /// let after = scenario.says().tendencies.inviting.as_ref().unwrap().after_a_change.as_ref().unwrap();
    /// assert!(after.chance.value > 0.0);
    /// ```
    #[derive(Debug, Clone, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
    pub struct AfterAChange {
        /// The chance of each change.
        pub chance: Chance,
        /// How long after it was noticed.
        pub after: Length,
    }
}

object! {
    /// A space and a stream that are asked for, as often as their weight is of all weights.
    ///
    /// ```
    /// use practice_cycle::simulation::Asked;
    /// let asked: Asked =
    ///     serde_json::from_str(r#"{"space":"home_visit","stream":"direct","weight":2,"source":"illustrative"}"#)?;
    /// assert_eq!(asked.weight, 2.0);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
    pub struct Asked {
        /// The space.
        pub space: Space,
        /// The stream.
        pub stream: Stream,
        /// How often, beside the others: above 0.
        pub weight: f64,
        /// Where the weight comes from.
        pub source: Source,
    }
}

impl Inviting {
    pub(super) fn check(&self, troubles: &mut Troubles) {
        troubles.within("invites", |troubles| self.invites.check(troubles));
        if let Some(offers) = &self.offers {
            troubles.within("offers", |troubles| offers.check(troubles));
        }
        troubles.within("new_family", |troubles| self.new_family.check(troubles));
        if let Some(after) = &self.after_a_change {
            troubles.within("after_a_change", |troubles| {
                troubles.within("chance", |troubles| after.chance.check(troubles));
                troubles.within("after", |troubles| after.after.check(troubles));
            });
        }
        if !(1..=64).contains(&self.spaces.len()) {
            troubles.at("spaces", "expected from 1 to 64 spaces");
        }
        troubles.each("spaces", &self.spaces, |troubles, asked| troubles.above_zero("weight", asked.weight, 1e6));
    }

    /// What is asked for, by a uniform number.
    pub(crate) fn asked(&self, uniform: f64) -> Option<&Asked> {
        let all: f64 = self.spaces.iter().map(|asked| asked.weight).sum();
        let mut left = uniform * all;
        let found = self.spaces.iter().find(|asked| {
            left -= asked.weight;
            left < 0.0
        });
        found.or(self.spaces.last())
    }
}
