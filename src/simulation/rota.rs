//! When people work: the days and hours of an office, or round the clock.

use chrono::{Days, NaiveDate};

use super::amount::{Length, LengthUnit};
use super::random::Stream;
use crate::calendar::{Calendar, EnglandAndWales, starts};
use crate::moment::Moment;

const SECOND: i64 = 1_000_000_000;
const DAY: i64 = 86_400;
/// How many days behind the horizon can still be distinguished; what is later never happens.
const MARGIN: u64 = 800;

/// Whole seconds from the Unix epoch.
pub(crate) fn seconds(at: Moment) -> i64 {
    at.nanos().div_euclid(SECOND)
}

/// The instant this many seconds from the Unix epoch; the last that a moment can hold where it lies beyond.
pub(crate) fn moment(seconds: i64) -> Moment {
    seconds.checked_mul(SECOND).and_then(Moment::from_nanos).unwrap_or(Moment::LATEST)
}

#[derive(Debug, Clone, Copy)]
struct Day {
    date: NaiveDate,
    starts: i64,
    opens: i64,
    closes: i64,
}

/// The days from the first of a horizon on, and when each is worked. Local days are London's.
#[derive(Debug)]
pub(crate) struct Rota {
    days: Vec<Day>,
    /// The date of the first day.
    first: NaiveDate,
    is_always_open: bool,
    /// The first working day at or after each day, by its place.
    next_worked: Vec<u32>,
}

impl Rota {
    /// The days of a horizon and what follows it. `hours` are those of a working day, in minutes from midnight; without them all is
    /// always open.
    pub(crate) fn new(first: NaiveDate, days: u32, hours: Option<(u16, u16)>, calendar: &EnglandAndWales) -> Self {
        let all = (0..=u64::from(days) + MARGIN).map_while(|nth| first.checked_add_days(Days::new(nth)));
        let midnight = |day: NaiveDate| seconds(starts(calendar.zone(), day));
        let mut worked = Vec::new();
        let days: Vec<Day> = all
            .map(|date| {
                let (start, end) = (midnight(date), date.succ_opt().map_or(i64::MAX, midnight));
                // A calendar that has ended is taken to go on without holidays.
                let is_worked = hours.is_none() || calendar.is_working_day(date).unwrap_or(true);
                worked.push(is_worked);
                let (opens, closes) = match hours {
                    None => (start, end),
                    // Hours are wall-clock hours: on the two days a year on which clocks change at night nobody works in between.
                    Some((from, to)) if is_worked => (end - DAY + i64::from(from) * 60, end - DAY + i64::from(to) * 60),
                    Some(_) => (end, end),
                };
                Day { date, starts: start, opens, closes }
            })
            .collect();
        let mut next_worked = vec![days.len() as u32; days.len()];
        let mut next = days.len() as u32;
        for (place, slot) in next_worked.iter_mut().enumerate().rev() {
            if worked.get(place).is_some_and(|&is_worked| is_worked) {
                next = place as u32;
            }
            *slot = next;
        }
        Self { days, first, is_always_open: hours.is_none(), next_worked }
    }

    /// The place of the day at an instant, from 0 for the first; days before count as the first, days beyond as the last.
    pub(crate) fn day(&self, at: i64) -> usize {
        let Some(first) = self.days.first() else { return 0 };
        let last = self.days.len() - 1;
        let mut place = usize::try_from((at - first.starts) / DAY).unwrap_or(0).min(last);
        // A day of 23 or 25 hours puts the guess off by one at most.
        while place > 0 && self.days.get(place).is_some_and(|day| day.starts > at) {
            place -= 1;
        }
        while place < last && self.days.get(place + 1).is_some_and(|day| day.starts <= at) {
            place += 1;
        }
        place
    }

    /// The date of a day, by its place.
    pub(crate) fn date(&self, place: usize) -> NaiveDate {
        self.days.get(place).map_or(self.first, |day| day.date)
    }

    /// How many days there are.
    pub(crate) fn len(&self) -> usize {
        self.days.len()
    }

