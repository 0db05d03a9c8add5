//! Packs load, and hold every construct and every test.

use std::collections::{BTreeMap, BTreeSet};

use practice_cycle::policy::{Pack, Packs};
use practice_cycle::strategy::{self, Construct};
use serde_json::Value;

use crate::drawn;

fn rules(written: &str) -> Vec<Value> {
    let pack: Value = serde_json::from_str(written).unwrap();
    pack["rules"].as_array().unwrap().clone()
}

/// The name of a construct in the written form.
fn name(construct: Construct) -> String {
    let name = format!("{construct:?}");
    let plain = match construct {
        Construct::AnyOf => "any",
        Construct::Lasting => "from",
        Construct::PeopleHere => "people_here",
        Construct::ContractsOf => "person.contracts",
        Construct::FirstTime => "first",
        _ => "",
    };
    if !plain.is_empty() {
        return plain.to_owned();
    }
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

/// Whether a name stands in a rule, as a field or at the beginning of a value.
fn names(rule: &Value, name: &str) -> bool {
    match rule {
        Value::Object(fields) => fields.iter().any(|(field, value)| field == name || names(value, name)),
        Value::Array(all) => all.iter().any(|value| names(value, name)),
        Value::String(value) => value.starts_with(name),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

#[test]
fn a_pack_of_each_construct_loads_and_has_it() {
    let mut lacking = BTreeMap::new();
    for &construct in Construct::ALL {
        let name = name(construct);
        let mut different = BTreeSet::new();
        for written in drawn(strategy::written_pack_of(construct), 40) {
            if let Err(wrong) = Packs::default().add(&written) {
                panic!("{construct:?}: {written}\n{wrong}");
            }
            let rules = rules(&written);
            assert_eq!(rules.len(), if construct == Construct::Broken { 2 } else { 1 }, "{construct:?}: {written}");
            let is_there = rules.iter().any(|rule| match construct {
                // These names mean something else in other places.
                Construct::First => names(&rule["require"], &name),
                Construct::FirstTime => rule["first"] == true,
                Construct::Before | Construct::Until | Construct::OnClose | Construct::By | Construct::Within => {
                    !rule[&name].is_null()
                }
                Construct::AtLeast | Construct::If | Construct::Each => !rule[&name].is_null(),
                Construct::AnyOf => rule.to_string().contains(r#""any":[{"event""#),
                _ => names(rule, &name),
            });
            if !is_there {
                lacking.entry(construct).or_insert(written.to_string());
            }
            different.insert(written.to_string());
        }
        assert!(different.len() > 12, "{construct:?}: only {} are different", different.len());
    }
    assert!(lacking.is_empty(), "it is not in them: {lacking:#?}");
}

/// How often rules have what they were drawn with, and not only what is wanted of them.
#[test]
fn packs_hold_every_construct_and_every_test() {
    let mut found: BTreeMap<&str, usize> = BTreeMap::new();
    let tests = [
        "not", "all_of", "same_as", "differs_from", "later_than", "within", "after", "said", "redacted", "count_at_least",
        "count_at_most", "at_least", "at_most", "opening.", "$period", "$number", "per", "where", "is", "sharing",
        "distinct", "to", "value", "weekday",
    ];
    let constructs: Vec<(Construct, String)> =
        Construct::ALL.iter().map(|&construct| (construct, name(construct))).collect();
    let (mut plain, mut all) = (0, 0);
    for written in drawn(strategy::written_pack(6), 60) {
        for rule in rules(&written) {
            let text = rule.to_string();
            tests.iter().filter(|test| text.contains(*test)).for_each(|test| *found.entry(test).or_default() += 1);
            for (_, name) in constructs.iter().filter(|(_, name)| names(&rule, name)) {
                *found.entry(name).or_default() += 1;
            }
            all += 1;
            plain += usize::from(text.len() < 230);
        }
    }
    let never: Vec<&str> = tests
        .into_iter()
        .chain(constructs.iter().map(|(_, name)| name.as_str()))
        .filter(|name| !found.contains_key(name))
        .collect();
    println!("{plain} of {all} rules are plain: {found:?}");
    assert!(never.is_empty(), "{never:?}: {found:?}");
    assert!(plain * 3 < all, "{plain} of {all} rules say little: too many do not load as they were drawn");
}

#[test]
fn what_loads_alone_loads_beside_the_packs_that_are_shipped() {
    for written in drawn(strategy::written_pack(1..8), 20) {
        let mut packs = Packs::shipped();
        assert_eq!(packs.add(&written).unwrap(), "invented");
        assert_eq!(packs.pack("invented"), Some(&Pack::read(&written).unwrap()));
    }
}
