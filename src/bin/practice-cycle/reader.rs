//! For whom a text or a picture is made: for one person, or for nobody in particular.

use clap::Args;
use practice_cycle::history::History;
use practice_cycle::id::PersonId;
use practice_cycle::reader::Reader;

use crate::times::Seen;

/// For whom it is made.
#[derive(Debug, Args)]
pub(crate) struct For {
    /// Make it for this person: beside what everybody is shown, with what they said themself, and with what a member of the family
    /// agreed to show them [default: for nobody in particular]
    #[arg(long = "for", value_name = "PERSON")]
    person: Option<PersonId>,
}

impl For {
    /// What of a history they are shown.
    pub(crate) fn of(&self, history: &History, seen: &Seen) -> Reader {
        let view = history.view(seen.as_of, seen.known_at);
        self.person.as_ref().map_or_else(|| Reader::nobody(&view), |person| Reader::of(&view, person))
    }

    pub(crate) const fn is_given(&self) -> bool {
        self.person.is_some()
    }
}
