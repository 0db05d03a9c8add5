//! What a monitor tells, case by case; and the stored form of its news and keys, which is a promise. All people and cases are
//! invented.
#![expect(clippy::panic, clippy::unwrap_used, reason = "in the helpers of tests, where a slip is a failed test")]

#[path = "golden/mod.rs"]
mod golden;

use practice_cycle::calendar::EnglandAndWales;
use practice_cycle::history::History;
use practice_cycle::moment::Moment;
use practice_cycle::policy::{Diary, DutyKey, Monitor, News, Pack, Policy};

/// Reviews every two weeks, and what follows where one is missed; consent given before filming begins; each of those present is
/// told once; a milestone that follows another; no session within a week of a concern.
const RULES: &str = r#"[
  {"id": "M1", "severity": "query", "per": ["contract"], "when": {"begins": {"stage": ["active", "suspended"]}},
   "expect": {"event": "contract_reviewed"}, "every": "2 weeks", "clock": "pauses"},
  {"id": "M2", "severity": "query", "per": ["contract"], "when": {"broken": "M1"},
   "expect": {"event": "view_given"}, "within": "1 week"},
  {"id": "M3", "severity": "query", "per": [{"when": "each", "then": "person"}], "when": {"event": "session_held"}, "each": "present",
   "first": true, "if": {"where": {"each.side": "family"}},
   "expect": {"event": "family_helped_to_understand"}, "within": "1 week", "at_any_time": true},
  {"id": "M4", "severity": "query", "per": ["case"], "when": {"event": "milestone_reached", "where": {"what": "section_47_started"}},
   "expect": {"event": "milestone_reached", "where": {"what": "initial_conference"}}, "within": "15 working days"},
  {"id": "M5", "severity": "error", "when": {"event": "concern_raised"}, "forbid": {"event": "session_held"}, "within": "1 week"},
  {"id": "M6", "severity": "error", "when": {"event": "session_held"}, "require": {"where": {"space": "joint_session"}}}
]"#;

fn policy_of(change: impl Fn(&mut serde_json::Value)) -> Policy {
    let mut rules: serde_json::Value = serde_json::from_str(RULES).unwrap();
    for rule in rules.as_array_mut().unwrap() {
        rule["title"] = "An invented rule".into();
        rule["source"] = serde_json::json!({"work": "invented", "known": "local"});
        change(rule);
    }
    let pack = serde_json::json!({"pack": "invented", "version": "1", "title": "Invented rules", "rules": rules});
    Policy::new(&Pack::read(&pack.to_string()).unwrap(), &EnglandAndWales::new()).unwrap()
}

fn policy() -> Policy {
    policy_of(|_| ())
}

/// A history in which a contract was begun on 5 June, with nothing since.
fn begun() -> History {
    let whole = History::read(include_bytes!("../examples/data/turnover.jsonl").as_slice()).unwrap();
    let mut history = History::default();
    whole.entries().iter().take(12).for_each(|entry| _ = history.append(entry.clone()).unwrap());
    history
}

fn at(when: &str) -> Moment {
    format!("{}:00Z", when.replace(' ', "T")).parse().unwrap()
}

