//! Which observations count, which do not and why, and what each observer's amount to.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use serde::Serialize;

use super::parameters::Parameters;
use super::tally::{Cells, Parts};
use super::{Scope, days_between};
use crate::attachment::{self, Roster};
use crate::boundary::{self, Basis, BoundaryObserved, DrawnBy, Finding, Indicator, Lean, Row, Sign, Standpoint};
use crate::cycle::{Entry, Event};
use crate::history::View;
use crate::id::{EntryNumber, PersonId};
use crate::moment::Moment;
use crate::people::{Role, Side};
use crate::space::Space;
use crate::word::{Words, words};

words! {
    /// Why an observation does not count towards the verdict.
    ///
    /// ```
    /// use practice_cycle::{assessment::SetAside, word::Word};
    /// assert_eq!(SetAside::NoOpportunity.label(), "no opportunity to see");
    /// ```
    #[non_exhaustive]
    pub enum SetAside {
        NoOpportunity = "no_opportunity", "no opportunity to see";
        OutsideWindow = "outside_window", "older than the window";
        OwnIndicator = "own_indicator", "an indicator of the service's own, tallied apart";
        SelfReport = "self_report", "self-report, tallied apart";
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
struct Noted<'a> {
    number: EntryNumber,
    at: Moment,
    seat: usize,
    role: Role,
    data: &'a BoundaryObserved,
}

/// Every observation of a history in a scope, and who was there when.
#[derive(Debug, Default)]
pub(super) struct Source<'a> {
    roster: Roster,
    people: Vec<&'a PersonId>,
    departures: Vec<(usize, Moment)>,
    noted: Vec<Noted<'a>>,
}

impl<'a> Source<'a> {
    pub(super) fn new(view: &View<'a>, scope: &Scope) -> Self {
        let mut source = Self::default();
        let mut seats: HashMap<&str, usize, RandomState> = HashMap::default();
        for entry in view.entries() {
            let Event::Attachment(event) = entry.event() else { continue };
            let (person, role) = match event {
                attachment::Event::CycleOpened(data) => (&data.clinician, Some(Role::Clinician)),
                attachment::Event::PersonEntered(data) => (&data.person, Some(data.role)),
                attachment::Event::PersonLeft(data) => (&data.person, None),
                attachment::Event::CycleClosed(_) => continue,
            };
            source.turn(&mut seats, person, role, entry);
        }
        for &entry in view.entries() {
            let Event::Boundary(boundary::Event::BoundaryObserved(data)) = entry.event() else { continue };
            let (act, number) = (entry.act(), entry.number());
            // Nobody observes who is not there, so both are always found.
            let Some(&seat) = seats.get(act.by.as_str()) else { continue };
            let role = source.roster.role_at(seat as u32, act.occurred_at);
            // Later it may be learned that they had left by then; what they saw is kept, in the role they were known in.
            let then = || source.roster.role_as_known(seat as u32, act.occurred_at, Some(number));
            let Some(role) = role.or_else(then) else { continue };
            if scope.covers(data, role.side()) {
                source.noted.push(Noted { number, at: act.occurred_at, seat, role, data });
            }
        }
        source
    }

    fn turn(
        &mut self,
        seats: &mut HashMap<&'a str, usize, RandomState>,
        person: &'a PersonId,
        role: Option<Role>,
        entry: &Entry,
    ) {
        let seat = *seats.entry(person.as_str()).or_insert_with(|| {
            self.people.push(person);
            self.people.len() - 1
        });
        self.roster.seat(seat as u32, person);
        self.roster.note(seat as u32, role, entry.act().occurred_at, entry.number());
        if role.is_none() {
            self.departures.push((seat, entry.act().occurred_at));
        }
    }

    /// When somebody who is no longer there left.
    fn left_at(&self, seat: usize, as_of: Moment) -> Option<Moment> {
        let departures = self.departures.iter().filter(|&&(who, at)| who == seat && at <= as_of).map(|&(_, at)| at);
        let last = departures.max()?;
        // Somebody who leaves is still there at that very instant, for what they do then; for a reading they have left.
        (self.roster.role_at(seat as u32, as_of).is_none() || last == as_of).then_some(last)
    }

