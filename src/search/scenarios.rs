//! The findings of a review as scenarios: ready-made tests of the pack.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::review::{Reachability, Reviewed};
use crate::attachment::{CycleOpened, PersonEntered};
use crate::calendar::EnglandAndWales;
use crate::code::Code;
use crate::history::History;
use crate::moment::Moment;
use crate::policy::{Pack, Policy};

/// A file of [scenarios](crate::scenario): for each rule the shortest history that keeps it, and the shortest that breaks
/// it and nothing else, as far as they were found. Whoever changes the pack sees which of them end otherwise.
///
/// ```
/// use practice_cycle::calendar::EnglandAndWales;
/// use practice_cycle::policy::{Pack, Packs};
/// use practice_cycle::scenario::Scenarios;
/// use practice_cycle::search::{Reviewer, Stories, scenarios};
/// let stories = Stories::read(&std::fs::read_to_string("examples/data/invented_review.json")?)?;
/// let pack = Pack::shipped("shared-risk").unwrap();
/// let reviewer = Reviewer::new(pack, &EnglandAndWales::new())?;
/// let reviewed = reviewer.rule("P07b", &stories.world(&["P07b"])?.unwrap())?.unwrap();
/// let written = scenarios(pack, &[reviewed]);
/// let ran = Scenarios::read(&written)?.run(&Packs::shipped())?;
/// assert_eq!(ran.len(), 2);
/// assert!(ran.iter().all(|ran| ran.is_as_expected()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn scenarios(pack: &Pack, reviewed: &[Reviewed]) -> String {
    let policy = Policy::new(pack, &EnglandAndWales::new()).ok();
    let stories: Vec<Value> = reviewed.iter().flat_map(|reviewed| stories(pack, policy.as_ref(), reviewed)).collect();
    let file = json!({
        "about": "Found by a search of everything that can happen in a small world. Invented.",
        "pack": pack.name(),
        "people": {},
        "scenarios": stories,
    });
    format!("{file:#}\n")
}

fn stories(pack: &Pack, policy: Option<&Policy>, reviewed: &Reviewed) -> impl Iterator<Item = Value> {
    let Reviewed { rule, keeps, breaks_alone, .. } = reviewed;
    let title = pack.rule(rule.as_str()).map_or("", |rule| rule.title());
    let story = |what: &str, shown: &Reachability, expected: &str| {
        let Reachability::By { history, as_of } = shown else { return None };
        let (people, opens, acts) = setting(history)?;
        // What else is owed makes no difference to it; what else is broken, or cannot be determined, is not looked for.
        let report = policy.map(|policy| policy.check(history, *as_of, Moment::LATEST));
        let nothing_else = report.is_some_and(|report| report.findings().all(|finding| finding.rule == *rule));
        Some(json!({
            "nothing_else": nothing_else,
            "name": format!("{rule}: {title} ({what})"),
            "people": people,
            "opens": opens,
            "acts": acts,
            "as_of": as_of,
            "expect": {rule.as_str(): expected},
        }))
    };
    [story("kept", keeps, "holds"), story("broken, and nothing else is", breaks_alone, "violated")].into_iter().flatten()
}

/// Who was there from the start, when that was, and what happened then.
fn setting(history: &History) -> Option<(BTreeMap<String, &'static str>, Moment, Vec<Value>)> {
    let (first, rest) = history.entries().split_first()?;
    let opened = CycleOpened::of(first.event())?;
    let opens = first.act().occurred_at;
    let mut people = BTreeMap::from([(opened.clinician.as_str().to_owned(), crate::people::Role::Clinician.code())]);
    // Who takes on a second role takes it on by an act.
    let mut there = 0;
    for entry in rest.iter().take_while(|entry| entry.act().occurred_at == opens) {
        let entered = PersonEntered::of(entry.event()).filter(|data| data.beside.is_empty() && data.registered.is_none());
        let Some(data) = entered.filter(|data| !people.contains_key(data.person.as_str())) else { break };
        people.insert(data.person.as_str().to_owned(), data.role.code());
        there += 1;
    }
    let acts = rest.iter().skip(there).map(|entry| {
        let act = entry.act();
        let mut written = Map::new();
        written.insert("at".to_owned(), json!(act.occurred_at));
        written.insert("by".to_owned(), json!(act.by));
        written.extend(act.in_role.map(|role| ("in_role".to_owned(), json!(role))));
        written.insert("do".to_owned(), json!(entry.event().kind().code()));
        let stored = serde_json::to_value(entry).ok()?;
        if let Some(Value::Object(data)) = stored.get("data") {
            written.extend(data.clone());
        }
        Some(Value::Object(written))
    });
    Some((people, opens, acts.collect::<Option<_>>()?))
}
