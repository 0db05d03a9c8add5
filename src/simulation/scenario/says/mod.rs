//! What people tend to do, as a scenario says it: for each tendency its numbers, and what they may be.

mod joining;
mod inviting;
mod contracting;
mod working;
mod keeping;
mod discussing;
mod staffing;
mod disrupting;
mod watching;

use crate::simulation::trouble::Troubles;
use crate::strict::object;

pub use contracting::Contracting;
pub use discussing::{Assessing, Deciding, Differing, Discussing, Planning};
pub use disrupting::{Comes, Disrupting, Shock};
pub use inviting::{AfterAChange, Asked, Inviting};
pub use joining::{Joining, Protected};
pub use keeping::{Keeping, Suspending};
pub use staffing::Staffing;
pub use watching::Watching;
pub use working::{Changes, Suggestions, Urgent, Working};

object! {
    /// What people tend to do, by tendency. One that is left out does not happen.
    ///
    /// ```
    /// use practice_cycle::simulation::Tendencies;
    /// assert_eq!(serde_json::from_str::<Tendencies>("{}")?, Tendencies::default());
    /// assert!(serde_json::from_str::<Tendencies>(r#"{"invited":{}}"#).is_err());
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, Default, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
    pub struct Tendencies {
        /// The clinician joins the team's culture, and is acknowledged.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub joining: Option<Joining>,
        /// Spaces are opened.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub inviting: Option<Inviting>,
        /// An invitation becomes an agreement, or does not.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub contracting: Option<Contracting>,
        /// Work is done under a contract.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub working: Option<Working>,
        /// Contracts are reviewed, suspended and renewed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub keeping: Option<Keeping>,
        /// Cases are talked about, and decided.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub discussing: Option<Discussing>,
        /// Who comes and goes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub staffing: Option<Staffing>,
        /// What comes from outside.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub disrupting: Option<Disrupting>,
        /// People look at the boundary.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub watching: Option<Watching>,
    }
}

impl Tendencies {
    pub(crate) fn check(&self, troubles: &mut Troubles) {
        let Self { joining, inviting, contracting, working, keeping, discussing, staffing, disrupting, watching } = self;
        if let Some(joining) = joining {
            troubles.within("joining", |troubles| joining.check(troubles));
        }
        if let Some(inviting) = inviting {
            troubles.within("inviting", |troubles| inviting.check(troubles));
        }
        if let Some(contracting) = contracting {
            troubles.within("contracting", |troubles| contracting.check(troubles));
        }
        if let Some(working) = working {
            troubles.within("working", |troubles| working.check(troubles));
        }
        if let Some(keeping) = keeping {
            troubles.within("keeping", |troubles| keeping.check(troubles));
        }
        if let Some(discussing) = discussing {
            troubles.within("discussing", |troubles| discussing.check(troubles));
        }
        if let Some(staffing) = staffing {
            troubles.within("staffing", |troubles| staffing.check(troubles));
        }
        if let Some(disrupting) = disrupting {
            troubles.within("disrupting", |troubles| disrupting.check(troubles));
        }
        if let Some(watching) = watching {
            troubles.within("watching", |troubles| watching.check(troubles));
        }
    }
}
