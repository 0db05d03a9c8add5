//! How people describe practice in one meeting with a family.

use crate::code::{CodeSet, codes};
use crate::declare::data;
use crate::field::fields;
use crate::id::{ConsentId, DescriptionId, PassingId, PersonId, SessionId};
use crate::people::{Role, Side};
use crate::strict::object;
use crate::text::{CaseRef, Text};

codes! {
    /// A sign of how a meeting went ("Doing child-protection social work with parents": what was heard and seen in more than six
    /// hundred meetings).
    ///
    /// ```
    /// use practice_cycle::{partnering::PartnershipSign, code::Code};
    /// assert_eq!(PartnershipSign::KnowledgeUsed.label(), "what the family knows was used");
    /// ```
    pub enum PartnershipSign {
        AgendaTogether = "agenda_together", "what to talk about was set together";
        Listened = "listened", "the family was listened to";
        KnowledgeUsed = "knowledge_used", "what the family knows was used";
        SharedConcernNamed = "shared_concern_named", "a concern that all share was named";
        PlanTogether = "plan_together", "the plan was made together";
        ChildInMind = "child_in_mind", "the child was kept in mind";
        ClearAboutRisk = "clear_about_risk", "the worker was clear about risk";
        ToldWhatToDo = "told_what_to_do", "the family was told what to do";
        KnowledgeDismissed = "knowledge_dismissed", "what the family knows was dismissed";
        ComplianceThreatened = "compliance_threatened", "consequences were threatened unless the family complied";
        HonestAboutConsequences = "honest_about_consequences", "the worker was honest about statutory consequences";
    }
}

codes! {
    /// What somebody says of a sign. That there was no opportunity to see it is never the same as that it was absent.
    ///
    /// ```
    /// use practice_cycle::{partnering::SignFinding, code::Code};
    /// assert_eq!(SignFinding::NoOpportunity.label(), "no opportunity to see");
    /// ```
    pub enum SignFinding {
        Present = "present", "present";
        Absent = "absent", "absent";
        NoOpportunity = "no_opportunity", "no opportunity to see";
    }
}

codes! {
    /// As what somebody describes a meeting.
    ///
    /// ```
    /// use practice_cycle::{partnering::SeenAs, people::Role};
    /// assert!(SeenAs::Family.fits(Role::Parent) && !SeenAs::Family.fits(Role::Child));
    /// assert!(SeenAs::Worker.fits(Role::SocialWorker) && !SeenAs::Worker.fits(Role::Manager));
    /// assert!(SeenAs::Observer.fits(Role::Clinician));
    /// ```
    pub enum SeenAs {
        Family = "family", "a member of the family";
        Child = "child", "the child or young person";
        Worker = "worker", "the worker themself";
        Observer = "observer", "an observer invited by both";
    }
}

impl SeenAs {
    /// Whether somebody in a role can describe a meeting from that perspective.
    #[must_use]
    pub const fn fits(self, role: Role) -> bool {
        match self {
            SeenAs::Child => matches!(role, Role::Child),
            SeenAs::Family => matches!(role.side(), Side::Family) && !matches!(role, Role::Child),
            SeenAs::Worker => matches!(role.side(), Side::SocialWork | Side::Clinical) && !matches!(role, Role::Manager),
            SeenAs::Observer => !matches!(role.side(), Side::Family),
        }
    }
}

codes! {
    /// What weighed on a meeting from outside ("Doing child-protection social work with parents": being overworked, personal problems,
    /// pressure from management).
    ///
    /// ```
    /// use practice_cycle::{partnering::WeighedOn, code::Code};
    /// assert_eq!(WeighedOn::Home.label(), "things at home");
    /// ```
    #[non_exhaustive]
    pub enum WeighedOn {
        Load = "load", "too much work";
        Managers = "managers", "pressure from managers";
        Home = "home", "things at home";
        Other = "other", "something else";
    }
}

object! {
    /// What somebody says of one sign.
    ///
    /// ```
    /// use practice_cycle::partnering::{Described, SignFinding};
    /// let described: Described = serde_json::from_str(r#"{"sign":"listened","finding":"absent"}"#)?;
    /// assert_eq!(described.finding, SignFinding::Absent);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, PartialEq, Eq, Hash)]
    pub struct Described {
        /// The sign.
        pub sign: PartnershipSign,
        /// What they say of it.
        pub finding: SignFinding,
    }
}

fields!(struct Described { sign, finding });

data! {
    /// Somebody described how one meeting with a family went, by signs. It occurred when the meeting did, and may be recorded later.
    /// Whoever describes it acts; which worker it was is not said.
    /// An observer was invited by the family and by the worker. A recording needs consent to filming that was given by the time of the
    /// meeting and is not withdrawn by the time it is described: that of somebody of the family who was at the session that is named, or
    /// one that was given for them, for an adult by the family.
    PracticeDescribed in ("practice_cycle::partnering"): r#"{"description":"dp-1","case":"case-204","session":"s-1","seen_as":"family","signs":[{"sign":"listened","finding":"absent"},{"sign":"compliance_threatened","finding":"present"}]}"# {
        /// Its own reference.
        description: DescriptionId,
        /// The case.
        case: CaseRef,
        /// The session, if it has a reference: descriptions of one session are of one meeting. Without it, the meeting is that of the
        /// local day.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        session: Option<SessionId>,
        /// As what they describe it.
        seen_as: SeenAs,
        /// What they say of each sign that they speak of: at least one, each once.
        signs: Vec<Described>,
        /// What weighed on the meeting from outside, as they say.
        #[serde(default, skip_serializing_if = "CodeSet::is_empty_ref")]
        weighed_on: CodeSet<WeighedOn>,
        /// Who invited an observer: somebody of the family, and somebody of the team.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        invited_by: Vec<PersonId>,
        /// The consent to a recording, where an observer describes one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        recording: Option<ConsentId>,
        /// More about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

codes! {
    /// What a family was offered before a description of theirs goes further.
    ///
    /// ```
    /// use practice_cycle::{partnering::OfferedToFamily, code::Code};
    /// assert_eq!(OfferedToFamily::Advocate.label(), "an advocate");
    /// ```
    pub enum OfferedToFamily {
        SomebodyElse = "somebody_else", "somebody else to work with";
        Advocate = "advocate", "an advocate";
    }
}

data! {
    /// Whoever described a meeting agreed that their description goes further. A description by a member of the family goes
    /// further only by themself, once somebody else to work with and an advocate were offered, and with the names of those who will
    /// read it.
    DescriptionPassedOn in ("practice_cycle::partnering"): r#"{"passing":"ps-1","description":"dp-1","readers":["p-5"],"offered":["somebody_else","advocate"]}"# {
        /// Its own reference.
        passing: PassingId,
        /// The description.
        description: DescriptionId,
        /// Who will read it: somebody.
        readers: Vec<PersonId>,
        /// What was offered to them.
        #[serde(default, skip_serializing_if = "CodeSet::is_empty_ref")]
        offered: CodeSet<OfferedToFamily>,
    }
}
