//! By which entry a contract lapses, or is completed, that is renewed into another. A link to what is not agreed changes neither
//! its stage nor its planned end, and nor do the steps of the other. The engine and the reference are both asked.

use practice_cycle::history::History;
use practice_cycle::moment::Moment;
use serde_json::{Value, json};

use super::lapses::{BEGUN, END, begun, go_on, lapses_by, record, rule, terms};
use super::policy_reference::{EntryRef, Outcome, after, before};
use super::{agree, pack, policy};

fn linked() -> Value {
    json!({"contract": "c-1", "successor": {"here": "c-2"}})
}

fn about_second(mut data: Value) -> Value {
    data["contract"] = json!("c-2");
    data
}

/// Another contract is invited on 15 March.
fn invited() -> History {
    let mut history = begun();
    record(&mut history, "wa", "03-15", "03-15", "contract_invited", json!({"contract": "c-2", "space": "joint_session"}));
    record(&mut history, "clin", "03-16", "03-16", "invitation_accepted", json!({"contract": "c-2"}));
    history
}

/// The other is agreed on one day, as is recorded on another; the entry by which it is.
fn agreed(history: &mut History, day: &str, recorded: &str) -> u32 {
    record(history, "wa", day, recorded, "terms_proposed", about_second(terms("2026-06-30")));
    record(history, "wa", day, recorded, "terms_accepted", json!({"contract": "c-2", "version": 1}));
    record(history, "clin", day, recorded, "terms_accepted", json!({"contract": "c-2", "version": 1}))
}

/// That the first is completed by one entry, once, at a time, and that it never lapses unless it is said to.
#[track_caller]
fn completed_by(history: &History, number: u32, at: &str, lapses: bool) {
    let of = |stage: &str| json!({"per": ["contract"], "when": {"begins": {"stage": stage}}, "expect": {"event": "session_held"}, "within": "3 days"});
    let begun = json!({"event": "contract_begun"});
    let completed = json!({"begins": {"stage": "completed"}});
    let met = json!({"per": ["contract"], "when": begun, "expect": completed, "within": "3 months"});
    let pack = pack(&[rule("X1", of("completed")), rule("X2", of("lapsed")), rule("X3", met)]);
    let policy = policy(&pack).unwrap();
    let by = EntryRef { history: 0, number, at: at.parse().unwrap() };
    let ruled = agree(&pack, &policy, &[history], Moment::LATEST, Moment::LATEST);
    let opened = |rule: usize| ruled[rule].duties.iter().map(|duty| duty.opened).collect::<Vec<_>>();
    assert_eq!(opened(0), [by]);
    let lapsed = EntryRef { history: 0, number: BEGUN, at: END.parse().unwrap() };
    assert_eq!(opened(1), if lapses { vec![lapsed] } else { vec![] });
    assert_eq!(ruled[2].duties.iter().map(|duty| duty.outcome.clone()).collect::<Vec<_>>(), [Outcome::Met(by)]);
}

#[test]
fn a_link_to_what_is_not_agreed_changes_nothing() {
    let mut history = invited();
    record(&mut history, "wa", "03-20", "03-20", "contract_renewed", linked());
    let mut open = history.clone();
    go_on(&mut open);
    lapses_by(&open, BEGUN, END);

    record(&mut history, "wa", "03-21", "03-21", "terms_proposed", about_second(terms("2026-06-30")));
    record(&mut history, "wa", "03-22", "03-22", "terms_accepted", json!({"contract": "c-2", "version": 1}));
    let mut talked_about = history.clone();
    go_on(&mut talked_about);
    lapses_by(&talked_about, BEGUN, END);

    let reason = json!({"contract": "c-2", "reason": {"code": "no_capacity"}});
    record(&mut history, "clin", "03-23", "03-23", "contract_withdrawn", reason);
    go_on(&mut history);
    lapses_by(&history, BEGUN, END);
}

#[test]
fn what_is_resumed_after_a_link_lapses_by_that() {
    let mut history = invited();
    record(&mut history, "wa", "03-20", "03-20", "contract_renewed", linked());
    let reason = json!({"contract": "c-1", "reason": {"code": "no_capacity"}});
    record(&mut history, "clin", "03-21", "03-21", "contract_suspended", reason);
    let resumed = record(&mut history, "clin", "03-22", "03-22", "contract_resumed", json!({"contract": "c-1"}));
    record(&mut history, "wa", "03-23", "03-23", "terms_proposed", about_second(terms("2026-06-30")));
    go_on(&mut history);
    lapses_by(&history, resumed, END);
}

#[test]
fn what_is_renewed_in_time_is_completed_by_the_step_of_the_successor() {
    let mut history = invited();
    record(&mut history, "wa", "03-20", "03-20", "contract_renewed", linked());
    let number = agreed(&mut history, "03-25", "03-25");
    go_on(&mut history);
    completed_by(&history, number, "2026-03-25T09:00:00Z", false);
}

#[test]
fn what_is_renewed_after_it_lapsed_is_completed_all_the_same() {
    let mut history = invited();
    record(&mut history, "wa", "03-20", "03-20", "contract_renewed", linked());
    let number = agreed(&mut history, "04-02", "04-02");
    go_on(&mut history);
    lapses_by(&history, BEGUN, END);
    completed_by(&history, number, "2026-04-02T09:00:00Z", true);
}

