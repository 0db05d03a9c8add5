//! The boundary as it is read: the case in which it was seen differently, the worked examples, and each rule by itself.
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "in the helpers of tests, where a slip is a failed test"
)]

#[path = "golden/mod.rs"]
mod golden;

use practice_cycle::assessment::{
    Assessment, Drift, Excluded, Missing, Movement, Parameters, RawParameters, SetAside, Tally,
};

use practice_cycle::attachment::{CycleOpened, PersonEntered, PersonLeft};
use practice_cycle::boundary::{
    Basis, BoundaryObserved, BoundaryReviewed, DrawnBy, Indicator, Lean, Row, Scope, Sighting, Sign, Standpoint, Strength,
    Verdict,
};
use practice_cycle::code::Code;
use practice_cycle::cycle::{Act, Event};
use practice_cycle::history::History;
use practice_cycle::id::{ContractId, EntryNumber, ObservationId, PersonId};
use practice_cycle::intervening::{ConcernRaised, SessionHeld};
use practice_cycle::moment::Moment;
use practice_cycle::people::{Role, Side};
use practice_cycle::reader::Reader;
use practice_cycle::space::Space;
use practice_cycle::stored;
use practice_cycle::text::Text;

fn person(id: &str) -> PersonId {
    PersonId::new(id).unwrap()
}

/// An instant of 2026.
#[track_caller]
fn at(day_and_time: &str) -> Moment {
    format!("2026-{}:00Z", day_and_time.replace(' ', "T")).parse().expect(day_and_time)
}

fn numbers(entries: &[EntryNumber]) -> Vec<u32> {
    entries.iter().map(|number| number.get()).collect()
}

fn v2() -> &'static Parameters {
    Parameters::unvalidated_v2()
}

/// The default, changed.
fn with(change: impl FnOnce(&mut RawParameters)) -> Parameters {
    let mut raw = RawParameters::from(v2().clone());
    raw.id = "of-this-test".parse().unwrap();
    change(&mut raw);
    Parameters::try_from(raw).unwrap()
}

/// Gates that a single sight opens.
fn open_gates() -> Parameters {
    with(|raw| {
        let gates = &mut raw.gates;
        (gates.observers, gates.perspectives, gates.spaces, gates.rows, gates.weight) = (1, 1, 1, 1, 0.0);
    })
}

/// A cycle with the clinician, `a` and `b` of the social work side, `p`, a parent, and `s`, a supervisor.
struct Observed(History);

impl Observed {
    fn new() -> Self {
        let start = at("03-02 09:00");
        let mut told = Self(History::default());
        let opened = CycleOpened::new("cy-1".parse().unwrap(), person("clinician"), "t-1".parse().unwrap());
        told.act(opened, "clinician", start);
        let cast =
            [("a", Role::SocialWorker), ("b", Role::SocialWorker), ("p", Role::Parent), ("s", Role::ClinicalSupervisor)];
        for (id, role) in cast {
            told.act(PersonEntered::new(person(id), role), "clinician", start);
        }
        told
    }

    fn act(&mut self, event: impl Into<Event>, by: &str, when: Moment) -> EntryNumber {
        let recorded = self.0.cycle().last_recorded().max(when);
        let act = Act::new(event, person(by), when).recorded(recorded);
        self.0.record(act).unwrap_or_else(|refusal| panic!("{by}: {refusal}")).0.number()
    }

    /// An observation, seen directly by somebody looking on.
    fn sees(&mut self, by: &str, sign: impl Into<Sign>, finding: Sighting, when: Moment) -> EntryNumber {
        self.sees_but(by, sign, finding, when, |_| {})
    }

    fn sees_but(
        &mut self,
        by: &str,
        sign: impl Into<Sign>,
        finding: Sighting,
        when: Moment,
        change: impl FnOnce(&mut BoundaryObserved),
    ) -> EntryNumber {
        let number = self.0.entries().len();
        let mut observed = BoundaryObserved {
            observation: ObservationId::new(&format!("o-{number}")).unwrap(),
            sign: sign.into(),
            finding,
            standpoint: Standpoint::LookingOn,
            drawn_by: DrawnBy::Unknown,
            space: if by == "a" { Space::TeamMeeting } else { Space::HomeVisit },
            basis: Basis::Direct,
            session: None,
            contract: None,
            words: None,
        };
        change(&mut observed);
        self.act(observed, by, when)
    }

    /// Three rows of one side, strong, direct, on one day, in the observer's space.
    fn sees_thrice(&mut self, by: &str, lean: Lean, when: Moment) {
        for row in [Row::Role, Row::Expertise, Row::Learning] {
            self.sees(by, Indicator::at(row, lean), STRONG, when);
        }
    }

    /// The text for the clinician, who is shown every observation.
    fn text(&self, when: Moment, reading: &Assessment) -> String {
        reading.text_for(&Reader::of(&self.0.view(when, Moment::LATEST), &person("clinician")))
    }

    fn read(&self, when: Moment, scope: Scope, parameters: &Parameters) -> Assessment {
        Assessment::of(&self.0.view(when, Moment::LATEST), scope, parameters)
    }
}

const STRONG: Sighting = Sighting::Present(Strength::Strong);
const CLEAR: Sighting = Sighting::Present(Strength::Clear);

// The case.

fn case() -> History {
    History::read(include_bytes!("../examples/data/boundary_seen_differently.jsonl").as_slice()).unwrap()
}

fn read_case(when: &str, parameters: &Parameters) -> Assessment {
    Assessment::of(&case().view(at(when), Moment::LATEST), Scope::Cycle, parameters)
}

/// The text for the clinician, who is shown every observation.
fn case_in_words(when: &str, parameters: &Parameters) -> String {
    let reader = Reader::of(&case().view(at(when), Moment::LATEST), &person("clinician"));
    read_case(when, parameters).text_for(&reader)
}

const SIXTH_WEEK: &str = "10-16 17:00";
const TENTH_WEEK: &str = "11-13 17:00";

#[test]
fn in_the_sixth_week_it_is_contested_by_perspective_and_space() {
    let reading = read_case(SIXTH_WEEK, v2());
    assert_eq!(reading.verdict, Verdict::Contested);
    assert_eq!(numbers(&reading.used()), [14, 15, 17, 19, 21]);
    let observers: Vec<_> = reading.observers.iter().map(|seen| (seen.person.as_str(), seen.leans)).collect();
    let (healthy, enmeshed) = (Some(Lean::Healthy), Some(Lean::Enmeshed));
    // What the advocate noted was reported to her, so it is less than half of her weight.
    assert_eq!(observers, [("worker-a", healthy), ("manager", enmeshed), ("advocate", None)]);
    let spaces: Vec<_> = reading.spaces.iter().map(|space| (space.of, space.leans)).collect();
    let split = [(Space::TeamMeeting, enmeshed), (Space::CaseConsultation, healthy), (Space::HomeVisit, None)];
    assert_eq!(spaces, split);
    let sides: Vec<_> = reading.perspectives.iter().map(|side| (side.of, side.observers, side.leans)).collect();
    assert_eq!(sides, [(Side::SocialWork, 2, None), (Side::Family, 1, None)], "the social work side is divided");
    assert_eq!((reading.between_observers.pairs, reading.between_perspectives.pairs), (0, 0), "each on other occasions");
    let excluded: Vec<_> = reading.excluded.iter().map(|it| (it.entry.get(), it.why)).collect();
    assert_eq!(excluded, [(18, SetAside::SelfReport), (26, SetAside::NoOpportunity)]);
    assert_eq!(numbers(&reading.self_report.entries), [18]);
    assert!(reading.alerts.is_empty(), "nobody had the opportunity to see control sought");
}

