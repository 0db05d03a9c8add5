//! Opaque references into the host's own system, and the numbers of entries.
//!
//! The crate holds no names. A reference is shown in errors and in `Debug`, so a host must not put a person's name in one.

use std::borrow::Borrow;
use std::fmt;

use serde::{Deserialize, Serialize, Serializer};
use thiserror::Error;

use crate::field::{Field, Renamed};
use crate::noun::{Noun, Outside, Ref};
use crate::shape::{Shape, Value};

/// A reference was refused: it must be 1 to 128 printable ASCII characters without spaces, quotes, backticks or backslashes.
///
/// ```
/// use practice_cycle::id::{IdError, PersonId};
/// assert_eq!(PersonId::new("Jo Bloggs"), Err(IdError));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error(
    "expected a reference of 1 to {MAX_LEN} printable ASCII characters, without spaces, quotes, backticks or backslashes"
)]
pub struct IdError;

/// The longest reference, in characters.
pub const MAX_LEN: usize = 128;

pub(crate) fn check(id: &str) -> Result<(), IdError> {
    let fits = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\'' | b'`' | b'\\');
    if (1..=MAX_LEN).contains(&id.len()) && id.bytes().all(fits) { Ok(()) } else { Err(IdError) }
}

/// A reference that can be made of the kind of thing and a number: `contract-12`. With the feature `simulation`.
///
/// ```
/// use practice_cycle::{id::{Numbered, SessionId}, noun::Noun};
/// assert_eq!(SessionId::NOUN, Noun::Session);
/// assert_eq!(SessionId::numbered(3).as_str(), "session-3");
/// ```
#[cfg(feature = "simulation")]
pub trait Numbered: Sized {
    /// The kind of thing.
    const NOUN: Noun;
    /// The reference to the one with a number.
    fn numbered(number: u32) -> Self;
}

/// A word, a hyphen and a number, without a byte to spare; the word is fit for a reference.
#[cfg(feature = "simulation")]
pub(crate) fn numbered(word: &str, number: u32) -> Box<str> {
    let digits = number.checked_ilog10().map_or(1, |log| log as usize + 1);
    let mut id = String::with_capacity(word.len() + 1 + digits);
    id.push_str(word);
    id.push('-');
    let mut place = 10_u32.pow(digits as u32 - 1);
    while place > 0 {
        id.push(char::from(b'0' + (number / place % 10) as u8));
        place /= 10;
    }
    id.into_boxed_str()
}

macro_rules! ids {
    ($($(#[$meta:meta])* $Name:ident $(=> $Noun:ident)? $(outside $Outside:ident)?;)+) => {$(
        $(#[$meta])*
        ///
        /// 1 to 128 printable ASCII characters, without spaces, quotes, backticks or backslashes.
        ///
        /// ```
        #[doc = concat!("use practice_cycle::id::", stringify!($Name), ";")]
        #[doc = concat!("let id = ", stringify!($Name), "::new(\"a-17\")?;")]
        /// assert_eq!(id.as_str(), "a-17");
        #[doc = concat!("assert!(", stringify!($Name), "::new(\"two words\").is_err());")]
        /// # Ok::<(), practice_cycle::id::IdError>(())
        /// ```
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
        #[serde(try_from = "Box<str>")]
        pub struct $Name(Box<str>); // Invariant: `check` has passed.

        impl $Name {
            /// A reference.
            ///
            /// # Errors
            /// [`IdError`] if it is empty, too long, or has a character that a reference may not have.
            pub fn new(id: &str) -> Result<Self, IdError> {
                check(id)?;
                Ok(Self(id.into()))
            }

            /// The reference as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<Box<str>> for $Name {
            type Error = IdError;
            fn try_from(id: Box<str>) -> Result<Self, IdError> {
                check(&id)?;
                Ok(Self(id))
            }
        }

        impl Serialize for $Name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        #[cfg(feature = "schemars")]
        impl schemars::JsonSchema for $Name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                use crate::code::Code as _;
                crate::json_schema::scalar::reference_name(ids!(@of $($Noun)? $(outside $Outside)?).code()).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                use crate::code::Code as _;
                let of = ids!(@of $($Noun)? $(outside $Outside)?);
                crate::json_schema::derived::as_it_is(crate::json_schema::scalar::reference(of.code(), of.label(), MAX_LEN))
            }
        }

        impl std::str::FromStr for $Name {
            type Err = IdError;
            fn from_str(id: &str) -> Result<Self, IdError> {
                Self::new(id)
            }
        }

        $(#[cfg(feature = "simulation")]
        impl Numbered for $Name {
            const NOUN: Noun = Noun::$Noun;
            fn numbered(number: u32) -> Self {
                Self(numbered(crate::code::Code::code(Noun::$Noun), number))
            }
        })?

        impl Borrow<str> for $Name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $Name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $Name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }

        impl Field for $Name {
            fn shape() -> Shape {
                ids!(@shape $($Noun)? $(outside $Outside)?)
            }
            #[inline]
            fn value(&self) -> Value<'_> {
                ids!(@value self $($Noun)?)
            }
            $(fn reference(&self) -> Option<Ref<'_>> {
                Some(Ref { noun: Noun::$Noun, id: &self.0 })
            }
            fn rename(&mut self, renamed: &Renamed<'_>) {
                if renamed.noun == Some(Noun::$Noun) && *self.0 == *renamed.from {
                    self.0 = renamed.into.into();
                }
            })?
        }
    )+};
    (@of outside $Outside:ident) => { Outside::$Outside };
    (@of $Noun:ident) => { Noun::$Noun };
    (@shape outside $Outside:ident) => { Shape::Outside(Outside::$Outside) };
    (@shape $Noun:ident) => { Shape::Ref(Noun::$Noun) };
    (@value $this:ident) => { Value::Outside(&$this.0) };
    (@value $this:ident $Noun:ident) => { Value::Ref(Ref { noun: Noun::$Noun, id: &$this.0 }) };
}

