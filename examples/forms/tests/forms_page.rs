//! The page of forms: well-formed, with a form for every kind of event, each input with its label, and nothing unescaped.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "the helpers of tests fail as tests do")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::{Command, Output};

use practice_cycle::cycle::Kind;
use practice_cycle::form::{Field, Takes};

/// The program, run where the paths of the invented cases begin.
fn run(arguments: &[&str]) -> Output {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    Command::new(env!("CARGO_BIN_EXE_forms")).current_dir(root).args(arguments).output().unwrap()
}

#[track_caller]
fn page(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap().as_str()), (Some(0), ""));
    String::from_utf8(output.stdout).unwrap()
}

#[track_caller]
fn fails(arguments: &[&str], why: &str) {
    let output = run(arguments);
    assert_eq!((String::from_utf8(output.stderr).unwrap().as_str(), output.stdout.len()), (why, 0));
    assert_eq!(output.status.code(), Some(2));
}

/// An element: its name, its attributes, and the place of the one it stands in.
#[derive(Debug)]
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    parent: Option<usize>,
    text: String,
}

impl Element {
    fn get(&self, attribute: &str) -> Option<&str> {
        self.attributes.get(attribute).map(String::as_str)
    }
}

const VOID: &[&str] = &["meta", "input"];

/// Reads a page strictly: what is opened is closed in order, attributes are quoted, and what is written is escaped.
fn elements(page: &str) -> Vec<Element> {
    let mut rest = page.strip_prefix("<!DOCTYPE html>").unwrap();
    let (mut elements, mut open): (Vec<Element>, Vec<usize>) = (Vec::new(), Vec::new());
    while let Some((text, after)) = rest.split_once('<') {
        assert!(!text.contains('>'), "{text}");
        assert_eq!(
            text.matches('&').count(),
            ["&amp;", "&lt;", "&gt;", "&quot;", "&#39;"].map(|it| text.matches(it).count()).iter().sum::<usize>()
        );
        if let Some(&within) = open.last() {
            elements[within].text.push_str(text);
        }
        let (tag, after) = after.split_once('>').unwrap();
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            let closed: usize = open.pop().unwrap();
            assert_eq!(elements[closed].name, name, "is closed, and another is open");
            continue;
        }
        let (name, mut written) = tag.split_once(' ').unwrap_or((tag, ""));
        let mut attributes = BTreeMap::new();
        while !written.is_empty() {
            let until = written.find(['=', ' ']).unwrap_or(written.len());
            let attribute = &written[..until];
            assert!(attribute.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{tag}");
            let (value, after) = match written[until..].strip_prefix("=\"") {
                Some(value) => value.split_once('"').unwrap(),
                None => ("", &written[until..]),
            };
            assert_eq!(attributes.insert(attribute.to_owned(), value.to_owned()), None, "{tag}");
            written = after.strip_prefix(' ').unwrap_or(after);
        }
        elements.push(Element { name: name.to_owned(), attributes, parent: open.last().copied(), text: String::new() });
        if !VOID.contains(&name) {
            open.push(elements.len() - 1);
        }
        // What stands in these is no HTML.
        if name == "style" || name == "script" {
            let (_, after) = rest.split_once(&format!("</{name}>")).unwrap();
            open.pop();
            rest = after;
        }
    }
    assert!(open.is_empty() && rest.trim().is_empty());
    elements
}

fn turnover() -> Vec<Element> {
    elements(&page(&["examples/data/turnover.jsonl", "worker-b"]))
}

#[test]
fn there_is_a_form_for_every_kind_with_every_field() {
    let elements = turnover();
    for kind in Kind::all() {
        let is_it = |element: &Element| element.name == "form" && element.get("data-kind") == Some(kind.code());
        let form = elements.iter().position(is_it).unwrap_or_else(|| panic!("{}", kind.code()));
        let fields: Vec<(&str, bool)> = elements
            .iter()
            .filter(|element| element.parent == Some(form) && element.get("class") == Some("field"))
            .map(|element| (element.get("data-name").unwrap(), element.get("data-required").is_some()))
            .collect();
        let said = kind.form().fields;
        let expected: Vec<(&str, bool)> = said.iter().map(|field: &Field| (field.name, field.required)).collect();
        assert_eq!(fields, expected, "{}", kind.code());
    }
    let code = |takes: &Takes| matches!(takes, Takes::Code { .. });
    let selects = elements.iter().filter(|element| element.name == "select").count();
    let codes = Kind::all().flat_map(|kind| kind.form().fields).filter(|field| code(&field.takes)).count();
    assert!(selects >= codes && codes > 20, "{selects} {codes}");
}

#[test]
fn whoever_hears_the_page_knows_where_they_are() {
    let elements = turnover();
    let mut ids = BTreeSet::new();
    for id in elements.iter().filter_map(|element| element.get("id")) {
        assert!(ids.insert(id), "`{id}` is there twice");
    }
    for element in &elements {
        for attribute in ["for", "aria-describedby", "aria-labelledby", "list"] {
            if let Some(target) = element.get(attribute) {
                assert!(ids.contains(target), "`{attribute}` leads to `{target}`, which is nowhere");
            }
        }
    }
    let labelled: BTreeSet<&str> = elements.iter().filter_map(|element| element.get("for")).collect();
    let inputs: Vec<&Element> =
        elements.iter().filter(|it| ["input", "select", "textarea"].contains(&it.name.as_str())).collect();
    assert!(inputs.len() > 400, "{}", inputs.len());
    for input in inputs {
        assert!(labelled.contains(input.get("id").unwrap()), "{input:?} has no label");
    }
    for (place, _) in elements.iter().enumerate().filter(|(_, it)| it.get("class") == Some("whole")) {
        let first = elements.iter().find(|element| element.parent == Some(place)).unwrap();
        assert!(first.name == "legend" && !first.text.is_empty(), "{first:?}");
    }
}

