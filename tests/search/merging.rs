//! Two situations are one only where the same may follow on both.

use std::collections::HashMap;
use std::sync::Arc;

use practice_cycle::calendar::EnglandAndWales;
use practice_cycle::intervening::{ChangeAmplified, ChangeWitnessed};
use practice_cycle::policy::{Pack, Packs, Policy};
use practice_cycle::search::{Claim, Machine, Search, Situation, Stories, World};
use serde_json::{Value, json};
use xxhash_rust::xxh3::xxh3_128;

use super::invented::{complete, policy, under_way, world};

/// The same world, where no two histories are one.
#[derive(Clone)]
struct Apart(World);

impl Machine for Apart {
    type State = Situation;

    fn start(&self) -> Situation {
        self.0.start()
    }

    fn choices(&self) -> usize {
        self.0.choices()
    }

    fn choose(&mut self, choice: usize, from: &Situation, into: &mut Situation) -> bool {
        self.0.choose(choice, from, into)
    }

    fn identity(&mut self, state: &Situation) -> u128 {
        let mut told = Vec::new();
        state.history().write(&mut told).unwrap();
        told.extend(format!("{} {}", state.now(), state.passed()).bytes());
        xxh3_128(&told)
    }
}

/// What can be seen of a situation, whoever is called what.
fn seen(state: &Situation, rules: &[String]) -> String {
    let mut stages: Vec<String> =
        state.history().contracts().map(|(_, contract)| contract.latest_stage(state.now()).to_string()).collect();
    stages.sort_unstable();
    let came_to = |rule: &String| (state.applied(rule), state.kept(rule), state.broke(rule), state.owes(rule));
    let rules: Vec<_> = rules.iter().map(came_to).collect();
    format!("{stages:?} {} {rules:?}", state.passed())
}

fn written(state: &Situation) -> String {
    let entries = state.history().entries().iter();
    let entries = entries.map(|entry| format!("  {} {} {:?}", entry.act().occurred_at, entry.act().by, entry.event()));
    format!("{}\n  at {}", entries.collect::<Vec<_>>().join("\n"), state.now())
}

/// A situation that was looked at: what is seen of it, what follows by each choice, and how many histories led to it.
struct Met {
    seen: String,
    follows: Vec<Option<u128>>,
    state: Situation,
    times: usize,
}

/// Goes through so many situations, and holds up to three histories that led to one against each other: each has to look the
/// same, and the same has to follow on it by each choice; or by as many choices, where some are taken for alike.
#[track_caller]
fn one_future(name: &str, world: &World, rules: &[String], most: usize) {
    assert!(met_again(name, world, rules, most) > 0, "{name}: nothing was met by two histories");
}

/// Does so, and says how many situations more than one history led to.
#[track_caller]
fn met_again(name: &str, world: &World, rules: &[String], most: usize) -> usize {
    let mut world = world.clone();
    let mut known: HashMap<u128, Met> = HashMap::new();
    let is_alike = world.takes_for_alike() != (false, false);
    let start = world.start();
    let mut waiting = std::collections::VecDeque::from([start.clone()]);
    let mut into = start;
    let mut looked_at = 0;
    let mut times: HashMap<u128, usize> = HashMap::new();
    while let Some(state) = waiting.pop_front() {
        looked_at += 1;
        if looked_at > most {
            break;
        }
        let identity = world.identity(&state);
        let mut follows = Vec::new();
        for choice in 0..world.choices() {
            if !world.choose(choice, &state, &mut into) {
                follows.push(None);
                continue;
            }
            let next = world.identity(&into);
            follows.push(Some(next));
            let times = times.entry(next).or_default();
            *times += 1;
            if *times <= 3 {
                waiting.push_back(into.clone());
            }
        }
        if is_alike {
            follows.sort_unstable();
        }
        let seen = seen(&state, rules);
        match known.get_mut(&identity) {
            None => drop(known.insert(identity, Met { seen, follows, state, times: 1 })),
            Some(Met { seen: other, follows: then, state: before, times }) => {
                *times += 1;
                let differ = then.iter().zip(&follows).position(|(one, other)| one != other);
                assert!(
                    *other == seen && differ.is_none(),
                    "{name}: taken for one are\n{}\n{other}\nand\n{}\n{seen}\nbut choice {differ:?} leads apart: {:?}, {:?}",
                    written(before),
                    written(&state),
                    differ.map(|place| then.get(place)),
                    differ.map(|place| follows.get(place)),
                );
            }
        }
    }
    known.values().filter(|met| met.times > 1).count()
}

