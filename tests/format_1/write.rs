//! Writes lines that hold what none of those that are there holds yet.
//!
//! Random histories are told again, act by act. Beside each act come others like it that say something unseen: another code,
//! another field, one field less. What is admitted is told, and then whatever adds nothing is left out.

use std::collections::BTreeSet;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use practice_cycle::contracting::Stage;
use practice_cycle::correction::Redacted;
use practice_cycle::cycle::{Act, Entry, Event, Kind};
use practice_cycle::history::History;
use practice_cycle::id::{EntryNumber, PersonId};
use practice_cycle::moment::Moment;
use practice_cycle::text::Text;
use practice_cycle::{correction, strategy};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use super::seen::{self, Could, Seen};
use super::{files, folder, loaded, seen_in_files};

/// So many histories after the last that added something, the search for more is given up.
const IN_VAIN: usize = 80;

const WORDS: &str = "Said in other words.";

#[test]
#[ignore = "run once for each release, before it"]
fn write_the_lines_of_this_format() {
    std::fs::create_dir_all(folder()).unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let examples = std::fs::read_dir(root.join("examples/data")).unwrap().map(|file| file.unwrap().path());
    let mut paths: Vec<_> = examples.collect();
    paths.retain(|path| path.extension().is_some_and(|it| it == "jsonl") && !path.ends_with("acts.jsonl"));
    paths.retain(|path| !path.to_string_lossy().ends_with("portfolio.jsonl"));
    paths.sort();
    paths.push(root.join("tests/golden/entries.jsonl"));
    for path in paths {
        add(&path.file_stem().unwrap().to_string_lossy(), &std::fs::read_to_string(&path).unwrap());
    }

    let mut runner = TestRunner::deterministic();
    let mut drawn = |steps: usize| strategy::history(steps).new_tree(&mut runner).unwrap().current();
    (0..2).for_each(|_| add("drawn", &written(&drawn(120))));
    let mut examples: Vec<History> = super::histories().iter().map(|(name, lines)| loaded(name, lines)).collect();
    let mut in_vain = 0;
    while in_vain < IN_VAIN {
        let before = files().len();
        // An example where what is drawn adds nothing any more.
        let next = if in_vain > 0 { examples.pop() } else { None }.unwrap_or_else(|| drawn(100));
        let wider = told_wider(&next, &seen_in_files().but_words_without_a_tombstone());
        add_if_new("wider", &shortened(&wider, &seen_in_files()));
        add_if_new("redacted", &redacted(shortened(&wider, &seen_in_files().but_words_without_a_tombstone())));
        in_vain = if files().len() == before { in_vain + 1 } else { 0 };
    }
    println!("{:#?}", seen_in_files().missing());
}

fn written(history: &History) -> String {
    let mut lines = Vec::new();
    history.write(&mut lines).unwrap();
    String::from_utf8(lines).unwrap()
}

/// Adds a file under the next number, unless one says the same. What is there is never written again.
fn add(name: &str, lines: &str) {
    let there = files();
    if there.values().all(|other| other != lines) {
        let path = folder().join(format!("{:02}-{name}.jsonl", there.len() + 1));
        OpenOptions::new().write(true).create_new(true).open(path).unwrap().write_all(lines.as_bytes()).unwrap();
    }
}

fn add_if_new(name: &str, history: &History) {
    let seen = seen_in_files();
    if together(&seen, history).missing() != seen.missing() {
        add(name, &written(history));
    }
}

fn together(seen: &Seen, history: &History) -> Seen {
    let mut both = seen.clone();
    history.entries().iter().for_each(|entry| both.note(entry));
    both
}

