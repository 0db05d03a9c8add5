//! A calibration as one table in CSV.

use std::io::{self, Write};

use practice_cycle::code::Code;
use practice_cycle::simulation::{Calibration, Claims, Readings, TrueMajority};

const COLUMNS: [&str; 19] = [
    "manner", "dependence", "majority", "of", "says_from", "says_to", "teams", "readings", "claimed_mean", "right",
    "right_share", "right_low", "right_high", "largest", "largest_share", "gates_shut", "contested", "mixed", "not_firm",
];

/// Writes it. A line *moving* has no claims: `right` and its shares are how many were said to move.
pub(super) fn table(calibration: &Calibration, out: &mut dyn Write) -> io::Result<()> {
    let mut table = csv::WriterBuilder::new().from_writer(out);
    table.write_record(COLUMNS)?;
    for condition in &calibration.conditions {
        let (manner, dependence) = (condition.manner.code(), condition.dependence.to_string());
        let mut line = |of: [&str; 4], teams: String, cells: [String; 8], verdicts: [String; 4]| {
            let [majority, of, from, to] = of;
            let before = [manner, &dependence, majority, of, from, to, &teams];
            table.write_record(before.into_iter().chain(cells.iter().chain(&verdicts).map(String::as_str)))
        };
        let groups = TrueMajority::ALL.iter().map(|&majority| (majority.code(), condition.of(majority).clone()));
        for (majority, readings) in std::iter::once(("all", condition.all())).chain(groups) {
            for (from, to, claims) in readings.by_tenths() {
                let (from, to) = (format!("{from:.1}"), format!("{to:.1}"));
                line([majority, "open", &from, &to], String::new(), cells(claims), Default::default())?;
            }
            line([majority, "leans", "", ""], readings.teams.to_string(), cells(&readings.leans), verdicts(&readings))?;
        }
        let moving = condition.drift.moving;
        let (low, high) = moving.interval().unzip();
        let (of, count, share) = (moving.of.to_string(), moving.count.to_string(), number(moving.share()));
        let cells = [of, String::new(), count, share, number(low), number(high), String::new(), String::new()];
        let teams = moving.of + condition.drift.too_little;
        line(["all", "moving", "", ""], teams.to_string(), cells, Default::default())?;
    }
    table.flush()
}

fn cells(claims: &Claims) -> [String; 8] {
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
}

fn verdicts(readings: &Readings) -> [String; 4] {
    let Readings { gates_shut, contested, mixed, not_firm, .. } = readings;
    [gates_shut, contested, mixed, not_firm].map(ToString::to_string)
}

fn number(number: Option<f64>) -> String {
    number.map(|number| format!("{number:.4}")).unwrap_or_default()
}
