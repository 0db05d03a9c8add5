//! The observations of a history: who noted what, from where, and what of it may count.

use std::borrow::Cow;
use std::collections::HashMap;

use foldhash::fast::RandomState;
use serde::Serialize;

use super::parameters::Parameters;
use crate::attachment::{self, Roster, Turn};
use crate::boundary::{self, Basis, BoundaryObserved, Indicator, Row, Scope, Sighting, Sign, Standpoint};
use crate::code::codes;
use crate::cycle::{Cycle, Entry, Event};
use crate::history::View;
use crate::id::{EntryNumber, PersonId};
use crate::ledger::Known;
use crate::moment::Moment;
use crate::people::{Role, Side};

codes! {
    /// Why an observation does not count towards the verdict.
    ///
    /// ```
    /// use practice_cycle::{assessment::SetAside, code::Code};
    /// assert_eq!(SetAside::NoOpportunity.label(), "no opportunity to see");
    /// ```
    #[non_exhaustive]
    pub enum SetAside {
        NoOpportunity = "no_opportunity", "no opportunity to see";
        OutsideWindow = "outside_window", "before the window";
        NoWeight = "no_weight", "resting on what these parameters give no weight";
        OwnIndicator = "own_indicator", "an indicator of the service's own, counted separately";
        SelfReport = "self_report", "self-report, counted separately";
        AnotherSide = "another_side", "seen from another side than the observer last saw it from";
    }
}

/// An observation that does not count towards the verdict, and why. Where there are several reasons, the first of
/// [`SetAside`] that holds.
///
/// ```
/// use practice_cycle::{assessment::{Excluded, SetAside}, id::EntryNumber};
/// let excluded = Excluded { entry: EntryNumber::FIRST, why: SetAside::SelfReport };
/// assert_eq!(serde_json::to_string(&excluded)?, r#"{"entry":1,"why":"self_report"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Excluded {
    /// The entry.
    pub entry: EntryNumber,
    /// Why.
    pub why: SetAside,
}

/// One observation, with who made it from where.
#[derive(Debug)]
pub(super) struct Noted<'a> {
    pub(super) number: EntryNumber,
    pub(super) at: Moment,
    pub(super) seat: usize,
    pub(super) role: Role,
    pub(super) data: &'a BoundaryObserved,
    /// Why it is set aside however recent it is, if it is.
    pub(super) aside: Option<SetAside>,
}

impl Noted<'_> {
    /// To take or to block a decision is what this indicator is about. A concern, a disagreement, persisting, escalating or a
    /// referral of one's own are events of their own, and none of them is ever read here.
    pub(super) fn is_alert(&self) -> bool {
        let present = matches!(self.data.finding, Sighting::Present(_));
        present && self.data.basis == Basis::Direct && self.data.sign == Sign::Figure1(Indicator::SeeksControl)
    }

    /// The cell of the figure. Signs of the service's own have no row, so all that lean one way are taken together.
    pub(super) fn indicator(&self) -> Indicator {
        match self.data.sign {
            Sign::Figure1(indicator) => indicator,
            Sign::Own { leans, .. } => Indicator::at(Row::Direction, leans),
        }
    }
}

/// The clinician of the cycle is one end of the boundary, so whatever they note of it is said of what they were part of, even if
/// they noted it as looking on.
fn aside(data: &BoundaryObserved, role: Role, parameters: &Parameters) -> Option<SetAside> {
    if data.finding == Sighting::NoOpportunity {
        Some(SetAside::NoOpportunity)
    } else if parameters.basis(data.basis) <= 0.0 {
        Some(SetAside::NoWeight)
    } else if matches!(data.sign, Sign::Own { .. }) {
        Some(SetAside::OwnIndicator)
    } else if data.standpoint == Standpoint::PartOfIt || role == Role::Clinician {
        Some(SetAside::SelfReport)
    } else {
        None
    }
}

/// Every observation of a history in a scope, and who was there when.
#[derive(Debug, Default)]
pub(super) struct Observations<'a> {
    pub(super) roster: Cow<'a, Roster>,
    pub(super) people: Vec<&'a PersonId>,
    noted: Vec<Noted<'a>>,
}

