//! Packs beside one another: in any order, with rules that had other ids before, with sources of one's own, and with many rules.

#![expect(clippy::unwrap_used, reason = "in tests, a slip is a failed test")]

use std::sync::Arc;

use practice_cycle::calendar::{Almanac, EnglandAndWales};
use practice_cycle::cycle::Act;
use practice_cycle::history::History;
use practice_cycle::moment::Moment;
use practice_cycle::policy::{Evidence, Known, PackError, Packs, Policy, Source};
use practice_cycle::scenario::{Ran, Scenarios};
use serde_json::{Value, json};

fn rule(id: &str, more: Value) -> Value {
    let mut rule = json!({
        "id": id, "title": "An invented rule", "source": {"work": "Invented", "section": "1", "known": "local"},
        "severity": "query", "per": ["contract"], "when": {"event": "contract_begun"},
        "expect": {"event": "contract_reviewed"}, "within": "2 weeks",
    });
    rule.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    rule
}

fn pack(name: &str, extends: &[&str], more: Value) -> String {
    let mut pack = json!({"pack": name, "version": "1", "title": "Invented", "extends": extends});
    pack.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    pack.to_string()
}

fn told(wrong: &PackError) -> Vec<String> {
    wrong.problems().iter().map(ToString::to_string).collect()
}

#[track_caller]
fn all_refused(written: &[String]) -> Vec<String> {
    let mut packs = Packs::default();
    let wrong = packs.add_all(written.iter().map(String::as_str)).unwrap_err();
    assert_eq!(packs.names().count(), 0, "nothing is added");
    told(&wrong)
}

fn policy(packs: &Packs, name: &str) -> Policy {
    Policy::new(packs.pack(name).unwrap(), &EnglandAndWales::new()).unwrap()
}

/// A contract that is begun on 2 March 2026 and never reviewed; and a waiver of a rule.
fn begun(waived: Option<&str>) -> History {
    let mut history = History::default();
    let mut record = |at: &str, by: &str, kind: &str, data: Value| {
        let act = json!({"type": kind, "occurred_at": at, "recorded_at": at, "by": by, "data": data});
        history.record(serde_json::from_value::<Act>(act).unwrap()).unwrap();
    };
    let terms = json!({
        "focus": {"code": "generate_hypotheses"}, "goal": "An invented goal.", "lead": "clinician", "safeguarding": "none_known",
        "family_understanding": "Told together.",
        "roles": {"notes": "social_worker", "statutory_process": "social_worker", "context": "shared", "asking": "shared",
            "reflecting": "clinician"},
        "duration": {"review_by": "2027-06-12"},
    });
    record(
        "2026-03-01T09:00:00Z",
        "clin",
        "cycle_opened",
        json!({"cycle": "cy-1", "format": 1, "clinician": "clin", "team": "t-1"}),
    );
    record("2026-03-01T09:00:00Z", "clin", "person_entered", json!({"person": "wa", "role": "social_worker"}));
    record("2026-03-02T09:00:00Z", "wa", "contract_invited", json!({"contract": "c-1", "space": "home_visit"}));
    record("2026-03-02T09:01:00Z", "clin", "terms_proposed", json!({"contract": "c-1", "terms": terms}));
    record("2026-03-02T09:02:00Z", "wa", "terms_accepted", json!({"contract": "c-1", "version": 1}));
    record("2026-03-02T09:03:00Z", "clin", "terms_accepted", json!({"contract": "c-1", "version": 1}));
    record("2026-03-02T09:04:00Z", "clin", "contract_begun", json!({"contract": "c-1"}));
    if let Some(rule) = waived {
        let data = json!({"waiver": "wv-1", "rule": rule, "reason": "An invented reason."});
        record("2026-03-03T09:00:00Z", "wa", "duty_waived", data);
    }
    history
}

const AUTUMN: &str = "2026-10-01T09:00:00Z";

