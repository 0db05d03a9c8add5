//! What a further entry puts right: a wrong opening, two references to one person or one case, and a correction that was itself a
//! mistake; and what may touch a cycle from outside its time. All people and cases are invented.
#![expect(clippy::panic, clippy::unwrap_used, reason = "in the helpers of tests, where a slip is a failed test")]

use practice_cycle::calendar::EnglandAndWales;
use practice_cycle::cycle::Act;
use practice_cycle::history::{History, Refusal, Warning};
use practice_cycle::id::{ContractId, EntryNumber, PersonId};
use practice_cycle::moment::Moment;
use practice_cycle::people::{Role, Side};
use practice_cycle::policy::{Pack, Policy};

fn act(by: &str, occurred: &str, recorded: &str, code: &str, data: &str) -> Act {
    let line = format!(
        r#"{{"type":"{code}","occurred_at":"{occurred}T09:00:00Z","recorded_at":"{recorded}T09:00:00Z","by":"{by}","data":{data}}}"#
    );
    practice_cycle::stored::parse(&line).unwrap_or_else(|error| panic!("{line}: {error}"))
}

/// Records acts, each by whom, on which day, of which kind and with which data.
#[track_caller]
fn record(history: &mut History, acts: &[(&str, &str, &str, &str)]) {
    for (by, day, code, data) in acts {
        history.record(act(by, day, day, code, data)).unwrap_or_else(|refusal| panic!("{code} on {day}: {refusal}"));
    }
}

