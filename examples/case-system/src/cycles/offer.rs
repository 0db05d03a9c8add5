//! Decide, store, accept.

use std::collections::BTreeSet;
use std::sync::Arc;

use practice_cycle::chain::{Chain, Salt};
use practice_cycle::correction::Redacted;
use practice_cycle::cycle::{Act, Entry, Event, Offer, RefusalReport};
use practice_cycle::history::{Decision, History, Refusal, Refused};
use practice_cycle::id::{CycleId, PersonId};
use practice_cycle::refusal::Category;
use practice_cycle::text::Text;

use super::disclosed::{discloses, lets_themself_in};
use super::{Cycles, Failure, Slot, is_up_to};
use crate::store::{Erased, ErasedEntry, NewRow, Redaction, Row, StoreError};

/// How often an act is judged again because another process stored something first.
const TRIES: u32 = 50;

/// What became of an act that was not refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is recorded now.
    Recorded,
    /// This very act was recorded before: a retry.
    AlreadyRecorded,
    /// What it asks for is so by another entry.
    AlreadySo(Box<RefusalReport>),
}

/// An act that is recorded, or need not be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// What became of it.
    pub outcome: Outcome,
    /// Its entry, whole.
    pub entry: Option<Box<Entry>>,
    /// What may not have been meant, by code.
    pub warnings: Vec<&'static str>,
}

/// An act that comes after later steps of its contract were recorded: they are taken back and repeated by somebody, for a reason.
#[derive(Debug, Clone)]
pub struct Late {
    /// Who takes them back.
    pub by: PersonId,
    /// Why.
    pub reason: Text,
}

impl Cycles {
    /// Records what a client offers. Whoever is signed in has been held to their rights before.
    ///
    /// It runs to its end though the client goes away: what is stored is accepted.
    ///
    /// # Errors
    /// [`Failure`] says why it is not recorded. After [`Failure::Store`] nobody may know whether it is: the client offers it again,
    /// and is answered with what is so.
    pub async fn offer(&self, cycle: &CycleId, offer: Offer, late: Option<Late>) -> Result<Recorded, Failure> {
        let (cycles, cycle) = (self.clone(), cycle.clone());
        let (cache, id) = (Arc::clone(&self.cache), cycle.clone());
        let done = tokio::spawn(async move { cycles.record(&cycle, offer, late).await }).await;
        // The library does not panic on any input. Were it to happen all the same, nobody goes on with what is in memory.
        done.unwrap_or_else(|_| {
            cache.forget(&id);
            Err(Failure::CutShort)
        })
    }

    async fn record(&self, cycle: &CycleId, offer: Offer, late: Option<Late>) -> Result<Recorded, Failure> {
        if let Event::Attachment(practice_cycle::attachment::Event::CycleOpened(opened)) = &offer.event
            && opened.cycle != *cycle
        {
            return Err(Failure::AnotherCycle);
        }
        let slot = self.cache.slot(cycle);
        let _writing = slot.writing.lock().await;
        let is_in_memory = slot.loaded.read().await.seen > 0;
        let opens = offer.event.kind().code() == "cycle_opened";
        if !is_in_memory && !opens && self.store.last(cycle).await?.is_none() {
            self.cache.forget(cycle);
            return Err(Failure::NoSuchCycle);
        }
        let signed_in = offer.recorded_by.as_ref().unwrap_or(&offer.by);
        for _ in 0..TRIES {
            match self.try_once(cycle, &slot, offer.clone(), late.as_ref()).await {
                Err(Failure::Store(StoreError::Taken)) => self.catch_up(cycle, &slot).await?,
                Err(why @ Failure::Discloses) => {
                    tracing::warn!(person = signed_in.as_str(), cycle = cycle.as_str(), %why, "an act that would disclose");
                    return Err(why);
                }
                settled => return settled,
            }
        }
        Err(Failure::Busy)
    }

