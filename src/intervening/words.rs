//! The words of the work: the forms it takes, what it rests on, and what comes up in it.

use crate::code::codes;
use crate::contracting::{Open, Stage};
use crate::field::fields;
use crate::id::ContractId;
use crate::space::Stream;
use crate::strict::choice;

codes! {
    /// The form an intervention takes (the article, section Intervening).
    ///
    /// ```
    /// use practice_cycle::{intervening::Form, code::Code, space::Stream};
    /// assert_eq!(Form::VideoInteractionGuidance.label(), "video interaction guidance");
    /// assert_eq!(Form::Consultation.stream(), Some(Stream::Reflective));
    /// ```
    #[non_exhaustive]
    pub enum Form {
        Consultation = "consultation", "consultation";
        ReflectivePractice = "reflective_practice", "reflective practice";
        JointWork = "joint_work", "joint visit or session alongside the worker";
        FamilyTherapy = "family_therapy", "family therapy sessions";
        CognitiveAssessment = "cognitive_assessment", "cognitive assessment";
        ChildAttachmentInterview = "child_attachment_interview", "Child Attachment Interview";
        ParentingAssessment = "parenting_assessment", "parenting assessment";
        NonViolentResistance = "non_violent_resistance", "non-violent resistance";
        VideoInteractionGuidance = "video_interaction_guidance", "video interaction guidance";
        OtherEvidenceBased = "other_evidence_based", "other evidence-based work";
        WorkerSupport = "worker_support", "support for the worker to carry out the work";
    }
}

impl Form {
    /// The stream that the form belongs to; nothing where it can be of either.
    #[must_use]
    #[rustfmt::skip]
    pub const fn stream(self) -> Option<Stream> {
        match self {
            Form::Consultation | Form::ReflectivePractice | Form::WorkerSupport => Some(Stream::Reflective),
            Form::FamilyTherapy | Form::CognitiveAssessment | Form::ChildAttachmentInterview | Form::ParentingAssessment
            | Form::NonViolentResistance | Form::VideoInteractionGuidance => Some(Stream::Direct),
            Form::JointWork | Form::OtherEvidenceBased => None,
        }
    }
}

codes! {
    /// What the work is for, beside the family.
    ///
    /// ```
    /// use practice_cycle::{intervening::Purpose, code::Code};
    /// assert_eq!(Purpose::ExpertWitness.label(), "for court, as expert witness");
    /// ```
    pub enum Purpose {
        Practice = "practice", "for the work of the team";
        Court = "court", "for court";
        ExpertWitness = "expert_witness", "for court, as expert witness";
    }
}

codes! {
    /// Why work had no agreement to rest on. Policy judges each kind by itself.
    ///
    /// ```
    /// use practice_cycle::{intervening::Uncovered, code::Code};
    /// assert_eq!(Uncovered::Lapsed.label(), "the contract had lapsed");
    /// ```
    pub enum Uncovered {
        Urgent = "urgent", "it was urgent";
        NotAgreed = "not_agreed", "nothing was agreed";
        Lapsed = "lapsed", "the contract had lapsed";
        Suspended = "suspended", "the contract was suspended";
        Unknown = "unknown", "it is not known why";
    }
}

impl Uncovered {
    /// Whether the reason can hold where the contract stands in a stage. What was urgent, or is not known, fits every stage;
    /// what had lapsed may have been closed since.
    ///
    /// ```
    /// use practice_cycle::{contracting::Stage, intervening::Uncovered};
    /// assert!(Uncovered::Lapsed.fits(Stage::Lapsed) && !Uncovered::Lapsed.fits(Stage::Active));
    /// ```
    #[must_use]
    #[rustfmt::skip]
    pub const fn fits(self, stage: Stage) -> bool {
        match self {
            Uncovered::Urgent | Uncovered::Unknown => true,
            Uncovered::Suspended => matches!(stage, Stage::Suspended),
            Uncovered::Lapsed => matches!(stage, Stage::Lapsed | Stage::Completed | Stage::Ended),
            Uncovered::NotAgreed => match stage {
                Stage::Agreed | Stage::Postponed | Stage::Active | Stage::Suspended | Stage::Lapsed => false,
                Stage::Invited | Stage::Reframed | Stage::Negotiating | Stage::Declined | Stage::Withdrawn
                | Stage::Completed | Stage::Ended | Stage::Revoked => true,
            },
        }
    }
}

choice! {
    /// What work rests on: an active contract, or nothing, and then why.
    ///
    /// ```
    /// use practice_cycle::intervening::{Cover, Uncovered};
    /// let cover: Cover = serde_json::from_str(r#"{"uncovered":{"why":"urgent"}}"#)?;
    /// assert_eq!(cover, Cover::Uncovered { why: Uncovered::Urgent, contract: None });
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, PartialEq, Eq, Hash)]
    pub enum Cover {
        /// A contract that was active when it happened.
        Contract(ContractId),
        /// None.
        Uncovered {
            /// Why.
            why: Uncovered,
            /// The contract that might have been expected to cover it.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            contract: Option<ContractId>,
        },
    }
}

fields!(enum Cover { Contract(contract), Uncovered { why, contract } });

codes! {
    /// What became of a suggestion.
    ///
    /// ```
    /// use practice_cycle::{intervening::Reception, code::Code};
    /// assert_eq!(Reception::ALL.len(), 4);
    /// ```
    pub enum Reception {
        TakenUp = "taken_up", "taken up";
        Adapted = "adapted", "adapted";
        NotNow = "not_now", "not now";
        NotWelcome = "not_welcome", "not welcome";
    }
}

