//! A time by the clocks of a zone, to be read.

use std::fmt;

use chrono::{LocalResult, NaiveDateTime, TimeDelta, TimeZone, Timelike};
use chrono_tz::Tz;
use thiserror::Error;

use super::TIME_ZONE;
use crate::moment::{Moment, MomentError};

/// A time by the clocks of a zone, which is named: `16 Jul 2026 15:10 BST`, with seconds where it has any. The last instant of a
/// day is written as the end of that day.
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

/// A time by the clocks of London that is no instant, or two.
///
/// ```
/// use practice_cycle::calendar::{LocalTimeError, london_time};
/// let twice = london_time("2026-10-25T01:30:00".parse()?).unwrap_err();
/// let (first, second) = ("2026-10-25T00:30:00Z".parse()?, "2026-10-25T01:30:00Z".parse()?);
/// assert_eq!(twice, LocalTimeError::Twice { first, second });
/// assert_eq!(
///     twice.to_string(),
///     "the clocks of London show 01:30 twice on 25 Oct 2026; say which: `2026-10-25T01:30:00+01:00` or `2026-10-25T01:30:00+00:00`",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LocalTimeError {
    /// In spring, an hour is left out.
    #[error("the clocks of London never show {}: they went forward", .time.format("%H:%M on %-d %b %Y"))]
    Skipped {
        /// The time that they never show.
        time: NaiveDateTime,
    },
    /// In autumn, an hour comes twice.
    #[error(
        "the clocks of London show {} twice on {}; say which: `{}` or `{}`",
        shown(*.first, "%H:%M"),
        shown(*.first, "%-d %b %Y"),
        shown(*.first, RFC_3339),
        shown(*.second, RFC_3339)
    )]
    Twice {
        /// The earlier of the two, in summer time.
        first: Moment,
        /// The later.
        second: Moment,
    },
    /// Before 1900 or after 2199.
    #[error(transparent)]
    Beyond(#[from] MomentError),
}

const RFC_3339: &str = "%Y-%m-%dT%H:%M:%S%:z";

fn shown(at: Moment, form: &'static str) -> impl fmt::Display {
    at.to_utc().with_timezone(&TIME_ZONE).format(form)
}

/// The instant at which the clocks of London show a time.
///
/// # Errors
/// That they never show it, or twice.
///
/// ```
/// use practice_cycle::calendar::{LocalTimeError, london_time};
/// assert_eq!(london_time("2026-07-01T10:00:00".parse()?)?, "2026-07-01T09:00:00Z".parse()?);
/// let time = "2026-03-29T01:30:00".parse()?;
/// assert_eq!(london_time(time), Err(LocalTimeError::Skipped { time }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn london_time(time: NaiveDateTime) -> Result<Moment, LocalTimeError> {
    match TIME_ZONE.from_local_datetime(&time) {
        LocalResult::None => Err(LocalTimeError::Skipped { time }),
        LocalResult::Single(at) => Ok(Moment::new(at.to_utc())?),
        LocalResult::Ambiguous(first, second) => {
            Err(LocalTimeError::Twice { first: Moment::new(first.to_utc())?, second: Moment::new(second.to_utc())? })
        }
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
