//! Simulated cycles: what every scenario keeps to.
#![cfg(feature = "simulation")]
#![expect(clippy::unwrap_used, reason = "the helpers of tests fail as tests do")]

#[path = "digests/src/digests.rs"]
mod digests;
#[path = "golden/mod.rs"]
mod golden;

use std::collections::BTreeMap;

use practice_cycle::calendar::EnglandAndWales;
use practice_cycle::contracting::{
    self, Coded, ContractBegun, Draft, FocusKind, Holder, Lead, Roles, Safeguarding, TermsAccepted, TermsProposed,
};
use practice_cycle::history::History;
use practice_cycle::joining::Disruption;
use practice_cycle::policy::{Finding, Pack, Policy};
use practice_cycle::simulation::{
    Amount, Chance, Comes, Disrupting, Distribution, Heard, Length, LengthUnit, Missing, Played, Rate, RatePer, Scenario,
    Scene, Shock, Simulator, Tendencies, Tendency, Thing, Wake,
};

fn played(name: &str, groups: std::ops::Range<u32>) -> Vec<Played> {
    let simulator = Simulator::new(Scenario::shipped(name).unwrap());
    groups.flat_map(|group| simulator.group(group).unwrap()).collect()
}

#[test]
fn nothing_that_a_shipped_scenario_offers_is_refused() {
    for name in Scenario::all_shipped() {
        for cycle in played(name, 0..6) {
            assert_eq!(cycle.refused().collect::<Vec<_>>(), [], "{name}");
            assert!(cycle.entries() > 20, "{name}: {}", cycle.entries());
        }
    }
}

/// The packs that a shipped scenario keeps to.
const PACKS: [&str; 3] = ["article", "local-practice", "shared-risk"];

/// The rules under which nobody ever owes anything in the scenario that is shipped in full: nothing is done without an agreement or
/// after it has lapsed, no interpreter is missing, no statutory decision is flexed, no expert is instructed, and no clinician leads
/// direct work.
const NEVER_OWED: [&str; 10] = ["R01a", "R01d", "R01f", "R01g", "R04d", "R06b", "R08a", "R08b", "R08c", "R09b"];

#[test]
fn a_compliant_scenario_has_no_findings() {
    let policies: Vec<Policy> =
        PACKS.iter().map(|&pack| Policy::new(Pack::shipped(pack).unwrap(), &EnglandAndWales::new()).unwrap()).collect();
    for name in Scenario::all_shipped() {
        let scenario = Scenario::shipped(name).unwrap();
        let (as_of, simulator) = (scenario.as_of(), Simulator::new(scenario));
        let mut findings: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut duties: BTreeMap<String, usize> = BTreeMap::new();
        for group in 0..20 {
            let cycles = simulator.group(group).unwrap();
            // A cycle may follow another, which is then to be looked at, too.
            let histories: Vec<&History> = cycles.iter().filter_map(Played::history).collect();
            for policy in &policies {
                let report = policy.check_all(&histories, as_of, as_of);
                let owed = report.rules.iter().map(|rule| (rule.rule.to_string(), rule.duties.len()));
                owed.for_each(|(rule, count)| *duties.entry(rule).or_default() += count);
                let told = |finding: &Finding| (finding.rule.to_string(), finding.to_string());
                report.findings().map(told).for_each(|(rule, text)| findings.entry(rule).or_default().push(text));
            }
        }
        let first: Vec<(&String, usize, &String)> = findings.iter().map(|(rule, all)| (rule, all.len(), &all[0])).collect();
        assert!(first.is_empty(), "{name}: {first:#?}");
        let never: Vec<&String> = duties.iter().filter(|(_, count)| **count == 0).map(|(rule, _)| rule).collect();
        assert_eq!(never, NEVER_OWED, "{name}: {duties:?}");
    }
}

/// What each of these tendencies brings about, if only now and then.
const BROUGHT_ABOUT: [&str; 35] = [
    "contract_completed",
    "contract_ended",
    "contract_renewed",
    "contract_resumed",
    "contract_reviewed",
    "contract_suspended",
    "intervention_begun",
    "intervention_covered",
    "intervention_closed",
    "session_held",
    "session_cancelled",
    "session_covered",
    "suggestion_offered",
    "suggestion_answered",
    "concern_raised",
    "concern_passed_on",
    "family_helped_to_understand",
    "consent_given",
    "change_noticed",
    "change_witnessed",
    "change_documented",
    "change_amplified",
    "milestone_reached",
    "legal_status_changed",
    "threshold_decided",
    "discussion_held",
    "statement_made",
    "hypothesis_put",
    "disagreement_recorded",
    "disagreement_settled",
    "disagreement_escalated",
    "test_planned",
    "test_reviewed",
    "step_handed_back",
    "referral_returned",
];