#[test]
fn the_flip_test_names_whose_leaving_out_would_change_it() {
    let reading = read_case(SIXTH_WEEK, v2());
    let flips: Vec<_> = reading.flips.iter().map(|flip| (flip.person.as_str(), flip.becomes)).collect();
    // Without the worker or the manager there are but two rows; without the advocate, one perspective.
    let insufficient = Verdict::Insufficient;
    assert_eq!(flips, [("worker-a", insufficient), ("manager", insufficient), ("advocate", insufficient)]);
    assert_eq!(reading.flips[0].missing, [Missing::Rows { found: 2, needed: 3 }]);
    assert_eq!(reading.flips[1].missing, [Missing::Rows { found: 2, needed: 3 }]);
    assert_eq!(reading.flips[2].missing, [Missing::Perspectives { found: 1, needed: 2 }]);
    let two_rows = with(|raw| raw.gates.rows = 2);
    let reading = read_case(SIXTH_WEEK, &two_rows);
    let flips: Vec<_> = reading.flips.iter().map(|flip| (flip.person.as_str(), flip.becomes)).collect();
    assert_eq!(flips, [("worker-a", insufficient), ("manager", insufficient), ("advocate", insufficient)]);
    assert!(matches!(reading.flips[0].missing[..], [Missing::Firmness { lean: Lean::Enmeshed, .. }]), "{reading}");
}

#[test]
fn in_the_tenth_week_it_rests_on_stated_parameters_and_the_one_who_disagreed_has_left() {
    let quick = with(|raw| (raw.half_life_days, raw.thresholds.trace) = (24.0, 0.5));
    let one_row = with(|raw| {
        let gates = &mut raw.gates;
        (gates.observers, gates.perspectives, gates.rows, gates.weight) = (1, 1, 1, 0.5);
        (raw.thresholds.dissent_from, raw.thresholds.trace, raw.thresholds.perspective_from) = (0.5, 0.9, 2.0);
        (raw.thresholds.firm_from, raw.prior.shows, raw.dependence) = (0.5, 2.0, 0.0);
    });
    for parameters in [v2(), &quick, &one_row] {
        let reading = read_case(TENTH_WEEK, parameters);
        assert_eq!(&reading.parameters, parameters.id());
        let [left] = reading.departed.as_slice() else { panic!("{:?}", reading.departed) };
        assert_eq!((left.person.as_str(), left.leaned, left.left_at), ("manager", Lean::Enmeshed, at("10-09 17:00")));
        assert_eq!(numbers(&left.entries), [15, 19]);
        let told = case_in_words(TENTH_WEEK, parameters);
        let said = "manager (team manager), to whom it looked too close (enmeshed), left on 9 October 2026";
        assert!(told.contains(said), "{told}");
        assert!(told.contains(&format!("`{}`", parameters.id())), "{told}");
    }
    let verdicts = [v2(), &quick, &one_row].map(|parameters| read_case(TENTH_WEEK, parameters).verdict);
    assert_eq!(verdicts, [Verdict::Contested, Verdict::Insufficient, Verdict::Healthy], "no set is validated");
}

#[test]
fn the_case_is_told_in_words_that_can_be_put_before_a_team() {
    golden::is_golden("tests/golden/boundary_sixth_week.txt", &case_in_words(SIXTH_WEEK, v2()));
}

#[test]
fn the_case_is_read_by_contract_by_space_and_by_perspective() {
    let history = case();
    let view = history.view(at(SIXTH_WEEK), Moment::LATEST);
    let used = |scope| numbers(&Assessment::of(&view, scope, v2()).used());
    assert_eq!(used(Scope::Contract(ContractId::new("c-1").unwrap())), [14, 17]);
    assert_eq!(used(Scope::Space(Space::TeamMeeting)), [15, 19]);
    assert_eq!(used(Scope::Perspective(Side::Family)), [21]);
    assert_eq!(used(Scope::Perspective(Side::Partner)), [] as [u32; 0]);
    let in_one_space = Assessment::of(&view, Scope::Space(Space::TeamMeeting), v2());
    assert!(!in_one_space.missing.iter().any(|missing| matches!(missing, Missing::Spaces { .. })));
    let from_one_side = Assessment::of(&view, Scope::Perspective(Side::SocialWork), v2());
    assert!(!from_one_side.missing.iter().any(|missing| matches!(missing, Missing::Perspectives { .. })));
}

#[test]
fn with_nothing_told_there_is_nothing_to_say() {
    const NOTHING: &str = "By all that is recorded, no observation of the boundary in the whole cycle is known.\n";
    let history = History::default();
    let reading = Assessment::of(&history.view(Moment::LATEST, Moment::LATEST), Scope::Cycle, v2());
    assert_eq!((reading.verdict, reading.missing.len()), (Verdict::Insufficient, 5));
    assert_eq!(reading.to_string(), NOTHING);
    let drift = Drift::of(&history.view(Moment::LATEST, Moment::LATEST), Scope::Cycle, v2());
    let of_drift =
        "By all that is recorded, no drift of the boundary in the whole cycle can be told: no observation is known.\n";
    assert_eq!(drift.to_string(), of_drift);
    assert_eq!((drift.movement, drift.windows.len()), (Movement::TooLittle { found: 0, needed: 5 }, 0));
}

// The worked examples.

#[test]
fn every_worked_example_comes_out_as_the_page_says() {
    let now = at("03-20 12:00");
    let mut verdicts = Vec::new();
    for line in include_str!("../src/assessment/worked.md").lines().skip(2) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let mut told = Observed::new();
        for note in cells[0].split("; ") {
            let words: Vec<&str> = note.split(' ').collect();
            let indicator = Indicator::at(Row::from_code(words[1]).unwrap(), Lean::from_code(words[2]).unwrap());
            let finding = Strength::from_code(words[3]).map_or(Sighting::Absent, Sighting::Present);
            told.sees(&words[0].to_lowercase(), indicator, finding, now);
        }
        let reading = told.read(now, Scope::Cycle, v2());
        let showed = reading.showed();
        let showed = [showed.enmeshed, showed.healthy, showed.diffuse].map(|side| format!("{side:.2}"));
        assert_eq!(showed, cells[1..4], "{line}");
        assert_eq!(reading.verdict.label(), cells[4], "{line}\n{reading}");
        verdicts.push(reading.verdict);
    }
    assert!(Verdict::ALL.iter().all(|verdict| verdicts.contains(verdict)), "{verdicts:?}");
}

#[test]
fn what_is_missing_is_named() {
    let (mut told, now) = (Observed::new(), at("03-20 12:00"));
    told.sees("a", Indicator::InvitedToBeCurious, STRONG, now);
    told.sees("b", Indicator::IdeasMadeTogether, CLEAR, now);
    let reading = told.read(now, Scope::Cycle, v2());
    let missing = [Missing::Perspectives { found: 1, needed: 2 }, Missing::Rows { found: 2, needed: 3 }];
    assert_eq!(reading.missing, missing);
    let told = reading.to_string();
    assert!(told.contains("insufficient evidence: 1 of 2 perspectives and 2 of 3 rows of Figure 1 needed."), "{told}");
}

// Each rule.

#[test]
fn an_observer_fades_by_half_with_every_half_life_and_never_all_at_once() {
    let (mut told, seen) = (Observed::new(), at("03-03 12:00"));
    told.sees("a", Indicator::InvitedToBeCurious, STRONG, seen);
    let read = |day: &str| {
        let reading = told.read(at(day), Scope::Cycle, v2());
        (reading.showed().healthy, reading.side(Lean::Healthy).weight)
    };
    // Days are those of London: the age of a note changes at midnight.
    assert_eq!((read("03-03 12:00"), read("03-03 23:59")), ((1.0, 1.0), (1.0, 1.0)));
    assert_eq!((read("04-14 12:00"), read("05-26 12:00")), ((0.5, 0.5), (0.25, 0.25)));
    let (before, after) = (read("05-25 12:00").0, read("05-27 12:00").0);
    assert!(before > after && after > 0.2, "no window ends: {before}, {after}");
}

#[test]
fn whoever_writes_much_fades_like_whoever_wrote_once() {
    let (mut told, seen) = (Observed::new(), at("03-03 12:00"));
    told.sees("a", Indicator::InvitedToBeCurious, STRONG, seen);
    for indicator in Indicator::ALL.iter().skip(1).step_by(3) {
        for minutes in 0..9 {
            told.sees("p", *indicator, STRONG, at(&format!("03-03 12:0{minutes}")));
        }
    }
    for day in ["03-03 13:00", "04-14 12:00", "05-25 12:00", "05-27 12:00", "09-01 12:00"] {
        let reading = told.read(at(day), Scope::Cycle, v2());
        let [once, much] = reading.observers.as_slice() else { panic!("{reading}") };
        assert!((once.showed.healthy - much.showed.healthy).abs() < 1e-12, "{day}: {} and {}", once.showed, much.showed);
        assert_eq!(once.weight, much.weight, "{day}");
    }
}

