//! Packs load strictly: whatever is wrong is said at once, with where it stands and what may have been meant. A misspelt name is
//! never a rule that passes.

#![expect(clippy::unwrap_used, reason = "the helpers of tests fail as tests do")]

#[path = "policy_load/duties.rs"]
mod duties;

use practice_cycle::calendar::{Calendar, DayOff, OutOfRange, TIME_ZONE, Tz};
use practice_cycle::policy::{PackError, Packs, Policy};
use practice_cycle::scenario::Scenarios;
use practice_cycle::search::World;
use serde_json::{Value, json};

/// A rule that loads, with some fields as given; one that is `null` is left out.
fn rule(fields: Value) -> Value {
    let mut rule = json!({
        "id": "X1", "title": "An invented rule", "source": {"work": "invented", "known": "local"}, "severity": "query",
        "per": ["contract"], "when": {"event": "contract_begun"}, "expect": {"event": "contract_reviewed"}, "within": "2 weeks",
    });
    let (Some(rule_fields), Value::Object(fields)) = (rule.as_object_mut(), fields) else { return rule };
    for (name, value) in fields {
        if value.is_null() {
            rule_fields.remove(&name)
        } else {
            rule_fields.insert(name, value)
        };
    }
    rule
}

fn pack(rules: &[Value]) -> Value {
    json!({"pack": "ours", "version": "1", "title": "Invented rules", "rules": rules})
}

/// What is wrong, without the name of the pack.
fn told(wrong: &PackError) -> Vec<String> {
    wrong.problems().iter().map(|problem| problem.to_string().replace("ours: ", "")).collect()
}

#[track_caller]
fn refused(pack: &Value) -> Vec<String> {
    told(&Packs::shipped().add(&pack.to_string()).unwrap_err())
}

/// What is wrong with one rule, by where it stands in it.
#[track_caller]
fn wrong(fields: Value) -> Vec<String> {
    refused(&pack(&[rule(fields)]))
        .into_iter()
        .map(|told| told.replace("rules[0] (X1).", "").replace("rules[0] (X1): ", ""))
        .collect()
}

#[track_caller]
fn loads(fields: Value) {
    let added = Packs::shipped().add(&pack(&[rule(fields)]).to_string());
    assert!(added.is_ok(), "{added:?}");
}

/// Each of these is wrong in just this way.
#[track_caller]
fn each_is_wrong(cases: &[(Value, &[&str])]) {
    for (fields, expected) in cases {
        assert_eq!(wrong(fields.clone()), *expected, "{fields}");
    }
}

#[test]
fn an_event_is_one_that_there_is_named_once() {
    each_is_wrong(&[
        (
            json!({"when": {"event": "contract_begn"}}),
            &["when.event: there is no event `contract_begn`; did you mean `contract_begun`?"],
        ),
        (json!({"when": {"event": "qwertz"}}), &["when.event: there is no event `qwertz`"]),
        (
            json!({"when": {"event": ["contract_begun", "contract_begun"]}}),
            &["when.event: `contract_begun` stands there twice"],
        ),
        (json!({"when": {"event": []}}), &["when.event: expected at least one"]),
        (json!({"when": {"event": "entered_in_error"}}), &["when.event: corrections are no events of their own for a rule"]),
        (
            json!({"expect": {"any": [{"event": "contract_reviewed"}, {"event": "contract_reviewed"}]}}),
            &["expect.any[1]: `contract_reviewed` stands in another of them"],
        ),
        (
            json!({"expect": {"any": [{"begins": {"stage": "active"}}]}}),
            &["expect.any[0]: expected an `event`, with or without `where`"],
        ),
        (json!({"expect": {"any": []}}), &["expect.any: expected at least one"]),
    ]);
}

