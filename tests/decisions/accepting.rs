//! Decide, store, accept: what was decided is what is recorded, once, by the history it was decided for.

use practice_cycle::cycle::{Act, Applied, Entry};
use practice_cycle::history::{Decision, History, Stale};
use practice_cycle::id::EntryNumber;
use practice_cycle::strategy;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::world::{act, active, alike, config, correcting, number, reloaded, stored, times};

/// Asserts that two histories are one and the same to whoever asks or offers.
#[track_caller]
pub(crate) fn same(left: &History, right: &History, probes: &[Act]) {
    assert_eq!(left.entries(), right.entries());
    assert_eq!(stored(left), stored(right));
    for number in left.entries().iter().map(Entry::number) {
        assert_eq!(left.undone_by(number), right.undone_by(number), "entry {number}");
        assert_eq!(left.redacted_by(number), right.redacted_by(number), "entry {number}");
    }
    assert!(left.contracts().map(|(id, _)| id).eq(right.contracts().map(|(id, _)| id)));
    alike(left.cycle(), right.cycle(), &times(left));
    let last = left.cycle().last_recorded();
    for act in probes {
        let act = act.clone().recorded(act.recorded_at.max(last));
        assert_eq!(left.judge(&act), right.judge(&act), "{act:?} in\n{}", stored(left));
        assert_eq!(left.recorded(&act), right.recorded(&act), "{act:?}");
    }
}

/// The acts of a history as they are stored, tombstones and all.
fn offered(history: &History) -> Vec<Act> {
    history.entries().iter().map(|entry| entry.act().clone()).collect()
}

/// Acts that could well come next.
pub(crate) fn next_acts(history: &History, runner: &mut TestRunner, count: usize) -> Vec<Act> {
    let acts = strategy::act_for(history);
    (0..count).map(|_| acts.new_tree(runner).unwrap().current()).collect()
}

