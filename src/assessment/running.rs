//! The boundary so far, kept up to date entry by entry: for whoever asks at many times what it reads.

use super::gather::gather;
use super::observations::Observations;
use super::parameters::Parameters;
use super::verdict::Sums;
use crate::boundary::{Scope, Verdict};
use crate::cycle::{Cycle, Entry, Event};
use crate::evidence::Cited;
use crate::id::EntryNumber;
use crate::moment::Moment;

/// The observations so far, in the order in which they occurred.
#[derive(Debug, Clone, Default)]
pub(crate) struct Running(Vec<Cited>);

impl Running {
    /// Takes the next entry in the order of occurrence.
    pub(crate) fn take(&mut self, entry: &Entry) {
        if let Event::Boundary(_) = entry.event() {
            self.0.push(Cited::of(entry));
        }
    }

    /// What the whole cycle reads as at a time that is no earlier than the last entry taken: the same as
    /// [`Assessment::of`](super::Assessment::of). What lies before the window bears on no verdict, so it is not looked at.
    pub(crate) fn verdict<'a>(
        &self,
        as_of: Moment,
        cycle: &'a Cycle,
        find: impl Fn(EntryNumber) -> Option<&'a Entry>,
        parameters: &Parameters,
    ) -> Verdict {
        let window = f64::from(parameters.window_days());
        let within = self.0.iter().rev().take_while(|cited| cited.at.days_until(as_of) < window);
        let mut entries: Vec<&Entry> = within.filter_map(|cited| find(cited.entry)).collect();
        entries.sort_unstable_by_key(|entry| entry.number());
        let observations = Observations::among(&entries, cycle, parameters);
        let gathered = gather(&observations, as_of, parameters.window_days(), parameters);
        let mut sums = Sums::default();
        gathered.counted().for_each(|seen| sums.add(seen));
        sums.judge(&Scope::Cycle, parameters).0
    }
}
