//! What is done under a contract (the article, section Intervening).

use crate::simulation::amount::{Amount, Chance, Length, Rate};
use crate::simulation::trouble::Troubles;
use crate::strict::object;

object! {
    /// What is done under a contract that has begun, until it is completed on its last day.
    ///
    /// ```
    /// use practice_cycle::simulation::Scenario;
    /// let scenario = Scenario::shipped("null").unwrap();
    /// let working = scenario.says().tendencies.working.as_ref().unwrap();
    /// assert_eq!(working.family_told.value, 1.0, "each family is helped to understand");
    /// ```
    #[derive(Debug, Clone, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
    pub struct Working {
        /// How long after a contract has begun the work under it begins. Under one for a single meeting it begins at once.
        pub begins_after: Length,
        /// The chance that direct work is done alongside the worker. Else it is clinical work of the clinician's own, to which
        /// somebody of the family consents before it begins.
        pub joint_work: Chance,
        /// How long after a meeting the next one is to be. It takes place at the first time from then on that the clinician has.
        pub meetings_every: Length,
        /// How much of the clinician's time a meeting takes, in minutes, from 0 to 480.
        pub minutes: Amount,
        /// The chance that a meeting is cancelled. Its time is not there for anything else.
        pub cancelled: Chance,
        /// The chance that somebody of the family is helped to understand the roles of both, the safeguarding duties and the
        /// clinician's part when they first meet the clinician, and again at the first meeting after the legal status of the case, or
        /// a party to the contract, has changed.
        pub family_told: Chance,
        /// The chance that a concern is raised in a meeting. It is passed on at once to a social worker who is there.
        pub concerns: Chance,
        /// Suggestions of the clinician, and what becomes of them.
        pub suggestions: Suggestions,
        /// Changes that are noticed, and what comes of them.
        pub changes: Changes,
        /// How long work goes on under a contract that has no planned end.
        pub open_ended: Length,
        /// The chance that nobody closes a contract on its last day, so that it lapses.
        pub lapses: Chance,
        /// How long after its last day a lapsed contract is completed.
        pub settled_after: Length,
        /// Urgent meetings. Left out: none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub urgent: Option<Urgent>,
    }
}

object! {
    /// Suggestions of the clinician, and what becomes of them.
    ///
    /// ```
    /// use practice_cycle::simulation::Scenario;
    /// let scenario = Scenario::shipped("null").unwrap();
    /// let suggestions = &scenario.says().tendencies.working.as_ref().unwrap().suggestions;
    /// assert!(suggestions.offered.value > 0.0);
    /// ```
    #[derive(Debug, Clone, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
    pub struct Suggestions {
        /// The chance that one is offered in a meeting.
        pub offered: Chance,
        /// The chance that it is answered at all.
        pub answered: Chance,
        /// How long that takes.
        pub answered_after: Length,
        /// The chance that the answer is that it is taken up. Other answers are as likely as one another.
        pub taken_up: Chance,
    }
}

object! {
    /// Changes that are noticed, and what comes of them.
    ///
    /// ```
    /// use practice_cycle::simulation::Scenario;
    /// let scenario = Scenario::shipped("null").unwrap();
    /// let changes = &scenario.says().tendencies.working.as_ref().unwrap().changes;
    /// assert!(changes.noticed.value < 1.0);
    /// ```
    #[derive(Debug, Clone, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
    pub struct Changes {
        /// The chance that the worker notices one in a meeting.
        pub noticed: Chance,
        /// The chance that the clinician witnesses it.
        pub witnessed: Chance,
        /// How long it takes until something comes of it.
        pub come_back_after: Length,
        /// The chance that the worker then documents it.
        pub documented: Chance,
        /// The chance that it is then carried on to the manager.
        pub amplified: Chance,
        /// The chance that the worker then acknowledges the clinician because of it.
        pub acknowledged: Chance,
    }
}

object! {
    /// Urgent meetings, which do not wait for a contract: one under way comes to cover each of them soon afterwards. There are none
    /// while no contract could.
    ///
    /// ```
    /// use practice_cycle::simulation::Scenario;
    /// let scenario = Scenario::shipped("null").unwrap();
    /// let urgent = scenario.says().tendencies.working.as_ref().unwrap().urgent.as_ref().unwrap();
    /// assert!(urgent.meetings.value > 0.0);
    /// ```
    #[derive(Debug, Clone, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
    pub struct Urgent {
        /// How often the team asks for one.
        pub meetings: Rate,
        /// The chance that work begins with it that is more than a meeting. It is closed once it is covered.
        pub work_begins: Chance,
        /// How long it takes until it is covered, at most until the contract is under way no more.
        pub covered_after: Length,
    }
}

impl Working {
    pub(super) fn check(&self, troubles: &mut Troubles) {
        troubles.within("begins_after", |troubles| self.begins_after.check(troubles));
        troubles.within("joint_work", |troubles| self.joint_work.check(troubles));
        troubles.within("meetings_every", |troubles| self.meetings_every.check(troubles));
        troubles.number("minutes.value", self.minutes.value, 0.0..=480.0);
        troubles.within("cancelled", |troubles| self.cancelled.check(troubles));
        troubles.within("family_told", |troubles| self.family_told.check(troubles));
        troubles.within("concerns", |troubles| self.concerns.check(troubles));
        troubles.within("suggestions", |troubles| self.suggestions.check(troubles));
        troubles.within("changes", |troubles| self.changes.check(troubles));
        troubles.within("open_ended", |troubles| self.open_ended.check(troubles));
        troubles.within("lapses", |troubles| self.lapses.check(troubles));
        troubles.within("settled_after", |troubles| self.settled_after.check(troubles));
        if let Some(urgent) = &self.urgent {
            troubles.within("urgent", |troubles| {
                troubles.within("meetings", |troubles| urgent.meetings.check(troubles));
                troubles.within("work_begins", |troubles| urgent.work_begins.check(troubles));
                troubles.within("covered_after", |troubles| urgent.covered_after.check(troubles));
            });
        }
    }
}

impl Suggestions {
    fn check(&self, troubles: &mut Troubles) {
        troubles.within("offered", |troubles| self.offered.check(troubles));
        troubles.within("answered", |troubles| self.answered.check(troubles));
        troubles.within("answered_after", |troubles| self.answered_after.check(troubles));
        troubles.within("taken_up", |troubles| self.taken_up.check(troubles));
    }
}

impl Changes {
    fn check(&self, troubles: &mut Troubles) {
        troubles.within("noticed", |troubles| self.noticed.check(troubles));
        troubles.within("witnessed", |troubles| self.witnessed.check(troubles));
        troubles.within("come_back_after", |troubles| self.come_back_after.check(troubles));
        troubles.within("documented", |troubles| self.documented.check(troubles));
        troubles.within("amplified", |troubles| self.amplified.check(troubles));
        troubles.within("acknowledged", |troubles| self.acknowledged.check(troubles));
    }
}
