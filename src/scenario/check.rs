//! Checks the expectations of a story against the verdicts of the rules.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::Ran;
use super::syntax::{Comes, ExpectFields};
use super::times::TimeProblem;
use crate::calendar::local_date;
use crate::code::Code;
use crate::evidence::Day;
use crate::history::History;
use crate::id::EntryNumber;
use crate::moment::Moment;
use crate::policy::render::times;
use crate::policy::{Duty, EntryRef, Missing, Outcome, Verdict};
use crate::policy::{Finding, Pack, Policy};
use crate::policy::{Report, RuleReport};

/// A story that was replayed: what was recorded, and what is asked about it.
#[derive(Debug, Clone)]
pub(super) struct Story {
    pub(super) name: String,
    pub(super) history: History,
    /// What its entries are called, those that have a name.
    pub(super) names: Names,
    pub(super) asked: Vec<Question>,
}

/// What is asked about a story at one time.
#[derive(Debug, Clone)]
pub(super) struct Question {
    /// Where it stands in the story.
    pub(super) path: String,
    pub(super) as_of: Moment,
    pub(super) known_at: Moment,
    pub(super) expect: Vec<(String, Expected)>,
    pub(super) nothing_else: bool,
}

/// What one rule is expected to come to.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Expected {
    comes: Comes,
    findings: Option<usize>,
    excused: Option<u64>,
    opened_by: Option<EntryNumber>,
    by: Option<EntryNumber>,
    remedied_by: Option<EntryNumber>,
    due: Option<Moment>,
}

/// Something that came otherwise than expected.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Slip {
    rule: String,
    as_of: Option<Moment>,
    said: String,
    findings: Vec<String>,
}

impl fmt::Display for Slip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "  {}", self.rule)?;
        if let Some(as_of) = self.as_of {
            write!(f, " as of {as_of}")?;
        }
        write!(f, ": {}", self.said)?;
        self.findings.iter().try_for_each(|finding| write!(f, "\n    {finding}"))
    }
}

impl Expected {
    /// Looks up the verdict and the names of entries; or says what is wrong, and where.
    pub(super) fn of(
        form: &ExpectFields,
        named: impl Fn(&String) -> Option<EntryNumber>,
        end: impl Fn(&str) -> Result<Moment, TimeProblem>,
    ) -> Result<Self, (&'static str, String)> {
        let Some(comes) = Comes::from_code(&form.verdict) else {
            let codes: Vec<String> = Comes::ALL.iter().map(|comes| format!("`{}`", comes.code())).collect();
            return Err(("", format!("expected one of {}", codes.join(", "))));
        };
        let entry = |field: &'static str, name: &Option<String>| match name {
            None => Ok(None),
            Some(name) => named(name).map(Some).ok_or_else(|| (field, format!("no act is called `{name}`"))),
        };
        let due = form.due.as_deref().map(|due| end(due).map_err(|problem| (".due", problem.to_string())));
        Ok(Self {
            comes,
            findings: form.findings,
            excused: form.excused,
            opened_by: entry(".opened_by", &form.opened_by)?,
            by: entry(".by", &form.by)?,
            remedied_by: entry(".remedied_by", &form.remedied_by)?,
            due: due.transpose()?,
        })
    }

    /// What came otherwise, in words.
    fn differs(&self, rule: &RuleReport, findings: usize, names: &Names) -> Option<String> {
        let came = if rule.activated { rule.verdict.code() } else { Comes::NeverApplied.code() };
        let holds = matches!(rule.verdict, Verdict::Satisfied | Verdict::HoldsSoFar) && rule.activated;
        if came != self.comes.code() && !(holds && self.comes == Comes::Holds) {
            return Some(format!("expected `{}`, and it is `{came}`", self.comes.code()));
        }
        if self.findings.is_some_and(|expected| expected != findings) {
            return Some(format!("expected {} findings, and there are {findings}", self.findings.unwrap_or_default()));
        }
        if self.excused.is_some_and(|expected| expected != rule.tally.excused) {
            let expected = self.excused.unwrap_or_default();
            return Some(format!("expected {expected} to be excused, and {} are", rule.tally.excused));
        }
        let actual: Vec<Actual> =
            rule.duties.iter().filter(|duty| self.is_one_of(&duty.verdict())).map(Actual::of).collect();
        if actual.iter().any(|actual| self.fits(actual)) {
            return None;
        }
        let asks = Actual { opened_by: self.opened_by, by: self.by, remedied_by: self.remedied_by, due: self.due };
        let actual: Vec<String> = actual.iter().map(|actual| actual.told(names)).collect();
        let there = if actual.is_empty() { "none".to_owned() } else { actual.join("; ") };
        (asks != Actual::default()).then(|| format!("expected a duty {}, and there is: {there}", asks.told(names)))
    }

    fn is_one_of(&self, verdict: &Verdict) -> bool {
        match self.comes {
            Comes::NeverApplied => false,
            Comes::Holds | Comes::Satisfied | Comes::HoldsSoFar => {
                matches!(verdict, Verdict::Satisfied | Verdict::HoldsSoFar)
            }
            Comes::Pending | Comes::Violated | Comes::Undetermined => verdict.code() == self.comes.code(),
        }
    }

    fn fits(&self, actual: &Actual) -> bool {
        self.opened_by.is_none_or(|entry| actual.opened_by == Some(entry))
            && self.by.is_none_or(|entry| actual.by == Some(entry))
            && self.remedied_by.is_none_or(|entry| actual.remedied_by == Some(entry))
            && self.due.is_none_or(|due| actual.due == Some(due))
    }
}

