//! Simulated times beside what theory says of them, and a scenario without chance beside a history that was written by hand.
#![cfg(feature = "simulation")]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "the helpers of tests fail as tests do")]

use practice_cycle::code::CodeSet;
use practice_cycle::contracting::{ContractCompleted, Stage};
use practice_cycle::cycle::Kind;
use practice_cycle::history::History;
use practice_cycle::simulation::outcome::{Beside, Course, Outcomes, Span, Summary};
use practice_cycle::simulation::{Distribution, Heard, Length, LengthUnit, Scenario, Scene, Simulator, Tendency, Wake};
use practice_cycle::turns::End;
use serde_json::{Value, json};

fn length(is: Value, unit: &str) -> Value {
    json!({ "is": is, "unit": unit, "source": "illustrative" })
}

fn at_once() -> Value {
    length(json!({ "fixed": { "value": 0.0 } }), "days")
}

fn chance(value: f64) -> Value {
    json!({ "value": value, "source": "illustrative" })
}

/// A team that is invited at a rate, and takes no time for anything that is not said otherwise. Round the clock.
fn scenario(days: u32, a_day: f64, contracting: &[(&str, Value)]) -> Value {
    let mut steps = json!({
        "answers_after": at_once(), "declines": chance(0.0), "reframes": chance(0.0), "risk_too_high": chance(0.0),
        "reframe_answered_after": at_once(), "welcomes": chance(0.0), "adapts": chance(0.0), "terms_after": at_once(),
        "accepted_after": at_once(), "patience": length(json!({ "fixed": { "value": 100_000.0 } }), "days"),
        "begins_after": at_once(), "names_its_end": chance(0.0), "lasts": at_once(),
        "first_review_after": length(json!({ "fixed": { "value": 35.0 } }), "days"),
    });
    for (field, value) in contracting {
        steps[*field] = value.clone();
    }
    json!({
        "scenario": "theory", "version": "1", "title": "Invented, to be compared with theory",
        "horizon": { "from": "2026-01-05", "days": days, "start": "terminating" },
        "group": { "cycles": 1, "clinicians": 1, "social_workers": 2, "adults": 1, "children": 0 },
        "tendencies": {
            "inviting": {
                "invites": { "value": a_day, "per": "day", "source": "illustrative" },
                "new_family": chance(1.0),
                "spaces": [{ "space": "case_consultation", "stream": "reflective", "weight": 1.0, "source": "illustrative" }],
            },
            "contracting": steps,
        },
        "replications": { "seed": 1, "from": 0, "to": 1 },
    })
}

fn simulator(scenario: &Value) -> Simulator {
    Simulator::new(serde_json::from_value::<Scenario>(scenario.clone()).unwrap())
}

fn histories(simulator: &Simulator, groups: u32) -> impl Iterator<Item = History> {
    let played = (0..groups).flat_map(|group| simulator.group(group).unwrap());
    played.map(|cycle| {
        assert_eq!(cycle.refused().count(), 0);
        cycle.into_history().unwrap()
    })
}

fn summary(simulator: &Simulator, groups: u32) -> Summary {
    let scenario = simulator.scenario();
    let from = "2026-01-05T00:00:00Z".parse().unwrap();
    let outcomes = Outcomes::new(Span::new(from, from, scenario.as_of()).unwrap());
    let mut summary = Summary::default();
    for (replication, history) in histories(simulator, groups).enumerate() {
        summary.add(replication as u64, &outcomes.of(&history, &Beside::default()));
    }
    summary
}

