//! Laws that hold of every history: what was decided replays, what is repeated adds nothing, and a correction leaves what the
//! rest amounts to.
#![cfg(feature = "proptest")]
#![cfg_attr(
    feature = "proptest",
    expect(clippy::panic, clippy::unwrap_used, reason = "in the helpers of tests, where a slip is a failed test")
)]

use std::collections::BTreeSet;
use std::fmt::Debug;

use practice_cycle::code::{Code, CodeSet};
use practice_cycle::contracting::{
    Coded, Contract, FocusKind, Kind as StepKind, NeedsWords, Origin, ReasonCode, Roles, Stage, Task,
};
use practice_cycle::correction::{self, CasesMerged, EnteredInError};
use practice_cycle::cycle::{Act, Applied, Cycle, Entry, Event, Kind};
use practice_cycle::deciding;
use practice_cycle::history::{self, History, Refusal};
use practice_cycle::id::{ContractId, CycleId, EntryNumber, PersonId, SessionId};
use practice_cycle::intervening;
use practice_cycle::moment::Moment;
use practice_cycle::people::{Role, Side};
use practice_cycle::reporting::Score;
use practice_cycle::strategy;
use practice_cycle::text::{CaseRef, MAX_CHARS, Text};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

fn person(number: usize) -> PersonId {
    PersonId::new(&format!("p-{number}")).unwrap()
}

fn contract(number: usize) -> ContractId {
    ContractId::new(&format!("c-{number}")).unwrap()
}

fn stored(history: &History) -> String {
    let mut stored = Vec::new();
    history.write(&mut stored).unwrap();
    String::from_utf8(stored).unwrap()
}

fn is_correction(event: &Event) -> bool {
    matches!(event, Event::Correction(_))
}

/// Every time at which something occurred or was recorded, and the ends of time.
fn times(history: &History) -> Vec<Moment> {
    let both = history.entries().iter().flat_map(|entry| [entry.act().occurred_at, entry.act().recorded_at]);
    let times: BTreeSet<Moment> = both.chain([Moment::EARLIEST, Moment::LATEST]).collect();
    times.into_iter().collect()
}

/// Asserts that two cycles answer alike, as far as anybody can ask.
#[track_caller]
fn same(left: &Cycle, right: &Cycle, history: &History, probes: &[Act]) {
    assert_eq!((left.id(), left.team(), left.closed_at()), (right.id(), right.team(), right.closed_at()));
    assert_eq!(left.contracts().count(), right.contracts().count());
    let times = times(history);
    for number in 1..=10 {
        for &at in &times {
            assert_eq!(left.role_at(&person(number), at), right.role_at(&person(number), at), "p-{number} at {at}");
        }
    }
    for number in 1..=4 {
        let id = contract(number);
        let (one, other) = (left.contract(&id), right.contract(&id));
        assert_eq!(one.map(Contract::opened), other.map(Contract::opened), "{id}");
        let (Some(one), Some(other)) = (one, other) else { continue };
        assert_eq!(one.last_step(), other.last_step(), "{id}");
        for &at in &times {
            assert_eq!(one.latest_stage(at), other.latest_stage(at), "{id} as of {at}");
            assert_eq!(one.stage_at(at), other.stage_at(at), "{id} at {at}");
            assert_eq!(one.is_review_overdue(at), other.is_review_overdue(at), "{id} as of {at}");
        }
        for who in 1..=10 {
            for at in [one.last_step(), Moment::LATEST] {
                let (one, other) = (left.possible(&person(who), &id, at), right.possible(&person(who), &id, at));
                assert_eq!(one.ok(), other.ok(), "p-{who} about {id} at {at}");
            }
        }
    }
    for act in probes {
        let later = act.clone().recorded(Moment::LATEST);
        assert_eq!(left.judge(&later).is_ok(), right.judge(&later).is_ok(), "{act:?}");
    }
}

