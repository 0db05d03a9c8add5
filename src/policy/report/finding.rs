//! A finding explains itself: what happened, what was to follow by when, and how that was counted, and what would help.

use std::fmt;

use serde::Serialize;

use crate::calendar::Due;
use crate::cycle::Kind;
use crate::id::RuleCode;
use crate::moment::Moment;
use crate::policy::Policy;
use crate::policy::engine::obligation::Obligation;
use crate::policy::eval::context::{Context, HistoryInput};
use crate::policy::render::sentences as entries;
use crate::policy::report::Fate;
use crate::policy::report::evidence::{self, Show};
use crate::policy::report::verdict::{Duty, Outcome, Verdict};
use crate::policy::rule::{Duty as Asked, Happening, Limit, Rule, Set, Severity, Source};

/// A duty that was broken, or cannot be told, explained. `Display` tells it in words made from these values; neither holds free
/// text that anybody wrote about people.
///
/// ```
/// use practice_cycle::{calendar::EnglandAndWales, history::History, moment::Moment, policy::{Pack, Policy}};
/// let history = History::read(include_bytes!("../../../examples/data/family_not_told.jsonl").as_slice())?;
/// let policy = Policy::new(Pack::shipped("article").unwrap(), &EnglandAndWales::new())?;
/// let report = policy.check(&history, Moment::LATEST, Moment::LATEST);
/// let finding = report.findings().find(|finding| finding.rule.as_str() == "R04").unwrap();
/// assert!(finding.to_string().starts_with("R04 is broken"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// The rule.
    pub rule: RuleCode,
    /// The pack it stands in, and its version.
    pub pack: (String, String),
    /// The rule in one sentence.
    pub title: String,
    /// Where it comes from.
    pub source: Source,
    /// How much weight it has.
    pub severity: Severity,
    /// What the duty comes to.
    pub verdict: Verdict,
    /// The time it speaks of.
    pub as_of: Moment,
    /// The duty.
    pub duty: Duty,
    /// The kind of entry that opened it, by code.
    pub opened_by: &'static str,
    /// What opened it, in words, with what it is about.
    pub opened: String,
    /// What of that entry the rule looked at: codes, roles and references.
    pub because: Vec<Because>,
    /// When it was due, and how that was counted, where a length of time was.
    pub due: Option<Due>,
    /// What other packs than its own set of the rule, as it was when the duty began: whose numbers these are.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub set: Vec<Setting>,
    /// What was asked, in words.
    pub asked: String,
    /// What was found in place of what was required: what each of its conditions compared.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub instead: Vec<Because>,
    /// What answers should say between them, and did not say so far: codes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unsaid: Vec<String>,
    /// Whether that has to be so, to be done, or not to be done.
    #[serde(skip)]
    pub(crate) asks: Asks,
    /// What would satisfy it, or now remedy it; nothing where nothing can.
    pub would_satisfy: Option<String>,
}

/// What is asked with what a duty says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asks {
    ToBeSo,
    ToBeDone,
    NotToBeDone,
}

/// A value that a pack set for a parameter of a rule which stands in a pack that it extends.
///
/// ```
/// use practice_cycle::policy::Setting;
/// let pack = ("our-council".into(), "2026-11".into());
/// let setting = Setting { parameter: "review_every".into(), value: "4 weeks".into(), pack };
/// assert_eq!(setting.to_string(), "pack `our-council`, version 2026-11, sets `review_every` to `4 weeks`");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Setting {
    /// The parameter.
    pub parameter: String,
    /// Its value at that time.
    pub value: String,
    /// The pack that set it, and its version.
    pub pack: (String, String),
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { parameter, value, pack: (pack, version) } = self;
        write!(f, "pack `{pack}`, version {version}, sets `{parameter}` to `{value}`")
    }
}

/// A value that a rule looked at.
///
/// ```
/// use practice_cycle::policy::Because;
/// let because = Because { path: "cover.uncovered.why".into(), value: "urgent".into() };
/// assert_eq!(because.to_string(), "`cover.uncovered.why` is `urgent`");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Because {
    /// Where it stands.
    pub path: String,
    /// What it says: a code, a number, a day or a reference; nothing where it is left out. Of something that had to have
    /// happened, the day on which it last did, or `never`.
    pub value: String,
}

