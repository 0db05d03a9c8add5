//! Instants: when something occurred, and when it was recorded.

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};
use thiserror::Error;

use crate::strict::words;

/// An instant, exact to the nanosecond, from the start of 1900 to the end of 2199 (UTC).
///
/// The range is narrow on purpose: an instant outside it is a slip of a pen or of a program, and a clock that
/// counted from it would be wrong by centuries. Written as RFC 3339 in UTC; any offset is read. Leap seconds, such as
/// `23:59:60`, are refused: they lie between two instants that it can hold.
///
/// The crate reads no clock. A host makes a moment of the time that its own clock gives, or of a [`DateTime<Utc>`] of
/// [`chrono`].
///
/// ```
/// use practice_cycle::moment::Moment;
/// let summer: Moment = "2026-07-01T10:00:00+01:00".parse()?;
/// assert_eq!(summer.to_string(), "2026-07-01T09:00:00Z");
/// assert!("0026-07-01T10:00:00Z".parse::<Moment>().is_err());
///
/// let clock = std::time::SystemTime::UNIX_EPOCH; // Or its `now()`.
/// assert_eq!(Moment::try_from(clock)?.to_string(), "1970-01-01T00:00:00Z");
/// # Ok::<(), practice_cycle::moment::MomentError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64); // Invariant: nanoseconds from the Unix epoch, within EARLIEST..=LATEST.

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for Moment {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Moment".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date-time" })
    }
}

/// An instant could not be read, is a leap second, or lies outside 1900 to 2199.
///
/// ```
/// use practice_cycle::moment::{Moment, MomentError};
/// assert_eq!("yesterday".parse::<Moment>(), Err(MomentError));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("expected an instant such as `2026-04-02T09:30:00Z`, from 1900 to 2199")]
pub struct MomentError;

const EARLIEST: i64 = -2_208_988_800_000_000_000;
const LATEST: i64 = 7_258_118_399_999_999_999;

impl Moment {
    /// The first instant that a moment can hold: the start of 1900.
    pub const EARLIEST: Moment = Moment(EARLIEST);
    /// The last instant that a moment can hold: the end of 2199. As an `as_of`, it means "everything recorded".
    pub const LATEST: Moment = Moment(LATEST);

    /// After every instant that a moment can hold: an end that is not planned. Never stored, never shown.
    pub(crate) const NEVER: Moment = Moment(i64::MAX);

    /// Nanoseconds from the Unix epoch.
    pub(crate) const fn nanos(self) -> i64 {
        self.0
    }

    /// The instant, unless it is never.
    pub(crate) fn if_ever(self) -> Option<Moment> {
        (self != Self::NEVER).then_some(self)
    }

    /// An instant of the calendar.
    ///
    /// # Errors
    /// [`MomentError`] outside 1900 to 2199, and for a leap second.
    pub fn new(at: DateTime<Utc>) -> Result<Self, MomentError> {
        // chrono marks a leap second by more nanoseconds than a second has. Counted from the epoch it would be the second after.
        let is_leap = at.timestamp_subsec_nanos() >= 1_000_000_000;
        at.timestamp_nanos_opt().filter(|_| !is_leap).and_then(Self::from_nanos).ok_or(MomentError)
    }

    /// The instant before this one, a nanosecond earlier; the first stays.
    ///
    /// ```
    /// use practice_cycle::moment::Moment;
    /// let midnight: Moment = "2026-01-16T00:00:00Z".parse()?;
    /// assert_eq!(midnight.just_before().to_string(), "2026-01-15T23:59:59.999999999Z");
    /// # Ok::<(), practice_cycle::moment::MomentError>(())
    /// ```
    #[must_use]
    pub fn just_before(self) -> Self {
        Self(self.0.saturating_sub(1).max(EARLIEST))
    }

    /// The instant after this one.
    pub(crate) fn just_after(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The same a minute later, unless that is after the last.
    pub(crate) fn a_minute_later(self) -> Option<Self> {
        Self::from_nanos(self.0.checked_add(60_000_000_000)?)
    }

    /// This many nanoseconds from the Unix epoch; nothing outside 1900 to 2199.
    pub(crate) fn from_nanos(nanos: i64) -> Option<Self> {
        (EARLIEST..=LATEST).contains(&nanos).then_some(Self(nanos))
    }

    /// The same instant as chrono's type.
    #[must_use]
    pub fn to_utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_nanos(self.0)
    }
}

impl TryFrom<DateTime<Utc>> for Moment {
    type Error = MomentError;
    fn try_from(at: DateTime<Utc>) -> Result<Self, MomentError> {
        Self::new(at)
    }
}

impl From<Moment> for DateTime<Utc> {
    fn from(at: Moment) -> Self {
        at.to_utc()
    }
}

impl TryFrom<SystemTime> for Moment {
    type Error = MomentError;
    /// The time that a clock gives, before 1970 too, to the nanosecond.
    fn try_from(at: SystemTime) -> Result<Self, MomentError> {
        let nanos = match at.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(since) => i64::try_from(since.as_nanos()),
            Err(before) => i64::try_from(before.duration().as_nanos()).map(|nanos| -nanos),
        };
        nanos.ok().and_then(Self::from_nanos).ok_or(MomentError)
    }
}

impl From<Moment> for SystemTime {
    /// As exact as the clock of the system is: on Windows to 100 nanoseconds.
    ///
    /// # Panics
    /// Before 1970, where the system cannot hold such times, as on bare WebAssembly.
    fn from(at: Moment) -> Self {
        let from_epoch = Duration::from_nanos(at.0.unsigned_abs());
        if at.0 < 0 { SystemTime::UNIX_EPOCH - from_epoch } else { SystemTime::UNIX_EPOCH + from_epoch }
    }
}

impl FromStr for Moment {
    type Err = MomentError;
    fn from_str(words: &str) -> Result<Self, MomentError> {
        let at = DateTime::parse_from_rfc3339(words).map_err(|_| MomentError)?;
        Self::new(at.to_utc())
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // chrono's `Debug` for UTC is RFC 3339 with as many digits as are needed, and allocates nothing.
        write!(f, "{:?}", self.to_utc())
    }
}

impl fmt::Debug for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

words!(Moment: "an instant such as `2026-04-02T09:30:00Z`");
