//! A rule as it is run: every name in it looked up, every period read.

pub(crate) mod effective;
pub(crate) mod field_path;
pub(crate) mod predicate;

use super::compile::phrases::Phrase;
use super::rule::effective::Dated;
use super::rule::field_path::Access;
use crate::calendar::Period;
use crate::contracting::{self, Stage};
use crate::cycle::Kind;
use crate::deciding::Milestone;
use crate::id::RuleCode;
use crate::moment::Moment;
use crate::policy::rule::predicate::{Pattern, Test};
use crate::standing;
use crate::word::{Word, Words, words};

words! {
    /// How much weight a finding has.
    ///
    /// ```
    /// use practice_cycle::{policy::Severity, word::Word};
    /// assert_eq!(Severity::Query.label(), "query");
    /// ```
    pub enum Severity {
        Query = "query", "query";
        Error = "error", "error";
    }
}

words! {
    /// How a source is known to say what a rule takes from it.
    ///
    /// ```
    /// use practice_cycle::{policy::Known, word::Word};
    /// assert_eq!(Known::FromMemory.label(), "from memory, not confirmed");
    /// ```
    pub enum Known {
        ReadInLegislation = "read_in_legislation", "read in legislation";
        ReadInGuidance = "read_in_guidance", "read in guidance or procedures";
        ReadInSource = "read_in_source", "read in the source";
        FromMemory = "from_memory", "from memory, not confirmed";
        Local = "local", "of the service's own";
    }
}

words! {
    /// What becomes of an open duty when what it is about closes.
    ///
    /// ```
    /// use practice_cycle::{policy::OnClose, word::Word};
    /// assert_eq!(OnClose::from_code("carry"), Some(OnClose::Carry));
    /// ```
    pub enum OnClose {
        Release = "release", "it is released";
        Break = "break", "it is broken";
        Carry = "carry", "it is carried to the successor";
        Keep = "keep", "it stays as it is";
    }
}

words! {
    /// Whether what happened on one day counts in either order.
    ///
    /// ```
    /// use practice_cycle::{policy::Order, word::Word};
    /// assert_eq!(Order::SameDay.label(), "in either order on one day");
    /// ```
    pub enum Order {
        SameDay = "same_day", "in either order on one day";
        Strict = "strict", "in the order recorded";
    }
}

words! {
    /// Whether a clock runs while the contract is suspended.
    ///
    /// ```
    /// use practice_cycle::{policy::Clock, word::Word};
    /// assert_eq!(Clock::from_code("pauses"), Some(Clock::Pauses));
    /// ```
    pub enum Clock {
        Runs = "runs", "runs";
        Pauses = "pauses", "pauses while the contract is suspended";
    }
}

/// Where a rule comes from.
///
/// ```
/// use practice_cycle::policy::{Known, Pack};
/// let pack = Pack::shipped("article").unwrap();
/// let source = pack.rules()[0].source();
/// assert_eq!(source.known, Known::ReadInSource);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Source {
    /// The work or instrument, with its author.
    pub work: String,
    /// The part of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// How that is known.
    pub known: Known,
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
    pub(crate) title: String,
    pub(crate) source: Source,
    pub(crate) severity: Severity,
    /// The pack it stands in, and its version.
    pub(crate) pack: (String, String),
    /// Its parameters that packs which extend that one set otherwise.
    pub(crate) set: Vec<Set>,
    pub(crate) in_force: (Moment, Moment), // From the first instant, and before the second.
    pub(crate) key_names: Box<[Box<str>]>,
    pub(crate) when: Watched,
    pub(crate) each: Option<Each>,
    pub(crate) first: bool,
    pub(crate) only_if: Option<Condition>,
    pub(crate) unless: Option<Condition>,
    pub(crate) duty: Duty,
    pub(crate) until: Option<Watched>,
    pub(crate) on_close: OnClose,
    pub(crate) order: Order,
    pub(crate) clock: Clock,
    /// What the duty closes with, beside the cycle: the key part that can close.
    pub(crate) closes_with: Option<(u8, Closes)>,
    /// The milestones that alone can answer: that they are absent proves something only where their feed is complete.
    pub(crate) rests_on_feed: Option<Words<Milestone>>,
    /// Whether it is about what was made in the cycle, so that what answers it cannot lie in an earlier one.
    pub(crate) made_here: bool,
}

/// What a pack says of a parameter of a rule that stands in another.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Set {
    pub(crate) parameter: String,
    pub(crate) pack: (String, String),
    pub(crate) values: Dated<String>,
}

/// What can close, so that a duty about it closes too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Closes {
    Contract,
    Intervention,
    Case,
}

/// One duty for each of several.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Each {
    pub(crate) ways: Vec<(Kind, Access)>,
    pub(crate) is_contract: bool,
}