    /// The seconds at which a day opens and closes; the same, where it is not worked.
    pub(crate) fn hours(&self, place: usize) -> Option<(i64, i64)> {
        self.days.get(place).map(|day| (day.opens, day.closes))
    }

    /// The start of a day.
    pub(crate) fn starts(&self, place: usize) -> i64 {
        self.days.get(place).map_or(i64::MAX, |day| day.starts)
    }

    /// The first working day at or after a day, by place.
    pub(crate) fn worked_from(&self, place: usize) -> Option<usize> {
        self.next_worked.get(place).map(|&next| next as usize).filter(|&next| next < self.days.len())
    }

    /// The first instant at or after this one at which somebody is at work; never where there is none.
    pub(crate) fn opening(&self, at: i64) -> i64 {
        if self.is_always_open {
            return at;
        }
        let place = self.day(at);
        let today = self.days.get(place).filter(|day| at < day.closes && day.opens < day.closes);
        match today {
            Some(day) => at.max(day.opens),
            None => self.worked_from(place + 1).and_then(|next| self.days.get(next)).map_or(i64::MAX, |day| day.opens),
        }
    }

    /// The last instant at or before this one at which somebody is at work; nothing where there is none.
    pub(crate) fn closing(&self, at: i64) -> Option<i64> {
        if self.is_always_open {
            return Some(at);
        }
        let days = self.days.get(..=self.day(at))?;
        let worked = days.iter().rev().find(|day| day.opens < day.closes && day.opens <= at)?;
        Some(at.min(worked.closes - 1))
    }

    /// The place of a day, by its date; the first or the last, where it lies beyond.
    pub(crate) fn place(&self, date: NaiveDate) -> usize {
        usize::try_from((date - self.first).num_days()).unwrap_or(0).min(self.days.len().saturating_sub(1))
    }

    /// When a length of time from an instant is over, at a time at which people work.
    pub(crate) fn later(&self, from: i64, length: &Length, dice: Stream) -> i64 {
        let drawn = length.draw(dice);
        let after = |unit: f64| self.opening(from.saturating_add((drawn * unit) as i64));
        match length.unit {
            LengthUnit::Minutes => after(60.0),
            LengthUnit::Hours => after(3600.0),
            LengthUnit::Days => after(DAY as f64),
            LengthUnit::Weeks => after(7.0 * DAY as f64),
            LengthUnit::WorkingDays => self.after_working_days(from, drawn),
        }
    }

    /// So much working time after an instant, counted in working days; always at a time at which somebody works.
    pub(crate) fn after_working_days(&self, at: i64, working_days: f64) -> i64 {
        let at = self.opening(at);
        if self.is_always_open {
            return at.saturating_add((working_days * DAY as f64) as i64);
        }
        let place = self.day(at);
        let Some(day) = self.days.get(place) else { return i64::MAX };
        // There are no more working days than days. A draw may be far greater, and is not to be counted through.
        if working_days >= self.days.len() as f64 {
            return i64::MAX;
        }
        let whole = working_days as usize;
        let length = day.closes - day.opens;
        let mut rest = ((working_days - whole as f64) * length as f64) as i64 + (at - day.opens);
        let mut days = whole;
        if rest >= length {
            rest -= length;
            days += 1;
        }
        let mut next = place;
        for _ in 0..days {
            match self.worked_from(next + 1) {
                Some(worked) => next = worked,
                None => return i64::MAX,
            }
        }
        self.days.get(next).map_or(i64::MAX, |day| day.opens + rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn working_days_beyond_the_horizon_never_come_however_many_they_are() {
        let first = NaiveDate::from_ymd_opt(2026, 1, 5).unwrap();
        let rota = Rota::new(first, 10, Some((9 * 60, 17 * 60)), &EnglandAndWales::new());
        let monday = rota.opening(rota.starts(0));
        assert_eq!(rota.after_working_days(monday, 5.0) - monday, 7 * DAY, "the Monday after");
        assert_eq!([900.0, 1e9, 1e27, f64::INFINITY].map(|days| rota.after_working_days(monday, days)), [i64::MAX; 4]);
    }
}
