//! Who noted what of the boundary, so that a line can say how many people it is of.

use std::collections::{BTreeMap, BTreeSet};

use crate::assessment::{Assessment, ObserverReading, SideReading};
use crate::boundary::{self, BoundaryObserved, Indicator, Lean, Row, Sighting, Sign};
use crate::calendar;
use crate::code::Code;
use crate::cycle::Event;
use crate::history::View;
use crate::id::{EntryNumber, PersonId};
use crate::moment::Moment;

/// One observation of the boundary.
pub(super) struct Note<'v> {
    pub(super) by: &'v PersonId,
    pub(super) data: &'v BoundaryObserved,
    at: Moment,
}

impl Note<'_> {
    pub(super) fn is_present(&self) -> bool {
        matches!(self.data.finding, Sighting::Present(_))
    }

    /// Whether something of this side showed.
    pub(super) fn shows(&self, lean: Lean) -> bool {
        self.is_present() && self.data.sign.lean() == lean
    }

    pub(super) fn is_of(&self, row: Row) -> bool {
        self.indicator().is_some_and(|indicator| indicator.row() == row)
    }

    fn indicator(&self) -> Option<Indicator> {
        match self.data.sign {
            Sign::Figure1(indicator) => Some(indicator),
            Sign::Own { .. } => None,
        }
    }

    /// What several people can note of one thing: an indicator on an occasion, which is a session or else a day and a space.
    fn unit(&self) -> Option<impl Ord + use<'_>> {
        let session = self.data.session.as_ref();
        let day_and_space = session.is_none().then(|| (calendar::local_date(self.at), self.data.space));
        Some((session, day_and_space, self.indicator()?))
    }
}

/// Every observation in a view, whether or not it counts.
#[derive(Default)]
pub(super) struct Notes<'v>(BTreeMap<EntryNumber, Note<'v>>);

impl<'v> Notes<'v> {
    pub(super) fn of(view: &View<'v>) -> Self {
        let notes = view.entries().iter().filter_map(|&entry| {
            let Event::Boundary(boundary::Event::BoundaryObserved(data)) = entry.event() else { return None };
            Some((entry.number(), Note { by: &entry.act().by, data, at: entry.act().occurred_at }))
        });
        Self(notes.collect())
    }

    pub(super) fn these<'n>(&'n self, entries: &'n [EntryNumber]) -> impl Iterator<Item = &'n Note<'v>> {
        entries.iter().filter_map(|entry| self.0.get(entry))
    }

    /// How many people made these.
    pub(super) fn people(&self, entries: &[EntryNumber]) -> usize {
        self.these(entries).map(|note| note.by).collect::<BTreeSet<_>>().len()
    }
}

/// The observers of a reading, and what each of them noted that counts.
pub(super) struct Seen<'r> {
    reading: &'r Assessment,
    each: Vec<(&'r ObserverReading, Vec<&'r Note<'r>>)>,
}

impl<'r> Seen<'r> {
    pub(super) fn of(reading: &'r Assessment, notes: &'r Notes<'_>) -> Self {
        let of_one = |seen: &'r ObserverReading| (seen, notes.these(&seen.entries).collect());
        Self { reading, each: reading.observers.iter().map(of_one).collect() }
    }

    pub(super) fn observers(&self) -> usize {
        self.each.len()
    }

    /// How many noted anything such as that.
    pub(super) fn who_noted(&self, is: impl Fn(&ObserverReading, &Note<'_>) -> bool) -> usize {
        self.each.iter().filter(|(seen, notes)| notes.iter().any(|note| is(seen, note))).count()
    }

    /// How many have any weight on a side.
    pub(super) fn weighing(&self, lean: Lean) -> usize {
        self.each.iter().filter(|(seen, _)| seen.weight.of(lean) > 0.0).count()
    }

    /// Of how many people the firmness of a side says something: those to whom it showed; where it showed to nobody, those who
    /// would have seen.
    pub(super) fn behind(&self, side: &SideReading) -> usize {
        if side.observers > 0 { side.observers as usize } else { self.weighing(side.lean) }
    }

    /// How many lean some way, and how many of them otherwise than most.
    pub(super) fn leaning(&self) -> (usize, usize) {
        let leaning = |&lean: &Lean| self.each.iter().filter(|(seen, _)| seen.leans == Some(lean)).count();
        let counts = || Lean::ALL.iter().map(leaning);
        let all: usize = counts().sum();
        (all, all - counts().max().unwrap_or_default())
    }

    /// The fewest people behind a side whose weight is the greatest.
    pub(super) fn weighing_most(&self) -> usize {
        let greatest = self.reading.sides.iter().map(|side| side.weight).fold(0.0, f64::max);
        let alike = self.reading.sides.iter().filter(|side| side.weight >= greatest - 1e-9);
        alike.map(|side| self.weighing(side.lean)).min().unwrap_or_default()
    }

    /// Between observers, then between perspectives: how many noted a thing that another noted, and how many one that no other did.
    pub(super) fn raters(&self) -> [Raters; 2] {
        let mut units: BTreeMap<_, Vec<&ObserverReading>> = BTreeMap::new();
        for (seen, notes) in &self.each {
            for unit in notes.iter().filter_map(|note| note.unit()) {
                units.entry(unit).or_default().push(seen);
            }
        }
        let count = |differ: &dyn Fn(&ObserverReading, &ObserverReading) -> bool| {
            let [mut together, mut alone] = [BTreeSet::new(), BTreeSet::new()];
            for raters in units.values() {
                let several = raters.first().is_some_and(|first| raters.iter().any(|other| differ(first, other)));
                let people = raters.iter().map(|seen| &seen.person);
                if several { together.extend(people) } else { alone.extend(people) }
            }
            Raters { together: together.len(), alone: alone.len() }
        };
        [count(&|one, other| one.person != other.person), count(&|one, other| one.role.side() != other.role.side())]
    }
}

/// How many people rated what others rated, too, and how many what nobody else did.
pub(super) struct Raters {
    pub(super) together: usize,
    pub(super) alone: usize,
}