#[test]
fn fields_and_codes_are_those_of_each_event_that_may_be_meant() {
    each_is_wrong(&[
        (
            json!({"when": {"event": "contract_suspended", "where": {"reason.cod": "no_capacity"}}}),
            &["when.where.reason.cod: there is no field of `contract_suspended` called `cod`; did you mean `code`?"],
        ),
        (
            json!({"when": {"event": "contract_suspended", "where": {"reason.code": "no_capacty"}}}),
            &["when.where.reason.code: there is no code `no_capacty`; did you mean `no_capacity`?"],
        ),
        (
            json!({"when": {"event": "contract_begun", "where": {"by.rol": "clinician"}}}),
            &["when.where.by.rol: there is no field of `contract_begun` called `rol`; did you mean `role`?"],
        ),
        (
            json!({"when": {"event": "contract_begun", "where": {"by.role": "clinican"}}}),
            &["when.where.by.role: there is no code `clinican`; did you mean `clinician`?"],
        ),
        (
            json!({"when": {"event": "contract_begun", "where": {"by.mandate": "maybe"}}}),
            &["when.where.by.mandate: there is no code `maybe`; there is `yes`, `no`"],
        ),
        (
            json!({"when": {"event": "contract_begun", "where": {"contract.lad": "clinician"}}}),
            &[
                "when.where.contract.lad: there is no field of `contract_begun` called `contract.lad`; did you mean `contract.lead`?",
            ],
        ),
        (
            json!({"when": {"event": "session_held", "where": {"cover.uncovred.why": "urgent"}}}),
            &[
                "when.where.cover.uncovred.why: there is no field of `session_held` called `uncovred`; did you mean `uncovered`?",
            ],
        ),
        (
            json!({"per": ["contrakt"]}),
            &["per (for `when`): there is no field of `contract_begun` called `contrakt`; did you mean `contract`?"],
        ),
        (
            json!({"expect": {"event": "occasion_of_joining"}, "per": ["contract"]}),
            &["per (for `expect`): there is no field of `occasion_of_joining` called `contract`"],
        ),
        (
            json!({"each": "presnt", "expect": {"event": "family_helped_to_understand"}, "per": [{"then": "person", "when": "each"}], "when": {"event": "session_held"}}),
            &["each: there is no field of `session_held` called `presnt`; did you mean `present`?"],
        ),
        (
            json!({"by": "next_reviw", "when": {"event": "contract_reviewed"}, "within": null}),
            &["by: there is no field of `contract_reviewed` called `next_reviw`; did you mean `next_review`?"],
        ),
        (
            json!({"expect": {"event": "family_helped_to_understand"}, "per": ["contract"], "together": {"explained": ["clinicians_rol"]}}),
            &["together.explained: there is no code `clinicians_rol`; did you mean `clinicians_role`?"],
        ),
        (
            json!({"together": {"explained": ["clinicians_role"]}}),
            &["together.explained: there is no field of `contract_reviewed` called `explained`"],
        ),
        (
            json!({"expect": {"event": "contract_reviewed", "where": {"by": {"same_as": "openin.by"}}}}),
            &["expect.where.by.same_as: there is no field of `contract_reviewed` called `openin`"],
        ),
        (
            json!({"expect": {"event": "contract_reviewed", "where": {"opening.spase": "home_visit"}}}),
            &[
                "expect.where.opening.spase: there is no field of `contract_begun` called `spase`; there is `by`, `by.mandate`, `by.role`, `by.side`, `case`, `clinician`, `contract`, `cycle`, `occurred_at`, `people`, `people.side`, `recorded_at`, `recorded_by`",
            ],
        ),
    ]);
}

#[test]
fn a_test_suits_what_it_tests() {
    each_is_wrong(&[
        (json!({"when": {"event": "outcome_rated", "where": {"score": "high"}}}), &["when.where.score: expected a number"]),
        (json!({"when": {"event": "outcome_rated", "where": {"score": {}}}}), &["when.where.score: expected a test"]),
        (
            json!({"when": {"event": "outcome_rated", "where": {"score": {"at_laest": 7}}}}),
            &["when.where.score.at_laest: there is no field `at_laest`; did you mean `at_least`?"],
        ),
        (
            json!({"when": {"event": "outcome_rated", "where": {"score": {"count_at_least": 7}}}}),
            &["when.where.score.count_at_least: only of a list can be asked how many, or which of them, there are"],
        ),
        (
            json!({"when": {"event": "contract_invited", "where": {"stream": {"all_of": ["direct", "reflective"]}}}}),
            &["when.where.stream.all_of: only of a list can be asked how many, or which of them, there are"],
        ),
        (
            json!({"when": {"event": "contract_invited", "where": {"stream": {"at_least": 2}}}}),
            &["when.where.stream.at_least: only numbers have a size"],
        ),
        (
            json!({"when": {"event": "contract_invited", "where": {"words": "help"}}}),
            &["when.where.words: of free text only `said` can be asked"],
        ),
        (
            json!({"when": {"event": "contract_invited", "where": {"stream": true}}}),
            &["when.where.stream: expected a value, a list of values, or an object of tests"],
        ),
    ]);
}