#[test]
fn what_is_at_second_hand_counts_less() {
    let (mut told, now) = (Observed::new(), at("03-20 12:00"));
    told.sees_but("p", Indicator::TakesOverTasks, CLEAR, now, |it| it.basis = Basis::Reported);
    let reading = told.read(now, Scope::Cycle, v2());
    assert_eq!((reading.showed().enmeshed, reading.side(Lean::Enmeshed).weight), (0.375, 1.0));
}

#[test]
fn of_several_occasions_each_counts_by_age_and_basis() {
    let mut told = Observed::new();
    let space = |it: &mut BoundaryObserved| it.space = Space::TeamMeeting;
    told.sees_but("a", Indicator::TakesOverTasks, STRONG, at("03-20 12:00"), space);
    // Six weeks later absent, at second hand: (1/2 x 1 x 1 + 1 x 1/2 x 0) / (1/2 x 1 + 1 x 1/2).
    told.sees_but("a", Indicator::TakesOverTasks, Sighting::Absent, at("05-01 12:00"), |it| it.basis = Basis::Reported);
    let reading = told.read(at("05-01 12:00"), Scope::Cycle, v2());
    // It last showed a half-life ago; that they looked is of today.
    assert_eq!((reading.showed().enmeshed, reading.side(Lean::Enmeshed).weight), (0.25, 1.0));
    assert_eq!(reading.side(Lean::Healthy).weight, 0.5, "of the other sides they tell as they did six weeks ago");
}

#[test]
fn notes_of_one_occasion_are_one() {
    let (mut told, now) = (Observed::new(), at("03-20 12:00"));
    told.sees("a", Indicator::TakesOverTasks, CLEAR, now);
    let once = told.read(now, Scope::Cycle, v2());
    for minute in 1..6 {
        told.sees("a", Indicator::TakesOverTasks, CLEAR, at(&format!("03-20 12:0{minute}")));
    }
    let often = told.read(at("03-20 12:06"), Scope::Cycle, v2());
    assert_eq!(often.sides, once.sides);
    // A weaker note changes nothing, and a stronger one stands.
    told.sees("a", Indicator::TakesOverTasks, Sighting::Present(Strength::Slight), at("03-20 12:07"));
    assert_eq!(told.read(at("03-20 12:07"), Scope::Cycle, v2()).sides, once.sides);
    told.sees("a", Indicator::TakesOverTasks, STRONG, at("03-20 12:08"));
    assert_eq!(told.read(at("03-20 12:08"), Scope::Cycle, v2()).showed().enmeshed, 1.0);
}

#[test]
fn a_session_is_one_occasion_whatever_the_hour_and_two_sessions_of_a_day_are_two() {
    let now = at("03-21 12:00");
    let showed = |first: &str, second: &str| {
        let mut told = Observed::new();
        for session in ["s-1", "s-2"] {
            let held = format!(
                r#"{{"session":"{session}","cover":{{"uncovered":{{"why":"not_agreed"}}}},"space":"team_meeting","present":["clinician","a"]}}"#
            );
            told.act(stored::parse::<SessionHeld>(&held).unwrap(), "clinician", at("03-20 23:30"));
        }
        for (session, finding, when) in [(first, STRONG, "03-20 23:50"), (second, Sighting::Absent, "03-21 00:20")] {
            told.sees_but("a", Indicator::TakesOverTasks, finding, at(when), |it| {
                it.session = Some(session.parse().unwrap())
            });
        }
        let reading = told.read(now, Scope::Cycle, v2());
        (reading.showed().enmeshed, reading.noted_both_ways.len())
    };
    let (one, flagged) = showed("s-1", "s-1");
    assert!(one > 0.98 && flagged == 1, "present stands, and is shown: {one}");
    let (two, flagged) = showed("s-1", "s-2");
    assert!((0.45..0.55).contains(&two) && flagged == 0, "{two}");
}

#[test]
fn noted_both_ways_on_one_occasion_counts_as_present_and_is_said() {
    let (mut told, now) = (Observed::new(), at("03-20 12:00"));
    let absent = told.sees("a", Indicator::TakesOverTasks, Sighting::Absent, now);
    let present = told.sees("a", Indicator::TakesOverTasks, STRONG, now);
    let reading = told.read(now, Scope::Cycle, v2());
    assert_eq!(reading.showed().enmeshed, 1.0);
    let [both] = reading.noted_both_ways.as_slice() else { panic!("{:?}", reading.noted_both_ways) };
    assert_eq!((both.indicator, both.entries.as_slice()), (Indicator::TakesOverTasks, [absent, present].as_slice()));
    let said = "Noted both as present and as absent of one occasion, and counted as present: a: takes over tasks";
    assert!(reading.to_string().contains(said), "{reading}");
}

#[test]
fn that_one_side_was_absent_leaves_the_others_alone() {
    let (mut told, now) = (Observed::new(), at("03-20 12:00"));
    for by in ["a", "p", "s"] {
        told.sees_thrice(by, Lean::Healthy, now);
    }
    let before = told.read(now, Scope::Cycle, v2());
    assert_eq!(before.verdict, Verdict::Healthy);
    for (by, lean) in [("a", Lean::Enmeshed), ("b", Lean::Enmeshed), ("b", Lean::Diffuse), ("p", Lean::Diffuse)] {
        told.sees(by, Indicator::at(Row::Direction, lean), Sighting::Absent, now);
    }
    let reading = told.read(now, Scope::Cycle, v2());
    let healthy = |reading: &Assessment| {
        let side = reading.side(Lean::Healthy);
        (side.observers, side.showed, side.weight, side.firmness)
    };
    assert_eq!((reading.verdict, healthy(&reading)), (Verdict::Healthy, healthy(&before)));
    assert!(reading.firmness(Lean::Enmeshed) < before.firmness(Lean::Enmeshed), "of the side itself it tells");
}

#[test]
fn whoever_only_looked_and_saw_nothing_has_looked_and_says_nothing_of_other_sides() {
    let (mut told, now) = (Observed::new(), at("03-20 12:00"));
    told.sees_thrice("a", Lean::Healthy, now);
    for row in Row::ALL {
        told.sees("p", Indicator::at(*row, Lean::Enmeshed), Sighting::Absent, now);
    }
    let reading = told.read(now, Scope::Cycle, v2());
    assert!(matches!(reading.missing[..], [Missing::Firmness { lean: Lean::Healthy, .. }]), "every gate is open: {reading}");
    let looked = &reading.observers[1];
    assert_eq!((looked.person.as_str(), looked.leans, looked.showed), ("p", None, Tally::default()));
    assert_eq!((looked.weight.enmeshed, looked.weight.healthy), (1.0, 0.0));
    assert_eq!(reading.side(Lean::Healthy).weight, 1.0);
    let nobody = told.read(now, Scope::Perspective(Side::Family), v2());
    assert_eq!(nobody.side(Lean::Healthy).firmness, None, "nobody of the family looked for it: nothing is said");
}

#[test]
fn four_times_absent_leaves_what_was_mixed_mixed() {
    let mixed = |absent: usize| {
        let (mut told, now) = (Observed::new(), at("03-20 12:00"));
        for by in ["a", "p", "s"] {
            told.sees(by, Indicator::DirectsTheSystem, STRONG, now);
            told.sees(by, Indicator::InvitedToBeCurious, STRONG, now);
        }
        told.sees("a", Indicator::WillNotLearn, Sighting::Absent, now);
        for by in ["a", "p", "s"] {
            (0..absent).for_each(|_| _ = told.sees(by, Indicator::DirectsTheSystem, Sighting::Absent, now));
        }
        let reading = told.read(now, Scope::Cycle, v2());
        (reading.verdict, reading.sides)
    };
    assert_eq!(mixed(0).0, Verdict::Mixed);
    assert_eq!(mixed(4), mixed(0));
}

