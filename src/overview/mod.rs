//! Where everything stands: all that was recorded, as of a time and as known at a time, gathered under what it is about.
//!
//! This is what a host shows on the page of a cycle, and what the program `practice-cycle replay` prints. Every entry in effect is
//! in one place of it, as a [`Fact`] with its data; beside the facts stands what they come to: the stage of a contract, the
//! agreement in force, who is here in which role, and what is [open](Open). Times are instants, and days those of London.
//!
//! The value holds the words that people wrote, and so does its JSON: a host that shows any of it to somebody asks the
//! [`reader`](crate::reader) first. A text is made for one reader, by [`Overview::for_reader`], with the words that they may read.
//! `Display` is for nobody in particular: references and labels, and nothing that a member of the family said. Of a case a text says
//! only which it is among those that the history names, because a case number can lead to a family.

mod fact;
mod people;
mod cases;
mod joining;
mod work;
mod deciding;
mod contract;
mod deliberating;
mod partnering;
mod corrections;
mod open;
mod narrative;

use serde::Serialize;

pub use cases::Case;
pub use contract::{Agreed, Contract, Flexed, Reframe, Renewed, Reported, Version};
pub use corrections::{Corrections, TakenBack};
pub use deciding::{Conflict, Deciding, KnownThen, Outcome, Programme, Request};
pub use deliberating::{Deliberating, Disagreement, Hypothesis, Plan, Statement, Step};
pub use fact::{Fact, Things};
pub use joining::{Joining, Rule};
pub use narrative::InZone;
pub use open::Open;
pub use partnering::{Description, Disruption, Partnering, Views};
pub use people::{Attachment, Joined, Person};
pub use work::{Change, Concern, Consent, Intervention, LedTo, Session, Suggestion, Work};

use crate::boundary::{self, BoundaryObserved, BoundaryReviewed, ObservationAnswered};
use crate::calendar::local_date;
use crate::cycle::{Entry, Event};
use crate::history::View;
use crate::id::{ContractId, ObservationId, PersonId};
use crate::joining::Cause;
use crate::moment::Moment;
use crate::reader::Reader;
use crate::text::CaseRef;
use contract::Contracts;
use people::Attached;

/// Where a cycle stands. See the module [`overview`](self).
///
/// ```
/// use practice_cycle::{contracting::Stage, cycle::Act, history::History, moment::Moment, overview::Overview};
/// let mut history = History::default();
/// for line in [
///     r#"{"type":"cycle_opened","occurred_at":"2026-04-01T09:00:00Z","recorded_at":"2026-04-01T09:00:00Z","by":"p-1","data":{"cycle":"cy-1","format":1,"clinician":"p-1","team":"t-1"}}"#,
///     r#"{"type":"person_entered","occurred_at":"2026-04-01T09:00:00Z","recorded_at":"2026-04-01T09:00:00Z","by":"p-1","data":{"person":"p-2","role":"social_worker"}}"#,
///     r#"{"type":"contract_invited","occurred_at":"2026-04-03T09:00:00Z","recorded_at":"2026-04-03T09:00:00Z","by":"p-2","data":{"contract":"c-1","space":"home_visit"}}"#,
///     r#"{"type":"concern_raised","occurred_at":"2026-04-04T09:00:00Z","recorded_at":"2026-04-04T09:00:00Z","by":"p-1","data":{"concern":"co-1","what":"disclosure"}}"#,
/// ] {
///     history.record(serde_json::from_str::<Act>(line)?)?;
/// }
/// let overview = Overview::of(&history.view(Moment::LATEST, Moment::LATEST));
/// assert_eq!(overview.contracts.get(&"c-1".parse()?).unwrap().stage, Stage::Invited);
/// assert_eq!(overview.open.concerns_not_passed_on[0].as_str(), "co-1");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Overview<'a> {
    /// The time up to which it looks.
    pub as_of: Moment,
    /// The time up to which what was recorded was known.
    pub known_at: Moment,
    /// How many entries had occurred by then, were known, and are in effect.
    pub entries: usize,
    /// The attachment itself.
    #[serde(flatten)]
    pub attachment: Attachment<'a>,
    /// What is open.
    pub open: Open<'a>,
    /// Everybody who ever took part, in the order in which they entered.
    pub people: Things<'a, PersonId, Person<'a>>,
    /// Joining.
    pub joining: Joining<'a>,
    /// Every contract, in the order in which the invitations occurred.
    pub contracts: Things<'a, ContractId, Contract<'a>>,
    /// Agreements that somebody reported without naming a contract.
    pub agreements_reported: Vec<Reported<'a>>,
    /// The work.
    #[serde(flatten)]
    pub work: Work<'a>,
    /// The cases that are named, in the order in which they come into it.
    pub cases: Things<'a, CaseRef, Case<'a>>,
    /// What was recorded of cases and decisions.
    pub deciding: Deciding<'a>,
    /// Case discussions.
    pub deliberating: Deliberating<'a>,
    /// Practice with families.
    pub partnering: Partnering<'a>,
    /// Observations of the boundary.
    pub observations: Vec<Fact<'a, BoundaryObserved>>,
    /// What the clinician answered to them. See [`answers`](Self::answers).
    pub observation_answers: Vec<Fact<'a, ObservationAnswered>>,
    /// Reviews of how the boundary was read.
    pub boundary_reviews: Vec<Fact<'a, BoundaryReviewed>>,
    /// What was corrected.
    pub corrections: Corrections<'a>,
    /// Entries about what is not there: none, of a history that was admitted by this version.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unplaced: Vec<&'a Entry>,
    /// For whom the text is that is for nobody in particular.
    #[serde(skip)]
    nobody: Reader,
}

