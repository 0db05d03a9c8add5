//! Consent to the sharing of words: what it has to say.

use super::event::ConsentGiven;
use super::work::Refusal;
use crate::id::EntryNumber;

impl ConsentGiven {
    /// Whether it says what is shared with whom. Whose words the entries hold is for the history to judge.
    pub(super) fn shares(&self, before: EntryNumber) -> Result<(), Refusal> {
        if self.for_person.is_some() {
            return Err(Refusal::SharesForAnother);
        }
        if self.entries.is_empty() {
            return Err(Refusal::SharesNothing);
        }
        if self.readers.is_empty() {
            return Err(Refusal::SharesWithNobody);
        }
        let missing = self.entries.iter().find(|&&number| number >= before);
        missing.map_or(Ok(()), |&number| Err(Refusal::NoSuchEntry { number }))
    }
}