#[test]
fn each_tendency_brings_about_what_it_is_there_for() {
    let mut kinds: BTreeMap<&'static str, usize> = BTreeMap::new();
    for cycle in played("team-as-it-is", 0..6) {
        for entry in cycle.history().unwrap().entries() {
            *kinds.entry(entry.event().kind().code()).or_default() += 1;
        }
    }
    let missing: Vec<&str> = BROUGHT_ABOUT.into_iter().filter(|kind| !kinds.contains_key(kind)).collect();
    assert_eq!(missing, [""; 0], "{kinds:?}");
}

/// A shipped scenario with something changed.
fn changed(name: &str, change: impl Fn(&mut Tendencies)) -> Scenario {
    let mut raw = Scenario::shipped(name).unwrap().says().clone();
    change(&mut raw.tendencies);
    raw.try_into().unwrap()
}

/// How many findings of each rule a pack comes to in a few groups.
fn found(scenario: Scenario, pack: &str) -> BTreeMap<String, usize> {
    let policy = Policy::new(Pack::shipped(pack).unwrap(), &EnglandAndWales::new()).unwrap();
    let (as_of, simulator) = (scenario.as_of(), Simulator::new(scenario));
    let mut found = BTreeMap::new();
    for group in 0..4 {
        let cycles = simulator.group(group).unwrap();
        assert!(cycles.iter().all(|cycle| cycle.refused().next().is_none()));
        let histories: Vec<&History> = cycles.iter().filter_map(Played::history).collect();
        let report = policy.check_all(&histories, as_of, as_of);
        report.findings().for_each(|finding| *found.entry(finding.rule.to_string()).or_default() += 1);
    }
    found
}

#[test]
fn families_who_are_not_told_are_found_and_nothing_else() {
    let nobody_told =
        changed("team-as-it-is", |says| says.working.as_mut().unwrap().family_told = Chance::illustrative(0.0));
    assert_eq!(found(nobody_told.clone(), "article").into_keys().collect::<Vec<_>>(), ["R04a", "R04b"]);
    let changes = |rule: &str| ["R05a", "R05b"].contains(&rule);
    let told_again = found(nobody_told, "local-practice");
    assert!(
        !told_again.is_empty() && told_again.keys().all(|rule| changes(rule) || rule.starts_with("R04")),
        "{told_again:?}"
    );
}

#[test]
fn contracts_that_lapse_are_settled_in_time_or_found() {
    let all_lapse = |days: f64| {
        changed("team-as-it-is", |says| {
            let working = says.working.as_mut().unwrap();
            working.lapses = Chance::illustrative(1.0);
            working.settled_after = Length::illustrative(Distribution::Fixed { value: days }, LengthUnit::WorkingDays);
        })
    };
    assert_eq!(found(all_lapse(9.0), "local-practice"), BTreeMap::new());
    assert!(found(all_lapse(11.0), "local-practice")["R11"] > 10);
}

/// Every invitation becomes an agreement on a single meeting three days later, which begins at once.
#[derive(Debug)]
struct SingleMeetings;

impl Tendency for SingleMeetings {
    fn name(&self) -> &'static str {
        "contracting"
    }

    fn hears(&mut self, heard: Heard, scene: &mut Scene<'_>) {
        if heard.kind.code() != "contract_invited" {
            return;
        }
        let held = scene.contract(heard.about.number()).unwrap();
        if held.is_clinicians_offer {
            return;
        }
        let (contract, worker, clinician) = (held.contract.clone(), held.worker.clone(), scene.clinician().unwrap());
        let day = scene.date(scene.working_days_after(scene.now(), 3.0));
        let terms = Box::new(Draft {
            focus: Some(Coded::new(FocusKind::CaseDilemma, None).unwrap()),
            goal: Some(scene.words()),
            serves: None,
            lead: Some(Lead::Clinician),
            roles: Roles::all(Holder::Shared),
            safeguarding: Some(Safeguarding::NoneKnown),
            duration: Some(contracting::Duration::Single(day)),
            family_understanding: Some(scene.words()),
        });
        assert!(scene.offer(TermsProposed { contract: contract.clone(), terms }, &clinician));
        assert!(scene.offer(TermsAccepted { contract: contract.clone(), version: 1 }, &clinician));
        assert!(scene.offer(TermsAccepted { contract: contract.clone(), version: 1 }, &worker));
        assert!(scene.offer(ContractBegun { contract }, &clinician));
    }

    fn wakes(&mut self, _: Wake, _: &mut Scene<'_>) {}
}

