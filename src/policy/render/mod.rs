//! A report as text, for a terminal and for test suites: every finding beside the entries it names, and what it comes to.

pub(crate) mod messages;
pub(crate) mod fields;
pub(crate) mod people;
pub(crate) mod times;
pub(crate) mod sentences;
pub(crate) mod phrases;
mod facts;
mod counts;
pub(crate) mod evidence;
pub(crate) mod english;
pub(crate) mod language;
pub(crate) mod excerpt;

use std::fmt;

use serde::Serialize;

use super::report::Report;
use super::report::finding::Finding;
use super::report::verdict::Verdict;
use crate::history::History;
use crate::message::Message;
use crate::policy::syntax::codes::Severity;
use crate::reader::Reader;
use language::{English, Language};

/// A report as text: every finding as an [`Excerpt`](super::Excerpt), by which calendar deadlines were counted where any was, which
/// waivers excuse nothing, then the [`Summary`].
///
/// ```
/// use practice_cycle::{calendar::EnglandAndWales, history::History, moment::Moment, policy::{Pack, Policy}};
/// let history = History::read(std::fs::read("examples/data/family_not_told.jsonl")?.as_slice())?;
/// let policy = Policy::new(Pack::shipped("article").unwrap(), &EnglandAndWales::new())?;
/// let report = policy.check(&history, Moment::LATEST, Moment::LATEST);
/// let shown = report.render(&[&history]).to_string();
/// assert!(shown.ends_with(&report.summary().to_string()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Rendering<'a> {
    report: &'a Report,
    histories: &'a [&'a History],
    readers: &'a [Reader],
    language: &'a dyn Language,
}

impl<'a> Rendering<'a> {
    /// The same in another language.
    #[must_use]
    pub const fn in_language(mut self, language: &'a dyn Language) -> Self {
        self.language = language;
        self
    }

    /// The same for somebody: see [`Excerpt::for_readers`](super::Excerpt::for_readers). The report is that made
    /// [for them](Report::for_readers); a finding that they [may not know of](super::Duty::is_told_to) is left out.
    #[must_use]
    pub const fn for_readers(mut self, readers: &'a [Reader]) -> Self {
        self.readers = readers;
        self
    }

    /// What is said beside the findings: which waivers excuse nothing, and why. Of several histories, each is named by its cycle.
    pub fn notes(&self) -> impl Iterator<Item = String> {
        self.report.unused_waivers.iter().map(|waiver| {
            let note = self.language.unused_waiver(waiver);
            let history = self.histories.get(waiver.at.history as usize).filter(|_| self.histories.len() > 1);
            match history.and_then(|history| history.cycle().id()) {
                Some(cycle) => format!("{note} ({})", self.language.reference("cycle", cycle.as_str())),
                None => note,
            }
        })
    }
}

impl<'a> fmt::Display for Rendering<'a> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let excerpt =
            |finding: &'a Finding| finding.excerpt(self.histories).for_readers(self.readers).in_language(self.language);
        let shown = |finding: &&Finding| finding.duty.is_told_to(self.readers);
        self.report.findings().filter(shown).try_for_each(|finding| writeln!(f, "{}", excerpt(finding)))?;
        let (calendar, version) = &self.report.calendar;
        if self.report.findings().any(|finding| finding.due.is_some()) {
            writeln!(f, "{}", self.language.calendar(calendar, version))?;
        }
        self.notes().try_for_each(|note| writeln!(f, "{note}"))?;
        f.write_str(&self.language.summary(&self.report.summary()))
    }
}

/// What a report comes to, in numbers.
///
/// ```
/// use practice_cycle::policy::Summary;
/// let summary = Summary { rules: 3, applied: 2, duties: 5, errors: 1, queries: 1, excused: 1, ..Summary::default() };
/// assert_eq!(summary.findings(), 2);
/// assert_eq!(
///     summary.to_string(),
///     "3 rules, of which 2 applied; 5 duties: 2 findings (1 error, 1 query, 0 undetermined), 1 excused, 0 open",
/// );
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Summary {
    /// Rules that were checked.
    pub rules: u64,
    /// Of these, the rules that ever applied.
    pub applied: u64,
    /// Times that they applied.
    pub duties: u64,
    /// Broken duties of rules whose findings are errors.
    pub errors: u64,
    /// Broken duties of rules whose findings are queries, and that are not excused.
    pub queries: u64,
    /// Duties that cannot be determined, and are not excused.
    pub undetermined: u64,
    /// Duties that are excused: they are shown, and do not count.
    pub excused: u64,
    /// Duties that are open, and not late.
    pub open: u64,
}

