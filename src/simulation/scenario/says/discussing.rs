//! How cases are talked about and decided ("Dear social workers: a letter from a psychologist").

use crate::simulation::amount::{Chance, Length, Rate};
use crate::simulation::trouble::Troubles;
use crate::strict::object;

object! {
    /// How cases are talked about, and what comes of that. Both sides are there each time.
    ///
    /// ```
    /// use practice_cycle::simulation::Scenario;
    /// let scenario = Scenario::shipped("null").unwrap();
    /// let discussing = scenario.says().tendencies.discussing.as_ref().unwrap();
    /// assert!(discussing.discussions.value > 0.0);
    /// ```
    #[derive(Debug, Clone, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
    pub struct Discussing {
        /// How often one of the team's cases is talked about.
        pub discussions: Rate,
        /// The chance that a worry is said in a discussion, and the same for a strength and for an idea of what explains it.
        pub said: Chance,
        /// The chance that it is said there that another service has sent a request back, because the risk is too high for therapy; it
        /// offers consultation.
        pub returned: Chance,
        /// Plans, and the steps in them.
        pub planning: Planning,
        /// Threshold decisions.
        pub deciding: Deciding,
        /// Disagreements.
        pub differing: Differing,
        /// Assessments of a family. Left out: none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub assessing: Option<Assessing>,
        /// How often the legal status of one of the team's cases changes. Left out: never.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub status_changes: Option<Rate>,
    }
}

object! {
    /// Plans of case discussions. Each names the risks of acting and of not acting, and when the course has to change; the worker takes
    /// a step in it on, and the clinician another.
    ///
    /// ```
    /// use practice_cycle::simulation::Scenario;
    /// let scenario = Scenario::shipped("null").unwrap();
    /// let planning = &scenario.says().tendencies.discussing.as_ref().unwrap().planning;
    /// assert!(planning.goes_on.value + planning.changes.value < 1.0, "some plans stop");
    /// ```
    #[derive(Debug, Clone, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
    pub struct Planning {
        /// The chance that a discussion makes a plan.
        pub planned: Chance,
        /// How long it takes until a plan is looked at again.
        pub looks_again_after: Length,
        /// The chance that it then goes on as it is. Where it does for the third time, the case is talked about.
        pub goes_on: Chance,
        /// The chance that it is changed. With `goes_on` no more than 1; what is left stops.
        pub changes: Chance,
        /// The chance that the worker hands the step back.
        pub handed_back: Chance,
        /// How long they have it until then.
        pub handed_back_after: Length,
        /// How long it takes until somebody else takes it up.
        pub taken_up_after: Length,
    }
}

object! {
    /// Threshold decisions. A worker and the manager take each of them after a discussion to which the clinician contributed, and the
    /// worker then takes two steps on, and the clinician another.
    ///
    /// ```
    /// use practice_cycle::simulation::Scenario;
    /// let scenario = Scenario::shipped("null").unwrap();
    /// let deciding = &scenario.says().tendencies.discussing.as_ref().unwrap().deciding;
    /// assert!(deciding.up.value + deciding.down.value <= 1.0);
    /// ```
    #[derive(Debug, Clone, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
    pub struct Deciding {
        /// The chance that a decision follows a discussion.
        pub decided: Chance,
        /// The chance that it steps up.
        pub up: Chance,
        /// The chance that it steps down. With `up` no more than 1; what is left stays as it is.
        pub down: Chance,
    }
}

object! {
    /// Disagreements between a worker and the clinician.
    ///
    /// ```
    /// use practice_cycle::simulation::Scenario;
    /// let scenario = Scenario::shipped("null").unwrap();
    /// let differing = &scenario.says().tendencies.discussing.as_ref().unwrap().differing;
    /// assert!(differing.immediate_danger.value + differing.safety_affected.value <= 1.0);
    /// ```
    #[derive(Debug, Clone, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
    pub struct Differing {
        /// The chance that one is recorded in a discussion.
        pub differ: Chance,
        /// The chance that a child is in immediate danger. It is then taken to the manager at once.
        pub immediate_danger: Chance,
        /// The chance that a child's safety depends on it otherwise. With `immediate_danger` no more than 1.
        pub safety_affected: Chance,
        /// The chance that one on which no child's safety depends stays open.
        pub stays_open: Chance,
        /// How long it takes until another is settled, or taken to the manager.
        pub settled_after: Length,
        /// The chance that it is taken to the manager.
        pub escalated: Chance,
    }
}