/// Whoever answers and whoever gives up are drawn apart: the share that gives up first is that of its rate.
#[test]
fn of_two_exponential_times_the_shorter_comes_first_as_often_as_its_rate() {
    let exponential = |mean: f64| length(json!({ "exponential": { "mean": mean } }), "days");
    let steps = [("answers_after", exponential(10.0)), ("patience", exponential(30.0))];
    let (mut all, mut withdrawn) = (0_u32, 0_u32);
    for history in histories(&simulator(&scenario(2000, 0.5, &steps)), 12) {
        // Those of the last year may still wait.
        let contracts = history.contracts().filter(|(_, contract)| {
            let invited = history.entry(contract.opened()).unwrap().act().occurred_at;
            invited < "2030-06-01T00:00:00Z".parse().unwrap()
        });
        for (_, contract) in contracts {
            all += 1;
            withdrawn += u32::from(contract.state().stage() == Stage::Withdrawn);
        }
    }
    let share = f64::from(withdrawn) / f64::from(all);
    let deviation = (0.25 * 0.75 / f64::from(all)).sqrt();
    assert!(all > 5000 && (share - 0.25).abs() < 3.3 * deviation, "{share} of {all}");
}

/// People are at work for less than a quarter of all hours; what comes meanwhile waits until they are, and none of it is lost.
#[test]
fn a_rate_is_reached_though_offices_are_closed_at_night() {
    for a_day in [1.0 / 30.0, 1.0, 5.0] {
        let mut scenario = scenario(1000, a_day, &[]);
        scenario["hours"] = json!({ "from": "09:00:00", "to": "17:00:00" });
        let groups = 8;
        let invited: usize = histories(&simulator(&scenario), groups).map(|history| history.contracts().count()).sum();
        let expected = 1000.0 * a_day * f64::from(groups);
        assert!((invited as f64 - expected).abs() < 3.5 * expected.sqrt(), "{a_day}: {invited} of {expected}");
    }
}

/// Work under a contract takes an exponential time, and then the contract is completed.
#[derive(Debug)]
struct Serves(Length);

impl Tendency for Serves {
    fn name(&self) -> &'static str {
        "serves"
    }

    fn hears(&mut self, heard: Heard, scene: &mut Scene<'_>) {
        if heard.kind == Kind::from_code("contract_begun").unwrap() {
            let at = scene.after(&self.0, scene.dice("serves", heard.about, 0));
            scene.wake(at, heard.about, 0);
        }
    }

    fn wakes(&mut self, wake: Wake, scene: &mut Scene<'_>) {
        let contract = wake.about.reference().unwrap();
        let clinician = scene.clinician().unwrap();
        assert!(scene.offer(ContractCompleted { contract, words: None }, &clinician));
        scene.leave_place(wake.about.number());
    }
}

/// The chance to have to wait, by Erlang's formula, for a load and so many places.
fn erlang_c(load: f64, places: u32) -> f64 {
    let terms: Vec<f64> = (0..=places)
        .scan(1.0, |term, nth| {
            if nth > 0 {
                *term *= load / f64::from(nth);
            }
            Some(*term)
        })
        .collect();
    let (last, before) = terms.split_last().unwrap();
    let waits = last * f64::from(places) / (f64::from(places) - load);
    waits / (before.iter().sum::<f64>() + waits)
}

/// A clinician with so many places is a queue M/M/c: A. K. Erlang, 1917; the mean time to wait is C(c, a) / (c mu - lambda).
#[test]
fn waiting_for_a_place_is_as_long_as_in_a_queue_with_so_many_servers() {
    for (places, a_day, mean_days) in [(1, 0.5, 1.5), (3, 1.0, 2.4)] {
        let mut scenario = scenario(6000, a_day, &[]);
        scenario["capacity"] = json!({ "open_contracts_at_most": places });
        let serves = Length::illustrative(Distribution::Exponential { mean: mean_days }, LengthUnit::Days);
        let simulator = simulator(&scenario).with("serves", move || Box::new(Serves(serves.clone())));
        // Batches of one run each: those of a run hang together.
        let means: Vec<f64> = histories(&simulator, 8)
            .map(|history| {
                let waits: Vec<f64> = history
                    .contracts()
                    .filter_map(|(_, contract)| {
                        let entered = |stage| {
                            contract.stages(simulator.scenario().as_of()).iter().find(|it| it.stage == stage).map(|it| it.at)
                        };
                        let (agreed, begun) = (entered(Stage::Agreed)?, entered(Stage::Active)?);
                        Some((begun.to_utc() - agreed.to_utc()).num_seconds() as f64 / 86_400.0)
                    })
                    .collect();
                waits.iter().sum::<f64>() / waits.len() as f64
            })
            .collect();
        let mean = means.iter().sum::<f64>() / means.len() as f64;
        let error = (means.iter().map(|it| (it - mean).powi(2)).sum::<f64>() / 56.0).sqrt();
        let theory = erlang_c(a_day * mean_days, places) / (f64::from(places) / mean_days - a_day);
        assert!((mean - theory).abs() < 4.0 * error && error < 0.15 * theory, "{places} places: {mean} ± {error}, {theory}");
    }
}

