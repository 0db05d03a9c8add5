//! A view that hides nothing lends the cycle of its history: it is what replaying the same entries comes to.
#![cfg(feature = "proptest")]
#![cfg_attr(
    feature = "proptest",
    expect(clippy::unwrap_used, reason = "in the helpers of tests, where a slip is a failed test")
)]

use practice_cycle::assessment::{Assessment, Drift, Parameters};
use practice_cycle::boundary::Scope;
use practice_cycle::history::{History, View};
use practice_cycle::moment::Moment;
use practice_cycle::openings::Openings;
use practice_cycle::overview::Overview;
use practice_cycle::partnership::{self, Partnership};
use practice_cycle::standing::{self, Standing};
use practice_cycle::strategy;
use practice_cycle::turns::{self, Turns};
use proptest::prelude::*;
use proptest::sample::Index;

fn config() -> ProptestConfig {
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { ProptestConfig::default().cases } else { 64 };
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// Whether a view lends the cycle of its history.
fn lends(view: &View<'_>, history: &History) -> bool {
    std::ptr::eq(view.cycle(), history.cycle())
}

/// Everything that is read of a view, as it is written down, and the whole state of its cycle.
fn read(view: &View<'_>) -> [String; 8] {
    let boundary = Parameters::unvalidated_v2();
    let written = |value: Result<String, serde_json::Error>| value.unwrap();
    [
        written(serde_json::to_string(&Turns::of(view, &turns::Parameters::default()))),
        written(serde_json::to_string(&Standing::of(view, &standing::Parameters::default()))),
        written(serde_json::to_string(&Openings::of(view))),
        written(serde_json::to_string(&Overview::of(view))),
        written(serde_json::to_string(&Assessment::of(view, Scope::Cycle, boundary))),
        written(serde_json::to_string(&Drift::of(view, Scope::Cycle, boundary))),
        written(serde_json::to_string(&Partnership::each(view, partnership::Parameters::unvalidated_v1()))),
        // That cases were merged or redacted later is known to the whole history, and to none that ends before.
        format!("{:?}", view.cycle()).replace("cases_are_unclear: true", "cases_are_unclear: false"),
    ]
}

/// The entries that were known by a time, as a history of their own, which hides nothing then; beside the view of the whole history
/// at that time, which is replayed. How many of the first kind lent their cycle.
#[track_caller]
fn compare(history: &History, known_at: Moment) -> usize {
    let mut known = History::default();
    for entry in history.entries().iter().take_while(|entry| entry.act().recorded_at <= known_at) {
        known.append(entry.clone()).unwrap();
    }
    let (own, replayed) = (known.view(Moment::LATEST, known_at), history.view(Moment::LATEST, known_at));
    assert_eq!(read(&own), read(&replayed));
    assert_eq!(lends(&replayed, history), lends(&own, &known) && known.entries().len() == history.entries().len());
    usize::from(lends(&own, &known) && !lends(&replayed, history))
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_cycle_that_is_lent_is_the_one_that_replay_comes_to(history in strategy::history(1..200), place in any::<Index>()) {
        compare(&history, history.entries()[place.index(history.entries().len())].act().recorded_at);
    }
}

#[test]
fn the_invented_cases_read_the_same_from_either_cycle() {
    let mut lent = 0;
    for file in std::fs::read_dir(format!("{}/examples/data", env!("CARGO_MANIFEST_DIR"))).unwrap() {
        // Some hold acts, and no history.
        let Ok(history) = History::read(std::fs::read(file.unwrap().path()).unwrap().as_slice()) else { continue };
        lent += history.entries().iter().map(|entry| compare(&history, entry.act().recorded_at)).sum::<usize>();
    }
    assert!(lent > 100, "{lent}");
}

#[test]
fn what_hides_something_is_replayed() {
    let history = History::read(
        std::fs::read(format!("{}/examples/data/turnover.jsonl", env!("CARGO_MANIFEST_DIR"))).unwrap().as_slice(),
    )
    .unwrap();
    let latest = history.entries().iter().map(|entry| entry.act().occurred_at).max().unwrap();
    let recorded = history.cycle().last_recorded();
    for (as_of, known_at) in [(latest, recorded), (Moment::LATEST, Moment::LATEST)] {
        assert!(lends(&history.view(as_of, known_at), &history));
    }
    for (as_of, known_at) in [(latest.just_before(), Moment::LATEST), (Moment::LATEST, recorded.just_before())] {
        assert!(!lends(&history.view(as_of, known_at), &history));
    }
    // And so is what was corrected, of which the cycle still knows that it was there.
    let mut corrected = history.clone();
    let last = corrected.entries().last().unwrap();
    let act = format!(
        r#"{{"type":"entered_in_error","occurred_at":"{recorded}","recorded_at":"{recorded}","by":"{}","data":{{"entries":[{}],"reason":"Invented."}}}}"#,
        last.act().by,
        last.number(),
    );
    corrected.record(serde_json::from_str(&act).unwrap()).unwrap();
    assert!(!lends(&corrected.view(Moment::LATEST, Moment::LATEST), &corrected));
}
