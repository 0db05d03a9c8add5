//! The people of the cycle, through time.

use serde::Serialize;

use super::{Fact, Things};
use crate::attachment::{CycleClosed, CycleOpened, Event, PersonEntered, PersonLeft};
use crate::code::CodeSet;
use crate::cycle::{Cycle, Entry};
use crate::id::{PersonId, TeamId};
use crate::moment::Moment;
use crate::people::{Registration, Role};

/// The attachment: when it began and ended, and with which team.
///
/// ```
/// use practice_cycle::overview::Attachment;
/// fn is_open(attachment: &Attachment<'_>) -> bool { attachment.opened.is_some() && attachment.closed.is_none() }
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "OverviewAttachment"))]
pub struct Attachment<'a> {
    /// The opening, as corrected; none before it.
    pub opened: Option<Fact<'a, CycleOpened>>,
    /// The end of the attachment, if it has ended.
    pub closed: Option<Fact<'a, CycleClosed>>,
    /// The team, and what it became where teams were merged, each with when that began.
    pub teams: Vec<Joined>,
}

/// A team, and since when it was the one joined.
///
/// ```
/// use practice_cycle::overview::Joined;
/// let joined = Joined { since: "2026-04-01T09:00:00Z".parse()?, team: "t-1".parse()? };
/// assert_eq!(serde_json::to_string(&joined)?, r#"{"since":"2026-04-01T09:00:00Z","team":"t-1"}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "OverviewJoined"))]
pub struct Joined {
    /// When it began.
    pub since: Moment,
    /// The team.
    pub team: TeamId,
}

/// Somebody who ever took part.
///
/// ```
/// use practice_cycle::overview::Person;
/// fn is_here(person: &Person<'_>) -> bool { person.left_at.is_none() }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "OverviewPerson"))]
pub struct Person<'a> {
    /// Who it is.
    pub person: &'a PersonId,
    /// The roles they hold; of somebody who left, those they held last.
    pub roles: CodeSet<Role>,
    /// Whether they are registered as a social worker, if that was recorded.
    pub registration: Option<Registration>,
    /// When they left, if they are not here.
    pub left_at: Option<Moment>,
    /// Each time they entered, or took another role. The opening enters the clinician.
    pub entered: Vec<Fact<'a, PersonEntered>>,
    /// Each time they left, or gave up a role.
    pub left: Vec<Fact<'a, PersonLeft>>,
}

/// What the events of attachment come to.
#[derive(Default)]
pub(super) struct Attached<'a> {
    pub(super) attachment: Attachment<'a>,
    pub(super) people: Things<'a, PersonId, Person<'a>>,
}

impl<'a> Attached<'a> {
    pub(super) fn take(&mut self, entry: &'a Entry, event: &'a Event) -> Option<()> {
        match event {
            Event::CycleOpened(data) => {
                self.attachment.opened = Some(Fact::new(entry, data));
                self.people.add(&data.clinician, Person::new(&data.clinician));
            }
            Event::CycleClosed(data) => self.attachment.closed = Some(Fact::new(entry, data)),
            Event::PersonEntered(data) => {
                self.people.add(&data.person, Person::new(&data.person));
                self.people.get_mut(&data.person)?.entered.push(Fact::new(entry, data));
            }
            Event::PersonLeft(data) => self.people.get_mut(&data.person)?.left.push(Fact::new(entry, data)),
        }
        Some(())
    }

    pub(super) fn settle(&mut self, cycle: &Cycle, as_of: Moment) {
        self.attachment.teams = cycle.teams().map(|(since, team)| Joined { since, team: team.clone() }).collect();
        self.people.iter_mut().for_each(|person| person.settle(cycle, as_of));
    }
}

impl<'a> Person<'a> {
    fn new(person: &'a PersonId) -> Self {
        let (entered, left) = (Vec::new(), Vec::new());
        Self { person, roles: CodeSet::none(), registration: None, left_at: None, entered, left }
    }

    fn settle(&mut self, cycle: &Cycle, as_of: Moment) {
        // Whoever leaves holds their roles until that instant, and not after it.
        let here = cycle.held_at(self.person, as_of.just_after());
        let last = self.left.last().map(|fact| fact.entry().act().occurred_at);
        self.left_at = last.filter(|_| here.roles.is_empty());
        let held = self.left_at.map_or(here, |at| cycle.held_at(self.person, at));
        (self.roles, self.registration) = (held.roles, held.registration);
    }
}