impl Reception {
    /// Whether the suggestion was not welcome, or not now.
    #[must_use]
    pub const fn is_unwelcome(self) -> bool {
        match self {
            Reception::NotNow | Reception::NotWelcome => true,
            Reception::TakenUp | Reception::Adapted => false,
        }
    }
}

codes! {
    /// Why a meeting was cancelled.
    ///
    /// ```
    /// use practice_cycle::{intervening::CancelledCode, code::Code};
    /// assert_eq!(CancelledCode::MoreUrgent.label(), "something more urgent came up");
    /// ```
    #[non_exhaustive]
    pub enum CancelledCode {
        Ill = "ill", "somebody was ill";
        MoreUrgent = "more_urgent", "something more urgent came up";
        NoCapacity = "no_capacity", "no capacity";
        NobodyCame = "nobody_came", "those it was for did not come";
        FamilyWished = "family_wished", "the family wished it";
        NotSafe = "not_safe", "it would not have been safe";
        NotNeeded = "not_needed", "no longer needed";
        Other = "other", "other";
    }
}

impl Open for CancelledCode {
    fn needs_words(self) -> bool {
        self == CancelledCode::Other
    }
}

codes! {
    /// What was raised.
    ///
    /// ```
    /// use practice_cycle::{intervening::ConcernKind, code::Code};
    /// assert_eq!(ConcernKind::ALL.len(), 2);
    /// ```
    pub enum ConcernKind {
        Concern = "concern", "concern";
        Disclosure = "disclosure", "disclosure";
    }
}

codes! {
    /// What somebody of the family was helped to understand (the article, section Contracting).
    ///
    /// ```
    /// use practice_cycle::{intervening::Explained, code::{Code, CodeSet}};
    /// let all = CodeSet::of(Explained::ALL);
    /// assert!(all.has(Explained::SafeguardingDuties));
    /// ```
    #[non_exhaustive]
    pub enum Explained {
        SocialWorkersRole = "social_workers_role", "the social worker's role";
        CliniciansRole = "clinicians_role", "the clinician's role";
        SafeguardingDuties = "safeguarding_duties", "safeguarding duties of both";
        CliniciansPart = "clinicians_part", "the clinician's part in the case";
        LegalStatus = "legal_status", "what the legal status means";
        Expectations = "expectations", "what to expect of the intervention";
    }
}

codes! {
    /// Whether somebody interpreted.
    ///
    /// ```
    /// use practice_cycle::{intervening::Interpreter, code::Code};
    /// assert_eq!(Interpreter::NeededNotPresent.label(), "needed and not there");
    /// ```
    pub enum Interpreter {
        NotNeeded = "not_needed", "not needed";
        Present = "present", "present";
        NeededNotPresent = "needed_not_present", "needed and not there";
    }
}

codes! {
    /// What was consented to.
    ///
    /// ```
    /// use practice_cycle::{intervening::ConsentTo, code::Code};
    /// assert_eq!(ConsentTo::Filming.code(), "filming");
    /// ```
    #[non_exhaustive]
    pub enum ConsentTo {
        DirectWork = "direct_work", "direct clinical work";
        Filming = "filming", "filming";
        Assessment = "assessment", "an assessment of the family";
        SharingWords = "sharing_words", "the sharing of their words";
    }
}

codes! {
    /// What changed (the article, section Intervening: beliefs, and stories of blame or guilt).
    ///
    /// ```
    /// use practice_cycle::{intervening::ChangeKind, code::Code};
    /// assert_eq!(ChangeKind::Story.label(), "a narrative of blame or guilt");
    /// ```
    #[non_exhaustive]
    pub enum ChangeKind {
        Belief = "belief", "a belief";
        Story = "story", "a narrative of blame or guilt";
        Practice = "practice", "a practice";
        Relationship = "relationship", "a relationship";
    }
}

codes! {
    /// How an intervention came to its end.
    ///
    /// ```
    /// use practice_cycle::{intervening::Close, code::Code};
    /// assert_eq!(Close::ALL.len(), 2);
    /// ```
    pub enum Close {
        Completed = "completed", "completed";
        Stopped = "stopped", "stopped";
    }
}

codes! {
    /// The part in which somebody is named.
    ///
    /// ```
    /// use practice_cycle::{intervening::Needed, code::Code};
    /// assert_eq!(Needed::Manager.label(), "manager who decided with them");
    /// ```
    pub enum Needed {
        Present = "present", "person named as present";
        Receiver = "receiver", "person it was passed to";
        Family = "family", "member of the family";
        Manager = "manager", "manager who decided with them";
        ConsentGiver = "consent_giver", "member of the family or social work side who consents";
    }
}

codes! {
    /// What can be done where work cannot rest on a contract.
    ///
    /// ```
    /// use practice_cycle::{intervening::Instead, code::Code};
    /// assert_eq!(Instead::Uncovered.label(), "record it as uncovered, and why");
    /// ```
    pub enum Instead {
        BeginFirst = "begin_first", "begin it first, or record the work as uncovered, and why";
        Uncovered = "uncovered", "record it as uncovered, and why";
    }
}

impl Instead {
    pub(super) fn of(stage: Option<Stage>) -> Self {
        if stage == Some(Stage::Agreed) { Instead::BeginFirst } else { Instead::Uncovered }
    }
}
