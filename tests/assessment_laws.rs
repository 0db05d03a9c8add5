//! Laws of the readings of the boundary.
#![cfg(feature = "proptest")]
#![cfg_attr(
    feature = "proptest",
    expect(clippy::unwrap_used, reason = "in the helpers of tests, where a slip is a failed test")
)]

use std::collections::{BTreeMap, BTreeSet};

use practice_cycle::assessment::{Assessment, Drift, Movement, Parameters, RawParameters, Tally};

use practice_cycle::attachment::{CycleOpened, PersonEntered};
use practice_cycle::boundary::{
    Basis, BoundaryObserved, DrawnBy, Indicator, Lean, Scope, Sighting, Sign, Standpoint, Strength, Verdict,
};
use practice_cycle::code::Code;
use practice_cycle::cycle::{Act, Entry, Event};
use practice_cycle::history::History;
use practice_cycle::id::{EntryNumber, ObservationId, PersonId};
use practice_cycle::moment::Moment;
use practice_cycle::people::{Role, Side};
use practice_cycle::space::Space;
use practice_cycle::strategy;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

const ROLES: [Role; 5] = [Role::SocialWorker, Role::Manager, Role::SocialWorker, Role::Parent, Role::ClinicalSupervisor];
/// Rounding to whole parts of a voice, of which there are a thousand million.
const ROUNDING: f64 = 1e-7;

#[derive(Debug, Clone)]
struct Note {
    who: usize,
    indicator: Indicator,
    finding: Sighting,
    itself: bool,
    space: Space,
    basis: Basis,
    hours: i64,
}

fn finding() -> impl Strategy<Value = Sighting> {
    prop_oneof![
        4 => select(Strength::ALL).prop_map(Sighting::Present),
        1 => Just(Sighting::Absent),
        1 => Just(Sighting::NoOpportunity),
    ]
}

prop_compose! {
    fn note()(
        who in 0..ROLES.len(),
        indicator in select(Indicator::ALL),
        finding in finding(),
        itself in prop::bool::weighted(0.1),
        space in select(vec![Space::TeamMeeting, Space::HomeVisit, Space::CaseConsultation]),
        basis in select(Basis::ALL),
        hours in 0..2400_i64,
    ) -> Note {
        Note { who, indicator, finding, itself, space, basis, hours }
    }
}

fn after(hours: i64) -> Moment {
    let start: Moment = "2026-01-05T09:00:00Z".parse().unwrap();
    Moment::new(start.to_utc() + chrono::TimeDelta::hours(hours)).unwrap()
}

const NOW: i64 = 2400;

fn event(note: &Note, number: usize) -> Event {
    BoundaryObserved {
        observation: ObservationId::new(&format!("o-{number}")).unwrap(),
        sign: Sign::Figure1(note.indicator),
        finding: note.finding,
        standpoint: if note.itself { Standpoint::PartOfIt } else { Standpoint::LookingOn },
        drawn_by: DrawnBy::Unknown,
        space: note.space,
        basis: note.basis,
        contract: None,
        words: None,
    }
    .into()
}

/// A history in which these observers made these notes, all written down at the end.
fn history(names: &[String], notes: &[Note]) -> History {
    let mut history = History::default();
    let clinician = PersonId::new("clinician").unwrap();
    let opened = CycleOpened::new("cy-1".parse().unwrap(), clinician.clone(), "t-1".parse().unwrap());
    history.record(Act::new(opened, clinician.clone(), after(0))).unwrap();
    for (name, role) in names.iter().zip(ROLES) {
        let person = PersonId::new(name).unwrap();
        history.record(Act::new(PersonEntered::new(person, role), clinician.clone(), after(0))).unwrap();
    }
    for (number, note) in notes.iter().enumerate() {
        let by = PersonId::new(names.get(note.who).unwrap()).unwrap();
        history.record(Act::new(event(note, number), by, after(note.hours)).recorded(after(NOW))).unwrap();
    }
    history
}

