//! What test suites see of a policy: findings beside the entries they name, assertions that fail with that same text, and what
//! another pack would change. The packs and histories are invented.
//!
//! Run with `UPDATE=1` to write the golden file anew.
#![expect(clippy::panic, clippy::unwrap_used, reason = "in the helpers of tests, where a slip is a failed test")]

#[path = "golden/mod.rs"]
mod golden;

use std::fmt::Write as _;
use std::path::PathBuf;

use practice_cycle::calendar::{EnglandAndWales, Period, Tz};
use practice_cycle::cycle::Act;
use practice_cycle::history::History;
use practice_cycle::moment::Moment;
use practice_cycle::people::Role;
use practice_cycle::policy::{
    English, Evidence, FieldValue, Finding, Help, Language, Mark, Pack, Packs, Policy, Report, Summary,
};
use serde_json::{Value, json};

const ALL: (Moment, Moment) = (Moment::LATEST, Moment::LATEST);

fn data(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/data").join(name)
}

fn history(name: &str) -> History {
    History::read(std::fs::read(data(&format!("{name}.jsonl"))).unwrap().as_slice()).unwrap()
}

#[track_caller]
fn policy(written: &str) -> Policy {
    let pack = Pack::read(written).unwrap_or_else(|wrong| panic!("{wrong}"));
    Policy::new(&pack, &EnglandAndWales::new()).unwrap()
}

fn team() -> Policy {
    policy(&std::fs::read_to_string(data("invented_team.pack.json")).unwrap())
}

/// A policy of one rule.
#[track_caller]
fn rule(rest: &str) -> Policy {
    policy(&format!(
        r#"{{"pack":"invented","version":"1","title":"Invented","rules":[{{"id":"X1","title":"An invented rule",
            "source":{{"work":"invented","known":"local"}},"severity":"query",{rest}}}]}}"#
    ))
}

#[track_caller]
fn record(history: &mut History, at: &str, by: &str, kind: &str, data: Value) {
    let act: Act =
        serde_json::from_value(json!({"type":kind,"occurred_at":at,"recorded_at":at,"by":by,"data":data})).unwrap();
    history.record(act).unwrap_or_else(|refusal| panic!("{kind}: {refusal:?}"));
}

fn check(policy: &Policy, history: &History) -> Report {
    policy.check(history, ALL.0, ALL.1)
}

/// The lines of the timeline of the only finding: between the first bar and the last.
#[track_caller]
fn timeline(policy: &Policy, histories: &[&History]) -> Vec<String> {
    let report = policy.check_all(histories, ALL.0, ALL.1);
    assert_eq!(report.findings().count(), 1, "{}", report.render(histories));
    let shown = report.findings().next().unwrap().excerpt(histories).to_string();
    let lines = shown.lines().filter(|line| line.contains(" | ")).map(str::to_owned);
    lines.collect()
}

#[test]
fn a_finding_stands_beside_its_entries_in_full() {
    let history = history("concurrent_contracts");
    let report = check(&team(), &history);
    let finding = report.findings().find(|finding| finding.rule.as_str() == "T01").unwrap();
    let expected = "\
query[T01]: An invitation gets a first answer within two working days
   --> contract `c-film`, cycle `invented-concurrent`
    |
 16 | 12 Feb 2026 11:00       social worker  invited (contract `c-film`)
    |                                        ------- started the clock
    | 16 Feb 2026 end of day                 ^^^ due
 17 | 17 Feb 2026 10:00       clinician      proposed terms (contract `c-film`)
    |                                        -------------- done late
    |
    = asked: ";
    let shown = finding.excerpt(&[&history]).to_string();
    assert!(shown.starts_with(expected), "{shown}");
    let counted = "    = due: by the end of 16 February 2026 (2 working days after 12 February 2026)\n";
    assert!(shown.contains(counted), "{shown}");
    let source =
        "    = source: The invented team's agreement, 1 (the service's own rule); pack `invented-team`, version 1\n";
    assert!(shown.ends_with(source), "{shown}");
}

#[test]
fn every_outcome_is_shown_beside_its_entries() {
    let mut shown = String::new();
    for name in ["concurrent_contracts", "therapy_reframe_welcome", "turnover"] {
        let (history, team) = (history(name), team());
        writeln!(shown, "{name}\n").unwrap();
        for finding in team.explain(&[&history], ALL.0, ALL.1) {
            writeln!(shown, "{}", finding.excerpt(&[&history])).unwrap();
        }
        writeln!(shown, "{}\n", check(&team, &history).summary()).unwrap();
    }
    golden::is_golden("tests/golden/excerpts.txt", &shown);
    for heading in ["query[", "error[", "pending[", "satisfied[", "holds so far["] {
        assert!(shown.lines().any(|line| line.starts_with(heading)), "nothing is {heading}");
    }
}

