//! The shipped packs, held to short stories in `tests/scenarios`: each rule is kept in one of them, and broken in another.
#![expect(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing, reason = "in tests, where a slip is a failed test")]

#[path = "golden/mod.rs"]
mod golden;

use std::collections::BTreeSet;
use std::path::PathBuf;

use practice_cycle::policy::{Packs, Tally};
use practice_cycle::scenario::{Ran, Scenarios};

fn files() -> Vec<(String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    paths.sort();
    let of_scenarios = |path: &PathBuf| !path.to_string_lossy().ends_with(".pack.json");
    let named = |path: PathBuf| (path.file_name().unwrap().to_string_lossy().into_owned(), path);
    paths
        .into_iter()
        .filter(of_scenarios)
        .map(named)
        .map(|(name, path)| (name, std::fs::read_to_string(path).unwrap()))
        .collect()
}

/// The shipped packs, and one that shows what no shipped rule needs.
fn packs() -> Packs {
    let mut packs = Packs::shipped();
    packs.add(include_str!("scenarios/fixed-points.pack.json")).unwrap_or_else(|wrong| panic!("{wrong}"));
    packs
}

fn run(name: &str, written: &str) -> Vec<Ran> {
    let scenarios = Scenarios::read(written).unwrap_or_else(|wrong| panic!("{name}: {wrong}"));
    scenarios.run(&packs()).unwrap_or_else(|wrong| panic!("{name}: {wrong}"))
}

#[test]
fn every_story_comes_as_it_says() {
    let mut slips = String::new();
    for (name, written) in files() {
        for ran in run(&name, &written).iter().filter(|ran| !ran.is_as_expected()) {
            slips.push_str(&format!("\n{name}: {ran}\n"));
        }
    }
    assert!(slips.is_empty(), "{slips}");
}

/// The rules that the stories expect to come to one of these verdicts, and that did so by a duty of theirs. What lies in a file of
/// boundaries does not count: `search` makes its worlds of the stories in the file that is called as the pack is, and in a world
/// of too few of them a rule would seem to be one that nobody can keep, or break.
fn expected(verdicts: &[&str], came: fn(&Tally) -> bool) -> BTreeSet<String> {
    let mut rules = BTreeSet::new();
    for (name, written) in files() {
        let file: serde_json::Value = serde_json::from_str(&written).unwrap();
        if name.strip_suffix(".json") != file["pack"].as_str() {
            continue;
        }
        for (ran, story) in run(&name, &written).iter().zip(file["scenarios"].as_array().unwrap()) {
            for (id, expect) in story["expect"].as_object().unwrap() {
                let verdict = expect.get("verdict").unwrap_or(expect).as_str().unwrap();
                let report = ran.reports.first().unwrap().rule(id).unwrap();
                if verdicts.contains(&verdict) && report.activated && came(&report.tally) {
                    rules.insert(id.clone());
                }
            }
        }
    }
    rules
}

fn shipped() -> BTreeSet<String> {
    let packs = Packs::shipped();
    let rules = packs.names().flat_map(|name| packs.pack(name).unwrap().rules());
    rules.map(|rule| rule.id().to_string()).collect()
}

#[test]
fn every_shipped_rule_is_kept_in_a_story() {
    let kept = expected(&["satisfied", "holds_so_far", "holds"], |tally| tally.met + tally.kept > 0);
    let not: Vec<String> = shipped().difference(&kept).cloned().collect();
    assert!(not.is_empty(), "kept in no story: {not:?}");
}

#[test]
fn every_shipped_rule_is_broken_in_a_story() {
    let broken = expected(&["violated"], |tally| tally.missed + tally.met_late + tally.broken > 0);
    let not: Vec<String> = shipped().difference(&broken).cloned().collect();
    assert!(not.is_empty(), "broken in no story: {not:?}");
}

/// For each rule the first finding that a story expects, whole; and each way in which something cannot be told.
fn findings() -> String {
    let mut told = std::collections::BTreeMap::new();
    for (name, written) in files() {
        for ran in run(&name, &written) {
            for finding in ran.reports.iter().flat_map(|report| report.findings()) {
                let rule = finding.rule.to_string();
                let pack = finding.pack.0.clone();
                told.entry((pack, rule, finding.verdict.code())).or_insert_with(|| format!("{}\n{finding}\n", ran.scenario));
            }
        }
    }
    told.into_values().collect::<Vec<_>>().join("\n")
}

