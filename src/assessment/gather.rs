//! Which observations count, which do not and why, and what each observer's amount to.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use serde::Serialize;

use super::days_between;
use super::parameters::Parameters;
use super::tally::{Cells, Parts};
use crate::attachment::{self, Roster};
use crate::boundary::{self, Basis, BoundaryObserved, DrawnBy, Finding, Indicator, Lean, Row, Scope, Sign, Standpoint};
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
        OutsideWindow = "outside_window", "before the window";
        NoWeight = "no_weight", "resting on what these parameters give no weight";
        OwnIndicator = "own_indicator", "an indicator of the service's own, tallied apart";
        SelfReport = "self_report", "self-report, tallied apart";
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
struct Noted<'a> {
    number: EntryNumber,
    at: Moment,
    seat: usize,
    role: Role,
    data: &'a BoundaryObserved,
}

impl Noted<'_> {
    /// Why it is set aside however recent it is, if it is. The clinician of the cycle is one end of the boundary, so whatever
    /// they note of it is said of what they were part of, even if they noted it as looking on.
    fn aside(&self, parameters: &Parameters) -> Option<SetAside> {
        if self.data.finding == Finding::NoOpportunity {
            Some(SetAside::NoOpportunity)
        } else if parameters.basis(self.data.basis) <= 0.0 {
            Some(SetAside::NoWeight)
        } else if matches!(self.data.sign, Sign::Own { .. }) {
            Some(SetAside::OwnIndicator)
        } else if self.data.standpoint == Standpoint::PartOfIt || self.role == Role::Clinician {
            Some(SetAside::SelfReport)
        } else {
            None
        }
    }

    /// To take or to block a decision is what this indicator is about. A concern, a disagreement, persisting, escalating or a
    /// referral of one's own are events of their own, and none of them is ever read here.
    fn is_alert(&self) -> bool {
        let present = matches!(self.data.finding, Finding::Present(_));
        present && self.data.basis == Basis::Direct && self.data.sign == Sign::Figure1(Indicator::SeeksControl)
    }

    /// The cell of the figure. Signs of the service's own have no row, so all that lean one way are taken together.
    fn indicator(&self) -> Indicator {
        match self.data.sign {
            Sign::Figure1(indicator) => indicator,
            Sign::Own { leans, .. } => Indicator::at(Row::Direction, leans),
        }
    }
}

/// Every observation of a history in a scope, and who was there when.
#[derive(Debug, Default)]
pub(super) struct Source<'a> {
    roster: Roster,
    people: Vec<&'a PersonId>,
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
    }

    /// By seat, when and in which role each observer last saw something that may count. Of two roles at one instant it is the
    /// later in the list of roles, whatever the order of entry.
    fn last_sights(&self, as_of: Moment, parameters: &Parameters) -> Vec<Option<(Moment, Role)>> {
        let mut last = vec![None; self.people.len()];
        for noted in self.by(as_of).filter(|noted| noted.aside(parameters).is_none()) {
            if let Some(last) = last.get_mut(noted.seat) {
                *last = (*last).max(Some((noted.at, noted.role)));
            }
        }
        last
    }

    fn by(&self, as_of: Moment) -> impl Iterator<Item = &Noted<'a>> {
        self.noted.iter().filter(move |noted| noted.at <= as_of)
    }

    /// When the first observation occurred.
    pub(super) fn first(&self) -> Option<Moment> {
        self.noted.iter().map(|noted| noted.at).min()
    }
}

/// What one observer saw.
#[derive(Debug)]
pub(super) struct Seen<'a> {
    pub(super) seat: usize,
    pub(super) person: &'a PersonId,
    /// The role in which they last saw it.
    pub(super) role: Role,
    /// By space, faded up to when they last saw it: so the proportions stay as they were, however long ago that is.
    pub(super) spaces: Vec<(Space, Cells)>,
    cells: Cells,
    /// What is left of it all at the time of the reading.
    pub(super) fading: f64,
    unfaded: Cells,
    /// Whether they are heard. A voice grows faint with time, but whoever gave it is no less a person: this hangs on what they
    /// saw, not on how long ago that was within the window.
    pub(super) heard: bool,
    /// The way they lean, if they are heard.
    pub(super) leans: Option<Lean>,
    pub(super) rows: Words<Row>,
    pub(super) entries: Vec<EntryNumber>,
    /// Whatever they saw, however long ago and without fading.
    pub(super) ever: Cells,
    pub(super) faded: Vec<EntryNumber>,
    pub(super) left_at: Option<Moment>,
}

impl Seen<'_> {
    pub(super) fn voice(&self) -> Parts {
        self.cells.voice(self.fading)
    }

    pub(super) fn row(&self, row: Row) -> Parts {
        self.cells.row(row, self.fading)
    }

    pub(super) fn spaces(&self) -> Words<Space> {
        self.spaces.iter().map(|&(space, _)| space).collect()
    }

    /// Sums up what was noted, once all is.
    fn sum_up(&mut self, heard_from: f64) {
        let mut all = Cells::default();
        self.spaces.iter().for_each(|(_, cells)| all.join(cells));
        self.cells = all;
        self.heard = self.unfaded.voice(1.0).is_heard(heard_from);
        self.leans = self.cells.voice(1.0).leans().filter(|_| self.heard);
    }
}