#[test]
fn states_have_stages_or_a_beginning_and_an_end() {
    each_is_wrong(&[
        (
            json!({"when": {"begins": {"stage": "activ"}}}),
            &["when.begins.stage: there is no stage `activ`; did you mean `active`?"],
        ),
        (json!({"when": {"begins": {"stage": []}}}), &["when.begins.stage: expected at least one"]),
        (
            json!({"when": {"begins": {"from": {"event": "contract_begun"}, "stage": "active"}}}),
            &["when.begins: expected `stage`, or `from` and `to`"],
        ),
        (
            json!({"when": {"begins": {"from": {"event": "contract_begun"}}}}),
            &["when.begins: expected `stage`, or `from` and `to`"],
        ),
        (
            json!({"when": {"begins": {"from": {"begins": {"stage": "active"}}, "to": {"event": "contract_ended"}}}}),
            &["when.begins: a state begins and ends with an `event`, or with `any` of several"],
        ),
    ]);
}

#[test]
fn conditions_are_as_strict_as_the_rest() {
    each_is_wrong(&[
        (
            json!({"expect": null, "require": {"hapened": {"event": "contract_begun"}}, "within": null}),
            &["require: there is no condition `hapened`; did you mean `happened`?"],
        ),
        (json!({"expect": null, "require": {"all": []}, "within": null}), &["require.all: expected a condition"]),
        (
            json!({"expect": null, "require": {"happened": {"event": "contract_begun", "wher": {}}}, "within": null}),
            &["require.happened.wher: there is no field `wher`; did you mean `where`?"],
        ),
        (
            json!({"expect": null, "require": {"happened": {"at_least": 0, "event": "contract_begun"}}, "within": null}),
            &["require.happened.at_least: expected at least 1: none is always enough"],
        ),
        (
            json!({"expect": null, "require": {"standing": {"at_least": "alley"}}, "within": null}),
            &["require.standing: there is no step of standing, `alley`; did you mean `ally`?"],
        ),
        (
            json!({"expect": null, "require": {"boundary": {"verdict": "health"}}, "within": null}),
            &["require.boundary.verdict: there is no verdict `health`; did you mean `healthy`?"],
        ),
        (
            json!({"expect": null, "require": {"concurrent": {"stage": "active"}}, "within": null}),
            &["require.concurrent: expected `at_least` or `at_most`"],
        ),
        (
            json!({"expect": null, "require": {"concurrent": {"at_most": 1, "sharing": ["caze"], "stage": "active"}}, "within": null}),
            &["require.concurrent.sharing: there is no attribute of a contract, `caze`; did you mean `case`?"],
        ),
        (
            json!({"expect": null, "require": {"all": [{"where": {"by.side": "clinical"}}, {"not": {"where": {"by.side": "clinical"}}}]}, "within": null}),
            &["require: it asks for something and for its opposite: that can never be"],
        ),
    ]);
}

#[test]
fn words_of_the_form_are_read_exactly() {
    each_is_wrong(&[
        (json!({"severity": "warning"}), &["severity: there is no severity `warning`; there is `query`, `error`"]),
        (
            json!({"source": {"known": "locl", "work": "invented"}}),
            &["source.known: there is no way of knowing a source, `locl`; did you mean `local`?"],
        ),
        (json!({"on_close": "releas"}), &["on_close: there is no way to close, `releas`; did you mean `release`?"]),
        (json!({"order": "stict"}), &["order: there is no order `stict`; did you mean `strict`?"]),
        (json!({"clock": "pause"}), &["clock: there is no clock `pause`; did you mean `pauses`?"]),
        (json!({"wihtin": "2 weeks"}), &["wihtin: there is no field `wihtin`; did you mean `within`?"]),
    ]);
}

#[test]
fn lengths_of_time_and_days_are_read_exactly() {
    each_is_wrong(&[
        (
            json!({"within": "10 workign days"}),
            &[
                "within: expected a length of time: `same day`, or a number of hours, days, working days, weeks or months; did you mean `10 working days`?",
            ],
        ),
        (
            json!({"within": "0 days"}),
            &["within: expected a length of time of at least 1; what is due on the day itself is due the `same day`"],
        ),
        (json!({"within": 10}), &["within: expected text"]),
        (json!({"in_force": {"from": "2026-04-02", "to": "2026-04-01"}}), &["in_force: it ends before it begins"]),
        (json!({"in_force": {"from": "1 April 2026"}}), &["in_force.from: expected a day such as `2026-04-01`"]),
        (json!({"in_force": {"form": "2026-04-01"}}), &["in_force.form: there is no field `form`; did you mean `from`?"]),
    ]);
}

