//! People over time: who is still there in the role that counts, which contracts lose a party, and duties per person.

use practice_cycle::policy::Policy;
use serde_json::{Value, json};

use super::{Told, policy, rule};

const BOTH: &[&str] = &["worker-1", "clin-1", "parent-1"];
const LATER: &str = "2027-01-01T00:00:00Z";

/// When an enquiry begins, a social worker or a manager leads by the end of the next working day.
fn leads() -> Policy {
    let leading = json!({"lead.role_now": ["social_worker", "manager"]});
    policy(&[rule(
        "R07c",
        json!({
            "per": ["case"],
            "when": {"event": "legal_status_changed", "where": {"to": "section_47"}},
            "unless": {"last": {"event": "lead_practitioner_named", "is": leading}},
            "expect": {"event": "lead_practitioner_named", "where": leading}, "within": "1 working day",
        }),
    )])
}

/// A lead is named, something happens, and an enquiry begins on a Monday.
fn enquiry(lead: &str, happens: impl Fn(&mut Told)) -> Told {
    let mut told = Told::new();
    told.enters("2026-06-02T08:00:00Z", "student-1", "student_social_worker");
    let naming = json!({"naming": "na-1", "case": "case-9", "lead": lead});
    told.act("2026-06-02T09:00:00Z", "manager-1", "lead_practitioner_named", naming);
    happens(&mut told);
    let status = json!({"change": "ls-1", "case": "case-9", "from": ["section_17"], "to": ["section_47"]});
    told.act("2026-06-08T09:00:00Z", "manager-1", "legal_status_changed", status);
    told
}

#[test]
fn a_lead_is_who_is_still_there_in_the_role_that_counts() {
    let comes_to = |told: &Told| told.comes_to(&leads(), "R07c", LATER);
    let late = "missed at 2026-06-09T22:59:59.999999999Z";
    assert!(comes_to(&enquiry("worker-1", |_| {})).is_empty(), "there is a lead");
    assert_eq!(comes_to(&enquiry("worker-1", |told| told.leaves("2026-06-05T17:00:00Z", "worker-1"))), [late]);
    let back = enquiry("worker-1", |told| {
        told.leaves("2026-06-05T17:00:00Z", "worker-1");
        told.enters("2026-06-08T08:00:00Z", "worker-1", "social_worker");
    });
    assert!(comes_to(&back).is_empty());
    // Somebody who holds another role by then leads no more; who holds the right one only by then does.
    assert_eq!(comes_to(&enquiry("worker-1", |told| told.enters("2026-06-05T17:00:00Z", "worker-1", "school"))), [late]);
    let grown = enquiry("student-1", |told| {
        told.enters("2026-06-05T17:00:00Z", "student-1", "social_worker");
    });
    assert!(comes_to(&grown).is_empty());
    // Who leaves at that very instant is still there.
    assert!(comes_to(&enquiry("worker-1", |told| told.leaves("2026-06-08T09:00:00Z", "worker-1"))).is_empty());
}

#[test]
fn of_who_has_left_nothing_is_so_and_its_opposite_is() {
    let left = enquiry("worker-1", |told| told.leaves("2026-06-05T17:00:00Z", "worker-1"));
    let asked = |is: Value| {
        let last = json!({"last": {"event": "lead_practitioner_named", "is": is}});
        let fields = json!({"per": ["case"], "when": {"event": "legal_status_changed"}, "require": last});
        left.comes_to(&policy(&[rule("X1", fields)]), "X1", LATER)[0] == "kept"
    };
    assert!(asked(json!({"lead.role": "social_worker"})), "as they were when they were named");
    assert!(!asked(json!({"lead.role_now": "social_worker"})));
    assert!(asked(json!({"lead.role_now": {"not": "social_worker"}})));
    assert!(!asked(json!({"lead.side_now": ["clinical", "social_work", "family", "partner"]})));
    assert!(!asked(json!({"lead.mandate_now": "no"})) && asked(json!({"lead.mandate_now": {"not": "yes"}})));
    assert!(asked(json!({"lead.side_now": {"said": false}})));
    assert!(!asked(json!({"lead.side_now": {"same_as": "by.side_now"}})));
}

