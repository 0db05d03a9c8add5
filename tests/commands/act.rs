//! `act`: acts offered one by one.

use super::*;

/// What became of each line: the number of its entry, or the code of its refusal.
fn answers(output: &Output) -> Vec<String> {
    let answer = |line: &str| {
        let answer: Value = serde_json::from_str(line).unwrap();
        answer.get("number").or(answer.pointer("/refused/code")).unwrap().to_string().replace('"', "")
    };
    text(&output.stdout).lines().map(answer).collect()
}

#[test]
fn acts_become_entries_or_are_refused_and_the_next_one_is_offered() {
    let output = run("act", &["examples/data/acts.jsonl"], b"");
    let expected = [
        "1",
        "2",
        "3",
        "4",
        "history.already_recorded",
        "contracting.not_theirs",
        "contracting.out_of_step",
        "5",
        "contracting.gaps",
        "reading.malformed",
        "contracting.reserved_decision",
        "6",
        "7",
        "contracting.stale_version",
        "8",
        "intervening.not_covered",
        "9",
        "10",
        "history.leaves_dependents",
    ];
    assert_eq!(answers(&output), expected);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(1), ""));
}

#[test]
fn refused_acts_say_why_in_full() {
    let output = run("act", &["examples/data/acts.jsonl"], b"");
    let lines: Vec<&str> = text(&output.stdout).lines().collect();
    let expected = r#"{"line":7,"refused":{"code":"contracting.out_of_step","category":"conflict","status":409,"message":"`contract_completed` by `clinician` on contract `c-1`: cannot complete: the contract is invited; possible now: accept the invitation, reframe, propose terms, decline, withdraw","kind":"contract_completed","subject":{"noun":"contract","id":"c-1"},"parameters":{"asked":"contract_completed","stage":"invited","possible":["invitation_accepted","reframe_offered","terms_proposed","contract_declined","contract_withdrawn"]},"possible":["invitation_accepted","reframe_offered","terms_proposed","contract_declined","contract_withdrawn"]}}"#;
    assert_eq!(lines[6], expected);
    let expected = r#"{"line":5,"refused":{"code":"history.already_recorded","category":"already_so","status":200,"message":"`contract_invited` by `worker-a` on contract `c-1`: that is recorded already, as entry 4","kind":"contract_invited","subject":{"noun":"contract","id":"c-1"},"parameters":{"number":4,"redacted":false},"possible":[]}}"#;
    assert_eq!(lines[4], expected);
    let expected = r#"{"line":10,"refused":{"code":"reading.malformed","category":"invalid","status":422,"message":"column 149, at `data`: unknown field `verison`, expected `contract` or `version`","column":149,"field":"data.verison"}}"#;
    assert_eq!(lines[9], expected);
    let expected = r#"{"line":19,"refused":{"code":"history.leaves_dependents","category":"conflict","status":409,"message":"`entered_in_error` by `worker-a`: cannot be marked as entered in error: needed by entry 10","kind":"entered_in_error","parameters":{"dependents":[10]},"field":"data.entries","possible":[]}}"#;
    assert_eq!(lines[18], expected);
}

#[test]
fn a_field_that_is_missing_or_unknown_is_named_with_its_path() {
    let entered = |data: &str, time: &str| {
        format!(r#"{{"type":"person_entered","occurred_at":"2026-04-01T09:00:00Z",{time}"by":"p-1","data":{data}}}"#) + "\n"
    };
    let time = r#""recorded_at":"2026-04-01T09:00:00Z","#;
    let lines = [
        entered(r#"{"person":"p-2","rol":"parent"}"#, time),
        entered(r#"{"person":"p-2","role":"parent"}"#, ""),
        entered(r#"{"person":"p-2"}"#, time),
        entered(r#"{"person":"p-2","role":"parent"}"#, &format!(r#"{time}"recorded":7,"#)),
        // What does not look like a name of a field is not repeated.
        entered(r#"{"person":"p-2","Invented Person":"parent"}"#, time),
    ];
    let output = run("act", &["-"], lines.concat().as_bytes());
    let field = |line: &str| serde_json::from_str::<Value>(line).unwrap()["refused"]["field"].clone();
    let fields: Vec<Value> = text(&output.stdout).lines().map(field).collect();
    assert_eq!(fields, ["data.rol", "recorded_at", "data.role", "recorded", "data"]);
}

#[test]
fn acts_that_are_all_admitted_make_a_history_that_replays() {
    let offered = OPENED.replace(r#""number":1,"#, "") + "\n\n" + &OFFERED.replace(r#""number":2,"#, "");
    let output = run("act", &["-"], offered.as_bytes());
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(0), &*format!("{OPENED}\n{OFFERED}\n")));
    assert_eq!(run("replay", &["-"], &output.stdout).status.code(), Some(0));
}

#[test]
fn lines_that_are_no_text_or_too_long_are_refused_and_passed_over() {
    let long = [vec![b' '; (1 << 20) + 5], b"{}".to_vec()].concat();
    let opened = OPENED.replace(r#""number":1,"#, "");
    let input = [b"{\"by\":\"\xff\"}\n".to_vec(), long, b"\n".to_vec(), opened.into_bytes()].concat();
    let output = run("act", &["-"], &input);
    assert_eq!(answers(&output), ["reading.not_utf8", "reading.too_long", "1"]);
    let lines: Vec<&str> = text(&output.stdout).lines().collect();
    let refused = [
        r#"{"line":1,"refused":{"code":"reading.not_utf8","category":"invalid","status":422,"message":"column 8: expected UTF-8","column":8}}"#,
        r#"{"line":2,"refused":{"code":"reading.too_long","category":"invalid","status":422,"message":"it is longer than 1048576 bytes"}}"#,
    ];
    assert_eq!(lines[..2], refused);
}

#[test]
fn a_file_without_acts_is_told() {
    for input in [&b""[..], b"\n\n"] {
        fails("act", &["-"], input, 2, "-: line 1: there are no acts; the first is `cycle_opened`\n");
    }
}

#[test]
fn act_says_how_it_is_used() {
    misused("act", &[], "<FILE>");
    misused("act", &["a", "b"], "unexpected argument 'b'");
    fails(
        "act",
        &["examples/data/nothing"],
        b"",
        2,
        "examples/data/nothing: it cannot be read: there is no such file
",
    );
}
