//! By when: counted day by day.

use chrono::NaiveDate;
use practice_cycle::calendar::{Calendar, Period, add_months};
use practice_cycle::moment::Moment;

use super::before;

/// Beyond the calendar: how that is called, whether it has ended or not begun.
#[derive(Debug)]
pub(crate) struct Beyond(pub(crate) &'static str);

const AFTER: Beyond = Beyond("calendar");

pub(crate) fn beyond(day: NaiveDate, calendar: &dyn Calendar) -> Beyond {
    if day < *calendar.range().start() { Beyond("before_calendar") } else { AFTER }
}

/// The last instant of a day, before the midnight at which the next begins.
pub(crate) fn last_instant(day: NaiveDate, calendar: &dyn Calendar) -> Result<Moment, Beyond> {
    calendar.end_of(day).map(before).map_err(|_| beyond(day, calendar))
}

/// The last instant in time. A day is passed over if its end finds the clock standing; hours that it stood are added.
///
/// `stood` are the times from when to when it stood; the last may go on.
pub(crate) fn due(
    period: Period,
    from: Moment,
    stood: &[(Moment, Moment)],
    calendar: &dyn Calendar,
) -> Result<Moment, Beyond> {
    let within = |day: NaiveDate| if calendar.range().contains(&day) { Ok(day) } else { Err(beyond(day, calendar)) };
    let start = within(calendar.day_of(from))?;
    if let Period::Hours(hours) = period {
        let mut due = from.to_utc() + chrono::TimeDelta::hours(hours.get().into());
        for &(since, until) in stood {
            let since = since.max(from).to_utc();
            if since <= due && until.to_utc() > since {
                due += until.to_utc() - since;
            }
        }
        let due = Moment::new(due).map_err(|_| AFTER)?;
        return within(calendar.day_of(due)).map(|_| due);
    }
    let end = |day: NaiveDate| within(day).and_then(|day| calendar.end_of(day).map_err(|_| beyond(day, calendar)));
    let stands = |day: NaiveDate| end(day).map(|end| stood.iter().any(|&(since, until)| since < end && end <= until));
    let works = |day: NaiveDate| within(day).map(|day| calendar.is_working_day(day).unwrap());
    let next = |day: NaiveDate| within(day.succ_opt().ok_or(AFTER)?);
    // So many days that count, after a day.
    let count = |from: NaiveDate, number: u32, working: bool| -> Result<NaiveDate, Beyond> {
        let (mut day, mut left) = (from, number);
        while left > 0 {
            day = next(day)?;
            if !stands(day)? && (!working || works(day)?) {
                left -= 1;
            }
        }
        Ok(day)
    };
    let last = match period {
        Period::SameDay => {
            let mut day = start;
            while stands(day)? {
                day = next(day)?;
            }
            day
        }
        Period::Days(days) => count(start, days.get().into(), false)?,
        Period::Weeks(weeks) => count(start, 7 * u32::from(weeks.get()), false)?,
        Period::WorkingDays(days) => count(start, days.get().into(), true)?,
        Period::Months(months) => {
            let plain = within(add_months(start, months.get().into()).ok_or(AFTER)?)?;
            let mut passed = 0;
            let mut day = start;
            while day < plain {
                day = next(day)?;
                passed += u32::from(stands(day)?);
            }
            count(plain, passed, false)?
        }
        Period::Hours(_) => unreachable!("told above"),
    };
    last_instant(last, calendar)
}
