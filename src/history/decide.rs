//! Decide, store, accept: what is to be stored is known before anything changes.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use thiserror::Error;

use super::correct::{Change, named_in};
use super::{History, Refusal, Warning};
use crate::correction;
use crate::cycle::{self, Act, Applied, Entry, Event, Found, Offer, RefusalReport};
use crate::id::EntryNumber;
use crate::moment::Moment;

/// What recording an act would do, decided and not yet done.
///
/// The host stores [`entries`](Self::entries), writes the lines of [`rewritten`](Self::rewritten) anew, and then has the history
/// [`accept`](History::accept) it. A decision that is dropped leaves no trace.
///
/// ```
/// use practice_cycle::{cycle::Act, history::History};
/// let mut history = History::default();
/// let open: Act = serde_json::from_str(
///     r#"{"type":"cycle_opened","occurred_at":"2026-04-01T09:00:00Z","recorded_at":"2026-04-01T09:00:00Z","by":"p-1",
///         "data":{"cycle":"cy-1","format":1,"clinician":"p-1","team":"t-1"}}"#,
/// )?;
/// let decision = history.decide(open)?;
/// let line = serde_json::to_string(&decision.entries()[0])?; // To be stored.
/// assert!(line.starts_with(r#"{"number":1,"#) && decision.rewritten().is_empty());
/// assert!(history.entries().is_empty(), "nothing has changed yet");
/// history.accept(decision)?;
/// assert_eq!(history.entries().len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
#[must_use = "nothing is recorded until the history accepts it"]
pub struct Decision {
    revision: Revision,
    entries: Vec<Entry>,
    rewritten: Vec<Entry>,
    warnings: Vec<Warning>,
    effect: Option<Effect>,
}

/// What an act comes to.
#[derive(Debug)]
pub(super) enum Effect {
    Act(Found),
    Correction(Change),
    Redaction,
    /// All is replayed, with the entry.
    Anew(Box<History>),
}

/// A history as it stands, unlike any other and itself once it has changed.
#[derive(Debug, Clone, Default)]
pub(super) struct Revision(Arc<()>);

/// An act that was refused, given back, and why. Its words come with the references of the act and without any text.
///
/// ```
/// use practice_cycle::{cycle::Act, history::History};
/// let act: Act = serde_json::from_str(
///     r#"{"type":"contract_begun","occurred_at":"2026-04-01T09:00:00Z","recorded_at":"2026-04-01T09:00:00Z","by":"p-1",
///         "data":{"contract":"c-1"}}"#,
/// )?;
/// let refused = History::default().decide(act.clone()).unwrap_err();
/// assert_eq!(refused.refusal().code(), "cycle.not_opened");
/// assert!(refused.to_string().starts_with("`contract_begun` by `p-1` on contract `c-1`: "));
/// assert_eq!(refused.into_act(), act);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Refused(Box<(Act, Refusal)>);

/// A decision was made for a history that has changed since, or for another; it is given back.
///
/// ```
/// use practice_cycle::{cycle::Act, history::History};
/// let open: Act = serde_json::from_str(
///     r#"{"type":"cycle_opened","occurred_at":"2026-04-01T09:00:00Z","recorded_at":"2026-04-01T09:00:00Z","by":"p-1",
///         "data":{"cycle":"cy-1","format":1,"clinician":"p-1","team":"t-1"}}"#,
/// )?;
/// let mut history = History::default();
/// let decision = history.decide(open.clone())?;
/// history.record(open.clone())?;
/// let stale = history.accept(decision).unwrap_err();
/// assert_eq!(stale.to_string(), "this was decided for another history, or before it changed; decide anew");
/// assert_eq!(stale.into_decision().into_entries().remove(0).into_act(), open);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Error)]
#[error("this was decided for another history, or before it changed; decide anew")]
pub struct Stale(Box<Decision>);

impl Stale {
    /// The decision, for its acts.
    pub fn into_decision(self) -> Decision {
        *self.0
    }
}

impl Decision {
    /// The entries to be stored, in order: one, or several where later steps are repeated after a late one.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entries, given back: where they cannot be stored, because another writer was quicker, the [act](Entry::into_act) of one
    /// can be decided on anew.
    #[must_use]
    pub fn into_entries(self) -> Vec<Entry> {
        self.entries
    }

