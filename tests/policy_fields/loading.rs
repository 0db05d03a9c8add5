//! What makes no sense of fields, and is refused when a pack is loaded.

use serde_json::{Value, json};

use super::{added, rule};

/// What is wrong with one rule, by where it stands in it.
#[track_caller]
fn wrong(fields: Value) -> Vec<String> {
    let Err(wrong) = added(&[rule("X1", fields)]) else { return Vec::new() };
    wrong.lines().skip(1).map(|line| line.trim().replace("ours: rules[0] (X1).", "")).collect()
}

/// A rule about reviews that asks these tests of one.
fn review(tests: Value) -> Value {
    json!({"when": {"event": "contract_reviewed"}, "require": {"where": tests}})
}

#[track_caller]
pub(super) fn each_is_wrong(cases: &[(Value, &[&str])]) {
    for (fields, expected) in cases {
        assert_eq!(wrong(fields.clone()), *expected, "{fields}");
    }
}

#[test]
fn a_length_of_time_is_counted_between_times() {
    let at = "require.where.recorded_at";
    each_is_wrong(&[
        (review(json!({"recorded_at": {"within": "2 days", "after": "occurred_at"}})), &[]),
        (review(json!({"next_review": {"within": "2 days", "after": "recorded_at"}})), &[]),
        (
            review(json!({"recorded_at": {"within": "2 days"}})),
            &[&format!("{at}.within: expected `after`, too: the field that it is counted from")],
        ),
        (
            review(json!({"recorded_at": {"after": "occurred_at"}})),
            &[&format!("{at}.after: expected `within`, too: how long after it; or `later_than`")],
        ),
        (review(json!({"recorded_at": {"later_than": "2 days", "within": "3 days", "after": "occurred_at"}})), &[]),
        (
            review(json!({"recorded_at": {"later_than": "2 days"}})),
            &[&format!("{at}.later_than: expected `after`, too: the field that it is counted from")],
        ),
        (
            review(json!({"by": {"later_than": "2 days", "after": "occurred_at"}})),
            &["require.where.by.later_than: only a day or an instant is later than another"],
        ),
        (
            review(json!({"by": {"within": "2 days", "after": "occurred_at"}})),
            &["require.where.by.within: only a day or an instant is within a time of another"],
        ),
        (
            review(json!({"recorded_at": {"within": "2 days", "after": "by"}})),
            &[&format!("{at}.after: `by` is neither a day nor an instant")],
        ),
        (
            review(json!({"recorded_at": {"within": "soon", "after": "occured_at"}})),
            &[
                &format!(
                    "{at}.within: expected a length of time: `same day`, or a number of hours, days, working days, weeks or months; for example `10 working days`"
                ),
                &format!(
                    "{at}.after: there is no field of `contract_reviewed` called `occured_at`; did you mean `occurred_at`?"
                ),
            ],
        ),
        (
            review(json!({"occurred_at.weekdy": "monday"})),
            &[
                "require.where.occurred_at.weekdy: there is no field of `contract_reviewed` called `weekdy`; did you mean `weekday`?",
            ],
        ),
        (
            review(json!({"next_review.weekday": "mon"})),
            &[
                "require.where.next_review.weekday: there is no code `mon`; there is `monday`, `tuesday`, `wednesday`, `thursday`, `friday`, `saturday`, `sunday`",
            ],
        ),
        (
            review(json!({"by.weekday": "monday"})),
            &["require.where.by.weekday: there is no field of `contract_reviewed` called `weekday`"],
        ),
    ]);
}

#[test]
fn what_is_compared_is_of_one_kind() {
    let unlike = |path: &str, other: &str| {
        let told = wrong(review(json!({path: {"same_as": other}})));
        let expected =
            format!("require.where.{path}.same_as: `{other}` is another kind of value, so the two are never the same");
        assert!(told == [expected] || told.is_empty(), "{told:?}");
        !told.is_empty()
    };
    assert!(!unlike("next_review", "occurred_at") && !unlike("recorded_by", "by") && !unlike("by", "clinician"));
    assert!(!unlike("by.role", "recorded_by.role_now") && !unlike("by.side", "contract.parties"));
    assert!(unlike("next_review", "by") && unlike("by.role", "by.side") && unlike("occurred_at", "contract.space"));
    assert!(unlike("contract.space", "contract.stream"), "codes of two lists are not compared");
    assert!(unlike("occurred_at.weekday", "occurred_at.working_day"));
}

#[test]
fn only_what_is_ever_redacted_is_asked_for() {
    each_is_wrong(&[
        (review(json!({"contract.case": {"redacted": true}})), &[]),
        (json!({"when": {"event": "milestone_reached"}, "require": {"where": {"words": {"redacted": false}}}}), &[]),
        (
            review(json!({"next_review": {"redacted": true}})),
            &["require.where.next_review.redacted: only text, and the reference to a case, are ever redacted"],
        ),
        (
            review(json!({"with.role": {"redacted": true}})),
            &["require.where.with.role.redacted: only text, and the reference to a case, are ever redacted"],
        ),
    ]);
}

