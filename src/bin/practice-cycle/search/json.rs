//! What was found, as JSON: codes, instants in UTC, and whole entries of what is shown. The keys are the names of the fields.

use practice_cycle::cycle::Entry;
use practice_cycle::id::RuleCode;
use practice_cycle::moment::Moment;
use practice_cycle::policy::Pack;
use practice_cycle::search::{Bound, Clashes, Reachability, Reviewed};
use schemars::JsonSchema;
use serde::Serialize;

use super::answer::{Answer, is_seen_through};

/// What rules can come to; of all of them, with what was not looked at.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Searched<'a> {
    pack: &'a str,
    version: &'a str,
    rules: Vec<SearchedRule<'a>>,
    /// The rules that no story speaks of.
    #[serde(skip_serializing_if = "Option::is_none")]
    without_story: Option<&'a [String]>,
    /// Those that time was too short for.
    #[serde(skip_serializing_if = "Option::is_none")]
    not_looked_at: Option<&'a [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seen_through: Option<bool>,
    /// Rules together, where that was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    clashes: Option<FoundClashes<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stuck: Option<Shown<'a>>,
}

/// What one rule can come to.
#[derive(Debug, Serialize, JsonSchema)]
struct SearchedRule<'a> {
    rule: &'a RuleCode,
    title: Option<&'a str>,
    applies: Shown<'a>,
    keeps: Shown<'a>,
    breaks: Shown<'a>,
    breaks_alone: Shown<'a>,
    undetermined: Shown<'a>,
    states: usize,
    steps: usize,
    passes: usize,
    /// There can be more than a number of JSON holds everywhere.
    histories: Option<String>,
    seen_through: bool,
}

/// Whether something can come about, and a history that shows it.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "answer", rename_all = "snake_case")]
#[schemars(rename = "SearchAnswer")]
enum Shown<'a> {
    Found { as_of: Moment, known_at: Moment, history: &'a [Entry] },
    NeverInThisWorld,
    NotWithin { not_within: Within },
    NotAsked { why: &'static str },
    Unknown,
}

/// How far a search went.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "SearchBound")]
enum Within {
    Steps(usize),
    States(usize),
    Stopped,
    Unknown,
}

/// Rules that cannot be kept together.
#[derive(Debug, Serialize, JsonSchema)]
struct FoundClashes<'a> {
    found: Vec<FoundClash<'a>>,
    not_within: Option<Within>,
    passed_over: usize,
}

#[derive(Debug, Serialize, JsonSchema)]
struct FoundClash<'a> {
    rules: &'a [RuleCode],
    trap: Shown<'a>,
}

/// What one rule can come to.
pub(crate) fn of_rule<'a>(pack: &'a Pack, reviewed: &'a Reviewed) -> Searched<'a> {
    Searched {
        pack: pack.name(),
        version: pack.version(),
        rules: vec![rule(pack, reviewed)],
        without_story: None,
        not_looked_at: None,
        seen_through: None,
        clashes: None,
        stuck: None,
    }
}

/// What every rule can come to, and those together, where that was asked.
pub(crate) fn of_all<'a>(pack: &'a Pack, answer: &'a Answer) -> Searched<'a> {
    let stuck = || answer.stuck.as_ref().map_or(Shown::NotAsked { why: "no_world" }, shown);
    Searched {
        pack: pack.name(),
        version: pack.version(),
        rules: answer.reviewed.iter().map(|reviewed| rule(pack, reviewed)).collect(),
        without_story: Some(&answer.without_story),
        not_looked_at: Some(&answer.not_looked_at),
        seen_through: Some(answer.is_seen_through()),
        clashes: answer.clashes.as_ref().map(clashes),
        stuck: answer.clashes.as_ref().map(|_| stuck()),
    }
}

fn clashes(clashes: &Clashes) -> FoundClashes<'_> {
    let found = clashes.found.iter().map(|clash| FoundClash { rules: &clash.rules, trap: shown(&clash.trap) });
    FoundClashes { found: found.collect(), not_within: clashes.bound.map(within), passed_over: clashes.passed_over }
}

fn rule<'a>(pack: &'a Pack, reviewed: &'a Reviewed) -> SearchedRule<'a> {
    SearchedRule {
        rule: &reviewed.rule,
        title: pack.rule(reviewed.rule.as_str()).map(|rule| rule.title()),
        applies: shown(&reviewed.applies),
        keeps: shown(&reviewed.keeps),
        breaks: shown(&reviewed.breaks),
        breaks_alone: shown(&reviewed.breaks_alone),
        undetermined: shown(&reviewed.undetermined),
        states: reviewed.states,
        steps: reviewed.steps,
        passes: reviewed.passes,
        histories: reviewed.histories.map(|histories| histories.to_string()),
        seen_through: is_seen_through(reviewed),
    }
}

fn shown(reached: &Reachability) -> Shown<'_> {
    match reached {
        Reachability::By { history, as_of } => {
            Shown::Found { as_of: *as_of, known_at: history.cycle().last_recorded(), history: history.entries() }
        }
        Reachability::Never => Shown::NeverInThisWorld,
        Reachability::NotWithin(bound) => Shown::NotWithin { not_within: within(*bound) },
        _ => Shown::Unknown,
    }
}

fn within(bound: Bound) -> Within {
    match bound {
        Bound::Steps(most) => Within::Steps(most),
        Bound::States(most) => Within::States(most),
        Bound::Stopped => Within::Stopped,
        _ => Within::Unknown,
    }
}
