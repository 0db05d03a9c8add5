//! What findings say in plain words: labels and no codes, whom they concern and why, how much was done of what was asked, and the
//! calendar once a report. The packs and histories are invented, but for the packs that are shipped.
#![expect(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing, reason = "in tests, where a slip is a failed test")]

use std::collections::BTreeSet;
use std::path::PathBuf;

use practice_cycle::calendar::EnglandAndWales;
use practice_cycle::cycle::Act;
use practice_cycle::history::History;
use practice_cycle::moment::Moment;
use practice_cycle::policy::{Evidence, FieldValue, Finding, Pack, Packs, Policy};
use practice_cycle::scenario::Scenarios;
use serde_json::{Value, json};

fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn history(name: &str) -> History {
    let path = folder("examples/data").join(format!("{name}.jsonl"));
    History::read(std::fs::read(path).unwrap().as_slice()).unwrap()
}

#[track_caller]
fn policy(written: &str) -> Policy {
    let pack = Pack::read(written).unwrap_or_else(|wrong| panic!("{wrong}"));
    Policy::new(&pack, &EnglandAndWales::new()).unwrap()
}

fn shipped(name: &str) -> Policy {
    Policy::new(Pack::shipped(name).unwrap(), &EnglandAndWales::new()).unwrap()
}

/// A policy of one rule.
#[track_caller]
fn rule(rest: &str) -> Policy {
    policy(&format!(
        r#"{{"pack":"invented","version":"1","title":"Invented","rules":[{{"id":"X1","title":"An invented rule",
            "source":{{"work":"invented","known":"local"}},"severity":"query",{rest}}}]}}"#
    ))
}

/// Everything that a policy says of a history, what is well and what is not.
fn explained(policy: &Policy, history: &History) -> Vec<Finding> {
    policy.explain(&[history], Moment::LATEST, Moment::LATEST)
}

fn record(history: &mut History, at: &str, by: &str, kind: &str, data: Value) {
    let act = json!({"type": kind, "occurred_at": at, "recorded_at": at, "by": by, "data": data});
    history.record(serde_json::from_value::<Act>(act).unwrap()).unwrap_or_else(|refused| panic!("{refused}"));
}

/// Asserts that a finding shows no code and no path of a field: no name with an underscore, and between backticks references
/// alone, of what it is about or looked at, and the names of packs.
#[track_caller]
fn assert_plain(finding: &Finding) {
    let text = finding.to_string();
    let mut references: BTreeSet<&str> = finding.duty.about.iter().map(|(_, id)| &**id).collect();
    references.insert(&finding.pack.0);
    references.extend(finding.set.iter().map(|set| set.pack.0.as_str()));
    let json = serde_json::to_value(finding).unwrap();
    let written = json["asked"].to_string();
    for evidence in finding.because.iter().chain(&finding.found) {
        if let Evidence::Field { values, .. } | Evidence::Concurrent { values, .. } | Evidence::Open { values, .. } =
            evidence
        {
            let ids =
                values.iter().filter_map(|value| if let FieldValue::Reference(id) = value { Some(&**id) } else { None });
            references.extend(ids);
        }
    }
    assert!(!text.contains('_'), "{text}");
    for between in text.split('`').skip(1).step_by(2) {
        // A rule may ask for one person or one case, by its reference.
        assert!(references.contains(between) || written.contains(&format!("\"{between}\"")), "`{between}` in: {text}");
        assert!(between.contains('-') || references.contains(between), "`{between}` in: {text}");
    }
    assert!(!text.contains("  ") && !text.contains(" ,") && !text.contains(".."), "{text}");
}

#[test]
fn no_code_stands_in_any_finding_of_a_shipped_story() {
    let mut packs = Packs::shipped();
    packs.add(include_str!("scenarios/fixed-points.pack.json")).unwrap_or_else(|wrong| panic!("{wrong}"));
    let mut findings = 0;
    for file in std::fs::read_dir(folder("tests/scenarios")).unwrap().map(|file| file.unwrap().path()) {
        if file.to_string_lossy().ends_with(".pack.json") {
            continue;
        }
        let scenarios = Scenarios::read(&std::fs::read_to_string(file).unwrap()).unwrap_or_else(|wrong| panic!("{wrong}"));
        for ran in scenarios.run(&packs).unwrap_or_else(|wrong| panic!("{wrong}")) {
            for finding in ran.reports.iter().flat_map(|report| report.findings()) {
                assert_plain(finding);
                findings += 1;
            }
        }
    }
    assert!(findings > 60, "{findings}");
}

