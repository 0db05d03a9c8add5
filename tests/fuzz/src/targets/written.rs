//! What people write by hand: packs, stories, worlds and scenarios. What is refused is refused with words; what is read does the same
//! each time, and nothing that it says makes anything panic.

use std::sync::LazyLock;

use practice_cycle::history::History;
use practice_cycle::moment::Moment;
use practice_cycle::policy::{Pack, Policy};
use practice_cycle::scenario::Scenarios;
use practice_cycle::search::{Search, World};
use practice_cycle::simulation::{RawScenario, Scenario, Simulator};

use super::histories::monitored;
use super::{Law, Taken, almanac, holds, same};
use crate::corpus::Corpus;

/// Histories by which packs are tried.
static TRIED: LazyLock<Vec<History>> = LazyLock::new(|| {
    let stored = [
        include_str!("../../../../examples/data/turnover.jsonl"),
        include_str!("../../../../examples/data/statutory_path.jsonl"),
        include_str!("../../../../examples/data/shared_risk.jsonl"),
    ];
    stored.iter().filter_map(|stored| History::read(stored.as_bytes()).ok()).collect()
});

/// What was refused says why.
fn refused(words: &str) -> Law<Taken> {
    holds(!words.trim().is_empty(), || "a refusal without words".to_owned())?;
    Ok(Taken::No)
}

pub(super) fn pack(input: &str) -> Law<Taken> {
    let pack = match Pack::read(input) {
        Ok(pack) => pack,
        Err(error) => return refused(&error.to_string()),
    };
    same(&Pack::read(input).ok(), &Some(pack.clone()), "a pack that is read twice")?;
    let policy = Policy::with_almanac(&pack, almanac()?).map_err(|error| error.to_string())?;
    for history in TRIED.iter() {
        monitored(&policy, history)?;
        let (one, other) = [(); 2].map(|()| policy.check(history, Moment::LATEST, Moment::LATEST)).into();
        same(&one, &other, "a check that is made twice")?;
    }
    let all: Vec<&History> = TRIED.iter().collect();
    let _ = policy.check_all(&all, Moment::LATEST, Moment::LATEST);
    Ok(Taken::Yes)
}

pub(super) fn stories(corpus: &Corpus, input: &str) -> Law<Taken> {
    let stories = match Scenarios::read(input) {
        Ok(stories) => stories,
        Err(error) => return refused(&error.to_string()),
    };
    match stories.run_by(corpus.packs(), &**almanac()?) {
        Ok(ran) => {
            same(&ran.len(), &stories.names().count(), "how many stories there are, and how many were run")?;
            holds(ran.iter().all(|ran| !ran.to_string().is_empty()), || "a story of which nothing is said".to_owned())?;
            Ok(Taken::Yes)
        }
        Err(error) => refused(&error.to_string()),
    }
}

pub(super) fn world(input: &str) -> Law<Taken> {
    let world = match World::read(input) {
        Ok(world) => world,
        Err(error) => return refused(&error.to_string()),
    };
    let searched = || {
        let explored = Search::new(world.clone()).steps(3).states(200).run();
        (explored.states(), (0..=3).map(|steps| explored.histories(steps)).collect::<Vec<_>>())
    };
    same(&searched(), &searched(), "a world that is searched twice")?;
    Ok(Taken::Yes)
}

pub(super) fn scenario(input: &str) -> Law<Taken> {
    let scenario: Scenario = match serde_json::from_str(input) {
        Ok(scenario) => scenario,
        Err(error) => return refused(&error.to_string()),
    };
    let written = serde_json::to_string(&scenario).map_err(|error| error.to_string())?;
    let again: Scenario = serde_json::from_str(&written).map_err(|error| format!("written, it does not read: {error}"))?;
    same(&again, &scenario, "a scenario that was written and read")?;
    same(&again.fingerprint(), &scenario.fingerprint(), "its fingerprint")?;
    // Weeks are enough to meet every tendency; years would be a simulation.
    let mut raw: RawScenario = scenario.into();
    raw.horizon.days = raw.horizon.days.min(21);
    let Ok(short) = Scenario::try_from(raw) else { return Ok(Taken::Yes) };
    let simulator = Simulator::new(short);
    let group = || simulator.group(simulator.scenario().says().replications.from).map_err(|refused| format!("{refused:?}"));
    let (one, other) = (group()?, group()?);
    for (one, other) in one.iter().zip(&other) {
        let refused: Vec<_> = one.refused().collect();
        holds(refused.is_empty(), || format!("what it offered was refused: {refused:?}"))?;
        same(&one.history().map(History::entries), &other.history().map(History::entries), "a run that is made twice")?;
    }
    Ok(Taken::Yes)
}
