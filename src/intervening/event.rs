//! The events of the work, as they are recorded.

use crate::code::{CodeSet, codes};
use crate::declare::{data, events};
use crate::field::fields;
use crate::id::{
    ChangeId, ConcernId, ConsentId, ContractId, ExplanationId, InterventionId, PersonId, SessionId, SuggestionId,
};
use crate::space::{Space, Stream};
use crate::strict::choice;
use crate::text::Text;

codes! {
    /// The form an intervention takes (the article, section Intervening).
    ///
    /// ```
    /// use practice_cycle::{intervening::Form, code::Code};
    /// assert_eq!(Form::VideoInteractionGuidance.label(), "video interaction guidance");
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
    }
}

codes! {
    /// What changed (the article, section Intervening: beliefs, and stories of blame or guilt).
    ///
    /// ```
    /// use practice_cycle::{intervening::ChangeKind, code::Code};
    /// assert_eq!(ChangeKind::Story.label(), "a story of blame or guilt");
    /// ```
    #[non_exhaustive]
    pub enum ChangeKind {
        Belief = "belief", "a belief";
        Story = "story", "a story of blame or guilt";
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

events! {
    in ("practice_cycle::intervening");
    InterventionBegun = "intervention_begun", "begin an intervention", "began an intervention", new;
    InterventionCovered = "intervention_covered", "cover an intervention", "covered an intervention";
    InterventionClosed = "intervention_closed", "close an intervention", "closed an intervention";
    SessionHeld = "session_held", "hold a session", "held a session", new;
    SuggestionOffered = "suggestion_offered", "offer a suggestion", "offered a suggestion", new;
    SuggestionAnswered = "suggestion_answered", "answer a suggestion", "answered a suggestion";
    ConcernRaised = "concern_raised", "raise a concern", "raised a concern", new;
    ConcernPassedOn = "concern_passed_on", "pass a concern on", "passed a concern on";
    FamilyHelpedToUnderstand = "family_helped_to_understand", "help the family to understand", "helped the family to understand", new;
    ExplanationWithheld = "explanation_withheld", "withhold an explanation", "withheld an explanation", new;
    ConsentGiven = "consent_given", "give consent", "recorded a consent", new;
    ConsentWithdrawn = "consent_withdrawn", "withdraw consent", "recorded that consent was withdrawn";
    ChangeNoticed = "change_noticed", "notice a change", "noticed a change", new;
    ChangeWitnessed = "change_witnessed", "witness a change", "witnessed a change";
    ChangeDocumented = "change_documented", "document a change", "documented a change";
    ChangeAmplified = "change_amplified", "amplify a change", "amplified a change";
}

data! {
    /// An intervention began.
    InterventionBegun in ("practice_cycle::intervening"): r#"{"intervention":"i-1","cover":{"contract":"c-1"},"stream":"reflective","form":"consultation","purpose":"practice"}"# {
        /// Its own reference.
        intervention: InterventionId,
        /// What it rests on.
        cover: Cover,
        /// The stream.
        stream: Stream,
        /// The form.
        form: Form,
        /// What it is for.
        purpose: Purpose,
        /// More about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

data! {
    /// An intervention that began uncovered came to rest on a contract.
    InterventionCovered in ("practice_cycle::intervening"): r#"{"intervention":"i-1","contract":"c-2"}"# {
        /// The intervention.
        intervention: InterventionId,
        /// The contract.
        contract: ContractId,
    }
}

data! {
    /// An intervention came to its end.
    InterventionClosed in ("practice_cycle::intervening"): r#"{"intervention":"i-1","how":"completed"}"# {
        /// The intervention.
        intervention: InterventionId,
        /// Whether it was completed or stopped.
        how: Close,
        /// More about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

data! {
    /// People met. Late recording is normal: what counts is how the contract stood when the session was held.
    SessionHeld in ("practice_cycle::intervening"): r#"{"session":"s-1","intervention":"i-1","cover":{"contract":"c-1"},"space":"home_visit","present":["p-1","p-2","p-3"]}"# {
        /// Its own reference.
        session: SessionId,
        /// The intervention it belongs to, if any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        intervention: Option<InterventionId>,
        /// What it rests on.
        cover: Cover,
        /// The space.
        space: Space,
        /// Who was there, family included.
        present: Vec<PersonId>,
        /// More about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

data! {
    /// Somebody suggested something within an active contract: another reading of the risk, say. No suggestion needs an
    /// answer.
    SuggestionOffered in ("practice_cycle::intervening"): r#"{"suggestion":"su-2","contract":"c-1","words":"Ask the school how he is.","again":"su-1"}"# {
        /// Its own reference.
        suggestion: SuggestionId,
        /// The contract.
        contract: ContractId,
        /// What was suggested; with the new evidence, where it is offered again.
        words: Text,
        /// The earlier suggestion that this offers again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        again: Option<SuggestionId>,
    }
}

data! {
    /// The other side answered a suggestion.
    SuggestionAnswered in ("practice_cycle::intervening"): r#"{"suggestion":"su-1","reception":"not_now","words":"After the conference."}"# {
        /// The suggestion.
        suggestion: SuggestionId,
        /// How.
        reception: Reception,
        /// Why, or what it became.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

data! {
    /// A concern arose, or something was disclosed, in a meeting or outside one, covered or not.
    ConcernRaised in ("practice_cycle::intervening"): r#"{"concern":"co-1","what":"disclosure","session":"s-1"}"# {
        /// Its own reference.
        concern: ConcernId,
        /// Which of the two.
        what: ConcernKind,
        /// The session it arose in, if in one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        session: Option<SessionId>,
        /// What it is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

data! {
    /// A concern was passed on.
    ConcernPassedOn in ("practice_cycle::intervening"): r#"{"concern":"co-1","to":"p-2"}"# {
        /// The concern.
        concern: ConcernId,
        /// To whom.
        to: PersonId,
    }
}

data! {
    /// One person of the family was helped to understand how the two roles combine.
    FamilyHelpedToUnderstand in ("practice_cycle::intervening"): r#"{"explanation":"ex-1","person":"p-3","explained":["social_workers_role","clinicians_role"],"interpreter":"not_needed","contract":"c-1"}"# {
        /// Its own reference.
        explanation: ExplanationId,
        /// Who was helped: a parent, or a child according to age.
        person: PersonId,
        /// What was explained.
        explained: CodeSet<Explained>,
        /// Whether somebody interpreted.
        interpreter: Interpreter,
        /// The contract it concerns, if any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        contract: Option<ContractId>,
        /// The age in years, where it shaped how it was explained.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        age: Option<u8>,
        /// What they understood or asked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        understood: Option<Text>,
    }
}

data! {
    /// It was decided, with the manager and for a reason, not to explain this to somebody for now.
    ExplanationWithheld in ("practice_cycle::intervening"): r#"{"explanation":"ex-2","person":"p-4","reason":"Too young to be helped by it.","manager":"p-5"}"# {
        /// Its own reference.
        explanation: ExplanationId,
        /// Who was not told.
        person: PersonId,
        /// Why.
        reason: Text,
        /// The manager with whom it was decided. That there was none can be recorded; policy has its say.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        manager: Option<PersonId>,
        /// The contract it concerns, if any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        contract: Option<ContractId>,
    }
}

data! {
    /// Somebody consented.
    ConsentGiven in ("practice_cycle::intervening"): r#"{"consent":"cn-1","to":"filming","given_by":"p-3","contract":"c-1"}"# {
        /// Its own reference.
        consent: ConsentId,
        /// To what.
        to: ConsentTo,
        /// Who gave it; the person who acts may have taken it down.
        given_by: PersonId,
        /// For whom, if not for themself: a child, say.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        for_person: Option<PersonId>,
        /// The contract it concerns, if any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        contract: Option<ContractId>,
    }
}

data! {
    /// A consent was withdrawn.
    ConsentWithdrawn in ("practice_cycle::intervening"): r#"{"consent":"cn-1","withdrawn_by":"p-3"}"# {
        /// The consent.
        consent: ConsentId,
        /// Who withdrew it.
        withdrawn_by: PersonId,
    }
}

