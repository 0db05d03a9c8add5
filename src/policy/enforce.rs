//! Enforcement: what offering an act would break, before it is recorded.

use serde::Serialize;

use super::check::Policy;
use super::engine::{Engine, Recording};
use super::eval::context::HistoryInput;
use super::report::finding::Finding;
use super::report::verdict::Verdict;
use crate::code::codes;
use crate::contracting;
use crate::cycle::{Act, Kind};
use crate::history::{History, Refusal};
use crate::policy::syntax::codes::Severity;

codes! {
    /// How strict a host is with acts that commit somebody to something: accepting, agreeing, beginning, resuming, renewing.
    /// What happened is recorded whatever the policy says.
    ///
    /// Of the shipped packs, `local-practice` alone has errors that depend on such an act: nobody begins or resumes work (`R12c`), or
    /// makes an agreement (`R12d`), with somebody who has left or has changed sides. `RefuseErrors` refuses these, and warns of
    /// everything else; with the other packs by themselves it refuses nothing.
    ///
    /// ```
    /// use practice_cycle::{policy::Enforcement, code::Code};
    /// assert_eq!(Enforcement::default(), Enforcement::RefuseErrors);
    /// assert_eq!(Enforcement::RefuseErrors.label(), "refuse errors, warn of queries");
    /// ```
    pub enum Enforcement {
        WarnOnly = "warn_only", "warn, and refuse nothing";
        RefuseErrors = "refuse_errors", "refuse errors, warn of queries";
        RefuseAll = "refuse_all", "refuse errors and queries";
    }
}

#[expect(clippy::derivable_impls, reason = "the list of words takes no attributes within")]
impl Default for Enforcement {
    fn default() -> Self {
        Enforcement::RefuseErrors
    }
}

impl Enforcement {
    /// Whether an act that commits somebody is refused where it breaks a rule of this weight.
    pub(crate) fn refuses(self, severity: Severity) -> bool {
        match self {
            Enforcement::WarnOnly => false,
            Enforcement::RefuseErrors => severity == Severity::Error,
            Enforcement::RefuseAll => true,
        }
    }
}

/// What a policy says to an act that is offered.
///
/// ```
/// use practice_cycle::{calendar::EnglandAndWales, cycle::Act, history::History};
/// use practice_cycle::policy::{Enforcement, Pack, Policy};
/// let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
/// let policy = Policy::new(Pack::shipped("article").unwrap(), &EnglandAndWales::new())?;
/// let last = history.entries().last().unwrap().act().clone();
/// let judgement = policy.judge(&history, &last, Enforcement::RefuseErrors);
/// assert!(judgement.is_err(), "the machine itself refuses what is recorded already");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Judgement {
    /// Whether it commits somebody, so that it can be refused.
    pub commits: bool,
    /// What refuses it: the host should not record it.
    pub refused: Vec<Finding>,
    /// What it would break all the same.
    pub warned: Vec<Finding>,
}

impl Judgement {
    /// Whether nothing refuses it.
    #[must_use]
    pub fn admits(&self) -> bool {
        self.refused.is_empty()
    }
}

impl Policy {
    /// Says what recording an act would break at that very moment, over and above what is broken already. Only an act that
    /// commits somebody can be refused; what happened is recorded, and flagged.
    ///
    /// It works on a copy of the history.
    ///
    /// # Errors
    /// That the machine itself refuses the act, whatever the policy says.
    pub fn judge(&self, history: &History, act: &Act, strictness: Enforcement) -> Result<Judgement, Refusal> {
        let mut tried = history.clone();
        let (entry, _) = tried.record(act.clone())?;
        let (number, at) = (entry.number(), act.occurred_at);
        let (mut engine, inputs) = (Engine::new(&self.program, Recording::On), [HistoryInput::sole(&tried)]);
        let mut judgement = Judgement { commits: commits(act.event.kind()), refused: Vec::new(), warned: Vec::new() };
        self.run(&mut engine, &inputs, act.recorded_at, |outcomes, as_of| {
            for (obligation, fate) in outcomes.all(&[]) {
                let Some(rule) = self.program.rule(obligation) else { continue };
                let duty = outcomes.duty(rule, obligation);
                let Verdict::Violated { at: since, by } = duty.verdict() else { continue };
                let by_this = by.is_some_and(|by| by.entry == number) || (duty.opened_by.entry == number && since <= at);
                if !by_this || duty.excused.is_some() {
                    continue;
                }
                let refuses = judgement.commits && strictness.refuses(rule.severity());
                let finding = Finding::of(outcomes, rule, (obligation, fate), duty, as_of);
                if refuses { judgement.refused.push(finding) } else { judgement.warned.push(finding) }
            }
        });
        Ok(judgement)
    }
}

/// Whether an act commits somebody to something, rather than say what happened.
pub(crate) fn commits(kind: Kind) -> bool {
    let Kind::Contracting(step) = kind else { return false };
    matches!(
        step,
        contracting::Kind::InvitationAccepted
            | contracting::Kind::TermsAccepted
            | contracting::Kind::ContractBegun
            | contracting::Kind::ContractResumed
            | contracting::Kind::ContractRenewed
    )
}
