//! The machine beside a naive model of the same domain, which was written from the description of the domain and the table of who
//! may, and not from the machine: what one admits the other admits, and then both say the same of who is there and where every
//! contract stands.
//!
//! `ACTS` says how many random acts are offered, and `SEED` where the walks begin.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "in the helpers of tests, where a slip is a failed test"
)]

#[path = "naive/contract.rs"]
mod contract;
#[path = "naive/model.rs"]
mod model;
#[path = "naive/walk.rs"]
mod walk;

use std::collections::BTreeMap;

use practice_cycle::contracting;
use practice_cycle::history::History;

use contract::{Hour, Stage, Step};
use model::{Act, Deed, World};
use walk::{CONTRACTS, Chance, PEOPLE, contract_id, moment, person, request, role, said};

/// So many acts are offered to one cycle, before the next begins.
const LENGTH: usize = 400;

fn stage(stage: Stage) -> contracting::Stage {
    match stage {
        Stage::Invited => contracting::Stage::Invited,
        Stage::Reframed => contracting::Stage::Reframed,
        Stage::Negotiating => contracting::Stage::Negotiating,
        Stage::Agreed => contracting::Stage::Agreed,
        Stage::Postponed => contracting::Stage::Postponed,
        Stage::Active => contracting::Stage::Active,
        Stage::Suspended => contracting::Stage::Suspended,
        Stage::Lapsed => contracting::Stage::Lapsed,
        Stage::Declined => contracting::Stage::Declined,
        Stage::Withdrawn => contracting::Stage::Withdrawn,
        Stage::Completed => contracting::Stage::Completed,
        Stage::Ended => contracting::Stage::Ended,
        Stage::Revoked => contracting::Stage::Revoked,
    }
}

/// What the two say otherwise, if anything; at a time that has come, and at one that has passed.
fn difference(world: &World, history: &History, now: Hour, earlier: Hour) -> Option<String> {
    let cycle = history.cycle();
    if world.closed.map(moment) != cycle.closed_at() {
        return Some(format!("closed: {:?}", world.closed));
    }
    for (who, at) in (1..=PEOPLE).flat_map(|who| [(who, now), (who, earlier)]) {
        let (naive, theirs) = (world.role_at(who, at).map(role), cycle.role_at(&person(who), moment(at)));
        if naive != theirs {
            return Some(format!("{who} at {at}: {naive:?}, not {theirs:?}"));
        }
    }
    for name in 0..CONTRACTS {
        let (naive, theirs) = (world.contracts.get(&name), cycle.contract(&contract_id(name)));
        let (Some(naive), Some(theirs)) = (naive, theirs) else {
            if naive.is_some() == theirs.is_some() {
                continue;
            } else {
                return Some(format!("{name} is known to one alone"));
            }
        };
        let seat = |who: usize| history.cycle().actor_at(&person(who), moment(now)).map(|actor| actor.seat);
        let told = [
            (naive.latest_stage(now), theirs.latest_stage(moment(now))),
            (naive.latest_stage(now + 100), theirs.latest_stage(moment(now + 100))),
        ];
        if let Some(told) = told.iter().find(|(naive, theirs)| stage(*naive) != *theirs) {
            return Some(format!("{name} stands: {told:?}"));
        }
        for at in [earlier, now] {
            let told = (naive.stage_at(at), theirs.stage_at(moment(at)));
            if told.0.map(stage) != told.1 {
                return Some(format!("{name} stood at {at}: {told:?}"));
            }
        }
        for at in [now, now + 50, now + 500] {
            let told = (naive.is_review_overdue(at), theirs.is_review_overdue(moment(at)));
            if told.0 != told.1 {
                return Some(format!("{name} is overdue at {at}: {told:?}"));
            }
        }
        let state = theirs.state();
        let version = (naive.table.map(|table| table.version), state.tabled().map(|table| table.version()));
        if version.0 != version.1 && !naive.latest_stage(now).is_over() {
            return Some(format!("{name} has on the table: {version:?}"));
        }
        let agreed = (naive.agreement.map(|agreement| agreement.version), state.agreed().map(|agreed| agreed.version()));
        if agreed.0 != agreed.1 {
            return Some(format!("{name} has agreed: {agreed:?}"));
        }
        let talked_about = naive.offered.filter(|_| naive.latest_stage(now) == Stage::Reframed).unwrap_or(naive.request);
        if let Some(asked) = state.request()
            && request(talked_about) != asked
        {
            return Some(format!("{name} is about: {:?}, not {asked:?}", naive.request));
        }
        for (place, side) in [(0, practice_cycle::people::Side::Clinical), (1, practice_cycle::people::Side::SocialWork)] {
            let naive = naive.parties(Hour::MAX).map(|parties| parties[place]);
            let theirs = state.agreed().and_then(|agreed| agreed.party(side));
            if let (Some(seat), Some(theirs)) = (naive.and_then(seat), theirs)
                && seat != theirs
            {
                return Some(format!("{name} has as a party {naive:?}, not {theirs:?}"));
            }
        }
    }
    None
}

fn asked(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|asked| asked.parse().unwrap_or_else(|_| panic!("{name} is no number: {asked}")))
}

/// In short what it was, for a count of what was admitted.
fn kind(deed: Deed) -> String {
    let shown = match deed {
        Deed::Take(_, step) => format!("{step:?}"),
        deed => format!("{deed:?}"),
    };
    shown.split(['(', ' ']).next().unwrap_or_default().to_owned()
}

#[test]
fn the_machine_does_what_a_naive_model_does() {
    let acts = usize::try_from(asked("ACTS").unwrap_or(50_000)).unwrap();
    let mut admitted: BTreeMap<String, usize> = BTreeMap::new();
    let mut stages: BTreeMap<String, usize> = BTreeMap::new();
    for seed in (asked("SEED").unwrap_or(1)..).take(acts.div_ceil(LENGTH)) {
        let (mut chance, mut world, mut history, mut clock) = (Chance::new(seed), World::default(), History::default(), 10);
        let mut told: Vec<Act> = Vec::new();
        for _ in 0..LENGTH {
            let act = chance.act(&world, &mut clock);
            let (naive, theirs) = (world.take(&act), history.record(said(&act)).map(drop));
            let earlier = clock - chance.below(100) as Hour;
            let differs = if naive.is_ok() == theirs.is_ok() {
                difference(&world, &history, clock, earlier)
            } else {
                Some(format!(
                    "the model says {naive:?}, and the machine {:?}",
                    theirs.map_err(|refusal| refusal.to_string())
                ))
            };
            if let Some(differs) = differs {
                let told: String = told.iter().map(|act| format!("\n  {act:?}")).collect();
                panic!("the same again with SEED={seed} ACTS=1: {differs}\n  {act:?}\nafter{told}");
            }
            if naive.is_ok() {
                told.push(act);
                *admitted.entry(kind(act.deed)).or_default() += 1;
            }
        }
        for contract in world.contracts.values() {
            *stages.entry(format!("{:?}", contract.latest_stage(clock))).or_default() += 1;
        }
    }
    println!("{acts} acts; admitted: {admitted:?}; where contracts came to: {stages:?}");
    // Every kind of step was taken, and every stage come to, or the walks show little.
    if acts >= 50_000 {
        assert_eq!((admitted.len(), stages.len()), (5 + Step::KINDS, 13), "{admitted:?} {stages:?}");
    }
}