fn names() -> Vec<String> {
    (0..ROLES.len()).map(|number| format!("p-{number}")).collect()
}

fn read(history: &History, as_of: Moment) -> Assessment {
    Assessment::of(&history.view(as_of, Moment::LATEST), Scope::Cycle, &lenient())
}

/// Gates that a few notes open, so that verdicts are met.
fn lenient() -> Parameters {
    let mut raw = RawParameters::from(Parameters::unvalidated_v1().clone());
    raw.id = "lenient".parse().unwrap();
    (raw.gates.rows, raw.gates.voice, raw.thresholds.sure_from) = (1, 0.2, 0.6);
    Parameters::try_from(raw).unwrap()
}

fn tallies(reading: &Assessment) -> Vec<Tally> {
    reading.rows.iter().map(|row| row.tally).chain([reading.voices]).collect()
}

/// What a reading says, whatever anybody is called and in whatever order it was written down.
fn said(reading: &Assessment, place: &dyn Fn(&str) -> usize) -> String {
    let observers: BTreeMap<usize, String> = reading
        .observers
        .iter()
        .map(|seen| (place(seen.person.as_str()), format!("{:?} {:?} {:?}", seen.voice, seen.leans, seen.spaces)))
        .collect();
    let flips: BTreeMap<usize, Verdict> =
        reading.flips.iter().map(|flip| (place(flip.person.as_str()), flip.becomes)).collect();
    let (perspectives, spaces) = (&reading.perspectives, &reading.spaces);
    let counts = (reading.excluded.len(), reading.alerts.len(), reading.self_report.tally, reading.used().len());
    format!(
        "{:?} {:?} {:?} {:?} {observers:?} {flips:?} {perspectives:?} {spaces:?} {counts:?} {:?} {:?}",
        reading.verdict,
        reading.missing,
        reading.sureness,
        tallies(reading),
        reading.between_observers,
        reading.between_perspectives,
    )
}

