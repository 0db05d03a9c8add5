//! A discussion, and what was said in it, kept as what it was.

use crate::code::{CodeSet, codes};
use crate::declare::data;
use crate::id::{ContractId, DiscussionId, PersonId, PlacementDisruptionId, StatementId};
use crate::space::Space;
use crate::text::{CaseRef, Text};

codes! {
    /// What kind of question a case discussion is about.
    ///
    /// ```
    /// use practice_cycle::{deliberating::Question, code::Code};
    /// assert_eq!(Question::WhatExplains.label(), "what explains what we see");
    /// ```
    #[non_exhaustive]
    pub enum Question {
        WhatExplains = "what_explains", "what explains what we see";
        WhatWouldHelp = "what_would_help", "what would help";
        WhetherHarmed = "whether_harmed", "whether a child was harmed";
        WhereToLive = "where_to_live", "where a child is to live";
        Threshold = "threshold", "whether a threshold is met";
        PlacementDisruption = "placement_disruption", "why a placement was disrupted, and what follows";
        PlanUnchanged = "plan_unchanged", "a plan that does not change";
        Other = "other", "another question";
    }
}

data! {
    /// People thought together about a case. A discussion that takes up the question of an earlier one names it, so that what was put
    /// and weighed in all of them is read as one. Who was asked and did not come is part of it: a voice that was missing.
    DiscussionHeld in ("practice_cycle::deliberating"): r#"{"discussion":"di-2","case":"case-204","question":"what_explains","space":"case_consultation","present":["p-1","p-2","p-3"],"absent":["p-6"],"contract":"c-1","continues":"di-1","words":"Why he stays away from school."}"# {
        /// Its own reference.
        discussion: DiscussionId,
        /// The case.
        case: CaseRef,
        /// What kind of question it was about.
        question: Question,
        /// The space in which it was held. A meeting of the network is one.
        space: Space,
        /// Who was there, family included.
        present: Vec<PersonId>,
        /// Who was asked and did not come.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        absent: Vec<PersonId>,
        /// The contract under which it was held, if under one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        contract: Option<ContractId>,
        /// The earlier discussion whose question it takes up again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        continues: Option<DiscussionId>,
        /// The disruption of a placement that it was about, if about one: this is the disruption meeting.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        disruption: Option<PlacementDisruptionId>,
        /// The question, or more about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

codes! {
    /// What a statement is ("Dear social workers", on naming worries and opinions as what they are; Connected Practice, on opinion
    /// and fact).
    ///
    /// ```
    /// use practice_cycle::{deliberating::StatementKind, code::Code};
    /// assert_eq!(StatementKind::Hunch.label(), "hunch or intuition");
    /// assert!(StatementKind::Fact.needs_an_author() && !StatementKind::Worry.needs_an_author());
    /// ```
    pub enum StatementKind {
        Fact = "fact", "fact";
        ProfessionalJudgement = "professional_judgement", "professional judgement";
        Allegation = "allegation", "allegation";
        Opinion = "opinion", "opinion";
        Worry = "worry", "worry";
        Hunch = "hunch", "hunch or intuition";
        Strength = "strength", "strength";
    }
}

impl StatementKind {
    /// Whether it has an author: whoever states a fact, judges or alleges answers for it. The others may be said without a name.
    #[must_use]
    pub const fn needs_an_author(self) -> bool {
        match self {
            StatementKind::Fact | StatementKind::ProfessionalJudgement | StatementKind::Allegation => true,
            StatementKind::Opinion | StatementKind::Worry | StatementKind::Hunch | StatementKind::Strength => false,
        }
    }
}

codes! {
    /// What a statement is about ("Dear social workers", on risk that goes both ways and on what is good).
    ///
    /// ```
    /// use practice_cycle::{deliberating::About, code::Code};
    /// assert_eq!(About::NewRisk.label(), "a new risk that acting makes");
    /// ```
    #[non_exhaustive]
    pub enum About {
        Acting = "acting", "the risk of acting";
        NotActing = "not_acting", "the risk of not acting";
        NewRisk = "new_risk", "a new risk that acting makes";
        GoingWell = "going_well", "what goes well";
        BestInterests = "best_interests", "the child's best interests, as asked now";
    }
}

codes! {
    /// Where a fact comes from.
    ///
    /// ```
    /// use practice_cycle::{deliberating::Source, code::Code};
    /// assert_eq!(Source::FromRecords.label(), "from records");
    /// ```
    #[non_exhaustive]
    pub enum Source {
        Observed = "observed", "seen or heard by the author";
        ToldByFamily = "told_by_family", "told by the family";
        ToldByProfessional = "told_by_professional", "told by another professional";
        FromRecords = "from_records", "from records";
        Tested = "tested", "from a test or a measurement";
    }
}

data! {
    /// Something was said in a discussion. Where it has an author, that is the person who acts, and whoever wrote it down is the one who
    /// records; where it has none, it was said here, and the person who acts only took it down.
    StatementMade in ("practice_cycle::deliberating"): r#"{"statement":"st-1","discussion":"di-1","kind":"fact","about":["going_well"],"author":"p-2","source":"observed","words":"He was at school on four days of five."}"# {
        /// Its own reference.
        statement: StatementId,
        /// The discussion.
        discussion: DiscussionId,
        /// What kind of statement.
        kind: StatementKind,
        /// What it is about, where it is about one of these.
        #[serde(default, skip_serializing_if = "CodeSet::is_empty_ref")]
        about: CodeSet<About>,
        /// Whoever answers for it: the person who acts. Nobody, where it was said here without a name.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        author: Option<PersonId>,
        /// Where a fact comes from.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source: Option<Source>,
        /// What was said.
        words: Text,
    }
}

impl StatementMade {
    /// Whether it was said here, without a name: the person who acts only took it down, and no text names them.
    #[must_use]
    pub const fn is_said_here(&self) -> bool {
        self.author.is_none()
    }
}
