//! A calibration as one table in CSV. No value in it needs quotes: codes and numbers alone.

use std::io::{self, Write};

use practice_cycle::code::Code;
use practice_cycle::simulation::{Calibration, Claims, Readings, TrueMajority};

const COLUMNS: &str = "manner,dependence,majority,of,says_from,says_to,teams,readings,claimed_mean,right,right_share,right_low,\
                       right_high,largest,largest_share,gates_shut,contested,mixed,not_firm";

/// A line for each tenth of firmness (`open`), for the claims (`leans`), and for false drift (`moving`), of every condition.
pub(super) fn table(calibration: &Calibration, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{COLUMNS}")?;
    for condition in &calibration.conditions {
        let groups = TrueMajority::ALL.iter().map(|&majority| (majority.code(), condition.of(majority).clone()));
        for (majority, readings) in std::iter::once(("all", condition.all())).chain(groups) {
            let before = format!("{},{},{majority}", condition.manner.code(), condition.dependence);
            for (from, to, claims) in readings.by_tenths() {
                writeln!(out, "{before},open,{from:.1},{to:.1},,{},,,,", cells(claims))?;
            }
            writeln!(out, "{before},leans,,,{},{},{}", readings.teams, cells(&readings.leans), verdicts(&readings))?;
        }
        let drift = condition.drift;
        let (count, of, share) = (drift.moving.count, drift.moving.of, number(drift.moving.share()));
        let (low, high) = drift.moving.interval().unzip();
        let teams = of + drift.too_little;
        let before = format!("{},{}", condition.manner.code(), condition.dependence);
        writeln!(out, "{before},all,moving,,,{teams},{of},,{count},{share},{},{},,,,,,", number(low), number(high))?;
    }
    Ok(())
}

fn cells(claims: &Claims) -> String {
    let (right, largest) = (claims.right, claims.largest);
    let (low, high) = right.interval().unzip();
    [
        right.of.to_string(),
        number(claims.claimed()),
        right.count.to_string(),
        number(right.share()),
        number(low),
        number(high),
        largest.count.to_string(),
        number(largest.share()),
    ]
    .join(",")
}

fn verdicts(readings: &Readings) -> String {
    let Readings { gates_shut, contested, mixed, not_firm, .. } = readings;
    format!("{gates_shut},{contested},{mixed},{not_firm}")
}

fn number(number: Option<f64>) -> String {
    number.map(|number| format!("{number:.4}")).unwrap_or_default()
}
