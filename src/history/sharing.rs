//! Whether what somebody agrees to share is theirs to share.

use super::History;
use crate::cycle::{Act, Entry};
use crate::id::EntryNumber;
use crate::intervening::{ConsentGiven, ConsentTo, Refusal};
use crate::words;

impl History {
    /// Whether every entry that a consent to the sharing of words names is in effect, and holds words of whoever consents. It is
    /// asked where the consent is recorded, not afterwards: an entry that is taken back later takes no consent with it.
    pub(super) fn judge_sharing(&self, act: &Act) -> Result<(), Refusal> {
        let shares = ConsentGiven::of(&act.event).filter(|data| data.to == ConsentTo::SharingWords);
        let Some(data) = shares else { return Ok(()) };
        let is_theirs = |entry: &Entry| words::whose(entry) == Some(&data.given_by);
        let holds = |number: EntryNumber| {
            let entry = self.corrected(number).filter(|_| self.undone_by(number).is_none());
            entry.is_some_and(is_theirs)
        };
        let other = data.entries.iter().find(|&&number| !holds(number));
        other.map_or(Ok(()), |&number| Err(Refusal::NotTheirWords { number }))
    }
}
