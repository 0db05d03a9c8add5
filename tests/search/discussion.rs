//! A case discussion, searched: what the shipped rules about sharing risk can come to when plans, steps, disagreements and a decision
//! follow one another in any order. Shipped rules, an invented world.

use practice_cycle::calendar::EnglandAndWales;
use practice_cycle::policy::Pack;
use practice_cycle::search::{Machine, Reachability, Reviewed, Reviewer, World};

const WORLD: &str = include_str!("../../examples/data/invented_discussion.json");

/// What a rule can come to within so many steps.
#[track_caller]
fn reviewed(rule: &str, steps: usize) -> Reviewed {
    let reviewer = Reviewer::new(Pack::shipped("shared-risk").unwrap(), &EnglandAndWales::new()).unwrap();
    reviewer.steps(steps).rule(rule, &World::read(WORLD).unwrap()).unwrap().unwrap()
}

/// The kinds of act that a history adds to what was given, in order.
#[track_caller]
fn acts(shown: &Reachability) -> Vec<&'static str> {
    let given = World::read(WORLD).unwrap().start().history().entries().len();
    let history = shown.history().unwrap_or_else(|| panic!("{shown}"));
    history.entries().iter().skip(given).map(|entry| entry.event().kind().code()).collect()
}

#[test]
fn each_rule_is_kept_and_broken_by_the_shortest_way() {
    for (rule, steps, kept, broken) in [
        ("P02", 2, &["test_planned"][..], &["test_planned"][..]),
        ("P09", 3, &["test_planned", "test_reviewed"], &["test_planned"]),
        ("P10", 4, &["step_taken_on", "step_handed_back", "step_dropped"], &["step_taken_on", "step_handed_back"]),
        ("R15b", 3, &["disagreement_recorded", "disagreement_escalated"], &["disagreement_recorded"]),
        (
            "P01b",
            5,
            &["threshold_decided", "step_taken_on", "step_taken_on", "step_taken_on"],
            &["threshold_decided", "step_taken_on", "step_taken_on"],
        ),
    ] {
        let found = reviewed(rule, steps);
        assert_eq!(acts(&found.breaks), broken, "{rule} broken");
        assert_eq!(acts(&found.keeps), kept, "{rule} kept");
    }
    // Both sides had talked before, so that the decision is shared as far as that goes.
    let decided = reviewed("P01a", 2);
    assert_eq!(acts(&decided.keeps), ["threshold_decided"]);
    assert!(decided.breaks.history().is_none());
}

#[test]
fn what_breaks_sharing_is_that_one_person_takes_both_steps() {
    let found = reviewed("P01b", 4);
    let history = found.breaks.history().unwrap();
    let taken_by: Vec<String> = history
        .entries()
        .iter()
        .filter(|entry| entry.event().kind().code() == "step_taken_on")
        .map(|entry| serde_json::to_value(entry).unwrap()["data"]["taken_by"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(taken_by.len(), 2);
    assert_eq!(taken_by[0], taken_by[1]);
}

#[test]
fn what_cannot_happen_here_is_said_to_be_so() {
    // Nobody sends a request back here, and no plan is reviewed three times.
    for rule in ["P07b", "P11"] {
        assert!(matches!(reviewed(rule, 3).applies, Reachability::Never | Reachability::NotWithin(_)), "{rule}");
    }
    assert!(reviewed("P07b", 3).breaks.history().is_none());
}
