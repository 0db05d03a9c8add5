//! Recall of rules that are broken on purpose: duty by duty, what packs find beside what the ledger says. This is verification of the
//! engine and of the simulation against one another, and never validation.
#![cfg(feature = "simulation")]

use practice_cycle::calendar::EnglandAndWales;
use practice_cycle::policy::{Pack, Policy};
use practice_cycle::simulation::{Amount, Audit, Auditor, Breaking, Scenario, Simulator, Violation, Way, breakable};

/// Rules on whose duties no slip falls here; `tests/slips.rs` breaks each of them in a process of its own. Nobody works after a contract
/// has lapsed (R01f, R01g), needs an interpreter (R04d), flexes a decision (R06b) or declares a conflict (R08b); meetings wait until
/// somebody has taken a party's place (R12b), and an invitation is declined for its risk only after something else was offered (P07a).
const NEVER: [&str; 7] = ["R01f", "R01g", "R04d", "R06b", "R08b", "R12b", "P07a"];

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
        // Workers leave often, so that what their leaving owes comes about, too.
        raw.tendencies.staffing.as_mut().unwrap().workers_leave.value = 1.0;
        for (rule, _, _) in breakable().filter(|(.., ways)| ways.contains(&way)) {
            let chance = Amount::illustrative(0.3);
            raw.violations.push(Violation { rule: rule.parse().unwrap(), chance, by });
        }
        let scenario: Scenario = raw.try_into().unwrap();
        let (as_of, simulator) = (scenario.as_of(), Simulator::new(scenario));
        let mut audit = Audit::default();
        for cycle in (0..6).flat_map(|group| simulator.group(group).unwrap()) {
            // What is put off may be possible no longer when it comes: the contract is closed by then, say, or somebody has left.
            let others = |(of, _, _): &(&str, &str, u64)| *of != "put off on purpose";
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
    assert_eq!(never, NEVER);
}
