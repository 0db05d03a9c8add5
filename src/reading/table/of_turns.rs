//! The measures of the turns.

use crate::code::Code;
use crate::evidence::Elapsed;
use crate::id::{ContractId, EntryNumber};
use crate::turns::{Arc, ArcReading, End, Stall, Turns};

use super::row::{Key, Row, Who, Written};

/// What ends one arc begins the next, so counts of all of them are hidden together.
const TURNS: &str = "turns";

/// A count of pieces of work.
fn counted(level: &'static str, key: Key, measure: &'static str, value: usize) -> Row {
    Row::new(level, key, measure, value).telling_of(value).together(TURNS)
}

pub(super) fn rows(turns: &Turns) -> Vec<Row> {
    let stall = match turns.stall {
        Stall::NotEnoughToSay => "not_enough_to_say".to_owned(),
        Stall::Nowhere => "nowhere".to_owned(),
        Stall::At(arcs) => arcs.iter().map(|arc| arc.code()).collect::<Vec<_>>().join("+"),
    };
    let completed =
        || turns.completed().flat_map(|round| [round.agreed, round.done, round.back.first().map(|back| back.cited)]);
    let entries = completed().flatten().map(|cited| cited.entry);
    let contracts = turns.rounds.len();
    let mut rows = vec![
        counted("all", Key::All, "turns_count", turns.completed().count()).things(contracts).citing(entries),
        counted("all", Key::All, "contracts_count", contracts).things(contracts),
        Row::all("chain_depth_count", turns.depth()).things(contracts).of_one(),
        Row::all("stall", stall.as_str()).things(contracts).together(TURNS),
    ];
    for arc in &turns.arcs {
        rows.extend(of_arc(arc, turns));
    }
    rows
}

fn of_arc(reading: &ArcReading, turns: &Turns) -> Vec<Row> {
    let (arc, begun) = (reading.arc, reading.beginnings());
    let row = |measure, value: usize| counted("arc", Key::code(arc), measure, value).things(begun);
    // How long one of them took, to the second.
    let median = reading.curve.median.map(Elapsed::seconds);
    let median = Row::new("arc", Key::code(arc), "median_seconds", median).things(begun).of_one();
    let mut rows = vec![
        row("beginnings_count", begun),
        row("under_way_count", reading.under_way.len()).citing(reading.under_way.iter().map(|begun| begun.from.entry)),
        row("stalled_count", reading.stalled.len()).citing(reading.stalled.iter().map(|begun| begun.from.entry)),
        median,
    ];
    for end in arc.ends().iter() {
        let these = || reading.ended(end);
        let entries = these().flat_map(|ended| [Some(ended.from.entry), ended.entry]).flatten();
        rows.push(counted("arc_end", Key::codes(arc, end), "ended_count", these().count()).things(begun).citing(entries));
    }
    for step in &reading.curve.steps {
        for of in &step.ends {
            let key = || Key::Code(format!("{}/{}/{}", arc.code(), of.end.code(), step.time.seconds()));
            let row = |measure, value: Option<f64>| {
                Row::new("arc_end_by_seconds", key(), measure, value).things(step.at_risk).of_one()
            };
            rows.extend([
                row("incidence_share", Some(of.incidence)),
                row("incidence_variance", Some(of.variance)),
                row("incidence_low_share", of.interval.map(|interval| interval.low)),
                row("incidence_high_share", of.interval.map(|interval| interval.high)),
            ]);
        }
    }
    for ended in &reading.ends {
        let entries = [Some(ended.from.entry), ended.entry];
        rows.extend(of_beginning(arc, Some(&ended.contract), ended.took, Some(ended.end), entries.into_iter().flatten()));
    }
    for begun in reading.unfinished() {
        let waited = Elapsed::between(begun.from.at, turns.waited_until);
        rows.extend(of_beginning(arc, begun.contract.as_ref(), waited, None, [begun.from.entry]));
    }
    rows
}

/// One beginning, by its contract: for how long it was followed, and how it ended, if it did.
fn of_beginning(
    arc: Arc,
    contract: Option<&ContractId>,
    followed: Elapsed,
    end: Option<End>,
    entries: impl IntoIterator<Item = EntryNumber>,
) -> [Row; 2] {
    let key = || match contract {
        Some(contract) => Key::Reference(Some(arc.code()), Who::Contract, contract.to_string()),
        None => Key::Code(format!("{}/", arc.code())),
    };
    let entries: Vec<EntryNumber> = entries.into_iter().collect();
    let row = |measure, value: String| {
        Row::new("beginning", key(), measure, value.as_str()).of_one().citing(entries.iter().copied())
    };
    [row("followed_seconds", followed.seconds().written()), row("end", end.map(|end| end.code()).written())]
}