/// What of a duty may be expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Actual {
    opened_by: Option<EntryNumber>,
    by: Option<EntryNumber>,
    remedied_by: Option<EntryNumber>,
    due: Option<Moment>,
}

impl Actual {
    fn of(duty: &Duty) -> Self {
        let entry = |entry_ref: EntryRef| entry_ref.entry;
        let (by, due, remedied) = match &duty.outcome {
            Outcome::Open { due_by } => (None, *due_by, None),
            Outcome::Holding { until } => (None, *until, None),
            Outcome::Met { by } | Outcome::Broken { by } => (Some(*by), None, None),
            Outcome::Kept { .. } => (None, None, None),
            Outcome::Released { by, .. } => (*by, None, None),
            Outcome::Missed { at, by, remedied } => (*by, Some(*at), *remedied),
            Outcome::Unknown { .. } => (None, None, None),
        };
        Self { opened_by: Some(duty.opened_by.entry), by: by.map(entry), remedied_by: remedied.map(entry), due }
    }
}

impl Actual {
    fn told(&self, names: &Names) -> String {
        let mut parts = Vec::new();
        let named = |entry: EntryNumber| name(names, entry);
        parts.extend(self.opened_by.map(|entry| format!("opened by {}", named(entry))));
        parts.extend(self.by.map(|entry| format!("met or broken by {}", named(entry))));
        parts.extend(self.remedied_by.map(|entry| format!("remedied by {}", named(entry))));
        parts.extend(self.due.map(|due| format!("due by the end of {} ({due})", local_date(due))));
        parts.join(", ")
    }
}

/// Asks the rules about a story.
pub(super) fn run(story: &Story, policy: &Policy) -> Ran {
    let (mut reports, mut slips) = (Vec::new(), Vec::new());
    for asked in &story.asked {
        let report = policy.check(&story.history, asked.as_of, asked.known_at);
        let as_of = (story.asked.len() > 1).then_some(report.as_of);
        let of = |rule: &str| report.findings().filter(|finding| finding.rule.as_str() == rule).collect::<Vec<&Finding>>();
        let mut slip = |rule: &str, said: String| {
            let mut findings: Vec<String> = of(rule).into_iter().map(ToString::to_string).collect();
            if findings.is_empty() {
                let explained = policy.explain(&[&story.history], asked.as_of, asked.known_at);
                let of_rule = explained.iter().filter(|finding| finding.rule.as_str() == rule);
                findings.extend(of_rule.map(|finding| duty(finding, &story.names)));
            } else {
                findings.extend(legend(&of(rule), &story.names));
            }
            slips.push(Slip { rule: rule.to_owned(), as_of, said, findings });
        };
        for (id, expected) in &asked.expect {
            // That the pack has the rule was looked up before; it may have had this id before.
            let Some(id) = policy.pack().rule(id).map(|rule| rule.id().as_str()) else { continue };
            let Some(rule) = report.rule(id) else { continue };
            if let Some(said) = expected.differs(rule, of(id).len(), &story.names) {
                slip(id, said);
            }
        }
        if asked.nothing_else {
            for rule in others(&report, &asked.expect, policy.pack()) {
                slip(rule.rule.as_str(), format!("expected nothing else, and it is `{}`", rule.verdict.code()));
            }
        }
        reports.push(report);
    }
    Ran { scenario: story.name.clone(), reports, slips }
}

