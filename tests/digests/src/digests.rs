//! Digests of the first groups of each scenario that comes with the crate.

use practice_cycle::history::History;
use practice_cycle::simulation::outcome::{Beside, Outcomes, Span, Summary};
use practice_cycle::simulation::{Scenario, Simulator};
use xxhash_rust::xxh3::xxh3_128;

/// How many groups of each scenario are digested.
const GROUPS: u32 = 3;

/// A line for each scenario: its name, how many entries its first groups have, and the digests of their stored lines and of their sums.
///
/// # Panics
/// Where a scenario that comes with the crate cannot be run.
#[expect(clippy::expect_used, reason = "scenarios that come with the crate run")]
pub(super) fn all() -> Vec<String> {
    Scenario::all_shipped().map(|name| line(name).expect("a scenario that comes with the crate")).collect()
}

fn line(name: &str) -> Option<String> {
    let simulator = Simulator::new(Scenario::shipped(name)?);
    let (mut stored, mut summary, mut entries) = (Vec::new(), Summary::default(), 0);
    let scenario = simulator.scenario();
    let from = practice_cycle::calendar::start_of(scenario.says().horizon.from).ok()?;
    let outcomes = Outcomes::new(Span::new(from, from, scenario.as_of()).ok()?);
    for group in 0..GROUPS {
        let histories: Vec<History> =
            simulator.group(group).ok()?.into_iter().filter_map(practice_cycle::simulation::Played::into_history).collect();
        let mut observed = practice_cycle::simulation::outcome::Observed::default();
        for history in &histories {
            history.write(&mut stored).ok()?;
            entries += history.entries().len();
            observed.join(&outcomes.of(history, &Beside::default()));
        }
        summary.add(group.into(), &observed);
    }
    let sums = serde_json::to_string(&summary).ok()?;
    Some(format!("{name}: {entries} entries, histories {:032x}, sums {:032x}", xxh3_128(&stored), xxh3_128(sums.as_bytes())))
}
