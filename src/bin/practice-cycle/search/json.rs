//! What was found, as JSON.

use practice_cycle::id::RuleCode;
use practice_cycle::policy::Pack;
use practice_cycle::search::{Bound, Clashes, Reachability, Reviewed};
use schemars::JsonSchema;
use serde::Serialize;

use super::answer::Answer;

/// What rules can come to; of all of them, with what was not looked at.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Searched<'a> {
    pack: &'a str,
    version: &'a str,
    rules: &'a [Reviewed],
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
    stuck: Option<Stuck<'a>>,
}

/// Whether people get stuck.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
enum Stuck<'a> {
    Asked(&'a Reachability),
    /// Where there is no world to ask it of.
    NotAsked(NotAsked),
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "answer", rename_all = "snake_case")]
enum NotAsked {
    NotAsked { why: &'static str },
}

/// Rules that cannot be kept together.
#[derive(Debug, Serialize, JsonSchema)]
struct FoundClashes<'a> {
    found: Vec<FoundClash<'a>>,
    not_within: Option<Bound>,
    passed_over: usize,
}

#[derive(Debug, Serialize, JsonSchema)]
struct FoundClash<'a> {
    rules: &'a [RuleCode],
    trap: &'a Reachability,
}

/// What one rule can come to.
pub(crate) fn of_rule<'a>(pack: &'a Pack, reviewed: &'a Reviewed) -> Searched<'a> {
    Searched {
        pack: pack.name(),
        version: pack.version(),
        rules: std::slice::from_ref(reviewed),
        without_story: None,
        not_looked_at: None,
        seen_through: None,
        clashes: None,
        stuck: None,
    }
}

/// What every rule can come to, and those together, where that was asked.
pub(crate) fn of_all<'a>(pack: &'a Pack, answer: &'a Answer) -> Searched<'a> {
    let stuck = || match &answer.stuck {
        Some(stuck) => Stuck::Asked(stuck),
        None => Stuck::NotAsked(NotAsked::NotAsked { why: "no_world" }),
    };
    Searched {
        pack: pack.name(),
        version: pack.version(),
        rules: &answer.reviewed,
        without_story: Some(&answer.without_story),
        not_looked_at: Some(&answer.not_looked_at),
        seen_through: Some(answer.is_seen_through()),
        clashes: answer.clashes.as_ref().map(clashes),
        stuck: answer.clashes.as_ref().map(|_| stuck()),
    }
}

fn clashes(clashes: &Clashes) -> FoundClashes<'_> {
    let found = clashes.found.iter().map(|clash| FoundClash { rules: &clash.rules, trap: &clash.trap });
    FoundClashes { found: found.collect(), not_within: clashes.bound, passed_over: clashes.passed_over }
}