/// Rules that were not named, and are broken or cannot be determined.
fn others<'r>(report: &'r Report, named: &[(String, Expected)], pack: &Pack) -> Vec<&'r RuleReport> {
    let named: BTreeSet<&str> = named.iter().filter_map(|(id, _)| Some(pack.rule(id)?.id().as_str())).collect();
    let speaks = |rule: &RuleReport| matches!(rule.verdict, Verdict::Violated { .. } | Verdict::Undetermined { .. });
    report.rules.iter().filter(|rule| speaks(rule) && !named.contains(rule.rule.as_str())).collect()
}

/// What entries are called in a story.
pub(super) type Names = BTreeMap<EntryNumber, String>;

/// An entry by its name in the story; by its number where it has none.
fn name(names: &Names, entry: EntryNumber) -> String {
    names.get(&entry).map_or_else(|| format!("entry {entry}"), |name| format!("`{name}`"))
}

/// A duty that was not broken: what opened it, by when it was due, and what became of it.
fn duty(finding: &Finding, names: &Names) -> String {
    let on = |entry_ref: EntryRef| format!("{} on {}", name(names, entry_ref.entry), Day(entry_ref.at));
    let Duty { about, opened_by, outcome, .. } = &finding.duty;
    let about = about.iter().map(|(name, id)| format!("{} `{id}`, ", name.rsplit('.').next().unwrap_or(name)));
    let due = finding.due.as_ref().map(|due| format!(", due {}", times::due(due))).unwrap_or_default();
    let became = match outcome {
        Outcome::Open { .. } => "open, and not late".to_owned(),
        Outcome::Holding { .. } => "kept so far".to_owned(),
        Outcome::Met { by } => format!("met by {}", on(*by)),
        Outcome::Kept { at } => format!("kept, on {}", Day(*at)),
        Outcome::Released { at, by: None } => format!("fell away on {}", Day(*at)),
        Outcome::Released { by: Some(by), .. } => format!("fell away by {}", on(*by)),
        Outcome::Missed { at, remedied, .. } => {
            let late = remedied.map(|by| format!(", done late by {}", on(by))).unwrap_or_default();
            format!("missed on {}{late}", Day(*at))
        }
        Outcome::Broken { by } => format!("broken by {}", on(*by)),
        Outcome::Unknown { missing } => format!("cannot be determined: {missing}"),
    };
    format!("{}opened by {}{due}: {became}", about.collect::<String>(), on(*opened_by))
}

/// What the entries that findings speak of are called in the story.
fn legend(findings: &[&Finding], names: &Names) -> Option<String> {
    let mut spoken: BTreeSet<EntryNumber> = BTreeSet::new();
    for Duty { opened_by, outcome, excused, .. } in findings.iter().map(|finding| &finding.duty) {
        let by = match outcome {
            Outcome::Missed { by, remedied, .. } => [*by, *remedied],
            Outcome::Broken { by } | Outcome::Unknown { missing: Missing::Answer(by) } => [Some(*by), None],
            Outcome::Open { .. }
            | Outcome::Holding { .. }
            | Outcome::Met { .. }
            | Outcome::Kept { .. }
            | Outcome::Released { .. }
            | Outcome::Unknown { .. } => [None, None],
        };
        let excused = excused.as_ref().map(|excuse| excuse.at);
        spoken.extend([Some(*opened_by), excused].into_iter().chain(by).flatten().map(|entry_ref| entry_ref.entry));
    }
    let named = spoken.iter().filter_map(|entry| Some(format!("entry {entry} is `{}`", names.get(entry)?)));
    let named: Vec<String> = named.collect();
    (!named.is_empty()).then(|| format!("Here, {}.", named.join(", ")))
}
