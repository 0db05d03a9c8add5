//! A language that is English in capitals: what it leaves in small letters was put together in code, and no catalogue can say it.

use std::collections::BTreeSet;

use fluent_syntax::ast::{Entry, Expression, Pattern, PatternElement};
use fluent_syntax::{parser, serializer};
use practice_cycle::calendar::DayOff;
use practice_cycle::labels;
use practice_cycle::language::{Catalogue, ENGLISH};
use practice_cycle::policy::{Evidence, Finding, Language, Packs, Policy, Report, Trigger};
use serde_json::Value;

use super::*;

fn shout(pattern: &mut Pattern<String>) {
    for element in &mut pattern.elements {
        match element {
            PatternElement::TextElement { value } => *value = value.to_uppercase(),
            PatternElement::Placeable { expression: Expression::Select { variants, .. } } => {
                variants.iter_mut().for_each(|variant| shout(&mut variant.value));
            }
            PatternElement::Placeable { expression: Expression::Inline(_) } => {}
        }
    }
}

/// Every message there is, in capitals.
fn loud() -> Catalogue {
    let mut english = parser::parse(ENGLISH.to_owned()).unwrap();
    for entry in &mut english.body {
        if let Entry::Message(message) = entry
            && !message.id.name.starts_with("catalogue-")
        {
            message.value.iter_mut().for_each(shout);
            message.attributes.iter_mut().for_each(|form| shout(&mut form.value));
        }
    }
    let loud = Catalogue::read(&serializer::serialize(&english)).unwrap_or_else(|wrong| panic!("{wrong}"));
    assert_eq!((loud.missing(), loud.check()), (Vec::new(), Vec::new()));
    loud
}

