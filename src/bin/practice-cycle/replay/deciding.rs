//! Cases and decisions: milestones, legal status, who leads, threshold decisions, and what keeps roles apart.
//!
//! A case is told by its place among those the history names, because a case number can lead to a family.

use std::io::{self, Write};

use practice_cycle::code::CodeSet;
use practice_cycle::cycle::{Entry, Event};
use practice_cycle::deciding::{
    self, ConflictAnswer, ConflictKind, Considered, Direction, LegalStatus, Milestone, Pressure, Reflection,
};
use practice_cycle::id::{
    ConflictId, ContractId, DecisionId, EntryNumber, FeedId, HandbackId, InstructionId, MilestoneId, NamingId, PersonId,
    ReconciliationId, RuleCode, StatusChangeId, WaiverId,
};
use practice_cycle::text::CaseRef;
use serde::Serialize;

use super::render::all;
use super::standing::{Noted, of_kind};

/// A case, from 1 in the order of first mention; `None` where it was redacted, or none is named.
type Case = Option<usize>;

#[derive(Debug, Serialize)]
pub(crate) struct Deciding<'a> {
    pub(crate) recording_complete: Vec<Complete<'a>>,
    pub(crate) milestones: Vec<Reached<'a>>,
    pub(crate) legal_status: Vec<StatusChange<'a>>,
    pub(crate) leads: Vec<Lead<'a>>,
    pub(crate) decisions: Vec<Decision<'a>>,
    pub(crate) handed_back: Vec<HandedBack<'a>>,
    pub(crate) experts: Vec<Expert<'a>>,
    pub(crate) conflicts: Vec<Conflict<'a>>,
    pub(crate) reconciliations: Vec<Reconciled<'a>>,
    pub(crate) waivers: Vec<Waiver<'a>>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Complete<'a> {
    feed: &'a FeedId,
    from: String,
    /// `None`: every milestone.
    what: Option<CodeSet<Milestone>>,
    case: Case,
    noted: Noted<'a>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Reached<'a> {
    milestone: &'a MilestoneId,
    case: Case,
    what: Milestone,
    follows: Option<&'a MilestoneId>,
    until: Option<String>,
    noted: Noted<'a>,
}

#[derive(Debug, Serialize)]
pub(crate) struct StatusChange<'a> {
    change: &'a StatusChangeId,
    case: Case,
    from: CodeSet<LegalStatus>,
    to: CodeSet<LegalStatus>,
    noted: Noted<'a>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Lead<'a> {
    naming: &'a NamingId,
    case: Case,
    lead: &'a PersonId,
    overseer: Option<&'a PersonId>,
    noted: Noted<'a>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Decision<'a> {
    decision: &'a DecisionId,
    case: Case,
    direction: Direction,
    decided_by: &'a [PersonId],
    contributed: &'a [PersonId],
    considered: CodeSet<Considered>,
    pressed_by: CodeSet<Pressure>,
    prompted: CodeSet<Reflection>,
    noted: Noted<'a>,
}

#[derive(Debug, Serialize)]
pub(crate) struct HandedBack<'a> {
    handback: &'a HandbackId,
    asked_by: &'a PersonId,
    case: Case,
    contract: Option<&'a ContractId>,
    direction: Option<Direction>,
    noted: Noted<'a>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Expert<'a> {
    instruction: &'a InstructionId,
    case: Case,
    expert: &'a PersonId,
    noted: Noted<'a>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Conflict<'a> {
    conflict: &'a ConflictId,
    what: CodeSet<ConflictKind>,
    instruction: Option<&'a InstructionId>,
    contract: Option<&'a ContractId>,
    case: Case,
    noted: Noted<'a>,
    answers: Vec<Answered<'a>>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Answered<'a> {
    answer: ConflictAnswer,
    noted: Noted<'a>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Reconciled<'a> {
    reconciliation: &'a ReconciliationId,
    contracts: &'a [ContractId],
    noted: Noted<'a>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Waiver<'a> {
    waiver: &'a WaiverId,
    rule: &'a RuleCode,
    opened_by: Option<EntryNumber>,
    contract: Option<&'a ContractId>,
    case: Case,
    noted: Noted<'a>,
}

/// The cases that events of deciding name, in the order of first mention.
fn cases<'a>(entries: &[&'a Entry]) -> Vec<&'a CaseRef> {
    let mut cases: Vec<&CaseRef> = Vec::new();
    for entry in entries {
        let Event::Deciding(event) = entry.event() else { continue };
        cases.extend(event.case().filter(|case| case.as_str().is_some() && !cases.contains(case)));
    }
    cases
}

impl<'a> Deciding<'a> {
    pub(crate) fn gather(entries: &[&'a Entry]) -> Self {
        let cases = cases(entries);
        let place = |case: &CaseRef| cases.iter().position(|&other| other == case).map(|place| place + 1);
        let perhaps = |case: &Option<CaseRef>| case.as_ref().and_then(place);
        let complete = |(entry, data): (&'a Entry, &'a deciding::FeedDeclaredComplete)| Complete {
            feed: &data.feed,
            from: data.from.to_string(),
            what: data.what,
            case: perhaps(&data.case),
            noted: Noted::of(entry),
        };
        let reached = |(entry, data): (&'a Entry, &'a deciding::MilestoneReached)| Reached {
            milestone: &data.milestone,
            case: place(&data.case),
            what: data.what,
            follows: data.follows.as_ref(),
            until: data.until.map(|day| day.to_string()),
            noted: Noted::of(entry),
        };
        let status = |(entry, data): (&'a Entry, &'a deciding::LegalStatusChanged)| StatusChange {
            change: &data.change,
            case: place(&data.case),
            from: data.from,
            to: data.to,
            noted: Noted::of(entry),
        };
        let lead = |(entry, data): (&'a Entry, &'a deciding::LeadPractitionerNamed)| Lead {
            naming: &data.naming,
            case: place(&data.case),
            lead: &data.lead,
            overseer: data.overseer.as_ref(),
            noted: Noted::of(entry),
        };
        let decision = |(entry, data): (&'a Entry, &'a deciding::ThresholdDecided)| Decision {
            decision: &data.decision,
            case: place(&data.case),
            direction: data.direction,
            decided_by: &data.decided_by,
            contributed: &data.contributed,
            considered: data.considered,
            pressed_by: data.pressed_by,
            prompted: data.prompted,
            noted: Noted::of(entry),
        };
        let handed_back = |(entry, data): (&'a Entry, &'a deciding::DecisionHandedBack)| HandedBack {
            handback: &data.handback,
            asked_by: &data.asked_by,
            case: perhaps(&data.case),
            contract: data.contract.as_ref(),
            direction: data.direction,
            noted: Noted::of(entry),
        };
        let expert = |(entry, data): (&'a Entry, &'a deciding::ExpertInstructed)| Expert {
            instruction: &data.instruction,
            case: place(&data.case),
            expert: &data.expert,
            noted: Noted::of(entry),
        };
        let conflict = |(entry, data): (&'a Entry, &'a deciding::ConflictDeclared)| {
            let answers = of_kind(entries, deciding::ConflictAnswered::of).filter(|(_, it)| it.conflict == data.conflict);
            Conflict {
                conflict: &data.conflict,
                what: data.what,
                instruction: data.instruction.as_ref(),
                contract: data.contract.as_ref(),
                case: perhaps(&data.case),
                noted: Noted::of(entry),
                answers: answers.map(|(entry, it)| Answered { answer: it.answer, noted: Noted::of(entry) }).collect(),
            }
        };
        let reconciled = |(entry, data): (&'a Entry, &'a deciding::RolesReconciled)| Reconciled {
            reconciliation: &data.reconciliation,
            contracts: &data.contracts,
            noted: Noted::of(entry),
        };
        let waiver = |(entry, data): (&'a Entry, &'a deciding::DutyWaived)| Waiver {
            waiver: &data.waiver,
            rule: &data.rule,
            opened_by: data.opened_by,
            contract: data.contract.as_ref(),
            case: perhaps(&data.case),
            noted: Noted::of(entry),
        };
        Self {
            recording_complete: of_kind(entries, deciding::FeedDeclaredComplete::of).map(complete).collect(),
            milestones: of_kind(entries, deciding::MilestoneReached::of).map(reached).collect(),
            legal_status: of_kind(entries, deciding::LegalStatusChanged::of).map(status).collect(),
            leads: of_kind(entries, deciding::LeadPractitionerNamed::of).map(lead).collect(),
            decisions: of_kind(entries, deciding::ThresholdDecided::of).map(decision).collect(),
            handed_back: of_kind(entries, deciding::DecisionHandedBack::of).map(handed_back).collect(),
            experts: of_kind(entries, deciding::ExpertInstructed::of).map(expert).collect(),
            conflicts: of_kind(entries, deciding::ConflictDeclared::of).map(conflict).collect(),
            reconciliations: of_kind(entries, deciding::RolesReconciled::of).map(reconciled).collect(),
            waivers: of_kind(entries, deciding::DutyWaived::of).map(waiver).collect(),
        }
    }

    /// A heading and what is under it; nothing where there is nothing.
    pub(crate) fn render(&self, out: &mut impl Write) -> io::Result<()> {
        let mut lines = Vec::new();
        self.render_milestones(&mut lines)?;
        self.render_decisions(&mut lines)?;
        self.render_roles(&mut lines)?;
        if !lines.is_empty() {
            writeln!(out, "\nCases and decisions")?;
        }
        out.write_all(&lines)
    }

    fn render_milestones(&self, out: &mut impl Write) -> io::Result<()> {
        for it in &self.recording_complete {
            let what = it.what.map_or_else(|| "every milestone".to_owned(), |what| what.to_string());
            writeln!(out, "  recorded completely from {}: {what}{}, {} {}", it.from, of(it.case), it.feed, it.noted)?;
        }
        for it in &self.milestones {
            let follows = it.follows.map(|earlier| format!(", after {earlier}")).unwrap_or_default();
            let until = it.until.as_ref().map(|day| format!(", until {day}")).unwrap_or_default();
            writeln!(out, "  {}{}: {}{follows}{until}, {}", it.milestone, of(it.case), it.what, it.noted)?;
        }
        for it in &self.legal_status {
            writeln!(out, "  legal status {}{}: from {} to {}, {}", it.change, of(it.case), it.from, it.to, it.noted)?;
        }
        for it in &self.leads {
            let overseen = it.overseer.map(|overseer| format!(", overseen by {overseer}")).unwrap_or_default();
            writeln!(out, "  lead {}{}: {}{overseen}, {}", it.naming, of(it.case), it.lead, it.noted)?;
        }
        Ok(())
    }

    fn render_decisions(&self, out: &mut impl Write) -> io::Result<()> {
        for it in &self.decisions {
            writeln!(out, "  threshold decision {}{}: {}, {}", it.decision, of(it.case), it.direction, it.noted)?;
            writeln!(out, "    decided by {}; contributed: {}", all(it.decided_by), all(it.contributed))?;
            if !it.considered.is_empty() {
                writeln!(out, "    considered: {}", it.considered)?;
            }
            if !it.pressed_by.is_empty() {
                writeln!(out, "    pressed by: {}", it.pressed_by)?;
            }
            if !it.prompted.is_empty() {
                writeln!(out, "    prompted to reflect on: {}", it.prompted)?;
            }
        }
        for it in &self.handed_back {
            let contract = it.contract.map(|id| format!(", contract {id}")).unwrap_or_default();
            let direction = it.direction.map(|way| format!(", asked for: {way}")).unwrap_or_default();
            write!(out, "  decision handed back {}{}{contract}{direction}", it.handback, of(it.case))?;
            writeln!(out, ", asked by {}, {}", it.asked_by, it.noted)?;
        }
        Ok(())
    }

    fn render_roles(&self, out: &mut impl Write) -> io::Result<()> {
        for it in &self.experts {
            writeln!(out, "  expert {}{}: {}, {}", it.instruction, of(it.case), it.expert, it.noted)?;
        }
        for it in &self.conflicts {
            let instruction = it.instruction.map(|id| format!(", instruction {id}")).unwrap_or_default();
            let contract = it.contract.map(|id| format!(", contract {id}")).unwrap_or_default();
            let about = format!("{instruction}{contract}{}", of(it.case));
            writeln!(out, "  conflict of interest {}: {}{about}, {}", it.conflict, it.what, it.noted)?;
            it.answers.iter().try_for_each(|it| writeln!(out, "    {}, {}", it.answer, it.noted))?;
        }
        for it in &self.reconciliations {
            writeln!(out, "  roles reconciled {}: {}, {}", it.reconciliation, all(it.contracts), it.noted)?;
        }
        for it in &self.waivers {
            let opened = it.opened_by.map(|number| format!(", opened by entry {number}")).unwrap_or_default();
            let contract = it.contract.map(|id| format!(", contract {id}")).unwrap_or_default();
            writeln!(out, "  waived {}: {}{opened}{contract}{}, {}", it.waiver, it.rule, of(it.case), it.noted)?;
        }
        Ok(())
    }
}

fn of(case: Case) -> String {
    case.map(|place| format!(" of case {place}")).unwrap_or_default()
}
