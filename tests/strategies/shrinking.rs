//! A failure shrinks to the fewest and simplest things that fail.

use std::fmt::Debug;

use practice_cycle::calendar::Calendar;
use practice_cycle::code::Code;
use practice_cycle::contracting::Stage;
use practice_cycle::cycle::Kind;
use practice_cycle::evidencing;
use practice_cycle::history::History;
use practice_cycle::moment::Moment;
use practice_cycle::policy::{Pack, Verdict};
use practice_cycle::strategy;
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestError, TestRng, TestRunner};
use serde_json::{Value, json};

/// What is left of a failure, where a property fails for whatever is so.
#[track_caller]
fn shrunk<S: Strategy>(strategy: S, is_so: impl Fn(&S::Value) -> bool) -> S::Value
where
    S::Value: Debug,
{
    // The same each time, and without the limit that goes by the number of cases.
    let config =
        ProptestConfig { cases: 4_000, max_shrink_iters: 20_000, failure_persistence: None, ..ProptestConfig::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let property = |value: S::Value| if is_so(&value) { Err(TestCaseError::fail("it is so")) } else { Ok(()) };
    match runner.run(&strategy, property) {
        Err(TestError::Fail(_, value)) => value,
        other => panic!("the property did not fail: {other:?}"),
    }
}

fn codes(history: &History) -> Vec<&'static str> {
    history.entries().iter().skip(8).map(|entry| entry.event().kind().code()).collect()
}

#[test]
fn a_history_of_any_length_shrinks_to_the_fewest_entries() {
    let is_held = |history: &History| codes(history).contains(&"session_held");
    assert_eq!(codes(&shrunk(strategy::history(0..80), is_held)), ["session_held"]);
    let steps = ["contract_invited", "terms_proposed", "terms_accepted", "terms_accepted", "contract_begun"];
    let is_begun = |history: &History| codes(history).contains(&"contract_begun");
    assert_eq!(codes(&shrunk(strategy::history(0..80), is_begun)), steps);
    let is_redacted = |history: &History| codes(history).contains(&"redacted");
    let redacted = shrunk(strategy::history(0..80), is_redacted);
    // What holds a text, and its redaction; and what was invited to, where the text is of terms.
    assert!((2..=3).contains(&codes(&redacted).len()), "{:?}", codes(&redacted));
}

#[test]
fn a_history_at_a_stage_shrinks_to_the_way_there() {
    let history = shrunk(strategy::history_at(Stage::Suspended, 0..40), |_| true);
    let way =
        ["contract_invited", "terms_proposed", "terms_accepted", "terms_accepted", "contract_begun", "contract_suspended"];
    assert_eq!(codes(&history), way);
}

#[test]
fn an_act_shrinks_to_one_that_says_little() {
    let history = crate::drawn(strategy::history(20), 1).next().unwrap();
    let kind = Kind::from_code("discussion_held").unwrap();
    let act = shrunk(strategy::act_for(&history), |act| act.event.kind() == kind);
    let stored = serde_json::to_value(&act).unwrap();
    assert_eq!((&stored["data"]["words"], &stored["recorded_by"]), (&Value::Null, &Value::Null), "{stored:#}");
    let admitted = shrunk(strategy::admitted_act_for(&history), |act| act.event.kind() == kind);
    assert_eq!(history.judge(&admitted), Ok(()));
}

fn rules(written: &str) -> Vec<Value> {
    let pack: Value = serde_json::from_str(written).unwrap();
    pack["rules"].as_array().unwrap().clone()
}

/// The parts of a rule beside those that every rule has.
fn parts(rule: &Value) -> Value {
    let mut rule = rule.clone();
    for part in ["id", "title", "source", "severity"] {
        rule.as_object_mut().unwrap().remove(part);
    }
    rule
}

#[test]
fn a_pack_shrinks_to_one_rule() {
    let any = shrunk(strategy::written_pack(1..6), |_| true);
    let invited = json!({"event": "contract_invited"});
    assert_eq!(
        rules(&any).iter().map(parts).collect::<Vec<_>>(),
        [json!({"when": invited, "require": {"where": {"by.side": "clinical"}}})]
    );

    let bans = shrunk(strategy::written_pack(1..6), |written| written.contains("\"forbid\""));
    assert_eq!(rules(&bans).iter().map(parts).collect::<Vec<_>>(), [json!({"when": invited, "forbid": invited})]);
}

#[test]
fn a_pack_shrinks_to_short_times_and_small_numbers() {
    let is_long = |rule: &Value| ["1 week", "10 working days", "1 month"].iter().any(|length| rule["within"] == *length);
    let weeks = shrunk(strategy::written_pack(1..6), |written| rules(written).iter().any(is_long));
    let [rule] = &rules(&weeks)[..] else { panic!("{weeks}") };
    assert_eq!(rule["within"], "1 week", "{weeks}");
    assert!(parts(rule).as_object().unwrap().len() <= 3, "{weeks}");

    let repeated =
        shrunk(strategy::written_pack(1..6), |written| rules(written).iter().any(|rule| rule["more_than"].is_number()));
    let [rule] = &rules(&repeated)[..] else { panic!("{repeated}") };
    assert_eq!(rule["more_than"], 1, "{repeated}");
}

