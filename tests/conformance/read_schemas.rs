//! The schemas of stories, worlds, populations of observers and labels: as before, schemas, kept by every file of them that there is; and
//! what they refuse is refused when it is read. What generators are given keeps the names apart.
//!
//! Run with `UPDATE=1` to write the golden files anew.
#![expect(clippy::unwrap_used, reason = "in the helpers of tests, where a slip is a failed test")]

mod golden;

use std::collections::BTreeSet;
use std::path::PathBuf;

use jsonschema::Validator;
use practice_cycle::scenario::Scenarios;
use practice_cycle::search::World;
use practice_cycle::simulation::{Calibrator, Population};
use practice_cycle::{assessment, labels, schema};
use serde_json::{Value, json};

fn validator(name: &str) -> Validator {
    jsonschema::draft202012::new(&schema::of(name).unwrap()).unwrap()
}

fn files(folder: &str) -> Vec<(String, Value)> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder);
    let mut files: Vec<PathBuf> = std::fs::read_dir(path).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let json = files.into_iter().filter(|file| file.extension().is_some_and(|it| it == "json"));
    json.map(|file| {
        let written = std::fs::read_to_string(&file).unwrap();
        (file.display().to_string(), serde_json::from_str(&written).unwrap())
    })
    .collect()
}

fn with_field(field: &str) -> Vec<(String, Value)> {
    let all = files("examples/data").into_iter().chain(files("tests/scenarios"));
    all.filter(|(_, written)| written.get(field).is_some()).collect()
}

#[track_caller]
fn fits(validator: &Validator, file: &str, written: &Value) {
    let wrong: Vec<String> =
        validator.iter_errors(written).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(wrong.is_empty(), "{file}: {}", wrong.join("\n").chars().take(2000).collect::<String>());
}

#[test]
fn the_schemas_are_as_before_and_are_schemas() {
    for name in ["stories", "world", "population", "labels"] {
        let mut schema = schema::of(name).unwrap();
        assert!(jsonschema::meta::is_valid(&schema), "{name}");
        assert_eq!(schema["$id"], format!("urn:practice-cycle:{name}"));
        schema.sort_all_objects();
        golden::is_as_before(name, &schemars::Schema::try_from(schema).unwrap());
    }
}

#[test]
fn every_mapping_of_a_log_fits() {
    assert!(jsonschema::meta::is_valid(&schema::of("import_mapping").unwrap()));
    let validator = validator("import_mapping");
    let all: Vec<(String, Value)> = with_field("activities").into_iter().chain(files("src/import/mappings")).collect();
    assert!(all.len() >= 3);
    for (file, mut written) in all {
        fits(&validator, &file, &written);
        written["colour"] = "blue".into();
        assert!(!validator.is_valid(&written), "{file}: a field that there is not");
    }
}

#[test]
fn every_story_and_every_world_fits() {
    let stories = with_field("scenarios");
    assert!(stories.len() > 20, "{}", stories.len());
    let validator = validator("stories");
    stories.iter().for_each(|(file, written)| fits(&validator, file, written));
    let worlds = with_field("offers");
    assert!(worlds.len() >= 2, "{}", worlds.len());
    let validator = self::validator("world");
    worlds.iter().for_each(|(file, written)| fits(&validator, file, written));
}

#[test]
fn labels_and_observers_fit() {
    fits(&validator("labels"), "labels", &serde_json::from_str(labels::ENGLISH).unwrap());
    let population = serde_json::to_value(Population::illustrative()).unwrap();
    fits(&validator("population"), "population", &population);
    let calibration = Calibrator::new(Population::illustrative(), assessment::Parameters::unvalidated_v2()).teams(1).run();
    let written = serde_json::to_value(calibration.unwrap()).unwrap();
    fits(&validator("population"), "population of a calibration", &written["population"]);
}

/// Every place in a value, by pointer.
fn places(value: &Value, at: &str, all: &mut Vec<String>) {
    match value {
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(place, item)| places(item, &format!("{at}/{place}"), all));
        }
        Value::Object(fields) => fields.iter().for_each(|(name, value)| places(value, &format!("{at}/{name}"), all)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    all.push(at.to_owned());
}

/// Spoils a document at every place, and sees that what the schema refuses is refused when it is read: how many it refused, and admitted.
#[track_caller]
fn spoil(name: &str, whole: &Value, reads: impl Fn(&str) -> Result<(), String>) -> (usize, usize) {
    let validator = validator(name);
    fits(&validator, name, whole);
    assert_eq!(reads(&whole.to_string()), Ok(()));
    let mut all = Vec::new();
    places(whole, "", &mut all);
    let instead = [json!(null), json!(true), json!(-1), json!(1.5), json!("misspelt"), json!([]), json!({"misspelt": 1})];
    let (mut refused, mut admitted) = (0, 0);
    for at in &all {
        let mut spoilt: Vec<Value> = Vec::new();
        for instead in &instead {
            let mut other = whole.clone();
            *other.pointer_mut(at).unwrap() = instead.clone();
            spoilt.push(other);
        }
        let (parent, field) = at.rsplit_once('/').unwrap_or_default();
        let mut less = whole.clone();
        if let Some(Value::Object(fields)) = less.pointer_mut(parent) {
            fields.remove(field);
        }
        let mut more = whole.clone();
        if let Some(Value::Object(fields)) = more.pointer_mut(at) {
            fields.insert("misspelt".to_owned(), json!("misspelt"));
        }
        for other in spoilt.into_iter().chain([less, more]) {
            if validator.is_valid(&other) {
                admitted += 1;
            } else {
                refused += 1;
                assert!(reads(&other.to_string()).is_err(), "{name}: it is read, spoilt at {at}: {:?}", other.pointer(at));
            }
        }
    }
    (refused, admitted)
}

