//! What cannot be read has a code as well, with the line, the column and the path where they are known.

use std::collections::BTreeSet;
use std::io::{self, BufReader, Read};

use practice_cycle::code::Code;
use practice_cycle::cycle::{Act, Offer};
use practice_cycle::history::{History, LoadError, MAX_LINE};
use practice_cycle::stored::{self, Fault};
use serde_json::{Value, json};

const OPENED: &str = r#"{"number":1,"type":"cycle_opened","occurred_at":"2026-03-01T09:00:00Z","recorded_at":"2026-03-01T09:00:00Z","by":"p-1","data":{"cycle":"cy-1","format":1,"clinician":"p-1","team":"t-1"}}"#;

fn load(second: &[u8]) -> LoadError {
    History::read([OPENED.as_bytes(), b"\n", second].concat().as_slice()).unwrap_err()
}

fn written(error: &LoadError) -> Value {
    assert_eq!(error.report().to_string(), error.to_string());
    serde_json::to_value(error.report()).unwrap()
}

struct Failing;

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::from(io::ErrorKind::ConnectionReset))
    }
}

#[test]
fn every_fault_is_reached_and_has_its_code() {
    let line = |number: u32, by: &str, code: &str, data: &str| {
        let at = r#""occurred_at":"2026-03-01T09:00:00Z","recorded_at":"2026-03-01T09:00:00Z""#;
        format!(r#"{{"number":{number},"type":"{code}",{at},"by":"{by}","data":{data}}}"#)
    };
    let tombstone = line(
        2,
        "p-1",
        "occasion_of_joining",
        r#"{"occasion":"o","place":{"in":"team_meeting"},"with":[],"words":{"redacted":true}}"#,
    );
    let mut faults = BTreeSet::new();
    for (error, expected) in [
        (load(b"{"), json!({"code": "reading.malformed", "column": 1})),
        (load(br#"{"number":2,"type":"person_rang"}"#), json!({"code": "reading.newer", "column": 32, "field": "type"})),
        (
            load(line(2, "p-1", "person_left", r#"{"person":7}"#).as_bytes()),
            json!({"code": "reading.malformed", "column": 136, "field": "data.person"}),
        ),
        (load(format!("{{\"number\":{}", "[".repeat(200)).as_bytes()), json!({"code": "reading.too_deep", "column": 137})),
        (load(&vec![b'x'; MAX_LINE + 1]), json!({"code": "reading.too_long"})),
        (load(b"{\"\xff\"}"), json!({"code": "reading.not_utf8", "column": 3})),
        (load(tombstone.as_bytes()), json!({"code": "reading.unexplained_tombstone"})),
    ] {
        faults.insert(error.problem().fault());
        let report = written(&error);
        assert_eq!((&report["category"], &report["status"], &report["line"]), (&json!("invalid"), &json!(422), &json!(2)));
        for place in ["code", "column", "field"] {
            assert_eq!(report.get(place), expected.get(place), "{place}: {report}");
        }
    }
    let refused = load(line(2, "p-1", "contract_begun", r#"{"contract":"c-9"}"#).as_bytes());
    let report = written(&refused);
    assert_eq!((&report["code"], &report["field"]), (&json!("reading.refused"), &json!("data.contract")));
    assert_eq!((&report["refusal"]["code"], &report["refusal"]["status"]), (&json!("cycle.unknown"), &json!(404)));
    assert_eq!(report["refusal"]["reference"], json!({"noun": "contract", "id": "c-9"}));
    let lost = History::read(BufReader::new(Failing)).unwrap_err();
    let message = "line 1: it could not be read (connection reset)";
    assert_eq!(written(&lost), json!({"code": "reading.io", "message": message, "line": 1}));
    faults.extend([refused.problem().fault(), lost.problem().fault()]);
    assert_eq!(faults, Fault::ALL.iter().copied().collect());
}

#[test]
fn a_cycle_in_a_later_format_is_newer_and_says_why() {
    let later = r#"{"number":1,"type":"cycle_opened","data":{"format":2,"region":"north"}}"#;
    let report = written(&History::read(later.as_bytes()).unwrap_err());
    assert_eq!(report["code"], "reading.newer");
    assert_eq!(report["refusal"]["code"], "attachment.unknown_format");
    assert_eq!(report["refusal"]["parameters"], json!({"found": 2, "reads": 1}));
}

#[test]
fn what_a_client_sent_is_told_with_its_column_and_field() {
    let error = stored::parse::<Offer>(r#"{"type":"person_left","data":{"persons":"p-1"}}"#).unwrap_err();
    let message = "column 39, at `data`: unknown field `persons`, expected `person` or `role`";
    let expected = json!({
        "code": "reading.malformed", "category": "invalid", "status": 422, "message": message, "column": 39,
        "field": "data.persons",
    });
    assert_eq!(serde_json::to_value(error.report()).unwrap(), expected);
}

#[test]
fn no_fault_shares_its_code_with_a_refusal() {
    let refusals = practice_cycle::labels::refusals();
    for fault in Fault::ALL {
        assert!(fault.code().starts_with("reading."));
        assert!(refusals.iter().all(|declared| declared.code != fault.code()));
    }
}

/// Many clients write keys in the order of the alphabet, so that `type` comes last.
#[test]
fn the_field_shows_wherever_the_type_stands() {
    let type_last = r#"{"by":"p-1","data":{"session":"s-1","cover":{"uncovered":{"why":"urgent"}},"space":"homevisit","present":[]},"occurred_at":"2026-03-10T09:00:00Z","recorded_at":"2026-03-10T09:00:00Z","type":"session_held"}"#;
    let error = stored::parse::<Act>(type_last).unwrap_err();
    assert_eq!(error.path(), "data.space", "{error}");
    assert!(error.problem().starts_with("expected one of `team_meeting`"), "{error}");
    // What is no object of fields, or says a key twice, is told as before.
    let twice = type_last.replace(r#""session":"s-1""#, r#""session":"s-1","session":"s-2""#);
    assert!(stored::parse::<Act>(&twice).is_err());
}
