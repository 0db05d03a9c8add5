//! Diagrams: the lifecycle of a contract, from the table that the machine itself runs by; and what happened in a history.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Display, Write};

use crate::calendar::Tz;
use crate::code::Code;
use crate::contracting::Stage;
use crate::correction::{EnteredInError, Redacted};
use crate::cycle::Entry;
use crate::history::{History, View};
use crate::id::EntryNumber;
use crate::moment::Moment;
use crate::noun::Noun;

use crate::policy::{English, Finding, Language, Mark, marks_in};
use crate::reader::Reader;
use crate::words::is_said_here;

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

/// The lifecycle as a graph of Graphviz, from left to right: where a contract can begin, its stages, and, with a double edge, those at
/// which it is over. What time alone brings is drawn in dashes, though no entry writes it.
///
/// ```
/// let graph = practice_cycle::diagram::dot();
/// assert!(graph.starts_with("digraph lifecycle {\n"));
/// assert!(graph.contains("    agreed -> active [label=\"begin\"];\n"), "{graph}");
/// ```
#[must_use]
pub fn dot() -> String {
    let mut drawn = String::from(
        "digraph lifecycle {\n    rankdir=LR;\n    node [shape=box, style=rounded, fontname=\"sans-serif\"];\n",
    );
    drawn.push_str("    edge [fontname=\"sans-serif\", fontsize=11];\n    begins [shape=point];\n    begins -> invited [label=\"invite\"];\n");
    for &from in Stage::ALL {
        let mut edges = BTreeMap::<Stage, Vec<String>>::new();
        for step in from.steps().iter() {
            from.after(step).iter().for_each(|to| edges.entry(to).or_default().push(step.to_string()));
        }
        let over = if from.is_terminal() { ", peripheries=2" } else { "" };
        // Writing into a `String` cannot fail.
        let _ = writeln!(drawn, "    {} [label=\"{from}\"{over}];", from.code());
        for (to, steps) in edges {
            let _ = writeln!(drawn, "    {} -> {} [label=\"{}\"];", from.code(), to.code(), steps.join("\\n"));
        }
    }
    drawn.push_str("    active -> lapsed [label=\"the planned end passes\", style=dashed];\n}\n");
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
/// References and kinds of event alone are drawn, and no text that anybody wrote. It is of every entry, those too that are not shown to
/// everybody: [`Sequence::for_reader`] leaves these out.
///
/// ```
/// use practice_cycle::{diagram, history::History};
/// let history = History::read(std::fs::read("examples/data/therapy_reframe_welcome.jsonl")?.as_slice())?;
/// let drawn = diagram::sequence(&history);
/// assert!(drawn.starts_with("sequenceDiagram\n"));
/// assert!(drawn.lines().count() > history.entries().len());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn sequence(history: &History) -> String {
    let mut lines = Lines::default();
    for entry in history.all_corrected() {
        lines.note_nameless(entry);
        lines.entry(entry, entry.act().occurred_at);
    }
    lines.drawn()
}

/// A history up to a time as a Mermaid sequence diagram, in the order of occurrence, with what findings say of its entries: what
/// opened a duty, what met it, when it was due, and, on a ground of its own, what broke the rule.
///
/// References, kinds of event and codes of rules alone are drawn, and no text that anybody wrote. It is of every entry, unless it is
/// made [for a reader](Self::for_reader).
///
/// ```
/// use practice_cycle::{calendar::EnglandAndWales, diagram::Sequence, history::History, moment::Moment, policy::{Pack, Policy}};
/// let history = History::read(std::fs::read("examples/data/family_not_told.jsonl")?.as_slice())?;
/// let policy = Policy::new(Pack::shipped("article").unwrap(), &EnglandAndWales::new())?;
/// let report = policy.check(&history, Moment::LATEST, Moment::LATEST);
/// let drawn = Sequence::of(&history, Moment::LATEST, Moment::LATEST).marking(report.findings()).to_string();
/// assert!(drawn.contains("    rect rgb(255, 224, 224)\n"), "something broke a rule");
/// assert!(drawn.contains(": R04a "));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Sequence<'a> {
    history: &'a History,
    view: View<'a>,
    findings: Vec<&'a Finding>,
    zone: Option<Tz>,
    reader: Reader,
}

impl<'a> Sequence<'a> {
    /// What had happened by a time, as it was known at a time.
    #[must_use]
    pub fn of(history: &'a History, as_of: Moment, known_at: Moment) -> Self {
        Self { history, view: history.view(as_of, known_at), findings: Vec::new(), zone: None, reader: Reader::default() }
    }

    /// With these findings marked, as a check of this history alone made them.
    #[must_use]
    pub fn marking(mut self, findings: impl IntoIterator<Item = &'a Finding>) -> Self {
        self.findings.extend(findings);
        self
    }