#[test]
fn findings_read_as_before() {
    let found = findings();
    golden::is_golden("tests/golden/findings.txt", &found);
    for rule in shipped() {
        assert!(found.lines().any(|line| line.starts_with(&format!("{rule} is broken "))), "{rule} has no text");
    }
}

/// The packs of the examples and the stories that stand beside them, by the names of the packs.
fn examples() -> Vec<(String, String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/data");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path()).collect();
    paths.sort();
    let of = |path: &PathBuf| Some(path.file_name()?.to_str()?.strip_suffix(".pack.json")?.to_owned());
    let read = |name: String, ending: &str| std::fs::read_to_string(folder.join(name + ending)).unwrap();
    paths
        .iter()
        .filter_map(of)
        .map(|name| (name.clone(), read(name.clone(), ".pack.json"), read(name, ".stories.json")))
        .collect()
}

#[test]
fn each_rule_of_a_pack_of_the_examples_is_kept_and_broken_in_a_story_beside_it() {
    let examples = examples();
    assert!(examples.len() >= 3, "{}", examples.len());
    for (name, pack, stories) in examples {
        let mut packs = Packs::shipped();
        packs.add(&pack).unwrap_or_else(|wrong| panic!("{name}: {wrong}"));
        let scenarios = Scenarios::read(&stories).unwrap_or_else(|wrong| panic!("{name}: {wrong}"));
        let ran = scenarios.run(&packs).unwrap_or_else(|wrong| panic!("{name}: {wrong}"));
        let slips: String = ran.iter().filter(|ran| !ran.is_as_expected()).map(|ran| format!("\n{ran}")).collect();
        assert!(slips.is_empty(), "{name}: {slips}");
        let pack: serde_json::Value = serde_json::from_str(&pack).unwrap();
        let file: serde_json::Value = serde_json::from_str(&stories).unwrap();
        for rule in pack["rules"].as_array().unwrap() {
            let id = rule["id"].as_str().unwrap();
            let comes = |verdict: &str| {
                let mut expected = file["scenarios"].as_array().unwrap().iter().map(|story| &story["expect"][id]);
                expected.any(|expect| expect.get("verdict").unwrap_or(expect) == verdict)
            };
            assert!(comes("holds") && comes("violated"), "{name}: {id} is not kept in one story and broken in another");
        }
    }
}

#[test]
fn a_source_of_ones_own_is_cited_for_a_rule_that_is_inherited() {
    let (_, pack, stories) = examples().into_iter().find(|(name, ..)| name == "invented_census").unwrap();
    let mut packs = Packs::shipped();
    packs.add(&pack).unwrap();
    let ran = Scenarios::read(&stories).unwrap().run(&packs).unwrap();
    let findings = ran.iter().flat_map(|ran| &ran.reports).flat_map(|report| report.findings());
    let finding = findings.into_iter().find(|finding| finding.rule.as_str() == "R10").unwrap();
    assert_eq!(
        (finding.source.work.as_str(), finding.source.section.as_deref()),
        ("The invented council's practice standards", Some("7.2"))
    );
}

/// What the first finding of a rule says in the stories of a pack.
#[track_caller]
fn said(pack: &str, story: &str, rule: &str) -> String {
    for (name, written) in files() {
        if let Some(ran) = run(&name, &written).iter().find(|ran| name.starts_with(pack) && ran.scenario.starts_with(story))
        {
            let findings = ran.reports.iter().flat_map(|report| report.findings());
            return findings.into_iter().find(|finding| finding.rule.as_str() == rule).unwrap().to_string();
        }
    }
    panic!("no story begins with {story}")
}

#[test]
fn a_finding_speaks_of_what_was_done_and_not_of_a_stage_that_had_lasted() {
    let late = said("local-practice-b", "R10: suspended for an hour every fifth week", "R10");
    let began = " On 2 March 2026 the social worker began the contract (entry ";
    assert!(late.contains(began) && !late.contains("was active from"), "{late}");
    let agreed = said("article", "R02: a contract is agreed at the midnight", "R02");
    let then = " On 6 April 2026 the clinician accepted the terms (entry 10, contract `c-1`), which was then agreed.";
    assert!(agreed.contains(then), "{agreed}");
    let lapsed = said("local-practice", "R11: a contract lapses, and nobody", "R11");
    assert!(lapsed.contains(" Contract `c-1` lapsed at the end of 5 March 2026 (entry "), "{lapsed}");
}

