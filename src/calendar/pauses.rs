//! Pauses: times at which a clock stands still.

use serde::{Deserialize, Serialize};

use crate::moment::Moment;

/// Times at which a clock stands still, such as while a contract is suspended. Statutory clocks never pause.
///
/// A pause is from one instant to a later one. Those that overlap or touch are one; one that does not end after it starts is
/// left out. A pause that goes on is given [`Moment::LATEST`] as its end, and what waits for it has no due instant yet.
///
/// - **Hours** go on after a pause with what was left of them: one that starts at the very instant at which they are due leaves
///   nothing of them, and what is due waits for its end.
/// - **Days** are counted as they end: one at whose last instant the clock stands still does not count. So a pause within one day
///   costs nothing, one over a single midnight one day, and nothing falls due while the clock stands still. A pause that starts
///   at midnight leaves the day that ended then, and one that ends at midnight does not. Months are counted as the days they
///   would have had.
///
/// ```
/// use practice_cycle::calendar::{EnglandAndWales, Pauses, Period};
/// let suspended: Pauses = [("2026-06-03T10:00:00Z".parse()?, "2026-06-08T10:00:00Z".parse()?)].into_iter().collect();
/// let (period, from) = ("5 working days".parse::<Period>()?, "2026-06-01T09:00:00Z".parse()?);
/// let due = period.due_with_pauses(from, &suspended, &EnglandAndWales::new())?;
/// assert_eq!(due.at, "2026-06-11T22:59:59.999999999Z".parse()?); // Not on Monday the 8th: Wednesday to Friday do not count.
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(from = "Vec<(Moment, Moment)>", into = "Vec<(Moment, Moment)>")]
pub struct Pauses(Vec<(Moment, Moment)>); // Invariant: each starts after the one before it has ended, and ends after that.

impl Pauses {
    /// No pause.
    pub const NONE: Self = Self(Vec::new());

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The pauses, by when each starts and ends, in order.
    pub fn iter(&self) -> impl Iterator<Item = (Moment, Moment)> + '_ {
        self.0.iter().copied()
    }

    /// Those that end after an instant.
    pub(super) fn after(&self, from: Moment) -> impl Iterator<Item = (Moment, Moment)> + '_ {
        self.iter().filter(move |&(_, end)| end > from)
    }
}

impl FromIterator<(Moment, Moment)> for Pauses {
    fn from_iter<I: IntoIterator<Item = (Moment, Moment)>>(pauses: I) -> Self {
        let mut all: Vec<_> = pauses.into_iter().filter(|(start, end)| start < end).collect();
        all.sort_unstable();
        all.dedup_by(|next, last| {
            let touches = next.0 <= last.1;
            if touches {
                last.1 = last.1.max(next.1);
            }
            touches
        });
        Self(all)
    }
}

impl From<Vec<(Moment, Moment)>> for Pauses {
    fn from(pauses: Vec<(Moment, Moment)>) -> Self {
        pauses.into_iter().collect()
    }
}

impl From<Pauses> for Vec<(Moment, Moment)> {
    fn from(pauses: Pauses) -> Self {
        pauses.0
    }
}