#[test]
fn shipped_worlds_have_one_future() {
    for name in ["one contract", "two contracts", "three contracts", "turnover"] {
        let world = World::shipped(name).unwrap();
        one_future(name, &world, &[], 600);
        one_future(name, &world.without_symmetry(), &[], 600);
    }
}

#[test]
fn worlds_of_stories_have_one_future_under_each_rule() {
    let mut packs = Packs::shipped();
    packs.add(include_str!("../scenarios/fixed-points.pack.json")).unwrap();
    let mut met = 0;
    for (file, written) in [
        ("absence", include_str!("../scenarios/absence.json")),
        ("article", include_str!("../scenarios/article.json")),
        ("england-statutory", include_str!("../scenarios/england-statutory.json")),
        ("fixed-points", include_str!("../scenarios/fixed-points.json")),
        ("local-practice", include_str!("../scenarios/local-practice.json")),
        ("connected-practice", include_str!("../scenarios/connected-practice.json")),
        ("open-hypotheses", include_str!("../scenarios/open-hypotheses.json")),
        ("partnership", include_str!("../scenarios/partnership.json")),
        ("programme", include_str!("../scenarios/programme.json")),
        ("shared-risk", include_str!("../scenarios/shared-risk.json")),
    ] {
        let stories = Stories::read(written).unwrap();
        let pack: &Pack = packs.pack(stories.pack()).unwrap();
        for rule in pack.rules() {
            let id = rule.id().as_str();
            let Some(world) = stories.world(&[id]).unwrap() else { continue };
            let policy = Policy::new(&pack.only(|other| other.id() == rule.id()), &EnglandAndWales::new()).unwrap();
            let world = world.under(&Arc::new(policy)).unwrap();
            let (name, rules) = (format!("{file} {id}"), [id.to_owned()]);
            met += met_again(&name, &world, &rules, 120);
            // About as many histories as can be looked at one by one.
            let steps = (1..=5).rfind(|&steps| world.choices().pow(steps) <= 600).unwrap_or(1);
            found_the_same(&name, &world, &rules, steps as usize);
        }
    }
    assert!(met > 1_000, "{met}");
}

#[track_caller]
fn one_future_under(name: &str, world: &World, rules: &[Value]) {
    let (policy, ids) = policy(rules);
    one_future(name, &world.clone().under(&policy).unwrap(), &ids, 300);
}

#[test]
fn contracts_that_are_named_may_be_invited_in_any_order() {
    let world = world(json!({"offers": [
        {"by": "worker", "do": "contract_invited", "contract": "c-1", "space": "team_meeting"},
        {"by": "clinician", "do": "contract_invited", "contract": "c-2", "space": "team_meeting"},
        {"by": "worker", "do": "contract_invited", "contract": "c-3", "space": "team_meeting"},
        {"by": "$person", "do": "contract_declined", "contract": "$contract", "reason": {"code": "no_capacity"}},
        {"by": "clinician", "do": "invitation_accepted", "contract": "c-1"},
        {"by": "$person", "do": "person_left", "person": "worker"}
    ], "at_most": {"contract": 3}}));
    one_future("named", &world, &[], 400);
    one_future("named, told apart", &world.without_symmetry(), &[], 400);
}

#[test]
fn contracts_may_be_invited_in_any_order_where_an_offer_says_so() {
    let world = world(json!({"offers": [
        {"by": "worker", "do": "contract_invited", "contract": "$contract", "space": "team_meeting"},
        {"by": "$person", "do": "contract_declined", "contract": "$contract", "reason": {"code": "no_capacity"}}
    ], "at_most": {"contract": 2}}));
    one_future("any order", &world, &[], 400);
    let explored = Search::new(world.clone()).run();
    // Nothing; one of two; that one declined, or both; and so on.
    assert_eq!(explored.histories(2), Some(1 + 2 + 2 * 2));
    one_future("any order, told apart", &world.without_symmetry(), &[], 400);
}