#[test]
fn what_had_to_come_before_something_is_shown_beside_it() {
    let rule = rule(
        r#""per":["contract"],"when":{"event":"party_replaced"},"first":true,"expect":{"event":"contract_reviewed"},
        "before":{"event":"session_held"}"#,
    );
    let expected = [
        " 25 | 22 Jun 2026 10:30  team manager  replaced a party (contract `c-1`)",
        "    |                                  ---------------- the rule applies here",
        " 26 | 23 Jun 2026 15:00  clinician     held a session (session `s-3`)",
        "    |                                  ^^^^^^^^^^^^^^ what was asked was not done by then",
    ];
    assert_eq!(timeline(&rule, &[&history("turnover")]), expected);
}

/// After the contract of `turnover` lapsed, on 14 August.
const OCCASION: &str = r#"{"number":39,"type":"occasion_of_joining","occurred_at":"2026-08-20T09:00:00Z","recorded_at":"2026-08-20T09:00:00Z","by":"manager","data":{"occasion":"oc-9","place":"everyday","with":["worker-b"]}}"#;

#[test]
fn what_time_alone_opened_is_told_so() {
    let rule = rule(
        r#""per":["contract"],"when":{"begins":{"stage":"lapsed"}},"expect":{"event":"contract_renewed"},"within":"3 days""#,
    );
    let mut history = history("turnover");
    history.append(serde_json::from_str(OCCASION).unwrap()).unwrap();
    let expected = [
        " 31 |  2 Jul 2026 11:40       clinician  accepted the terms (contract `c-1`)",
        "    |                                    ------------------ time ran from here",
        "    | 14 Aug 2026 end of day             --- started the clock, by time alone",
        "    | 17 Aug 2026 end of day             ^^^ due; nothing of that was recorded by 20 August 2026",
    ];
    assert_eq!(timeline(&rule, &[&history]), expected);
}

#[test]
fn what_is_excused_is_shown_and_does_not_count() {
    let history = history("statutory_path");
    let rule = policy(
        r#"{"pack":"invented","version":"1","title":"Invented","rules":[{"id":"R21a","title":"An invented rule",
            "source":{"work":"invented","known":"local"},"severity":"query","per":["case"],
            "when":{"event":"milestone_reached","where":{"what":"section_47_started"}},
            "expect":{"event":"milestone_reached","where":{"what":"initial_conference"}},"within":"15 working days"}]}"#,
    );
    let report = check(&rule, &history);
    let summary = report.summary();
    assert_eq!((summary.excused, summary.findings()), (1, 0), "{}", report.render(&[&history]));
    report.assert_clean(&[&history]);
    let shown = report.render(&[&history]).to_string();
    assert!(shown.starts_with("excused[R21a]: An invented rule\n"), "{shown}");
    assert!(shown.contains("recorded a milestone: section 47 enquiry started (milestone `mi-5`)\n"), "{shown}");
    assert!(shown.contains("------------- excused\n"), "{shown}");
}

#[test]
fn a_finding_says_whose_number_it_goes_by() {
    let mut packs = Packs::shipped();
    packs.add(&std::fs::read_to_string(data("invented_council.pack.json")).unwrap()).unwrap();
    packs
        .add(r#"{"pack":"a-team","version":"7","title":"Invented","extends":["invented-council"]}"#)
        .and_then(|_| {
            packs.add(
                r#"{"pack":"another-team","version":"8","title":"Invented","extends":["invented-council"],
                    "set":{"R10.review_every":"3 weeks"}}"#,
            )
        })
        .unwrap();
    let history = history("turnover");
    let told = |name: &str| -> Vec<String> {
        let policy = Policy::new(packs.pack(name).unwrap(), &EnglandAndWales::new()).unwrap();
        let findings = policy.explain(&[&history], ALL.0, ALL.1);
        let finding = findings.iter().find(|finding| finding.rule.as_str() == "R10").unwrap();
        assert_eq!(finding.pack.0, "local-practice");
        let lines = finding.excerpt(&[&history]).to_string();
        let noted = lines.lines().filter_map(|line| line.trim_start().strip_prefix("= set: ").map(str::to_owned)).collect();
        assert!(finding.set.iter().all(|set| finding.to_string().contains(&format!(" P{}.", &set.to_string()[1..]))));
        noted
    };
    let council = "pack `invented-council`, version 2026-11, sets \"review every\" to 4 weeks";
    let team = "pack `another-team`, version 8, sets \"review every\" to 3 weeks";
    assert_eq!([told("invented-council"), told("a-team")], [[council], [council]], "through a pack that says nothing of it");
    assert_eq!(told("another-team"), [team], "who said it last");
    assert_eq!(told("local-practice"), [""; 0]);
}

