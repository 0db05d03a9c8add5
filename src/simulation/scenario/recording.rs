//! How acts come to be recorded: late, or never.

use crate::cycle::{Act, Kind};
use crate::id::EntryNumber;
use crate::moment::Moment;
use crate::simulation::amount::{Chance, Length, State};
use crate::simulation::random::Stream;
use crate::simulation::rota::{Rota, moment, seconds};
use crate::simulation::trouble::Troubles;
use crate::strict::object;

/// The kinds of act that can be left out of the record without making what follows impossible.
const LEAVES: [&str; 9] = [
    "occasion_of_joining",
    "family_helped_to_understand",
    "contract_reviewed",
    "session_cancelled",
    "boundary_observed",
    "boundary_reviewed",
    "change_witnessed",
    "change_documented",
    "suggestion_answered",
];

object! {
    /// How acts come to be recorded.
    ///
    /// ```
    /// use practice_cycle::simulation::Recording;
    /// assert_eq!(serde_json::from_str::<Recording>("{}")?, Recording::default());
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, Default, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
    pub struct Recording {
        /// Acts that are recorded later than they happened. What follows in the same cycle is recorded after them: notes are written in
        /// their order.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub late: Option<Late>,
        /// Acts that happen and are never recorded, by their kind.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub missing: Vec<Missing>,
    }
}

object! {
    /// Acts that are recorded later than they happened.
    ///
    /// ```
    /// use practice_cycle::simulation::Late;
    /// let late: Late = serde_json::from_str(
    ///     r#"{"chance":{"value":0.2,"source":"illustrative"},
    ///         "by":{"is":{"exponential":{"mean":1}},"unit":"working_days","source":"illustrative"}}"#,
    /// )?;
    /// assert_eq!(late.chance.value, 0.2);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
    pub struct Late {
        /// The chance of each act, without factors.
        pub chance: Chance,
        /// By how much.
        pub by: Length,
    }
}

object! {
    /// Acts of a kind that happen and are never recorded.
    ///
    /// ```
    /// use practice_cycle::simulation::Missing;
    /// let missing: Missing = serde_json::from_str(
    ///     r#"{"kind":"family_helped_to_understand","chance":{"value":0.1,"source":"illustrative"}}"#,
    /// )?;
    /// assert_eq!(missing.kind, "family_helped_to_understand");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
    pub struct Missing {
        /// The kind, by its code: one that nothing else rests on.
        pub kind: String,
        /// The chance of each act of the kind, without factors.
        pub chance: Chance,
    }
}

impl Recording {
    pub(super) fn check(&self, troubles: &mut Troubles) {
        if let Some(late) = &self.late {
            troubles.within("late", |troubles| {
                check_chance(&late.chance, troubles);
                troubles.within("by", |troubles| late.by.check(troubles));
            });
        }
        troubles.each("missing", &self.missing, |troubles, missing| {
            if !LEAVES.contains(&missing.kind.as_str()) {
                troubles.at("kind", format!("expected one of {}", LEAVES.join(", ")));
            }
            check_chance(&missing.chance, troubles);
        });
    }
}

/// A factor would change nothing: whether something is recorded does not depend on how the cycle stands.
fn check_chance(chance: &Chance, troubles: &mut Troubles) {
    troubles.within("chance", |troubles| {
        chance.check(troubles);
        if !chance.times.is_empty() {
            troubles.at("times", "expected no factors: recording does not depend on how the cycle stands");
        }
    });
}

impl Late {
    /// When an act is recorded, if later than it happened.
    pub(super) fn recorded(&self, act: &Act, number: EntryNumber, stream: Stream, rota: &Rota) -> Option<Moment> {
        let draw = stream.named("recorded").at("entry", number.get().into());
        let is_late = draw.named("late").happens(self.chance.at(&State::default()));
        is_late.then(|| moment(rota.later(seconds(act.occurred_at), &self.by, draw.named("by"))))
    }
}

impl Missing {
    pub(super) fn leaves_out(&self, act: &Act, nth: u64, stream: Stream) -> bool {
        Kind::from_code(&self.kind) == Some(act.event.kind())
            && stream.named("missing").at(&self.kind, nth).happens(self.chance.at(&State::default()))
    }
}
