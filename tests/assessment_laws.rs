//! Laws of the readings of the boundary.
#![cfg(feature = "proptest")]
#![cfg_attr(
    feature = "proptest",
    expect(clippy::unwrap_used, reason = "in the helpers of tests, where a slip is a failed test")
)]

use std::collections::{BTreeMap, BTreeSet};

use practice_cycle::assessment::{Assessment, Drift, Movement, Parameters, RawParameters, SideReading, Tally};

use practice_cycle::attachment::{CycleOpened, PersonEntered};
use practice_cycle::boundary::{
    Basis, BoundaryObserved, DrawnBy, Indicator, Lean, Row, Scope, Sighting, Sign, Standpoint, Strength, Verdict,
};
use practice_cycle::code::Code;
use practice_cycle::cycle::{Act, Event};
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
/// What sums may differ by: they are given to twelve decimals.
const ROUNDING: f64 = 1e-9;

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
        session: None,
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
    let mut raw = RawParameters::from(Parameters::unvalidated_v2().clone());
    raw.id = "lenient".parse().unwrap();
    (raw.gates.rows, raw.gates.weight, raw.thresholds.firm_from) = (1, 0.2, 0.6);
    Parameters::try_from(raw).unwrap()
}

fn tallies(reading: &Assessment) -> Vec<Tally> {
    reading.rows.iter().map(|row| row.tally).chain([reading.showed()]).collect()
}

