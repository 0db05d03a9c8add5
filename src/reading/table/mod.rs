//! Readings as tables for research, in long form: one number a line, as `practice-cycle table` writes them.
//!
//! What each measure is, the page of [`reading`](super) lists. References are in it, and no text that people wrote; what is given to anybody
//! else is [suppressed](Block::suppressed) first, and that does not make it anonymous. The readings describe patterns of work and are no
//! measure of anybody's worth.

mod row;
mod suppress;
mod seen;
mod of_boundary;
mod of_drift;
mod of_standing;
mod of_turns;

use std::collections::BTreeSet;

pub use row::{COLUMNS, Key, Row, Who};

use crate::assessment::{self, Assessment, Drift};
use crate::boundary::{self, Scope};
use crate::code::Code;
use crate::cycle::Event;
use crate::history::View;
use crate::id::{ContractId, EntryNumber, ParametersId};
use crate::moment::Moment;
use crate::people::Side;
use crate::space::Space;
use crate::standing::{self, Standing};
use crate::turns::{self, Turns};
use seen::Notes;

/// What a table can hold.
///
/// ```
/// use practice_cycle::reading::table::Measured;
/// assert_eq!(Measured::ALL.len(), 5);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measured {
    /// How much was recorded, and how long ago.
    History,
    /// The boundary as observers saw it.
    Boundary,
    /// Whether that is moving.
    Drift,
    /// How far joining has come.
    Standing,
    /// How often and how fast the cycle closed.
    Turns,
}

impl Measured {
    /// All of them, in the order of the table.
    pub const ALL: [Self; 5] = [Self::History, Self::Boundary, Self::Drift, Self::Standing, Self::Turns];
}

/// What the boundary is read of.
///
/// ```
/// use practice_cycle::reading::table::{ScopeOf, Table};
/// assert_eq!(Table::default().scopes, [ScopeOf::Cycle]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScopeOf {
    /// All of the cycle.
    Cycle,
    /// Each contract.
    Contract,
    /// Each kind of space.
    Space,
    /// Each side that people stand on.
    Perspective,
}

/// What is asked of a view. By default all readings, those of the boundary in the whole cycle, each by its default parameters.
///
/// ```
/// use practice_cycle::{history::History, moment::Moment, reading::table::Table};
/// let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
/// let blocks = Table::default().of(&history.view(Moment::LATEST, Moment::LATEST));
/// let readings: Vec<&str> = blocks.iter().map(|block| block.reading).collect();
/// assert_eq!(readings, ["history", "boundary", "drift", "standing", "turns"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Which readings.
    pub readings: Vec<Measured>,
    /// In which scopes the boundary is read, and its drift: each contract, space and perspective of which anything was observed.
    pub scopes: Vec<ScopeOf>,
    /// By which sets of parameters the boundary is read, and its drift.
    pub boundary: Vec<assessment::Parameters>,
    /// By which the standing.
    pub standing: Vec<standing::Parameters>,
    /// By which the turns.
    pub turns: Vec<turns::Parameters>,
}

impl Default for Table {
    fn default() -> Self {
        Self {
            readings: Measured::ALL.to_vec(),
            scopes: vec![ScopeOf::Cycle],
            boundary: vec![assessment::Parameters::unvalidated_v2().clone()],
            standing: vec![standing::Parameters::default()],
            turns: vec![turns::Parameters::default()],
        }
    }
}

/// One reading, and its lines.
///
/// ```
/// use practice_cycle::{history::History, moment::Moment, reading::table::Table};
/// let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
/// let blocks = Table::default().of(&history.view(Moment::LATEST, Moment::LATEST));
/// assert_eq!(blocks[3].parameters.as_ref().unwrap().as_str(), "unvalidated_v1");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// The time that is spoken of.
    pub as_of: Moment,
    /// The set of parameters that the reading goes by; none of `history`, which goes by none.
    pub parameters: Option<ParametersId>,
    /// What was asked about: `cycle`, `contract/ID`, `space/CODE` or `perspective/CODE`.
    pub scope: Key,
    /// Which reading.
    pub reading: &'static str,
    /// Its lines.
    pub rows: Vec<Row>,
}

impl Block {
    /// Leaves cells empty that are about fewer than five people, and those that would give them away: the rule is that of
    /// `practice-cycle table --suppress`, whose help states it, and what it does not protect. Only one kind of scope may be asked for at
    /// once, since one perspective is the cycle without the others. `entries` is empty everywhere.
    ///
    /// ```
    /// use practice_cycle::{history::History, moment::Moment, reading::table::Table};
    /// let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
    /// let blocks = Table::default().of(&history.view(Moment::LATEST, Moment::LATEST));
    /// assert!(blocks.into_iter().flat_map(|block| block.suppressed().rows).all(|row| row.entries.is_empty()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn suppressed(self) -> Self {
        Self { rows: suppress::suppress(self.rows), ..self }
    }
}

