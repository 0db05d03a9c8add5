//! What is changed: every example of the repository, and which values stand under which name in them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use practice_cycle::cycle::Kind;
use practice_cycle::policy::Packs;
use practice_cycle::simulation::Scenario;
use practice_cycle::{assessment, standing, turns};
use serde_json::{Value, json};

use crate::targets::Target;

/// Where examples lie, from the root of the repository.
const FOLDERS: [&str; 9] = [
    "examples/data",
    "src/policy/packs",
    "src/search/worlds",
    "src/simulation/scenario/shipped",
    "tests/fuzz/seeds",
    "tests/golden",
    "tests/golden/format_1",
    "tests/policy_reference",
    "tests/scenarios",
];

/// Longer files are schemas and lists of forms, which nothing here reads.
const LONGEST: u64 = 90_000;

/// The examples.
#[derive(Debug)]
pub struct Corpus {
    seeds: BTreeMap<Target, Vec<String>>,
    /// The values that were seen under a name.
    seen: BTreeMap<String, Vec<Value>>,
    /// The data of an event of each kind, as a line of an act without times.
    acts: Vec<Value>,
    packs: Packs,
}

impl Corpus {
    /// Reads the examples of the repository, and sorts them by which target reads them.
    ///
    /// # Errors
    /// A folder that cannot be read, or a pack of the examples that does not load.
    pub fn read() -> Result<Self, String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut texts = Vec::new();
        for folder in FOLDERS {
            for file in files(&root.join(folder))? {
                texts.push(fs::read_to_string(&file).map_err(|error| format!("{folder}: {error}"))?);
            }
        }
        let written = |value: Result<Value, _>| {
            value.map(|value| value.to_string()).map_err(|error: serde_json::Error| error.to_string())
        };
        texts.push(written(serde_json::to_value(assessment::Parameters::unvalidated_v2()))?);
        texts.push(written(serde_json::to_value(standing::Parameters::unvalidated_v1()))?);
        texts.push(written(serde_json::to_value(turns::Parameters::unvalidated_v2()))?);

        for name in Scenario::all_shipped() {
            texts.push(written(serde_json::to_value(Scenario::shipped(name)))?);
        }
        // The packs that come with the crate read under another name; rules without a pack are given one.
        let packs: Vec<String> = texts.iter().filter_map(|text| as_a_pack_of_its_own(text)).collect();
        texts.extend(packs);

        let mut corpus = Self { seeds: BTreeMap::new(), seen: BTreeMap::new(), acts: acts(), packs: Packs::shipped() };
        for text in texts.iter().filter(|text| text.contains("\"rules\"")) {
            // What is no pack is passed over; a pack that is shipped is known already.
            let _ = corpus.packs.add(text);
        }
        for value in texts.iter().flat_map(|text| values(text)).chain(corpus.acts.clone()) {
            note(&value, &mut corpus.seen);
        }
        for &target in Target::ALL {
            corpus.seeds.insert(target, texts.iter().filter(|text| target.reads(text)).cloned().collect());
        }
        Ok(corpus)
    }

    /// The examples that a target reads.
    #[must_use]
    pub fn seeds(&self, target: Target) -> &[String] {
        self.seeds.get(&target).map_or(&[], Vec::as_slice)
    }

    /// The values that were seen under a name.
    #[must_use]
    pub fn seen(&self, name: &str) -> &[Value] {
        self.seen.get(name).map_or(&[], Vec::as_slice)
    }

    /// An act of each kind, with the type and the data alone.
    #[must_use]
    pub fn acts(&self) -> &[Value] {
        &self.acts
    }

    /// The packs that come with the crate and those of the examples.
    #[must_use]
    pub fn packs(&self) -> &Packs {
        &self.packs
    }
}

/// The files of a folder that may be examples, in order. A folder that is not there holds none.
fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(Vec::new()) };
    let mut files = Vec::new();
    for entry in entries {
        let file = entry.map_err(|error| error.to_string())?.path();
        let short = file.metadata().is_ok_and(|about| about.is_file() && about.len() <= LONGEST);
        let fits = file.extension().is_some_and(|extension| extension == "json" || extension == "jsonl");
        if short && fits {
            files.push(file);
        }
    }
    files.sort();
    Ok(files)
}

fn as_a_pack_of_its_own(text: &str) -> Option<String> {
    let document: Value = serde_json::from_str(text).ok()?;
    let is_list = document.is_array();
    let mut pack = if is_list { json!({"version": "1", "title": "Invented", "rules": document}) } else { document };
    let rules = pack.get_mut("rules")?.as_array_mut()?;
    for rule in rules {
        let rule = rule.as_object_mut()?;
        rule.entry("title").or_insert("Invented".into());
        rule.entry("severity").or_insert("query".into());
        rule.entry("source").or_insert(json!({"work": "Invented", "known": "local"}));
    }
    pack.as_object_mut()?.insert("pack".to_owned(), "ours".into());
    Some(pack.to_string())
}

fn acts() -> Vec<Value> {
    let data = |kind: Kind| serde_json::from_str::<Value>(kind.stored_example()).unwrap_or_default();
    Kind::all().map(|kind| json!({"type": kind.code(), "data": data(kind)})).collect()
}

/// A document, or one a line.
pub(crate) fn values(text: &str) -> Vec<Value> {
    match serde_json::from_str(text) {
        Ok(document) => vec![document],
        Err(_) => text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect(),
    }
}

/// Notes what stands under each name, up to a hundred of a name.
fn note(value: &Value, seen: &mut BTreeMap<String, Vec<Value>>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let known = seen.entry(name.clone()).or_default();
                if known.len() < 100 && !known.contains(value) {
                    known.push(value.clone());
                }
                note(value, seen);
            }
        }
        Value::Array(all) => all.iter().for_each(|value| note(value, seen)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
