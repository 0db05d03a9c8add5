//! What was redacted after a backup was taken is redacted again in what it brings back.

use practice_cycle::correction::Redacted;
use practice_cycle::cycle::Offer;
use practice_cycle::id::{CycleId, EntryNumber, PersonId};
use practice_cycle::moment::Moment;
use practice_cycle::text::Text;

use super::Failure;
use super::load::load;
use super::offer::rows;
use crate::store::{ErasedEntry, NewRow, Redaction, Row};

/// What the entry of the redaction says.
const REASON: &str = "Redacted before; a backup that was taken earlier had brought it back.";

/// The rows by which texts are redacted again, and what they change; nothing, where none of these entries is there, or none is left to be
/// redacted.
///
/// # Errors
/// [`Failure::ReadOnly`] where the cycle does not load, [`Failure::Refused`] where whoever redacted may not do so in it.
pub(crate) fn redacted_again(
    cycle: &CycleId,
    stored: &[Row],
    entries: &[ErasedEntry],
    by: &PersonId,
    now: Moment,
) -> Result<Option<(Vec<NewRow>, Redaction)>, Failure> {
    let mut loaded = load(stored);
    if let Some(broken) = loaded.broken {
        return Err(Failure::ReadOnly(broken));
    }
    let left = |erased: &ErasedEntry| {
        let number = EntryNumber::try_from(erased.number).ok()?;
        let entry = loaded.history.entry(number)?;
        // Another entry may have got the number since.
        let is_it = entry.act().recorded_at.to_string() == erased.recorded_at;
        (is_it && loaded.history.redacted_by(number).is_none()).then_some(number)
    };
    let entries: Vec<EntryNumber> = entries.iter().filter_map(left).collect();
    if entries.is_empty() {
        return Ok(None);
    }
    let reason = Text::new(REASON).map_err(|_| Failure::CutShort)?;
    let (by, event) = (by.clone(), Redacted { entries, reason }.into());
    let offer = Offer { event, by, recorded_by: None, in_role: None, occurred_at: now };
    let decided = loaded.history.decide(loaded.history.stamped(offer, now));
    let decision = decided.map_err(|refused| Failure::Refused(Box::new(refused.report())))?;
    let (rows, redaction) = rows(cycle, &loaded.history, &decision, &mut loaded.chain)?;
    Ok(redaction.map(|redaction| (rows, redaction)))
}