fn config() -> ProptestConfig {
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { ProptestConfig::default().cases } else { 64 };
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn one_more_healthy_observation_never_makes_it_worse(notes in vec(note(), 0..30), more in note(), row in 0..5_usize) {
        let before = read(&history(&names(), &notes), after(NOW));
        let healthy = Indicator::ALL[row * 3 + 1];
        let finding = if let Sighting::Present(_) = more.finding { more.finding } else { Sighting::Present(Strength::Slight) };
        let mut with_more = notes.clone();
        with_more.push(Note { indicator: healthy, finding, ..more });
        let after_it = read(&history(&names(), &with_more), after(NOW));
        for (now, then) in tallies(&after_it).iter().zip(tallies(&before)) {
            prop_assert!(now.enmeshed <= then.enmeshed + ROUNDING, "{now} after {then}");
            prop_assert!(now.diffuse <= then.diffuse + ROUNDING, "{now} after {then}");
            prop_assert!(now.healthy >= then.healthy - ROUNDING, "{now} after {then}");
        }
    }

    #[test]
    fn renaming_observers_and_reordering_entries_changes_nothing(
        notes in vec(note(), 0..30),
        mixed in any::<prop::sample::Index>(),
    ) {
        let place = |name: &str| names().iter().position(|known| known == name).unwrap();
        let other_names: Vec<String> = (0..ROLES.len()).map(|number| format!("z-{}", 9 - number)).collect();
        let other_place = |name: &str| other_names.iter().position(|known| known == name).unwrap();
        let reading = said(&read(&history(&names(), &notes), after(NOW)), &place);
        let renamed = said(&read(&history(&other_names, &notes), after(NOW)), &other_place);
        prop_assert_eq!(&reading, &renamed);
        let mut reordered = notes.clone();
        reordered.rotate_left(mixed.index(notes.len().max(1)).min(notes.len()));
        reordered.reverse();
        prop_assert_eq!(&reading, &said(&read(&history(&names(), &reordered), after(NOW)), &place));
    }

    #[test]
    fn no_opportunity_changes_no_tally(notes in vec(note(), 0..30), more in vec(note(), 1..9)) {
        let before = read(&history(&names(), &notes), after(NOW));
        let unseen = more.into_iter().map(|note| Note { finding: Sighting::NoOpportunity, ..note });
        let after_it = read(&history(&names(), &notes.iter().cloned().chain(unseen).collect::<Vec<_>>()), after(NOW));
        prop_assert_eq!(tallies(&before), tallies(&after_it));
        prop_assert_eq!((before.verdict, before.flips, before.alerts), (after_it.verdict, after_it.flips, after_it.alerts));
    }

    #[test]
    fn doubling_what_one_observer_wrote_changes_no_tally_and_no_verdict(
        notes in vec(note(), 1..30),
        who in 0..ROLES.len(),
        times in 1..6_usize,
    ) {
        let before = read(&history(&names(), &notes), after(NOW));
        let theirs: Vec<Note> = notes.iter().filter(|note| note.who == who).cloned().collect();
        let mut doubled = notes.clone();
        (0..times).for_each(|_| doubled.extend(theirs.iter().cloned()));
        let after_it = read(&history(&names(), &doubled), after(NOW));
        prop_assert_eq!(tallies(&before), tallies(&after_it));
        prop_assert_eq!((before.verdict, before.missing), (after_it.verdict, after_it.missing));
    }

    #[test]
    fn time_alone_turns_no_dissent_into_agreement(notes in vec(note(), 2..30), days in 0..44_i64) {
        // All of them within the last forty days, so that 44 days later they still count.
        let recent: Vec<Note> = notes.into_iter().map(|note| Note { hours: NOW - note.hours % 960, ..note }).collect();
        let history = history(&names(), &recent);
        let mut raw = RawParameters::from(lenient());
        raw.half_life_days = 3.0;
        let quick = Parameters::try_from(raw).unwrap();
        let read = |hours| Assessment::of(&history.view(after(hours), Moment::LATEST), Scope::Cycle, &quick);
        let (before, later) = (read(NOW), read(NOW + 24 * days));
        prop_assert_eq!(before.used(), later.used());
        let leans = |reading: &Assessment| reading.observers.iter().map(|seen| seen.leans).collect::<Vec<_>>();
        prop_assert_eq!(leans(&before), leans(&later));
        if before.verdict == Verdict::Contested {
            prop_assert!([Verdict::Contested, Verdict::Insufficient].contains(&later.verdict), "{later}");
        }
    }

    #[test]
    fn while_everybody_sees_what_they_saw_nothing_moves(
        notes in vec(note(), 60..160),
        people in vec((select(Lean::ALL), any::<bool>()), ROLES.len()),
        (days, windows) in (14..50_u32, 2..7_u32),
    ) {
        // Each sees one side, and always the same. Some note it early on and seldom later, and some the other way about.
        let same = notes.into_iter().enumerate().filter_map(|(place, note)| {
            let (lean, early) = people[note.who];
            let often = (note.hours < NOW / 2) == early;
            let indicator = Indicator::at(note.indicator.row(), lean);
            (often || place % 4 == 0).then_some(Note { indicator, itself: false, ..note })
        });
        let history = history(&names(), &same.collect::<Vec<_>>());
        let mut raw = RawParameters::from(lenient());
        (raw.drift.days, raw.drift.windows, raw.thresholds.sure_from) = (days, windows, 0.5);
        let parameters = Parameters::try_from(raw).unwrap();
        let drift = Drift::of(&history.view(after(NOW), Moment::LATEST), Scope::Cycle, &parameters);
        prop_assert!(!matches!(drift.movement, Movement::Moving { .. }), "{drift}");
    }

    #[test]
    fn nobody_has_more_than_one_voice(notes in vec(note(), 1..60)) {
        for seen in read(&history(&names(), &notes), after(NOW)).observers {
            prop_assert!(seen.voice.total() <= 1.0 + ROUNDING);
        }
    }

    #[test]
    fn however_much_one_writes_two_others_who_agree_are_not_outvoted(notes in vec(note(), 0..60)) {
        let pair = [(1, Indicator::TakesOverTasks), (3, Indicator::DirectsTheSystem)].map(|(who, indicator)| Note {
            who,
            indicator,
            finding: Sighting::Present(Strength::Strong),
            itself: false,
            space: Space::TeamMeeting,
            basis: Basis::Direct,
            hours: NOW,
        });
        let written = notes.into_iter().map(|note| Note { who: 0, ..note });
        let all: Vec<Note> = pair.into_iter().chain(written).collect();
        let reading = read(&history(&names(), &all), after(NOW));
        prop_assert!(![Verdict::Healthy, Verdict::Diffuse].contains(&reading.verdict), "{reading}");
        prop_assert!(reading.voices.enmeshed >= 2.0);
    }

    #[test]
    fn what_happened_later_is_ignored(notes in vec(note(), 0..30), until in 0..NOW) {
        let earlier: Vec<Note> = notes.iter().filter(|note| note.hours <= until).cloned().collect();
        let (all, only) = (history(&names(), &notes), history(&names(), &earlier));
        let place = |name: &str| names().iter().position(|known| known == name).unwrap();
        prop_assert_eq!(said(&read(&all, after(until)), &place), said(&read(&only, after(until)), &place));
    }

    #[test]
    fn what_was_recorded_later_is_not_known(history in strategy::history(0..120), upto in any::<prop::sample::Index>()) {
        let known_at = history.entries()[upto.index(history.entries().len())].act().recorded_at;
        let mut then = History::default();
        for entry in history.entries().iter().filter(|entry| entry.act().recorded_at <= known_at) {
            then.append(entry.clone()).unwrap();
        }
        let last = history.cycle().last_recorded();
        let parameters = Parameters::unvalidated_v1();
        let read = |history: &History| {
            let view = history.view(last, known_at);
            (Assessment::of(&view, Scope::Cycle, parameters), Drift::of(&view, Scope::Cycle, parameters))
        };
        prop_assert_eq!(read(&history), read(&then));
    }

    #[test]
    fn every_scope_reads_any_history_and_accounts_for_each_observation_once(history in strategy::history(0..160)) {
        let view = history.view(history.cycle().last_recorded(), Moment::LATEST);
        let scopes = [Scope::Cycle, Scope::Space(Space::TeamMeeting), Scope::Contract("c-1".parse().unwrap())];
        for scope in scopes.into_iter().chain(Side::ALL.iter().map(|&side| Scope::Perspective(side))) {
            let reading = Assessment::of(&view, scope.clone(), Parameters::unvalidated_v1());
            let mut found: Vec<EntryNumber> =
                reading.used().into_iter().chain(reading.excluded.iter().map(|excluded| excluded.entry)).collect();
            found.sort_unstable();
            let count = found.len();
            found.dedup();
            prop_assert_eq!(found.len(), count);
            let observed = view.entries().iter().filter(|entry| BoundaryObserved::of(entry.event()).is_some());
            let observed: Vec<EntryNumber> = observed.map(|entry| entry.number()).collect();
            if scope == Scope::Cycle {
                prop_assert_eq!(&found, &observed);
            }
            let voices = reading.observers.iter().map(|seen| seen.voice.total()).sum::<f64>();
            prop_assert!((voices - reading.voices.total()).abs() < ROUNDING);
            prop_assert!(serde_json::to_string(&reading).unwrap().contains("unvalidated_v1"));
            let told = reading.to_string();
            prop_assert!(!told.contains("Seen together") && !told.contains("NaN"), "{}", told);
        }
    }

    #[test]
    fn every_number_can_be_had_again_from_the_entries_it_cites(notes in vec(note(), 0..30)) {
        let history = history(&names(), &notes);
        let reading = read(&history, after(NOW));
        let near = |tally: &Tally, by_hand: [f64; 3]| {
            Lean::ALL.iter().all(|&lean| (tally.of(lean) - by_hand[lean.index()]).abs() < 1e-6)
        };
        for seen in &reading.observers {
            prop_assert!(near(&seen.voice, voice(&showed(&history, &seen.entries))), "{seen}");
        }
        // Of each observer apart, and then summed.
        let of_each = |is: &dyn Fn(&Entry) -> bool, heard: &dyn Fn([f64; 15]) -> [f64; 3]| {
            let (mut sum, mut count) = ([0.0; 3], 0);
            for seen in &reading.observers {
                let these = seen.entries.iter().copied().filter(|&number| is(history.entry(number).unwrap()));
                let these: Vec<EntryNumber> = these.collect();
                count += u32::from(!these.is_empty());
                for (sum, voice) in sum.iter_mut().zip(heard(showed(&history, &these))) {
                    *sum += voice;
                }
            }
            (sum, count)
        };
        let observed = |entry: &Entry| BoundaryObserved::of(entry.event()).unwrap().clone();
        for row in &reading.rows {
            let is = |entry: &Entry| row.entries.contains(&entry.number());
            let of_row = |showed: [f64; 15]| [0, 1, 2].map(|lean| showed[row.row.index() * 3 + lean]);
            prop_assert!(near(&row.tally, of_each(&is, &of_row).0), "{}: {}", row.row, row.tally);
        }
        for space in &reading.spaces {
            let (sum, count) = of_each(&|entry| observed(entry).space == space.of, &|showed| voice(&showed));
            prop_assert!(near(&space.voices, sum) && space.observers == count, "{space}: {}", space.voices);
        }
        for side in &reading.perspectives {
            let theirs = reading.observers.iter().filter(|seen| seen.role.side() == side.of);
            let (mut sum, mut count) = ([0.0; 3], 0);
            for seen in theirs {
                count += 1;
                Lean::ALL.iter().for_each(|&lean| sum[lean.index()] += seen.voice.of(lean));
            }
            prop_assert!(near(&side.voices, sum) && side.observers == count, "{side}: {}", side.voices);
        }
        let cited: BTreeSet<EntryNumber> = reading.rows.iter().flat_map(|row| row.entries.iter().copied()).collect();
        prop_assert_eq!(cited.into_iter().collect::<Vec<_>>(), reading.used());
    }
}

