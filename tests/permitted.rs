//! Who may do what: the table against judging, for every kind of event, every role, and every way in which something can be asked.
#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "in the helpers of tests, where a slip is a failed test"
)]

#[path = "golden/mod.rs"]
mod golden;

use std::fmt::Write as _;

use practice_cycle::code::{Code, CodeSet};
use practice_cycle::cycle::{self, Act, Kind};
use practice_cycle::history::{self, History};
use practice_cycle::people::{Role, Side};
use practice_cycle::permitted::{Asking, Permitted, Those, entering, leaving};
use practice_cycle::{contracting, intervening};

const AT: &str = "2026-03-02T09:00:00Z";
const LATER: &str = "2026-03-03T09:00:00Z";
const TERMS: &str = r#"{"focus":{"code":"case_dilemma"},"goal":"See it from three sides.","lead":"shared","roles":{"notes":"shared","statutory_process":"social_worker","context":"shared","asking":"clinician","reflecting":"clinician"},"safeguarding":"none_known","duration":{"until":{"ends":"2026-05-29"}}}"#;

fn act(by: &str, at: &str, code: &str, data: &str) -> Act {
    let line = format!(r#"{{"type":"{code}","occurred_at":"{at}","recorded_at":"{at}","by":"{by}","data":{data}}}"#);
    serde_json::from_str(&line).unwrap_or_else(|error| panic!("{line}: {error}"))
}

fn record(history: &mut History, acts: &[(&str, &str, &str)]) {
    for (by, code, data) in acts {
        history.record(act(by, AT, code, data)).unwrap_or_else(|refusal| panic!("{code} {data}: {refusal}"));
    }
}

/// The name of whoever holds a role: the clinician is `clinician`.
fn holder(role: Role) -> String {
    role.code().replace('_', "-")
}

/// A cycle that `arranger` opened, with somebody in every role.
fn everybody() -> History {
    let mut history = History::default();
    let opening = r#"{"cycle":"cy-1","format":1,"clinician":"clinician","team":"t-1"}"#;
    record(&mut history, &[("arranger", "cycle_opened", opening)]);
    for &role in Role::ALL.iter().filter(|&&role| role != Role::Clinician) {
        let data = format!(r#"{{"person":"{}","role":"{}"}}"#, holder(role), role.code());
        record(&mut history, &[("arranger", "person_entered", &data)]);
    }
    history
}

/// A cycle in which an invitation has been made by somebody and perhaps taken further.
fn invited_by(by: &str, answered: bool) -> History {
    let mut history = everybody();
    record(&mut history, &[(by, "contract_invited", r#"{"contract":"c-1","space":"team_meeting","stream":"reflective"}"#)]);
    if answered {
        let side = if by == "clinician" { "social-worker" } else { "clinician" };
        record(&mut history, &[(side, "terms_proposed", &format!(r#"{{"contract":"c-1","terms":{TERMS}}}"#))]);
    }
    history
}

/// A cycle in which somebody offered a suggestion within work under way.
fn suggested_by(by: &str) -> History {
    let mut history = invited_by("social-worker", true);
    record(
        &mut history,
        &[
            ("clinician", "terms_accepted", r#"{"contract":"c-1","version":1}"#),
            ("social-worker", "terms_accepted", r#"{"contract":"c-1","version":1}"#),
            ("social-worker", "contract_begun", r#"{"contract":"c-1"}"#),
            (by, "suggestion_offered", r#"{"suggestion":"su-1","contract":"c-1","words":"Ask the school."}"#),
        ],
    );
    history
}

/// Whether an act is refused because it is for others.
fn is_not_theirs(refusal: &history::Refusal) -> bool {
    matches!(refusal.code(), "cycle.not_theirs" | "contracting.not_theirs" | "history.corrector")
}

/// Who has to be refused and who has not, by what the table says; whether it could be done at all.
#[track_caller]
fn agrees(history: &History, kind: Kind, data: &str, asking: Asking) -> bool {
    let mut in_step = true;
    for &role in Role::ALL {
        let judged = history.judge(&act(&holder(role), LATER, kind.code(), data));
        let allowed = kind.permitted().allows(role, asking);
        let refused = judged.as_ref().err().is_some_and(is_not_theirs);
        // What is out of step is refused whoever asks.
        let out_of_step = matches!(
            judged,
            Err(history::Refusal::Act(cycle::Refusal::Contracting(contracting::Refusal::OutOfStep { .. })))
        );
        in_step &= !out_of_step;
        assert!(out_of_step || refused != allowed, "{} as {}: {judged:?}", kind.code(), role.code());
        if let (false, Err(refusal)) = (allowed, &judged) {
            let words = format!("only {} can {}", Those(kind.permitted().roles(asking).unwrap()), kind.label());
            assert!(!is_not_theirs(refusal) || refusal.to_string() == words, "{refusal}");
        }
    }
    in_step
}

/// The stored example of a kind, with what it refers to there in the cycle, or left out.
fn example(kind: Kind) -> String {
    let mut data: serde_json::Value = serde_json::from_str(kind.stored_example()).unwrap();
    let people = ["clinician", "social-worker", "manager", "parent", "child"];
    rename(&mut data, &people);
    match kind.code() {
        "contract_invited" => data = serde_json::json!({"contract": "new-1", "space": "team_meeting"}),
        "contract_renewed" => data["successor"] = serde_json::json!({"elsewhere": {"cycle": "cy-2", "contract": "c-2"}}),
        _ => {}
    }
    data.to_string()
}

fn rename(value: &mut serde_json::Value, people: &[&str]) {
    match value {
        serde_json::Value::String(word) => {
            if let Some(place) = word.strip_prefix("p-").and_then(|place| place.parse::<usize>().ok()) {
                *word = people[(place - 1) % people.len()].to_owned();
            }
        }
        serde_json::Value::Array(values) => values.iter_mut().for_each(|value| rename(value, people)),
        serde_json::Value::Object(fields) => fields.values_mut().for_each(|value| rename(value, people)),
        serde_json::Value::Null | serde_json::Value::Bool(_) | serde_json::Value::Number(_) => {}
    }
}

/// A cycle in which there is one of everything that a stored example is about.
fn furnished() -> History {
    let mut history = suggested_by("clinician");
    record(
        &mut history,
        &[
            (
                "clinician",
                "intervention_begun",
                r#"{"intervention":"i-1","cover":{"uncovered":{"why":"urgent"}},"stream":"reflective","form":"consultation","purpose":"practice"}"#,
            ),
            ("parent", "concern_raised", r#"{"concern":"co-1","what":"concern"}"#),
            ("parent", "consent_given", r#"{"consent":"cn-1","to":"filming","given_by":"parent"}"#),
            ("manager", "change_noticed", r#"{"change":"ch-1","what":"belief","words":"Seen."}"#),
            ("clinician", "rule_noticed", r#"{"rule":"ru-1","voice":"spoken","words":"On time."}"#),
            ("clinician", "conflict_declared", r#"{"conflict":"cf-1","what":["other_interest"],"case":"case-204"}"#),
            ("manager", "feed_declared_complete", r#"{"feed":"fe-1","from":"2026-03-02"}"#),
            (
                "parent",
                "boundary_observed",
                r#"{"observation":"o-1","sign":{"figure1":"loses_curiosity"},"finding":{"present":"clear"},"standpoint":"looking_on","drawn_by":"unknown","space":"team_meeting","basis":"direct"}"#,
            ),
            (
                "clinician",
                "session_held",
                r#"{"session":"s-1","cover":{"uncovered":{"why":"urgent"}},"space":"team_meeting","present":["clinician"]}"#,
            ),
            (
                "clinician",
                "discussion_held",
                r#"{"discussion":"di-1","case":"case-204","question":"what_explains","space":"team_meeting","present":["clinician"]}"#,
            ),
            ("clinician", "hypothesis_put", r#"{"hypothesis":"hy-1","discussion":"di-1","order":"first","words":"One."}"#),
            (
                "clinician",
                "hypothesis_put",
                r#"{"hypothesis":"hy-2","discussion":"di-1","order":"later","words":"Another."}"#,
            ),
            (
                "clinician",
                "disagreement_recorded",
                r#"{"disagreement":"ds-1","case":"case-204","between":["clinician","manager"],"on":"risk","safety":"affected"}"#,
            ),
            (
                "clinician",
                "test_planned",
                r#"{"test":"te-1","discussion":"di-1","better":"He comes.","look_again":"2026-12-01"}"#,
            ),
            ("manager", "step_taken_on", r#"{"step":"sp-1","case":"case-204","taken_by":"manager"}"#),
            ("clinician", "views_sought", r#"{"views":"vs-1","case":"case-204","of_whom":"parent","how":"visit"}"#),
            (
                "clinician",
                "programme_begun",
                r#"{"programme":"pg-1","case":"case-204","code":"invented","practitioner":"clinician"}"#,
            ),
            ("clinician", "outcome_learned", r#"{"outcome":"ou-1","contract":"c-1","how":"not_known"}"#),
        ],
    );
    history
}

/// What a kind says in its stored example, about something new where it makes what is there already.
fn ready(kind: Kind) -> String {
    let mut data: serde_json::Value = serde_json::from_str(&example(kind)).unwrap();
    let made = MAKES.iter().find(|(code, _)| *code == kind.code());
    if let Some((_, field)) = made {
        data[*field] = "new-1".into();
    }
    data.to_string()
}

/// Kinds that make what is there already, and where they name it.
const MAKES: &[(&str, &str)] = &[
    ("concern_raised", "concern"),
    ("consent_given", "consent"),
    ("change_noticed", "change"),
    ("rule_noticed", "rule"),
    ("conflict_declared", "conflict"),
    ("feed_declared_complete", "feed"),
    ("session_held", "session"),
    ("boundary_observed", "observation"),
    ("intervention_begun", "intervention"),
    ("suggestion_offered", "suggestion"),
    ("discussion_held", "discussion"),
    ("hypothesis_put", "hypothesis"),
    ("disagreement_recorded", "disagreement"),
    ("test_planned", "test"),
    ("step_taken_on", "step"),
    ("views_sought", "views"),
    ("programme_begun", "programme"),
    ("outcome_learned", "outcome"),
];

/// Whoever may not do something is told so, whatever else there is to be said against it; or a row could say less than judging.
#[test]
fn whoever_may_not_is_told_so_for_every_kind() {
    let history = furnished();
    let mut rows = 0;
    for kind in Kind::all() {
        let Permitted::Roles(permitted) = kind.permitted() else { continue };
        if let Kind::Contracting(_) = kind {
            continue; // See `the_side_asked_answers_and_the_other_takes_back`.
        }
        for &role in Role::ALL {
            let judged = history.judge(&act(&holder(role), LATER, kind.code(), &ready(kind)));
            let refused = judged.as_ref().err().is_some_and(is_not_theirs);
            assert_eq!(refused, !permitted.has(role), "{} as {}: {judged:?}", kind.code(), role.code());
        }
        rows += 1;
    }
    assert!(rows > 35, "{rows}");
}

#[test]
fn the_side_asked_answers_and_the_other_takes_back() {
    let inviters = [("social-worker", Side::SocialWork), ("court", Side::Partner), ("clinician", Side::Clinical)];
    for (by, side) in inviters {
        let asked = if side == Side::Clinical { Role::of(Side::SocialWork) } else { Role::of(Side::Clinical) };
        let other = if by == "court" { CodeSet::of(&[Role::Court]) } else { Role::of(side) };
        for answered in [false, true] {
            let history = invited_by(by, answered);
            let asking = Asking { asked, other, answered };
            let mut in_step = 0;
            for kind in contracting::Kind::ALL.iter().map(|&kind| Kind::Contracting(kind)) {
                in_step += u32::from(agrees(&history, kind, &example(kind), asking));
            }
            assert!(in_step >= 4, "{in_step} by {by}, {answered}");
        }
    }
    let both = [(Side::Clinical, "clinician", Side::SocialWork), (Side::SocialWork, "manager", Side::Clinical)];
    for (side, by, asked) in both {
        let asking = Asking { asked: Role::of(asked), other: Role::of(side), answered: false };
        let kind = Kind::Intervening(intervening::Kind::SuggestionAnswered);
        agrees(&suggested_by(by), kind, r#"{"suggestion":"su-1","reception":"not_now"}"#, asking);
    }
}

#[test]
fn who_is_here_is_said_by_those_who_may_say_it() {
    let history = everybody();
    for &by in Role::ALL {
        for &role in Role::ALL.iter().filter(|&&role| role != Role::Clinician) {
            let allowed = entering(role).allows(by, Asking::NOTHING);
            let enters = format!(r#"{{"person":"new","role":"{}"}}"#, role.code());
            let judged = history.judge(&act(&holder(by), LATER, "person_entered", &enters));
            assert_eq!(judged.is_ok(), allowed, "{} enters a {}: {judged:?}", by.code(), role.code());
            // Of themself everybody says that they left.
            let allowed = by == role || leaving().allows(by, Asking::NOTHING);
            let leaves = format!(r#"{{"person":"{}"}}"#, holder(role));
            let judged = history.judge(&act(&holder(by), LATER, "person_left", &leaves));
            assert_eq!(judged.is_ok(), allowed, "{} says that a {} left: {judged:?}", by.code(), role.code());
            // To be another is to be no longer what one was.
            let becomes = format!(r#"{{"person":"{}","role":"family_advocate"}}"#, holder(role));
            let allowed = allowed && role != Role::FamilyAdvocate;
            let judged = history.judge(&act(&holder(by), LATER, "person_entered", &becomes));
            assert_eq!(judged.is_ok(), allowed, "{} makes a {} an advocate: {judged:?}", by.code(), role.code());
        }
    }
    for code in ["person_entered", "person_left"] {
        let Permitted::Arranging(roles) = Kind::from_code(code).unwrap().permitted() else { panic!("{code}") };
        let any = Role::ALL.iter().filter_map(|&role| entering(role).roles(Asking::NOTHING));
        assert_eq!(any.fold(CodeSet::none(), CodeSet::and), roles, "{code}: what somebody may say of somebody");
    }
}

/// Nobody makes themself more than somebody else says they are.
#[test]
fn nobody_gives_themself_the_mandate() {
    let mut history = everybody();
    let student = r#"{"person":"student","role":"student_social_worker"}"#;
    record(&mut history, &[("arranger", "person_entered", student)]);
    let judged = |by: &str, data: &str| history.judge(&act(by, LATER, "person_entered", data)).map_err(|it| it.code());
    let manager = r#"{"person":"student","role":"manager"}"#;
    assert_eq!(judged("student", manager), Err("attachment.not_of_themself"));
    assert_eq!(judged("social-worker", manager), Ok(()));
    let registered = r#"{"person":"student","role":"student_social_worker","registered":"registered"}"#;
    assert_eq!(judged("student", registered), Err("attachment.not_of_themself"));
    assert_eq!(judged("manager", registered), Ok(()));
    let parent = r#"{"person":"parent","role":"parent","registered":"registered"}"#;
    assert_eq!(judged("parent", parent), Err("cycle.not_theirs"));
    let school = r#"{"person":"manager","role":"manager","registered":"not_registered"}"#;
    assert_eq!(judged("school", school), Err("cycle.not_theirs"));
    let chairs = r#"{"person":"manager","role":"conference_chair","beside":["manager"]}"#;
    assert_eq!(judged("manager", chairs), Ok(()), "who has a mandate may take on another");
    let court = r#"{"person":"school","role":"court","beside":["school"]}"#;
    assert_eq!(judged("school", court), Err("attachment.not_of_themself"));
}

/// A role that is named is held, in whatever act.
#[test]
fn the_role_named_in_saying_who_is_here_is_held() {
    let history = everybody();
    let relative = r#"{"person":"new","role":"relative"}"#;
    let judged = |by: &str, role: Role, data: &str, code: &str| {
        history.judge(&act(by, LATER, code, data).in_role(role)).map_err(|refusal| refusal.code())
    };
    assert_eq!(judged("parent", Role::Manager, relative, "person_entered"), Err("cycle.not_in_that_role"));
    assert_eq!(judged("parent", Role::Parent, relative, "person_entered"), Ok(()));
    let opening = act("arranger", AT, "cycle_opened", r#"{"cycle":"cy-1","format":1,"clinician":"clinician","team":"t-1"}"#);
    let judged = History::default().judge(&opening.in_role(Role::Court)).map_err(|refusal| refusal.code());
    assert_eq!(judged, Err("cycle.not_in_that_role"));
}

/// Whoever opened the cycle arranges it until they enter it; then they are what they are.
#[test]
fn whoever_opened_the_cycle_is_judged_by_what_they_became() {
    let mut history = History::default();
    let opening = r#"{"cycle":"cy","format":1,"clinician":"cl","team":"t"}"#;
    let enters = |person: &str, role: &str| format!(r#"{{"person":"{person}","role":"{role}"}}"#);
    record(&mut history, &[("m", "cycle_opened", opening), ("m", "person_entered", &enters("w", "social_worker"))]);
    assert!(history.judge(&act("m", LATER, "person_entered", &enters("m", "manager"))).is_ok());
    record(&mut history, &[("w", "person_entered", &enters("m", "parent"))]);
    let refused = |data: &str| history.judge(&act("m", LATER, "person_entered", data)).unwrap_err().code();
    assert_eq!(refused(&enters("m", "manager")), "cycle.not_theirs");
    assert_eq!(refused(&enters("x", "social_worker")), "cycle.not_theirs");
}

#[test]
fn a_parent_does_not_make_themself_manager() {
    let mut history = History::default();
    let opening = r#"{"cycle":"cy","format":1,"clinician":"cl","team":"t"}"#;
    record(
        &mut history,
        &[
            ("manager", "cycle_opened", opening),
            ("manager", "person_entered", r#"{"person":"a","role":"social_worker"}"#),
            ("manager", "person_entered", r#"{"person":"parent-1","role":"parent"}"#),
        ],
    );
    let refused = |by: &str, code: &str, data: &str| history.judge(&act(by, LATER, code, data)).unwrap_err().code();
    let makes_manager = |person: &str| format!(r#"{{"person":"{person}","role":"manager"}}"#);
    assert_eq!(refused("parent-1", "redacted", r#"{"entries":[3],"reason":"mine"}"#), "cycle.not_theirs");
    assert_eq!(refused("parent-1", "person_entered", &makes_manager("parent-1")), "cycle.not_theirs");
    assert_eq!(refused("parent-1", "person_entered", &makes_manager("friend")), "cycle.not_theirs");
    assert_eq!(refused("nobody-known", "person_entered", &makes_manager("nobody-known")), "attachment.stranger");
    assert_eq!(refused("nobody-known", "person_left", r#"{"person":"a"}"#), "attachment.stranger");
    assert_eq!(refused("nobody-known", "cycle_closed", r#"{"cycle":"cy"}"#), "cycle.unknown_actor");
    assert_eq!(refused("parent-1", "cycle_closed", r#"{"cycle":"cy"}"#), "cycle.not_theirs");
    assert_eq!(refused("parent-1", "person_left", r#"{"person":"a"}"#), "cycle.not_theirs");
    // What is the family's to say.
    let advocate = r#"{"person":"advocate","role":"family_advocate"}"#;
    assert!(history.judge(&act("parent-1", LATER, "person_entered", advocate)).is_ok());
    assert!(history.judge(&act("parent-1", LATER, "person_left", r#"{"person":"parent-1"}"#)).is_ok());
}

#[test]
fn the_first_people_of_a_cycle_can_come() {
    let mut history = History::default();
    let opening = r#"{"cycle":"cy","format":1,"clinician":"cl","team":"t"}"#;
    record(&mut history, &[("cl", "cycle_opened", opening)]);
    let enters = |person: &str, role: &str| format!(r#"{{"person":"{person}","role":"{role}"}}"#);
    let judged = |history: &History, by: &str, data: &str| history.judge(&act(by, LATER, "person_entered", data)).is_ok();
    assert!(judged(&history, "cl", &enters("w", "social_worker")), "the clinician enters the worker");
    assert!(!judged(&history, "w", &enters("w", "social_worker")), "nobody who is not here enters themself");
    assert!(!judged(&history, "p", &enters("p", "parent")), "nor does a parent");
    record(&mut history, &[("cl", "person_entered", &enters("w", "social_worker"))]);
    assert!(!judged(&history, "x", &enters("x", "manager")), "the second is entered by somebody who is here");
    assert!(judged(&history, "w", &enters("x", "manager")));
}

/// Whoever notes that somebody left need not have been here then, if they are now.
#[test]
fn who_left_before_may_be_noted_by_who_came_after() {
    let mut history = everybody();
    record(&mut history, &[("manager", "person_entered", r#"{"person":"w-2","role":"social_worker"}"#)]);
    let later = act("manager", LATER, "person_entered", r#"{"person":"m-2","role":"manager"}"#);
    history.record(later).unwrap();
    let noted = |by: &str| {
        let left = act(by, AT, "person_left", r#"{"person":"w-2"}"#).recorded("2026-03-04T09:00:00Z".parse().unwrap());
        history.judge(&left).map_err(|refusal| refusal.code())
    };
    assert_eq!(noted("m-2"), Ok(()));
    assert_eq!(noted("parent"), Err("cycle.not_theirs"));
}

#[test]
fn the_page_shows_the_table() {
    let mut page = String::from("| act | kind | who may |\n|---|---|---|\n");
    for kind in Kind::all() {
        writeln!(page, "| {} | `{}` | {} |", kind.label(), kind.code(), kind.permitted()).unwrap();
    }
    page.push_str("\n| whoever enters | by whom |\n|---|---|\n");
    for &side in Side::ALL {
        let role = Role::of(side).iter().next().unwrap();
        writeln!(page, "| {side} | {} |", entering(role)).unwrap();
    }
    writeln!(page, "\nThat somebody left, or is no longer what they were: {}; and everybody of themself.", leaving())
        .unwrap();
    golden::is_golden("src/permitted.md", &page);
}