#[test]
fn who_comes_later_is_not_whoever_else_could_have_come() {
    let world = world(json!({
        "come_later": {"amy": "manager", "ben": "manager"},
        "offers": [
            {"by": "clinician", "do": "person_entered", "person": "$manager", "role": "manager"},
            {"by": "amy", "do": "contract_invited", "space": "team_meeting"},
            {"by": "$manager", "do": "contract_withdrawn", "contract": "$contract", "reason": {"code": "case_closed"}},
            {"by": "$manager", "do": "person_left", "person": "$manager"}
        ]
    }));
    one_future("later", &world, &[], 400);
    one_future("later, told apart", &world.without_symmetry(), &[], 400);
}

#[test]
fn somebody_who_is_named_in_a_list_is_not_like_others() {
    let world = world(json!({
        "people": {"clinician": "clinician", "worker-a": "social_worker", "worker-b": "social_worker"},
        "lists": {"who": ["worker-a"]},
        "offers": [
            {"by": "$who", "do": "contract_invited", "space": "team_meeting"},
            {"by": "clinician", "do": "person_left", "person": "$social_worker"}
        ]
    }));
    one_future("in a list", &world, &[], 300);
    found_the_same("in a list", &world, &[], 3);
}

#[test]
fn somebody_who_did_something_before_is_not_like_others() {
    let world = world(json!({
        "people": {"clinician": "clinician", "worker-a": "social_worker", "worker-b": "social_worker"},
        "given": [{"at": "2026-03-02 09:00", "by": "worker-a", "do": "conflict_declared", "conflict": "cf-1", "what": ["work_with_family"], "case": "case-1"}],
        "offers": [
            {"by": "$person", "do": "conflict_answered", "conflict": "cf-1", "answer": "managed", "words": "Invented."},
            {"by": "clinician", "do": "person_left", "person": "$social_worker"}
        ]
    }));
    one_future("before", &world, &[], 300);
    found_the_same("before", &world, &[], 3);
}

#[test]
fn whoever_noticed_a_change_is_not_like_others_and_never_its_witness() {
    let world = world(json!({
        "people": {"clinician": "clinician", "worker-a": "social_worker", "worker-b": "social_worker"},
        "offers": [
            {"by": "$person", "do": "change_noticed", "what": "belief", "words": "Invented."},
            {"by": "$person", "do": "change_witnessed", "change": "$change"},
            {"by": "$person", "do": "change_amplified", "change": "$change", "to": ["worker-a"]}
        ]
    }));
    one_future("a change", &world, &[], 300);
    found_the_same("a change", &world, &[], 3);
    let (mut machine, start) = (world.clone(), world.start());
    let (mut noticed, mut told) = (start.clone(), start.clone());
    let (mut witnessed, mut amplified) = (0, 0);
    for first in 0..world.choices() {
        if !machine.choose(first, &start, &mut noticed) {
            continue;
        }
        let by = noticed.history().entries().last().unwrap().act().by.clone();
        for second in 0..world.choices() {
            if !machine.choose(second, &noticed, &mut told) {
                continue;
            }
            let last = told.history().entries().last().unwrap();
            if ChangeWitnessed::of(last.event()).is_some() {
                assert_ne!(last.act().by, by);
                witnessed += 1;
            } else if let Some(data) = ChangeAmplified::of(last.event()) {
                assert!(!data.to.contains(&last.act().by));
                amplified += 1;
            }
        }
    }
    assert_eq!(
        (witnessed, amplified),
        (6, 6),
        "each of three notices, and the two others witness; two of three tell the third"
    );
}

#[test]
fn somebody_may_come_back_in_another_role() {
    let world = world(json!({
        "people": {"clinician": "clinician", "worker": "social_worker", "sam": "social_worker"},
        "lists": {"role": ["court", "social_worker"]},
        "offers": [
            {"by": "clinician", "do": "person_entered", "person": "sam", "role": "$role"},
            {"by": "clinician", "do": "person_left", "person": "sam"},
            {"by": "sam", "do": "contract_invited", "space": "team_meeting"},
            {"by": "$person", "do": "invitation_accepted", "contract": "$contract"},
            {"by": "$person", "do": "contract_withdrawn", "contract": "$contract", "reason": {"code": "case_closed"}}
        ]
    }));
    one_future("roles", &world, &[], 300);
    found_the_same("roles", &world, &[], 4);
}

