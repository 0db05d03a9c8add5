//! The schema of packs is a promise to editors: it is as before, every shipped pack fits it, and what it refuses does not load.
//!
//! Run with `UPDATE=1` to write the golden file anew.
#![expect(clippy::unwrap_used, reason = "in the helpers of tests, where a slip is a failed test")]

mod golden;

use std::path::PathBuf;

use jsonschema::Validator;
use practice_cycle::calendar::Period;
use practice_cycle::policy::{self, Packs};
use practice_cycle::strategy::{self, Construct, Written};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

fn validator() -> Validator {
    jsonschema::draft202012::new(policy::schema().as_value()).unwrap()
}

#[test]
fn the_schema_is_as_before() {
    let mut schema = policy::schema().to_value();
    schema.sort_all_objects();
    let schema = schemars::Schema::try_from(schema).unwrap(); // Which is written with what a schema begins with first.
    golden::is_as_before("pack", &schema);
}

#[test]
fn the_schema_is_a_schema() {
    assert!(jsonschema::meta::is_valid(policy::schema().as_value()));
}

#[track_caller]
fn fits(written: &str, what: &str) {
    let pack: Value = serde_json::from_str(written).unwrap();
    let wrong: Vec<String> =
        validator().iter_errors(&pack).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(wrong.is_empty(), "{what}: {wrong:#?}");
}

#[test]
fn every_shipped_pack_fits_it() {
    let packs = Packs::shipped();
    assert!(packs.names().count() >= 5);
    for name in packs.names() {
        fits(Packs::written(name).unwrap(), name);
    }
}

#[test]
fn every_pack_beside_the_cases_fits_it() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples/data");
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    for file in files.filter(|file| file.to_str().unwrap().ends_with(".pack.json")) {
        fits(&std::fs::read_to_string(&file).unwrap(), &file.display().to_string());
    }
}

/// A pack of one rule in which every construct stands, so that each can be spoilt.
fn every_construct() -> Value {
    let rule = |id: &str, more: Value| {
        let mut rule = json!({
            "id": id, "title": "An invented rule", "source": {"work": "invented", "section": "1", "known": "local"},
            "severity": "query", "per": ["contract"], "when": {"event": "contract_begun"},
        });
        rule.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        rule
    };
    json!({
        "$schema": "pack.schema.json",
        "pack": "every-construct", "version": "1", "title": "Invented, for this test", "notice": "No legal advice.",
        "rules": [
            rule("A1", json!({
                "formerly": ["A0"],
                "in_force": {"from": "2026-01-01", "to": "2026-12-31"},
                "parameters": {"allowed": [{"to": "2026-06-30", "value": "6 weeks"}, {"from": "2026-07-01", "value": "4 weeks"}]},
                "when": {"begins": {"stage": ["active", "suspended"]}},
                "expect": {"event": ["contract_reviewed", "contract_ended"]},
                "every": "$allowed", "on_close": "carry", "clock": "pauses",
            })),
            rule("A2", json!({
                "parameters": {"most": 3},
                "when": {"event": "session_held"}, "each": "present", "first": true,
                "per": ["contract", {"when": "each", "then": "person"}],
                "if": {"all": [
                    {"where": {"each.side": "family", "space": ["home_visit", "joint_session"], "present": {"count_at_least": 1}}},
                    {"any": [{"standing": {"at_least": "ally"}}, {"boundary": {"verdict": ["healthy", "mixed"]}}]},
                    {"not": {"concurrent": {"stage": "active", "sharing": ["case"], "distinct": "space", "at_most": "$most"}}},
                    {"not": {"last": {"event": "session_held", "per": [], "is": {"space": {"not": "home_visit"}}}}},
                ]},
                "unless": {"happened": {"event": "consent_given", "within": "3 months", "at_least": 1, "per": ["contract"],
                    "since": {"event": "consent_withdrawn", "where": {"by.side": "family"}}}},
                "expect": {"event": "family_helped_to_understand", "where": {"person": {"same_as": "opening.each"}}},
                "within": "same day", "each_its_own": true, "at_least": 1,
                "order": "strict", "before": {"event": "explanation_withheld"}, "until": {"event": "explanation_withheld"},
            })),
            rule("A3", json!({
                "when": {"ends": {"from": {"event": "contract_suspended"}, "to": {"event": "contract_resumed"}}},
                "forbid": {"broken": "A1"}, "within": "10 working days", "more_than": 1,
            })),
            rule("A4", json!({
                "preceded_by": {"event": "terms_accepted"}, "lead_time": "24 hours",
                "since": {"event": ["terms_proposed"], "where": {"by.side": "clinical"}},
            })),
            rule("A7", json!({
                "per": ["case"], "when": {"event": "milestone_reached"}, "expect": {"event": "milestone_reached"},
                "within": "15 working days", "linked_by": "follows",
                "counted_from": {"along": "follows", "event": "milestone_reached", "where": {"what": "strategy_discussion"}},
            })),
            rule("A8", json!({
                "parameters": {"share": 50},
                "require": {"ratio": {
                    "of": {"event": "session_held", "where": {"space": "home_visit"}}, "to": {"event": ["session_held"]},
                    "within": "3 months", "per": ["cycle"], "at_least": "$share", "at_most": 100,
                }},
            })),
            rule("A6", json!({
                "expect": {"event": "family_helped_to_understand"},
                "together": {"explained": ["clinicians_role", "safeguarding_duties"]}, "at_any_time": true,
                "on_close": "release",
            })),
            rule("A5", json!({
                "when": {"event": "family_helped_to_understand", "where": {"explained": {"all_of": ["clinicians_role"]}}},
                "expect": {"any": [
                    {"event": "contract_reviewed"},
                    {"event": "session_held", "where": {"space": "home_visit",
                        "occurred_at": {"later_than": "1 day", "within": "2 weeks", "after": "opening.occurred_at"}}},
                ]},
                "on_close": "break",
            })),
        ],
    })
}

