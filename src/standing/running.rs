//! The standing so far, kept up to date entry by entry: for whoever asks at many times.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::{Parameters, Step, undisrupted};
use crate::cycle::{Cycle, Entry, Event};
use crate::id::{EntryNumber, RuleId};
use crate::joining;
use crate::turns;

/// How much there is of what the steps take: the same as [`Standing::of`](super::Standing::of) counts, without what it rests on.
#[derive(Debug, Clone, Default)]
pub(crate) struct Running {
    evidence: usize,
    /// Whether each rule that was noticed was worked with since; and how many were.
    rules: HashMap<RuleId, usize, RandomState>,
    worked_with: usize,
    acknowledged: usize,
    influence: usize,
    disruptions: usize, // Since the last acknowledgement.
    turns: turns::Running,
}

impl Running {
    /// Takes the next entry in the order of occurrence, of a cycle in which it has happened.
    pub(crate) fn take<'a>(&mut self, entry: &'a Entry, cycle: &'a Cycle, find: impl Fn(EntryNumber) -> Option<&'a Entry>) {
        if let Event::Joining(event) = entry.event() {
            self.join(event);
        }
        self.turns.take(entry, cycle, find);
    }

    fn join(&mut self, event: &joining::Event) {
        match event {
            joining::Event::OccasionOfJoining(_) => self.evidence += 1,
            joining::Event::RuleNoticed(data) => {
                self.evidence += 1;
                // Noticed anew, it has yet to be worked with.
                let steps = self.rules.insert(data.rule.clone(), 1);
                self.worked_with -= usize::from(steps.is_some_and(|steps| steps > 1));
            }
            joining::Event::RuleWorkedWith(data) => {
                let steps = self.rules.entry(data.rule.clone()).or_default();
                *steps += 1;
                self.worked_with += usize::from(*steps == 2);
            }
            joining::Event::ClinicianAcknowledged(_) => {
                self.acknowledged += 1;
                self.disruptions = 0;
            }
            joining::Event::JoiningDisrupted(_) => self.disruptions += 1,
            joining::Event::InfluenceInvited(_) => self.influence += 1,
            joining::Event::HelpAskedAgain(_) => {}
        }
    }

    /// How far it has come, disruptions counted in.
    pub(crate) fn step(&self, parameters: &Parameters) -> Step {
        let conditions = [
            (Step::Orientating, self.evidence >= parameters.joining_evidence()),
            (Step::Ally, self.worked_with >= parameters.rules_worked_with()),
            (Step::Ally, self.acknowledged >= parameters.acknowledgements()),
            (Step::Embedded, self.turns.turns() >= parameters.turns()),
            (Step::Embedded, self.turns.spaces() >= parameters.spaces()),
            (Step::Influential, self.influence >= parameters.influence()),
        ];
        undisrupted(conditions.into_iter()).down(self.disruptions)
    }
}