#[test]
fn packs_are_given_in_any_order() {
    let rules = |id: &str| json!({"rules": [rule(id, json!({"within": format!("{} weeks", id.len() + 1)}))]});
    let written = [
        pack("top", &["middle", "side"], rules("AAAA")),
        pack("side", &["bottom"], rules("AAA")),
        pack("bottom", &[], rules("A")),
        pack("middle", &["bottom"], rules("AA")),
    ];
    let orders: [[usize; 4]; 5] = [[0, 1, 2, 3], [3, 2, 1, 0], [1, 0, 3, 2], [2, 3, 1, 0], [3, 0, 2, 1]];
    let mut loaded: Vec<Vec<String>> = Vec::new();
    for order in orders {
        let mut packs = Packs::default();
        let names = packs.add_all(order.iter().map(|&place| written[place].as_str())).unwrap();
        assert_eq!(names, order.map(|place| ["top", "side", "bottom", "middle"][place]), "in the order given");
        let top = packs.pack("top").unwrap();
        loaded.push(top.rules().iter().map(|rule| rule.id().to_string()).collect());
        assert!(packs.rests_on("top", "bottom") && !packs.rests_on("bottom", "top") && !packs.rests_on("top", "top"));
    }
    assert_eq!(loaded[0], ["A", "AA", "AAA", "AAAA"]);
    assert!(loaded.iter().all(|ids| *ids == loaded[0]));
}

#[test]
fn packs_in_a_circle_or_without_what_they_extend_are_refused() {
    let none = || json!({});
    assert_eq!(
        all_refused(&[
            pack("a", &["b"], none()),
            pack("b", &["c"], none()),
            pack("c", &["a"], none()),
            pack("d", &["a"], none())
        ]),
        [
            "a: extends[0]: `b` in turn extends this pack",
            "b: extends[0]: `c` in turn extends this pack",
            "c: extends[0]: `a` in turn extends this pack",
        ],
        "what rests on them is not looked up"
    );
    assert_eq!(all_refused(&[pack("a", &["a"], none())]), ["a: extends[0]: it extends itself"]);
    assert_eq!(
        all_refused(&[pack("a", &["our-regon"], none()), pack("our-region", &[], none())]),
        ["a: extends[0]: there is no pack `our-regon`; did you mean `our-region`?"],
        "whichever comes first"
    );
    assert_eq!(all_refused(&[pack("a", &[], none()), pack("a", &[], none())]), ["a: pack: there is a pack `a` already"]);
    let wrong = all_refused(&["{".to_owned(), pack("a", &[], json!({"of": ["R1"]})), pack("b", &["a"], none())]);
    assert_eq!(wrong.len(), 2, "both are said, and nothing of what rests on them: {wrong:?}");
    assert!(wrong[0].starts_with("pack: expected JSON") && wrong[1].starts_with("a: of: there is no field"), "{wrong:?}");
}

#[test]
fn an_id_that_a_rule_had_before_means_the_rule() {
    let ours = pack(
        "ours",
        &[],
        json!({"rules": [
            rule("R06a", json!({"formerly": ["R06", "R6"], "parameters": {"weeks": "2 weeks"}, "within": "$weeks"})),
            rule("R07", json!({"when": {"broken": "R06"}, "expect": {"event": "view_given"}, "within": "1 day"})),
        ]}),
    );
    let council = pack("council", &["ours"], json!({"set": {"R06.weeks": "3 weeks"}}));
    let without = pack("without", &["ours"], json!({"off": ["R7", "R6"]}));
    let mut packs = Packs::default();
    let wrong = packs.add_all([ours.as_str(), council.as_str(), without.as_str()]).unwrap_err();
    assert_eq!(told(&wrong)[0], "without: off[0]: there is no rule of the packs it extends, `R7`; did you mean `R07`?");
    assert_eq!(told(&wrong)[1], "without: extends `ours`, rule R07.when.broken: there is no other rule `R06`");
    packs.add_all([ours.as_str(), council.as_str()]).unwrap();

    let pack = packs.pack("council").unwrap();
    assert_eq!(pack.rule("R6"), pack.rule("R06a"));
    assert!(pack.rule("R06").unwrap().is_called("R06") && !pack.rule("R06").unwrap().is_called("R07"));
    assert_eq!(pack.only(|rule| rule.id().as_str() == "R07").rules().len(), 2, "with the rule that it watches");
    let policy = policy(&packs, "council");
    let as_of = AUTUMN.parse().unwrap();
    let report = policy.check(&begun(Some("R06")), as_of, Moment::LATEST);
    assert_eq!((report.rules[0].tally.missed, report.rules[0].tally.excused), (1, 1), "the waiver names it by its old id");
    assert_eq!(report.findings().next().unwrap().set[0].value, "3 weeks");
    assert_eq!(report.rules[1].tally.missed, 1, "it is watched by its old id");
    let report = policy.check(&begun(Some("R66")), as_of, Moment::LATEST);
    assert_eq!(report.rules[0].tally.excused, 0);
}

