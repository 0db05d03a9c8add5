//! The overview of long histories, beside replaying them, which it needs to do once: no more than in proportion.
//!
//! `cargo bench -p practice-cycle-benches --bench overview` ends with the table of ratios.

#![expect(clippy::unwrap_used, reason = "a benchmark stops where its own histories do not fit")]

mod common;

use std::hint::black_box;
use std::time::{Duration, Instant};

use common::world;
use practice_cycle::moment::Moment;
use practice_cycle::overview::Overview;

/// The least time of a few runs.
fn least(mut run: impl FnMut()) -> Duration {
    let time = |_| {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    (0..5).map(time).min().unwrap()
}

fn main() {
    println!("| entries | overview | beside replay | its text | its JSON |\n|---|---|---|---|---|");
    for size in [5_000, 20_000, 80_000] {
        let history = world::history(size, 0);
        let view = history.view(Moment::LATEST, Moment::LATEST);
        // Of a view made anew each time, since it keeps the cycle that it was replayed to.
        let anew = || history.view(Moment::LATEST, Moment::LATEST);
        let replay = least(|| _ = black_box(anew().cycle()));
        let overview = least(|| _ = black_box(Overview::of(&anew())));
        let told = Overview::of(&view);
        let text = least(|| drop(black_box(told.to_string())));
        let json = least(|| drop(black_box(serde_json::to_vec(&told).unwrap())));
        println!(
            "| {} | {overview:.0?} | {:.1} | {text:.0?} | {json:.0?} |",
            view.entries().len(),
            overview.as_secs_f64() / replay.as_secs_f64(),
        );
    }
}
