//! What the picture shows, gathered from the history.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use practice_cycle::assessment::{Assessment, Drift, Missing, Movement, Parameters, Tally};
use practice_cycle::attachment;
use practice_cycle::boundary::{self, Basis, BoundaryObserved, Lean, Scope, Sighting, Sign, Standpoint, Verdict};
use practice_cycle::calendar::{end_of, local_date, start_of};
use practice_cycle::contracting::{ContractInvited, Stage};
use practice_cycle::cycle::{Cycle, Event};
use practice_cycle::history::{History, View};
use practice_cycle::moment::Moment;
use practice_cycle::people::Role;
use practice_cycle::reader::Reader;

use crate::times::Seen;

/// One observation, as it is drawn.
#[derive(Debug)]
pub(crate) struct Mark {
    pub(crate) at: Moment,
    pub(crate) role: Option<Role>,
    pub(crate) lean: Lean,
    pub(crate) finding: Sighting,
    /// Self-report, or a sign of the service's own: tallied apart.
    pub(crate) apart: bool,
    pub(crate) second_hand: bool,
}

/// A time during which one verdict held.
#[derive(Debug)]
pub(crate) struct Stretch {
    pub(crate) from: Moment,
    pub(crate) to: Moment,
    pub(crate) verdict: Verdict,
    pub(crate) missing: BTreeSet<&'static str>,
}

/// A contract by its id, and its stages with when each was entered.
pub(crate) type Bar = (String, Vec<(Moment, Stage)>);

/// Everything that the picture shows.
#[derive(Debug)]
pub(crate) struct Story {
    pub(crate) parameters: String,
    pub(crate) from: Moment,
    pub(crate) to: Moment,
    pub(crate) readings: Vec<(Moment, Tally)>,
    pub(crate) stretches: Vec<Stretch>,
    pub(crate) marks: Vec<Mark>,
    pub(crate) left: Vec<(Moment, Option<Role>)>,
    pub(crate) bars: Vec<Bar>,
    pub(crate) movement: Movement,
}

pub(crate) fn moved(at: Moment, by: TimeDelta) -> Moment {
    Moment::new(at.to_utc() + by).unwrap_or(at)
}

impl Story {
    /// The story up to a time, as it was known at a time, for a reader: with the marks of what they are shown. Verdicts and tallies are of
    /// all that was observed.
    pub(crate) fn of(history: &History, parameters: &Parameters, seen: &Seen, reader: &Reader) -> Self {
        let view = history.view(seen.as_of, seen.known_at);
        let from = view.entries().iter().map(|entry| entry.act().occurred_at).min().unwrap_or(seen.as_of);
        let from = start_of(local_date(from)).unwrap_or(from);
        let to = end_of(local_date(seen.as_of)).unwrap_or(seen.as_of).max(moved(from, TimeDelta::days(1)));
        let cycle = view.cycle();
        let (marks, left) = people_saw(&view, cycle, reader);
        let mut story = Self {
            parameters: parameters.id().to_string(),
            from,
            to,
            readings: Vec::new(),
            stretches: Vec::new(),
            marks,
            left,
            bars: bars(&view, cycle),
            movement: Drift::of(&view, Scope::Cycle, parameters).movement,
        };
        for at in story.times(&view) {
            let reading = Assessment::of(&history.view(at.min(seen.as_of), at.min(seen.known_at)), Scope::Cycle, parameters);
            story.add(at, &reading);
        }
        story
    }

    /// Each day, or each of four hundred steps if that is longer; and right before and after something was learned.
    fn times(&self, view: &View<'_>) -> BTreeSet<Moment> {
        let days = (self.to.to_utc() - self.from.to_utc()).num_days().max(1);
        let step = (days + 399) / 400;
        let steps = (0..=days / step).map(|place| moved(self.from, TimeDelta::days(place * step)));
        let mut times: BTreeSet<Moment> = steps.filter(|&at| at < self.to).chain([self.to]).collect();
        let seen = view.entries().iter().filter(|entry| matches!(entry.event(), Event::Boundary(_)));
        for entry in seen.take(300) {
            let learned = entry.act().recorded_at;
            times.extend([moved(learned, TimeDelta::seconds(-1)), learned]);
        }
        times
    }

    fn add(&mut self, at: Moment, reading: &Assessment) {
        self.readings.push((at, reading.showed()));
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

const fn gate(missing: &Missing) -> &'static str {
    match missing {
        Missing::Observers { .. } => "observers",
        Missing::Perspectives { .. } => "perspectives",
        Missing::Spaces { .. } => "spaces",
        Missing::Rows { .. } => "rows of Figure 1",
        Missing::Weight { .. } => "recent sights",
        Missing::Firmness { .. } | _ => "firmness",
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

fn bars(view: &View<'_>, cycle: &Cycle) -> Vec<Bar> {
    let invited = view.entries().iter().filter_map(|entry| ContractInvited::of(entry.event()));
    let bar = |data: &ContractInvited| {
        let stages = cycle.contract(&data.contract)?.stages(view.as_of()).into_iter();
        Some((data.contract.to_string(), stages.map(|entered| (entered.at, entered.stage)).collect()))
    };
    invited.filter_map(bar).collect()
}