#[test]
fn acts_do_not_go_on_past_midnight() {
    let world = world(json!({
        "starts": "2026-03-02 23:57",
        "given": [{"at": "2026-03-02 23:57", "by": "worker", "do": "set_up_contract", "contract": "c-1", "terms": complete("2026-03-02")}],
        "offers": [
            {"by": "$person", "do": "session_held", "cover": {"contract": "c-1"}, "space": "team_meeting", "present": []},
            {"by": "$person", "do": "view_given", "view": "$view", "contract": "c-1", "words": "Invented."},
            {"by": "clinician", "do": "contract_suspended", "contract": "c-1", "reason": {"code": "legal_status_changed"}},
            {"by": "clinician", "do": "contract_resumed", "contract": "c-1"}
        ],
        "passes": ["1 day"], "passes_at_most": 1
    }));
    one_future("midnight", &world, &[], 400);
}

#[test]
fn how_long_ago_something_was_hangs_on_how_time_passed() {
    let world = world(json!({
        "given": under_way(),
        "at_most": {"session": 3, "view": 2},
        "offers": [
            {"by": "clinician", "do": "session_held", "cover": {"contract": "c-1"}, "space": "team_meeting", "present": []},
            {"by": "clinician", "do": "view_given", "contract": "c-1", "words": "Invented."}
        ],
        "passes": ["3 days", "10 days"], "passes_at_most": 3
    }));
    let before = json!({"per": ["contract"], "when": {"event": "view_given"}, "preceded_by": {"event": "session_held"}, "within": "1 week"});
    one_future_under("within a week", &world, std::slice::from_ref(&before));
    let often = json!({"per": ["contract"], "when": {"event": "view_given"}, "require": {"happened": {"event": "session_held", "within": "1 week", "at_most": 1}}});
    one_future_under("twice within a week", &world, &[before, often]);
}

#[test]
fn rules_may_look_back_over_hours() {
    let world = world(json!({
        "given": under_way(),
        "at_most": {"session": 2, "view": 2, "concern": 2},
        "offers": [
            {"by": "clinician", "do": "session_held", "cover": {"contract": "c-1"}, "space": "team_meeting", "present": []},
            {"by": "clinician", "do": "view_given", "contract": "c-1", "words": "Invented."},
            {"by": "clinician", "do": "concern_raised", "what": "disclosure"},
            {"by": "clinician", "do": "concern_passed_on", "concern": "$concern", "to": "worker"}
        ],
        "passes": ["next_due"], "passes_at_most": 1
    }));
    let soon = json!({"when": {"event": "concern_raised"}, "expect": {"event": "concern_passed_on"}, "within": "24 hours"});
    let before = json!({"per": ["contract"], "when": {"event": "view_given"}, "preceded_by": {"event": "session_held"}, "within": "24 hours"});
    one_future_under("hours", &world, &[soon, before]);
}

#[test]
fn rules_may_ask_of_which_case_a_contract_is() {
    let world = world(json!({
        "at_most": {"contract": 2, "session": 2, "milestone": 2},
        "lists": {"case": ["case-1", "case-2"], "what": ["section_47_started", "initial_conference"]},
        "offers": [
            {"by": "worker", "do": "contract_invited", "space": "team_meeting", "case": "$case"},
            {"by": "clinician", "do": "session_held", "cover": {"uncovered": {"why": "urgent"}}, "space": "team_meeting", "present": []},
            {"by": "clinician", "do": "contract_declined", "contract": "$contract", "reason": {"code": "no_capacity"}},
            {"by": "worker", "do": "milestone_reached", "case": "$case", "what": "$what"}
        ],
        "passes": ["1 week"], "passes_at_most": 1
    }));
    one_future_under(
        "case",
        &world,
        &[
            json!({"per": ["case"], "when": {"event": "milestone_reached"}, "expect": {"event": "contract_declined"}, "within": "2 days"}),
            json!({"per": ["contract"], "when": {"event": "contract_declined"}, "require": {"where": {"contract.case": {"said": true}}}}),
            json!({"per": ["contract"], "when": {"event": "contract_declined"}, "require": {"concurrent": {"stage": ["invited"], "sharing": ["case"], "at_most": 0}}}),
        ],
    );
}

