//! Reports on a contract, at any stage and whenever it is learned: that something was agreed, what people make of the
//! outcome, views, and what became of it all.
//!
//! What happened can always be recorded. An arrangement that was made with gaps, or in which a clinician took a statutory
//! decision, is reported here as it was. A report never becomes an agreement that work can rest on.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::code::codes;
use crate::contracting::Draft;
use crate::declare::{data, events, refusals};
use crate::field::Field;
use crate::id::{ContractId, DecisionId, OutcomeId, PersonId, RatingId, ReportId, TestId, ViewId};
use crate::shape::{Shape, Value};
use crate::text::Text;

/// How somebody rates the outcome for their part, from 0 to 10. Ratings of different people stay apart.
///
/// ```
/// use practice_cycle::reporting::Score;
/// assert_eq!(Score::new(7)?.get(), 7);
/// assert!(Score::new(11).is_err());
/// # Ok::<(), practice_cycle::reporting::ScoreError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Score(u8); // Invariant: at most `MOST`.

const MOST: u8 = 10;

/// A rating outside 0 to 10.
///
/// ```
/// use practice_cycle::reporting::{ScoreError, Score};
/// assert_eq!(Score::new(200), Err(ScoreError));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("expected a rating from 0 to 10")]
pub struct ScoreError;

impl Score {
    /// A rating.
    ///
    /// # Errors
    /// [`ScoreError`] above 10.
    pub const fn new(score: u8) -> Result<Self, ScoreError> {
        if score <= MOST { Ok(Self(score)) } else { Err(ScoreError) }
    }

    /// The rating as a number.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for Score {
    type Error = ScoreError;
    fn try_from(score: u8) -> Result<Self, ScoreError> {
        Self::new(score)
    }
}

impl From<Score> for u8 {
    fn from(score: Score) -> u8 {
        score.0
    }
}

impl Field for Score {
    fn shape() -> Shape {
        Shape::Number(0, MOST.into())
    }
    fn value(&self) -> Value<'_> {
        Value::Number(self.0.into())
    }
}

events! {
    AgreementReported = "agreement_reported", "report an agreement", "reported an agreement", new;
    OutcomeRated = "outcome_rated", "rate the outcome", "rated the outcome", new;
    ViewGiven = "view_given", "give a view", "gave a view", new;
    OutcomeLearned = "outcome_learned", "record an outcome", "recorded an outcome", new;
    OutcomeFedBack = "outcome_fed_back", "feed an outcome back", "fed an outcome back";
}

data! {
    /// Something was agreed, in whatever way, gaps and all. Policy has its say; work cannot rest on it.
    AgreementReported: r#"{"report":"re-1","contract":"c-1","between":["p-1","p-2"],"terms":{"lead":"clinician","roles":{"statutory_decisions":"clinician"}}}"# {
        /// Its own reference.
        report: ReportId,
        /// The contract it concerns, if it came of an invitation.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        contract: Option<ContractId>,
        /// Between whom.
        between: Vec<PersonId>,
        /// What was agreed.
        terms: Box<Draft>,
    }
}

data! {
    /// Somebody rated what the work brought, once it had begun or after it was closed.
    OutcomeRated: r#"{"rating":"ra-1","contract":"c-1","score":7}"# {
        /// Its own reference.
        rating: RatingId,
        /// The contract.
        contract: ContractId,
        /// The rating of the person who acts.
        score: Score,
        /// More about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

data! {
    /// Somebody gave a view: on the work, the outcome, or a difference that remains.
    ViewGiven: r#"{"view":"vi-1","contract":"c-1","words":"I read the risk differently."}"# {
        /// Its own reference.
        view: ViewId,
        /// The contract.
        contract: ContractId,
        /// The view of the person who acts.
        words: Text,
    }
}

codes! {
    /// How things are, where an outcome was learned. That it is not known is an answer.
    ///
    /// ```
    /// use practice_cycle::{reporting::HowItWent, code::Code};
    /// assert_eq!(HowItWent::NotKnown.label(), "not known");
    /// ```
    #[non_exhaustive]
    pub enum HowItWent {
        Better = "better", "better";
        AsBefore = "as_before", "as before";
        Worse = "worse", "worse";
        Mixed = "mixed", "better in some ways and worse in others";
        NotKnown = "not_known", "not known";
    }
}

data! {
    /// What became of it was learned, perhaps long after: of a contract, of a threshold decision or of a plan that was tested. What a
    /// decision led to is learned from what the service already holds; no family is contacted for it.
    OutcomeLearned: r#"{"outcome":"ou-1","contract":"c-1","words":"The children are back at school."}"# {
        /// Its own reference.
        outcome: OutcomeId,
        /// The contract; it, the decision or the plan is named, or several.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        contract: Option<ContractId>,
        /// The threshold decision.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        decision: Option<DecisionId>,
        /// The plan that was tested.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        test: Option<TestId>,
        /// How things are; it or the words say what was learned.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        how: Option<HowItWent>,
        /// What was learned.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

data! {
    /// What was learned was told to those who had decided (Ignite, on feedback to those who take decisions).
    OutcomeFedBack: r#"{"outcome":"ou-1","to":["p-2","p-3"]}"# {
        /// The outcome.
        outcome: OutcomeId,
        /// To whom: somebody.
        to: Vec<PersonId>,
    }
}

/// Why a report is refused.
///
/// ```
/// use practice_cycle::reporting::Refusal;
/// assert_eq!(Refusal::NotBegun.code(), "reporting.not_begun");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Refusal {
    /// There is an outcome to rate only once work has begun.
    #[error("cannot rate the outcome yet: work under the contract had not begun")]
    NotBegun,
    /// An outcome is one of something.
    #[error("an outcome needs what it came of: a contract, a decision or a plan that was tested")]
    OfNothing,
    /// An outcome says something.
    #[error("an outcome needs how things are, or words; that it is not known is an answer")]
    SaysNothing,
    /// It is fed back to somebody.
    #[error("an outcome is fed back to somebody; name them")]
    ToNobody,
}

refusals! {
    NotBegun = "reporting.not_begun", Conflict @ &["data.contract"];
    OfNothing = "reporting.of_nothing", Invalid @ &["data.contract", "data.decision", "data.test"];
    SaysNothing = "reporting.says_nothing", Invalid @ &["data.how", "data.words"];
    ToNobody = "reporting.to_nobody", Invalid @ &["data.to"];
}

impl Event {
    /// Whether it says something of something.
    pub(crate) fn is_proper(&self) -> Result<(), Refusal> {
        if let Event::OutcomeFedBack(data) = self {
            return if data.to.is_empty() { Err(Refusal::ToNobody) } else { Ok(()) };
        }
        let Event::OutcomeLearned(data) = self else { return Ok(()) };
        if data.contract.is_none() && data.decision.is_none() && data.test.is_none() {
            Err(Refusal::OfNothing)
        } else if data.how.is_none() && data.words.is_none() {
            Err(Refusal::SaysNothing)
        } else {
            Ok(())
        }
    }

    /// The contract whose work must have begun for this to be said.
    pub(crate) fn needs_begun(&self) -> Option<&ContractId> {
        if let Event::OutcomeRated(data) = self { Some(&data.contract) } else { None }
    }
}
