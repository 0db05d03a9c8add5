//! Recall of rules that are broken on purpose: duty by duty, what packs find beside what the ledger says. This is verification of the
//! engine and of the simulation against one another, and never validation.
#![cfg(feature = "simulation")]

use practice_cycle::calendar::EnglandAndWales;
use practice_cycle::policy::{Pack, Policy};
use practice_cycle::simulation::{Amount, Audit, Auditor, Breaking, Scenario, Simulator, Violation, Way, breakable};

/// Rules that the tendencies of a scenario that comes with the crate owe too seldom, or never, for a slip to fall on one of their duties in
/// this run; `tests/slips.rs` breaks each of them in a process of its own.
const SELDOM: &[&str] = &[];

#[test]
fn what_is_broken_on_purpose_is_found_and_nothing_else() {
    let policies: Vec<Policy> = ["local-practice", "shared-risk"]
        .iter()
        .map(|&pack| Policy::new(Pack::shipped(pack).unwrap(), &EnglandAndWales::new()).unwrap())
        .collect();
    let auditor = Auditor::new(&policies);
    let mut never: Vec<&str> = breakable().map(|(rule, ..)| rule).collect();
    for way in [Way::Omitting, Way::Delaying, Way::Swapping] {
        let by = match way {
            Way::Omitting => Breaking::Omitting,
            Way::Delaying => Breaking::Delaying { lasting: "2 weeks".parse().unwrap() },
            Way::Swapping => Breaking::Swapping,
        };
        let mut raw = Scenario::shipped("team-as-it-is").unwrap().says().clone();
        for (rule, _, _) in breakable().filter(|(.., ways)| ways.contains(&way)) {
            let chance = Amount::illustrative(0.2);
            raw.violations.push(Violation { rule: rule.parse().unwrap(), chance, by });
        }
        let scenario: Scenario = raw.try_into().unwrap();
        let (as_of, simulator) = (scenario.as_of(), Simulator::new(scenario));
        let mut audit = Audit::default();
        for cycle in (0..3).flat_map(|group| simulator.group(group).unwrap()) {
            // What is put off may be possible no longer when it comes: the contract is closed by then.
            let after_closing = ["contracting.out_of_step", "intervening.not_covered"];
            let others = |(_, code, _): &(&str, &str, u64)| way != Way::Delaying || !after_closing.contains(code);
            assert_eq!(cycle.refused().filter(others).collect::<Vec<_>>(), [], "{way:?}");
            audit.merge(&auditor.cycle(cycle.history().unwrap(), cycle.ledger().unwrap(), as_of));
        }
        let total = audit.total();
        assert_eq!((total.missed, total.false_alarms), (0, 0), "{way:?}: {audit:?}");
        assert!(total.found > 100, "{way:?}: {total:?}");
        for (rule, row) in audit.rows().filter(|(_, row)| row.found > row.by_itself) {
            assert_eq!(row.recall(), Some(1.0), "{rule} by {way:?}");
            never.retain(|other| *other != rule);
        }
    }
    assert_eq!(never, SELDOM);
}
