//! Schemas by their names, all of them as one document, and what each command prints held to golden files.

use super::*;

#[test]
fn every_schema_is_listed_and_is_written_by_its_name() {
    let list = prints("schema", &["--list"]);
    let names: Vec<&str> = list.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(names.len() > 25 && names.contains(&"offer") && names.contains(&"replay"), "{list}");
    assert!(list.contains("world               "), "{list}");
    for name in ["offer", "world", "overview", "replay"] {
        let schema: Value = serde_json::from_str(&prints("schema", &[name])).unwrap();
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert!(schema["$id"].as_str().unwrap().starts_with("urn:practice-cycle:"), "{name}");
    }
    // Every line says what it is of, by itself.
    assert!(
        list.lines().all(|line| line
            .split_once(' ')
            .is_some_and(|(name, about)| names.contains(&name) && !about.contains("The same"))),
        "{list}"
    );
    assert!(!list.to_lowercase().contains("see the module."), "{list}");
    assert!(list.lines().all(|line| line.split_whitespace().count() > 3), "{list}");
}

/// What the program itself prints, as before; `UPDATE=1` writes the golden files anew.
#[test]
fn the_schemas_of_what_is_printed_are_as_before() {
    for name in
        ["act_answer", "portfolio_act_answer", "replay", "replay_portfolio", "check", "check_against", "search", "manifest"]
    {
        let now = prints("schema", &[name]);
        is_golden(&format!("tests/golden/{name}.schema.json"), &now);
    }
}

#[test]
fn all_of_them_are_one_document_of_types() {
    let folder = scratch("schemas");
    let all = folder.join("all.schema.json");
    let all = all.to_str().unwrap();
    assert_eq!(prints("schema", &["--all", "--out", all]), "");
    let written: Value = serde_json::from_str(&std::fs::read_to_string(all).unwrap()).unwrap();
    assert_eq!(written["properties"]["check"]["$ref"], "#/$defs/Checks");
    assert_eq!(written["$defs"]["Entry"]["discriminator"]["propertyName"], "type");
    // It is not overwritten unless that is asked for.
    let output = run("schema", &["offer", "--out", all], b"");
    assert_eq!(output.status.code(), Some(2));
    prints("schema", &["offer", "--force", "--out", all]);
}

#[test]
fn a_name_that_is_none_is_refused_with_those_that_there_are() {
    misused("schema", &["weather"], "no schema is called `weather`; there are `offer`, `act`,");
    misused("schema", &[], "required");
    misused("schema", &["offer", "--list"], "cannot be used with");
}
