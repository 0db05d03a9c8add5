//! What another pack would change: the same histories, checked by two policies.

use std::fmt;

use serde::Serialize;

use super::Policy;
use super::finding::Finding;
use super::report::{Report, RuleReport};
use super::verdict::Verdict;
use crate::evidence::Counted;
use crate::history::History;
use crate::id::RuleCode;
use crate::moment::Moment;

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
/// let history = History::read(include_bytes!("../../examples/data/turnover.jsonl").as_slice())?;
///
/// let changes = now.diff(&sooner, &[&history], Moment::LATEST, Moment::LATEST);
/// let told: Vec<String> = changes.iter().map(ToString::to_string).collect();
/// assert_eq!(told, ["R10: pending -> violated; 1 finding appears"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
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
}

impl Policy {
    /// What another policy would change on the same histories, checked together: every rule that only one of the two has, whose
    /// verdict is another, or whose findings are others. In the order of this pack; rules of the other alone come last.
    ///
    /// A finding is the same if it is about the same, was opened by the same entry, comes to the same verdict, and is excused or
    /// not as before.
    #[must_use]
    pub fn diff(&self, other: &Policy, histories: &[&History], as_of: Moment, known_at: Moment) -> Vec<Change> {
        let [from, to] = [self, other].map(|policy| policy.check_all(histories, as_of, known_at));
        let kept = from.rules.iter().map(|rule| (Some(rule), to.rule(rule.rule.as_str())));
        let added = to.rules.iter().filter(|rule| from.rule(rule.rule.as_str()).is_none()).map(|rule| (None, Some(rule)));
        kept.chain(added).filter_map(|(one, another)| Change::between((&from, one), (&to, another))).collect()
    }
}

impl Change {
    fn between((from, one): (&Report, Option<&RuleReport>), (to, another): (&Report, Option<&RuleReport>)) -> Option<Self> {
        let rule = &one.or(another)?.rule;
        let verdict = |report: Option<&RuleReport>| report.map(|report| report.verdict.clone());
        let change = Self {
            rule: rule.clone(),
            from: verdict(one),
            to: verdict(another),
            appear: only_in(to, from, rule),
            disappear: only_in(from, to, rule),
        };
        let code = |verdict: &Option<Verdict>| verdict.as_ref().map(Verdict::code);
        let same = code(&change.from) == code(&change.to) && change.appear.is_empty() && change.disappear.is_empty();
        (!same).then_some(change)
    }
}

/// The findings of a rule that one report has and another has not.
fn only_in(report: &Report, other: &Report, rule: &RuleCode) -> Vec<Finding> {
    let of_rule = |finding: &&Finding| finding.rule == *rule;
    let known: Vec<&Finding> = other.findings().filter(of_rule).collect();
    let is_new = |finding: &&Finding| !known.iter().any(|known| is_same(known, finding));
    report.findings().filter(of_rule).filter(is_new).cloned().collect()
}

fn is_same(one: &Finding, other: &Finding) -> bool {
    one.duty.opened_by == other.duty.opened_by
        && one.duty.about == other.duty.about
        && one.verdict.code() == other.verdict.code()
        && one.is_excused() == other.is_excused()
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
        for (findings, one, many) in [(&self.appear, "appears", "appear"), (&self.disappear, "disappears", "disappear")] {
            let counted = Counted::of(findings.len(), "finding", "findings");
            if !findings.is_empty() {
                write!(f, "; {counted} {}", if findings.len() == 1 { one } else { many })?;
            }
        }
        Ok(())
    }
}
