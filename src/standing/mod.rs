//! Standing: how far a clinician has come from outside the team's culture to inside it.
//!
//! Nobody sets it, and the clinician cannot claim it: it is read from the history, says which entries it rests on, and what is
//! missing for the next step. The way from outsider to insider, by the rules of the system and by other people's
//! acknowledgement, is the article's (Evans, "Joining, Contracting and Intervening", section Joining); the five steps and
//! their thresholds are this crate's reading of it.
//!
//! | Step | Rests on, beside the steps before it |
//! |---|---|
//! | outsider | nothing |
//! | orientating | an occasion of joining, or a rule of the system noticed |
//! | ally | a rule of the system that was noticed and then worked with (kept to, connected with, challenged), and an acknowledgement by the social work side |
//! | embedded | completed [turns] of the cycle, in several kinds of space |
//! | influential | an invitation to shape practice beyond the team's own cases |
//!
//! Where nothing is recorded that shows joining, as in a history of a programme or of discussions alone, the step is that of an outsider, in
//! JSON and in tables, too, and the text says instead that there is too little: an empty record is no sign that anybody stands outside
//! ([`Standing::has_too_little`]).
//!
//! How many of each is a matter of [`Parameters`]. Skills such as rapport or listening are noted with an occasion of joining,
//! and any number of such occasions comes to no more than orientating.
//!
//! **Disruptions.** Each disruption that no acknowledgement has followed takes the standing one step down from what it would
//! otherwise be, but never below orientating; the next acknowledgement answers all of them, and nothing else does. So whoever
//! has done what it takes to be embedded reads as embedded once acknowledged since the last disruption, and whoever was
//! influential reads as embedded until then, however often they are invited to shape practice. What is *later* goes by when it
//! occurred, and by recording where two occurred at one instant.
//!
//! **Recorded for others.** Nobody acknowledges themself by another's mouth. That somebody acknowledged the clinician, or invited
//! them to shape practice, counts whoever wrote it down: people are busy, and what was refused would be lost. But whatever
//! somebody recorded for somebody else is listed apart ([`Standing::recorded_for`]) and said in the text, above all what the
//! clinician did, so that it can be asked about.
//!
//! It describes what has been recorded of a working relationship, for reflection and research. It is not made for appraising
//! a person, and a low step may say more about the record, or about the team's year, than about anybody's work.

mod parameters;
mod running;
pub(crate) mod narrative;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::code::{Code, CodeSet, codes};
use crate::cycle::Event;
use crate::evidence::{Cited, RecordedFor};
use crate::history::View;
use crate::id::{EntryNumber, ParametersId, RuleId};
use crate::joining;
use crate::moment::Moment;
use crate::space::Space;
use crate::turns::{self, Round};

pub use parameters::{Parameters, ParametersError, RawParameters};
pub(crate) use running::Running;

codes! {
    /// A step on the way from outside to inside.
    ///
    /// ```
    /// use practice_cycle::standing::Step;
    /// assert!(Step::Ally < Step::Embedded);
    /// assert_eq!(Step::Influential.next(), None);
    /// ```
    pub enum Step {
        Outsider = "outsider", "outsider";
        Orientating = "orientating", "orientating (finding one's way)";
        Ally = "ally", "ally";
        Embedded = "embedded", "embedded";
        Influential = "influential", "influential";
    }
}

impl Step {
    /// The step after this one.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        Self::ALL.get(self.index() + 1).copied()
    }

    /// This many steps down, but never below orientating; an outsider stays one.
    fn down(self, steps: usize) -> Self {
        let lowest = self.min(Step::Orientating);
        let down = self.index().checked_sub(steps).and_then(|place| Self::ALL.get(place).copied());
        down.map_or(lowest, |down| down.max(lowest))
    }
}

codes! {
    /// What a step of standing requires.
    ///
    /// ```
    /// use practice_cycle::{standing::Requirement, code::Code};
    /// assert_eq!(Requirement::JoiningEvidence.label(), "occasion of joining or rule noticed");
    /// ```
    pub enum Requirement {
        JoiningEvidence = "joining_evidence", "occasion of joining or rule noticed";
        RuleWorkedWith = "rule_worked_with", "rule of the system worked with";
        Acknowledgement = "acknowledgement", "acknowledgement by the social work side";
        AcknowledgedSince = "acknowledged_since", "acknowledgement since the last disruption";
        Turn = "turn", "completed turn of the cycle";
        Space = "space", "kind of space in which turns were completed";
        Influence = "influence", "invitation to shape practice beyond the team's cases";
    }
}

