//! Everything that can happen in small worlds: how fast it is gone through, what it takes, and what rules add to it.
//!
//! `cargo bench -p practice-cycle-benches --bench search` prints a line for each world. Beside another engine: `benches/peers`.

#![expect(clippy::unwrap_used, reason = "a benchmark stops where its own worlds do not fit")]

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Instant;

use practice_cycle::calendar::EnglandAndWales;
use practice_cycle::policy::{Packs, Policy, Rule};
use practice_cycle::search::{Answer, Claim, Explored, Reviewer, Search, Situation, World, of_the_cycle};

fn main() {
    // Run as a test, it has nothing to say.
    if std::env::args().any(|word| word == "--test") {
        return;
    }
    println!(
        "| world | threads | states | steps | offered | seconds | states a second | MB |\n|---|---|---|---|---|---|---|---|"
    );
    for name in ["one contract", "two contracts", "three contracts", "turnover"] {
        for threads in [1, 2] {
            let world = World::shipped(name).unwrap();
            print(name, threads, || Search::new(world.clone()).threads(NonZeroUsize::new(threads).unwrap()).run());
        }
    }
    let world = World::shipped("two contracts").unwrap();
    print("two contracts, told apart", 1, || Search::new(world.clone().without_symmetry()).run());
    print("two contracts, with every claim about the cycle", 1, || {
        of_the_cycle().into_iter().fold(Search::new(world.clone()), Search::claim).run()
    });
    untimed();
}

fn print(name: &str, threads: usize, run: impl Fn() -> Explored) {
    let mut least = f64::INFINITY;
    let mut explored = None;
    for _ in 0..3 {
        let start = Instant::now();
        let ran = run();
        least = least.min(start.elapsed().as_secs_f64());
        explored = Some(ran);
    }
    let explored = explored.unwrap();
    assert_eq!(explored.bound(), None, "everything was looked at");
    println!(
        "| {name} | {threads} | {} | {} | {} | {least:.4} | {:.2}e6 | {:.1} |",
        explored.states(),
        explored.steps(),
        explored.offers(),
        explored.states() as f64 / least / 1e6,
        explored.memory() as f64 / 1e6,
    );
}

/// Rules that look at no time: the states are those of the contract and of the rules together, and time stands still.
fn untimed() {
    let mut packs = Packs::shipped();
    packs.add(include_str!("common/untimed.json")).unwrap();
    let pack = packs.pack("untimed").unwrap();
    let england = EnglandAndWales::new();
    let policy = Arc::new(Policy::new(pack, &england).unwrap());
    let world = World::shipped("one contract").unwrap();
    let watched = world.clone().under(&policy).unwrap();
    println!();
    print("one contract, eight untimed rules watching", 1, || {
        let broken = |rule: &Rule| {
            let id = rule.id().as_str().to_owned();
            Claim::never(format!("{id} is broken"), move |state: &Situation| state.broke(&id))
        };
        let explored = pack.rules().iter().map(broken).fold(Search::new(watched.clone()), Search::claim).run();
        let found = explored.answers().iter().filter(|answer| matches!(answer, Answer::Found(_))).count();
        assert!(found > 0 && found < 8, "some can be broken, and some cannot: {found}");
        explored
    });
    let reviewer = Reviewer::new(pack, &england).unwrap();
    let start = Instant::now();
    let reviewed: Vec<_> =
        pack.rules().iter().map(|rule| reviewer.rule(rule.id().as_str(), &world).unwrap().unwrap()).collect();
    let one_by_one = start.elapsed().as_secs_f64() * 1e3;
    let start = Instant::now();
    let clashes = reviewer.clashes(|_| Ok(Some(world.clone()))).unwrap();
    let together = start.elapsed().as_secs_f64() * 1e3;
    println!(
        "\nthe review of the eight: {one_by_one:.1} ms one by one, {together:.1} ms against each other ({} clashes)",
        clashes.found.len()
    );
    reviewed.iter().for_each(|reviewed| println!("  {reviewed}"));
}
