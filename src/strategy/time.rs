//! Times, and the calendars of services.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use proptest::prelude::{Just, Strategy, prop_oneof};

use super::lists::lists;
use super::names::{START, from_nanos};
use super::numbers::Numbers;
use crate::calendar::{Calendar, DayOff, EnglandAndWales, OutOfRange, TIME_ZONE, Tz};
use crate::moment::Moment;

/// Any instant that a moment can hold, the first and the last among them.
///
/// ```
/// use practice_cycle::{moment::Moment, strategy};
/// use proptest::prelude::*;
/// proptest!(ProptestConfig::with_cases(8), |(at in strategy::moment())| {
///     prop_assert_eq!(at.to_string().parse::<Moment>(), Ok(at));
/// });
/// ```
pub fn moment() -> impl Strategy<Value = Moment> {
    let (first, last) = (Moment::EARLIEST.to_utc(), Moment::LATEST.to_utc());
    let nanos = |at: chrono::DateTime<chrono::Utc>| at.timestamp_nanos_opt().unwrap_or_default();
    let any = (nanos(first)..=nanos(last)).prop_map(from_nanos);
    prop_oneof![8 => any, 1 => Just(Moment::EARLIEST), 1 => Just(Moment::LATEST)]
}

/// The calendar of England and Wales with up to four further days off, in January to September 2026. It shrinks to the calendar as
/// published.
///
/// ```
/// use practice_cycle::{calendar::Calendar, strategy};
/// use proptest::prelude::*;
/// let monday = "2026-01-05".parse().unwrap();
/// proptest!(ProptestConfig::with_cases(8), |(calendar in strategy::calendar())| {
///     prop_assert!(calendar.add_working_days(monday, 5).unwrap() >= "2026-01-12".parse().unwrap());
/// });
/// ```
pub fn calendar() -> impl Strategy<Value = EnglandAndWales> {
    lists::<1>(0..=4).prop_map(|rows| EnglandAndWales::new().with_extra(rows.iter().map(|[number]| day((*number).into()))))
}

/// This many days after the first.
fn day(number: u64) -> NaiveDate {
    let first = from_nanos(START).to_utc().date_naive();
    first.checked_add_days(Days::new(number)).unwrap_or(first)
}

/// A calendar of a service's own, as [`service_calendar`] makes it: it covers some weeks of 2026, and knows no bank holidays.
///
/// ```
/// use practice_cycle::{calendar::{Almanac, Calendar}, strategy};
/// use proptest::prelude::*;
/// proptest!(ProptestConfig::with_cases(8), |(calendar in strategy::service_calendar())| {
///     prop_assert_eq!(Almanac::new(&calendar).unwrap().range(), calendar.range());
/// });
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceCalendar {
    /// The first day that it covers.
    pub first: NaiveDate,
    /// The last day that it covers: at least two weeks later.
    pub last: NaiveDate,
    /// The days of the week that are not worked, six at most.
    pub weekend: Vec<Weekday>,
    /// Further days on which the service is closed.
    pub closed: BTreeSet<NaiveDate>,
}

/// A calendar of a service's own: it may begin late and end soon, have another weekend than most, and days on which it is closed. It
/// shrinks to one of two weeks from Monday, 5 January 2026, in which every day is worked.
///
/// Deadlines by it may lie beyond it, and are then undetermined: what England's calendar, which covers fifty years, seldom shows.
///
/// ```
/// use practice_cycle::{calendar::Calendar, strategy};
/// use proptest::prelude::*;
/// proptest!(ProptestConfig::with_cases(8), |(calendar in strategy::service_calendar())| {
///     prop_assert!(calendar.is_working_day(*calendar.range().start()).is_ok());
///     prop_assert!(calendar.is_working_day("2030-01-01".parse().unwrap()).is_err());
/// });
/// ```
pub fn service_calendar() -> impl Strategy<Value = ServiceCalendar> {
    const WEEK: [Weekday; 7] =
        [Weekday::Sun, Weekday::Sat, Weekday::Fri, Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu];
    lists::<8>(1).prop_map(|rows| {
        let mut numbers = Numbers::new(rows.as_flattened());
        let (from, weeks) = (numbers.below(60), 2 + numbers.below(40));
        let weekend = (0..numbers.below(3)).map(|_| numbers.one(&WEEK)).collect();
        let to = from + 7 * weeks - 1;
        let closed = (0..numbers.below(4)).map(|_| day((from + numbers.below(to - from)) as u64)).collect();
        ServiceCalendar { first: day(from as u64), last: day(to as u64), weekend, closed }
    })
}

impl Calendar for ServiceCalendar {
    fn name(&self) -> &str {
        "an invented service"
    }

    fn version(&self) -> &str {
        "1"
    }

    fn range(&self) -> RangeInclusive<NaiveDate> {
        self.first..=self.last
    }

    fn zone(&self) -> Tz {
        TIME_ZONE
    }

    fn day_off(&self, day: NaiveDate) -> Result<Option<DayOff>, OutOfRange> {
        self.reach(day)?;
        Ok(if self.weekend.contains(&day.weekday()) {
            Some(DayOff::Weekend)
        } else {
            self.closed.contains(&day).then_some(DayOff::Extra)
        })
    }
}
