//! The duration of the work, as it is planned.

use chrono::NaiveDate;

use crate::calendar;
use crate::fact::parts;
use crate::form::choice;
use crate::moment::{Moment, NotAMoment};

choice! {
    /// How long the work is meant to last. Days are days in London, and a planned day counts to its end.
    ///
    /// ```
    /// use practice_cycle::contracting::Duration;
    /// let single: Duration = serde_json::from_str(r#"{"single":"2026-07-01"}"#)?;
    /// assert_eq!(single.lapses()?.unwrap().to_string(), "2026-07-01T23:00:00Z");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Duration {
        /// A single meeting, on this day.
        Single(NaiveDate),
        /// Ongoing, to a planned end.
        Until {
            /// The last day.
            ends: NaiveDate,
            /// The day by which it is to be reviewed.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            review_by: Option<NaiveDate>,
        },
        /// Ongoing, until a review says otherwise.
        ReviewBy(NaiveDate),
    }
}

parts!(
    enum Duration {
        Single(day),
        Until { ends, review_by },
        ReviewBy(day),
    }
);

impl Duration {
    /// Whether every day it names can be told as an instant: from 1900 to 2198.
    #[must_use]
    pub fn is_tellable(self) -> bool {
        match self {
            Duration::Single(day) | Duration::ReviewBy(day) => calendar::is_tellable(day),
            Duration::Until { ends, review_by } => {
                calendar::is_tellable(ends) && review_by.is_none_or(calendar::is_tellable)
            }
        }
    }

    /// The end of the last day, if an end is planned: after this instant it has passed.
    ///
    /// # Errors
    /// [`NotAMoment`] for a day outside 1900 to 2199.
    pub fn lapses(self) -> Result<Option<Moment>, NotAMoment> {
        match self {
            Duration::Single(day) | Duration::Until { ends: day, .. } => calendar::end_of(day).map(Some),
            Duration::ReviewBy(_) => Ok(None),
        }
    }

    /// The end of the day of the planned review, if one is planned: after this instant it is overdue.
    ///
    /// # Errors
    /// [`NotAMoment`] for a day outside 1900 to 2199.
    pub fn review_overdue(self) -> Result<Option<Moment>, NotAMoment> {
        match self {
            Duration::ReviewBy(day) => calendar::end_of(day).map(Some),
            Duration::Until { review_by, .. } => review_by.map(calendar::end_of).transpose(),
            Duration::Single(_) => Ok(None),
        }
    }
}
