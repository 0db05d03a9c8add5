//! Practice with families: their views, how meetings with them went, and what a child's permanence, ambivalence and experience ask for.
//!
//! Whether partnership with parents is a principle or a technique is a question to talk about; it is recorded of nobody. What is
//! recorded is whose views were sought and included, and how people describe one meeting: a family member, a child or young person,
//! the worker themself, or an observer invited by both. A description names no worker. Honesty about statutory consequences is a
//! duty, and a sign of its own; it is no threat. What somebody describes is theirs, whoever they are: it goes further
//! only as they agree ([`DescriptionPassedOn`]), and a family is offered somebody else and an advocate first.
//!
//! Conversations about values and coaching hold no words: nobody's values stand in the record. Attachment patterns are no codes on a
//! child; what a behaviour may be for, and what happened to somebody, is taken into account in words about their situation.
//!
//! Sources: "Doing child-protection social work with parents: what are the barriers in practice?" (partnership and its signs,
//! threats of consequences, reflecting on values, late with the parents' views or on time without them); East Sussex, "Connected
//! Practice" (motivational interviewing and ambivalence, what happened to somebody, the permanence options, support through transition
//! and disruption).

mod views;
mod description;
mod coaching;
mod permanence;
mod judging;

pub use coaching::{CoachingHeld, CoachingMatter, ValuesMatter, ValuesTalkedAbout};
pub use description::{
    Described, DescriptionPassedOn, OfferedToFamily, PartnershipSign, PracticeDescribed, SeenAs, SignFinding, WeighedOn,
};
pub(crate) use judging::Partnerships;
pub use judging::{Lacking, Refusal};
pub use permanence::{
    AmbivalenceHeard, DrawnOn, Experience, ExperienceConsidered, PermanenceOption, PermanenceOptionWeighed,
    PlacementDisrupted, Supported, TransitionSupported,
};
pub use views::{
    AssessmentShared, FamilyMemberNamed, HowSought, InWhat, Responsibility, ViewsAwaited, ViewsIncluded, ViewsMissing,
    ViewsSought, WhyMissing,
};

use crate::declare::events;
use crate::text::CaseRef;

events! {
    FamilyMemberNamed = "family_member_named", "name a member of the family", "named a member of the family", new;
    ViewsSought = "views_sought", "seek somebody's views", "sought somebody's views", new;
    ViewsIncluded = "views_included", "include somebody's views", "included somebody's views";
    ViewsMissing = "views_missing", "record why views are missing", "recorded why views are missing", new;
    ViewsAwaited = "views_awaited", "record that views are awaited", "recorded that views are awaited", new;
    AssessmentShared = "assessment_shared", "share an assessment of the family", "shared an assessment of the family", new;
    PracticeDescribed [boxed] = "practice_described", "describe how a meeting went", "described how a meeting went", new;
    DescriptionPassedOn = "description_passed_on", "pass a description on", "passed a description on", new;
    ValuesTalkedAbout = "values_talked_about", "hold a conversation about values", "held a conversation about values", new;
    CoachingHeld = "coaching_held", "hold coaching", "held coaching", new;
    PermanenceOptionWeighed = "permanence_option_weighed", "weigh an option for permanence", "weighed an option for permanence", new;
    TransitionSupported = "transition_supported", "support somebody through a transition", "supported somebody through a transition", new;
    PlacementDisrupted = "placement_disrupted", "record a placement disrupted", "recorded a placement disrupted", new;
    AmbivalenceHeard = "ambivalence_heard", "hear what speaks for and against change", "heard what speaks for and against change", new;
    ExperienceConsidered = "experience_considered", "take somebody's experience into account", "took somebody's experience into account", new;
}

impl Event {
    /// The case it names, if it names one.
    ///
    /// ```
    /// use practice_cycle::partnering::{Event, Kind, ViewsSought};
    /// let sought: ViewsSought = serde_json::from_str(Kind::ViewsSought.stored_example())?;
    /// let event: Event = sought.into();
    /// assert_eq!(event.case().and_then(|case| case.as_str()), Some("case-204"));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub const fn case(&self) -> Option<&CaseRef> {
        match self {
            Event::FamilyMemberNamed(data) => Some(&data.case),
            Event::ViewsSought(data) => Some(&data.case),
            Event::ViewsMissing(data) => Some(&data.case),
            Event::ViewsAwaited(data) => Some(&data.case),
            Event::AssessmentShared(data) => Some(&data.case),
            Event::PracticeDescribed(data) => Some(&data.case),
            Event::ValuesTalkedAbout(data) => data.case.as_ref(),
            Event::PermanenceOptionWeighed(data) => Some(&data.case),
            Event::TransitionSupported(data) => Some(&data.case),
            Event::PlacementDisrupted(data) => Some(&data.case),
            Event::AmbivalenceHeard(data) => Some(&data.case),
            Event::ExperienceConsidered(data) => Some(&data.case),
            Event::ViewsIncluded(_) | Event::DescriptionPassedOn(_) | Event::CoachingHeld(_) => None,
        }
    }
}