impl<'a> Observations<'a> {
    pub(super) fn new(view: &View<'a>, scope: &Scope, parameters: &Parameters) -> Self {
        let mut observations = Self::default();
        let mut seats: HashMap<&str, usize, RandomState> = HashMap::default();
        for entry in view.entries() {
            let Event::Attachment(event) = entry.event() else { continue };
            let (person, turn) = match event {
                attachment::Event::CycleOpened(data) => (&data.clinician, Turn::of(Role::Clinician)),
                attachment::Event::PersonEntered(data) => (&data.person, data.into()),
                attachment::Event::PersonLeft(data) => (&data.person, data.into()),
                attachment::Event::CycleClosed(_) => continue,
            };
            observations.turn(&mut seats, person, turn, entry);
        }
        for &entry in view.entries() {
            observations.note(entry, |by| seats.get(by).copied(), scope, parameters);
        }
        observations
    }

    /// Some observations of a cycle, in the order of recording, and who was there when.
    pub(super) fn among(entries: &[&'a Entry], cycle: &'a Cycle, parameters: &Parameters) -> Self {
        let roster = cycle.roster();
        let people = roster.people().map(|(_, person)| person).collect();
        let mut observations = Self { roster: Cow::Borrowed(roster), people, noted: Vec::new() };
        for entry in entries {
            observations.note(entry, |by| Some(cycle.seat_of(by)? as usize), &Scope::Cycle, parameters);
        }
        observations
    }

    fn note(&mut self, entry: &'a Entry, seat: impl Fn(&str) -> Option<usize>, scope: &Scope, parameters: &Parameters) {
        let Event::Boundary(boundary::Event::BoundaryObserved(data)) = entry.event() else { return };
        let (act, number) = (entry.act(), entry.number());
        // Nobody observes who is not there, so both are always found.
        let Some(seat) = seat(act.by.as_str()) else { return };
        let role = act.in_role.or_else(|| self.roster.held_at(seat as u32, act.occurred_at).main());
        // Later it may be learned that they had left by then; what they saw is kept, in the role they were known in.
        let then = || self.roster.held_as_known(seat as u32, act.occurred_at, Known::before(number)).main();
        let Some(role) = role.or_else(then) else { return };
        if scope.covers(data, role.side()) {
            let aside = aside(data, role, parameters);
            self.noted.push(Noted { number, at: act.occurred_at, seat, role, data, aside });
        }
    }

    fn turn(&mut self, seats: &mut HashMap<&'a str, usize, RandomState>, person: &'a PersonId, turn: Turn, entry: &Entry) {
        let seat = *seats.entry(person.as_str()).or_insert_with(|| {
            self.people.push(person);
            self.people.len() - 1
        });
        let roster = self.roster.to_mut();
        roster.seat(seat as u32, person);
        roster.note(seat as u32, turn, entry.act().occurred_at, entry.number());
    }

    /// By seat, when and in which role each observer last saw something that may count. Of two roles at one instant it is the
    /// later in the list of roles, whatever the order of entry.
    pub(super) fn last_sights(&self, as_of: Moment) -> Vec<Option<(Moment, Role)>> {
        let mut last = vec![None; self.people.len()];
        for noted in self.by(as_of).filter(|noted| noted.aside.is_none()) {
            if let Some(last) = last.get_mut(noted.seat) {
                *last = (*last).max(Some((noted.at, noted.role)));
            }
        }
        last
    }

    pub(super) fn by(&self, as_of: Moment) -> impl Iterator<Item = &Noted<'a>> {
        self.noted.iter().filter(move |noted| noted.at <= as_of)
    }

    /// When the first observation occurred.
    pub(super) fn first(&self) -> Option<Moment> {
        self.noted.iter().map(|noted| noted.at).min()
    }
}

impl Scope {
    fn covers(&self, data: &BoundaryObserved, side: Side) -> bool {
        match self {
            Scope::Cycle => true,
            Scope::Contract(contract) => data.contract.as_ref() == Some(contract),
            Scope::Space(space) => data.space == *space,
            Scope::Perspective(perspective) => side == *perspective,
        }
    }
}

/// The time a view speaks of.
pub(super) fn time_of(view: &View<'_>) -> Moment {
    let last = view.entries().last().map_or(view.as_of(), |entry| entry.act().recorded_at);
    if view.as_of() == Moment::LATEST { last } else { view.as_of() }
}
