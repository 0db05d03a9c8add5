//! Each shipped rule has a story at each boundary that its form gives it, named in brackets behind the story: the midnight after a
//! last day, Christmas with its substitute days, the hour that October doubles and the one that March lacks, the end of a month,
//! a case that was redacted, a late entry, a correction, a waiver.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "in tests, where a slip is a failed test")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde_json::Value;

const MARKS: [&str; 9] =
    ["midnight", "Christmas", "October", "March", "month end", "redacted", "late entry", "correction", "waiver"];

fn read(folder: &str, of: fn(&str) -> bool) -> Vec<Value> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    paths.retain(|path| of(&path.to_string_lossy()));
    paths.sort();
    paths.iter().map(|path| serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()).collect()
}

/// Every object within a value, by the name under which it stands.
fn walk<'v>(name: &'v str, value: &'v Value, seen: &mut impl FnMut(&'v str, &'v Value)) {
    seen(name, value);
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| walk(name, value, seen)),
        Value::Array(values) => values.iter().for_each(|value| walk(name, value, seen)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The lengths of time that a rule counts, as they are written; of a parameter, its values.
fn lengths(rule: &Value) -> Vec<&str> {
    let mut lengths = Vec::new();
    walk("", rule, &mut |name, value| {
        let Some(written) = value.as_str().filter(|_| ["within", "every", "lead_time"].contains(&name)) else { return };
        match written.strip_prefix('$') {
            Some(parameter) => walk("", &rule["parameters"][parameter], &mut |_, value| lengths.extend(value.as_str())),
            None => lengths.push(written),
        }
    });
    lengths
}

/// The boundaries that a rule has by its form.
fn boundaries_of(rule: &Value) -> BTreeSet<&'static str> {
    let lengths = lengths(rule);
    let counts = |of: fn(&str) -> bool| lengths.iter().any(|length| of(length));
    let is_strict = rule.get("order").is_some_and(|order| order == "strict");
    let by_a_day = ["by", "before"].iter().any(|part| rule.get(part).is_some());
    let gate_of_the_day = rule.get("preceded_by").is_some() && !is_strict;
    let over_clocks =
        counts(|length| !length.contains("working") && !length.contains("month") && !length.starts_with("same"));
    let mut about_a_case = false;
    walk("", rule, &mut |name, value| {
        let is_asked = ["per", "sharing", "distinct"].contains(&name);
        about_a_case |= is_asked && value.as_str() == Some("case");
    });
    [
        ("midnight", by_a_day || gate_of_the_day || counts(|length| !length.contains("hour"))),
        ("Christmas", counts(|length| length.contains("working"))),
        ("October", over_clocks),
        ("March", over_clocks),
        ("month end", counts(|length| length.contains("month"))),
        ("redacted", about_a_case),
        ("late entry", true),
        ("correction", true),
        ("waiver", rule["severity"] == "query"),
    ]
    .into_iter()
    .filter_map(|(mark, has)| has.then_some(mark))
    .collect()
}

/// The marks behind a story's name, and the rules before it that it expects something of.
fn marked(story: &Value) -> (Vec<&str>, Vec<&str>) {
    let name = story["name"].as_str().unwrap();
    let Some((rest, marks)) = name.strip_suffix(')').and_then(|name| name.rsplit_once(" (")) else {
        return (Vec::new(), Vec::new());
    };
    let rules = rest.split_once(": ").map_or("", |(rules, _)| rules);
    let named = rules.split([',', ' ']).filter(|rule| story["expect"].get(rule).is_some());
    (marks.split(", ").collect(), named.collect())
}

