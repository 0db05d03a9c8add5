//! The readings of one view, each as the lines of a table.

use std::collections::BTreeSet;

use practice_cycle::assessment::{Assessment, Drift};
use practice_cycle::boundary::{self, Scope};
use practice_cycle::code::Code;
use practice_cycle::cycle::Event;
use practice_cycle::history::View;
use practice_cycle::id::{ContractId, EntryNumber, ParametersId};
use practice_cycle::moment::Moment;
use practice_cycle::people::Side;
use practice_cycle::space::Space;
use practice_cycle::standing::Standing;
use practice_cycle::turns::Turns;

use super::pseudonym::Who;
use super::row::{Key, Row};
use super::seen::Notes;
use super::sets::Sets;
use super::{Reading, ScopeOf, of_boundary, of_drift, of_standing, of_turns};

/// One reading, and its lines.
pub(crate) struct Block {
    pub(crate) as_of: Moment,
    /// None of a reading that goes by none.
    pub(crate) parameters: Option<ParametersId>,
    pub(crate) scope: Key,
    pub(crate) reading: &'static str,
    pub(crate) rows: Vec<Row>,
}

/// Makes all that is asked of a view, one reading after another.
pub(crate) fn each<E>(
    view: &View<'_>,
    sets: &Sets,
    scopes: &[ScopeOf],
    has: impl Fn(Reading) -> bool,
    mut take: impl FnMut(Block) -> Result<(), E>,
) -> Result<(), E> {
    let block = |parameters: Option<&ParametersId>, scope, reading, rows| {
        let scope = named(scope);
        Block { as_of: view.as_of(), parameters: parameters.cloned(), scope, reading, rows }
    };
    if has(Reading::History) {
        take(block(None, &Scope::Cycle, "history", history(view)))?;
    }
    let scopes = if has(Reading::Boundary) || has(Reading::Drift) { of_view(view, scopes) } else { Vec::new() };
    let notes = if scopes.is_empty() { Notes::default() } else { Notes::of(view) };
    for scope in &scopes {
        for set in &sets.boundary {
            if has(Reading::Boundary) {
                let rows = of_boundary::rows(&Assessment::of(view, scope.clone(), set), &notes);
                take(block(Some(set.id()), scope, "boundary", rows))?;
            }
            if has(Reading::Drift) {
                let rows = of_drift::rows(&Drift::of(view, scope.clone(), set), &notes);
                take(block(Some(set.id()), scope, "drift", rows))?;
            }
        }
    }
    for set in sets.standing.iter().filter(|_| has(Reading::Standing)) {
        take(block(Some(set.id()), &Scope::Cycle, "standing", of_standing::rows(&Standing::of(view, set))))?;
    }
    for set in sets.turns.iter().filter(|_| has(Reading::Turns)) {
        take(block(Some(set.id()), &Scope::Cycle, "turns", of_turns::rows(&Turns::of(view, set))))?;
    }
    Ok(())
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
