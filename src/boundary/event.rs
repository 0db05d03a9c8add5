//! The events of the boundary: somebody observed it, the clinician answered that, or people reviewed it together.

use thiserror::Error;

use super::{Basis, DrawnBy, Scope, Sighting, Sign, Standpoint, Verdict};
use crate::code::CodeSet;
use crate::declare::{data, events, refusals};
use crate::id::{BoundaryReviewId, ContractId, ObservationId, ParametersId, PersonId, SessionId};
use crate::moment::Moment;
use crate::people::{Role, Side};
use crate::refusal::Whereabouts;
use crate::space::Space;
use crate::text::Text;

events! {
    in ("practice_cycle::boundary");
    BoundaryObserved = "boundary_observed", "observe the boundary", "observed the boundary", new;
    BoundaryReviewed = "boundary_reviewed", "review the boundary", "reviewed the boundary", new;
    ObservationAnswered = "observation_answered", "answer an observation", "answered an observation";
}

data! {
    /// Somebody observed the boundary between the two sides. The observer is the person who acts; whoever wrote it down is
    /// the one who records.
    BoundaryObserved in ("practice_cycle::boundary"): r#"{"observation":"o-1","sign":{"figure1":"loses_curiosity"},"finding":{"present":"clear"},"standpoint":"looking_on","drawn_by":"unknown","space":"team_meeting","basis":"direct","contract":"c-1"}"# {
        /// Its own reference.
        observation: ObservationId,
        /// What was looked for.
        sign: Sign,
        /// What was found.
        finding: Sighting,
        /// Whether the observer was part of it.
        standpoint: Standpoint,
        /// What drew it.
        drawn_by: DrawnBy,
        /// The space it was seen in.
        space: Space,
        /// The session it was seen in, if in one that has a reference: what several people noted of one session is of one occasion.
        /// Without it, the occasion is the local day and the space.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        session: Option<SessionId>,
        /// What it rests on.
        basis: Basis,
        /// The contract it was seen under, if any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        contract: Option<ContractId>,
        /// More about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

data! {
    /// People sat down with a reading of the boundary and settled what they make of it. What holds "twice running" counts
    /// these reviews, because a reading can be made at any time and as often as one likes.
    BoundaryReviewed in ("practice_cycle::boundary"): r#"{"review":"br-1","parameters":"unvalidated_v1","as_of":"2026-03-02T09:00:00Z","scope":"cycle","verdict":"contested","with":["p-2"]}"# {
        /// Its own reference.
        review: BoundaryReviewId,
        /// The parameters of the reading they had before them.
        parameters: ParametersId,
        /// The time that it looked at: no later than the review.
        as_of: Moment,
        /// What it was about.
        scope: Scope,
        /// The verdict they settled on.
        verdict: Verdict,
        /// Who took part beside whoever acts: somebody, and each of them once.
        with: Vec<PersonId>,
        /// More about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

data! {
    /// The clinician of the cycle answered an observation, which is about them as one end of the boundary: that they see it
    /// otherwise, say, or what was asked of them that day. They may do so more than once. An answer stands beside the
    /// observation and takes nothing from it: the observation counts in every reading as it did before.
    ObservationAnswered in ("practice_cycle::boundary"): r#"{"observation":"o-1","words":"I had been asked to leave the case to the team that week."}"# {
        /// The observation.
        observation: ObservationId,
        /// The answer.
        words: Text,
    }
}

impl BoundaryReviewed {
    /// Whether both ends of the boundary took part, the clinical and the social work side, by the roles people held at the time.
    /// What one side makes of it by itself, or with a partner, is worth recording and settles nothing between the two.
    ///
    /// ```
    /// use practice_cycle::{boundary::BoundaryReviewed, id::PersonId, people::Role};
    /// let review: BoundaryReviewed = serde_json::from_str(practice_cycle::boundary::Kind::BoundaryReviewed.stored_example())?;
    /// let clinician: PersonId = "p-1".parse()?;
    /// let with_a_worker = |person: &PersonId| Some(if *person == clinician { Role::Clinician } else { Role::SocialWorker });
    /// assert!(review.is_joint(&clinician, with_a_worker));
    /// let with_a_supervisor = |person: &PersonId| Some(if *person == clinician { Role::Clinician } else { Role::ClinicalSupervisor });
    /// assert!(!review.is_joint(&clinician, with_a_supervisor));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Of a history, the roles come from its cycle: `|person| cycle.role_at(person, act.occurred_at)`.
    pub fn is_joint(&self, by: &PersonId, role: impl Fn(&PersonId) -> Option<Role>) -> bool {
        let sides: CodeSet<Side> = [by].into_iter().chain(&self.with).filter_map(role).map(Role::side).collect();
        sides.has(Side::Clinical) && sides.has(Side::SocialWork)
    }

    /// Whether it says who reviewed what, and could have happened that way.
    fn is_proper(&self, by: &PersonId, at: Moment) -> Result<(), Refusal> {
        if self.with.is_empty() {
            Err(Refusal::Alone)
        } else if self.with.contains(by) {
            Err(Refusal::WithThemself)
        } else if self.as_of > at {
            Err(Refusal::AsOfLater)
        } else {
            Ok(())
        }
    }
}

/// Why an act about the boundary is refused.
///
/// ```
/// use practice_cycle::boundary::Refusal;
/// assert_eq!(Refusal::Alone.to_string(), "cannot review the boundary alone; say who else took part");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Refusal {
    /// Nobody else took part.
    #[error("cannot review the boundary alone; say who else took part")]
    Alone,
    /// Whoever acts is among those they did it with.
    #[error("cannot review the boundary with oneself; say who took part beside the person who acts")]
    WithThemself,
    /// The reading is as of a time after the review.
    #[error("cannot review the boundary as of a later time than that of the review")]
    AsOfLater,
}

refusals! {
    Alone = "boundary.alone", Invalid @ &["data.with"];
    WithThemself = "boundary.with_themself", Invalid @ Whereabouts::Actor("data.with");
    AsOfLater = "boundary.as_of_later", Invalid @ &["data.as_of"];
}

impl Event {
    /// Whether what it says could be true, given who acts and when.
    pub(crate) fn is_proper(&self, by: &PersonId, at: Moment) -> Result<(), Refusal> {
        match self {
            Event::BoundaryObserved(_) | Event::ObservationAnswered(_) => Ok(()),
            Event::BoundaryReviewed(data) => data.is_proper(by, at),
        }
    }
}
