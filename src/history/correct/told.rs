//! Entries as they are told now: by a corrected opening, and with one reference where two turned out to be to the same.

use std::collections::BTreeMap;
use std::fmt;

use crate::correction::{self, OpeningCorrected};
use crate::cycle::{Act, Entry, Event};
use crate::field::{Field, Renamed};
use crate::id::{EntryNumber, PersonId, TeamId};
use crate::moment::Moment;
use crate::noun::Noun;
use crate::shape::Value;

/// How entries are told, where that is not as they are stored.
#[derive(Clone, Default)]
pub(in crate::history) struct Told {
    /// The corrections in effect that change how entries are told, in order.
    by: Vec<(EntryNumber, Retelling)>,
    /// The entries that are told otherwise than they are stored: how, from each correction on.
    versions: BTreeMap<EntryNumber, Vec<(EntryNumber, Entry)>>,
    /// From which entry on it cannot be told which cases are one, since it was redacted which were merged.
    unclear_from: Option<EntryNumber>,
}

/// What a correction changes about how entries are told.
#[derive(Clone)]
enum Retelling {
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

impl fmt::Debug for Told {
    // References to cases must not show.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let by: Vec<EntryNumber> = self.by.iter().map(|(number, _)| *number).collect();
        f.debug_struct("Told").field("by", &by).field("versions", &self.versions).finish_non_exhaustive()
    }
}

impl Told {
    /// Whether everything is told as it is stored.
    pub(in crate::history) fn is_empty(&self) -> bool {
        self.versions.is_empty() && self.by.is_empty()
    }

    /// From which entry on it cannot be told which cases are one.
    pub(in crate::history) fn unclear_from(&self) -> Option<EntryNumber> {
        self.unclear_from
    }

    /// Whether an entry may say what another says of one person who was thought to be two.
    pub(in crate::history) fn may_repeat(&self, told: &Entry) -> bool {
        let Event::Attachment(event) = told.event() else { return false };
        let Some(person) = event.subject() else { return false };
        self.by
            .iter()
            .any(|(_, retelling)| matches!(retelling, Retelling::Rename { noun: Some(_), into, .. } if **into == *person.id))
    }

    /// The references that were given up by the corrections before a number, each with the one that stays.
    pub(in crate::history) fn given_up(&self, before: EntryNumber) -> impl Iterator<Item = (&str, &str)> {
        let known = self.by.iter().filter(move |(number, _)| *number < before);
        known.filter_map(|(_, retelling)| match retelling {
            Retelling::Rename { noun: Some(_), from, .. } => Some((&**from, self.reference(Some(Noun::Person), from))),
            Retelling::Rename { noun: None, .. } | Retelling::Opening { .. } => None,
        })
    }

    /// An entry as it is told by the corrections before a number.
    pub(in crate::history) fn entry<'a>(&'a self, stored: &'a Entry, before: EntryNumber) -> &'a Entry {
        let versions = self.versions.get(&stored.number);
        let told = versions.and_then(|versions| versions.iter().rfind(|(from, _)| *from < before));
        told.map_or(stored, |(_, entry)| entry)
    }

    /// An act as it is told, if that is otherwise than it is offered.
    pub(in crate::history) fn act(&self, act: &Act) -> Option<Act> {
        let mut told: Option<Act> = None;
        for (_, retelling) in &self.by {
            if retelling.concerns(told.as_ref().unwrap_or(act)) {
                retelling.tell(told.get_or_insert_with(|| act.clone()));
            }
        }
        told
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
        self.by.iter().fold(id, |id, (_, retelling)| match retelling {
            Retelling::Rename { noun: of, from, into } if *of == noun && **from == *id => into,
            Retelling::Rename { .. } | Retelling::Opening { .. } => id,
        })
    }

