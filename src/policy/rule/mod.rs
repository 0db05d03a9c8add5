//! A compiled rule: every name in it looked up, every length of time read.

pub(crate) mod effective;
pub(crate) mod aspect;
mod reach;
pub(crate) mod field_path;
pub(crate) mod predicate;
pub(crate) mod happening;
pub(crate) mod links;
pub(crate) mod condition;
pub(crate) mod requirement;

use std::fmt;
use std::sync::Arc;

use crate::code::{Code, CodeSet};
use crate::contracting;
use crate::cycle::Kind;
use crate::deciding::Milestone;
use crate::id::RuleCode;
use crate::moment::Moment;
use crate::policy::syntax::codes::{Clock, Known, OnClose, Order, Severity};
use crate::policy::syntax::pack::RuleForm;
use condition::{Condition, in_hours};
use effective::Effective;
use happening::{Happening, Watched};
use links::LinkPath;
use requirement::{Each, Limit, Requirement, Together};

/// Where a rule comes from.
///
/// ```
/// use practice_cycle::policy::{Known, Pack};
/// let pack = Pack::shipped("article").unwrap();
/// let source = pack.rules()[0].source();
/// assert_eq!(source.known, Known::ReadInSource);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "RuleSource"))]
pub struct Source {
    /// The work or instrument, with its author.
    pub work: String,
    /// The part of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// How that is known.
    pub known: Known,
}

impl fmt::Display for Source {
    /// As it is cited: the work, the part of it, and how that is known.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.work)?;
        if let Some(section) = &self.section {
            write!(f, ", {section}")?;
        }
        write!(f, " ({})", self.known)
    }
}

/// One rule of a pack.
///
/// ```
/// use practice_cycle::policy::{Pack, Severity};
/// let pack = Pack::shipped("article").unwrap();
/// let rule = pack.rule("R14").unwrap();
/// assert_eq!(rule.severity(), Severity::Query);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    pub(crate) id: RuleCode,
    pub(crate) title: Arc<str>,
    /// The ids that it had before.
    pub(crate) formerly: Vec<RuleCode>,
    /// Where it comes from, as the pack at hand cites it;
    pub(crate) source: Arc<Source>,
    /// and as it is written itself, where that is another.
    pub(crate) after: Option<Arc<Source>>,
    pub(crate) severity: Severity,
    /// The pack it stands in, and its version.
    pub(crate) pack: Arc<(String, String)>,
    /// As it is written.
    pub(crate) written: Arc<RuleForm>,
    /// Its parameters that packs which extend that one set otherwise.
    pub(crate) set: Vec<Set>,
    pub(crate) in_force: (Moment, Moment), // From the first instant, and before the second.
    pub(crate) key_names: Arc<[Arc<str>]>,
    pub(crate) when: Watched,
    pub(crate) each: Option<Each>,
    pub(crate) first: bool,
    pub(crate) only_if: Option<Condition>,
    pub(crate) unless: Option<Condition>,
    pub(crate) requirement: Requirement,
    pub(crate) until: Option<Watched>,
    pub(crate) on_close: OnClose,
    pub(crate) order: Order,
    pub(crate) clock: Clock,
    /// What the duty closes with, beside the cycle: the key part that can close.
    pub(crate) closes_with: Option<(u8, Closes)>,
    /// The milestones that alone can answer: that they are absent proves something only where their feed is complete.
    pub(crate) rests_on_feed: Option<CodeSet<Milestone>>,
    /// Whether it is about what was made in the cycle, so that what answers it cannot lie in an earlier one.
    pub(crate) made_here: bool,
    /// Whether references in what it is about mean something only within their cycle.
    pub(crate) scoped: bool,
}

/// What a pack says of a parameter of a rule that stands in another.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Set {
    pub(crate) parameter: String,
    pub(crate) pack: Arc<(String, String)>,
    pub(crate) values: Effective<String>,
}

/// What can close, so that a duty about it closes too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Closes {
    Contract,
    Intervention,
    Case,
}

/// Whether references mean something only within their cycle, as those of contracts do and those of cases do not.
pub(crate) fn scoped<'n>(names: impl IntoIterator<Item = &'n str>) -> bool {
    !names.into_iter().any(|name| matches!(name, "case" | "clinician" | "cycle"))
}

impl Rule {
    /// What its answers have to say between them, if that is asked.
    pub(crate) fn together(&self) -> Option<&Together> {
        if let Requirement::Expect { together, .. } = &self.requirement { together.as_ref() } else { None }
    }

    /// Whether it is due again and again.
    pub(crate) fn recurs(&self) -> bool {
        matches!(self.requirement, Requirement::Expect { limit: Limit::Every(_), .. })
    }

    /// Everything that it watches for.
    fn watched(&self) -> impl Iterator<Item = &Watched> {
        let (what, before) = match &self.requirement {
            Requirement::Expect { what, before, .. } => (Some(what), before.as_ref()),
            Requirement::PrecededBy { what, since, .. } => (Some(what), since.as_ref()),
            Requirement::Forbid { what, .. } => (Some(what), None),
            Requirement::Require(_) => (None, None),
        };
        [Some(&self.when), self.until.as_ref(), what, before].into_iter().flatten()
    }

    /// The field by which its answers name what they answer, if they do.
    pub(crate) fn linked_by(&self) -> Option<&LinkPath> {
        if let Requirement::Expect { linked_by, .. } = &self.requirement { linked_by.as_ref() } else { None }
    }

