//! Waivers: which duties each of them excuses, and which of them excuse nothing.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Serialize;

use super::verdict::Outcome;
use crate::calendar::{Calendar, starts};
use crate::code::codes;
use crate::deciding::DutyWaived;
use crate::id::{ContractId, EntryNumber, RuleCode};
use crate::message::{Message, messages, said_in_english};
use crate::moment::Moment;
use crate::policy::engine::Program;
use crate::policy::engine::obligation::{Obligation, Status};
use crate::policy::eval::answer::EntryRef;
use crate::policy::eval::context::Records;
use crate::policy::rule::Rule;
use crate::policy::syntax::codes::Severity;

codes! {
    /// Why a waiver excuses nothing.
    ///
    /// ```
    /// use practice_cycle::{code::Code, policy::WhyUnused};
    /// assert_eq!(WhyUnused::NoSuchRule.label(), "this pack has no such rule");
    /// ```
    #[non_exhaustive]
    pub enum WhyUnused {
        NoSuchRule = "no_such_rule", "this pack has no such rule";
        IsAnError = "is_an_error", "a breach of this rule is an error, which cannot be waived";
        NotOpened = "not_opened", "the entry that it names had opened no duty of this rule";
        NothingOwed = "nothing_owed", "nothing that it names was owed, late or broken when it was given";
        CaseRedacted = "case_redacted", "the case that it names was redacted";
    }
}

/// A waiver that excuses nothing, and why: a note for whoever wrote it, and no finding.
///
/// ```
/// use practice_cycle::{id::EntryNumber, policy::{EntryRef, UnusedWaiver, WhyUnused}};
/// let at = EntryRef { history: 0, entry: EntryNumber::FIRST, at: "2026-04-01T09:00:00Z".parse()? };
/// let unused = UnusedWaiver { at, rule: "R99".parse()?, why: WhyUnused::NoSuchRule };
/// assert_eq!(unused.to_string(), "the waiver of R99 in entry 1 excuses nothing: this pack has no such rule");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct UnusedWaiver {
    /// The entry that it stands in.
    pub at: EntryRef,
    /// The rule that it names.
    pub rule: RuleCode,
    /// Why it excuses nothing.
    pub why: WhyUnused,
}

messages! {
    excuses_nothing(rule, entry, why) = "waiver-excuses-nothing", "the waiver of {rule} in entry {entry} excuses nothing: {why}";
}

impl UnusedWaiver {
    /// The same, to be said in any language.
    pub(crate) fn said(&self) -> Message {
        excuses_nothing(self.rule.as_str(), self.at.entry, self.why)
    }
}

said_in_english!(UnusedWaiver);

/// What a duty is about: names, and references.
pub(crate) type About = [(Arc<str>, Box<str>)];

/// A waiver, and its place among all.
struct Waiver<'a> {
    place: usize,
    at: EntryRef,
    data: &'a DutyWaived,
    /// The place of its rule in the pack, if it is there.
    rule: Option<u32>,
    /// The first instant at which it lasts no more.
    ends: Moment,
}

/// What a waiver is found by: its rule, the entry that opened the duty, and the contract or the case, as far as it names them.
type Names<'n> = (Option<u32>, Option<EntryNumber>, &'n str);