#[test]
fn a_policy_and_a_history_shrink_together() {
    let is_broken = |(policy, history): &(practice_cycle::policy::Policy, History)| {
        let report = policy.check(history, Moment::LATEST, Moment::LATEST);
        report.rules.iter().any(|rule| matches!(rule.verdict, Verdict::Violated { .. }))
    };
    let (policy, history) = shrunk((strategy::policy(1..3), strategy::history(0..30)), is_broken);
    assert_eq!(policy.pack().rules().len(), 1);
    assert!(codes(&history).len() <= 2, "{:?}", codes(&history));
}

#[test]
fn a_loaded_pack_shrinks_as_the_written_one() {
    let pack = shrunk(strategy::pack(1..6), |pack: &Pack| pack.rules().iter().any(|rule| rule.severity().code() == "error"));
    assert_eq!(pack.rules().len(), 1);
}

#[test]
fn acts_of_a_portfolio_shrink_to_those_that_matter() {
    let is_withdrawn = |acts: &Vec<evidencing::Act>| {
        let mut portfolio = evidencing::Portfolio::default();
        let admitted = acts.iter().filter(|act| portfolio.record((*act).clone()).is_ok());
        admitted.into_iter().any(|act| act.event.kind().code() == "evidence_withdrawn")
    };
    let acts = shrunk(strategy::portfolio_acts(0..40), is_withdrawn);
    let codes: Vec<&str> = acts.iter().map(|act| act.event.kind().code()).collect();
    assert_eq!(codes, ["portfolio_opened", "practice_evidenced", "evidence_withdrawn"]);
    let evidence = serde_json::to_value(&acts[1]).unwrap();
    assert_eq!(evidence["data"]["note"], Value::Null);
    assert_eq!(evidence["data"]["elements"].as_array().unwrap().len(), 1);
}

#[test]
fn calendars_shrink_to_plain_ones() {
    let monday = "2026-01-05".parse().unwrap();
    let calendar = shrunk(strategy::calendar(), |calendar| calendar.is_working_day(monday) == Ok(false));
    assert!(calendar.version().ends_with(" + 2026-01-05"), "{}", calendar.version());
    let closed = shrunk(strategy::service_calendar(), |calendar| !calendar.closed.is_empty());
    assert_eq!((closed.first, closed.weekend.len(), closed.closed.len()), (monday, 0, 1));
    assert_eq!((closed.last - closed.first).num_days(), 13);
}

#[test]
fn observations_shrink_to_the_first_of_the_figure() {
    let seen = shrunk(strategy::observation(), |_| true);
    let stored = serde_json::to_value(&seen).unwrap();
    assert_eq!(
        (&stored["sign"]["figure1"], &stored["words"]),
        (&json!(practice_cycle::boundary::Indicator::ALL[0]), &Value::Null)
    );
    let history = shrunk(strategy::observed_history(0..40), |history: &History| history.entries().len() > 8);
    assert_eq!(history.entries().len(), 9);
    let reader = strategy::history(10).prop_flat_map(|history| strategy::reader_for(&history));
    assert_eq!(shrunk(reader, |_| true).person(), None);
}

#[test]
fn stories_and_worlds_shrink_to_what_matters() {
    let told = shrunk(strategy::written_stories(0..3, 0..30), |written| written.contains("session_held"));
    let file: Value = serde_json::from_str(&told).unwrap();
    let [story] = &file["scenarios"].as_array().unwrap()[..] else { panic!("{told}") };
    let [act] = &story["acts"].as_array().unwrap()[..] else { panic!("{told}") };
    assert_eq!(act["do"], "session_held");
    let world = shrunk(strategy::written_world(0..6), |written| written.contains("concern_raised"));
    let file: Value = serde_json::from_str(&world).unwrap();
    assert_eq!((file["offers"].as_array().unwrap().len(), &file["passes"]), (1, &json!([])));
}

#[cfg(feature = "simulation")]
#[test]
fn a_scenario_shrinks_to_the_tendency_that_matters() {
    use practice_cycle::simulation::{Scenario, Simulator};
    let is_invited = |scenario: &Scenario| {
        let cycles = Simulator::new(scenario.clone()).group(0).unwrap();
        cycles.iter().any(|cycle| codes_of(cycle.history().unwrap()).contains(&"contract_invited"))
    };
    fn codes_of(history: &History) -> Vec<&'static str> {
        history.entries().iter().map(|entry| entry.event().kind().code()).collect()
    }
    let scenario = shrunk(strategy::scenario(), is_invited);
    let mut says = scenario.says().clone();
    assert!(says.tendencies.inviting.take().is_some());
    assert_eq!(says.tendencies, practice_cycle::simulation::Tendencies::default(), "{says:#?}");
    assert_eq!((says.group.cycles, says.boundary, says.violations.len(), says.recording.late), (1, None, 0, None));
}
