//! Compiled conditions: what must hold for a rule to apply.

use std::sync::Arc;

use super::effective::Effective;
use super::field_path::{Codes, FieldPath};
use super::happening::{Keys, State, Watched, ask_minutes, ask_times};
use super::predicate::{Pattern, Test};
use crate::boundary;
use crate::calendar::Period;
use crate::cycle::Kind;
use crate::policy::syntax::codes::Attribute;
use crate::standing;

/// Where a policy keeps what a condition asks about: given out when the policy is planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Slot(pub(crate) u32);

/// What has to hold at a time.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    Where(Vec<(Kind, Box<[Test]>)>),
    While {
        state: State,
        /// How the key is reached from the invitation of a contract.
        keys: Vec<(Kind, Box<[FieldPath]>)>,
        slot: Slot,
    },
    Happened(Happened),
    End(End),
    Concurrent(Concurrent),
    Ratio(Ratio),
    Open(Open),
    Standing(standing::Step),
    Boundary(Vec<boundary::Verdict>),
}

/// What is asked of the time before: what happened, and about what.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LookBack {
    pub(crate) what: Watched,
    /// How the key is reached from the entry that asks.
    pub(crate) asked: Keys,
    pub(crate) scoped: bool,
    /// Whether it is about what was made in this cycle, so that nothing of it can lie in an earlier one.
    pub(crate) made_here: bool,
    pub(crate) slot: Slot,
}

/// How often something had happened before.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Happened {
    pub(crate) look_back: LookBack,
    pub(crate) within: Option<Effective<Period>>,
    /// Only what came after the last of these counts.
    pub(crate) since: Option<LookBack>,
    /// Only what is such, beside the entry that asks, counts.
    pub(crate) is: Option<Pattern>,
    pub(crate) at_least: Option<Effective<i64>>,
    pub(crate) at_most: Option<Effective<i64>>,
}

/// How many of one thing there were for every hundred of another.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ratio {
    pub(crate) of: LookBack,
    pub(crate) to: LookBack,
    pub(crate) within: Option<Effective<Period>>,
    pub(crate) at_least: Option<Effective<i64>>,
    pub(crate) at_most: Option<Effective<i64>>,
}

/// How much has begun and not ended, or how many values of a field it has.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Open {
    pub(crate) from: LookBack,
    /// What ends it: the key is asked of what began it.
    pub(crate) to: LookBack,
    pub(crate) distinct: Option<Distinct>,
    pub(crate) at_least: Option<Effective<i64>>,
    pub(crate) at_most: Option<Effective<i64>>,
}

/// The field whose values are counted.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Distinct {
    /// As written.
    pub(crate) path: Arc<str>,
    pub(crate) paths: Vec<(Kind, FieldPath)>,
    pub(crate) codes: Codes,
    /// Whether such a reference means something only within its cycle.
    pub(crate) scoped: bool,
}

/// The last, or the first, of what had happened before.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct End {
    pub(crate) first: bool,
    pub(crate) look_back: LookBack,
    pub(crate) is: Pattern,
}

/// How many contracts stand at some stages at once, or how many values of an attribute they have.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Concurrent {
    /// As bits.
    pub(crate) stages: u32,
    pub(crate) tests: Box<[Test]>,
    pub(crate) sharing: Vec<Attribute>,
    pub(crate) distinct: Option<(Attribute, Codes)>,
    pub(crate) at_least: Option<Effective<i64>>,
    pub(crate) at_most: Option<Effective<i64>>,
    /// Where what it counts is kept up to date, if it is.
    pub(crate) slot: Option<Slot>,
}

impl Concurrent {
    /// Whether what it asks of a contract changes by that contract's own steps alone, or by a merger of teams.
    pub(crate) fn is_lasting(&self) -> bool {
        let few = self.sharing.len() < 32; // As many as there are bits for.
        few && self.attributes().all(Attribute::is_lasting) && self.tests.iter().all(Test::is_lasting)
    }

    /// Whether it asks for the team, which changes where teams merge.
    pub(crate) fn asks_team(&self) -> bool {
        let of_team = |path: &FieldPath| *path == FieldPath::Contract(Attribute::Team);
        self.attributes().any(|attribute| attribute == Attribute::Team)
            || self.tests.iter().any(|test| test.reaches(of_team))
    }

    fn attributes(&self) -> impl Iterator<Item = Attribute> {
        self.sharing.iter().copied().chain(self.distinct.iter().map(|(attribute, _)| *attribute))
    }
}

impl Condition {
    /// Whether what it says depends on when things happened, and not only on their order.
    pub(crate) fn looks_at_time(&self) -> bool {
        match self {
            Condition::All(all) | Condition::Any(all) => all.iter().any(Condition::looks_at_time),
            Condition::Not(condition) => condition.looks_at_time(),
            Condition::Happened(asked) => {
                let since = asked.since.as_ref().is_some_and(|since| since.what.looks_at_time());
                let is = asked.is.as_ref().is_some_and(|is| ask_times(&is.kinds));
                asked.within.is_some() || asked.look_back.what.looks_at_time() || since || is
            }
            Condition::Open(asked) => [&asked.from, &asked.to].iter().any(|one| one.what.looks_at_time()),
            Condition::Ratio(asked) => {
                asked.within.is_some() || [&asked.of, &asked.to].iter().any(|one| one.what.looks_at_time())
            }
            Condition::While { .. } | Condition::Concurrent(_) | Condition::Standing(_) | Condition::Boundary(_) => true,
            Condition::Where(kinds) => ask_times(kinds),
            Condition::End(end) => end.look_back.what.looks_at_time() || ask_times(&end.is.kinds),
        }
    }

    pub(crate) fn counts_hours(&self) -> bool {
        match self {
            Condition::All(all) | Condition::Any(all) => all.iter().any(Condition::counts_hours),
            Condition::Not(condition) => condition.counts_hours(),
            Condition::Happened(asked) => {
                let since = asked.since.as_ref().is_some_and(|since| since.what.looks_at_minutes());
                let is = asked.is.as_ref().is_some_and(|is| ask_minutes(&is.kinds));
                asked.within.as_ref().is_some_and(in_hours) || asked.look_back.what.looks_at_minutes() || since || is
            }
            Condition::Open(asked) => [&asked.from, &asked.to].iter().any(|one| one.what.looks_at_minutes()),
            Condition::Ratio(asked) => {
                let of = [&asked.of, &asked.to].iter().any(|one| one.what.looks_at_minutes());
                asked.within.as_ref().is_some_and(in_hours) || of
            }
            Condition::Where(kinds) => ask_minutes(kinds),
            Condition::End(end) => end.look_back.what.looks_at_minutes() || ask_minutes(&end.is.kinds),
            Condition::Concurrent(asked) => asked.tests.iter().any(Test::looks_at_minutes),
            Condition::While { .. } | Condition::Standing(_) | Condition::Boundary(_) => false,
        }
    }

    /// Whether it asks a reading.
    pub(crate) fn asks_reading(&self) -> bool {
        match self {
            Condition::All(all) | Condition::Any(all) => all.iter().any(Condition::asks_reading),
            Condition::Not(condition) => condition.asks_reading(),
            Condition::Standing(_) | Condition::Boundary(_) => true,
            Condition::Where(_)
            | Condition::While { .. }
            | Condition::Happened(_)
            | Condition::End(_)
            | Condition::Ratio(_)
            | Condition::Open(_)
            | Condition::Concurrent(_) => false,
        }
    }
}

pub(crate) fn in_hours(period: &Effective<Period>) -> bool {
    period.iter().any(|period| matches!(period, Period::Hours(_)))
}
