//! Whether an act would show somebody what they are not shown.
//!
//! Nobody opens to themself what others said: a worker does not write down that a mother agreed to show that worker her words, nor take
//! back that she withdrew it, nor merge her reference with their own. It is judged by what comes of it, whatever kind of act it is; and
//! what lets somebody in is refused to them before that, so that a merge opens nothing that is said later, and no answer tells whose
//! words an entry holds.

use std::collections::BTreeSet;

use practice_cycle::correction::PeopleMerged;
use practice_cycle::cycle::{Entry, Event, Offer};
use practice_cycle::history::{Decision, History};
use practice_cycle::id::PersonId;
use practice_cycle::intervening::{ConsentGiven, ConsentTo};
use practice_cycle::moment::Moment;
use practice_cycle::partnering::DescriptionPassedOn;
use practice_cycle::reader::Reader;
use practice_cycle::words;

/// Whether whoever does or records an act lets themself in by it: merges a reference of their own with another, or writes down that
/// somebody else lets them read. It does not depend on what is kept from them.
pub(super) fn lets_themself_in(history: &History, offer: &Offer) -> bool {
    let is_one_of = |people: &[&PersonId], reference: &PersonId| {
        people.iter().any(|person| history.references_of(person).contains(reference))
    };
    let us = [&offer.by, offer.recorded_by.as_ref().unwrap_or(&offer.by)];
    if let Some(merged) = PeopleMerged::of(&offer.event) {
        return is_one_of(&us, &merged.person) || is_one_of(&us, &merged.into);
    }
    let consent = ConsentGiven::of(&offer.event).filter(|consent| consent.to == ConsentTo::SharingWords);
    let passed_on = DescriptionPassedOn::of(&offer.event);
    let read_by = consent.map(|consent| (&consent.given_by, &consent.readers));
    let read_by = read_by.or_else(|| passed_on.map(|passed_on| (&offer.by, &passed_on.readers)));
    // Whoever gives it has read it.
    read_by
        .is_some_and(|(giver, readers)| readers.iter().any(|reader| is_one_of(&us, reader) && !is_one_of(&[giver], reader)))
}

fn reader(history: &History, person: &PersonId) -> Reader {
    Reader::of(&history.view(Moment::LATEST, Moment::LATEST), person)
}

/// Whether an act is of a kind by which nobody is shown more of what was recorded before: a law of the library's tests (`for_whom`). Most acts
/// are, and to find it out of one takes as long as its cycle is.
fn shows_nobody_more(event: &Event) -> bool {
    matches!(event, Event::Joining(_) | Event::Contracting(_) | Event::Deciding(_))
}

/// Whether one of these people would be shown more of what is recorded already, or of its words, once a decision is recorded, too.
pub(super) fn discloses(history: &History, decision: &Decision, people: &BTreeSet<&PersonId>) -> bool {
    if decision.entries().iter().all(|entry| shows_nobody_more(entry.event())) {
        return false;
    }
    // What is kept from each of them: entries, and words of others. Mostly nothing is, and then nothing can be shown.
    let is_kept = |reader: &Reader, entry: &&Entry| {
        let number = entry.number();
        !reader.is_shown(number) || (!reader.may_read(number) && words::whose(entry).is_some())
    };
    let kept = people.iter().map(|person| {
        let reader = reader(history, person);
        let kept: Vec<&Entry> = history.entries().iter().filter(|entry| is_kept(&reader, entry)).collect();
        (person, reader, kept)
    });
    let kept: Vec<_> = kept.filter(|(.., kept)| !kept.is_empty()).collect();
    if kept.is_empty() {
        return false;
    }
    let mut after = history.clone();
    if decision.entries().iter().any(|entry| after.append(entry.clone()).is_err()) {
        // What was decided can be appended; were it not so, rather nothing is recorded.
        return true;
    }
    kept.iter().any(|(person, before, kept)| {
        let after = reader(&after, person);
        kept.iter().map(|entry| entry.number()).any(|number| {
            (after.is_shown(number) && !before.is_shown(number)) || (after.may_read(number) && !before.may_read(number))
        })
    })
}