fn opened() -> History {
    let mut history = History::default();
    let opening = r#"{"cycle":"cy-1","format":1,"clinician":"clin","team":"t-1"}"#;
    record(
        &mut history,
        &[
            ("manager", "2026-06-01", "cycle_opened", opening),
            ("manager", "2026-06-01", "person_entered", r#"{"person":"manager","role":"manager"}"#),
            ("manager", "2026-06-01", "person_entered", r#"{"person":"wa","role":"social_worker"}"#),
        ],
    );
    history
}

fn at(day: &str) -> Moment {
    format!("{day}T09:00:00Z").parse().unwrap()
}

fn person(id: &str) -> PersonId {
    id.parse().unwrap()
}

fn number(number: u32) -> EntryNumber {
    EntryNumber::try_from(number).unwrap()
}

/// Written and read again, a history is the same, and judges alike.
#[track_caller]
fn reloads(history: &History) -> History {
    let mut lines = Vec::new();
    history.write(&mut lines).unwrap();
    let loaded = History::read(lines.as_slice()).unwrap();
    assert_eq!(loaded.entries(), history.entries());
    for entry in history.entries() {
        assert_eq!(loaded.corrected(entry.number()), history.corrected(entry.number()), "entry {}", entry.number());
        assert_eq!(loaded.undone_by(entry.number()), history.undone_by(entry.number()), "entry {}", entry.number());
    }
    loaded
}

// A wrong opening.

#[test]
fn an_opening_with_the_wrong_day_is_corrected_and_what_came_earlier_is_admitted() {
    let mut history = opened();
    let early = act("manager", "2026-05-04", "2026-06-02", "person_entered", r#"{"person":"wb","role":"social_worker"}"#);
    assert_eq!(history.judge(&early).unwrap_err().code(), "cycle.before_opening");
    let refusal = history.judge(&act(
        "manager",
        "2026-06-02",
        "2026-06-02",
        "entered_in_error",
        r#"{"entries":[1],"reason":"Began on 1 May."}"#,
    ));
    assert!(
        refusal.unwrap_err().to_string().contains("correct the opening by a further entry"),
        "the refusal names the way out"
    );

    let corrected = r#"{"cycle":"cy-1","opened_at":"2026-05-01T09:00:00Z","reason":"Began on 1 May."}"#;
    record(&mut history, &[("manager", "2026-06-02", "opening_corrected", corrected)]);
    history.record(early).unwrap();
    let history = reloads(&history);
    assert_eq!(history.cycle().role_at(&person("clin"), at("2026-05-02")), Some(Role::Clinician));
    assert_eq!(history.cycle().role_at(&person("wb"), at("2026-05-05")), Some(Role::SocialWorker));
    // As it was known on 1 June, the cycle opened on that day.
    assert!(history.view(at("2026-05-20"), at("2026-06-01")).entries().is_empty());
    assert_eq!(history.view(at("2026-05-20"), Moment::LATEST).entries().len(), 2);
}

#[test]
fn the_team_and_the_clinician_of_an_opening_are_corrected() {
    let mut history = opened();
    let corrected = r#"{"cycle":"cy-1","clinician":"other","team":"t-9","reason":"Mixed up."}"#;
    record(&mut history, &[("manager", "2026-06-02", "opening_corrected", corrected)]);
    let history = reloads(&history);
    assert_eq!(history.cycle().team().map(|team| team.as_str()), Some("t-9"));
    assert_eq!(history.cycle().role_at(&person("other"), at("2026-06-03")), Some(Role::Clinician));
    assert_eq!(history.cycle().role_at(&person("clin"), at("2026-06-03")), None);
}

#[test]
fn an_opening_is_not_corrected_into_what_does_not_fit() {
    let mut history = opened();
    record(&mut history, &[("clin", "2026-06-03", "rule_noticed", r#"{"rule":"r","voice":"spoken","words":"W."}"#)]);
    let judged = |data: &str| history.judge(&act("manager", "2026-06-04", "2026-06-04", "opening_corrected", data));
    let later = judged(r#"{"cycle":"cy-1","opened_at":"2026-06-02T09:00:00Z","reason":"R."}"#);
    assert_eq!(later, Err(Refusal::Contradicts { with: vec![number(2), number(3)] }));
    let other = judged(r#"{"cycle":"cy-1","clinician":"other","reason":"R."}"#);
    assert_eq!(other, Err(Refusal::Contradicts { with: vec![number(4)] }), "the clinician noticed a rule");
    assert_eq!(judged(r#"{"cycle":"cy-1","reason":"R."}"#), Err(Refusal::ChangesNothing));
    assert_eq!(judged(r#"{"cycle":"cy-1","team":"t-1","reason":"R."}"#), Err(Refusal::ChangesNothing));
    assert_eq!(judged(r#"{"cycle":"cy-2","team":"t-2","reason":"R."}"#).unwrap_err().code(), "attachment.another_cycle");
}

#[test]
fn a_correction_of_the_opening_that_was_a_mistake_is_taken_back() {
    let mut history = opened();
    let corrected = r#"{"cycle":"cy-1","opened_at":"2026-05-01T09:00:00Z","reason":"R."}"#;
    record(&mut history, &[("manager", "2026-06-02", "opening_corrected", corrected)]);
    let error = r#"{"entries":[4],"reason":"It was right."}"#;
    let mut early = history.clone();
    record(&mut history, &[("manager", "2026-06-03", "entered_in_error", error)]);
    assert_eq!(history.corrected(number(1)).unwrap().act().occurred_at, at("2026-06-01"));
    reloads(&history);
    // Once something rests on it, it stays.
    let entered = r#"{"person":"wb","role":"social_worker"}"#;
    early.record(act("manager", "2026-05-04", "2026-06-03", "person_entered", entered)).unwrap();
    let judged = early.judge(&act("manager", "2026-06-03", "2026-06-03", "entered_in_error", error));
    assert_eq!(judged, Err(Refusal::Contradicts { with: vec![number(5)] }));
}

// Two references to one person.

const TERMS: &str = r#"{"contract":"c-1","terms":{"focus":{"code":"case_dilemma"},"goal":"G.","lead":"shared","roles":{"notes":"shared","statutory_process":"shared","context":"shared","asking":"shared","reflecting":"shared"},"safeguarding":"none_known","duration":{"review_by":"2026-09-01"}}}"#;
const V1: &str = r#"{"contract":"c-1","version":1}"#;

/// A contract that `w-2` agreed to, who turns out to be `wa`.
fn agreed_by_another_reference() -> History {
    let mut history = opened();
    record(
        &mut history,
        &[
            ("manager", "2026-06-02", "person_entered", r#"{"person":"w-2","role":"social_worker"}"#),
            ("w-2", "2026-06-03", "contract_invited", r#"{"contract":"c-1","space":"team_meeting"}"#),
            ("clin", "2026-06-04", "terms_proposed", TERMS),
            ("clin", "2026-06-05", "terms_accepted", V1),
            ("w-2", "2026-06-06", "terms_accepted", V1),
            ("w-2", "2026-06-07", "contract_begun", r#"{"contract":"c-1"}"#),
        ],
    );
    history
}

const MERGED: &str = r#"{"person":"w-2","into":"wa","reason":"Entered twice."}"#;

#[test]
fn what_was_recorded_of_either_reference_is_told_of_one_person() {
    let mut history = agreed_by_another_reference();
    record(&mut history, &[("manager", "2026-06-08", "people_merged", MERGED)]);
    let history = reloads(&history);
    let contract: ContractId = "c-1".parse().unwrap();
    let cycle = history.cycle();
    let party = cycle.contract(&contract).unwrap().state().agreed().unwrap().party(Side::SocialWork).unwrap();
    assert_eq!(cycle.person(party).map(PersonId::as_str), Some("wa"));
    assert_eq!(history.corrected(number(8)).unwrap().act().by.as_str(), "wa");
    assert_eq!(history.entry(number(8)).unwrap().act().by.as_str(), "w-2", "what is stored stays");
    let people: Vec<&str> = cycle.people(at("2026-06-09")).map(|(id, _)| id.as_str()).collect();
    assert_eq!(people, ["clin", "manager", "wa"]);
    assert_eq!(cycle.role_at(&person("w-2"), at("2026-06-09")), Some(Role::SocialWorker), "either reference finds them");
    assert!(cycle.possible(&person("w-2"), &contract, at("2026-06-09")).is_ok());
    assert_eq!(history.references_of(&person("w-2")), [person("wa"), person("w-2")]);
    // As it was known before, they were two.
    let view = history.view(Moment::LATEST, at("2026-06-07"));
    assert!(view.entries().iter().any(|entry| entry.act().by.as_str() == "w-2"));
    assert!(!history.view(Moment::LATEST, Moment::LATEST).entries().iter().any(|entry| entry.act().by.as_str() == "w-2"));
}

#[test]
fn the_reference_that_was_given_up_can_still_be_used() {
    let mut history = agreed_by_another_reference();
    record(&mut history, &[("manager", "2026-06-08", "people_merged", MERGED)]);
    let replaced = r#"{"contract":"c-1","party":"wa","successor":"manager"}"#;
    let suspended = r#"{"contract":"c-1","reason":{"code":"no_capacity"}}"#;
    record(
        &mut history,
        &[("clin", "2026-06-09", "party_replaced", replaced), ("w-2", "2026-06-10", "contract_suspended", suspended)],
    );
    let left = act("manager", "2026-06-11", "2026-06-11", "person_left", r#"{"person":"w-2"}"#);
    history.record(left).unwrap();
    let mut history = reloads(&history);
    assert_eq!(history.cycle().role_at(&person("wa"), at("2026-06-12")), None, "who left under one reference left");
    let again = act("wa", "2026-06-12", "2026-06-12", "contract_resumed", r#"{"contract":"c-1"}"#);
    assert_eq!(history.record(again).unwrap_err().code(), "cycle.actor_not_here");
}

#[test]
fn either_reference_may_stay_and_so_may_a_new_one() {
    for (given_up, into) in [("w-2", "wa"), ("wa", "w-2"), ("w-2", "w-3"), ("clin", "c-9")] {
        let mut history = agreed_by_another_reference();
        let data = format!(r#"{{"person":"{given_up}","into":"{into}","reason":"R."}}"#);
        record(&mut history, &[("manager", "2026-06-08", "people_merged", &data)]);
        let history = reloads(&history);
        let told = |number: EntryNumber| history.corrected(number).unwrap();
        assert!(history.entries().iter().all(|entry| told(entry.number()).act().by.as_str() != given_up));
        let again = act("manager", "2026-06-09", "2026-06-09", "people_merged", &data);
        assert_eq!(history.judge(&again), Err(Refusal::ChangesNothing));
    }
}

#[test]
fn a_late_step_is_put_in_its_place_by_either_reference_and_the_merge_can_still_be_taken_back() {
    let mut history = agreed_by_another_reference();
    record(&mut history, &[("manager", "2026-06-08", "people_merged", MERGED)]);
    let suspended = |day: &str| {
        act("w-2", day, "2026-06-20", "contract_suspended", r#"{"contract":"c-1","reason":{"code":"no_capacity"}}"#)
    };
    let completed = act("w-2", "2026-06-19", "2026-06-20", "contract_completed", r#"{"contract":"c-1"}"#);
    history.record(completed).unwrap();
    let decision = history.decide_late(suspended("2026-06-12"), person("w-2"), "Forgotten.".parse().unwrap()).unwrap();
    history.accept(decision).unwrap();
    record(&mut history, &[("manager", "2026-06-21", "entered_in_error", r#"{"entries":[10],"reason":"They are two."}"#)]);
    let history = reloads(&history);
    let last = history.corrected(number(14)).unwrap();
    assert_eq!((last.event().kind().code(), last.act().by.as_str()), ("contract_completed", "w-2"), "stored as it was said");
}

#[test]
fn people_who_acted_against_each_other_are_not_one() {
    let mut history = agreed_by_another_reference();
    let judged = |history: &History, person: &str, into: &str| {
        let data = format!(r#"{{"person":"{person}","into":"{into}","reason":"R."}}"#);
        history.judge(&act("manager", "2026-06-08", "2026-06-08", "people_merged", &data))
    };
    assert!(matches!(judged(&history, "w-2", "clin"), Err(Refusal::Contradicts { .. })));
    assert_eq!(judged(&history, "w-2", "w-2"), Err(Refusal::ChangesNothing));
    assert_eq!(judged(&history, "nobody", "wa").unwrap_err().code(), "cycle.unknown");
    record(&mut history, &[("manager", "2026-06-08", "people_merged", MERGED)]);
    assert_eq!(judged(&history, "w-2", "manager"), Err(Refusal::ChangesNothing), "they are one already");
}

#[test]
fn two_people_who_were_merged_by_mistake_are_two_again() {
    let mut history = agreed_by_another_reference();
    record(
        &mut history,
        &[
            ("manager", "2026-06-08", "people_merged", MERGED),
            ("w-2", "2026-06-09", "contract_reviewed", r#"{"contract":"c-1","with":["clin"]}"#),
            ("manager", "2026-06-10", "entered_in_error", r#"{"entries":[10],"reason":"They are two."}"#),
        ],
    );
    let history = reloads(&history);
    assert_eq!(history.corrected(number(11)).unwrap().act().by.as_str(), "w-2");
    let people: Vec<&str> = history.cycle().people(at("2026-06-11")).map(|(id, _)| id.as_str()).collect();
    assert_eq!(people, ["clin", "manager", "wa", "w-2"]);
    // As it was known in between, they were one.
    let between = history.view(Moment::LATEST, at("2026-06-09"));
    assert!(!between.entries().iter().any(|entry| entry.act().by.as_str() == "w-2"));
}

#[test]
fn rules_follow_whoever_turned_out_to_be_one() {
    let policy = Policy::new(Pack::shipped("local-practice").unwrap(), &EnglandAndWales::new()).unwrap();
    let mut one = agreed_by_another_reference();
    record(&mut one, &[("manager", "2026-06-08", "people_merged", MERGED)]);
    let left = [("manager", "2026-06-09", "person_left", r#"{"person":"wa"}"#)];
    let mut two = agreed_by_another_reference();
    record(&mut one, &left);
    record(&mut two, &left);
    let duties = |history: &History| {
        let all = policy.explain(&[history], at("2026-07-01"), Moment::LATEST);
        all.iter().filter(|finding| ["R12a", "R12b"].contains(&finding.rule.as_str())).count()
    };
    assert_eq!(duties(&two), 0, "`wa` is no party, so nothing hangs on their leaving");
    assert!(duties(&one) > 0, "a party left");
}

// Two references to one case.

#[test]
fn a_diagram_and_warnings_know_whoever_turned_out_to_be_one() {
    let mut history = agreed_by_another_reference();
    record(&mut history, &[("manager", "2026-06-08", "people_merged", MERGED)]);
    let drawn = practice_cycle::diagram::sequence(&history);
    assert!(drawn.contains(" as wa\n") && !drawn.contains("->>w-2") && !drawn.contains("actor n3 as w-2"), "{drawn}");
    let entered = r#"{"person":"wb","role":"social_worker"}"#;
    let decision = history.decide(act("w-2", "2026-06-09", "2026-06-09", "person_entered", entered)).unwrap();
    assert_eq!(decision.warnings(), []);
}

#[test]
fn cases_that_turned_out_to_be_one_are_told_as_one() {
    let mut history = opened();
    let milestone = |id: &str, case: &str, follows: &str| {
        format!(r#"{{"milestone":"{id}","case":"{case}","what":"section_47_started"{follows}}}"#)
    };
    record(&mut history, &[("wa", "2026-06-02", "milestone_reached", &milestone("m-1", "case-4", ""))]);
    let follows = milestone("m-2", "case-9", r#","follows":"m-1""#);
    let second = act("wa", "2026-06-05", "2026-06-05", "milestone_reached", &follows);
    assert_eq!(history.judge(&second).unwrap_err().code(), "deciding.another_case");
    let merged = r#"{"case":"case-9","into":"case-4","reason":"Opened twice."}"#;
    record(&mut history, &[("wa", "2026-06-04", "cases_merged", merged)]);
    history.record(second.clone()).unwrap();
    let mut history = reloads(&history);

    // Once it is redacted which cases were one, nothing of it stays, and what rested on it still loads.
    let redacted = r#"{"entries":[5],"reason":"Ordered by the court."}"#;
    record(&mut history, &[("wa", "2026-06-06", "redacted", redacted)]);
    let history = reloads(&history);
    assert_eq!(history.corrected(number(6)), history.entry(number(6)), "the second case is told as it is stored");
    assert!(history.recorded(&second).is_some());
}

// What touches a cycle from outside its time.

#[test]
fn disruptions_may_come_before_the_opening_and_after_the_closing() {
    let mut history = opened();
    let cut = r#"{"disruption":"di-1","what":"budget"}"#;
    history.record(act("wa", "2026-04-01", "2026-06-02", "joining_disrupted", cut)).unwrap();
    let merger = r#"{"disruption":"di-2","what":"team_merger","merged":{"teams":["t-1"],"into":"t-2"}}"#;
    record(
        &mut history,
        &[
            ("manager", "2026-06-10", "cycle_closed", r#"{"cycle":"cy-1"}"#),
            ("manager", "2026-06-20", "joining_disrupted", merger),
        ],
    );
    let history = reloads(&history);
    assert!(history.view(at("2026-05-01"), Moment::LATEST).entries().is_empty(), "nothing is open by then");
    let teams: Vec<&str> = history.cycle().teams().map(|(_, team)| team.as_str()).collect();
    assert_eq!(teams, ["t-1", "t-2"]);
    // Whoever told of the first came later: without them, nobody did.
    let error = act("manager", "2026-06-21", "2026-06-21", "entered_in_error", r#"{"entries":[3],"reason":"R."}"#);
    assert_eq!(history.judge(&error), Err(Refusal::Leaves { dependents: vec![number(4)] }));
}

#[test]
fn a_disruption_is_seen_before_whoever_tells_of_it_has_come() {
    let mut history = opened();
    record(&mut history, &[("manager", "2026-06-10", "person_entered", r#"{"person":"late","role":"social_worker"}"#)]);
    let merger = r#"{"disruption":"di-1","what":"team_merger","merged":{"teams":["t-1"],"into":"t-2"}}"#;
    history.record(act("late", "2026-06-03", "2026-06-11", "joining_disrupted", merger)).unwrap();
    let view = history.view(at("2026-06-05"), Moment::LATEST);
    let seen = view.cycle();
    assert_eq!(seen.team().map(|team| team.as_str()), Some("t-2"));
    assert_eq!(seen.role_at(&person("late"), at("2026-06-05")), None);
}

#[test]
fn a_merger_says_what_became_of_which_teams() {
    let history = opened();
    let judged = |data: &str| {
        history.judge(&act("wa", "2026-06-02", "2026-06-02", "joining_disrupted", data)).map_err(|refusal| refusal.code())
    };
    let merged = r#""merged":{"teams":["t-1"],"into":"t-2"}"#;
    assert_eq!(judged(&format!(r#"{{"disruption":"d","what":"budget",{merged}}}"#)), Err("joining.not_a_merger"));
    let into_itself = r#"{"disruption":"d","what":"team_merger","merged":{"teams":["t-1"],"into":"t-1"}}"#;
    assert_eq!(judged(into_itself), Err("joining.merges_nothing"));
    assert_eq!(judged(&format!(r#"{{"disruption":"d","what":"team_merger",{merged}}}"#)), Ok(()));
}

// Warnings.

#[test]
fn an_author_whom_nobody_entered_is_warned_of() {
    let history = opened();
    let entered = r#"{"person":"wb","role":"social_worker"}"#;
    let by = |author: &str| history.decide(act(author, "2026-06-02", "2026-06-02", "person_entered", entered));
    for stranger in ["stranger", "wb"] {
        assert_eq!(by(stranger).unwrap_err().refusal().code(), "attachment.stranger", "{stranger}");
    }
    let decided = by("manager").unwrap();
    assert_eq!(decided.warnings(), []);
    let line = serde_json::to_string(&decided.entries()[0]).unwrap();
    let mut earlier = history.clone();
    earlier.append_line(&line.replace(r#""by":"manager""#, r#""by":"stranger""#)).unwrap();
    assert_eq!(earlier.warnings(), [Warning::UnknownAuthor { number: number(4) }], "an earlier version could write it");
    // The manager of `opened` entered themself.
    assert_eq!(history.warnings(), []);
}

#[test]
fn what_an_earlier_version_recorded_twice_loads_with_a_warning() {
    let mut history = opened();
    let left = r#"{"person":"wa"}"#;
    record(&mut history, &[("manager", "2026-06-05", "person_left", left)]);
    let mut lines = Vec::new();
    history.write(&mut lines).unwrap();
    let change = |number: u32, by: &str, code: &str, data: &str| {
        format!(
            r#"{{"number":{number},"type":"{code}","occurred_at":"2026-06-06T09:00:00Z","recorded_at":"2026-06-06T09:00:00Z","by":"{by}","data":{data}}}"#
        ) + "\n"
    };
    let noticed = change(5, "manager", "change_noticed", r#"{"change":"ch","what":"belief","words":"W."}"#);
    let witnessed = |number| change(number, "clin", "change_witnessed", r#"{"change":"ch","words":"W."}"#);
    let lines = String::from_utf8(lines).unwrap() + &noticed + &witnessed(6) + &witnessed(7);
    let loaded = History::read(lines.as_bytes()).unwrap();
    assert_eq!(loaded.warnings(), [Warning::Repeats { number: number(7), earlier: number(6) }]);
    let again = loaded.entry(number(7)).unwrap().act().clone();
    assert_eq!(loaded.judge(&again), Err(Refusal::AlreadyRecorded { number: number(6), redacted: false }));
}