/// A history told again with whatever can be said in it that is unseen.
fn told_wider(history: &History, seen: &Seen) -> History {
    let (mut told, mut seen) = (History::default(), seen.clone());
    let redacts = |entry: &&Entry| matches!(entry.event(), Event::Correction(correction::Event::Redacted(_)));
    for entry in history.entries().iter().filter(|entry| !redacts(entry)) {
        let act = serde_json::to_value(entry.act()).unwrap();
        let mut open = vec![act.clone()];
        while let Some(act) = open.pop() {
            for variants in unseen(&act, &seen) {
                let name = format!("-{}", told.entries().len());
                // Of another thing, if it can be, so that the act itself can still be told.
                let variant = variants.into_iter().find(|variant| {
                    offer(&mut told, &of_another(variant, &name))
                        || offer_unless_it_moves(&mut told, variant)
                        || offer_from_the_start(&mut told, variant, &name)
                        || offer(&mut told, variant)
                });
                if let Some(variant) = variant {
                    seen.note(told.entries().last().unwrap());
                    open.push(variant);
                }
            }
        }
        // What was redacted since cannot be offered.
        if offer(&mut told, &act) {
            seen.note(told.entries().last().unwrap());
        }
    }
    told
}

fn offer(told: &mut History, act: &Value) -> bool {
    let Ok(act) = serde_json::from_str::<Act>(&seen::line(act)) else { return false };
    let recorded_at = act.recorded_at.max(told.cycle().last_recorded());
    told.record(act.recorded(recorded_at)).is_ok()
}

/// Tells what leaves a contract at the stage where it stands.
fn offer_unless_it_moves(told: &mut History, act: &Value) -> bool {
    if !matches!(kind(act), Kind::Contracting(_)) {
        return false;
    }
    let before = told.clone();
    let stays = |told: &History| {
        let stages = |history: &History| -> Vec<Stage> {
            history.contracts().map(|(_, it)| it.latest_stage(Moment::LATEST)).collect()
        };
        stages(told) == stages(&before)
    };
    let is_told = offer(told, act) && stays(told);
    if !is_told {
        *told = before;
    }
    is_told
}

/// Tells of another thing all that was told of this one, and then what is offered.
fn offer_from_the_start(told: &mut History, act: &Value, name: &str) -> bool {
    let subject = subject(act);
    let mut longer = told.clone();
    for entry in told.entries().iter().filter(|entry| told.undone_by(entry.number()).is_none()) {
        let step = serde_json::to_value(entry.act()).unwrap();
        if self::subject(&step) == subject && step["data"][subject] == act["data"][subject] {
            offer(&mut longer, &of_another(&step, name));
        }
    }
    let is_told = offer(&mut longer, &of_another(act, name));
    if is_told {
        *told = longer;
    }
    is_told
}

fn kind(act: &Value) -> Kind {
    Kind::from_code(act["type"].as_str().unwrap()).unwrap()
}

/// The field that says what an event is about: its first.
fn subject(act: &Value) -> &'static str {
    kind(act).stored_example().split('"').nth(1).unwrap()
}

/// The same of another thing of its kind. There is one cycle, and people stay who they are.
fn of_another(act: &Value, name: &str) -> Value {
    let mut other = act.clone();
    match (subject(act), &act["data"][subject(act)]) {
        ("cycle" | "person", _) => {}
        (subject, Value::String(id)) => other["data"][subject] = json!(format!("{id}{name}")),
        _ => {}
    }
    other
}

