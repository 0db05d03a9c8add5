//! A refusal allocates nothing, so that asking what is possible costs nothing; nor does a due instant.
#![expect(clippy::indexing_slicing, clippy::panic, reason = "in the helpers of tests, where a slip is a failed test")]

use std::collections::BTreeSet;

use allocation_counter::{measure, opt_out};
use practice_cycle::calendar::{Almanac, Calendar, EnglandAndWales, Pauses, Period};
use practice_cycle::code::Code;
use practice_cycle::contracting::{Contract, Event, Kind, Stage, StepContext};
use practice_cycle::cycle::{self, Act, Entry, Kind as AnyKind, Refusal};
use practice_cycle::history::History;
use practice_cycle::id::EntryNumber;
use practice_cycle::moment::Moment;
use practice_cycle::people::{Actor, Role};
use practice_cycle::stored;

const TERMS: &str = r#"{"focus":{"code":"case_dilemma"},"goal":"g","lead":"shared","roles":{"notes":"shared","statutory_process":"shared","context":"shared","asking":"shared","reflecting":"shared"},"safeguarding":"none_known","duration":{"single":"2026-03-20"}}"#;

fn act(by: &str, at: &str, code: &str, data: &str) -> Act {
    // By way of an entry: an act in which a tombstone stands is not read, and can be had from an entry all the same.
    let line =
        format!(r#"{{"number":1,"type":"{code}","occurred_at":"{at}","recorded_at":"{at}","by":"{by}","data":{data}}}"#);
    stored::parse::<Entry>(&line).unwrap_or_else(|error| panic!("{line}: {error}")).into_act()
}

/// A cycle with contracts in several stages, and something of most kinds.
fn busy() -> History {
    let mut history = History::default();
    let terms = |contract: &str| format!(r#"{{"contract":"{contract}","terms":{TERMS}}}"#);
    let version = |contract: &str| format!(r#"{{"contract":"{contract}","version":1}}"#);
    let only = |contract: &str| format!(r#"{{"contract":"{contract}"}}"#);
    let mut steps: Vec<(&str, &str, String)> =
        vec![("p-1", "cycle_opened", r#"{"cycle":"cy-1","format":1,"clinician":"p-1","team":"t-1"}"#.to_owned())];
    for (person, role) in
        [("p-2", "social_worker"), ("p-3", "parent"), ("p-4", "child"), ("p-5", "manager"), ("p-6", "school")]
    {
        steps.push(("p-1", "person_entered", format!(r#"{{"person":"{person}","role":"{role}"}}"#)));
    }
    steps.push(("p-1", "person_left", r#"{"person":"p-6"}"#.to_owned()));
    for contract in ["c-1", "c-2", "c-3", "c-4", "c-5"] {
        steps.push(("p-2", "contract_invited", format!(r#"{{"contract":"{contract}","space":"team_meeting"}}"#)));
    }
    for contract in ["c-2", "c-3", "c-4"] {
        steps.push(("p-1", "terms_proposed", terms(contract)));
        steps.push(("p-1", "terms_accepted", version(contract)));
    }
    for contract in ["c-3", "c-4"] {
        steps.push(("p-2", "terms_accepted", version(contract)));
    }
    steps.push(("p-2", "contract_begun", only("c-4")));
    steps.push(("p-2", "contract_declined", r#"{"contract":"c-5","reason":{"code":"no_capacity"}}"#.to_owned()));
    let last = steps.len() - 1;
    steps[last].0 = "p-1";
    for (by, code, data) in [
        ("p-2", "contract_renewed", r#"{"contract":"c-5","successor":{"elsewhere":{"cycle":"cy-2","contract":"c-1"}}}"#),
        ("p-1", "rule_noticed", r#"{"rule":"ru-1","voice":"spoken","words":"w"}"#),
        (
            "p-1",
            "intervention_begun",
            r#"{"intervention":"i-1","cover":{"contract":"c-4"},"stream":"reflective","form":"consultation","purpose":"practice"}"#,
        ),
        ("p-1", "intervention_closed", r#"{"intervention":"i-1","how":"completed"}"#),
        ("p-1", "suggestion_offered", r#"{"suggestion":"su-1","contract":"c-4","words":"w"}"#),
        ("p-3", "consent_given", r#"{"consent":"cn-1","to":"filming","given_by":"p-3"}"#),
        ("p-3", "consent_withdrawn", r#"{"consent":"cn-1","withdrawn_by":"p-3"}"#),
        ("p-1", "change_noticed", r#"{"change":"ch-1","what":"story","words":"w"}"#),
        ("p-1", "concern_raised", r#"{"concern":"co-1","what":"concern"}"#),
        ("p-2", "milestone_reached", r#"{"milestone":"mi-0","case":"case-1","what":"core_group"}"#),
        ("p-2", "conflict_declared", r#"{"conflict":"cf-0","what":["employment"],"case":"case-1"}"#),
    ] {
        steps.push((by, code, data.to_owned()));
    }
    for (minute, (by, code, data)) in steps.iter().enumerate() {
        let at = format!("2026-03-02T09:{minute:02}:00Z");
        history.record(act(by, &at, code, data)).unwrap_or_else(|refusal| panic!("{code} {data}: {refusal}"));
    }
    history
}

/// Judges, and asserts that being refused allocated nothing.
#[track_caller]
fn refused(cycle: &cycle::Cycle, act: &Act) -> Option<Refusal> {
    let mut judged = Ok(());
    let measured = measure(|| judged = cycle.judge(act));
    let refusal = judged.err()?;
    assert_eq!(measured.count_total, 0, "{refusal} ({refusal:?}), for {act:?}");
    // Nor do the questions one asks of it, but for its words.
    let measured = measure(|| {
        std::hint::black_box((refusal.code(), refusal.category(), refusal.possible().len()));
    });
    assert_eq!(measured.count_total, 0, "{refusal:?}");
    Some(refusal)
}

#[test]
fn the_counter_counts() {
    assert_eq!(measure(|| drop(std::hint::black_box(Box::new(7)))).count_total, 1);
    assert_eq!(measure(|| opt_out(|| drop(std::hint::black_box(Box::new(7))))).count_total, 0);
}

#[test]
fn no_refusal_of_a_cycle_allocates() {
    let history = busy();
    let mut codes = BTreeSet::new();
    let mut closed = history.clone();
    closed.record(act("p-1", "2026-03-03T00:00:00Z", "cycle_closed", r#"{"cycle":"cy-1"}"#)).unwrap();
    // Every example, by everyone, at several times, about every contract.
    for kind in AnyKind::all() {
        for by in ["p-1", "p-2", "p-3", "p-6", "p-99"] {
            for at in ["2026-03-01T00:00:00Z", "2026-03-02T09:20:00Z", "2026-03-03T09:00:00Z", "2026-06-01T00:00:00Z"] {
                for contract in ["c-1", "c-2", "c-3", "c-4", "c-5", "c-9"] {
                    let data = kind.stored_example().replace("\"c-1\"", &format!("\"{contract}\""));
                    let late = act(by, at, kind.code(), &data).recorded(Moment::LATEST);
                    for cycle in [history.cycle(), closed.cycle(), &cycle::Cycle::default()] {
                        codes.extend(refused(cycle, &late).map(Refusal::code));
                    }
                }
            }
        }
    }
    // What is recorded, offered again.
    for entry in history.entries() {
        let again = entry.act().clone();
        codes.extend(refused(history.cycle(), &again).map(Refusal::code));
        codes.extend(refused(history.cycle(), &again.recorded(Moment::LATEST)).map(Refusal::code));
    }
    let at = "2026-03-03T09:00:00Z";
    for (by, code, data) in [
        ("p-2", "terms_accepted", r#"{"contract":"c-2","version":7}"#),
        ("p-2", "terms_proposed", r#"{"contract":"c-1","terms":{"roles":{"statutory_decisions":"clinician"}}}"#),
        ("p-2", "terms_proposed", r#"{"contract":"c-1","terms":{"duration":{"single":"1066-10-14"}}}"#),
        ("p-2", "contract_ended", r#"{"contract":"c-4","reason":{"code":"goal_met_early"},"with":"p-2"}"#),
        ("p-2", "contract_ended", r#"{"contract":"c-3","reason":{"code":"goal_met_early"},"with":"p-1"}"#),
        ("p-2", "party_replaced", r#"{"contract":"c-4","party":"p-5","successor":"p-2"}"#),
        ("p-2", "party_replaced", r#"{"contract":"c-4","party":"p-2","successor":"p-3"}"#),
        ("p-2", "contract_renewed", r#"{"contract":"c-4","successor":{"here":"c-1"}}"#),
        ("p-1", "session_held", r#"{"session":"s-9","cover":{"contract":"c-1"},"space":"home_visit","present":[]}"#),
        ("p-1", "suggestion_offered", r#"{"suggestion":"su-9","contract":"c-3","words":"w"}"#),
        (
            "p-1",
            "session_held",
            r#"{"session":"s-9","intervention":"i-1","cover":{"contract":"c-4"},"space":"home_visit","present":[]}"#,
        ),
        (
            "p-1",
            "family_helped_to_understand",
            r#"{"explanation":"ex-9","person":"p-3","explained":[],"interpreter":"present"}"#,
        ),
        ("p-1", "consent_given", r#"{"consent":"cn-9","to":"filming","given_by":"p-1"}"#),
        ("p-1", "suggestion_answered", r#"{"suggestion":"su-1","reception":"adapted"}"#),
        ("p-2", "milestone_reached", r#"{"milestone":"mi-9","case":"case-2","what":"core_group","follows":"mi-0"}"#),
        ("p-2", "milestone_reached", r#"{"milestone":"mi-9","case":"case-1","what":"proceedings_extended"}"#),
        ("p-2", "milestone_reached", r#"{"milestone":"mi-9","case":"case-1","what":"core_group","until":"2026-09-01"}"#),
        ("p-2", "milestone_reached", r#"{"milestone":"mi-9","case":"case-1","what":"assessment_late"}"#),
        ("p-2", "legal_status_changed", r#"{"change":"ls-9","case":"case-1","from":["court"],"to":["court"]}"#),
        ("p-2", "feed_declared_complete", r#"{"feed":"fe-9","from":"2026-03-01","what":[]}"#),
        ("p-2", "lead_practitioner_named", r#"{"naming":"na-9","case":"case-1","lead":"p-2","overseer":"p-2"}"#),
        (
            "p-2",
            "threshold_decided",
            r#"{"decision":"de-9","case":"case-1","direction":"up","decided_by":["p-2"],"contributed":["p-1","p-2"]}"#,
        ),
        ("p-2", "threshold_decided", r#"{"decision":"de-9","case":"case-1","direction":"up","decided_by":["p-2","p-6"]}"#),
        ("p-2", "conflict_answered", r#"{"conflict":"cf-0","answer":"managed"}"#),
        ("p-2", "duty_waived", r#"{"waiver":"wa-9","rule":"R10","opened_by":999,"reason":"w"}"#),
        ("p-1", "cycle_closed", r#"{"cycle":"cy-7"}"#),
        ("p-1", "person_entered", r#"{"person":"p-7","role":"clinician"}"#),
        ("p-1", "person_entered", r#"{"person":"p-1","role":"manager"}"#),
        ("p-1", "view_given", r#"{"view":"vi-9","contract":"c-4","words":{"redacted":true}}"#),
    ] {
        let refusal = refused(history.cycle(), &act(by, at, code, data));
        codes.insert(refusal.unwrap_or_else(|| panic!("{code} {data} is admitted")).code());
    }
    let begun = act("p-2", "2026-04-01T09:00:00Z", "contract_begun", r#"{"contract":"c-3"}"#);
    codes.extend(refused(history.cycle(), &begun).map(Refusal::code));
    let early = act("p-2", at, "contract_begun", r#"{"contract":"c-3"}"#).recorded("2026-03-02T09:59:00Z".parse().unwrap());
    codes.extend(refused(history.cycle(), &early).map(Refusal::code));
    let absent = act("p-1", "2026-03-02T09:02:00Z", "person_left", r#"{"person":"p-5"}"#).recorded(Moment::LATEST);
    codes.extend(refused(history.cycle(), &absent).map(Refusal::code));
    for (format, earlier) in [(2, "cy-0"), (1, "cy-1")] {
        let data = format!(r#"{{"cycle":"cy-1","format":{format},"clinician":"p-1","team":"t-1","earlier":"{earlier}"}}"#);
        codes.extend(refused(&cycle::Cycle::default(), &act("p-1", at, "cycle_opened", &data)).map(Refusal::code));
    }
    let expected = [
        "cycle.not_opened",
        "cycle.before_opening",
        "cycle.after_closing",
        "cycle.recorded_before_occurred",
        "cycle.recorded_backwards",
        "cycle.unknown_actor",
        "cycle.actor_not_here",
        "cycle.unknown",
        "cycle.not_yet",
        "cycle.id_taken",
        "cycle.tombstone",
        "cycle.history_decides",
        "attachment.already_open",
        "attachment.unknown_format",
        "attachment.earlier_is_itself",
        "attachment.another_cycle",
        "attachment.already_closed",
        "attachment.another_clinician",
        "attachment.clinician_stays",
        "attachment.already_here",
        "attachment.not_here",
        "cycle.not_theirs",
        "contracting.not_theirs",
        "contracting.already_accepted",
        "contracting.out_of_step",
        "contracting.before_previous_step",
        "contracting.stale_version",
        "contracting.reserved_decision",
        "contracting.absurd_day",
        "contracting.planned_end_passed",
        "contracting.reason_out_of_place",
        "contracting.not_joint",
        "contracting.not_a_party",
        "contracting.not_a_successor",
        "contracting.successor_not_later",
        "contracting.has_successor",
        "intervening.not_covered",
        "intervening.not_under_way",
        "intervening.already_covered",
        "intervening.intervention_closed",
        "intervening.not_here_as",
        "deciding.not_here_as",
        "intervening.nothing_explained",
        "reporting.not_begun",
        "deciding.another_case",
        "deciding.needs_its_end",
        "deciding.has_no_end",
        "deciding.needs_its_reason",
        "deciding.nothing_changed",
        "deciding.too_little_named",
        "deciding.oversees_themself",
        "deciding.named_twice",
        "cycle.named_twice",
        "deciding.answers_themself",
        "deciding.no_such_entry",
    ];
    let missed: Vec<&str> = expected.into_iter().filter(|code| !codes.contains(code)).collect();
    assert!(missed.is_empty(), "not reached: {missed:?}");
}

#[test]
fn writing_entries_allocates_nothing() {
    let history = busy();
    let mut written = Vec::with_capacity(1 << 16);
    let measured =
        measure(|| history.entries().iter().for_each(|entry| serde_json::to_writer(&mut written, entry).unwrap()));
    assert_eq!(measured.count_total, 0, "for {} bytes", written.len());
}

#[test]
fn no_due_instant_allocates() {
    let england = EnglandAndWales::new();
    let almanac = Almanac::new(&england).unwrap();
    let pauses: Pauses = [("2026-04-10T09:00:00Z", "2026-04-13T09:00:00Z")]
        .map(|(a, b)| (a.parse().unwrap(), b.parse().unwrap()))
        .into_iter()
        .collect();
    let mut answers = BTreeSet::new();
    for period in ["same day", "48 hours", "10 days", "15 working days", "6 weeks", "3 months"] {
        let period: Period = period.parse().unwrap();
        for from in ["1999-01-01T09:00:00Z", "2026-04-02T09:00:00Z", "2050-12-31T09:00:00Z", "2199-12-31T09:00:00Z"] {
            let from: Moment = from.parse().unwrap();
            for calendar in [&england as &dyn Calendar, &almanac] {
                let mut due = None;
                let measured = measure(|| {
                    due = Some(period.due_at_with_pauses(from, &pauses, calendar).is_ok());
                    std::hint::black_box(
                        period.due_at(from, calendar).is_ok() || period.reaches_back_to(from, calendar).is_ok(),
                    );
                });
                answers.extend(due);
                assert_eq!(measured.count_total, 0, "{period} after {from}");
            }
        }
    }
    assert_eq!(answers.len(), 2, "some are due, some beyond the range");
}

#[test]
fn no_refusal_of_a_contract_allocates() {
    let history = busy();
    let mut codes = BTreeSet::new();
    let mut stages = BTreeSet::new();
    for (_, contract) in history.contracts() {
        for &kind in Kind::ALL {
            let example = act("p-2", "2026-03-03T09:00:00Z", kind.code(), AnyKind::Contracting(kind).stored_example());
            let cycle::Event::Contracting(event) = &example.event else { panic!("a step") };
            for &role in Role::ALL {
                for at in ["2026-03-01T00:00:00Z", "2026-03-03T09:00:00Z", "2026-06-01T00:00:00Z"] {
                    let step = StepContext::new(Actor { seat: 1, role }, at.parse().unwrap(), EntryNumber::FIRST);
                    stages.insert(contract.latest_stage(step.at));
                    codes.extend(judged(contract, event, &step));
                }
            }
        }
    }
    let expected = [Stage::Invited, Stage::Negotiating, Stage::Agreed, Stage::Active, Stage::Lapsed, Stage::Declined];
    assert_eq!(stages, expected.into_iter().collect());
    for expected in [
        "contracting.out_of_step",
        "contracting.not_theirs",
        "contracting.before_previous_step",
        "contracting.stale_version",
        "contracting.has_successor",
        "contracting.not_joint",
    ] {
        assert!(codes.contains(expected), "`{expected}` was not reached: {codes:?}");
    }
}

#[track_caller]
fn judged(contract: &Contract, event: &Event, step: &StepContext) -> Option<&'static str> {
    let mut judged = Ok(());
    let measured = measure(|| judged = contract.judge(event, step));
    let refusal = judged.err()?;
    assert_eq!(measured.count_total, 0, "{refusal} ({refusal:?})");
    let measured = measure(|| {
        let why_not = contract.why_not(event.kind(), step.by, step.at);
        std::hint::black_box((contract.possible(step.by, step.at), why_not.is_ok()));
    });
    assert_eq!(measured.count_total, 0, "asking what is possible");
    Some(refusal.code())
}
