//! Fields of what a field names, read from the entry that made it; and duties for everybody who is there.

use serde_json::{Value, json};

use super::loading::each_is_wrong;
use super::{Told, policy, rule};

const LATER: &str = "2027-01-01T00:00:00Z";

/// A concern that somebody raises and somebody passes on.
fn passed_on(raised_by: &str, what: &str, by: &str) -> Told {
    let mut told = Told::new();
    told.act("2026-06-02T09:00:00Z", raised_by, "concern_raised", json!({"concern": "co-1", "what": what}));
    told.act("2026-06-03T09:00:00Z", by, "concern_passed_on", json!({"concern": "co-1", "to": "manager-1"}));
    told
}

fn requires(told: &Told, tests: Value) -> Vec<String> {
    told.requires(json!({"event": "concern_passed_on"}), tests)
}

#[test]
fn what_a_thing_is_is_told_by_the_entry_that_made_it() {
    let told = passed_on("clin-1", "disclosure", "worker-1");
    assert_eq!(requires(&told, json!({"concern.what": "disclosure"})), ["kept"]);
    assert_eq!(requires(&told, json!({"concern.what": "concern"})), ["broken by 6"]);
    assert_eq!(requires(&told, json!({"concern.by.role": "clinician", "concern.by": {"differs_from": "by"}})), ["kept"]);
    let soon = json!({"occurred_at": {"within": "24 hours", "after": "concern.occurred_at"}});
    assert_eq!(requires(&told, soon), ["kept"]);
    let same_day = json!({"occurred_at": {"within": "same day", "after": "concern.occurred_at"}});
    assert_eq!(requires(&told, same_day), ["broken by 6"]);
    assert_eq!(requires(&told, json!({"concern.occurred_at.weekday": "tuesday"})), ["kept"]);
}

#[test]
fn where_nothing_is_named_nothing_is_known_of_it() {
    let mut told = Told::with_contract();
    let session = json!({"session": "s-1", "cover": {"contract": "c-9"}, "space": "joint_session", "present": ["parent-1"]});
    told.act("2026-06-08T09:00:00Z", "worker-1", "session_held", session);
    let when = json!({"event": "session_held"});
    assert_eq!(told.requires(when.clone(), json!({"intervention.form": "consultation"})), ["unknown: intervention.form"]);
    assert_eq!(told.requires(when, json!({"intervention.form": {"said": true}})), ["broken by 11"]);
}

#[test]
fn roles_are_those_of_its_time_unless_they_are_asked_now() {
    let mut told = Told::new();
    told.act("2026-06-02T09:00:00Z", "worker-1", "concern_raised", json!({"concern": "co-1", "what": "concern"}));
    told.enters("2026-06-02T12:00:00Z", "worker-1", "school");
    told.act("2026-06-03T09:00:00Z", "clin-1", "concern_passed_on", json!({"concern": "co-1", "to": "manager-1"}));
    assert_eq!(requires(&told, json!({"concern.by.role": "social_worker"})), ["kept"]);
    assert_eq!(requires(&told, json!({"concern.by.role_now": "school"})), ["kept"]);
}

#[test]
fn a_rule_may_be_about_what_stands_there() {
    // Whoever raised a concern is told by the session after it: the one who raised it is there.
    let rules = [rule(
        "X1",
        json!({"per": [{"when": "concern.by", "then": "present"}], "when": {"event": "concern_passed_on"},
            "expect": {"event": "session_held"}, "within": "1 week"}),
    )];
    let meets = |present: &[&str]| {
        let mut told = Told::with_contract();
        told.act("2026-06-08T09:00:00Z", "worker-1", "concern_raised", json!({"concern": "co-1", "what": "concern"}));
        told.act("2026-06-08T10:00:00Z", "clin-1", "concern_passed_on", json!({"concern": "co-1", "to": "manager-1"}));
        told.session("s-1", "2026-06-09T09:00:00Z", present);
        told.comes_to(&policy(&rules), "X1", LATER)
    };
    assert_eq!(meets(&["parent-1", "worker-1"]), ["met by 13"]);
    assert_eq!(meets(&["parent-1", "clin-1"]), ["missed at 2026-06-15T22:59:59.999999999Z"]);
}

#[test]
fn a_finding_says_what_of_which_thing() {
    let told = passed_on("clin-1", "concern", "worker-1");
    let when = json!({"event": "concern_passed_on"});
    let rules = [rule(
        "X1",
        json!({"when": when, "require": {"where": {"concern.what": "disclosure", "concern.by.side": "family"}}}),
    )];
    let found = told.findings(&policy(&rules), "X1").remove(0);
    assert!(found.contains("the kind of concern is \"concern\""), "{found}");
    assert!(found.contains("the person who raised a concern is from the clinical side"), "{found}");
}