    /// Whether what answers a duty may have been recorded earlier on the day on which that was opened.
    pub(crate) fn counts_earlier_today(&self) -> bool {
        let Requirement::Expect { what, limit, together, at_any_time, each_its_own, .. } = &self.requirement else {
            return false;
        };
        let otherwise = together.is_some() || *at_any_time || *each_its_own || matches!(limit, Limit::Every(_));
        self.order == Order::SameDay
            && matches!(what.what, Happening::Entry(_))
            && !matches!(self.when.what, Happening::Broken(_))
            && !otherwise
    }

    /// Whether it may matter in which order things happened on one day, unless they are taken as recorded.
    fn minds_the_order(&self) -> bool {
        match &self.requirement {
            Requirement::Expect { before, .. } => {
                self.counts_earlier_today() || before.is_some() || self.on_close == OnClose::Break
            }
            Requirement::PrecededBy { .. } => true,
            Requirement::Require(_) | Requirement::Forbid { .. } => false,
        }
    }

    /// Whether no answer of one duty is one of another.
    pub(crate) fn needs_answers_of_their_own(&self) -> bool {
        matches!(self.requirement, Requirement::Expect { each_its_own: true, .. })
    }

    /// The kinds of event that it watches for; every step of a contract, where it watches for a state of one.
    pub(crate) fn kinds(&self) -> Vec<Kind> {
        let steps = || contracting::Kind::ALL.iter().map(|&step| Kind::Contracting(step));
        let of = |watched: &Watched| -> Vec<Kind> {
            match &watched.what {
                Happening::Entry(pattern) => pattern.kinds.iter().map(|(kind, _)| *kind).collect(),
                Happening::Begins(_) | Happening::Ends(_) => steps().collect(),
                Happening::Broken(_) => Vec::new(),
            }
        };
        self.watched().flat_map(of).collect()
    }

    /// The rules whose breach it watches.
    pub(crate) fn watches(&self) -> impl Iterator<Item = &RuleCode> {
        self.watched().filter_map(|watched| if let Happening::Broken(id) = &watched.what { Some(id) } else { None })
    }

    /// Whether what it comes to depends on when things happened, and not only on their order.
    pub(crate) fn is_timed(&self) -> bool {
        let asks = |condition: &Condition| condition.looks_at_time();
        let has_a_limit = match &self.requirement {
            Requirement::Expect { limit, .. } => !matches!(limit, Limit::None),
            Requirement::PrecededBy { within, lead_time, .. } => within.is_some() || lead_time.is_some(),
            Requirement::Forbid { within, .. } => within.is_some(),
            Requirement::Require(condition) => asks(condition),
        };
        has_a_limit
            || (self.order == Order::SameDay && self.minds_the_order())
            || self.in_force != (Moment::EARLIEST, Moment::NEVER)
            || self.watched().any(Watched::looks_at_time)
            || self.only_if.iter().chain(&self.unless).any(asks)
    }

    /// Whether it counts hours from one thing to another, so that the minutes at which they happened matter.
    pub(crate) fn counts_hours(&self) -> bool {
        let required = match &self.requirement {
            Requirement::Expect { limit: Limit::Within(period) | Limit::Every(period), .. } => in_hours(period),
            Requirement::Expect { limit: Limit::None | Limit::By(_), .. } => false,
            Requirement::PrecededBy { within, lead_time, .. } => within.iter().chain(lead_time).any(in_hours),
            Requirement::Forbid { within, .. } => within.as_ref().is_some_and(in_hours),
            Requirement::Require(condition) => condition.counts_hours(),
        };
        required
            || self.watched().any(Watched::looks_at_minutes)
            || self.only_if.iter().chain(&self.unless).any(Condition::counts_hours)
    }

    /// The stable id.
    #[must_use]
    pub fn id(&self) -> &RuleCode {
        &self.id
    }

    /// Whether that is its id, or was before.
    #[must_use]
    pub fn is_called(&self, id: &str) -> bool {
        std::iter::once(&self.id).chain(&self.formerly).any(|known| known.as_str() == id)
    }

    /// The rule in one sentence.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The ids that it had before: what names one of them means this rule.
    #[must_use]
    pub fn formerly(&self) -> &[RuleCode] {
        &self.formerly
    }

    /// Where it comes from, as the pack at hand cites it.
    #[must_use]
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// The source that the rule names itself, where a pack that extends its own cites another for it.
    #[must_use]
    pub fn after(&self) -> Option<&Source> {
        self.after.as_deref()
    }

    /// How much weight a finding of it has.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// The pack it stands in, and its version. Of a pack that extends another, a rule keeps the one it was written in.
    #[must_use]
    pub fn pack(&self) -> (&str, &str) {
        (&self.pack.0, &self.pack.1)
    }

    /// Whether it applies at a time.
    pub(crate) fn is_in_force(&self, at: Moment) -> bool {
        self.in_force.0 <= at && at < self.in_force.1
    }

    /// What a duty of it is about, by name.
    pub fn about(&self) -> impl Iterator<Item = &str> {
        self.key_names.iter().map(|name| &**name)
    }

    /// Whether it asks a reading of the history: how far standing has come, or how the boundary reads.
    #[must_use]
    pub fn asks_reading(&self) -> bool {
        let asks = |condition: &Option<Condition>| condition.as_ref().is_some_and(Condition::asks_reading);
        let required =
            if let Requirement::Require(condition) = &self.requirement { condition.asks_reading() } else { false };
        asks(&self.only_if) || asks(&self.unless) || required
    }
}
