//! Catalogues of other languages over findings and readings: English says what `Display` says, and Welsh says the boundary whole.
//!
//! Run with `UPDATE=1` to write the golden file anew. The histories are invented.
#![expect(clippy::panic, clippy::unwrap_used, reason = "in the helpers of tests, where a slip is a failed test")]

#[path = "golden/mod.rs"]
mod golden;
#[path = "language/loud.rs"]
mod loud;

use std::path::{Path, PathBuf};

use practice_cycle::anchoring::{self, Anchoring};
use practice_cycle::assessment::{Assessment, Drift, Parameters};
use practice_cycle::boundary::Scope;
use practice_cycle::calendar::EnglandAndWales;
use practice_cycle::code::Code;
use practice_cycle::history::{History, View};
use practice_cycle::hypotheses::{self, Hypotheses};
use practice_cycle::id::PersonId;
use practice_cycle::language::Catalogue;
use practice_cycle::moment::Moment;
use practice_cycle::openings::Openings;
use practice_cycle::partnership::{self, Partnership};
use practice_cycle::people::Side;
use practice_cycle::policy::{Language, Packs, Policy};
use practice_cycle::reader::Reader;
use practice_cycle::reading::Reading;
use practice_cycle::scenario::Scenarios;
use practice_cycle::sharing::{self, Sharing};
use practice_cycle::space::Space;
use practice_cycle::standing::{self, Standing};
use practice_cycle::turns::{self, Turns};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn in_folder(folder: &str, ending: &str) -> Vec<PathBuf> {
    let files = std::fs::read_dir(root().join(folder)).unwrap().map(|file| file.unwrap().path());
    let mut files: Vec<PathBuf> = files.filter(|path| path.to_string_lossy().ends_with(ending)).collect();
    files.sort();
    assert!(!files.is_empty(), "{folder}");
    files
}

fn history(path: &Path) -> History {
    History::read(std::fs::read(path).unwrap().as_slice()).unwrap_or_else(|wrong| panic!("{}: {wrong}", path.display()))
}

