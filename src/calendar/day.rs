//! The bounds of a day: where it ends and the next begins.

use chrono::{Months, NaiveDate, NaiveTime, TimeZone};
use chrono_tz::{GapInfo, Tz};

use crate::moment::{Moment, MomentError};

/// The zone whose midnights part one day from the next.
///
/// Summer time is known from 1916 to 2099; from 2100 the zone's tables end, and every day is taken to run by
/// Greenwich time.
pub const TIME_ZONE: Tz = Tz::Europe__London;

/// The day it is in London at this instant.
#[must_use]
pub fn local_date(at: Moment) -> NaiveDate {
    day_in(TIME_ZONE, at)
}

/// The end of a day in London: its 24:00, which is the first instant of the next day, and no part of the day that ends.
///
/// # Errors
/// [`MomentError`] when the day ends outside 1900 to 2199.
///
/// ```
/// use practice_cycle::calendar::end_of;
/// let midsummer = "2026-06-24".parse()?;
/// assert_eq!(end_of(midsummer)?.to_string(), "2026-06-24T23:00:00Z");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn end_of(day: NaiveDate) -> Result<Moment, MomentError> {
    end_in(TIME_ZONE, day).ok_or(MomentError)
}

/// The first instant of a day in London: where a record stands that has only a date. It then belongs to the day that begins, and
/// comes before all else of that day.
///
/// # Errors
/// [`MomentError`] when the day begins outside 1900 to 2199.
///
/// ```
/// use practice_cycle::calendar::{local_date, start_of};
/// let midsummer = "2026-06-24".parse()?;
/// assert_eq!(start_of(midsummer)?.to_string(), "2026-06-23T23:00:00Z");
/// assert_eq!(local_date(start_of(midsummer)?), midsummer);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn start_of(day: NaiveDate) -> Result<Moment, MomentError> {
    if day == FIRST_TELLABLE {
        return Ok(Moment::EARLIEST); // London kept Greenwich time then.
    }
    day.pred_opt().and_then(|before| end_in(TIME_ZONE, before)).ok_or(MomentError)
}

/// The last instant of a day in London, a nanosecond before the next begins: what is due on a day is in time up to and with it.
///
/// # Errors
/// [`MomentError`] for a day outside 1900 to 2198.
///
/// ```
/// use practice_cycle::calendar::last_instant_of;
/// let midsummer = "2026-06-24".parse()?;
/// assert_eq!(last_instant_of(midsummer)?.to_string(), "2026-06-24T22:59:59.999999999Z");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn last_instant_of(day: NaiveDate) -> Result<Moment, MomentError> {
    if is_tellable(day) { Ok(end_of(day)?.just_before()) } else { Err(MomentError) }
}

/// The first instant of a day in any zone; of a day outside 1900 to 2198, one before or after all others.
pub(crate) fn starts(zone: Tz, day: NaiveDate) -> Moment {
    let otherwise = if day <= FIRST_TELLABLE { Moment::EARLIEST } else { Moment::NEVER };
    day.pred_opt().and_then(|before| end_in(zone, before)).unwrap_or(otherwise)
}

/// The end of a day in any zone, if a [`Moment`] can hold it.
///
/// London has never moved its clocks at midnight; others have. Of two midnights the later ends the day, and where clocks
/// go forward over midnight the day ends as they do.
pub(super) fn end_in(zone: Tz, day: NaiveDate) -> Option<Moment> {
    let midnight = day.succ_opt()?.and_time(NaiveTime::MIN);
    let end = zone.from_local_datetime(&midnight).latest().or_else(|| GapInfo::new(&midnight, &zone)?.end)?;
    Moment::new(end.to_utc()).ok()
}

/// The day it is in any zone: the first that ends after this instant.
pub(crate) fn day_in(zone: Tz, at: Moment) -> NaiveDate {
    let date = at.to_utc().with_timezone(&zone).date_naive();
    // Newfoundland turned its clocks back a minute past midnight: for that minute the next day had begun, and it ended again.
    date.pred_opt().filter(|&before| end_in(zone, before).is_some_and(|end| end > at)).unwrap_or(date)
}

pub(super) const FIRST_TELLABLE: NaiveDate = NaiveDate::from_ymd_opt(1900, 1, 1).expect("a day of the calendar");
pub(super) const LAST_TELLABLE: NaiveDate = NaiveDate::from_ymd_opt(2198, 12, 31).expect("a day of the calendar");

/// Whether a [`Moment`] can hold a day's end: any day from 1900 to 2198.
#[must_use]
pub fn is_tellable(day: NaiveDate) -> bool {
    (FIRST_TELLABLE..=LAST_TELLABLE).contains(&day)
}

/// The same day of the month this many months later, or the month's last where it has no such day.
///
/// Nothing where chrono's own calendar ends.
#[must_use]
pub fn add_months(day: NaiveDate, months: u32) -> Option<NaiveDate> {
    day.checked_add_months(Months::new(months))
}
