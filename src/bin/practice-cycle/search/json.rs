//! What was found, as JSON: codes, instants in UTC, and whole entries of what is shown.

use practice_cycle::policy::Pack;
use practice_cycle::search::{Bound, Reachability, Reviewed};
use serde_json::{Value, json};

use super::answer::{Answer, is_seen_through};

/// What one rule can come to.
pub(crate) fn of_rule(pack: &Pack, reviewed: &Reviewed) -> Value {
    json!({"pack": pack.name(), "version": pack.version(), "rules": [rule(pack, reviewed)]})
}

/// What every rule can come to, and those together, where that was asked.
pub(crate) fn of_all(pack: &Pack, answer: &Answer) -> Value {
    let reviewed: Vec<Value> = answer.reviewed.iter().map(|reviewed| rule(pack, reviewed)).collect();
    let mut all = json!({
        "pack": pack.name(), "version": pack.version(), "rules": reviewed,
        "without_story": answer.without_story, "not_looked_at": answer.not_looked_at,
        "seen_through": answer.is_seen_through(),
    });
    if let (Some(clashes), Some(all)) = (&answer.clashes, all.as_object_mut()) {
        let found: Vec<Value> =
            clashes.found.iter().map(|clash| json!({"rules": clash.rules, "trap": reachability(&clash.trap)})).collect();
        all.insert(
            "clashes".to_owned(),
            json!({"found": found, "not_within": clashes.bound.map(bound), "passed_over": clashes.passed_over}),
        );
        let stuck = answer.stuck.as_ref().map_or_else(|| json!({"answer": "not_asked", "why": "no_world"}), reachability);
        all.insert("stuck".to_owned(), stuck);
    }
    all
}

fn rule(pack: &Pack, reviewed: &Reviewed) -> Value {
    json!({
        "rule": reviewed.rule,
        "title": pack.rule(reviewed.rule.as_str()).map(|rule| rule.title()),
        "applies": reachability(&reviewed.applies),
        "keeps": reachability(&reviewed.keeps),
        "breaks": reachability(&reviewed.breaks),
        "breaks_alone": reachability(&reviewed.breaks_alone),
        "undetermined": reachability(&reviewed.undetermined),
        "states": reviewed.states,
        "steps": reviewed.steps,
        "passes": reviewed.passes,
        // There can be more than a number of JSON holds everywhere.
        "histories": reviewed.histories.map(|histories| histories.to_string()),
        "seen_through": is_seen_through(reviewed),
    })
}

fn reachability(shown: &Reachability) -> Value {
    match shown {
        Reachability::By { history, as_of } => {
            let known_at = history.cycle().last_recorded();
            json!({"answer": "found", "as_of": as_of, "known_at": known_at, "history": history.entries()})
        }
        Reachability::Never => json!({"answer": "never_in_this_world"}),
        Reachability::NotWithin(reached) => json!({"answer": "not_within", "not_within": bound(*reached)}),
        _ => json!({"answer": "unknown"}),
    }
}

fn bound(bound: Bound) -> Value {
    match bound {
        Bound::Steps(most) => json!({"steps": most}),
        Bound::States(most) => json!({"states": most}),
        Bound::Stopped => json!("stopped"),
        _ => json!("unknown"),
    }
}
