//! For researchers: what the records of several cycles say, as a table in which every number leads back to its entries.
//!
//! ```text
//! cargo run --example for_researchers > readings.csv
//! ```
//!
//! A *cycle* is one clinician beside one team; its history is what was recorded. Four *readings* answer from it as of a time, each
//! with the entries it rests on: how far joining has come (`standing`), how the work goes round and where it waits (`turns`),
//! what the rules of the system keep closed (`openings`), and how the boundary between the two sides looks to those who observed it
//! (`assessment`). Their parameters are data and called `unvalidated`: nobody has validated any. Readings describe patterns of
//! work, and never appraise a person. *Insufficient* and *not enough to say* are answers of their own, and no zeros.
//!
//! The cycles are invented, so nothing can be learnt from the numbers. To ask what was known at an earlier time, give it to
//! `History::view`: what was recorded later is then not seen, whenever it happened.

use std::error::Error;
use std::io::{self, Write};

use practice_cycle::assessment::{self, Assessment, Change, Drift, Movement};
use practice_cycle::boundary::{Lean, Scope, Verdict};
use practice_cycle::code::Code;
use practice_cycle::history::History;
use practice_cycle::id::EntryNumber;
use practice_cycle::moment::Moment;
use practice_cycle::openings::Openings;
use practice_cycle::standing::{self, Standing, Step};
use practice_cycle::turns::{self, Arc, Turns};

/// Invented cycles, by their files in `examples/data`.
const CYCLES: [&str; 5] =
    ["therapy_reframe_welcome", "therapy_reframe_unwelcome", "turnover", "boundary_seen_differently", "boundary_moving"];

/// What the readings of one cycle say, and by which entries.
struct Row {
    cycle: String,
    standing: (Step, Vec<EntryNumber>),
    turns: usize,
    seconds_to_work: Option<u64>,
    closed_spaces: (usize, Vec<EntryNumber>),
    boundary: (Verdict, Vec<EntryNumber>),
    observers: usize,
}

impl Row {
    fn of(history: &History, as_of: Moment, known_at: Moment) -> Self {
        let view = history.view(as_of, known_at);
        let standing = Standing::of(&view, &standing::Parameters::unvalidated_v1());
        let turns = Turns::of(&view, &turns::Parameters::default());
        let openings = Openings::of(&view);
        let boundary = Assessment::of(&view, Scope::Cycle, assessment::Parameters::unvalidated_v2());
        Self {
            cycle: history.cycle().id().map(ToString::to_string).unwrap_or_default(),
            standing: (standing.step, standing.rests_on.iter().flat_map(|met| met.entries.clone()).collect()),
            turns: turns.completed().count(),
            seconds_to_work: turns.arc(Arc::ToIntervening).curve.median.map(|half| half.seconds()),
            closed_spaces: (
                openings.closed_spaces().iter().count(),
                openings.rules.iter().map(|rule| rule.noticed.entry).collect(),
            ),
            boundary: (boundary.verdict, boundary.used()),
            observers: boundary.observers.len(),
        }
    }

    /// No value has a comma or a quote in it: they are codes, numbers and references.
    fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let days = self.seconds_to_work.map_or(String::new(), |seconds| format!("{:.1}", seconds as f64 / 86_400.0));
        writeln!(
            out,
            "{},{},{},{},{days},{},{},{},{},{}",
            self.cycle,
            self.standing.0.code(),
            listed(&self.standing.1),
            self.turns,
            self.closed_spaces.0,
            listed(&self.closed_spaces.1),
            self.boundary.0.code(),
            self.observers,
            listed(&self.boundary.1),
        )
    }
}

/// Entries as `3;7;9`.
fn listed(entries: &[EntryNumber]) -> String {
    entries.iter().map(ToString::to_string).collect::<Vec<_>>().join(";")
}

fn case(name: &str) -> Result<History, Box<dyn Error>> {
    let file = format!("{}/examples/data/{name}.jsonl", env!("CARGO_MANIFEST_DIR"));
    Ok(History::read(std::fs::read(file)?.as_slice())?) // Replayed: what could not have happened does not load.
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "cycle,standing,standing_entries,turns,median_days_contracting_to_intervening,closed_spaces,rules_entries,boundary,\
         observers,boundary_entries"
    )?;
    let mut rows = Vec::new();
    for name in CYCLES {
        let row = Row::of(&case(name)?, Moment::LATEST, Moment::LATEST);
        row.write(&mut out)?;
        rows.push(row);
    }
    // Two went round once. Of three, nothing can be said of the boundary: that is no zero, and no healthy one.
    assert_eq!(rows.iter().map(|row| row.turns).collect::<Vec<_>>(), [1, 0, 0, 0, 1]);
    let boundaries: Vec<Verdict> = rows.iter().map(|row| row.boundary.0).collect();
    let unheard = [Verdict::Insufficient; 3];
    assert_eq!(boundaries, [&unheard[..], &[Verdict::Contested, Verdict::Healthy]].concat());
    assert_eq!(rows.first().map(|row| row.standing.0), Some(Step::Ally));

    // Asked as of an earlier day the answer is another. Observers who differ are *contested*, and are not averaged.
    let moving = case("boundary_moving")?;
    let earlier = Row::of(&moving, "2026-03-06T17:00:00Z".parse()?, Moment::LATEST);
    assert_eq!(earlier.boundary.0, Verdict::Diffuse);
    // Whether it moved is asked of the same people before and after, window by window; here in words.
    let drift =
        Drift::of(&moving.view(Moment::LATEST, Moment::LATEST), Scope::Cycle, assessment::Parameters::unvalidated_v2());
    assert!(matches!(drift.movement, Movement::Moving(Change { side: Lean::Healthy, .. })));
    writeln!(io::stderr(), "\n{drift}")?;
    Ok(())
}

#[test]
fn all_that_is_asserted_here_holds() -> Result<(), Box<dyn Error>> {
    main()
}
