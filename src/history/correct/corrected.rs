//! Entries as corrected: with the opening as it was corrected, and one reference where two turned out to mean the same.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::correction::{self, OpeningCorrected};
use crate::cycle::{Act, Entry, Event};
use crate::field::{Field, Renamed};
use crate::id::{EntryNumber, PersonId, TeamId};
use crate::moment::Moment;
use crate::noun::Noun;
use crate::shape::Value;

/// What entries say as corrected, where that is not what is stored.
#[derive(Clone, Default)]
pub(in crate::history) struct Corrected {
    /// The corrections in effect that amend other entries, in order.
    by: Vec<(EntryNumber, Amendment)>,
    /// The entries that say something else than what is stored: what, from each correction on.
    versions: BTreeMap<EntryNumber, Vec<(EntryNumber, Entry)>>,
    /// Everybody into whom somebody else was merged, even where that was taken back: earlier views show it.
    merged_into: BTreeSet<Box<str>>,
    /// From which entry on it is not known which cases are one, since it was redacted which were merged.
    unclear_from: Option<EntryNumber>,
}

/// How a correction amends other entries.
#[derive(Clone)]
enum Amendment {
    Opening {
        opened_at: Option<Moment>,
        clinician: Option<PersonId>,
        team: Option<TeamId>,
    },
    /// One reference stands for another: to a person, or, without a noun, to a case.
    Rename {
        noun: Option<Noun>,
        from: Box<str>,
        into: Box<str>,
    },
}

impl fmt::Debug for Corrected {
    // References to cases must not show.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let by: Vec<EntryNumber> = self.by.iter().map(|(number, _)| *number).collect();
        f.debug_struct("Corrected").field("by", &by).field("versions", &self.versions).finish_non_exhaustive()
    }
}

impl Corrected {
    /// Whether everything stands as it is stored.
    pub(in crate::history) fn is_empty(&self) -> bool {
        self.versions.is_empty() && self.by.is_empty()
    }

    /// From which entry on it is not known which cases are one.
    pub(in crate::history) fn unclear_from(&self) -> Option<EntryNumber> {
        self.unclear_from
    }

    /// Whether an entry may say what another says of one person who was thought to be two.
    pub(in crate::history) fn may_repeat(&self, corrected: &Entry) -> bool {
        let Event::Attachment(event) = corrected.event() else { return false };
        let Some(person) = event.subject() else { return false };
        self.merged_into.contains(person.id)
    }

    /// The references that were given up by the corrections before a number, each with the one that stays.
    pub(in crate::history) fn given_up(&self, before: EntryNumber) -> impl Iterator<Item = (&str, &str)> {
        let known = self.by.iter().filter(move |(number, _)| *number < before);
        known.filter_map(|(_, amendment)| match amendment {
            Amendment::Rename { noun: Some(_), from, .. } => Some((&**from, self.reference(Some(Noun::Person), from))),
            Amendment::Rename { noun: None, .. } | Amendment::Opening { .. } => None,
        })
    }

    /// An entry as corrected before a number.
    pub(in crate::history) fn entry<'a>(&'a self, stored: &'a Entry, before: EntryNumber) -> &'a Entry {
        let versions = self.versions.get(&stored.number);
        let corrected = versions.and_then(|versions| versions.iter().rfind(|(from, _)| *from < before));
        corrected.map_or(stored, |(_, entry)| entry)
    }

    /// What an entry says by each correction that made it say something else.
    pub(in crate::history) fn versions_of(&self, number: EntryNumber) -> impl Iterator<Item = &Entry> {
        self.versions.get(&number).into_iter().flatten().map(|(_, entry)| entry)
    }

    /// An act as corrected, if that is not as it is offered.
    pub(in crate::history) fn act(&self, act: &Act) -> Option<Act> {
        let mut corrected: Option<Act> = None;
        for (_, amendment) in &self.by {
            if amendment.concerns(corrected.as_ref().unwrap_or(act)) {
                amendment.tell(corrected.get_or_insert_with(|| act.clone()));
            }
        }
        corrected
    }

    /// Takes in an entry that was recorded.
    pub(in crate::history) fn note(&mut self, entry: &Entry) {
        if let Some(act) = self.act(&entry.act) {
            let number = entry.number;
            self.versions.insert(number, vec![(number, Entry { number, act })]);
        }
    }

    /// The reference that stands for one now, of a person or of a case.
    pub(in crate::history) fn reference<'a>(&'a self, noun: Option<Noun>, id: &'a str) -> &'a str {
        self.by.iter().fold(id, |id, (_, amendment)| match amendment {
            Amendment::Rename { noun: of, from, into } if *of == noun && **from == *id => into,
            Amendment::Rename { .. } | Amendment::Opening { .. } => id,
        })
    }