/// Every history that is shipped, under every pack that is, and under one that has every construct.
#[test]
fn no_code_stands_in_what_is_said_of_any_duty() {
    let mut packs = Packs::shipped();
    let mut rules: Vec<Value> = serde_json::from_str(include_str!("policy_reference/every_construct.json")).unwrap();
    for rule in &mut rules {
        let given = [("title", json!("Invented")), ("severity", json!("query"))];
        let source = ("source", json!({"work": "invented", "known": "local"}));
        for (name, value) in given.into_iter().chain([source]) {
            rule.as_object_mut().unwrap().entry(name).or_insert(value);
        }
    }
    let constructs = json!({"pack": "every-construct", "version": "1", "title": "Invented", "rules": rules}).to_string();
    for added in [include_str!("../examples/data/invented_team.pack.json"), &constructs] {
        packs.add(added).unwrap_or_else(|wrong| panic!("{wrong}"));
    }
    let policies: Vec<Policy> =
        packs.names().map(|name| Policy::new(packs.pack(name).unwrap(), &EnglandAndWales::new()).unwrap()).collect();
    let mut duties = 0;
    for file in std::fs::read_dir(folder("examples/data")).unwrap().map(|file| file.unwrap().path()) {
        let name = file.to_string_lossy();
        if !name.ends_with(".jsonl") || name.ends_with("acts.jsonl") || name.ends_with("portfolio.jsonl") {
            continue;
        }
        let history = History::read(std::fs::read(&file).unwrap().as_slice()).unwrap();
        for finding in policies.iter().flat_map(|policy| explained(policy, &history)) {
            assert_plain(&finding);
            let excerpt = finding.excerpt(&[&history]).to_string();
            assert!(!excerpt.contains('_') && !excerpt.contains("24:00"), "{excerpt}");
            duties += 1;
        }
    }
    assert!(duties > 500, "{duties}");
}

