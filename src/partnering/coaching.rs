//! Conversations about values, and coaching. Neither holds words: nobody's values, and nobody's skill, stand in the record.

use crate::code::{CodeSet, codes};
use crate::declare::data;
use crate::id::{CoachingId, PassingId, PersonId, SessionId, ValuesTalkId};
use crate::space::Space;
use crate::text::CaseRef;

codes! {
    /// What a conversation about values was about ("Doing child-protection social work with parents", its closing questions).
    ///
    /// ```
    /// use practice_cycle::{partnering::ValuesMatter, code::Code};
    /// assert_eq!(ValuesMatter::LateOrWithoutViews.label(), "late with the parents' views, or on time without them");
    /// ```
    #[non_exhaustive]
    pub enum ValuesMatter {
        Partnership = "partnership", "working in partnership: a principle, or a technique";
        Language = "language", "the language used about families";
        Jokes = "jokes", "the jokes told";
        WhatIsPraised = "what_is_praised", "what is praised and what is frowned upon";
        LateOrWithoutViews = "late_or_without_views", "late with the parents' views, or on time without them";
        ValuesAndPractice = "values_and_practice", "how values show in practice";
    }
}

data! {
    /// Values were talked about, in supervision or in a team: that they were, and about what. Who thinks what is not recorded.
    ValuesTalkedAbout in ("practice_cycle::partnering"): r#"{"talk":"vt-1","space":"supervision","matters":["partnership","values_and_practice"],"passing":"ps-1"}"# {
        /// Its own reference.
        talk: ValuesTalkId,
        /// The space.
        space: Space,
        /// About what: something.
        matters: CodeSet<ValuesMatter>,
        /// The case that it was about, if about one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        case: Option<CaseRef>,
        /// The description that was passed on and led to it, if one did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        passing: Option<PassingId>,
    }
}

codes! {
    /// What coaching was about.
    ///
    /// ```
    /// use practice_cycle::{partnering::CoachingMatter, code::Code};
    /// assert_eq!(CoachingMatter::ReflectiveListening.label(), "reflective listening");
    /// ```
    #[non_exhaustive]
    pub enum CoachingMatter {
        ReflectiveListening = "reflective_listening", "reflective listening";
        AgendaTogether = "agenda_together", "setting an agenda together";
        PlanningTogether = "planning_together", "planning together";
        ChildFocus = "child_focus", "keeping the child in mind";
        ClarityAboutRisk = "clarity_about_risk", "clarity about risk";
        ValuesAndPractice = "values_and_practice", "how values show in practice";
    }
}

data! {
    /// A worker was coached on practice with a family. The worker agreed to it, and so did somebody of the family.
    CoachingHeld in ("practice_cycle::partnering"): r#"{"coaching":"cc-1","coach":"p-1","worker":"p-2","agreed_by":["p-2","p-4"],"session":"s-1","matters":["reflective_listening"]}"# {
        /// Its own reference.
        coaching: CoachingId,
        /// Who coached.
        coach: PersonId,
        /// Who was coached: somebody else.
        worker: PersonId,
        /// Who agreed: the worker, and somebody of the family.
        agreed_by: Vec<PersonId>,
        /// The session that it was about, if about one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        session: Option<SessionId>,
        /// What it was about.
        #[serde(default, skip_serializing_if = "CodeSet::is_empty_ref")]
        matters: CodeSet<CoachingMatter>,
    }
}
