//! Case discussions: what can be said of one, and what is refused.
#![expect(clippy::panic, clippy::unwrap_used, reason = "in the helpers of tests, where a slip is a failed test")]

use practice_cycle::code::Code;
use practice_cycle::cycle::Act;
use practice_cycle::deliberating::{StatementKind, StatementMade, TestPlanned};
use practice_cycle::history::History;
use practice_cycle::stored;

const CAST: [(&str, &str); 5] = [
    ("worker", "social_worker"),
    ("manager", "manager"),
    ("mother", "parent"),
    ("teacher", "school"),
    ("leaver", "social_worker"),
];

/// An act on a day of June 2026, at nine, and recorded then.
#[track_caller]
fn act(by: &str, day: u32, code: &str, data: &str) -> Act {
    let at = format!("2026-06-{day:02}T09:00:00Z");
    let line = format!(r#"{{"type":"{code}","occurred_at":"{at}","recorded_at":"{at}","by":"{by}","data":{data}}}"#);
    stored::parse(&line).unwrap_or_else(|error| panic!("{line}: {error}"))
}

struct Fixture {
    history: History,
    day: u32,
}

/// A discussion of 2 June about case A, with two ideas, a fact, and one about another question.
#[track_caller]
fn given() -> Fixture {
    let mut history = History::default();
    let mut record = |by: &str, day: u32, code: &str, data: &str| {
        let act = act(by, day, code, data);
        history.record(act.clone()).unwrap_or_else(|refusal| panic!("{}", refusal.about(&act)));
    };
    record("clinician", 1, "cycle_opened", r#"{"cycle":"cy","format":1,"clinician":"clinician","team":"t"}"#);
    for (person, role) in CAST {
        record("clinician", 1, "person_entered", &format!(r#"{{"person":"{person}","role":"{role}"}}"#));
    }
    record("leaver", 1, "person_left", r#"{"person":"leaver"}"#);
    record("worker", 2, "discussion_held", &discussion("d-1", "A", r#","present":["worker","clinician","mother"]"#));
    record("worker", 2, "discussion_held", &discussion("d-other", "A", r#","present":["worker"]"#));
    record("worker", 2, "hypothesis_put", r#"{"hypothesis":"h-1","discussion":"d-1","order":"first","words":"One."}"#);
    record("mother", 2, "hypothesis_put", r#"{"hypothesis":"h-2","discussion":"d-1","order":"later","words":"Two."}"#);
    record("worker", 2, "hypothesis_put", r#"{"hypothesis":"h-9","discussion":"d-other","order":"first","words":"Nine."}"#);
    let fact =
        r#"{"statement":"s-1","discussion":"d-1","kind":"fact","author":"worker","source":"observed","words":"Seen."}"#;
    record("worker", 2, "statement_made", fact);
    Fixture { history, day: 10 }
}

fn discussion(id: &str, case: &str, more: &str) -> String {
    format!(r#"{{"discussion":"{id}","case":"{case}","question":"what_explains","space":"network_meeting"{more}}}"#)
}

impl Fixture {
    #[track_caller]
    fn admits(&mut self, by: &str, code: &str, data: &str) -> &mut Self {
        let act = act(by, self.day, code, data);
        self.history.record(act.clone()).unwrap_or_else(|refusal| panic!("{}", refusal.about(&act)));
        self
    }

    #[track_caller]
    fn refuses(&mut self, by: &str, code: &str, data: &str, words: &str) -> &mut Self {
        let act = act(by, self.day, code, data);
        assert_eq!(self.history.record(act).unwrap_err().to_string(), words, "{data}");
        self
    }

    fn on(&mut self, day: u32) -> &mut Self {
        self.day = day;
        self
    }
}

#[test]
fn a_fact_has_an_author_and_a_source() {
    let needs_source = "a fact needs its source; without one, record it as what it is: an opinion, a worry, a hunch";
    given()
        .refuses(
            "worker",
            "statement_made",
            r#"{"statement":"s","discussion":"d-1","kind":"fact","author":"worker","words":"Seen."}"#,
            needs_source,
        )
        .refuses(
            "worker",
            "statement_made",
            r#"{"statement":"s","discussion":"d-1","kind":"fact","source":"observed","words":"Seen."}"#,
            "this needs its author: fact; an opinion, a worry, a hunch or a strength can be said without a name",
        )
        .admits(
            "worker",
            "statement_made",
            r#"{"statement":"s","discussion":"d-1","kind":"fact","author":"worker","source":"from_records","words":"Seen."}"#,
        );
}

/// A worry may be said here without a name; what is alleged or judged may not.
#[test]
fn each_kind_of_statement_has_an_author_or_may_be_said_here() {
    for &kind in StatementKind::ALL {
        let code = kind.code();
        let data = format!(r#"{{"statement":"s","discussion":"d-1","kind":"{code}","source":"observed","words":"Said."}}"#);
        let act = act("worker", 10, "statement_made", &data);
        assert_eq!(given().history.record(act).is_err(), kind.needs_an_author(), "{code}");
    }
    let named: Vec<&str> = StatementKind::ALL.iter().filter(|kind| kind.needs_an_author()).map(|kind| kind.code()).collect();
    assert_eq!(named, ["fact", "professional_judgement", "allegation"]);
}

#[test]
fn nothing_is_put_into_anothers_mouth_but_may_be_recorded_for_them() {
    let of_mother = r#"{"statement":"s","discussion":"d-1","kind":"opinion","author":"mother","words":"Said."}"#;
    let mut given = given();
    given.refuses(
        "worker",
        "statement_made",
        of_mother,
        "a statement cannot be put into another's mouth; record it as done by its author, with whoever writes as the one who records",
    );
    let line = r#"{"type":"statement_made","occurred_at":"2026-06-10T09:00:00Z","recorded_at":"2026-06-10T10:00:00Z","by":"mother","recorded_by":"worker","data":DATA}"#;
    let recorded: Act = stored::parse(&line.replace("DATA", of_mother)).unwrap();
    let entry = given.history.record(recorded).unwrap().0;
    assert_eq!(StatementMade::of(entry.event()).unwrap().author.as_ref(), Some(&entry.act().by));
}

#[test]
fn who_is_present_was_here_and_nobody_is_present_and_absent() {
    given()
        .refuses(
            "worker",
            "discussion_held",
            &discussion("d", "A", r#","present":["leaver"]"#),
            "cannot hold a case discussion: somebody named as present was not here at that time",
        )
        .refuses(
            "worker",
            "discussion_held",
            &discussion("d", "A", r#","present":[]"#),
            "a case discussion needs those who were present",
        )
        .refuses(
            "worker",
            "discussion_held",
            &discussion("d", "A", r#","present":["worker"],"absent":["worker"]"#),
            "the same person cannot be both present and absent",
        )
        .admits(
            "worker",
            "discussion_held",
            &discussion("d", "A", r#","present":["worker"],"absent":["teacher","leaver"]"#),
        );
}

#[test]
fn a_question_is_taken_up_again_within_its_case() {
    let another = "this names something of another case";
    given()
        .refuses("worker", "discussion_held", &discussion("d", "B", r#","present":["worker"],"continues":"d-1""#), another)
        .admits("worker", "discussion_held", &discussion("d", "A", r#","present":["worker"],"continues":"d-1""#))
        .admits("worker", "step_taken_on", r#"{"step":"p-1","case":"A","taken_by":"worker"}"#)
        .admits("worker", "step_handed_back", r#"{"step":"p-1"}"#)
        .refuses("manager", "step_taken_on", r#"{"step":"p-2","case":"B","taken_by":"manager","again":"p-1"}"#, another);
}

#[test]
fn evidence_is_weighed_against_ideas_of_its_own_question_each_once() {
    let weighing = |ratings: &str| format!(r#"{{"weighing":"w","piece":"s-1","ratings":[{ratings}],"found":"came_up"}}"#);
    let (one, nine) = (r#"{"hypothesis":"h-1","rating":"consistent"}"#, r#"{"hypothesis":"h-9","rating":"consistent"}"#);
    given()
        .refuses(
            "worker",
            "evidence_weighed",
            &weighing(""),
            "cannot weigh a piece of evidence without rating it against a hypothesis",
        )
        .refuses(
            "worker",
            "evidence_weighed",
            &weighing(&format!("{one},{one}")),
            "one piece of evidence cannot be rated twice against the same hypothesis",
        )
        .refuses(
            "worker",
            "evidence_weighed",
            &weighing(&format!("{one},{nine}")),
            "this hypothesis is of another question than what it is named with",
        )
        .admits("mother", "evidence_weighed", &weighing(one));
    // A discussion that goes on about the question is of the same question.
    given()
        .admits("worker", "discussion_held", &discussion("d-2", "A", r#","present":["worker"],"continues":"d-1""#))
        .admits("worker", "hypothesis_put", r#"{"hypothesis":"h-3","discussion":"d-2","order":"later","words":"Three."}"#)
        .admits("worker", "evidence_weighed", &weighing(r#"{"hypothesis":"h-3","rating":"inconsistent"}"#));
}

#[test]
fn the_place_of_a_hypothesis_of_another_question_is_named() {
    let data = r#"{"weighing":"w","piece":"s-1","ratings":[{"hypothesis":"h-1","rating":"consistent"},{"hypothesis":"h-9","rating":"consistent"}],"found":"came_up"}"#;
    let act = act("worker", 10, "evidence_weighed", data);
    let report = given().history.record(act.clone()).unwrap_err().about(&act);
    assert_eq!(report.field.as_deref(), Some("data.ratings[1].hypothesis"));
}

#[test]
fn plans_are_agreed_and_opinions_are_not() {
    let differ = |on: &str| {
        format!(r#"{{"disagreement":"x","case":"A","between":["worker","clinician"],"on":"{on}","safety":"not_affected"}}"#)
    };
    let agreed = r#"{"disagreement":"x","how":"agreed"}"#;
    let not_agreed = "opinions are not agreed, of what explains it, the risk or a threshold no more than of anything; agree a plan that tests them, or leave the difference open";
    for on in ["opinion", "explanation", "risk", "threshold"] {
        given()
            .admits("worker", "disagreement_recorded", &differ(on))
            .refuses("worker", "disagreement_settled", agreed, not_agreed)
            .admits("worker", "disagreement_settled", r#"{"disagreement":"x","how":"new_information"}"#);
    }
    given()
        .refuses(
            "worker",
            "disagreement_recorded",
            r#"{"disagreement":"x","case":"A","between":["worker"],"on":"plan","safety":"affected"}"#,
            "a disagreement is between two people at least",
        )
        .admits("worker", "disagreement_recorded", &differ("plan"))
        .refuses(
            "worker",
            "disagreement_escalated",
            r#"{"disagreement":"x","to":"clinician"}"#,
            "a disagreement is taken to somebody who is no party to it",
        )
        .admits("worker", "disagreement_escalated", r#"{"disagreement":"x","to":"manager"}"#)
        .refuses(
            "worker",
            "disagreement_settled",
            r#"{"disagreement":"x","how":"plan_agreed"}"#,
            "name the plan that was agreed, where the disagreement was settled by one, and only there",
        )
        .refuses(
            "worker",
            "disagreement_settled",
            r#"{"disagreement":"x","how":"decided"}"#,
            "name the decision, where the disagreement was settled by one, and only there",
        )
        .admits("worker", "disagreement_settled", agreed)
        .refuses(
            "worker",
            "disagreement_settled",
            r#"{"disagreement":"x","how":"no_longer_matters"}"#,
            "this disagreement is settled already",
        );
}

#[test]
fn a_plan_has_a_sign_of_success_and_a_day_to_look_again() {
    let plan = |more: &str| format!(r#"{{"test":"t","discussion":"d-1"{more}}}"#);
    let better = r#","better":"He comes.""#;
    let day = r#","look_again":"2026-06-10""#;
    given()
        .refuses(
            "worker",
            "test_planned",
            &plan(day),
            "a plan needs a sign of success: what would show that it is better, or enough",
        )
        .refuses("worker", "test_planned", &plan(better), "a plan that goes on needs the day on which to look again")
        .refuses(
            "worker",
            "test_planned",
            &plan(r#","better":"He comes.","look_again":"2026-06-09""#),
            "the day on which to look again cannot be before that of the plan or its review",
        )
        .refuses(
            "worker",
            "test_planned",
            &plan(&format!(r#"{better}{day},"hypotheses":["h-9"]"#)),
            "this hypothesis is of another question than what it is named with",
        )
        .admits("worker", "test_planned", &plan(&format!(r#"{better}{day},"hypotheses":["h-1","h-2"]"#)));
}

#[test]
fn a_plan_is_agreed_by_those_who_were_there() {
    let plan = |of: &str, agreed: &str| {
        format!(
            r#"{{"test":"{of}","discussion":"{of}","better":"He comes.","look_again":"2026-06-12","agreed_by":[{agreed}]}}"#
        )
    };
    let absent = "a plan is agreed by those who were present in its discussion; whoever was not there agrees when they discuss it, \
                  or takes a step on";
    let mut given = given();
    given
        // Nobody said that she was asked; she was not there.
        .refuses("worker", "test_planned", &plan("d-1", r#""worker","manager""#), absent)
        // Who was asked and did not come agreed no more than they.
        .admits(
            "worker",
            "discussion_held",
            &discussion("d-2", "A", r#","present":["worker","mother"],"absent":["teacher"],"continues":"d-1""#),
        )
        .refuses("worker", "test_planned", &plan("d-2", r#""teacher""#), absent)
        // She was there when the question was first talked about, and not when this plan was made.
        .refuses("worker", "test_planned", &plan("d-2", r#""mother","clinician""#), absent)
        .admits("worker", "test_planned", &plan("d-1", r#""worker","clinician","mother""#))
        .admits("worker", "test_planned", &plan("d-2", ""));
    // Whoever agrees later does so where it is discussed again.
    given
        .admits(
            "worker",
            "discussion_held",
            &discussion("d-3", "A", r#","present":["teacher","manager"],"continues":"d-2""#),
        )
        .admits("worker", "test_planned", &plan("d-3", r#""teacher","manager""#));
}

#[test]
fn a_plan_goes_on_with_a_day_and_stops_once() {
    let mut given = given();
    given
        .admits(
            "worker",
            "test_planned",
            r#"{"test":"t","discussion":"d-1","enough":"He comes.","look_again":"2026-06-12"}"#,
        )
        .on(12)
        .refuses(
            "worker",
            "test_reviewed",
            r#"{"test":"t","then":"go_on"}"#,
            "a plan that goes on needs the day on which to look again",
        )
        .refuses(
            "worker",
            "test_reviewed",
            r#"{"test":"t","then":"stop","look_again":"2026-06-20"}"#,
            "a plan that stops has no day on which to look again",
        )
        .admits("worker", "test_reviewed", r#"{"test":"t","then":"change","look_again":"2026-06-15"}"#)
        .on(15)
        .admits("worker", "test_reviewed", r#"{"test":"t","then":"stop","because":"safe_enough"}"#)
        .on(16)
        .refuses(
            "worker",
            "test_reviewed",
            r#"{"test":"t","then":"go_on","look_again":"2026-06-20"}"#,
            "this plan was stopped already",
        );
    // What was found before it stopped is recorded late.
    let late = r#"{"type":"test_reviewed","occurred_at":"2026-06-14T09:00:00Z","recorded_at":"2026-06-16T10:00:00Z","by":"worker","data":{"test":"t","then":"go_on","look_again":"2026-06-15"}}"#;
    given.history.record(stored::parse(late).unwrap()).unwrap();
    // Taken back, it goes on.
    let stop = given.history.entries().iter().find(|entry| {
        entry.event().kind().code() == "test_reviewed" && entry.act().occurred_at.to_string().starts_with("2026-06-15")
    });
    let undo = format!(r#"{{"entries":[{}],"reason":"Entered for another plan."}}"#, stop.unwrap().number());
    let act = act("worker", 17, "entered_in_error", &undo);
    given.history.record(act).unwrap();
    given.on(18).admits("worker", "test_reviewed", r#"{"test":"t","then":"go_on","look_again":"2026-06-20"}"#);
}

#[test]
fn a_step_is_handed_back_and_taken_up_by_another() {
    let anothers = "a step cannot be put on another's shoulders, or taken from them; record it as done by whoever takes it, with whoever writes as the one who records";
    given()
        .refuses("worker", "step_taken_on", r#"{"step":"p-1","case":"A","taken_by":"mother"}"#, anothers)
        .admits("worker", "step_taken_on", r#"{"step":"p-1","case":"A","taken_by":"worker"}"#)
        .refuses(
            "manager",
            "step_taken_on",
            r#"{"step":"p-2","case":"A","taken_by":"manager","again":"p-1"}"#,
            "this step was not handed back, so that nobody can take it up again",
        )
        .refuses("manager", "step_handed_back", r#"{"step":"p-1"}"#, anothers)
        .admits("worker", "step_handed_back", r#"{"step":"p-1"}"#)
        .on(11)
        .refuses("worker", "step_handed_back", r#"{"step":"p-1"}"#, "this step was handed back or dropped already")
        .admits("manager", "step_taken_on", r#"{"step":"p-2","case":"A","taken_by":"manager","again":"p-1"}"#)
        .admits("manager", "step_dropped", r#"{"step":"p-2","reason":"Done by the school."}"#)
        .refuses(
            "manager",
            "step_dropped",
            r#"{"step":"p-2","reason":"Again."}"#,
            "this step was handed back or dropped already",
        );
}

#[test]
fn a_referral_is_returned_by_a_service_and_an_agreement_shaped_by_somebody() {
    given()
        .refuses(
            "worker",
            "referral_returned",
            r#"{"returned":"r","case":"A","service":"parent","reason":"risk_too_high"}"#,
            "a referral is returned by a service: a role of the clinical side, or of a partner",
        )
        .admits(
            "worker",
            "referral_returned",
            r#"{"returned":"r","case":"A","service":"outside_clinician","reason":"risk_too_high","offered":["reflective_practice"]}"#,
        )
        .refuses(
            "worker",
            "written_agreement_made",
            r#"{"agreement":"g","case":"A","shaped_by":[]}"#,
            "a written agreement needs whoever shaped it",
        )
        .admits("worker", "written_agreement_made", r#"{"agreement":"g","case":"A","shaped_by":["mother","worker"]}"#);
}

/// Once a case is redacted, nothing is refused for being of another; and no text stays.
#[test]
fn what_is_redacted_is_compared_with_nothing() {
    let mut given = given();
    let held =
        given.history.entries().iter().find(|entry| entry.event().kind().code() == "discussion_held").unwrap().number();
    let redact = act("manager", 10, "redacted", &format!(r#"{{"entries":[{held}],"reason":"Adopted."}}"#));
    given.history.record(redact).unwrap();
    given.on(11).admits("worker", "discussion_held", &discussion("d", "B", r#","present":["worker"],"continues":"d-1""#));
    let mut lines = Vec::new();
    given.history.write(&mut lines).unwrap();
    assert_eq!(History::read(lines.as_slice()).unwrap().entries(), given.history.entries());
}

#[test]
fn a_large_kind_is_read_and_found_as_any_other() {
    let mut given = given();
    given.admits(
        "worker",
        "test_planned",
        r#"{"test":"t","discussion":"d-1","better":"He comes.","look_again":"2026-06-12"}"#,
    );
    let entry = given.history.entries().last().unwrap();
    assert_eq!(TestPlanned::of(entry.event()).map(|data| data.test.as_str()), Some("t"));
}