#[test]
fn the_calendar_is_named_once_a_report() {
    const CLAUSE: &str = "Deadlines are counted by the calendar of England and Wales: bank holidays are as published up to 2028, and calculated from 2029.";
    let history = history("concurrent_contracts");
    let team = policy(include_str!("../examples/data/invented_team.pack.json"));
    let report = team.check(&history, Moment::LATEST, Moment::LATEST);
    let shown = report.render(&[&history]).to_string();
    assert!(report.findings().filter(|finding| finding.due.is_some()).count() > 1);
    assert_eq!((shown.matches("calendar").count(), shown.matches(CLAUSE).count()), (1, 1), "{shown}");
    assert!(shown.ends_with(&format!("\n{CLAUSE}\n{}", report.summary())), "{shown}");
    assert!(report.findings().all(|finding| !finding.to_string().contains("calendar")));
    let undated = rule(r#""per":["contract"],"when":{"event":"contract_invited"},"forbid":{"event":"contract_declined"}"#);
    let report = undated.check(&history, Moment::LATEST, Moment::LATEST);
    assert_eq!(report.findings().count(), 1);
    assert!(!report.render(&[&history]).to_string().contains("calendar"), "nothing was counted");
}

#[test]
fn a_finding_says_why_this_child_is_concerned() {
    let history = history("family_not_told");
    let report = shipped("article").check(&history, Moment::LATEST, Moment::LATEST);
    let told = |id: &str| report.findings().find(|finding| finding.duty.about[0].1.as_ref() == id).unwrap();
    let child = told("child-1");
    let text = child.to_string();
    assert!(
        text.contains(
            " On 12 October 2026 the clinician held a session (entry 8). It concerns person `child-1` (child, first met on 12 \
             October 2026). Somebody had to help the family to understand, or record, with the manager, why not, \
             by the end of 12 October 2026 (the same day). Nothing of that was recorded by "
        ),
        "{text}"
    );
    let excerpt = child.excerpt(&[&history]).to_string();
    let about = "--> person `child-1` (child, first met on 12 October 2026), cycle `";
    assert!(excerpt.contains(about) && !excerpt.contains("because"), "{excerpt}");
    let parent = told("parent-1").to_string();
    assert!(parent.contains(" It concerns person `parent-1` (parent, first met on 12 October 2026). "), "{parent}");
    let all = "covering between them the social worker's role, the clinician's role, safeguarding duties of both and the \
               clinician's part in the case";
    assert!(parent.contains(all), "{parent}");
    let every = rule(
        r#""per":[{"when":"each","then":"person"}],"when":{"event":"session_held"},"each":"present",
           "if":{"where":{"each.role":"child"}},"expect":{"event":"family_helped_to_understand"},"within":"same day""#,
    );
    let every = explained(&every, &history);
    assert!(
        every.iter().all(|finding| finding.to_string().contains(" It concerns person `child-1` (child). ")),
        "{every:?}"
    );
    assert_eq!(every.len(), 2, "each session, and not the first alone");
}

#[test]
fn a_finding_says_why_this_contract_is_concerned() {
    let mut history = history("turnover");
    record(&mut history, "2026-07-20T09:00:00Z", "manager", "person_left", json!({"person": "worker-b"}));
    let text: Vec<String> = explained(&shipped("local-practice"), &history).iter().map(ToString::to_string).collect();
    let left = text.iter().rfind(|text| text.starts_with("R12a ")).unwrap();
    let entry = history.entries().len();
    let why = format!(" It concerns contract `c-1` (the person named in entry {entry} was a party to it). Somebody ");
    assert!(left.contains(&why), "{left}");
    let what = format!("replace a party (the party is the person named in entry {entry}), or accept the terms");
    assert!(left.contains(&what), "{left}");
}

#[test]
fn what_was_partly_explained_says_how_much_of_it_and_what_is_missing() {
    let mut history = history("family_not_told");
    record(
        &mut history,
        "2026-10-20T16:30:00Z",
        "worker-a",
        "person_entered",
        json!({"person": "parent-2", "role": "parent"}),
    );
    let met = json!({"session": "s-9", "cover": {"uncovered": {"why": "urgent"}}, "space": "home_visit",
        "present": ["worker-a", "clinician", "parent-2"]});
    record(&mut history, "2026-10-20T17:00:00Z", "worker-a", "session_held", met);
    let mut explain = |explained: &[&str], id: &str, at: &str| {
        let data = json!({"explanation": id, "person": "parent-2", "explained": explained, "interpreter": "not_needed"});
        record(&mut history, at, "worker-a", "family_helped_to_understand", data);
        let report = shipped("article").check(&history, Moment::LATEST, Moment::LATEST);
        let finding = report.findings().find(|finding| finding.duty.about[0].1.as_ref() == "parent-2").unwrap();
        (finding.to_string(), finding.excerpt(&[&history]).to_string())
    };
    let (text, excerpt) =
        explain(&["social_workers_role", "clinicians_role", "safeguarding_duties"], "ex-8", "2026-10-21T09:00:00Z");
    let partly = "three of four (the social worker's role, the clinician's role and safeguarding duties of both); missing: the \
                  clinician's part in the case";
    assert!(text.contains(&format!(" Partly explained by 21 October 2026: {partly}. Do it now;")), "{text}");
    assert!(!text.contains("Nothing of that"), "{text}");
    assert!(excerpt.contains(&format!(" = partly explained: {partly}\n")), "{excerpt}");
    assert!(excerpt.contains("^^^ due; only a part of that was recorded by 21 October 2026\n"), "{excerpt}");
    let (text, excerpt) = explain(&["clinicians_part"], "ex-9", "2026-10-22T09:00:00Z");
    assert!(text.contains(" It was done late, on 22 October 2026 (entry 27)."), "{text}");
    assert!(!text.contains("artly") && !excerpt.contains("partly") && excerpt.contains(" done late\n"), "{text}{excerpt}");
}

#[test]
fn what_was_done_too_seldom_says_how_often_of_how_often() {
    let history = history("concurrent_contracts");
    let seen = |times: u8, event: &str| {
        let rule = rule(&format!(
            r#""per":["contract"],"first":true,"when":{{"event":"contract_begun"}},"expect":{{"event":"{event}"}},
               "at_least":{times},"within":"18 weeks""#
        ));
        let findings = explained(&rule, &history);
        let finding = findings.iter().find(|finding| finding.duty.about[0].1.as_ref() == "c-film").unwrap();
        (finding.to_string(), finding.excerpt(&[&history]).to_string())
    };
    let (text, excerpt) = seen(9, "session_held");
    assert!(text.contains(" Partly done by 31 July 2026: three of nine."), "{text}");
    assert!(excerpt.contains("= partly done: three of nine\n") && excerpt.contains("only a part of that"), "{excerpt}");
    let (text, excerpt) = seen(9, "party_replaced");
    assert!(text.contains(" Nothing of that was recorded by 31 July 2026."), "{text}");
    assert!(!text.contains("artly") && excerpt.contains("due; nothing of that was recorded by"), "{excerpt}");
}

#[test]
fn where_joining_lies_too_far_back_the_step_is_named_and_when_it_last_was() {
    let history = history("concurrent_contracts");
    let rule = rule(
        r#""per":["contract"],"when":{"begins":{"stage":"invited"}},"require":{"happened":{
           "event":["occasion_of_joining","rule_noticed"],"per":["cycle"],"within":"30 days"}}"#,
    );
    let findings = explained(&rule, &history);
    let finding = findings.iter().find(|finding| finding.duty.about[0].1.as_ref() == "c-court").unwrap();
    let excerpt = finding.excerpt(&[&history]).to_string();
    assert!(excerpt.contains("^^^^^^^ invited here\n"), "{excerpt}");
    let found = "= found: the last of these was entry 8, on 2 February 2026\n";
    assert!(excerpt.contains(found), "{excerpt}");
}

