//! Whole histories brought in from elsewhere: sealed, and stored as they are.

use practice_cycle::chain::{Chain, Record};
use practice_cycle::history::{History, LoadError};
use practice_cycle::id::CycleId;
use thiserror::Error;

use super::{Cycles, offer};
use crate::store::{NewRow, Row, StoreError};

/// Why a history was not brought in; nothing of it is stored.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ImportError {
    /// It does not load.
    #[error("the history does not load")]
    Load(#[source] LoadError),
    /// There is nothing in it.
    #[error("the history opens no cycle")]
    Empty,
    /// A cycle of that reference is there.
    #[error("the cycle `{0}` is there already")]
    Taken(CycleId),
    /// It cannot be sealed: no random bytes, or an entry that cannot be written.
    #[error("the history cannot be sealed")]
    Seal,
    /// The database.
    #[error(transparent)]
    Store(StoreError),
}

impl Cycles {
    /// Brings a history in, which is JSON Lines, and answers with its cycle.
    ///
    /// # Errors
    /// [`ImportError`] says why not.
    pub async fn import(&self, lines: &str) -> Result<CycleId, ImportError> {
        let history = History::read(lines.as_bytes()).map_err(ImportError::Load)?;
        let (Some(cycle), Some(opening)) = (history.cycle().id(), history.entries().first()) else {
            return Err(ImportError::Empty);
        };
        let rows = sealed(&history)?;
        let opener = opening.act().recorded_by.as_ref().unwrap_or(&opening.act().by);
        match self.store.append(cycle, &rows, None, opener).await {
            Ok(()) => Ok(cycle.clone()),
            Err(StoreError::Taken) => Err(ImportError::Taken(cycle.clone())),
            Err(error) => Err(ImportError::Store(error)),
        }
    }
}

fn sealed(history: &History) -> Result<Vec<NewRow>, ImportError> {
    let (mut chain, mut records): (Chain, Vec<Record>) = (Chain::default(), Vec::new());
    let mut drawn = Ok(());
    let mut salts = || {
        offer::salt().unwrap_or_else(|error| {
            drawn = Err(error);
            practice_cycle::chain::Salt::new([0; 32])
        })
    };
    while let Some(record) = chain.seal_next(history, &mut salts).map_err(|_| ImportError::Seal)? {
        // The old salts of what it seals anew are not kept.
        records.iter_mut().for_each(|earlier| _ = earlier.forget(&record));
        records.push(record);
    }
    drawn.map_err(|_| ImportError::Seal)?;
    let mut rows = Vec::with_capacity(records.len());
    for (entry, record) in history.entries().iter().zip(&records) {
        rows.push(NewRow {
            row: Row {
                number: entry.number().get().into(),
                line: serde_json::to_string(entry).map_err(|_| ImportError::Seal)?,
                seal: serde_json::to_string(record).map_err(|_| ImportError::Seal)?,
            },
            kind: entry.event().kind().code(),
            recorded_at: entry.act().recorded_at.to_string(),
        });
    }
    Ok(rows)
}