/// Records what occurred at a time, at that time or later.
#[track_caller]
fn record(history: &mut History, (occurred, recorded): (&str, &str), by: &str, code: &str, data: &str) {
    let (occurred, recorded) = (at(occurred), at(recorded));
    let act =
        format!(r#"{{"type":"{code}","occurred_at":"{occurred}","recorded_at":"{recorded}","by":"{by}","data":{data}}}"#);
    history.record(practice_cycle::stored::parse(&act).unwrap()).unwrap_or_else(|refusal| panic!("{act}: {refusal}"));
}

#[track_caller]
fn record_now(history: &mut History, when: &str, by: &str, code: &str, data: &str) {
    record(history, (when, when), by, code, data);
}

/// A key in short: its rule, what opened it, and the rest as far as there is any.
fn short(key: &DutyKey) -> String {
    let mut short = format!("{}/{}", key.rule, key.opened_by);
    short += &key.each.iter().map(|each| format!("/{each}")).collect::<String>();
    short += &key.after.iter().map(|after| format!(">{after}")).collect::<String>();
    short
}

fn told(news: &[News]) -> Vec<String> {
    let told = |news: &News| {
        let outcome = news.duty().map_or("gone", |duty| duty.outcome.code());
        let excused = if news.duty().is_some_and(|duty| duty.excused.is_some()) { ", excused" } else { "" };
        format!("{} {}: {outcome}{excused}", short(news.key()), news.code())
    };
    news.iter().map(told).collect()
}

#[track_caller]
fn tells<const N: usize>(news: &[News], expected: [&str; N]) {
    assert_eq!(told(news), expected);
}

const REVIEWED: &str = r#"{"contract":"c-1","with":["worker-a"]}"#;

/// A monitor that was told of all there is.
fn following(history: &History) -> Monitor {
    let mut monitor = policy().monitor();
    monitor.advance(history);
    monitor
}

#[test]
fn a_duty_is_told_as_it_is_opened_met_and_missed() {
    let mut history = begun();
    let mut monitor = policy().monitor();
    tells(&monitor.advance(&history), ["M1/12 opened: open"]);
    record_now(&mut history, "2026-06-15 09:00", "worker-a", "contract_reviewed", REVIEWED);
    tells(&monitor.advance(&history), ["M1/12 settled: met", "M1/12>13 opened: open"]);
    tells(&monitor.advance_to(&history, at("2026-06-29 22:59")), []);
    tells(&monitor.advance_to(&history, at("2026-06-29 23:00")), ["M1/12>13 late: missed", "M2/12>13 opened: open"]);
    tells(&monitor.advance_to(&history, at("2026-06-30 09:00")), []);
    record_now(&mut history, "2026-07-01 09:00", "worker-a", "contract_reviewed", REVIEWED);
    tells(&monitor.advance(&history), ["M1/12>13 settled: missed", "M1/12>14 opened: open"]);
    // What is due in two periods has a key for each.
    tells(
        &monitor.advance_to(&history, at("2026-07-16 09:00")),
        ["M1/12>14 late: missed", "M2/12>13 late: missed", "M2/12>14 opened: open"],
    );
}

#[test]
fn of_an_entry_that_occurred_late_only_what_differs_is_told() {
    let mut history = begun();
    record_now(&mut history, "2026-06-15 09:00", "worker-a", "contract_reviewed", REVIEWED);
    let mut monitor = following(&history);
    // It occurred before what was taken, and touches nothing.
    record(
        &mut history,
        ("2026-06-10 09:00", "2026-06-16 09:00"),
        "clinician",
        "view_given",
        r#"{"view":"vi-1","contract":"c-1","words":"Invented."}"#,
    );
    tells(&monitor.advance(&history), []);
    // A review before the one that met the duty: that one meets the next period now.
    record(&mut history, ("2026-06-12 09:00", "2026-06-16 10:00"), "worker-a", "contract_reviewed", REVIEWED);
    tells(&monitor.advance(&history), ["M1/12 changed: met", "M1/12>15 settled: met"]);
    // It was late, as far as was known; and it was not.
    tells(&monitor.advance_to(&history, at("2026-06-30 09:00")), ["M1/12>13 late: missed", "M2/12>13 opened: open"]);
    record(&mut history, ("2026-06-26 09:00", "2026-06-30 10:00"), "worker-a", "contract_reviewed", REVIEWED);
    tells(&monitor.advance(&history), ["M1/12>13 changed: met", "M1/12>16 opened: open", "M2/12>13 withdrawn: gone"]);
    assert_eq!(monitor.clock(), at("2026-06-30 09:00"), "the clock does not go back");
}

#[test]
fn what_occurs_after_all_that_fell_due_is_not_late() {
    let mut history = begun();
    let mut monitor = following(&history);
    // Nothing fell due until then: what occurred before is in order.
    tells(&monitor.advance_to(&history, at("2026-06-19 12:00")), []);
    record(&mut history, ("2026-06-19 10:00", "2026-06-19 13:00"), "worker-a", "contract_reviewed", REVIEWED);
    tells(&monitor.advance(&history), ["M1/12 settled: met", "M1/12>13 opened: open"]);
}

#[test]
fn a_correction_withdraws_what_it_undoes() {
    let mut history = begun();
    record_now(
        &mut history,
        "2026-06-09 14:00",
        "clinician",
        "concern_raised",
        r#"{"concern":"co-1","what":"concern","words":"Invented."}"#,
    );
    let mut monitor = following(&history);
    assert_eq!(monitor.next_due().map(|(_, key)| short(key)), Some("M1/12".to_owned()), "a ban falls not due");
    record_now(
        &mut history,
        "2026-06-10 09:00",
        "clinician",
        "entered_in_error",
        r#"{"entries":[13],"reason":"Invented: another family."}"#,
    );
    tells(&monitor.advance(&history), ["M5/13 withdrawn: gone"]);
}

#[test]
fn a_clock_that_stands_still_is_told() {
    let mut history = begun();
    let mut monitor = following(&history);
    record_now(
        &mut history,
        "2026-06-10 09:00",
        "clinician",
        "contract_suspended",
        r#"{"contract":"c-1","reason":{"code":"legal_status_changed"}}"#,
    );
    tells(&monitor.advance(&history), ["M1/12 changed: open"]);
    assert_eq!(monitor.next_due(), None);
    tells(&monitor.advance_to(&history, at("2026-06-17 08:00")), []);
    record_now(&mut history, "2026-06-17 09:00", "clinician", "contract_resumed", r#"{"contract":"c-1"}"#);
    tells(&monitor.advance(&history), ["M1/12 changed: open"]);
    let due = monitor.next_due().map(|(at, key)| (at.to_string(), short(key)));
    assert_eq!(due, Some(("2026-06-26T22:59:59.999999999Z".to_owned(), "M1/12".to_owned())));
}

#[test]
fn waivers_and_feeds_are_told_of_the_duties_that_they_concern() {
    let mut history = begun();
    let mut monitor = following(&history);
    record_now(
        &mut history,
        "2026-06-08 09:00",
        "worker-a",
        "milestone_reached",
        r#"{"milestone":"mi-1","case":"invented-case-5","what":"section_47_started"}"#,
    );
    record_now(
        &mut history,
        "2026-06-22 09:00",
        "manager",
        "duty_waived",
        r#"{"waiver":"wa-1","rule":"M1","contract":"c-1","reason":"Invented."}"#,
    );
    tells(&monitor.advance(&history), ["M1/12 late: missed, excused", "M2/12 opened: open", "M4/13 opened: open"]);
    tells(&monitor.advance_to(&history, at("2026-07-03 09:00")), ["M2/12 late: missed", "M4/13 settled: unknown"]);
    record_now(
        &mut history,
        "2026-07-06 09:00",
        "manager",
        "feed_declared_complete",
        r#"{"feed":"fe-1","from":"2026-06-01"}"#,
    );
    tells(&monitor.advance(&history), ["M4/13 changed: missed"]);
    record_now(
        &mut history,
        "2026-07-07 09:00",
        "manager",
        "duty_waived",
        r#"{"waiver":"wa-2","rule":"M4","case":"invented-case-5","reason":"Invented."}"#,
    );
    record_now(
        &mut history,
        "2026-07-07 09:00",
        "manager",
        "duty_waived",
        r#"{"waiver":"wa-3","rule":"M2","opened_by":12,"reason":"Invented."}"#,
    );
    tells(&monitor.advance(&history), ["M2/12 changed: missed, excused", "M4/13 changed: missed, excused"]);
}

#[test]
fn a_waiver_that_ends_and_a_feed_that_ends_are_told() {
    let mut history = begun();
    let mut diary = Diary::new(policy());
    diary.advance(&history);
    record_now(
        &mut history,
        "2026-06-08 09:00",
        "worker-a",
        "milestone_reached",
        r#"{"milestone":"mi-1","case":"invented-case-5","what":"section_47_started"}"#,
    );
    record_now(
        &mut history,
        "2026-06-08 10:00",
        "manager",
        "feed_declared_complete",
        r#"{"feed":"fe-1","from":"2026-06-01"}"#,
    );
    record_now(
        &mut history,
        "2026-06-19 09:00",
        "manager",
        "duty_waived",
        r#"{"waiver":"wa-1","rule":"M1","until":"2026-07-01","reason":"Invented."}"#,
    );
    tells(&diary.advance(&history), ["M1/12 changed: open, excused", "M4/13 opened: open"]);
    let mut moved = |when: &str| diary.advance_to(at(when), |_| Some(&history));
    tells(&moved("2026-06-22 09:00"), ["M1/12 late: missed, excused", "M2/12 opened: open"]);
    tells(&moved("2026-06-30 09:00"), ["M2/12 late: missed", "M4/13 late: missed"]);
    tells(&moved("2026-07-01 22:59"), []);
    // Its last day is over at the midnight after it.
    tells(&moved("2026-07-01 23:00"), ["M1/12 changed: missed"]);
    record_now(&mut history, "2026-07-06 09:00", "manager", "feed_ended", r#"{"feed":"fe-1","last":"2026-06-20"}"#);
    tells(&diary.advance(&history), ["M4/13 changed: unknown"]);
}

#[test]
fn each_of_several_has_a_key() {
    let mut history = begun();
    let mut monitor = following(&history);
    record_now(
        &mut history,
        "2026-06-09 14:00",
        "worker-a",
        "session_held",
        r#"{"session":"s-1","cover":{"contract":"c-1"},"space":"home_visit","present":["worker-a","clinician","parent-1","parent-2"]}"#,
    );
    tells(
        &monitor.advance(&history),
        ["M3/13/parent-1 opened: open", "M3/13/parent-2 opened: open", "M6/13 settled: broken"],
    );
    let dues: Vec<String> = monitor.dues().map(|(at, key)| format!("{at} {}", short(key))).collect();
    let [session, review] = ["2026-06-16T22:59:59.999999999Z", "2026-06-19T22:59:59.999999999Z"];
    let expected = [format!("{session} M3/13/parent-1"), format!("{session} M3/13/parent-2"), format!("{review} M1/12")];
    assert_eq!(dues, expected);
}

#[test]
fn another_policy_changes_what_was_told_and_no_more() {
    let history = begun();
    let mut monitor = following(&history);
    let later = policy_of(|rule| {
        if rule["id"] == "M1" {
            rule["every"] = "3 weeks".into();
        }
    });
    monitor.replace_policy(later.clone());
    tells(&monitor.advance(&history), ["M1/12 changed: open"]);
    assert_eq!(monitor.next_due().map(|(at, _)| at.to_string()), Some("2026-06-26T22:59:59.999999999Z".to_owned()));
    monitor.replace_policy(later);
    tells(&monitor.advance(&history), []);
    monitor
        .replace_policy(Policy::new(&Pack::shipped("article").unwrap().only(|_| false), &EnglandAndWales::new()).unwrap());
    tells(&monitor.advance(&history), ["M1/12 withdrawn: gone"]);
    assert_eq!(monitor.next_due(), None);
}

#[test]
fn a_diary_and_its_policy_outlive_whoever_made_them() {
    let (history, diary) = (begun(), Diary::new(policy()));
    let (history, diary) = std::thread::spawn(move || {
        let mut diary = diary;
        tells(&diary.advance(&history), ["M1/12 opened: open"]);
        (history, diary)
    })
    .join()
    .unwrap();
    let mut diary = diary;
    let cycle = history.cycle().id().unwrap();
    assert_eq!(diary.monitor(cycle).map(|monitor| monitor.told().count()), Some(1));
    assert_eq!(diary.next_due().map(|(_, key)| &key.cycle), Some(cycle));
    // Whoever has no history at hand is asked again.
    let now = at("2026-06-20 09:00");
    tells(&diary.advance_to(now, |_| None::<&History>), []);
    tells(
        &diary.advance_to(now, |_| Some(std::sync::Arc::new(history.clone()))),
        ["M1/12 late: missed", "M2/12 opened: open"],
    );
    assert!(diary.remove(cycle).is_some() && diary.next_due().is_none());
    tells(&diary.advance_to(at("2026-08-01 09:00"), |_| Some(&history)), []);
    tells(&diary.advance(&History::default()), []);
}

/// Everything that was told in the course of one history, as it is stored.
fn news() -> String {
    let mut history = begun();
    let mut monitor = policy().monitor();
    let mut news = monitor.advance(&history);
    let session = r#"{"session":"s-1","cover":{"contract":"c-1"},"space":"home_visit","present":["parent-1"]}"#;
    record_now(
        &mut history,
        "2026-06-08 09:00",
        "worker-a",
        "milestone_reached",
        r#"{"milestone":"mi-1","case":"invented-case-5","what":"section_47_started"}"#,
    );
    record_now(
        &mut history,
        "2026-06-09 14:00",
        "clinician",
        "concern_raised",
        r#"{"concern":"co-1","what":"concern","words":"Invented."}"#,
    );
    news.extend(monitor.advance(&history));
    record_now(&mut history, "2026-06-10 14:00", "worker-a", "session_held", session);
    record_now(&mut history, "2026-06-15 09:00", "worker-a", "contract_reviewed", REVIEWED);
    news.extend(monitor.advance(&history));
    news.extend(monitor.advance_to(&history, at("2026-07-03 09:00")));
    record(&mut history, ("2026-06-26 09:00", "2026-07-03 10:00"), "worker-a", "contract_reviewed", REVIEWED);
    record_now(
        &mut history,
        "2026-07-03 11:00",
        "manager",
        "duty_waived",
        r#"{"waiver":"wa-1","rule":"M3","reason":"Invented."}"#,
    );
    news.extend(monitor.advance(&history));
    record_now(
        &mut history,
        "2026-07-04 09:00",
        "clinician",
        "contract_ended",
        r#"{"contract":"c-1","reason":{"code":"family_withdrew"},"with":"worker-a"}"#,
    );
    news.extend(monitor.advance(&history));
    news.iter().map(|news| serde_json::to_string(news).unwrap() + "\n").collect()
}

#[test]
fn the_stored_form_of_news_is_a_promise() {
    let now = news();
    golden::is_golden("tests/golden/news.jsonl", &now);
    for line in now.lines() {
        let news: News = serde_json::from_str(line).unwrap();
        assert_eq!(serde_json::to_string(&news).unwrap(), line);
        let key: DutyKey = serde_json::from_str(&serde_json::to_string(news.key()).unwrap()).unwrap();
        assert_eq!(key, *news.key());
    }
    for code in ["opened", "late", "settled", "changed", "withdrawn"] {
        assert!(now.contains(&format!(r#"{{"type":"{code}","#)), "nothing was {code}");
    }
}

#[test]
fn a_key_reads_strictly() {
    let whole = r#"{"cycle":"cy-1","rule":"R10","opened_by":12,"invited_by":7,"each":"c-2","after":15,"again":1}"#;
    let key: DutyKey = serde_json::from_str(whole).unwrap();
    assert_eq!(serde_json::to_string(&key).unwrap(), whole);
    let shorter = r#"{"cycle":"cy-1","rule":"R10","opened_by":12}"#;
    let earlier: DutyKey = serde_json::from_str(shorter).unwrap();
    assert_eq!((serde_json::to_string(&earlier).unwrap().as_str(), earlier < key), (shorter, true));
    for wrong in [
        r#"{"cycle":"cy-1","rule":"R10"}"#,
        r#"{"cycle":"cy-1","rule":"R10","opened_by":0}"#,
        r#"{"cycle":"two words","rule":"R10","opened_by":12}"#,
        r#"{"cycle":"cy-1","rule":"R10","opened_by":12,"place":3}"#,
    ] {
        assert!(serde_json::from_str::<DutyKey>(wrong).is_err(), "{wrong}");
    }
}