#[test]
fn what_was_explained_in_part_and_without_the_interpreter_is_said_so() {
    let story = "R04a and R04d: three of four things are explained";
    let partly = said("article-b", story, "R04a");
    assert!(partly.contains("artly explained") && partly.contains("missing: the clinician's part in the case"), "{partly}");
    assert!(!partly.contains("Nothing of that"), "{partly}");
    let alone = said("article-b", story, "R04d");
    assert!(alone.contains("interpreter"), "{alone}");
}

#[track_caller]
fn problems(scenario: &str) -> Vec<String> {
    let written = format!(
        r#"{{"about": "Invented.", "pack": "article", "people": {{"clinician": "clinician", "worker": "social_worker"}},
            "scenarios": [{{"name": "n", {scenario}}}]}}"#
    );
    let refused = match Scenarios::read(&written) {
        Err(refused) => refused,
        Ok(scenarios) => scenarios.run(&packs()).unwrap_err(),
    };
    refused.problems().iter().map(ToString::to_string).collect()
}

#[test]
fn every_mistake_in_a_file_is_said_with_its_place() {
    let acts = r#""acts": [
        {"at": "2026-03-02", "by": "worker", "do": "contract_begn", "contract": "c-1"},
        {"at": "yesterday", "by": "worker", "do": "contract_begun", "contract": "c-1"},
        {"at": "2026-03-02", "by": "worker", "do": "contract_begun", "contract": "c-1", "purpose": "none"},
        {"at": "2026-03-02", "by": "worker", "do": "set_up_contract", "contract": "c-1", "stage": "finished"},
        {"at": "2026-03-02", "do": "contract_begun"},
        {"at": "2026-03-02", "by": "worker", "do": "concern_raised", "what": "concern", "refused": "cycle.not_theirs"}
    ], "as_of": "2026-13-01", "expect": {"R04": "broken", "R06": {"verdict": "holds", "by": "nobody"}}"#;
    assert_eq!(
        problems(acts),
        [
            "article: scenarios[0] (n).acts[0] (contract_begn).do: there is no event `contract_begn`; did you mean `contract_begun`?",
            "article: scenarios[0] (n).acts[1] (contract_begun).at: expected a time such as `2026-03-27 10:00`, a day, or an \
             instant such as `2026-03-27T10:00:00Z`",
            "article: scenarios[0] (n).acts[3] (set_up_contract).stage: expected `agreed` or `active`",
            "article: scenarios[0] (n).acts[4]: expected `at`, `by` and `do`",
            "article: scenarios[0] (n).acts[2] (contract_begun): unknown field `purpose`, expected `contract`",
            "article: scenarios[0] (n).acts[5] (concern_raised).refused: it is not refused",
            "article: scenarios[0] (n).as_of: expected a time such as `2026-03-27 10:00`, a day, or an instant such as \
             `2026-03-27T10:00:00Z`",
            "article: scenarios[0] (n).expect.R04: expected one of `satisfied`, `holds_so_far`, `pending`, `violated`, \
             `undetermined`, `holds`, `never_applied`",
            "article: scenarios[0] (n).expect.R06.by: no act is called `nobody`",
        ]
    );
}

