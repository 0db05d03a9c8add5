//! Corrections of corrections: what was taken back comes back as it was, in whatever order, unless what came since contradicts it.

use practice_cycle::correction::EnteredInError;
use practice_cycle::cycle::{Act, Entry};
use practice_cycle::history::{History, Refusal, Warning};
use practice_cycle::id::EntryNumber;
use practice_cycle::moment::Moment;
use practice_cycle::strategy;
use practice_cycle::text::Text;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::world::{TERMS, is_told_otherwise, opened, stored, tells_what_is_in_effect, times};
use crate::world::{act, active, alike, config, correct, correcting, is_correction, number, numbers, person, reloaded};

/// A correction by the manager, an hour after whatever was recorded last.
fn correction(history: &History, entries: &[EntryNumber]) -> Act {
    let last = history.cycle().last_recorded();
    let later = Moment::new(last.to_utc() + chrono::TimeDelta::hours(1)).unwrap();
    let reason = Text::new("A slip.").unwrap();
    Act::new(EnteredInError { entries: entries.to_vec(), reason }, person(3), later)
}

/// The numbers of the entries that a view has.
fn seen(history: &History, known_at: Moment) -> Vec<EntryNumber> {
    history.view(Moment::LATEST, known_at).entries().iter().map(|entry| entry.number()).collect()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_is_corrected_in_any_order_is_what_is_in_effect(
        history in strategy::history(20..90),
        choices in vec(any::<[u8; 3]>(), 1..14),
    ) {
        prop_assume!(!is_told_otherwise(&history));
        let mut history = history;
        let mut known: Vec<(Moment, Vec<EntryNumber>)> = Vec::new();
        for [kind, one, other] in choices {
            let entries = history.entries().iter().skip(9).filter(|entry| history.undone_by(entry.number()).is_none());
            let (corrections, rest): (Vec<&Entry>, Vec<&Entry>) = entries.partition(|entry| is_correction(entry.event()));
            let nth = |list: &[&Entry], place: u8| list.get(usize::from(place) * list.len() / 256).map(|entry| entry.number());
            let (correction_there, another) = (nth(&corrections, one), nth(&rest, other));
            let names = match kind % 4 {
                0 => vec![nth(&rest, one)],
                1 | 2 => vec![correction_there],
                _ => vec![correction_there, another],
            };
            let mut names: Vec<EntryNumber> = names.into_iter().flatten().collect();
            for _ in 0..3 {
                if names.is_empty() {
                    break;
                }
                let now = history.cycle().last_recorded();
                known.push((now, seen(&history, now)));
                let act = correction(&history, &names);
                let further = correct(&mut history, act);
                if further.is_empty() {
                    break;
                }
                names.extend(further);
                names.sort_unstable();
                names.dedup();
            }
        }
        for (known_at, seen_then) in known {
            prop_assert_eq!(seen(&history, known_at), seen_then, "what was known at {}", known_at);
        }
        let loaded = reloaded(&history);
        alike(history.cycle(), loaded.cycle(), &times(&history));
    }

    #[test]
    fn taking_back_what_took_back_changes_nothing_in_the_end(history in strategy::history(20..90), place in any::<u8>(), depth in 1_usize..=4) {
        let mut history = history;
        let in_effect = history.entries().iter().skip(9).filter(|entry| {
            !is_correction(entry.event()) && history.undone_by(entry.number()).is_none()
        });
        let candidates: Vec<EntryNumber> = in_effect.map(Entry::number).collect();
        let Some(&wrong) = candidates.get(usize::from(place) * candidates.len() / 256) else { return Ok(()) };
        let with = history.clone();
        let mut names = vec![wrong];
        if let Err(Refusal::Leaves { dependents }) = history.judge(&correction(&history, &names)) {
            names.extend(dependents);
        }
        let act = correction(&history, &names);
        if history.record(act).is_err() {
            return Ok(());
        }
        let without = history.clone();
        // The first correction is taken back by a second, that by a third, and so on.
        for level in 1..=depth {
            let last = history.entries().last().unwrap().number();
            let act = correction(&history, &[last]);
            history.record(act).unwrap();
            let as_then = if level % 2 == 1 { &with } else { &without };
            alike(history.cycle(), as_then.cycle(), &times(&history));
            tells_what_is_in_effect(&history);
            for &number in &names {
                let undone = history.undone_by(number);
                prop_assert_eq!(undone, as_then.undone_by(number), "entry {} at level {}", number, level);
            }
            prop_assert!(history.undone_by(last).is_some());
        }
    }
}

