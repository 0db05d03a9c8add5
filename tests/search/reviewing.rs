//! Packs with something wrong in them: each is found by the reviewer, with the shortest history.

use std::num::NonZeroUsize;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use practice_cycle::calendar::EnglandAndWales;
use practice_cycle::history::History;
use practice_cycle::moment::Moment;
use practice_cycle::policy::{Enforcement, Pack, Packs, Policy, Verdict};
use practice_cycle::search::{Bound, Claim, Machine, Reachability, Reviewed, Reviewer, Search, Situation, Stories, World};
use serde_json::{Value, json};

use super::invented::{complete, pack, under_way, world};

/// Work under a contract: a session, and what may be said, consented to and feared.
fn work() -> World {
    world(json!({
        "given": under_way(),
        "offers": [
            {"by": "clinician", "do": "session_held", "cover": {"contract": "c-1"}, "space": "team_meeting", "present": []},
            {"by": "worker", "do": "view_given", "contract": "c-1", "words": "Invented."},
            {"by": "worker", "do": "consent_given", "to": "filming", "given_by": "worker", "contract": "c-1"}
        ],
        "passes": ["next_due"], "passes_at_most": 2
    }))
}

/// How many entries were given.
fn given(world: &World) -> usize {
    world.start().history().entries().len()
}

fn reviewer(pack: &Pack) -> Reviewer {
    Reviewer::new(pack, &EnglandAndWales::new()).unwrap()
}

#[track_caller]
fn reviewed(rules: &[(&str, Value)], asked: &str) -> Reviewed {
    let pack = pack(rules);
    let reviewed = reviewer(&pack).rule(asked, &work()).unwrap().unwrap();
    for (shown, comes) in [
        (&reviewed.applies, None),
        (&reviewed.keeps, Some(false)),
        (&reviewed.breaks, Some(true)),
        (&reviewed.breaks_alone, Some(true)),
    ] {
        holds_true(&pack.only(|rule| rule.id().as_str() == asked), shown, asked, comes);
    }
    if let Reachability::By { history, as_of } = &reviewed.breaks_alone {
        let report = Policy::new(&pack, &EnglandAndWales::new()).unwrap().check(history, *as_of, Moment::LATEST);
        let broken = report.rules.iter().filter(|rule| matches!(rule.verdict, Verdict::Violated { .. }));
        assert_eq!(broken.map(|rule| rule.rule.as_str()).collect::<Vec<_>>(), [asked]);
    }
    reviewed
}

/// That a history that was found loads again, and that the rule comes to the same in it.
#[track_caller]
fn holds_true(pack: &Pack, shown: &Reachability, rule: &str, is_broken: Option<bool>) {
    let Reachability::By { history, as_of } = shown else { return };
    let mut stored = Vec::new();
    history.write(&mut stored).unwrap();
    assert_eq!(History::read(stored.as_slice()).unwrap().entries(), history.entries());
    let report = Policy::new(pack, &EnglandAndWales::new()).unwrap().check(history, *as_of, Moment::LATEST);
    let report = report.rule(rule).unwrap();
    assert!(report.activated);
    if let Some(is_broken) = is_broken {
        assert_eq!(matches!(report.verdict, Verdict::Violated { .. }), is_broken, "{rule}: {:?}", report.verdict);
    }
}

/// How many acts it takes, beyond those that were given.
#[track_caller]
fn acts(shown: &Reachability) -> usize {
    shown.history().unwrap_or_else(|| panic!("{shown}")).entries().len() - given(&work())
}

fn session() -> Value {
    json!({"event": "session_held"})
}

fn forbids(what: &[&str]) -> Value {
    json!({"per": ["contract"], "when": session(), "forbid": {"event": what}, "within": "1 week"})
}

fn expects(what: &[&str]) -> Value {
    json!({"per": ["contract"], "when": session(), "expect": {"event": what}, "within": "1 day"})
}

#[test]
fn a_rule_that_can_never_apply_is_dead() {
    let dead = json!({"when": {"event": "change_noticed"}, "forbid": session(), "within": "1 week"});
    let reviewed = reviewed(&[("X1", dead)], "X1");
    for shown in [&reviewed.applies, &reviewed.keeps, &reviewed.breaks, &reviewed.breaks_alone] {
        assert!(matches!(shown, Reachability::Never), "{shown}");
    }
    let told = reviewed.to_string();
    let never = "X1: never applies in this world; never kept in this world; never broken in this world; never broken alone in this world; ";
    assert!(told.starts_with(never), "{told}");
}

