//! Simulated observers: what they note, what they have in common, and what a calibration makes of it.
#![expect(clippy::unwrap_used, reason = "the helpers of tests fail as tests do")]

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;

use practice_cycle::assessment::Parameters;
use practice_cycle::boundary::{self, Basis, BoundaryObserved, Lean, Row, Sighting, Sign, Strength};
use practice_cycle::code::Code;
use practice_cycle::cycle::{Entry, Event};
use practice_cycle::history::History;
use practice_cycle::people::Side;
use practice_cycle::simulation::random::Stream;
use practice_cycle::simulation::{
    Amount, Calibration, Calibrator, Manner, Population, Position, RawPopulation, Team, TrueMajority,
};

fn position() -> Position {
    Position::new(0.2, 0.5).unwrap()
}

fn noted(manner: Manner, dependence: f64, population: &Population, team: u64) -> History {
    Team::new(population, manner, dependence, 8, position(), Stream::new(9).at("team", team)).history().unwrap()
}

fn ours(change: impl Fn(&mut RawPopulation)) -> Population {
    let mut raw = RawPopulation::from(Population::illustrative().clone());
    change(&mut raw);
    raw.try_into().unwrap()
}

fn observed(history: &History) -> impl Iterator<Item = (&Entry, &BoundaryObserved)> {
    history.entries().iter().filter_map(|entry| {
        let Event::Boundary(boundary::Event::BoundaryObserved(data)) = entry.event() else { return None };
        Some((entry, data))
    })
}

fn cell(data: &BoundaryObserved) -> (Row, Lean) {
    match data.sign {
        Sign::Figure1(indicator) => (indicator.row(), indicator.lean()),
        Sign::Own { leans, .. } => (Row::Direction, leans),
    }
}

fn is_present(data: &BoundaryObserved) -> bool {
    matches!(data.finding, Sighting::Present(_))
}

/// What each person saw of each row at each meeting.
fn sights(history: &History) -> BTreeMap<(String, String, Row), Lean> {
    let mut sights = BTreeMap::new();
    for (entry, data) in observed(history).filter(|(_, data)| is_present(data)) {
        let (row, lean) = cell(data);
        let key = (entry.act().occurred_at.to_string(), entry.act().by.to_string(), row);
        assert_eq!(sights.insert(key, lean), None, "each row is seen once a meeting");
    }
    sights
}

fn share(history: &[History], lean: Lean) -> f64 {
    let leans: Vec<Lean> = history.iter().flat_map(sights).map(|(_, lean)| lean).collect();
    leans.iter().filter(|seen| **seen == lean).count() as f64 / leans.len() as f64
}

#[test]
fn observers_keep_to_the_position_as_far_as_they_err() {
    let teams: Vec<History> = (0..150).map(|team| noted(Manner::Honest, 0.0, Population::illustrative(), team)).collect();
    for &lean in Lean::ALL {
        let there = position().share(lean);
        let error = Population::illustrative().says().error.value;
        let expected = (1.0 - error) * there + error * (1.0 - there) / 2.0;
        // A hundred and fifty teams of eight, most of whose sights are of one side for each.
        assert!((share(&teams, lean) - expected).abs() < 0.045, "{lean}: {}, not {expected}", share(&teams, lean));
    }
}

#[test]
fn who_is_where_and_sees_what_depends_on_nothing_else_that_is_drawn() {
    let honest = sights(&noted(Manner::Honest, 0.0, Population::illustrative(), 3));
    for &manner in Manner::ALL {
        for dependence in [0.0, 0.25, 1.0] {
            let other = sights(&noted(manner, dependence, Population::illustrative(), 3));
            assert!(other.keys().eq(honest.keys()), "{manner} {dependence}: the same people see the same rows");
        }
    }
    // More meetings change nothing at those there were.
    let longer = sights(&noted(Manner::Honest, 0.0, &ours(|raw| raw.days = 336), 3));
    assert!(longer.len() > honest.len() * 3 / 2);
    assert!(honest.iter().all(|(key, lean)| longer.get(key) == Some(lean)));
    // A greater error changes sights, and leaves those that were wrong already.
    let erring = sights(&noted(Manner::Honest, 0.0, &ours(|raw| raw.error = Amount::illustrative(0.3)), 3));
    let certain = sights(&noted(Manner::Honest, 0.0, &ours(|raw| raw.error = Amount::illustrative(0.0)), 3));
    let wrong = |key, lean| certain.get(key) != Some(lean);
    assert!(honest.iter().filter(|(key, lean)| wrong(*key, *lean)).all(|(key, lean)| erring.get(key) == Some(lean)));
    assert_ne!(erring, honest);
}