#[test]
fn one_full_weight_opens_a_gate_of_one_and_three_thirds_are_one() {
    let (mut told, now) = (Observed::new(), at("03-20 12:00"));
    told.sees("a", Indicator::DirectsTheSystem, STRONG, now);
    told.sees("a", Indicator::InvitedToBeCurious, CLEAR, now);
    told.sees("a", Indicator::WithholdsSkills, Sighting::Present(Strength::Slight), now);
    let reading = told.read(now, Scope::Cycle, &open_gates());
    let alone = with(|raw| raw.gates = practice_cycle::assessment::Gates { weight: 1.0, ..open_gates().gates() });
    assert!(!told.read(now, Scope::Cycle, &alone).missing.iter().any(|it| matches!(it, Missing::Weight { .. })));
    assert_eq!(reading.observers[0].showed.enmeshed, 1.0 / 3.0);
    // Three to whom it showed in a third of the rows are as much as one to whom it showed in all.
    let (mut told, mut others) = (Observed::new(), Observed::new());
    for by in ["a", "b", "p"] {
        told.sees(by, Indicator::DirectsTheSystem, STRONG, now);
        told.sees(by, Indicator::TakesOverTasks, Sighting::Absent, now);
        told.sees(by, Indicator::ActsSuperior, Sighting::Absent, now);
    }
    others.sees("a", Indicator::DirectsTheSystem, STRONG, now);
    let showed = |told: &Observed| told.read(now, Scope::Cycle, v2()).showed().enmeshed;
    assert_eq!((showed(&told), showed(&others)), (1.0, 1.0));
}

#[test]
fn a_lean_says_how_many_looked_for_it_and_found_nothing() {
    let (mut told, now) = (Observed::new(), at("03-20 12:00"));
    for by in ["a", "p", "s"] {
        told.sees_thrice(by, Lean::Enmeshed, now);
    }
    for row in [Row::Role, Row::Expertise, Row::Learning] {
        told.sees("b", Indicator::at(row, Lean::Enmeshed), Sighting::Absent, now);
    }
    told.sees("b", Indicator::NegotiatesRoles, Sighting::NoOpportunity, now);
    let reading = told.read(now, Scope::Cycle, v2());
    let [nothing] = reading.not_there.as_slice() else { panic!("{:?}", reading.not_there) };
    assert_eq!((nothing.leans, nothing.observers, nothing.entries.len()), (Lean::Enmeshed, 1, 3));
    assert_eq!(reading.side(Lean::Enmeshed).weight, 4.0, "who looked and did not see it has their weight in it");
    let said =
        "Among these, looked for and not there: what leans too close (enmeshed): 3 observations by 1 observer (entries ";
    let text = told.text(now, &reading);
    assert!(text.contains(said), "{text}");
}

#[test]
fn both_pulls_show_and_neither_takes_from_the_other() {
    let (mut told, now) = (Observed::new(), at("03-20 12:00"));
    for by in ["a", "p"] {
        told.sees(by, Indicator::TakesOverTasks, STRONG, now);
        told.sees(by, Indicator::PrivateMission, STRONG, now);
    }
    let reading = told.read(now, Scope::Cycle, &open_gates());
    let role = &reading.rows[Row::Role.index()];
    assert_eq!((role.tally.enmeshed, role.tally.diffuse), (2.0, 2.0));
    assert_eq!((reading.showed().enmeshed, reading.showed().diffuse), (2.0, 2.0));
    assert_eq!(reading.verdict, Verdict::Mixed);
}

#[test]
fn a_pull_that_showed_to_one_alone_mixes_nothing() {
    let (mut told, now) = (Observed::new(), at("03-20 12:00"));
    for by in ["a", "p", "s"] {
        told.sees_thrice(by, Lean::Enmeshed, now);
    }
    let before = told.read(now, Scope::Cycle, v2());
    told.sees_thrice("a", Lean::Diffuse, now);
    let reading = told.read(now, Scope::Cycle, v2());
    // A third of their weight, and of one person alone.
    assert_eq!(
        (before.verdict, reading.showed().diffuse, reading.side(Lean::Diffuse).observers),
        (Verdict::Enmeshed, 1.0, 1)
    );
    assert_eq!(reading.verdict, Verdict::Enmeshed);
}

#[test]
fn two_pulls_of_which_neither_is_firm_are_mixed_though_one_of_them_is_healthy() {
    let (mut told, now) = (Observed::new(), at("03-20 12:00"));
    for (by, healthy) in [("a", Indicator::IdeasMadeTogether), ("p", Indicator::ValuesBothModels)] {
        told.sees(by, Indicator::TakesOverTasks, STRONG, now);
        told.sees(by, healthy, STRONG, now);
    }
    let reading = told.read(now, Scope::Cycle, v2());
    assert!(reading.observers.iter().all(|seen| seen.leans.is_none()), "nobody differs from another");
    assert_eq!((reading.verdict, reading.showed()), (Verdict::Mixed, Tally { enmeshed: 1.0, healthy: 1.0, diffuse: 0.0 }));
}

/// So many workers who see it healthy, from two spaces.
fn workers(told: &mut Observed, count: usize, now: Moment) {
    for number in 0..count {
        let id = format!("w-{number}");
        told.act(PersonEntered::new(person(&id), Role::SocialWorker), "clinician", now);
        told.sees_thrice(&id, Lean::Healthy, now);
    }
    told.sees_thrice("a", Lean::Healthy, now);
}

#[test]
fn many_on_one_side_do_not_outvote_another_perspective() {
    let (mut told, now) = (Observed::new(), at("03-20 12:00"));
    workers(&mut told, 20, now);
    told.sees("p", Indicator::DetachedFromProcess, CLEAR, now);
    let reading = told.read(now, Scope::Cycle, v2());
    assert_eq!((reading.verdict, reading.dissent.between_perspectives), (Verdict::Contested, true));
    let flips: Vec<_> = reading.flips.iter().map(|flip| flip.person.as_str()).collect();
    // Only `a` saw it in a second space; without the parent nobody sees it otherwise.
    assert_eq!(flips, ["a", "p"]);
    assert_eq!(reading.flips[1].becomes, Verdict::Insufficient, "one perspective");
}

#[test]
fn a_trace_of_dissent_is_shown_and_vetoes_nothing() {
    let (mut told, seen) = (Observed::new(), at("03-03 12:00"));
    told.sees_thrice("b", Lean::Enmeshed, seen);
    let now = at("06-10 12:00");
    workers(&mut told, 2, now);
    told.sees_thrice("s", Lean::Healthy, now);
    let reading = told.read(now, Scope::Cycle, v2());
    // Ninety-nine days are more than two half-lives.
    assert!((0.15..0.25).contains(&reading.dissent.weight), "{:?}", reading.dissent);
    assert_eq!((reading.verdict, reading.observers[0].leans), (Verdict::Healthy, Some(Lean::Enmeshed)));
    assert!(reading.to_string().contains("some lean otherwise than most"), "{reading}");
    // A fortnight earlier it weighed enough.
    let weight = |trace: f64| {
        let parameters = with(|raw| (raw.thresholds.trace, raw.thresholds.dissent_from) = (trace, 0.04));
        told.read(now, Scope::Cycle, &parameters).verdict
    };
    assert_eq!((weight(0.15), weight(0.25)), (Verdict::Contested, Verdict::Healthy));
}

#[test]
fn five_of_whom_one_dissents_are_insufficient_and_contested_if_she_alone_speaks_for_her_perspective() {
    let now = at("03-20 12:00");
    let verdict = |dissenter: &str| {
        let mut told = Observed::new();
        for by in ["w", "a", "b", "p", "s"] {
            if by == "w" {
                told.act(PersonEntered::new(person("w"), Role::SocialWorker), "clinician", now);
            }
            let lean = if by == dissenter { Lean::Diffuse } else { Lean::Healthy };
            told.sees_thrice(by, lean, now);
        }
        let reading = told.read(now, Scope::Cycle, v2());
        assert_eq!(format!("{:.2}", reading.firmness(Lean::Healthy).unwrap()), "0.73");
        let text = told.text(now, &reading);
        let said = "some lean otherwise than most: a weight of 1.00, which is 0.20 of all of theirs.";
        assert!(text.contains(said), "{text}");
        reading.verdict
    };
    assert_eq!((verdict("b"), verdict("p")), (Verdict::Insufficient, Verdict::Contested));
}

