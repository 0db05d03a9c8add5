//! What people tend to do, as a scenario says it: for each tendency its numbers, and what they may be.

mod joining;
mod inviting;
mod contracting;
mod staffing;
mod disrupting;

use crate::simulation::trouble::Troubles;
use crate::strict::object;

pub use contracting::Contracting;
pub use disrupting::{Comes, Disrupting, Shock};
pub use inviting::{Asked, Inviting};
pub use joining::{Joining, Protected};
pub use staffing::Staffing;

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
        /// Who comes and goes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub staffing: Option<Staffing>,
        /// What comes from outside.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub disrupting: Option<Disrupting>,
    }
}

impl Tendencies {
    pub(crate) fn check(&self, troubles: &mut Troubles) {
        let Self { joining, inviting, contracting, staffing, disrupting } = self;
        if let Some(joining) = joining {
            troubles.within("joining", |troubles| joining.check(troubles));
        }
        if let Some(inviting) = inviting {
            troubles.within("inviting", |troubles| inviting.check(troubles));
        }
        if let Some(contracting) = contracting {
            troubles.within("contracting", |troubles| contracting.check(troubles));
        }
        if let Some(staffing) = staffing {
            troubles.within("staffing", |troubles| staffing.check(troubles));
        }
        if let Some(disrupting) = disrupting {
            troubles.within("disrupting", |troubles| disrupting.check(troubles));
        }
    }
}
