//! Scenarios are sound, are read as they are written, run without refusal, and have every tendency do something.

use std::collections::{BTreeMap, BTreeSet};

use practice_cycle::simulation::{Scenario, Simulator};
use practice_cycle::strategy;
use proptest::prelude::*;

use crate::{drawn, few};

proptest! {
    #![proptest_config(few(32))]

    #[test]
    fn it_is_read_as_it_is_written(scenario in strategy::scenario()) {
        let stored = serde_json::to_string(&scenario).unwrap();
        let read: Scenario = serde_json::from_str(&stored).unwrap();
        prop_assert_eq!(read.fingerprint(), scenario.fingerprint());
        prop_assert_eq!(&read, &scenario);
        prop_assert_eq!(serde_json::to_string(&read).unwrap(), stored);
    }

    #[test]
    fn nothing_that_it_offers_is_refused(scenario in strategy::scenario()) {
        let ends = scenario.as_of();
        for cycle in Simulator::new(scenario).group(0).unwrap() {
            prop_assert_eq!(cycle.refused().collect::<Vec<_>>(), vec![]);
            let history = cycle.history().unwrap();
            prop_assert!(history.entries().iter().all(|entry| entry.act().occurred_at <= ends));
        }
    }

    #[test]
    fn it_runs_the_same_each_time(scenario in strategy::scenario()) {
        let simulator = Simulator::new(scenario);
        let (one, other) = (simulator.group(0).unwrap(), simulator.group(0).unwrap());
        for (one, other) in one.iter().zip(&other) {
            prop_assert_eq!(one.history().unwrap().entries(), other.history().unwrap().entries());
        }
    }
}

#[test]
fn every_tendency_is_there_and_does_something() {
    let (mut fields, mut kinds, mut entries, mut most) = (BTreeSet::new(), BTreeSet::new(), 0, 0);
    for scenario in drawn(strategy::scenario(), 120) {
        let stored = serde_json::to_value(&scenario).unwrap();
        fields.extend(stored.as_object().unwrap().keys().cloned());
        fields.extend(stored["tendencies"].as_object().unwrap().keys().cloned());
        let says = scenario.says().clone();
        for cycle in Simulator::new(scenario).group(0).unwrap() {
            let history = cycle.history().unwrap();
            let mut counts = BTreeMap::new();
            history.entries().iter().for_each(|entry| *counts.entry(entry.event().kind().code()).or_insert(0) += 1);
            assert!(history.entries().len() < 10_000, "small enough to run quickly: {counts:?} {says:#?}");
            kinds.extend(history.entries().iter().map(|entry| entry.event().kind().code()));
            entries += history.entries().len();
            most = most.max(history.entries().len());
        }
    }
    println!("{entries} entries, {most} at most in one: {kinds:?}");
    for field in [
        "joining", "inviting", "contracting", "working", "keeping", "discussing", "staffing", "disrupting", "watching",
        "boundary", "hours", "violations", "recording",
    ] {
        assert!(fields.contains(field), "{field}: {fields:?}");
    }
    for kind in [
        "occasion_of_joining", "contract_invited", "terms_accepted", "session_held", "contract_reviewed", "discussion_held",
        "person_left", "joining_disrupted", "boundary_observed", "boundary_reviewed", "suggestion_offered",
        "threshold_decided",
    ] {
        assert!(kinds.contains(kind), "{kind}: {kinds:?}");
    }
}
