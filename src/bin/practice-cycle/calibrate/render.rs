//! A calibration in words and tables.

use std::io::{self, Write};

use practice_cycle::code::Code;
use practice_cycle::simulation::{Calibration, Claims, Condition, Manner, Readings, Share, TrueMajority};

/// How wide the first column is, and the place of a share with its interval.
const FIRST: usize = 30;
const SHARE: usize = 22;

pub(super) fn tables(calibration: &Calibration, out: &mut dyn Write) -> io::Result<()> {
    introduction(calibration, out)?;
    for &manner in Manner::ALL {
        let conditions = || calibration.conditions.iter().filter(|condition| condition.manner == manner);
        if conditions().next().is_none() {
            continue;
        }
        writeln!(out, "\n{}", capital(manner.label()))?;
        for condition in conditions() {
            claims(condition, out)?;
        }
        for condition in conditions() {
            tenths(condition, out)?;
        }
    }
    writeln!(out, "\nSaid to move, of teams that stand still; the promise is at most {:.2}", calibration.drift_promise)?;
    writeln!(out, "  {:52}{:>10}{:>9}{:>9}{:>SHARE$}", "", "dependence", "teams", "looked", "moving")?;
    for condition in &calibration.conditions {
        let (dependence, moving) = (condition.dependence, condition.drift.moving);
        let teams = moving.of + condition.drift.too_little;
        let label = condition.manner.label();
        writeln!(out, "  {label:52}{dependence:>10}{teams:>9}{:>9}{:>SHARE$}", moving.of, with_interval(moving))?;
    }
    Ok(())
}

fn introduction(calibration: &Calibration, out: &mut dyn Write) -> io::Result<()> {
    let Calibration { parameters, teams, seed, sizes: (from, to), .. } = calibration;
    let sizes = if from == to { from.to_string() } else { format!("{from} to {to}") };
    let clear = calibration.population.says().clear_from.value;
    writeln!(
        out,
        "\
The boundary by {parameters}, in simulated teams of {sizes} observers: {teams} for each condition, seed {seed}

Nothing here was measured on people. The observers are invented, and numbers of theirs that name no source are
illustrative. The intervals (95 %, Wilson) are about random draws alone, not about the world.

  shut        too little was noted: a gate is shut
  open        all whose gates are open, whatever the verdict, with their likeliest side
  claimed     how firmly the likeliest side is claimed, on average
  right       in how many readings that side holds the true majority: more than half of the unseen position;
              a majority is clear from {clear:.2}, and where there is none no claim is right
  largest     in how many it is at least the largest of the three sides
  dependence  the chance of each observer but the first to copy: to note, at every meeting, what one colleague
              would have noted there"
    )
}

/// What leans, by what there is to find.
fn claims(condition: &Condition, out: &mut dyn Write) -> io::Result<()> {
    let first = format!("Dependence {}", condition.dependence);
    writeln!(
        out,
        "\n  {first:FIRST$}{:>8}{:>8}{:>11}{:>8}{:>10}{:>8}{:>9}{:>SHARE$}{:>9}",
        "teams", "shut", "contested", "mixed", "not firm", "leans", "claimed", "right", "largest"
    )?;
    let groups = TrueMajority::ALL.iter().map(|&majority| (majority.label(), condition.of(majority).clone()));
    for (label, readings) in groups.chain(std::iter::once(("all", condition.all()))) {
        let Readings { teams, gates_shut, contested, mixed, not_firm, leans, .. } = readings;
        let verdicts = format!("{teams:>8}{gates_shut:>8}{contested:>11}{mixed:>8}{not_firm:>10}");
        let (count, claimed) = (leans.right.of, number(leans.claimed()));
        let (right, largest) = (with_interval(leans.right), number(leans.largest.share()));
        writeln!(out, "  {label:FIRST$}{verdicts}{count:>8}{claimed:>9}{right:>SHARE$}{largest:>9}")?;
    }
    Ok(())
}

/// What is claimed against what is right, tenth by tenth: of all readings whose gates are open, whatever their verdict.
fn tenths(condition: &Condition, out: &mut dyn Write) -> io::Result<()> {
    let first = format!("Dependence {}, by firmness", condition.dependence);
    writeln!(
        out,
        "\n  {first:FIRST$}{:>8}{:>9}{:>SHARE$}{:>10}{:>8}{:>10}{:>9}",
        "open", "claimed", "right", "clear", "right", "none", "largest"
    )?;
    let (clear, none) = (condition.of(TrueMajority::Clear), condition.of(TrueMajority::None));
    let of = |readings: &Readings, tenth: f64| {
        let found = readings.by_tenths().find(|(from, ..)| *from == tenth);
        found.map_or_else(Claims::default, |(.., claims)| *claims)
    };
    for (from, to, claims) in condition.all().by_tenths() {
        let (clear, none) = (of(clear, from), of(none, from));
        let tenth = format!("from {from:.1} to {to:.1}");
        let (count, claimed, right) = (claims.right.of, number(claims.claimed()), with_interval(claims.right));
        let (in_clear, clear_right) = (clear.right.of, number(clear.right.share()));
        let (in_none, largest) = (none.right.of, number(none.largest.share()));
        writeln!(
            out,
            "  {tenth:FIRST$}{count:>8}{claimed:>9}{right:>SHARE$}{in_clear:>10}{clear_right:>8}{in_none:>10}{largest:>9}"
        )?;
    }
    Ok(())
}

fn with_interval(share: Share) -> String {
    let with = |(low, high): (f64, f64)| format!("{} ({low:.2} to {high:.2})", number(share.share()));
    share.interval().map_or_else(|| "-".to_owned(), with)
}

fn number(number: Option<f64>) -> String {
    number.map_or_else(|| "-".to_owned(), |number| format!("{number:.2}"))
}

fn capital(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