#[test]
fn a_rule_that_the_machine_keeps_by_itself_is_never_broken() {
    let redundant = json!({"per": ["contract"], "when": session(), "require": {"where": {"contract.stage": "active"}}});
    let reviewed = reviewed(&[("X1", redundant)], "X1");
    assert_eq!((acts(&reviewed.applies), acts(&reviewed.keeps)), (1, 1));
    assert!(matches!(reviewed.breaks, Reachability::Never));
    let (told, applies) = (reviewed.to_string(), &reviewed.applies);
    assert!(told.starts_with(&format!("X1: applies {applies}; kept {applies}; never broken in this world; ")), "{told}");
}

#[test]
fn a_rule_that_nobody_can_keep_is_only_broken() {
    let reviewed = reviewed(&[("X1", expects(&["change_noticed"]))], "X1");
    assert!(matches!(reviewed.keeps, Reachability::Never));
    assert_eq!((acts(&reviewed.breaks), acts(&reviewed.breaks_alone)), (1, 1));
}

#[test]
fn what_time_alone_does_to_a_contract_is_time_that_a_rule_looks_at() {
    let world = world(json!({
        "given": [{"at": "2026-03-02 09:00", "by": "worker", "do": "set_up_contract", "contract": "c-1", "terms": complete("2026-03-31")}],
        "offers": [{"by": "worker", "do": "view_given", "contract": "c-1", "words": "Invented."}],
        "passes": ["next_due"], "passes_at_most": 1
    }));
    let in_time = json!({"per": ["contract"], "when": {"event": "view_given"}, "require": {"where": {"contract.stage": {"not": "lapsed"}}}});
    let reviewed = reviewer(&pack(&[("X1", in_time)])).rule("X1", &world).unwrap().unwrap();
    assert!(reviewed.passes > 0);
    assert!(reviewed.breaks.history().is_some(), "{}", reviewed.breaks);
}

#[test]
fn a_rule_that_comes_into_force_waits_for_its_time() {
    let world = world(json!({
        "given": under_way(),
        "offers": [{"by": "worker", "do": "view_given", "contract": "c-1", "words": "Invented."}],
        "passes": ["2 weeks"], "passes_at_most": 1
    }));
    let later = json!({"per": ["contract"], "when": {"event": "view_given"}, "require": {"where": {"by.side": "clinical"}}, "in_force": {"from": "2026-03-10"}});
    let reviewed = reviewer(&pack(&[("X1", later)])).rule("X1", &world).unwrap().unwrap();
    assert!(reviewed.breaks.history().is_some(), "{}", reviewed.breaks);
}

#[test]
fn a_rule_that_is_only_broken_with_another_is_never_broken_alone() {
    let rules = [("X1", forbids(&["view_given"])), ("X2", forbids(&["view_given", "consent_given"]))];
    let narrow = reviewed(&rules, "X1");
    assert_eq!(acts(&narrow.breaks), 2);
    assert!(matches!(narrow.breaks_alone, Reachability::Never));
    let wide = reviewed(&rules, "X2");
    assert_eq!((acts(&wide.breaks), acts(&wide.breaks_alone)), (2, 2));
}

fn clashes(rules: &[(&str, Value)]) -> Vec<(Vec<String>, Option<usize>)> {
    let pack = pack(rules);
    let clashes = reviewer(&pack).clashes(|_| Ok(Some(work()))).unwrap().found.into_iter().map(|clash| {
        let acts = clash.trap.history().is_some().then(|| acts(&clash.trap));
        (clash.rules.iter().map(ToString::to_string).collect(), acts)
    });
    clashes.collect()
}

fn named(rules: &[&str]) -> Vec<String> {
    rules.iter().map(ToString::to_string).collect()
}

#[test]
fn two_rules_that_contradict_each_other_clash() {
    let rules = [("X1", expects(&["view_given"])), ("X2", forbids(&["view_given"])), ("X3", forbids(&["consent_given"]))];
    assert_eq!(clashes(&rules), [(named(&["X1", "X2"]), Some(1))]);
}