#[test]
fn parameters_are_used_and_have_one_value_for_each_day() {
    each_is_wrong(&[
        (json!({"within": "$review"}), &["within: there is no parameter `review`"]),
        (
            json!({"parameters": {"revew": "2 weeks"}, "within": "$review"}),
            &["within: there is no parameter `review`; did you mean `revew`?"],
        ),
        (
            json!({"parameters": {"review": 3}, "within": "$review"}),
            &[
                "parameters.review: expected a length of time: `same day`, or a number of hours, days, working days, weeks or months; for example `10 working days`",
            ],
        ),
        (
            json!({"parameters": {"review": "soon"}, "within": "$review"}),
            &[
                "parameters.review: expected a length of time: `same day`, or a number of hours, days, working days, weeks or months; for example `10 working days`",
            ],
        ),
        (
            json!({"parameters": {"review": [{"to": "2026-03-31", "value": "2 wekes"}, {"from": "2026-04-01", "value": "0 days"}]}, "within": "$review"}),
            &[
                "parameters.review: expected a length of time: `same day`, or a number of hours, days, working days, weeks or months; did you mean `2 weeks`?",
                "parameters.review: expected a length of time of at least 1; what is due on the day itself is due the `same day`",
            ],
        ),
        (json!({"parameters": {"spare": "2 weeks"}}), &["parameters.spare: nothing in the rule uses `$spare`"]),
        (json!({"at_least": "$n", "parameters": {"n": "2 weeks"}}), &["parameters.n: expected a number, not below 0"]),
        (json!({"at_least": "$n", "parameters": {"n": "two"}}), &["parameters.n: expected a number, not below 0"]),
        (json!({"at_least": "$n", "parameters": {"n": 0}}), &["parameters.n: expected at least 1: none is always enough"]),
        (
            json!({"parameters": {"review": [{"to": "2026-03-31", "value": "2 weeks"}, {"from": "2026-04-02", "value": "1 week"}]}, "within": "$review"}),
            &["parameters.review: there are days between two values that have none"],
        ),
        (
            json!({"parameters": {"review": [{"to": "2026-04-02", "value": "2 weeks"}, {"from": "2026-04-02", "value": "1 week"}]}, "within": "$review"}),
            &["parameters.review: there are days with two values"],
        ),
        (
            json!({"parameters": {"review": ["1 week", "2 weeks"]}, "within": "$review"}),
            &["parameters.review: there are days with two values"],
        ),
        (json!({"parameters": {"review": []}, "within": "$review"}), &["parameters.review: expected at least one"]),
        (
            json!({"parameters": {"review": [{"from": "2026-02-30", "value": "2 weeks"}]}, "within": "$review"}),
            &["parameters.review[0].from: expected a day such as `2026-04-01`"],
        ),
        (
            json!({"parameters": {"review": [{"from": "2026-02-01", "vale": "2 weeks"}]}, "within": "$review"}),
            &["parameters.review[0].vale: there is no field `vale`; did you mean `value`?"],
        ),
    ]);
}

#[test]
fn what_means_nothing_together_is_refused() {
    each_is_wrong(&[
        (json!({"per": [{"when": "contract"}]}), &["per[0]: missing field `then`"]),
        (json!({"each": "contract"}), &["each: `contract` of `contract_begun` is no list of references"]),
        (
            json!({"each": "person.contracts"}),
            &["each: only of `person_left` and `person_entered` can be asked what contracts the person has"],
        ),
        (json!({"source": {"known": "local"}}), &["source: missing field `work`"]),
        (json!({"at_least": 0}), &["at_least: expected at least 1: none is always enough"]),
        (json!({"at_least": "two"}), &["at_least: expected a number, not below 0"]),
        (json!({"at_least": -1}), &["at_least: expected a number, not below 0"]),
        (json!({"expect": null}), &["expected exactly one of `require`, `expect`, `preceded_by` and `forbid`"]),
        (
            json!({"forbid": {"event": "contract_ended"}}),
            &["expected exactly one of `require`, `expect`, `preceded_by` and `forbid`"],
        ),
        (json!({"when": null}), &["missing field `when`"]),
        (json!({"when": {}}), &["when: expected exactly one of `event`, `any`, `begins`, `ends` and `broken`"]),
        (
            json!({"when": {"ends": {"stage": "active"}, "event": "contract_begun"}}),
            &["when: expected exactly one of `event`, `any`, `begins`, `ends` and `broken`"],
        ),
        (
            json!({"when": {"begins": {"stage": "active"}, "where": {"by.side": "clinical"}}}),
            &["when.where: only entries have fields to be tested"],
        ),
        (
            json!({"every": "2 weeks"}),
            &[
                "within: expected at most one of `within`, `every` and `by`",
                "every: only while a state lasts is something due again and again: `when` has to begin one",
            ],
        ),
        (
            json!({"every": "2 weeks", "within": null}),
            &["every: only while a state lasts is something due again and again: `when` has to begin one"],
        ),
        (json!({"by": "contract", "within": null}), &["by: `contract` of `contract_begun` is no day"]),
        (json!({"more_than": 2}), &["more_than: `more_than` means nothing for this kind of duty"]),
        (
            json!({"expect": null, "require": {"where": {"by.side": "clinical"}}}),
            &["within: `within` means nothing for this kind of duty"],
        ),
        (json!({"at_any_time": true, "each_its_own": true}), &["each_its_own: with `at_any_time` one answer serves many"]),
        (
            json!({"at_any_time": true, "expect": {"begins": {"stage": "active"}}}),
            &["at_any_time: only of an entry can be told whether it happened at any time before"],
        ),
        (
            json!({"at_any_time": true, "expect": {"event": "contract_reviewed", "where": {"by": {"same_as": "opening.by"}}}}),
            &["at_any_time: what happened before is not compared with what opens the duty: leave out `opening`"],
        ),
        (json!({"at_any_time": "yes"}), &["at_any_time: expected `true` or `false`"]),
        (
            json!({"before": {"event": "session_held"}, "clock": "pauses"}),
            &["before: what comes before its time does not wait for a clock that pauses"],
        ),
        (json!({"clock": "pauses", "per": ["case"]}), &["clock: only a duty about a contract has a clock that pauses"]),
        (
            json!({"on_close": "carry", "per": ["case"]}),
            &["on_close: only a duty about a contract has a successor to be carried to"],
        ),
        (json!({"when": {"broken": "X2"}}), &["when.broken: there is no other rule `X2`"]),
        (json!({"when": {"broken": "X1"}}), &["when.broken: there is no other rule `X1`"]),
        (json!({"replaces": true}), &["replaces: no pack it extends has a rule with this id"]),
    ]);
}

