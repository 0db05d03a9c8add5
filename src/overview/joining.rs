//! Joining: occasions, rules of the system, acknowledgements, and what broke in.

use serde::Serialize;

use super::{Fact, Things};
use crate::cycle::Entry;
use crate::id::RuleId;
use crate::joining::{
    ClinicianAcknowledged, Event, HelpAskedAgain, InfluenceInvited, JoiningDisrupted, OccasionOfJoining, RuleNoticed,
    RuleStep, RuleWorkedWith,
};

/// What was recorded of joining, each list in the order of occurrence.
///
/// ```
/// use practice_cycle::overview::Joining;
/// assert_eq!(Joining::default().occasions.len(), 0);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "OverviewJoining"))]
pub struct Joining<'a> {
    /// Occasions of joining.
    pub occasions: Vec<Fact<'a, OccasionOfJoining>>,
    /// Rules of the system.
    pub rules: Things<'a, RuleId, Rule<'a>>,
    /// Acknowledgements of the clinician by the other side.
    pub acknowledgements: Vec<Fact<'a, ClinicianAcknowledged>>,
    /// What disrupted joining.
    pub disruptions: Vec<Fact<'a, JoiningDisrupted>>,
    /// Invitations to shape the practice of the team.
    pub influence: Vec<Fact<'a, InfluenceInvited>>,
    /// Families who asked for help again.
    pub asked_again: Vec<Fact<'a, HelpAskedAgain>>,
}

/// A rule of the system, and what was done about it.
///
/// ```
/// use practice_cycle::{joining::RuleStep, overview::Rule};
/// fn has_shifted(rule: &Rule<'_>) -> bool { rule.stands == Some(RuleStep::Shifted) }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "OverviewRule"))]
pub struct Rule<'a> {
    /// Its reference.
    pub rule: &'a RuleId,
    /// What was last done about it; none while it was only noticed.
    pub stands: Option<RuleStep>,
    /// How it was noticed.
    pub noticed: Fact<'a, RuleNoticed>,
    /// Each step of working with it.
    pub worked_with: Vec<Fact<'a, RuleWorkedWith>>,
}

impl<'a> Joining<'a> {
    pub(super) fn take(&mut self, entry: &'a Entry, event: &'a Event) -> Option<()> {
        match event {
            Event::OccasionOfJoining(data) => self.occasions.push(Fact::new(entry, data)),
            Event::RuleNoticed(data) => {
                let (rule, noticed) = (&data.rule, Fact::new(entry, data));
                self.rules.add(rule, Rule { rule, stands: None, noticed, worked_with: Vec::new() });
            }
            Event::RuleWorkedWith(data) => {
                let rule = self.rules.get_mut(&data.rule)?;
                rule.stands = Some(data.step);
                rule.worked_with.push(Fact::new(entry, data));
            }
            Event::ClinicianAcknowledged(data) => self.acknowledgements.push(Fact::new(entry, data)),
            Event::JoiningDisrupted(data) => self.disruptions.push(Fact::new(entry, data)),
            Event::InfluenceInvited(data) => self.influence.push(Fact::new(entry, data)),
            Event::HelpAskedAgain(data) => self.asked_again.push(Fact::new(entry, data)),
        }
        Some(())
    }
}