#[test]
fn what_the_schema_admits_here_loads_too() {
    let pack = every_construct();
    fits(&pack.to_string(), "the pack of this test");
    if let Err(wrong) = Packs::default().add(&pack.to_string()) {
        panic!("{wrong}");
    }
}

/// Every place in a value, by pointer.
fn places(value: &Value, at: String, all: &mut Vec<String>) {
    match value {
        Value::Array(elements) => {
            elements.iter().enumerate().for_each(|(place, inner)| places(inner, format!("{at}/{place}"), all));
        }
        Value::Object(fields) => fields.iter().for_each(|(name, inner)| places(inner, format!("{at}/{name}"), all)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    all.push(at);
}

#[test]
fn what_the_schema_refuses_does_not_load() {
    let (schema, whole) = (validator(), every_construct());
    let mut all = Vec::new();
    places(&whole, String::new(), &mut all);
    let spoilt =
        [json!(null), json!(true), json!(-1), json!(1.5), json!("misspelt"), json!([]), json!({}), json!({"misspelt": 1})];
    let lengths: Vec<Value> =
        UNITS.iter().flat_map(|unit| [json!(format!("1 {unit}s")), json!(format!("2 {unit}"))]).collect();
    let (mut refused, mut admitted) = (0, 0);
    for at in &all {
        let mut packs: Vec<Value> = Vec::new();
        let is_length = whole.pointer(at).and_then(Value::as_str).is_some_and(|said| said.parse::<Period>().is_ok());
        for instead in spoilt.iter().chain(lengths.iter().filter(|_| is_length)) {
            let mut pack = whole.clone();
            *pack.pointer_mut(at).unwrap() = instead.clone();
            packs.push(pack);
        }
        // Without it, and with a field more.
        let (parent, name) = at.rsplit_once('/').unwrap_or_default();
        let mut less = whole.clone();
        if let Some(Value::Object(fields)) = less.pointer_mut(parent) {
            fields.remove(name);
        }
        let mut more = whole.clone();
        if let Some(Value::Object(fields)) = more.pointer_mut(at) {
            fields.insert("misspelt".to_owned(), json!("misspelt"));
        }
        packs.extend([less, more]);
        for pack in packs {
            if schema.is_valid(&pack) {
                admitted += 1;
                continue;
            }
            refused += 1;
            let loaded = Packs::default().add(&pack.to_string());
            assert!(loaded.is_err(), "it loads, spoilt at {at}: {:?}", pack.pointer(at));
        }
    }
    assert!(refused > 500 && admitted > 20, "{refused} refused, {admitted} admitted");
}

/// The units of lengths of time, of which one is said otherwise than several.
const UNITS: [&str; 5] = ["hour", "day", "working day", "week", "month"];

/// Packs over every construct, as users' property tests make them.
#[test]
fn every_pack_that_is_made_loads_and_fits_it() {
    let schema = validator();
    let mut runner = TestRunner::new(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() });
    let packs = strategy::written_pack(1..5);
    let of_a_construct = select(Construct::ALL).prop_flat_map(strategy::written_pack_of);
    let property = |(many, one): (Written, Written)| {
        for written in [many, one] {
            let pack: Value = serde_json::from_str(&written).unwrap();
            let wrong: Vec<String> =
                schema.iter_errors(&pack).map(|error| format!("{}: {error}", error.instance_path())).collect();
            prop_assert!(wrong.is_empty(), "{wrong:#?}");
            prop_assert!(Packs::default().add(&written).is_ok());
            // As it is written, so it is written again: fields are in order, and numbers are what they were.
            let again = serde_json::to_string(&pack).unwrap();
            let (mut one, mut other) = (Packs::default(), Packs::default());
            prop_assert_eq!(one.add(&written).ok(), other.add(&again).ok());
            prop_assert_eq!(one.pack("invented"), other.pack("invented"));
        }
        Ok(())
    };
    runner.run(&(packs, of_a_construct), property).unwrap();
}

#[test]
fn one_is_said_otherwise_than_several() {
    let schema = validator();
    for unit in UNITS {
        for (length, is_right) in [
            (format!("1 {unit}"), true),
            (format!("2 {unit}s"), true),
            (format!("10 {unit}s"), true),
            (format!("11 {unit}s"), true),
            (format!("1 {unit}s"), false),
            (format!("2 {unit}"), false),
            (format!("11 {unit}"), false),
            (format!("21 {unit}"), false),
            (format!("01 {unit}"), false),
        ] {
            let mut pack = every_construct();
            *pack.pointer_mut("/rules/1/unless/happened/within").unwrap() = json!(length);
            assert_eq!(schema.is_valid(&pack), is_right, "{length}");
            assert_eq!(Packs::default().add(&pack.to_string()).is_ok(), is_right, "{length}");
        }
    }
}

#[test]
fn what_serde_would_let_pass_is_said_with_its_place() {
    let mut pack = every_construct();
    *pack.pointer_mut("/pack").unwrap() = json!("Every Construct");
    *pack.pointer_mut("/rules/0/in_force").unwrap() = json!(["2026-01-01", "2026-12-31"]);
    *pack.pointer_mut("/rules/3/preceded_by/event").unwrap() = json!(["terms_accepted"]);
    pack["rules"][3]["within"] = json!(null);
    *pack.pointer_mut("/rules/1/if/all/1/any/1/boundary/verdict").unwrap() = json!([]);
    let wrong = Packs::default().add(&pack.to_string()).unwrap_err();
    let wrong: Vec<String> = wrong.problems().iter().map(ToString::to_string).collect();
    let expected = [
        "pack: pack: expected a name of lower case letters, digits and hyphens",
        "pack: rules[0] (A1).in_force: expected an object, with its fields by name",
        "pack: rules[1] (A2).if.all[1].any[1].boundary.verdict: expected at least one",
        "pack: rules[3] (A4).within: expected a value, or that the field be left out",
    ];
    assert_eq!(wrong.get(..4), Some(&expected.map(str::to_owned)[..]));
}

#[test]
fn a_slip_is_told_where_it_stands() {
    let mut pack = every_construct();
    *pack.pointer_mut("/rules/3/when/event").unwrap() = json!("contract_begn");
    let wrong: Vec<String> = validator().iter_errors(&pack).map(|error| error.instance_path().to_string()).collect();
    assert!(wrong.iter().any(|path| path.starts_with("/rules/3/when")), "{wrong:?}");
}
