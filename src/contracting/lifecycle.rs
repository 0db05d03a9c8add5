//! The state transitions of a contract: the one table behind refusals, possible steps, the diagram and the tests.

use super::event::Kind;
use crate::code::{Code, CodeSet, codes};

codes! {
    /// Where a contract stands. `Lapsed` is derived: the planned end has passed and nobody has said more.
    ///
    /// ```
    /// use practice_cycle::contracting::{Kind, Stage};
    /// assert!(Stage::Agreed.steps().has(Kind::ContractBegun));
    /// assert!(Stage::Revoked.is_terminal());
    /// ```
    pub enum Stage {
        Invited = "invited", "invited";
        Reframed = "reframed", "reframed";
        Negotiating = "negotiating", "negotiating";
        Agreed = "agreed", "agreed";
        Postponed = "postponed", "postponed";
        Active = "active", "active";
        Suspended = "suspended", "suspended";
        Lapsed = "lapsed", "lapsed";
        Declined = "declined", "declined";
        Withdrawn = "withdrawn", "withdrawn";
        Completed = "completed", "completed";
        Ended = "ended", "ended";
        Revoked = "revoked", "revoked";
    }
}

/// A stage, with the steps out of it and the stages each can lead to. Beside these, what was renewed and is open still is completed
/// when its successor is agreed.
type Row = (Stage, &'static [(Kind, &'static [Stage])]);

#[rustfmt::skip]
const ROWS: &[Row] = {
    use Kind::*;
    use Stage::*;
    &[
        (Invited, &[
            (InvitationAccepted, &[Negotiating]), (ReframeOffered, &[Reframed]), (TermsProposed, &[Negotiating]),
            (ContractDeclined, &[Declined]), (ContractWithdrawn, &[Withdrawn]),
        ]),
        (Reframed, &[
            (ReframeAnswered, &[Negotiating, Invited]), (ContractDeclined, &[Declined]), (ContractWithdrawn, &[Withdrawn]),
        ]),
        (Negotiating, &[
            (ReframeOffered, &[Reframed]), (TermsProposed, &[Negotiating]), (TermsAccepted, &[Negotiating, Agreed]),
            (ContractDeclined, &[Declined]), (ContractWithdrawn, &[Withdrawn]),
        ]),
        (Agreed, &[
            (ContractBegun, &[Active]), (ContractPostponed, &[Postponed]), (TermsProposed, &[Negotiating]),
            (ContractWithdrawn, &[Withdrawn]), (ContractEnded, &[Ended]),
        ]),
        (Postponed, &[
            (ContractRestored, &[Agreed]), (TermsProposed, &[Negotiating]), (ContractWithdrawn, &[Withdrawn]),
        ]),
        (Active, &[
            (ContractReviewed, &[Active]), (TermsProposed, &[Active]), (TermsAccepted, &[Active]),
            (PartyReplaced, &[Active]), (RoleFlexed, &[Active]), (ContractSuspended, &[Suspended]),
            (ContractCompleted, &[Completed]), (ContractEnded, &[Ended]), (ContractRevoked, &[Revoked]),
            (ContractRenewed, &[Active, Completed]),
        ]),
        (Suspended, &[
            (ContractReviewed, &[Suspended]), (PartyReplaced, &[Suspended]), (RoleFlexed, &[Suspended]),
            (ContractResumed, &[Active]), (ContractCompleted, &[Completed]),
            (ContractEnded, &[Ended]), (ContractRevoked, &[Revoked]),
        ]),
        (Lapsed, &[
            (ContractCompleted, &[Completed]), (ContractEnded, &[Ended]), (ContractRenewed, &[Lapsed, Completed]),
        ]),
        (Declined, &[(ContractRenewed, &[Declined])]),
        (Withdrawn, &[(ContractRenewed, &[Withdrawn])]),
        (Completed, &[(ContractRenewed, &[Completed])]),
        (Ended, &[(ContractRenewed, &[Ended])]),
        (Revoked, &[(ContractRenewed, &[Revoked])]),
    ]
};

const STAGES: usize = Stage::ALL.len();
const KINDS: usize = Kind::ALL.len();

