//! Hostile and broken input: always a typed error that names the right line, never a panic, and nothing half loaded.
#![expect(clippy::panic, clippy::unwrap_used, reason = "in the helpers of tests, where a slip is a failed test")]

use std::io::{self, BufRead, BufReader, Read};

use practice_cycle::cycle::{Act, Entry, Kind};
use practice_cycle::history::{History, LoadError, MAX_LINE, Problem};
use practice_cycle::stored::{self, Cause};

const OPENED: &str = r#"{"number":1,"type":"cycle_opened","occurred_at":"2026-03-01T09:00:00Z","recorded_at":"2026-03-01T09:00:00Z","by":"p-1","data":{"cycle":"cy-1","format":1,"clinician":"p-1","team":"t-1"}}"#;
const ENTERED: &str = r#"{"number":2,"type":"person_entered","occurred_at":"2026-03-01T09:00:00Z","recorded_at":"2026-03-01T09:00:00Z","by":"p-1","data":{"person":"p-2","role":"social_worker"}}"#;
const INVITED: &str = r#"{"number":3,"type":"contract_invited","occurred_at":"2026-03-02T09:00:00Z","recorded_at":"2026-03-02T09:00:00Z","by":"p-2","data":{"contract":"c-1","space":"home_visit","case":"case-1","words":"Help us."}}"#;
const VIEW: &str = r#"{"number":4,"type":"view_given","occurred_at":"2026-03-03T09:00:00Z","recorded_at":"2026-03-03T09:00:00Z","by":"p-2","data":{"view":"vi-1","contract":"c-1","words":"It helped."}}"#;
const REDACTED: &str = r#"{"number":5,"type":"redacted","occurred_at":"2026-03-04T09:00:00Z","recorded_at":"2026-03-04T09:00:00Z","by":"p-2","data":{"entries":[4],"reason":"Wrong family."}}"#;