/// How much there is of something that a step takes.
///
/// ```
/// use practice_cycle::standing::{Condition, Requirement, Step};
/// let condition = Condition { step: Step::Embedded, what: Requirement::Turn, have: 1, need: 2, entries: vec![] };
/// assert!(!condition.is_met());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Condition {
    /// The step that takes it.
    pub step: Step,
    /// What it is.
    pub what: Requirement,
    /// How much there is.
    pub have: usize,
    /// How much it takes.
    pub need: usize,
    /// The entries that make up what there is, in the order of recording: of a rule, the noticing and what was done about it; of a
    /// turn and its space, agreement, first work, and first return.
    pub entries: Vec<EntryNumber>,
}

impl Condition {
    fn of(step: Step, what: Requirement, have: usize, need: usize, cited: &[Cited]) -> Self {
        let mut entries: Vec<EntryNumber> = cited.iter().map(|cited| cited.entry).collect();
        entries.sort_unstable();
        entries.dedup(); // Two turns can share an entry.
        Self { step, what, have, need, entries }
    }

    /// Whether there is enough.
    #[must_use]
    pub const fn is_met(&self) -> bool {
        self.have >= self.need
    }
}

/// How far the clinician has come, what that rests on, and what is missing for the next step.
///
/// ```
/// use practice_cycle::{history::History, moment::Moment, standing::{Requirement, Standing, Step, Parameters}};
/// let stored = std::fs::read("examples/data/therapy_reframe_welcome.jsonl")?;
/// let history = History::read(stored.as_slice())?;
/// let standing = Standing::of(&history.view(Moment::LATEST, Moment::LATEST), &Parameters::default());
/// assert_eq!(standing.step, Step::Ally);
/// let missing: Vec<Requirement> = standing.missing.iter().map(|condition| condition.what).collect();
/// assert_eq!(missing, [Requirement::Turn, Requirement::Space]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Standing {
    /// The time up to which it looks.
    pub as_of: Moment,
    /// The time up to which what was recorded was known.
    pub known_at: Moment,
    /// The parameters it goes by.
    pub parameters: ParametersId,
    /// The step, disruptions counted in. It is `outsider`, too, where nothing is recorded that shows joining: then there is too little to
    /// say how far it has come, and `missing` holds a condition `joining_evidence` of which there is 0.
    pub step: Step,
    /// The step it would be without the disruptions that nobody has answered by an acknowledgement since.
    pub undisrupted: Step,
    /// What the step rests on.
    pub rests_on: Vec<Condition>,
    /// What is missing for the next step; nothing where there is none.
    pub missing: Vec<Condition>,
    /// The disruptions since the last acknowledgement, in the order of occurrence.
    pub disruptions: Vec<Cited>,
    /// Of all that is cited here, and of every acknowledgement and invitation to shape practice, whatever step it counts for: what
    /// somebody recorded for somebody else.
    pub recorded_for: Vec<RecordedFor>,
}

impl Standing {
    /// Whether nothing is recorded that shows joining, neither an occasion nor a rule noticed, so that nothing can be said of how far it
    /// has come.
    ///
    /// ```
    /// use practice_cycle::{history::History, moment::Moment, standing::{Parameters, Standing}};
    /// let stored = std::fs::read("examples/data/permanence.jsonl")?;
    /// let history = History::read(stored.as_slice())?;
    /// let standing = Standing::of(&history.view(Moment::LATEST, Moment::LATEST), &Parameters::default());
    /// assert!(standing.has_too_little());
    /// assert!(standing.to_string().contains("too little is recorded of joining to say how far it has come"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn has_too_little(&self) -> bool {
        let is_none = |condition: &Condition| condition.what == Requirement::JoiningEvidence && condition.have == 0;
        self.step == Step::Outsider && self.missing.iter().any(is_none)
    }

    /// Reads the standing from what had happened, as known at a time. It costs what the [turns](turns::Turns::of) cost.
    #[must_use]
    pub fn of(view: &View<'_>, parameters: &Parameters) -> Self {
        let (mut found, mut for_another) = (Found::default(), Vec::new());
        let turns = turns::completed(view, |entry| {
            if let Event::Joining(event) = entry.event() {
                found.take(event, Cited::of(entry));
            }
            for_another.extend(RecordedFor::is_for_another(entry).then_some(entry));
        });
        let conditions = found.conditions(&turns, parameters);
        let undisrupted = undisrupted(conditions.iter().map(|condition| (condition.step, condition.is_met())));
        let step = undisrupted.down(found.disruptions.len());
        let (mut rests_on, mut missing) = (Vec::new(), Vec::new());
        for condition in conditions {
            if condition.step <= step {
                rests_on.push(condition);
            } else if Some(condition.step) == step.next() && !condition.is_met() {
                missing.push(condition);
            }
        }
        let since = |step, cited: &[Cited]| Condition::of(step, Requirement::AcknowledgedSince, cited.len(), 1, cited);
        if let Some(next) = step.next().filter(|&next| next > Step::Orientating && !found.disruptions.is_empty()) {
            missing.push(since(next, &[]));
        }
        if step > Step::Orientating && !found.since.is_empty() {
            rests_on.push(since(step, &found.since));
        }
        let recorded_for = RecordedFor::among_these(view, for_another, || {
            let conditions = rests_on.iter().chain(&missing).flat_map(|condition| &condition.entries).copied();
            let received = found.acknowledgements.iter().chain(&found.influence).chain(&found.disruptions);
            conditions.chain(received.map(|cited| cited.entry))
        });
        Self {
            as_of: view.as_of(),
            known_at: view.known_at(),
            parameters: parameters.id().clone(),
            step,
            undisrupted,
            rests_on,
            missing,
            disruptions: found.disruptions,
            recorded_for,
        }
    }
}