#[test]
fn what_came_back_stands_and_its_correction_is_the_one_that_is_taken_back() {
    let mut history = active();
    history.record(act("p-1", 10, "contract_suspended", r#"{"contract":"c-1","reason":{"code":"no_capacity"}}"#)).unwrap();
    history.record(correcting("p-3", 11, &[number(12)])).unwrap();
    history.record(correcting("p-3", 12, &[number(12)])).unwrap_err();
    history.record(correcting("p-3", 13, &[number(13)])).unwrap();
    assert_eq!((history.undone_by(number(12)), history.undone_by(number(13))), (None, Some(number(14))));
    history.record(correcting("p-3", 14, &[number(14)])).unwrap();
    assert_eq!((history.undone_by(number(12)), history.undone_by(number(13))), (Some(number(13)), None));
    assert_eq!(reloaded(&history).undone_by(number(12)), Some(number(13)));
}

#[test]
fn what_does_not_fit_beside_what_was_recorded_since_stays_taken_back() {
    let suspended = r#"{"contract":"c-1","reason":{"code":"no_capacity"}}"#;
    let mut history = active();
    history.record(act("p-1", 10, "contract_suspended", suspended)).unwrap();
    history.record(correcting("p-3", 11, &[number(12)])).unwrap();
    history.record(act("p-1", 12, "contract_suspended", suspended)).unwrap();
    history.record(act("p-1", 13, "contract_resumed", r#"{"contract":"c-1"}"#)).unwrap();
    let before = stored(&history);
    let refusal = history.record(correcting("p-3", 14, &[number(13)])).unwrap_err();
    assert_eq!(refusal, Refusal::Contradicts { with: numbers([14]) });
    assert_eq!(refusal.to_string(), "then entry 14 could not have happened");
    assert_eq!(stored(&history), before);
    history.record(correcting("p-3", 14, &numbers([13, 14]))).unwrap();
    tells_what_is_in_effect(&history);
}

#[test]
fn redactions_stay() {
    let mut history = active();
    history.record(act("p-3", 10, "redacted", r#"{"entries":[8],"reason":"Too much."}"#)).unwrap();
    let refusal = history.record(correcting("p-3", 11, &[number(12)])).unwrap_err();
    assert_eq!(refusal, Refusal::Stays { number: number(12) });
}

#[test]
fn who_came_stays_though_whoever_said_so_turns_out_not_to_have_been_there() {
    let mut history = opened();
    history.record(act("p-2", 10, "person_entered", r#"{"person":"p-6","role":"social_worker"}"#)).unwrap();
    assert_eq!(history.warnings(), []);
    let mut also = history.clone();
    history.record(correcting("p-3", 11, &[number(2)])).unwrap();
    tells_what_is_in_effect(&history);
    assert_eq!(history.warnings(), [Warning::UnknownAuthor { number: number(6) }]);
    assert_eq!(reloaded(&history).warnings(), history.warnings());
    // A correction of that correction looks at nothing else.
    history.record(correcting("p-6", 12, &[number(7)])).unwrap();
    assert_eq!((history.undone_by(number(2)), history.warnings()), (None, vec![]));
    tells_what_is_in_effect(&history);

    // What else they did rests on their having been there.
    also.record(act("p-2", 10, "contract_invited", r#"{"contract":"c-1","space":"joint_session"}"#)).unwrap();
    let refusal = also.record(correcting("p-3", 11, &[number(2)])).unwrap_err();
    assert_eq!(refusal, Refusal::Leaves { dependents: numbers([7]) });
}

#[test]
fn a_contract_comes_back_with_what_became_of_those_it_was_renewed_into() {
    let terms = format!(r#"{{"contract":"c-2","terms":{TERMS}}}"#);
    let reason = r#"{"contract":"c-2","reason":{"code":"no_capacity"}}"#;
    let agreed = [
        ("p-2", "terms_proposed", terms.as_str()),
        ("p-2", "terms_accepted", r#"{"contract":"c-2","version":1}"#),
        ("p-1", "terms_accepted", r#"{"contract":"c-2","version":1}"#),
        ("p-1", "contract_withdrawn", reason),
    ];
    let declined = [("p-1", "contract_declined", reason)];
    for becomes in [&declined[..], &agreed[..]] {
        let mut history = opened();
        let steps = [
            ("p-2", "contract_invited", r#"{"contract":"c-1","space":"joint_session"}"#),
            ("p-1", "contract_declined", r#"{"contract":"c-1","reason":{"code":"no_capacity"}}"#),
            ("p-2", "contract_invited", r#"{"contract":"c-2","space":"joint_session"}"#),
            ("p-1", "contract_renewed", r#"{"contract":"c-1","successor":{"here":"c-2"}}"#),
        ];
        // Once the other has come to nothing, it may be renewed elsewhere.
        let elsewhere = [(
            "p-1",
            "contract_renewed",
            r#"{"contract":"c-1","successor":{"elsewhere":{"cycle":"cy-2","contract":"c-1"}}}"#,
        )];
        for (hour, (by, code, data)) in (2..).zip(steps.iter().chain(becomes).chain(&elsewhere)) {
            history.record(act(by, hour, code, data)).unwrap();
        }
        let (before, last) = (history.clone(), history.entries().last().unwrap().number().get());
        // From the first invitation on, or from the link on, or only what became of the other and what rests on it.
        for from in [6, 9, 10] {
            let mut history = before.clone();
            let named = numbers(from..=last);
            assert_eq!(correct(&mut history, correcting("p-3", 20, &named)), []);
            assert_eq!(correct(&mut history, correcting("p-3", 21, &[number(last + 1)])), []);
            alike(history.cycle(), before.cycle(), &times(&history));
            assert_eq!(correct(&mut history, correcting("p-3", 22, &[number(last + 2)])), []);
            assert!(history.undone_by(number(last)).is_some());
        }
    }
}
