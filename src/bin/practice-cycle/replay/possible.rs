//! What people of the two sides could do next about each contract, and what keeps them from the rest.

use std::io::{self, Write};

use practice_cycle::contracting::Stage;
use practice_cycle::cycle::{Cycle, Possibility};
use practice_cycle::id::{ContractId, PersonId};
use practice_cycle::overview::Overview;
use practice_cycle::people::{Held, Role, Side};
use serde::Serialize;

/// What somebody could do next about a contract.
#[derive(Debug, Serialize)]
pub(crate) struct Possible {
    contract: ContractId,
    person: PersonId,
    role: Role,
    steps: Vec<Possibility>,
}

/// What is possible at the time of the overview. Of contracts that are closed, nothing is.
pub(crate) fn next(overview: &Overview<'_>, cycle: &Cycle) -> Vec<Possible> {
    let of_two = |held: Held| held.is_on(Side::Clinical) || held.is_on(Side::SocialWork);
    let people: Vec<(&PersonId, Role)> = cycle
        .people(overview.as_of)
        .filter(|&(_, held)| of_two(held))
        .filter_map(|(person, held)| Some((person, held.main()?)))
        .collect();
    let going_on = overview.contracts.iter().filter(|contract| contract.is_open() || contract.stage == Stage::Lapsed);
    let possible = going_on.flat_map(|it| {
        people.iter().filter_map(|&(person, role)| {
            let steps = cycle.possible(person, it.contract, overview.as_of).ok().filter(|steps| !steps.is_empty())?;
            Some(Possible { contract: it.contract.clone(), person: person.clone(), role, steps })
        })
    });
    possible.collect()
}

/// Those who can and cannot do the same about a contract are told together.
pub(crate) fn render(all: &[Possible], out: &mut dyn Write) -> io::Result<()> {
    if !all.is_empty() {
        writeln!(out, "\nPossible next")?;
    }
    for about in all.chunk_by(|one, other| one.contract == other.contract) {
        let mut alike: Vec<(&Possible, Vec<&str>)> = Vec::new();
        for it in about {
            match alike.iter_mut().find(|(other, _)| other.steps == it.steps) {
                Some((_, people)) => people.push(it.person.as_str()),
                None => alike.push((it, vec![it.person.as_str()])),
            }
        }
        for (it, people) in alike {
            let people = people.join(", ");
            let can: Vec<&str> = it.steps.iter().filter(|step| step.is_open()).map(|step| step.kind.label()).collect();
            if !can.is_empty() {
                writeln!(out, "  {}: {people} can {}", it.contract, can.join(", "))?;
            }
            for why in it.steps.iter().filter_map(|step| step.obstacle) {
                writeln!(out, "  {}: not for {people}: {why}", it.contract)?;
            }
        }
    }
    Ok(())
}
