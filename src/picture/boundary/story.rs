//! What a picture of the boundary shows, gathered from the history.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;

use crate::assessment::{Assessment, Drift, Missing, Movement, Parameters, Tally};
use crate::attachment;
use crate::boundary::{self, Basis, BoundaryObserved, Lean, Scope, Sighting, Sign, Standpoint, Verdict};
use crate::cycle::{Cycle, Event};
use crate::history::View;
use crate::moment::Moment;
use crate::people::Role;
use crate::picture::axis::{Axis, moved};
use crate::picture::bars::{Bar, bars};
use crate::reader::Reader;

/// One observation, as it is drawn.
#[derive(Debug)]
pub(super) struct Mark {
    pub(super) at: Moment,
    pub(super) role: Option<Role>,
    pub(super) lean: Lean,
    pub(super) finding: Sighting,
    /// Self-report, or a sign of the service's own: tallied apart.
    pub(super) apart: bool,
    pub(super) second_hand: bool,
}

/// A time during which one verdict held.
#[derive(Debug)]
pub(super) struct Stretch {
    pub(super) from: Moment,
    pub(super) to: Moment,
    pub(super) verdict: Verdict,
    pub(super) missing: BTreeSet<&'static str>,
}

/// Everything that the picture shows.
#[derive(Debug)]
pub(super) struct Story {
    pub(super) parameters: String,
    /// Nothing where no observation was known at the time, which is no tally of zero.
    pub(super) readings: Vec<(Moment, Option<Tally>)>,
    pub(super) stretches: Vec<Stretch>,
    pub(super) marks: Vec<Mark>,
    pub(super) left: Vec<(Moment, Option<Role>)>,
    pub(super) bars: Vec<Bar>,
    pub(super) movement: Movement,
}

impl Stretch {
    /// What is missing, each but the last with a comma after it.
    pub(super) fn missing_in_a_row(&self) -> impl Iterator<Item = String> {
        let last = self.missing.last().copied();
        self.missing.iter().map(move |&gate| if Some(gate) == last { gate.to_owned() } else { format!("{gate},") })
    }
}

impl Story {
    /// The story up to the time of a view, for a reader: with the marks of what they are shown. Verdicts and tallies are of all that was
    /// observed.
    pub(super) fn of(view: &View<'_>, parameters: &Parameters, axis: &Axis, reader: &Reader) -> Self {
        let (marks, left) = people_saw(view, view.cycle(), reader);
        let mut story = Self {
            parameters: parameters.id().to_string(),
            readings: Vec::new(),
            stretches: Vec::new(),
            marks,
            left,
            bars: bars(view, reader),
            movement: Drift::of(view, Scope::Cycle, parameters).movement,
        };
        for at in times(view, axis) {
            let then = view.history().view(at.min(view.speaks_of()), at.min(view.known_at()));
            let is_observed = then.entries().iter().any(|entry| BoundaryObserved::of(entry.event()).is_some());
            story.add(at, &Assessment::of(&then, Scope::Cycle, parameters), is_observed);
        }
        story
    }

    fn add(&mut self, at: Moment, reading: &Assessment, is_observed: bool) {
        self.readings.push((at, is_observed.then(|| reading.showed())));
        if let Some(stretch) = self.stretches.last_mut() {
            stretch.to = at;
        }
        if self.stretches.last().is_none_or(|stretch| stretch.verdict != reading.verdict) {
            self.stretches.push(Stretch { from: at, to: at, verdict: reading.verdict, missing: BTreeSet::new() });
        }
        if let Some(stretch) = self.stretches.last_mut() {
            stretch.missing.extend(reading.missing.iter().map(gate));
        }
    }
}

/// Each day, or each of four hundred steps if that is longer; and right before and after something was learned.
fn times(view: &View<'_>, axis: &Axis) -> BTreeSet<Moment> {
    let mut times: BTreeSet<Moment> = axis.steps().chain([axis.to]).collect();
    let seen = view.entries().iter().filter(|entry| matches!(entry.event(), Event::Boundary(_)));
    for entry in seen.take(300) {
        let learned = entry.act().recorded_at;
        times.extend([moved(learned, TimeDelta::seconds(-1)), learned]);
    }
    times
}

const fn gate(missing: &Missing) -> &'static str {
    match missing {
        Missing::Observers { .. } => "observers",
        Missing::Perspectives { .. } => "perspectives",
        Missing::Spaces { .. } => "spaces",
        Missing::Rows { .. } => "rows of the article's Figure 1",
        Missing::Weight { .. } => "recent sights",
        Missing::Firmness { .. } => "firmness",
    }
}

/// The observations that a reader is shown, and the departures of those who had made one.
fn people_saw(view: &View<'_>, cycle: &Cycle, reader: &Reader) -> (Vec<Mark>, Vec<(Moment, Option<Role>)>) {
    let (mut marks, mut left, mut seen_by) = (Vec::new(), Vec::new(), BTreeMap::new());
    for entry in view.by_occurrence().into_iter().filter(|entry| reader.is_shown(entry.number())) {
        let act = entry.act();
        if let Event::Boundary(boundary::Event::BoundaryObserved(data)) = entry.event() {
            let BoundaryObserved { sign, finding, standpoint, basis, .. } = data;
            let role = cycle.role_at(&act.by, act.occurred_at);
            seen_by.insert(&act.by, role);
            marks.push(Mark {
                at: act.occurred_at,
                role,
                lean: sign.lean(),
                finding: *finding,
                apart: *standpoint == Standpoint::PartOfIt || matches!(sign, Sign::Own { .. }),
                second_hand: *basis != Basis::Direct,
            });
        } else if let Event::Attachment(attachment::Event::PersonLeft(data)) = entry.event() {
            left.extend(seen_by.get(&data.person).map(|&role| (act.occurred_at, role)));
        }
    }
    (marks, left)
}