#[test]
fn what_opens_the_rule_has_the_field_whichever_it_is() {
    let answered = |events: Value, tests: Value| {
        json!({"per": ["cycle"], "when": {"event": events}, "within": "1 week",
            "expect": {"event": "session_held", "where": tests}})
    };
    each_is_wrong(&[
        (answered(json!(["person_left", "person_entered"]), json!({"by": {"differs_from": "opening.person"}})), &[]),
        (
            answered(json!(["person_left", "contract_reviewed"]), json!({"by": {"differs_from": "opening.person"}})),
            &["expect.where.by.differs_from: there is no field of `contract_reviewed` called `person`"],
        ),
        (
            answered(json!(["consent_given", "reframe_offered"]), json!({"opening.to": {"said": true}})),
            &[
                "expect.where.opening.to: `to` of `reframe_offered` is another kind of value than in what else opens the rule",
            ],
        ),
    ]);
}

#[test]
fn an_element_is_asked_for_where_it_is_there() {
    let each = |when: Value, expect: Value| {
        json!({"per": [{"when": "each", "then": "person"}], "when": {"event": "session_held", "where": when}, "each": "present",
            "expect": {"event": "family_helped_to_understand", "where": expect}, "within": "1 week"})
    };
    let soon = "`each` is known only in `if`, `unless` and `require`, and as `opening.each` in what answers";
    each_is_wrong(&[
        (each(json!({}), json!({"opening.each.side": "family"})), &[]),
        (each(json!({"each.side": "family"}), json!({})), &[&format!("when.where.each.side: {soon}")]),
        (each(json!({"by": {"same_as": "each"}}), json!({})), &[&format!("when.where.by.same_as: {soon}")]),
        (each(json!({}), json!({"person": {"same_as": "each"}})), &[&format!("expect.where.person.same_as: {soon}")]),
    ]);
}

#[test]
fn a_parameter_is_read_or_refused() {
    let with = |tests: Value| {
        let mut fields = review(tests);
        fields["parameters"] = json!({"who": "3 days"});
        fields
    };
    let refused = "a parameter is a length of time or a number of its own: no value is read from one here";
    each_is_wrong(&[
        (with(json!({"recorded_at": {"within": "$who", "after": "occurred_at"}})), &[]),
        (with(json!({"by": "$who"})), &[&format!("require.where.by: {refused}")]),
        (with(json!({"by": {"not": ["p-1", "$who"]}})), &[&format!("require.where.by.not: {refused}")]),
        (with(json!({"by.role": "$who"})), &[&format!("require.where.by.role: {refused}")]),
        (with(json!({"with": {"all_of": ["$who"]}})), &[&format!("require.where.with.all_of: {refused}")]),
    ]);
}

#[test]
fn states_and_contracts_are_about_one_thing() {
    let lost = |events: Value| {
        json!({"per": [{"when": "each", "then": "contract"}], "when": {"event": events}, "each": "person.contracts_lost",
            "expect": {"event": "contract_reviewed"}, "within": "1 week"})
    };
    let state = |per: Value, each: Value| {
        let mut fields = json!({"per": per, "expect": {"event": "contract_reviewed"}, "every": "1 week",
            "when": {"begins": {"from": {"event": "session_held"}, "to": {"event": "contract_reviewed"}}}});
        if !each.is_null() {
            fields["each"] = each;
        }
        fields
    };
    let counted = |name: &str| {
        json!({"per": ["contract"], "when": {"event": "contract_begun"},
            "require": {"concurrent": {"stage": "active", name: if name == "sharing" { json!(["parties"]) } else { json!("parties") }, "at_most": 1}}})
    };
    each_is_wrong(&[
        (lost(json!(["person_left", "person_entered"])), &[]),
        (
            lost(json!("session_held")),
            &["each: only of `person_left` and `person_entered` can be asked what contracts the person has"],
        ),
        (state(json!([{"when": "contract", "then": "contract"}]), Value::Null), &[]),
        (state(json!([{"when": "by", "then": "with"}]), Value::Null), &[]),
        (
            state(json!([{"when": "each", "then": "with"}]), json!("present")),
            &["per: a state is not about one element of a list: name what it is about"],
        ),
        (
            state(json!([{"when": "present", "then": "with"}]), Value::Null),
            &[
                "per: `present` of `session_held` in `rules[0] (X1).when.begins.from` is no single reference",
                "per (for `rules[0] (X1).when.begins.to`): there is no field of `contract_reviewed` called `present`",
            ],
        ),
        (
            json!({"per": ["contract"], "when": {"event": "person_entered"}, "expect": {"event": "contract_reviewed"}, "within": "1 week"}),
            &["per: `contract` of `person_entered` in `when` is no single reference"],
        ),
        (counted("sharing"), &["require.concurrent.sharing: `parties` may be several at once: ask for it under `where`"]),
        (counted("distinct"), &["require.concurrent.distinct: `parties` may be several at once: ask for it under `where`"]),
    ]);
}
