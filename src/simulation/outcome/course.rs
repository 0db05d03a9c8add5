//! What is followed from a beginning until it ends, or until nobody follows it any longer.

use serde::{Deserialize, Serialize};

use crate::code::codes;
use crate::turns::End;

codes! {
    /// What is followed through time. Each has a beginning, an end of its own, which is [`End::Reached`], and ends that compete with it.
    ///
    /// ```
    /// use practice_cycle::{code::Code, simulation::outcome::Course};
    /// assert_eq!(Course::Agreement.label(), "from an agreement to the first work under it");
    /// assert_eq!(Course::from_code("agreement"), Some(Course::Agreement));
    /// ```
    pub enum Course {
        ToAlly = "to_ally", "from the opening of the cycle to the standing of an ally";
        ToEmbedded = "to_embedded", "from the opening of the cycle to being embedded";
        Invitation = "invitation", "from an invitation to an agreement";
        Agreement = "agreement", "from an agreement to the first work under it";
        Place = "place", "from an agreement to the beginning of the contract";
        Postponement = "postponement", "from being postponed to being taken up again";
        Uncovered = "uncovered", "from work without a contract to its being covered by one";
        Disruption = "disruption", "from a disruption to as many sessions a week as before";
    }
}

/// One beginning: for how long it was followed, and how it ended, if it did.
///
/// ```
/// use practice_cycle::{simulation::outcome::Followed, turns::End};
/// let agreed = Followed { seconds: 2 * 86_400 + 3_600, end: Some(End::Reached) };
/// assert_eq!(agreed.day(), 2);
/// assert_eq!(Followed { seconds: 43_200, end: None }.day(), 1, "half a day is rounded up");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Followed {
    /// The time in whole seconds.
    pub seconds: u64,
    /// How it ended; none where it was followed no longer.
    pub end: Option<End>,
}

/// The seconds of a day of 24 hours.
pub(super) const DAY: u64 = 86_400;

impl Followed {
    /// The time to the nearest day of 24 hours.
    #[must_use]
    pub const fn day(self) -> u64 {
        self.seconds.saturating_add(DAY / 2) / DAY
    }
}
