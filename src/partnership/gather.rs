//! What is recorded of partnership, case by case.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::described::Given;
use super::views::{SharedWith, ViewsFact, ViewsReading, ViewsStep};
use crate::cycle::{Entry, Event};
use crate::evidence::Cited;
use crate::history::View;
use crate::id::{PersonId, ViewsId};
use crate::partnering::{self, PracticeDescribed, ViewsSought};
use crate::signs::{Occasions, day_of};
use crate::text::CaseRef;

/// What is recorded of one case.
pub(super) struct OfCase<'a> {
    pub(super) case: &'a CaseRef,
    /// Its place, from 1, among the cases of the history.
    pub(super) number: usize,
    /// The descriptions, in the order of occurrence.
    pub(super) given: Vec<Given>,
    pub(super) views: Vec<ViewsReading>,
    pub(super) shared: Vec<SharedWith>,
    occasions: Occasions<()>,
    describers: HashMap<&'a PersonId, usize, RandomState>,
    people: HashMap<&'a PersonId, usize, RandomState>,
}

impl<'a> OfCase<'a> {
    fn new(case: &'a CaseRef, number: usize) -> Self {
        let (given, views, shared, occasions, describers, people) = Default::default();
        Self { case, number, given, views, shared, occasions, describers, people }
    }

    fn describe(&mut self, entry: &'a Entry, data: &PracticeDescribed) {
        let (at, by) = (entry.act().occurred_at, &entry.act().by);
        let next = self.describers.len();
        let describer = *self.describers.entry(by).or_insert(next);
        self.given.push(Given {
            entry: entry.number(),
            at,
            occasion: self.occasions.of(data.session.as_ref(), day_of(at), ()),
            session: data.session.clone(),
            describer,
            seen_as: data.seen_as,
            signs: data.signs.clone(),
            weighed_on: data.weighed_on,
        });
    }

    fn views_of(&mut self, person: &'a PersonId) -> Option<&mut ViewsReading> {
        let place = *self.people.entry(person).or_insert_with(|| {
            let (person, facts) = (person.clone(), Vec::new());
            self.views.push(ViewsReading { person, responsibility: None, named: None, facts });
            self.views.len() - 1
        });
        self.views.get_mut(place)
    }

    fn step(&mut self, person: &'a PersonId, entry: &Entry, step: ViewsStep) -> Option<()> {
        self.views_of(person)?.facts.push(ViewsFact { cited: Cited::of(entry), step });
        Some(())
    }
}

/// The cases of a history, each with what is recorded of it, in the order of first mention.
struct Cases<'a> {
    places: HashMap<&'a CaseRef, usize, RandomState>,
    all: Vec<OfCase<'a>>,
}

impl<'a> Cases<'a> {
    /// One whose reference was redacted is not among them.
    fn of(&mut self, case: &CaseRef) -> Option<&mut OfCase<'a>> {
        self.all.get_mut(*self.places.get(case)?)
    }

    fn take(&mut self, entry: &'a Entry, sought: &HashMap<&ViewsId, &'a ViewsSought, RandomState>) -> Option<()> {
        let Event::Partnering(event) = entry.event() else { return None };
        match event {
            partnering::Event::FamilyMemberNamed(data) => {
                let views = self.of(&data.case)?.views_of(&data.person)?;
                (views.responsibility, views.named) = (data.responsibility, Some(entry.number()));
            }
            partnering::Event::ViewsSought(data) => {
                self.of(&data.case)?.step(&data.of_whom, entry, ViewsStep::Sought(data.how))?;
            }
            partnering::Event::ViewsIncluded(data) => {
                let sought = sought.get(&data.views)?;
                self.of(&sought.case)?.step(&sought.of_whom, entry, ViewsStep::Included(data.in_what))?;
            }
            partnering::Event::ViewsMissing(data) => {
                self.of(&data.case)?.step(&data.of_whom, entry, ViewsStep::Missing(data.why))?;
            }
            partnering::Event::ViewsAwaited(data) => {
                self.of(&data.case)?.step(&data.of_whom, entry, ViewsStep::Awaited { until: data.until })?;
            }
            partnering::Event::AssessmentShared(data) => {
                let shared = SharedWith { with: data.with.clone(), cited: Cited::of(entry) };
                self.of(&data.case)?.shared.push(shared);
            }
            partnering::Event::PracticeDescribed(data) => self.of(&data.case)?.describe(entry, data),
            partnering::Event::DescriptionPassedOn(_)
            | partnering::Event::ValuesTalkedAbout(_)
            | partnering::Event::CoachingHeld(_)
            | partnering::Event::PermanenceOptionWeighed(_)
            | partnering::Event::TransitionSupported(_)
            | partnering::Event::PlacementDisrupted(_)
            | partnering::Event::AmbivalenceHeard(_)
            | partnering::Event::ExperienceConsidered(_) => {}
        }
        Some(())
    }
}

/// What is recorded of each case of a view, in the order in which cases were first named.
pub(super) fn gather<'a>(view: &View<'a>) -> Vec<OfCase<'a>> {
    let cases = view.history().cases();
    let places = cases.iter().copied().zip(0..).collect();
    let mut cases =
        Cases { places, all: cases.into_iter().zip(1..).map(|(case, number)| OfCase::new(case, number)).collect() };
    let sought = view.entries().iter().filter_map(|entry| ViewsSought::of(entry.event()));
    let sought: HashMap<&ViewsId, &'a ViewsSought, RandomState> = sought.map(|data| (&data.views, data)).collect();
    for entry in view.in_order().iter() {
        _ = cases.take(entry, &sought);
    }
    cases.all
}