#[test]
fn what_can_never_be_is_no_rule() {
    each_is_wrong(&[
        (
            json!({"if": {"where": {"by.side": "clinical"}}, "unless": {"where": {"by.side": "clinical"}}}),
            &["unless: it says the same as `if`, so the rule never applies"],
        ),
        (
            json!({"when": {"event": "outcome_rated", "where": {"score": {"at_least": 7, "at_most": 3}}}}),
            &["when.where.score: at least 7 and at most 3: that can never be"],
        ),
        (
            json!({"within": null}),
            &[
                "expect: nothing makes it late, so it is never broken: say by when (`within`, `every`, `by` or `before`), or what becomes of it `on_close`",
            ],
        ),
        (
            json!({"when": {"event": "contract_invited", "where": {"stream": {"not": ["direct", "reflective"]}}}}),
            &["when.where.stream.not: every code is excluded: that can never be"],
        ),
    ]);
}

#[test]
fn what_somebody_wrote_is_not_repeated() {
    each_is_wrong(&[
        (json!({"title": " "}), &["title: expected a sentence"]),
        (json!({"id": "X 1"}), &["rules[0] (…).id: expected an id such as `R10`, without spaces"]),
        (
            json!({"severity": "Jo Bloggs said that the family was told"}),
            &["severity: there is no such severity; there is `query`, `error`"],
        ),
        (json!({"title": {"Jo Bloggs said": "that the family was told"}}), &["title: expected text"]),
        (json!({"first": "Jo Bloggs said that the family was told"}), &["first: expected `true` or `false`"]),
    ]);
}

#[test]
fn what_is_right_loads() {
    loads(json!({}));
    loads(
        json!({"expect": {"any": [{"event": "contract_reviewed", "where": {"by.side": "clinical"}}, {"event": "contract_ended"}]}}),
    );
    // A list of what is owed some time, and said to be no more than that.
    loads(json!({"within": null, "on_close": "release"}));
    loads(json!({"within": null, "on_close": "break"}));
    loads(
        json!({"when": {"begins": {"stage": ["active", "suspended"]}}, "within": null, "every": "2 weeks", "clock": "pauses"}),
    );
    loads(json!({
        "when": {"begins": {"from": {"event": "intervention_begun"}, "to": {"event": "intervention_closed"}}},
        "per": ["intervention"], "expect": {"event": "session_held"},
    }));
    loads(json!({"within": "$review", "parameters": {"review": [
        {"to": "2026-03-31", "value": "2 weeks"}, {"from": "2026-04-01", "value": "1 week"},
    ]}}));
}

