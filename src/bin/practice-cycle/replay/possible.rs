//! What people of the two sides could do next about each contract, and what keeps them from the rest.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::rc::Rc;

use practice_cycle::contracting::Stage;
use practice_cycle::cycle::{Cycle, Possibility};
use practice_cycle::id::{ContractId, PersonId};
use practice_cycle::overview::Overview;
use practice_cycle::people::{Held, Role, Side};
use schemars::JsonSchema;
use serde::{Serialize, Serializer};

/// What some people could do next about a contract: those who hold the same roles, which is all that it depends on.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Possible {
    contract: ContractId,
    #[serde(serialize_with = "one_by_one")]
    #[schemars(with = "Vec<PersonId>")]
    people: Rc<[PersonId]>,
    role: Role,
    steps: Vec<Possibility>,
}

fn one_by_one<S: Serializer>(people: &Rc<[PersonId]>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(people.iter())
}

/// What is possible at the time of the overview. Of contracts that are closed, nothing is.
pub(crate) fn next(overview: &Overview<'_>, cycle: &Cycle) -> Vec<Possible> {
    let of_two = |held: Held| held.is_on(Side::Clinical) || held.is_on(Side::SocialWork);
    let mut alike: BTreeMap<Held, (usize, Vec<PersonId>)> = BTreeMap::new();
    // Whoever leaves at that very instant is not here any more.
    let here = overview.people.iter().filter(|person| person.left_at.is_none());
    let here = here.map(|person| (person.person, cycle.held_at(person.person, overview.as_of)));
    for (place, (person, held)) in here.filter(|&(_, held)| of_two(held)).enumerate() {
        alike.entry(held).or_insert_with(|| (place, Vec::new())).1.push(person.clone());
    }
    // In the order in which the first of them entered.
    let mut alike: Vec<(Held, (usize, Vec<PersonId>))> = alike.into_iter().collect();
    alike.sort_unstable_by_key(|(_, (place, _))| *place);
    let alike: Vec<(Role, Rc<[PersonId]>)> =
        alike.into_iter().filter_map(|(held, (_, people))| Some((held.main()?, people.into()))).collect();
    let going_on = overview.contracts.iter().filter(|contract| contract.is_open() || contract.stage == Stage::Lapsed);
    let possible = going_on.flat_map(|it| {
        alike.iter().filter_map(|(role, people)| {
            let steps = cycle.possible(people.first()?, it.contract, overview.as_of).ok()?;
            let possible = Possible { contract: it.contract.clone(), people: Rc::clone(people), role: *role, steps };
            Some(possible).filter(|possible| !possible.steps.is_empty())
        })
    });
    possible.collect()
}

/// As many people as are named in one line.
const NAMED: usize = 8;

/// Those who can and cannot do the same about a contract are listed together.
pub(crate) fn render(all: &[Possible], out: &mut dyn Write) -> io::Result<()> {
    if !all.is_empty() {
        writeln!(out, "\nPossible next")?;
    }
    for about in all.chunk_by(|one, other| one.contract == other.contract) {
        let mut alike: Vec<(&Possible, Vec<&PersonId>)> = Vec::new();
        for it in about {
            match alike.iter_mut().find(|(other, _)| other.steps == it.steps) {
                Some((_, people)) => people.extend(it.people.iter()),
                None => alike.push((it, it.people.iter().collect())),
            }
        }
        for (it, people) in alike {
            let people = in_short(&people);
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

fn in_short(people: &[&PersonId]) -> String {
    let mut named: Vec<String> = people.iter().take(NAMED).map(ToString::to_string).collect();
    match people.len().saturating_sub(NAMED) {
        0 => {}
        1 => named.push("and 1 more with the same roles".to_owned()),
        more => named.push(format!("and {more} more with the same roles")),
    }
    named.join(", ")
}
