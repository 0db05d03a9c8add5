//! Stories, and small worlds, as they are written.

use std::sync::{Arc, LazyLock};

use proptest::collection::{SizeRange, vec};
use proptest::prelude::Strategy;
use serde_json::{Map, Value, json};

use super::history::{self, HistoryParams};
use super::lists::lists;
use super::numbers::Numbers;
use super::written::Written;
use crate::calendar::{Almanac, EnglandAndWales};
use crate::history::History;
use crate::moment::Moment;
use crate::policy::{Pack, Policy};

/// A file of [stories](crate::scenario) that reads, about the rules of the pack `article`: each story is made of a
/// [history](super::history()) of its own of that many steps, with the verdict that every rule comes to as what is expected. So all of it
/// comes as expected, unless the rules, or what reads the file, are changed. It shrinks to few stories of few acts.
///
/// ```
/// use practice_cycle::{policy::Packs, scenario::Scenarios, strategy};
/// use proptest::prelude::*;
/// proptest!(ProptestConfig::with_cases(4), |(written in strategy::written_stories(1..3, 0..20))| {
///     for ran in Scenarios::read(&written).unwrap().run(&Packs::shipped()).unwrap() {
///         prop_assert!(ran.is_as_expected(), "{}", ran);
///     }
/// });
/// ```
pub fn written_stories(stories: impl Into<SizeRange>, steps: impl Into<SizeRange>) -> impl Strategy<Value = Written> {
    // Tombstones cannot be offered.
    let params = HistoryParams::default().without_redactions();
    vec(history::history_with(steps, params), stories).prop_map(|histories| {
        let stories = histories.iter().enumerate().filter_map(|(place, history)| story(place, history));
        Written::of(&json!({
            "about": "Invented, like all people in it.",
            "pack": "article",
            "people": history::cast(),
            "scenarios": stories.collect::<Vec<Value>>(),
        }))
    })
}

/// The rules that stories ask, by the calendar of England and Wales.
static ARTICLE: LazyLock<Option<Policy>> = LazyLock::new(|| {
    let england = Almanac::new(&EnglandAndWales::new()).ok()?;
    Policy::with_almanac(Pack::shipped("article")?, &Arc::new(england)).ok()
});

fn story(place: usize, history: &History) -> Option<Value> {
    // Everybody is there before a story begins.
    let (before, told) = history.entries().split_at_checked(history::ENTERED)?;
    let report = ARTICLE.as_ref()?.check(history, Moment::LATEST, Moment::LATEST);
    let verdict = |activated, code: &'static str| if activated { code } else { "never_applied" };
    let expect: Map<String, Value> = report
        .rules
        .iter()
        .map(|rule| (rule.rule.to_string(), json!(verdict(rule.activated, rule.verdict.code()))))
        .collect();
    let acts: Option<Vec<Value>> = told.iter().map(|entry| act(serde_json::to_value(entry.act()).ok()?)).collect();
    Some(json!({
        "name": format!("Story {}", place + 1),
        "opens": before.first()?.act().occurred_at,
        "acts": acts?,
        "expect": expect,
    }))
}

/// An act as a story writes it.
fn act(stored: Value) -> Option<Value> {
    let Value::Object(mut stored) = stored else { return None };
    let Some(Value::Object(mut act)) = stored.remove("data") else { return None };
    // The cycle of a story has this name.
    if act.get("cycle") == Some(&json!("cy-1")) {
        act.insert("cycle".to_owned(), json!("scenario"));
    }
    for (field, name) in [
        ("type", "do"),
        ("occurred_at", "at"),
        ("recorded_at", "recorded"),
        ("by", "by"),
        ("recorded_by", "recorded_by"),
        ("in_role", "in_role"),
    ] {
        act.extend(stored.remove(field).map(|value| (name.to_owned(), value)));
    }
    Some(Value::Object(act))
}

/// What may be offered in a world, beside one that is given: a contract `c-1` about filmed work.
fn offers() -> Vec<Value> {
    vec![
        json!({"by": "$person", "do": "contract_completed", "contract": "c-1"}),
        json!({"by": "$person", "do": "contract_reviewed", "contract": "c-1", "next_review": "2026-03-09"}),
        json!({"by": "$person", "do": "contract_suspended", "contract": "c-1", "reason": {"code": "no_capacity"}}),
        json!({"by": "$person", "do": "contract_resumed", "contract": "c-1"}),
        json!({"by": "$clinical", "do": "contract_ended", "contract": "c-1", "with": "$social_work", "reason": {"code": "goal_met_early"}}),
        json!({"by": "$person", "do": "contract_revoked", "contract": "c-1", "reason": {"code": "contract_muddled"}}),
        json!({"by": "worker", "do": "consent_given", "to": "filming", "given_by": "mother", "contract": "c-1"}),
        json!({"by": "worker", "do": "consent_given", "to": "direct_work", "given_by": "mother", "contract": "c-1"}),
        json!({"by": "$clinical", "do": "session_held", "cover": {"contract": "c-1"}, "space": "home_visit", "present": ["clinician", "mother"]}),
        json!({"by": "$clinical", "do": "intervention_begun", "cover": {"contract": "c-1"}, "stream": "direct",
            "form": "video_interaction_guidance", "purpose": "practice"}),
        json!({"by": "$clinical", "do": "occasion_of_joining", "place": "everyday", "with": ["worker"]}),
        json!({"by": "$social_work", "do": "clinician_acknowledged", "how": "included"}),
        json!({"by": "clinician", "do": "concern_raised", "what": "concern"}),
        json!({"by": "worker", "do": "person_left", "person": "mother"}),
    ]
}

/// A small [world](crate::search::World) that reads, with up to as many different offers as a size says: acts about one contract, joining
/// and a family of one; and time that may pass. It shrinks to few offers in which no time passes.
///
/// With up to four offers it is searched within a moment. More of them, or of the steps that are searched, take longer by a multiple each.
///
/// ```
/// use practice_cycle::{search::{Search, World}, strategy};
/// use proptest::prelude::*;
/// proptest!(ProptestConfig::with_cases(4), |(written in strategy::written_world(0..4))| {
///     let explored = Search::new(World::read(&written).unwrap()).steps(3).run();
///     prop_assert!(explored.states() >= 1);
/// });
/// ```
pub fn written_world(offers: impl Into<SizeRange>) -> impl Strategy<Value = Written> {
    (lists::<4>(1), lists::<1>(offers)).prop_map(|(frame, rows)| {
        let mut left = self::offers();
        let mut chosen = Vec::new();
        for row in &rows {
            let place = Numbers::new(row).below(left.len());
            if !left.is_empty() {
                chosen.push(left.remove(place));
            }
        }
        let mut numbers = Numbers::new(frame.as_flattened());
        let passes: &[&[&str]] = &[&[], &["next_due"], &["2 weeks"], &["next_due", "2 weeks"], &["36 hours"]];
        Written::of(&json!({
            "about": "Invented, like all people in it.",
            "people": {"clinician": "clinician", "worker": "social_worker", "mother": "parent"},
            "starts": "2026-03-02 09:00",
            "given": [{"at": "2026-03-02 09:00", "by": "worker", "do": "set_up_contract", "contract": "c-1", "space": "home_visit", "stream": "direct"}],
            "offers": chosen,
            "passes": numbers.one(passes),
            "passes_at_most": 1 + numbers.below(2),
        }))
    })
}