    /// The entries whose stored lines are to be written anew, as they are to be, each once and in order: those in which text is
    /// redacted. Store the [`entries`](Self::entries) first: a tombstone that no entry explains does not load.
    #[must_use]
    pub fn rewritten(&self) -> &[Entry] {
        &self.rewritten
    }

    /// What might not be meant. A host that wants none of it drops the decision.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }
}

impl Refused {
    pub(super) fn new(act: Act, refusal: Refusal) -> Self {
        Self(Box::new((act, refusal)))
    }

    /// Why.
    #[must_use]
    pub fn refusal(&self) -> &Refusal {
        &self.0.1
    }

    /// Why, with the act, as data.
    #[must_use]
    pub fn report(&self) -> RefusalReport {
        self.refusal().about(self.act())
    }

    /// What was refused.
    #[must_use]
    pub fn act(&self) -> &Act {
        &self.0.0
    }

    /// What was refused, to be offered elsewhere or otherwise.
    #[must_use]
    pub fn into_act(self) -> Act {
        self.0.0
    }
}

impl From<Refused> for Refusal {
    fn from(refused: Refused) -> Self {
        refused.0.1
    }
}

impl fmt::Debug for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.refusal(), f)
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.report().message)
    }
}

impl std::error::Error for Refused {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(self.refusal())
    }
}

impl History {
    /// Whether an act can be recorded, without recording it.
    ///
    /// # Errors
    /// Why not.
    pub fn judge(&self, act: &Act) -> Result<(), Refusal> {
        self.effect_of(act).map(drop)
    }

    /// Decides on an act: what is to be stored if it is recorded. Nothing changes.
    ///
    /// # Errors
    /// Why it cannot be recorded, with the act.
    pub fn decide(&self, act: Act) -> Result<Decision, Refused> {
        let effect = match self.effect_of(&act) {
            Ok(effect) => effect,
            Err(refusal) => return Err(Refused::new(act, refusal)),
        };
        let rewritten = if let Event::Correction(correction::Event::Redacted(data)) = &act.event {
            self.redacted(&data.entries)
        } else {
            Vec::new()
        };
        let entry = Entry { number: self.cycle.next_number(), act };
        let told = self.corrected.act(&entry.act).map(|act| Entry { number: entry.number, act });
        let warnings = self.warning_of(told.as_ref().unwrap_or(&entry)).into_iter().collect();
        Ok(Decision { revision: self.revision(), entries: vec![entry], rewritten, warnings, effect: Some(effect) })
    }

    /// Entries that were found to follow one another here.
    pub(super) fn decided(&self, entries: Vec<Entry>) -> Decision {
        Decision { revision: self.revision(), entries, rewritten: Vec::new(), warnings: Vec::new(), effect: None }
    }

    /// Does what was decided, once it is stored; the entries, and what the last of them did.
    ///
    /// # Errors
    /// [`Stale`] if the history has changed since it was decided, or is another. A clone is the same until one of the two changes.
    pub fn accept(&mut self, decision: Decision) -> Result<(&[Entry], Applied), Stale> {
        if !self.revision.get().is_some_and(|revision| Arc::ptr_eq(&revision.0, &decision.revision.0)) {
            return Err(Stale(Box::new(decision)));
        }
        let before = self.entries.len();
        let mut applied = Applied::Noted;
        let mut effect = decision.effect;
        for entry in decision.entries {
            // Of several, each was judged in its place when they were decided.
            let Some(effect) = effect.take().or_else(|| self.effect_of_stored(&entry).ok()) else { break };
            applied = self.apply(effect, entry);
        }
        Ok((self.entries.get(before..).unwrap_or_default(), applied))
    }

    /// Records an act, and returns the entry to be stored with what it did. The act is used up either way: where it is to be kept
    /// when it is refused, or stored before it counts, [`decide`](History::decide) and [`accept`](History::accept) it.
    ///
    /// # Errors
    /// Why it cannot be recorded; nothing has changed then.
    pub fn record(&mut self, act: Act) -> Result<(&Entry, Applied), Refusal> {
        let effect = self.effect_of(&act)?;
        let number = self.cycle.next_number();
        let applied = self.apply(effect, Entry { number, act });
        match self.entries.last() {
            Some(entry) => Ok((entry, applied)),
            None => Err(Refusal::NoSuchEntry { number }),
        }
    }