/// What a reading says, whatever anybody is called and in whatever order it was written down.
fn said(reading: &Assessment, place: &dyn Fn(&str) -> usize) -> String {
    let observers: BTreeMap<usize, String> = reading
        .observers
        .iter()
        .map(|seen| {
            (place(seen.person.as_str()), format!("{:?} {:?} {:?} {:?}", seen.showed, seen.weight, seen.leans, seen.spaces))
        })
        .collect();
    let flips: BTreeMap<usize, Verdict> =
        reading.flips.iter().map(|flip| (place(flip.person.as_str()), flip.becomes)).collect();
    let (perspectives, spaces) = (&reading.perspectives, &reading.spaces);
    let counts = (reading.excluded.len(), reading.alerts.len(), reading.self_report.showed, reading.used().len());
    format!(
        "{:?} {:?} {:?} {:?} {:?} {observers:?} {flips:?} {perspectives:?} {spaces:?} {counts:?} {:?} {:?}",
        reading.verdict,
        reading.missing,
        reading.sides,
        reading.dissent,
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

    /// Absent notes of one side, by anybody, at any time, from any side they have come to.
    #[test]
    fn that_one_side_was_absent_leaves_the_others_alone(
        notes in vec(note(), 0..30),
        more in vec(note(), 1..20),
        side in select(Lean::ALL),
    ) {
        let before = read(&history(&names(), &notes), after(NOW));
        let absent = more.into_iter().map(|note| {
            Note { indicator: Indicator::at(note.indicator.row(), side), finding: Sighting::Absent, ..note }
        });
        let after_it = read(&history(&names(), &notes.iter().cloned().chain(absent).collect::<Vec<_>>()), after(NOW));
        let of = |side: &SideReading| (side.observers, side.showed, side.weight, side.alike, side.firmness);
        for &other in Lean::ALL.iter().filter(|&&other| other != side) {
            prop_assert_eq!(of(before.side(other)), of(after_it.side(other)), "{}", other);
        }
        for seen in &before.observers {
            let now = after_it.observers.iter().find(|now| now.person == seen.person).unwrap();
            for &other in Lean::ALL.iter().filter(|&&other| other != side) {
                prop_assert_eq!(seen.showed.of(other), now.showed.of(other));
                prop_assert_eq!(seen.weight.of(other), now.weight.of(other));
            }
        }
    }

    #[test]
    fn waiting_never_raises_a_scale(notes in vec(note(), 0..30), (soon, late) in (0..2000_i64, 0..2000_i64)) {
        let history = history(&names(), &notes);
        let (before, later) = (read(&history, after(NOW + soon)), read(&history, after(NOW + soon + late)));
        for (then, now) in before.observers.iter().zip(&later.observers) {
            for &lean in Lean::ALL {
                prop_assert!(now.showed.of(lean) <= then.showed.of(lean) && now.weight.of(lean) <= then.weight.of(lean));
                prop_assert!(now.showed.of(lean) <= now.weight.of(lean) + ROUNDING && now.weight.of(lean) <= 1.0);
            }
            prop_assert_eq!(then.leans, now.leans, "nor does it turn anybody");
        }
        for (then, now) in before.sides.iter().zip(&later.sides) {
            prop_assert!(now.showed <= then.showed && now.weight <= then.weight);
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
    fn a_repeated_note_changes_nothing(
        notes in vec(note(), 1..30),
        who in 0..ROLES.len(),
        times in 1..6_usize,
    ) {
        let before = read(&history(&names(), &notes), after(NOW));
        let theirs: Vec<Note> = notes.iter().filter(|note| note.who == who).cloned().collect();
        let mut doubled = notes.clone();
        (0..times).for_each(|_| doubled.extend(theirs.iter().cloned()));
        let after_it = read(&history(&names(), &doubled), after(NOW));
        prop_assert_eq!((before.sides, before.dissent, &before.spaces), (after_it.sides, after_it.dissent, &after_it.spaces));
        prop_assert_eq!(tallies(&before), tallies(&after_it));
        prop_assert_eq!((before.verdict, before.missing), (after_it.verdict, after_it.missing));
        prop_assert_eq!((before.between_observers, before.between_perspectives), (after_it.between_observers, after_it.between_perspectives));
    }

    #[test]
    fn while_everybody_sees_what_they_saw_nothing_moves(
        notes in vec(note(), 60..160),
        people in vec((select(Lean::ALL), any::<bool>()), ROLES.len()),
        (days, windows) in (7..25_u32, 4..8_u32),
    ) {
        // Each sees one side, and always the same. Some note it early on and seldom later, and some the other way about.
        // How strongly it shows is a matter of the observer.
        let same = notes.into_iter().enumerate().filter_map(|(place, note)| {
            let (lean, early) = people[note.who];
            let often = (note.hours < NOW / 2) == early;
            let indicator = Indicator::at(note.indicator.row(), lean);
            let finding = Sighting::Present(Strength::ALL[note.who % 3]);
            (often || place % 4 == 0).then_some(Note { indicator, finding, basis: Basis::Direct, itself: false, ..note })
        });
        let history = history(&names(), &same.collect::<Vec<_>>());
        let mut raw = RawParameters::from(lenient());
        (raw.drift.days, raw.drift.most, raw.drift.fewest, raw.drift.occasions) = (days, windows, 4, 1);
        let parameters = Parameters::try_from(raw).unwrap();
        let drift = Drift::of(&history.view(after(NOW), Moment::LATEST), Scope::Cycle, &parameters);
        prop_assert!(!matches!(drift.movement, Movement::Moving(_)), "{drift}");
        prop_assert!(drift.movement.change().is_none_or(|change| change.statistic < ROUNDING), "{drift}");
    }

    /// However much one writes, and whatever it is, two others who lean the same way are not turned into a lean elsewhere.
    #[test]
    fn no_one_observer_turns_what_two_others_hold(
        notes in vec(note(), 0..60),
        (first, second) in (0..NOW, 0..NOW),
        held in select(Lean::ALL),
    ) {
        let pair = [(1, Row::Role, first), (3, Row::Direction, second)].map(|(who, row, hours)| Note {
            who,
            indicator: Indicator::at(row, held),
            finding: Sighting::Present(Strength::Strong),
            itself: false,
            space: Space::TeamMeeting,
            basis: Basis::Direct,
            hours,
        });
        let written = notes.into_iter().map(|note| Note { who: 0, ..note });
        let all: Vec<Note> = pair.into_iter().chain(written).collect();
        let history = history(&names(), &all);
        let one_row = {
            let mut raw = RawParameters::from(Parameters::unvalidated_v2().clone());
            (raw.id, raw.gates.rows, raw.gates.weight) = ("one-row".parse().unwrap(), 1, 0.0);
            Parameters::try_from(raw).unwrap()
        };
        let reading = Assessment::of(&history.view(after(NOW), Moment::LATEST), Scope::Cycle, &one_row);
        let turned = Lean::ALL.iter().any(|&lean| lean != held && reading.verdict == Verdict::from(lean));
        prop_assert!(!turned, "{reading}");
    }

    #[test]
    fn one_observer_alone_makes_nothing_firm(notes in vec(note(), 1..60)) {
        let written: Vec<Note> = notes.into_iter().map(|note| Note { who: 0, ..note }).collect();
        let history = history(&names(), &written);
        let view = history.view(after(NOW), Moment::LATEST);
        let reading = Assessment::of(&view, Scope::Cycle, Parameters::unvalidated_v2());
        prop_assert!(Lean::ALL.iter().all(|&lean| reading.firmness(lean).is_none_or(|firmness| firmness < 0.8)), "{reading}");
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
        let parameters = Parameters::unvalidated_v2();
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
            let reading = Assessment::of(&view, scope.clone(), Parameters::unvalidated_v2());
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
            for side in &reading.sides {
                let showed = reading.observers.iter().map(|seen| seen.showed.of(side.lean)).sum::<f64>();
                prop_assert!((showed - side.showed).abs() < ROUNDING);
            }
            prop_assert!(serde_json::to_string(&reading).unwrap().contains("unvalidated_v2"));
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
            let (showed, weight) = scales(&history, &seen.entries);
            prop_assert!(near(&seen.showed, showed) && near(&seen.weight, weight), "{seen}: {showed:?}, {weight:?}");
        }
        // Of each observer apart, and then summed.
        let observed = |number: EntryNumber| BoundaryObserved::of(history.entry(number).unwrap().event()).unwrap().clone();
        for space in &reading.spaces {
            let (mut sum, mut count) = ([0.0; 3], 0);
            for seen in &reading.observers {
                let there = |&number: &EntryNumber| observed(number).space == space.of;
                let these: Vec<EntryNumber> = seen.entries.iter().copied().filter(there).collect();
                count += u32::from(!these.is_empty());
                sum.iter_mut().zip(scales(&history, &these).0).for_each(|(sum, showed)| *sum += showed);
            }
            prop_assert!(near(&space.showed, sum) && space.observers == count, "{space}: {}", space.showed);
        }
        for side in &reading.perspectives {
            let theirs = reading.observers.iter().filter(|seen| seen.role.side() == side.of);
            let (mut sum, mut count) = ([0.0; 3], 0);
            for seen in theirs {
                count += 1;
                Lean::ALL.iter().for_each(|&lean| sum[lean.index()] += seen.showed.of(lean));
            }
            prop_assert!(near(&side.showed, sum) && side.observers == count, "{side}: {}", side.showed);
        }
        let cited: BTreeSet<EntryNumber> = reading.rows.iter().flat_map(|row| row.entries.iter().copied()).collect();
        prop_assert_eq!(cited.into_iter().collect::<Vec<_>>(), reading.used());
    }
}

/// Of each day and space: how far it showed at most, the greatest basis, and whether it was there.
type Cell = BTreeMap<(chrono::NaiveDate, Space), (f64, f64, bool)>;

/// The scales of one observer from some of their entries, reckoned anew from what these hold, step by step as the page has them.
fn scales(history: &History, entries: &[EntryNumber]) -> ([f64; 3], [f64; 3]) {
    let half_life = lenient().half_life_days();
    let day = |at: Moment| practice_cycle::calendar::local_date(at);
    let today = day(after(NOW));
    let left = |on: chrono::NaiveDate| 0.5_f64.powf((today - on).num_days() as f64 / half_life);
    // By row and side, then by day and space: value, basis, and whether it was there.
    let mut units: BTreeMap<(usize, usize), Cell> = BTreeMap::new();
    for &number in entries {
        let entry = history.entry(number).unwrap();
        let data = BoundaryObserved::of(entry.event()).unwrap();
        let Sign::Figure1(indicator) = data.sign else { continue };
        let cell = units.entry((indicator.row().index(), indicator.lean().index())).or_default();
        let unit = cell.entry((day(entry.act().occurred_at), data.space)).or_insert((0.0, 0.0, false));
        let basis = if data.basis == Basis::Direct { 1.0 } else { 0.5 };
        unit.1 = unit.1.max(basis);
        if let Sighting::Present(strength) = data.finding {
            let strength = match strength {
                Strength::Slight => 0.5,
                Strength::Clear => 0.75,
                Strength::Strong => 1.0,
            };
            unit.0 = unit.0.max(strength * basis);
            unit.2 = true;
        }
    }
    let of_side = |side: usize| {
        let (mut sum, mut rows, mut latest) = (0.0, 0.0, None);
        for row in 0..5 {
            let own = units.get(&(row, side));
            let days = |cell: &Cell, present: bool| {
                cell.iter().filter(|(_, unit)| unit.2 || !present).map(|(&(day, _), _)| day).max()
            };
            let beside =
                (0..3).filter(|&other| other != side).filter_map(|other| days(units.get(&(row, other))?, true)).max();
            let noted = own.and_then(|cell| days(cell, false));
            if noted.or(beside).is_none() {
                continue;
            }
            latest = latest.max(noted).max(beside);
            rows += 1.0;
            let Some(cell) = own else { continue };
            let Some(last) = days(cell, true) else { continue };
            let values: f64 = cell.iter().map(|(&(day, _), unit)| left(day) * unit.1 * unit.0).sum();
            let bases: f64 = cell.iter().map(|(&(day, _), unit)| left(day) * unit.1).sum();
            sum += left(last) * values / bases;
        }
        (if rows > 0.0 { sum / rows } else { 0.0 }, latest.map_or(0.0, left))
    };
    ([0, 1, 2].map(|side| of_side(side).0), [0, 1, 2].map(|side| of_side(side).1))
}
