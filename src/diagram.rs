//! The lifecycle of a contract, drawn from the table that the machine itself runs by.

use std::fmt::Write;

use crate::contracting::Stage;
use crate::word::Word;

/// The lifecycle as a Mermaid state diagram. Lapsing is drawn too, though no entry writes it.
///
/// ```
/// let diagram = practice_cycle::diagram::mermaid();
/// assert!(diagram.starts_with("stateDiagram-v2\n"));
/// assert!(diagram.contains("agreed --> active: begin\n"));
/// ```
#[must_use]
pub fn mermaid() -> String {
    let mut drawn = String::from("stateDiagram-v2\n    [*] --> invited: invite\n");
    for (from, step, to) in steps() {
        // Writing into a `String` cannot fail.
        let _ = writeln!(drawn, "    {} --> {}: {step}", from.code(), to.code());
    }
    drawn.push_str("    active --> lapsed: (the planned end passes)\n");
    drawn
}

/// The lifecycle as a table in Markdown: from each stage, each step and what it can lead to.
///
/// ```
/// let table = practice_cycle::diagram::table();
/// assert!(table.contains("| agreed | begin | active |\n"));
/// ```
#[must_use]
pub fn table() -> String {
    let mut drawn = String::from("| From | Step | Can become |\n|---|---|---|\n");
    for &from in Stage::ALL {
        for step in from.steps().iter() {
            let _ = writeln!(drawn, "| {from} | {step} | {} |", from.after(step));
        }
    }
    drawn
}

fn steps() -> impl Iterator<Item = (Stage, crate::contracting::Kind, Stage)> {
    let stages = Stage::ALL.iter().copied();
    stages.flat_map(|from| from.steps().iter().flat_map(move |step| from.after(step).iter().map(move |to| (from, step, to))))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_page_about_contracting_shows_the_table_of_the_machine() {
        assert_eq!(include_str!("contracting/lifecycle.md"), super::table());
    }
}