/// Times that are cut off by the horizon are recovered as they were drawn.
#[test]
fn the_product_limit_recovers_times_that_were_drawn() {
    let lognormal = json!({ "lognormal": { "median": 40.0, "sigma": 0.5 } });
    let steps = [("answers_after", length(lognormal, "days"))];
    let summary = summary(&simulator(&scenario(120, 1.0, &steps)), 60);
    let spells = summary.spells(Course::Invitation).unwrap();
    let cut_off = spells.unended() as f64 / spells.count() as f64;
    assert!(spells.count() > 6000 && cut_off > 0.3, "{cut_off} of {}", spells.count());
    let drawn = Distribution::Lognormal { median: 40.0, sigma: 0.5 };
    for of_a_hundred in [10, 25, 50, 75, 90] {
        let recovered = spells.quantile(CodeSet::of(&[End::Reached]), of_a_hundred).unwrap() as f64;
        let known = drawn.quantile(f64::from(of_a_hundred) / 100.0);
        assert!((recovered - known).abs() < 0.05 * known + 1.0, "{of_a_hundred}: {recovered} and {known}");
    }
}

/// Everything takes a fixed time, so all of it can be written by hand.
#[test]
fn a_scenario_without_chance_is_the_history_that_one_writes_by_hand() {
    let hours = |hours: f64| length(json!({ "fixed": { "value": hours } }), "hours");
    let steps = [
        ("answers_after", hours(1.0)),
        ("terms_after", hours(2.0)),
        ("accepted_after", hours(3.0)),
        ("begins_after", hours(4.0)),
    ];
    let mut scenario = scenario(2, 0.0, &steps);
    scenario["tendencies"]["inviting"]["invites"]["value"] = json!(0.0);
    scenario["group"]["social_workers"] = json!(1);
    let invites = || Box::new(InvitesOnce) as Box<dyn Tendency>;
    let history = histories(&simulator(&scenario).with("invites once", invites), 1).next().unwrap();
    let mut lines = Vec::new();
    history.write(&mut lines).unwrap();
    assert_eq!(String::from_utf8(lines).unwrap(), include_str!("golden/simulated_by_hand.jsonl"));
}

/// Somebody invites at nine on the first day.
#[derive(Debug)]
struct InvitesOnce;

impl Tendency for InvitesOnce {
    fn name(&self) -> &'static str {
        "invites once"
    }

    fn begins(&mut self, scene: &mut Scene<'_>) {
        let nine = scene.now() + 9 * 3600;
        scene.wake(nine, practice_cycle::simulation::Thing::NOTHING, 0);
    }

    fn wakes(&mut self, _: Wake, scene: &mut Scene<'_>) {
        let worker = scene.here(practice_cycle::people::Role::SocialWorker).next().unwrap().clone();
        let invited =
            practice_cycle::contracting::ContractInvited::new(scene.make(), practice_cycle::space::Space::TeamMeeting);
        assert!(scene.offer(invited, &worker));
    }
}

#[test]
fn without_invitations_clinicians_or_days_there_is_little_or_nothing() {
    let nobody_invites = simulator(&scenario(300, 0.0, &[]));
    assert_eq!(histories(&nobody_invites, 1).map(|history| history.contracts().count()).sum::<usize>(), 0);
    let mut nobody = scenario(300, 1.0, &[]);
    nobody["group"]["clinicians"] = json!(0);
    assert_eq!(histories(&simulator(&nobody), 1).count(), 0);
    assert_eq!(histories(&simulator(&scenario(0, 1.0, &[])), 1).count(), 0);
}
