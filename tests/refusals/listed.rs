//! The pages that list every refusal and every label are made from the declarations, and from the words of the sources.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use practice_cycle::code::Code;
use practice_cycle::labels;
use practice_cycle::stored::Fault;

use crate::golden::is_golden;

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

/// The text of a literal that begins after its quotation mark.
fn literal(text: &str) -> String {
    let mut words = String::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => return words,
            '\\' if letters.next_if_eq(&'\n').is_some() => {
                while letters.next_if(|letter| letter.is_whitespace()).is_some() {}
            }
            '\\' => panic!("an escape in the words of a refusal"),
            letter => words.push(letter),
        }
    }
    panic!("a literal that does not end: {words}")
}

fn name(text: &str) -> String {
    text.chars().take_while(|letter| letter.is_alphanumeric()).collect()
}

/// What stands between the head of an item, at the beginning of a line, and its end.
fn item<'t>(text: &'t str, head: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(head)?;
    rest.split_once("\n}\n").map(|(item, _)| item)
}

/// The words of every refusal by its code: what `#[error("…")]` says of the variant that has the code.
fn words() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for file in files(&source()) {
        let text = std::fs::read_to_string(&file).unwrap();
        let (Some(variants), Some(rows)) = (item(&text, "\npub enum Refusal {\n"), item(&text, "\nrefusals! {\n")) else {
            continue;
        };
        let mut said = BTreeMap::new();
        for attribute in variants.split("#[error(").skip(1) {
            let Some((_, quoted)) = attribute.split_once('"').filter(|_| !attribute.starts_with("transparent")) else {
                continue;
            };
            let (_, variant) = attribute.split_once(")]\n").unwrap();
            said.insert(name(variant.trim_start()), literal(quoted));
        }
        for row in rows.split("\n    ").flat_map(|row| row.split(";\n    ")) {
            let variant = name(row.trim_start());
            let Some((_, code)) = row.split_once(" = \"").filter(|_| said.contains_key(&variant)) else { continue };
            found.insert(literal(code), said.remove(&variant).unwrap());
        }
        assert!(said.is_empty(), "{}: {said:?}", file.display());
    }
    found
}

/// The page with every refusal, and everything that cannot be read.
fn page() -> String {
    let words = words();
    let mut page = String::from("| Code | Category | Status | Words | Parameters |\n|---|---|---|---|---|\n");
    for declared in labels::refusals() {
        let parameters = declared.parameters.iter().map(|(name, takes)| format!("`{name}`: {takes}"));
        let parameters: Vec<String> = parameters.collect();
        let (category, status) = (declared.category.code(), declared.category.http_status());
        let (code, parameters) = (declared.code, parameters.join("; "));
        writeln!(page, "| `{code}` | `{category}` | {status} | {} | {parameters} |", words[code]).unwrap();
    }
    page.push_str("\n| Code | Category | Status | What cannot be read |\n|---|---|---|---|\n");
    for fault in Fault::ALL {
        let (code, label) = (fault.code(), fault.label());
        match fault.category() {
            Some(category) => writeln!(page, "| `{code}` | `{}` | {} | {label} |", category.code(), category.http_status()),
            None => writeln!(page, "| `{code}` | | | {label} |"),
        }
        .unwrap();
    }
    page
}

/// Pairs as an object, one a line, in their order.
fn object(indent: usize, pairs: impl IntoIterator<Item = (String, String)>) -> String {
    let margin = " ".repeat(indent);
    let lines = pairs.into_iter().map(|(key, value)| format!("{margin}  {}: {value}", text(&key)));
    format!("{{\n{}\n{margin}}}", lines.collect::<Vec<_>>().join(",\n"))
}

fn text(words: &str) -> String {
    serde_json::to_string(words).unwrap()
}

/// Every code of every list with its label; every kind; every refusal.
fn english() -> String {
    let mut lists: Vec<(String, Vec<(String, String)>)> = Vec::new();
    for label in labels::all() {
        if lists.last().is_none_or(|(list, _)| list != label.list) {
            lists.push((label.list.to_owned(), Vec::new()));
        }
        lists.last_mut().unwrap().1.push((label.code.to_owned(), text(label.label)));
    }
    let lists = lists.into_iter().map(|(list, labels)| (list, object(4, labels)));
    let kinds = labels::kinds().map(|(code, label, past)| {
        (code.to_owned(), format!("{{ \"label\": {}, \"past_tense\": {} }}", text(label), text(past)))
    });
    let words = words();
    let refusals = labels::refusals().into_iter().map(|declared| {
        let parameters = declared
            .parameters
            .iter()
            .map(|(name, takes)| format!("{}: {}", text(name), serde_json::to_string(takes).unwrap()));
        let about = [
            ("category".to_owned(), text(declared.category.code())),
            ("words".to_owned(), text(&words[declared.code])),
            ("parameters".to_owned(), format!("{{{}}}", parameters.collect::<Vec<_>>().join(", "))),
        ];
        (declared.code.to_owned(), object(4, about))
    });
    let all = [
        ("lists".to_owned(), object(2, lists)),
        ("kinds".to_owned(), object(2, kinds)),
        ("refusals".to_owned(), object(2, refusals)),
    ];
    object(0, all) + "\n"
}

#[test]
fn the_page_lists_every_refusal_and_everything_that_cannot_be_read() {
    is_golden("src/refusals.md", &page());
    assert_eq!(words().len(), labels::refusals().len());
}

#[test]
fn the_labels_of_every_code_are_in_one_file() {
    is_golden("src/labels.en.json", &english());
    if std::env::var_os("UPDATE").is_none() {
        assert_eq!(labels::ENGLISH, english());
    }
    let read: serde_json::Value = serde_json::from_str(&english()).unwrap();
    assert_eq!(read["lists"]["people::Role"]["parent"], "parent");
    assert_eq!(read["kinds"]["contract_begun"], serde_json::json!({"label": "begin", "past_tense": "began"}));
    assert_eq!(read["refusals"]["contracting.stale_version"]["parameters"], serde_json::json!({"current": "number"}));
    for takes in labels::refusals().iter().flat_map(|declared| &declared.parameters) {
        if let practice_cycle::refusal::Takes::Code(list) | practice_cycle::refusal::Takes::Codes(list) = takes.1 {
            assert!(read["lists"][list].is_object(), "{list}");
        }
    }
}