    /// An act that is offered, recorded now; or at the time of the last entry, where a clock lags behind.
    ///
    /// ```
    /// use practice_cycle::{cycle::Offer, history::History};
    /// let offer: Offer = serde_json::from_str(
    ///     r#"{"type":"cycle_opened","occurred_at":"2026-04-01T09:00:00Z","by":"p-1",
    ///         "data":{"cycle":"cy-1","format":1,"clinician":"p-1","team":"t-1"}}"#,
    /// )?;
    /// let mut history = History::default();
    /// let act = history.stamped(offer, std::time::SystemTime::now().try_into()?);
    /// history.record(act)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn stamped(&self, offer: Offer, now: Moment) -> Act {
        offer.recorded(now.max(self.cycle.last_recorded()))
    }

    /// Adds an entry that was stored, if it fits.
    ///
    /// # Errors
    /// Why it does not fit; nothing has changed then.
    pub fn append(&mut self, entry: Entry) -> Result<Applied, Refusal> {
        let effect = self.effect_of_stored(&entry)?;
        Ok(self.apply(effect, entry))
    }

    /// What an act that is offered would come to. Whether it is recorded already is looked up before anything else is judged.
    fn effect_of(&self, act: &Act) -> Result<Effect, Refusal> {
        if let Some(super::Recorded { number, redacted, taken_back_by }) = self.recorded(act) {
            return Err(match taken_back_by {
                None => Refusal::AlreadyRecorded { number, redacted },
                Some(by) => Refusal::TakenBack { number, by, redacted },
            });
        }
        act.is_fit_to_offer()?;
        let effect = self.effect_told(act)?;
        let told = self.told(act);
        let as_told = told.as_ref().unwrap_or(act);
        self.cycle.judge_offering(as_told)?;
        self.judge_meeting(as_told, self.cycle.next_number())
            .map_err(|refusal| self.as_offered(refusal.into(), as_told, act))?;
        Ok(effect)
    }

    /// An act as corrected, where corrections change it.
    fn told(&self, act: &Act) -> Option<Act> {
        if self.corrected.is_empty() { None } else { self.corrected.act(act) }
    }

    /// What an act comes to, as corrected.
    fn effect_told(&self, act: &Act) -> Result<Effect, Refusal> {
        match self.told(act) {
            None => self.effect(act),
            Some(told) => self.effect(&told).map_err(|refusal| self.as_offered(refusal, &told, act)),
        }
    }

    /// A refusal of an act as corrected, worded for the act as it is offered: where two references in a list are to one person, the
    /// corrected list is shorter.
    pub(super) fn as_offered(&self, mut refusal: Refusal, told: &Act, act: &Act) -> Refusal {
        if let Refusal::Act(refusal) = &mut refusal
            && let Some(place) = refusal.place_mut()
        {
            *place = place.in_longer(told.event.part(), act.event.part(), |thing| {
                self.corrected.reference(Some(thing.noun), thing.id)
            });
        }
        refusal
    }

    /// What an entry that was stored comes to. It was judged by whoever offered it, so that it repeats another stands.
    pub(super) fn effect_of_stored(&self, entry: &Entry) -> Result<Effect, Refusal> {
        let expected = self.cycle.next_number();
        if entry.number != expected {
            return Err(cycle::Refusal::OutOfNumber { found: entry.number, expected }.into());
        }
        self.effect(self.told(&entry.act).as_ref().unwrap_or(&entry.act))
    }

    fn effect(&self, act: &Act) -> Result<Effect, Refusal> {
        let Event::Correction(event) = &act.event else {
            let found = self.cycle.judge_stored(act)?;
            self.judge_sharing(act).map_err(cycle::Refusal::from)?;
            return Ok(Effect::Act(found));
        };
        match event {
            correction::Event::EnteredInError(data) => self.change_by(act, &data.entries).map(Effect::Correction),
            correction::Event::Redacted(data) => {
                self.cycle.judge_correction(act)?;
                self.judge_redaction(act, &data.entries)
            }
            correction::Event::OpeningCorrected(_)
            | correction::Event::PeopleMerged(_)
            | correction::Event::CasesMerged(_) => self.change_by_amending(act, event).map(Effect::Correction),
        }
    }

    /// Does what an entry was found to come to, and keeps it.
    pub(super) fn apply(&mut self, effect: Effect, entry: Entry) -> Applied {
        if !self.corrected.is_empty() {
            self.corrected.note(&entry);
        }
        let applied = match effect {
            Effect::Anew(history) => {
                *self = *history;
                return Applied::Noted;
            }
            Effect::Act(found) => self.cycle.admit(&found, &self.corrected.entry(&entry, EntryNumber::LAST).act),
            Effect::Correction(change) => {
                self.change(entry.number, named_in(&entry), change);
                self.cycle.pass(&entry.act);
                Applied::Noted
            }
            Effect::Redaction => {
                if let Event::Correction(correction::Event::Redacted(data)) = &entry.act.event {
                    self.redact(entry.number, &data.entries);
                }
                self.cycle.pass(&entry.act);
                Applied::Noted
            }
        };
        if let Some(touching) = self.touching.get_mut() {
            touching.note(self.corrected.entry(&entry, EntryNumber::LAST), &self.cycle);
        }
        if let Some(index) = self.index.get_mut() {
            index.add(&entry);
        }
        let at = entry.act.occurred_at;
        self.has_late |= self.latest.is_some_and(|latest| at < latest);
        self.latest = self.latest.max(Some(at));
        self.revision.take();
        self.entries.push(entry);
        applied
    }

    fn revision(&self) -> Revision {
        self.revision.get_or_init(Revision::default).clone()
    }

    fn judge_redaction(&self, act: &Act, numbers: &[EntryNumber]) -> Result<Effect, Refusal> {
        if numbers.is_empty() {
            return Err(Refusal::NamesNothing);
        }
        for &number in numbers {
            let entry = self.entry(number).ok_or(Refusal::NoSuchEntry { number })?;
            let part = entry.act.event.part();
            if !part.has_text() && !part.has_tombstone() {
                return Err(Refusal::NothingToRedact { number });
            }
        }
        if numbers.iter().all(|number| self.redacted.contains_key(number)) {
            return Err(Refusal::AlreadyCorrected);
        }
        let merges = |entry: &Entry| {
            matches!(entry.event(), Event::Correction(correction::Event::CasesMerged(_))) && !entry.has_tombstone()
        };
        if !numbers.iter().any(|&number| self.entry(number).is_some_and(merges)) {
            return Ok(Effect::Redaction);
        }
        // Which cases were one is not known any more, so nothing may stay that came of it.
        let mut anew = History::default();
        let redacted = self.redacted(numbers);
        for entry in &self.entries {
            let entry = redacted.iter().find(|redacted| redacted.number == entry.number).unwrap_or(entry);
            anew.append(entry.clone())?;
        }
        anew.append(Entry { number: self.cycle.next_number(), act: act.clone() })?;
        Ok(Effect::Anew(Box::new(anew)))
    }

    /// Entries as they are once they are redacted, each once and in order, without those that are redacted already.
    fn redacted(&self, numbers: &[EntryNumber]) -> Vec<Entry> {
        let open: BTreeSet<EntryNumber> =
            numbers.iter().filter(|number| !self.redacted.contains_key(number)).copied().collect();
        let entries = open.into_iter().filter_map(|number| self.entry(number)).map(|entry| {
            let mut entry = entry.clone();
            entry.act.event.part_mut().redact();
            entry
        });
        entries.collect()
    }

    /// Replaces texts and case references by tombstones, and forgets whatever came of them.
    fn redact(&mut self, by: EntryNumber, numbers: &[EntryNumber]) {
        for &number in numbers {
            let Some(entry) = self.entries.get_mut(number.place()) else { continue };
            let mut index = self.index.get_mut();
            if let Some(index) = &mut index {
                index.remove(entry);
            }
            entry.act.event.part_mut().redact();
            self.corrected.redact(number);
            self.cycle.forget_text(number);
            if let Some(index) = &mut index {
                index.add(entry);
            }
            self.redacted.entry(number).or_insert(by);
        }
    }
}
