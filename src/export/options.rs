//! What an export shows: of when, for whom, and how much.

use super::pseudonym::Pseudonyms;
use crate::history::{History, View};
use crate::id::PersonId;
use crate::moment::Moment;
use crate::reader::Reader;

/// What an export shows. By default: everything recorded, for nobody in particular, without free text and without what is derived.
///
/// ```
/// use practice_cycle::export::Options;
/// let options = Options::new().as_of("2026-12-31T00:00:00Z".parse()?).with_stages();
/// assert!(options.has_stages() && !options.has_words());
/// # Ok::<(), practice_cycle::moment::MomentError>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Options {
    as_of: Option<Moment>,
    known_at: Option<Moment>,
    reader: Option<PersonId>,
    made: Option<Reader>,
    words: bool,
    stages: bool,
    standing: bool,
    boundary: bool,
    pseudonyms: Option<Pseudonyms>,
}

impl Options {
    /// Everything recorded, for nobody in particular.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Without what occurred later. Where it is not given: when the last entry of each history was recorded, or as known.
    #[must_use]
    pub const fn as_of(mut self, at: Moment) -> Self {
        self.as_of = Some(at);
        self
    }

    /// Without what was recorded later, corrections too.
    #[must_use]
    pub const fn known_at(mut self, at: Moment) -> Self {
        self.known_at = Some(at);
        self
    }

    /// With what this person is shown: see [`Reader`]. Nobody in particular is shown the least.
    #[must_use]
    pub fn for_person(mut self, person: PersonId) -> Self {
        self.reader = Some(person);
        self
    }

    /// With what this reader is shown, who is made of one history and for that one alone: by the roles and consents of now, for example,
    /// of how things stood before. It goes before [`for_person`](Self::for_person).
    #[must_use]
    pub fn for_reader(mut self, reader: Reader) -> Self {
        self.made = Some(reader);
        self
    }

    /// With free text, as far as the reader may read it, and with the references of cases as they are stored. Nobody in particular may
    /// read any.
    #[must_use]
    pub const fn with_words(mut self) -> Self {
        self.words = true;
        self
    }

    /// With the stages of each contract: linear in the steps of a contract.
    #[must_use]
    pub const fn with_stages(mut self) -> Self {
        self.stages = true;
        self
    }

    /// With the standing of each cycle, by the default parameters, at each time from which it can be another and as of the time spoken
    /// of. Each is a reading of all that had happened by then: of a history of *n* entries with *m* such times it takes time of the
    /// order of *n* × *m*, and *m* grows with *n*.
    #[must_use]
    pub const fn with_standing(mut self) -> Self {
        self.standing = true;
        self
    }

    /// With the boundary of each cycle, as it would be read by the default parameters, at each time at which something was observed, and
    /// as of the time spoken of. It is of all that was observed, whoever may know of it: see *Sums* in [`reader`](crate::reader). The cost is as that of [standing](Self::with_standing), of a reading that takes longer.
    #[must_use]
    pub const fn with_boundary(mut self) -> Self {
        self.boundary = true;
        self
    }

    /// With pseudonyms for all references of the host's.
    #[must_use]
    pub fn with_pseudonyms(mut self, pseudonyms: Pseudonyms) -> Self {
        self.pseudonyms = Some(pseudonyms);
        self
    }

    /// Whether there is free text.
    #[must_use]
    pub const fn has_words(&self) -> bool {
        self.words
    }

    /// Whether there are the stages of contracts.
    #[must_use]
    pub const fn has_stages(&self) -> bool {
        self.stages
    }

    /// Whether there is the standing.
    #[must_use]
    pub const fn has_standing(&self) -> bool {
        self.standing
    }

    /// Whether there is the boundary.
    #[must_use]
    pub const fn has_boundary(&self) -> bool {
        self.boundary
    }

    /// The key by which pseudonyms are made, if there are any.
    #[must_use]
    pub const fn pseudonyms(&self) -> Option<&Pseudonyms> {
        self.pseudonyms.as_ref()
    }

    /// What is seen of a history, and for whom.
    pub(super) fn view<'a>(&self, history: &'a History) -> (View<'a>, Reader) {
        let last = history.cycle().last_recorded();
        let known_at = self.known_at.unwrap_or(last);
        let view = history.view(self.as_of.unwrap_or(last.min(known_at)), known_at);
        if let Some(made) = &self.made {
            let reader = made.clone().in_view(&view);
            return (view, reader);
        }
        let reader = self.reader.as_ref().map_or_else(|| Reader::nobody(&view), |person| Reader::of(&view, person));
        (view, reader)
    }
}
