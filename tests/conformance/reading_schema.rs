//! The schema of readings: it is as before, and every reading of every invented history fits it, and begins with one head.
//!
//! Run with `UPDATE=1` to write the golden file anew.
#![expect(clippy::unwrap_used, reason = "in the helpers of tests, where a slip is a failed test")]

mod golden;

use std::collections::BTreeSet;
use std::path::PathBuf;

use practice_cycle::anchoring::{self, Anchoring};
use practice_cycle::assessment::{self, Assessment, Drift};
use practice_cycle::boundary::Scope;
use practice_cycle::history::{History, View};
use practice_cycle::hypotheses::{self, Hypotheses};
use practice_cycle::moment::Moment;
use practice_cycle::openings::Openings;
use practice_cycle::partnership::{self, Partnership};
use practice_cycle::people::Side;
use practice_cycle::reading::{self, Reading};
use practice_cycle::sharing::{self, Sharing};
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
        Hypotheses::of(view, &hypotheses::Parameters::default()).into(),
        Anchoring::of(view, &anchoring::Parameters::default()).into(),
        Sharing::of(view, &sharing::Parameters::default()).into(),
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
        if !name.ends_with(".jsonl") || name.ends_with("acts.jsonl") || name.ends_with("portfolio.jsonl") {
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
    let all = ["anchoring", "boundary", "drift", "hypotheses", "openings", "partnership", "sharing", "standing", "turns"];
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), all);
}

/// So does what was made of every kind of event, which the invented histories need not hold.
#[test]
fn a_question_and_a_case_fit_the_schema() {
    let validator = jsonschema::draft202012::new(reading::schema().as_value()).unwrap();
    let at =
        |hour: usize| format!(r#""occurred_at":"2026-04-01T{hour:02}:00:00Z","recorded_at":"2026-04-01T{hour:02}:00:00Z""#);
    let rated = |piece: usize| {
        format!(
            r#"{{"weighing":"we-{piece}","piece":"st-{piece}","ratings":[{{"hypothesis":"hy-1","rating":"inconsistent"}},{{"hypothesis":"hy-2","rating":"consistent"}}],"found":"looked_for"}}"#
        )
    };
    let said = |piece: usize| {
        format!(
            r#"{{"statement":"st-{piece}","discussion":"di-1","kind":"opinion","about":["acting","not_acting","going_well"],"author":"p-1","words":"Invented."}}"#
        )
    };
    let put = |idea: &str, order: &str| {
        format!(r#"{{"hypothesis":"{idea}","discussion":"di-1","order":"{order}","words":"Invented."}}"#)
    };
    let held = r#"{"discussion":"di-1","case":"case-1","question":"what_explains","space":"case_consultation","present":["p-1","p-2"]}"#;
    let planned = r#"{"test":"te-1","discussion":"di-1","hypotheses":["hy-2"],"better":"Invented.","change_course":"Invented.","look_again":"2026-05-01"}"#;
    let differed = r#"{"disagreement":"ds-1","case":"case-1","between":["p-1","p-2"],"on":"risk","safety":"affected"}"#;
    let step = |id: &str, by: &str| format!(r#"{{"step":"{id}","case":"case-1","taken_by":"{by}"}}"#);
    let decided = r#"{"decision":"de-1","case":"case-1","direction":"down","decided_by":["p-2"]}"#;
    let lines: [(&str, String); 19] = [
        ("cycle_opened", r#"{"cycle":"cy-1","format":1,"clinician":"p-1","team":"t-1"}"#.to_owned()),
        ("person_entered", r#"{"person":"p-2","role":"social_worker"}"#.to_owned()),
        ("discussion_held", held.to_owned()),
        ("hypothesis_put", put("hy-1", "first")),
        ("hypothesis_put", put("hy-2", "later")),
        ("statement_made", said(1)),
        ("statement_made", said(2)),
        ("statement_made", said(3)),
        ("evidence_weighed", rated(1)),
        ("evidence_weighed", rated(2)),
        ("evidence_weighed", rated(3)),
        ("hypothesis_reshaped", r#"{"hypothesis":"hy-2","words":"Invented."}"#.to_owned()),
        ("test_planned", planned.to_owned()),
        ("test_reviewed", r#"{"test":"te-1","then":"stop","because":"safe_enough"}"#.to_owned()),
        ("disagreement_recorded", differed.to_owned()),
        ("step_taken_on", step("sp-1", "p-1")),
        ("step_taken_on", step("sp-2", "p-2")),
        ("step_handed_back", r#"{"step":"sp-1"}"#.to_owned()),
        ("threshold_decided", decided.to_owned()),
    ];
    let mut history = History::default();
    for (hour, (kind, data)) in lines.iter().enumerate() {
        // A step is taken by whoever takes it.
        let by = if data.contains(r#""taken_by":"p-2""#) { "p-2" } else { "p-1" };
        let act = format!(r#"{{"type":"{kind}",{},"by":"{by}","data":{data}}}"#, at(hour));
        history.record(serde_json::from_str::<practice_cycle::cycle::Act>(&act).unwrap()).unwrap();
    }
    let view = history.view(Moment::LATEST, Moment::LATEST);
    let of_the_circle: Vec<Reading> = readings(&history, &view).into_iter().skip(3).take(3).collect();
    for (reading, list) in of_the_circle.iter().zip(["questions", "questions", "cases"]) {
        let told = serde_json::to_value(reading).unwrap();
        let wrong: Vec<String> =
            validator.iter_errors(&told).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(wrong.is_empty() && told[list].as_array().unwrap().len() == 1, "{wrong:#?} {told}");
    }
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