#[test]
fn whoever_copies_notes_what_one_colleague_would_have_noted() {
    // Where everybody copies the first, all who see a row at a meeting see the same.
    let all = sights(&noted(Manner::LongMoods, 1.0, Population::illustrative(), 4));
    let mut seen: BTreeMap<(&str, Row), BTreeSet<Lean>> = BTreeMap::new();
    all.iter().for_each(|((at, _, row), lean)| _ = seen.entry((at, *row)).or_default().insert(*lean));
    assert!(seen.len() > 50 && seen.values().all(|leans| leans.len() == 1));
    // Whoever copies at one chance copies at any greater one, and about so many do.
    let alone = |dependence: f64, team: u64| -> BTreeSet<String> {
        let certain = ours(|raw| {
            raw.own_view = Amount::illustrative(0.0);
            raw.opportunity = Amount::illustrative(1.0);
            raw.attends = Amount::illustrative(1.0);
        });
        let (own, now) = (noted(Manner::Honest, 0.0, &certain, team), noted(Manner::Honest, dependence, &certain, team));
        let differs = |by: &str| {
            let of = |history: &History| -> Vec<Lean> {
                sights(history).into_iter().filter(|((_, who, _), _)| who == by).map(|(_, lean)| lean).collect()
            };
            of(&own) != of(&now)
        };
        (1..=8).map(|place| format!("observer-{place}")).filter(|by| !differs(by)).collect()
    };
    let mut copying = 0;
    for team in 0..20 {
        let (few, half, everybody) = (alone(0.25, team), alone(0.5, team), alone(1.0, team));
        assert!(half.is_subset(&few) && everybody.is_subset(&half));
        assert_eq!(everybody, BTreeSet::from(["observer-1".to_owned()]));
        copying += 8 - half.len();
    }
    // Of 140 who could, a half: within three standard deviations.
    assert!((52..=88).contains(&copying), "{copying}");
}

#[test]
fn who_notes_only_what_is_there_leaves_out_what_is_not() {
    let (honest, only) = (
        noted(Manner::Honest, 0.0, Population::illustrative(), 5),
        noted(Manner::PresenceOnly, 0.0, Population::illustrative(), 5),
    );
    assert!(observed(&honest).any(|(_, data)| data.finding == Sighting::Absent));
    assert!(observed(&only).all(|(_, data)| is_present(data)));
    assert_eq!(sights(&honest), sights(&only));
    // What is noted as absent is never what was seen.
    let seen = sights(&honest);
    for (entry, data) in observed(&honest).filter(|(_, data)| data.finding == Sighting::Absent) {
        let (row, lean) = cell(data);
        let key = (entry.act().occurred_at.to_string(), entry.act().by.to_string(), row);
        assert!(seen.get(&key).is_some_and(|seen| *seen != lean));
    }
}

#[test]
fn an_error_that_goes_with_a_side_changes_what_one_side_sees() {
    // Without plain error beside it.
    let certain = ours(|raw| raw.error = Amount::illustrative(0.0));
    for team in 0..10 {
        let honest = noted(Manner::Honest, 0.0, &certain, team);
        let erring = sights(&noted(Manner::ErrorWithASide, 0.0, &certain, team));
        let side = |by: &str| {
            let entered = honest.cycle().role_at(&by.parse().unwrap(), honest.cycle().last_recorded());
            entered.unwrap().side()
        };
        let changed: BTreeSet<(Side, Lean)> = sights(&honest)
            .into_iter()
            .filter(|(key, lean)| erring.get(key) != Some(lean))
            .map(|(key, _)| (side(&key.1), *erring.get(&key).unwrap()))
            .collect();
        assert_eq!(changed.len(), 1, "one side takes things for one lean: team {team}");
    }
}