#[test]
fn an_answer_asks_what_who_opened_the_duty_is_by_then() {
    let fields = json!({"per": ["contract"], "when": {"event": "session_held"}, "within": "2 weeks", "order": "strict",
        "expect": {"event": "session_held", "where": {"opening.by.side_now": {"not": "social_work"}}}});
    let rules = policy(&[rule("X1", fields)]);
    let mut told = Told::with_contract();
    told.session("s-1", "2026-06-05T10:00:00Z", BOTH);
    told.session("s-2", "2026-06-08T10:00:00Z", BOTH);
    told.leaves("2026-06-09T10:00:00Z", "worker-1");
    let data = super::session("s-3", &["clin-1", "parent-1"]);
    told.act("2026-06-10T10:00:00Z", "clin-1", "session_held", data);
    assert_eq!(told.comes_to(&rules, "X1", "2026-06-11T10:00:00Z")[..2], ["met by 14", "met by 14"]);
}

#[test]
fn it_is_said_that_somebody_has_left() {
    let leading =
        json!({"last": {"event": "lead_practitioner_named", "is": {"lead.role_now": ["social_worker", "manager"]}}});
    let fields = json!({"per": ["case"], "when": {"event": "legal_status_changed"}, "require": leading});
    let rules = policy(&[rule("X1", fields)]);
    let said = |told: &Told| told.findings(&rules, "X1").remove(0);
    let text = said(&enquiry("worker-1", |told| told.leaves("2026-06-05T17:00:00Z", "worker-1")));
    assert!(text.contains("the lead practitioner is a social worker or a team manager by then"), "{text}");
    assert!(text.contains("the lead practitioner has left by then (entry 6)"), "{text}");
    let text = said(&enquiry("worker-1", |told| told.enters("2026-06-05T17:00:00Z", "worker-1", "school")));
    assert!(text.contains("the lead practitioner is a school by then (entry 6)"), "{text}");
}

/// When a party to an open contract leaves or changes sides: `R12a` within ten working days, `R12b` before the next session with the
/// family.
fn parties() -> Policy {
    let common = json!({
        "per": [{"when": "each", "then": "contract"}],
        "when": {"any": [{"event": "person_left"}, {"event": "person_entered"}]}, "each": "person.contracts_lost",
        "expect": {"any": [
            {"event": "party_replaced", "where": {"party": {"same_as": "opening.person"}}},
            {"event": "terms_accepted", "where": {"contract.parties": {"all_of": ["clinical", "social_work"]}}},
            {"event": "person_entered", "where": {"person": {"same_as": "opening.person"}}},
        ]},
        "order": "strict",
    });
    let with = |id: &str, name: &str, value: Value| {
        let mut fields = common.clone();
        fields[name] = value;
        rule(id, fields)
    };
    let family = json!({"event": "session_held", "where": {"present.side": "family"}});
    policy(&[with("R12a", "within", json!("10 working days")), with("R12b", "before", family)])
}

#[track_caller]
fn assert_parties(told: &Told, soon: &[&str], before: &[&str]) {
    assert_eq!(told.comes_to(&parties(), "R12a", LATER), soon);
    assert_eq!(told.comes_to(&parties(), "R12b", LATER), before);
}

const SOON: &str = "missed at 2026-06-24T22:59:59.999999999Z";

