//! Corrections: what was taken back, redacted, corrected and merged, and by which entry.

use serde::Serialize;

use super::Fact;
use crate::correction::{CasesMerged, EnteredInError, Event, OpeningCorrected, PeopleMerged, Redacted};
use crate::cycle::Entry;
use crate::history::View;

/// What was corrected, each list in the order of recording. Corrections count from when they were recorded, whatever the time up to
/// which all else is told; one that was taken back itself is not listed.
///
/// ```
/// use practice_cycle::overview::Corrections;
/// assert_eq!(Corrections::default().redacted.len(), 0);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "OverviewCorrections"))]
pub struct Corrections<'a> {
    /// What was marked as made in error, with the entries that were taken back.
    pub entered_in_error: Vec<TakenBack<'a>>,
    /// Entries redacted.
    pub redacted: Vec<Fact<'a, Redacted>>,
    /// Corrections of the opening.
    pub openings: Vec<Fact<'a, OpeningCorrected>>,
    /// References that turned out to be to the same person.
    pub people_merged: Vec<Fact<'a, PeopleMerged>>,
    /// References that turned out to be to the same case.
    pub cases_merged: Vec<Fact<'a, CasesMerged>>,
}

/// Entries that were taken back, because they were made in error.
///
/// ```
/// use practice_cycle::overview::TakenBack;
/// fn count(taken_back: &TakenBack<'_>) -> usize { taken_back.entries.len() }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "OverviewTakenBack"))]
pub struct TakenBack<'a> {
    /// By which correction, and why.
    pub fact: Fact<'a, EnteredInError>,
    /// The entries.
    pub entries: Vec<&'a Entry>,
}

impl<'a> Corrections<'a> {
    pub(super) fn take(&mut self, entry: &'a Entry, event: &'a Event, view: &View<'a>) {
        match event {
            Event::EnteredInError(data) => {
                let entries = data.entries.iter().filter_map(|&number| view.entry(number)).collect();
                self.entered_in_error.push(TakenBack { fact: Fact::new(entry, data), entries });
            }
            Event::Redacted(data) => self.redacted.push(Fact::new(entry, data)),
            Event::OpeningCorrected(data) => self.openings.push(Fact::new(entry, data)),
            Event::PeopleMerged(data) => self.people_merged.push(Fact::new(entry, data)),
            Event::CasesMerged(data) => self.cases_merged.push(Fact::new(entry, data)),
        }
    }
}