#[test]
fn what_the_schema_of_stories_refuses_is_not_read() {
    let stories = json!({
        "about": "Invented.", "pack": "invented",
        "people": {"clinician": "clinician", "worker": "social_worker"},
        "scenarios": [{
            "name": "A story", "opens": "2026-03-01", "people": {"mother": "parent"},
            "acts": [
                {"at": "2026-03-02 10:00", "by": "worker", "do": "contract_invited", "contract": "c-1", "space": "home_visit", "as": "invited"},
                {"at": "2026-03-02T11:00:00Z", "by": "worker", "do": "contract_invited", "contract": "c-1", "space": "home_visit", "refused": true},
                {"at": "2026-03-03", "recorded": "2026-03-04", "by": "clinician", "recorded_by": "worker", "do": "invitation_accepted",
                    "contract": "c-1"},
                {"at": "2026-03-05", "by": "worker", "do": "entered_in_error", "entries": ["invited"], "reason": "Invented.",
                    "refused": true},
                {"at": "2026-03-06", "by": "worker", "do": "set_up_contract", "contract": "c-2", "stage": "agreed",
                    "terms": {"lead": "shared"}},
            ],
            "as_of": "2026-04-01", "known_at": "2026-04-01",
            "expect": {"R1": "holds", "R2": {"verdict": "violated", "findings": 1, "opened_by": "invited", "due": "2026-03-04"}},
            "nothing_else": true,
            "also": [{"as_of": "2026-03-03", "expect": {"R1": "pending"}}],
        }],
    });
    let reads = |written: &str| Scenarios::read(written).map(drop).map_err(|error| error.to_string());
    let (refused, admitted) = spoil("stories", &stories, reads);
    assert!(refused > 300 && admitted > 20, "{refused} {admitted}");
}

#[test]
fn what_the_schema_of_worlds_refuses_is_not_read() {
    let world = json!({
        "about": "Invented.",
        "people": {"clinician": "clinician", "worker": "social_worker"}, "come_later": {"mother": "parent"},
        "starts": "2026-03-02 09:00",
        "given": [{"at": "2026-03-02 09:00", "by": "worker", "do": "set_up_contract", "contract": "c-1"}],
        "lists": {"where": ["home_visit", "team_meeting"]},
        "at_most": {"session": 2},
        "offers": [
            {"by": "$clinical", "do": "session_held", "cover": {"contract": "c-1"}, "space": "$where", "present": ["clinician", "mother"]},
            {"by": "worker", "do": "contract_reviewed", "contract": "c-1", "next_review": "2026-03-09"},
        ],
        "passes": ["next_due", "2 weeks"], "passes_at_most": 2,
    });
    let reads = |written: &str| World::read(written).map(drop).map_err(|error| error.to_string());
    let (refused, admitted) = spoil("world", &world, reads);
    assert!(refused > 200 && admitted > 5, "{refused} {admitted}");
}

#[test]
fn what_the_schema_of_observers_refuses_is_not_read() {
    let population = serde_json::to_value(Population::illustrative()).unwrap();
    let reads = |written: &str| serde_json::from_str::<Population>(written).map(drop).map_err(|error| error.to_string());
    let (refused, admitted) = spoil("population", &population, reads);
    assert!(refused > 300 && admitted > 5, "{refused} {admitted}");
}

/// The bundle is one document of types: every name that something refers to is there, nothing else is, and none is numbered.
#[test]
fn the_bundle_names_every_type_once() {
    let all = schema::bundle("urn:example:all", schema::names().filter_map(|name| Some((name, schema::of(name)?))));
    assert!(jsonschema::meta::is_valid(&all));
    let mut referred = BTreeSet::new();
    references(&all, &mut referred);
    let defined: BTreeSet<String> = all["$defs"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(referred, defined);
    assert_eq!(all["required"].as_array().unwrap().len(), schema::names().count());
    let capital = |name: &str| name.starts_with(|letter: char| letter.is_ascii_uppercase());
    let numbered = |name: &str| name.ends_with('_') || name.ends_with(|letter: char| letter.is_ascii_digit());
    // A figure of the article has its number.
    let odd: Vec<&String> =
        defined.iter().filter(|name| !capital(name) || numbered(name) && *name != "SignFigure1").collect();
    assert!(odd.is_empty(), "{odd:?}");
}

/// What fits a schema fits it in the bundle, where less is asked.
#[test]
fn what_fits_a_schema_fits_the_bundle() {
    let all = schema::bundle("urn:example:all", schema::names().filter_map(|name| Some((name, schema::of(name)?))));
    let of = |name: &str| {
        let alone = json!({ "$ref": all["properties"][name]["$ref"], "$defs": all["$defs"] });
        jsonschema::draft202012::new(&alone).unwrap()
    };
    let (stories, worlds) = (of("stories"), of("world"));
    with_field("scenarios").iter().for_each(|(file, written)| fits(&stories, file, written));
    with_field("offers").iter().for_each(|(file, written)| fits(&worlds, file, written));
    fits(&of("labels"), "labels", &serde_json::from_str(labels::ENGLISH).unwrap());
    assert!(!of("world").is_valid(&json!({})) && !of("labels").is_valid(&json!({"lists": {}})));
}

fn references(schema: &Value, found: &mut BTreeSet<String>) {
    match schema {
        Value::Object(object) => {
            if let Some(name) = object.get("$ref").and_then(Value::as_str).and_then(|to| to.strip_prefix("#/$defs/")) {
                found.insert(name.to_owned());
            }
            object.values().for_each(|value| references(value, found));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
