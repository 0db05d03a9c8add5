//! Histories, acts, observations and readers are what they are said to be.

use std::collections::BTreeSet;

use practice_cycle::code::Code;
use practice_cycle::contracting::Stage;
use practice_cycle::cycle::{Event, Kind};
use practice_cycle::history::History;
use practice_cycle::moment::Moment;
use practice_cycle::strategy::{self, HistoryParams, Late};
use proptest::prelude::*;

use crate::{drawn, few};

#[test]
fn every_stage_is_reached_whenever_it_is_asked_for() {
    for &stage in Stage::ALL {
        let mut longest = 0;
        for history in drawn(strategy::history_at(stage, 0..30), 60) {
            let contract = history.cycle().contract(&"c-1".parse().unwrap()).unwrap();
            assert_eq!(contract.latest_stage(history.cycle().last_recorded()), stage, "{:#?}", history.entries());
            longest = longest.max(history.entries().len());
        }
        assert!(longest > 15, "other things happen, too: {longest}");
    }
}

/// Ways to a stage differ, so that a property of the stage is no property of one way.
#[test]
fn there_are_many_ways_to_a_stage() {
    let ways: BTreeSet<Vec<&str>> = drawn(strategy::history_at(Stage::Active, 0), 100)
        .map(|history| history.entries().iter().map(|entry| entry.event().kind().code()).collect())
        .collect();
    assert!(ways.len() > 10, "{}", ways.len());
}

#[test]
fn corrections_redactions_and_lateness_are_there_only_where_asked_for() {
    let is_correction =
        |history: &History| history.entries().iter().any(|entry| matches!(entry.event(), Event::Correction(_)));
    let is_late =
        |history: &History| history.entries().iter().any(|entry| entry.act().occurred_at < entry.act().recorded_at);
    let counted = |params: HistoryParams| {
        let histories: Vec<History> = drawn(strategy::history_with(60, params), 40).collect();
        let count = |is_so: &dyn Fn(&History) -> bool| histories.iter().filter(|history| is_so(history)).count();
        (count(&is_correction), count(&is_late))
    };
    let all = HistoryParams::default();
    let (corrected, late) = counted(all);
    assert!(corrected > 10 && late > 30, "{corrected} corrected, {late} late");
    assert_eq!(counted(all.without_corrections().without_redactions().late(Late::Never)), (0, 0));
    assert!(counted(all.without_corrections()).0 > 0, "redactions are left");
    assert!(counted(all.without_redactions()).0 > 0, "corrections are left");
    assert_eq!(counted(all.late(Late::Always)).1, 40);
}

/// Acts of every kind are among those that are admitted next, in histories of some length.
#[test]
fn admitted_acts_are_of_every_kind() {
    let next = strategy::history(0..120).prop_flat_map(|history| {
        let acts = proptest::collection::vec(strategy::admitted_act_for(&history), 40);
        (acts, Just(history))
    });
    let mut kinds = BTreeSet::new();
    for (acts, history) in drawn(next, 80) {
        for act in acts {
            kinds.insert(act.event.kind());
            assert_eq!(history.judge(&act), Ok(()));
        }
    }
    // The cycle is open already.
    let missing: Vec<Kind> = Kind::all().filter(|kind| !kinds.contains(kind) && kind.code() != "cycle_opened").collect();
    assert!(missing.len() <= 10, "{missing:?}");
    for act in drawn(strategy::admitted_act_for(&History::default()), 10) {
        assert_eq!(act.event.kind().code(), "cycle_opened");
    }
}

proptest! {
    #![proptest_config(few(48))]

    #[test]
    fn no_observation_is_refused(history in strategy::observed_history(0..60)) {
        let observed = history.entries().iter().filter(|entry| matches!(entry.event(), Event::Boundary(_))).count();
        prop_assert_eq!(observed, history.entries().len() - 6);
    }

    #[test]
    fn a_history_at_a_stage_loads(stage in proptest::sample::select(Stage::ALL), seed in any::<u64>()) {
        let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
            rng_seed: proptest::test_runner::RngSeed::Fixed(seed), failure_persistence: None, ..ProptestConfig::default()
        });
        let history = strategy::history_at(stage, 0..20).new_tree(&mut runner).unwrap().current();
        let mut stored = Vec::new();
        history.write(&mut stored).unwrap();
        let loaded = History::read(stored.as_slice()).unwrap();
        prop_assert_eq!(loaded.entries(), history.entries());
        prop_assert!(history.view(Moment::LATEST, Moment::LATEST).cycle().contract(&"c-1".parse().unwrap()).is_some());
    }
}

use proptest::strategy::ValueTree;
