//! Reading a history: what is read is written and read again the same, a refusal names a line before which all was in order, and a
//! monitor tells what a check does.

use std::collections::BTreeMap;
use std::io::BufReader;

use practice_cycle::contracting::StageEntered;
use practice_cycle::history::History;
use practice_cycle::moment::Moment;
use practice_cycle::overview::Overview;
use practice_cycle::policy::{DutyKey, DutyState, Policy};
use practice_cycle::reading::Readings;

use super::{Law, Taken, holds, rules_for, same};

pub(super) fn check(input: &str) -> Law<Taken> {
    let (whole, parts) = (History::read(input.as_bytes()), History::read(BufReader::with_capacity(7, input.as_bytes())));
    match (whole, parts) {
        (Err(whole), Err(parts)) => {
            same(&whole.to_string(), &parts.to_string(), "what is refused in whole and in parts")?;
            let line = whole.line();
            holds((1..=input.lines().count() + 1).contains(&line), || format!("there is no line {line}: {whole}"))?;
            let before: String = input.split_inclusive('\n').take(line - 1).collect();
            match History::read(before.as_bytes()).map_err(|error| error.problem().to_string()) {
                Ok(_) => Ok(Taken::No),
                // What redacts it stands further down.
                Err(problem) if problem.contains("holds a tombstone") => Ok(Taken::No),
                Err(problem) => Err(format!("refused at line {line}, and before it: {problem}")),
            }
        }
        (Ok(history), Ok(parts)) => {
            same(&history.entries(), &parts.entries(), "what is read in whole and in parts")?;
            of(&history)?;
            monitored(rules_for(input)?, &history)?;
            Ok(if history.entries().is_empty() { Taken::No } else { Taken::Yes })
        }
        (whole, parts) => Err(format!("read in whole: {:?}; in parts: {:?}", whole.err(), parts.err())),
    }
}

/// Every law of a history that was read.
fn of(history: &History) -> Law {
    let again = reloaded(history)?;
    alike(history, &again)?;
    let mut line_by_line = History::default();
    for entry in history.entries() {
        line_by_line.append(entry.clone()).map_err(|refusal| format!("entry {} alone: {refusal}", entry.number()))?;
    }
    alike(history, &line_by_line)?;
    let times = history.entries().iter().map(|entry| entry.act().occurred_at).step_by(7).chain([Moment::LATEST]);
    for as_of in times {
        let view = history.view(as_of, Moment::LATEST);
        for reading in Readings::of(&view).iter() {
            let _ = reading.to_string();
            serde_json::to_string(reading).map_err(|error| error.to_string())?;
        }
        let overview = Overview::of(&view);
        let in_the_air = overview.unplaced.len();
        holds(in_the_air == 0 || !history.warnings().is_empty(), || format!("{in_the_air} entries are about nothing"))?;
    }
    Ok(())
}

/// What is written, in bytes.
pub(super) fn stored(history: &History) -> Law<Vec<u8>> {
    let mut stored = Vec::new();
    history.write(&mut stored).map_err(|error| error.to_string())?;
    Ok(stored)
}

/// The same history, written and read.
pub(super) fn reloaded(history: &History) -> Law<History> {
    let written = stored(history)?;
    let again = History::read(written.as_slice()).map_err(|error| format!("what was written does not read: {error}"))?;
    same(&stored(&again)?, &written, "what was written, read, and written again")?;
    Ok(again)
}

/// Two histories that have come to the same, as far as anybody can ask.
pub(super) fn alike(one: &History, other: &History) -> Law {
    same(&one.entries(), &other.entries(), "entries")?;
    let (left, right) = (one.cycle(), other.cycle());
    same(&(left.id(), left.team(), left.closed_at()), &(right.id(), right.team(), right.closed_at()), "the cycle")?;
    for entry in one.entries() {
        let number = entry.number();
        same(&one.undone_by(number), &other.undone_by(number), "what was taken back")?;
        same(&one.redacted_by(number), &other.redacted_by(number), "what was redacted")?;
        let (by, at) = (&entry.act().by, entry.act().occurred_at);
        same(&left.role_at(by, at), &right.role_at(by, at), "who is there")?;
        same(&left.role_at(by, Moment::LATEST), &right.role_at(by, Moment::LATEST), "who is there at last")?;
    }
    same(&stages(one), &stages(other), "where contracts stand")
}

/// A contract: the steps by which it came to where it stands, when the last was, and whether a review is overdue in the end.
type Standing = (String, Vec<StageEntered>, Moment, bool);

fn stages(history: &History) -> Vec<Standing> {
    let standing = |contract: &practice_cycle::contracting::Contract| {
        (contract.stages(Moment::LATEST), contract.last_step(), contract.is_review_overdue(Moment::LATEST))
    };
    let all = history.contracts().map(|(id, contract)| (id.to_string(), standing(contract)));
    all.map(|(id, (stages, last, overdue))| (id, stages, last, overdue)).collect()
}

/// A monitor that takes entries as they come tells of every duty what a check of the whole does.
pub(super) fn monitored(rules: &Policy, history: &History) -> Law {
    let (mut monitor, mut growing) = (rules.monitor(), History::default());
    for (place, entry) in history.entries().iter().enumerate() {
        growing.append(entry.clone()).map_err(|refusal| refusal.to_string())?;
        if place % 5 == 4 || place + 1 == history.entries().len() {
            let _ = monitor.advance_to(&growing, entry.act().recorded_at);
        }
    }
    let report = rules.check(history, monitor.clock(), Moment::LATEST);
    let duties = report.rules.iter().flat_map(|rule| &rule.duties);
    let checked: BTreeMap<DutyKey, DutyState> = duties.map(|duty| ((*duty.key).clone(), duty.state())).collect();
    let told: BTreeMap<DutyKey, DutyState> = monitor.told().map(|(key, state)| (key.clone(), state.clone())).collect();
    let differs = checked.keys().chain(told.keys()).find(|key| checked.get(*key) != told.get(*key));
    holds(differs.is_none(), || {
        let key = differs.map(|key| (key, checked.get(key), told.get(key)));
        format!("checked and monitored differ: {key:?}")
    })?;
    for finding in rules.explain(&[history], monitor.clock(), Moment::LATEST) {
        let _ = finding.to_string();
    }
    Ok(())
}
