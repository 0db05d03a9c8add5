//! The voices of observers: which observations count, which do not and why, and what each observer's amount to.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::observations::{Excluded, Noted, Observations, SetAside};
use super::parameters::Parameters;
use super::tally::{Cells, Parts};
use crate::boundary::{DrawnBy, Indicator, Lean, Row, Sighting};
use crate::code::CodeSet;
use crate::id::{EntryNumber, PersonId};
use crate::moment::Moment;
use crate::people::Role;
use crate::space::Space;

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
    pub(super) voice: Parts,
    /// What is left of it all at the time of the reading.
    pub(super) fading: f64,
    unfaded: Cells,
    /// Whether they are heard. A voice grows faint with time, but whoever gave it is no less a person: this hangs on what they
    /// saw, not on how long ago that was within the window.
    pub(super) heard: bool,
    /// The way they lean, if they are heard.
    pub(super) leans: Option<Lean>,
    pub(super) rows: CodeSet<Row>,
    pub(super) entries: Vec<EntryNumber>,
    /// What they saw before the window, without fading.
    before: Cells,
    pub(super) faded: Vec<EntryNumber>,
    pub(super) left_at: Option<Moment>,
}

impl Seen<'_> {
    /// Their voice from whatever they saw, however long ago and without fading.
    pub(super) fn ever(&self) -> Parts {
        let mut ever = self.unfaded.clone();
        ever.join(&self.before);
        ever.voice(1.0)
    }

    pub(super) fn row(&self, row: Row) -> Parts {
        self.cells.row(row, self.fading)
    }

    pub(super) fn spaces(&self) -> CodeSet<Space> {
        self.spaces.iter().map(|&(space, _)| space).collect()
    }

    /// Sums up what was noted, once all is.
    fn sum_up(&mut self, heard_from: f64) {
        let mut all = Cells::default();
        self.spaces.iter().for_each(|(_, cells)| all.join(cells));
        self.cells = all;
        self.voice = self.cells.voice(self.fading);
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
    pub(super) absent: Vec<(Lean, usize, EntryNumber)>,
    pub(super) by_row: Vec<(Row, EntryNumber)>,
    pub(super) first: Option<Moment>,
    pub(super) last: Option<Moment>,
}

pub(super) fn gather<'a>(all: &Observations<'a>, as_of: Moment, window_days: u32, parameters: &Parameters) -> Gathered<'a> {
    let mut gathered = Gathered::default();
    let last_sights = all.last_sights(as_of);
    let left_of = |from: Moment, to: Moment| (-from.days_until(to) / parameters.half_life_days()).exp2();
    let mut places: Vec<Option<usize>> = vec![None; last_sights.len()];
    let (mut of_self, mut of_own) = (HashMap::default(), HashMap::default());
    for noted in all.by(as_of) {
        // An alert does not grow old: whether it was answered is for people to say.
        if noted.is_alert() {
            gathered.alerts.push(noted.number);
        }
        let (last, role) = last_sights.get(noted.seat).copied().flatten().unwrap_or((as_of, noted.role));
        let moved = || (noted.role.side() != role.side()).then_some(SetAside::AnotherSide);
        let aside = noted.aside.or_else(moved);
        let outside = noted.at.days_until(as_of) >= f64::from(window_days);
        let basis = parameters.basis(noted.data.basis);
        // An observer's own voice fades as a whole; what is tallied apart has no whole.
        let until = if aside.is_none() { last } else { as_of };
        let sight = Sight {
            indicator: noted.indicator(),
            strength: if let Sighting::Present(strength) = noted.data.finding {
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
            let place = *place.get_or_insert_with(|| gathered.meet(all, noted.seat, (role, left_of(last, as_of)), as_of));
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
        if outside {
            sight.note(Some(&mut self.before), sight.basis);
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
    fn meet(&mut self, all: &Observations<'a>, seat: usize, (role, fading): (Role, f64), as_of: Moment) -> usize {
        if let Some(&person) = all.people.get(seat) {
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
                rows: CodeSet::none(),
                entries: Vec::new(),
                before: Cells::default(),
                voice: Parts::default(),
                faded: Vec::new(),
                left_at: all.roster.left_at(seat as u32, as_of),
            });
        }
        self.observers.len() - 1
    }

    fn exclude(&mut self, noted: &Noted<'_>, why: SetAside) {
        self.excluded.push(Excluded { entry: noted.number, why });
    }

    fn count(&mut self, noted: &Noted<'_>, indicator: Indicator) {
        self.by_row.push((indicator.row(), noted.number));
        if let Sighting::Present(_) = noted.data.finding {
            self.drawn.push((indicator.lean(), noted.data.drawn_by, noted.number));
        } else {
            self.absent.push((indicator.lean(), noted.seat, noted.number));
        }
        self.first = Some(self.first.map_or(noted.at, |first| first.min(noted.at)));
        self.last = Some(self.last.map_or(noted.at, |last| last.max(noted.at)));
    }

    /// Those who saw something within the window.
    pub(super) fn counted(&self) -> impl Iterator<Item = &Seen<'a>> {
        self.observers.iter().filter(|seen| !seen.entries.is_empty())
    }
}
