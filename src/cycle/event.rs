//! Every event there is, gathered from the modules that say what they mean.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::code::Code;
use crate::field::Field;
#[cfg(feature = "schemars")]
use crate::json_schema::{derived, scalar};
use crate::noun::{Noun, Ref};
use crate::permitted::{self, Permitted};
use crate::refusal::{Parameter, Said, Takes};
use crate::shape::{Fields, Shape};
use crate::text::CaseRef;
use crate::{
    attachment, boundary, contracting, correction, deciding, deliberating, intervening, joining, partnering, reporting,
};

/// Gathers the events of the modules into one list. This is the page that lists them all.
macro_rules! gather {
    ($($Family:ident from $module:ident: $($Data:ident),+;)+) => {
        /// What happened, in the past tense. Every event there is, by the module that says what it means.
        ///
        /// ```
        /// use practice_cycle::{attachment::PersonLeft, cycle::Event, id::PersonId};
        /// let event: Event = PersonLeft::new(PersonId::new("p-2")?).into();
        /// assert_eq!(event.kind().code(), "person_left");
        /// # Ok::<(), practice_cycle::id::IdError>(())
        /// ```
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub enum Event {
            $(
                #[doc = concat!("See [`", stringify!($module), "::Event`].")]
                $Family($module::Event),
            )+
        }

        /// What kind of event it is.
        ///
        /// ```
        /// use practice_cycle::{contracting, cycle::Kind};
        /// assert_eq!(Kind::from_code("contract_begun"), Some(Kind::Contracting(contracting::Kind::ContractBegun)));
        /// assert!(Kind::all().all(|kind| Kind::from_code(kind.code()) == Some(kind)));
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $(
                #[doc = concat!("See [`", stringify!($module), "::Kind`].")]
                $Family($module::Kind),
            )+
        }

        impl Event {
            /// What kind of event this is.
            #[inline]
            #[must_use]
            pub fn kind(&self) -> Kind {
                match self { $(Self::$Family(event) => Kind::$Family(event.kind())),+ }
            }

            #[inline]
            pub(crate) fn subject(&self) -> Option<Ref<'_>> {
                match self { $(Self::$Family(event) => event.subject()),+ }
            }

            pub(crate) fn part(&self) -> &dyn Field {
                match self { $(Self::$Family(event) => event.part()),+ }
            }

            pub(crate) fn part_mut(&mut self) -> &mut dyn Field {
                match self { $(Self::$Family(event) => event.part_mut()),+ }
            }

            pub(super) fn read<'de, A: MapAccess<'de>>(kind: Kind, map: &mut A) -> Result<Self, A::Error> {
                match kind { $(Kind::$Family(kind) => $module::Event::read(kind, map).map(Self::$Family)),+ }
            }

            pub(super) fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
                match self { $(Self::$Family(event) => event.write(map)),+ }
            }
        }

        impl Kind {
            /// Every kind there is.
            pub fn all() -> impl Iterator<Item = Kind> {
                std::iter::empty()$(.chain($module::Kind::ALL.iter().map(|&kind| Kind::$Family(kind))))+
            }

            /// The stable code, as stored under `type`.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$Family(kind) => kind.code()),+ }
            }

            /// The act as one would ask for it.
            #[must_use]
            pub fn label(self) -> &'static str {
                match self { $(Self::$Family(kind) => kind.label()),+ }
            }

            /// What was done, in the past tense.
            ///
            /// ```
            /// use practice_cycle::cycle::Kind;
            /// assert_eq!(Kind::from_code("contract_begun").map(Kind::past_tense), Some("began"));
            /// ```
            #[must_use]
            pub fn past_tense(self) -> &'static str {
                match self { $(Self::$Family(kind) => kind.past_tense()),+ }
            }

            /// The kind with that code.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                $(if let Some(kind) = $module::Kind::from_code(code) {
                    return Some(Self::$Family(kind));
                })+
                None
            }

            /// An example of the stored data.
            #[must_use]
            pub fn stored_example(self) -> &'static str {
                match self { $(Self::$Family(kind) => kind.stored_example()),+ }
            }

            /// From whom it may come. See the [table](crate::permitted) of who may do what.
            ///
            /// ```
            /// use practice_cycle::{cycle::Kind, people::Role, permitted::Asking};
            /// let acknowledge = Kind::from_code("clinician_acknowledged").unwrap().permitted();
            /// assert!(acknowledge.allows(Role::SocialWorker, Asking::NOTHING));
            /// assert!(!acknowledge.allows(Role::Clinician, Asking::NOTHING));
            /// ```
            #[inline]
            #[must_use]
            pub fn permitted(self) -> Permitted {
                match self { $(Self::$Family(kind) => kind.permitted()),+ }
            }

            /// The place among all kinds.
            #[inline]
            pub(crate) fn index(self) -> usize {
                let mut before = 0;
                $(
                    if let Self::$Family(kind) = self {
                        return before + kind.index();
                    }
                    before += $module::Kind::ALL.len();
                )+
                before
            }

            /// What is read as the data, field by field.
            pub(crate) fn fields(self) -> Fields {
                match self { $(Self::$Family(kind) => kind.fields()),+ }
            }

            /// What can be asked of the data.
            pub(crate) fn shape(self) -> Shape {
                Shape::Fields(self.fields())
            }

            /// The module that says what the event means, by its name.
            ///
            /// ```
            /// use practice_cycle::cycle::Kind;
            /// assert_eq!(Kind::from_code("contract_begun").map(Kind::family), Some("contracting"));
            /// ```
            #[must_use]
            pub const fn family(self) -> &'static str {
                match self { $(Self::$Family(_) => stringify!($module)),+ }
            }

            /// What the event is about: what the first field of its data refers to.
            pub(crate) fn subject_noun(self) -> Option<Noun> {
                match self { $(Self::$Family(kind) => kind.subject_noun()),+ }
            }

            #[inline]
            pub(crate) fn creates_subject(self) -> bool {
                match self { $(Self::$Family(kind) => kind.creates_subject()),+ }
            }
        }

        const COUNT: usize = 0 $(+ $module::Kind::ALL.len())+;
        const _: () = assert!(COUNT == permitted::ROWS, "a row of the table of who may do what is of no kind");

        $(
            impl From<$module::Kind> for Kind {
                fn from(kind: $module::Kind) -> Self {
                    Self::$Family(kind)
                }
            }

            impl From<$module::Event> for Event {
                fn from(event: $module::Event) -> Self {
                    Self::$Family(event)
                }
            }
            $(
                impl $module::$Data {
                    /// The data of an event, if it is of this kind.
                    #[must_use]
                    pub fn of(event: &Event) -> Option<&Self> {
                        if let Event::$Family($module::Event::$Data(data)) = event { Some(data) } else { None }
                    }
                }

                impl From<$module::$Data> for Event {
                    fn from(data: $module::$Data) -> Self {
                        Self::$Family(data.into())
                    }
                }

                #[cfg(feature = "schemars")]
                impl OfKinds for $module::$Data {
                    fn kinds() -> Vec<Kind> {
                        vec![Kind::$Family($module::Kind::$Data)]
                    }
                    fn name() -> String {
                        stringify!($Data).to_owned()
                    }
                }
            )+

            #[cfg(feature = "schemars")]
            impl OfKinds for $module::Event {
                fn kinds() -> Vec<Kind> {
                    $module::Kind::ALL.iter().map(|&kind| Kind::$Family(kind)).collect()
                }
                fn name() -> String {
                    stringify!($Family).to_owned()
                }
            }
        )+
    };
}