#[test]
fn the_page_needs_nothing_from_outside() {
    let page = page(&[]);
    for element in elements(&page) {
        assert!(element.get("src").is_none() && element.get("href").is_none() && element.get("action").is_none());
        assert!(!element.attributes.keys().any(|name| name.starts_with("on")), "{element:?}");
        assert!(element.name != "link" && element.name != "iframe" && element.name != "img");
    }
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn what_is_recorded_is_offered_and_what_people_wrote_is_not() {
    let page = page(&["examples/data/turnover.jsonl"]);
    let elements = elements(&page);
    let offered = |list: &str| {
        let place = elements.iter().position(|element| element.get("id") == Some(list)).unwrap();
        let options = elements.iter().filter(move |element| element.parent == Some(place));
        options.map(|option| (option.get("value").unwrap(), option.text.as_str())).collect::<BTreeMap<_, _>>()
    };
    assert_eq!(offered("known-person")["worker-a"], "social worker, 2026-06-01");
    assert!(offered("known-contract").contains_key("c-1") && offered("known-team").contains_key("invented-team"));
    assert_eq!(offered("known-entry")["1"], "opened the cycle, 2026-06-01");
    let history = std::fs::read_to_string("../data/turnover.jsonl").unwrap();
    // Whatever has a space in it was written by somebody: references and codes have none.
    let words: Vec<&str> = history.split('"').filter(|words| words.contains(' ')).collect();
    assert!(words.len() > 10, "{words:?}");
    assert!(!words.iter().any(|words| page.contains(words)));
}

#[test]
fn a_reference_that_is_a_script_is_shown_and_not_run() {
    let at = r#""occurred_at":"2026-06-01T08:30:00Z","recorded_at":"2026-06-01T08:30:00Z""#;
    let hostile = "<script>alert(1)</script>&amp;";
    let opened = format!(
        r#"{{"number":1,"type":"cycle_opened",{at},"by":"{hostile}","data":{{"cycle":"cy-1","format":1,"clinician":"{hostile}","team":"t-1"}}}}"#
    );
    let file: PathBuf = std::env::temp_dir().join(format!("practice-cycle-forms-{}.jsonl", std::process::id()));
    std::fs::write(&file, opened + "\n").unwrap();
    let page = page(&[file.to_str().unwrap(), hostile]);
    std::fs::remove_file(&file).unwrap();
    assert!(!page.contains("<script>alert"));
    let escaped = "&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;";
    let shown = elements(&page).iter().filter(|it| it.get("value") == Some(escaped)).count();
    assert_eq!(shown, 2, "as who acts, and among the people");
}

#[test]
fn what_is_possible_is_told_for_somebody_with_the_obstacle() {
    let elements = elements(&page(&["examples/data/concurrent_contracts.jsonl", "worker-a"]));
    let told = |kind: &str| {
        let form = elements.iter().position(|element| element.get("id") == Some(kind)).unwrap();
        let within = |element: &&Element| element.parent.is_some_and(|at| at == form || elements[at].parent == Some(form));
        let told = elements.iter().filter(within).filter(|it| ["span", "p", "li"].contains(&it.name.as_str()));
        told.map(|element| element.text.trim().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(told("contract_completed")[..2], ["possible", "Possible now: c-consult."]);
    assert_eq!(
        told("terms_accepted")[..2],
        ["not now", "c-consult: cannot accept the terms: none are waiting to be accepted"]
    );
    assert_eq!(told("view_given")[..2], ["possible", "Possible now."]);
    let nothing = "cannot answer the reframe then: that needs something that it can be about, as things stand";
    assert_eq!(told("reframe_answered")[..2], ["not now", nothing]);
    let theirs = "only the clinical side can hand a decision back";
    assert_eq!(told("decision_handed_back")[..2], ["not now", theirs]);
    assert!(!page(&["examples/data/concurrent_contracts.jsonl"]).contains("<span class=\"open\">"));
}

#[test]
fn wrong_usage_is_said_and_nothing_is_written() {
    fails(&["a", "b", "c", "d"], "usage: forms [FILE [PERSON [TIME]]]\n");
    fails(
        &["examples/data/turnover.jsonl", "Jo Bloggs"],
        "PERSON: expected a reference of 1 to 128 printable ASCII characters, without spaces, quotes, backticks or backslashes\n",
    );
    fails(
        &["examples/data/turnover.jsonl", "worker-b", "noon"],
        "TIME: expected an instant such as `2026-04-02T09:30:00Z`, from 1900 to 2199\n",
    );
    let unknown = "PERSON: nobody of that reference is recorded in FILE\n";
    fails(&["examples/data/turnover.jsonl", "nobody"], unknown);
}
