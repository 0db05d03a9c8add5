//! What is offered again is recorded already: by the same person, of the same time, kind and content, whenever and by whomever
//! it is recorded.
#![cfg(feature = "proptest")]
#![cfg_attr(
    feature = "proptest",
    expect(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing, reason = "the helpers of tests fail as tests do")
)]

use std::collections::BTreeMap;

use practice_cycle::correction::{EnteredInError, Redacted};
use practice_cycle::cycle::{Act, Entry};
use practice_cycle::history::{History, Recorded, Refusal};
use practice_cycle::id::{EntryNumber, PersonId};
use practice_cycle::moment::Moment;
use practice_cycle::people::Role;
use practice_cycle::strategy;
use practice_cycle::text::Text;
use proptest::prelude::*;
use serde_json::Value;

/// The shipped examples.
const EXAMPLES: [&str; 10] = [
    include_str!("../examples/data/boundary_moving.jsonl"),
    include_str!("../examples/data/boundary_seen_differently.jsonl"),
    include_str!("../examples/data/concurrent_contracts.jsonl"),
    include_str!("../examples/data/family_not_told.jsonl"),
    include_str!("../examples/data/hypotheses_reframe_unwelcome.jsonl"),
    include_str!("../examples/data/hypotheses_reframe_welcome.jsonl"),
    include_str!("../examples/data/statutory_path.jsonl"),
    include_str!("../examples/data/therapy_reframe_unwelcome.jsonl"),
    include_str!("../examples/data/turnover.jsonl"),
    include_str!("../examples/data/unwelcome_reframe.jsonl"),
];