impl Waiver<'_> {
    fn names(&self) -> Names<'_> {
        let DutyWaived { opened_by, contract, case, .. } = self.data;
        let contract = contract.as_ref().map(ContractId::as_str);
        (self.rule, *opened_by, contract.or_else(|| case.as_ref()?.as_str()).unwrap_or_default())
    }

    /// Whether a duty had begun when it was given, and it names it.
    fn fits(&self, obligation: &Obligation, about: &About) -> bool {
        let Self { at, data, .. } = self;
        let same_history = obligation.opened.history == at.history;
        at.at >= obligation.opened.at
            // Another history knows nothing of this one, but for the case.
            && (same_history || data.case.is_some())
            && data.opened_by.is_none_or(|opened| same_history && opened == obligation.opened.entry)
            && data
                .contract
                .as_ref()
                .is_none_or(|contract| same_history && is_about(about, &["contract", "each"], contract.as_str()))
            && data.case.as_ref().is_none_or(|case| case.as_str().is_some_and(|case| is_about(about, &["case"], case)))
    }

    /// Whether it covers this period of a duty that is due again and again: the one that ran when it was given, and, where it says
    /// until when it lasts, those that follow. A duty that is due once has no periods.
    fn covers(&self, rule: &Rule, obligation: &Obligation) -> bool {
        let answered = match &obligation.status {
            Status::Met(by) => Some(*by),
            Status::Missed(missed) => missed.remedied,
            Status::Waiting
            | Status::Banned
            | Status::Kept(_)
            | Status::Released(_)
            | Status::Broken(_)
            | Status::Unknown(_) => None,
        };
        let is_over = answered.is_some_and(|by| self.comes_after(by));
        !rule.recurs() || (!is_over && (self.data.until.is_some() || obligation.since <= self.at.at))
    }

    /// Whether it still excuses what a duty comes to, at the time that is spoken of.
    fn lasts(&self, outcome: &Outcome, now: Moment) -> bool {
        let before = |at: Moment| at < self.ends;
        match outcome {
            Outcome::Missed { at, remedied, .. } => before(*at) && (before(now) || remedied.is_some_and(|by| before(by.at))),
            Outcome::Broken { by } => before(by.at),
            Outcome::Open { .. } | Outcome::Holding { .. } | Outcome::Unknown { .. } => before(now),
            Outcome::Met { .. } | Outcome::Kept { .. } | Outcome::Released { .. } => false,
        }
    }

    /// Whether a duty was done with before it was given.
    fn comes_too_late(&self, outcome: &Outcome) -> bool {
        match outcome {
            Outcome::Met { by } | Outcome::Released { by: Some(by), .. } => self.comes_after(*by),
            Outcome::Kept { at } | Outcome::Released { at, by: None } => *at <= self.at.at,
            Outcome::Open { .. }
            | Outcome::Holding { .. }
            | Outcome::Missed { .. }
            | Outcome::Broken { .. }
            | Outcome::Unknown { .. } => false,
        }
    }

    fn comes_after(&self, other: EntryRef) -> bool {
        let place = |entry_ref: EntryRef| (entry_ref.at, entry_ref.history, entry_ref.entry);
        place(self.at) > place(other)
    }
}

/// All waivers that are in effect, found by what they name.
pub(crate) struct Waivers<'a> {
    /// By what they name, and then in the order in which they occurred.
    all: Vec<Waiver<'a>>,
}

/// What waivers were found to be good for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Served {
    /// Those that excuse something, or would have.
    serve: BTreeSet<EntryRef>,
    /// Those that name an entry which had opened a duty of their rule.
    opened: BTreeSet<EntryRef>,
}

impl Served {
    pub(crate) fn clear(&mut self) {
        self.serve.clear();
        self.opened.clear();
    }
}

impl<'a> Waivers<'a> {
    pub(crate) fn new(program: &Program, waivers: &[EntryRef], records: Records<'a>) -> Self {
        let waiver = |(place, &at): (usize, &EntryRef)| {
            let data = DutyWaived::of(records.entry(at)?.event())?;
            let zone = program.environment.calendar.zone();
            let ends =
                data.until.map_or(Moment::NEVER, |until| until.succ_opt().map_or(Moment::NEVER, |day| starts(zone, day)));
            Some(Waiver { place, at, data, rule: program.place_of(&data.rule), ends })
        };
        let mut all: Vec<_> = waivers.iter().enumerate().filter_map(waiver).collect();
        all.sort_by(|one, other| one.names().cmp(&other.names()));
        Self { all }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Those that name a rule, an opening and a thing: of nothing in particular, whatever thing they name.
    fn named<'w>(
        &'w self,
        rule: u32,
        opened_by: Option<EntryNumber>,
        id: Option<&'w str>,
    ) -> impl Iterator<Item = &'w Waiver<'a>> {
        let start: Names<'_> = (Some(rule), opened_by, id.unwrap_or_default());
        let from = self.all.partition_point(|waiver| waiver.names() < start);
        self.all.iter().skip(from).take_while(move |waiver| {
            let (of, opened, names) = waiver.names();
            (of, opened) == (Some(rule), opened_by) && id.is_none_or(|id| id == names)
        })
    }