#[test]
fn what_was_found_in_place_of_what_was_required_is_told_by_each_condition() {
    let history = history("turnover");
    let found = |when: &str, condition: &str| -> Vec<String> {
        let rule = rule(&format!(r#""per":["contract"],"when":{when},"require":{condition}"#));
        let report = check(&rule, &history);
        let last = report.findings().last().unwrap_or_else(|| panic!("{}", report.render(&[&history])));
        let told: Vec<String> = last.found.iter().map(ToString::to_string).collect();
        let shown = last.excerpt(&[&history]).to_string();
        assert!(shown.contains("\n    = required: "), "{shown}");
        assert!(shown.contains(&format!("\n    = found: {}\n", told.join(", "))), "{shown}");
        told
    };
    let session = r#"{"event":"session_held","where":{"cover":"contract"}}"#;
    let told = |condition: &str| found(session, condition);
    assert_eq!(
        told(r#"{"where":{"space":{"differs_from":"contract.space"}}}"#),
        [
            "the space is \"joint session with children and family\"",
            "the agreed space is \"joint session with children and family\"",
        ]
    );
    assert_eq!(told(r#"{"while":{"stage":"suspended"}}"#), ["the contract is active"]);
    assert_eq!(
        told(r#"{"standing":{"at_least":"embedded"}}"#),
        ["joining so far looks like \"orientating (finding one's way)\""]
    );
    assert_eq!(
        told(r#"{"not":{"boundary":{"verdict":"insufficient"}}}"#),
        ["the boundary reads as \"insufficient evidence\""]
    );
    assert_eq!(told(r#"{"happened":{"event":"contract_ended"}}"#), ["nobody ended the contract before"]);
    assert_eq!(
        told(r#"{"happened":{"event":"session_held","at_least":9,"within":"3 weeks"}}"#),
        ["somebody last held a session on 23 June 2026 (2 times in that time)"]
    );
    assert_eq!(
        told(r#"{"last":{"event":"session_held","is":{"space":{"differs_from":"opening.space"}}}}"#),
        [
            "the space is \"joint session with children and family\" (entry 26)",
            "the space in the opening entry is \"joint session with children and family\"",
        ]
    );
    assert_eq!(
        told(r#"{"first":{"event":"contract_ended","is":{"by.side":"clinical"}}}"#),
        ["nobody ended the contract before"]
    );
    assert_eq!(told(r#"{"concurrent":{"stage":"active","at_least":2}}"#), ["the contract counted is `c-1`"]);
    // What time alone brought about is looked at as it stood then.
    let replaced = found(r#"{"begins":{"stage":"agreed"}}"#, r#"{"where":{"contract.stage":"invited"}}"#);
    assert_eq!(replaced, ["the contract is agreed (entry 7)"]);
}

#[test]
fn nothing_is_advised_that_can_no_longer_help() {
    let history = history("concurrent_contracts");
    let help = |rest: &str| -> Vec<Vec<Help>> {
        let rule = rule(rest);
        check(&rule, &history).findings().map(|finding| finding.help.clone()).collect()
    };
    let (excuse, remedy) = (vec![Help::Excuse], vec![Help::DoItNow, Help::Excuse]);
    // The one contract was declined, the others go on.
    let never =
        r#""per":["contract"],"when":{"event":"contract_invited"},"expect":{"event":"contract_renewed"},"within":"1 day""#;
    let told = help(never);
    assert!(told.contains(&excuse) && told.contains(&remedy), "{told:?}");
    let before = r#""per":["contract"],"when":{"event":"contract_invited"},"preceded_by":{"event":"reframe_offered"}"#;
    assert!(help(before).iter().all(|help| *help == excuse), "{:?}", help(before));
}

#[test]
fn of_several_histories_each_entry_names_its_cycle() {
    let rule = rule(
        r#""per":["clinician"],"first":true,"when":{"event":"contract_invited"},"forbid":{"event":"contract_declined"}"#,
    );
    let (one, other) = (history("therapy_reframe_welcome"), history("therapy_reframe_unwelcome"));
    let lines = timeline(&rule, &[&one, &other]);
    assert!(
        lines[0].starts_with("   invented-therapy-reframe-welcome:10 | ") && lines[0].contains("  invited (contract "),
        "{lines:#?}"
    );
    assert!(lines[2].contains(":12 | ") && lines[2].contains("  declined (contract "), "{lines:#?}");
    assert!(lines[3].ends_with("^^^^^^^^ was not to happen"), "{lines:#?}");
}

#[test]
fn entries_that_are_not_at_hand_are_named_by_their_numbers() {
    let history = history("concurrent_contracts");
    let report = check(&team(), &history);
    let finding = report.findings().find(|finding| finding.rule.as_str() == "T03").unwrap();
    let shown = finding.excerpt(&[]).to_string();
    assert!(shown.contains("\n 52 | 16 Jul 2026 15:10    what was done is not at hand\n"), "{shown}");
}

#[test]
fn free_text_is_never_shown() {
    let mut packs = Packs::shipped();
    packs.add(&std::fs::read_to_string(data("invented_team.pack.json")).unwrap()).unwrap();
    let england = EnglandAndWales::new();
    let (mut shown, mut findings) = (0, 0);
    for file in std::fs::read_dir(data("")).unwrap().map(|file| file.unwrap().path()) {
        let name = file.to_string_lossy();
        if !name.ends_with(".jsonl") || name.ends_with("acts.jsonl") || name.ends_with("portfolio.jsonl") {
            continue;
        }
        let history = History::read(std::fs::read(&file).unwrap().as_slice()).unwrap();
        for name in packs.names() {
            let policy = Policy::new(packs.pack(name).unwrap(), &england).unwrap();
            findings += check(&policy, &history).findings().count();
            for finding in policy.explain(&[&history], ALL.0, ALL.1) {
                let json = serde_json::to_string(&finding).unwrap();
                let texts = [finding.excerpt(&[&history]).to_string(), format!("{finding} {finding:?}"), json];
                // Every text of the cases begins with the word.
                assert!(texts.iter().all(|text| !text.contains("Invented")), "{texts:?}");
                shown += 1;
            }
        }
    }
    assert!(shown > 50 && findings > 10, "{shown} duties, {findings} findings");
}

#[test]
fn a_failed_assertion_says_what_the_report_says() {
    let history = history("concurrent_contracts");
    let report = check(&team(), &history);
    let shown = report.render(&[&history]).to_string();
    assert!(shown.ends_with(
        "7 rules, of which 7 applied; 16 duties: 3 findings (1 error, 2 queries, 0 undetermined), 0 excused, 2 open"
    ));
    let found = report.clean(&[&history]).unwrap_err();
    assert_eq!((found.to_string(), format!("{found:?}")), (shown.clone(), shown.clone()));
    let panic = std::panic::catch_unwind(|| report.assert_clean(&[&history])).unwrap_err();
    assert_eq!(*panic.downcast::<String>().unwrap(), format!("the policy is not upheld\n\n{shown}"));
}

#[test]
fn a_clean_report_is_let_through() {
    let history = history("unwelcome_reframe");
    let report = check(&team(), &history);
    assert!(report.clean(&[&history]).is_ok());
    report.assert_clean(&[&history]);
}

#[test]
fn what_cannot_be_told_is_not_clean() {
    // Urgent work rests on no contract.
    let history = history("family_not_told");
    let rule = rule(
        r#""per":["contract"],"first":true,"when":{"event":"session_held"},"expect":{"event":"outcome_rated"},
            "within":"12 months""#,
    );
    let report = check(&rule, &history);
    let summary = report.summary();
    assert_eq!((summary.undetermined, summary.findings()), (2, 2), "{}", report.render(&[&history]));
    assert!(report.render(&[&history]).to_string().starts_with("undetermined[X1]"));
    assert!(report.clean(&[&history]).is_err());
}

// Findings are data, and English is one way to say them.

/// Somebody else's language, from outside the crate.
#[derive(Debug)]
struct Dutch;

impl Language for Dutch {
    fn sentence(&self, finding: &Finding) -> String {
        let event = |code: &str| match code {
            "contract_invited" => "een uitnodiging",
            "contract_reviewed" => "een evaluatie",
            _ => "iets anders",
        };
        let due = finding.due.as_ref().map_or_else(String::new, |due| {
            let Period::Days(days) = due.counted.period else { panic!("the rule says days") };
            format!(", uiterlijk {days} dagen later")
        });
        let expected = finding.asked.written().pointer("/expect/event").and_then(Value::as_str).map_or("", event).to_owned();
        let help: Vec<&str> = finding
            .help
            .iter()
            .map(|help| if *help == Help::DoItNow { "alsnog doen" } else { "verontschuldigen" })
            .collect();
        format!("Na {} hoort {expected}{due}. Nu nog: {}.", event(finding.opening.event), help.join(" of "))
    }

    fn mark(&self, mark: &Mark) -> String {
        if *mark == Mark::Opened { "hier begon het".to_owned() } else { English.mark(mark) }
    }

    fn role(&self, role: Option<Role>) -> String {
        if role == Some(Role::SocialWorker) { "maatschappelijk werker".to_owned() } else { English.role(role) }
    }

    fn time(&self, at: Moment, _: Tz, _: bool) -> String {
        at.to_utc().format("op %d-%m-%Y om %H:%M UTC").to_string()
    }

    fn reference(&self, name: &str, id: &str) -> String {
        if name == "cycle" { format!("kring `{id}`") } else { English.reference(name, id) }
    }

    fn summary(&self, summary: &Summary) -> String {
        format!("{} bevindingen", summary.findings())
    }
}

#[test]
fn another_language_is_possible_from_outside() {
    let history = history("turnover");
    let rule = rule(
        r#""per":["contract"],"parameters":{"time":"3 days"},"when":{"event":"contract_invited"},
           "expect":{"event":"contract_reviewed"},"within":"$time""#,
    );
    let report = check(&rule, &history);
    let finding = report.findings().next().unwrap();
    assert_eq!(
        Dutch.sentence(finding),
        "Na een uitnodiging hoort een evaluatie, uiterlijk 3 dagen later. Nu nog: alsnog doen of verontschuldigen."
    );
    let english = finding.excerpt(&[&history]).to_string();
    let dutch = finding.excerpt(&[&history]).in_language(&Dutch).to_string();
    assert!(dutch.contains("  maatschappelijk werker  invited (contract `"), "{dutch}");
    assert!(dutch.contains(" hier begon het\n") && !dutch.contains("started the clock"), "{dutch}");
    assert_eq!(dutch.lines().last(), english.lines().last(), "what it does not say for itself is said in English");
    let column = |mark: &str| dutch.lines().find_map(|line| line.find(mark)).unwrap();
    assert_eq!(column("invited (contract `"), column("---"), "marks stand below what they mark:\n{dutch}");
    let whole = report.render(&[&history]).in_language(&Dutch).to_string();
    assert!(whole.starts_with(&dutch) && whole.ends_with(" bevindingen") && whole.contains("kring `"), "{whole}");
}

/// Every text of a finding that is neither a title nor a source nor the name of a calendar, with its path.
fn texts(path: &str, value: &Value, all: &mut Vec<(String, String)>) {
    match value {
        Value::String(text) => all.push((path.to_owned(), text.clone())),
        Value::Array(values) => values.iter().for_each(|value| texts(path, value, all)),
        Value::Object(fields) => {
            for (name, value) in fields
                .iter()
                .filter(|(name, _)| !["title", "source", "calendar", "version", "bank_holiday"].contains(&name.as_str()))
            {
                texts(&format!("{path}.{name}"), value, all);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[test]
fn findings_hold_codes_and_no_sentences() {
    let mut packs = Packs::shipped();
    packs.add(&std::fs::read_to_string(data("invented_team.pack.json")).unwrap()).unwrap();
    let mut looked_at = 0;
    for name in ["concurrent_contracts", "family_not_told", "statutory_path", "turnover"] {
        let history = history(name);
        for pack in packs.names() {
            let policy = Policy::new(packs.pack(pack).unwrap(), &EnglandAndWales::new()).unwrap();
            for finding in policy.explain(&[&history], ALL.0, ALL.1) {
                let mut all = Vec::new();
                texts("", &serde_json::to_value(&finding).unwrap(), &mut all);
                for (path, text) in all {
                    // Lengths of time are written as packs write them: `10 working days`.
                    let is_length = text.parse::<Period>().is_ok();
                    assert!(is_length || !text.contains([' ', '`']), "{pack} {} {path}: {text}", finding.rule);
                    looked_at += 1;
                }
            }
        }
    }
    assert!(looked_at > 1000, "{looked_at} texts");
}

/// A cycle in which two contracts begin, ten minutes after one another.
fn two_contracts(cycle: &str, contracts: [&str; 2], begins: &str) -> History {
    let line = |at: &str, by: &str, kind: &str, data: Value| {
        let at = format!("2026-06-{at}");
        let act = json!({"type": kind, "occurred_at": at, "recorded_at": at, "by": by, "data": data});
        serde_json::from_value::<Act>(act).unwrap()
    };
    let mut acts = vec![
        line(
            "01T08:00:00Z",
            "clinician",
            "cycle_opened",
            json!({"cycle": cycle, "format": 1, "clinician": "clinician", "team": "t"}),
        ),
        line("01T08:00:00Z", "clinician", "person_entered", json!({"person": "worker", "role": "social_worker"})),
    ];
    let shared = json!({"notes": "shared", "statutory_process": "shared", "context": "shared", "asking": "shared", "reflecting": "shared"});
    let terms = json!({"focus": {"code": "case_dilemma"}, "goal": "Invented.", "lead": "shared", "roles": shared,
        "safeguarding": "none_known", "duration": {"until": {"ends": "2026-12-01"}}, "family_understanding": "Invented."});
    for contract in contracts {
        let accepted = json!({"contract": contract, "version": 1});
        acts.extend([
            line("02T08:00:00Z", "worker", "contract_invited", json!({"contract": contract, "space": "case_consultation"})),
            line("02T08:00:00Z", "worker", "terms_proposed", json!({"contract": contract, "terms": terms})),
            line("02T08:00:00Z", "worker", "terms_accepted", accepted.clone()),
            line("02T08:00:00Z", "clinician", "terms_accepted", accepted),
        ]);
    }
    acts.extend(contracts.map(|contract| line(begins, "worker", "contract_begun", json!({"contract": contract}))));
    let mut history = History::default();
    acts.into_iter().for_each(|act| _ = history.record(act).unwrap());
    history
}

/// What stands in another history at that very instant comes after it, and is neither counted nor shown.
#[test]
fn what_a_finding_shows_is_what_its_verdict_rested_on() {
    let rule = rule(
        r#""per":["contract"],"when":{"event":"contract_begun"},
           "require":{"concurrent":{"stage":"active","sharing":["clinician"],"at_least":3}}"#,
    );
    let (one, other) =
        (two_contracts("a", ["c-1", "c-2"], "05T09:00:00Z"), two_contracts("b", ["c-2", "c-3"], "05T09:00:00Z"));
    let report = rule.check_all(&[&one, &other], ALL.0, ALL.1);
    let found: Vec<&[Evidence]> = report.findings().map(|finding| &*finding.found).collect();
    let contracts = |ids: &[&str]| {
        let values = ids.iter().map(|&id| FieldValue::Reference(id.into())).collect();
        vec![Evidence::Concurrent { attribute: None, values, more: 0 }]
    };
    assert_eq!(found, [contracts(&["c-1"]), contracts(&["c-1", "c-2"])], "{}", report.render(&[&one, &other]));
    assert_eq!(report.rules[0].tally.kept, 2, "both contracts of one reference count in the other history");
}

#[test]
fn a_field_that_is_said_is_not_shown_as_left_out() {
    let shown = |said: bool, history: &str| {
        let rule = rule(&format!(
            r#""per":["contract"],"when":{{"event":"contract_reviewed","where":{{"next_review":{{"said":{said}}}}}}},
               "forbid":{{"event":"contract_reviewed"}}"#
        ));
        let findings = rule.explain(&[&self::history(history)], ALL.0, ALL.1);
        findings
            .iter()
            .flat_map(|finding| &finding.because)
            .map(|because| serde_json::to_string(because).unwrap())
            .collect::<Vec<_>>()
    };
    let days = |days: &[&str]| {
        let said = |day: &&str| {
            format!(r#"{{"type":"field","data":{{"path":"next_review","values":[{{"type":"day","data":"{day}"}}]}}}}"#)
        };
        days.iter().map(said).collect::<Vec<_>>()
    };
    assert_eq!(shown(true, "concurrent_contracts"), days(&["2026-08-14", "2026-06-15", "2026-07-13", "2026-08-10"]));
    let left_out = [r#"{"type":"field","data":{"path":"next_review","values":[]}}"#];
    assert_eq!(shown(false, "therapy_reframe_welcome"), left_out);
}

/// Every evidence of findings under conditions that were required.
#[track_caller]
fn found(history: &History, when: &str, require: &str) -> Vec<Vec<Evidence>> {
    let rule = rule(&format!(r#""per":["cycle"],"when":{{"event":"{when}"}},"require":{require}"#));
    check(&rule, history).findings().map(|finding| finding.found.clone()).collect()
}

#[test]
fn two_counts_are_shown_apart() {
    let both = r#"{"all":[{"concurrent":{"stage":["active","suspended"],"at_most":0}},{"concurrent":{"stage":"active","at_most":0}}]}"#;
    let found = found(&history("concurrent_contracts"), "contract_suspended", both);
    let contract = |id: &str| FieldValue::Reference(id.into());
    let counted = |all: &[&str]| Evidence::Concurrent {
        attribute: None,
        values: all.iter().map(|id| contract(id)).collect(),
        more: 0,
    };
    assert_eq!(found, [[counted(&["c-consult", "c-film"]), counted(&["c-consult"])]]);
}

#[test]
fn each_value_of_a_list_that_is_said_is_shown() {
    let found = found(&history("turnover"), "session_held", r#"{"where":{"present":{"said":false}}}"#);
    let Some(Evidence::Field { values, .. }) = found[0].first() else { panic!("{found:?}") };
    assert!(values.len() > 1, "{values:?}");
}

#[test]
fn what_was_redacted_is_not_shown_as_left_out() {
    let mut history = history("concurrent_contracts");
    let rule = rule(
        r#""per":["contract"],"when":{"event":"terms_proposed"},"require":{"where":{"contract.case":{"differs_from":"case"}}}"#,
    );
    let shown = |history: &History| {
        let findings = rule.explain(&[history], ALL.0, ALL.1);
        let fields =
            findings.iter().flat_map(|finding| finding.because.iter().chain(&finding.found)).filter_map(|evidence| {
                if let Evidence::Field { path, values, .. } = evidence {
                    Some((path.to_string(), values.len()))
                } else {
                    None
                }
            });
        fields.collect::<Vec<_>>()
    };
    assert!(shown(&history).contains(&("case".to_owned(), 1)), "{:?}", shown(&history));
    let at = "2026-12-01T09:00:00Z";
    let redaction = json!({"type": "redacted", "occurred_at": at, "recorded_at": at, "by": "manager",
        "data": {"entries": [9, 16, 30], "reason": "Invented."}});
    history.record(serde_json::from_value::<Act>(redaction).unwrap()).unwrap();
    assert!(shown(&history).iter().all(|(_, values)| *values > 0), "{:?}", shown(&history));
}

#[test]
fn of_the_opening_is_no_other_entry() {
    let mut looked_at = 0;
    for compare in ["same_as", "differs_from"] {
        let rule = rule(&format!(
            r#""per":["contract"],"when":{{"event":"contract_reviewed"}},
               "require":{{"last":{{"event":"contract_begun","is":{{"by":{{"{compare}":"opening.by"}}}}}}}}"#
        ));
        for finding in rule.explain(&[&history("concurrent_contracts")], ALL.0, ALL.1) {
            for found in &finding.found {
                let Evidence::Field { path, of, .. } = found else { panic!("{found:?}") };
                assert_eq!(of.is_none(), &**path == "opening.by", "{path}");
                looked_at += 1;
            }
        }
    }
    assert!(looked_at > 1);
}

#[test]
fn a_duty_that_is_due_again_began_when_it_began() {
    let mut history = history("turnover");
    history.append(serde_json::from_str(OCCASION).unwrap()).unwrap();
    for (stage, day) in [("active", "5 June"), ("lapsed", "14 August")] {
        let rule = rule(&format!(
            r#""per":["cycle"],"when":{{"begins":{{"stage":"{stage}"}}}},"on_close":"keep",
               "expect":{{"event":["session_held","occasion_of_joining"]}},"every":"1 week""#
        ));
        let mut again = 0;
        for finding in rule.explain(&[&history], ALL.0, ALL.1) {
            let (opening, opened) = (&finding.opening, finding.duty.opened_by.at);
            assert_eq!(opening.by_time, stage == "lapsed");
            let said = finding.to_string();
            let began = [format!(" On {day} 2026 the "), format!(" at the end of {day} 2026 (entry ")];
            assert!(said.contains(&began[usize::from(opening.by_time)]), "{said}");
            again += usize::from(finding.duty.since != opened);
        }
        assert!(again > 0, "{stage}");
    }
}

// What another pack would change.

const SOONER: &str = r#"{"pack":"sooner","version":"1","title":"Invented","extends":["invented-team"],"off":["T03"],
    "set":{"T01.answer_within":"1 working day"},
    "rules":[{"id":"N01","title":"An invented rule","source":{"work":"invented","known":"local"},"severity":"query",
        "per":["contract"],"when":{"event":"contract_declined"},"preceded_by":{"event":"reframe_offered"}}]}"#;

fn team_and_sooner() -> (Policy, Policy) {
    let mut packs = Packs::shipped();
    packs.add(&std::fs::read_to_string(data("invented_team.pack.json")).unwrap()).unwrap();
    packs.add(SOONER).unwrap();
    let england = EnglandAndWales::new();
    let policy = |name: &str| Policy::new(packs.pack(name).unwrap(), &england).unwrap();
    (policy("invented-team"), policy("sooner"))
}

#[test]
fn another_pack_changes_verdicts_and_findings_rule_by_rule() {
    let ((team, sooner), history) = (team_and_sooner(), history("concurrent_contracts"));
    let told =
        |changes: Vec<practice_cycle::policy::Change>| -> Vec<String> { changes.iter().map(ToString::to_string).collect() };
    let changes = team.diff(&sooner, &[&history], ALL.0, ALL.1);
    assert_eq!(changes[0].appear[0].duty.about, [("contract".into(), "c-court".into())]);
    let expected = [
        "T01: violated as before; 1 finding appears; 3 duties shift",
        "T03: violated -> no rule; 1 finding disappears",
        "T06: violated as before; 1 finding appears; 1 finding disappears; 1 duty appears",
        "N01: no rule -> violated; 1 finding appears",
    ];
    let shifts: Vec<String> = changes[0].shifts.iter().map(ToString::to_string).collect();
    assert_eq!(
        shifts,
        [
            "contract `c-consult` (opened by entry 9): met, due 6 Feb 2026 end of day -> met, due 5 Feb 2026 end of day",
            "contract `c-film` (opened by entry 16): missed, due 16 Feb 2026 end of day -> missed, due 13 Feb 2026 end of day",
            "contract `c-conference` (opened by entry 30): met, due 16 Mar 2026 end of day -> met, due 13 Mar 2026 end of day",
        ],
        "those whose findings appear apart"
    );
    assert_eq!(told(changes), expected);
    let expected = [
        "T01: violated as before; 1 finding disappears; 3 duties shift",
        "T06: violated as before; 1 finding appears; 1 finding disappears; 1 duty disappears",
        "N01: violated -> no rule; 1 finding disappears",
        "T03: no rule -> violated; 1 finding appears",
    ];
    assert_eq!(told(sooner.diff(&team, &[&history], ALL.0, ALL.1)), expected);
}

#[test]
fn each_of_many_duties_is_compared_with_itself() {
    let reviewed = |every: &str| {
        rule(&format!(
            r#""per":["contract"],"when":{{"event":"contract_invited"}},"expect":{{"event":"invitation_accepted"}},"within":"{every}""#
        ))
    };
    let mut history = History::default();
    let at = "2026-03-02T09:00:00Z";
    record(&mut history, at, "clin", "cycle_opened", json!({"cycle":"cy","format":1,"clinician":"clin","team":"t"}));
    record(&mut history, at, "clin", "person_entered", json!({"person":"w","role":"social_worker"}));
    let invited = |place: usize| format!("c-{place}");
    for place in 0..50 {
        record(&mut history, at, "w", "contract_invited", json!({"contract":invited(place),"space":"home_visit"}));
    }
    // Every other one is answered, after the one limit and before the other.
    for place in (0..50).step_by(2) {
        let accepted = json!({"contract":invited(place)});
        record(&mut history, "2026-03-05T09:00:00Z", "clin", "invitation_accepted", accepted);
    }
    let as_of = "2026-03-06T09:00:00Z".parse().unwrap();
    let [change] = &reviewed("1 day").diff(&reviewed("1 week"), &[&history], as_of, as_of)[..] else { panic!("one rule") };
    assert_eq!(change.to_string(), "X1: violated -> pending; 50 findings disappear");
    let [change] = &reviewed("1 week").diff(&reviewed("2 weeks"), &[&history], as_of, as_of)[..] else { panic!("one rule") };
    assert_eq!(change.to_string(), "X1: pending as before; 50 duties shift");
    for (place, shift) in change.shifts.iter().enumerate() {
        let (is, number) = (if place % 2 == 0 { "met" } else { "open" }, place + 3);
        let expected = format!(
            "contract `c-{place}` (opened by entry {number}): {is}, due 9 Mar 2026 end of day -> {is}, due 16 Mar 2026 end of day"
        );
        assert_eq!(shift.to_string(), expected);
    }
}

#[test]
fn how_long_a_waiver_excuses_something_is_said() {
    let reviewed = rule(
        r#""per":["contract"],"when":{"begins":{"stage":"active"}},"expect":{"event":"contract_reviewed"},"every":"6 weeks""#,
    );
    let until = |day: Option<&str>, as_of: &str| {
        let mut history = history("turnover");
        let mut waived = json!({"waiver":"wa-1","rule":"X1","reason":"Invented."});
        if let Some(day) = day {
            waived["until"] = json!(day);
        }
        record(&mut history, "2026-07-10T09:00:00Z", "manager", "duty_waived", waived);
        let findings = reviewed.explain(&[&history], as_of.parse().unwrap(), Moment::LATEST);
        let excused = findings.iter().find(|finding| finding.is_excused()).unwrap();
        let notes = English.notes(excused);
        let note = notes.into_iter().find(|(name, _)| name == "excused").map(|(_, note)| note);
        let sentence = excused.to_string();
        (note, sentence.split_once(" excuses it, ").unwrap().1.to_owned())
    };
    let (note, sentence) = until(None, "2029-01-01T00:00:00Z");
    assert_eq!(note.as_deref(), Some("until it is done, since the waiver names no day"));
    assert_eq!(sentence, "on 10 July 2026, until it is done, since the waiver names no day.");
    let (note, sentence) = until(Some("2026-08-31"), "2026-08-01T00:00:00Z");
    assert_eq!(note.as_deref(), Some("until the end of 31 August 2026"));
    assert_eq!(sentence, "on 10 July 2026, until the end of 31 August 2026.");
}

#[test]
fn the_same_pack_changes_nothing() {
    let (team, _) = team_and_sooner();
    for name in ["concurrent_contracts", "statutory_path", "turnover"] {
        assert_eq!(team.diff(&team, &[&history(name)], ALL.0, ALL.1), []);
    }
}