/// Few cases, so that all tests together stay quick; `PROPTEST_CASES` asks for more.
fn config() -> ProptestConfig {
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { ProptestConfig::default().cases } else { 48 };
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// Without the correction itself, which is named where whoever makes it would no longer have been there.
fn but_itself(mut dependents: Vec<EntryNumber>, history: &History) -> Vec<EntryNumber> {
    dependents.retain(|&number| number != history.cycle().next_number());
    dependents
}

/// Whether entries are told otherwise than they are stored; then they cannot be recorded afresh as they are.
fn is_told_otherwise(history: &History) -> bool {
    // Where a merger of cases was redacted, it is not known which cases are one.
    let is_unclear = |entry: &Entry| CasesMerged::of(entry.event()).is_some_and(|data| data.case.as_str().is_none());
    history.entries().iter().any(|entry| is_unclear(entry) || history.corrected(entry.number()) != Some(entry))
}

/// The entries that could not have happened without some others: told by recording everything else afresh.
fn left_in_the_air(history: &History, errors: &[EntryNumber]) -> Vec<EntryNumber> {
    let mut cycle = Cycle::default();
    let (mut told, mut misfits) = (Vec::new(), Vec::new());
    for entry in history.entries() {
        let number = entry.number();
        let in_effect = history.undone_by(number).is_none() && !errors.contains(&number);
        if is_correction(entry.event()) {
            let by = cycle.actor_at(&entry.act().by, entry.act().occurred_at);
            if in_effect && by.is_none_or(|by| by.role.side() == Side::Family) {
                misfits.push(number);
            }
        } else if in_effect {
            // Applied as the entry it is: what was redacted cannot be offered, nor what looks alike to a cycle.
            let mut entry = entry.clone().into_act();
            if let Event::Deciding(deciding::Event::DutyWaived(data)) = &mut entry.event {
                // Numbers move up where entries are left out, and so does the number that a waiver names.
                let now = |opened: EntryNumber| told.iter().filter(|&&number| number <= opened).count().max(1);
                data.opened_by = data.opened_by.map(|opened| EntryNumber::try_from(now(opened) as u32).unwrap());
            }
            if let Event::Intervening(intervening::Event::ConsentGiven(data)) = &mut entry.event {
                let now = |named: &EntryNumber| told.iter().filter(|&&number| number <= *named).count().max(1);
                data.entries = data.entries.iter().map(|named| EntryNumber::try_from(now(named) as u32).unwrap()).collect();
            }
            let again = numbered(cycle.next_number(), &entry);
            if cycle.evolve(&again).is_ok() { told.push(number) } else { misfits.push(number) }
        }
    }
    misfits
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_was_decided_replays(history in strategy::history(0..120)) {
        let mut again = History::default();
        for entry in history.entries() {
            again.append(entry.clone()).unwrap();
        }
        prop_assert_eq!(again.entries(), history.entries());
        same(again.cycle(), history.cycle(), &history, &[]);
    }

    #[test]
    fn the_two_halves_do_what_the_whole_does(history in strategy::history(0..120)) {
        let (mut whole, mut halves) = (Cycle::default(), Cycle::default());
        for entry in history.entries().iter().filter(|entry| !is_correction(entry.event())) {
            // Entries that rest on nothing but entries since corrected may be refused here; both must say so.
            let act = entry.act().clone();
            let judged = whole.judge(&act);
            let decided = halves.decide(act.clone());
            prop_assert_eq!(judged, decided.as_ref().map(drop).map_err(|refusal| *refusal));
            if let Ok(decided) = decided {
                let moved = halves.evolve(&decided).unwrap();
                prop_assert_eq!(whole.record(act).unwrap(), (decided, moved));
            }
        }
        same(&whole, &halves, &history, &[]);
    }

    #[test]
    fn a_round_trip_changes_nothing(history in strategy::history(0..120)) {
        let lines = stored(&history);
        let loaded = History::read(lines.as_bytes()).unwrap();
        prop_assert_eq!(loaded.entries(), history.entries());
        prop_assert_eq!(stored(&loaded), lines);
        same(loaded.cycle(), history.cycle(), &history, &[]);
        for entry in history.entries() {
            prop_assert_eq!(loaded.undone_by(entry.number()), history.undone_by(entry.number()));
            prop_assert_eq!(loaded.redacted_by(entry.number()), history.redacted_by(entry.number()));
        }
    }

    #[test]
    fn a_person_is_found_wherever_a_stored_line_has_their_reference(history in strategy::history(0..120), number in 1_usize..=10) {
        let found = history.appearances(&person(number));
        let quoted = format!("\"p-{number}\"");
        for (line, entry) in stored(&history).lines().zip(history.entries()) {
            let here: Vec<_> = found.iter().filter(|appearance| appearance.number == entry.number()).collect();
            prop_assert_eq!(here.len(), line.matches(&quoted).count(), "{}", line);
            for appearance in here {
                let path = format!("/{}", appearance.part.path().replace(['.', '['], "/").replace(']', ""));
                let written: serde_json::Value = serde_json::from_str(line).unwrap();
                prop_assert_eq!(written.pointer(&path).and_then(|there| there.as_str()), Some(quoted.trim_matches('"')));
                prop_assert_eq!(appearance.undone_by, history.undone_by(entry.number()));
                prop_assert_eq!(appearance.redacted_by, history.redacted_by(entry.number()));
            }
        }
        let all: Vec<_> = history::appearances([&history], &person(number)).collect();
        let expected = if found.is_empty() { vec![] } else { vec![(history.cycle().id().unwrap(), found)] };
        prop_assert_eq!(all, expected);
    }

    #[test]
    fn what_is_said_to_have_text_can_be_redacted(history in strategy::history(0..80), number in 1_usize..=10) {
        for appearance in history.appearances(&person(number)) {
            let redacted = correction::Redacted { entries: vec![appearance.number], reason: Text::new("Asked for.").unwrap() };
            let at = history.cycle().last_recorded();
            let answer = history.judge(&Act::new(redacted, person(1), at));
            if matches!(answer, Err(Refusal::Act(_))) {
                continue; // Whoever asks is not there.
            }
            let nothing = answer == Err(Refusal::NothingToRedact { number: appearance.number });
            prop_assert_eq!(nothing, !appearance.has_text && appearance.redacted_by.is_none());
        }
    }

    #[test]
    fn a_history_without_its_words_tells_the_same(history in strategy::history(0..120)) {
        let bare = history.without_words().unwrap();
        prop_assert_eq!(bare.entries().len(), history.entries().len());
        for (kept, entry) in bare.entries().iter().zip(history.entries()) {
            prop_assert_eq!(kept.event().kind(), entry.event().kind());
            prop_assert_eq!(&kept.act().by, &entry.act().by);
        }
        for (id, whole) in history.contracts() {
            prop_assert_eq!(bare.cycle().contract(id).unwrap().stages(Moment::LATEST), whole.stages(Moment::LATEST));
        }
        let numbered: Vec<String> = (1..=history.cases().len()).map(|place| format!("case-{place}")).collect();
        prop_assert_eq!(bare.cases().into_iter().filter_map(CaseRef::as_str).collect::<Vec<_>>(), numbered);
        prop_assert_eq!(stored(&bare.without_words().unwrap()), stored(&bare), "there is nothing left to strike");
    }

    #[test]
    fn every_act_can_be_read_as_it_is_written(acts in strategy::acts(40)) {
        for act in acts {
            let written = serde_json::to_string(&act).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Act>(&written).unwrap(), &act);
        }
    }

    #[test]
    fn no_act_leads_where_the_table_does_not(
        history in strategy::history(0..80),
        acts in strategy::acts(60),
    ) {
        let mut again = History::default();
        for entry in history.entries() {
            lawful(entry.event().kind(), again.append(entry.clone()).unwrap());
        }
        let mut history = history;
        for act in acts {
            let last = history.cycle().last_recorded();
            let act = Act { recorded_at: act.recorded_at.max(last), ..act };
            let kind = act.event.kind();
            let judged = history.judge(&act);
            let before = history.entries().len();
            match history.record(act) {
                Err(refusal) => {
                    prop_assert_eq!(judged, Err(refusal));
                    prop_assert_eq!(history.entries().len(), before);
                }
                Ok((entry, applied)) => {
                    prop_assert_eq!(judged, Ok(()));
                    prop_assert_eq!(entry.number().get() as usize, before + 1);
                    lawful(kind, applied);
                }
            }
        }
    }

    #[test]
    fn what_is_repeated_is_already_so(history in strategy::history(0..120)) {
        let mut again = History::default();
        for entry in history.entries() {
            again.append(entry.clone()).unwrap();
            // What a redaction took away cannot be offered again.
            if stored_entry(entry).contains(r#"{"redacted":true}"#) {
                continue;
            }
            let refusal = again.judge(entry.act());
            prop_assert!(
                refusal.as_ref().is_err_and(Refusal::is_already_so),
                "{}, offered again: {refusal:?}", entry.event().kind().code(),
            );
        }
    }

    #[test]
    fn every_view_tells_a_cycle(history in strategy::history(0..120), as_of in 0..1000_usize, known_at in 0..1000_usize) {
        let times = times(&history);
        let (as_of, known_at) = (times[as_of % times.len()], times[known_at % times.len()]);
        let view = history.view(as_of, known_at);
        // Debug assertions are part of the test: telling must never meet a misfit.
        let cycle = view.cycle();
        prop_assert!(view.entries().iter().all(|entry| entry.act().occurred_at <= as_of));
        prop_assert!(view.entries().iter().all(|entry| entry.act().recorded_at <= known_at));
        prop_assert_eq!(cycle.id().is_some(), !view.entries().is_empty());
        prop_assert_eq!(view.by_occurrence().len(), view.entries().len());
    }

    #[test]
    fn a_cycle_is_what_the_entries_in_effect_tell(
        history in strategy::history(0..140),
        probes in strategy::acts(30),
    ) {
        let view = history.view(Moment::LATEST, Moment::LATEST);
        let told = view.cycle();
        same(history.cycle(), told, &history, &probes);
    }

    #[test]
    fn a_correction_leaves_what_the_rest_tells(
        history in strategy::history(20..100),
        wrong in vec(1..100_u32, 1..3),
        probes in strategy::acts(30),
    ) {
        let mut corrected = history.clone();
        let last = history.cycle().last_recorded();
        let wrong: Vec<EntryNumber> = wrong.iter().map(|&number| EntryNumber::try_from(number).unwrap()).collect();
        let error = EnteredInError { entries: wrong.clone(), reason: Text::new("A slip.").unwrap() };
        let act = Act::new(error, person(3), last);
        match corrected.record(act.clone()).map(drop) {
            Ok(()) => {
                if !is_told_otherwise(&history) {
                    prop_assert_eq!(left_in_the_air(&history, &wrong), []);
                }
                let view = corrected.view(Moment::LATEST, Moment::LATEST);
                let told = view.cycle();
                same(corrected.cycle(), told, &corrected, &probes);
                prop_assert!(corrected.judge(&act).unwrap_err().is_already_so());
            }
            Err(refusal) => {
                same(corrected.cycle(), history.cycle(), &history, &probes);
                prop_assert_eq!(stored(&corrected), stored(&history));
                if let (Refusal::Leaves { dependents }, false) = (refusal, is_told_otherwise(&history)) {
                    let misfits = left_in_the_air(&history, &wrong);
                    prop_assert_eq!(but_itself(dependents, &history), misfits);
                }
            }
        }
    }

    #[test]
    fn a_correction_is_refused_just_where_the_rest_could_not_have_happened(history in strategy::history(30..90)) {
        prop_assume!(!is_told_otherwise(&history));
        let last = history.cycle().last_recorded();
        let wrong = history.entries().iter().skip(1).filter(|entry| !is_correction(entry.event()));
        for number in wrong.map(|entry| entry.number()) {
            let error = EnteredInError { entries: vec![number], reason: Text::new("A slip.").unwrap() };
            let judged = history.judge(&Act::new(error, person(1), last));
            let misfits = left_in_the_air(&history, &[number]);
            match judged {
                Ok(()) => prop_assert_eq!(misfits, [], "entry {} was taken back", number),
                Err(Refusal::Leaves { dependents }) => {
                    let dependents = but_itself(dependents, &history);
                    prop_assert_eq!(dependents, misfits, "without entry {}\n{}", number, stored(&history));
                }
                Err(_) => {}
            }
        }
    }

    #[test]
    fn what_was_known_before_a_correction_is_still_seen(history in strategy::history(20..80), from in 0..60_usize) {
        let last = history.cycle().last_recorded();
        let later = Moment::new(last.to_utc() + chrono::TimeDelta::hours(1)).unwrap();
        let numbers = |view: practice_cycle::history::View<'_>| -> Vec<EntryNumber> {
            view.entries().iter().map(|entry| entry.number()).collect()
        };
        let mut corrected = history.clone();
        let entries = history.entries().iter().filter(|entry| !is_correction(entry.event()));
        let mut wrong = entries.map(|entry| entry.number()).skip(from);
        let wrong = wrong.find(|&number| {
            let error = EnteredInError { entries: vec![number], reason: Text::new("A slip.").unwrap() };
            corrected.record(Act::new(error, person(3), later)).is_ok()
        });
        if let Some(wrong) = wrong {
            let before = numbers(history.view(Moment::LATEST, last));
            let still = numbers(corrected.view(Moment::LATEST, last));
            let mut since = numbers(corrected.view(Moment::LATEST, later));
            prop_assert_eq!(&before, &still);
            prop_assert!(!since.contains(&wrong));
            since.push(wrong);
            since.sort_unstable();
            prop_assert_eq!(since, before);
        }
    }

    #[test]
    fn what_is_open_to_somebody_is_refused_for_no_reason_but_its_words(history in strategy::history(0..100)) {
        let at = history.cycle().last_recorded();
        for (id, contract) in history.contracts() {
            for number in 1..=9 {
                let Ok(possible) = history.cycle().possible(&person(number), id, at) else { continue };
                for possibility in possible {
                    let Kind::Contracting(step) = possibility.kind else { panic!("{possibility:?}") };
                    // What moves no stage goes by where the contract stood.
                    prop_assert!(step.is_within() || contract.latest_stage(at).steps().has(step));
                    let data = possibility.kind.stored_example();
                    let code = possibility.kind.code();
                    let line = format!(
                        r#"{{"type":"{code}","occurred_at":"{at}","recorded_at":"{at}","by":"p-{number}","data":{data}}}"#
                    );
                    let line = line.replace(r#""contract":"c-1""#, &format!(r#""contract":"{id}""#));
                    let act: Act = serde_json::from_str(&line).unwrap();
                    let judged = history.judge(&act);
                    let code = judged.as_ref().err().map(Refusal::code);
                    let by_words = [
                        "contracting.gaps", "contracting.stale_version", "contracting.absurd_day", "contracting.reason_out_of_place", "contracting.not_joint", "contracting.not_a_party",
                        "contracting.not_a_successor", "contracting.successor_not_later", "contracting.reserved_decision", "cycle.unknown", "cycle.not_yet", "contracting.already_accepted", "contracting.reframes_nothing",
                    ];
                    // The very same may have been recorded at that instant, and may have been taken back since.
                    let again = ["history.already_recorded", "history.taken_back"];
                    let again = |code| again.contains(&code) && history.recorded(&act).is_some();
                    let fits = code.is_none_or(|code| by_words.contains(&code) || again(code));
                    prop_assert!(!possibility.is_open() || fits, "{} by p-{number} on {id}: {judged:?}", possibility.kind);
                    prop_assert!(possibility.is_open() || judged.is_err(), "{} by p-{number} on {id}", possibility.kind);
                }
            }
        }
    }

    #[test]
    fn texts_are_refused_alike_by_both_doors(words in any::<String>()) {
        alike(&words, Text::new);
        alike(&words, CaseRef::new);
        alike(&words, PersonId::new);
        alike(&words, |words| words.parse::<Moment>());
        // Most strings are neither; these are more often near.
        let near: String = words.chars().map(|c| char::from(c as u8 % 0x60 + 0x20)).collect();
        alike(&near, SessionId::new);
        alike(&near, CycleId::new);
        alike(&near, CaseRef::new);
    }

    #[test]
    fn moments_are_refused_alike_by_both_doors(year in 1898..2202_i32, rest in "-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{1,11})?(Z|z|\\+01:00|-23:59|)") {
        alike(&format!("{year:04}{rest}"), |words| words.parse::<Moment>());
    }

    #[test]
    fn numbers_are_refused_alike_by_both_doors(number in any::<i64>(), small in -3..300_i64) {
        for number in [number, small] {
            let written = number.to_string();
            let score = u8::try_from(number).ok().and_then(|number| Score::new(number).ok());
            prop_assert_eq!(serde_json::from_str::<Score>(&written).ok(), score);
            let entry = u32::try_from(number).ok().and_then(|number| EntryNumber::try_from(number).ok());
            prop_assert_eq!(serde_json::from_str::<EntryNumber>(&written).ok(), entry);
        }
    }

    #[test]
    fn sets_of_words_hold_each_once(places in vec(0..Side::ALL.len(), 0..6)) {
        let words: Vec<Side> = places.iter().map(|&place| Side::ALL[place]).collect();
        let codes: Vec<&str> = words.iter().map(|word| word.code()).collect();
        let written = serde_json::to_string(&codes).unwrap();
        let once = CodeSet::of(&words).len() == words.len();
        prop_assert_eq!(serde_json::from_str::<CodeSet<Side>>(&written).ok(), once.then(|| CodeSet::of(&words)));
    }
}