#[test]
fn each_shipped_rule_has_a_story_at_each_of_its_boundaries() {
    let mut told: BTreeMap<(String, String), BTreeSet<&str>> = BTreeMap::new();
    let files = read("tests/scenarios", |path| path.ends_with(".json") && !path.ends_with(".pack.json"));
    for (file, story) in
        files.iter().flat_map(|file| file["scenarios"].as_array().unwrap().iter().map(move |story| (file, story)))
    {
        let (marks, rules) = marked(story);
        for rule in rules {
            let place = (file["pack"].as_str().unwrap().to_owned(), rule.to_owned());
            told.entry(place).or_default().extend(&marks);
        }
    }
    let mut missing = Vec::new();
    let packs = read("src/policy/packs", |path| path.ends_with(".json"));
    for (pack, rule) in packs.iter().flat_map(|pack| pack["rules"].as_array().unwrap().iter().map(move |rule| (pack, rule)))
    {
        let place = (pack["pack"].as_str().unwrap().to_owned(), rule["id"].as_str().unwrap().to_owned());
        let none = BTreeSet::new();
        let told = told.get(&place).unwrap_or(&none);
        missing.extend(boundaries_of(rule).difference(told).map(|mark| format!("{} {}: {mark}", place.0, place.1)));
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

/// The days on which something happens in a story, or is asked of it, the first and the last.
fn days(story: &Value) -> (String, String) {
    let mut days = BTreeSet::new();
    walk("", story, &mut |name, value| {
        let is_time = ["at", "recorded", "as_of", "due"].contains(&name);
        days.extend(value.as_str().filter(|_| is_time).and_then(|time| time.get(..10)).map(str::to_owned));
    });
    (days.first().unwrap().clone(), days.last().unwrap().clone())
}

/// Whether a story has in it what its mark says.
fn holds(mark: &str, story: &Value) -> bool {
    let (first, last) = days(story);
    let spans = |month_and_day: &str| {
        let day = format!("{}-{month_and_day}", &last[..4]);
        first < day && day < last
    };
    let mut times = Vec::new();
    let (mut done, mut is_late, mut excused) = (Vec::new(), false, false);
    walk("", story, &mut |name, value| {
        let word = value.as_str().unwrap_or_default();
        match name {
            "at" | "recorded" | "due" => times.push(word),
            "do" => done.push(word),
            _ => {}
        }
        is_late |= name == "recorded";
        excused |= name == "excused" && value.as_u64().is_some_and(|count| count > 0);
    });
    let is_month_end = |time: &&str| {
        ["02-28", "02-29", "03-31", "04-30", "05-31", "06-30", "08-31", "09-30", "11-30"].contains(&&time[5..10])
    };
    match mark {
        "midnight" => times.iter().any(|time| time.ends_with(" 00:00")),
        "Christmas" => {
            let year = &first[..4];
            first < format!("{year}-12-25") && last > format!("{year}-12-28")
        }
        "October" => spans("10-25") || (first.as_str() < "2026-10-25" && last.as_str() > "2026-10-25"),
        "March" => spans("03-29"),
        "month end" => times.iter().filter(|time| time.len() == 10).any(is_month_end),
        "redacted" => done.contains(&"redacted"),
        "late entry" => is_late,
        "correction" => done.contains(&"entered_in_error"),
        "waiver" => done.contains(&"duty_waived") && excused,
        _ => false,
    }
}

#[test]
fn a_story_has_in_it_the_boundary_that_its_name_says() {
    let mut checked = 0;
    for file in read("tests/scenarios", |path| path.ends_with("boundaries.json")) {
        for story in file["scenarios"].as_array().unwrap() {
            for mark in marked(story).0 {
                assert!(MARKS.contains(&mark), "{}: there is no boundary called {mark}", story["name"]);
                assert!(holds(mark, story), "{}: nothing of {mark} is in it", story["name"]);
                checked += 1;
            }
        }
    }
    assert!(checked > 200, "only {checked}");
}

#[test]
fn the_form_of_a_rule_says_which_boundaries_it_has() {
    let of = |rule: Value| boundaries_of(&rule).into_iter().collect::<Vec<_>>();
    let month =
        serde_json::json!({"severity": "query", "per": ["case"], "parameters": {"soon": "3 months"}, "within": "$soon"});
    assert_eq!(of(month), ["correction", "late entry", "midnight", "month end", "redacted", "waiver"]);
    let hours = serde_json::json!({"severity": "error", "per": ["concern"], "within": "4 hours"});
    assert_eq!(of(hours), ["March", "October", "correction", "late entry"]);
    let gate = serde_json::json!({"severity": "error", "preceded_by": {"event": "consent_given"}, "order": "strict"});
    assert_eq!(of(gate), ["correction", "late entry"]);
}
