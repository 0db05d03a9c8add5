//! A first look.
#![expect(clippy::unwrap_used, reason = "a benchmark stops where its own scenarios do not fit")]
use practice_cycle::simulation::{Scenario, Simulator};
use std::time::Instant;
fn main() {
    for name in ["team-as-it-is", "null", "budget-shock"] {
        let simulator = Simulator::new(Scenario::shipped(name).unwrap());
        for (what, simulator) in [("kept", simulator.clone()), ("bare", simulator.clone().forgetting())] {
            let n = std::env::args().filter_map(|a| a.parse().ok()).next().unwrap_or(400);
            let start = Instant::now();
            let mut entries = 0;
            let mut cycles = 0;
            for r in 0..n {
                let played = simulator.group(r).unwrap();
                cycles += played.len();
                entries += played.iter().map(|p| p.entries()).sum::<u64>();
            }
            let s = start.elapsed().as_secs_f64();
            println!("{name} {what}: {cycles} cycles, {} entries a cycle, {:.3e} a second", entries / cycles as u64, entries as f64 / s);
        }
    }
}