/// Asserts that a contract moved as the table says, and that nothing else moved one.
#[track_caller]
fn lawful(kind: Kind, applied: Applied) {
    match (kind, applied) {
        (Kind::Contracting(StepKind::ContractInvited), applied) => assert_eq!(applied, Applied::Opened),
        (Kind::Contracting(step), Applied::Contract(moved)) => {
            // What became active after its planned end has lapsed at once; what had lapsed stays so where a renewal is open.
            let lapsed_at_once = moved.to == Stage::Lapsed && moved.from != Stage::Lapsed;
            let entered = if lapsed_at_once { Stage::Active } else { moved.to };
            assert!(moved.from.after(step).has(entered), "{kind}: {moved}");
        }
        (kind, applied) => assert_eq!(applied, Applied::Noted, "{kind}"),
    }
}

/// An act as the entry with a number.
fn numbered(number: EntryNumber, act: &Act) -> practice_cycle::cycle::Entry {
    let line = serde_json::to_string(act).unwrap();
    serde_json::from_str(&line.replacen('{', &format!("{{\"number\":{number},"), 1)).unwrap()
}

fn stored_entry(entry: &practice_cycle::cycle::Entry) -> String {
    serde_json::to_string(entry).unwrap()
}

/// Asserts that what `new` refuses, `Deserialize` refuses, and that what both take is the same.
#[track_caller]
fn alike<T, E>(words: &str, new: impl Fn(&str) -> Result<T, E>)
where
    T: PartialEq + Debug + serde::Serialize + serde::de::DeserializeOwned,
{
    let made = new(words).ok();
    let read: Option<T> = serde_json::from_str(&serde_json::to_string(words).unwrap()).ok();
    assert_eq!(made, read, "{words:?}");
    // Out of order, data is kept as a value first; that door is no wider.
    let kept: Option<T> = serde_json::from_value(words.into()).ok();
    assert_eq!(made, kept, "{words:?}");
    if let Some(made) = made {
        let written = serde_json::to_string(&made).unwrap();
        assert_eq!(serde_json::from_str::<T>(&written).unwrap(), made, "{words:?}");
    }
}

