//! Who comes and goes.

use crate::simulation::amount::{Chance, Length, Rate};
use crate::simulation::trouble::Troubles;
use crate::strict::object;

object! {
    /// Who comes and goes: social workers, and clinicians. The manager stays.
    ///
    /// Rates of leaving that are published count those who left an employer in a year. They are no hazards, leave moves within an authority
    /// out, and say nothing of clinicians.
    ///
    /// ```
    /// use practice_cycle::simulation::Scenario;
    /// let scenario = Scenario::shipped("team-as-it-is").unwrap();
    /// let staffing = scenario.says().tendencies.staffing.as_ref().unwrap();
    /// assert!(staffing.workers_leave.value > 0.0);
    /// ```
    #[derive(Debug, Clone, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
    pub struct Staffing {
        /// How often each social worker leaves.
        pub workers_leave: Rate,
        /// How long their post stays vacant.
        pub vacant_for: Length,
        /// How long it takes until somebody takes their place in agreements that stand; those that are not begun yet are taken back.
        pub replaced_after: Length,
        /// The chance that somebody's leaving disrupts joining, and is recorded as such.
        pub disrupts: Chance,
        /// How often a clinician leaves a team; whoever is shared by several leaves each by itself, and whoever follows shares what time there
        /// is for all of them. Left out: never.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub clinicians_leave: Option<Rate>,
        /// How long it takes until another clinician begins with the team, in a cycle of their own.
        pub clinician_follows_after: Length,
    }
}

impl Staffing {
    pub(super) fn check(&self, troubles: &mut Troubles) {
        troubles.within("workers_leave", |troubles| self.workers_leave.check(troubles));
        troubles.within("vacant_for", |troubles| self.vacant_for.check(troubles));
        troubles.within("replaced_after", |troubles| self.replaced_after.check(troubles));
        troubles.within("disrupts", |troubles| self.disrupts.check(troubles));
        if let Some(rate) = &self.clinicians_leave {
            troubles.within("clinicians_leave", |troubles| rate.check(troubles));
        }
        troubles.within("clinician_follows_after", |troubles| self.clinician_follows_after.check(troubles));
    }
}