/// For each kind of entry, how the parts of a key are reached.
pub(crate) type Keys = Vec<(Kind, Box<[Access]>)>;

/// What happens, and what it is then about.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Watched {
    pub(crate) what: Happening,
    /// For each kind of entry, how the parts of the key are reached. For states, by the invitation of the contract.
    pub(crate) keys: Keys,
    /// As a reader would say it.
    pub(crate) words: Phrase,
}

/// Something that happens.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Happening {
    Entry(Pattern),
    Begins(State),
    Ends(State),
    Broken(RuleCode),
}

/// A state that lasts.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum State {
    /// Some contract of the key stands at one of these stages, as bits.
    Stages(u32),
    /// Something began, and has not ended.
    Between(Box<Watched>, Box<Watched>),
}

impl State {
    /// Whether it holds while a contract stands at a stage.
    pub(crate) fn holds_at(&self, stage: Stage) -> bool {
        matches!(self, State::Stages(stages) if stages >> stage.index() & 1 == 1)
    }
}

/// What has to be so, follow, have gone before, or not follow.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Duty {
    /// With what is required in words.
    Require(Condition, String),
    Expect {
        what: Watched,
        limit: Limit,
        before: Option<Watched>,
        together: Option<Together>,
        at_least: Dated<i64>,
        at_any_time: bool,
        each_its_own: bool,
    },
    PrecededBy {
        what: Watched,
        within: Option<Dated<Period>>,
    },
    Forbid {
        what: Watched,
        within: Option<Dated<Period>>,
        more_than: Dated<i64>,
    },
}

/// What answers have to say between them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Together {
    /// Where they say it; one of another kind says everything.
    pub(crate) ways: Vec<(Kind, Access)>,
    /// All of it, as bits.
    pub(crate) all: u64,
    /// The codes, with the bit of each.
    pub(crate) codes: Vec<String>,
    pub(crate) bits: Vec<u64>,
}

impl Together {
    /// Whether a code is among what was said.
    pub(crate) fn says(&self, code: &str, said: u64) -> bool {
        self.codes.iter().zip(&self.bits).any(|(listed, bit)| listed == code && said & bit != 0)
    }
}

/// By when.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Limit {
    None,
    Within(Dated<Period>),
    Every(Dated<Period>),
    By(Vec<(Kind, Access)>),
}

/// Where a policy keeps what a condition asks about: given out when the policy is planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Slot(pub(crate) u16);

/// What has to be so at a time.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    Where(Vec<(Kind, Box<[Test]>)>),
    While {
        state: State,
        /// How the key is reached from the invitation of a contract.
        keys: Vec<(Kind, Box<[Access]>)>,
        slot: Slot,
    },
    Happened {
        what: Watched,
        asked: Keys,
        scoped: bool,
        /// Whether it is about what was made in this cycle, so that nothing of it can lie in an earlier one.
        made_here: bool,
        slot: Slot,
        within: Option<Dated<Period>>,
        at_least: Option<Dated<i64>>,
        at_most: Option<Dated<i64>>,
    },
    /// The last, or the first, of what had happened before.
    End {
        first: bool,
        what: Watched,
        asked: Keys,
        scoped: bool,
        made_here: bool,
        slot: Slot,
        is: Pattern,
    },
    Concurrent {
        stages: u32,
        tests: Box<[Test]>,
        sharing: Vec<super::rule::field_path::Attribute>,
        distinct: Option<super::rule::field_path::Attribute>,
        at_least: Option<Dated<i64>>,
        at_most: Option<Dated<i64>>,
    },
    Standing(standing::Step),
    Boundary(Vec<crate::boundary::Verdict>),
}

impl Condition {
    /// Whether it asks a reading, whose cost grows with the history.
    /// Whether what it says hangs on when things happened, and not only on their order.
    fn looks_at_time(&self) -> bool {
        match self {
            Condition::All(all) | Condition::Any(all) => all.iter().any(Condition::looks_at_time),
            Condition::Not(condition) => condition.looks_at_time(),
            Condition::Happened { what, within, .. } => within.is_some() || what.looks_at_time(),
            Condition::While { .. } | Condition::Concurrent { .. } | Condition::Standing(_) | Condition::Boundary(_) => true,
            Condition::Where(kinds) => ask_stages(kinds),
            Condition::End { what, is, .. } => what.looks_at_time() || ask_stages(&is.kinds),
        }
    }

    fn counts_hours(&self) -> bool {
        match self {
            Condition::All(all) | Condition::Any(all) => all.iter().any(Condition::counts_hours),
            Condition::Not(condition) => condition.counts_hours(),
            Condition::Happened { within, .. } => within.as_ref().is_some_and(in_hours),
            Condition::While { .. }
            | Condition::Concurrent { .. }
            | Condition::Standing(_)
            | Condition::Boundary(_)
            | Condition::Where(_)
            | Condition::End { .. } => false,
        }
    }