#[test]
fn an_act_that_the_machine_refuses_is_named_unless_that_is_expected() {
    let begun = |refused: &str| {
        format!(
            r#""acts": [{{"at": "2026-03-02 10:00", "by": "worker", "do": "set_up_contract", "contract": "c-1"}},
                {{"at": "2026-03-02 11:00", "by": "worker", "do": "contract_suspended", "contract": "c-1",
                  "reason": {{"code": "no_capacity"}}}},
                {{"at": "2026-03-02 12:00", "by": "worker", "do": "contract_begun", "contract": "c-1"{refused}}}],
                "expect": {{"R99": "holds"}}"#
        )
    };
    let [refused] = &problems(&begun(""))[..] else { panic!("one problem") };
    let place = "article: scenarios[0] (n).acts[2] (contract_begun): it is refused: ";
    assert!(refused.starts_with(place) && refused.contains("cannot begin: the contract is suspended"), "{refused}");
    let [other] = &problems(&begun(r#", "refused": "cycle.not_theirs""#))[..] else { panic!("one problem") };
    assert!(other.contains(".refused: it is refused with `contracting.out_of_step`: "), "{other}");
    let expected = problems(&begun(r#", "refused": "contracting.out_of_step""#));
    let [rule] = &expected[..] else { panic!("only the rule is refused: {expected:?}") };
    assert_eq!(rule, "article: scenarios[0] (n).expect.R99: there is no rule `R99`");
}

#[test]
fn a_refusal_that_there_is_not_is_no_expectation() {
    let acts = |code: &str| {
        format!(
            r#""acts": [{{"at": "2026-03-02 10:00", "by": "worker", "do": "contract_begun", "contract": "c-1", "refused": "{code}"}}],
                "expect": {{"R04": "holds"}}"#
        )
    };
    let [misspelt] = &problems(&acts("cycle.unknwn"))[..] else { panic!("one problem") };
    let place = "article: scenarios[0] (n).acts[0]";
    let words = ".refused: there is no refusal `cycle.unknwn`; did you mean `cycle.unknown`?";
    assert!(misspelt.starts_with(place) && misspelt.ends_with(words), "{misspelt}");
    let [bare] = &problems(&acts("unknown"))[..] else { panic!("one problem") };
    assert!(bare.ends_with(".refused: there is no refusal `unknown`"), "{bare}");
}

#[test]
fn a_file_that_is_no_file_of_scenarios_is_refused() {
    let says = |written: &str| Scenarios::read(written).unwrap_err().problems()[0].to_string();
    assert_eq!(says("{"), "scenarios: the line ends within an object (line 1)");
    let storys = says(r#"{"about": "Invented.", "storys": []}"#);
    assert!(storys.starts_with("scenarios: unknown field `storys`, expected one of `about`, "), "{storys}");
    assert_eq!(says("[]"), "scenarios: expected an object (line 1)");
    let people = r#"{"about": "Invented.", "pack": "article", "people": {"worker": "social_worker"},
        "scenarios": [{"name": "n", "acts": [], "expect": {}}]}"#;
    assert_eq!(says(people), "article: scenarios[0] (n).people: expected one `clinician`");
}

#[test]
fn nothing_that_a_story_says_is_passed_over_in_silence() {
    let act = r#"{"at": "2026-03-02 10:00", "by": "worker", "do": "set_up_contract", "contract": "c-1"}"#;
    let story = |acts: &str, rest: &str| problems(&format!(r#""acts": [{acts}], {rest}"#));
    assert_eq!(
        story(act, r#""expect": {"R14": "violated", "R14": "never_applied"}"#),
        ["scenarios: scenarios[0].expect.R14: it stands there twice"]
    );
    assert_eq!(
        story(&act.replace(r#""at""#, r#""by": "clinician", "at""#), r#""expect": {"R14": "never_applied"}"#),
        ["scenarios: scenarios[0].acts[0].by: it stands there twice"]
    );
    assert_eq!(
        story(act, r#""as_of": null, "expect": {"R14": "never_applied"}"#),
        ["scenarios: scenarios[0].as_of: expected a value, or that the field be left out"]
    );
    let written = |scenarios: &str, after: &str| {
        let file = format!(
            r#"{{"about": "Invented.", "pack": "article", "people": {{"clinician": "clinician", "worker": "social_worker"}},
                "scenarios": [{scenarios}]}}{after}"#
        );
        let read = Scenarios::read(&file).map(|_| ()).map_err(|wrong| wrong.problems()[0].to_string());
        read.err()
    };
    let whole = format!(r#"{{"name": "n", "acts": [{act}], "expect": {{"R14": "never_applied"}}}}"#);
    assert_eq!(written(&whole, "\n"), None);
    assert_eq!(written(&whole, " and more").as_deref(), Some("scenarios: trailing characters (line 2)"));
    let listed =
        format!(r#"["n", {{}}, "2026-03-02", [{act}], "2026-03-03", "2026-03-03", {{"R14": "never_applied"}}, false, []]"#);
    let expected = "scenarios: scenarios[0]: expected an object, with its fields by name";
    assert_eq!(written(&listed, "").as_deref(), Some(expected));
}

#[test]
fn a_story_that_expects_nothing_is_refused() {
    let act = r#"{"at": "2026-03-02 10:00", "by": "worker", "do": "contract_begun", "contract": "c-1"REFUSED}"#;
    let story = |refused: &str, rest: &str| problems(&format!(r#""acts": [{}], {rest}"#, act.replace("REFUSED", refused)));
    let (somehow, nothing) = (r#", "refused": true"#, "it expects nothing: neither what a rule comes to, nor a refusal");
    assert_eq!(problems(r#""acts": [], "expect": {}"#), [format!("article: scenarios[0] (n).expect: {nothing}")]);
    assert_eq!(
        story(somehow, r#""expect": {}, "also": [{"as_of": "2026-04-01", "expect": {}}]"#),
        ["article: scenarios[0] (n).also[0].expect: it expects nothing"]
    );
    for expects in [r#""expect": {}"#, r#""expect": {}, "nothing_else": true"#, r#""expect": {"R14": "never_applied"}"#] {
        let file = format!(
            r#"{{"about": "Invented.", "pack": "article", "people": {{"clinician": "clinician", "worker": "social_worker"}},
                "scenarios": [{{"name": "n", "acts": [{}], {expects}}}]}}"#,
            act.replace("REFUSED", somehow)
        );
        assert!(run("n", &file).iter().all(Ran::is_as_expected), "{expects}");
    }
}

/// What became of one story of the pack `local-practice`.
#[track_caller]
fn told(acts: &str, expect: &str) -> String {
    let written = format!(
        r#"{{"about": "Invented.", "pack": "local-practice", "people": {{"clinician": "clinician", "worker": "social_worker"}},
            "scenarios": [{{"name": "n", "acts": [{acts}], "as_of": "2026-05-30", "expect": {{{expect}}}}}]}}"#
    );
    run("n", &written).iter().map(ToString::to_string).collect()
}

const START: &str =
    r#"{"at": "2026-03-27 10:00", "by": "worker", "do": "set_up_contract", "contract": "c-1", "as": "start"}"#;

#[test]
fn where_a_rule_holds_that_was_expected_broken_its_duties_are_explained_in_the_words_of_the_story() {
    let reviewed =
        r#"{"at": "2026-05-08 16:00", "by": "worker", "do": "contract_reviewed", "contract": "c-1", "as": "review"}"#;
    assert_eq!(
        told(&format!("{START}, {reviewed}"), r#""R10": "violated""#),
        "n
  R10: expected `violated`, and it is `pending`
    contract `c-1`, opened by `start` on 27 March 2026, due by the end of 8 May 2026 (6 weeks after 27 March 2026): met by `review` on 8 May 2026
    contract `c-1`, opened by `start` on 27 March 2026, due by the end of 19 June 2026 (6 weeks after 8 May 2026): open, and not late"
    );
    // An entry without a name goes by its number.
    let unnamed = reviewed.replace(r#", "as": "review""#, "");
    let said = told(&format!("{START}, {unnamed}"), r#""R10": "violated""#);
    assert!(said.contains(": met by entry 8 on 8 May 2026\n"), "{said}");
}

#[test]
fn what_was_expected_of_another_duty_is_said_in_the_names_of_the_story() {
    let said = told(START, r#""R10": {"verdict": "violated", "due": "2026-05-09", "opened_by": "start"}"#);
    let expected = "  R10: expected a duty opened by `start`, due by the end of 2026-05-09 (2026-05-09T22:59:59.999999999Z), and there is: \
                    opened by `start`, due by the end of 2026-05-08 (2026-05-08T22:59:59.999999999Z)\n";
    assert!(said.contains(expected), "{said}");
    assert!(said.ends_with("\n    Here, entry 7 is `start`."), "{said}");
}

#[test]
fn an_hour_that_does_not_exist_or_comes_twice_is_said_to_be_one() {
    let at = |at: &str| {
        let act = format!(r#"{{"at": "{at}", "by": "worker", "do": "concern_raised", "what": "concern"}}"#);
        problems(&format!(r#""acts": [{act}], "expect": {{"R99": "holds"}}"#)).swap_remove(0)
    };
    let place = "article: scenarios[0] (n).acts[0] (concern_raised).at: the clocks of London ";
    assert_eq!(at("2026-03-29 01:30"), format!("{place}never show 01:30 on 29 Mar 2026: they went forward"));
    let twice = format!(
        "{place}show 01:30 twice on 25 Oct 2026; say which: `2026-10-25T01:30:00+01:00` or `2026-10-25T01:30:00+00:00`"
    );
    assert_eq!(at("2026-10-25 01:30"), twice);
    for fine in
        ["2026-03-29 02:00", "2026-03-29 00:59", "2026-10-25T01:30:00+01:00", "2026-10-25T01:30:00+00:00", "2026-10-25"]
    {
        assert!(at(fine).contains("there is no rule `R99`"), "{fine}");
    }
}