    /// Without what a reader of the same view is not shown, and without what findings say of it.
    ///
    /// ```
    /// use practice_cycle::{diagram::Sequence, history::History, moment::Moment, reader::Reader};
    /// let history = History::read(std::fs::read("examples/data/boundary_moving.jsonl")?.as_slice())?;
    /// let view = history.view(Moment::LATEST, Moment::LATEST);
    /// let whole = Sequence::of(&history, Moment::LATEST, Moment::LATEST);
    /// let lines = |drawn: &Sequence<'_>| drawn.to_string().matches("observed the boundary").count();
    /// assert!(lines(&whole.clone().for_reader(Reader::nobody(&view))) < lines(&whole));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn for_reader(mut self, reader: Reader) -> Self {
        self.reader = reader;
        self
    }

    /// With times by the clocks of a zone, which is named; else they are instants in UTC.
    #[must_use]
    pub fn in_zone(mut self, zone: Tz) -> Self {
        self.zone = Some(zone);
        self
    }

    /// A time; midnight, where a day ends that something was due on, as its end.
    fn time(&self, at: Moment, ends_day: bool) -> String {
        let Some(zone) = self.zone else { return at.to_string() };
        let named = if ends_day { at.just_before() } else { at };
        format!("{} {}", English.time(at, zone, ends_day).trim_start(), named.to_utc().with_timezone(&zone).format("%Z"))
    }
}

/// What is said at one place of a sequence, and whether any of it broke a rule.
#[derive(Default)]
struct Said {
    broke: bool,
    notes: Vec<String>,
}

impl Said {
    fn add(&mut self, finding: &Finding, broke: bool, mark: &Mark) {
        self.broke |= broke;
        let about: String = finding.duty.about.iter().map(|(_, id)| format!(" {id}")).collect();
        self.notes.push(format!("{}{about}: {}", finding.rule, English.mark(mark)));
    }
}

impl Display for Sequence<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut at_entries, mut at_times) = (BTreeMap::<EntryNumber, Said>::new(), BTreeMap::<Moment, Said>::new());
        let readers = std::slice::from_ref(&self.reader);
        let shown = self.findings.iter().filter(|finding| finding.duty.is_told_to(readers));
        let told: Vec<Finding> = shown.map(|finding| finding.told_to(readers)).collect();
        for finding in &told {
            for (at, entry, broke, mark) in marks_in(finding, self.history) {
                let said = match entry {
                    Some(entry) => at_entries.entry(entry).or_default(),
                    None => at_times.entry(at).or_default(),
                };
                said.add(finding, broke, &mark);
            }
        }
        let mut lines = Lines::default();
        let mut times = at_times.into_iter().peekable();
        let shown = self.view.by_occurrence().into_iter().filter(|entry| self.reader.is_shown(entry.number()));
        for entry in shown {
            while let Some((at, said)) = times.next_if(|(at, _)| *at < entry.act().occurred_at) {
                lines.time(&self.time(at, true), &said);
            }
            let said = at_entries.remove(&entry.number()).unwrap_or_default();
            lines.note_nameless(entry);
            lines.marked(said.broke, |lines| {
                lines.entry(entry, self.time(entry.act().occurred_at, false));
                said.notes.iter().for_each(|note| lines.note_by(entry, note));
            });
        }
        times.for_each(|(at, said)| lines.time(&self.time(at, true), &said));
        f.write_str(&lines.drawn())
    }
}

/// The lines of a sequence, and those who appear in them.
#[derive(Default)]
struct Lines<'a> {
    cast: Cast<'a>,
    lines: String,
    /// What was said without a name, and what corrects it: whoever corrects it is mostly who took it down.
    nameless: BTreeSet<EntryNumber>,
}

impl<'a> Lines<'a> {
    fn entry(&mut self, entry: &'a Entry, at: impl Display) {
        let (event, by) = (entry.event(), self.who(entry));
        let subject = event.subject();
        let line = format!("[{}] {at} {}", entry.number(), event.kind().past_tense());
        // Writing to a text cannot fail.
        let _ = match subject {
            Some(subject) if subject.noun == Noun::Contract => {
                let contract = self.cast.place(Noun::Contract, subject.id);
                writeln!(self.lines, "    {by}->>n{contract}: {line}")
            }
            Some(subject) => writeln!(self.lines, "    Note over {by}: {line} ({})", escaped(subject.id)),
            None => writeln!(self.lines, "    Note over {by}: {line}"),
        };
    }

    fn note_by(&mut self, entry: &'a Entry, note: &str) {
        let by = self.who(entry);
        let _ = writeln!(self.lines, "    Note over {by}: {}", escaped(note));
    }

