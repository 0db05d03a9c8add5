//! Practice with families: their views, descriptions of meetings, coaching, permanence, ambivalence and experience.

use serde::Serialize;

use super::{Fact, Things};
use crate::cycle::Entry;
use crate::deliberating::DiscussionHeld;
use crate::id::{DescriptionId, DiscussionId, PlacementDisruptionId, ViewsId};
use crate::partnering::{
    AmbivalenceHeard, AssessmentShared, CoachingHeld, DescriptionPassedOn, Event, ExperienceConsidered, FamilyMemberNamed,
    PermanenceOptionWeighed, PlacementDisrupted, PracticeDescribed, TransitionSupported, ValuesTalkedAbout, ViewsAwaited,
    ViewsIncluded, ViewsMissing, ViewsSought,
};

/// What was recorded of practice with families, each list in the order of occurrence.
///
/// ```
/// use practice_cycle::overview::Partnering;
/// assert_eq!(Partnering::default().views.len(), 0);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "OverviewPartnering"))]
pub struct Partnering<'a> {
    /// Who of the family belongs to which case.
    pub family: Vec<Fact<'a, FamilyMemberNamed>>,
    /// Views that were sought.
    pub views: Things<'a, ViewsId, Views<'a>>,
    /// Views that are missing, where it is not said how they had been sought.
    pub views_missing: Vec<Fact<'a, ViewsMissing>>,
    /// Views that are awaited, where it is not said how they were sought.
    pub views_awaited: Vec<Fact<'a, ViewsAwaited>>,
    /// Assessments shared with the family.
    pub assessments_shared: Vec<Fact<'a, AssessmentShared>>,
    /// How people described meetings. Each is one person's: who may be shown one is answered by the [`reader`](crate::reader).
    pub descriptions: Things<'a, DescriptionId, Description<'a>>,
    /// Conversations about values.
    pub values_talks: Vec<Fact<'a, ValuesTalkedAbout>>,
    /// Coaching.
    pub coaching: Vec<Fact<'a, CoachingHeld>>,
    /// Options for a child's permanence that were weighed.
    pub permanence_options: Vec<Fact<'a, PermanenceOptionWeighed>>,
    /// Support through transitions.
    pub transitions: Vec<Fact<'a, TransitionSupported>>,
    /// Placements that were disrupted.
    pub disruptions: Things<'a, PlacementDisruptionId, Disruption<'a>>,
    /// Ambivalence about change that was heard.
    pub ambivalence: Vec<Fact<'a, AmbivalenceHeard>>,
    /// Experience that was taken into account.
    pub experience: Vec<Fact<'a, ExperienceConsidered>>,
}

/// Views that were sought, and what became of them.
///
/// ```
/// use practice_cycle::overview::Views;
/// fn are_included(views: &Views<'_>) -> bool { !views.included.is_empty() }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "OverviewViews"))]
pub struct Views<'a> {
    /// Their reference.
    pub views: &'a ViewsId,
    /// How they were sought.
    pub sought: Fact<'a, ViewsSought>,
    /// Into what they went.
    pub included: Vec<Fact<'a, ViewsIncluded>>,
    /// Why they are missing, if they are.
    pub missing: Vec<Fact<'a, ViewsMissing>>,
    /// What waits for them.
    pub awaited: Vec<Fact<'a, ViewsAwaited>>,
}

impl Views<'_> {
    /// Whether they went into nothing so far, and nobody said that they are missing.
    #[must_use]
    pub fn are_open(&self) -> bool {
        self.included.is_empty() && self.missing.is_empty()
    }
}

/// How somebody described a meeting, and whom they agreed to show it to.
///
/// ```
/// use practice_cycle::overview::Description;
/// fn stays_with_them(description: &Description<'_>) -> bool { description.passed_on.is_empty() }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "OverviewDescription"))]
pub struct Description<'a> {
    /// Its reference.
    pub description: &'a DescriptionId,
    /// How the meeting was described.
    pub described: Fact<'a, PracticeDescribed>,
    /// Each time it was passed on.
    pub passed_on: Vec<Fact<'a, DescriptionPassedOn>>,
}

/// A placement that was disrupted, and the discussions about it.
///
/// ```
/// use practice_cycle::overview::Disruption;
/// fn was_discussed(disruption: &Disruption<'_>) -> bool { !disruption.discussions.is_empty() }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "OverviewDisruption"))]
pub struct Disruption<'a> {
    /// Its reference.
    pub disruption: &'a PlacementDisruptionId,
    /// How it was recorded.
    pub disrupted: Fact<'a, PlacementDisrupted>,
    /// The discussions that name it.
    pub discussions: Vec<&'a DiscussionId>,
}

impl<'a> Partnering<'a> {
    pub(super) fn take(&mut self, entry: &'a Entry, event: &'a Event) -> Option<()> {
        match event {
            Event::FamilyMemberNamed(data) => self.family.push(Fact::new(entry, data)),
            Event::ViewsSought(data) => {
                let (views, sought) = (&data.views, Fact::new(entry, data));
                let (included, missing, awaited) = Default::default();
                self.views.add(views, Views { views, sought, included, missing, awaited });
            }
            Event::ViewsIncluded(data) => self.views.get_mut(&data.views)?.included.push(Fact::new(entry, data)),
            Event::ViewsMissing(data) => match &data.views {
                Some(views) => self.views.get_mut(views)?.missing.push(Fact::new(entry, data)),
                None => self.views_missing.push(Fact::new(entry, data)),
            },
            Event::ViewsAwaited(data) => match &data.views {
                Some(views) => self.views.get_mut(views)?.awaited.push(Fact::new(entry, data)),
                None => self.views_awaited.push(Fact::new(entry, data)),
            },
            Event::AssessmentShared(data) => self.assessments_shared.push(Fact::new(entry, data)),
            Event::PracticeDescribed(data) => {
                let (description, described) = (&data.description, Fact::new(entry, &**data));
                self.descriptions.add(description, Description { description, described, passed_on: Vec::new() });
            }
            Event::DescriptionPassedOn(data) => {
                self.descriptions.get_mut(&data.description)?.passed_on.push(Fact::new(entry, data));
            }
            Event::ValuesTalkedAbout(data) => self.values_talks.push(Fact::new(entry, data)),
            Event::CoachingHeld(data) => self.coaching.push(Fact::new(entry, data)),
            Event::PermanenceOptionWeighed(data) => self.permanence_options.push(Fact::new(entry, data)),
            Event::TransitionSupported(data) => self.transitions.push(Fact::new(entry, data)),
            Event::PlacementDisrupted(data) => {
                let (disruption, disrupted) = (&data.disruption, Fact::new(entry, data));
                self.disruptions.add(disruption, Disruption { disruption, disrupted, discussions: Vec::new() });
            }
            Event::AmbivalenceHeard(data) => self.ambivalence.push(Fact::new(entry, data)),
            Event::ExperienceConsidered(data) => self.experience.push(Fact::new(entry, data)),
        }
        Some(())
    }

    /// Lists under each disruption the discussions that name it.
    pub(super) fn link_discussions(&mut self, discussions: &[Fact<'a, DiscussionHeld>]) {
        for data in discussions.iter().map(Fact::data) {
            let disruption = data.disruption.as_ref().and_then(|disruption| self.disruptions.get_mut(disruption));
            disruption.into_iter().for_each(|it| it.discussions.push(&data.discussion));
        }
    }
}