#[test]
fn three_rules_clash_where_any_two_of_them_do_not() {
    let rules = [
        ("X1", expects(&["view_given", "consent_given"])),
        ("X2", forbids(&["view_given"])),
        ("X3", forbids(&["consent_given"])),
    ];
    assert_eq!(clashes(&rules), [(named(&["X1", "X2", "X3"]), Some(1))]);
    assert_eq!(clashes(&rules[..2]), []);
    let [hub, one, other] = rules;
    assert_eq!(clashes(&[("X1", one.1), ("X2", other.1), ("X3", hub.1)]), [(named(&["X1", "X2", "X3"]), Some(1))]);
}

#[test]
fn a_rule_that_can_never_be_kept_clashes_alone() {
    assert_eq!(clashes(&[("X1", expects(&["change_noticed"])), ("X2", forbids(&["view_given"]))]), [(named(&["X1"]), None)]);
}

#[test]
fn people_get_stuck_where_a_rule_that_is_enforced_shuts_the_only_way() {
    let world = world(json!({
        "offers": [
            {"by": "worker", "do": "contract_invited", "space": "team_meeting"},
            {"by": "clinician", "do": "invitation_accepted", "contract": "$contract"},
            {"by": "worker", "do": "contract_withdrawn", "contract": "$contract", "reason": {"code": "case_closed"}}
        ]
    }));
    let without_a_way_out = |rule: Value, offers: &World| {
        let pack = pack(&[("X1", rule)]);
        [Enforcement::WarnOnly, Enforcement::RefuseErrors].map(|strictness| {
            reviewer(&pack).stuck(offers, strictness).unwrap().history().map(|history| history.entries().len())
        })
    };
    let never_accepted = json!({"per": ["contract"], "when": {"event": "invitation_accepted"}, "require": {"where": {"by.side": "social_work"}}});
    assert_eq!(without_a_way_out(never_accepted.clone(), &world), [None, None]);
    let only_way = super::invented::world(json!({
        "offers": [
            {"by": "worker", "do": "contract_invited", "space": "team_meeting"},
            {"by": "clinician", "do": "invitation_accepted", "contract": "$contract"},
            {"by": "worker", "do": "terms_proposed", "contract": "$contract", "terms": {}}
        ]
    }));
    // Without the rule, terms can be proposed for ever; with it too, for they need no acceptance of the invitation.
    assert_eq!(without_a_way_out(never_accepted.clone(), &only_way), [None, None]);
    let shut = super::invented::world(json!({
        "offers": [
            {"by": "worker", "do": "contract_invited", "space": "team_meeting"},
            {"by": "clinician", "do": "invitation_accepted", "contract": "$contract"},
            {"by": "worker", "do": "view_given", "contract": "$contract", "words": "Invented."}
        ]
    }));
    let entries = given(&shut);
    // Once accepted and talked of, nothing more is offered, which is no rule's doing; where it may not be accepted, it is.
    assert_eq!(without_a_way_out(never_accepted, &shut), [None, Some(entries + 2)]);
}

#[test]
fn a_bound_is_said_where_nothing_was_found_within_it() {
    let pack = pack(&[("X1", forbids(&["view_given"]))]);
    let reviewed = reviewer(&pack).steps(1).rule("X1", &work()).unwrap().unwrap();
    assert_eq!((acts(&reviewed.applies), acts(&reviewed.keeps)), (1, 1), "a ban in force is kept so far");
    for shown in [&reviewed.breaks, &reviewed.breaks_alone] {
        assert!(matches!(shown, Reachability::NotWithin(Bound::Steps(1))), "{shown}");
    }
    assert!(reviewer(&pack).rule("X2", &work()).unwrap().is_none());
}

#[test]
fn a_review_says_the_same_by_any_number_of_threads() {
    let pack = pack(&[("X1", forbids(&["view_given"])), ("X2", expects(&["view_given", "consent_given"]))]);
    let said = |threads: usize| {
        let reviewer = reviewer(&pack).threads(NonZeroUsize::new(threads).unwrap());
        let told = |rule: &str| {
            let reviewed = reviewer.rule(rule, &work()).unwrap().unwrap();
            format!("{reviewed} {:?} {:?}", reviewed.keeps, reviewed.breaks_alone)
        };
        (told("X1"), told("X2"), format!("{:?}", reviewer.clashes(|_| Ok(Some(work()))).unwrap()))
    };
    let one = said(1);
    for threads in [1, 2, 3, 8] {
        assert_eq!(said(threads), one);
    }
}

