//! Counting a deadline: when what is allowed a length of time is due.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};

use super::{Calendar, Counted, Due, OutOfRange, Pauses, Period};
use crate::moment::Moment;

impl Period {
    /// The last instant that is in time for what may take this long from `from`, and how it was counted.
    ///
    /// Hours are elapsed time: where the clocks change, 24 of them end an hour sooner or later by the clock, and what is done at
    /// that very instant is in time. All else ends with a day, before the midnight at which the next begins where the calendar
    /// is kept: at the [last instant](Calendar::last_instant_of) of the day. The day that starts the count is not counted; `same day` ends as
    /// it does. A week is seven days. Months end on the same day of the month, or on the month's last where it has no such
    /// day. Only working days pass over days off: other deadlines may fall on one.
    ///
    /// # Errors
    /// [`OutOfRange`] when the day that starts the count, or the one counted to, lies outside the calendar. For hours the one
    /// counted to is the day it is when they have passed.
    ///
    /// ```
    /// use practice_cycle::calendar::{EnglandAndWales, Period};
    /// let due = "1 month".parse::<Period>()?.due("2026-01-31T09:00:00Z".parse()?, &EnglandAndWales::new())?;
    /// assert_eq!(due.at, "2026-02-28T23:59:59.999999999Z".parse()?);
    /// assert!(due.counted.clamped); // There is no 31 February.
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn due(self, from: Moment, calendar: &(impl Calendar + ?Sized)) -> Result<Due, OutOfRange> {
        self.due_with_pauses(from, &Pauses::NONE, calendar)
    }

    /// The same instant as [`due`](Self::due) gives, and nothing else: it allocates nothing.
    ///
    /// # Errors
    /// [`OutOfRange`], as [`due`](Self::due).
    pub fn due_at(self, from: Moment, calendar: &(impl Calendar + ?Sized)) -> Result<Moment, OutOfRange> {
        self.due_at_with_pauses(from, &Pauses::NONE, calendar)
    }

    /// The last instant that is in time where the clock stands still at times: [`Pauses`] says how that is counted.
    ///
    /// # Errors
    /// [`OutOfRange`], as [`due`](Self::due).
    pub fn due_with_pauses(
        self,
        from: Moment,
        pauses: &Pauses,
        calendar: &(impl Calendar + ?Sized),
    ) -> Result<Due, OutOfRange> {
        let at = self.due_at_with_pauses(from, pauses, calendar)?;
        let (start, last) = (calendar.day_of(from), calendar.day_of(at));
        let (mut skipped, mut by_rule) = (BTreeMap::new(), Vec::new());
        if let Self::WorkingDays(_) = self {
            let from = calendar.by_rule_from().map(|from| from.max(start.succ_opt().unwrap_or(start)));
            by_rule.extend(from.filter(|from| *from <= last).into_iter().flat_map(|from| from.year()..=last.year()));
            for day in start.iter_days().skip(1).take_while(|day| *day < last) {
                if let Some(why) = calendar.day_off(day)? {
                    skipped.insert(day, why);
                }
            }
        }
        let counted = Counted {
            period: self,
            from,
            calendar: calendar.name().to_owned(),
            version: calendar.version().to_owned(),
            zone: calendar.zone(),
            skipped,
            by_rule,
            clamped: self.months_on(start).is_some_and(|day| day.day() != start.day()),
            paused: pauses.after(from).filter(|&(start, _)| start <= at).collect(),
        };
        Ok(Due { at, counted })
    }

    /// The same instant as [`due_with_pauses`](Self::due_with_pauses) gives, and nothing else: it allocates nothing.
    ///
    /// # Errors
    /// [`OutOfRange`], as [`due`](Self::due).
    pub fn due_at_with_pauses(
        self,
        from: Moment,
        pauses: &Pauses,
        calendar: &(impl Calendar + ?Sized),
    ) -> Result<Moment, OutOfRange> {
        let start = calendar.day_of(from);
        calendar.reach(start)?;
        let days = |count: u64| start.checked_add_days(Days::new(count));
        let last = match self {
            Self::Hours(hours) => return hours_on(from, hours.get(), pauses, calendar),
            Self::SameDay => Some(start),
            Self::Days(count) => days(count.get().into()),
            Self::WorkingDays(count) => Some(calendar.add_working_days(start, count.get().into())?),
            Self::Weeks(count) => days(7 * u64::from(count.get())),
            Self::Months(_) => self.months_on(start),
        };
        let mut last = last.unwrap_or(NaiveDate::MAX);
        let mut due = calendar.last_instant_of(last)?;
        for pause in pauses.after(from) {
            if pause.0 > due {
                break;
            }
            last = self.put_off(last, start, pause, calendar)?;
            due = calendar.last_instant_of(last)?;
        }
        Ok(due)
    }

    /// The day counted to, put off by the days since `start` that ended in a pause.
    fn put_off(
        self,
        last: NaiveDate,
        start: NaiveDate,
        pause: (Moment, Moment),
        calendar: &(impl Calendar + ?Sized),
    ) -> Result<NaiveDate, OutOfRange> {
        // The day that starts the count is not counted, so it costs nothing; but what is due on that day waits for its end.
        let uncounted = if let Self::SameDay = self { start.pred_opt() } else { Some(start) };
        let before = calendar.day_of(pause.0).pred_opt().max(uncounted).unwrap_or(start);
        let until = calendar.day_of(pause.1).pred_opt().unwrap_or(before).max(before);
        if let Self::WorkingDays(_) = self {
            return calendar.add_working_days(last, calendar.working_days_between(before, until)?);
        }
        Ok(last.checked_add_signed(until.signed_duration_since(before)).unwrap_or(NaiveDate::MAX))
    }
}

pub(super) const HOUR: i64 = 3_600_000_000_000;

fn hours_on(from: Moment, hours: u16, pauses: &Pauses, calendar: &(impl Calendar + ?Sized)) -> Result<Moment, OutOfRange> {
    let mut due = from.nanos().saturating_add(HOUR * i64::from(hours));
    for (start, end) in pauses.after(from) {
        if start.nanos() > due {
            break;
        }
        due = due.saturating_add(end.nanos() - start.max(from).nanos());
    }
    let due = Moment::from_nanos(due).ok_or_else(|| OutOfRange::new(calendar, NaiveDate::MAX))?;
    calendar.reach(calendar.day_of(due))?;
    Ok(due)
}
