//! The axis of time that everything in a picture stands on: by the clocks of a zone, from hours to decades.

use chrono::{Datelike, Days, Months, NaiveDate, NaiveTime, TimeDelta, TimeZone, Timelike};

use super::canvas::{Canvas, FAINT, GRID, QUIET, SMALL, plain};
use crate::calendar::{TIME_ZONE, Tz, starts};
use crate::moment::Moment;

/// A stretch of time, and where it lies on the sheet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Axis {
    pub(super) from: Moment,
    pub(super) to: Moment,
    pub(super) left: i32,
    pub(super) right: i32,
    pub(super) zone: Tz,
}

/// How far apart two marks of the axis are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Hours(u32),
    Days(u32),
    Weeks(u32),
    Months(u32),
    Years(i32),
}

const STEPS: [Step; 17] = [
    Step::Hours(1),
    Step::Hours(3),
    Step::Hours(6),
    Step::Hours(12),
    Step::Days(1),
    Step::Days(2),
    Step::Weeks(1),
    Step::Weeks(2),
    Step::Months(1),
    Step::Months(3),
    Step::Months(6),
    Step::Years(1),
    Step::Years(2),
    Step::Years(5),
    Step::Years(10),
    Step::Years(50),
    Step::Years(100),
];

impl Axis {
    /// Whole days of a zone, one at least, from the day of one instant to that of another.
    pub(super) fn days(from: Moment, to: Moment, (left, right): (i32, i32), zone: Tz) -> Self {
        let first = starts(zone, day_in(zone, from)).min(from);
        let next = day_in(zone, to.max(from)).checked_add_days(Days::new(1));
        let last = next.map_or(to, |next| starts(zone, next).min(Moment::LATEST));
        Self { from: first, to: last.max(first.just_after()), left, right, zone }
    }

    pub(super) fn x(&self, at: Moment) -> i32 {
        let part = |at: Moment| (at.to_utc() - self.from.to_utc()).as_seconds_f64();
        let share = (part(at) / part(self.to)).clamp(0.0, 1.0);
        self.left + (share * f64::from(self.right - self.left)).round() as i32
    }

    /// The first and the last day, in words.
    pub(super) fn told(&self) -> String {
        let day = |at| day_in(self.zone, at).format("%-d %B %Y").to_string();
        let (first, last) = (day(self.from), day(self.to.just_before()));
        if first == last { first } else { format!("{first} to {last}") }
    }

    /// A day, as short as the axis allows.
    pub(super) fn day(&self, at: Moment) -> String {
        day_in(self.zone, at).format("%-d %b").to_string()
    }

    /// A day and a time of day.
    pub(super) fn when(&self, at: Moment) -> String {
        at.to_utc().with_timezone(&self.zone).format("%-d %b %Y %H:%M").to_string()
    }

    /// What the axis is called.
    pub(super) fn called(&self) -> String {
        let place = if self.zone == TIME_ZONE { "London" } else { self.zone.name() };
        format!("date, in {place}")
    }

    fn days_long(&self) -> i64 {
        (self.to.to_utc() - self.from.to_utc()).num_days()
    }

    /// Where the marks of the axis stand, each with what it says: as many as there is room for.
    pub(super) fn marks(&self) -> Vec<(Moment, String)> {
        let room = i64::from(self.right - self.left);
        let fits = |step: &&Step| {
            let minutes = (self.to.to_utc() - self.from.to_utc()).num_minutes();
            let wide = i64::from(plain(SMALL, QUIET).width(step.example())) + 22;
            // Of a few months, every second Monday says more than the first of each; of many it says too much.
            let suits = **step != Step::Weeks(2) || self.days_long() <= 100;
            suits && minutes / step.minutes() * wide <= room
        };
        let step = STEPS.iter().find(fits).copied().unwrap_or(Step::Years(100));
        self.at_each(step).into_iter().filter(|(at, _)| (self.from..=self.to).contains(at)).collect()
    }

