//! Consents, out of the small world: now and then to the sharing of words.

use super::draw::Draw;
use crate::cycle::{Entry, Kind};
use crate::history::History;
use crate::id::PersonId;
use crate::intervening::{ConsentGiven, ConsentTo};
use crate::strategy::names::id;
use crate::words;

/// The members of the family in the small world.
const FAMILY: [&str; 2] = ["p-4", "p-7"];

pub(super) fn given(draw: &mut Draw<'_>, maker: Kind) -> ConsentGiven {
    let (consent, contract) = (draw.new_id("cn", maker), draw.known_contract());
    let to: ConsentTo = draw.word();
    let (entries, readers) = (Vec::new(), Vec::new());
    if to != ConsentTo::SharingWords {
        let given_by = id("p", draw.one(&[4, 7, 2, 1]));
        let for_person = draw.perhaps(|_| id("p", 7));
        return ConsentGiven { consent, to, given_by, for_person, contract, entries, readers };
    }
    // Nearly always words of whoever consents.
    let said = draw.history.and_then(said_by_family);
    let (given_by, entry) = said.map_or((id("p", 4), None), |(person, entry)| (person, Some(entry)));
    let entries = if draw.below(12) == 11 { draw.entries() } else { entry.into_iter().map(Entry::number).collect() };
    ConsentGiven { consent, to, given_by, for_person: None, contract, entries, readers: draw.people() }
}

/// What was last said by a member of the family, and by whom.
fn said_by_family(history: &History) -> Option<(PersonId, &Entry)> {
    let said = |entry: &Entry| words::whose(entry).is_some_and(|person| FAMILY.contains(&person.as_str()));
    let entry = history.entries().iter().rev().find(|entry| said(entry) && history.undone_by(entry.number()).is_none())?;
    Some((words::whose(entry)?.clone(), entry))
}