/// The references in a history: who acted and who is in it, and every other word that is no code.
fn references(history: &History) -> BTreeSet<String> {
    fn collect(value: &Value, is_person: bool, codes: &BTreeSet<&str>, all: &mut BTreeSet<String>) {
        match value {
            Value::String(word) => {
                if !word.contains(' ') && (is_person || !codes.contains(word.as_str())) {
                    all.insert(word.clone());
                }
            }
            Value::Array(several) => several.iter().for_each(|value| collect(value, is_person, codes, all)),
            Value::Object(fields) => {
                for (name, value) in fields {
                    let is_person = matches!(name.as_str(), "by" | "recorded_by" | "person" | "clinician");
                    collect(value, is_person, codes, all);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    let codes: BTreeSet<&str> = labels::all().map(|label| label.code).collect();
    let mut stored = Vec::new();
    history.write(&mut stored).unwrap();
    let mut all = BTreeSet::new();
    for line in stored.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()) {
        collect(&serde_json::from_slice(line).unwrap(), false, &codes, &mut all);
    }
    all
}

/// The words of a text that are not in capitals, but for references.
fn in_small_letters(text: &str, references: &BTreeSet<String>) -> Vec<String> {
    // What stands between backticks is as it is written.
    let prose = text.split('`').step_by(2);
    let is_part = |c: char| c.is_alphanumeric() || "-_/:'’".contains(c);
    let words = prose.flat_map(|prose| prose.split(move |c| !is_part(c))).map(|word| word.trim_matches([':', '\'', '-']));
    let is_small = |word: &&str| word.chars().any(char::is_lowercase);
    words.filter(is_small).filter(|word| !references.contains(*word)).map(str::to_owned).collect()
}

#[test]
fn no_reading_says_what_no_catalogue_can() {
    let (loud, mut said) = (loud(), 0);
    for history in histories() {
        let mut references = references(&history);
        for as_of in [Moment::LATEST, history.cycle().last_recorded()] {
            let view = history.view(as_of, Moment::LATEST);
            for reading in readings(&view) {
                references.extend(["unvalidated_v1", "unvalidated_v2"].map(str::to_owned));
                for reader in readers(&history, &view) {
                    let text = loud.reading(&reading, &reader);
                    let small = in_small_letters(&text, &references);
                    assert!(small.is_empty(), "{small:?} in:\n{text}");
                    assert_eq!(text.lines().count(), reading.text_for(&reader).lines().count());
                    let english = reading.text_for(&reader);
                    let is_heard = english.is_empty() || !in_small_letters(&english, &references).is_empty();
                    assert!(is_heard, "the check finds no English in:\n{english}");
                    said += usize::from(!text.is_empty());
                }
            }
        }
    }
    assert!(said > 1000, "{said}");
}

/// What whoever wrote a pack or a calendar wrote, which every language says as it is written.
fn as_written(finding: &Finding) -> Vec<String> {
    let mut written = vec![finding.title.trim_end_matches('.').to_owned(), finding.pack.0.clone(), finding.pack.1.clone()];
    written.push(finding.rule.to_string());
    if let Trigger::Broken(rule) = &finding.opening.trigger {
        written.push(rule.to_string());
    }
    for source in [Some(&finding.source), finding.after.as_ref()].into_iter().flatten() {
        written.push(source.work.clone());
        written.extend(source.section.clone());
    }
    for set in &finding.set {
        written.extend([set.parameter.replace('_', " "), set.value.clone(), set.pack.0.clone(), set.pack.1.clone()]);
    }
    let due = finding.due.iter().flat_map(|due| due.counted.skipped.values());
    written.extend(due.filter_map(|why| match why {
        DayOff::BankHoliday(name) => Some(name.to_string()),
        DayOff::Weekend | DayOff::Extra => None,
    }));
    written
}

#[track_caller]
fn assert_loud(text: &str, written: &[String], references: &BTreeSet<String>) {
    // The longest first, for one may lie in another.
    let mut written: Vec<&String> = written.iter().filter(|words| !words.is_empty()).collect();
    written.sort_by_key(|words| std::cmp::Reverse(words.len()));
    let rest = written.iter().fold(text.to_owned(), |text, words| text.replace(words.as_str(), "…"));
    let small = in_small_letters(&rest, references);
    assert!(small.is_empty(), "{small:?} in:\n{text}");
}

#[test]
fn no_finding_of_the_stories_says_what_no_catalogue_can() {
    let (loud, nothing, mut said) = (loud(), BTreeSet::new(), 0);
    let mut packs = Packs::shipped();
    let (mut stories, written) = (in_folder("tests/scenarios", ".json"), in_folder("examples/data", ".pack.json"));
    stories.extend(in_folder("examples/data", ".stories.json"));
    let is_pack = |path: &PathBuf| path.to_string_lossy().ends_with(".pack.json");
    for pack in stories.iter().filter(|path| is_pack(path)).chain(&written) {
        packs.add(&std::fs::read_to_string(pack).unwrap()).unwrap_or_else(|wrong| panic!("{wrong}"));
    }
    for path in stories.iter().filter(|path| !is_pack(path)) {
        let scenarios = Scenarios::read(&std::fs::read_to_string(path).unwrap()).unwrap();
        let ran = scenarios.run(&packs).unwrap();
        for finding in ran.iter().flat_map(|ran| &ran.reports).flat_map(Report::findings) {
            assert_loud(&loud.sentence(finding), &as_written(finding), &nothing);
            for (name, note) in loud.notes(finding) {
                assert_loud(&format!("{name}: {note}"), &as_written(finding), &nothing);
            }
            said += 1;
        }
    }
    assert!(said > 100, "{said}");
}

#[test]
fn no_excerpt_says_what_no_catalogue_can() {
    let (loud, mut shown) = (loud(), 0);
    let packs = Packs::shipped();
    let team = std::fs::read_to_string(root().join("examples/data/invented_team.pack.json")).unwrap();
    let team = practice_cycle::policy::Pack::read(&team).unwrap_or_else(|wrong| panic!("{wrong}"));
    let calendar = EnglandAndWales::new();
    let policies = packs.names().map(|name| packs.pack(name).unwrap().clone()).chain([team]);
    let policies: Vec<Policy> = policies.map(|pack| Policy::new(&pack, &calendar).unwrap()).collect();
    let mut looked_at = 0;
    for history in histories() {
        let (histories, references) = ([&history], references(&history));
        for policy in &policies {
            for finding in policy.explain(&histories, Moment::LATEST, Moment::LATEST) {
                let written = as_written(&finding);
                assert_loud(&finding.excerpt(&histories).in_language(&loud).to_string(), &written, &references);
                assert_loud(&loud.sentence(&finding), &written, &references);
                looked_at += finding.because.iter().filter(|it| matches!(it, Evidence::Field { .. })).count();
                shown += 1;
            }
            let report = policy.check(&history, Moment::LATEST, Moment::LATEST);
            let mut written: Vec<String> = report.findings().flat_map(as_written).collect();
            written.extend([report.calendar.0.clone(), report.calendar.1.clone()]);
            assert_loud(&report.render(&histories).in_language(&loud).to_string(), &written, &references);
        }
    }
    assert!(shown > 200 && looked_at > 50, "{shown} {looked_at}");
}