/// The step up to which all conditions are met, each given with the step that takes it.
fn undisrupted(conditions: impl Iterator<Item = (Step, bool)>) -> Step {
    let lacks = conditions.filter(|(_, is_met)| !is_met).map(|(step, _)| step).min();
    let reached = |&&step: &&Step| lacks.is_none_or(|lacks| step < lacks);
    Step::ALL.iter().take_while(reached).last().copied().unwrap_or(Step::Outsider)
}

/// What there is of joining, in the order of occurrence.
#[derive(Default)]
struct Found<'a> {
    evidence: Vec<Cited>,
    rules: BTreeMap<&'a RuleId, Vec<Cited>>, // The noticing, then what was done.
    acknowledgements: Vec<Cited>,
    influence: Vec<Cited>,
    disruptions: Vec<Cited>, // Since the last acknowledgement.
    since: Vec<Cited>,       // Acknowledgements since the last disruption, if there was one.
    was_disrupted: bool,
}

impl<'a> Found<'a> {
    fn take(&mut self, event: &'a joining::Event, cited: Cited) {
        match event {
            joining::Event::OccasionOfJoining(_) => self.evidence.push(cited),
            joining::Event::RuleNoticed(data) => {
                self.evidence.push(cited);
                self.rules.insert(&data.rule, vec![cited]);
            }
            joining::Event::RuleWorkedWith(data) => self.rules.entry(&data.rule).or_default().push(cited),
            joining::Event::ClinicianAcknowledged(_) => {
                self.acknowledgements.push(cited);
                self.disruptions.clear();
                if self.was_disrupted {
                    self.since.push(cited);
                }
            }
            joining::Event::JoiningDisrupted(_) => {
                self.disruptions.push(cited);
                self.since.clear();
                self.was_disrupted = true;
            }
            joining::Event::InfluenceInvited(_) => self.influence.push(cited),
            // It is the family that asks, and not the team that takes the clinician in.
            joining::Event::HelpAskedAgain(_) => {}
        }
    }

    /// Every condition, in the order of the steps.
    fn conditions(&self, turns: &[Round], parameters: &Parameters) -> [Condition; 6] {
        let worked: Vec<&Vec<Cited>> = self.rules.values().filter(|steps| steps.len() > 1).collect();
        let with_rules: Vec<Cited> = worked.iter().copied().flatten().copied().collect();
        let spaces: CodeSet<Space> = turns.iter().map(|turn| turn.space).collect();
        let back = |turn: &Round| turn.back.first().map(|back| back.cited);
        let round: Vec<Cited> = turns.iter().flat_map(|turn| [turn.agreed, turn.done, back(turn)]).flatten().collect();
        let (evidence, acknowledged, influence) = (&self.evidence, &self.acknowledgements, &self.influence);
        let of = Condition::of;
        [
            of(Step::Orientating, Requirement::JoiningEvidence, evidence.len(), parameters.joining_evidence(), evidence),
            of(Step::Ally, Requirement::RuleWorkedWith, worked.len(), parameters.rules_worked_with(), &with_rules),
            of(Step::Ally, Requirement::Acknowledgement, acknowledged.len(), parameters.acknowledgements(), acknowledged),
            of(Step::Embedded, Requirement::Turn, turns.len(), parameters.turns(), &round),
            of(Step::Embedded, Requirement::Space, spaces.len(), parameters.spaces(), &round),
            of(Step::Influential, Requirement::Influence, influence.len(), parameters.influence(), influence),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leads_below_orientating_but_being_an_outsider() {
        assert_eq!(Step::Influential.down(1), Step::Embedded);
        assert_eq!(Step::Ally.down(1), Step::Orientating);
        assert_eq!(Step::Ally.down(9), Step::Orientating);
        assert_eq!(Step::Orientating.down(1), Step::Orientating);
        assert_eq!(Step::Outsider.down(9), Step::Outsider);
    }
}
