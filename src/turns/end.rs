//! The ways in which a beginning of an arc ends.

use crate::code::codes;
use crate::contracting::Stage;

codes! {
    /// How a beginning of an arc ended: it came to the end of the arc, or its contract closed or lapsed first.
    ///
    /// ```
    /// use practice_cycle::{turns::{Arc, End}, code::CodeSet};
    /// assert_eq!(Arc::ToContracting.ends(), CodeSet::of(&[End::Reached, End::Declined, End::Withdrawn]));
    /// ```
    pub enum End {
        Reached = "reached", "came to the end of the arc";
        Declined = "declined", "declined";
        Withdrawn = "withdrawn", "withdrawn";
        Lapsed = "lapsed", "lapsed";
        Completed = "completed", "completed";
        Ended = "ended", "ended";
        Revoked = "revoked", "revoked";
    }
}

impl End {
    /// The end that entering a stage is, where it is one.
    #[rustfmt::skip]
    pub(crate) fn by(stage: Stage) -> Option<Self> {
        match stage {
            Stage::Declined => Some(End::Declined),
            Stage::Withdrawn => Some(End::Withdrawn),
            Stage::Lapsed => Some(End::Lapsed),
            Stage::Completed => Some(End::Completed),
            Stage::Ended => Some(End::Ended),
            Stage::Revoked => Some(End::Revoked),
            Stage::Invited | Stage::Reframed | Stage::Negotiating | Stage::Agreed | Stage::Postponed | Stage::Active
            | Stage::Suspended => None,
        }
    }
}
