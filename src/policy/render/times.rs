//! Times, as they stand in sentences.

use chrono::{Datelike, NaiveDate, Offset, Timelike};

use super::fields::{Fields, clause};
use super::messages::fields as say;
use crate::calendar::{DayOff, Due, Period, Tz, day_in};
use crate::evidence::listed;
use crate::message::{DayInYear, Message, Row, Said};
use crate::moment::Moment;
use crate::policy::rule::aspect::OfDay;

/// That something lies on a working day, or not, where a path asks that.
pub(crate) fn of_working_day(path: &str, works: bool, fields: &Fields) -> Option<Message> {
    let (time, OfDay::WorkingDay) = OfDay::split(path)? else { return None };
    let what = clause(time).unwrap_or_else(|| say::is(fields.name(time)));
    Some(if works { say::on_working_day(what) } else { say::on_day_off(what) })
}

/// That a time is no later than so long after another, which is said as a clause or as a name; or that it is later.
pub(crate) fn between_times(path: &str, name: Said, is_within: bool, length: &str, after: Said) -> Message {
    let what = path.rsplit('.').next().and_then(clause).unwrap_or_else(|| say::is(name));
    match (length.parse::<Period>(), is_within) {
        (Ok(Period::SameDay), true) => say::same_day(what, after),
        (Ok(Period::SameDay), false) => say::later_day(what, after),
        (_, true) => say::no_later(what, period(length), after),
        (_, false) => say::later(what, period(length), after),
    }
}

/// A length of time as a rule writes it; anything else as it is written.
pub(crate) fn period(written: &str) -> Said {
    written.parse::<Period>().map_or_else(|_| written.into(), |period| length(period).into())
}

fn length(period: Period) -> Message {
    match period {
        Period::SameDay => say::the_same_day(),
        Period::Hours(count) => say::hours(u32::from(count.get())),
        Period::Days(count) => say::days(u32::from(count.get())),
        Period::WorkingDays(count) => say::working_days(u32::from(count.get())),
        Period::Weeks(count) => say::weeks(u32::from(count.get())),
        Period::Months(count) => say::months(u32::from(count.get())),
    }
}

/// A time of day, as exact as it has to be.
fn clock(at: Moment, zone: Tz) -> Message {
    let at = at.to_utc().with_timezone(&zone);
    let is_whole = at.second() == 0 && at.nanosecond() == 0;
    say::at_on(at.format(if is_whole { "%H:%M" } else { "%H:%M:%S%.f" }).to_string(), at.date_naive())
}

/// The months that may end a count of months, because they are short.
fn month(day: NaiveDate) -> Said {
    match day.month() {
        2 => say::february().into(),
        4 => say::april().into(),
        6 => say::june().into(),
        9 => say::september().into(),
        11 => say::november().into(),
        _ => day.format("%B").to_string().into(),
    }
}

/// When something is due, and in brackets how that was counted, but for the calendar. Weekends go without saying.
pub(crate) fn due(due: &Due) -> Message {
    let counted = &due.counted;
    let zone = counted.zone;
    let (first, last) = (day_in(zone, counted.from), day_in(zone, due.at));
    let offset = |at: Moment| at.to_utc().with_timezone(&zone).offset().fix();
    let mut how: Vec<Message> = Vec::new();
    match counted.period {
        Period::Hours(_) => {
            how.push(say::after(length(counted.period), clock(counted.from, zone)));
            if offset(counted.from) != offset(due.at) {
                how.push(say::clocks_changed());
            }
        }
        Period::SameDay if first == last => how.push(say::that_day()),
        Period::SameDay => how.push(say::same_day_as(first)),
        Period::Days(_) | Period::WorkingDays(_) | Period::Weeks(_) | Period::Months(_) => {
            how.push(say::after(length(counted.period), first));
        }
    }
    how.extend(counted.short_month().map(|short| say::month_ends(month(short))));
    let off = counted.skipped.iter().filter(|(_, why)| **why != DayOff::Weekend).map(|(&day, why)| {
        let day: Said = if day.year() == last.year() { DayInYear(day).into() } else { day.into() };
        say::day_off(why_off(why), day)
    });
    let off: Vec<Message> = off.collect();
    if !off.is_empty() {
        how.push(say::not_counting(listed(off)));
    }
    if !counted.by_rule.is_empty() {
        how.push(say::by_rule(listed(counted.by_rule.iter().map(i32::to_string))));
    }
    let stood = counted.paused.iter().map(|(start, end)| say::from_to(clock(start, zone), clock(end, zone)));
    let stood: Vec<Message> = stood.collect();
    if !stood.is_empty() {
        how.push(say::standing_still(listed(stood)));
    }
    let how = Row::Commas.of(how);
    match counted.period {
        Period::Hours(_) => say::due_by(clock(due.at, zone), how),
        Period::SameDay | Period::Days(_) | Period::WorkingDays(_) | Period::Weeks(_) | Period::Months(_) => {
            say::due_by_end(last, how)
        }
    }
}

/// Why a day is off. What a bank holiday is called, its calendar says.
fn why_off(why: &DayOff) -> Said {
    match why {
        DayOff::Weekend => say::weekend().into(),
        DayOff::BankHoliday(name) => name.as_ref().into(),
        DayOff::Extra => say::extra_day().into(),
    }
}
