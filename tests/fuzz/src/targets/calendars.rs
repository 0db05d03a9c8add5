//! Lengths of time, counted by the calendar of England and Wales with further days off, and with pauses.

use chrono::{NaiveDate, TimeDelta};
use practice_cycle::calendar::{Calendar, Due, EnglandAndWales, Pauses, Period, end_of, local_date, start_of};
use practice_cycle::moment::Moment;
use serde_json::Value;

use super::{Law, Taken, almanac, holds, same};

pub(super) fn check(input: &str) -> Law<Taken> {
    let Ok(Value::Object(fields)) = serde_json::from_str(input) else { return Ok(Taken::No) };
    let read = |name: &str| fields.get(name).cloned().unwrap_or_default();
    let (Some(period), Ok(from), Ok(pauses), Ok(extra)) = (
        read("period").as_str().map(str::to_owned),
        serde_json::from_value::<Moment>(read("from")),
        serde_json::from_value::<Pauses>(read("pauses")),
        serde_json::from_value::<Vec<String>>(read("extra")),
    ) else {
        return Ok(Taken::No);
    };
    let period: Period = match period.parse() {
        Ok(period) => period,
        Err(error) => {
            holds(!error.to_string().is_empty(), || "a refusal without words".to_owned())?;
            return Ok(Taken::No);
        }
    };
    same(&period.to_string().parse(), &Ok(period), "a length of time that was written and read")?;
    let again: Pauses = serde_json::to_value(&pauses).and_then(serde_json::from_value).map_err(|error| error.to_string())?;
    same(&again, &pauses, "pauses that were written and read")?;
    days(from)?;

    let extra: Vec<NaiveDate> = extra.iter().filter_map(|day| day.parse().ok()).collect();
    let england = EnglandAndWales::new().with_extra(extra.clone());
    counted(period, from, &pauses, &england)?;
    // Working out every day of a calendar takes a while, so that this is done of the plain one.
    if extra.is_empty() {
        counted(period, from, &pauses, &**almanac()?)?;
        let by_tables = period.due_with_pauses(from, &pauses, &**almanac()?);
        same(&by_tables, &period.due_with_pauses(from, &pauses, &england), "counted by tables and day by day")?;
    }
    Ok(Taken::Yes)
}

fn shifted(at: Moment, nanoseconds: i64) -> Option<Moment> {
    Moment::new(at.to_utc() + TimeDelta::nanoseconds(nanoseconds)).ok()
}

/// A day holds its instants.
fn days(at: Moment) -> Law {
    let day = local_date(at);
    if let (Ok(start), Ok(end)) = (start_of(day), end_of(day)) {
        holds(start <= at && at < end, || format!("{at} lies outside its day, {day}"))?;
        let hours = (end.to_utc() - start.to_utc()).num_hours();
        holds((23..=25).contains(&hours), || format!("{day} has {hours} hours"))?;
    }
    Ok(())
}

fn counted<C: Calendar + ?Sized>(period: Period, from: Moment, pauses: &Pauses, calendar: &C) -> Law {
    let Ok(due) = period.due(from, calendar) else {
        return holds(period.due_at(from, calendar).is_err(), || "an instant and no account of it".to_owned());
    };
    same(&period.due_at(from, calendar), &Ok(due.at), "when it is due")?;
    holds(due.at >= from, || format!("due at {} before it began", due.at))?;
    let _ = due.to_string();
    let again: Due = serde_json::to_value(&due).and_then(serde_json::from_value).map_err(|error| error.to_string())?;
    same(&again, &due, "a deadline that was written and read")?;

    // In time up to that instant, and no longer.
    let within = |to| period.is_within(from, to, calendar);
    holds(within(due.at) == Ok(true), || format!("{} is not in time", due.at))?;
    if let Some(after) = shifted(due.at, 1) {
        holds(within(after) == Ok(false), || format!("{after} is in time"))?;
        holds(period.has_passed(from, after, calendar) == Ok(true), || format!("at {after} it has not passed"))?;
    }
    let reached = match period {
        Period::Hours(_) => Ok(true),
        Period::SameDay | Period::Days(_) | Period::WorkingDays(_) | Period::Weeks(_) | Period::Months(_) => Ok(false),
    };
    same(&period.has_passed(from, due.at, calendar), &reached, "at the instant that it is due, only hours have passed")?;

    // Reaching back is the same the other way round.
    if let Ok(first) = period.reaches_back_to(due.at, calendar) {
        holds(first <= from, || format!("back from {}, to {first} and not to {from}", due.at))?;
        holds(period.is_within(first, due.at, calendar) != Ok(false), || format!("{first} is too old at {}", due.at))?;
        if let Some(before) = shifted(first, -1) {
            holds(period.is_within(before, due.at, calendar) != Ok(true), || format!("{before} is not too old"))?;
        }
    }
    // Pauses put it off and never bring it forward.
    same(&period.due_with_pauses(from, &Pauses::NONE, calendar), &Ok(due.clone()), "no pauses")?;
    if let Ok(paused) = period.due_with_pauses(from, pauses, calendar) {
        holds(paused.at >= due.at, || format!("with pauses due at {}, without at {}", paused.at, due.at))?;
        same(&period.due_at_with_pauses(from, pauses, calendar), &Ok(paused.at), "when it is due with pauses")?;
        let _ = paused.to_string();
    }
    Ok(())
}