ids! {
    /// A cycle: one attachment of one clinician to one team.
    CycleId outside Cycle;
    /// A team of the host's service.
    TeamId outside Team;
    /// A person who takes part in the cycle.
    PersonId => Person;
    /// A contract, from its invitation on.
    ContractId => Contract;
    /// An intervention.
    InterventionId => Intervention;
    /// A session that was held.
    SessionId => Session;
    /// A session that was cancelled.
    CancellationId => Cancellation;
    /// A suggestion made within a contract.
    SuggestionId => Suggestion;
    /// A concern or disclosure.
    ConcernId => Concern;
    /// One helping of one person to understand, or one decision not to.
    ExplanationId => Explanation;
    /// A consent.
    ConsentId => Consent;
    /// A change that was noticed.
    ChangeId => Change;
    /// An occasion of joining.
    OccasionId => Occasion;
    /// A rule of the system.
    RuleId => Rule;
    /// An acknowledgement of the clinician.
    AcknowledgementId => Acknowledgement;
    /// A disruption of joining.
    DisruptionId => Disruption;
    /// An invitation to shape practice beyond the team's own cases.
    InfluenceId => Influence;
    /// An observation of the boundary.
    ObservationId => Observation;
    /// A report that something was agreed.
    ReportId => Report;
    /// A rating of what a contract brought.
    RatingId => Rating;
    /// A view that somebody gave.
    ViewId => View;
    /// An outcome learned.
    OutcomeId => Outcome;
    /// A review of the boundary.
    BoundaryReviewId => BoundaryReview;
    /// A milestone of a case.
    MilestoneId => Milestone;
    /// A declaration that milestones are recorded completely.
    FeedId => Feed;
    /// A change of legal status.
    StatusChangeId => StatusChange;
    /// A naming of a lead practitioner.
    NamingId => Naming;
    /// A threshold decision.
    DecisionId => Decision;
    /// An instruction of an expert.
    InstructionId => Instruction;
    /// A conflict of interest that was declared.
    ConflictId => Conflict;
    /// A reconciliation of roles.
    ReconciliationId => Reconciliation;
    /// A duty that was waived.
    WaiverId => Waiver;
    /// A decision that was asked of the clinician and handed back.
    HandbackId => Handback;
    /// A request of a family for help again.
    AskingId => Asking;
    /// A case discussion.
    DiscussionId => Discussion;
    /// Something that was said in a case discussion.
    StatementId => Statement;
    /// A hypothesis: one explanation among several.
    HypothesisId => Hypothesis;
    /// A piece of evidence weighed by one person.
    WeighingId => Weighing;
    /// A disagreement.
    DisagreementId => Disagreement;
    /// A plan of a case discussion, which is tested.
    TestId => Test;
    /// A step that somebody takes on.
    StepId => Step;
    /// A referral that a service returned.
    ReturnId => Return;
    /// A written agreement with a family.
    WrittenAgreementId => WrittenAgreement;
    /// A reflection on what shapes decisions.
    ReflectionId => Reflection;
    /// A hearing of what people have lived through.
    HearingId => Hearing;
    /// One explanation of a decision to one person.
    DecisionExplanationId => DecisionExplanation;
    /// A request that was turned away.
    RequestId => Request;
    /// A threshold that moved.
    ThresholdMoveId => ThresholdMove;
    /// A place on a programme.
    ProgrammeId => Programme;
    /// One time that a practitioner spoke for somebody to other services.
    SpeakingId => Speaking;
    /// A seeking of one person's views.
    ViewsId => Views;
    /// A description of practice in one meeting.
    DescriptionId => Description;
    /// A description of practice passed on.
    PassingId => Passing;
    /// A conversation about values.
    ValuesTalkId => ValuesTalk;
    /// A coaching session.
    CoachingId => Coaching;
    /// A sharing of an assessment of the family.
    AssessmentSharingId => AssessmentSharing;
    /// A weighing of one option for permanence.
    PermanenceOptionId => PermanenceOption;
    /// Support through a transition.
    TransitionId => Transition;
    /// A disruption of a placement.
    PlacementDisruptionId => PlacementDisruption;
    /// A hearing of what speaks for staying as it is, and for change.
    AmbivalenceId => Ambivalence;
    /// A naming of a member of the family of a case.
    FamilyMemberId => FamilyMember;
    /// A record of why views are missing.
    MissingViewsId => MissingViews;
    /// A waiting for views.
    AwaitingId => Awaiting;
    /// What somebody has been through, taken into account.
    ConsiderationId => Consideration;
    /// Evidence of practice, in the portfolio of whoever practised.
    EvidenceId => Evidence;
    /// A portfolio of the host's service.
    PortfolioId outside Portfolio;
    /// The stable code of a rule of policy, such as `R10`. A rule of the system, which a team lives by, is a [`RuleId`].
    RuleCode outside RuleOfPolicy;
    /// The code of a service's own for a milestone that is `other`, such as `early_help_review`.
    MilestoneCode outside MilestoneOfService;
    /// A set of parameters, which a reading names in its result.
    ParametersId outside Parameters;
    /// The code of a service's own for a programme that it runs.
    ProgrammeCode outside ProgrammeOfService;
}