    fn at_each(&self, step: Step) -> Vec<(Moment, String)> {
        let (first, last) = (day_in(self.zone, self.from), day_in(self.zone, self.to));
        let on = |day: NaiveDate, format: &str| (starts(self.zone, day), day.format(format).to_string());
        let every = |first: NaiveDate, next: &dyn Fn(NaiveDate) -> Option<NaiveDate>, format: &str| {
            let days = std::iter::successors(Some(first), |&day| next(day));
            days.take_while(|&day| day <= last).map(|day| on(day, format)).collect()
        };
        let month = |every: u32| NaiveDate::from_ymd_opt(first.year(), (first.month0() / every) * every + 1, 1);
        match step {
            Step::Hours(each) => self.hours(first, last, each),
            Step::Days(each) => every(first, &|day| day.checked_add_days(Days::new(each.into())), "%-d %b"),
            Step::Weeks(each) => {
                let monday = first.checked_sub_days(Days::new(first.weekday().num_days_from_monday().into()));
                every(monday.unwrap_or(first), &|day| day.checked_add_days(Days::new(7 * u64::from(each))), "%-d %b")
            }
            Step::Months(each) => {
                every(month(each).unwrap_or(first), &|day| day.checked_add_months(Months::new(each)), "%b %Y")
            }
            Step::Years(each) => {
                let begins = NaiveDate::from_ymd_opt(first.year().div_euclid(each) * each, 1, 1);
                let next = |day: NaiveDate| NaiveDate::from_ymd_opt(day.year() + each, 1, 1);
                every(begins.unwrap_or(first), &next, "%Y")
            }
        }
    }

    /// Hours by the clock: those that a day has not, where clocks go forward, are left out.
    fn hours(&self, first: NaiveDate, last: NaiveDate, each: u32) -> Vec<(Moment, String)> {
        let days = std::iter::successors(Some(first), |day| day.succ_opt()).take_while(|&day| day <= last);
        let hours = days.flat_map(|day| (0..24).step_by(each as usize).map(move |hour| (day, hour)));
        let mark = |(day, hour): (NaiveDate, u32)| {
            let time = NaiveTime::from_hms_opt(hour, 0, 0)?;
            let at = Moment::new(self.zone.from_local_datetime(&day.and_time(time)).earliest()?.to_utc()).ok()?;
            let said = if time.hour() == 0 { day.format("%-d %b").to_string() } else { time.format("%H:%M").to_string() };
            Some((at, said))
        };
        hours.filter_map(mark).collect()
    }

    /// Draws the lines of the axis over some heights, and what they say at another.
    pub(super) fn draw(&self, on: &mut Canvas, heights: &[(i32, i32)], said_at: i32) {
        for (at, _) in self.marks() {
            let x = self.x(at);
            heights.iter().for_each(|&(top, foot)| on.line((x, top), (x, foot), GRID, 1));
            on.line((x, said_at - 16), (x, said_at - 11), FAINT, 1);
        }
        self.say(on, said_at);
    }

    /// Writes what the lines say.
    pub(super) fn say(&self, on: &mut Canvas, y: i32) {
        let style = plain(SMALL, QUIET).centred();
        let mut free = self.left - 40;
        for (at, said) in self.marks() {
            let (x, half) = (self.x(at), style.width(&said) / 2);
            if x - half >= free && x + half <= self.right + 40 {
                on.text(&said, (x, y), style);
                free = x + half + 8;
            }
        }
        on.text(&self.called(), (self.left - 50, y), plain(SMALL, QUIET).to_the_left());
    }

    /// Points in time, evenly apart by whole days, no more than some hundreds.
    pub(super) fn steps(&self) -> impl Iterator<Item = Moment> {
        let days = self.days_long().max(1);
        let step = (days + 399) / 400;
        let (from, to) = (self.from, self.to);
        (0..=days / step).map(move |place| moved(from, TimeDelta::days(place * step))).filter(move |&at| at < to)
    }
}

