//! A time by the clocks of a zone, to be read.

use std::fmt;

use chrono::{TimeDelta, Timelike};
use chrono_tz::Tz;

use super::TIME_ZONE;
use crate::moment::Moment;

/// A time by the clocks of a zone, which is named: `16 Jul 2026 15:10 BST`, with seconds where it has any. The last instant of a day
/// is told as the end of that day.
///
/// ```
/// use practice_cycle::calendar::{Local, Tz};
/// let at = "2026-07-16T14:10:00Z".parse()?;
/// assert_eq!(Local::in_london(at).to_string(), "16 Jul 2026 15:10 BST");
/// assert_eq!(Local { at, zone: Tz::UTC }.to_string(), "16 Jul 2026 14:10 UTC");
/// let last = "2026-07-16T22:59:59.999999999Z".parse()?;
/// assert_eq!(Local::in_london(last).to_string(), "the end of 16 Jul 2026 BST");
/// # Ok::<(), practice_cycle::moment::MomentError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Local {
    /// The time.
    pub at: Moment,
    /// Whose clocks.
    pub zone: Tz,
}

impl Local {
    /// By the clocks of London.
    #[must_use]
    pub fn in_london(at: Moment) -> Self {
        Self { at, zone: TIME_ZONE }
    }
}

impl fmt::Display for Local {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let local = self.at.to_utc().with_timezone(&self.zone);
        let next = local + TimeDelta::nanoseconds(1);
        if next.date_naive() > local.date_naive() {
            return write!(f, "{}", local.format("the end of %-d %b %Y %Z"));
        }
        let form = match (local.second(), local.nanosecond()) {
            (0, 0) => "%-d %b %Y %H:%M %Z",
            (_, 0) => "%-d %b %Y %H:%M:%S %Z",
            _ => "%-d %b %Y %H:%M:%S%.f %Z",
        };
        write!(f, "{}", local.format(form))
    }
}

#[cfg(test)]
mod tests {
    use super::{Local, Tz};

    #[test]
    fn a_time_names_its_zone() {
        for (at, london, utc) in [
            ("2026-01-15T09:05:00Z", "15 Jan 2026 09:05 GMT", "15 Jan 2026 09:05 UTC"),
            ("2026-07-16T23:30:07Z", "17 Jul 2026 00:30:07 BST", "16 Jul 2026 23:30:07 UTC"),
            ("2026-07-16T09:00:00.5Z", "16 Jul 2026 10:00:00.500 BST", "16 Jul 2026 09:00:00.500 UTC"),
            ("2026-03-29T22:59:59.999999999Z", "the end of 29 Mar 2026 BST", "29 Mar 2026 22:59:59.999999999 UTC"),
        ] {
            let at = at.parse().unwrap();
            assert_eq!(Local::in_london(at).to_string(), london);
            assert_eq!(Local { at, zone: Tz::UTC }.to_string(), utc);
        }
    }
}