#[test]
fn a_share_that_is_just_enough_stays_so_however_the_weights_fade() {
    let (mut told, seen) = (Observed::new(), at("03-03 12:00"));
    told.act(PersonEntered::new(person("w"), Role::SocialWorker), "clinician", seen);
    for by in ["w", "a", "p", "s"] {
        told.sees_thrice(by, Lean::Healthy, seen);
    }
    told.sees_thrice("b", Lean::Diffuse, seen);
    let a_fifth = with(|raw| {
        (raw.thresholds.dissent_from, raw.thresholds.trace, raw.gates.weight) = (0.2, 0.0, 0.0);
    });
    let more = with(|raw| {
        (raw.thresholds.dissent_from, raw.thresholds.trace, raw.gates.weight) = (0.200_001, 0.0, 0.0);
    });
    let later = |days: i64| Moment::new(seen.to_utc() + chrono::TimeDelta::days(days)).unwrap();
    for days in 0..90 {
        let verdict = |parameters: &Parameters| told.read(later(days), Scope::Cycle, parameters).verdict;
        assert_eq!(verdict(&a_fifth), Verdict::Contested, "{days}");
        assert_ne!(verdict(&more), Verdict::Contested, "{days}");
    }
}

#[test]
fn whoever_sees_two_sides_alike_leans_to_neither() {
    let (mut told, now) = (Observed::new(), at("03-20 12:00"));
    for lean in [Lean::Enmeshed, Lean::Healthy] {
        told.sees_thrice("a", lean, now);
    }
    let reading = told.read(now, Scope::Cycle, v2());
    assert_eq!((reading.observers[0].leans, reading.dissent.weight), (None, 0.0));
    assert_eq!(reading.showed(), Tally { enmeshed: 1.0, healthy: 1.0, diffuse: 0.0 });
}

#[test]
fn two_are_not_firm_and_three_are_until_they_have_long_been_silent() {
    let (mut told, seen) = (Observed::new(), at("03-03 12:00"));
    told.sees_thrice("a", Lean::Healthy, seen);
    told.sees_thrice("p", Lean::Healthy, seen);
    let reading = told.read(seen, Scope::Cycle, v2());
    let firmness = reading.side(Lean::Healthy).firmness.unwrap();
    let printed = |number: f64| format!("{number:.2}");
    assert_eq!(reading.verdict, Verdict::Insufficient);
    let under = [firmness.firmness, firmness.if_independent, firmness.if_half_depends];
    assert_eq!(under.map(printed), ["0.79", "0.85", "0.75"]);
    assert_eq!([firmness.if_expected_evenly, firmness.if_expected_seldom].map(printed), ["0.89", "0.43"]);
    assert!(matches!(reading.missing[..], [Missing::Firmness { lean: Lean::Healthy, needed: 0.8, .. }]));
    told.sees_thrice("s", Lean::Healthy, seen);
    let reading = told.read(seen, Scope::Cycle, v2());
    assert_eq!((reading.verdict, printed(reading.firmness(Lean::Healthy).unwrap())), (Verdict::Healthy, "0.85".to_owned()));
    // After eighty days of silence.
    let later = told.read(at("05-22 12:00"), Scope::Cycle, v2());
    assert!(matches!(later.missing[..], [Missing::Weight { found, needed: 1.0 }] if found < 1.0), "{later}");
}

#[test]
fn a_slight_sight_leans_no_way_and_a_fresh_one_may_lower_a_scale() {
    let mut told = Observed::new();
    told.sees("a", Indicator::TakesOverTasks, Sighting::Present(Strength::Slight), at("03-20 12:00"));
    let slight = told.read(at("03-20 12:00"), Scope::Cycle, v2());
    assert_eq!(slight.observers[0].leans, None, "exactly half is not more than half");
    let mut told = Observed::new();
    told.sees("a", Indicator::TakesOverTasks, STRONG, at("03-19 12:00"));
    let strong = told.read(at("03-20 12:00"), Scope::Cycle, v2()).showed().enmeshed;
    told.sees("a", Indicator::TakesOverTasks, Sighting::Present(Strength::Slight), at("03-20 12:00"));
    let after = told.read(at("03-20 12:00"), Scope::Cycle, v2()).showed().enmeshed;
    assert!(after < strong, "less shows now: {after}, {strong}");
}

#[test]
fn of_a_long_list_those_who_dissent_are_told_first() {
    let (mut told, now) = (Observed::new(), at("03-20 12:00"));
    for number in 0..30 {
        let id = format!("w-{number:02}");
        told.act(PersonEntered::new(person(&id), Role::SocialWorker), "clinician", now);
        let indicator = if number >= 28 { Indicator::TakesOverTasks } else { Indicator::NegotiatesRoles };
        told.sees(&id, indicator, STRONG, now);
    }
    let text = told.read(now, Scope::Cycle, v2()).to_string();
    let listed: Vec<&str> = text.lines().filter(|line| line.starts_with("- what ")).collect();
    assert!(listed[0].starts_with("- what w-28 ") && listed[1].starts_with("- what w-29 "), "{text}");
    assert!(listed[2].starts_with("- what w-00 "), "{text}");
    assert!(text.contains("\n- and 22 more observers\n"), "{text}");
}

#[test]
fn one_direct_sight_of_control_being_sought_is_an_alert_and_no_verdict() {
    let (mut told, now) = (Observed::new(), at("03-20 12:00"));
    told.sees_but("a", Indicator::SeeksControl, STRONG, now, |it| it.basis = Basis::Reported);
    assert_eq!(told.read(now, Scope::Cycle, v2()).alerts, []);
    let seen = told.sees("p", Indicator::SeeksControl, Sighting::Present(Strength::Slight), now);
    let reading = told.read(now, Scope::Cycle, v2());
    assert_eq!((reading.alerts.len(), reading.alerts[0].entry, reading.verdict), (1, seen, Verdict::Insufficient));
    assert!(told.text(now, &reading).contains("One such sight is enough to ask about it; it is no verdict."));
}

#[test]
fn an_alert_shows_what_others_noted_of_the_same_occasion_whatever_side_they_are_on() {
    let (mut told, now) = (Observed::new(), at("03-20 12:00"));
    let visit = |it: &mut BoundaryObserved| it.space = Space::HomeVisit;
    let absent = told.sees_but("b", Indicator::SeeksControl, Sighting::Absent, now, visit);
    let seen = told.sees("p", Indicator::SeeksControl, STRONG, now);
    let own = told.sees_but("clinician", Indicator::NegotiatesRoles, STRONG, now, visit);
    told.sees_but("b", Indicator::NegotiatesRoles, STRONG, now, |it| it.space = Space::TeamMeeting);
    told.sees_but("s", Indicator::NegotiatesRoles, Sighting::NoOpportunity, now, visit);
    for scope in [Scope::Cycle, Scope::Perspective(Side::Family)] {
        let reading = told.read(now, scope, v2());
        let [alert] = reading.alerts.as_slice() else { panic!("{reading}") };
        let beside: Vec<_> = alert.others.iter().map(|it| (it.entry, it.side, it.finding)).collect();
        let both = [(absent, Side::SocialWork, Sighting::Absent), (own, Side::Clinical, STRONG)];
        assert_eq!((alert.entry, beside.as_slice()), (seen, both.as_slice()));
        let said = format!(
            "Others noted what they saw of the same occasion: as present in entry {own} and as absent in entry {absent}."
        );
        assert!(told.text(now, &reading).contains(&said), "{reading}");
    }
}