#[test]
fn who_comes_back_cures_that_they_left() {
    let mut told = Told::with_contract();
    told.session("s-1", "2026-06-09T10:00:00Z", BOTH);
    told.leaves("2026-06-10T17:00:00Z", "worker-1");
    told.enters("2026-06-12T09:00:00Z", "worker-1", "social_worker");
    told.session("s-2", "2026-06-16T10:00:00Z", BOTH);
    assert_parties(&told, &["met by 13"], &["met by 13"]);
    // On another side they are not back; the same side in another role is.
    let returns = |role: &str| {
        let mut told = Told::with_contract();
        told.leaves("2026-06-10T17:00:00Z", "worker-1");
        told.enters("2026-06-12T09:00:00Z", "worker-1", role);
        told.act("2026-06-16T10:00:00Z", "clin-1", "session_held", super::session("s-2", &["clin-1", "parent-1"]));
        told
    };
    assert_parties(&returns("manager"), &["met by 12"], &["met by 12"]);
    assert_parties(&returns("school"), &[SOON], &["missed at 2026-06-16T10:00:00Z"]);
}

#[test]
fn a_party_who_sits_on_another_side_is_one_who_left() {
    let mut told = Told::with_contract();
    told.enters("2026-06-10T17:00:00Z", "worker-1", "school");
    told.act("2026-06-16T10:00:00Z", "clin-1", "session_held", super::session("s-1", &["clin-1", "parent-1"]));
    assert_parties(&told, &[SOON], &["missed at 2026-06-16T10:00:00Z"]);
    // Another role on the same side, or one beside it, loses nothing.
    let mut told = Told::with_contract();
    told.enters("2026-06-10T17:00:00Z", "worker-1", "manager");
    let beside = json!({"person": "worker-1", "role": "conference_chair", "beside": ["manager"]});
    told.act("2026-06-11T17:00:00Z", "manager-1", "person_entered", beside);
    assert_parties(&told, &[], &[]);
    // Giving up the role of that side does; leaving altogether afterwards loses nothing more.
    told.act("2026-06-12T17:00:00Z", "manager-1", "person_left", json!({"person": "worker-1", "role": "manager"}));
    told.leaves("2026-06-15T17:00:00Z", "worker-1");
    assert_parties(&told, &["missed at 2026-06-26T22:59:59.999999999Z"], &["open"]);
}

#[test]
fn an_agreement_of_one_side_alone_replaces_nobody() {
    let left = || {
        let mut told = Told::with_contract();
        told.leaves("2026-06-10T17:00:00Z", "clin-1");
        told
    };
    let mut control = left();
    control.session("s-1", "2026-06-16T10:00:00Z", &["worker-1", "parent-1"]);
    assert_parties(&control, &[SOON], &["missed at 2026-06-16T10:00:00Z"]);
    let mut told = left();
    told.proposes("2026-06-12T09:20:00Z", "worker-1");
    told.accepts("2026-06-12T09:21:00Z", "worker-1", 2);
    told.session("s-1", "2026-06-16T10:00:00Z", &["worker-1", "parent-1"]);
    assert_parties(&told, &[SOON], &["missed at 2026-06-16T10:00:00Z"]);
}

#[test]
fn an_agreement_of_both_sides_with_a_successor_replaces_who_left() {
    let mut told = Told::with_contract();
    told.enters("2026-06-10T09:00:00Z", "worker-2", "social_worker");
    told.leaves("2026-06-10T17:00:00Z", "worker-1");
    told.proposes("2026-06-12T09:20:00Z", "worker-2");
    told.accepts("2026-06-12T09:21:00Z", "worker-2", 2);
    assert_eq!(told.comes_to(&parties(), "R12a", LATER), [SOON], "one side has accepted");
    told.accepts("2026-06-12T09:30:00Z", "clin-1", 2);
    assert_parties(&told, &["met by 15"], &["met by 15"]);
}