data! {
    /// Somebody noticed that something had changed.
    ChangeNoticed in ("practice_cycle::intervening"): r#"{"change":"ch-1","what":"story","words":"The school speaks of him with warmth.","contract":"c-1"}"# {
        /// Its own reference.
        change: ChangeId,
        /// What kind of change.
        what: ChangeKind,
        /// What it was.
        words: Text,
        /// The contract under which it was noticed, if any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        contract: Option<ContractId>,
        /// The session in which it was noticed, if in one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        session: Option<SessionId>,
    }
}

data! {
    /// Somebody else witnessed a change: never whoever noticed it.
    ChangeWitnessed in ("practice_cycle::intervening"): r#"{"change":"ch-1"}"# {
        /// The change.
        change: ChangeId,
        /// How it looked to them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

data! {
    /// A change was written down for others.
    ChangeDocumented in ("practice_cycle::intervening"): r#"{"change":"ch-1","words":"In the minutes of the core group."}"# {
        /// The change.
        change: ChangeId,
        /// Where.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

data! {
    /// A change was carried on to others: never to whoever acts.
    ChangeAmplified in ("practice_cycle::intervening"): r#"{"change":"ch-1","to":["p-5"]}"# {
        /// The change.
        change: ChangeId,
        /// To whom. Nobody is named where they are not known in this cycle; words say who they were then.
        to: Vec<PersonId>,
        /// How.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}
