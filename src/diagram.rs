//! Diagrams: the lifecycle of a contract, from the table that the machine itself runs by; and what happened in a history.

use std::collections::BTreeMap;
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
    let mut cast = Cast::default();
    let mut lines = String::new();
    for entry in history.all_corrected() {
        let (act, event) = (entry.act(), entry.event());
        let by = cast.place(Noun::Person, act.by.as_str());
        let subject = event.subject();
        let line = format!("[{}] {} {}", entry.number(), act.occurred_at, event.kind().past_tense());
        // Writing to a text cannot fail.
        let _ = match subject {
            Some(subject) if subject.noun == Noun::Contract => {
                let contract = cast.place(Noun::Contract, subject.id);
                writeln!(lines, "    n{by}->>n{contract}: {line}")
            }
            Some(subject) => writeln!(lines, "    Note over n{by}: {line} ({})", escaped(subject.id)),
            None => writeln!(lines, "    Note over n{by}: {line}"),
        };
    }
    for (place, (noun, id)) in cast.in_order.iter().enumerate() {
        let kind = if *noun == Noun::Person { "actor" } else { "participant" };
        let _ = writeln!(drawn, "    {kind} n{place} as {}", escaped(id));
    }
    drawn + &lines
}

/// The people and contracts that are drawn, in the order of their first appearance.
#[derive(Default)]
struct Cast<'a> {
    in_order: Vec<(Noun, &'a str)>,
    places: BTreeMap<(Noun, &'a str), usize>,
}

impl<'a> Cast<'a> {
    /// The place of somebody or something, which is the next if they are new.
    fn place(&mut self, noun: Noun, id: &'a str) -> usize {
        *self.places.entry((noun, id)).or_insert_with(|| {
            self.in_order.push((noun, id));
            self.in_order.len() - 1
        })
    }
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
    use crate::history::History;
    use crate::noun::Noun;

    #[test]
    fn places_are_numbered_in_order_of_first_appearance() {
        let mut cast = super::Cast::default();
        let drawn =
            [(Noun::Person, "z"), (Noun::Contract, "z"), (Noun::Person, "a"), (Noun::Person, "z"), (Noun::Contract, "z")];
        assert_eq!(drawn.map(|(noun, id)| cast.place(noun, id)), [0, 1, 2, 0, 1]);
        assert_eq!(cast.in_order, [(Noun::Person, "z"), (Noun::Contract, "z"), (Noun::Person, "a")]);
    }

    #[test]
    fn those_drawn_in_a_history_stand_in_order_of_first_appearance() {
        let stored = include_bytes!("../examples/data/concurrent_contracts.jsonl");
        let drawn = super::sequence(&History::read(stored.as_slice()).unwrap());
        let (cast, lines): (Vec<&str>, Vec<&str>) = drawn.lines().skip(1).partition(|line| !line.contains(": "));
        let mut met = 0;
        for line in lines {
            let who = line.split(": ").next().unwrap().trim_start().trim_start_matches("Note over ");
            for place in who.split("->>").map(|name| name.strip_prefix('n').unwrap().parse::<usize>().unwrap()) {
                assert!(place <= met, "{line}");
                met = met.max(place + 1);
            }
        }
        assert!(met > 5, "{met}");
        assert_eq!(cast.len(), met);
    }

    #[test]
    fn a_reference_means_nothing_to_the_one_who_draws() {
        assert_eq!(super::escaped("a;b#c%%d<e>"), "a#59;b#35;c#37;#37;d#60;e#62;");
    }
}