    /// The same by the corrections that are in effect from a number on, each with its number.
    pub(in crate::history) fn from<'e>(
        &self,
        number: EntryNumber,
        corrections: impl Iterator<Item = (EntryNumber, &'e correction::Event)>,
        entries: &[Entry],
    ) -> Self {
        let mut told = Self { by: Vec::new(), versions: self.versions.clone(), unclear_from: self.unclear_from };
        for (number, event) in corrections {
            let rename = |noun, from: &str, told: &Self, into: &str| {
                let into = told.reference(noun, into).into();
                Retelling::Rename { noun, from: from.into(), into }
            };
            let retelling = match event {
                correction::Event::OpeningCorrected(OpeningCorrected { opened_at, clinician, team, .. }) => {
                    let (clinician, team) = (clinician.clone(), team.clone());
                    Some(Retelling::Opening { opened_at: *opened_at, clinician, team })
                }
                correction::Event::PeopleMerged(data) => {
                    Some(rename(Some(Noun::Person), data.person.as_str(), &told, data.into.as_str()))
                }
                correction::Event::CasesMerged(data) => {
                    let both = data.case.as_str().zip(data.into.as_str());
                    if both.is_none() {
                        told.unclear_from = told.unclear_from.or(Some(number));
                    }
                    both.map(|(case, into)| rename(None, case, &told, into))
                }
                correction::Event::EnteredInError(_) | correction::Event::Redacted(_) => None,
            };
            told.by.extend(retelling.map(|retelling| (number, retelling)));
        }
        let is_before = |it: &(&(EntryNumber, Retelling), &(EntryNumber, Retelling))| it.0.0 == it.1.0;
        let same = told.by.iter().zip(&self.by).take_while(is_before).count();
        // Where one more is all that is new, what is told otherwise already is told by that one alone.
        if let ([(_, retelling)], true) = (told.by.get(same..).unwrap_or_default(), same == self.by.len()) {
            let retelling = retelling.clone();
            for stored in entries {
                let was = self.entry(stored, EntryNumber::LAST);
                if retelling.concerns(&was.act) {
                    let mut entry = was.clone();
                    retelling.tell(&mut entry.act);
                    told.versions.entry(stored.number).or_default().push((number, entry));
                }
            }
            return told;
        }
        for stored in entries {
            let was = self.entry(stored, EntryNumber::LAST);
            let act = told.act(&stored.act);
            let now = act.as_ref().unwrap_or(&stored.act);
            if *now != was.act {
                let entry = Entry { number: stored.number, act: now.clone() };
                told.versions.entry(stored.number).or_default().push((number, entry));
            }
        }
        told
    }

    /// Whether a correction changes how entries are told.
    pub(in crate::history) fn is_changed_by(entry: &Entry) -> bool {
        let Event::Correction(event) = entry.event() else { return false };
        match event {
            correction::Event::OpeningCorrected(_)
            | correction::Event::PeopleMerged(_)
            | correction::Event::CasesMerged(_) => true,
            correction::Event::EnteredInError(_) | correction::Event::Redacted(_) => false,
        }
    }

    /// Replaces texts and case references of an entry by tombstones, however it was told.
    pub(in crate::history) fn redact(&mut self, number: EntryNumber) {
        for (_, entry) in self.versions.get_mut(&number).into_iter().flatten() {
            entry.act.event.part_mut().redact();
        }
    }
}

impl Retelling {
    /// Whether it may change how an act is told.
    fn concerns(&self, act: &Act) -> bool {
        match self {
            Retelling::Opening { .. } => matches!(act.event, Event::Attachment(crate::attachment::Event::CycleOpened(_))),
            Retelling::Rename { noun: Some(noun), from, .. } => {
                let mut named =
                    *act.by.as_str() == **from || act.recorded_by.as_ref().is_some_and(|by| *by.as_str() == **from);
                act.event.part().references(&mut |thing| named |= thing.noun == *noun && *thing.id == **from);
                named
            }
            Retelling::Rename { noun: None, from, .. } => names_outside(act.event.part(), from),
        }
    }

    fn tell(&self, act: &mut Act) {
        match self {
            Retelling::Opening { opened_at, clinician, team } => {
                let Event::Attachment(crate::attachment::Event::CycleOpened(opening)) = &mut act.event else { return };
                act.occurred_at = opened_at.unwrap_or(act.occurred_at);
                act.recorded_at = act.recorded_at.max(act.occurred_at);
                opening.clinician = clinician.clone().unwrap_or_else(|| opening.clinician.clone());
                opening.team = team.clone().unwrap_or_else(|| opening.team.clone());
            }
            Retelling::Rename { noun, from, into } => {
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
