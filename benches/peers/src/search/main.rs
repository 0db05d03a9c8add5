//! Our search beside `stateright`, on the same models, in one run. `../../README.md` says what is compared, and what is not.
//!
//! `cargo run --release -p peers --bin search`
//!
//! Each search runs in a process of its own, which tells how many states there are, how long it took to search them, and by how
//! much its memory grew: the most that was ever resident (`VmHWM`) less what was resident before (`VmRSS`), by Linux's `/proc`.
//! Nothing counts allocations, for that would slow down whoever makes more of them. How many cores it had, rather than was
//! given threads for, is the processor's time by the clock's, to a hundredth of a second.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    clippy::indexing_slicing,
    reason = "benchmarks run on models of their own, and stop where those do not fit"
)]

mod cycle;
mod lifecycle;

use std::collections::BTreeMap;
use std::fs::read_to_string;
use std::process::Command;
use std::time::Instant;

/// Who searches, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Engine {
    Ours,
    BreadthFirst,
    /// Its own reduction by symmetry is for depth first alone.
    DepthFirst,
}

impl Engine {
    const ALL: [Engine; 3] = [Engine::Ours, Engine::BreadthFirst, Engine::DepthFirst];

    fn label(self) -> &'static str {
        match self {
            Engine::Ours => "ours",
            Engine::BreadthFirst => "`spawn_bfs`",
            Engine::DepthFirst => "`spawn_dfs` with `symmetry_fn`",
        }
    }
}

/// What is searched.
#[derive(Debug, Clone, Copy)]
struct Case {
    label: &'static str,
    rounds: usize,
    engines: &'static [Engine],
    /// Searches, and says how many states there are.
    search: fn(Engine, usize) -> usize,
}

const BOTH: &[Engine] = &[Engine::Ours, Engine::BreadthFirst];

const CASES: &[Case] = &[
    Case {
        label: "the cycle: two contracts",
        rounds: 7,
        engines: BOTH,
        search: |engine, threads| cycle::search("two contracts", cycle::Alike, engine, threads),
    },
    Case {
        label: "the cycle: two contracts, told apart",
        rounds: 7,
        engines: BOTH,
        search: |engine, threads| cycle::search("two contracts", cycle::Distinct, engine, threads),
    },
    Case {
        label: "the cycle: three contracts",
        rounds: 3,
        engines: BOTH,
        search: |engine, threads| cycle::search("three contracts", cycle::Alike, engine, threads),
    },
    Case { label: "numbers alone: three contracts", rounds: 7, engines: &Engine::ALL, search: lifecycle::search_alike },
    Case {
        label: "numbers alone: three contracts, told apart",
        rounds: 7,
        engines: BOTH,
        search: lifecycle::search_distinct,
    },
];

const THREADS: [usize; 2] = [1, 2];

/// What one search came to.
#[derive(Debug, Clone, Copy)]
struct Came {
    states: usize,
    seconds: f64,
    busy: f64,
    mebibytes: f64,
}

fn main() {
    let asked: Vec<usize> = std::env::args().skip(1).map(|place| place.parse().unwrap()).collect();
    if let [case, engine, threads] = asked[..] {
        let (before, worked) = (resident("VmRSS:"), busy());
        let began = Instant::now();
        let states = (CASES[case].search)(Engine::ALL[engine], threads);
        let seconds = began.elapsed().as_secs_f64();
        println!("{states} {seconds} {} {}", busy() - worked, resident("VmHWM:") - before);
        return;
    }
    println!("| | threads | by | seconds | cores | states a second | times ours | MiB | times ours |");
    println!("|---|---|---|---|---|---|---|---|---|");
    for place in 0..CASES.len() {
        compare(place);
    }
}

/// Lets all who search a model take turns, and prints a row for each.
fn compare(case: usize) {
    let Case { label, rounds, engines, .. } = CASES[case];
    let mut came: BTreeMap<(usize, Engine), Vec<Came>> = BTreeMap::new();
    for _ in 0..rounds {
        for threads in THREADS {
            for &engine in engines {
                came.entry((threads, engine)).or_default().push(in_a_process(case, engine, threads));
            }
        }
    }
    let states = came.values().flatten().next().unwrap().states;
    assert!(came.values().flatten().all(|came| came.states == states), "{label}: all see the same states: {came:?}");
    println!("| *{label}: {states} states* | | | | | | | | |");
    for (&(threads, engine), these) in &came {
        let ours = &came[&(threads, Engine::Ours)];
        let seconds = |came: &[Came]| median(came.iter().map(|came| came.seconds));
        let mebibytes = |came: &[Came]| median(came.iter().map(|came| came.mebibytes));
        let (took, held) = (seconds(these), mebibytes(these));
        let cores: f64 =
            these.iter().map(|came| came.busy).sum::<f64>() / these.iter().map(|came| came.seconds).sum::<f64>();
        println!(
            "| | {threads} | {} | {took:.3} | {cores:.1} | {:.0} | {:.1} | {held:.1} | {:.1} |",
            engine.label(),
            states as f64 / took,
            took / seconds(ours),
            held / mebibytes(ours),
        );
    }
}

fn in_a_process(case: usize, engine: Engine, threads: usize) -> Came {
    let words = [case, engine as usize, threads].map(|word| word.to_string());
    let told = Command::new(std::env::current_exe().unwrap()).args(words).output().unwrap();
    let told = String::from_utf8(told.stdout).unwrap();
    let [states, seconds, busy, mebibytes] = told.split_whitespace().collect::<Vec<_>>()[..] else {
        panic!("{} by {engine:?} told {told:?}", CASES[case].label)
    };
    let number = |told: &str| told.parse().unwrap();
    Came { states: states.parse().unwrap(), seconds: number(seconds), busy: number(busy), mebibytes: number(mebibytes) }
}

/// The seconds that this process has had of the processor, which Linux counts in hundredths.
fn busy() -> f64 {
    let stat = read_to_string("/proc/self/stat").unwrap();
    let (_, after_name) = stat.rsplit_once(") ").unwrap();
    after_name.split(' ').skip(11).take(2).map(|ticks| ticks.parse::<f64>().unwrap() / 100.0).sum()
}

/// The MiB of this process that `/proc` gives under a name.
fn resident(name: &str) -> f64 {
    let status = read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
    line.trim().trim_end_matches(" kB").parse::<f64>().unwrap() / 1024.0
}

fn median(of: impl Iterator<Item = f64>) -> f64 {
    let mut of: Vec<f64> = of.collect();
    of.sort_by(f64::total_cmp);
    of[of.len() / 2]
}