/// Some ways in which a history changes.
fn changes() -> [Act; 3] {
    [
        act("p-1", 20, "contract_suspended", r#"{"contract":"c-1","reason":{"code":"other","words":"R."}}"#),
        correcting("p-3", 20, &[number(11)]),
        act("p-3", 20, "redacted", r#"{"entries":[8],"reason":"Too much."}"#),
    ]
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_is_decided_and_accepted_is_what_is_recorded(history in strategy::history(0..60), probes in strategy::acts(10)) {
        let (mut recorded, mut accepted) = (History::default(), History::default());
        let mut runner = TestRunner::deterministic();
        for act in offered(&history) {
            let after = accepted.clone();
            let Ok(decision) = accepted.decide(act.clone()) else {
                prop_assert!(recorded.record(act).is_err());
                continue;
            };
            prop_assert_eq!(accepted.entries(), after.entries(), "nothing has changed yet");
            let (entries, rewritten) = (decision.entries().to_vec(), decision.rewritten().to_vec());
            let (entry, applied) = recorded.record(act).map(|(entry, applied)| (entry.clone(), applied)).unwrap();
            let (stored, did) = accepted.accept(decision).unwrap();
            prop_assert_eq!(stored, &entries[..]);
            prop_assert_eq!((stored, did), (&[entry.clone()][..], applied));
            // Exactly what stands otherwise is rewritten, as it stands then.
            let changed = accepted.entries().iter().zip(after.entries()).filter(|(now, before)| now != before);
            let changed: Vec<Entry> = changed.map(|(now, _)| now.clone()).collect();
            let mut expected = rewritten.clone();
            expected.retain(|entry| after.entry(entry.number()) != Some(entry));
            prop_assert_eq!(changed, expected);
            let named: Vec<Entry> = accepted.redacted_in(entry.number()).cloned().collect();
            prop_assert_eq!(named.iter().map(Entry::number).collect::<Vec<_>>(), sorted(&rewritten));
            for entry in &rewritten {
                prop_assert_eq!(accepted.entry(entry.number()), Some(entry));
            }
        }
        let further = next_acts(&recorded, &mut runner, 10);
        same(&recorded, &accepted, &[probes, further, offered(&history)].concat());
    }

    #[test]
    fn a_dropped_decision_leaves_no_trace_and_a_refused_act_comes_back(
        history in strategy::history(0..60),
        probes in strategy::acts(20),
    ) {
        let untouched = history.clone();
        let mut runner = TestRunner::deterministic();
        let last = history.cycle().last_recorded();
        let acts = [probes, next_acts(&history, &mut runner, 20)].concat();
        for act in acts.into_iter().map(|act| act.clone().recorded(act.recorded_at.max(last))) {
            let judged = history.judge(&act);
            match history.decide(act.clone()) {
                Ok(decision) => {
                    prop_assert_eq!(judged, Ok(()));
                    drop(decision);
                }
                Err(refused) => {
                    prop_assert_eq!(Err(refused.refusal().clone()), judged);
                    prop_assert_eq!(refused.to_string(), refused.refusal().about(&act).message);
                    prop_assert_eq!(refused.into_act(), act);
                }
            }
        }
        let further = next_acts(&history, &mut runner, 10);
        same(&history, &untouched, &further);
    }

    #[test]
    fn a_history_that_is_loaded_judges_as_the_live_one(
        history in strategy::history(0..40),
        probes in strategy::acts(6),
        every in 1_usize..6,
    ) {
        let mut live = History::default();
        let mut runner = TestRunner::deterministic();
        for (place, entry) in history.entries().iter().enumerate() {
            live.append(entry.clone()).unwrap();
            if live.unexplained_tombstone().is_none() && place % every == 0 {
                let further = next_acts(&live, &mut runner, 4);
                same(&live, &reloaded(&live), &[probes.clone(), further].concat());
            }
        }
        let further = next_acts(&history, &mut runner, 30);
        same(&history, &reloaded(&history), &[probes, further, offered(&history)].concat());
    }

    #[test]
    fn what_was_decided_before_a_change_is_stale(history in strategy::history(5..40), choices in vec(any::<u8>(), 2)) {
        let mut runner = TestRunner::deterministic();
        let acts = next_acts(&history, &mut runner, 8 + usize::from(choices[0] % 8));
        let mut decided: Vec<Decision> = acts.iter().filter_map(|act| history.decide(act.clone()).ok()).collect();
        let mut history = history;
        if decided.len() > 1 {
            history.accept(decided.remove(usize::from(choices[1]) % decided.len())).unwrap();
            let then = history.clone();
            for decision in decided {
                prop_assert_eq!(history.accept(decision).map(drop).map_err(|_: Stale| ()), Err(()));
            }
            same(&history, &then, &acts);
        }
    }
}

fn sorted(entries: &[Entry]) -> Vec<EntryNumber> {
    let mut numbers: Vec<EntryNumber> = entries.iter().map(Entry::number).collect();
    numbers.sort_unstable();
    numbers
}

#[test]
fn no_change_leaves_a_decision_as_it_was() {
    let probe = act("p-1", 21, "contract_reviewed", r#"{"contract":"c-1","with":["p-2"]}"#);
    for change in changes() {
        let mut history = active();
        let decision = history.decide(probe.clone()).unwrap();
        history.record(change.clone()).unwrap();
        let then = history.clone();
        assert_eq!(history.accept(decision).map(drop).map_err(|_: Stale| ()), Err(()), "{change:?}");
        same(&history, &then, std::slice::from_ref(&probe));
    }
    // An act that is refused, or one that is only decided, changes nothing.
    let mut history = active();
    let decision = history.decide(probe.clone()).unwrap();
    history.record(act("p-4", 21, "contract_begun", r#"{"contract":"c-1"}"#)).unwrap_err();
    let _ = history.decide(changes()[0].clone()).unwrap();
    assert!(history.accept(decision).is_ok_and(|(_, applied)| matches!(applied, Applied::Contract(_))));
}

#[test]
fn a_decision_is_for_one_history_and_its_clones_until_they_part() {
    let probe = act("p-1", 21, "contract_reviewed", r#"{"contract":"c-1","with":["p-2"]}"#);
    let (history, mut other) = (active(), active());
    assert_eq!(
        other.accept(history.decide(probe.clone()).unwrap()).map(drop).map_err(|_: Stale| ()),
        Err(()),
        "alike, but another"
    );
    let mut loaded = reloaded(&history);
    assert_eq!(
        loaded.accept(history.decide(probe.clone()).unwrap()).map(drop).map_err(|_: Stale| ()),
        Err(()),
        "the same, but loaded"
    );

    let decision = history.decide(probe.clone()).unwrap();
    let mut twin = history.clone();
    assert!(twin.accept(decision).is_ok(), "a clone is the same");

    for change in changes() {
        let (mut one, mut twin) = (history.clone(), history.clone());
        let (before, other) = (one.decide(probe.clone()).unwrap(), twin.decide(probe.clone()).unwrap());
        one.record(change).unwrap();
        assert_eq!(one.accept(before).map(drop).map_err(|_: Stale| ()), Err(()));
        let since = one.decide(act("p-1", 21, "person_entered", r#"{"person":"p-9","role":"school"}"#)).unwrap();
        assert_eq!(twin.accept(since).map(drop).map_err(|_: Stale| ()), Err(()), "decided after the two had parted");
        assert!(twin.accept(other).is_ok());
    }
}

#[test]
fn nothing_that_came_of_a_redacted_text_judges_what_comes_after() {
    let lines = include_str!("../../examples/data/statutory_path.jsonl");
    let mut history = History::read(lines.as_bytes()).unwrap();
    let at = history.cycle().last_recorded();
    let offer = |code: &str, by: &str, data: &str| -> Act {
        let line = format!(r#"{{"type":"{code}","occurred_at":"{at}","recorded_at":"{at}","by":"{by}","data":{data}}}"#);
        serde_json::from_str(&line).unwrap()
    };
    let other = r#"{"milestone":"mi-other","case":"another-case","what":"referral_decided","follows":"mi-1"}"#;
    let follows = offer("milestone_reached", "manager", other);
    let refusal = history.judge(&follows).unwrap_err().to_string();
    assert_eq!(refusal, "a milestone cannot follow one of another case");
    history.record(offer("redacted", "manager", r#"{"entries":[13],"reason":"The wrong family's."}"#)).unwrap();
    assert_eq!(history.judge(&follows), Ok(()));
    assert_eq!(reloaded(&history).judge(&follows), Ok(()));
    assert_eq!(History::read(lines.as_bytes()).unwrap().judge(&follows).map_err(|it| it.to_string()), Err(refusal));
}
