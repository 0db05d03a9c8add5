//! Practice with families, thresholds and their feedback, and programmes: what is refused.
#![expect(clippy::panic, clippy::unwrap_used, reason = "in the helpers of tests, where a slip is a failed test")]

use practice_cycle::cycle::Act;
use practice_cycle::history::{History, Warning};
use practice_cycle::stored;

const CAST: [(&str, &str); 6] = [
    ("worker", "social_worker"),
    ("manager", "manager"),
    ("mother", "parent"),
    ("child", "child"),
    ("officer", "reviewing_officer"),
    ("leaver", "parent"),
];

#[track_caller]
fn act(by: &str, day: u32, code: &str, data: &str) -> Act {
    let at = format!("2026-06-{day:02}T09:00:00Z");
    let line = format!(r#"{{"type":"{code}","occurred_at":"{at}","recorded_at":"{at}","by":"{by}","data":{data}}}"#);
    stored::parse(&line).unwrap_or_else(|error| panic!("{line}: {error}"))
}

struct Fixture(History);

fn given() -> Fixture {
    let mut fixture = Fixture(History::default());
    let mut record = |by: &str, code: &str, data: &str| {
        fixture.0.record(act(by, 1, code, data)).unwrap();
    };
    record("clinician", "cycle_opened", r#"{"cycle":"cy","format":1,"clinician":"clinician","team":"t"}"#);
    for (person, role) in CAST {
        record("clinician", "person_entered", &format!(r#"{{"person":"{person}","role":"{role}"}}"#));
    }
    record("leaver", "person_left", r#"{"person":"leaver"}"#);
    record("worker", "threshold_decided", r#"{"decision":"de","case":"A","direction":"up","decided_by":["manager"]}"#);
    fixture
}

impl Fixture {
    #[track_caller]
    fn admits(&mut self, by: &str, code: &str, data: &str) -> &mut Self {
        let act = act(by, 10, code, data);
        self.0.record(act.clone()).unwrap_or_else(|refusal| panic!("{}", refusal.about(&act)));
        self
    }

    #[track_caller]
    fn refuses(&mut self, by: &str, code: &str, data: &str, words: &str) -> &mut Self {
        assert_eq!(self.0.record(act(by, 10, code, data)).unwrap_err().to_string(), words, "{data}");
        self
    }
}

#[test]
fn views_are_those_of_the_family() {
    let not_family = |what: &str| format!("cannot {what}: whoever is named was not of the family at that time");
    given()
        .refuses(
            "worker",
            "views_sought",
            r#"{"views":"v","case":"A","of_whom":"manager","how":"meeting"}"#,
            &not_family("seek somebody's views"),
        )
        .refuses(
            "worker",
            "views_sought",
            r#"{"views":"v","case":"A","of_whom":"leaver","how":"meeting"}"#,
            &not_family("seek somebody's views"),
        )
        .refuses(
            "worker",
            "family_member_named",
            r#"{"member":"m","case":"A","person":"worker"}"#,
            &not_family("name a member of the family"),
        )
        .refuses(
            "worker",
            "assessment_shared",
            r#"{"sharing":"s","case":"A","with":"officer"}"#,
            &not_family("share an assessment of the family"),
        )
        .refuses(
            "worker",
            "ambivalence_heard",
            r#"{"ambivalence":"a","case":"A","person":"worker","to_stay":"One.","to_change":"Two."}"#,
            &not_family("hear what speaks for and against change"),
        )
        .admits("worker", "views_sought", r#"{"views":"v","case":"A","of_whom":"child","how":"play_or_drawing"}"#)
        .refuses(
            "worker",
            "views_included",
            r#"{"views":"v","in_what":[]}"#,
            "cannot include somebody's views without saying in what they were included",
        )
        .admits("worker", "views_included", r#"{"views":"v","in_what":["assessment"]}"#)
        .refuses(
            "worker",
            "views_awaited",
            r#"{"awaiting":"w","case":"A","of_whom":"mother","until":"2026-06-09"}"#,
            "cannot wait for views until a day before this",
        )
        .admits("mother", "views_missing", r#"{"missing":"x","case":"A","of_whom":"mother","why":"declined"}"#);
}

fn description(id: &str, seen_as: &str, more: &str) -> String {
    format!(
        r#"{{"description":"{id}","case":"A","seen_as":"{seen_as}","signs":[{{"sign":"compliance_threatened","finding":"present"}}]{more}}}"#
    )
}

#[test]
fn a_meeting_is_described_by_whoever_was_there_as_what_they_are() {
    let not_as = |what: &str| format!("whoever describes this meeting cannot do so as {what}, in the role that they hold");
    let (family, observer) = ("a member of the family", "an observer invited by both");
    given()
        .refuses("worker", "practice_described", &description("d", "family", ""), &not_as(family))
        .refuses("child", "practice_described", &description("d", "family", ""), &not_as(family))
        .refuses("mother", "practice_described", &description("d", "observer", ""), &not_as(observer))
        .refuses("manager", "practice_described", &description("d", "worker", ""), &not_as("the worker themself"))
        .refuses(
            "manager",
            "practice_described",
            &description("d", "observer", r#","invited_by":["manager","mother"]"#),
            "an observer is invited by somebody of the family and by somebody of the team; name both",
        )
        .refuses(
            "officer",
            "practice_described",
            &description("d", "observer", r#","invited_by":["worker"]"#),
            "an observer is invited by somebody of the family and by somebody of the team; name both",
        )
        .refuses(
            "worker",
            "practice_described",
            &description("d", "worker", r#","invited_by":["mother","worker"]"#),
            "only an observer is invited, or describes a recording",
        )
        .refuses(
            "mother",
            "practice_described",
            r#"{"description":"d","case":"A","seen_as":"family","signs":[]}"#,
            "cannot describe how a meeting went without saying of which signs",
        )
        .refuses(
            "mother",
            "practice_described",
            r#"{"description":"d","case":"A","seen_as":"family","signs":[{"sign":"listened","finding":"absent"},{"sign":"listened","finding":"present"}]}"#,
            "a description cannot speak of the same sign twice",
        )
        .admits("mother", "practice_described", &description("d-1", "family", ""))
        .admits("child", "practice_described", &description("d-2", "child", ""))
        .admits("worker", "practice_described", &description("d-3", "worker", r#","weighed_on":["load"]"#))
        .admits("officer", "practice_described", &description("d-4", "observer", r#","invited_by":["worker","mother"]"#));
}

/// On the first of June a session with the mother and the child; consents of both parents, and of the worker.
fn filmed() -> Fixture {
    let mut given = given();
    given
        .admits("clinician", "person_entered", r#"{"person":"father","role":"parent"}"#)
        .admits(
            "worker",
            "session_held",
            r#"{"session":"s-1","cover":{"uncovered":{"why":"urgent"}},"space":"home_visit","present":["worker","mother","child"]}"#,
        )
        .admits("mother", "consent_given", r#"{"consent":"mothers","to":"filming","given_by":"mother"}"#)
        .admits("father", "consent_given", r#"{"consent":"fathers","to":"filming","given_by":"father"}"#)
        .admits("father", "consent_given", r#"{"consent":"childs","to":"filming","given_by":"father","for_person":"child"}"#)
        .admits("worker", "consent_given", r#"{"consent":"workers","to":"filming","given_by":"worker"}"#)
        .admits("mother", "consent_given", r#"{"consent":"absents","to":"filming","given_by":"mother","for_person":"father"}"#)
        .admits("father", "consent_given", r#"{"consent":"for_her","to":"filming","given_by":"father","for_person":"mother"}"#)
        .admits("worker", "consent_given", r#"{"consent":"by_team","to":"filming","given_by":"worker","for_person":"mother"}"#)
        .admits("worker", "consent_given", r#"{"consent":"in_care","to":"filming","given_by":"worker","for_person":"child"}"#)
        .admits("mother", "consent_given", r#"{"consent":"assessment","to":"assessment","given_by":"mother"}"#);
    given
}

#[test]
fn a_recording_rests_on_consent_to_filming_of_the_family_who_were_there() {
    let recorded = |id: &str, consent: &str| {
        let more = format!(r#","session":"s-1","invited_by":["worker","mother"],"recording":"{consent}""#);
        description(id, "observer", &more)
    };
    let other = "the consent to the recording is not that of somebody of the family who was at this meeting; for an adult, the family gives it";
    let not_filming = "the consent that is named is not to filming; a recording is described only by consent to it";
    filmed()
        .refuses("officer", "practice_described", &recorded("d", "assessment"), not_filming)
        .refuses("officer", "practice_described", &recorded("d", "fathers"), other)
        // That of a worker, who was there, is not the family's.
        .refuses("officer", "practice_described", &recorded("d", "workers"), other)
        // The mother was there, and consented for the father, who was not.
        .refuses("officer", "practice_described", &recorded("d", "absents"), other)
        // No worker consents for the mother, who was there.
        .refuses("officer", "practice_described", &recorded("d", "by_team"), other)
        .admits("officer", "practice_described", &recorded("d-1", "mothers"))
        // The father was not there; the child for whom he consented was.
        .admits("officer", "practice_described", &recorded("d-2", "childs"))
        .admits("officer", "practice_described", &recorded("d-3", "for_her"))
        .admits("officer", "practice_described", &recorded("d-4", "in_care"));
    // Who was at a meeting without a session is not known; that the family consented is.
    let no_session = |consent: &str| recorded("d", consent).replace(r#""session":"s-1","#, "");
    filmed()
        .refuses("officer", "practice_described", &no_session("workers"), other)
        .refuses("officer", "practice_described", &no_session("by_team"), other)
        .admits("officer", "practice_described", &no_session("fathers"));
}

#[test]
fn a_recording_is_not_described_once_the_consent_was_withdrawn() {
    let more = r#","session":"s-1","invited_by":["worker","mother"],"recording":"mothers""#;
    let withdraw = r#"{"consent":"mothers","withdrawn_by":"mother"}"#;
    let withdrawn = "the consent to the recording was withdrawn; the recording is not described after that";
    let mut given = filmed();
    given
        .admits("officer", "practice_described", &description("d-1", "observer", more))
        .admits("mother", "consent_withdrawn", withdraw)
        .refuses("officer", "practice_described", &description("d-2", "observer", more), withdrawn);
    // What was described before stays, and loads.
    let mut stored = Vec::new();
    given.0.write(&mut stored).unwrap();
    assert_eq!(History::read(stored.as_slice()).unwrap().entries(), given.0.entries());
    // The withdrawal in error: it is in force again.
    let number = given.0.entries().last().unwrap().number();
    given
        .admits("worker", "entered_in_error", &format!(r#"{{"entries":[{number}],"reason":"Of another consent."}}"#))
        .admits("officer", "practice_described", &description("d-2", "observer", more));
    // A consent on which a description rests is not taken back by itself.
    let mut given = filmed();
    let consent = given.0.entries().iter().position(|entry| format!("{:?}", entry.event()).contains("mothers")).unwrap() + 1;
    let error = format!(r#"{{"entries":[{consent}],"reason":"Of another cycle."}}"#);
    given.admits("officer", "practice_described", &description("d-1", "observer", more));
    let described = given.0.entries().last().unwrap().number();
    given.refuses(
        "worker",
        "entered_in_error",
        &error,
        &format!("cannot be marked as entered in error: needed by entry {described}"),
    );
}

#[test]
fn a_withdrawal_after_the_meeting_counts_where_it_is_recorded_before_the_description() {
    let more = r#","session":"s-1","invited_by":["worker","mother"],"recording":"mothers""#;
    let withdraw = act("mother", 12, "consent_withdrawn", r#"{"consent":"mothers","withdrawn_by":"mother"}"#);
    // Of the meeting on the tenth, written down on the fourteenth.
    let mut described = act("officer", 10, "practice_described", &description("d-1", "observer", more));
    described.recorded_at = act("officer", 14, "person_left", r#"{"person":"officer"}"#).recorded_at;
    let mut given = filmed();
    given.0.record(withdraw.clone()).unwrap();
    let refusal = given.0.record(described.clone()).unwrap_err();
    assert_eq!(refusal.code(), "partnering.recording_withdrawn");
    // The other way round, both stand, and nothing is said of the description.
    let mut given = filmed();
    given.0.record(described).unwrap();
    let mut late = withdraw;
    late.recorded_at = given.0.entries().last().unwrap().act().recorded_at;
    given.0.record(late).unwrap();
    assert_eq!(given.0.warnings(), []);
}

/// The history as it is stored, with something written otherwise.
fn stored_as(history: &History, from: &str, to: &str) -> History {
    let mut stored = Vec::new();
    history.write(&mut stored).unwrap();
    let stored = String::from_utf8(stored).unwrap();
    assert!(stored.contains(from), "{from}");
    History::read(stored.replace(from, to).as_bytes()).unwrap()
}

#[test]
fn what_an_earlier_release_stored_of_a_meeting_loads_with_a_warning() {
    let mut given = filmed();
    let more = r#","session":"s-1","invited_by":["worker","mother"],"recording":"mothers""#;
    given.admits("officer", "practice_described", &description("d-1", "observer", more));
    let number = given.0.entries().last().unwrap().number();
    assert_eq!(given.0.warnings(), []);
    for consent in ["fathers", "workers", "absents", "by_team", "assessment"] {
        let loaded = stored_as(&given.0, r#""recording":"mothers""#, &format!(r#""recording":"{consent}""#));
        assert_eq!(loaded.warnings(), [Warning::RecordingNotConsented { number }], "{consent}");
        assert_eq!(loaded.entries().len(), given.0.entries().len());
    }
    let held =
        r#"{"discussion":"di","case":"A","present":["worker","mother"],"space":"network_meeting","question":"threshold"}"#;
    let plan = r#"{"test":"te","discussion":"di","better":"Invented.","look_again":"2026-07-01","agreed_by":["mother"]}"#;
    given.admits("worker", "discussion_held", held).admits("worker", "test_planned", plan);
    let number = given.0.entries().last().unwrap().number();
    assert_eq!(given.0.warnings(), []);
    let loaded = stored_as(&given.0, r#""agreed_by":["mother"]"#, r#""agreed_by":["father"]"#);
    assert_eq!(loaded.warnings(), [Warning::AgreedByAbsent { number }]);
    assert_eq!(
        loaded.warnings()[0].to_string(),
        format!("entry {number} is of a plan agreed by somebody who was not in its discussion")
    );
}

#[test]
fn a_description_goes_further_by_its_own_and_as_they_were_offered() {
    let pass = |readers: &str, offered: &str| {
        format!(r#"{{"passing":"p","description":"d-1","readers":[{readers}],"offered":[{offered}]}}"#)
    };
    let both = r#""somebody_else","advocate""#;
    given()
        .admits("mother", "practice_described", &description("d-1", "family", ""))
        .admits("worker", "practice_described", &description("d-3", "worker", ""))
        .refuses(
            "worker",
            "description_passed_on",
            &pass(r#""manager""#, both),
            "only whoever described the meeting can pass the description on",
        )
        .refuses(
            "mother",
            "description_passed_on",
            &pass("", both),
            "a description goes further only to readers who are named",
        )
        .refuses(
            "mother",
            "description_passed_on",
            &pass(r#""manager""#, r#""advocate""#),
            "before a family's description goes further, somebody else to work with and an advocate are offered",
        )
        .admits("mother", "description_passed_on", &pass(r#""manager""#, both))
        // The worker's own goes further as they wish.
        .admits("worker", "description_passed_on", r#"{"passing":"q","description":"d-3","readers":["manager"]}"#);
}

#[test]
fn coaching_is_agreed_by_the_worker_and_the_family() {
    let coached = |coach: &str, agreed: &str| {
        format!(r#"{{"coaching":"c","coach":"{coach}","worker":"worker","agreed_by":[{agreed}]}}"#)
    };
    let by_both = "coaching is agreed by the worker and by somebody of the family; name both";
    given()
        .refuses("clinician", "coaching_held", &coached("clinician", r#""worker""#), by_both)
        .refuses("clinician", "coaching_held", &coached("clinician", r#""mother""#), by_both)
        .refuses("clinician", "coaching_held", &coached("clinician", r#""worker","manager""#), by_both)
        .refuses("clinician", "coaching_held", &coached("worker", r#""worker","mother""#), "nobody can coach themself")
        .refuses(
            "clinician",
            "coaching_held",
            r#"{"coaching":"c","coach":"clinician","worker":"mother","agreed_by":["mother","worker"]}"#,
            "only somebody of the team is coached",
        )
        .admits("clinician", "coaching_held", &coached("clinician", r#""worker","mother""#));
}

#[test]
fn what_has_to_say_something_does() {
    let cases = [
        (
            "values_talked_about",
            r#"{"talk":"t","space":"supervision","matters":[]}"#,
            "cannot hold a conversation about values without saying about what",
        ),
        (
            "transition_supported",
            r#"{"support":"t","case":"A","who":[]}"#,
            "cannot support somebody through a transition without saying who was supported",
        ),
        (
            "experience_considered",
            r#"{"consideration":"x","case":"A","person":"child","what":[]}"#,
            "cannot take somebody's experience into account without saying what was taken into account",
        ),
        (
            "reflection_held",
            r#"{"reflection":"r","on":[],"space":"supervision","present":["worker"]}"#,
            "cannot hold a reflection without saying on what",
        ),
        (
            "lived_experience_heard",
            r#"{"hearing":"h","from":[],"space":"team_meeting"}"#,
            "cannot hear lived experience without saying from whom",
        ),
        (
            "decision_explained",
            r#"{"explanation":"e","decision":"de","person":"mother","explained":[],"interpreter":"not_needed"}"#,
            "cannot explain a decision without saying what was explained",
        ),
        (
            "outcome_learned",
            r#"{"outcome":"o","how":"better"}"#,
            "an outcome needs what it came of: a contract, a decision or a plan that was tested",
        ),
        (
            "outcome_learned",
            r#"{"outcome":"o","decision":"de"}"#,
            "an outcome needs how things are, or words; that it is not known is an answer",
        ),
    ];
    for (code, data, words) in cases {
        given().refuses("worker", code, data, words);
    }
}

#[test]
fn a_decision_is_explained_to_the_family_and_its_outcome_fed_back() {
    given()
        .refuses(
            "worker",
            "decision_explained",
            r#"{"explanation":"e","decision":"de","person":"manager","explained":["reasons"],"interpreter":"not_needed"}"#,
            "cannot explain a decision: the member of the family to whom it was explained was not here at that time, or not in a role that fits",
        )
        .admits(
            "worker",
            "decision_explained",
            r#"{"explanation":"e","decision":"de","person":"child","explained":["reasons","how_to_challenge"],"interpreter":"present","age":9}"#,
        )
        .admits(
            "worker",
            "explanation_withheld",
            r#"{"explanation":"f","person":"mother","reason":"Unsafe.","manager":"manager","decision":"de"}"#,
        )
        .admits("worker", "outcome_learned", r#"{"outcome":"o","decision":"de","how":"not_known"}"#)
        .refuses("worker", "outcome_fed_back", r#"{"outcome":"o","to":[]}"#, "an outcome is fed back to somebody; name them")
        .admits("worker", "outcome_fed_back", r#"{"outcome":"o","to":["manager","worker"]}"#);
}

#[test]
fn a_programme_ends_once_and_on_no_day_before() {
    let before = "a programme cannot end on a day before this";
    let ended = "this place on a programme has ended already";
    let begun = r#"{"programme":"p","case":"A","code":"invented","practitioner":"clinician","planned_end":"DAY"}"#;
    let mut given = given();
    given
        .refuses("worker", "programme_begun", &begun.replace("DAY", "2026-06-09"), before)
        .refuses(
            "worker",
            "programme_begun",
            &begun.replace("DAY", "2027-12-10").replace("clinician", "mother"),
            "cannot begin a programme: the practitioner of the programme was not here at that time, or not in a role that fits",
        )
        .admits("worker", "programme_begun", &begun.replace("DAY", "2027-12-10"))
        // A programme of another build: the awkward fact is recorded as it is.
        .admits(
            "worker",
            "programme_begun",
            r#"{"programme":"other","case":"A","code":"invented","practitioner":"worker"}"#,
        )
        .refuses(
            "worker",
            "programme_extended",
            r#"{"programme":"p","until":"2026-06-09","reason":"More time."}"#,
            before,
        )
        .admits("worker", "programme_extended", r#"{"programme":"p","until":"2028-02-01","reason":"More time."}"#)
        .refuses(
            "worker",
            "spoken_for",
            r#"{"speaking":"s","programme":"p","to":[]}"#,
            "cannot speak for somebody to other services without saying to which services",
        )
        .admits("worker", "programme_ended", r#"{"programme":"p","how":"finished"}"#)
        .refuses("worker", "programme_ended", r#"{"programme":"p","how":"left"}"#, ended)
        .refuses("worker", "programme_extended", r#"{"programme":"p","until":"2028-03-01","reason":"More."}"#, ended);
    let end = given.0.entries().last().unwrap().number();
    let undo = format!(r#"{{"entries":[{end}],"reason":"Entered for another."}}"#);
    given.admits("worker", "entered_in_error", &undo).admits(
        "worker",
        "programme_extended",
        r#"{"programme":"p","until":"2028-03-01","reason":"More."}"#,
    );
}