    async fn try_once(&self, cycle: &CycleId, slot: &Slot, offer: Offer, late: Option<&Late>) -> Result<Recorded, Failure> {
        // What is in memory is enough where nobody else writes, and the key of the table shows whether somebody did. A refusal is
        // another matter: it is only given by all that is stored.
        let signed_in = offer.recorded_by.clone().unwrap_or_else(|| offer.by.clone());
        let is_usable = {
            let loaded = slot.loaded.read().await;
            loaded.seen > 0 && loaded.broken.is_none()
        };
        if !is_usable {
            self.catch_up(cycle, slot).await?;
        }
        let (decided, mut chain) = {
            let loaded = slot.loaded.read().await;
            if let Some(broken) = &loaded.broken {
                return Err(Failure::ReadOnly(broken.clone()));
            }
            let decided = if lets_themself_in(&loaded.history, &offer) {
                Err(Err(Failure::Discloses))
            } else {
                let by = offer.by.clone();
                let act = loaded.history.stamped(offer, self.clock.now());
                let people = BTreeSet::from([&by, &signed_in]);
                match decide(&loaded.history, act, late) {
                    Ok(decision) if discloses(&loaded.history, &decision, &people) => Err(Err(Failure::Discloses)),
                    Ok(decision) => Ok(decision),
                    Err(refused) => Err(settled(&refused, &loaded.history)),
                }
            };
            (decided, loaded.chain.clone())
        };
        let decision = match decided {
            Ok(decision) => decision,
            Err(settled) => {
                let last = self.store.last(cycle).await?.unwrap_or(0);
                if is_up_to(slot, last).await || last == 0 {
                    return settled;
                }
                return Err(Failure::Store(StoreError::Taken));
            }
        };
        let (rows, redaction) = {
            let loaded = slot.loaded.read().await;
            rows(cycle, &loaded.history, &decision, &mut chain)?
        };
        self.store.append(cycle, &rows, redaction.as_ref(), &signed_in).await?;
        let warnings = decision.warnings().iter().map(practice_cycle::history::Warning::code).collect();
        // Of a late act, the first entry takes the later steps back, and the second is the act.
        let entry = decision.entries().get(usize::from(decision.entries().len() > 1)).cloned().map(Box::new);
        let is_accepted = {
            let mut loaded = slot.loaded.write().await;
            let is_accepted = loaded.history.accept(decision).is_ok();
            if is_accepted {
                (loaded.chain, loaded.seen) = (chain, rows.last().map_or(loaded.seen, |row| row.row.number));
                loaded.bytes += rows.iter().map(|row| row.row.line.len()).sum::<usize>();
            }
            is_accepted
        };
        // It is stored; what is in memory is of another mind only if there is a mistake here, and is loaded again.
        if !is_accepted {
            self.cache.forget(cycle);
        }
        self.weigh(cycle, slot).await;
        // Nobody may be listening.
        let _ = self.changed.send(cycle.clone());
        Ok(Recorded { outcome: Outcome::Recorded, entry, warnings })
    }
}

fn decide(history: &History, act: Act, late: Option<&Late>) -> Result<Decision, Refused> {
    match late {
        None => history.decide(act),
        Some(late) => history.decide_late(act, late.by.clone(), late.reason.clone()),
    }
}

/// What a refusal comes to.
fn settled(refused: &Refused, history: &History) -> Result<Recorded, Failure> {
    let report = refused.report();
    if let Refusal::AlreadyRecorded { number, .. } = refused.refusal() {
        let entry = history.entry(*number).cloned().map(Box::new);
        return Ok(Recorded { outcome: Outcome::AlreadyRecorded, entry, warnings: Vec::new() });
    }
    if report.category == Category::AlreadySo {
        return Ok(Recorded { outcome: Outcome::AlreadySo(Box::new(report)), entry: None, warnings: Vec::new() });
    }
    Err(Failure::Refused(Box::new(report)))
}

/// Drawn by the operating system.
pub(super) fn salt() -> Result<Salt, getrandom::Error> {
    let mut drawn = [0; 32];
    getrandom::fill(&mut drawn)?;
    Ok(Salt::new(drawn))
}

/// What is to be stored of a decision that was made over a history, sealed.
pub(super) fn rows(
    cycle: &CycleId,
    history: &History,
    decision: &Decision,
    chain: &mut Chain,
) -> Result<(Vec<NewRow>, Option<Redaction>), Failure> {
    let unwritable = |_| StoreError::Unreadable { table: "entries", why: "an entry cannot be written as JSON".into() };
    let mut drawn = Ok(());
    let records = chain.seal_decision(decision, || {
        salt().unwrap_or_else(|_| {
            drawn = Err(Failure::CutShort);
            Salt::new([0; 32])
        })
    });
    let records = records.map_err(unwritable)?;
    // Without chance, a text could be guessed by its seal: rather nothing is stored.
    drawn?;
    let mut rows = Vec::with_capacity(records.len());
    for (entry, record) in decision.entries().iter().zip(&records) {
        let line = serde_json::to_string(entry).map_err(unwritable)?;
        let seal = serde_json::to_string(record).map_err(unwritable)?;
        rows.push(NewRow {
            row: Row { number: i64::from(entry.number().get()), line, seal },
            kind: entry.event().kind().code(),
            recorded_at: entry.act().recorded_at.to_string(),
        });
    }
    let mut lines = Vec::new();
    for entry in decision.rewritten() {
        lines.push((i64::from(entry.number().get()), serde_json::to_string(entry).map_err(unwritable)?));
    }
    let redacting = decision.entries().iter().find_map(|entry| Some((entry, Redacted::of(entry.event())?)));
    let Some((entry, redacted)) = redacting.filter(|_| !lines.is_empty()) else { return Ok((rows, None)) };
    let named = redacted.entries.iter().filter_map(|&number| history.entry(number));
    let entries =
        named.map(|entry| ErasedEntry { number: entry.number().get(), recorded_at: entry.act().recorded_at.to_string() });
    let erased = Erased::Texts { cycle: cycle.clone(), entries: entries.collect(), by: entry.act().by.clone() };
    Ok((rows, Some(Redaction { lines, erased })))
}
