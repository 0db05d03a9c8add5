//! What one replication of one scenario comes to.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::totals::Totals;
use crate::assessment::{Assessment, Parameters};
use crate::boundary::{Lean, Scope, Verdict};
use crate::calendar::Almanac;
use crate::history::History;
use crate::id::ParametersId;
use crate::policy::Verdict as Ruled;
use crate::simulation::audit::{Auditor, Said};
use crate::simulation::course::{Played, Refused};
use crate::simulation::outcome::{Beside, Observed, Outcome, Outcomes, Span, SpanError};
use crate::simulation::rota::{moment, seconds};
use crate::simulation::scenario::{Scenario, Start};
use crate::simulation::simulator::Simulator;
use crate::simulation::slip::Ledger;

const WEEK: i64 = 7 * 86_400;

/// What is asked of every history, beside its outcomes.
///
/// ```
/// use practice_cycle::simulation::experiment::{Asks, Experiment};
/// use practice_cycle::simulation::{Scenario, Simulator};
/// let experiment = Experiment::new(Simulator::new(Scenario::shipped("null").unwrap())).week_by_week();
/// assert_eq!(*experiment.nothing()?.asks(), Asks { week_by_week: true, ..Asks::default() });
/// # Ok::<(), practice_cycle::simulation::experiment::ExperimentError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Asks {
    /// The packs of rules by which it is audited, each with its version.
    pub packs: Vec<(String, String)>,
    /// The parameters by which the boundary is read each week, if it is.
    pub boundary: Option<ParametersId>,
    /// Whether it is told how much happened in each week.
    pub week_by_week: bool,
}

/// What is asked of every history.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) auditor: Option<(&'a Auditor, &'a Arc<Almanac>)>,
    pub(super) boundary: Option<&'a Parameters>,
    pub(super) keeps_weeks: bool,
    pub(super) keeps_histories: bool,
}

/// A scenario with what is asked of its histories.
#[derive(Debug)]
pub(super) struct Watched<'a> {
    simulator: &'a Simulator,
    outcomes: Outcomes<'a>,
    asked: Asked<'a>,
}

/// What one replication of one scenario came to.
#[derive(Debug, Default)]
pub(super) struct Made {
    pub(super) observed: Observed,
    pub(super) totals: Totals,
    /// Empty unless they are asked for.
    pub(super) histories: Vec<History>,
}

/// The span of the outcomes of a scenario: its horizon, without its warm-up.
pub(super) fn span(scenario: &Scenario) -> Result<Span, SpanError> {
    let horizon = &scenario.says().horizon;
    let warm_up = match horizon.start {
        Start::Terminating => 0,
        Start::WarmUp { days } => days.min(horizon.days),
    };
    let at = |day: u32| moment(scenario.rota().starts(day as usize));
    Span::new(at(0), at(warm_up), at(horizon.days))
}

impl<'a> Watched<'a> {
    pub(super) fn new(simulator: &'a Simulator, asked: Asked<'a>) -> Result<Self, SpanError> {
        let outcomes = Outcomes::new(span(simulator.scenario())?);
        let outcomes = match asked.boundary {
            Some(parameters) => outcomes.with_boundary(parameters),
            None => outcomes,
        };
        Ok(Self { simulator, outcomes, asked })
    }

    /// Plays a group, and reads its histories.
    pub(super) fn group(&self, replication: u32) -> Result<Made, Refused> {
        let mut made = Made::default();
        for played in self.simulator.group(replication)? {
            made.totals.cycles += 1;
            made.totals.entries += played.entries();
            played.refused().for_each(|(of, code, count)| made.totals.refuse(of, code, count));
            self.read(&played, &mut made);
            if self.asked.keeps_histories {
                made.histories.extend(played.into_history());
            }
        }
        Ok(made)
    }

    fn read(&self, played: &Played, made: &mut Made) {
        let Some(history) = played.history() else { return };
        let mut beside = self.time(played);
        if let Some((auditor, calendar)) = self.asked.auditor {
            let as_of = self.simulator.scenario().as_of();
            let reports = auditor.reports(history, as_of);
            for report in &reports {
                let broken = report.findings().filter(|finding| matches!(finding.duty.verdict(), Ruled::Violated { .. }));
                beside.findings.insert(report.pack.0.clone(), broken.count() as u64);
            }
            let audit = match played.ledger() {
                Some(ledger) => auditor.compare(&reports, ledger),
                None => auditor.compare(&reports, &Ledger::of(history, as_of, calendar)),
            };
            made.totals.audit.merge(&audit);
        }
        made.observed.join(&self.outcomes.of(history, &beside));
        if let Some(parameters) = self.asked.boundary {
            self.compare(played, history, parameters, made);
        }
        if self.asked.keeps_weeks {
            self.keep_weeks(history, made);
        }
    }

    /// The time that sessions take, and that there is for them. Teams that share a clinician are taken to have equal parts of it.
    fn time(&self, played: &Played) -> Beside {
        let says = self.simulator.scenario().says();
        let (Some(working), clinicians @ 1..) = (&says.tendencies.working, says.group.clinicians) else {
            return Beside::default();
        };
        let desk = played.team() % clinicians;
        let teams = (0..says.group.cycles).filter(|team| team % clinicians == desk).count().max(1) as u64;
        Beside {
            session_seconds: (working.minutes.value * 60.0) as u64,
            capacity_seconds: played.available_minutes() * 60 / teams,
            ..Beside::default()
        }
    }

    /// Compares what the boundary reads as, at the end of each week, with the unseen position of that day.
    fn compare(&self, played: &Played, history: &History, parameters: &Parameters, made: &mut Made) {
        let rota = self.simulator.scenario().rota();
        let (mut at, ends) = (seconds(self.outcomes.span().warm_up_until()) + WEEK, seconds(self.outcomes.span().to()));
        let opened = history.entries().first().map_or(i64::MAX, |entry| seconds(entry.act().occurred_at));
        let closed = played.cycle().closed_at().map_or(ends, seconds);
        while at <= closed.min(ends) {
            let then = moment(at);
            if let Some(position) = played.unseen().days().get(rota.day(at - 1)).filter(|_| at > opened) {
                let reading = Assessment::of(&history.view(then, then), Scope::Cycle, parameters);
                made.totals.boundary.note(said(&reading), position.majority());
            }
            at += WEEK;
        }
    }

    fn keep_weeks(&self, history: &History, made: &mut Made) {
        let span = self.outcomes.span();
        let weeks = (span.days() / 7) as usize;
        for entry in history.entries() {
            let week =
                usize::try_from((seconds(entry.act().occurred_at) - seconds(span.from())) / WEEK).unwrap_or(usize::MAX);
            made.totals.happened(Outcome::Entries, week, weeks);
            match entry.event().kind().code() {
                "contract_invited" => made.totals.happened(Outcome::Invitations, week, weeks),
                "session_held" => made.totals.happened(Outcome::Sessions, week, weeks),
                _ => {}
            }
        }
    }
}

fn said(reading: &Assessment) -> Said {
    let firmness = reading.firmest().1;
    let leans = |lean| Said::Leans { lean, firmness };
    match reading.verdict {
        Verdict::Enmeshed => leans(Lean::Enmeshed),
        Verdict::Healthy => leans(Lean::Healthy),
        Verdict::Diffuse => leans(Lean::Diffuse),
        Verdict::Mixed | Verdict::Contested | Verdict::Insufficient => Said::Insufficient { firmness },
    }
}