impl Table {
    /// All that is asked of a view, one reading after another.
    #[must_use]
    pub fn of(&self, view: &View<'_>) -> Vec<Block> {
        let has = |reading| self.readings.contains(&reading);
        let block = |parameters: Option<&ParametersId>, scope, reading, rows| {
            let scope = named(scope);
            Block { as_of: view.as_of(), parameters: parameters.cloned(), scope, reading, rows }
        };
        let mut blocks = Vec::new();
        if has(Measured::History) {
            blocks.push(block(None, &Scope::Cycle, "history", history(view)));
        }
        let of_boundary = has(Measured::Boundary) || has(Measured::Drift);
        let scopes = if of_boundary { of_view(view, &self.scopes) } else { Vec::new() };
        let notes = if scopes.is_empty() { Notes::default() } else { Notes::of(view) };
        for scope in &scopes {
            for set in &self.boundary {
                if has(Measured::Boundary) {
                    let rows = of_boundary::rows(&Assessment::of(view, scope.clone(), set), &notes);
                    blocks.push(block(Some(set.id()), scope, "boundary", rows));
                }
                if has(Measured::Drift) {
                    let rows = of_drift::rows(&Drift::of(view, scope.clone(), set), &notes);
                    blocks.push(block(Some(set.id()), scope, "drift", rows));
                }
            }
        }
        for set in self.standing.iter().filter(|_| has(Measured::Standing)) {
            blocks.push(block(Some(set.id()), &Scope::Cycle, "standing", of_standing::rows(&Standing::of(view, set))));
        }
        for set in self.turns.iter().filter(|_| has(Measured::Turns)) {
            blocks.push(block(Some(set.id()), &Scope::Cycle, "turns", of_turns::rows(&Turns::of(view, set))));
        }
        blocks
    }
}

fn named(scope: &Scope) -> Key {
    match scope {
        Scope::Cycle => Key::Code("cycle".to_owned()),
        Scope::Contract(contract) => Key::Reference(Some("contract"), Who::Contract, contract.to_string()),
        Scope::Space(space) => Key::Code(format!("space/{}", space.code())),
        Scope::Perspective(side) => Key::Code(format!("perspective/{}", side.code())),
    }
}

/// The scopes in which anything of the boundary was observed.
fn of_view(view: &View<'_>, asked: &[ScopeOf]) -> Vec<Scope> {
    let is = |scope| asked.contains(&scope);
    let mut scopes: Vec<Scope> = Vec::new();
    if is(ScopeOf::Cycle) {
        scopes.push(Scope::Cycle);
    }
    if !(is(ScopeOf::Contract) || is(ScopeOf::Space) || is(ScopeOf::Perspective)) {
        return scopes;
    }
    let mut contracts: BTreeSet<&ContractId> = BTreeSet::new();
    let (mut spaces, mut sides): (BTreeSet<Space>, BTreeSet<Side>) = (BTreeSet::new(), BTreeSet::new());
    let cycle = view.cycle();
    for entry in view.entries() {
        if let Event::Boundary(boundary::Event::BoundaryObserved(data)) = entry.event() {
            contracts.extend(data.contract.as_ref());
            spaces.insert(data.space);
            let act = entry.act();
            sides.extend(cycle.role_at(&act.by, act.occurred_at).map(|role| role.side()));
        }
    }
    if is(ScopeOf::Contract) {
        scopes.extend(contracts.into_iter().cloned().map(Scope::Contract));
    }
    if is(ScopeOf::Space) {
        scopes.extend(spaces.into_iter().map(Scope::Space));
    }
    if is(ScopeOf::Perspective) {
        scopes.extend(sides.into_iter().map(Scope::Perspective));
    }
    scopes
}

/// How much was recorded, and how long ago. Days are of 24 hours.
fn history(view: &View<'_>) -> Vec<Row> {
    let days = |from: Moment| (view.as_of().to_utc() - from.to_utc()).as_seconds_f64() / 86_400.0;
    let entries = view.entries();
    let opened = entries.iter().find(|entry| entry.number() == EntryNumber::FIRST).map(|entry| entry.act().occurred_at);
    let last = entries.iter().map(|entry| entry.act().recorded_at).max();
    vec![
        Row::all("recorded_entries", entries.len()),
        Row::all("since_opening_days", opened.map(days)),
        Row::all("since_last_recording_days", last.map(days)),
    ]
}