#[test]
fn several_mistakes_are_said_at_once() {
    let mut pack = pack(&[
        rule(json!({"id": "X1", "when": {"event": "contract_begn", "where": {"by.role": "clinican"}}, "severity": "qery"})),
        rule(json!({"id": "X2", "wihtin": "2 weeks", "order": "stict", "first": "yes"})),
        rule(json!({"id": "X3", "when": {"broken": "X4"}})),
        rule(json!({"id": "X3", "within": "3 weeks"})),
    ]);
    pack["extends"] = json!(["articel"]);
    pack["off"] = json!(["R99"]);
    assert_eq!(
        refused(&pack),
        [
            "extends[0]: there is no pack `articel`; did you mean `article`?",
            "rules[0] (X1).severity: there is no severity `qery`; did you mean `query`?",
            "rules[0] (X1).when.event: there is no event `contract_begn`; did you mean `contract_begun`?",
            "rules[1] (X2).first: expected `true` or `false`",
            "rules[1] (X2).wihtin: there is no field `wihtin`; did you mean `within`?",
            "rules[3] (X3).id: another rule of the pack has this id",
        ],
        "of the pack itself, then rule by rule; what cannot be read at all does not hide the rest; what a pack that there is not \
         may have is not known",
    );
}

#[test]
fn what_a_pack_says_of_those_it_extends_is_checked() {
    let extending = |fields: Value| {
        let mut pack = pack(&[]);
        for (name, value) in fields.as_object().unwrap() {
            pack[name] = value.clone();
        }
        refused(&pack)
    };
    assert_eq!(
        extending(json!({"extends": ["articel"]})),
        ["extends[0]: there is no pack `articel`; did you mean `article`?"]
    );
    assert_eq!(
        extending(json!({"extends": ["article"], "off": ["R2"]})),
        ["off[0]: there is no rule of the packs it extends, `R2`; did you mean `R02`?"]
    );
    assert_eq!(
        extending(json!({"extends": ["article"], "set": {"R14.answer_withn": "5 working days"}})),
        ["set.R14.answer_withn: there is no parameter `answer_withn`; did you mean `answer_within`?"]
    );
    assert_eq!(
        extending(json!({"extends": ["shared-risk"], "set": {"P70.shared_by": 3}})),
        [
            "set.P70.shared_by: there is no rule of the packs it extends, `P70`; there is `P01a`, `P01b`, `P02`, `P07a`, `P07b`, `P09`, `P10`, `P11`, `R15a`, `R15b`, `R15c`"
        ],
        "another number is another rule",
    );
    assert_eq!(
        extending(json!({"extends": ["article"], "off": ["r14", "R01-a", "R144", "R99"]})),
        [
            "off[0]: there is no rule of the packs it extends, `r14`; did you mean `R14`?",
            "off[1]: there is no rule of the packs it extends, `R01-a`; did you mean `R01a`?",
            "off[2]: there is no rule of the packs it extends, `R144`",
            "off[3]: there is no rule of the packs it extends, `R99`",
        ]
    );
    assert_eq!(
        extending(json!({"extends": ["article"], "set": {"R06a.answer_within": "5 working days"}})),
        ["set.R06a.answer_within: `R06a` has no parameters"]
    );
    assert_eq!(extending(json!({"extends": ["article"], "set": {"R14": "5 days"}})), ["set.R14: expected `RULE.PARAMETER`"]);
    assert_eq!(
        extending(json!({"extends": ["article"], "set": {"R14.answer_within": "5 wd"}})),
        [
            "set.R14.answer_within: expected a length of time: `same day`, or a number of hours, days, working days, weeks or \
             months; did you mean `5 working days`?",
        ],
        "what is wrong is said of the pack that says it",
    );
    assert_eq!(
        extending(json!({"extends": ["article"], "off": ["R14"], "set": {"R14.answer_within": "1 week"}})),
        ["set.R14.answer_within: the rule is `off`"]
    );
    let gap = json!([{"to": "2026-03-31", "value": "2 weeks"}, {"from": "2026-04-02", "value": "1 week"}]);
    assert_eq!(
        extending(json!({"extends": ["article"], "set": {"R14.answer_within": gap}})),
        ["set.R14.answer_within: there are days between two values that have none"]
    );
    assert_eq!(
        extending(json!({"extends": ["article"], "set": {"R14.answer_within": true}})),
        ["set.R14.answer_within: expected one value, or a list of them"]
    );
    let follows = rule(json!({"when": {"broken": "R10"}, "replaces": true}));
    assert_eq!(
        extending(
            json!({"extends": ["articel"], "off": ["R04"], "set": {"R14.answer_within": "1 week"}, "rules": [follows]})
        ),
        ["extends[0]: there is no pack `articel`; did you mean `article`?"],
        "what it would have brought is not known",
    );
    assert_eq!(
        extending(json!({"extends": ["article"], "rules": [rule(json!({"id": "R14"}))]})),
        ["rules[0] (R14).id: a pack it extends has a rule with this id: say `\"replaces\": true`, or choose another"]
    );
}