/// The histories of the examples, and those of the goldens.
fn histories() -> Vec<History> {
    let examples = in_folder("examples/data", ".jsonl").into_iter().filter(|path| {
        std::fs::read_to_string(path).unwrap().lines().next().unwrap_or_default().contains(r#""type":"cycle_opened""#)
    });
    let goldens = ["every_kind.jsonl", "simulated_by_hand.jsonl"].map(|name| root().join("tests/golden").join(name));
    let found: Vec<History> = examples
        .chain(goldens)
        .filter_map(|path| {
            let text = std::fs::read(&path).unwrap();
            History::read(text.as_slice()).ok()
        })
        .collect();
    assert!(found.len() >= 8, "{}", found.len());
    found
}

#[test]
fn english_says_every_finding_of_the_stories_as_it_is_displayed() {
    let (english, welsh) = (Catalogue::english(), Catalogue::welsh());
    let mut packs = Packs::shipped();
    packs.add(include_str!("scenarios/fixed-points.pack.json")).unwrap_or_else(|wrong| panic!("{wrong}"));
    let mut said = 0;
    for path in in_folder("tests/scenarios", ".json") {
        if path.to_string_lossy().ends_with(".pack.json") {
            continue;
        }
        let scenarios = Scenarios::read(&std::fs::read_to_string(&path).unwrap()).unwrap();
        for finding in
            scenarios.run(&packs).unwrap().iter().flat_map(|ran| &ran.reports).flat_map(|report| report.findings())
        {
            assert_eq!(english.sentence(finding), finding.to_string());
            let sentence = welsh.sentence(finding);
            let begins = ["Torrwyd ", "Ni ellir pennu ", "Mae "];
            assert!(begins.iter().any(|begins| sentence.starts_with(begins)), "{sentence}");
            said += 1;
        }
    }
    assert!(said > 100, "{said}");
}

#[test]
fn english_says_every_excerpt_as_it_is_displayed() {
    let (english, welsh) = (Catalogue::english(), Catalogue::welsh());
    let packs = Packs::shipped();
    let team = std::fs::read_to_string(root().join("examples/data/invented_team.pack.json")).unwrap();
    let team = practice_cycle::policy::Pack::read(&team).unwrap_or_else(|wrong| panic!("{wrong}"));
    let calendar = EnglandAndWales::new();
    let policies = packs.names().map(|name| packs.pack(name).unwrap().clone()).chain([team]);
    let policies: Vec<Policy> = policies.map(|pack| Policy::new(&pack, &calendar).unwrap()).collect();
    let mut shown = 0;
    for history in histories() {
        let histories = [&history];
        for policy in &policies {
            for finding in policy.explain(&histories, Moment::LATEST, Moment::LATEST) {
                let excerpt = finding.excerpt(&histories);
                assert_eq!(excerpt.in_language(&english).to_string(), excerpt.to_string());
                let in_welsh = excerpt.in_language(&welsh).to_string();
                assert!(in_welsh.contains("= ffynhonnell: "), "{in_welsh}");
                shown += 1;
            }
            let report = policy.check(&history, Moment::LATEST, Moment::LATEST);
            let rendered = report.render(&histories);
            assert_eq!(rendered.in_language(&english).to_string(), rendered.to_string());
        }
    }
    assert!(shown > 200, "{shown}");
}

/// The readings of a history, of each kind.
fn readings(view: &View<'_>) -> Vec<Reading> {
    let parameters = Parameters::unvalidated_v2();
    let scopes = [Scope::Cycle].into_iter();
    let scopes = scopes.chain(Space::ALL.iter().map(|&space| Scope::Space(space)));
    let scopes = scopes.chain(Side::ALL.iter().map(|&side| Scope::Perspective(side)));
    let scopes = scopes.chain([Scope::Contract("c-1".parse().unwrap())]);
    let mut readings: Vec<Reading> = scopes
        .flat_map(|scope| {
            [Assessment::of(view, scope.clone(), parameters).into(), Drift::of(view, scope, parameters).into()]
        })
        .collect();
    readings.push(Standing::of(view, &standing::Parameters::default()).into());
    readings.push(Turns::of(view, &turns::Parameters::default()).into());
    readings.push(Openings::of(view).into());
    readings.push(Hypotheses::of(view, &hypotheses::Parameters::default()).into());
    readings.push(Anchoring::of(view, &anchoring::Parameters::default()).into());
    readings.push(Sharing::of(view, &sharing::Parameters::default()).into());
    readings.extend(Partnership::each(view, partnership::Parameters::unvalidated_v1()).into_iter().map(Reading::from));
    readings
}

/// Which kind of reading it is, by number.
fn kind(reading: &Reading) -> usize {
    match reading {
        Reading::Boundary(_) => 0,
        Reading::Drift(_) => 1,
        Reading::Standing(_) => 2,
        Reading::Openings(_) => 3,
        Reading::Turns(_) => 4,
        Reading::Partnership(_) => 5,
        Reading::Hypotheses(_) => 6,
        Reading::Anchoring(_) => 7,
        Reading::Sharing(_) => 8,
        _ => panic!("a new kind of reading, which has no number here"),
    }
}

/// Everybody who is in it, and nobody in particular.
fn readers(history: &History, view: &View<'_>) -> Vec<Reader> {
    let mut people: Vec<&PersonId> = history.entries().iter().map(|entry| &entry.act().by).collect();
    people.sort_unstable();
    people.dedup();
    std::iter::once(Reader::nobody(view)).chain(people.into_iter().map(|person| Reader::of(view, person))).collect()
}

#[test]
fn english_says_every_reading_as_it_is_displayed() {
    let english = Catalogue::english();
    let (mut said, mut kinds) = (0, [0; 9]);
    for history in histories() {
        for (as_of, known_at) in [
            (Moment::LATEST, Moment::LATEST),
            (history.cycle().last_recorded(), Moment::LATEST),
            (history.cycle().last_recorded(), history.cycle().last_recorded()),
            (Moment::LATEST, history.cycle().last_recorded()),
        ] {
            let view = history.view(as_of, known_at);
            for reading in readings(&view) {
                for reader in readers(&history, &view) {
                    assert_eq!(english.reading(&reading, &reader), reading.text_for(&reader));
                    said += 1;
                    kinds[kind(&reading)] += usize::from(!reading.is_bare_for(&reader));
                }
            }
        }
    }
    assert!(said > 1000, "{said}");
    assert!(kinds.iter().all(|&of_kind| of_kind > 0), "{kinds:?}");
}

#[test]
fn welsh_says_the_boundary_its_drift_and_the_standing_whole() {
    let welsh = Catalogue::welsh();
    let english = |line: &str| {
        ["Read by", "It rests", " the ", "entry ", "leans", "showed", "By ", "This ", "To be "]
            .iter()
            .any(|word| line.contains(word))
    };
    for history in histories() {
        let view = history.view(Moment::LATEST, Moment::LATEST);
        for reading in readings(&view) {
            if !matches!(reading, Reading::Boundary(_) | Reading::Drift(_) | Reading::Standing(_)) {
                // Of the others it says what they share with these, and English in place of the rest.
                let said = welsh.reading(&reading, &Reader::nobody(&view));
                assert_eq!(said.lines().count(), reading.to_string().lines().count(), "{said}");
                continue;
            }
            for reader in readers(&history, &view) {
                let said = welsh.reading(&reading, &reader);
                let in_english: Vec<&str> = said.lines().filter(|line| english(line)).collect();
                assert!(in_english.is_empty(), "{in_english:?}");
                assert_eq!(said.lines().count(), reading.text_for(&reader).lines().count());
            }
        }
    }
}

#[test]
fn the_boundary_of_the_sixth_week_in_welsh() {
    let history = history(&root().join("examples/data/boundary_seen_differently.jsonl"));
    let view = history.view("2026-10-16T17:00:00Z".parse().unwrap(), Moment::LATEST);
    let reading = Reading::from(Assessment::of(&view, Scope::Cycle, Parameters::unvalidated_v2()));
    let reader = Reader::of(&view, &"clinician".parse().unwrap());
    let said = Catalogue::welsh().reading(&reading, &reader);
    golden::is_golden("tests/golden/boundary_sixth_week.cy.txt", &said);
}

/// A reading is said sentence by sentence: one that a catalogue lacks is said in English, whole.
#[test]
fn a_sentence_that_is_missing_is_said_in_english() {
    let one = Catalogue::read(
        "catalogue-language = cy\nboundary-read-by = Darllenwyd yn ôl `{ $parameters }`.\nboundary-each-way = Pob ffordd: { $weights }.\n",
    )
    .unwrap();
    let history = history(&root().join("examples/data/boundary_seen_differently.jsonl"));
    let view = history.view("2026-10-16T17:00:00Z".parse().unwrap(), Moment::LATEST);
    let reading = Reading::from(Assessment::of(&view, Scope::Cycle, Parameters::unvalidated_v2()));
    let said = one.reading(&reading, &Reader::of(&view, &"clinician".parse().unwrap()));
    assert!(said.contains("\nDarllenwyd yn ôl `unvalidated_v2`.\n"), "{said}");
    assert!(
        said.contains("Each way: too close (enmeshed) "),
        "its labels are missing, so the whole sentence is English: {said}"
    );
}
