//! The reach of changes: how far each travelled.

use serde::Serialize;

use crate::code::{CodeSet, codes};
use crate::evidence::Cited;
use crate::id::{ChangeId, EntryNumber};
use crate::intervening::ChangeKind;

codes! {
    /// A way in which a change travelled.
    ///
    /// ```
    /// use practice_cycle::{turns::Way, code::Code};
    /// assert_eq!(Way::ALL.len(), 4);
    /// ```
    pub enum Way {
        Witnessed = "witnessed", "witnessed";
        Documented = "documented", "documented";
        Amplified = "amplified", "amplified";
        LedOn = "led_on", "named in an acknowledgement or invitation";
    }
}

/// How far a change travelled.
///
/// ```
/// use practice_cycle::{evidence::Cited, id::EntryNumber, intervening::ChangeKind, turns::{Reach, Way}, code::CodeSet};
/// let noticed = Cited { entry: EntryNumber::FIRST, at: "2026-09-28T10:30:00Z".parse()? };
/// let steps = vec![EntryNumber::FIRST.next()];
/// let (change, ways) = ("ch-1".parse()?, CodeSet::of(&[Way::Witnessed]));
/// let reach = Reach { change, what: ChangeKind::Belief, noticed, ways, steps };
/// assert_eq!(reach.to_string(), "ch-1 (a belief), noticed on 28 September 2026 (entry 1): witnessed (entry 2)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Reach {
    /// The change.
    pub change: ChangeId,
    /// What kind of change.
    pub what: ChangeKind,
    /// When it was noticed.
    pub noticed: Cited,
    /// The ways in which it travelled. It *led on* where an acknowledgement or an invitation, to contract or to shape practice,
    /// names it; the clinician's own offer leads it nowhere.
    pub ways: CodeSet<Way>,
    /// The entries by which it travelled, in the order of occurrence.
    pub steps: Vec<EntryNumber>,
}
