//! The schemas of what is only written: as before, schemas, and kept by what is written of every invented history, of those that earlier
//! versions wrote, and of histories that are drawn. What is spoilt does not fit.
//!
//! Run with `UPDATE=1` to write the golden files anew.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "in the helpers of tests, where a slip is a failed test")]

mod golden;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::LazyLock;

use jsonschema::Validator;
use practice_cycle::anchoring::{self, Anchoring};
use practice_cycle::assessment::{self, Assessment, Drift};
use practice_cycle::boundary::Scope;
use practice_cycle::calendar::EnglandAndWales;
use practice_cycle::code::Code;
use practice_cycle::cycle::{Act, Kind};
use practice_cycle::evidencing::{self, Portfolio};
use practice_cycle::history::History;
use practice_cycle::hypotheses::{self, Hypotheses};
use practice_cycle::moment::Moment;
use practice_cycle::openings::Openings;
use practice_cycle::overview::Overview;
use practice_cycle::partnership::{self, Partnership};
use practice_cycle::policy::{Enforcement, Pack, Packs, Policy};
use practice_cycle::reading::Reading;
use practice_cycle::sharing::{self, Sharing};
use practice_cycle::standing::{self, Standing};
use practice_cycle::turns::{self, Turns};
use practice_cycle::{schema, stored, strategy};
use proptest::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};

/// What is only written, and has its golden file here; `reading` and `portfolio_reading` have theirs elsewhere.
const WRITTEN: [&str; 12] = [
    "overview", "report", "finding", "change", "news", "judgement", "possibility", "refusal", "portfolio_refusal", "fault",
    "form", "portfolio_form",
];

static VALIDATORS: LazyLock<BTreeMap<&str, Validator>> = LazyLock::new(|| {
    let all = schema::names().map(|name| (name, jsonschema::draft202012::new(&schema::of(name).unwrap()).unwrap()));
    all.collect()
});

static POLICIES: LazyLock<Vec<Policy>> = LazyLock::new(|| {
    let shipped = Packs::shipped();
    let policy = |name| Policy::new(Pack::shipped(name).unwrap(), &EnglandAndWales::new()).unwrap();
    shipped.names().map(policy).collect()
});

/// What did not fit, of how many of each schema.
#[derive(Default)]
struct Fitting {
    counts: BTreeMap<&'static str, usize>,
    kinds: BTreeSet<String>,
}

impl Fitting {
    #[track_caller]
    fn fits(&mut self, name: &'static str, written: &impl Serialize) -> Value {
        // As text and back, as it reaches whoever reads it.
        let written: Value = serde_json::from_str(&serde_json::to_string(written).unwrap()).unwrap();
        let wrong: Vec<String> =
            VALIDATORS[name].iter_errors(&written).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(wrong.is_empty(), "{name}: {}", &wrong.join("\n").chars().take(2000).collect::<String>());
        *self.counts.entry(name).or_default() += 1;
        written
    }

    /// Everything that is written of a history, as it was known at the end and will be later.
    #[track_caller]
    fn everything_of(&mut self, history: &History, policies: &[Policy]) {
        let last = history.cycle().last_recorded();
        for as_of in [last, Moment::LATEST] {
            let view = history.view(as_of, Moment::LATEST);
            let overview = Overview::of(&view);
            self.fits("overview", &overview);
            let people = overview.people.iter().map(|person| person.person);
            for person in people.take(4) {
                for contract in overview.contracts.iter().map(|contract| contract.contract) {
                    for possible in view.cycle().possible(person, contract, as_of).into_iter().flatten() {
                        self.fits("possibility", &possible);
                    }
                }
            }
            let boundary = assessment::Parameters::unvalidated_v2();
            let mut readings: Vec<Reading> = vec![
                Standing::of(&view, &standing::Parameters::default()).into(),
                Openings::of(&view).into(),
                Turns::of(&view, &turns::Parameters::default()).into(),
                Hypotheses::of(&view, &hypotheses::Parameters::default()).into(),
                Anchoring::of(&view, &anchoring::Parameters::default()).into(),
                Sharing::of(&view, &sharing::Parameters::default()).into(),
                Assessment::of(&view, Scope::Cycle, boundary).into(),
                Drift::of(&view, Scope::Cycle, boundary).into(),
            ];
            let partnerships = Partnership::each(&view, partnership::Parameters::unvalidated_v1());
            readings.extend(partnerships.into_iter().map(Reading::from));
            readings.iter().for_each(|reading| drop(self.fits("reading", reading)));
            for policy in policies {
                self.fits("report", &policy.check(history, as_of, Moment::LATEST));
                for finding in policy.explain(&[history], as_of, Moment::LATEST) {
                    let written = self.fits("finding", &finding);
                    self.kinds.extend(written["help"].as_array().unwrap().iter().map(|help| help["type"].to_string()));
                }
            }
            for (one, other) in policies.iter().zip(policies.iter().skip(1)) {
                for change in one.diff(other, &[history], as_of, Moment::LATEST) {
                    self.fits("change", &change);
                }
            }
        }
    }

