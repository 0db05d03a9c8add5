//! Who looks at the boundary, and what they note of it (the article, section Intervening, Figure 1).

use crate::simulation::amount::{Chance, Length};
use crate::simulation::trouble::Troubles;
use crate::space::Space;
use crate::strict::object;

object! {
    /// Who looks at the boundary: the clinician, the manager and social workers, where they meet. What shows there is drawn from the unseen
    /// position of that day; what somebody notes of it may be wrong, or a colleague's.
    ///
    /// ```
    /// use practice_cycle::simulation::Scenario;
    /// let scenario = Scenario::shipped("team-as-it-is").unwrap();
    /// let watching = scenario.says().tendencies.watching.as_ref().unwrap();
    /// assert!(watching.error.value < 0.5);
    /// ```
    #[derive(Debug, Clone, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
    pub struct Watching {
        /// How far one meeting at which somebody looks is from the next.
        pub looks_every: Length,
        /// The spaces of these meetings, in turn: from 1 to 64.
        pub spaces: Vec<Space>,
        /// The chance of each of them to be there and to look.
        pub attends: Chance,
        /// The chance that there was the opportunity to see a row of Figure 1.
        pub opportunity: Chance,
        /// The chance that what was seen is taken for another side.
        pub error: Chance,
        /// The chance that of a row that was seen each side that did not show is noted as absent.
        pub notes_absent: Chance,
        /// The chance that somebody notes what the first to note anything at the meeting noted, and not what they saw.
        pub copies_a_colleague: Chance,
        /// How long it takes from one review of the boundary by both sides to the next. Left out: none, but where one is owed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub reviews_every: Option<Length>,
        /// How long it takes until the two sides talk, once two reviews did not lean healthy or control seemed to be sought. Where fewer than
        /// two contracts are under way, a talk is a review, and the next is owed while neither leans healthy.
        pub talks_after: Length,
    }
}

impl Watching {
    pub(super) fn check(&self, troubles: &mut Troubles) {
        troubles.within("looks_every", |troubles| self.looks_every.check(troubles));
        if !(1..=64).contains(&self.spaces.len()) {
            troubles.at("spaces", "expected from 1 to 64 spaces");
        }
        let chances = [
            ("attends", &self.attends),
            ("opportunity", &self.opportunity),
            ("error", &self.error),
            ("notes_absent", &self.notes_absent),
            ("copies_a_colleague", &self.copies_a_colleague),
        ];
        for (field, chance) in chances {
            troubles.within(field, |troubles| chance.check(troubles));
        }
        if let Some(length) = &self.reviews_every {
            troubles.within("reviews_every", |troubles| length.check(troubles));
        }
        troubles.within("talks_after", |troubles| self.talks_after.check(troubles));
    }
}