#[test]
fn what_is_asked_is_said_in_words_whatever_it_tests() {
    let history = history("turnover");
    let said = |event: &str, tests: Value| {
        let forbid = json!({"event": event, "where": tests});
        let rule = rule(&format!(r#""per":["cycle"],"when":{{"event":"cycle_opened"}},"forbid":{forbid}"#));
        let findings = explained(&rule, &history);
        assert_plain(&findings[0]);
        let excerpt = findings[0].excerpt(&[&history]).to_string();
        excerpt.lines().find_map(|line| line.trim_start().strip_prefix("= asked: not to ").map(str::to_owned)).unwrap()
    };
    for (event, tests, expected) in [
        (
            "session_held",
            json!({"present.role": ["parent", "advocate", "police"]}),
            "hold a session with a parent, an independent advocate or the police present",
        ),
        (
            "session_held",
            json!({"present.side": {"not": "family"}}),
            "hold a session (nobody from the family is among those present)",
        ),
        (
            "session_held",
            json!({"present.role": {"not": ["child", "parent"]}}),
            "hold a session (no child or parent is among those present)",
        ),
        ("session_held", json!({"by.mandate": "yes"}), "hold a session (done by somebody with the statutory mandate)"),
        (
            "session_held",
            json!({"by": {"differs_from": "opening.by"}, "by.role": "other_partner"}),
            "hold a session (done by another partner agency other than the person acting in entry 1)",
        ),
        ("session_held", json!({"cover": "uncovered"}), "hold a session (it rests on no contract)"),
        (
            "session_held",
            json!({"contract.stage": {"not": ["active", "suspended"]}}),
            "hold a session (the contract is not active or suspended)",
        ),
        (
            "session_held",
            json!({"present": {"count_at_least": 3}}),
            "hold a session (at least 3 are named among those present)",
        ),
        (
            "milestone_reached",
            json!({"what": ["core_group", "case_closed"], "by.role": "manager"}),
            "record the milestone \"core group met\" or \"case closed\" (done by a team manager)",
        ),
        (
            "milestone_reached",
            json!({"what": {"not": "core_group"}}),
            "record a milestone (the milestone is not \"core group met\")",
        ),
        (
            "legal_status_changed",
            json!({"to": "looked_after"}),
            "change the legal status (the new legal status is \"looked after\")",
        ),
        ("concern_passed_on", json!({"to.mandate": "no"}), "pass a concern on to somebody without the statutory mandate"),
        (
            "threshold_decided",
            json!({"considered": {"all_of": ["strengths", "childs_view"]}}),
            "record a threshold decision (what was considered includes \"what goes well in the family\" and \"what the child says\")",
        ),
        (
            "boundary_observed",
            json!({"finding": "absent"}),
            "observe the boundary (the indicator was looked for and was not there)",
        ),
        ("explanation_withheld", json!({"manager": {"said": true}}), "record, with the manager, why not"),
        (
            "explanation_withheld",
            json!({"manager": {"said": false}}),
            "withhold an explanation without the manager being named",
        ),
        ("outcome_rated", json!({"score": {"at_most": 3}}), "rate the outcome (the score is at most 3)"),
        ("contract_reviewed", json!({"next_review": {"said": true}}), "review the contract with the next review recorded"),
    ] {
        assert_eq!(said(event, tests), expected);
    }
}
