//! What the tests share: histories and acts written short, cycles compared, and what a correction ought to answer, told afresh.

use std::collections::BTreeSet;

use practice_cycle::contracting::Contract;
use practice_cycle::correction::{self, EnteredInError};
use practice_cycle::cycle::{Act, Cycle, Entry, Event};
use practice_cycle::deciding;
use practice_cycle::history::{History, Refusal};
use practice_cycle::id::{ContractId, EntryNumber, PersonId};
use practice_cycle::moment::Moment;
use practice_cycle::people::Side;
use practice_cycle::text::Text;
use proptest::prelude::ProptestConfig;

/// Terms without gaps.
pub(crate) const TERMS: &str = r#"{"focus":{"code":"assess_risk"},"goal":"G.","lead":"clinician","roles":{"notes":"social_worker","statutory_process":"social_worker","context":"shared","asking":"clinician","reflecting":"clinician","safeguarding":"social_worker"},"safeguarding":"none_known","duration":{"review_by":"2026-02-20"},"family_understanding":"U."}"#;

/// Few cases, so that all tests together stay quick; `PROPTEST_CASES` asks for more.
pub(crate) fn config() -> ProptestConfig {
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { ProptestConfig::default().cases } else { 32 };
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

pub(crate) fn person(number: usize) -> PersonId {
    PersonId::new(&format!("p-{number}")).unwrap()
}

pub(crate) fn contract(number: usize) -> ContractId {
    ContractId::new(&format!("c-{number}")).unwrap()
}

pub(crate) fn number(number: u32) -> EntryNumber {
    EntryNumber::try_from(number).unwrap()
}

pub(crate) fn numbers(list: impl IntoIterator<Item = u32>) -> Vec<EntryNumber> {
    list.into_iter().map(number).collect()
}

/// So many hours after work began, on the first of January 2026.
pub(crate) fn hours(hours: i64) -> Moment {
    let start: Moment = "2026-01-01T09:00:00Z".parse().unwrap();
    Moment::new(start.to_utc() + chrono::TimeDelta::hours(hours)).unwrap()
}

/// An act that occurred at an hour and is recorded at another.
#[track_caller]
pub(crate) fn late(by: &str, at: i64, recorded: i64, code: &str, data: &str) -> Act {
    let (at, recorded) = (hours(at), hours(recorded));
    let line = format!(r#"{{"type":"{code}","occurred_at":"{at}","recorded_at":"{recorded}","by":"{by}","data":{data}}}"#);
    serde_json::from_str(&line).unwrap_or_else(|error| panic!("{line}: {error}"))
}

#[track_caller]
pub(crate) fn act(by: &str, at: i64, code: &str, data: &str) -> Act {
    late(by, at, at, code, data)
}

pub(crate) fn correcting(by: &str, at: i64, entries: &[EntryNumber]) -> Act {
    let reason = Text::new("A slip.").unwrap();
    Act::new(EnteredInError { entries: entries.to_vec(), reason }, PersonId::new(by).unwrap(), hours(at))
}

/// A cycle with these in it: `p-1`, the clinician, `p-2` and `p-5`, social workers, `p-3`, their manager, and `p-4`, a parent.
pub(crate) fn opened() -> History {
    let mut history = History::default();
    let open = r#"{"cycle":"cy-1","format":1,"clinician":"p-1","team":"t-1"}"#;
    history.record(act("p-1", 0, "cycle_opened", open)).unwrap();
    for (person, role) in [("p-2", "social_worker"), ("p-3", "manager"), ("p-4", "parent"), ("p-5", "social_worker")] {
        let data = format!(r#"{{"person":"{person}","role":"{role}"}}"#);
        history.record(act("p-1", 0, "person_entered", &data)).unwrap();
    }
    history
}

/// The same with a contract that is active from the eighth hour on, as the eleventh entry.
pub(crate) fn active() -> History {
    let mut history = opened();
    let terms = format!(r#"{{"contract":"c-1","terms":{TERMS}}}"#);
    for (by, at, code, data) in [
        ("p-2", 2, "contract_invited", r#"{"contract":"c-1","space":"joint_session"}"#),
        ("p-1", 3, "invitation_accepted", r#"{"contract":"c-1"}"#),
        ("p-2", 4, "terms_proposed", terms.as_str()),
        ("p-2", 5, "terms_accepted", r#"{"contract":"c-1","version":1}"#),
        ("p-1", 6, "terms_accepted", r#"{"contract":"c-1","version":1}"#),
        ("p-1", 8, "contract_begun", r#"{"contract":"c-1"}"#),
    ] {
        history.record(act(by, at, code, data)).unwrap();
    }
    history
}

pub(crate) fn stored(history: &History) -> String {
    let mut stored = Vec::new();
    history.write(&mut stored).unwrap();
    String::from_utf8(stored).unwrap()
}

#[track_caller]
pub(crate) fn reloaded(history: &History) -> History {
    History::read(stored(history).as_bytes()).unwrap_or_else(|error| panic!("{error}\n{}", stored(history)))
}

pub(crate) fn is_correction(event: &Event) -> bool {
    matches!(event, Event::Correction(_))
}

pub(crate) fn named_in(entry: &Entry) -> &[EntryNumber] {
    let Event::Correction(correction::Event::EnteredInError(data)) = entry.event() else { return &[] };
    &data.entries
}

/// Every time at which something occurred or was recorded, and the ends of time.
pub(crate) fn times(history: &History) -> Vec<Moment> {
    let both = history.entries().iter().flat_map(|entry| [entry.act().occurred_at, entry.act().recorded_at]);
    let times: BTreeSet<Moment> = both.chain([Moment::EARLIEST, Moment::LATEST]).collect();
    times.into_iter().collect()
}

/// Asserts that two cycles stand alike, as far as anybody can ask without offering anything.
#[track_caller]
pub(crate) fn alike(left: &Cycle, right: &Cycle, times: &[Moment]) {
    assert_eq!((left.id(), left.team(), left.closed_at()), (right.id(), right.team(), right.closed_at()));
    let opened = |cycle: &Cycle| cycle.contracts().map(Contract::opened).collect::<Vec<_>>();
    assert_eq!(opened(left), opened(right));
    // Somebody whose first entering was taken back keeps the seat they had; who sits where is not the point.
    let here = |cycle: &Cycle, at| cycle.people(at).map(|(id, role)| (id.clone(), role)).collect::<BTreeSet<_>>();
    for &at in times {
        assert_eq!(here(left, at), here(right, at), "who was here at {at}");
    }
    let seated_alike = (0..20).all(|seat| left.person(seat) == right.person(seat));
    for (one, other) in left.contracts().zip(right.contracts()) {
        let opened = one.opened();
        if seated_alike {
            assert_eq!(one.state(), other.state(), "contract of entry {opened}");
        }
        assert_eq!(terms(left, one), terms(right, other), "contract of entry {opened}");
        assert_eq!(one.last_step(), other.last_step(), "contract of entry {opened}");
        for &at in times {
            assert_eq!(one.stage_at(at), other.stage_at(at), "contract of entry {opened} at {at}");
            assert_eq!(one.latest_stage(at), other.latest_stage(at), "contract of entry {opened} as of {at}");
            assert_eq!(one.is_review_overdue(at), other.is_review_overdue(at), "contract of entry {opened} as of {at}");
        }
    }
}

/// What is agreed in a contract, and who the parties are.
fn terms(cycle: &Cycle, contract: &Contract) -> Option<(EntryNumber, Vec<PersonId>, Option<Moment>)> {
    let agreed = contract.state().agreed()?;
    let seats = [Side::Clinical, Side::SocialWork].into_iter().filter_map(|side| agreed.party(side));
    let parties = seats.filter_map(|seat| cycle.person(seat).cloned()).collect();
    Some((agreed.number(), parties, agreed.review_overdue()))
}

/// Asserts that a history stands where the entries in effect lead if only they are told.
#[track_caller]
pub(crate) fn tells_what_is_in_effect(history: &History) {
    alike(history.cycle(), history.view(Moment::LATEST, Moment::LATEST).cycle(), &times(history));
}

/// An act as the entry with a number.
fn numbered(number: EntryNumber, act: &Act) -> Entry {
    let line = serde_json::to_string(act).unwrap();
    serde_json::from_str(&line.replacen('{', &format!("{{\"number\":{number},"), 1)).unwrap()
}

/// Which entries are taken back if a further correction names some: told from the last correction to the first.
pub(crate) fn taken_back(history: &History, further: &[EntryNumber]) -> BTreeSet<EntryNumber> {
    let mut taken_back: BTreeSet<EntryNumber> = further.iter().copied().collect();
    for entry in history.entries().iter().rev() {
        if !taken_back.contains(&entry.number()) {
            taken_back.extend(named_in(entry));
        }
    }
    taken_back
}

/// The entries that could not have happened if a further correction named some: told by recording everything else afresh.
pub(crate) fn misfits(history: &History, further: &[EntryNumber]) -> Vec<EntryNumber> {
    let taken_back = taken_back(history, further);
    let mut cycle = Cycle::default();
    let (mut told, mut misfits) = (Vec::new(), Vec::new());
    for entry in history.entries().iter().filter(|entry| !taken_back.contains(&entry.number())) {
        let act = entry.act();
        let fits = if is_correction(entry.event()) {
            let author = cycle.actor_at(&act.by, act.occurred_at);
            author.is_some_and(|author| author.role.side() != Side::Family)
        } else {
            let mut act = act.clone();
            if let Event::Deciding(deciding::Event::DutyWaived(data)) = &mut act.event {
                // Numbers move up where entries are left out, and so does the number that a waiver names.
                let now = |opened: EntryNumber| told.iter().filter(|&&number| number <= opened).count().max(1);
                data.opened_by = data.opened_by.map(|opened| number(u32::try_from(now(opened)).unwrap()));
            }
            // What is recorded is judged as the entry that it is; what only an offer is asked stays, such as that nothing is redacted.
            cycle.evolve(&numbered(cycle.next_number(), &act)).is_ok()
        };
        if !fits {
            misfits.push(entry.number());
        } else if !is_correction(entry.event()) {
            told.push(entry.number());
        }
    }
    misfits
}

/// What may say anew what a correction would put back and can be said once: entries in effect, or put back too.
fn made_anew(history: &History, before: &BTreeSet<EntryNumber>, names: &[EntryNumber]) -> Vec<EntryNumber> {
    let then = taken_back(history, names);
    // What it is, and what it is about, which stands first in what it says.
    let made = |entry: &Entry| {
        let written = serde_json::to_string(entry.act()).unwrap();
        let subject = written.split_once(r#""data":{"#).map_or("", |(_, data)| data).split([',', '}']).next();
        (entry.event().kind(), subject.unwrap_or_default().to_owned())
    };
    let back = |entry: &&Entry| before.contains(&entry.number()) && !then.contains(&entry.number());
    let put_back: Vec<&Entry> = history.entries().iter().filter(back).collect();
    let there = history.entries().iter().filter(|entry| !before.contains(&entry.number()) || back(entry));
    let anew = there.filter(|entry| {
        let others = put_back.iter().filter(|other| other.number() != entry.number());
        others.into_iter().any(|other| made(other) == made(entry))
    });
    anew.map(Entry::number).collect()
}

fn is_within(some: &[EntryNumber], all: &[EntryNumber]) -> bool {
    !some.is_empty() && some.iter().all(|number| all.contains(number))
}

/// Offers a correction, and asserts that it is taken where the rest could have happened, and else refused with exactly those
/// entries that could not; those.
#[track_caller]
pub(crate) fn correct(history: &mut History, act: Act) -> Vec<EntryNumber> {
    let Event::Correction(correction::Event::EnteredInError(data)) = &act.event else { panic!("{act:?} corrects nothing") };
    let names = data.entries.clone();
    let before = taken_back(history, &[]);
    let expected = misfits(history, &names);
    let lines = stored(history);
    let answer = history.record(act).map(drop);
    let told = || format!("{names:?} in\n{lines}");
    match answer {
        Ok(()) => {
            assert_eq!(expected, [], "was taken: {}", told());
            let now = taken_back(history, &[]);
            let undone = history.entries().iter().map(Entry::number).filter(|number| history.undone_by(*number).is_some());
            assert_eq!(undone.collect::<BTreeSet<_>>(), now);
            tells_what_is_in_effect(history);
        }
        Err(Refusal::Leaves { dependents }) => {
            assert_eq!(dependents, expected, "were said to be left by {}", told());
            assert_eq!(stored(history), lines);
            return dependents;
        }
        Err(Refusal::Contradicts { with }) => {
            // A reference that was made anew meanwhile is freed by a correction of its own.
            if !is_within(&with, &made_anew(history, &before, &names)) {
                assert_eq!(with, expected, "were said to contradict {}", told());
            }
            assert!(!with.is_empty());
            assert_eq!(stored(history), lines);
            return with;
        }
        Err(Refusal::AlreadyCorrected) => assert_eq!(taken_back(history, &names), before),
        Err(Refusal::AlreadyRecorded { .. } | Refusal::TakenBack { .. } | Refusal::Act(_)) => {}
        Err(Refusal::Stays { number }) => {
            let kind = history.entry(number).unwrap().event().kind().code();
            assert!(names.contains(&number) && ["cycle_opened", "redacted"].contains(&kind), "{}", told());
        }
        Err(Refusal::TakesBackItsAuthor) => assert_eq!(expected, [], "{}", told()),
        Err(refusal) => panic!("{refusal}: {}", told()),
    }
    Vec::new()
}

/// Whether a correction changes how entries are told; then what is stored cannot be recorded afresh as it is.
pub(crate) fn is_told_otherwise(history: &History) -> bool {
    let codes = ["opening_corrected", "people_merged", "cases_merged"];
    history.entries().iter().any(|entry| codes.contains(&entry.event().kind().code()))
}