    /// Those that may be about a duty: those that name the opening, whatever else they name; and of the others those that name
    /// nothing, or what it is about.
    fn candidates<'w>(&'w self, obligation: &'w Obligation, about: &'w About) -> impl Iterator<Item = &'w Waiver<'a>> {
        let by_name = std::iter::once("").chain(about.iter().map(|(_, id)| &**id));
        self.named(obligation.rule, Some(obligation.opened.entry), None)
            .chain(by_name.flat_map(|id| self.named(obligation.rule, None, Some(id))))
    }

    /// The first waiver that excuses a duty at the time that is spoken of.
    pub(crate) fn excuse(
        &self,
        rule: &Rule,
        obligation: &Obligation,
        about: &About,
        outcome: &Outcome,
        now: Moment,
    ) -> Option<EntryRef> {
        let excuses = |waiver: &&Waiver<'_>| {
            waiver.fits(obligation, about) && waiver.covers(rule, obligation) && waiver.lasts(outcome, now)
        };
        self.candidates(obligation, about).filter(excuses).min_by_key(|waiver| waiver.place).map(|waiver| waiver.at)
    }

    /// Notes which waivers a duty gives something to excuse.
    pub(crate) fn note(&self, rule: &Rule, obligation: &Obligation, about: &About, outcome: &Outcome, served: &mut Served) {
        for waiver in self.candidates(obligation, about).filter(|waiver| obligation.opened.at <= waiver.at.at) {
            if waiver.data.opened_by.is_some() && waiver.at.history == obligation.opened.history {
                served.opened.insert(waiver.at);
            }
            if !served.serve.contains(&waiver.at)
                && waiver.fits(obligation, about)
                && waiver.covers(rule, obligation)
                && !waiver.comes_too_late(outcome)
            {
                served.serve.insert(waiver.at);
            }
        }
    }

    /// The waivers that excuse nothing, in the order in which they occurred.
    pub(crate) fn unused(&self, rules: &[Rule], served: &Served) -> Vec<UnusedWaiver> {
        let mut all: Vec<&Waiver<'_>> = self.all.iter().collect();
        all.sort_by_key(|waiver| waiver.place);
        let unused = |waiver: &Waiver<'_>| {
            let Waiver { at, data, rule, .. } = waiver;
            let rule = rule.and_then(|rule| rules.get(rule as usize));
            let why = match rule.map(|rule| rule.severity) {
                None => WhyUnused::NoSuchRule,
                Some(Severity::Error) => WhyUnused::IsAnError,
                Some(Severity::Query) if served.serve.contains(at) => return None,
                Some(Severity::Query) if data.case.as_ref().is_some_and(|case| case.as_str().is_none()) => {
                    WhyUnused::CaseRedacted
                }
                Some(Severity::Query) if data.opened_by.is_some() && !served.opened.contains(at) => WhyUnused::NotOpened,
                Some(Severity::Query) => WhyUnused::NothingOwed,
            };
            Some(UnusedWaiver { at: *at, rule: data.rule.clone(), why })
        };
        all.into_iter().filter_map(unused).collect()
    }

    /// When the next of them comes to its end, after a time.
    pub(crate) fn next_end(&self, after: Moment) -> Option<Moment> {
        self.all.iter().map(|waiver| waiver.ends).filter(|&ends| ends > after && ends != Moment::NEVER).min()
    }
}

/// Whether this is among what a duty is about, under one of these names.
pub(crate) fn is_about(about: &About, names: &[&str], id: &str) -> bool {
    about.iter().any(|(name, about)| names.contains(&&**name) && **about == *id)
}