    pub(crate) fn asks_reading(&self) -> bool {
        match self {
            Condition::All(all) | Condition::Any(all) => all.iter().any(Condition::asks_reading),
            Condition::Not(condition) => condition.asks_reading(),
            Condition::Standing(_) | Condition::Boundary(_) => true,
            Condition::Where(_)
            | Condition::While { .. }
            | Condition::Happened { .. }
            | Condition::End { .. }
            | Condition::Concurrent { .. } => false,
        }
    }
}

impl Watched {
    /// Whether whether it happens hangs on time: a contract lapses by time alone.
    fn looks_at_time(&self) -> bool {
        match &self.what {
            Happening::Begins(_) | Happening::Ends(_) => true,
            Happening::Entry(pattern) => ask_stages(&pattern.kinds),
            Happening::Broken(_) => false,
        }
    }
}

/// Whether tests ask at which stage a contract is, which time alone may change.
fn ask_stages(kinds: &[(Kind, Box<[Test]>)]) -> bool {
    kinds.iter().flat_map(|(_, tests)| tests).any(|test| test.access.is_stage())
}

fn in_hours(period: &Dated<Period>) -> bool {
    period.iter().any(|period| matches!(period, Period::Hours(_)))
}

impl Rule {
    /// What its answers have to say between them, if that is asked.
    pub(crate) fn together(&self) -> Option<&Together> {
        if let Duty::Expect { together, .. } = &self.duty { together.as_ref() } else { None }
    }

    /// Everything that it watches for.
    fn watched(&self) -> impl Iterator<Item = &Watched> {
        let (what, before) = match &self.duty {
            Duty::Expect { what, before, .. } => (Some(what), before.as_ref()),
            Duty::PrecededBy { what, .. } | Duty::Forbid { what, .. } => (Some(what), None),
            Duty::Require(..) => (None, None),
        };
        [Some(&self.when), self.until.as_ref(), what, before].into_iter().flatten()
    }

    /// How many answers its duties need at most.
    pub(crate) fn answers_needed(&self) -> usize {
        if let Duty::Expect { at_least, .. } = &self.duty { usize::try_from(at_least.greatest()).unwrap_or(1) } else { 1 }
    }

    /// Whether no answer of one duty is one of another.
    pub(crate) fn needs_answers_of_their_own(&self) -> bool {
        matches!(self.duty, Duty::Expect { each_its_own: true, .. })
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

    /// Whether what it comes to hangs on when things happened, and not only on their order.
    pub(crate) fn is_timed(&self) -> bool {
        let asks = |condition: &Condition| condition.looks_at_time();
        let has_a_limit = match &self.duty {
            Duty::Expect { limit, .. } => !matches!(limit, Limit::None),
            Duty::PrecededBy { within, .. } | Duty::Forbid { within, .. } => within.is_some(),
            Duty::Require(condition, _) => asks(condition),
        };
        has_a_limit
            || self.order == Order::SameDay
            || self.in_force != (Moment::EARLIEST, Moment::NEVER)
            || self.watched().any(Watched::looks_at_time)
            || self.only_if.iter().chain(&self.unless).any(asks)
    }

    /// Whether it counts hours from one thing to another, so that the minutes at which they happened matter.
    pub(crate) fn counts_hours(&self) -> bool {
        let required = match &self.duty {
            Duty::Expect { limit: Limit::Within(period) | Limit::Every(period), .. } => in_hours(period),
            Duty::Expect { limit: Limit::None | Limit::By(_), .. } => false,
            Duty::PrecededBy { within, .. } | Duty::Forbid { within, .. } => within.as_ref().is_some_and(in_hours),
            Duty::Require(condition, _) => condition.counts_hours(),
        };
        required || self.only_if.iter().chain(&self.unless).any(Condition::counts_hours)
    }

    /// The stable id.
    #[must_use]
    pub fn id(&self) -> &RuleCode {
        &self.id
    }

    /// The rule in one sentence.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Where it comes from.
    #[must_use]
    pub fn source(&self) -> &Source {
        &self.source
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

    /// Whether it asks a reading of the history: its cost then grows with the history, each time a duty of it opens.
    #[must_use]
    pub fn asks_reading(&self) -> bool {
        let asks = |condition: &Option<Condition>| condition.as_ref().is_some_and(Condition::asks_reading);
        let required = if let Duty::Require(condition, _) = &self.duty { condition.asks_reading() } else { false };
        asks(&self.only_if) || asks(&self.unless) || required
    }
}