impl Step {
    fn minutes(self) -> i64 {
        const DAY: i64 = 24 * 60;
        match self {
            Step::Hours(each) => 60 * i64::from(each),
            Step::Days(each) => DAY * i64::from(each),
            Step::Weeks(each) => 7 * DAY * i64::from(each),
            Step::Months(each) => 30 * DAY * i64::from(each),
            Step::Years(each) => 365 * DAY * i64::from(each),
        }
    }

    /// The widest that a mark of it says.
    const fn example(self) -> &'static str {
        match self {
            Step::Hours(_) | Step::Days(_) | Step::Weeks(_) => "30 Mar",
            Step::Months(_) => "May 2026",
            Step::Years(_) => "2026",
        }
    }
}

/// The day it is in a zone.
fn day_in(zone: Tz, at: Moment) -> NaiveDate {
    at.to_utc().with_timezone(&zone).date_naive()
}

/// A time so much later, where there is one.
pub(super) fn moved(at: Moment, by: TimeDelta) -> Moment {
    Moment::new(at.to_utc() + by).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(from: &str, to: &str) -> Vec<String> {
        let axis = Axis::days(from.parse().unwrap(), to.parse().unwrap(), (200, 950), TIME_ZONE);
        axis.marks().into_iter().map(|(_, said)| said).collect()
    }

    #[test]
    fn an_axis_suits_one_day_and_ten_years() {
        let day = marks("2026-07-01T08:00:00Z", "2026-07-01T17:00:00Z");
        assert_eq!(day, ["1 Jul", "03:00", "06:00", "09:00", "12:00", "15:00", "18:00", "21:00", "2 Jul"]);
        let month = marks("2026-07-01T08:00:00Z", "2026-07-31T17:00:00Z");
        assert_eq!(month, ["6 Jul", "13 Jul", "20 Jul", "27 Jul"]);
        let half = marks("2026-02-10T08:00:00Z", "2026-08-20T17:00:00Z");
        assert_eq!(half, ["Mar 2026", "Apr 2026", "May 2026", "Jun 2026", "Jul 2026", "Aug 2026"]);
        let ten = marks("2016-07-01T08:00:00Z", "2026-07-01T17:00:00Z");
        assert_eq!((ten.len(), ten.first().unwrap().as_str(), ten.last().unwrap().as_str()), (10, "2017", "2026"));
        let all = marks("1900-01-01T00:00:00Z", "2199-12-31T00:00:00Z");
        assert_eq!(all, ["1900", "1950", "2000", "2050", "2100", "2150"]);
    }

    /// In the night when clocks went forward there was no hour from one to two.
    #[test]
    fn hours_are_those_of_the_clock() {
        let day = marks("2026-03-29T08:00:00Z", "2026-03-29T17:00:00Z");
        assert_eq!(day, ["29 Mar", "03:00", "06:00", "09:00", "12:00", "15:00", "18:00", "21:00", "30 Mar"]);
        let axis = Axis::days(Moment::EARLIEST, Moment::EARLIEST, (0, 100), TIME_ZONE);
        assert_eq!((axis.x(axis.from), axis.x(axis.to)), (0, 100));
    }

    #[test]
    fn what_lies_outside_stands_at_the_edge() {
        let axis = Axis::days(
            "2026-07-01T08:00:00Z".parse().unwrap(),
            "2026-07-02T08:00:00Z".parse().unwrap(),
            (100, 300),
            Tz::UTC,
        );
        let x = |at: &str| axis.x(at.parse().unwrap());
        assert_eq!([x("2026-06-01T00:00:00Z"), x("2026-07-02T00:00:00Z"), x("2027-01-01T00:00:00Z")], [100, 200, 300]);
        assert_eq!(axis.told(), "1 July 2026 to 2 July 2026");
    }
}