/// How far each indicator showed in some entries of one observer, reckoned anew from what they hold.
fn showed(history: &History, entries: &[EntryNumber]) -> [f64; 15] {
    let parameters = lenient();
    let mut showed = [0.0_f64; 15];
    for (showed, &indicator) in showed.iter_mut().zip(Indicator::ALL) {
        let (mut strongest, mut present, mut sights) = (0.0_f64, 0.0, 0.0);
        for &number in entries {
            let entry = history.entry(number).unwrap();
            let data = BoundaryObserved::of(entry.event()).unwrap();
            if data.sign != Sign::Figure1(indicator) {
                continue;
            }
            let days = (after(NOW).to_utc() - entry.act().occurred_at.to_utc()).num_hours() as f64 / 24.0;
            let basis = if data.basis == Basis::Direct { 1.0 } else { 0.5 };
            let weight = basis * 0.5_f64.powf(days / parameters.half_life_days());
            sights += weight;
            if let Sighting::Present(strength) = data.finding {
                let strength = match strength {
                    Strength::Slight => 0.5,
                    Strength::Clear => 0.75,
                    Strength::Strong => 1.0,
                };
                strongest = strongest.max(weight * strength);
                present += weight;
            }
        }
        *showed = if sights > 0.0 { strongest * present / sights } else { 0.0 };
    }
    showed
}

/// What showed, as one voice at most.
fn voice(showed: &[f64; 15]) -> [f64; 3] {
    let total = showed.iter().sum::<f64>().max(1.0);
    [0, 1, 2].map(|lean| showed.iter().skip(lean).step_by(3).sum::<f64>() / total)
}
