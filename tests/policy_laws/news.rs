//! Laws of what is told as entries come: news are what differs between two checks, a restart repeats and misses nothing, and a
//! diary of many cycles tells what a monitor of each would.

use std::collections::BTreeMap;

use practice_cycle::history::History;
use practice_cycle::id::CycleId;
use practice_cycle::moment::Moment;
use practice_cycle::policy::{Diary, DutyKey, DutyState, Monitor, News, Outcome, Policy};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::json;

use crate::policy_reference::after;
use crate::{Drawn, changed, every_construct, few, history, pack, policy, rules};

type Told = BTreeMap<DutyKey, DutyState>;

/// What a check says of every duty, by key.
fn checked(policy: &Policy, history: &History, as_of: Moment) -> Told {
    let report = policy.check(history, as_of, Moment::LATEST);
    let mut told = Told::new();
    for rule in &report.rules {
        for duty in &rule.duties {
            assert_eq!((&duty.key.rule, Some(&duty.key.cycle)), (&rule.rule, history.cycle().id()));
            let known = told.insert((*duty.key).clone(), duty.state());
            assert!(known.is_none(), "two duties of one history have one key: {:?}", duty.key);
        }
    }
    told
}

/// What has to be told where a check said one thing and says another now.
fn differences(before: &Told, now: &Told) -> BTreeMap<DutyKey, (Option<DutyState>, &'static str)> {
    let is_open = |state: &DutyState| matches!(state.outcome, Outcome::Open { .. } | Outcome::Holding { .. });
    let is_late = |state: &DutyState| matches!(state.outcome, Outcome::Missed { remedied: None, .. });
    let is_remedied = |state: &DutyState| matches!(state.outcome, Outcome::Missed { remedied: Some(_), .. });
    let code = |was: Option<&DutyState>, is: Option<&DutyState>| match (was, is) {
        (_, None) => "withdrawn",
        (None, Some(is)) if is_open(is) => "opened",
        (None, Some(is)) if is_late(is) => "late",
        (None, Some(_)) => "settled",
        (Some(was), Some(is)) if is_open(was) && is_open(is) => "changed",
        (Some(was), Some(is)) if is_open(was) && is_late(is) => "late",
        (Some(was), Some(_)) if is_open(was) => "settled",
        (Some(was), Some(is)) if is_late(was) && is_remedied(is) => "settled",
        (Some(_), Some(_)) => "changed",
    };
    let keys = before.keys().chain(now.keys());
    let differ = keys.filter(|key| before.get(*key) != now.get(*key));
    differ.map(|key| (key.clone(), (now.get(key).cloned(), code(before.get(key), now.get(key))))).collect()
}

fn told(news: &[News]) -> BTreeMap<DutyKey, (Option<DutyState>, &'static str)> {
    let told: BTreeMap<_, _> = news.iter().map(|news| (news.key().clone(), (news.state(), news.code()))).collect();
    assert!(told.len() == news.len() && told.keys().eq(news.iter().map(News::key)), "each once, in order");
    told
}

/// Keeps what was told, as a server does: as it was stored.
fn keep(stored: &mut BTreeMap<String, String>, news: &[News]) {
    for news in news {
        let news: News = serde_json::from_str(&serde_json::to_string(news).unwrap()).unwrap();
        let key = serde_json::to_string(news.key()).unwrap();
        match news.state() {
            Some(state) => _ = stored.insert(key, serde_json::to_string(&state).unwrap()),
            None => assert!(stored.remove(&key).is_some(), "withdrawn, and was never told: {key}"),
        }
    }
}

fn loaded(stored: &BTreeMap<String, String>) -> Told {
    let read = |(key, state): (&String, &String)| (serde_json::from_str(key).unwrap(), serde_json::from_str(state).unwrap());
    stored.iter().map(read).collect()
}

fn open_by_due(told: &Told) -> Vec<(Moment, DutyKey)> {
    let due = |(key, state): (&DutyKey, &DutyState)| match state.outcome {
        Outcome::Open { due_by } => Some((due_by?, key.clone())),
        _ => None,
    };
    let mut due: Vec<_> = told.iter().filter_map(due).collect();
    due.sort();
    due
}

fn dues(monitor: &Monitor) -> Vec<(Moment, DutyKey)> {
    monitor.dues().map(|(at, key)| (at, key.clone())).collect()
}

/// The same history as that of the cycle of a number.
fn numbered(history: &History, number: usize) -> History {
    changed(history, |entry| {
        if matches!(entry["type"].as_str(), Some("cycle_opened" | "cycle_closed" | "opening_corrected")) {
            entry["data"]["cycle"] = json!(format!("cy-{number}"));
        }
    })
}