#[test]
fn a_story_may_name_a_rule_by_an_old_id() {
    let ours = pack("ours", &[], json!({"rules": [rule("R06a", json!({"formerly": ["R06"]}))]}));
    let mut packs = Packs::default();
    packs.add(&ours).unwrap();
    let story = |id: &str, comes: &str| {
        json!({
            "about": "Invented.", "pack": "ours", "people": {"clin": "clinician", "wa": "social_worker"},
            "scenarios": [{
                "name": "An invented story",
                "acts": [
                    {"at": "2026-03-02 09:00", "by": "wa", "do": "contract_invited", "contract": "c-1", "space": "home_visit"},
                ],
                "expect": {id: comes}, "nothing_else": true,
            }],
        })
        .to_string()
    };
    for id in ["R06", "R06a"] {
        let ran = Scenarios::read(&story(id, "never_applied")).unwrap().run(&packs).unwrap();
        assert!(ran.iter().all(Ran::is_as_expected), "{id}");
        let ran = Scenarios::read(&story(id, "violated")).unwrap().run(&packs).unwrap();
        assert!(!ran[0].is_as_expected(), "{id}");
    }
    assert!(Scenarios::read(&story("R05", "never_applied")).unwrap().run(&packs).is_err());
}

#[test]
fn an_old_id_means_one_rule_alone() {
    let refused = |rules: Vec<Value>| {
        let written = pack("ours", &[], json!({ "rules": rules }));
        told(&Packs::default().add(&written).unwrap_err())
    };
    let of =
        |id: &str, formerly: &[&str], weeks: u8| rule(id, json!({"formerly": formerly, "within": format!("{weeks} weeks")}));
    assert_eq!(
        refused(vec![of("A", &["B"], 2), of("B", &[], 3)]),
        ["ours: rules[0] (A).formerly[0]: another rule has this id"]
    );
    assert_eq!(
        refused(vec![of("A", &["C"], 2), of("B", &["C"], 3)]),
        ["ours: rules[1] (B).formerly[0]: `A` had this id, too"]
    );
    assert_eq!(refused(vec![of("A", &["A"], 2)]), ["ours: rules[0] (A).formerly[0]: it is the id that the rule has now"]);
    assert_eq!(refused(vec![of("A", &["C", "C"], 2)]), ["ours: rules[0] (A).formerly[1]: `C` stands there twice"]);
    assert_eq!(
        refused(vec![of("A", &["C D"], 2)]),
        ["ours: rules[0] (A).formerly[0]: expected an id such as `R10`, without spaces"]
    );

    let mut packs = Packs::default();
    packs.add(&pack("base", &[], json!({"rules": [of("R06a", &["R06"], 2)]}))).unwrap();
    let mut own = |more: Value| packs.add(&pack("own", &["base"], json!({"rules": [rule("R06", more)]})));
    let wrong = own(json!({"within": "5 weeks"})).unwrap_err();
    assert_eq!(
        told(&wrong)[0],
        "own: rules[0] (R06).id: this was the id of `R06a`: say `\"replaces\": true`, or choose another"
    );
    own(json!({"replaces": true})).unwrap();
    let own = packs.pack("own").unwrap();
    assert_eq!((own.rules().len(), own.rules()[0].id().as_str()), (1, "R06"), "it stands in place of that rule");
}