impl CycleId {
    /// In place of the reference of a cycle that was not opened: nothing is recorded of one.
    pub(crate) fn not_opened() -> Self {
        Self("-".into())
    }
}

impl ParametersId {
    /// The name of a default set: nobody has validated any.
    pub(crate) fn unvalidated_v1() -> Self {
        Self("unvalidated_v1".into())
    }

    /// The name of a second default set, where the first is not computed any more.
    pub(crate) fn unvalidated_v2() -> Self {
        Self("unvalidated_v2".into())
    }
}

/// The number of an entry in its history, from 1.
///
/// ```
/// use practice_cycle::id::EntryNumber;
/// assert_eq!(EntryNumber::FIRST.next().to_string(), "2");
/// assert!(serde_json::from_str::<EntryNumber>("0").is_err());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct EntryNumber(u32); // Invariant: at least 1.

impl EntryNumber {
    /// The number of the first entry.
    pub const FIRST: EntryNumber = EntryNumber(1);

    /// After every entry that there can be.
    pub(crate) const LAST: EntryNumber = EntryNumber(u32::MAX);

    /// The number after this one. The last, 4,294,967,295, stays.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }

    /// The place of the entry in a list that starts with the first.
    pub(crate) const fn place(self) -> usize {
        self.0 as usize - 1
    }
}

/// Entries are numbered from 1.
///
/// ```
/// use practice_cycle::id::{EntryNumber, EntryNumberError};
/// assert_eq!(EntryNumber::try_from(0), Err(EntryNumberError));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("expected the number of an entry, from 1")]
pub struct EntryNumberError;

impl TryFrom<u32> for EntryNumber {
    type Error = EntryNumberError;
    fn try_from(number: u32) -> Result<Self, EntryNumberError> {
        if number == 0 { Err(EntryNumberError) } else { Ok(Self(number)) }
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for EntryNumber {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "EntryNumber".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        crate::json_schema::derived::as_it_is(crate::json_schema::scalar::entry_number())
    }
}

impl From<EntryNumber> for u32 {
    fn from(number: EntryNumber) -> u32 {
        number.0
    }
}

impl fmt::Display for EntryNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for EntryNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Field for EntryNumber {
    fn shape() -> Shape {
        Shape::Entry
    }
    fn value(&self) -> Value<'_> {
        Value::Number(self.0.into())
    }
}