/// Every kind of thing that the work may bring, in one world.
fn busy() -> World {
    world(json!({
        "people": {"clinician": "clinician", "worker": "social_worker", "chair": "manager", "mother": "parent"},
        "given": under_way(),
        "lists": {"answer": ["managed", "not_managed"], "what": ["section_47_started", "initial_conference"]},
        "at_most": {"milestone": 2},
        "offers": [
            {"by": "clinician", "do": "intervention_begun", "cover": {"uncovered": {"why": "urgent"}}, "stream": "reflective", "form": "consultation", "purpose": "practice"},
            {"by": "clinician", "do": "intervention_covered", "intervention": "$intervention", "contract": "c-1"},
            {"by": "worker", "do": "intervention_closed", "intervention": "$intervention", "how": "completed"},
            {"by": "clinician", "do": "session_held", "intervention": "$intervention", "cover": {"contract": "c-1"}, "space": "home_visit", "present": ["mother"]},
            {"by": "mother", "do": "consent_given", "to": "filming", "given_by": "mother", "contract": "c-1"},
            {"by": "mother", "do": "consent_withdrawn", "consent": "$consent", "withdrawn_by": "mother"},
            {"by": "$social_work", "do": "rule_noticed", "voice": "unspoken", "words": "Invented."},
            {"by": "worker", "do": "rule_worked_with", "rule": "$rule", "step": "challenged"},
            {"by": "chair", "do": "rule_worked_with", "rule": "$rule", "step": "shifted"},
            {"by": "worker", "do": "milestone_reached", "case": "case-1", "what": "section_47_started"},
            {"by": "worker", "do": "milestone_reached", "case": "case-1", "what": "initial_conference", "follows": "$milestone"},
            {"by": "clinician", "do": "conflict_declared", "what": ["work_with_family"], "contract": "c-1"},
            {"by": "$person", "do": "conflict_answered", "conflict": "$conflict", "answer": "managed"},
            {"by": "clinician", "do": "contract_suspended", "contract": "c-1", "reason": {"code": "legal_status_changed"}},
            {"by": "clinician", "do": "contract_resumed", "contract": "c-1"},
            {"by": "$person", "do": "person_left", "person": "mother"},
            {"by": "clinician", "do": "cycle_closed", "cycle": "scenario"}
        ],
        "passes": ["next_due", "2 weeks"], "passes_at_most": 2
    }))
}

#[test]
fn whatever_work_brings_has_one_future() {
    one_future("busy", &busy(), &[], 700);
}

/// Rules of every manner about one world, each with what it looks back on.
fn manners() -> Vec<Value> {
    let opens = json!({"event": "session_held"});
    vec![
        json!({"per": ["contract"], "when": opens, "expect": {"event": "consent_given"}, "within": "1 week"}),
        json!({"per": ["contract"], "when": opens, "expect": {"event": "consent_given"}, "within": "1 week", "at_least": 2}),
        json!({"per": ["contract"], "when": opens, "expect": {"event": "consent_given"}, "within": "1 week", "each_its_own": true}),
        json!({"per": ["contract"], "when": opens, "forbid": opens, "within": "3 weeks", "more_than": 1}),
        json!({"per": ["contract"], "when": opens, "first": true, "preceded_by": {"event": "consent_given"}, "within": "1 week"}),
        json!({"per": ["contract"], "when": {"begins": {"stage": ["active", "suspended"]}}, "expect": opens, "every": "2 weeks", "clock": "pauses"}),
        json!({"per": ["case"], "when": {"event": "milestone_reached", "where": {"what": "section_47_started"}}, "expect": {"event": "milestone_reached"}, "within": "15 working days", "linked_by": "follows"}),
        json!({"per": ["contract"], "when": opens, "require": {"happened": {"event": "consent_given", "since": {"event": "consent_withdrawn"}}}}),
        json!({"per": ["contract"], "when": opens, "preceded_by": {"event": "consent_given"}, "since": {"event": "consent_withdrawn"}, "lead_time": "1 day"}),
        json!({"when": opens, "require": {"ratio": {"of": {"event": "consent_given"}, "to": {"event": "session_held"}, "within": "1 week", "at_least": 50}}}),
        json!({"per": ["contract"], "when": {"event": "consent_withdrawn"}, "expect": {"event": "consent_given"}, "within": "1 week", "on_close": "break"}),
        json!({"when": {"event": "rule_noticed"}, "forbid": {"event": "rule_worked_with"}, "until": {"event": "milestone_reached"}}),
        json!({"when": {"event": "milestone_reached"}, "require": {"last": {"event": "rule_worked_with", "is": {"by": "worker"}}}}),
        json!({"when": {"event": "milestone_reached"}, "require": {"happened": {"event": "rule_noticed", "within": "1 week", "at_least": 2}}}),
        json!({"per": ["case"], "when": {"event": "milestone_reached", "where": {"what": "section_47_started"}}, "expect": {"event": "milestone_reached", "where": {"what": "initial_conference"}}, "within": "15 working days"}),
        json!({"per": ["contract"], "when": opens, "require": {"while": {"from": {"event": "consent_given"}, "to": {"event": "consent_withdrawn"}}}}),
        json!({"per": ["contract"], "when": {"event": "consent_given"}, "require": {"where": {"contract.stage": {"not": "lapsed"}}}}),
    ]
}