#[test]
fn a_pack_cites_its_own_source_for_a_rule_that_it_inherits() {
    let base = pack(
        "base",
        &[],
        json!({"rules": [rule("R10", json!({"formerly": ["R9"]})), rule("R11", json!({"within": "3 weeks"}))]}),
    );
    let own = json!({"work": "Our council's standards", "section": "4.2", "known": "local"});
    let council = pack("council", &["base"], json!({"sources": {"R9": own}}));
    let team = pack("team", &["council"], json!({}));
    let mut packs = Packs::default();
    packs.add_all([team.as_str(), council.as_str(), base.as_str()]).unwrap();
    for name in ["council", "team"] {
        let report = policy(&packs, name).check(&begun(None), AUTUMN.parse().unwrap(), Moment::LATEST);
        let findings: Vec<_> = report.findings().collect();
        let cited = Source { work: "Our council's standards".into(), section: Some("4.2".into()), known: Known::Local };
        let written = Source { work: "Invented".into(), section: Some("1".into()), known: Known::Local };
        assert_eq!((&*findings[0].source, findings[0].after.as_deref()), (&cited, Some(&written)), "{name}");
        assert_eq!((&*findings[1].source, findings[1].after.as_deref()), (&written, None), "{name}");
        let text = report.render(&[&begun(None)]).to_string();
        let said =
            "Our council's standards, 4.2 (the service's own rule), after Invented, 1 (the service's own rule); pack `base`";
        assert!(text.contains(said), "{text}");
        let json = serde_json::to_value(findings[0]).unwrap();
        assert_eq!(json["after"], json!({"work": "Invented", "section": "1", "known": "local"}));
        assert!(serde_json::to_value(findings[1]).unwrap().get("after").is_none());
    }

    let refused = |more: Value| told(&packs.clone().add(&pack("wrong", &["base"], more)).unwrap_err());
    assert_eq!(
        refused(json!({"sources": {"r10": own}})),
        ["wrong: sources.r10: there is no rule of the packs it extends, `r10`; did you mean `R10`?"]
    );
    assert_eq!(refused(json!({"off": ["R10"], "sources": {"R10": own}})), ["wrong: sources.R10: the rule is `off`"]);
    assert_eq!(
        refused(json!({"sources": {"R10": {"work": "Ours", "known": "locl"}}})),
        ["wrong: sources.R10.known: there is no way of knowing a source, `locl`; did you mean `local`?"]
    );
    assert_eq!(
        refused(json!({"sources": {"R12": own}, "rules": [rule("R12", json!({"within": "4 weeks"}))]})),
        ["wrong: sources.R12: there is no rule of the packs it extends, `R12`; there is `R10`, `R11`"],
        "a rule of its own names its source itself"
    );
}

/// More conditions than there are numbers of two bytes, each of which looks back on something else.
#[test]
fn conditions_beyond_65536_are_told_apart() {
    let by = |person: String| json!({"happened": {"event": "view_given", "where": {"by": person}}});
    let mut any: Vec<Value> = (0..66_000).map(|nth| by(format!("p-{nth}"))).collect();
    any.push(json!({"happened": {"event": "contract_ended"}}));
    let rules = [
        rule("ended", json!({"unless": {"any": any}})),
        rule("invited", json!({"unless": {"happened": {"event": "contract_invited"}}})),
    ];
    let mut packs = Packs::default();
    packs.add(&pack("many", &[], json!({ "rules": rules }))).unwrap();
    let almanac = Arc::new(Almanac::new(&EnglandAndWales::new()).unwrap());
    let policy = Policy::with_almanac(packs.pack("many").unwrap(), &almanac).unwrap();
    let report = policy.check(&begun(None), AUTUMN.parse().unwrap(), Moment::LATEST);
    let broken: Vec<&str> = report.findings().map(|finding| finding.rule.as_str()).collect();
    assert_eq!(broken, ["ended"], "an invitation there was, an end there was not");
    assert_eq!(policy.checker().violated(&begun(None), AUTUMN.parse().unwrap()), 1);
}