/// Goes through so many situations of a world under a whole pack; in each, every rule comes to what a check of its history says.
#[track_caller]
fn says_what_a_check_says(name: &str, world: &World, pack: &Pack, most: usize) {
    let policy = Arc::new(Policy::new(pack, &EnglandAndWales::new()).unwrap());
    let mut world = world.clone().under(&policy).unwrap();
    let mut checker = policy.checker();
    let mut waiting = std::collections::VecDeque::from([world.start()]);
    let mut known = std::collections::HashSet::new();
    let mut into = world.start();
    for _ in 0..most {
        let Some(state) = waiting.pop_front() else { break };
        let report = checker.check(state.history(), state.now());
        for rule in &report.rules {
            let id = rule.rule.as_str();
            let checked =
                (rule.activated, rule.tally.met + rule.tally.kept > 0, matches!(rule.verdict, Verdict::Violated { .. }));
            let searched = (state.applied(id), state.kept(id), state.broke(id));
            assert_eq!(searched, checked, "{name} {id}: {:?} at {}", state.history().entries(), state.now());
        }
        for choice in 0..world.choices() {
            if world.choose(choice, &state, &mut into) && known.insert(world.identity(&into)) {
                waiting.push_back(into.clone());
            }
        }
    }
}

#[test]
fn a_search_says_of_rules_what_a_check_says() {
    let packs = Packs::shipped();
    for (file, written) in [
        ("absence", include_str!("../scenarios/absence.json")),
        ("article", include_str!("../scenarios/article.json")),
        ("england-statutory", include_str!("../scenarios/england-statutory.json")),
        ("local-practice", include_str!("../scenarios/local-practice.json")),
        ("connected-practice", include_str!("../scenarios/connected-practice.json")),
        ("open-hypotheses", include_str!("../scenarios/open-hypotheses.json")),
        ("partnership", include_str!("../scenarios/partnership.json")),
        ("programme", include_str!("../scenarios/programme.json")),
        ("shared-risk", include_str!("../scenarios/shared-risk.json")),
    ] {
        let stories = Stories::read(written).unwrap();
        let pack = packs.pack(stories.pack()).unwrap();
        for rule in pack.rules() {
            let id = rule.id().as_str();
            let Some(world) = stories.world(&[id]).unwrap() else { continue };
            says_what_a_check_says(&format!("{file} {id}"), &world, pack, 60);
        }
    }
}

#[test]
fn what_a_rule_is_found_to_come_to_is_the_same_with_time_or_without() {
    // Where nothing can pass, what is timed is never late.
    let still = world(json!({"given": under_way(), "offers": [
        {"by": "clinician", "do": "session_held", "cover": {"contract": "c-1"}, "space": "team_meeting", "present": []}
    ]}));
    let reviewed = reviewer(&pack(&[("X1", expects(&["view_given"]))])).rule("X1", &still).unwrap().unwrap();
    assert_eq!(reviewed.passes, 0);
    assert!(matches!((&reviewed.breaks, &reviewed.keeps), (Reachability::Never, Reachability::Never)));
    let nothing = Search::new(world(json!({}))).run();
    assert_eq!((nothing.states(), nothing.steps(), nothing.bound(), nothing.histories(9)), (1, 0, None, Some(1)));
}

#[test]
fn a_review_that_is_stopped_says_so_of_everything() {
    let pack = Pack::shipped("shared-risk").unwrap();
    let stories = Stories::read(include_str!("../scenarios/shared-risk.json")).unwrap();
    let reviewer = reviewer(pack).stop_on(Arc::new(AtomicBool::new(true)));
    let world = stories.world(&["P07b"]).unwrap().unwrap();
    let reviewed = reviewer.rule("P07b", &world).unwrap().unwrap();
    for shown in [&reviewed.applies, &reviewed.keeps, &reviewed.breaks, &reviewed.breaks_alone, &reviewed.undetermined] {
        assert_eq!(shown.to_string(), "not within the time it was given");
    }
    let clashes = reviewer.clashes(|rules| stories.world(rules)).unwrap();
    assert!(clashes.found.is_empty() && clashes.bound == Some(Bound::Stopped));
    let stuck = reviewer.stuck(&world, Enforcement::RefuseErrors).unwrap();
    assert!(matches!(stuck, Reachability::NotWithin(Bound::Stopped)));
}