proptest! {
    #![proptest_config(few(5))]

    #[test]
    fn news_are_what_differs_between_two_checks(
        Drawn(history) in history(20..90),
        Drawn(rules) in rules(),
        asks in vec(0_u8..5, 100),
    ) {
        for rules in [rules.clone(), every_construct()] {
            let pack = pack(&rules);
            let policy = policy(&pack).unwrap();
            let (mut monitor, mut growing, mut before) = (policy.monitor(), History::default(), Told::new());
            for (entry, ask) in history.entries().iter().zip(asks.iter().cycle()) {
                growing.append(entry.clone()).unwrap();
                let news = match ask {
                    // Several entries at once.
                    0 => continue,
                    1 => monitor.advance_to(&growing, after(entry.act().recorded_at)),
                    // Long after: whatever occurs until then comes late, if something fell due.
                    2 => monitor.advance_to(&growing, after(history.entries()[history.entries().len() / 2].act().recorded_at)),
                    _ => monitor.advance(&growing),
                };
                let now = checked(&policy, &growing, monitor.clock());
                prop_assert_eq!(told(&news), differences(&before, &now), "{}", pack);
                prop_assert!(monitor.told().map(|(key, state)| (key.clone(), state.clone())).eq(now.clone()));
                prop_assert_eq!(dues(&monitor), open_by_due(&now));
                prop_assert_eq!(monitor.advance(&growing), [], "nothing is told twice");
                before = now;
            }
        }
    }

    #[test]
    fn a_restart_repeats_nothing_and_misses_nothing(
        Drawn(history) in history(20..90),
        Drawn(rules) in rules(),
        asks in vec(0_u8..6, 100),
    ) {
        for rules in [rules.clone(), every_construct()] {
            let policy = policy(&pack(&rules)).unwrap();
            let (mut steady, mut restarted, mut growing) = (policy.monitor(), policy.monitor(), History::default());
            let mut stored = BTreeMap::new();
            for (entry, ask) in history.entries().iter().zip(asks.iter().cycle()) {
                growing.append(entry.clone()).unwrap();
                if *ask == 0 {
                    // An entry was recorded, and the server ended before anything was told of it.
                    restarted = policy.resume(restarted.clock(), loaded(&stored));
                }
                let now = if *ask < 3 { after(entry.act().recorded_at) } else { Moment::EARLIEST };
                let news = steady.advance_to(&growing, now);
                let again = restarted.advance_to(&growing, now);
                prop_assert_eq!(&again, &news);
                keep(&mut stored, &again);
                if *ask == 1 {
                    restarted = policy.resume(restarted.clock(), loaded(&stored));
                    prop_assert_eq!(dues(&restarted), dues(&steady), "known before a history is loaded");
                    prop_assert_eq!(restarted.advance(&growing), []);
                }
            }
            prop_assert_eq!(loaded(&stored), checked(&policy, &history, steady.clock()));
        }
    }

    #[test]
    fn a_diary_tells_what_a_monitor_of_each_cycle_would(
        drawn_histories in vec(history(15..50), 4),
        Drawn(rules) in rules(),
        asks in vec(0_usize..12, 200),
    ) {
        let whole: Vec<History> = drawn_histories.iter().zip(0..).map(|(Drawn(history), n)| numbered(history, n)).collect();
        let policies = [rules.clone(), every_construct()].map(|rules| policy(&pack(&rules)).unwrap());
        let id = |place: usize| format!("cy-{place}").parse::<CycleId>().unwrap();
        let (mut diary, mut which) = (Diary::new(policies[0].clone()), 0);
        let (mut growing, mut stored) = (vec![History::default(); whole.len()], BTreeMap::new());
        let mut monitors: Vec<Monitor> = whole.iter().map(|_| policies[0].monitor()).collect();
        let mut now = Moment::EARLIEST;
        for ask in asks {
            let place = ask % whole.len();
            if let Some(entry) = whole[place].entries().get(growing[place].entries().len()).filter(|_| ask < 8) {
                growing[place].append(entry.clone()).unwrap();
                let news = diary.advance(&growing[place]);
                prop_assert_eq!(&news, &monitors[place].advance_to(&growing[place], now));
                keep(&mut stored, &news);
            } else if ask == 8 {
                now = diary.clock();
                diary = Diary::resume(policies[which].clone(), now, loaded(&stored));
                // Of a cycle of which nothing was told, nobody can know before its history is handed in.
                for (history, monitor) in growing.iter().zip(&mut monitors).filter(|(history, _)| !history.entries().is_empty()) {
                    let news = diary.advance(history);
                    prop_assert_eq!(&news, &monitor.advance_to(history, now));
                    keep(&mut stored, &news);
                }
            } else if ask == 9 {
                which = 1 - which;
                diary.replace_policy(policies[which].clone());
                monitors.iter_mut().for_each(|monitor| monitor.replace_policy(policies[which].clone()));
            } else {
                // To just when something falls due, and just after.
                now = now.max(diary.next_due().map_or(now, |(at, _)| if ask == 10 { at } else { after(at) }));
                let news = diary.advance_to(now, |cycle| growing.iter().find(|history| history.cycle().id() == Some(cycle)));
                let mut each = Vec::new();
                for (monitor, history) in monitors.iter_mut().zip(&growing).filter(|(_, history)| !history.entries().is_empty()) {
                    each.extend(monitor.advance_to(history, now));
                }
                prop_assert_eq!(&news, &each);
                keep(&mut stored, &news);
                let mut asked = 0;
                let again = diary.advance_to(now, |_| { asked += 1; None::<&History> });
                prop_assert_eq!((again, asked), (Vec::new(), 0), "nothing is left to look at");
                for (place, (history, monitor)) in growing.iter().zip(&monitors).enumerate() {
                    let told: Told = loaded(&stored).into_iter().filter(|(key, _)| key.cycle == id(place)).collect();
                    if !history.entries().is_empty() {
                        prop_assert_eq!(told, checked(&policies[which], history, monitor.clock()));
                    }
                }
            }
            let all: Vec<_> = diary.dues().map(|(at, key)| (at, key.clone())).collect();
            prop_assert_eq!(&all, &open_by_due(&loaded(&stored)));
            prop_assert_eq!(diary.next_due().map(|(at, key)| (at, key.clone())), all.first().cloned());
        }
    }
}