/// For everything that an act could say and none did yet, acts like it that say it, if they read.
fn unseen(act: &Value, seen: &Seen) -> Vec<Vec<Value>> {
    let kind = kind(act).code();
    let mut entry = act.clone();
    entry["number"] = json!(1);
    let with = |way: &str, value: Value| {
        let mut act = act.clone();
        *act.pointer_mut(way).unwrap() = value;
        act
    };
    let mut unseen = Vec::new();
    seen::walk(&act["data"], "", "/data", &mut |value, place, way| match (&*seen::could(kind, place, &entry, way), value) {
        (Could::Codes(codes), _) => {
            let is_unseen = |code: &&String| !seen.has_code(kind, place, code) || seen.lacks_words(kind, place, code);
            for code in codes.iter().filter(is_unseen) {
                let mut variants = vec![with(way, json!(code))];
                if let Some(above) = way.strip_suffix("/code") {
                    variants.push(with(above, json!({"code": code, "words": WORDS})));
                }
                variants.extend(values(code).into_iter().map(|held| with(way, json!({code.as_str(): held}))));
                unseen.push(variants);
            }
        }
        (Could::Fields { all, optional }, Value::Object(fields)) => {
            for name in optional.iter().filter(|name| !seen.lacks_field(kind, place, name)) {
                let mut fewer = fields.clone();
                fewer.remove(name);
                unseen.push(vec![with(way, Value::Object(fewer))]);
            }
            let is_unseen = |name: &&String| !seen.has_field(kind, place, name) || seen.lacks_words(kind, place, name);
            for name in all.iter().filter(is_unseen).filter(|name| !fields.contains_key(*name)) {
                let beside: Vec<Value> = fields.values().cloned().collect();
                let fuller = values(name).into_iter().chain(beside).map(|value| {
                    let mut fields = fields.clone();
                    fields.insert(name.clone(), value);
                    with(way, Value::Object(fields))
                });
                unseen.push(fuller.collect());
            }
        }
        (_, Value::Array(list)) if list.is_empty() && !seen.has_element(kind, place) => {
            let name = place.rsplit('.').next().unwrap();
            unseen.push(values(name).into_iter().map(|list| with(way, list)).collect());
        }
        (Could::Text | Could::Other | Could::Fields { .. }, _) => {}
    });
    unseen
}

/// What a field of that name, or a choice of that code, may hold: what the examples say, and more.
fn values(name: &str) -> Vec<Value> {
    let mut values = Vec::new();
    for kind in Kind::all() {
        let example: Value = serde_json::from_str(kind.stored_example()).unwrap();
        seen::walk(&example, "", "", &mut |value, place, _| {
            if place.rsplit('.').next() == Some(name) && !values.contains(value) {
                values.push(value.clone());
            }
        });
    }
    values.extend(match name {
        "adapted" => vec![json!({"to": {"space": "home_visit", "stream": "direct"}, "reason": WORDS})],
        "not_welcomed" => vec![json!({"reason": WORDS})],
        _ => vec![json!(WORDS), json!("case-204"), json!("2026-06-01"), json!(9), json!("c-1"), json!("p-2"), json!("p-3")],
    });
    values
}

/// The same without whatever adds nothing to what was seen elsewhere: first in long runs, at last one by one.
fn shortened(history: &History, elsewhere: &Seen) -> History {
    let whole = together(elsewhere, history).missing();
    let mut shortest = history.clone();
    for run in [64, 16, 4, 1] {
        let mut end = shortest.entries().len();
        while end > 1 {
            let start = end.saturating_sub(run).max(1);
            let mut shorter = History::default();
            for (place, entry) in shortest.entries().iter().enumerate() {
                if !(start..end).contains(&place) {
                    // What rests on what was left out is left out with it.
                    let _ = shorter.record(entry.act().clone());
                }
            }
            if together(elsewhere, &shorter).missing() == whole {
                shortest = shorter;
            }
            end = start;
        }
    }
    shortest
}

/// The same with each text and each reference to a case redacted, by somebody who is there; and then why.
fn redacted(mut history: History) -> History {
    let at = history.cycle().last_recorded();
    let people: BTreeSet<PersonId> = history.entries().iter().map(|entry| entry.act().by.clone()).collect();
    for by in people {
        let redact = |entries| Act::new(Redacted { entries, reason: Text::new(WORDS).unwrap() }, by.clone(), at);
        let can = |number: &EntryNumber| history.judge(&redact(vec![*number])).is_ok();
        let entries = history.entries().iter().map(Entry::number).filter(can).collect();
        let Ok((redaction, _)) = history.record(redact(entries)) else { continue };
        let its_reason = redact(vec![redaction.number()]);
        history.record(its_reason).unwrap();
        break;
    }
    history
}