#[test]
fn a_single_meeting_is_held_on_its_day_or_not_at_all() {
    let play = |minutes_a_day: f64| {
        let mut raw = Scenario::shipped("team-as-it-is").unwrap().says().clone();
        raw.capacity.minutes_a_day = Some(Amount::illustrative(minutes_a_day));
        raw.tendencies.keeping = None;
        let working = raw.tendencies.working.as_mut().unwrap();
        (working.urgent, working.lapses, working.cancelled) = (None, Chance::illustrative(0.0), Chance::illustrative(0.0));
        let simulator = Simulator::new(raw.try_into().unwrap()).with("contracting", || Box::new(SingleMeetings));
        let mut kinds: BTreeMap<&'static str, usize> = BTreeMap::new();
        for cycle in simulator.group(0).unwrap() {
            assert_eq!(cycle.refused().collect::<Vec<_>>(), []);
            let history = cycle.history().unwrap();
            history.entries().iter().for_each(|entry| *kinds.entry(entry.event().kind().code()).or_default() += 1);
        }
        ["contract_begun", "session_held", "contract_completed", "contract_ended"]
            .map(|kind| kinds.get(kind).copied().unwrap_or_default())
    };
    let [begun, held, completed, ended] = play(240.0);
    // The last of each of the five cycles may still be under way when the horizon ends.
    assert!(
        begun > 50 && held == completed && (begun - 5..=begun).contains(&(held + ended)),
        "{begun} {held} {completed} {ended}"
    );
    let [begun, held, completed, ended] = play(0.0);
    assert_eq!((held, completed, ended), (0, 0, begun), "the clinician has no time at all");
}

/// Looks each day whether the budget is cut as long as the last shock lasts, and no longer.
#[derive(Debug, Default)]
struct LooksAtTheBudget(Option<i64>);

impl Tendency for LooksAtTheBudget {
    fn name(&self) -> &'static str {
        "looks_at_the_budget"
    }

    fn begins(&mut self, scene: &mut Scene<'_>) {
        scene.wake(scene.now() + 1, Thing::NOTHING, 0);
    }

    fn hears(&mut self, heard: Heard, scene: &mut Scene<'_>) {
        if heard.kind.code() == "joining_disrupted" {
            self.0 = Some(scene.now());
        }
    }

    fn wakes(&mut self, _: Wake, scene: &mut Scene<'_>) {
        let is_cut = self.0.is_some_and(|last| scene.now() < last + 100 * 86_400);
        assert_eq!(scene.state().budget_cut, if is_cut { 0.5 } else { 0.0 });
        scene.wake(scene.now() + 86_400, Thing::NOTHING, 0);
    }
}

#[test]
fn a_shock_that_comes_again_before_it_is_over_lasts_until_the_later_end() {
    let mut raw = Scenario::shipped("null").unwrap().says().clone();
    raw.hours = None;
    raw.tendencies.staffing = None;
    raw.tendencies.disrupting = Some(Disrupting {
        shocks: vec![Shock {
            what: Disruption::Budget,
            comes: Comes::At(Rate::illustrative(4.0, RatePer::Year)),
            ends: Chance::illustrative(0.0),
            cut: Amount::illustrative(0.5),
            lasts: Length::illustrative(Distribution::Fixed { value: 100.0 }, LengthUnit::Days),
        }],
    });
    let looks = || Box::new(LooksAtTheBudget::default()) as Box<dyn Tendency>;
    let simulator = Simulator::new(raw.try_into().unwrap()).with("looks_at_the_budget", looks);
    let shocks = |cycle: &Played| {
        let entries = cycle.history().unwrap().entries();
        entries.iter().filter(|entry| entry.event().kind().code() == "joining_disrupted").count()
    };
    assert!(simulator.group(0).unwrap().iter().map(shocks).sum::<usize>() > 10);
}

#[test]
fn of_the_reviews_of_one_contract_some_are_left_out_and_others_are_not() {
    let reviews = |chance: f64| {
        let mut raw = Scenario::shipped("null").unwrap().says().clone();
        raw.recording.missing = vec![Missing { kind: "contract_reviewed".to_owned(), chance: Chance::illustrative(chance) }];
        let mut reviews: BTreeMap<String, usize> = BTreeMap::new();
        for (nth, cycle) in Simulator::new(raw.try_into().unwrap()).group(0).unwrap().iter().enumerate() {
            for entry in cycle.history().unwrap().entries() {
                if let Some(data) = contracting::ContractReviewed::of(entry.event()) {
                    *reviews.entry(format!("{nth} {}", data.contract)).or_default() += 1;
                }
            }
        }
        reviews
    };
    let (all, half) = (reviews(0.0), reviews(0.5));
    assert!(half.iter().any(|(contract, &count)| count < all[contract]), "some reviews of a contract, and not all");
    let (kept, of) = (half.values().sum::<usize>(), all.values().sum::<usize>());
    assert!(of > 50 && (0.3..0.7).contains(&(kept as f64 / of as f64)), "{kept} of {of}");
}

#[test]
fn what_is_not_kept_runs_as_what_is() {
    let simulator = Simulator::new(Scenario::shipped("team-as-it-is").unwrap());
    let entries = |simulator: &Simulator| -> Vec<u64> { simulator.group(3).unwrap().iter().map(Played::entries).collect() };
    assert_eq!(entries(&simulator.clone().forgetting()), entries(&simulator));
}

/// The first histories of each scenario that comes with the crate, and their sums, as they were: whoever changes them says so.
#[test]
fn the_first_histories_are_the_same_bytes_as_ever() {
    let lines = digests::all().join("\n") + "\n";
    golden::is_golden("tests/golden/simulated.txt", &lines);
}