/// Of many rules that watch for one kind of entry, those with an open duty are met, each as if it were alone.
#[test]
fn many_rules_watch_for_one_kind_of_entry() {
    let rules: Vec<Value> = (0..150)
        .map(|place| {
            let (opens, ends) = (if place % 3 == 0 { "contract_ended" } else { "contract_begun" }, place % 5 == 0);
            let until = if ends { json!({"event": "contract_reviewed"}) } else { json!({"event": "view_given"}) };
            let more = json!({"when": {"event": opens}, "until": until, "within": format!("{} days", place + 2)});
            let mut rule = rule(&format!("X{place}"), more);
            if place % 7 == 0 {
                rule["forbid"] = rule["expect"].take();
                rule.as_object_mut().unwrap().remove("expect");
            }
            rule
        })
        .collect();
    let mut packs = Packs::default();
    packs.add(&pack("many", &[], json!({ "rules": rules }))).unwrap();
    let mut history = begun(None);
    let act = json!({"type": "contract_reviewed", "occurred_at": "2026-03-20T09:00:00Z", "recorded_at": "2026-03-20T09:00:00Z",
        "by": "clin", "data": {"contract": "c-1", "with": ["wa"]}});
    history.record(serde_json::from_value::<Act>(act).unwrap()).unwrap();
    let (pack, as_of) = (packs.pack("many").unwrap(), AUTUMN.parse().unwrap());
    let almanac = Arc::new(Almanac::new(&EnglandAndWales::new()).unwrap());
    let whole = Policy::with_almanac(pack, &almanac).unwrap().check(&history, as_of, Moment::LATEST);
    let (mut met, mut missed, mut broken) = (0, 0, 0);
    for of_all in &whole.rules {
        let alone = pack.only(|rule| *rule.id() == of_all.rule);
        let report = Policy::with_almanac(&alone, &almanac).unwrap().check(&history, as_of, Moment::LATEST);
        assert_eq!((&report.rules[0].duties, report.rules.len()), (&of_all.duties, 1), "{}", of_all.rule);
        let tally = of_all.tally;
        (met, missed, broken) = (met + tally.met, missed + tally.missed + tally.met_late, broken + tally.broken);
    }
    assert!(met > 20 && missed > 5 && broken > 5, "{met} met, {missed} missed, {broken} broken");
}

#[test]
fn of_many_that_are_counted_the_first_are_shown() {
    let mut history = History::default();
    let mut record = |minute: usize, by: &str, kind: &str, data: Value| {
        let at = format!("2026-03-02T{:02}:{:02}:00Z", 9 + minute / 60, minute % 60);
        let act = json!({"type": kind, "occurred_at": at, "recorded_at": at, "by": by, "data": data});
        history.record(serde_json::from_value::<Act>(act).unwrap()).unwrap();
    };
    record(0, "clin", "cycle_opened", json!({"cycle": "cy-1", "format": 1, "clinician": "clin", "team": "t-1"}));
    record(0, "clin", "person_entered", json!({"person": "wa", "role": "social_worker"}));
    for place in 0..50 {
        let data = json!({"contract": format!("c-{place}"), "space": "home_visit", "case": format!("k-{}", place / 2)});
        record(1 + place, "wa", "contract_invited", data);
    }
    let asked = |more: Value| {
        let mut concurrent = json!({"stage": "invited", "sharing": ["clinician"], "at_most": 20});
        concurrent.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let rule = rule("X1", json!({"when": {"event": "contract_invited"}, "require": {"concurrent": concurrent}}));
        let mut rule = rule;
        rule.as_object_mut().unwrap().retain(|name, _| name != "expect" && name != "within");
        let mut packs = Packs::default();
        packs.add(&pack("ours", &[], json!({ "rules": [rule] }))).unwrap();
        let report = policy(&packs, "ours").check(&history, Moment::LATEST, Moment::LATEST);
        let found: Vec<_> = report.findings().map(|finding| (finding.found.clone(), finding.to_string())).collect();
        (report.rules[0].tally, found)
    };
    let (tally, found) = asked(json!({}));
    assert_eq!((tally.kept, tally.broken), (20, 30));
    let Evidence::Concurrent { values, more, .. } = &found[29].0[0] else { panic!("{found:?}") };
    assert_eq!((values.len(), *more), (20, 30));
    assert_eq!((values[0].to_string(), values[19].to_string()), ("c-0".to_owned(), "c-19".to_owned()));
    assert!(found[29].1.contains("`c-19` and 30 more"), "{}", found[29].1);
    let Evidence::Concurrent { values, more, .. } = &found[0].0[0] else { panic!("{found:?}") };
    assert_eq!((values.len(), *more), (20, 1), "the one that was too many");

    let (tally, found) = asked(json!({"distinct": "case"}));
    assert_eq!((tally.kept, tally.broken), (40, 10));
    let Evidence::Concurrent { values, more, .. } = &found[9].0[0] else { panic!("{found:?}") };
    assert_eq!((values.len(), values[19].to_string(), *more), (20, "k-19".to_owned(), 5));
}
