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
