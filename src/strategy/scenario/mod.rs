//! Scenarios of simulations that are sound and small.

mod amounts;
mod tendencies;

use std::num::NonZeroU16;

use chrono::{NaiveDate, NaiveTime};
use proptest::prelude::Strategy;

use super::lists::lists;
use super::names::{START, from_nanos};
use crate::calendar::Period;
use crate::simulation::{
    Amount, Breaking, Capacity, Chance, Drift, Drifts, Group, Horizon, Hours, Late, Length, Missing, RawScenario, Recording,
    Replications, Scenario, Source, Start, Tendencies, Violation, Way, breakable,
};
use amounts::Amounts;

/// The numbers of a scenario: a row for each tendency, and some for all else.
type Rows = Vec<[u8; 120]>;

/// How many rows there are.
const ROWS: usize = 13;

/// Acts that can be left out of the record.
const LEFT_OUT: [&str; 4] = ["occasion_of_joining", "contract_reviewed", "boundary_observed", "suggestion_answered"];

/// A scenario of a simulation that is sound, and runs within a moment: one or two teams for up to six months, with any of the
/// tendencies, rules broken on purpose, and acts that are recorded late or never. It shrinks to one team of nobody but its clinician and its
/// manager for no time, with no tendency; each tendency that is left shrinks to one that does nothing.
///
/// With the feature `simulation`.
///
/// ```
/// use practice_cycle::{simulation::Simulator, strategy};
/// use proptest::prelude::*;
/// proptest!(ProptestConfig::with_cases(8), |(scenario in strategy::scenario())| {
///     let ends = scenario.as_of();
///     for cycle in Simulator::new(scenario).group(0).unwrap() {
///         let entries = cycle.history().unwrap().entries();
///         prop_assert!(entries.iter().all(|entry| entry.act().occurred_at <= ends));
///     }
/// });
/// ```
pub fn scenario() -> impl Strategy<Value = Scenario> {
    lists(ROWS).prop_filter_map("it is not sound", |rows: Rows| Scenario::try_from(raw(&rows)).ok())
}

fn raw(rows: &Rows) -> RawScenario {
    let mut each = rows.iter().map(|row| Amounts::new(row));
    let mut next = || each.next().unwrap_or_else(|| Amounts::new(&[]));
    let (mut frame, mut capacity, mut drifts, mut kept) = (next(), next(), next(), next());
    let horizon = horizon(&mut frame);
    let cycles = 1 + frame.0.below(2) as u32;
    RawScenario {
        scenario: "invented".to_owned(),
        version: "1".to_owned(),
        title: "An invented scenario".to_owned(),
        group: Group {
            cycles,
            clinicians: 1 + frame.0.below(cycles as usize) as u32,
            social_workers: frame.0.below(4) as u32,
            adults: 1 + frame.0.below(2) as u32,
            children: frame.0.below(3) as u32,
            open_cases: frame.0.below(4) as u32,
        },
        hours: frame.perhaps(hours),
        replications: Replications { seed: frame.0.below(100) as u64, from: 0, to: 1 + frame.0.below(2) as u32 },
        horizon,
        capacity: Capacity {
            open_contracts_at_most: capacity.perhaps(|capacity| capacity.0.below(5) as u32),
            minutes_a_day: capacity.perhaps(|capacity| capacity.amount(&[0.0, 240.0, 1440.0])),
            days_a_week: capacity.perhaps(|capacity| capacity.amount(&[1.0, 3.0, 5.0])),
            leave_days_a_year: capacity.perhaps(|capacity| capacity.amount(&[0.0, 30.0, 100.0])),
        },
        boundary: drifts.perhaps(boundary),
        violations: violations(&mut kept),
        recording: recording(&mut kept),
        tendencies: Tendencies {
            joining: next().mostly(Amounts::joining),
            inviting: next().mostly(Amounts::inviting),
            contracting: next().mostly(Amounts::contracting),
            working: next().mostly(Amounts::working),
            keeping: next().mostly(Amounts::keeping),
            discussing: next().mostly(Amounts::discussing),
            staffing: next().mostly(Amounts::staffing),
            disrupting: next().mostly(Amounts::disrupting),
            watching: next().mostly(Amounts::watching),
        },
    }
}

fn horizon(frame: &mut Amounts<'_>) -> Horizon {
    let first = from_nanos(START).to_utc().date_naive();
    let from = [Some(first), NaiveDate::from_ymd_opt(2026, 3, 20), NaiveDate::from_ymd_opt(2027, 12, 20)];
    let days = frame.0.below(181) as u32;
    let start = if days > 1 && frame.0.chance(2) { Start::WarmUp { days: days / 2 } } else { Start::Terminating };
    Horizon { from: frame.0.one(&from).unwrap_or(first), days, start }
}

fn hours(frame: &mut Amounts<'_>) -> Hours {
    let hour = |hour: usize| NaiveTime::from_hms_opt(hour as u32, 0, 0).unwrap_or_default();
    let from = frame.0.below(12);
    Hours { from: hour(from), to: hour(from + 1 + frame.0.below(11)) }
}

fn boundary(drifts: &mut Amounts<'_>) -> Drifts {
    let drift = |amounts: &mut Amounts<'_>| Drift {
        starts: amounts.0.one(&[0.0, 0.3, 0.5]),
        towards: amounts.0.one(&[0.0, 0.5, 1.0]),
        pull: amounts.0.one(&[0.0, 0.05, 1.0]),
        noise: amounts.0.one(&[0.0, 0.05, 1.0]),
        source: Source::Illustrative,
    };
    Drifts { too_close: drift(drifts), too_far: drift(drifts) }
}

/// Rules that are broken on purpose, none of them twice.
fn violations(kept: &mut Amounts<'_>) -> Vec<Violation> {
    let mut left: Vec<_> = breakable().collect();
    let count = kept.0.below(4);
    let mut violations = Vec::new();
    for _ in 0..count {
        let (rule, _, ways) = left.swap_remove(kept.0.below(left.len()));
        let by = match kept.0.one(ways) {
            Way::Omitting => Breaking::Omitting,
            Way::Delaying => Breaking::Delaying { lasting: kept.0.one(&[Period::SameDay, Period::Hours(NonZeroU16::MIN)]) },
            Way::Swapping => Breaking::Swapping,
        };
        let chance = Amount::illustrative(kept.0.one(&[1.0, 0.5, 0.0]));
        violations.extend(rule.parse().ok().map(|rule| Violation { rule, chance, by }));
    }
    violations
}

fn recording(kept: &mut Amounts<'_>) -> Recording {
    let late = kept.perhaps(|kept| {
        let (chance, by): (Chance, Length) = (kept.plain_chance(), kept.length());
        Late { chance, by }
    });
    let count = kept.0.below(3);
    let missing = |kept: &mut Amounts<'_>| Missing { kind: kept.0.one(&LEFT_OUT).to_owned(), chance: kept.plain_chance() };
    Recording { late, missing: (0..count).map(|_| missing(kept)).collect() }
}
