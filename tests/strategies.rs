//! The strategies for property tests: what they make is sound, reaches everything, and shrinks to what matters for a failure.
#![cfg(feature = "proptest")]
#![cfg_attr(
    feature = "proptest",
    expect(
        clippy::unwrap_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::wildcard_enum_match_arm,
        reason = "in the helpers of tests, where a slip is a failed test"
    )
)]

#[path = "strategies/histories.rs"]
mod histories;
#[path = "strategies/packs.rs"]
mod packs;
#[path = "strategies/portfolios.rs"]
mod portfolios;
#[cfg(feature = "simulation")]
#[path = "strategies/scenarios.rs"]
mod scenarios;
#[path = "strategies/shrinking.rs"]
mod shrinking;
#[path = "strategies/stories.rs"]
mod stories;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

/// Few cases, so that all tests together stay quick; `PROPTEST_CASES` asks for more.
fn few(cases: u32) -> ProptestConfig {
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { ProptestConfig::default().cases } else { cases };
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// Values that a strategy makes, the same each time.
fn drawn<S: Strategy>(strategy: S, number: usize) -> impl Iterator<Item = S::Value> {
    let mut runner = TestRunner::deterministic();
    (0..number).map(move |_| strategy.new_tree(&mut runner).unwrap().current())
}
