//! Erasing again what was erased after a backup was taken, before anybody sees what it brings back.

use std::collections::BTreeSet;

use practice_cycle::evidencing::{Act, Entry, Event, OwnersView, Portfolio, TextRedacted};
use practice_cycle::id::{EntryNumber, PersonId};
use practice_cycle::moment::Moment;
use thiserror::Error;

use crate::cycles::{Failure, redacted_again};
use crate::store::{Erased, ErasedEntry, Erasure, Redaction, Restoring, StoreError};

/// Why an erasure cannot be made again. It names no text.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum NotErased {
    /// A cycle does not load, or whoever redacted may not do so in it as the backup has it.
    #[error("texts of the cycle `{0}` cannot be redacted again")]
    Cycle(practice_cycle::id::CycleId, #[source] Failure),
    /// A portfolio does not load, or nothing can be redacted in it.
    #[error("texts of the portfolio of `{0}` cannot be redacted again: {1}")]
    Portfolio(PersonId, String),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a redaction changes in a portfolio; nothing, where an entry is none.
///
/// # Errors
/// Where an entry cannot be written as JSON.
pub fn redaction_of(view: OwnersView<'_>, entry: &Entry) -> Result<Option<Redaction>, serde_json::Error> {
    let (mut lines, mut entries) = (Vec::new(), Vec::new());
    for redacted in view.redacted_in(entry.number()) {
        lines.push((i64::from(redacted.number().get()), serde_json::to_string(redacted)?));
        let recorded_at = redacted.act().recorded_at.to_string();
        entries.push(ErasedEntry { number: redacted.number().get(), recorded_at });
    }
    let erased = Erased::Portfolio { owner: view.owner().clone(), entries };
    Ok((!lines.is_empty()).then_some(Redaction { lines, erased }))
}

/// Makes an erasure again in a backup that is being taken back, unless it was taken after it; answers whether the backup did not know
/// of it.
///
/// # Errors
/// [`NotErased`] says why not; the backup is not to be kept then.
pub async fn again(restoring: &mut Restoring, erasure: &Erasure, now: Moment) -> Result<bool, NotErased> {
    if restoring.knows(erasure).await? {
        return Ok(false);
    }
    match &erasure.what {
        Erased::Texts { cycle, entries, by } => {
            let stored = restoring.cycle(cycle).await?;
            let redacted = redacted_again(cycle, &stored, entries, by, now);
            if let Some((rows, redaction)) = redacted.map_err(|why| NotErased::Cycle(cycle.clone(), why))? {
                restoring.redact(cycle, &rows, &redaction).await?;
            }
        }
        Erased::Portfolio { owner, entries } => portfolio(restoring, owner, entries, now).await?,
        what @ (Erased::Name { .. } | Erased::Person { .. } | Erased::Right { .. }) => restoring.forget(what).await?,
    }
    restoring.note(erasure).await?;
    Ok(true)
}

async fn portfolio(
    restoring: &mut Restoring,
    owner: &PersonId,
    entries: &[ErasedEntry],
    now: Moment,
) -> Result<(), NotErased> {
    let failed = |why: String| NotErased::Portfolio(owner.clone(), why);
    let lines = restoring.portfolio(owner).await?;
    if lines.is_empty() {
        return Ok(());
    }
    let read = Portfolio::read(lines.join("\n").as_bytes(), owner);
    let mut portfolio = read.map_err(|error| failed(error.to_string()))?;
    let (act, is_any) = {
        let view = portfolio.open_for(owner).map_err(|refusal| failed(refusal.to_string()))?;
        let redacting = view
            .entries()
            .iter()
            .filter_map(|entry| if let Event::TextRedacted(data) = &entry.act().event { Some(&data.entries) } else { None });
        let redacted: BTreeSet<EntryNumber> = redacting.flatten().copied().collect();
        let is_left = |entry: &&Entry| {
            // Another entry may have got the number since.
            let is_it = |erased: &ErasedEntry| {
                entry.number().get() == erased.number && entry.act().recorded_at.to_string() == erased.recorded_at
            };
            entries.iter().any(is_it) && !redacted.contains(&entry.number())
        };
        let left: Vec<EntryNumber> = view.entries().iter().filter(is_left).map(Entry::number).collect();
        let last = view.entries().last().map_or(now, |entry| entry.act().recorded_at.max(now));
        let is_any = !left.is_empty();
        (Act::new(TextRedacted { entries: left, reason: None }, owner.clone(), last), is_any)
    };
    if !is_any {
        return Ok(());
    }
    let entry = portfolio.record(act).map_err(|refusal| failed(refusal.to_string()))?;
    let view = portfolio.open_for(owner).map_err(|refusal| failed(refusal.to_string()))?;
    let unwritable = |_| failed("an entry cannot be written as JSON".to_owned());
    let line = serde_json::to_string(&entry).map_err(unwritable)?;
    if let Some(redaction) = redaction_of(view, &entry).map_err(unwritable)? {
        restoring.redact_portfolio(owner, entry.number().get().into(), &line, &redaction).await?;
    }
    Ok(())
}