#[test]
fn rules_that_watch_rules_are_about_the_same_and_end_somewhere() {
    let broken = |id: &str, of: &str| rule(json!({"id": id, "when": {"broken": of}}));
    assert_eq!(
        refused(&pack(&[broken("X1", "X2"), broken("X2", "X3"), broken("X3", "X1")])),
        [
            "rules[0] (X1).when.broken: `X2` in turn hangs on whether this rule is broken",
            "rules[1] (X2).when.broken: `X3` in turn hangs on whether this rule is broken",
            "rules[2] (X3).when.broken: `X1` in turn hangs on whether this rule is broken",
        ]
    );
    let other = rule(json!({"id": "X2", "when": {"broken": "X1"}, "per": ["case"]}));
    assert_eq!(
        refused(&pack(&[rule(json!({})), other])),
        ["rules[1] (X2).when.broken: expected the same `per` as that of `X1`: it is about the same"]
    );
    assert_eq!(
        wrong(json!({"when": {"broken": "X2"}, "if": {"where": {"by.side": "clinical"}}, "first": true})),
        [
            "when.broken: there is no other rule `X2`",
            "first: means nothing where `when` is that another rule is broken",
            "if: means nothing where `when` is that another rule is broken",
        ]
    );
}

#[test]
fn a_rule_that_says_what_another_says_is_one_too_many() {
    let again = rule(json!({"id": "X2", "title": "By another name", "severity": "error"}));
    assert_eq!(refused(&pack(&[rule(json!({})), again])), ["rules[1] (X2): it says the same as `X1`"]);
}

#[test]
fn a_pack_is_json_of_its_own_shape() {
    let refuses = |written: &str| told(&Packs::shipped().add(written).unwrap_err());
    assert_eq!(refuses("{"), ["pack: expected JSON (line 1, column 1)"]);
    assert_eq!(refuses("[]"), ["pack: expected an object"]);
    assert_eq!(refuses("{}"), ["pack: missing field `pack`"]);
    let mut whole = pack(&[]);
    whole["ruels"] = json!([]);
    assert_eq!(refused(&whole), ["ruels: there is no field `ruels`; did you mean `rules`?"]);
    let mut listed = pack(&[]);
    listed["rules"] = json!({"X1": {}});
    assert_eq!(refused(&listed), ["rules: expected a list"]);
    let named = |name: &str| Packs::shipped().add(&json!({"pack": name, "version": "1", "title": "t"}).to_string());
    assert!(
        named("Our Pack").unwrap_err().to_string().contains("expected a name of lower case letters, digits and hyphens")
    );
    assert!(named("article").unwrap_err().to_string().contains("there is a pack `article` already"));
}

#[test]
fn a_byte_order_mark_is_no_part_of_a_file_and_deep_nesting_is_said() {
    let written = pack(&[rule(json!({}))]).to_string();
    assert!(Packs::shipped().add(&format!("\u{feff}{written}")).is_ok());
    let refuses = |written: &str| told(&Packs::shipped().add(written).unwrap_err());
    assert_eq!(refuses(&format!("\u{feff}\u{feff}{written}")), ["pack: expected JSON (line 1, column 1)"]);
    assert_eq!(refuses("{\n\u{feff}}"), ["pack: expected JSON (line 2, column 1)"]);
    let deep = format!("{{\n\"rules\":{}", "[".repeat(200));
    assert_eq!(refuses(&deep), ["pack: it is nested too deeply (line 2, column 135)"]);
    let world = include_str!("../examples/data/invented_world.json");
    assert!(World::read(&format!("\u{feff}{world}")).is_ok());
    let scenarios = include_str!("scenarios/article.json");
    assert!(Scenarios::read(&format!("\u{feff}{scenarios}")).is_ok());
}