impl fmt::Display for Because {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.value.as_str() {
            "" => write!(f, "`{}` is left out", self.path),
            value => write!(f, "`{}` is `{value}`", self.path),
        }
    }
}

impl Finding {
    pub(crate) fn of(
        policy: &Policy,
        inputs: &[HistoryInput<'_>],
        rule: &Rule,
        (obligation, fate): (&Obligation, Fate),
        duty: Duty,
        as_of: Moment,
    ) -> Self {
        let input = inputs.get(usize::from(obligation.opened.history));
        let context = |number| {
            let context = Context::of(input?, &policy.index.paths, input?.history.entry(number)?);
            // As the duty was looked at when it opened: what time alone brought about, just after.
            let at = if obligation.by_time { obligation.opened.at.just_after() } else { obligation.opened.at };
            let (each, each_is_contract) = (obligation.each(), obligation.each_is_contract());
            Some(Context { at, by: obligation.opened.entry, time: obligation.by_time, each, each_is_contract, ..context })
        };
        let (opened, seen) = (context(obligation.opened.entry), context(obligation.seen));
        let kind = opened.as_ref().map(|context| context.entry.event().kind());
        let broken = matches!(duty.outcome, Outcome::Broken { .. } | Outcome::Unknown { .. });
        let instead = match (&rule.duty, &seen) {
            (Asked::Require(condition, _), Some(context)) if broken => evidence::instead(policy, inputs, condition, context),
            _ => Vec::new(),
        };
        Self {
            rule: rule.id.clone(),
            pack: rule.pack.clone(),
            title: rule.title.clone(),
            source: rule.source.clone(),
            severity: rule.severity,
            as_of,
            opened_by: kind.map_or("", Kind::code),
            opened: entries::opened(rule, obligation, opened.as_ref()),
            because: opened.as_ref().map(|context| because(rule, context)).unwrap_or_default(),
            due: due(policy, rule, obligation),
            set: set(rule, obligation.counts_from()),
            asked: entries::asked(rule, obligation),
            asks: match &rule.duty {
                Asked::Require(..) => Asks::ToBeSo,
                Asked::Expect { .. } | Asked::PrecededBy { .. } => Asks::ToBeDone,
                Asked::Forbid { .. } => Asks::NotToBeDone,
            },
            instead,
            unsaid: entries::unsaid(rule, obligation),
            would_satisfy: entries::would_satisfy(rule, &duty, fate),
            verdict: duty.verdict(),
            duty,
        }
    }

    /// Whether it was excused, and so does not count.
    #[must_use]
    pub fn is_excused(&self) -> bool {
        self.duty.excused.is_some()
    }
}

/// What of the opening entry the rule looked at.
fn because(rule: &Rule, context: &Context<'_>) -> Vec<Because> {
    let Happening::Entry(pattern) = &rule.when.what else { return Vec::new() };
    let mut all = Vec::new();
    evidence::tested(&pattern.kinds, context, Show::WhatFits, &mut all);
    all
}

/// What other packs set of a rule, as it was at a time.
fn set(rule: &Rule, at: Moment) -> Vec<Setting> {
    let setting = |Set { parameter, pack, values }: &Set| {
        let value = values.at(at)?.clone();
        Some(Setting { parameter: parameter.clone(), value, pack: pack.clone() })
    };
    rule.set.iter().filter_map(setting).collect()
}

/// When the duty was due, and how that was counted.
fn due(policy: &Policy, rule: &Rule, obligation: &Obligation) -> Option<Due> {
    let period = match &rule.duty {
        Asked::Expect { limit: Limit::Within(period) | Limit::Every(period), .. } => period,
        Asked::Forbid { within: Some(period), .. } => period,
        Asked::Expect { .. } | Asked::Forbid { .. } | Asked::PrecededBy { .. } | Asked::Require(..) => return None,
    };
    let period = *period.at(obligation.counts_from())?;
    let due = period.due_with_pauses(obligation.counted_from(period), &obligation.pauses(), policy.calendar()).ok();
    // A clock that stood still came to another end.
    due.filter(|due| due.at == obligation.due)
}