gather! {
    Contracting from contracting:
        ContractInvited, InvitationAccepted, ReframeOffered, ReframeAnswered, TermsProposed, TermsAccepted, ContractDeclined,
        ContractWithdrawn, ContractPostponed, ContractRestored, ContractBegun, ContractReviewed, PartyReplaced, RoleFlexed,
        ContractSuspended, ContractResumed, ContractCompleted, ContractEnded, ContractRevoked, ContractRenewed;
    Intervening from intervening:
        InterventionBegun, InterventionCovered, InterventionClosed, SessionHeld, SessionCovered, SessionCancelled, SuggestionOffered,
        SuggestionAnswered, ConcernRaised, ConcernPassedOn, FamilyHelpedToUnderstand, ExplanationWithheld, ConsentGiven, ConsentWithdrawn,
        ChangeNoticed, ChangeWitnessed, ChangeDocumented, ChangeAmplified;
    Deciding from deciding:
        MilestoneReached, FeedDeclaredComplete, LegalStatusChanged, LeadPractitionerNamed, ThresholdDecided,
        ExpertInstructed, ConflictDeclared, ConflictAnswered, RolesReconciled, DutyWaived, DecisionHandedBack, FeedEnded,
        ReflectionHeld, LivedExperienceHeard, DecisionExplained, RequestTurnedAway, ThresholdMoved, ProgrammeBegun,
        ProgrammeExtended, ProgrammeEnded, SpokenFor;
    Deliberating from deliberating:
        DiscussionHeld, StatementMade, HypothesisPut, EvidenceWeighed, HypothesisSetAside, HypothesisKept, HypothesisReshaped,
        DisagreementRecorded, DisagreementSettled, DisagreementEscalated, TestPlanned, TestReviewed, StepTakenOn, StepHandedBack,
        StepDropped, ReferralReturned, WrittenAgreementMade;
    Partnering from partnering:
        FamilyMemberNamed, ViewsSought, ViewsIncluded, ViewsMissing, ViewsAwaited, AssessmentShared, PracticeDescribed,
        DescriptionPassedOn, ValuesTalkedAbout, CoachingHeld, PermanenceOptionWeighed, TransitionSupported, PlacementDisrupted,
        AmbivalenceHeard, ExperienceConsidered;
    Joining from joining:
        OccasionOfJoining, RuleNoticed, RuleWorkedWith, ClinicianAcknowledged, JoiningDisrupted, InfluenceInvited,
        HelpAskedAgain;
    Boundary from boundary:
        BoundaryObserved, BoundaryReviewed, ObservationAnswered;
    Reporting from reporting:
        AgreementReported, OutcomeRated, ViewGiven, OutcomeLearned, OutcomeFedBack;
    Attachment from attachment:
        CycleOpened, CycleClosed, PersonEntered, PersonLeft;
    Correction from correction:
        EnteredInError, Redacted, OpeningCorrected, PeopleMerged, CasesMerged;
}

