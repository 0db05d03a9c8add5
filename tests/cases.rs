//! The invented cases in `examples/data`, replayed: what each of them is there to show.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "the helpers of tests fail as tests do")]

#[path = "cases/around.rs"]
mod around;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use chrono::NaiveDate;
use practice_cycle::assessment::{Assessment, Drift, Movement, Parameters};
use practice_cycle::attachment;
use practice_cycle::boundary::{self, Basis, Lean, Scope, Sighting, Verdict};
use practice_cycle::calendar::{Calendar, EnglandAndWales, add_months, local_date};
use practice_cycle::code::CodeSet;
use practice_cycle::contracting::{self, Stage};
use practice_cycle::cycle::{self, Act, Entry, Event};
use practice_cycle::deciding::{self, Milestone};
use practice_cycle::history::{self, History};
use practice_cycle::id::{ContractId, EntryNumber, PersonId};
use practice_cycle::intervening::{self, Cover, Explained, Reception, Uncovered};
use practice_cycle::moment::Moment;
use practice_cycle::people::{Role, Side};
use practice_cycle::reporting;
use practice_cycle::space::Space;
use serde_json::Value;

const CASES: [&str; 15] = [
    "boundary_moving",
    "boundary_seen_differently",
    "compliance_threatened",
    "concurrent_contracts",
    "family_not_told",
    "hypotheses_reframe_unwelcome",
    "hypotheses_reframe_welcome",
    "permanence",
    "shared_risk",
    "statutory_path",
    "therapy_reframe_unwelcome",
    "therapy_reframe_welcome",
    "threshold_after_incident",
    "turnover",
    "unwelcome_reframe",
];

/// The entries of one kind that are in effect, each with its data.
macro_rules! told {
    ($history:expr, $Family:ident, $module:ident::$Data:ident) => {
        $history.entries().iter().filter(|entry| $history.undone_by(entry.number()).is_none()).filter_map(|entry| {
            let Event::$Family($module::Event::$Data(data)) = entry.event() else { return None };
            Some((entry, data))
        })
    };
}

fn data() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/data")
}

#[track_caller]
fn stored(case: &str) -> String {
    fs::read_to_string(data().join(format!("{case}.jsonl"))).expect(case)
}

#[track_caller]
fn replayed(case: &str) -> History {
    History::read(stored(case).as_bytes()).unwrap_or_else(|error| panic!("{case}: {error}"))
}

/// An instant of 2026.
#[track_caller]
fn at(day_and_time: &str) -> Moment {
    format!("2026-{}:00Z", day_and_time.replace(' ', "T")).parse().expect(day_and_time)
}

fn person(id: &str) -> PersonId {
    PersonId::new(id).unwrap()
}

/// Where a contract stood at a time, by all that was known in the end.
#[track_caller]
fn stage(history: &History, contract: &str, as_of: &str) -> Option<Stage> {
    stage_as_known(history, contract, at(as_of), Moment::LATEST)
}

fn stage_as_known(history: &History, contract: &str, as_of: Moment, known_at: Moment) -> Option<Stage> {
    let view = history.view(as_of, known_at);
    let cycle = view.cycle();
    cycle.contract(&ContractId::new(contract).unwrap()).map(|contract| contract.latest_stage(as_of))
}

#[track_caller]
fn stages(history: &History, contract: &str, expected: &[(&str, Stage)]) {
    for &(as_of, expected) in expected {
        assert_eq!(stage(history, contract, as_of), Some(expected), "{contract} as of {as_of}");
    }
}

/// The party of a side, as of a time and as known at one.
fn party(history: &History, as_of: &str, known_at: &str, side: Side) -> Option<String> {
    let view = history.view(at(as_of), at(known_at));
    let cycle = view.cycle();
    let seat = cycle.contract(&ContractId::new("c-1").unwrap())?.state().agreed()?.party(side)?;
    let mut entered = told!(history, Attachment, attachment::PersonEntered).map(|(entry, data)| (entry, &data.person));
    let sits =
        |entry: &Entry, person| cycle.actor_at(person, entry.act().occurred_at).is_some_and(|actor| actor.seat == seat);
    entered.find(|(entry, person)| sits(entry, person)).map(|(_, person)| person.to_string())
}