    /// The same by the corrections that are in effect from a number on, each with its number.
    pub(in crate::history) fn from<'e>(
        &self,
        number: EntryNumber,
        corrections: impl Iterator<Item = (EntryNumber, &'e correction::Event)>,
        entries: &[Entry],
    ) -> Self {
        let (versions, merged_into) = (self.versions.clone(), self.merged_into.clone());
        let mut corrected = Self { by: Vec::new(), versions, merged_into, unclear_from: self.unclear_from };
        for (number, event) in corrections {
            let rename = |noun, from: &str, corrected: &Self, into: &str| {
                let into = corrected.reference(noun, into).into();
                Amendment::Rename { noun, from: from.into(), into }
            };
            let amendment = match event {
                correction::Event::OpeningCorrected(OpeningCorrected { opened_at, clinician, team, .. }) => {
                    let (clinician, team) = (clinician.clone(), team.clone());
                    Some(Amendment::Opening { opened_at: *opened_at, clinician, team })
                }
                correction::Event::PeopleMerged(data) => {
                    Some(rename(Some(Noun::Person), data.person.as_str(), &corrected, data.into.as_str()))
                }
                correction::Event::CasesMerged(data) => {
                    let both = data.case.as_str().zip(data.into.as_str());
                    if both.is_none() {
                        corrected.unclear_from = corrected.unclear_from.or(Some(number));
                    }
                    both.map(|(case, into)| rename(None, case, &corrected, into))
                }
                correction::Event::EnteredInError(_) | correction::Event::Redacted(_) => None,
            };
            if let Some(Amendment::Rename { noun: Some(_), into, .. }) = &amendment {
                corrected.merged_into.insert(into.clone());
            }
            corrected.by.extend(amendment.map(|amendment| (number, amendment)));
        }
        let is_before = |it: &(&(EntryNumber, Amendment), &(EntryNumber, Amendment))| it.0.0 == it.1.0;
        let same = corrected.by.iter().zip(&self.by).take_while(is_before).count();
        // Where one more is all that is new, what is amended already is amended by that one alone.
        if let ([(_, amendment)], true) = (corrected.by.get(same..).unwrap_or_default(), same == self.by.len()) {
            let amendment = amendment.clone();
            for stored in entries {
                let was = self.entry(stored, EntryNumber::LAST);
                if amendment.concerns(&was.act) {
                    let mut entry = was.clone();
                    amendment.tell(&mut entry.act);
                    corrected.versions.entry(stored.number).or_default().push((number, entry));
                }
            }
            return corrected;
        }
        for stored in entries {
            let was = self.entry(stored, EntryNumber::LAST);
            let act = corrected.act(&stored.act);
            let now = act.as_ref().unwrap_or(&stored.act);
            if *now != was.act {
                let entry = Entry { number: stored.number, act: now.clone() };
                corrected.versions.entry(stored.number).or_default().push((number, entry));
            }
        }
        corrected
    }

    /// Whether an entry is a correction that amends others.
    pub(in crate::history) fn is_amended_by(entry: &Entry) -> bool {
        let Event::Correction(event) = entry.event() else { return false };
        match event {
            correction::Event::OpeningCorrected(_)
            | correction::Event::PeopleMerged(_)
            | correction::Event::CasesMerged(_) => true,
            correction::Event::EnteredInError(_) | correction::Event::Redacted(_) => false,
        }
    }

    /// Replaces texts and case references of an entry by tombstones, however it was amended.
    pub(in crate::history) fn redact(&mut self, number: EntryNumber) {
        for (_, entry) in self.versions.get_mut(&number).into_iter().flatten() {
            entry.act.event.part_mut().redact();
        }
    }
}

impl Amendment {
    /// Whether it may amend an act.
    fn concerns(&self, act: &Act) -> bool {
        match self {
            Amendment::Opening { .. } => matches!(act.event, Event::Attachment(crate::attachment::Event::CycleOpened(_))),
            Amendment::Rename { noun: Some(noun), from, .. } => {
                let mut named =
                    *act.by.as_str() == **from || act.recorded_by.as_ref().is_some_and(|by| *by.as_str() == **from);
                act.event.part().references(&mut |thing| named |= thing.noun == *noun && *thing.id == **from);
                named
            }
            Amendment::Rename { noun: None, from, .. } => names_outside(act.event.part(), from),
        }
    }

    fn tell(&self, act: &mut Act) {
        match self {
            Amendment::Opening { opened_at, clinician, team } => {
                let Event::Attachment(crate::attachment::Event::CycleOpened(opening)) = &mut act.event else { return };
                act.occurred_at = opened_at.unwrap_or(act.occurred_at);
                act.recorded_at = act.recorded_at.max(act.occurred_at);
                opening.clinician = clinician.clone().unwrap_or_else(|| opening.clinician.clone());
                opening.team = team.clone().unwrap_or_else(|| opening.team.clone());
            }
            Amendment::Rename { noun, from, into } => {
                if noun.is_some() {
                    let rename = |person: &mut PersonId| {
                        if *person.as_str() == **from {
                            *person = PersonId::new(into).unwrap_or_else(|_| person.clone());
                        }
                    };
                    rename(&mut act.by);
                    act.recorded_by.as_mut().into_iter().for_each(rename);
                }
                // What merges them names both.
                if !matches!(act.event, Event::Correction(_)) {
                    act.event.part_mut().rename(&Renamed { noun: *noun, from, into });
                }
            }
        }
    }
}

/// Whether a part refers to something outside by a reference.
fn names_outside(part: &dyn Field, id: &str) -> bool {
    part.value() == Value::Outside(id) || (0..).map_while(|place| part.nth(place)).any(|part| names_outside(part, id))
}
