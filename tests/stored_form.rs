//! The stored form is a promise: every event as it is written, and every code and label of every list of words; and what
//! cannot be read is refused without quoting it.
//!
//! Run with `UPDATE=1` to write the golden files anew, and read the difference: a line that changed is a change of format.
#![expect(clippy::unwrap_used, reason = "in the helpers of tests, where a slip is a failed test")]

#[path = "golden/mod.rs"]
mod golden;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;

use golden::is_golden;
use practice_cycle::cycle::{Act, Entry, Kind, Offer};
use practice_cycle::{labels, stored};

fn entries() -> String {
    let mut lines = String::new();
    for (place, kind) in Kind::all().enumerate() {
        let by_another = if place % 5 == 4 { r#","recorded_by":"p-9""# } else { "" };
        writeln!(
            lines,
            r#"{{"number":{},"type":"{}","occurred_at":"2026-04-01T09:30:00Z","recorded_at":"2026-04-02T08:00:00.500Z","by":"p-1"{by_another},"data":{}}}"#,
            place + 1,
            kind.code(),
            kind.stored_example(),
        )
        .unwrap();
    }
    lines
}

#[test]
fn every_event_is_stored_as_before() {
    let entries = entries();
    is_golden("tests/golden/entries.jsonl", &entries);
    let mut kinds: Vec<Kind> = Kind::all().collect();
    for line in entries.lines() {
        let entry: Entry = stored::parse(line).unwrap_or_else(|error| panic!("{line}: {error}"));
        assert_eq!(serde_json::to_string(&entry).unwrap(), line);
        kinds.retain(|&kind| kind != entry.event().kind());
    }
    assert_eq!(kinds, [], "every kind has its line");
}

/// Every list of words there is, with every code and label.
fn words() -> String {
    let (mut words, mut list) = (String::new(), "");
    let mut codes = BTreeSet::new();
    for labels::Label { list: name, code, label, .. } in labels::all() {
        if list != name {
            writeln!(words, "{name}").unwrap();
            list = name;
            codes.clear();
        }
        writeln!(words, "    {code}: {label}").unwrap();
        assert!(codes.insert(code), "{name} has a code twice: `{code}`");
        let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        let within = code.strip_prefix("reading.").filter(|_| name == "stored::Fault").unwrap_or(code);
        assert!(within.bytes().all(fits), "{name}: `{code}`");
        assert!(!label.is_empty() && label.trim() == label, "{name}: `{code}`");
    }
    words
}

#[test]
fn every_word_has_its_code_and_label_as_before() {
    is_golden("tests/golden/words.txt", &words());
}

#[test]
fn no_list_of_words_is_forgotten_here() {
    let mut declared = Vec::new();
    let mut open = vec![PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(path) = open.pop() {
        // The words of simulated observers are stored nowhere, and those of event logs in no history.
        if ["simulation", "export"].iter().any(|folder| path.ends_with(folder)) {
            continue;
        }
        if path.is_dir() {
            open.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        let source = std::fs::read_to_string(&path).unwrap();
        for block in source.split("\ncodes! {").skip(1) {
            let head = block.lines().map(str::trim).find(|line| line.contains("enum ")).unwrap();
            // A list that only its own module sees is for its own tests.
            let Some(name) = head.strip_prefix("pub enum ") else { continue };
            declared.push(name.split_whitespace().next().unwrap().to_owned());
        }
    }
    assert!(declared.len() > 30, "{declared:?}");
    let listed: BTreeSet<&str> = labels::all().filter_map(|label| Some(label.list.split_once("::")?.1)).collect();
    let forgotten: Vec<&String> = declared.iter().filter(|name| !listed.contains(name.as_str())).collect();
    assert!(forgotten.is_empty(), "not in `lists!` of `src/labels.rs`: {forgotten:?}");
}

#[test]
fn no_two_events_share_a_code() {
    let mut codes: Vec<&str> = Kind::all().map(Kind::code).collect();
    let count = codes.len();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), count);
}

/// The list of all events that the page of the module shows.
fn page() -> String {
    let mut page = String::from("| Stored type | Data | For example |\n|---|---|---|\n");
    for kind in Kind::all() {
        let shown = format!("{kind:?}");
        let (family, data) = shown.trim_end_matches(')').split_once('(').unwrap();
        let link = format!("[`{data}`](crate::{}::{data})", family.to_lowercase());
        page.push_str(&format!("| `{}` | {link} | `{}` |\n", kind.code(), kind.stored_example()));
    }
    page
}

#[test]
fn the_page_lists_every_event_with_its_stored_form() {
    is_golden("src/cycle/events.md", &page());
}

#[track_caller]
fn says(line: &str, words: &str) {
    assert_eq!(stored::parse::<Act>(line).unwrap_err().to_string(), words);
}

#[test]
fn unknown_fields_are_named_if_they_look_like_names() {
    says(
        r#"{"type":"person_left","data":{"persons":"p-1"}}"#,
        "column 39, at `data`: unknown field `persons`, expected `person` or `role`",
    );
    says(
        r#"{"type":"person_left","data":{"Jo Bloggs`, expected nothing":1}}"#,
        "column 60, at `data`: unknown field, expected `person` or `role`",
    );
}

#[test]
fn what_was_written_is_not_quoted() {
    says(
        r#"{"type":"reframe_answered","data":{"contract":"c-1","answer":"Jo, expected home"}}"#,
        "column 80, at `data.answer`: expected one of `welcomed`, `adapted`, `not_welcomed`",
    );
}

#[test]
fn what_follows_a_value_is_refused() {
    says(
        r#"{"type":"cycle_closed","occurred_at":"2026-04-01T09:00:00Z","recorded_at":"2026-04-01T09:00:00Z","by":"p-1","data":{"cycle":"c"}} {}"#,
        "column 131: trailing characters",
    );
}

#[test]
fn an_offer_is_an_act_without_when_it_was_recorded() {
    for (place, line) in entries().lines().enumerate() {
        let entry: Entry = stored::parse(line).unwrap();
        let act = serde_json::to_string(entry.act()).unwrap();
        let sent = act.replacen(r#","recorded_at":"2026-04-02T08:00:00.500Z""#, "", 1);
        assert_ne!(sent, act);

        let offer: Offer = stored::parse(&sent).unwrap();
        assert_eq!(serde_json::to_string(&offer).unwrap(), sent);
        assert_eq!(offer.clone().recorded(entry.act().recorded_at), *entry.act());

        // Its data may come first, and what is no part of it is refused wherever it stands.
        let (head, data) = sent.split_once(r#","data":"#).unwrap();
        let data = data.strip_suffix('}').unwrap();
        let turned = format!(r#"{{"data":{data},{}}}"#, head.strip_prefix('{').unwrap());
        assert_eq!(stored::parse::<Offer>(&turned).unwrap(), offer);
        for (field, at) in [("recorded_at", r#""2026-04-02T08:00:00Z""#), ("number", "1")] {
            let field_last = format!(r#"{},"{field}":{at}}}"#, sent.strip_suffix('}').unwrap());
            let expected = "expected one of `type`, `occurred_at`, `by`, `recorded_by`, `in_role`, `data`";
            let error = stored::parse::<Offer>(&field_last).unwrap_err();
            assert_eq!(error.problem(), format!("unknown field `{field}`, {expected}"), "line {}", place + 1);
        }
    }
}

#[test]
fn what_an_offer_an_act_or_an_entry_lacks_is_named() {
    let data = r#""type":"person_left","by":"p-1","data":{"person":"p-1"}"#;
    let missing = |line: &str| {
        let offer = stored::parse::<Offer>(line).err().map(|error| error.problem().to_owned());
        let act = stored::parse::<Act>(line).err().map(|error| error.problem().to_owned());
        let entry = stored::parse::<Entry>(line).err().map(|error| error.problem().to_owned());
        [offer, act, entry].map(|problem| problem.map(|problem| problem.replace("missing field ", "")))
    };
    let named = |field: &str| Some(format!("`{field}`"));
    assert_eq!(missing(&format!("{{{data}}}")), [named("occurred_at"), named("occurred_at"), named("number")]);
    let offer = format!(r#"{{"occurred_at":"2026-04-01T09:00:00Z",{data}}}"#);
    assert_eq!(missing(&offer), [None, named("recorded_at"), named("number")]);
    let line =
        r#"{"number":1,"type":"person_left","occurred_at":"2026-04-01T09:00:00Z","by":"p-1","data":{"person":"p-1"}}"#;
    assert_eq!(missing(line)[2], named("recorded_at"));
}