#[test]
fn a_party_who_leaves_while_the_contract_is_suspended_can_be_replaced() {
    let mut told = Told::with_contract();
    let suspended = json!({"contract": "c-9", "reason": {"code": "no_capacity"}});
    told.act("2026-06-09T09:00:00Z", "manager-1", "contract_suspended", suspended);
    told.enters("2026-06-10T09:00:00Z", "worker-2", "social_worker");
    told.leaves("2026-06-10T17:00:00Z", "worker-1");
    let replaced = json!({"contract": "c-9", "party": "worker-1", "successor": "worker-2"});
    told.act("2026-06-12T09:00:00Z", "manager-1", "party_replaced", replaced);
    assert_parties(&told, &["met by 14"], &["met by 14"]);
}

#[test]
fn the_parties_who_are_there_are_those_of_what_is_agreed() {
    let asked =
        |told: &Told, event: &str, tests: Value| told.requires(json!({"event": event}), json!({"contract.parties": tests}));
    let both = json!({"all_of": ["clinical", "social_work"]});
    let told = Told::with_contract();
    assert_eq!(asked(&told, "contract_begun", both.clone()), ["kept"]);
    // Nothing is agreed yet: nobody is a party.
    assert_eq!(asked(&told, "terms_proposed", json!({"count_at_most": 0})), ["kept"]);
    assert_eq!(asked(&told, "terms_accepted", both.clone()), ["broken by 8", "kept"]);
    let mut told = Told::with_contract();
    told.leaves("2026-06-10T17:00:00Z", "clin-1");
    told.session("s-1", "2026-06-10T17:00:00Z", &["worker-1", "parent-1"]);
    told.session("s-2", "2026-06-11T17:00:00Z", &["worker-1", "parent-1"]);
    assert_eq!(asked(&told, "session_held", both.clone()), ["kept", "broken by 13"], "who leaves then is still there");
    assert_eq!(asked(&told, "session_held", json!({"not": "clinical"})), ["broken by 12", "kept"]);
    let fields = json!({"when": {"event": "session_held"}, "require": {"where": {"contract.parties": both}}});
    let text = told.findings(&policy(&[rule("X1", fields)]), "X1").remove(1);
    assert!(
        text.contains("the parties to the contract from the clinical side and the social work side are still there"),
        "{text}"
    );
    assert!(text.contains("the party to the contract from the social work side is still there"), "{text}");
}

/// Each worker is supervised every four weeks for as long as they are there.
fn supervised() -> Policy {
    policy(&[rule(
        "S1",
        json!({
            "per": [{"when": "person", "then": "with"}],
            "when": {"begins": {
                "from": {"event": "person_entered", "where": {"person.side": "social_work"}},
                "to": {"any": [{"event": "person_left"}, {"event": "person_entered", "where": {"person.side": {"not": "social_work"}}}]},
            }},
            "expect": {"event": "occasion_of_joining", "where": {"opening.person": {"differs_from": "by"}}}, "every": "4 weeks",
        }),
    )])
}

#[test]
fn a_state_is_about_what_opens_it_and_answers_about_what_they_name() {
    let mut told = Told::new();
    let meets = |told: &mut Told, when: &str, id: &str, with: &[&str]| {
        let data = json!({"occasion": id, "place": {"in": "team_meeting"}, "with": with});
        told.act(when, "clin-1", "occasion_of_joining", data);
    };
    told.enters("2026-06-03T09:00:00Z", "worker-2", "social_worker");
    meets(&mut told, "2026-06-15T09:00:00Z", "oc-1", &["worker-1", "worker-2"]);
    told.enters("2026-06-20T09:00:00Z", "worker-2", "school");
    meets(&mut told, "2026-07-10T09:00:00Z", "oc-2", &["worker-1"]);
    let found = told.comes_to(&supervised(), "S1", "2026-07-20T09:00:00Z");
    // The manager is never supervised, the first worker is; the second was, and then came to sit on another side.
    assert_eq!(
        found,
        [
            "missed at 2026-06-29T22:59:59.999999999Z",
            "met by 6",
            "met by 8",
            "open until 2026-08-07T22:59:59.999999999Z",
            "met by 6",
            "released",
        ]
    );
}