    /// When the first observation occurred.
    pub(super) fn first(&self) -> Option<Moment> {
        self.noted.iter().map(|noted| noted.at).min()
    }
}

/// What one observer saw.
#[derive(Debug)]
pub(super) struct Seen<'a> {
    pub(super) person: &'a PersonId,
    pub(super) role: Role,
    last: Moment,
    pub(super) spaces: Vec<(Space, Cells)>,
    pub(super) cells: Cells,
    pub(super) rows: Words<Row>,
    pub(super) entries: Vec<EntryNumber>,
    /// Whatever they saw, however long ago and without fading.
    pub(super) ever: Cells,
    pub(super) faded: Vec<EntryNumber>,
    pub(super) left_at: Option<Moment>,
}

impl Seen<'_> {
    pub(super) fn voice(&self) -> Parts {
        self.cells.voice()
    }

    pub(super) fn spaces(&self) -> Words<Space> {
        self.spaces.iter().map(|&(space, _)| space).collect()
    }
}

/// What is tallied apart, by observer.
#[derive(Debug, Default)]
pub(super) struct Beside {
    pub(super) cells: Vec<(usize, Cells)>,
    pub(super) entries: Vec<EntryNumber>,
}

impl Beside {
    fn cells_of(&mut self, seat: usize, places: &mut HashMap<usize, usize, RandomState>) -> Option<&mut Cells> {
        let place = *places.entry(seat).or_insert_with(|| {
            self.cells.push((seat, Cells::default()));
            self.cells.len() - 1
        });
        self.cells.get_mut(place).map(|(_, cells)| cells)
    }

    pub(super) fn tally(&self) -> Parts {
        let mut all = Parts::default();
        for (_, cells) in &self.cells {
            all.add(cells.voice());
        }
        all
    }
}

/// Everything that counts at one time.
#[derive(Debug, Default)]
pub(super) struct Gathered<'a> {
    pub(super) observers: Vec<Seen<'a>>,
    pub(super) excluded: Vec<Excluded>,
    pub(super) self_report: Beside,
    pub(super) own: Beside,
    pub(super) alerts: Vec<EntryNumber>,
    pub(super) drawn: Vec<(Lean, DrawnBy, EntryNumber)>,
    pub(super) by_row: Vec<(Row, EntryNumber)>,
    pub(super) first: Option<Moment>,
    pub(super) last: Option<Moment>,
}

pub(super) fn gather<'a>(source: &Source<'a>, as_of: Moment, window_days: u32, parameters: &Parameters) -> Gathered<'a> {
    let mut gathered = Gathered::default();
    let mut places: HashMap<usize, usize, RandomState> = HashMap::default();
    let (mut of_self, mut of_own) = (HashMap::default(), HashMap::default());
    for noted in source.noted.iter().filter(|noted| noted.at <= as_of) {
        let data = noted.data;
        let days = days_between(noted.at, as_of);
        let strength = match data.finding {
            Finding::Present(strength) => Some(parameters.strength(strength)),
            Finding::Absent => None,
            Finding::NoOpportunity => {
                gathered.exclude(noted, SetAside::NoOpportunity);
                continue;
            }
        };
        // An alert does not grow old: whether it was answered is for people to say.
        if let Sign::Figure1(indicator) = &data.sign {
            gathered.alert(noted, *indicator);
        }
        let basis = parameters.basis(data.basis);
        let outside = days >= f64::from(window_days);
        let weight = if outside { 0.0 } else { basis * (-days / parameters.half_life_days()).exp2() };
        let indicator = match &data.sign {
            Sign::Figure1(indicator) if data.standpoint == Standpoint::LookingOn => *indicator,
            Sign::Figure1(indicator) => {
                gathered.exclude(noted, if outside { SetAside::OutsideWindow } else { SetAside::SelfReport });
                if !outside {
                    gathered.self_report.entries.push(noted.number);
                    note(gathered.self_report.cells_of(noted.seat, &mut of_self), *indicator, weight, strength);
                }
                continue;
            }
            Sign::Own { leans, .. } => {
                gathered.exclude(noted, if outside { SetAside::OutsideWindow } else { SetAside::OwnIndicator });
                if !outside {
                    gathered.own.entries.push(noted.number);
                    // They have no row, so all that lean one way are taken together.
                    let together = Indicator::at(Row::Direction, *leans);
                    note(gathered.own.cells_of(noted.seat, &mut of_own), together, weight, strength);
                }
                continue;
            }
        };
        let place = *places.entry(noted.seat).or_insert_with(|| gathered.meet(source, noted, as_of));
        if outside {
            gathered.exclude(noted, SetAside::OutsideWindow);
        } else {
            gathered.count(noted, indicator);
        }
        let Some(seen) = gathered.observers.get_mut(place) else { continue };
        seen.note(noted, indicator, weight, strength, (basis, outside));
    }
    // In the order of their first entries, which names do not touch.
    gathered.observers.sort_by_key(|seen| seen.entries.iter().chain(&seen.faded).min().copied());
    for seen in &mut gathered.observers {
        let mut all = Cells::default();
        seen.spaces.iter().for_each(|(_, cells)| all.join(cells));
        seen.cells = all;
    }
    gathered
}

