//! How an invitation becomes an agreement, or does not (the article, section Contracting).

use crate::simulation::amount::{Chance, Length};
use crate::simulation::trouble::Troubles;
use crate::strict::object;

object! {
    /// How an invitation becomes an agreement, or does not.
    ///
    /// ```
    /// use practice_cycle::simulation::Scenario;
    /// let scenario = Scenario::shipped("null").unwrap();
    /// let contracting = scenario.says().tendencies.contracting.as_ref().unwrap();
    /// assert!(contracting.declines.value + contracting.reframes.value <= 1.0);
    /// ```
    #[derive(Debug, Clone, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
    pub struct Contracting {
        /// How long the side that is asked takes to answer an invitation.
        pub answers_after: Length,
        /// The chance that an invitation is declined at once.
        pub declines: Chance,
        /// The chance that another space or stream is offered instead: reflective work. With `declines` no more than 1; what is left is
        /// accepted.
        pub reframes: Chance,
        /// The chance that what was offered instead was offered because the risk was judged too high for therapy: where it is not
        /// welcome, the invitation is then declined.
        pub risk_too_high: Chance,
        /// How long an answer to what was offered instead takes.
        pub reframe_answered_after: Length,
        /// The chance that it is welcome.
        pub welcomes: Chance,
        /// The chance that something in between is settled. With `welcomes` no more than 1.
        pub adapts: Chance,
        /// How long it takes to put terms on the table.
        pub terms_after: Length,
        /// How long it takes until they are accepted.
        pub accepted_after: Length,
        /// How long whoever asked waits until work begins; then they take the invitation, or the agreement, back.
        pub patience: Length,
        /// How long it takes from an agreement with a place for it until work begins.
        pub begins_after: Length,
        /// The chance that an agreement names the day on which it ends; others end when a review says so.
        pub names_its_end: Chance,
        /// How long an agreement that names its end is to last from its beginning.
        pub lasts: Length,
        /// After how long it is to be reviewed at first.
        pub first_review_after: Length,
    }
}

impl Contracting {
    pub(super) fn check(&self, troubles: &mut Troubles) {
        let lengths = [
            ("answers_after", &self.answers_after),
            ("reframe_answered_after", &self.reframe_answered_after),
            ("terms_after", &self.terms_after),
            ("accepted_after", &self.accepted_after),
            ("patience", &self.patience),
            ("begins_after", &self.begins_after),
            ("lasts", &self.lasts),
            ("first_review_after", &self.first_review_after),
        ];
        for (field, length) in lengths {
            troubles.within(field, |troubles| length.check(troubles));
        }
        let chances = [
            ("declines", &self.declines),
            ("reframes", &self.reframes),
            ("risk_too_high", &self.risk_too_high),
            ("welcomes", &self.welcomes),
            ("adapts", &self.adapts),
            ("names_its_end", &self.names_its_end),
        ];
        for (field, chance) in chances {
            troubles.within(field, |troubles| chance.check(troubles));
        }
        for (field, one, other) in [("reframes", &self.declines, &self.reframes), ("adapts", &self.welcomes, &self.adapts)] {
            if one.value + other.value > 1.0 {
                troubles.at(field, "expected two chances that are no more than 1 together");
            }
        }
    }
}
