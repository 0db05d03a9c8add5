//! What another pack would change: the same histories, checked by two policies.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use serde::Serialize;

use super::check::Policy;
use super::eval::answer::EntryRef;
use super::render::language::{English, Language};
use super::report::finding::Finding;
use super::report::verdict::{Outcome, Verdict};
use super::report::{Report, RuleReport};
use crate::calendar::TIME_ZONE;
use crate::evidence::Counted;
use crate::history::History;
use crate::id::RuleCode;
use crate::moment::Moment;
use crate::reader::Reader;

/// A rule that comes to something else by another policy, on the same histories.
///
/// ```
/// use practice_cycle::{calendar::EnglandAndWales, history::History, moment::Moment};
/// use practice_cycle::policy::{Packs, Policy};
/// let mut packs = Packs::shipped();
/// packs.add(r#"{"pack":"sooner","version":"1","title":"Reviewed sooner","extends":["local-practice"],
///     "set":{"R10.review_every":"4 weeks"}}"#)?;
/// let england = EnglandAndWales::new();
/// let now = Policy::new(packs.pack("local-practice").unwrap(), &england)?;
/// let sooner = Policy::new(packs.pack("sooner").unwrap(), &england)?;
/// let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
///
/// let changes = now.diff(&sooner, &[&history], Moment::LATEST, Moment::LATEST);
/// let told: Vec<String> = changes.iter().map(ToString::to_string).collect();
/// assert_eq!(told, ["R10: pending -> violated; 1 finding appears"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "FindingsChange"))]
#[non_exhaustive]
pub struct Change {
    /// The rule.
    pub rule: RuleCode,
    /// What it comes to by the one policy; nothing where it is not in its pack.
    pub from: Option<Verdict>,
    /// What it comes to by the other.
    pub to: Option<Verdict>,
    /// Findings by the other policy alone.
    pub appear: Vec<Finding>,
    /// Findings by the one policy alone.
    pub disappear: Vec<Finding>,
    /// Duties that only one of the two has, that come to something else, or that are due at another time: those apart whose
    /// findings appear or disappear.
    pub shifts: Vec<Shift>,
}

/// A duty that is another one by another policy.
///
/// ```
/// use practice_cycle::{calendar::EnglandAndWales, history::History, moment::Moment};
/// use practice_cycle::policy::{Packs, Policy};
/// let mut packs = Packs::shipped();
/// packs.add(r#"{"pack":"later","version":"1","title":"Reviewed later","extends":["local-practice"],
///     "set":{"R10.review_every":"8 weeks"}}"#)?;
/// let england = EnglandAndWales::new();
/// let now = Policy::new(packs.pack("local-practice").unwrap(), &england)?;
/// let later = Policy::new(packs.pack("later").unwrap(), &england)?;
/// let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
///
/// let changes = now.diff(&later, &[&history], Moment::LATEST, Moment::LATEST);
/// assert_eq!(changes[0].to_string(), "R10: pending as before; 1 duty shifts");
/// assert_eq!(
///     changes[0].shifts[0].to_string(),
///     "contract `c-1` (opened by entry 12): open, due 17 Jul 2026 end of day -> open, due 31 Jul 2026 end of day",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "DutyShift"))]
#[non_exhaustive]
pub struct Shift {
    /// What it is about: names and references.
    pub about: Vec<(Arc<str>, Box<str>)>,
    /// The entry that opened it.
    pub opened_by: EntryRef,
    /// From when its time counts.
    pub since: Moment,
    /// What it comes to by the one policy; nothing where that has no such duty.
    pub from: Option<Owed>,
    /// What it comes to by the other.
    pub to: Option<Owed>,
}

/// What a duty comes to, and when it is due.
///
/// ```
/// use practice_cycle::policy::{Outcome, Owed};
/// let owed = Owed { outcome: Outcome::Open { due_by: None }, due: Some("2026-07-17T23:00:00Z".parse()?) };
/// assert_eq!(owed.to_string(), "open, due 17 Jul 2026 end of day");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "DutyOwed"))]
pub struct Owed {
    /// What became of it.
    pub outcome: Outcome,
    /// When it was, or is, due, or a ban ends; nothing where no time was set.
    pub due: Option<Moment>,
}

impl Policy {
    /// What another policy would change on the same histories, checked together: every rule that only one of the two has, whose
    /// verdict is another, whose findings are others, or one of whose duties is due at another time or comes to something else. In
    /// the order of this pack; rules of the other alone come last.
    ///
    /// A duty is the same if it is about the same, was opened by the same entry, and counts from the same time. Its finding is the
    /// same if it comes to the same verdict, too, and is excused or not as before.
    #[must_use]
    pub fn diff(&self, other: &Policy, histories: &[&History], as_of: Moment, known_at: Moment) -> Vec<Change> {
        self.diff_for_readers(other, histories, as_of, known_at, &[])
    }