    /// What is said of acts that are offered, each kind by its example.
    #[track_caller]
    fn what_is_said_of_offers(&mut self, history: &History, policy: &Policy) {
        let at = Moment::LATEST;
        for kind in Kind::all() {
            let data: Value = serde_json::from_str(kind.stored_example()).unwrap();
            let by = history.entries().first().map_or("p-1", |entry| entry.act().by.as_str());
            let act = json!({"type": kind.code(), "occurred_at": at, "recorded_at": at, "by": by, "data": data});
            let act: Act = serde_json::from_value(act).unwrap();
            match history.decide(act.clone()) {
                Err(refused) => drop(self.fits("refusal", &refused.report())),
                Ok(_) => {
                    let judged = policy.judge(history, &act, Enforcement::ALL[0]);
                    judged.iter().for_each(|judged| drop(self.fits("judgement", judged)));
                }
            }
        }
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The invented histories, and those that earlier versions wrote.
fn histories() -> Vec<History> {
    let folder = |path: &str| std::fs::read_dir(root().join(path)).unwrap().map(|file| file.unwrap().path());
    let files = folder("examples/data").chain(folder("tests/golden/format_1"));
    let mut files: Vec<PathBuf> = files
        .chain([root().join("tests/golden/every_kind.jsonl")])
        .filter(|file| {
            let name = file.to_string_lossy();
            name.ends_with(".jsonl")
                && ["acts.jsonl", "portfolio.jsonl", "entries.jsonl"].iter().all(|other| !name.ends_with(other))
        })
        .collect();
    files.sort();
    files.iter().map(|file| History::read(std::fs::read(file).unwrap().as_slice()).unwrap()).collect()
}

#[test]
fn the_schemas_are_as_before_and_are_schemas() {
    for name in WRITTEN {
        let mut schema = schema::of(name).unwrap();
        assert!(jsonschema::meta::is_valid(&schema), "{name}");
        assert_eq!(schema["$id"], format!("urn:practice-cycle:{}", name.replace('_', "-")));
        schema.sort_all_objects();
        golden::is_as_before(name, &schemars::Schema::try_from(schema).unwrap());
    }
}

/// Whatever is called as a part of an entry is that part: a type of another meaning under that name would be wrong in silence.
#[test]
fn what_has_the_name_of_a_part_of_an_entry_is_that_part() {
    let entry = schema::of("entry").unwrap();
    let mut compared = 0;
    for name in [
        "overview", "reading", "report", "finding", "change", "news", "judgement", "possibility", "refusal", "fault", "form",
    ] {
        let other = schema::of(name).unwrap();
        for (part, is) in other["$defs"].as_object().unwrap() {
            // What is written is in UTC, and less than what is read.
            if part == "Moment" {
                continue;
            }
            if let Some(of_entry) = entry["$defs"].get(part) {
                assert_eq!(meaning(is), meaning(of_entry), "{part} in {name}");
                compared += 1;
            }
        }
    }
    assert!(compared > 300, "{compared}");
}

/// A schema without what only people read.
fn meaning(schema: &Value) -> Value {
    match schema {
        Value::Object(keywords) => {
            let is_kept = |(keyword, said): &(&String, &Value)| {
                let is_for_people = said.is_string() && ["title", "description"].contains(&keyword.as_str());
                !(is_for_people || *keyword == "type" && keywords.contains_key("const"))
            };
            Value::Object(keywords.iter().filter(is_kept).map(|(keyword, said)| (keyword.clone(), meaning(said))).collect())
        }
        Value::Array(items) => items.iter().map(meaning).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => schema.clone(),
    }
}

#[test]
fn whatever_is_written_of_every_stored_history_fits() {
    let mut fitting = Fitting::default();
    for (place, history) in histories().iter().enumerate() {
        // Every pack of the invented ones, and two of the others, of which there are many.
        let policies = if place < 16 { &POLICIES[..] } else { &POLICIES[..2] };
        fitting.everything_of(history, policies);
    }
    fitting.what_is_said_of_offers(&histories()[0], &POLICIES[0]);
    let counts = &fitting.counts;
    for (name, least) in [
        ("overview", 80),
        ("reading", 600),
        ("possibility", 1000),
        ("report", 200),
        ("finding", 500),
        ("change", 20),
        ("refusal", 80),
        ("judgement", 1),
    ] {
        assert!(counts.get(name).is_some_and(|count| *count >= least), "{name}: {counts:?}");
    }
    assert!(fitting.kinds.len() >= 3, "{:?}", fitting.kinds);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_is_written_of_histories_that_are_drawn_fits(history in strategy::history(0..100)) {
        let mut fitting = Fitting::default();
        fitting.everything_of(&history, &POLICIES[..2]);
        fitting.what_is_said_of_offers(&history, &POLICIES[0]);
    }
}

#[test]
fn news_forms_and_faults_fit() {
    let mut fitting = Fitting::default();
    let news = std::fs::read_to_string(root().join("tests/golden/news.jsonl")).unwrap();
    for line in news.lines() {
        fitting.fits("news", &serde_json::from_str::<Value>(line).unwrap());
    }
    Kind::all().for_each(|kind| drop(fitting.fits("form", &kind.form())));
    evidencing::Kind::ALL.iter().for_each(|kind| drop(fitting.fits("portfolio_form", &kind.form())));
    let lines = ["", "{", r#"{"type":"person_left"}"#, r#"{"type":"weather"}"#, r#"{"type":"person_left","by":"a b"}"#];
    for line in lines {
        fitting.fits("fault", &stored::parse::<Act>(line).unwrap_err().report());
        fitting.fits("fault", &History::read(format!("{line}\n{{}}\n").as_bytes()).unwrap_err().report());
    }
    let twice = [line_of(0), line_of(0)].concat();
    let written = fitting.fits("fault", &History::read(twice.as_bytes()).unwrap_err().report());
    assert!(written["refusal"].is_object(), "{written}");
    let portfolio = std::fs::read_to_string(root().join("examples/data/portfolio.jsonl")).unwrap();
    let owner = "social-worker-a".parse().unwrap();
    let portfolio_read = Portfolio::read(portfolio.as_bytes(), &owner).unwrap();
    for line in portfolio.lines() {
        let mut act: Value = serde_json::from_str(line).unwrap();
        act.as_object_mut().unwrap().remove("number");
        if let Ok(act) = serde_json::from_value::<evidencing::Act>(act)
            && let Err(refusal) = portfolio_read.judge(&act)
        {
            fitting.fits("portfolio_refusal", &refusal.about(&act));
        }
    }
    assert!(fitting.counts["news"] > 5 && fitting.counts["portfolio_refusal"] > 0, "{:?}", fitting.counts);
}

/// A line of the first history.
fn line_of(place: usize) -> String {
    let path = root().join("examples/data/turnover.jsonl");
    std::fs::read_to_string(path).unwrap().lines().nth(place).unwrap().to_owned() + "\n"
}

/// The JSON Pointers of every value, but of what stands as a pack writes it.
fn places(value: &Value, at: &str, all: &mut Vec<String>) {
    if at.ends_with("/asked/written") {
        return;
    }
    match value {
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(place, item)| places(item, &format!("{at}/{place}"), all));
        }
        Value::Object(fields) => fields.iter().for_each(|(name, value)| places(value, &format!("{at}/{name}"), all)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => all.push(at.to_owned()),
    }
}

#[test]
fn what_is_spoilt_does_not_fit() {
    let history = histories().into_iter().max_by_key(|history| history.entries().len()).unwrap();
    let view = history.view(Moment::LATEST, Moment::LATEST);
    let policy = &POLICIES[0];
    let mut documents: Vec<(&str, Value)> = vec![
        ("overview", serde_json::to_value(Overview::of(&view)).unwrap()),
        ("report", serde_json::to_value(policy.check(&history, Moment::LATEST, Moment::LATEST)).unwrap()),
        ("form", serde_json::to_value(Kind::from_code("terms_proposed").unwrap().form()).unwrap()),
    ];
    let findings = policy.explain(&[&history], Moment::LATEST, Moment::LATEST);
    documents.extend(findings.iter().take(5).map(|finding| ("finding", serde_json::to_value(finding).unwrap())));
    let mut tried = 0;
    for (name, document) in documents {
        assert!(VALIDATORS[name].is_valid(&document), "{name}");
        let mut all = Vec::new();
        places(&document, "", &mut all);
        // Every so many of a large one: each is validated as a whole.
        let every = all.len() / 150 + 1;
        for at in all.iter().step_by(every) {
            let mut spoilt = document.clone();
            *spoilt.pointer_mut(at).unwrap() = json!({"spoilt": 1});
            assert!(!VALIDATORS[name].is_valid(&spoilt), "{name}: it fits, spoilt at {at}");
            tried += 1;
        }
        let required: BTreeSet<String> = schema::of(name).unwrap()["required"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it.as_str().unwrap().to_owned())
            .collect();
        assert!(required.len() >= 5, "{name}");
        for field in required {
            let mut without = document.clone();
            without.as_object_mut().unwrap().remove(&field).unwrap_or_else(|| panic!("{name} has no {field}"));
            assert!(!VALIDATORS[name].is_valid(&without), "{name}: it fits without {field}");
            tried += 1;
        }
    }
    assert!(tried > 500, "{tried}");
}
