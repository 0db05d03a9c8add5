//! How much is open: what has begun and not ended, of one history or of several; and what means the same in all of them.

use practice_cycle::history::History;
use practice_cycle::moment::Moment;
use serde_json::{Value, json};

use super::{begun, explained, outcome, policy, record, told};

/// Whoever raises a concern has at most so many that were not passed on.
fn at_most(limit: u32) -> Value {
    json!({"per": ["by"], "when": {"event": "concern_raised"}, "require": {"open": {
        "from": {"event": "concern_raised"}, "to": {"event": "concern_passed_on"}, "same": ["concern"], "at_most": limit}}})
}

/// Concerns raised and passed on by the hour, each by somebody.
fn concerns(steps: &[(&str, &str, bool)]) -> History {
    let mut history = begun();
    for (hour, (by, concern, raised)) in (10..).zip(steps) {
        let at = format!("2026-01-06T{hour}:00:00Z");
        if *raised {
            record(&mut history, &at, by, "concern_raised", json!({"concern": concern, "what": "concern"}));
        } else {
            record(&mut history, &at, by, "concern_passed_on", json!({"concern": concern, "to": "manager"}));
        }
    }
    history
}

/// Whether each duty is kept, in order.
fn kept(rule: &Value, history: &History) -> Vec<bool> {
    told(rule, history).iter().map(|told| told.starts_with("kept")).collect()
}

#[test]
fn what_has_ended_is_open_no_more_and_what_begins_counts_itself() {
    let one = [("worker", "co-1", true), ("worker", "co-1", false), ("worker", "co-2", true)];
    assert_eq!(kept(&at_most(1), &concerns(&one)), [true, true]);
    let two = [("worker", "co-1", true), ("worker", "co-2", true), ("worker", "co-1", false), ("worker", "co-3", true)];
    assert_eq!(kept(&at_most(1), &concerns(&two)), [true, false, false]);
    assert_eq!(kept(&at_most(2), &concerns(&two)), [true, true, true]);
    // Those of others are counted for them; and who ends one need not be who began it.
    let others = [("worker", "co-1", true), ("clin", "co-2", true), ("clin", "co-1", false), ("worker", "co-3", true)];
    assert_eq!(kept(&at_most(1), &concerns(&others)), [true, true, true]);
}

#[test]
fn at_least_so_much_is_open() {
    let mut rule = at_most(0);
    rule["require"]["open"] = json!({"from": {"event": "concern_raised"}, "to": {"event": "concern_passed_on"},
        "same": ["concern"], "per": [], "at_least": 2});
    let steps = [("worker", "co-1", true), ("clin", "co-2", true), ("clin", "co-2", false), ("worker", "co-3", true)];
    assert_eq!(kept(&rule, &concerns(&steps)), [false, true, true], "whoever raised them");
}

#[test]
fn what_ends_asks_for_itself_not_for_what_it_ended() {
    let rule = json!({"per": [{"when": "concern.by", "then": "by"}], "when": {"event": "concern_passed_on"}, "require": {"open": {
        "from": {"event": "concern_raised"}, "to": {"event": "concern_passed_on"}, "same": ["concern"], "at_most": 0}}});
    let steps = [("worker", "co-1", true), ("worker", "co-2", true), ("clin", "co-1", false), ("clin", "co-2", false)];
    assert_eq!(kept(&rule, &concerns(&steps)), [false, true], "the other is open still; then none is");
}

#[test]
fn a_value_counts_once_and_one_that_is_not_known_may_count() {
    let rule = |limit: u32| {
        json!({"when": {"event": "contract_invited"}, "require": {"open": {"from": {"event": "contract_invited"},
            "to": {"event": "contract_withdrawn"}, "same": ["contract"], "distinct": "case", "at_most": limit}}})
    };
    let invited = |cases: &[Option<&str>]| {
        let mut history = begun();
        for (hour, case) in (10..).zip(cases) {
            let mut data = json!({"contract": format!("c-{hour}"), "space": "home_visit"});
            if let Some(case) = case {
                data["case"] = json!(case);
            }
            record(&mut history, &format!("2026-01-06T{hour}:00:00Z"), "worker", "contract_invited", data);
        }
        history
    };
    let twice = invited(&[Some("case-1"), Some("case-1"), Some("case-2")]);
    assert_eq!(kept(&rule(2), &twice), [true, true, true]);
    assert_eq!(kept(&rule(1), &twice), [true, true, false]);
    let unclear = invited(&[Some("case-1"), None]);
    assert_eq!(told(&rule(1), &unclear)[1], "not known: what it says of \"case\" is not known");
    assert_eq!(kept(&rule(2), &unclear), [true, true]);
    assert_eq!(kept(&rule(0), &unclear), [false, false]);
}

/// Another attachment, of another clinician, in which the same worker raises a concern.
fn elsewhere(worker: &str) -> History {
    let mut history = History::default();
    let at = "2026-01-05T09:00:00Z";
    let opened = json!({"cycle": "cy-2", "format": 1, "clinician": "clin-2", "team": "t-2"});
    record(&mut history, at, "clin-2", "cycle_opened", opened);
    record(&mut history, at, "clin-2", "person_entered", json!({"person": worker, "role": "social_worker"}));
    record(&mut history, "2026-01-05T11:00:00Z", worker, "concern_raised", json!({"concern": "co-1", "what": "concern"}));
    history
}

#[test]
fn somebody_is_the_same_in_several_histories_where_the_rule_says_so() {
    let mut everywhere = at_most(1);
    everywhere["per"] = json!([{"when": "by", "then": "by", "everywhere": true}]);
    let here = concerns(&[("worker", "co-9", true)]);
    let all = |rule: &Value, histories: &[&History]| -> Vec<String> {
        let findings = policy(rule).explain(histories, Moment::LATEST, Moment::LATEST);
        findings.iter().map(|finding| outcome(&finding.duty.outcome)).collect()
    };
    for histories in [[&here, &elsewhere("worker")], [&elsewhere("worker"), &here]] {
        let told = all(&everywhere, &histories);
        assert_eq!(told.iter().filter(|told| told.starts_with("broken by 7")).count(), 1, "{told:?}");
        assert_eq!(told.len(), 2);
        // By itself a reference says nothing beyond its history.
        assert!(all(&at_most(1), &histories).iter().all(|told| told.starts_with("kept")));
    }
    assert!(all(&everywhere, &[&here, &elsewhere("worker-2")]).iter().all(|told| told.starts_with("kept")));
    // A concern that is called the same in both is two: what ends one does not end the other.
    let ended = concerns(&[("worker", "co-1", true), ("worker", "co-1", false), ("worker", "co-2", true)]);
    let told = all(&everywhere, &[&ended, &elsewhere("worker")]);
    assert_eq!(told.iter().filter(|told| told.starts_with("broken")).count(), 2, "{told:?}");
}

#[test]
fn a_finding_says_what_is_open() {
    let mut rule = at_most(1);
    let history = concerns(&[("worker", "co-1", true), ("worker", "co-2", true)]);
    let broken = &explained(&rule, &history, "2026-12-31T12:00:00Z")[1];
    assert!(broken.to_string().contains("these are open: `co-1` and `co-2`"), "{broken}");
    let asked = "at most 1 is open at once, from when somebody raised a concern until somebody passed a concern on";
    assert!(broken.to_string().contains(asked), "{broken}");
    rule["require"]["open"]["distinct"] = json!("by");
    assert_eq!(kept(&rule, &history), [true, true], "one person raised both");
}