impl<'a> Overview<'a> {
    /// What had happened, as known at a time. The work is that of replaying the view, and of putting its entries in the order of
    /// occurrence.
    #[must_use]
    pub fn of(view: &View<'a>) -> Self {
        let mut gathered = Gathered::default();
        let entries = view.by_occurrence();
        for entry in &entries {
            if gathered.take(entry).is_none() {
                gathered.unplaced.push(entry);
            }
        }
        gathered.settle(view, &entries)
    }

    /// What the clinician answered to an observation, in the order of occurrence.
    ///
    /// ```
    /// use practice_cycle::{history::History, moment::Moment, overview::Overview};
    /// let history = History::default();
    /// let overview = Overview::of(&history.view(Moment::LATEST, Moment::LATEST));
    /// assert_eq!(overview.answers(&"o-1".parse()?).count(), 0);
    /// # Ok::<(), practice_cycle::id::IdError>(())
    /// ```
    pub fn answers(&self, observation: &ObservationId) -> impl Iterator<Item = &Fact<'a, ObservationAnswered>> {
        self.observation_answers.iter().filter(move |fact| fact.data().observation == *observation)
    }
}

#[derive(Default)]
struct Gathered<'a> {
    attached: Attached<'a>,
    joining: Joining<'a>,
    contracts: Contracts<'a>,
    work: Work<'a>,
    deciding: Deciding<'a>,
    deliberating: Deliberating<'a>,
    partnering: Partnering<'a>,
    observations: Vec<Fact<'a, BoundaryObserved>>,
    observation_answers: Vec<Fact<'a, ObservationAnswered>>,
    boundary_reviews: Vec<Fact<'a, BoundaryReviewed>>,
    unplaced: Vec<&'a Entry>,
}

impl<'a> Gathered<'a> {
    /// Puts an entry where it belongs; nothing, if what it is about is not there.
    fn take(&mut self, entry: &'a Entry) -> Option<()> {
        match entry.event() {
            Event::Attachment(event) => self.attached.take(entry, event)?,
            Event::Joining(event) => self.joining.take(entry, event)?,
            Event::Contracting(event) => self.contracts.take(entry, event)?,
            Event::Reporting(event) => self.contracts.take_reporting(entry, event, &mut self.deciding)?,
            Event::Intervening(event) => self.work.take(entry, event)?,
            Event::Deciding(event) => self.deciding.take(entry, event)?,
            Event::Deliberating(event) => self.deliberating.take(entry, event)?,
            Event::Partnering(event) => self.partnering.take(entry, event)?,
            Event::Boundary(boundary::Event::BoundaryObserved(data)) => self.observations.push(Fact::new(entry, data)),
            Event::Boundary(boundary::Event::ObservationAnswered(data)) => {
                self.observation_answers.push(Fact::new(entry, data));
            }
            Event::Boundary(boundary::Event::BoundaryReviewed(data)) => self.boundary_reviews.push(Fact::new(entry, data)),
            // They count from when they were recorded, so the view does not list them.
            Event::Correction(_) => {}
        }
        Some(())
    }

    fn settle(mut self, view: &View<'a>, entries: &[&'a Entry]) -> Overview<'a> {
        let (cycle, as_of) = (view.cycle(), view.as_of());
        self.attached.settle(cycle, as_of);
        self.contracts.settle(cycle, as_of);
        self.link_changes();
        self.partnering.link_discussions(&self.deliberating.discussions);
        let of_contracts = self.contracts.contracts.iter().flat_map(|contract| &contract.outcomes);
        self.deciding.look_back(of_contracts.map(Fact::data), view);
        let mut corrections = Corrections::default();
        view.corrections().for_each(|(entry, event)| corrections.take(entry, event, view));
        let mut overview = Overview {
            as_of,
            known_at: view.known_at(),
            entries: entries.len(),
            attachment: self.attached.attachment,
            open: Open::default(),
            people: self.attached.people,
            joining: self.joining,
            contracts: self.contracts.contracts,
            agreements_reported: self.contracts.reported,
            work: self.work,
            cases: cases::of(view.history(), entries),
            deciding: self.deciding,
            deliberating: self.deliberating,
            partnering: self.partnering,
            observations: self.observations,
            observation_answers: self.observation_answers,
            boundary_reviews: self.boundary_reviews,
            corrections,
            unplaced: self.unplaced,
            nobody: Reader::nobody(view),
        };
        overview.open = Open::of(&overview, local_date(view.speaks_of()));
        overview
    }

    /// Lists under each change what names it as a cause.
    fn link_changes(&mut self) {
        let Self { joining, contracts, work, .. } = self;
        let mut link = |causes: &'a [Cause], add: &dyn Fn(&mut LedTo<'a>)| {
            for cause in causes {
                if let Cause::Change(change) = cause
                    && let Some(change) = work.changes.get_mut(change)
                {
                    add(&mut change.led_to);
                }
            }
        };
        for contract in &contracts.contracts {
            let data = contract.invited.data();
            link(&data.arose_from, &|led_to| led_to.contracts.push(&data.contract));
        }
        for acknowledged in &joining.acknowledgements {
            let data = acknowledged.data();
            link(&data.because_of, &|led_to| led_to.acknowledgements.push(&data.acknowledgement));
        }
        for invited in &joining.influence {
            let data = invited.data();
            link(&data.because_of, &|led_to| led_to.influence.push(&data.influence));
        }
    }
}
