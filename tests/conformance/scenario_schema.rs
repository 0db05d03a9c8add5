//! The schema of scenarios: it is as before, every scenario that comes with the crate fits it, and what the reader refuses by its shape the
//! schema refuses, too.
//!
//! Run with `UPDATE=1` to write the golden file anew.
#![expect(clippy::unwrap_used, reason = "in the helpers of tests, where a slip is a failed test")]

mod golden;

use std::sync::LazyLock;

use jsonschema::Validator;
use practice_cycle::simulation::{self, Scenario};
use practice_cycle::strategy;
use proptest::prelude::*;
use serde_json::{Value, json};

#[test]
fn the_schema_is_as_before() {
    let mut schema = simulation::schema().to_value();
    schema.sort_all_objects();
    let schema = schemars::Schema::try_from(schema).unwrap();
    golden::is_as_before("scenario", &schema);
}

#[test]
fn the_schema_is_a_schema() {
    assert!(jsonschema::meta::is_valid(simulation::schema().as_value()));
}

fn stored(name: &str) -> Value {
    serde_json::to_value(Scenario::shipped(name).unwrap()).unwrap()
}

#[test]
fn every_scenario_that_comes_with_the_crate_fits_it() {
    let validator = jsonschema::validator_for(simulation::schema().as_value()).unwrap();
    for name in Scenario::all_shipped() {
        let errors: Vec<String> = validator.iter_errors(&stored(name)).map(|error| error.to_string()).collect();
        assert_eq!(errors, Vec::<String>::new(), "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Scenarios with any of the tendencies, as users' property tests make them.
    #[test]
    fn every_scenario_that_is_made_fits_it(scenario in strategy::scenario()) {
        static SCHEMA: LazyLock<Validator> =
            LazyLock::new(|| jsonschema::validator_for(simulation::schema().as_value()).unwrap());
        let stored = serde_json::to_value(&scenario).unwrap();
        let errors: Vec<String> = SCHEMA.iter_errors(&stored).map(|error| error.to_string()).collect();
        prop_assert_eq!(errors, Vec::<String>::new());
        prop_assert_eq!(serde_json::from_value::<Scenario>(stored).unwrap(), scenario);
    }
}

/// Takes away, adds and turns into something else, field by field: the two agree on the shape of each.
#[test]
fn what_is_refused_by_its_shape_does_not_fit() {
    let validator = jsonschema::validator_for(simulation::schema().as_value()).unwrap();
    let mut tried = 0;
    for path in paths(&stored("budget-shock")) {
        for change in [None, Some(json!("invented")), Some(json!(["invented"])), Some(json!({ "invented": 1 }))] {
            let mut scenario = stored("budget-shock");
            let (parent, field) = path.rsplit_once('/').unwrap();
            let Some(parent) = scenario.pointer_mut(parent).and_then(Value::as_object_mut) else { continue };
            match &change {
                Some(value) => _ = parent.insert(field.to_owned(), value.clone()),
                None => _ = parent.remove(field),
            }
            let refused = serde_json::from_value::<Scenario>(scenario.clone()).err().map(|error| error.to_string());
            // What is refused for its shape is refused by serde, whose words begin so.
            let by_shape = refused
                .filter(|words| ["missing field", "unknown field", "invalid type"].iter().any(|it| words.contains(it)));
            if let Some(words) = by_shape {
                assert!(!validator.is_valid(&scenario), "{path} {change:?}: {words}");
                tried += 1;
            }
        }
    }
    assert!(tried > 500, "{tried}");
}

/// The JSON Pointers of every field.
fn paths(value: &Value) -> Vec<String> {
    let below = |name: &str, value: &Value| -> Vec<String> {
        std::iter::once(format!("/{name}")).chain(paths(value).into_iter().map(|path| format!("/{name}{path}"))).collect()
    };
    match value {
        Value::Object(fields) => fields.iter().flat_map(|(name, value)| below(name, value)).collect(),
        Value::Array(items) => items.iter().enumerate().flat_map(|(nth, value)| below(&nth.to_string(), value)).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    }
}