/// One cell for each stage and kind of step: the set of stages it can lead to, as bits.
static CELLS: [[u16; KINDS]; STAGES] = cells();
static STEPS: [u32; STAGES] = steps();

impl Kind {
    /// Whether it moves no stage, and leaves the table as it is: a fact within what was agreed, which may be recorded late.
    ///
    /// ```
    /// use practice_cycle::contracting::Kind;
    /// assert!(Kind::ContractReviewed.is_within() && !Kind::TermsProposed.is_within());
    /// ```
    #[inline]
    #[must_use]
    pub const fn is_within(self) -> bool {
        matches!(self, Kind::ContractReviewed | Kind::PartyReplaced | Kind::RoleFlexed)
    }

    /// Whether it may decide what becomes of a renewal into the contract.
    #[inline]
    pub(crate) const fn settles_renewals(self) -> bool {
        matches!(self, Kind::TermsAccepted | Kind::ContractDeclined | Kind::ContractWithdrawn)
    }

    /// Whether more than stage, authority and order has to be judged.
    #[inline]
    pub(crate) const fn hangs_on_words(self) -> bool {
        const WORDY: u32 = 1 << Kind::TermsProposed as u32
            | 1 << Kind::TermsAccepted as u32
            | 1 << Kind::ContractReviewed as u32
            | 1 << Kind::PartyReplaced as u32
            | 1 << Kind::RoleFlexed as u32
            | 1 << Kind::ContractEnded as u32
            | 1 << Kind::ContractRenewed as u32;
        WORDY >> self as u32 & 1 == 1
    }
}

#[expect(clippy::indexing_slicing, reason = "evaluated when the crate is built, where a slip does not compile")]
const fn cells() -> [[u16; KINDS]; STAGES] {
    let mut cells = [[0; KINDS]; STAGES];
    let mut row = 0;
    while row < ROWS.len() {
        let (stage, steps) = ROWS[row];
        let mut step = 0;
        while step < steps.len() {
            let (kind, next) = steps[step];
            let mut to = 0;
            while to < next.len() {
                cells[stage as usize][kind as usize] |= 1 << next[to] as u16;
                to += 1;
            }
            step += 1;
        }
        row += 1;
    }
    cells
}

#[expect(clippy::indexing_slicing, reason = "evaluated when the crate is built, where a slip does not compile")]
const fn steps() -> [u32; STAGES] {
    let cells = cells();
    let mut steps = [0; STAGES];
    let mut stage = 0;
    while stage < STAGES {
        let mut kind = 0;
        while kind < KINDS {
            if cells[stage][kind] != 0 {
                steps[stage] |= 1 << kind;
            }
            kind += 1;
        }
        stage += 1;
    }
    steps
}

impl Stage {
    /// The steps that can be taken from here.
    #[inline]
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "a stage is always a row of the table")]
    pub fn steps(self) -> CodeSet<Kind> {
        CodeSet::from_bits(u64::from(STEPS[self as usize]))
    }

    /// The stages that a step from here can lead to; none where it is not possible.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "a stage is always a row, and a kind a column, of the table")]
    pub fn after(self, step: Kind) -> CodeSet<Stage> {
        CodeSet::from_bits(u64::from(CELLS[self as usize][step as usize]))
    }

    /// Whether nothing can follow but late records and a link to a successor.
    #[must_use]
    #[rustfmt::skip]
    pub fn is_terminal(self) -> bool {
        match self {
            Stage::Declined | Stage::Withdrawn | Stage::Completed | Stage::Ended | Stage::Revoked => true,
            Stage::Invited | Stage::Reframed | Stage::Negotiating | Stage::Agreed | Stage::Postponed | Stage::Active
            | Stage::Suspended | Stage::Lapsed => false,
        }
    }

    /// Whether work under the contract is allowed.
    #[must_use]
    pub fn is_active(self) -> bool {
        self == Stage::Active
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stage_has_one_row() {
        let rows: Vec<Stage> = ROWS.iter().map(|&(stage, _)| stage).collect();
        assert_eq!(rows, Stage::ALL);
    }
}
