//! Diagrams: the lifecycle of a contract, from the table that the machine itself runs by; and what happened in a history.

use std::fmt::Write;

use crate::code::Code;
use crate::contracting::Stage;
use crate::history::History;
use crate::noun::Noun;

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

/// A history as a Mermaid sequence diagram: who did what to which contract, and what else they did, in the order of recording.
/// References and kinds of event alone are drawn, and no text that anybody wrote.
///
/// ```
/// use practice_cycle::{diagram, history::History};
/// let history = History::read(include_bytes!("../examples/data/therapy_reframe_welcome.jsonl").as_slice())?;
/// let drawn = diagram::sequence(&history);
/// assert!(drawn.starts_with("sequenceDiagram\n"));
/// assert!(drawn.lines().count() > history.entries().len());
/// # Ok::<(), practice_cycle::history::LoadError>(())
/// ```
#[must_use]
pub fn sequence(history: &History) -> String {
    let mut drawn = String::from("sequenceDiagram\n");
    let mut known: Vec<(Noun, String)> = Vec::new();
    let mut lines = String::new();
    for entry in history.entries() {
        let (act, event) = (entry.act(), entry.event());
        let by = place(&mut known, Noun::Person, act.by.as_str());
        let subject = event.subject();
        let line = format!("[{}] {} {}", entry.number(), act.occurred_at, event.kind().past_tense());
        // Writing to a text cannot fail.
        let _ = match subject {
            Some(subject) if subject.noun == Noun::Contract => {
                let contract = place(&mut known, Noun::Contract, subject.id);
                writeln!(lines, "    n{by}->>n{contract}: {line}")
            }
            Some(subject) => writeln!(lines, "    Note over n{by}: {line} ({})", escaped(subject.id)),
            None => writeln!(lines, "    Note over n{by}: {line}"),
        };
    }
    for (place, (noun, id)) in known.iter().enumerate() {
        let kind = if *noun == Noun::Person { "actor" } else { "participant" };
        let _ = writeln!(drawn, "    {kind} n{place} as {}", escaped(id));
    }
    drawn + &lines
}

/// The place of somebody or something among those that are drawn.
fn place(known: &mut Vec<(Noun, String)>, noun: Noun, id: &str) -> usize {
    known.iter().position(|(of, known)| *of == noun && known == id).unwrap_or_else(|| {
        known.push((noun, id.to_owned()));
        known.len() - 1
    })
}

/// A reference in which nothing stands for something else to Mermaid.
fn escaped(id: &str) -> String {
    let mut written = String::with_capacity(id.len());
    for letter in id.chars() {
        match letter {
            '#' | ';' | '<' | '>' | '%' => _ = write!(written, "#{};", letter as u32),
            _ => written.push(letter),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_reference_means_nothing_to_the_one_who_draws() {
        assert_eq!(super::escaped("a;b#c%%d<e>"), "a#59;b#35;c#37;#37;d#60;e#62;");
    }
}