#[test]
fn there_is_a_duty_for_everybody_who_is_there() {
    let rules = [rule(
        "X1",
        json!({
            "per": [{"when": "each", "then": "person"}],
            "when": {"event": "legal_status_changed"}, "each": "people_here",
            "if": {"where": {"each.side": "family"}},
            "expect": {"event": ["family_helped_to_understand", "explanation_withheld"]}, "within": "10 working days",
        }),
    )];
    let mut told = Told::new();
    told.enters("2026-06-02T08:00:00Z", "parent-2", "parent");
    told.enters("2026-06-02T08:00:00Z", "child-1", "child");
    told.leaves("2026-06-03T08:00:00Z", "parent-2");
    let status = json!({"change": "ls-1", "case": "case-9", "from": ["section_17"], "to": ["section_47"]});
    told.act("2026-06-08T09:00:00Z", "manager-1", "legal_status_changed", status);
    told.enters("2026-06-09T08:00:00Z", "parent-3", "parent");
    let explained = json!({"explanation": "ex-1", "person": "child-1", "explained": ["social_workers_role"],
        "interpreter": "not_needed", "age": 8});
    told.act("2026-06-10T09:00:00Z", "worker-1", "family_helped_to_understand", explained);
    let due = "missed at 2026-06-22T22:59:59.999999999Z";
    let mut comes_to = told.comes_to(&policy(&rules), "X1", LATER);
    comes_to.sort();
    assert_eq!(comes_to, ["met by 10", due], "one who has left, or comes later, is not there");
}

#[test]
fn a_field_of_what_is_named_has_to_be_there() {
    let asked = |tests: Value| json!({"when": {"event": "concern_passed_on"}, "require": {"where": tests}});
    each_is_wrong(&[
        (asked(json!({"concern.what": "disclosure"})), &[]),
        (
            asked(json!({"concern.whatt": "disclosure"})),
            &["require.where.concern.whatt: there is no field of `concern_raised` called `whatt`; did you mean `what`?"],
        ),
        (
            asked(json!({"concern.what": "disclosur"})),
            &["require.where.concern.what: there is no code `disclosur`; did you mean `disclosure`?"],
        ),
        (
            json!({"per": ["contract"], "when": {"event": "session_held"},
                "require": {"open": {"from": {"event": "concern_raised"}, "to": {"event": "concern_passed_on"}, "same": [],
                    "at_most": 1}}}),
            &["require.open.same: expected what the two have to name alike"],
        ),
        (
            json!({"per": ["contract"], "when": {"event": "session_held"},
                "require": {"open": {"from": {"event": "concern_raised"}, "to": {"event": "concern_passed_on"},
                    "same": ["concern"], "distinct": "words", "at_least": 2, "at_most": 1}}}),
            &[
                "require.open.distinct: `words` of `concern_raised` is no single reference or code",
                "require: at least 2 and at most 1: that can never be",
            ],
        ),
        (
            json!({"per": ["contract"], "when": {"event": "session_held"},
                "require": {"open": {"from": {"event": "concern_raised"}, "to": {"event": "concern_passed_on"}, "same": ["concern"]}}}),
            &["require.open: expected `at_least` or `at_most`"],
        ),
    ]);
}

#[test]
fn of_a_list_those_elements_alone_that_say_something_else() {
    let mut told = Told::new();
    let signs = json!([{"sign": "listened", "finding": "absent"}, {"sign": "compliance_threatened", "finding": "present"}]);
    let described = json!({"description": "dp-1", "case": "case-9", "seen_as": "family", "signs": signs});
    told.act("2026-06-02T09:00:00Z", "parent-1", "practice_described", described);
    let asks = |tests: Value| told.requires(json!({"event": "practice_described"}), tests);
    assert_eq!(asks(json!({"signs[finding:present].sign": "compliance_threatened"})), ["kept"]);
    assert_eq!(asks(json!({"signs[finding:present].sign": "listened"})), ["broken by 5"], "it was absent");
    assert_eq!(asks(json!({"signs.sign": "listened", "signs.finding": "present"})), ["kept"], "of two elements");
    assert_eq!(asks(json!({"signs[finding:absent].sign": {"count_at_most": 1}})), ["kept"]);
    assert_eq!(asks(json!({"signs[finding:no_opportunity].sign": "listened"})), ["broken by 5"], "there is none");
    assert_eq!(asks(json!({"signs[sign:listened].finding": "absent"})), ["kept"]);

    let asked = |path: &str| json!({"when": {"event": "practice_described"}, "require": {"where": {path: "listened"}}});
    let none = |path: &str, called: &str, instead: &str| {
        format!(
            "require.where.{path}: there is no field of `practice_described` called `{called}`; did you mean `{instead}`?"
        )
    };
    each_is_wrong(&[
        (asked("signs[finding:presnt].sign"), &[&none("signs[finding:presnt].sign", "presnt", "present")]),
        (asked("signs[findng:present].sign"), &[&none("signs[findng:present].sign", "findng", "finding")]),
    ]);
}