    /// The same, of what somebody is shown by either: a rule that comes to something else only by what they are not shown is no
    /// change to them. See [`Report::for_readers`]; one reader for each history, in their order.
    ///
    /// ```
    /// use practice_cycle::{calendar::EnglandAndWales, history::History, moment::Moment, policy::{Packs, Policy}, reader::Reader};
    /// let mut packs = Packs::shipped();
    /// packs.add(r#"{"pack":"longer","version":"1","title":"Talked about later","extends":["partnership"],
    ///     "set":{"P05.talk_within":"400 working days"}}"#)?;
    /// let england = EnglandAndWales::new();
    /// let now = Policy::new(packs.pack("partnership").unwrap(), &england)?;
    /// let longer = Policy::new(packs.pack("longer").unwrap(), &england)?;
    /// let history = History::read(std::fs::read("examples/data/compliance_threatened.jsonl")?.as_slice())?;
    /// let reader = |person: &str| [Reader::of(&history.view(Moment::LATEST, Moment::LATEST), &person.parse().unwrap())];
    /// let told = |person: &str| now.diff_for_readers(&longer, &[&history], Moment::LATEST, Moment::LATEST, &reader(person)).len();
    /// assert_eq!((told("manager"), told("worker-a")), (1, 0), "who reads a description is named by whoever gave it");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn diff_for_readers(
        &self,
        other: &Policy,
        histories: &[&History],
        as_of: Moment,
        known_at: Moment,
        readers: &[Reader],
    ) -> Vec<Change> {
        let told = [self, other].map(|policy| {
            let mut duties = policy.explain(histories, as_of, known_at);
            duties.retain(|finding| finding.duty.is_told_to(readers));
            Checked { report: policy.check_all(histories, as_of, known_at).for_readers(readers), duties }
        });
        let [from, to] = &told;
        let (was, is, none) = (from.by_rule(), to.by_rule(), OfRule::default());
        let kept = from.report.rules.iter().map(|rule| &rule.rule);
        let added = to.report.rules.iter().map(|rule| &rule.rule).filter(|rule| !was.contains_key(rule));
        let changed = |rule: &RuleCode| Change::between(was.get(rule).unwrap_or(&none), is.get(rule).unwrap_or(&none));
        kept.chain(added).filter_map(changed).collect()
    }
}

/// What a policy comes to.
struct Checked {
    report: Report,
    /// Every duty, explained.
    duties: Vec<Finding>,
}

/// What one rule comes to: nothing, where the policy has no such rule.
#[derive(Default)]
struct OfRule<'c> {
    report: Option<&'c RuleReport>,
    findings: Vec<&'c Finding>,
    /// Every duty, explained.
    duties: Vec<&'c Finding>,
}

/// By what a duty is known again: the entry that opened it, since when it counts, and what it is about.
type Identity<'c> = (EntryRef, Moment, &'c [(Arc<str>, Box<str>)]);

impl Checked {
    fn by_rule(&self) -> BTreeMap<&RuleCode, OfRule<'_>> {
        let of_rule = |report| OfRule { report: Some(report), ..OfRule::default() };
        let mut by_rule: BTreeMap<_, _> = self.report.rules.iter().map(|report| (&report.rule, of_rule(report))).collect();
        for finding in self.report.findings() {
            by_rule.entry(&finding.rule).or_default().findings.push(finding);
        }
        for duty in &self.duties {
            by_rule.entry(&duty.rule).or_default().duties.push(duty);
        }
        by_rule
    }
}

impl Change {
    fn between(one: &OfRule<'_>, another: &OfRule<'_>) -> Option<Self> {
        let rule = &one.report.or(another.report)?.rule;
        let verdict = |of: &OfRule<'_>| of.report.map(|report| report.verdict.clone());
        let appear = only_in(&another.findings, &one.findings);
        let disappear = only_in(&one.findings, &another.findings);
        let told: BTreeSet<Identity<'_>> = appear.iter().chain(&disappear).map(identity).collect();
        let (was, is) = (by_identity(&one.duties), by_identity(&another.duties));
        let kept = one.duties.iter().map(|&duty| (identity(duty), Some(duty)));
        let added = another.duties.iter().map(|&duty| (identity(duty), None)).filter(|(duty, _)| !was.contains_key(duty));
        let all = kept.chain(added).filter(|(duty, _)| !told.contains(duty));
        let shifts = all.filter_map(|(duty, was)| Shift::between(was, is.get(&duty).copied())).collect();
        let change = Self { rule: rule.clone(), from: verdict(one), to: verdict(another), appear, disappear, shifts };
        let code = |verdict: &Option<Verdict>| verdict.as_ref().map(Verdict::code);
        let is_same = code(&change.from) == code(&change.to)
            && change.appear.is_empty()
            && change.disappear.is_empty()
            && change.shifts.is_empty();
        (!is_same).then_some(change)
    }
}

/// The findings that the one has and the other has not.
fn only_in(one: &[&Finding], other: &[&Finding]) -> Vec<Finding> {
    let told = |finding: &Finding| (finding.verdict.code(), finding.is_excused());
    let known: BTreeSet<_> = other.iter().map(|finding| (identity(finding), told(finding))).collect();
    one.iter()
        .filter(|finding| !known.contains(&(identity(finding), told(finding))))
        .map(|&finding| finding.clone())
        .collect()
}

