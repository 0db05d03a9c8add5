//! A step that comes late: the later steps of its contract are taken back, and repeated after it with their own times.

use std::collections::BTreeSet;

use super::correct::Recheck;
use super::decide::{Decision, Refused};
use super::{History, Refusal};
use crate::contracting;
use crate::correction::{EnteredInError, Redacted};
use crate::cycle::{self, Act, Entry, Event};
use crate::id::{EntryNumber, PersonId};
use crate::text::Text;

impl History {
    /// Decides on a step of a contract that comes late, after steps that occurred later were recorded. Those, and whatever rests on
    /// them, are taken back by one correction, the late step is recorded, and they are repeated after it with their own times:
    /// all of that is one [`Decision`]. `by` corrects, for a reason; everything is recorded when the late step is.
    ///
    /// What does not come late is decided like any other act. It costs a copy of the cycle.
    ///
    /// ```
    /// use practice_cycle::{cycle::Act, history::History};
    /// let mut history = History::default();
    /// # for line in [
    /// #     r#"{"type":"cycle_opened","occurred_at":"2026-04-01T09:00:00Z","recorded_at":"2026-04-01T09:00:00Z","by":"p-1","data":{"cycle":"cy-1","format":1,"clinician":"p-1","team":"t-1"}}"#,
    /// #     r#"{"type":"person_entered","occurred_at":"2026-04-01T09:00:00Z","recorded_at":"2026-04-01T09:00:00Z","by":"p-1","data":{"person":"p-2","role":"social_worker"}}"#,
    /// #     r#"{"type":"contract_invited","occurred_at":"2026-04-02T09:00:00Z","recorded_at":"2026-04-02T09:00:00Z","by":"p-2","data":{"contract":"c-1","space":"home_visit"}}"#,
    /// #     r#"{"type":"terms_proposed","occurred_at":"2026-04-09T09:00:00Z","recorded_at":"2026-04-09T09:00:00Z","by":"p-2","data":{"contract":"c-1","terms":{}}}"#,
    /// # ] {
    /// #     history.record(serde_json::from_str(line)?)?;
    /// # }
    /// let late: Act = serde_json::from_str(
    ///     r#"{"type":"invitation_accepted","occurred_at":"2026-04-03T09:00:00Z","recorded_at":"2026-04-10T09:00:00Z","by":"p-1",
    ///         "data":{"contract":"c-1"}}"#,
    /// )?;
    /// let late = history.decide(late).unwrap_err().into_act(); // Terms were proposed on 9 April.
    /// let decision = history.decide_late(late, "p-2".parse()?, "Yes was said on 3 April.".parse()?)?;
    /// let kinds: Vec<&str> = decision.entries().iter().map(|entry| entry.event().kind().code()).collect();
    /// assert_eq!(kinds, ["entered_in_error", "invitation_accepted", "terms_proposed"]);
    /// history.accept(decision)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Why not, with the act: the step does not fit in its place either, or later ones do not fit after it
    /// ([`Refusal::Contradicts`] names them).
    pub fn decide_late(&self, act: Act, by: PersonId, reason: Text) -> Result<Decision, Refused> {
        let steps = self.later_steps(&act);
        if steps.is_empty() || self.recorded(&act).is_some() {
            return self.decide(act);
        }
        match self.in_its_place(&act, &by, &reason, steps) {
            Ok(entries) => Ok(self.decided(entries)),
            Err(refusal) => Err(Refused::new(act, refusal)),
        }
    }

    /// The steps of its contract that occurred after a step, though they are recorded.
    fn later_steps(&self, act: &Act) -> BTreeSet<EntryNumber> {
        let Event::Contracting(event) = &act.event else { return BTreeSet::new() };
        let contract = event.subject().and_then(|subject| self.cycle.contract_by(subject.id));
        let contract = contract.filter(|_| !event.kind().is_within() && event.kind() != contracting::Kind::ContractInvited);
        contract.into_iter().flat_map(|contract| contract.steps_after(act.occurred_at)).collect()
    }

    /// The entries that put a late step in its place: a correction, the step, and what is repeated after it.
    fn in_its_place(
        &self,
        act: &Act,
        by: &PersonId,
        reason: &Text,
        steps: BTreeSet<EntryNumber>,
    ) -> Result<Vec<Entry>, Refusal> {
        act.is_fit_to_offer()?;
        let at = act.recorded_at;
        let (resting, ..) = Recheck::new(self, &self.cycle, steps.clone()).outcome();
        let repeated: Vec<EntryNumber> = steps.union(&resting).copied().collect();
        let correction = EnteredInError { entries: repeated.clone(), reason: reason.clone() };
        let correction = Act::new(correction, by.clone(), at);
        let as_told = |act: &Act| self.corrected.act(act).unwrap_or_else(|| act.clone());
        let told = as_told(&correction);
        self.cycle.judge_correction(&told).map_err(Refusal::Corrector)?;
        let mut cycle = self.turned(self.change_by(&told, &repeated)?);
        cycle.pass(&told);
        let mut entries = Numbered { next: self.cycle.next_number(), entries: Vec::new() };
        entries.push(correction);
        let told = as_told(act);
        let found = cycle.judge_stored(&told).map_err(|refusal| self.as_offered(refusal.into(), &told, act))?;
        cycle.admit(&found, &told);
        entries.push(act.clone());
        let mut tombstones = Vec::new();
        for &number in &repeated {
            let Some(entry) = self.entry(number) else { continue };
            let again =
                Act { recorded_at: at, recorded_by: Some(by.clone()).filter(|by| *by != entry.act.by), ..entry.act.clone() };
            let told = as_told(&again);
            let found = cycle.judge_stored(&told).map_err(|_| Refusal::Contradicts { with: vec![number] })?;
            cycle.admit(&found, &told);
            tombstones.extend(entry.has_tombstone().then_some(entries.next));
            entries.push(again);
        }
        if !tombstones.is_empty() {
            entries.push(Act::new(Redacted { entries: tombstones, reason: reason.clone() }, by.clone(), at));
        }
        if entries.entries.len() > cycle::MAX_ITEMS {
            return Err(cycle::Refusal::TooMany.into());
        }
        Ok(entries.entries)
    }
}

/// Entries that follow one another.
struct Numbered {
    next: EntryNumber,
    entries: Vec<Entry>,
}

impl Numbered {
    fn push(&mut self, act: Act) {
        self.entries.push(Entry { number: self.next, act });
        self.next = self.next.next();
    }
}
