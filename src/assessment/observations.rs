//! The observations of a history: who noted what, from where, on which occasion, and what of it may count.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use serde::Serialize;

use super::parameters::Parameters;
use crate::attachment::{self, Roster, Turn};
use crate::boundary::{self, Basis, BoundaryObserved, Indicator, Scope, Sighting, Sign, Standpoint};
use crate::code::codes;
use crate::cycle::{Entry, Event};
use crate::history::View;
use crate::id::{EntryNumber, PersonId};
use crate::ledger::Known;
use crate::moment::Moment;
use crate::people::{Role, Side};
use crate::reader::Reader;
use crate::signs::{Occasion, Occasions, Sight, day_of};
use crate::space::Space;

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
        NoWeight = "no_weight", "resting on what these parameters give no weight";
        OwnIndicator = "own_indicator", "an indicator of the service's own, counted separately";
        SelfReport = "self_report", "self-report, counted separately";
        AnotherSide = "another_side", "seen from another side than the one from which the observer last saw something";
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
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Excluded {
    /// The entry.
    pub entry: EntryNumber,
    /// Why.
    pub why: SetAside,
}

/// One observation, with who made it from where and on which occasion.
#[derive(Debug, Clone, Copy)]
pub(super) struct Noted<'a> {
    pub(super) number: EntryNumber,
    pub(super) at: Moment,
    pub(super) day: i32,
    pub(super) occasion: Occasion,
    pub(super) seat: usize,
    pub(super) role: Role,
    pub(super) data: &'a BoundaryObserved,
    /// Why it is set aside whatever else is known, if it is.
    pub(super) aside: Option<SetAside>,
    pub(super) in_scope: bool,
}

impl Noted<'_> {
    /// To take or to block a decision is what this indicator is about. A concern, a disagreement, persisting, escalating or a
    /// referral of one's own are events of their own, and none of them is ever read here.
    pub(super) fn is_alert(&self) -> bool {
        self.is_present() && self.data.basis == Basis::Direct && self.data.sign == Sign::Figure1(Indicator::SeeksControl)
    }

    pub(super) fn is_present(&self) -> bool {
        matches!(self.data.finding, Sighting::Present(_))
    }

    pub(super) fn sight(&self, parameters: &Parameters) -> Sight {
        let basis = parameters.basis(self.data.basis);
        let of = |strength| parameters.strength(strength) * basis;
        let showed = if let Sighting::Present(strength) = self.data.finding { Some(of(strength)) } else { None };
        Sight { showed, basis, day: self.day }
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

/// Reads an entry as an observation, where it is one, by somebody on a seat of a roster.
pub(super) fn read<'a>(
    entry: &'a Entry,
    roster: &Roster,
    seat: impl Fn(&str) -> Option<usize>,
    occasions: &mut Occasions<Space>,
    parameters: &Parameters,
) -> Option<Noted<'a>> {
    let Event::Boundary(boundary::Event::BoundaryObserved(data)) = entry.event() else { return None };
    let (act, number) = (entry.act(), entry.number());
    // Nobody observes who is not there, so both are always found.
    let seat = seat(act.by.as_str())?;
    let role = act.in_role.or_else(|| roster.held_at(seat as u32, act.occurred_at).main());
    // Later it may be learned that they had left by then; what they saw is kept, in the role they were known in.
    let role = role.or_else(|| roster.held_as_known(seat as u32, act.occurred_at, Known::before(number)).main())?;
    let day = day_of(act.occurred_at);
    let occasion = occasions.of(data.session.as_ref(), day, data.space);
    let aside = aside(data, role, parameters);
    Some(Noted { number, at: act.occurred_at, day, occasion, seat, role, data, aside, in_scope: true })
}

/// Every observation of a history, which of them are asked about, and who was there when.
#[derive(Debug, Default)]
pub(super) struct Observations<'a> {
    pub(super) roster: Roster,
    pub(super) people: Vec<&'a PersonId>,
    pub(super) noted: Vec<Noted<'a>>,
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
        let mut occasions = Occasions::default();
        for &entry in view.entries() {
            let seat = |by: &str| seats.get(by).copied();
            let Some(noted) = read(entry, &observations.roster, seat, &mut occasions, parameters) else { continue };
            let in_scope = scope.covers(noted.data, noted.role.side());
            observations.noted.push(Noted { in_scope, ..noted });
        }
        observations
    }

    fn turn(&mut self, seats: &mut HashMap<&'a str, usize, RandomState>, person: &'a PersonId, turn: Turn, entry: &Entry) {
        let seat = *seats.entry(person.as_str()).or_insert_with(|| {
            self.people.push(person);
            self.people.len() - 1
        });
        self.roster.seat(seat as u32, person);
        self.roster.note(seat as u32, turn, entry.act().occurred_at, entry.number());
    }

    /// Those of members of the family, who may not have agreed to show them to anybody.
    pub(super) fn of_family(&self) -> impl Iterator<Item = &Noted<'a>> {
        let held = |noted: &Noted<'a>| self.roster.held_at(noted.seat as u32, noted.at);
        self.noted.iter().filter(move |noted| noted.role.side() == Side::Family || held(noted).is_on(Side::Family))
    }

    /// For whom a text is that is for nobody in particular.
    pub(super) fn nobody(&self) -> Reader {
        Reader::withheld(self.of_family().filter_map(|noted| Some((noted.number, *self.people.get(noted.seat)?))))
    }

    /// What was asked about, in the order of recording.
    pub(super) fn in_scope(&self) -> impl Iterator<Item = &Noted<'a>> {
        self.noted.iter().filter(|noted| noted.in_scope)
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
