//! One pattern on one entry, compiled once: ours beside CEL, Rego and Cedar, in one run. `../README.md` says what is compared,
//! and what is not.
//!
//! `cargo run --release -p peers`

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    clippy::indexing_slicing,
    reason = "benchmarks run on histories of their own, and stop where those do not fit"
)]

mod asked;
mod entries;
mod in_cedar;
mod in_cel;
mod in_rego;
mod ours;
#[path = "../../common/world.rs"]
#[expect(dead_code, unreachable_pub, reason = "of the histories that the benchmarks share, one is made here")]
mod world;

use asked::medians;
use entries::{Facts, Mix};

fn main() {
    let mixes = [
        ("every entry of the kind, one in 4 fits", Mix { of_kind: 1, fits: 4 }),
        ("every entry of the kind, one in 50 fits", Mix { of_kind: 1, fits: 50 }),
        ("one entry in 20 of the kind, of those one in 4 fits", Mix { of_kind: 20, fits: 4 }),
    ];
    let measured = mixes.map(|(_, mix)| beside_peers(mix));

    let head = mixes.map(|(told, _)| format!(" {told} |")).concat();
    println!("One pattern on one entry: nanoseconds, and times ours.\n");
    println!("| |{head} to reach |\n|---|---|---|---|---|");
    for (place, (name, target, _)) in measured[0].iter().enumerate() {
        let cells = measured.each_ref().map(|rows| {
            let (took, ours) = (rows[place].2, rows[0].2);
            format!(" {took:.0} ({:.1}) |", took / ours)
        });
        let target = target.map_or(String::new(), |target| format!("≥ {target} "));
        println!("| {name} |{} {target}|", cells.concat());
    }
    println!("\nEight timed rules on a history of 22 entries: {:.2} µs; to reach: ≤ 2 µs.", ours::eight_rules());
}

/// Each by name, with its target, and the nanoseconds that it takes for an entry of such a history; ours first.
fn beside_peers(mix: Mix) -> Vec<(String, Option<f64>, f64)> {
    let policy = ours::pattern();
    let history = entries::history(4096, mix);
    let facts: Vec<Facts<'_>> = history.entries().iter().map(|entry| Facts::of(&history, entry)).collect();
    let mut all = vec![ours::asked(format!("{}: `Checker::violated`", version("practice-cycle")), &policy, &history)];
    all.extend(in_cel::asked(&version("cel"), &history, &facts));
    all.extend(in_rego::asked(&version("regorus"), &history, &facts));
    all.extend(in_cedar::asked(&version("cedar-policy"), &history, &facts));

    let ours = &all[0];
    assert!(ours.answers.contains(&true) && ours.answers.contains(&false), "the pattern fits some entries, and not all");
    for peer in &all {
        assert!(ours.answers == peer.answers, "{} answers as {} does, entry by entry", peer.name, ours.name);
    }
    let took = medians(&mut all);
    all.into_iter().zip(took).map(|(asked, took)| (asked.name, asked.target, took)).collect()
}

/// The name of a package and the version that this was built with, from the lock file.
fn version(package: &str) -> String {
    let (_, rest) = include_str!("../../../Cargo.lock").split_once(&format!("name = \"{package}\"\nversion = \"")).unwrap();
    format!("{package} {}", rest.split('"').next().unwrap())
}
