//! The smallest cases that walks have found, or ought to have.

use practice_cycle::history::{History, Refusal};

use crate::world::{TERMS, act, active, correct, correcting, late, number, numbers, opened, tells_what_is_in_effect};

#[track_caller]
fn given(mut history: History, acts: &[(&str, i64, &str, &str)]) -> History {
    for &(by, at, code, data) in acts {
        history.record(act(by, at, code, data)).unwrap_or_else(|refusal| panic!("{code} {data}: {refusal}"));
    }
    history
}

const REASON: &str = r#"{"contract":"c-1","reason":{"code":"no_capacity"}}"#;
const SIMPLE: &str = r#"{"contract":"c-1"}"#;

#[test]
fn what_nobody_could_have_done_by_now_does_not_come_back() {
    let invited = ("p-6", 2, "contract_invited", r#"{"contract":"c-1","space":"home_visit"}"#);
    let mut history =
        given(opened(), &[("p-1", 1, "person_entered", r#"{"person":"p-6","role":"social_worker"}"#), invited]);
    history.record(correcting("p-3", 3, &[number(7)])).unwrap();
    history.record(correcting("p-3", 4, &[number(6)])).unwrap();
    // Entry 7 would come back, though `p-6` was never here.
    assert_eq!(correct(&mut history, correcting("p-3", 5, &[number(8)])), numbers([7]));
    let answer = history.record(correcting("p-3", 5, &[number(8)])).unwrap_err();
    assert_eq!(answer, Refusal::Contradicts { with: numbers([7]) });
}

#[test]
fn a_step_that_nobody_could_have_taken_by_now_does_not_come_back() {
    let mut history = given(
        active(),
        &[
            ("p-1", 9, "person_entered", r#"{"person":"p-6","role":"social_worker"}"#),
            ("p-6", 10, "contract_suspended", REASON),
        ],
    );
    history.record(correcting("p-3", 11, &[number(13)])).unwrap();
    history.record(correcting("p-3", 12, &[number(12)])).unwrap();
    assert_eq!(correct(&mut history, correcting("p-3", 13, &[number(14)])), numbers([13]));
}

#[test]
fn work_under_what_was_suspended_after_all_contradicts_it() {
    let session = r#"{"session":"s-1","cover":{"contract":"c-1"},"space":"joint_session","present":["p-1"]}"#;
    let mut history = given(active(), &[("p-1", 10, "contract_suspended", REASON), ("p-1", 14, "contract_resumed", SIMPLE)]);
    history.record(correcting("p-3", 15, &numbers([12, 13]))).unwrap();
    history.record(late("p-1", 11, 16, "session_held", session)).unwrap();
    history.record(act("p-1", 17, "contract_suspended", REASON)).unwrap();
    assert_eq!(correct(&mut history, correcting("p-3", 18, &[number(14)])), numbers([15]));
}

#[test]
fn a_cycle_is_closed_once_though_closings_come_back() {
    for again in [10, 9, 11] {
        let closed = |words: &str| format!(r#"{{"cycle":"cy-1","words":"{words}"}}"#);
        let mut history = given(opened(), &[("p-3", 10, "cycle_closed", &closed("The post was cut."))]);
        history.record(correcting("p-3", 11, &[number(6)])).unwrap();
        history.record(late("p-3", again, 12, "cycle_closed", &closed("Moved on."))).unwrap();
        assert_eq!(correct(&mut history, correcting("p-3", 13, &[number(7)])), numbers([8]), "closed again at hour {again}");
    }
}

#[test]
fn what_comes_back_is_not_there_before_it_occurred_though_a_later_entry_occurred_earlier() {
    let flexed = r#"{"contract":"c-1","task":"notes","to":"shared","reason":"R."}"#;
    let session = r#"{"session":"s-1","cover":{"contract":"c-1"},"space":"joint_session","present":["p-1"]}"#;
    for (code, data) in
        [("role_flexed", flexed), ("contract_reviewed", r#"{"contract":"c-1","with":["p-2"]}"#), ("session_held", session)]
    {
        // Work begins at the eighth hour, or, if that was an error, at the twentieth.
        let mut history = given(active(), &[("p-1", 9, "contract_suspended", REASON)]);
        assert_eq!(correct(&mut history, correcting("p-3", 19, &numbers([11, 12]))), []);
        history.record(act("p-1", 20, "contract_begun", SIMPLE)).unwrap();
        assert_eq!(correct(&mut history, correcting("p-3", 21, &numbers([13, 14]))), []);
        history.record(late("p-1", 12, 22, "contract_resumed", SIMPLE)).unwrap();
        for (at, recorded) in [(15, 23), (20, 24)] {
            let data = data.replace("s-1", &format!("s-{at}"));
            history.record(late("p-1", at, recorded, code, &data)).unwrap();
        }
        // At the twentieth hour it fits either way.
        assert_eq!(correct(&mut history, correcting("p-3", 25, &[number(15)])), numbers([16, 17]), "{code}");
        assert_eq!(correct(&mut history, correcting("p-3", 25, &numbers([15, 16, 17]))), []);
    }
}

/// Each is said, taken back, said again and taken back again, as entries 15 to 18.
#[test]
fn what_is_said_once_comes_back_once_in_whatever_order() {
    let work = given(
        active(),
        &[
            (
                "p-1",
                9,
                "intervention_begun",
                r#"{"intervention":"i-1","cover":{"uncovered":{"why":"urgent","contract":"c-1"}},"stream":"direct","form":"family_therapy","purpose":"practice"}"#,
            ),
            (
                "p-1",
                10,
                "session_held",
                r#"{"session":"s-1","cover":{"uncovered":{"why":"urgent","contract":"c-1"}},"space":"home_visit","present":["p-1"]}"#,
            ),
            ("p-2", 11, "consent_given", r#"{"consent":"cn-1","to":"filming","given_by":"p-4","contract":"c-1"}"#),
        ],
    );
    for (code, data) in [
        ("intervention_covered", r#"{"intervention":"i-1","contract":"c-1"}"#),
        ("intervention_closed", r#"{"intervention":"i-1","how":"completed"}"#),
        ("session_covered", r#"{"session":"s-1","contract":"c-1"}"#),
        ("consent_withdrawn", r#"{"consent":"cn-1","withdrawn_by":"p-4"}"#),
        ("cycle_closed", r#"{"cycle":"cy-1"}"#),
    ] {
        let mut history = work.clone();
        for (at, number) in [(12, 15), (14, 17)] {
            history.record(act("p-1", at, code, data)).unwrap_or_else(|refusal| panic!("{code}: {refusal}"));
            assert_eq!(correct(&mut history, correcting("p-3", at + 1, &numbers([number]))), []);
        }
        for (one, other) in [(16, 18), (18, 16)] {
            let mut history = history.clone();
            assert_eq!(correct(&mut history, correcting("p-3", 16, &numbers([one]))), []);
            // Whichever is in effect, it is the second that could not have happened beside the first.
            assert_eq!(
                correct(&mut history, correcting("p-3", 17, &numbers([other]))),
                numbers([17]),
                "{code} back by {one}"
            );
        }
        // One comes back as the other is taken back.
        assert_eq!(correct(&mut history, correcting("p-3", 16, &numbers([16]))), []);
        assert_eq!(correct(&mut history, correcting("p-3", 17, &numbers([15, 18]))), []);
        tells_what_is_in_effect(&history);
    }
}

#[test]
fn what_rests_on_who_the_parties_are_rests_on_the_terms_that_they_agreed() {
    let mut history = opened();
    let terms = format!(r#"{{"contract":"c-1","terms":{TERMS}}}"#);
    history = given(
        history,
        &[
            ("p-2", 2, "contract_invited", r#"{"contract":"c-1","space":"joint_session"}"#),
            ("p-2", 3, "terms_proposed", &terms),
            ("p-2", 4, "terms_accepted", r#"{"contract":"c-1","version":1}"#),
            ("p-1", 5, "terms_accepted", r#"{"contract":"c-1","version":1}"#),
            ("p-5", 6, "terms_proposed", &terms),
            ("p-5", 7, "terms_accepted", r#"{"contract":"c-1","version":2}"#),
            ("p-1", 8, "terms_accepted", r#"{"contract":"c-1","version":2}"#),
            ("p-1", 9, "contract_begun", SIMPLE),
            ("p-1", 10, "party_replaced", r#"{"contract":"c-1","party":"p-5","successor":"p-3"}"#),
        ],
    );
    // Without the second terms, `p-2` is the party.
    assert_eq!(correct(&mut history, correcting("p-3", 11, &numbers([10, 11, 12]))), numbers([14]));
    assert_eq!(correct(&mut history, correcting("p-3", 11, &numbers([10, 11, 12, 14]))), []);
    history.record(act("p-1", 12, "party_replaced", r#"{"contract":"c-1","party":"p-2","successor":"p-3"}"#)).unwrap();
    assert_eq!(correct(&mut history, correcting("p-3", 13, &[number(15)])), numbers([16]));
}

#[test]
fn a_review_recorded_before_an_amendment_that_came_earlier_still_counts() {
    let terms = format!(r#"{{"contract":"c-1","terms":{TERMS}}}"#);
    let mut history = given(active(), &[("p-2", 10, "terms_proposed", &terms)]);
    history.record(act("p-2", 11, "terms_accepted", r#"{"contract":"c-1","version":2}"#)).unwrap();
    let review = r#"{"contract":"c-1","with":["p-2"],"next_review":"2026-03-20"}"#;
    history.record(act("p-1", 20, "contract_reviewed", review)).unwrap();
    history.record(late("p-1", 12, 21, "terms_accepted", r#"{"contract":"c-1","version":2}"#)).unwrap();
    let overdue = |history: &History| {
        let (_, contract) = history.contracts().next().unwrap();
        contract.state().agreed().unwrap().review_overdue().unwrap().to_utc().date_naive().to_string()
    };
    assert_eq!(overdue(&history), "2026-03-20");
    let mut history = given(history, &[("p-1", 22, "contract_suspended", REASON), ("p-1", 23, "contract_resumed", SIMPLE)]);
    history.record(correcting("p-3", 24, &numbers([16, 17]))).unwrap();
    assert_eq!(overdue(&history), "2026-03-20");
    tells_what_is_in_effect(&history);
}

#[test]
fn one_reference_comes_back_once() {
    let invited = r#"{"contract":"c-1","space":"home_visit"}"#;
    let mut history = given(opened(), &[("p-2", 2, "contract_invited", invited)]);
    history.record(correcting("p-3", 3, &[number(6)])).unwrap();
    history.record(act("p-2", 4, "contract_invited", invited)).unwrap();
    history.record(correcting("p-3", 5, &[number(8)])).unwrap();
    let both = history.record(correcting("p-3", 6, &numbers([7, 9]))).unwrap_err();
    assert_eq!(both, Refusal::Contradicts { with: numbers([8]) });
    assert_eq!(correct(&mut history, correcting("p-3", 6, &[number(9)])), []);
    assert_eq!(history.record(correcting("p-3", 7, &[number(7)])).unwrap_err(), Refusal::Contradicts { with: numbers([8]) });
}

#[test]
fn all_that_depends_is_named_across_contracts() {
    let reframe = r#"{"contract":"c-1","to":{"space":"home_visit"},"reason":"R."}"#;
    let adapted = r#"{"contract":"c-1","answer":{"adapted":{"to":{"space":"core_group"},"reason":"R."}}}"#;
    let mut history = given(
        opened(),
        &[
            ("p-2", 2, "contract_invited", r#"{"contract":"c-1","space":"joint_session"}"#),
            ("p-1", 3, "reframe_offered", reframe),
            ("p-2", 4, "reframe_answered", adapted),
            ("p-2", 5, "change_noticed", r#"{"change":"ch-1","what":"belief","words":"W."}"#),
            ("p-2", 6, "contract_invited", r#"{"contract":"c-2","space":"joint_session","arose_from":[{"change":"ch-1"}]}"#),
            ("p-1", 7, "contract_declined", REASON),
            ("p-2", 8, "contract_renewed", r#"{"contract":"c-1","successor":{"here":"c-2"}}"#),
        ],
    );
    assert_eq!(correct(&mut history, correcting("p-3", 9, &numbers([7, 8, 9]))), numbers([10, 12]));
}

#[test]
fn a_correction_comes_back_only_with_whoever_made_it() {
    let mut history = given(
        opened(),
        &[
            ("p-1", 1, "person_entered", r#"{"person":"p-6","role":"social_worker"}"#),
            ("p-2", 2, "contract_invited", r#"{"contract":"c-1","space":"joint_session"}"#),
        ],
    );
    history.record(correcting("p-6", 3, &[number(7)])).unwrap();
    history.record(correcting("p-3", 4, &[number(8)])).unwrap();
    history.record(correcting("p-3", 5, &[number(6)])).unwrap();
    assert_eq!(correct(&mut history, correcting("p-3", 6, &[number(9)])), numbers([8]));
}

#[test]
fn redacting_what_was_taken_back_leaves_what_bears_its_reference_since() {
    let reached = |case: &str, follows: &str| {
        format!(r#"{{"milestone":"m-{follows}","what":"referral_received","case":"case-{case}"}}"#)
    };
    let mut history = given(opened(), &[("p-2", 1, "milestone_reached", &reached("9", "1"))]);
    history.record(correcting("p-3", 2, &[number(6)])).unwrap();
    history.record(act("p-2", 3, "milestone_reached", &reached("7", "1"))).unwrap();
    history.record(act("p-3", 4, "redacted", r#"{"entries":[6],"reason":"Another family's."}"#)).unwrap();
    let following = r#"{"milestone":"m-2","what":"referral_received","case":"case-9","follows":"m-1"}"#;
    let answer = history.judge(&act("p-2", 5, "milestone_reached", following)).unwrap_err();
    assert_eq!(answer.to_string(), "a milestone cannot follow one of another case");
}

#[test]
fn a_step_that_came_earlier_contradicts_one_that_comes_back() {
    let session = r#"{"session":"s-1","cover":{"contract":"c-1"},"space":"joint_session","present":["p-1"]}"#;
    let mut history = given(active(), &[("p-1", 20, "contract_suspended", REASON)]);
    history.record(correcting("p-3", 21, &[number(12)])).unwrap();
    history.record(late("p-1", 10, 22, "contract_suspended", REASON)).unwrap();
    history.record(late("p-1", 12, 23, "contract_resumed", SIMPLE)).unwrap();
    history.record(late("p-1", 14, 24, "session_held", session)).unwrap();
    assert_eq!(correct(&mut history, correcting("p-3", 25, &[number(13)])), numbers([14, 15]));
}

#[test]
fn what_contradicts_is_in_effect_or_would_be() {
    let invited = r#"{"contract":"c-1","space":"home_visit"}"#;
    let mut history = given(opened(), &[("p-2", 2, "contract_invited", invited), ("p-1", 3, "invitation_accepted", SIMPLE)]);
    history.record(correcting("p-3", 4, &[number(7)])).unwrap();
    history.record(correcting("p-3", 5, &[number(6)])).unwrap();
    history.record(act("p-2", 6, "contract_invited", invited)).unwrap();
    history.record(correcting("p-3", 7, &[number(10)])).unwrap();
    // Entry 7 has nothing to stand in; entry 10 is taken back, and so is no obstacle.
    assert_eq!(correct(&mut history, correcting("p-3", 8, &[number(8)])), numbers([7]));
}

#[test]
fn a_step_comes_back_though_an_earlier_one_was_recorded_meanwhile_and_taken_back_too() {
    let mut history = given(active(), &[("p-1", 20, "contract_suspended", REASON), ("p-1", 24, "contract_resumed", SIMPLE)]);
    history.record(correcting("p-3", 25, &numbers([12, 13]))).unwrap();
    history.record(late("p-1", 10, 26, "contract_suspended", REASON)).unwrap();
    history.record(late("p-1", 12, 27, "contract_resumed", SIMPLE)).unwrap();
    history.record(act("p-1", 28, "contract_suspended", REASON)).unwrap();
    assert_eq!(correct(&mut history, correcting("p-3", 29, &numbers([14, 15, 16]))), []);
}

#[test]
fn what_comes_back_is_by_somebody_in_the_role_that_they_then_have() {
    let mut history = given(opened(), &[("p-3", 2, "person_entered", r#"{"person":"p-2","role":"parent"}"#)]);
    history.record(correcting("p-3", 3, &[number(6)])).unwrap();
    history.record(act("p-2", 4, "contract_invited", r#"{"contract":"c-1","space":"home_visit"}"#)).unwrap();
    history.record(correcting("p-3", 5, &numbers([7, 8]))).unwrap();
    // Entry 6 is taken back again, so that entry 8 is by a social worker.
    assert_eq!(correct(&mut history, correcting("p-3", 6, &[number(9)])), []);
}

#[test]
fn work_recorded_before_a_late_step_did_not_know_of_it() {
    let session = r#"{"session":"s-1","cover":{"contract":"c-1"},"space":"joint_session","present":["p-1"]}"#;
    let mut history = given(
        active(),
        &[
            ("p-1", 10, "contract_suspended", REASON),
            ("p-1", 12, "contract_resumed", SIMPLE),
            ("p-1", 16, "session_held", session),
        ],
    );
    history.record(late("p-1", 15, 17, "contract_suspended", REASON)).unwrap();
    // Without entries 13 and 15 the contract stands as it did from hour 15 on, but entry 14 knew of no suspension then.
    assert_eq!(correct(&mut history, correcting("p-3", 18, &numbers([13, 15]))), numbers([14]));
}
