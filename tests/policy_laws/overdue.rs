//! A duty whose time is counted from something earlier may be late as it opens: then nothing could have met it in time, and no feed
//! has to say that nothing did. The engine and the reference are both asked.

use practice_cycle::moment::Moment;
use serde_json::json;

use super::lapses::{begun, go_on, record, rule};
use super::policy_reference::Outcome;
use super::{agree, pack, policy};

#[test]
fn what_is_late_as_it_opens_rests_on_no_feed() {
    let mut history = begun();
    let reached = |milestone: &str, what: &str| json!({"milestone": milestone, "case": "case-a", "what": what});
    record(&mut history, "wa", "03-06", "03-06", "milestone_reached", reached("mi-1", "strategy_discussion"));
    let mut started = reached("mi-2", "section_47_started");
    started["follows"] = json!("mi-1");
    record(&mut history, "wa", "03-10", "03-10", "milestone_reached", started);
    go_on(&mut history);
    let rules = [2, 5].map(|days| {
        let form = json!({
            "per": ["case"], "order": "strict", "within": format!("{days} days"),
            "when": {"event": "milestone_reached", "where": {"what": "section_47_started"}},
            "expect": {"event": "milestone_reached", "where": {"what": "initial_conference"}},
            "counted_from": {"along": "follows", "event": "milestone_reached", "where": {"what": "strategy_discussion"}}
        });
        rule(&format!("X{days}"), form)
    });
    let pack = pack(&rules);
    let policy = policy(&pack).unwrap();
    let ruled = agree(&pack, &policy, &[&history], Moment::LATEST, Moment::LATEST);
    let outcomes: Vec<_> = ruled.iter().map(|rule| rule.duties[0].outcome.clone()).collect();
    let missed = Outcome::Missed { at: "2026-03-08T23:59:59.999999999Z".parse().unwrap(), by: None, remedied: None };
    assert_eq!(outcomes, [missed, Outcome::Unknown("feed")]);
}
