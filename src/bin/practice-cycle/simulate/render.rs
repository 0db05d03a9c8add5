//! An experiment as a table for people.

use std::io::{self, Write};
use std::path::Path;

use practice_cycle::code::Code;
use practice_cycle::simulation::experiment::{Part, Row};
use practice_cycle::simulation::outcome::{Measure, Unit};

use super::asked::Told;
use crate::told;

/// What every interval is about.
pub(super) const DRAWS_ONLY: &str = "intervals are about random draws only, not about the world";

/// How wide the columns are.
const FIRST: usize = 47;
const MEAN: usize = 32;

pub(super) fn table(part: &Part, told: &Told, into: Option<&Path>, out: &mut dyn Write) -> io::Result<()> {
    let rows = part.rows(told.confidence, told.correction()).map_err(io::Error::other)?;
    let practice_cycle::simulation::Replications { seed, .. } = part.replications();
    let (done, missing) = (part.done(), part.missing());
    writeln!(out, "{} replications ({done}), seed {seed}; {} %: {DRAWS_ONLY}", done.count(), 100.0 * told.confidence)?;
    if !missing.is_empty() {
        writeln!(out, "Not run: {missing}")?;
    }
    for tried in part.all() {
        let (name, title) = (tried.name(), &tried.scenario().says().title);
        writeln!(out, "\n{}: {}", told::name(name), told::name(title))?;
        let mut of_it = rows.iter().filter(|row| row.scenario == name).peekable();
        if of_it.peek().is_none() {
            writeln!(out, "  nothing happened")?;
        } else {
            let against = part.against().filter(|_| tried.pairs().is_some());
            let against = against.map(|it| format!("above {}", told::name(it.name()))).unwrap_or_default();
            let head = format!("  {:FIRST$}{:>8}  {:MEAN$}{against}", "", "n", "mean");
            writeln!(out, "{}", head.trim_end())?;
        }
        of_it.try_for_each(|row| writeln!(out, "{}", line(row).trim_end()))?;
        let refused: u64 = tried.totals().refused().map(|(.., count)| count).sum();
        let (cycles, entries) = (tried.totals().cycles(), tried.totals().entries());
        writeln!(out, "  {cycles} cycles, {entries} entries, {refused} acts refused")?;
    }
    writeln!(
        out,
        "\nOf a time that takes longer than it says, or ends otherwise, that many days count; none is given where too little was followed."
    )?;
    into.map_or(Ok(()), |folder| writeln!(out, "\nWritten into {}", told::name(folder.display())))
}

fn line(row: &Row) -> String {
    let words = row.outcome.code().replace('_', " ");
    let label = match row.outcome.measure() {
        Measure::Time { within, .. } => format!("{words}, up to {within}"),
        Measure::EndedWithin { within, .. } => format!("{words} within {within} days"),
        Measure::OpenAfter { within, .. } => format!("{words} after {within} days"),
        Measure::Ratio(_) if row.group == "all" => words,
        Measure::Ratio(_) => format!("{words}, {}", row.group),
    };
    let label = format!("{label} ({})", unit(row.unit));
    let mean = spread(row.mean, row.low, row.high);
    let difference = row.difference.map(|difference| spread(Some(difference), row.diff_low, row.diff_high));
    format!("  {label:FIRST$}{:>8}  {mean:MEAN$}{}", row.n, difference.unwrap_or_default())
}

/// In few words.
pub(super) fn unit(unit: Unit) -> &'static str {
    if unit == Unit::Share { "share" } else { unit.label() }
}

/// A number with its interval.
pub(super) fn spread(number: Option<f64>, low: Option<f64>, high: Option<f64>) -> String {
    match (number, low.zip(high)) {
        (None, _) => "-".to_owned(),
        (Some(number), None) => format!("{number:.3}"),
        (Some(number), Some((low, high))) => format!("{number:.3} ({low:.3} to {high:.3})"),
    }
}