fn note(cells: Option<&mut Cells>, indicator: Indicator, weight: f64, strength: Option<f64>) {
    if let Some(cell) = cells.and_then(|cells| cells.at(indicator)) {
        match strength {
            Some(strength) => cell.note_present(weight, strength),
            None => cell.note_absent(weight),
        }
    }
}

impl<'a> Seen<'a> {
    fn note(
        &mut self,
        noted: &Noted<'_>,
        indicator: Indicator,
        weight: f64,
        strength: Option<f64>,
        (basis, outside): (f64, bool),
    ) {
        note(Some(&mut self.ever), indicator, basis, strength);
        // The last role they observed in; of two at one instant, the later in the list of roles, whatever the order of entry.
        if (noted.at, noted.role) >= (self.last, self.role) {
            (self.last, self.role) = (noted.at, noted.role);
        }
        if outside {
            self.faded.push(noted.number);
            return;
        }
        self.entries.push(noted.number);
        self.rows.insert(indicator.row());
        let space = noted.data.space;
        let place = self.spaces.iter().position(|&(known, _)| known == space).unwrap_or_else(|| {
            self.spaces.push((space, Cells::default()));
            self.spaces.len() - 1
        });
        note(self.spaces.get_mut(place).map(|(_, cells)| cells), indicator, weight, strength);
    }
}

impl<'a> Gathered<'a> {
    /// Makes room for an observer; their place.
    fn meet(&mut self, source: &Source<'a>, noted: &Noted<'a>, as_of: Moment) -> usize {
        if let Some(&person) = source.people.get(noted.seat) {
            self.observers.push(Seen {
                person,
                role: noted.role,
                last: noted.at,
                spaces: Vec::new(),
                cells: Cells::default(),
                rows: Words::none(),
                entries: Vec::new(),
                ever: Cells::default(),
                faded: Vec::new(),
                left_at: source.left_at(noted.seat, as_of),
            });
        }
        self.observers.len() - 1
    }

    fn exclude(&mut self, noted: &Noted<'_>, why: SetAside) {
        self.excluded.push(Excluded { entry: noted.number, why });
    }

    fn count(&mut self, noted: &Noted<'_>, indicator: Indicator) {
        self.by_row.push((indicator.row(), noted.number));
        if let Finding::Present(_) = noted.data.finding {
            self.drawn.push((indicator.lean(), noted.data.drawn_by, noted.number));
        }
        self.first = Some(self.first.map_or(noted.at, |first| first.min(noted.at)));
        self.last = Some(self.last.map_or(noted.at, |last| last.max(noted.at)));
    }

    /// To take or to block a decision is what this indicator is about. A concern, a disagreement, persisting, escalating or a
    /// referral of one's own are events of their own, and none of them is ever read here.
    fn alert(&mut self, noted: &Noted<'_>, indicator: Indicator) {
        let present = matches!(noted.data.finding, Finding::Present(_));
        if present && indicator == Indicator::SeeksControl && noted.data.basis == Basis::Direct {
            self.alerts.push(noted.number);
        }
    }

    /// Those who saw something within the window.
    pub(super) fn counted(&self) -> impl Iterator<Item = &Seen<'a>> {
        self.observers.iter().filter(|seen| !seen.entries.is_empty())
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
