//! The page on how rules are written says what is so: its examples load, and it names every part of the form.
#![expect(clippy::unwrap_used, reason = "the helpers of tests fail as tests do")]

use practice_cycle::code::Code;
use practice_cycle::policy::{Clock, Known, OnClose, Order, Packs, Severity};
use serde_json::{Value, json};

const PAGE: &str = include_str!("../src/policy/writing.md");

/// The examples: what stands between the fences.
fn examples() -> impl Iterator<Item = &'static str> {
    PAGE.split("```json\n").skip(1).map(|rest| rest.split("```").next().unwrap())
}

#[test]
fn every_example_loads() {
    let mut packs = 0;
    let mut first: Option<Value> = None;
    for written in examples() {
        let example: Value = serde_json::from_str(written).unwrap();
        if example.get("pack").is_some() {
            let name = Packs::shipped().add(written).unwrap();
            assert_eq!(example["pack"], name);
            first = first.or_else(|| example["rules"].get(0).cloned());
            packs += 1;
            continue;
        }
        // What the examples leave out, and the rule that one of them watches.
        let mut rule = json!({"id": "W00", "title": "An example", "severity": "query",
            "source": {"work": "The page on writing rules", "known": "local"}});
        rule.as_object_mut().unwrap().extend(example.as_object().unwrap().clone());
        let rules = [first.clone().unwrap(), rule];
        let pack = json!({"pack": "example", "version": "1", "title": "An example", "rules": rules});
        let loaded = Packs::default().add(&pack.to_string());
        assert!(loaded.is_ok(), "{loaded:?}\n{written}");
    }
    assert_eq!(packs, 2);
}

#[test]
fn every_part_of_the_form_is_named() {
    let schema: Value = serde_json::from_str(include_str!("golden/pack.schema.json")).unwrap();
    let forms = schema["$defs"].as_object().unwrap().values().chain([&schema]);
    let choices = forms.clone().filter_map(|form| form.get("oneOf")).flat_map(|all| all.as_array().unwrap());
    let names: Vec<&String> =
        forms.chain(choices).filter_map(|form| form["properties"].as_object()).flat_map(|all| all.keys()).collect();
    assert!(names.len() > 60, "{names:?}");
    for name in names.into_iter().filter(|name| !name.starts_with('$')) {
        let is_named = ["\"", "`"].iter().any(|quote| PAGE.contains(&format!("{quote}{name}{quote}")));
        assert!(is_named, "`{name}` is not on the page");
    }
    let codes = [codes::<OnClose>(), codes::<Known>(), codes::<Severity>()].concat();
    let codes = codes.into_iter().chain([Order::Strict.code(), Clock::Pauses.code()]);
    for code in codes {
        let is_named = ["\"", "`"].iter().any(|quote| PAGE.contains(&format!("{quote}{code}{quote}")));
        assert!(is_named, "`{code}` is not on the page");
    }
}

fn codes<W: Code>() -> Vec<&'static str> {
    W::ALL.iter().map(|word| word.code()).collect()
}

/// Every pack that stands in a folder.
fn packs_in(folder: &str) -> Vec<Value> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let paths = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let written = paths.filter(|path| path.extension().is_some_and(|ending| ending == "json"));
    let read = written.map(|path| serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap());
    read.filter(|file: &Value| file.get("rules").is_some()).collect()
}

/// Notes each part of the form that a written value makes use of, under the form it belongs to: `happened.since`, `where.not`.
fn note_parts(form: &str, value: &Value, parts: &mut std::collections::BTreeSet<String>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| note_parts(form, value, parts)),
        Value::Object(fields) => {
            for (name, value) in fields {
                let field_of_an_event = ["where", "is"].contains(&form);
                if field_of_an_event {
                    note_parts("test", value, parts);
                } else {
                    parts.insert(format!("{form}.{name}"));
                    note_parts(name, value, parts);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn every_construct_is_used_by_a_pack_that_is_shipped_or_shown() {
    let mut used = std::collections::BTreeSet::new();
    let packs = [packs_in("src/policy/packs"), packs_in("examples/data")].concat();
    assert!(packs.len() >= 8, "only {} packs were found", packs.len());
    packs.iter().for_each(|pack| note_parts("pack", pack, &mut used));
    let schema: Value = serde_json::from_str(include_str!("golden/pack.schema.json")).unwrap();
    // Under which names the forms of the schema stand where they are written.
    let forms = |form: &str| -> Vec<String> {
        match form {
            "Rule" => vec!["rules".into()],
            "FirstOrLast" => vec!["first".into(), "last".into()],
            "Boundary" | "Concurrent" | "Happened" | "Ratio" | "Standing" | "Source" | "Test" | "InForce" => {
                vec![form.replace("InForce", "in_force").to_lowercase()]
            }
            _ => Vec::new(),
        }
    };
    let mut unused = Vec::new();
    for (form, described) in schema["$defs"].as_object().unwrap() {
        let choices = described.get("oneOf").or(described.get("anyOf")).and_then(Value::as_array).into_iter().flatten();
        let properties = choices.chain([described]).filter_map(|form| form["properties"].as_object());
        for name in properties.flat_map(|all| all.keys()) {
            let places = forms(form);
            let is_used = match places.is_empty() {
                true => used.iter().any(|part| part.ends_with(&format!(".{name}"))),
                false => places.iter().any(|place| used.contains(&format!("{place}.{name}"))),
            };
            if !is_used {
                unused.push(format!("{form}: {name}"));
            }
        }
    }
    assert!(unused.is_empty(), "no pack needs these: {unused:?}");
}
