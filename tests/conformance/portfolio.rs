//! The schemas of portfolios: as before, schemas, and kept by the invented portfolio and its reading.
//!
//! Run with `UPDATE=1` to write the golden files anew.
#![expect(clippy::unwrap_used, reason = "in the helpers of tests, where a slip is a failed test")]

mod golden;

use std::path::PathBuf;
use std::sync::LazyLock;

use jsonschema::Validator;
use practice_cycle::code::Code;
use practice_cycle::evidencing::{self, Act, Kind, Portfolio};
use practice_cycle::moment::Moment;
use practice_cycle::{stored, strategy};
use proptest::prelude::*;
use serde_json::{Value, json};

fn lines() -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples/data/portfolio.jsonl");
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn the_schemas_are_as_before_and_are_schemas() {
    let reading = evidencing::reading_schema().to_value();
    let all = [
        ("portfolio_act", evidencing::act_schema()),
        ("portfolio_entry", evidencing::entry_schema()),
        ("portfolio_reading", reading),
    ];
    for (name, mut schema) in all {
        assert!(jsonschema::meta::is_valid(&schema), "{name}");
        schema.sort_all_objects();
        golden::is_as_before(name, &schema);
    }
}

#[test]
fn every_entry_and_every_example_fits() {
    let entry = jsonschema::draft202012::new(&evidencing::entry_schema()).unwrap();
    for line in lines().lines() {
        assert!(entry.is_valid(&serde_json::from_str(line).unwrap()), "{line}");
    }
    let act = jsonschema::draft202012::new(&evidencing::act_schema()).unwrap();
    for kind in Kind::ALL {
        let data: Value = serde_json::from_str(kind.stored_example()).unwrap();
        let at = "2026-04-01T09:30:00Z";
        let example = json!({"type": kind.code(), "occurred_at": at, "recorded_at": at, "by": "p-1", "data": data});
        assert!(act.is_valid(&example) && stored::parse::<Act>(&example.to_string()).is_ok(), "{}", kind.code());
        // What reading refuses.
        for (place, value) in [("recorded_by", json!("p-2")), ("in_role", json!("manager")), ("number", json!(1))] {
            let mut more = example.clone();
            more[place] = value;
            assert!(!act.is_valid(&more) && stored::parse::<Act>(&more.to_string()).is_err(), "{place}");
        }
        let mut with_case = example.clone();
        with_case["data"]["case"] = json!("case-204");
        assert!(!act.is_valid(&with_case) && stored::parse::<Act>(&with_case.to_string()).is_err());
    }
    let beyond = |number: u8| {
        let mut data: Value = serde_json::from_str(Kind::PracticeEvidenced.stored_example()).unwrap();
        data["standards"]["numbers"] = json!([number]);
        let at = "2026-04-01T09:30:00Z";
        let act = json!({"type": "practice_evidenced", "occurred_at": at, "recorded_at": at, "by": "p-1", "data": data});
        (act.clone(), stored::parse::<Act>(&act.to_string()).is_ok())
    };
    for (number, fits) in [(0, false), (1, true), (10, true), (11, false)] {
        let (example, reads) = beyond(number);
        assert_eq!((act.is_valid(&example), reads), (fits, fits), "{number}");
    }
}

#[test]
fn the_reading_fits() {
    let validator = jsonschema::draft202012::new(evidencing::reading_schema().as_value()).unwrap();
    let owner = "social-worker-a".parse().unwrap();
    let portfolio = Portfolio::read(lines().as_bytes(), &owner).unwrap();
    let view = portfolio.open_for(&owner).unwrap();
    for entry in view.entries() {
        for known_at in [entry.act().recorded_at, Moment::LATEST] {
            let told = serde_json::to_value(view.reading(entry.act().occurred_at, known_at)).unwrap();
            assert!(validator.is_valid(&told), "{told}");
        }
    }
    let mut told = serde_json::to_value(view.reading(Moment::LATEST, Moment::LATEST)).unwrap();
    told["reading"] = json!("standing");
    assert!(!validator.is_valid(&told));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Acts that are offered, entries that come of them, and what is read of them at any time.
    #[test]
    fn every_portfolio_that_is_made_fits(acts in strategy::portfolio_acts(0..30)) {
        static SCHEMAS: LazyLock<[Validator; 3]> = LazyLock::new(|| {
            [evidencing::act_schema(), evidencing::entry_schema(), evidencing::reading_schema().to_value()]
                .map(|schema| jsonschema::draft202012::new(&schema).unwrap())
        });
        let [of_acts, of_entries, of_readings] = &*SCHEMAS;
        let owner = "p-2".parse().unwrap();
        let mut portfolio = Portfolio::default();
        for act in acts {
            let stored = serde_json::to_value(&act).unwrap();
            prop_assert!(of_acts.is_valid(&stored), "{stored}");
            if let Ok(entry) = portfolio.record(act) {
                let told = portfolio.open_for(&owner).unwrap().reading(entry.act().occurred_at, Moment::LATEST);
                let told = serde_json::to_value(told).unwrap();
                prop_assert!(of_readings.is_valid(&told), "{told}");
            }
        }
        for entry in portfolio.open_for(&owner).unwrap().entries() {
            let stored = serde_json::to_value(entry).unwrap();
            prop_assert!(of_entries.is_valid(&stored), "{stored}");
        }
    }
}