#[test]
fn a_name_that_stands_twice_is_no_choice_between_two_values() {
    let written = pack(&[rule(json!({}))]).to_string();
    let twice = written.replace(r#""within":"2 weeks""#, r#""within":"3 weeks","within":"2 weeks""#);
    let twice = twice.replace(r#""known":"local""#, r#""known":"local","known":"local""#);
    let wrong = Packs::shipped().add(&twice.replace(r#""version":"1""#, r#""version":"1","version":"2""#)).unwrap_err();
    let expected = [
        "version: it stands there twice",
        "rules[0].source.known: it stands there twice",
        "rules[0].within: it stands there twice",
    ];
    assert_eq!(told(&wrong), expected);
    let private = Packs::shipped().add(r#"{"pack":"ours","Jo Bloggs":1,"Jo Bloggs":2}"#).unwrap_err();
    assert!(!private.to_string().contains("Bloggs"), "{private}");
}

#[test]
fn fields_go_by_name_and_never_by_place() {
    assert_eq!(wrong(json!({"when": ["contract_begun"]})), ["when: expected an object, with its fields by name"]);
    assert_eq!(wrong(json!({"source": ["invented", "local"]})), ["source: expected an object, with its fields by name"]);
    assert_eq!(
        wrong(json!({"per": [["contract", "contract"]]})),
        ["per[0]: expected a name, or an object with `when` and `then`"]
    );
}

#[test]
fn what_is_not_shaped_as_it_has_to_be_is_told_in_the_words_of_the_form() {
    each_is_wrong(&[
        (json!({"per": "contract"}), &["per: expected a list"]),
        (json!({"when": "contract_begun"}), &["when: expected an object, with its fields by name"]),
        (json!({"source": 3}), &["source: expected an object, with its fields by name"]),
        (json!({"parameters": ["2 weeks"]}), &["parameters: expected an object"]),
        (json!({"when": {"event": 3}}), &["when.event: expected text"]),
        (json!({"when": {"event": true}}), &["when.event: expected one value, or a list of them"]),
        (json!({"first": 1}), &["first: expected `true` or `false`"]),
        (json!({"at_least": 1.5}), &["at_least: expected a word or a whole number"]),
        (json!({"unless": "happened"}), &["unless: expected an object with one condition, by its name"]),
        (json!({"unless": 3}), &["unless: expected an object with one condition, by its name"]),
        (json!({"unless": []}), &["unless: expected an object with one condition, by its name"]),
        (json!({"unless": {}}), &["unless: expected an object with one condition, by its name"]),
        (json!({"unless": {"all": {"standing": {"at_least": "ally"}}}}), &["unless.all: expected a list"]),
        (
            json!({"unless": {"standing": {"at_least": "ally"}, "boundary": {"verdict": "healthy"}}}),
            &["unless: expected an object with one condition, by its name"],
        ),
        (json!({"unless": {"standing": "ally"}}), &["unless.standing: expected an object, with its fields by name"]),
        (json!({"unless": {"happened": {"per": "case"}}}), &["unless.happened.per: expected a list"]),
        (
            json!({"expct": {"event": "contract_reviewed"}, "expect": null}),
            &["expct: there is no field `expct`; did you mean `expect`?"],
        ),
        (json!({"when": {"evnt": "contract_begun"}}), &["when.evnt: there is no field `evnt`; did you mean `event`?"]),
        (
            json!({"when": {"event": "contract_begun", "wher": {}}}),
            &["when.wher: there is no field `wher`; did you mean `where`?"],
        ),
        (
            json!({"unless": {"while": {"stge": "active"}}}),
            &["unless.while.stge: there is no field `stge`; did you mean `stage`?"],
        ),
        (json!({"whn": {"event": "contract_begun"}, "when": null}), &["whn: there is no field `whn`; did you mean `when`?"]),
    ]);
    let mut extends = pack(&[]);
    extends["extends"] = json!("article");
    assert_eq!(refused(&extends), ["extends: expected a list"]);
}

#[test]
fn a_calendar_that_no_rule_lies_in_is_refused() {
    struct Year;
    impl Calendar for Year {
        fn name(&self) -> &str {
            "one invented year"
        }
        fn version(&self) -> &str {
            "1"
        }
        fn range(&self) -> std::ops::RangeInclusive<chrono::NaiveDate> {
            "2026-01-01".parse().unwrap()..="2026-12-31".parse().unwrap()
        }
        fn zone(&self) -> Tz {
            TIME_ZONE
        }
        fn day_off(&self, day: chrono::NaiveDate) -> Result<Option<DayOff>, OutOfRange> {
            self.reach(day).map(|()| None)
        }
    }
    let by_year = |in_force: Value| {
        let mut packs = Packs::default();
        let name = packs.add(&pack(&[rule(json!({"in_force": in_force}))]).to_string()).unwrap();
        Policy::new(packs.pack(&name).unwrap(), &Year).map(drop)
    };
    assert!(by_year(json!({"from": "2026-06-01"})).is_ok());
    assert!(by_year(json!({"to": "2030-06-01"})).is_ok());
    assert!(by_year(json!({"from": "2027-01-01"})).is_err());
    assert!(by_year(json!({"to": "2025-12-31"})).is_err());
}