/// What is tallied apart, by observer.
#[derive(Debug, Default)]
pub(super) struct Beside {
    cells: Vec<Cells>,
    pub(super) entries: Vec<EntryNumber>,
}

impl Beside {
    fn note(&mut self, noted: &Noted<'_>, sight: &Sight, places: &mut HashMap<usize, usize, RandomState>) {
        let place = *places.entry(noted.seat).or_insert_with(|| {
            self.cells.push(Cells::default());
            self.cells.len() - 1
        });
        self.entries.push(noted.number);
        sight.note(self.cells.get_mut(place), sight.weight);
    }

    pub(super) fn tally(&self) -> Parts {
        let mut all = Parts::default();
        self.cells.iter().for_each(|cells| all.add(cells.voice(1.0)));
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
    let last_sights = source.last_sights(as_of, parameters);
    let left_of = |from: Moment, to: Moment| (-days_between(from, to) / parameters.half_life_days()).exp2();
    let mut places: Vec<Option<usize>> = vec![None; last_sights.len()];
    let (mut of_self, mut of_own) = (HashMap::default(), HashMap::default());
    for noted in source.by(as_of) {
        // An alert does not grow old: whether it was answered is for people to say.
        if noted.is_alert() {
            gathered.alerts.push(noted.number);
        }
        let (last, role) = last_sights.get(noted.seat).copied().flatten().unwrap_or((as_of, noted.role));
        let moved = || (noted.role.side() != role.side()).then_some(SetAside::AnotherSide);
        let aside = noted.aside(parameters).or_else(moved);
        let outside = days_between(noted.at, as_of) >= f64::from(window_days);
        let basis = parameters.basis(noted.data.basis);
        // An observer's own voice fades as a whole; what is tallied apart has no whole.
        let until = if aside.is_none() { last } else { as_of };
        let sight = Sight {
            indicator: noted.indicator(),
            strength: if let Finding::Present(strength) = noted.data.finding {
                Some(parameters.strength(strength))
            } else {
                None
            },
            basis,
            weight: if outside { 0.0 } else { basis * left_of(noted.at, until) },
        };
        match aside {
            Some(SetAside::NoOpportunity) => gathered.exclude(noted, SetAside::NoOpportunity),
            _ if outside => gathered.exclude(noted, SetAside::OutsideWindow),
            Some(why) => {
                gathered.exclude(noted, why);
                if why == SetAside::SelfReport {
                    gathered.self_report.note(noted, &sight, &mut of_self);
                } else if why == SetAside::OwnIndicator {
                    gathered.own.note(noted, &sight, &mut of_own);
                }
            }
            None => gathered.count(noted, sight.indicator),
        }
        if aside.is_none()
            && let Some(place) = places.get_mut(noted.seat)
        {
            let place = *place.get_or_insert_with(|| gathered.meet(source, noted.seat, (role, left_of(last, as_of)), as_of));
            if let Some(seen) = gathered.observers.get_mut(place) {
                seen.note(noted, &sight, outside);
            }
        }
    }
    // In the order of their first entries, which names do not touch.
    gathered.observers.sort_by_key(|seen| seen.entries.iter().chain(&seen.faded).min().copied());
    let heard_from = parameters.thresholds().heard_from;
    gathered.observers.iter_mut().for_each(|seen| seen.sum_up(heard_from));
    gathered
}

/// What one observation weighs.
#[derive(Debug)]
struct Sight {
    indicator: Indicator,
    /// Nothing where it was absent.
    strength: Option<f64>,
    basis: f64,
    /// What is left of the basis in the end.
    weight: f64,
}

impl Sight {
    fn note(&self, cells: Option<&mut Cells>, weight: f64) {
        if let Some(cell) = cells.and_then(|cells| cells.at(self.indicator)) {
            match self.strength {
                Some(strength) => cell.note_present(weight, strength),
                None => cell.note_absent(weight),
            }
        }
    }
}

impl Seen<'_> {
    fn note(&mut self, noted: &Noted<'_>, sight: &Sight, outside: bool) {
        sight.note(Some(&mut self.ever), sight.basis);
        if outside {
            self.faded.push(noted.number);
            return;
        }
        self.entries.push(noted.number);
        self.rows.insert(sight.indicator.row());
        sight.note(Some(&mut self.unfaded), sight.basis);
        let space = noted.data.space;
        let place = self.spaces.iter().position(|&(known, _)| known == space).unwrap_or_else(|| {
            self.spaces.push((space, Cells::default()));
            self.spaces.len() - 1
        });
        sight.note(self.spaces.get_mut(place).map(|(_, cells)| cells), sight.weight);
    }
}

impl<'a> Gathered<'a> {
    /// Makes room for an observer; their place.
    fn meet(&mut self, source: &Source<'a>, seat: usize, (role, fading): (Role, f64), as_of: Moment) -> usize {
        if let Some(&person) = source.people.get(seat) {
            self.observers.push(Seen {
                seat,
                person,
                role,
                spaces: Vec::new(),
                cells: Cells::default(),
                fading,
                unfaded: Cells::default(),
                heard: false,
                leans: None,
                rows: Words::none(),
                entries: Vec::new(),
                ever: Cells::default(),
                faded: Vec::new(),
                left_at: source.roster.left_at(seat as u32, as_of),
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
