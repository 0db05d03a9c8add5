//! The signs of partnership as a chart: five rows, and two sides. Three signs stand apart.

use std::fmt;

use serde::Serialize;

use crate::code::{Code, codes};
use crate::partnering::PartnershipSign;
use crate::signs::{Chart, Side};

codes! {
    /// The manner of a meeting that a sign leans to.
    ///
    /// ```
    /// use practice_cycle::{partnership::Manner, code::Code};
    /// assert_eq!(Manner::Told.label(), "being told");
    /// ```
    pub enum Manner {
        Together = "together", "working together";
        Told = "told", "being told";
    }
}

/// A number for each manner.
///
/// ```
/// use practice_cycle::partnership::{Manner, Tally};
/// let tally = Tally { together: 0.25, told: 0.5 };
/// assert_eq!(tally.of(Manner::Told), 0.5);
/// assert_eq!(tally.to_string(), "working together 0.25, being told 0.50");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "PartnershipTally"))]
pub struct Tally {
    /// For working together.
    pub together: f64,
    /// For being told.
    pub told: f64,
}

impl Tally {
    /// The number of one manner.
    #[must_use]
    pub const fn of(&self, manner: Manner) -> f64 {
        match manner {
            Manner::Together => self.together,
            Manner::Told => self.told,
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let each = Manner::ALL.iter().map(|&manner| format!("{manner} {:.2}", self.of(manner)));
        f.write_str(&each.collect::<Vec<_>>().join(", "))
    }
}

impl Side for Manner {
    type Tally = Tally;

    fn tally(number: impl Fn(Manner) -> f64) -> Tally {
        Tally { together: number(Manner::Together), told: number(Manner::Told) }
    }

    fn of(self, tally: &Tally) -> f64 {
        tally.of(self)
    }
}

codes! {
    /// What a row is about.
    pub(crate) enum Row {
        Agenda = "agenda", "agenda";
        Listening = "listening", "listening";
        Knowledge = "knowledge", "knowledge";
        Concern = "concern", "concern";
        Plan = "plan", "plan";
    }
}

impl Chart for PartnershipSign {
    type Row = Row;
    type Side = Manner;

    fn cell(self) -> Option<(Row, Manner)> {
        match self {
            PartnershipSign::AgendaTogether => Some((Row::Agenda, Manner::Together)),
            PartnershipSign::Listened => Some((Row::Listening, Manner::Together)),
            PartnershipSign::KnowledgeUsed => Some((Row::Knowledge, Manner::Together)),
            PartnershipSign::SharedConcernNamed => Some((Row::Concern, Manner::Together)),
            PartnershipSign::PlanTogether => Some((Row::Plan, Manner::Together)),
            PartnershipSign::ToldWhatToDo => Some((Row::Listening, Manner::Told)),
            PartnershipSign::KnowledgeDismissed => Some((Row::Knowledge, Manner::Told)),
            PartnershipSign::ComplianceThreatened => Some((Row::Plan, Manner::Told)),
            PartnershipSign::ChildInMind | PartnershipSign::ClearAboutRisk | PartnershipSign::HonestAboutConsequences => {
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::signs::place_of;

    #[test]
    fn no_two_signs_share_a_cell_and_three_stand_apart() {
        let cells: Vec<u32> = PartnershipSign::ALL.iter().filter_map(|&sign| place_of(sign)).collect();
        assert_eq!(cells.iter().collect::<BTreeSet<_>>().len(), cells.len());
        assert_eq!(cells.len() + 3, PartnershipSign::ALL.len());
    }
}
