//! What shapes threshold decisions, and what comes back to those who take them (Ignite, on Keddell's research).
//!
//! Reflection and hearings hold no words: nobody's bias and nobody's values stand in the record, and no characteristic of a family.

use super::{Direction, Pressure, Reflection};
use crate::code::{CodeSet, codes};
use crate::declare::data;
use crate::id::{DecisionExplanationId, DecisionId, HearingId, PersonId, ReflectionId, RequestId, ThresholdMoveId};
use crate::intervening::Interpreter;
use crate::people::Role;
use crate::space::Space;
use crate::text::{CaseRef, Text};

data! {
    /// People reflected together: that they did, on what, and who was there.
    ReflectionHeld in ("practice_cycle::deciding"): r#"{"reflection":"rf-1","on":["bias","first_idea"],"space":"reflective_practice_group","present":["p-1","p-2"],"decision":"de-1"}"# {
        /// Its own reference.
        reflection: ReflectionId,
        /// On what: something.
        on: CodeSet<Reflection>,
        /// The space.
        space: Space,
        /// Who was there.
        present: Vec<PersonId>,
        /// The case that it was about, if about one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        case: Option<CaseRef>,
        /// The decision that it was about, if about one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        decision: Option<DecisionId>,
        /// The threshold that moved and that it was about, if about one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        moved: Option<ThresholdMoveId>,
    }
}

codes! {
    /// Whose lived experience was heard.
    ///
    /// ```
    /// use practice_cycle::{deciding::HeardFrom, code::Code};
    /// assert_eq!(HeardFrom::ChildrenAndYoungPeople.label(), "children and young people");
    /// ```
    #[non_exhaustive]
    pub enum HeardFrom {
        Parents = "parents", "parents";
        ChildrenAndYoungPeople = "children_and_young_people", "children and young people";
        Carers = "carers", "carers";
        PeopleWhoWereInCare = "people_who_were_in_care", "people who were in care";
        Community = "community", "people of the community";
    }
}

codes! {
    /// What a hearing led to.
    ///
    /// ```
    /// use practice_cycle::{deciding::LedToChange, code::Code};
    /// assert_eq!(LedToChange::PracticeChanged.label(), "a practice was changed");
    /// ```
    #[non_exhaustive]
    pub enum LedToChange {
        NothingYet = "nothing_yet", "nothing yet";
        DecisionReconsidered = "decision_reconsidered", "a decision was reconsidered";
        PracticeChanged = "practice_changed", "a practice was changed";
        PolicyQuestioned = "policy_questioned", "a policy was questioned";
        SomethingElse = "something_else", "something else";
    }
}

data! {
    /// The service heard what people have lived through, and what came of it.
    LivedExperienceHeard in ("practice_cycle::deciding"): r#"{"hearing":"le-1","from":["parents"],"space":"team_meeting","led_to":["practice_changed"]}"# {
        /// Its own reference.
        hearing: HearingId,
        /// From whom: somebody.
        from: CodeSet<HeardFrom>,
        /// The space.
        space: Space,
        /// What it led to.
        #[serde(default, skip_serializing_if = "CodeSet::is_empty_ref")]
        led_to: CodeSet<LedToChange>,
    }
}

codes! {
    /// What of a decision was explained to somebody.
    ///
    /// ```
    /// use practice_cycle::{deciding::ExplainedOfDecision, code::Code};
    /// assert_eq!(ExplainedOfDecision::HowToChallenge.label(), "how to challenge it");
    /// ```
    pub enum ExplainedOfDecision {
        Reasons = "reasons", "the reasons";
        HowToChallenge = "how_to_challenge", "how to challenge it";
        WhatHappensNext = "what_happens_next", "what happens next";
    }
}

data! {
    /// A threshold decision was explained to somebody of the family. That it was unsafe to explain is recorded as an explanation
    /// that is [withheld](crate::intervening::ExplanationWithheld), naming the decision.
    DecisionExplained in ("practice_cycle::deciding"): r#"{"explanation":"dx-1","decision":"de-1","person":"p-4","explained":["reasons","how_to_challenge"],"interpreter":"not_needed"}"# {
        /// Its own reference.
        explanation: DecisionExplanationId,
        /// The decision.
        decision: DecisionId,
        /// To whom: a parent, or a child according to age.
        person: PersonId,
        /// What was explained: something.
        explained: CodeSet<ExplainedOfDecision>,
        /// Whether somebody interpreted.
        interpreter: Interpreter,
        /// The age in years, where it shaped how it was explained.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        age: Option<u8>,
        /// What they understood or asked. These words are theirs.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        understood: Option<Text>,
    }
}

codes! {
    /// Why a request for help was turned away.
    ///
    /// ```
    /// use practice_cycle::{deciding::TurnedAway, code::Code};
    /// assert_eq!(TurnedAway::BelowThreshold.label(), "below the threshold");
    /// ```
    #[non_exhaustive]
    pub enum TurnedAway {
        BelowThreshold = "below_threshold", "below the threshold";
        NoCapacity = "no_capacity", "no capacity";
        AnotherService = "another_service", "another service is to help";
        NotConsented = "not_consented", "the family did not agree to it";
    }
}

codes! {
    /// What was found in a family before a threshold (Ignite: strengths to build on, and the hope held for a family).
    ///
    /// ```
    /// use practice_cycle::{deciding::BeforeThreshold, code::Code};
    /// assert_eq!(BeforeThreshold::Hope.label(), "hope for the family");
    /// ```
    pub enum BeforeThreshold {
        Strengths = "strengths", "strengths to build on";
        Hope = "hope", "hope for the family";
    }
}

data! {
    /// A request for help was turned away: below the threshold, say. One that returns names the earlier one.
    RequestTurnedAway in ("practice_cycle::deciding"): r#"{"request":"rq-2","case":"case-204","from":"school","reason":"below_threshold","again":"rq-1","named":["strengths"]}"# {
        /// Its own reference.
        request: RequestId,
        /// The case.
        case: CaseRef,
        /// From whom it came, by role; left out, it was not said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Role>,
        /// Why.
        reason: TurnedAway,
        /// The earlier request that came back with this.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        again: Option<RequestId>,
        /// What was named in the family, beside the need.
        #[serde(default, skip_serializing_if = "CodeSet::is_empty_ref")]
        named: CodeSet<BeforeThreshold>,
        /// More about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

data! {
    /// A threshold moved: what had been enough is so no longer, or what was not is now. It is said of the service, and of no family.
    ThresholdMoved in ("practice_cycle::deciding"): r#"{"moved":"tm-1","direction":"up","pressed_by":["incident","media"]}"# {
        /// Its own reference.
        moved: ThresholdMoveId,
        /// Which way.
        direction: Direction,
        /// What pressed on it.
        #[serde(default, skip_serializing_if = "CodeSet::is_empty_ref")]
        pressed_by: CodeSet<Pressure>,
        /// How it shows.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}
