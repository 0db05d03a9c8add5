//! Somebody who holds several roles at once, leaves, comes back, or changes sides.
#![expect(clippy::panic, clippy::unwrap_used, reason = "in the helpers of tests, where a slip is a failed test")]

use practice_cycle::calendar::EnglandAndWales;
use practice_cycle::code::{Code, CodeSet};
use practice_cycle::contracting::Party;
use practice_cycle::cycle::{Act, Entry};
use practice_cycle::history::History;
use practice_cycle::id::PersonId;
use practice_cycle::moment::Moment;
use practice_cycle::people::{Held, Registration, Role, Side};
use practice_cycle::policy::{Pack, Policy};

/// An invented history, with a line for each act: the day of April 2026, by whom, and what.
fn history(lines: &[(u32, &str, &str, &str)]) -> History {
    let mut history = opened();
    for line in lines {
        history.record(act(line)).unwrap_or_else(|refusal| panic!("{line:?}: {refusal}"));
    }
    history
}

fn opened() -> History {
    let mut history = History::default();
    let opening = r#"{"cycle":"cy-1","format":1,"clinician":"cl","team":"t-1"}"#;
    for line in [
        (1, "m", "cycle_opened", opening),
        (1, "m", "person_entered", r#"{"person":"m","role":"manager"}"#),
        (1, "m", "person_entered", r#"{"person":"w","role":"social_worker"}"#),
        (1, "m", "person_entered", r#"{"person":"p","role":"parent"}"#),
    ] {
        history.record(act(&line)).unwrap();
    }
    history
}

fn act(&(day, by, kind, data): &(u32, &str, &str, &str)) -> Act {
    let at = format!("2026-04-{day:02}T09:00:00Z");
    let line = format!(r#"{{"type":"{kind}","occurred_at":"{at}","recorded_at":"{at}","by":"{by}","data":{data}}}"#);
    serde_json::from_str(&line).unwrap_or_else(|error| panic!("{line}: {error}"))
}

fn held(history: &History, person: &str, day: u32) -> Held {
    history.cycle().held_at(&person.parse::<PersonId>().unwrap(), on(day))
}

fn on(day: u32) -> Moment {
    format!("2026-04-{day:02}T12:00:00Z").parse().unwrap()
}

const CHAIRS: (u32, &str, &str, &str) =
    (10, "m", "person_entered", r#"{"person":"m","role":"conference_chair","beside":["manager"]}"#);
const INVITES: (u32, &str, &str, &str) = (12, "m", "contract_invited", r#"{"contract":"c-1","space":"team_meeting"}"#);

#[test]
fn a_manager_who_also_chairs_is_both_each_for_its_own_time() {
    let history = history(&[CHAIRS, (20, "m", "person_left", r#"{"person":"m","role":"manager"}"#)]);
    assert_eq!(held(&history, "m", 9).roles, CodeSet::of(&[Role::Manager]));
    assert_eq!(held(&history, "m", 10).roles, CodeSet::of(&[Role::Manager, Role::ConferenceChair]));
    assert_eq!(held(&history, "m", 20).roles, CodeSet::of(&[Role::ConferenceChair]));
    assert!(held(&history, "m", 15).is_on(Side::SocialWork) && held(&history, "m", 15).is_on(Side::Partner));
    assert_eq!(
        history.cycle().role_at(&"m".parse().unwrap(), on(15)),
        Some(Role::Manager),
        "the first in the list of roles"
    );
}

#[test]
fn a_role_taken_on_without_more_comes_in_place_of_another() {
    let history = history(&[(10, "m", "person_entered", r#"{"person":"w","role":"school"}"#)]);
    assert_eq!(held(&history, "w", 9).roles, CodeSet::of(&[Role::SocialWorker]));
    assert_eq!(held(&history, "w", 10).roles, CodeSet::of(&[Role::School]));
}

#[test]
fn who_leaves_and_comes_back_is_what_they_are_at_the_time() {
    let history = history(&[
        CHAIRS,
        (12, "m", "person_left", r#"{"person":"m"}"#),
        (14, "w", "person_entered", r#"{"person":"m","role":"reviewing_officer"}"#),
    ]);
    assert_eq!(held(&history, "m", 13).roles, CodeSet::none());
    assert_eq!(held(&history, "m", 14).roles, CodeSet::of(&[Role::ReviewingOfficer]));
}

#[test]
fn a_late_record_says_what_was_held_then() {
    let mut history = history(&[CHAIRS]);
    let late = act(&(8, "m", "person_entered", r#"{"person":"m","role":"social_worker","beside":["manager"]}"#));
    history.record(late.recorded(on(11))).unwrap();
    assert_eq!(held(&history, "m", 8).roles, CodeSet::of(&[Role::SocialWorker, Role::Manager]));
    assert_eq!(held(&history, "m", 10).roles, CodeSet::of(&[Role::Manager, Role::ConferenceChair]), "as entry 5 says");
}

#[test]
fn what_makes_no_sense_of_roles_is_refused() {
    let history = history(&[CHAIRS]);
    let refused = |data: &str, kind: &str| {
        history
            .judge(&act(&(12, "m", kind, data)))
            .map_err(|refusal| refusal.to_string().split(';').next().unwrap().to_owned())
    };
    let enters = |data: &str| refused(data, "person_entered");
    let leaves = |data: &str| refused(data, "person_left");
    assert_eq!(
        enters(r#"{"person":"w","role":"conference_chair","beside":["manager"]}"#),
        Err("cannot enter beside another role: they do not hold team manager then".to_owned())
    );
    assert_eq!(
        enters(r#"{"person":"m","role":"conference_chair","beside":["manager"]}"#),
        Err("cannot enter as conference chair: they are here in that role already".to_owned())
    );
    let of = "they do not hold it then, or hold no other";
    assert_eq!(
        leaves(r#"{"person":"w","role":"social_worker"}"#),
        Err(format!("cannot give up the role of social worker: {of}"))
    );
    assert_eq!(leaves(r#"{"person":"m","role":"court"}"#), Err(format!("cannot give up the role of court: {of}")));
    assert!(enters(r#"{"person":"cl","role":"clinician","beside":["clinician"]}"#).is_err());
    assert!(enters(r#"{"person":"w","role":"court","beside":["clinician"]}"#).is_err());
    assert_eq!(leaves(r#"{"person":"m","role":"conference_chair"}"#), Ok(()));
}

#[test]
fn a_role_is_named_only_where_the_roles_differ_in_what_they_permit() {
    let history = history(&[CHAIRS]);
    let judged = |act: Act| history.judge(&act).map_err(|refusal| refusal.code());
    // A manager invites; the chair of a conference does not.
    assert_eq!(judged(act(&INVITES)), Err("cycle.which_role"));
    assert_eq!(judged(act(&INVITES).in_role(Role::Manager)), Ok(()));
    assert_eq!(judged(act(&INVITES).in_role(Role::ConferenceChair)), Err("contracting.not_theirs"));
    assert_eq!(judged(act(&INVITES).in_role(Role::SocialWorker)), Err("cycle.not_in_that_role"));
    // Both may raise a concern; neither reframes.
    assert_eq!(judged(act(&(12, "m", "concern_raised", r#"{"concern":"co-1","what":"concern"}"#))), Ok(()));
    let reframes = (12, "m", "rule_worked_with", r#"{"rule":"ru-1","step":"kept"}"#);
    assert_eq!(judged(act(&reframes)), Err("cycle.unknown"));
    // Whoever holds one role need not name it, and may.
    assert_eq!(judged(act(&(12, "w", INVITES.2, INVITES.3))), Ok(()));
    assert_eq!(judged(act(&(12, "w", INVITES.2, INVITES.3)).in_role(Role::SocialWorker)), Ok(()));
}

#[test]
fn the_contract_goes_by_the_role_of_the_act() {
    let mut history = history(&[CHAIRS]);
    history.record(act(&INVITES).in_role(Role::Manager)).unwrap();
    history.record(act(&(13, "cl", "invitation_accepted", r#"{"contract":"c-1"}"#))).unwrap();
    let declines = (14, "m", "contract_declined", r#"{"contract":"c-1","reason":{"code":"no_capacity"}}"#);
    assert_eq!(history.judge(&act(&declines)).unwrap_err().code(), "cycle.which_role");
    assert_eq!(history.judge(&act(&declines).in_role(Role::Manager)).map_err(|refusal| refusal.code()), Ok(()));
    let ends = r#"{"contract":"c-1","version":1}"#;
    let judged = history.judge(&act(&(14, "m", "terms_accepted", ends)).in_role(Role::ConferenceChair)).unwrap_err();
    assert_eq!(judged.code(), "contracting.not_theirs");
}

#[test]
fn the_role_of_an_act_is_stored_and_told_apart() {
    let mut history = history(&[CHAIRS]);
    let (entry, _) = history.record(act(&INVITES).in_role(Role::Manager)).unwrap();
    let line = serde_json::to_string(entry).unwrap();
    assert!(line.contains(r#""by":"m","in_role":"manager","data""#), "{line}");
    assert_eq!(serde_json::from_str::<Entry>(&line).unwrap(), *entry);
    let mut stored = Vec::new();
    history.write(&mut stored).unwrap();
    assert_eq!(History::read(&stored[..]).unwrap().entries(), history.entries());
    // The same said in another role is not the same.
    let again = act(&INVITES).in_role(Role::Manager);
    assert_eq!(history.recorded(&again).map(|recorded| recorded.number), Some(history.entries().last().unwrap().number()));
    assert_eq!(history.recorded(&act(&INVITES)), None);
}

#[test]
fn the_mandate_is_as_stated() {
    let by_role = |role: Role| role.mandate(None);
    for role in [Role::SocialWorker, Role::ConferenceChair, Role::Police, Role::Court] {
        assert_eq!(by_role(role), Some(true), "{}", role.code());
    }
    assert_eq!(by_role(Role::Manager), None);
    for &role in Role::ALL {
        let held = [Role::SocialWorker, Role::ConferenceChair, Role::Police, Role::Court, Role::Manager].contains(&role);
        assert!(held || by_role(role) == Some(false), "{}", role.code());
    }
    let registered = r#"{"person":"m","role":"manager","registered":"registered"}"#;
    let history = history(&[(5, "m", "person_entered", registered), CHAIRS]);
    assert_eq!(held(&history, "m", 4).mandate(), None);
    assert_eq!(held(&history, "m", 5).mandate(), Some(true));
    let later = held(&history, "m", 15);
    assert_eq!(
        (later.registration, later.mandate()),
        (Some(Registration::Registered), Some(true)),
        "it holds until it is said otherwise"
    );
}

/// What rules see of somebody with two roles: of whoever acts the role of the act, of others every role.
#[test]
fn rules_see_every_role_and_the_role_of_an_act() {
    let rule = |expects: &str| {
        let pack = format!(
            r#"{{"pack":"ours","version":"1","title":"Invented","rules":[{{"id":"X1","title":"An invented rule",
            "source":{{"work":"invented","known":"local"}},"severity":"error",
            "when":{{"event":"threshold_decided"}},"require":{{"where":{expects}}}}}]}}"#
        );
        let pack = Pack::read(&pack).unwrap_or_else(|error| panic!("{error}"));
        Policy::new(&pack, &EnglandAndWales::new()).unwrap_or_else(|error| panic!("{error}"))
    };
    let decides = r#"{"decision":"de-1","case":"case-1","direction":"up","decided_by":["m"]}"#;
    let told = |act: Act| {
        let mut history = history(&[CHAIRS]);
        history.record(act).unwrap();
        history
    };
    let verdict = |history: &History, expects: &str| {
        rule(expects).check(history, Moment::LATEST, Moment::LATEST).rule("X1").unwrap().verdict.code()
    };
    // Told by another, of somebody every role counts.
    let of_another = told(act(&(12, "w", "threshold_decided", decides)));
    assert_eq!(verdict(&of_another, r#"{"decided_by.role":"manager"}"#), "holds_so_far");
    assert_eq!(verdict(&of_another, r#"{"decided_by.role":"conference_chair"}"#), "holds_so_far");
    assert_eq!(verdict(&of_another, r#"{"decided_by.side":"social_work"}"#), "holds_so_far");
    assert_eq!(verdict(&of_another, r#"{"decided_by.mandate":"yes"}"#), "holds_so_far", "a conference with its chair");
    assert_eq!(
        verdict(&of_another, r#"{"decided_by.role":{"count_at_most":1}}"#),
        "holds_so_far",
        "one person, though of two roles"
    );
    // Of whoever acts, the role in which they did.
    let as_chair = told(act(&(12, "m", "threshold_decided", decides)).in_role(Role::ConferenceChair));
    assert_eq!(verdict(&as_chair, r#"{"by.role":"conference_chair"}"#), "holds_so_far");
    assert_eq!(verdict(&as_chair, r#"{"by.role":"manager"}"#), "violated");
    let as_manager = told(act(&(12, "m", "threshold_decided", decides)).in_role(Role::Manager));
    assert_eq!(verdict(&as_manager, r#"{"by.side":"social_work"}"#), "holds_so_far");
    assert_eq!(verdict(&as_manager, r#"{"by.mandate":"yes"}"#), "undetermined", "nothing is recorded of a registration");
}

#[test]
fn a_party_who_sits_on_another_side_has_left_as_a_party() {
    let mut history = opened();
    for line in [
        (2, "w", "contract_invited", r#"{"contract":"c-1","space":"team_meeting"}"#),
        (
            3,
            "cl",
            "terms_proposed",
            r#"{"contract":"c-1","terms":{"focus":{"code":"case_dilemma"},"goal":"G.","lead":"shared","roles":{"notes":"shared","statutory_process":"shared","context":"shared","asking":"shared","reflecting":"shared"},"safeguarding":"none_known","duration":{"until":{"ends":"2026-06-01"}}}}"#,
        ),
        (4, "cl", "terms_accepted", r#"{"contract":"c-1","version":1}"#),
        (5, "w", "terms_accepted", r#"{"contract":"c-1","version":1}"#),
        (6, "w", "contract_begun", r#"{"contract":"c-1"}"#),
        (10, "m", "person_entered", r#"{"person":"w","role":"school"}"#),
    ] {
        history.record(act(&line)).unwrap_or_else(|refusal| panic!("{line:?}: {refusal}"));
    }
    let cycle = history.cycle();
    let agreed = cycle.contract(&"c-1".parse().unwrap()).unwrap().state().agreed().unwrap();
    let seat = agreed.party(Side::SocialWork).unwrap();
    assert!(!cycle.has_left(seat, Party::SocialWork, on(9)));
    assert!(cycle.has_left(seat, Party::SocialWork, on(10)), "now of a school");
    assert!(!cycle.has_left(agreed.party(Side::Clinical).unwrap(), Party::Clinical, on(10)));
    // Neither can they complete it, nor is the clinician without somebody to go on with.
    let judged = |line: &(u32, &str, &str, &str)| history.judge(&act(line)).map_err(|refusal| refusal.code());
    assert_eq!(judged(&(11, "w", "contract_completed", r#"{"contract":"c-1"}"#)), Err("contracting.not_theirs"));
    let replaced = r#"{"contract":"c-1","party":"w","successor":"m"}"#;
    assert_eq!(judged(&(11, "m", "party_replaced", replaced)), Ok(()));
}

#[test]
fn a_role_that_comes_in_place_of_another_is_warned_of() {
    let kept = history(&[CHAIRS]);
    assert_eq!(kept.warnings(), []);
    let replaced = history(&[(10, "m", "person_entered", r#"{"person":"m","role":"conference_chair"}"#)]);
    let [warning] = replaced.warnings()[..] else { panic!("{:?}", replaced.warnings()) };
    assert_eq!(
        warning.to_string(),
        "entry 5 says that somebody no longer holds the role of team manager; roles that are kept have to be named beside it"
    );
    let data = r#"{"person":"m","role":"conference_chair"}"#;
    let decided = opened().decide(act(&(10, "m", "person_entered", data))).unwrap();
    assert_eq!(decided.warnings(), replaced.warnings(), "it is said before it is stored");
}
