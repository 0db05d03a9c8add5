//! A report names the field and the place that a refusal is about, and nothing else that the act refers to.

use practice_cycle::cycle::{Act, Entry, MAX_ITEMS, RefusalReport};
use practice_cycle::history::History;
use practice_cycle::stored;
use serde_json::{Value, json};

use crate::golden::is_golden;

fn act(by: &str, at: &str, code: &str, data: &str) -> Act {
    let line =
        format!(r#"{{"number":1,"type":"{code}","occurred_at":"{at}","recorded_at":"{at}","by":"{by}","data":{data}}}"#);
    stored::parse::<Entry>(&line).unwrap_or_else(|error| panic!("{line}: {error}")).into_act()
}

const LATER: &str = "2026-03-10T09:00:00Z";

/// A clinician, a worker, a parent, a manager who has left, and a contract that is agreed.
fn history() -> History {
    let terms = r#"{"focus":{"code":"case_dilemma"},"goal":"g","lead":"shared","roles":{"notes":"shared","statutory_process":"shared","context":"shared","asking":"shared","reflecting":"shared"},"safeguarding":"none_known","duration":{"single":"2026-09-20"}}"#;
    let mut history = History::default();
    for (minute, (by, code, data)) in [
        ("p-1", "cycle_opened", r#"{"cycle":"cy-1","format":1,"clinician":"p-1","team":"t-1"}"#.to_owned()),
        ("p-1", "person_entered", r#"{"person":"p-2","role":"social_worker"}"#.to_owned()),
        ("p-1", "person_entered", r#"{"person":"p-3","role":"parent"}"#.to_owned()),
        ("p-1", "person_entered", r#"{"person":"p-4","role":"manager"}"#.to_owned()),
        ("p-4", "person_left", r#"{"person":"p-4"}"#.to_owned()),
        ("p-2", "contract_invited", r#"{"contract":"c-1","space":"case_consultation"}"#.to_owned()),
        ("p-2", "terms_proposed", format!(r#"{{"contract":"c-1","terms":{terms}}}"#)),
        ("p-1", "terms_accepted", r#"{"contract":"c-1","version":1}"#.to_owned()),
        ("p-2", "terms_accepted", r#"{"contract":"c-1","version":1}"#.to_owned()),
        ("p-2", "contract_invited", r#"{"contract":"c-2","space":"case_consultation"}"#.to_owned()),
        ("p-2", "terms_proposed", format!(r#"{{"contract":"c-2","terms":{terms}}}"#)),
        ("p-1", "change_noticed", r#"{"change":"ch-1","what":"belief","words":"w"}"#.to_owned()),
    ]
    .iter()
    .enumerate()
    {
        let at = format!("2026-03-02T09:{minute:02}:00Z");
        history.record(act(by, &at, code, data)).unwrap_or_else(|refusal| panic!("{code}: {refusal}"));
    }
    history
}

#[track_caller]
fn refused(history: &History, act: &Act) -> RefusalReport {
    history.judge(act).unwrap_err().about(act)
}

/// Asserts the code, the path, and the reference that stands there, which is where the path says.
#[track_caller]
fn stands(history: &History, act: &Act, code: &str, field: &str, reference: Option<&str>) -> RefusalReport {
    let report = refused(history, act);
    assert_eq!(
        (report.code, report.field.as_deref(), report.reference.as_ref().map(|thing| &*thing.id)),
        (code, Some(field), reference)
    );
    if let Some(reference) = reference {
        let pointer = format!("/{}", field.replace(['.', '['], "/").replace(']', ""));
        assert_eq!(serde_json::to_value(act).unwrap().pointer(&pointer), Some(&Value::from(reference)), "{field}");
    }
    report
}

fn session(present: &str) -> String {
    format!(r#"{{"session":"s-1","cover":{{"uncovered":{{"why":"urgent"}}}},"space":"home_visit","present":[{present}]}}"#)
}

#[test]
fn only_whoever_is_unknown_is_named_as_unknown() {
    let held = act("p-1", LATER, "session_held", &session(r#""p-2","p-77","p-3""#));
    let report = stands(&history(), &held, "cycle.unknown", "data.present[1]", Some("p-77"));
    assert_eq!(
        report.message, "`session_held` by `p-1` on session `s-1`: no such person is known here (`p-77`)",
        "those who are known are not named"
    );
}

#[test]
fn a_reference_is_found_however_deep_it_stands() {
    let history = history();
    let unknown = |code: &str, data: &str, field: &str, id: &str| {
        stands(&history, &act("p-2", LATER, code, data), "cycle.unknown", field, Some(id));
    };
    unknown("contract_begun", r#"{"contract":"c-9"}"#, "data.contract", "c-9");
    unknown("person_left", r#"{"person":"p-9"}"#, "data.person", "p-9");
    unknown(
        "contract_invited",
        r#"{"contract":"c-3","space":"home_visit","arose_from":[{"contract":"c-1"},{"change":"ch-1"},{"change":"ch-9"}]}"#,
        "data.arose_from[2].change",
        "ch-9",
    );
    unknown(
        "intervention_begun",
        r#"{"intervention":"i-1","cover":{"contract":"c-9"},"stream":"reflective","form":"consultation","purpose":"practice"}"#,
        "data.cover.contract",
        "c-9",
    );
    unknown(
        "intervention_begun",
        r#"{"intervention":"i-1","cover":{"uncovered":{"why":"lapsed","contract":"c-9"}},"stream":"reflective","form":"consultation","purpose":"practice"}"#,
        "data.cover.uncovered.contract",
        "c-9",
    );
    unknown("contract_renewed", r#"{"contract":"c-1","successor":{"here":"c-9"}}"#, "data.successor.here", "c-9");
    unknown(
        "threshold_decided",
        r#"{"decision":"d-1","case":"A","direction":"up","decided_by":["p-2"],"contributed":["p-1","p-9"]}"#,
        "data.contributed[1]",
        "p-9",
    );
    unknown("roles_reconciled", r#"{"reconciliation":"rr-1","contracts":["c-1","c-8"]}"#, "data.contracts[1]", "c-8");
}

#[test]
fn what_only_came_about_later_is_named_alone() {
    let held =
        act("p-1", "2026-03-02T09:01:30Z", "session_held", &session(r#""p-2","p-3""#)).recorded(LATER.parse().unwrap());
    stands(&history(), &held, "cycle.not_yet", "data.present[1]", Some("p-3"));
}

#[test]
fn whoever_was_not_here_as_such_is_named_in_their_place() {
    let history = history();
    let report = stands(
        &history,
        &act("p-1", LATER, "session_held", &session(r#""p-2","p-3","p-4""#)),
        "intervening.not_here_as",
        "data.present[2]",
        Some("p-4"),
    );
    let words = "the person named as present was not here at that time, or not in a role that fits (`p-4`)";
    assert!(report.message.ends_with(words), "{}", report.message);
    let withheld = r#"{"explanation":"ex-1","person":"p-3","manager":"p-2","reason":"w"}"#;
    stands(
        &history,
        &act("p-2", LATER, "explanation_withheld", withheld),
        "intervening.not_here_as",
        "data.manager",
        Some("p-2"),
    );
    let consent = r#"{"consent":"cn-1","to":"filming","given_by":"p-3","for_person":"p-2"}"#;
    stands(
        &history,
        &act("p-2", LATER, "consent_given", consent),
        "intervening.not_here_as",
        "data.for_person",
        Some("p-2"),
    );
    let decided = r#"{"decision":"d-1","case":"A","direction":"up","decided_by":["p-2","p-4"],"contributed":["p-4"]}"#;
    stands(
        &history,
        &act("p-2", LATER, "threshold_decided", decided),
        "deciding.not_here_as",
        "data.decided_by[1]",
        Some("p-4"),
    );
    let decided = r#"{"decision":"d-1","case":"A","direction":"up","decided_by":["p-2"],"contributed":["p-1","p-4"]}"#;
    stands(
        &history,
        &act("p-2", LATER, "threshold_decided", decided),
        "deciding.not_here_as",
        "data.contributed[1]",
        Some("p-4"),
    );
}

#[test]
fn whoever_acts_is_found_in_by() {
    let history = history();
    let begun = r#"{"contract":"c-1"}"#;
    stands(&history, &act("p-9", LATER, "contract_begun", begun), "cycle.unknown_actor", "by", Some("p-9"));
    stands(&history, &act("p-4", LATER, "contract_begun", begun), "cycle.actor_not_here", "by", Some("p-4"));
    stands(&history, &act("p-3", LATER, "contract_begun", begun), "contracting.not_theirs", "by", Some("p-3"));
    stands(&history, &act("p-3", LATER, "cycle_closed", r#"{"cycle":"cy-1"}"#), "cycle.not_theirs", "by", Some("p-3"));
}

#[test]
fn a_field_is_found_whether_or_not_something_stands_there() {
    let history = history();
    let field = |by: &str, code: &str, data: &str| {
        let report = refused(&history, &act(by, LATER, code, data));
        (report.code, report.field.unwrap_or_else(|| panic!("{}", report.message)))
    };
    let version = field("p-2", "terms_accepted", r#"{"contract":"c-2","version":7}"#);
    assert_eq!(version, ("contracting.stale_version", "data.version".to_owned()));
    let late = field("p-2", "milestone_reached", r#"{"milestone":"mi-1","case":"A","what":"proceedings_extended"}"#);
    assert_eq!(late, ("deciding.needs_its_end", "data.until".to_owned()));
    let covered =
        field("p-1", "session_held", r#"{"session":"s-1","cover":{"contract":"c-1"},"space":"home_visit","present":[]}"#);
    assert_eq!(covered, ("intervening.not_covered", "data.cover.contract".to_owned()));
    let suggested = field("p-1", "suggestion_offered", r#"{"suggestion":"su-1","contract":"c-1","words":"w"}"#);
    assert_eq!(suggested, ("intervening.not_under_way", "data.contract".to_owned()));
    let rated = field("p-1", "outcome_rated", r#"{"rating":"ra-1","contract":"c-1","score":3}"#);
    assert_eq!(rated, ("reporting.not_begun", "data.contract".to_owned()));
    let reserved = r#"{"contract":"c-1","terms":{"roles":{"statutory_decisions":"clinician"}}}"#;
    let fields = ["data.terms.roles.statutory_decisions", "data.terms.duration"].map(str::to_owned);
    let [decisions, duration] = fields;
    assert_eq!(field("p-2", "terms_proposed", reserved), ("contracting.reserved_decision", decisions));
    let absurd = r#"{"contract":"c-1","terms":{"duration":{"single":"1066-10-14"}}}"#;
    assert_eq!(field("p-2", "terms_proposed", absurd), ("contracting.absurd_day", duration));
    let taken = field("p-2", "contract_invited", r#"{"contract":"c-1","space":"home_visit"}"#);
    assert_eq!(taken, ("cycle.id_taken", "data.contract".to_owned()));
    let early =
        act("p-2", "2026-03-01T09:00:00Z", "contract_begun", r#"{"contract":"c-1"}"#).recorded(LATER.parse().unwrap());
    assert_eq!(refused(&history, &early).field.as_deref(), Some("occurred_at"));
    let back = act("p-2", "2026-03-02T09:00:00Z", "contract_begun", r#"{"contract":"c-1"}"#);
    let report = refused(&history, &back);
    assert_eq!((report.code, report.field.as_deref()), ("cycle.recorded_backwards", Some("recorded_at")));
}

#[test]
fn what_is_named_twice_is_found_where_it_is_named_again() {
    let history = history();
    let observed = |with: &str| {
        let data = format!(r#"{{"occasion":"oc-1","place":{{"in":"team_meeting"}},"with":[{with}]}}"#);
        act("p-1", LATER, "occasion_of_joining", &data)
    };
    stands(&history, &observed(r#""p-2","p-3","p-2""#), "cycle.named_twice", "data.with[2]", Some("p-2"));
    let decided = r#"{"decision":"d-1","case":"A","direction":"up","decided_by":["p-2"],"contributed":["p-1","p-2"]}"#;
    let again = act("p-2", LATER, "threshold_decided", decided);
    stands(&history, &again, "deciding.named_twice", "data.contributed[1]", Some("p-2"));
}

#[test]
fn a_list_that_is_too_long_a_tombstone_and_an_entry_are_found() {
    let history = history();
    let many: Vec<String> = (0..=MAX_ITEMS).map(|number| format!("\"m-{number}\"")).collect();
    let crowd = act("p-1", LATER, "session_held", &session(&many.join(",")));
    let report = stands(&history, &crowd, "cycle.too_many", "data.present", None);
    assert_eq!(serde_json::to_value(&report).unwrap()["parameters"], json!({"most": 1000}));
    let tombstone = r#"{"contract":"c-1","answer":{"adapted":{"to":{"space":"home_visit"},"reason":{"redacted":true}}}}"#;
    let answered = act("p-2", LATER, "reframe_answered", tombstone);
    stands(&history, &answered, "cycle.tombstone", "data.answer.adapted.reason", None);
    let wrong = |entries: &str| act("p-2", LATER, "entered_in_error", &format!(r#"{{"entries":[{entries}],"reason":"w"}}"#));
    stands(&history, &wrong("12,99"), "history.no_such_entry", "data.entries[1]", None);
    stands(&history, &wrong("12,1"), "history.stays", "data.entries[1]", None);
    stands(&history, &wrong(""), "history.names_nothing", "data.entries", None);
    let nothing = act("p-2", LATER, "redacted", r#"{"entries":[12,2],"reason":"w"}"#);
    stands(&history, &nothing, "history.nothing_to_redact", "data.entries[1]", None);
    let reviewed = r#"{"review":"br-1","parameters":"unvalidated_v1","as_of":"2026-03-02T09:00:00Z","scope":"cycle","verdict":"contested","with":["p-1","p-2"]}"#;
    let reviewed = act("p-2", LATER, "boundary_reviewed", reviewed);
    stands(&history, &reviewed, "boundary.with_themself", "data.with[1]", Some("p-2"));
}

/// Two references that were merged are one in a list, and what stands after them is still found where it was offered.
#[test]
fn the_place_is_that_of_the_act_as_it_is_offered() {
    let mut history = history();
    history.record(act("p-1", LATER, "person_entered", r#"{"person":"p-22","role":"social_worker"}"#)).unwrap();
    history.record(act("p-1", LATER, "people_merged", r#"{"person":"p-22","into":"p-2","reason":"w"}"#)).unwrap();
    let held = act("p-1", LATER, "session_held", &session(r#""p-2","p-22","p-77""#));
    stands(&history, &held, "cycle.unknown", "data.present[2]", Some("p-77"));
    let held = act("p-1", LATER, "session_held", &session(r#""p-22","p-4","p-2""#));
    stands(&history, &held, "intervening.not_here_as", "data.present[1]", Some("p-4"));
}

/// One of each family, as it is sent to a client.
#[test]
fn a_report_is_written_as_before() {
    let history = history();
    let mut written = String::new();
    for (by, code, data) in [
        ("p-1", "session_held", &*session(r#""p-2","p-77""#)),
        ("p-1", "person_entered", r#"{"person":"p-2","role":"social_worker"}"#),
        ("p-3", "rule_noticed", r#"{"rule":"ru-1","voice":"spoken","words":"Only Early Help."}"#),
        ("p-2", "joining_disrupted", r#"{"disruption":"di-1","what":"budget","merged":{"teams":["t-1"],"into":"t-2"}}"#),
        (
            "p-1",
            "boundary_reviewed",
            r#"{"review":"br-1","parameters":"unvalidated_v1","as_of":"2026-03-02T09:00:00Z","scope":"cycle","verdict":"healthy","with":[]}"#,
        ),
        ("p-2", "contract_resumed", r#"{"contract":"c-1"}"#),
        ("p-1", "session_held", &session(r#""p-2","p-4""#)),
        ("p-2", "roles_reconciled", r#"{"reconciliation":"rr-1","contracts":["c-1"],"words":"They fit."}"#),
        ("p-1", "outcome_rated", r#"{"rating":"ra-1","contract":"c-1","score":3}"#),
        ("p-2", "entered_in_error", r#"{"entries":[6],"reason":"The wrong family."}"#),
    ] {
        let report = refused(&history, &act(by, LATER, code, data));
        written.push_str(&serde_json::to_string_pretty(&report).unwrap());
        written.push('\n');
    }
    let families =
        ["cycle", "attachment", "joining", "boundary", "contracting", "intervening", "deciding", "reporting", "history"];
    for family in families {
        assert!(written.contains(&format!("\"code\": \"{family}.")), "{family}: {written}");
    }
    is_golden("tests/golden/refusals.txt", &written);
}