#[test]
fn rules_of_every_manner_have_one_future() {
    let world = world(json!({
        "people": {"clinician": "clinician", "worker": "social_worker", "mother": "parent"},
        "given": under_way(),
        "at_most": {"session": 3, "consent": 3, "rule": 2, "milestone": 2},
        "offers": [
            {"by": "clinician", "do": "session_held", "cover": {"contract": "c-1"}, "space": "home_visit", "present": ["mother"]},
            {"by": "mother", "do": "consent_given", "to": "filming", "given_by": "mother", "contract": "c-1"},
            {"by": "mother", "do": "consent_withdrawn", "consent": "$consent", "withdrawn_by": "mother"},
            {"by": "worker", "do": "rule_noticed", "voice": "unspoken", "words": "Invented."},
            {"by": "$person", "do": "rule_worked_with", "rule": "$rule", "step": "challenged"},
            {"by": "worker", "do": "milestone_reached", "case": "case-1", "what": "section_47_started"},
            {"by": "worker", "do": "milestone_reached", "case": "case-1", "what": "initial_conference"},
            {"by": "clinician", "do": "contract_suspended", "contract": "c-1", "reason": {"code": "legal_status_changed"}},
            {"by": "clinician", "do": "contract_resumed", "contract": "c-1"}
        ],
        "passes": ["next_due", "3 days", "10 days"], "passes_at_most": 3
    }));
    let all = manners();
    for (place, rule) in all.iter().enumerate() {
        one_future_under(&format!("manner {place}"), &world, std::slice::from_ref(rule));
    }
    for three in all.chunks(3) {
        one_future_under("three manners", &world, three);
    }
}

/// How many histories there are of each length, and what is found of rules, by so many steps.
fn found<M: Machine<State = Situation>>(
    machine: M,
    rules: &[String],
    steps: usize,
) -> (Vec<Option<u128>>, Vec<Option<usize>>) {
    let mut search = Search::new(machine).steps(steps);
    for rule in rules {
        let id = || rule.clone();
        let (applied, kept, broken) = (id(), id(), id());
        search = search
            .claim(Claim::sometimes("applied", move |state: &Situation| state.applied(&applied)))
            .claim(Claim::sometimes("kept", move |state: &Situation| state.kept(&kept)))
            .claim(Claim::never("broken", move |state: &Situation| state.broke(&broken)));
    }
    search = search
        .claim(Claim::never_stuck("something may be done", |_: &Situation| false))
        .claim(Claim::sometimes("three contracts stand otherwise", |state: &Situation| {
            state
                .history()
                .contracts()
                .map(|(_, contract)| contract.latest_stage(state.now()))
                .collect::<std::collections::BTreeSet<_>>()
                .len()
                > 1
        }))
        .claim(Claim::always_step("nobody leaves", |before: &Situation, after: &Situation| {
            let here = |state: &Situation| state.history().cycle().people(state.now()).count();
            here(before) <= here(after)
        }));
    let explored = search.run();
    let answers = explored.answers().iter().map(|answer| answer.choices().map(<[usize]>::len));
    ((0..=steps).map(|length| explored.histories(length)).collect(), answers.collect())
}

#[track_caller]
fn found_the_same(name: &str, world: &World, rules: &[String], steps: usize) {
    assert_eq!(found(world.clone(), rules, steps), found(Apart(world.clone()), rules, steps), "{name}");
}

#[test]
fn as_many_histories_are_covered_with_merging_as_without() {
    for (name, steps) in [("one contract", 4), ("two contracts", 3), ("turnover", 3)] {
        let world = World::shipped(name).unwrap();
        found_the_same(name, &world, &[], steps);
        found_the_same(name, &world.without_symmetry(), &[], steps);
    }
    found_the_same("busy", &busy(), &[], 3);
}
