//! For whom a text or a picture is made: for one person, or for nobody in particular.

use clap::Args;
use practice_cycle::attachment::{CycleOpened, PersonEntered};
use practice_cycle::history::{History, View};
use practice_cycle::id::PersonId;
use practice_cycle::reader::Reader;

use crate::failure::Failure;

/// For whom it is made.
#[derive(Debug, Args)]
pub(crate) struct For {
    /// Make it for this person: beside what everybody is shown, with what they said themself, and with what a member of the family
    /// agreed to show them [default: for nobody in particular]
    #[arg(long = "for", value_name = "PERSON")]
    person: Option<PersonId>,
}

impl For {
    /// What of a view they are shown.
    pub(crate) fn of(&self, view: &View<'_>) -> Reader {
        self.person.as_ref().map_or_else(|| Reader::nobody(view), |person| Reader::of(view, person))
    }

    /// Who they are, if it is for somebody.
    pub(crate) const fn person(&self) -> Option<&PersonId> {
        self.person.as_ref()
    }

    pub(crate) const fn is_given(&self) -> bool {
        self.person.is_some()
    }

    /// Refuses somebody who took part in none of the histories: their reference was most likely written wrongly.
    pub(crate) fn is_known<'h>(&self, histories: impl IntoIterator<Item = &'h History>) -> Result<(), Failure> {
        let Some(person) = &self.person else { return Ok(()) };
        if histories.into_iter().any(|history| knows(history, person)) {
            return Ok(());
        }
        Err(Failure::usage(format!("`--for {person}`: nobody of that reference is in what was read")))
    }
}

/// Whether somebody of that reference ever took part.
fn knows(history: &History, person: &PersonId) -> bool {
    let names = history.references_of(person);
    history.entries().iter().any(|entry| {
        let entered = PersonEntered::of(entry.event()).map(|data| &data.person);
        let took_part = entered.or_else(|| CycleOpened::of(entry.event()).map(|data| &data.clinician));
        took_part.is_some_and(|person| names.contains(person))
    })
}
