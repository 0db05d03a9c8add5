//! The rounds of contracts: how far each has come round the cycle.

use serde::Serialize;

use crate::code::codes;
use crate::contracting::Stage;
use crate::evidence::Cited;
use crate::id::ContractId;
use crate::space::Space;

codes! {
    /// What came back to joining.
    ///
    /// ```
    /// use practice_cycle::{turns::Returned, code::Code};
    /// assert_eq!(Returned::Change.label(), "a change was noticed");
    /// ```
    pub enum Returned {
        Change = "change", "a change was noticed";
        Acknowledgement = "acknowledgement", "the clinician was acknowledged";
        Influence = "influence", "the clinician was invited to shape practice";
        Invitation = "invitation", "a further invitation came";
    }
}

/// Something that came back to joining from work under a contract.
///
/// ```
/// use practice_cycle::{evidence::Cited, id::EntryNumber, turns::{Return, Returned}};
/// let at = Cited { entry: EntryNumber::FIRST, at: "2026-09-28T10:30:00Z".parse()? };
/// let back = Return { what: Returned::Change, cited: at };
/// assert_eq!(back.to_string(), "a change was noticed on 28 September 2026 (entry 1)");
/// # Ok::<(), practice_cycle::moment::MomentError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Return {
    /// What it was.
    pub what: Returned,
    /// The entry.
    pub cited: Cited,
}

/// How far one contract has come round the cycle.
///
/// ```
/// use practice_cycle::{evidence::Cited, id::EntryNumber, space::Space};
/// use practice_cycle::{contracting::Stage, turns::Round};
/// let invited = Cited { entry: EntryNumber::FIRST, at: "2026-09-08T11:00:00Z".parse()? };
/// let (contract, space, stage) = ("c-1".parse()?, Space::TeamMeeting, Stage::Invited);
/// let round = Round { contract, space, stage, joined: None, invited, agreed: None, done: None, back: vec![] };
/// assert!(!round.is_turn());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Round {
    /// The contract.
    pub contract: ContractId,
    /// The space settled on so far; the one asked for where the contract closed before anything was agreed.
    pub space: Space,
    /// Where the contract stands.
    pub stage: Stage,
    /// Where the last stretch of joining before the invitation begins, if there is one.
    pub joined: Option<Cited>,
    /// The invitation.
    pub invited: Cited,
    /// When it was first agreed.
    pub agreed: Option<Cited>,
    /// The first thing done under it.
    pub done: Option<Cited>,
    /// What came back, in the order of occurrence.
    pub back: Vec<Return>,
}

impl Round {
    /// Whether it is a whole turn of the cycle: agreed, something done, and something that came back.
    #[must_use]
    pub fn is_turn(&self) -> bool {
        self.agreed.is_some() && self.done.is_some() && !self.back.is_empty()
    }
}