/// Few cases, so that all tests together stay quick; `PROPTEST_CASES` asks for more.
fn config() -> ProptestConfig {
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { ProptestConfig::default().cases } else { 32 };
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

fn person(id: &str) -> PersonId {
    PersonId::new(id).unwrap()
}

fn number(number: u32) -> EntryNumber {
    EntryNumber::try_from(number).unwrap()
}

fn written(act: &Act) -> String {
    serde_json::to_string(act).unwrap()
}

/// All that counts of what is written: neither when nor by whom it was recorded.
fn content(act: &Act) -> Value {
    let mut value = serde_json::to_value(act).unwrap();
    let fields = value.as_object_mut().unwrap();
    fields.remove("recorded_at");
    fields.remove("recorded_by");
    value
}

/// The same content, with every text and every case taken out that a redaction would take out.
fn remains(act: &Act, redacted: &Entry) -> bool {
    fn fits(offered: &Value, left: &Value) -> bool {
        match (offered, left) {
            (_, left) if left == &serde_json::json!({"redacted": true}) => true,
            (Value::Object(one), Value::Object(other)) => {
                one.len() == other.len()
                    && one.iter().all(|(key, value)| other.get(key).is_some_and(|left| fits(value, left)))
            }
            (Value::Array(one), Value::Array(other)) => {
                one.len() == other.len() && one.iter().zip(other).all(|(one, other)| fits(one, other))
            }
            (one, other) => one == other,
        }
    }
    fits(&content(act), &content(redacted.act()))
}

fn has_tombstone(entry: &Entry) -> bool {
    written(entry.act()).contains(r#"{"redacted":true}"#)
}

/// Where an act ought to be found: the earliest in effect that says the same, or else the earliest.
fn expected(history: &History, act: &Act) -> Option<Recorded> {
    let same =
        |entry: &&Entry| if has_tombstone(entry) { remains(act, entry) } else { content(act) == content(entry.act()) };
    let found: Vec<&Entry> = history.entries().iter().filter(same).collect();
    let in_effect = found.iter().find(|entry| history.undone_by(entry.number()).is_none());
    let entry = in_effect.or(found.first())?;
    let (number, redacted) = (entry.number(), has_tombstone(entry));
    Some(Recorded { number, redacted, taken_back_by: history.undone_by(number) })
}

/// Asserts that an act is found where it ought to be, and refused as that, live and loaded, whenever it is recorded.
#[track_caller]
fn is_found(history: &History, loaded: Option<&History>, act: &Act) {
    let found = expected(history, act);
    let last = history.cycle().last_recorded();
    for (at, by) in [(act.recorded_at, None), (last, Some("p-77")), (Moment::EARLIEST, None), (Moment::LATEST, Some("p-1"))]
    {
        let again = Act { recorded_by: by.map(person), ..act.clone().recorded(at) };
        assert_eq!(history.recorded(&again), found, "{}", written(&again));
        if let Some(loaded) = loaded {
            assert_eq!(loaded.recorded(&again), found, "loaded: {}", written(&again));
        }
        let Some(Recorded { number, redacted, taken_back_by }) = found else { continue };
        let refusal = match taken_back_by {
            None => Refusal::AlreadyRecorded { number, redacted },
            Some(by) => Refusal::TakenBack { number, by, redacted },
        };
        assert_eq!(refusal.is_already_so(), taken_back_by.is_none());
        assert_eq!(history.judge(&again), Err(refusal.clone()), "{}", written(&again));
        assert_eq!(history.clone().record(again.clone()).map(drop), Err(refusal), "{}", written(&again));
    }
}

fn reloaded(history: &History) -> History {
    let mut stored = Vec::new();
    history.write(&mut stored).unwrap();
    History::read(stored.as_slice()).unwrap()
}

/// Asserts that everything recorded is found: in the whole, and after each entry.
#[track_caller]
fn all_is_found(history: &History, originals: &BTreeMap<EntryNumber, Act>, every: usize) {
    let mut prefix = History::default();
    for (place, entry) in history.entries().iter().enumerate() {
        prefix.append(entry.clone()).unwrap();
        is_found(&prefix, None, entry.act());
        if place % every == 0 {
            prefix.entries().iter().for_each(|entry| is_found(&prefix, None, entry.act()));
        }
    }
    let loaded = reloaded(history);
    for entry in history.entries() {
        is_found(history, Some(&loaded), entry.act());
        if let Some(original) = originals.get(&entry.number()) {
            is_found(history, Some(&loaded), original);
        }
    }
}

/// The same content but for one thing, in every way in which a line can be changed so that it still reads.
fn otherwise(act: &Act) -> Vec<Act> {
    fn changed(value: &Value) -> Vec<Value> {
        match value {
            Value::Bool(it) => vec![Value::Bool(!it)],
            Value::Number(it) => vec![(it.as_u64().unwrap_or_default() + 1).into()],
            Value::String(it) => {
                let words =
                    ["social_worker", "manager", "parent", "shared", "clinician", "present", "home_visit", "core_group"];
                let mut all: Vec<Value> = words.iter().map(|&word| word.into()).collect();
                all.extend([
                    format!("{it}x").into(),
                    it.replace("T09", "T08").into(),
                    it.replacen("2026", "2025", 1).into(),
                ]);
                all
            }
            Value::Array(list) => {
                let mut all: Vec<Value> = Vec::new();
                for place in 0..list.len() {
                    let mut fewer = list.clone();
                    fewer.remove(place);
                    all.push(fewer.into());
                    all.extend(changed(&list[place]).into_iter().map(|value| {
                        let mut list = list.clone();
                        list[place] = value;
                        list.into()
                    }));
                }
                all
            }
            Value::Object(map) => {
                let mut all: Vec<Value> = Vec::new();
                for (key, value) in map {
                    let mut fewer = map.clone();
                    fewer.remove(key);
                    all.push(fewer.into());
                    all.extend(changed(value).into_iter().map(|value| {
                        let mut map = map.clone();
                        map.insert(key.clone(), value);
                        map.into()
                    }));
                }
                all
            }
            Value::Null => Vec::new(),
        }
    }
    let all = changed(&serde_json::to_value(act).unwrap());
    let acts = all.into_iter().filter_map(|value| serde_json::from_value::<Act>(value).ok());
    acts.filter(|other| content(other) != content(act)).collect()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn everything_recorded_is_recorded_already(history in strategy::history(0..50)) {
        all_is_found(&history, &BTreeMap::new(), 12);
    }

    #[test]
    fn what_differs_in_anything_is_never_the_same(history in strategy::history(0..25)) {
        for entry in history.entries().iter().filter(|entry| !has_tombstone(entry)) {
            for other in otherwise(entry.act()) {
                // It may be what another entry says.
                if let Some(found) = history.recorded(&other) {
                    prop_assert_eq!(Some(found), expected(&history, &other));
                    prop_assert!(found.number != entry.number(), "{}", written(&other));
                }
            }
        }
    }

    #[test]
    fn what_was_redacted_is_compared_by_what_remains(history in strategy::history(5..40), places in proptest::collection::vec(any::<u8>(), 1..5)) {
        let originals: BTreeMap<EntryNumber, Act> = history.entries().iter().map(|entry| (entry.number(), entry.act().clone())).collect();
        let mut history = history;
        for place in places {
            let entries = vec![history.entries()[usize::from(place) * history.entries().len() / 256].number()];
            let redacted = Redacted { entries, reason: Text::new("Asked for.").unwrap() };
            let at = history.cycle().last_recorded();
            let _ = history.record(Act::new(redacted, person("p-3"), at));
        }
        let fresh = |act: &Act| !written(act).contains(r#"{"redacted":true}"#);
        let originals = originals.into_iter().filter(|(_, act)| fresh(act)).collect();
        all_is_found(&history, &originals, 12);
    }

    #[test]
    fn what_was_taken_back_is_found_so_and_after_that_was_taken_back_too_as_before(history in strategy::history(10..50), place in any::<u8>()) {
        let mut history = history;
        let wrong = history.entries()[usize::from(place) * history.entries().len() / 256].number();
        let slip = |history: &History, number| {
            let at = Moment::new(history.cycle().last_recorded().to_utc() + chrono::TimeDelta::hours(1)).unwrap();
            Act::new(EnteredInError { entries: vec![number], reason: Text::new("A slip.").unwrap() }, person("p-3"), at)
        };
        let correction = slip(&history, wrong);
        if history.record(correction.clone()).is_ok() {
            let by = history.entries().last().unwrap().number();
            all_is_found(&history, &BTreeMap::new(), 20);
            let back = slip(&history, by);
            if history.record(back.clone()).is_ok() {
                let last = history.entries().last().unwrap().number();
                prop_assert_eq!(history.judge(&back), Err(Refusal::AlreadyRecorded { number: last, redacted: false }));
                prop_assert_eq!(history.judge(&correction), Err(Refusal::TakenBack { number: by, by: last, redacted: false }));
                all_is_found(&history, &BTreeMap::new(), 20);
            }
        }
    }
}

#[test]
fn everything_in_the_examples_is_recorded_already() {
    for lines in EXAMPLES {
        all_is_found(&History::read(lines.as_bytes()).unwrap(), &BTreeMap::new(), usize::MAX);
    }
    let acts = include_str!("../examples/data/acts.jsonl").lines().filter_map(|line| serde_json::from_str::<Act>(line).ok());
    let mut history = History::default();
    acts.for_each(|act| _ = history.record(act));
    assert!(!history.entries().is_empty());
    all_is_found(&history, &BTreeMap::new(), 1);
}

// Small cases, after kinds of faults that are reported in public.

/// An act as who, when it occurred, when it was recorded, what and with which data; days are of June 2026.
#[track_caller]
fn offer(by: &str, at: &str, recorded: &str, code: &str, data: &str) -> Act {
    let (at, recorded) = (format!("2026-06-{at}:00:00Z"), format!("2026-06-{recorded}:00:00Z"));
    let line = format!(r#"{{"type":"{code}","occurred_at":"{at}","recorded_at":"{recorded}","by":"{by}","data":{data}}}"#);
    serde_json::from_str(&line).unwrap_or_else(|error| panic!("{line}: {error}"))
}

fn recorded(acts: &[Act]) -> Vec<Result<(), Refusal>> {
    let mut history = History::default();
    acts.iter().map(|act| history.record(act.clone()).map(drop)).collect()
}

fn already(number: EntryNumber) -> Result<(), Refusal> {
    Err(Refusal::AlreadyRecorded { number, redacted: false })
}

const OPEN: &str = r#"{"cycle":"cy-1","format":1,"clinician":"cl","team":"t-1"}"#;

#[test]
fn an_opening_is_sent_again_after_a_later_entry() {
    let open = offer("m", "01T08", "01T08", "cycle_opened", OPEN);
    let entered = offer("m", "01T09", "01T09", "person_entered", r#"{"person":"m","role":"manager"}"#);
    let later = open.clone().recorded(Moment::LATEST);
    assert_eq!(recorded(&[open.clone(), entered, open, later])[2..], [already(number(1)), already(number(1))]);
}

#[test]
fn the_opening_of_another_cycle_is_another() {
    let open = offer("m", "01T08", "01T08", "cycle_opened", OPEN);
    let another = r#"{"cycle":"cy-2","format":1,"clinician":"d","team":"t-2"}"#;
    let answer = recorded(&[open, offer("x", "11T08", "11T08", "cycle_opened", another)]).remove(1).unwrap_err();
    assert_eq!((answer.code(), answer.is_already_so()), ("attachment.already_open", false));
}

#[test]
fn a_repeated_entering_does_not_change_the_role_back() {
    let entered =
        |at: &str, role: &str| offer("m", at, at, "person_entered", &format!(r#"{{"person":"a","role":"{role}"}}"#));
    let mut history = History::default();
    history.record(offer("m", "01T09", "01T09", "cycle_opened", OPEN)).unwrap();
    history.record(entered("01T09", "social_worker")).unwrap();
    history.record(entered("01T10", "manager")).unwrap();
    let other = entered("01T10", "social_worker");
    history.record(other.clone()).unwrap();
    assert_eq!(history.record(entered("01T10", "manager")).map(drop), already(number(3)));
    assert_eq!(history.record(other).map(drop), already(number(4)));
    assert_eq!(history.record(entered("01T09", "social_worker")).map(drop), already(number(2)));
    assert_eq!(history.cycle().role_at(&person("a"), Moment::LATEST), Some(Role::SocialWorker));
}

#[test]
fn a_late_repeat_of_what_was_entered_in_error_is_not_recorded_anew() {
    let invited = offer("a", "02T09", "02T10", "contract_invited", r#"{"contract":"c-1","space":"home_visit"}"#);
    let slip = offer("cl", "03T12", "03T12", "entered_in_error", r#"{"entries":[3],"reason":"A slip."}"#);
    let back = offer("cl", "03T14", "03T14", "entered_in_error", r#"{"entries":[4],"reason":"It was none."}"#);
    let again = invited.clone().recorded(Moment::LATEST);
    let answers = recorded(&[
        offer("m", "01T09", "01T09", "cycle_opened", OPEN),
        offer("m", "01T09", "01T09", "person_entered", r#"{"person":"a","role":"social_worker"}"#),
        invited,
        slip.clone(),
        again.clone(),
        back.clone(),
        again,
        back,
        slip,
    ]);
    let taken_back = Refusal::TakenBack { number: number(3), by: number(4), redacted: false };
    assert_eq!(
        taken_back.to_string(),
        "that was recorded as entry 3 and taken back by entry 4; if that was a mistake, mark entry 4 as entered in error"
    );
    let slip = Err(Refusal::TakenBack { number: number(4), by: number(5), redacted: false });
    assert_eq!(answers[4..], [Err(taken_back), Ok(()), already(number(3)), already(number(5)), slip]);
}

#[test]
fn what_moves_no_stage_is_admitted_late_and_sent_again() {
    let terms = r#"{"contract":"c-1","terms":{"focus":{"code":"engage_parent"},"goal":"G.","lead":"clinician","roles":{"notes":"social_worker","statutory_process":"social_worker","context":"shared","asking":"clinician","reflecting":"clinician","safeguarding":"social_worker"},"safeguarding":"none_known","duration":{"until":{"ends":"2026-09-30"}},"family_understanding":"U."}}"#;
    let review = r#"{"contract":"c-1","with":["a"]}"#;
    let session = r#"{"session":"s-1","cover":{"contract":"c-1"},"space":"joint_session","present":["a","cl"]}"#;
    let accepted = r#"{"contract":"c-1","version":1}"#;
    let simple = r#"{"contract":"c-1"}"#;
    let acts = [
        offer("m", "01T08", "01T08", "cycle_opened", OPEN),
        offer("m", "01T08", "01T08", "person_entered", r#"{"person":"a","role":"social_worker"}"#),
        offer("m", "01T08", "01T08", "person_entered", r#"{"person":"m","role":"manager"}"#),
        offer("a", "02T09", "02T09", "contract_invited", r#"{"contract":"c-1","space":"joint_session"}"#),
        offer("a", "03T10", "03T10", "terms_proposed", terms),
        offer("a", "03T11", "03T11", "terms_accepted", accepted),
        offer("cl", "03T12", "03T12", "terms_accepted", accepted),
        offer("cl", "04T09", "04T09", "contract_begun", simple),
        offer("a", "10T09", "10T09", "contract_suspended", r#"{"contract":"c-1","reason":{"code":"legal_status_changed"}}"#),
        offer("cl", "08T09", "12T09", "contract_reviewed", review),
        offer("cl", "08T10", "12T10", "session_held", session),
        offer("a", "15T09", "15T09", "contract_resumed", simple),
        offer("a", "20T09", "20T09", "contract_completed", simple),
        offer("cl", "18T09", "22T09", "contract_reviewed", review),
        offer("cl", "18T09", "22T09", "party_replaced", r#"{"contract":"c-1","party":"a","successor":"m"}"#),
    ];
    assert!(recorded(&acts).iter().all(Result::is_ok), "{:?}", recorded(&acts));
    let twice = recorded(&[&acts[..], &acts[..]].concat());
    for (place, answer) in twice[acts.len()..].iter().enumerate() {
        assert_eq!(*answer, already(number(place as u32 + 1)));
    }
}

#[test]
fn a_role_that_an_act_names_is_content_and_who_wrote_it_down_is_not() {
    let entered = offer("m", "01T09", "01T09", "person_entered", r#"{"person":"a","role":"social_worker"}"#);
    let mut history = History::default();
    history.record(offer("m", "01T09", "01T09", "cycle_opened", OPEN)).unwrap();
    history.record(entered.clone()).unwrap();
    assert_eq!(history.judge(&entered.clone().recorded_by(person("clerk"))), already(number(2)));
    for other in otherwise(&entered) {
        assert_eq!(history.recorded(&other), None, "{}", written(&other));
    }
}

#[test]
fn sending_everything_twice_costs_as_much_again() {
    let sent = |count: usize| {
        let mut history = History::default();
        history.record(offer("m", "01T09", "01T09", "cycle_opened", OPEN)).unwrap();
        history.record(offer("m", "01T09", "01T09", "person_entered", r#"{"person":"a","role":"social_worker"}"#)).unwrap();
        history
            .record(offer("a", "01T10", "01T10", "change_noticed", r#"{"change":"ch","what":"belief","words":"W."}"#))
            .unwrap();
        // All at one instant, about one thing, told apart by their words alone.
        let words = |place: usize| format!(r#"{{"change":"ch","words":"W {place}."}}"#);
        let acts: Vec<Act> =
            (0..count).map(|place| offer("a", "01T10", "01T10", "change_witnessed", &words(place))).collect();
        acts.iter().for_each(|act| _ = history.record(act.clone()).unwrap());
        let again = allocation_counter::measure(|| {
            for act in &acts {
                assert!(history.judge(act).unwrap_err().is_already_so());
            }
        });
        again.count_total
    };
    let (few, many) = (sent(100), sent(1_600));
    assert!(many <= 16 * few + 64, "{few} allocations for a hundred, {many} for sixteen hundred");
}
