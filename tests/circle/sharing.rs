//! Whether the record of a case shows its risk and its steps carried together.

use practice_cycle::deliberating::Risk;
use practice_cycle::people::Side;
use practice_cycle::sharing::{CaseReading, Missing, Parameters, RawParameters, Shared, Sharing, SteppedDown};

use super::*;

fn read(told: &Told) -> Sharing {
    Sharing::of(&told.view(), &Parameters::default())
}

#[track_caller]
fn case(told: &Told) -> CaseReading {
    let mut read = read(told);
    assert_eq!(read.cases.len(), 1);
    read.cases.remove(0)
}

#[track_caller]
fn reads_as(told: &Told, expected: Shared, missing: &[Missing]) {
    let case = case(told);
    assert_eq!((case.reads_as, case.missing.as_slice()), (expected, missing), "{}", read(told));
}

fn step(told: Told, id: &str, taken_by: &str) -> Told {
    step_with(told, id, taken_by, "")
}

fn step_with(told: Told, id: &str, taken_by: &str, more: &str) -> Told {
    let data = format!(r#"{{"step":"{id}","case":"case-204","taken_by":"{taken_by}"{more},"words":"MARKER step"}}"#);
    told.then(taken_by, "step_taken_on", &data)
}

/// Both directions of risk, named by the worker and the clinician.
fn both_named() -> Told {
    Told::discussed().said("st-a", r#""not_acting""#).said_by("clinician", "st-b", "opinion", r#""acting""#)
}

fn steps(told: Told, taken_by: &[&str]) -> Told {
    taken_by.iter().enumerate().fold(told, |told, (place, person)| step(told, &format!("sp-{place}"), person))
}

fn decided(told: Told, id: &str, direction: &str, by: &str) -> Told {
    let data = format!(r#"{{"decision":"{id}","case":"case-204","direction":"{direction}","decided_by":[{by}]}}"#);
    told.then("worker", "threshold_decided", &data)
}

fn reviewed(told: Told, then: &str, because: &str) -> Told {
    let day = if then == "stop" { "" } else { r#","look_again":"2026-05-01""# };
    let data = format!(r#"{{"test":"te-1","then":"{then}","because":"{because}"{day}}}"#);
    told.then("worker", "test_reviewed", &data)
}

fn planned(told: Told, more: &str) -> Told {
    let data = format!(r#"{{"test":"te-1","discussion":"di-1","better":"MARKER better","look_again":"2026-05-01"{more}}}"#);
    told.then("worker", "test_planned", &data)
}

#[test]
fn a_managers_name_beside_a_worker_who_takes_every_step_is_not_sharing() {
    let told = steps(both_named(), &["worker", "worker", "worker"]);
    let told = decided(told, "de-1", "up", r#""manager""#);
    assert_eq!(case(&told).reads_as, Shared::OnePerson);
    let text = read(&told).to_string();
    assert!(text.contains("Case 1: the record shows one person taking the steps.\n"), "{text}");
    assert!(text.contains("de-1 steps up on 3 March 2026 (entry 14), decided by manager, who held the mandate"), "{text}");
    // Whoever else was present, spoke or agreed the plan takes no step by it.
    let agreed = planned(told.clone(), r#","risks":["acting","not_acting"],"agreed_by":["manager","clinician","school"]"#);
    assert_eq!(case(&agreed).reads_as, Shared::OnePerson);
    // So is it where the one who takes every step is the clinician.
    assert_eq!(case(&steps(both_named(), &["clinician", "clinician"])).reads_as, Shared::OnePerson);
}

#[test]
fn the_same_steps_spread_and_both_directions_of_risk_named_are_carried_together() {
    let told = steps(both_named(), &["worker", "clinician", "school"]);
    reads_as(&told, Shared::CarriedTogether, &[]);
    assert!(read(&told).to_string().contains("Case 1: carried together.\n"));
    // Without one of the directions, and without both.
    let spread = |told: Told| steps(told, &["worker", "clinician", "school"]);
    reads_as(
        &spread(Told::discussed().said("st-a", r#""not_acting""#)),
        Shared::CannotBeDetermined,
        &[Missing::RiskOfActing],
    );
    reads_as(
        &spread(Told::discussed().said("st-a", r#""acting""#)),
        Shared::CannotBeDetermined,
        &[Missing::RiskOfNotActing],
    );
    reads_as(
        &spread(Told::discussed().said("st-a", r#""going_well""#)),
        Shared::CannotBeDetermined,
        &[Missing::RiskOfActing, Missing::RiskOfNotActing],
    );
    // A new risk that acting makes is one of acting; a plan names risks as well as a statement.
    reads_as(&spread(Told::discussed().said("st-a", r#""not_acting","new_risk""#)), Shared::CarriedTogether, &[]);
    reads_as(&spread(planned(Told::discussed(), r#","risks":["acting","not_acting"]"#)), Shared::CarriedTogether, &[]);
    reads_as(&spread(planned(Told::discussed(), r#","risks":["new","not_acting"]"#)), Shared::CarriedTogether, &[]);
}

#[test]
fn what_is_missing_is_said() {
    reads_as(
        &both_named(),
        Shared::CannotBeDetermined,
        &[
            Missing::Steps { found: 0, needed: 2 },
            Missing::People { found: 0, needed: 2 },
            Missing::StepSides { found: 0, needed: 2 },
        ],
    );
    // One step is always one person's.
    let one = steps(both_named(), &["worker"]);
    assert_eq!(case(&one).reads_as, Shared::CannotBeDetermined);
    assert!(
        read(&one)
            .to_string()
            .contains("cannot be determined (1 of 2 steps; 1 of 2 people who take steps; steps by 1 of 2 sides).")
    );
    // Two workers are one side; it is not said that one person takes the steps, since two do.
    let one_side = steps(both_named(), &["worker", "colleague", "manager"]);
    reads_as(&one_side, Shared::CannotBeDetermined, &[Missing::StepSides { found: 1, needed: 2 }]);
    // A step of somebody else beside many of one.
    let token = steps(both_named(), &["worker", "worker", "worker", "worker", "clinician"]);
    reads_as(&token, Shared::CannotBeDetermined, &[Missing::MostByOne { found: 4, of: 5 }]);
    reads_as(&steps(both_named(), &["worker", "worker", "worker", "clinician"]), Shared::CarriedTogether, &[]);
    // One side alone was heard.
    let alone = Told::opened().discussion_with("di-1", "what_explains", r#""worker","manager""#, "");
    let alone = steps(alone.said("st-a", r#""acting","not_acting""#), &["worker", "clinician"]);
    reads_as(&alone, Shared::CannotBeDetermined, &[Missing::Sides { found: 1, needed: 2 }]);
    reads_as(&alone.said_by("clinician", "st-b", "opinion", ""), Shared::CarriedTogether, &[]);
}

#[test]
fn steps_of_the_family_are_no_sharing_among_those_who_work() {
    let child = steps(both_named(), &["worker", "worker", "child"]);
    assert_eq!(case(&child).reads_as, Shared::OnePerson);
    assert_eq!((case(&child).takers.len(), case(&child).by_family[0].person.as_str()), (1, "child"));
    let listed = "Steps of the family, which are no sharing among those who work, and take nothing from it: child (the family): entry 13.";
    assert!(read(&child).to_string().contains(listed), "{}", read(&child));
    // One worker and one child are too few who work; and a parent who takes most takes nothing from two who share.
    reads_as(
        &steps(both_named(), &["worker", "child"]),
        Shared::CannotBeDetermined,
        &[
            Missing::Steps { found: 1, needed: 2 },
            Missing::People { found: 1, needed: 2 },
            Missing::StepSides { found: 1, needed: 2 },
        ],
    );
    let all =
        steps(both_named(), &["worker", "clinician", "parent", "parent", "parent", "parent", "parent", "parent", "parent"]);
    reads_as(&all, Shared::CarriedTogether, &[]);
    let familys = steps(both_named(), &["parent", "parent"]);
    assert_eq!((case(&familys).reads_as, case(&familys).takers.len()), (Shared::CannotBeDetermined, 0));
}

#[test]
fn a_step_that_somebody_else_wrote_down_is_marked() {
    let data = r#"{"step":"sp-9","case":"case-204","taken_by":"clinician"}"#;
    let told = step(both_named(), "sp-1", "clinician").then("clinician for worker", "step_taken_on", data);
    let one = &case(&told).takers[0];
    assert_eq!((one.steps.len(), one.written_by_others.len()), (2, 1));
    let text = read(&told).to_string();
    assert!(
        text.contains("clinician (the clinical side): entries 11 and 12, of which somebody else wrote down entry 12."),
        "{text}"
    );
    assert!(
        text.contains("Recorded for somebody else: entry 12 by clinician, recorded by worker (social worker)."),
        "{text}"
    );
    assert!(case(&step(both_named(), "sp-1", "clinician")).takers[0].written_by_others.is_empty());
}

#[test]
fn a_step_that_was_handed_back_or_dropped_does_not_stand() {
    let told = steps(both_named(), &["worker", "worker", "clinician"]);
    reads_as(&told, Shared::CarriedTogether, &[]);
    let back = told.clone().then("clinician", "step_handed_back", r#"{"step":"sp-2"}"#);
    let read_back = case(&back);
    assert_eq!((read_back.reads_as, read_back.handed_back[0].taken_up), (Shared::OnePerson, None));
    assert!(read(&back).to_string().contains("Handed back: sp-2 on 3 March 2026 (entry 14), not taken up again."));
    let again = |by: &str| step_with(back.clone(), "sp-9", by, r#","again":"sp-2""#);
    assert_eq!(case(&again("worker")).reads_as, Shared::OnePerson);
    reads_as(&again("school"), Shared::CarriedTogether, &[]);
    assert_eq!(case(&again("school")).handed_back[0].taken_up.unwrap().entry.get(), 15);
    let dropped = told.then("worker", "step_dropped", r#"{"step":"sp-2","reason":"MARKER reason"}"#);
    assert_eq!((case(&dropped).reads_as, case(&dropped).dropped.len()), (Shared::OnePerson, 1));
}

/// Whoever is said to have decided, sharing leaves it to the mandate; and what was known then is read as it was known.
#[test]
fn a_clinician_named_as_decision_maker_in_error_and_corrected_next_day() {
    let told = steps(both_named(), &["worker", "clinician"]);
    let before = decided(told, "de-1", "up", r#""clinician","manager""#);
    let known_then = before.0.entries().last().unwrap().act().recorded_at;
    let mandates = |read: &Sharing| -> Vec<(String, Option<bool>)> {
        let of = |decision: &practice_cycle::sharing::Decision| decision.decided_by.clone();
        read.cases[0].decisions.iter().flat_map(of).map(|it| (it.person.to_string(), it.mandate)).collect()
    };
    let shared = read(&before);
    assert_eq!(shared.cases[0].reads_as, Shared::CarriedTogether, "sharing does not dissolve who decides");
    assert_eq!(mandates(&shared), [("clinician".to_owned(), Some(false)), ("manager".to_owned(), Some(true))]);
    assert!(
        shared.to_string().contains("decided by clinician, who did not hold the mandate, and manager, who held the mandate")
    );
    assert!(shared.to_string().contains("Sharing does not change who decides: that stays with the mandate."));
    // The next day.
    let entry = format!(r#"{{"entries":[{}],"reason":"The clinician contributed."}}"#, before.last());
    let mut after = before.clone();
    let (occurred, next_day) = (after.hour() - 1, after.hour() + 12);
    after.0.record(Told::act("manager", "entered_in_error", &entry, next_day, next_day)).unwrap();
    let data =
        r#"{"decision":"de-2","case":"case-204","direction":"up","decided_by":["manager"],"contributed":["clinician"]}"#;
    after.0.record(Told::act("manager", "threshold_decided", data, occurred, next_day)).unwrap();
    let as_known = |known_at| Sharing::of(&after.0.view(Moment::LATEST, known_at), &Parameters::default());
    assert_eq!(mandates(&as_known(known_then)), mandates(&shared), "as known then");
    assert_eq!(mandates(&as_known(Moment::LATEST)), [("manager".to_owned(), Some(true))], "as known now");
    assert_eq!(as_known(Moment::LATEST).cases[0].reads_as, Shared::CarriedTogether);
    assert!(!as_known(Moment::LATEST).to_string().contains("did not hold"));
}

#[test]
fn a_manager_of_whose_registration_nothing_is_recorded_decides_by_a_mandate_that_is_not_known() {
    let told = Told::discussed().then("clinician", "person_entered", r#"{"person":"other-manager","role":"manager"}"#);
    let told = decided(told, "de-1", "hold", r#""other-manager""#);
    assert!(read(&told).to_string().contains("decided by other-manager, of whose mandate nothing is recorded"));
    assert!(read(&decided(told, "de-2", "hold", "")).to_string().contains("decided by nobody who was named"));
}

#[test]
fn sides_are_heard_by_being_there_or_by_what_they_say() {
    let told = Told::opened().discussion_with("di-1", "what_explains", r#""worker","parent""#, "");
    let sides = |told: &Told| -> Vec<Side> { case(told).heard.iter().map(|heard| heard.side).collect() };
    assert_eq!(sides(&told), [Side::SocialWork, Side::Family]);
    let told = told.said_by("school", "st-1", "professional_judgement", "").said_by("clinician", "st-2", "hunch", "");
    assert_eq!(sides(&told), [Side::Clinical, Side::SocialWork, Side::Family, Side::Partner]);
    // What was said here, without a name, is nobody's, whoever took it down; its direction of risk is named all the same.
    let data = r#"{"statement":"st-3","discussion":"di-1","kind":"worry","about":["not_acting"],"words":"MARKER worry"}"#;
    let told = Told::opened()
        .discussion_with("di-1", "what_explains", r#""worker""#, "")
        .then("clinician for manager", "statement_made", data);
    assert_eq!((sides(&told), case(&told).risks[0].risk), (vec![Side::SocialWork], Risk::NotActing));
    let whole = serde_json::to_string(&read(&told)).unwrap();
    assert!(!whole.contains("clinician") && !whole.contains("manager"), "{whole}");
}

#[test]
fn strengths_tests_and_differences_are_shown() {
    let told =
        Told::discussed().idea("hy-1", "first").said_by("school", "st-1", "strength", "").said("st-2", r#""going_well""#);
    let told = planned(told, r#","hypotheses":["hy-1"]"#);
    assert_eq!(
        (case(&told).strengths.len(), case(&told).tested.len()),
        (2, 0),
        "a plan that was not looked at tested nothing"
    );
    let told = reviewed(told, "go_on", "better");
    assert_eq!(case(&told).tested[0].looked_at.len(), 1);
    let differed =
        r#"{"disagreement":"ds-1","case":"case-204","between":["worker","clinician"],"on":"risk","safety":"affected"}"#;
    let open = told.then("worker", "disagreement_recorded", differed);
    let open = open.then("clinician", "disagreement_escalated", r#"{"disagreement":"ds-1","to":"manager"}"#);
    assert_eq!((case(&open).open.len(), case(&open).open[0].escalated.len()), (1, 1), "taken to somebody else, it is open");
    let settled = open.then("manager", "disagreement_settled", r#"{"disagreement":"ds-1","how":"new_information"}"#);
    assert!(case(&settled).open.is_empty());
}

#[test]
fn stepping_down_because_things_are_safe_enough_is_shown() {
    let down = |told: &Told| -> Vec<SteppedDown> { case(told).stepped_down.iter().map(|down| down.how).collect() };
    let told = planned(Told::discussed(), "");
    assert_eq!(down(&reviewed(told.clone(), "stop", "safe_enough")), [SteppedDown::PlanStopped]);
    for because in ["better", "no_difference", "worse", "no_longer_fits"] {
        assert!(down(&reviewed(told.clone(), "stop", because)).is_empty(), "{because}");
    }
    assert!(down(&reviewed(told.clone(), "go_on", "safe_enough")).is_empty());
    let told = decided(decided(told, "de-1", "up", r#""manager""#), "de-2", "down", r#""manager""#);
    assert_eq!(down(&told), [SteppedDown::ThresholdDown]);
    assert_eq!(case(&told).decisions.len(), 2, "up and down in their order");
    // What pressed on a decision down is another reason than that things are safe enough.
    for (pressed, label) in [("closure_incentives", "incentives to close cases"), ("resources", "resources")] {
        let data = format!(
            r#"{{"decision":"de-3","case":"case-204","direction":"down","decided_by":["manager"],"pressed_by":["{pressed}"]}}"#
        );
        let told = told.clone().then("worker", "threshold_decided", &data);
        assert_eq!((down(&told), case(&told).decisions.len()), (vec![SteppedDown::ThresholdDown], 3));
        let text = read(&told).to_string();
        assert!(text.contains(&format!("pressed by {label}, decided by manager, who held the mandate")), "{text}");
    }
}

#[test]
fn a_plan_that_goes_on_as_it_was_at_three_reviews_is_shown_of_the_case() {
    let go_on = |told| reviewed(told, "go_on", "no_difference");
    let told = go_on(go_on(planned(Told::discussed(), "")));
    assert!(case(&told).unchanged.is_empty());
    let three = go_on(told.clone());
    assert_eq!(case(&three).unchanged[0].reviews.len(), 3);
    assert!(
        read(&three)
            .to_string()
            .contains("Over time: te-1 went on as it was at 3 reviews in a row (entries 10, 11 and 12).")
    );
    // A change in between begins anew; what was so before a change stays so.
    assert!(case(&go_on(go_on(reviewed(told, "change", "worse")))).unchanged.is_empty());
    assert_eq!(case(&reviewed(three, "stop", "better")).unchanged[0].reviews.len(), 3);
}

#[test]
fn a_risk_that_is_named_again_with_no_step_between_is_shown_of_the_case() {
    let again = |told: Told| {
        told.discussion("di-2", "what_explains", r#","continues":"di-1""#).then(
            "clinician",
            "statement_made",
            r#"{"statement":"st-9","discussion":"di-2","kind":"opinion","about":["not_acting"],"author":"clinician","words":"MARKER said"}"#,
        )
    };
    let once = Told::discussed().said("st-1", r#""not_acting""#).said("st-2", r#""not_acting""#);
    assert!(case(&once).named_again.is_empty(), "twice in one discussion is once");
    let twice = again(once.clone());
    let named = &case(&twice).named_again[0];
    assert_eq!((named.risk, named.discussions, named.named.len(), named.step), (Risk::NotActing, 2, 3, None));
    assert!(read(&twice).to_string().contains(
        "the risk of not acting was named in 2 discussions with no step between (entries 9, 10 and 12), and no step since"
    ));
    let then = step(twice, "sp-1", "worker");
    assert_eq!(case(&then).named_again[0].step.unwrap().entry.get(), 13);
    assert!(case(&again(step(once, "sp-1", "worker"))).named_again.is_empty(), "a step came between");
    assert!(case(&again(Told::discussed().said("st-1", r#""acting""#))).named_again.is_empty(), "another risk");
}

#[test]
fn cases_are_read_each_by_itself() {
    let told = steps(both_named(), &["worker", "clinician"]);
    let other = told.then("school", "step_taken_on", r#"{"step":"sp-8","case":"case-9","taken_by":"school"}"#);
    let read_both = read(&other);
    let told_as: Vec<_> = read_both.cases.iter().map(|case| (case.number, case.reads_as, case.takers.len())).collect();
    assert_eq!(told_as, [(1, Shared::CarriedTogether, 2), (2, Shared::CannotBeDetermined, 1)]);
    // Decisions alone are no deliberation; references found to be of one case are of one.
    let alone = other.clone().then(
        "worker",
        "threshold_decided",
        r#"{"decision":"de-9","case":"case-7","direction":"up","decided_by":["manager"]}"#,
    );
    assert_eq!(read(&alone).cases.len(), 2);
    let merged = other.then("worker", "cases_merged", r#"{"case":"case-9","into":"case-204","reason":"One case."}"#);
    assert_eq!((read(&merged).cases.len(), case(&merged).takers.len()), (1, 3));
}

#[test]
fn the_parameters_are_data() {
    let told = steps(both_named(), &["worker", "colleague"]);
    let raw = RawParameters { step_sides: 1, ..RawParameters::named("ours".parse().unwrap()) };
    let read = Sharing::of(&told.view(), &raw.try_into().unwrap());
    assert_eq!((read.parameters.as_str(), read.cases[0].reads_as), ("ours", Shared::CarriedTogether));
    for (written, error) in [
        (r#"{"id":"ours","steps":0}"#, "`steps`: expected a number from 1 to 1000"),
        (r#"{"id":"ours","people":1}"#, "`people`: expected a number from 2 to 1000"),
        (r#"{"id":"ours","step_sides":5}"#, "`step_sides`: expected a number from 1 to 4"),
        (r#"{"id":"ours","sides":0}"#, "`sides`: expected a number from 1 to 4"),
        (r#"{"id":"ours","most_by_one_percent":101}"#, "`most_by_one_percent`: expected a number from 50 to 100"),
        (r#"{"id":"ours","unchanged_reviews":0}"#, "`unchanged_reviews`: expected a number from 1 to 1000"),
        (r#"{"id":"ours","named_again":0}"#, "`named_again`: expected a number from 1 to 1000"),
        (r#"{"id":"unvalidated_v1","steps":3}"#, "`id`: expected a name of its own"),
        (r#"{"id":"ours","consensus":1}"#, "unknown field `consensus`"),
    ] {
        let refused = serde_json::from_str::<Parameters>(written).unwrap_err().to_string();
        assert!(refused.contains(error), "{written}: {refused}");
    }
}

#[test]
fn the_text_in_full() {
    let told = both_named().said_by("school for worker", "st-c", "strength", "");
    let told = decided(steps(told, &["worker", "clinician"]), "de-1", "down", r#""manager""#);
    let expected = "\
By all that is recorded, how risk and steps are carried in 1 case, by the parameters `unvalidated_v1`.

Case 1: carried together.
Steps that stand, by who takes them: worker (the social work side): entry 12; clinician (the clinical side): entry 13.
Sides heard: the clinical side (present in entry 8; said entry 10); the social work side (present in entry 8; said entry 9); the family (present in entry 8); a partner agency (present in entry 8; said entry 11).
Risks named: of acting (entry 10); of not acting (entry 9).
Strengths named: entry 11.
Stepped down: a threshold decision steps down on 3 March 2026 (entry 14).
Threshold decisions: de-1 steps down on 3 March 2026 (entry 14), decided by manager, who held the mandate.
Recorded for somebody else: entry 11 by school, recorded by worker (social worker).
It is read from what its reader is shown, and from nothing else: for another reader it may say something else.
Sharing does not change who decides: that stays with the mandate. It describes a record, and nobody's part in it.";
    assert_eq!(read(&told).to_string(), expected);
}

#[test]
fn what_the_family_said_without_a_name_is_told_to_nobody_else() {
    let told = steps(Told::discussed().said("st-a", r#""not_acting""#), &["worker", "clinician"]);
    let data = r#"{"statement":"st-p","discussion":"di-1","kind":"worry","about":["acting"],"words":"MARKER worry"}"#;
    for by in ["parent", "parent for worker"] {
        let said = told.clone().then(by, "statement_made", data);
        assert_eq!(case(&said).reads_as, Shared::CarriedTogether, "JSON is whole");
        for person in EVERYBODY {
            let text = read(&said).text_for(&said.reader(person));
            if person == "parent" {
                assert!(text.contains("carried together") && text.contains("of acting (entry 12)"), "{text}");
            } else {
                assert_eq!(text, read(&told).text_for(&told.reader(person)), "{by}: {person}");
            }
        }
        assert_eq!(read(&said).to_string(), read(&told).to_string(), "for nobody in particular");
        let consent = format!(
            r#"{{"consent":"cn-1","to":"sharing_words","given_by":"parent","entries":[{}],"readers":["worker"]}}"#,
            said.last()
        );
        let agreed = said.then("parent", "consent_given", &consent);
        assert!(read(&agreed).text_for(&agreed.reader("worker")).contains("carried together"));
        assert!(read(&agreed).text_for(&agreed.reader("manager")).contains("cannot be determined"));
        assert!(!read(&agreed).text_for(&agreed.reader("worker")).contains("MARKER"));
    }
    // Under their name it is theirs no less.
    let named = told.clone().said_by("parent", "st-p", "opinion", r#""acting""#);
    for person in EVERYBODY.into_iter().filter(|&person| person != "parent") {
        assert_eq!(read(&named).text_for(&named.reader(person)), read(&told).text_for(&told.reader(person)), "{person}");
    }
}
