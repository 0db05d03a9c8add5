//! Acts offered to a history: judging, recording, and deciding and then accepting are one; a refusal changes nothing; what was
//! recorded is recorded already when it is offered again; and what is live is what loads.
//!
//! An input is the lines of a history, and then acts, which have no number.

use chrono::TimeDelta;
use practice_cycle::cycle::Act;
use practice_cycle::history::{History, Refusal};
use practice_cycle::moment::Moment;
use practice_cycle::stored;
use serde_json::{Value, json};

use super::histories::{alike, monitored, reloaded, stored as written};
use super::{Law, Taken, Target, holds, rules_for, same};
use crate::corpus::{Corpus, values};
use crate::{Draws, mutate};

/// The beginning of an example, and up to six acts: what came next there, what came elsewhere, and one of any kind, about what is there.
pub(super) fn input(corpus: &Corpus, draws: &mut Draws) -> String {
    let Some(seed) = draws.one(corpus.seeds(Target::Act)) else { return String::new() };
    let lines: Vec<Value> = values(seed);
    let known = 1 + draws.among(lines.len());
    let history = lines.get(..known).unwrap_or_default();
    let mut input: String = history.iter().map(|line| line.to_string() + "\n").collect();
    let mut last: Moment = history.last().and_then(|line| time(line, "recorded_at")).unwrap_or(Moment::EARLIEST);
    for place in 0..=draws.among(6) {
        let next = lines.get(known + place);
        let mut act = match draws.among(4) {
            0 | 1 if next.is_some() => next.cloned().unwrap_or_default(),
            2 => draws.one(&lines).cloned().unwrap_or_default(),
            _ => draws.one(corpus.acts()).cloned().unwrap_or_default(),
        };
        about_what_is_there(&mut act, history, draws);
        let Some(fields) = act.as_object_mut() else { continue };
        fields.remove("number");
        if !fields.contains_key("by") || draws.once_in(4) {
            let by = draws.one(history).and_then(|line| line.get("by")).cloned();
            fields.insert("by".to_owned(), by.unwrap_or_default());
        }
        let occurred = after(last, if draws.once_in(4) { -(draws.among(3_000) as i64) } else { draws.among(300) as i64 });
        last = last.max(occurred);
        fields.insert("occurred_at".to_owned(), json!(occurred));
        fields.insert("recorded_at".to_owned(), json!(last));
        if draws.once_in(3) {
            mutate::change(&mut act, corpus, draws);
        }
        input += &act.to_string();
        input.push('\n');
    }
    input
}

fn time(line: &Value, name: &str) -> Option<Moment> {
    line.get(name)?.as_str()?.parse().ok()
}

fn after(at: Moment, minutes: i64) -> Moment {
    at.to_utc().checked_add_signed(TimeDelta::minutes(minutes)).and_then(|at| Moment::new(at).ok()).unwrap_or(at)
}

/// References of other histories give way to those of this one, mostly.
fn about_what_is_there(value: &mut Value, history: &[Value], draws: &mut Draws) {
    let Some(data) = value.get_mut("data").and_then(Value::as_object_mut) else { return };
    for (name, value) in data.iter_mut() {
        if !(value.is_string() || value.is_array()) || draws.once_in(4) {
            continue;
        }
        let here = history.iter().filter_map(|line| line.get("data")?.get(name));
        let here: Vec<&Value> = here.filter(|other| other.is_string() == value.is_string()).collect();
        if let Some(&other) = draws.one(&here) {
            *value = other.clone();
        }
    }
}

pub(super) fn check(input: &str) -> Law<Taken> {
    let mut history = History::default();
    let (mut taken, mut changed) = (Taken::No, false);
    for line in input.lines().filter(|line| !line.trim().is_empty()) {
        if let Ok(act) = stored::parse::<Act>(line) {
            let again = serde_json::to_string(&act).map_err(|error| error.to_string())?;
            same(&stored::parse::<Act>(&again).ok(), &Some(act.clone()), "an act that was written and read")?;
            offer(&mut history, act)?;
            (taken, changed) = (Taken::Yes, true);
        } else if changed {
            // Neither an act nor an entry, after acts.
            continue;
        } else if let Err(problem) = history.append_line(line) {
            holds(!problem.to_string().is_empty(), || "a refusal without words".to_owned())?;
            return Ok(Taken::No);
        }
    }
    // What was redacted before its redaction came does not load, and is no history yet.
    if history.unexplained_tombstone().is_none() {
        alike(&history, &reloaded(&history)?)?;
        monitored(rules_for(input)?, &history)?;
    }
    Ok(taken)
}

/// Offers an act in every way there is.
fn offer(history: &mut History, act: Act) -> Law {
    let (before, judged) = (written(history)?, history.judge(&act));
    let mut decided = history.clone();
    let by_halves = match decided.decide(act.clone()) {
        Ok(decision) => decided.accept(decision).map(drop).map_err(|_| "a decision is stale at once".to_owned()).map(Ok)?,
        Err(refused) => {
            same(refused.act(), &act, "an act that was refused and given back")?;
            Err(refused.refusal().clone())
        }
    };
    let recorded = history.record(act.clone()).map(|(entry, _)| entry.number());
    same(&recorded.clone().map(drop), &judged, "judged and recorded")?;
    same(&by_halves, &judged, "judged, and decided and accepted")?;
    same(&written(&decided)?, &written(history)?, "recorded, and decided and accepted")?;
    match recorded {
        Err(refusal) => {
            same(&written(history)?, &before, "a refusal changes nothing")?;
            holds(!refusal.to_string().is_empty(), || "a refusal without words".to_owned())
        }
        Ok(number) => {
            let again = history.judge(&act);
            let already = matches!(again, Err(Refusal::AlreadyRecorded { number: known, .. }) if known == number);
            holds(already, || format!("offered again as entry {number} was: {again:?}"))?;
            let later = act.recorded(Moment::LATEST);
            holds(history.judge(&later).is_err_and(|refusal| refusal.is_already_so()), || "sent again later".to_owned())
        }
    }
}