fn sessions(history: &History) -> Vec<(&Entry, &intervening::SessionHeld)> {
    told!(history, Intervening, intervening::SessionHeld).collect()
}

#[track_caller]
fn present(history: &History, session: &str) -> Vec<String> {
    let sessions = sessions(history);
    let (_, held) = sessions.iter().find(|(_, data)| data.session.as_str() == session).expect(session);
    held.present.iter().map(ToString::to_string).collect()
}

/// Everybody's rating by itself.
fn ratings<'a>(history: &'a History, contract: &str) -> BTreeMap<&'a str, u8> {
    let rated = told!(history, Reporting, reporting::OutcomeRated).filter(|(_, data)| data.contract.as_str() == contract);
    rated.map(|(entry, data)| (entry.act().by.as_str(), data.score.get())).collect()
}

/// What somebody of the family was told, and when.
fn explained<'a>(history: &'a History, person: &str) -> Vec<(Moment, &'a intervening::FamilyHelpedToUnderstand)> {
    let told = told!(history, Intervening, intervening::FamilyHelpedToUnderstand);
    let told = told.filter(|(_, data)| data.person.as_str() == person);
    told.map(|(entry, data)| (entry.act().occurred_at, data)).collect()
}

// All of them.

#[test]
fn every_case_is_invented_and_says_so() {
    fn texts(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::String(words) if words.contains(' ') => found.push(words.clone()),
            Value::Array(values) => values.iter().for_each(|value| texts(value, found)),
            Value::Object(fields) => fields.values().for_each(|value| texts(value, found)),
            Value::String(_) | Value::Number(_) | Value::Bool(_) | Value::Null => {}
        }
    }
    let mut files = 0;
    for file in fs::read_dir(data()).unwrap().map(|file| file.unwrap().path()) {
        if file.extension().is_none_or(|extension| extension != "jsonl") {
            continue;
        }
        files += 1;
        let words = fs::read_to_string(&file).unwrap();
        let first = words.lines().next().unwrap();
        assert!(first.contains(r#""cycle":"invented-"#) || first.contains(r#""portfolio":"invented-"#), "{file:?}");
        for line in words.lines() {
            let mut found = Vec::new();
            texts(&serde_json::from_str(line).unwrap(), &mut found);
            assert!(found.iter().all(|text| text.starts_with("Invented")), "{file:?}: {found:?}");
        }
    }
    assert_eq!(files, CASES.len() + 2, "the cases, the acts, and the portfolio");
}

#[test]
fn every_case_is_stored_exactly_as_it_would_be_written() {
    for case in CASES {
        let mut written = Vec::new();
        replayed(case).write(&mut written).unwrap();
        let written = String::from_utf8(written).unwrap();
        assert_eq!(written.lines().count(), stored(case).lines().count(), "{case}");
        for (written, stored) in written.lines().zip(stored(case).lines()) {
            assert_eq!(written, stored, "{case}");
        }
    }
}

#[test]
fn what_was_known_at_any_time_is_what_had_been_recorded_by_then() {
    for case in CASES {
        let whole = replayed(case);
        for (place, entry) in whole.entries().iter().enumerate() {
            let known_at = entry.act().recorded_at;
            if whole.entries().get(place + 1).is_some_and(|next| next.act().recorded_at == known_at) {
                continue;
            }
            let mut then = History::default();
            for entry in &whole.entries()[..=place] {
                // A case in which text was redacted tells it as redacted from the start; its state is the same.
                then.append(entry.clone()).unwrap();
            }
            for (id, contract) in then.contracts() {
                let stage = stage_as_known(&whole, id.as_str(), known_at, known_at);
                assert_eq!(stage, Some(contract.latest_stage(known_at)), "{case}: {id} as known at {known_at}");
            }
        }
    }
}

// The two situations of the article, section Intervening, each with two endings.

#[test]
fn a_welcome_consultation_instead_of_therapy_leads_round_to_the_next_invitation() {
    let history = replayed("therapy_reframe_welcome");
    stages(
        &history,
        "c-1",
        &[
            ("09-08 12:00", Stage::Invited),
            ("09-09 12:00", Stage::Reframed),
            ("09-10 14:00", Stage::Negotiating),
            ("09-11 09:05", Stage::Negotiating),
            ("09-11 12:00", Stage::Agreed),
            ("09-14 12:00", Stage::Active),
            ("10-12 12:00", Stage::Completed),
        ],
    );
    let next = history.contracts().last().unwrap();
    assert_eq!((next.0.as_str(), next.1.latest_stage(at("10-13 12:00"))), ("c-2", Stage::Invited));
    let Event::Contracting(contracting::Event::ContractInvited(invited)) = history.entry(next.1.opened()).unwrap().event()
    else {
        panic!("a contract opens with an invitation")
    };
    assert_eq!(invited.arose_from.len(), 2, "the earlier contract, and the change");
    assert_eq!(ratings(&history, "c-1"), BTreeMap::from([("worker-a", 8), ("clinician", 7)]));
}

#[test]
fn an_unwelcome_consultation_leaves_the_first_request_which_may_be_declined() {
    let history = replayed("therapy_reframe_unwelcome");
    let expected = [("09-09 12:00", Stage::Reframed), ("09-11 17:00", Stage::Invited), ("09-14 12:00", Stage::Declined)];
    stages(&history, "c-1", &expected);
    assert_eq!(sessions(&history).len(), 0);
}

#[test]
fn a_joint_visit_instead_of_hypotheses_may_be_welcome_in_part() {
    let history = replayed("hypotheses_reframe_welcome");
    stages(
        &history,
        "c-1",
        &[("09-08 16:00", Stage::Reframed), ("09-09 15:00", Stage::Active), ("10-01 09:00", Stage::Lapsed)],
    );
    assert_eq!(present(&history, "s-1"), ["worker-a", "clinician", "parent-1", "child-1"]);
    assert_eq!(explained(&history, "parent-1").len(), 2, "by each for themself");
    assert!(explained(&history, "child-1").is_empty(), "withheld for a reason, with the manager");
}

#[test]
fn an_unwelcome_visit_leaves_the_first_request_which_may_be_met() {
    let history = replayed("hypotheses_reframe_unwelcome");
    let expected = [("09-10 10:00", Stage::Invited), ("09-10 10:30", Stage::Negotiating), ("09-15 12:00", Stage::Completed)];
    stages(&history, "c-1", &expected);
    assert_eq!(present(&history, "s-1"), ["clinician", "worker-a", "manager"]);
}

// A worker leaves in the middle.

#[test]
fn an_acceptance_after_leaving_stays_recorded_when_the_leaving_is_known_late() {
    let history = replayed("turnover");
    let (accepted, known) = (at("06-19 08:30"), at("06-19 17:00"));
    let role = |known_at| history.view(accepted, known_at).cycle().role_at(&person("worker-a"), accepted);
    assert_eq!(role(known), Some(Role::SocialWorker), "nobody knew yet");
    assert_eq!(role(at("06-22 09:00")), None, "they had left the evening before");

    let version = |known_at| {
        let view = history.view(accepted, known_at);
        let cycle = view.cycle();
        cycle.contract(&ContractId::new("c-1").unwrap()).unwrap().state().agreed().unwrap().version()
    };
    assert_eq!((version(known), version(Moment::LATEST)), (2, 2));
    assert!(history.entries().iter().all(|entry| history.undone_by(entry.number()).is_none()));
}

#[test]
fn somebody_who_is_known_to_have_left_cannot_accept_anything_more() {
    let history = replayed("turnover");
    let accepted = r#"{"type":"terms_accepted","occurred_at":"2026-07-09T09:00:00Z","recorded_at":"2026-07-09T09:00:00Z","by":"worker-a","data":{"contract":"c-1","version":3}}"#;
    let act: Act = serde_json::from_str(accepted).unwrap();
    assert_eq!(history.judge(&act), Err(history::Refusal::Act(cycle::Refusal::ActorNotHere)));
}

#[test]
fn the_parties_follow_one_another_as_workers_do() {
    let history = replayed("turnover");
    let worker = |as_of, known_at| party(&history, as_of, known_at, Side::SocialWork);
    assert_eq!(worker("06-19 17:00", "06-19 17:00").as_deref(), Some("worker-a"));
    assert_eq!(worker("06-23 17:00", "06-23 17:00").as_deref(), Some("duty-worker"));
    assert_eq!(worker("07-01 12:00", "07-08 12:00").as_deref(), Some("worker-b"));
    stages(
        &history,
        "c-1",
        &[("06-04 12:00", Stage::Agreed), ("06-05 12:00", Stage::Active), ("07-08 12:00", Stage::Active)],
    );
}

#[test]
fn each_session_belongs_to_the_worker_who_was_there() {
    let history = replayed("turnover");
    assert_eq!(present(&history, "s-1"), ["worker-a", "clinician", "parent-1", "parent-2"]);
    assert_eq!(present(&history, "s-2"), ["worker-a", "clinician", "parent-1", "parent-2"]);
    assert_eq!(present(&history, "s-3"), ["duty-worker", "clinician", "parent-1"]);
    assert_eq!(present(&history, "s-4"), ["worker-b", "clinician", "parent-1", "parent-2"]);
    for (entry, session) in sessions(&history) {
        let cycle = history.cycle();
        let here = |person: &PersonId| cycle.role_at(person, entry.act().occurred_at).is_some();
        assert!(session.present.iter().all(here), "{}", session.session);
    }
}

#[test]
fn what_was_known_of_the_fourteenth_day_differs_between_the_twentieth_and_the_thirty_sixth() {
    let history = replayed("turnover");
    let evening = at("06-16 20:00");
    let concerns = |known_at| {
        let view = history.view(evening, at(known_at));
        let concern = |entry: &&&Entry| entry.event().kind().code() == "concern_raised";
        view.entries().iter().filter(concern).map(|entry| entry.act().by.to_string()).collect::<Vec<_>>()
    };
    assert!(concerns("06-22 17:00").is_empty());
    assert_eq!(concerns("07-08 17:00"), ["worker-a"]);
}

#[test]
fn the_family_is_told_again_before_the_next_session_with_a_new_worker() {
    let history = replayed("turnover");
    for parent in ["parent-1", "parent-2"] {
        let told = explained(&history, parent);
        assert!(told.iter().any(|&(when, _)| when > at("06-26 09:10") && when < at("07-07 14:00")), "{parent}");
    }
}

// A reframe of the risk that is not welcome at first.

#[test]
fn a_suggestion_that_was_not_welcome_is_offered_once_more_and_adapted() {
    let history = replayed("unwelcome_reframe");
    let offered = told!(history, Intervening, intervening::SuggestionOffered).map(|(_, data)| data);
    let offered: Vec<&intervening::SuggestionOffered> = offered.collect();
    let mut answers: BTreeMap<&str, Vec<Reception>> = offered.iter().map(|it| (it.suggestion.as_str(), vec![])).collect();
    for (_, data) in told!(history, Intervening, intervening::SuggestionAnswered) {
        answers.get_mut(data.suggestion.as_str()).unwrap().push(data.reception);
    }
    let expected = BTreeMap::from([
        ("su-1", vec![Reception::TakenUp]),
        ("su-2", vec![Reception::TakenUp]),
        ("su-3", vec![]),
        ("su-4", vec![Reception::NotWelcome]),
        ("su-5", vec![Reception::Adapted]),
    ]);
    assert_eq!(answers, expected);
    let again: Vec<_> =
        offered.iter().filter_map(|it| Some((it.suggestion.as_str(), it.again.as_ref()?.as_str()))).collect();
    assert_eq!(again, [("su-5", "su-4")]);
    let differs = |entry: &Entry| entry.event().kind().code() == "view_given" && entry.act().by.as_str() == "clinician";
    assert_eq!(history.entries().iter().filter(|entry| differs(entry)).count(), 1, "the difference is written down");
}

#[test]
fn three_people_rate_the_same_work_and_stay_apart() {
    let history = replayed("unwelcome_reframe");
    assert_eq!(ratings(&history, "c-1"), BTreeMap::from([("worker-a", 6), ("manager", 4), ("clinician", 7)]));
}

// One boundary, seen from several sides.

#[test]
fn observers_of_one_boundary_differ_and_none_is_merged() {
    let history = replayed("boundary_seen_differently");
    let mut seen: BTreeMap<(&str, Lean, Basis), usize> = BTreeMap::new();
    for (entry, data) in told!(history, Boundary, boundary::BoundaryObserved) {
        match data.finding {
            Sighting::Present(_) => {
                *seen.entry((entry.act().by.as_str(), data.sign.lean(), data.basis)).or_default() += 1;
            }
            Sighting::NoOpportunity => assert_eq!(data.space, Space::Supervision),
            Sighting::Absent => panic!("nobody having been able to see is not the same as nothing there"),
        }
    }
    let expected = BTreeMap::from([
        (("worker-a", Lean::Healthy, Basis::Direct), 2),
        (("manager", Lean::Enmeshed, Basis::Direct), 2),
        (("clinician", Lean::Healthy, Basis::Direct), 1),
        (("advocate", Lean::Enmeshed, Basis::Reported), 1),
        (("manager-b", Lean::Healthy, Basis::Direct), 2),
    ]);
    assert_eq!(seen, expected);
    let second_hand = history.entries().iter().find(|entry| entry.act().by.as_str() == "advocate").unwrap();
    assert_eq!(second_hand.act().recorded_by, Some(person("worker-a")));
}

#[test]
fn the_manager_who_saw_it_otherwise_has_left_before_the_other_comes() {
    let history = replayed("boundary_seen_differently");
    let role = |who: &str, when: &str| history.cycle().role_at(&person(who), at(when));
    assert_eq!((role("manager", "10-09 12:00"), role("manager-b", "10-09 12:00")), (Some(Role::Manager), None));
    assert_eq!((role("manager", "10-12 12:00"), role("manager-b", "10-12 12:00")), (None, Some(Role::Manager)));
    stages(&history, "c-1", &[("10-28 12:00", Stage::Active), ("10-31 12:00", Stage::Lapsed)]);
}

// One boundary, moving.

#[test]
fn a_boundary_that_leaned_diffuse_leans_healthy_to_the_same_people() {
    let history = replayed("boundary_moving");
    let verdict = |when: &str| {
        let view = history.view(at(when), at(when));
        Assessment::of(&view, Scope::Cycle, Parameters::unvalidated_v2()).verdict
    };
    // Before each review all were asked what they see. Between the two it is not firm, and they differ for a while.
    for diffuse in ["02-06 17:00", "03-06 17:00", "03-13 17:00", "03-20 17:00"] {
        assert_eq!(verdict(diffuse), Verdict::Diffuse, "{diffuse}");
    }
    assert_eq!((verdict("04-03 17:00"), verdict("04-17 17:00")), (Verdict::Insufficient, Verdict::Contested));
    for healthy in ["06-03 17:00", "06-05 17:00"] {
        assert_eq!(verdict(healthy), Verdict::Healthy, "{healthy}");
    }
    let view = history.view(Moment::LATEST, Moment::LATEST);
    let drift = Drift::of(&view, Scope::Cycle, Parameters::unvalidated_v2());
    let Movement::Moving(change) = drift.movement else { panic!("{drift}") };
    assert_eq!((change.side, change.since.to_string().as_str()), (Lean::Healthy, "2026-03-14"));
    assert!(change.by > 0.9 && (change.share_of_orders - 0.2).abs() < 1e-12, "{drift}");
    assert_eq!(drift.among, ["worker-a", "manager", "parent-1", "supervisor"].map(person));
    assert_eq!(drift.not_compared, []);
}

#[test]
fn both_reviews_of_the_moving_boundary_are_joint_and_say_what_the_reading_said() {
    let history = replayed("boundary_moving");
    let cycle = history.cycle();
    let mut verdicts = Vec::new();
    for (entry, review) in told!(history, Boundary, boundary::BoundaryReviewed) {
        let act = entry.act();
        assert!(review.is_joint(&act.by, |person| cycle.role_at(person, act.occurred_at)));
        let view = history.view(review.as_of, act.occurred_at);
        let reading = Assessment::of(&view, review.scope.clone(), Parameters::unvalidated_v2());
        assert_eq!((reading.verdict, &reading.parameters), (review.verdict, &review.parameters));
        verdicts.push(review.verdict);
    }
    assert_eq!(verdicts, [Verdict::Diffuse, Verdict::Healthy]);
}

// A family that was not told.

#[test]
fn an_urgent_visit_had_nothing_to_rest_on_and_was_covered_two_days_later() {
    let history = replayed("family_not_told");
    let (visit, monday, wednesday) = (at("10-12 14:00"), at("10-12 17:00"), at("10-14 17:00"));
    assert_eq!(stage_as_known(&history, "c-1", visit, monday), None, "on the day, nothing was written down");
    assert_eq!(stage_as_known(&history, "c-1", visit, wednesday), Some(Stage::Invited), "a telephone call is no agreement");
    stages(&history, "c-1", &[("10-14 12:00", Stage::Active), ("10-16 12:00", Stage::Revoked)]);
    let why = |cover: &Cover| if let Cover::Uncovered { why, .. } = cover { Some(*why) } else { None };
    let covers: Vec<_> = sessions(&history).iter().map(|(_, session)| why(&session.cover)).collect();
    assert_eq!(covers, [Some(Uncovered::Urgent), Some(Uncovered::NotAgreed)]);
}

#[test]
fn a_disclosure_to_the_clinician_alone_reached_the_worker_ninety_minutes_later() {
    let history = replayed("family_not_told");
    assert_eq!(present(&history, "s-2"), ["clinician", "parent-1", "child-1"]);
    let when = |code: &str| {
        let entry = history.entries().iter().find(|entry| entry.event().kind().code() == code).unwrap();
        entry.act().occurred_at.to_utc()
    };
    assert_eq!((when("concern_passed_on") - when("concern_raised")).num_minutes(), 90);
}

#[test]
fn the_family_was_told_on_the_fourth_day_and_withdrew_themselves() {
    let history = replayed("family_not_told");
    let told: Vec<Moment> = explained(&history, "parent-1").iter().map(|&(when, _)| when).collect();
    assert_eq!(told, [at("10-16 10:00")]);
    let revoked = history.entries().iter().find(|entry| entry.event().kind().code() == "contract_revoked").unwrap();
    assert_eq!((revoked.act().by.as_str(), &revoked.act().recorded_by), ("parent-1", &Some(person("worker-a"))));
}

#[test]
fn what_was_disclosed_is_redacted_and_the_rest_stands() {
    let history = replayed("family_not_told");
    let redacted: Vec<u32> = history
        .entries()
        .iter()
        .map(Entry::number)
        .filter_map(|number| history.redacted_by(number).map(|_| number.get()))
        .collect();
    assert_eq!(redacted, [10]);
    assert!(!stored("family_not_told").lines().nth(9).unwrap().contains("Invented"));
}

// Several contracts at once.

#[test]
fn four_contracts_about_one_child_go_their_own_ways() {
    use Stage::{Active, Agreed, Completed, Declined, Invited, Suspended};
    let history = replayed("concurrent_contracts");
    let contracts = ["c-consult", "c-film", "c-conference", "c-court"];
    for (as_of, expected) in [
        ("02-12 17:00", [Some(Active), Some(Invited), None, None]),
        ("03-17 17:00", [Some(Active), Some(Active), Some(Agreed), None]),
        ("04-20 17:00", [Some(Active), Some(Active), Some(Completed), Some(Invited)]),
        ("05-20 17:00", [Some(Active), Some(Suspended), Some(Completed), Some(Declined)]),
        ("07-20 17:00", [Some(Active), Some(Active), Some(Completed), Some(Declined)]),
        ("07-31 17:00", [Some(Active), Some(Completed), Some(Completed), Some(Declined)]),
    ] {
        assert_eq!(contracts.map(|contract| stage(&history, contract, as_of)), expected, "as of {as_of}");
    }
}

#[test]
fn no_guidance_is_given_while_proceedings_run_and_consultation_goes_on() {
    let history = replayed("concurrent_contracts");
    let during = |intervention: &str| {
        let sessions = sessions(&history);
        let of = sessions.iter().filter(|(entry, session)| {
            let when = entry.act().occurred_at;
            session.intervention.as_ref().is_some_and(|id| id.as_str() == intervention)
                && when > at("04-21 09:30")
                && when < at("07-16 09:30")
        });
        of.count()
    };
    assert_eq!((during("i-film"), during("i-consult")), (0, 3));
    let told = explained(&history, "mother");
    let of_status = told.iter().filter(|(_, data)| data.explained.has(Explained::LegalStatus));
    let when: Vec<Moment> = of_status.map(|&(when, _)| when).collect();
    assert_eq!(when, [at("07-16 14:00")], "before the next session, on the 21st");
}

#[test]
fn a_session_recorded_twice_counted_only_until_somebody_noticed() {
    let history = replayed("concurrent_contracts");
    let twice = EntryNumber::try_from(28).unwrap();
    assert_eq!(history.entry(twice).unwrap().event().kind().code(), "session_held");
    assert_eq!(history.undone_by(twice), Some(twice.next()));
    let counted = |known_at: &str| {
        let view = history.view(at("03-11 17:00"), at(known_at));
        view.entries().iter().filter(|entry| entry.number() == twice).count()
    };
    assert_eq!((counted("03-11 17:00"), counted("03-12 17:00")), (1, 0));
}

// One case by the milestones that statutory practice counts from and to.

/// The days on which a milestone was reached, in order.
fn reached(history: &History, what: Milestone) -> Vec<NaiveDate> {
    let reached = told!(history, Deciding, deciding::MilestoneReached).filter(|(_, data)| data.what == what);
    reached.map(|(entry, _)| local_date(entry.act().occurred_at)).collect()
}

#[test]
fn some_milestones_were_in_time_and_some_were_not() {
    use Milestone::{
        AssessmentCompleted, BecameLookedAfter, CoreGroup, FamilyGroupOffered, InitialConference, LookedAfterReview,
        OrderApplied, ProtectionPlanBegun, ReferralDecided, ReferralReceived, ReviewConference, StrategyDiscussion,
    };
    let history = replayed("statutory_path");
    let calendar = EnglandAndWales::default();
    let first = |what: Milestone| reached(&history, what)[0];
    for (from, days, to, in_time) in [
        (ReferralReceived, 1, ReferralDecided, true),
        (ReferralReceived, 45, AssessmentCompleted, false),
        (StrategyDiscussion, 15, InitialConference, false),
        (InitialConference, 10, CoreGroup, true),
        (BecameLookedAfter, 20, LookedAfterReview, true),
    ] {
        let due = calendar.add_working_days(first(from), days).unwrap();
        assert_eq!(first(to) <= due, in_time, "{to} by {due}");
    }
    assert_eq!(first(ProtectionPlanBegun), first(InitialConference));
    let within_months = |from: NaiveDate, months, to: NaiveDate| add_months(from, months).is_some_and(|due| to <= due);
    assert!(within_months(first(InitialConference), 3, first(ReviewConference)));
    let reviews = reached(&history, LookedAfterReview);
    assert!(!within_months(reviews[0], 3, reviews[1]), "the second review was late");
    assert!(first(FamilyGroupOffered) < first(OrderApplied));
}

#[test]
fn each_legal_status_takes_up_where_the_last_left_off() {
    let history = replayed("statutory_path");
    let mut stands = CodeSet::none();
    for (_, data) in told!(history, Deciding, deciding::LegalStatusChanged) {
        assert_eq!(data.from, stands);
        stands = data.to;
    }
    assert_eq!(stands, CodeSet::of(&[deciding::LegalStatus::Court, deciding::LegalStatus::LookedAfter]));
}

#[test]
fn a_decision_about_another_family_counted_for_one_day() {
    let history = replayed("statutory_path");
    let decided = |known_at: &str| -> Vec<&str> {
        let view = history.view(Moment::LATEST, at(known_at));
        let decided = view.entries().iter().filter_map(|entry| deciding::ThresholdDecided::of(entry.event()));
        decided.map(|data| data.decision.as_str()).collect()
    };
    assert_eq!(decided("03-24 17:00"), ["de-1", "de-2"]);
    assert_eq!(decided("03-25 17:00"), ["de-1"]);
}

#[test]
fn a_clinician_who_decided_alone_is_on_record() {
    let history = replayed("statutory_path");
    let cycle = history.cycle();
    let decided = told!(history, Deciding, deciding::ThresholdDecided);
    let without_mandate: Vec<&str> = decided
        .filter(|(entry, data)| {
            let when = entry.act().occurred_at;
            !data.decided_by.iter().any(|person| cycle.held_at(person, when).mandate() == Some(true))
        })
        .map(|(_, data)| data.decision.as_str())
        .collect();
    assert_eq!(without_mandate, ["de-4"]);
}
