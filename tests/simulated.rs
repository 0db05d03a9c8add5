//! Simulated cycles: what every scenario keeps to.
#![cfg(feature = "simulation")]

use std::collections::BTreeMap;

use practice_cycle::calendar::EnglandAndWales;
use practice_cycle::policy::{Finding, Pack, Policy};
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

/// The packs that a shipped scenario keeps to.
const PACKS: [&str; 3] = ["article", "local-practice", "shared-risk"];

#[test]
fn a_compliant_scenario_has_no_findings() {
    let policies: Vec<Policy> =
        PACKS.iter().map(|&pack| Policy::new(Pack::shipped(pack).unwrap(), &EnglandAndWales::new()).unwrap()).collect();
    for name in Scenario::all_shipped() {
        let as_of = Scenario::shipped(name).unwrap().as_of();
        let mut findings: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut duties = 0;
        for cycle in played(name, 0..20) {
            let history = cycle.history().unwrap();
            for policy in &policies {
                let report = policy.check(history, as_of, as_of);
                duties += report.rules.iter().map(|rule| rule.duties.len()).sum::<usize>();
                let told = |finding: &Finding| (finding.rule.to_string(), finding.to_string());
                report.findings().map(told).for_each(|(rule, text)| findings.entry(rule).or_default().push(text));
            }
        }
        let first: Vec<(&String, usize, &String)> =
            findings.iter().map(|(rule, all)| (rule, all.len(), &all[0])).collect();
        assert!(first.is_empty(), "{name}: {first:#?}");
        assert!(duties > 1000, "{name}: {duties}");
    }
}