#[test]
fn a_concern_raised_is_never_control_sought() {
    let (mut told, now) = (Observed::new(), at("03-20 12:00"));
    let before = told.read(now, Scope::Cycle, v2());
    let raised: ConcernRaised = stored::parse(r#"{"concern":"co-1","what":"disclosure"}"#).unwrap();
    told.act(raised, "clinician", now);
    let after = told.read(now, Scope::Cycle, v2());
    assert_eq!((after.alerts.len(), after.sides, after.excluded.len()), (0, before.sides, 0));
}

#[test]
fn own_indicators_and_self_report_are_tallied_apart() {
    let (mut told, now) = (Observed::new(), at("03-20 12:00"));
    let own = Sign::Own { name: Text::new("Skips the huddle").unwrap(), leans: Lean::Diffuse };
    let own = told.sees("a", own, STRONG, now);
    let of_self = told.sees_but("b", Indicator::NegotiatesRoles, CLEAR, now, |it| it.standpoint = Standpoint::PartOfIt);
    let reading = told.read(now, Scope::Cycle, v2());
    assert_eq!((reading.showed(), reading.observers.len()), (Tally::default(), 0));
    assert_eq!((reading.own_indicators.showed.diffuse, reading.own_indicators.entries.as_slice()), (1.0, [own].as_slice()));
    assert_eq!(reading.own_indicators.weight, Tally { diffuse: 1.0, ..Tally::default() }, "it tells of no other side");
    assert_eq!((reading.self_report.showed.healthy, reading.self_report.entries.as_slice()), (0.75, [of_self].as_slice()));
    assert_eq!(reading.self_report.weight.enmeshed, 1.0, "who saw one side of a row saw no other there");
    assert!(!reading.to_string().contains("huddle"), "no free text");
}

#[test]
fn each_indicator_of_the_services_own_has_a_row_of_its_own() {
    let (mut told, now) = (Observed::new(), at("03-20 12:00"));
    let own = |name: &str| Sign::Own { name: Text::new(name).unwrap(), leans: Lean::Diffuse };
    told.sees("a", own("A"), STRONG, now);
    told.sees("a", own("B"), Sighting::Absent, now);
    let apart = told.read(now, Scope::Cycle, v2()).own_indicators;
    assert_eq!((apart.showed.diffuse, apart.weight.diffuse), (0.5, 1.0));
}

#[test]
fn what_the_clinician_notes_is_self_report_even_looking_on() {
    let (mut told, now) = (Observed::new(), at("03-20 12:00"));
    let noted = told.sees("clinician", Indicator::NegotiatesRoles, STRONG, now);
    told.sees("a", Indicator::NegotiatesRoles, STRONG, now);
    let reading = told.read(now, Scope::Cycle, &open_gates());
    let observers: Vec<_> = reading.observers.iter().map(|seen| seen.person.as_str()).collect();
    assert_eq!((observers, reading.showed().healthy), (vec!["a"], 1.0));
    assert_eq!((reading.self_report.showed.healthy, reading.self_report.entries), (1.0, vec![noted]));
    assert_eq!(reading.excluded, [Excluded { entry: noted, why: SetAside::SelfReport }]);
}

#[test]
fn whoever_changes_sides_has_one_voice_from_where_they_last_saw_it() {
    let mut told = Observed::new();
    let before = told.sees("b", Indicator::TakesOverTasks, STRONG, at("03-10 12:00"));
    told.act(PersonEntered::new(person("b"), Role::Relative), "a", at("03-12 12:00"));
    let read = |told: &Observed, scope| told.read(at("03-20 12:00"), scope, &open_gates());
    // Who is on another side by now, and has seen nothing from there, is heard as they last saw it.
    assert_eq!(read(&told, Scope::Cycle).perspectives[0].of, Side::SocialWork);
    let since = told.sees("b", Indicator::NegotiatesRoles, STRONG, at("03-18 12:00"));
    let reading = read(&told, Scope::Cycle);
    assert_eq!(reading.used(), [since]);
    assert_eq!(reading.excluded, [Excluded { entry: before, why: SetAside::AnotherSide }]);
    assert_eq!((reading.observers[0].role, reading.showed().enmeshed), (Role::Relative, 0.0));
    let sides: Vec<Side> = reading.perspectives.iter().map(|side| side.of).collect();
    assert_eq!(sides, [Side::Family], "one person is not two perspectives");
    let asked = read(&told, Scope::Perspective(Side::SocialWork));
    assert_eq!((asked.used(), asked.showed().healthy), (vec![before], 0.0));
    assert_eq!(read(&told, Scope::Perspective(Side::Family)).used(), [since]);
}

#[test]
fn an_absence_noted_from_another_side_takes_away_nothing_that_was_seen() {
    let mut told = Observed::new();
    told.sees("b", Indicator::NegotiatesRoles, STRONG, at("03-10 12:00"));
    told.act(PersonEntered::new(person("b"), Role::Relative), "a", at("03-12 12:00"));
    let before = told.read(at("03-20 12:00"), Scope::Cycle, &open_gates());
    let absent = told.sees("b", Indicator::TakesOverTasks, Sighting::Absent, at("03-18 12:00"));
    let after = told.read(at("03-20 12:00"), Scope::Cycle, &open_gates());
    assert_eq!((after.sides, after.verdict), (before.sides, before.verdict));
    assert_eq!(after.excluded, [Excluded { entry: absent, why: SetAside::AnotherSide }]);
}

#[test]
fn a_new_role_on_the_same_side_carries_what_was_seen_along() {
    let mut told = Observed::new();
    told.sees("b", Indicator::TakesOverTasks, STRONG, at("03-10 12:00"));
    told.act(PersonEntered::new(person("b"), Role::Manager), "a", at("03-12 12:00"));
    told.sees("b", Indicator::NegotiatesRoles, STRONG, at("03-18 12:00"));
    let reading = told.read(at("03-20 12:00"), Scope::Cycle, &open_gates());
    assert_eq!((reading.used().len(), reading.observers[0].role), (2, Role::Manager));
}

#[test]
fn what_has_no_weight_opens_no_gate() {
    let (mut told, now) = (Observed::new(), at("03-20 12:00"));
    let nothing = told.sees_but("a", Indicator::NegotiatesRoles, STRONG, now, |it| it.basis = Basis::FromRecords);
    told.sees("p", Indicator::NegotiatesRoles, STRONG, now);
    let by_sight_alone = with(|raw| raw.bases.from_records = 0.0);
    let reading = told.read(now, Scope::Cycle, &by_sight_alone);
    assert_eq!(reading.excluded, [Excluded { entry: nothing, why: SetAside::NoWeight }]);
    assert_eq!(reading.missing[0], Missing::Observers { found: 1, needed: 2 });
    assert_eq!(told.read(now, Scope::Cycle, v2()).observers.len(), 2);
}

#[test]
fn what_the_team_asked_for_is_told() {
    let (mut told, now) = (Observed::new(), at("03-20 12:00"));
    let seen = told.sees_but("a", Indicator::TakesOverTasks, STRONG, now, |it| it.drawn_by = DrawnBy::AskedByTeam);
    let reading = told.read(now, Scope::Cycle, v2());
    let line = format!("Asked for by the team: 1 observation of what leans too close (enmeshed) (entry {seen}).");
    assert!(reading.to_string().contains(&line), "{reading}");
}

#[test]
fn somebody_who_left_without_disagreeing_is_not_named_and_whoever_comes_back_has_not_left() {
    let (mut told, now) = (Observed::new(), at("03-20 12:00"));
    told.sees("a", Indicator::TakesOverTasks, STRONG, now);
    told.sees("b", Indicator::DirectsTheSystem, STRONG, now);
    told.act(PersonLeft::new(person("b")), "a", at("03-21 12:00"));
    assert!(told.read(at("03-22 12:00"), Scope::Cycle, v2()).departed.is_empty());
    told.sees("p", Indicator::NegotiatesRoles, STRONG, at("03-22 12:00"));
    let departed = |day: &str| told.read(at(day), Scope::Cycle, v2()).departed.len();
    assert_eq!((departed("03-21 11:00"), departed("03-22 12:00")), (0, 1));
    let left = &told.read(at("03-22 12:00"), Scope::Cycle, v2()).departed[0];
    assert_eq!((left.others_there, left.others_gone), (1, 0));
    told.act(PersonEntered::new(person("b"), Role::Manager), "a", at("03-24 12:00"));
    assert!(told.read(at("03-25 12:00"), Scope::Cycle, v2()).departed.is_empty());
}

#[test]
fn where_all_who_differ_have_left_nobody_is_said_to_be_there() {
    let (mut told, now) = (Observed::new(), at("03-20 12:00"));
    told.sees("a", Indicator::TakesOverTasks, STRONG, now);
    told.sees("p", Indicator::InvitedToBeCurious, STRONG, now);
    for (by, day) in [("a", "03-21 12:00"), ("p", "03-22 12:00")] {
        told.act(PersonLeft::new(person(by)), "clinician", at(day));
    }
    let reading = told.read(at("03-23 12:00"), Scope::Cycle, v2());
    let compared: Vec<_> = reading.departed.iter().map(|it| (it.person.as_str(), it.others_there, it.others_gone)).collect();
    assert_eq!(compared, [("a", 0, 1), ("p", 0, 1)]);
    let text = told.text(at("03-23 12:00"), &reading);
    assert!(text.contains("Whoever saw it otherwise has left, too (1 observer)"), "{text}");
}

#[test]
fn what_somebody_saw_is_kept_when_it_is_learned_late_that_they_had_left() {
    let (mut told, now) = (Observed::new(), at("03-20 12:00"));
    let seen = told.sees("b", Indicator::TakesOverTasks, STRONG, now);
    told.act(PersonLeft::new(person("b")), "a", at("03-19 12:00"));
    let reading = told.read(now, Scope::Cycle, v2());
    assert_eq!((reading.used(), reading.observers[0].role), (vec![seen], Role::SocialWorker));
}

#[test]
fn what_is_missed_by_little_does_not_read_as_met() {
    let (mut told, now) = (Observed::new(), at("03-20 12:00"));
    told.sees("a", Indicator::InvitedToBeCurious, STRONG, now);
    told.sees("p", Indicator::IdeasMadeTogether, STRONG, now);
    let found = told.read(now, Scope::Cycle, v2()).firmness(Lean::Healthy).unwrap();
    let needed = found + 0.000_4;
    let reading = told.read(now, Scope::Cycle, &with(|raw| (raw.gates.rows, raw.thresholds.firm_from) = (2, needed)));
    let text = reading.to_string();
    let decimals = |decimals: usize| format!("most to healthy, at {found:.decimals$} where {needed:.decimals$} is needed");
    assert!((2..5).any(|of| text.contains(&decimals(of)) && decimals(of) != decimals(9)), "{text}");
    let weight = told.read(now, Scope::Cycle, &with(|raw| (raw.gates.rows, raw.gates.weight) = (2, 2.001)));
    assert!(weight.to_string().contains("(a weight of 2.000, where 2.001 is needed)"), "{weight}");
    // What is equal but for rounding is met.
    let enough = with(|raw| (raw.gates.rows, raw.gates.weight, raw.thresholds.firm_from) = (2, 2.0, found));
    assert_eq!(told.read(now, Scope::Cycle, &enough).verdict, Verdict::Healthy);
}

#[test]
fn the_texts_say_up_to_when_they_know() {
    let history = case();
    let (as_of, known_at) = (at(SIXTH_WEEK), at("10-20 12:00"));
    let view = history.view(as_of, known_at);
    let said = "By 16 October 2026, as known on 20 October 2026, the boundary in the whole cycle";
    let (reading, drift) = (Assessment::of(&view, Scope::Cycle, v2()), Drift::of(&view, Scope::Cycle, v2()));
    assert!(reading.to_string().starts_with(&format!("{said}: contested.")), "{reading}");
    assert!(drift.to_string().starts_with(&format!("{said} through time, by the parameters")), "{drift}");
    let then = Assessment::of(&history.view(as_of, at(SIXTH_WEEK)), Scope::Cycle, v2());
    assert!(then.to_string().starts_with("By 16 October 2026 (as then known), the boundary"), "{then}");
}

#[test]
fn everything_recorded_is_read_as_of_the_last_entry() {
    let history = case();
    let all = Assessment::of(&history.view(Moment::LATEST, Moment::LATEST), Scope::Cycle, v2());
    assert_eq!(all.as_of, at("10-28 12:00"));
    assert!(!all.used().is_empty());
}

// Through time.

/// Seven months in which three people note each fortnight what they see: so many windows enmeshed, and from then on healthy.
fn turned(enmeshed: usize, later: [&str; 3]) -> Observed {
    let mut told = Observed::new();
    for (id, role) in [("c", Role::SocialWorker), ("d", Role::Manager), ("q", Role::Relative)] {
        told.act(PersonEntered::new(person(id), role), "clinician", at("03-02 09:00"));
    }
    let start: Moment = at("03-05 12:00");
    for visit in 0..14_usize {
        let when = Moment::new(start.to_utc() + chrono::TimeDelta::days(14 * visit as i64)).unwrap();
        let early = visit / 2 < enmeshed;
        let (people, lean) = if early { (["a", "b", "p"], Lean::Enmeshed) } else { (later, Lean::Healthy) };
        people.into_iter().for_each(|by| _ = told.sees(by, Indicator::at(Row::Role, lean), STRONG, when));
    }
    told
}

/// Seven windows of four weeks end on it, the first on the day of the first visit.
const THE_END: &str = "09-16 12:00";

fn drift(told: &Observed, when: &str, parameters: &Parameters) -> Drift {
    Drift::of(&told.0.view(at(when), Moment::LATEST), Scope::Cycle, parameters)
}

#[test]
fn a_turn_is_found_with_its_date_and_how_many_orders_show_as_much() {
    let told = turned(3, ["a", "b", "p"]);
    let turned = drift(&told, THE_END, v2());
    let Movement::Moving(change) = &turned.movement else { panic!("{turned}") };
    // Four windows of 28 days end on 16 September: they begin on 28 May.
    assert_eq!((change.since.to_string().as_str(), change.by.abs()), ("2026-05-28", 1.0), "{turned}");
    // Of the 35 ways to choose which three windows come first, one; and of those that choose which four do, one.
    assert!((change.share_of_orders - 2.0 / 35.0).abs() < 1e-12, "{turned}");
    assert_eq!((turned.windows.len(), turned.among.len()), (7, 3));
    assert!(turned.windows.iter().all(|window| window.is_compared && window.occasions == 4), "{turned}");
    let said = "the pattern seems to move: too close (enmeshed) shows less since 28 May 2026; by chance alone it would look so in 6 in 100 orders";
    assert!(turned.to_string().contains(said), "{turned}");
    let too_early = drift(&told, "06-20 12:00", v2());
    assert_eq!(too_early.movement, Movement::TooLittle { found: 4, needed: 5 }, "{too_early}");
}

#[test]
fn a_change_of_who_looks_is_not_read_as_a_change_of_what_is_seen() {
    let told = turned(3, ["c", "d", "q"]);
    let others = drift(&told, THE_END, v2());
    let Movement::NoneClear(change) = &others.movement else { panic!("{others}") };
    assert_eq!((change.statistic, change.share_of_orders), (0.0, 1.0), "each sees what they always saw");
}

#[test]
fn who_is_heard_in_one_window_alone_is_not_compared() {
    let mut told = turned(7, ["a", "b", "p"]);
    told.act(PersonEntered::new(person("n"), Role::Manager), "clinician", at("09-10 12:00"));
    for row in [Row::Role, Row::Learning] {
        told.sees("n", Indicator::at(row, Lean::Healthy), STRONG, at("09-15 12:00"));
    }
    let read = drift(&told, THE_END, v2());
    let Movement::NoneClear(change) = &read.movement else { panic!("{read}") };
    assert_eq!((change.statistic, read.not_compared.as_slice()), (0.0, [person("n")].as_slice()));
    assert!(read.to_string().contains("not compared, because heard in one window alone: n."), "{read}");
}

#[test]
fn absence_of_another_side_is_no_change_of_this_one() {
    let mut told = turned(7, ["a", "b", "p"]);
    let before = drift(&told, THE_END, v2());
    told.sees("a", Indicator::at(Row::Learning, Lean::Diffuse), Sighting::Absent, at("09-15 12:00"));
    let after = drift(&told, THE_END, v2());
    let enmeshed = |read: &Drift| read.windows.iter().map(|window| window.beyond[0]).collect::<Vec<_>>();
    assert_eq!(enmeshed(&before), enmeshed(&after));
}

// Reviews.

/// A review in which `b` took part.
fn reviewed(number: usize, as_of: Moment) -> BoundaryReviewed {
    BoundaryReviewed {
        review: format!("br-{number}").parse().unwrap(),
        parameters: v2().id().clone(),
        as_of,
        scope: Scope::Cycle,
        verdict: Verdict::Contested,
        with: vec![person("b")],
        words: None,
    }
}

#[test]
fn a_review_is_recorded_by_professionals_and_their_partners() {
    let (mut told, now) = (Observed::new(), at("03-20 12:00"));
    for (number, by) in ["clinician", "a", "s"].into_iter().enumerate() {
        told.act(reviewed(number, now), by, now);
    }
    let refusal = told.0.judge(&Act::new(reviewed(9, now), person("p"), now)).unwrap_err();
    let words = "only the clinical side, the social work side or a partner agency can review the boundary";
    assert_eq!((refusal.to_string().as_str(), refusal.code()), (words, "cycle.not_theirs"));
    let stranger = BoundaryReviewed { with: vec![person("nobody")], ..reviewed(9, now) };
    let refusal = told.0.judge(&Act::new(stranger, person("a"), now)).unwrap_err();
    assert_eq!(refusal.to_string(), "no such person is known here");
    let under_none = BoundaryReviewed { scope: Scope::Contract("c-9".parse().unwrap()), ..reviewed(9, now) };
    let refusal = told.0.judge(&Act::new(under_none, person("a"), now)).unwrap_err();
    assert_eq!(refusal.to_string(), "no such contract is known here");
    assert!(told.0.judge(&Act::new(reviewed(0, now), person("clinician"), now)).unwrap_err().is_already_so());
}

#[test]
fn a_review_says_with_whom_and_of_what_time() {
    let (told, now) = (Observed::new(), at("03-20 12:00"));
    let with = |people: &[&str]| {
        let with = people.iter().map(|id| person(id)).collect();
        told.0.judge(&Act::new(BoundaryReviewed { with, ..reviewed(1, now) }, person("a"), now))
    };
    for (people, code, words) in [
        (&[][..], "boundary.alone", "cannot review the boundary alone; say who else took part"),
        (
            &["clinician", "a"],
            "boundary.with_themself",
            "cannot review the boundary with oneself; say who took part beside the person who acts",
        ),
        (&["b", "clinician", "b"], "cycle.named_twice", "a list names the same person twice"),
    ] {
        let refusal = with(people).unwrap_err();
        assert_eq!((refusal.code(), refusal.to_string().as_str()), (code, words));
    }
    assert_eq!(with(&["b", "clinician"]), Ok(()));
    let later = told.0.judge(&Act::new(reviewed(1, at("03-20 12:01")), person("a"), now)).unwrap_err();
    let words = "cannot review the boundary as of a later time than that of the review";
    assert_eq!((later.code(), later.to_string().as_str()), ("boundary.as_of_later", words));
}

#[test]
fn a_review_is_joint_where_both_ends_of_the_boundary_took_part() {
    let (told, now) = (Observed::new(), at("03-20 12:00"));
    let cycle = told.0.cycle();
    let joint = |by: &str, with: &[&str]| {
        let review = BoundaryReviewed { with: with.iter().map(|id| person(id)).collect(), ..reviewed(1, now) };
        review.is_joint(&person(by), |person| cycle.role_at(person, now))
    };
    assert!(joint("a", &["clinician"]) && joint("clinician", &["s", "b"]) && joint("s", &["a", "clinician"]));
    assert!(!joint("a", &["b"]) && !joint("clinician", &["s"]) && !joint("clinician", &["p"]) && !joint("a", &["nobody"]));
}

// Parameters.

#[test]
fn bad_parameters_are_refused_with_the_field_named() {
    let stored_default = serde_json::to_string(v2()).unwrap();
    assert_eq!(&stored::parse::<Parameters>(&stored_default).unwrap(), v2());
    let bad = [
        (r#""half_life_days":42.0"#, r#""half_life_days":-1"#, "half_life_days"),
        (r#""half_life_days":42.0"#, r#""half_life_days":0"#, "half_life_days"),
        (r#""dependence":0.25"#, r#""dependence":1.5"#, "dependence"),
        (r#""shows":0.25"#, r#""shows":0"#, "prior.shows"),
        (r#""does_not":0.75"#, r#""does_not":11"#, "prior.does_not"),
        (r#""observers":2"#, r#""observers":0"#, "gates.observers"),
        (r#""perspectives":2"#, r#""perspectives":4"#, "gates.perspectives"),
        (r#""spaces":2"#, r#""spaces":17"#, "gates.spaces"),
        (r#""rows":3"#, r#""rows":6"#, "gates.rows"),
        (r#""weight":1.0"#, r#""weight":-0.5"#, "gates.weight"),
        (r#""slight":0.5"#, r#""slight":0"#, "strengths.slight"),
        (r#""clear":0.75"#, r#""clear":0.25"#, "strengths.clear"),
        (r#""strong":1.0"#, r#""strong":1.5"#, "strengths.strong"),
        (r#""direct":1.0"#, r#""direct":0"#, "bases.direct"),
        (r#""reported":0.5"#, r#""reported":2"#, "bases.reported"),
        (r#""from_records":0.5"#, r#""from_records":-1"#, "bases.from_records"),
        (r#""firm_from":0.8"#, r#""firm_from":1.0"#, "thresholds.firm_from"),
        (r#""pull_from":0.3"#, r#""pull_from":0"#, "thresholds.pull_from"),
        (r#""dissent_from":0.25"#, r#""dissent_from":0.6"#, "thresholds.dissent_from"),
        (r#""trace":0.25"#, r#""trace":-1"#, "thresholds.trace"),
        (r#""perspective_from":0.5"#, r#""perspective_from":-1"#, "thresholds.perspective_from"),
        (r#""days":28"#, r#""days":0"#, "drift.days"),
        (r#""fewest":5"#, r#""fewest":8"#, "drift.fewest"),
        (r#""most":7"#, r#""most":9"#, "drift.most"),
        (r#""occasions":2"#, r#""occasions":0"#, "drift.occasions"),
        (r#""moving_up_to":0.2"#, r#""moving_up_to":1"#, "drift.moving_up_to"),
    ];
    for (good, wrong, field) in bad {
        assert!(stored_default.contains(good), "{good}");
        let error = stored::parse::<Parameters>(&stored_default.replacen(good, wrong, 1)).unwrap_err().to_string();
        assert!(error.contains(&format!("`{field}`: expected ")), "{wrong}: {error}");
    }
    for half_life_days in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let raw = RawParameters { half_life_days, ..RawParameters::from(v2().clone()) };
        assert_eq!(Parameters::try_from(raw).unwrap_err().field(), "half_life_days");
    }
    let more = stored_default.replacen('{', r#"{"cut_off":3,"#, 1);
    assert!(stored::parse::<Parameters>(&more).unwrap_err().to_string().contains("unknown field `cut_off`"));
}

#[test]
fn the_default_passes_its_own_check() {
    let default = Parameters::unvalidated_v2();
    assert_eq!(Parameters::try_from(RawParameters::from(default.clone())).as_ref(), Ok(default));
}

#[test]
fn a_set_that_is_not_computed_any_more_lends_its_name_to_none_and_its_reviews_load() {
    let raw = RawParameters { id: "unvalidated_v1".parse().unwrap(), ..RawParameters::from(v2().clone()) };
    assert_eq!(Parameters::try_from(raw).unwrap_err().field(), "id");
    let (mut told, now) = (Observed::new(), at("03-20 12:00"));
    let review = BoundaryReviewed { parameters: "unvalidated_v1".parse().unwrap(), ..reviewed(1, now) };
    told.act(review.clone(), "a", now);
    let mut stored = Vec::new();
    told.0.write(&mut stored).unwrap();
    let loaded = History::read(stored.as_slice()).unwrap();
    assert_eq!(BoundaryReviewed::of(loaded.entries().last().unwrap().event()), Some(&review));
}