impl Event {
    /// The cases it names.
    pub(crate) fn cases(&self) -> impl Iterator<Item = &CaseRef> {
        let invited = contracting::ContractInvited::of(self).and_then(|data| data.case.as_ref());
        let merged = correction::CasesMerged::of(self);
        let merged = merged.into_iter().flat_map(|data| [&data.case, &data.into]);
        let named = match self {
            Event::Deciding(event) => event.case(),
            Event::Deliberating(event) => event.case(),
            Event::Partnering(event) => event.case(),
            Event::Contracting(_)
            | Event::Intervening(_)
            | Event::Joining(_)
            | Event::Boundary(_)
            | Event::Reporting(_)
            | Event::Attachment(_)
            | Event::Correction(_) => None,
        };
        invited.into_iter().chain(named).chain(merged)
    }
}

/// Of which kinds the events are that a type holds.
#[cfg(feature = "schemars")]
pub(crate) trait OfKinds {
    fn kinds() -> Vec<Kind>;
    /// What they are called together.
    fn name() -> String;
}

#[cfg(feature = "schemars")]
impl OfKinds for Event {
    fn kinds() -> Vec<Kind> {
        Kind::all().collect()
    }
    fn name() -> String {
        String::new()
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for Kind {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "EventKind".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let codes = Self::all().map(|kind| (kind.code(), kind.label()));
        derived::as_it_is(scalar::codes("EventKind", codes))
    }
}

impl Kind {
    /// How many kinds there are.
    pub(crate) const COUNT: usize = COUNT;
}

impl Said for Kind {
    fn takes() -> Option<Takes> {
        Some(Takes::Kind)
    }
    fn said(&self) -> Option<Parameter> {
        Some(Parameter::Code(self.code()))
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

/// What is said of a code that is no event's, by which it is known among errors of serde.
pub(crate) const UNKNOWN_EVENT: &str = "expected the code of an event; a newer version may have written this one";

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Code;
        impl Visitor<'_> for Code {
            type Value = Kind;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the code of an event")
            }
            fn visit_str<E: de::Error>(self, code: &str) -> Result<Kind, E> {
                Kind::from_code(code).ok_or_else(|| E::custom(UNKNOWN_EVENT))
            }
        }
        deserializer.deserialize_str(Code)
    }
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}
