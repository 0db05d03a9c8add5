//! Milestones, decisions and what belongs to them: who may say what, what is refused, and what a correction leaves.
#![expect(clippy::panic, clippy::unwrap_used, reason = "in the helpers of tests, where a slip is a failed test")]

use practice_cycle::code::Code;
use practice_cycle::cycle::{Act, Kind};
use practice_cycle::deciding::{self, Milestone, MilestoneReached, ThresholdDecided};
use practice_cycle::history::History;
use practice_cycle::id::EntryNumber;
use practice_cycle::moment::Moment;
use practice_cycle::stored;

const CAST: [(&str, &str); 7] = [
    ("worker", "social_worker"),
    ("manager", "manager"),
    ("mother", "parent"),
    ("chair", "conference_chair"),
    ("court", "court"),
    ("support", "family_support_worker"),
    ("leaver", "social_worker"),
];

/// An act on a day of April 2026, at nine, recorded on another.
#[track_caller]
fn act(by: &str, day: u32, recorded: u32, code: &str, data: &str) -> Act {
    let (at, recorded) = (format!("2026-04-{day:02}T09:00:00Z"), format!("2026-04-{recorded:02}T09:00:00Z"));
    let line = format!(r#"{{"type":"{code}","occurred_at":"{at}","recorded_at":"{recorded}","by":"{by}","data":{data}}}"#);
    stored::parse(&line).unwrap_or_else(|error| panic!("{line}: {error}"))
}

/// A cycle from 1 April with people in it, of whom one left on the 3rd, two contracts invited on the 2nd, and a conflict that
/// the clinician declared on the 4th.
fn begun() -> History {
    let mut history = History::default();
    let mut record = |by: &str, day: u32, code: &str, data: &str| {
        history.record(act(by, day, day, code, data)).unwrap();
    };
    record("clinician", 1, "cycle_opened", r#"{"cycle":"cy","format":1,"clinician":"clinician","team":"t"}"#);
    for (person, role) in CAST {
        record("clinician", 1, "person_entered", &format!(r#"{{"person":"{person}","role":"{role}"}}"#));
    }
    for contract in ["c-1", "c-2"] {
        record("worker", 2, "contract_invited", &format!(r#"{{"contract":"{contract}","space":"home_visit"}}"#));
    }
    record("leaver", 3, "person_left", r#"{"person":"leaver"}"#);
    record("clinician", 4, "conflict_declared", r#"{"conflict":"cf","what":["employment"],"case":"A"}"#);
    history
}

impl Fixture {
    #[track_caller]
    fn admits(&mut self, by: &str, code: &str, data: &str) -> &mut Self {
        let act = act(by, 10, 10, code, data);
        self.0.record(act.clone()).unwrap_or_else(|refusal| panic!("{}", refusal.about(&act)));
        self
    }

    #[track_caller]
    fn refuses(&mut self, by: &str, code: &str, data: &str, words: &str) -> &mut Self {
        assert_eq!(self.0.record(act(by, 10, 10, code, data)).unwrap_err().to_string(), words, "{data}");
        self
    }
}

/// A history to which acts of 10 April are offered.
struct Fixture(History);

fn given() -> Fixture {
    Fixture(begun())
}

#[test]
fn a_milestone_follows_one_of_its_own_case_that_was_reached_before() {
    given()
        .admits("worker", "milestone_reached", r#"{"milestone":"m-1","case":"A","what":"section_47_started"}"#)
        .admits(
            "chair",
            "milestone_reached",
            r#"{"milestone":"m-2","case":"A","what":"initial_conference","follows":"m-1"}"#,
        )
        .refuses(
            "chair",
            "milestone_reached",
            r#"{"milestone":"m-3","case":"B","what":"initial_conference","follows":"m-1"}"#,
            "a milestone cannot follow one of another case",
        )
        .refuses(
            "chair",
            "milestone_reached",
            r#"{"milestone":"m-3","case":"A","what":"initial_conference","follows":"m-9"}"#,
            "no such milestone is known here",
        )
        .refuses(
            "chair",
            "milestone_reached",
            r#"{"milestone":"m-3","case":"A","what":"initial_conference","follows":"m-3"}"#,
            "no such milestone is known here",
        );
    let mut history = begun();
    let started = r#"{"milestone":"m-1","case":"A","what":"section_47_started"}"#;
    history.record(act("worker", 8, 10, "milestone_reached", started)).unwrap();
    let conference = r#"{"milestone":"m-2","case":"A","what":"initial_conference","follows":"m-1"}"#;
    let too_early = history.record(act("chair", 7, 10, "milestone_reached", conference)).unwrap_err();
    assert_eq!(too_early.to_string(), "that milestone only came about later than this occurred");
    history.record(act("chair", 9, 10, "milestone_reached", conference)).unwrap();
}

#[test]
fn where_the_case_was_redacted_nobody_can_tell_whether_it_is_another() {
    let mut history = begun();
    let started = r#"{"milestone":"m-1","case":"A","what":"section_47_started"}"#;
    let number = history.record(act("worker", 8, 8, "milestone_reached", started)).unwrap().0.number();
    let redaction = format!(r#"{{"entries":[{number}],"reason":"Ordered."}}"#);
    history.record(act("manager", 9, 9, "redacted", &redaction)).unwrap();
    let mut loaded = reloaded(&history);
    let conference = r#"{"milestone":"m-2","case":"B","what":"initial_conference","follows":"m-1"}"#;
    loaded.record(act("chair", 10, 10, "milestone_reached", conference)).unwrap();
    assert_eq!(reloaded(&loaded).entries(), loaded.entries());
}

#[test]
fn a_decision_that_was_asked_of_the_clinician_is_handed_back_by_them() {
    let handed_back = |number: u32, says: &str| format!(r#"{{"handback":"hb-{number}",{says}}}"#);
    let mut told = given();
    told.admits("clinician", "decision_handed_back", &handed_back(1, r#""asked_by":"worker","case":"A""#))
        .admits("clinician", "decision_handed_back", &handed_back(2, r#""asked_by":"mother","contract":"c-1""#))
        .admits(
            "clinician",
            "decision_handed_back",
            &handed_back(3, r#""asked_by":"chair","case":"A","contract":"c-2","direction":"down","words":"Invented.""#),
        )
        .refuses(
            "clinician",
            "decision_handed_back",
            &handed_back(3, r#""asked_by":"chair","case":"A""#),
            "a decision handed back with that reference is recorded already",
        );
    let theirs = "only the clinical side can hand a decision back";
    for by in ["worker", "manager", "chair", "mother", "court"] {
        told.refuses(by, "decision_handed_back", &handed_back(4, r#""asked_by":"worker","case":"A""#), theirs);
    }
    let not_here = "cannot hand a decision back: the person who asked for the decision was not here at that time, or not in a role that fits";
    for asked_by in ["clinician", "leaver"] {
        told.refuses(
            "clinician",
            "decision_handed_back",
            &handed_back(4, &format!(r#""asked_by":"{asked_by}","case":"A""#)),
            not_here,
        );
    }
    let of_nothing = "cannot hand a decision back without saying of which case, or under which contract";
    told.refuses(
        "clinician",
        "decision_handed_back",
        &handed_back(4, r#""asked_by":"worker","direction":"up""#),
        of_nothing,
    )
    .refuses(
        "clinician",
        "decision_handed_back",
        &handed_back(4, r#""asked_by":"worker","contract":"c-9""#),
        "no such contract is known here",
    )
    .refuses(
        "clinician",
        "decision_handed_back",
        &handed_back(4, r#""asked_by":"nobody","case":"A""#),
        "no such person is known here",
    );
    assert_eq!(reloaded(&told.0).entries(), told.0.entries());
}

#[test]
fn nothing_is_handed_back_of_a_cycle_that_is_over() {
    let mut told = given();
    told.0.record(act("manager", 9, 9, "cycle_closed", r#"{"cycle":"cy"}"#)).unwrap();
    let words = "the cycle was closed by then; what occurred before can still be recorded, and open contracts closed";
    let asked = r#"{"handback":"hb-1","asked_by":"worker","case":"A"}"#;
    told.refuses("clinician", "decision_handed_back", asked, words);
    told.0.record(act("clinician", 8, 10, "decision_handed_back", asked)).unwrap();
}

#[test]
fn an_extension_says_until_when_and_lateness_says_why() {
    for &what in Milestone::ALL {
        let data = |more: &str| format!(r#"{{"milestone":"m-1","case":"A","what":"{}"{more}}}"#, what.code());
        let (bare, until, reason) =
            (data(""), data(r#","until":"2026-09-01""#), data(r#","words":"The father could not be found.""#));
        let mut history = given();
        if what == Milestone::ProceedingsExtended {
            let words = "this milestone needs the day until which it holds: proceedings extended";
            history.refuses("court", "milestone_reached", &bare, words).admits("court", "milestone_reached", &until);
            continue;
        }
        let words = format!("only an extension has a day until which it holds; this milestone has none: {what}");
        history.refuses("court", "milestone_reached", &until, &words);
        if what == Milestone::AssessmentLate {
            let words = "this milestone needs its reason in words: assessment of the family late for a reason";
            history.refuses("court", "milestone_reached", &bare, words).admits("court", "milestone_reached", &reason);
        } else if what == Milestone::Other {
            history.admits("court", "milestone_reached", &data(r#","other":"early_help_review""#));
        } else {
            history.admits("court", "milestone_reached", &bare);
        }
    }
}

#[test]
fn the_family_records_none_of_it_and_the_clinical_side_names_no_lead_and_no_expert_and_alone_hands_back() {
    let mut fixture = given();
    for &kind in deciding::Kind::ALL {
        let example = Kind::Deciding(kind).stored_example().replace("p-1", "clinician").replace("p-2", "worker");
        let example = example.replace("p-3", "manager").replace("p-4", "mother").replace("p-5", "support");
        let example = example
            .replace("cf-1", if kind.code() == "conflict_answered" { "cf" } else { "cf-2" })
            .replace(r#","instruction":"is-1""#, r#","case":"A""#);
        let example = example
            .replace(r#","follows":"mi-1""#, "")
            .replace(r#","again":"rq-1""#, "")
            .replace("\"opened_by\":9", "\"opened_by\":2");
        let theirs = if matches!(kind, deciding::Kind::LeadPractitionerNamed | deciding::Kind::ExpertInstructed) {
            let theirs = "the social work side or a partner agency";
            let refused = format!("only {theirs} can {kind}");
            fixture.refuses("clinician", kind.code(), &example, &refused);
            theirs
        } else if kind == deciding::Kind::DecisionHandedBack {
            "the clinical side"
        } else {
            "the clinical side, the social work side or a partner agency"
        };
        let by = if kind == deciding::Kind::DecisionHandedBack { "clinician" } else { "manager" };
        let refused = format!("only {theirs} can {kind}");
        fixture.refuses("mother", kind.code(), &example, &refused).admits(by, kind.code(), &example);
    }
}

#[test]
fn a_decision_is_recorded_whoever_took_it() {
    for decided_by in [r#"["clinician"]"#, r#"["mother"]"#, r#"["worker","manager"]"#, "[]"] {
        let data = format!(r#"{{"decision":"d-1","case":"A","direction":"down","decided_by":{decided_by}}}"#);
        given().admits("worker", "threshold_decided", &data);
    }
    let decided = |decided_by: &str, contributed: &str| {
        format!(r#"{{"decision":"d-1","case":"A","direction":"up","decided_by":{decided_by},"contributed":{contributed}}}"#)
    };
    let decider =
        "cannot record a threshold decision: the person who decided was not here at that time, or not in a role that fits";
    let twice = "cannot record a threshold decision with somebody or something named twice";
    given()
        .refuses("worker", "threshold_decided", &decided(r#"["leaver"]"#, "[]"), decider)
        .refuses(
            "worker",
            "threshold_decided",
            &decided(r#"["worker"]"#, r#"["leaver"]"#),
            &decider.replace("decided was", "contributed was"),
        )
        .refuses("worker", "threshold_decided", &decided(r#"["stranger"]"#, "[]"), "no such person is known here")
        .refuses(
            "worker",
            "threshold_decided",
            &decided(r#"["worker","worker"]"#, "[]"),
            "a list names the same person twice",
        )
        .refuses("worker", "threshold_decided", &decided(r#"["worker"]"#, r#"["clinician","worker"]"#), twice);
}

#[test]
fn in_a_long_list_too_each_is_named_once() {
    let mut history = begun();
    let mut people = Vec::new();
    for number in 0..40 {
        let person = format!("many-{number}");
        let data = format!(r#"{{"person":"{person}","role":"social_worker"}}"#);
        history.record(act("clinician", 5, 5, "person_entered", &data)).unwrap();
        people.push(format!("\"{person}\""));
    }
    let decided = |people: &[String]| {
        let data = format!(r#"{{"decision":"d-1","case":"A","direction":"up","decided_by":[{}]}}"#, people.join(","));
        act("worker", 10, 10, "threshold_decided", &data)
    };
    history.judge(&decided(&people)).unwrap();
    people.push(people[3].clone());
    assert_eq!(history.judge(&decided(&people)).unwrap_err().code(), "cycle.named_twice");
}

#[test]
fn who_leads_and_who_oversees_are_two_people_of_the_profession() {
    let named =
        |lead: &str, overseer: &str| format!(r#"{{"naming":"n-1","case":"A","lead":"{lead}","overseer":"{overseer}"}}"#);
    let lead =
        "cannot name a lead practitioner: the practitioner who leads was not here at that time, or not in a role that fits";
    given()
        .refuses("manager", "lead_practitioner_named", &named("mother", "worker"), lead)
        .refuses("manager", "lead_practitioner_named", &named("leaver", "worker"), lead)
        .refuses(
            "manager",
            "lead_practitioner_named",
            &named("support", "mother"),
            &lead.replace("who leads", "who oversees"),
        )
        .refuses("manager", "lead_practitioner_named", &named("support", "support"), "nobody can oversee themself")
        .admits("manager", "lead_practitioner_named", &named("support", "worker"));
}

#[test]
fn what_has_to_say_something_says_it() {
    given()
        .refuses(
            "worker",
            "legal_status_changed",
            r#"{"change":"l-1","case":"A","from":["court","looked_after"],"to":["looked_after","court"]}"#,
            "cannot change the legal status to what it was",
        )
        .refuses(
            "worker",
            "feed_declared_complete",
            r#"{"feed":"f-1","from":"2026-04-01","what":[]}"#,
            "cannot declare a feed complete without saying of which milestones",
        )
        .refuses(
            "clinician",
            "conflict_declared",
            r#"{"conflict":"cf-2","what":["employment"]}"#,
            "cannot declare a conflict of interest without saying what it is, and of what",
        )
        .refuses(
            "clinician",
            "conflict_declared",
            r#"{"conflict":"cf-2","what":[],"contract":"c-1"}"#,
            "cannot declare a conflict of interest without saying what it is, and of what",
        )
        .refuses(
            "clinician",
            "roles_reconciled",
            r#"{"reconciliation":"r-1","contracts":["c-1"]}"#,
            "cannot reconcile roles without saying in which contracts, at least two",
        )
        .refuses(
            "clinician",
            "roles_reconciled",
            r#"{"reconciliation":"r-1","contracts":["c-1","c-2","c-1"]}"#,
            "a list names the same contract twice",
        );
}

#[test]
fn experts_are_clinicians_and_their_conflicts_are_answered_by_others() {
    let instructed = |expert: &str| format!(r#"{{"instruction":"i-1","case":"A","expert":"{expert}"}}"#);
    let answered = r#"{"conflict":"cf","answer":"managed"}"#;
    let not_one = "cannot instruct an expert: the clinician instructed as an expert was not here at that time, or not in a role that fits";
    given()
        .refuses("court", "expert_instructed", &instructed("worker"), not_one)
        .admits("court", "expert_instructed", &instructed("clinician"))
        .refuses(
            "clinician",
            "conflict_answered",
            answered,
            "whoever declared a conflict of interest cannot answer it; ask somebody else to",
        )
        .admits("court", "conflict_answered", answered)
        .refuses("court", "conflict_answered", answered, "that is recorded already, as entry 14")
        .admits("court", "conflict_answered", r#"{"conflict":"cf","answer":"stands_down"}"#)
        .admits("manager", "conflict_answered", answered);
}

#[test]
fn a_waiver_names_an_entry_that_is_there() {
    let mut fixture = given();
    let next = fixture.0.cycle().next_number();
    let waived = |number: EntryNumber| format!(r#"{{"waiver":"w-1","rule":"R10","opened_by":{number},"reason":"Abroad."}}"#);
    let itself = format!("cannot waive a duty that entry {next} opened: there is no such entry before this one");
    fixture.refuses("worker", "duty_waived", &waived(next), &itself);
    let last = fixture.0.entries().last().unwrap().number();
    fixture.admits("worker", "duty_waived", &waived(last));
}

#[test]
fn after_the_cycle_was_closed_late_records_answers_and_waivers_remain() {
    let mut fixture = given();
    fixture.0.record(act("manager", 9, 9, "cycle_closed", r#"{"cycle":"cy"}"#)).unwrap();
    let closed = "the cycle was closed by then; what occurred before can still be recorded, and open contracts closed";
    let reached = r#"{"milestone":"m-1","case":"A","what":"case_closed"}"#;
    fixture
        .refuses("worker", "milestone_reached", reached, closed)
        .admits("court", "conflict_answered", r#"{"conflict":"cf","answer":"no_conflict"}"#)
        .admits("worker", "duty_waived", r#"{"waiver":"w-1","rule":"R10","reason":"The post was cut."}"#);
    fixture.0.record(act("worker", 8, 12, "milestone_reached", reached)).unwrap();
}

#[test]
fn a_decision_recorded_in_error_is_gone_as_known_now_and_there_as_known_then() {
    let mut history = begun();
    let decided = r#"{"decision":"d-1","case":"A","direction":"up","decided_by":["worker"]}"#;
    let number = history.record(act("worker", 10, 10, "threshold_decided", decided)).unwrap().0.number();
    let error = format!(r#"{{"entries":[{number}],"reason":"It was another family."}}"#);
    history.record(act("manager", 11, 11, "entered_in_error", &error)).unwrap();
    let history = reloaded(&history);

    let decisions = |as_of: &str, known_at: &str| {
        let view = history.view(as_of.parse().unwrap(), known_at.parse().unwrap());
        view.entries().iter().filter(|entry| ThresholdDecided::of(entry.event()).is_some()).count()
    };
    assert_eq!(decisions("2026-04-10T12:00:00Z", "2026-04-10T12:00:00Z"), 1, "then, as known then");
    assert_eq!(decisions("2026-04-10T12:00:00Z", "2026-04-11T12:00:00Z"), 0, "then, as known now");
    assert_eq!(decisions("2026-04-11T12:00:00Z", "2026-04-11T12:00:00Z"), 0, "now, as known now");
    assert_eq!(decisions("2026-04-11T12:00:00Z", "2026-04-10T12:00:00Z"), 1, "now, had nobody corrected it");
    assert_eq!(history.entry(number).map(|entry| entry.event().kind().code()), Some("threshold_decided"));
    // The reference is free for the decision that was meant.
    let mut history = history;
    history.record(act("worker", 12, 12, "threshold_decided", &decided.replace("\"A\"", "\"B\""))).unwrap();
}

#[test]
fn a_milestone_that_another_follows_is_taken_back_together_with_it() {
    let mut history = begun();
    let mut reach = |by: &str, data: &str| history.record(act(by, 10, 10, "milestone_reached", data)).unwrap().0.number();
    let started = reach("worker", r#"{"milestone":"m-1","case":"A","what":"section_47_started"}"#);
    let held = reach("chair", r#"{"milestone":"m-2","case":"A","what":"initial_conference","follows":"m-1"}"#);
    let one = format!(r#"{{"entries":[{started}],"reason":"Of another family."}}"#);
    let refusal = history.record(act("manager", 11, 11, "entered_in_error", &one)).unwrap_err();
    assert_eq!(refusal.to_string(), format!("cannot be marked as entered in error: needed by entry {held}"));
    let both = format!(r#"{{"entries":[{started},{held}],"reason":"Of another family."}}"#);
    history.record(act("manager", 11, 11, "entered_in_error", &both)).unwrap();
    // Told anew of another case, the first may be followed in that one.
    history
        .record(act("worker", 12, 12, "milestone_reached", r#"{"milestone":"m-1","case":"B","what":"section_47_started"}"#))
        .unwrap();
    let of = |case: &str| {
        let data = format!(r#"{{"milestone":"m-3","case":"{case}","what":"initial_conference","follows":"m-1"}}"#);
        act("chair", 13, 13, "milestone_reached", &data)
    };
    assert_eq!(history.judge(&of("A")).unwrap_err().code(), "deciding.another_case");
    history.record(of("B")).unwrap();
    let told = history.view(Moment::LATEST, Moment::LATEST);
    let reached: Vec<&str> = told.entries().iter().filter_map(|entry| MilestoneReached::of(entry.event())).map(id).collect();
    assert_eq!(reached, ["m-1", "m-3"]);
}

fn id(data: &MilestoneReached) -> &str {
    data.milestone.as_str()
}

fn reloaded(history: &History) -> History {
    let mut stored = Vec::new();
    history.write(&mut stored).unwrap();
    History::read(stored.as_slice()).unwrap()
}

#[cfg(feature = "proptest")]
mod laws {
    use std::collections::{BTreeMap, BTreeSet};

    use practice_cycle::calendar::local_date;
    use practice_cycle::cycle::Event;
    use practice_cycle::deciding::Event as Deciding;
    use practice_cycle::people::Side;
    use practice_cycle::strategy;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

        /// Whatever was recorded, late, corrected and redacted: what is in effect could have been.
        #[test]
        fn what_is_in_effect_holds_together(history in strategy::history(0..160)) {
            let view = history.view(Moment::LATEST, Moment::LATEST);
            let mut milestones = BTreeMap::new();
            let mut declared = BTreeMap::new();
            let (mut feeds, mut ended) = (BTreeMap::new(), BTreeSet::new());
            for entry in view.entries() {
                let (by, at) = (&entry.act().by, entry.act().occurred_at);
                let Event::Deciding(event) = entry.event() else { continue };
                match event {
                    Deciding::MilestoneReached(data) => {
                        if let Some(follows) = &data.follows {
                            let (earlier, case) = milestones[follows.as_str()];
                            let case: &practice_cycle::text::CaseRef = case;
                            prop_assert!(earlier <= at);
                            let known = case.as_str().is_some() && data.case.as_str().is_some();
                            prop_assert!(!known || *case == data.case);
                        }
                        prop_assert_eq!(data.until.is_some(), data.what.has_an_end());
                        prop_assert!(data.words.is_some() || !data.what.needs_a_reason());
                        prop_assert_eq!(data.other.is_some(), data.what.needs_a_code());
                        milestones.insert(data.milestone.as_str(), (at, &data.case));
                    }
                    Deciding::ConflictDeclared(data) => _ = declared.insert(&data.conflict, by),
                    Deciding::ConflictAnswered(data) => prop_assert_ne!(declared[&data.conflict], by),
                    Deciding::ThresholdDecided(data) => {
                        let mut named: Vec<_> = data.decided_by.iter().chain(&data.contributed).collect();
                        named.sort();
                        named.dedup();
                        prop_assert_eq!(named.len(), data.decided_by.len() + data.contributed.len());
                    }
                    Deciding::DutyWaived(data) => {
                        prop_assert!(data.opened_by.is_none_or(|opened| opened < entry.number()));
                        prop_assert!(data.until.is_none_or(|until| until >= local_date(at)));
                    }
                    Deciding::FeedEnded(data) => {
                        prop_assert!(feeds[&data.feed] <= data.last);
                        prop_assert!(ended.insert(&data.feed), "a feed ends once");
                    }
                    Deciding::FeedDeclaredComplete(data) => {
                        prop_assert!(data.what.is_none_or(|what| !what.is_empty()));
                        feeds.insert(&data.feed, data.from);
                    }
                    Deciding::LegalStatusChanged(data) => prop_assert_ne!(data.from, data.to),
                    Deciding::LeadPractitionerNamed(data) => prop_assert_ne!(Some(&data.lead), data.overseer.as_ref()),
                    Deciding::RolesReconciled(data) => prop_assert!(data.contracts.len() > 1),
                    Deciding::DecisionHandedBack(data) => {
                        prop_assert!(data.case.is_some() || data.contract.is_some());
                        prop_assert_ne!(&data.asked_by, by);
                        let role = |person| view.cycle().role_at(person, at).map(|role| role.side());
                        // Where somebody is known by now to have left before, they hold none.
                        prop_assert!(role(by).is_none_or(|side| side == Side::Clinical));
                        prop_assert_ne!(role(&data.asked_by), Some(Side::Clinical));
                    }
                    Deciding::ExpertInstructed(_) | _ => {}
                }
            }
        }
    }
}

#[test]
fn a_milestone_that_is_not_on_the_list_has_a_code_of_the_services_own_and_no_other_has() {
    let reached = |what: &str, more: &str| format!(r#"{{"milestone":"m-1","case":"A","what":"{what}"{more}}}"#);
    given()
        .refuses(
            "worker",
            "milestone_reached",
            &reached("other", ""),
            "this milestone needs a code of the service's own, in `other`: another milestone, which the service codes",
        )
        .refuses(
            "worker",
            "milestone_reached",
            &reached("core_group", r#","other":"early_help_review""#),
            "only `other` has a code of the service's own; this milestone has none: core group met",
        )
        .admits("worker", "milestone_reached", &reached("other", r#","other":"early_help_review""#));
    // It is a code, so no sentence about anybody fits in.
    let line = reached("other", r#","other":"Met the mother at school""#);
    assert!(serde_json::from_str::<MilestoneReached>(&line).is_err());
}

#[test]
fn a_feed_ends_once_and_no_sooner_than_it_begins() {
    let ended = |last: &str| format!(r#"{{"feed":"f-1","last":"{last}"}}"#);
    let mut fixture = given();
    fixture
        .refuses("worker", "feed_ended", &ended("2026-04-09"), "no such declaration that a feed is complete is known here")
        .admits("worker", "feed_declared_complete", r#"{"feed":"f-1","from":"2026-04-05"}"#)
        .refuses("worker", "feed_ended", &ended("2026-04-04"), "the last day of a feed cannot be before its first")
        .refuses(
            "mother",
            "feed_ended",
            &ended("2026-04-05"),
            "only the clinical side, the social work side or a partner agency can record that a feed ended",
        )
        .admits("worker", "feed_ended", &ended("2026-04-05"))
        .refuses("worker", "feed_ended", &ended("2026-04-09"), "this feed has ended already");
    // Once that is taken back, it can end on another day.
    let last = fixture.0.entries().last().unwrap().number();
    let wrong = format!(r#"{{"entries":[{last}],"reason":"It goes on."}}"#);
    fixture.admits("worker", "entered_in_error", &wrong).admits("worker", "feed_ended", &ended("2026-04-09"));
}

#[test]
fn a_feed_can_end_after_the_cycle_was_closed() {
    let mut fixture = given();
    fixture.admits("worker", "feed_declared_complete", r#"{"feed":"f-1","from":"2026-04-05"}"#);
    fixture.0.record(act("manager", 10, 10, "cycle_closed", r#"{"cycle":"cy"}"#)).unwrap();
    fixture.0.record(act("worker", 12, 12, "feed_ended", r#"{"feed":"f-1","last":"2026-04-11"}"#)).unwrap();
}

#[test]
fn a_waiver_lasts_at_least_for_the_day_on_which_it_is_given() {
    let waived = |until: &str| format!(r#"{{"waiver":"w-1","rule":"R10","until":"{until}","reason":"Abroad."}}"#);
    let refused = "cannot waive a duty until a day before the waiver is given";
    given().refuses("worker", "duty_waived", &waived("2026-04-09"), refused).admits(
        "worker",
        "duty_waived",
        &waived("2026-04-10"),
    );
    // The day is London's, where the 10th begins an hour before it does in Greenwich.
    let late = r#"{"type":"duty_waived","occurred_at":"2026-04-10T23:30:00Z","recorded_at":"2026-04-10T23:30:00Z","by":"worker","data":"#;
    let act = |until: &str| stored::parse(&format!("{late}{}}}", waived(until))).unwrap();
    assert_eq!(given().0.record(act("2026-04-10")).unwrap_err().to_string(), refused);
    given().0.record(act("2026-04-11")).unwrap();
}