#[test]
fn a_code_that_says_too_little_is_refused_by_both_doors() {
    assert_eq!(Coded::new(ReasonCode::Other, None), Err(NeedsWords));
    assert!(serde_json::from_str::<Coded<ReasonCode>>(r#"{"code":"other"}"#).is_err());
    assert!(serde_json::from_str::<Coded<FocusKind>>(r#"{"code":"other","words":null}"#).is_err());
    for &code in ReasonCode::ALL {
        let written = format!(r#"{{"code":"{}"}}"#, code.code());
        assert_eq!(serde_json::from_str(&written).ok(), Coded::new(code, None).ok());
    }
}

#[test]
fn the_longest_text_is_as_long_through_both_doors() {
    for length in [MAX_CHARS - 1, MAX_CHARS, MAX_CHARS + 1] {
        for letter in ["a", "é", "雨"] {
            alike(&letter.repeat(length), Text::new);
            alike(&format!(" {} ", letter.repeat(length)), Text::new);
        }
    }
    for id in ["", "a", "a b", "a\"", "a\\", "a\n", "é", &"a".repeat(128), &"a".repeat(129)] {
        alike(id, PersonId::new);
        alike(id, CaseRef::new);
    }
}

#[test]
fn a_task_is_settled_once() {
    assert!(serde_json::from_str::<Roles>(r#"{"notes":"shared","notes":"clinician"}"#).is_err());
    assert!(serde_json::from_str::<Roles>(r#"{"notes":null}"#).is_err());
    for &task in Task::ALL {
        let written = format!(r#"{{"{}":"shared"}}"#, task.code());
        let roles: Roles = serde_json::from_str(&written).unwrap();
        assert_eq!(roles, Roles::default().with(task, practice_cycle::contracting::Holder::Shared));
        assert_eq!(serde_json::to_string(&roles).unwrap(), written);
    }
}

#[test]
fn the_strategies_reach_every_kind_and_every_stage() {
    let mut runner = TestRunner::deterministic();
    let (mut offered, mut admitted, mut stages) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut undone = 0;
    for _ in 0..120 {
        let acts = strategy::acts(60).new_tree(&mut runner).unwrap().current();
        offered.extend(acts.iter().map(|act| act.event.kind()));
        let history = strategy::history(150).new_tree(&mut runner).unwrap().current();
        let mut again = History::default();
        for entry in history.entries() {
            admitted.insert(entry.event().kind());
            // Nothing leads to lapsed, but steps lead out of it.
            let moved = again.append(entry.clone()).unwrap().moved();
            stages.extend(moved.into_iter().flat_map(|moved| [moved.from, moved.to]));
            undone += usize::from(history.undone_by(entry.number()).is_some());
        }
        stages.extend(history.contracts().map(|(_, contract)| contract.latest_stage(Moment::LATEST)));
    }
    let missing = |kinds: &BTreeSet<Kind>| Kind::all().filter(|kind| !kinds.contains(kind)).collect::<Vec<_>>();
    assert_eq!(missing(&offered), []);
    assert_eq!(missing(&admitted), []);
    assert_eq!(stages, Stage::ALL.iter().copied().collect());
    assert!(undone > 100, "{undone} entries undone");
}

#[test]
fn the_simplest_history_is_what_failures_shrink_to() {
    let mut runner = TestRunner::deterministic();
    let mut tree = strategy::history(0..50).new_tree(&mut runner).unwrap();
    while tree.simplify() {}
    let simplest = tree.current();
    assert_eq!(simplest.entries().len(), 8, "only the people are in it");
    assert_eq!(simplest.cycle().role_at(&person(1), Moment::LATEST), Some(Role::Clinician));
    assert!(
        simplest.entries().iter().all(|entry| !matches!(entry.event(), Event::Correction(correction::Event::Redacted(_))))
    );
}

// The smallest cases that walks have found, or ought to have.

/// The cycle opened by one person, others in it, and then acts, each written as who, when, what and with which data.
#[track_caller]
fn recorded(opener: &str, acts: &[(&str, &str, &str, &str)]) -> Vec<Result<(), Refusal>> {
    let (mut history, _) = start(opener);
    acts.iter().map(|&(by, at, code, data)| history.record(written(by, at, code, data)).map(drop)).collect()
}

fn start(opener: &str) -> (History, Moment) {
    let at = "2026-03-01T09:00:00Z";
    let mut history = History::default();
    let open = r#"{"cycle":"cy-1","format":1,"clinician":"p-1","team":"t-1"}"#;
    history.record(written(opener, at, "cycle_opened", open)).unwrap();
    for (person, role) in [("p-2", "social_worker"), ("p-3", "manager"), ("p-4", "parent")] {
        let data = format!(r#"{{"person":"{person}","role":"{role}"}}"#);
        history.record(written("p-1", at, "person_entered", &data)).unwrap();
    }
    (history, at.parse().unwrap())
}

fn written(by: &str, at: &str, code: &str, data: &str) -> Act {
    let last = "2026-04-01T00:00:00Z".max(at);
    let recorded = if at.starts_with("2026-03-01T09:00:00Z") { at } else { last };
    let line = format!(r#"{{"type":"{code}","occurred_at":"{at}","recorded_at":"{recorded}","by":"{by}","data":{data}}}"#);
    practice_cycle::stored::parse(&line).unwrap_or_else(|error| panic!("{line}: {error}"))
}

#[test]
fn leaving_twice_is_already_so() {
    let left = ("p-1", "2026-03-02T09:00:00Z", "person_left", r#"{"person":"p-2"}"#);
    let answers = recorded("p-1", &[left, left]);
    assert_eq!(answers[0], Ok(()));
    assert!(answers[1].as_ref().is_err_and(Refusal::is_already_so), "{answers:?}");
}

#[test]
fn entering_again_after_leaving_at_the_same_instant_is_admitted_once() {
    let at = "2026-03-02T09:00:00Z";
    let left = ("p-1", at, "person_left", r#"{"person":"p-2"}"#);
    let entered = ("p-1", at, "person_entered", r#"{"person":"p-2","role":"social_worker"}"#);
    let answers = recorded("p-1", &[left, entered, entered]);
    assert_eq!(answers[..2], [Ok(()), Ok(())]);
    assert!(answers[2].as_ref().is_err_and(Refusal::is_already_so), "{answers:?}");
}

#[test]
fn a_concern_passed_to_two_people_at_once_is_passed_to_both() {
    let at = "2026-03-02T09:00:00Z";
    let answers = recorded(
        "p-1",
        &[
            ("p-1", at, "concern_raised", r#"{"concern":"co-1","what":"disclosure"}"#),
            ("p-1", at, "concern_passed_on", r#"{"concern":"co-1","to":"p-2"}"#),
            ("p-1", at, "concern_passed_on", r#"{"concern":"co-1","to":"p-3"}"#),
        ],
    );
    assert_eq!(answers, [Ok(()), Ok(()), Ok(())]);
}

#[test]
fn somebody_entered_late_can_be_named_from_when_they_were_there() {
    let answers = recorded(
        "p-1",
        &[
            ("p-1", "2026-03-05T09:00:00Z", "person_entered", r#"{"person":"p-7","role":"social_worker"}"#),
            ("p-1", "2026-03-02T09:00:00Z", "person_entered", r#"{"person":"p-7","role":"student_social_worker"}"#),
            ("p-7", "2026-03-03T09:00:00Z", "view_given", r#"{"view":"vi-1","contract":"c-1","words":"w"}"#),
            (
                "p-1",
                "2026-03-03T09:00:00Z",
                "occasion_of_joining",
                r#"{"occasion":"oc-1","place":"everyday","with":["p-7"]}"#,
            ),
        ],
    );
    assert_eq!(answers[1], Ok(()));
    assert_eq!(answers[2].as_ref().map_err(Refusal::code), Err("cycle.unknown"), "they act; only the contract is not there");
    assert_eq!(answers[3], Ok(()), "so they can be named too");
}

#[test]
fn a_correction_about_whoever_opened_the_cycle_does_not_bring_the_clinician_back() {
    let at = "2026-03-01T09:00:00Z";
    let (mut history, _) = start("p-3");
    history.record(written("p-1", at, "person_left", r#"{"person":"p-1"}"#)).unwrap();
    let entered = r#"{"person":"p-3","role":"social_worker"}"#;
    let later = "2026-03-02T09:00:00Z";
    let wrong = history.record(written("p-2", later, "person_entered", entered)).unwrap().0.number();
    assert_eq!(history.cycle().role_at(&person(1), Moment::LATEST), None);
    let correction = format!(r#"{{"entries":[{wrong}],"reason":"A slip."}}"#);
    history.record(written("p-2", later, "entered_in_error", &correction)).unwrap();
    let view = history.view(Moment::LATEST, Moment::LATEST);
    let told = view.cycle();
    assert_eq!(told.role_at(&person(1), Moment::LATEST), None);
    assert_eq!(history.cycle().role_at(&person(1), Moment::LATEST), None);
}

#[test]
fn nobody_corrects_away_their_own_entering() {
    let (mut history, _) = start("p-1");
    let at = "2026-03-02T09:00:00Z";
    let correction = r#"{"entries":[2],"reason":"A slip."}"#;
    let answer = history.record(written("p-2", at, "entered_in_error", correction)).map(drop);
    assert!(answer.is_err(), "p-2 was never here now, and says so");
}

#[test]
fn what_has_lapsed_stays_lapsed_while_its_renewal_is_open() {
    let (mut history, _) = start("p-1");
    let terms = r#"{"contract":"c-1","terms":{"focus":{"code":"assess_risk"},"goal":"G.","lead":"clinician","roles":{"notes":"shared","statutory_process":"shared","context":"shared","asking":"shared","reflecting":"shared"},"safeguarding":"none_known","duration":{"until":{"ends":"2026-03-10"}},"family_understanding":"U."}}"#;
    let mut moved = Applied::Opened;
    for (by, day, code, data) in [
        ("p-2", 2, "contract_invited", r#"{"contract":"c-1","space":"joint_session"}"#),
        ("p-2", 3, "terms_proposed", terms),
        ("p-2", 4, "terms_accepted", r#"{"contract":"c-1","version":1}"#),
        ("p-1", 5, "terms_accepted", r#"{"contract":"c-1","version":1}"#),
        ("p-2", 6, "contract_begun", r#"{"contract":"c-1"}"#),
        ("p-2", 12, "contract_invited", r#"{"contract":"c-2","space":"joint_session"}"#),
        ("p-2", 13, "contract_renewed", r#"{"contract":"c-1","successor":{"here":"c-2"}}"#),
    ] {
        let act = written(by, &format!("2026-03-{day:02}T09:00:00Z"), code, data);
        let kind = act.event.kind();
        moved = history.record(act).unwrap().1;
        lawful(kind, moved);
    }
    let Applied::Contract(moved) = moved else { panic!("{moved:?}") };
    assert_eq!((moved.from, moved.to), (Stage::Lapsed, Stage::Lapsed));
}

#[test]
fn the_same_step_is_open_again_after_it_was_taken_back_but_not_as_the_very_same_entry() {
    let (mut history, _) = start("p-1");
    let at = "2026-03-02T09:00:00Z";
    let accepted = |at| written("p-1", at, "invitation_accepted", r#"{"contract":"c-1"}"#);
    history.record(written("p-2", at, "contract_invited", r#"{"contract":"c-1","space":"team_meeting"}"#)).unwrap();
    let number = history.record(accepted(at)).unwrap().0.number();
    let correction = format!(r#"{{"entries":[{number}],"reason":"A slip."}}"#);
    let by = history.record(written("p-1", at, "entered_in_error", &correction)).unwrap().0.number();
    let possible = history.cycle().possible(&person(1), &contract(1), at.parse().unwrap()).unwrap();
    let accepting = Kind::Contracting(StepKind::InvitationAccepted);
    assert!(possible.iter().any(|possibility| possibility.kind == accepting && possibility.is_open()));
    assert_eq!(history.judge(&accepted(at)), Err(Refusal::TakenBack { number, by, redacted: false }));
    assert_eq!(history.judge(&accepted("2026-03-02T09:00:01Z")), Ok(()));
}

#[test]
fn contracts_stand_in_one_order() {
    let (mut history, _) = start("p-1");
    let invited = |contract: &str, hour: u8| {
        written(
            "p-2",
            &format!("2026-03-02T{hour:02}:00:00Z"),
            "contract_invited",
            &format!(r#"{{"contract":"{contract}","space":"team_meeting"}}"#),
        )
    };
    let first = history.record(invited("c-1", 9)).unwrap().0.number();
    let correction = format!(r#"{{"entries":[{first}],"reason":"A slip."}}"#);
    history.record(written("p-2", "2026-03-02T09:00:00Z", "entered_in_error", &correction)).unwrap();
    history.record(invited("c-2", 10)).unwrap();
    history.record(invited("c-1", 11)).unwrap();
    let view = history.view(Moment::LATEST, Moment::LATEST);
    let told = view.cycle();
    let order = |cycle: &Cycle| cycle.contracts().map(Contract::opened).collect::<Vec<_>>();
    assert_eq!(order(history.cycle()), order(told));
}

#[test]
fn all_that_depends_on_an_error_is_named_at_once() {
    let (mut history, _) = start("p-1");
    let at = "2026-03-02T09:00:00Z";
    for (code, data) in [
        ("contract_invited", r#"{"contract":"c-1","space":"team_meeting"}"#),
        (
            "intervention_begun",
            r#"{"intervention":"i-1","cover":{"uncovered":{"why":"urgent","contract":"c-1"}},"stream":"reflective","form":"consultation","purpose":"practice"}"#,
        ),
        ("intervention_closed", r#"{"intervention":"i-1","how":"completed"}"#),
    ] {
        history.record(written("p-2", at, code, data)).unwrap();
    }
    let correction = written("p-2", at, "entered_in_error", r#"{"entries":[5],"reason":"A slip."}"#);
    let refusal = history.judge(&correction).unwrap_err();
    assert_eq!(refusal.to_string(), "cannot be marked as entered in error: needed by entries 6, 7");
}

#[test]
fn a_role_that_was_an_error_is_taken_back_from_all_that_it_decided() {
    let (mut history, _) = start("p-1");
    let at = "2026-03-02T09:00:00Z";
    let court = r#"{"person":"p-3","role":"court"}"#;
    let wrong = history.record(written("p-1", at, "person_entered", court)).unwrap().0.number();
    let invited = r#"{"contract":"c-1","space":"team_meeting"}"#;
    history.record(written("p-3", at, "contract_invited", invited)).unwrap();
    let origin = |history: &History| history.cycle().contract(&contract(1)).unwrap().state().origin();
    assert_eq!(origin(&history), Origin::Court);
    let correction = format!(r#"{{"entries":[{wrong}],"reason":"They are the manager."}}"#);
    history.record(written("p-1", at, "entered_in_error", &correction)).unwrap();
    assert_eq!(origin(&history), Origin::SocialWork);
}
