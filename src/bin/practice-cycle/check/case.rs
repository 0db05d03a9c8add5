//! Histories that are checked together: one, or a caseload.

use practice_cycle::history::History;
use practice_cycle::moment::Moment;
use practice_cycle::reader::Reader;

use crate::reader::For;
use crate::times::{Seen, Times};

/// What is checked at once, and of which time that speaks.
#[derive(Debug)]
pub(crate) struct Case<'a> {
    pub(crate) files: Vec<&'a str>,
    pub(crate) histories: Vec<&'a History>,
    pub(crate) seen: Seen,
    /// What of each history is shown.
    pub(crate) readers: Vec<Reader>,
}

impl<'a> Case<'a> {
    /// One of each history, or one of all of them.
    pub(crate) fn all(loaded: &[(&'a str, &'a History)], together: bool, times: Times, reader: &For) -> Vec<Self> {
        let at_once = if together { loaded.len().max(1) } else { 1 };
        let case = |some: &[(&'a str, &'a History)]| {
            let (files, histories): (Vec<&str>, Vec<&History>) = some.iter().copied().unzip();
            let last = histories.iter().map(|history| history.cycle().last_recorded()).max();
            let seen = times.view(last.unwrap_or(Moment::EARLIEST));
            let readers = histories.iter().map(|history| reader.of(&history.view(seen.as_of, seen.known_at))).collect();
            Self { files, histories, seen, readers }
        };
        loaded.chunks(at_once).map(case).collect()
    }
}
