//! The schema of readings: it is as before, and every reading of every invented history fits it, and begins with one head.
//!
//! Run with `UPDATE=1` to write the golden file anew.
#![expect(clippy::unwrap_used, reason = "in the helpers of tests, where a slip is a failed test")]

mod golden;

use std::collections::BTreeSet;
use std::path::PathBuf;

use practice_cycle::assessment::{self, Assessment, Drift};
use practice_cycle::boundary::Scope;
use practice_cycle::history::{History, View};
use practice_cycle::moment::Moment;
use practice_cycle::openings::Openings;
use practice_cycle::partnership::{self, Partnership};
use practice_cycle::people::Side;
use practice_cycle::reading::{self, Reading};
use practice_cycle::space::Space;
use practice_cycle::standing::{self, Standing};
use practice_cycle::turns::{self, Turns};
use serde_json::Value;

#[test]
fn the_schema_is_as_before() {
    let mut schema = reading::schema().to_value();
    schema.sort_all_objects();
    let schema = schemars::Schema::try_from(schema).unwrap(); // Which is written with what a schema begins with first.
    golden::is_as_before("reading", &schema);
}

#[test]
fn the_schema_is_a_schema() {
    assert!(jsonschema::meta::is_valid(reading::schema().as_value()));
}

/// Every reading of a view.
fn readings(history: &History, view: &View<'_>) -> Vec<Reading> {
    let boundary = assessment::Parameters::unvalidated_v2();
    let mut scopes: Vec<Scope> = history.contracts().map(|(contract, _)| Scope::Contract(contract.clone())).collect();
    scopes.extend([Scope::Cycle, Scope::Space(Space::TeamMeeting), Scope::Perspective(Side::Family)]);
    let mut readings: Vec<Reading> = vec![
        Standing::of(view, &standing::Parameters::default()).into(),
        Openings::of(view).into(),
        Turns::of(view, &turns::Parameters::default()).into(),
    ];
    for scope in scopes {
        readings.push(Assessment::of(view, scope.clone(), boundary).into());
        readings.push(Drift::of(view, scope, boundary).into());
    }
    let partnerships = Partnership::each(view, partnership::Parameters::unvalidated_v1());
    readings.extend(partnerships.into_iter().map(Reading::from));
    readings
}

#[test]
fn every_reading_of_every_invented_history_fits_the_schema_and_has_the_head() {
    let validator = jsonschema::draft202012::new(reading::schema().as_value()).unwrap();
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let (mut count, mut kinds) = (0, BTreeSet::new());
    let of_every_kind = root.join("tests/golden/every_kind.jsonl");
    let examples = std::fs::read_dir(root.join("examples/data")).unwrap().map(|file| file.unwrap().path());
    for file in examples.chain([of_every_kind]) {
        // Acts that are offered are no history.
        let name = file.to_string_lossy();
        if !name.ends_with(".jsonl") || name.ends_with("acts.jsonl") || name.ends_with(".portfolio.jsonl") {
            continue;
        }
        let history = History::read(std::fs::read(&file).unwrap().as_slice()).unwrap();
        let times = history.entries().iter().map(|entry| entry.act().recorded_at).chain([Moment::LATEST]);
        for as_of in times.step_by(7).chain([history.cycle().last_recorded()]) {
            for reading in readings(&history, &history.view(as_of, Moment::LATEST)) {
                let told = serde_json::to_value(&reading).unwrap();
                let wrong: Vec<String> =
                    validator.iter_errors(&told).map(|error| format!("{}: {error}", error.instance_path())).collect();
                assert!(wrong.is_empty(), "{}: {wrong:#?}", file.display());
                let kind = told["reading"].as_str().unwrap();
                assert!(told["as_of"].is_string() && told["known_at"].is_string());
                assert_eq!(told["parameters"].is_string(), kind != "openings");
                assert_eq!(told.get("scope").is_some(), ["boundary", "drift"].contains(&kind));
                assert_eq!(told.get("case").is_some(), kind == "partnership");
                kinds.insert(kind.to_owned());
                count += 1;
            }
        }
    }
    assert!(count > 300, "{count}");
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), ["boundary", "drift", "openings", "partnership", "standing", "turns"]);
}

/// What the schema refuses: a head that is missing, a code that is none, a number in place of a word.
#[test]
fn what_is_no_reading_does_not_fit() {
    let validator = jsonschema::draft202012::new(reading::schema().as_value()).unwrap();
    let history = include_bytes!("../../examples/data/boundary_seen_differently.jsonl");
    let history = History::read(history.as_slice()).unwrap();
    for reading in readings(&history, &history.view(history.cycle().last_recorded(), Moment::LATEST)) {
        let told = serde_json::to_value(&reading).unwrap();
        assert!(validator.is_valid(&told));
        for field in ["reading", "as_of", "known_at"] {
            let mut without = told.clone();
            without.as_object_mut().unwrap().remove(field);
            assert!(!validator.is_valid(&without), "{field}");
            let mut spoilt = told.clone();
            spoilt[field] = Value::from(7);
            assert!(!validator.is_valid(&spoilt), "{field}");
        }
        let mut other = told;
        other["reading"] = "weather".into();
        assert!(!validator.is_valid(&other));
    }
}
