//! Orders that order nothing, pauses that can do nothing, and names that lead nowhere are refused.

use serde_json::{Value, json};

use super::{each_is_wrong, loads, wrong};

#[test]
fn an_order_that_orders_nothing_is_refused() {
    let idle = "order: it makes no difference here in which order things happened on one day: leave it out";
    let ban = json!({"expect": null, "forbid": {"event": "session_held"}, "order": "same_day"});
    each_is_wrong(&[
        (ban, &["order: a ban goes by the order anyhow: say `strict`, or leave it out"]),
        (
            json!({"expect": null, "within": null, "require": {"where": {"by.side": "clinical"}}, "order": "strict"}),
            &["order: what has to be so is so at that very moment: leave it out"],
        ),
        (
            json!({"expect": null, "within": null, "preceded_by": {"event": "session_held"}, "lead_time": "1 day", "order": "strict"}),
            &["order: what has to lie so long before never comes later that day: leave it out"],
        ),
        (json!({"each_its_own": true, "order": "strict"}), &[idle]),
        (json!({"at_any_time": true, "order": "same_day"}), &[idle]),
        (json!({"expect": {"ends": {"stage": "active"}}, "order": "strict"}), &[idle]),
        (
            json!({"expect": {"event": "family_helped_to_understand"}, "together": {"explained": ["clinicians_role"]}, "order": "strict"}),
            &[idle],
        ),
        (json!({"when": {"begins": {"stage": "active"}}, "within": null, "every": "2 weeks", "order": "strict"}), &[idle]),
    ]);
    loads(json!({"expect": null, "forbid": {"event": "session_held"}, "order": "strict"}));
    loads(json!({"each_its_own": true, "before": {"event": "session_held"}, "order": "strict"}));
    loads(json!({"at_any_time": true, "on_close": "break", "order": "strict"}));
}

#[test]
fn a_pause_that_can_do_nothing_is_refused() {
    let ends = |field: &str| {
        format!(
            "{field}: a suspension ends it, so its clock never pauses: say so without `clock`, or have it last while the \
             contract is suspended, too"
        )
    };
    let stands = |field: &str| format!("{field}: it lasts only while the contract is suspended, so its time never runs");
    let again = |stages: Value| json!({"when": {"begins": {"stage": stages}}, "within": null, "every": "5 weeks", "clock": "pauses"});
    let until = |until: Value| json!({"until": until, "clock": "pauses"});
    let suspended = |until: Value| json!({"when": {"event": "contract_suspended"}, "until": until, "clock": "pauses"});
    for (fields, told) in [
        (again(json!("active")), ends("clock")),
        (again(json!(["active", "lapsed"])), ends("clock")),
        (again(json!("suspended")), stands("clock")),
        (
            json!({"when": {"begins": {"from": {"event": "contract_begun"}, "to": {"event": "contract_suspended"}}},
                "within": null, "every": "5 weeks", "clock": "pauses"}),
            ends("clock"),
        ),
        (until(json!({"event": ["contract_ended", "contract_suspended"]})), ends("until")),
        (until(json!({"begins": {"stage": "suspended"}})), ends("until")),
        (until(json!({"ends": {"stage": "active"}})), ends("until")),
        (json!({"expect": {"begins": {"stage": "suspended"}}, "clock": "pauses"}), ends("expect")),
        (suspended(json!({"event": "contract_resumed"})), stands("until")),
        (
            json!({"when": {"begins": {"stage": "suspended"}}, "expect": {"ends": {"stage": "suspended"}}, "clock": "pauses"}),
            stands("expect"),
        ),
    ] {
        assert_eq!(wrong(fields.clone()), [told], "{fields}");
    }
    loads(again(json!(["active", "suspended"])));
    loads(again(json!(["suspended", "lapsed"])));
    // Some suspensions end it, and others pause it.
    loads(until(json!({"event": "contract_suspended", "where": {"reason.code": "no_capacity"}})));
    loads(suspended(json!({"event": "contract_ended"})));
    loads(json!({"until": {"ends": {"stage": ["active", "suspended"]}}, "clock": "pauses"}));
}

#[test]
fn what_answers_name_has_to_lead_somewhere() {
    let milestones = |more: Value| {
        let mut fields =
            json!({"per": ["case"], "when": {"event": "milestone_reached"}, "expect": {"event": "milestone_reached"}});
        fields.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        fields
    };
    let from = json!({"along": "follows", "event": "milestone_reached"});
    each_is_wrong(&[
        (
            milestones(json!({"linked_by": "folows"})),
            &["linked_by: there is no field here that names another entry, `folows`; did you mean `follows`?"],
        ),
        (
            milestones(json!({"linked_by": "case"})),
            &["linked_by: there is no field here that names another entry, `case`; there is `follows`"],
        ),
        (
            json!({"expect": {"event": "session_held"}, "linked_by": "present"}),
            &["linked_by: `present` of `session_held` names no single entry"],
        ),
        (
            milestones(json!({"when": {"event": "threshold_decided"}, "linked_by": "follows"})),
            &["linked_by: it never leads to what opens a duty"],
        ),
        (
            json!({"when": {"begins": {"stage": "active"}}, "expect": {"event": "session_held"}, "linked_by": "intervention"}),
            &["linked_by: only an entry is named by another: `when` has to be an `event`"],
        ),
        (
            json!({"expect": {"begins": {"stage": "lapsed"}}, "linked_by": "follows"}),
            &["linked_by: only entries name others: `expect` has to be an `event`"],
        ),
        (
            milestones(json!({"linked_by": "follows", "at_any_time": true})),
            &["linked_by: what happened before names nothing that came after it: leave out `at_any_time`"],
        ),
        (
            json!({"expect": null, "forbid": {"event": "session_held"}, "linked_by": "intervention"}),
            &["linked_by: `linked_by` means nothing for this kind of duty"],
        ),
        (
            milestones(json!({"counted_from": {"along": "follows", "event": "session_held"}})),
            &["counted_from.along: it never leads to such an entry"],
        ),
        (
            milestones(json!({"counted_from": from, "within": null, "on_close": "break"})),
            &["counted_from: only a time that is said with `within` is counted from somewhere"],
        ),
        (
            json!({"when": {"event": "session_held"}, "counted_from": {"along": "intervention", "event": "intervention_begun"}, "clock": "pauses"}),
            &["counted_from: what is counted from an entry before it does not wait for a clock that pauses"],
        ),
        (
            json!({"expect": null, "preceded_by": {"event": "session_held"}, "lead_time": "same day"}),
            &["lead_time: on the same day is no time before: leave it out"],
        ),
        (json!({"lead_time": "1 day"}), &["lead_time: `lead_time` means nothing for this kind of duty"]),
        (json!({"since": {"event": "session_held"}}), &["since: `since` means nothing for this kind of duty"]),
        (
            json!({"expect": null, "within": null, "require": {"ratio": {"of": {"event": "session_held"}, "to": {"event": "session_held"}}}}),
            &["require.ratio: expected `at_least` or `at_most`"],
        ),
        (
            json!({"expect": null, "within": null, "require": {"ratio": {
                "of": {"event": "session_held"}, "to": {"event": "session_held"}, "at_least": 60, "at_most": 40}}}),
            &["require: at least 60 and at most 40: that can never be"],
        ),
    ]);
    loads(milestones(json!({"linked_by": "follows", "counted_from": from, "each_its_own": true})));
    // Kinds that have no such field answer as before.
    loads(milestones(json!({"expect": {"event": ["milestone_reached", "threshold_decided"]}, "linked_by": "follows"})));
}