fn lines(lines: &[&str]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// Loads from a slice and through small buffers, which must say the same.
#[track_caller]
fn read(input: &[u8]) -> Result<History, LoadError> {
    let whole = History::read(input);
    for capacity in [1, 7, 64, 8192] {
        let parts = History::read(BufReader::with_capacity(capacity, input));
        match (&whole, &parts) {
            (Ok(whole), Ok(parts)) => assert_eq!(whole.entries(), parts.entries()),
            (Err(whole), Err(parts)) => assert_eq!(whole.to_string(), parts.to_string()),
            _ => panic!("whole: {whole:?}, in parts of {capacity}: {parts:?}"),
        }
    }
    whole
}

#[track_caller]
fn says(input: impl AsRef<[u8]>, words: &str) {
    assert_eq!(read(input.as_ref()).unwrap_err().to_string(), words);
}

/// Asserts that the third line does not load, and says why.
#[track_caller]
fn third(line: &str, words: &str) {
    says(lines(&[OPENED, ENTERED, line]), &format!("line 3: {words}"));
}

#[test]
fn a_line_cut_off_anywhere_is_refused_on_its_line() {
    for end in 1..INVITED.len() {
        let cut = lines(&[OPENED, ENTERED]) + &INVITED[..end];
        let error = read(cut.as_bytes()).unwrap_err();
        assert_eq!(error.line(), 3, "cut at {end}");
        assert!(matches!(error.problem(), Problem::Unreadable(_)), "cut at {end}: {error}");
        // With a line end behind it, it is no better.
        assert_eq!(read((cut + "\n").as_bytes()).unwrap_err().line(), 3, "cut at {end}");
    }
}

#[test]
fn bytes_that_flip_never_panic() {
    let good = lines(&[OPENED, ENTERED, INVITED]);
    for place in 0..good.len() {
        for byte in [0, b' ', b'"', b'{', b'}', b'9', b'\\', b'\n', 0x80, 0xFF] {
            let mut bytes = good.clone().into_bytes();
            bytes[place] = byte;
            if let Err(error) = History::read(bytes.as_slice()) {
                assert!((1..=4).contains(&error.line()), "{error}");
            }
        }
    }
}

#[test]
fn every_example_with_any_leaf_replaced_is_read_or_refused() {
    let strange = ["null", "true", "-1", "1e999", "18446744073709551616", "0.5", "\"\"", "[]", "{}", "[[]]", "\"\\u0000\""];
    for kind in Kind::all() {
        let data: serde_json::Value = serde_json::from_str(kind.stored_example()).unwrap();
        for key in data.as_object().unwrap().keys() {
            for strange in strange {
                // As text, since numbers too large for a value are among them.
                let pairs = data.as_object().unwrap().iter().map(|(name, value)| {
                    let value = if name == key { strange.to_owned() } else { value.to_string() };
                    format!("\"{name}\":{value}")
                });
                let pairs: Vec<String> = pairs.collect();
                let line = format!(
                    r#"{{"type":"{}","occurred_at":"2026-03-02T09:00:00Z","recorded_at":"2026-03-02T09:00:00Z","by":"p-2","data":{{{}}}}}"#,
                    kind.code(),
                    pairs.join(","),
                );
                match stored::parse::<Act>(&line) {
                    Ok(act) => assert_eq!(stored::parse::<Act>(&serde_json::to_string(&act).unwrap()), Ok(act), "{line}"),
                    Err(error) => assert!(!error.problem().is_empty(), "{line}"),
                }
            }
        }
    }
}

#[test]
fn unknown_fields_are_refused_at_every_level() {
    third(
        &INVITED.replacen("\"by\"", "\"colour\":1,\"by\"", 1),
        "column 120: unknown field `colour`, expected one of \
         `number`, `type`, `occurred_at`, `recorded_at`, `by`, `recorded_by`, `in_role`, `data`",
    );
    third(
        &INVITED.replacen("\"words\"", "\"colour\":1,\"words\"", 1),
        "column 193, at `data`: unknown field `colour`, expected one of \
         `contract`, `space`, `stream`, `case`, `case_kinds`, `words`, `arose_from`",
    );
    for kind in Kind::all() {
        let data = kind.stored_example().replacen('{', r#"{"colour":1,"#, 1);
        let line = format!(
            r#"{{"type":"{}","occurred_at":"2026-03-02T09:00:00Z","recorded_at":"2026-03-02T09:00:00Z","by":"p-2","data":{data}}}"#,
            kind.code()
        );
        let error = stored::parse::<Act>(&line).unwrap_err();
        assert!(error.problem().starts_with("unknown field `colour`"), "{}: {error}", kind.code());
        assert_eq!(error.path(), "data", "{}", kind.code());
    }
}

/// Each choice with data beside its code: a list of the fields where an object is meant, `null` beside a code that says all, a
/// second key, no key, and what is no choice at all.
#[test]
fn a_choice_is_a_code_or_one_code_with_an_object_beside_it() {
    let alone = "expected the code alone, since nothing stands beside it";
    let session = |cover: &str| format!(r#"{{"session":"s-1","cover":{cover},"space":"home_visit","present":[]}}"#);
    let invited = |source: &str| format!(r#"{{"contract":"c-1","space":"home_visit","arose_from":[{source}]}}"#);
    let reframed = |answer: &str| format!(r#"{{"contract":"c-1","answer":{answer}}}"#);
    let renewed = |successor: &str| format!(r#"{{"contract":"c-1","successor":{successor}}}"#);
    let terms = |terms: &str| format!(r#"{{"contract":"c-1","terms":{{{terms}}}}}"#);
    let met = |place: &str| format!(r#"{{"occasion":"oc-1","place":{place},"with":[]}}"#);
    for (code, data, words) in [
        ("session_held", session(r#"{"uncovered":["urgent"]}"#), "expected an object"),
        ("session_held", session(r#"{"uncovered":null}"#), "expected an object"),
        (
            "session_held",
            session(r#"{"contract":"c-1","uncovered":{"why":"urgent"}}"#),
            "expected one of `contract`, `uncovered` alone",
        ),
        ("session_held", session("{}"), "expected one of `contract`, `uncovered`"),
        ("session_held", session(r#"["contract","c-1"]"#), "expected one of `contract`, `uncovered`"),
        ("session_held", session("7"), "expected one of `contract`, `uncovered`"),
        (
            "contract_invited",
            invited(r#"{"contract":"c-1","change":"ch-1"}"#),
            "expected one of `contract`, `change`, `asking` alone",
        ),
        (
            "contract_invited",
            invited(r#"{"change":"ch-1","asking":"as-1"}"#),
            "expected one of `contract`, `change`, `asking` alone",
        ),
        ("contract_invited", invited(r#"{"asking":{"asking":"as-1"}}"#), "expected a string"),
        ("reframe_answered", reframed(r#"{"welcomed":null}"#), alone),
        ("reframe_answered", reframed(r#"{"welcomed":{}}"#), alone),
        ("reframe_answered", reframed(r#"{"not_welcomed":["R."]}"#), "expected an object"),
        ("reframe_answered", reframed(r#"{"adapted":[{"space":"team_meeting"},"R."]}"#), "expected an object"),
        ("contract_renewed", renewed(r#"{"elsewhere":["cy-2","c-1"]}"#), "expected an object"),
        ("terms_proposed", terms(r#""duration":{"until":["2026-05-01"]}"#), "expected an object"),
        ("terms_proposed", terms(r#""safeguarding":{"none_known":null}"#), alone),
        ("occasion_of_joining", met(r#"{"everyday":null}"#), alone),
        ("occasion_of_joining", met("null"), "expected one of `in`, `everyday`"),
    ] {
        let line = format!(
            r#"{{"type":"{code}","occurred_at":"2026-03-02T09:00:00Z","recorded_at":"2026-03-02T09:00:00Z","by":"p-2","data":{data}}}"#
        );
        assert_eq!(stored::parse::<Act>(&line).unwrap_err().problem(), words, "{data}");
    }
}

#[test]
fn unknown_fields_are_refused_in_the_parts_of_data() {
    for (code, data, path) in [
        ("terms_proposed", r#"{"contract":"c-1","terms":{"colour":1}}"#, "data.terms"),
        ("terms_proposed", r#"{"contract":"c-1","terms":{"focus":{"code":"assess_risk","colour":1}}}"#, "data.terms.focus"),
        (
            "terms_proposed",
            r#"{"contract":"c-1","terms":{"duration":{"until":{"ends":"2026-05-01","colour":1}}}}"#,
            "data.terms.duration.until",
        ),
        ("reframe_offered", r#"{"contract":"c-1","to":{"space":"team_meeting","colour":1},"reason":"R."}"#, "data.to"),
        (
            "contract_renewed",
            r#"{"contract":"c-1","successor":{"elsewhere":{"cycle":"cy-2","contract":"c-1","colour":1}}}"#,
            "data.successor.elsewhere",
        ),
        (
            "session_held",
            r#"{"session":"s-1","cover":{"uncovered":{"why":"urgent","colour":1}},"space":"home_visit","present":[]}"#,
            "data.cover.uncovered",
        ),
        ("view_given", r#"{"view":"vi-1","contract":"c-1","words":{"redacted":true,"colour":1}}"#, "data.words"),
    ] {
        let line = format!(
            r#"{{"type":"{code}","occurred_at":"2026-03-02T09:00:00Z","recorded_at":"2026-03-02T09:00:00Z","by":"p-2","data":{data}}}"#
        );
        let error = stored::parse::<Act>(&line).unwrap_err();
        assert!(error.problem().starts_with("unknown field `colour`"), "{data}: {error}");
        assert_eq!(error.path(), path, "{data}");
    }
}

#[test]
fn unknown_types_and_codes_are_refused() {
    third(
        &INVITED.replace("contract_invited", "party_invited"),
        "column 34, at `type`: expected the code of an event; a newer version may have written this one",
    );
    third(
        &ENTERED.replace("\"number\":2", "\"number\":3").replace("social_worker", "inspector"),
        "column 162, at `data.role`: expected one of `clinician`, `social_worker`, `manager`, `family_support_worker`, \
         `student_social_worker`, `parent`, `child`, `carer`, `relative`, `family_advocate`, `clinical_supervisor`, \
         `conference_chair`, `reviewing_officer`, `court`, `lawyer`, `school`, `health`, `police`, `outside_clinician`, \
         `other_partner`, `childrens_guardian`, \
         `advocate`, `youth_justice`, `adult_mental_health`, `domestic_abuse`, `substance_use`, `probation`, `housing`, \
         `early_years`",
    );
    third(&INVITED.replacen("\"contract_invited\"", "7", 1), "column 20, at `type`: expected the code of an event");
    third(&INVITED.replacen("\"contract_invited\"", "null", 1), "column 23, at `type`: expected the code of an event");
}

#[test]
fn numbers_of_entries_run_on_from_one() {
    says(
        lines(&[&OPENED.replace("\"number\":1", "\"number\":2")]),
        "line 1: `cycle_opened` by `p-1`: entry 2 where entry 1 comes next",
    );
    third(
        &INVITED.replace("\"number\":3", "\"number\":4"),
        "`contract_invited` by `p-2` on contract `c-1`: entry 4 where entry 3 comes next",
    );
    third(ENTERED, "`person_entered` by `p-1` on person `p-2`: entry 2 where entry 3 comes next");
    third(
        &INVITED.replace("\"number\":3", "\"number\":0"),
        "column 11, at `number`: expected the number of an entry, from 1",
    );
    for number in ["-3", "3.0", "3e0", "4294967296", "\"3\"", "null", "[3]"] {
        let error =
            read(lines(&[OPENED, ENTERED, &INVITED.replace("\"number\":3", &format!("\"number\":{number}"))]).as_bytes());
        let error = error.unwrap_err();
        assert_eq!(error.line(), 3);
        assert!(
            error.to_string().starts_with("line 3: column ") && error.to_string().ends_with(", at `number`: expected u32"),
            "{error}"
        );
    }
    third(&INVITED.replace("\"number\":3", "\"number\":99999999999999999999999"), "column 33, at `number`: expected u32");
    third(&INVITED.replace("\"number\":3", "\"number\":03"), "column 12, at `number`: invalid number");
    third(&INVITED.replace("\"number\":3,", ""), "column 194: missing field `number`");
}

#[test]
fn a_key_given_twice_is_refused_wherever_it_stands() {
    for (line, field) in [
        (INVITED.replacen("\"by\":\"p-2\"", "\"by\":\"p-2\",\"by\":\"p-1\"", 1), "by"),
        (INVITED.replacen("\"number\":3", "\"number\":3,\"number\":3", 1), "number"),
        (INVITED.replacen("\"data\":", "\"data\":{\"contract\":\"c-2\",\"space\":\"home_visit\"},\"data\":", 1), "data"),
        (INVITED.replacen("\"space\":", "\"space\":\"team_meeting\",\"space\":", 1), "space"),
        (
            INVITED.replacen(
                "\"type\":\"contract_invited\"",
                "\"type\":\"contract_invited\",\"type\":\"contract_invited\"",
                1,
            ),
            "type",
        ),
    ] {
        let error = read(lines(&[OPENED, ENTERED, &line]).as_bytes()).unwrap_err();
        assert_eq!(error.line(), 3);
        assert!(error.to_string().ends_with(&format!("duplicate field `{field}`")), "{error}");
    }
}

#[test]
fn a_key_given_twice_is_refused_where_data_comes_first() {
    let data = r#"{"contract":"c-1","space":"team_meeting","space":"home_visit"}"#;
    let line = format!(
        r#"{{"data":{data},"number":3,"type":"contract_invited","occurred_at":"2026-03-02T09:00:00Z","recorded_at":"2026-03-02T09:00:00Z","by":"p-2"}}"#
    );
    let error = read(lines(&[OPENED, ENTERED, &line]).as_bytes()).map(drop).unwrap_err();
    assert!(error.to_string().contains("duplicate field"), "{error}");
}

#[test]
fn a_tombstone_says_so_once() {
    for tombstone in [r#"{"redacted":true,"redacted":true}"#, r#"{"redacted":false,"redacted":true}"#] {
        let line = VIEW.replace("\"It helped.\"", tombstone);
        assert!(stored::parse::<Entry>(&line).is_err(), "{tombstone} was read");
    }
    for other in
        [r#"{"redacted":false}"#, r#"{"redacted":1}"#, r#"{"redacted":null}"#, "{}", r#"["redacted"]"#, "[]", "true"]
    {
        assert!(stored::parse::<Entry>(&VIEW.replace("\"It helped.\"", other)).is_err(), "{other} was read");
    }
}

#[test]
fn keys_are_read_in_any_order() {
    let parts: Vec<String> = INVITED[1..INVITED.len() - 1].split(",\"").map(str::to_owned).collect();
    assert!(parts.len() > 6);
    let fields = [
        r#""number":3"#,
        r#""type":"contract_invited""#,
        r#""occurred_at":"2026-03-02T09:00:00Z""#,
        r#""recorded_at":"2026-03-02T09:00:00Z""#,
        r#""by":"p-2""#,
        r#""data":{"words":"Help us.","case":"case-1","space":"home_visit","contract":"c-1"}"#,
    ];
    let expected: Entry = stored::parse(INVITED).unwrap();
    for start in 0..fields.len() {
        for swap in 0..fields.len() {
            let mut order: Vec<&str> = fields.iter().cycle().skip(start).take(fields.len()).copied().collect();
            order.swap(0, swap);
            let line = format!("{{{}}}", order.join(","));
            assert_eq!(stored::parse::<Entry>(&line).unwrap(), expected, "{line}");
        }
    }
}

#[test]
fn data_before_its_type_is_refused_as_exactly() {
    let line = r#"{"data":{"contract":"c-1","space":"attic"},"number":3,"type":"contract_invited","occurred_at":"2026-03-02T09:00:00Z","recorded_at":"2026-03-02T09:00:00Z","by":"p-2"}"#;
    let error = stored::parse::<Entry>(line).unwrap_err();
    assert!(error.problem().starts_with("expected one of `team_meeting`"), "{error}");
    assert_eq!(error.path(), "data.space", "{error}");
}

#[test]
fn null_stands_for_what_is_optional_and_nothing_else() {
    for (line, fits) in [
        (INVITED.replace("\"Help us.\"", "null"), true),
        (INVITED.replace("\"case-1\"", "null"), true),
        (INVITED.replace("\"home_visit\"", "null"), false),
        (INVITED.replace("\"c-1\"", "null"), false),
        (INVITED.replace("\"p-2\"", "null"), false),
        (INVITED.replace("\"by\"", "\"recorded_by\":null,\"by\""), true),
    ] {
        assert_eq!(stored::parse::<Entry>(&line).is_ok(), fits, "{line}");
    }
}

#[test]
fn objects_are_written_as_objects() {
    // What a list or a map of a unit would mean is written nowhere, and no schema allows it.
    for (line, written) in [
        (ENTERED.replace(r#"{"person":"p-2","role":"social_worker"}"#, r#"["p-2","social_worker"]"#), "data as a list"),
        (ENTERED.replace("\"social_worker\"", r#"{"social_worker":null}"#), "a word as an object"),
    ] {
        assert!(stored::parse::<Entry>(&line).is_err(), "{written} was read");
    }
    for line in ["[]", "null", "7", "\"entry\"", "{}", "[1,\"cycle_opened\"]"] {
        assert!(stored::parse::<Entry>(line).is_err(), "{line} was read");
    }
}

#[test]
fn times_out_of_order_or_absurd_are_refused() {
    third(
        &INVITED.replace("2026-03-02T09", "2026-02-28T09"),
        "`contract_invited` by `p-2` on contract `c-1`: recorded earlier than the entry before it",
    );
    third(
        &INVITED.replacen("2026-03-02T09", "2026-03-02T10", 1),
        "`contract_invited` by `p-2` on contract `c-1`: recorded before it occurred; what is planned belongs in the terms",
    );
    third(
        &INVITED.replacen("2026-03-02T09", "2026-02-02T09", 1),
        "`contract_invited` by `p-2` on contract `c-1`: this occurred before the cycle was opened",
    );
    for at in
        ["1066-10-14T09:00:00Z", "2200-01-01T00:00:00Z", "2026-02-30T09:00:00Z", "2026-03-02", "09:00", "1772442000", ""]
    {
        let error =
            read(lines(&[OPENED, ENTERED, &INVITED.replacen("2026-03-02T09:00:00Z", at, 1)]).as_bytes()).unwrap_err();
        let words = error.to_string();
        assert!(
            words.ends_with("at `occurred_at`: expected an instant such as `2026-04-02T09:30:00Z`, from 1900 to 2199"),
            "{at}: {words}"
        );
    }
    third(
        &INVITED.replacen("\"2026-03-02T09:00:00Z\"", "1772442000", 1),
        "column 62, at `occurred_at`: expected an instant such as `2026-04-02T09:30:00Z`",
    );
}

#[test]
fn what_exists_is_not_made_twice() {
    let again = INVITED.replace("\"number\":3", "\"number\":4");
    says(
        lines(&[OPENED, ENTERED, INVITED, &again]),
        "line 4: `contract_invited` by `p-2` on contract `c-1`: a contract with that reference is recorded already",
    );
    says(
        lines(&[OPENED, ENTERED, INVITED, &again.replace("2026-03-02", "2026-03-03")]),
        "line 4: `contract_invited` by `p-2` on contract `c-1`: a contract with that reference is recorded already",
    );
    says(
        lines(&[OPENED, &OPENED.replace("\"number\":1", "\"number\":2")]),
        "line 2: `cycle_opened` by `p-1`: cannot open the cycle: it is open already; what was wrong about its opening can be corrected",
    );
}

#[test]
fn what_could_not_have_happened_does_not_load() {
    says(
        lines(&[&INVITED.replace("\"number\":3", "\"number\":1")]),
        "line 1: `contract_invited` by `p-2` on contract `c-1`: the cycle is not open yet; open it first",
    );
    says(
        lines(&[&OPENED.replace("\"format\":1", "\"format\":2")]),
        "line 1: `cycle_opened` by `p-1`: cannot open a cycle stored in format 2; this version reads format 1",
    );
    third(
        &INVITED.replace("p-2", "p-3"),
        "`contract_invited` by `p-3` on contract `c-1`: the person who acts never entered this cycle; record first who they are here",
    );
    let begun = r#"{"number":4,"type":"contract_begun","occurred_at":"2026-03-03T09:00:00Z","recorded_at":"2026-03-03T09:00:00Z","by":"p-2","data":{"contract":"c-1"}}"#;
    let error = read(lines(&[OPENED, ENTERED, INVITED, begun]).as_bytes()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "line 4: `contract_begun` by `p-2` on contract `c-1`: cannot begin: the contract is invited; \
         possible now: accept the invitation, reframe, propose terms, decline, withdraw",
    );
    assert_eq!(error.possible().len(), 5);
}

#[test]
fn a_tombstone_needs_an_entry_that_explains_it() {
    let bare = VIEW.replace("\"It helped.\"", r#"{"redacted":true}"#);
    let words = "line 4: entry 4 holds a tombstone, but no later entry redacts it";
    says(lines(&[OPENED, ENTERED, INVITED, &bare]), words);
    assert!(read(lines(&[OPENED, ENTERED, INVITED, &bare, REDACTED]).as_bytes()).is_ok());
    says(lines(&[OPENED, ENTERED, INVITED, &bare, &REDACTED.replace("[4]", "[3]")]), words);
    let case = INVITED.replace("\"case-1\"", r#"{"redacted":true}"#);
    says(lines(&[OPENED, ENTERED, &case]), "line 3: entry 3 holds a tombstone, but no later entry redacts it");
}

#[test]
fn the_line_of_an_unexplained_tombstone_counts_blank_lines() {
    let bare = VIEW.replace("\"It helped.\"", r#"{"redacted":true}"#);
    let error = read(lines(&["", OPENED, "", ENTERED, INVITED, "", &bare]).as_bytes()).unwrap_err();
    assert_eq!(error.line(), 7);
}

#[test]
fn a_redaction_of_nothing_is_refused() {
    let line = |entries: &str| lines(&[OPENED, ENTERED, INVITED, VIEW, &REDACTED.replace("[4]", entries)]);
    says(line("[]"), "line 5: `redacted` by `p-2`: a correction names at least one entry");
    says(line("[5]"), "line 5: `redacted` by `p-2`: there is no entry 5 to correct");
    says(line("[4294967295]"), "line 5: `redacted` by `p-2`: there is no entry 4294967295 to correct");
    says(line("[2]"), "line 5: `redacted` by `p-2`: entry 2 holds nothing that could be redacted");
    assert!(read(line("[4,4,3]").as_bytes()).is_ok());
}

#[test]
fn a_correction_that_leaves_others_in_the_air_is_refused() {
    let error = REDACTED.replace("redacted", "entered_in_error");
    says(
        lines(&[OPENED, ENTERED, INVITED, VIEW, &error.replace("[4]", "[3]")]),
        "line 5: `entered_in_error` by `p-2`: cannot be marked as entered in error: needed by entry 4",
    );
    says(
        lines(&[OPENED, ENTERED, INVITED, VIEW, &error.replace("[4]", "[1]")]),
        "line 5: `entered_in_error` by `p-2`: entry 1 opened the cycle or redacted text, and cannot be marked as entered in error; for a wrong opening, correct the opening by a further entry",
    );
    says(
        lines(&[OPENED, ENTERED, INVITED, VIEW, &error.replace("[4]", "[]")]),
        "line 5: `entered_in_error` by `p-2`: a correction names at least one entry",
    );
}

#[test]
fn nobody_takes_back_that_they_were_there_to_take_it_back() {
    let error =
        REDACTED.replace("redacted", "entered_in_error").replace("\"number\":5", "\"number\":3").replace("[4]", "[2]");
    let answer = read(lines(&[OPENED, ENTERED, &error]).as_bytes());
    assert!(answer.is_err(), "p-2 has corrected away that p-2 ever entered, and stays the author of the correction");
}

#[test]
fn megabytes_of_text_are_refused_without_being_shown() {
    let long = "Ä".repeat(20_001);
    let error = read(lines(&[OPENED, ENTERED, &INVITED.replace("Help us.", &long)]).as_bytes()).unwrap_err();
    let words = error.to_string();
    assert!(
        words.starts_with("line 3: column ")
            && words.ends_with(", at `data.words`: expected a text of at most 20000 characters"),
        "{words}"
    );
    for field in ["\"by\":\"p-2\"", "\"type\":\"contract_invited\"", "\"space\":\"home_visit\"", "\"case\":\"case-1\""] {
        let (key, _) = field.split_once(':').unwrap();
        let line = INVITED.replace(field, &format!("{key}:\"{}\"", "x".repeat(500_000)));
        let error = read(lines(&[OPENED, ENTERED, &line]).as_bytes()).unwrap_err();
        assert!(error.to_string().len() < 500, "{field}");
        assert!(format!("{error:?}").len() < 1000, "{field}");
    }
    let line = INVITED.replace("\"space\"", &format!("\"{}\":1,\"space\"", "x".repeat(500_000)));
    assert!(read(lines(&[OPENED, ENTERED, &line]).as_bytes()).unwrap_err().to_string().len() < 500);
}

#[test]
fn a_line_has_a_longest_length() {
    let padded = |length: usize| {
        let mut line = INVITED.to_owned();
        line.extend(std::iter::repeat_n(' ', length - INVITED.len()));
        line
    };
    assert!(read(lines(&[OPENED, ENTERED, &padded(MAX_LINE)]).as_bytes()).is_ok());
    third(&padded(MAX_LINE + 1), "it is longer than 1048576 bytes");
    third(&padded(MAX_LINE + 2), "it is longer than 1048576 bytes");
    third(&padded(3 * MAX_LINE), "it is longer than 1048576 bytes");
    third(&" ".repeat(MAX_LINE + 1), "it is longer than 1048576 bytes");
    // The line end is no part of the line, however it is written.
    let crlf = format!("{OPENED}\r\n{ENTERED}\r\n{}\r\n", padded(MAX_LINE));
    assert!(read(crlf.as_bytes()).is_ok(), "a carriage return counts as part of the line");
}

#[test]
fn a_line_by_itself_is_taken_or_refused_as_within_a_history() {
    let mut history = History::default();
    history.append_line(OPENED).unwrap();
    history.append_line(&format!("{ENTERED}\r\n")).unwrap();
    let before = history.entries().to_vec();
    for (line, why) in [
        ("", "column 0: the line ends within a value"),
        (" \t", "column 2: the line ends within a value"),
        (ENTERED, "`person_entered` by `p-1` on person `p-2`: entry 2 where entry 3 comes next"),
        (&" ".repeat(MAX_LINE + 1), "it is longer than 1048576 bytes"),
        (&format!("{ENTERED}\n{ENTERED}"), "column 1: trailing characters"),
    ] {
        assert_eq!(history.append_line(line).unwrap_err().to_string(), why);
        assert_eq!(history.entries(), before);
    }
}

#[test]
fn nesting_is_not_followed_without_end() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        for depth in [100, 130, 100_000] {
            let deep = format!("{}1{}", open.repeat(depth), close.repeat(depth));
            let line = INVITED.replace("\"Help us.\"", &deep);
            assert_eq!(read(lines(&[OPENED, ENTERED, &line]).as_bytes()).unwrap_err().line(), 3);
            // Data that comes first is kept aside, which follows it further.
            let first = format!(r#"{{"data":{deep},"type":"contract_invited"}}"#);
            assert_eq!(read(lines(&[OPENED, ENTERED, &first]).as_bytes()).unwrap_err().line(), 3);
        }
    }
    let first = format!(r#"{{"data":{},"type":"contract_invited"}}"#, "[".repeat(200));
    let words = read(lines(&[OPENED, ENTERED, &first]).as_bytes()).unwrap_err().to_string();
    assert!(words.starts_with("line 3: column 135") && words.ends_with(": it is nested too deeply"), "{words}");
}

#[test]
fn too_deep_and_newer_and_corrupt_are_three_things() {
    let cause = |line: &str| read(lines(&[OPENED, ENTERED, line]).as_bytes()).unwrap_err().cause();
    let deep = "[".repeat(130) + &"]".repeat(130);
    assert_eq!(cause(&format!(r#"{{"data":{deep},"type":"contract_invited"}}"#)), Some(Cause::TooDeep));
    // Wherever it stands, and whatever else is wrong there.
    for field in ["number", "type", "occurred_at", "by", "recorded_by", "data", "other"] {
        let line = format!(r#"{{"type":"contract_invited","{field}":{deep}}}"#);
        assert_eq!(cause(&line), Some(Cause::TooDeep), "{field}");
        assert_eq!(cause(&line[..80]), Some(Cause::Malformed), "{field}");
        let within = INVITED.replace("\"space\":\"home_visit\"", &format!(r#""{field}":{deep}"#));
        assert_eq!(cause(&within), Some(Cause::TooDeep), "{field}");
    }
    assert_eq!(cause(&deep), Some(Cause::TooDeep));
    assert_eq!(cause(&"{\"data\":".repeat(500)), Some(Cause::TooDeep));
    // A later format is one only where the names of the fields say so.
    for line in [r#"["cycle_opened",{"format":2}]"#, r#"{"type":"cycle_opened","data":[2]}"#] {
        assert_eq!(read(line.as_bytes()).unwrap_err().cause(), Some(Cause::Malformed), "{line}");
    }
    // What an event of a later version holds is not looked into.
    let later = format!(r#"{{"number":3,"type":"party_invited","data":{deep}}}"#);
    assert_eq!(cause(&later), Some(Cause::Newer));
    assert_eq!(cause(&INVITED.replace("contract_invited", "party_invited")), Some(Cause::Newer));
    assert_eq!(cause(&INVITED.replacen("\"contract_invited\"", "7", 1)), Some(Cause::Malformed));
    assert_eq!(cause(&INVITED[..60]), Some(Cause::Malformed));
    assert_eq!(cause(&"x".repeat(MAX_LINE + 1)), Some(Cause::Malformed));
    assert_eq!(History::read(&b"\xff"[..]).unwrap_err().cause(), Some(Cause::Malformed));
    // What was read, and could not have happened, is none of them.
    assert_eq!(cause(OPENED), None);
}

#[test]
fn a_later_format_is_said_to_be_one_whatever_is_in_it() {
    for (format, cause) in [("0", None), ("2", Some(Cause::Newer)), ("70000", Some(Cause::Malformed))] {
        let error = read(OPENED.replace("\"format\":1", &format!("\"format\":{format}")).as_bytes()).unwrap_err();
        assert_eq!(error.cause(), cause, "{error}");
    }
    let later = OPENED.replace("\"format\":1", "\"format\":3,\"service\":\"north\"").replacen("\"by\"", "\"through\"", 1);
    says(&later, "line 1: cannot open a cycle stored in format 3; this version reads format 1");
    assert_eq!(read(later.as_bytes()).unwrap_err().cause(), Some(Cause::Newer));
}

#[test]
fn what_is_not_utf8_is_refused_where_it_stands() {
    let mut bytes = lines(&[OPENED, ENTERED]).into_bytes();
    bytes.extend(b"{\"number\":\xC3\x28}\n");
    says(&bytes, "line 3: column 11: expected UTF-8");
    says([0xFF, 0xFE, b'{', 0, b'\n'], "line 1: column 1: expected UTF-8");
    let mut cut = lines(&[OPENED]).into_bytes();
    cut.extend([0xF0, 0x9F, 0x92]);
    says(&cut, "line 2: column 1: expected UTF-8");
}

#[test]
fn line_ends_and_blank_lines_do_not_matter() {
    let plain = read(lines(&[OPENED, ENTERED, INVITED]).as_bytes()).unwrap();
    for other in [
        format!("{OPENED}\r\n{ENTERED}\r\n{INVITED}\r\n"),
        format!("{OPENED}\n{ENTERED}\n{INVITED}"),
        format!("\n\n  \n{OPENED}\n\t\n{ENTERED}\n\r\n  {INVITED}  \n\n"),
    ] {
        assert_eq!(read(other.as_bytes()).unwrap().entries(), plain.entries(), "{other:?}");
    }
    assert_eq!(read(b"").unwrap().entries().len(), 0);
    let error = read(format!("\n{OPENED}\n\n\n7\n").as_bytes()).unwrap_err();
    assert_eq!(error.line(), 5, "blank lines are counted");
}

#[test]
fn a_byte_order_mark_is_passed_over_at_the_start_alone() {
    let plain = read(lines(&[OPENED, ENTERED, INVITED]).as_bytes()).unwrap();
    let marked = format!("\u{feff}{}", lines(&[OPENED, ENTERED, INVITED]));
    assert_eq!(read(marked.as_bytes()).unwrap().entries(), plain.entries());
    assert_eq!(read("\u{feff}".as_bytes()).unwrap().entries().len(), 0);
    says(format!("\u{feff}\u{feff}{OPENED}\n"), "line 1: column 1: expected JSON");
    says(format!("\n\u{feff}{OPENED}\n"), "line 2: column 1: expected JSON");
    third(&format!("\u{feff}{INVITED}"), "column 1: expected JSON");
    // The mark counts as no part of the line.
    for (spaces, cause) in [(MAX_LINE, None), (MAX_LINE + 1, Some(Cause::Malformed))] {
        let first = format!("\u{feff}{}\r\n", " ".repeat(spaces));
        assert_eq!(read(first.as_bytes()).err().and_then(|error| error.cause()), cause);
    }
    third(&format!("{INVITED} {VIEW}"), "column 207: trailing characters");
    third(&format!("{INVITED}]"), "column 206: trailing characters");
    third("// a comment", "column 1: expected JSON");
}

/// A reader that fails after so many bytes.
struct Failing<'a> {
    bytes: &'a [u8],
    kind: io::ErrorKind,
    failed: bool,
}

impl Read for Failing<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.bytes.is_empty() && !self.failed {
            self.failed = true;
            return Err(io::Error::new(self.kind, "Canary Person"));
        }
        self.bytes.read(buffer)
    }
}

#[test]
fn a_reader_that_fails_is_said_with_its_line() {
    let good = lines(&[OPENED, ENTERED, INVITED]);
    for (end, line) in [(0, 1), (10, 1), (OPENED.len() + 1, 2), (OPENED.len() + 20, 2), (good.len(), 4)] {
        for capacity in [1, 7, 8192] {
            let failing = Failing { bytes: &good.as_bytes()[..end], kind: io::ErrorKind::ConnectionReset, failed: false };
            let error = History::read(BufReader::with_capacity(capacity, failing)).unwrap_err();
            assert_eq!(error.to_string(), format!("line {line}: it could not be read (connection reset)"), "{end}");
            assert!(matches!(error.problem(), Problem::Io(_)));
        }
    }
}

#[test]
fn a_reader_that_is_interrupted_is_asked_again() {
    let good = lines(&[OPENED, ENTERED, INVITED]);
    for end in [0, 10, OPENED.len() + 1, good.len()] {
        let (ahead, behind) = good.as_bytes().split_at(end);
        let interrupted = Failing { bytes: ahead, kind: io::ErrorKind::Interrupted, failed: false };
        let reader = BufReader::with_capacity(7, interrupted.chain(behind));
        let loaded = History::read(reader);
        assert_eq!(
            loaded.map(|history| history.entries().len()).map_err(|error| error.to_string()),
            Ok(3),
            "after {end} bytes"
        );
    }
}

#[test]
fn a_reader_that_gives_little_at_a_time_is_read_to_the_end() {
    struct Dripping<'a>(&'a [u8]);
    impl Read for Dripping<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let one = buffer.len().min(1);
            self.0.read(&mut buffer[..one])
        }
    }
    impl BufRead for Dripping<'_> {
        fn fill_buf(&mut self) -> io::Result<&[u8]> {
            Ok(&self.0[..self.0.len().min(3)])
        }
        fn consume(&mut self, amount: usize) {
            self.0 = &self.0[amount..];
        }
    }
    let good = lines(&[OPENED, ENTERED, INVITED, VIEW]);
    assert_eq!(History::read(Dripping(good.as_bytes())).unwrap().entries().len(), 4);
    assert_eq!(History::read(BufReader::new(Dripping(good.as_bytes()))).unwrap().entries().len(), 4);
}

#[test]
fn a_refused_entry_leaves_the_history_as_it_was() {
    let mut history = read(lines(&[OPENED, ENTERED, INVITED, VIEW]).as_bytes()).unwrap();
    let stored = |history: &History| {
        let mut stored = Vec::new();
        history.write(&mut stored).unwrap();
        let contracts: Vec<String> = history.contracts().map(|contract| format!("{contract:?}")).collect();
        (stored, contracts)
    };
    let before = stored(&history);
    for line in [
        INVITED.to_owned(),
        REDACTED.replace("\"number\":5", "\"number\":6"),
        REDACTED.replace("[4]", "[4,9]"),
        REDACTED.replace("redacted", "entered_in_error").replace("[4]", "[3]"),
        REDACTED.replace("redacted", "entered_in_error").replace("[4]", "[4,1]"),
        REDACTED.replace("\"p-2\"", "\"p-7\""),
        VIEW.replace("\"number\":4", "\"number\":5"),
    ] {
        let entry: Entry = stored::parse(&line).unwrap();
        assert!(history.append(entry.clone()).is_err(), "{line}");
        assert!(history.record(entry.into_act()).is_err() || line.contains("\"number\":6"), "{line}");
        if !line.contains("\"number\":6") {
            assert_eq!(stored(&history), before, "{line}");
        } else {
            history = read(&before.0).unwrap();
        }
    }
}

#[test]
fn a_history_is_shown_alike_whenever_it_is_loaded() {
    let shown = || format!("{:?}", read(lines(&[OPENED, ENTERED, INVITED, VIEW]).as_bytes()).unwrap());
    let first = shown();
    assert!((0..20).all(|_| shown() == first), "the order of a hash index shows in `Debug`");
}

#[test]
fn a_tombstone_is_not_appended_without_its_redaction_unseen() {
    // Only loading looks for tombstones that nothing explains; a host that appends entries by itself must be able to ask.
    let mut history = read(lines(&[OPENED, ENTERED, INVITED]).as_bytes()).unwrap();
    let bare: Entry = stored::parse(&VIEW.replace("\"It helped.\"", r#"{"redacted":true}"#)).unwrap();
    history.append(bare).unwrap();
    let mut stored = Vec::new();
    history.write(&mut stored).unwrap();
    // Today: what was appended is written, and does not load again.
    assert!(History::read(stored.as_slice()).is_err());
}

#[test]
fn a_list_that_names_somebody_twice_cannot_be_offered() {
    let stored = lines(&[OPENED, ENTERED, INVITED, VIEW]);
    let history = read(stored.as_bytes()).unwrap();
    let refused = |code: &str, data: &str| {
        let act = format!(
            r#"{{"type":"{code}","occurred_at":"2026-03-04T09:00:00Z","recorded_at":"2026-03-04T09:00:00Z","by":"p-2","data":{data}}}"#
        );
        history.judge(&stored::parse::<Act>(&act).unwrap()).err().map(|refusal| refusal.to_string())
    };
    let (person, contract) = ("a list names the same person twice", "a list names the same contract twice");
    for (code, data, words) in [
        ("occasion_of_joining", r#"{"occasion":"oc-1","place":"everyday","with":["p-1","p-1"]}"#, person),
        (
            "session_held",
            r#"{"session":"s-1","cover":{"uncovered":{"why":"urgent"}},"space":"home_visit","present":["p-1","p-2","p-1"]}"#,
            person,
        ),
        ("agreement_reported", r#"{"report":"re-1","contract":"c-1","between":["p-2","p-2"],"terms":{}}"#, person),
        (
            "boundary_reviewed",
            r#"{"review":"br-1","parameters":"v-1","as_of":"2026-03-04T09:00:00Z","scope":"cycle","verdict":"mixed","with":["p-1","p-1"]}"#,
            person,
        ),
        (
            "clinician_acknowledged",
            r#"{"acknowledgement":"ac-1","how":"included","because_of":[{"contract":"c-1"},{"contract":"c-1"}]}"#,
            contract,
        ),
    ] {
        assert_eq!(refused(code, data).as_deref(), Some(words), "{data}");
        let once = data.replace(r#","p-1"]"#, "]").replace(r#","p-2"]"#, "]");
        let once = once.replace(r#",{"contract":"c-1"}]"#, "]");
        assert_eq!(refused(code, &once), None, "{once}");
    }
}
