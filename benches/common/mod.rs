//! What both benchmarks share: invented histories, the yardstick, and the table of ratios.

#![expect(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    clippy::indexing_slicing,
    reason = "benchmarks share this module in parts, run on histories of their own, and stop where those do not fit"
)]

pub mod automata;
pub mod by_hand;
pub mod process;
pub mod world;

use std::fs;

/// Prints each figure beside its yardstick, from what criterion has just written.
pub fn print_ratios(pairs: &[(&str, &str, &str, f64)]) {
    println!("\n| figure | median | yardstick | median | ratio | target |\n|---|---|---|---|---|---|");
    for &(group, figure, yardstick, target) in pairs {
        let (Some(mine), Some(theirs)) = (median(group, figure), median(group, yardstick)) else {
            println!("| {group}: {figure} | not measured in this run | | | | |");
            continue;
        };
        let (mine_written, theirs_written) = (written(mine), written(theirs));
        println!(
            "| {group}: {figure} | {mine_written} | {yardstick} | {theirs_written} | {:.2} | ≤ {target:.2} |",
            mine / theirs
        );
    }
}

fn median(group: &str, figure: &str) -> Option<f64> {
    let target =
        std::env::var("CARGO_TARGET_DIR").unwrap_or_else(|_| concat!(env!("CARGO_TARGET_TMPDIR"), "/..").to_owned());
    let file = format!("{target}/criterion/{group}/{figure}/new/estimates.json");
    let estimates: serde_json::Value = serde_json::from_str(&fs::read_to_string(file).ok()?).ok()?;
    estimates["median"]["point_estimate"].as_f64()
}

fn written(nanoseconds: f64) -> String {
    match nanoseconds {
        n if n < 1e3 => format!("{n:.1} ns"),
        n if n < 1e6 => format!("{:.1} µs", n / 1e3),
        n => format!("{:.1} ms", n / 1e6),
    }
}