#[test]
fn a_link_that_is_told_late_takes_effect_when_the_successor_was_agreed() {
    for (agreed_on, lapses) in [("03-25", false), ("04-02", true)] {
        let mut history = invited();
        agreed(&mut history, agreed_on, agreed_on);
        let number = record(&mut history, "wa", "03-20", "04-05", "contract_renewed", linked());
        go_on(&mut history);
        if lapses {
            lapses_by(&history, BEGUN, END);
        }
        completed_by(&history, number, &format!("2026-{agreed_on}T09:00:00Z"), lapses);
    }
}

#[test]
fn what_takes_effect_late_does_so_after_that_instant() {
    let mut history = invited();
    agreed(&mut history, "03-25", "03-25");
    let number = record(&mut history, "wa", "03-20", "04-05", "contract_renewed", linked());
    go_on(&mut history);
    let begun = json!({"per": ["contract"], "when": {"event": "contract_begun"}, "expect": {"event": "session_held"}, "within": "1 month"});
    let mut carried_on = begun.clone();
    carried_on["on_close"] = json!("carry");
    let pack = pack(&[rule("X1", begun), rule("X2", carried_on)]);
    let policy = policy(&pack).unwrap();
    let effect: Moment = "2026-03-25T09:00:00Z".parse().unwrap();
    for (as_of, is_over) in [(before(effect), false), (effect, false), (after(effect), true)] {
        let ruled = agree(&pack, &policy, &[&history], as_of, Moment::LATEST);
        let (closes, carries) = (&ruled[0].duties[0], &ruled[1].duties[0]);
        let released = Outcome::Released(effect, Some(EntryRef { history: 0, number, at: effect }));
        assert_eq!(closes.outcome == released, is_over, "as of {as_of}: {:?}", closes.outcome);
        assert_eq!(carries.about[0].1, if is_over { "c-2" } else { "c-1" }, "as of {as_of}");
    }
}

#[test]
fn a_successor_that_is_agreed_late_completes_it_with_its_last_step() {
    let mut history = invited();
    record(&mut history, "wa", "03-20", "03-20", "contract_renewed", linked());
    let reason = json!({"contract": "c-1", "reason": {"code": "no_capacity"}});
    record(&mut history, "clin", "03-26", "03-26", "contract_suspended", reason);
    record(&mut history, "clin", "03-27", "03-27", "contract_resumed", json!({"contract": "c-1"}));
    let number = agreed(&mut history, "03-25", "04-05");
    go_on(&mut history);
    completed_by(&history, number, "2026-03-27T09:00:00Z", false);
}

#[test]
fn each_successor_that_was_agreed_carries_on_what_was_owed_by_then() {
    let step = |history: &mut History, by: &str, day: &str, code: &str, contract: &str, mut data: Value| {
        data["contract"] = json!(contract);
        record(history, by, day, day, code, data)
    };
    let (mut history, mut agreed, mut viewed) = (begun(), Vec::new(), 0);
    step(&mut history, "wa", "03-10", "contract_completed", "c-1", json!({}));
    for (successor, days) in [("c-2", ["03-11", "03-12", "03-13"]), ("c-3", ["03-21", "03-22", "03-23"])] {
        step(&mut history, "wa", days[0], "contract_invited", successor, json!({"space": "joint_session"}));
        step(&mut history, "wa", days[0], "contract_renewed", "c-1", json!({"successor": {"here": successor}}));
        step(&mut history, "wa", days[1], "terms_proposed", successor, terms("2026-06-30"));
        step(&mut history, "wa", days[1], "terms_accepted", successor, json!({"version": 1}));
        agreed.push(step(&mut history, "clin", days[2], "terms_accepted", successor, json!({"version": 1})));
        if successor == "c-2" {
            let reason = json!({"reason": {"code": "no_capacity"}});
            step(&mut history, "clin", "03-14", "contract_withdrawn", successor, reason);
            viewed = step(&mut history, "wa", "03-15", "view_given", "c-1", json!({"view": "v-1", "words": "Going well."}));
        }
    }
    go_on(&mut history);
    let owed = |when: &str| json!({"per": ["contract"], "when": {"event": when}, "expect": {"event": "session_held"}, "within": "6 months", "on_close": "carry"});
    let pack = pack(&[rule("X1", owed("contract_begun")), rule("X2", owed("view_given"))]);
    let policy = policy(&pack).unwrap();
    // As long as nothing is agreed, it stays where it was; what went on once goes on no further.
    let told = |history: &History, known_at: &str| -> Vec<(u32, String)> {
        let ruled = agree(&pack, &policy, &[history], Moment::LATEST, known_at.parse().unwrap());
        ruled.iter().flat_map(|rule| &rule.duties).map(|duty| (duty.opened.number, duty.about[0].1.clone())).collect()
    };
    let about = |begun: &str, view: &str| vec![(BEGUN, begun.to_owned()), (viewed, view.to_owned())];
    assert_eq!(told(&history, "2026-03-12T09:00:00Z"), [(BEGUN, "c-1".to_owned())]);
    assert_eq!(told(&history, "2026-03-13T09:00:00Z"), [(BEGUN, "c-2".to_owned())]);
    assert_eq!(told(&history, "2026-03-22T09:00:00Z"), about("c-2", "c-1"));
    assert_eq!(told(&history, "2026-04-20T09:00:00Z"), about("c-2", "c-3"));
}