#[test]
fn moods_last_as_long_as_they_are_said_to() {
    let runs = |manner: Manner| {
        // Nothing but the mood is noted.
        let population = ours(|raw| {
            raw.mood = Amount::illustrative(1.0);
            raw.error = Amount::illustrative(0.0);
            raw.opportunity = Amount::illustrative(1.0);
            raw.attends = Amount::illustrative(1.0);
            raw.days_between_meetings = 1;
            raw.days = 1000;
        });
        let position = Position::new(1.0, 0.0).unwrap();
        let team = Team::new(&population, manner, 0.0, 1, position, Stream::new(10));
        let moods: Vec<Lean> = sights(&team.history().unwrap())
            .into_iter()
            .filter(|((_, _, row), _)| *row == Row::Role)
            .map(|(_, lean)| lean)
            .collect();
        assert_eq!(moods.len(), 1000);
        1000.0 / (1 + moods.windows(2).filter(|pair| pair[0] != pair[1]).count()) as f64
    };
    // One mood in three is followed by one like it, so a change is seen after half as long again.
    let (short, long) = (runs(Manner::ShortMoods), runs(Manner::LongMoods));
    assert!((7.0..15.0).contains(&short), "{short}");
    assert!((45.0..170.0).contains(&long), "{long}");
}

fn calibrated(teams: u32, threads: usize) -> Calibration {
    Calibrator::new(Population::illustrative(), Parameters::unvalidated_v2())
        .teams(teams)
        .dependence(&[0.0, 0.5])
        .manners(&[Manner::Honest, Manner::LongMoods])
        .threads(NonZeroUsize::new(threads).unwrap())
        .run()
        .unwrap()
}

#[test]
fn a_seed_means_the_same_whatever_the_number_of_threads() {
    let written = |threads| serde_json::to_string(&calibrated(15, threads)).unwrap();
    assert_eq!(written(1), written(1));
    assert_eq!(written(1), written(4));
    // The first teams are the same, however many follow.
    let (few, more) = (calibrated(10, 2), calibrated(15, 2));
    for (few, more) in few.conditions.iter().zip(&more.conditions) {
        for &majority in TrueMajority::ALL {
            let (few, more) = (few.of(majority), more.of(majority));
            assert!(few.teams <= more.teams && few.leans.right.of <= more.leans.right.of);
        }
    }
}

#[test]
fn the_same_teams_are_read_in_every_condition() {
    let calibration = calibrated(15, 2);
    let teams = |majority| calibration.conditions.iter().map(move |condition| condition.of(majority).teams);
    for &majority in TrueMajority::ALL {
        let all: BTreeSet<u32> = teams(majority).collect();
        assert_eq!(all.len(), 1, "{majority}");
    }
    for condition in &calibration.conditions {
        assert_eq!(condition.drift.too_little + condition.drift.moving.of, 15);
        assert_eq!(condition.of(TrueMajority::None).leans.right.count, 0);
    }
}

#[test]
fn firmness_claims_no_more_of_honest_observers_than_is_right() {
    // Measured, and stated on the page of the module: of independent, honest observers the reading claims too little and never too
    // much. In no tenth does the share that is right lie surely below what is claimed.
    let calibration = Calibrator::new(Population::illustrative(), Parameters::unvalidated_v2())
        .teams(80)
        .dependence(&[0.0])
        .manners(&[Manner::Honest])
        .threads(NonZeroUsize::new(2).unwrap())
        .run()
        .unwrap();
    let all = calibration.conditions[0].all();
    assert_eq!(all.teams, 80);
    for (from, to, claims) in all.by_tenths() {
        let (_, high) = claims.right.interval().unwrap();
        assert!(
            high >= claims.claimed().unwrap(),
            "from {from} to {to}: {:?} claimed, right {:?}",
            claims.claimed(),
            claims.right
        );
    }
}

#[test]
fn what_the_model_takes_observers_to_be_is_one_side_for_each() {
    let history = noted(Manner::AsModelled, 0.0, Population::illustrative(), 6);
    let mut of: BTreeMap<String, BTreeSet<Lean>> = BTreeMap::new();
    for (entry, data) in observed(&history).filter(|(_, data)| is_present(data)) {
        assert_eq!(data.finding, Sighting::Present(Strength::Strong));
        assert_eq!(data.basis, Basis::Direct);
        of.entry(entry.act().by.to_string()).or_default().insert(cell(data).1);
    }
    assert!(of.len() == 8 && of.values().all(|leans| leans.len() == 1));
}