#[test]
fn sets_of_rules_without_a_world_are_counted() {
    let rules = [("X1", expects(&["view_given"])), ("X2", forbids(&["view_given"]))];
    let pack = pack(&rules);
    let passed_over = |has_world: &dyn Fn(&[&str]) -> bool| {
        let clashes = reviewer(&pack).clashes(|rules| Ok(has_world(rules).then(work))).unwrap();
        (clashes.passed_over, clashes.found.len())
    };
    assert_eq!(passed_over(&|_| true), (0, 1));
    assert_eq!(passed_over(&|rules| rules != ["X2"]), (1, 1));
    assert_eq!(passed_over(&|rules| rules == ["X1"]), (2, 0), "X2, and both");
    assert_eq!(passed_over(&|_| false), (3, 0));
}

#[test]
fn whoever_is_told_how_far_a_review_has_come_may_keep_it() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let keep = Arc::clone(&told);
    let reviewer = reviewer(&pack(&[("X1", expects(&["view_given"]))]))
        .progress(move |so_far| keep.lock().unwrap().push(so_far.states));
    // Two reviews of one reviewer, and of its copy, are told to the same.
    let count = |reviewer: &Reviewer| {
        reviewer.rule("X1", &work()).unwrap();
        told.lock().unwrap().len()
    };
    let first = count(&reviewer);
    assert!(first > 1 && told.lock().unwrap()[0] == 1, "{first}");
    assert_eq!(count(&reviewer.clone()), 2 * first);
}

#[test]
fn what_never_happens_never_happens_in_this_world() {
    assert_eq!(Reachability::Never.to_string(), "never in this world");
    let reviewed = reviewed(&[("X1", json!({"when": {"event": "person_left"}, "forbid": {"event": "session_held"}}))], "X1");
    let expected = "X1: never applies in this world; never kept in this world; never broken in this world; \
                    never broken alone in this world; ";
    assert!(reviewed.to_string().starts_with(expected), "{reviewed}");
}

#[test]
fn a_search_counts_again_what_a_waiver_excused_until_a_day() {
    let expects = json!({"severity": "query", "per": ["contract"], "when": {"event": "contract_begun"}, "expect": {"event": "view_given"}, "within": "1 week"});
    let forbids = json!({"severity": "query", "per": ["contract"], "when": {"event": "contract_begun"}, "forbid": {"event": "view_given"}, "within": "1 day"});
    // A ban in force is kept so far, to a search, and nothing yet to a check; so the two are held to each other without it.
    let (alone, pack) = (pack(&[("X1", expects.clone())]), pack(&[("X1", expects), ("X2", forbids)]));
    let waived = |until: &str| {
        let waiver = |at: &str, rule: &str| json!({"at": at, "by": "worker", "do": "duty_waived", "rule": rule, "until": until, "reason": "Invented."});
        let mut given = under_way();
        given.as_array_mut().unwrap().extend([waiver("2026-03-02 09:10", "X1"), waiver("2026-03-02 09:11", "X2")]);
        world(json!({
            "given": given,
            "at_most": {"view": 1},
            "offers": [{"by": "clinician", "do": "view_given", "contract": "c-1", "words": "Invented."}],
            "passes": ["next_due"], "passes_at_most": 4
        }))
    };
    for until in ["2026-03-02", "2026-03-09", "2026-03-10", "2026-03-16"] {
        says_what_a_check_says(until, &waived(until), &alone, 60);
    }
    // It is broken in the end, and only once the waiver is over.
    let policy = Arc::new(Policy::new(&pack, &EnglandAndWales::new()).unwrap());
    let over = "2026-03-17T00:00:00Z".parse::<Moment>().unwrap();
    let explored = Search::new(waived("2026-03-16").under(&policy).unwrap())
        .claim(Claim::never("broken", |state: &Situation| state.broke("X1")))
        .claim(Claim::never("broken while it lasts", move |state: &Situation| state.broke("X1") && state.now() < over))
        .claim(Claim::never("a ban that is broken then is broken for good", |state: &Situation| state.broke("X2")))
        .run();
    let found: Vec<bool> = explored.answers().iter().map(|answer| answer.choices().is_some()).collect();
    assert_eq!(found, [true, false, false]);
}
