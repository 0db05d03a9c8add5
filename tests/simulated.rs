//! Simulated cycles: what every scenario keeps to.
#![cfg(feature = "simulation")]

use practice_cycle::simulation::{Played, Scenario, Simulator};

fn played(name: &str, groups: std::ops::Range<u32>) -> Vec<Played> {
    let simulator = Simulator::new(Scenario::shipped(name).unwrap());
    groups.flat_map(|group| simulator.group(group).unwrap()).collect()
}

#[test]
fn nothing_that_a_shipped_scenario_offers_is_refused() {
    for name in Scenario::all_shipped() {
        for cycle in played(name, 0..6) {
            assert_eq!(cycle.refused().collect::<Vec<_>>(), [], "{name}");
            assert!(cycle.entries() > 20, "{name}: {}", cycle.entries());
        }
    }
}