    /// Notes an entry that names nobody. Corrections come after what they correct.
    fn note_nameless(&mut self, entry: &Entry) {
        let event = entry.event();
        let error = EnteredInError::of(event).map(|data| &data.entries);
        let mut corrected = error.or_else(|| Redacted::of(event).map(|data| &data.entries)).into_iter().flatten();
        if is_said_here(event) || corrected.any(|number| self.nameless.contains(number)) {
            self.nameless.insert(entry.number());
        }
    }

    /// Who did it; all who have appeared, where it was said without a name, or corrects what was.
    fn who(&mut self, entry: &'a Entry) -> String {
        if self.nameless.contains(&entry.number()) {
            return self.all();
        }
        format!("n{}", self.cast.place(Noun::Person, entry.act().by.as_str()))
    }

    /// All who have appeared.
    fn all(&self) -> String {
        match self.cast.in_order.len().checked_sub(1) {
            Some(0) | None => "n0".to_owned(),
            Some(last) => format!("n0,n{last}"),
        }
    }

    /// A time at which nothing was recorded, over all who have appeared.
    fn time(&mut self, at: &str, said: &Said) {
        let over = self.all();
        self.marked(said.broke, |lines| {
            for note in &said.notes {
                let _ = writeln!(lines.lines, "    Note over {over}: {at} {}", escaped(note));
            }
        });
    }

    /// What broke a rule, on a ground of its own.
    fn marked(&mut self, broke: bool, write: impl FnOnce(&mut Self)) {
        if broke {
            self.lines.push_str("    rect rgb(255, 224, 224)\n");
        }
        write(self);
        if broke {
            self.lines.push_str("    end\n");
        }
    }

    fn drawn(self) -> String {
        let mut drawn = String::from("sequenceDiagram\n");
        for (place, (noun, id)) in self.cast.in_order.iter().enumerate() {
            let kind = if *noun == Noun::Person { "actor" } else { "participant" };
            let _ = writeln!(drawn, "    {kind} n{place} as {}", escaped(id));
        }
        drawn + &self.lines
    }
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
    use super::Sequence;
    use crate::calendar::{EnglandAndWales, TIME_ZONE};
    use crate::history::History;
    use crate::moment::Moment;
    use crate::noun::Noun;
    use crate::policy::{Pack, Policy};

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

    /// A history with everything marked that a pack finds in it.
    #[track_caller]
    fn drawn(stored: &[u8], pack: &str, as_of: &str) -> String {
        let history = History::read(stored).unwrap();
        let policy = Policy::new(Pack::shipped(pack).unwrap(), &EnglandAndWales::new()).unwrap();
        let as_of = as_of.parse().unwrap();
        let report = policy.check(&history, as_of, Moment::LATEST);
        assert!(report.findings().next().is_some());
        Sequence::of(&history, as_of, Moment::LATEST).marking(report.findings()).in_zone(TIME_ZONE).to_string()
    }

    #[test]
    fn what_broke_a_rule_stands_on_a_ground_of_its_own() {
        let stored = include_bytes!("../examples/data/family_not_told.jsonl");
        let drawn = drawn(stored, "article", "2026-12-01T00:00:00Z");
        let broke = drawn.split("    rect rgb(255, 224, 224)\n").skip(1).map(|rest| rest.split("    end\n").next().unwrap());
        let broke: Vec<&str> = broke.collect();
        assert!(
            !broke.is_empty() && broke.iter().all(|lines| ["R01d", "R04"].iter().any(|rule| lines.contains(rule))),
            "{drawn}"
        );
        assert_eq!(drawn.matches("    rect ").count(), drawn.lines().filter(|line| *line == "    end").count());
    }

    #[test]
    fn what_was_not_done_is_noted_when_it_was_due() {
        let stored = include_bytes!("../examples/data/turnover.jsonl");
        let drawn = drawn(stored, "local-practice", "2026-12-01T00:00:00Z");
        let note = drawn.lines().find(|line| line.contains("R10 c-1: ") && line.contains("Note over n0,n")).unwrap();
        // Six weeks after 5 June, at the end of that day in London.
        assert!(note.contains(": 17 Jul 2026 ") && note.contains(" BST R10 c-1: "), "{note}");
    }

    #[test]
    fn without_findings_it_is_what_had_happened() {
        let history = History::read(include_bytes!("../examples/data/turnover.jsonl").as_slice()).unwrap();
        let then = "2026-06-19T17:00:00Z".parse().unwrap();
        let drawn = Sequence::of(&history, then, then).to_string();
        let entries = drawn.lines().filter(|line| line.contains(": [")).count();
        assert_eq!(entries, history.view(then, then).entries().len());
        assert!(!drawn.contains("rect") && drawn.contains("2026-06-19T"), "{drawn}");
    }

    #[test]
    fn a_reference_means_nothing_to_the_one_who_draws() {
        assert_eq!(super::escaped("a;b#c%%d<e>"), "a#59;b#35;c#37;#37;d#60;e#62;");
    }
}
