//! References and times that every strategy uses.

use std::str::FromStr;

use chrono::TimeDelta;

use crate::id::IdError;
use crate::moment::Moment;

/// When anything begins, in nanoseconds from the Unix epoch: a Monday morning in January 2026.
pub(super) const START: i64 = 1_767_603_600_000_000_000;

#[expect(clippy::expect_used, reason = "prefixes are lower-case letters, and numbers are digits")]
pub(super) fn id<I: FromStr<Err = IdError>>(prefix: &str, number: usize) -> I {
    format!("{prefix}-{number}").parse().expect("letters, a hyphen and digits")
}

pub(super) fn from_nanos(nanos: i64) -> Moment {
    Moment::new(chrono::DateTime::from_timestamp_nanos(nanos)).unwrap_or(Moment::EARLIEST)
}

pub(super) fn hours_after(at: Moment, hours: i64) -> Moment {
    Moment::new(at.to_utc() + TimeDelta::hours(hours)).unwrap_or(at)
}