fn identity(finding: &Finding) -> Identity<'_> {
    (finding.duty.opened_by, finding.duty.since, &finding.duty.about)
}

/// Duties by what they are known by; of several that are known by the same, the first.
fn by_identity<'c>(duties: &[&'c Finding]) -> BTreeMap<Identity<'c>, &'c Finding> {
    let mut all = BTreeMap::new();
    for &duty in duties {
        all.entry(identity(duty)).or_insert(duty);
    }
    all
}

impl Shift {
    /// What differs, if anything does.
    fn between(one: Option<&Finding>, another: Option<&Finding>) -> Option<Self> {
        let duty = &one.or(another)?.duty;
        let (from, to) = (one.map(Owed::of), another.map(Owed::of));
        let told = |owed: &Option<Owed>| owed.as_ref().map(|owed| (owed.outcome.code(), owed.due));
        let is_same = told(&from) == told(&to);
        let (about, opened_by, since) = (duty.about.clone(), duty.opened_by, duty.since);
        (!is_same).then_some(Self { about, opened_by, since, from, to })
    }
}

impl Owed {
    fn of(finding: &Finding) -> Self {
        let outcome = finding.duty.outcome.clone();
        let counted = finding.due.as_ref().map(|due| due.at);
        let due = match &outcome {
            Outcome::Open { due_by: due } | Outcome::Holding { until: due } => *due,
            Outcome::Missed { at, by: None, .. } => Some(*at),
            Outcome::Missed { .. }
            | Outcome::Met { .. }
            | Outcome::Kept { .. }
            | Outcome::Released { .. }
            | Outcome::Broken { .. }
            | Outcome::Unknown { .. } => counted,
        };
        Self { outcome, due }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = |verdict: &Verdict| verdict.code().replace('_', " ");
        match (&self.from, &self.to) {
            (Some(from), Some(to)) if from.code() == to.code() => write!(f, "{}: {} as before", self.rule, words(from))?,
            (Some(from), Some(to)) => write!(f, "{}: {} -> {}", self.rule, words(from), words(to))?,
            (Some(from), None) => write!(f, "{}: {} -> no rule", self.rule, words(from))?,
            (None, Some(to)) => write!(f, "{}: no rule -> {}", self.rule, words(to))?,
            (None, None) => write!(f, "{}: no rule", self.rule)?,
        }
        let shifts = |which: fn(&Shift) -> bool| self.shifts.iter().filter(|shift| which(shift)).count();
        for (count, one, many, does, do_) in [
            (self.appear.len(), "finding", "findings", "appears", "appear"),
            (self.disappear.len(), "finding", "findings", "disappears", "disappear"),
            (shifts(|shift| shift.from.is_none()), "duty", "duties", "appears", "appear"),
            (shifts(|shift| shift.to.is_none()), "duty", "duties", "disappears", "disappear"),
            (shifts(|shift| shift.from.is_some() && shift.to.is_some()), "duty", "duties", "shifts", "shift"),
        ] {
            if count > 0 {
                write!(f, "; {} {}", Counted::of(count, one, many), if count == 1 { does } else { do_ })?;
            }
        }
        Ok(())
    }
}

impl Shift {
    /// Whether somebody may know of it: they are shown the entry that opened the duty, and those that met, ended or broke it by the one
    /// policy or by the other. One reader for each history, in their order.
    ///
    /// ```
    /// use practice_cycle::policy::Shift;
    /// fn is_told_whole(shift: &Shift) -> bool { shift.is_told_to(&[]) }
    /// ```
    #[must_use]
    pub fn is_told_to(&self, readers: &[Reader]) -> bool {
        let mut owed = self.from.iter().chain(&self.to);
        self.opened_by.is_shown_to(readers) && owed.all(|owed| owed.outcome.is_told_to(readers))
    }

    /// The shift, with its times as a language writes them.
    ///
    /// ```
    /// use practice_cycle::policy::{English, Shift};
    /// fn told(shift: &Shift) -> bool { shift.in_language(&English) == shift.to_string() }
    /// ```
    #[must_use]
    pub fn in_language(&self, language: &dyn Language) -> String {
        let about = self.about.iter().map(|(name, id)| format!("{} `{id}`", name.rsplit('.').next().unwrap_or(name)));
        let about: Vec<String> = about.collect();
        let told =
            |owed: &Option<Owed>| owed.as_ref().map_or_else(|| "no such duty".to_owned(), |owed| owed.in_language(language));
        let (from, to) = (told(&self.from), told(&self.to));
        format!("{} (opened by entry {}): {from} -> {to}", about.join(", "), self.opened_by.entry)
    }
}

impl Owed {
    fn in_language(&self, language: &dyn Language) -> String {
        let mut told = self.outcome.code().to_owned();
        if let Some(due) = self.due {
            let when = language.time(due, TIME_ZONE, true);
            let due = if matches!(self.outcome, Outcome::Holding { .. } | Outcome::Kept { .. }) { "until" } else { "due" };
            told += &format!(", {due} {}", when.trim_start());
        }
        told
    }
}

impl fmt::Display for Shift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_language(&English))
    }
}

impl fmt::Display for Owed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_language(&English))
    }
}