object! {
    /// Assessments of a family, each completed by a social worker and authorised by the manager.
    ///
    /// ```
    /// use practice_cycle::simulation::Scenario;
    /// let scenario = Scenario::shipped("null").unwrap();
    /// let assessing = scenario.says().tendencies.discussing.as_ref().unwrap().assessing.as_ref().unwrap();
    /// assert!(assessing.completed.value > 0.0);
    /// ```
    #[derive(Debug, Clone, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
    pub struct Assessing {
        /// How often one is completed.
        pub completed: Rate,
        /// How long it takes until it is authorised.
        pub authorised_after: Length,
    }
}

/// Of two chances only one can come about: they are no more than 1 together.
fn check_either(field: &'static str, one: &Chance, other: &Chance, troubles: &mut Troubles) {
    if one.value + other.value > 1.0 {
        troubles.at(field, "expected two chances that are no more than 1 together");
    }
}

impl Discussing {
    pub(super) fn check(&self, troubles: &mut Troubles) {
        troubles.within("discussions", |troubles| self.discussions.check(troubles));
        troubles.within("said", |troubles| self.said.check(troubles));
        troubles.within("returned", |troubles| self.returned.check(troubles));
        troubles.within("planning", |troubles| self.planning.check(troubles));
        troubles.within("deciding", |troubles| self.deciding.check(troubles));
        troubles.within("differing", |troubles| self.differing.check(troubles));
        if let Some(assessing) = &self.assessing {
            troubles.within("assessing", |troubles| {
                troubles.within("completed", |troubles| assessing.completed.check(troubles));
                troubles.within("authorised_after", |troubles| assessing.authorised_after.check(troubles));
            });
        }
        if let Some(changes) = &self.status_changes {
            troubles.within("status_changes", |troubles| changes.check(troubles));
        }
    }
}

impl Planning {
    fn check(&self, troubles: &mut Troubles) {
        troubles.within("planned", |troubles| self.planned.check(troubles));
        troubles.within("looks_again_after", |troubles| self.looks_again_after.check(troubles));
        troubles.within("goes_on", |troubles| self.goes_on.check(troubles));
        troubles.within("changes", |troubles| self.changes.check(troubles));
        check_either("changes", &self.goes_on, &self.changes, troubles);
        troubles.within("handed_back", |troubles| self.handed_back.check(troubles));
        troubles.within("handed_back_after", |troubles| self.handed_back_after.check(troubles));
        troubles.within("taken_up_after", |troubles| self.taken_up_after.check(troubles));
    }
}

impl Deciding {
    fn check(&self, troubles: &mut Troubles) {
        troubles.within("decided", |troubles| self.decided.check(troubles));
        troubles.within("up", |troubles| self.up.check(troubles));
        troubles.within("down", |troubles| self.down.check(troubles));
        check_either("down", &self.up, &self.down, troubles);
    }
}

impl Differing {
    fn check(&self, troubles: &mut Troubles) {
        troubles.within("differ", |troubles| self.differ.check(troubles));
        troubles.within("immediate_danger", |troubles| self.immediate_danger.check(troubles));
        troubles.within("safety_affected", |troubles| self.safety_affected.check(troubles));
        check_either("safety_affected", &self.immediate_danger, &self.safety_affected, troubles);
        troubles.within("stays_open", |troubles| self.stays_open.check(troubles));
        troubles.within("settled_after", |troubles| self.settled_after.check(troubles));
        troubles.within("escalated", |troubles| self.escalated.check(troubles));
    }
}
