//! The boundary so far, kept up to date entry by entry: for whoever asks at many times what it reads.

use super::gather::Voices;
use super::observations::read;
use super::parameters::Parameters;
use super::verdict::Weighed;
use crate::boundary::{Scope, Verdict};
use crate::cycle::{Cycle, Entry};
use crate::moment::Moment;
use crate::signs::{Occasions, day_of};
use crate::space::Space;

/// The voices of the observers so far. Taking an observation costs the same however many came before it; asking costs as much as
/// there are observers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Running {
    occasions: Occasions<Space>,
    voices: Voices,
}

impl Running {
    /// Takes the next entry in the order of occurrence, of a cycle in which it has happened.
    pub(crate) fn take(&mut self, entry: &Entry, cycle: &Cycle, parameters: &Parameters) {
        let seat = |by: &str| Some(cycle.seat_of(by)? as usize);
        let Some(noted) = read(entry, cycle.roster(), seat, &mut self.occasions, parameters) else { return };
        if noted.aside.is_none()
            && let Some(stand) = self.voices.note(&noted, parameters)
        {
            stand.voice.settle(parameters.half_life_days());
        }
    }

    /// What the whole cycle reads as at a time that is no earlier than the last entry taken: the same as
    /// [`Assessment::of`](super::Assessment::of).
    pub(crate) fn verdict(&self, as_of: Moment, parameters: &Parameters) -> Verdict {
        Weighed::of(&self.voices, day_of(as_of), parameters.half_life_days()).judge(&Scope::Cycle, parameters).0
    }
}