impl Summary {
    /// How many findings count: those that are excused do not.
    #[must_use]
    pub const fn findings(&self) -> u64 {
        self.errors + self.queries + self.undetermined
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.said().fmt(f)
    }
}

impl Summary {
    /// The same, to be said in any language.
    pub(crate) fn said(&self) -> Message {
        let Self { rules, applied, duties, errors, queries, undetermined, excused, open } = *self;
        let mut findings = sentences::findings(self.findings());
        if self.findings() > 0 {
            findings = sentences::of_which(findings, sentences::errors(errors), sentences::queries(queries), undetermined);
        }
        sentences::summary(sentences::rules(rules), applied, sentences::duties(duties), findings, excused, open)
    }
}

/// That a report has findings that count. Shown, and shown for debugging, it is the report as text: so a test that ends in `?` or
/// `unwrap` says what was found.
///
/// ```
/// use practice_cycle::{calendar::EnglandAndWales, history::History, moment::Moment, policy::{Pack, Policy}};
/// let history = History::read(std::fs::read("examples/data/family_not_told.jsonl")?.as_slice())?;
/// let policy = Policy::new(Pack::shipped("article").unwrap(), &EnglandAndWales::new())?;
/// let report = policy.check(&history, Moment::LATEST, Moment::LATEST);
/// let found = report.clean(&[&history]).unwrap_err();
/// assert_eq!(format!("{found:?}"), report.render(&[&history]).to_string());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct FindingsError(String);

impl fmt::Debug for FindingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Report {
    /// The report as text, with the entries of the histories that were checked, in the same order.
    #[must_use]
    pub const fn render<'a>(&'a self, histories: &'a [&'a History]) -> Rendering<'a> {
        Rendering { report: self, histories, readers: &[], language: &English }
    }

    /// What it comes to, in numbers.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let mut summary = Summary { rules: self.rules.len() as u64, ..Summary::default() };
        for rule in &self.rules {
            summary.applied += u64::from(rule.activated);
            summary.duties += rule.tally.total();
            summary.excused += rule.tally.excused;
            summary.open += rule.tally.open;
        }
        for finding in self.counting() {
            *match (&finding.verdict, finding.severity) {
                (Verdict::Undetermined { .. }, _) => &mut summary.undetermined,
                (_, Severity::Error) => &mut summary.errors,
                (_, Severity::Query) => &mut summary.queries,
            } += 1;
        }
        summary
    }

    /// The findings that count: those that are excused do not.
    pub fn counting(&self) -> impl Iterator<Item = &Finding> {
        self.findings().filter(|finding| !finding.is_excused())
    }

    /// That nothing was found that counts: no rule is broken, and none is left undetermined, but for what is excused.
    ///
    /// For test suites that hand an error on; [`assert_clean`](Self::assert_clean) panics instead.
    ///
    /// # Errors
    /// [`FindingsError`], which shows the report as text, with the entries of the histories that were checked.
    ///
    /// ```
    /// use practice_cycle::{calendar::EnglandAndWales, history::History, moment::Moment, policy::{Pack, Policy}};
    /// let policy = Policy::new(Pack::shipped("article").unwrap(), &EnglandAndWales::new())?;
    /// let history = History::default();
    /// policy.check(&history, Moment::LATEST, Moment::LATEST).clean(&[&history])?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn clean(&self, histories: &[&History]) -> Result<(), FindingsError> {
        if self.counting().next().is_none() { Ok(()) } else { Err(FindingsError(self.render(histories).to_string())) }
    }

    /// Asserts that nothing was found that counts, for tests of what a service has promised itself.
    ///
    /// # Panics
    /// With the report as text, where something was found: no rule may be broken, and none left undetermined, but for what is
    /// excused.
    ///
    /// ```should_panic
    /// use practice_cycle::{calendar::EnglandAndWales, history::History, moment::Moment, policy::{Pack, Policy}};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let history = History::read(std::fs::read("examples/data/family_not_told.jsonl")?.as_slice())?;
    /// let policy = Policy::new(Pack::shipped("article").unwrap(), &EnglandAndWales::new())?;
    /// policy.check(&history, Moment::LATEST, Moment::LATEST).assert_clean(&[&history]);
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    pub fn assert_clean(&self, histories: &[&History]) {
        #[expect(clippy::panic, reason = "it is an assertion, and made for tests")]
        if let Err(found) = self.clean(histories) {
            panic!("the policy is not upheld\n\n{found}");
        }
    }
}
